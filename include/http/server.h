/* The HTTP side: one epoll thread of libmicrohttpd that never blocks, bounded queues, worker threads by lane. */
#pragma once

#include "http/exchange.h"

struct server;

struct server_config {
        const char *address; /* numeric; IPv4 or IPv6 */
        int port;            /* 0: any free one, see server_port */
        const char *proxies; /* addresses of proxies in front, parted by commas, whose X-Forwarded-For is believed; "" */
        int workers[LANE_COUNT];
        int queue_max[LANE_COUNT];   /* a full queue answers 503 with Retry-After at once */
        int queue_wait_ms;           /* an exchange that waited longer in its queue is answered 503 */
        int connections_max;
        int headers_timeout_s, body_timeout_s, idle_timeout_s;
        int drain_timeout_s;         /* at close: wait this long for exchanges under way */

        void *app;
        /* On the event thread when the headers are there and framing is sound; must not block. Sets lane, body_max,
         * route, route_id; or makes a reply, which is then sent at once without reading the body (connection
         * closed if there is a body). */
        void (*admit)(void *app, struct exchange *x);
        /* Each worker thread calls open once at its start (NULL: the server does not start), close at its end. */
        void *(*worker_open)(void *app, enum lane lane);
        void (*worker_close)(void *worker);
        /* On a worker thread, body complete; must make a reply (none made: 500). May block. */
        void (*work)(void *worker, struct exchange *x);
        /* After the exchange ended, on the event thread: for logs and metrics. `completed`: all bytes were sent. */
        void (*done)(void *app, const struct exchange *x, bool completed);
};

struct server *server_open(const struct server_config *c); /* NULL: said why in the log */
int server_port(const struct server *s);
void server_close(struct server *s); /* stops accepting, drains, resumes all that is suspended, joins all threads */

struct server_gauges {
        int connections, suspended;
        int queued[LANE_COUNT], busy[LANE_COUNT];
        unsigned long refused_full; /* 503 because a queue was full or the wait too long */
        unsigned long refused_framing;
        unsigned long cut_slow; /* connections ended by the watchdog */
};
void server_read_gauges(const struct server *s, struct server_gauges *out);

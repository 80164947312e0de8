/* What the files of the HTTP server share and nobody else sees.
 *
 * Who touches a connection when: the event thread, until it suspends it and puts it on a queue; then the one
 * thread that took it off the queue, until that resumes it; then the event thread again. The queue's lock and
 * the library's hand it over. Only the deadline and `cut` are touched by the watchdog at any time. */
#pragma once

#include "http/exchange.h"
#include "http/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
        HEADERS_MAX = 64,  /* of one request */
        TARGET_MAX = 8000, /* bytes; RFC 9110 4.1 asks for 8,000 at least */
        RETRY_AFTER_S = 1,
        LINGER_MAX = 64, /* refused connections whose leftover is read away at the same time */
        LINGER_S = 10,
        LINGER_BYTES = 64 << 20,
        PEER_SIZE = 64 /* an address in numbers, with its zone */
};

struct header {
        const char *name, *value;
        size_t name_len;
};

enum stage {
        STAGE_LINE,  /* request line seen, or nothing yet */
        STAGE_BODY,  /* admitted, the body is on its way */
        STAGE_WORK,  /* suspended: in a queue or with a worker */
        STAGE_REPLY, /* the reply is made: sent when the library calls next */
        STAGE_SENT
};

struct http_conn {
        struct exchange x;
        struct server *server;
        struct MHD_Connection *mhd;
        int fd;
        char peer[PEER_SIZE];

        enum stage stage;
        bool under_way; /* counted in server.under_way: the handler has seen this exchange */
        bool last;      /* the connection ends with this exchange */
        bool linger;    /* refused early: read away what is still coming, or the client loses the reply */
        bool on_wire;   /* the reply went out past the library */
        const char *target_end; /* where the target ended in the library's buffer */
        struct header headers[HEADERS_MAX];
        int n_headers;
        char *body; /* malloc'ed; x.body points here once it is complete */
        size_t body_cap;
        struct MHD_Response *response;

        struct http_conn *behind; /* in a queue */
        uint64_t queued_us;

        atomic_uint_fast64_t deadline_us; /* the watchdog ends the connection after it; 0: none */
        atomic_bool cut;
        struct http_conn *prev, *next; /* in server.conns, under server.conns_lock */
};

struct queue {
        pthread_mutex_t lock;
        pthread_cond_t some;
        struct http_conn *first, *last;
        int n, max, busy, idle;
        bool waking; /* a worker was signalled and has not come yet */
        bool stopped;
};

struct worker {
        struct server *server;
        enum lane lane;
        pthread_t thread;
};

struct lingering {
        int fd;
        uint64_t until_us;
        size_t bytes;
};

struct watchdog {
        pthread_t thread;
        bool running;
        int wake; /* eventfd */
        atomic_bool stop;
        pthread_mutex_t lock; /* for what comes in; what it lingers on is the thread's own */
        int coming[LINGER_MAX], n_coming;
        struct lingering linger[LINGER_MAX];
        int n_linger;
};

struct server {
        struct server_config c;
        struct MHD_Daemon *daemon;
        int listen_fd, port;
        atomic_bool closing;

        pthread_mutex_t conns_lock;
        struct http_conn *conns;

        struct queue queues[LANE_COUNT];
        struct worker *workers;
        int n_workers;
        pthread_mutex_t start_lock; /* workers tell how their start went */
        pthread_cond_t started;
        int n_started, n_failed;

        struct watchdog dog;

        atomic_int connections, under_way;
        atomic_ulong refused_full, refused_framing, cut_slow;
};

/* framing.c: what libmicrohttpd lets through and a proxy in front may read differently. */
struct head {
        const char *method, *target, *version;
        const struct header *headers;
        int n_headers;
};
struct framing {
        bool chunked;
        uint64_t length; /* declared; 0 when chunked or without a body */
};
err_t framing_check(const struct head *h, struct framing *out, struct fault *f) MUST_USE;

/* head.c: takes the headers over from the library. Refuses a head that does not lie in its buffer as a sound
 * one does: a NUL, a bare LF, a folded or a nameless line leave a mark there even though the library hides
 * them. */
err_t head_read(struct http_conn *c, const char *method, const char *version, struct fault *f) MUST_USE;

/* exchange.c */
/* Who asks: the peer, or, where that is one of our proxies (addresses parted by commas), whom it names last in
 * X-Forwarded-For, which is what the proxy itself has seen; of several proxies in a row each names the one before.
 * What is no address ends the search. Arena or peer. */
const char *client_address(const char *peer, const char *forwarded, const char *proxies, struct arena *a);
void exchange_take_trace(struct exchange *x); /* the trace id of a valid traceparent, or one made at random */

/* conn.c: the library's callbacks. */
void conn_notify(void *server, struct MHD_Connection *mhd, void **context,
                 enum MHD_ConnectionNotificationCode code);
bool conn_must_end(const struct http_conn *c); /* after this reply */
void *conn_request_line(void *server, const char *target, struct MHD_Connection *mhd);
enum MHD_Result conn_handle(void *server, struct MHD_Connection *mhd, const char *url, const char *method,
                            const char *version, const char *data, size_t *data_len, void **context);
void conn_completed(void *server, struct MHD_Connection *mhd, void **context,
                    enum MHD_RequestTerminationCode code);

/* queue.c */
void queue_init(struct queue *q, int max);
void queue_free(struct queue *q);
/* Suspends the connection and queues it. False: full or stopped, nothing done. */
bool queue_put(struct queue *q, struct http_conn *c);
/* Answers 503 to those who waited longer than that. Returns how many. */
int queue_expire(struct queue *q, uint64_t now_us, uint64_t wait_us);
void queue_read(struct queue *q, int *queued, int *busy);
void queue_stop(struct queue *q); /* answers 503 to all that wait; workers end after what they are doing */
bool workers_open(struct server *s);
void workers_close(struct server *s);

/* watchdog.c */
void watchdog_init(struct server *s);
bool watchdog_open(struct server *s);
void watchdog_close(struct server *s);
void watchdog_linger(struct server *s, int fd); /* takes fd over */

/* reply.c */
size_t reply_len(const struct exchange *x); /* bytes of the body */
void reply_unavailable(struct exchange *x, const char *zh, const char *en);
struct MHD_Response *reply_response(struct exchange *x,
                                    bool close); /* takes reply.owned over; NULL: no memory */
/* The reply as bytes on the wire, head and body, for a connection that the library will not reply on. Arena.
 */
const char *reply_wire(struct exchange *x, size_t *len);
void reply_drop(struct exchange *x); /* forgets the reply made so far and frees what it owns */

#include "inside.h"

#include "base/clock.h"
#include "base/id.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
        BODY_FIRST = 4096,        /* bytes taken for a body at first */
        SLOWEST_READER = 16 << 10 /* bytes a second a client must take of a reply in the long run */
};

static uint64_t seconds(int s)
{
        return (uint64_t)s * 1000000;
}

static void set_deadline(struct http_conn *c, uint64_t at)
{
        atomic_store_explicit(&c->deadline_us, at, memory_order_relaxed);
}

static void read_peer(struct http_conn *c)
{
        struct sockaddr_storage a;
        socklen_t len = sizeof a;

        if (getpeername(c->fd, (struct sockaddr *)&a, &len) != 0 ||
            getnameinfo((struct sockaddr *)&a, len, c->peer, sizeof c->peer, NULL, 0, NI_NUMERICHOST) != 0)
                c->peer[0] = '\0';
}

static struct http_conn *conn_open(struct server *s, struct MHD_Connection *mhd)
{
        struct http_conn *c = calloc(1, sizeof *c);

        if (!c)
                return NULL;
        c->server = s;
        c->mhd = mhd;
        c->fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        read_peer(c);
        set_deadline(c, clock_us() + seconds(s->c.headers_timeout_s));
        pthread_mutex_lock(&s->conns_lock);
        if ((c->next = s->conns))
                c->next->prev = c;
        s->conns = c;
        pthread_mutex_unlock(&s->conns_lock);
        atomic_fetch_add(&s->connections, 1);
        return c;
}

/* The library has sent what was to be sent and closes its descriptor right after this; a second one keeps the
 * connection for a while, since closing with unread data would take the reply away from the client. */
static void keep_lingering(struct http_conn *c)
{
        int fd = fcntl(c->fd, F_DUPFD_CLOEXEC, 0);

        if (fd >= 0)
                watchdog_linger(c->server, fd);
}

static void conn_close(struct http_conn *c)
{
        struct server *s = c->server;

        pthread_mutex_lock(&s->conns_lock);
        if (c->prev)
                c->prev->next = c->next;
        else
                s->conns = c->next;
        if (c->next)
                c->next->prev = c->prev;
        pthread_mutex_unlock(&s->conns_lock);
        atomic_fetch_sub(&s->connections, 1);
        if (c->linger)
                keep_lingering(c);
        free(c);
}

void conn_notify(void *server, struct MHD_Connection *mhd, void **context,
                 enum MHD_ConnectionNotificationCode code)
{
        if (code == MHD_CONNECTION_NOTIFY_STARTED)
                *context = conn_open(server, mhd);
        else if (*context)
                conn_close(*context);
}

/* Called with the target as it was sent, before the library cuts the query off; NULL if there was none. */
void *conn_request_line(void *server, const char *target, struct MHD_Connection *mhd)
{
        struct http_conn *c =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
        uint64_t now = clock_us(), deadline;

        (void)server;
        if (!c)
                return NULL;
        deadline = now + seconds(c->server->c.headers_timeout_s);
        if (deadline < atomic_load_explicit(&c->deadline_us, memory_order_relaxed))
                set_deadline(c, deadline);
        c->x = (struct exchange){.conn = c, .peer = c->peer, .started_us = now, .body = "", .route_id = ""};
        c->x.target = target ? arena_text(&c->x.arena, target) : "";
        c->target_end = target ? target + strlen(target) : NULL;
        c->stage = STAGE_LINE;
        return c;
}

bool conn_must_end(const struct http_conn *c)
{
        return c->last || c->x.reply.close || atomic_load(&c->server->closing);
}

static enum MHD_Result send_reply(struct http_conn *c)
{
        struct server *s = c->server;
        enum MHD_Result sent;

        if (!c->response)
                c->response = reply_response(&c->x, conn_must_end(c));
        if (!c->response)
                return MHD_NO;
        set_deadline(c, clock_us() + seconds(s->c.body_timeout_s) +
                            (uint64_t)reply_len(&c->x) * 1000000 / SLOWEST_READER);
        sent = MHD_queue_response(c->mhd, (unsigned)c->x.reply.status, c->response);
        MHD_destroy_response(c->response);
        c->response = NULL;
        c->stage = STAGE_SENT;
        return sent;
}

/* Replies before the body was read: the library sends this and ends the connection. */
static enum MHD_Result send_early(struct http_conn *c)
{
        c->last = c->linger = true;
        return send_reply(c);
}

static enum MHD_Result refuse_early(struct http_conn *c, const struct fault *f)
{
        reply_problem(&c->x, f);
        if (f->err == ERR_METHOD)
                reply_header(&c->x, "Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
        return send_early(c);
}

/* In the middle of a body the library takes no reply. It has sent nothing of its own by then but a finished
 * "100 Continue", so the reply goes to the socket directly, and MHD_NO ends the connection. */
static enum MHD_Result refuse_on_wire(struct http_conn *c, const struct fault *f)
{
        const char *bytes;
        size_t len;

        reply_problem(&c->x, f);
        bytes = reply_wire(&c->x, &len);
        c->on_wire = send(c->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)len;
        c->linger = true;
        c->stage = STAGE_SENT;
        return MHD_NO;
}

static err_t too_large(struct http_conn *c, struct fault *f)
{
        return fault_set(f, ERR_TOO_LARGE, "请求体最多 %zu 字节", "A body may have %zu bytes here",
                         c->x.body_max);
}

static enum MHD_Result begin(struct http_conn *c, const char *method, const char *version)
{
        struct server *s = c->server;
        struct exchange *x = &c->x;
        struct fault f = {.arena = &x->arena};
        struct framing framing = {0};
        bool has_body;
        err_t e;

        c->under_way = true;
        atomic_fetch_add(&s->under_way, 1);
        x->method = method;
        uuid_make(x->request_id);
        e = head_read(c, method, version, &f);
        exchange_take_trace(x);
        /* Of two such fields nobody says which one the proxy wrote. */
        if (*s->c.proxies && exchange_header_count(x, "X-Forwarded-For") == 1)
                x->peer = client_address(c->peer, exchange_header(x, "X-Forwarded-For"), s->c.proxies, &x->arena);
        if (!e)
                e = framing_check(&(struct head){method, x->target, version, c->headers, c->n_headers},
                                  &framing, &f);
        if (e) {
                atomic_fetch_add(&s->refused_framing, 1);
                return refuse_early(c, &f);
        }
        /* Where a chunked body ends is the library's reading, which lets bare line feeds and extensions pass
         * that a proxy may read differently; so what follows it is never taken for a request. */
        c->last = framing.chunked;
        s->c.admit(s->c.app, x);
        has_body = framing.chunked || framing.length;
        if (x->reply.status && has_body)
                return send_early(c);
        if (!x->reply.status && (framing.length > x->body_max || (framing.chunked && !x->body_max))) {
                too_large(c, &f);
                return refuse_early(c, &f);
        }
        c->stage = x->reply.status ? STAGE_REPLY : STAGE_BODY;
        set_deadline(c, clock_us() + seconds(s->c.body_timeout_s));
        return MHD_YES;
}

static bool make_room(struct http_conn *c, size_t more)
{
        size_t need = c->x.body_len + more + 1, cap = c->body_cap ? c->body_cap : BODY_FIRST;
        char *bigger;

        if (need <= c->body_cap)
                return true;
        while (cap < need)
                cap *= 2;
        if (cap > c->x.body_max + 1)
                cap = c->x.body_max + 1;
        if (!(bigger = realloc(c->body, cap)))
                return false;
        c->body = bigger;
        c->body_cap = cap;
        return true;
}

static enum MHD_Result take_body(struct http_conn *c, const char *data, size_t *len)
{
        struct fault f = {.arena = &c->x.arena};

        if (c->stage != STAGE_BODY)
                return MHD_NO;
        if (*len > c->x.body_max - c->x.body_len) {
                too_large(c, &f);
                return refuse_on_wire(c, &f);
        }
        if (!make_room(c, *len)) {
                fault_set(&f, ERR_UNAVAILABLE, "内存不足", "There is not enough memory");
                return refuse_on_wire(c, &f);
        }
        memcpy(c->body + c->x.body_len, data, *len);
        c->x.body_len += *len;
        c->body[c->x.body_len] = '\0';
        *len = 0;
        return MHD_YES;
}

static enum MHD_Result hand_over(struct http_conn *c)
{
        struct server *s = c->server;

        if (c->body)
                c->x.body = c->body;
        set_deadline(c, 0);
        c->queued_us = clock_us();
        c->stage = STAGE_WORK;
        if (queue_put(&s->queues[c->x.lane], c))
                return MHD_YES;
        atomic_fetch_add(&s->refused_full, 1);
        reply_unavailable(&c->x, "等待处理的请求过多，请稍后再试",
                          "Too many requests are waiting; try again shortly");
        return send_reply(c);
}

enum MHD_Result conn_handle(void *server, struct MHD_Connection *mhd, const char *url, const char *method,
                            const char *version, const char *data, size_t *data_len, void **context)
{
        struct http_conn *c = *context;

        (void)server, (void)mhd, (void)url;
        if (!c)
                return MHD_NO;
        if (c->stage == STAGE_LINE)
                return begin(c, method, version);
        if (*data_len)
                return take_body(c, data, data_len);
        return c->stage == STAGE_BODY ? hand_over(c) : send_reply(c);
}

/* Ready for the next request of the connection. Waiting for it is idle time, which the library limits; a
 * client that sends a byte now and then is not idle to it, so the whole has a limit too. */
static void conn_reset(struct http_conn *c)
{
        struct server_config *conf = &c->server->c;

        reply_drop(&c->x);
        if (c->response)
                MHD_destroy_response(c->response);
        c->response = NULL;
        arena_free(&c->x.arena);
        free(c->body);
        c->body = NULL;
        c->body_cap = 0;
        c->n_headers = 0;
        c->under_way = c->on_wire = c->last = false;
        c->stage = STAGE_LINE;
        set_deadline(c, clock_us() + seconds(conf->idle_timeout_s + conf->headers_timeout_s));
}

void conn_completed(void *server, struct MHD_Connection *mhd, void **context,
                    enum MHD_RequestTerminationCode code)
{
        struct server *s = server;
        struct http_conn *c = *context;
        bool completed = code == MHD_REQUEST_TERMINATED_COMPLETED_OK;

        (void)mhd;
        if (!c)
                return;
        if (c->under_way) {
                s->c.done(s->c.app, &c->x, completed || c->on_wire);
                atomic_fetch_sub(&s->under_way, 1);
        } else if (completed) {
                /* The library refused the head itself. */
                atomic_fetch_add(&s->refused_framing, 1);
        }
        conn_reset(c);
        *context = NULL;
}

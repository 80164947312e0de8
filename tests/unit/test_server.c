#include "base/clock.h"
#include "http/server.h"
#include "unit.h"

#include <arpa/inet.h>
#include <jansson.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* A small application: it counts what reached its workers and can hold them back. */
enum { POST_MAX = 1000, BIG = 3 << 20 };
static atomic_int worked, finished, unfinished, freed, admitted;
static int last_status;
static char last_peer[64];
static char last_trace[33], last_route[20];
static pthread_mutex_t gate_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_moved = PTHREAD_COND_INITIALIZER;
static bool gate_shut;

static void set_gate(bool shut)
{
        pthread_mutex_lock(&gate_lock);
        gate_shut = shut;
        pthread_cond_broadcast(&gate_moved);
        pthread_mutex_unlock(&gate_lock);
}

static void pass_gate(void)
{
        pthread_mutex_lock(&gate_lock);
        while (gate_shut)
                pthread_cond_wait(&gate_moved, &gate_lock);
        pthread_mutex_unlock(&gate_lock);
}

static bool is_for(const struct exchange *x, const char *path)
{
        return strncmp(x->target, path, strlen(path)) == 0;
}

static void admit(void *app, struct exchange *x)
{
        struct fault f = {.arena = &x->arena};

        (void)app;
        admitted++;
        x->lane = is_for(x, "/report") ? LANE_REPORT : LANE_SHORT;
        x->body_max = strcmp(x->method, "POST") == 0 ? POST_MAX : 0;
        x->route_id = "route";
        if (is_for(x, "/plain"))
                reply_text(x, 200, "text/plain", "plain", 5);
        if (is_for(x, "/nowhere")) {
                fault_set(&f, ERR_NOT_FOUND, "没有 %s", "no %s", "这里");
                reply_header(x, "X-Nearest", "/plain");
                reply_problem(x, &f);
        }
}

static void free_big(void *p)
{
        freed++;
        free(p);
}

static void reply_in_pieces(struct exchange *x, size_t len)
{
        struct reply *r = &x->reply;
        char *bytes = malloc(len);

        memset(bytes, 'b', len);
        r->parts = arena_take(&x->arena, 3 * sizeof *r->parts);
        r->parts[0] = (struct iovec){(void *)(uintptr_t) "[", 1};
        r->parts[1] = (struct iovec){bytes, len};
        r->parts[2] = (struct iovec){(void *)(uintptr_t) "]", 1};
        r->n_parts = 3;
        r->owned = bytes;
        r->free_owned = free_big;
        r->status = 200;
        r->content_type = "application/json";
}

static void reply_faults(struct exchange *x)
{
        struct fault f = {.arena = &x->arena};

        reply_header(x, "ETag", "\"lost\"");
        reply_in_pieces(x, 10);
        fault_field(&f, ERR_INVALID, "/party/0/name", "required", "缺少“姓名”", "a \"name\" is missing");
        fault_field(&f, ERR_INVALID, "limit", "range", "超出范围", "out of range");
        f.article = "《行政处罚法》第五十四条";
        f.extra = "\"events\":[1,2]";
        f.retry_after_s = 7;
        reply_problem(x, &f);
}

static void reply_big(struct exchange *x)
{
        reply_in_pieces(x, BIG);
}

static void reply_small(struct exchange *x)
{
        reply_in_pieces(x, 100);
}

static void reply_nothing(struct exchange *x)
{
        (void)x;
}

static void reply_empty(struct exchange *x)
{
        x->reply.status = 204;
}

static void reply_owner(struct exchange *x)
{
        const char *owner = exchange_header(x, "x-owner");

        reply_text(x, 200, "text/plain", owner, strlen(owner));
}

static void reply_echo(struct exchange *x)
{
        const char *text = arena_printf(&x->arena, "%s %zu", x->target, x->body_len);

        ck_assert_uint_eq(strlen(x->body), x->body_len);
        reply_text(x, 200, "text/plain", text, strlen(text));
}

static void reply_page(struct exchange *x)
{
        reply_header(x, "Cache-Control", "max-age=60");
        reply_header(x, "Content-Security-Policy", "default-src 'self'");
        reply_echo(x);
}

static void reply_behind_gate(struct exchange *x)
{
        pass_gate();
        reply_echo(x);
}

static const struct {
        const char *path;
        void (*reply)(struct exchange *x);
} pages[] = {
    {"/hold", reply_behind_gate}, {"/silent", reply_nothing}, {"/empty", reply_empty},
    {"/big", reply_big},          {"/small", reply_small},    {"/faults", reply_faults},
    {"/page", reply_page},        {"/owner", reply_owner},    {"/", reply_echo},
};

static void work(void *worker, struct exchange *x)
{
        size_t i = 0;

        (void)worker;
        worked++;
        while (!is_for(x, pages[i].path))
                i++;
        pages[i].reply(x);
}

static void done(void *app, const struct exchange *x, bool completed)
{
        (void)app;
        last_status = x->reply.status;
        snprintf(last_peer, sizeof last_peer, "%s", x->peer);
        memcpy(last_trace, x->trace_id, sizeof last_trace);
        snprintf(last_route, sizeof last_route, "%s", x->route_id);
        if (completed)
                finished++;
        else
                unfinished++;
}

static void *open_worker(void *app, enum lane lane)
{
        return app && lane == LANE_REPORT ? NULL : (void *)&worked;
}

static void close_worker(void *worker)
{
        ck_assert_ptr_eq(worker, &worked);
}

static const struct server_config usual = {
    .address = "127.0.0.1",
    .proxies = "127.0.0.1, 10.0.0.2",
    .workers = {2, 1, 0},
    .queue_max = {256, 8, 0},
    .queue_wait_ms = 5000,
    .connections_max = 400,
    .headers_timeout_s = 5,
    .body_timeout_s = 5,
    .idle_timeout_s = 5,
    .drain_timeout_s = 5,
    .admit = admit,
    .worker_open = open_worker,
    .worker_close = close_worker,
    .work = work,
    .done = done,
};
static struct server *server;

static void start_with(const struct server_config *c)
{
        server = server_open(c);
        ck_assert_ptr_nonnull(server);
}

static void start(void)
{
        start_with(&usual);
}

static void stop(void)
{
        server_close(server);
}

/* The client's side. */
static int dial(void)
{
        struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(server))};
        struct timeval limit = {.tv_sec = 8};
        int fd = socket(AF_INET, SOCK_STREAM, 0);

        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ck_assert_int_eq(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        return fd;
}

/* As much as the other side takes. */
static size_t say_n(int fd, const char *s, size_t n)
{
        size_t sent = 0;

        while (sent < n) {
                ssize_t some = send(fd, s + sent, n - sent, MSG_NOSIGNAL);

                if (some <= 0)
                        break;
                sent += (size_t)some;
        }
        return sent;
}

static void say(int fd, const char *s)
{
        ck_assert_uint_eq(say_n(fd, s, strlen(s)), strlen(s));
}

struct answer {
        int status; /* 0: the connection ended without one */
        char head[2048];
        char *body;
        size_t len;
};

static bool hear_head(int fd, struct answer *a)
{
        size_t n = 0;

        while (n < sizeof a->head - 1 && recv(fd, a->head + n, 1, 0) == 1) {
                a->head[++n] = '\0';
                if (n >= 4 && strcmp(a->head + n - 4, "\r\n\r\n") == 0)
                        return sscanf(a->head, "HTTP/1.1 %d", &a->status) == 1;
        }
        return false;
}

static const char *header_of(const struct answer *a, const char *name)
{
        static char value[400];
        size_t n = strlen(name);

        for (const char *line = strstr(a->head, "\r\n"); line && line[2]; line = strstr(line + 2, "\r\n"))
                if (strncasecmp(line + 2, name, n) == 0 && line[2 + n] == ':') {
                        snprintf(value, sizeof value, "%.*s", (int)strcspn(line + 4 + n, "\r"), line + 4 + n);
                        return value;
                }
        return NULL;
}

static struct answer hear(int fd, bool with_body)
{
        struct answer a = {0};
        const char *len;

        a.body = strdup("");
        if (!hear_head(fd, &a) || !with_body || !(len = header_of(&a, "Content-Length")))
                return a;
        a.body = realloc(a.body, strtoul(len, NULL, 10) + 1);
        while (a.len < strtoul(len, NULL, 10)) {
                ssize_t n = recv(fd, a.body + a.len, strtoul(len, NULL, 10) - a.len, 0);

                ck_assert_int_gt(n, 0);
                a.len += (size_t)n;
        }
        a.body[a.len] = '\0';
        return a;
}

static int hear_status(int fd)
{
        struct answer a = hear(fd, true);

        free(a.body);
        return a.status;
}

static bool is_closed(int fd)
{
        char c;

        return recv(fd, &c, 1, 0) <= 0;
}

static int ask(const char *request)
{
        int fd = dial(), status;

        say(fd, request);
        status = hear_status(fd);
        close(fd);
        return status;
}

static struct answer ask_all(const char *request)
{
        int fd = dial();
        struct answer a;

        say(fd, request);
        a = hear(fd, strncmp(request, "HEAD", 4) != 0);
        close(fd);
        return a;
}

static void wait_for(const atomic_int *n, int value)
{
        for (int i = 0; i < 4000 && *n < value; i++)
                usleep(1000);
        ck_assert_int_ge(*n, value);
}

START_TEST(one_connection_serves_many_requests)
{
        int fd;

        start();
        fd = dial();
        for (int i = 0; i < 50; i++) {
                say(fd, i % 2 ? "GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n"
                              : "GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
                ck_assert_int_eq(hear_status(fd), 200);
        }
        close(fd);
        stop();
        ck_assert_int_eq(worked, 25);
        ck_assert_int_eq(finished, 50);
}
END_TEST

START_TEST(pipelined_requests_are_answered_in_their_order)
{
        int fd;

        start();
        fd = dial();
        for (int i = 0; i < 20; i++) {
                char line[200];

                snprintf(line, sizeof line, "POST /n%d HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
                         i);
                say(fd, line);
        }
        for (int i = 0; i < 20; i++) {
                struct answer a = hear(fd, true);
                char want[20];

                snprintf(want, sizeof want, "/n%d 3", i);
                ck_assert_str_eq(a.body, want);
                free(a.body);
        }
        close(fd);
        stop();
}
END_TEST

/* Each is refused, and the GET hidden behind it never runs. Status 0: the connection just ends. */
#define HIDDEN "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n"
#define PROBE(what, status, bytes)                                                                           \
        {                                                                                                    \
                what, status, bytes HIDDEN, sizeof(bytes HIDDEN) - 1                                         \
        }
#define GET "GET /a HTTP/1.1\r\nHost: h\r\n"
#define POST "POST /a HTTP/1.1\r\nHost: h\r\n"
/* clang-format off */
static const struct {
        const char *what;
        int status;
        const char *bytes;
        size_t len;
} probes[] = {
        PROBE("both lengths", 400, POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        PROBE("both, turned round", 400, POST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        PROBE("two lengths", 400, POST "Content-Length: 0\r\nContent-Length: 34\r\n\r\n"),
        PROBE("two equal lengths", 400, POST "Content-Length: 0\r\ncontent-length: 0\r\n\r\n"),
        PROBE("two codings", 400, POST "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        PROBE("xchunked", 400, POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        PROBE("gzip, chunked", 400, POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        PROBE("identity", 400, POST "Transfer-Encoding: identity\r\n\r\n"),
        PROBE("empty coding", 400, POST "Transfer-Encoding: \r\n\r\n"),
        PROBE("chunked in 1.0", 400, "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        PROBE("space before the colon", 400, POST "Content-Length : 34\r\n\r\n"),
        PROBE("space in a name", 400, GET "a b: c\r\n\r\n"),
        PROBE("folded header", 400, GET "A: b\r\n c: d\r\n\r\n"),
        PROBE("folded with a tab", 400, GET "A: b\r\n\tc\r\nX: 1\r\n\r\n"),
        PROBE("folded into a length", 400, POST "Content-L: x\r\n ength: 34\r\n\r\n"),
        PROBE("first line folded", 400, "GET /a HTTP/1.1\r\n Host: h\r\nHost: h\r\n\r\n"),
        PROBE("bare CR in a value", 400, GET "A: b\rc\r\n\r\n"),
        PROBE("escape in a value", 400, GET "A: b\033c\r\n\r\n"),
        PROBE("DEL in a value", 400, GET "A: b\177c\r\n\r\n"),
        PROBE("bare LF at line ends", 400, "GET /a HTTP/1.1\nHost: h\nA: b\n\n"),
        PROBE("one bare LF", 400, GET "A: b\nC: d\r\n\r\n"),
        PROBE("bare LF after the request line", 400, "GET /a HTTP/1.1\nHost: h\r\n\r\n"),
        PROBE("NUL in the target", 400, "GET /a\0b HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("NUL in the method", 400, "GE\0T /a HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("NUL in the version", 0, "GET /a HTTP/1.1\0x\r\nHost: h\r\n\r\n"),
        PROBE("NUL in a value", 400, GET "A: b\0c\r\nX: 1\r\n\r\n"),
        PROBE("NUL at the end of a value", 400, GET "A: b\0\r\nX: 1\r\n\r\n"),
        PROBE("NUL in the last value", 400, GET "A: b\0c\r\n\r\n"),
        PROBE("NUL in a name", 400, GET "A\0c: b\r\n\r\n"),
        PROBE("no name", 400, GET ": b\r\nX: 1\r\n\r\n"),
        PROBE("no name and no value", 400, GET ":\r\n"),
        PROBE("no name, then a request", 400, GET ": b\r\n"),
        PROBE("bare LF at the end", 400, GET "A: b\r\n\n"),
        PROBE("no colon", 400, GET "abc\r\n\r\n"),
        PROBE("%00 in the path", 400, "GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("%0d%0a in the query", 400, "GET /a?b=%0d%0a HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("%7f", 400, "GET /a%7f HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("cut escape", 400, "GET /a%4 HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("no escape at all", 400, "GET /a?b=%zz HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("fragment", 400, "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("raw UTF-8 in the target", 400, "GET /\xe6\xa1\x88 HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("a space in the target", 400, "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("two spaces before the version", 400, "GET /a  HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("two hosts", 400, GET "Host: i\r\n\r\n"),
        PROBE("no host", 400, "GET /a HTTP/1.1\r\nA: b\r\n\r\n"),
        PROBE("absolute form", 400, "GET http://h/a HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("asterisk", 400, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("CONNECT", 405, "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("TRACE", 405, "TRACE /a HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("lower case", 405, "get /a HTTP/1.1\r\nHost: h\r\n\r\n"),
        PROBE("HTTP/1.2", 400, "GET /a HTTP/1.2\r\nHost: h\r\n\r\n"),
        PROBE("HTTP/2.0", 505, "GET /a HTTP/2.0\r\nHost: h\r\n\r\n"),
        PROBE("no version", 400, "GET /a\r\nHost: h\r\n\r\n"),
        PROBE("unknown expectation", 417, GET "Expect: miracles\r\n\r\n"),
        PROBE("endless length", 400, POST "Content-Length: 18446744073709551615\r\n\r\n"),
        PROBE("longer than allowed", 413, POST "Content-Length: 999999999999999999\r\n\r\n"),
        PROBE("negative length", 400, POST "Content-Length: -1\r\n\r\n"),
        PROBE("signed length", 400, POST "Content-Length: +4\r\n\r\n"),
        PROBE("length with a letter", 400, POST "Content-Length: 4x\r\n\r\n"),
        PROBE("list of lengths", 400, POST "Content-Length: 4, 6\r\n\r\n"),
        PROBE("empty length", 400, POST "Content-Length:\r\n\r\n"),
        PROBE("chunk size in 0x", 0, POST "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n"),
        PROBE("signed chunk size", 0, POST "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n"),
        PROBE("chunk size overflow", 0, POST "Transfer-Encoding: chunked\r\n\r\n10000000000000003\r\nabc\r\n0\r\n\r\n"),
        PROBE("chunk without its line end", 0, POST "Transfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n"),
        PROBE("body where none is taken", 413, GET "Content-Length: 34\r\n\r\n"),
        PROBE("two authorizations", 400, GET "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"),
        PROBE("two If-Match", 400, GET "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n"),
        PROBE("two keys", 400, GET "Idempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n"),
        PROBE("two content types", 400, GET "Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n"),
        PROBE("TLS", 0, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
};
/* clang-format on */

START_TEST(what_proxies_read_differently_is_refused_and_nothing_hidden_runs)
{
        start();
        for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
                int fd = dial(), status;

                ck_assert_uint_eq(say_n(fd, probes[i].bytes, probes[i].len), probes[i].len);
                shutdown(fd, SHUT_WR);
                status = hear_status(fd);
                ck_assert_msg(probes[i].status ? status == probes[i].status : !status || status >= 400,
                              "%s: %d", probes[i].what, status);
                close(fd);
                ck_assert_msg(worked == 0, "%s: something ran", probes[i].what);
        }
        ck_assert_int_eq(ask(GET "\r\n"), 200);
        stop();
}
END_TEST

/* How a chunked body is read is laxer in the library than elsewhere; so nothing after one is taken for a
 * request. */
START_TEST(nothing_after_a_chunked_body_is_a_request)
{
        static const char *const bodies[] = {
            "3\r\nabc\r\n0\r\n\r\n",
            "3\nabc\n0\n\n",
            "3;x\nabc\r\n0\r\n\r\n",
            "003\r\nabc\r\n0\r\nT: r\r\n\r\n",
        };

        start();
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
                struct answer a;
                int fd = dial();

                say(fd, POST "Transfer-Encoding: chunked\r\n\r\n");
                say(fd, bodies[i]);
                say(fd, HIDDEN);
                a = hear(fd, true);
                ck_assert_int_eq(a.status, 200);
                ck_assert_str_eq(a.body, "/a 3");
                ck_assert_str_eq(header_of(&a, "Connection"), "close");
                ck_assert(is_closed(fd));
                free(a.body);
                close(fd);
                ck_assert_int_eq(worked, (int)i + 1);
        }
        stop();
}
END_TEST

START_TEST(a_refusal_is_a_problem_that_ends_the_connection)
{
        struct server_gauges g;
        struct answer a;
        int fd;

        start();
        fd = dial();
        say(fd, "GET /a%00 HTTP/1.1\r\nHost: h\r\nAccept-Language: en\r\n\r\n");
        a = hear(fd, true);
        ck_assert_int_eq(a.status, 400);
        ck_assert_str_eq(header_of(&a, "Content-Type"), "application/problem+json");
        ck_assert_str_eq(header_of(&a, "Connection"), "close");
        ck_assert_ptr_nonnull(strstr(a.body, "malformed percent escape"));
        ck_assert(is_closed(fd));
        server_read_gauges(server, &g);
        ck_assert_uint_eq(g.refused_framing, 1);
        free(a.body);
        close(fd);
        stop();
}
END_TEST

START_TEST(unusual_but_sound_heads_pass)
{
        static const char *const sound[] = {
            GET "A:b\r\nC:\r\nD:   \r\nE:\t f \t \r\n\r\n",
            GET "Cookie: a=b; c=d\r\nX: \xe6\xa1\x88\r\n\r\n",
            "\r\n" GET "\r\n",
            "GET /a HTTP/1.0\r\n\r\n",
            "GET /a?b&c=d&&=&e=%E6%A1%88+f HTTP/1.1\r\nhost:h\r\n\r\n",
            "GET /%2F/..//%2e%2e/;a=b?c?d HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n",
            "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: "
            "r\r\n\r\n",
        };
        struct answer a;

        start();
        for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
                ck_assert_msg(ask(sound[i]) == 200, "%zu", i);
        a = ask_all("GET /owner HTTP/1.1\r\nHost: h\r\nX-OWNER: \t wang li \t \r\n\r\n");
        ck_assert_str_eq(a.body, "wang li");
        free(a.body);
        a = ask_all(
            "POST /owner HTTP/1.1\r\nHost: h\r\nX-Owner: li\r\nContent-Length: 9\r\nY: z\r\n\r\n123456789");
        ck_assert_str_eq(a.body, "li");
        free(a.body);
        a = ask_all("GET /%41?b=%42&c HTTP/1.1\r\nHost: h\r\n\r\n");
        ck_assert_str_eq(a.body, "/%41?b=%42&c 0");
        free(a.body);
        stop();
}
END_TEST

/* However the head is cut into packets, and however large it grows in the library's buffer. */
START_TEST(heads_in_pieces_and_large_heads_pass)
{
        char head[20000];

        start();
        for (int filler = 0; filler < 16000; filler += 1999) {
                int fd = dial(),
                    n = snprintf(head, sizeof head, GET "X: %0*d\r\nY: 1\r\nZ: 2\r\n\r\n", filler, 0);

                for (int at = 0; at < n; at += 1500) {
                        say_n(fd, head + at, (size_t)(n - at < 1500 ? n - at : 1500));
                        usleep(500);
                }
                ck_assert_msg(hear_status(fd) == 200, "%d", filler);
                for (int at = 0; at < (int)strlen(GET) + 20; at++)
                        say_n(fd, &(GET "Ab: c\r\nDe: f   \r\n\r\n")[at], 1);
                ck_assert_msg(hear_status(fd) == 200, "%d, byte by byte", filler);
                close(fd);
        }
        stop();
}
END_TEST

START_TEST(too_much_head_is_refused)
{
        char head[40000] = GET;
        size_t n = strlen(head);

        start();
        for (int i = 0; i < 64; i++)
                n += (size_t)snprintf(head + n, sizeof head - n, "H%d: v\r\n", i);
        snprintf(head + n, sizeof head - n, "\r\n");
        ck_assert_int_eq(ask(head), 431);
        snprintf(head, sizeof head, "GET /%09000d HTTP/1.1\r\nHost: h\r\n\r\n", 0);
        ck_assert_int_eq(ask(head), 414);
        snprintf(head, sizeof head, GET "X: %035000d\r\n\r\n", 0);
        ck_assert_int_ge(ask(head), 400);
        ck_assert_int_eq(worked, 0);
        stop();
}
END_TEST

static int post(size_t len, bool chunked)
{
        char *s = malloc(len * 2 + 300);
        size_t n;
        int fd, status;

        if (chunked)
                n = (size_t)sprintf(s, POST "Transfer-Encoding: chunked\r\n\r\n");
        else
                n = (size_t)sprintf(s, POST "Content-Length: %zu\r\n\r\n", len);
        for (size_t at = 0, part; at < len; at += part) {
                part = len - at < 700 ? len - at : 700;
                n += chunked ? (size_t)sprintf(s + n, "%zx\r\n", part) : 0;
                memset(s + n, 'x', part);
                n += part;
                n += chunked ? (size_t)sprintf(s + n, "\r\n") : 0;
        }
        n += chunked ? (size_t)sprintf(s + n, "0\r\n\r\n") : 0;
        fd = dial();
        say_n(fd, s, n);
        status = hear_status(fd);
        close(fd);
        free(s);
        return status;
}

START_TEST(a_body_may_have_its_limit_and_not_a_byte_more)
{
        start();
        for (int chunked = 0; chunked < 2; chunked++) {
                ck_assert_int_eq(post(0, chunked), 200);
                ck_assert_int_eq(post(1, chunked), 200);
                ck_assert_int_eq(post(POST_MAX, chunked), 200);
                ck_assert_int_eq(worked, 3 * (chunked + 1));
                ck_assert_int_eq(post(POST_MAX + 1, chunked), 413);
                ck_assert_int_eq(worked, 3 * (chunked + 1));
        }
        stop();
}
END_TEST

START_TEST(a_client_that_sends_10_mb_still_reads_why_it_was_refused)
{
        start();
        for (int i = 0; i < 5; i++) {
                ck_assert_int_eq(post(10 << 20, false), 413);
                ck_assert_int_eq(post(10 << 20, true), 413);
        }
        ck_assert_int_eq(worked, 0);
        stop();
        ck_assert_int_eq(finished, 10);
}
END_TEST

START_TEST(a_client_that_asks_first_is_told_to_go_on_or_not)
{
        struct answer a;
        int fd;

        start();
        fd = dial();
        say(fd, POST "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        a = hear(fd, true);
        ck_assert_int_eq(a.status, 100);
        free(a.body);
        say(fd, "abc");
        ck_assert_int_eq(hear_status(fd), 200);
        close(fd);
        ck_assert_int_eq(ask(POST "Content-Length: 3000\r\nExpect: 100-continue\r\n\r\n"), 413);
        ck_assert_int_eq(
            ask("POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"),
            404);
        stop();
}
END_TEST

START_TEST(what_admission_answers_needs_no_worker_and_no_body)
{
        int fd;

        start();
        fd = dial();
        say(fd, "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n");
        ck_assert_int_eq(hear_status(fd), 404);
        ck_assert(is_closed(fd));
        close(fd);
        fd = dial();
        for (int i = 0; i < 3; i++) {
                struct answer a;

                say(fd, "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n");
                a = hear(fd, true);
                ck_assert_int_eq(a.status, 404);
                ck_assert_str_eq(header_of(&a, "X-Nearest"), "/plain");
                free(a.body);
        }
        close(fd);
        stop();
        ck_assert_int_eq(worked, 0);
        ck_assert_int_eq(finished, 4);
}
END_TEST

START_TEST(a_full_queue_answers_at_once_and_the_other_lane_goes_on)
{
        struct server_config c = usual;
        struct server_gauges g;
        struct answer a;
        int held[3];

        c.workers[LANE_SHORT] = 1;
        c.queue_max[LANE_SHORT] = 2;
        set_gate(true);
        start_with(&c);
        for (int i = 0; i < 3; i++) {
                held[i] = dial();
                say(held[i], "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
                wait_for(&admitted, i + 1);
                if (i == 0)
                        wait_for(&worked, 1);
        }
        usleep(20000);
        server_read_gauges(server, &g);
        ck_assert_int_eq(g.queued[LANE_SHORT], 2);
        ck_assert_int_eq(g.busy[LANE_SHORT], 1);
        ck_assert_int_eq(g.suspended, 3);
        ck_assert_int_eq(g.connections, 3);
        a = ask_all(GET "\r\n");
        ck_assert_int_eq(a.status, 503);
        ck_assert_str_eq(header_of(&a, "Retry-After"), "1");
        free(a.body);
        ck_assert_int_eq(ask("GET /report HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
        ck_assert_int_eq(ask("GET /plain HTTP/1.1\r\nHost: h\r\n\r\n"), 200);
        set_gate(false);
        for (int i = 0; i < 3; i++) {
                ck_assert_int_eq(hear_status(held[i]), 200);
                close(held[i]);
        }
        server_read_gauges(server, &g);
        ck_assert_uint_eq(g.refused_full, 1);
        stop();
}
END_TEST

START_TEST(who_waits_too_long_is_told_so_even_if_no_worker_gets_free)
{
        struct server_config c = usual;
        uint64_t then;
        int held;

        c.workers[LANE_SHORT] = 1;
        c.queue_wait_ms = 200;
        set_gate(true);
        start_with(&c);
        held = dial();
        say(held, "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
        wait_for(&worked, 1);
        then = clock_us();
        ck_assert_int_eq(ask(GET "\r\n"), 503);
        ck_assert_uint_ge(clock_us() - then, 200000);
        ck_assert_uint_le(clock_us() - then, 1500000);
        set_gate(false);
        ck_assert_int_eq(hear_status(held), 200);
        close(held);
        stop();
}
END_TEST

static void dribble_until_cut(int fd, const char *bytes, unsigned limit_ms)
{
        uint64_t then = clock_us();
        char c;

        while (*bytes && recv(fd, &c, 1, MSG_DONTWAIT) != 0) {
                if (send(fd, bytes++, 1, MSG_NOSIGNAL) < 0)
                        break;
                usleep(100000);
        }
        ck_assert_msg(*bytes, "it was never cut");
        ck_assert_uint_le(clock_us() - then, limit_ms * 1000);
}

START_TEST(slow_clients_are_cut_however_busy_they_look)
{
        static const char long_head[] = GET "X: 012345678901234567890123456789012345678901234567890123456789";
        struct server_config c = usual;
        struct server_gauges g;
        int fd, first;

        c.headers_timeout_s = c.body_timeout_s = c.idle_timeout_s = 1;
        start_with(&c);
        first = dial();
        dribble_until_cut(first, long_head, 2000);
        fd = dial();
        say(fd, POST "Content-Length: 900\r\n\r\n");
        dribble_until_cut(fd, long_head, 2000);
        close(fd);
        fd = dial();
        say(fd, GET "\r\n");
        ck_assert_int_eq(hear_status(fd), 200);
        dribble_until_cut(fd, long_head, 3000);
        close(fd);
        close(first);
        server_read_gauges(server, &g);
        ck_assert_uint_eq(g.cut_slow, 3);
        stop();
}
END_TEST

START_TEST(work_may_take_longer_than_any_limit_on_clients)
{
        struct server_config c = usual;
        int fd;

        c.headers_timeout_s = c.body_timeout_s = c.idle_timeout_s = 1;
        set_gate(true);
        start_with(&c);
        fd = dial();
        say(fd, "POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab");
        sleep(3);
        set_gate(false);
        ck_assert_int_eq(hear_status(fd), 200);
        close(fd);
        stop();
}
END_TEST

START_TEST(hundreds_of_suspended_requests_are_all_answered)
{
        enum { CLIENTS = 250, ROUNDS = 4 };
        struct server_config c = usual;
        int fds[CLIENTS];

        c.workers[LANE_SHORT] = 8;
        start_with(&c);
        for (int i = 0; i < CLIENTS; i++)
                fds[i] = dial();
        for (int round = 0; round < ROUNDS; round++) {
                set_gate(true);
                for (int i = 0; i < CLIENTS; i++)
                        say(fds[i], "POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
                wait_for(&admitted, (round + 1) * CLIENTS);
                set_gate(false);
                for (int i = 0; i < CLIENTS; i++)
                        ck_assert_int_eq(hear_status(fds[i]), 200);
        }
        for (int i = 0; i < CLIENTS; i++)
                close(fds[i]);
        stop();
        ck_assert_int_eq(worked, CLIENTS * ROUNDS);
        ck_assert_int_eq(finished, CLIENTS * ROUNDS);
}
END_TEST

static void *open_gate_later(void *arg)
{
        usleep(300000);
        set_gate(false);
        return arg;
}

START_TEST(closing_lets_requests_finish_and_ends_their_connections)
{
        pthread_t later;
        struct answer a;
        int held[5], idle;

        set_gate(true);
        start();
        idle = dial();
        say(idle, GET "\r\n");
        ck_assert_int_eq(hear_status(idle), 200);
        for (int i = 0; i < 5; i++) {
                held[i] = dial();
                say(held[i], "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        wait_for(&admitted, 6);
        pthread_create(&later, NULL, open_gate_later, NULL);
        stop();
        pthread_join(later, NULL);
        for (int i = 0; i < 5; i++) {
                a = hear(held[i], true);
                ck_assert_int_eq(a.status, 200);
                ck_assert_str_eq(header_of(&a, "Connection"), "close");
                free(a.body);
                close(held[i]);
        }
        ck_assert(is_closed(idle));
        close(idle);
        ck_assert_int_eq(finished, 6);
}
END_TEST

START_TEST(closing_waits_no_longer_than_told_for_those_in_the_queue)
{
        struct server_config c = usual;
        pthread_t later;
        int held[3];

        c.workers[LANE_SHORT] = 1;
        c.drain_timeout_s = 0;
        set_gate(true);
        start_with(&c);
        for (int i = 0; i < 3; i++) {
                held[i] = dial();
                say(held[i], "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n");
                wait_for(&admitted, i + 1);
        }
        wait_for(&worked, 1);
        pthread_create(&later, NULL, open_gate_later, NULL);
        stop();
        pthread_join(later, NULL);
        ck_assert_int_eq(hear_status(held[0]), 200);
        ck_assert_int_eq(hear_status(held[1]), 503);
        ck_assert_int_eq(hear_status(held[2]), 503);
        for (int i = 0; i < 3; i++)
                close(held[i]);
        ck_assert_int_eq(worked, 1);
}
END_TEST

START_TEST(head_tells_the_length_and_sends_no_body)
{
        struct answer a;
        char c;
        int fd;

        start();
        fd = dial();
        say(fd, "HEAD /big HTTP/1.1\r\nHost: h\r\n\r\nHEAD /plain HTTP/1.1\r\nHost: h\r\n\r\n");
        a = hear(fd, false);
        ck_assert_int_eq(a.status, 200);
        ck_assert_int_eq(atoi(header_of(&a, "Content-Length")), BIG + 2);
        free(a.body);
        a = hear(fd, false);
        ck_assert_int_eq(a.status, 200);
        ck_assert_str_eq(header_of(&a, "Content-Length"), "5");
        free(a.body);
        usleep(50000);
        ck_assert_int_lt(recv(fd, &c, 1, MSG_DONTWAIT), 0);
        close(fd);
        a = ask_all("GET /empty HTTP/1.1\r\nHost: h\r\n\r\n");
        ck_assert_int_eq(a.status, 204);
        ck_assert_ptr_null(header_of(&a, "Content-Length"));
        free(a.body);
        stop();
}
END_TEST

START_TEST(what_a_reply_owns_is_sent_whole_and_freed_once)
{
        struct answer a;
        int fd;

        start();
        a = ask_all("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
        ck_assert_uint_eq(a.len, BIG + 2);
        ck_assert_int_eq(a.body[0], '[');
        ck_assert_uint_eq(strspn(a.body + 1, "b"), BIG);
        ck_assert_str_eq(a.body + 1 + BIG, "]");
        free(a.body);
        a = ask_all("GET /small HTTP/1.1\r\nHost: h\r\n\r\n");
        ck_assert_uint_eq(a.len, 102);
        free(a.body);
        fd = dial();
        say(fd, "GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
        wait_for(&worked, 3);
        close(fd); /* reads nothing of it */
        wait_for(&unfinished, 1);
        stop();
        ck_assert_int_eq(freed, 3);
}
END_TEST

START_TEST(a_client_that_leaves_while_we_work_does_no_harm)
{
        set_gate(true);
        start();
        for (int i = 0; i < 20; i++) {
                int fd = dial();

                say(fd, "GET /hold HTTP/1.1\r\nHost: h\r\n\r\n" HIDDEN);
                wait_for(&admitted, i + 1);
                close(fd);
        }
        set_gate(false);
        ck_assert_int_eq(ask(GET "\r\n"), 200);
        stop();
        ck_assert_int_ge(finished + unfinished, 21);
}
END_TEST

START_TEST(each_reply_is_safe_to_show_to_a_browser)
{
        struct answer a;

        start();
        a = ask_all(GET "\r\n");
        ck_assert_str_eq(header_of(&a, "X-Content-Type-Options"), "nosniff");
        ck_assert_str_eq(header_of(&a, "Cache-Control"), "no-store");
        ck_assert_str_eq(header_of(&a, "Referrer-Policy"), "no-referrer");
        ck_assert_str_eq(header_of(&a, "X-Frame-Options"), "DENY");
        ck_assert_str_eq(header_of(&a, "Content-Security-Policy"),
                         "default-src 'none'; frame-ancestors 'none'");
        ck_assert_uint_eq(strlen(header_of(&a, "X-Request-Id")), 36);
        free(a.body);
        a = ask_all("GET /page HTTP/1.1\r\nHost: h\r\n\r\n");
        ck_assert_str_eq(header_of(&a, "Cache-Control"), "max-age=60");
        ck_assert_str_eq(header_of(&a, "Content-Security-Policy"), "default-src 'self'");
        free(a.body);
        stop();
}
END_TEST

static void expect_text(const json_t *o, const char *member, const char *value)
{
        const char *is = json_string_value(json_object_get(o, member));

        ck_assert_msg(is && strcmp(is, value) == 0, "%s is %s", member, is ? is : "absent");
}

START_TEST(a_problem_says_what_where_and_why)
{
        struct answer a;
        json_t *p, *fields;

        start();
        a = ask_all("GET /faults?q=secret HTTP/1.1\r\nHost: h\r\n\r\n");
        ck_assert_int_eq(a.status, 422);
        ck_assert_str_eq(header_of(&a, "Content-Language"), "zh-CN");
        ck_assert_str_eq(header_of(&a, "Vary"), "Accept-Language");
        ck_assert_str_eq(header_of(&a, "Retry-After"), "7");
        ck_assert_ptr_null(header_of(&a, "ETag"));
        p = json_loads(a.body, JSON_REJECT_DUPLICATES, NULL);
        expect_text(p, "type", "urn:anjuan:problem:invalid");
        expect_text(p, "title", "内容不符合要求");
        expect_text(p, "code", "invalid");
        expect_text(p, "instance", "/faults");
        expect_text(p, "request_id", header_of(&a, "X-Request-Id"));
        expect_text(p, "article", "《行政处罚法》第五十四条");
        ck_assert_int_eq(json_integer_value(json_object_get(p, "status")), 422);
        ck_assert_uint_eq(json_array_size(json_object_get(p, "events")), 2);
        fields = json_object_get(p, "errors");
        ck_assert_uint_eq(json_array_size(fields), 2);
        expect_text(json_array_get(fields, 0), "pointer", "/party/0/name");
        expect_text(json_array_get(fields, 0), "code", "required");
        expect_text(json_array_get(fields, 0), "detail", "缺少“姓名”");
        expect_text(json_array_get(fields, 1), "name", "limit");
        json_decref(p);
        free(a.body);
        stop();
        ck_assert_int_eq(freed, 1);
}
END_TEST

START_TEST(the_language_asked_for_is_spoken)
{
        static const struct {
                const char *wish, *language;
        } wishes[] = {
            {"en", "en"},
            {"EN-gb", "en"},
            {"zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"},
            {"en-US,en;q=0.9,zh;q=0.8", "en"},
            {"zh;q=0.3, en;q=0.7", "en"},
            {"fr", "zh-CN"},
            {"*", "zh-CN"},
            {"en;q=0", "zh-CN"},
            {"fr, en;q=0.1", "en"},
            {"english", "zh-CN"},
            {"en;q=x, ,;,zh", "zh-CN"},
            {"", "zh-CN"},
        };

        start();
        for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) {
                char request[200];
                struct answer a;

                snprintf(request, sizeof request,
                         "GET /nowhere HTTP/1.1\r\nHost: h\r\nAccept-Language: %s\r\n\r\n", wishes[i].wish);
                a = ask_all(request);
                ck_assert_msg(strcmp(header_of(&a, "Content-Language"), wishes[i].language) == 0, "%s",
                              wishes[i].wish);
                ck_assert_ptr_nonnull(strstr(a.body, wishes[i].language[0] == 'e' ? "no 这里" : "没有 这里"));
                free(a.body);
        }
        stop();
}
END_TEST

START_TEST(a_valid_trace_is_carried_on_and_any_other_replaced)
{
        static const char id[] = "4bf92f3577b34da6a3ce929d0e0e4736";
        static const struct {
                const char *sent;
                bool valid;
        } traces[] = {
            {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true},
            {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", true},
            {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", false},
            {"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false},
            {"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false},
            {"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false},
            {"00-00000000000000000000000000000000-00f067aa0ba902b7-01", false},
            {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", false},
            {"00-4bf92f3577b34da6a3ce929d0e0e4736", false},
            {"0", false},
        };

        start();
        for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
                char request[200];

                snprintf(request, sizeof request, GET "traceparent: %s\r\n\r\n", traces[i].sent);
                ck_assert_int_eq(ask(request), 200);
                wait_for(&finished, (int)i + 1);
                ck_assert_msg((strcmp(last_trace, id) == 0) == traces[i].valid, "%s", traces[i].sent);
                ck_assert_uint_eq(strlen(last_trace), 32);
        }
        stop();
}
END_TEST

/* 127.0.0.1 and 10.0.0.2 are our proxies. */
START_TEST(only_our_proxies_say_who_asks)
{
        static const struct {
                const char *sent, *client;
        } heads[] = {
            {"X-Forwarded-For: 203.0.113.7", "203.0.113.7"},
            {"x-forwarded-for: 198.51.100.1, 203.0.113.7", "203.0.113.7"},
            {"X-Forwarded-For: 198.51.100.1,203.0.113.7,  10.0.0.2 ", "203.0.113.7"},
            {"X-Forwarded-For: 2001:DB8::0:1", "2001:db8::1"},
            {"X-Forwarded-For: 10.0.0.2", "10.0.0.2"},
            {"X-Forwarded-For: 203.0.113.7, nobody", "127.0.0.1"},
            {"X-Forwarded-For: 203.0.113.7, unknown, 10.0.0.2", "10.0.0.2"},
            {"X-Forwarded-For: 203.0.113.7:8080", "127.0.0.1"},
            {"X-Forwarded-For: 203.0.113.7\r\nX-Forwarded-For: 203.0.113.8", "127.0.0.1"},
            {"X-Forwarded-For: ,", "127.0.0.1"},
            {"X-Forwarded-For:", "127.0.0.1"},
            {"Accept: */*", "127.0.0.1"},
        };
        struct server_config alone = usual;

        start();
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
                char request[200];

                snprintf(request, sizeof request, GET "%s\r\n\r\n", heads[i].sent);
                ck_assert_int_eq(ask(request), 200);
                wait_for(&finished, (int)i + 1);
                ck_assert_str_eq(last_peer, heads[i].client);
        }
        stop();
        alone.proxies = "";
        start_with(&alone);
        ck_assert_int_eq(ask(GET "X-Forwarded-For: 203.0.113.7\r\n\r\n"), 200);
        stop();
        ck_assert_str_eq(last_peer, "127.0.0.1");
}
END_TEST

START_TEST(a_worker_that_says_nothing_is_a_fault_of_ours)
{
        start();
        ck_assert_int_eq(ask("GET /silent HTTP/1.1\r\nHost: h\r\n\r\n"), 500);
        stop();
        ck_assert_int_eq(last_status, 500);
        ck_assert_str_eq(last_route, "route");
}
END_TEST

START_TEST(a_server_that_cannot_work_does_not_start)
{
        struct server_config c = usual;

        c.app = &c;
        ck_assert_msg(!server_open(&c), "a worker did not start");
        c = usual;
        c.address = "localhost";
        ck_assert_msg(!server_open(&c), "not an address");
        start();
        c = usual;
        c.port = server_port(server);
        ck_assert_msg(!server_open(&c), "the port is taken");
        stop();
        c = usual;
        c.address = "::1";
        if ((server = server_open(&c)))
                stop();
}
END_TEST

UNIT_MAIN("server", one_connection_serves_many_requests, pipelined_requests_are_answered_in_their_order,
          what_proxies_read_differently_is_refused_and_nothing_hidden_runs,
          nothing_after_a_chunked_body_is_a_request, a_refusal_is_a_problem_that_ends_the_connection,
          unusual_but_sound_heads_pass, heads_in_pieces_and_large_heads_pass, too_much_head_is_refused,
          a_body_may_have_its_limit_and_not_a_byte_more,
          a_client_that_sends_10_mb_still_reads_why_it_was_refused,
          a_client_that_asks_first_is_told_to_go_on_or_not,
          what_admission_answers_needs_no_worker_and_no_body,
          a_full_queue_answers_at_once_and_the_other_lane_goes_on,
          who_waits_too_long_is_told_so_even_if_no_worker_gets_free,
          slow_clients_are_cut_however_busy_they_look, work_may_take_longer_than_any_limit_on_clients,
          hundreds_of_suspended_requests_are_all_answered,
          closing_lets_requests_finish_and_ends_their_connections,
          closing_waits_no_longer_than_told_for_those_in_the_queue, head_tells_the_length_and_sends_no_body,
          what_a_reply_owns_is_sent_whole_and_freed_once, a_client_that_leaves_while_we_work_does_no_harm,
          each_reply_is_safe_to_show_to_a_browser, a_problem_says_what_where_and_why,
          the_language_asked_for_is_spoken, a_valid_trace_is_carried_on_and_any_other_replaced,
          only_our_proxies_say_who_asks,
          a_worker_that_says_nothing_is_a_fault_of_ours, a_server_that_cannot_work_does_not_start)

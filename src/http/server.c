#include "inside.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
        POOL_BYTES = 32 << 10, /* the library's memory for one connection: headers and read buffer */
        POOL_STEP = 4 << 10,
        SPARE_FILES = 128 /* descriptors besides those of clients */
};

static bool fail(const char *what)
{
        log_say(LOG_ERROR, what, "reason", strerror(errno), NULL);
        return false;
}

static bool bind_to(struct server *s, const struct addrinfo *a)
{
        int one = 1;

        s->listen_fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (s->listen_fd < 0)
                return fail("cannot make a socket");
        setsockopt(s->listen_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (bind(s->listen_fd, a->ai_addr, a->ai_addrlen) != 0 || listen(s->listen_fd, SOMAXCONN) != 0) {
                log_say(LOG_ERROR, "cannot listen", "address", s->c.address, "reason", strerror(errno), NULL);
                return false;
        }
        return true;
}

static bool read_port(struct server *s)
{
        struct sockaddr_storage a;
        socklen_t len = sizeof a;
        char port[8];

        if (getsockname(s->listen_fd, (struct sockaddr *)&a, &len) != 0 ||
            getnameinfo((struct sockaddr *)&a, len, NULL, 0, port, sizeof port, NI_NUMERICSERV) != 0)
                return fail("cannot read the port");
        s->port = atoi(port);
        return true;
}

static bool start_listening(struct server *s)
{
        struct addrinfo want = {.ai_socktype = SOCK_STREAM,
                                .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
        struct addrinfo *found = NULL;
        char port[8];
        bool ok;

        snprintf(port, sizeof port, "%d", s->c.port & 0xffff);
        if (getaddrinfo(s->c.address, port, &want, &found) != 0) {
                log_say(LOG_ERROR, "not a numeric address", "address", s->c.address, NULL);
                return false;
        }
        ok = bind_to(s, found) && read_port(s);
        freeaddrinfo(found);
        return ok;
}

/* A process often starts with 1,024 descriptors though it may have more. */
static void raise_file_limit(int connections)
{
        rlim_t want = (rlim_t)connections + SPARE_FILES;
        struct rlimit r;

        if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= want)
                return;
        r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
        if (setrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur < want)
                log_say(LOG_WARN, "fewer files may be open than connections are allowed", NULL);
}

/* What the library has to say is nearly always that some client misbehaved. */
__attribute__((format(printf, 2, 0))) static void library_says(void *cls, const char *fmt, va_list ap)
{
        char line[300];

        (void)cls;
        vsnprintf(line, sizeof line, fmt, ap);
        line[strcspn(line, "\r\n")] = '\0';
        log_say(LOG_DEBUG, "libmicrohttpd", "text", line, NULL);
}

/* Percent escapes stay: routing works on what was sent and decodes each part itself. */
static size_t keep_escapes(void *cls, struct MHD_Connection *mhd, char *s)
{
        (void)cls, (void)mhd;
        return strlen(s);
}

static bool start_daemon(struct server *s)
{
        enum {
                HOW = MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                      MHD_USE_ERROR_LOG
        };
        struct MHD_OptionItem options[] = {
            {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)library_says, NULL},
            {MHD_OPTION_LISTEN_SOCKET, s->listen_fd, NULL},
            {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)conn_notify, s},
            {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)conn_request_line, s},
            {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, NULL},
            {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)conn_completed, s},
            {MHD_OPTION_CONNECTION_LIMIT, s->c.connections_max, NULL},
            {MHD_OPTION_CONNECTION_TIMEOUT, s->c.idle_timeout_s, NULL},
            {MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES, NULL},
            {MHD_OPTION_CONNECTION_MEMORY_INCREMENT, POOL_STEP, NULL},
            {MHD_OPTION_END, 0, NULL},
        };

        s->daemon =
            MHD_start_daemon(HOW, 0, NULL, NULL, conn_handle, s, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
        if (s->daemon)
                return true;
        s->listen_fd = -1; /* the library may have closed it; the process ends anyway */
        return fail("cannot start the HTTP daemon");
}

/* Our threads leave signals to the thread that waits for them. */
static bool start_threads(struct server *s)
{
        sigset_t all, before;
        bool ok;

        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        ok = workers_open(s) && watchdog_open(s) && start_daemon(s);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return ok;
}

static void free_server(struct server *s)
{
        workers_close(s);
        watchdog_close(s);
        if (s->listen_fd >= 0)
                close(s->listen_fd);
        for (int lane = 0; lane < LANE_COUNT; lane++)
                queue_free(&s->queues[lane]);
        pthread_cond_destroy(&s->started);
        pthread_mutex_destroy(&s->start_lock);
        pthread_mutex_destroy(&s->conns_lock);
        free(s);
}

struct server *server_open(const struct server_config *c)
{
        struct server *s = calloc(1, sizeof *s);

        if (!s)
                return NULL;
        s->c = *c;
        s->listen_fd = -1;
        pthread_mutex_init(&s->conns_lock, NULL);
        pthread_mutex_init(&s->start_lock, NULL);
        pthread_cond_init(&s->started, NULL);
        watchdog_init(s);
        for (int lane = 0; lane < LANE_COUNT; lane++)
                queue_init(&s->queues[lane], c->queue_max[lane]);
        raise_file_limit(c->connections_max);
        if (start_listening(s) && start_threads(s))
                return s;
        free_server(s);
        return NULL;
}

int server_port(const struct server *s)
{
        return s->port;
}

static void wait_until_done(struct server *s, int ms)
{
        uint64_t until = clock_us() + (uint64_t)ms * 1000;
        struct timespec a_moment = {.tv_nsec = 2000000};

        while (atomic_load(&s->under_way) && clock_us() < until)
                nanosleep(&a_moment, NULL);
}

void server_close(struct server *s)
{
        if (!s)
                return;
        atomic_store(&s->closing, true);
        if (MHD_quiesce_daemon(s->daemon) != MHD_INVALID_SOCKET)
                close(s->listen_fd);
        s->listen_fd = -1;
        wait_until_done(s, s->c.drain_timeout_s * 1000);
        /* Resumes whatever is left: the library ends the process if it is stopped with suspended connections.
         */
        workers_close(s);
        wait_until_done(s, 1000);
        MHD_stop_daemon(s->daemon);
        free_server(s);
}

void server_read_gauges(const struct server *s, struct server_gauges *out)
{
        *out = (struct server_gauges){
            .connections = atomic_load(&s->connections),
            .refused_full = atomic_load(&s->refused_full),
            .refused_framing = atomic_load(&s->refused_framing),
            .cut_slow = atomic_load(&s->cut_slow),
        };
        for (int lane = 0; lane < LANE_COUNT; lane++) {
                queue_read((struct queue *)&s->queues[lane], &out->queued[lane], &out->busy[lane]);
                out->suspended += out->queued[lane] + out->busy[lane];
        }
}

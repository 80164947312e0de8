#include "inside.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* Ends connections that are past their deadline. shutdown() only: the event thread sees the end and closes.
 */
static void cut_late(struct server *s, uint64_t now)
{
        pthread_mutex_lock(&s->conns_lock);
        for (struct http_conn *c = s->conns; c; c = c->next) {
                uint64_t deadline = atomic_load_explicit(&c->deadline_us, memory_order_relaxed);

                if (!deadline || now < deadline || atomic_exchange(&c->cut, true))
                        continue;
                atomic_fetch_add(&s->cut_slow, 1);
                shutdown(c->fd, SHUT_RDWR);
        }
        pthread_mutex_unlock(&s->conns_lock);
}

static void wake(struct watchdog *d)
{
        uint64_t one = 1;

        if (write(d->wake, &one, sizeof one) < 0) {
                /* The counter is full: it is awake. */
        }
}

void watchdog_linger(struct server *s, int fd)
{
        struct watchdog *d = &s->dog;
        bool room;

        pthread_mutex_lock(&d->lock);
        room = d->n_coming < LINGER_MAX;
        if (room)
                d->coming[d->n_coming++] = fd;
        pthread_mutex_unlock(&d->lock);
        if (room)
                wake(d);
        else
                close(fd);
}

static void take_coming(struct watchdog *d, uint64_t now)
{
        pthread_mutex_lock(&d->lock);
        for (int i = 0; i < d->n_coming; i++) {
                if (d->n_linger < LINGER_MAX)
                        d->linger[d->n_linger++] =
                            (struct lingering){d->coming[i], now + LINGER_S * 1000000ULL, 0};
                else
                        close(d->coming[i]);
        }
        d->n_coming = 0;
        pthread_mutex_unlock(&d->lock);
}

/* Throws away what has come. False: the connection is over, or has had its share. */
static bool drain(struct lingering *l, uint64_t now)
{
        for (;;) {
                /* With MSG_TRUNC, TCP discards without copying. */
                ssize_t n = recv(l->fd, NULL, 1 << 20, MSG_DONTWAIT | MSG_TRUNC);

                if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
                        return false;
                if (n < 0)
                        return now < l->until_us;
                if ((l->bytes += (size_t)n) > LINGER_BYTES)
                        return false;
        }
}

static void drain_all(struct watchdog *d, uint64_t now)
{
        for (int i = 0; i < d->n_linger; i++) {
                if (drain(&d->linger[i], now))
                        continue;
                close(d->linger[i].fd);
                d->linger[i--] = d->linger[--d->n_linger];
        }
}

static void wait_for_some(struct watchdog *d, int ms)
{
        struct pollfd fds[LINGER_MAX + 1] = {{.fd = d->wake, .events = POLLIN}};
        nfds_t n = 1;
        uint64_t count;

        for (int i = 0; i < d->n_linger; i++)
                fds[n++] = (struct pollfd){.fd = d->linger[i].fd, .events = POLLIN};
        if (poll(fds, n, ms) > 0 && fds[0].revents && read(d->wake, &count, sizeof count) < 0) {
                /* It was somebody else's call. */
        }
}

static int tick_ms(const struct server *s)
{
        int ms = s->c.queue_wait_ms / 4;

        return ms < 10 ? 10 : ms > 100 ? 100 : ms;
}

static void *run_watchdog(void *arg)
{
        struct server *s = arg;
        struct watchdog *d = &s->dog;
        int ms = tick_ms(s);
        uint64_t last = 0;

        while (!atomic_load(&d->stop)) {
                uint64_t now;

                wait_for_some(d, ms);
                now = clock_us();
                take_coming(d, now);
                drain_all(d, now);
                if (now - last < (uint64_t)ms * 1000)
                        continue;
                last = now;
                for (int lane = 0; lane < LANE_COUNT; lane++)
                        queue_expire(&s->queues[lane], now, (uint64_t)s->c.queue_wait_ms * 1000);
                cut_late(s, now);
        }
        return NULL;
}

void watchdog_init(struct server *s)
{
        s->dog.wake = -1;
        pthread_mutex_init(&s->dog.lock, NULL);
}

bool watchdog_open(struct server *s)
{
        struct watchdog *d = &s->dog;

        d->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        d->running = d->wake >= 0 && pthread_create(&d->thread, NULL, run_watchdog, s) == 0;
        if (d->running)
                pthread_setname_np(d->thread, "watchdog");
        return d->running;
}

void watchdog_close(struct server *s)
{
        struct watchdog *d = &s->dog;

        atomic_store(&d->stop, true);
        if (d->running) {
                wake(d);
                pthread_join(d->thread, NULL);
        }
        take_coming(d, 0);
        for (int i = 0; i < d->n_linger; i++)
                close(d->linger[i].fd);
        if (d->wake >= 0)
                close(d->wake);
        pthread_mutex_destroy(&d->lock);
}

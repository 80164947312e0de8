#include "inside.h"

#include "base/log.h"

#include <stdlib.h>

void queue_init(struct queue *q, int max)
{
        *q = (struct queue){.max = max};
        pthread_mutex_init(&q->lock, NULL);
        pthread_cond_init(&q->some, NULL);
}

void queue_free(struct queue *q)
{
        pthread_cond_destroy(&q->some);
        pthread_mutex_destroy(&q->lock);
}

/* One worker is woken at a time, and wakes the next one if there is more to do. When work is short this saves
 * most of the wakings: the one that is awake finds it. True: signal, after unlocking. */
static bool must_wake(struct queue *q)
{
        if (!q->n || !q->idle || q->waking)
                return false;
        return q->waking = true;
}

bool queue_put(struct queue *q, struct http_conn *c)
{
        bool taken, wake = false;

        pthread_mutex_lock(&q->lock);
        taken = !q->stopped && q->n < q->max;
        if (taken) {
                /* Before it can be taken, and so resumed. */
                MHD_suspend_connection(c->mhd);
                c->behind = NULL;
                if (q->n++)
                        q->last->behind = c;
                else
                        q->first = c;
                q->last = c;
                wake = must_wake(q);
        }
        pthread_mutex_unlock(&q->lock);
        if (wake)
                pthread_cond_signal(&q->some);
        return taken;
}

void queue_read(struct queue *q, int *queued, int *busy)
{
        pthread_mutex_lock(&q->lock);
        *queued = q->n;
        *busy = q->busy;
        pthread_mutex_unlock(&q->lock);
}

static struct http_conn *take_first(struct queue *q)
{
        struct http_conn *c = q->first;

        q->first = c->behind;
        q->n--;
        return c;
}

/* Waits for one; NULL when the queue is stopped. after_one: the caller has just done one. */
static struct http_conn *queue_take(struct queue *q, bool after_one)
{
        struct http_conn *c = NULL;
        bool wake;

        pthread_mutex_lock(&q->lock);
        q->busy -= after_one;
        while (!q->n && !q->stopped) {
                q->idle++;
                pthread_cond_wait(&q->some, &q->lock);
                q->idle--;
                q->waking = false;
        }
        if (q->n) {
                c = take_first(q);
                q->busy++;
        }
        wake = must_wake(q);
        pthread_mutex_unlock(&q->lock);
        if (wake)
                pthread_cond_signal(&q->some);
        return c;
}

/* After this the connection is the event thread's again: it may be gone before the call returns. */
static void resume(struct http_conn *c)
{
        c->response = reply_response(&c->x, conn_must_end(c));
        MHD_resume_connection(c->mhd);
}

static void refuse(struct http_conn *c, const char *zh, const char *en)
{
        atomic_fetch_add(&c->server->refused_full, 1);
        reply_unavailable(&c->x, zh, en);
        resume(c);
}

int queue_expire(struct queue *q, uint64_t now_us, uint64_t wait_us)
{
        struct http_conn *late = NULL, **end = &late, *next;
        int n = 0;

        pthread_mutex_lock(&q->lock);
        while (q->n && now_us > q->first->queued_us + wait_us) {
                *end = take_first(q);
                end = &(*end)->behind;
        }
        *end = NULL;
        pthread_mutex_unlock(&q->lock);
        for (; late; late = next, n++) {
                next = late->behind;
                refuse(late, "等待处理的时间过长，请稍后再试",
                       "It waited too long for its turn; try again shortly");
        }
        return n;
}

void queue_stop(struct queue *q)
{
        struct http_conn *c, *next;

        pthread_mutex_lock(&q->lock);
        q->stopped = true;
        c = q->n ? q->first : NULL;
        q->n = 0;
        pthread_cond_broadcast(&q->some);
        pthread_mutex_unlock(&q->lock);
        for (; c; c = next) {
                next = c->behind;
                refuse(c, "服务正在停止", "The service is stopping");
        }
}

static void work(void *app_worker, struct http_conn *c)
{
        struct fault f = {.arena = &c->x.arena, .err = ERR_INTERNAL};

        c->server->c.work(app_worker, &c->x);
        if (c->x.reply.status)
                return;
        log_say(LOG_ERROR, "no reply was made", "route", c->x.route_id, "request_id", c->x.request_id, NULL);
        reply_problem(&c->x, &f);
}

/* Says how the start went, and waits for nobody. */
static void tell_started(struct server *s, bool ok)
{
        pthread_mutex_lock(&s->start_lock);
        s->n_started++;
        s->n_failed += !ok;
        pthread_cond_signal(&s->started);
        pthread_mutex_unlock(&s->start_lock);
}

static void *run_worker(void *arg)
{
        struct worker *w = arg;
        struct server *s = w->server;
        struct queue *q = &s->queues[w->lane];
        void *app_worker = s->c.worker_open(s->c.app, w->lane);
        struct http_conn *c;

        tell_started(s, app_worker);
        if (!app_worker)
                return NULL;
        for (bool after_one = false; (c = queue_take(q, after_one)); after_one = true) {
                work(app_worker, c);
                resume(c);
        }
        s->c.worker_close(app_worker);
        return NULL;
}

static bool start_worker(struct server *s, enum lane lane)
{
        struct worker *w = &s->workers[s->n_workers];
        static const char *const names[LANE_COUNT] = {"short", "report", "hash"};

        *w = (struct worker){.server = s, .lane = lane};
        if (pthread_create(&w->thread, NULL, run_worker, w) != 0)
                return false;
        pthread_setname_np(w->thread, names[lane]);
        s->n_workers++;
        return true;
}

bool workers_open(struct server *s)
{
        int want = 0;
        bool ok = true;

        for (int lane = 0; lane < LANE_COUNT; lane++)
                want += s->c.workers[lane];
        if (!(s->workers = calloc((size_t)want + 1, sizeof *s->workers)))
                return false;
        for (int lane = 0; lane < LANE_COUNT; lane++)
                for (int i = 0; ok && i < s->c.workers[lane]; i++)
                        ok = start_worker(s, (enum lane)lane);
        pthread_mutex_lock(&s->start_lock);
        while (s->n_started < s->n_workers)
                pthread_cond_wait(&s->started, &s->start_lock);
        ok = ok && !s->n_failed;
        pthread_mutex_unlock(&s->start_lock);
        return ok;
}

void workers_close(struct server *s)
{
        for (int lane = 0; lane < LANE_COUNT; lane++)
                queue_stop(&s->queues[lane]);
        for (int i = 0; i < s->n_workers; i++)
                pthread_join(s->workers[i].thread, NULL);
        free(s->workers);
        s->workers = NULL;
        s->n_workers = 0;
}

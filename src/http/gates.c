#include "http/gates.h"
#include "gate_parts.h"

#include "base/id.h"
#include "sql_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS_MAX = 4, BODY_DEFAULT = 256 * 1024 };

struct worker {
        struct db *db;
        const struct gate_settings *settings;
};

/* ---- admit: on the event thread ---- */

static enum lane lane_of(const struct route *r)
{
        if (r->flags & ROUTE_HASH)
                return LANE_HASH;
        return r->flags & ROUTE_REPORT ? LANE_REPORT : LANE_SHORT;
}

static void no_row(struct exchange *x, const struct route_match *m)
{
        struct fault f = {.arena = &x->arena};

        if (!m->allow) {
                fault_set(&f, ERR_NOT_FOUND, "没有这个地址", "There is no such address");
        } else {
                fault_set(&f, ERR_METHOD, "此地址支持：%s", "This address offers: %s", m->allow);
                reply_header(x, "Allow", m->allow);
        }
        reply_problem(x, &f);
}

void gates_admit(void *app, struct exchange *x)
{
        struct route_match *m = arena_take(&x->arena, sizeof *m);
        const char *query = strchr(x->target, '?');

        (void)app;
        x->route_id = "";
        route_find(x->method, x->target, query ? (size_t)(query - x->target) : strlen(x->target), &x->arena, m);
        if (!m->route) {
                no_row(x, m);
                return;
        }
        x->route = m->route;
        x->route_id = m->route->id;
        x->app_data = m;
        x->lane = lane_of(m->route);
        x->body_max = !m->route->body ? 0 : m->route->body_max ? m->route->body_max : BODY_DEFAULT;
        if (m->route->answer)
                m->route->answer(x);
}

/* ---- verdicts ---- */

static void forget_fault(struct req *rq)
{
        rq->fault = (struct fault){.arena = rq->arena};
}

static err_t verdict_fault(struct req *rq, const PGresult *r)
{
        const char *verdict = PQgetvalue(r, 0, 0);

        snprintf(rq->person_id, sizeof rq->person_id, "%s", PQgetvalue(r, 0, 1));
        if (!strcmp(verdict, "ok"))
                return OK;
        if (!strcmp(verdict, "forbidden"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "此操作需要权限 %s", "This needs the permission %s",
                                 rq->route->permission);
        reply_header(rq->x, "WWW-Authenticate", "Bearer");
        return fault_set(&rq->fault, ERR_UNAUTHENTICATED, "请先登录：POST /api/v1/sessions", "Sign in first: POST /api/v1/sessions");
}

static err_t idem_fault(struct req *rq, const PGresult *r, bool *replayed)
{
        const char *verdict = PQgetvalue(r, 0, 0);

        *replayed = false;
        if (!strcmp(verdict, "new"))
                return OK;
        if (!strcmp(verdict, "running")) {
                rq->fault.retry_after_s = 1;
                return fault_set(&rq->fault, ERR_STILL_RUNNING, "使用同一 Idempotency-Key 的请求正在处理",
                                 "A request with this Idempotency-Key is still running");
        }
        if (!strcmp(verdict, "reused"))
                return fault_set(&rq->fault, ERR_KEY_REUSED, "该 Idempotency-Key 已用于内容不同的请求",
                                 "This Idempotency-Key was used with another content");
        *replayed = true;
        return OK;
}

/* A refusal by the statement `at` stands, even when one behind it failed: what is wrong with the input, or who holds a
 * lock, is not for those who may not do this. */
static bool is_known(const struct req *rq, const struct trip *t, int at, err_t ran)
{
        return !ran || (db_alive(rq->db) && t->failed > at);
}

static err_t verdict_of(struct req *rq, const struct trip *t, int at, err_t ran)
{
        err_t e = is_known(rq, t, at, ran) ? verdict_fault(rq, t->result[at]) : ran;

        rq->retry = rq->retry && (!e || e == ran);
        return e ? e : ran;
}

static err_t idem_of(struct req *rq, const struct trip *t, int at, err_t ran, bool *replayed)
{
        err_t e = is_known(rq, t, at, ran) ? idem_fault(rq, t->result[at], replayed) : ran;

        rq->retry = rq->retry && (!e || e == ran);
        return e ? e : ran;
}

/* ---- the two ways to answer ---- */

/* What a refusal is called in the log. */
static const char *outcome_of(err_t e)
{
        return e == ERR_NOT_FOUND ? "missing" : err_info(e)->code;
}

/* Runs what ends a request that is answered already. What cannot be logged is not answered: then that is the fault. */
static err_t run_behind(struct req *rq, struct trip *t)
{
        struct fault had = rq->fault;
        err_t e;

        forget_fault(rq);
        e = req_run(rq, t);
        trip_end(t);
        if (!e)
                rq->fault = had;
        return e;
}

/* The log line of a request whose own transaction failed; returns what to answer. */
static err_t note_refusal(struct req *rq, err_t e)
{
        struct trip t;
        err_t ran;

        if (rq->retry || !db_alive(rq->db))
                return e;
        req_set(rq, "outcome", outcome_of(e));
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_AUDIT_REFUSAL);
        ran = run_behind(rq, &t);
        return ran ? ran : e;
}

static int sql_of(struct req *rq)
{
        return rq->route->choose ? rq->route->choose(rq) : rq->route->sql;
}

/* A read: authentication, query and log line are one transaction in one round trip. */
static err_t serve_read(struct req *rq)
{
        int sql = sql_of(rq); /* first: it may make a trip of its own */
        struct trip t;
        err_t ran, e;

        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        req_add(rq, &t, sql);
        ran = req_run(rq, &t);
        e = verdict_of(rq, &t, 0, ran);
        if (!e)
                e = reply_from(rq, trip_take(&t, 1));
        trip_end(&t);
        return ran ? note_refusal(rq, e) : e;
}

/* Input that is not acceptable: whoever may not do this at all is told that first, and nothing of the input. */
static err_t serve_unsound(struct req *rq, err_t unsound)
{
        struct fault had = rq->fault;
        struct trip t;
        err_t ran, e;

        forget_fault(rq);
        req_set(rq, "outcome", "invalid");
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        req_add(rq, &t, SQL_AUDIT_NOTE);
        ran = req_run(rq, &t);
        e = verdict_of(rq, &t, 0, ran);
        if (!e) {
                rq->fault = had;
                e = unsound;
        }
        trip_end(&t);
        return ran ? note_refusal(rq, e) : e;
}

err_t req_begin(struct req *rq)
{
        struct trip t;
        err_t e;

        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_BEGIN);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        rq->in_transaction = true;
        e = verdict_of(rq, &t, 1, req_run(rq, &t));
        trip_end(&t);
        return e;
}

static void set_reply_args(struct req *rq)
{
        const char *pattern = rq->route->location;
        struct text t = {.arena = rq->arena};

        req_set(rq, "reply_status", !(rq->route->flags & ROUTE_CREATES) ? "200" : rq->route->flags & ROUTE_LATER ? "202" : "201");
        if (!pattern || req_has(rq, "reply_location"))
                return;
        while (*pattern) {
                size_t n = strcspn(pattern, "{");
                const char *end = strchr(pattern + n, '}');

                text_add_n(&t, pattern, n);
                if (!end)
                        break;
                text_add(&t, req_arg(rq, arena_text_n(rq->arena, pattern + n + 1, (size_t)(end - pattern) - n - 1)));
                pattern = end + 1;
        }
        req_set(rq, "reply_location", text_str(&t));
}

err_t req_finish(struct req *rq, int sql_write, int sql)
{
        struct trip t;
        err_t e;

        set_reply_args(rq);
        trip_start(&t, rq->db);
        if (sql_write)
                req_add(rq, &t, sql_write);
        if (rq->route->sql_after)
                req_add(rq, &t, rq->route->sql_after);
        req_add(rq, &t, sql);
        req_add(rq, &t, SQL_COMMIT);
        e = req_run(rq, &t);
        if (!e) {
                rq->in_transaction = false;
                e = reply_from(rq, trip_take(&t, t.n - 2));
        }
        trip_end(&t);
        return e;
}

static err_t stale(struct req *rq, const char *now)
{
        AUTO_RESULT since = NULL;
        err_t e = rq->route->sql_since ? req_query(rq, rq->route->sql_since, &since) : OK;

        if (e)
                return e;
        reply_header(rq->x, "ETag", etag_text(rq, now));
        if (since && PQntuples(since) && !PQgetisnull(since, 0, 0))
                rq->fault.extra = arena_printf(rq->arena, "\"since\":%s", PQgetvalue(since, 0, 0));
        return fault_set(&rq->fault, ERR_STALE, "您读取的是版本 %s，现在是版本 %s", "You read version %s, now it is version %s",
                         req_arg(rq, "if_match"), now);
}

/* Begins, claims the key, locks what is there: one round trip. */
static err_t lock_and_read(struct req *rq, PGresult **locked, bool *replayed)
{
        bool keyed = req_has(rq, "idempotency_key");
        int lock_at, facts_at;
        struct trip t;
        err_t ran, e;

        *locked = NULL;
        *replayed = false;
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_BEGIN);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        if (keyed)
                req_add(rq, &t, SQL_IDEM_BEGIN);
        if (rq->route->sql_facts)
                req_add(rq, &t, SQL_PLAN_ONCE);
        lock_at = t.n;
        if (rq->route->sql_lock)
                req_add(rq, &t, rq->route->sql_lock);
        facts_at = t.n;
        if (rq->route->sql_facts)
                req_add(rq, &t, rq->route->sql_facts);
        rq->in_transaction = true;
        ran = req_run(rq, &t);
        e = verdict_of(rq, &t, 1, ran);
        if (keyed && e == ran)
                e = idem_of(rq, &t, 2, ran, replayed);
        if (!e && *replayed)
                reply_replay(rq, t.result[2]);
        if (!e && !*replayed && rq->route->sql_lock)
                *locked = trip_take(&t, lock_at);
        /* What could not be locked is not there for this actor, whatever can be read of it. */
        if (!e && !*replayed && rq->route->sql_facts && (!*locked || PQntuples(*locked) > 0)) {
                PQclear(*locked);
                *locked = trip_take(&t, facts_at);
        }
        trip_end(&t);
        return e;
}

static err_t judge_locked(struct req *rq, PGresult *locked)
{
        const char *if_match = req_arg(rq, "if_match");

        if (locked && PQntuples(locked) == 0)
                return missing(rq);
        if (locked && if_match && strcmp(if_match, PQgetvalue(locked, 0, 0)))
                return stale(rq, PQgetvalue(locked, 0, 0));
        return rq->route->judge ? rq->route->judge(rq, locked) : OK;
}

static err_t serve_change(struct req *rq)
{
        AUTO_RESULT locked = NULL;
        bool replayed;
        err_t e = lock_and_read(rq, &locked, &replayed);

        if (!e && !replayed)
                e = judge_locked(rq, locked);
        if (e || replayed)
                return e;
        return req_finish(rq, rq->route->choose_write ? rq->route->choose_write(rq) : rq->route->sql_write, sql_of(rq));
}

/* Ends a transaction that did not commit by itself. Nothing was written in it before the judgement, so a refusal's log
 * line is committed with it; after a failed statement it needs a transaction of its own. */
static err_t end_transaction(struct req *rq, err_t e)
{
        struct trip t;
        bool sound = PQtransactionStatus(db_peek(rq->db)) == PQTRANS_INTRANS;
        err_t ran;

        req_set(rq, "outcome", e ? outcome_of(e) : "replayed");
        trip_start(&t, rq->db);
        if (sound) {
                req_add(rq, &t, SQL_AUDIT_NOTE);
                req_add(rq, &t, SQL_COMMIT);
        } else {
                req_add(rq, &t, SQL_ROLLBACK);
        }
        ran = run_behind(rq, &t);
        rq->in_transaction = false;
        if (ran)
                return ran;
        return sound ? e : note_refusal(rq, e);
}

/* Whether the query alone answers. */
static bool is_read(const struct req *rq)
{
        const struct route *r = rq->route;

        if (r->facts_for && !req_has(rq, r->facts_for))
                return true;
        return !r->sql_write && !r->sql_lock && !r->sql_facts && !r->judge;
}

static err_t serve(struct req *rq)
{
        err_t unsound = read_input(rq);
        err_t e;

        if (!db_ensure(rq->db)) {
                forget_fault(rq);
                rq->fault.retry_after_s = 1;
                return fault_set(&rq->fault, ERR_UNAVAILABLE, "数据库不可用", "The database is not available");
        }
        if (rq->route->flags & ROUTE_NO_SESSION)
                return unsound ? unsound : rq->route->handle(rq);
        if (unsound)
                return serve_unsound(rq, unsound);
        if (rq->route->handle)
                e = rq->route->handle(rq);
        else if (is_read(rq))
                e = serve_read(rq);
        else
                e = serve_change(rq);
        if (rq->in_transaction && db_alive(rq->db))
                e = end_transaction(rq, e);
        return e;
}

static void start_request(struct req *rq, struct worker *w, struct exchange *x)
{
        *rq = (struct req){.x = x, .route = x->route, .settings = w->settings, .db = w->db, .arena = &x->arena};
        rq->fault.arena = &x->arena;
        rq->args.arena = &x->arena;
        x->reply.n_headers = 0;
        uuid_make(rq->new_id);
        read_token(rq);
}

void gates_work(void *worker, struct exchange *x)
{
        struct worker *w = worker;
        struct req rq;
        err_t e = OK;

        for (int run = 0; run < RUNS_MAX; run++) {
                start_request(&rq, w, x);
                rq.again = run > 0;
                e = serve(&rq);
                json_decref(rq.body);
                if (!e || !rq.retry)
                        break;
        }
        if (e)
                reply_problem(x, &rq.fault);
}

void *gates_open(void *app, enum lane lane)
{
        static const char *const names[] = {"anjuan short", "anjuan report", "anjuan hash"};
        const struct gate_settings *s = app;
        struct worker *w = calloc(1, sizeof *w);

        if (!w)
                return NULL;
        w->settings = s;
        w->db = db_open(&(struct db_config){
                .url = s->database_url,
                .name = names[lane],
                .statement_timeout_ms = lane == LANE_REPORT ? s->report_timeout_ms : s->short_timeout_ms});
        if (w->db)
                return w;
        free(w);
        return NULL;
}

void gates_close(void *worker)
{
        struct worker *w = worker;

        db_close(w->db);
        free(w);
}

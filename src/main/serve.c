#include "main/serve.h"
#include "main/command.h"
#include "main/deadlines.h"
#include "main/prechecks.h"
#include "main/work.h"

#include "api/system.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/sign.h"
#include "db/migrate.h"
#include "http/gates.h"
#include "http/metrics.h"
#include "sql_table.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEQUENCE_BATCH = 5000, SWEEP_EVERY_S = 300, RECOMPUTE_EVERY_MS = 1000 };


static bool run_one(struct db *db, int sql, const char *value)
{
        struct trip t;
        bool more = false;

        if (!db_ensure(db))
                return false;
        trip_start(&t, db);
        trip_add(&t, sql, &value);
        if (trip_run(&t) && value)
                more = atoi(PQgetvalue(t.result[0], 0, 0)) >= SEQUENCE_BATCH / 2;
        trip_end(&t);
        return more;
}

static bool sign_one(struct db *db, const char *key_file, PGresult *r, int i)
{
        struct sign_public key;
        char signature[SIGN_LEN + 1];
        struct trip t;
        bool done;

        if (!sign_text(key_file, PQgetvalue(r, i, 1), &key, signature)) {
                log_say(LOG_ERROR, "the signing key cannot be used", "file", key_file, NULL);
                return false;
        }
        trip_start(&t, db);
        trip_add(&t, SQL_BACKGROUND_SIGN, (const char *const[]){PQgetvalue(r, i, 0), key.key_id, key.text, signature});
        done = trip_run(&t);
        trip_end(&t);
        return done;
}

/* Quarters frozen since; after a crash too, since what has no signature yet says so itself. */
static void sign_quarters(struct db *db, const char *key_file)
{
        struct trip t;
        AUTO_RESULT r = NULL;

        if (!*key_file || !db_ensure(db))
                return;
        trip_start(&t, db);
        trip_add(&t, SQL_BACKGROUND_UNSIGNED, NULL);
        if (trip_run(&t))
                r = trip_take(&t, 0);
        trip_end(&t);
        for (int i = 0; r && i < PQntuples(r) && sign_one(db, key_file, r, i); i++)
                ;
}

bool background_nap(struct background *b, long long ms)
{
        struct timespec until;
        bool stop;

        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += (time_t)(ms / 1000);
        until.tv_nsec += (long)(ms % 1000) * 1000000;
        if (until.tv_nsec >= 1000000000) {
                until.tv_sec++;
                until.tv_nsec -= 1000000000;
        }
        pthread_mutex_lock(&b->lock);
        while (!b->stop && !pthread_cond_timedwait(&b->wake, &b->lock, &until))
                ;
        stop = b->stop;
        pthread_mutex_unlock(&b->lock);
        return !stop;
}

static void *background_main(void *arg)
{
        struct background *b = arg;
        struct db_config config = {.url = b->settings->database_url, .name = "anjuan background", .statement_timeout_ms = 60000};
        struct db *db = NULL;
        uint64_t swept_us = 0;
        char batch[16];

        snprintf(batch, sizeof batch, "%d", SEQUENCE_BATCH);
        while (background_nap(b, b->settings->sequence_ms)) {
                /* The database may be away just when the server starts. */
                if (!db && !(db = db_open(&config)))
                        continue;
                while (run_one(db, SQL_BACKGROUND_SEQUENCE, batch))
                        ;
                while (run_one(db, SQL_BACKGROUND_FOLD, batch))
                        ;
                run_one(db, SQL_BACKGROUND_KEEP, NULL);
                sign_quarters(db, b->settings->signing_key);
                if (!swept_us || clock_us() - swept_us > SWEEP_EVERY_S * 1000000ULL) {
                        run_one(db, SQL_BACKGROUND_SWEEP, NULL);
                        swept_us = clock_us();
                }
        }
        db_close(db);
        return NULL;
}

/* Requests that are under way go first. */
static bool must_stop(void *of, uint64_t worked_us)
{
        struct background *b = of;
        struct server_gauges now;

        server_read_gauges(b->server, &now);
        return !background_nap(b, work_rest_ms(worked_us, now.suspended));
}

/* A pass that fails leaves its last batch undone and is taken up again. */
static void *recompute_main(void *arg)
{
        struct background *b = arg;
        struct db_config config = {.url = b->settings->database_url, .name = "anjuan recompute", .statement_timeout_ms = 600000};
        struct recompute_stop stop = {must_stop, b};
        struct db *db = NULL;

        while (background_nap(b, RECOMPUTE_EVERY_MS)) {
                long n = 0;
                char count[24];

                if ((!db && !(db = db_open(&config))) || !db_ensure(db))
                        continue;
                if (!deadlines_recompute_due(db, &stop, &n))
                        work_do(db, SQL_ROLLBACK, NULL);
                snprintf(count, sizeof count, "%ld", n);
                if (n)
                        log_say(LOG_INFO, "deadlines recomputed", "count", count, NULL);
                prechecks_due(db, &stop);
        }
        db_close(db);
        return NULL;
}

static void background_stop(struct background *b)
{
        pthread_mutex_lock(&b->lock);
        b->stop = true;
        pthread_cond_broadcast(&b->wake);
        pthread_mutex_unlock(&b->lock);
        pthread_join(b->thread, NULL);
}

/* Whether the role that is signed in could do more than the policies allow it, of itself or as somebody else. */
static const char powers[] =
        "select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolreplication"
        " or exists (select from pg_auth_members m where m.member = r.oid)"
        " or exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o')"
        " from pg_roles r where r.rolname = current_user";

static bool says_no(PGconn *c, const char *question)
{
        AUTO_RESULT r = PQexec(c, question);

        return PQntuples(r) == 1 && PQgetvalue(r, 0, 0)[0] == 'f';
}

const char *serve_unfit(PGconn *c, struct arena *a)
{
        const char *missing = migrate_missing(c, a);

        if (missing)
                return missing;
        if (!says_no(c, powers))
                return "DATABASE_URL signs in as a role that is superuser, owns something, has BYPASSRLS or belongs to another role;"
                       " use anjuan_login";
        if (!getenv("ANJUAN_TEST") && !says_no(c, "select anjuan.anjuan_is_test()"))
                return "this is a test database: its clock can be set; it is not served";
        return NULL;
}

static bool database_is_fit(const char *url)
{
        AUTO_CONN c = PQconnectdb(url);
        struct arena a = {0};
        const char *why = PQstatus(c) == CONNECTION_OK ? serve_unfit(c, &a) : PQerrorMessage(c);

        if (why)
                log_say(LOG_ERROR, "the database cannot be served", "why", why, NULL);
        else /* before the first line of a month comes in */
                PQclear(PQexec(c, "select anjuan.audit_partitions()"));
        arena_free(&a);
        return !why;
}

static void request_done(void *app, const struct exchange *x, bool completed)
{
        uint64_t took = clock_us() - x->started_us;
        char status[16], ms[32];

        (void)app;
        metrics_count(x, took);
        snprintf(status, sizeof status, "%d", x->reply.status);
        snprintf(ms, sizeof ms, "%llu.%03llu", (unsigned long long)(took / 1000), (unsigned long long)(took % 1000));
        log_say(x->reply.status >= 500 ? LOG_WARN : LOG_INFO, "request", "request_id", x->request_id, "trace_id", x->trace_id,
                "method", x->method, "route", x->route_id ? x->route_id : "", "status", status, "ms", ms, "sent",
                completed ? "yes" : "no", NULL);
}

static struct gate_settings gate_settings_of(const struct settings *s)
{
        return (struct gate_settings){
                .database_url = s->database_url,
                .idle_s = (int)s->session_idle_s,
                .absolute_s = (int)s->session_absolute_s,
                .pair_max = (int)s->signin_pair_max,
                .login_max = (int)s->signin_login_max,
                .source_max = (int)s->signin_source_max,
                .short_timeout_ms = (int)s->short_timeout_ms,
                .report_timeout_ms = (int)s->report_timeout_ms,
                .hash_ops = s->hash_ops,
                .hash_mem = s->hash_mem_mib * 1024 * 1024,
                .password_min = (int)s->password_min,
                .folder = s->export_folder,
        };
}

static struct server *open_server(const struct settings *s, struct gate_settings *g)
{
        int q = (int)s->queue_max;

        return server_open(&(struct server_config){
                .address = s->address,
                .port = (int)s->port,
                .proxies = s->proxies,
                .workers = {(int)s->workers_short, (int)s->workers_report, (int)s->workers_hash},
                .queue_max = {q, q, q < 32 ? q : 32},
                .queue_wait_ms = (int)s->queue_wait_ms,
                .connections_max = (int)s->connections_max,
                .headers_timeout_s = (int)s->headers_timeout_s,
                .body_timeout_s = (int)s->body_timeout_s,
                .idle_timeout_s = (int)s->connection_idle_s,
                .drain_timeout_s = (int)s->drain_s,
                .app = g,
                .admit = gates_admit,
                .worker_open = gates_open,
                .worker_close = gates_close,
                .work = gates_work,
                .done = request_done});
}

static void wait_for_signal(void)
{
        sigset_t set;
        int got;

        sigemptyset(&set);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGTERM);
        sigwait(&set, &got);
        log_say(LOG_INFO, "stopping", "signal", got == SIGINT ? "INT" : "TERM", NULL);
}

/* Before any thread starts, so that all of them inherit it. */
static void block_signals(void)
{
        sigset_t set;

        sigemptyset(&set);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static bool background_start(struct serving *sv)
{
        if (pthread_create(&sv->background.thread, NULL, background_main, &sv->background))
                return false;
        if (!pthread_create(&sv->recompute.thread, NULL, recompute_main, &sv->recompute)) {
                if (!pthread_create(&sv->exports.thread, NULL, exports_main, &sv->exports))
                        return true;
                background_stop(&sv->recompute);
        }
        background_stop(&sv->background);
        return false;
}

bool serve_start(const struct settings *s, struct serving *out)
{
        *out = (struct serving){.gates = gate_settings_of(s),
                                .background = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER, .settings = s},
                                .recompute = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER, .settings = s},
                                .exports = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER, .settings = s}};
        if (!database_is_fit(s->database_url))
                return false;
        system_open();
        out->server = open_server(s, &out->gates);
        out->recompute.server = out->server;
        if (out->server && background_start(out)) {
                system_set_server(out->server);
                return true;
        }
        if (out->server)
                server_close(out->server);
        system_close();
        return false;
}

void serve_stop(struct serving *sv)
{
        background_stop(&sv->recompute); /* it looks at the server */
        server_close(sv->server);
        background_stop(&sv->exports);
        background_stop(&sv->background);
        system_set_server(NULL);
        system_close();
}

int serve_command(const struct settings *s, int argc, char **argv)
{
        struct serving sv;
        char port[16];

        (void)argc, (void)argv;
        block_signals();
        if (!*s->database_url) {
                fputs("serve: 请设置 DATABASE_URL / set DATABASE_URL\n", stderr);
                return 2;
        }
        if (!serve_start(s, &sv))
                return 1;
        snprintf(port, sizeof port, "%d", server_port(sv.server));
        log_say(LOG_INFO, "listening", "address", s->address, "port", port, NULL);
        wait_for_signal();
        serve_stop(&sv);
        return 0;
}

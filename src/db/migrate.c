#include "db/migrate.h"

#include "base/arena.h"
#include "base/log.h"
#include "db/handle.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MIGRATE_LOCK = 4215600, DEADLOCKS_MAX = 20 };

static void sha256_hex_of(const char *text, size_t len, char out[65])
{
        unsigned char digest[32];
        unsigned int n = sizeof digest;

        EVP_Digest(text, len, digest, &n, EVP_sha256(), NULL);
        for (size_t i = 0; i < sizeof digest; i++)
                snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static bool sqlstate_is(const PGresult *r, const char *code)
{
        const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);

        return state && !strcmp(state, code);
}

/* deadlocked: set instead of telling of it; NULL: a deadlock is told like any other failure. */
static bool run_or_lock(PGconn *c, const char *what, const char *sql, bool *deadlocked)
{
        AUTO_RESULT r = PQexec(c, sql);
        ExecStatusType s = PQresultStatus(r);

        if (s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK)
                return true;
        if (deadlocked && sqlstate_is(r, "40P01")) {
                *deadlocked = true;
                return false;
        }
        log_say(LOG_ERROR, "migration failed", "step", what, "database_says", PQresultErrorMessage(r), NULL);
        return false;
}

static bool run(PGconn *c, const char *what, const char *sql)
{
        return run_or_lock(c, what, sql, NULL);
}

static PGresult *ask(PGconn *c, const char *sql, const char *a, const char *b, const char *d)
{
        const char *values[] = {a, b, d};

        return PQexecParams(c, sql, (a != NULL) + (b != NULL) + (d != NULL), NULL, values, NULL, NULL, 0);
}

static const struct migration *find(const char *name)
{
        for (const struct migration *m = migrations; m->name; m++)
                if (!strcmp(m->name, name))
                        return m;
        return NULL;
}

/* The history must be a prefix of what this program knows, with the same texts. */
static bool history_fits(PGresult *history)
{
        bool fits = true;
        char sum[65];

        for (int i = 0; i < PQntuples(history); i++) {
                const char *name = PQgetvalue(history, i, 0);
                const struct migration *m = find(name);

                if (!m) {
                        log_say(LOG_ERROR, "the database has a migration this program does not know", "name", name, NULL);
                        fits = false;
                        continue;
                }
                sha256_hex_of(m->text, m->len, sum);
                if (!m->again && strcmp(sum, PQgetvalue(history, i, 1))) {
                        log_say(LOG_ERROR, "an applied migration was changed", "name", name, NULL);
                        fits = false;
                }
        }
        return fits;
}

static const char *recorded_sum(PGresult *history, const char *name)
{
        for (int i = 0; history && i < PQntuples(history); i++)
                if (!strcmp(PQgetvalue(history, i, 0), name))
                        return PQgetvalue(history, i, 1);
        return NULL;
}

static bool record(PGconn *c, const char *name, const char *sum, long ms)
{
        char duration[24];
        AUTO_RESULT r = NULL;

        snprintf(duration, sizeof duration, "%ld", ms);
        r = ask(c,
                "insert into migration (name, sha256, duration_ms, program_version) values ($1, $2, $3::bigint, '" ANJUAN_VERSION
                "') on conflict (name) do update set sha256 = excluded.sha256, applied_at = now(),"
                " duration_ms = excluded.duration_ms, program_version = excluded.program_version",
                name, sum, duration);
        if (PQresultStatus(r) == PGRES_COMMAND_OK)
                return true;
        log_say(LOG_ERROR, "migration not recorded", "name", name, "database_says", PQresultErrorMessage(r), NULL);
        return false;
}

static bool apply_once(PGconn *c, const struct migration *m, const char *sum, bool *deadlocked)
{
        struct timespec from, to;

        clock_gettime(CLOCK_MONOTONIC, &from);
        if (!run(c, m->name, "begin; set local search_path = anjuan, pg_temp; set local client_min_messages = warning") ||
            !run_or_lock(c, m->name, m->text, deadlocked) || !run(c, m->name, "set local role anjuan_owner"))
                goto undo;
        clock_gettime(CLOCK_MONOTONIC, &to);
        if (!record(c, m->name, sum, (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000) ||
            !run(c, m->name, "commit"))
                goto undo;
        log_say(LOG_INFO, "migration applied", "name", m->name, NULL);
        return true;
undo:
        run(c, m->name, "rollback");
        return false;
}

/* A server at work may read the tables in another order than a migration changes them; the one that the database picks
 * has done nothing, and begins again. */
static bool apply(PGconn *c, const struct migration *m, const char *sum)
{
        for (int i = 0; i < DEADLOCKS_MAX; i++) {
                bool deadlocked = false;

                if (apply_once(c, m, sum, &deadlocked))
                        return true;
                if (!deadlocked)
                        return false;
                log_say(LOG_INFO, "migration begins again after a deadlock", "name", m->name, NULL);
        }
        log_say(LOG_ERROR, "migration failed: a deadlock each time", "name", m->name, NULL);
        return false;
}

static bool apply_missing(PGconn *c, PGresult *history, bool dry_run)
{
        char sum[65];
        bool changed = false;

        for (const struct migration *m = migrations; m->name; m++) {
                const char *had = recorded_sum(history, m->name);

                sha256_hex_of(m->text, m->len, sum);
                /* A table or function that is new may need the policies that come after it: once one file is
                 * applied, all repeatable ones after it are applied again. */
                if (had && !strcmp(had, sum) && !(m->again && changed))
                        continue;
                changed = true;
                if (dry_run)
                        log_say(LOG_INFO, "migration to apply", "name", m->name, NULL);
                else if (!apply(c, m, sum))
                        return false;
        }
        return true;
}

/* The numbers of transactions that rows hold are made to go on from where they are (functions/transaction_numbers.sql). */
static bool enter_cluster(PGconn *c)
{
        AUTO_RESULT r = NULL;

        if (!run(c, "cluster", "begin; set local role anjuan_migrator"))
                return false;
        r = PQexec(c, "select anjuan.cluster_enter()");
        if (PQresultStatus(r) != PGRES_TUPLES_OK) {
                log_say(LOG_ERROR, "the cluster cannot be noted", "database_says", PQresultErrorMessage(r), NULL);
                run(c, "cluster", "rollback");
                return false;
        }
        if (!PQgetisnull(r, 0, 0))
                log_say(LOG_INFO, "this cluster counts transactions lower than the rows of the database do", "added", PQgetvalue(r, 0, 0), NULL);
        return run(c, "cluster", "commit");
}

static bool migrate_on(PGconn *c, bool dry_run)
{
        char lock[64];
        AUTO_RESULT present = NULL;
        AUTO_RESULT history = NULL;

        snprintf(lock, sizeof lock, "select pg_advisory_lock(%d)", MIGRATE_LOCK);
        if (!run(c, "lock", lock))
                return false;
        present = PQexec(c, "select to_regclass('anjuan.migration') is not null");
        if (PQresultStatus(present) != PGRES_TUPLES_OK)
                return false;
        if (PQgetvalue(present, 0, 0)[0] == 't') {
                history = PQexec(c, "select name, sha256 from anjuan.migration order by name");
                if (PQresultStatus(history) != PGRES_TUPLES_OK) {
                        log_say(LOG_ERROR, "the migration history cannot be read", "database_says",
                                PQresultErrorMessage(history), NULL);
                        return false;
                }
                if (!history_fits(history))
                        return false;
        }
        return apply_missing(c, history, dry_run) && (dry_run || enter_cluster(c));
}

int migrate_run(const char *admin_url, bool dry_run)
{
        AUTO_CONN c = PQconnectdb(admin_url);

        if (PQstatus(c) != CONNECTION_OK) {
                log_say(LOG_ERROR, "no connection to the database", "database_says", PQerrorMessage(c), NULL);
                return 1;
        }
        return migrate_on(c, dry_run) ? 0 : 1;
}

static bool cluster_is_known(PGconn *c)
{
        AUTO_RESULT r = PQexec(c, "select anjuan.cluster_is_known()");

        return PQntuples(r) == 1 && PQgetvalue(r, 0, 0)[0] == 't';
}

/* What keeps this database from being served; NULL: nothing. */
const char *migrate_missing(PGconn *c, struct arena *a)
{
        AUTO_RESULT history = PQexec(c, "select name, sha256 from anjuan.migration order by name");
        char sum[65];

        if (PQresultStatus(history) != PGRES_TUPLES_OK)
                return "the schema is not there; run `anjuan migrate` first";
        if (!history_fits(history))
                return "the database was migrated by another version of the program";
        for (const struct migration *m = migrations; m->name; m++) {
                const char *had = recorded_sum(history, m->name);

                sha256_hex_of(m->text, m->len, sum);
                if (!had || strcmp(had, sum))
                        return arena_printf(a, "migration %s is not applied; run `anjuan migrate` first", m->name);
        }
        if (!cluster_is_known(c))
                return "the database was restored into another cluster; run `anjuan migrate` first";
        return NULL;
}

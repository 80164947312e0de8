#include "db/db.h"

#include "base/clock.h"
#include "base/log.h"
#include "sql_table.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct db {
        PGconn *conn;
        struct db_config config;
        const struct trip *under_way; /* statements of it were sent, their results are not collected */
};

/* Each query is followed by a synchronisation of its own, so that one that fails does not take the others along. */
static bool is_prepared(PGconn *c, const struct sql *q)
{
        AUTO_RESULT r = PQgetResult(c);
        bool good = PQresultStatus(r) == PGRES_COMMAND_OK;
        const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);

        if (!good && severity && !strcmp(severity, "ERROR"))
                log_say(LOG_ERROR, "a query does not fit the schema", "query", q->name, "database_says", PQresultErrorMessage(r), NULL);
        for (int ends = 0; ends < 2; ends++) /* of the query's results, and the synchronisation */
                PQclear(PQgetResult(c));
        return good;
}

static bool is_wanted(int sql, bool job)
{
        unsigned flags = sql_table[sql].flags;

        return !(flags & SQL_STAGED) && (job || !(flags & SQL_JOB));
}

/* In one round trip: a connection that was lost is made anew while somebody waits. All that do not fit are told. */
static bool prepare_all(PGconn *c, bool job)
{
        bool good = true;

        for (int i = 1; i < sql_count && good; i++)
                if (is_wanted(i, job))
                        good = PQsendPrepare(c, sql_table[i].name, sql_table[i].text, 0, NULL) && PQpipelineSync(c);
        for (int i = 1; i < sql_count && PQstatus(c) == CONNECTION_OK; i++)
                if (is_wanted(i, job))
                        good = is_prepared(c, &sql_table[i]) && good;
        if (PQstatus(c) == CONNECTION_OK)
                return good;
        log_say(LOG_ERROR, "the database connection was lost", "database_says", PQerrorMessage(c), NULL);
        return false;
}

static PGconn *connect(const struct db_config *c)
{
        char options[256];
        /* A database that went away without a word, over a network, is noticed in half a minute; a URL may say otherwise. */
        const char *const keys[] = {"application_name", "options", "connect_timeout", "keepalives_idle", "keepalives_interval",
                                    "keepalives_count", "tcp_user_timeout", "dbname", NULL};
        const char *const values[] = {c->name, options, "3", "10", "5", "3", "30000", c->url, NULL};

        snprintf(options, sizeof options,
                 "-c search_path=anjuan,pg_temp -c client_encoding=UTF8 -c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres"
                 " -c lock_timeout=2000 -c statement_timeout=%d -c idle_in_transaction_session_timeout=60000 -c jit=off",
                 c->statement_timeout_ms);
        return PQconnectdbParams(keys, values, 1);
}

/* What this process knows of the database: while it does not answer, one connection at a time looks whether it is back
 * and all others are told at once, instead of each waiting for itself. */
enum { LOOK_EVERY_US = 100000 };
static struct {
        atomic_bool gone, looking;
        atomic_uint_fast64_t next_look_us;
} database;

static bool open_connection(struct db *db)
{
        bool answers;

        db->conn = connect(&db->config);
        answers = PQstatus(db->conn) == CONNECTION_OK;
        if (!answers)
                log_say(LOG_ERROR, "no connection to the database", "database_says", PQerrorMessage(db->conn), NULL);
        atomic_store(&database.next_look_us, clock_us() + LOOK_EVERY_US);
        atomic_store(&database.gone, !answers);
        if (answers && PQenterPipelineMode(db->conn) && prepare_all(db->conn, db->config.job))
                return true;
        PQfinish(db->conn);
        db->conn = NULL;
        return false;
}

static bool look_again(struct db *db)
{
        bool good;

        if (clock_us() < atomic_load(&database.next_look_us) || atomic_exchange(&database.looking, true))
                return false;
        good = open_connection(db);
        atomic_store(&database.looking, false);
        return good;
}

struct db *db_open(const struct db_config *c)
{
        struct db *db = calloc(1, sizeof *db);

        if (!db)
                return NULL;
        db->config = *c;
        if (open_connection(db))
                return db;
        db_close(db);
        return NULL;
}

bool db_ensure(struct db *db)
{
        if (db->conn && PQstatus(db->conn) == CONNECTION_OK && PQpipelineStatus(db->conn) == PQ_PIPELINE_ON)
                return true;
        PQfinish(db->conn);
        db->conn = NULL;
        return atomic_load(&database.gone) ? look_again(db) : open_connection(db);
}

void db_close(struct db *db)
{
        if (!db)
                return;
        PQfinish(db->conn);
        free(db);
}

PGconn *db_conn(struct db *db)
{
        if (PQpipelineStatus(db->conn) == PQ_PIPELINE_ON)
                PQexitPipelineMode(db->conn);
        return db->conn;
}

void db_conn_end(struct db *db)
{
        if (db_alive(db) && PQpipelineStatus(db->conn) == PQ_PIPELINE_OFF)
                PQenterPipelineMode(db->conn);
}

void trip_start(struct trip *t, struct db *db)
{
        memset(t, 0, sizeof *t);
        t->db = db;
        t->failed = -1;
}

void trip_add(struct trip *t, int sql, const char *const *values)
{
        const struct sql *q = &sql_table[sql];
        int sent;

        /* Two trips at once would take each other's results. */
        if (t->n == TRIP_MAX || (t->db->under_way && t->db->under_way != t))
                abort();
        t->db->under_way = t;
        t->sql[t->n++] = sql;
        if (q->flags & SQL_CUSTOM_PLAN)
                sent = PQsendQueryParams(t->db->conn, q->text, q->n_params, NULL, values, NULL, NULL, 0);
        else
                sent = PQsendQueryPrepared(t->db->conn, q->name, q->n_params, values, NULL, NULL, 0);
        if (!sent && t->failed < 0)
                t->failed = t->n - 1;
}

static void note_failure(struct trip *t, int i, PGresult *r)
{
        const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
        const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);

        t->failed = i;
        snprintf(t->sqlstate, sizeof t->sqlstate, "%s", state ? state : "");
        snprintf(t->constraint, sizeof t->constraint, "%s", constraint ? constraint : "");
        log_say(LOG_WARN, "a statement failed", "query", sql_table[t->sql[i]].name, "sqlstate", t->sqlstate, "database_says",
                PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY)
                                                               : PQerrorMessage(t->db->conn),
                NULL);
}

static void collect(struct trip *t)
{
        PGconn *c = t->db->conn;

        for (int i = 0; i < t->n; i++) {
                PGresult *r = PQgetResult(c);
                ExecStatusType s = PQresultStatus(r);
                PGresult *end;

                t->result[i] = r;
                if (t->failed < 0 && s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK)
                        note_failure(t, i, r);
                while ((end = PQgetResult(c)))
                        PQclear(end);
        }
}

bool trip_run(struct trip *t)
{
        PGconn *c = t->db->conn;
        PGresult *r;

        t->db->under_way = NULL;
        if (t->failed >= 0 || !PQpipelineSync(c)) {
                log_say(LOG_ERROR, "the database connection was lost", "database_says", PQerrorMessage(c), NULL);
                t->failed = t->failed < 0 ? 0 : t->failed;
                PQfinish(c);
                t->db->conn = NULL;
                return false;
        }
        collect(t);
        r = PQgetResult(c);
        if (PQresultStatus(r) != PGRES_PIPELINE_SYNC) {
                if (t->failed < 0)
                        t->failed = t->n - 1;
                /* Nothing can be said of what this connection still holds. */
                log_say(LOG_ERROR, "the database connection was lost", "database_says", PQerrorMessage(c), NULL);
                t->sqlstate[0] = '\0';
                PQclear(r);
                PQfinish(c);
                t->db->conn = NULL;
                return false;
        }
        PQclear(r);
        return t->failed < 0;
}

PGresult *trip_take(struct trip *t, int i)
{
        PGresult *r = t->result[i];

        t->result[i] = NULL;
        return r;
}

void trip_end(struct trip *t)
{
        for (int i = 0; i < t->n; i++)
                PQclear(t->result[i]);
        t->n = 0;
}

bool db_alive(const struct db *db)
{
        return db->conn && PQstatus(db->conn) == CONNECTION_OK;
}

PGconn *db_peek(const struct db *db)
{
        return db->conn;
}

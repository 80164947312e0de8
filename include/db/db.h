/* One connection to PostgreSQL with every query prepared, and trips over it: several statements, one round trip. */
#pragma once

#include "base/err.h"
#include "db/handle.h"
#include "db/sql.h"

#include <stdbool.h>

struct db;

struct db_config {
        const char *url;
        const char *name;         /* shown in pg_stat_activity */
        int statement_timeout_ms;
        bool job;                 /* a connection of the jobs role: prepares the SQL_JOB queries too */
};

/* Connects and prepares. NULL: no connection, or a query that does not fit the schema; said why in the log. */
struct db *db_open(const struct db_config *c);
/* True when the connection is usable; tries once to make it so if it was lost, unless the database is known to be gone
 * and another connection is looking for it, or did a moment ago. */
bool db_ensure(struct db *db);
bool db_alive(const struct db *db); /* no network: what the last trip showed */
void db_close(struct db *db);
PGconn *db_peek(const struct db *db); /* to look at its state only */
PGconn *db_conn(struct db *db); /* for COPY and the like; not in pipeline mode */
void db_conn_end(struct db *db); /* trips may run again; all results of what was done are taken */

enum { TRIP_MAX = 6, SQL_PARAMS_MAX = 64 };

/* Statements queued, then sent together; without a `begin` among them (or before) they are one transaction. */
struct trip {
        struct db *db;
        int n;
        int sql[TRIP_MAX];
        PGresult *result[TRIP_MAX]; /* after trip_run; belong to the trip until taken */
        int failed;                 /* index of the statement that failed, -1: none */
        char sqlstate[6];           /* of that failure; "" when the connection was lost */
        char constraint[64];        /* its constraint, or "" */
};
void trip_start(struct trip *t, struct db *db);
/* values in the order of the query's parameters; not kept. */
void trip_add(struct trip *t, int sql, const char *const *values);
bool trip_run(struct trip *t); /* true: all went well. The database's words of a failure go to the log. */
PGresult *trip_take(struct trip *t, int i); /* the caller clears it */
void trip_end(struct trip *t);

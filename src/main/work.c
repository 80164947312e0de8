#include "main/work.h"

#include "sql_table.h"

#include <stdio.h>

struct db *work_open(const struct settings *s)
{
        if (!*s->jobs_url) {
                fputs("请设置 ANJUAN_JOBS_URL / set ANJUAN_JOBS_URL\n", stderr);
                return NULL;
        }
        return db_open(&(struct db_config){.url = s->jobs_url, .name = "anjuan job", .statement_timeout_ms = 600000, .job = true});
}

PGresult *work_ask(struct db *db, int sql, const char *const *values)
{
        struct trip t;
        PGresult *r = NULL;

        trip_start(&t, db);
        trip_add(&t, sql, values);
        if (trip_run(&t))
                r = trip_take(&t, 0);
        trip_end(&t);
        return r;
}

bool work_do(struct db *db, int sql, const char *const *values)
{
        AUTO_RESULT r = work_ask(db, sql, values);

        return r != NULL;
}

bool work_begin(struct db *db, const char *kind)
{
        return work_do(db, SQL_BEGIN, NULL) && work_do(db, SQL_JOB_BEGIN, &kind);
}

bool work_commit(struct db *db)
{
        return work_do(db, SQL_COMMIT, NULL);
}

long long work_rest_ms(uint64_t worked_us, int waiting)
{
        enum { REST = 4, REST_MAX_MS = 10000 };
        uint64_t ms = waiting > 0 ? worked_us * REST / 1000 : 0;

        return ms < REST_MAX_MS ? (long long)ms : REST_MAX_MS;
}

#include "main/import_run.h"

#include "base/digest.h"
#include "base/log.h"
#include "rules/procedure.h"
#include "sql_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const row_status_names[] = {"new", "updated", "unchanged", "skipped", "rejected", NULL};

/* ---- statements ---- */

/* What the statements of src/sql/import.sql may ask for, by name. */
struct bound {
        const char *name, *value;
};

static const char *value_of(const struct bound *more, const struct bound *common, const char *name)
{
        for (; more && more->name; more++)
                if (!strcmp(more->name, name))
                        return more->value;
        for (; common->name; common++)
                if (!strcmp(common->name, name))
                        return common->value;
        return NULL;
}

static PGresult *failed(PGconn *c, const char *what, PGresult *r)
{
        log_say(LOG_ERROR, "a statement of the import failed", "query", what, "database_says",
                r ? PQresultErrorMessage(r) : PQerrorMessage(c), NULL);
        PQclear(r);
        return NULL;
}

static PGresult *ask(struct import_run *run, int sql, const struct bound *more)
{
        const struct sql *q = &sql_table[sql];
        const struct bound common[] = {
            {"system", run->map->kind == MAP_CASES ? run->map->system : run->map->case_system},
            {"run_id", run->id},
            {"token", run->token},
            {NULL},
        };
        const char *values[SQL_PARAMS_MAX];
        PGresult *r;
        ExecStatusType is;

        for (int i = 0; i < q->n_params; i++)
                values[i] = value_of(more, common, q->params[i]);
        r = q->n_params ? PQexecParams(run->conn, q->text, q->n_params, NULL, values, NULL, NULL, 0)
                        : PQexec(run->conn, q->text);
        is = PQresultStatus(r);
        return is == PGRES_COMMAND_OK || is == PGRES_TUPLES_OK ? r : failed(run->conn, q->name, r);
}

static bool step(struct import_run *run, int sql, const struct bound *more)
{
        AUTO_RESULT r = ask(run, sql, more);

        return r != NULL;
}

static bool plain(struct import_run *run, const char *sql)
{
        AUTO_RESULT r = PQexec(run->conn, sql);

        if (PQresultStatus(r) == PGRES_COMMAND_OK)
                return true;
        failed(run->conn, sql, NULL);
        return false;
}

/* A transaction that acts as the import job. */
static bool begin(struct import_run *run)
{
        return plain(run, "begin") && step(run, SQL_IMPORT_RESUME, NULL);
}

static bool end(struct import_run *run, bool good)
{
        if (good && plain(run, "commit"))
                return true;
        plain(run, "rollback");
        return false;
}

/* ---- beginning ---- */

static bool take_token(struct import_run *run)
{
        AUTO_RESULT r = ask(run, SQL_IMPORT_BEGIN, NULL);

        if (r)
                snprintf(run->token, sizeof run->token, "%s", PQgetvalue(r, 0, 0));
        return r != NULL;
}

static bool take_lock(struct import_run *run)
{
        AUTO_RESULT r =
            ask(run, SQL_IMPORT_LOCK, (const struct bound[]){{"system", run->map->system}, {NULL}});

        if (r && strcmp(PQgetvalue(r, 0, 0), "1"))
                log_say(LOG_ERROR, "another import of this system is at work", "system", run->map->system,
                        NULL);
        return r && !strcmp(PQgetvalue(r, 0, 0), "1");
}

static void add_to(char *list, size_t size, const char *word)
{
        size_t n = strlen(list);

        snprintf(list + n, size - n, "%s%s", n > 1 ? "," : "", word);
}

/* What a case's row becomes follows from the table of acts; the temporary table repeats it for the run. */
static bool stage_acts(struct import_run *run)
{
        char kinds[512] = "{", states[512] = "{", finals[512] = "{", paid_up[512] = "{";
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++) {
                /* What a remedy does to a case depends on its outcome, and no other system tells it. */
                if (rows[i].to == CASE_STATE_COUNT || (rows[i].stays && rows[i].decision))
                        continue;
                add_to(kinds, sizeof kinds, rows[i].kind);
                add_to(states, sizeof states, case_state_terms[rows[i].to].code);
                add_to(finals, sizeof finals, case_state_is_final(rows[i].to) ? "t" : "f");
                add_to(paid_up, sizeof paid_up, rows[i].stays ? "t" : "f");
        }
        strcat(kinds, "}"), strcat(states, "}"), strcat(finals, "}"), strcat(paid_up, "}");
        return step(
            run, SQL_IMPORT_ACT,
            (const struct bound[]){
                {"kinds", kinds}, {"states", states}, {"finals", finals}, {"when_paid_up", paid_up}, {NULL}});
}

static bool read_units(struct import_run *run, struct known *known)
{
        AUTO_RESULT r = ask(run, SQL_IMPORT_KNOWN_UNITS, NULL);

        for (int i = 0; i < PQntuples(r); i++) {
                lookup_add(&known->unit_names, PQgetvalue(r, i, 1), PQgetvalue(r, i, 0));
                lookup_add(&known->unit_codes, PQgetvalue(r, i, 0), PQgetvalue(r, i, 1));
        }
        return r != NULL;
}

static bool read_causes(struct import_run *run, struct known *known)
{
        AUTO_RESULT r = ask(run, SQL_IMPORT_KNOWN_CAUSES, NULL);

        for (int i = 0; i < PQntuples(r); i++)
                lookup_add(&known->causes, PQgetvalue(r, i, 0), PQgetvalue(r, i, 1));
        return r != NULL;
}

bool import_run_begin(struct import_run *run, struct known *known)
{
        bool good = plain(run, "set statement_timeout = 0; set lock_timeout = '60s'") && take_lock(run);

        if (!good || !plain(run, "begin"))
                return false;
        good = take_token(run) && read_units(run, known) && read_causes(run, known) &&
               step(run, SQL_IMPORT_TABLES, NULL) && stage_acts(run);
        return end(run, good);
}

/* ---- comparing ---- */

static const int compare_cases[] = {
    SQL_IMPORT_INDEXES,
    SQL_IMPORT_FIND_CASES,
    SQL_IMPORT_REFUSE_CASES,
    SQL_IMPORT_REFUSE_TAKEN_NUMBERS,
    SQL_IMPORT_REFUSE_DOUBLE_NUMBERS,
    SQL_IMPORT_REFUSE_ENDINGS_OF_CASES,
    SQL_IMPORT_REJECTS_ADD,
    SQL_IMPORT_PICK_CASES,
    SQL_IMPORT_PICKED,
    SQL_NONE,
};
static const int compare_events_by_key[] = {
    SQL_IMPORT_INDEXES,       SQL_IMPORT_FIND_CASES,
    SQL_IMPORT_REFUSE_EVENTS, SQL_IMPORT_REFUSE_FILINGS,
    SQL_IMPORT_NAME_EVENTS,   SQL_IMPORT_REFUSE_ENDINGS_OF_EVENTS,
    SQL_IMPORT_REJECTS_ADD,   SQL_IMPORT_PICK_EVENTS,
    SQL_IMPORT_PICKED,        SQL_NONE,
};
static const int compare_events_by_number[] = {
    SQL_IMPORT_INDEXES,       SQL_IMPORT_FIND_CASES_BY_NUMBER,
    SQL_IMPORT_REFUSE_EVENTS, SQL_IMPORT_REFUSE_FILINGS,
    SQL_IMPORT_NAME_EVENTS,   SQL_IMPORT_REFUSE_ENDINGS_OF_EVENTS,
    SQL_IMPORT_REJECTS_ADD,   SQL_IMPORT_PICK_EVENTS,
    SQL_IMPORT_PICKED,        SQL_NONE,
};

static bool steps(struct import_run *run, const int *sql, const struct bound *more)
{
        for (; *sql; sql++)
                if (!step(run, *sql, more))
                        return false;
        return true;
}

static enum row_status status_of(const char *name)
{
        for (int i = 0; i < ROW_STATUSES; i++)
                if (!strcmp(row_status_names[i], name))
                        return (enum row_status)i;
        abort();
}

static bool count_rows(struct import_run *run, long long (*counts)[ROW_STATUSES])
{
        AUTO_RESULT r =
            ask(run, run->map->kind == MAP_CASES ? SQL_IMPORT_COUNT_CASES : SQL_IMPORT_COUNT_EVENTS, NULL);

        for (int i = 0; i < PQntuples(r); i++)
                counts[atoi(PQgetvalue(r, i, 0))][status_of(PQgetvalue(r, i, 1))] +=
                    atoll(PQgetvalue(r, i, 2));
        return r != NULL;
}

static bool count_batches(struct import_run *run)
{
        AUTO_RESULT r = ask(run, SQL_IMPORT_BATCHES, NULL);

        if (r) {
                run->batches = atoll(PQgetvalue(r, 0, 0));
                run->cases = atoll(PQgetvalue(r, 0, 1));
        }
        return r != NULL;
}

/* What the names of events begin with that the rows of cases bring. */
static void mark_of(const struct import_run *run, char *out, size_t size)
{
        snprintf(out, size, "%s@", run->map->system);
}

bool import_run_compare(struct import_run *run, long long (*counts)[ROW_STATUSES])
{
        const int *way = run->map->kind == MAP_CASES   ? compare_cases
                         : run->map->case_number.given ? compare_events_by_number
                                                       : compare_events_by_key;
        char size[24], mark[64];
        const struct bound more[] = {
            {"size", size}, {"mark", mark}, {"event_system", run->map->system}, {NULL}};

        mark_of(run, mark, sizeof mark);
        snprintf(size, sizeof size, "%lld", run->batch_cases);
        return begin(run) && end(run, steps(run, way, more) && count_rows(run, counts) && count_batches(run));
}

static bool take_rejects(PGresult *r, bool (*take)(void *, const struct reject *), void *with)
{
        for (int i = 0; i < PQntuples(r); i++) {
                const struct reject reject = {
                    atoi(PQgetvalue(r, i, 0)), PQgetvalue(r, i, 1), PQgetvalue(r, i, 2), PQgetvalue(r, i, 3),
                    PQgetvalue(r, i, 4),       PQgetvalue(r, i, 5), PQgetvalue(r, i, 6), PQgetvalue(r, i, 7),
                };

                if (!take(with, &reject))
                        return false;
        }
        return true;
}

bool import_run_rejects(struct import_run *run, bool (*take)(void *with, const struct reject *r), void *with)
{
        bool good = true, more = true;

        if (!plain(run, "begin") || !step(run, SQL_IMPORT_REJECTS, NULL))
                return end(run, false);
        /* In pieces: a file may be wrong in every row. */
        while (good && more) {
                AUTO_RESULT r = PQexec(run->conn, "fetch 5000 from reject");

                good = PQresultStatus(r) == PGRES_TUPLES_OK && take_rejects(r, take, with);
                more = PQntuples(r) > 0;
        }
        return end(run, good);
}

/* ---- writing ---- */

static bool audit_run(struct import_run *run, const char *outcome)
{
        return step(run, SQL_IMPORT_RUN_AUDIT,
                    (const struct bound[]){{"outcome", outcome}, {"body", run->files}, {NULL}});
}

bool import_run_dry(struct import_run *run)
{
        return begin(run) && end(run, audit_run(run, "dry_run"));
}

static bool add_units(struct import_run *run, const struct lookup *units)
{
        struct arena a = {0};
        struct text codes = {.arena = &a}, names = {.arena = &a};
        bool good;

        for (size_t i = 0; i < units->n; i++) {
                text_add(&codes, i ? "," : "{");
                text_add_json(&codes, units->pairs[i].to);
                text_add(&names, i ? "," : "{");
                text_add_json(&names, units->pairs[i].from);
        }
        text_add(&codes, units->n ? "}" : "{}");
        text_add(&names, units->n ? "}" : "{}");
        good = step(run, SQL_IMPORT_UNITS_ADD,
                    (const struct bound[]){{"codes", text_str(&codes)}, {"names", text_str(&names)}, {NULL}});
        arena_free(&a);
        return good;
}

bool import_run_start_writing(struct import_run *run, const struct lookup *new_units)
{
        char map_sha256[SHA256_HEX_LEN + 1];
        const struct bound more[] = {
            {"kind", run->map->kind == MAP_CASES ? "cases" : "events"},
            {"system", run->map->system},
            {"map_sha256", map_sha256},
            {"files", run->files},
            {NULL},
        };

        hex_encode(run->map->sha256, sizeof run->map->sha256, map_sha256);
        return begin(run) && end(run, step(run, SQL_IMPORT_RUN_ADD, more) && audit_run(run, "begun") &&
                                          add_units(run, new_units));
}

static const int write_cases[] = {
    SQL_IMPORT_CLEAR,
    SQL_IMPORT_EVENTS_OF_NEW_CASES,
    SQL_IMPORT_EVENTS_OF_CHANGED_CASES,
    SQL_IMPORT_CORRECTIONS_OF_CHANGED_CASES,
    SQL_IMPORT_LIVING,
    SQL_IMPORT_STANDING,
    SQL_IMPORT_ADD_CASES,
    SQL_IMPORT_CHANGE_CASES,
    SQL_IMPORT_STAND_CASES,
    SQL_IMPORT_DROP_PARTIES,
    SQL_IMPORT_PUT_PARTIES,
    SQL_IMPORT_ADD_EVENTS,
    SQL_IMPORT_ADD_PENALTIES,
    SQL_IMPORT_REMEMBER_CASES,
    SQL_IMPORT_AUDIT_CASES,
    SQL_NONE,
};
static const int write_events[] = {
    SQL_IMPORT_CLEAR,         SQL_IMPORT_EVENTS_OF_EVENTS,
    SQL_IMPORT_LIVING,        SQL_IMPORT_STANDING,
    SQL_IMPORT_STAND_CASES,   SQL_IMPORT_ADD_EVENTS,
    SQL_IMPORT_ADD_PENALTIES, SQL_IMPORT_REMEMBER_EVENTS,
    SQL_IMPORT_AUDIT_CASES,   SQL_NONE,
};

bool import_run_write(struct import_run *run, long long batch)
{
        char number[24], mark[64];
        const struct bound more[] = {{"batch", number}, {"mark", mark}, {NULL}};

        snprintf(number, sizeof number, "%lld", batch);
        mark_of(run, mark, sizeof mark);
        return begin(run) &&
               end(run, steps(run, run->map->kind == MAP_CASES ? write_cases : write_events, more));
}

bool import_run_finish(struct import_run *run, const char *counts_json)
{
        const struct bound more[] = {{"counts", counts_json}, {NULL}};

        return begin(run) && end(run, step(run, SQL_IMPORT_RUN_END, more) && audit_run(run, "ok"));
}

#include "main/deadlines.h"
#include "main/command.h"
#include "main/work.h"

#include "api/case_facts.h"
#include "api/law.h"
#include "base/clock.h"
#include "base/log.h"
#include "rules/clue.h"
#include "sql_table.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The server's batches are short: an act may wait for the one that is at its case. */
enum { BATCH_CASES = 500, BATCH_ROWS = 4000, SERVER_ROWS = 200 };

static struct law *read_law(struct db *db)
{
        AUTO_RESULT r = work_ask(db, SQL_LAW_ALL, (const char *const[]){NULL});
        struct arena a = {0};
        struct fault f = {.arena = &a};
        struct law *l = r ? law_read(r, &f) : NULL;

        arena_free(&a);
        if (r && !l)
                log_say(LOG_ERROR, "the calendar contradicts itself", NULL);
        return l;
}

/* ---- from histories ---- */

struct batch {
        struct arena arena;
        struct text rows, cases;
        const struct clock_law *law;
};

static void open_batch(struct batch *b)
{
        b->rows = (struct text){.arena = &b->arena};
        b->cases = (struct text){.arena = &b->arena};
        text_add(&b->rows, "[");
        text_add(&b->cases, "[");
}

/* What has deadlines: what its acts do to terms, where those without any are found and stored, and those a change of the law may touch. */
struct kind {
        const struct term_effects *(*effects)(size_t *n);
        int without, store, outdated, recomputed;
};
static const struct kind kinds[] = {
        {term_effects_table, SQL_DEADLINE_CASES, SQL_DEADLINE_STORE, SQL_DEADLINE_OUTDATED, SQL_DEADLINE_RECOMPUTED},
        {clue_effects, SQL_CLUE_DEADLINE_CLUES, SQL_CLUE_DEADLINE_STORE, SQL_CLUE_DEADLINE_OUTDATED, SQL_CLUE_DEADLINE_RECOMPUTED},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static void add_case(struct batch *b, const struct kind *kind, const PGresult *r, int i)
{
        const char *case_id = PQgetvalue(r, i, 0);
        struct history h = history_read(PQgetisnull(r, i, 2) ? NULL : PQgetvalue(r, i, 2), NULL, &b->arena);
        size_t n_effects, n;
        const struct term_effects *effects = kind->effects(&n_effects);
        struct deadline *d = deadlines_find(&h, effects, n_effects, atoll(PQgetvalue(r, i, 1)), b->law, DAY_NONE, &b->arena, &n);

        deadline_rows_json(&b->rows, case_id, d, n, b->law, &b->arena);
        text_addf(&b->cases, "%s\"%s\"", b->cases.len > 1 ? "," : "", case_id);
}

static bool store(struct db *db, struct batch *b, const struct kind *kind, const PGresult *r)
{
        bool good;

        open_batch(b);
        for (int i = 0; i < PQntuples(r); i++)
                add_case(b, kind, r, i);
        text_add(&b->rows, "]");
        text_add(&b->cases, "]");
        good = work_do(db, kind->store, (const char *const[]){text_str(&b->rows), text_str(&b->cases), NULL});
        arena_free(&b->arena);
        return good;
}

static bool rebuild_kind(struct db *db, struct batch *b, const struct kind *kind, bool all, long *n)
{
        char after[37] = "00000000-0000-0000-0000-000000000000";
        char fetch[12];
        int found = 1;

        snprintf(fetch, sizeof fetch, "%d", BATCH_CASES);
        while (found) {
                AUTO_RESULT r = work_ask(db, kind->without, (const char *const[]){after, all ? "t" : "f", fetch});

                if (!r || !store(db, b, kind, r))
                        return false;
                found = PQntuples(r);
                *n += found;
                if (found)
                        snprintf(after, sizeof after, "%s", PQgetvalue(r, found - 1, 0));
        }
        return true;
}

bool deadlines_rebuild(struct db *db, bool all, long *n)
{
        struct law *law = read_law(db);
        struct batch b = {.law = law ? law_clock(law) : NULL};
        bool good = law != NULL;

        for (int i = 0; good && i < KINDS; i++)
                good = rebuild_kind(db, &b, &kinds[i], all, n);
        law_give(law);
        return good;
}

/* ---- after a change of the law ---- */

/* Columns of deadline_outdated. */
enum { CASE_ID, CODE, NTH, TERM_VERSION, STARTED_BY, BEGUN_BY, START_ON, COUNT_FROM, GIVEN_DAYS, EXTRA_DAYS, PAUSES, DUE_ON,
       P_CODE, P_TERM_VERSION, P_START_ON, P_COUNT_FROM, P_GIVEN_DAYS, P_EXTRA_DAYS, P_PAUSES, P_DUE_ON, P_STATE };

struct row {
        const PGresult *r;
        int i;
};

static const char *value(const struct row *w, int column)
{
        return PQgetisnull(w->r, w->i, column) ? NULL : PQgetvalue(w->r, w->i, column);
}

static day_t day(const struct row *w, int column)
{
        day_t d = DAY_NONE;

        return day_parse(value(w, column), &d) ? d : DAY_NONE;
}

/* "{2024-01-02,2024-01-05}" */
static void read_pauses(const char *text, struct deadline_inputs *in)
{
        char one[DAY_TEXT_SIZE];
        int n = 0;

        for (const char *at = text + 1; strlen(at) >= DAY_TEXT_SIZE - 1 && n < 2 * DEADLINE_PAUSES_MAX; n++) {
                day_t d = DAY_NONE;

                snprintf(one, sizeof one, "%s", at);
                if (!day_parse(one, &d))
                        return;
                if (n % 2)
                        in->pauses[n / 2].to = d;
                else
                        in->pauses[in->n_pauses++] = (struct pause){d, DAY_NONE};
                at += DAY_TEXT_SIZE - 1 + (at[DAY_TEXT_SIZE - 1] == ',');
        }
}

/* The columns of a deadline and of the one it follows stand in the same order. */
static void read_inputs(const struct row *w, const struct term_rule *rule, bool followed, struct pause *pauses,
                        struct deadline_inputs *in)
{
        int at = followed ? P_START_ON - START_ON : 0;
        const char *given = value(w, GIVEN_DAYS + at);

        *in = (struct deadline_inputs){
                .rule = rule,
                .started_by = followed ? "" : value(w, STARTED_BY),
                .begun_by = followed ? NULL : value(w, BEGUN_BY),
                .start_on = day(w, START_ON + at),
                .count_from = day(w, COUNT_FROM + at),
                .given = given != NULL,
                .length = given ? atoi(given) : 0,
                .extra = atoi(value(w, EXTRA_DAYS + at)),
                .pauses = pauses,
        };
        read_pauses(value(w, PAUSES + at), in);
}

/* Where the term that this one follows ends now; one that is over keeps its date. */
static bool follow(const struct row *w, const struct clock_law *law, struct deadline_inputs *in, bool *provisional)
{
        struct pause pauses[DEADLINE_PAUSES_MAX];
        struct deadline_inputs before;
        struct deadline_date date;
        const struct term_rule *rule;

        if (strcmp(value(w, P_STATE), "open") != 0 && strcmp(value(w, P_STATE), "stopped") != 0) {
                in->count_from = day(w, P_DUE_ON);
                return true;
        }
        rule = term_at(law, value(w, P_CODE), day(w, P_START_ON));
        if (!rule)
                return false;
        read_inputs(w, rule, true, pauses, &before);
        deadline_compute(&before, law, DAY_NONE, &date);
        in->count_from = date.due_on;
        *provisional = date.provisional;
        return true;
}

static bool compute(const struct row *w, const struct clock_law *law, struct deadline_inputs *in, struct pause *pauses,
                    struct deadline_date *date)
{
        const struct term_rule *rule = term_at(law, value(w, CODE), day(w, START_ON));
        bool provisional = false;

        if (!rule)
                return false;
        read_inputs(w, rule, false, pauses, in);
        if (value(w, P_CODE) && !follow(w, law, in, &provisional))
                return false;
        deadline_compute(in, law, DAY_NONE, date);
        date->provisional |= provisional;
        return true;
}

static void add_recomputed(struct batch *b, const struct row *w)
{
        struct pause pauses[DEADLINE_PAUSES_MAX];
        struct deadline_inputs in;
        struct deadline_date date;

        if (!compute(w, b->law, &in, pauses, &date))
                return;
        text_addf(&b->rows, "%s{\"case_id\":\"%s\",\"code\":\"%s\",\"nth\":%s,\"state\":\"%s\"", b->rows.len > 1 ? "," : "",
                  value(w, CASE_ID), value(w, CODE), value(w, NTH), date.stopped ? "stopped" : "open");
        if (value(w, DUE_ON))
                text_addf(&b->rows, ",\"was_on\":\"%s\"", value(w, DUE_ON));
        if (date.stopped)
                text_addf(&b->rows, ",\"days_left\":%d", date.days_left);
        text_add(&b->rows, ",");
        deadline_date_json(&b->rows, &in, &date, b->law, &b->arena);
        text_add(&b->rows, "}");
}

static bool write_batch(struct db *db, struct batch *b, const struct kind *kind, const PGresult *r, const char *version)
{
        bool good;

        open_batch(b);
        for (int i = 0; i < PQntuples(r); i++)
                add_recomputed(b, &(struct row){r, i});
        text_add(&b->rows, "]");
        good = work_do(db, kind->recomputed, (const char *const[]){text_str(&b->rows), version}) &&
               work_do(db, SQL_DEADLINE_DONE, NULL);
        arena_free(&b->arena);
        return good;
}

struct place {
        char case_id[37], code[64], nth[12];
};

/* The deadlines of one kind from one case to another, on a connection of its own. */
struct part {
        struct db *db;
        const char *token;
        const struct kind *kind;
        const struct recompute_stop *stop;
        struct batch batch;
        struct place at;
        char until[37];
        int rows; /* of a batch */
        long n;
        bool good;
};

/* One batch behind a place. *found: how many it had. */
static bool recompute_batch(struct part *p, int *found)
{
        char version[12], fetch[12];
        AUTO_RESULT r = NULL;

        snprintf(version, sizeof version, "%d", p->batch.law->version);
        snprintf(fetch, sizeof fetch, "%d", p->rows);
        if (!work_do(p->db, SQL_BEGIN, NULL) || !work_do(p->db, SQL_DEADLINE_GO_ON, &p->token))
                return false;
        r = work_ask(p->db, p->kind->outdated, (const char *const[]){version, p->at.case_id, p->at.code, p->at.nth, p->until, fetch});
        *found = r ? PQntuples(r) : 0;
        if (!r || (*found && !write_batch(p->db, &p->batch, p->kind, r, version)))
                return false;
        if (*found) {
                snprintf(p->at.case_id, sizeof p->at.case_id, "%s", PQgetvalue(r, *found - 1, CASE_ID));
                snprintf(p->at.code, sizeof p->at.code, "%s", PQgetvalue(r, *found - 1, CODE));
                snprintf(p->at.nth, sizeof p->at.nth, "%s", PQgetvalue(r, *found - 1, NTH));
        }
        return work_commit(p->db);
}

static void *recompute_part(void *part)
{
        struct part *p = part;
        uint64_t took_us = 0, began_us;
        int found = 0;

        do {
                p->good = !(p->stop && p->stop->is_due(p->stop->of, took_us));
                began_us = clock_us();
                p->good = p->good && recompute_batch(p, &found);
                took_us = clock_us() - began_us;
                p->n += p->good ? found : 0;
        } while (p->good && found == p->rows);
        return NULL;
}

/* What is left to compute is no longer waited for. */
static bool note_done(struct db *db, const struct clock_law *law, const char *token)
{
        char version[12];

        snprintf(version, sizeof version, "%d", law->version);
        return work_do(db, SQL_BEGIN, NULL) && work_do(db, SQL_DEADLINE_GO_ON, &token) &&
               work_do(db, SQL_LAW_RECOMPUTED, (const char *const[]){version}) && work_commit(db);
}

/* middle: the case up to which the first goes, while the second does the rest; NULL: one does it all. */
static bool recompute_kind(const struct part *whole, struct db *second, const char *middle, long *n)
{
        struct part low = *whole, high = *whole;
        pthread_t thread;
        bool both = false;

        high.good = true;
        if (second && middle) {
                snprintf(low.until, sizeof low.until, "%s", middle);
                snprintf(high.at.case_id, sizeof high.at.case_id, "%s", middle);
                snprintf(high.at.code, sizeof high.at.code, "~"); /* behind every code */
                high.db = second;
                both = !pthread_create(&thread, NULL, recompute_part, &high);
                if (!both)
                        low = *whole;
        }
        recompute_part(&low);
        if (both)
                pthread_join(thread, NULL);
        *n += low.n + high.n;
        return low.good && high.good;
}

static bool recompute_all(struct db *db, struct db *second, const char *middle, const char *token, const struct clock_law *law,
                          const struct recompute_stop *stop, long *n)
{
        for (int i = 0; i < KINDS; i++) {
                const struct part whole = {.db = db, .token = token, .kind = &kinds[i], .stop = stop, .rows = stop ? SERVER_ROWS : BATCH_ROWS, .batch = {.law = law},
                                           .at = {"00000000-0000-0000-0000-000000000000", "", "0"},
                                           .until = "ffffffff-ffff-ffff-ffff-ffffffffffff"};

                if (!recompute_kind(&whole, second, i ? NULL : middle, n))
                        return false;
        }
        return note_done(db, law, token);
}

/* Within a transaction begun: as whom token says; NULL: there is nothing to do. */
static bool recompute_as(struct db *db, struct db *second, const PGresult *token, const struct recompute_stop *stop, long *n)
{
        AUTO_RESULT middle = NULL;
        struct law *law;
        bool good;

        if (!token)
                return false;
        if (PQgetisnull(token, 0, 0))
                return work_commit(db);
        law = read_law(db);
        middle = second ? work_ask(db, SQL_DEADLINE_MIDDLE, NULL) : NULL;
        good = law && work_commit(db) &&
               recompute_all(db, second, middle && PQntuples(middle) ? PQgetvalue(middle, 0, 0) : NULL, PQgetvalue(token, 0, 0), law_clock(law),
                             stop, n);
        law_give(law);
        return good;
}

bool deadlines_recompute(const struct settings *s, struct db *db, long *n)
{
        const char *kind = "background";
        AUTO_RESULT token = work_do(db, SQL_BEGIN, NULL) ? work_ask(db, SQL_JOB_BEGIN, &kind) : NULL;
        struct db *second = work_open(s);
        bool good = recompute_as(db, second, token, NULL, n);

        db_close(second);
        return good;
}

bool deadlines_recompute_due(struct db *db, const struct recompute_stop *stop, long *n)
{
        AUTO_RESULT token = work_do(db, SQL_BEGIN, NULL) ? work_ask(db, SQL_DEADLINE_BEGIN, NULL) : NULL;

        return recompute_as(db, NULL, token, stop, n);
}

/* ---- the command ---- */

static int usage(void)
{
        fputs("用法 / usage: anjuan deadlines recompute\n"
              "              anjuan deadlines rebuild [--all]\n"
              "  recompute   法律或者日历变更后，重算受影响的进行中期限 / after a change of law or calendar\n"
              "  rebuild     为尚无期限的案件（--all：全部案件）按其事件计算 / cases that have none (--all: every case)\n",
              stderr);
        return 2;
}

static bool rebuild(struct db *db, bool all, long *n)
{
        return work_begin(db, "setup") && deadlines_rebuild(db, all, n) && work_commit(db);
}

int deadlines_command(const struct settings *s, int argc, char **argv)
{
        bool recomputes = argc == 1 && !strcmp(argv[0], "recompute");
        bool all = argc == 2 && !strcmp(argv[1], "--all");
        struct db *db;
        bool good;
        long n = 0, left = 0;

        if (!recomputes && !((argc == 1 || all) && !strcmp(argv[0], "rebuild")))
                return usage();
        if (!(db = work_open(s)))
                return 1;
        /* The law may have changed while histories were read. */
        good = recomputes ? deadlines_recompute(s, db, &n) : rebuild(db, all, &n) && deadlines_recompute(s, db, &left);
        db_close(db);
        if (good)
                printf(recomputes ? "已重算期限 %ld 项 / %ld deadlines recomputed\n" : "已计算案件 %ld 件 / %ld cases computed\n", n, n);
        else
                fputs("未能完成（详见日志），可再次运行 / not finished (see the log); it may be run again\n", stderr);
        return good ? 0 : 1;
}

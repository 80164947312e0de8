#include "api/law.h"

#include "api/cells.h"
#include "sql_table.h"

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Shared by all workers and never changed; freed with its last user. */
struct law {
        struct arena arena;
        struct clock_law clock;
        atomic_int users;
};

static struct law *kept;
static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;

/* ---- reading ---- */

static const char *member(const json_t *o, const char *name)
{
        return json_string_value(json_object_get(o, name));
}

static int number(const json_t *o, const char *name)
{
        return (int)json_integer_value(json_object_get(o, name));
}

static bool flag(const json_t *o, const char *name)
{
        return json_is_true(json_object_get(o, name));
}

static day_t day(const json_t *o, const char *name)
{
        day_t d = DAY_NONE;

        return day_parse(member(o, name), &d) ? d : DAY_NONE;
}

static enum term_unit unit_of(const char *code)
{
        int u = TERM_UNIT_COUNT - 1;

        while (u && strcmp(term_unit_codes[u], code))
                u--;
        return (enum term_unit)u;
}

static struct term_rule term_of(const json_t *t, struct arena *a)
{
        return (struct term_rule){
                .code = arena_text(a, member(t, "code")),
                .version = number(t, "version"),
                .valid_from = day(t, "valid_from"),
                .length = number(t, "length"),
                .unit = unit_of(member(t, "unit")),
                .working = flag(t, "working"),
                .rolls = flag(t, "rolls"),
                .article = arena_text(a, member(t, "article")),
                .after = arena_text(a, member(t, "after")),
                .right = flag(t, "party_right"),
                .each = flag(t, "each"),
                .ends_with_case = flag(t, "ends_with_case"),
                .of_fine = flag(t, "of_fine"),
        };
}

static void read_terms(struct law *l, const json_t *terms)
{
        struct term_rule *out = arena_take(&l->arena, sizeof *out * (json_array_size(terms) + 1));
        size_t i;
        json_t *t;

        json_array_foreach(terms, i, t)
                out[i] = term_of(t, &l->arena);
        l->clock.terms = out;
        l->clock.n_terms = json_array_size(terms);
}

static err_t read_days(struct law *l, const json_t *days, const json_t *known, struct fault *f)
{
        size_t n = json_array_size(days), i;
        struct calendar_row *rows = arena_take(f->arena, sizeof *rows * (n + 1));
        struct notice_day *notices = arena_take(&l->arena, sizeof *notices * (n + 1));
        int *years = arena_take(f->arena, sizeof *years * (json_array_size(known) + 1));
        json_t *d;

        json_array_foreach(days, i, d) {
                rows[i] = (struct calendar_row){day(d, "day"), flag(d, "works")};
                notices[i] = (struct notice_day){rows[i].day, rows[i].works, arena_text(&l->arena, member(d, "name"))};
        }
        json_array_foreach(known, i, d)
                years[i] = (int)json_integer_value(d);
        l->clock.notices = notices;
        l->clock.n_notices = n;
        return calendar_make(&l->arena, rows, n, years, json_array_size(known), &l->clock.calendar, f);
}

struct law *law_read(const PGresult *r, struct fault *f)
{
        struct law *l = calloc(1, sizeof *l);
        json_t *days = json_loads(cell(r, "days"), 0, NULL), *years = json_loads(cell(r, "years"), 0, NULL),
               *terms = json_loads(cell(r, "terms"), 0, NULL);
        err_t e;

        if (!l)
                abort();
        l->users = 1;
        l->clock.version = atoi(cell(r, "law_version"));
        read_terms(l, terms);
        e = read_days(l, days, years, f);
        json_decref(days);
        json_decref(years);
        json_decref(terms);
        if (!e)
                return l;
        law_give(l);
        return NULL;
}

const struct clock_law *law_clock(const struct law *l)
{
        return &l->clock;
}

void law_give(struct law *l)
{
        if (!l || atomic_fetch_sub(&l->users, 1) > 1)
                return;
        arena_free(&l->arena);
        free(l);
}

struct law *law_kept(int version)
{
        struct law *l = NULL;

        pthread_mutex_lock(&keeping);
        if (kept && kept->clock.version == version) {
                l = kept;
                atomic_fetch_add(&l->users, 1);
        }
        pthread_mutex_unlock(&keeping);
        return l;
}

void law_keep(struct law *l)
{
        struct law *old;

        atomic_fetch_add(&l->users, 1);
        pthread_mutex_lock(&keeping);
        old = kept;
        kept = l;
        pthread_mutex_unlock(&keeping);
        law_give(old);
}

err_t law_take(struct req *rq, int version, bool once, struct law **out)
{
        AUTO_RESULT r = NULL;
        err_t e;

        if ((*out = law_kept(version)))
                return OK;
        if (once)
                req_set(rq, "law_version", arena_printf(rq->arena, "%d", version));
        if ((e = req_query(rq, SQL_LAW_ALL, &r)))
                return e;
        if (!(*out = law_read(r, &rq->fault)))
                return fault_set(&rq->fault, ERR_INTERNAL, "日历数据自相矛盾", "The calendar contradicts itself");
        if (!once)
                law_keep(*out);
        return OK;
}

__attribute__((destructor)) static void let_go(void)
{
        law_give(kept);
        kept = NULL;
}

/* ---- rows ---- */

static void add_text(struct text *t, const char *name, const char *value)
{
        text_addf(t, ",\"%s\":", name);
        text_add_json(t, value);
}

static void add_day(struct text *t, const char *name, day_t d)
{
        char day_text[DAY_TEXT_SIZE];

        if (d == DAY_NONE)
                text_addf(t, ",\"%s\":null", name);
        else
                text_addf(t, ",\"%s\":\"%s\"", name, day_format(d, day_text));
}

static const char *truth(bool b)
{
        return b ? "true" : "false";
}

void deadline_date_json(struct text *t, const struct deadline_inputs *in, const struct deadline_date *date,
                        const struct clock_law *law, struct arena *a)
{
        text_addf(t, "\"term_version\":%d", in->rule->version);
        add_day(t, "count_from", in->count_from);
        add_day(t, "due_on", date->due_on);
        text_addf(t, ",\"party_right\":%s,\"provisional\":%s,\"explanation\":%s", truth(in->rule->right),
                  truth(date->provisional), deadline_steps_json(date, law, a));
}

/* As a PostgreSQL array: {2024-01-02,2024-01-05,2024-02-01}; without the last day the clock still stands. */
static void add_pauses(struct text *t, const struct deadline_inputs *in)
{
        char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];

        text_add(t, ",\"pauses\":[");
        for (size_t i = 0; i < in->n_pauses; i++) {
                text_addf(t, "%s\"%s\"", i ? "," : "", day_format(in->pauses[i].from, from));
                if (in->pauses[i].to != DAY_NONE)
                        text_addf(t, ",\"%s\"", day_format(in->pauses[i].to, to));
        }
        text_add(t, "]");
}

/* Stored is what does not depend on today. */
static const char *stored_state(enum deadline_state s)
{
        return deadline_state_codes[s == DEADLINE_OVERDUE || s == DEADLINE_LAPSED ? DEADLINE_OPEN : s];
}

static void add_row(struct text *t, const char *case_id, const struct deadline *d, const struct clock_law *law,
                    struct arena *a)
{
        const struct deadline_inputs *in = &d->inputs;

        text_addf(t, "{\"case_id\":\"%s\",\"code\":\"%s\",\"nth\":%d,\"law_version\":%d", case_id, d->code, d->nth,
                  law->version);
        add_text(t, "started_by", in->started_by);
        add_text(t, "begun_by", in->begun_by);
        add_day(t, "start_on", in->start_on);
        if (in->given)
                text_addf(t, ",\"given_days\":%d", in->length);
        text_addf(t, ",\"extra_days\":%d", in->extra);
        add_pauses(t, in);
        add_text(t, "state", stored_state(d->state));
        if (d->state == DEADLINE_STOPPED)
                text_addf(t, ",\"days_left\":%d", d->date.days_left);
        add_day(t, "met_on", d->met_on);
        add_day(t, "void_on", d->void_on);
        add_text(t, "ended_by", d->ended_by);
        text_add(t, ",");
        deadline_date_json(t, in, &d->date, law, a);
        text_add(t, "}");
}

void deadline_rows_json(struct text *t, const char *case_id, const struct deadline *d, size_t n,
                        const struct clock_law *law, struct arena *a)
{
        for (size_t i = 0; i < n; i++) {
                if (t->len > 1)
                        text_add(t, ",");
                add_row(t, case_id, &d[i], law, a);
        }
}

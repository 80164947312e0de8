#include "api/exports.h"

#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* The quarter and the year as documents: a table for each indicator, units (or enforcement subjects) as rows. */

enum { BLOCKS_MAX = 80 };

struct building {
        struct export_job *job;
        struct arena *a;
        json_t *columns, *rows, *total;
        struct doc_block *blocks;
        int n_blocks;
};

/* What a measure is put out as. Hundredths of a day have the two decimals of hundredths of a yuan. */
static const struct {
        const char *unit;
        enum doc_kind kind;
} measures[] = {{"fen", DOC_YUAN}, {"basis points", DOC_PERCENT}, {"1/100 day", DOC_YUAN}, {"yes or no", DOC_TEXT}};

/* Names tell the measure in which a value is kept; a document shows another. */
static const struct {
        const char *kept, *shown;
} renamed[] = {{"（分）", "（元）"}, {"(fen)", "(yuan)"}, {"（万分之一）", ""}, {" (1/100 %)", ""}, {"（百分之一天）", "（天）"}, {" (1/100)", ""}};

static const char *member(const json_t *of, const char *name)
{
        const char *s = json_string_value(json_object_get(of, name));

        return s ? s : "";
}

const char *figure_shown_name(struct arena *a, const char *name)
{
        for (size_t i = 0; i < sizeof renamed / sizeof renamed[0]; i++) {
                const char *at = strstr(name, renamed[i].kept);

                if (at)
                        return arena_printf(a, "%.*s%s%s", (int)(at - name), name, renamed[i].shown, at + strlen(renamed[i].kept));
        }
        return arena_text(a, name);
}

static struct words names_of(struct building *b, const json_t *of, const char *zh, const char *en)
{
        return (struct words){figure_shown_name(b->a, member(of, zh)), figure_shown_name(b->a, member(of, en))};
}

static enum doc_kind kind_of(const json_t *column)
{
        for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
                if (!strcmp(member(column, "unit"), measures[i].unit))
                        return measures[i].kind;
        return DOC_INT;
}

static const char *value_of(struct building *b, const json_t *row, const char *key)
{
        const json_t *v = json_object_get(row, key);

        if (json_is_boolean(v))
                return json_is_true(v) ? (b->job->english ? "yes" : "是") : (b->job->english ? "no" : "否");
        return json_is_integer(v) ? arena_printf(b->a, "%" JSON_INTEGER_FORMAT, json_integer_value(v)) : "—";
}

static const char **cells_of_row(struct building *b, const json_t *row, const json_t *const *columns, int n, const char **to)
{
        *to++ = arena_text(b->a, member(row, b->job->english ? "name_en" : "name_zh"));
        for (int i = 0; i < n; i++)
                *to++ = value_of(b, row, member(columns[i], "key"));
        return to;
}

static struct doc_block *add(struct building *b, enum doc_block_kind kind)
{
        b->blocks[b->n_blocks] = (struct doc_block){.kind = kind};
        return &b->blocks[b->n_blocks++];
}

static void say(struct building *b, enum doc_block_kind kind, const char *zh, const char *en)
{
        add(b, kind)->text = (struct words){zh, en};
}

/* A table of these columns; the first is the name of the unit. */
static struct doc_table *add_table(struct building *b, struct words title, struct words first, const json_t *const *columns, int n)
{
        size_t n_rows = json_array_size(b->rows), width = (size_t)n + 1;
        struct doc_column *c = arena_take(b->a, sizeof *c * width);
        const char **cells = arena_take(b->a, sizeof *cells * (n_rows + 1) * width), **to = cells;
        struct doc_cells *rows = arena_take(b->a, sizeof *rows);
        struct doc_table *t = arena_take(b->a, sizeof *t);
        const json_t *row;
        size_t i;

        c[0] = (struct doc_column){first, DOC_TEXT, 18};
        for (int k = 0; k < n; k++)
                c[k + 1] = (struct doc_column){names_of(b, columns[k], "name_zh", "name_en"), kind_of(columns[k]), 0};
        json_array_foreach(b->rows, i, row)
                to = cells_of_row(b, row, columns, n, to);
        cells_of_row(b, b->total, columns, n, to);
        doc_cells_set(rows, cells, (long)n_rows, (int)width);
        *t = (struct doc_table){.title = title, .columns = c, .n_columns = (int)width, .rows = &rows->rows, .total = to, .frozen_columns = 1};
        add(b, DOC_TABLE)->table = t;
        return t;
}

static void add_groups(struct building *b)
{
        const json_t *columns[DOC_COLUMNS_MAX];
        size_t n = json_array_size(b->columns), i = 0;

        while (i < n) {
                const json_t *first = json_array_get(b->columns, i);
                int k = 0;

                while (i < n && k < DOC_COLUMNS_MAX - 1 && !strcmp(member(json_array_get(b->columns, i), "code"), member(first, "code")))
                        columns[k++] = json_array_get(b->columns, i++);
                add_table(b, (struct words){arena_printf(b->a, "%s %s", member(first, "code"), member(first, "group_zh")),
                                            arena_printf(b->a, "%s %s", member(first, "code"), member(first, "group_en"))},
                          (struct words){"单位", "Unit"}, columns, k);
        }
}

static void add_chart(struct building *b, struct words title, struct words unit, enum doc_kind kind, const char *const *keys, const struct words *names, int n_series)
{
        size_t n = json_array_size(b->rows), i;
        struct doc_chart *c = arena_take(b->a, sizeof *c);
        struct doc_series *series = arena_take(b->a, sizeof *series * (size_t)n_series);
        struct words *categories = arena_take(b->a, sizeof *categories * (n + 1));
        const json_t *row;

        if (n == 0 || n > DOC_POINTS_MAX)
                return;
        json_array_foreach(b->rows, i, row)
                categories[i] = names_of(b, row, "name_zh", "name_en");
        for (int s = 0; s < n_series; s++) {
                long long *values = arena_take(b->a, sizeof *values * n);

                json_array_foreach(b->rows, i, row)
                        values[i] = json_integer_value(json_object_get(row, keys[s]));
                series[s] = (struct doc_series){names[s], values};
        }
        *c = (struct doc_chart){.kind = DOC_BARS, .title = title, .value_kind = kind, .unit = unit, .categories = categories, .n_categories = (int)n, .series = series,
                                .n_series = n_series};
        add(b, DOC_CHART)->chart = c;
}

static json_t *json_in(const PGresult *r, const char *column)
{
        int i = PQfnumber(r, column);

        return PQgetisnull(r, 0, i) ? NULL : json_loads(PQgetvalue(r, 0, i), 0, NULL);
}

static void begin(struct building *b, struct export_job *j, const PGresult *r)
{
        *b = (struct building){.job = j, .a = &j->arena, .columns = json_in(r, "columns"), .rows = json_in(r, "rows"), .total = json_in(r, "total")};
        b->blocks = arena_take(b->a, sizeof *b->blocks * BLOCKS_MAX);
}

static void end(struct building *b, struct doc *d)
{
        say(b, DOC_SIGNATURE, "制表人", "Made by");
        say(b, DOC_SIGNATURE, "审核人", "Checked by");
        args_set(&b->job->args, "rows_done", arena_printf(b->a, "%zu", json_array_size(b->rows)));
        d->blocks = b->blocks;
        d->n_blocks = b->n_blocks;
        json_decref(b->columns), json_decref(b->rows), json_decref(b->total);
}

static err_t nothing_there(struct export_job *j)
{
        return fault_set(&j->fault, ERR_INVALID, "没有这一期的统计，或您无权查看", "There are no such statistics, or not for you");
}

err_t export_quarter_build(struct export_job *j, struct doc *d)
{
        static const char *const acts[] = {"filed", "decided", "ended"}, *const fines[] = {"fines_decided_fen"};
        static const struct words act_names[] = {{"立案", "filed"}, {"作出决定", "decided"}, {"办结", "ended"}}, fine_names[] = {{"罚款决定", "fines decided"}};
        AUTO_RESULT r = export_ask(j, SQL_EXPORT_QUARTER);
        struct building b;
        const char *quarter = args_get(&j->args, "quarter");

        if (!r)
                return j->fault.err;
        if (PQntuples(r) == 0 || PQgetisnull(r, 0, PQfnumber(r, "total")))
                return nothing_there(j);
        begin(&b, j, r);
        d->title = (struct words){arena_printf(b.a, "行政执法统计季报（%s）", quarter), arena_printf(b.a, "Statistics of law enforcement, %s", quarter)};
        say(&b, DOC_PARAGRAPH, arena_text(b.a, PQgetvalue(r, 0, PQfnumber(r, "said_zh"))), arena_text(b.a, PQgetvalue(r, 0, PQfnumber(r, "said_en"))));
        add_groups(&b);
        add_chart(&b, (struct words){"立案、决定、办结", "Filed, decided, ended"}, (struct words){"件", "cases"}, DOC_INT, acts, act_names, 3);
        add_chart(&b, (struct words){"罚款决定", "Fines decided"}, (struct words){"元", "yuan"}, DOC_YUAN, fines, fine_names, 1);
        end(&b, d);
        return OK;
}

/* The columns as they are published: each kind, the total, the amount in yuan and in ten thousand, the procedures. */
static int published_columns(struct building *b, const json_t **columns)
{
        const json_t *c, *total = NULL;
        size_t i;
        int n = 0;

        json_array_foreach(b->columns, i, c) {
                if (!strcmp(member(c, "key"), "subject_penalties"))
                        total = c;
                else if (!strncmp(member(c, "key"), "subject_penalties.", 18))
                        columns[n++] = c;
        }
        columns[n++] = total;
        json_array_foreach(b->columns, i, c)
                if (!strcmp(member(c, "key"), "subject_amount_fen")) {
                        columns[n++] = c;
                        columns[n++] = c;
                }
        json_array_foreach(b->columns, i, c)
                if (!strcmp(member(c, "key"), "subject_simple") || !strcmp(member(c, "key"), "subject_ordinary"))
                        columns[n++] = c;
        return n;
}

err_t export_penalties_build(struct export_job *j, struct doc *d)
{
        static const char *const keys[] = {"subject_penalties"};
        static const struct words names[] = {{"行政处罚", "penalties"}};
        AUTO_RESULT r = export_ask(j, SQL_EXPORT_PENALTIES);
        const json_t *columns[DOC_COLUMNS_MAX];
        const char *year = args_get(&j->args, "year");
        struct doc_column *c;
        struct doc_table *t;
        struct building b;
        int n;

        if (!r)
                return j->fault.err;
        if (PQntuples(r) == 0 || PQgetisnull(r, 0, PQfnumber(r, "total")))
                return nothing_there(j);
        begin(&b, j, r);
        d->title = (struct words){arena_printf(b.a, "%s年度行政处罚实施情况统计表", year), arena_printf(b.a, "Administrative penalties imposed in %s", year)};
        n = published_columns(&b, columns);
        t = add_table(&b, d->title, (struct words){"执法主体", "Enforcement subject"}, columns, n);
        c = (struct doc_column *)(uintptr_t)t->columns;
        for (int i = 1, amounts = 0; i <= n; i++)
                if (c[i].kind == DOC_YUAN && amounts++ == 1) {
                        c[i].kind = DOC_WAN;
                        c[i].title = (struct words){"罚没金额（万元）", "amount (10,000 yuan)"};
                } else if (c[i].title.zh && !strncmp(c[i].title.zh, "合计（宗）：", strlen("合计（宗）："))) {
                        c[i].title.zh += strlen("合计（宗）：");
                        c[i].title.en = strstr(c[i].title.en, ": ") ? strstr(c[i].title.en, ": ") + 2 : c[i].title.en;
                }
        add_chart(&b, (struct words){"行政处罚", "Penalties"}, (struct words){"宗", "decisions"}, DOC_INT, keys, names, 1);
        end(&b, d);
        return OK;
}

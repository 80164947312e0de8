#include "api/exports.h"

#include "api/cells.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* The points of an assessment on paper and as a workbook: what each unit got, and where every point comes from. */

enum { FIRST_ITEM = 4, TRACE_COLUMNS = 9, BLOCKS = 9 };

struct paper {
        struct export_job *job;
        struct arena *a;
        json_t *items, *units;
        struct doc_block blocks[BLOCKS];
        int n;
};

static const char *member(const struct paper *p, const json_t *of, const char *name)
{
        const json_t *v = json_object_get(of, name);

        if (json_is_integer(v))
                return arena_printf(p->a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        return json_is_string(v) ? arena_text(p->a, json_string_value(v)) : "—";
}

static const char *named(const struct paper *p, const json_t *of)
{
        return member(p, of, p->job->english ? "name_en" : "name_zh");
}

static void add(struct paper *p, struct doc_block b)
{
        p->blocks[p->n++] = b;
}

static void say(struct paper *p, const char *heading_zh, const char *heading_en, const char *words)
{
        if (!words || !*words)
                return;
        add(p, (struct doc_block){.kind = DOC_HEADING, .text = {heading_zh, heading_en}});
        add(p, (struct doc_block){.kind = DOC_PARAGRAPH, .text = {arena_text(p->a, words), NULL}});
}

static const json_t *point_of(const json_t *unit, const char *code)
{
        const json_t *point;
        size_t i;

        json_array_foreach(json_object_get(unit, "items"), i, point)
                if (!strcmp(json_string_value(json_object_get(point, "code")), code))
                        return point;
        return NULL;
}

static struct doc_table *table_of(struct paper *p, struct words title, const struct doc_column *columns, int n, const char *const *cells, size_t n_rows)
{
        struct doc_cells *rows = arena_take(p->a, sizeof *rows);
        struct doc_table *t = arena_take(p->a, sizeof *t);

        doc_cells_set(rows, cells, (long)n_rows, n);
        *t = (struct doc_table){.title = title, .columns = columns, .n_columns = n, .rows = &rows->rows, .frozen_columns = 1};
        add(p, (struct doc_block){.kind = DOC_TABLE, .table = t});
        return t;
}

/* Units by what they got, with the points of each item; of a unit whose items the reader may not see, the total alone. */
static void add_points(struct paper *p)
{
        static const struct doc_column head[FIRST_ITEM] = {{{"单位", "Unit"}, DOC_TEXT, 18}, {{"总分", "Total"}, DOC_YUAN, 10},
                                                           {{"各项得分", "Given"}, DOC_YUAN, 10}, {{"计入分值", "Counted"}, DOC_YUAN, 10}};
        size_t n_items = json_array_size(p->items), width = FIRST_ITEM + n_items, i, k;
        struct doc_column *columns = arena_take(p->a, sizeof *columns * width);
        const char **cells = arena_take(p->a, sizeof *cells * (width * json_array_size(p->units) + 1)), **to = cells;
        const json_t *unit, *item;

        memcpy(columns, head, sizeof head);
        json_array_foreach(p->items, k, item)
                columns[FIRST_ITEM + k] = (struct doc_column){{arena_printf(p->a, "%s %s", member(p, item, "code"), member(p, item, "name_zh")),
                                                              arena_printf(p->a, "%s %s", member(p, item, "code"), member(p, item, "name_en"))}, DOC_YUAN, 0};
        json_array_foreach(p->units, i, unit) {
                *to++ = named(p, unit);
                *to++ = member(p, unit, "points");
                *to++ = member(p, unit, "given");
                *to++ = member(p, unit, "counted");
                json_array_foreach(p->items, k, item)
                        *to++ = member(p, point_of(unit, member(p, item, "code")), "points");
        }
        table_of(p, (struct words){"各单位得分", "Points of the units"}, columns, (int)width, cells, json_array_size(p->units));
}

static void add_origins(struct paper *p)
{
        static const struct doc_column columns[TRACE_COLUMNS] = {
                {{"单位", "Unit"}, DOC_TEXT, 18},         {{"代码", "Code"}, DOC_TEXT, 8},         {{"项目", "Item"}, DOC_TEXT, 24},
                {{"值", "Value"}, DOC_INT, 10},           {{"满分的值", "Full at"}, DOC_INT, 10},  {{"不得分的值", "None at"}, DOC_INT, 10},
                {{"得分", "Points"}, DOC_YUAN, 10},       {{"算式（百分之一分）", "Formula (1/100 point)"}, DOC_TEXT, 40}, {{"出处", "Made from"}, DOC_TEXT, 40},
        };
        static const char *const members[] = {"value", "full_at", "zero_at", "points", "formula"};
        const char **cells = arena_take(p->a, sizeof *cells * (TRACE_COLUMNS * json_array_size(p->units) * (json_array_size(p->items) + 1) + 1)), **to = cells;
        const json_t *unit, *item;
        size_t i, k;

        json_array_foreach(p->units, i, unit)
                json_array_foreach(json_object_get(unit, "items"), k, item) {
                        *to++ = named(p, unit);
                        *to++ = member(p, item, "code");
                        *to++ = named(p, item);
                        for (size_t m = 0; m < sizeof members / sizeof members[0]; m++)
                                *to++ = member(p, item, members[m]);
                        *to++ = member(p, item, p->job->english ? "from_en" : "from_zh");
                }
        table_of(p, (struct words){"每一分的算式和出处", "Every point with its formula and what it was made from"}, columns, TRACE_COLUMNS, cells,
                 (size_t)(to - cells) / TRACE_COLUMNS);
}

static void add_chart(struct paper *p)
{
        size_t n = json_array_size(p->units), i;
        struct doc_chart *c = arena_take(p->a, sizeof *c);
        struct doc_series *series = arena_take(p->a, sizeof *series);
        struct words *categories = arena_take(p->a, sizeof *categories * (n + 1));
        long long *values = arena_take(p->a, sizeof *values * (n + 1));
        const json_t *unit;

        if (n == 0 || n > DOC_POINTS_MAX)
                return;
        json_array_foreach(p->units, i, unit) {
                const json_t *points = json_object_get(unit, "points");

                categories[i] = (struct words){named(p, unit), NULL};
                values[i] = json_is_integer(points) ? json_integer_value(points) : DOC_NONE;
        }
        *series = (struct doc_series){{"总分", "total"}, values};
        *c = (struct doc_chart){.kind = DOC_BARS, .title = {"各单位总分", "What the units got in all"}, .value_kind = DOC_YUAN, .unit = {"分", "points"},
                                .categories = categories, .n_categories = (int)n, .series = series, .n_series = 1};
        add(p, (struct doc_block){.kind = DOC_CHART, .chart = c});
}

err_t export_assessment_build(struct export_job *j, struct doc *d)
{
        AUTO_RESULT r = export_ask(j, SQL_EXPORT_ASSESSMENT);
        struct paper *p = arena_take(&j->arena, sizeof *p);

        if (!r)
                return j->fault.err;
        if (PQntuples(r) == 0)
                return fault_set(&j->fault, ERR_INVALID, "没有这次计分，或您无权查看", "There are no such points, or not for you");
        *p = (struct paper){.job = j, .a = &j->arena, .items = json_loads(cell(r, "items"), 0, NULL), .units = json_loads(cell(r, "units"), 0, NULL)};
        d->title = (struct words){arena_printf(p->a, "%s：至%s计分", arena_text(p->a, cell(r, "title")), cell(r, "quarter")),
                                  arena_printf(p->a, "%s: points up to %s", arena_text(p->a, cell(r, "title")), cell(r, "quarter"))};
        add_points(p);
        add_chart(p);
        add_origins(p);
        say(p, "工作部署", "What is to be done", cell(r, "task"));
        say(p, "年终总结", "What came of the year", cell(r, "summary"));
        args_set(&j->args, "rows_done", arena_printf(p->a, "%zu", json_array_size(p->units)));
        d->blocks = p->blocks;
        d->n_blocks = p->n;
        json_decref(p->items), json_decref(p->units);
        return OK;
}

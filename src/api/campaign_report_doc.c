#include "api/campaigns.h"
#include "api/exports.h"

#include "rules/review.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* The report on paper and as a workbook: its JSON as tables, charts and words. */

enum { COLUMNS_MAX = 10, BLOCKS_MAX = 60 };

struct part_column {
        struct doc_column column;
        const char *member; /* "name*": name_zh or name_en */
        const struct term *terms;
};
struct part {
        const char *list;
        struct words heading;
        const struct part_column columns[COLUMNS_MAX]; /* ended by member NULL */
};

#define UNIT_COLUMN {{{"单位", "Unit"}, DOC_TEXT, 24}, "name*", NULL}
#define NUMBER(zh_, en_, member_) {{{zh_, en_}, DOC_INT, 0}, member_, NULL}
/* Hundredths of a point are put out as hundredths of a yuan are. */
#define POINTS(zh_, en_, member_) {{{zh_, en_}, DOC_YUAN, 0}, member_, NULL}
#define FILE_COLUMNS                                                                                                          \
        {{{"案号", "Number"}, DOC_TEXT, 24}, "case_number", NULL}, UNIT_COLUMN,                                            \
        POINTS("得分", "Score", "score"), {{{"等次", "Grade"}, DOC_TEXT, 10}, "grade", review_grade_terms},                   \
        NUMBER("问题数", "Findings", "findings")

static const struct part parts[] = {
        {"ranking", {"单位得分排名（均值，95% 区间）", "Ranking of units (mean, 95 % interval)"},
         {NUMBER("名次", "Rank", "rank"), UNIT_COLUMN, NUMBER("评查案卷", "Reviewed", "reviewed"), POINTS("均值", "Mean", "mean"),
          POINTS("下限", "Low", "low"), POINTS("上限", "High", "high"), {{{"区间重叠的名次", "Overlaps with ranks"}, DOC_TEXT, 24}, "overlaps", NULL}}},
        {"coverage", {"覆盖情况", "Coverage"},
         {UNIT_COLUMN, NUMBER("结案", "Closed", "closed"), NUMBER("抽取", "Drawn", "drawn"), NUMBER("评查", "Reviewed", "reviewed"),
          NUMBER("优秀", "Excellent", "excellent"), NUMBER("合格", "Pass", "pass"), NUMBER("不合格", "Fail", "fail"), NUMBER("特别案卷", "Special", "special"),
          {{{"无案卷可评", "Nothing to review"}, DOC_TEXT, 10}, "nothing_to_review", NULL}}},
        {"problems", {"问题清单", "Problems"},
         {{{{"项", "Item"}, DOC_TEXT, 6}, "item_code", NULL}, {{{"环节", "Stage"}, DOC_TEXT, 14}, "stage", review_stage_terms},
          {{{"内容", "What"}, DOC_TEXT, 40}, "text*", NULL}, {{{"否决", "Veto"}, DOC_TEXT, 6}, "veto", NULL}, NUMBER("案卷数", "Files", "files"),
          NUMBER("单位数", "Units", "units"), POINTS("扣分合计", "Deducted", "deduction"), NUMBER("已整改", "Done", "done"),
          NUMBER("已说明", "Explained", "explained")}},
        {"typical_files", {"典型问题案卷", "Typical files"}, {FILE_COLUMNS}},
        {"excellent_files", {"优秀案卷", "Excellent files"}, {FILE_COLUMNS}},
        {"special_files", {"特别案卷（不计入均值）", "Special files (in no mean)"}, {FILE_COLUMNS}},
};
static const struct part compared = {
        "units", {"与上次评查比较", "Compared with the campaign before"},
        {UNIT_COLUMN, POINTS("上次", "Before", "was"), POINTS("本次", "Now", "is"), POINTS("变化", "Change", "change")},
};

struct report {
        struct export_job *job;
        struct arena *arena;
        const json_t *json;
        struct doc_block *blocks;
        int n;
        long rows;
};

/* ---- words ---- */

static const char *said(const struct report *r, const char *zh, const char *en)
{
        return r->job->english ? en : zh;
}

static const char *term_of(const struct report *r, const struct term *terms, const char *code)
{
        int i = term_find(terms, code);

        return i < 0 ? arena_text(r->arena, code) : said(r, terms[i].zh, terms[i].en);
}

static bool names(const json_t *list, const json_t *word)
{
        const json_t *x;
        size_t i;

        json_array_foreach(list, i, x)
                if (json_equal(x, word))
                        return true;
        return false;
}

/* The ranks of these units, in order. */
static const char *ranks_of(const struct report *r, const json_t *units)
{
        struct text t = {.arena = r->arena};
        const json_t *x;
        size_t i;

        json_array_foreach(json_object_get(r->json, "ranking"), i, x)
                if (names(units, json_object_get(x, "unit_id")))
                        text_addf(&t, "%s%lld", t.len ? said(r, "、", ", ") : "", (long long)json_integer_value(json_object_get(x, "rank")));
        return t.len ? text_str(&t) : NULL;
}

static const char *text_of(const struct report *r, const json_t *value, const struct term *terms)
{
        if (json_is_integer(value))
                return arena_printf(r->arena, "%lld", (long long)json_integer_value(value));
        if (json_is_boolean(value))
                return json_is_true(value) ? said(r, "是", "yes") : NULL;
        if (json_is_array(value))
                return ranks_of(r, value);
        if (!json_is_string(value))
                return NULL;
        return terms ? term_of(r, terms, json_string_value(value)) : arena_text(r->arena, json_string_value(value));
}

static const json_t *member_of(const struct report *r, const json_t *o, const char *name)
{
        size_t n = strlen(name);

        if (name[n - 1] != '*')
                return json_object_get(o, name);
        return json_object_get(o, arena_printf(r->arena, "%.*s_%s", (int)n - 1, name, said(r, "zh", "en")));
}

/* ---- blocks ---- */

static struct words both(const char *text)
{
        return (struct words){text, NULL};
}

static void add_block(struct report *r, struct doc_block b)
{
        if (r->n < BLOCKS_MAX)
                r->blocks[r->n++] = b;
}

static void say(struct report *r, const char *text)
{
        add_block(r, (struct doc_block){.kind = DOC_PARAGRAPH, .text = both(text)});
}

static void add_table(struct report *r, const struct part *p, const json_t *list)
{
        struct doc_table *t = arena_take(r->arena, sizeof *t);
        struct doc_column *columns = arena_take(r->arena, sizeof *columns * COLUMNS_MAX);
        struct doc_cells *rows = arena_take(r->arena, sizeof *rows);
        const char **cells;
        const json_t *row;
        size_t i;
        int n = 0;

        for (; n < COLUMNS_MAX && p->columns[n].member; n++)
                columns[n] = p->columns[n].column;
        cells = arena_take(r->arena, sizeof *cells * ((size_t)n * json_array_size(list) + 1));
        json_array_foreach(list, i, row)
                for (int c = 0; c < n; c++)
                        cells[i * (size_t)n + (size_t)c] = text_of(r, member_of(r, row, p->columns[c].member), p->columns[c].terms);
        doc_cells_set(rows, cells, (long)json_array_size(list), n);
        *t = (struct doc_table){.title = p->heading, .columns = columns, .n_columns = n, .rows = &rows->rows};
        r->rows += (long)json_array_size(list);
        add_block(r, (struct doc_block){.kind = DOC_TABLE, .table = t});
}

/* One series of bars: a value of each member of the list, the first of them where there are more than a chart holds. */
static void add_chart(struct report *r, struct words title, const char *list, const char *name, const struct term *terms, const char *value,
                      enum doc_kind kind, struct words unit)
{
        const json_t *all = json_object_get(r->json, list), *o;
        size_t n = json_array_size(all) < DOC_POINTS_MAX ? json_array_size(all) : DOC_POINTS_MAX;
        struct words *categories = arena_take(r->arena, sizeof *categories * (n + 1));
        long long *values = arena_take(r->arena, sizeof *values * (n + 1));
        struct doc_series *series = arena_take(r->arena, sizeof *series);
        struct doc_chart *c = arena_take(r->arena, sizeof *c);

        if (!n)
                return;
        for (size_t i = 0; i < n; i++) {
                const char *text;

                o = json_array_get(all, i);
                text = text_of(r, member_of(r, o, name), terms);
                categories[i] = both(text ? text : "");
                values[i] = json_integer_value(json_object_get(o, value));
        }
        *series = (struct doc_series){title, values};
        *c = (struct doc_chart){.kind = DOC_BARS, .title = title, .value_kind = kind, .unit = unit, .categories = categories, .n_categories = (int)n,
                                .series = series, .n_series = 1};
        add_block(r, (struct doc_block){.kind = DOC_CHART, .chart = c});
}

/* ---- paragraphs ---- */

static long long number(const json_t *o, const char *name)
{
        return (long long)json_integer_value(json_object_get(o, name));
}

static const char *points(const struct report *r, const json_t *o, const char *name)
{
        const json_t *v = json_object_get(o, name);

        return json_is_integer(v) ? doc_say(DOC_YUAN, text_of(r, v, NULL), true, r->arena) : "—";
}

static const char *value_text(const struct report *r, const json_t *o, const char *name)
{
        const json_t *v = json_object_get(o, name);

        return json_is_string(v) ? json_string_value(v) : json_is_number(v) ? arena_printf(r->arena, "%.3f", json_number_value(v)) : "—";
}

static void say_overview(struct report *r)
{
        const json_t *o = json_object_get(r->json, "overview");

        say(r, r->job->english
                       ? arena_printf(r->arena, "Cases closed from %s to %s: %lld files of %lld units, %lld units with nothing to review. Drawn %lld, reviewed %lld.",
                                      value_text(r, r->json, "period_from"), value_text(r, r->json, "period_to"), number(o, "closed"), number(o, "units"),
                                      number(o, "units_without_cases"), number(o, "drawn"), number(o, "reviewed"))
                       : arena_printf(r->arena, "结案期间 %s 至 %s：%lld 个单位的案卷 %lld 卷，其中 %lld 个单位无案卷可评。抽取 %lld 卷，评查 %lld 卷。",
                                      value_text(r, r->json, "period_from"), value_text(r, r->json, "period_to"), number(o, "units"), number(o, "closed"),
                                      number(o, "units_without_cases"), number(o, "drawn"), number(o, "reviewed")));
        say(r, r->job->english
                       ? arena_printf(r->arena, "Mean of all files %s (95 %% interval %s to %s). Excellent %lld, pass %lld, fail %lld. Special files %lld, in no mean.",
                                      points(r, o, "mean"), points(r, o, "low"), points(r, o, "high"), number(o, "excellent"), number(o, "pass"),
                                      number(o, "fail"), number(o, "special"))
                       : arena_printf(r->arena, "全部案卷均值 %s 分（95%% 区间 %s 至 %s）。优秀 %lld 卷，合格 %lld 卷，不合格 %lld 卷。特别案卷 %lld 卷，不计入均值。",
                                      points(r, o, "mean"), points(r, o, "low"), points(r, o, "high"), number(o, "excellent"), number(o, "pass"),
                                      number(o, "fail"), number(o, "special")));
        say(r, r->job->english
                       ? arena_printf(r->arena, "Findings %lld: %lld done, %lld explained. Objections %lld, of them %lld upheld in whole or in part.",
                                      number(o, "findings"), number(o, "done"), number(o, "explained"), number(o, "objections"), number(o, "objections_upheld"))
                       : arena_printf(r->arena, "发现问题 %lld 项，已整改 %lld 项，已说明 %lld 项。异议 %lld 件，成立或者部分成立 %lld 件。", number(o, "findings"),
                                      number(o, "done"), number(o, "explained"), number(o, "objections"), number(o, "objections_upheld")));
        if (!strcmp(value_text(r, r->json, "scope"), "own"))
                say(r, said(r, "问题和案卷仅列本单位的。", "Problems and files are those of the own unit."));
}

static void say_before(struct report *r, const json_t *b)
{
        say(r, r->job->english ? arena_printf(r->arena, "The campaign before: %s, cases closed from %s to %s, mean %s (%s to %s).", value_text(r, b, "title"),
                                              value_text(r, b, "period_from"), value_text(r, b, "period_to"), points(r, b, "mean"), points(r, b, "low"),
                                              points(r, b, "high"))
                               : arena_printf(r->arena, "上次评查：%s，结案期间 %s 至 %s，均值 %s 分（%s 至 %s）。", value_text(r, b, "title"),
                                              value_text(r, b, "period_from"), value_text(r, b, "period_to"), points(r, b, "mean"), points(r, b, "low"),
                                              points(r, b, "high")));
}

/* A figure with its interval. */
static const char *figure(const struct report *r, const json_t *f)
{
        if (!json_is_object(f))
                return said(r, "不能计算", "not known");
        return r->job->english ? arena_printf(r->arena, "%s (%s to %s)", value_text(r, f, "value"), value_text(r, f, "low"), value_text(r, f, "high"))
                               : arena_printf(r->arena, "%s（%s 至 %s）", value_text(r, f, "value"), value_text(r, f, "low"), value_text(r, f, "high"));
}

static void say_ranking(struct report *r)
{
        say(r, said(r, "按均值排列；区间重叠的单位，名次先后不足以说明优劣。评查不足两卷的单位没有区间。",
                    "By mean; where intervals overlap the order says little. A unit with fewer than two reviewed files has no interval."));
}

static void say_agreement(struct report *r)
{
        const json_t *a = json_object_get(json_object_get(r->json, "agreement"), "grades"), *kappa = json_object_get(a, "kappa"),
                     *ac1 = json_object_get(a, "ac1");

        add_block(r, (struct doc_block){.kind = DOC_HEADING, .text = {"评查一致性", "Agreement of reviewers"}});
        say(r, r->job->english ? arena_printf(r->arena, "Reviewed twice: %lld; share of equal grades %s; Cohen's kappa %s, Gwet's AC1 %s.",
                                              number(a, "files"), value_text(r, a, "observed"), figure(r, kappa), figure(r, ac1))
                               : arena_printf(r->arena, "双人评查 %lld 卷，等次一致的比例 %s；Cohen κ %s，Gwet AC1 %s。", number(a, "files"),
                                              value_text(r, a, "observed"), figure(r, kappa), figure(r, ac1)));
}

static void add_all(struct report *r)
{
        const json_t *before = json_object_get(r->json, "comparison");

        say_overview(r);
        add_chart(r, (struct words){"各单位均值", "Mean of each unit"}, "ranking", "name*", NULL, "mean", DOC_YUAN, (struct words){"分", "points"});
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
                add_table(r, &parts[i], json_object_get(r->json, parts[i].list));
                if (!i)
                        say_ranking(r);
                if (!strcmp(parts[i].list, "problems"))
                        add_chart(r, (struct words){"各环节问题数", "Findings by stage"}, "stages", "stage", review_stage_terms, "findings", DOC_INT,
                                  (struct words){"项", "findings"});
        }
        if (json_is_object(before)) {
                add_table(r, &compared, json_object_get(before, "units"));
                say_before(r, before);
        }
        say_agreement(r);
}

err_t campaign_report_build(struct export_job *j, struct doc *d)
{
        AUTO_RESULT rows = export_ask(j, SQL_EXPORT_CAMPAIGN);
        json_auto_t *json = NULL;
        struct report r = {.job = j, .arena = &j->arena, .blocks = arena_take(&j->arena, sizeof *r.blocks * BLOCKS_MAX)};

        if (!rows)
                return j->fault.err;
        if (!PQntuples(rows))
                return fault_set(&j->fault, ERR_NOT_FOUND, "没有这个评查活动，或者结果尚未公布", "There is no such campaign, or its results are not out yet");
        json = json_loads(PQgetvalue(rows, 0, 0), 0, NULL);
        if (!json)
                return fault_set(&j->fault, ERR_INTERNAL, "报告无法读取", "The report cannot be read");
        r.json = json;
        add_all(&r);
        d->title = both(arena_text(&j->arena, json_string_value(json_object_get(json, "title"))));
        d->author = (struct words){"政策法规处", "Legal department"};
        d->blocks = r.blocks;
        d->n_blocks = r.n;
        args_set(&j->args, "rows_done", arena_printf(&j->arena, "%ld", r.rows));
        return OK;
}

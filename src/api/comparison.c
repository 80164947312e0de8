#include "api/common.h"

#include "api/cells.h"
#include "api/exports.h"

#include "http/req.h"
#include "render/write.h"
#include "rules/unusual.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* Quarters beside each other: comparison, ranking, charts, and notes beside cells. */

static const char *const views[] = {"live", "frozen", NULL};
enum { CHART_QUARTERS_MAX = 20 };

#define SUB_FIELD                                                                                                              \
        {.name = "sub", .type = F_TEXT, .min = 1, .max = 40, .zh = "分项，如线索来源、处罚种类；省略为全部",                    \
         .en = "Sub-figure, such as the source or the kind of penalty; left out: all"}
#define VIEW_FIELD                                                                                                             \
        {.name = "view", .type = F_TEXT, .choices = (const char *const[]){"live", NULL},                                       \
         .zh = "live：各季度都用即时数字；省略时已冻结的季度用冻结数字", .en = "live: live figures of all quarters; left out: frozen ones where a quarter is frozen"}

static const struct field comparison_query[] = {VIEW_FIELD, {0}};
static const struct field ranking_query[] = {VIEW_FIELD, SUB_FIELD, {0}};
static const struct field chart_query[] = {
        VIEW_FIELD,
        SUB_FIELD,
        {.name = "quarters", .type = F_INT, .min = 1, .max = CHART_QUARTERS_MAX, .zh = "至本季度的季度数；省略为 8", .en = "How many quarters up to this one; left out: 8"},
        {0},
};

static const struct field comparison_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "单位；空为合计", .en = "The unit; null: the total"},
        {.name = "view", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = views, .zh = "本季度的即时数字或冻结数字", .en = "Live or frozen figures of this quarter"},
        {.name = "frozen_version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "冻结版本", .en = "Frozen version"},
        {.name = "previous_quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "上一季度", .en = "The quarter before"},
        {.name = "last_year_quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "上年同季", .en = "The same quarter last year"},
        {.name = "nothing_done", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "该单位本季没有立案、决定、办结", .en = "The unit filed, decided and ended nothing"},
        {.name = "rule", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "异常变动的规则：名称、水平（百万分之一）、至少件数、各季天数、说明",
         .en = "The rule for unusual changes: name, level (1/1000000), least number of acts, days of the quarters, in words"},
        {.name = "cells", .type = F_ANY, .flags = FIELD_REQUIRED,
         .zh = "各指标：数值、占合计（万分之一）、名次、与上一季度和上年同季相比（基数为零时 change_bp 为空，记“—”）、本年累计、异常（p、unusual）、批注",
         .en = "Each figure: value, share of the total (1/10000), rank, against the quarter before and the same one last year (change_bp is null, a dash, where"
               " the base is zero), year to date, whether the change is unusual (p, unusual), note"},
        {0},
};
static const struct schema comparison_schema = {"Comparison", comparison_fields};

static const struct field ranking_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "indicator", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "指标", .en = "The figure"},
        {.name = "sub", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "分项", .en = "The sub-figure"},
        {.name = "view", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = views, .zh = "即时数字或冻结数字", .en = "Live or frozen figures"},
        {.name = "rows", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "您有权查看的各单位和合计：数值、占比、名次（看得到全部单位的人）、环比、同比、本季无案件",
         .en = "The units that you may read and the total: value, share, rank (for whoever reads all units), changes, whether nothing was done"},
        {0},
};
static const struct schema ranking_schema = {"Ranking", ranking_fields};

static const struct field note_body[] = {
        {.name = "note", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 2000, .zh = "批注；新的一条代替前一条，前一条保留",
         .en = "The note; a new one holds instead of the one before, which is kept"},
        SUB_FIELD,
        {0},
};
static const struct field note_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "单位；空为合计", .en = "The unit; null: the total"},
        {.name = "indicator", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "指标", .en = "The figure"},
        {.name = "sub", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "分项", .en = "The sub-figure"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本", .en = "Its version"},
        {.name = "note", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 2000, .zh = "批注", .en = "The note"},
        {.name = "written_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "何人", .en = "Who wrote it"},
        {.name = "written_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "姓名", .en = "Name of that person"},
        {.name = "written_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {.name = "frozen_in", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "自哪个冻结版本起包含", .en = "The first frozen version that has it"},
        {.name = "k1", .type = F_TEXT, .zh = "排序用", .en = "For the order"},
        {.name = "k2", .type = F_TEXT, .zh = "排序用", .en = "For the order"},
        {0},
};
static const struct schema note_schema = {"QuarterNote", note_fields};

static long long fact_number(const PGresult *r, const char *column)
{
        const char *s = cell(r, column);

        return s ? strtoll(s, NULL, 10) : 0;
}

static err_t must_be_there(struct req *rq, const PGresult *facts, bool known)
{
        if (!cell_is_true(facts, "may") || !known)
                return fault_set(&rq->fault, ERR_NOT_FOUND, "没有您可以查看的这个数字", "There is no such figure that you may see");
        if (cell_is_true(facts, "future"))
                return fault_field_text(&rq->fault, ERR_BAD_REQUEST, "quarter", "range", "该季度尚未开始", "This quarter has not begun");
        if (strcmp(PQgetvalue(facts, 0, 0), "0") && !req_arg(rq, "view"))
                req_set(rq, "frozen_version", PQgetvalue(facts, 0, 0));
        return OK;
}

/* ---- comparison ---- */

/* Counts of acts that come one by one; amounts, days, shares and what stands at a day are none. */
static bool may_be_tested(const json_t *figure)
{
        const char *kind = json_string_value(json_object_get(figure, "kind")), *unit = json_string_value(json_object_get(figure, "unit"));

        return (!strcmp(kind, "flow") || !strcmp(kind, "sum")) && strcmp(unit, "fen") != 0;
}

static void mark(struct req *rq, json_t *figure, const char *against, const PGresult *facts, const char *days)
{
        json_t *beside = json_object_get(figure, against);
        long long now = json_integer_value(json_object_get(figure, "value")), then = json_integer_value(json_object_get(beside, "value"));
        double p = unusual_p(now, (int)fact_number(facts, "days"), then, (int)fact_number(facts, days));
        bool tested = may_be_tested(figure);

        json_object_set_new(beside, "p", tested ? json_string(arena_printf(rq->arena, "%.3g", p)) : json_null());
        json_object_set_new(beside, "unusual", json_boolean(tested && unusual_is(now, then, p, fact_number(facts, "least"), fact_number(facts, "level_ppm"))));
}

static const char *rule_text(struct req *rq, const PGresult *facts)
{
        return arena_printf(rq->arena,
                "{\"name\":\"" UNUSUAL_RULE "\",\"level_ppm\":%lld,\"least\":%lld,\"days\":%lld,\"days_previous\":%lld,\"days_last_year\":%lld,"
                "\"zh\":\"两季件数按天数的双侧精确二项检验；合计不少于 least 件且 p 小于 level_ppm 百万分之一的为异常\","
                "\"en\":\"exact two-sided binomial test of the counts of two quarters by their days; unusual with at least `least` acts together and p below the level\"}",
                fact_number(facts, "level_ppm"), fact_number(facts, "least"), fact_number(facts, "days"), fact_number(facts, "days_previous"),
                fact_number(facts, "days_last_year"));
}

static err_t judge_comparison(struct req *rq, PGresult *facts)
{
        err_t e = must_be_there(rq, facts, true);
        json_t *cells, *one;
        char *text;
        size_t i;

        if (e)
                return e;
        cells = json_loads(cell(facts, "cells"), 0, NULL);
        json_array_foreach(cells, i, one) {
                mark(rq, one, "previous", facts, "days_previous");
                mark(rq, one, "last_year", facts, "days_last_year");
        }
        text = json_dumps(cells, JSON_COMPACT);
        req_set(rq, "cells", arena_text(rq->arena, text));
        req_set(rq, "rule", rule_text(rq, facts));
        req_set(rq, "nothing_done", cell_is_true(facts, "nothing_done") ? "t" : "f");
        free(text);
        json_decref(cells);
        return OK;
}

static err_t judge_ranking(struct req *rq, PGresult *facts)
{
        return must_be_there(rq, facts, cell_is_true(facts, "known"));
}

/* ---- a chart ---- */

static const struct {
        const char *unit;
        enum doc_kind kind;
        struct words words;
} measures[] = {
        {"cases", DOC_INT, {"件", "cases"}}, {"clues", DOC_INT, {"条", "clues"}}, {"decisions", DOC_INT, {"件", "decisions"}},
        {"penalties", DOC_INT, {"项", "penalties"}}, {"acts", DOC_INT, {"次", "acts"}}, {"orders", DOC_INT, {"件", "orders"}},
        {"inspections", DOC_INT, {"次", "inspections"}}, {"reviews", DOC_INT, {"份", "files"}}, {"units", DOC_INT, {"个", "units"}},
        {"fen", DOC_YUAN, {"元", "yuan"}}, {"basis points", DOC_PERCENT, {"", ""}}, {"1/100 day", DOC_YUAN, {"天", "days"}},
};

static void measure(struct doc_chart *c, const char *unit)
{
        for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
                if (!strcmp(measures[i].unit, unit)) {
                        c->value_kind = measures[i].kind;
                        c->unit = measures[i].words;
                }
}

static const char *word(const json_t *list, size_t i)
{
        const char *s = json_string_value(json_array_get(list, i));

        return s ? s : "";
}

/* The chart tells the measure itself. */
static const char *without_measure(struct req *rq, const char *name, const char *unit, const char *open, const char *close)
{
        const char *tail = arena_printf(rq->arena, "%s%s%s", open, unit ? unit : "", close);
        size_t n = strlen(name), t = strlen(tail);

        return unit && n > t && !strcmp(name + n - t, tail) ? arena_printf(rq->arena, "%.*s", (int)(n - t), name) : name;
}

static void draw(struct req *rq, const json_t *points, const json_t *figure, const json_t *unit)
{
        struct words categories[CHART_QUARTERS_MAX];
        long long values[CHART_QUARTERS_MAX];
        const char *zh = figure_shown_name(rq->arena, word(figure, 0)), *en = figure_shown_name(rq->arena, word(figure, 1));
        struct doc_series series = {{zh, en}, values};
        struct doc_chart c = {.kind = DOC_BARS, .categories = categories, .series = &series, .n_series = 1};
        const json_t *point;
        size_t i;

        measure(&c, word(figure, 2));
        c.title = (struct words){arena_printf(rq->arena, "%s：%s", word(unit, 0), without_measure(rq, zh, c.unit.zh, "（", "）")),
                                 arena_printf(rq->arena, "%s: %s", word(unit, 1), without_measure(rq, en, c.unit.en, " (", ")"))};
        json_array_foreach(points, i, point) {
                const json_t *value = json_array_get(point, 1);

                categories[i] = (struct words){word(point, 0), NULL};
                values[i] = json_is_integer(value) ? json_integer_value(value) : DOC_NONE;
                c.n_categories++;
        }
        req_set(rq, "svg", svg_write(&c, exchange_wants_english(rq->x), rq->arena));
}

static err_t judge_chart(struct req *rq, PGresult *facts)
{
        err_t e = must_be_there(rq, facts, cell_is_true(facts, "known"));
        json_t *points, *figure, *unit;

        if (e)
                return e;
        points = json_loads(cell(facts, "points"), 0, NULL);
        figure = json_loads(cell(facts, "figure_names"), 0, NULL);
        unit = json_loads(cell(facts, "unit_names"), 0, NULL);
        draw(rq, points, figure, unit);
        json_decref(points), json_decref(figure), json_decref(unit);
        return OK;
}

static int the_picture(struct req *rq)
{
        reply_header(rq->x, "Vary", "Accept-Language");
        rq->reply_type = "image/svg+xml";
        return SQL_CHART_GET;
}

/* ---- notes ---- */

static err_t judge_note(struct req *rq, PGresult *facts)
{
        err_t e = must_be_there(rq, facts, cell_is_true(facts, "known"));

        req_set(rq, "note_version", arena_printf(rq->arena, "%lld", fact_number(facts, "version") + 1));
        return e;
}

const struct route comparison_routes[] = {
        {"GET", "/api/v1/statistics/quarters/{quarter}/comparison/{unit}", "getComparison", "统计",
         .zh = "一个单位或合计的全部指标与上一季度、上年同季、本年累计相比，占比、名次、异常变动、批注",
         .en = "All figures of a unit or the total against the quarter before, the same one last year and the year to date, with share, rank, unusual changes, notes",
         .permission = "statistics.read", .flags = ROUTE_REPORT, .query = comparison_query, .reply = &comparison_schema, .sql_lock = SQL_COMPARISON_FACTS,
         .judge = judge_comparison, .sql = SQL_COMPARISON_GET, .example_login = "lead.huangpu", .example_path = "/api/v1/statistics/quarters/2026Q2/comparison/310101"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/ranking/{indicator}", "getRanking", "统计", .zh = "一个指标的各单位名次和占比", .en = "The units ranked by a figure, with shares",
         .permission = "statistics.read", .flags = ROUTE_REPORT, .query = ranking_query, .reply = &ranking_schema, .sql_lock = SQL_RANKING_FACTS, .judge = judge_ranking,
         .sql = SQL_RANKING_GET, .example_login = "legal1.city", .example_path = "/api/v1/statistics/quarters/2026Q2/ranking/filed"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/cells/{indicator}/{unit}/chart.svg", "getCellChart", "统计", .zh = "一个数字近几个季度的图（SVG，带文字说明）",
         .en = "A figure over the last quarters as a chart (SVG, with its words)", .permission = "statistics.read", .flags = ROUTE_REPORT, .query = chart_query,
         .content_type = "image/svg+xml", .sql_lock = SQL_CHART_FACTS, .judge = judge_chart, .choose = the_picture, .sql = SQL_CHART_GET,
         .example_login = "lead.huangpu", .example_path = "/api/v1/statistics/quarters/2026Q2/cells/filed/310101/chart.svg"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/notes", "listQuarterNotes", "统计", .zh = "一个季度的批注，含以前的版本", .en = "The notes of a quarter, earlier versions too",
         .permission = "statistics.read", .flags = ROUTE_LIST, .reply = &note_schema, .sql = SQL_NOTE_LIST, .example_login = "legal1.city",
         .example_path = "/api/v1/statistics/quarters/2026Q2/notes"},
        {"POST", "/api/v1/statistics/quarters/{quarter}/cells/{indicator}/{unit}/notes", "addCellNote", "统计",
         .zh = "在一个数字旁批注；冻结前写下的是该版本的一部分", .en = "Note something beside a figure; what is there before the freeze is part of that version",
         .permission = "statistics.note", .flags = ROUTE_CREATES, .body = note_body, .reply = &note_schema, .sql_lock = SQL_NOTE_FACTS, .judge = judge_note,
         .sql_write = SQL_NOTE_ADD, .sql = SQL_NOTE_GET, .location = "/api/v1/statistics/quarters/{quarter}/notes", .example_login = "legal1.city",
         .example_path = "/api/v1/statistics/quarters/2026Q2/cells/filed/310101/notes", .example_body = "{\"note\":\"专项检查集中立案\"}"},
        {0},
};

#include "api/common.h"

#include "api/cells.h"

#include "http/req.h"
#include "rules/assessment.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* The year's assessment: schemes with targets, points with what they were made from, and the summary. */

enum { ITEMS_MAX = 60, UNITS_MAX = 200 };

static const char *const states[] = {"draft", "published", "retired", NULL};
static const char *const publishes[] = {"own", "totals", NULL};
static const char *const sources[] = {"indicator", "review", "deadline", NULL};

#define SPAN_FIELDS                                                                                                            \
        {.name = "full_at", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "得满分的值", .en = "The value from which all points are given"}, \
        {.name = "zero_at", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "不得分的值", .en = "The value from which none are"}

static const struct field target_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 32, .zh = "单位", .en = "The unit"},
        SPAN_FIELDS,
        {0},
};
static const struct field item_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 20, .zh = "代码", .en = "Its code"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 100, .zh = "名称", .en = "Name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 100, .zh = "英文名称", .en = "Name in English"},
        {.name = "source", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = sources, .zh = "统计指标（本年累计）、评查结果、期限", .en = "A figure of the year to date, results of reviews, or terms"},
        {.name = "figure", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40,
         .zh = "指标；评查为 mean、excellent_bp、pass_bp、fail_bp；期限为期限代码或 all（按期办理率，万分之一）",
         .en = "The indicator; of reviews mean, excellent_bp, pass_bp, fail_bp; of terms their code or all (share in time, 1/10000)"},
        {.name = "sub", .type = F_TEXT, .min = 1, .max = 40, .zh = "指标的分项", .en = "Sub-figure of the indicator"},
        {.name = "weight", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = 100000, .zh = "分值（百分之一分）", .en = "Points, 1/100"},
        SPAN_FIELDS,
        {.name = "less", .type = F_BOOL, .zh = "满分和不得分的值相同时：越少越好", .en = "Where both values are the same: the less, the better"},
        {.name = "targets", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = UNITS_MAX, .fields = target_fields, .zh = "各单位不同的目标", .en = "Units with targets of their own"},
        {0},
};
static const struct field create_body[] = {
        {.name = "year", .type = F_INT, .flags = FIELD_REQUIRED, .min = 2000, .max = 2199, .zh = "年度", .en = "The year"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "标题", .en = "Title"},
        {.name = "task", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 10000, .zh = "工作部署", .en = "What is to be done in the year"},
        {.name = "publishes", .type = F_TEXT, .choices = publishes, .zh = "公布后单位只看本单位得分，或者也看各单位总分；省略为 own",
         .en = "Once published a unit sees its own points, or what every unit got in all too; left out: own"},
        {.name = "items", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = ITEMS_MAX, .fields = item_fields, .zh = "考核项目", .en = "The items"},
        {0},
};
static const struct field summary_body[] = {
        {.name = "summary", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 20000, .zh = "年终总结", .en = "What came of the year"},
        {0},
};
static const struct field run_body[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 6, .max = 6, .check = quarter_is, .zh = "自年初至该季度末；第四季度即全年", .en = "From the start of the year to the end of this quarter; the fourth is the year"},
        {0},
};

#define HEAD_FIELDS                                                                                                            \
        {.name = "assessment_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "方案", .en = "The scheme"},                  \
        {.name = "year", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "年度", .en = "The year"},                              \
        {.name = "edition", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "本年度第几版", .en = "The first, second … of the year"}, \
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "标题", .en = "Title"},                               \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "草案、已公布、已废止", .en = "How far it is"}, \
        {.name = "publishes", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = publishes, .zh = "公布的范围", .en = "What is published"}, \
        {.name = "published_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "公布时间", .en = "When it was published"}, \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

static const struct field row_fields[] = {HEAD_FIELDS, {0}};
static const struct schema row_schema = {"AssessmentRow", row_fields};
static const struct field assessment_fields[] = {
        HEAD_FIELDS,
        {.name = "task", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 10000, .zh = "工作部署", .en = "What is to be done"},
        {.name = "summary", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 20000, .zh = "年终总结", .en = "What came of the year"},
        {.name = "created_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "拟订人", .en = "Who drafted it"},
        {.name = "created_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "拟订时间", .en = "When"},
        {.name = "published_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "公布人", .en = "Who published it"},
        {.name = "items", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "考核项目，各单位的目标只见本单位", .en = "The items; of the targets of units one's own"},
        {.name = "results", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "您可以查看的历次计分", .en = "The computations that you may see"},
        {0},
};
static const struct schema assessment_schema = {"Assessment", assessment_fields};
static const struct field run_fields[] = {
        {.name = "run_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "计分", .en = "The computation"},
        {.name = "assessment_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "方案", .en = "The scheme"},
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "至该季度末", .en = "Up to the end of this quarter"},
        {.name = "made_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "何人", .en = "Who had it computed"},
        {.name = "made_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {.name = "published_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "公布人", .en = "Who published it"},
        {.name = "published_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "公布时间；空：只有政策法规处可见", .en = "When it was published; null: the legal department alone sees it"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"},
        {.name = "units", .type = F_ANY, .flags = FIELD_REQUIRED,
         .zh = "您可以查看的各单位：总分（百分之一分）、各项的值、目标、得分、算式、出处", .en = "The units that you may see: points in all (1/100), and of each item value, target, points, formula and what it was made from"},
        {0},
};
static const struct schema run_schema = {"AssessmentResult", run_fields};

static bool is_in(const PGresult *r, const char *state)
{
        return !strcmp(cell(r, "state"), state);
}

/* ---- schemes ---- */

static const struct {
        const char *column, *member, *code, *zh, *en;
} faults[] = {
        {"bad_figures", "figure", "unknown_ref", "没有这个指标、评查结果或者期限", "There is no such figure, result or term"},
        {"twice", "code", "duplicate", "代码重复", "This code is there twice"},
        {"bad_targets", "targets", "unknown_ref", "单位不存在或者重复", "A unit is not there, or there twice"},
};

/* What of the items does not fit, all of it. */
static void judge_items(struct req *rq, PGresult *facts)
{
        for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
                for (const char *p = cell(facts, faults[i].column); p && *p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
                        fault_field_text(&rq->fault, ERR_INVALID, arena_printf(rq->arena, "/items/%d/%s", atoi(p), faults[i].member), faults[i].code, faults[i].zh,
                                         faults[i].en);
}

static err_t judge_create(struct req *rq, PGresult *facts)
{
        judge_items(rq, facts);
        req_set(rq, "assessment_id", rq->new_id);
        return rq->fault.err;
}

static err_t judge_replace(struct req *rq, PGresult *facts)
{
        if (!is_in(facts, "draft"))
                return fault_set(&rq->fault, ERR_RULE, "只有草案可以修改", "Only a draft can be changed");
        if (strcmp(cell(facts, "year"), req_arg(rq, "year")))
                req_field_fault(rq, "year", "fixed", "年度不可改变", "The year does not change");
        judge_items(rq, facts);
        return rq->fault.err;
}

static err_t judge_publish(struct req *rq, PGresult *facts)
{
        if (!is_in(facts, "draft"))
                return fault_set(&rq->fault, ERR_RULE, "只有草案可以公布", "Only a draft can be published");
        if (cell_is_true(facts, "other"))
                return fault_set(&rq->fault, ERR_RULE, "本年度已有公布的方案，须先废止", "The year has a published scheme; retire it first");
        req_set(rq, "to_state", "published");
        return OK;
}

static err_t judge_retire(struct req *rq, PGresult *facts)
{
        if (!is_in(facts, "published"))
                return fault_set(&rq->fault, ERR_RULE, "只有已公布的方案可以废止", "Only a published scheme can be retired");
        req_set(rq, "to_state", "retired");
        return OK;
}

static err_t judge_summary(struct req *rq, PGresult *facts)
{
        if (!is_in(facts, "published"))
                return fault_set(&rq->fault, ERR_RULE, "只能总结已公布的方案", "Only a published scheme is summed up");
        return OK;
}

/* ---- points ---- */

static long long number(const json_t *of, const char *name)
{
        return json_integer_value(json_object_get(of, name));
}

static struct assessment_item item_of(const json_t *m)
{
        return (struct assessment_item){number(m, "weight"), number(m, "full_at"), number(m, "zero_at"), json_is_true(json_object_get(m, "less"))};
}

static struct assessment_value value_of(const json_t *m)
{
        return (struct assessment_value){json_is_integer(json_object_get(m, "value")), number(m, "value")};
}

static void say_points(struct req *rq, json_t *m)
{
        struct assessment_item i = item_of(m);
        struct assessment_value v = value_of(m);
        long long points = v.known ? assessment_points(&i, v.value) : 0;
        const char *formula = "没有可计的数，不计入 / nothing to measure, taken out";

        if (v.known && i.full != i.zero)
                formula = arena_printf(rq->arena, "%lld × (%lld − %lld) ÷ (%lld − %lld), 0 … %lld = %lld", i.weight, v.value, i.zero, i.full, i.zero, i.weight, points);
        else if (v.known)
                formula = arena_printf(rq->arena, "%lld %s %lld ? %lld : 0 = %lld", v.value, i.less ? "≤" : "≥", i.full, i.weight, points);
        json_object_set_new(m, "points", v.known ? json_integer(points) : json_null());
        json_object_set_new(m, "formula", json_string(formula));
}

static json_t *total_of(const char *unit, const struct assessment_item *items, const struct assessment_value *values, size_t n)
{
        struct assessment_total t = assessment_sum(items, values, n);

        return json_pack("{s:s, s:o, s:I, s:I}", "unit_id", unit, "points", t.known ? json_integer(t.points) : json_null(), "given", (json_int_t)t.given, "counted",
                         (json_int_t)t.counted);
}

static void set_json(struct req *rq, const char *name, json_t *j)
{
        char *text = json_dumps(j, JSON_COMPACT);

        req_set(rq, name, arena_text(rq->arena, text));
        free(text);
        json_decref(j);
}

/* Values come unit by unit, each with all items. */
static void score(struct req *rq, json_t *measured)
{
        struct assessment_item items[ITEMS_MAX];
        struct assessment_value values[ITEMS_MAX];
        json_t *totals = json_array(), *m;
        const char *unit = NULL;
        size_t i, n = 0;

        json_array_foreach(measured, i, m) {
                const char *of = json_string_value(json_object_get(m, "unit_id"));

                if (unit && strcmp(of, unit)) {
                        json_array_append_new(totals, total_of(unit, items, values, n));
                        n = 0;
                }
                unit = of;
                items[n] = item_of(m);
                values[n++] = value_of(m);
                say_points(rq, m);
        }
        if (unit)
                json_array_append_new(totals, total_of(unit, items, values, n));
        set_json(rq, "totals", totals);
        set_json(rq, "points", json_incref(measured));
}

static err_t judge_run(struct req *rq, PGresult *facts)
{
        json_t *measured;

        if (is_in(facts, "draft"))
                return fault_set(&rq->fault, ERR_RULE, "方案公布后才能计分", "Points are computed under a published scheme");
        if (strncmp(req_arg(rq, "quarter"), cell(facts, "year"), 4))
                return req_field_fault(rq, "quarter", "range", "不是方案年度的季度", "It is no quarter of the year of the scheme");
        if (cell_is_true(facts, "future"))
                return req_field_fault(rq, "quarter", "range", "该季度尚未开始", "This quarter has not begun");
        measured = json_loads(cell(facts, "measured") ? cell(facts, "measured") : "[]", 0, NULL);
        score(rq, measured);
        json_decref(measured);
        req_set(rq, "run_id", rq->new_id);
        return OK;
}

static err_t judge_run_publish(struct req *rq, PGresult *facts)
{
        if (cell_is_true(facts, "published"))
                return fault_set(&rq->fault, ERR_RULE, "已经公布", "It is published already");
        return OK;
}

#define ONE "/api/v1/assessments/{assessment_id}"
#define DEMO "/api/v1/assessments/" DEMO_UUID("00901")
#define A_SCHEME                                                                                                               \
        "\"task\":\"案件按期办结，案卷质量提高\",\"publishes\":\"totals\",\"items\":[{\"code\":\"A1\",\"name_zh\":\"公示按期率\"," \
        "\"name_en\":\"disclosed in time\",\"source\":\"indicator\",\"figure\":\"disclosure_rate_bp\",\"weight\":4000,\"full_at\":10000,\"zero_at\":6000}]"

const struct route assessment_routes[] = {
        {"GET", "/api/v1/assessments", "listAssessments", "考核", .zh = "各年度的考核方案，新的在前", .en = "Schemes of assessment, the newest first", .permission = "statistics.read",
         .flags = ROUTE_LIST, .reply = &row_schema, .sql = SQL_ASSESSMENT_LIST, .example_login = "lead.huangpu"},
        {"POST", "/api/v1/assessments", "createAssessment", "考核", .zh = "拟订年度考核方案：部署、项目、各单位目标", .en = "Draft the scheme of a year: what is to be done, items, targets of units",
         .permission = "assessment.write", .flags = ROUTE_CREATES, .body = create_body, .reply = &assessment_schema, .sql_lock = SQL_ASSESSMENT_CREATE_FACTS,
         .judge = judge_create, .sql_write = SQL_ASSESSMENT_CREATE, .sql_after = SQL_ASSESSMENT_CREATE_ITEMS, .sql = SQL_ASSESSMENT_GET,
         .location = "/api/v1/assessments/{assessment_id}", .example_login = "legal1.city",
         .example_body = "{\"year\":2027,\"title\":\"2027年度执法考核\"," A_SCHEME "}"},
        {"GET", ONE, "getAssessment", "考核", .zh = "读取考核方案", .en = "Read a scheme", .permission = "statistics.read", .reply = &assessment_schema, .sql = SQL_ASSESSMENT_GET,
         .example_login = "lead.huangpu", .example_path = DEMO},
        {"PUT", ONE, "replaceAssessment", "考核", .zh = "修改草案：整体替换", .en = "Change a draft: it is replaced as a whole", .permission = "assessment.write",
         .flags = ROUTE_IF_MATCH, .body = create_body, .reply = &assessment_schema, .sql_lock = SQL_ASSESSMENT_REPLACE_FACTS, .judge = judge_replace,
         .sql_write = SQL_ASSESSMENT_REPLACE, .sql_after = SQL_ASSESSMENT_CREATE_ITEMS, .sql = SQL_ASSESSMENT_GET, .example_login = "legal1.city",
         .example_path = "/api/v1/assessments/" DEMO_UUID("00904"), .example_if_match = "\"1\"", .example_body = "{\"year\":2023,\"title\":\"2023年度执法考核\"," A_SCHEME "}"},
        {"POST", ONE "/publication", "publishAssessment", "考核", .zh = "公布考核方案", .en = "Publish a scheme", .permission = "assessment.write", .flags = ROUTE_IF_MATCH,
         .reply = &assessment_schema, .sql_lock = SQL_ASSESSMENT_LOCK, .judge = judge_publish, .sql_write = SQL_ASSESSMENT_MOVE, .sql = SQL_ASSESSMENT_GET,
         .example_login = "legal1.city", .example_path = "/api/v1/assessments/" DEMO_UUID("00902") "/publication", .example_if_match = "\"1\""},
        {"POST", ONE "/retirement", "retireAssessment", "考核", .zh = "废止考核方案", .en = "Retire a scheme", .permission = "assessment.write", .flags = ROUTE_IF_MATCH,
         .reply = &assessment_schema, .sql_lock = SQL_ASSESSMENT_LOCK, .judge = judge_retire, .sql_write = SQL_ASSESSMENT_MOVE, .sql = SQL_ASSESSMENT_GET,
         .example_login = "legal1.city", .example_path = "/api/v1/assessments/" DEMO_UUID("00903") "/retirement", .example_if_match = "\"2\""},
        {"POST", ONE "/summary", "summariseAssessment", "考核", .zh = "写下年终总结", .en = "Write what came of the year", .permission = "assessment.write",
         .flags = ROUTE_IF_MATCH, .body = summary_body, .reply = &assessment_schema, .sql_lock = SQL_ASSESSMENT_LOCK, .judge = judge_summary,
         .sql_write = SQL_ASSESSMENT_SUMMARISE, .sql = SQL_ASSESSMENT_GET, .example_login = "legal1.city", .example_path = DEMO "/summary", .example_if_match = "\"2\"",
         .example_body = "{\"summary\":\"全年任务完成\"}"},
        {"POST", ONE "/results", "computeAssessment", "考核", .zh = "计分（检查）：自年初至一个季度末，每一分都记下算式和出处",
         .en = "Compute points from the start of the year to the end of a quarter, each with its formula and what it was made from", .permission = "assessment.write",
         .flags = ROUTE_CREATES | ROUTE_REPORT, .body = run_body, .reply = &run_schema, .sql_lock = SQL_ASSESSMENT_RUN_FACTS, .judge = judge_run,
         .sql_write = SQL_ASSESSMENT_RUN_ADD, .sql = SQL_ASSESSMENT_RUN_GET, .location = ONE "/results/{run_id}", .example_login = "legal1.city",
         .example_path = DEMO "/results", .example_body = "{\"quarter\":\"2026Q2\"}"},
        {"GET", ONE "/results/{run_id}", "getAssessmentResult", "考核", .zh = "读取计分：公布后单位看本单位各项和方案公布的总分", .en = "Read points; once published a unit sees its own, and the totals where the scheme says so",
         .permission = "statistics.read", .reply = &run_schema, .sql = SQL_ASSESSMENT_RUN_GET, .example_login = "lead.huangpu",
         .example_path = DEMO "/results/" DEMO_UUID("00911")},
        {"POST", ONE "/results/{run_id}/publication", "publishAssessmentResult", "考核", .zh = "向各单位公布计分", .en = "Publish points to the units", .permission = "assessment.write",
         .flags = ROUTE_IF_MATCH, .reply = &run_schema, .sql_lock = SQL_ASSESSMENT_RUN_LOCK, .judge = judge_run_publish, .sql_write = SQL_ASSESSMENT_RUN_PUBLISH,
         .sql = SQL_ASSESSMENT_RUN_GET, .example_login = "legal1.city", .example_path = DEMO "/results/" DEMO_UUID("00912") "/publication", .example_if_match = "\"1\""},
        {0},
};

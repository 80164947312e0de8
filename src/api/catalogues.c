#include "api/cells.h"
#include "api/common.h"

#include "http/req.h"
#include "rules/deadline.h"
#include "rules/number.h"
#include "rules/terms.h"
#include "sql_table.h"

#include <jansson.h>
#include <string.h>

/* ---- fields ---- */

#define MONEY_MAX 1000000000000

static const char *const statuses[] = {"in_force", "future", "past", "withdrawn", NULL};
static const char *const catalogues[] = {"cause", "benchmark", "parameter", "number_template", "term", NULL};
static const char *const benchmark_tiers[] = {"none", "mitigated", "lighter", "general", "heavier", NULL};

/* What every version says of itself. */
#define VERSION_FIELDS                                                                                                        \
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "代码", .en = "Its code"},                            \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本", .en = "Version"},                           \
        {.name = "valid_from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "生效日期", .en = "Day it begins"},             \
        {.name = "next_from", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "下一版本生效日期", .en = "Day the next one begins"}, \
        {.name = "status", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = statuses, .zh = "现行、未生效、失效或者已撤回", \
         .en = "In force, future, past or withdrawn"},                                                                        \
        {.name = "verified", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "已与法律文本核对", .en = "Checked against the text of the law"}, \
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = "追溯生效的理由", .en = "Why it begins in the past"}, \
        {.name = "recorded_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "Recorded at"},              \
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "登记人；随程序安装的为空",        \
         .en = "Who recorded it; null: came with the program"},                                                              \
        {.name = "withdrawn_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "撤回时间", .en = "Withdrawn at"}, \
        {.name = "withdrawn_reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = "撤回理由", .en = "Why withdrawn"}

/* What is said of each when it is added. */
#define NEW_VERSION_FIELDS                                                                                                    \
        {.name = "valid_from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "生效日期", .en = "Day it begins"},             \
        {.name = "verified", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "已与法律文本核对", .en = "Checked against the text of the law"}, \
        {.name = "reason", .type = F_TEXT, .min = 1, .max = 500, .zh = "理由；生效日期不晚于今天时必填", .en = "Reason; required unless it begins after today"}

#define BASIS_FIELD {.name = "basis_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 300, .zh = "依据条款", .en = "Article it stands on"}
#define AMOUNT(field, may, chinese, english) {.name = field, .type = F_INT, .flags = FIELD_NULL | (may), .min = 0, .max = MONEY_MAX, .zh = chinese, .en = english}

#define CAUSE_FIELDS(required)                                                                                                \
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "名称", .en = "Name in Chinese"}, \
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "英文名称", .en = "Name in English"}, \
        BASIS_FIELD,                                                                                                          \
        {.name = "active", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "启用；停用也是一个版本", .en = "In use; taking it out of use is a version too"}, \
        {.name = "penalty_kinds", .type = F_TEXT, .flags = FIELD_LIST | (required), .choices = penalty_codes, .list_max = 20, .zh = "可以给予的处罚种类；空为未定", \
         .en = "Kinds of penalty it allows; empty: not known"},                                                               \
        AMOUNT("fine_min_person_fen", required, "罚款下限（公民，分）", "Least fine of a person, fen"),                       \
        AMOUNT("fine_max_person_fen", required, "罚款上限（公民，分）", "Highest fine of a person, fen"),                     \
        AMOUNT("fine_min_org_fen", required, "罚款下限（法人或者其他组织，分）", "Least fine of an organisation, fen"),       \
        AMOUNT("fine_max_org_fen", required, "罚款上限（法人或者其他组织，分）", "Highest fine of an organisation, fen")

#define OPTIONAL_TEXT(field, may, limit, chinese, english) {.name = field, .type = F_TEXT, .flags = FIELD_NULL | (may), .min = 1, .max = limit, .zh = chinese, .en = english}
#define TIER_FIELDS(required)                                                                                                 \
        {.name = "tier", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = benchmark_tiers, .zh = "档次；none 为不予处罚，mitigated 为减轻", \
         .en = "Tier; none: not penalised, mitigated: below the range of the cause"},                                         \
        {.name = "party_kind", .type = F_TEXT, .flags = FIELD_NULL | (required), .choices = party_codes, .zh = "仅适用于公民或者组织；空为都适用", \
         .en = "For persons or organisations only; null: both"},                                                              \
        {.name = "condition_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000, .zh = "适用条件", .en = "When it applies"}, \
        OPTIONAL_TEXT("measure_zh", required, 50, "计量的是什么", "What is measured"),                                        \
        OPTIONAL_TEXT("measure_unit", required, 20, "计量单位", "Its unit"),                                                  \
        AMOUNT("measure_from", required, "计量数不小于（单位的百分之一）", "From this measure on, hundredths of the unit"),   \
        AMOUNT("measure_below", required, "计量数小于（单位的百分之一）", "Below this measure, hundredths of the unit"),      \
        AMOUNT("min_fen", required, "罚款下限（分）", "Least fine, fen"),                                                     \
        AMOUNT("max_fen", required, "罚款上限（分）", "Highest fine, fen"),                                                   \
        AMOUNT("cap_fen", required, "按计量数计算的封顶数（分）", "Most that the rate may come to, fen"),                     \
        {.name = "rate_fen", .type = F_INT, .flags = FIELD_NULL | (required), .min = 1, .max = MONEY_MAX, .zh = "每计量单位的罚款（分）", .en = "Fine for each unit, fen"}

#define TEMPLATE_FIELDS                                                                                                       \
        {.name = "template", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = NUMBER_TEMPLATE_MAX, .zh = "含{prefix}、{year}、{serial}或者{serial:3}的文字", \
         .en = "Text with {prefix}, {year} and {serial} or {serial:3}"},                                                      \
        {.name = "gapless", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "不得空号", .en = "No number is left out"},        \
        BASIS_FIELD

#define TERM_RULE_FIELDS                                                                                                      \
        {.name = "length", .type = F_INT, .flags = FIELD_REQUIRED, .min = 0, .max = 10000, .zh = "长度；0为由事项自己载明", .en = "How long; 0: only the act says"}, \
        {.name = "unit", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = term_unit_codes, .zh = "单位", .en = "Of what"},  \
        {.name = "working", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "按工作日", .en = "In working days"},              \
        {.name = "rolls", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "期满日为休息日的顺延", .en = "Ends on the next working day where it would end on a day off"}, \
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 300, .zh = "依据条款", .en = "Article"}

static const struct field cause_body[] = {CAUSE_FIELDS(0), NEW_VERSION_FIELDS, {0}};
static const struct field tier_body[] = {TIER_FIELDS(0), {0}};
static const struct field benchmark_body[] = {
        {.name = "title_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "名称", .en = "Its name"},
        BASIS_FIELD,
        {.name = "tiers", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 50, .fields = tier_body, .zh = "档次", .en = "Tiers"},
        NEW_VERSION_FIELDS,
        {0},
};
static const struct field parameter_body[] = {
        {.name = "value", .type = F_INT, .flags = FIELD_REQUIRED, .min = 0, .max = MONEY_MAX, .zh = "数值", .en = "The number"},
        BASIS_FIELD, NEW_VERSION_FIELDS, {0}};
static const struct field template_body[] = {TEMPLATE_FIELDS, NEW_VERSION_FIELDS, {0}};
static const struct field term_body[] = {TERM_RULE_FIELDS, NEW_VERSION_FIELDS, {0}};

static const struct field cause_fields[] = {
        VERSION_FIELDS,
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案由代码", .en = "The cause of action"},
        CAUSE_FIELDS(FIELD_REQUIRED), {0}};
static const struct field tier_fields[] = {TIER_FIELDS(FIELD_REQUIRED), {0}};
static const struct field benchmark_fields[] = {
        VERSION_FIELDS,
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案由代码", .en = "The cause of action"},
        {.name = "title_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Its name"},
        BASIS_FIELD,
        {.name = "tiers", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = tier_fields, .zh = "档次", .en = "Tiers"},
        {0},
};
static const struct field parameter_fields[] = {
        VERSION_FIELDS,
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "参数", .en = "The parameter"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "What it is, in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "What it is, in English"},
        {.name = "value", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "数值", .en = "The number"},
        {.name = "unit_of_measure", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "What it counts"},
        BASIS_FIELD, {0}};
static const struct field template_fields[] = {
        VERSION_FIELDS,
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位；*为没有自己模板的全部单位", .en = "The unit; *: all that have none of their own"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "编号种类", .en = "Of what"},
        TEMPLATE_FIELDS, {0}};
static const struct field term_fields[] = {
        VERSION_FIELDS,
        TERM_RULE_FIELDS,
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Its name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Its name in English"},
        {.name = "after", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "接在哪一期限之后", .en = "Begins where this term ends"},
        {.name = "party_right", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "当事人的权利期间", .en = "A right of a party, not a duty"},
        {.name = "each", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "每次起算一项", .en = "Each act that starts it starts one more"},
        {.name = "ends_with_case", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "随结案终结", .en = "Void when the case ends"},
        {.name = "of_fine", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "有罚款时计算", .en = "Runs only where a fine is owed"},
        {.name = "law_version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "法律日历版本", .en = "The change of the law that brought it"},
        {0},
};

#define CATALOGUE(which, component)                                                                                           \
        static const struct schema which##_schema = {component, which##_fields};                                              \
        static const struct field which##_history_fields[] = {                                                                \
                {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "代码", .en = "Its code"},                    \
                {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "最新版本（ETag）", .en = "Newest version (ETag)"}, \
                {.name = "versions", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = which##_fields, \
                 .zh = "全部版本，生效晚的在前", .en = "All versions, those that begin later first"},                         \
                {0}};                                                                                                         \
        static const struct schema which##_history = {component "History", which##_history_fields}
CATALOGUE(cause, "Cause");
CATALOGUE(benchmark, "Benchmark");
CATALOGUE(parameter, "Parameter");
CATALOGUE(template, "NumberTemplate");
CATALOGUE(term, "LegalTerm");

static const struct field on_query[] = {
        {.name = "on", .type = F_DATE, .zh = "在哪一天现行的；默认今天", .en = "In force on this day; by default today"}, {0}};

static const struct field withdrawal_body[] = {
        {.name = "catalogue", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = catalogues, .zh = "目录", .en = "The catalogue"},
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 80, .zh = "代码；编号模板为“单位.种类”", .en = "The code; of a number template unit.kind"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000000, .zh = "版本", .en = "The version"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "撤回理由", .en = "Why it is withdrawn"},
        {0},
};
static const struct field withdrawal_fields[] = {
        {.name = "catalogue", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = catalogues, .zh = "目录", .en = "The catalogue"},
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "代码", .en = "The code"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本", .en = "The version"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 500, .zh = "撤回理由", .en = "Why it was withdrawn"},
        {.name = "withdrawn_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "撤回时间", .en = "When"},
        {.name = "withdrawn_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "撤回人", .en = "Who withdrew it"},
        {0},
};
static const struct schema withdrawal_schema = {"CatalogueWithdrawal", withdrawal_fields};

/* ---- reads ---- */

static const struct {
        const char *path, *catalogue;
} paths[] = {{"/api/v1/causes", "cause"}, {"/api/v1/benchmarks", "benchmark"}, {"/api/v1/parameters", "parameter"},
             {"/api/v1/number-templates", "number_template"}, {"/api/v1/terms", "term"}};

static void name_catalogue(struct req *rq)
{
        static const char *const codes[] = {"cause_code", "parameter_name", "term_code"};

        for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
                if (!strncmp(rq->route->path, paths[i].path, strlen(paths[i].path)))
                        req_set(rq, "catalogue", paths[i].catalogue);
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
                if (req_arg(rq, codes[i]))
                        req_set(rq, "code", req_arg(rq, codes[i]));
        if (req_arg(rq, "number_kind"))
                req_set(rq, "code", arena_printf(rq->arena, "%s.%s", req_arg(rq, "unit_id"), req_arg(rq, "number_kind")));
}

static int choose_list(struct req *rq)
{
        name_catalogue(rq);
        return SQL_CATALOGUE_LIST;
}

static int choose_one(struct req *rq)
{
        name_catalogue(rq);
        return SQL_CATALOGUE_GET;
}

/* ---- judges of a new version ---- */

static err_t check_past(struct req *rq, const PGresult *r, err_t e)
{
        int64_t decisions = number_of(cell(r, "decisions"));

        if (strcmp(req_arg(rq, "valid_from"), cell(r, "today")) > 0)
                return e;
        if (!req_arg(rq, "reason"))
                e = req_field_fault(rq, "reason", "required", "生效日期不晚于今天的，须说明理由", "A version that does not begin after today says why");
        if (decisions)
                e = req_field_fault(rq, "valid_from", "decided",
                                    arena_printf(rq->arena, "已有%lld件决定依据现行版本作出，不得追溯", (long long)decisions),
                                    arena_printf(rq->arena, "%lld decisions were made under the version it would replace", (long long)decisions));
        return e;
}

/* What holds for each catalogue; e: what was found amiss already. */
static err_t judge_version(struct req *rq, const PGresult *r, err_t e)
{
        if (cell_is_true(r, "taken"))
                e = req_field_fault(rq, "valid_from", "taken", "已有版本自该日生效", "Another version begins on that day");
        e = check_past(rq, r, e);
        req_set(rq, "catalogue", arena_text(rq->arena, cell(r, "catalogue")));
        req_set(rq, "code", arena_text(rq->arena, cell(r, "code")));
        req_set(rq, "new_version", arena_printf(rq->arena, "%lld", (long long)number_of(cell(r, "version")) + 1));
        return e;
}

/* The program knows what it asks for: of these a version is added to what is there. */
static bool is_new(const PGresult *r)
{
        return number_of(cell(r, "version")) == 0;
}

static err_t unknown(struct req *rq)
{
        return fault_set(&rq->fault, ERR_NOT_FOUND, "目录中没有这一项", "The catalogue has no such entry");
}

static bool is_over(struct req *rq, const char *least, const char *most)
{
        return req_arg(rq, least) && req_arg(rq, most) && number_of(req_arg(rq, least)) > number_of(req_arg(rq, most));
}

static err_t judge_cause(struct req *rq, PGresult *r)
{
        static const char *const ranges[][2] = {{"fine_min_person_fen", "fine_max_person_fen"}, {"fine_min_org_fen", "fine_max_org_fen"}};
        err_t e = OK;

        for (size_t i = 0; i < 2; i++) {
                if (is_over(rq, ranges[i][0], ranges[i][1]))
                        e = req_field_fault(rq, ranges[i][1], "range", "上限不得低于下限", "The highest may not be below the least");
                if (req_arg(rq, ranges[i][0]) && !req_arg(rq, ranges[i][1]))
                        e = req_field_fault(rq, ranges[i][1], "required", "有下限的须有上限", "Where there is a least there is a highest");
        }
        return judge_version(rq, r, e);
}

static bool has(const json_t *tier, const char *name)
{
        const json_t *v = json_object_get(tier, name);

        return v && !json_is_null(v);
}

static bool is_inverted(const json_t *tier, const char *least, const char *most)
{
        return has(tier, least) && has(tier, most) &&
               json_integer_value(json_object_get(tier, least)) > json_integer_value(json_object_get(tier, most));
}

/* A tier by itself: {field, wrong when, why}. */
static err_t check_tier(struct req *rq, const json_t *t, size_t at, err_t e)
{
        bool none = !strcmp(json_string_value(json_object_get(t, "tier")), "none"), measured = has(t, "measure_zh");
        bool amounts = has(t, "min_fen") || has(t, "max_fen") || has(t, "cap_fen") || has(t, "rate_fen");
        const struct {
                const char *field, *code;
                bool wrong;
                const char *zh, *en;
        } checks[] = {
                {"tier", "amount", none && amounts, "不予处罚的档次没有金额", "A tier that is not penalised has no amounts"},
                {"max_fen", "range", is_inverted(t, "min_fen", "max_fen"), "上限不得低于下限", "The highest may not be below the least"},
                {"measure_below", "range", is_inverted(t, "measure_from", "measure_below"), "范围上端不得低于下端", "The range ends before it begins"},
                {"measure_zh", "required",
                 !measured && (has(t, "measure_unit") || has(t, "measure_from") || has(t, "measure_below") || has(t, "rate_fen")),
                 "须写明计量的是什么", "Say what is measured"},
                {"cap_fen", "unknown", has(t, "cap_fen") && !has(t, "rate_fen"), "封顶数只用于按计量数计算的罚款", "A cap is for a rate only"},
        };

        for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
                if (checks[i].wrong)
                        e = req_field_fault(rq, arena_printf(rq->arena, "tiers/%zu/%s", at, checks[i].field), checks[i].code, checks[i].zh, checks[i].en);
        return e;
}

static err_t judge_benchmark(struct req *rq, PGresult *r)
{
        const json_t *tiers = json_object_get(rq->body, "tiers"), *t;
        err_t e = OK;
        size_t i;

        if (!cell_is_true(r, "cause_known"))
                return unknown(rq);
        json_array_foreach(tiers, i, t)
                e = check_tier(rq, t, i, e);
        return judge_version(rq, r, e);
}

static err_t judge_parameter(struct req *rq, PGresult *r)
{
        err_t e = OK;

        if (is_new(r))
                return unknown(rq);
        if (!strcmp(cell(r, "unit_of_measure"), "yes or no") && number_of(req_arg(rq, "value")) > 1)
                e = req_field_fault(rq, "value", "range", "只能是0（否）或者1（是）", "It is 0 (no) or 1 (yes)");
        return judge_version(rq, r, e);
}

/* Numbers that were given keep their form: a template begins with the next day at the earliest. */
static err_t judge_template(struct req *rq, PGresult *r)
{
        err_t e = number_template_check(req_arg(rq, "template"), "/template", &rq->fault);

        if (!cell_is_true(r, "unit_known") || !cell_is_true(r, "kind_known"))
                return unknown(rq);
        if (strcmp(req_arg(rq, "valid_from"), cell(r, "today")) <= 0)
                e = req_field_fault(rq, "valid_from", "range", "编号模板最早自明天生效", "A number template begins tomorrow at the earliest");
        return judge_version(rq, r, e);
}

static err_t judge_term(struct req *rq, PGresult *r)
{
        err_t e = OK;

        if (is_new(r))
                return unknown(rq);
        if (*req_arg(rq, "working") == 't' && strcmp(req_arg(rq, "unit"), "day"))
                e = req_field_fault(rq, "working", "check", "只有以日计算的期限才能按工作日", "Only days can be working days");
        return judge_version(rq, r, e);
}

static err_t judge_withdrawal(struct req *rq, PGresult *r)
{
        if (cell_is_true(r, "withdrawn"))
                return fault_set(&rq->fault, ERR_RULE, "该版本已撤回", "This version is withdrawn already");
        if (!cell_is_true(r, "future"))
                return fault_set(&rq->fault, ERR_RULE, "已经生效的版本不能撤回，请登记新版本", "A version that is in force is not withdrawn: add a new one");
        return OK;
}

/* ---- rows ---- */

#define READS(segment, id, zh_list, en_list, zh_one, en_one, schema_, args, example)                                  \
        {"GET", "/api/v1/" segment, "list" id "s", "目录", .zh = zh_list, .en = en_list, .flags = ROUTE_LIST, .query = on_query, \
         .reply = &schema_##_schema, .sql = SQL_CATALOGUE_LIST, .choose = choose_list, .example_login = "officer1.huangpu",   \
         .example_path = "/api/v1/" segment "?on=2026-01-01"},                                                                \
        {"GET", "/api/v1/" segment "/" args, "get" id, "目录", .zh = zh_one, .en = en_one, .reply = &schema_##_history,       \
         .sql = SQL_CATALOGUE_GET, .choose = choose_one, .example_login = "officer1.huangpu", .example_path = "/api/v1/" segment "/" example}
#define ADDS(segment, id, zh_add, en_add, schema_, args, facts, judge_, write, example)                                       \
        "POST", "/api/v1/" segment "/" args "/versions", "add" id "Version", "目录", .zh = zh_add, .en = en_add,              \
        .permission = "catalogue.write", .flags = ROUTE_CREATES | ROUTE_IF_MATCH, .body = schema_##_body,                     \
        .reply = &schema_##_history, .sql_lock = SQL_CATALOGUE_LOCK, .sql_facts = facts, .judge = judge_, .sql_write = write, \
        .sql = SQL_CATALOGUE_GET, .location = "/api/v1/" segment "/" args, .example_login = "legal1.city",                    \
        .example_path = "/api/v1/" segment "/" example "/versions"

const struct route catalogue_routes[] = {
        READS("causes", "Cause", "现行案由", "Causes of action in force", "案由的全部版本", "All versions of a cause", cause, "{cause_code}", "04"),
        {ADDS("causes", "Cause", "登记案由的新版本；停用也是一个版本", "Add a version of a cause; taking it out of use is one too", cause, "{cause_code}",
              SQL_CAUSE_FACTS, judge_cause, SQL_CAUSE_ADD, "10"),
         .example_if_match = "\"2\"",
         .example_body = "{\"valid_from\":\"2030-01-01\",\"verified\":true,\"name_zh\":\"出租或者使用未经验收或者验收不合格的民防工程\","
                         "\"name_en\":\"Letting or using a civil-defence work that has not passed acceptance\","
                         "\"basis_zh\":\"上海市民防条例第三十八条、第四十三条第二项\",\"active\":true,\"penalty_kinds\":[\"warning\",\"fine\","
                         "\"confiscate_income\"],\"fine_min_person_fen\":200000,\"fine_max_person_fen\":500000,"
                         "\"fine_min_org_fen\":2000000,\"fine_max_org_fen\":10000000}"},
        READS("benchmarks", "Benchmark", "现行裁量基准", "Benchmarks of discretion in force", "案由裁量基准的全部版本", "All versions of the benchmark of a cause",
              benchmark, "{cause_code}", "04"),
        {ADDS("benchmarks", "Benchmark", "登记案由裁量基准的新版本", "Add a version of the benchmark of a cause", benchmark, "{cause_code}",
              SQL_BENCHMARK_FACTS, judge_benchmark, SQL_BENCHMARK_ADD, "09"),
         .sql_after = SQL_BENCHMARK_TIERS_ADD, .example_if_match = "\"1\"",
         .example_body = "{\"valid_from\":\"2030-01-01\",\"verified\":true,\"title_zh\":\"行政处罚裁量基准（示例）\",\"basis_zh\":\"裁量基准文件\","
                         "\"tiers\":[{\"tier\":\"none\",\"condition_zh\":\"初次违法且危害后果轻微并及时改正\"},"
                         "{\"tier\":\"general\",\"condition_zh\":\"少建面积不足500平方米\",\"measure_zh\":\"少建面积\",\"measure_unit\":\"平方米\","
                         "\"measure_below\":50000,\"min_fen\":1000000,\"max_fen\":3000000},"
                         "{\"tier\":\"heavier\",\"condition_zh\":\"少建面积500平方米以上\",\"measure_zh\":\"少建面积\",\"measure_unit\":\"平方米\","
                         "\"measure_from\":50000,\"rate_fen\":6000,\"cap_fen\":10000000}]}"},
        READS("parameters", "Parameter", "现行参数：程序限额、听证标准等", "Parameters in force: limits of the procedure, hearing thresholds and others",
              "参数的全部版本", "All versions of a parameter", parameter, "{parameter_name}", "hearing_fine_org"),
        {ADDS("parameters", "Parameter", "登记参数的新版本", "Add a version of a parameter", parameter, "{parameter_name}", SQL_PARAMETER_FACTS,
              judge_parameter, SQL_PARAMETER_ADD, "hearing_fine_org"),
         .example_if_match = "\"1\"",
         .example_body = "{\"valid_from\":\"2030-01-01\",\"value\":10000000,\"basis_zh\":\"行政处罚法第六十三条；上海市行政处罚听证程序规定\",\"verified\":true}"},
        READS("number-templates", "NumberTemplate", "现行编号模板", "Number templates in force", "编号模板的全部版本", "All versions of a number template", template,
              "{unit_id}/{number_kind}", "*/case"),
        {ADDS("number-templates", "NumberTemplate", "登记编号模板的新版本；单位为*时适用于没有自己模板的全部单位",
              "Add a version of a number template; unit *: for all that have none of their own", template, "{unit_id}/{number_kind}",
              SQL_NUMBER_TEMPLATE_FACTS, judge_template, SQL_NUMBER_TEMPLATE_ADD, "310101/case"),
         .example_if_match = "\"0\"",
         .example_body = "{\"valid_from\":\"2030-01-01\",\"template\":\"{prefix}立〔{year}〕{serial:3}号\",\"gapless\":true,"
                         "\"basis_zh\":\"本机关公文处理办法\",\"verified\":true}"},
        READS("terms", "Term", "现行法定期限", "Terms of the law in force", "法定期限的全部版本", "All versions of a term", term, "{term_code}", "defence"),
        {ADDS("terms", "Term", "登记法定期限的新版本；所涉进行中的期限由后台重算", "Add a version of a term; running deadlines it touches are computed anew",
              term, "{term_code}", SQL_TERM_FACTS, judge_term, SQL_TERM_ADD, "clue_verify"),
         .example_if_match = "\"1\"",
         .example_body = "{\"valid_from\":\"2030-01-01\",\"length\":5,\"unit\":\"day\",\"working\":true,\"rolls\":true,"
                         "\"article\":\"线索核查办法\",\"verified\":true}"},
        {"GET", "/api/v1/catalogue-withdrawals", "listCatalogueWithdrawals", "目录", .zh = "撤回的版本，新撤回的在前",
         .en = "Versions withdrawn, the newest first", .flags = ROUTE_LIST, .reply = &withdrawal_schema, .sql = SQL_WITHDRAWAL_LIST,
         .example_login = "officer1.huangpu"},
        {"POST", "/api/v1/catalogue-withdrawals", "withdrawVersion", "目录", .zh = "撤回尚未生效的版本", .en = "Withdraw a version that has not come into force",
         .permission = "catalogue.write", .flags = ROUTE_CREATES, .body = withdrawal_body, .reply = &withdrawal_schema,
         .sql_lock = SQL_CATALOGUE_LOCK, .sql_facts = SQL_WITHDRAWAL_FACTS, .judge = judge_withdrawal, .sql_write = SQL_WITHDRAWAL_ADD,
         .sql = SQL_WITHDRAWAL_GET, .location = "/api/v1/catalogue-withdrawals", .example_login = "legal1.city",
         .example_body = "{\"catalogue\":\"parameter\",\"code\":\"hearing_fine_org\",\"version\":2,\"reason\":\"误录\"}"},
        {0},
};

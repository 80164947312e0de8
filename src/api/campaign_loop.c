#include "api/campaigns.h"
#include "api/cells.h"
#include "api/common.h"
#include "api/deadlines.h"
#include "api/law.h"

#include "rules/campaign.h"
#include "rules/objection.h"
#include "sql_table.h"

#include <string.h>

enum { ITEMS_MAX = 300, DOCUMENTS_MAX = 50 };

static const char *const codes[] = {"objection", "objection_decision", "rectification", "recheck", "escalation", NULL};
static const char *const term_states[] = {"open", "overdue", "met", "met_late", "lapsed", "void", NULL};
static const char *const sides[] = {"unit", "review", NULL};
static const char *const settled[] = {"single", "average", "agreed", "third", NULL};
static const char *const kinds[] = {"drawn", "special", NULL};

/* ---- fields ---- */

#define NEED(member, type_, zh_, en_) {.name = member, .type = type_, .flags = FIELD_REQUIRED, .zh = zh_, .en = en_}
#define MAYBE(member, type_, zh_, en_) {.name = member, .type = type_, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = zh_, .en = en_}
#define LONG(member, flags_, zh_, en_) {.name = member, .type = F_TEXT, .flags = flags_, .min = 1, .max = 4000, .zh = zh_, .en = en_}
#define ITEM_CODE {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 20, .zh = "评查项", .en = "Item of the checklist"}

static const struct field term_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = codes, .zh = "提出异议、决定异议、整改、复查",
         .en = "To object, to decide the objection, to rectify, to re-check"},
        NEED("nth", F_INT, "第几次", "The first, second … of these"),
        NEED("start_on", F_DATE, "起算日，不计入", "The day after which days are counted"),
        NEED("due_on", F_DATE, "期满日", "The last day"),
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = term_states, .zh = "状态（截至今日）", .en = "State as of today"},
        NEED("provisional", F_BOOL, "暂定：所涉年份的放假安排尚未公布", "Provisional: it depends on a year whose notice is not known yet"),
        NEED("length", F_INT, "天数", "How many days"),
        NEED("working", F_BOOL, "按工作日", "In working days"),
        MAYBE("ended_on", F_DATE, "完成或者终结日期", "When it was met or ended"),
        NEED("law_version", F_INT, "法律日历版本", "The calendar as of this change"),
        {.name = "steps", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = deadline_step_fields, .zh = "计算过程",
         .en = "How it was computed: the shifts add up to the date"},
        {0},
};

#define FINDING_FIELDS                                                                                                        \
        ITEM_CODE,                                                                                                            \
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_stage_codes, .zh = "环节", .en = "Stage"}, \
        {.name = "text_zh", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "内容", .en = "The item in Chinese"}, \
        {.name = "text_en", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "内容（英文）", .en = "The item"}, \
        NEED("veto", F_BOOL, "触发否决", "A veto item was hit"),                                                              \
        NEED("deduction", F_INT, "扣分（百分之一分）；双人评查取平均", "Deduction (hundredths of a point); of two sheets their average"), \
        {.name = "remark", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 4000, .zh = "评查理由", .en = "What the reviewers wrote"}, \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = campaign_finding_codes, .zh = "状态", .en = "State"}, \
        MAYBE("due_on", F_DATE, "整改期限", "Until when it is to be rectified"),                                              \
        NEED("version", F_INT, "版本（ETag）", "Version (ETag)")
#define FILE_FIELDS                                                                                                           \
        NEED("campaign_id", F_UUID, "评查活动", "The campaign"), NEED("case_id", F_UUID, "案件", "The case"),                 \
        {.name = "case_number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 100, .zh = "案号", .en = "Case number"}, \
        NEED("unit_id", F_TEXT, "被评查单位", "Reviewed unit")

static const struct field found_fields[] = {FINDING_FIELDS, {0}};
static const struct field finding_row_fields[] = {FILE_FIELDS, FINDING_FIELDS, {0}};
static const struct schema finding_row_schema = {"CampaignFindingRow", finding_row_fields};

static const struct field act_fields[] = {
        NEED("act", F_TEXT, "事项", "The act"),
        LONG("reason", FIELD_REQUIRED | FIELD_NULL, "内容、理由", "What was written"),
        {.name = "documents", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = DOCUMENTS_MAX, .zh = "所附文书", .en = "Documents of the register"},
        MAYBE("due_on", F_DATE, "所定期限", "The term that it set"),
        NEED("recorded_by", F_UUID, "何人", "By whom"),
        NEED("recorded_at", F_TIME, "时间", "When"),
        {0},
};
static const struct field finding_fields[] = {
        FILE_FIELDS,
        FINDING_FIELDS,
        {.name = "acts", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = act_fields, .zh = "经过", .en = "What was done"},
        {.name = "terms", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = term_fields, .zh = "期限", .en = "Terms"},
        {0},
};
static const struct schema finding_schema = {"CampaignFinding", finding_fields};

static const struct field changed_fields[] = {
        ITEM_CODE,
        NEED("veto", F_BOOL, "否决项", "A veto item"),
        NEED("was", F_INT, "原扣分", "Deduction before"),
        NEED("is", F_INT, "现扣分", "Deduction after"),
        {0},
};
static const struct field objection_fields[] = {
        {.name = "items", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = ITEMS_MAX, .zh = "所异议的项", .en = "The items objected to"},
        LONG("reason", FIELD_REQUIRED, "异议理由", "Why"),
        NEED("raised_by", F_UUID, "提出人", "Who objected"),
        NEED("raised_at", F_TIME, "提出时间", "When"),
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = objection_outcome_codes, .zh = "决定", .en = "How it was decided"},
        LONG("decision_reason", FIELD_REQUIRED | FIELD_NULL, "决定理由", "Reasons of the decision"),
        MAYBE("decided_by", F_UUID, "决定人", "Who decided"),
        MAYBE("decided_at", F_TIME, "决定时间", "When"),
        NEED("was_score", F_INT, "原得分", "Score before"),
        {.name = "was_grade", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_grade_codes, .zh = "原等次", .en = "Grade before"},
        MAYBE("score", F_INT, "现得分", "Score after"),
        {.name = "grade", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_grade_codes, .zh = "现等次", .en = "Grade after"},
        {.name = "changes", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = ITEMS_MAX, .fields = changed_fields, .zh = "改动的项", .en = "Items changed"},
        {0},
};
static const struct field result_fields[] = {
        FILE_FIELDS,
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = kinds, .zh = "抽取的或特别的", .en = "Drawn or special"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = campaign_file_codes, .zh = "状态", .en = "State"},
        MAYBE("score", F_INT, "得分（百分之一分）", "Score (hundredths of a point)"),
        MAYBE("vetoed", F_BOOL, "是否触发否决", "Whether a veto item was hit"),
        {.name = "grade", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_grade_codes, .zh = "等次", .en = "Grade"},
        {.name = "settled_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = settled, .zh = "评定方式", .en = "How it was settled"},
        NEED("version", F_INT, "版本（ETag）", "Version (ETag)"),
        {.name = "findings", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = ITEMS_MAX, .fields = found_fields, .zh = "发现的问题", .en = "What was found"},
        {.name = "objection", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = objection_fields, .zh = "异议", .en = "The objection"},
        {.name = "terms", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = term_fields, .zh = "期限", .en = "Terms"},
        {0},
};
static const struct schema result_schema = {"CampaignResult", result_fields};

static const struct field object_body[] = {
        {.name = "items", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .min = 1, .max = 20, .list_max = ITEMS_MAX, .zh = "所异议的项", .en = "The items objected to"},
        LONG("reason", FIELD_REQUIRED, "异议理由", "Why"),
        {0},
};
static const struct field is_fields[] = {
        ITEM_CODE,
        {.name = "deduction", .type = F_INT, .flags = FIELD_REQUIRED, .min = 0, .max = 100000, .zh = "保留的扣分；0 为撤销", .en = "What is left of the deduction; 0: nothing"},
        {0},
};
static const struct field decide_body[] = {
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = objection_outcome_codes, .zh = "成立、部分成立、不成立", .en = "Upheld, in part, rejected"},
        LONG("reason", FIELD_REQUIRED, "理由", "Reasons"),
        {.name = "items", .type = F_OBJECT, .flags = FIELD_LIST, .list_max = ITEMS_MAX, .fields = is_fields, .zh = "部分成立时改动的项", .en = "With partly: the items that change"},
        {0},
};
static const struct field text_body[] = {LONG("reason", FIELD_REQUIRED, "内容、理由", "What there is to say, or why"), {0}};
#define DAYS {.name = "days", .type = F_INT, .min = 1, .max = 365, .zh = "期限（日）；默认为活动的设置", .en = "Days; by default as the campaign has it"}
static const struct field term_body[] = {LONG("reason", FIELD_REQUIRED, "整改要求、理由", "What is asked for, or why"), DAYS, {0}};
static const struct field notice_body[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 32, .zh = "被评查单位", .en = "Reviewed unit"},
        LONG("reason", FIELD_REQUIRED, "整改要求", "What is asked for"),
        DAYS,
        {0},
};
static const struct field proof_body[] = {
        LONG("reason", FIELD_REQUIRED, "整改情况", "What was done"),
        {.name = "documents", .type = F_UUID, .flags = FIELD_LIST, .list_max = DOCUMENTS_MAX, .zh = "登记的文书", .en = "Documents of the case's register"},
        {0},
};
static const struct field notice_fields[] = {
        NEED("campaign_id", F_UUID, "评查活动", "The campaign"),
        NEED("unit_id", F_TEXT, "被评查单位", "Reviewed unit"),
        NEED("findings", F_INT, "所通知的问题数", "Findings in the notice"),
        NEED("due_on", F_DATE, "整改期限", "Until when they are to be rectified"),
        {0},
};
static const struct schema notice_schema = {"RectificationNotice", notice_fields};

static const struct field finding_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "被评查单位", .en = "Reviewed unit"},
        {.name = "state", .type = F_TEXT, .choices = campaign_finding_codes, .zh = "状态", .en = "State"},
        {0},
};
static const struct field objection_file_fields[] = {
        {.name = "campaign_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查活动", .en = "The campaign"},
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "file", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "案卷：当事人、人员、经过、文书、期限", .en = "The file: parties, officers, events, documents, deadlines"},
        {0},
};
static const struct schema objection_file_schema = {"ObjectionFile", objection_file_fields};

static const struct field work_query[] = {
        {.name = "side", .type = F_TEXT, .choices = sides, .zh = "unit 由单位办，review 由评查方办", .en = "unit: the unit's turn; review: the reviewing side's"},
        {.name = "view", .type = F_TEXT, .choices = (const char *const[]){"overdue", "due_soon", NULL}, .zh = "已逾期、临期", .en = "overdue, due_soon"},
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "被评查单位", .en = "Reviewed unit"},
        {.name = "campaign_id", .type = F_UUID, .zh = "评查活动", .en = "The campaign"},
        {0},
};
static const struct field work_fields[] = {
        FILE_FIELDS,
        {.name = "campaign_title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "评查活动名称", .en = "Title of the campaign"},
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = codes, .zh = "应办事项", .en = "What is to be done"},
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 20, .zh = "评查项；空为整卷", .en = "Item; empty: the file as a whole"},
        {.name = "side", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = sides, .zh = "由谁办", .en = "Whose turn it is"},
        NEED("start_on", F_DATE, "起算日", "The day after which days are counted"),
        NEED("due_on", F_DATE, "期满日", "The last day"),
        NEED("days_left", F_INT, "剩余天数", "Days left"),
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = term_states, .zh = "状态", .en = "State"},
        NEED("provisional", F_BOOL, "暂定", "Provisional"),
        NEED("stands", F_TEXT, "案卷或者问题的状态", "State of the file or finding"),
        {0},
};
static const struct schema work_schema = {"ReviewWorklistItem", work_fields};

/* ---- terms ---- */

/* As the argument :term: so many days from today on. */
static err_t set_term(struct req *rq, const PGresult *r, const char *code, const char *act, int length, bool working)
{
        struct term_rule rule = {.code = code, .version = 1, .length = length, .unit = TERM_DAY, .working = working, .rolls = true,
                                 .article = "案卷评查办法（可配置）"};
        struct deadline_inputs in = {.rule = &rule, .started_by = act, .start_on = day_of(cell(r, "today")), .count_from = day_of(cell(r, "today"))};
        struct deadline_date date;
        struct text t = {.arena = rq->arena};
        AUTO_LAW law = NULL;
        err_t e = law_take(rq, atoi(cell(r, "law_version")), false, &law);

        if (e)
                return e;
        deadline_compute(&in, law_clock(law), DAY_NONE, &date);
        text_addf(&t, "{\"code\":\"%s\",\"length\":%d,\"working\":%s,\"start_on\":\"%s\",\"law_version\":%s,", code, length, working ? "true" : "false",
                  cell(r, "today"), cell(r, "law_version"));
        deadline_date_json(&t, &in, &date, law_clock(law), rq->arena);
        text_add(&t, "}");
        req_set(rq, "term", text_str(&t));
        return OK;
}

/* ---- steps of the campaign ---- */

static err_t judge_feedback(struct req *rq, PGresult *r)
{
        err_t e = campaign_take_step(rq, r, "feedback");

        return e ? e : set_term(rq, r, "objection", "feedback", atoi(cell(r, "objection_days")), true);
}

static err_t judge_rectify(struct req *rq, PGresult *r)
{
        err_t e = campaign_take_step(rq, r, "rectify");

        if (!e)
                campaign_figures(rq, r);
        return e;
}

static err_t judge_report(struct req *rq, PGresult *r)
{
        return campaign_take_step(rq, r, "report");
}

static err_t judge_close(struct req *rq, PGresult *r)
{
        return campaign_take_step(rq, r, "close");
}

/* ---- steps of a file or a finding ---- */

static err_t take_part_step(struct req *rq, const PGresult *r, const struct campaign_step *steps, const struct term *states, const char *act)
{
        const struct campaign_step *s = campaign_step_find(steps, states, act, cell(r, "state"));
        int at = term_find(states, cell(r, "state")), campaign = term_find(campaign_state_terms, cell(r, "campaign_state"));

        req_set(rq, "act", act);
        if (s && s->campaign & STATE_BIT(campaign))
                return OK;
        return fault_said(&rq->fault, ERR_RULE,
                          arena_printf(rq->arena, "评查活动处于“%s”、该项处于“%s”，不能进行此项操作", campaign_state_terms[campaign].zh, states[at].zh),
                          arena_printf(rq->arena, "The campaign is %s and this is %s: it is not open to it", campaign_state_terms[campaign].en, states[at].en));
}

static err_t file_step(struct req *rq, const PGresult *r, const char *act)
{
        return take_part_step(rq, r, file_steps, campaign_file_terms, act);
}

static err_t check_own_unit(struct req *rq, const PGresult *r, const char *column)
{
        return cell_is_true(r, column) ? OK : fault_said(&rq->fault, ERR_FORBIDDEN, "只有被评查单位可以进行", "Only the reviewed unit may do this");
}

static err_t check_apart(struct req *rq, const PGresult *r)
{
        if (cell_is_true(r, "apart"))
                return OK;
        return fault_said(&rq->fault, ERR_RULE, "评查过该案卷、参与过本案、提出异议或者属于被评查单位的人员不能决定",
                          "Whoever reviewed the file, had a part in the case, objected, or belongs to the reviewed unit does not decide");
}

/* What the unit names must have been found. */
static err_t check_objected(struct req *rq, const PGresult *r)
{
        json_auto_t *found = json_loads(cell(r, "findings"), 0, NULL);
        const json_t *items = json_object_get(rq->body, "items"), *item, *x;
        err_t e = OK;
        size_t i, k;

        json_array_foreach(items, i, item) {
                bool there = false;

                json_array_foreach(found, k, x)
                        there = there || !strcmp(json_string_value(json_object_get(x, "item_code")), json_string_value(item));
                if (!there)
                        e = fault_field_text(&rq->fault, ERR_INVALID, arena_printf(rq->arena, "/items/%zu", i), "unknown_ref", "该案卷在此项没有扣分或者否决",
                                             "Nothing was deducted or vetoed at this item");
        }
        return e;
}

static err_t judge_object(struct req *rq, PGresult *r)
{
        err_t e = check_own_unit(rq, r, "may_object");

        if (!e)
                e = file_step(rq, r, "object");
        if (!e && (!cell(r, "due_on") || strcmp(cell(r, "today"), cell(r, "due_on")) > 0))
                e = fault_said(&rq->fault, ERR_RULE, "异议期限已满", "The term for objections has ended");
        if (!e)
                e = check_objected(rq, r);
        return e ? e : set_term(rq, r, "objection_decision", "objection", atoi(cell(r, "recheck_days")), true);
}

static err_t judge_accept(struct req *rq, PGresult *r)
{
        err_t e = check_own_unit(rq, r, "may_object");

        return e ? e : file_step(rq, r, "accept");
}

static const char *member(struct req *rq, const json_t *o, const char *name)
{
        return arena_text(rq->arena, json_string_value(json_object_get(o, name)));
}

static struct objection_file file_of(struct req *rq, const PGresult *r)
{
        json_auto_t *found = json_loads(cell(r, "findings"), 0, NULL);
        struct objection_finding *list = arena_take(rq->arena, sizeof *list * (json_array_size(found) + 1));
        const json_t *x;
        size_t i;

        json_array_foreach(found, i, x)
                list[i] = (struct objection_finding){member(rq, x, "item_code"), json_is_true(json_object_get(x, "veto")),
                                                     (int)json_integer_value(json_object_get(x, "deduction")), json_is_true(json_object_get(x, "objected"))};
        return (struct objection_file){.score = (int)number_of(cell(r, "score")), .vetoed = cell_is_true(r, "vetoed"),
                                       .points = (int)number_of(cell(r, "points")), .excellent_min = atoi(cell(r, "excellent_min")),
                                       .pass_min = atoi(cell(r, "pass_min")), .findings = list, .n = json_array_size(found)};
}

static void set_decision(struct req *rq, const struct objection_result *out)
{
        json_auto_t *changes = json_array();
        char *text;

        for (size_t i = 0; i < out->n; i++)
                json_array_append_new(changes, json_pack("{s:s,s:b,s:i,s:i}", "item_code", out->changed[i].item, "veto", out->changed[i].veto, "was",
                                                         out->changed[i].was, "is", out->changed[i].is));
        text = json_dumps(changes, JSON_COMPACT);
        req_set(rq, "changes", arena_text(rq->arena, text));
        free(text);
        req_set(rq, "score", arena_printf(rq->arena, "%d", out->score));
        req_set(rq, "vetoed", out->vetoed ? "true" : "false");
        req_set(rq, "grade", review_grade_codes[out->grade]);
}

static err_t judge_decide(struct req *rq, PGresult *r)
{
        const json_t *items = json_object_get(rq->body, "items"), *item;
        struct objection_change *is = arena_take(rq->arena, sizeof *is * (json_array_size(items) + 1));
        struct objection_file file;
        struct objection_result out;
        size_t i;
        err_t e = file_step(rq, r, "decide");

        if (!e)
                e = check_apart(rq, r);
        if (e)
                return e;
        json_array_foreach(items, i, item)
                is[i] = (struct objection_change){member(rq, item, "item_code"), (int)json_integer_value(json_object_get(item, "deduction"))};
        file = file_of(rq, r);
        if ((e = objection_decide(req_arg(rq, "outcome"), &file, is, json_array_size(items), &out, &rq->fault)))
                return e;
        set_decision(rq, &out);
        return OK;
}

static err_t finding_step(struct req *rq, const PGresult *r, const char *act)
{
        return take_part_step(rq, r, finding_steps, campaign_finding_terms, act);
}

/* The unit gets the campaign's days or those given, within what the house allows. */
static err_t set_rectification(struct req *rq, const PGresult *r, const char *act)
{
        const char *given = req_arg(rq, "days");
        int64_t days = number_of(given ? given : cell(r, "rectification_days")), least = number_of(cell(r, "least")), most = number_of(cell(r, "most"));

        if (given && (days < least || days > most))
                return req_field_fault(rq, "days", "range", arena_printf(rq->arena, "整改期限为 %lld 至 %lld 日", (long long)least, (long long)most),
                                       arena_printf(rq->arena, "A term for rectification has %lld to %lld days", (long long)least, (long long)most));
        return set_term(rq, r, "rectification", act, (int)days, false);
}

static err_t judge_notice(struct req *rq, PGresult *r)
{
        err_t e = finding_step(rq, r, "notify");

        if (!e && !number_of(cell(r, "open")))
                e = fault_said(&rq->fault, ERR_RULE, "该单位没有待通知整改的问题", "Nothing found in this unit waits for a notice");
        req_set(rq, "open", arena_text(rq->arena, cell(r, "open")));
        return e ? e : set_rectification(rq, r, "notify");
}

static err_t judge_prove(struct req *rq, PGresult *r)
{
        err_t e = check_own_unit(rq, r, "may_rectify");

        if (!e)
                e = finding_step(rq, r, "prove");
        if (!e && cell(r, "no_documents"))
                e = req_field_fault(rq, "documents", "unknown_ref", arena_printf(rq->arena, "本案没有这些文书：%s", cell(r, "no_documents")),
                                    arena_printf(rq->arena, "The case has no such documents: %s", cell(r, "no_documents")));
        return e ? e : set_term(rq, r, "recheck", "prove", atoi(cell(r, "recheck_days")), true);
}

static err_t judge_refuse(struct req *rq, PGresult *r)
{
        err_t e = check_own_unit(rq, r, "may_rectify");

        return e ? e : finding_step(rq, r, "refuse");
}

static err_t judge_pass(struct req *rq, PGresult *r)
{
        return finding_step(rq, r, "pass");
}

static err_t judge_return(struct req *rq, PGresult *r)
{
        err_t e = finding_step(rq, r, "return");

        return e ? e : set_rectification(rq, r, "return");
}

static err_t judge_explain(struct req *rq, PGresult *r)
{
        return finding_step(rq, r, "explain");
}

static err_t judge_drop(struct req *rq, PGresult *r)
{
        err_t e = finding_step(rq, r, "drop");

        return e ? e : check_apart(rq, r);
}

/* ---- rows ---- */

#define IN_FEEDBACK "/api/v1/campaigns/" DEMO_UUID("0d013")
#define IN_RECTIFICATION "/api/v1/campaigns/" DEMO_UUID("0d014")
#define A_FILE(n) IN_FEEDBACK "/files/" DEMO_UUID(n)
#define A_FINDING(item) IN_RECTIFICATION "/files/" DEMO_UUID("00111") "/findings/" item

#define STEP(path_, id_, zh_, en_, lock_, judge_, write_)                                                                     \
        "POST", "/api/v1/campaigns/{campaign_id}/" path_, id_, "评查整改", .zh = zh_, .en = en_, .permission = "review.manage", \
         .flags = ROUTE_IF_MATCH, .reply = &campaign_schema, .sql_lock = lock_, .judge = judge_, .sql_write = write_,         \
         .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_GET, .subject = "campaign_id", .example_login = "legal1.city"

#define FILE_ACT(path_, id_, zh_, en_, permission_, judge_, write_)                                                           \
        "POST", "/api/v1/campaigns/{campaign_id}/files/{case_id}/" path_, id_, "评查整改", .zh = zh_, .en = en_, .permission = permission_, \
         .flags = ROUTE_IF_MATCH, .reply = &result_schema, .sql_lock = SQL_CAMPAIGN_RESULT_LOCK, .judge = judge_, .sql_write = write_, \
         .sql = SQL_CAMPAIGN_RESULT, .subject = "case_id"

#define FINDING_PATH "/api/v1/campaigns/{campaign_id}/files/{case_id}/findings/{item_code}"
#define FINDING_ACT(path_, id_, zh_, en_, permission_, judge_)                                                                \
        "POST", FINDING_PATH "/" path_, id_, "评查整改", .zh = zh_, .en = en_, .permission = permission_, .flags = ROUTE_IF_MATCH,   \
         .reply = &finding_schema, .sql_lock = SQL_FINDING_LOCK, .judge = judge_, .sql_write = SQL_FINDING_ACT, .sql = SQL_FINDING_GET, \
         .subject = "case_id"

const struct route campaign_loop_routes[] = {
        {STEP("feedback", "giveCampaignFeedback", "向单位反馈：各单位看到本单位案卷的结果，可以在期限内提出异议",
              "Give feedback: each unit sees the results of its files and may object within the term", SQL_CAMPAIGN_LOOP_LOCK, judge_feedback,
              SQL_CAMPAIGN_FEEDBACK), .example_path = "/api/v1/campaigns/" DEMO_UUID("0d016") "/feedback", .example_if_match = "\"1\""},
        {"GET", "/api/v1/campaigns/{campaign_id}/files/{case_id}/result", "getCampaignResult", "评查整改",
         .zh = "案卷的评查结果：得分、问题、异议、期限；自反馈起", .en = "The result of a file: score, findings, objection, terms; from the feedback on",
         .permission = "review.read", .reply = &result_schema, .sql = SQL_CAMPAIGN_RESULT, .subject = "case_id", .example_login = "lead.huangpu",
         .example_path = A_FILE("00104") "/result"},
        {FILE_ACT("objection", "objectToResult", "单位负责人提出异议", "The unit's lead objects", "review.object", judge_object, SQL_OBJECTION_RAISE),
         .body = object_body, .example_login = "lead.huangpu", .example_path = A_FILE("00106") "/objection", .example_if_match = "\"1\"",
         .example_body = "{\"items\":[\"C3\"],\"reason\":\"送达回证在卷第12页，有签名\"}"},
        {FILE_ACT("acceptance", "acceptResult", "单位对结果无异议", "The unit accepts the result", "review.object", judge_accept, SQL_OBJECTION_ACCEPT),
         .example_login = "lead.huangpu", .example_path = A_FILE("00108") "/acceptance", .example_if_match = "\"1\""},
        {"GET", "/api/v1/campaigns/{campaign_id}/files/{case_id}/file", "getObjectionFile", "评查整改",
         .zh = "异议复核人员读取案卷全卷：异议决定之前", .en = "The whole file, for whoever may decide the objection to its result, until it is decided",
         .permission = "review.decide", .reply = &objection_file_schema, .sql = SQL_OBJECTION_FILE, .subject = "case_id", .example_login = "legal1.city",
         .example_path = A_FILE("00104") "/file"},
        {FILE_ACT("decision", "decideObjection", "决定异议：由未评查过该案卷、不属于被评查单位的人员作出",
                  "Decide the objection: by somebody who did not review the file and is not of the unit", "review.decide", judge_decide, SQL_OBJECTION_DECIDE),
         .body = decide_body, .example_login = "legal1.city", .example_path = A_FILE("00104") "/decision", .example_if_match = "\"1\"",
         .example_body = "{\"outcome\":\"partly\",\"reason\":\"集体讨论笔录载有裁量理由\",\"items\":[{\"item_code\":\"D3\",\"deduction\":0}]}"},
        {STEP("rectify", "startRectification", "结果全部确定，转入整改；各单位结果从此固定",
              "All results are final: go on to rectification; the figures of units stand from now on", SQL_CAMPAIGN_LOOP_LOCK, judge_rectify,
              SQL_CAMPAIGN_RECTIFY), .sql_facts = SQL_CAMPAIGN_FIGURES, .example_path = "/api/v1/campaigns/" DEMO_UUID("0d015") "/rectify",
         .example_if_match = "\"1\""},
        {"GET", "/api/v1/campaigns/{campaign_id}/findings", "listFindings", "评查整改", .zh = "发现的问题；单位看本单位的", .en = "What was found; a unit sees its own",
         .permission = "review.read", .flags = ROUTE_LIST, .query = finding_query, .reply = &finding_row_schema, .sql = SQL_FINDING_LIST,
         .subject = "campaign_id", .example_login = "legal1.city", .example_path = IN_RECTIFICATION "/findings"},
        {"POST", "/api/v1/campaigns/{campaign_id}/notices", "sendRectificationNotice", "评查整改", .zh = "向一个单位发出整改通知：其待整改的全部问题",
         .en = "Send a unit the notice to rectify: all that was found in it and not asked for yet", .permission = "review.manage", .flags = ROUTE_CREATES,
         .body = notice_body, .reply = &notice_schema, .sql_lock = SQL_NOTICE_LOCK, .judge = judge_notice, .sql_write = SQL_NOTICE_SEND,
         .sql = SQL_NOTICE_REPLY, .subject = "campaign_id", .location = "/api/v1/campaigns/{campaign_id}/findings", .example_login = "legal1.city",
         .example_path = IN_RECTIFICATION "/notices", .example_body = "{\"unit_id\":\"310101\",\"reason\":\"请于期限内整改并附证明\",\"days\":20}"},
        {"GET", FINDING_PATH, "getFinding", "评查整改", .zh = "一个问题：经过和期限", .en = "A finding: what was done about it, and its terms",
         .permission = "review.read", .reply = &finding_schema, .sql = SQL_FINDING_GET, .subject = "case_id",
         .example_login = "officer1.huangpu", .example_path = A_FINDING("B4")},
        {FINDING_ACT("proof", "proveRectification", "提交整改证明：文字和登记的文书", "Hand in proof: text, and documents of the register", "review.rectify",
                     judge_prove), .body = proof_body,
         .example_login = "officer1.huangpu", .example_path = A_FINDING("B4") "/proof", .example_if_match = "\"1\"", .example_body = "{\"reason\":\"已补充见证人签名并附说明\"}"},
        {FINDING_ACT("refusal", "refuseRectification", "单位拒绝整改，注明理由；即上报督办", "The unit refuses, with the reason; it is escalated", "review.rectify",
                     judge_refuse), .body = text_body,
         .example_login = "lead.huangpu", .example_path = A_FINDING("D3") "/refusal", .example_if_match = "\"1\"", .example_body = "{\"reason\":\"裁量理由已载于集体讨论笔录\"}"},
        {FINDING_ACT("pass", "passRecheck", "复查通过", "The re-check is passed", "review.manage", judge_pass), .body = text_body,
         .example_login = "legal1.city", .example_path = A_FINDING("D5") "/pass", .example_if_match = "\"1\"", .example_body = "{\"reason\":\"所附测绘成果属实\"}"},
        {FINDING_ACT("return", "returnForRectification", "复查退回，重新整改", "The re-check is not passed: rectify again", "review.manage", judge_return),
         .body = term_body,
         .example_login = "legal1.city", .example_path = A_FINDING("E2") "/return", .example_if_match = "\"1\"", .example_body = "{\"reason\":\"补填的地点与回证不一致\"}"},
        {FINDING_ACT("explanation", "explainFinding", "说明为何不再整改", "Explain why it stays open", "review.manage", judge_explain), .body = text_body,
         .example_login = "legal1.city", .example_path = A_FINDING("G3") "/explanation", .example_if_match = "\"1\"", .example_body = "{\"reason\":\"案卷已移交档案馆，页码不再更改\"}"},
        {FINDING_ACT("drop", "dropFinding", "撤销问题；得分不再改变", "Drop the finding; the score stays", "review.decide", judge_drop), .body = text_body,
         .example_login = "legal1.city", .example_path = IN_RECTIFICATION "/files/" DEMO_UUID("00121") "/findings/C3/drop",
         .example_if_match = "\"1\"", .example_body = "{\"reason\":\"回证在另一卷中\"}"},
        {STEP("report", "reportCampaign", "通报：每个问题都已整改、说明或者撤销", "Report: each finding is done, explained or dropped", SQL_CAMPAIGN_LOOP_LOCK,
              judge_report, SQL_CAMPAIGN_REPORT_STEP), .example_path = "/api/v1/campaigns/" DEMO_UUID("0d017") "/report", .example_if_match = "\"1\""},
        {STEP("close", "closeCampaign", "结束", "Close", SQL_CAMPAIGN_LOOP_LOCK, judge_close, SQL_CAMPAIGN_CLOSE),
         .example_path = "/api/v1/campaigns/" DEMO_UUID("0d017") "/close", .example_if_match = "\"2\""},
        {"GET", "/api/v1/review-worklist", "getReviewWorklist", "评查整改", .zh = "评查待办：进行中的异议、整改、复查期限，先到期的在前",
         .en = "Running terms of campaigns: objections, rectification, re-checks, the first to end first", .permission = "review.read", .flags = ROUTE_LIST,
         .query = work_query, .reply = &work_schema, .sql = SQL_REVIEW_WORKLIST, .example_login = "legal1.city"},
        {0},
};

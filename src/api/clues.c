#include "api/common.h"

#include "api/case_facts.h"
#include "api/cells.h"
#include "api/deadlines.h"

#include "http/req.h"
#include "rules/clue.h"
#include "rules/date.h"
#include "rules/terms.h"
#include "sql_table.h"

#include <string.h>

static const char *const approvals[] = {"requested", "approved", "refused", NULL};
static const char *const statuses[] = {"registered", "merged", "filed", "not_filed", "referred", NULL};

static const struct field clue_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位", .en = "Handling unit"},
        {.name = "status", .type = F_TEXT, .choices = statuses, .zh = "处理情况", .en = "What became of it"},
        {.name = "source", .type = F_TEXT, .choices = source_codes, .zh = "来源", .en = "Source"},
        {.name = "received_from", .type = F_DATE, .zh = "收到日期起", .en = "Received on or after"},
        {.name = "received_to", .type = F_DATE, .zh = "收到日期止", .en = "Received on or before"},
        {0},
};

static const struct field create_body[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位；本人只在一个单位任职时可省略",
         .en = "Handling unit; may be left out by who serves in one unit only"},
        {.name = "source", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = source_codes, .zh = "来源", .en = "Source"},
        {.name = "source_ref", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "来源编号，如工单号",
         .en = "Its reference at the source, such as an order number"},
        {.name = "received_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "收到日期", .en = "Day received"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 200, .zh = "标题", .en = "Title"},
        {.name = "content", .type = F_TEXT, .flags = FIELD_NULL, .max = 4000, .zh = "内容", .en = "Content"},
        {.name = "place", .type = F_TEXT, .flags = FIELD_NULL, .max = 300, .zh = "地点", .en = "Place"},
        {.name = "reporter", .type = F_TEXT, .flags = FIELD_NULL | FIELD_SECRET, .max = 200, .zh = "举报人（不对外显示）",
         .en = "Who reported it (never shown)"},
        {.name = "system", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 50, .zh = "外部系统", .en = "Outside system"},
        {.name = "external_id", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "外部编号", .en = "Its id there"},
        {.name = "inspection_id", .type = F_UUID, .zh = "发现线索的检查；同一检查的同一外部编号只登记一次",
         .en = "Inspection it was raised from; of one inspection an external id is registered once, and given again"},
        {0},
};

#define CLUE_HEAD_FIELDS                                                                                                      \
        {.name = "clue_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "线索", .en = "The clue"},                         \
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "承办单位", .en = "Handling unit"},                \
        {.name = "source", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = source_codes, .zh = "来源", .en = "Source"},   \
        {.name = "source_ref", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "来源编号", .en = "Reference at the source"}, \
        {.name = "received_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "收到日期", .en = "Day received"},             \
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "标题", .en = "Title"},                              \
        {.name = "place", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "地点", .en = "Place"},                              \
        {.name = "status", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = statuses, .zh = "处理情况", .en = "What became of it"}, \
        {.name = "result_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "处理日期", .en = "Day of the result"}, \
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所立案件", .en = "Case it was filed into"}, \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

static const struct field clue_row_fields[] = {CLUE_HEAD_FIELDS, {0}};
static const struct schema clue_row_schema = {"ClueRow", clue_row_fields};
static const struct field clue_fields[] = {
        CLUE_HEAD_FIELDS,
        {.name = "content", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 4000, .zh = "内容", .en = "Content"},
        {.name = "result_reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "理由", .en = "Reason"},
        {.name = "merged_into", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "并入的线索", .en = "Clue it was merged into"},
        {.name = "referred_to", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "移送至", .en = "Referred to"},
        {.name = "referred_to_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "移送至（外部单位代码）", .en = "Outside organisation referred to"},
        {.name = "inspection_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "发现线索的检查", .en = "Inspection it was raised from"},
        {.name = "verified_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "核查日期", .en = "Day it was verified"},
        {.name = "verification", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = clue_outcome_codes, .zh = "核查结果", .en = "What the verification came to"},
        {.name = "proposal", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = clue_outcome_codes, .zh = "报请审批的意见", .en = "What approval was asked for"},
        {.name = "approval", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = approvals, .zh = "审批情况", .en = "How the approval stands"},
        {.name = "approved_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "审批人", .en = "Who decided it"},
        {.name = "approved_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "审批日期", .en = "When"},
        {.name = "system", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "外部系统", .en = "Outside system"},
        {.name = "external_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "外部编号", .en = "Its id there"},
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "登记人", .en = "Who recorded it"},
        {.name = "created_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "Recorded at"},
        {.name = "updated_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "最后修改时间", .en = "Changed last at"},
        {0},
};
static const struct schema clue_schema = {"Clue", clue_fields};

static const struct field receipt_fields[] = {
        {.name = "clue_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "线索", .en = "The clue"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "承办单位", .en = "Handling unit"},
        {.name = "status", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = statuses, .zh = "处理情况", .en = "What became of it"},
        {0},
};
static const struct schema receipt_schema = {"ClueReceipt", receipt_fields};

static const struct field dispose_body[] = {
        {.name = "result", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"merged", "not_filed", "referred", NULL},
         .zh = "并入其他线索、不予立案或移送；立案见 POST /api/v1/cases", .en = "Merged, not filed, or referred out; to file, see POST /api/v1/cases"},
        {.name = "result_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "处理日期", .en = "Day of the result"},
        {.name = "reason", .type = F_TEXT, .min = 1, .max = 1000, .zh = "理由（不予立案必填）", .en = "Reason (required if not filed)"},
        {.name = "merged_into", .type = F_UUID, .zh = "并入的线索", .en = "Clue it is merged into"},
        {.name = "referred_to", .type = F_TEXT, .min = 1, .max = 200, .zh = "移送至", .en = "Referred to"},
        {.name = "referred_to_code", .type = F_TEXT, .min = 2, .max = 40, .zh = "移送至目录中的外部单位；可代替 referred_to",
         .en = "Outside organisation of the catalogue; instead of referred_to"},
        {0},
};

static const struct field act_body[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = clue_posted_kinds, .zh = "核查、报请审批、审批", .en = "Verified, approval asked for, approval decided"},
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "日期", .en = "Day it happened"},
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = clue_outcome_codes,
         .zh = "核查结果 founded/unfounded/not_ours，报请意见 file/not_file/refer，审批 approved/refused",
         .en = "Of a verification founded, unfounded, not_ours; asked for: file, not_file, refer; decided: approved, refused"},
        {.name = "reason", .type = F_TEXT, .min = 1, .max = 1000, .zh = "核查情况、理由；批准时可省略", .en = "What was found, or why; may be left out with an approval"},
        {0},
};
static const struct field act_read_fields[] = {
        {.name = "clue_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "线索", .en = "The clue"},
        {.name = "seq", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "序号，即其后线索的版本", .en = "Its place: the version of the clue after it"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "当时的承办单位", .en = "Handling unit at that time"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = clue_act_kinds, .zh = "事项", .en = "Kind"},
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "日期", .en = "Day it happened"},
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = clue_outcome_codes, .zh = "结果", .en = "What it ended in"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "情况、理由", .en = "What was found, or why"},
        {.name = "data", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "去向：case_id、merged_into、referred_to", .en = "Where it went: case_id, merged_into, referred_to"},
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "登记人", .en = "Who recorded it"},
        {.name = "recorded_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "When"},
        {0},
};
static const struct schema act_schema = {"ClueAct", act_read_fields};

static bool is_later(const char *day, const char *than)
{
        return strcmp(day, than) > 0; /* both YYYY-MM-DD */
}

/* An inspection is of the unit that gets the clue, and the clue did not come before it. */
static err_t check_inspection(struct req *rq, const PGresult *r, err_t e)
{
        const char *unit = cell(r, "inspection_unit"), *on = cell(r, "inspected_on");

        if (!req_arg(rq, "inspection_id"))
                return e;
        if (!unit || strcmp(unit, cell(r, "unit_id")) != 0)
                return req_field_fault(rq, "inspection_id", "unknown_ref", "该单位没有这次检查", "The unit has no such inspection");
        if (strcmp(req_arg(rq, "source"), "inspection"))
                e = req_field_fault(rq, "source", "mismatch", "检查发现的线索，来源应为监督检查", "A clue raised from an inspection has it as its source");
        if (is_later(on, req_arg(rq, "received_on")))
                e = req_field_fault(rq, "received_on", "range", "不得早于检查日期", "It may not come before the inspection");
        return e;
}

static err_t judge_create(struct req *rq, PGresult *r)
{
        err_t e = OK;

        if (PQgetisnull(r, 0, 1))
                return req_field_fault(rq, "unit_id", "required", "请指明承办单位", "Say which unit handles it");
        if (PQgetvalue(r, 0, 2)[0] != 't')
                return fault_set(&rq->fault, ERR_FORBIDDEN, "您不能为单位 %s 登记线索", "You may not register clues for unit %s",
                                 PQgetvalue(r, 0, 1));
        if (is_later(req_arg(rq, "received_on"), PQgetvalue(r, 0, 3)))
                e = req_field_fault(rq, "received_on", "range", "不得晚于今天", "It may not lie in the future");
        if (!req_arg(rq, "system") != !req_arg(rq, "external_id"))
                e = req_field_fault(rq, "external_id", "required", "system 与 external_id 须同时给出", "system and external_id go together");
        e = check_inspection(rq, r, e);
        req_set(rq, "clue_unit", PQgetvalue(r, 0, 1));
        req_set(rq, "clue_id", cell(r, "existing") ? cell(r, "existing") : rq->new_id);
        req_set(rq, "is_new", cell(r, "existing") ? "false" : "true");
        return e ? e : clue_deadlines_args(rq, r, req_arg(rq, "received_on"));
}

/* Each result with the one field it needs; the others must be left out. */
static const struct {
        const char *result, *field;
} needs[] = {{"merged", "merged_into"}, {"not_filed", "reason"}, {"referred", "referred_to"}};

static err_t check_needs(struct req *rq, const PGresult *r)
{
        const char *result = req_arg(rq, "result");
        err_t e = OK;

        if (req_arg(rq, "referred_to_code") && !cell(r, "referred_name"))
                e = req_field_fault(rq, "referred_to_code", "unknown_ref", "没有这个外部单位", "There is no such outside organisation");
        else if (req_arg(rq, "referred_to_code") && strcmp(result, "referred"))
                e = req_field_fault(rq, "referred_to_code", "unknown", "此处理结果没有该字段", "This result does not take it");
        else if (req_arg(rq, "referred_to_code") && !req_arg(rq, "referred_to"))
                req_set(rq, "referred_to", cell(r, "referred_name"));

        for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
                bool own = !strcmp(result, needs[i].result), given = req_arg(rq, needs[i].field) != NULL;

                if (own && !given)
                        e = req_field_fault(rq, needs[i].field, "required", "此处理结果须给出该字段", "This result needs it");
                else if (!own && given && strcmp(needs[i].field, "reason"))
                        e = req_field_fault(rq, needs[i].field, "unknown", "此处理结果没有该字段", "This result does not take it");
        }
        return e;
}

void clue_set_meets(struct req *rq, const char *argument, const char *kind)
{
        const struct clue_act_row *row = clue_act_row(kind);
        struct text t = {.arena = rq->arena};

        text_add(&t, "[");
        for (const char *const *m = row ? row->meets : NULL; m && *m; m++)
                text_addf(&t, "%s\"%s\"", t.len > 1 ? "," : "", *m);
        text_add(&t, "]");
        req_set(rq, argument, text_str(&t));
}

static void set_meets(struct req *rq, const char *kind)
{
        clue_set_meets(rq, "meets", kind);
}

/* What the lead is asked, the lead answers first; what the lead approved is not overruled by another result. A duplicate is
 * merged all the same: its head is what is decided about. */
static err_t check_approval(struct req *rq, const PGresult *r)
{
        static const char *const proposals[][2] = {{"file", "filed"}, {"not_file", "not_filed"}, {"refer", "referred"}};
        const char *approval = cell(r, "approval"), *proposal = cell(r, "proposal"), *result = req_arg(rq, "result");

        if (!approval || !strcmp(result, "merged"))
                return OK;
        if (!strcmp(approval, "requested"))
                return fault_said(&rq->fault, ERR_RULE, "已报请审批，尚未作出决定", "Approval was asked for and is not decided yet");
        for (size_t i = 0; !strcmp(approval, "approved") && i < sizeof proposals / sizeof proposals[0]; i++)
                if (!strcmp(proposals[i][0], proposal) && strcmp(proposals[i][1], result) != 0)
                        return fault_said(&rq->fault, ERR_RULE, "负责人批准的是另一处理意见，请另行报请审批",
                                          "The lead approved another result: ask for approval of this one");
        return OK;
}

static err_t judge_dispose(struct req *rq, PGresult *r)
{
        const char *into = req_arg(rq, "merged_into");
        err_t e = OK;

        if (strcmp(PQgetvalue(r, 0, 1), "registered"))
                return fault_set(&rq->fault, ERR_RULE, "该线索已处理：%s", "This clue has been dealt with: %s", PQgetvalue(r, 0, 1));
        if ((e = check_approval(rq, r)))
                return e;
        e = check_needs(rq, r);
        if (is_later(req_arg(rq, "result_on"), PQgetvalue(r, 0, 4)))
                e = req_field_fault(rq, "result_on", "range", "不得晚于今天", "It may not lie in the future");
        else if (is_later(PQgetvalue(r, 0, 3), req_arg(rq, "result_on")))
                e = req_field_fault(rq, "result_on", "range", "不得早于收到日期", "It may not come before it was received");
        else if (cell(r, "last_on") && is_later(cell(r, "last_on"), req_arg(rq, "result_on")))
                e = req_field_fault(rq, "result_on", "in_order", "不得早于上一事项之日", "It may not come before the last act on it");
        if (into && !strcmp(into, req_arg(rq, "clue_id")))
                e = req_field_fault(rq, "merged_into", "self", "不能并入自身", "It cannot be merged into itself");
        else if (into && PQgetisnull(r, 0, 5))
                e = req_field_fault(rq, "merged_into", "unknown_ref", "没有这条线索", "There is no such clue");
        else if (into && !strcmp(PQgetvalue(r, 0, 5), "merged"))
                e = req_field_fault(rq, "merged_into", "merged", "该线索本身已并入其他线索", "That clue has been merged itself");
        else if (into && PQgetvalue(r, 0, 6)[0] == 't')
                e = req_field_fault(rq, "merged_into", "chain", "已有线索并入本线索", "Others have been merged into this clue");
        req_set(rq, "receiver", req_arg(rq, "referred_to"));
        set_meets(rq, req_arg(rq, "result"));
        return e;
}

static err_t judge_act(struct req *rq, PGresult *r)
{
        struct clue_facts facts = {.status = cell(r, "status"), .received_on = day_of(cell(r, "received_on")), .last_on = day_of(cell(r, "last_on")),
                                   .today = day_of(cell(r, "today")), .verification = cell(r, "verification"), .approval = cell(r, "approval"),
                                   .proposal = cell(r, "proposal"), .permissions = words_of(r, "permissions", rq->arena)};
        struct clue_act act = {.kind = req_arg(rq, "kind"), .happened_on = day_of(req_arg(rq, "happened_on")), .outcome = req_arg(rq, "outcome"),
                               .reason = req_arg(rq, "reason")};
        struct judgement j;
        err_t e = clue_judge(&facts, &act, rq->arena, &j);

        set_meets(rq, act.kind);
        return e ? judgement_fault(&j, e, &rq->fault) : OK;
}

/* Who may not read clues (a service account) is told only that it arrived. */
const struct route clue_routes[] = {
        {"GET", "/api/v1/clues", "listClues", "线索", .zh = "线索列表，新收到的在前", .en = "Clues, the newest first",
         .permission = "clue.read", .flags = ROUTE_LIST, .query = clue_query, .reply = &clue_row_schema, .sql = SQL_CLUE_LIST,
         .example_login = "officer1.huangpu", .example_path = "/api/v1/clues?status=registered"},
        {"POST", "/api/v1/clues", "createClue", "线索", .zh = "登记线索", .en = "Register a clue", .permission = "clue.create",
         .flags = ROUTE_CREATES, .body = create_body, .reply = &receipt_schema, .sql_lock = SQL_CLUE_CREATE_FACTS,
         .judge = judge_create, .sql_write = SQL_CLUE_CREATE, .sql = SQL_CLUE_RECEIPT, .location = "/api/v1/clues/{clue_id}",
         .example_login = "service.hotline",
         .example_body = "{\"unit_id\":\"310101\",\"source\":\"hotline\",\"source_ref\":\"GD20261101001\",\"received_on\":\"2026-11-02\","
                         "\"title\":\"反映地下车库人防门被拆除\",\"content\":\"市民来电反映小区地下车库一处防护密闭门被拆\","
                         "\"place\":\"黄浦区人民路1号\"}"},
        {"GET", "/api/v1/clues/{clue_id}", "getClue", "线索", .zh = "读取线索", .en = "Read one clue", .permission = "clue.read",
         .reply = &clue_schema, .sql = SQL_CLUE_GET, .subject = "clue_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/clues/" DEMO_UUID("00401")},
        {"POST", "/api/v1/clues/{clue_id}/disposition", "disposeClue", "线索", .zh = "处理线索：并入、不予立案、移送",
         .en = "Deal with a clue: merged, not filed, referred out", .permission = "clue.write", .flags = ROUTE_IF_MATCH,
         .body = dispose_body, .reply = &clue_schema, .sql_lock = SQL_CLUE_LOCK, .judge = judge_dispose,
         .sql_write = SQL_CLUE_DISPOSE, .sql = SQL_CLUE_GET, .subject = "clue_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/clues/" DEMO_UUID("00402") "/disposition", .example_if_match = "\"1\"",
         .example_body = "{\"result\":\"not_filed\",\"result_on\":\"2026-11-03\",\"reason\":\"现场核查未发现违法行为\"}"},
        {"GET", "/api/v1/clues/{clue_id}/acts", "listClueActs", "线索", .zh = "线索的办理经过", .en = "What was done with a clue", .permission = "clue.read",
         .flags = ROUTE_LIST, .reply = &act_schema, .sql = SQL_CLUE_ACT_LIST, .subject = "clue_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/clues/" DEMO_UUID("00401") "/acts"},
        {"POST", "/api/v1/clues/{clue_id}/acts", "addClueAct", "线索", .zh = "核查线索、报请立案审批、审批",
         .en = "Verify a clue, ask the lead for approval, decide it", .permission = "clue.write", .flags = ROUTE_CREATES | ROUTE_IF_MATCH, .body = act_body,
         .reply = &act_schema, .sql_lock = SQL_CLUE_ACT_LOCK, .sql_facts = SQL_CLUE_ACT_FACTS, .judge = judge_act, .sql_write = SQL_CLUE_ACT_ADD,
         .sql = SQL_CLUE_ACT_GET, .subject = "clue_id", .location = "/api/v1/clues/{clue_id}/acts", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/clues/" DEMO_UUID("00401") "/acts", .example_if_match = "\"1\"",
         .example_body = "{\"kind\":\"verified\",\"happened_on\":\"2026-11-20\",\"outcome\":\"founded\",\"reason\":\"现场核查：闭锁手轮被人为拆除\"}"},
        {0},
};

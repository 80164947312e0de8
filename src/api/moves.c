/* Cases between units: proposals to move one, their answers, what a unit keeps of what it gave away, and to whom a case is
 * open. The acts themselves that open a case to others are recorded with the case's other acts (cases.c). */
#include "api/case_facts.h"
#include "api/cells.h"
#include "api/common.h"
#include "api/event_fields.h"

#include "http/req.h"
#include "rules/procedure.h"
#include "rules/terms.h"
#include "sql_table.h"

#include <string.h>

/* ---- fields ---- */

static const char *const state_codes[] = {"proposed", "accepted", "refused", "withdrawn", NULL};
static const char *const access_codes[] = {"joint", "consulted", "supervised", NULL};

#define MOVE_FIELDS                                                                                                           \
        {.name = "transfer_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "移送提请", .en = "The proposal"},                 \
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},                           \
        {.name = "from_unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "移出单位", .en = "Unit that held the case"},     \
        {.name = "to_unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "接收单位", .en = "Unit asked to take it"},         \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = state_codes, .zh = "待答复、已接收、不予接收、已撤回",          \
         .en = "Proposed, accepted, refused or withdrawn"},                                                                   \
        {.name = "proposed_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "提请日期", .en = "Day of the proposal"},          \
        {.name = "basis", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "法律依据", .en = "Legal basis"},                        \
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "理由", .en = "Reason"},                              \
        {.name = "answered_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "答复日期；接收的，案件自该日起归接收单位",           \
         .en = "Day of the answer; accepted: the case is the other unit's from then on"},                                     \
        {.name = "answer", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "答复说明", .en = "What was said to it"},  \
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100, .zh = "案号", .en = "Case number"},             \
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案件名称；未接收的不再显示",                        \
         .en = "Title; shown no more once refused or withdrawn, as all below that may be null"},                              \
        {.name = "procedure", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = procedure_codes, .zh = "程序", .en = "Procedure"},\
        {.name = "source", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = source_codes, .zh = "案件来源", .en = "Source"},\
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案由代码", .en = "Cause, its code"},  \
        {.name = "cause_text", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "目录外案由", .en = "Cause in no catalogue"},\
        {.name = "facts", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 4000, .zh = "基本事实", .en = "Facts"},    \
        {.name = "place", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 300, .zh = "案发地点", .en = "Place"},     \
        {.name = "occurred_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "违法行为日期", .en = "Day of the act"},\
        {.name = "filed_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "立案日期，办案期限自此计算", .en = "Day of filing, from which terms run"},\
        {.name = "case_state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = case_state_codes, .zh = "案件当时的状态",         \
         .en = "State of the case then"},                                                                                     \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}
static const struct field move_row_fields[] = {MOVE_FIELDS, {0}};
static const struct schema move_row_schema = {"UnitTransferRow", move_row_fields};

static const struct field act_read_fields[] = {
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "事件", .en = "The event"},
        EVENT_HEAD_FIELDS,
        EVENT_SAID_FIELDS,
        {.name = "penalties", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = penalty_read_fields, .zh = "处罚", .en = "Penalties"},
        {0},
};
static const struct field move_fields[] = {
        MOVE_FIELDS,
        {.name = "acts", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = act_read_fields,
         .zh = "移出单位承办期间登记的事件；案件移出后供该单位查阅", .en = "What the unit that gave the case away recorded while it held it: for that unit, afterwards"},
        {0},
};
static const struct schema move_schema = {"UnitTransfer", move_fields};

static const struct field access_fields[] = {
        {.name = "access_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "据以开放的事件", .en = "The event that opened it"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "The unit"},
        {.name = "why", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = access_codes, .zh = "联合办理、请示、督办",
         .en = "Handles it jointly, was asked, or supervises it"},
        {.name = "purpose", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 1000, .zh = "事由", .en = "What for"},
        {.name = "from_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起", .en = "From"},
        {.name = "until_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "止", .en = "Last day set"},
        {.name = "ended_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "结束日期", .en = "Day it was ended"},
        {.name = "ended_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "结束它的事件", .en = "Kind of the act that ended it"},
        {.name = "open", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "现在是否开放", .en = "Whether it is open now"},
        {0},
};
static const struct field case_access_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "handling_unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "承办单位", .en = "Handling unit"},
        {.name = "access", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = access_fields,
         .zh = "向其他单位的开放", .en = "To which other units it is or was open"},
        {0},
};
static const struct schema case_access_schema = {"CaseAccess", case_access_fields};

static const struct field move_query[] = {
        {.name = "side", .type = F_TEXT, .choices = (const char *const[]){"in", "out", NULL},
         .zh = "in：移送本单位的（单位负责人）；out：本单位移出的", .en = "in: to one's unit (leads); out: from one's unit"},
        {.name = "state", .type = F_TEXT, .choices = state_codes, .zh = "状态", .en = "State"},
        {0},
};

#define ANSWER_FIELDS                                                                                                         \
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "答复日期", .en = "Day of the answer"},        \
        {.name = "document_no", .type = F_TEXT, .min = 1, .max = 100, .zh = "文书号", .en = "Number of the document"}
static const struct field answer_body[] = {
        ANSWER_FIELDS,
        {.name = "remark", .type = F_TEXT, .min = 1, .max = 1000, .zh = "说明", .en = "Remark"},
        {0},
};
static const struct field refuse_body[] = {
        ANSWER_FIELDS,
        {.name = "remark", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000, .zh = "不予接收的理由", .en = "Why it is not taken"},
        {0},
};

/* ---- judges ---- */

/* Who answers knows of the case what the proposal shows, and that is all the judge is told: whether it still waits, and
 * the day that the answer may not come before. */
static err_t judge_answer(struct req *rq, const PGresult *r, const char *kind, const char *permissions, const char *not_before)
{
        const struct past_event proposal = {.kind = "unit_transfer_proposed", .happened_on = day_of(cell(r, "proposed_on")), .seq = 1};
        const struct history history = {&proposal, !strcmp(cell(r, "state"), "proposed")};
        const struct case_facts facts = {.state = cell(r, "case_state"), .procedure = cell(r, "procedure"), .history = &history,
                                         .filed_on = day_of(cell(r, not_before)), .investigated_on = DAY_NONE,
                                         .decided_on = DAY_NONE, .served_on = DAY_NONE, .paid_on = DAY_NONE};
        const struct procedure_limits limits = {.today = day_of(cell(r, "today"))};
        const struct act act = {.kind = kind, .happened_on = day_of(req_arg(rq, "happened_on")), .remark = req_arg(rq, "remark"),
                                .permissions = words_of(r, permissions, rq->arena)};
        struct judgement j;
        err_t e = procedure_judge(&facts, &act, &limits, rq->arena, &j);

        if (e)
                return judgement_fault(&j, e, &rq->fault);
        req_set(rq, "kind", kind);
        return OK;
}

static err_t judge_accept(struct req *rq, PGresult *r)
{
        return judge_answer(rq, r, "unit_transfer_accepted", "permissions_to", "latest_on");
}

static err_t judge_refuse(struct req *rq, PGresult *r)
{
        return judge_answer(rq, r, "unit_transfer_refused", "permissions_to", "proposed_on");
}

static err_t judge_withdraw(struct req *rq, PGresult *r)
{
        return judge_answer(rq, r, "unit_transfer_withdrawn", "permissions_from", "proposed_on");
}

/* ---- rows ---- */

#define ANSWER(name, id_, zh_, en_, fields_, judge_, login_, demo_, example_)                                                 \
        {                                                                                                                     \
                "POST", "/api/v1/unit-transfers/{transfer_id}/" name, id_, "单位间移送", .zh = zh_, .en = en_,                \
                .permission = "case.approve", .flags = ROUTE_CREATES | ROUTE_IF_MATCH, .body = fields_, .reply = &move_schema, \
                .sql_lock = SQL_UNIT_TRANSFER_LOCK, .judge = judge_, .sql_write = SQL_UNIT_TRANSFER_ANSWER,                   \
                .sql = SQL_UNIT_TRANSFER_GET, .sql_since = SQL_UNIT_TRANSFER_SINCE, .subject = "transfer_id",                 \
                .location = "/api/v1/unit-transfers/{transfer_id}", .example_login = login_,                                  \
                .example_path = "/api/v1/unit-transfers/" DEMO_UUID(demo_) "/" name, .example_if_match = "\"1\"",             \
                .example_body = example_                                                                                      \
        }

const struct route move_routes[] = {
        {"GET", "/api/v1/unit-transfers", "listUnitTransfers", "单位间移送", .zh = "单位间移送：待答复的、已答复的，新的在前",
         .en = "Moves of cases between units, waiting and answered, the newest first", .permission = "case.read", .flags = ROUTE_LIST,
         .query = move_query, .reply = &move_row_schema, .sql = SQL_UNIT_TRANSFER_LIST, .example_login = "lead.pudong",
         .example_path = "/api/v1/unit-transfers?side=in&state=proposed"},
        {"GET", "/api/v1/unit-transfers/{transfer_id}", "getUnitTransfer", "单位间移送", .zh = "读取一件移送：答复所需的案情，或者移出时的案件",
         .en = "Read one move: what is needed to answer it, or the case as it was given away with one's own acts", .permission = "case.read",
         .reply = &move_schema, .sql = SQL_UNIT_TRANSFER_GET, .subject = "transfer_id", .example_login = "lead.pudong",
         .example_path = "/api/v1/unit-transfers/" DEMO_UUID("00701")},
        ANSWER("accept", "acceptUnitTransfer", "接收移送：案件自该日起由本单位承办", "Take the case over: it is one's unit's from that day on",
               answer_body, judge_accept, "lead.pudong", "00701", "{\"happened_on\":\"2026-11-02\"}"),
        ANSWER("refuse", "refuseUnitTransfer", "不予接收", "Refuse to take the case", refuse_body, judge_refuse, "lead.pudong", "00702",
               "{\"happened_on\":\"2026-11-02\",\"remark\":\"违法行为发生地不在本区\"}"),
        ANSWER("withdraw", "withdrawUnitTransfer", "撤回移送提请", "Withdraw the proposal", answer_body, judge_withdraw, "lead.huangpu",
               "00703", "{\"happened_on\":\"2026-11-02\"}"),
        {"GET", "/api/v1/cases/{case_id}/access", "getCaseAccess", "单位间移送", .zh = "案件向哪些其他单位开放：联合办理、请示、督办",
         .en = "To which other units the case is open: joint handling, consultation, supervision", .permission = "case.read",
         .reply = &case_access_schema, .sql = SQL_CASE_ACCESS_LIST, .subject = "case_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/cases/" DEMO_UUID("00101") "/access"},
        {0},
};

#include "api/common.h"

#include "http/req.h"
#include "sql_table.h"

static const struct field audit_query[] = {
        {.name = "subject_id", .type = F_UUID, .zh = "案件、线索或人员", .en = "Case, clue or person it is about"},
        {.name = "case_id", .type = F_UUID, .zh = "案件（同 subject_id）", .en = "A case (the same as subject_id)"},
        {.name = "person_id", .type = F_UUID, .zh = "操作人", .en = "Who acted"},
        {.name = "action", .type = F_TEXT, .min = 1, .max = 60, .zh = "操作，如 getCase", .en = "Action, such as getCase"},
        {.name = "outcome", .type = F_TEXT, .min = 1, .max = 60, .zh = "结果：ok、missing、forbidden、rule 等",
         .en = "Outcome: ok, missing, forbidden, rule and others"},
        {.name = "from", .type = F_TIME, .zh = "时间起（含）", .en = "At or after"},
        {.name = "to", .type = F_TIME, .zh = "时间止（不含）", .en = "Before"},
        {0},
};

static const struct field entry_fields[] = {
        {.name = "seq", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "序号（提交顺序）", .en = "Number, in commit order"},
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "记录", .en = "The line"},
        {.name = "at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {.name = "actor_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "操作人；空为未登录", .en = "Who acted; null: nobody signed in"},
        {.name = "actor_login", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "登录名", .en = "Sign-in name"},
        {.name = "actor_name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "姓名", .en = "Name"},
        {.name = "action", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "操作", .en = "Action"},
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "结果", .en = "Outcome"},
        {.name = "request_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "请求编号", .en = "Request id"},
        {.name = "subjects", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .zh = "涉及的案件、线索、人员",
         .en = "Cases, clues and people it disclosed or changed"},
        {.name = "commitment", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "请求体的加盐哈希", .en = "Salted hash of the request's body"},
        {.name = "leaf_hash", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "本行哈希", .en = "Hash of the line"},
        {0},
};
static const struct schema entry_schema = {"AuditEntry", entry_fields};

/* Lines still unnumbered are numbered first, so that what happened a moment ago is in the list. */
static int number_then_list(struct req *rq)
{
        AUTO_RESULT n = NULL;

        if (req_arg(rq, "case_id"))
                req_set(rq, "subject_id", req_arg(rq, "case_id"));
        req_set(rq, "actor_id", req_arg(rq, "person_id"));
        req_set(rq, "most", "20000");
        /* Nobody who comes without a token makes us work. Another may be at it just now, or the numbering may fail: then
         * the list is a moment behind, no worse. */
        if (rq->token_hash[0] && req_query(rq, SQL_BACKGROUND_SEQUENCE, &n))
                rq->fault = (struct fault){.arena = rq->arena};
        return SQL_AUDIT_LIST;
}

const struct route audit_routes[] = {
        {"GET", "/api/v1/audit", "listAudit", "审计", .zh = "操作日志，按案件、人员、时间查询，新的在前",
         .en = "The log of everything by case, person and time, the newest first", .permission = "audit.read", .flags = ROUTE_LIST,
         .query = audit_query, .reply = &entry_schema, .sql = SQL_AUDIT_LIST, .choose = number_then_list,
         .example_login = "auditor.city", .example_path = "/api/v1/audit?case_id=" DEMO_UUID("00101")},
        {0},
};

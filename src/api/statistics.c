#include "api/common.h"

#include "http/req.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

#define COUNT(member, zh_, en_) {.name = member, .type = F_INT, .flags = FIELD_REQUIRED, .zh = zh_, .en = en_}

static const char *const states[] = {"open", "closing", "frozen", NULL};

static const struct field frozen_fields[] = {
        COUNT("version", "版本", "Version"),
        {.name = "frozen_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "冻结时间", .en = "When it was frozen"},
        {.name = "frozen_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "冻结人", .en = "Who froze it"},
        {.name = "frozen_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "冻结人姓名", .en = "Name of that person"},
        {.name = "sha256", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 64, .max = 64, .zh = "全部规范行的 SHA-256", .en = "SHA-256 over all canonical lines"},
        COUNT("position", "当时日志已封存的最后一行", "Last line of the log that was sealed then"),
        {.name = "snapshot", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100000, .zh = "所据数据库快照", .en = "Snapshot of the database it rests on"},
        COUNT("definitions", "指标定义的版本", "Version of the indicators' definitions"),
        COUNT("law_version", "日历和期限的版本", "Version of the calendar and the terms"),
        {.name = "made_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "提出人", .en = "The maker: who closed it"},
        {.name = "made_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "提出人姓名", .en = "Name of the maker"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "理由", .en = "Reason"},
        {.name = "key_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "签名公钥的 SHA-256", .en = "SHA-256 of the public key that signed it"},
        {.name = "signature", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "Ed25519 签名（base64url）；签名前为空", .en = "Ed25519, base64url; null until it is signed"},
        {0},
};

static const struct field quarter_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "第一日", .en = "First day"},
        {.name = "to", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "最后一日", .en = "Last day"},
        {.name = "ended", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "已结束", .en = "Whether it has ended"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "办理情况", .en = "How far it is"},
        {.name = "view", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"live", "frozen", NULL},
         .zh = "即时数字或冻结数字", .en = "Live or frozen figures"},
        {.name = "frozen", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = frozen_fields, .zh = "冻结情况（view 为 frozen 时）",
         .en = "How it was frozen (when view is frozen)"},
        {.name = "units", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "您有权查看的各单位一行（unit_id、name_zh、name_en 和各指标，见 listIndicators），无数字的也列出",
         .en = "A row for each unit whose row you may read, with zeros too: unit_id, name_zh, name_en and the figures of listIndicators"},
        {.name = "total", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "全部单位合计", .en = "Total of all units"},
        {0},
};
static const struct schema quarter_schema = {"Quarter", quarter_fields};

static const struct field quarter_row_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "第一日", .en = "First day"},
        {.name = "to", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "最后一日", .en = "Last day"},
        {.name = "ended", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "已结束", .en = "Whether it has ended"},
        {.name = "frozen_version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "冻结版本；未冻结为空", .en = "Frozen version; null: not frozen"},
        {.name = "frozen_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "冻结时间", .en = "When it was frozen"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "办理情况", .en = "How far it is"},
        {0},
};
static const struct schema quarter_row_schema = {"QuarterRow", quarter_row_fields};

#define VERSION_FIELD                                                                                                              \
        {.name = "version", .type = F_INT, .min = 1, .max = 9999, .zh = "冻结版本；省略为最新", .en = "Frozen version; left out: the latest"}

static const struct field quarter_query[] = {
        VERSION_FIELD,
        {.name = "view", .type = F_TEXT, .choices = (const char *const[]){"live", "frozen", NULL},
         .zh = "live 即时数字；frozen 冻结数字；省略时已冻结的给冻结数字，否则给即时数字",
         .en = "live or frozen figures; left out: frozen ones where the quarter is frozen, else live ones"},
        {.name = "format", .type = F_TEXT, .choices = (const char *const[]){"json", "csv", NULL}, .zh = "格式；省略时按 Accept",
         .en = "Format; left out: by Accept"},
        {0},
};

static const struct field format_query[] = {
        {.name = "format", .type = F_TEXT, .choices = (const char *const[]){"json", "csv", NULL}, .zh = "格式；省略时按 Accept",
         .en = "Format; left out: by Accept"},
        {0},
};

static const struct field document_query[] = {VERSION_FIELD, {0}};

static const struct field cell_query[] = {
        {.name = "view", .type = F_TEXT, .choices = (const char *const[]){"live", "frozen", NULL}, .zh = "同 getQuarter", .en = "As in getQuarter"},
        VERSION_FIELD,
        {.name = "sub", .type = F_TEXT, .min = 1, .max = 40, .zh = "分项，如线索来源、处罚种类；省略为全部", .en = "Sub-figure, such as the source or the kind of penalty; left out: all"},
        {0},
};

static const struct field member_fields[] = {
        {.name = "side", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"up", "down", NULL},
         .zh = "up：数字本身、分子、左边；down：分母、右边", .en = "up: the figure itself, the numerator, the left side; down: the denominator, the right side"},
        {.name = "indicator", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "所计指标；隐去的为空", .en = "The figure it counts in; empty for the hidden ones"},
        {.name = "sub", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "分项", .en = "The sub-figure"},
        {.name = "of_what", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"case", "clue", "review", "inspection", "hidden", NULL},
         .zh = "案件、线索、评查、检查；hidden：您无权查看的，只计数", .en = "case, clue, review, inspection; hidden: those you may not see, as a count"},
        {.name = "object_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "编号", .en = "Its id"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案号", .en = "Number of the case"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "名称", .en = "Its title"},
        COUNT("count", "计入次数", "How many acts of it"),
        COUNT("value", "计入的数额", "What it adds"),
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案件", .en = "The case"},
        {.name = "k1", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "排序用", .en = "For the order"},
        {.name = "k2", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "排序用", .en = "For the order"},
        {0},
};
static const struct schema member_schema = {"CellMember", member_fields};

static const struct field said_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "The unit"},
        {.name = "result", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "确认或者异议", .en = "confirmed or disputed"},
        {.name = "comment", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 2000, .zh = "意见", .en = "Comment"},
        {.name = "said_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "何人", .en = "Who"},
        {.name = "said_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "姓名", .en = "Name"},
        {.name = "said_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {.name = "sha256", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "当时该行的 SHA-256", .en = "SHA-256 of the row as it was then"},
        {0},
};
static const struct field state_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "办理情况", .en = "How far it is"},
        COUNT("version", "最新冻结版本；0 为未冻结", "Last frozen version; 0: none"),
        {.name = "made_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "提出人", .en = "The maker"},
        {.name = "made_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "提出人姓名", .en = "Name of the maker"},
        {.name = "made_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "提出时间", .en = "When"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 1000, .zh = "理由", .en = "Reason"},
        {.name = "returned_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "最近退回人", .en = "Who sent it back last"},
        {.name = "returned_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "最近退回人姓名", .en = "Their name"},
        {.name = "returned_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "退回时间", .en = "When"},
        {.name = "returned_reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 1000, .zh = "退回理由", .en = "Why it was sent back"},
        {.name = "unconfirmed", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .zh = "尚未确认的单位", .en = "Units that have not confirmed"},
        {.name = "said", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = said_fields, .zh = "各单位的意见", .en = "What the units said"},
        {0},
};
static const struct schema state_schema = {"QuarterState", state_fields};

static const struct field confirm_body[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "单位；只有一个可确认的单位时可省略", .en = "The unit; may be left out where there is but one"},
        {.name = "result", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"confirmed", "disputed", NULL}, .zh = "确认或者异议",
         .en = "Confirmed or disputed"},
        {.name = "comment", .type = F_TEXT, .min = 1, .max = 2000, .zh = "意见；异议须说明", .en = "Comment; a dispute needs one"},
        {0},
};
static const struct field return_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 1000, .zh = "退回理由", .en = "Why it is sent back"},
        {0},
};
static const struct field close_body[] = {
        {.name = "reason", .type = F_TEXT, .min = 1, .max = 1000, .zh = "理由：已冻结的季度重述时、有单位未确认时必填", .en = "Reason: needed to restate a frozen quarter, and where units have not confirmed"},
        {0},
};

static const struct field ledger_fields[] = {
        {.name = "k1", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "排序用", .en = "For the order"},
        {.name = "k2", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "排序用", .en = "For the order"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "记入的版本；空：尚未重述", .en = "Version it is booked with; null: not restated yet"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "The unit"},
        {.name = "indicator", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "指标", .en = "The figure"},
        {.name = "sub", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "分项", .en = "The sub-figure"},
        {.name = "of_what", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"case", "clue", "review", "inspection", "cell", NULL},
         .zh = "案件、线索……；cell：整个单元", .en = "case, clue …; cell: the cell as a whole"},
        {.name = "object_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "编号", .en = "Its id"},
        {.name = "delta", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "差额", .en = "The difference"},
        {.name = "was", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "单元：原值", .en = "A cell: before"},
        {.name = "is_now", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "单元：新值", .en = "A cell: after"},
        {.name = "why", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"late", "corrected", "other", "made", NULL},
         .zh = "迟报、更正、其他、由其他指标计算", .en = "late, corrected, other, or made from other figures"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "重述理由", .en = "Reason of the restatement"},
        {.name = "approved_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "批准人", .en = "Who approved it"},
        {.name = "approved_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "批准时间", .en = "When"},
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案件", .en = "The case"},
        {0},
};
static const struct schema ledger_schema = {"LedgerLine", ledger_fields};

static const struct field indicators_fields[] = {
        {.name = "groups", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "各指标及其数字：定义、日期、归属、计量单位、分项、由何计算",
         .en = "The indicators with their figures: definition, date, attribution, unit of measure, sub-figures, what they are made from"},
        {0},
};
static const struct schema indicators_schema = {"Indicators", indicators_fields};

static const struct field penalties_fields[] = {
        COUNT("year", "年度", "The year"),
        {.name = "subjects", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "您有权查看的执法主体各一行", .en = "A row for each enforcement subject that you may read"},
        {.name = "total", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "合计", .en = "The total"},
        {0},
};
static const struct schema penalties_schema = {"PenaltyTable", penalties_fields};

static const struct field keys_fields[] = {
        {.name = "keys", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "公钥（key_id、public_key、since）", .en = "Public keys: key_id, public_key, since"},
        {0},
};
static const struct schema keys_schema = {"SigningKeys", keys_fields};

bool quarter_is(const char *s)
{
        return s[0] == '2' && (s[1] == '0' || s[1] == '1') && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9' &&
               s[4] == 'Q' && s[5] >= '1' && s[5] <= '4' && !s[6];
}

bool year_is(const char *s)
{
        return s[0] == '2' && (s[1] == '0' || s[1] == '1') && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9' && !s[4];
}

/* ---- judges ---- */

static bool is_true(const PGresult *r, const char *column)
{
        return PQgetvalue(r, 0, PQfnumber(r, column))[0] == 't';
}

static bool is_frozen(const PGresult *facts)
{
        return strcmp(PQgetvalue(facts, 0, 0), "0") != 0;
}

/* Which figures are shown: the frozen ones where there are any, unless the live ones are asked for. */
static err_t judge_read(struct req *rq, PGresult *facts)
{
        const char *view = req_arg(rq, "view"), *version = req_arg(rq, "version");
        bool live = view && !strcmp(view, "live");

        if (is_true(facts, "future"))
                return fault_field_text(&rq->fault, ERR_BAD_REQUEST, "quarter", "range", "该季度尚未开始", "This quarter has not begun");
        if (live && version)
                return fault_field_text(&rq->fault, ERR_BAD_REQUEST, "version", "unknown", "即时数字没有版本", "Live figures have no version");
        if (view && !live && !is_frozen(facts))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "该季度尚未冻结", "This quarter is not frozen");
        if (version && strtol(version, NULL, 10) > strtol(PQgetvalue(facts, 0, 0), NULL, 10))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "没有这个版本", "There is no such version");
        if (!live && is_frozen(facts))
                req_set(rq, "frozen_version", version ? version : PQgetvalue(facts, 0, 0));
        return OK;
}

static err_t judge_cell(struct req *rq, PGresult *facts)
{
        if (!is_true(facts, "may") || !is_true(facts, "known"))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "没有您可以查看的这个数字", "There is no such figure that you may see");
        return judge_read(rq, facts);
}

static err_t judge_document(struct req *rq, PGresult *facts)
{
        if (!is_frozen(facts))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "该季度尚未冻结", "This quarter is not frozen");
        return judge_read(rq, facts);
}

static err_t must_have_ended(struct req *rq, PGresult *facts)
{
        const char *last = PQgetvalue(facts, 0, PQfnumber(facts, "last"));

        if (is_true(facts, "running"))
                return fault_set(&rq->fault, ERR_RULE, "季度于 %s 结束，此后才能冻结", "The quarter ends on %s; it can be frozen after that day", last);
        return OK;
}

static const char *state_in(const PGresult *facts)
{
        return PQgetvalue(facts, 0, PQfnumber(facts, "state"));
}

static err_t judge_close(struct req *rq, PGresult *facts)
{
        err_t e = must_have_ended(rq, facts);

        if (e)
                return e;
        if (!strcmp(state_in(facts), "closing"))
                return fault_set(&rq->fault, ERR_CONFLICT, "该季度已提出冻结，待另一人审核", "It is closed already and waits for the checker");
        if (!strcmp(state_in(facts), "frozen") && !req_arg(rq, "reason"))
                return req_field_fault(rq, "reason", "required", "重述已冻结的季度须说明理由", "To restate a frozen quarter needs a reason");
        if (is_true(facts, "unconfirmed") && !req_arg(rq, "reason"))
                return req_field_fault(rq, "reason", "required", "有单位尚未确认或者有异议，须说明理由", "Units have not confirmed, or dispute: say why");
        return OK;
}

static err_t judge_check(struct req *rq, PGresult *facts)
{
        if (!strcmp(state_in(facts), "frozen"))
                return fault_set(&rq->fault, ERR_CONFLICT, "该季度已经冻结；重述须先再次提出冻结", "It is frozen already; to restate it, it is closed again first");
        if (strcmp(state_in(facts), "closing"))
                return fault_set(&rq->fault, ERR_CONFLICT, "该季度尚未提出冻结", "Nobody has closed this quarter");
        return OK;
}

static err_t judge_freeze(struct req *rq, PGresult *facts)
{
        err_t e = must_have_ended(rq, facts);

        if (!e)
                e = judge_check(rq, facts);
        if (e)
                return e;
        if (is_true(facts, "mine"))
                return fault_set(&rq->fault, ERR_RULE, "提出冻结的人不能自行审核", "Who closed it does not check it");
        req_set(rq, "frozen_version", arena_printf(rq->arena, "%ld", strtol(PQgetvalue(facts, 0, 0), NULL, 10) + 1));
        return OK;
}

static err_t judge_confirm(struct req *rq, PGresult *facts)
{
        err_t e = OK;

        if (PQgetisnull(facts, 0, PQfnumber(facts, "unit")))
                return req_field_fault(rq, "unit_id", "required", "请指明单位", "Say which unit");
        if (!is_true(facts, "may"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "您不能确认该单位的数字", "You may not confirm the row of this unit");
        if (is_true(facts, "future"))
                return fault_field_text(&rq->fault, ERR_BAD_REQUEST, "quarter", "range", "该季度尚未开始", "This quarter has not begun");
        if (strcmp(state_in(facts), "open"))
                return fault_set(&rq->fault, ERR_RULE, "该季度不再接受确认", "This quarter takes no confirmations any more");
        if (!strcmp(req_arg(rq, "result"), "disputed") && !req_arg(rq, "comment"))
                e = req_field_fault(rq, "comment", "required", "异议须说明", "A dispute needs a comment");
        req_set(rq, "confirm_unit", PQgetvalue(facts, 0, PQfnumber(facts, "unit")));
        return e;
}

static int the_document(struct req *rq)
{
        rq->reply_type = "text/plain; charset=utf-8";
        rq->reply_file = arena_printf(rq->arena, "anjuan-%s-v%s.jsonl", req_arg(rq, "quarter"), req_arg(rq, "frozen_version"));
        return SQL_QUARTER_DOCUMENT;
}

static int json_or_csv(struct req *rq)
{
        const char *format = req_arg(rq, "format");

        reply_header(rq->x, "Vary", "Accept, Accept-Language");
        if (format ? !strcmp(format, "json") : !req_prefers(rq, "text/csv"))
                return SQL_QUARTER_GET;
        req_set(rq, "english", exchange_wants_english(rq->x) ? "t" : "f");
        rq->reply_type = "text/csv; charset=utf-8";
        rq->reply_file = arena_printf(rq->arena, "anjuan-%s-%s.csv", req_arg(rq, "quarter"),
                                      req_arg(rq, "frozen_version") ? "frozen" : "live");
        return SQL_QUARTER_CSV;
}

static int penalties_json_or_csv(struct req *rq)
{
        const char *format = req_arg(rq, "format");

        reply_header(rq->x, "Vary", "Accept, Accept-Language");
        if (format ? !strcmp(format, "json") : !req_prefers(rq, "text/csv"))
                return SQL_PENALTIES_GET;
        req_set(rq, "english", exchange_wants_english(rq->x) ? "t" : "f");
        rq->reply_type = "text/csv; charset=utf-8";
        rq->reply_file = arena_printf(rq->arena, "anjuan-penalties-%s.csv", req_arg(rq, "year"));
        return SQL_PENALTIES_CSV;
}

const struct route statistics_routes[] = {
        {"GET", "/api/v1/statistics/quarters", "listQuarters", "统计", .zh = "有数字或已冻结的季度，新的在前",
         .en = "Quarters that have figures or are frozen, the newest first", .permission = "statistics.read",
         .flags = ROUTE_LIST | ROUTE_REPORT, .reply = &quarter_row_schema, .sql = SQL_QUARTER_LIST, .example_login = "legal1.city"},
        {"GET", "/api/v1/statistics/quarters/{quarter}", "getQuarter", "统计",
         .zh = "一个季度的统计：各单位一行（本单位或全部）和全部单位合计；JSON 或 CSV",
         .en = "The statistics of a quarter: a row for each unit (one's own, or all) and the total of all units; JSON or CSV",
         .permission = "statistics.read", .flags = ROUTE_REPORT, .query = quarter_query, .reply = &quarter_schema,
         .content_type = "text/csv; charset=utf-8", .sql_lock = SQL_QUARTER_FACTS, .judge = judge_read, .choose = json_or_csv,
         .sql = SQL_QUARTER_GET, .example_login = "legal1.city", .example_path = "/api/v1/statistics/quarters/2026Q3"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/cells/{indicator}/{unit}/cases", "listCellCases", "统计",
         .zh = "一个数字里的全部案件（线索、评查）：即时的，或冻结时的；您无权查看的只给出数目",
         .en = "What is in a figure: the cases (clues, reviews), now or as of the freeze; those you may not see only as a number",
         .permission = "statistics.read", .flags = ROUTE_LIST | ROUTE_REPORT, .query = cell_query, .reply = &member_schema,
         .sql_lock = SQL_CELL_FACTS, .judge = judge_cell, .sql = SQL_CELL_CASES, .example_login = "lead.huangpu",
         .example_path = "/api/v1/statistics/quarters/2026Q2/cells/filed/310101/cases"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/state", "getQuarterState", "统计", .zh = "季度的办理情况和各单位的意见",
         .en = "How far a quarter is, and what its units said", .permission = "statistics.read", .reply = &state_schema,
         .sql = SQL_QUARTER_STATE, .example_login = "legal1.city", .example_path = "/api/v1/statistics/quarters/2026Q2/state"},
        {"POST", "/api/v1/statistics/quarters/{quarter}/confirmation", "confirmQuarter", "统计", .zh = "单位负责人确认本单位的数字，或者提出异议",
         .en = "The lead of a unit confirms its row, or disputes it", .permission = "statistics.confirm", .flags = ROUTE_CREATES | ROUTE_REPORT,
         .body = confirm_body, .reply = &state_schema, .sql_lock = SQL_CONFIRM_FACTS, .judge = judge_confirm, .sql_write = SQL_QUARTER_CONFIRM,
         .sql = SQL_QUARTER_STATE, .location = "/api/v1/statistics/quarters/{quarter}/state", .example_login = "lead.huangpu",
         .example_path = "/api/v1/statistics/quarters/2026Q2/confirmation", .example_body = "{\"result\":\"confirmed\"}"},
        {"POST", "/api/v1/statistics/quarters/{quarter}/close", "closeQuarter", "统计", .zh = "提出冻结一个已结束的季度，或者提出重述",
         .en = "Propose to freeze a quarter that has ended, or to restate it", .permission = "statistics.freeze", .flags = ROUTE_CREATES,
         .body = close_body, .reply = &state_schema, .sql_lock = SQL_CLOSE_FACTS, .judge = judge_close, .sql_write = SQL_QUARTER_CLOSE,
         .sql = SQL_QUARTER_STATE, .location = "/api/v1/statistics/quarters/{quarter}/state", .example_login = "legal1.city",
         .example_path = "/api/v1/statistics/quarters/2026Q1/close", .example_body = "{\"reason\":\"各单位已口头确认\"}"},
        {"POST", "/api/v1/statistics/quarters/{quarter}/return", "returnQuarter", "统计", .zh = "退回提出的冻结", .en = "Send back what was closed",
         .permission = "statistics.freeze", .flags = ROUTE_CREATES, .body = return_body, .reply = &state_schema, .sql_lock = SQL_QUARTER_FACTS, .judge = judge_check,
         .sql_write = SQL_QUARTER_RETURN, .sql = SQL_QUARTER_STATE, .location = "/api/v1/statistics/quarters/{quarter}/state",
         .example_login = "legal1.city", .example_path = "/api/v1/statistics/quarters/2025Q2/return",
         .example_body = "{\"reason\":\"两个单位的数字仍在核对\"}"},
        {"POST", "/api/v1/statistics/quarters/{quarter}/freeze", "freezeQuarter", "统计",
         .zh = "另一人审核后冻结：此后登记的事项不再改变它；已冻结的形成新版本",
         .en = "The checker, another person, freezes it: what is recorded later does not change it; a frozen one gets a new version",
         .permission = "statistics.freeze", .flags = ROUTE_CREATES | ROUTE_REPORT, .reply = &quarter_schema,
         .sql_lock = SQL_QUARTER_FACTS, .judge = judge_freeze, .sql_write = SQL_QUARTER_FREEZE, .sql = SQL_QUARTER_GET,
         .location = "/api/v1/statistics/quarters/{quarter}", .example_login = "legal1.city",
         .example_path = "/api/v1/statistics/quarters/2025Q3/freeze"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/document", "getQuarterDocument", "统计",
         .zh = "冻结季度的规范文本和签名，可用公钥核对（anjuan verify quarter）；其他单位的行以哈希代替",
         .en = "The canonical lines of a frozen quarter with their signature, for anjuan verify quarter; rows of other units as their hash",
         .permission = "statistics.read", .flags = ROUTE_REPORT, .query = document_query, .content_type = "text/plain; charset=utf-8",
         .sql_lock = SQL_QUARTER_FACTS, .judge = judge_document, .choose = the_document, .sql = SQL_QUARTER_DOCUMENT, .example_login = "lead.huangpu",
         .example_path = "/api/v1/statistics/quarters/2025Q4/document"},
        {"GET", "/api/v1/statistics/quarters/{quarter}/ledger", "listQuarterLedger", "统计",
         .zh = "重述台账：每案每个数字的差额、理由、批准人；尚未重述的在前", .en = "The restatement ledger: case, figure, difference, reason, approver; what is not restated yet comes first",
         .permission = "statistics.read", .flags = ROUTE_LIST | ROUTE_REPORT, .reply = &ledger_schema, .sql = SQL_QUARTER_LEDGER,
         .example_login = "legal1.city", .example_path = "/api/v1/statistics/quarters/2025Q4/ledger"},
        {"GET", "/api/v1/statistics/indicators", "listIndicators", "统计", .zh = "全部指标的定义", .en = "The definitions of all indicators",
         .permission = "statistics.read", .reply = &indicators_schema, .sql = SQL_INDICATORS_GET, .example_login = "legal1.city"},
        {"GET", "/api/v1/statistics/penalties/{year}", "getPenaltyTable", "统计", .zh = "行政处罚实施情况统计表（按执法主体）；金额另有元、万元两种精确写法；JSON 或 CSV",
         .en = "The yearly table of penalties, per enforcement subject; amounts exact in yuan and ten thousand yuan too; JSON or CSV", .permission = "statistics.read", .flags = ROUTE_REPORT,
         .query = format_query, .reply = &penalties_schema, .content_type = "text/csv; charset=utf-8", .choose = penalties_json_or_csv, .sql = SQL_PENALTIES_GET, .example_login = "legal1.city", .example_path = "/api/v1/statistics/penalties/2026"},
        {"GET", "/api/v1/statistics/signing-keys", "listSigningKeys", "统计", .zh = "签名季度数字的公钥", .en = "The public keys that sign frozen quarters",
         .reply = &keys_schema, .sql = SQL_SIGNING_KEYS, .example_login = "officer1.huangpu"},
        {0},
};

#include "api/common.h"

#include "http/req.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

#define COUNT(member, zh_, en_) {.name = member, .type = F_INT, .flags = FIELD_REQUIRED, .zh = zh_, .en = en_}

/* In the order of the table `indicator`, whose names and definitions these are; tests hold them together. */
static const struct field row_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "承办单位；合计行为空", .en = "Handling unit; null in the total"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称（中文）", .en = "Its name, Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称（英文）", .en = "Its name, English"},
        COUNT("filed", "立案", "Cases filed"),
        COUNT("decided", "作出决定", "Decisions made"),
        COUNT("decided_penalty", "其中给予处罚", "Of them: penalty"),
        COUNT("decided_no_penalty", "其中不予处罚", "Of them: not penalised"),
        COUNT("decided_not_established", "其中事实不成立", "Of them: facts not established"),
        COUNT("decided_transfer", "其中决定移送", "Of them: to be transferred"),
        COUNT("decided_unstated", "其中结果未注明（导入记录）", "Of them: outcome not stated (imported records)"),
        COUNT("ended", "办结：结案、终止、移送之和", "Ended: closed, terminated and transferred"),
        COUNT("closed", "结案", "Closed"),
        COUNT("terminated", "终止", "Terminated"),
        COUNT("transferred", "移送", "Transferred"),
        COUNT("reopened", "重新办理和移送退回", "Reopened, and returned after a transfer"),
        COUNT("in_hand_start", "期初在办", "In hand before the first day"),
        COUNT("in_hand_end", "期末在办", "In hand at the end of the last day"),
        {.name = "balance_holds", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "期初在办＋立案＋重新办理－办结＝期末在办",
         .en = "in_hand_start + filed + reopened - ended = in_hand_end"},
        COUNT("fines_decided_fen", "决定罚款（分）", "Fines decided, fen"),
        COUNT("confiscated_fen", "决定没收（分）", "Confiscations decided, fen"),
        COUNT("fines_collected_fen", "收缴罚款（分），按缴款日期", "Fines paid less those given back, fen, by the day of either"),
        COUNT("penalties_simple", "简易程序处罚", "Penalties under the simple procedure"),
        COUNT("penalties_ordinary", "普通程序处罚", "Penalties under the ordinary procedure"),
        {.name = "ordinary_share_bp", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL,
         .zh = "普通程序占比（万分之一，四舍五入）；没有处罚时为空", .en = "Share of the ordinary procedure, 1/100 %, rounded; null without penalties"},
        {0},
};

static const struct field frozen_fields[] = {
        COUNT("version", "版本", "Version"),
        {.name = "frozen_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "冻结时间", .en = "When it was frozen"},
        {.name = "frozen_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "冻结人", .en = "Who froze it"},
        {.name = "frozen_by_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "冻结人姓名", .en = "Name of that person"},
        {.name = "sha256", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 64, .max = 64, .zh = "全部规范行的 SHA-256", .en = "SHA-256 over all canonical lines"},
        COUNT("position", "当时日志已封存的最后一行", "Last line of the log that was sealed then"),
        {.name = "snapshot", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100000, .zh = "所据数据库快照", .en = "Snapshot of the database it rests on"},
        COUNT("definitions", "指标定义的版本", "Version of the indicators' definitions"),
        {0},
};

static const struct field quarter_fields[] = {
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "季度", .en = "The quarter"},
        {.name = "from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "第一日", .en = "First day"},
        {.name = "to", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "最后一日", .en = "Last day"},
        {.name = "ended", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "已结束", .en = "Whether it has ended"},
        {.name = "view", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"live", "frozen", NULL},
         .zh = "即时数字或冻结数字", .en = "Live or frozen figures"},
        {.name = "frozen", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = frozen_fields, .zh = "冻结情况（view 为 frozen 时）",
         .en = "How it was frozen (when view is frozen)"},
        {.name = "units", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = row_fields,
         .zh = "您有权查看的各单位，无数字的也列出", .en = "The units whose rows you may read, those with zeros too"},
        {.name = "total", .type = F_OBJECT, .flags = FIELD_REQUIRED, .fields = row_fields, .zh = "全部单位合计", .en = "Total of all units"},
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
        {0},
};
static const struct schema quarter_row_schema = {"QuarterRow", quarter_row_fields};

static const struct field quarter_query[] = {
        {.name = "view", .type = F_TEXT, .choices = (const char *const[]){"live", "frozen", NULL},
         .zh = "live 即时数字；frozen 冻结数字；省略时已冻结的给冻结数字，否则给即时数字",
         .en = "live or frozen figures; left out: frozen ones where the quarter is frozen, else live ones"},
        {.name = "format", .type = F_TEXT, .choices = (const char *const[]){"json", "csv", NULL}, .zh = "格式；省略时按 Accept",
         .en = "Format; left out: by Accept"},
        {0},
};

bool quarter_is(const char *s)
{
        return s[0] == '2' && (s[1] == '0' || s[1] == '1') && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9' &&
               s[4] == 'Q' && s[5] >= '1' && s[5] <= '4' && !s[6];
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
        const char *view = req_arg(rq, "view");
        bool live = view && !strcmp(view, "live");

        if (is_true(facts, "future"))
                return fault_field_text(&rq->fault, ERR_BAD_REQUEST, "quarter", "range", "该季度尚未开始", "This quarter has not begun");
        if (view && !live && !is_frozen(facts))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "该季度尚未冻结", "This quarter is not frozen");
        if (!live && is_frozen(facts))
                req_set(rq, "frozen_version", PQgetvalue(facts, 0, 0));
        return OK;
}

static err_t judge_freeze(struct req *rq, PGresult *facts)
{
        const char *last = PQgetvalue(facts, 0, PQfnumber(facts, "last"));

        if (is_frozen(facts))
                return fault_set(&rq->fault, ERR_CONFLICT, "该季度已冻结", "This quarter is frozen already");
        if (is_true(facts, "running"))
                return fault_set(&rq->fault, ERR_RULE, "季度于 %s 结束，此后才能冻结", "The quarter ends on %s; it can be frozen after that day", last);
        req_set(rq, "frozen_version", "1");
        return OK;
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
        {"POST", "/api/v1/statistics/quarters/{quarter}/freeze", "freezeQuarter", "统计",
         .zh = "冻结一个已结束的季度：此后登记的事项不再改变它", .en = "Freeze a quarter that has ended: what is recorded later does not change it",
         .permission = "statistics.freeze", .flags = ROUTE_CREATES | ROUTE_REPORT, .reply = &quarter_schema,
         .sql_lock = SQL_QUARTER_FACTS, .judge = judge_freeze, .sql_write = SQL_QUARTER_FREEZE, .sql = SQL_QUARTER_GET,
         .location = "/api/v1/statistics/quarters/{quarter}", .example_login = "legal1.city",
         .example_path = "/api/v1/statistics/quarters/2026Q1/freeze"},
        {0},
};

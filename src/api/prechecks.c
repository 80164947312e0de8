#include "api/prechecks.h"
#include "api/common.h"

#include "rules/review.h"
#include "sql_table.h"

/* What the checks found in closed cases (functions/prechecks.sql). Points are in hundredths of a point. */

static const char *const verdicts[] = {"no_defect", "deduct", "veto", "not_applicable", "cannot_tell", NULL};
static const char *const findings[] = {"deduct", "veto", NULL};
static const char *const kinds_of_links[] = {"event", "document", "deadline", "clue", "clue_deadline", "cause", "case", "officers", "missing", NULL};

static const struct field fault_fields[] = {
        {.name = "rule", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "扣分情形（否决项为所缺事项）",
         .en = "The rule of deduction; of a veto item what is wrong"},
        {.name = "times", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "次数", .en = "How many times"},
        {0},
};
static const struct field link_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = kinds_of_links,
         .zh = "依据种类：事件、文书、期限等；missing 为应有而没有的文书", .en = "What it is: event, document, deadline …; missing: a document that should be there"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "事件或者文书种类、期限代码", .en = "Kind of the event or document, code of the term"},
        {.name = "id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "编号；期限和案由以代码、序号（版本）为准",
         .en = "Its id; a deadline and a cause go by code and number (version)"},
        {.name = "nth", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "第几次，或者版本", .en = "The first, second …; or the version"},
        {.name = "on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "日期", .en = "Its day"},
        {0},
};

#define ANSWER_FIELDS                                                                                                         \
        {.name = "deduction", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "按该项规则的扣分（百分之一分）",    \
         .en = "What the rules of the item deduct for it (hundredths of a point)"},                                           \
        {.name = "faults", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = fault_fields, .zh = "发现的问题", .en = "What was found"}, \
        {.name = "evidence", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = link_fields, .zh = "所依据的事件、文书、期限", \
         .en = "The events, documents and deadlines it rests on"}

const struct field precheck_answer_fields[] = {
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "项目代码", .en = "Code of the item"},
        {.name = "verdict", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = verdicts, .zh = "预检结论；资料不足时为 cannot_tell",
         .en = "Verdict; cannot_tell where data is missing"},
        ANSWER_FIELDS,
        {0},
};

static const struct field item_fields[] = {
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "项目代码", .en = "Code of the item"},
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_stage_codes, .zh = "环节", .en = "Stage"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_kind_codes, .zh = "否决项或评分项", .en = "Veto item or scored item"},
        {.name = "points", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "分值（百分之一分）", .en = "Points (hundredths of a point)"},
        {.name = "check_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "预检名称", .en = "Name of the check"},
        {.name = "text_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "内容", .en = "What it asks for, in Chinese"},
        {.name = "text_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "内容（英文）", .en = "The same in English"},
        {.name = "verdict", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = verdicts, .zh = "预检结论；资料不足时为 cannot_tell",
         .en = "Verdict; cannot_tell where data is missing"},
        ANSWER_FIELDS,
        {0},
};
static const struct field precheck_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "case_version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "案件版本", .en = "Version of the case"},
        {.name = "checklist_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查标准", .en = "Checklist"},
        {.name = "checklist_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查标准代码", .en = "Code of the checklist"},
        {.name = "checklist_version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查标准版本", .en = "Version of the checklist"},
        {.name = "computed_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "预检时间；未结案或者尚未预检为空",
         .en = "When it was checked; null: not closed, or not yet"},
        {.name = "computed_from", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所依据的案件版本", .en = "The version of the case it was computed from"},
        {.name = "law_version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所依据的法律日历版本", .en = "The law it was computed from"},
        {.name = "current", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "是否为案件现在的版本", .en = "Whether that is the version of the case now"},
        {.name = "again_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "有期限届满、将重新预检之日", .en = "Day on which a term runs out and it is checked again"},
        {.name = "items", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = item_fields, .zh = "各预检项，按评查标准顺序",
         .en = "The items that have a check, in the order of the checklist"},
        {0},
};
static const struct schema precheck_schema = {"CasePrechecks", precheck_fields};

static const struct field row_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "case_number", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案号", .en = "Case number"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案件名称", .en = "Title of the case"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "承办单位", .en = "Handling unit"},
        {.name = "procedure", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "程序", .en = "Procedure"},
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案由", .en = "Cause of action"},
        {.name = "closed_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "结案日期", .en = "Day it was closed"},
        {.name = "check_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "预检名称", .en = "Name of the check"},
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "现行评查标准的项目", .en = "Its item in the checklist in force"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "预检内容", .en = "What is checked, in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "预检内容（英文）", .en = "The same in English"},
        {.name = "verdict", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = findings, .zh = "扣分或者触发否决", .en = "A deduction or a veto"},
        ANSWER_FIELDS,
        {.name = "computed_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "预检时间", .en = "When it was checked"},
        {.name = "current", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "是否为案件现在的版本", .en = "Whether that is the version of the case now"},
        {0},
};
static const struct schema row_schema = {"PrecheckFinding", row_fields};

static const struct field board_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位", .en = "Handling unit"},
        {.name = "item_code", .type = F_TEXT, .min = 1, .max = 20, .zh = "评查标准的项目", .en = "Item of the checklist"},
        {.name = "check_name", .type = F_TEXT, .min = 2, .max = 40, .zh = "预检名称", .en = "Name of the check"},
        {.name = "verdict", .type = F_TEXT, .choices = findings, .zh = "扣分或者触发否决", .en = "A deduction or a veto"},
        {.name = "case_id", .type = F_UUID, .zh = "案件", .en = "The case"},
        {.name = "closed_from", .type = F_DATE, .zh = "结案日期起", .en = "Closed from this day on"},
        {.name = "closed_to", .type = F_DATE, .zh = "结案日期止", .en = "Closed up to this day"},
        {0},
};
static const struct field get_query[] = {
        {.name = "checklist_id", .type = F_UUID, .zh = "按哪一评查标准；默认为最近发布的", .en = "By which checklist; by default the one published last"},
        {0},
};

const struct route precheck_routes[] = {
        {"GET", "/api/v1/cases/{case_id}/prechecks", "getCasePrechecks", "案卷评查", .zh = "已结案件的预检：每项的结论、扣分和依据",
         .en = "What the checks say of a closed case: verdict, deduction and evidence of each item", .permission = "case.read", .query = get_query,
         .reply = &precheck_schema, .sql = SQL_PRECHECK_GET, .subject = "case_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/cases/" DEMO_UUID("00104") "/prechecks"},
        {"GET", "/api/v1/prechecks", "listPrecheckFindings", "案卷评查", .zh = "质量看板：已结案件预检发现的问题，新结案的在前",
         .en = "Quality board: what the checks found in closed cases, those closed last first", .permission = "case.read", .flags = ROUTE_LIST,
         .query = board_query, .reply = &row_schema, .sql = SQL_PRECHECK_LIST, .subject = "case_id", .example_login = "legal1.city",
         .example_path = "/api/v1/prechecks?verdict=veto"},
        {0},
};

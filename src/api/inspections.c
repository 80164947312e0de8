#include "api/cells.h"
#include "api/common.h"

#include "http/req.h"
#include "sql_table.h"

#include <string.h>

/* ---- outside organisations ---- */

static const char *const organisation_kinds[] = {"police", "procuratorate", "court", "government", "authority", "street", "other", NULL};
static const char *const triggers[] = {"planned", "triggered", NULL};

#define ORGANISATION_FIELDS(flags_)                                                                                           \
        {.name = "name_zh", .type = F_TEXT, .flags = (flags_), .min = 1, .max = 200, .zh = "名称", .en = "Name in Chinese"},  \
        {.name = "name_en", .type = F_TEXT, .flags = (flags_), .min = 1, .max = 200, .zh = "英文名称", .en = "Name in English"}, \
        {.name = "kind", .type = F_TEXT, .flags = (flags_), .choices = organisation_kinds, .zh = "公安、检察、法院、政府、行政机关、街镇、其他", \
         .en = "Police, procuratorate, court, government, authority, street or town, other"}

static const struct field organisation_body[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 2, .max = 40, .zh = "代码：小写字母、数字和 _ . -", .en = "Its code: a to z, 0 to 9, _ . -"},
        ORGANISATION_FIELDS(FIELD_REQUIRED),
        {0},
};
static const struct field organisation_change[] = {
        ORGANISATION_FIELDS(0),
        {.name = "active", .type = F_BOOL, .zh = "启用", .en = "In use"},
        {0},
};
static const struct field organisation_fields[] = {
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "代码", .en = "Its code"},
        ORGANISATION_FIELDS(FIELD_REQUIRED),
        {.name = "active", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "启用", .en = "In use"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"},
        {0},
};
static const struct schema organisation_schema = {"OutsideOrganisation", organisation_fields};

/* ---- inspections ---- */

static const struct field kind_fields[] = {
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "检查种类", .en = "Kind of inspection"},
        {.name = "position", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "顺序", .en = "Its place"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "名称", .en = "Name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Name in English"},
        {.name = "counts", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "计入检查统计", .en = "Counts as an inspection in the statistics"},
        {.name = "basis_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "What it rests on"},
        {0},
};
static const struct schema kind_schema = {"InspectionKind", kind_fields};

#define KIND_FIELD(flags_)                                                                                                    \
        {.name = "kind", .type = F_TEXT, .flags = (flags_), .min = 1, .max = 40, .zh = "检查种类", .en = "Kind of inspection"}, \
        {.name = "trigger", .type = F_TEXT, .flags = (flags_), .choices = triggers, .zh = "计划检查或者触发式检查", .en = "Planned, or triggered"}
#define OBJECT_FIELDS(flags_)                                                                                                 \
        {.name = "object_name", .type = F_TEXT, .flags = (flags_), .min = 1, .max = 200, .zh = "检查对象", .en = "Whom or what was inspected"}, \
        {.name = "inspected_on", .type = F_DATE, .flags = (flags_), .zh = "检查日期", .en = "Day of the inspection"},         \
        {.name = "problem_found", .type = F_BOOL, .flags = (flags_), .zh = "是否发现问题", .en = "Whether a problem was found"}
#define CODE_FIELDS                                                                                                           \
        {.name = "plan_code", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "检查计划编码（计划检查必填）", .en = "Code of the plan (required if planned)"}, \
        {.name = "check_code", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "检查码", .en = "The check code that was shown"}, \
        {.name = "triggered_by", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 300, .zh = "触发原因（触发式检查必填）", .en = "What triggered it (required if triggered)"}, \
        {.name = "object_code", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "对象代码：统一社会信用代码或者工程编号", .en = "Its code: unified social credit code, or number of the works"}, \
        {.name = "place", .type = F_TEXT, .flags = FIELD_NULL, .max = 300, .zh = "地点", .en = "Where"},                       \
        {.name = "inspectors", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 300, .zh = "检查人员（外部系统所载）", .en = "Who inspected, as an outside system told"}, \
        {.name = "findings", .type = F_TEXT, .flags = FIELD_NULL, .max = 4000, .zh = "检查情况", .en = "What was found"},       \
        {.name = "rating", .type = F_INT, .flags = FIELD_NULL, .min = 1, .max = 5, .zh = "被检查人评价，1 至 5", .en = "Rating by the one inspected, 1 to 5"}
#define LIST_FIELDS                                                                                                           \
        {.name = "officers", .type = F_UUID, .flags = FIELD_LIST, .list_max = 20, .zh = "检查人员；计入统计的检查不少于两人且持有效执法证",  \
         .en = "Officers; two or more with a valid certificate where the inspection counts"},                                 \
        {.name = "organisations", .type = F_TEXT, .flags = FIELD_LIST, .min = 2, .max = 40, .list_max = 20, .zh = "参加综合查一次的外部单位代码", \
         .en = "Outside organisations that took part, by code"}

static const struct field create_body[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "检查单位；本人只在一个单位任职时可省略", .en = "Unit that inspected; may be left out by who serves in one unit only"},
        KIND_FIELD(FIELD_REQUIRED),
        OBJECT_FIELDS(FIELD_REQUIRED),
        CODE_FIELDS,
        LIST_FIELDS,
        {.name = "system", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 50, .zh = "外部系统", .en = "Outside system"},
        {.name = "external_id", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 100, .zh = "外部编号", .en = "Its id there"},
        {0},
};
static const struct field correct_body[] = {
        KIND_FIELD(0),
        OBJECT_FIELDS(0),
        CODE_FIELDS,
        LIST_FIELDS,
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "更正理由", .en = "Reason of the correction"},
        {0},
};
static const struct field inspection_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "检查单位", .en = "Unit"},
        {.name = "kind", .type = F_TEXT, .min = 1, .max = 40, .zh = "检查种类", .en = "Kind"},
        {.name = "organisation", .type = F_TEXT, .min = 2, .max = 40, .zh = "参加的外部单位", .en = "Outside organisation that took part"},
        {.name = "problem_found", .type = F_BOOL, .zh = "是否发现问题", .en = "Whether a problem was found"},
        {.name = "from", .type = F_DATE, .zh = "检查日期起", .en = "Inspected on or after"},
        {.name = "to", .type = F_DATE, .zh = "检查日期止", .en = "Inspected on or before"},
        {0},
};

static const struct field receipt_fields[] = {
        {.name = "inspection_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "检查", .en = "The inspection"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "检查单位", .en = "Unit"},
        {0},
};
static const struct schema receipt_schema = {"InspectionReceipt", receipt_fields};

#define INSPECTION_HEAD_FIELDS                                                                                                \
        {.name = "inspection_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "检查", .en = "The inspection"},              \
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "检查单位", .en = "Unit"},                          \
        KIND_FIELD(FIELD_REQUIRED), OBJECT_FIELDS(FIELD_REQUIRED),                                                             \
        {.name = "plan_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "检查计划编码", .en = "Code of the plan"}, \
        {.name = "check_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "检查码", .en = "The check code"},  \
        {.name = "object_code", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "对象代码", .en = "Its code"},     \
        {.name = "place", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 300, .zh = "地点", .en = "Where"},                   \
        {.name = "organisations", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .zh = "参加的外部单位", .en = "Outside organisations that took part"}, \
        {.name = "rating", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评价", .en = "Rating"},                 \
        {.name = "clues", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "发现的线索数", .en = "Clues raised from it"},         \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

static const struct field inspection_row_fields[] = {INSPECTION_HEAD_FIELDS, {0}};
static const struct schema inspection_row_schema = {"InspectionRow", inspection_row_fields};
static const struct field officer_fields[] = {
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员", .en = "The person"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "姓名", .en = "Name"},
        {.name = "certificate_no", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证号", .en = "Enforcement certificate"},
        {0},
};
static const struct field inspection_fields[] = {
        INSPECTION_HEAD_FIELDS,
        {.name = "counts", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "计入检查统计", .en = "Counts in the statistics"},
        {.name = "triggered_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "触发原因", .en = "What triggered it"},
        {.name = "officers", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = officer_fields, .zh = "检查人员", .en = "Officers"},
        {.name = "inspectors", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "检查人员（外部系统所载）", .en = "Who inspected, as told"},
        {.name = "findings", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 4000, .zh = "检查情况", .en = "What was found"},
        {.name = "system", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "外部系统", .en = "Outside system"},
        {.name = "external_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "外部编号", .en = "Its id there"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = "最近更正的理由", .en = "Why it was corrected last"},
        {.name = "history", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "更正记录", .en = "How it was corrected"},
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "登记人", .en = "Who recorded it"},
        {.name = "created_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "Recorded at"},
        {.name = "updated_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "最后修改时间", .en = "Changed last at"},
        {0},
};
static const struct schema inspection_schema = {"Inspection", inspection_fields};

/* ---- judges ---- */

static const char *then(struct req *rq, const PGresult *r, const char *field)
{
        return req_has(rq, field) ? req_arg(rq, field) : cell(r, field);
}

static bool is(const char *a, const char *b)
{
        return a && !strcmp(a, b);
}

/* A planned one names its plan, a triggered one what triggered it; what outside systems bring in names its inspectors as they do. */
static err_t check_inspection(struct req *rq, const PGresult *r)
{
        const char *trigger = then(rq, r, "trigger"), *on = then(rq, r, "inspected_on");
        bool counts = cell_is_true(r, "counts"), ours = !then(rq, r, "system");
        err_t e = OK;

        if (!cell(r, "counts"))
                e = req_field_fault(rq, "kind", "unknown_ref", "没有这种检查", "There is no such kind of inspection");
        if (counts && is(trigger, "planned") && !then(rq, r, "plan_code"))
                e = req_field_fault(rq, "plan_code", "required", "计划检查须先备案，请给出计划编码", "A planned inspection names its plan");
        if (counts && is(trigger, "triggered") && !then(rq, r, "triggered_by"))
                e = req_field_fault(rq, "triggered_by", "required", "触发式检查须写明原因", "A triggered inspection says what triggered it");
        if (on && strcmp(on, cell(r, "today")) > 0)
                e = req_field_fault(rq, "inspected_on", "range", "不得晚于今天", "It may not lie in the future");
        if (counts && ours && number_of(cell(r, "officers_fit")) < number_of(cell(r, "officers_min")))
                e = req_field_fault(rq, "officers", "unfit", "检查人员不得少于两人，须在本单位任职且当日执法证有效（行政处罚法第四十二条）",
                                    "Two or more officers of the unit with a certificate valid on that day (Art. 42)");
        if (cell(r, "unknown"))
                e = req_field_fault(rq, "organisations", "unknown_ref", "没有这个外部单位", "There is no such outside organisation");
        return e;
}

static err_t judge_create(struct req *rq, PGresult *r)
{
        err_t e;

        if (!cell(r, "unit_id"))
                return req_field_fault(rq, "unit_id", "required", "请指明检查单位", "Say which unit inspected");
        if (!cell_is_true(r, "may_write"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "您不能为单位 %s 登记检查", "You may not record inspections of unit %s", cell(r, "unit_id"));
        e = check_inspection(rq, r);
        if (!req_arg(rq, "system") != !req_arg(rq, "external_id"))
                e = req_field_fault(rq, "external_id", "required", "system 与 external_id 须同时给出", "system and external_id go together");
        req_set(rq, "inspection_unit", cell(r, "unit_id"));
        req_set(rq, "inspection_id", rq->new_id);
        return e;
}

static err_t judge_correct(struct req *rq, PGresult *r)
{
        return check_inspection(rq, r);
}

const struct route inspection_routes[] = {
        {"GET", "/api/v1/inspection-kinds", "listInspectionKinds", "检查", .zh = "检查种类，以及哪些计入统计", .en = "Kinds of inspections, and which of them count",
         .flags = ROUTE_LIST, .reply = &kind_schema, .sql = SQL_INSPECTION_KIND_LIST, .example_login = "officer1.huangpu"},
        {"GET", "/api/v1/inspections", "listInspections", "检查", .zh = "检查列表，新近的在前", .en = "Inspections, the newest first", .permission = "clue.read",
         .flags = ROUTE_LIST, .query = inspection_query, .reply = &inspection_row_schema, .sql = SQL_INSPECTION_LIST, .example_login = "officer1.huangpu",
         .example_path = "/api/v1/inspections?problem_found=true"},
        {"POST", "/api/v1/inspections", "createInspection", "检查", .zh = "登记检查；参加综合查一次的外部单位一并登记", .en = "Record an inspection, joint ones with the outside organisations",
         .permission = "clue.create", .flags = ROUTE_CREATES, .body = create_body, .reply = &receipt_schema, .sql_lock = SQL_INSPECTION_CREATE_FACTS,
         .judge = judge_create, .sql_write = SQL_INSPECTION_CREATE, .sql = SQL_INSPECTION_RECEIPT, .location = "/api/v1/inspections/{inspection_id}",
         .example_login = "officer1.huangpu",
         .example_body = "{\"kind\":\"maintenance\",\"trigger\":\"planned\",\"plan_code\":\"JH2026-0117\",\"check_code\":\"JCM-310101-88\",\"object_name\":\"上海角木物业管理有限公司\","
                         "\"place\":\"黄浦区人民路168号\",\"inspected_on\":\"2026-10-20\",\"problem_found\":false,\"organisations\":[\"sh-market\"],"
                         "\"officers\":[\"" DEMO_UUID("00001") "\",\"" DEMO_UUID("00002") "\"]}"},
        {"GET", "/api/v1/inspections/{inspection_id}", "getInspection", "检查", .zh = "读取检查", .en = "Read one inspection", .permission = "clue.read",
         .reply = &inspection_schema, .sql = SQL_INSPECTION_GET, .subject = "inspection_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/inspections/" DEMO_UUID("00601")},
        {"PATCH", "/api/v1/inspections/{inspection_id}", "correctInspection", "检查", .zh = "更正检查，保留原内容", .en = "Correct an inspection; what was is kept",
         .permission = "clue.write", .flags = ROUTE_IF_MATCH, .body = correct_body, .reply = &inspection_schema, .sql_lock = SQL_INSPECTION_LOCK,
         .sql_facts = SQL_INSPECTION_FACTS, .judge = judge_correct, .sql_write = SQL_INSPECTION_CORRECT, .sql = SQL_INSPECTION_GET, .subject = "inspection_id",
         .example_login = "officer1.huangpu", .example_path = "/api/v1/inspections/" DEMO_UUID("00601"), .example_if_match = "\"1\"",
         .example_body = "{\"rating\":5,\"reason\":\"补录评价\"}"},
        {"GET", "/api/v1/outside-organisations", "listOutsideOrganisations", "外部单位", .zh = "不属于本系统的单位", .en = "Organisations that are no units of this system",
         .flags = ROUTE_LIST, .reply = &organisation_schema, .sql = SQL_ORGANISATION_LIST, .example_login = "officer1.huangpu"},
        {"POST", "/api/v1/outside-organisations", "createOutsideOrganisation", "外部单位", .zh = "增加外部单位", .en = "Add an outside organisation",
         .permission = "admin.units", .flags = ROUTE_CREATES, .body = organisation_body, .reply = &organisation_schema, .sql_write = SQL_ORGANISATION_CREATE,
         .sql = SQL_ORGANISATION_GET, .location = "/api/v1/outside-organisations", .example_login = "admin.city",
         .example_body = "{\"code\":\"hp-urban\",\"name_zh\":\"黄浦区城市管理行政执法局\",\"name_en\":\"Huangpu Urban Management Bureau\",\"kind\":\"authority\"}"},
        {"PATCH", "/api/v1/outside-organisations/{code}", "updateOutsideOrganisation", "外部单位", .zh = "修改外部单位", .en = "Change an outside organisation",
         .permission = "admin.units", .flags = ROUTE_IF_MATCH, .body = organisation_change, .reply = &organisation_schema, .sql_lock = SQL_ORGANISATION_LOCK,
         .sql_write = SQL_ORGANISATION_UPDATE, .sql = SQL_ORGANISATION_GET, .example_login = "admin.city",
         .example_path = "/api/v1/outside-organisations/sh-fire", .example_if_match = "\"1\"", .example_body = "{\"name_en\":\"Shanghai Fire Rescue\"}"},
        {0},
};

#include "api/common.h"

const struct route_group route_groups[] = {
        {system_routes, "运行", "Running"},
        {session_routes, "登录", "Signing in"},
        {unit_routes, "单位和人员", "Units and people"},
        {person_routes, "单位和人员", "Units and people"},
        {clue_routes, "线索", "Clues"},
        {case_routes, "案件", "Cases"},
        {correction_routes, "案件", "Cases"},
        {deadline_routes, "期限", "Deadlines"},
        {document_routes, "文书", "Documents"},
        {checklist_routes, "案卷评查", "File reviews"},
        {review_routes, "案卷评查", "File reviews"},
        {catalogue_routes, "目录", "Catalogues"},
        {statistics_routes, "统计", "Statistics"},
        {audit_routes, "审计", "Audit"},
        {0},
};

const struct field path_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件编号（UUID）", .en = "Id of the case"},
        {.name = "event_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "事件编号（UUID）", .en = "Id of the event"},
        {.name = "clue_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "线索编号（UUID）", .en = "Id of the clue"},
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员编号（UUID）", .en = "Id of the person"},
        {.name = "assignment_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "任职编号（UUID）", .en = "Id of the role assignment"},
        {.name = "review_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查编号（UUID）", .en = "Id of the review"},
        {.name = "document_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "文书编号（UUID）", .en = "Id of the document"},
        {.name = "checklist_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查标准编号（UUID）", .en = "Id of the checklist"},
        {.name = "other_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "与之比较的评查标准编号（UUID）", .en = "Id of the checklist compared with"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 32, .zh = "单位代码", .en = "Code of the unit"},
        {.name = "cause_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 20, .zh = "案由代码", .en = "Code of the cause of action"},
        {.name = "parameter_name", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 60, .zh = "参数", .en = "Name of the parameter"},
        {.name = "term_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .zh = "期限代码", .en = "Code of the term"},
        {.name = "number_kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .zh = "编号种类", .en = "Kind of number"},
        {.name = "quarter", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 6, .max = 6, .check = quarter_is,
         .example = "\"2024Q1\"", .zh = "季度，2000Q1 至 2199Q4", .en = "Quarter, 2000Q1 to 2199Q4"},
        {0},
};

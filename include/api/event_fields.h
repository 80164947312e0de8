/* The fields of an event as it is read, alike wherever it is shown. */
#pragma once

#include "http/field.h"
#include "rules/procedure.h"

extern const struct field penalty_read_fields[];

#define EVENT_HEAD_FIELDS \
        {.name = "seq", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "序号", .en = "Its place in the case"}, \
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = procedure_kinds, .zh = "事件种类", .en = "Kind"}, \
        {.name = "happened_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "发生日期", .en = "Day it happened"}, \
        {.name = "recorded_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "登记时间", .en = "When it was recorded"}, \
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "登记人", .en = "Who recorded it"}

#define EVENT_SAID_FIELDS \
        {.name = "outcome", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "处理结果", .en = "Outcome"}, \
        {.name = "fine_fen", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "罚款（分）", .en = "Fine, fen"}, \
        {.name = "confiscated_fen", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "没收（分）", .en = "Confiscated, fen"}, \
        {.name = "amount_fen", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "缴款（分）", .en = "Paid, fen"}, \
        {.name = "receiver", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "移送至", .en = "Handed to"}, \
        {.name = "document_no", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "文书号", .en = "Number of the document"}, \
        {.name = "remark", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "说明", .en = "Remark"}, \
        {.name = "data", .type = F_ANY, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "其他内容", .en = "Further content"}

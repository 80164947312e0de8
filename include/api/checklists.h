/* What reviews need of checklists. */
#pragma once

#include "http/req.h"
#include "rules/review.h"

/* Points are in hundredths of a point, as rules/review.h has them. */
enum { CHECKLIST_ITEMS_MAX = 300, CHECKLIST_RULES_MAX = 30, CHECKLIST_POINTS_MAX = 100000 };

/* What an item is, in a checklist and in a sheet filled in by it. */
#define CHECKLIST_ITEM_FIELDS                                                                                                 \
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 20, .zh = "项目代码，如 V1、A1",      \
         .en = "Code of the item, such as V1 or A1"},                                                                         \
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_stage_codes, .zh = "环节", .en = "Stage"}, \
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_kind_codes, .zh = "否决项或评分项",       \
         .en = "Veto item or scored item"},                                                                                   \
        {.name = "points", .type = F_INT, .flags = FIELD_REQUIRED, .min = 0, .max = CHECKLIST_POINTS_MAX,                     \
         .zh = "分值（百分之一分，200 即 2 分）；否决项为 0",                                                                 \
         .en = "Points (hundredths of a point: 200 is 2); 0 for a veto item"}

/* From items as checklist_content (SQL) has them; NULL: none. Arena. */
struct review_sheet checklist_sheet(const char *items, int excellent_min, int pass_min, struct arena *a);

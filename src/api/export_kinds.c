#include "api/exports.h"

#include "api/common.h"
#include "rules/procedure.h"
#include "sql_table.h"

#include <string.h>

const struct field export_parameters[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位", .en = "Handling unit"},
        {.name = "state", .type = F_TEXT, .choices = case_state_codes, .zh = "案件状态", .en = "State of the case"},
        {.name = "procedure", .type = F_TEXT, .choices = procedure_codes, .zh = "程序", .en = "Procedure"},
        {.name = "filed_from", .type = F_DATE, .zh = "立案日期起", .en = "Filed on or after"},
        {.name = "filed_to", .type = F_DATE, .zh = "立案日期止", .en = "Filed on or before"},
        {.name = "quarter", .type = F_TEXT, .min = 6, .max = 6, .check = quarter_is, .zh = "季度，如 2026Q1", .en = "Quarter, such as 2026Q1"},
        {.name = "year", .type = F_TEXT, .min = 4, .max = 4, .check = year_is, .zh = "年度", .en = "Year"},
        {.name = "campaign_id", .type = F_UUID, .zh = "评查活动", .en = "Review campaign"},
        {.name = "run_id", .type = F_UUID, .zh = "考核计分", .en = "Computation of an assessment"},
        {0},
};

/* ---- cases ---- */

static const struct doc_column case_columns[] = {
        {{"案号", "Number"}, DOC_TEXT, 22},        {{"案件名称", "Title"}, DOC_TEXT, 30},     {{"承办单位", "Unit"}, DOC_TEXT, 16},
        {{"程序", "Procedure"}, DOC_TEXT, 10},     {{"案由", "Cause"}, DOC_TEXT, 22},         {{"当事人", "Parties"}, DOC_TEXT, 20},
        {{"状态", "State"}, DOC_TEXT, 9},          {{"决定", "Outcome"}, DOC_TEXT, 12},       {{"立案日期", "Filed on"}, DOC_DATE, 0},
        {{"决定日期", "Decided on"}, DOC_DATE, 0}, {{"结案日期", "Closed on"}, DOC_DATE, 0},  {{"罚款（元）", "Fine (yuan)"}, DOC_YUAN, 0},
        {{"没收（元）", "Confiscated (yuan)"}, DOC_YUAN, 0}, {{"已缴（元）", "Paid (yuan)"}, DOC_YUAN, 0},
        {{"罚款（万元）", "Fine (10,000 yuan)"}, DOC_WAN, 0},
};
static const struct term *const case_words[] = {
        NULL, NULL, NULL, procedure_terms, NULL, NULL, case_state_terms, outcome_terms, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
};

const struct export_kind export_kinds[] = {
        {"cases", {"案件清单", "Cases"}, "case.read", "csv xlsx pdf", "unit_id state procedure filed_from filed_to", "", SQL_EXPORT_CASES,
         SQL_EXPORT_CASES_COUNT, case_columns, sizeof case_columns / sizeof case_columns[0], case_words, .landscape = true},
        {"quarter", {"行政执法统计季报", "Statistics of a quarter"}, "statistics.read", "xlsx pdf", "quarter", "quarter", .landscape = true, .build = export_quarter_build},
        {"penalties", {"行政处罚实施情况统计表", "Penalties imposed in a year"}, "statistics.read", "csv xlsx pdf", "year", "year", .landscape = true,
         .build = export_penalties_build},
        {"campaign_report", {"案卷评查通报", "Report of a review campaign"}, "review.read", "xlsx pdf", "campaign_id", "campaign_id", .build = campaign_report_build},
        {"assessment", {"行政执法考核计分", "Points of an assessment"}, "statistics.read", "csv xlsx pdf", "run_id", "run_id", .landscape = true, .build = export_assessment_build},
        {0},
};

const struct export_kind *export_kind_find(const char *name)
{
        for (const struct export_kind *k = export_kinds; k->name; k++)
                if (!strcmp(k->name, name))
                        return k;
        return NULL;
}

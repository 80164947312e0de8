#include "api/campaigns.h"
#include "api/common.h"

#include "rules/campaign.h"
#include "rules/review.h"
#include "sql_table.h"

#define NEED(member, type_, zh_, en_) {.name = member, .type = type_, .flags = FIELD_REQUIRED, .zh = zh_, .en = en_}
#define ITEM_CODE NEED("item_code", F_TEXT, "评查项", "Item of the checklist")

#define UNIT_NAMES                                                                                                            \
        NEED("unit_id", F_TEXT, "单位", "The unit"), NEED("name_zh", F_TEXT, "单位名称", "Its name, Chinese"),                \
        NEED("name_en", F_TEXT, "单位英文名称", "Its name, English")
#define COUNTED(member, zh_, en_) NEED(member, F_INT, zh_, en_)
#define POINTS_OF(member, zh_, en_) {.name = member, .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = zh_, .en = en_}
#define MEAN_FIELDS                                                                                                           \
        POINTS_OF("mean", "均值（百分之一分）", "Mean (hundredths of a point)"),                                              \
        POINTS_OF("low", "95% 区间下限；空为没有区间", "Lower end of the 95 % interval; null: none"), POINTS_OF("high", "95% 区间上限", "Upper end")
#define LISTED(member, fields_, zh_, en_) {.name = member, .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = fields_, .zh = zh_, .en = en_}

static const struct field overview_fields[] = {
        COUNTED("units", "单位数", "Units"),
        COUNTED("units_without_cases", "无案卷可评的单位", "Units with nothing to review"),
        COUNTED("closed", "范围内的案卷", "Files in the population"),
        COUNTED("drawn", "抽取", "Drawn"),
        COUNTED("reviewed", "评查", "Reviewed"),
        MEAN_FIELDS,
        COUNTED("excellent", "优秀", "Excellent"),
        COUNTED("pass", "合格", "Pass"),
        COUNTED("fail", "不合格", "Fail"),
        COUNTED("special", "特别案卷，不计入其他数字", "Special files, in no other figure"),
        COUNTED("findings", "问题", "Findings"),
        COUNTED("done", "已整改", "Done"),
        COUNTED("explained", "已说明", "Explained"),
        COUNTED("objections", "异议", "Objections"),
        COUNTED("objections_upheld", "成立或者部分成立的异议", "Objections upheld in whole or in part"),
        {0},
};
static const struct field ranked_fields[] = {
        COUNTED("rank", "名次", "Rank"),
        UNIT_NAMES,
        COUNTED("reviewed", "评查案卷", "Reviewed files"),
        MEAN_FIELDS,
        NEED("has_interval", F_BOOL, "有区间", "It has an interval"),
        {.name = "overlaps", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 1000, .zh = "区间与其重叠的单位：先后不足以说明优劣",
         .en = "Units whose intervals overlap with it: the order says little"},
        {0},
};
static const struct field coverage_fields[] = {
        UNIT_NAMES,
        COUNTED("closed", "结案", "Closed"),
        COUNTED("drawn", "抽取", "Drawn"),
        COUNTED("reviewed", "评查", "Reviewed"),
        COUNTED("excellent", "优秀", "Excellent"),
        COUNTED("pass", "合格", "Pass"),
        COUNTED("fail", "不合格", "Fail"),
        COUNTED("special", "特别案卷", "Special files"),
        NEED("nothing_to_review", F_BOOL, "无案卷可评", "Nothing to review"),
        {0},
};
static const struct field problem_fields[] = {
        ITEM_CODE,
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_stage_codes, .zh = "环节", .en = "Stage"},
        {.name = "text_zh", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "内容", .en = "The item in Chinese"},
        {.name = "text_en", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "内容（英文）", .en = "The item"},
        NEED("veto", F_BOOL, "触发否决", "A veto"),
        COUNTED("files", "案卷数", "Files"),
        COUNTED("units", "单位数", "Units"),
        COUNTED("deduction", "扣分合计（百分之一分）", "Deducted in all (hundredths of a point)"),
        COUNTED("done", "已整改", "Done"),
        COUNTED("explained", "已说明", "Explained"),
        {0},
};
static const struct field stage_fields[] = {
        {.name = "stage", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_stage_codes, .zh = "环节", .en = "Stage"},
        COUNTED("findings", "问题数", "Findings"),
        COUNTED("deduction", "扣分合计", "Deducted"),
        {0},
};
static const struct field compared_unit_fields[] = {
        UNIT_NAMES,
        COUNTED("was", "上次均值", "Mean before"),
        COUNTED("is", "本次均值", "Mean now"),
        COUNTED("change", "变化", "Change"),
        {0},
};
static const struct field compared_fields[] = {
        NEED("campaign_id", F_UUID, "上次评查", "The campaign before"),
        NEED("title", F_TEXT, "名称", "Its title"),
        NEED("period_from", F_DATE, "结案日期自", "Cases closed from"),
        NEED("period_to", F_DATE, "结案日期至", "Cases closed to"),
        MEAN_FIELDS,
        LISTED("units", compared_unit_fields, "两次都有均值的单位", "Units that have a mean in both"),
        {0},
};
static const struct field named_file_fields[] = {
        NEED("case_id", F_UUID, "案件", "The case"),
        {.name = "case_number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 100, .zh = "案号", .en = "Case number"},
        NEED("unit_id", F_TEXT, "单位", "The unit"),
        NEED("name_zh", F_TEXT, "单位名称", "Its name, Chinese"),
        NEED("name_en", F_TEXT, "单位英文名称", "Its name, English"),
        COUNTED("score", "得分", "Score"),
        {.name = "grade", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_grade_codes, .zh = "等次", .en = "Grade"},
        COUNTED("findings", "问题数", "Findings"),
        {0},
};
static const struct field report_fields[] = {
        NEED("campaign_id", F_UUID, "评查活动", "The campaign"),
        NEED("title", F_TEXT, "名称", "Its title"),
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = campaign_state_codes, .zh = "状态", .en = "State"},
        NEED("period_from", F_DATE, "结案日期自", "Cases closed from"),
        NEED("period_to", F_DATE, "结案日期至", "Cases closed to"),
        NEED("checklist_code", F_TEXT, "评查标准", "The checklist"),
        NEED("checklist_version", F_INT, "评查标准版本", "Its version"),
        {.name = "scope", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"all", "own", NULL},
         .zh = "问题和案卷：all 全部，own 仅本单位", .en = "Problems and files: all of them, or the own unit's"},
        {.name = "overview", .type = F_OBJECT, .flags = FIELD_REQUIRED, .fields = overview_fields, .zh = "概况", .en = "Overview"},
        LISTED("ranking", ranked_fields, "排名，附区间", "Ranking with intervals"),
        LISTED("coverage", coverage_fields, "覆盖：每个单位", "Coverage: every unit"),
        LISTED("problems", problem_fields, "问题清单，案卷多的在前", "Problems, the most frequent first"),
        LISTED("stages", stage_fields, "各环节", "By stage"),
        {.name = "comparison", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = compared_fields, .zh = "与上次同范围评查比较",
         .en = "Compared with the campaign of the same scope before"},
        LISTED("excellent_files", named_file_fields, "优秀案卷", "Excellent files"),
        LISTED("typical_files", named_file_fields, "典型问题案卷", "Typical files"),
        LISTED("special_files", named_file_fields, "特别案卷，不计入均值", "Special files, in no mean"),
        {.name = "agreement", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "评查一致性：κ 与 AC1，按等次和各项", .en = "Agreement of reviewers: kappa and AC1, over grades and by item"},
        {0},
};
static const struct schema report_schema = {"CampaignReport", report_fields};

const struct route campaign_report_routes[] = {
        {"GET", "/api/v1/campaigns/{campaign_id}/report", "getCampaignReport", "评查整改",
         .zh = "评查通报：概况、排名、覆盖、问题、比较、一致性；XLSX 和 PDF 见 createExport（campaign_report）",
         .en = "The report: overview, ranking, coverage, problems, comparison, agreement; as XLSX or PDF see createExport (campaign_report)",
         .permission = "review.read", .flags = ROUTE_REPORT, .reply = &report_schema, .sql = SQL_CAMPAIGN_REPORT, .subject = "campaign_id",
         .example_login = "legal1.city", .example_path = "/api/v1/campaigns/" DEMO_UUID("0d014") "/report"},
        {0},
};

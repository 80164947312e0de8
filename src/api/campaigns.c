#include "api/campaigns.h"
#include "api/cells.h"
#include "api/common.h"

#include "http/req.h"
#include "rules/campaign.h"
#include "rules/draw.h"
#include "rules/review.h"
#include "sql_table.h"

#include <string.h>

enum { POINTS_MAX = 100000, UNITS_MAX = 500 };

static const char *const procedures[] = {"simple", "ordinary", NULL};
static const char *const divisions[] = {"procedure", "cause", NULL};
static const char *const kinds[] = {"drawn", "special", NULL};
static const char *const settlements[] = {"single", "average", "agreed", "third", NULL};

/* ---- fields ---- */

/* need: FIELD_REQUIRED where they are read, 0 where they have defaults. */
#define SETTING_FIELDS(need, null)                                                                                            \
        {.name = "units", .type = F_TEXT, .flags = (need) | FIELD_LIST | FIELD_NULL, .min = 1, .max = 32, .list_max = UNITS_MAX, \
         .zh = "承办单位；null 为全部", .en = "Handling units; null: all"},                                                   \
        {.name = "procedures", .type = F_TEXT, .flags = (need) | FIELD_LIST | FIELD_NULL, .choices = procedures,              \
         .zh = "程序；null 为全部", .en = "Procedures; null: both"},                                                          \
        {.name = "causes", .type = F_TEXT, .flags = (need) | FIELD_LIST | FIELD_NULL, .min = 1, .max = 32,                    \
         .zh = "案由；null 为全部", .en = "Causes of action; null: all"},                                                     \
        {.name = "divide_by", .type = F_TEXT, .flags = FIELD_LIST | (null), .choices = divisions,                             \
         .zh = "单位之内再按程序、案由分层", .en = "What divides the files of a unit further"},                               \
        {.name = "least", .type = F_INT, .flags = (need), .min = 1, .max = 100000, .zh = "每个单位至少抽取的案卷数；不足的全部抽取", \
         .en = "Files of each unit at least; all where it has fewer"},                                                        \
        {.name = "share", .type = F_INT, .flags = (need), .min = 0, .max = DRAW_SHARE_ALL, .zh = "每个单位至少抽取的比例（万分之一）", \
         .en = "Share of each unit's files at least (ten-thousandths)"},                                                      \
        {.name = "double_share", .type = F_INT, .flags = (need), .min = 0, .max = DRAW_SHARE_ALL, .zh = "双人评查的比例（万分之一）", \
         .en = "Share of the files that two review (ten-thousandths)"},                                                       \
        {.name = "blind", .type = F_BOOL, .flags = (need), .zh = "对评查员隐去单位和人员", .en = "Unit and officers are masked for reviewers"}, \
        {.name = "difference_limit", .type = F_INT, .flags = (need), .min = 0, .max = POINTS_MAX,                             \
         .zh = "两人评分的限差（百分之一分），超过的由第三人评定", .en = "Totals further apart need a third person (hundredths of a point)"}, \
        {.name = "by_average", .type = F_BOOL, .flags = (need), .zh = "限差之内取平均；否则由两人商定", .en = "Within it the average counts; else the two agree"}, \
        {.name = "objection_days", .type = F_INT, .flags = (need), .min = 1, .max = 365, .zh = "提出异议的期限（工作日）", .en = "Working days to object"}, \
        {.name = "recheck_days", .type = F_INT, .flags = (need), .min = 1, .max = 365, .zh = "异议复核的期限（工作日）", .en = "Working days to decide an objection"}, \
        {.name = "rectification_days", .type = F_INT, .flags = (need), .min = 1, .max = 365, .zh = "整改期限（日）", .en = "Days to rectify"}

#define NAME_FIELDS(need)                                                                                                     \
        {.name = "title", .type = F_TEXT, .flags = (need), .min = 1, .max = 200, .zh = "名称", .en = "Title"},                \
        {.name = "period_from", .type = F_DATE, .flags = (need), .zh = "结案日期自", .en = "Cases closed from"},              \
        {.name = "period_to", .type = F_DATE, .flags = (need), .zh = "结案日期至", .en = "Cases closed to"}

#define ROW_FIELDS                                                                                                            \
        {.name = "campaign_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查活动", .en = "The campaign"},             \
        NAME_FIELDS(FIELD_REQUIRED),                                                                                          \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = campaign_state_codes, .zh = "状态", .en = "State"}, \
        {.name = "created_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "拟订时间", .en = "Drafted at"},                \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

#define MAYBE_TIME(member, zh_, en_) {.name = member, .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = zh_, .en = en_}
#define MAYBE_TEXT(member, zh_, en_) {.name = member, .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = zh_, .en = en_}
#define COUNT(member, zh_, en_) {.name = member, .type = F_INT, .flags = FIELD_REQUIRED, .zh = zh_, .en = en_}

static const struct field row_fields[] = {ROW_FIELDS, {0}};
static const struct schema row_schema = {"CampaignRow", row_fields};

static const struct field event_fields[] = {
        {.name = "act", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "步骤", .en = "The step"},
        {.name = "recorded_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "何人", .en = "By whom"},
        MAYBE_TEXT("reason", "理由", "Why"),
        {0},
};

static const struct field whole_fields[] = {
        ROW_FIELDS,
        SETTING_FIELDS(FIELD_REQUIRED, 0),
        {.name = "checklist_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查标准", .en = "The checklist"},
        {.name = "checklist_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "评查标准代码", .en = "Code of the checklist"},
        COUNT("checklist_version", "评查标准版本", "Version of the checklist"),
        {.name = "created_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "拟订人", .en = "Who drafted it"},
        MAYBE_TEXT("commitment", "承诺：秘密的 SHA-256", "Commitment: SHA-256 of the secret"),
        MAYBE_TIME("committed_at", "承诺时间", "Committed at"),
        MAYBE_TIME("frozen_at", "冻结时间", "Frozen at"),
        MAYBE_TEXT("population_sha256", "冻结范围的 SHA-256", "SHA-256 of the frozen population"),
        MAYBE_TIME("drawn_at", "抽取时间", "Drawn at"),
        MAYBE_TEXT("secret", "公开的秘密；抽取前为空，对被评查单位到反馈时才公开", "The secret revealed; null before the draw, and for reviewed units until feedback"),
        MAYBE_TEXT("seed", "种子：秘密＋冻结范围的 SHA-256", "Seed: SHA-256 of secret and frozen population"),
        MAYBE_TEXT("cancelled_reason", "取消理由", "Why it was cancelled"),
        COUNT("unit_count", "范围内的单位数", "Units in the population"),
        COUNT("units_without_cases", "其中无案卷可评的", "Of them with nothing to review"),
        COUNT("closed", "范围内的案卷数", "Files in the population"),
        COUNT("drawn", "抽取的案卷数", "Files drawn"),
        COUNT("special", "特别案卷数（另计）", "Special files, counted apart"),
        {.name = "events", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = event_fields, .zh = "经过",
         .en = "The steps taken"},
        {0},
};
const struct schema campaign_schema = {"Campaign", whole_fields};

#define CHECKLIST_FIELD                                                                                                       \
        {.name = "checklist_id", .type = F_UUID, .zh = "评查标准；默认为最近版本的 default", .en = "Checklist; by default the newest version of default"}

static const struct field create_body[] = {NAME_FIELDS(FIELD_REQUIRED), CHECKLIST_FIELD, SETTING_FIELDS(0, FIELD_NULL), {0}};
static const struct field change_body[] = {NAME_FIELDS(0), CHECKLIST_FIELD, SETTING_FIELDS(0, FIELD_NULL), {0}};
static const struct field reason_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "理由", .en = "Why"},
        {0},
};
static const struct field special_body[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "已结案的案件", .en = "A closed case"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "列入理由", .en = "Why it is added"},
        {0},
};

static const struct field list_query_fields[] = {
        {.name = "state", .type = F_TEXT, .choices = campaign_state_codes, .zh = "状态", .en = "State"},
        {0},
};
static const struct field files_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "被评查单位", .en = "Reviewed unit"},
        {.name = "kind", .type = F_TEXT, .choices = kinds, .zh = "抽取的或特别的", .en = "Drawn or special"},
        {0},
};

static const struct field unit_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "The unit"},
        {.name = "unit_name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位名称", .en = "Its name, Chinese"},
        {.name = "unit_name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位英文名称", .en = "Its name, English"},
        {.name = "key", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "分层；空为不再分层", .en = "Stratum; empty: not divided further"},
        COUNT("closed", "已结案件", "Closed cases"),
        {.name = "drawn", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "抽取数；抽取前为空", .en = "Drawn; null before the draw"},
        MAYBE_TEXT("inclusion", "每卷被抽中的概率，如 3/57", "Probability of each file to be drawn, such as 3/57"),
        {.name = "nothing_to_review", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "无案卷可评", .en = "Nothing to review"},
        {0},
};
static const struct schema unit_schema = {"CampaignStratum", unit_fields};

static const struct field sheet_fields[] = {
        {.name = "review_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查", .en = "The review"},
        {.name = "reviewer_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查员；盲评时对单位为空", .en = "The reviewer; null for the unit where the campaign is blind"},
        {.name = "place", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "1、2 为首轮评查员，3 为第三人", .en = "1 and 2: the first reviewers; 3: the third person"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "状态", .en = "State"},
        {.name = "score", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "得分", .en = "Score"},
        {0},
};
static const struct field file_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        MAYBE_TEXT("case_number", "案号", "Case number"),
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "被评查单位", .en = "Reviewed unit"},
        {.name = "key", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "分层", .en = "Stratum"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = kinds, .zh = "抽取的或特别的", .en = "Drawn or special"},
        {.name = "rank", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "在该层中的抽取顺序", .en = "Place in the order of the draw"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = campaign_file_codes, .zh = "状态", .en = "State"},
        MAYBE_TEXT("reason", "列入或者不予评查的理由", "Why it was added or excused"),
        {.name = "added_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "抽取人或列入人", .en = "Who had it drawn or added it"},
        {.name = "added_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        MAYBE_TEXT("inclusion", "被抽中的概率；特别案卷为空", "Probability to be drawn; null for a special file"),
        {.name = "wants", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查员人数；指派前为空", .en = "Reviewers it gets; null before the assignment"},
        {.name = "score", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评定得分（百分之一分）", .en = "What its sheets come to (hundredths of a point)"},
        {.name = "vetoed", .type = F_BOOL, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "是否触发否决", .en = "Whether a veto item was hit"},
        {.name = "grade", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_grade_codes, .zh = "等次", .en = "Grade"},
        {.name = "settled_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = settlements, .zh = "一人评定、两人平均、两人商定或第三人评定",
         .en = "By a single sheet, the average of two, what two agreed on, or a third person"},
        MAYBE_TIME("scored_at", "评定时间", "Scored at"),
        {.name = "trace", .type = F_ANY, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "依据：各评查表的得分、限差、此后的更改", .en = "What it rests on: the sheets, the limit, changes since"},
        {.name = "reviews", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100, .fields = sheet_fields, .zh = "评查表，含撤回的", .en = "Its sheets, withdrawn ones too"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"},
        {0},
};
const struct schema campaign_file_schema = {"CampaignFile", file_fields};

/* ---- judges ---- */

static err_t check_named(struct req *rq, const PGresult *r)
{
        err_t e = OK;

        if (!cell(r, "checklist_id"))
                e = req_field_fault(rq, "checklist_id", "unknown_ref", "没有这个评查标准", "There is no such checklist");
        else if (strcmp(cell(r, "checklist_state"), "published"))
                e = req_field_fault(rq, "checklist_id", "not_published", "该评查标准未发布或者已停用", "This checklist is not published, or retired");
        if (cell(r, "no_units"))
                e = req_field_fault(rq, "units", "unknown_ref", arena_printf(rq->arena, "没有这些单位：%s", cell(r, "no_units")),
                                    arena_printf(rq->arena, "There are no such units: %s", cell(r, "no_units")));
        if (cell(r, "no_causes"))
                e = req_field_fault(rq, "causes", "unknown_ref", arena_printf(rq->arena, "没有这些案由：%s", cell(r, "no_causes")),
                                    arena_printf(rq->arena, "There are no such causes: %s", cell(r, "no_causes")));
        return e;
}

static err_t judge_create(struct req *rq, PGresult *r)
{
        req_set(rq, "campaign_id", rq->new_id);
        req_set(rq, "checklist_used", cell(r, "checklist_id"));
        req_set(rq, "act", "draft");
        return check_named(rq, r);
}

/* {"code": how many}; NULL: none. */
static void count_states(const char *json, const char *const *states, size_t *counts)
{
        json_auto_t *there = json ? json_loads(json, 0, NULL) : NULL;

        for (int i = 0; states[i]; i++)
                counts[i] = (size_t)json_integer_value(json_object_get(there, states[i]));
}

err_t campaign_take_step(struct req *rq, const PGresult *r, const char *act)
{
        struct campaign_counts counts = {0};
        const struct campaign_step *step;

        count_states(cell(r, "files"), campaign_file_codes, counts.files);
        count_states(cell(r, "findings"), campaign_finding_codes, counts.findings);
        req_set(rq, "act", act);
        return campaign_judge(act, cell(r, "state"), &counts, &step, &rq->fault);
}

/* What is named is looked up first: one question more, but only of a draft. */
static err_t judge_change(struct req *rq, PGresult *r)
{
        AUTO_RESULT named = NULL;
        err_t e = campaign_take_step(rq, r, "edit");

        if (!e && !(e = req_query(rq, SQL_CAMPAIGN_FACTS, &named)))
                e = check_named(rq, named);
        return e;
}

static err_t judge_commit(struct req *rq, PGresult *r)
{
        return campaign_take_step(rq, r, "commit");
}

static err_t judge_freeze(struct req *rq, PGresult *r)
{
        return campaign_take_step(rq, r, "freeze");
}

/* A step that does nothing but lead on. */
static err_t lead_on(struct req *rq, const PGresult *r, const char *act)
{
        err_t e = campaign_take_step(rq, r, act);

        if (!e)
                req_set(rq, "to_state", campaign_state_codes[campaign_step_find(campaign_steps, campaign_state_terms, act, cell(r, "state"))->to]);
        return e;
}

static err_t judge_start(struct req *rq, PGresult *r)
{
        return lead_on(rq, r, "start");
}

static err_t judge_cancel(struct req *rq, PGresult *r)
{
        return campaign_take_step(rq, r, "cancel");
}

static const char *allotment(struct req *rq, const PGresult *r)
{
        json_auto_t *list = json_loads(cell(r, "strata"), 0, NULL);
        size_t n = json_array_size(list);
        struct draw_stratum *s = arena_take(rq->arena, (n + 1) * sizeof *s);
        struct text out = {.arena = rq->arena};

        for (size_t i = 0; i < n; i++) {
                const json_t *j = json_array_get(list, i);

                s[i] = (struct draw_stratum){.unit = json_string_value(json_object_get(j, "unit")),
                                             .key = json_string_value(json_object_get(j, "key")),
                                             .closed = json_integer_value(json_object_get(j, "closed"))};
        }
        draw_allot(s, n, &(struct draw_terms){number_of(cell(r, "least")), (int)number_of(cell(r, "share"))});
        for (size_t i = 0; i < n; i++) {
                text_add(&out, i ? ",{\"unit\":" : "{\"unit\":");
                text_add_json(&out, s[i].unit);
                text_add(&out, ",\"key\":");
                text_add_json(&out, s[i].key);
                text_addf(&out, ",\"drawn\":%lld}", (long long)s[i].drawn);
        }
        return arena_printf(rq->arena, "[%s]", text_str(&out));
}

static err_t judge_draw(struct req *rq, PGresult *r)
{
        err_t e = campaign_take_step(rq, r, "draw");

        if (!e)
                req_set(rq, "allotment", allotment(rq, r));
        return e;
}

static err_t judge_special(struct req *rq, PGresult *r)
{
        if (strcmp(cell(r, "state"), campaign_state_codes[CAMPAIGN_DRAWN]))
                return fault_said(&rq->fault, ERR_RULE, "抽取之后、开始评查之前才能列入特别案卷",
                                  "Special files are added after the draw and before the review starts");
        if (!cell(r, "case_unit"))
                return req_field_fault(rq, "case_id", "unknown_ref", "没有这个案件", "There is no such case");
        if (cell_is_true(r, "there"))
                return req_field_fault(rq, "case_id", "taken", "该案卷已在本次评查中", "This file is in the campaign already");
        if (strcmp(cell(r, "case_state"), "closed"))
                return req_field_fault(rq, "case_id", "case_closed", "只评查已结案的案件", "Only a closed case is reviewed");
        req_set(rq, "case_unit", cell(r, "case_unit"));
        req_set(rq, "act", "special");
        return OK;
}

/* ---- text replies ---- */

static int population_text(struct req *rq)
{
        rq->reply_type = "text/plain; charset=utf-8";
        rq->reply_file = "population.txt";
        return SQL_CAMPAIGN_POPULATION;
}

static int draw_text(struct req *rq)
{
        rq->reply_type = "text/plain; charset=utf-8";
        rq->reply_file = "draw.txt";
        return SQL_CAMPAIGN_DRAW_TEXT;
}

/* ---- rows ---- */

#define A_DRAFT "/api/v1/campaigns/" DEMO_UUID("0d001")
#define A_DRAWN "/api/v1/campaigns/" DEMO_UUID("0d002")
#define A_REVIEWED "/api/v1/campaigns/" DEMO_UUID("0d003")

/* A step: the campaign locked and judged, the change, its note. */
#define STEP(path_, id_, zh_, en_, judge_, write_)                                                                            \
        "POST", "/api/v1/campaigns/{campaign_id}/" path_, id_, "评查活动", .zh = zh_, .en = en_, .permission = "review.manage", \
         .reply = &campaign_schema, .sql_lock = SQL_CAMPAIGN_LOCK, .judge = judge_, .sql_write = write_, .sql_after = SQL_CAMPAIGN_NOTE, \
         .sql = SQL_CAMPAIGN_GET, .subject = "campaign_id", .example_login = "legal1.city"

const struct route campaign_routes[] = {
        {"GET", "/api/v1/campaigns", "listCampaigns", "评查活动", .zh = "评查活动，新的在前", .en = "Review campaigns, the newest first",
         .permission = "review.read", .flags = ROUTE_LIST, .query = list_query_fields, .reply = &row_schema, .sql = SQL_CAMPAIGN_LIST,
         .example_login = "legal1.city"},
        {"POST", "/api/v1/campaigns", "createCampaign", "评查活动", .zh = "拟订评查活动；未给出的设置取参数的值",
         .en = "Draft a campaign; settings not given come from the parameters", .permission = "review.manage", .flags = ROUTE_CREATES,
         .body = create_body, .reply = &campaign_schema, .sql_lock = SQL_CAMPAIGN_FACTS, .judge = judge_create, .sql_write = SQL_CAMPAIGN_CREATE,
         .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_GET, .location = "/api/v1/campaigns/{new_id}",
         .example_login = "legal1.city",
         .example_body = "{\"title\":\"2026年第三季度案卷评查\",\"period_from\":\"2026-07-01\",\"period_to\":\"2026-09-30\",\"least\":3,\"share\":500}"},
        {"GET", "/api/v1/campaigns/{campaign_id}", "getCampaign", "评查活动", .zh = "读取评查活动：设置、状态、承诺和抽取",
         .en = "Read a campaign: settings, state, commitment and draw", .permission = "review.read", .reply = &campaign_schema,
         .sql = SQL_CAMPAIGN_GET, .subject = "campaign_id", .example_login = "legal1.city", .example_path = A_DRAFT},
        {"PATCH", "/api/v1/campaigns/{campaign_id}", "changeCampaign", "评查活动", .zh = "修改拟订中的设置", .en = "Change the settings of a draft",
         .permission = "review.manage", .flags = ROUTE_IF_MATCH, .body = change_body, .reply = &campaign_schema, .sql_lock = SQL_CAMPAIGN_LOCK,
         .judge = judge_change, .sql_write = SQL_CAMPAIGN_CHANGE, .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_GET, .subject = "campaign_id",
         .example_login = "legal1.city", .example_path = A_DRAFT, .example_if_match = "\"1\"", .example_body = "{\"least\":2,\"divide_by\":[\"procedure\"]}"},
        {STEP("commit", "commitCampaign", "承诺种子：生成秘密，把它的 SHA-256 写入日志；设置此后固定",
              "Commit to a secret: its SHA-256 goes into the log; the settings are fixed from now on", judge_commit, SQL_CAMPAIGN_COMMIT),
         .flags = ROUTE_IF_MATCH, .example_path = A_DRAWN "/commit", .example_if_match = "\"1\""},
        {STEP("freeze", "freezeCampaign", "冻结范围：此后结案的和更正的不再改变它", "Freeze the population: what is closed or corrected later does not change it",
              judge_freeze, SQL_CAMPAIGN_FREEZE),
         .flags = ROUTE_IF_MATCH | ROUTE_REPORT, .example_path = A_DRAWN "/freeze", .example_if_match = "\"2\""},
        {STEP("draw", "drawCampaign", "公开秘密并抽取", "Reveal the secret and draw", judge_draw, SQL_CAMPAIGN_DRAW), .sql_facts = SQL_CAMPAIGN_STRATA,
         .flags = ROUTE_IF_MATCH | ROUTE_REPORT, .example_path = A_DRAWN "/draw", .example_if_match = "\"3\""},
        {"GET", "/api/v1/campaigns/{campaign_id}/strata", "listCampaignStrata", "评查活动", .zh = "各单位和分层：已结案件、抽取数、概率；没有案件的单位也列出",
         .en = "Units and strata: closed, drawn, probability; units with nothing to review too", .permission = "review.read", .flags = ROUTE_LIST,
         .reply = &unit_schema, .sql = SQL_CAMPAIGN_UNITS, .subject = "campaign_id", .example_login = "legal1.city", .example_path = A_DRAWN "/strata"},
        {"GET", "/api/v1/campaigns/{campaign_id}/files", "listCampaignFiles", "评查活动", .zh = "抽取的案卷和特别案卷；被评查单位到反馈时才能看到本单位的",
         .en = "Drawn and special files; a reviewed unit sees its own from the feedback on", .permission = "review.read", .flags = ROUTE_LIST,
         .query = files_query, .reply = &campaign_file_schema, .sql = SQL_CAMPAIGN_FILES, .subject = "campaign_id", .example_login = "legal1.city",
         .example_path = A_DRAWN "/files"},
        {"POST", "/api/v1/campaigns/{campaign_id}/files", "addCampaignFile", "评查活动", .zh = "列入特别案卷，另行统计", .en = "Add a special file, counted apart",
         .permission = "review.manage", .flags = ROUTE_CREATES, .body = special_body, .reply = &campaign_file_schema, .sql_lock = SQL_CAMPAIGN_FILE_FACTS,
         .judge = judge_special, .sql_write = SQL_CAMPAIGN_FILE_ADD, .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_FILE_GET, .subject = "campaign_id",
         .location = "/api/v1/campaigns/{campaign_id}/files", .example_login = "legal1.city", .example_path = A_DRAWN "/files",
         .example_body = "{\"case_id\":\"" DEMO_UUID("00201") "\",\"reason\":\"群众信访反映\"}"},
        {"GET", "/api/v1/campaigns/{campaign_id}/population", "getCampaignPopulation", "评查活动", .zh = "冻结范围的规范文本，供复算",
         .en = "The frozen population as canonical text, to repeat the draw", .permission = "review.read", .flags = ROUTE_REPORT,
         .content_type = "text/plain; charset=utf-8", .choose = population_text, .sql = SQL_CAMPAIGN_POPULATION, .subject = "campaign_id",
         .example_login = "legal1.city", .example_path = A_DRAWN "/population"},
        {"GET", "/api/v1/campaigns/{campaign_id}/draw", "getCampaignDraw", "评查活动", .zh = "秘密、种子和抽取结果的文本，供复算",
         .en = "Secret, seed and sample as text, to repeat the draw", .permission = "review.read", .flags = ROUTE_REPORT,
         .content_type = "text/plain; charset=utf-8", .choose = draw_text, .sql = SQL_CAMPAIGN_DRAW_TEXT, .subject = "campaign_id",
         .example_login = "legal1.city", .example_path = A_DRAWN "/draw"},
        {STEP("start", "startCampaign", "开始评查：全部案卷已指派或者不予评查", "Start the review: every file is assigned or excused", judge_start, SQL_CAMPAIGN_ADVANCE),
         .flags = ROUTE_IF_MATCH, .example_path = A_REVIEWED "/start", .example_if_match = "\"1\""},
        {STEP("cancel", "cancelCampaign", "取消，注明理由", "Cancel, with the reason", judge_cancel, SQL_CAMPAIGN_CANCEL), .flags = ROUTE_IF_MATCH,
         .body = reason_body, .example_path = A_DRAFT "/cancel", .example_if_match = "\"2\"", .example_body = "{\"reason\":\"与专项检查合并进行\"}"},
        {0},
};

#include "api/cells.h"
#include "api/checklists.h"
#include "api/common.h"
#include "api/prechecks.h"

#include "http/req.h"
#include "rules/adjudication.h"
#include "rules/assignment.h"
#include "rules/campaign.h"
#include "rules/review.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* Points are in hundredths of a point, as rules/review.h has them. */


static const char *const states[] = {"assigned", "submitted", "withdrawn", NULL};

/* ---- fields ---- */

static const struct field review_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "被评查单位", .en = "Reviewed unit"},
        {.name = "state", .type = F_TEXT, .choices = states, .zh = "状态", .en = "State"},
        {.name = "reviewer_id", .type = F_UUID, .zh = "评查员", .en = "Reviewer"},
        {.name = "case_id", .type = F_UUID, .zh = "案件", .en = "Case"},
        {0},
};

#define REVIEW_HEAD_FIELDS                                                                                                    \
        {.name = "review_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查", .en = "The review"},                     \
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},                         \
        {.name = "case_number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案号；不能再查看案件的人为空",   \
         .en = "Case number; null for who may no longer read the case"},                                                      \
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "被评查单位；盲评时对评查员为空", .en = "Reviewed unit; null for the reviewer where the campaign is blind"}, \
        {.name = "campaign_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查活动；单独评查为空", .en = "The campaign; null: a single review"}, \
        {.name = "place", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "1、2 为首轮评查员，3 为第三人", .en = "1 and 2: the first reviewers; 3: the third person"}, \
        {.name = "checklist_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查标准", .en = "Checklist"},               \
        {.name = "checklist_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "评查标准代码", .en = "Code of the checklist"}, \
        {.name = "checklist_version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "评查标准版本", .en = "Version of the checklist"}, \
        {.name = "reviewer_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查员；盲评时对单位为空", .en = "Reviewer; null for the unit where the campaign is blind"}, \
        {.name = "reviewer_name", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "评查员姓名", .en = "Name of the reviewer"}, \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = states, .zh = "已指派、已提交或已撤回",         \
         .en = "Assigned, submitted or withdrawn"},                                                                           \
        {.name = "assigned_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "指派时间", .en = "Assigned at"},              \
        {.name = "submitted_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "提交时间", .en = "Submitted at"}, \
        {.name = "score", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL,                                                \
         .zh = "得分（百分之一分，9750 即 97.5 分）；触发否决为 0；提交前为空",                                              \
         .en = "Score (hundredths of a point: 9750 is 97.5); 0 after a veto; null until submitted"},                          \
        {.name = "vetoed", .type = F_BOOL, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "是否触发否决", .en = "Whether a veto item was hit"}, \
        {.name = "grade", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_grade_codes, .zh = "等次",  \
         .en = "Grade"},                                                                                                      \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

static const struct field review_row_fields[] = {REVIEW_HEAD_FIELDS, {0}};
static const struct schema review_row_schema = {"ReviewRow", review_row_fields};

enum { FOUND_MAX = CHECKLIST_RULES_MAX, TIMES_MAX = 1000 };

static const struct field found_fields[] = {
        {.name = "rule", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 40, .zh = "扣分情形代码", .en = "Code of the rule of deduction"},
        {.name = "times", .type = F_INT, .flags = FIELD_REQUIRED, .min = 1, .max = TIMES_MAX, .zh = "次数", .en = "How often"},
        {0},
};
#define FOUND_FIELD(need)                                                                                                     \
        {.name = "found", .type = F_OBJECT, .flags = FIELD_LIST | (need), .list_max = FOUND_MAX, .fields = found_fields,      \
         .zh = "所见的扣分情形；扣分由此算出", .en = "What was found by rule; the deduction follows from it"}
#define OVERRULES_FIELD(need)                                                                                                 \
        {.name = "overrules", .type = F_TEXT, .flags = FIELD_NULL | (need), .max = 1000, .zh = "与系统预检不一致的理由",      \
         .en = "Why the answer goes against what the system found beforehand"}

static const struct field answer_read_fields[] = {
        CHECKLIST_ITEM_FIELDS,
        {.name = "answer", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = review_answer_codes, .zh = "结论", .en = "Answer"},
        {.name = "deduction", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "扣分（百分之一分）", .en = "Deduction (hundredths of a point)"},
        FOUND_FIELD(FIELD_REQUIRED),
        {.name = "remark", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 1000, .zh = "理由", .en = "Remark"},
        OVERRULES_FIELD(FIELD_REQUIRED),
        {0},
};
static const struct field review_fields[] = {
        REVIEW_HEAD_FIELDS,
        {.name = "assigned_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "指派人", .en = "Who assigned it"},
        {.name = "opinion", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 4000, .zh = "评查意见", .en = "Opinion"},
        {.name = "withdrawn_at", .type = F_TIME, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "撤回时间", .en = "Withdrawn at"},
        {.name = "withdrawn_by", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "撤回人", .en = "Who withdrew it"},
        {.name = "withdrawn_reason", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 500, .zh = "撤回理由",
         .en = "Why it was withdrawn"},
        {.name = "item_count", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "应作答项数", .en = "Items to answer"},
        {.name = "answer_count", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "已作答项数", .en = "Items answered so far"},
        {.name = "answers", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = CHECKLIST_ITEMS_MAX, .fields = answer_read_fields,
         .zh = "已作答各项，按评查标准顺序", .en = "The items answered, in the order of the checklist"},
        {.name = "prechecks", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = CHECKLIST_ITEMS_MAX, .fields = precheck_answer_fields,
         .zh = "系统预检，按评查标准顺序；提交后为提交时的结论，不再改变", .en = "What the system found beforehand, in the order of the checklist; once submitted as it was then"},
        {.name = "agreed", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "本人提出的商定得分", .en = "The total that this reviewer proposes"},
        {.name = "other_score", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "需两人商定时另一人的得分", .en = "The other's score, where the two are to agree"},
        {.name = "other_agreed", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "另一人提出的商定得分", .en = "The total that the other proposes"},
        {0},
};
static const struct schema review_schema = {"Review", review_fields};

static const struct field create_body[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "已结案的案件", .en = "A closed case"},
        {.name = "reviewer_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查员；不得是承办单位或者执法主体的人员，不得参与过本案",
         .en = "Reviewer; not of the handling unit or the enforcement subject, and without a part in the case"},
        {.name = "checklist_id", .type = F_UUID, .zh = "评查标准；默认为最近版本的 default", .en = "Checklist; by default the newest version of default"},
        {0},
};

static const struct field answer_fields[] = {
        {.name = "item_code", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 20, .zh = "项目代码", .en = "Code of the item"},
        {.name = "answer", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = review_answer_codes,
         .zh = "结论：无问题、扣分（评分项）、触发否决（否决项）、不适用；null 撤销该项作答",
         .en = "No defect, deduction (scored items), veto hit (veto items), not applicable; null takes the answer back"},
        {.name = "deduction", .type = F_INT, .min = 0, .max = CHECKLIST_POINTS_MAX, .zh = "扣分（百分之一分，50 即 0.5 分），只用于 deduct",
         .en = "Deduction (hundredths of a point: 50 is 0.5), with deduct only"},
        FOUND_FIELD(0),
        {.name = "remark", .type = F_TEXT, .flags = FIELD_NULL, .max = 1000, .zh = "理由；扣分和触发否决必填",
         .en = "Remark; required with a deduction and a veto"},
        OVERRULES_FIELD(0),
        {0},
};
static const struct field answers_body[] = {
        {.name = "answers", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = CHECKLIST_ITEMS_MAX, .fields = answer_fields,
         .zh = "全部或者部分项目；未列出的保持不变", .en = "All items or some; those not named stay as they are"},
        {0},
};
static const struct field submit_body[] = {
        {.name = "opinion", .type = F_TEXT, .min = 1, .max = 4000, .zh = "评查意见", .en = "Opinion"},
        {0},
};
static const struct field withdraw_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "撤回理由", .en = "Why it is withdrawn"},
        {0},
};

static const struct field decline_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "谢绝理由", .en = "Why it is declined"},
        {0},
};
static const struct field agree_body[] = {
        {.name = "total", .type = F_INT, .flags = FIELD_REQUIRED, .min = 0, .max = CHECKLIST_POINTS_MAX, .zh = "商定的得分（百分之一分）",
         .en = "The total to agree on (hundredths of a point)"},
        {0},
};

static const struct field masked_file_fields[] = {
        {.name = "review_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查", .en = "The review"},
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "masked", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "是否已隐去单位和人员", .en = "Whether unit and people are masked"},
        {.name = "masking_zh", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "隐去了什么，什么不能隐去", .en = "What is masked and what cannot be, Chinese"},
        {.name = "masking_en", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 1000, .zh = "同上，英文", .en = "What is masked and what cannot be"},
        {.name = "file", .type = F_ANY, .flags = FIELD_REQUIRED, .zh = "案卷：当事人、人员、经过、文书、期限", .en = "The file: parties, officers, events, documents, deadlines"},
        {0},
};
static const struct schema masked_file_schema = {"ReviewFile", masked_file_fields};

/* ---- what judges read ---- */

static struct assignment_facts assignment_of(const PGresult *r)
{
        return (struct assignment_facts){
            .case_state = cell(r, "case_state"),
            .may_review = cell_is_true(r, "may_review"),
            .of_unit = cell_is_true(r, "of_unit"),
            .of_subject = cell_is_true(r, "of_subject"),
            .is_officer = cell_is_true(r, "is_officer"),
            .took_part = cell_is_true(r, "took_part"),
        };
}

static const char *member_text(struct req *rq, const json_t *object, const char *name)
{
        return arena_text(rq->arena, json_string_value(json_object_get(object, name)));
}

static int member_number(const json_t *object, const char *name)
{
        return (int)json_integer_value(json_object_get(object, name));
}

static struct review_sheet sheet_of(struct req *rq, const PGresult *r)
{
        return checklist_sheet(cell(r, "items"), atoi(cell(r, "excellent_min")), atoi(cell(r, "pass_min")), rq->arena);
}

static struct review_answer answer_of(struct req *rq, const json_t *j)
{
        const json_t *list = json_object_get(j, "found");
        struct review_found *found = arena_take(rq->arena, sizeof *found * (json_array_size(list) + 1));

        for (size_t i = 0; i < json_array_size(list); i++)
                found[i] = (struct review_found){member_text(rq, json_array_get(list, i), "rule"), member_number(json_array_get(list, i), "times")};
        return (struct review_answer){.item = member_text(rq, j, "item_code"),
                                      .answer = member_text(rq, j, "answer"),
                                      .deduction = member_number(j, "deduction"),
                                      .remark = member_text(rq, j, "remark"),
                                      .found = found,
                                      .n_found = json_array_size(list)};
}

/* JSON text as the API takes answers; NULL: none. */
static struct review_answer *answers_of(struct req *rq, const char *text, size_t *n)
{
        json_auto_t *list = text ? json_loads(text, 0, NULL) : NULL;
        struct review_answer *answers = arena_take(rq->arena, sizeof *answers * (json_array_size(list) + 1));

        *n = json_array_size(list);
        for (size_t i = 0; i < *n; i++)
                answers[i] = answer_of(rq, json_array_get(list, i));
        return answers;
}

/* ---- judges ---- */

/* What the body names must be there, before the rule can be asked. */
static err_t check_named(struct req *rq, const PGresult *r)
{
        err_t e = OK;

        if (!cell(r, "case_state"))
                e = req_field_fault(rq, "case_id", "unknown_ref", "没有这个案件", "There is no such case");
        if (!cell(r, "reviewer_id"))
                e = req_field_fault(rq, "reviewer_id", "unknown_ref", "没有这个人员",
                                    "There is no such person");
        if (!cell(r, "checklist_id"))
                e = req_field_fault(rq, "checklist_id", "unknown_ref", "没有这个评查标准",
                                    "There is no such checklist");
        else if (strcmp(cell(r, "checklist_state"), "published"))
                e = req_field_fault(rq, "checklist_id", "not_published", "该评查标准未发布或者已停用",
                                    "This checklist is not published, or retired");
        return e;
}

static err_t judge_create(struct req *rq, PGresult *r)
{
        struct assignment_facts facts = assignment_of(r);
        struct judgement j;
        err_t e = check_named(rq, r);

        if (e)
                return e;
        if ((e = assignment_judge(&facts, rq->arena, &j)))
                return judgement_fault(&j, e, &rq->fault);
        req_set(rq, "review_id", rq->new_id);
        req_set(rq, "case_unit", cell(r, "case_unit"));
        req_set(rq, "checklist_used", cell(r, "checklist_id"));
        return OK;
}

static const struct unmet submitted = {.code = "review_submitted",
                                       .zh = "评查已提交，不能再改变",
                                       .en = "The review is submitted and final",
                                       .err = ERR_RULE};
static const struct unmet withdrawn = {.code = "review_withdrawn",
                                       .zh = "评查已撤回，不能再改变",
                                       .en = "The review was withdrawn and is final",
                                       .err = ERR_RULE};

/* A review that ended is final. */
static err_t check_open(struct req *rq, const PGresult *r)
{
        const char *state = cell(r, "state");
        struct unmet why = !strcmp(state, "submitted") ? submitted : withdrawn;
        struct judgement j = {.unmet = &why, .n_unmet = 1};

        return !strcmp(state, "assigned") ? OK : judgement_fault(&j, ERR_RULE, &rq->fault);
}

static err_t check_mine(struct req *rq, const PGresult *r)
{
        if (cell_is_true(r, "is_own"))
                return OK;
        return fault_said(&rq->fault, ERR_FORBIDDEN, "只有被指派的评查员可以填写", "Only the reviewer it is assigned to may write it");
}

/* A sheet of a campaign is filled in while the campaign is under review. */
static err_t check_under_review(struct req *rq, const PGresult *r)
{
        const char *state = cell(r, "campaign_state");

        if (!cell(r, "campaign_id") || (state && !strcmp(state, campaign_state_codes[CAMPAIGN_REVIEWING])))
                return OK;
        return fault_said(&rq->fault, ERR_RULE, "评查活动不在评查阶段", "The campaign is not under review");
}

/* Others may see a review; only its reviewer writes it. */
static err_t check_own(struct req *rq, const PGresult *r)
{
        err_t e = check_mine(rq, r);

        if (!e)
                e = check_open(rq, r);
        return e ? e : check_under_review(rq, r);
}

/* What was found by rule becomes the deduction that is kept with it. */
static void set_deductions(struct req *rq, const struct review_sheet *sheet, const struct review_answer *answers, size_t n)
{
        json_auto_t *list = json_loads(req_arg(rq, "answers"), 0, NULL);
        char *dump;

        for (size_t i = 0; i < n; i++)
                if (answers[i].n_found)
                        json_object_set_new(json_array_get(list, i), "deduction", json_integer(review_deduction(sheet, &answers[i])));
        dump = json_dumps(list, JSON_COMPACT);
        req_set(rq, "answers", arena_text(rq->arena, dump));
        free(dump);
}

static err_t judge_answers(struct req *rq, PGresult *r)
{
        struct review_sheet sheet;
        struct review_answer *answers;
        size_t n;
        err_t e = check_own(rq, r);

        if (e)
                return e;
        sheet = sheet_of(rq, r);
        answers = answers_of(rq, req_arg(rq, "answers"), &n);
        if (!(e = review_check(&sheet, answers, n, &rq->fault)))
                set_deductions(rq, &sheet, answers, n);
        return e;
}

/* The reviewer may have come nearer to the case since the assignment. What is wrong then lies in no field. A file of a campaign was
 * closed when it was drawn, and is reviewed as such. */
static err_t check_still_apart(struct req *rq, const PGresult *r)
{
        struct assignment_facts facts = assignment_of(r);
        struct judgement j;
        err_t e;

        if (cell(r, "campaign_id"))
                facts.case_state = case_state_terms[CASE_CLOSED].code;
        e = assignment_judge(&facts, rq->arena, &j);
        for (struct unmet *u = j.unmet; u; u = u->next)
                u->field = NULL;
        return e ? judgement_fault(&j, e, &rq->fault) : OK;
}

/* The sheets of a file in their places; the own one as it is handed in now. */
struct beside {
        struct adjudication_sheet sheets[3];
        bool there[3];
        int agreed[3]; /* the totals proposed; -1: none */
        bool waiting; /* for one of the first two */
        int own;
};

enum { FIRST_TWO = 2 };

static struct beside beside_of(const PGresult *r, const struct review_result *mine)
{
        json_auto_t *list = json_loads(cell(r, "sheets"), 0, NULL);
        struct beside b = {0};

        for (size_t i = 0; i < json_array_size(list); i++) {
                const json_t *j = json_array_get(list, i);
                int at = member_number(j, "place") - 1;
                bool own = json_is_true(json_object_get(j, "own"));

                if (own)
                        b.own = at;
                b.there[at] = (own && mine) || !strcmp(json_string_value(json_object_get(j, "state")), states[1]);
                b.waiting = b.waiting || (at < FIRST_TWO && !b.there[at]);
                b.sheets[at] = own && mine ? (struct adjudication_sheet){mine->total, mine->vetoes > 0}
                                           : (struct adjudication_sheet){member_number(j, "total"), json_is_true(json_object_get(j, "vetoed"))};
                b.agreed[at] = json_is_integer(json_object_get(j, "agreed")) ? member_number(j, "agreed") : -1;
        }
        return b;
}

static void set_settled(struct req *rq, const struct adjudication *a)
{
        if (a->next == ADJUDICATION_THIRD)
                req_set(rq, "settled_state", campaign_file_codes[FILE_DISPUTED]);
        if (a->next != ADJUDICATION_DONE)
                return;
        req_set(rq, "settled_state", campaign_file_codes[FILE_SCORED]);
        req_set(rq, "settled_score", arena_printf(rq->arena, "%d", a->total));
        req_set(rq, "settled_vetoed", a->vetoed ? "t" : "f");
        req_set(rq, "settled_grade", review_grade_codes[a->grade]);
        req_set(rq, "settled_by", a->by);
}

/* agreed: a total that both propose, or NULL. */
static err_t settle(struct req *rq, const PGresult *r, const struct beside *b, const int *agreed)
{
        struct adjudication_terms terms = {.limit = atoi(cell(r, "difference_limit")), .by_average = cell_is_true(r, "by_average"),
                                           .excellent_min = atoi(cell(r, "excellent_min")), .pass_min = atoi(cell(r, "pass_min"))};
        struct adjudication a;
        err_t e = adjudicate(&terms, &b->sheets[0], b->there[1] ? &b->sheets[1] : NULL, b->there[FIRST_TWO] ? &b->sheets[FIRST_TWO] : NULL, agreed, &a,
                             &rq->fault);

        if (!e)
                set_settled(rq, &a);
        return e;
}

/* The last sheet of a file settles it. While a reviewer is missing, or the other has not handed in, nothing is settled. */
static err_t settle_file(struct req *rq, const PGresult *r, const struct review_result *mine)
{
        struct beside b;

        if (!cell(r, "file_state") || !strcmp(cell(r, "file_state"), campaign_file_codes[FILE_DRAWN]))
                return OK;
        b = beside_of(r, mine);
        return b.waiting ? OK : settle(rq, r, &b, NULL);
}

/* Who answers against what the system found beforehand says why; both stay on record. */
static err_t check_explained(struct req *rq, const PGresult *r)
{
        const char *items = cell(r, "unexplained");

        return !items ? OK
                      : req_field_fault(rq, "answers", "precheck_overruled", arena_printf(rq->arena, "与系统预检不一致，应当在 overrules 说明理由：%s", items),
                                        arena_printf(rq->arena, "Answered against the pre-check without saying why in overrules: %s", items));
}

static err_t judge_submit(struct req *rq, PGresult *r)
{
        struct review_sheet sheet;
        struct review_answer *answers;
        struct review_result result;
        size_t n;
        err_t e = check_own(rq, r);

        if (!e)
                e = check_still_apart(rq, r);
        if (e)
                return e;
        sheet = sheet_of(rq, r);
        answers = answers_of(rq, cell(r, "answers"), &n);
        if ((e = review_score(&sheet, answers, n, &result, &rq->fault)) || (e = check_explained(rq, r)))
                return e;
        req_set(rq, "score", arena_printf(rq->arena, "%d", result.total));
        req_set(rq, "vetoed", result.vetoes ? "t" : "f");
        req_set(rq, "grade", review_grade_codes[result.grade]);
        return settle_file(rq, r, &result);
}

/* Two whose sheets are close agree on a total; it stands once both propose the same. */
static err_t judge_agree(struct req *rq, PGresult *r)
{
        int total = atoi(req_arg(rq, "total"));
        struct beside b;
        err_t e = check_mine(rq, r);

        if (!e)
                e = check_under_review(rq, r);
        if (e)
                return e;
        b = cell(r, "file_state") ? beside_of(r, NULL) : (struct beside){.waiting = true};
        if (b.waiting || !b.there[1] || strcmp(cell(r, "file_state"), campaign_file_codes[FILE_ASSIGNED]) || cell_is_true(r, "by_average"))
                return fault_said(&rq->fault, ERR_RULE, "此案卷不需要两人商定得分", "There is no total to agree on for this file");
        if ((e = settle(rq, r, &b, &total)))
                return e;
        if (b.agreed[!b.own] != total)
                req_set(rq, "settled_state", NULL);
        return OK;
}

static err_t judge_decline(struct req *rq, PGresult *r)
{
        err_t e = check_mine(rq, r);

        if (!e)
                e = check_open(rq, r);
        if (!e && !cell(r, "campaign_id"))
                e = fault_said(&rq->fault, ERR_RULE, "单独指派的评查请指派人撤回", "A single review is withdrawn by who assigned it");
        return e;
}

static err_t judge_withdraw(struct req *rq, PGresult *r)
{
        return check_open(rq, r);
}

/* ---- rows ---- */

const struct route review_routes[] = {
        {"GET", "/api/v1/reviews", "listReviews", "案卷评查", .zh = "案卷评查列表，新指派的在前", .en = "Reviews, the newest first",
         .permission = "review.read", .flags = ROUTE_LIST, .query = review_query, .reply = &review_row_schema, .sql = SQL_REVIEW_LIST,
         .subject = "case_id", .example_login = "legal1.city", .example_path = "/api/v1/reviews?state=submitted"},
        {"POST", "/api/v1/reviews", "createReview", "案卷评查", .zh = "指派评查员评查已结案的案件",
         .en = "Assign a closed case to a reviewer", .permission = "review.assign", .flags = ROUTE_CREATES, .body = create_body,
         .reply = &review_schema, .sql_lock = SQL_REVIEW_CREATE_FACTS, .judge = judge_create, .sql_write = SQL_REVIEW_CREATE,
         .sql = SQL_REVIEW_GET, .subject = "case_id", .location = "/api/v1/reviews/{review_id}", .example_login = "legal1.city",
         .example_body = "{\"case_id\":\"" DEMO_UUID("00201") "\",\"reviewer_id\":\"" DEMO_UUID("0000d") "\"}"},
        {"GET", "/api/v1/reviews/{review_id}", "getReview", "案卷评查", .zh = "读取案卷评查：作答、得分、等次",
         .en = "Read one review: answers, score, grade", .permission = "review.read", .reply = &review_schema, .sql = SQL_REVIEW_GET,
         .subject = "review_id", .example_login = "legal1.city", .example_path = "/api/v1/reviews/" DEMO_UUID("00304")},
        {"PUT", "/api/v1/reviews/{review_id}/answers", "answerReview", "案卷评查", .zh = "填写评查表（草稿），可分次填写",
         .en = "Fill in the sheet, whole or in part; kept as a draft", .permission = "review.write", .flags = ROUTE_IF_MATCH,
         .body = answers_body, .reply = &review_schema, .sql_lock = SQL_REVIEW_LOCK, .judge = judge_answers,
         .sql_write = SQL_REVIEW_ANSWER, .sql = SQL_REVIEW_GET, .subject = "review_id", .example_login = "reviewer1.city",
         .example_path = "/api/v1/reviews/" DEMO_UUID("00301") "/answers", .example_if_match = "\"1\"",
         .example_body = "{\"answers\":[{\"item_code\":\"V1\",\"answer\":\"no_defect\"},{\"item_code\":\"C5\",\"answer\":\"not_applicable\"},"
                         "{\"item_code\":\"A1\",\"answer\":\"deduct\",\"deduction\":50,\"remark\":\"来源登记缺少联系方式\"}]}"},
        {"POST", "/api/v1/reviews/{review_id}/submit", "submitReview", "案卷评查", .zh = "提交评查：计算得分和等次，此后不再改变",
         .en = "Submit the review: score and grade are computed, and it is final", .permission = "review.write",
         .flags = ROUTE_IF_MATCH, .body = submit_body, .reply = &review_schema, .sql_lock = SQL_REVIEW_SUBMIT_LOCK, .judge = judge_submit,
         .sql_write = SQL_REVIEW_SUBMIT, .sql_after = SQL_REVIEW_SETTLE, .sql = SQL_REVIEW_GET, .subject = "review_id", .example_login = "reviewer1.city",
         .example_path = "/api/v1/reviews/" DEMO_UUID("00302") "/submit", .example_if_match = "\"1\"",
         .example_body = "{\"opinion\":\"程序合法，个别文书填写不完整，建议加强审核\"}"},
        {"POST", "/api/v1/reviews/{review_id}/withdraw", "withdrawReview", "案卷评查", .zh = "撤回尚未提交的指派",
         .en = "Withdraw an assignment that is not submitted yet", .permission = "review.assign", .flags = ROUTE_IF_MATCH,
         .body = withdraw_body, .reply = &review_schema, .sql_lock = SQL_REVIEW_LOCK, .judge = judge_withdraw,
         .sql_write = SQL_REVIEW_WITHDRAW, .sql = SQL_REVIEW_GET, .subject = "review_id", .example_login = "legal1.city",
         .example_path = "/api/v1/reviews/" DEMO_UUID("00303") "/withdraw", .example_if_match = "\"1\"",
         .example_body = "{\"reason\":\"评查员出差，改派他人\"}"},
        {"GET", "/api/v1/reviews/{review_id}/file", "getReviewFile", "案卷评查", .zh = "评查员读取案卷全卷：评查期间、提交之前；盲评的隐去单位和人员，并说明什么不能隐去",
         .en = "The whole file, for its reviewer while it is under review and until the sheet is handed in; masked where the campaign is blind, saying what cannot be",
         .permission = "review.write", .reply = &masked_file_schema, .sql = SQL_REVIEW_FILE, .subject = "review_id", .example_login = "reviewer1.city",
         .example_path = "/api/v1/reviews/" DEMO_UUID("00301") "/file"},
        {"POST", "/api/v1/reviews/{review_id}/decline", "declineReview", "案卷评查", .zh = "评查员谢绝评查活动的案卷，注明理由；此后不再指派给本人",
         .en = "Decline a file of a campaign, with the reason; it is not assigned to this reviewer again", .permission = "review.write", .flags = ROUTE_IF_MATCH,
         .body = decline_body, .reply = &review_schema, .sql_lock = SQL_REVIEW_LOCK, .judge = judge_decline, .sql_write = SQL_REVIEW_WITHDRAW,
         .sql = SQL_REVIEW_GET, .subject = "review_id", .example_login = "reviewer3.pudong", .example_path = "/api/v1/reviews/" DEMO_UUID("00311") "/decline",
         .example_if_match = "\"1\"", .example_body = "{\"reason\":\"与当事人有利害关系\"}"},
        {"POST", "/api/v1/reviews/{review_id}/agree", "agreeReview", "案卷评查", .zh = "两人评分在限差之内、需要商定的，提出商定得分；两人提出的相同即为评定",
         .en = "Where two sheets are close and the two are to agree: propose a total; it stands once both propose the same", .permission = "review.write",
         .flags = ROUTE_IF_MATCH, .body = agree_body, .reply = &review_schema, .sql_lock = SQL_REVIEW_SUBMIT_LOCK, .judge = judge_agree, .sql_write = SQL_REVIEW_AGREE,
         .sql_after = SQL_REVIEW_SETTLE, .sql = SQL_REVIEW_GET, .subject = "review_id", .example_login = "reviewer1.city",
         .example_path = "/api/v1/reviews/" DEMO_UUID("00312") "/agree", .example_if_match = "\"3\"", .example_body = "{\"total\":9920}"},
        {0},
};

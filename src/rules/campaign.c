#include "rules/campaign.h"

#include <string.h>

#define CAMPAIGN_ROW(name, code, zh, en) {code, zh, en},
#define CAMPAIGN_CODE(name, code, zh, en) code,
#define CAMPAIGN_TERMS(which, LIST)                                                                          \
        const struct term campaign_##which##_terms[] = {LIST(CAMPAIGN_ROW){NULL}};                           \
        const char *const campaign_##which##_codes[] = {LIST(CAMPAIGN_CODE) NULL};

CAMPAIGN_TERMS(state, CAMPAIGN_STATE_LIST)
CAMPAIGN_TERMS(file, CAMPAIGN_FILE_LIST)
CAMPAIGN_TERMS(finding, CAMPAIGN_FINDING_LIST)

#define C(state) STATE_BIT(CAMPAIGN_##state)
#define F(state) STATE_BIT(FILE_##state)
#define P(state) STATE_BIT(FINDING_##state)

/* clang-format off */
const struct campaign_step campaign_steps[] = {
        {"edit", "修改设置", "change the settings", C(DRAFT), CAMPAIGN_DRAFT, "review.manage", .files = STATE_ANY, .findings = STATE_ANY},
        {"commit", "承诺种子", "commit to a secret", C(DRAFT), CAMPAIGN_COMMITTED, "review.manage", .files = STATE_ANY, .findings = STATE_ANY},
        {"freeze", "冻结范围", "freeze the population", C(COMMITTED), CAMPAIGN_FROZEN, "review.manage", .files = STATE_ANY, .findings = STATE_ANY},
        {"draw", "公开种子并抽取", "reveal the secret and draw", C(FROZEN), CAMPAIGN_DRAWN, "review.manage", .files = STATE_ANY, .findings = STATE_ANY},
        {"start", "开始评查", "start the review", C(DRAWN), CAMPAIGN_REVIEWING, "review.manage", .files = F(ASSIGNED) | F(EXCUSED), .findings = STATE_ANY,
         .why_zh = "还有案卷没有指派", .why_en = "Some files are not assigned yet"},
        {"feedback", "向单位反馈", "give feedback to the units", C(REVIEWING), CAMPAIGN_FEEDBACK, "review.manage", .files = F(SCORED) | F(EXCUSED), .findings = STATE_ANY,
         .why_zh = "还有案卷没有评定", .why_en = "Some files are not scored yet"},
        {"rectify", "转入整改", "go on to rectification", C(FEEDBACK), CAMPAIGN_RECTIFICATION, "review.manage", .files = F(FINAL) | F(EXCUSED), .findings = STATE_ANY,
         .why_zh = "还有案卷的结果没有确定", .why_en = "The result of some files is not final yet"},
        {"report", "通报", "report", C(RECTIFICATION), CAMPAIGN_REPORTED, "review.manage", .files = STATE_ANY, .findings = P(DONE) | P(EXPLAINED) | P(DROPPED),
         .why_zh = "还有问题既未整改也未说明", .why_en = "Some findings are neither done nor explained"},
        {"close", "结束", "close", C(REPORTED), CAMPAIGN_CLOSED, "review.manage", .files = STATE_ANY, .findings = STATE_ANY},
        {"cancel", "取消", "cancel", C(DRAFT) | C(COMMITTED) | C(FROZEN) | C(DRAWN) | C(REVIEWING), CAMPAIGN_CANCELLED, "review.manage", .files = STATE_ANY,
         .findings = STATE_ANY},
        {0},
};

const struct campaign_step file_steps[] = {
        {"assign", "指派评查员", "assign to reviewers", F(DRAWN), FILE_ASSIGNED, "review.assign", C(DRAWN) | C(REVIEWING)},
        {"decline", "评查员谢绝", "a reviewer declines", F(ASSIGNED), FILE_DRAWN, "review.write", C(DRAWN) | C(REVIEWING)},
        {"withdraw", "撤回指派", "withdraw the assignment", F(ASSIGNED), FILE_DRAWN, "review.assign", C(DRAWN) | C(REVIEWING)},
        {"agree", "评定（在限差之内）", "scored within the limit", F(ASSIGNED), FILE_SCORED, "review.write", C(REVIEWING)},
        {"differ", "差异超过限差", "scored, and too far apart", F(ASSIGNED), FILE_DISPUTED, "review.write", C(REVIEWING)},
        {"pass_on", "商定不成，交第三人", "the two do not agree", F(ASSIGNED), FILE_DISPUTED, "review.assign", C(REVIEWING)},
        {"settle", "第三人评定", "settled by a third person", F(DISPUTED), FILE_SCORED, "review.write", C(REVIEWING)},
        {"excuse", "不予评查", "excuse from review", F(DRAWN) | F(ASSIGNED) | F(DISPUTED), FILE_EXCUSED, "review.manage", C(DRAWN) | C(REVIEWING)},
        {"object", "提出异议", "object", F(SCORED), FILE_OBJECTED, "review.object", C(FEEDBACK)},
        {"accept", "无异议或者期满", "accept, or let the term pass", F(SCORED), FILE_FINAL, "review.object", C(FEEDBACK)},
        {"lapse", "异议期满", "the term for objections ends", F(SCORED), FILE_FINAL, NULL, C(FEEDBACK)},
        {"decide", "决定异议", "decide the objection", F(OBJECTED), FILE_FINAL, "review.decide", C(FEEDBACK)},
        {0},
};

const struct campaign_step finding_steps[] = {
        {"drop", "异议成立，撤销", "drop after an objection", P(FOUND), FINDING_DROPPED, "review.decide", C(FEEDBACK) | C(RECTIFICATION)},
        {"notify", "通知整改", "ask for rectification", P(FOUND), FINDING_NOTIFIED, "review.manage", C(RECTIFICATION)},
        {"prove", "提交整改证明", "hand in proof", P(NOTIFIED) | P(OVERDUE) | P(ESCALATED), FINDING_PROVED, "review.rectify", C(RECTIFICATION)},
        {"pass", "复查通过", "re-check passed", P(PROVED), FINDING_DONE, "review.manage", C(RECTIFICATION)},
        {"return", "复查退回", "re-check not passed", P(PROVED), FINDING_NOTIFIED, "review.manage", C(RECTIFICATION)},
        {"lapse", "整改逾期", "the term ends", P(NOTIFIED), FINDING_OVERDUE, NULL, C(RECTIFICATION)},
        {"escalate", "上报督办", "escalate", P(OVERDUE), FINDING_ESCALATED, NULL, C(RECTIFICATION)},
        {"refuse", "单位拒绝整改", "the unit refuses", P(NOTIFIED) | P(OVERDUE), FINDING_ESCALATED, "review.rectify", C(RECTIFICATION)},
        {"explain", "说明", "explain why it stays open", P(FOUND) | P(NOTIFIED) | P(PROVED) | P(OVERDUE) | P(ESCALATED), FINDING_EXPLAINED, "review.manage",
         C(RECTIFICATION)},
        {0},
};
/* clang-format on */

const struct campaign_step *campaign_step_find(const struct campaign_step *steps, const struct term *states,
                                               const char *act, const char *state)
{
        int at = term_find(states, state);

        for (; at >= 0 && steps->act; steps++)
                if (!strcmp(steps->act, act) && steps->from & STATE_BIT(at))
                        return steps;
        return NULL;
}

static size_t outside(const size_t *counts, size_t n, unsigned allowed)
{
        size_t sum = 0;

        for (size_t i = 0; i < n; i++)
                if (!(allowed & STATE_BIT(i)))
                        sum += counts[i];
        return sum;
}

err_t campaign_judge(const char *act, const char *state, const struct campaign_counts *counts,
                     const struct campaign_step **step, struct fault *f)
{
        const struct campaign_step *s = campaign_step_find(campaign_steps, campaign_state_terms, act, state);
        int at = term_find(campaign_state_terms, state);
        size_t n;

        if (!s && at < 0)
                return ERR_INTERNAL;
        if (!s)
                return fault_said(f, ERR_RULE,
                                  arena_printf(f->arena, "评查活动处于“%s”，不能进行此项操作", campaign_state_terms[at].zh),
                                  arena_printf(f->arena, "The campaign is %s: this is not open to it", campaign_state_terms[at].en));
        n = outside(counts->files, FILE_STATE_COUNT, s->files) +
            outside(counts->findings, FINDING_STATE_COUNT, s->findings);
        if (n)
                return fault_said(f, ERR_RULE, arena_printf(f->arena, "%s（%zu）", s->why_zh, n),
                                  arena_printf(f->arena, "%s (%zu)", s->why_en, n));
        *step = s;
        return OK;
}

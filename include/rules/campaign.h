/* The life of a review campaign, of each file drawn in it and of each finding made in it, as three tables: which act leads
 * from where to where, who may do it, and what must be so of the files and findings. Pure; docs/review.md prints them. */
#pragma once

#include "base/err.h"
#include "base/fault.h"
#include "rules/terms.h"

#include <stdbool.h>
#include <stddef.h>

#define CAMPAIGN_STATE_LIST(X)                                                                               \
        X(DRAFT, "draft", "拟订", "being drafted")                                                           \
        X(COMMITTED, "committed", "已承诺种子", "secret committed to")                                       \
        X(FROZEN, "frozen", "范围已冻结", "population frozen")                                               \
        X(DRAWN, "drawn", "已抽取", "drawn")                                                                 \
        X(REVIEWING, "reviewing", "评查中", "being reviewed")                                                \
        X(FEEDBACK, "feedback", "反馈与异议", "feedback and objection")                                      \
        X(RECTIFICATION, "rectification", "整改", "rectification")                                           \
        X(REPORTED, "reported", "已通报", "reported")                                                        \
        X(CLOSED, "closed", "已结束", "closed")                                                              \
        X(CANCELLED, "cancelled", "已取消", "cancelled")

#define CAMPAIGN_FILE_LIST(X)                                                                                \
        X(DRAWN, "drawn", "待指派", "to be assigned")                                                        \
        X(ASSIGNED, "assigned", "已指派", "assigned")                                                        \
        X(DISPUTED, "disputed", "待第三人评查", "to be settled by a third person")                           \
        X(SCORED, "scored", "已评定", "scored")                                                              \
        X(OBJECTED, "objected", "异议待决", "objected to")                                                   \
        X(FINAL, "final", "结果确定", "final")                                                               \
        X(EXCUSED, "excused", "不予评查", "excused from review")

#define CAMPAIGN_FINDING_LIST(X)                                                                             \
        X(FOUND, "found", "已发现", "found")                                                                 \
        X(NOTIFIED, "notified", "已通知整改", "rectification asked for")                                     \
        X(PROVED, "proved", "已提交证明", "proof handed in")                                                 \
        X(OVERDUE, "overdue", "逾期", "overdue")                                                             \
        X(ESCALATED, "escalated", "已上报督办", "escalated")                                                 \
        X(DONE, "done", "已整改", "done")                                                                    \
        X(EXPLAINED, "explained", "已说明", "explained")                                                     \
        X(DROPPED, "dropped", "已撤销", "dropped")

#define CAMPAIGN_ENUM(name, code, zh, en) CAMPAIGN_##name,
enum campaign_state { CAMPAIGN_STATE_LIST(CAMPAIGN_ENUM) CAMPAIGN_STATE_COUNT };
#undef CAMPAIGN_ENUM
#define CAMPAIGN_ENUM(name, code, zh, en) FILE_##name,
enum campaign_file { CAMPAIGN_FILE_LIST(CAMPAIGN_ENUM) FILE_STATE_COUNT };
#undef CAMPAIGN_ENUM
#define CAMPAIGN_ENUM(name, code, zh, en) FINDING_##name,
enum campaign_finding { CAMPAIGN_FINDING_LIST(CAMPAIGN_ENUM) FINDING_STATE_COUNT };
#undef CAMPAIGN_ENUM

/* In the order of the enums, ended by code NULL; and the codes alone, ended by NULL. */
extern const struct term campaign_state_terms[], campaign_file_terms[], campaign_finding_terms[];
extern const char *const campaign_state_codes[], *const campaign_file_codes[], *const campaign_finding_codes[];

#define STATE_BIT(state) (1u << (state))
#define STATE_ANY (~0u)

/* One way on. Of a campaign: `files` and `findings` are the states that all of them must be in. Of a file or a finding:
 * `campaign` are the states of the campaign in which it is open. */
struct campaign_step {
        const char *act, *zh, *en;
        unsigned from; /* bits */
        int to;
        const char *permission; /* NULL: nobody does it, it comes with time or with another act */
        unsigned campaign;
        unsigned files, findings;
        const char *why_zh, *why_en; /* what to tell where files or findings are not so */
};
extern const struct campaign_step campaign_steps[], file_steps[], finding_steps[]; /* ended by act NULL */

/* How many files and findings are in each state. */
struct campaign_counts {
        size_t files[FILE_STATE_COUNT], findings[FINDING_STATE_COUNT];
};

/* The step by which this act leads on from this state; NULL: none. `state` is a code. */
const struct campaign_step *campaign_step_find(const struct campaign_step *steps, const struct term *states,
                                               const char *act, const char *state);
/* Whether the act is open to the campaign: OK, or ERR_RULE with what stands in its way, all of it. */
err_t campaign_judge(const char *act, const char *state, const struct campaign_counts *counts,
                     const struct campaign_step **step, struct fault *f) MUST_USE;

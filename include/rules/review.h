/* Scoring of a case-file review: a checklist and its answers give the result of each item, the total and the
 * grade. Pure. All points are in hundredths of a point. */
#pragma once

#include "base/err.h"
#include "base/fault.h"
#include "rules/terms.h"

#include <stdbool.h>
#include <stddef.h>

#define REVIEW_STAGE_LIST(X)                                                                                 \
        X(LEGALITY, "legality", "合法性", "legality")                                                        \
        X(FILING, "filing", "立案", "filing")                                                                \
        X(INVESTIGATION, "investigation", "调查取证", "investigation")                                       \
        X(NOTICE, "notice", "事先告知", "prior notice")                                                      \
        X(DECISION, "decision", "审核决定", "legal review and decision")                                     \
        X(SERVICE, "service", "送达执行", "service and enforcement")                                         \
        X(CLOSURE, "closure", "结案", "closure")                                                             \
        X(ARCHIVE, "archive", "归档", "archive")

#define REVIEW_KIND_LIST(X)                                                                                  \
        X(VETO, "veto", "否决项", "veto item")                                                               \
        X(SCORED, "scored", "评分项", "scored item")

#define REVIEW_ANSWER_LIST(X)                                                                                \
        X(NO_DEFECT, "no_defect", "无问题", "no defect")                                                     \
        X(DEDUCT, "deduct", "扣分", "deduction")                                                             \
        X(VETO, "veto", "触发否决", "veto hit")                                                              \
        X(NOT_APPLICABLE, "not_applicable", "不适用", "not applicable")

#define REVIEW_GRADE_LIST(X)                                                                                 \
        X(EXCELLENT, "excellent", "优秀", "excellent")                                                       \
        X(PASS, "pass", "合格", "pass")                                                                      \
        X(FAIL, "fail", "不合格", "fail")

#define REVIEW_ENUM_STAGE(name, code, zh, en) REVIEW_STAGE_##name,
enum review_stage { REVIEW_STAGE_LIST(REVIEW_ENUM_STAGE) REVIEW_STAGE_COUNT };
#define REVIEW_ENUM_KIND(name, code, zh, en) REVIEW_##name,
enum review_kind { REVIEW_KIND_LIST(REVIEW_ENUM_KIND) REVIEW_KIND_COUNT };
#define REVIEW_ENUM_ANSWER(name, code, zh, en) REVIEW_ANSWER_##name,
enum review_answer_kind { REVIEW_ANSWER_LIST(REVIEW_ENUM_ANSWER) REVIEW_ANSWER_COUNT };
#define REVIEW_ENUM_GRADE(name, code, zh, en) REVIEW_GRADE_##name,
enum review_grade { REVIEW_GRADE_LIST(REVIEW_ENUM_GRADE) REVIEW_GRADE_COUNT };
#undef REVIEW_ENUM_STAGE
#undef REVIEW_ENUM_KIND
#undef REVIEW_ENUM_ANSWER
#undef REVIEW_ENUM_GRADE

/* In the order of the enums, ended by code NULL; and the codes alone, ended by NULL. */
extern const struct term review_stage_terms[], review_kind_terms[];
extern const struct term review_answer_terms[], review_grade_terms[];
extern const char *const review_stage_codes[], *const review_kind_codes[];
extern const char *const review_answer_codes[], *const review_grade_codes[];

/* One way to lose points in an item, such as half a point for each gap. */
struct review_rule {
        const char *code;
        int points;
        bool each; /* for each occurrence; else once */
        int cap;   /* most that this rule takes; 0: the points of the item */
};

/* One item of a checklist, as stored. */
struct review_item {
        const char *code;
        const char *kind; /* veto or scored */
        int points;       /* most that can be lost; 0 for a veto item */
        int step;         /* a deduction is a multiple of it; 0: any */
        bool always;      /* applies to every file: "not applicable" is refused */
        const struct review_rule *rules;
        size_t n_rules; /* 0: any deduction by step */
};
struct review_sheet {
        const struct review_item *items;
        size_t n;
        int excellent_min, pass_min; /* least total of the grade */
};

/* How often a rule was found broken. */
struct review_found {
        const char *rule;
        int times;
};

/* What the reviewer says of one item. */
struct review_answer {
        const char *item;
        const char *answer; /* NULL: none, or in a part of a sheet: taken back */
        int deduction;      /* deduct only: above 0, at most the points of the item */
        const char *remark; /* needed for a deduction and for a hit veto */
        const struct review_found *found; /* instead of a deduction, where the item has rules, what was found: the deduction follows */
        size_t n_found;
};

struct review_item_result {
        const struct review_item *item;
        const struct review_answer *answer;
        int deducted;
        int score; /* points kept, never below 0; all of them where the item does not apply */
};
struct review_result {
        struct review_item_result *items; /* one for each item of the sheet, in its order; arena of f */
        size_t n;
        int earned; /* sum of the scores of the items */
        int total;  /* the same, or 0 when a veto item was hit */
        int vetoes; /* veto items hit */
        enum review_grade grade;
};

/* A file with a veto fails, whatever its total. */
enum review_grade review_grade_of(int total, bool vetoed, int excellent_min, int pass_min);

/* Checks a part of a sheet, as a draft is kept: the faults of review_score but for what is not answered yet.
 */
err_t review_check(const struct review_sheet *sheet, const struct review_answer *answers, size_t n,
                   struct fault *f) MUST_USE;
/* What an answer that review_check lets pass deducts. */
int review_deduction(const struct review_sheet *sheet, const struct review_answer *answer);
/* Scores a whole sheet. ERR_INVALID with every fault: unknown item, an item answered twice, no such answer,
 * an answer that the kind of item does not take, a deduction outside 1 to its points or off its step, one
 * given where nothing is deducted, a rule that the item lacks, one named twice or found a wrong number of times, no remark ("/answers/3/remark"), items without an answer (all named at
 * "/answers"). ERR_INTERNAL: the sheet itself holds an unknown kind of item. */
err_t review_score(const struct review_sheet *sheet, const struct review_answer *answers, size_t n,
                   struct review_result *out, struct fault *f) MUST_USE;

/* Whether a sheet is one that can be filled in. ERR_INVALID with every fault ("/items/3/rules/0/points"): a code twice, a
 * veto item with points or rules, a scored one without points, a step or rule larger than its item, a cap below its rule,
 * thresholds out of order or out of reach. */
err_t review_sheet_check(const struct review_sheet *sheet, struct fault *f) MUST_USE;

/* What a decided objection leaves of a score. Points in hundredths. Pure. */
#pragma once

#include "rules/review.h"

struct objection_finding {
        const char *item;
        bool veto;
        int deduction; /* of a veto 0 */
        bool objected; /* the unit objects to it */
};

/* What is left of a deduction; 0: nothing. */
struct objection_change {
        const char *item;
        int is;
};

struct objection_file {
        int score;
        bool vetoed;
        int points; /* of the whole checklist */
        int excellent_min, pass_min;
        const struct objection_finding *findings;
        size_t n;
};

struct objection_changed {
        const char *item;
        bool veto;
        int was, is;
};
struct objection_result {
        int score;
        bool vetoed;
        enum review_grade grade;
        struct objection_changed *changed; /* arena of f */
        size_t n;
};

#define OBJECTION_OUTCOME_LIST(X)                                                                            \
        X(UPHELD, "upheld", "成立", "upheld")                                                                \
        X(PARTLY, "partly", "部分成立", "upheld in part")                                                    \
        X(REJECTED, "rejected", "不成立", "rejected")
extern const struct term objection_outcome_terms[]; /* ended by code NULL */
extern const char *const objection_outcome_codes[]; /* ended by NULL */

/* upheld: nothing is left of what the unit objects to; rejected: all stays; partly: what is named in `is` changes, and something
 * objected to is left. A veto is lifted or stays. While a veto is left the file has zero; where the last one is lifted it gets what
 * its deductions leave. ERR_INVALID with every fault ("/items/2/deduction"): an item the unit does not object to, one named twice,
 * one that is not less than it was, changes where the outcome takes none, none where it needs some. */
err_t objection_decide(const char *outcome, const struct objection_file *file, const struct objection_change *is, size_t n,
                       struct objection_result *out, struct fault *f) MUST_USE;

/* What one, two or three sheets of a file come to. Pure. */
#pragma once

#include "rules/review.h"

/* Set by the campaign; points in hundredths. */
struct adjudication_terms {
        int limit;       /* two totals may lie this far apart; further needs a third person */
        bool by_average; /* of two totals; else the reviewers agree on one between them */
        int excellent_min, pass_min;
};

struct adjudication_sheet {
        int total;
        bool vetoed;
};

enum adjudication_next {
        ADJUDICATION_DONE,
        ADJUDICATION_AGREE, /* the two are to agree on a total */
        ADJUDICATION_THIRD, /* a third person is to review the file */
};

struct adjudication {
        enum adjudication_next next;
        int total; /* when done, as the next ones */
        bool vetoed;
        enum review_grade grade;
        const char *by; /* single, average, agreed, third */
};

/* second and third NULL: none (yet); agreed NULL: not agreed (yet). Two who differ on whether the file fails by a veto are
 * always too far apart. A third sheet decides by itself. An average is rounded half up. ERR_INVALID at /total: a total
 * agreed on that does not lie between the two. */
err_t adjudicate(const struct adjudication_terms *t, const struct adjudication_sheet *first,
                 const struct adjudication_sheet *second, const struct adjudication_sheet *third, const int *agreed,
                 struct adjudication *out, struct fault *f) MUST_USE;

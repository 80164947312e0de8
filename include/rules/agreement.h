/* How far two reviewers of the same files agree: Cohen's kappa and Gwet's AC1, each with standard error and 95 %
 * interval (t with n - 1 degrees of freedom). AC1 stays sound where nearly all files get the same answer, where kappa
 * falls towards zero. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct agreement_figure {
        bool known; /* false: nothing was rated, or chance alone explains everything */
        double value, se, low, high;
};
struct agreement {
        size_t n;        /* files rated by both */
        double observed; /* share on which they agree */
        struct agreement_figure kappa, ac1;
};

/* counts: q × q, row: the first reviewer's category, column: the second's; q from 2. */
struct agreement agreement_of(const long *counts, size_t q);

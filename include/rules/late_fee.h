/* What is added to a fine that is paid late (行政处罚法第七十二、七十三条). Pure. Amounts are in fen. */
#pragma once

#include "rules/date.h"

#include <stddef.h>
#include <stdint.h>

/* Days on which nothing is added, the first and the last included: reconsideration or suit under way. */
struct late_pause {
        day_t first, last; /* last DAY_NONE: it goes on */
};
struct late_payment {
        day_t on;
        int64_t fen; /* below zero: given back */
};

/* What all together is to have been paid by the end of a day. */
struct late_part {
        day_t due;
        int64_t upto_fen;
};

struct late_fine {
        int64_t fine_fen;
        day_t due;    /* the last day for paying without addition; of the first instalment, if there are any */
        const struct late_part *parts; /* by day, growing; none: all of the fine by the day due */
        size_t n_parts;
        int64_t rate; /* parts of 10,000 that each day adds to what is not paid */
        const struct late_pause *pauses;
        size_t n_pauses;
        const struct late_payment *payments; /* of the fine itself, in any order */
        size_t n_payments;
};

/* What has been added up to and with `on`, never more than the fine. A day counts when what is due and unpaid
 * at its end is above zero; of a fine paid in instalments that is what the days of those passed have asked for. No due day (DAY_NONE): nothing. */
int64_t late_fee(const struct late_fine *f, day_t on);

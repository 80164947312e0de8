/* The working calendar of the State Council's yearly notices, and terms counted on it. Pure.
 *
 * A day without a row follows its weekday; a row says otherwise. A year is known when its notice is: a result
 * that counts days of another year is provisional, for the notice may still move it. Every question is
 * answered in O(log rows), however far the dates lie apart. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/fault.h"
#include "rules/date.h"

#include <stdbool.h>
#include <stddef.h>

struct calendar_row {
        day_t day;
        bool works; /* false: a day off; true: a make-up day, on which work is done */
};

/* Made from rows in any order and the years whose notices are known; lives in a. ERR_INVALID: a day in two
 * rows, or a make-up day on a weekday, which is a slip in the rows ("/rows/7/date"). */
struct calendar;
err_t calendar_make(struct arena *a, const struct calendar_row *rows, size_t n, const int *known_years,
                    size_t n_years, const struct calendar **out, struct fault *f) MUST_USE;

bool calendar_works(const struct calendar *c, day_t d);
/* Whether every year from that of one day to that of the other is known. */
bool calendar_knows(const struct calendar *c, day_t from, day_t to);
/* Working days after `from` up to and with `to`; negative when `to` lies before. */
int calendar_count(const struct calendar *c, day_t from, day_t to);

struct reckoned {
        day_t day;        /* DAY_NONE: the length is not from 0 to CALENDAR_TERM_MAX */
        bool provisional; /* a counted day lies in a year without a notice */
};
enum { CALENDAR_TERM_MAX = 100000 };

/* The last of n working days; the start day is not counted. No days: the start day itself. */
struct reckoned calendar_add_working(const struct calendar *c, day_t start, int n);
/* The last of n calendar days, or where it is a day off the first day after it that is not. The start day is
 * not counted. */
struct reckoned calendar_add_days(const struct calendar *c, day_t start, int n);

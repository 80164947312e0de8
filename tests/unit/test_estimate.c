#include "rules/estimate.h"
#include "unit.h"

#include <math.h>

static void is(double value, double expected)
{
        ck_assert_msg(fabs(value - expected) < 5e-4, "%.5f, expected %.5f", value, expected);
}

/* By hand: strata of 40 and 60 files, three drawn in each. Means 80 and 90: 0.4 × 80 + 0.6 × 90 = 86. Variances 100 and 25:
 * 0.16 × (1 - 3/40) × 100/3 + 0.36 × (1 - 3/60) × 25/3 = 4.93333 + 2.85 = 7.78333, se 2.78986;
 * df = 7.78333² / (4.93333²/2 + 2.85²/2) = 3.73248; t = 2.8586. */
/* Three files of seven, one with a veto: t alone would reach beyond all points and below none. */
START_TEST(no_interval_leaves_the_points_there_are)
{
        static const double scores[] = {0, 99.5, 100};
        const struct estimate_stratum s = {.closed = 7, .scores = scores, .n = 3};
        struct estimate e = estimate_unit(&s, 1, 100);

        ck_assert(e.has_interval);
        ck_assert_double_eq(e.low, 0);
        ck_assert_double_eq(e.high, 100);
}
END_TEST

START_TEST(two_strata_are_estimated_as_by_hand)
{
        static const double a[] = {70, 80, 90}, b[] = {85, 90, 95};
        struct estimate_stratum s[] = {{40, a, 3}, {60, b, 3}};
        struct estimate e = estimate_unit(s, 2, 100);

        ck_assert(e.has_mean && e.has_interval);
        is(e.mean, 86);
        is(e.se, 2.78986);
        is(e.df, 3.73248);
        ck_assert(fabs((e.high - e.low) / 2 / e.se - 2.8586) < 2e-3);
        ck_assert_int_eq(e.closed, 100);
        ck_assert_uint_eq(e.drawn, 6);
}
END_TEST

START_TEST(where_all_files_were_drawn_the_interval_has_no_width)
{
        static const double a[] = {70, 0, 90}, b[] = {85};
        struct estimate_stratum s[] = {{3, a, 3}, {1, b, 1}};
        struct estimate e = estimate_unit(s, 2, 100), city = estimate_city(s, 2, 100);

        ck_assert(e.has_interval && city.has_interval);
        is(e.mean, 61.25);
        is(e.low, e.mean);
        is(e.high, e.mean);
        is(city.low, e.mean);
        is(city.high, e.mean);
}
END_TEST

START_TEST(fewer_than_two_drawn_give_a_mean_and_no_interval)
{
        static const double a[] = {70};
        struct estimate_stratum s = {1, a, 1}, of_many = {12, a, 1};

        ck_assert(estimate_unit(&s, 1, 100).has_mean && !estimate_unit(&s, 1, 100).has_interval);
        ck_assert(estimate_unit(&of_many, 1, 100).has_mean && !estimate_unit(&of_many, 1, 100).has_interval);
}
END_TEST

START_TEST(a_stratum_of_which_nothing_was_reviewed_leaves_no_mean)
{
        static const double a[] = {70, 80};
        struct estimate_stratum s[] = {{10, a, 2}, {5, a, 0}};

        ck_assert(!estimate_unit(s, 2, 100).has_mean);
        s[1].closed = 0;
        is(estimate_unit(s, 2, 100).mean, 75);
        ck_assert(!estimate_unit(s, 0, 100).has_mean);
}
END_TEST

/* Ninety clean files say little about whether one in forty is vetoed: the interval reaches down, never above the best score. */
START_TEST(the_interval_of_the_city_reckons_with_vetoes_that_were_not_drawn)
{
        double clean[90];
        struct estimate_stratum s = {900, clean, 90};
        struct estimate unit, city;

        for (int i = 0; i < 90; i++)
                clean[i] = 95 + i % 2;
        unit = estimate_unit(&s, 1, 100);
        city = estimate_city(&s, 1, 100);
        is(city.mean, unit.mean);
        ck_assert(city.low < unit.low - 2);
        ck_assert(city.high <= 100 && city.high >= unit.mean);
}
END_TEST

UNIT_MAIN("estimate", no_interval_leaves_the_points_there_are, two_strata_are_estimated_as_by_hand, where_all_files_were_drawn_the_interval_has_no_width,
          fewer_than_two_drawn_give_a_mean_and_no_interval, a_stratum_of_which_nothing_was_reviewed_leaves_no_mean,
          the_interval_of_the_city_reckons_with_vetoes_that_were_not_drawn)

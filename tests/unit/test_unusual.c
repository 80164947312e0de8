#include "rules/unusual.h"
#include "unit.h"

#include <math.h>

static void is(double p, double expected)
{
        ck_assert_msg(fabs(p - expected) < 1e-9 * fmax(1, expected), "%.12g, expected %.12g", p, expected);
}

/* By hand, days alike: of 10 acts all in one quarter: 2 × 1/1024. Of 3 acts, 0 against 3: 2/8. 1 of 10: 2 × (1 + 10)/1024. */
START_TEST(counts_of_equal_quarters_are_those_of_a_coin)
{
        is(unusual_p(10, 90, 0, 90), 2.0 / 1024);
        is(unusual_p(0, 90, 10, 90), 2.0 / 1024);
        is(unusual_p(0, 90, 3, 90), 0.25);
        is(unusual_p(1, 92, 9, 92), 22.0 / 1024);
        is(unusual_p(5, 90, 5, 90), 1);
        is(unusual_p(0, 90, 0, 90), 1);
}
END_TEST

/* Twice as many days: share 2/3. Of 3 acts all in the longer one: 2 × 8/27; all in the shorter: 2 × 1/27. */
START_TEST(longer_periods_may_have_more)
{
        is(unusual_p(3, 60, 0, 30), 16.0 / 27);
        is(unusual_p(0, 60, 3, 30), 2.0 / 27);
}
END_TEST

START_TEST(far_out_the_tail_is_small_and_not_nothing)
{
        double p = unusual_p(1000, 90, 100, 90);

        ck_assert(p > 0 && p < 1e-150);
        is(unusual_p(40, 90, 0, 90), 2 * pow(0.5, 40));
        ck_assert(unusual_p(100000, 90, 100000, 90) > 0.99);
}
END_TEST

START_TEST(few_acts_are_never_unusual)
{
        ck_assert(unusual_is(10, 0, 2.0 / 1024, 10, 2000));
        ck_assert(!unusual_is(10, 0, 2.0 / 1024, 10, 1000));
        ck_assert(!unusual_is(9, 0, 0, 10, 1000));
        ck_assert(!unusual_is(-1, 30, 0, 10, 1000));
}
END_TEST

UNIT_MAIN("unusual", counts_of_equal_quarters_are_those_of_a_coin, longer_periods_may_have_more, far_out_the_tail_is_small_and_not_nothing,
          few_acts_are_never_unusual)

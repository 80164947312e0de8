#include "rules/assessment.h"
#include "unit.h"

/* 20 points for a share of 90 %, none at 60 %: 75 % is half the way, 10 points; 70 % a third of it, 6.67. */
START_TEST(points_grow_in_proportion_between_none_and_all)
{
        struct assessment_item i = {2000, 9000, 6000, false};

        ck_assert_int_eq(assessment_points(&i, 7500), 1000);
        ck_assert_int_eq(assessment_points(&i, 7000), 667);
        ck_assert_int_eq(assessment_points(&i, 9000), 2000);
        ck_assert_int_eq(assessment_points(&i, 10000), 2000);
        ck_assert_int_eq(assessment_points(&i, 6000), 0);
        ck_assert_int_eq(assessment_points(&i, 0), 0);
}
END_TEST

/* 10 points without any late case, none from 4 on: one late case 7.5, three 2.5. */
START_TEST(where_less_is_better_all_points_lie_below)
{
        struct assessment_item i = {1000, 0, 4, false};

        ck_assert_int_eq(assessment_points(&i, 0), 1000);
        ck_assert_int_eq(assessment_points(&i, 1), 750);
        ck_assert_int_eq(assessment_points(&i, 3), 250);
        ck_assert_int_eq(assessment_points(&i, 9), 0);
}
END_TEST

START_TEST(one_line_between_all_and_nothing)
{
        struct assessment_item more = {500, 1, 1, false}, less = {500, 0, 0, true};

        ck_assert_int_eq(assessment_points(&more, 1), 500);
        ck_assert_int_eq(assessment_points(&more, 0), 0);
        ck_assert_int_eq(assessment_points(&less, 0), 500);
        ck_assert_int_eq(assessment_points(&less, 1), 0);
}
END_TEST

/* Half a hundredth is rounded up: 1 hundredth over 2 steps. Amounts beyond 64 bits when multiplied. */
START_TEST(points_are_rounded_half_up_and_exact_with_great_amounts)
{
        struct assessment_item half = {1, 2, 0, false}, great = {10000, 4000000000000000000LL, 0, false};

        ck_assert_int_eq(assessment_points(&half, 1), 1);
        ck_assert_int_eq(assessment_points(&great, 1000000000000000000LL), 2500);
}
END_TEST

/* Weights 40, 40, 20. The last was not measured: (30 + 20) of 80 become 62.5 of 100. */
START_TEST(what_was_not_measured_is_taken_out_and_the_others_stand_for_it)
{
        struct assessment_item items[] = {{4000, 4, 0, false}, {4000, 4, 0, false}, {2000, 1, 0, false}};
        struct assessment_value values[] = {{true, 3}, {true, 2}, {false, 0}};
        struct assessment_total t = assessment_sum(items, values, 3);

        ck_assert(t.known);
        ck_assert_int_eq(t.given, 5000);
        ck_assert_int_eq(t.counted, 8000);
        ck_assert_int_eq(t.points, 6250);
        values[2] = (struct assessment_value){true, 1};
        ck_assert_int_eq(assessment_sum(items, values, 3).points, 7000);
        values[0].known = values[1].known = values[2].known = false;
        ck_assert(!assessment_sum(items, values, 3).known);
}
END_TEST

UNIT_MAIN("assessment", points_grow_in_proportion_between_none_and_all, where_less_is_better_all_points_lie_below, one_line_between_all_and_nothing,
          points_are_rounded_half_up_and_exact_with_great_amounts, what_was_not_measured_is_taken_out_and_the_others_stand_for_it)

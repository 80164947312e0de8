#include "rules/late_fee.h"
#include "unit.h"

/* 15,000 yuan due on 2024-10-08: the worked case. */
enum { FINE = 1500000, RATE = 300 };

static day_t day(int month, int d)
{
        return day_from_civil(2024, month, d);
}

static struct late_fine fine_due(void)
{
        return (struct late_fine){.fine_fen = FINE, .due = day(10, 8), .rate = RATE};
}

START_TEST(three_in_a_hundred_a_day_up_to_the_fine_itself)
{
        struct late_fine f = fine_due();

        ck_assert_int_eq(late_fee(&f, day(10, 8)), 0);
        ck_assert_int_eq(late_fee(&f, day(10, 9)), 45000);
        ck_assert_int_eq(late_fee(&f, day(11, 10)), 1485000);
        ck_assert_int_eq(late_fee(&f, day(11, 11)), FINE);
        ck_assert_int_eq(late_fee(&f, day(12, 31)), FINE);
}
END_TEST

START_TEST(nothing_is_added_while_a_remedy_is_under_way)
{
        const struct late_pause pauses[] = {{day(10, 10), day(10, 19)}, {day(10, 22), DAY_NONE}};
        struct late_fine f = fine_due();

        f.pauses = pauses;
        f.n_pauses = 1;
        ck_assert_int_eq(late_fee(&f, day(10, 19)), 45000);
        ck_assert_int_eq(late_fee(&f, day(10, 20)), 90000);
        f.n_pauses = 2;
        ck_assert_int_eq(late_fee(&f, day(12, 31)), 135000);
}
END_TEST

START_TEST(what_is_paid_adds_nothing_more)
{
        const struct late_payment payments[] = {{day(10, 10), 500000}, {day(10, 12), 1000000}};
        struct late_fine f = fine_due();

        f.payments = payments;
        f.n_payments = 2;
        ck_assert_int_eq(late_fee(&f, day(10, 9)), 45000);
        ck_assert_int_eq(late_fee(&f, day(10, 11)), 105000);
        ck_assert_int_eq(late_fee(&f, day(12, 31)), 105000);
}
END_TEST

/* 15,000 yuan in three parts of 5,000, the second of them paid late. */
START_TEST(of_instalments_only_what_is_due_adds_up_from_its_own_day)
{
        const struct late_part parts[] = {{day(10, 8), 500000}, {day(10, 18), 1000000}, {day(10, 28), FINE}};
        const struct late_payment payments[] = {{day(10, 8), 500000}, {day(10, 20), 500000}};
        struct late_fine f = fine_due();

        f.parts = parts;
        f.n_parts = 3;
        ck_assert_int_eq(late_fee(&f, day(10, 8)), 0);
        ck_assert_int_eq(late_fee(&f, day(10, 9)), 15000);
        ck_assert_int_eq(late_fee(&f, day(10, 19)), 11 * 15000 + 15000);
        f.payments = payments;
        f.n_payments = 2;
        ck_assert_int_eq(late_fee(&f, day(10, 18)), 0);
        ck_assert_int_eq(late_fee(&f, day(10, 19)), 15000);
        ck_assert_int_eq(late_fee(&f, day(10, 28)), 15000);
        ck_assert_int_eq(late_fee(&f, day(10, 30)), 45000);
        f.fine_fen = 1000000; /* lowered since: the last part asks for nothing */
        ck_assert_int_eq(late_fee(&f, day(12, 31)), 15000);
}
END_TEST

START_TEST(without_a_due_day_or_a_rate_there_is_no_addition)
{
        struct late_fine f = fine_due();

        f.due = DAY_NONE;
        ck_assert_int_eq(late_fee(&f, day(12, 31)), 0);
        f = fine_due();
        f.rate = 0;
        ck_assert_int_eq(late_fee(&f, day(12, 31)), 0);
}
END_TEST

UNIT_MAIN("late_fee", three_in_a_hundred_a_day_up_to_the_fine_itself,
          nothing_is_added_while_a_remedy_is_under_way, what_is_paid_adds_nothing_more,
          of_instalments_only_what_is_due_adds_up_from_its_own_day,
          without_a_due_day_or_a_rate_there_is_no_addition)

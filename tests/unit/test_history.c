#include "rules/history.h"
#include "unit.h"

static const struct past_event events[] = {
    {.kind = "filed", .happened_on = 10, .seq = 1},
    {.kind = "paid", .happened_on = 20, .amount_fen = 100, .seq = 2},
    {.kind = "paid", .happened_on = 21, .amount_fen = 50, .seq = 3},
    {.kind = "suspended", .happened_on = 22, .seq = 4},
    {.kind = "paid", .happened_on = 23, .amount_fen = 7, .seq = 5, .corrected_away = true},
};
static const struct history h = {events, sizeof events / sizeof *events}, none = {NULL, 0};

START_TEST(what_was_withdrawn_is_not_seen)
{
        ck_assert_int_eq(history_last(&h, "paid")->seq, 3);
        ck_assert_int_eq(history_first(&h, "paid")->seq, 2);
        ck_assert_uint_eq(history_count(&h, "paid"), 2);
        ck_assert_int_eq(history_sum(&h, "paid"), 150);
}
END_TEST

START_TEST(what_never_came_is_not_there)
{
        ck_assert_ptr_null(history_last(&h, "served"));
        ck_assert_ptr_null(history_first(&h, NULL));
        ck_assert(!history_has(&none, "filed"));
        ck_assert_int_eq(history_sum(&none, "paid"), 0);
}
END_TEST

START_TEST(later_is_by_the_order_of_recording)
{
        ck_assert(history_later(&h, "suspended", "resumed"));
        ck_assert(history_later(&h, "suspended", "paid"));
        ck_assert(!history_later(&h, "filed", "paid"));
        ck_assert(!history_later(&h, "resumed", "filed"));
}
END_TEST

START_TEST(sums_beyond_counting_do_not_wrap)
{
        const struct past_event vast[] = {{.kind = "paid", .amount_fen = INT64_MAX},
                                          {.kind = "paid", .amount_fen = 1}};

        ck_assert_int_eq(history_sum(&(struct history){vast, 2}, "paid"), INT64_MAX);
}
END_TEST

UNIT_MAIN("history", what_was_withdrawn_is_not_seen, what_never_came_is_not_there,
          later_is_by_the_order_of_recording, sums_beyond_counting_do_not_wrap)

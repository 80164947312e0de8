#include "rules/date.h"
#include "unit.h"

#include <string.h>

static day_t day(const char *s)
{
        day_t d = DAY_NONE;

        ck_assert_msg(day_parse(s, &d), "%s", s);
        return d;
}

START_TEST(days_are_counted_from_1970)
{
        ck_assert_int_eq(day("1970-01-01"), 0);
        ck_assert_int_eq(day("1969-12-31"), -1);
        ck_assert_int_eq(day("2000-03-01"), 11017);
        ck_assert_int_eq(day("2024-02-29"), 19782);
        ck_assert_int_eq(day("0001-01-01"), -719162);
        ck_assert_int_eq(day("9999-12-31"), 2932896);
}
END_TEST

START_TEST(every_day_of_eight_centuries_comes_back_as_itself)
{
        int y = 1601, m = 1, d = 1, weekday = 1; /* 1601-01-01 was a Monday */
        char text[DAY_TEXT_SIZE];
        day_t back;

        for (day_t n = day("1601-01-01"), end = day("2401-01-01"); n < end; n++) {
                int ny, nm, nd;

                day_to_civil(n, &ny, &nm, &nd);
                if (ny != y || nm != m || nd != d || day_from_civil(y, m, d) != n ||
                    day_weekday(n) != weekday)
                        ck_abort_msg("day %d is %d-%d-%d", n, ny, nm, nd);
                if (!day_parse(day_format(n, text), &back) || back != n)
                        ck_abort_msg("day %d is written %s", n, text);
                weekday = weekday % 7 + 1;
                if (day_is_civil(y, m, d + 1)) {
                        d++;
                        continue;
                }
                d = 1;
                m = m % 12 + 1;
                y += m == 1;
        }
        ck_assert_int_eq(y, 2401);
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
        static const char *const wrong[] = {
            "",           "2024-2-01",  "2024-02-30", "2023-02-29", "1900-02-29",  "2024-00-10",
            "2024-13-01", "2024-01-00", "2024-01-32", "0000-01-01", "2024-01-01 ", " 2024-01-01",
            "2024/01/01", "20240101",   "+024-01-01", "2024-01-1a", "2024-01-",    "２０２４-01-01"};
        day_t d = 7;

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                ck_assert_msg(!day_parse(wrong[i], &d), "%s", wrong[i]);
        ck_assert(!day_parse(NULL, &d));
        ck_assert_int_eq(d, 7);
        ck_assert_int_eq(day_from_civil(2024, 4, 31), DAY_NONE);
        ck_assert(day_parse("2000-02-29", &d));
}
END_TEST

START_TEST(a_day_that_is_none_is_written_as_nothing)
{
        char text[DAY_TEXT_SIZE];

        ck_assert_str_eq(day_format(DAY_NONE, text), "");
        ck_assert_str_eq(day_format(day("9999-12-31") + 1, text), "");
        ck_assert_str_eq(day_format(day("0001-01-01"), text), "0001-01-01");
}
END_TEST

START_TEST(quarters_meet_without_a_gap)
{
        for (int y = 1999; y <= 2101; y++)
                for (int q = 1; q <= 4; q++) {
                        day_t first = day_quarter_first(y, q), last = day_quarter_last(y, q);

                        ck_assert_int_eq(day_quarter(first), q);
                        ck_assert_int_eq(day_quarter(last), q);
                        ck_assert_int_eq(day_year(last), y);
                        ck_assert_int_eq(last + 1, day_quarter_first(q < 4 ? y : y + 1, q % 4 + 1));
                }
        ck_assert_int_eq(day_quarter_last(2024, 1), day("2024-03-31"));
        ck_assert_int_eq(day_quarter_first(2024, 5), DAY_NONE);
        ck_assert_int_eq(day_quarter_last(0, 1), DAY_NONE);
}
END_TEST

START_TEST(weekdays_are_those_of_the_calendar_on_the_wall)
{
        ck_assert_int_eq(day_weekday(day("1970-01-01")), 4);
        ck_assert_int_eq(day_weekday(day("2024-02-18")), 7);
        ck_assert_int_eq(day_weekday(day("2024-10-12")), 6);
        ck_assert_int_eq(day_weekday(day("2026-02-13")), 5);
}
END_TEST

UNIT_MAIN("date", days_are_counted_from_1970, every_day_of_eight_centuries_comes_back_as_itself,
          what_is_no_date_is_refused, a_day_that_is_none_is_written_as_nothing, quarters_meet_without_a_gap,
          weekdays_are_those_of_the_calendar_on_the_wall)

#include "rules/calendar.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

enum { MAX_ROWS = 400, RANDOM_CASES = 10000 };

static struct arena arena;
static struct calendar_row rows[MAX_ROWS];
static size_t n_rows;
static const int years[] = {2023, 2024, 2025, 2026};
static const struct calendar *calendar;

static day_t day(const char *s)
{
        day_t d = DAY_NONE;

        ck_assert_msg(day_parse(s, &d), "%s", s);
        return d;
}

static const struct calendar *made(const struct calendar_row *r, size_t n, const int *y, size_t n_y)
{
        struct fault f = {.arena = &arena};
        const struct calendar *c = NULL;

        ck_assert_int_eq(calendar_make(&arena, r, n, y, n_y, &c, &f), OK);
        return c;
}

/* The published arrangements of 2023 to 2026. */
static void load(void)
{
        FILE *file = fopen(SOURCE_ROOT "/tests/data/cn-workdays.csv", "r");
        char line[200], date[11], kind[16];

        ck_assert_ptr_nonnull(file);
        ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
        for (n_rows = 0; fgets(line, sizeof line, file); n_rows++) {
                ck_assert_uint_lt(n_rows, MAX_ROWS);
                ck_assert_int_eq(sscanf(line, "%10[^,],%15[^,]", date, kind), 2);
                rows[n_rows] = (struct calendar_row){day(date), !strcmp(kind, "workday")};
                ck_assert(rows[n_rows].works || !strcmp(kind, "holiday"));
        }
        fclose(file);
        calendar = made(rows, n_rows, years, sizeof years / sizeof *years);
}

static void adds_working(const char *start, int n, const char *end)
{
        struct reckoned r = calendar_add_working(calendar, day(start), n);
        char text[DAY_TEXT_SIZE];

        ck_assert_str_eq(day_format(r.day, text), end);
        ck_assert(!r.provisional);
}

static void adds_days(const char *start, int n, const char *end)
{
        struct reckoned r = calendar_add_days(calendar, day(start), n);
        char text[DAY_TEXT_SIZE];

        ck_assert_str_eq(day_format(r.day, text), end);
        ck_assert(!r.provisional);
}

START_TEST(the_worked_terms_in_working_days_hold)
{
        load();
        adds_working("2024-09-27", 7, "2024-10-12");
        adds_working("2024-02-08", 7, "2024-02-23");
        adds_working("2024-12-31", 3, "2025-01-06");
        adds_working("2025-09-30", 7, "2025-10-16");
        adds_working("2026-02-13", 7, "2026-03-02");
        adds_working("2024-04-30", 2, "2024-05-07");
        adds_working("2023-09-28", 5, "2023-10-11");
        adds_working("2024-04-26", 3, "2024-04-30");
        adds_working("2025-09-26", 7, "2025-10-13");
        adds_working("2025-09-30", 5, "2025-10-14");
        adds_working("2026-02-13", 2, "2026-02-24");
        arena_free(&arena);
}
END_TEST

START_TEST(the_worked_terms_in_calendar_days_roll_off_days_off)
{
        load();
        adds_days("2024-09-17", 15, "2024-10-08");
        adds_days("2024-01-26", 15, "2024-02-18"); /* a Sunday on which work is done */
        adds_days("2023-03-14", 90, "2023-06-12");
        adds_days("2024-05-07", 0, "2024-05-07");
        adds_days("2024-05-04", 0, "2024-05-06");
        arena_free(&arena);
}
END_TEST

START_TEST(years_and_quarters_have_the_published_number_of_working_days)
{
        static const struct {
                int year, all, quarters[4];
        } counts[] = {
            {2023, 249, {61, 62, 64, 62}},
            {2024, 251, {61, 62, 66, 62}},
            {2025, 248, {59, 61, 67, 61}},
            {2026, 248, {59, 61, 66, 62}},
        };

        load();
        ck_assert_uint_eq(n_rows, 141);
        for (size_t i = 0; i < 4; i++) {
                int sum = 0;

                for (int q = 1; q <= 4; q++) {
                        int n = calendar_count(calendar, day_quarter_first(counts[i].year, q) - 1,
                                               day_quarter_last(counts[i].year, q));

                        ck_assert_int_eq(n, counts[i].quarters[q - 1]);
                        sum += n;
                }
                ck_assert_int_eq(sum, counts[i].all);
        }
        arena_free(&arena);
}
END_TEST

START_TEST(every_make_up_day_is_a_saturday_or_a_sunday_and_works)
{
        int make_up = 0;

        load();
        for (size_t i = 0; i < n_rows; i++) {
                ck_assert_int_eq(calendar_works(calendar, rows[i].day), rows[i].works);
                make_up += rows[i].works;
                if (rows[i].works)
                        ck_assert_int_ge(day_weekday(rows[i].day), 6);
        }
        ck_assert_int_eq(make_up, 26);
        ck_assert(!calendar_works(calendar, day("2024-10-05")));
        ck_assert(calendar_works(calendar, day("2024-10-08")));
        arena_free(&arena);
}
END_TEST

START_TEST(a_date_that_reaches_into_a_year_without_a_notice_is_provisional)
{
        struct reckoned r;

        load();
        r = calendar_add_working(calendar, day("2026-12-31"), 1);
        ck_assert_int_eq(r.day, day("2027-01-01"));
        ck_assert(r.provisional);
        r = calendar_add_working(calendar, day("2026-12-24"), 5);
        ck_assert_int_eq(r.day, day("2026-12-31"));
        ck_assert(!r.provisional);
        ck_assert(calendar_add_days(calendar, day("2026-12-01"), 31).provisional);
        ck_assert(calendar_add_days(calendar, day("2022-11-01"), 5).provisional);
        r = calendar_add_days(calendar, day("2022-12-31"), 5); /* the start day is not counted */
        ck_assert(!r.provisional);
        ck_assert(!calendar_add_working(calendar, day("2027-03-01"), 0).provisional);
        arena_free(&arena);
}
END_TEST

START_TEST(a_gap_in_the_known_years_is_noticed)
{
        static const int gappy[] = {2026, 2023, 2024, 2026};
        const struct calendar *c = made(NULL, 0, gappy, 4);

        ck_assert(calendar_knows(c, day("2023-01-01"), day("2024-12-31")));
        ck_assert(!calendar_knows(c, day("2024-12-31"), day("2026-01-01")));
        ck_assert(calendar_knows(c, day("2026-12-31"), day("2026-01-01")));
        ck_assert(!calendar_knows(c, day("2025-06-01"), day("2025-06-01")));
        arena_free(&arena);
}
END_TEST

START_TEST(a_length_that_is_no_term_has_no_end)
{
        load();
        ck_assert_int_eq(calendar_add_working(calendar, 0, -1).day, DAY_NONE);
        ck_assert_int_eq(calendar_add_days(calendar, 0, -1).day, DAY_NONE);
        ck_assert_int_eq(calendar_add_working(calendar, 0, CALENDAR_TERM_MAX + 1).day, DAY_NONE);
        ck_assert_int_ne(calendar_add_working(calendar, 0, CALENDAR_TERM_MAX).day, DAY_NONE);
        arena_free(&arena);
}
END_TEST

START_TEST(rows_that_contradict_the_week_or_each_other_are_refused)
{
        struct calendar_row twice[] = {{100, false}, {7, false}, {100, false}};
        struct calendar_row on_monday[] = {{0, false}, {4, true}}; /* 1970-01-05 */
        struct fault f = {.arena = &arena}, g = {.arena = &arena};
        const struct calendar *c = NULL;

        ck_assert_int_eq(calendar_make(&arena, twice, 3, NULL, 0, &c, &f), ERR_INVALID);
        ck_assert_str_eq(f.fields->where, "/rows/2/date");
        ck_assert_str_eq(f.fields->code, "repeated");
        ck_assert_int_eq(calendar_make(&arena, on_monday, 2, NULL, 0, &c, &g), ERR_INVALID);
        ck_assert_str_eq(g.fields->where, "/rows/1/date");
        ck_assert_str_eq(g.fields->code, "weekday");
        ck_assert_ptr_null(c);
        arena_free(&arena);
}
END_TEST

/* ---- against a walker that knows nothing but the rows ---- */

static uint64_t random_state = 20240229;

static unsigned below(unsigned n)
{
        random_state ^= random_state << 13;
        random_state ^= random_state >> 7;
        random_state ^= random_state << 17;
        return (unsigned)(random_state >> 33) % n;
}

static bool walker_works(const struct calendar_row *r, size_t n, day_t d)
{
        for (size_t i = 0; i < n; i++)
                if (r[i].day == d)
                        return r[i].works;
        return (d % 7 + 7) % 7 != 2 && (d % 7 + 7) % 7 != 3; /* 1970-01-03 was a Saturday */
}

static bool walker_knows(const int *y, size_t n, day_t d)
{
        for (size_t i = 0; i < n; i++)
                if (d >= day_from_civil(y[i], 1, 1) && d <= day_from_civil(y[i], 12, 31))
                        return true;
        return false;
}

struct world {
        const struct calendar_row *rows;
        size_t n;
        const int *years;
        size_t n_years;
        const struct calendar *calendar;
};

static bool agrees(const struct world *w, day_t start, int n)
{
        struct reckoned working = calendar_add_working(w->calendar, start, n);
        struct reckoned rolled = calendar_add_days(w->calendar, start, n);
        bool unknown = false;
        day_t d = start;

        for (int left = n; left > 0;) {
                left -= walker_works(w->rows, w->n, ++d);
                unknown |= !walker_knows(w->years, w->n_years, d);
        }
        if (working.day != d || working.provisional != unknown ||
            calendar_count(w->calendar, start, d) != n || calendar_count(w->calendar, d, start) != -n)
                return false;
        unknown = false;
        for (d = start; d < start + n || !walker_works(w->rows, w->n, d);)
                unknown |= !walker_knows(w->years, w->n_years, ++d);
        return rolled.day == d && rolled.provisional == unknown;
}

START_TEST(ten_thousand_terms_agree_with_a_walk_day_by_day)
{
        struct world w;

        load();
        w = (struct world){rows, n_rows, years, 4, calendar};
        for (int i = 0; i < RANDOM_CASES; i++) {
                day_t start = day("2022-10-01") + (day_t)below(1800);
                int n = (int)below(below(10) ? 30 : 300);
                char text[DAY_TEXT_SIZE];

                if (!agrees(&w, start, n))
                        ck_abort_msg("%s + %d", day_format(start, text), n);
        }
        arena_free(&arena);
}
END_TEST

/* Weeks of days off, make-up days in a row, rows at the ends: worse than any notice. */
static size_t invent(struct calendar_row *r)
{
        size_t n = 0;

        for (day_t d = -60; d < 400 && n < MAX_ROWS; d++) {
                bool weekend = day_weekday(d) > 5;

                if (below(3) == 0)
                        r[n++] = (struct calendar_row){d, weekend && below(2)};
        }
        return n;
}

START_TEST(invented_calendars_agree_with_the_walk_too)
{
        static const int some_years[] = {1970};

        for (int i = 0; i < 100; i++) {
                struct world w = {rows, invent(rows), some_years, 1, NULL};

                w.calendar = made(rows, w.n, some_years, 1);
                for (int k = 0; k < 100; k++) {
                        day_t start = (day_t)below(600) - 120;
                        int n = (int)below(200);

                        if (!agrees(&w, start, n))
                                ck_abort_msg("calendar %d: %d + %d", i, start, n);
                }
                arena_free(&arena);
        }
}
END_TEST

UNIT_MAIN("calendar", the_worked_terms_in_working_days_hold,
          the_worked_terms_in_calendar_days_roll_off_days_off,
          years_and_quarters_have_the_published_number_of_working_days,
          every_make_up_day_is_a_saturday_or_a_sunday_and_works,
          a_date_that_reaches_into_a_year_without_a_notice_is_provisional,
          a_gap_in_the_known_years_is_noticed, a_length_that_is_no_term_has_no_end,
          rows_that_contradict_the_week_or_each_other_are_refused,
          ten_thousand_terms_agree_with_a_walk_day_by_day, invented_calendars_agree_with_the_walk_too)

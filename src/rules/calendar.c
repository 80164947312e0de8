#include "rules/calendar.h"

#include <stdlib.h>
#include <string.h>

/* The rows that differ from their weekday, sorted, each with the sum of the differences up to it. Working
 * days up to a day are then those of plain weeks plus that sum, without a table of days. */
struct exception {
        day_t day;
        int sum; /* make-up days less days off, up to and with this day */
};

struct calendar {
        struct exception *exceptions;
        size_t n;
        int *years; /* known, sorted, once each */
        size_t n_years;
};

enum { MONDAY_BEFORE_1970 = -3 };

static bool is_weekend(day_t d)
{
        return day_weekday(d) > 5;
}

/* Mondays to Fridays up to and with d, from a fixed Monday on; negative before it. */
static int64_t weekdays_to(day_t d)
{
        int64_t days = (int64_t)d - MONDAY_BEFORE_1970;
        int64_t week = (days - (day_weekday(d) - 1)) / 7;

        return week * 5 + (is_weekend(d) ? 5 : day_weekday(d));
}

/* The day that is the n-th of them: the inverse of weekdays_to. */
static day_t weekday_number(int64_t n)
{
        int64_t week = (n - 1) / 5 - ((n - 1) % 5 < 0);

        return (day_t)(week * 7 + (n - 1 - week * 5) + MONDAY_BEFORE_1970);
}

/* How many exceptions are not after d. */
static size_t exceptions_to(const struct calendar *c, day_t d)
{
        size_t low = 0, high = c->n;

        while (low < high) {
                size_t mid = (low + high) / 2;

                if (c->exceptions[mid].day <= d)
                        low = mid + 1;
                else
                        high = mid;
        }
        return low;
}

static int sum_of(const struct calendar *c, size_t n)
{
        return n ? c->exceptions[n - 1].sum : 0;
}

static int64_t working_to(const struct calendar *c, day_t d)
{
        return weekdays_to(d) + sum_of(c, exceptions_to(c, d));
}

bool calendar_works(const struct calendar *c, day_t d)
{
        size_t n = exceptions_to(c, d);

        if (n && c->exceptions[n - 1].day == d)
                return is_weekend(d);
        return !is_weekend(d);
}

int calendar_count(const struct calendar *c, day_t from, day_t to)
{
        return (int)(working_to(c, to) - working_to(c, from));
}

/* How many known years come before y. */
static size_t years_before(const struct calendar *c, int y)
{
        size_t low = 0, high = c->n_years;

        while (low < high) {
                size_t mid = (low + high) / 2;

                if (c->years[mid] < y)
                        low = mid + 1;
                else
                        high = mid;
        }
        return low;
}

bool calendar_knows(const struct calendar *c, day_t from, day_t to)
{
        int first = day_year(from < to ? from : to), last = day_year(from < to ? to : from);

        return years_before(c, last + 1) - years_before(c, first) == (size_t)(last - first) + 1;
}

/* The first exception with at least so many working days up to it. */
static size_t first_reaching(const struct calendar *c, int64_t working)
{
        size_t low = 0, high = c->n;

        while (low < high) {
                size_t mid = (low + high) / 2;

                if (weekdays_to(c->exceptions[mid].day) + c->exceptions[mid].sum < working)
                        low = mid + 1;
                else
                        high = mid;
        }
        return low;
}

/* The first day with so many working days up to it: it lies before the exception that reaches them, or is it.
 */
static day_t working_number(const struct calendar *c, int64_t working)
{
        size_t i = first_reaching(c, working);
        day_t plain = weekday_number(working - sum_of(c, i));

        return i < c->n && c->exceptions[i].day < plain ? c->exceptions[i].day : plain;
}

static struct reckoned reckoned(const struct calendar *c, day_t start, day_t end)
{
        return (struct reckoned){end, end > start && !calendar_knows(c, start + 1, end)};
}

struct reckoned calendar_add_working(const struct calendar *c, day_t start, int n)
{
        if (n < 0 || n > CALENDAR_TERM_MAX)
                return (struct reckoned){DAY_NONE, false};
        if (n == 0)
                return reckoned(c, start, start);
        return reckoned(c, start, working_number(c, working_to(c, start) + n));
}

struct reckoned calendar_add_days(const struct calendar *c, day_t start, int n)
{
        day_t end;

        if (n < 0 || n > CALENDAR_TERM_MAX)
                return (struct reckoned){DAY_NONE, false};
        end = start + n;
        if (!calendar_works(c, end))
                end = working_number(c, working_to(c, end) + 1);
        return reckoned(c, start, end);
}

/* ---- making one ---- */

struct numbered_row {
        struct calendar_row row;
        size_t place; /* in the rows as given, to name it */
};

static int by_day(const void *a, const void *b)
{
        const struct numbered_row *x = a, *y = b;

        if (x->row.day != y->row.day)
                return x->row.day < y->row.day ? -1 : 1;
        return x->place < y->place ? -1 : 1;
}

static int by_value(const void *a, const void *b)
{
        int x = *(const int *)a, y = *(const int *)b;

        return (x > y) - (x < y);
}

static err_t check_rows(const struct numbered_row *rows, size_t n, struct fault *f)
{
        err_t e = OK;

        for (size_t i = 0; i < n; i++) {
                const char *where = arena_printf(f->arena, "/rows/%zu/date", rows[i].place);

                if (i && rows[i].row.day == rows[i - 1].row.day)
                        e = fault_field_text(f, ERR_INVALID, where, "repeated", "同一日期出现两次",
                                             "The day stands in two rows");
                if (rows[i].row.works && !is_weekend(rows[i].row.day))
                        e = fault_field_text(f, ERR_INVALID, where, "weekday",
                                             "调休上班日应当是星期六或者星期日",
                                             "A make-up day is a Saturday or a Sunday");
        }
        return e;
}

/* Only what differs from its weekday counts: a holiday on a Sunday changes nothing. */
static void take_exceptions(struct calendar *c, const struct numbered_row *rows, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (rows[i].row.works == is_weekend(rows[i].row.day)) {
                        int sum = sum_of(c, c->n) + (rows[i].row.works ? 1 : -1);

                        c->exceptions[c->n++] = (struct exception){rows[i].row.day, sum};
                }
}

static void take_years(struct calendar *c, const int *years, size_t n)
{
        if (n)
                memcpy(c->years, years, n * sizeof *years);
        qsort(c->years, n, sizeof *c->years, by_value);
        for (size_t i = 0; i < n; i++)
                if (!i || c->years[i] != c->years[c->n_years - 1])
                        c->years[c->n_years++] = c->years[i];
}

err_t calendar_make(struct arena *a, const struct calendar_row *rows, size_t n, const int *known_years,
                    size_t n_years, const struct calendar **out, struct fault *f)
{
        struct numbered_row *sorted = arena_take(f->arena, n * sizeof *sorted + 1);
        struct calendar *c = arena_take(a, sizeof *c);
        err_t e;

        for (size_t i = 0; i < n; i++)
                sorted[i] = (struct numbered_row){rows[i], i};
        qsort(sorted, n, sizeof *sorted, by_day);
        if ((e = check_rows(sorted, n, f)))
                return e;
        c->exceptions = arena_take(a, n * sizeof *c->exceptions + 1);
        c->years = arena_take(a, n_years * sizeof *c->years + 1);
        take_exceptions(c, sorted, n);
        take_years(c, known_years, n_years);
        *out = c;
        return OK;
}

#include "rules/date.h"

#include <stddef.h>
#include <stdio.h>

enum { DAYS_TO_1970 = 719468, DAYS_IN_ERA = 146097 }; /* from 0000-03-01; an era is 400 years */

static bool is_leap(int y)
{
        return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int month_length(int y, int m)
{
        static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

        return m == 2 && is_leap(y) ? 29 : lengths[m - 1];
}

bool day_is_civil(int year, int month, int day)
{
        return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
               day <= month_length(year, month);
}

/* Years begin in March here, so that the leap day is the last of its year. */
day_t day_from_civil(int year, int month, int day)
{
        int y, era, of_era, of_year;

        if (!day_is_civil(year, month, day))
                return DAY_NONE;
        y = month <= 2 ? year - 1 : year;
        era = y / 400;
        of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        of_era = y % 400 * 365 + y % 400 / 4 - y % 400 / 100 + of_year;
        return era * DAYS_IN_ERA + of_era - DAYS_TO_1970;
}

static int64_t floor_div(int64_t a, int64_t b)
{
        return a / b - (a % b < 0);
}

void day_to_civil(day_t d, int *year, int *month, int *day)
{
        int64_t z = (int64_t)d + DAYS_TO_1970;
        int64_t era = floor_div(z, DAYS_IN_ERA);
        int of_era = (int)(z - era * DAYS_IN_ERA);
        int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
        int of_year = of_era - (365 * y + y / 4 - y / 100);
        int m = (5 * of_year + 2) / 153;

        *day = of_year - (153 * m + 2) / 5 + 1;
        *month = m < 10 ? m + 3 : m - 9;
        *year = (int)(y + era * 400) + (*month <= 2);
}

/* n digits as a number; -1: something else stands there. */
static int digits(const char *s, int n)
{
        int v = 0;

        for (; n; n--, s++) {
                if (*s < '0' || *s > '9')
                        return -1;
                v = v * 10 + (*s - '0');
        }
        return v;
}

bool day_parse(const char *s, day_t *out)
{
        int y, m, d;

        if (!s || (y = digits(s, 4)) < 0 || s[4] != '-' || (m = digits(s + 5, 2)) < 0 || s[7] != '-' ||
            (d = digits(s + 8, 2)) < 0 || s[10] || !day_is_civil(y, m, d))
                return false;
        *out = day_from_civil(y, m, d);
        return true;
}

const char *day_format(day_t d, char out[DAY_TEXT_SIZE])
{
        int year, month, day;

        out[0] = '\0';
        day_to_civil(d, &year, &month, &day);
        if (day_is_civil(year, month, day))
                snprintf(out, DAY_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
                         (unsigned)day % 100);
        return out;
}

int day_weekday(day_t d)
{
        int64_t from_monday = (int64_t)d + 3; /* 1970-01-01 was a Thursday */

        return (int)(from_monday - floor_div(from_monday, 7) * 7) + 1;
}

int day_year(day_t d)
{
        int y, m, day;

        day_to_civil(d, &y, &m, &day);
        return y;
}

int day_quarter(day_t d)
{
        int y, m, day;

        day_to_civil(d, &y, &m, &day);
        return (m + 2) / 3;
}

day_t day_quarter_first(int year, int quarter)
{
        return quarter >= 1 && quarter <= 4 ? day_from_civil(year, quarter * 3 - 2, 1) : DAY_NONE;
}

day_t day_quarter_last(int year, int quarter)
{
        if (quarter < 1 || quarter > 4 || !day_is_civil(year, 1, 1))
                return DAY_NONE;
        return day_from_civil(year, quarter * 3, month_length(year, quarter * 3));
}

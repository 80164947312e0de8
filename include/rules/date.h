/* Civil dates as day numbers: days since 1970-01-01 in the Gregorian calendar, without time or zone. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int32_t day_t;
/* No such day (yet); earlier than any day, so that "not before" holds against it. */
#define DAY_NONE INT32_MIN

enum { DAY_TEXT_SIZE = 11 }; /* "2024-02-29" with its NUL */

bool day_is_civil(int year, int month, int day);    /* years 1 to 9999 */
day_t day_from_civil(int year, int month, int day); /* DAY_NONE: no such date */
void day_to_civil(day_t d, int *year, int *month, int *day);

/* Exactly YYYY-MM-DD and a real date; *out is only set then. NULL is no date. */
bool day_parse(const char *s, day_t *out);
/* Into out, which is also returned; DAY_NONE and days outside the years 1 to 9999 give "". */
const char *day_format(day_t d, char out[DAY_TEXT_SIZE]);

int day_weekday(day_t d); /* 1 Monday to 7 Sunday */
int day_year(day_t d);
int day_quarter(day_t d);                       /* 1 to 4 */
day_t day_quarter_first(int year, int quarter); /* DAY_NONE: no such quarter */
day_t day_quarter_last(int year, int quarter);

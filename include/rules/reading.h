/* Days and sums of money as people write them in tables. What is not surely meant is not read. Pure.
 *
 * The form of a date is a text in which
 *   YYYY      the year, four digits             ERA  昭和 平成 令和, or S H R
 *   MM, M     the month, two or one to two      y    the year of the era, one to two digits, or 元
 *   DD, D     the day, two or one to two        MON  Jan to Dec
 *   hh mm ss  the time, two digits each         f    a fraction of a second, one or more digits
 *   Z         the offset from UTC (Z, +02:00): the day is the one in Shanghai at that moment
 *   z         the same, but the day is the one written
 * and all else stands for itself. Full-width digits and letters are read as ordinary ones. */
#pragma once

#include "rules/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DATE_FORM_MAX = 64 }; /* bytes */

/* Whether a text is a form: one year (or ERA and y), one month, one day, nothing twice, no other letters but T. */
bool date_form_is(const char *form);

enum date_reading {
        DATE_READ,
        DATE_FORM,       /* fits none of the forms */
        DATE_NO_DAY,     /* fits one, but there is no such day or time */
        DATE_NOT_IN_ERA, /* the era had not begun or had ended */
        DATE_AMBIGUOUS   /* two forms give different days */
};

/* Reads text by the forms, ended by NULL. whole: all of it; else what it begins with, and *used says how many bytes.
 * lenient: a day outside its era is counted on from the era's first year (平成31年5月1日). *day and *used are set on
 * DATE_READ only. */
enum date_reading date_read(const char *text, const char *const *forms, bool whole, bool lenient, day_t *day,
                            size_t *used);

enum money_unit { MONEY_YUAN, MONEY_WAN_YUAN, MONEY_FEN };

struct money_form {
        enum money_unit unit; /* of a number without 元, 万元, 万 or 分 behind it */
        bool comma;           /* the decimal mark is a comma and the thousands mark a point */
        const char *prefix;   /* may stand before the number besides ¥ (as "$"), or NULL */
};

enum money_reading {
        MONEY_READ,
        MONEY_NOT_NUMBER,
        MONEY_TOO_FINE,  /* finer than a fen as it is written: 1.500 yuan */
        MONEY_NEGATIVE,
        MONEY_TOO_LARGE  /* above 10^15 fen */
};
enum money_reading money_read(const char *text, const struct money_form *form, int64_t *fen);

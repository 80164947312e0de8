/* What stands in the first row of a result, by the name of its column. */
#pragma once

#include "rules/date.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* NULL: null, or no such column. The text dies with r. */
static inline const char *cell(const PGresult *r, const char *column)
{
        int i = PQfnumber(r, column);

        return i < 0 || PQgetisnull(r, 0, i) ? NULL : PQgetvalue(r, 0, i);
}

static inline bool cell_is_true(const PGresult *r, const char *column)
{
        const char *v = cell(r, column);

        return v && *v == 't';
}

/* What such a text says; NULL: no day, or 0. */
static inline day_t day_of(const char *text)
{
        day_t d = DAY_NONE;

        return day_parse(text, &d) ? d : DAY_NONE;
}

static inline int64_t number_of(const char *text)
{
        return text ? strtoll(text, NULL, 10) : 0;
}

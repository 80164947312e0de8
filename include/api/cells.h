/* What stands in the first row of a result, by the name of its column. */
#pragma once

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

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

/* The queries of src/sql, embedded when the program is built. */
#pragma once

#include <stddef.h>

enum sql_flag {
        SQL_CUSTOM_PLAN = 1, /* planned anew with its values each time: filters that may be absent */
        SQL_JOB = 2,         /* prepared only on connections of the jobs role */
        SQL_STAGED = 4       /* never prepared: speaks of temporary tables that a command makes first */
};

struct sql {
        const char *name, *text;
        const char *const *params; /* names, in the order of $1, $2 … */
        int n_params;
        unsigned flags;
};
extern const struct sql sql_table[]; /* by enum sql_id of the generated sql_table.h */
extern const int sql_count;

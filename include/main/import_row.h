/* One row of a file, read as the map says: into texts that the database takes as they are. */
#pragma once

#include "base/arena.h"
#include "main/import_map.h"

#include <stdbool.h>
#include <stddef.h>

/* Why a row is refused: one for each thing wrong with it. */
struct row_fault {
        int column; /* in the file, from 1; 0: the row as a whole */
        const char *code, *zh, *en;
        struct row_fault *next;
};

struct import_row {
        struct arena *arena; /* of everything read from the row */
        const struct table_cell *cells;
        const int *at; /* place of each column of the map among the cells */
        struct row_fault *faults, *last;
};

/* The value as text in the form PostgreSQL reads (a day as 2024-02-29, a sum as fen, a list as an array);
 * NULL: empty, or refused, which is then noted among the faults of the row. */
const char *row_value(struct import_row *row, const struct map_value *v, const struct value_target *target);

/* A record's name in its own system: the columns' texts, or the digest of a long one. NULL: empty, noted. */
const char *row_key(struct import_row *row, const struct map_key *key);

bool row_when(struct import_row *row, const struct map_when *when);

/* column: a place among the map's columns, or -1 for the row as a whole. */
void row_refuse(struct import_row *row, int column, const char *code, const char *zh, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

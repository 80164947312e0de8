/* From a row of the file to a record on its way into the database: a case with its parties and events, or
 * events of cases that are there. */
#pragma once

#include "main/import_map.h"
#include "main/import_row.h"
#include "main/import_stage.h"

#include <stdbool.h>
#include <stddef.h>

/* A sorted set of texts with another text each: units by name, units by code, causes by code. */
struct lookup {
        struct map_pair *pairs;
        size_t n, room;
};
void lookup_add(struct lookup *l, const char *from, const char *to); /* copies; what is there stays */
const char *lookup_find(const struct lookup *l, const char *from);   /* NULL: not there */
void lookup_free(struct lookup *l);

/* What the database knows already, and the units that the rows ask for besides. */
struct known {
        struct lookup unit_names, unit_codes, causes;
        struct lookup new_units; /* by name */
};

struct file_counts {
        long long rows, skipped, rejected; /* rows: all records, malformed ones too */
};

struct importer {
        const struct import_map *map;
        struct known *known;
        struct stage stage;
        long long seq; /* of the last row staged, over all files */
        int file;      /* number of the file being read, from 0 */
        struct file_counts counts;
        struct record *record; /* its own scratch */
};

/* Stages the row that the reader stands on, or what is wrong with it. False: the database refused. */
bool importer_take_row(struct importer *im, const struct table *t, const int *at);
/* Stages the fault of a malformed record. */
bool importer_take_fault(struct importer *im, const struct table *t);
void importer_end(struct importer *im);

/* One run of an import against the database: what was staged is compared with what is there, then written in
 * bounded batches, each a transaction. Broken off at any moment and run again it comes to the same end. */
#pragma once

#include "db/db.h"
#include "main/import_record.h"

#include <stdbool.h>

enum row_status { ROW_NEW, ROW_UPDATED, ROW_UNCHANGED, ROW_SKIPPED, ROW_REJECTED, ROW_STATUSES };
extern const char *const row_status_names[]; /* in the order of the enum */

struct import_run {
        PGconn *conn;
        const struct import_map *map;
        const char *id;        /* of the run: a UUID */
        const char *files;     /* names and digests, as JSON */
        long long batch_cases; /* at most so many in one transaction */
        char token[65];
        long long batches, cases; /* to be written, after import_run_compare */
};

/* Begins as the import job, takes the system's lock, makes the temporary tables and reads what is known.
 * False: said why, here and below. */
bool import_run_begin(struct import_run *run, struct known *known);
/* After staging: finds, refuses, decides. counts has ROW_STATUSES numbers for each file, to which it adds. */
bool import_run_compare(struct import_run *run, long long (*counts)[ROW_STATUSES]);
/* Each reason why a row was refused, in the order of the files and lines. */
struct reject {
        int file;
        const char *line, *record_line, *column, *column_name, *code, *zh, *en;
};
bool import_run_rejects(struct import_run *run, bool (*take)(void *with, const struct reject *r), void *with);
/* Notes a run that only looks. */
bool import_run_dry(struct import_run *run);
/* Records the run and makes the units asked for. */
bool import_run_start_writing(struct import_run *run, const struct lookup *new_units);
bool import_run_write(struct import_run *run, long long batch);
bool import_run_finish(struct import_run *run, const char *counts_json);

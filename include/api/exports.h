/* Exports: what can be asked for, as rows, and the making of it. To add one, add a row to export_kinds: a query of which the first
 * column is the case (or person) that the log names, or null, and the others are the columns of the table. Where a table of rows is
 * not enough, `build` makes the document. */
#pragma once

#include "db/db.h"
#include "http/req.h"
#include "render/write.h"
#include "rules/terms.h"

/* One export while it is made. */
struct export_job {
        struct arena arena;
        struct fault fault;
        struct db *db; /* in a transaction of the person who asked */
        struct args args;
        const struct export_kind *kind;
        bool english;
};
/* A query with its parameters by name from the export's own. NULL: its fault is told. The caller clears it. */
PGresult *export_ask(struct export_job *j, int sql);

enum { EXPORT_COLUMNS_MAX = 40 };

struct export_kind {
        const char *name; /* NULL ends the rows */
        struct words title;
        const char *permission; /* needed to ask, to make and to fetch */
        const char *formats;    /* "csv xlsx" */
        const char *parameters; /* names of export_parameters that it takes, parted by spaces … */
        const char *required;   /* … and those it must have */
        int sql, sql_count;     /* flagged custom_plan; sql_count 0: nobody knows how many rows there will be */
        const struct doc_column *columns;
        int n_columns;
        const struct term *const *terms; /* for columns of codes: their words; as many as columns, or NULL */
        bool landscape;
        /* Instead of sql: the blocks of a document with its tables, charts and words, in the job's arena. */
        err_t (*build)(struct export_job *j, struct doc *d);
};
extern const struct export_kind export_kinds[];
extern const struct field export_parameters[];
/* The quarter (api/export_statistics.c) and the yearly table of penalties. */
err_t export_quarter_build(struct export_job *j, struct doc *d) MUST_USE;
err_t export_penalties_build(struct export_job *j, struct doc *d) MUST_USE;
/* A figure's name as it is put out: in yuan, per cent and days, where it is kept in their hundredths. Arena text. */
const char *figure_shown_name(struct arena *a, const char *name);
/* The report of a review campaign (api/campaign_report_doc.c). */
err_t campaign_report_build(struct export_job *j, struct doc *d) MUST_USE;
/* The points of an assessment (api/export_assessment.c). */
err_t export_assessment_build(struct export_job *j, struct doc *d) MUST_USE;
const struct export_kind *export_kind_find(const char *name);

/* The maker, one thread's. notes tells how far it is while work reads. */
struct export_maker {
        struct db *work, *notes;
        struct render_settings render;
        long long bytes_max;
        int days;
};
/* Makes the next one that waits. False: none did, or none could be taken. */
bool export_make(struct export_maker *m);
void export_tidy(const char *folder); /* removes what makers that ended halfway left there */

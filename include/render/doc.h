/* What is put out on paper and in spreadsheets: tables, charts and pages, as data. The writers
 * (render/write.h) read it.
 *
 * Words stand in both languages where they are ours; `en` NULL: the same in both. Values are text:
 *
 *   DOC_TEXT     anything                    DOC_DATE     2026-03-31
 *   DOC_INT      -12                         DOC_PERCENT  hundredths of a percent: 1234 is 12.34 %
 *   DOC_YUAN     fen: 123456 is 1,234.56     DOC_WAN      fen: 123456 is 0.123456 (ten thousand yuan), never
 * rounded
 *
 * NULL is an empty cell. What is not of its column's kind ("—") is put out as text. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <time.h>

enum doc_kind { DOC_TEXT, DOC_INT, DOC_YUAN, DOC_WAN, DOC_PERCENT, DOC_DATE };

struct words {
        const char *zh, *en;
};

struct doc_column {
        struct words title;
        enum doc_kind kind;
        int width; /* in half-width characters; 0: of the kind */
};

/* A heading over columns, in one of the rows above their own titles. One that reaches down to the titles' row
 * takes their place. */
struct doc_heading {
        int row, column, rows, columns; /* from 0; the titles are row `heading_rows` */
        struct words text;
};

/* Rows one after the other. `next` gives as many cells as there are columns, which live until the next call;
 * NULL: no more, or (with err set, and its fault told) none that can be had. `rewind` may be missing. */
struct doc_rows {
        const char *const *(*next)(struct doc_rows *r);
        void (*rewind)(struct doc_rows *r);
        err_t err;
};

/* Rows that are there already, row by row. */
struct doc_cells {
        struct doc_rows rows;
        const char *const *cells;
        long n, at;
        int width;
};
void doc_cells_set(struct doc_cells *c, const char *const *cells, long n_rows, int width);

struct doc_table {
        struct words title;
        const struct doc_column *columns;
        int n_columns;
        const struct doc_heading *headings;
        int n_headings, heading_rows;
        struct doc_rows *rows;
        const char *const *total;  /* cells of the last row, or NULL */
        const struct words *notes; /* below the table */
        int n_notes;
        int frozen_columns; /* stay in sight when a spreadsheet is moved sideways */
};

enum doc_chart_kind { DOC_BARS, DOC_LINES }; /* several series of bars stand in groups */

#define DOC_NONE (-0x7fffffffffffffffLL - 1) /* no value at this place */
enum { DOC_SERIES_MAX = 6, DOC_POINTS_MAX = 60, DOC_COLUMNS_MAX = 64, DOC_HEADINGS_MAX = 6 };

struct doc_series {
        struct words name;
        const long long *values; /* as the texts of `kind` */
};

struct doc_chart {
        enum doc_chart_kind kind;
        struct words title;
        struct words alt; /* read aloud to whoever does not see it; missing: made from the values */
        enum doc_kind value_kind;
        struct words unit; /* of the values: "件", "万元" */
        const struct words *categories;
        int n_categories;
        const struct doc_series *series;
        int n_series;
};

enum doc_block_kind { DOC_HEADING, DOC_PARAGRAPH, DOC_TABLE, DOC_CHART, DOC_SIGNATURE, DOC_NEW_PAGE };

struct doc_block {
        enum doc_block_kind kind;
        struct words text; /* heading, paragraph; of a signature: before the line */
        const struct doc_table *table;
        const struct doc_chart *chart;
};

struct doc {
        struct words title;
        struct words author; /* the body that issues it */
        struct words header; /* of each printed page; missing: the title */
        struct words footer; /* beside the page number */
        const struct doc_block *blocks;
        int n_blocks;
        bool english;
        bool landscape; /* printed across */
        time_t made_at; /* the only time that is written anywhere: same doc, same bytes */
};

/* A strict reader of tables in text files: CSV (RFC 4180) and TSV with the same quoting, record by record.
 *
 * Records end with LF or CR LF. A quoted cell may hold separators, doubled quotes and line breaks (CR LF is read as
 * LF). A byte-order mark is skipped. Text comes out as valid UTF-8. What breaks these rules spoils its own record
 * and no other: the reader says line, column and reason and goes on behind it. */
#pragma once

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

enum table_format { TABLE_CSV, TABLE_TSV };
enum table_encoding {
        TABLE_AUTO,   /* UTF-8 if the whole file is, else GB18030 if the whole file is, else refused */
        TABLE_UTF8,
        TABLE_GB18030
};

enum { TABLE_MAX_RECORD = 1 << 20, TABLE_MAX_COLUMNS = 256 }; /* bytes of a record as UTF-8; cells of it */

struct table_options {
        enum table_format format;
        enum table_encoding encoding;
        bool no_quotes; /* a double quote is a character like any other */
};

struct table_cell {
        const char *text; /* ends with NUL and holds no other */
        size_t len;
        long line;        /* physical line it starts on, from 1 */
};

/* What is wrong with one record. */
struct table_fault {
        long line;   /* where the error is; the record starts at table_line() */
        int column;  /* from 1; 0: the record as a whole */
        const char *code; /* stray-quote, after-quote, open-quote, columns, too-long, too-wide, encoding, nul, control */
        char zh[160], en[160];
};

enum table_next { TABLE_ROW, TABLE_BAD, TABLE_END, TABLE_FAILED };

struct table;

/* Opens the file and reads its header row. The fault says why not, naming line and column where there is one. */
err_t table_open(struct table **out, const char *path, const struct table_options *o, struct fault *f) MUST_USE;
/* The same of a text, which need not live on. */
err_t table_open_text(struct table **out, const char *text, size_t len, const struct table_options *o,
                      struct fault *f) MUST_USE;
void table_close(struct table *t); /* NULL does nothing */

/* Checks the header: every name of `wanted` is there once, no name is empty or there twice, and (if `others` is
 * false) nothing else is there. All that is wrong is told at once as fields of the fault. On OK at[i] is the place
 * of wanted[i] among the cells. */
err_t table_header(const struct table *t, const char *const *wanted, size_t n, bool others, int *at,
                   struct fault *f) MUST_USE;
const char *table_column_name(const struct table *t, int column); /* from 1; "" when there is none */

/* The next record. ROW: as many cells as the header has. BAD: table_why() says why. FAILED: the file cannot be read
 * any further (errno). The cells live until the next call. */
enum table_next table_next(struct table *t);
const struct table_cell *table_cells(const struct table *t);
int table_width(const struct table *t); /* cells of the header */
long table_line(const struct table *t);     /* physical line the record starts on */
long table_last_line(const struct table *t); /* … and ends on */
const struct table_fault *table_why(const struct table *t);
/* Share of the file read so far, 0 to 1. */
double table_progress(const struct table *t);
enum table_encoding table_read_as(const struct table *t); /* never TABLE_AUTO */

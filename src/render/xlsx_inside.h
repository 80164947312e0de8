/* A workbook while it is written: the two files that write it share this. */
#pragma once

#include "render/write.h"

#include <xlsxwriter.h>

enum { KINDS = DOC_DATE + 1 };

struct book {
        lxw_workbook *book;
        struct arena *a, scratch; /* for the whole book; for one row */
        struct fault *f;
        bool english, landscape;
        const char *folder;
        long long spare;
        lxw_error failed; /* the first that the library told */
        int n_sheets;
        int chart_row, n_charts; /* how far the charts' sheets are used */
        lxw_format *cell[2][KINDS], *as_text[2][KINDS], *head, *title, *note; /* [1]: of the total */
};

struct place {
        lxw_row_t row;
        int column;
};

err_t sheet_put_text(struct book *b, lxw_worksheet *w, struct place p, const char *s, lxw_format *format);
err_t sheet_put_chart(struct book *b, lxw_worksheet *charts, lxw_worksheet *values, const struct doc_chart *c);
double sheet_number(enum doc_kind kind, long long v);
const char *sheet_format(enum doc_kind kind); /* NULL: none */
const char *sheet_text(const char *s, struct arena *a);

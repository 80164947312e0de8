/* Writers of documents. A file is there whole or not at all: it is written beside its place and then put
 * there. The same document gives the same bytes. Text that a format cannot carry (control characters, broken
 * UTF-8) becomes U+FFFD. */
#pragma once

#include "base/fault.h"
#include "render/doc.h"

struct render_settings {
        const char
            *fonts; /* files of fonts, parted by colons, the preferred one first; NULL: FONTS_DEFAULT */
        const char *folder; /* for files on the way; NULL: /tmp */
        long long spare;    /* bytes that must stay free there; 0: SPARE_DEFAULT */
};

#define FONTS_DEFAULT                                                                                        \
        "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc:/usr/share/fonts/truetype/droid/"                    \
        "DroidSansFallbackFull.ttf"
enum {
        SPARE_DEFAULT = 64 << 20,
        XLSX_ROWS_MAX = 1048000,
        XLSX_TEXT_MAX = 32767, /* UTF-16 units of a cell */
        PDF_ROWS_MAX = 20000,  /* of all tables; nobody reads more on paper */
        PDF_TEXT_MAX = 20000   /* bytes of a cell or paragraph */
};

/* A sheet for each table, and one with all charts and one with their values. */
err_t xlsx_write(const struct doc *d, const struct render_settings *s, const char *path,
                 struct fault *f) MUST_USE;
/* The first table alone: RFC 4180 with a byte-order mark, CR LF; headings above the titles are left out.
 * Cells that a spreadsheet would take for a formula get an apostrophe; numbers stay as they are. */
err_t csv_write(const struct doc *d, const char *path, struct fault *f) MUST_USE;
/* A4 with headings repeated over pages, page numbers, fonts inside, tagged with language and alt texts. */
err_t pdf_write(const struct doc *d, const struct render_settings *s, const char *path,
                struct fault *f) MUST_USE;
/* One chart as a picture that stands by itself. Arena text. */
const char *svg_write(const struct doc_chart *c, bool english, struct arena *a);

/* A value as people read it ("1,234.56", "0.123456", "12.34%"); `plain`: without grouping. Arena text; NULL
 * gives "". */
const char *doc_say(enum doc_kind kind, const char *value, bool plain, struct arena *a);
const char *words_in(const struct words *w, bool english); /* never NULL */
/* The chart in words: its own alt text, or made from title and values. */
const char *chart_alt(const struct doc_chart *c, bool english, struct arena *a);

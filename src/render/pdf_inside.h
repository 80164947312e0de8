/* A PDF while it is printed: the files that print it share this. */
#pragma once

#include "inside.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define MARGIN 54.0
#define LINE_PITCH 1.45 /* of the size of the letters */

struct press {
        const struct doc *doc;
        bool english, drawing;    /* not drawing: the pages are counted */
        struct arena *a, scratch; /* for the document; for a row */
        struct fault *f;
        cairo_surface_t *surface;
        cairo_t *cr;
        PangoContext *context;
        PangoFontDescription *font;
        double width, height; /* of the paper */
        double y;             /* where the next thing goes */
        int page, pages;      /* pages 0: not known */
        long rows;
        const char *inside[4]; /* tags that are open, outermost first */
        int n_inside;
};

double room_width(const struct press *p);
double room_end(const struct press *p); /* y where the footer begins */
void page_begin(struct press *p);
void page_break(struct press *p); /* closes the tags, ends the page, begins the next, opens them again */
void tag_open(struct press *p, const char *name);
void tag_close(struct press *p);

/* Text broken into lines of one pitch. */
struct lines {
        PangoLayout *layout;
        double size, width;
        enum anchor anchor;
        int n;
};
struct lines lines_make(struct press *p, const char *text, double size, double width, enum anchor a);
void lines_draw(struct press *p, const struct lines *l, int from, int to, double x, double y);
void lines_end(struct lines *l);
double lines_height(const struct lines *l);
/* A paragraph at p->y, over as many pages as it needs. */
err_t put_lines(struct press *p, const char *tag, const char *text, double size, enum anchor a);
void put_rule(struct press *p, double x0, double y0, double x1, double y1, double width);

err_t print_table(struct press *p, const struct doc_table *t);
void print_chart(struct press *p, const struct doc_chart *c);
/* Language and alt texts, which cairo does not write, as an update behind the end. */
err_t pdf_finish(FILE *file, const char *language, const char *const *alts, int n_alts,
                 struct fault *f) MUST_USE;

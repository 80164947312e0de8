/* What the writers share. */
#pragma once

#include "render/write.h"

#include <stdint.h>
#include <stdio.h>

/* ---- values (value.c) ---- */

bool doc_number(const char *value, long long *out); /* canonical: -?digits, no leading zero, 18 digits */
bool doc_day(const char *value, int *year, int *month, int *day);
const char *doc_say_number(enum doc_kind kind, long long v, bool plain, char out[48]);
const struct doc_heading *doc_heading_at(const struct doc_table *t, int row, int column); /* NULL: none */
void rows_begin(struct doc_rows *r);                            /* from the first again, where that can be */
err_t doc_check(const struct doc *d, struct fault *f) MUST_USE; /* more columns or series than there may be */
bool is_number_kind(enum doc_kind k);
/* Valid UTF-8 that XML can hold. `lines`: line feeds and tabs stay, else they become spaces. */
const char *text_clean(const char *s, bool lines, struct arena *a);
size_t utf16_units(const char *clean);

/* ---- files (file.c) ---- */

/* A file on its way to its place. */
struct part_file {
        const char *path;
        char *part; /* where it is written */
        FILE *f;
};
err_t part_name(struct part_file *p, const char *path,
                struct fault *f) MUST_USE; /* for who opens it himself */
err_t part_open(struct part_file *p, const char *path, struct fault *f) MUST_USE;
err_t part_keep(struct part_file *p, struct fault *f) MUST_USE; /* flushed to the disk and put in its place */
void part_drop(struct part_file *p);
err_t disk_fault(struct fault *f, const char *path);
err_t room_check(const char *folder, long long spare, struct fault *f) MUST_USE;

/* ---- drawing (chart.c on either canvas) ---- */

enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* Lengths in points, y downwards. Colours as 0xRRGGBB. */
struct canvas {
        void (*fill)(struct canvas *c, const double *xy, int n, unsigned colour); /* polygon of n points */
        void (*line)(struct canvas *c, const double *xy, int n, unsigned colour, double width,
                     const double *dash, int n_dash);
        void (*text)(struct canvas *c, double x, double y, enum anchor a, double size, unsigned colour,
                     const char *s);
};
double chart_height(const struct doc_chart *c, double width);
void chart_draw(const struct doc_chart *c, bool english, struct canvas *to, double width, struct arena *a);
double text_width_guess(const char *s, double size);
extern const unsigned series_colours[DOC_SERIES_MAX]; /* of different brightness */

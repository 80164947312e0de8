/* The one judgement of a scalar that bodies, queries and path arguments share. */
#pragma once

#include "http/field.h"

/* Why a value is refused; the texts live in the arena. */
struct complaint {
        struct arena *arena;
        const char *code, *zh, *en;
};

/* Says it and returns NULL. Both formats take the same arguments, in the same order. */
const char *complain(struct complaint *c, const char *code, const char *zh, const char *en, ...)
    __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* A value as text against the type and limits of its row, as if it were no list: the text to hand on (arena
 * or s itself), or NULL with the complaint. F_OBJECT and F_ANY have no text form and are refused. */
const char *field_check(const struct field *fd, const char *s, struct complaint *c);
const char *field_type_wrong(const struct field *fd, struct complaint *c); /* complains; NULL */
/* How many a list may hold. */
bool field_list_fits(const struct field *fd, size_t n, struct complaint *c);
long long field_text_max(const struct field *fd);

/* One reading of an input: where its faults go. */
struct reading {
        struct fault *fault;
        err_t as;
        int faults;
};
void reading_refuse(struct reading *r, const char *where, const struct complaint *c);

/* A name out of the input as a fault shows it: one that goes on for pages is cut short. */
const char *name_shown(struct arena *a, const char *name);
/* Adds one step of an RFC 6901 pointer. */
void pointer_add(struct text *t, const char *name);
/* Adds a value as field_check returns it to JSON text. */
void field_add_json(struct text *t, const struct field *fd, const char *value);

/* A query against two lists of rows; either may be NULL. */
err_t query_read(const struct field *fields, const struct field *more, const char *query, struct args *out,
                 struct fault *f) MUST_USE;

/* What went wrong, told once where it is known, in both languages. Text lives in the request's arena. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

/* One field of the input that is not acceptable. */
struct field_fault {
        const char *where; /* JSON Pointer into the body ("/party/0/name"), or a query, path or header name */
        const char *code;  /* stable: required, unknown, type, length, range, format, choice, … */
        const char *zh, *en;
        struct field_fault *next;
};

struct fault {
        struct arena *arena;
        err_t err;
        const char *zh, *en;     /* what happened here, for a person; NULL: the title of err says it all */
        const char *article;     /* the article of law behind a refused act, or NULL */
        const char *extra;       /* further members of the problem as JSON text without braces, or NULL */
        struct field_fault *fields, *last;
        int retry_after_s;       /* 0: none */
};

/* Sets the fault and returns e. Both formats take the same arguments, in the same order. */
err_t fault_set(struct fault *f, err_t e, const char *zh, const char *en, ...)
        __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
/* Adds one field; the fault becomes e unless it is already set. Returns e. */
err_t fault_field(struct fault *f, err_t e, const char *where, const char *code, const char *zh, const char *en, ...)
        __attribute__((format(printf, 5, 7), format(printf, 6, 7)));
/* The same with texts that are ready; they are copied. */
err_t fault_field_text(struct fault *f, err_t e, const char *where, const char *code, const char *zh, const char *en);
err_t fault_said(struct fault *f, err_t e, const char *zh, const char *en);

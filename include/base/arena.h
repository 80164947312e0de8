/* Memory of one request: taken piece by piece, freed at once. Running out of memory ends the process. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena {
        struct arena_block *top;
        size_t used; /* bytes handed out so far */
};

void *arena_take(struct arena *a, size_t n);          /* zeroed, aligned for anything */
char *arena_text(struct arena *a, const char *s);     /* copy; NULL gives NULL */
char *arena_text_n(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0), nonnull(2)));
void arena_free(struct arena *a); /* all of it; the arena is empty and usable again */

/* A growing text in an arena; always ends with NUL. Start from {.arena = a}. */
struct text {
        struct arena *arena;
        char *s;
        size_t len, cap;
};
void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *s, size_t n);
void text_addf(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_add_json(struct text *t, const char *s); /* as a JSON string with its quotes; NULL gives null */
const char *text_str(struct text *t);              /* never NULL */

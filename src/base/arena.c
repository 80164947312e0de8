#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 4096 };

struct arena_block {
        struct arena_block *below;
        size_t size, used;
        alignas(max_align_t) unsigned char bytes[];
};

static void die(void)
{
        fputs("{\"level\":\"fatal\",\"msg\":\"out of memory\"}\n", stderr);
        abort();
}

static struct arena_block *grow(struct arena *a, size_t n)
{
        size_t size = n > BLOCK - sizeof(struct arena_block) ? n : BLOCK - sizeof(struct arena_block);
        struct arena_block *b;

        if (size > SIZE_MAX / 2 || !(b = malloc(sizeof *b + size)))
                die();
        b->below = a->top;
        b->size = size;
        b->used = 0;
        return a->top = b;
}

void *arena_take(struct arena *a, size_t n)
{
        size_t align = alignof(max_align_t);
        size_t want = (n + align - 1) / align * align;
        struct arena_block *b = a->top;
        void *p;

        if (want < n)
                die();
        if (!b || want > b->size - b->used)
                b = grow(a, want);
        p = b->bytes + b->used;
        b->used += want;
        a->used += want;
        return memset(p, 0, want);
}

char *arena_text_n(struct arena *a, const char *s, size_t n)
{
        char *p = arena_take(a, n + 1);

        if (n)
                memcpy(p, s, n);
        return p;
}

char *arena_text(struct arena *a, const char *s)
{
        return s ? arena_text_n(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
        char small[128];
        va_list again;
        int n;
        char *p;

        va_copy(again, ap);
        n = vsnprintf(small, sizeof small, fmt, again);
        va_end(again);
        if (n < 0)
                die();
        if ((size_t)n < sizeof small)
                return arena_text_n(a, small, (size_t)n);
        p = arena_take(a, (size_t)n + 1);
        vsnprintf(p, (size_t)n + 1, fmt, ap);
        return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
        va_list ap;
        char *p;

        va_start(ap, fmt);
        p = arena_vprintf(a, fmt, ap);
        va_end(ap);
        return p;
}

void arena_free(struct arena *a)
{
        while (a->top) {
                struct arena_block *below = a->top->below;

                free(a->top);
                a->top = below;
        }
        a->used = 0;
}

void text_add_n(struct text *t, const char *s, size_t n)
{
        if (t->len + n + 1 > t->cap) {
                size_t cap = (t->len + n + 1) * 2 < 256 ? 256 : (t->len + n + 1) * 2;
                char *bigger = arena_take(t->arena, cap);

                if (t->len)
                        memcpy(bigger, t->s, t->len);
                t->s = bigger;
                t->cap = cap;
        }
        if (n)
                memcpy(t->s + t->len, s, n);
        t->len += n;
        t->s[t->len] = '\0';
}

void text_add(struct text *t, const char *s)
{
        text_add_n(t, s, strlen(s));
}

void text_addf(struct text *t, const char *fmt, ...)
{
        va_list ap;

        va_start(ap, fmt);
        text_add(t, arena_vprintf(t->arena, fmt, ap));
        va_end(ap);
}

/* How many bytes JSON takes as they are. */
static size_t plain_length(const char *s)
{
        size_t n = 0;

        while ((unsigned char)s[n] >= 0x20 && s[n] != '"' && s[n] != '\\' && s[n] != 0x7f)
                n++;
        return n;
}

void text_add_json(struct text *t, const char *s)
{
        if (!s) {
                text_add(t, "null");
                return;
        }
        text_add(t, "\"");
        while (*s) {
                size_t plain = plain_length(s);

                text_add_n(t, s, plain);
                s += plain;
                if (*s == '"' || *s == '\\')
                        text_addf(t, "\\%c", *s++);
                else if (*s)
                        text_addf(t, "\\u%04x", (unsigned char)*s++);
        }
        text_add(t, "\"");
}

const char *text_str(struct text *t)
{
        return t->s ? t->s : "";
}

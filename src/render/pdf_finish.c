#include "pdf_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* An incremental update (ISO 32000-1, 7.5.6): objects that are there get a new form behind the end of the
 * file, with a table of their places that leads back to the one before. */

enum { TAIL = 1024, OBJECT_MAX = 4096, ENTRY = 20 };

struct update {
        FILE *file;
        struct arena a;
        long table; /* where the table of places stands */
        long first_entry;
        int size, root, info;
        struct text places; /* of the objects written anew */
};

static const char *read_at(struct update *u, long at, size_t n, size_t *got)
{
        char *s = arena_take(&u->a, n + 1);

        if (fseek(u->file, at, SEEK_SET))
                return NULL;
        *got = fread(s, 1, n, u->file);
        s[*got] = '\0';
        return s;
}

static bool read_number(const char *text, const char *name, long *out)
{
        const char *at = text ? strstr(text, name) : NULL;
        char *end;

        if (!at)
                return false;
        *out = strtol(at + strlen(name), &end, 10);
        return end != at + strlen(name);
}

static bool find_table(struct update *u)
{
        const char *tail, *trailer;
        long end, size, root, info;
        size_t got;
        int digits;

        if (fseek(u->file, 0, SEEK_END) || (end = ftell(u->file)) < TAIL)
                return false;
        tail = read_at(u, end - TAIL, TAIL, &got);
        /* What stands before the trailer may hold zeros no text may hold. */
        for (size_t i = 0; tail && i + 1 < got; i++)
                if (!tail[i])
                        ((char *)(uintptr_t)tail)[i] = ' ';
        trailer = tail ? strstr(tail, "trailer") : NULL;
        if (!read_number(trailer, "/Size ", &size) || !read_number(trailer, "/Root ", &root) ||
            !read_number(trailer, "/Info ", &info) || !read_number(trailer, "startxref\n", &u->table))
                return false;
        u->size = (int)size, u->root = (int)root, u->info = (int)info;
        tail = read_at(u, u->table, 32, &got);
        if (!tail || sscanf(tail, "xref\n0 %*d%n", &digits) < 0 || strncmp(tail, "xref\n0 ", 7))
                return false;
        u->first_entry = u->table + digits + 1;
        return true;
}

/* The text of an object that is a dictionary; NULL: it cannot be read, or is longer than any of these. */
static const char *read_object(struct update *u, int number, size_t max)
{
        size_t got;
        const char *entry = read_at(u, u->first_entry + (long)number * ENTRY, ENTRY, &got);

        return entry && got == ENTRY ? read_at(u, strtol(entry, NULL, 10), max, &got) : NULL;
}

/* Writes the object again with something more behind `after`. */
static bool write_more(struct update *u, int number, const char *after, const char *more)
{
        const char *old = read_object(u, number, OBJECT_MAX), *at = old ? strstr(old, after) : NULL,
                   *end = old ? strstr(old, "endobj") : NULL;
        long place;

        if (!at || !end || at > end || fseek(u->file, 0, SEEK_END))
                return false;
        place = ftell(u->file);
        at += strlen(after);
        text_addf(&u->places, "%d 1\n%010ld 00000 n \n", number, place);
        return fprintf(u->file, "%.*s%s%.*sendobj\n", (int)(at - old), old, more, (int)(end - at), at) > 0;
}

static const char *hex_text(struct update *u, const char *s)
{
        struct text t = {.arena = &u->a};
        size_t n;
        uint16_t *units = u8_to_u16((const uint8_t *)s, strlen(s), NULL, &n);

        text_add(&t, "<FEFF");
        for (size_t i = 0; units && i < n; i++)
                text_addf(&t, "%04X", (unsigned)units[i]);
        text_add(&t, ">");
        free(units);
        return text_str(&t);
}

/* By value: what it reads on the way is forgotten. */
static bool is_figure(struct update u, int number, const char *begins)
{
        const char *head;
        bool is;

        u.a = (struct arena){0};
        head = read_object(&u, number, 80);
        head = head ? strstr(head, " obj\n") : NULL;
        is = head && !strncmp(head + 5, begins, strlen(begins));
        arena_free(&u.a);
        return is;
}

static bool add_alts(struct update *u, const char *const *alts, int n)
{
        static const char figure[] = "<< /Type /StructElem\n   /S /Figure";
        int done = 0;

        for (int i = 1; i < u->size && done < n; i++) {
                if (is_figure(*u, i, figure) &&
                    !write_more(u, i, figure, arena_printf(&u->a, "\n   /Alt %s", hex_text(u, alts[done++]))))
                        return false;
        }
        return done == n;
}

static bool add_update(struct update *u, const char *language, const char *const *alts, int n_alts)
{
        long place;

        if (!find_table(u))
                return false;
        u->places = (struct text){.arena = &u->a};
        if (!write_more(u, u->root, "/Type /Catalog",
                        arena_printf(&u->a,
                                     "\n   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>",
                                     language)))
                return false;
        if (n_alts && !add_alts(u, alts, n_alts))
                return false;
        place = ftell(u->file);
        return fprintf(u->file,
                       "xref\n0 1\n0000000000 65535 f \n%strailer\n<< /Size %d\n   /Root %d 0 R\n   /Info %d "
                       "0 R\n   /Prev %ld\n>>\nstartxref\n%ld\n%%%%EOF\n",
                       text_str(&u->places), u->size, u->root, u->info, u->table, place) > 0;
}

err_t pdf_finish(FILE *file, const char *language, const char *const *alts, int n_alts, struct fault *f)
{
        struct update u = {.file = file};
        bool good = add_update(&u, language, alts, n_alts);

        arena_free(&u.a);
        if (good)
                return OK;
        errno = ferror(file) ? errno : EPROTO;
        return disk_fault(f, "pdf");
}

#include "inside.h"

#include <string.h>

/* What the programs that open such files take for the beginning of a formula, also in full width. */
static bool begins_formula(const char *s)
{
        static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

        s += strspn(s, " ");
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
                if (!strncmp(s, signs[i], strlen(signs[i])))
                        return true;
        return false;
}

/* A sign, digits, at most one point with digits behind it: what it says is what a spreadsheet reads. */
static bool is_plain_number(const char *s)
{
        size_t whole;

        s += *s == '-' || *s == '+';
        whole = strspn(s, "0123456789");
        s += whole;
        if (*s == '.' && strspn(s + 1, "0123456789"))
                s += 1 + strspn(s + 1, "0123456789");
        return whole && !*s;
}

static void put_cell(FILE *f, const char *s, bool number)
{
        bool quote = s[strcspn(s, ",\"\r\n\t")] != '\0' || *s == ' ';

        if (!number && begins_formula(s) && !is_plain_number(s)) {
                fputs(quote ? "\"'" : "'", f);
        } else if (quote) {
                putc('"', f);
        }
        for (; *s; s++) {
                if (*s == '"')
                        putc('"', f);
                putc(*s, f);
        }
        if (quote)
                putc('"', f);
}

/* Clean text; what was wrapped with a carriage return stays on its own line. */
static void put_value(FILE *f, enum doc_kind kind, const char *value)
{
        struct arena a = {0};
        long long v;
        bool number = is_number_kind(kind) && doc_number(value, &v);
        const char *said = doc_say(kind, value, true, &a);

        put_cell(f, number ? said : text_clean(said, true, &a), number);
        arena_free(&a);
}

static void put_row(FILE *f, const struct doc_table *t, const char *const *cells)
{
        for (int i = 0; i < t->n_columns; i++) {
                if (i)
                        putc(',', f);
                put_value(f, t->columns[i].kind, cells[i]);
        }
        fputs("\r\n", f);
}

static err_t put_table(FILE *f, const struct doc_table *t, bool english)
{
        const char *const *cells;

        fputs("\uFEFF", f);
        for (int i = 0; i < t->n_columns; i++) {
                if (i)
                        putc(',', f);
                put_value(f, DOC_TEXT, words_in(&t->columns[i].title, english));
        }
        fputs("\r\n", f);
        rows_begin(t->rows);
        while (!ferror(f) && (cells = t->rows->next(t->rows)))
                put_row(f, t, cells);
        if (t->total && !t->rows->err)
                put_row(f, t, t->total);
        return t->rows->err;
}

static const struct doc_table *first_table(const struct doc *d)
{
        for (int i = 0; i < d->n_blocks; i++)
                if (d->blocks[i].kind == DOC_TABLE)
                        return d->blocks[i].table;
        return NULL;
}

err_t csv_write(const struct doc *d, const char *path, struct fault *f)
{
        const struct doc_table *t = first_table(d);
        struct part_file p;
        err_t e;

        if (!t)
                return fault_set(f, ERR_NOT_ACCEPTABLE, "此文件没有表格",
                                 "There is no table in this document");
        if ((e = doc_check(d, f)) || (e = part_open(&p, path, f)))
                return e;
        e = put_table(p.f, t, d->english);
        if (!e)
                return part_keep(&p, f);
        part_drop(&p);
        return e;
}

#include "inside.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

enum { DIGITS_MAX = 18 };

const char *words_in(const struct words *w, bool english)
{
        const char *s = english && w->en ? w->en : w->zh;

        return s ? s : "";
}

bool is_number_kind(enum doc_kind k)
{
        return k != DOC_TEXT && k != DOC_DATE;
}

bool doc_number(const char *value, long long *out)
{
        const char *digits = value ? value + (*value == '-') : "";
        size_t n = strspn(digits, "0123456789");

        if (n == 0 || n > DIGITS_MAX || digits[n] || (*digits == '0' && (n > 1 || digits != value)))
                return false;
        *out = strtoll(value, NULL, 10);
        return true;
}

static int digits_at(const char *s, int n)
{
        int v = 0;

        for (; n; n--, s++)
                v = v * 10 + (*s - '0');
        return v;
}

bool doc_day(const char *value, int *year, int *month, int *day)
{
        static const char shape[] = "0000-00-00";

        for (size_t i = 0; i < sizeof shape; i++)
                if (!value || (shape[i] == '0' ? value[i] < '0' || value[i] > '9' : value[i] != shape[i]))
                        return false;
        *year = digits_at(value, 4);
        *month = digits_at(value + 5, 2);
        *day = digits_at(value + 8, 2);
        return true;
}

/* How many decimals the text of a whole number stands for, and how many are shown at least. */
static const struct {
        int decimals, shown;
        const char *behind;
} kinds[] = {
    [DOC_TEXT] = {0, 0, ""}, [DOC_INT] = {0, 0, ""},      [DOC_YUAN] = {2, 2, ""},
    [DOC_WAN] = {6, 2, ""},  [DOC_PERCENT] = {2, 2, "%"}, [DOC_DATE] = {0, 0, ""},
};

static char *add_grouped(char *to, const char *digits, int n, bool plain)
{
        for (int i = 0; i < n; i++) {
                if (i && !plain && (n - i) % 3 == 0)
                        *to++ = ',';
                *to++ = digits[i];
        }
        return to;
}

const char *doc_say_number(enum doc_kind kind, long long v, bool plain, char out[48])
{
        int decimals = kinds[kind].decimals, shown = decimals, n;
        char digits[32], *to = out;

        n = snprintf(digits, sizeof digits, "%0*llu", decimals + 1,
                     v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v);
        while (shown > kinds[kind].shown && digits[n - decimals + shown - 1] == '0')
                shown--;
        if (v < 0)
                *to++ = '-';
        to = add_grouped(to, digits, n - decimals, plain);
        if (shown) {
                *to++ = '.';
                memcpy(to, digits + n - decimals, (size_t)shown);
                to += shown;
        }
        strcpy(to, kinds[kind].behind);
        return out;
}

const char *doc_say(enum doc_kind kind, const char *value, bool plain, struct arena *a)
{
        char said[48];
        long long v;

        if (!value)
                return "";
        if (!is_number_kind(kind) || !doc_number(value, &v))
                return value;
        return arena_text(a, doc_say_number(kind, v, plain, said));
}

const struct doc_heading *doc_heading_at(const struct doc_table *t, int row, int column)
{
        for (int i = 0; i < t->n_headings; i++) {
                const struct doc_heading *h = &t->headings[i];

                if (row >= h->row && row < h->row + h->rows && column >= h->column &&
                    column < h->column + h->columns)
                        return h;
        }
        return NULL;
}

/* ---- limits ---- */

static bool chart_is_sound(const struct doc_chart *c)
{
        return c && c->n_series >= 0 && c->n_series <= DOC_SERIES_MAX && c->n_categories >= 0 &&
               c->n_categories <= DOC_POINTS_MAX;
}

static bool table_is_sound(const struct doc_table *t)
{
        return t && t->rows && t->n_columns > 0 && t->n_columns <= DOC_COLUMNS_MAX && t->heading_rows >= 0 &&
               t->heading_rows <= DOC_HEADINGS_MAX;
}

err_t doc_check(const struct doc *d, struct fault *f)
{
        for (int i = 0; i < d->n_blocks; i++) {
                const struct doc_block *b = &d->blocks[i];

                if ((b->kind == DOC_CHART && !chart_is_sound(b->chart)) ||
                    (b->kind == DOC_TABLE && !table_is_sound(b->table)))
                        return fault_set(f, ERR_INVALID, "表格或图表过大", "A table or a chart is too large");
        }
        return OK;
}

/* ---- text ---- */

static bool is_fit(ucs4_t c)
{
        return c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && (c & 0xfffe) != 0xfffe &&
               !(c >= 0xfdd0 && c <= 0xfdef);
}

const char *text_clean(const char *s, bool lines, struct arena *a)
{
        struct text t = {.arena = a};
        const uint8_t *at = (const uint8_t *)(s ? s : ""), *end = at + strlen((const char *)at);

        while (at < end) {
                ucs4_t c;
                int n = u8_mbtoucr(&c, at, (size_t)(end - at));
                bool white = c == '\n' || c == '\t';

                if (n > 0 && (is_fit(c) || (white && lines)))
                        text_add_n(&t, (const char *)at, (size_t)n);
                else
                        text_add(&t, n > 0 && (white || c == '\r') ? " " : "\uFFFD");
                at += n > 0 ? n : 1;
        }
        return text_str(&t);
}

size_t utf16_units(const char *clean)
{
        size_t n = 0;

        for (const unsigned char *c = (const unsigned char *)clean; *c; c++)
                n += (*c & 0xc0) != 0x80 ? (*c >= 0xf0 ? 2 : 1) : 0;
        return n;
}

/* ---- rows ---- */

static const char *const *next_cells(struct doc_rows *r)
{
        struct doc_cells *c = (struct doc_cells *)r;

        return c->at < c->n ? c->cells + c->at++ * c->width : NULL;
}

static void rewind_cells(struct doc_rows *r)
{
        ((struct doc_cells *)r)->at = 0;
}

void rows_begin(struct doc_rows *r)
{
        if (r->rewind)
                r->rewind(r);
}

void doc_cells_set(struct doc_cells *c, const char *const *cells, long n_rows, int width)
{
        *c = (struct doc_cells){{next_cells, rewind_cells, OK}, cells, n_rows, 0, width};
}

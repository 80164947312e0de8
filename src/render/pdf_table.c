#include "pdf_inside.h"

#include <math.h>
#include <string.h>

#define CELL_PAD 3.0
#define SIZE_MAX_PT 9.5
#define SIZE_MIN_PT 6.5

/* A table while it is printed. */
struct grid {
        struct press *p;
        const struct doc_table *t;
        double size, pitch;
        double x[DOC_COLUMNS_MAX + 1];     /* edges of the columns */
        double head[DOC_HEADINGS_MAX + 1]; /* heights of the heading rows */
        double top;                        /* where the rules of this page begin */
};

static const struct {
        int width;
        enum anchor anchor;
} kinds[] = {
    [DOC_TEXT] = {16, ANCHOR_START}, [DOC_INT] = {8, ANCHOR_END},     [DOC_YUAN] = {14, ANCHOR_END},
    [DOC_WAN] = {12, ANCHOR_END},    [DOC_PERCENT] = {9, ANCHOR_END}, [DOC_DATE] = {11, ANCHOR_MIDDLE},
};

static int width_of(const struct doc_column *c)
{
        return c->width > 0 ? c->width : kinds[c->kind].width;
}

/* The letters become smaller before the columns become too narrow. */
static void set_columns(struct grid *g)
{
        double all = 0, room = room_width(g->p);

        for (int i = 0; i < g->t->n_columns; i++)
                all += width_of(&g->t->columns[i]);
        g->x[0] = MARGIN;
        for (int i = 0; i < g->t->n_columns; i++)
                g->x[i + 1] = g->x[i] + room * width_of(&g->t->columns[i]) / all;
        g->size = fmax(SIZE_MIN_PT, fmin(SIZE_MAX_PT, room / all * 1.7));
        g->pitch = g->size * LINE_PITCH;
}

static double cell_width(const struct grid *g, int column, int columns)
{
        return fmax(g->size * 1.2, g->x[column + columns] - g->x[column] - 2 * CELL_PAD);
}

/* ---- headings ---- */

struct span {
        int row, column, rows, columns;
        const char *text;
};

/* The cell of the heading that begins here; columns 0: none does. */
static struct span span_at(const struct grid *g, int row, int column)
{
        const struct doc_heading *h = doc_heading_at(g->t, row, column);
        bool titles = row == g->t->heading_rows;

        if (!h)
                return (struct span){row, column, 1, 1,
                                     titles ? words_in(&g->t->columns[column].title, g->p->english) : ""};
        if (h->row != row || h->column != column)
                return (struct span){0};
        return (struct span){row, column, h->rows, h->columns, words_in(&h->text, g->p->english)};
}

static double heads_height(const struct grid *g, int from, int rows)
{
        double sum = 0;

        for (int i = from; i < from + rows && i <= g->t->heading_rows; i++)
                sum += g->head[i];
        return sum;
}

static void grow(struct grid *g, const struct span *s)
{
        struct lines l =
            lines_make(g->p, s->text, g->size, cell_width(g, s->column, s->columns), ANCHOR_MIDDLE);
        double need = lines_height(&l) + 2 * CELL_PAD, has = heads_height(g, s->row, s->rows);
        int last = s->row + s->rows - 1;

        if (need > has)
                g->head[last > g->t->heading_rows ? g->t->heading_rows : last] += need - has;
        lines_end(&l);
}

static void each_span(struct grid *g, void (*what)(struct grid *g, const struct span *s), bool tall)
{
        for (int row = 0; row <= g->t->heading_rows; row++)
                for (int i = 0; i < g->t->n_columns; i++) {
                        struct span s = span_at(g, row, i);

                        if (s.columns && (s.rows > 1) == tall)
                                what(g, &s);
                }
}

static void set_heads(struct grid *g)
{
        each_span(g, grow, false);
        each_span(g, grow, true);
}

static void put_box(struct press *p, double x0, double y0, double x1, double y1, bool shaded)
{
        if (!p->drawing)
                return;
        if (shaded) {
                cairo_set_source_rgb(p->cr, 0.91, 0.91, 0.91);
                cairo_rectangle(p->cr, x0, y0, x1 - x0, y1 - y0);
                cairo_fill(p->cr);
                cairo_set_source_rgb(p->cr, 0, 0, 0);
        }
        cairo_set_line_width(p->cr, 0.5);
        cairo_rectangle(p->cr, x0, y0, x1 - x0, y1 - y0);
        cairo_stroke(p->cr);
}

static void put_span(struct grid *g, const struct span *s)
{
        double y = g->top + heads_height(g, 0, s->row), height = heads_height(g, s->row, s->rows);
        struct lines l =
            lines_make(g->p, s->text, g->size, cell_width(g, s->column, s->columns), ANCHOR_MIDDLE);

        put_box(g->p, g->x[s->column], y, g->x[s->column + s->columns], y + height, true);
        tag_open(g->p, "TH");
        lines_draw(g->p, &l, 0, l.n, g->x[s->column] + CELL_PAD, y + (height - lines_height(&l)) / 2);
        tag_close(g->p);
        lines_end(&l);
}

static void put_heads(struct grid *g)
{
        g->top = g->p->y;
        tag_open(g->p, "TR");
        each_span(g, put_span, false);
        each_span(g, put_span, true);
        tag_close(g->p);
        g->p->y += heads_height(g, 0, g->t->heading_rows + 1);
}

/* ---- rows ---- */

static void break_table(struct grid *g)
{
        bool in_row = g->p->n_inside > 2;

        if (in_row)
                tag_close(g->p);
        page_break(g->p);
        put_heads(g);
        if (in_row)
                tag_open(g->p, "TR");
}

static void put_slice(struct grid *g, const struct lines *l, int from, int to)
{
        double height = (to - from) * g->pitch + 2 * CELL_PAD;

        for (int i = 0; i < g->t->n_columns; i++) {
                put_box(g->p, g->x[i], g->p->y, g->x[i + 1], g->p->y + height, false);
                tag_open(g->p, "TD");
                lines_draw(g->p, &l[i], from, to, g->x[i] + CELL_PAD, g->p->y + CELL_PAD);
                tag_close(g->p);
        }
        g->p->y += height;
}

static int lines_that_fit(const struct grid *g)
{
        return (int)((room_end(g->p) - g->p->y - 2 * CELL_PAD) / g->pitch);
}

/* A row stays together where a page can hold it. */
static void put_cells(struct grid *g, const struct lines *l, int n)
{
        double whole = n * g->pitch + 2 * CELL_PAD;
        bool fresh = false;

        tag_open(g->p, "TR");
        if (g->p->y + whole > room_end(g->p) &&
            MARGIN + heads_height(g, 0, g->t->heading_rows + 1) + whole <= room_end(g->p))
                break_table(g);
        for (int at = 0; at < n;) {
                int fit = lines_that_fit(g);

                if (fit < 1 && !fresh) {
                        break_table(g);
                        fresh = true;
                        continue;
                }
                fit = fit < 1 ? 1 : fit < n - at ? fit : n - at;
                put_slice(g, l, at, at + fit);
                at += fit;
                fresh = false;
        }
        tag_close(g->p);
}

static err_t put_row(struct grid *g, const char *const *cells)
{
        struct lines l[DOC_COLUMNS_MAX];
        err_t e = OK;
        int n = 1;

        for (int i = 0; i < g->t->n_columns; i++) {
                enum doc_kind kind = g->t->columns[i].kind;
                const char *said = doc_say(kind, cells[i], false, &g->p->scratch);

                if (strlen(said) > PDF_TEXT_MAX) {
                        e = fault_set(g->p->f, ERR_INVALID, "第 %ld 行第 %d 列的文字过长，无法打印",
                                      "The text in row %ld, column %d is too long to be printed",
                                      g->p->rows + 1, i + 1);
                        said = "";
                }
                l[i] = lines_make(g->p, said, g->size, cell_width(g, i, 1), kinds[kind].anchor);
                n = l[i].n > n ? l[i].n : n;
        }
        if (!e)
                put_cells(g, l, n);
        for (int i = 0; i < g->t->n_columns; i++)
                lines_end(&l[i]);
        arena_free(&g->p->scratch);
        return e;
}

static err_t put_rows(struct grid *g)
{
        struct doc_rows *rows = g->t->rows;
        const char *const *cells;
        err_t e = OK;

        rows_begin(rows);
        while (!e && (cells = rows->next(rows))) {
                if (g->p->rows >= PDF_ROWS_MAX)
                        return fault_set(g->p->f, ERR_INVALID, "超过 %d 行，不宜打印，请改用 XLSX 或 CSV",
                                         "More than %d rows are not printed; use XLSX or CSV", PDF_ROWS_MAX);
                e = put_row(g, cells);
                g->p->rows++;
        }
        if (!e)
                e = rows->err;
        return !e && g->t->total ? put_row(g, g->t->total) : e;
}

err_t print_table(struct press *p, const struct doc_table *t)
{
        struct grid g = {.p = p, .t = t};
        const char *title = words_in(&t->title, p->english);
        err_t e;

        set_columns(&g);
        set_heads(&g);
        if (p->y + heads_height(&g, 0, t->heading_rows + 1) + 5 * g.pitch > room_end(p))
                page_break(p);
        if (*title && (e = put_lines(p, "H2", title, 11, ANCHOR_MIDDLE)))
                return e;
        p->y += 3;
        tag_open(p, "Table");
        put_heads(&g);
        e = put_rows(&g);
        tag_close(p);
        p->y += 3;
        for (int i = 0; i < t->n_notes && !e; i++)
                e = put_lines(p, "P", words_in(&t->notes[i], p->english), 8.5, ANCHOR_START);
        p->y += 8;
        return e;
}

#include "pdf_inside.h"

/* chart.c draws on this. */
struct print_canvas {
        struct canvas canvas;
        struct press *p;
        double x, y;
};

static void set_colour(struct press *p, unsigned c)
{
        cairo_set_source_rgb(p->cr, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0);
}

/* Text leaves a point behind from which a path would begin. */
static void path(const struct print_canvas *to, const double *xy, int n)
{
        cairo_new_path(to->p->cr);
        for (int i = 0; i < n; i++)
                cairo_line_to(to->p->cr, to->x + xy[2 * i], to->y + xy[2 * i + 1]);
}

static void fill(struct canvas *c, const double *xy, int n, unsigned colour)
{
        struct print_canvas *to = (struct print_canvas *)c;

        set_colour(to->p, colour);
        path(to, xy, n);
        cairo_close_path(to->p->cr);
        cairo_fill(to->p->cr);
}

static void line(struct canvas *c, const double *xy, int n, unsigned colour, double width, const double *dash,
                 int n_dash)
{
        struct print_canvas *to = (struct print_canvas *)c;

        set_colour(to->p, colour);
        cairo_set_line_width(to->p->cr, width);
        cairo_set_dash(to->p->cr, dash, n_dash, 0);
        path(to, xy, n);
        cairo_stroke(to->p->cr);
        cairo_set_dash(to->p->cr, NULL, 0, 0);
}

static void text(struct canvas *c, double x, double y, enum anchor a, double size, unsigned colour,
                 const char *s)
{
        struct print_canvas *to = (struct print_canvas *)c;
        struct lines l = lines_make(to->p, s, size, 2000, ANCHOR_START);
        PangoLayoutLine *first = pango_layout_get_line_readonly(l.layout, 0);
        PangoRectangle r;

        pango_layout_line_get_extents(first, NULL, &r);
        set_colour(to->p, colour);
        cairo_move_to(to->p->cr, to->x + x - (double)r.width / PANGO_SCALE * a / 2, to->y + y);
        pango_cairo_show_layout_line(to->p->cr, first);
        lines_end(&l);
}

void print_chart(struct press *p, const struct doc_chart *c)
{
        struct print_canvas to = {.canvas = {fill, line, text}, .p = p, .x = MARGIN};
        double width = room_width(p), height = chart_height(c, width);

        if (p->y + height > room_end(p) && p->y > MARGIN)
                page_break(p);
        to.y = p->y;
        tag_open(p, "Figure");
        if (p->drawing) {
                chart_draw(c, p->english, &to.canvas, width, &p->scratch);
                cairo_set_source_rgb(p->cr, 0, 0, 0);
        }
        tag_close(p);
        arena_free(&p->scratch);
        p->y += height + 6;
}

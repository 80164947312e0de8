#include "pdf_inside.h"

enum { SMALL = 8 };

double room_width(const struct press *p)
{
        return p->width - 2 * MARGIN;
}

double room_end(const struct press *p)
{
        return p->height - MARGIN - 6;
}

/* ---- tags: what a reading machine goes by ---- */

void tag_open(struct press *p, const char *name)
{
        if (p->drawing)
                cairo_tag_begin(p->cr, name, NULL);
        p->inside[p->n_inside++] = name;
}

void tag_close(struct press *p)
{
        p->n_inside--;
        if (p->drawing)
                cairo_tag_end(p->cr, p->inside[p->n_inside]);
}

/* ---- lines ---- */

struct lines lines_make(struct press *p, const char *text, double size, double width, enum anchor a)
{
        struct lines l = {.layout = pango_layout_new(p->context), .size = size, .width = width, .anchor = a};

        pango_font_description_set_absolute_size(p->font, size * PANGO_SCALE);
        pango_layout_set_font_description(l.layout, p->font);
        pango_layout_set_width(l.layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(l.layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_text(l.layout, text_clean(text, true, &p->scratch), -1);
        l.n = pango_layout_get_line_count(l.layout);
        return l;
}

void lines_end(struct lines *l)
{
        g_object_unref(l->layout);
}

double lines_height(const struct lines *l)
{
        return l->n * l->size * LINE_PITCH;
}

static double shift_of(const struct lines *l, PangoLayoutLine *line)
{
        PangoRectangle r;

        if (l->anchor == ANCHOR_START)
                return 0;
        pango_layout_line_get_extents(line, NULL, &r);
        return (l->width - (double)r.width / PANGO_SCALE) / (l->anchor == ANCHOR_END ? 1 : 2);
}

void lines_draw(struct press *p, const struct lines *l, int from, int to, double x, double y)
{
        if (!p->drawing)
                return;
        for (int i = from; i < to && i < l->n; i++) {
                PangoLayoutLine *line = pango_layout_get_line_readonly(l->layout, i);

                cairo_move_to(p->cr, x + shift_of(l, line),
                              y + (i - from) * l->size * LINE_PITCH + l->size * 1.1);
                pango_cairo_show_layout_line(p->cr, line);
        }
}

void put_rule(struct press *p, double x0, double y0, double x1, double y1, double width)
{
        if (!p->drawing)
                return;
        cairo_set_line_width(p->cr, width);
        cairo_move_to(p->cr, x0, y0);
        cairo_line_to(p->cr, x1, y1);
        cairo_stroke(p->cr);
}

/* ---- pages ---- */

static void put_at(struct press *p, const char *text, double y, enum anchor a)
{
        struct lines l = lines_make(p, text, SMALL, room_width(p), a);

        lines_draw(p, &l, 0, 1, MARGIN, y);
        lines_end(&l);
}

static void put_frame(struct press *p)
{
        const char *header = words_in(&p->doc->header, p->english), *number;

        if (!*header)
                header = words_in(&p->doc->title, p->english);
        if (p->pages)
                number = arena_printf(&p->scratch, p->english ? "Page %d of %d" : "第 %d 页，共 %d 页",
                                      p->page, p->pages);
        else
                number = arena_printf(&p->scratch, p->english ? "Page %d" : "第 %d 页", p->page);
        if (p->page > 1) {
                put_at(p, header, MARGIN - 22, ANCHOR_START);
                put_rule(p, MARGIN, MARGIN - 8, p->width - MARGIN, MARGIN - 8, 0.4);
        }
        put_at(p, words_in(&p->doc->footer, p->english), p->height - MARGIN + 10, ANCHOR_START);
        put_at(p, number, p->height - MARGIN + 10, ANCHOR_END);
}

void page_begin(struct press *p)
{
        p->page++;
        p->y = MARGIN;
        put_frame(p);
}

void page_break(struct press *p)
{
        const char *open[sizeof p->inside / sizeof p->inside[0]];
        int n = p->n_inside;

        while (p->n_inside > 1) { /* the document stays */
                open[p->n_inside - 1] = p->inside[p->n_inside - 1];
                tag_close(p);
        }
        if (p->drawing)
                cairo_show_page(p->cr);
        page_begin(p);
        while (p->n_inside < n)
                tag_open(p, open[p->n_inside]);
}

err_t put_lines(struct press *p, const char *tag, const char *text, double size, enum anchor a)
{
        struct lines l = lines_make(p, text, size, room_width(p), a);
        double pitch = size * LINE_PITCH;

        tag_open(p, tag);
        for (int at = 0; at < l.n;) {
                int fit = (int)((room_end(p) - p->y) / pitch);

                if (fit < 1) {
                        page_break(p);
                        continue;
                }
                fit = fit < l.n - at ? fit : l.n - at;
                lines_draw(p, &l, at, at + fit, MARGIN, p->y);
                p->y += fit * pitch;
                at += fit;
        }
        tag_close(p);
        lines_end(&l);
        arena_free(&p->scratch);
        return OK;
}

#include "inside.h"

#define WIDTH 640.0

struct svg {
        struct canvas canvas;
        struct text t;
        struct arena *a;
};

static void add_escaped(struct svg *s, const char *text)
{
        for (const char *c = text_clean(text, false, s->a); *c; c++) {
                if (*c == '&')
                        text_add(&s->t, "&amp;");
                else if (*c == '<')
                        text_add(&s->t, "&lt;");
                else if (*c == '>')
                        text_add(&s->t, "&gt;");
                else if (*c == '"')
                        text_add(&s->t, "&quot;");
                else
                        text_add_n(&s->t, c, 1);
        }
}

static void add_points(struct svg *s, const double *xy, int n)
{
        for (int i = 0; i < n; i++)
                text_addf(&s->t, "%s%.2f,%.2f", i ? " " : "", xy[2 * i], xy[2 * i + 1]);
}

static void fill(struct canvas *c, const double *xy, int n, unsigned colour)
{
        struct svg *s = (struct svg *)c;

        text_add(&s->t, "<polygon points=\"");
        add_points(s, xy, n);
        text_addf(&s->t, "\" fill=\"#%06X\"/>\n", colour);
}

static void line(struct canvas *c, const double *xy, int n, unsigned colour, double width, const double *dash,
                 int n_dash)
{
        struct svg *s = (struct svg *)c;

        text_add(&s->t, "<polyline points=\"");
        add_points(s, xy, n);
        text_addf(&s->t, "\" fill=\"none\" stroke=\"#%06X\" stroke-width=\"%.2f\"", colour, width);
        for (int i = 0; i < n_dash; i++)
                text_addf(&s->t, "%s%.1f", i ? " " : " stroke-dasharray=\"", dash[i]);
        text_add(&s->t, n_dash ? "\"/>\n" : "/>\n");
}

static void text(struct canvas *c, double x, double y, enum anchor a, double size, unsigned colour,
                 const char *words)
{
        static const char *const anchors[] = {"start", "middle", "end"};
        struct svg *s = (struct svg *)c;

        text_addf(&s->t, "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.1f\" text-anchor=\"%s\" fill=\"#%06X\">",
                  x, y, size, anchors[a], colour);
        add_escaped(s, words);
        text_add(&s->t, "</text>\n");
}

const char *svg_write(const struct doc_chart *c, bool english, struct arena *a)
{
        struct svg s = {.canvas = {fill, line, text}, .t = {.arena = a}, .a = a};
        double height = chart_height(c, WIDTH);

        text_addf(&s.t,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "width=\"%.0f\" height=\"%.0f\""
                  " viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-labelledby=\"title desc\" xml:lang=\"%s\" "
                  "font-family=\"'Noto Sans SC','PingFang SC',"
                  "'Microsoft YaHei','WenQuanYi Micro Hei',sans-serif\">\n<title id=\"title\">",
                  WIDTH, height, WIDTH, height, english ? "en" : "zh-CN");
        add_escaped(&s, words_in(&c->title, english));
        text_add(&s.t, "</title>\n<desc id=\"desc\">");
        add_escaped(&s, chart_alt(c, english, a));
        text_add(&s.t, "</desc>\n");
        fill(&s.canvas, (const double[]){0, 0, WIDTH, 0, WIDTH, height, 0, height}, 4, 0xFFFFFF);
        chart_draw(c, english, &s.canvas, WIDTH, a);
        text_add(&s.t, "</svg>\n");
        return text_str(&s.t);
}

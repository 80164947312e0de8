#include "inside.h"

#include <math.h>
#include <string.h>

/* All lengths in points. */
#define TITLE_SIZE 11.0
#define LABEL_SIZE 8.5
#define PAD 8.0
#define BAR_MAX 13.0
#define BAR_MIN 2.0
#define BAR_LABELLED 5.5 /* thinner bars have no room for their value */
#define GAP 7.0
#define BARS_HEIGHT_MAX 560.0
#define LINES_HEIGHT 200.0
#define HATCH 4.0
#define INK 0x000000
#define PALE 0xBFBFBF
enum { TICKS = 5, LABELLED_POINTS = 36 };

const unsigned series_colours[DOC_SERIES_MAX] = {0x1F3864, 0xC55A11, 0x2E75B6, 0x548235, 0x7F7F7F, 0x7030A0};

static const struct {
        int rising, falling, level, upright; /* lines of the hatching */
        double dash[4];
        int n_dash;
        int corners; /* of the marker; 0: a cross */
} looks[DOC_SERIES_MAX] = {
    {0, 0, 0, 0, {0}, 0, 12},         {1, 0, 0, 0, {6, 3}, 2, 4},  {0, 0, 1, 1, {1.5, 2.5}, 2, 3},
    {0, 0, 1, 0, {6, 2, 1, 2}, 4, 8}, {1, 1, 0, 0, {10, 3}, 2, 0}, {0, 1, 0, 0, {8, 2, 2, 2}, 4, 5},
};

struct sketch {
        const struct doc_chart *c;
        struct canvas *to;
        struct arena *a;
        bool english;
        double width, left, right, top, bottom; /* of the plot */
        double low, high;                       /* values at its ends */
};

double text_width_guess(const char *s, double size)
{
        double ems = 0;

        for (const unsigned char *c = (const unsigned char *)s; *c; c++)
                if ((*c & 0xc0) != 0x80)
                        ems += *c < 0x80 ? 0.56 : 1;
        return ems * size;
}

/* The full text stands in the table and in the alt text. */
static const char *fit(struct sketch *k, const char *s, double size, double width)
{
        const char *clean = text_clean(s, false, k->a);
        char *cut;
        size_t n;

        if (text_width_guess(clean, size) <= width)
                return clean;
        cut = arena_text(k->a, clean);
        for (n = strlen(cut); n && text_width_guess(cut, size) > width - size; cut[n] = '\0')
                while (n && ((unsigned char)cut[--n] & 0xc0) == 0x80)
                        ;
        return arena_printf(k->a, "%s…", cut);
}

static const char *say(struct sketch *k, long long v)
{
        char out[48];

        return arena_text(k->a, doc_say_number(k->c->value_kind, v, false, out));
}

static const char *category(struct sketch *k, int i)
{
        return words_in(&k->c->categories[i], k->english);
}

static const char *series_name(struct sketch *k, int i)
{
        return words_in(&k->c->series[i].name, k->english);
}

static void put_line(struct sketch *k, double x0, double y0, double x1, double y1, unsigned colour,
                     double width)
{
        k->to->line(k->to, (const double[]){x0, y0, x1, y1}, 2, colour, width, NULL, 0);
}

/* ---- range ---- */

static double nice_step(double span)
{
        static const double steps[] = {1, 2, 5, 10};
        double raw = span / TICKS, unit = pow(10, floor(log10(raw)));

        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
                if (steps[i] * unit >= raw * 0.999999)
                        return fmax(1, steps[i] * unit);
        return fmax(1, 10 * unit);
}

static double find_range(struct sketch *k)
{
        double low = 0, high = 0, step;

        for (int i = 0; i < k->c->n_series; i++)
                for (int n = 0; n < k->c->n_categories; n++) {
                        long long v = k->c->series[i].values[n];

                        low = v == DOC_NONE ? low : fmin(low, (double)v);
                        high = v == DOC_NONE ? high : fmax(high, (double)v);
                }
        step = nice_step(high > low ? high - low : 1);
        k->low = floor(low / step) * step;
        k->high = high > low ? ceil(high / step) * step : step;
        return step;
}

/* ---- parts ---- */

static void add_hatch(struct sketch *k, int i, double x0, double y0, double x1, double y1)
{
        unsigned ink = series_colours[i];

        for (double c = x0 + y0 + HATCH; looks[i].rising && c < x1 + y1; c += HATCH) {
                double from = fmax(x0, c - y1), to = fmin(x1, c - y0);

                put_line(k, from, c - from, to, c - to, ink, 0.9);
        }
        for (double c = x0 - y1 + HATCH; looks[i].falling && c < x1 - y0; c += HATCH) {
                double from = fmax(x0, y0 + c), to = fmin(x1, y1 + c);

                put_line(k, from, from - c, to, to - c, ink, 0.9);
        }
        for (double y = y0 + HATCH / 2; looks[i].level && y < y1; y += HATCH)
                put_line(k, x0, y, x1, y, ink, 0.9);
        for (double x = x0 + HATCH; looks[i].upright && x < x1; x += HATCH)
                put_line(k, x, y0, x, y1, ink, 0.9);
}

static void put_bar(struct sketch *k, int i, double x0, double y0, double x1, double y1)
{
        bool solid = !looks[i].rising && !looks[i].falling && !looks[i].level && !looks[i].upright;
        double corners[] = {x0, y0, x1, y0, x1, y1, x0, y1},
               edge[] = {x0, y0, x1, y0, x1, y1, x0, y1, x0, y0};

        if (x1 - x0 < 0.01)
                return;
        k->to->fill(k->to, corners, 4, solid ? series_colours[i] : 0xFFFFFF);
        add_hatch(k, i, x0, y0, x1, y1);
        k->to->line(k->to, edge, 5, INK, 0.6, NULL, 0);
}

static void put_marker(struct sketch *k, int i, double x, double y)
{
        double xy[24];
        int n = looks[i].corners;

        if (!n) {
                put_line(k, x - 3, y - 3, x + 3, y + 3, series_colours[i], 1.4);
                put_line(k, x - 3, y + 3, x + 3, y - 3, series_colours[i], 1.4);
                return;
        }
        for (int c = 0; c < n; c++) {
                double angle = 2 * M_PI * c / n - M_PI / 2;

                xy[2 * c] = x + 3.2 * cos(angle);
                xy[2 * c + 1] = y + 3.2 * sin(angle);
        }
        k->to->fill(k->to, xy, n, series_colours[i]);
}

static double put_titles(struct sketch *k)
{
        const char *unit = words_in(&k->c->unit, k->english), *title = words_in(&k->c->title, k->english);

        if (*unit)
                title = arena_printf(k->a, k->english ? "%s (%s)" : "%s（%s）", title, unit);
        k->to->text(k->to, k->width / 2, PAD + TITLE_SIZE, ANCHOR_MIDDLE, TITLE_SIZE, INK,
                    fit(k, title, TITLE_SIZE, k->width - 2 * PAD));
        return PAD + TITLE_SIZE + PAD;
}

static int legend_rows(const struct doc_chart *c)
{
        return c->n_series > 1 ? (c->n_series + 2) / 3 : 0;
}

/* Three names a row, each with a piece of its bar. */
static double put_legend(struct sketch *k, double y)
{
        double column = (k->width - 2 * PAD) / 3;

        for (int i = 0; i < k->c->n_series && k->c->n_series > 1; i++) {
                double x = PAD + column * (i % 3), at = y + (LABEL_SIZE + 6) * (i / 3);

                put_bar(k, i, x, at, x + 22, at + LABEL_SIZE);
                k->to->text(k->to, x + 26, at + LABEL_SIZE - 1, ANCHOR_START, LABEL_SIZE, INK,
                            fit(k, series_name(k, i), LABEL_SIZE, column - 30));
        }
        return y + legend_rows(k->c) * (LABEL_SIZE + 6) + 2;
}

/* ---- bars ---- */

static double bar_size(const struct doc_chart *c)
{
        double room = BARS_HEIGHT_MAX / (c->n_categories > 0 ? c->n_categories : 1) - GAP;

        return fmax(BAR_MIN, fmin(BAR_MAX, room / (c->n_series > 0 ? c->n_series : 1)));
}

static double group_height(const struct doc_chart *c)
{
        return bar_size(c) * c->n_series + fmin(GAP, bar_size(c));
}

static double x_of(const struct sketch *k, double v)
{
        return k->left + (v - k->low) / (k->high - k->low) * (k->right - k->left);
}

static double widest(struct sketch *k, const char *(*text)(struct sketch *, int), int n)
{
        double w = 0;

        for (int i = 0; i < n; i++)
                w = fmax(w, text_width_guess(text(k, i), LABEL_SIZE));
        return w;
}

static double widest_value(struct sketch *k)
{
        double w = 0;

        for (int i = 0; i < k->c->n_series; i++)
                for (int n = 0; n < k->c->n_categories; n++)
                        if (k->c->series[i].values[n] != DOC_NONE)
                                w = fmax(w, text_width_guess(say(k, k->c->series[i].values[n]), LABEL_SIZE));
        return w;
}

static void put_group(struct sketch *k, int at, double y)
{
        double size = bar_size(k->c), label = fmin(LABEL_SIZE, fmax(4, group_height(k->c) * 0.9));

        k->to->text(k->to, k->left - 4 - (k->low < 0 ? widest_value(k) : 0),
                    y + size * k->c->n_series / 2 + label * 0.36, ANCHOR_END, label, INK,
                    fit(k, category(k, at), label, k->width * 0.4));
        for (int i = 0; i < k->c->n_series; i++) {
                long long v = k->c->series[i].values[at];
                double top = y + size * i, end = v == DOC_NONE ? x_of(k, 0) : x_of(k, (double)v);

                if (v != DOC_NONE)
                        put_bar(k, i, fmin(x_of(k, 0), end), top + 0.5, fmax(x_of(k, 0), end),
                                top + size - 0.5);
                if (size >= BAR_LABELLED)
                        k->to->text(k->to, v < 0 && v != DOC_NONE ? end - 3 : end + 3,
                                    top + size / 2 + fmin(LABEL_SIZE, size) * 0.36,
                                    v < 0 && v != DOC_NONE ? ANCHOR_END : ANCHOR_START,
                                    fmin(LABEL_SIZE, size), INK, v == DOC_NONE ? "—" : say(k, v));
        }
}

static void draw_bars(struct sketch *k, double y)
{
        double values = widest_value(k) + 6;

        k->left = PAD + fmin(widest(k, category, k->c->n_categories), k->width * 0.4) + 4 +
                  (k->low < 0 ? values : 0);
        k->right = k->width - PAD - values;
        for (int i = 0; i < k->c->n_categories; i++)
                put_group(k, i, y + i * group_height(k->c));
        put_line(k, x_of(k, 0), y - 2, x_of(k, 0), y + k->c->n_categories * group_height(k->c), INK, 0.8);
}

/* ---- lines ---- */

static double y_of(const struct sketch *k, double v)
{
        return k->bottom - (v - k->low) / (k->high - k->low) * (k->bottom - k->top);
}

static double x_at(const struct sketch *k, int i)
{
        return k->left + (i + 0.5) * (k->right - k->left) / k->c->n_categories;
}

static void put_axes(struct sketch *k, double step)
{
        int every = 1;
        double slot = (k->right - k->left) / k->c->n_categories;

        for (double v = k->low; v <= k->high + step / 2; v += step) {
                put_line(k, k->left, y_of(k, v), k->right, y_of(k, v), fabs(v) < step / 2 ? INK : PALE,
                         fabs(v) < step / 2 ? 0.8 : 0.4);
                k->to->text(k->to, k->left - 4, y_of(k, v) + 3, ANCHOR_END, LABEL_SIZE, INK,
                            say(k, llround(v)));
        }
        while (every * slot < widest(k, category, k->c->n_categories) + 4 && every < k->c->n_categories)
                every++;
        for (int i = 0; i < k->c->n_categories; i += every)
                k->to->text(k->to, x_at(k, i), k->bottom + LABEL_SIZE + 4, ANCHOR_MIDDLE, LABEL_SIZE, INK,
                            fit(k, category(k, i), LABEL_SIZE, every * slot));
}

/* Where there is no value the line is broken. */
static void put_series(struct sketch *k, int i)
{
        const long long *v = k->c->series[i].values;
        double xy[2 * DOC_POINTS_MAX];
        int n = 0;

        for (int at = 0; at <= k->c->n_categories; at++) {
                if (at == k->c->n_categories || v[at] == DOC_NONE) {
                        if (n > 1)
                                k->to->line(k->to, xy, n, series_colours[i], 1.6, looks[i].dash,
                                            looks[i].n_dash);
                        n = 0;
                        continue;
                }
                xy[2 * n] = x_at(k, at);
                xy[2 * n++ + 1] = y_of(k, (double)v[at]);
        }
        for (int at = 0; at < k->c->n_categories; at++)
                if (v[at] != DOC_NONE)
                        put_marker(k, i, x_at(k, at), y_of(k, (double)v[at]));
}

/* The highest that is not put yet; -1: none. */
static int highest(const double *y, const bool *put, int n)
{
        int next = -1;

        for (int i = 0; i < n; i++)
                if (!put[i] && (next < 0 || y[i] < y[next]))
                        next = i;
        return next;
}

/* The values of one place, from the top down and never over each other. */
static void put_point_labels(struct sketch *k, int at)
{
        double y[DOC_SERIES_MAX] = {0}, last = k->top - 2 * LABEL_SIZE;
        bool put[DOC_SERIES_MAX];
        int next;

        for (int i = 0; i < k->c->n_series; i++) {
                put[i] = k->c->series[i].values[at] == DOC_NONE;
                y[i] = put[i] ? 0 : y_of(k, (double)k->c->series[i].values[at]) - 5;
        }
        while ((next = highest(y, put, k->c->n_series)) >= 0) {
                put[next] = true;
                last = fmax(y[next], last + LABEL_SIZE);
                k->to->text(k->to, x_at(k, at), last, ANCHOR_MIDDLE, LABEL_SIZE - 1, INK,
                            say(k, k->c->series[next].values[at]));
        }
}

static int last_value(const struct doc_chart *c, int i)
{
        int at = c->n_categories - 1;

        while (at >= 0 && c->series[i].values[at] == DOC_NONE)
                at--;
        return at;
}

/* The names stand at the ends of their lines, from the top down and never over each other. */
static void put_ends(struct sketch *k)
{
        double y[DOC_SERIES_MAX], last = k->top - LABEL_SIZE;
        bool put[DOC_SERIES_MAX] = {0};
        int next;

        for (int i = 0; i < k->c->n_series; i++) {
                int at = last_value(k->c, i);

                y[i] = at < 0 ? k->bottom : y_of(k, (double)k->c->series[i].values[at]);
        }
        while ((next = highest(y, put, k->c->n_series)) >= 0) {
                put[next] = true;
                last = fmax(y[next] + 3, last + LABEL_SIZE + 1);
                put_marker(k, next, k->right + 6, last - 3);
                k->to->text(k->to, k->right + 12, last, ANCHOR_START, LABEL_SIZE, INK,
                            fit(k, series_name(k, next), LABEL_SIZE, k->width * 0.3));
        }
}

static void draw_lines(struct sketch *k, double y, double step)
{
        k->top = y + LABEL_SIZE;
        k->bottom = y + LINES_HEIGHT;
        k->left = PAD +
                  fmax(text_width_guess(say(k, llround(k->high)), LABEL_SIZE),
                       text_width_guess(say(k, llround(k->low)), LABEL_SIZE)) +
                  4;
        k->right = k->width - PAD - 14 - fmin(widest(k, series_name, k->c->n_series), k->width * 0.3);
        put_axes(k, step);
        for (int i = 0; i < k->c->n_series; i++)
                put_series(k, i);
        for (int at = 0; at < k->c->n_categories && k->c->n_categories * k->c->n_series <= LABELLED_POINTS;
             at++)
                put_point_labels(k, at);
        put_ends(k);
}

/* ---- the whole ---- */

double chart_height(const struct doc_chart *c, double width)
{
        double head = PAD + TITLE_SIZE + PAD + PAD;

        (void)width;
        if (c->kind == DOC_LINES)
                return head + LINES_HEIGHT + LABEL_SIZE + 4 + PAD;
        return head + legend_rows(c) * (LABEL_SIZE + 6) + 2 + c->n_categories * group_height(c) + PAD;
}

void chart_draw(const struct doc_chart *c, bool english, struct canvas *to, double width, struct arena *a)
{
        struct sketch k = {.c = c, .to = to, .a = a, .english = english, .width = width};
        double step = find_range(&k), y = put_titles(&k);

        if (c->n_categories < 1 || c->n_series < 1)
                return;
        if (c->kind == DOC_LINES)
                draw_lines(&k, y, step);
        else
                draw_bars(&k, put_legend(&k, y));
}

const char *chart_alt(const struct doc_chart *c, bool english, struct arena *a)
{
        struct sketch k = {.c = c, .a = a, .english = english};
        struct text t = {.arena = a};
        const char *unit = words_in(&c->unit, english);

        if (*words_in(&c->alt, english))
                return words_in(&c->alt, english);
        text_addf(&t, english ? "%s: %s" : "%s：%s",
                  english ? (c->kind == DOC_BARS ? "Bar chart" : "Line chart")
                          : (c->kind == DOC_BARS ? "条形图" : "折线图"),
                  words_in(&c->title, english));
        if (*unit)
                text_addf(&t, english ? " (%s)" : "（%s）", unit);
        for (int i = 0; i < c->n_series; i++) {
                text_addf(&t, english ? ". %s:" : "。%s：", series_name(&k, i));
                for (int n = 0; n < c->n_categories; n++)
                        text_addf(&t, english ? "%s %s %s" : "%s%s %s", n ? (english ? "," : "，") : "",
                                  category(&k, n),
                                  c->series[i].values[n] == DOC_NONE ? "—" : say(&k, c->series[i].values[n]));
        }
        return text_str(&t);
}

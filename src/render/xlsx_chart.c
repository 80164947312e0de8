#include "inside.h"
#include "xlsx_inside.h"

enum { ROWS_A_CHART = 26 };

/* Brightness, pattern, dashes and markers differ: the series can be told apart without colour. */
static const struct {
        int pattern, dash, marker;
} looks[DOC_SERIES_MAX] = {
    {0, LXW_CHART_LINE_DASH_SOLID, LXW_CHART_MARKER_CIRCLE},
    {LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL, LXW_CHART_LINE_DASH_DASH, LXW_CHART_MARKER_SQUARE},
    {LXW_CHART_PATTERN_LARGE_GRID, LXW_CHART_LINE_DASH_ROUND_DOT, LXW_CHART_MARKER_TRIANGLE},
    {LXW_CHART_PATTERN_LIGHT_HORIZONTAL, LXW_CHART_LINE_DASH_DASH_DOT, LXW_CHART_MARKER_DIAMOND},
    {LXW_CHART_PATTERN_PERCENT_20, LXW_CHART_LINE_DASH_LONG_DASH, LXW_CHART_MARKER_X},
    {LXW_CHART_PATTERN_WIDE_DOWNWARD_DIAGONAL, LXW_CHART_LINE_DASH_LONG_DASH_DOT_DOT, LXW_CHART_MARKER_STAR},
};

static void look_of_bars(lxw_chart_series *s, int i)
{
        lxw_chart_line edge = {.color = 0x000000, .width = 0.75F};

        chart_series_set_line(s, &edge);
        if (looks[i].pattern) {
                lxw_chart_pattern p = {
                    .fg_color = series_colours[i], .bg_color = 0xFFFFFF, .type = (uint8_t)looks[i].pattern};

                chart_series_set_pattern(s, &p);
        } else {
                lxw_chart_fill fill = {.color = series_colours[i]};

                chart_series_set_fill(s, &fill);
        }
}

static void look_of_line(lxw_chart_series *s, int i)
{
        lxw_chart_line line = {
            .color = series_colours[i], .width = 1.75F, .dash_type = (uint8_t)looks[i].dash};

        chart_series_set_line(s, &line);
        chart_series_set_marker_type(s, (uint8_t)looks[i].marker);
        chart_series_set_marker_size(s, 7);
}

/* Names in the first row, categories in the first column. */
static err_t put_values(struct book *b, lxw_worksheet *w, const struct doc_chart *c)
{
        lxw_row_t top = (lxw_row_t)b->chart_row;
        err_t e = sheet_put_text(b, w, (struct place){top, 0}, words_in(&c->title, b->english), b->head);

        for (int i = 0; i < c->n_series && !e; i++)
                e = sheet_put_text(b, w, (struct place){top, 1 + i}, words_in(&c->series[i].name, b->english),
                                   b->head);
        for (int k = 0; k < c->n_categories && !e; k++) {
                lxw_row_t row = top + 1 + (lxw_row_t)k;

                e = sheet_put_text(b, w, (struct place){row, 0}, words_in(&c->categories[k], b->english),
                                   b->cell[0][DOC_TEXT]);
                for (int i = 0; i < c->n_series && !e; i++)
                        if (c->series[i].values[k] != DOC_NONE)
                                (void)worksheet_write_number(
                                    w, row, (lxw_col_t)(1 + i),
                                    sheet_number(c->value_kind, c->series[i].values[k]),
                                    b->cell[0][c->value_kind]);
        }
        return e;
}

static void add_series(struct book *b, lxw_chart *chart, const char *sheet, const struct doc_chart *c, int i)
{
        lxw_row_t top = (lxw_row_t)b->chart_row, last = top + (lxw_row_t)c->n_categories;
        lxw_chart_series *s = chart_add_series(chart, NULL, NULL);

        chart_series_set_name_range(s, sheet, top, (lxw_col_t)(1 + i));
        chart_series_set_categories(s, sheet, top + 1, 0, last, 0);
        chart_series_set_values(s, sheet, top + 1, (lxw_col_t)(1 + i), last, (lxw_col_t)(1 + i));
        chart_series_set_labels(s);
        if (sheet_format(c->value_kind))
                chart_series_set_labels_num_format(s, sheet_format(c->value_kind));
        if (c->kind == DOC_BARS)
                look_of_bars(s, i);
        else
                look_of_line(s, i);
}

static lxw_chart *make_chart(struct book *b, const char *sheet, const struct doc_chart *c)
{
        lxw_chart *chart = workbook_add_chart(b->book, c->kind == DOC_BARS ? LXW_CHART_BAR : LXW_CHART_LINE);
        const char *unit = words_in(&c->unit, b->english);
        /* The library turns the axes of bars: theirs of values lies, and is called x. */
        lxw_chart_axis *values = c->kind == DOC_BARS ? chart->x_axis : chart->y_axis;
        lxw_chart_axis *categories = c->kind == DOC_BARS ? chart->y_axis : chart->x_axis;

        for (int i = 0; i < c->n_series; i++)
                add_series(b, chart, sheet, c, i);
        chart_title_set_name(chart, text_clean(words_in(&c->title, b->english), false, b->a));
        if (*unit)
                chart_axis_set_name(values, text_clean(unit, false, b->a));
        if (c->kind == DOC_BARS)
                chart_axis_set_reverse(categories); /* the first category on top */
        chart_axis_set_interval_unit(categories, 1); /* none is left out */
        if (c->n_series > 1)
                chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
        else
                chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
        chart_set_style(chart, 2);
        return chart;
}

err_t sheet_put_chart(struct book *b, lxw_worksheet *charts, lxw_worksheet *values, const struct doc_chart *c)
{
        lxw_chart_options o = {.description =
                                   (char *)(uintptr_t)text_clean(chart_alt(c, b->english, b->a), false, b->a),
                               .x_scale = 1.6,
                               .y_scale = 1.6};
        err_t e = put_values(b, values, c);
        lxw_chart *chart;

        if (e)
                return e;
        chart = make_chart(b, values->name, c);
        if (!chart ||
            worksheet_insert_chart_opt(charts, (lxw_row_t)(b->n_charts * ROWS_A_CHART), 0, chart, &o))
                return fault_set(b->f, ERR_INTERNAL, "无法添加图表", "A chart could not be added");
        b->n_charts++;
        b->chart_row += c->n_categories + 2;
        return OK;
}

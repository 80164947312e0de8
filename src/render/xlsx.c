#include "inside.h"
#include "xlsx_inside.h"

#include "base/log.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* A double carries fifteen digits; what is longer stands as text, so that no digit is lost. */
#define EXACT_MAX 999999999999999LL
enum { SHEET_NAME_MAX = 31, CHECK_EVERY = 1000, SERIAL_YEAR_MIN = 1901, A4 = 9 };

static const struct {
        const char *format;
        double unit;
        int width, align;
} kinds[] = {
    [DOC_TEXT] = {NULL, 1, 18, LXW_ALIGN_LEFT},
    [DOC_INT] = {"#,##0", 1, 10, LXW_ALIGN_RIGHT},
    [DOC_YUAN] = {"#,##0.00", 100, 16, LXW_ALIGN_RIGHT},
    [DOC_WAN] = {"#,##0.00####", 1000000, 14, LXW_ALIGN_RIGHT},
    [DOC_PERCENT] = {"0.00%", 10000, 10, LXW_ALIGN_RIGHT},
    [DOC_DATE] = {"yyyy-mm-dd", 1, 12, LXW_ALIGN_CENTER},
};

double sheet_number(enum doc_kind kind, long long v)
{
        return (double)v / kinds[kind].unit;
}

const char *sheet_format(enum doc_kind kind)
{
        return kinds[kind].format;
}

/* ---- text ---- */

static bool is_escape(const char *s)
{
        for (int i = 2; i < 6; i++)
                if (s[0] != '_' || s[1] != 'x' || !isxdigit((unsigned char)s[i]))
                        return false;
        return s[6] == '_';
}

/* Readers take "_x0041_" for "A": its own underscore is written so. */
const char *sheet_text(const char *s, struct arena *a)
{
        const char *clean = text_clean(s, true, a);
        struct text t = {.arena = a};

        for (; *clean; clean++) {
                if (is_escape(clean))
                        text_add(&t, "_x005F_");
                else
                        text_add_n(&t, clean, 1);
        }
        return text_str(&t);
}

static bool is_continued(char c)
{
        return ((unsigned char)c & 0xc0) == 0x80;
}

/* At most 31 characters, none of []:*?/\, no apostrophe at the ends. */
static const char *sheet_name(const char *title, struct arena *a)
{
        char *s = arena_text(a, text_clean(title, false, a));
        size_t units = 0, n = 0;

        for (; s[n]; n++) {
                units += is_continued(s[n]) ? 0 : (unsigned char)s[n] >= 0xf0 ? 2 : 1;
                if (units > SHEET_NAME_MAX)
                        break;
                if (strchr("[]:*?/\\'", s[n]))
                        s[n] = ' ';
        }
        s[n] = '\0';
        return s;
}

/* NULL: the library names the sheet. */
static const char *free_name(struct book *b, const char *title)
{
        const char *name = sheet_name(title, b->a);

        if (*name && !workbook_get_worksheet_by_name(b->book, name))
                return name;
        name = sheet_name(arena_printf(b->a, "%d %s", ++b->n_sheets + 1, name), b->a);
        return workbook_get_worksheet_by_name(b->book, name) ? NULL : name;
}

static lxw_worksheet *add_sheet(struct book *b, const char *title)
{
        lxw_worksheet *w = workbook_add_worksheet(b->book, free_name(b, title));

        if (!w)
                return NULL;
        worksheet_set_paper(w, A4);
        if (b->landscape)
                worksheet_set_landscape(w);
        worksheet_fit_to_pages(w, 1, 0);
        worksheet_set_footer(w, b->english ? "&CPage &P of &N" : "&C第 &P 页，共 &N 页");
        return w;
}

/* ---- formats ---- */

static lxw_format *make_format(struct book *b, int align)
{
        lxw_format *f = workbook_add_format(b->book);

        format_set_font_size(f, 10);
        format_set_align(f, (uint8_t)align);
        format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
        format_set_text_wrap(f);
        return f;
}

static lxw_format *make_cell(struct book *b, int kind, int align, bool total)
{
        lxw_format *f = make_format(b, align);

        format_set_border(f, LXW_BORDER_THIN);
        if (kinds[kind].format)
                format_set_num_format(f, kinds[kind].format);
        if (total) {
                format_set_bold(f);
                format_set_top(f, LXW_BORDER_MEDIUM);
        }
        return f;
}

static void make_formats(struct book *b)
{
        for (int total = 0; total < 2; total++)
                for (int k = 0; k < KINDS; k++) {
                        b->cell[total][k] = make_cell(b, k, kinds[k].align, total);
                        b->as_text[total][k] = make_cell(b, DOC_TEXT, kinds[k].align, total);
                }
        b->head = make_cell(b, DOC_TEXT, LXW_ALIGN_CENTER, false);
        format_set_bold(b->head);
        format_set_bg_color(b->head, 0xE7E6E6);
        b->title = make_format(b, LXW_ALIGN_CENTER);
        format_set_bold(b->title);
        format_set_font_size(b->title, 16);
        b->note = make_format(b, LXW_ALIGN_LEFT);
}

/* ---- cells ---- */

/* The library's own complaint about a cell is a fault of ours: what it refuses is checked before. */
static void noted(struct book *b, lxw_error e)
{
        if (e && !b->failed)
                b->failed = e;
}

err_t sheet_put_text(struct book *b, lxw_worksheet *w, struct place p, const char *s, lxw_format *format)
{
        const char *text = sheet_text(s, &b->scratch);

        if (utf16_units(text) > XLSX_TEXT_MAX)
                return fault_set(b->f, ERR_INVALID, "第 %ld 行第 %d 列的文字超过 %d 个字符，XLSX 放不下",
                                 "The text in row %ld, column %d is longer than the %d characters of XLSX",
                                 (long)p.row + 1, p.column + 1, XLSX_TEXT_MAX);
        noted(b, *text ? worksheet_write_string(w, p.row, (lxw_col_t)p.column, text, format)
                       : worksheet_write_blank(w, p.row, (lxw_col_t)p.column, format));
        return OK;
}

static bool put_day(struct book *b, lxw_worksheet *w, struct place p, const char *value, lxw_format *format)
{
        lxw_datetime t = {0};

        /* Before that, spreadsheets count days differently. */
        if (!doc_day(value, &t.year, &t.month, &t.day) || t.year < SERIAL_YEAR_MIN || t.month < 1 ||
            t.month > 12 || t.day < 1 || t.day > 31)
                return false;
        noted(b, worksheet_write_datetime(w, p.row, (lxw_col_t)p.column, &t, format));
        return true;
}

static err_t put_value(struct book *b, lxw_worksheet *w, struct place p, enum doc_kind kind,
                       const char *value, bool total)
{
        lxw_format *format = b->cell[total][kind];
        long long v;

        if (!value) {
                noted(b, worksheet_write_blank(w, p.row, (lxw_col_t)p.column, format));
                return OK;
        }
        if (kind == DOC_DATE && put_day(b, w, p, value, format))
                return OK;
        if (is_number_kind(kind) && doc_number(value, &v) && v <= EXACT_MAX && v >= -EXACT_MAX) {
                noted(b,
                      worksheet_write_number(w, p.row, (lxw_col_t)p.column, sheet_number(kind, v), format));
                return OK;
        }
        return sheet_put_text(b, w, p, doc_say(kind, value, false, &b->scratch), b->as_text[total][kind]);
}

static err_t put_row(struct book *b, lxw_worksheet *w, lxw_row_t row, const struct doc_table *t,
                     const char *const *cells, bool total)
{
        err_t e = OK;

        for (int i = 0; i < t->n_columns && !e; i++)
                e = put_value(b, w, (struct place){row, i}, t->columns[i].kind, cells[i], total);
        arena_free(&b->scratch);
        return e;
}

/* A text over a whole row. */
static err_t put_wide(struct book *b, lxw_worksheet *w, lxw_row_t row, int columns, const char *s,
                      lxw_format *format)
{
        const char *text = sheet_text(s, b->a);

        if (columns < 2 || !*text || utf16_units(text) > XLSX_TEXT_MAX)
                return sheet_put_text(b, w, (struct place){row, 0}, s, format);
        noted(b, worksheet_merge_range(w, row, 0, row, (lxw_col_t)(columns - 1), text, format));
        return OK;
}

/* ---- headings ---- */

/* Rows are written one after the other and never again: a heading over several rows gets its text in the
 * first and is merged when the last one comes, whereby the library leaves alone what is written already. */
static err_t put_heading(struct book *b, lxw_worksheet *w, lxw_row_t top, int row,
                         const struct doc_heading *h)
{
        const char *text = words_in(&h->text, b->english);
        lxw_row_t first = top + (lxw_row_t)h->row, last = first + (lxw_row_t)h->rows - 1;

        if (h->row == row && h->rows > 1) {
                for (int i = 1; i < h->columns; i++)
                        noted(b, worksheet_write_blank(w, first, (lxw_col_t)(h->column + i), b->head));
                return sheet_put_text(b, w, (struct place){first, h->column}, text, b->head);
        }
        if (row != h->row + h->rows - 1)
                return OK;
        if (h->columns == 1 && h->rows == 1)
                return sheet_put_text(b, w, (struct place){first, h->column}, text, b->head);
        noted(b, worksheet_merge_range(w, first, (lxw_col_t)h->column, last,
                                       (lxw_col_t)(h->column + h->columns - 1), sheet_text(text, b->a),
                                       b->head));
        return OK;
}

static err_t put_headings(struct book *b, lxw_worksheet *w, lxw_row_t top, const struct doc_table *t)
{
        err_t e = OK;

        for (int row = 0; row <= t->heading_rows; row++)
                for (int i = 0; i < t->n_columns && !e; i++) {
                        const struct doc_heading *h = doc_heading_at(t, row, i);

                        if (!h)
                                e = sheet_put_text(
                                    b, w, (struct place){top + (lxw_row_t)row, i},
                                    row == t->heading_rows ? words_in(&t->columns[i].title, b->english) : "",
                                    b->head);
                        else if (h->column == i)
                                e = put_heading(b, w, top, row, h);
                }
        return e;
}

/* ---- sheets ---- */

static err_t put_rows(struct book *b, lxw_worksheet *w, lxw_row_t *row, const struct doc_table *t)
{
        const char *const *cells;
        err_t e = OK;

        rows_begin(t->rows);
        while (!e && (cells = t->rows->next(t->rows))) {
                if (*row >= XLSX_ROWS_MAX)
                        return fault_set(b->f, ERR_INVALID, "超过 XLSX 的 %d 行，请缩小范围",
                                         "More than the %d rows of XLSX; narrow it", XLSX_ROWS_MAX);
                e = put_row(b, w, (*row)++, t, cells, false);
                if (!e && *row % CHECK_EVERY == 0)
                        e = room_check(b->folder, b->spare, b->f);
        }
        return e ? e : t->rows->err;
}

static void set_page(struct book *b, lxw_worksheet *w, const struct doc_table *t, lxw_row_t head)
{
        for (int i = 0; i < t->n_columns; i++) {
                const struct doc_column *c = &t->columns[i];

                noted(b, worksheet_set_column(w, (lxw_col_t)i, (lxw_col_t)i,
                                              c->width ? c->width : kinds[c->kind].width, NULL));
        }
        worksheet_freeze_panes(w, head + 1, (lxw_col_t)t->frozen_columns);
        worksheet_repeat_rows(w, 0, head);
}

static err_t put_table(struct book *b, const struct doc_table *t)
{
        const char *title = words_in(&t->title, b->english);
        lxw_row_t row = 1, head = (lxw_row_t)(1 + t->heading_rows);
        lxw_worksheet *w = add_sheet(b, title);
        err_t e;

        if (!w)
                return fault_set(b->f, ERR_INTERNAL, "无法添加工作表", "A sheet could not be added");
        set_page(b, w, t, head);
        noted(b, worksheet_set_row(w, 0, 30, NULL));
        e = put_wide(b, w, 0, t->n_columns, title, b->title);
        if (!e)
                e = put_headings(b, w, row, t);
        row = head + 1;
        if (!e)
                e = put_rows(b, w, &row, t);
        if (!e && t->total)
                e = put_row(b, w, row++, t, t->total, true);
        for (int i = 0; i < t->n_notes && !e; i++)
                e = put_wide(b, w, row++, t->n_columns, words_in(&t->notes[i], b->english), b->note);
        return e;
}

static err_t put_blocks(struct book *b, const struct doc *d)
{
        lxw_worksheet *charts = NULL, *values = NULL;
        err_t e = OK;

        for (int i = 0; i < d->n_blocks && !e; i++)
                if (d->blocks[i].kind == DOC_TABLE)
                        e = put_table(b, d->blocks[i].table);
        for (int i = 0; i < d->n_blocks && !e; i++) {
                if (d->blocks[i].kind != DOC_CHART)
                        continue;
                charts = charts ? charts : add_sheet(b, d->english ? "Charts" : "图表");
                values = values ? values : add_sheet(b, d->english ? "Chart values" : "图表数据");
                if (!charts || !values)
                        return fault_set(b->f, ERR_INTERNAL, "无法添加工作表", "A sheet could not be added");
                e = sheet_put_chart(b, charts, values, d->blocks[i].chart);
        }
        return e;
}

/* ---- the book ---- */

static void set_properties(struct book *b, const struct doc *d)
{
        lxw_doc_properties p = {
            .title = (char *)(uintptr_t)text_clean(words_in(&d->title, d->english), false, b->a),
            .author = (char *)(uintptr_t)text_clean(words_in(&d->author, d->english), false, b->a),
            .created = d->made_at ? d->made_at : 1};

        noted(b, workbook_set_properties(b->book, &p));
}

static err_t library_fault(struct book *b, lxw_error e)
{
        errno = e == LXW_ERROR_ZIP_FILE_ADD || e == LXW_ERROR_ZIP_CLOSE || e == LXW_ERROR_ZIP_FILE_OPERATION
                    ? ENOSPC
                    : EIO;
        log_say(LOG_ERROR, "libxlsxwriter", "why", lxw_strerror(e), NULL);
        return disk_fault(b->f, b->folder);
}

/* The library does not look whether its files on the way could be written: there is room for them all, or
 * nothing is begun. At its end it holds every sheet twice. */
static err_t fill_book(struct book *b, const struct doc *d)
{
        err_t e;

        make_formats(b);
        set_properties(b, d);
        e = put_blocks(b, d);
        return e ? e : room_check(b->folder, b->spare, b->f);
}

err_t xlsx_write(const struct doc *d, const struct render_settings *s, const char *path, struct fault *f)
{
        struct book b = {.a = f->arena,
                         .f = f,
                         .english = d->english,
                         .landscape = d->landscape,
                         .folder = s->folder ? s->folder : "/tmp",
                         .spare = s->spare ? s->spare : SPARE_DEFAULT};
        lxw_workbook_options o = {
            .constant_memory = LXW_TRUE, .tmpdir = (char *)(uintptr_t)b.folder, .use_zip64 = LXW_FALSE};
        struct part_file p;
        lxw_error closed;
        err_t e = doc_check(d, f);

        if (e || (e = room_check(b.folder, b.spare, f)) || (e = part_name(&p, path, f)))
                return e;
        b.book = workbook_new_opt(p.part, &o);
        if (!b.book)
                return fault_set(f, ERR_INTERNAL, "无法生成工作簿", "The workbook could not be begun");
        e = fill_book(&b, d);
        closed = workbook_close(b.book);
        arena_free(&b.scratch);
        if (!e && (b.failed || closed))
                e = library_fault(&b, b.failed ? b.failed : closed);
        if (!e)
                return part_keep(&p, f);
        part_drop(&p);
        return e;
}

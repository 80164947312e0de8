#include "unit.h"

#include "render/write.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A report of made-up figures with everything a document may have. */
struct report {
        struct arena arena;
        struct fault fault;
        struct doc_cells rows;
        struct doc_table table;
        struct doc_chart bars, lines;
        struct doc_block blocks[8];
        struct doc doc;
        struct render_settings settings;
        char folder[64];
};

static const struct doc_column columns[] = {
        {{"单位", "Unit"}, DOC_TEXT, 14},       {{"立案", "Filed"}, DOC_INT, 0},  {{"罚款（元）", "Fines (yuan)"}, DOC_YUAN, 0},
        {{"罚款（万元）", "Fines (10,000 yuan)"}, DOC_WAN, 0}, {{"占比", "Share"}, DOC_PERCENT, 0}, {{"日期", "Day"}, DOC_DATE, 0},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };
static const struct doc_heading headings[] = {{0, 0, 2, 1, {"单位", "Unit"}}, {0, 2, 1, 2, {"罚款", "Fines"}}};
static const char *const two_rows[] = {
        "黄浦区", "12", "123456", "123456", "1234", "2026-03-31", "浦东新区", "0", "5", "5", "—", NULL,
};
static const char *const total[] = {"合计", "12", "123461", "123461", "10000", NULL};
static const struct words notes[] = {{"注：金额精确到分。", "Note: exact to the fen."}};
static const struct words units[] = {{"黄浦区", "Huangpu"}, {"徐汇区", "Xuhui"}, {"浦东新区", "Pudong"}};
static const long long filed[] = {12, 30, 0}, ended[] = {10, DOC_NONE, 3};
static const struct doc_series series[] = {{{"立案", "Filed"}, filed}, {{"结案", "Ended"}, ended}};

static void make_report(struct report *r)
{
        *r = (struct report){.table = {{"实施情况统计表", "Penalties"}, columns, COLUMNS, headings, 2, 1, NULL, total, notes, 1, 1},
                             .bars = {DOC_BARS, {"各单位案件数", "Cases by unit"}, {0}, DOC_INT, {"件", "cases"}, units, 3, series, 2},
                             .lines = {DOC_LINES, {"走势", "Course"}, {"走势图：先升后降", "Up, then down"}, DOC_YUAN, {0}, units, 3, series, 2}};
        doc_cells_set(&r->rows, two_rows, 2, COLUMNS);
        r->table.rows = &r->rows.rows;
        r->fault.arena = &r->arena;
        r->blocks[0] = (struct doc_block){DOC_PARAGRAPH, .text = {"本季度案件情况如下。", "This quarter's cases."}};
        r->blocks[1] = (struct doc_block){DOC_HEADING, .text = {"一、各单位", "1. Units"}};
        r->blocks[2] = (struct doc_block){DOC_TABLE, .table = &r->table};
        r->blocks[3] = (struct doc_block){DOC_CHART, .chart = &r->bars};
        r->blocks[4] = (struct doc_block){DOC_CHART, .chart = &r->lines};
        r->blocks[5] = (struct doc_block){DOC_SIGNATURE, .text = {"负责人（签字）：", "Signed:"}};
        r->doc = (struct doc){.title = {"第一季度统计", "Quarter 1"}, .author = {"市国动办", "City office"}, .blocks = r->blocks, .n_blocks = 6,
                              .made_at = 1790000000};
        snprintf(r->folder, sizeof r->folder, "/tmp/anjuan-render-XXXXXX");
        ck_assert_ptr_nonnull(mkdtemp(r->folder));
}

static int files_in(const char *folder, bool remove_them)
{
        DIR *d = opendir(folder);
        struct dirent *e;
        char path[400];
        int n = 0;

        while ((e = readdir(d))) {
                if (e->d_name[0] == '.')
                        continue;
                n++;
                snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
                if (remove_them)
                        unlink(path);
        }
        closedir(d);
        return n;
}

static void end_report(struct report *r)
{
        files_in(r->folder, true);
        rmdir(r->folder);
        arena_free(&r->arena);
}

/* ---- writing and reading back ---- */

static const char *path_of(struct report *r, const char *ending)
{
        return arena_printf(&r->arena, "%s/it.%s", r->folder, ending);
}

static err_t write_as(struct report *r, const char *ending)
{
        const char *path = path_of(r, ending);

        r->fault.err = OK;
        if (!strcmp(ending, "xlsx"))
                return xlsx_write(&r->doc, &r->settings, path, &r->fault);
        if (!strcmp(ending, "pdf"))
                return pdf_write(&r->doc, &r->settings, path, &r->fault);
        return csv_write(&r->doc, path, &r->fault);
}

static const char *whole(struct report *r, FILE *f, size_t *len)
{
        struct text t = {.arena = &r->arena};
        char some[4096];
        size_t n;

        while ((n = fread(some, 1, sizeof some, f)) > 0)
                text_add_n(&t, some, n);
        if (len)
                *len = t.len;
        return text_str(&t);
}

static const char *file_text(struct report *r, const char *ending, size_t *len)
{
        FILE *f = fopen(path_of(r, ending), "r");
        const char *s;

        ck_assert_ptr_nonnull(f);
        s = whole(r, f, len);
        fclose(f);
        return s;
}

/* One or more endings, parted by spaces. */
static const char *read_back(struct report *r, const char *ending)
{
        FILE *p = popen(arena_printf(&r->arena, "for e in %s; do set -- \"$@\" %s/it.$e; done; python3 '" SOURCE_ROOT "/tests/unit/read_document.py' \"$@\"", ending, r->folder), "r");
        const char *s;

        ck_assert_ptr_nonnull(p);
        s = whole(r, p, NULL);
        ck_assert_msg(pclose(p) == 0, "%s cannot be read: %s", ending, s);
        return s;
}

static const char *written(struct report *r, const char *ending)
{
        ck_assert_msg(write_as(r, ending) == OK, "%s", r->fault.en ? r->fault.en : "");
        return read_back(r, ending);
}

#define HAS(text, what) ck_assert_msg(strstr(text, what) != NULL, "no \"%.200s\" in:\n%.1500s", what, text)
#define HAS_NOT(text, what) ck_assert_msg(strstr(text, what) == NULL, "\"%.200s\" in:\n%.1500s", what, text)

/* ---- values ---- */

START_TEST(amounts_are_exact_in_yuan_and_in_ten_thousand_yuan)
{
        static const struct {
                enum doc_kind kind;
                const char *fen, *grouped, *plain;
        } said[] = {
                {DOC_YUAN, "0", "0.00", "0.00"},
                {DOC_YUAN, "5", "0.05", "0.05"},
                {DOC_YUAN, "-5", "-0.05", "-0.05"},
                {DOC_YUAN, "123456789", "1,234,567.89", "1234567.89"},
                {DOC_YUAN, "999999999999999999", "9,999,999,999,999,999.99", "9999999999999999.99"},
                {DOC_WAN, "1", "0.000001", "0.000001"},
                {DOC_WAN, "1000000", "1.00", "1.00"},
                {DOC_WAN, "1230000", "1.23", "1.23"},
                {DOC_WAN, "1234567890123", "1,234,567.890123", "1234567.890123"},
                {DOC_PERCENT, "10000", "100.00%", "100.00%"},
                {DOC_PERCENT, "-7", "-0.07%", "-0.07%"},
                {DOC_INT, "1234567", "1,234,567", "1234567"},
                {DOC_INT, "007", "007", "007"},
                {DOC_INT, "12 件", "12 件", "12 件"},
                {DOC_YUAN, "—", "—", "—"},
                {DOC_INT, "1000000000000000000000", "1000000000000000000000", "1000000000000000000000"},
        };
        struct arena a = {0};

        for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
                ck_assert_str_eq(doc_say(said[i].kind, said[i].fen, false, &a), said[i].grouped);
                ck_assert_str_eq(doc_say(said[i].kind, said[i].fen, true, &a), said[i].plain);
        }
        ck_assert_str_eq(doc_say(DOC_INT, NULL, true, &a), "");
        arena_free(&a);
}
END_TEST

/* ---- CSV ---- */

START_TEST(csv_is_read_as_text_and_says_the_same_numbers)
{
        static const char *const cells[] = {
                "=1+1", "-3", "-123456", NULL, "—", "2026-01-01", "+8613800000000", "1", "0", NULL, NULL, NULL,
                "@sum", "1", "0", NULL, NULL, NULL, "-cmd|'/C calc'!A0", "1", "0", NULL, NULL, NULL,
                "  =x", "=2", "0", NULL, NULL, NULL, "甲,\"乙\"\n丙", "1", "0", NULL, NULL, NULL, "＝1", "-1.5x", "0", NULL, NULL, NULL,
                "\t=1", "\r=1", "0", NULL, NULL, NULL,
        };
        struct report r;

        make_report(&r);
        doc_cells_set(&r.rows, cells, 8, COLUMNS);
        r.table.total = NULL;
        ck_assert_int_eq(write_as(&r, "csv"), OK);
        ck_assert_str_eq(file_text(&r, "csv", NULL),
                         "\xEF\xBB\xBF单位,立案,罚款（元）,罚款（万元）,占比,日期\r\n"
                         "'=1+1,-3,-1234.56,,—,2026-01-01\r\n"
                         "+8613800000000,1,0.00,,,\r\n"
                         "'@sum,1,0.00,,,\r\n"
                         "'-cmd|'/C calc'!A0,1,0.00,,,\r\n"
                         "\"'  =x\",'=2,0.00,,,\r\n"
                         "\"甲,\"\"乙\"\"\n丙\",1,0.00,,,\r\n"
                         "'＝1,'-1.5x,0.00,,,\r\n"
                         "\"'\t=1\",\"' =1\",0.00,,,\r\n");
        end_report(&r);
}
END_TEST

/* ---- XLSX ---- */

START_TEST(a_spreadsheet_carries_numbers_formats_panes_and_merged_headings)
{
        struct report r;
        const char *s;

        make_report(&r);
        s = written(&r, "xlsx");
        HAS(s, "pane 实施情况统计表 1 3 frozen\n");
        HAS(s, "merge 实施情况统计表 A1:F1\n");
        HAS(s, "merge 实施情况统计表 A2:A3\n");
        HAS(s, "merge 实施情况统计表 C2:D2\n");
        HAS(s, "text 实施情况统计表 A2 单位\n");
        HAS(s, "text 实施情况统计表 B3 立案\n");
        HAS(s, "number 实施情况统计表 B4 12 #,##0\n");
        HAS(s, "number 实施情况统计表 C4 1234.56 #,##0.00\n");
        HAS(s, "number 实施情况统计表 D4 0.123456 #,##0.00####\n");
        HAS(s, "number 实施情况统计表 E4 0.1234 0.00%\n");
        HAS(s, "number 实施情况统计表 F4 46112 yyyy-mm-dd\n");
        HAS(s, "text 实施情况统计表 E5 —\n");
        HAS(s, "number 实施情况统计表 C6 1234.61 #,##0.00\n");
        HAS(s, "text 实施情况统计表 A7 注：金额精确到分。\n");
        r.doc.english = true;
        s = written(&r, "xlsx");
        HAS(s, "text Penalties B3 Filed\n");
        HAS_NOT(s, "立案");
        end_report(&r);
}
END_TEST

START_TEST(its_charts_are_native_labelled_and_read_aloud)
{
        struct report r;
        const char *s;

        make_report(&r);
        s = written(&r, "xlsx");
        HAS(s, "chart barChart series 2 labels 2 from '图表数据'!$B$1 '图表数据'!$A$2:$A$4 '图表数据'!$B$2:$B$4");
        HAS(s, "chart lineChart series 2 labels 2 from '图表数据'!$B$6");
        /* Bars from the left, the first category on top; the measure stands at the values. */
        HAS(s, "axis barChart catAx maxMin \n");
        HAS(s, "axis barChart valAx minMax 件\n");
        HAS(s, "axis lineChart catAx minMax \n");
        HAS(s, "alt 条形图：各单位案件数（件）。立案：黄浦区 12，徐汇区 30，浦东新区 0。结案：黄浦区 10，徐汇区 —，浦东新区 3\n");
        HAS(s, "alt 走势图：先升后降\n");
        HAS(s, "number 图表数据 B7 0.12 #,##0.00\n");
        end_report(&r);
}
END_TEST

START_TEST(what_a_double_cannot_hold_stands_as_text)
{
        static const char *const cells[] = {
                "_x0041_ =A1", "999999999999999", "999999999999999", "999999999999999", "1", "1899-12-31",
                "", "1000000000000000", "100000000000000001", "-100000000000000001", "1", "2026-02-30x",
        };
        struct report r;
        const char *s;

        make_report(&r);
        doc_cells_set(&r.rows, cells, 2, COLUMNS);
        s = written(&r, "xlsx");
        HAS(s, "text 实施情况统计表 A4 _x0041_ =A1\n");
        HAS(s, "number 实施情况统计表 B4 999999999999999 #,##0\n");
        HAS(s, "number 实施情况统计表 C4 9999999999999.99 #,##0.00\n");
        HAS(s, "number 实施情况统计表 D4 999999999.999999 #,##0.00####\n");
        HAS(s, "text 实施情况统计表 F4 1899-12-31\n");
        HAS(s, "text 实施情况统计表 B5 1,000,000,000,000,000\n");
        HAS(s, "text 实施情况统计表 C5 1,000,000,000,000,000.01\n");
        HAS(s, "text 实施情况统计表 D5 -100,000,000,000.000001\n");
        HAS(s, "text 实施情况统计表 F5 2026-02-30x\n");
        end_report(&r);
}
END_TEST

START_TEST(sheets_of_one_title_get_names_of_their_own)
{
        struct report r;
        const char *s;

        make_report(&r);
        r.table.title = (struct words){"甲/乙:[丙]'*?\\一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", NULL};
        r.blocks[3] = r.blocks[2];
        r.doc.n_blocks = 4;
        s = written(&r, "xlsx");
        HAS(s, "pane 甲 乙  丙     一二三四五六七八九十一二三四五六七八九十 1 3 frozen\n");
        HAS(s, "pane 2 甲 乙  丙     一二三四五六七八九十一二三四五六七八 1 3 frozen\n");
        end_report(&r);
}
END_TEST

/* ---- PDF ---- */

static const char **many_rows(struct report *r, int n)
{
        const char **cells = arena_take(&r->arena, sizeof *cells * (size_t)n * COLUMNS);

        for (int i = 0; i < n; i++) {
                memcpy(cells + i * COLUMNS, two_rows, sizeof two_rows / 2);
                cells[i * COLUMNS] = arena_printf(&r->arena, "第%d号单位", i);
        }
        return cells;
}

static int count(const char *s, const char *what)
{
        int n = 0;

        for (; (s = strstr(s, what)); s += strlen(what))
                n++;
        return n;
}

START_TEST(a_printed_report_repeats_its_headings_and_numbers_its_pages)
{
        struct report r;
        const char *s;

        make_report(&r);
        doc_cells_set(&r.rows, many_rows(&r, 100), 100, COLUMNS);
        s = written(&r, "pdf");
        HAS(s, "title 第一季度统计\n");
        HAS(s, "lang zh-CN tagged True\n");
        HAS(s, "本季度案件情况如下。");
        HAS(s, "pages 4\n");
        HAS(s, "第 1 页，共 4 页");
        HAS(s, "第 4 页，共 4 页");
        HAS(s, "第0号单位");
        HAS(s, "第99号单位");
        HAS(s, "1,234.56");
        HAS(s, "负责人（签字）：");
        ck_assert_int_ge(count(s, "罚款（万元）"), 3); /* once a page of the table */
        HAS(s, "alt 条形图：各单位案件数（件）。立案：黄浦区 12");
        HAS(s, "alt 走势图：先升后降\n");
        HAS(s, "WenQuanYiMicroHei embedded True\n");
        HAS_NOT(s, "embedded False");
        r.doc.english = true;
        s = written(&r, "pdf");
        HAS(s, "lang en tagged True\n");
        HAS(s, "Page 1 of 4");
        end_report(&r);
}
END_TEST

START_TEST(a_row_taller_than_a_page_goes_on_over_pages)
{
        static const char *cells[COLUMNS];
        struct report r;
        struct text t;
        const char *s;

        make_report(&r);
        t = (struct text){.arena = &r.arena};
        for (int i = 0; i < 1500; i++)
                text_addf(&t, "%d、案", i);
        cells[0] = text_str(&t);
        doc_cells_set(&r.rows, cells, 1, COLUMNS);
        s = written(&r, "pdf");
        HAS(s, "0、案");
        HAS(s, "1499、案");
        end_report(&r);
}
END_TEST

static const char *const *next_only(struct doc_rows *rows)
{
        struct doc_cells *c = (struct doc_cells *)rows;

        return c->at < 2 ? two_rows + COLUMNS * c->at++ : NULL;
}

START_TEST(rows_that_come_only_once_are_printed_without_the_number_of_pages)
{
        struct report r;
        const char *s;

        make_report(&r);
        r.rows.rows = (struct doc_rows){.next = next_only};
        s = written(&r, "pdf");
        HAS(s, "第 1 页");
        HAS_NOT(s, "共");
        HAS(s, "浦东新区");
        end_report(&r);
}
END_TEST

/* ---- SVG ---- */

START_TEST(a_chart_as_a_picture_has_a_title_a_description_and_labels)
{
        struct report r;
        const char *s;
        FILE *f;

        make_report(&r);
        r.bars.title.zh = "<甲 & \"乙\">\x01";
        f = fopen(path_of(&r, "svg"), "w");
        fputs(svg_write(&r.bars, false, &r.arena), f);
        fclose(f);
        s = read_back(&r, "svg");
        HAS(s, "title <甲 & \"乙\">\uFFFD\n");
        HAS(s, "desc 条形图：<甲 & \"乙\">\uFFFD（件）。立案：黄浦区 12");
        HAS(s, "text 30\n");
        HAS(s, "text —\n");
        HAS(s, "lang zh-CN role img\n");
        f = fopen(path_of(&r, "svg"), "w");
        fputs(svg_write(&r.lines, true, &r.arena), f);
        fclose(f);
        s = read_back(&r, "svg");
        HAS(s, "desc Up, then down\n");
        HAS(s, "text Filed\n");
        end_report(&r);
}
END_TEST

START_TEST(charts_of_any_values_stay_within_their_frame)
{
        static const long long sets[][3] = {{0, 0, 0}, {-5, -1, -3}, {DOC_NONE, DOC_NONE, DOC_NONE}, {999999999999999999, -999999999999999999, 1}};
        struct report r;

        make_report(&r);
        for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
                struct doc_series one = {{"甲"}, sets[i]};
                struct doc_chart c = {.title = {"乙"}, .categories = units, .n_categories = 3, .series = &one, .n_series = 1};

                for (c.kind = DOC_BARS; c.kind <= DOC_LINES; c.kind++) {
                        const char *s = svg_write(&c, false, &r.arena);

                        HAS_NOT(s, "nan");
                        HAS_NOT(s, "inf");
                        HAS(s, "</svg>");
                }
        }
        end_report(&r);
}
END_TEST

/* ---- the same bytes ---- */

START_TEST(the_same_document_gives_the_same_bytes)
{
        static const char *const endings[] = {"xlsx", "pdf", "csv"};
        struct report r;

        make_report(&r);
        for (int i = 0; i < 3; i++) {
                const char *first, *second;
                size_t n, m;

                ck_assert_int_eq(write_as(&r, endings[i]), OK);
                first = file_text(&r, endings[i], &n);
                sleep(i < 2); /* no clock may show */
                ck_assert_int_eq(write_as(&r, endings[i]), OK);
                second = file_text(&r, endings[i], &m);
                ck_assert_msg(n == m && !memcmp(first, second, n), "%s differs", endings[i]);
        }
        end_report(&r);
}
END_TEST

/* ---- what goes wrong ---- */

START_TEST(nothing_half_written_is_left_behind)
{
        static const char *const endings[] = {"xlsx", "pdf", "csv"};
        struct report r;

        make_report(&r);
        r.settings.spare = 1LL << 60;
        ck_assert_int_eq(write_as(&r, "xlsx"), ERR_UNAVAILABLE);
        HAS(r.fault.en, "disk is full");
        r.settings.spare = 0;
        r.settings.fonts = FONTS_DEFAULT ":/no/such/font.ttf";
        ck_assert_int_eq(write_as(&r, "pdf"), ERR_UNAVAILABLE);
        HAS(r.fault.en, "/no/such/font.ttf");
        r.settings.fonts = NULL;
        r.rows.rows.err = ERR_TIMEOUT; /* the source broke off */
        r.rows.n = 0;
        for (int i = 0; i < 3; i++)
                ck_assert_int_eq(write_as(&r, endings[i]), ERR_TIMEOUT);
        ck_assert_int_eq(files_in(r.folder, false), 0);
        ck_assert_int_eq(csv_write(&r.doc, "/no/such/folder/it.csv", &r.fault), ERR_INTERNAL);
        ck_assert_int_eq(pdf_write(&r.doc, &r.settings, "/no/such/folder/it.pdf", &r.fault), ERR_INTERNAL);
        ck_assert_int_ne(xlsx_write(&r.doc, &r.settings, "/no/such/folder/it.xlsx", &r.fault), OK);
        end_report(&r);
}
END_TEST

START_TEST(what_a_format_cannot_hold_is_refused_and_not_cut_off)
{
        static const char *cells[COLUMNS];
        struct report r;
        char *longest;

        make_report(&r);
        longest = arena_take(&r.arena, XLSX_TEXT_MAX + 2);
        memset(longest, 'x', XLSX_TEXT_MAX);
        cells[0] = longest;
        doc_cells_set(&r.rows, cells, 1, COLUMNS);
        HAS(written(&r, "xlsx"), longest);
        longest[XLSX_TEXT_MAX] = 'x';
        ck_assert_int_eq(write_as(&r, "xlsx"), ERR_INVALID);
        HAS(r.fault.en, "row 4, column 1");
        ck_assert_int_eq(write_as(&r, "pdf"), ERR_INVALID);
        doc_cells_set(&r.rows, many_rows(&r, PDF_ROWS_MAX + 1), PDF_ROWS_MAX + 1, COLUMNS);
        r.bars.n_series = DOC_SERIES_MAX + 1;
        ck_assert_int_eq(write_as(&r, "csv"), ERR_INVALID);
        end_report(&r);
}
END_TEST

/* ---- any text ---- */

static unsigned long long state = 88172645463325252ULL;

static unsigned any(unsigned below)
{
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (unsigned)(state % below);
}

static const char *any_text(struct arena *a)
{
        static const char *const pieces[] = {
                "案", "䶮", "a", "=", "<", "&", "\"", "'", "\n", "\t", "\r", "\x01", "\x1b", "\x7f", "\xc3", "\xff", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                "\u202e", "\u200f", "שלום", "مرحبا", "😀", "👨‍👩‍👧", "\uFEFF", "\uFFFE", "\uFFFF", "\u0300", "_x0041_", "𠮷", " ", "-", "—", "]]>", "\\", "(", ")",
        };
        struct text t = {.arena = a};

        for (unsigned n = any(any(10) ? 12 : 400); n; n--)
                text_add(&t, pieces[any(sizeof pieces / sizeof pieces[0])]);
        return text_str(&t);
}

START_TEST(any_text_is_carried_or_replaced_in_every_form)
{
        enum { ROWS = 12 };
        static const char *cells[ROWS * COLUMNS];

        for (int round = 0; round < 12; round++) {
                struct report r;
                const char *s;
                FILE *f;

                make_report(&r);
                for (int i = 0; i < ROWS * COLUMNS; i++)
                        cells[i] = any(8) ? any_text(&r.arena) : arena_printf(&r.arena, "%u", any(1000000));
                doc_cells_set(&r.rows, cells, ROWS, COLUMNS);
                r.table.title.zh = any_text(&r.arena);
                r.bars.title.zh = any_text(&r.arena);
                r.bars.alt.zh = any_text(&r.arena);
                r.doc.title.zh = any_text(&r.arena);
                r.doc.author.zh = any_text(&r.arena);
                r.blocks[0].text.zh = any_text(&r.arena);
                ck_assert_int_eq(write_as(&r, "xlsx"), OK);
                ck_assert_int_eq(write_as(&r, "pdf"), OK);
                ck_assert_int_eq(write_as(&r, "csv"), OK);
                f = fopen(path_of(&r, "svg"), "w");
                fputs(svg_write(&r.bars, false, &r.arena), f);
                fclose(f);
                s = read_back(&r, "svg xlsx pdf");
                HAS(s, "role img");
                HAS(s, "pane ");
                HAS(s, "\npages ");
                end_report(&r);
        }
}
END_TEST

UNIT_MAIN("render", amounts_are_exact_in_yuan_and_in_ten_thousand_yuan, csv_is_read_as_text_and_says_the_same_numbers,
          a_spreadsheet_carries_numbers_formats_panes_and_merged_headings, its_charts_are_native_labelled_and_read_aloud,
          what_a_double_cannot_hold_stands_as_text, sheets_of_one_title_get_names_of_their_own,
          a_printed_report_repeats_its_headings_and_numbers_its_pages, a_row_taller_than_a_page_goes_on_over_pages,
          rows_that_come_only_once_are_printed_without_the_number_of_pages, a_chart_as_a_picture_has_a_title_a_description_and_labels,
          charts_of_any_values_stay_within_their_frame, the_same_document_gives_the_same_bytes, nothing_half_written_is_left_behind,
          what_a_format_cannot_hold_is_refused_and_not_cut_off, any_text_is_carried_or_replaced_in_every_form)

#include "base/table.h"
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct arena a;
static struct fault f;
static char path[] = "table.XXXXXX";

static const char *file_of(const char *bytes, size_t len)
{
        static char name[sizeof path];
        int fd;

        strcpy(name, path);
        fd = mkstemp(name);
        ck_assert_int_ge(fd, 0);
        ck_assert_int_eq(write(fd, bytes, len), (ssize_t)len);
        close(fd);
        return name;
}

static err_t open_bytes(struct table **t, const struct table_options *o, const char *bytes, size_t len)
{
        const char *name = file_of(bytes, len);
        err_t e;

        f = (struct fault){.arena = &a};
        e = table_open(t, name, o, &f);
        unlink(name);
        return e;
}

/* Rows as "1[a|b]", what is refused as "3-5!stray-quote@4,2". */
static const char *told(const struct table_options *o, const char *bytes, size_t len)
{
        struct text out = {.arena = &a};
        struct table *t;
        enum table_next got;

        if (open_bytes(&t, o, bytes, len))
                return f.fields ? f.fields->code : f.en;
        while ((got = table_next(t)) == TABLE_ROW || got == TABLE_BAD) {
                text_addf(&out, "%s%ld", out.len ? " " : "", table_line(t));
                if (table_last_line(t) != table_line(t))
                        text_addf(&out, "-%ld", table_last_line(t));
                if (got == TABLE_BAD) {
                        text_addf(&out, "!%s@%ld,%d", table_why(t)->code, table_why(t)->line, table_why(t)->column);
                        ck_assert(*table_why(t)->zh && *table_why(t)->en);
                        continue;
                }
                for (int i = 0; i < table_width(t); i++) {
                        ck_assert_uint_eq(strlen(table_cells(t)[i].text), table_cells(t)[i].len);
                        text_addf(&out, "%s%s", i ? "|" : "[", table_cells(t)[i].text);
                }
                text_add(&out, "]");
        }
        ck_assert_int_eq(got, TABLE_END);
        table_close(t);
        return text_str(&out);
}

static const char *csv(const char *text)
{
        return told(&(struct table_options){TABLE_CSV, TABLE_UTF8}, text, strlen(text));
}

static const char *tsv(const char *text)
{
        return told(&(struct table_options){TABLE_TSV, TABLE_UTF8}, text, strlen(text));
}

START_TEST(cells_are_what_stands_between_separators)
{
        ck_assert_str_eq(csv("x,y\na,b\nc,\n,\n"), "2[a|b] 3[c|] 4[|]");
        ck_assert_str_eq(csv("x,y\r\na,b\r\n"), "2[a|b]");
        ck_assert_str_eq(csv("x,y\na,b"), "2[a|b]");
        ck_assert_str_eq(tsv("x\ty\na,b\tc\n"), "2[a,b|c]");
        ck_assert_str_eq(csv("x,y\na\tb, c \n"), "2[a\tb| c ]");
        ck_assert_str_eq(csv("x\n\na\n"), "2[] 3[a]");
        ck_assert_str_eq(csv("x,y\n"), "");
}
END_TEST

START_TEST(quotes_hold_separators_line_breaks_and_doubled_quotes)
{
        ck_assert_str_eq(csv("x,y\n\"a,b\",\"c \"\"d\"\"\"\n"), "2[a,b|c \"d\"]");
        ck_assert_str_eq(tsv("x\ty\n\"合計約1\t349万円\"\tb\n"), "2[合計約1\t349万円|b]");
        ck_assert_str_eq(csv("x,y\n\"a\nb\",c\nd,e\n"), "2-3[a\nb|c] 4[d|e]");
        ck_assert_str_eq(csv("x,y\r\n\"a\r\nb\",\"c\"\r\nd,e\r\n"), "2-3[a\nb|c] 4[d|e]");
        ck_assert_str_eq(csv("x,y\n\"\",\"\"\n"), "2[|]");
        ck_assert_str_eq(csv("x,y\na,\"b\""), "2[a|b]");
}
END_TEST

START_TEST(a_file_without_quoting_may_hold_quotes)
{
        const char *text = "x\ty\n\"a\tb\"c\n";

        ck_assert_str_eq(told(&(struct table_options){TABLE_TSV, TABLE_UTF8, true}, text, strlen(text)),
                         "2[\"a|b\"c]");
}
END_TEST

START_TEST(a_malformed_record_is_told_by_line_and_column_and_the_next_is_read)
{
        ck_assert_str_eq(csv("x,y\na,b\"c\nd,e\n"), "2!stray-quote@2,2 3[d|e]");
        ck_assert_str_eq(csv("x,y\n \"a\",b\nd,e\n"), "2!stray-quote@2,1 3[d|e]");
        ck_assert_str_eq(csv("x,y\n\"a\"b,c\nd,e\n"), "2!after-quote@2,1 3[d|e]");
        ck_assert_str_eq(csv("x,y\n\"a\nb\" c,c\nd,e\n"), "2-3!after-quote@3,1 4[d|e]");
        ck_assert_str_eq(csv("x,y\n\"a\"\rb,c\nd,e\n"), "2!after-quote@2,1 3[d|e]");
        ck_assert_str_eq(csv("x,y\na\nb,c,d\ne,f\n"), "2!columns@2,0 3!columns@3,0 4[e|f]");
        ck_assert_str_eq(csv("x,y\n\na,b\n\n"), "2!columns@2,0 3[a|b] 4!columns@4,0");
        ck_assert_str_eq(csv("x,y\na,\"b\nc,d\n"), "2-3!open-quote@2,2");
        ck_assert_str_eq(csv("x,y\na,\"b\nc,d"), "2-3!open-quote@2,2");
}
END_TEST

START_TEST(what_is_not_text_is_refused)
{
        static const char nul[] = "x,y\na,\0b\nc,d\n";

        ck_assert_str_eq(csv("x,y\na,\"b\nc\x01\"\nd,e\n"), "2-3!control@3,2 4[d|e]");
        ck_assert_str_eq(csv("x,y\na\rb,c\nd,e\n"), "2!control@2,1 3[d|e]");
        ck_assert_str_eq(csv("x,y\na,\x7f\n"), "2!control@2,2");
        ck_assert_str_eq(csv("x,y\na,\xc2\x85\n"), "2!control@2,2");
        ck_assert_str_eq(csv("x,y\na,b\xe2\x80\xae\n"), "2!control@2,2");
        ck_assert_str_eq(csv("x,y\na,\xe2\x80\x8b" "b\n"), "2!control@2,2");
        ck_assert_str_eq(csv("x,y\na,\xff\nb,\xe7\xab\nc,\xed\xa0\x80\nd,案\n"),
                         "2!encoding@2,2 3!encoding@3,2 4!encoding@4,2 5[d|案]");
        ck_assert_str_eq(csv("x,y\n\"a\n\xc3\",b\n"), "2-3!encoding@3,1");
        ck_assert_str_eq(told(&(struct table_options){TABLE_CSV, TABLE_UTF8}, nul, sizeof nul - 1),
                         "2!nul@2,2 3[c|d]");
}
END_TEST

START_TEST(a_record_has_a_largest_size_and_the_reader_gets_over_it)
{
        char *big = malloc(3 << 20);
        size_t n = (size_t)sprintf(big, "x,y\n");
        const char *got;

        memset(big + n, 'a', TABLE_MAX_RECORD - 1);
        n += TABLE_MAX_RECORD - 1;
        n += (size_t)sprintf(big + n, ",b\n");
        memset(big + n, 'a', TABLE_MAX_RECORD);
        n += TABLE_MAX_RECORD;
        n += (size_t)sprintf(big + n, ",b\nc,d\n");
        got = told(&(struct table_options){TABLE_CSV, TABLE_UTF8}, big, n);
        ck_assert_str_eq(got + strlen(got) - strlen("|b] 3!too-long@3,2 4[c|d]"), "|b] 3!too-long@3,2 4[c|d]");
        free(big);
}
END_TEST

START_TEST(a_record_has_at_most_256_columns)
{
        char wide[1024];
        size_t n = (size_t)sprintf(wide, "x\n");

        memset(wide + n, ',', 256);
        strcpy(wide + n + 256, "\na\n");
        ck_assert_str_eq(csv(wide), "2!too-wide@2,257 3[a]");
        ck_assert_str_eq(csv(wide + 2), "too-wide");
}
END_TEST

START_TEST(a_byte_order_mark_is_not_part_of_the_first_name)
{
        struct table *t;
        static const char text[] = "\xef\xbb\xbfx,y\na,b\n";

        ck_assert_int_eq(open_bytes(&t, &(struct table_options){TABLE_CSV, TABLE_UTF8}, text, sizeof text - 1), OK);
        ck_assert_str_eq(table_column_name(t, 1), "x");
        ck_assert_str_eq(table_column_name(t, 3), "");
        table_close(t);
}
END_TEST

/* 案号,金额 / 罚〔2024〕1号,一万元 / 𠀀,㐀 (of four bytes each) in GB18030. */
static const char chinese[] = "\xb0\xb8\xba\xc5,\xbd\xf0\xb6\xee\n"
                              "\xb7\xa3\xa8\x96\x32\x30\x32\x34\xa8\x97\x31\xba\xc5,\xd2\xbb\xcd\xf2\xd4\xaa\n"
                              "\x95\x32\x82\x36,\x81\x39\xee\x39\n";

START_TEST(gb18030_is_read_when_named_and_when_found)
{
        static const enum table_encoding ways[] = {TABLE_GB18030, TABLE_AUTO};

        for (int i = 0; i < 2; i++) {
                struct table *t;

                ck_assert_int_eq(open_bytes(&t, &(struct table_options){TABLE_CSV, ways[i]}, chinese,
                                            sizeof chinese - 1), OK);
                ck_assert_int_eq(table_read_as(t), TABLE_GB18030);
                ck_assert_str_eq(table_column_name(t, 1), "案号");
                ck_assert_int_eq(table_next(t), TABLE_ROW);
                ck_assert_str_eq(table_cells(t)[1].text, "一万元");
                ck_assert_int_eq(table_next(t), TABLE_ROW);
                ck_assert_str_eq(table_cells(t)[0].text, "𠀀");
                ck_assert_str_eq(table_cells(t)[1].text, "㐀");
                ck_assert_int_eq(table_next(t), TABLE_END);
                table_close(t);
        }
}
END_TEST

START_TEST(bytes_that_are_not_gb18030_spoil_only_their_record)
{
        static const char text[] = "x,y\n\xb0\xb8,\xff\xff\n\xb0\xb8,b\nc,\xb0";
        const struct table_options o = {TABLE_CSV, TABLE_GB18030};

        ck_assert_str_eq(told(&o, text, sizeof text - 1), "2!encoding@2,2 3[案|b] 4!encoding@4,2");
}
END_TEST

START_TEST(auto_takes_utf8_first_and_refuses_what_is_neither)
{
        static const char neither[] = "x,y\na,\xff\xfe\n";
        struct table *t;
        const struct table_options o = {TABLE_CSV, TABLE_AUTO};

        ck_assert_int_eq(open_bytes(&t, &o, "x,y\n案,b\n", 10), OK);
        ck_assert_int_eq(table_read_as(t), TABLE_UTF8);
        table_close(t);
        ck_assert_int_eq(open_bytes(&t, &o, neither, sizeof neither - 1), ERR_BAD_REQUEST);
        ck_assert_ptr_nonnull(strstr(f.en, "neither"));
}
END_TEST

START_TEST(auto_tells_the_line_where_each_encoding_ends)
{
        enum { LINES = 30000 };
        static const char line[] = "案,卷\n", not_utf8[] = "\xb0\xb8,y\n", neither[] = "a,\xff\n";
        char *big = malloc(LINES * sizeof line + 32), *end = big;
        const struct table_options o = {TABLE_CSV, TABLE_AUTO};
        struct table *t;

        for (int i = 0; i < LINES; i++)
                end = stpcpy(end, i ? line : "x,y\n");
        end = stpcpy(stpcpy(end, not_utf8), neither);
        ck_assert_int_eq(open_bytes(&t, &o, big, (size_t)(end - big)), ERR_BAD_REQUEST);
        ck_assert_msg(strstr(f.en, "UTF-8 (line 30001)") != NULL, "%s", f.en);
        ck_assert_msg(strstr(f.zh, "UTF-8（第 30001 行）") != NULL, "%s", f.zh);
        free(big);
        ck_assert_int_eq(open_bytes(&t, &o, "x,y\n\xb0\xb8,y\n\n\xff,z\n", 15), ERR_BAD_REQUEST);
        ck_assert_msg(strstr(f.en, "UTF-8 (line 2) nor valid GB18030 (line 4)") != NULL, "%s", f.en);
}
END_TEST

START_TEST(auto_knows_a_character_cut_by_the_end_of_a_buffer)
{
        enum { N = 200000 };
        char *big = malloc(N + 16);
        const struct table_options o = {TABLE_CSV, TABLE_AUTO};
        struct table *t;

        for (size_t shift = 0; shift < 3; shift++) {
                size_t n = 0;

                n += (size_t)sprintf(big, "x%.*s\n", (int)shift, "yyy");
                while (n < N)
                        n += (size_t)sprintf(big + n, n % 1000 < 3 ? "\n" : "案");
                ck_assert_int_eq(open_bytes(&t, &o, big, n), OK);
                ck_assert_int_eq(table_read_as(t), TABLE_UTF8);
                while (table_next(t) == TABLE_ROW)
                        ;
                ck_assert_ptr_null(table_why(t)->code);
                table_close(t);
        }
        free(big);
}
END_TEST

START_TEST(all_that_is_wrong_with_a_header_is_told_at_once)
{
        static const char text[] = "a,b,b,,z\n";
        static const char *const wanted[] = {"a", "b", "c", "d"};
        struct text codes = {.arena = &a};
        struct table *t;
        int at[4];

        ck_assert_int_eq(open_bytes(&t, &(struct table_options){TABLE_CSV, TABLE_UTF8}, text, sizeof text - 1), OK);
        ck_assert_int_eq(table_header(t, wanted, 4, false, at, &f), ERR_INVALID);
        for (struct field_fault *ff = f.fields; ff; ff = ff->next)
                text_addf(&codes, "%s:%s ", ff->code, ff->where);
        ck_assert_str_eq(text_str(&codes), "missing:c missing:d duplicate:b empty: unknown:z ");
        table_close(t);
}
END_TEST

START_TEST(columns_are_found_by_name_wherever_they_stand)
{
        static const char text[] = " b ,z,a\u3000\n";
        static const char *const wanted[] = {"a", "b"};
        struct table *t;
        int at[2];

        ck_assert_int_eq(open_bytes(&t, &(struct table_options){TABLE_CSV, TABLE_UTF8}, text, sizeof text - 1), OK);
        ck_assert_int_eq(table_header(t, wanted, 2, true, at, &f), OK);
        ck_assert_int_eq(at[0], 2);
        ck_assert_int_eq(at[1], 0);
        table_close(t);
}
END_TEST

START_TEST(a_file_that_is_not_there_or_empty_is_refused)
{
        struct table *t;
        const struct table_options o = {TABLE_CSV, TABLE_UTF8};

        f = (struct fault){.arena = &a};
        ck_assert_int_eq(table_open(&t, "no-such-file.csv", &o, &f), ERR_BAD_REQUEST);
        ck_assert_ptr_nonnull(strstr(f.en, "no-such-file.csv"));
        ck_assert_int_eq(open_bytes(&t, &o, "", 0), ERR_BAD_REQUEST);
        ck_assert_int_eq(open_bytes(&t, &o, "\xef\xbb\xbf", 3), ERR_BAD_REQUEST);
        ck_assert_ptr_null(t);
        f = (struct fault){.arena = &a};
        ck_assert_int_eq(table_open(&t, "/", &o, &f), ERR_BAD_REQUEST);
}
END_TEST

UNIT_MAIN("table", cells_are_what_stands_between_separators, quotes_hold_separators_line_breaks_and_doubled_quotes,
          a_file_without_quoting_may_hold_quotes,
          a_malformed_record_is_told_by_line_and_column_and_the_next_is_read, what_is_not_text_is_refused,
          a_record_has_a_largest_size_and_the_reader_gets_over_it, a_record_has_at_most_256_columns,
          a_byte_order_mark_is_not_part_of_the_first_name, gb18030_is_read_when_named_and_when_found,
          bytes_that_are_not_gb18030_spoil_only_their_record, auto_takes_utf8_first_and_refuses_what_is_neither, auto_tells_the_line_where_each_encoding_ends,
          auto_knows_a_character_cut_by_the_end_of_a_buffer, all_that_is_wrong_with_a_header_is_told_at_once,
          columns_are_found_by_name_wherever_they_stand, a_file_that_is_not_there_or_empty_is_refused)

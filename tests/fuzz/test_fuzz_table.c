/* The reader of tables against what it has never seen: what was written is read back, and any bytes at all give
 * records that follow each other without a gap, hold clean text, and end. */
#include "base/table.h"
#include "../unit/unit.h"
#include "fuzz.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <unistr.h>

enum { MAX_BYTES = 1 << 15, MAX_CELLS = 400 };

static struct arena a;
static char bytes[MAX_BYTES + 512];
static size_t n_bytes;
static struct text cells[MAX_CELLS];
static int n_cells, width;

static const char *const pieces[] = {"a", "案", "，", "\"", ",", "\t", "\n", "𠀀", " ", "12", "〔"};
enum { PIECES = sizeof pieces / sizeof pieces[0] };

static struct table *opened(const struct table_options *o)
{
        char name[] = "fuzz.XXXXXX";
        int fd = mkstemp(name);
        struct fault f = {.arena = &a};
        struct table *t;
        err_t e;

        ck_assert_int_ge(fd, 0);
        ck_assert_int_eq(write(fd, bytes, n_bytes), (ssize_t)n_bytes);
        close(fd);
        e = table_open(&t, name, o, &f);
        ck_assert((e == OK) == (t != NULL));
        unlink(name);
        return t;
}

static void add(const char *s)
{
        n_bytes += (size_t)snprintf(bytes + n_bytes, sizeof bytes - n_bytes, "%s", s);
}

static bool must_quote(const char *s, char separator)
{
        return strpbrk(s, "\"\n") || strchr(s, separator);
}

static void add_cell(const char *s, char separator)
{
        bool quotes = must_quote(s, separator) || fuzz_below(4) == 0;

        if (quotes)
                add("\"");
        for (; *s; s++) {
                bytes[n_bytes++] = *s;
                if (*s == '"')
                        bytes[n_bytes++] = '"';
        }
        bytes[n_bytes] = '\0';
        if (quotes)
                add("\"");
}

static struct text invented(void)
{
        struct text t = {.arena = &a};

        for (size_t n = fuzz_below(8); n; n--)
                text_add(&t, pieces[fuzz_below(PIECES)]);
        return t;
}

/* A table of at most 20 rows, written with quotes where needed and sometimes where not. */
static void write_table(char separator)
{
        const char *line_break = fuzz_below(2) ? "\r\n" : "\n";
        int rows = 1 + (int)fuzz_below(20);

        n_bytes = 0;
        n_cells = 0;
        width = 2 + (int)fuzz_below(6);
        if (fuzz_below(3) == 0)
                add("\xef\xbb\xbf");
        for (int i = 0; i < rows * width; i++) {
                cells[n_cells] = invented();
                add_cell(text_str(&cells[n_cells++]), separator);
                if ((i + 1) % width)
                        bytes[n_bytes++] = separator;
                else
                        add(line_break);
        }
}

static void expect_row(struct table *t, int row)
{
        ck_assert_int_eq(table_next(t), TABLE_ROW);
        for (int i = 0; i < width; i++)
                ck_assert_str_eq(table_cells(t)[i].text, text_str(&cells[row * width + i]));
}

START_TEST(what_was_written_is_read_back)
{
        fuzz_begin();
        for (uint64_t round = fuzz_env("ANJUAN_FUZZ_ROUNDS", 2000); round; round--) {
                const struct table_options o = {fuzz_below(2) ? TABLE_CSV : TABLE_TSV, fuzz_below(2) ? TABLE_UTF8 : TABLE_AUTO};
                struct table *t;

                write_table(o.format == TABLE_CSV ? ',' : '\t');
                t = opened(&o);
                ck_assert_ptr_nonnull(t);
                for (int row = 1; row < n_cells / width; row++)
                        expect_row(t, row);
                ck_assert_int_eq(table_next(t), TABLE_END);
                table_close(t);
                arena_free(&a);
        }
}
END_TEST

static void spoil(void)
{
        static const char nasty[] = "\",\t\n\r\0\xff\xc2\x80\x1b\xed\xf0\x81\x30";

        for (size_t n = 1 + fuzz_below(12); n && n_bytes; n--)
                bytes[fuzz_below(n_bytes)] = fuzz_below(3) ? nasty[fuzz_below(sizeof nasty - 1)] : (char)fuzz_next();
        if (fuzz_below(4) == 0)
                n_bytes = fuzz_below(n_bytes + 1);
}

static void expect_clean(const struct table *t)
{
        for (int i = 0; i < table_width(t); i++) {
                const struct table_cell *c = &table_cells(t)[i];

                ck_assert_ptr_null(u8_check((const uint8_t *)c->text, c->len));
                ck_assert_uint_eq(strlen(c->text), c->len);
                for (size_t k = 0; k < c->len; k++)
                        ck_assert((unsigned char)c->text[k] >= 0x20 || c->text[k] == '\t' || c->text[k] == '\n');
        }
}

static void expect_sound(struct table *t)
{
        long expected = 0;
        enum table_next got;

        while ((got = table_next(t)) == TABLE_ROW || got == TABLE_BAD) {
                ck_assert(!expected || table_line(t) == expected);
                ck_assert_int_ge(table_last_line(t), table_line(t));
                expected = table_last_line(t) + 1;
                if (got == TABLE_ROW) {
                        expect_clean(t);
                        continue;
                }
                ck_assert_int_ge(table_why(t)->line, table_line(t));
                ck_assert_int_le(table_why(t)->line, table_last_line(t) + 1);
        }
        ck_assert_int_eq(got, TABLE_END);
}

START_TEST(any_bytes_give_records_without_a_gap_and_an_end)
{
        fuzz_begin();
        for (uint64_t round = fuzz_env("ANJUAN_FUZZ_ROUNDS", 4000); round; round--) {
                const struct table_options o = {fuzz_below(2) ? TABLE_CSV : TABLE_TSV,
                                                (enum table_encoding)fuzz_below(3), fuzz_below(8) == 0};
                struct table *t;

                write_table(o.format == TABLE_CSV ? ',' : '\t');
                spoil();
                if ((t = opened(&o)))
                        expect_sound(t);
                table_close(t);
                arena_free(&a);
        }
}
END_TEST

UNIT_MAIN("fuzz_table", what_was_written_is_read_back, any_bytes_give_records_without_a_gap_and_an_end)

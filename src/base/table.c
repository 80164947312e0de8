#include "base/table.h"

#include "base/fold.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

enum { RAW = 1 << 16, DECODED = 2 * RAW, MARK_LEN = 3 };
static const char byte_order_mark[] = "\xef\xbb\xbf";
/* Stands in decoded text for a byte that could not be decoded: never valid UTF-8, so its record is refused. */
static const char undecodable = '\xff';

/* Bytes of the file, as UTF-8 as far as they are text. */
struct source {
        int fd;
        iconv_t cd; /* (iconv_t)-1: the bytes are taken as they are */
        off_t size, read;
        bool ended, bad; /* bad: something could not be decoded */
        char raw[RAW];
        size_t raw_len;
        char decoded[DECODED];
        const char *text; /* what is to be read next, of raw or of decoded */
        size_t len;
};

/* Where the reader stands within a record. */
enum state {
        CELL,       /* at the first character of a cell */
        PLAIN,      /* in a cell without quotes */
        QUOTED,     /* between quotes */
        QUOTE,      /* behind a quote met between quotes: its end, or the first of a pair */
        QUOTE_CR,   /* behind the closing quote and CR */
        RECORD_DONE
};

struct table {
        struct source in;
        struct table_options options;
        char separator;
        enum state state;
        long line_now, start, last;
        bool at_line_start; /* nothing of line_now was read yet */
        struct table_cell cells[TABLE_MAX_COLUMNS];
        size_t offsets[TABLE_MAX_COLUMNS];
        int n_cells, width;
        struct table_fault why;
        char **names; /* of the header */
        size_t len, cell_start;
        char record[TABLE_MAX_RECORD + TABLE_MAX_COLUMNS + 1];
};

/* ---- bytes ---- */

static void rewind_source(struct source *in)
{
        in->read = 0;
        in->raw_len = in->len = 0;
        in->ended = in->bad = false;
        if (in->cd != (iconv_t)-1)
                iconv(in->cd, NULL, NULL, NULL, NULL);
}

/* False: read error (errno). At the end of the file `ended` is set. */
static bool read_raw(struct source *in)
{
        ssize_t n;

        do
                n = read(in->fd, in->raw + in->raw_len, RAW - in->raw_len);
        while (n < 0 && errno == EINTR);
        if (n < 0)
                return false;
        in->ended = n == 0;
        in->read += n;
        in->raw_len += (size_t)n;
        return true;
}

static bool must_skip(const struct source *in, int why)
{
        return why == EILSEQ || (why == EINVAL && in->ended);
}

/* Decodes what there is; a half character at the end waits for more bytes. */
static void decode(struct source *in)
{
        char *from = in->raw, *to = in->decoded;
        size_t from_left = in->raw_len, to_left = DECODED;

        while (from_left && iconv(in->cd, &from, &from_left, &to, &to_left) == (size_t)-1) {
                if (!must_skip(in, errno) || !to_left)
                        break;
                in->bad = true;
                *to++ = undecodable;
                to_left--;
                from++;
                from_left--;
        }
        memmove(in->raw, from, from_left);
        in->raw_len = from_left;
        in->text = in->decoded;
        in->len = DECODED - to_left;
}

/* 1: there is text; 0: the file is over; -1: it cannot be read. */
static int more(struct source *in)
{
        while (!in->len) {
                if (in->ended && !in->raw_len)
                        return 0;
                if (!in->ended && !read_raw(in))
                        return -1;
                if (in->cd != (iconv_t)-1) {
                        decode(in);
                        continue;
                }
                in->text = in->raw;
                in->len = in->raw_len;
                in->raw_len = 0;
        }
        return 1;
}

/* ---- which encoding ---- */

static long line_ends(const char *s, size_t n)
{
        const char *end = s + n;
        long found = 0;

        while ((s = memchr(s, '\n', (size_t)(end - s)))) {
                found++;
                s++;
        }
        return found;
}

/* 1: all of the file is UTF-8; 0: it is not, the first time on *line; -1: it cannot be read. */
static int all_utf8(struct source *in, long *line)
{
        for (*line = 1;;) {
                const uint8_t *bad;

                if (!read_raw(in))
                        return -1;
                bad = u8_check((const uint8_t *)in->raw, in->raw_len);
                if (in->ended)
                        return !bad;
                if (!bad) {
                        *line += line_ends(in->raw, in->raw_len);
                        in->raw_len = 0;
                        continue;
                }
                *line += line_ends(in->raw, (size_t)((const char *)bad - in->raw));
                /* A character may be cut by the end of the buffer: at most three of its bytes are here. */
                in->raw_len -= (size_t)(bad - (const uint8_t *)in->raw);
                if (in->raw_len > 3)
                        return 0;
                memmove(in->raw, bad, in->raw_len);
        }
}

/* As all_utf8(), of the encoding that is set. */
static int all_decodable(struct source *in, long *line)
{
        int got;

        *line = 1;
        while ((got = more(in)) > 0 && !in->bad) {
                *line += line_ends(in->text, in->len);
                in->len = 0;
        }
        if (got <= 0)
                return got < 0 ? -1 : 1;
        *line += line_ends(in->text, (size_t)((const char *)memchr(in->text, undecodable, in->len) - in->text));
        return 0;
}

static bool use_gb18030(struct source *in)
{
        in->cd = iconv_open("UTF-8", "GB18030");
        return in->cd != (iconv_t)-1;
}

static err_t cannot_read(const char *path, struct fault *f)
{
        return fault_set(f, ERR_BAD_REQUEST, "无法读取 %s：%s", "cannot read %s: %s", path, strerror(errno));
}

static err_t again_from_start(struct source *in, const char *path, struct fault *f)
{
        rewind_source(in);
        return lseek(in->fd, 0, SEEK_SET) == 0 ? OK : cannot_read(path, f);
}

static err_t choose_encoding(struct table *t, const char *path, struct fault *f)
{
        int is = 1;
        long not_utf8, not_gb18030;
        err_t e = again_from_start(&t->in, path, f);

        if (e)
                return e;
        if ((is = all_utf8(&t->in, &not_utf8)) < 0)
                return cannot_read(path, f);
        t->options.encoding = is ? TABLE_UTF8 : TABLE_GB18030;
        if (is)
                return again_from_start(&t->in, path, f);
        if ((e = again_from_start(&t->in, path, f)))
                return e;
        if (!use_gb18030(&t->in) || (is = all_decodable(&t->in, &not_gb18030)) < 0)
                return cannot_read(path, f);
        if (!is)
                return fault_set(f, ERR_BAD_REQUEST, "%s 既不是有效的 UTF-8（第 %ld 行），也不是有效的 GB18030（第 %ld 行）",
                                 "%s is neither valid UTF-8 (line %ld) nor valid GB18030 (line %ld)", path, not_utf8,
                                 not_gb18030);
        return again_from_start(&t->in, path, f);
}

/* ---- records ---- */

/* Only the first fault of a record is kept: what follows it is often its consequence. */
static void note(struct table *t, long line, int column, const char *code, const char *zh, const char *en, ...)
        __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

static void note(struct table *t, long line, int column, const char *code, const char *zh, const char *en, ...)
{
        va_list ap, again;

        if (t->why.code)
                return;
        t->why.line = line;
        t->why.column = column;
        t->why.code = code;
        va_start(ap, en);
        va_copy(again, ap);
        vsnprintf(t->why.zh, sizeof t->why.zh, zh, ap);
        vsnprintf(t->why.en, sizeof t->why.en, en, again);
        va_end(again);
        va_end(ap);
}

static void put(struct table *t, const char *s, size_t n)
{
        if (n > TABLE_MAX_RECORD + (size_t)t->n_cells - t->len) {
                note(t, t->line_now, t->n_cells + 1, "too-long", "一条记录超过 1 MiB（是否有未闭合的引号？）",
                          "the record is longer than 1 MiB (is there an open quote?)");
                return;
        }
        memcpy(t->record + t->len, s, n);
        t->len += n;
}

static void end_cell(struct table *t)
{
        if (t->n_cells < TABLE_MAX_COLUMNS) {
                t->record[t->len] = '\0';
                t->cells[t->n_cells].len = t->len - t->cell_start;
                t->offsets[t->n_cells] = t->cell_start;
                t->len++;
                t->n_cells++;
        } else {
                note(t, t->line_now, t->n_cells + 1, "too-wide", "一条记录超过 256 列", "the record has more than 256 columns");
                t->len = t->cell_start;
        }
        t->cell_start = t->len;
        t->state = CELL;
}

static void begin_cell(struct table *t)
{
        if (t->n_cells < TABLE_MAX_COLUMNS)
                t->cells[t->n_cells].line = t->line_now;
}

/* CR LF ends a record, and is one line break inside quotes. */
static void drop_cr(struct table *t)
{
        if (t->len > t->cell_start && t->record[t->len - 1] == '\r')
                t->len--;
}

static void plain(struct table *t, char c)
{
        if (c == t->separator) {
                end_cell(t);
        } else if (c == '\n') {
                drop_cr(t);
                end_cell(t);
                t->state = RECORD_DONE;
        } else {
                if (c == '"' && !t->options.no_quotes)
                        note(t, t->line_now, t->n_cells + 1, "stray-quote", "未加引号的单元格中出现引号",
                                  "a quote inside a cell that does not start with one");
                t->state = PLAIN;
                put(t, &c, 1);
        }
}

static void cell(struct table *t, char c)
{
        begin_cell(t);
        if (c == '"' && !t->options.no_quotes)
                t->state = QUOTED;
        else
                plain(t, c);
}

static void quoted(struct table *t, char c)
{
        if (c == '"') {
                t->state = QUOTE;
                return;
        }
        if (c == '\n')
                drop_cr(t);
        put(t, &c, 1);
}

static void after_quote(struct table *t, char c)
{
        note(t, t->line_now, t->n_cells + 1, "after-quote", "右引号之后还有内容", "text behind the closing quote");
        t->state = PLAIN;
        plain(t, c);
}

static void quote(struct table *t, char c)
{
        if (c == '"') {
                t->state = QUOTED;
                put(t, "\"", 1);
        } else if (c == '\r') {
                t->state = QUOTE_CR;
        } else if (c == t->separator) {
                end_cell(t);
        } else if (c == '\n') {
                end_cell(t);
                t->state = RECORD_DONE;
        } else {
                after_quote(t, c);
        }
}

static void quote_cr(struct table *t, char c)
{
        if (c != '\n') {
                after_quote(t, c);
                return;
        }
        end_cell(t);
        t->state = RECORD_DONE;
}

static void step(struct table *t, char c)
{
        static void (*const steps[])(struct table *, char) = {
                [CELL] = cell, [PLAIN] = plain, [QUOTED] = quoted, [QUOTE] = quote, [QUOTE_CR] = quote_cr,
        };

        steps[t->state](t, c);
        t->at_line_start = c == '\n';
        t->line_now += t->at_line_start;
}

/* Most bytes are ordinary: they are taken in one go. */
static size_t ordinary(const struct table *t, const char *s, size_t n)
{
        size_t i = 0;

        if (t->state == PLAIN)
                while (i < n && s[i] != t->separator && s[i] != '\n' && s[i] != '"')
                        i++;
        else if (t->state == QUOTED)
                while (i < n && s[i] != '"' && s[i] != '\n')
                        i++;
        return i;
}

static void take_text(struct table *t)
{
        struct source *in = &t->in;

        while (in->len && t->state != RECORD_DONE) {
                size_t n = ordinary(t, in->text, in->len);

                t->at_line_start = false;
                if (n)
                        put(t, in->text, n);
                else
                        step(t, in->text[n++]);
                in->text += n;
                in->len -= n;
        }
}

/* The file ended within a record: its last line may lack its line break. */
static void end_of_file(struct table *t)
{
        if (t->state == CELL)
                begin_cell(t);
        if (t->state == QUOTED)
                note(t, t->cells[t->n_cells < TABLE_MAX_COLUMNS ? t->n_cells : TABLE_MAX_COLUMNS - 1].line, t->n_cells + 1,
                     "open-quote", "引号自此行起未闭合", "the quote opened on this line is never closed");
        if (t->state == QUOTE_CR)
                note(t, t->line_now, t->n_cells + 1, "after-quote", "右引号之后还有内容", "text behind the closing quote");
        end_cell(t);
        t->state = RECORD_DONE;
}

static long line_of(const struct table_cell *c, const char *at)
{
        long line = c->line;

        for (const char *p = c->text; p < at && (p = memchr(p, '\n', (size_t)(at - p))); p++)
                line++;
        return line;
}

static bool is_control(const unsigned char *p)
{
        return (p[0] < 0x20 && p[0] != '\t' && p[0] != '\n') || p[0] == 0x7f ||
               (p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0);
}

static const char *first_control(const struct table_cell *c)
{
        for (size_t i = 0; i < c->len; i++)
                if (is_control((const unsigned char *)c->text + i))
                        return c->text + i;
        return NULL;
}

/* The first that nobody sees; its character goes into *u. */
static const char *first_hidden(const struct table_cell *c, ucs4_t *u)
{
        const uint8_t *p = (const uint8_t *)c->text, *end = p + c->len;

        while (p < end) {
                int n;

                if (*p < 0x80) {
                        p++;
                        continue;
                }
                n = u8_mbtouc(u, p, (size_t)(end - p));

                if (text_is_hidden(*u))
                        return (const char *)p;
                p += n;
        }
        return NULL;
}

static void check_cell(struct table *t, int i)
{
        const struct table_cell *c = &t->cells[i];
        ucs4_t hidden;
        const char *bad = (const char *)u8_check((const uint8_t *)c->text, c->len);

        if (bad) {
                note(t, line_of(c, bad), i + 1, "encoding", "不是有效的 %s 字节", "bytes that are not valid %s",
                     t->options.encoding == TABLE_UTF8 ? "UTF-8" : "GB18030");
                return;
        }
        bad = first_control(c);
        if (bad && *bad == '\0')
                note(t, line_of(c, bad), i + 1, "nul", "单元格含有 NUL 字符", "a NUL character in the cell");
        else if (bad)
                note(t, line_of(c, bad), i + 1, "control", "单元格含有控制字符 U+%04X",
                     "control character U+%04X in the cell",
                     (unsigned char)*bad == 0xc2 ? (unsigned char)bad[1] : (unsigned char)*bad);
        else if ((bad = first_hidden(c, &hidden)))
                note(t, line_of(c, bad), i + 1, "control", "单元格含有不可见字符 U+%04X", "a character that nobody sees, U+%04X, in the cell",
                     (unsigned)hidden);
}

static void check_record(struct table *t)
{
        for (int i = 0; i < t->n_cells; i++)
                t->cells[i].text = t->record + t->offsets[i];
        for (int i = 0; i < t->n_cells && !t->why.code; i++)
                check_cell(t, i);
        if (t->width && t->n_cells == 1 && t->width > 1 && t->cells[0].len == 0)
                note(t, t->start, 0, "columns", "空行（应为 %d 列）", "an empty line (%d columns expected)", t->width);
        else if (t->width && t->n_cells != t->width)
                note(t, t->start, 0, "columns", "有 %d 列，应为 %d 列", "%d columns instead of %d", t->n_cells,
                     t->width);
}

static void begin_record(struct table *t)
{
        t->state = CELL;
        t->start = t->last = t->line_now;
        t->n_cells = 0;
        t->len = t->cell_start = 0;
        t->why = (struct table_fault){0};
}

enum table_next table_next(struct table *t)
{
        bool any = false;
        int got = 1;

        begin_record(t);
        while (t->state != RECORD_DONE && (got = more(&t->in)) > 0) {
                any = true;
                take_text(t);
        }
        if (got < 0)
                return TABLE_FAILED;
        if (!any)
                return TABLE_END;
        if (t->state != RECORD_DONE)
                end_of_file(t);
        t->last = t->at_line_start ? t->line_now - 1 : t->line_now;
        check_record(t);
        return t->why.code ? TABLE_BAD : TABLE_ROW;
}

/* ---- opening and the header ---- */

static void skip_mark(struct table *t)
{
        /* The first read of a file that is longer than the mark gives more than the mark. */
        if (more(&t->in) > 0 && t->in.len >= MARK_LEN && !memcmp(t->in.text, byte_order_mark, MARK_LEN)) {
                t->in.text += MARK_LEN;
                t->in.len -= MARK_LEN;
        }
}

static char *trimmed_copy(const char *s, size_t len)
{
        s = text_trim(s, &len);
        return strndup(s, len);
}

static bool keep_names(struct table *t)
{
        t->names = calloc((size_t)t->n_cells + 1, sizeof *t->names);
        for (int i = 0; t->names && i < t->n_cells; i++)
                if (!(t->names[i] = trimmed_copy(t->cells[i].text, t->cells[i].len)))
                        return false;
        t->width = t->n_cells;
        return t->names != NULL;
}

static err_t malformed_header(const struct table *t, const char *path, struct fault *f)
{
        err_t e = fault_set(f, ERR_BAD_REQUEST, "%s 的标题行有误：第 %ld 行第 %d 列",
                            "the header row of %s is malformed: line %ld, column %d", path, t->why.line,
                            t->why.column);

        return fault_field_text(f, e, "", t->why.code, t->why.zh, t->why.en);
}

static err_t read_header(struct table *t, const char *path, struct fault *f)
{
        enum table_next got;

        t->line_now = 1;
        skip_mark(t);
        got = table_next(t);
        if (got == TABLE_FAILED)
                return cannot_read(path, f);
        if (got == TABLE_END)
                return fault_set(f, ERR_BAD_REQUEST, "%s 是空文件，没有标题行", "%s is empty: it has no header row",
                                 path);
        if (got == TABLE_BAD)
                return malformed_header(t, path, f);
        return keep_names(t) ? OK : cannot_read(path, f);
}

/* fd: already open, or -1. */
static err_t open_source(struct table *t, const char *path, struct fault *f)
{
        struct stat st;

        if (t->in.fd < 0)
                t->in.fd = open(path, O_RDONLY | O_CLOEXEC);
        if (t->in.fd < 0 || fstat(t->in.fd, &st) < 0)
                return cannot_read(path, f);
        t->in.size = S_ISREG(st.st_mode) ? st.st_size : 0;
        if (t->options.encoding == TABLE_GB18030 && !use_gb18030(&t->in))
                return cannot_read(path, f);
        return t->options.encoding == TABLE_AUTO ? choose_encoding(t, path, f) : OK;
}

static err_t open_on(struct table **out, int fd, const char *path, const struct table_options *o, struct fault *f)
{
        struct table *t = calloc(1, sizeof *t);
        err_t e;

        *out = NULL;
        if (!t) {
                close(fd);
                return cannot_read(path, f);
        }
        t->options = *o;
        t->separator = o->format == TABLE_TSV ? '\t' : ',';
        t->in.fd = fd;
        t->in.cd = (iconv_t)-1;
        if ((e = open_source(t, path, f)) || (e = read_header(t, path, f))) {
                table_close(t);
                return e;
        }
        *out = t;
        return OK;
}

err_t table_open(struct table **out, const char *path, const struct table_options *o, struct fault *f)
{
        return open_on(out, -1, path, o, f);
}

/* The reader reads a file; one in memory will do. */
err_t table_open_text(struct table **out, const char *text, size_t len, const struct table_options *o, struct fault *f)
{
        int fd = memfd_create("table", MFD_CLOEXEC);

        *out = NULL;
        for (ssize_t n; fd >= 0 && len; text += n, len -= (size_t)n)
                if ((n = write(fd, text, len)) <= 0) {
                        close(fd);
                        fd = -1;
                        break;
                }
        if (fd < 0 || lseek(fd, 0, SEEK_SET) < 0)
                return cannot_read("CSV", f);
        return open_on(out, fd, "CSV", o, f);
}

void table_close(struct table *t)
{
        if (!t)
                return;
        if (t->in.cd != (iconv_t)-1)
                iconv_close(t->in.cd);
        if (t->in.fd >= 0)
                close(t->in.fd);
        for (int i = 0; t->names && i < t->width; i++)
                free(t->names[i]);
        free(t->names);
        free(t);
}

static int place_of(const struct table *t, const char *name)
{
        for (int i = 0; i < t->width; i++)
                if (!strcmp(t->names[i], name))
                        return i;
        return -1;
}

static void check_wanted(const struct table *t, const char *const *wanted, size_t n, int *at, struct fault *f)
{
        for (size_t i = 0; i < n; i++)
                if ((at[i] = place_of(t, wanted[i])) < 0)
                        fault_field(f, ERR_INVALID, wanted[i], "missing", "缺少列“%s”", "there is no column “%s”",
                                    wanted[i]);
}

static bool is_wanted(const char *name, const char *const *wanted, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (!strcmp(name, wanted[i]))
                        return true;
        return false;
}

static void check_found(const struct table *t, int i, const char *const *wanted, size_t n, bool others,
                        struct fault *f)
{
        const char *name = t->names[i];

        if (!*name)
                fault_field(f, ERR_INVALID, name, "empty", "第 %d 列没有列名", "column %d has no name", i + 1);
        else if (place_of(t, name) != i)
                fault_field(f, ERR_INVALID, name, "duplicate", "列“%s”出现多次（第 %d 列）",
                            "the column “%s” is there more than once (column %d)", name, i + 1);
        else if (!others && !is_wanted(name, wanted, n))
                fault_field(f, ERR_INVALID, name, "unknown", "映射未提及列“%s”（第 %d 列）",
                            "the map does not speak of the column “%s” (column %d)", name, i + 1);
}

err_t table_header(const struct table *t, const char *const *wanted, size_t n, bool others, int *at, struct fault *f)
{
        size_t before = 0, after = 0;

        for (struct field_fault *ff = f->fields; ff; ff = ff->next)
                before++;
        check_wanted(t, wanted, n, at, f);
        for (int i = 0; i < t->width; i++)
                check_found(t, i, wanted, n, others, f);
        for (struct field_fault *ff = f->fields; ff; ff = ff->next)
                after++;
        return after > before ? ERR_INVALID : OK;
}

const char *table_column_name(const struct table *t, int column)
{
        return column >= 1 && column <= t->width ? t->names[column - 1] : "";
}

const struct table_cell *table_cells(const struct table *t)
{
        return t->cells;
}

int table_width(const struct table *t)
{
        return t->width;
}

long table_line(const struct table *t)
{
        return t->start;
}

long table_last_line(const struct table *t)
{
        return t->last;
}

const struct table_fault *table_why(const struct table *t)
{
        return &t->why;
}

double table_progress(const struct table *t)
{
        return t->in.size > 0 ? (double)t->in.read / (double)t->in.size : 1;
}

enum table_encoding table_read_as(const struct table *t)
{
        return t->options.encoding;
}

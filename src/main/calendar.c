#include "main/command.h"
#include "main/deadlines.h"
#include "main/work.h"

#include "api/cells.h"
#include "api/law.h"
#include "base/digest.h"
#include "base/table.h"
#include "rules/calendar.h"
#include "sql_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 5000, YEARS_MAX = 200, NAME_MAX_BYTES = 60 };

static const char *const columns[] = {"date", "kind", "name"};

struct row {
        day_t day;
        bool works;
        const char *name;
        int notice; /* year of its notice */
        long line;
};

/* A file of days off and make-up days, as the yearly notices give them. */
struct sheet {
        struct arena arena;
        struct fault fault;
        struct row rows[ROWS_MAX];
        size_t n;
        int whole[YEARS_MAX]; /* years whose whole notice is in the file */
        size_t n_whole;
        char sha256[SHA256_HEX_LEN + 1];
};

static int usage(void)
{
        fputs("用法 / usage: anjuan calendar load FILE [--source TEXT]\n"
              "  FILE            CSV：date,kind,name；kind 为 holiday 或者 workday / holiday or workday\n"
              "  --source TEXT   通知的名称和文号 / name and number of the notice; by default the file's name\n",
              stderr);
        return 2;
}

/* ---- reading ---- */

static void wrong(struct sheet *s, long line, const char *column, const char *code, const char *zh, const char *en)
{
        fault_field_text(&s->fault, ERR_INVALID, arena_printf(&s->arena, "%ld:%s", line, column), code, zh, en);
}

/* The notice of a year begins with New Year's Day, which may take days of the December before. */
static int notice_of(day_t d, const char *name)
{
        int y, m, day;

        day_to_civil(d, &y, &m, &day);
        return y + (m == 12 && strstr(name, "元旦"));
}

static void take_row(struct sheet *s, const struct table_cell *date, const struct table_cell *kind, const struct table_cell *name,
                     long line)
{
        struct row r = {.line = line, .works = !strcmp(kind->text, "workday")};

        if (!day_parse(date->text, &r.day))
                wrong(s, line, "date", "format", "不是日期（YYYY-MM-DD）", "This is no date (YYYY-MM-DD)");
        if (!r.works && strcmp(kind->text, "holiday") != 0)
                wrong(s, line, "kind", "choice", "应当是 holiday 或者 workday", "It is holiday or workday");
        if (!name->len || name->len > NAME_MAX_BYTES)
                wrong(s, line, "name", "length", "节日名称应当为 1 至 60 字节", "The festival's name has 1 to 60 bytes");
        if (s->n == ROWS_MAX)
                wrong(s, line, "date", "more", "行数过多", "Too many rows");
        if (s->fault.err)
                return;
        r.name = arena_text(&s->arena, name->text);
        r.notice = notice_of(r.day, r.name);
        s->rows[s->n++] = r;
}

static bool read_rows(struct sheet *s, struct table *t, const int at[3])
{
        enum table_next next;

        while ((next = table_next(t)) == TABLE_ROW || next == TABLE_BAD) {
                const struct table_cell *c = table_cells(t);

                if (next == TABLE_BAD)
                        wrong(s, table_why(t)->line, "", table_why(t)->code, table_why(t)->zh, table_why(t)->en);
                else
                        take_row(s, &c[at[0]], &c[at[1]], &c[at[2]], table_line(t));
        }
        if (next == TABLE_FAILED)
                fault_set(&s->fault, ERR_INVALID, "文件未能读完", "The file could not be read to its end");
        else if (!s->n && !s->fault.err)
                fault_set(&s->fault, ERR_INVALID, "文件没有任何行", "The file has no rows");
        return !s->fault.err;
}

static bool has(const struct sheet *s, int year, const char *festival)
{
        for (size_t i = 0; i < s->n; i++)
                if (s->rows[i].notice == year && strstr(s->rows[i].name, festival))
                        return true;
        return false;
}

/* The festivals that every notice has since 2008; with them all it is whole. */
static bool is_whole(const struct sheet *s, int year)
{
        static const char *const festivals[] = {"元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"};

        for (size_t i = 0; i < sizeof festivals / sizeof festivals[0]; i++)
                if (!has(s, year, festivals[i]) && strcmp(festivals[i], "元旦") != 0)
                        return false;
        return true;
}

static bool is_noted(const struct sheet *s, int year)
{
        for (size_t i = 0; i < s->n_whole; i++)
                if (s->whole[i] == year)
                        return true;
        return false;
}

static void find_whole(struct sheet *s)
{
        for (size_t i = 0; i < s->n && s->n_whole < YEARS_MAX; i++)
                if (!is_noted(s, s->rows[i].notice) && is_whole(s, s->rows[i].notice))
                        s->whole[s->n_whole++] = s->rows[i].notice;
}

/* A day twice, a make-up day on a weekday: told by the line. */
static bool check_days(struct sheet *s)
{
        struct calendar_row *rows = arena_take(&s->arena, sizeof *rows * (s->n + 1));
        struct fault f = {.arena = &s->arena};
        const struct calendar *c;

        for (size_t i = 0; i < s->n; i++)
                rows[i] = (struct calendar_row){s->rows[i].day, s->rows[i].works};
        if (!calendar_make(&s->arena, rows, s->n, NULL, 0, &c, &f))
                return true;
        for (const struct field_fault *w = f.fields; w; w = w->next)
                wrong(s, s->rows[strtoul(w->where + strlen("/rows/"), NULL, 10)].line, "date", w->code, w->zh, w->en);
        return false;
}

static bool read_sheet(struct sheet *s, const char *path)
{
        struct table *t = NULL;
        int at[3];
        bool good;

        s->fault.arena = &s->arena;
        if (table_open(&t, path, &(struct table_options){.format = TABLE_CSV}, &s->fault))
                return false;
        good = !table_header(t, columns, 3, false, at, &s->fault) && read_rows(s, t, at) && check_days(s);
        table_close(t);
        if (good)
                find_whole(s);
        return good;
}

static void tell(const char *path, const struct fault *f)
{
        if (f->zh)
                fprintf(stderr, "%s: %s / %s\n", path, f->zh, f->en);
        for (const struct field_fault *w = f->fields; w; w = w->next)
                fprintf(stderr, "%s:%s: %s / %s\n", path, w->where, w->zh, w->en);
}

/* ---- loading ---- */

/* A part of a notice may correct a year that is known; it makes none known. */
static bool check_years(struct sheet *s, const struct clock_law *law)
{
        for (size_t i = 0; i < s->n; i++) {
                day_t first = day_from_civil(s->rows[i].notice, 1, 1);

                if (!is_noted(s, s->rows[i].notice) && !calendar_knows(law->calendar, first, first))
                        wrong(s, s->rows[i].line, "date", "year", "该年度的放假安排不完整，也未曾载入",
                              "The notice of this year is neither whole nor loaded before");
        }
        return !s->fault.err;
}

static bool knows_all(const struct sheet *s, const struct clock_law *law)
{
        for (size_t i = 0; i < s->n_whole; i++)
                if (!calendar_knows(law->calendar, day_from_civil(s->whole[i], 1, 1), day_from_civil(s->whole[i], 1, 1)))
                        return false;
        return true;
}

static const char *days_json(struct sheet *s)
{
        struct text t = {.arena = &s->arena};
        char day[DAY_TEXT_SIZE];

        for (size_t i = 0; i < s->n; i++) {
                const struct row *r = &s->rows[i];

                text_addf(&t, "%s{\"day\":\"%s\",\"kind\":\"%s\",\"notice_year\":%d,\"name\":", i ? "," : "[", day_format(r->day, day),
                          r->works ? "workday" : "holiday", r->notice);
                text_add_json(&t, r->name);
                text_add(&t, "}");
        }
        text_add(&t, "]");
        return text_str(&t);
}

static const char *years_json(struct sheet *s)
{
        struct text t = {.arena = &s->arena};

        text_add(&t, "[");
        for (size_t i = 0; i < s->n_whole; i++)
                text_addf(&t, "%s%d", i ? "," : "", s->whole[i]);
        text_add(&t, "]");
        return text_str(&t);
}

enum outcome { FAILED, UNCHANGED, LOADED };

static enum outcome write_sheet(struct db *db, struct sheet *s, const struct clock_law *law, const char *source)
{
        const char *days = days_json(s), *values[4];
        AUTO_RESULT r = NULL;

        sha256_hex(days, strlen(days), s->sha256);
        values[0] = source;
        values[1] = years_json(s);
        values[2] = s->sha256;
        values[3] = days;
        r = work_ask(db, SQL_CALENDAR_LOAD, values);
        if (!r)
                return FAILED;
        if (!strcmp(cell(r, "changed"), "0") && knows_all(s, law))
                return work_do(db, SQL_ROLLBACK, NULL) ? UNCHANGED : FAILED;
        printf("日历版本 %s：%s 天有变化，完整年度 %s / calendar version %s: %s days changed, whole years %s\n", cell(r, "law_version"),
               cell(r, "changed"), values[1], cell(r, "law_version"), cell(r, "changed"), values[1]);
        return work_do(db, SQL_JOB_AUDIT, (const char *const[]){NULL}) && work_commit(db) ? LOADED : FAILED;
}

static enum outcome load(struct db *db, struct sheet *s, const char *source)
{
        AUTO_RESULT r = NULL;
        struct law *law;
        enum outcome o = FAILED;

        if (!work_begin(db, "setup") || !(r = work_ask(db, SQL_LAW_ALL, (const char *const[]){NULL})))
                return FAILED;
        if (!(law = law_read(r, &s->fault)))
                return FAILED;
        if (check_years(s, law_clock(law)))
                o = write_sheet(db, s, law_clock(law), source);
        law_give(law);
        return o;
}

static int load_file(const struct settings *settings, struct sheet *s, const char *path, const char *source)
{
        struct db *db = work_open(settings);
        enum outcome o = db ? load(db, s, source) : FAILED;
        bool good = o != FAILED;
        long n = 0;

        if (o == UNCHANGED)
                puts("与现有日历一致，未作改动 / the calendar has this already; nothing changed");
        if (o == LOADED && (good = deadlines_recompute(settings, db, &n)))
                printf("已重算期限 %ld 项 / %ld deadlines recomputed\n", n, n);
        db_close(db);
        if (!good && s->fault.err)
                tell(path, &s->fault);
        else if (o == LOADED && !good)
                fputs("日历已载入，期限未能全部重算，请运行 deadlines recompute / loaded, but not all deadlines were recomputed: run deadlines recompute\n",
                      stderr);
        else if (!good)
                fputs("未载入（详见日志）/ nothing was loaded (see the log)\n", stderr);
        return good ? 0 : 1;
}

int calendar_command(const struct settings *settings, int argc, char **argv)
{
        bool named = argc == 4 && !strcmp(argv[2], "--source");
        struct sheet *s;
        int status = 1;

        if ((argc != 2 && !named) || strcmp(argv[0], "load") != 0)
                return usage();
        if (!(s = calloc(1, sizeof *s)))
                return 1;
        if (read_sheet(s, argv[1]))
                status = load_file(settings, s, argv[1], named ? argv[3] : argv[1]);
        else
                tell(argv[1], &s->fault);
        arena_free(&s->arena);
        free(s);
        return status;
}

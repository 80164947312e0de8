#include "main/command.h"
#include "main/import_run.h"
#include "main/work.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DONE = 0, FAILED = 1, CALLED_WRONGLY = 2, SOME_REJECTED = 3 };
enum { FILES_MAX = 1000 };

struct options {
        const char *map, *rejects;
        bool dry_run, json;
        long long batch;
        char **files;
        int n_files;
};

struct import {
        struct options options;
        struct arena arena;
        struct import_map map;
        struct known known;
        struct importer importer;
        struct import_run run;
        char run_id[UUID_LEN + 1];
        enum table_encoding encodings[FILES_MAX];
        long long rows[FILES_MAX];
        long long counts[FILES_MAX][ROW_STATUSES];
        uint64_t began;
        bool progress;
        FILE *rejects;
        int rejects_file; /* the file whose rejects are being written, -1: none yet */
};

/* ---- speaking ---- */

static int usage(void)
{
        fputs(
            "用法 / usage: anjuan import --map MAP.json [--dry-run] [--rejects FILE] [--json] [--batch N] "
            "FILE…\n"
            "  --map MAP.json   列与字段的映射（docs/import.md） / which columns make which fields\n"
            "  --dry-run        只比较和计数，不写入 / compare and count, change nothing\n"
            "  --rejects FILE   退回的行，默认 FILE.rejects.csv / refused rows; by default beside each file\n"
            "  --json           以 JSON 输出结果 / the result as JSON\n"
            "  --batch N        每个事务的案件数（默认 5000） / cases in one transaction (default 5000)\n"
            "退出码 / exit status: 0 完成 done, 1 失败 failed, 2 用法有误 called wrongly, 3 有退回的行 some "
            "rows refused\n",
            stderr);
        return CALLED_WRONGLY;
}

static void tell_fault(const char *about, const struct fault *f)
{
        if (f->zh)
                fprintf(stderr, "%s: %s / %s\n", about, f->zh, f->en);
        for (const struct field_fault *ff = f->fields; ff; ff = ff->next)
                fprintf(stderr, "%s: %s: %s / %s\n", about, *ff->where ? ff->where : "/", ff->zh, ff->en);
}

static void show_progress(struct import *im, const char *what, double share)
{
        if (im->progress)
                fprintf(stderr, "\r\033[K%s %3.0f %%", what, share * 100);
}

static void end_progress(struct import *im)
{
        if (im->progress)
                fputs("\r\033[K", stderr);
}

/* ---- options ---- */

static bool take_number(const char *s, long long *out)
{
        char *end;

        *out = strtoll(s, &end, 10);
        return *s && !*end && *out >= 1 && *out <= 1000000;
}

/* Options may stand among the files; "--" ends them. */
static bool read_options(struct options *o, int argc, char **argv)
{
        *o = (struct options){.batch = 5000, .files = argv};
        for (int i = 0; i < argc; i++) {
                bool more = i + 1 < argc;

                if (!strcmp(argv[i], "--dry-run"))
                        o->dry_run = true;
                else if (!strcmp(argv[i], "--json"))
                        o->json = true;
                else if (!strcmp(argv[i], "--map") && more)
                        o->map = argv[++i];
                else if (!strcmp(argv[i], "--rejects") && more)
                        o->rejects = argv[++i];
                else if (!strcmp(argv[i], "--batch") && more && take_number(argv[i + 1], &o->batch))
                        i++;
                else if (argv[i][0] == '-')
                        return false;
                else
                        o->files[o->n_files++] = argv[i];
        }
        return o->map && o->n_files > 0 && o->n_files <= FILES_MAX;
}

/* ---- files ---- */

static bool open_file(struct import *im, int i, struct table **t, int *at)
{
        struct fault f = {.arena = &im->arena};
        const char *path = im->options.files[i];
        const struct import_map *m = &im->map;

        if (!table_open(t, path, &m->file, &f) &&
            !table_header(*t, m->columns, m->n_columns, m->other_columns, at, &f)) {
                im->encodings[i] = table_read_as(*t);
                return true;
        }
        tell_fault(path, &f);
        table_close(*t);
        return false;
}

/* All files are looked at before any is read, so that one that does not fit stops the run before it begins.
 */
static bool check_files(struct import *im)
{
        int at[MAP_COLUMNS_MAX];
        struct table *t;
        bool good = true;

        for (int i = 0; i < im->options.n_files; i++) {
                if (open_file(im, i, &t, at))
                        table_close(t);
                else
                        good = false;
        }
        return good;
}

static bool digest_file(const char *path, char hex[SHA256_HEX_LEN + 1])
{
        unsigned char digest[SHA256_LEN];
        char buffer[1 << 14];
        struct sha256_run *r = sha256_begin();
        FILE *f = fopen(path, "rbe");
        size_t n;
        bool good;

        while (f && (n = fread(buffer, 1, sizeof buffer, f)) > 0)
                sha256_add(r, buffer, n);
        good = f && !ferror(f);
        if (f)
                fclose(f);
        sha256_end(r, digest);
        hex_encode(digest, sizeof digest, hex);
        return good;
}

static const char *files_as_json(struct import *im)
{
        struct text t = {.arena = &im->arena};
        char hex[SHA256_HEX_LEN + 1];

        for (int i = 0; i < im->options.n_files; i++) {
                text_add(&t, i ? ", {\"file\": " : "[{\"file\": ");
                text_add_json(&t, im->options.files[i]);
                text_addf(&t, ", \"sha256\": \"%s\"}", digest_file(im->options.files[i], hex) ? hex : "");
        }
        text_add(&t, "]");
        return text_str(&t);
}

static bool read_rows(struct import *im, struct table *t, const int *at)
{
        enum table_next got;
        bool good = true;

        while (good && ((got = table_next(t)) == TABLE_ROW || got == TABLE_BAD)) {
                good = got == TABLE_ROW ? importer_take_row(&im->importer, t, at)
                                        : importer_take_fault(&im->importer, t);
                if (im->importer.counts.rows % 1000 == 0)
                        show_progress(im, "读取 / reading", table_progress(t));
        }
        if (good && got == TABLE_FAILED)
                log_say(LOG_ERROR, "a file could not be read to its end", "file",
                        im->options.files[im->importer.file], "why", strerror(errno), NULL);
        return good && got == TABLE_END;
}

static bool read_file(struct import *im, int i)
{
        int at[MAP_COLUMNS_MAX];
        struct table *t;
        bool good;

        if (!open_file(im, i, &t, at))
                return false;
        im->importer.file = i;
        im->importer.counts = (struct file_counts){0};
        good = read_rows(im, t, at);
        im->rows[i] = im->importer.counts.rows;
        im->counts[i][ROW_SKIPPED] = im->importer.counts.skipped;
        im->counts[i][ROW_REJECTED] = im->importer.counts.rejected;
        table_close(t);
        return good;
}

static bool read_files(struct import *im)
{
        for (int i = 0; i < im->options.n_files; i++)
                if (!read_file(im, i))
                        return false;
        return stage_send(&im->importer.stage, true);
}

/* ---- rejects ---- */

/* What a spreadsheet would take for a formula is marked as text. */
static void add_csv(FILE *f, const char *s, bool last)
{
        putc('"', f);
        if (*s && strchr("=+-@\t", *s))
                putc('\'', f);
        for (; *s; s++) {
                if (*s == '"')
                        putc('"', f);
                putc(*s, f);
        }
        fputs(last ? "\"\r\n" : "\",", f);
}

static bool open_rejects(struct import *im, const char *path)
{
        im->rejects = fopen(path, "wbe");
        if (!im->rejects) {
                fprintf(stderr, "%s: %s (--rejects FILE)\n", path, strerror(errno));
                return false;
        }
        fputs("file,line,record_line,column,column_name,code,reason_zh,reason_en\r\n", im->rejects);
        return true;
}

static bool close_rejects(struct import *im)
{
        bool good = true;

        if (im->rejects)
                good = !ferror(im->rejects) & (fclose(im->rejects) == 0);
        im->rejects = NULL;
        if (!good)
                fputs("退回文件未能写完 / the file of rejects could not be written to its end\n", stderr);
        return good;
}

/* One file for all, or one beside each. */
static bool ready_for_rejects_of(struct import *im, int file)
{
        if (im->rejects && (im->options.rejects || im->rejects_file == file))
                return true;
        im->rejects_file = file;
        if (im->options.rejects)
                return open_rejects(im, im->options.rejects);
        return close_rejects(im) &&
               open_rejects(im, arena_printf(&im->arena, "%s.rejects.csv", im->options.files[file]));
}

static bool write_reject(void *with, const struct reject *r)
{
        struct import *im = with;
        const char *const cells[] = {im->options.files[r->file],
                                     r->line,
                                     r->record_line,
                                     r->column,
                                     r->column_name,
                                     r->code,
                                     r->zh,
                                     r->en};
        enum { N = sizeof cells / sizeof *cells };

        if (!ready_for_rejects_of(im, r->file))
                return false;
        for (int i = 0; i < N; i++)
                add_csv(im->rejects, cells[i], i == N - 1);
        return true;
}

static long long total_of(const struct import *im, enum row_status status)
{
        long long n = 0;

        for (int i = 0; i < im->options.n_files; i++)
                n += im->counts[i][status];
        return n;
}

static bool write_rejects(struct import *im)
{
        im->rejects_file = -1;
        return (!total_of(im, ROW_REJECTED) || import_run_rejects(&im->run, write_reject, im)) &
               close_rejects(im);
}

/* ---- the result ---- */

static void add_counts(struct text *t, const long long counts[ROW_STATUSES])
{
        for (int s = 0; s < ROW_STATUSES; s++)
                text_addf(t, "%s\"%s\": %lld", s ? ", " : "", row_status_names[s], counts[s]);
}

static void totals(const struct import *im, long long out[ROW_STATUSES])
{
        for (int s = 0; s < ROW_STATUSES; s++)
                out[s] = total_of(im, (enum row_status)s);
}

static long long all_rows(const struct import *im)
{
        long long n = 0;

        for (int i = 0; i < im->options.n_files; i++)
                n += im->rows[i];
        return n;
}

static const char *counts_as_json(struct import *im)
{
        long long sums[ROW_STATUSES];
        struct text t = {.arena = &im->arena};

        totals(im, sums);
        text_addf(&t, "{\"rows\": %lld, ", all_rows(im));
        add_counts(&t, sums);
        text_addf(&t, ", \"cases_written\": %lld, \"units_created\": %zu}", im->run.cases,
                  im->known.new_units.n);
        return text_str(&t);
}

static double seconds(const struct import *im)
{
        return (double)(clock_us() - im->began) / 1e6;
}

static void print_json(struct import *im)
{
        static const char *const encodings[] = {"", "utf-8", "gb18030"};
        struct text t = {.arena = &im->arena};

        text_addf(&t,
                  "{\"run_id\": \"%s\", \"system\": \"%s\", \"kind\": \"%s\", \"dry_run\": %s, \"seconds\": "
                  "%.3f,\n \"files\": [",
                  im->run_id, im->map.system, im->map.kind == MAP_CASES ? "cases" : "events",
                  im->options.dry_run ? "true" : "false", seconds(im));
        for (int i = 0; i < im->options.n_files; i++) {
                text_add(&t, i ? ",\n  {\"file\": " : "\n  {\"file\": ");
                text_add_json(&t, im->options.files[i]);
                text_addf(&t, ", \"encoding\": \"%s\", \"rows\": %lld, ", encodings[im->encodings[i]],
                          im->rows[i]);
                add_counts(&t, im->counts[i]);
                text_add(&t, "}");
        }
        text_addf(&t, "],\n \"total\": %s}\n", counts_as_json(im));
        fputs(text_str(&t), stdout);
}

static void print_line(const char *name, long long rows, const long long counts[ROW_STATUSES])
{
        printf("%10lld", rows);
        for (int s = 0; s < ROW_STATUSES; s++)
                printf("%10lld", counts[s]);
        printf("  %s\n", name);
}

static void print_table(struct import *im)
{
        long long sums[ROW_STATUSES];

        printf("%10s%10s%10s%10s%10s%10s  %s\n", "rows", row_status_names[0], row_status_names[1],
               row_status_names[2], row_status_names[3], row_status_names[4], "行 新增 更新 未变 跳过 退回");
        for (int i = 0; i < im->options.n_files; i++)
                print_line(im->options.files[i], im->rows[i], im->counts[i]);
        totals(im, sums);
        print_line("合计 / total", all_rows(im), sums);
        printf("写入案件 / cases written: %lld；新建单位 / units created: %zu；%.1f s%s\n", im->run.cases,
               im->known.new_units.n, seconds(im),
               im->options.dry_run ? "（试运行，未写入 / dry run, nothing written）" : "");
}

/* ---- the run ---- */

static bool write_batches(struct import *im)
{
        for (long long b = 0; b < im->run.batches; b++) {
                show_progress(im, "写入 / writing", (double)b / (double)im->run.batches);
                if (!import_run_write(&im->run, b))
                        return false;
        }
        return true;
}

static bool write_all(struct import *im)
{
        if (im->options.dry_run)
                return import_run_dry(&im->run);
        return import_run_start_writing(&im->run, &im->known.new_units) && write_batches(im) &&
               import_run_finish(&im->run, counts_as_json(im));
}

static bool run(struct import *im)
{
        bool good;

        if (!import_run_begin(&im->run, &im->known))
                return false;
        im->importer = (struct importer){.map = &im->map, .known = &im->known};
        stage_start(&im->importer.stage, im->run.conn);
        good = read_files(im);
        end_progress(im);
        show_progress(im, "比较 / comparing", 0);
        good = good && import_run_compare(&im->run, im->counts);
        end_progress(im);
        /* Before anything is written, so that a place that cannot take them stops the run. */
        good = good && write_rejects(im) && write_all(im);
        end_progress(im);
        importer_end(&im->importer);
        return good;
}

static int told(struct import *im, bool good)
{
        if (!good) {
                fputs("导入未完成；可以重新运行 / the import did not come to its end; it can be run again\n",
                      stderr);
                return FAILED;
        }
        if (im->options.json)
                print_json(im);
        else
                print_table(im);
        return total_of(im, ROW_REJECTED) ? SOME_REJECTED : DONE;
}

static bool read_map(struct import *im)
{
        struct fault f = {.arena = &im->arena};

        if (!import_map_read(im->options.map, &im->map, &f))
                return true;
        tell_fault(im->options.map, &f);
        return false;
}

static int import(struct import *im, const struct settings *s)
{
        struct db *db;
        int status;

        if (!read_map(im) || !check_files(im) || !(db = work_open(s)))
                return FAILED;
        uuid_make(im->run_id);
        im->run = (struct import_run){.conn = db_conn(db),
                                      .map = &im->map,
                                      .id = im->run_id,
                                      .files = files_as_json(im),
                                      .batch_cases = im->options.batch};
        status = told(im, run(im));
        db_close(db);
        return status;
}

int import_command(const struct settings *s, int argc, char **argv)
{
        struct import *im = calloc(1, sizeof *im);
        int status;

        if (!im)
                return FAILED;
        im->began = clock_us();
        im->progress = isatty(STDERR_FILENO);
        status = read_options(&im->options, argc, argv) ? import(im, s) : usage();
        lookup_free(&im->known.unit_names);
        lookup_free(&im->known.unit_codes);
        lookup_free(&im->known.causes);
        lookup_free(&im->known.new_units);
        arena_free(&im->arena);
        free(im);
        return status;
}

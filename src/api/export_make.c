#include "api/exports.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/log.h"
#include "sql_table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The maker takes an export for LEASE_S and says every second that it goes on. */
enum { LEASE_S = 30, NOTE_EVERY_US = 1000000, ROWS_MAX = 500000, LOGGED_TOGETHER = 1000, PIECE = 192 << 10, LEFTOVER_S = 7200 };
#define FOLDER_NAME "anjuan-export-"

struct making {
        struct export_job job;
        struct export_maker *maker;
        const char *format, *folder, *path, *file_name;
        char sha256[SHA256_HEX_LEN + 1];
        long long bytes;
        struct text *subjects; /* of the log's lines, "{id,…}" each */
        int n_subjects, cap_subjects;
};

/* Rows as they come over the wire, one by one. */
struct stream {
        struct doc_rows rows;
        struct making *m;
        PGresult *row;
        const char *cells[EXPORT_COLUMNS_MAX];
        long n;
        bool open;
        uint64_t noted_us;
};

/* ---- statements ---- */

static void add(struct export_job *j, struct trip *t, int sql)
{
        const struct sql *q = &sql_table[sql];
        const char *values[SQL_PARAMS_MAX];

        for (int i = 0; i < q->n_params; i++)
                values[i] = args_get(&j->args, q->params[i]);
        trip_add(t, sql, values);
}

static err_t database_fault(struct fault *f, const char *sqlstate)
{
        if (!strncmp(sqlstate, "57014", 5))
                return fault_set(f, ERR_TIMEOUT, "查询超时，请缩小范围", "The query took too long; narrow it");
        return fault_set(f, ERR_UNAVAILABLE, "数据库不可用", "The database is not available");
}

static PGresult *ask_at(struct export_job *j, struct db *db, int sql)
{
        struct trip t;
        PGresult *r = NULL;

        if (!db_alive(db)) {
                database_fault(&j->fault, "");
                return NULL;
        }
        trip_start(&t, db);
        add(j, &t, sql);
        if (trip_run(&t))
                r = trip_take(&t, 0);
        else
                database_fault(&j->fault, t.sqlstate);
        trip_end(&t);
        return r;
}

PGresult *export_ask(struct export_job *j, int sql)
{
        return ask_at(j, j->db, sql);
}

static err_t run(struct export_job *j, int sql)
{
        AUTO_RESULT r = export_ask(j, sql);

        return r ? OK : j->fault.err;
}

static bool is_true(const PGresult *r)
{
        return r && PQntuples(r) == 1 && PQgetvalue(r, 0, 0)[0] == 't';
}

/* From here on what is read is what the person may read, out of one snapshot. */
static err_t begin_as(struct export_job *j, int begin)
{
        err_t e = run(j, begin);

        return e ? e : run(j, SQL_EXPORT_ACT);
}

static err_t note_step(struct making *m, long n)
{
        args_set(&m->job.args, "rows_done", arena_printf(&m->job.arena, "%ld", n));
        {
                AUTO_RESULT r = ask_at(&m->job, m->maker->notes, SQL_EXPORT_STEP);

                if (!r)
                        return m->job.fault.err;
                if (is_true(r))
                        return OK;
        }
        return fault_set(&m->job.fault, ERR_CONFLICT, "已由其他服务器接手", "Another server makes it now");
}

/* ---- the stream ---- */

static err_t take_subject(struct making *m, const char *id)
{
        struct text *t = m->n_subjects ? &m->subjects[m->n_subjects - 1] : NULL;

        if (!t || t->len > (size_t)LOGGED_TOGETHER * 37) {
                if (m->n_subjects == m->cap_subjects)
                        return fault_set(&m->job.fault, ERR_INVALID, "超过 %d 行，请缩小范围", "More than %d rows; narrow it", ROWS_MAX);
                t = &m->subjects[m->n_subjects++];
                *t = (struct text){.arena = &m->job.arena};
        }
        text_addf(t, "%s%s", t->len ? "," : "{", id);
        return OK;
}

static const char *word_of(const struct export_job *j, int column, const char *value)
{
        const struct term *t = j->kind->terms ? j->kind->terms[column] : NULL;

        for (; t && t->code; t++)
                if (!strcmp(t->code, value))
                        return j->english ? t->en : t->zh;
        return value;
}

static err_t take_row(struct stream *s)
{
        struct export_job *j = &s->m->job;

        for (int i = 0; i < j->kind->n_columns; i++)
                s->cells[i] = PQgetisnull(s->row, 0, i + 1) ? NULL : word_of(j, i, PQgetvalue(s->row, 0, i + 1));
        if (++s->n > ROWS_MAX)
                return fault_set(&j->fault, ERR_INVALID, "超过 %d 行，请缩小范围", "More than %d rows; narrow it", ROWS_MAX);
        if (clock_us() - s->noted_us > NOTE_EVERY_US) {
                err_t e = note_step(s->m, s->n);

                if (e)
                        return e;
                s->noted_us = clock_us();
        }
        return PQgetisnull(s->row, 0, 0) ? OK : take_subject(s->m, PQgetvalue(s->row, 0, 0));
}

static void drain(struct stream *s)
{
        PQclear(s->row);
        s->row = NULL;
        while (s->open && (s->row = PQgetResult(db_peek(s->m->job.db))))
                PQclear(s->row);
        s->row = NULL;
        s->open = false;
}

static const char *const *next_row(struct doc_rows *rows)
{
        struct stream *s = (struct stream *)rows;

        if (!s->open)
                return NULL;
        PQclear(s->row);
        s->row = PQgetResult(db_peek(s->m->job.db));
        if (PQresultStatus(s->row) == PGRES_SINGLE_TUPLE) {
                rows->err = take_row(s);
                return rows->err ? NULL : s->cells;
        }
        if (PQresultStatus(s->row) != PGRES_TUPLES_OK) {
                const char *state = PQresultErrorField(s->row, PG_DIAG_SQLSTATE);

                rows->err = database_fault(&s->m->job.fault, state ? state : "");
        }
        drain(s);
        return NULL;
}

static err_t open_stream(struct stream *s, struct making *m)
{
        const struct sql *q = &sql_table[m->job.kind->sql];
        const char *values[SQL_PARAMS_MAX];
        PGconn *c = db_conn(m->job.db);

        *s = (struct stream){.rows = {.next = next_row}, .m = m, .noted_us = clock_us()};
        for (int i = 0; i < q->n_params; i++)
                values[i] = args_get(&m->job.args, q->params[i]);
        s->open = PQsendQueryParams(c, q->text, q->n_params, NULL, values, NULL, NULL, 0) && PQsetSingleRowMode(c);
        return s->open ? OK : database_fault(&m->job.fault, "");
}

/* Behind a fault in the middle: what is still coming is not wanted. */
static void close_stream(struct stream *s)
{
        char why[256];
        PGcancel *stop = s->open ? PQgetCancel(db_peek(s->m->job.db)) : NULL;

        if (stop)
                PQcancel(stop, why, sizeof why);
        PQfreeCancel(stop);
        drain(s);
        db_conn_end(s->m->job.db);
}

/* ---- the document ---- */

static err_t count_rows(struct making *m)
{
        AUTO_RESULT r = m->job.kind->sql_count ? export_ask(&m->job, m->job.kind->sql_count) : NULL;

        if (!m->job.kind->sql_count)
                return OK;
        if (!r)
                return m->job.fault.err;
        args_set(&m->job.args, "rows_total", PQgetvalue(r, 0, 0));
        return note_step(m, 0);
}

static err_t write_doc(struct making *m, const struct doc *d)
{
        if (!strcmp(m->format, "csv"))
                return csv_write(d, m->path, &m->job.fault);
        if (!strcmp(m->format, "pdf"))
                return pdf_write(d, &m->maker->render, m->path, &m->job.fault);
        return xlsx_write(d, &m->maker->render, m->path, &m->job.fault);
}

static err_t write_rows(struct making *m, struct doc *d)
{
        const struct export_kind *k = m->job.kind;
        struct stream s;
        struct doc_table t = {.title = k->title, .columns = k->columns, .n_columns = k->n_columns, .rows = &s.rows, .frozen_columns = 1};
        struct doc_block b = {.kind = DOC_TABLE, .table = &t};
        err_t e = open_stream(&s, m);

        if (e)
                return e;
        d->blocks = &b;
        d->n_blocks = 1;
        e = write_doc(m, d);
        close_stream(&s);
        args_set(&m->job.args, "rows_done", arena_printf(&m->job.arena, "%ld", s.n));
        return e;
}

static err_t make_file(struct making *m)
{
        struct doc d = {.title = m->job.kind->title, .english = m->job.english, .landscape = m->job.kind->landscape, .made_at = time(NULL)};
        err_t e = begin_as(&m->job, SQL_EXPORT_BEGIN);

        args_set(&m->job.args, "rows_done", "0");
        if (!e)
                e = count_rows(m);
        if (!e && m->job.kind->build)
                e = m->job.kind->build(&m->job, &d);
        if (!e)
                e = m->job.kind->build ? write_doc(m, &d) : write_rows(m, &d);
        if (db_alive(m->job.db)) {
                err_t ended = run(&m->job, SQL_ROLLBACK);

                e = e ? e : ended;
        }
        return e;
}

/* ---- keeping it ---- */

static err_t measure(struct making *m)
{
        unsigned char digest[SHA256_LEN], *some = arena_take(&m->job.arena, PIECE);
        struct sha256_run *h = sha256_begin();
        FILE *f = fopen(m->path, "re");
        size_t n;

        while (f && (n = fread(some, 1, PIECE, f)) > 0) {
                sha256_add(h, some, n);
                m->bytes += (long long)n;
        }
        sha256_end(h, digest);
        hex_encode(digest, sizeof digest, m->sha256);
        if (f)
                fclose(f);
        if (m->bytes > m->maker->bytes_max)
                return fault_set(&m->job.fault, ERR_INVALID, "文件超过 %lld MiB，请缩小范围", "The file is larger than %lld MiB; narrow it",
                                 m->maker->bytes_max >> 20);
        return f ? OK : fault_set(&m->job.fault, ERR_UNAVAILABLE, "文件无法读取", "The file cannot be read");
}

static err_t log_subjects(struct making *m)
{
        err_t e = OK;

        args_set(&m->job.args, "subjects", NULL);
        if (!m->n_subjects)
                return run(&m->job, SQL_EXPORT_AUDIT);
        for (int i = 0; i < m->n_subjects && !e; i++) {
                text_add(&m->subjects[i], "}");
                args_set(&m->job.args, "subjects", text_str(&m->subjects[i]));
                e = run(&m->job, SQL_EXPORT_AUDIT);
        }
        return e;
}

static err_t keep_pieces(struct making *m)
{
        unsigned char *some = arena_take(&m->job.arena, PIECE);
        char *hex = arena_take(&m->job.arena, 2 * PIECE + 3);
        FILE *f = fopen(m->path, "re");
        struct trip t;
        err_t e = f ? OK : fault_set(&m->job.fault, ERR_UNAVAILABLE, "文件无法读取", "The file cannot be read");
        size_t n;

        strcpy(hex, "\\x");
        for (int i = 0; !e && (n = fread(some, 1, PIECE, f)) > 0; i++) {
                char number[12];

                snprintf(number, sizeof number, "%d", i);
                hex_encode(some, n, hex + 2);
                trip_start(&t, m->job.db);
                trip_add(&t, SQL_EXPORT_KEEP, (const char *const[]){args_get(&m->job.args, "work_token"), number, hex});
                if (!trip_run(&t))
                        e = database_fault(&m->job.fault, t.sqlstate);
                trip_end(&t);
                if (!e && i % 64 == 63)
                        e = note_step(m, atol(args_get(&m->job.args, "rows_done")));
        }
        if (f)
                fclose(f);
        return e;
}

static err_t say_done(struct making *m)
{
        AUTO_RESULT r = NULL;

        args_set(&m->job.args, "bytes", arena_printf(&m->job.arena, "%lld", m->bytes));
        args_set(&m->job.args, "sha256", m->sha256);
        args_set(&m->job.args, "file_name", m->file_name);
        args_set(&m->job.args, "days", arena_printf(&m->job.arena, "%d", m->maker->days));
        r = export_ask(&m->job, SQL_EXPORT_DONE);
        if (!r)
                return m->job.fault.err;
        if (is_true(r))
                return run(&m->job, SQL_COMMIT);
        return fault_set(&m->job.fault, ERR_FORBIDDEN, "生成期间申请人的会话、账号或权限发生变化，请重新申请",
                         "The session, account or rights of the person changed meanwhile; ask again");
}

/* The log's lines, all pieces and the word that it is done are one transaction: there is no half of an export. */
static err_t keep_file(struct making *m)
{
        err_t e = measure(m);

        if (!e)
                e = begin_as(&m->job, SQL_BEGIN);
        if (!e)
                e = log_subjects(m);
        if (!e)
                e = keep_pieces(m);
        if (!e)
                e = say_done(m);
        if (e && db_alive(m->job.db))
                (void)!run(&m->job, SQL_ROLLBACK);
        return e;
}

/* ---- one export ---- */

static void take_parameters(struct export_job *j, const char *text)
{
        json_t *all = json_loads(text, 0, NULL), *value;
        const char *name;

        json_object_foreach(all, name, value)
                if (json_is_string(value))
                        args_set(&j->args, name, json_string_value(value));
        json_decref(all);
}

static bool take(struct making *m)
{
        AUTO_RESULT r = NULL;
        struct export_job *j = &m->job;

        args_set(&j->args, "lease_s", arena_printf(&j->arena, "%d", LEASE_S));
        r = ask_at(j, m->maker->notes, SQL_EXPORT_TAKE);
        if (!r || PQgetisnull(r, 0, 0))
                return false;
        args_set(&j->args, "export_id", PQgetvalue(r, 0, 0));
        args_set(&j->args, "work_token", PQgetvalue(r, 0, 1));
        j->kind = export_kind_find(PQgetvalue(r, 0, 2));
        m->format = arena_text(&j->arena, PQgetvalue(r, 0, 3));
        j->english = PQgetvalue(r, 0, 4)[0] == 't';
        take_parameters(j, PQgetvalue(r, 0, 5));
        return true;
}

static err_t open_folder(struct making *m)
{
        char *folder = arena_printf(&m->job.arena, "%s/" FOLDER_NAME "XXXXXX", m->maker->render.folder);
        struct tm day;
        time_t now = time(NULL);
        char date[16];

        m->folder = mkdtemp(folder);
        if (!m->folder)
                return fault_set(&m->job.fault, ERR_UNAVAILABLE, "服务器的临时目录不可用", "The server's folder for files on their way cannot be used");
        now += 8 * 3600; /* the day in Shanghai */
        gmtime_r(&now, &day);
        strftime(date, sizeof date, "%Y%m%d", &day);
        m->path = arena_printf(&m->job.arena, "%s/it", m->folder);
        m->file_name = arena_printf(&m->job.arena, "anjuan-%s-%s.%s", m->job.kind->name, date, m->format);
        return OK;
}

static void remove_folder(const char *folder)
{
        struct arena a = {0};
        DIR *d = opendir(folder);
        struct dirent *e;

        while (d && (e = readdir(d)))
                if (e->d_name[0] != '.')
                        unlink(arena_printf(&a, "%s/%s", folder, e->d_name));
        if (d)
                closedir(d);
        rmdir(folder);
        arena_free(&a);
}

void export_tidy(const char *folder)
{
        struct arena a = {0};
        DIR *d = opendir(folder);
        struct dirent *e;
        struct stat s;

        while (d && (e = readdir(d))) {
                const char *path = arena_printf(&a, "%s/%s", folder, e->d_name);

                if (!strncmp(e->d_name, FOLDER_NAME, strlen(FOLDER_NAME)) && !lstat(path, &s) && S_ISDIR(s.st_mode) && s.st_uid == geteuid() &&
                    s.st_mtime < time(NULL) - LEFTOVER_S)
                        remove_folder(path);
        }
        if (d)
                closedir(d);
        arena_free(&a);
}

static err_t make(struct making *m)
{
        err_t e;

        if (!m->job.kind)
                return fault_set(&m->job.fault, ERR_INVALID, "不再提供此内容", "This kind is no longer offered");
        m->cap_subjects = ROWS_MAX / LOGGED_TOGETHER + 2;
        m->subjects = arena_take(&m->job.arena, sizeof *m->subjects * (size_t)m->cap_subjects);
        if ((e = open_folder(m)))
                return e;
        e = make_file(m);
        if (!e)
                e = keep_file(m);
        remove_folder(m->folder);
        return e;
}

static void say_failed(struct making *m, err_t e)
{
        const struct fault *f = &m->job.fault;

        args_set(&m->job.args, "reason_zh", f->zh ? f->zh : err_info(e)->zh);
        args_set(&m->job.args, "reason_en", f->en ? f->en : err_info(e)->en);
        log_say(LOG_WARN, "an export failed", "export_id", args_get(&m->job.args, "export_id"), "why", err_info(e)->code, NULL);
        /* Without the database, and what another took over, is begun anew after its lease. */
        if (e != ERR_CONFLICT && db_ensure(m->maker->notes))
                PQclear(ask_at(&m->job, m->maker->notes, SQL_EXPORT_FAIL));
}

bool export_make(struct export_maker *maker)
{
        struct making m = {.maker = maker, .job = {.db = maker->work}};
        err_t e;
        bool taken;

        if (!db_ensure(maker->notes) || !db_ensure(maker->work))
                return false;
        m.job.fault.arena = &m.job.arena;
        m.job.args.arena = &m.job.arena;
        taken = take(&m);
        if (taken && (e = make(&m)))
                say_failed(&m, e);
        arena_free(&m.job.arena);
        return taken;
}

/* Exports: asked for, made in the background with the rights of whoever asked, fetched by that person alone. */
#include "harness.h"

#include "base/digest.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ASK "{\"kind\":\"cases\",\"format\":\"%s\",\"parameters\":{%s}}"

static struct answer *ask(const char *who, const char *format, const char *parameters)
{
        return post(who, text(ASK, format, parameters), "/api/v1/exports");
}

static const char *asked(const char *who, const char *format, const char *parameters)
{
        struct answer *a = ask(who, format, parameters);

        expect(a, 202);
        return at(a, "export_id");
}

/* Waits until it is no longer queued or running. */
static struct answer *settled(const char *who, const char *id)
{
        struct answer *a = NULL;

        for (int i = 0; i < 300; i++) {
                a = get(who, "/api/v1/exports/%s", id);
                expect(a, 200);
                if (strcmp(at(a, "state"), "queued") && strcmp(at(a, "state"), "running"))
                        return a;
                usleep(100000);
        }
        ck_abort_msg("it is still %s", a->text);
        return NULL;
}

static struct answer *done(const char *who, const char *id)
{
        struct answer *a = settled(who, id);

        ck_assert_msg(!strcmp(at(a, "state"), "done"), "%s", a->text);
        return a;
}

static struct answer *file_of(const char *who, const char *id)
{
        return get(who, "/api/v1/exports/%s/file", id);
}

static void expect_sha256(const struct answer *file, const char *sha256)
{
        char hex[SHA256_HEX_LEN + 1];

        sha256_hex(file->text, file->len, hex);
        ck_assert_str_eq(hex, sha256);
}

static int lines_in(const struct answer *file)
{
        int n = 0;

        for (size_t i = 0; i < file->len; i++)
                n += file->text[i] == '\n';
        return n;
}

START_TEST(an_export_is_made_in_the_background_and_fetched_later)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        struct answer *a = ask("officer1.huangpu", "csv", "\"filed_from\":\"2026-03-02\",\"filed_to\":\"2026-03-02\""), *file;
        const char *export = at(a, "export_id");

        expect(a, 202);
        ck_assert_str_eq(a->location, text("/api/v1/exports/%s", export));
        a = done("officer1.huangpu", export);
        ck_assert_int_eq(number_at(a, "rows_done"), number_at(a, "rows_total"));
        file = file_of("officer1.huangpu", export);
        expect(file, 200);
        ck_assert_str_eq(header(file, "Content-Type"), "text/csv; charset=utf-8");
        ck_assert_ptr_nonnull(strstr(header(file, "Content-Disposition"), at(a, "file_name")));
        ck_assert_int_eq(number_at(a, "bytes"), (long long)file->len);
        expect_sha256(file, at(a, "sha256"));
        ck_assert_ptr_nonnull(strstr(file->text, "案号,案件名称,承办单位,"));
        ck_assert_ptr_nonnull(strstr(file->text, sql("select number from case_file where case_id = '%s'", id)));
        ck_assert_ptr_nonnull(strstr(file->text, "普通程序"));
        ck_assert_int_eq(lines_in(file), (int)number_at(a, "rows_done") + 1);
        /* What was read is logged with the case, under who asked; so is the fetching. */
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%\"makeExport\"%%' and content like '%%%s%%' and content like '%%' ||"
                             " (select person_id from person where login = 'officer1.huangpu') || '%%'", id), "1");
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%getExportFile%%' and content like '%%%s%%'", export), "1");
        a = request("officer1.huangpu", "GET", text("/api/v1/exports/%s/file", export), NULL,
                    (const char *const[]){text("If-None-Match: %s", file->etag), NULL});
        expect(a, 304);
        ck_assert_str_eq(at(get("officer1.huangpu", "/api/v1/exports"), "items/0/export_id"), export);
        ck_assert_str_eq(sql("select count(*) from session where source = 'export'"), "0");
}
END_TEST

START_TEST(each_format_is_what_it_says)
{
        struct answer *xlsx, *pdf;
        const char *one = asked("officer1.huangpu", "xlsx", ""), *other = asked("officer1.huangpu", "pdf", "");

        done("officer1.huangpu", one);
        done("officer1.huangpu", other);
        xlsx = file_of("officer1.huangpu", one);
        ck_assert_str_eq(header(xlsx, "Content-Type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        ck_assert(!memcmp(xlsx->text, "PK\3\4", 4));
        pdf = file_of("officer1.huangpu", other);
        ck_assert_str_eq(header(pdf, "Content-Type"), "application/pdf");
        ck_assert(!memcmp(pdf->text, "%PDF-", 5));
}
END_TEST

START_TEST(an_export_has_what_its_asker_may_read_and_nobody_else_sees_it)
{
        const char *theirs = case_filed_by("officer1.pudong", "2026-03-03", ""), *own = case_filed_by("officer1.huangpu", "2026-03-03", "");
        const char *day = "\"filed_from\":\"2026-03-03\",\"filed_to\":\"2026-03-03\"";
        const char *export = asked("officer1.huangpu", "csv", day), *city = asked("legal1.city", "csv", day);
        const char *foreign = asked("officer1.huangpu", "csv", "\"unit_id\":\"310115\"");
        const char *number = sql("select number from case_file where case_id = '%s'", theirs);
        struct answer *file;

        done("officer1.huangpu", export);
        done("legal1.city", city);
        file = file_of("officer1.huangpu", export);
        ck_assert_ptr_null(strstr(file->text, number));
        ck_assert_ptr_nonnull(strstr(file->text, sql("select number from case_file where case_id = '%s'", own)));
        ck_assert_ptr_nonnull(strstr(file_of("legal1.city", city)->text, number));
        ck_assert_int_eq(number_at(done("officer1.huangpu", foreign), "rows_done"), 0);
        expect_problem(get("officer2.huangpu", "/api/v1/exports/%s", export), 404, "not-found");
        expect_problem(file_of("officer2.huangpu", export), 404, "not-found");
        expect_problem(file_of("legal1.city", export), 404, "not-found");
        expect_problem(file_of(NULL, export), 401, "unauthenticated");
        ck_assert_ptr_null(strstr(get("officer2.huangpu", "/api/v1/exports")->text, export));
}
END_TEST

START_TEST(who_lost_the_right_does_not_fetch_what_was_made_with_it)
{
        const char *export = asked("lead.jiading", "csv", "");

        done("lead.jiading", export);
        expect(file_of("lead.jiading", export), 200);
        sql("update role_assignment set valid_to = anjuan_today() - 1 where person_id = (select person_id from person where login = 'lead.jiading')");
        expect_problem(file_of("lead.jiading", export), 404, "not-found");
        ck_assert_str_eq(sql_as("lead.jiading", "select count(*) from export_chunk"), "0");
        expect_problem(ask("lead.jiading", "csv", ""), 403, "forbidden");
        sql("update role_assignment set valid_to = null where person_id = (select person_id from person where login = 'lead.jiading')");
}
END_TEST

START_TEST(an_export_of_somebody_who_may_no_longer_do_it_fails)
{
        const char *export = "01920000-0000-7000-8000-00000000e001";
        struct answer *a;

        /* The right goes between asking and making. */
        sql("insert into export (export_id, person_id, kind, format, english, permission)"
            " select '%s', person_id, 'cases', 'csv', false, 'case.read' from person where login = 'admin.city'", export);
        a = settled("admin.city", export);
        ck_assert_str_eq(at(a, "state"), "failed");
        ck_assert_ptr_nonnull(strstr(at(a, "reason_en"), "ask again"));
        ck_assert_str_eq(sql("select count(*) from export_chunk where export_id = '%s'", export), "0");
        ck_assert_str_eq(sql("select count(*) from session where source = 'export'"), "0");
}
END_TEST

START_TEST(what_does_not_fit_is_told_at_once)
{
        struct answer *a = post("officer1.huangpu", "{\"kind\":\"x\",\"format\":\"docx\",\"language\":\"fr\",\"parameters\":{\"state\":\"x\",\"y\":\"z\"}}",
                                "/api/v1/exports");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/kind", "choice");
        expect_field(a, "/format", "choice");
        expect_field(a, "/language", "choice");
        expect_field(a, "/parameters/state", "choice");
        expect_field(a, "/parameters/y", "unknown");
        expect_problem(ask("admin.city", "csv", ""), 403, "forbidden");
        expect_problem(get("officer1.huangpu", "/api/v1/exports/01920000-0000-7000-8000-00000000dead"), 404, "not-found");
}
END_TEST

START_TEST(one_person_has_five_waiting_exports_at_most)
{
        sql("insert into export (export_id, person_id, kind, format, english, permission, state, work_hash, lease_until, attempts)"
            " select gen_random_uuid(), person_id, 'cases', 'csv', false, 'case.read', 'running', '', anjuan_now() + interval '1 hour', 1"
            " from person, generate_series(1, 5) where login = 'officer2.huangpu'");
        expect_problem(ask("officer2.huangpu", "csv", ""), 429, "too-many-requests");
        sql("delete from export where work_hash = ''");
        done("officer2.huangpu", asked("officer2.huangpu", "csv", ""));
}
END_TEST

static const char *left_running(const char *id, int attempts)
{
        sql("insert into export (export_id, person_id, kind, format, english, permission, state, work_hash, lease_until, attempts)"
            " select '%s', person_id, 'cases', 'csv', false, 'case.read', 'running', '\\xab', anjuan_now() - interval '1 second', %d"
            " from person where login = 'officer1.huangpu'", id, attempts);
        return id;
}

START_TEST(what_a_maker_left_behind_is_begun_anew_three_times_at_most)
{
        const char *again = left_running("01920000-0000-7000-8000-00000000e002", 1);
        const char *never = left_running("01920000-0000-7000-8000-00000000e003", 3);
        struct answer *a;

        done("officer1.huangpu", again);
        ck_assert_str_eq(sql("select attempts from export where export_id = '%s'", again), "2");
        expect(file_of("officer1.huangpu", again), 200);
        a = settled("officer1.huangpu", never);
        ck_assert_str_eq(at(a, "state"), "failed");
        ck_assert_str_eq(at(a, "reason_en"), "It broke off three times");
        expect_problem(file_of("officer1.huangpu", never), 404, "not-found");
}
END_TEST

START_TEST(a_file_that_is_not_made_yet_is_told_as_that)
{
        const char *id = "01920000-0000-7000-8000-00000000e004";
        struct answer *a;

        sql("insert into export (export_id, person_id, kind, format, english, permission, state, work_hash, lease_until, attempts, rows_done, rows_total)"
            " select '%s', person_id, 'cases', 'csv', false, 'case.read', 'running', '\\xac', anjuan_now() + interval '1 hour', 1, 40, 100"
            " from person where login = 'officer1.huangpu'", id);
        a = get("officer1.huangpu", "/api/v1/exports/%s", id);
        ck_assert_int_eq(number_at(a, "rows_done"), 40);
        ck_assert_int_eq(number_at(a, "rows_total"), 100);
        a = file_of("officer1.huangpu", id);
        expect_problem(a, 409, "conflict");
        ck_assert_str_ne(a->retry_after, "");
        sql("delete from export where export_id = '%s'", id);
}
END_TEST

START_TEST(a_file_is_forgotten_after_its_days_and_that_it_was_is_kept)
{
        const char *export = asked("officer1.huangpu", "csv", "");

        done("officer1.huangpu", export);
        sql("update export set kept_until = anjuan_now() - interval '1 minute' where export_id = '%s'", export);
        sql("select export_sweep()");
        ck_assert_str_eq(at(get("officer1.huangpu", "/api/v1/exports/%s", export), "state"), "expired");
        ck_assert_str_eq(sql("select count(*) from export_chunk where export_id = '%s'", export), "0");
        expect_problem(file_of("officer1.huangpu", export), 404, "not-found");
}
END_TEST

START_TEST(a_long_export_goes_out_whole)
{
        const char *export;
        struct answer *a, *file;

        sql("insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_text, filed_on, state, fine_fen, recorded_by)"
            " select gen_random_uuid(), '310101', '310101', '长' || i, '=甲公司涉嫌违法案' || i, 'ordinary', 'inspection', '其他', '2020-01-01', 'filed', i,"
            " person_id from person, generate_series(1, 12000) i where login = 'officer1.huangpu'");
        export = asked("officer1.huangpu", "csv", "\"filed_to\":\"2020-01-01\",\"unit_id\":\"310101\"");
        a = done("officer1.huangpu", export);
        ck_assert_int_eq(number_at(a, "rows_done"), 12000);
        file = file_of("officer1.huangpu", export);
        expect(file, 200);
        ck_assert_int_eq(lines_in(file), 12001);
        expect_sha256(file, at(a, "sha256"));
        ck_assert_str_ne(sql("select count(*) from export_chunk where export_id = '%s'", export), "1");
        ck_assert_ptr_nonnull(strstr(file->text, "\n长7,'=甲公司涉嫌违法案7,"));
        /* Every case that was read stands in the log. */
        ck_assert_str_eq(sql("select count(distinct s) from audit_event e, json_array_elements_text(e.content::json -> 'subjects') s"
                             " join case_file c on c.case_id = s::uuid where e.content like '%%makeExport%%' and c.filed_on = '2020-01-01'"), "12000");
}
END_TEST

HARNESS_MAIN("exports", "demo", an_export_is_made_in_the_background_and_fetched_later, each_format_is_what_it_says,
             an_export_has_what_its_asker_may_read_and_nobody_else_sees_it, who_lost_the_right_does_not_fetch_what_was_made_with_it,
             an_export_of_somebody_who_may_no_longer_do_it_fails, what_does_not_fit_is_told_at_once, one_person_has_five_waiting_exports_at_most,
             what_a_maker_left_behind_is_begun_anew_three_times_at_most, a_file_that_is_not_made_yet_is_told_as_that,
             a_file_is_forgotten_after_its_days_and_that_it_was_is_kept, a_long_export_goes_out_whole)

#include "harness.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/sign.h"
#include "db/migrate.h"
#include "main/command.h"
#include "main/verify.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUARTER "/api/v1/statistics/quarters/"
#define CLOSE "{\"reason\":\"各单位已口头确认\"}"

/* Texts too long for a message of the framework. */
static void expect_same(const char *a, const char *b)
{
        size_t n = 0;

        while (a[n] && a[n] == b[n])
                n++;
        ck_assert_msg(!a[n] && !b[n], "they differ at byte %zu: %.200s / %.200s", n, a + n, b + n);
}

/* The row of a unit in a quarter's answer: "units/3"; fails when it is not there. */
static const char *row_of(const struct answer *a, const char *unit)
{
        for (size_t i = 0; i < count_at(a, "units"); i++)
                if (!strcmp(at(a, text("units/%zu/unit_id", i)), unit))
                        return text("units/%zu", i);
        ck_abort_msg("no row of %s: %s", unit, a->text);
        return NULL;
}

static long long figure(const struct answer *a, const char *row, const char *name)
{
        return number_at(a, text("%s/%s", row, name));
}

static void expect_figures(const struct answer *a, const char *row, const char *const names[], const long long values[])
{
        for (; *names; names++, values++)
                ck_assert_msg(figure(a, row, *names) == *values, "%s: expected %lld: %.900s", *names, *values, at(a, row));
        ck_assert_str_eq(at(a, text("%s/balance_holds", row)), "true");
}
static void expect_counts(const struct answer *a, const char *row, const char *const names[], const long long values[])
{
        for (; *names; names++, values++)
                ck_assert_msg(figure(a, row, *names) == *values, "%s: expected %lld, found %lld", *names, *values, figure(a, row, *names));
}
#define EXPECT(a, row, names, ...) expect_figures(a, row, names, (const long long[]){__VA_ARGS__})
#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *const main_figures[] = {"filed", "decided", "ended", "in_hand_start", "in_hand_end", "fines_decided_fen",
                                           "fines_collected_fen", NULL};

START_TEST(every_unit_is_listed_with_zeros)
{
        struct answer *a = get("legal1.city", QUARTER "2026Q1");

        expect(a, 200);
        ck_assert_str_eq(at(a, "from"), "2026-01-01");
        ck_assert_str_eq(at(a, "to"), "2026-03-31");
        ck_assert_str_eq(at(a, "view"), "live");
        ck_assert_ptr_null(at(a, "frozen"));
        ck_assert_uint_eq(count_at(a, "units"), 18);
        for (size_t i = 0; i < 18; i++)
                EXPECT(a, text("units/%zu", i), main_figures, 0, 0, 0, 0, 0, 0, 0);
        EXPECT(a, "total", main_figures, 0, 0, 0, 0, 0, 0, 0);
        ck_assert_ptr_null(at(a, "total/ordinary_share_bp"));
        ck_assert_str_eq(at(a, "units/0/unit_id"), "city");
        ck_assert_str_eq(at(a, "units/1/unit_id"), "centre");
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/statistics/quarters"), "items"), 0);
}
END_TEST

START_TEST(an_act_counts_in_the_quarter_of_its_day_at_its_unit)
{
        struct answer *a;

        case_closed_in("huangpu", "2026-01-05", "2026-03-31", "2026-04-01", 1500050);
        case_filed_by("officer1.huangpu", "2026-03-31", "");
        case_filed_by("officer1.pudong", "2026-04-01", "");
        a = get("legal1.city", QUARTER "2026Q1");
        EXPECT(a, row_of(a, "310101"), main_figures, 2, 1, 0, 0, 2, 1500050, 0);
        EXPECT(a, row_of(a, "310115"), main_figures, 0, 0, 0, 0, 0, 0, 0);
        EXPECT(a, "total", main_figures, 2, 1, 0, 0, 2, 1500050, 0);
        EXPECT(a, row_of(a, "310101"), NAMES("decided_penalty", "penalties_ordinary", "penalties_simple", "ordinary_share_bp"), 1, 1, 0, 10000);
        a = get("legal1.city", QUARTER "2026Q2");
        EXPECT(a, row_of(a, "310101"), main_figures, 0, 0, 1, 2, 1, 0, 1500050);
        EXPECT(a, row_of(a, "310115"), main_figures, 1, 0, 0, 0, 1, 0, 0);
        EXPECT(a, "total", main_figures, 1, 0, 1, 2, 2, 0, 1500050);
}
END_TEST

START_TEST(the_ways_a_case_ends_and_is_decided_are_told_apart)
{
        const char *id = case_filed_by("officer1.jiading", "2026-01-10", "");
        struct answer *a;

        expect(record("lead.jiading", id, "terminated", "2026-02-01", "\"basis\":\"当事人死亡\",\"remark\":\"当事人死亡\""), 201);
        id = case_filed_by("officer1.jiading", "2026-01-10", "");
        expect(record("officer1.jiading", id, "transfer_proposed", "2026-02-01", "\"remark\":\"涉嫌犯罪\""), 201);
        expect(record("lead.jiading", id, "transfer_decided", "2026-02-01", "\"outcome\":\"approved\""), 201);
        expect(record("lead.jiading", id, "transferred", "2026-02-01", "\"receiver\":\"公安机关\",\"transfer_kind\":\"criminal\""), 201);
        id = case_filed_by("officer1.jiading", "2026-01-10", "");
        investigate("jiading", id, "2026-02-01");
        expect(record("lead.jiading", id, "decided", "2026-02-01", "\"outcome\":\"no_penalty\",\"basis\":\"第三十三条\""), 201);
        id = at(post("officer1.jiading", "{\"procedure\":\"simple\",\"source\":\"grid\",\"cause_code\":\"11\",\"filed_on\":\"2026-01-11\","
                     "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}],\"officers\":[\"01920000-0000-7000-8000-000000000007\","
                     "\"01920000-0000-7000-8000-000000000008\"]}", "/api/v1/cases"), "case_id");
        expect(record("officer1.jiading", id, "decided", "2026-01-11",
                      "\"outcome\":\"penalty\",\"told\":true,\"party_said\":\"无异议\",\"penalties\":[{\"kind\":\"warning\"}]"), 201);
        a = get("auditor.city", QUARTER "2026Q1");
        EXPECT(a, row_of(a, "310114"), NAMES("filed", "terminated", "transferred", "closed", "ended", "in_hand_end", "decided",
                                            "decided_penalty", "decided_no_penalty", "decided_unstated", "penalties_simple",
                                            "penalties_ordinary", "ordinary_share_bp"),
               4, 1, 1, 0, 2, 2, 2, 1, 1, 0, 1, 0, 0);
        EXPECT(a, "total", NAMES("penalties_simple", "penalties_ordinary", "ordinary_share_bp"), 1, 1, 5000);
}
END_TEST

START_TEST(a_unit_reads_its_own_row_and_the_totals_of_all)
{
        struct answer *all = get("legal1.city", QUARTER "2026Q1");
        /* The city's legal reviewer serves in two units. */
        static const struct {
                const char *who, *unit;
                size_t rows;
        } own[] = {{"officer2.huangpu", "310101", 1}, {"lead.pudong", "310115", 1}, {"legalreview.city", "city", 2}, {"legalreview.city", "310101", 2}};

        expect_same(at(get("auditor.city", QUARTER "2026Q1"), "units"), at(all, "units"));
        for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
                struct answer *a = get(own[i].who, QUARTER "2026Q1");

                expect(a, 200);
                ck_assert_uint_eq(count_at(a, "units"), own[i].rows);
                expect_same(at(a, row_of(a, own[i].unit)), at(all, row_of(all, own[i].unit)));
                expect_same(at(a, "total"), at(all, "total"));
        }
        expect_problem(get("reviewer1.city", QUARTER "2026Q1"), 403, "forbidden");
        expect_problem(get("admin.city", QUARTER "2026Q1"), 403, "forbidden");
        expect_problem(get("service.hotline", QUARTER "2026Q1"), 403, "forbidden");
        expect_problem(get(NULL, QUARTER "2026Q1"), 401, "unauthenticated");
}
END_TEST

START_TEST(no_function_gives_the_rows_of_other_units)
{
        static const char *const shut[] = {
                "select count(*) from quarter_rows('2026Q1')", "select count(*) from count_month", "select count(*) from count_delta",
                "select count(*) from count_again()", "select count(*) from case_entries('{}')", "select count(*) from period_members('2026-01-01', '2026-03-31')",
                "select count(*) from quarter_member", "select count(*) from count_act", "select salt from quarter_freeze", "select close_quarter('2026Q1', '')",
                "select count(*) from count_differences()", "select count(*) from statistics_check()",
                "select count_mend()", "select freeze_quarter('2026Q1', gen_random_uuid())",
                "insert into quarter_freeze (freeze_id) values (gen_random_uuid())", "delete from quarter_freeze_row"};

        ck_assert_str_eq(sql_as("lead.huangpu", "select string_agg(coalesce(unit_id, 'total'), ',') from quarter_live('2026Q1')"),
                         "310101,total");
        for (size_t i = 0; i < sizeof shut / sizeof shut[0]; i++)
                ck_assert_msg(!strcmp(sql_as("lead.huangpu", "%s", shut[i]), "ERROR 42501"), "%s", shut[i]);
        ck_assert_str_eq(sql_as("reviewer1.city", "select count(*) from quarter_live('2026Q1')"), "0");
        ck_assert_str_eq(sql_as("admin.city", "select count(*) from quarter_live('2026Q1')"), "0");
        ck_assert_str_eq(sql_as(NULL, "select count(*) from quarter_live('2026Q1')"), "0");
        ck_assert_str_eq(sql_as(NULL, "select count(*) from quarters_counted()"), "0");
}
END_TEST

START_TEST(what_is_asked_wrongly_is_said_precisely)
{
        static const char *const bad[] = {"2026Q5", "2026Q0", "1999Q4", "2200Q1", "2026q1", "2026-1", "20261", "2026Q1x", "%E5%AD%A3"};

        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
                expect_problem(get("legal1.city", QUARTER "%s", bad[i]), 400, "bad-request");
        expect_field(get("legal1.city", QUARTER "2026Q5"), "quarter", "check");
        expect_field(get("legal1.city", QUARTER "2199Q4"), "quarter", "range");
        expect_problem(get("legal1.city", QUARTER "2026Q1?view=frozen"), 404, "not-found");
        expect_field(get("legal1.city", QUARTER "2026Q1?view=old"), "view", "choice");
        expect_field(get("legal1.city", QUARTER "2026Q1?format=xls"), "format", "choice");
        expect_problem(request("legal1.city", "GET", QUARTER "2026Q1", NULL, (const char *[]){"Accept: text/html", NULL}), 406, "not-acceptable");
        expect_problem(post("legal1.city", NULL, QUARTER "2026Q1"), 405, "method-not-allowed");
        expect_problem(post("lead.huangpu", NULL, QUARTER "2026Q1/freeze"), 403, "forbidden");
        expect_problem(post("auditor.city", NULL, QUARTER "2026Q1/freeze"), 403, "forbidden");
        ck_assert_str_eq(sql("select count(*) from quarter_freeze"), "0");
}
END_TEST

/* ---- CSV ---- */

static char *next_line(char **at_)
{
        char *line = *at_, *end = strstr(line, "\r\n");

        ck_assert_msg(end != NULL, "a line without its end: %s", line);
        *end = '\0';
        *at_ = end + 2;
        return line;
}

static char *next_cell(char **line)
{
        char *cell = *line, *to = cell, *p = cell;

        if (*p != '"')
                return strsep(line, ",");
        for (p++, cell = to; *p; p++) {
                if (*p == '"' && *++p != '"')
                        break;
                *to++ = *p;
        }
        *line = *p ? p + 1 : NULL;
        *to = '\0';
        return cell;
}

static void expect_same_row(const struct answer *json, const char *row, char *line)
{
        const char *unit = at(json, text("%s/unit_id", row));
        char *names = (char *)(uintptr_t)sql("select string_agg(key, ',' order by position) from table_columns(false)"), *name;

        ck_assert_str_eq(next_cell(&line), unit ? unit : "");
        ck_assert_str_eq(next_cell(&line), at(json, text("%s/name_zh", row)));
        while ((name = strsep(&names, ","))) {
                const char *value = at(json, text("%s/%s", row, name));

                value = !value ? "—" : !strcmp(value, "true") ? "是" : value;
                ck_assert_str_eq(next_cell(&line), value);
        }
        ck_assert_ptr_null(line);
}

START_TEST(the_csv_holds_the_same_rows)
{
        struct answer *json = get("legal1.city", QUARTER "2026Q1"), *csv = get("legal1.city", QUARTER "2026Q1?format=csv");
        char *at_ = (char *)(uintptr_t)text("%s", csv->text + 3);

        expect(csv, 200);
        ck_assert(strstr(csv->headers, "text/csv; charset=utf-8"));
        ck_assert(strstr(csv->headers, "attachment; filename=\"anjuan-2026Q1-live.csv\""));
        ck_assert(!strncmp(csv->text, "\xef\xbb\xbf单位代码,单位,收到线索,", strlen("\xef\xbb\xbf单位代码,单位,收到线索,")));
        next_line(&at_);
        for (size_t i = 0; i < count_at(json, "units"); i++)
                expect_same_row(json, text("units/%zu", i), next_line(&at_));
        expect_same_row(json, "total", next_line(&at_));
        ck_assert_str_eq(at_, "");
}
END_TEST

START_TEST(the_csv_comes_by_accept_and_in_the_language_asked_for)
{
        struct answer *a = request("lead.huangpu", "GET", QUARTER "2026Q1", NULL,
                                   (const char *[]){"Accept: text/csv, */*;q=0.1", "Accept-Language: en", NULL});

        ck_assert(!strncmp(a->text, "\xef\xbb\xbfunit,unit name,clues received,", strlen("\xef\xbb\xbfunit,unit name,clues received,")));
        ck_assert(strstr(a->text, "\r\n310101,Huangpu District"));
        ck_assert(strstr(a->text, "\r\n,Total,"));
        ck_assert_ptr_null(strstr(a->text, "310115"));
        a = request("lead.huangpu", "GET", QUARTER "2026Q1", NULL, (const char *[]){"Accept: text/csv;q=0.4, application/json", NULL});
        ck_assert_str_eq(at(a, "quarter"), "2026Q1");
        a = request("lead.huangpu", "GET", QUARTER "2026Q1", NULL, (const char *[]){"Accept: text/csv", NULL});
        ck_assert(strstr(a->headers, "text/csv"));
        expect(request("lead.huangpu", "GET", QUARTER "2026Q1", NULL, (const char *[]){text("If-None-Match: %s", a->etag), "Accept: text/csv", NULL}), 304);
        expect(request("lead.huangpu", "GET", QUARTER "2026Q1", NULL, (const char *[]){text("If-None-Match: %s", a->etag), NULL}), 200);
}
END_TEST

START_TEST(a_name_that_a_spreadsheet_would_run_stays_text)
{
        struct answer *a;

        sql("insert into unit (unit_id, name_zh, name_en, kind, number_prefix) values ('-9', '=cmd|''/c calc''!A1', '+1,\"x\"', 'other', 'x')");
        a = get("legal1.city", QUARTER "2026Q1?format=csv");
        ck_assert(strstr(a->text, "\r\n\"'-9\",\"'=cmd|'/c calc'!A1\",0,"));
        a = request("legal1.city", "GET", QUARTER "2026Q1?format=csv", NULL, (const char *[]){"Accept-Language: en", NULL});
        ck_assert(strstr(a->text, "\r\n\"'-9\",\"'+1,\"\"x\"\"\",0,"));
        sql("delete from unit where unit_id = '-9'");
}
END_TEST

START_TEST(a_closed_down_unit_is_listed_while_it_has_figures)
{
        sql("update unit set active = false where unit_id in ('310101', '310151')");
        ck_assert_uint_eq(count_at(get("legal1.city", QUARTER "2026Q1"), "units"), 17);
        row_of(get("legal1.city", QUARTER "2026Q1"), "310101");
        sql("update unit set active = true");
}
END_TEST

/* ---- freezing ---- */

START_TEST(a_quarter_is_frozen_once_and_only_after_its_end)
{
        struct answer *live = get("legal1.city", QUARTER "2026Q1"), *a;
        const char *key[] = {new_key(), NULL};

        expect(get("legal2.city", "/api/v1/statistics/quarters"), 200);
        set_now("2026-03-31 23:59:59+08");
        expect_problem(post("legal2.city", CLOSE, QUARTER "2026Q1/close"), 409, "rule");
        expect_problem(post("legal1.city", NULL, QUARTER "2026Q1/freeze"), 409, "rule");
        set_now("2026-04-01 00:00:00+08");
        expect_problem(post("legal1.city", NULL, QUARTER "2026Q1/freeze"), 409, "conflict");
        expect_field(post("legal2.city", "{}", QUARTER "2026Q1/close"), "/reason", "required");
        ck_assert_str_eq(sql_as("legal2.city", "select close_quarter('2026Q1', '')"), "ERROR 23514");
        expect(post("legal2.city", CLOSE, QUARTER "2026Q1/close"), 201);
        expect_problem(post("legal1.city", CLOSE, QUARTER "2026Q1/close"), 409, "conflict");
        expect_problem(post("legal2.city", NULL, QUARTER "2026Q1/freeze"), 409, "rule");
        a = request("legal1.city", "POST", QUARTER "2026Q1/freeze", NULL, key);
        expect(a, 201);
        ck_assert_str_eq(a->location, QUARTER "2026Q1");
        ck_assert_str_eq(at(a, "view"), "frozen");
        ck_assert_str_eq(at(a, "frozen/version"), "1");
        ck_assert_str_eq(at(a, "frozen/frozen_by_name"), "林婷");
        expect_same(at(a, "units"), at(live, "units"));
        expect_same(at(a, "total"), at(live, "total"));
        expect_same(request("legal1.city", "POST", QUARTER "2026Q1/freeze", NULL, key)->text, a->text);
        set_now(NULL);
        expect_problem(post("legal2.city", NULL, QUARTER "2026Q1/freeze"), 409, "conflict");
        ck_assert_str_eq(sql("select count(*) from quarter_freeze"), "1");
        a = get("officer1.huangpu", "/api/v1/statistics/quarters?limit=1");
        ck_assert_str_eq(at(a, "items/0/quarter"), "2026Q2");
        ck_assert_ptr_null(at(a, "items/0/frozen_version"));
        a = get("officer1.huangpu", "%s", a->link);
        ck_assert_str_eq(at(a, "items/0/quarter"), "2026Q1");
        ck_assert_str_eq(at(a, "items/0/frozen_version"), "1");
        ck_assert_ptr_null(at(a, "next"));
}
END_TEST

START_TEST(late_records_leave_a_frozen_quarter_as_it_is)
{
        struct answer *before = get("legal1.city", QUARTER "2026Q1"), *csv = get("legal1.city", QUARTER "2026Q1?format=csv"), *a;

        case_closed_in("huangpu", "2026-01-20", "2026-02-10", "2026-03-10", 1200000);
        a = get("legal1.city", QUARTER "2026Q1");
        expect_same(a->text, before->text);
        ck_assert_str_eq(a->etag, before->etag);
        expect_same(get("legal1.city", QUARTER "2026Q1?format=csv")->text, csv->text);
        ck_assert(strstr(csv->headers, "anjuan-2026Q1-frozen.csv"));
        a = get("legal1.city", QUARTER "2026Q1?view=live");
        ck_assert_str_eq(at(a, "view"), "live");
        ck_assert_int_eq(figure(a, "total", "closed"), figure(before, "total", "closed") + 1);
        ck_assert_int_eq(figure(a, "total", "fines_collected_fen"), figure(before, "total", "fines_collected_fen") + 1200000);
        a = get("lead.huangpu", QUARTER "2026Q1");
        ck_assert_uint_eq(count_at(a, "units"), 1);
        expect_same(at(a, "units/0"), at(before, row_of(before, "310101")));
        expect_same(at(a, "total"), at(before, "total"));
        ck_assert_str_eq(sql_as("lead.huangpu", "select string_agg(unit_id, ',') from quarter_freeze_row"), "310101");
}
END_TEST

START_TEST(a_frozen_quarter_resists_even_its_owner_and_proves_its_bytes)
{
        static const char *const attempts[] = {"update quarter_freeze set total = ''", "delete from quarter_freeze_row", "truncate quarter_freeze cascade",
                                               "update quarter_member set value = 1", "delete from quarter_line", "update quarter_ledger set delta = 0"};
        const char *lines = sql("select string_agg(encode(sha256(convert_to(line, 'UTF8')), 'hex') || E'\\n', '' order by position) from quarter_line");
        char sum[SHA256_HEX_LEN + 1];

        for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++)
                sql("do $$ begin %s; raise 'it changed'; exception when check_violation then null; end $$", attempts[i]);
        sha256_hex(lines, strlen(lines), sum);
        ck_assert_str_eq(at(get("legal1.city", QUARTER "2026Q1"), "frozen/sha256"), sum);
}
END_TEST

static const char *const late_event =
        "insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, procedure, amount_fen)"
        " select gen_random_uuid(), c.case_id, c.unit_id, c.unit_id, 90, 90, 'paid', '2025-12-31', c.recorded_by, c.procedure, 777"
        " from anjuan.case_file c where c.unit_id = '310115' limit 1";

START_TEST(a_record_in_flight_at_the_freeze_is_late)
{
        PGconn *c = PQconnectdb(database_url("postgres"));
        struct answer *frozen;

        PQclear(PQexec(c, "set search_path = anjuan; begin"));
        PQclear(PQexec(c, late_event));
        ck_assert_str_eq(PQerrorMessage(c), "");
        expect(post("legal2.city", CLOSE, QUARTER "2025Q4/close"), 201);
        frozen = post("legal1.city", NULL, QUARTER "2025Q4/freeze");
        PQclear(PQexec(c, "commit"));
        PQfinish(c);
        expect(frozen, 201);
        ck_assert_int_eq(figure(frozen, "total", "fines_collected_fen"), 0);
        expect_same(get("legal1.city", QUARTER "2025Q4")->text, frozen->text);
        ck_assert_int_eq(figure(get("legal1.city", QUARTER "2025Q4?view=live"), "total", "fines_collected_fen"), 777);
        ck_assert_str_eq(sql("select count(*) from quarter_freeze f, period_members(quarter_first(f.quarter), quarter_last(f.quarter), null,"
                             " array['fines_collected_fen'], true, f.snapshot::pg_snapshot, f.xid) where f.quarter = '2025Q4'"), "0");
}
END_TEST

static char bearer[2][128];
static int status_of[2];

static void *freeze_it(void *which)
{
        int i = *(int *)which;
        PGconn *c = PQconnectdb(database_url("anjuan_login"));
        char begin[300];
        PGresult *r;

        snprintf(begin, sizeof begin, "set search_path = anjuan; begin; select set_config('anjuan.token', '%s', true)", bearer[i]);
        PQclear(PQexec(c, begin));
        r = PQexec(c, "select freeze_quarter('2025Q3', gen_random_uuid()), pg_sleep(0.3); commit");
        status_of[i] = PQresultStatus(r) == PGRES_COMMAND_OK ? 201 : !strcmp(PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME), "quarter_not_closing") ? 409 : 500;
        PQclear(r);
        PQfinish(c);
        return NULL;
}

START_TEST(of_two_who_freeze_at_once_one_succeeds)
{
        pthread_t t[2];
        int who[2] = {0, 1};

        sql("insert into quarter_period (quarter, state, made_by, made_at) select '2025Q3', 'closing', person_id, now() from person where login = 'lead.huangpu'");
        sha256_hex(token_of("legal1.city"), strlen(token_of("legal1.city")), bearer[0]);
        sha256_hex(token_of("legal2.city"), strlen(token_of("legal2.city")), bearer[1]);
        for (int i = 0; i < 2; i++)
                pthread_create(&t[i], NULL, freeze_it, &who[i]);
        for (int i = 0; i < 2; i++)
                pthread_join(t[i], NULL);
        ck_assert_int_eq(status_of[0] + status_of[1], 201 + 409);
        ck_assert_str_eq(sql("select count(*) from quarter_freeze where quarter = '2025Q3'"), "1");
        ck_assert_str_eq(sql("select count(*) from quarter_freeze_row join quarter_freeze using (freeze_id) where quarter = '2025Q3'"), "18");
}
END_TEST

START_TEST(reading_and_freezing_leave_their_lines_in_the_log)
{
        ck_assert(strtol(sql("select count(*) from audit_event where content::json ->> 'action' = 'getQuarter' and content::json ->> 'outcome' = 'ok'"), NULL, 10) > 10);
        ck_assert_str_eq(sql("select count(*) from audit_event where content::json ->> 'action' = 'freezeQuarter' and content::json ->> 'outcome' = 'ok'"), "2");
        ck_assert_str_eq(sql("select count(*) from audit_event where content::json ->> 'action' = 'freezeQuarter' and content::json ->> 'outcome' = 'forbidden'"), "2");
        ck_assert(strtol(sql("select count(*) from audit_event where content::json ->> 'action' = 'getQuarter' and content::json ->> 'outcome' = 'bad-request'"), NULL, 10) > 0);
}
END_TEST

/* ---- the check ---- */

static int verify(void)
{
        struct settings s;
        char *argv[] = {(char *)(uintptr_t)"statistics"};

        ck_assert(settings_read(&s));
        s.jobs_url = database_url("anjuan_jobs");
        return verify_command(&s, 1, argv);
}

START_TEST(the_check_finds_what_does_not_agree)
{
        /* The late payment above is no act of the product: the case's row does not know of it, which is no matter here. */
        ck_assert_int_eq(verify(), 0);
        sql("insert into count_delta values ('310101', '2026-01-01', 'closed', 1)");
        ck_assert_int_eq(verify(), 1);
        ck_assert_str_eq(sql("select string_agg(what || ' ' || unit_id || ' ' || period || ' ' || indicator, ';') from count_differences() d,"
                             " lateral (select 'events' as what, to_char(d.month, 'YYYY-MM') as period) x"), "events 310101 2026-01 closed");
        ck_assert_str_eq(sql("select count_mend()"), "1");
        ck_assert_int_eq(verify(), 0);
        sql("alter table quarter_freeze_row disable trigger final;"
            "update quarter_freeze_row r set figures = replace(figures, '\"filed\":2', '\"filed\":3') from quarter_freeze f"
            " where f.freeze_id = r.freeze_id and f.quarter = '2026Q1' and r.unit_id = '310101'");
        ck_assert_int_eq(verify(), 1);
        sql("update quarter_freeze_row r set figures = replace(figures, '\"filed\":3', '\"filed\":2') from quarter_freeze f"
            " where f.freeze_id = r.freeze_id and f.quarter = '2026Q1' and r.unit_id = '310101';"
            "alter table quarter_freeze_row enable trigger final");
        ck_assert_int_eq(verify(), 0);
}
END_TEST

/* Each of these is written past the product, as whatever else may write: the table read before it does not stand. */
START_TEST(a_kept_table_is_that_of_now_whatever_was_recorded_since)
{
        static const char *const changes[] = {
                "insert into statistics_setting select 'idle_days', '2026-01-01', 10, 'days', 'x'",
                "update case_file set found_on = '2026-01-05' where case_id = current_setting('test.id')::uuid",
                "update case_deadline set due_on = '2026-02-01' where code = 'decision' and case_id = current_setting('test.id')::uuid",
                "delete from case_deadline where code = 'decision' and case_id = current_setting('test.id')::uuid",
                "update unit set name_zh = name_zh || '新' where unit_id = '310114'"};
        const char *id = case_filed_by("officer1.jiading", "2026-01-12", ""), *was = sql("select string_agg(figures, '') from quarter_rows('2026Q1')");

        expect(record("officer1.jiading", id, "evidence_registered", "2026-01-20", "\"evidence_kind\":\"record\",\"remark\":\"笔录\""), 201);
        sql("select set_config('test.id', '%s', false)", id);
        for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
                const char *is;

                sql("%s", changes[i]);
                is = sql("select string_agg(figures, '') from quarter_rows('2026Q1')");
                ck_assert_msg(strcmp(is, was) != 0, "%s", changes[i]);
                ck_assert_str_eq(sql("select count(*) from quarter_rows('2026Q1') k full join"
                                     " table_rows(array(select b from period_base('2026-01-01', '2026-03-31') b), false) a using (\"position\")"
                                     " where k.figures is distinct from a.figures"), "0");
                was = is;
        }
        /* It stands as long as nothing is recorded, and the check knows one that is not right. */
        was = sql("select xmin from quarter_kept where quarter = '2026Q1'");
        sql("select from quarter_rows('2026Q1')");
        ck_assert_str_eq(sql("select xmin from quarter_kept where quarter = '2026Q1'"), was);
        sql("update quarter_kept_row set figures = replace(figures, 'Jiading', 'Jiadang') where quarter = '2026Q1'");
        ck_assert_int_eq(verify(), 1);
        sql("delete from quarter_kept");
        ck_assert_int_eq(verify(), 0);
        sql("delete from statistics_setting where valid_from = '2026-01-01'");
}
END_TEST

START_TEST(a_database_with_events_gets_its_figures_when_it_is_migrated)
{
        const char *before = get("legal1.city", QUARTER "2026Q1?view=live")->text;

        sql("drop trigger count_events on case_event; truncate count_delta, count_month; delete from migration where name = 'functions/statistics_freeze.sql';"
            "delete from migration where name = 'functions/statistics.sql'");
        ck_assert_int_eq(migrate_run(database_url("postgres"), false), 0);
        expect_same(get("legal1.city", QUARTER "2026Q1?view=live")->text, before);
        case_filed_by("officer1.huangpu", "2026-02-02", "");
        ck_assert_int_eq(verify(), 0);
}
END_TEST

/* ---- opening, restating, signing ---- */

/* All pages of what is in a cell: how often, how much. */
static void add_up(const char *login, const char *path, long long *count, long long *sum)
{
        const struct answer *a = get(login, "%s", path);

        *count = *sum = 0;
        while (true) {
                expect(a, 200);
                for (size_t i = 0; i < count_at(a, "items"); i++) {
                        *count += number_at(a, text("items/%zu/count", i));
                        *sum += number_at(a, text("items/%zu/value", i));
                }
                if (!a->link || !*a->link)
                        return;
                a = get(login, "%s", a->link);
        }
}

START_TEST(every_number_opens_and_the_cases_add_up_to_it)
{
        static const char *const figures[] = {"filed", "decided_penalty", "fines_collected_fen", "in_hand_end", "ended", "penalty_heaviest"};
        static const char *const views[] = {"live", "frozen"};
        long long count, sum;

        for (size_t v = 0; v < 2; v++) {
                struct answer *a = get("legal1.city", QUARTER "2026Q1?view=%s", views[v]);

                for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
                        add_up("legal1.city", text(QUARTER "2026Q1/cells/%s/310101/cases?limit=2&view=%s", figures[i], views[v]), &count, &sum);
                        ck_assert_msg(sum == figure(a, row_of(a, "310101"), figures[i]), "%s %s: %lld", views[v], figures[i], sum);
                        /* Of the total a unit sees its own cases, and of the others how many there are. */
                        add_up("lead.huangpu", text(QUARTER "2026Q1/cells/%s/total/cases?view=%s", figures[i], views[v]), &count, &sum);
                        ck_assert_msg(sum == figure(a, "total", figures[i]), "%s %s: %lld", views[v], figures[i], sum);
                }
        }
        expect_problem(get("lead.huangpu", QUARTER "2026Q1/cells/filed/310115/cases"), 404, "not-found");
        expect_problem(get("legal1.city", QUARTER "2026Q1/cells/nothing/310101/cases"), 404, "not-found");
        ck_assert_ptr_null(strstr(get("lead.pudong", QUARTER "2026Q1/cells/filed/total/cases")->text, "\"case\""));
}
END_TEST

START_TEST(a_lead_confirms_or_disputes_the_own_row_while_it_is_open)
{
        struct answer *a;

        expect_field(post("lead.huangpu", "{\"result\":\"disputed\"}", QUARTER "2026Q2/confirmation"), "/comment", "required");
        expect(post("lead.huangpu", "{\"result\":\"disputed\",\"comment\":\"少一件\"}", QUARTER "2026Q2/confirmation"), 201);
        expect(post("lead.huangpu", "{\"result\":\"confirmed\"}", QUARTER "2026Q2/confirmation"), 201);
        expect_problem(post("lead.huangpu", "{\"result\":\"confirmed\",\"unit_id\":\"310115\"}", QUARTER "2026Q2/confirmation"), 403, "forbidden");
        expect_problem(post("officer1.huangpu", "{\"result\":\"confirmed\"}", QUARTER "2026Q2/confirmation"), 403, "forbidden");
        expect_problem(post("lead.huangpu", "{\"result\":\"confirmed\"}", QUARTER "2026Q1/confirmation"), 409, "rule");
        a = get("legal1.city", QUARTER "2026Q2/state");
        ck_assert_uint_eq(count_at(a, "said"), 2);
        ck_assert_uint_eq(count_at(a, "unconfirmed"), 17);
        ck_assert_uint_eq(count_at(get("lead.pudong", QUARTER "2026Q2/state"), "said"), 0);
        /* What the other units have not said is none of its business. */
        ck_assert_uint_eq(count_at(get("lead.pudong", QUARTER "2026Q2/state"), "unconfirmed"), 1);
        ck_assert_uint_eq(count_at(get("lead.huangpu", QUARTER "2026Q2/state"), "unconfirmed"), 0);
}
END_TEST

START_TEST(a_restatement_is_a_new_version_with_all_differences)
{
        const char *before = get("legal1.city", QUARTER "2026Q1?version=1")->text;
        struct answer *a = get("legal1.city", QUARTER "2026Q1/ledger");

        ck_assert_uint_gt(count_at(a, "items"), 0);
        ck_assert_ptr_null(at(a, "items/0/version"));
        ck_assert_str_eq(at(a, "items/0/why"), "late");
        expect_field(post("legal1.city", "{}", QUARTER "2026Q1/close"), "/reason", "required");
        expect(post("legal1.city", "{\"reason\":\"补报一件\"}", QUARTER "2026Q1/close"), 201);
        expect_field(post("legal2.city", "{}", QUARTER "2026Q1/return"), "/reason", "required");
        expect(a = post("legal2.city", "{\"reason\":\"请再核对一次\"}", QUARTER "2026Q1/return"), 201);
        ck_assert_str_eq(at(a, "returned_reason"), "请再核对一次");
        ck_assert_str_eq(at(a, "state"), "frozen");
        a = post("legal2.city", NULL, QUARTER "2026Q1/freeze");
        expect_problem(a, 409, "conflict");
        ck_assert_ptr_nonnull(strstr(a->text, "已经冻结"));
        expect(post("legal1.city", "{\"reason\":\"补报一件\"}", QUARTER "2026Q1/close"), 201);
        expect(post("legal2.city", NULL, QUARTER "2026Q1/freeze"), 201);
        a = get("legal1.city", QUARTER "2026Q1");
        ck_assert_str_eq(at(a, "frozen/version"), "2");
        expect_same(at(a, "total"), at(get("legal1.city", QUARTER "2026Q1?view=live"), "total"));
        expect_same(get("legal1.city", QUARTER "2026Q1?version=1")->text, before);
        a = get("legal1.city", QUARTER "2026Q1/ledger");
        ck_assert_str_eq(at(a, "items/0/version"), "2");
        ck_assert_str_eq(at(a, "items/0/reason"), "补报一件");
        ck_assert_int_eq(verify(), 0);
}
END_TEST

static bool is_valid(const char *bytes, size_t len, const char *key)
{
        struct arena a = {0};
        const char *what;
        bool valid = quarter_is_signed(bytes, len, key, &a, &what);

        arena_free(&a);
        return valid;
}

static void expect_no_byte_of(char *bytes, size_t len, size_t from, size_t to, const char *key)
{
        ck_assert(is_valid(bytes, len, key));
        for (size_t n = from; n < to; n++) {
                bytes[n] ^= 1;
                ck_assert_msg(!is_valid(bytes, len, key), "byte %zu may change: %.60s", n, bytes + from);
                bytes[n] ^= 1;
        }
}

/* Line by line, all but head, signature and the line in question standing as their hashes, as they may: what is summed up for
 * each byte stays short. */
static void expect_no_byte_may_change(const char *document, const char *key)
{
        const char *end = document + strlen(document), *last = end - 1, *line, *next;
        char hash[SHA256_HEX_LEN + 1];

        while (last[-1] != '\n')
                last--;
        for (line = document; line < end; line = next) {
                struct arena a = {0};
                struct text t = {.arena = &a};
                size_t from = 0, to = 0;

                next = strchr(line, '\n') + 1;
                for (const char *l = document, *n; l < end; l = n) {
                        n = strchr(l, '\n') + 1;
                        sha256_hex(l, (size_t)(n - l) - 1, hash);
                        from = l == line ? t.len : from;
                        if (l == line || l == document || l == last || *l == '#')
                                text_addf(&t, "%.*s", (int)(n - l), l);
                        else
                                text_addf(&t, "#%s\n", hash);
                        to = l == line ? t.len : to;
                }
                expect_no_byte_of((char *)(uintptr_t)text_str(&t), t.len, from, to, key);
                arena_free(&a);
        }
        ck_assert(is_valid(document, strlen(document), key));
        ck_assert(!is_valid(text("%.*s", (int)strlen(document) - 1, document), strlen(document) - 1, key));
}

START_TEST(a_signed_quarter_is_proved_by_the_public_key_alone_and_no_byte_of_it_can_change)
{
        const char *dir = mkdtemp((char *)(uintptr_t)text("/tmp/anjuan-sign-XXXXXX")), *key_file;
        struct sign_public key, other;
        char signature[SIGN_LEN + 1];

        ck_assert_ptr_nonnull(dir);
        key_file = text("%s/key", dir);
        ck_assert(sign_key_make(key_file, &key));
        ck_assert(!sign_key_make(key_file, &other));
        ck_assert(sign_key_make(text("%s/other", dir), &other));
        ck_assert_ptr_nonnull(sql("select max(signed) from quarters_unsigned() where signed like '%% 2026Q1 2 %%'"));
        ck_assert(sign_text(key_file, sql("select signed from quarters_unsigned() where signed like '%% 2026Q1 2 %%'"), &key, signature));
        sql("select quarter_sign(freeze_id, '%s', '%s', '%s') from quarter_freeze where quarter = '2026Q1' and version = 2", key.key_id, key.text, signature);
        for (int i = 0; i < 2; i++) {
                struct answer *a = get(i ? "lead.huangpu" : "legal1.city", QUARTER "2026Q1/document");

                expect(a, 200);
                ck_assert(!strstr(a->text, "310115") == (i == 1));
                expect_no_byte_may_change(a->text, key.text);
                ck_assert(!is_valid(a->text, strlen(a->text), other.text));
        }
        sql("do $$ begin update quarter_freeze set signature = 'x' where quarter = '2026Q1' and version = 2; raise 'it changed';"
            " exception when check_violation then null; end $$");
        unlink(text("%s/other", dir)), unlink(key_file), rmdir(dir);
}
END_TEST

/* The program itself, its words in a file; its status, or -1 while it runs (with pid). */
static int program(const char *const *args, const char *output, pid_t *pid)
{
        posix_spawn_file_actions_t actions;
        const char *argv[8] = {getenv("ANJUAN_PROGRAM")};
        pid_t child;
        int status;

        for (int n = 0; args[n]; n++)
                argv[n + 1] = args[n];
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ck_assert_int_eq(posix_spawn(&child, argv[0], &actions, NULL, (char **)(uintptr_t)argv, environ), 0);
        posix_spawn_file_actions_destroy(&actions);
        if (pid) {
                *pid = child;
                return -1;
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
#define RUN(output, ...) program((const char *const[]){__VA_ARGS__, NULL}, output, NULL)

static void write_file(const char *path, const char *bytes)
{
        FILE *file = fopen(path, "w");

        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(bytes, 1, strlen(bytes), file), strlen(bytes));
        ck_assert_int_eq(fclose(file), 0);
}

static const char *first_line(const char *path)
{
        FILE *file = fopen(path, "r");
        char line[200] = "";

        ck_assert_ptr_nonnull(file);
        ck_assert_ptr_nonnull(fgets(line, sizeof line, file));
        fclose(file);
        line[strcspn(line, "\n")] = '\0';
        return text("%s", line);
}

START_TEST(the_server_signs_in_the_background_with_a_new_key_and_the_command_proves_it)
{
        const char *dir = mkdtemp((char *)(uintptr_t)text("/tmp/anjuan-serve-XXXXXX")), *key = text("%s/key", dir), *out = text("%s/out", dir);
        const char *document = text("%s/document", dir), *public_key;
        struct answer *a;
        pid_t server;
        int tries = 0;

        ck_assert_int_eq(RUN(out, "key", "new", key), 0);
        public_key = first_line(out);
        ck_assert_int_eq(RUN(out, "key", "new", key), 1);
        setenv("DATABASE_URL", database_url("anjuan_login"), 1);
        setenv("ANJUAN_SIGNING_KEY", key, 1);
        setenv("ANJUAN_PORT", "0", 1);
        program((const char *const[]){"serve", NULL}, out, &server);
        while (strcmp(sql("select count(*) from quarters_unsigned()"), "0") && tries++ < 300)
                usleep(100000);
        ck_assert_int_eq(kill(server, SIGTERM), 0);
        ck_assert_int_eq(waitpid(server, NULL, 0), server);
        unsetenv("DATABASE_URL"), unsetenv("ANJUAN_SIGNING_KEY"), unsetenv("ANJUAN_PORT");
        ck_assert_str_eq(sql("select count(*) from quarters_unsigned()"), "0");
        a = get("legal1.city", QUARTER "2025Q4/document");
        write_file(document, a->text);
        ck_assert_int_eq(RUN(out, "verify", "quarter", document, public_key), 0);
        ck_assert(strstr(first_line(out), "2025Q4"));
        write_file(document, text("%s ", a->text));
        ck_assert_int_eq(RUN(out, "verify", "quarter", document, public_key), 1);
        ck_assert(strstr(get("officer1.huangpu", "/api/v1/statistics/signing-keys")->text, public_key));
        unlink(document), unlink(key), unlink(out), rmdir(dir);
}
END_TEST

START_TEST(a_crash_in_the_middle_of_freezing_leaves_nothing_and_no_writer_waited)
{
        PGconn *c = PQconnectdb(database_url("anjuan_login"));
        char hash[SHA256_HEX_LEN + 1];

        sql("delete from quarter_period where quarter = '2024Q4'; insert into quarter_period (quarter, state, made_by, made_at)"
            " select '2024Q4', 'closing', person_id, now() from person where login = 'legal2.city'");
        sha256_hex(token_of("legal1.city"), strlen(token_of("legal1.city")), hash);
        PQclear(PQexec(c, text("set search_path = anjuan; begin; select set_config('anjuan.token', '%s', true)", hash)));
        PQclear(PQexec(c, "select freeze_quarter('2024Q4', gen_random_uuid())"));
        ck_assert_str_eq(PQerrorMessage(c), "");
        /* All of it is written, nothing committed: who records does not wait. */
        case_filed_by("officer1.huangpu", "2026-02-03", "");
        case_closed_in("pudong", "2026-01-20", "2026-02-10", "2026-03-10", 1500050);
        sql("%s", "set local lock_timeout = '100ms'; insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, procedure, amount_fen)"
            " select gen_random_uuid(), c.case_id, c.unit_id, c.unit_id, 91, 91, 'paid', '2024-12-31', c.recorded_by, c.procedure, 555"
            " from anjuan.case_file c where c.unit_id = '310115' limit 1");
        sql("select pg_terminate_backend(%d, 5000)", PQbackendPID(c));
        PQfinish(c);
        ck_assert_str_eq(sql("select count(*) from quarter_freeze where quarter = '2024Q4'"), "0");
        ck_assert_str_eq(sql("select count(*) from quarter_member m where not exists (select from quarter_freeze f where f.freeze_id = m.freeze_id)"), "0");
        ck_assert_str_eq(at(get("legal1.city", QUARTER "2024Q4/state"), "state"), "closing");
        expect(post("legal1.city", NULL, QUARTER "2024Q4/freeze"), 201);
        ck_assert_int_eq(figure(get("legal1.city", QUARTER "2024Q4"), "total", "fines_collected_fen"), 555);
}
END_TEST

static const char *inspected(const char *kind, int day, const char *problem)
{
        struct answer *a = post("officer1.jiading", text("{\"kind\":\"%s\",\"trigger\":\"planned\",\"plan_code\":\"J1\",\"check_code\":\"M1\",\"object_name\":\"某工地\","
                                "\"inspected_on\":\"2024-08-0%d\",\"officers\":[\"01920000-0000-7000-8000-000000000007\",\"01920000-0000-7000-8000-000000000008\"],"
                                "\"findings\":\"x\",\"problem_found\":%s}", kind, day, problem), "/api/v1/inspections");

        expect(a, 201);
        return at(a, "inspection_id");
}

/* Fen by the unit's row of a quarter. */
static long long of_huangpu(const char *quarter, const char *column)
{
        struct answer *a = get("legal1.city", QUARTER "%s?view=live", quarter);

        return figure(a, row_of(a, "310101"), column);
}

START_TEST(of_instalments_those_whose_day_has_come_are_overdue)
{
        const char *officer = "officer1.huangpu", *id = case_filed_by(officer, "2022-03-02", "");
        static const char decision[] = "\"outcome\":\"penalty\",\"tier\":\"lighter\",\"ground\":\"told\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":1500000}]";

        expect(record(officer, id, "evidence_registered", "2022-03-03", "\"evidence_kind\":\"record\",\"remark\":\"笔录\""), 201);
        expect(record(officer, id, "investigated", "2022-03-03", "\"outcome\":\"penalty\",\"tier\":\"lighter\""), 201);
        expect(record(officer, id, "notice_served", "2022-03-04", "\"until\":\"2022-03-14\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":1500000}]"), 201);
        expect(record(officer, id, "defence_waived", "2022-03-04", "\"remark\":\"放弃\""), 201);
        expect(record("lead.huangpu", id, "decided", "2022-03-07", decision), 201);
        ck_assert_int_eq(of_huangpu("2022Q1", "lighter"), 1);
        ck_assert_int_eq(of_huangpu("2022Q1", "mitigated_reasoned"), 1);
        expect(record(officer, id, "served", "2022-03-08", "\"mode\":\"direct\""), 201);
        expect(record("lead.huangpu", id, "deferral_approved", "2022-03-10", "\"until\":\"2022-08-31\",\"instalments\":"
                      "[{\"amount_fen\":500000,\"until\":\"2022-03-31\"},{\"amount_fen\":600000,\"until\":\"2022-06-15\"},{\"amount_fen\":400000,\"until\":\"2022-08-31\"}]"), 201);
        ck_assert_int_eq(of_huangpu("2022Q1", "fines_outstanding_fen"), 1500000);
        ck_assert_int_eq(of_huangpu("2022Q1", "fines_overdue_fen"), 0); /* until the end of its last day */
        ck_assert_int_eq(of_huangpu("2022Q2", "fines_overdue_fen"), 1100000);
        ck_assert_int_eq(of_huangpu("2022Q3", "fines_overdue_fen"), 1500000);
        expect(record(officer, id, "paid", "2022-06-20", "\"amount_fen\":800000"), 201);
        ck_assert_int_eq(of_huangpu("2022Q2", "fines_outstanding_fen"), 700000);
        ck_assert_int_eq(of_huangpu("2022Q2", "fines_overdue_fen"), 300000);
        ck_assert_int_eq(of_huangpu("2022Q3", "fines_overdue_fen"), 700000);
        ck_assert_int_eq(verify(), 0);
}
END_TEST

START_TEST(an_inspection_counts_until_a_penalty_follows_and_patrols_never_do)
{
        static const char *const names[] = {"inspections", "inspections_problems", "inspection_clues", "clues_received.inspection", NULL};
        const char *site, *clue, *other, *id;
        struct answer *a;

        site = inspected("building_site", 5, "true");
        inspected("maintenance", 6, "false");
        inspected("grid_patrol", 7, "true");
        clue = at(post("officer1.jiading", text("{\"source\":\"inspection\",\"received_on\":\"2024-08-05\",\"title\":\"t\",\"inspection_id\":\"%s\"}", site),
                       "/api/v1/clues"), "clue_id");
        a = get("legal1.city", QUARTER "2024Q3");
        expect_counts(a, row_of(a, "310114"), names, (const long long[]){2, 1, 1, 1});
        id = sql("select case_id from case_file c where c.unit_id = '310114' and exists (select from case_event e where e.case_id = c.case_id and e.kind = 'decided') limit 1");
        sql("update clue set status = 'filed', case_id = '%s', result_on = '2024-08-06' where clue_id = '%s'", id, clue);
        a = get("legal1.city", QUARTER "2024Q3");
        expect_counts(a, row_of(a, "310114"), names, (const long long[]){1, 0, 0, 1});
        sql("update clue set status = 'registered', case_id = null, result_on = null where clue_id = '%s'", clue);
        a = get("legal1.city", QUARTER "2024Q3");
        expect_counts(a, row_of(a, "310114"), names, (const long long[]){2, 1, 1, 1});
        /* The same where the clue was merged into another one, of another source, and that one is filed and no longer filed. */
        other = at(post("officer1.jiading", "{\"source\":\"grid\",\"received_on\":\"2024-08-05\",\"title\":\"t\"}", "/api/v1/clues"), "clue_id");
        sql("update clue set status = 'merged', merged_into = '%s' where clue_id = '%s'", other, clue);
        sql("update clue set status = 'filed', case_id = '%s', result_on = '2024-08-06' where clue_id = '%s'", id, other);
        a = get("legal1.city", QUARTER "2024Q3");
        ck_assert_int_eq(figure(a, row_of(a, "310114"), "inspections"), 1);
        sql("update clue set status = 'registered', case_id = null, result_on = null where clue_id = '%s'", other);
        a = get("legal1.city", QUARTER "2024Q3");
        ck_assert_int_eq(figure(a, row_of(a, "310114"), "inspections"), 2);
        ck_assert_int_eq(verify(), 0);
}
END_TEST

START_TEST(a_duplicate_counts_once_with_source_and_day_of_the_first)
{
        static const char *const names[] = {"clues_received", "clues_received.hotline", "clues_received.grid", "clues_checked", "clues_verified", NULL};
        const char *first, *second;
        struct answer *a;

        first = at(post("officer1.jiading", "{\"source\":\"hotline\",\"received_on\":\"2024-03-31\",\"title\":\"一\"}", "/api/v1/clues"), "clue_id");
        second = at(post("officer1.jiading", "{\"source\":\"grid\",\"received_on\":\"2024-04-01\",\"title\":\"二\"}", "/api/v1/clues"), "clue_id");
        a = get("legal1.city", QUARTER "2024Q2");
        expect_counts(a, row_of(a, "310114"), names, (const long long[]){1, 0, 1, 0, 0});
        sql("update clue set status = 'merged', merged_into = '%s', result_on = '2024-04-02' where clue_id = '%s'", second, first);
        sql("update clue set verified_on = '2024-04-03', verification = 'unfounded' where clue_id = '%s'", second);
        a = get("legal1.city", QUARTER "2024Q2");
        expect_counts(a, row_of(a, "310114"), names, (const long long[]){0, 0, 0, 1, 0});
        a = get("legal1.city", QUARTER "2024Q1");
        expect_counts(a, row_of(a, "310114"), names, (const long long[]){1, 1, 0, 0, 0});
        ck_assert_int_eq(verify(), 0);
}
END_TEST

HARNESS_MAIN("statistics", "people", every_unit_is_listed_with_zeros, an_act_counts_in_the_quarter_of_its_day_at_its_unit,
             the_ways_a_case_ends_and_is_decided_are_told_apart, a_unit_reads_its_own_row_and_the_totals_of_all,
             no_function_gives_the_rows_of_other_units, what_is_asked_wrongly_is_said_precisely, the_csv_holds_the_same_rows,
             the_csv_comes_by_accept_and_in_the_language_asked_for, a_name_that_a_spreadsheet_would_run_stays_text,
             a_closed_down_unit_is_listed_while_it_has_figures, a_quarter_is_frozen_once_and_only_after_its_end,
             late_records_leave_a_frozen_quarter_as_it_is, a_frozen_quarter_resists_even_its_owner_and_proves_its_bytes,
             a_record_in_flight_at_the_freeze_is_late, of_two_who_freeze_at_once_one_succeeds,
             reading_and_freezing_leave_their_lines_in_the_log, the_check_finds_what_does_not_agree,
             a_kept_table_is_that_of_now_whatever_was_recorded_since,
             every_number_opens_and_the_cases_add_up_to_it, a_lead_confirms_or_disputes_the_own_row_while_it_is_open,
             a_restatement_is_a_new_version_with_all_differences,
             a_signed_quarter_is_proved_by_the_public_key_alone_and_no_byte_of_it_can_change,
             the_server_signs_in_the_background_with_a_new_key_and_the_command_proves_it,
             a_crash_in_the_middle_of_freezing_leaves_nothing_and_no_writer_waited,
             of_instalments_those_whose_day_has_come_are_overdue, an_inspection_counts_until_a_penalty_follows_and_patrols_never_do, a_duplicate_counts_once_with_source_and_day_of_the_first,
             a_database_with_events_gets_its_figures_when_it_is_migrated)

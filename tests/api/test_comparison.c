/* Quarters beside each other: comparison, ranking, charts, notes; the yearly table and the documents made of both. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUARTER "/api/v1/statistics/quarters/"
#define CLOSE "{\"reason\":\"各单位已口头确认\"}"

static const char *cell_of(const struct answer *a, const char *key)
{
        for (size_t i = 0; i < count_at(a, "cells"); i++)
                if (!strcmp(at(a, text("cells/%zu/key", i)), key))
                        return text("cells/%zu", i);
        ck_abort_msg("no figure %s", key);
        return NULL;
}

static long long number_in(const struct answer *a, const char *cell, const char *what)
{
        ck_assert_msg(at(a, text("%s/%s", cell, what)) != NULL, "%s/%s is null", cell, what);
        return number_at(a, text("%s/%s", cell, what));
}

static void file_cases(const char *officer, const char *day, int n)
{
        for (int i = 0; i < n; i++)
                case_filed_by(officer, day, "");
}

START_TEST(a_figure_stands_beside_the_quarter_before_the_year_before_and_the_year_to_date)
{
        struct answer *a;
        const char *filed;

        file_cases("officer1.huangpu", "2025-04-10", 2);
        file_cases("officer1.huangpu", "2025-01-10", 1);
        file_cases("officer1.huangpu", "2026-02-10", 4);
        file_cases("officer1.huangpu", "2026-04-10", 3);
        file_cases("officer1.pudong", "2026-04-11", 1);
        a = get("legal1.city", QUARTER "2026Q2/comparison/310101");
        expect(a, 200);
        filed = cell_of(a, "filed");
        ck_assert_str_eq(at(a, "previous_quarter"), "2026Q1");
        ck_assert_str_eq(at(a, "last_year_quarter"), "2025Q2");
        ck_assert_int_eq(number_in(a, filed, "value"), 3);
        ck_assert_int_eq(number_in(a, filed, "previous/value"), 4);
        ck_assert_int_eq(number_in(a, filed, "previous/difference"), -1);
        ck_assert_int_eq(number_in(a, filed, "previous/change_bp"), -2500);
        ck_assert_int_eq(number_in(a, filed, "last_year/value"), 2);
        ck_assert_int_eq(number_in(a, filed, "last_year/change_bp"), 5000);
        ck_assert_int_eq(number_in(a, filed, "to_date/value"), 7);
        ck_assert_int_eq(number_in(a, filed, "to_date/last_year"), 3);
        ck_assert_int_eq(number_in(a, filed, "share_bp"), 7500);
        ck_assert_int_eq(number_in(a, filed, "rank"), 1);
        /* Stocks of the year to date: the start of its first quarter, the end of its last. */
        ck_assert_int_eq(number_in(a, cell_of(a, "in_hand_start"), "to_date/value"), 3);
        ck_assert_int_eq(number_in(a, cell_of(a, "in_hand_end"), "to_date/value"), 10);
}
END_TEST

START_TEST(where_the_base_is_zero_there_is_no_percentage)
{
        struct answer *a = get("legal1.city", QUARTER "2026Q2/comparison/310115");
        const char *filed = cell_of(a, "filed");

        ck_assert_int_eq(number_in(a, filed, "previous/difference"), 1);
        ck_assert_ptr_null(at(a, text("%s/previous/change_bp", filed)));
        ck_assert_ptr_null(at(a, text("%s/to_date/change_bp", filed)));
        ck_assert_ptr_null(at(a, text("%s/value", cell_of(a, "ordinary_share_bp"))));
        ck_assert_str_eq(at(a, "nothing_done"), "false");
        ck_assert_str_eq(at(get("legal1.city", QUARTER "2026Q2/comparison/310114"), "nothing_done"), "true");
}
END_TEST

START_TEST(an_unusual_change_is_marked_with_its_rule)
{
        struct answer *a;
        const char *filed;

        ck_assert_str_eq(at(get("legal1.city", QUARTER "2026Q2/comparison/310115"), text("%s/previous/unusual", cell_of(get("legal1.city", QUARTER "2026Q2/comparison/310115"), "filed"))),
                         "false");
        file_cases("officer1.pudong", "2026-04-12", 13);
        a = get("legal1.city", QUARTER "2026Q2/comparison/310115");
        filed = cell_of(a, "filed");
        ck_assert_int_eq(number_in(a, filed, "value"), 14);
        ck_assert_str_eq(at(a, text("%s/previous/unusual", filed)), "true");
        ck_assert_str_eq(at(a, "rule/name"), "exact-two-quarters");
        ck_assert_int_eq(number_at(a, "rule/level_ppm"), 1000);
        ck_assert_int_eq(number_at(a, "rule/least"), 10);
        ck_assert_int_eq(number_at(a, "rule/days"), 91);
        ck_assert_int_eq(number_at(a, "rule/days_previous"), 90);
        ck_assert(atof(at(a, text("%s/previous/p", filed))) < 0.001);
        ck_assert_ptr_null(at(a, text("%s/previous/p", cell_of(a, "fines_decided_fen"))));
}
END_TEST

START_TEST(a_lead_compares_the_own_unit_and_the_total_and_sees_no_rank)
{
        struct answer *a = get("lead.huangpu", QUARTER "2026Q2/comparison/310101");

        expect(a, 200);
        ck_assert_ptr_null(at(a, text("%s/rank", cell_of(a, "filed"))));
        expect(get("lead.huangpu", QUARTER "2026Q2/comparison/total"), 200);
        expect_problem(get("lead.huangpu", QUARTER "2026Q2/comparison/310115"), 404, "not-found");
        expect_problem(get("reviewer1.city", QUARTER "2026Q2/comparison/total"), 403, "forbidden");
        expect_problem(get("legal1.city", QUARTER "2199Q2/comparison/total"), 400, "bad-request");
        a = get("lead.huangpu", QUARTER "2026Q2/ranking/filed");
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "rows"), 2);
        ck_assert_str_eq(at(a, "rows/0/unit_id"), "310101");
        ck_assert_ptr_null(at(a, "rows/0/rank"));
        ck_assert_ptr_null(at(a, "rows/1/unit_id"));
        ck_assert_int_eq(number_at(a, "rows/1/value"), 17);
}
END_TEST

START_TEST(the_units_are_ranked_by_a_figure)
{
        struct answer *a = get("legal1.city", QUARTER "2026Q2/ranking/filed");

        ck_assert_str_eq(at(a, "rows/0/unit_id"), "310115");
        ck_assert_int_eq(number_at(a, "rows/0/rank"), 1);
        ck_assert_int_eq(number_at(a, "rows/1/rank"), 2);
        ck_assert_int_eq(number_at(a, "rows/2/rank"), 3);
        ck_assert_str_eq(at(a, "rows/2/nothing_done"), "true");
        ck_assert_int_eq(number_at(a, "rows/2/rank"), number_at(a, "rows/3/rank"));
        expect_problem(get("legal1.city", QUARTER "2026Q2/ranking/nothing"), 404, "not-found");
}
END_TEST

START_TEST(a_figure_is_drawn_with_its_words)
{
        struct answer *a = get("lead.huangpu", QUARTER "2026Q2/cells/filed/310101/chart.svg?quarters=3");

        expect(a, 200);
        ck_assert(strstr(a->headers, "image/svg+xml"));
        ck_assert(strstr(a->text, "<svg") && strstr(a->text, "<title"));
        ck_assert(strstr(a->text, "2025Q4") && strstr(a->text, "2026Q2") && !strstr(a->text, "2025Q3"));
        a = get("lead.huangpu", QUARTER "2026Q2/cells/fines_decided_fen/310101/chart.svg");
        ck_assert_msg(strstr(a->text, "：决定罚款</title>") && strstr(a->text, "：决定罚款（元）</text>"), "%s", a->text);
        a = get("lead.huangpu", QUARTER "2026Q2/cells/days_mean/310101/chart.svg");
        ck_assert_msg(strstr(a->text, "：平均天数</title>") && strstr(a->text, "：平均天数（天）</text>"), "%s", a->text);
        expect_problem(get("lead.huangpu", QUARTER "2026Q2/cells/filed/310115/chart.svg"), 404, "not-found");
        expect_field(get("lead.huangpu", QUARTER "2026Q2/cells/filed/310101/chart.svg?quarters=21"), "quarters", "range");
}
END_TEST

START_TEST(a_note_is_part_of_a_frozen_version_only_if_it_was_there)
{
        struct answer *a;

        expect(post("legal1.city", "{\"note\":\"专项检查\"}", QUARTER "2026Q1/cells/filed/310101/notes"), 201);
        expect(post("legal1.city", "{\"note\":\"专项检查集中立案\"}", QUARTER "2026Q1/cells/filed/310101/notes"), 201);
        expect(post("legal1.city", "{\"note\":\"总体平稳\"}", QUARTER "2026Q1/cells/filed/total/notes"), 201);
        expect(post("legal1.city", "{\"note\":\"某区\"}", QUARTER "2026Q1/cells/filed/310115/notes"), 201);
        expect_problem(post("lead.huangpu", "{\"note\":\"x\"}", QUARTER "2026Q1/cells/filed/310101/notes"), 403, "forbidden");
        expect_problem(post("legal1.city", "{\"note\":\"x\"}", QUARTER "2026Q1/cells/nothing/310101/notes"), 404, "not-found");
        expect(post("legal1.city", CLOSE, QUARTER "2026Q1/close"), 201);
        expect(post("legal2.city", NULL, QUARTER "2026Q1/freeze"), 201);
        expect(post("legal1.city", "{\"note\":\"事后补记\"}", QUARTER "2026Q1/cells/filed/310101/notes"), 201);
        a = get("legal1.city", QUARTER "2026Q1/document");
        ck_assert(strstr(a->text, "专项检查集中立案") && strstr(a->text, "总体平稳") && !strstr(a->text, "事后补记"));
        a = get("lead.huangpu", QUARTER "2026Q1/document");
        ck_assert(strstr(a->text, "专项检查集中立案") && !strstr(a->text, "某区"));
        a = get("lead.huangpu", QUARTER "2026Q1/comparison/310101");
        ck_assert_str_eq(at(a, text("%s/note/note", cell_of(a, "filed"))), "专项检查集中立案");
        a = get("lead.huangpu", QUARTER "2026Q1/comparison/310101?view=live");
        ck_assert_str_eq(at(a, text("%s/note/note", cell_of(a, "filed"))), "事后补记");
        a = get("lead.huangpu", QUARTER "2026Q1/notes");
        ck_assert_uint_eq(count_at(a, "items"), 4);
        ck_assert_ptr_null(strstr(a->text, "某区"));
        sql("do $$ begin update quarter_note set note = 'x'; raise 'it changed'; exception when check_violation then null; end $$");
}
END_TEST

START_TEST(what_is_frozen_does_not_change_by_being_compared)
{
        struct answer *a;

        file_cases("officer1.huangpu", "2026-02-11", 5);
        a = get("legal1.city", QUARTER "2026Q2/comparison/310101");
        ck_assert_int_eq(number_in(a, cell_of(a, "filed"), "previous/value"), 4);
        ck_assert_int_eq(number_in(a, cell_of(a, "filed"), "to_date/value"), 7);
        a = get("legal1.city", QUARTER "2026Q2/comparison/310101?view=live");
        ck_assert_int_eq(number_in(a, cell_of(a, "filed"), "previous/value"), 9);
        ck_assert_int_eq(number_in(a, cell_of(a, "filed"), "to_date/value"), 12);
}
END_TEST

/* ---- documents ---- */

static const char *kept(const char *name, const char *bytes, size_t len)
{
        const char *path = text("/tmp/anjuan-comparison-%d-%s", (int)getpid(), name);
        FILE *file = fopen(path, "w");

        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
        ck_assert_int_eq(fclose(file), 0);
        return path;
}

START_TEST(the_workbook_of_a_quarter_carries_the_numbers_of_its_json)
{
        struct answer *book, *json = get("legal1.city", QUARTER "2026Q1");
        const char *columns = sql("select string_agg(key || E'\\t' || unit_of_measure || E'\\n', '' order by position) from table_columns(false)"), *a, *b, *c;
        char said[200] = "";
        FILE *p;

        book = exported("legal1.city", "{\"kind\":\"quarter\",\"format\":\"xlsx\",\"parameters\":{\"quarter\":\"2026Q1\"}}");
        a = kept("book.xlsx", book->text, book->len), b = kept("said.json", json->text, json->len), c = kept("columns", columns, strlen(columns));
        p = popen(text("python3 '" SOURCE_ROOT "/tests/api/same_numbers.py' %s %s %s", a, b, c), "r");
        ck_assert_ptr_nonnull(p);
        ck_assert_ptr_nonnull(fgets(said, sizeof said, p));
        ck_assert_int_eq(pclose(p), 0);
        ck_assert_msg(!strncmp(said, "same 19 ", 8), "%s", said);
        unlink(a), unlink(b), unlink(c);
}
END_TEST

START_TEST(a_lead_gets_the_own_row_and_the_total_as_a_document)
{
        struct answer *a = exported("lead.huangpu", "{\"kind\":\"quarter\",\"format\":\"pdf\",\"language\":\"en\",\"parameters\":{\"quarter\":\"2026Q1\"}}");

        ck_assert(!strncmp(a->text, "%PDF-", 5));
        expect_field(post("lead.huangpu", "{\"kind\":\"quarter\",\"format\":\"csv\"}", "/api/v1/exports"), "/parameters/quarter", "required");
        expect_problem(post("admin.city", "{\"kind\":\"penalties\",\"format\":\"pdf\",\"parameters\":{\"year\":\"2026\"}}", "/api/v1/exports"), 403, "forbidden");
}
END_TEST

START_TEST(the_yearly_table_tells_amounts_exactly_in_yuan_and_in_ten_thousand)
{
        struct answer *a;
        size_t i = 0;

        case_closed_in("huangpu", "2026-05-05", "2026-05-31", "2026-06-01", 1234567);
        a = get("legal1.city", "/api/v1/statistics/penalties/2026");
        expect(a, 200);
        while (strcmp(at(a, text("subjects/%zu/unit_id", i)), "310101"))
                i++;
        ck_assert_str_eq(at(a, text("subjects/%zu/amount_yuan", i)), "12345.67");
        ck_assert_str_eq(at(a, text("subjects/%zu/amount_wan", i)), "1.234567");
        ck_assert_str_eq(at(a, "total/amount_wan"), "1.234567");
        a = get("legal1.city", "/api/v1/statistics/penalties/2026?format=csv");
        ck_assert(strstr(a->headers, "text/csv; charset=utf-8"));
        ck_assert(strstr(a->text, "合计（宗）,罚没金额（元）,罚没金额（万元）,简易程序,普通程序\r\n"));
        ck_assert(strstr(a->text, ",1,12345.67,1.234567,0,1\r\n"));
        a = get("lead.pudong", "/api/v1/statistics/penalties/2026?format=csv");
        ck_assert(!strstr(a->text, "310101") && strstr(a->text, "12345.67"));
        sql("update unit set name_zh = '=1+1' where unit_id = '310101'");
        ck_assert(strstr(get("legal1.city", "/api/v1/statistics/penalties/2026?format=csv")->text, ",\"'=1+1\","));
        sql("update unit set name_zh = '黄浦区国防动员办公室' where unit_id = '310101'");
        a = exported("legal1.city", "{\"kind\":\"penalties\",\"format\":\"csv\",\"parameters\":{\"year\":\"2026\"}}");
        ck_assert_msg(strstr(a->text, "12345.67,1.234567,0,1") != NULL, "%s", a->text);
        ck_assert(strstr(a->text, "执法主体,警告,"));
}
END_TEST

HARNESS_MAIN("comparison", "people", a_figure_stands_beside_the_quarter_before_the_year_before_and_the_year_to_date,
             where_the_base_is_zero_there_is_no_percentage, an_unusual_change_is_marked_with_its_rule,
             a_lead_compares_the_own_unit_and_the_total_and_sees_no_rank, the_units_are_ranked_by_a_figure, a_figure_is_drawn_with_its_words,
             a_note_is_part_of_a_frozen_version_only_if_it_was_there, what_is_frozen_does_not_change_by_being_compared,
             the_workbook_of_a_quarter_carries_the_numbers_of_its_json, a_lead_gets_the_own_row_and_the_total_as_a_document,
             the_yearly_table_tells_amounts_exactly_in_yuan_and_in_ten_thousand)

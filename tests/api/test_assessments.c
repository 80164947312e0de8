/* The year's assessment: schemes, targets, points with what they were made from, and who sees them when. */
#include "harness.h"

#include <stdio.h>
#include <string.h>

#define ALL "/api/v1/assessments"
#define ITEM(code, source, figure, weight, full, zero, more)                                                                   \
        "{\"code\":\"" code "\",\"name_zh\":\"甲\",\"name_en\":\"x\",\"source\":\"" source "\",\"figure\":\"" figure "\",\"weight\":" #weight \
        ",\"full_at\":" #full ",\"zero_at\":" #zero more "}"
#define SCHEME(year, publishes, items) "{\"year\":" #year ",\"title\":\"年度考核\",\"task\":\"按期办结\",\"publishes\":\"" publishes "\",\"items\":[" items "]}"

static char scheme[37];

static struct answer *move(const char *who, const char *id, const char *what, const char *etag, const char *body)
{
        return request(who, "POST", text(ALL "/%s/%s", id, what), body, (const char *[]){text("If-Match: %s", etag), NULL});
}

static const char *unit_in(const struct answer *a, const char *unit)
{
        for (size_t i = 0; i < count_at(a, "units"); i++)
                if (!strcmp(at(a, text("units/%zu/unit_id", i)), unit))
                        return text("units/%zu", i);
        ck_abort_msg("no points of %s: %s", unit, a->text);
        return NULL;
}

START_TEST(a_scheme_is_drafted_by_the_legal_department_and_seen_by_nobody_else)
{
        struct answer *a = post("legal1.city", SCHEME(2026, "totals", ITEM("A", "indicator", "filed", 4000, 4, 0, ",\"targets\":[{\"unit_id\":\"310101\",\"full_at\":8,\"zero_at\":0}]")
                                "," ITEM("B", "indicator", "undecided_late", 4000, 0, 4, "") "," ITEM("C", "review", "mean", 1000, 9500, 6000, "")
                                "," ITEM("D", "deadline", "all", 1000, 10000, 6000, "")), ALL);

        expect(a, 201);
        snprintf(scheme, sizeof scheme, "%s", at(a, "assessment_id"));
        ck_assert_str_eq(a->location, text(ALL "/%s", scheme));
        ck_assert_uint_eq(count_at(a, "items"), 4);
        ck_assert_str_eq(at(a, "state"), "draft");
        expect_problem(get("lead.huangpu", ALL "/%s", scheme), 404, "not-found");
        ck_assert_uint_eq(count_at(get("lead.huangpu", ALL), "items"), 0);
        expect_problem(post("lead.huangpu", SCHEME(2026, "own", ITEM("A", "indicator", "filed", 1, 1, 0, "")), ALL), 403, "forbidden");
        expect_problem(post("legal1.city", "{\"quarter\":\"2026Q1\"}", ALL "/%s/results", scheme), 409, "rule");
}
END_TEST

START_TEST(what_does_not_fit_is_named_all_at_once)
{
        struct answer *a = post("legal1.city", SCHEME(2026, "own", ITEM("A", "indicator", "nothing", 1, 1, 0, "") "," ITEM("A", "review", "x", 1, 1, 0, "")
                                "," ITEM("B", "deadline", "all", 1, 1, 0, ",\"targets\":[{\"unit_id\":\"nowhere\",\"full_at\":1,\"zero_at\":0}]")), ALL);

        expect_problem(a, 422, "invalid");
        expect_field(a, "/items/0/figure", "unknown_ref");
        expect_field(a, "/items/1/figure", "unknown_ref");
        expect_field(a, "/items/1/code", "duplicate");
        expect_field(a, "/items/2/targets", "unknown_ref");
        expect_field(post("legal1.city", SCHEME(2026, "own", ""), ALL), "/items", "items");
}
END_TEST

START_TEST(published_a_unit_reads_the_scheme_and_its_own_target)
{
        struct answer *a;

        expect_problem(move("legal1.city", scheme, "publication", "\"9\"", NULL), 412, "precondition-failed");
        expect(move("legal1.city", scheme, "publication", "\"1\"", NULL), 200);
        expect_problem(move("legal1.city", scheme, "publication", "\"2\"", NULL), 409, "rule");
        a = get("lead.huangpu", ALL "/%s", scheme);
        ck_assert_int_eq(number_at(a, "items/0/targets/0/full_at"), 8);
        ck_assert_uint_eq(count_at(get("lead.pudong", ALL "/%s", scheme), "items/0/targets"), 0);
        a = post("legal1.city", SCHEME(2026, "own", ITEM("A", "indicator", "filed", 1, 1, 0, "")), ALL);
        ck_assert_str_eq(at(a, "edition"), "2");
        expect_problem(move("legal1.city", at(a, "assessment_id"), "publication", "\"1\"", NULL), 409, "rule");
        sql("do $$ begin update assessment_item set weight = 1; raise 'it changed'; exception when check_violation then null; end $$");
        sql("do $$ begin update assessment set title = 'x'; raise 'it changed'; exception when check_violation then null; end $$");
}
END_TEST

/* Huangpu filed 2 of the 8 it is to file: 4000 × 2/8 = 1000; Pudong 1 of 4: 1000. No case is late: 4000. Nothing was reviewed, and no term
 * was due (Huangpu) or only those that the test finds: what is not measured is taken out, so that Huangpu has 5000 of 8000, 62.5 of 100. */
START_TEST(points_are_computed_with_their_formula_and_where_they_come_from)
{
        struct answer *a;
        const char *u;

        set_now("2026-02-10 12:00:00+08");
        case_filed_by("officer1.huangpu", "2026-02-05", "");
        case_filed_by("officer1.huangpu", "2026-02-05", "");
        case_filed_by("officer1.pudong", "2026-02-05", "");
        a = post("legal1.city", "{\"quarter\":\"2026Q1\"}", ALL "/%s/results", scheme);
        set_now(NULL);
        expect(a, 201);
        ck_assert_uint_eq(count_at(a, "units"), 18);
        u = unit_in(a, "310101");
        ck_assert_int_eq(number_at(a, text("%s/items/0/value", u)), 2);
        ck_assert_int_eq(number_at(a, text("%s/items/0/full_at", u)), 8);
        ck_assert_int_eq(number_at(a, text("%s/items/0/points", u)), 1000);
        ck_assert_str_eq(at(a, text("%s/items/0/formula", u)), "4000 × (2 − 0) ÷ (8 − 0), 0 … 4000 = 1000");
        ck_assert_str_eq(at(a, text("%s/items/0/made_from/indicator", u)), "filed");
        ck_assert_str_eq(at(a, text("%s/items/0/made_from/quarters/0/quarter", u)), "2026Q1");
        ck_assert_int_eq(number_at(a, text("%s/items/1/points", u)), 4000);
        ck_assert_ptr_null(at(a, text("%s/items/2/points", u)));
        ck_assert_ptr_null(at(a, text("%s/items/3/points", u)));
        ck_assert_int_eq(number_at(a, text("%s/given", u)), 5000);
        ck_assert_int_eq(number_at(a, text("%s/counted", u)), 8000);
        ck_assert_int_eq(number_at(a, text("%s/points", u)), 6250);
        ck_assert_int_eq(number_at(a, text("%s/items/0/points", unit_in(a, "310115"))), 1000);
        expect_field(post("legal1.city", "{\"quarter\":\"2025Q4\"}", ALL "/%s/results", scheme), "/quarter", "range");
        expect_problem(post("lead.huangpu", "{\"quarter\":\"2026Q1\"}", ALL "/%s/results", scheme), 403, "forbidden");
}
END_TEST

START_TEST(points_are_the_legal_departments_until_published_then_a_unit_sees_its_own_and_the_totals)
{
        const char *run = sql("select run_id from assessment_run"), *path = text(ALL "/%s/results/%s", scheme, run);
        struct answer *a;

        expect_problem(get("lead.huangpu", "%s", path), 404, "not-found");
        ck_assert_str_eq(sql_as("lead.huangpu", "select count(*) from assessment_point"), "0");
        expect(request("legal1.city", "POST", text("%s/publication", path), NULL, (const char *[]){"If-Match: \"1\"", NULL}), 200);
        expect_problem(request("legal1.city", "POST", text("%s/publication", path), NULL, (const char *[]){"If-Match: \"2\"", NULL}), 409, "rule");
        a = get("lead.huangpu", "%s", path);
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "units"), 18);
        ck_assert_uint_eq(count_at(a, text("%s/items", unit_in(a, "310101"))), 4);
        ck_assert_uint_eq(count_at(a, text("%s/items", unit_in(a, "310115"))), 0);
        ck_assert_str_eq(sql_as("lead.huangpu", "select string_agg(distinct unit_id, ',') from assessment_point"), "310101");
        expect_problem(get("reviewer1.city", "%s", path), 403, "forbidden");
        sql("do $$ begin update assessment_point set points = 1; raise 'it changed'; exception when check_violation then null; end $$");
}
END_TEST

START_TEST(the_year_is_summed_up_and_the_scheme_retired)
{
        struct answer *a;

        expect_problem(move("lead.huangpu", scheme, "summary", "\"2\"", "{\"summary\":\"x\"}"), 403, "forbidden");
        a = move("legal1.city", scheme, "summary", "\"2\"", "{\"summary\":\"全年任务完成\"}");
        expect(a, 200);
        ck_assert_str_eq(at(get("lead.huangpu", ALL "/%s", scheme), "summary"), "全年任务完成");
        expect(move("legal1.city", scheme, "retirement", "\"3\"", NULL), 200);
        expect_problem(move("legal1.city", scheme, "summary", "\"4\"", "{\"summary\":\"x\"}"), 409, "rule");
        expect_problem(move("legal1.city", scheme, "retirement", "\"4\"", NULL), 409, "rule");
}
END_TEST

HARNESS_MAIN("assessments", "people", a_scheme_is_drafted_by_the_legal_department_and_seen_by_nobody_else, what_does_not_fit_is_named_all_at_once,
             published_a_unit_reads_the_scheme_and_its_own_target, points_are_computed_with_their_formula_and_where_they_come_from,
             points_are_the_legal_departments_until_published_then_a_unit_sees_its_own_and_the_totals, the_year_is_summed_up_and_the_scheme_retired)

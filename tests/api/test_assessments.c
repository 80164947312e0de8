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

START_TEST(a_draft_is_replaced_as_a_whole_until_it_is_published)
{
        const char *id = at(post("legal1.city", SCHEME(2030, "own", ITEM("A", "indicator", "filed", 4000, 4, 0, ",\"targets\":[{\"unit_id\":\"310101\",\"full_at\":8,\"zero_at\":0}]")), ALL),
                            "assessment_id");
        const char *other = SCHEME(2030, "totals", ITEM("B", "indicator", "decided", 10, 4, 0, "") "," ITEM("A", "deadline", "all", 20, 1, 0, ""));
        struct answer *a;

        expect_problem(change("legal1.city", "PUT", "\"9\"", other, ALL "/%s", id), 412, "precondition-failed");
        expect_problem(request("legal1.city", "PUT", text(ALL "/%s", id), other, NULL), 428, "precondition-required");
        expect_problem(change("lead.huangpu", "PUT", "\"1\"", other, ALL "/%s", id), 403, "forbidden");
        a = change("legal1.city", "PUT", "\"1\"", SCHEME(2031, "own", ITEM("A", "indicator", "nothing", 1, 1, 0, "")), ALL "/%s", id);
        expect_field(a, "/year", "fixed");
        expect_field(a, "/items/0/figure", "unknown_ref");
        a = change("legal1.city", "PUT", "\"1\"", other, ALL "/%s", id);
        expect(a, 200);
        ck_assert_str_eq(a->etag, "\"2\"");
        ck_assert_uint_eq(count_at(a, "items"), 2);
        ck_assert_str_eq(at(a, "items/0/code"), "B");
        ck_assert_uint_eq(count_at(a, "items/1/targets"), 0);
        ck_assert_str_eq(at(a, "publishes"), "totals");
        ck_assert_str_eq(at(a, "edition"), "1");
        expect(move("legal1.city", id, "publication", "\"2\"", NULL), 200);
        expect_problem(change("legal1.city", "PUT", "\"3\"", other, ALL "/%s", id), 409, "rule");
        ck_assert_ptr_null(sql_as("legal1.city", "delete from assessment_item where assessment_id = '%s' returning code", id));
        sql("do $$ begin delete from assessment_item; raise 'they are gone'; exception when check_violation then null; end $$");
        ck_assert_str_eq(sql_as("legal1.city", "update assessment set task = 'x' where assessment_id = '%s'", id), "ERROR 23514");
        expect(move("legal1.city", id, "retirement", "\"3\"", NULL), 200);
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

static char measured[37];

/* A campaign over cases closed until that day, with what Huangpu got in it. */
static void reviewed(const char *period_to, int files, int mean, int excellent)
{
        sql("with g as ("
            " insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit, by_average,"
            "   objection_days, recheck_days, rectification_days, created_by, commitment, committed_at, frozen_at, head, population_sha256, drawn_at)"
            " select gen_random_uuid(), 'x', 'reported', checklist_id, '2024-01-01', '%s', 1, 0, 0, true, 0, true, 5, 10, 30, person_id, 'x', now(), now(), '{}', 'x', now()"
            "   from checklist, person where code = 'default' and checklist.version = 2 and login = 'legal1.city' returning campaign_id)"
            " insert into campaign_unit_result (campaign_id, unit_id, closed, drawn, reviewed, mean, excellent, pass, fail, special)"
            " select campaign_id, '310101', 9, %d, %d, %d, %d, %d, 0, 0 from g", period_to, files, files, mean, excellent, files - excellent);
}

/* The scheme of 2025 measures reviews and terms alone. Huangpu: two campaigns of the year, of 2 files (mean 90.00, one excellent) and of 1
 * (80.00): (2 × 9000 + 8000) ÷ 3 = 8667, so 1000 × (8667 − 6000) ÷ (9500 − 6000) = 762; excellent 1 of 3, 3333: 1000 × 3333 ÷ 5000 = 667. The
 * campaign of the year before is none of it. Of its terms 4 were due that are no party's right and none void, 3 met in time: 7500, so
 * 1000 × (7500 − 6000) ÷ 4000 = 375; of those to disclose 1 of 2: 5000, below 6000, no points. Pudong has neither. */
START_TEST(review_grades_and_terms_give_their_points)
{
        const char *id, *first, *run;
        struct answer *a;
        const char *u;

        a = post("legal1.city", SCHEME(2025, "own", ITEM("A", "review", "mean", 1000, 9500, 6000, "") "," ITEM("B", "review", "excellent_bp", 1000, 5000, 0, "") ","
                                       ITEM("C", "deadline", "all", 1000, 10000, 6000, "") "," ITEM("D", "deadline", "disclosure", 1000, 10000, 6000, "") ","
                                       ITEM("E", "review", "fail_bp", 1000, 0, 1000, "")), ALL);
        expect(a, 201);
        id = at(a, "assessment_id");
        expect(move("legal1.city", id, "publication", "\"1\"", NULL), 200);
        first = case_filed_by("officer1.huangpu", "2025-03-03", "");
        sql("delete from case_deadline where case_id = '%s';"
            "insert into case_deadline (case_id, unit_id, code, nth, term_version, law_version, started_by, start_on, due_on, met_on, void_on, state, party_right, provisional, explanation)"
            " select '%s', '310101', code, nth, 1, 1, 'x', least('2025-03-03', due_on::date), due_on::date, met_on::date, void_on::date, case when void_on is not null then 'void' when met_on is null then 'open' when met_on > due_on then 'met_late' else 'met' end, of_party, false, '[]'"
            "   from (values ('disclosure', 1, '2025-04-01', '2025-04-01', null, false), ('disclosure', 2, '2025-12-31', '2026-01-01', null, false),"
            "                ('service', 1, '2025-01-01', '2024-12-30', null, false), ('service', 2, '2025-05-01', '2025-04-30', null, false), ('service', 3, '2025-05-01', null, '2025-04-30', false),"
            "                ('reconsideration', 1, '2025-06-01', null, null, true), ('service', 4, '2024-12-31', null, null, false), ('service', 5, '2026-01-01', null, null, false))"
            "        x(code, nth, due_on, met_on, void_on, of_party)", first, first);
        reviewed("2025-06-30", 2, 9000, 1);
        reviewed("2025-12-31", 1, 8000, 0);
        reviewed("2024-12-31", 1, 1000, 0);
        run = at(post("legal1.city", "{\"quarter\":\"2025Q4\"}", ALL "/%s/results", id), "run_id");
        expect_problem(get("lead.huangpu", ALL "/%s/results/%s", id, run), 404, "not-found");
        expect(request("legal1.city", "POST", text(ALL "/%s/results/%s/publication", id, run), NULL, (const char *[]){"If-Match: \"1\"", NULL}), 200);
        a = get("lead.huangpu", ALL "/%s/results/%s", id, run);
        ck_assert_uint_eq(count_at(a, "units"), 1);
        u = unit_in(a, "310101");
        for (size_t i = 0; i < 5; i++) {
                static const long long values[] = {8667, 3333, 7500, 5000, 0}, points[] = {762, 667, 375, 0, 1000};

                ck_assert_int_eq(number_at(a, text("%s/items/%zu/value", u, i)), values[i]);
                ck_assert_int_eq(number_at(a, text("%s/items/%zu/points", u, i)), points[i]);
        }
        ck_assert_int_eq(number_at(a, text("%s/points", u)), 2804);
        ck_assert_uint_eq(count_at(a, text("%s/items/0/made_from/campaigns", u)), 2);
        ck_assert_int_eq(number_at(a, text("%s/items/2/made_from/due", u)), 4);
        ck_assert_int_eq(number_at(a, text("%s/items/2/made_from/in_time", u)), 3);
        a = get("legal1.city", ALL "/%s/results/%s", id, run);
        ck_assert_ptr_null(at(a, text("%s/points", unit_in(a, "310115"))));
        snprintf(measured, sizeof measured, "%s", run);
}
END_TEST

#define ASK(format, language, run) text("{\"kind\":\"assessment\",\"format\":\"" format "\",\"language\":\"" language "\",\"parameters\":{\"run_id\":\"%s\"}}", run)

START_TEST(points_are_put_out_as_table_workbook_and_page)
{
        struct answer *a = exported("lead.huangpu", ASK("csv", "zh", measured));

        ck_assert_str_eq(a->text, "\xef\xbb\xbf单位,总分,各项得分,计入分值,A 甲,B 甲,C 甲,D 甲,E 甲\r\n"
                                  "黄浦区国防动员办公室,28.04,28.04,50.00,7.62,6.67,3.75,0.00,10.00\r\n");
        a = exported("legal1.city", ASK("csv", "en", measured));
        ck_assert(strstr(a->text, ",—,0.00,0.00,—,—,—,—,—\r\n"));
        ck_assert(!strncmp(exported("lead.huangpu", ASK("xlsx", "zh", measured))->text, "PK", 2));
        ck_assert(!strncmp(exported("legal1.city", ASK("pdf", "en", measured))->text, "%PDF-", 5));
        expect_field(post("lead.huangpu", "{\"kind\":\"assessment\",\"format\":\"csv\"}", "/api/v1/exports"), "/parameters/run_id", "required");
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

HARNESS_MAIN("assessments", "people", a_scheme_is_drafted_by_the_legal_department_and_seen_by_nobody_else, a_draft_is_replaced_as_a_whole_until_it_is_published,
             what_does_not_fit_is_named_all_at_once,
             published_a_unit_reads_the_scheme_and_its_own_target, points_are_computed_with_their_formula_and_where_they_come_from,
             points_are_the_legal_departments_until_published_then_a_unit_sees_its_own_and_the_totals, review_grades_and_terms_give_their_points,
             points_are_put_out_as_table_workbook_and_page, the_year_is_summed_up_and_the_scheme_retired)

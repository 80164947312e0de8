#include "harness.h"

#include "rules/campaign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One campaign through all tests of this file, from the draw to its end. What comes before the feedback has tests of its own, so
 * sheets and results are put in as they would be. */
static const char *campaign, *scored_1, *scored_2, *veto;

enum { H1, H2, H3, P1, P2, P3, SPECIAL, FILES };
static const char *file[FILES];

static const char *keep(const char *s)
{
        char *copy = strdup(s);

        ck_assert_ptr_nonnull(copy);
        return copy;
}

static void close_cases(const char *unit, int n)
{
        sql("insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, filed_on, state, closed_on, recorded_by)"
            " select gen_random_uuid(), '%s', '%s', gen_random_uuid()::text, '案', 'ordinary', 'grid', '04', '2025-01-05', 'closed', '2025-06-30',"
            " (select person_id from person where login = 'job.setup') from generate_series(1, %d)", unit, unit, n);
}

/* A sheet handed in; answers: "A1 deduct 100, V1 veto 0". All other items are clean. */
static void sheet(const char *case_id, int place, const char *reviewer, int score, const char *answers)
{
        const char *id = sql("insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, campaign_id, place)"
                             " select gen_random_uuid(), c.case_id, c.unit_id, g.checklist_id, p.person_id, g.created_by, g.campaign_id, %d"
                             " from case_file c, campaign g, person p where c.case_id = '%s' and g.campaign_id = '%s' and p.login = '%s' returning review_id",
                             place, case_id, campaign, reviewer);

        sql("insert into review_answer (review_id, item_code, case_id, unit_id, answer, deduction, remark)"
            " select r.review_id, i.item_code, r.case_id, r.unit_id, coalesce(a[2], 'no_defect'), coalesce(a[3]::integer, 0), coalesce('见第' || a[3] || '页', '')"
            " from review r join checklist_item i using (checklist_id) left join"
            " (select regexp_split_to_array(x, ' ') as a from regexp_split_to_table('%s', ', ') x) x on x.a[1] = i.item_code where r.review_id = '%s'",
            answers, id);
        sql("update review set state = 'submitted', submitted_at = anjuan_now(), score = %d, vetoed = %s, grade = '%s' where review_id = '%s'", score,
            score ? "false" : "true", score >= 9000 ? "excellent" : score ? "pass" : "fail", id);
}

static void result(const char *case_id, int score, const char *by)
{
        sql("update campaign_file set state = 'assigned', wants = 1 where campaign_id = '%s' and case_id = '%s' and state = 'drawn'", campaign, case_id);
        sql("update campaign_file set state = 'scored', score = %d, vetoed = %s, grade = '%s', settled_by = '%s', scored_at = anjuan_now(), trace = '{}'"
            " where campaign_id = '%s' and case_id = '%s'", score, score ? "false" : "true", score >= 9000 ? "excellent" : score ? "pass" : "fail", by,
            campaign, case_id);
}

static struct answer *the_campaign(void)
{
        struct answer *a = get("legal1.city", "/api/v1/campaigns/%s", campaign);

        expect(a, 200);
        return a;
}

static struct answer *step(const char *act)
{
        return change("legal1.city", "POST", the_campaign()->etag, NULL, "/api/v1/campaigns/%s/%s", campaign, act);
}

static struct answer *result_of(const char *who, int f)
{
        return get(who, "/api/v1/campaigns/%s/files/%s/result", campaign, file[f]);
}

static struct answer *on_file(const char *who, int f, const char *act, const char *body)
{
        return change(who, "POST", result_of("legal1.city", f)->etag, body, "/api/v1/campaigns/%s/files/%s/%s", campaign, file[f], act);
}

static struct answer *finding(const char *who, int f, const char *item)
{
        return get(who, "/api/v1/campaigns/%s/files/%s/findings/%s", campaign, file[f], item);
}

static struct answer *on_finding(const char *who, int f, const char *item, const char *act, const char *body)
{
        return change(who, "POST", finding("legal1.city", f, item)->etag, body, "/api/v1/campaigns/%s/files/%s/findings/%s/%s", campaign, file[f], item, act);
}

static const char *state_of(int f, const char *item)
{
        return at(finding("legal1.city", f, item), "state");
}

static const char *WHY = "{\"reason\":\"见附件\"}";

static const char *item_of(const char *kind, int offset)
{
        return keep(sql("select i.item_code from checklist_item i join campaign g using (checklist_id) where g.campaign_id = '%s' and i.kind = '%s'"
                        " and (i.kind = 'veto' or i.points >= 200) order by i.position offset %d limit 1", campaign, kind, offset));
}

static void draw(void)
{
        struct answer *a = post("legal1.city", "{\"title\":\"年度评查\",\"period_from\":\"2025-01-01\",\"period_to\":\"2025-12-31\",\"least\":3,\"share\":0}",
                                "/api/v1/campaigns");

        campaign = keep(at(a, "campaign_id"));
        expect(step("commit"), 200);
        log_sealed();
        expect(step("freeze"), 200);
        expect(step("draw"), 200);
        for (int i = 0; i < SPECIAL; i++)
                file[i] = keep(sql("select case_id from campaign_file where campaign_id = '%s' and at_unit_id = '%s' order by case_id offset %d limit 1",
                                   campaign, i < P1 ? "310101" : "310115", i % 3));
        file[SPECIAL] = keep(sql("select case_id from case_file c where unit_id = '310101' and not exists (select from campaign_file f"
                                 " where f.case_id = c.case_id) limit 1"));
        expect(post("legal1.city", text("{\"case_id\":\"%s\",\"reason\":\"信访反映\"}", file[SPECIAL]), "/api/v1/campaigns/%s/files", campaign), 201);
        scored_1 = item_of("scored", 0);
        scored_2 = item_of("scored", 1);
        veto = item_of("veto", 0);
}

static void review_all(void)
{
        sheet(file[H1], 1, "legal2.city", 9850, text("%s deduct 100, %s deduct 50", scored_1, scored_2));
        sheet(file[H2], 1, "reviewer1.city", 0, text("%s veto 0, %s deduct 200", veto, scored_1));
        sheet(file[H3], 1, "reviewer1.city", 10000, "x");
        sheet(file[H3], 2, "reviewer2.city", 10000, "x");
        sheet(file[P1], 1, "reviewer1.city", 9900, text("%s deduct 100", scored_1));
        sheet(file[P2], 1, "reviewer1.city", 10000, "x");
        sheet(file[P3], 1, "reviewer1.city", 9900, text("%s deduct 100", scored_1));
        sheet(file[P3], 2, "reviewer2.city", 10000, "x");
        sheet(file[SPECIAL], 1, "reviewer1.city", 9950, text("%s deduct 50", scored_2));
        sql("update campaign set state = 'reviewing' where campaign_id = '%s'", campaign);
        result(file[H1], 9850, "single");
        result(file[H2], 0, "single");
        result(file[H3], 10000, "average");
        result(file[P1], 9900, "single");
        result(file[P2], 10000, "single");
        result(file[P3], 9950, "average");
}

START_TEST(feedback_waits_for_every_result_and_shows_a_unit_its_own)
{
        struct answer *a;

        close_cases("310101", 7);
        close_cases("310115", 3);
        draw();
        review_all();
        expect_problem(step("feedback"), 409, "rule");
        result(file[SPECIAL], 9950, "single");
        expect_problem(result_of("lead.huangpu", H1), 404, "not-found");
        expect_problem(result_of("legal1.city", H1), 404, "not-found");
        a = step("feedback");
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "feedback");
        a = result_of("lead.huangpu", H1);
        expect(a, 200);
        ck_assert_int_eq(number_at(a, "score"), 9850);
        ck_assert_uint_eq(count_at(a, "findings"), 2);
        ck_assert_int_eq(number_at(a, "findings/0/deduction"), 100);
        ck_assert_str_eq(at(a, "findings/0/state"), "found");
        ck_assert_ptr_nonnull(at(a, "findings/0/remark"));
        ck_assert_int_eq(number_at(result_of("lead.pudong", P3), "findings/0/deduction"), 50);
        expect_problem(result_of("lead.pudong", H1), 404, "not-found");
        expect_problem(result_of("reviewer1.city", H1), 404, "not-found");
        ck_assert_uint_eq(count_at(get("lead.pudong", "/api/v1/campaigns/%s/findings", campaign), "items"), 2);
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/campaigns/%s/findings?unit_id=310101", campaign), "items"), 5);
}
END_TEST

/* The campaign is blind: no reply tells the unit who reviewed. */
START_TEST(who_reviewed_a_file_is_not_told_to_its_unit_in_a_blind_campaign)
{
        const char *who[] = {"legal2.city", "reviewer1.city", "reviewer2.city"};

        for (int i = 0; i < 3; i++) {
                const char *id = sql("select person_id from person where login = '%s'", who[i]);

                for (int f = 0; f < P1; f++)
                        ck_assert_ptr_null(strstr(result_of("lead.huangpu", f)->text, id));
                ck_assert_ptr_null(strstr(get("lead.huangpu", "/api/v1/campaigns/%s/findings", campaign)->text, id));
                ck_assert_ptr_null(strstr(get("lead.huangpu", "/api/v1/reviews")->text, id));
        }
}
END_TEST

/* Days are those of the calendar: five working days from the feedback on, explained. */
START_TEST(terms_are_counted_in_working_days_and_explained)
{
        struct answer *a = result_of("lead.huangpu", H1);

        ck_assert_str_eq(at(a, "terms/0/code"), "objection");
        ck_assert_int_eq(number_at(a, "terms/0/length"), 5);
        ck_assert_str_eq(at(a, "terms/0/steps/0/rule"), "start");
        ck_assert_str_eq(sql("select (d.start_on + sum((s ->> 'shift')::integer)::integer = d.due_on)::text from campaign_deadline d, jsonb_array_elements(d.explanation) s"
                             " where d.case_id = '%s' group by d.start_on, d.due_on", file[H1]), "true");
        ck_assert_str_eq(sql("select (due_on - start_on >= 7)::text from campaign_deadline where case_id = '%s'", file[H1]), "true");
        a = get("lead.huangpu", "/api/v1/review-worklist?side=unit");
        ck_assert_uint_eq(count_at(a, "items"), 4);
        ck_assert_str_eq(at(a, "items/0/code"), "objection");
        ck_assert_uint_eq(count_at(get("lead.pudong", "/api/v1/review-worklist"), "items"), 3);
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/review-worklist?unit_id=310115"), "items"), 3);
        ck_assert_uint_eq(count_at(get("reviewer1.city", "/api/v1/review-worklist"), "items"), 0);
}
END_TEST

static const char *objection(const char *item)
{
        return text("{\"items\":[\"%s\"],\"reason\":\"送达回证在第12页\"}", item);
}

START_TEST(the_units_lead_objects_to_items_within_the_term)
{
        struct answer *a;

        expect_problem(on_file("officer1.huangpu", H1, "objection", objection(scored_1)), 403, "forbidden");
        expect_problem(on_file("lead.pudong", H1, "objection", objection(scored_1)), 404, "not-found");
        expect_problem(on_file("legal1.city", H1, "acceptance", NULL), 403, "forbidden");
        expect_field(on_file("lead.huangpu", H1, "objection", objection(veto)), "/items/0", "unknown_ref");
        expect_problem(change("lead.huangpu", "POST", "\"99\"", objection(scored_1), "/api/v1/campaigns/%s/files/%s/objection", campaign, file[H1]), 412,
                       "precondition-failed");
        a = on_file("lead.huangpu", H1, "objection", objection(scored_1));
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "objected");
        ck_assert_str_eq(at(a, "objection/items/0"), scored_1);
        ck_assert_str_eq(at(a, "terms/1/code"), "objection_decision");
        ck_assert_int_eq(number_at(a, "terms/1/length"), 10);
        expect_problem(on_file("lead.huangpu", H1, "objection", objection(scored_1)), 409, "rule");
        expect(on_file("lead.huangpu", H2, "objection", objection(veto)), 200);
        expect(on_file("lead.pudong", P1, "objection", objection(scored_1)), 200);
        a = on_file("lead.huangpu", H3, "acceptance", NULL);
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "final");
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/review-worklist?side=review"), "items"), 3);
}
END_TEST

static const char *decided_in_the_database(const char *who, int f)
{
        return sql_as(who, "select objection_decide('%s', '%s', 'rejected', 'x', '[]', 9850, false, 'excellent')", campaign, file[f]);
}

START_TEST(who_reviewed_a_file_or_is_of_its_unit_does_not_decide_about_it)
{
        expect_problem(on_file("lead.huangpu", H1, "decision", "{\"outcome\":\"upheld\",\"reason\":\"x\"}"), 403, "forbidden");
        expect_problem(on_file("legal2.city", H1, "decision", "{\"outcome\":\"upheld\",\"reason\":\"x\"}"), 409, "rule");
        ck_assert_str_eq(decided_in_the_database("legal2.city", H1), "ERROR 23514");
        ck_assert_str_eq(decided_in_the_database("lead.huangpu", H1), "ERROR 42501");
        sql("insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from) select gen_random_uuid(), person_id, '310115', 'officer',"
            " anjuan_today() from person where login = 'legal2.city'");
        expect_problem(on_file("legal2.city", P1, "decision", "{\"outcome\":\"rejected\",\"reason\":\"x\"}"), 409, "rule");
        ck_assert_str_eq(decided_in_the_database("legal2.city", P1), "ERROR 23514");
}
END_TEST

static const char *role_of(const char *login, const char *unit, const char *role)
{
        return sql("insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from) select gen_random_uuid(), person_id, '%s', '%s', anjuan_today()"
                   " from person where login = '%s' returning assignment_id", unit, role, login);
}

/* The right to decide by itself: the files objected to, and of them not what one reviewed, is of, or is near to. */
START_TEST(who_decides_need_not_be_of_the_legal_department)
{
        static const char seen[] = "select count(*) from campaign_objection", files[] = "select count(*) from campaign_file where state <> 'objected'";
        const char *none, *given;
        struct answer *a;

        expect_problem(get("lead.jiading", "/api/v1/campaigns/%s/files/%s/file", campaign, file[H1]), 403, "forbidden");
        given = role_of("lead.jiading", "310114", "decider");
        a = result_of("lead.jiading", H1);
        expect(a, 200);
        ck_assert_str_eq(at(a, "objection/raised_by"), sql("select person_id from person where login = 'lead.huangpu'"));
        a = get("lead.jiading", "/api/v1/campaigns/%s/files/%s/file", campaign, file[H1]);
        expect(a, 200);
        ck_assert_str_eq(at(a, "file/unit_id"), "310101");
        ck_assert_uint_eq(count_at(get("lead.jiading", "/api/v1/review-worklist?side=review"), "items"), 3);
        ck_assert_str_eq(sql_as("lead.jiading", seen), "3");
        ck_assert_str_eq(sql_as("lead.jiading", files), "0");
        expect_problem(result_of("lead.jiading", H3), 404, "not-found");
        expect_problem(get("lead.jiading", "/api/v1/campaigns/%s/files/%s/file", campaign, file[H3]), 404, "not-found");
        expect_problem(get("lead.jiading", "/api/v1/cases/%s", file[H1]), 404, "not-found");
        expect_problem(on_finding("lead.jiading", H1, scored_1, "explanation", WHY), 403, "forbidden");
        /* Of the unit: the lead of Huangpu sees the own file, and decides nothing. */
        none = role_of("lead.huangpu", "310101", "decider");
        expect_problem(on_file("lead.huangpu", H1, "decision", "{\"outcome\":\"rejected\",\"reason\":\"x\"}"), 409, "rule");
        expect_problem(get("lead.huangpu", "/api/v1/campaigns/%s/files/%s/file", campaign, file[H1]), 404, "not-found");
        sql("delete from role_assignment where assignment_id = '%s'", none);
        /* Who reviewed it is not shown it again; what somebody else reviewed is. */
        none = role_of("reviewer1.city", "city", "decider");
        expect_problem(result_of("reviewer1.city", H2), 404, "not-found");
        expect_problem(get("reviewer1.city", "/api/v1/campaigns/%s/files/%s/file", campaign, file[H2]), 404, "not-found");
        ck_assert_str_eq(decided_in_the_database("reviewer1.city", H2), "ERROR 23514");
        expect(result_of("reviewer1.city", H1), 200);
        sql("delete from role_assignment where assignment_id in ('%s', '%s')", none, given);
}
END_TEST

START_TEST(an_objection_is_upheld_in_part_or_rejected_with_a_trace_of_the_score)
{
        struct answer *a;

        expect_field(on_file("legal1.city", H1, "decision", "{\"outcome\":\"upheld\"}"), "/reason", "required");
        expect_field(on_file("legal1.city", H1, "decision", text("{\"outcome\":\"rejected\",\"reason\":\"x\",\"items\":[{\"item_code\":\"%s\",\"deduction\":0}]}",
                                                                scored_1)), "/items", "unknown");
        a = on_file("legal1.city", H1, "decision", "{\"outcome\":\"upheld\",\"reason\":\"第12页确有送达回证\"}");
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "final");
        ck_assert_int_eq(number_at(a, "score"), 9950);
        ck_assert_int_eq(number_at(a, "objection/was_score"), 9850);
        ck_assert_int_eq(number_at(a, "objection/changes/0/was"), 100);
        ck_assert_int_eq(number_at(a, "objection/changes/0/is"), 0);
        ck_assert_str_eq(state_of(H1, scored_1), "dropped");
        ck_assert_str_eq(sql("select trace -> 'objection' ->> 'was_score' from campaign_file where case_id = '%s'", file[H1]), "9850");
        a = on_file("legal1.city", H2, "decision", "{\"outcome\":\"rejected\",\"reason\":\"时效已过\"}");
        ck_assert_int_eq(number_at(a, "score"), 0);
        ck_assert_str_eq(state_of(H2, veto), "found");
        a = on_file("legal1.city", P1, "decision", text("{\"outcome\":\"partly\",\"reason\":\"x\",\"items\":[{\"item_code\":\"%s\",\"deduction\":50}]}", scored_1));
        expect(a, 200);
        ck_assert_int_eq(number_at(a, "score"), 9950);
        ck_assert_str_eq(state_of(P1, scored_1), "found");
        ck_assert_int_eq(number_at(finding("lead.pudong", P1, scored_1), "deduction"), 50);
        ck_assert_str_eq(sql("select string_agg(outcome, ' ' order by outcome) from campaign_objection where campaign_id = '%s'", campaign), "partly rejected upheld");
}
END_TEST

/* As if so many days had passed since all that is there; nobody's session ends by it. */
static void days_pass(int n)
{
        sql("update campaign_deadline set start_on = start_on - %d, due_on = due_on - %d", n, n);
        sql("update campaign_finding set due_on = due_on - %d", n);
        sql("set local role anjuan_login; select campaign_sweep()");
}

START_TEST(a_result_is_final_when_the_term_passes_unused)
{
        expect_problem(step("rectify"), 409, "rule");
        days_pass(1);
        ck_assert_str_eq(at(result_of("legal1.city", P2), "state"), "scored");
        days_pass(19);
        ck_assert_str_eq(at(result_of("legal1.city", P2), "state"), "final");
        ck_assert_str_eq(at(result_of("legal1.city", SPECIAL), "terms/0/state"), "lapsed");
        ck_assert_str_eq(sql("select p.login from campaign_deadline d join person p on p.person_id = d.ended_by where d.case_id = '%s'", file[P2]), "job.background");
        ck_assert_str_eq(sql("select count(*) from audit_event where content::json ->> 'action' = 'job.campaigns'"), "1");
        expect_problem(on_file("lead.pudong", P2, "objection", objection(scored_1)), 409, "rule");
}
END_TEST

START_TEST(the_figures_of_units_stand_when_all_results_are_final)
{
        struct answer *a = step("rectify");

        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "rectification");
#define ROW(unit) sql("select concat_ws(' ', closed, drawn, reviewed, mean, coalesce(low::text, '-'), excellent, pass, fail, special) from campaign_unit_result" \
                      " where campaign_id = '%s' and unit_id = '%s'", campaign, unit)
        /* 9950, 0, 10000 of seven files; the other unit's three all drawn: 9950, 10000, 9950. */
        ck_assert_ptr_nonnull(strstr(ROW("310101"), "7 3 3 6650 "));
        ck_assert_ptr_nonnull(strstr(ROW("310101"), " 2 0 1 1"));
        ck_assert_str_eq(ROW("310115"), "3 3 3 9967 9967 3 0 0 0");
        ck_assert_str_eq(ROW("city"), "0 0 0 - 0 0 0 0");
        ck_assert_str_eq(sql("select (agreement -> 'grades' ->> 'files') || ' ' || (agreement -> 'grades' ->> 'observed') from campaign_summary"), "2 1.0");
        ck_assert_str_eq(sql_as("lead.pudong", "select count(*) from campaign_unit_result"), "1");
        ck_assert_str_eq(sql_as("legal1.city", "update campaign_unit_result set mean = 1"), "ERROR 42501");
}
END_TEST

START_TEST(a_unit_is_asked_to_rectify_what_was_found_in_it)
{
        struct answer *a;

        expect_field(post("legal1.city", "{\"unit_id\":\"310101\",\"reason\":\"x\",\"days\":5}", "/api/v1/campaigns/%s/notices", campaign), "/days", "range");
        expect_problem(post("lead.huangpu", "{\"unit_id\":\"310101\",\"reason\":\"x\"}", "/api/v1/campaigns/%s/notices", campaign), 403, "forbidden");
        a = post("legal1.city", "{\"unit_id\":\"310101\",\"reason\":\"请于期限内整改并附证明\",\"days\":15}", "/api/v1/campaigns/%s/notices", campaign);
        expect(a, 201);
        ck_assert_int_eq(number_at(a, "findings"), 4);
        expect(post("legal1.city", "{\"unit_id\":\"310115\",\"reason\":\"请整改\"}", "/api/v1/campaigns/%s/notices", campaign), 201);
        expect_problem(post("legal1.city", "{\"unit_id\":\"310101\",\"reason\":\"x\"}", "/api/v1/campaigns/%s/notices", campaign), 409, "rule");
        a = get("officer1.huangpu", "/api/v1/review-worklist?side=unit");
        ck_assert_uint_eq(count_at(a, "items"), 4);
        ck_assert_str_eq(at(a, "items/0/code"), "rectification");
        ck_assert_int_eq(number_at(finding("lead.pudong", P1, scored_1), "terms/0/length"), 30);
}
END_TEST

START_TEST(a_finding_is_proved_re_checked_returned_and_done)
{
        const char *doc = "01920000-0000-7000-8000-0000000dd001";
        struct answer *a;

        sql("insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, title, made_on, recorded_by)"
            " select '%s', '%s', '310101', '310101', k.kind, '整改报告', anjuan_today(), p.person_id from person p, document_kind k"
            " where p.login = 'officer1.huangpu' limit 1", file[H1], doc);

        expect_problem(on_finding("lead.pudong", H1, scored_2, "proof", WHY), 404, "not-found");
        expect_problem(on_finding("legal1.city", H1, scored_2, "proof", WHY), 403, "forbidden");
        expect_problem(on_finding("legal1.city", H1, scored_2, "pass", WHY), 409, "rule");
        expect_field(on_finding("officer1.huangpu", H1, scored_2, "proof", text("{\"reason\":\"x\",\"documents\":[\"%s\"]}", file[H2])), "/documents", "unknown_ref");
        a = on_finding("officer1.huangpu", H1, scored_2, "proof", text("{\"reason\":\"已补签\",\"documents\":[\"%s\"]}", doc));
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "proved");
        ck_assert_str_eq(at(a, "acts/1/documents/0"), doc);
        ck_assert_str_eq(at(a, "terms/1/state"), "met");
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/review-worklist?side=review"), "items"), 1);
        ck_assert_str_eq(at(on_finding("legal1.city", H1, scored_2, "pass", "{\"reason\":\"属实\"}"), "state"), "done");
        expect(on_finding("lead.huangpu", H2, scored_1, "proof", WHY), 200);
        expect_field(on_finding("legal1.city", H2, scored_1, "return", "{\"reason\":\"x\",\"days\":99}"), "/days", "range");
        a = on_finding("legal1.city", H2, scored_1, "return", "{\"reason\":\"未附页码\",\"days\":20}");
        ck_assert_str_eq(at(a, "state"), "notified");
        expect(on_finding("lead.huangpu", H2, scored_1, "proof", WHY), 200);
        ck_assert_str_eq(at(on_finding("legal1.city", H2, scored_1, "pass", WHY), "state"), "done");
        ck_assert_str_eq(sql("select string_agg(act, ' ' order by seq) from campaign_finding_act where case_id = '%s' and item_code = '%s'", file[H2], scored_1),
                         "notify prove return prove pass");
        ck_assert_str_eq(sql_as("legal1.city", "delete from campaign_finding_act"), "ERROR 42501");
}
END_TEST

START_TEST(what_is_refused_or_late_is_escalated)
{
        struct answer *a;

        ck_assert_str_eq(at(on_finding("lead.huangpu", H2, veto, "refusal", "{\"reason\":\"已过时效\"}"), "state"), "escalated");
        a = get("legal1.city", "/api/v1/review-worklist?side=review");
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(at(a, "items/0/code"), "escalation");
        ck_assert_str_eq(at(a, "items/0/item_code"), veto);
        ck_assert_str_eq(at(a, "items/0/stands"), "escalated");
        expect_problem(step("report"), 409, "rule");
        days_pass(16);
        ck_assert_str_eq(state_of(SPECIAL, scored_2), "overdue");
        ck_assert_str_eq(state_of(P1, scored_1), "notified");
        ck_assert_uint_eq(count_at(get("lead.huangpu", "/api/v1/review-worklist?view=overdue"), "items"), 1);
        days_pass(6);
        ck_assert_str_eq(state_of(SPECIAL, scored_2), "escalated");
        ck_assert_str_eq(sql("select string_agg(act, ' ' order by seq) from campaign_finding_act where case_id = '%s'", file[SPECIAL]), "notify lapse escalate");
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/review-worklist?side=review"), "items"), 2);
        ck_assert_uint_ge(count_at(get("lead.huangpu", "/api/v1/review-worklist?side=unit&view=overdue"), "items"), 1);
        expect(on_finding("lead.huangpu", SPECIAL, scored_2, "proof", WHY), 200);
        ck_assert_str_eq(at(finding("lead.huangpu", SPECIAL, scored_2), "terms/0/state"), "met_late");
        expect(on_finding("legal1.city", SPECIAL, scored_2, "pass", WHY), 200);
}
END_TEST

START_TEST(a_campaign_is_reported_when_each_finding_is_done_or_explained)
{
        expect_problem(step("report"), 409, "rule");
        ck_assert_str_eq(at(on_finding("legal1.city", H2, veto, "explanation", "{\"reason\":\"无法补正，已通报批评\"}"), "state"), "explained");
        expect(on_finding("officer1.pudong", P1, scored_1, "proof", WHY), 200);
        expect(on_finding("legal1.city", P1, scored_1, "pass", WHY), 200);
        expect_problem(step("report"), 409, "rule");
        expect(on_finding("officer1.pudong", P3, scored_1, "proof", WHY), 200);
        expect(on_finding("legal1.city", P3, scored_1, "pass", WHY), 200);
        ck_assert_str_eq(at(step("report"), "state"), "reported");
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/review-worklist"), "items"), 0);
        ck_assert_int_gt(atoi(sql_as("lead.pudong", "select count(*) from campaign_unit_result")), 2);
        ck_assert_str_eq(at(step("close"), "state"), "closed");
}
END_TEST

/* ---- the report ---- */

#define REPORT "/api/v1/campaigns/%s/report"

START_TEST(the_report_ranks_with_uncertainty_and_proves_the_coverage)
{
        struct answer *a = get("legal1.city", REPORT, campaign);

        expect(a, 200);
        ck_assert_int_eq(number_at(a, "overview/drawn"), 6);
        ck_assert_int_eq(number_at(a, "overview/special"), 1);
        ck_assert_int_eq(number_at(a, "overview/findings"), 6);
        ck_assert_int_eq(number_at(a, "overview/objections_upheld"), 2);
        ck_assert_int_eq(number_at(a, "overview/explained"), 1);
        ck_assert_uint_eq(count_at(a, "ranking"), 2);
        ck_assert_str_eq(at(a, "ranking/0/unit_id"), "310115");
        ck_assert_int_eq(number_at(a, "ranking/0/mean"), 9967);
        ck_assert_str_eq(at(a, "ranking/1/has_interval"), "true");
        ck_assert_uint_eq(count_at(a, "coverage"), (size_t)atoi(sql("select count(*) from unit where active")));
        ck_assert_int_eq(number_at(a, "overview/units_without_cases"), (long long)count_at(a, "coverage") - 2);
        /* Special files are in no list but their own: the first item was found in two units, in three drawn files. */
        ck_assert_str_eq(at(a, "problems/0/item_code"), scored_1);
        ck_assert_int_eq(number_at(a, "problems/0/files"), 3);
        ck_assert_int_eq(number_at(a, "problems/0/units"), 2);
        ck_assert_uint_eq(count_at(a, "special_files"), 1);
        ck_assert_int_eq(number_at(a, "typical_files/0/score"), 0);
        ck_assert_int_eq(number_at(a, "agreement/grades/files"), 2);
        ck_assert_ptr_null(at(a, "comparison/title"));
}
END_TEST

START_TEST(a_unit_reads_the_ranking_and_its_own_problems)
{
        struct answer *a = get("lead.pudong", REPORT, campaign);

        expect(a, 200);
        ck_assert_str_eq(at(a, "scope"), "own");
        ck_assert_uint_eq(count_at(a, "ranking"), 2);
        ck_assert_uint_eq(count_at(a, "problems"), 1);
        ck_assert_int_eq(number_at(a, "problems/0/files"), 2);
        ck_assert_uint_eq(count_at(a, "special_files"), 0);
        for (int f = 0; f < P1; f++)
                ck_assert_ptr_null(strstr(a->text, file[f]));
        expect(get("auditor.city", REPORT, campaign), 200);
        expect_problem(get("admin.city", REPORT, campaign), 403, "forbidden");
}
END_TEST

START_TEST(a_campaign_is_compared_with_the_one_of_the_same_scope_before)
{
        struct answer *a;

        sql("insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit,"
            " by_average, objection_days, recheck_days, rectification_days, created_by, commitment, committed_at, frozen_at, head, population_sha256, drawn_at)"
            " select '01920000-0000-7000-8000-0000000ca001', '上年度评查', 'closed', checklist_id, '2024-01-01', '2024-12-31', 1, 0, 0, true, 0, true, 5, 10, 30,"
            " created_by, 'x', now(), now(), '{}', 'x', now() from campaign where campaign_id = '%s'", campaign);
        sql("insert into campaign_summary (campaign_id, closed, drawn, reviewed, mean, agreement) values ('01920000-0000-7000-8000-0000000ca001', 9, 9, 9, 8000, '{}')");
        sql("insert into campaign_unit_result (campaign_id, unit_id, closed, drawn, reviewed, mean, excellent, pass, fail, special)"
            " values ('01920000-0000-7000-8000-0000000ca001', '310115', 9, 9, 9, 9000, 9, 0, 0, 0)");
        a = get("legal1.city", REPORT, campaign);
        ck_assert_str_eq(at(a, "comparison/title"), "上年度评查");
        ck_assert_int_eq(number_at(a, "comparison/mean"), 8000);
        ck_assert_int_eq(number_at(a, "comparison/units/0/change"), 967);
}
END_TEST

/* ---- on paper ---- */

static struct answer *made(const char *format, const char *language)
{
        struct answer *a = post("legal1.city", text("{\"kind\":\"campaign_report\",\"format\":\"%s\",\"language\":\"%s\",\"parameters\":{\"campaign_id\":\"%s\"}}",
                                                    format, language, campaign), "/api/v1/exports");
        const char *id = at(a, "export_id");

        expect(a, 202);
        for (int i = 0; i < 300; i++, usleep(100000)) {
                a = get("legal1.city", "/api/v1/exports/%s", id);
                if (strcmp(at(a, "state"), "queued") && strcmp(at(a, "state"), "running"))
                        break;
        }
        ck_assert_msg(!strcmp(at(a, "state"), "done"), "%s", a->text);
        a = get("legal1.city", "/api/v1/exports/%s/file", id);
        expect(a, 200);
        return a;
}

/* As the tests of the writers read documents back: a line for each thing in it. */
static const char *read_back(const struct answer *a, const char *format)
{
        char folder[] = "/tmp/anjuan-report-XXXXXX", *out = calloc(1, 1 << 20);
        const char *path, *said;
        FILE *f;

        ck_assert_ptr_nonnull(mkdtemp(folder));
        path = text("%s/it.%s", folder, format);
        f = fopen(path, "w");
        fwrite(a->text, 1, a->len, f);
        fclose(f);
        f = popen(text("python3 '" SOURCE_ROOT "/tests/unit/read_document.py' '%s'", path), "r");
        ck_assert_ptr_nonnull(f);
        ck_assert_uint_gt(fread(out, 1, (1 << 20) - 1, f), 0);
        ck_assert_int_eq(pclose(f), 0);
        unlink(path);
        rmdir(folder);
        said = text("%s", out);
        free(out);
        return said;
}

#define HAS(text_, what) ck_assert_msg(strstr(text_, what) != NULL, "no \"%s\" in:\n%.1500s", what, text_)

START_TEST(the_report_is_a_workbook_and_a_printed_page_with_charts_in_both_languages)
{
        const char *book = read_back(made("xlsx", "zh"), "xlsx"), *english = read_back(made("xlsx", "en"), "xlsx"), *page = read_back(made("pdf", "zh"), "pdf");

        HAS(book, "单位得分排名");
        HAS(book, "number");
        HAS(book, "99.67");
        HAS(book, "无案卷可评");
        HAS(book, "chart");
        HAS(english, "Ranking of units");
        HAS(english, "Huangpu");
        HAS(page, "年度评查");
        ck_assert(!memcmp(made("pdf", "en")->text, "%PDF-", 5));
        expect_field(post("legal1.city", "{\"kind\":\"campaign_report\",\"format\":\"csv\",\"parameters\":{}}", "/api/v1/exports"), "/format", "choice");
}
END_TEST


/* The steps of a finding that the database lets pass are those of the table of rules. */
START_TEST(the_database_knows_the_same_steps_of_findings_as_the_rules)
{
        const char *source = sql("select prosrc from pg_proc where proname = 'finding_act'");
        int n = 0, there = 0;

        for (const struct campaign_step *s = finding_steps; s->act; s++)
                for (int from = 0; s->permission && from < FINDING_STATE_COUNT; from++)
                        if (s->from & STATE_BIT(from)) {
                                ck_assert_msg(strstr(source, text("('%s', '%s', '%s', '%s')", s->act, campaign_finding_codes[from], campaign_finding_codes[s->to],
                                                                  s->permission)) != NULL, "%s from %s", s->act, campaign_finding_codes[from]);
                                n++;
                        }
        for (const char *at_ = source; (at_ = strstr(at_, "', 'review.")); at_++)
                there++;
        ck_assert_int_eq(n, there);
}
END_TEST

HARNESS_MAIN("campaign_loop", "people", feedback_waits_for_every_result_and_shows_a_unit_its_own,
             who_reviewed_a_file_is_not_told_to_its_unit_in_a_blind_campaign, terms_are_counted_in_working_days_and_explained,
             the_units_lead_objects_to_items_within_the_term, who_reviewed_a_file_or_is_of_its_unit_does_not_decide_about_it, who_decides_need_not_be_of_the_legal_department,
             an_objection_is_upheld_in_part_or_rejected_with_a_trace_of_the_score, a_result_is_final_when_the_term_passes_unused,
             the_figures_of_units_stand_when_all_results_are_final, a_unit_is_asked_to_rectify_what_was_found_in_it,
             a_finding_is_proved_re_checked_returned_and_done, what_is_refused_or_late_is_escalated,
             a_campaign_is_reported_when_each_finding_is_done_or_explained, the_report_ranks_with_uncertainty_and_proves_the_coverage,
             a_unit_reads_the_ranking_and_its_own_problems, a_campaign_is_compared_with_the_one_of_the_same_scope_before,
             the_report_is_a_workbook_and_a_printed_page_with_charts_in_both_languages, the_database_knows_the_same_steps_of_findings_as_the_rules)

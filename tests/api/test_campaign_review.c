#include "harness.h"

#include "http/route.h"
#include "rules/campaign.h"

#include <stdlib.h>
#include <string.h>

#define CHECKLIST "01900000-0000-7000-8000-00000000c002"

/* ---- words of the story ---- */

static const char *person(const char *login)
{
        return sql("select person_id from person where login = '%s'", login);
}

static struct answer *step(const char *campaign, const char *act, const char *body)
{
        return change("legal1.city", "POST", text("\"%s\"", sql("select version from campaign where campaign_id = '%s'", campaign)), body,
                      "/api/v1/campaigns/%s/%s", campaign, act);
}

/* A campaign of all of Huangpu's closed cases, drawn. */
static const char *drawn(const char *more)
{
        struct answer *a = post("legal1.city", text("{\"title\":\"%s评查\",\"period_from\":\"2026-01-01\",\"period_to\":\"2026-06-30\",\"units\":[\"310101\"],"
                                                    "\"least\":100%s%s}", sql("select name_zh from unit where unit_id = '310101'"), more,
                                                    strstr(more, "double_share") ? "" : ",\"double_share\":0"),
                                "/api/v1/campaigns");
        const char *id;

        expect(a, 201);
        id = at(a, "campaign_id");
        expect(step(id, "commit", NULL), 200);
        log_sealed();
        expect(step(id, "freeze", NULL), 200);
        expect(step(id, "draw", NULL), 200);
        return id;
}

static const char *new_case(void)
{
        return case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
}

/* What was closed for a story before this one is in no population any more. */
static void forget_cases(void)
{
        sql("update case_file set closed_on = '2025-01-01' where state = 'closed'");
}

static const char *only_case(void)
{
        forget_cases();
        return new_case();
}

static const char *review_of(const char *campaign, const char *case_id, int place)
{
        return sql("select review_id from review where campaign_id = '%s' and case_id = '%s' and place = %d and state <> 'withdrawn'", campaign, case_id, place);
}

static const char *reviewer_of(const char *review)
{
        return sql("select login from person p join review r on r.reviewer_id = p.person_id where r.review_id = '%s'", review);
}

static const char *etag_of(const char *review)
{
        return text("\"%s\"", sql("select version from review where review_id = '%s'", review));
}

static struct answer *fill_in(const char *review, const char *finding)
{
        const char *clean = sql("select string_agg(format('{\"item_code\":\"%%s\",\"answer\":\"no_defect\",\"overrules\":\"已核对\"}', item_code), ',') from checklist_item"
                                " where checklist_id = '" CHECKLIST "'"), *who = reviewer_of(review);
        struct answer *a = change(who, "PUT", etag_of(review), text("{\"answers\":[%s]}", clean), "/api/v1/reviews/%s/answers", review);

        expect(a, 200);
        if (!*finding)
                return a;
        return change(who, "PUT", etag_of(review), text("{\"answers\":[%s]}", finding), "/api/v1/reviews/%s/answers", review);
}

static struct answer *submit(const char *review)
{
        return change(reviewer_of(review), "POST", etag_of(review), "{\"opinion\":\"已阅\"}", "/api/v1/reviews/%s/submit", review);
}

#define DEDUCT(item, points) "{\"item_code\":\"" item "\",\"answer\":\"deduct\",\"deduction\":" points ",\"remark\":\"见卷\",\"overrules\":\"已核对\"}"
#define VETO "{\"item_code\":\"V8\",\"answer\":\"veto\",\"remark\":\"未告知\",\"overrules\":\"已核对\"}"

static void hand_in(const char *review, const char *finding)
{
        expect(fill_in(review, finding), 200);
        expect(submit(review), 200);
}

static const char *file_says(const char *campaign, const char *case_id)
{
        return sql("select concat_ws(' ', state, score, vetoed, grade, settled_by) from campaign_file where campaign_id = '%s' and case_id = '%s'", campaign, case_id);
}

/* ---- assignment ---- */

START_TEST(files_are_assigned_to_people_apart_from_them_as_evenly_as_can_be)
{
        const char *id, *cases[4];

        forget_cases();
        for (int i = 0; i < 4; i++)
                cases[i] = new_case();
        id = drawn(",\"double_share\":2500");
        expect_problem(step(id, "start", NULL), 409, "rule");
        expect(step(id, "assign", "{}"), 200);
        ck_assert_str_eq(sql("select string_agg(state, ',') from campaign_file where campaign_id = '%s'", id), "assigned,assigned,assigned,assigned");
        /* One of four is reviewed by two. */
        ck_assert_str_eq(sql("select count(*) || ' ' || count(distinct reviewer_id) || ' ' || max(place) from review where campaign_id = '%s'", id), "5 3 2");
        ck_assert_str_eq(sql("select max(n) || ' ' || min(n) from (select count(*) as n from review where campaign_id = '%s' group by reviewer_id) x", id), "2 1");
        expect(step(id, "assign", "{}"), 200);
        ck_assert_str_eq(sql("select count(*) from review where campaign_id = '%s'", id), "5");
        expect_problem(step(id, "assign", text("{\"case_id\":\"%s\"}", cases[0])), 409, "rule");
        expect_field(step(id, "assign", "{\"reviewers\":[\"01920000-0000-7000-8000-000000000999\"]}"), "/reviewers", "unknown_ref");
        expect(step(id, "start", NULL), 200);
}
END_TEST

START_TEST(what_cannot_be_assigned_is_named_with_its_reasons)
{
        const char *case_id = only_case(), *id = drawn("");
        struct answer *a = step(id, "assign", text("{\"reviewers\":[\"%s\",\"%s\"]}", person("officer1.huangpu"), person("lead.huangpu")));

        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "no_reviewer");
        ck_assert_ptr_nonnull(strstr(a->text, sql("select number from case_file where case_id = '%s'", case_id)));
        ck_assert_ptr_nonnull(strstr(a->text, "2 人属于承办单位"));
        /* Somebody who sees every unit's cases anyway could not be blind. */
        sql("insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from) values (gen_random_uuid(), '%s', 'city', 'reviewer', '2020-01-01')",
            person("legal2.city"));
        a = step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person("legal2.city")));
        ck_assert_ptr_nonnull(strstr(a->text, "能看到或者看过未隐去的案卷"));
        sql("delete from role_assignment where role = 'reviewer' and person_id = '%s'", person("legal2.city"));
        /* Nor who reviewed it by itself before; and while it is reviewed blind it is not given to the same person by itself. */
        expect(post("legal1.city", text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", case_id, person("reviewer1.city")), "/api/v1/reviews"), 201);
        a = step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person("reviewer1.city")));
        ck_assert_ptr_nonnull(strstr(a->text, "能看到或者看过未隐去的案卷"));
        a = get("reviewer1.city", "/api/v1/reviews?case_id=%s", case_id);
        expect(change("legal1.city", "POST", "\"1\"", "{\"reason\":\"改为评查活动\"}", "/api/v1/reviews/%s/withdraw", at(a, "items/0/review_id")), 200);
        expect(step(id, "assign", text("{\"case_id\":\"%s\",\"reviewers\":[\"%s\"]}", case_id, person("reviewer2.city"))), 200);
        ck_assert_str_eq(reviewer_of(review_of(id, case_id, 1)), "reviewer2.city");
        expect_problem(post("legal1.city", text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", case_id, person("reviewer2.city")), "/api/v1/reviews"), 409, "rule");
}
END_TEST

START_TEST(no_statement_of_the_server_assigns_somebody_near_the_case)
{
        static const char insert[] = "insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, campaign_id, place)"
                                     " values (gen_random_uuid(), '%s', '310101', '" CHECKLIST "', '%s', '%s', %s, 1)";
        const char *case_id = only_case(), *id = drawn(""), *me = person("legal1.city");
        static const char *const near[] = {"officer1.huangpu", "lead.huangpu", "legal2.city", "admin.city"};

        for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
                ck_assert_str_eq(sql_as("legal1.city", insert, case_id, person(near[i]), me, text("'%s'", id)), "ERROR 23514");
                ck_assert_str_eq(sql_as("legal1.city", insert, case_id, person(near[i]), me, "null"), "ERROR 23514");
        }
        /* A reviewer of the city whom the file names; one who served in the unit while the case was in hand. */
        sql("update case_event set data = coalesce(data, '{}') || jsonb_build_object('chair_id', '%s') where case_id = '%s' and seq = 1", person("reviewer1.city"), case_id);
        ck_assert_str_eq(sql_as("legal1.city", insert, case_id, person("reviewer1.city"), me, text("'%s'", id)), "ERROR 23514");
        sql("insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from, valid_to)"
            " values (gen_random_uuid(), '%s', '310101', 'officer', '2026-03-10', '2026-03-11')", person("reviewer2.city"));
        ck_assert_str_eq(sql_as("legal1.city", insert, case_id, person("reviewer2.city"), me, text("'%s'", id)), "ERROR 23514");
        sql("delete from role_assignment where valid_to = '2026-03-11'");
        ck_assert_str_ne(sql_as("legal1.city", insert, case_id, person("reviewer2.city"), me, text("'%s'", id)), "ERROR 23514");
}
END_TEST

START_TEST(who_declines_or_is_withdrawn_does_not_get_the_file_again)
{
        const char *case_id = only_case(), *id = drawn(""), *review, *first, *second;
        struct answer *a;

        expect(post("legal1.city", text("{\"case_id\":\"%s\",\"person_id\":\"%s\",\"reason\":\"亲属\"}", case_id, person("reviewer3.pudong")), "/api/v1/campaigns/%s/bars", id), 201);
        expect_field(post("legal1.city", text("{\"case_id\":\"%s\",\"person_id\":\"%s\",\"reason\":\"亲属\"}", case_id, person("reviewer3.pudong")), "/api/v1/campaigns/%s/bars", id),
                     "/person_id", "taken");
        expect(step(id, "assign", "{}"), 200);
        review = review_of(id, case_id, 1);
        first = reviewer_of(review);
        expect_problem(change("legal1.city", "POST", etag_of(review), "{\"reason\":\"x\"}", "/api/v1/reviews/%s/decline", review), 403, "forbidden");
        expect_field(change(first, "POST", etag_of(review), "{}", "/api/v1/reviews/%s/decline", review), "/reason", "required");
        expect_problem(change(first, "POST", "\"9\"", "{\"reason\":\"x\"}", "/api/v1/reviews/%s/decline", review), 412, "precondition-failed");
        expect(change(first, "POST", etag_of(review), "{\"reason\":\"与当事人相识\"}", "/api/v1/reviews/%s/decline", review), 200);
        ck_assert_str_eq(file_says(id, case_id), "drawn");
        expect(step(id, "assign", "{}"), 200);
        review = review_of(id, case_id, 1);
        second = reviewer_of(review);
        ck_assert_str_ne(first, second);
        a = change("legal1.city", "POST", etag_of(review), "{\"reason\":\"出差\"}", "/api/v1/reviews/%s/withdraw", review);
        expect(a, 200);
        a = step(id, "assign", "{}");
        expect_problem(a, 409, "rule");
        ck_assert_ptr_nonnull(strstr(a->text, "3 人已谢绝、撤回或者申明回避"));
        a = get("legal1.city", "/api/v1/campaigns/%s/bars", id);
        ck_assert_uint_eq(count_at(a, "items"), 3);
        /* What nobody may review is excused. */
        a = change("legal1.city", "POST", text("\"%s\"", sql("select version from campaign_file where campaign_id = '%s' and case_id = '%s'", id, case_id)),
                   "{\"reason\":\"无人可评\"}",
                   "/api/v1/campaigns/%s/files/%s/excuse", id, case_id);
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "excused");
        expect(step(id, "start", NULL), 200);
        expect(step(id, "feedback", NULL), 200);
}
END_TEST

/* ---- scoring ---- */

START_TEST(two_sheets_within_the_limit_give_their_average_and_feedback_waits_for_all)
{
        const char *case_id = only_case(), *id = drawn(",\"double_share\":10000,\"difference_limit\":300"), *one, *two;

        expect(step(id, "assign", "{}"), 200);
        one = review_of(id, case_id, 1);
        two = review_of(id, case_id, 2);
        expect_problem(change(reviewer_of(one), "PUT", etag_of(one), "{\"answers\":[{\"item_code\":\"V1\",\"answer\":\"no_defect\"}]}",
                              "/api/v1/reviews/%s/answers", one), 409, "rule");
        expect(step(id, "start", NULL), 200);
        hand_in(one, DEDUCT("A1", "50"));
        ck_assert_str_eq(file_says(id, case_id), "assigned");
        /* The other sheet is not there for who has not handed in, nor afterwards. */
        expect_problem(get(reviewer_of(two), "/api/v1/reviews/%s", one), 404, "not-found");
        expect_problem(step(id, "feedback", NULL), 409, "rule");
        hand_in(two, DEDUCT("B4", "100"));
        ck_assert_str_eq(file_says(id, case_id), "scored 9925 f excellent average");
        ck_assert_str_eq(sql("select trace #>> '{sheets,1,score}' from campaign_file where campaign_id = '%s'", id), "9900");
        expect_problem(get("lead.huangpu", "/api/v1/reviews/%s", one), 404, "not-found");
        expect(step(id, "feedback", NULL), 200);
        expect(get("lead.huangpu", "/api/v1/reviews/%s", one), 200);
        ck_assert_ptr_null(at(get("lead.huangpu", "/api/v1/reviews/%s", one), "reviewer_id"));
        ck_assert_uint_eq(count_at(get("lead.huangpu", "/api/v1/reviews?reviewer_id=%s", person(reviewer_of(one))), "items"), 0);
        ck_assert_str_eq(sql_as("legal1.city", "update campaign_file set score = 1 where campaign_id = '%s'", id), "ERROR 42501");
}
END_TEST

START_TEST(of_two_sheets_handed_in_at_once_the_second_sees_the_first)
{
        const char *id;

        only_case();
        for (int i = 0; i < 5; i++)
                new_case();
        id = drawn(",\"double_share\":10000");
        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        for (int i = 0; i < 6; i++) {
                const char *file = sql("select case_id from campaign_file where campaign_id = '%s' and state = 'assigned' order by case_id limit 1", id);
                const char *both[] = {review_of(id, file, 1), review_of(id, file, 2)};
                struct call calls[2];
                struct answer **answers;

                for (int k = 0; k < 2; k++) {
                        const char **headers = (const char **)calloc(2, sizeof *headers);

                        expect(fill_in(both[k], ""), 200);
                        headers[0] = text("If-Match: %s", etag_of(both[k]));
                        calls[k] = (struct call){reviewer_of(both[k]), "POST", text("/api/v1/reviews/%s/submit", both[k]), "{}", headers};
                }
                answers = request_all(calls, 2);
                for (int k = 0; k < 2; k++) {
                        expect(answers[k], 200);
                        free((void *)calls[k].headers);
                }
                ck_assert_str_eq(file_says(id, file), "scored 10000 f excellent average");
        }
}
END_TEST

START_TEST(two_sheets_too_far_apart_go_to_a_third_person_who_settles)
{
        const char *case_id = only_case(), *id = drawn(",\"double_share\":10000,\"difference_limit\":300"), *third;

        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        hand_in(review_of(id, case_id, 1), "");
        hand_in(review_of(id, case_id, 2), VETO);
        ck_assert_str_eq(file_says(id, case_id), "disputed");
        expect_problem(step(id, "feedback", NULL), 409, "rule");
        expect_problem(step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person("lead.huangpu"))), 409, "rule");
        expect(step(id, "assign", "{}"), 200);
        third = review_of(id, case_id, 3);
        ck_assert_str_eq(sql("select count(distinct reviewer_id) from review where campaign_id = '%s'", id), "3");
        hand_in(third, DEDUCT("B4", "100"));
        ck_assert_str_eq(file_says(id, case_id), "scored 9900 f excellent third");
        expect(step(id, "feedback", NULL), 200);
}
END_TEST

START_TEST(where_no_average_is_taken_two_agree_on_a_total_between_theirs)
{
        const char *case_id = only_case(), *id = drawn(",\"double_share\":10000,\"by_average\":false"), *one, *two;
        struct answer *a;

        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        one = review_of(id, case_id, 1);
        two = review_of(id, case_id, 2);
        hand_in(one, DEDUCT("B4", "100"));
        a = change(reviewer_of(one), "POST", etag_of(one), "{\"total\":9900}", "/api/v1/reviews/%s/agree", one);
        expect_problem(a, 409, "rule");
        ck_assert_ptr_null(at(get(reviewer_of(one), "/api/v1/reviews/%s", one), "other_score"));
        hand_in(two, DEDUCT("A1", "50"));
        ck_assert_str_eq(file_says(id, case_id), "assigned");
        ck_assert_int_eq(number_at(get(reviewer_of(one), "/api/v1/reviews/%s", one), "other_score"), 9950);
        expect_field(change(reviewer_of(one), "POST", etag_of(one), "{\"total\":9899}", "/api/v1/reviews/%s/agree", one), "/total", "range");
        expect(change(reviewer_of(one), "POST", etag_of(one), "{\"total\":9900}", "/api/v1/reviews/%s/agree", one), 200);
        expect(change(reviewer_of(two), "POST", etag_of(two), "{\"total\":9920}", "/api/v1/reviews/%s/agree", two), 200);
        ck_assert_str_eq(file_says(id, case_id), "assigned");
        expect(change(reviewer_of(one), "POST", etag_of(one), "{\"total\":9920}", "/api/v1/reviews/%s/agree", one), 200);
        ck_assert_str_eq(file_says(id, case_id), "scored 9920 f excellent agreed");
}
END_TEST

static struct answer *pass_on(const char *who, const char *campaign, const char *case_id)
{
        return change(who, "POST", text("\"%s\"", sql("select version from campaign_file where campaign_id = '%s' and case_id = '%s'", campaign, case_id)),
                      "{\"reason\":\"商定不成\"}", "/api/v1/campaigns/%s/files/%s/third", campaign, case_id);
}

START_TEST(two_who_do_not_agree_leave_the_file_to_a_third_person)
{
        const char *case_id = only_case(), *id = drawn(",\"double_share\":10000,\"by_average\":false"), *one, *two, *third;

        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        one = review_of(id, case_id, 1);
        two = review_of(id, case_id, 2);
        hand_in(one, DEDUCT("B4", "100"));
        expect_problem(pass_on("legal1.city", id, case_id), 409, "rule");
        ck_assert_str_eq(sql_as("legal1.city", "select review_pass_on('%s', '%s')", id, case_id), "ERROR 23514");
        hand_in(two, DEDUCT("A1", "50"));
        expect(change(reviewer_of(one), "POST", etag_of(one), "{\"total\":9900}", "/api/v1/reviews/%s/agree", one), 200);
        expect_problem(step(id, "feedback", NULL), 409, "rule");
        expect_problem(pass_on(reviewer_of(one), id, case_id), 403, "forbidden");
        ck_assert_str_eq(sql_as(reviewer_of(one), "select review_pass_on('%s', '%s')", id, case_id), "ERROR 42501");
        expect(pass_on("legal1.city", id, case_id), 200);
        expect_problem(pass_on("legal1.city", id, case_id), 409, "rule");
        expect_problem(change(reviewer_of(two), "POST", etag_of(two), "{\"total\":9900}", "/api/v1/reviews/%s/agree", two), 409, "rule");
        expect(step(id, "assign", "{}"), 200);
        third = review_of(id, case_id, 3);
        hand_in(third, DEDUCT("B4", "150"));
        ck_assert_str_eq(file_says(id, case_id), "scored 9850 f excellent third");
        ck_assert_str_eq(sql("select reason from campaign_event where campaign_id = '%s' and act = 'pass_on'", id), "商定不成");
        expect(step(id, "feedback", NULL), 200);
        ck_assert_str_eq(sql("select string_agg(item_code || deduction, ' ') from campaign_finding where campaign_id = '%s'", id), "B4150");
}
END_TEST

START_TEST(what_was_found_by_rule_gives_the_deduction)
{
        const char *case_id = only_case(), *id, *review, *rule, *item;
        struct answer *a;
        int points;

        rule = sql("select rule_code from checklist_rule where checklist_id = '" CHECKLIST "' and each order by item_code, position limit 1");
        item = sql("select item_code from checklist_rule where checklist_id = '" CHECKLIST "' and each order by item_code, position limit 1");
        points = atoi(sql("select least(2 * r.points, i.points, coalesce(nullif(r.cap, 0), 100000)) from checklist_rule r join checklist_item i using (checklist_id, item_code)"
                          " where r.checklist_id = '" CHECKLIST "' and r.item_code = '%s' and r.rule_code = '%s'", item, rule));
        id = drawn("");
        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        review = review_of(id, case_id, 1);
        a = fill_in(review, text("{\"item_code\":\"%s\",\"answer\":\"deduct\",\"found\":[{\"rule\":\"no_such\",\"times\":2}],\"remark\":\"x\"}", item));
        expect_field(a, "/answers/0/found/0/rule", "unknown");
        a = change(reviewer_of(review), "PUT", etag_of(review),
                   text("{\"answers\":[{\"item_code\":\"%s\",\"answer\":\"deduct\",\"found\":[{\"rule\":\"%s\",\"times\":2}],\"remark\":\"两处\",\"overrules\":\"预检未见\"}]}",
                        item, rule), "/api/v1/reviews/%s/answers", review);
        expect(a, 200);
        ck_assert_int_eq(atoi(sql("select deduction from review_answer where review_id = '%s' and item_code = '%s'", review, item)), points);
        ck_assert_str_eq(sql("select overrules from review_answer where review_id = '%s' and item_code = '%s'", review, item), "预检未见");
        a = submit(review);
        expect(a, 200);
        ck_assert_int_eq(number_at(a, "score"), 10000 - points);
}
END_TEST

START_TEST(who_answers_against_a_precheck_says_why)
{
        const char *case_id = only_case(), *id = drawn(""), *review, *item;
        struct answer *a;

        sql("select precheck_store(array['%s'::uuid])", case_id);
        item = sql("select k from jsonb_each(precheck_items('%s', '" CHECKLIST "')) x(k, v) where v ->> 'verdict' <> 'cannot_tell' order by k limit 1", case_id);
        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        review = review_of(id, case_id, 1);
        ck_assert_ptr_nonnull(at(get(reviewer_of(review), "/api/v1/reviews/%s/file", review), text("file/prechecks/%s/verdict", item)));
        sql("update case_precheck set answers = jsonb_set(answers, array[(select check_name from checklist_item where checklist_id = '" CHECKLIST "' and item_code = '%s')"
            ", 'verdict'], '\"not_applicable\"') where case_id = '%s'", item, case_id);
        expect(fill_in(review, ""), 200);
        sql("update review_answer set overrules = null where review_id = '%s' and item_code = '%s'", review, item);
        a = submit(review);
        expect_field(a, "/answers", "precheck_overruled");
        ck_assert_ptr_nonnull(strstr(a->text, item));
        sql("update review_answer set overrules = '适用' where review_id = '%s' and item_code = '%s'", review, item);
        expect(submit(review), 200);
        ck_assert_str_eq(sql("select overrules || ' ' || (precheck ->> 'verdict') from review_answer where review_id = '%s' and item_code = '%s'", review, item),
                         "适用 not_applicable");
}
END_TEST

/* ---- who sees what ---- */

/* Whoever reviews a file blind is told neither unit nor people, whatever is asked for: every read of the table of routes, with the ids of
 * the case, and what is refused too. What everybody knows (units and the like) names no case. */
static const char *const common_knowledge[] = {"listUnits", "getUnit", "listPeople", "getPerson", "listNumberTemplates", "getNumberTemplate", "listTotals",
                                               "getOpenapi", "getDocs", NULL};

static const char *filled(const char *path, const char *case_id, const char *review, const char *campaign)
{
        static const char *const names[] = {"{case_id}", "{review_id}", "{campaign_id}"};
        const char *const values[] = {case_id, review, campaign};
        const char *out = path, *hole;

        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if ((hole = strstr(out, names[i])))
                        out = text("%.*s%s%s", (int)(hole - out), out, values[i], hole + strlen(names[i]));
        while ((hole = strchr(out, '{')))
                out = text("%.*s%s%s", (int)(hole - out), out, strstr(hole, "_id}") ? case_id : "x", strchr(hole, '}') + 1);
        return out;
}

static bool is_common(const char *id)
{
        for (const char *const *c = common_knowledge; *c; c++)
                if (!strcmp(*c, id))
                        return true;
        return false;
}

/* What the reviewer of a case must not learn. The other units are in its words as well; the reviewer's own is no secret. */
static const char *words_of(const char *case_id)
{
        return sql("select json_agg(w) from case_words('%s') x, unnest(x.words) w where not exists (select from unit u where u.unit_id <> '310101'"
                   " and w in (u.unit_id, u.name_zh, u.name_en, u.number_prefix))", case_id);
}

static void no_word_in(const char *got, const char *words, const char *what)
{
        json_t *list = json_of(words), *word;
        size_t i;

        json_array_foreach(list, i, word)
                ck_assert_msg(!strstr(got, json_string_value(word)), "%s tells %s: %.400s", what, json_string_value(word), got);
}

static void ask_everything(const char *who, const char *case_id, const char *review, const char *campaign)
{
        const char *words = words_of(case_id);
        int asked = 0;

        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        const char *const headers[] = {text("Authorization: Bearer %s", token_of(who)), "If-Match: \"99\"", NULL};
                        struct answer *a;

                        if (is_common(r->id) || !strcmp(r->id, "signOut") || r->flags & (ROUTE_NO_SESSION | ROUTE_PLAIN))
                                continue;
                        if (strcmp(r->method, "GET") && !strstr(r->path, "{case_id}") && !strstr(r->path, "{review_id}") && !strstr(r->path, "{campaign_id}"))
                                continue;
                        a = request(who, r->method, filled(r->path, case_id, review, campaign), strcmp(r->method, "GET") && r->body ? "{\"reason\":\"x\"}" : NULL,
                                    r->flags & ROUTE_IF_MATCH ? headers + 1 : NULL);
                        no_word_in(a->text, words, r->id);
                        asked++;
                }
        ck_assert_int_gt(asked, 60);
}

START_TEST(a_blind_reviewer_is_told_neither_unit_nor_people_whatever_is_asked)
{
        const char *case_id = only_case(), *id, *review, *who;
        struct answer *a;

        sql("update case_file set facts = facts || '经黄浦区民防办王建国、' || (select name_zh from unit where unit_id = '310101') || '李明现场检查', title = '王建国办理的案件', place = 'publicity，city' where case_id = '%s'", case_id);
        id = drawn("");
        expect(step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person("reviewer2.city"))), 200);
        review = review_of(id, case_id, 1);
        who = reviewer_of(review);
        expect_problem(get(who, "/api/v1/reviews/%s/file", review), 404, "not-found");
        expect(step(id, "start", NULL), 200);
        a = get(who, "/api/v1/reviews/%s/file", review);
        expect(a, 200);
        ck_assert_str_eq(at(a, "masked"), "true");
        ck_assert_ptr_nonnull(strstr(at(a, "masking_en"), "Cannot be masked"));
        ck_assert_str_eq(at(a, "file/title"), "［人员］办理的案件");
        ck_assert_str_eq(at(a, "file/place"), "publicity，［单位］");
        ck_assert_uint_gt(count_at(a, "file/events"), 5);
        ck_assert_uint_eq(count_at(a, "file/officers"), 2);
        ck_assert_ptr_null(at(a, "file/officers/0/name"));
        ck_assert_ptr_nonnull(strstr(a->text, "［单位］"));
        expect_problem(get(who, "/api/v1/cases/%s", case_id), 404, "not-found");
        expect_problem(get(who, "/api/v1/cases/%s/events", case_id), 404, "not-found");
        ck_assert_ptr_null(at(get(who, "/api/v1/reviews/%s", review), "unit_id"));
        ck_assert_str_eq(sql_as(who, "select (select count(*) from case_file where case_id = '%s') + (select count(*) from case_event where case_id = '%s')"
                                     " + (select count(*) from case_officer where case_id = '%s') + (select count(*) from case_document where case_id = '%s')",
                                case_id, case_id, case_id, case_id), "0");
        /* A filter is no way to find out. */
        ck_assert_ptr_null(strstr(get(who, "/api/v1/reviews?unit_id=310101")->text, review));
        ck_assert_ptr_nonnull(strstr(get(who, "/api/v1/reviews")->text, review));
        ck_assert_uint_eq(count_at(get(who, "/api/v1/reviews?case_id=%s", case_id), "items"), 1);
        ask_everything(who, case_id, review, id);
        ck_assert_str_eq(sql("select count(*) > 0 from audit_event where content::json ->> 'action' = 'getReviewFile' and content like '%%%s%%'", case_id), "t");
        hand_in(review, "");
        expect_problem(get(who, "/api/v1/reviews/%s/file", review), 404, "not-found");
        expect_problem(get(who, "/api/v1/cases/%s", case_id), 404, "not-found");
        expect(get(who, "/api/v1/reviews/%s", review), 200);
        ask_everything(who, case_id, review, id);
}
END_TEST

/* ---- the same by plain SQL ---- */

/* Everything that the tables let this person read, and what every function says that takes an id, tried with the one at hand. */
static const char all_tables[] =
        "select 'select concat_ws('' '', ' || string_agg(format('(select string_agg(row_to_json(x)::text, '' '') from (select %%s from %%I) x)', c.columns, t.relname), ', ')"
        " || ')' from pg_class t cross join lateral (select string_agg(quote_ident(attname), ', ') as columns from pg_attribute"
        " where attrelid = t.oid and attnum > 0 and not attisdropped and has_column_privilege('anjuan_login', attrelid, attnum, 'select')) c"
        " where t.relnamespace = 'anjuan'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition and c.columns is not null"
        " and t.relname not in ('unit', 'person', 'number_template', 'role_assignment', 'quarter_freeze_row')";

static const char *calls_with(const char *id)
{
        return sql("select string_agg(format('begin got := concat_ws('' '', got, (select string_agg(x::text, '' '') from %%s(%%s) x)); done := done + 1;"
                   " exception when others then got := concat_ws('' '', got, sqlerrm); end;', p.proname, (select string_agg("
                   " case when t = 'uuid'::regtype then quote_literal('%s') else 'null' end || '::' || t::regtype, ', ' order by n)"
                   " from unnest(p.proargtypes::oid[]) with ordinality a(t, n))), ' ' order by p.oid::regprocedure::text)"
                   " from pg_proc p where p.pronamespace = 'anjuan'::regnamespace and 'uuid'::regtype::oid = any (p.proargtypes::oid[])"
                   " and has_function_privilege('anjuan_login', p.oid, 'execute') and p.prorettype <> 'trigger'::regtype", id);
}

static void no_statement_tells(const char *who, const char *words, const char *case_id, const char *review, const char *campaign)
{
        const char *const ids[] = {case_id, review, campaign, person(who)};
        const char *got = sql_as(who, "%s", sql(all_tables));

        ck_assert_uint_gt(strlen(got), 5000);
        no_word_in(got, words, "a table");
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                got = sql_as(who, "do $$ declare got text; done integer := 0; begin %s perform set_config('test.got', done || ' ' || got, true); end $$;"
                                  "select current_setting('test.got')", calls_with(ids[i]));
                ck_assert_int_gt(atoi(got), 10);
                no_word_in(got, words, "a function");
        }
}

START_TEST(plain_statements_tell_a_blind_reviewer_no_more)
{
        static const char *const logins[] = {"reviewer2.city", "reviewer3.pudong"};

        for (int i = 0; i < 2; i++) {
                const char *case_id = only_case(), *id = drawn(""), *review, *words;

                sql("select precheck_store(array['%s'::uuid])", case_id);
                expect(step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person(logins[i]))), 200);
                review = review_of(id, case_id, 1);
                words = words_of(case_id);
                no_statement_tells(logins[i], words, case_id, review, id);
                expect(step(id, "start", NULL), 200);
                no_statement_tells(logins[i], words, case_id, review, id);
                expect(fill_in(review, DEDUCT("A1", "50")), 200);
                expect(submit(review), 200);
                no_statement_tells(logins[i], words, case_id, review, id);
                expect(step(id, "feedback", NULL), 200);
                no_statement_tells(logins[i], words, case_id, review, id);
                if (i)
                        ask_everything(logins[i], case_id, review, id);
        }
}
END_TEST

/* The other way round: who reviewed its file blind, a unit does not learn. */
START_TEST(a_unit_is_not_told_who_reviewed_its_file_whatever_is_asked)
{
        static const char *const logins[] = {"lead.huangpu", "officer1.huangpu"};
        const char *case_id = only_case(), *id = drawn(""), *review, *words;

        expect(step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person("reviewer2.city"))), 200);
        expect(step(id, "start", NULL), 200);
        review = review_of(id, case_id, 1);
        words = sql("select json_build_array(person_id, login, name) from person where login = 'reviewer2.city'");
        expect(fill_in(review, DEDUCT("A1", "50")), 200);
        no_statement_tells("lead.huangpu", words, case_id, review, id);
        expect(submit(review), 200);
        expect(step(id, "feedback", NULL), 200);
        for (int i = 0; i < 2; i++) {
                expect(get(logins[i], "/api/v1/reviews/%s", review), 200);
                no_statement_tells(logins[i], words, case_id, review, id);
                for (const struct route_group *g = route_groups; g->rows; g++)
                        for (const struct route *r = g->rows; r->method; r++)
                                if (!strcmp(r->method, "GET") && !is_common(r->id) && !(r->flags & (ROUTE_NO_SESSION | ROUTE_PLAIN)))
                                        no_word_in(get(logins[i], "%s", filled(r->path, case_id, review, id))->text, words, r->id);
        }
        ck_assert_uint_eq(count_at(get("lead.huangpu", "/api/v1/reviews?case_id=%s&reviewer_id=%s", case_id, person("reviewer2.city")), "items"), 0);
        ck_assert_uint_eq(count_at(get("lead.huangpu", "/api/v1/reviews?case_id=%s", case_id), "items"), 1);
}
END_TEST

struct access {
        const char *login;
        int before, during, after; /* status of reading the file as a review: drawn, under review, handed in */
};

START_TEST(a_file_is_open_to_its_reviewer_alone_and_while_under_review)
{
        static const struct access all[] = {{"reviewer1.city", 404, 200, 404}, {"reviewer2.city", 404, 404, 404}, {"reviewer3.pudong", 404, 404, 404},
                                            {"officer1.huangpu", 403, 403, 403}, {"legal1.city", 403, 403, 403}, {"auditor.city", 403, 403, 403}};
        const char *case_id = only_case(), *id = drawn(",\"blind\":false"), *review;
        struct answer *a;

        expect(step(id, "assign", text("{\"reviewers\":[\"%s\"]}", person("reviewer1.city"))), 200);
        review = review_of(id, case_id, 1);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                ck_assert_int_eq(get(all[i].login, "/api/v1/reviews/%s/file", review)->status, all[i].before);
        expect_problem(get("reviewer1.city", "/api/v1/cases/%s", case_id), 404, "not-found");
        expect(step(id, "start", NULL), 200);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                ck_assert_int_eq(get(all[i].login, "/api/v1/reviews/%s/file", review)->status, all[i].during);
        /* Not blind: the case itself is open, too. */
        a = get("reviewer1.city", "/api/v1/reviews/%s/file", review);
        ck_assert_str_eq(at(a, "masked"), "false");
        ck_assert_str_eq(at(a, "file/unit_id"), "310101");
        expect(get("reviewer1.city", "/api/v1/cases/%s", case_id), 200);
        expect_problem(get("reviewer2.city", "/api/v1/cases/%s", case_id), 404, "not-found");
        hand_in(review, "");
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                ck_assert_int_eq(get(all[i].login, "/api/v1/reviews/%s/file", review)->status, all[i].after);
        expect_problem(get("reviewer1.city", "/api/v1/cases/%s", case_id), 404, "not-found");
}
END_TEST

/* ---- results ---- */

START_TEST(results_tell_means_agreement_and_frequent_problems)
{
        const char *id, *cases[3];
        struct answer *a;

        forget_cases();
        for (int i = 0; i < 3; i++)
                cases[i] = new_case();
        id = drawn(",\"double_share\":10000");
        expect(step(id, "assign", "{}"), 200);
        expect(step(id, "start", NULL), 200);
        for (int i = 0; i < 3; i++)
                for (int place = 1; place <= 2; place++)
                        hand_in(review_of(id, cases[i], place), i == 2 ? VETO : i == 1 ? DEDUCT("B4", "100") : "");
        a = get("legal1.city", "/api/v1/campaigns/%s/results", id);
        expect(a, 200);
        ck_assert_int_eq(number_at(a, "city/mean"), 6633);
        ck_assert_int_eq(number_at(a, "city/low"), 6633);
        ck_assert_int_eq(number_at(a, "units/0/reviewed"), 3);
        ck_assert_int_eq(number_at(a, "units/0/fail"), 1);
        ck_assert_int_eq(number_at(a, "agreement/files"), 3);
        ck_assert_int_eq(number_at(a, "agreement/kappa"), 10000);
        ck_assert_int_eq(number_at(a, "items/0/deducted") + number_at(a, "items/0/vetoed"), 2);
        expect_problem(get("lead.huangpu", "/api/v1/campaigns/%s/results", id), 404, "not-found");
        expect_problem(get("reviewer1.city", "/api/v1/campaigns/%s/results", id), 404, "not-found");
        expect(step(id, "feedback", NULL), 200);
        a = get("lead.huangpu", "/api/v1/campaigns/%s/results", id);
        expect(a, 200);
        ck_assert_ptr_null(at(a, "city/mean"));
        ck_assert_ptr_null(at(a, "agreement/files"));
        ck_assert_int_eq(number_at(a, "units/0/mean"), 6633);
        ck_assert_uint_eq(count_at(get("lead.pudong", "/api/v1/campaigns/%s/results", id), "units"), 0);
        expect_problem(get("reviewer1.city", "/api/v1/campaigns/%s/results", id), 404, "not-found");
        a = get("lead.huangpu", "/api/v1/campaigns/%s/files", id);
        ck_assert_uint_eq(count_at(a, "items"), 3);
        ck_assert_ptr_null(at(a, "items/0/reviews/0/reviewer_id"));
}
END_TEST

START_TEST(the_database_knows_the_same_steps_of_a_file_as_the_rules)
{
        const char *source = sql("select prosrc from pg_proc where proname = 'campaign_file_moves_on'");
        bool known[FILE_STATE_COUNT][FILE_STATE_COUNT] = {0};
        int n = 0, there = 0;

        for (const struct campaign_step *s = file_steps; s->act; s++)
                for (int from = 0; from < FILE_STATE_COUNT; from++)
                        if (s->from & STATE_BIT(from) && from != s->to && !known[from][s->to]) {
                                known[from][s->to] = true;
                                ck_assert_msg(strstr(source, text("('%s', '%s')", campaign_file_codes[from], campaign_file_codes[s->to])) != NULL, "%s", s->act);
                                n++;
                        }
        for (const char *at_ = strstr(source, "not in (("); at_ && (at_ = strstr(at_, "('")); at_++)
                there++;
        ck_assert_int_eq(n, there);
}
END_TEST

HARNESS_MAIN("campaign_review", "people", files_are_assigned_to_people_apart_from_them_as_evenly_as_can_be, what_cannot_be_assigned_is_named_with_its_reasons,
             no_statement_of_the_server_assigns_somebody_near_the_case, who_declines_or_is_withdrawn_does_not_get_the_file_again,
             two_sheets_within_the_limit_give_their_average_and_feedback_waits_for_all, of_two_sheets_handed_in_at_once_the_second_sees_the_first,
             two_sheets_too_far_apart_go_to_a_third_person_who_settles,
             where_no_average_is_taken_two_agree_on_a_total_between_theirs, two_who_do_not_agree_leave_the_file_to_a_third_person, what_was_found_by_rule_gives_the_deduction, who_answers_against_a_precheck_says_why,
             a_blind_reviewer_is_told_neither_unit_nor_people_whatever_is_asked, plain_statements_tell_a_blind_reviewer_no_more,
             a_unit_is_not_told_who_reviewed_its_file_whatever_is_asked, a_file_is_open_to_its_reviewer_alone_and_while_under_review,
             results_tell_means_agreement_and_frequent_problems, the_database_knows_the_same_steps_of_a_file_as_the_rules)

#include "harness.h"

#include <string.h>

#define CHECKLIST "01900000-0000-7000-8000-00000000c002"

/* ---- words of the story ---- */

static const char *person(const char *login)
{
        return sql("select person_id from person where login = '%s'", login);
}

static struct answer *assign(const char *case_id, const char *reviewer)
{
        return post("legal1.city",
                    text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", case_id, person(reviewer)),
                    "/api/v1/reviews");
}

static const char *closed_case(const char *unit)
{
        return case_closed_in(unit, "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
}

/* A review of a fresh closed case of Huangpu. */
static const char *review_by(const char *reviewer)
{
        struct answer *a = assign(closed_case("huangpu"), reviewer);

        expect(a, 201);
        return at(a, "review_id");
}

static const char *etag_of(const char *review)
{
        return text("\"%s\"", sql("select version from review where review_id = '%s'", review));
}

static struct answer *answer(const char *who, const char *review, const char *answers)
{
        return change(who, "PUT", etag_of(review), text("{\"answers\":[%s]}", answers),
                      "/api/v1/reviews/%s/answers", review);
}

static struct answer *submit(const char *who, const char *review)
{
        /* What the background found beforehand is no matter here. */
        sql("update review_answer set overrules = '已核对原件' where review_id = '%s'", review);
        return change(who, "POST", etag_of(review), "{\"opinion\":\"程序合法\"}", "/api/v1/reviews/%s/submit",
                      review);
}

static struct answer *withdraw(const char *who, const char *review)
{
        return change(who, "POST", etag_of(review), "{\"reason\":\"改派他人\"}",
                      "/api/v1/reviews/%s/withdraw", review);
}

/* Every item without a defect; then what is found. */
static void fill_in(const char *who, const char *review, const char *findings)
{
        const char *clean = sql(
            "select string_agg(format('{\"item_code\":\"%%s\",\"answer\":\"no_defect\",\"overrules\":\"已核对原件\"}', item_code), ',')"
            " from checklist_item where checklist_id = '" CHECKLIST "'");

        expect(answer(who, review, clean), 200);
        if (*findings)
                expect(answer(who, review, findings), 200);
}

/* What the rule says against an assignment. */
static void expect_unmet(const struct answer *a, const char *code)
{
        expect_problem(a, 409, "rule");
        for (size_t i = 0; i < count_at(a, "unmet"); i++)
                if (!strcmp(at(a, text("unmet/%zu/code", i)), code))
                        return;
        ck_abort_msg("%s is not among the reasons: %s", code, a->text);
}

static void serve_in(const char *login, const char *unit_id, const char *role, const char *from,
                     const char *to)
{
        sql("insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from, valid_to)"
            " select gen_random_uuid(), person_id, '%s', '%s', '%s', %s from person where login = '%s'",
            unit_id, role, from, *to ? text("'%s'", to) : "null", login);
}

static void stop_serving(const char *login, const char *unit_id)
{
        sql("delete from role_assignment where unit_id = '%s' and person_id = (select person_id from person "
            "where login = '%s')",
            unit_id, login);
}

/* The statement, run as the superuser, breaks a constraint of this kind. */
static void expect_refused_by_the_database(const char *statement)
{
        sql("do $$ begin begin %s; exception when check_violation then return; end; raise exception 'it was "
            "done'; end $$",
            statement);
}

/* ---- checklists ---- */

START_TEST(everybody_signed_in_reads_the_checklist)
{
        struct answer *a = get("service.hotline", "/api/v1/checklists");

        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 2);
        ck_assert_str_eq(at(a, "items/0/state"), "published");
        ck_assert_str_eq(at(a, "items/1/state"), "retired");
        ck_assert_int_eq(number_at(a, "items/0/points"), 10000);
        a = get("officer1.huangpu", "/api/v1/checklists/%s", at(a, "items/0/checklist_id"));
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 61);
        ck_assert_str_eq(at(a, "items/0/item_code"), "V1");
        ck_assert_str_eq(at(a, "items/60/item_code"), "G6");
        ck_assert_int_eq(number_at(a, "items/14/step"), 50);
        expect(request("officer1.huangpu", "GET", "/api/v1/checklists/" CHECKLIST, NULL,
                       (const char *const[]){text("If-None-Match: %s", a->etag), NULL}),
               304);
        expect_problem(get("officer1.huangpu", "/api/v1/checklists/01920000-0000-7000-8000-000000000999"),
                       404, "not-found");
        expect_problem(get(NULL, "/api/v1/checklists"), 401, "unauthenticated");
}
END_TEST

START_TEST(versions_of_a_checklist_are_listed_page_by_page)
{
        struct answer *a;

        sql("insert into checklist (checklist_id, code, version, title_zh, title_en, state, excellent_min, "
            "pass_min)"
            " select gen_random_uuid(), c, v, '标准', 'A list', 'draft', 9000, 6000"
            "   from (values ('default', 3), ('default', 4), ('another', 1), ('zeal', 1)) t(c, v)");
        a = get("auditor.city", "/api/v1/checklists?limit=2");
        ck_assert_str_eq(at(a, "items/0/code"), "another");
        ck_assert_int_eq(number_at(a, "items/1/version"), 4);
        a = get("auditor.city", "%s", a->link);
        ck_assert_int_eq(number_at(a, "items/0/version"), 3);
        ck_assert_int_eq(number_at(a, "items/1/version"), 2);
        a = get("auditor.city", "%s", a->link);
        ck_assert_uint_eq(count_at(a, "items"), 2);
        ck_assert_str_eq(at(a, "items/1/code"), "zeal");
        expect_field(
            post("legal1.city",
                 text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\",\"checklist_id\":\"%s\"}",
                      closed_case("huangpu"), person("reviewer1.city"), at(a, "items/1/checklist_id")),
                 "/api/v1/reviews"),
            "/checklist_id", "not_published");
        sql("delete from checklist where state = 'draft'");
}
END_TEST

START_TEST(a_published_checklist_never_changes)
{
        expect_refused_by_the_database("update checklist_item set points = 0 where item_code = 'A1'");
        expect_refused_by_the_database("delete from checklist_item where item_code = 'A1'");
        expect_refused_by_the_database("insert into checklist_item (checklist_id, item_code, position, "
                                       "stage, kind, points, step, text_zh,"
                                       " text_en) values ('" CHECKLIST
                                       "', 'Z1', 99, 'archive', 'scored', 100, 50, '加', 'more')");
        expect_refused_by_the_database("update checklist set pass_min = 5000");
        expect_refused_by_the_database("update checklist set state = 'draft'");
        expect_refused_by_the_database("delete from checklist");
}
END_TEST

/* ---- the main line ---- */

START_TEST(a_file_is_assigned_answered_and_submitted)
{
        const char *id = closed_case("huangpu"), *review;
        struct answer *a = assign(id, "reviewer1.city");

        expect(a, 201);
        ck_assert_str_eq(a->etag, "\"1\"");
        ck_assert(strstr(a->location, at(a, "review_id")));
        ck_assert_str_eq(at(a, "unit_id"), "310101");
        ck_assert_str_eq(at(a, "case_number"), sql("select number from case_file where case_id = '%s'", id));
        ck_assert_int_eq(number_at(a, "checklist_version"), 2);
        review = at(a, "review_id");
        expect(get("reviewer1.city", "/api/v1/cases/%s", id), 200);
        expect(get("reviewer1.city", "/api/v1/cases/%s/events", id), 200);

        a = answer("reviewer1.city", review,
                   "{\"item_code\":\"G6\",\"answer\":\"no_defect\"},"
                   "{\"item_code\":\"A1\",\"answer\":\"deduct\",\"deduction\":50,\"remark\":\"缺联系方式\"}");
        expect(a, 200);
        ck_assert_str_eq(a->etag, "\"2\"");
        ck_assert_int_eq(number_at(a, "answer_count"), 2);
        ck_assert_int_eq(number_at(a, "item_count"), 61);
        ck_assert_str_eq(at(a, "answers/0/item_code"), "A1");
        ck_assert_str_eq(at(a, "answers/0/remark"), "缺联系方式");
        ck_assert_ptr_null(at(a, "score"));
        a = submit("reviewer1.city", review);
        expect_problem(a, 422, "invalid");
        expect_field(a, "/answers", "missing");

        fill_in("reviewer1.city", review, "");
        a = submit("reviewer1.city", review);
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "submitted");
        ck_assert_int_eq(number_at(a, "score"), 10000);
        ck_assert_str_eq(at(a, "grade"), "excellent");
        ck_assert_str_eq(at(a, "vetoed"), "false");
        ck_assert_str_eq(at(a, "opinion"), "程序合法");
}
END_TEST

START_TEST(an_answer_may_be_changed_and_taken_back)
{
        const char *review = review_by("reviewer1.city");
        struct answer *a;

        expect(answer("reviewer1.city", review,
                      "{\"item_code\":\"A1\",\"answer\":\"deduct\",\"deduction\":200,\"remark\":\"无登记\"},"
                      "{\"item_code\":\"V2\",\"answer\":\"veto\",\"remark\":\"无管辖权\"}"),
               200);
        a = answer("reviewer1.city", review,
                   "{\"item_code\":\"A1\",\"answer\":\"no_defect\"},{\"item_code\":\"V2\",\"answer\":null}");
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "answers"), 1);
        ck_assert_str_eq(at(a, "answers/0/answer"), "no_defect");
        ck_assert_int_eq(number_at(a, "answers/0/deduction"), 0);
        ck_assert_str_eq(at(a, "answers/0/remark"), "");
}
END_TEST

/* Worked by hand: 100 - 0.5 (A1) - 1.5 (B3) - 1.5 (C4) - 2 (D3) - 3 (E1) - 0.5 (G3) = 91; what does not apply
 * costs nothing. */
#define FINDINGS                                                                                             \
        "{\"item_code\":\"A1\",\"answer\":\"deduct\",\"deduction\":50,\"remark\":\"缺一项\"},"            \
        "{\"item_code\":\"B3\",\"answer\":\"deduct\",\"deduction\":150,\"remark\":\"三处未签名\"},"     \
        "{\"item_code\":\"C4\",\"answer\":\"deduct\",\"deduction\":150,\"remark\":\"未说明理由\"},"     \
        "{\"item_code\":\"D3\",\"answer\":\"deduct\",\"deduction\":200,\"remark\":\"未引用基准\"},"     \
        "{\"item_code\":\"E1\",\"answer\":\"deduct\",\"deduction\":300,\"remark\":\"逾期送达\"},"        \
        "{\"item_code\":\"G3\",\"answer\":\"deduct\",\"deduction\":50,\"remark\":\"缺页码\"},"            \
        "{\"item_code\":\"C5\",\"answer\":\"not_applicable\"},{\"item_code\":\"V9\",\"answer\":\"not_"       \
        "applicable\"}"

START_TEST(a_sheet_worked_by_hand_scores_the_same_here)
{
        const char *review = review_by("reviewer1.city");
        struct answer *a;

        fill_in("reviewer1.city", review, FINDINGS);
        a = submit("reviewer1.city", review);
        ck_assert_int_eq(number_at(a, "score"), 9100);
        ck_assert_str_eq(at(a, "grade"), "excellent");

        /* 91 - 3 (B7) - 3 (C1) - 3 (D5) = 82 */
        review = review_by("reviewer1.city");
        fill_in("reviewer1.city", review,
                FINDINGS ",{\"item_code\":\"B7\",\"answer\":\"deduct\",\"deduction\":300,\"remark\":\"断\"},"
                         "{\"item_code\":\"C1\",\"answer\":\"deduct\",\"deduction\":300,\"remark\":\"缺\"},"
                         "{\"item_code\":\"D5\",\"answer\":\"deduct\",\"deduction\":300,\"remark\":\"缺\"}");
        a = submit("reviewer1.city", review);
        ck_assert_int_eq(number_at(a, "score"), 8200);
        ck_assert_str_eq(at(a, "grade"), "pass");
}
END_TEST

START_TEST(one_veto_fails_the_file_with_zero)
{
        const char *review = review_by("reviewer2.city");
        struct answer *a;

        fill_in("reviewer2.city", review,
                "{\"item_code\":\"V8\",\"answer\":\"veto\",\"remark\":\"未告知即决定\"}");
        a = submit("reviewer2.city", review);
        expect(a, 200);
        ck_assert_int_eq(number_at(a, "score"), 0);
        ck_assert_str_eq(at(a, "vetoed"), "true");
        ck_assert_str_eq(at(a, "grade"), "fail");
}
END_TEST

START_TEST(thresholds_are_those_of_the_checklist)
{
        const char *strict = "01920000-0000-7000-8000-00000000c002";
        const char *review;
        struct answer *a;

        sql("insert into checklist (checklist_id, code, version, title_zh, title_en, state, excellent_min, "
            "pass_min, published_at)"
            " values ('%s', 'short', 1, '简表', 'A short one', 'draft', 300, 200, '2020-01-01')",
            strict);
        sql("insert into checklist_item (checklist_id, item_code, position, stage, kind, points, step, "
            "text_zh, text_en)"
            " values ('%s', 'S1', 1, 'filing', 'scored', 300, 0, '一', 'one')",
            strict);
        sql("update checklist set state = 'published' where checklist_id = '%s'", strict);
        a = post("legal1.city",
                 text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\",\"checklist_id\":\"%s\"}",
                      closed_case("huangpu"), person("reviewer1.city"), strict),
                 "/api/v1/reviews");
        expect(a, 201);
        review = at(a, "review_id");
        expect_field(answer("reviewer1.city", review, "{\"item_code\":\"A1\",\"answer\":\"no_defect\"}"),
                     "/answers/0/item_code", "unknown");
        expect(answer("reviewer1.city", review,
                      "{\"item_code\":\"S1\",\"answer\":\"deduct\",\"deduction\":101,\"remark\":\"缺\"}"),
               200);
        a = submit("reviewer1.city", review);
        ck_assert_int_eq(number_at(a, "score"), 199);
        ck_assert_str_eq(at(a, "grade"), "fail");
        ck_assert_str_eq(at(a, "checklist_code"), "short");
}
END_TEST

START_TEST(every_fault_of_a_sheet_is_told_and_nothing_is_kept)
{
        const char *review = review_by("reviewer1.city");
        struct answer *a =
            answer("reviewer1.city", review,
                   "{\"item_code\":\"V1\",\"answer\":\"deduct\",\"deduction\":50,\"remark\":\"?\"},"
                   "{\"item_code\":\"Z9\",\"answer\":\"no_defect\"},"
                   "{\"item_code\":\"A1\",\"answer\":\"deduct\",\"deduction\":75},"
                   "{\"item_code\":\"A2\",\"answer\":\"no_defect\",\"deduction\":50},"
                   "{\"item_code\":\"A2\",\"answer\":\"no_defect\"},"
                   "{\"item_code\":\"A4\",\"answer\":\"deduct\",\"deduction\":300,\"remark\":\"?\"},"
                   "{\"item_code\":\"B1\",\"answer\":\"no_defect\"}");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/answers/0/answer", "choice");
        expect_field(a, "/answers/1/item_code", "unknown");
        expect_field(a, "/answers/2/deduction", "step");
        expect_field(a, "/answers/2/remark", "required");
        expect_field(a, "/answers/3/deduction", "not_taken");
        expect_field(a, "/answers/4/item_code", "repeated");
        expect_field(a, "/answers/5/deduction", "range");
        a = answer("reviewer1.city", review,
                   "{\"item_code\":\"V1\",\"answer\":\"perfect\"},{\"answer\":\"no_defect\"}");
        expect_field(a, "/answers/0/answer", "choice");
        expect_field(a, "/answers/1/item_code", "required");
        ck_assert_str_eq(sql("select count(*) from review_answer where review_id = '%s'", review), "0");
        ck_assert_str_eq(etag_of(review), "\"1\"");
}
END_TEST

/* ---- who may be assigned ---- */

START_TEST(only_a_closed_case_is_assigned)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        struct answer *a = assign(id, "reviewer1.city");

        expect_unmet(a, "case_closed");
        expect_field(a, "/case_id", "case_closed");
        expect(record("lead.huangpu", id, "terminated", "2026-03-05", "\"basis\":\"当事人死亡\",\"remark\":\"当事人死亡\""), 201);
        expect_unmet(assign(id, "reviewer1.city"), "case_closed");
        ck_assert_str_eq(sql("select count(*) from review where case_id = '%s'", id), "0");
}
END_TEST

START_TEST(only_the_legal_department_assigns)
{
        const char *id = closed_case("huangpu");
        const char *body = text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", id, person("reviewer1.city"));
        const char *const others[] = {"lead.huangpu", "reviewer1.city", "auditor.city", "admin.city",
                                      "legalreview.city"};

        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
                expect_problem(post(others[i], body, "/api/v1/reviews"), 403, "forbidden");
}
END_TEST

START_TEST(what_the_assignment_names_must_be_there)
{
        struct answer *a = post("legal1.city",
                                "{\"case_id\":\"01920000-0000-7000-8000-000000000999\","
                                "\"reviewer_id\":\"01920000-0000-7000-8000-000000000998\","
                                "\"checklist_id\":\"01920000-0000-7000-8000-000000000997\"}",
                                "/api/v1/reviews");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/case_id", "unknown_ref");
        expect_field(a, "/reviewer_id", "unknown_ref");
        expect_field(a, "/checklist_id", "unknown_ref");
        expect_field(post("legal1.city", "{\"case_id\":\"x\"}", "/api/v1/reviews"), "/reviewer_id",
                     "required");
}
END_TEST

START_TEST(a_reviewer_holds_the_role_today)
{
        const char *id = closed_case("huangpu");

        expect_unmet(assign(id, "legal2.city"), "reviewer_role");
        sql("update person set disabled_at = now() where login = 'reviewer2.city'");
        expect_unmet(assign(id, "reviewer2.city"), "reviewer_role");
        sql("update person set disabled_at = null where login = 'reviewer2.city'");
        serve_in("legal2.city", "city", "reviewer", "2020-01-01", "2026-06-30");
        expect_unmet(assign(id, "legal2.city"), "reviewer_role");
        serve_in("auditor.city", "city", "reviewer", "2099-01-01", "");
        expect_unmet(assign(id, "auditor.city"), "reviewer_role");
        sql("delete from role_assignment where role = 'reviewer' and person_id in (select person_id from "
            "person"
            " where login in ('legal2.city', 'auditor.city'))");
}
END_TEST

START_TEST(nobody_reviews_their_own_unit)
{
        expect_unmet(assign(closed_case("pudong"), "reviewer3.pudong"), "reviewer_not_of_unit");
        struct answer *a;

        /* Without saying by which checklist: by the newest version of the default one, whatever else was published since. */
        sql("insert into checklist (checklist_id, code, version, title_zh, title_en, state, excellent_min, pass_min)"
            " values ('01900000-0000-7000-8000-00000000c0ff', 'special', 9, '专项', 'special', 'draft', 90, 60);"
            "insert into checklist_item (checklist_id, item_code, position, stage, kind, points, step, text_zh, text_en)"
            " values ('01900000-0000-7000-8000-00000000c0ff', 'A', 1, 'filing', 'scored', 100, 50, '项', 'item');"
            "update checklist set state = 'published', published_at = now() + interval '1 day' where code = 'special'");
        a = assign(closed_case("pudong"), "reviewer1.city");
        expect(a, 201);
        ck_assert_str_eq(at(a, "checklist_code"), "default");
        expect(assign(closed_case("huangpu"), "reviewer3.pudong"), 201);
        /* The centre acts in the name of the city office, whose people would judge their own decision. */
        expect_unmet(assign(closed_case("centre"), "reviewer1.city"), "reviewer_not_of_subject");
        expect(assign(closed_case("centre"), "reviewer3.pudong"), 201);
}
END_TEST

START_TEST(nor_the_unit_they_served_in_while_the_case_was_in_hand)
{
        const char *then = closed_case("jiading"),
                   *later = case_closed_in("jiading", "2026-05-06", "2026-05-20", "2026-06-01", 1000000);

        serve_in("reviewer2.city", "310114", "officer", "2025-01-01", "2026-03-10");
        expect_unmet(assign(then, "reviewer2.city"), "reviewer_not_of_unit");
        expect(assign(later, "reviewer2.city"), 201);
        stop_serving("reviewer2.city", "310114");
        expect(assign(then, "reviewer2.city"), 201);
}
END_TEST

START_TEST(nor_a_unit_that_had_the_case_before)
{
        const char *id = closed_case("huangpu");

        sql("update case_event set at_unit_id = '310115' where case_id = '%s' and seq = 1", id);
        expect_unmet(assign(id, "reviewer3.pudong"), "reviewer_not_of_unit");
}
END_TEST

START_TEST(nor_a_case_they_had_a_part_in)
{
        const char *id = closed_case("huangpu");

        sql("insert into case_officer (case_id, unit_id, person_id, from_on, to_on) values ('%s', '310101', "
            "'%s', '2026-03-02', '2026-03-03')",
            id, person("reviewer1.city"));
        expect_unmet(assign(id, "reviewer1.city"), "reviewer_not_officer");
        id = closed_case("huangpu");
        sql("update case_event set recorded_by = '%s' where case_id = '%s' and kind = 'served'",
            person("reviewer1.city"), id);
        expect_unmet(assign(id, "reviewer1.city"), "reviewer_took_no_part");
        expect(assign(id, "reviewer2.city"), 201);
}
END_TEST

START_TEST(a_reviewer_gets_a_case_once_and_another_may_get_it_too)
{
        const char *id = closed_case("huangpu"), *key[] = {new_key(), NULL};
        const char *body = text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", id, person("reviewer1.city"));
        struct answer *first = request("legal1.city", "POST", "/api/v1/reviews", body, key);
        struct answer *again = request("legal1.city", "POST", "/api/v1/reviews", body, key);

        expect(first, 201);
        expect(again, 201);
        ck_assert_str_eq(at(first, "review_id"), at(again, "review_id"));
        expect_field(assign(id, "reviewer1.city"), "/reviewer_id", "taken");
        expect_problem(assign(id, "reviewer1.city"), 409, "conflict");
        expect(assign(id, "reviewer2.city"), 201);
        expect(withdraw("legal2.city", at(first, "review_id")), 200);
        expect(assign(id, "reviewer1.city"), 201);
}
END_TEST

START_TEST(who_comes_near_the_case_later_may_not_submit)
{
        const char *review = review_by("reviewer2.city");
        struct answer *a;

        fill_in("reviewer2.city", review, "");
        serve_in("reviewer2.city", "310101", "officer", "2026-01-01", "");
        a = submit("reviewer2.city", review);
        expect_unmet(a, "reviewer_not_of_unit");
        ck_assert_uint_eq(count_at(a, "errors"), 0);
        stop_serving("reviewer2.city", "310101");
        expect(submit("reviewer2.city", review), 200);
}
END_TEST

/* ---- who reads what, and when ---- */

struct reader {
        const char *login;
        int assigned, submitted; /* status of reading the review */
};
static const struct reader readers[] = {
    {"reviewer1.city", 200, 200},   {"reviewer2.city", 404, 404},   {"reviewer3.pudong", 404, 404},
    {"officer1.huangpu", 404, 200}, {"lead.huangpu", 404, 200},     {"officer1.pudong", 404, 404},
    {"lead.centre", 404, 404},      {"legalreview.city", 404, 200}, {"legal1.city", 200, 200},
    {"legal2.city", 200, 200},      {"auditor.city", 200, 200},     {"admin.city", 403, 403},
    {"service.hotline", 403, 403},
};

static void check_readers(const char *review, const char *case_id, bool submitted)
{
        for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
                int status = submitted ? readers[i].submitted : readers[i].assigned;
                struct answer *a = get(readers[i].login, "/api/v1/reviews/%s", review), *list;

                ck_assert_msg(a->status == status, "%s: %d, not %d", readers[i].login, a->status, status);
                list = get(readers[i].login, "/api/v1/reviews?case_id=%s", case_id);
                expect(list, status == 403 ? 403 : 200);
                ck_assert_msg(count_at(list, "items") == (status == 200), "%s: %s", readers[i].login,
                              list->text);
                ck_assert_str_eq(sql_as(readers[i].login,
                                        "select count(*) from review_answer where review_id = '%s'", review),
                                 status == 200 ? "61" : "0");
        }
}

START_TEST(the_result_is_read_by_the_unit_the_reviewer_the_department_and_the_auditor)
{
        const char *id = closed_case("huangpu"), *review;
        struct answer *a = assign(id, "reviewer1.city");

        expect(a, 201);
        review = at(a, "review_id");
        fill_in("reviewer1.city", review, FINDINGS);
        check_readers(review, id, false);
        expect(submit("reviewer1.city", review), 200);
        check_readers(review, id, true);
        a = get("officer1.huangpu", "/api/v1/reviews/%s", review);
        ck_assert_str_eq(at(a, "answers/14/remark"), "缺一项");
        ck_assert_ptr_nonnull(at(a, "case_number"));
}
END_TEST

START_TEST(a_reviewer_sees_the_case_only_while_it_is_assigned)
{
        const char *id = closed_case("huangpu"), *review;

        expect_problem(get("reviewer1.city", "/api/v1/cases/%s", id), 404, "not-found");
        review = at(assign(id, "reviewer1.city"), "review_id");
        expect(get("reviewer1.city", "/api/v1/cases/%s", id), 200);
        ck_assert_str_eq(sql_as("reviewer1.city", "select count(*) from case_party where case_id = '%s'", id),
                         "1");
        expect_problem(get("reviewer2.city", "/api/v1/cases/%s", id), 404, "not-found");
        expect_problem(record("reviewer1.city", id, "corrected", "2026-05-01", ""), 403, "forbidden");
        fill_in("reviewer1.city", review, "");
        expect(submit("reviewer1.city", review), 200);
        expect_problem(get("reviewer1.city", "/api/v1/cases/%s", id), 404, "not-found");
        expect_problem(get("reviewer1.city", "/api/v1/cases/%s/events", id), 404, "not-found");
        ck_assert_str_eq(sql_as("reviewer1.city", "select count(*) from case_file where case_id = '%s'", id),
                         "0");
        ck_assert_ptr_null(at(get("reviewer1.city", "/api/v1/reviews/%s", review), "case_number"));
}
END_TEST

START_TEST(a_withdrawn_assignment_takes_the_case_back)
{
        const char *id = closed_case("huangpu"), *review = at(assign(id, "reviewer1.city"), "review_id");
        struct answer *a;

        expect(answer("reviewer1.city", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}"), 200);
        expect_problem(withdraw("reviewer1.city", review), 403, "forbidden");
        expect_problem(change("legal1.city", "POST", "\"1\"", "{\"reason\":\"改派\"}",
                              "/api/v1/reviews/%s/withdraw", review),
                       412, "precondition-failed");
        a = withdraw("legal1.city", review);
        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "withdrawn");
        ck_assert_str_eq(at(a, "withdrawn_reason"), "改派他人");
        ck_assert_str_eq(at(a, "withdrawn_by"), person("legal1.city"));
        expect_problem(get("reviewer1.city", "/api/v1/cases/%s", id), 404, "not-found");
        expect_unmet(answer("reviewer1.city", review, "{\"item_code\":\"V2\",\"answer\":\"no_defect\"}"),
                     "review_withdrawn");
        expect_unmet(withdraw("legal1.city", review), "review_withdrawn");
        expect_problem(get("lead.huangpu", "/api/v1/reviews/%s", review), 404, "not-found");
}
END_TEST

START_TEST(only_the_assigned_reviewer_writes)
{
        const char *review = review_by("reviewer1.city");

        expect_problem(answer("reviewer2.city", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}"),
                       404, "not-found");
        expect_problem(answer("officer1.huangpu", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}"),
                       403, "forbidden");
        expect_problem(answer("legal1.city", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}"), 403,
                       "forbidden");
        serve_in("legal2.city", "310118", "reviewer", "2020-01-01", "");
        expect_problem(answer("legal2.city", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}"), 403,
                       "forbidden");
        expect_problem(submit("legal2.city", review), 403, "forbidden");
        stop_serving("legal2.city", "310118");
        ck_assert_str_eq(etag_of(review), "\"1\"");
}
END_TEST

START_TEST(who_is_no_reviewer_any_more_loses_the_case)
{
        const char *id = closed_case("huangpu"), *review = at(assign(id, "reviewer2.city"), "review_id");

        expect(get("reviewer2.city", "/api/v1/cases/%s", id), 200);
        sql("update role_assignment set valid_to = current_date - 1 where role = 'reviewer' and person_id = "
            "'%s'",
            person("reviewer2.city"));
        expect_problem(get("reviewer2.city", "/api/v1/cases/%s", id), 403, "forbidden");
        expect_problem(get("reviewer2.city", "/api/v1/reviews/%s", review), 403, "forbidden");
        ck_assert_str_eq(sql_as("reviewer2.city", "select count(*) from case_file"), "0");
        ck_assert_str_eq(sql_as("reviewer2.city", "select count(*) from review"), "0");
        sql("update role_assignment set valid_to = null where role = 'reviewer' and person_id = '%s'",
            person("reviewer2.city"));
}
END_TEST

/* ---- finality ---- */

START_TEST(a_submitted_review_is_final)
{
        const char *review = review_by("reviewer1.city");

        fill_in("reviewer1.city", review, "");
        expect_problem(
            request("reviewer1.city", "POST", text("/api/v1/reviews/%s/submit", review), "{}", NULL), 428,
            "precondition-required");
        expect_problem(change("reviewer1.city", "POST", "\"1\"", "{}", "/api/v1/reviews/%s/submit", review),
                       412, "precondition-failed");
        expect(submit("reviewer1.city", review), 200);
        expect_unmet(submit("reviewer1.city", review), "review_submitted");
        expect_unmet(answer("reviewer1.city", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}"),
                     "review_submitted");
        expect_unmet(withdraw("legal1.city", review), "review_submitted");
        expect_refused_by_the_database(text("update review set score = 1 where review_id = '%s'", review));
        ck_assert_str_eq(sql_as("reviewer1.city", "delete from review_answer where review_id = '%s'", review),
                         "0");
        ck_assert_str_eq(
            sql_as("reviewer1.city", "update review_answer set deduction = 0 where review_id = '%s'", review),
            "0");
}
END_TEST

START_TEST(an_assignment_stays_what_it_was)
{
        const char *review = review_by("reviewer1.city");

        expect_refused_by_the_database(text("update review set reviewer_id = '%s' where review_id = '%s'",
                                            person("reviewer2.city"), review));
        expect_refused_by_the_database(
            text("update review set checklist_id = gen_random_uuid() where review_id = '%s'", review));
}
END_TEST

/* ---- lists and the log ---- */

START_TEST(reviews_are_found_by_unit_state_reviewer_and_case)
{
        const char *id = closed_case("pudong"), *review = at(assign(id, "reviewer2.city"), "review_id");
        struct answer *a =
            get("legal1.city", "/api/v1/reviews?unit_id=310115&state=assigned&reviewer_id=%s&case_id=%s",
                person("reviewer2.city"), id);

        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(at(a, "items/0/review_id"), review);
        ck_assert_str_eq(at(a, "items/0/reviewer_name"), "郭峰");
        ck_assert_uint_eq(
            count_at(get("legal1.city", "/api/v1/reviews?case_id=%s&state=submitted", id), "items"), 0);
        ck_assert_uint_eq(
            count_at(get("legal1.city", "/api/v1/reviews?case_id=%s&unit_id=310101", id), "items"), 0);
        ck_assert_uint_eq(count_at(get("reviewer1.city", "/api/v1/reviews?case_id=%s", id), "items"), 0);
        expect_problem(get("legal1.city", "/api/v1/reviews?state=done"), 400, "bad-request");
}
END_TEST

static void check_pages(const char *who, const char *visible)
{
        struct answer *a = get(who, "/api/v1/reviews?limit=2");
        const char *last = "infinity";
        size_t seen = 0;

        for (;; a = get(who, "%s", a->link)) {
                for (size_t i = 0; i < count_at(a, "items"); i++, seen++) {
                        const char *now = at(a, text("items/%zu/assigned_at", i));

                        ck_assert_str_eq(sql("select timestamptz '%s' <= timestamptz '%s'", now, last), "t");
                        last = now;
                }
                if (!*a->link)
                        break;
                ck_assert(seen < 1000);
        }
        ck_assert_str_eq(text("%zu", seen), visible);
}

START_TEST(the_newest_come_first_page_by_page)
{
        check_pages("legal1.city", sql("select count(*) from review"));
        check_pages("auditor.city", sql("select count(*) from review"));
        check_pages("lead.huangpu",
                    sql("select count(*) from review where unit_id = '310101' and state = 'submitted'"));
        check_pages("reviewer1.city",
                    sql("select count(*) from review where reviewer_id = '%s'", person("reviewer1.city")));
}
END_TEST

/* The outcomes of an action about this case, in the order of the log. */
static const char *logged(const char *case_id, const char *action)
{
        return sql("select string_agg(content::json ->> 'outcome', ',' order by at) from audit_event"
                   " where content::json ->> 'action' = '%s' and content::json ->> 'subjects' = '[\"%s\"]'",
                   action, case_id);
}

START_TEST(the_log_of_the_case_holds_every_step_and_refusal)
{
        const char *id = closed_case("huangpu"), *review;

        expect_problem(assign(id, "legal2.city"), 409, "rule");
        expect_problem(post("lead.huangpu",
                            text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", id, person("reviewer1.city")),
                            "/api/v1/reviews"),
                       403, "forbidden");
        review = at(assign(id, "reviewer1.city"), "review_id");
        ck_assert_str_eq(logged(id, "createReview"), "rule,forbidden,ok");
        get("reviewer2.city", "/api/v1/reviews/%s", review);
        get("reviewer1.city", "/api/v1/reviews/%s", review);
        get("admin.city", "/api/v1/reviews/%s", review);
        ck_assert_str_eq(logged(id, "getReview"), "missing,ok,forbidden");
        answer("reviewer1.city", review, "{\"item_code\":\"Z9\",\"answer\":\"no_defect\"}");
        answer("reviewer1.city", review, "{\"colour\":1}");
        answer("reviewer2.city", review, "{\"item_code\":\"V1\",\"answer\":\"no_defect\"}");
        fill_in("reviewer1.city", review, "");
        ck_assert_str_eq(logged(id, "answerReview"), "invalid,invalid,missing,ok");
        submit("reviewer1.city", review);
        ck_assert_str_eq(logged(id, "submitReview"), "ok");
        withdraw("legal1.city", review);
        ck_assert_str_eq(logged(id, "withdrawReview"), "rule");
        get("legal1.city", "/api/v1/reviews?case_id=%s", id);
        get("officer1.pudong", "/api/v1/reviews?case_id=%s", id);
        ck_assert_str_eq(logged(id, "listReviews"), "ok,missing");
        expect(get("auditor.city", "/api/v1/audit?case_id=%s&action=submitReview", id), 200);
}
END_TEST

HARNESS_MAIN("reviews", "people", everybody_signed_in_reads_the_checklist,
             versions_of_a_checklist_are_listed_page_by_page, a_published_checklist_never_changes,
             a_file_is_assigned_answered_and_submitted, an_answer_may_be_changed_and_taken_back,
             a_sheet_worked_by_hand_scores_the_same_here, one_veto_fails_the_file_with_zero,
             thresholds_are_those_of_the_checklist, every_fault_of_a_sheet_is_told_and_nothing_is_kept,
             only_a_closed_case_is_assigned, only_the_legal_department_assigns,
             what_the_assignment_names_must_be_there, a_reviewer_holds_the_role_today,
             nobody_reviews_their_own_unit, nor_the_unit_they_served_in_while_the_case_was_in_hand,
             nor_a_unit_that_had_the_case_before, nor_a_case_they_had_a_part_in,
             a_reviewer_gets_a_case_once_and_another_may_get_it_too,
             who_comes_near_the_case_later_may_not_submit,
             the_result_is_read_by_the_unit_the_reviewer_the_department_and_the_auditor,
             a_reviewer_sees_the_case_only_while_it_is_assigned, a_withdrawn_assignment_takes_the_case_back,
             only_the_assigned_reviewer_writes, who_is_no_reviewer_any_more_loses_the_case,
             a_submitted_review_is_final, an_assignment_stays_what_it_was,
             reviews_are_found_by_unit_state_reviewer_and_case, the_newest_come_first_page_by_page,
             the_log_of_the_case_holds_every_step_and_refusal)

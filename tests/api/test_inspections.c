/* Inspections, joint ones with outside organisations, and the clues raised from them. */
#include "harness.h"

#include <string.h>

#define OFFICER "officer1.huangpu"
#define TWO "\"officers\":[\"01920000-0000-7000-8000-000000000001\",\"01920000-0000-7000-8000-000000000002\"]"
#define WHAT "\"kind\":\"maintenance\",\"object_name\":\"甲公司\",\"inspected_on\":\"2026-03-02\",\"problem_found\":true"
#define PLANNED WHAT ",\"trigger\":\"planned\",\"plan_code\":\"JH1\",\"check_code\":\"JC1\""

static struct answer *inspect(const char *who, const char *fields)
{
        return post(who, text("{%s}", fields), "/api/v1/inspections");
}

static struct answer *read_inspection(const char *id)
{
        struct answer *a = get(OFFICER, "/api/v1/inspections/%s", id);

        expect(a, 200);
        return a;
}

static struct answer *raise(const char *who, const char *inspection, const char *fields)
{
        return post(who, text("{\"source\":\"inspection\",\"received_on\":\"2026-03-02\",\"title\":\"检查发现防护门被拆\",\"inspection_id\":\"%s\"%s%s}", inspection,
                              *fields ? "," : "", fields), "/api/v1/clues");
}

START_TEST(a_joint_inspection_names_the_organisations_that_took_part)
{
        struct answer *a = inspect(OFFICER, PLANNED "," TWO ",\"organisations\":[\"sh-market\",\"sh-fire\"],\"rating\":4");
        const char *id = at(a, "inspection_id");

        expect(a, 201);
        ck_assert_str_eq(a->location, text("/api/v1/inspections/%s", id));
        a = read_inspection(id);
        ck_assert_str_eq(at(a, "organisations/1"), "sh-fire");
        ck_assert_str_eq(at(a, "officers/1/name"), "李明");
        ck_assert_str_eq(at(a, "check_code"), "JC1");
        ck_assert_str_eq(at(a, "counts"), "true");
        a = get("legal1.city", "/api/v1/inspections?organisation=sh-fire&problem_found=true&kind=maintenance&from=2026-03-02&to=2026-03-02");
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_uint_eq(count_at(get(OFFICER, "/api/v1/inspections?organisation=sh-police"), "items"), 0);
}
END_TEST

START_TEST(all_that_is_wrong_with_an_inspection_is_told_at_once)
{
        struct answer *a = inspect(OFFICER, "\"kind\":\"maintenance\",\"trigger\":\"planned\",\"object_name\":\"甲\",\"inspected_on\":\"2199-01-01\",\"problem_found\":false,"
                                            "\"organisations\":[\"nobody\"],\"external_id\":\"1\",\"officers\":[\"01920000-0000-7000-8000-000000000004\"]");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/plan_code", "required");
        expect_field(a, "/inspected_on", "range");
        expect_field(a, "/officers", "unfit");
        expect_field(a, "/organisations", "unknown_ref");
        expect_field(a, "/external_id", "required");
        expect_field(inspect(OFFICER, WHAT ",\"trigger\":\"triggered\"," TWO), "/triggered_by", "required");
        expect_field(inspect(OFFICER, "\"kind\":\"no_such\",\"trigger\":\"planned\",\"object_name\":\"甲\",\"inspected_on\":\"2026-03-02\",\"problem_found\":false"),
                     "/kind", "unknown_ref");
        expect_field(inspect(OFFICER, PLANNED "," TWO ",\"rating\":6"), "/rating", "range");
        expect_problem(inspect(OFFICER, PLANNED "," TWO ",\"unit_id\":\"310115\""), 403, "forbidden");
}
END_TEST

START_TEST(patrols_and_rechecks_are_kept_and_do_not_count)
{
        struct answer *a = inspect(OFFICER, "\"kind\":\"recheck\",\"trigger\":\"triggered\",\"object_name\":\"甲\",\"inspected_on\":\"2026-03-02\",\"problem_found\":false");

        expect(a, 201);
        ck_assert_str_eq(at(read_inspection(at(a, "inspection_id")), "counts"), "false");
        a = get(OFFICER, "/api/v1/inspection-kinds");
        ck_assert_uint_eq(count_at(a, "items"), 8);
}
END_TEST

START_TEST(a_correction_of_an_inspection_keeps_what_was)
{
        const char *id = at(inspect(OFFICER, PLANNED "," TWO), "inspection_id");
        struct answer *a = change(OFFICER, "PATCH", "\"1\"", "{\"problem_found\":false,\"findings\":\"已当场改正\",\"reason\":\"登记有误\"}", "/api/v1/inspections/%s", id);

        expect(a, 200);
        ck_assert_str_eq(at(a, "problem_found"), "false");
        ck_assert_str_eq(at(a, "history/0/changed/problem_found/was"), "true");
        ck_assert_str_eq(at(a, "history/0/reason"), "登记有误");
        ck_assert_str_eq(at(a, "history/0/by"), "01920000-0000-7000-8000-000000000001");
        expect_problem(change(OFFICER, "PATCH", "\"1\"", "{\"rating\":1,\"reason\":\"x\"}", "/api/v1/inspections/%s", id), 412, "precondition-failed");
        expect_field(change(OFFICER, "PATCH", "\"2\"", "{\"plan_code\":null,\"reason\":\"x\"}", "/api/v1/inspections/%s", id), "/plan_code", "required");
        expect_problem(change("officer1.pudong", "PATCH", "\"2\"", "{\"rating\":1,\"reason\":\"x\"}", "/api/v1/inspections/%s", id), 404, "not-found");
        expect_problem(get("officer1.pudong", "/api/v1/inspections/%s", id), 404, "not-found");
        expect_problem(get("admin.city", "/api/v1/inspections/%s", id), 403, "forbidden");
}
END_TEST

START_TEST(a_clue_raised_from_an_inspection_is_linked_and_registered_once)
{
        const char *id = at(inspect(OFFICER, PLANNED "," TWO), "inspection_id"), *clue;
        struct answer *a = raise(OFFICER, id, "\"system\":\"jianguan\",\"external_id\":\"F1\"");

        expect(a, 201);
        clue = at(a, "clue_id");
        a = raise(OFFICER, id, "\"system\":\"jianguan\",\"external_id\":\"F1\"");
        expect(a, 201);
        ck_assert_str_eq(at(a, "clue_id"), clue);
        ck_assert_str_eq(a->location, text("/api/v1/clues/%s", clue));
        ck_assert_str_eq(at(get(OFFICER, "/api/v1/clues/%s", clue), "inspection_id"), id);
        ck_assert_str_eq(at(read_inspection(id), "clues"), "1");
        ck_assert_str_eq(sql("select count(*) from clue_act where clue_id = '%s'", clue), "1");
        /* Elsewhere the id is taken, and another inspection is not ours to name. */
        expect_field(raise(OFFICER, at(inspect(OFFICER, PLANNED "," TWO), "inspection_id"), "\"system\":\"jianguan\",\"external_id\":\"F1\""), "/external_id", "taken");
        expect_field(raise("officer1.pudong", id, ""), "/inspection_id", "unknown_ref");
        expect_field(raise(OFFICER, "01920000-0000-7000-8000-00000000ffff", ""), "/inspection_id", "unknown_ref");
        a = post(OFFICER, text("{\"source\":\"grid\",\"received_on\":\"2026-03-01\",\"title\":\"线索\",\"inspection_id\":\"%s\"}", id), "/api/v1/clues");
        expect_field(a, "/source", "mismatch");
        expect_field(a, "/received_on", "range");
}
END_TEST

START_TEST(an_outside_system_brings_inspections_and_their_clues_and_reads_nothing)
{
        const char *body = PLANNED ",\"unit_id\":\"310101\",\"system\":\"jianguan\",\"external_id\":\"I1\",\"inspectors\":\"赵六、钱七\"";
        struct answer *a = inspect("service.hotline", body);
        const char *id = at(a, "inspection_id"), *clue;

        expect(a, 201);
        ck_assert_uint_eq(json_object_size(a->json), 2);
        expect_field(inspect("service.hotline", body), "/external_id", "taken");
        expect_problem(get("service.hotline", "/api/v1/inspections/%s", id), 403, "forbidden");
        clue = at(raise("service.hotline", id, "\"system\":\"jianguan\",\"external_id\":\"F9\""), "clue_id");
        a = raise("service.hotline", id, "\"system\":\"jianguan\",\"external_id\":\"F9\"");
        expect(a, 201);
        ck_assert_str_eq(at(a, "clue_id"), clue);
        ck_assert_str_eq(at(read_inspection(id), "inspectors"), "赵六、钱七");
}
END_TEST

START_TEST(many_that_raise_one_clue_at_once_raise_it_once)
{
        enum { MANY = 8 };
        const char *id = at(inspect(OFFICER, PLANNED "," TWO), "inspection_id");
        const char *body = text("{\"source\":\"inspection\",\"received_on\":\"2026-03-02\",\"title\":\"线索\",\"inspection_id\":\"%s\",\"system\":\"jianguan\","
                                "\"external_id\":\"M1\"}", id);
        struct call calls[MANY];
        struct answer **a;

        for (size_t i = 0; i < MANY; i++)
                calls[i] = (struct call){OFFICER, "POST", "/api/v1/clues", body, NULL};
        a = request_all(calls, MANY);
        for (size_t i = 0; i < MANY; i++) {
                expect(a[i], 201);
                ck_assert_str_eq(at(a[i], "clue_id"), at(a[0], "clue_id"));
        }
}
END_TEST

START_TEST(the_administrator_keeps_the_outside_organisations)
{
        static const char one[] = "{\"code\":\"xh-street\",\"name_zh\":\"徐家汇街道办事处\",\"name_en\":\"Xujiahui Street\",\"kind\":\"street\"}";
        struct answer *a = post("admin.city", one, "/api/v1/outside-organisations");

        expect(a, 201);
        expect_problem(post("admin.city", one, "/api/v1/outside-organisations"), 409, "conflict");
        expect_problem(post(OFFICER, one, "/api/v1/outside-organisations"), 403, "forbidden");
        a = change("admin.city", "PATCH", "\"1\"", "{\"active\":false}", "/api/v1/outside-organisations/xh-street");
        expect(a, 200);
        expect_field(inspect(OFFICER, PLANNED "," TWO ",\"organisations\":[\"xh-street\"]"), "/organisations", "unknown_ref");
        expect_field(post("admin.city", "{\"code\":\"XH\",\"name_zh\":\"某\",\"name_en\":\"x\",\"kind\":\"street\"}", "/api/v1/outside-organisations"), "/code", "format");
        expect_problem(change("admin.city", "PATCH", "\"1\"", "{\"active\":false}", "/api/v1/outside-organisations/nobody"), 404, "not-found");
}
END_TEST

HARNESS_MAIN("inspections", "people", a_joint_inspection_names_the_organisations_that_took_part, all_that_is_wrong_with_an_inspection_is_told_at_once,
             patrols_and_rechecks_are_kept_and_do_not_count, a_correction_of_an_inspection_keeps_what_was,
             a_clue_raised_from_an_inspection_is_linked_and_registered_once,
             an_outside_system_brings_inspections_and_their_clues_and_reads_nothing, many_that_raise_one_clue_at_once_raise_it_once,
             the_administrator_keeps_the_outside_organisations)

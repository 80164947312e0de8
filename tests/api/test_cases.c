#include "harness.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define ORGANISATION "\"parties\":[{\"kind\":\"organisation\",\"name\":\"上海示例物业有限公司\",\"credit_code\":\"91310115MA1H8R7C67\"}]"
#define NEW_CASE_WITH(more) text("{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\",%s" ORGANISATION "}", more)
#define NEW_CASE "{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\"," ORGANISATION "}"

START_TEST(a_case_lives_from_filing_to_closure)
{
        const char *id = case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
        struct answer *c = get("officer2.huangpu", "/api/v1/cases/%s", id);

        expect(c, 200);
        ck_assert_str_eq(at(c, "state"), "closed");
        ck_assert_str_eq(at(c, "outcome"), "penalty");
        ck_assert_int_eq(number_at(c, "fine_fen"), 1500000);
        ck_assert_int_eq(number_at(c, "paid_fen"), 1500000);
        ck_assert_str_eq(at(c, "closed_on"), "2026-04-20");
        ck_assert_str_eq(c->etag, "\"9\"");
        c = get("auditor.city", "/api/v1/cases/%s/events?limit=7", id);
        ck_assert_uint_eq(count_at(c, "items"), 7);
        ck_assert_str_eq(at(c, "items/0/kind"), "filed");
        ck_assert_str_eq(at(c, "items/5/penalties/1/amount_fen"), "1500000");
        c = get("auditor.city", "%s", c->link);
        ck_assert_uint_eq(count_at(c, "items"), 2);
        ck_assert_str_eq(at(c, "items/1/kind"), "closed");
        ck_assert_ptr_null(at(c, "next"));
}
END_TEST

START_TEST(another_district_does_not_see_it)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-03", "");

        expect(get("officer1.huangpu", "/api/v1/cases/%s", id), 200);
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s", id), 404, "not-found");
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/events", id), 404, "not-found");
        expect_problem(record("officer1.pudong", id, "investigated", "2026-03-05", ""), 404, "not-found");
        expect_problem(get("admin.city", "/api/v1/cases/%s", id), 403, "forbidden");
        expect_problem(get(NULL, "/api/v1/cases/%s", id), 401, "unauthenticated");
        expect(get("legal1.city", "/api/v1/cases/%s", id), 200);
}
END_TEST

START_TEST(a_new_case_is_filed_only_in_ones_own_unit)
{
        expect_problem(post("officer1.pudong", "{\"unit_id\":\"310101\"," "\"procedure\":\"ordinary\",\"source\":\"grid\","
                            "\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\"," ORGANISATION "}", "/api/v1/cases"), 403, "forbidden");
        expect_problem(post("legal1.city", NEW_CASE, "/api/v1/cases"), 403, "forbidden");
}
END_TEST

START_TEST(no_unit_acts_in_the_name_of_another_that_did_not_entrust_it)
{
        static const struct {
                const char *who, *subject;
                int status;
        } names[] = {{"officer1.huangpu", "310101", 201}, {"officer1.huangpu", "310115", 422}, {"officer1.huangpu", "city", 422},
                     {"officer1.huangpu", "centre", 422}, {"officer1.centre", "city", 201}, {"officer1.centre", "centre", 422},
                     {"officer1.centre", "310101", 422}};

        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
                struct answer *a = post(names[i].who, NEW_CASE_WITH(text("\"subject_unit_id\":\"%s\",", names[i].subject)), "/api/v1/cases");

                expect(a, names[i].status);
                if (names[i].status == 422)
                        expect_field(a, "/subject_unit_id", "mismatch");
        }
}
END_TEST

START_TEST(who_serves_there_no_more_does_not_count_as_an_officer)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *second = "01920000-0000-7000-8000-000000000002";
        struct answer *a;

        sql("update role_assignment set valid_to = '2026-03-05' where person_id = '%s'", second);
        expect(record("officer1.huangpu", id, "evidence_registered", "2026-03-05", "\"evidence_kind\":\"record\",\"remark\":\"笔录\""), 201);
        a = record("officer1.huangpu", id, "evidence_registered", "2026-03-06", "\"evidence_kind\":\"record\",\"remark\":\"笔录\"");
        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "officers_certified");
        sql("update role_assignment set valid_to = null where person_id = '%s'", second);
}
END_TEST

START_TEST(the_centre_acts_in_the_name_of_the_city_office)
{
        struct answer *a = post("officer1.centre", NEW_CASE, "/api/v1/cases");

        expect(a, 201);
        ck_assert_str_eq(at(a, "unit_id"), "centre");
        ck_assert_str_eq(at(a, "subject_unit_id"), "city");
        ck_assert(strstr(a->location, at(a, "case_id")));
}
END_TEST

START_TEST(all_faults_of_a_body_are_told_at_once)
{
        struct answer *a = post("officer1.huangpu", "{\"procedure\":\"quick\",\"cause_code\":\"99\",\"filed_on\":\"2026-02-30\","
                                "\"colour\":1,\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\",\"credit_code\":\"91310115MA1H8R7C6D\"}]}",
                                "/api/v1/cases");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/procedure", "choice");
        expect_field(a, "/source", "required");
        expect_field(a, "/filed_on", "format");
        expect_field(a, "/colour", "unknown");
        expect_field(a, "/parties/0/credit_code", "check");
}
END_TEST

START_TEST(what_only_the_database_knows_is_told_by_field_too)
{
        struct answer *a = post("officer1.huangpu", "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"cause_code\":\"99\","
                                "\"filed_on\":\"2026-03-02\",\"found_on\":\"2199-01-01\","
                                "\"officers\":[\"01920000-0000-7000-8000-000000000004\"]," ORGANISATION "}", "/api/v1/cases");

        expect_problem(a, 422, "invalid");
        expect_field(a, "/cause_code", "unknown_ref");
        expect_field(a, "/found_on", "range");
        expect_field(a, "/officers", "unfit");
        ck_assert_str_eq(sql("select count(*) from case_file where cause_code = '99'"), "0");
}
END_TEST

START_TEST(an_identity_number_is_never_read_back_whole)
{
        struct answer *a = post("officer1.huangpu", "{\"procedure\":\"ordinary\",\"source\":\"report\",\"cause_code\":\"04\","
                                "\"filed_on\":\"2026-03-02\",\"parties\":[{\"kind\":\"person\",\"name\":\"张三\","
                                "\"id_number\":\"11010519491231002X\",\"phone\":\"13812345678\"}]}", "/api/v1/cases");

        expect(a, 201);
        ck_assert_str_eq(at(a, "parties/0/id_number_masked"), "110105********002X");
        ck_assert_str_eq(at(a, "parties/0/phone_masked"), "138****5678");
        ck_assert_ptr_null(strstr(a->text, "11010519491231002X"));
        ck_assert_str_eq(sql_as("officer1.huangpu", "select id_number from case_party limit 1"), "ERROR 42501");
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%19491231%%'"), "0");
}
END_TEST

START_TEST(a_change_needs_the_version_that_was_read)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-04", "");
        const char *body = "{\"place\":\"中山南路1号\",\"reason\":\"门牌有误\"}";
        struct answer *a = request("officer1.huangpu", "PATCH", text("/api/v1/cases/%s", id), body, NULL);

        expect_problem(a, 428, "precondition-required");
        a = change("officer1.huangpu", "PATCH", "\"1\"", body, "/api/v1/cases/%s", id);
        expect(a, 200);
        ck_assert_str_eq(a->etag, "\"2\"");
        ck_assert_str_eq(at(a, "place"), "中山南路1号");
        a = change("officer2.huangpu", "PATCH", "\"1\"", body, "/api/v1/cases/%s", id);
        expect_problem(a, 412, "precondition-failed");
        ck_assert_str_eq(at(a, "since/0/kind"), "corrected");
        ck_assert_str_eq(a->etag, "\"2\"");
        a = get("officer1.huangpu", "/api/v1/cases/%s/events", id);
        ck_assert_str_eq(at(a, "items/1/data/changed/place/is"), "中山南路1号");
}
END_TEST

START_TEST(an_act_is_found_after_it_was_done_and_filed_after_it_was_found)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-04", "\"occurred_on\":\"2026-03-01\",\"found_on\":\"2026-03-03\"");

        expect_field(file_case("officer1.huangpu", "2026-03-04", "\"occurred_on\":\"2026-03-05\""), "/occurred_on", "range");
        expect_field(file_case("officer1.huangpu", "2026-03-04", "\"occurred_on\":\"2026-03-02\",\"found_on\":\"2026-03-01\""), "/occurred_on", "range");
        expect_field(change("officer1.huangpu", "PATCH", "\"1\"", "{\"occurred_on\":\"2026-03-04\",\"reason\":\"x\"}", "/api/v1/cases/%s", id),
                     "/occurred_on", "range");
        expect_field(change("officer1.huangpu", "PATCH", "\"1\"", "{\"found_on\":\"2026-02-28\",\"reason\":\"x\"}", "/api/v1/cases/%s", id),
                     "/occurred_on", "range");
        expect_field(change("lead.huangpu", "POST", "\"1\"", "{\"reason\":\"x\",\"instead\":{\"happened_on\":\"2026-03-02\"}}",
                            "/api/v1/cases/%s/events/%s/correction", id, sql("select event_id from case_event where case_id = '%s'", id)),
                     "/instead/happened_on", "filed_behind_act");
        expect(change("officer1.huangpu", "PATCH", "\"1\"", "{\"found_on\":\"2026-03-01\",\"reason\":\"x\"}", "/api/v1/cases/%s", id), 200);
}
END_TEST

START_TEST(parties_and_officers_are_replaced_as_a_whole)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-04", "");
        struct answer *a = change("officer1.huangpu", "PATCH", "\"1\"",
                                  "{\"reason\":\"补录\",\"parties\":[{\"kind\":\"person\",\"name\":\"李四\"},"
                                  "{\"kind\":\"organisation\",\"name\":\"乙公司\"}],"
                                  "\"officers\":[\"01920000-0000-7000-8000-000000000002\"]}", "/api/v1/cases/%s", id);

        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "parties"), 2);
        ck_assert_str_eq(at(a, "parties/0/name"), "李四");
        a = get("officer1.huangpu", "/api/v1/cases?q=%%E6%%9D%%8E%%E5%%9B%%9B");
        ck_assert_str_eq(at(a, "items/0/case_id"), id);
        a = change("officer1.huangpu", "PATCH", "\"2\"", "{\"reason\":\"更正\",\"parties\":[{\"kind\":\"person\",\"name\":\"王五\"}]}",
                   "/api/v1/cases/%s", id);
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "parties"), 1);
}
END_TEST

START_TEST(a_retried_post_happens_once)
{
        const char *key[] = {new_key(), NULL};
        struct answer *first = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key);
        struct answer *again = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key);

        expect(first, 201);
        expect(again, 201);
        ck_assert_str_eq(at(first, "case_id"), at(again, "case_id"));
        ck_assert_str_eq(first->location, again->location);
        ck_assert_str_eq(first->etag, again->etag);
        expect_problem(request("officer1.huangpu", "POST", "/api/v1/cases",
                               "{\"procedure\":\"simple\",\"source\":\"grid\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\"," ORGANISATION "}", key),
                       422, "idempotency-key-reused");
        expect_problem(request("officer1.huangpu", "GET", "/api/v1/cases", NULL, key), 400, "bad-request");
}
END_TEST

START_TEST(an_act_that_the_rules_forbid_names_the_article_and_changes_nothing)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-05", "");
        struct answer *a = record("officer1.huangpu", id, "served", "2026-03-06", "");

        expect_problem(a, 409, "rule");
        ck_assert(count_at(a, "unmet") > 0);
        expect(record("officer1.huangpu", id, "evidence_registered", "2026-03-06",
                      "\"evidence_kind\":\"witness\",\"remark\":\"证人证言\""), 201);
        a = record("officer1.huangpu", id, "investigated", "2026-03-01", "\"outcome\":\"no_penalty\"");
        expect_problem(a, 409, "rule");
        expect_field(a, "/happened_on", "date_in_order");
        expect(record("officer1.huangpu", id, "investigated", "2026-03-09", "\"outcome\":\"no_penalty\""), 201);
        expect_problem(record("officer1.huangpu", id, "decided", "2026-03-10", "\"outcome\":\"no_penalty\",\"basis\":\"第三十三条\""), 403, "forbidden");
        ck_assert_str_eq(sql("select version from case_file where case_id = '%s'", id), "3");
        ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s'", id), "3");
}
END_TEST

START_TEST(pages_follow_each_other_without_gap_or_repeat)
{
        struct answer *a = get("legal1.city", "/api/v1/cases?limit=3");
        size_t seen = 0;

        for (; *a->link; a = get("legal1.city", "%s", a->link), ck_assert(seen < 1000))
                seen += count_at(a, "items");
        seen += count_at(a, "items");
        ck_assert_str_eq(text("%zu", seen), sql("select count(*) from case_file"));
        expect_problem(get("legal1.city", "/api/v1/cases?cursor=abc"), 400, "bad-request");
        expect_problem(get("legal1.city", "/api/v1/cases?limit=201"), 400, "bad-request");
        expect_problem(get("legal1.city", "/api/v1/cases?limit=5&limit=6"), 400, "bad-request");
        expect_problem(get("legal1.city", "/api/v1/cases?colour=red"), 400, "bad-request");
}
END_TEST

START_TEST(two_characters_find_a_case_by_the_index)
{
        const char *id = case_filed_by("officer1.jiading", "2026-05-06", "\"facts\":\"通风竖井被改作仓库，存放纸箱\",\"place\":\"嘉定区博乐路\"");
        struct answer *a = get("officer1.jiading", "/api/v1/cases?q=%%E7%%AB%%96%%E4%%BA%%95");

        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(at(a, "items/0/case_id"), id);
        a = get("legal1.city", "/api/v1/cases?q=%%E7%%AB%%96%%E4%%BA%%95%%20%%E5%%8D%%9A%%E4%%B9%%90%%E8%%B7%%AF");
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_uint_eq(count_at(get("officer1.huangpu", "/api/v1/cases?q=%%E7%%AB%%96%%E4%%BA%%95"), "items"), 0);
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/cases?state=filed&unit_id=310114&filed_from=2026-05-06&filed_to=2026-05-06"), "items"), 1);
        expect_problem(get("legal1.city", "/api/v1/cases?q=x"), 400, "bad-request");
}
END_TEST

START_TEST(a_whole_case_number_finds_that_case_alone)
{
        const char *id = case_filed_by("officer1.jiading", "2026-05-07", "");
        const char *number = sql("select number from case_file where case_id = '%s'", id);
        CURL *curl = curl_easy_init();
        char *escaped = curl_easy_escape(curl, number, 0);
        struct answer *a = get("officer1.jiading", "/api/v1/cases?q=%s", escaped);

        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(at(a, "items/0/case_id"), id);
        ck_assert_uint_eq(count_at(get("officer1.jiading", "/api/v1/cases?q=%s&state=closed", escaped), "items"), 0);
        ck_assert_uint_eq(count_at(get("officer1.huangpu", "/api/v1/cases?q=%s", escaped), "items"), 0);
        curl_free(escaped);
        curl_easy_cleanup(curl);
}
END_TEST

/* ---- many at once ---- */

enum { CLERKS = 16, EACH = 4 };
static char clerk_token[64];

static size_t drop_bytes(char *data, size_t size, size_t n, void *to)
{
        (void)data, (void)to;
        return size * n;
}

static void *file_cases(void *url)
{
        struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");
        CURL *curl = curl_easy_init();
        char bearer[128];
        long ok = 0, status = 0;

        snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", clerk_token);
        list = curl_slist_append(list, bearer);
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, NEW_CASE);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_bytes);
        for (int i = 0; i < EACH; i++)
                if (curl_easy_perform(curl) == CURLE_OK && !curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status))
                        ok += status == 201;
        curl_slist_free_all(list);
        curl_easy_cleanup(curl);
        return (void *)ok;
}

static void file_64_at_once(const char *who, const char *unit)
{
        pthread_t clerk[CLERKS];
        const char *url = text("%s/api/v1/cases", base_url());
        long ok = 0;

        strcpy(clerk_token, token_of(who));
        for (int i = 0; i < CLERKS; i++)
                pthread_create(&clerk[i], NULL, file_cases, (void *)url);
        for (int i = 0; i < CLERKS; i++) {
                void *n;

                pthread_join(clerk[i], &n);
                ok += (long)n;
        }
        ck_assert_int_eq(ok, CLERKS * EACH);
        ck_assert_str_eq(sql("select count(*) - count(distinct number) from case_file where unit_id = '%s'", unit), "0");
}

START_TEST(sixty_four_at_once_get_sixty_four_numbers)
{
        file_64_at_once("officer1.pudong", "310115");
}
END_TEST

START_TEST(a_gapless_template_leaves_no_gap_even_when_some_fail)
{
        sql("insert into number_template (unit_id, kind, template, gapless, version, valid_from, basis_zh, verified)"
            " values ('centre', 'case', '{prefix}罚立〔{year}〕{serial:3}号', true, 1, '1900-01-01', '文号格式', false)");
        sql("set client_min_messages = warning; drop sequence if exists number_case_centre_2026");
        sql("insert into number_counter values ('centre', 'case', 2026, 0)");
        sql("delete from case_deadline where unit_id = 'centre'; delete from deadline_change where unit_id = 'centre';"
            "delete from case_party where unit_id = 'centre'; delete from case_event where unit_id = 'centre';"
            "delete from case_officer where unit_id = 'centre'; delete from case_file where unit_id = 'centre'");
        file_64_at_once("officer1.centre", "centre");
        expect_problem(post("officer1.centre", "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\","
                            "\"subject_unit_id\":\"nowhere\"," ORGANISATION "}", "/api/v1/cases"), 422, "invalid");
        expect(post("officer1.centre", NEW_CASE, "/api/v1/cases"), 201);
        ck_assert_str_eq(sql("select string_agg(number, ',' order by number) filter (where number like '%%065%%') from case_file where unit_id = 'centre'"),
                         "沪监管罚立〔2026〕065号");
        ck_assert_str_eq(sql("select last from number_counter where unit_id = 'centre'"), "65");
}
END_TEST

HARNESS_MAIN("cases", "people", a_case_lives_from_filing_to_closure, another_district_does_not_see_it,
             a_new_case_is_filed_only_in_ones_own_unit, no_unit_acts_in_the_name_of_another_that_did_not_entrust_it,
             who_serves_there_no_more_does_not_count_as_an_officer, the_centre_acts_in_the_name_of_the_city_office,
             all_faults_of_a_body_are_told_at_once, what_only_the_database_knows_is_told_by_field_too,
             an_identity_number_is_never_read_back_whole, a_change_needs_the_version_that_was_read,
             an_act_is_found_after_it_was_done_and_filed_after_it_was_found, parties_and_officers_are_replaced_as_a_whole, a_retried_post_happens_once,
             an_act_that_the_rules_forbid_names_the_article_and_changes_nothing, pages_follow_each_other_without_gap_or_repeat,
             two_characters_find_a_case_by_the_index,
             a_whole_case_number_finds_that_case_alone, sixty_four_at_once_get_sixty_four_numbers,
             a_gapless_template_leaves_no_gap_even_when_some_fail)

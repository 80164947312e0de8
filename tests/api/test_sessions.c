/* Signing in and out, what a session is good for, and who looks after units, people and roles. */
#include "harness.h"

#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PASSWORD "demo-password-1" /* of everybody in the test world */
#define ANOTHER "another-password-2"
#define SESSIONS "/api/v1/sessions"

static const char *credentials(const char *login, const char *password)
{
        return text("{\"login\":\"%s\",\"password\":\"%s\"}", login, password);
}

static struct answer *sign_in(const char *login, const char *password)
{
        return post(NULL, credentials(login, password), SESSIONS);
}

/* A request with this token and nothing else. */
static struct answer *with_token(const char *token, const char *method, const char *target, const char *body)
{
        const char *const headers[] = {text("Authorization: Bearer %s", token), NULL};

        return request(NULL, method, target, body, headers);
}

static struct answer *me(const char *token)
{
        return with_token(token, "GET", "/api/v1/me", NULL);
}

static const char *new_token(const char *login)
{
        struct answer *a = sign_in(login, PASSWORD);

        expect(a, 201);
        return at(a, "token");
}

static const char *attempts_of(const char *login)
{
        return sql("select count(*) from signin_attempt where login_hash = sha256(convert_to('%s', 'UTF8'))", login);
}

static void forget_attempts(void)
{
        sql("delete from signin_attempt");
}

static const char *person(const char *login)
{
        return sql("select person_id from person where login = '%s'", login);
}

/* ---- in and out ---- */

START_TEST(a_session_begins_with_the_right_password)
{
        struct answer *a = sign_in("officer1.huangpu", PASSWORD), *who;

        expect(a, 201);
        ck_assert_uint_eq(strlen(at(a, "token")), BASE64URL_32_LEN);
        ck_assert_str_eq(header(a, "Cache-Control"), "no-store");
        ck_assert_str_eq(sql("select extract(epoch from '%s'::timestamptz - anjuan_now()) between 43100 and 43200", at(a, "expires_at")), "t");
        who = me(at(a, "token"));
        expect(who, 200);
        ck_assert_str_eq(at(who, "login"), "officer1.huangpu");
        ck_assert_str_eq(at(who, "roles/0/role"), "officer");
        ck_assert_str_eq(at(who, "units/0/unit_id"), "310101");
}
END_TEST

START_TEST(signing_out_ends_this_session_and_no_other)
{
        const char *one = new_token("officer1.huangpu"), *two = new_token("officer1.huangpu");

        expect(with_token(one, "DELETE", SESSIONS "/current", NULL), 204);
        expect_problem(me(one), 401, "unauthenticated");
        expect_problem(with_token(one, "DELETE", SESSIONS "/current", NULL), 401, "unauthenticated");
        expect(me(two), 200);
}
END_TEST

START_TEST(a_token_is_good_only_as_it_was_given)
{
        const char *token = new_token("officer1.huangpu");
        char *turned = strdup(token);

        for (char *c = turned; *c; c++)
                *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 32 : *c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
        expect_problem(me(turned), 401, "unauthenticated");
        free(turned);
        expect_problem(me(text("%.*s", BASE64URL_32_LEN - 1, token)), 401, "unauthenticated");
        expect_problem(me(text("%s=", token)), 401, "unauthenticated");
        expect_problem(me(text("%sA", token)), 401, "unauthenticated");
        expect_problem(me(text(" %s", token)), 401, "unauthenticated");
        expect_problem(me(sql("select encode(token_hash, 'hex') from session order by created_at desc limit 1")), 401, "unauthenticated");
        ck_assert_str_eq(header(me("x"), "WWW-Authenticate"), "Bearer");
        expect(me(token), 200);
}
END_TEST

START_TEST(no_table_holds_a_token_or_a_password)
{
        const char *token = new_token("officer1.huangpu");
        char hash[SHA256_HEX_LEN + 1];
        static const char everything[] =
                "select count(*) from pg_class c where relnamespace = 'anjuan'::regnamespace and relkind in ('r', 'p')"
                " and query_to_xml(format('select * from anjuan.%%I', relname), true, true, '')::text like '%%%s%%'";

        sha256_hex(token, strlen(token), hash);
        ck_assert_str_eq(sql("select count(*) from session where token_hash = '\\x%s'", hash), "1");
        expect(with_token(token, "PUT", "/api/v1/me/password", "{\"password\":\"" PASSWORD "\",\"new_password\":\"" PASSWORD "\"}"), 204);
        ck_assert_str_eq(sql(everything, token), "0");
        ck_assert_str_eq(sql(everything, PASSWORD), "0");
        ck_assert_str_eq(sql_as("officer1.huangpu", "select count(*) from session"), "ERROR 42501");
        ck_assert_str_eq(sql_as("admin.city", "select count(*) from credential"), "ERROR 42501");
}
END_TEST

/* ---- the wrong password ---- */

static double seconds_of(const char *login, const char *password)
{
        struct timespec from, to;

        clock_gettime(CLOCK_MONOTONIC, &from);
        expect_problem(sign_in(login, password), 401, "unauthenticated");
        clock_gettime(CLOCK_MONOTONIC, &to);
        return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static int by_size(const void *a, const void *b)
{
        return *(const double *)a < *(const double *)b ? -1 : 1;
}

START_TEST(an_unknown_name_looks_like_a_wrong_password)
{
        enum { TRIES = 9 };
        static const char *const known[] = {"officer1.pudong", "officer2.pudong", "lead.pudong", "officer1.jiading", "officer2.jiading",
                                            "lead.jiading", "legal1.city", "legal2.city", "auditor.city"};
        struct answer *wrong = sign_in("officer1.huangpu", "wrong-password"), *unknown = sign_in("nobody.huangpu", "wrong-password");
        double of_known[TRIES], of_unknown[TRIES];

        expect_problem(wrong, 401, "unauthenticated");
        expect_problem(unknown, 401, "unauthenticated");
        ck_assert_uint_eq(wrong->len, unknown->len);
        ck_assert_str_eq(at(wrong, "detail"), at(unknown, "detail"));
        ck_assert_uint_eq(strlen(wrong->headers), strlen(unknown->headers));
        for (int i = 0; i < TRIES; i++) {
                of_known[i] = seconds_of(known[i], "wrong-password");
                of_unknown[i] = seconds_of(text("nobody%d", i), "wrong-password");
        }
        qsort(of_known, TRIES, sizeof of_known[0], by_size);
        qsort(of_unknown, TRIES, sizeof of_unknown[0], by_size);
        ck_assert_msg(of_known[TRIES / 2] < 2 * of_unknown[TRIES / 2] && of_unknown[TRIES / 2] < 2 * of_known[TRIES / 2],
                      "a known name takes %.4f s, an unknown one %.4f s", of_known[TRIES / 2], of_unknown[TRIES / 2]);
        forget_attempts();
}
END_TEST

START_TEST(five_failures_close_the_door_for_a_quarter_of_an_hour)
{
        struct answer *a;

        forget_attempts();
        for (int i = 0; i < 5; i++)
                expect_problem(sign_in("lead.huangpu", "wrong-password"), 401, "unauthenticated");
        a = sign_in("lead.huangpu", PASSWORD);
        expect_problem(a, 429, "too-many-requests");
        ck_assert_int_gt(atoi(a->retry_after), 800);
        ck_assert_int_le(atoi(a->retry_after), 901);
        ck_assert_str_eq(attempts_of("lead.huangpu"), "5");
        expect(sign_in("officer2.huangpu", PASSWORD), 201);
        sql("update signin_attempt set at = at - interval '14 minutes'");
        ck_assert_int_le(atoi(sign_in("lead.huangpu", PASSWORD)->retry_after), 61);
        sql("update signin_attempt set at = at - interval '1 minute'");
        expect(sign_in("lead.huangpu", PASSWORD), 201);
        for (int i = 0; i < 4; i++)
                expect_problem(sign_in("lead.huangpu", "wrong-password"), 401, "unauthenticated");
        expect(sign_in("lead.huangpu", PASSWORD), 201);
        for (int i = 0; i < 4; i++)
                expect_problem(sign_in("lead.huangpu", "wrong-password"), 401, "unauthenticated");
        expect(sign_in("lead.huangpu", PASSWORD), 201);
        forget_attempts();
}
END_TEST

START_TEST(an_unknown_name_is_throttled_like_a_known_one)
{
        for (int i = 0; i < 5; i++)
                expect_problem(sign_in("nobody.at.all", "wrong-password"), 401, "unauthenticated");
        expect_problem(sign_in("nobody.at.all", "wrong-password"), 429, "too-many-requests");
        forget_attempts();
}
END_TEST

START_TEST(fifty_guesses_at_once_are_hardly_looked_at)
{
        enum { MANY = 50 };
        struct call calls[MANY];
        struct answer **a;
        int refused = 0;

        forget_attempts();
        for (size_t i = 0; i < MANY; i++)
                calls[i] = (struct call){NULL, "POST", SESSIONS, credentials("officer1.centre", text("guess-%zu", i)), NULL};
        a = request_all(calls, MANY);
        for (size_t i = 0; i < MANY; i++) {
                ck_assert_msg(a[i]->status == 401 || a[i]->status == 429 || a[i]->status == 503, "%d %s", a[i]->status, a[i]->text);
                ck_assert_msg(a[i]->status == 401 || atoi(a[i]->retry_after) > 0, "no Retry-After: %s", a[i]->headers);
                refused += a[i]->status == 429;
        }
        ck_assert_int_le(atoi(attempts_of("officer1.centre")), 10);
        ck_assert_int_ge(refused, 10);
        forget_attempts();
}
END_TEST

START_TEST(an_account_is_guarded_against_many_sources)
{
        struct answer *a;

        forget_attempts();
        sql("insert into signin_attempt (login_hash, source, at) select sha256(convert_to('officer2.centre', 'UTF8')), '10.0.0.' || i, now()"
            " from generate_series(1, 10) i");
        a = sign_in("officer2.centre", PASSWORD);
        expect_problem(a, 429, "too-many-requests");
        ck_assert_int_gt(atoi(a->retry_after), 0);
        forget_attempts();
}
END_TEST

START_TEST(nobody_is_locked_out_of_a_live_session)
{
        const char *mine = new_token("lead.centre"), *theirs = new_token("officer1.centre");

        for (int i = 0; i < 7; i++)
                sign_in("lead.centre", "wrong-password");
        expect_problem(sign_in("lead.centre", PASSWORD), 429, "too-many-requests");
        expect(me(mine), 200);
        expect_problem(with_token(theirs, "POST", SESSIONS, credentials("lead.centre", PASSWORD)), 429, "too-many-requests");
        expect(with_token(mine, "POST", SESSIONS, credentials("lead.centre", PASSWORD)), 201);
        forget_attempts();
}
END_TEST

/* A stolen session must not be a way to guess the password. */
START_TEST(a_live_session_may_not_guess_for_ever)
{
        const char *token = new_token("lead.centre"), *other = new_token("lead.centre");
        int looked_at = 0;
        struct answer *a = NULL;

        forget_attempts();
        for (int i = 0; i < 12; i++) {
                a = with_token(token, "POST", SESSIONS, credentials("lead.centre", "wrong-password"));
                looked_at += a->status == 401;
        }
        expect_problem(a, 429, "too-many-requests");
        ck_assert_int_le(looked_at, 5);
        expect(me(token), 200);
        expect(with_token(other, "POST", SESSIONS, credentials("lead.centre", PASSWORD)), 201);
        expect(sign_in("lead.centre", PASSWORD), 201);
        looked_at = 0;
        for (int i = 0; i < 12; i++) {
                a = with_token(other, "PUT", "/api/v1/me/password", "{\"password\":\"wrong-password\",\"new_password\":\"" ANOTHER "\"}");
                looked_at += a->status == 422;
        }
        expect_problem(a, 429, "too-many-requests");
        ck_assert_int_gt(atoi(a->retry_after), 0);
        ck_assert_int_le(looked_at, 5);
        expect(me(other), 200);
        forget_attempts();
}
END_TEST

/* ---- time ---- */

START_TEST(a_session_ends_when_idle_and_in_the_end_anyway)
{
        const char *busy = new_token("officer1.huangpu"), *idle = new_token("officer1.huangpu");
        int steps = 0;

        set_now(sql("select now() + interval '29 minutes'"));
        expect(me(busy), 200);
        set_now(sql("select now() + interval '31 minutes'"));
        expect_problem(me(idle), 401, "unauthenticated");
        while (steps < 100 && me(busy)->status == 200)
                set_now(sql("select anjuan_now() + interval '25 minutes'")), steps++;
        ck_assert_int_ge(steps, 27); /* 12 hours */
        ck_assert_int_le(steps, 29);
        set_now(NULL);
        sql("update session set last_seen_at = now(), created_at = now()");
}
END_TEST

/* ---- rights end at once ---- */

START_TEST(a_disabled_person_is_out_at_once)
{
        const char *token = new_token("officer2.jiading"), *id = person("officer2.jiading");
        const char *version = sql("select version from person where person_id = '%s'", id);

        expect(me(token), 200);
        expect(change("admin.city", "PATCH", text("\"%s\"", version), "{\"disabled\":true}", "/api/v1/people/%s", id), 200);
        expect_problem(me(token), 401, "unauthenticated");
        expect_problem(sign_in("officer2.jiading", PASSWORD), 401, "unauthenticated");
        version = sql("select version from person where person_id = '%s'", id);
        expect(change("admin.city", "PATCH", text("\"%s\"", version), "{\"disabled\":false}", "/api/v1/people/%s", id), 200);
        expect_problem(me(token), 401, "unauthenticated");
        expect(sign_in("officer2.jiading", PASSWORD), 201);
}
END_TEST

START_TEST(a_role_that_ended_gives_nothing_any_more)
{
        const char *token = new_token("officer2.jiading"), *id = person("officer2.jiading");
        const char *role = sql("select assignment_id from role_assignment where person_id = '%s'", id);
        struct answer *a;

        expect(with_token(token, "GET", "/api/v1/cases", NULL), 200);
        a = post("admin.city", text("{\"valid_to\":\"%s\"}", sql("select anjuan_today() - 1")), "/api/v1/role-assignments/%s/end", role);
        expect(a, 200);
        expect_problem(with_token(token, "GET", "/api/v1/cases", NULL), 403, "forbidden");
        ck_assert_uint_eq(count_at(me(token), "roles"), 0);
        a = post("admin.city", text("{\"unit_id\":\"310114\",\"role\":\"officer\",\"valid_from\":\"%s\"}", sql("select anjuan_today() + 1")),
                 "/api/v1/people/%s/roles", id);
        expect(a, 201);
        expect_problem(with_token(token, "GET", "/api/v1/cases", NULL), 403, "forbidden");
        a = post("admin.city", text("{\"unit_id\":\"310114\",\"role\":\"officer\",\"valid_from\":\"%s\"}", sql("select anjuan_today()")),
                 "/api/v1/people/%s/roles", id);
        expect(a, 201);
        expect(with_token(token, "GET", "/api/v1/cases", NULL), 200);
}
END_TEST

START_TEST(a_new_password_ends_all_other_sessions)
{
        const char *here = new_token("officer2.pudong"), *there = new_token("officer2.pudong"), *third;

        expect_field(with_token(here, "PUT", "/api/v1/me/password", "{\"password\":\"" ANOTHER "\",\"new_password\":\"" ANOTHER "\"}"), "/password",
                     "wrong");
        expect(me(there), 200);
        expect(with_token(here, "PUT", "/api/v1/me/password", "{\"password\":\"" PASSWORD "\",\"new_password\":\"" ANOTHER "\"}"), 204);
        expect(me(here), 200);
        expect_problem(me(there), 401, "unauthenticated");
        expect_problem(sign_in("officer2.pudong", PASSWORD), 401, "unauthenticated");
        third = at(sign_in("officer2.pudong", ANOTHER), "token");
        expect(me(third), 200);
        expect(request("admin.city", "PUT", text("/api/v1/people/%s/password", person("officer2.pudong")), "{\"password\":\"" PASSWORD "\"}", NULL), 200);
        expect_problem(me(here), 401, "unauthenticated");
        expect_problem(me(third), 401, "unauthenticated");
        expect(sign_in("officer2.pudong", PASSWORD), 201);
        forget_attempts();
}
END_TEST

START_TEST(a_password_has_twelve_characters_of_any_script)
{
        static const struct {
                const char *password;
                bool fits;
        } tries[] = {{"eleven-char", false}, {"twelve-chars", true}, {"汉字十一个不够用的呀呀", false}, {"汉字十二个才够用的呀呀呀", true},
                     {"            ", true},   {"x\\u0301y\\u0301z\\u0301a\\u0301b\\u0301c\\u0301", true}};

        for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
                const char *login = text("person%zu.of.test", i);
                struct answer *a = post("admin.city", text("{\"login\":\"%s\",\"name\":\"试\",\"password\":\"%s\"}", login, tries[i].password),
                                        "/api/v1/people");

                if (!tries[i].fits) {
                        expect_field(a, "/password", "length");
                        continue;
                }
                expect(a, 201);
                ck_assert_ptr_null(strstr(a->text, "password"));
                expect(sign_in(login, tries[i].password), 201);
        }
}
END_TEST

/* ---- units, people, roles ---- */

START_TEST(an_administrator_brings_in_a_person)
{
        struct answer *a = post("admin.city", "{\"login\":\"officer9.huangpu\",\"name\":\"新人\",\"password\":\"" ANOTHER "\"}", "/api/v1/people");
        const char *id, *token;

        expect(a, 201);
        id = at(a, "person_id");
        ck_assert_str_eq(a->location, text("/api/v1/people/%s", id));
        token = at(sign_in("officer9.huangpu", ANOTHER), "token");
        expect(me(token), 200);
        expect_problem(with_token(token, "GET", "/api/v1/cases", NULL), 403, "forbidden");
        expect(post("admin.city", "{\"unit_id\":\"310101\",\"role\":\"officer\",\"valid_from\":\"2026-01-01\"}", "/api/v1/people/%s/roles", id), 201);
        expect(with_token(token, "GET", "/api/v1/cases", NULL), 200);
        a = get("lead.huangpu", "/api/v1/people?login=officer9.huangpu");
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_uint_eq(count_at(get("lead.pudong", "/api/v1/people?login=officer9.huangpu"), "items"), 0);
        a = get("admin.city", "/api/v1/people/%s", id);
        ck_assert_str_eq(at(a, "roles/0/role"), "officer");
        a = change("admin.city", "PATCH", a->etag, "{\"certificate_no\":\"X1\",\"certificate_from\":\"2026-01-01\",\"certificate_to\":\"2027-01-01\"}",
                   "/api/v1/people/%s", id);
        expect(a, 200);
        ck_assert_str_eq(at(a, "certificate_no"), "X1");
        a = change("admin.city", "PATCH", a->etag, "{\"certificate_no\":null}", "/api/v1/people/%s", id);
        ck_assert_ptr_null(at(a, "certificate_no"));
        ck_assert_str_eq(at(a, "certificate_to"), "2027-01-01");
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%changePerson%%' and content like '%%%s%%'", id), "2");
}
END_TEST

START_TEST(an_administrator_looks_after_units)
{
        struct answer *a = post("admin.city", "{\"unit_id\":\"lingang\",\"kind\":\"other\",\"name_zh\":\"临港\",\"name_en\":\"Lingang\","
                                "\"number_prefix\":\"沪临\"}", "/api/v1/units");

        expect(a, 201);
        ck_assert_str_eq(a->location, "/api/v1/units/lingang");
        a = change("admin.city", "PATCH", "\"1\"", "{\"active\":false}", "/api/v1/units/lingang");
        expect(a, 200);
        ck_assert_str_eq(at(a, "active"), "false");
        ck_assert_str_eq(at(a, "name_en"), "Lingang");
        expect_problem(change("admin.city", "PATCH", "\"1\"", "{\"active\":true}", "/api/v1/units/lingang"), 412, "precondition-failed");
        expect(get("officer1.pudong", "/api/v1/units/lingang"), 200);
}
END_TEST

START_TEST(nobody_else_is_an_administrator)
{
        static const char *const others[] = {"officer1.huangpu", "lead.huangpu", "legalreview.city", "legal1.city", "reviewer1.city", "auditor.city",
                                             "service.hotline"};
        const char *id = person("officer1.huangpu"), *role = sql("select assignment_id from role_assignment where person_id = '%s'", id);
        const char *before = sql("select md5(string_agg(t::text, '' order by t::text)) from (select p.* from person p) t");

        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
                const char *who = others[i];

                expect_problem(post(who, "{\"unit_id\":\"x1\",\"kind\":\"other\",\"name_zh\":\"甲\",\"number_prefix\":\"甲\"}", "/api/v1/units"), 403,
                               "forbidden");
                expect_problem(change(who, "PATCH", "\"1\"", "{\"active\":false}", "/api/v1/units/310101"), 403, "forbidden");
                expect_problem(post(who, text("{\"login\":\"x%zu\",\"name\":\"甲\",\"password\":\"" ANOTHER "\"}", i), "/api/v1/people"), 403, "forbidden");
                expect_problem(get(who, "/api/v1/people/%s", id), 403, "forbidden");
                expect_problem(change(who, "PATCH", "\"1\"", "{\"disabled\":true}", "/api/v1/people/%s", id), 403, "forbidden");
                expect_problem(request(who, "PUT", text("/api/v1/people/%s/password", id), "{\"password\":\"" ANOTHER "\"}", NULL), 403, "forbidden");
                expect_problem(post(who, "{\"unit_id\":\"310101\",\"role\":\"administrator\",\"valid_from\":\"2026-01-01\"}", "/api/v1/people/%s/roles",
                                    id), 403, "forbidden");
                expect_problem(post(who, "{\"valid_to\":\"2026-12-31\"}", "/api/v1/role-assignments/%s/end", role), 403, "forbidden");
        }
        ck_assert_str_eq(sql("select md5(string_agg(t::text, '' order by t::text)) from (select p.* from person p) t"), before);
        expect_problem(get("service.hotline", "/api/v1/people"), 403, "forbidden");
        expect_problem(get("admin.city", "/api/v1/audit"), 403, "forbidden");
        expect_problem(get("admin.city", "/api/v1/clues"), 403, "forbidden");
}
END_TEST

START_TEST(a_system_actor_cannot_be_used_by_people)
{
        expect_problem(sign_in("job.setup", PASSWORD), 401, "unauthenticated");
        expect_problem(get("admin.city", "/api/v1/people/%s", person("job.setup")), 404, "not-found");
        ck_assert_uint_eq(count_at(get("admin.city", "/api/v1/people?login=job.setup"), "items"), 0);
        forget_attempts();
}
END_TEST

HARNESS_MAIN("sessions", "people", a_session_begins_with_the_right_password, signing_out_ends_this_session_and_no_other,
             a_token_is_good_only_as_it_was_given, no_table_holds_a_token_or_a_password, an_unknown_name_looks_like_a_wrong_password,
             five_failures_close_the_door_for_a_quarter_of_an_hour, an_unknown_name_is_throttled_like_a_known_one,
             fifty_guesses_at_once_are_hardly_looked_at, an_account_is_guarded_against_many_sources, nobody_is_locked_out_of_a_live_session,
             a_live_session_may_not_guess_for_ever, a_session_ends_when_idle_and_in_the_end_anyway, a_disabled_person_is_out_at_once,
             a_role_that_ended_gives_nothing_any_more, a_new_password_ends_all_other_sessions, a_password_has_twelve_characters_of_any_script,
             an_administrator_brings_in_a_person, an_administrator_looks_after_units, nobody_else_is_an_administrator,
             a_system_actor_cannot_be_used_by_people)

/* How the API behaves whatever it is about: versions, retries, pages, languages, headers, traces. */
#include "harness.h"

#include "base/digest.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A line is numbered when no transaction older than it is under way, in whatever database of the cluster. */
static struct answer *log_with(const char *query)
{
        struct answer *a = NULL;

        for (int i = 0; i < 1200 && !(a && count_at(a, "items")); i++) {
                if (a)
                        usleep(50000);
                a = get("auditor.city", "/api/v1/audit?%s", query);
                expect(a, 200);
        }
        return a;
}

START_TEST(the_log_shows_what_happened_a_moment_ago)
{
        struct answer *me = get("officer1.huangpu", "/api/v1/me");
        struct answer *a = log_with("action=getMe&limit=1");

        ck_assert_str_eq(at(a, "items/0/request_id"), header(me, "X-Request-Id"));
        ck_assert_str_eq(at(a, "items/0/actor_login"), "officer1.huangpu");
        expect_problem(get("officer1.huangpu", "/api/v1/audit"), 403, "forbidden");
}
END_TEST


#define NEW_CASE                                                                                                              \
        "{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\","           \
        "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}]}"
#define OTHER_CASE                                                                                                            \
        "{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-03\","           \
        "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}]}"

static struct answer *get_with(const char *who, const char *method, const char *target, const char *header_line)
{
        const char *const headers[] = {header_line, NULL};

        return request(who, method, target, NULL, headers);
}

/* ---- versions ---- */

START_TEST(what_has_not_changed_is_not_sent_again)
{
        static const char *const same[] = {"If-None-Match: \"1\"", "If-None-Match: \"7\", \"1\"", "If-None-Match: W/\"1\"", "If-None-Match: *"};
        static const char *const other[] = {"If-None-Match: \"2\"", "If-None-Match: 1", "If-None-Match: \"11\", \"7\"", "If-None-Match: \"1"};
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *target = text("/api/v1/cases/%s", id);

        for (size_t i = 0; i < 4; i++) {
                struct answer *a = get_with("officer1.huangpu", i % 2 ? "HEAD" : "GET", target, same[i]);

                expect(a, 304);
                ck_assert_uint_eq(a->len, 0);
                ck_assert_str_eq(a->etag, "\"1\"");
                expect(get_with("officer1.huangpu", "GET", target, other[i]), 200);
        }
        expect(change("officer1.huangpu", "PATCH", "\"1\"", "{\"place\":\"某路1号\",\"reason\":\"更正\"}", "%s", target), 200);
        ck_assert_str_eq(get_with("officer1.huangpu", "GET", target, same[0])->etag, "\"2\"");
        expect_problem(get_with("officer1.pudong", "GET", target, "If-None-Match: *"), 404, "not-found");
}
END_TEST

START_TEST(a_change_from_an_old_version_is_told_what_happened_since)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        const char *body = "{\"place\":\"某路1号\",\"reason\":\"更正\"}";
        struct answer *a;

        expect(change("officer1.huangpu", "PATCH", "\"1\"", body, "/api/v1/cases/%s", id), 200);
        expect(record("officer1.huangpu", id, "evidence_registered", "2026-03-05", "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""), 201);
        a = change("officer2.huangpu", "PATCH", "\"1\"", body, "/api/v1/cases/%s", id);
        expect_problem(a, 412, "precondition-failed");
        ck_assert_str_eq(a->etag, "\"3\"");
        ck_assert_uint_eq(count_at(a, "since"), 2);
        ck_assert_str_eq(at(a, "since/0/kind"), "corrected");
        ck_assert_int_eq(number_at(a, "since/1/version"), 3);
        ck_assert_str_eq(at(a, "since/1/kind"), "evidence_registered");
        a = change("officer2.huangpu", "PATCH", "\"9\"", body, "/api/v1/cases/%s", id);
        expect_problem(a, 412, "precondition-failed");
        ck_assert_uint_eq(count_at(a, "since"), 0);
        a = request("officer2.huangpu", "POST", text("/api/v1/cases/%s/events", id), "{\"kind\":\"terminated\",\"happened_on\":\"2026-03-06\"}", NULL);
        expect_problem(a, 428, "precondition-required");
        ck_assert_str_eq(sql("select version from case_file where case_id = '%s'", id), "3");
}
END_TEST

/* ---- retries ---- */

START_TEST(many_with_one_key_have_one_effect)
{
        enum { MANY = 8, ROUNDS = 5 };

        for (int round = 0; round < ROUNDS; round++) {
                const char *const key[] = {new_key(), NULL};
                const char *before = sql("select count(*) from case_file"), *body = NULL;
                struct call calls[MANY];
                struct answer **a;

                for (size_t i = 0; i < MANY; i++)
                        calls[i] = (struct call){"officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key};
                a = request_all(calls, MANY);
                for (size_t i = 0; i < MANY; i++) {
                        if (a[i]->status == 409) {
                                expect_problem(a[i], 409, "still-running");
                                ck_assert_str_eq(a[i]->retry_after, "1");
                                continue;
                        }
                        expect(a[i], 201);
                        body = body ? body : a[i]->text;
                        ck_assert_str_eq(a[i]->text, body);
                        ck_assert_str_eq(a[i]->etag, "\"1\"");
                        ck_assert(strstr(a[i]->location, at(a[i], "case_id")));
                }
                ck_assert_ptr_nonnull(body);
                ck_assert_str_eq(sql("select count(*) - %s from case_file", before), "1");
                ck_assert_str_eq(request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key)->text, body);
        }
}
END_TEST

#define EVIDENCE \
        "{\"kind\":\"evidence_registered\",\"happened_on\":\"2026-03-05\",\"evidence_kind\":\"record\",\"remark\":\"笔录\"}"

START_TEST(many_events_with_one_key_are_one_event)
{
        enum { MANY = 8 };
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        const char *const headers[] = {new_key(), "If-Match: \"1\"", NULL}, *target = text("/api/v1/cases/%s/events", id);
        struct call calls[MANY];
        struct answer **a;
        int made = 0;

        for (size_t i = 0; i < MANY; i++)
                calls[i] = (struct call){"officer1.huangpu", "POST", target, EVIDENCE, headers};
        a = request_all(calls, MANY);
        for (size_t i = 0; i < MANY; i++) {
                ck_assert_msg(a[i]->status == 201 || (a[i]->status == 409 && !strcmp(at(a[i], "code"), "still-running")), "%s", a[i]->text);
                made += a[i]->status == 201;
        }
        ck_assert_int_ge(made, 1);
        ck_assert_str_eq(sql("select version from case_file where case_id = '%s'", id), "2");
        expect(request("officer1.huangpu", "POST", target, EVIDENCE, headers), 201);
}
END_TEST

START_TEST(a_key_belongs_to_one_person_and_one_content)
{
        const char *const key[] = {new_key(), NULL};
        struct answer *first = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key);
        struct answer *theirs = request("officer2.huangpu", "POST", "/api/v1/cases", OTHER_CASE, key);

        expect(first, 201);
        expect(theirs, 201);
        ck_assert_str_ne(at(first, "case_id"), at(theirs, "case_id"));
        expect_problem(request("officer1.huangpu", "POST", "/api/v1/cases", OTHER_CASE, key), 422, "idempotency-key-reused");
        expect(request("officer1.huangpu", "POST", "/api/v1/clues",
                       "{\"source\":\"grid\",\"received_on\":\"2026-03-02\",\"title\":\"线索\"}", key), 201);
        ck_assert_str_eq(request("officer2.huangpu", "POST", "/api/v1/cases", OTHER_CASE, key)->text, theirs->text);
        expect_problem(request(NULL, "POST", "/api/v1/cases", NEW_CASE, key), 401, "unauthenticated");
}
END_TEST

START_TEST(a_refused_request_leaves_its_key_free)
{
        const char *const key[] = {new_key(), NULL};

        expect_problem(request("officer1.huangpu", "POST", "/api/v1/cases", "{}", key), 422, "invalid");
        expect(request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key), 201);
}
END_TEST

START_TEST(a_kept_reply_is_not_for_who_lost_the_right)
{
        const char *const key[] = {new_key(), NULL};
        struct answer *first = request("officer2.pudong", "POST", "/api/v1/cases", NEW_CASE, key);

        expect(first, 201);
        ck_assert_str_eq(header(request("officer2.pudong", "POST", "/api/v1/cases", NEW_CASE, key), "Idempotency-Replayed"), "true");
        sql("update role_assignment a set valid_to = anjuan_today() - 1, valid_from = '2020-01-01' from person p"
            " where p.person_id = a.person_id and p.login = 'officer2.pudong'");
        expect_problem(request("officer2.pudong", "POST", "/api/v1/cases", NEW_CASE, key), 403, "forbidden");
        sql("update role_assignment a set valid_to = null from person p where p.person_id = a.person_id and p.login = 'officer2.pudong'");
        ck_assert_str_eq(request("officer2.pudong", "POST", "/api/v1/cases", NEW_CASE, key)->text, first->text);
}
END_TEST

START_TEST(a_key_is_kept_for_a_day)
{
        const char *const key[] = {new_key(), NULL};
        struct answer *first = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key), *again;

        expect(first, 201);
        sql("update idempotency set created_at = created_at - interval '23 hours 59 minutes' where body like '%%%s%%'", at(first, "case_id"));
        ck_assert_str_eq(request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key)->text, first->text);
        sql("update idempotency set created_at = created_at - interval '1 minute' where body like '%%%s%%'", at(first, "case_id"));
        again = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE, key);
        expect(again, 201);
        ck_assert_str_ne(at(again, "case_id"), at(first, "case_id"));
}
END_TEST

/* ---- pages ---- */

static int seen_on(const struct answer *a, const char *id)
{
        int n = 0;

        for (size_t i = 0; i < count_at(a, "items"); i++)
                n += !strcmp(at(a, text("items/%zu/case_id", i)), id);
        return n;
}

START_TEST(pages_stay_whole_while_others_file_cases)
{
        enum { BEFORE = 30 };
        const char *there[BEFORE], *target = "/api/v1/cases?unit_id=310114&limit=4";
        int seen[BEFORE] = {0}, pages = 0;

        for (int i = 0; i < BEFORE; i++)
                there[i] = case_filed_by("officer1.jiading", text("2026-04-%02d", 1 + i % 7), "");
        for (; *target && pages < 100; pages++) {
                struct answer *a = get("legal1.city", "%s", target);

                expect(a, 200);
                for (int i = 0; i < BEFORE; i++)
                        seen[i] += seen_on(a, there[i]);
                ck_assert_msg(!*a->link == !at(a, "next"), "Link and next disagree: %s", a->headers);
                ck_assert(!*a->link || strstr(a->link, "unit_id=310114&limit=4&cursor="));
                ck_assert(!*a->link || strstr(a->link, at(a, "next")));
                target = a->link;
                /* One on each side of where the reader is, and one on the same day. */
                for (int day = 1; day <= 8; day += 3)
                        case_filed_by("officer1.jiading", text("2026-04-%02d", day), "");
        }
        for (int i = 0; i < BEFORE; i++)
                ck_assert_msg(seen[i] == 1, "case %d was seen %d times", i, seen[i]);
}
END_TEST

static const char *with_byte(const char *cursor, size_t at_byte, char c)
{
        return text("%.*s%c%s", (int)at_byte, cursor, c, cursor + at_byte + 1);
}

START_TEST(a_cursor_is_good_for_its_list_alone)
{
        const char *next = at(get("legal1.city", "/api/v1/cases?limit=1"), "next");
        size_t n = strlen(next);
        struct answer *a;

        expect(get("legal1.city", "/api/v1/cases?limit=1&cursor=%s", next), 200);
        a = get("legal1.city", "/api/v1/clues?cursor=%s", next);
        expect_problem(a, 400, "bad-request");
        expect_field(a, "cursor", "format");
        for (size_t i = 0; i < n; i += 5)
                expect_problem(get("legal1.city", "/api/v1/cases?cursor=%s", with_byte(next, i, next[i] == 'Q' ? 'R' : 'Q')), 400, "bad-request");
        for (size_t i = 1; i < n; i += 7)
                expect_problem(get("legal1.city", "/api/v1/cases?cursor=%.*s", (int)i, next), 400, "bad-request");
        expect_problem(get("legal1.city", "/api/v1/cases?cursor=%sAAAA", next), 400, "bad-request");
        expect_problem(get(NULL, "/api/v1/cases?cursor=%s", next), 401, "unauthenticated");
}
END_TEST

/* A cursor carries keys of rows, not rights: made up by somebody, it opens nothing and breaks nothing. */
START_TEST(a_made_up_cursor_breaks_nothing)
{
        static const char *const keys[] = {"abc\nabc", "2026-13-01\nx", "infinity\n01920000-0000-7000-8000-000000000001",
                                           "-infinity\n01920000-0000-7000-8000-000000000001", "2026-01-01\n'; drop table case_file --", "\xff\xfe\n\xc0\x80"};

        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
                const char *plain = text("listCases\n%s", keys[i]);
                char sum[SHA256_HEX_LEN + 1], *cursor;

                sha256_hex(plain, strlen(plain), sum);
                plain = text("%.8s%s", sum, plain);
                cursor = calloc(1, base64url_len(strlen(plain)) + 1);
                base64url_encode(plain, strlen(plain), cursor);
                ck_assert_msg(get("legal1.city", "/api/v1/cases?cursor=%s", cursor)->status < 500, "%s", keys[i]);
                ck_assert_int_eq(get(NULL, "/api/v1/cases?cursor=%s", cursor)->status, 401);
                ck_assert_int_eq(get("admin.city", "/api/v1/cases?cursor=%s", cursor)->status, 403);
                free(cursor);
        }
        ck_assert_str_eq(at(log_with("action=listCases&outcome=bad-request"), "items/0/actor_login"), "legal1.city");
}
END_TEST

/* ---- headers ---- */

START_TEST(head_is_get_without_the_body)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        const char *const targets[] = {text("/api/v1/cases/%s", id), "/api/v1/units", "/livez", "/api/v1/openapi.json", "/docs"};

        for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
                struct answer *g = get("officer1.huangpu", "%s", targets[i]), *h = request("officer1.huangpu", "HEAD", targets[i], NULL, NULL);

                expect(h, 200);
                ck_assert_uint_eq(h->len, 0);
                ck_assert_str_eq(h->etag, g->etag);
                ck_assert_str_eq(header(h, "Content-Type"), header(g, "Content-Type"));
                ck_assert_str_eq(header(h, "Content-Length"), header(g, "Content-Length"));
        }
        expect(request(NULL, "HEAD", "/api/v1/units", NULL, NULL), 401);
}
END_TEST

static void expect_security(const struct answer *a, int status)
{
        expect(a, status);
        ck_assert_str_eq(header(a, "X-Content-Type-Options"), "nosniff");
        ck_assert_str_eq(header(a, "Cache-Control"), "no-store");
        ck_assert_str_eq(header(a, "Referrer-Policy"), "no-referrer");
        ck_assert_str_eq(header(a, "X-Frame-Options"), "DENY");
        ck_assert(!strncmp(header(a, "Content-Security-Policy"), "default-src 'none'", 18));
        ck_assert_uint_eq(strlen(header(a, "X-Request-Id")), 36);
        ck_assert_str_eq(header(a, "Server"), "");
        ck_assert_str_eq(header(a, "Access-Control-Allow-Origin"), "");
}

START_TEST(every_reply_is_safe_in_a_browser)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *one = text("/api/v1/cases/%s", id);

        expect_security(get("officer1.huangpu", "%s", one), 200);
        expect_security(get(NULL, "/docs"), 200);
        expect_security(get(NULL, "/metrics"), 200);
        expect_security(post("officer1.huangpu", NEW_CASE, "/api/v1/cases"), 201);
        expect_security(get_with("officer1.huangpu", "GET", one, "If-None-Match: *"), 304);
        expect_security(get("officer1.huangpu", "/api/v1/cases?limit=0"), 400);
        expect_security(get(NULL, "%s", one), 401);
        expect_security(get("admin.city", "%s", one), 403);
        expect_security(get("officer1.pudong", "%s", one), 404);
        expect_security(request("officer1.huangpu", "DELETE", one, NULL, NULL), 405);
        expect_security(get_with("officer1.huangpu", "GET", one, "Accept: image/png"), 406);
        expect_security(record("officer1.huangpu", id, "served", "2026-03-03", ""), 409);
        expect_security(change("officer1.huangpu", "PATCH", "\"7\"", "{\"reason\":\"更正\"}", "%s", one), 412);
        expect_security(request("officer1.huangpu", "GET", one, "{}", NULL), 413);
        expect_security(post("officer1.huangpu", "{}", "/api/v1/cases"), 422);
        expect_security(request("officer1.huangpu", "PATCH", one, "{\"reason\":\"更正\"}", NULL), 428);
}
END_TEST

START_TEST(a_problem_speaks_the_language_asked_for)
{
        static const struct {
                const char *wanted;
                bool english;
        } cases[] = {{NULL, false},
                     {"Accept-Language: en", true},
                     {"Accept-Language: en-US,en;q=0.9,zh-CN;q=0.8", true},
                     {"Accept-Language: zh-CN,zh;q=0.9,en;q=0.8", false},
                     {"Accept-Language: en;q=0.2, zh;q=0.9", false},
                     {"Accept-Language: zh;q=0, en;q=0.1", true},
                     {"Accept-Language: fr, de", false},
                     {"Accept-Language: *", false},
                     {"Accept-Language: ;;q=,en;q=x", false}};

        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                struct answer *a = get_with("officer1.huangpu", "GET", "/api/v1/cases?limit=0", cases[i].wanted);

                expect_problem(a, 400, "bad-request");
                ck_assert_str_eq(header(a, "Vary"), "Accept-Language");
                ck_assert_str_eq(header(a, "Content-Language"), cases[i].english ? "en" : "zh-CN");
                ck_assert_str_eq(at(a, "title"), cases[i].english ? "The request is malformed" : "请求有误");
                ck_assert_int_eq(strstr(at(a, "errors/0/detail"), "must be") != NULL, cases[i].english);
        }
}
END_TEST

/* What exists and is not for you, and what does not exist, cannot be told apart. */
START_TEST(what_is_not_yours_looks_like_what_is_not_there)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *none = "01920000-0000-7000-8000-00000000ffff";
        struct answer *theirs = get("officer1.pudong", "/api/v1/cases/%s", id), *nothing = get("officer1.pudong", "/api/v1/cases/%s", none);

        expect_problem(theirs, 404, "not-found");
        expect_problem(nothing, 404, "not-found");
        ck_assert_str_eq(at(theirs, "detail"), at(nothing, "detail"));
        ck_assert_uint_eq(theirs->len, nothing->len);
        ck_assert_uint_eq(json_object_size(theirs->json), json_object_size(nothing->json));
        ck_assert_uint_eq(strlen(theirs->headers), strlen(nothing->headers));
}
END_TEST

/* ---- the log of the process ---- */

static const char *log_while(struct answer *(*act)(void))
{
        FILE *f = tmpfile();
        int out = dup(STDERR_FILENO);
        char *all = calloc(1, 65536);
        const char *kept_text;

        log_set_level(LOG_INFO);
        dup2(fileno(f), STDERR_FILENO);
        act();
        usleep(200000); /* the line is written after the reply */
        dup2(out, STDERR_FILENO);
        log_set_level(LOG_ERROR);
        close(out);
        rewind(f);
        ck_assert_uint_lt(fread(all, 1, 65535, f), 65535);
        fclose(f);
        kept_text = text("%s", all);
        free(all);
        return kept_text;
}

static struct answer *with_trace(void)
{
        return get_with("officer1.huangpu", "GET", "/api/v1/cases?q=%E4%B8%8A%E6%B5%B7",
                        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

static struct answer *with_malformed_trace(void)
{
        return get_with("officer1.huangpu", "GET", "/api/v1/me", "traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01");
}

START_TEST(a_trace_is_followed_and_no_secret_is_logged)
{
        const char *log = log_while(with_trace);

        ck_assert_ptr_nonnull(strstr(log, "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\""));
        ck_assert_ptr_nonnull(strstr(log, "\"route\":\"listCases\""));
        ck_assert_ptr_null(strstr(log, token_of("officer1.huangpu")));
        ck_assert_ptr_null(strstr(log, "%E4%B8%8A"));
        log = log_while(with_malformed_trace);
        ck_assert_ptr_nonnull(strstr(log, "\"trace_id\":\""));
        ck_assert_ptr_null(strstr(log, "\"trace_id\":\"0000"));
}
END_TEST

HARNESS_MAIN("manners", "people", the_log_shows_what_happened_a_moment_ago, what_has_not_changed_is_not_sent_again,
             a_change_from_an_old_version_is_told_what_happened_since, many_with_one_key_have_one_effect,
             many_events_with_one_key_are_one_event, a_key_belongs_to_one_person_and_one_content, a_refused_request_leaves_its_key_free,
             a_kept_reply_is_not_for_who_lost_the_right, a_key_is_kept_for_a_day, pages_stay_whole_while_others_file_cases,
             a_cursor_is_good_for_its_list_alone, a_made_up_cursor_breaks_nothing, head_is_get_without_the_body,
             every_reply_is_safe_in_a_browser, a_problem_speaks_the_language_asked_for, what_is_not_yours_looks_like_what_is_not_there,
             a_trace_is_followed_and_no_secret_is_logged)

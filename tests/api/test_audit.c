/* The log: who did or saw what, one line for each request, with its effect or not at all, and nothing personal in it. */
#include "harness.h"

#define EVIDENCE "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE "from audit_event where content::json ->> 'request' = '%s'"
#define ORGANISATION "\"parties\":[{\"kind\":\"organisation\",\"name\":\"上海示例物业有限公司\"}]"
#define NEW_CASE(more) "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\"," more ORGANISATION "}"
#define NO_SUCH "01920000-0000-7000-8000-00000000dead"

/* ---- what the log says of a request ---- */

static const char *id_of(const struct answer *a)
{
        return header(a, "X-Request-Id");
}

static const char *sorted(const char *ids)
{
        return sql("select coalesce(string_agg(i, ' ' order by i), '') from regexp_split_to_table('%s', ' ') i", ids);
}

static void expect_word(const struct answer *a, const char *member, const char *is)
{
        const char *says = sql("select content::json ->> '%s' " LINE, member, id_of(a));

        ck_assert_msg(is ? says && !strcmp(says, is) : !says, "the line's %s is %s, and not %s: %s", member, says, is, a->text);
}

/* who: NULL for nobody; subjects: ids with spaces between. That there is one line only, the harness has seen. */
static void expect_line(const struct answer *a, const char *who, const char *action, const char *outcome, const char *subjects)
{
        ck_assert_str_eq(sql("select count(*) " LINE, id_of(a)), "1");
        expect_word(a, "actor", who ? sql("select person_id from person where login = '%s'", who) : NULL);
        expect_word(a, "action", action);
        expect_word(a, "outcome", outcome);
        ck_assert_str_eq(sql("select coalesce((select string_agg(s, ' ' order by s) from json_array_elements_text(content::json -> 'subjects') s), '') "
                             LINE, id_of(a)), sorted(subjects));
}

static const char *ids_in(const struct answer *page, const char *member)
{
        const char *ids = "";

        for (size_t i = 0; i < count_at(page, "items"); i++)
                ids = text("%s%s%s", ids, i ? " " : "", at(page, text("items/%zu/%s", i, member)));
        return ids;
}

/* ---- reads ---- */

START_TEST(a_read_names_what_it_disclosed)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        const char *since[] = {"If-None-Match: \"1\"", NULL};
        struct answer *a = get("officer2.huangpu", "/api/v1/cases/%s", id);

        expect(a, 200);
        expect_line(a, "officer2.huangpu", "getCase", "ok", id);
        a = request("legal1.city", "GET", text("/api/v1/cases/%s", id), NULL, since);
        expect(a, 304);
        expect_line(a, "legal1.city", "getCase", "ok", id);
        a = get("auditor.city", "/api/v1/cases/%s/events", id);
        expect(a, 200);
        expect_line(a, "auditor.city", "listCaseEvents", "ok", id);
}
END_TEST

START_TEST(a_list_names_the_cases_of_its_page_and_no_others)
{
        struct answer *a;

        for (int i = 0; i < 5; i++)
                case_filed_by("officer1.pudong", "2026-03-03", "");
        a = get("officer1.pudong", "/api/v1/cases?limit=2");
        ck_assert_uint_eq(count_at(a, "items"), 2);
        expect_line(a, "officer1.pudong", "listCases", "ok", ids_in(a, "case_id"));
        a = get("officer1.pudong", "%s", a->link);
        ck_assert_uint_eq(count_at(a, "items"), 2);
        expect_line(a, "officer1.pudong", "listCases", "ok", ids_in(a, "case_id"));
        a = get("legal1.city", "/api/v1/cases?q=%%E7%%A4%%BA%%E4%%BE%%8B&unit_id=310115&limit=4");
        ck_assert_uint_eq(count_at(a, "items"), 4);
        expect_line(a, "legal1.city", "listCases", "ok", ids_in(a, "case_id"));
        a = get("officer1.pudong", "/api/v1/cases?filed_from=2031-01-01");
        ck_assert_uint_eq(count_at(a, "items"), 0);
        expect_line(a, "officer1.pudong", "listCases", "ok", "");
}
END_TEST

/* ---- refusals ---- */

START_TEST(what_was_refused_is_told_with_what_was_asked_for)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-04", "");
        const char *path = text("/api/v1/cases/%s", id), *forged[] = {"Authorization: Bearer not-a-token-of-anybody-at-all", NULL};
        struct answer *a = get("officer1.pudong", "%s", path);

        expect(a, 404);
        expect_line(a, "officer1.pudong", "getCase", "missing", id);
        a = get("officer1.pudong", "%s/events", path);
        expect(a, 404);
        expect_line(a, "officer1.pudong", "listCaseEvents", "missing", id);
        a = get("officer1.huangpu", "/api/v1/cases/" NO_SUCH);
        expect(a, 404);
        expect_line(a, "officer1.huangpu", "getCase", "missing", NO_SUCH);
        a = get("admin.city", "%s", path);
        expect(a, 403);
        expect_line(a, "admin.city", "getCase", "forbidden", id);
        a = get(NULL, "%s", path);
        expect(a, 401);
        expect_line(a, NULL, "getCase", "unauthenticated", id);
        a = request(NULL, "GET", path, NULL, forged);
        expect(a, 401);
        expect_line(a, NULL, "getCase", "unauthenticated", id);
        a = get("officer1.huangpu", "/api/v1/cases/not-an-id");
        expect(a, 400);
        expect_line(a, "officer1.huangpu", "getCase", "invalid", "");
        a = get("officer1.huangpu", "/api/v1/cases?cursor=abc");
        expect(a, 400);
        expect_line(a, "officer1.huangpu", "listCases", "invalid", "");
        a = get("admin.city", "/api/v1/cases?cursor=abc");
        expect(a, 403);
        expect_line(a, "admin.city", "listCases", "forbidden", "");
}
END_TEST

START_TEST(so_is_a_change_that_was_refused)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-04", ""), *body = "{\"place\":\"x\",\"reason\":\"y\"}";
        const char *path = text("/api/v1/cases/%s", id);
        struct answer *a = request("officer1.huangpu", "PATCH", path, body, NULL);

        expect(a, 428);
        expect_line(a, "officer1.huangpu", "correctCase", "invalid", id);
        a = change("officer1.huangpu", "PATCH", "\"7\"", body, "%s", path);
        expect(a, 412);
        expect_line(a, "officer1.huangpu", "correctCase", "precondition-failed", id);
        a = change("officer1.huangpu", "PATCH", "\"1\"", "{\"plaice\":\"x\"}", "%s", path);
        expect(a, 422);
        expect_line(a, "officer1.huangpu", "correctCase", "invalid", id);
        a = change("officer1.huangpu", "PATCH", "\"1\"", "{\"place\":\"\xff\xfe\",\"reason\":\"y\"}", "%s", path);
        ck_assert(a->status == 400 || a->status == 422);
        expect_line(a, "officer1.huangpu", "correctCase", "invalid", id);
        a = change("officer1.pudong", "PATCH", "\"1\"", body, "%s", path);
        expect(a, 404);
        expect_line(a, "officer1.pudong", "correctCase", "missing", id);
        a = change("auditor.city", "PATCH", "\"1\"", body, "%s", path);
        expect(a, 403);
        expect_line(a, "auditor.city", "correctCase", "forbidden", id);
        a = record("officer1.huangpu", id, "served", "2026-03-09", "");
        expect_problem(a, 409, "rule");
        expect_line(a, "officer1.huangpu", "addCaseEvent", "rule", id);
        expect(record("officer1.huangpu", id, "evidence_registered", "2026-03-09", EVIDENCE), 201);
        a = record("officer1.huangpu", id, "decided", "2026-03-10", "\"outcome\":\"no_penalty\"");
        expect(a, 403);
        expect_line(a, "officer1.huangpu", "addCaseEvent", "forbidden", id);
        ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s'", id), "2");
}
END_TEST

START_TEST(a_broken_constraint_is_told_though_its_transaction_is_gone)
{
        const char *body = NEW_CASE("\"system\":\"grid\",\"external_id\":\"WG-1\",");
        struct answer *a = post("officer1.huangpu", body, "/api/v1/cases");

        expect(a, 201);
        expect_line(a, "officer1.huangpu", "createCase", "ok", at(a, "case_id"));
        a = post("officer1.huangpu", body, "/api/v1/cases");
        expect_problem(a, 409, "conflict");
        expect_line(a, "officer1.huangpu", "createCase", "conflict", "");
        a = post("officer1.huangpu", NEW_CASE("\"subject_unit_id\":\"nowhere\","), "/api/v1/cases");
        expect(a, 422);
        expect_line(a, "officer1.huangpu", "createCase", "invalid", "");
        a = post("officer1.pudong", NEW_CASE("\"unit_id\":\"310101\","), "/api/v1/cases");
        expect(a, 403);
        expect_line(a, "officer1.pudong", "createCase", "forbidden", "");
}
END_TEST

START_TEST(a_reply_given_again_names_the_case_again)
{
        const char *key[] = {new_key(), NULL};
        struct answer *first = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE(""), key);
        struct answer *again = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE(""), key);
        struct answer *other = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE("\"place\":\"x\","), key);

        expect(first, 201);
        expect(again, 201);
        expect_line(first, "officer1.huangpu", "createCase", "ok", at(first, "case_id"));
        expect_line(again, "officer1.huangpu", "createCase", "replayed", at(first, "case_id"));
        expect_problem(other, 422, "idempotency-key-reused");
        expect_line(other, "officer1.huangpu", "createCase", "idempotency-key-reused", "");
}
END_TEST

START_TEST(the_clues_a_case_is_filed_on_are_named_with_it)
{
        struct answer *clue = post("officer1.huangpu", "{\"source\":\"report\",\"received_on\":\"2026-03-01\",\"title\":\"来信\"}", "/api/v1/clues");
        struct answer *a;

        expect(clue, 201);
        expect_line(clue, "officer1.huangpu", "createClue", "ok", at(clue, "clue_id"));
        clue_approved("huangpu", at(clue, "clue_id"), "2026-03-01");
        a = post("officer1.huangpu", text(NEW_CASE("\"clue_ids\":[\"%s\"],"), at(clue, "clue_id")), "/api/v1/cases");
        expect(a, 201);
        expect_line(a, "officer1.huangpu", "createCase", "ok", text("%s %s", at(a, "case_id"), at(clue, "clue_id")));
        a = post("officer1.huangpu", text(NEW_CASE("\"clue_ids\":[\"%s\"],"), at(clue, "clue_id")), "/api/v1/cases");
        expect(a, 422);
        expect_line(a, "officer1.huangpu", "createCase", "invalid", at(clue, "clue_id"));
}
END_TEST

START_TEST(a_review_stands_in_the_log_with_its_case)
{
        const char *id = case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
        struct answer *a = post("legal1.city", text("{\"case_id\":\"%s\",\"reviewer_id\":\"%s\"}", id,
                                                    sql("select person_id from person where login = 'reviewer1.city'")), "/api/v1/reviews");
        const char *review = at(a, "review_id");

        expect(a, 201);
        expect_line(a, "legal1.city", "createReview", "ok", id);
        a = get("reviewer1.city", "/api/v1/cases/%s", id);
        expect(a, 200);
        expect_line(a, "reviewer1.city", "getCase", "ok", id);
        a = get("reviewer2.city", "/api/v1/reviews/%s", review);
        expect(a, 404);
        expect_line(a, "reviewer2.city", "getReview", "missing", id);
        a = get("reviewer1.city", "/api/v1/reviews/%s", review);
        expect_line(a, "reviewer1.city", "getReview", "ok", id);
}
END_TEST

/* ---- with its effect, or not at all ---- */

/* A backend ends itself when a line is written ("on_line") or its transaction commits ("on_commit"), this many times. */
static void end_backends(const char *when, int times)
{
        sql("update public.ending set at = '%s', times = %d; alter sequence public.endings restart", when, times);
}

START_TEST(backends_can_be_made_to_end)
{
        sql("create table public.ending as select ''::text as at, 0 as times; create sequence public.endings;"
            "create function public.end_backend() returns trigger language plpgsql security definer set search_path = public as $$ begin"
            "  if exists (select from ending where at = tg_argv[0]) and nextval('endings') <= (select times from ending) then"
            "    perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10);"
            "  end if; return null; end $$;"
            "create trigger on_line after insert on audit_event for each row execute function public.end_backend('on_line');"
            "create constraint trigger on_commit after insert on case_event deferrable initially deferred"
            "  for each row execute function public.end_backend('on_commit')");
}
END_TEST

static void expect_nothing(const struct answer *a, const char *case_id, const char *version)
{
        expect(a, 503);
        ck_assert_str_eq(sql("select count(*) " LINE, id_of(a)), "0");
        ck_assert_str_eq(sql("select version from case_file where case_id = '%s'", case_id), version);
        ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s'", case_id), version);
}

START_TEST(a_lost_connection_leaves_neither_line_nor_effect)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-05", "");

        end_backends("on_line", 1);
        expect_nothing(record("officer1.huangpu", id, "evidence_registered", "2026-03-09", EVIDENCE), id, "1");
        end_backends("on_commit", 1);
        expect_nothing(record("officer1.huangpu", id, "evidence_registered", "2026-03-09", EVIDENCE), id, "1");
        /* What only reads is done again once by itself. */
        end_backends("on_line", 2);
        expect_nothing(get("officer1.huangpu", "/api/v1/cases/%s", id), id, "1");
        end_backends("on_line", 2);
        expect_nothing(get("officer1.pudong", "/api/v1/cases/%s", id), id, "1");
        end_backends("", 0);
}
END_TEST

START_TEST(a_request_done_again_after_a_lost_connection_happens_once)
{
        const char *key[] = {new_key(), NULL}, *before = sql("select count(*) from case_file");
        struct answer *a;

        end_backends("on_line", 1);
        expect(request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE(""), key), 503);
        a = request("officer1.huangpu", "POST", "/api/v1/cases", NEW_CASE(""), key);
        expect(a, 201);
        expect_line(a, "officer1.huangpu", "createCase", "ok", at(a, "case_id"));
        ck_assert_str_eq(sql("select count(*) - %s from case_file", before), "1");
        end_backends("on_line", 1);
        a = get("officer1.huangpu", "/api/v1/cases/%s", at(a, "case_id"));
        expect(a, 200);
        expect_line(a, "officer1.huangpu", "getCase", "ok", at(a, "case_id"));
        end_backends("", 0);
}
END_TEST

START_TEST(line_and_effect_are_of_one_transaction)
{
        ck_assert_str_ne(sql("select count(*) from case_event"), "0");
        ck_assert_ptr_null(sql("select string_agg(e.case_id || ' ' || e.kind, ', ') from case_event e where not exists (select from audit_event a"
                               " where a.xid = e.xid and a.content::json ->> 'outcome' = 'ok' and a.content like '%%' || e.case_id || '%%')"));
        ck_assert_ptr_null(sql("select string_agg(a.content, ', ') from audit_event a where a.content::json ->> 'outcome' = 'ok'"
                               " and a.content::json ->> 'action' in ('createCase', 'correctCase', 'addCaseEvent')"
                               " and (select count(*) from case_event e where e.xid = a.xid) <> 1"));
}
END_TEST

/* ---- reading the log ---- */

/* Until the request is in it: lines are numbered once no older transaction is left. */
static struct answer *log_of(const char *query, const struct answer *last)
{
        struct answer *a = NULL;

        for (int i = 0; i < 200; i++) {
                a = get("auditor.city", "/api/v1/audit?%s&limit=200", query);
                if (a->status != 200 || strstr(a->text, id_of(last)))
                        break;
                usleep(50000);
        }
        expect(a, 200);
        return a;
}

static const char *actions_in(const struct answer *log)
{
        return ids_in(log, "action");
}

START_TEST(the_auditor_reads_it_by_case_person_and_time)
{
        const char *id = case_filed_by("officer1.jiading", "2026-03-05", ""), *from;
        struct answer *a, *log;

        expect(get("officer2.jiading", "/api/v1/cases/%s", id), 200);
        from = sql("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        a = get("officer1.pudong", "/api/v1/cases/%s", id);
        log = log_of(text("case_id=%s", id), a);
        ck_assert_str_eq(actions_in(log), "getCase getCase createCase");
        ck_assert_str_eq(at(log, "items/0/outcome"), "missing");
        ck_assert_str_eq(at(log, "items/0/actor_login"), "officer1.pudong");
        ck_assert_str_eq(at(log, "items/2/actor_name"), sql("select name from person where login = 'lead.jiading'"));
        log = log_of(text("case_id=%s&from=%s", id, from), a);
        ck_assert_str_eq(actions_in(log), "getCase");
        log = log_of(text("case_id=%s&person_id=%s", id, sql("select person_id from person where login = 'officer1.pudong'")), a);
        ck_assert_uint_eq(count_at(log, "items"), 1);
        log = get("auditor.city", "/api/v1/audit?case_id=%s&to=%s", id, from);
        ck_assert_str_eq(actions_in(log), "getCase createCase");
        log = get("auditor.city", "/api/v1/audit?person_id=%s&action=getCase&outcome=ok", sql("select person_id from person where login = 'officer2.jiading'"));
        ck_assert_uint_eq(count_at(log, "items"), 1);
        ck_assert_str_eq(at(log, "items/0/subjects/0"), id);
}
END_TEST

START_TEST(it_is_read_by_auditor_and_legal_department_alone_and_changed_by_nobody)
{
        static const char *const others[] = {"officer1.huangpu", "lead.huangpu", "legalreview.city", "reviewer1.city", "admin.city",
                                             "service.hotline", NULL};
        static const char *const changes[] = {"POST", "PUT", "PATCH", "DELETE", NULL};

        for (const char *const *who = others; *who; who++) {
                struct answer *a = get(*who, "/api/v1/audit");

                expect(a, 403);
                expect_line(a, *who, "listAudit", "forbidden", "");
        }
        expect(get(NULL, "/api/v1/audit"), 401);
        expect(get("legal1.city", "/api/v1/audit"), 200);
        for (const char *const *method = changes; *method; method++)
                expect(request("auditor.city", *method, "/api/v1/audit", NULL, NULL), 405);
        ck_assert_str_eq(sql_as("auditor.city", "delete from audit_event"), "ERROR 42501");
        ck_assert_str_eq(sql_as("auditor.city", "update audit_entry set outcome = 'ok'"), "ERROR 42501");
        ck_assert_str_eq(sql_as("officer1.huangpu", "select count(*) from audit_event"), "0");
}
END_TEST

/* ---- what is not in it ---- */

#define PERSON "\"parties\":[{\"kind\":\"person\",\"name\":\"欧阳不闻\",\"id_number\":\"11010519491231002X\",\"phone\":\"13987654321\"," \
               "\"address\":\"不闻里9号\"}]"
#define PERSONAL "欧阳不闻|11010519491231002X|13987654321|不闻里9号|%E6%AC%A7%E9%98%B3"

START_TEST(nothing_personal_is_ever_in_it)
{
        const char *base = "\"procedure\":\"ordinary\",\"source\":\"report\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\"," PERSON;
        struct answer *a = post("officer1.huangpu", text("{%s}", base), "/api/v1/cases");
        const char *id = at(a, "case_id");

        expect(a, 201);
        expect(post("officer1.huangpu", text("{%s,\"colour\":\"欧阳不闻\"}", base), "/api/v1/cases"), 422);
        expect(post("admin.city", text("{%s}", base), "/api/v1/cases"), 403);
        expect(change("officer1.huangpu", "PATCH", "\"1\"", text("{\"reason\":\"更正\",%s}", PERSON), "/api/v1/cases/%s", id), 200);
        expect(get("officer1.huangpu", "/api/v1/cases?q=%%E6%%AC%%A7%%E9%%98%%B3"), 200);
        expect(get("officer1.huangpu", "/api/v1/cases?colour=%%E6%%AC%%A7%%E9%%98%%B3"), 400);
        expect(get("officer1.huangpu", "/api/v1/cases/%s?q=13987654321", id), 400);
        expect(post("officer1.huangpu", "{\"source\":\"report\",\"received_on\":\"2026-03-01\",\"title\":\"来信\",\"reporter\":\"欧阳不闻\"}", "/api/v1/clues"), 201);
        ck_assert_str_eq(sql("select count(*) from audit_event e where e::text ~ '%s'", PERSONAL), "0");
        ck_assert_str_eq(sql("select count(*) from audit_entry e where e::text ~ '%s'", PERSONAL), "0");
        /* Of the case's own events, those too. */
        ck_assert_str_eq(sql("select count(*) from case_event e where e::text ~ '%s'", PERSONAL), "0");
}
END_TEST

static const char *commitment_of(const struct answer *a)
{
        return sql("select content::json ->> 'commitment' " LINE, id_of(a));
}

/* Whoever has the body and the salt can show what was sent; without the salt nobody can try out bodies. */
START_TEST(a_body_is_committed_to_under_a_salt)
{
        struct answer *one = post("officer1.huangpu", NEW_CASE(""), "/api/v1/cases");
        struct answer *two = post("officer1.huangpu", NEW_CASE(""), "/api/v1/cases");

        ck_assert_str_eq(commitment_of(one),
                         sql("select encode(sha256(s.salt || convert_to('%s', 'UTF8')), 'hex') from audit_salt s join audit_event e using (event_id)"
                             " where e.content::json ->> 'request' = '%s'", NEW_CASE(""), id_of(one)));
        ck_assert_str_ne(commitment_of(one), commitment_of(two));
        ck_assert_str_eq(sql_as("auditor.city", "select salt from audit_salt"), "ERROR 42501");
        ck_assert_str_eq(sql("select count(*) from audit_entry n join audit_event e using (event_id)"
                             " where n.leaf_hash <> sha256('\\x00'::bytea || convert_to(e.content, 'UTF8'))"), "0");
}
END_TEST

HARNESS_MAIN("audit", "people", a_read_names_what_it_disclosed, a_list_names_the_cases_of_its_page_and_no_others,
             what_was_refused_is_told_with_what_was_asked_for, so_is_a_change_that_was_refused,
             a_broken_constraint_is_told_though_its_transaction_is_gone, a_reply_given_again_names_the_case_again,
             the_clues_a_case_is_filed_on_are_named_with_it, a_review_stands_in_the_log_with_its_case, backends_can_be_made_to_end,
             a_lost_connection_leaves_neither_line_nor_effect, a_request_done_again_after_a_lost_connection_happens_once,
             line_and_effect_are_of_one_transaction, the_auditor_reads_it_by_case_person_and_time,
             it_is_read_by_auditor_and_legal_department_alone_and_changed_by_nobody, nothing_personal_is_ever_in_it,
             a_body_is_committed_to_under_a_salt)

#include "harness.h"

#include "main/command.h"
#include "rules/campaign.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const SECRET = "select secret from campaign_secret";

/* Closed cases by the dozen, straight into the table: the draw asks for nothing else. */
static void close_cases(const char *unit, int n, const char *procedure, const char *closed_on)
{
        sql("insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, filed_on, state, closed_on, recorded_by)"
            " select gen_random_uuid(), '%s', '%s', gen_random_uuid()::text, '案', '%s', 'grid', '04', '2025-01-05', 'closed', '%s',"
            " (select person_id from person where login = 'job.setup') from generate_series(1, %d)", unit, unit, procedure, closed_on, n);
}

static struct answer *draft(const char *more)
{
        struct answer *a = post("legal1.city", text("{\"title\":\"年度评查\",\"period_from\":\"2025-01-01\",\"period_to\":\"2025-12-31\"%s}", more),
                                "/api/v1/campaigns");

        expect(a, 201);
        return a;
}

static struct answer *step(struct answer *a, const char *act)
{
        return change("legal1.city", "POST", a->etag, NULL, "/api/v1/campaigns/%s/%s", at(a, "campaign_id"), act);
}

/* The commitment must be sealed first. */
static struct answer *committed_and_frozen(struct answer *a)
{
        a = step(a, "commit");
        log_sealed();
        return step(a, "freeze");
}

static struct answer *drawn(const char *more)
{
        struct answer *a = step(committed_and_frozen(draft(more)), "draw");

        expect(a, 200);
        return a;
}

static void make_world(void)
{
        close_cases("310101", 60, "ordinary", "2025-06-30");
        close_cases("310101", 5, "simple", "2025-12-31");
        close_cases("310115", 2, "ordinary", "2025-01-01");
        close_cases("city", 9, "ordinary", "2026-01-01");
}

START_TEST(a_draft_takes_what_is_not_given_from_the_parameters)
{
        struct answer *a;

        make_world();
        a = draft("");
        ck_assert_int_eq(number_at(a, "least"), 3);
        ck_assert_int_eq(number_at(a, "share"), 500);
        ck_assert_int_eq(number_at(a, "rectification_days"), 30);
        ck_assert_str_eq(at(a, "checklist_code"), "default");
        ck_assert_str_eq(at(a, "state"), "draft");
        ck_assert_ptr_null(at(a, "commitment"));
        a = change("legal1.city", "PATCH", a->etag, "{\"least\":7,\"units\":[\"310101\"],\"divide_by\":[\"procedure\"]}", "/api/v1/campaigns/%s",
                   at(a, "campaign_id"));
        expect(a, 200);
        ck_assert_int_eq(number_at(a, "least"), 7);
        ck_assert_str_eq(at(a, "units/0"), "310101");
        a = change("legal1.city", "PATCH", a->etag, "{\"units\":null}", "/api/v1/campaigns/%s", at(a, "campaign_id"));
        expect(a, 200);
        ck_assert_ptr_null(at(a, "units"));
        ck_assert_str_eq(at(a, "divide_by/0"), "procedure");
        expect_field(change("legal1.city", "PATCH", a->etag, "{\"units\":[\"nowhere\"]}", "/api/v1/campaigns/%s", at(a, "campaign_id")), "/units",
                     "unknown_ref");
        a = post("legal1.city", "{\"title\":\"x\",\"period_from\":\"2025-02-01\",\"period_to\":\"2025-01-01\",\"causes\":[\"zz\"]}", "/api/v1/campaigns");
        expect_field(a, "/causes", "unknown_ref");
}
END_TEST

/* The order of things: the hash is told and sealed in the log, then the population is frozen, then the secret is told. */
START_TEST(the_secret_is_committed_to_before_the_freeze_and_revealed_after_it)
{
        struct answer *a = step(draft(",\"least\":4,\"share\":1000"), "commit");
        const char *id = at(a, "campaign_id"), *commitment = at(a, "commitment");

        expect(a, 200);
        ck_assert_uint_eq(strlen(commitment), 64);
        ck_assert_ptr_null(at(a, "secret"));
        ck_assert_str_eq(sql("select encode(sha256(secret), 'hex') from campaign_secret where campaign_id = '%s'", id), commitment);
        ck_assert_str_eq(sql_as("legal1.city", "%s", SECRET), "ERROR 42501");
        ck_assert_str_eq(sql_as("auditor.city", "%s", SECRET), "ERROR 42501");
        ck_assert_str_eq(sql("select content::json ->> 'action' from audit_event where content::json ->> 'noted' = '%s'", commitment), "commitCampaign");
        expect_problem(change("legal1.city", "PATCH", a->etag, "{\"least\":1}", "/api/v1/campaigns/%s", id), 409, "rule");
        expect_problem(step(a, "draw"), 409, "rule");
        log_sealed();
        a = step(a, "freeze");
        expect(a, 200);
        ck_assert_ptr_null(at(a, "secret"));
        ck_assert_int_eq(number_at(a, "closed"), 67);
        ck_assert_str_eq(sql("select (e.at < g.frozen_at)::text from audit_entry e join audit_event v using (event_id, at), campaign g"
                             " where g.campaign_id = '%s' and v.content::json ->> 'noted' = g.commitment", id), "true");
        a = step(a, "draw");
        expect(a, 200);
        ck_assert_str_eq(sql("select encode(sha256(decode('%s', 'hex')), 'hex')", at(a, "secret")), commitment);
        /* 65 files: 10 % are 7; of 2 both. */
        ck_assert_int_eq(number_at(a, "drawn"), 7 + 2);
        expect_problem(step(a, "draw"), 409, "rule");
        expect_problem(step(a, "freeze"), 409, "rule");
        ck_assert_str_eq(at(a, "events/3/act"), "draw");
}
END_TEST

START_TEST(a_freeze_waits_for_the_commitment_to_be_sealed_and_the_period_to_end)
{
        /* Somebody's open work holds the numbering of the log back. */
        PGconn *open_work = PQconnectdb(database_url("postgres"));
        struct answer *a;

        PQclear(PQexec(open_work, "begin; select pg_current_xact_id()"));
        ck_assert_int_eq(PQtransactionStatus(open_work), PQTRANS_INTRANS);
        a = step(draft(""), "commit");
        expect_problem(step(a, "freeze"), 409, "rule");
        PQfinish(open_work);
        log_sealed();
        expect(step(a, "freeze"), 200);
        a = post("legal1.city", "{\"title\":\"x\",\"period_from\":\"2026-01-01\",\"period_to\":\"2199-02-01\"}", "/api/v1/campaigns");
        a = step(a, "commit");
        log_sealed();
        expect_problem(step(a, "freeze"), 409, "rule");
}
END_TEST

START_TEST(what_is_closed_or_moved_after_the_freeze_changes_nothing)
{
        struct answer *a = committed_and_frozen(draft(",\"least\":1000")), *before, *after;

        before = get("legal1.city", "/api/v1/campaigns/%s/population", at(a, "campaign_id"));
        expect(before, 200);
        close_cases("310101", 3, "ordinary", "2025-07-01");
        sql("update case_file set state = 'decided', closed_on = null where case_id = (select case_id from case_file where closed_on = '2025-01-01' limit 1)");
        after = get("legal1.city", "/api/v1/campaigns/%s/population", at(a, "campaign_id"));
        ck_assert_str_eq(before->text, after->text);
        ck_assert_str_eq(sql("select encode(sha256(convert_to('%s', 'UTF8')), 'hex')", before->text), at(a, "population_sha256"));
        a = step(a, "draw");
        ck_assert_int_eq(number_at(a, "drawn"), 67);
        sql("update case_file set state = 'closed', closed_on = '2025-01-01' where state = 'decided'");
        /* The background checks what is closed, and would meet the deletion. */
        while (strcmp(sql("select count(*) from case_precheck_due"), "0"))
                usleep(50000);
        sql("delete from case_file where closed_on = '2025-07-01'");
}
END_TEST

START_TEST(every_unit_is_listed_and_who_has_no_closed_case_has_nothing_to_review)
{
        struct answer *a = drawn(",\"least\":4,\"share\":0,\"divide_by\":[\"procedure\"]"), *s, *f;

        s = get("legal1.city", "/api/v1/campaigns/%s/strata?limit=200", at(a, "campaign_id"));
        expect(s, 200);
        ck_assert_str_eq(at(s, "items/0/unit_id"), "310101");
        ck_assert_str_eq(at(s, "items/0/key"), "ordinary");
        /* Four of 65: two each first, and nothing is left. */
        ck_assert_str_eq(at(s, "items/0/inclusion"), "2/60");
        ck_assert_str_eq(at(s, "items/1/inclusion"), "2/5");
        ck_assert_str_eq(at(s, "items/2/nothing_to_review"), "true");
        ck_assert_int_eq(number_at(a, "units_without_cases"), atoi(sql("select count(*) - 2 from unit where active")));
        ck_assert_int_eq(number_at(a, "unit_count"), atoi(sql("select count(*) from unit where active")));
        f = get("legal1.city", "/api/v1/campaigns/%s/files?unit_id=310115", at(a, "campaign_id"));
        ck_assert_uint_eq(count_at(f, "items"), 2);
        ck_assert_str_eq(at(f, "items/0/inclusion"), "2/2");
}
END_TEST

static void keep(const char *path, const char *content)
{
        FILE *f = fopen(path, "w");

        ck_assert_ptr_nonnull(f);
        fputs(content, f);
        fclose(f);
}

static const char *with(const char *content, const char *what, const char *instead)
{
        const char *found = strstr(content, what);

        ck_assert_ptr_nonnull(found);
        return text("%.*s%s%s", (int)(found - content), content, instead, found + strlen(what));
}

static int verified(const char *population, const char *draw)
{
        char folder[] = "/tmp/anjuan-verify-XXXXXX", *words[] = {(char *)"draw", NULL, NULL};
        const char *p, *d;
        int rc;

        ck_assert_ptr_nonnull(mkdtemp(folder));
        p = text("%s/population.txt", folder);
        d = text("%s/draw.txt", folder);
        keep(p, population);
        keep(d, draw);
        words[1] = (char *)p;
        words[2] = (char *)d;
        rc = verify_command(NULL, 3, words);
        unlink(p);
        unlink(d);
        rmdir(folder);
        return rc;
}

START_TEST(a_draw_is_verified_from_its_two_files_alone)
{
        struct answer *a = drawn(",\"least\":3,\"share\":2000,\"divide_by\":[\"procedure\",\"cause\"]");
        const char *p = get("auditor.city", "/api/v1/campaigns/%s/population", at(a, "campaign_id"))->text,
                   *d = get("auditor.city", "/api/v1/campaigns/%s/draw", at(a, "campaign_id"))->text, *line = strchr(d, '\n') + 1;

        ck_assert_int_eq(verified(p, d), 0);
        ck_assert_int_ne(verified(with(p, "\"least\":3", "\"least\":4"), d), 0);
        ck_assert_int_ne(verified(p, with(d, at(a, "seed"), at(a, "secret"))), 0);
        ck_assert_int_ne(verified(p, with(d, at(a, "secret"), at(a, "seed"))), 0);
        ck_assert_int_ne(verified(p, text("%.*s%s", (int)(line - d), d, strchr(line, '\n') + 1)), 0);
        ck_assert_int_ne(verified(with(p, "anjuan-population-1", "anjuan-population-2"), d), 0);
        ck_assert_int_ne(verified("{}\n", d), 0);
}
END_TEST

START_TEST(special_files_are_added_by_hand_with_a_reason_and_counted_apart)
{
        struct answer *a = drawn(",\"least\":1,\"share\":0"), *f;
        const char *id = at(a, "campaign_id");
        const char *other = sql("select case_id from case_file c where closed_on = '2026-01-01' limit 1"),
                   *there = sql("select case_id from campaign_file where campaign_id = '%s' limit 1", id);

        f = post("legal1.city", text("{\"case_id\":\"%s\",\"reason\":\"信访反映\"}", other), "/api/v1/campaigns/%s/files", id);
        expect(f, 201);
        ck_assert_str_eq(at(f, "kind"), "special");
        ck_assert_ptr_null(at(f, "inclusion"));
        expect_field(post("legal1.city", text("{\"case_id\":\"%s\",\"reason\":\"x\"}", there), "/api/v1/campaigns/%s/files", id), "/case_id", "taken");
        expect_field(post("legal1.city", text("{\"case_id\":\"%s\"}", other), "/api/v1/campaigns/%s/files", id), "/reason", "required");
        expect_field(post("legal1.city", "{\"case_id\":\"01920000-0000-7000-8000-000000000999\",\"reason\":\"x\"}", "/api/v1/campaigns/%s/files", id),
                     "/case_id", "unknown_ref");
        a = get("legal1.city", "/api/v1/campaigns/%s", id);
        ck_assert_int_eq(number_at(a, "special"), 1);
        ck_assert_int_eq(number_at(a, "drawn"), 2);
}
END_TEST

START_TEST(a_unit_learns_which_files_were_drawn_only_with_the_results)
{
        struct answer *a = draft(",\"least\":2,\"share\":0"), *b;
        const char *id = at(a, "campaign_id");

        expect_problem(get("lead.huangpu", "/api/v1/campaigns/%s", id), 404, "not-found");
        a = step(committed_and_frozen(a), "draw");
        b = get("lead.huangpu", "/api/v1/campaigns/%s", id);
        expect(b, 200);
        ck_assert_ptr_null(at(b, "secret"));
        ck_assert_ptr_null(at(b, "seed"));
        b = get("lead.huangpu", "/api/v1/campaigns/%s/strata", id);
        ck_assert_uint_eq(count_at(b, "items"), 1);
        ck_assert_int_eq(number_at(b, "items/0/drawn"), 2);
        expect_problem(get("lead.huangpu", "/api/v1/campaigns/%s/files", id), 404, "not-found");
        expect_problem(get("lead.huangpu", "/api/v1/campaigns/%s/draw", id), 404, "not-found");
        expect_problem(get("lead.huangpu", "/api/v1/campaigns/%s/population", id), 404, "not-found");
        expect_problem(get("reviewer1.city", "/api/v1/campaigns/%s/files", id), 404, "not-found");
        expect_problem(change("lead.huangpu", "POST", a->etag, "{\"reason\":\"x\"}", "/api/v1/campaigns/%s/cancel", id), 403, "forbidden");
        sql("update campaign set state = 'reviewing' where campaign_id = '%s'", id);
        sql("update campaign set state = 'feedback' where campaign_id = '%s'", id);
        b = get("lead.huangpu", "/api/v1/campaigns/%s/files", id);
        ck_assert_uint_eq(count_at(b, "items"), 2);
        ck_assert_str_eq(at(b, "items/0/unit_id"), "310101");
        ck_assert_ptr_nonnull(at(get("lead.huangpu", "/api/v1/campaigns/%s", id), "seed"));
}
END_TEST

START_TEST(a_campaign_is_cancelled_with_a_reason_and_never_goes_back)
{
        struct answer *a = drawn("");
        const char *id = at(a, "campaign_id");

        a = change("legal1.city", "POST", a->etag, "{\"reason\":\"与专项检查合并\"}", "/api/v1/campaigns/%s/cancel", id);
        expect(a, 200);
        ck_assert_str_eq(at(a, "cancelled_reason"), "与专项检查合并");
        ck_assert_str_eq(at(a, "events/4/reason"), "与专项检查合并");
        expect_problem(change("legal1.city", "POST", a->etag, "{\"reason\":\"x\"}", "/api/v1/campaigns/%s/cancel", id), 409, "rule");
        ck_assert_str_eq(sql_as("legal1.city", "update campaign set state = 'drawn', cancelled_reason = null where campaign_id = '%s'", id), "ERROR 23514");
        ck_assert_str_eq(sql_as("legal1.city", "update campaign set least = 9 where campaign_id = '%s'", id), "ERROR 23514");
        ck_assert_str_eq(sql_as("legal1.city", "update campaign set commitment = 'x' where campaign_id = '%s'", id), "ERROR 42501");
        ck_assert_str_eq(sql_as("legal1.city", "delete from campaign_file where campaign_id = '%s'", id), "ERROR 42501");
}
END_TEST

/* The steps that the database lets pass are those of the table of rules. */
START_TEST(the_database_knows_the_same_steps_as_the_rules)
{
        const char *source = sql("select prosrc from pg_proc where proname = 'campaign_moves_on'");
        int n = 0, there = 0;

        for (const struct campaign_step *s = campaign_steps; s->act; s++)
                for (int from = 0; from < CAMPAIGN_STATE_COUNT; from++)
                        if (s->from & STATE_BIT(from) && from != s->to) {
                                ck_assert_msg(strstr(source, text("('%s', '%s')", campaign_state_codes[from], campaign_state_codes[s->to])) != NULL,
                                              "%s from %s", s->act, campaign_state_codes[from]);
                                n++;
                        }
        for (const char *at_ = strstr(source, "not in (("); at_ && (at_ = strstr(at_, "('")); at_++)
                there++;
        ck_assert_int_eq(n, there);
}
END_TEST

HARNESS_MAIN("campaigns", "people", a_draft_takes_what_is_not_given_from_the_parameters,
             the_secret_is_committed_to_before_the_freeze_and_revealed_after_it,
             a_freeze_waits_for_the_commitment_to_be_sealed_and_the_period_to_end, what_is_closed_or_moved_after_the_freeze_changes_nothing,
             every_unit_is_listed_and_who_has_no_closed_case_has_nothing_to_review, a_draw_is_verified_from_its_two_files_alone,
             special_files_are_added_by_hand_with_a_reason_and_counted_apart, a_unit_learns_which_files_were_drawn_only_with_the_results,
             a_campaign_is_cancelled_with_a_reason_and_never_goes_back, the_database_knows_the_same_steps_as_the_rules)

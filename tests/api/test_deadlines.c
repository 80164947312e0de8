#include "harness.h"

#include "main/command.h"
#include "main/deadlines.h"
#include "main/settings.h"
#include "main/work.h"
#include "rules/deadline.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HUANGPU "officer1.huangpu"

/* Another day, with the sessions still alive. */
static void it_is(const char *now)
{
        static const char *const people[] = {HUANGPU, "lead.huangpu", "officer1.pudong", "legal1.city", "admin.city"};

        for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
                token_of(people[i]);
        sql("update session set expires_at = '2100-01-01', last_seen_at = '2099-12-31'");
        set_now(now);
}

/* Where a term stands in the list of a case's deadlines. */
static int place_of(const struct answer *a, const char *code)
{
        for (size_t i = 0; i < count_at(a, "deadlines"); i++)
                if (!strcmp(at(a, text("deadlines/%zu/code", i)), code))
                        return (int)i;
        return -1;
}

static const char *part(const struct answer *a, const char *code, const char *member)
{
        int i = place_of(a, code);

        ck_assert_msg(i >= 0, "no %s in %s", code, a->text);
        return at(a, text("deadlines/%d/%s", i, member));
}

static struct answer *deadlines(const char *case_id)
{
        struct answer *a = get(HUANGPU, "/api/v1/cases/%s/deadlines", case_id);

        expect(a, 200);
        return a;
}

static void due(const struct answer *a, const char *code, const char *on, const char *state)
{
        ck_assert_str_eq(part(a, code, "due_on"), on);
        ck_assert_str_eq(part(a, code, "state"), state);
}

/* The shifts of the steps lead from the start to the date. */
static void adds_up(const struct answer *a, int i)
{
        const char *last = NULL, *sum;
        long long shift = 0;

        for (size_t s = 0; s < count_at(a, text("deadlines/%d/steps", i)); s++) {
                last = at(a, text("deadlines/%d/steps/%zu/on", i, s));
                shift += number_at(a, text("deadlines/%d/steps/%zu/shift", i, s));
                ck_assert_int_gt((int)strlen(at(a, text("deadlines/%d/steps/%zu/zh", i, s))), 0);
        }
        sum = sql("select date '%s' + %lld", at(a, text("deadlines/%d/start_on", i)), shift);
        ck_assert_str_eq(sum, at(a, text("deadlines/%d/due_on", i)));
        ck_assert_str_eq(last, sum);
}

static int run(int (*command)(const struct settings *, int, char **), const char *a, const char *b, const char *c, const char *d)
{
        struct settings s;
        char *argv[] = {strdup(a), b ? strdup(b) : NULL, c ? strdup(c) : NULL, d ? strdup(d) : NULL, NULL};
        int argc = 1 + (b != NULL) + (c != NULL) + (d != NULL), status;

        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        status = command(&s, argc, argv);
        for (int i = 0; i < argc; i++)
                free(argv[i]);
        return status;
}

static const char *file_of(const char *rows)
{
        const char *path = text("/tmp/anjuan-calendar-%d.csv", (int)getpid());
        FILE *f = fopen(path, "w");

        ck_assert_ptr_nonnull(f);
        fprintf(f, "date,kind,name\n%s", rows);
        fclose(f);
        return path;
}

static int load(const char *rows)
{
        const char *path = file_of(rows);
        int status = run(calendar_command, "load", path, "--source", "测试通知");

        unlink(path);
        return status;
}

START_TEST(each_act_keeps_the_deadlines_in_step)
{
        const char *id;
        struct answer *a;

        it_is("2026-04-30 10:00+08");
        id = case_filed_by(HUANGPU, "2026-03-02", "");
        a = deadlines(id);
        due(a, "decision", "2026-05-31", "open"); /* a Sunday: 90 days are shown raw */
        ck_assert_int_eq(number_at(a, text("deadlines/%d/days_left", place_of(a, "decision"))), 31);
        investigate("huangpu", id, "2026-03-20");
        expect(penalise("huangpu", id, "2026-04-03", 1500000), 201);
        a = deadlines(id);
        due(a, "decision", "2026-05-31", "met");
        due(a, "service", "2026-04-15", "overdue"); /* Qingming 04-04 to 04-06 */
        expect(record(HUANGPU, id, "served", "2026-04-17", "\"mode\":\"direct\""), 201);
        a = deadlines(id);
        due(a, "service", "2026-04-15", "met_late");
        due(a, "payment", "2026-05-06", "open"); /* 05-02 lies in the holidays of Labour Day */
        due(a, "suit", "2026-10-19", "open");   /* 10-17 is a Saturday */
        due(a, "court_application", "2027-01-19", "open");
        ck_assert_str_eq(part(a, "court_application", "provisional"), "true");
        ck_assert_str_eq(part(a, "payment", "provisional"), "false");
        due(a, "defence", "2026-04-23", "met"); /* as the notice said */
        for (size_t i = 0; i < count_at(a, "deadlines"); i++)
                adds_up(a, (int)i);
}
END_TEST

START_TEST(payment_in_part_meets_nothing_and_the_end_leaves_the_archive)
{
        const char *id;
        struct answer *a;

        it_is("2026-11-20 10:00+08");
        id = case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
        a = deadlines(id);
        ck_assert_str_eq(part(a, "payment", "state"), "met");
        ck_assert_str_eq(part(a, "archive", "started_by"), "closed");
        due(a, "archive", "2026-05-20", "overdue");
        ck_assert_str_eq(part(a, "reconsideration", "state"), "lapsed");
        ck_assert_int_eq((int)strlen(part(a, "decision", "article")) > 0, 1);
}
END_TEST

START_TEST(a_case_hides_its_deadlines_from_others)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-11-02", ""));

        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/deadlines", id), 404, "not-found");
        expect_problem(get("admin.city", "/api/v1/cases/%s/deadlines", id), 403, "forbidden");
        expect(get("legal1.city", "/api/v1/cases/%s/deadlines", id), 200);
        ck_assert_str_eq(sql_as("officer1.pudong", "select count(*) from case_deadline where case_id = '%s'", id), "0");
}
END_TEST

static bool lists(const struct answer *a, const char *id, const char *code)
{
        for (size_t i = 0; i < count_at(a, "items"); i++)
                if (!strcmp(at(a, text("items/%zu/case_id", i)), id) && !strcmp(at(a, text("items/%zu/code", i)), code))
                        return true;
        return false;
}

START_TEST(the_worklist_shows_what_ends_next)
{
        const char *late, *soon;
        struct answer *a;

        it_is("2026-11-20 10:00+08");
        late = case_filed_by(HUANGPU, "2026-08-03", "");
        soon = case_filed_by(HUANGPU, "2026-08-25", "");
        a = get(HUANGPU, "/api/v1/worklist?view=overdue&limit=200");
        ck_assert(lists(a, late, "decision") && !lists(a, soon, "decision"));
        a = get(HUANGPU, "/api/v1/worklist?view=due_soon&limit=200");
        ck_assert(!lists(a, late, "decision") && lists(a, soon, "decision"));
        a = get(HUANGPU, "/api/v1/worklist?view=due_soon&within_days=2&limit=200");
        ck_assert(!lists(a, soon, "decision"));
        a = get(HUANGPU, "/api/v1/worklist?view=duties&mine=true&limit=200");
        ck_assert(lists(a, late, "decision") && lists(a, soon, "decision"));
        ck_assert_uint_eq(count_at(get("lead.huangpu", "/api/v1/worklist?mine=true"), "items"), 0); /* officer of none */
        investigate("huangpu", soon, "2026-11-19");
        ck_assert(lists(get("lead.huangpu", "/api/v1/worklist?view=waiting&limit=200"), soon, "decision"));
        ck_assert(!lists(get("lead.huangpu", "/api/v1/worklist?view=waiting&limit=200"), late, "decision"));
        ck_assert_uint_eq(count_at(get(HUANGPU, "/api/v1/worklist?view=waiting"), "items"), 0); /* approves nothing */
        ck_assert_uint_eq(count_at(get("officer1.pudong", "/api/v1/worklist"), "items"), 0);
        ck_assert_uint_eq(count_at(get(HUANGPU, "/api/v1/worklist?unit_id=310115"), "items"), 0);
}
END_TEST

START_TEST(the_worklist_is_read_page_by_page_without_gap_or_repeat)
{
        struct answer *a;
        const char *before = "";
        size_t n = 0;

        for (a = get(HUANGPU, "/api/v1/worklist?limit=3"); ; a = get(HUANGPU, "%s", a->link)) {
                expect(a, 200);
                for (size_t i = 0; i < count_at(a, "items"); i++, n++) {
                        const char *key = text("%s %s %s %s", at(a, text("items/%zu/due_on", i)), at(a, text("items/%zu/case_id", i)),
                                               at(a, text("items/%zu/code", i)), at(a, text("items/%zu/nth", i)));

                        ck_assert_msg(strcmp(before, key) < 0, "%s then %s", before, key);
                        before = key;
                }
                if (!*a->link)
                        break;
        }
        ck_assert_str_eq(text("%zu", n), sql("select count(*) from case_deadline where unit_id = '310101' and state = 'open' and due_on is not null"));
        ck_assert_uint_gt(n, 6);
}
END_TEST

#define WHOLE(year)                                                                                                           \
        year "-01-01,holiday,元旦\n" year "-02-08,holiday,春节\n" year "-04-05,holiday,清明节\n" year "-05-03,holiday,劳动节\n" \
        year "-06-09,holiday,端午节\n" year "-09-15,holiday,中秋节\n" year "-10-01,holiday,国庆节\n"

START_TEST(a_new_notice_moves_what_was_provisional_and_says_so)
{
        const char *id;
        struct answer *a;
        const char *version;

        it_is("2026-12-20 10:00+08");
        id = case_filed_by(HUANGPU, "2026-11-02", "");
        investigate("huangpu", id, "2026-12-01");
        expect(penalise("huangpu", id, "2026-12-04", 1500000), 201);
        expect(record(HUANGPU, id, "served", "2026-12-17", "\"mode\":\"direct\""), 201);
        a = deadlines(id);
        due(a, "payment", "2027-01-01", "open"); /* a Friday, of a year whose notice is not known */
        ck_assert_str_eq(part(a, "payment", "provisional"), "true");
        ck_assert_int_eq(load(WHOLE("2027") "2026-12-31,holiday,元旦\n2027-01-04,holiday,元旦\n2027-01-09,workday,元旦\n"), 0);
        a = deadlines(id);
        due(a, "payment", "2027-01-05", "open");
        ck_assert_str_eq(part(a, "payment", "provisional"), "false");
        ck_assert_str_eq(part(a, "payment", "changes/0/was_on"), "2027-01-01");
        ck_assert_str_eq(part(a, "payment", "changes/0/is_on"), "2027-01-05");
        ck_assert_str_eq(part(a, "payment", "changes/0/cause"), "law");
        version = sql("select max(law_version) from law_version");
        ck_assert_str_eq(part(a, "payment", "changes/0/law_version"), version);
        /* Months end raw on 06-17 and three more on 09-17: untouched days, but the year is known now. */
        due(a, "court_application", "2027-09-17", "open");
        ck_assert_str_eq(part(a, "court_application", "provisional"), "false");
        for (size_t i = 0; i < count_at(a, "deadlines"); i++)
                adds_up(a, (int)i);
        ck_assert_str_eq(sql("select count(*) from case_deadline where provisional and state = 'open' and due_on < '2028-01-01'"), "0");
        ck_assert_int_eq(run(deadlines_command, "recompute", NULL, NULL, NULL), 0); /* again: nothing is left */
        ck_assert_str_eq(sql("select count(*) from deadline_change where code = 'payment' and case_id = '%s'", id), "1");
}
END_TEST

START_TEST(a_corrected_notice_is_a_new_version_and_moves_what_follows_another_term)
{
        struct answer *a;
        const char *id = sql("select case_id from case_deadline where code = 'court_application' and due_on = '2027-09-17' limit 1");

        it_is("2026-12-20 10:00+08");
        /* The suit's last day becomes a day off, so that the three months after it begin a day later. */
        ck_assert_int_eq(load("2027-06-17,holiday,端午节\n"), 0);
        a = deadlines(id);
        due(a, "suit", "2027-06-18", "open");
        due(a, "court_application", "2027-09-20", "open"); /* 09-18 is a Saturday */
        ck_assert_str_eq(part(a, "court_application", "changes/0/was_on"), "2027-09-17");
        adds_up(a, place_of(a, "court_application"));
        /* The whole notice again, without that day: it is as its weekday again, and nothing was overwritten. */
        ck_assert_int_eq(load(WHOLE("2027") "2026-12-31,holiday,元旦\n2027-01-04,holiday,元旦\n2027-01-09,workday,元旦\n"), 0);
        a = deadlines(id);
        due(a, "suit", "2027-06-17", "open");
        due(a, "court_application", "2027-09-17", "open");
        ck_assert_str_eq(sql("select string_agg(kind, ',' order by law_version) from calendar_day where day = '2027-06-17'"), "holiday,plain");
}
END_TEST

START_TEST(a_file_that_is_not_sound_changes_nothing)
{
        const char *before = sql("select count(*) || ' ' || (select count(*) from law_version) from calendar_day");

        ck_assert_int_eq(load("2028-01-01,holiday,元旦\n2028-10-01,holiday,国庆节\n"), 1); /* not whole */
        ck_assert_int_eq(load(WHOLE("2028") "2028-01-01,holiday,元旦\n"), 1);            /* twice */
        ck_assert_int_eq(load(WHOLE("2028") "2028-01-05,workday,元旦\n"), 1);            /* a Wednesday */
        ck_assert_int_eq(load(WHOLE("2028") "2028-02-30,holiday,春节\n"), 1);
        ck_assert_int_eq(load(WHOLE("2028") "2028-02-11,festival,春节\n"), 1);
        ck_assert_int_eq(load(WHOLE("2028") "2028-02-11,holiday,\n"), 1);
        ck_assert_int_eq(load(""), 1);
        ck_assert_int_eq(run(calendar_command, "load", "/nonexistent.csv", NULL, NULL), 1);
        ck_assert_int_eq(run(calendar_command, "load", NULL, NULL, NULL), 2);
        ck_assert_str_eq(sql("select count(*) || ' ' || (select count(*) from law_version) from calendar_day"), before);
}
END_TEST

START_TEST(the_same_notice_again_changes_nothing)
{
        const char *before = sql("select max(law_version) from law_version");

        ck_assert_int_eq(load(WHOLE("2027") "2026-12-31,holiday,元旦\n2027-01-04,holiday,元旦\n2027-01-09,workday,元旦\n"), 0);
        ck_assert_str_eq(sql("select max(law_version) from law_version"), before);
}
END_TEST

START_TEST(a_new_version_of_a_term_holds_for_what_starts_after_it)
{
        const char *old, *new;

        it_is("2026-11-20 10:00+08");
        old = case_filed_by(HUANGPU, "2026-11-02", "");
        new = case_filed_by(HUANGPU, "2026-11-16", "");
        sql("with v as (insert into law_version (kind, source) values ('term', '修订') returning law_version)"
            " insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, verified, name_zh, name_en)"
            " select 'decision', 2, law_version, '2026-11-10', 60, 'day', false, false, '新条', true, '作出处罚决定', 'decision' from v");
        ck_assert_int_eq(run(deadlines_command, "recompute", NULL, NULL, NULL), 0);
        due(deadlines(old), "decision", "2027-01-31", "open");
        due(deadlines(new), "decision", "2027-01-15", "open");
        ck_assert_str_eq(part(deadlines(new), "decision", "term_version"), "2");
        ck_assert_str_eq(part(deadlines(new), "decision", "changes/0/was_on"), "2027-02-14");
        ck_assert_str_eq(part(deadlines(new), "decision", "article"), "新条");
        /* What is recorded from now on knows it at once. */
        due(deadlines(case_filed_by(HUANGPU, "2026-11-17", "")), "decision", "2027-01-16", "open");
}
END_TEST

/* An act that is judged under the old law holds it until it is committed; the change waits, and its recomputation sees it. */
START_TEST(a_change_of_the_law_waits_for_acts_under_way)
{
        PGconn *act = PQconnectdb(database_url("postgres")), *change = PQconnectdb(database_url("postgres"));
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-11-18", ""));

        PQclear(PQexec(act, "set search_path = anjuan, pg_temp; begin; select law_hold()"));
        PQsendQuery(change, "set search_path = anjuan, pg_temp; with v as (insert into law_version (kind, source) values ('term', '再修订')"
                            " returning law_version) insert into term select 'decision', 3, law_version, '2026-11-17', 30, 'day', false, false,"
                            " '再新条', null, false, false, true, false, true, '作出处罚决定', 'decision' from v");
        for (int i = 0; i < 200 && !strcmp(sql("select count(*) from pg_locks where locktype = 'advisory' and not granted"), "0"); i++)
                usleep(10000);
        ck_assert_str_eq(sql("select count(*) from term where code = 'decision' and version = 3"), "0");
        PQclear(PQexec(act, text("update case_deadline set updated_at = now() where case_id = '%s'; commit", id)));
        for (PGresult *r; (r = PQgetResult(change)); PQclear(r))
                ck_assert_int_ne(PQresultStatus(r), PGRES_FATAL_ERROR);
        ck_assert_int_eq(run(deadlines_command, "recompute", NULL, NULL, NULL), 0);
        due(deadlines(id), "decision", "2026-12-18", "open");
        PQfinish(act);
        PQfinish(change);
}
END_TEST

START_TEST(computed_from_histories_anew_nothing_differs)
{
        const char *before = sql("select md5(string_agg(concat_ws(' ', case_id, code, nth, due_on, state, met_on, provisional), ',' order by case_id, code, nth)) from case_deadline");

        ck_assert_int_eq(run(deadlines_command, "rebuild", "--all", NULL, NULL), 0);
        ck_assert_str_eq(sql("select md5(string_agg(concat_ws(' ', case_id, code, nth, due_on, state, met_on, provisional), ',' order by case_id, code, nth)) from case_deadline"), before);
        ck_assert_int_eq(run(deadlines_command, "nonsense", NULL, NULL, NULL), 2);
}
END_TEST

START_TEST(the_steps_known_to_the_database_are_those_of_the_program)
{
        for (const char *const *s = deadline_step_codes; *s; s++)
                ck_assert_str_eq(sql("select count(*) from deadline_step where rule = '%s' and zh <> '' and en <> ''", *s), "1");
        ck_assert_str_eq(sql("select count(*) from deadline_step"), text("%d", DEADLINE_STEP_COUNT));
}
END_TEST

HARNESS_MAIN("deadlines", "people", each_act_keeps_the_deadlines_in_step, payment_in_part_meets_nothing_and_the_end_leaves_the_archive,
             a_case_hides_its_deadlines_from_others, the_worklist_shows_what_ends_next,
             the_worklist_is_read_page_by_page_without_gap_or_repeat, a_new_notice_moves_what_was_provisional_and_says_so,
             a_corrected_notice_is_a_new_version_and_moves_what_follows_another_term, a_file_that_is_not_sound_changes_nothing,
             the_same_notice_again_changes_nothing, a_new_version_of_a_term_holds_for_what_starts_after_it,
             a_change_of_the_law_waits_for_acts_under_way, computed_from_histories_anew_nothing_differs, the_steps_known_to_the_database_are_those_of_the_program)

/* A case as it was known at every earlier moment: what GET gave then is what as_of gives for ever after. */
#include "harness.h"

#include "main/command.h"
#include "main/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HUANGPU "officer1.huangpu"
#define LEAD "lead.huangpu"
#define CASES "/api/v1/cases/%s"

/* Another day, with the sessions still alive. */
static void it_is(const char *now)
{
        static const char *const people[] = {HUANGPU, "officer2.huangpu", LEAD, "officer1.pudong", "legal1.city", "auditor.city"};

        for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
                token_of(people[i]);
        sql("update session set expires_at = '2100-01-01', last_seen_at = '2099-12-31'");
        set_now(now);
}

/* Seals all that is committed, behind transactions that still run, of other databases too; the position of its last line. */
static long long sealed(void)
{
        for (int i = 0; i < 200 && strcmp(sql("select count(*) - (select count(*) from audit_entry) from audit_event"), "0"); i++) {
                sql("select audit_sequence(20000)");
                usleep(i < 20 ? 2000 : 100000);
        }
        return atoll(sql("select seq from audit_sealed"));
}

static struct answer *correct(const char *who, const char *id, const char *fields)
{
        const char *version = sql("select version from case_file where case_id = '%s'", id);

        return change(who, "PATCH", text("\"%s\"", version), text("{\"reason\":\"登记有误\",%s}", fields), CASES, id);
}

/* ---- what was seen ---- */

struct seen {
        long long position;
        const char *state, *etag, *events, *deadlines;
};

/* Computed anew, a deadline names the law known then; stored, the law under which it was last computed. */
static const char *deadlines_seen(const struct answer *a)
{
        json_t *all = json_object_get(a->json, "deadlines"), *d;
        size_t i;
        char *s;
        const char *out;

        json_array_foreach(all, i, d)
                json_object_del(d, "law_version");
        s = json_dumps(all, JSON_COMPACT);
        out = text("%s", s);
        free(s);
        return out;
}

static const char *question(const char *as_of)
{
        return as_of ? text("?as_of=%s", as_of) : "";
}

static void look(const char *id, const char *as_of, struct seen *s)
{
        struct answer *c = get(LEAD, CASES "%s", id, question(as_of)), *e, *d;

        expect(c, 200);
        expect(e = get(LEAD, CASES "/events?limit=200%s%s", id, as_of ? "&as_of=" : "", as_of ? as_of : ""), 200);
        expect(d = get(LEAD, CASES "/deadlines%s", id, question(as_of)), 200);
        *s = (struct seen){sealed(), c->text, c->etag, e->text, deadlines_seen(d)};
}

static void same(const struct seen *then, const struct seen *now)
{
        ck_assert_str_eq(then->state, now->state);
        ck_assert_str_eq(then->etag, now->etag);
        ck_assert_str_eq(then->events, now->events);
        ck_assert_str_eq(then->deadlines, now->deadlines);
}

static int recompute(void)
{
        struct settings s;
        char *argv[] = {strdup("recompute"), NULL};
        int status;

        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        status = deadlines_command(&s, 1, argv);
        free(argv[0]);
        return status;
}

#define OFFICER(n) "\"01920000-0000-7000-8000-00000000000" n "\""

/* kind NULL: a PATCH with these fields; "": a change of the calendar. */
static const struct step {
        const char *who, *kind, *day, *fields;
} life[] = {
        {HUANGPU, NULL, NULL, "\"place\":\"中山南路100号\""},
        {HUANGPU, NULL, NULL, "\"officers\":[" OFFICER("1") "," OFFICER("2") "]"},
        {HUANGPU, "evidence_registered", "2026-03-05", "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""},
        {HUANGPU, NULL, NULL, "\"facts\":\"检查发现防护密闭门被拆除\",\"found_on\":\"2026-03-01\""},
        {HUANGPU, NULL, NULL, "\"parties\":[{\"kind\":\"person\",\"name\":\"张三\",\"id_number\":\"11010519491231002X\",\"phone\":\"13812345678\"},"
                              "{\"kind\":\"organisation\",\"name\":\"乙公司\"}]"},
        {LEAD, "suspended", "2026-03-10", "\"basis\":\"等待鉴定\",\"remark\":\"鉴定\""},
        {HUANGPU, NULL, NULL, "\"officers\":[" OFFICER("2") "]"},
        {LEAD, "resumed", "2026-03-20", ""},
        {LEAD, "officers_changed", "2026-03-21", "\"officers\":[" OFFICER("2") "," OFFICER("1") "],\"remark\":\"调整\""},
        {HUANGPU, NULL, NULL, "\"title\":\"张三涉嫌拆除防护设备案\",\"articles\":[\"第二十七条\",\"第四十九条\"]"},
        {LEAD, "extended", "2026-03-25", "\"basis\":\"案情复杂\",\"days\":30"},
        {HUANGPU, "investigated", "2026-03-28", "\"outcome\":\"penalty\",\"tier\":\"general\""},
        {HUANGPU, NULL, NULL, "\"parties\":[{\"kind\":\"organisation\",\"name\":\"丙公司\",\"address\":\"人民路1号\"}]"},
        {HUANGPU, "notice_served", "2026-03-30", "\"until\":\"2026-04-20\",\"amount_fen\":1500000"},
        {HUANGPU, "defence_waived", "2026-03-31", "\"remark\":\"书面放弃\""},
        {LEAD, "decided", "2026-04-07", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1500000}]"},
        {LEAD, "", NULL, "2026-04-15"},
        {HUANGPU, "served", "2026-04-10", "\"mode\":\"direct\""},
        {LEAD, "", NULL, "2026-04-27"}, /* the day that a payment due on a Saturday rolls to */
        {HUANGPU, NULL, NULL, "\"cause_code\":null,\"cause_text\":\"擅自拆除\""},
        {HUANGPU, "disclosed", "2026-04-13", ""},
        {HUANGPU, "paid", "2026-04-15", "\"amount_fen\":500000"},
        {LEAD, "deferral_approved", "2026-04-16", "\"until\":\"2026-06-30\""},
        {HUANGPU, "paid", "2026-05-15", "\"amount_fen\":600000"},
        {HUANGPU, NULL, NULL, "\"facts\":null"},
        {HUANGPU, "paid", "2026-06-15", "\"amount_fen\":400000"},
        {LEAD, "refunded", "2026-06-16", "\"amount_fen\":100000,\"remark\":\"多收\""},
        {HUANGPU, "paid", "2026-06-17", "\"amount_fen\":100000"},
        {LEAD, "closed", "2026-06-20", ""},
        {HUANGPU, "archived", "2026-07-01", "\"retention\":\"permanent\""},
        {LEAD, "reopened", "2026-07-10", "\"basis\":\"上级要求\",\"remark\":\"重新核查\""},
};
enum { STEPS = sizeof life / sizeof life[0] };

static void take_step(const char *id, const struct step *s)
{
        if (!s->kind) {
                expect(correct(s->who, id, s->fields), 200);
        } else if (*s->kind) {
                expect(record(s->who, id, s->kind, s->day, s->fields), 201);
        } else {
                sql("with v as (insert into law_version (kind, source) values ('calendar', '更正') returning law_version)"
                    " insert into calendar_day select '%s', law_version, 'holiday', '临时', 2026 from v", s->fields);
                ck_assert_int_eq(recompute(), 0);
        }
}

START_TEST(what_was_read_after_each_of_thirty_steps_is_read_for_ever_after)
{
        struct seen seen[STEPS + 1], now;
        const char *id;

        it_is("2026-11-20 10:00+08");
        id = case_filed_by(HUANGPU, "2026-03-02", "\"place\":\"人民路1号\"");
        for (int i = 0; i <= STEPS; i++) {
                if (i)
                        take_step(id, &life[i - 1]);
                look(id, NULL, &seen[i]);
        }
        for (int i = 0; i <= STEPS; i++) {
                look(id, text("%lld", seen[i].position), &now);
                same(&seen[i], &now);
        }
        for (int i = 1; i <= STEPS; i++) {
                bool law = life[i - 1].kind && !*life[i - 1].kind;

                ck_assert_str_ne(law ? seen[i].deadlines : seen[i].state, law ? seen[i - 1].deadlines : seen[i - 1].state);
        }
}
END_TEST

START_TEST(secrets_stay_masked_in_what_was)
{
        ck_assert_str_ne(sql("select count(*) from case_party_was where id_number = '11010519491231002X'"), "0");
        ck_assert_str_eq(sql_as(HUANGPU, "select id_number from case_party_was limit 1"), "ERROR 42501");
        ck_assert_str_eq(sql_as(HUANGPU, "select id_number_masked from case_party_was where id_number_masked is not null limit 1"), "110105********002X");
        ck_assert_str_eq(sql("select count(*) from case_was where was::text like '%%19491231%%' or was ? 'party_names' or was ? 'bigrams'"), "0");
}
END_TEST

START_TEST(a_date_is_what_was_sealed_when_it_ended)
{
        const char *id;
        struct answer *a;

        it_is("2026-08-03 10:00+08");
        id = case_filed_by(HUANGPU, "2026-03-02", "\"place\":\"甲\"");
        sealed();
        it_is("2026-08-04 23:30+08");
        expect(correct(HUANGPU, id, "\"place\":\"乙\""), 200);
        sealed();
        /* Written before midnight, sealed after it: late. */
        expect(correct(HUANGPU, id, "\"place\":\"丙\""), 200);
        it_is("2026-08-05 00:10+08");
        sealed();
        it_is("2026-08-06 09:00+08");
        expect(correct(HUANGPU, id, "\"place\":\"丁\""), 200);
        ck_assert_str_eq(at(get(HUANGPU, CASES "?as_of=2026-08-03", id), "place"), "甲");
        ck_assert_str_eq(at(get(HUANGPU, CASES "?as_of=2026-08-04", id), "place"), "乙");
        ck_assert_str_eq(at(get(HUANGPU, CASES "?as_of=2026-08-05", id), "place"), "丙");
        ck_assert_str_eq(at(get(HUANGPU, CASES "?as_of=2026-08-06", id), "place"), "丁"); /* today: so far */
        expect_problem(get(HUANGPU, CASES "?as_of=2026-08-02", id), 404, "not-found");
        expect_problem(get(HUANGPU, CASES "/events?as_of=2026-08-02", id), 404, "not-found");
        expect_problem(get(HUANGPU, CASES "/deadlines?as_of=2026-08-02", id), 404, "not-found");
        ck_assert_uint_eq(count_at(get(HUANGPU, CASES "/events?as_of=2026-08-04", id), "items"), 2);
        a = get(HUANGPU, CASES "/deadlines?as_of=2026-08-04", id);
        ck_assert_str_eq(at(a, "today"), "2026-08-04");
}
END_TEST

START_TEST(what_has_not_come_or_was_not_kept_is_refused)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-11-02", ""));
        static const char *const below[] = {"", "/events", "/deadlines"};

        for (size_t i = 0; i < 3; i++) {
                struct answer *a = get(HUANGPU, CASES "%s?as_of=2026-11-21", id, below[i]);

                expect_problem(a, 400, "bad-request");
                expect_field(a, "as_of", "range");
                expect_field(get(HUANGPU, CASES "%s?as_of=999999999999", id, below[i]), "as_of", "range");
                expect_field(get(HUANGPU, CASES "%s?as_of=2026-02-30", id, below[i]), "as_of", "check");
                expect_field(get(HUANGPU, CASES "%s?as_of=yesterday", id, below[i]), "as_of", "check");
        }
        sql("update audit_sealed set kept_since = '18446744073709551614'");
        expect_field(get(HUANGPU, CASES "?as_of=%lld", id, sealed()), "as_of", "range");
        sql("update audit_sealed set kept_since = '3'");
}
END_TEST

START_TEST(another_district_sees_nothing_of_what_was)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-11-02", "")), *as_of;

        expect(correct(HUANGPU, id, "\"place\":\"乙\""), 200);
        as_of = text("%lld", sealed());
        expect(get("legal1.city", CASES "?as_of=%s", id, as_of), 200);
        expect_problem(get("officer1.pudong", CASES "?as_of=%s", id, as_of), 404, "not-found");
        expect_problem(get("officer1.pudong", CASES "/events?as_of=%s", id, as_of), 404, "not-found");
        expect_problem(get("officer1.pudong", CASES "/deadlines?as_of=%s", id, as_of), 404, "not-found");
        ck_assert_str_eq(sql_as("officer1.pudong", "select count(*) from case_was where case_id = '%s'", id), "0");
}
END_TEST

/* A reviewed function moves cases between units; what was is that of the unit of its time. */
START_TEST(a_moved_case_shows_the_unit_of_its_time)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-11-02", ""));
        long long before = sealed();

        expect(correct(HUANGPU, id, "\"parties\":[{\"kind\":\"person\",\"name\":\"李四\"}]"), 200);
        sql("update case_file set unit_id = '310115', version = version + 1 where case_id = '%s'", id);
        sealed();
        ck_assert_str_eq(at(get("officer1.pudong", CASES, id), "unit_id"), "310115");
        ck_assert_str_eq(at(get("officer1.pudong", CASES "?as_of=%lld", id, before), "unit_id"), "310101");
        ck_assert_str_eq(at(get("officer1.pudong", CASES "?as_of=%lld", id, before), "parties/0/kind"), "organisation");
        expect_problem(get(HUANGPU, CASES "?as_of=%lld", id, before), 404, "not-found");
}
END_TEST

HARNESS_MAIN("known", "people", what_was_read_after_each_of_thirty_steps_is_read_for_ever_after, secrets_stay_masked_in_what_was,
             a_date_is_what_was_sealed_when_it_ended, what_has_not_come_or_was_not_kept_is_refused,
             another_district_sees_nothing_of_what_was, a_moved_case_shows_the_unit_of_its_time)

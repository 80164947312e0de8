/* A case as it was known at every earlier moment: what GET gave then is what as_of gives for ever after. */
#include "harness.h"

#include "main/command.h"
#include "main/settings.h"

#include <libpq-fe.h>
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
        *s = (struct seen){log_sealed(), c->text, c->etag, e->text, deadlines_seen(d)};
}

static void same(const struct seen *then, const struct seen *now)
{
        ck_assert_str_eq(then->state, now->state);
        ck_assert_str_eq(then->etag, now->etag);
        ck_assert_str_eq(then->events, now->events);
        ck_assert_str_eq(then->deadlines, now->deadlines);
}

static int run(int (*command)(const struct settings *, int, char **), const char *word, const char *more)
{
        struct settings s;
        char *argv[] = {strdup(word), more ? strdup(more) : NULL, NULL};
        int status;

        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        status = command(&s, more ? 2 : 1, argv);
        free(argv[0]);
        free(argv[1]);
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
        {LEAD, "suspended", "2026-03-10", "\"basis\":\"《某行政处罚程序规定》第四十六条\",\"remark\":\"鉴定\""},
        {HUANGPU, NULL, NULL, "\"source\":\"hotline\""},
        {LEAD, "resumed", "2026-03-20", ""},
        {LEAD, "officers_changed", "2026-03-21", "\"officers\":[" OFFICER("2") "," OFFICER("1") "],\"remark\":\"调整\""},
        {HUANGPU, NULL, NULL, "\"title\":\"张三涉嫌拆除防护设备案\",\"articles\":[\"第二十七条\",\"第四十九条\"]"},
        {LEAD, "extended", "2026-03-25", "\"basis\":\"《某行政处罚程序规定》第六十四条\",\"days\":30"},
        {HUANGPU, "investigated", "2026-03-28", "\"outcome\":\"penalty\",\"tier\":\"general\""},
        {HUANGPU, NULL, NULL, "\"parties\":[{\"kind\":\"organisation\",\"name\":\"丙公司\",\"address\":\"人民路1号\"}]"},
        {HUANGPU, "notice_served", "2026-03-30", "\"until\":\"2026-04-20\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1500000}]"},
        {HUANGPU, "defence_waived", "2026-03-31", "\"remark\":\"书面放弃\""},
        {LEAD, "decided", "2026-04-07", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1500000}]"},
        {LEAD, "", NULL, "2026-04-15"},
        {HUANGPU, "served", "2026-04-10", "\"mode\":\"direct\""},
        {LEAD, "", NULL, "2026-04-27"}, /* the day that a payment due on a Saturday rolls to */
        {LEAD, NULL, NULL, "\"occurred_on\":\"2026-02-11\",\"harms_safety\":true"},
        {HUANGPU, "disclosed", "2026-04-13", ""},
        {HUANGPU, "paid", "2026-04-15", "\"amount_fen\":500000"},
        {LEAD, "deferral_approved", "2026-04-16", "\"until\":\"2026-06-30\""},
        {HUANGPU, "paid", "2026-05-15", "\"amount_fen\":600000"},
        {LEAD, NULL, NULL, "\"facts\":null"},
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
                ck_assert_int_eq(run(deadlines_command, "recompute", NULL), 0);
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
        PGconn *open_work = PQconnectdb(database_url("postgres"));
        const char *id;
        struct answer *a;

        it_is("2026-08-03 10:00+08");
        id = case_filed_by(HUANGPU, "2026-03-02", "\"place\":\"甲\"");
        log_sealed();
        it_is("2026-08-04 23:30+08");
        expect(correct(HUANGPU, id, "\"place\":\"乙\""), 200);
        log_sealed();
        /* Written before midnight, sealed after it because of somebody's open work: late. */
        PQclear(PQexec(open_work, "begin; select pg_current_xact_id()"));
        ck_assert_int_eq(PQtransactionStatus(open_work), PQTRANS_INTRANS);
        expect(correct(HUANGPU, id, "\"place\":\"丙\""), 200);
        it_is("2026-08-05 00:10+08");
        PQfinish(open_work);
        log_sealed();
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
        expect_field(get(HUANGPU, CASES "?as_of=%lld", id, log_sealed()), "as_of", "range");
        sql("update audit_sealed set kept_since = '3'");
}
END_TEST

START_TEST(another_district_sees_nothing_of_what_was)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-11-02", "")), *as_of;

        expect(correct(HUANGPU, id, "\"place\":\"乙\""), 200);
        as_of = text("%lld", log_sealed());
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
        long long before = log_sealed();

        expect(correct(HUANGPU, id, "\"parties\":[{\"kind\":\"person\",\"name\":\"李四\"}]"), 200);
        sql("update case_file set unit_id = '310115', version = version + 1 where case_id = '%s'", id);
        log_sealed();
        ck_assert_str_eq(at(get("officer1.pudong", CASES, id), "unit_id"), "310115");
        ck_assert_str_eq(at(get("officer1.pudong", CASES "?as_of=%lld", id, before), "unit_id"), "310101");
        ck_assert_str_eq(at(get("officer1.pudong", CASES "?as_of=%lld", id, before), "parties/0/kind"), "organisation");
        expect_problem(get(HUANGPU, CASES "?as_of=%lld", id, before), 404, "not-found");
        sql("update case_file set unit_id = '310101' where case_id = '%s'", id); /* no event told it */
}
END_TEST

/* ---- corrections ---- */

static const char *event_of(const char *id, const char *kind)
{
        return sql("select event_id from case_event e where case_id = '%s' and kind = '%s' and not exists (select from case_event x"
                   " where x.case_id = e.case_id and x.corrects = e.event_id) order by seq desc limit 1", id, kind);
}

/* instead: what it says instead, as JSON without braces; NULL: it is withdrawn. */
static struct answer *amend(const char *who, const char *id, const char *event, const char *instead)
{
        const char *version = sql("select version from case_file where case_id = '%s'", id);

        return change(who, "POST", text("\"%s\"", version), instead ? text("{\"reason\":\"录入有误\",\"instead\":{%s}}", instead) : "{\"reason\":\"误录\"}",
                      CASES "/events/%s/correction", id, event);
}

static void all_agrees(void)
{
        ck_assert_int_eq(run(verify_command, "cases", NULL), 0);
        ck_assert_int_eq(run(verify_command, "statistics", NULL), 0);
}

static const char *decided_in_huangpu(long long fine)
{
        const char *id = case_filed_by(HUANGPU, "2026-03-02", "");

        investigate("huangpu", id, "2026-03-20");
        expect(penalise("huangpu", id, "2026-04-07", fine), 201);
        return id;
}

static bool says(const struct answer *a, const char *code, const char *event)
{
        for (size_t i = 0; i < count_at(a, "unmet"); i++)
                if (!strcmp(at(a, text("unmet/%zu/code", i)), code) && (!event || strstr(at(a, text("unmet/%zu/zh", i)), event)))
                        return true;
        return false;
}

START_TEST(a_correction_of_the_case_takes_the_ground_from_nothing_that_was_done)
{
        static const struct {
                const char *fields, *code, *event;
        } nonsense[] = {
                {"\"cause_code\":\"11\"", "fine_in_range", "作出决定"},
                {"\"parties\":[{\"kind\":\"person\",\"name\":\"张三\"}]", "fine_in_range", "作出决定"},
                {"\"occurred_on\":\"2020-05-20\",\"found_on\":\"2026-03-01\"", "limitation", NULL},
                {"\"cause_code\":\"11\",\"parties\":[{\"kind\":\"person\",\"name\":\"张三\"}]", "fine_in_range", "作出决定"},
        };
        const char *id = (it_is("2026-11-20 10:00+08"), decided_in_huangpu(1500000)), *before = get(LEAD, CASES, id)->text;
        struct answer *a;

        for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
                a = correct(LEAD, id, nonsense[i].fields);
                expect_problem(a, 409, "rule");
                ck_assert_msg(says(a, nonsense[i].code, nonsense[i].event), "%s: %s", nonsense[i].fields, a->text);
        }
        ck_assert_str_eq(get(LEAD, CASES, id)->text, before);
        a = correct(HUANGPU, id, "\"place\":\"人民路2号\"");
        expect_problem(a, 403, "forbidden");
        ck_assert(says(a, "lead_corrects_decided", NULL));
        expect(correct(LEAD, id, "\"place\":\"人民路2号\",\"occurred_on\":\"2026-02-09\",\"cause_code\":\"04\""), 200);
        expect(correct(LEAD, id, "\"parties\":[{\"kind\":\"organisation\",\"name\":\"丁公司\"}]"), 200);
        all_agrees();
}
END_TEST

START_TEST(officers_are_corrected_until_somebody_acts_and_changed_after)
{
        static const char *const lists[] = {"", OFFICER("1"), OFFICER("1") "," OFFICER("2")};
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-03-02", ""));

        expect(correct(HUANGPU, id, "\"officers\":[" OFFICER("2") "," OFFICER("1") "]"), 200);
        expect(record(HUANGPU, id, "recusal_requested", "2026-03-03", "\"person_id\":" OFFICER("1") ",\"remark\":\"亲属\""), 201);
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
                struct answer *a = correct(LEAD, id, text("\"officers\":[%s]", lists[i]));

                expect_problem(a, 409, "rule");
                ck_assert(says(a, "officers_changed", NULL));
                expect_field(a, "/officers", "officers_changed");
        }
        expect(correct(HUANGPU, id, "\"place\":\"乙\""), 200);
}
END_TEST

START_TEST(a_day_is_corrected_and_what_follows_from_it_moves)
{
        const char *id = (it_is("2026-11-20 10:00+08"), decided_in_huangpu(1500000)), *served;
        struct answer *a;
        long long before;

        expect(record(HUANGPU, id, "served", "2026-04-10", "\"mode\":\"direct\""), 201);
        before = log_sealed();
        served = event_of(id, "served");
        expect(a = amend(HUANGPU, id, served, "\"happened_on\":\"2026-04-14\",\"mode\":\"mail\""), 201);
        ck_assert_str_eq(at(a, "kind"), "served");
        ck_assert_str_eq(at(a, "corrects"), served);
        ck_assert_str_eq(at(a, "data/reason"), "录入有误");
        ck_assert_str_eq(at(get(HUANGPU, CASES, id), "served_on"), "2026-04-14");
        ck_assert_str_eq(at(get(HUANGPU, CASES "?as_of=%lld", id, before), "served_on"), "2026-04-10");
        ck_assert_str_eq(sql("select due_on from case_deadline where case_id = '%s' and code = 'payment'", id), "2026-04-29");
        ck_assert_str_eq(sql("select was_on || ' ' || is_on from deadline_change where case_id = '%s' and code = 'payment'", id), "2026-04-28 2026-04-29");
        a = get(HUANGPU, CASES "/events?limit=200", id);
        for (size_t i = 0; i < count_at(a, "items"); i++)
                if (!strcmp(at(a, text("items/%zu/event_id", i)), served))
                        ck_assert_str_eq(at(a, text("items/%zu/corrected_by", i)), event_of(id, "served"));
        all_agrees();
}
END_TEST

START_TEST(a_fine_is_corrected_and_the_figures_take_it_back)
{
        const char *id = (it_is("2026-11-20 10:00+08"), decided_in_huangpu(1500000)), *figure;
        struct answer *a;

        figure = "select coalesce(sum(value), 0) from (select value, indicator, month from count_month union all select value, indicator, month from count_delta) x"
                 " where indicator = 'fines_decided_fen' and month = '2026-04-01'";
        sql("create table before_it as select (%s) as fen", figure);
        expect_problem(amend(HUANGPU, id, event_of(id, "decided"), NULL), 403, "forbidden"); /* the lead decides */
        a = amend(LEAD, id, event_of(id, "decided"), "\"happened_on\":\"2026-04-07\",\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":2500000}]");
        expect_problem(a, 409, "rule"); /* heavier than noticed */
        a = amend(LEAD, id, event_of(id, "decided"), "\"happened_on\":\"2026-04-07\",\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":1200000}]");
        expect(a, 201);
        ck_assert_int_eq(number_at(a, "fine_fen"), 1200000);
        ck_assert_int_eq(number_at(get(HUANGPU, CASES, id), "fine_fen"), 1200000);
        ck_assert_str_eq(sql("select fen - (%s) from before_it", figure), "300000");
        expect(amend(LEAD, id, event_of(id, "decided"), NULL), 201);
        ck_assert_str_eq(at(get(HUANGPU, CASES, id), "state"), "investigated");
        ck_assert_ptr_null(at(get(HUANGPU, CASES, id), "decided_on"));
        ck_assert_str_eq(sql("select fen - (%s) from before_it", figure), "1500000");
        all_agrees();
}
END_TEST

START_TEST(what_depends_on_it_is_named)
{
        const char *id = (it_is("2026-11-20 10:00+08"), decided_in_huangpu(1500000));
        struct answer *a;

        expect(record(HUANGPU, id, "served", "2026-04-10", "\"mode\":\"direct\""), 201);
        expect(record(HUANGPU, id, "paid", "2026-04-15", "\"amount_fen\":1500000"), 201);
        a = amend(HUANGPU, id, event_of(id, "served"), NULL);
        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "state");
        ck_assert_ptr_nonnull(strstr(at(a, "unmet/0/zh"), "缴纳罚款"));
        ck_assert_ptr_nonnull(strstr(at(a, "unmet/0/en"), "Fine paid (2026-04-15)"));
        a = amend(HUANGPU, id, event_of(id, "evidence_registered"), NULL);
        expect_problem(a, 409, "rule");
        ck_assert_ptr_nonnull(strstr(at(a, "unmet/0/zh"), "调查终结"));
        a = amend(HUANGPU, id, event_of(id, "paid"), "\"happened_on\":\"2026-04-15\",\"amount_fen\":1600000"); /* more than the fine */
        expect_problem(a, 409, "rule");
        a = amend(HUANGPU, id, event_of(id, "served"), "\"happened_on\":\"2026-04-03\",\"mode\":\"direct\""); /* before the decision */
        expect_problem(a, 409, "rule");
        expect_field(a, "/instead/happened_on", "date_in_order");
        ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s' and corrects is not null", id), "0");
        /* From the end backwards everything may be taken away. */
        expect(amend(HUANGPU, id, event_of(id, "paid"), NULL), 201);
        ck_assert_str_eq(at(get(HUANGPU, CASES, id), "state"), "served");
        expect(amend(HUANGPU, id, event_of(id, "served"), NULL), 201);
        ck_assert_str_eq(at(get(HUANGPU, CASES, id), "state"), "decided");
        all_agrees();
}
END_TEST

START_TEST(who_may_correct_and_what_is_not_corrected)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-03-02", "")), *event;
        struct answer *a;
        const char *key[] = {new_key(), "If-Match: \"3\"", NULL};

        expect(record(HUANGPU, id, "evidence_registered", "2026-03-05", "\"evidence_kind\":\"record\",\"remark\":\"笔录\""), 201);
        event = event_of(id, "evidence_registered");
        expect_problem(amend("officer2.huangpu", id, event, NULL), 403, "forbidden");
        expect_problem(amend("officer1.pudong", id, event, NULL), 404, "not-found");
        expect_problem(amend("legal1.city", id, event, NULL), 403, "forbidden");
        expect_problem(amend(HUANGPU, id, event_of(decided_in_huangpu(1500000), "decided"), NULL), 404, "not-found");
        expect_problem(request(HUANGPU, "POST", text(CASES "/events/%s/correction", id, event), "{\"reason\":\"误录\"}", NULL), 428, "precondition-required");
        expect_problem(change(HUANGPU, "POST", "\"1\"", "{\"reason\":\"误录\"}", CASES "/events/%s/correction", id, event), 412, "precondition-failed");
        a = change(HUANGPU, "POST", "\"2\"", "{\"instead\":{\"kind\":\"paid\",\"mode\":\"pigeon\"}}", CASES "/events/%s/correction", id, event);
        expect_problem(a, 422, "invalid");
        expect_field(a, "/reason", "required");
        expect_field(a, "/instead/kind", "unknown");
        expect_field(a, "/instead/mode", "choice");
        expect_field(a, "/instead/happened_on", "required");
        a = amend(HUANGPU, id, event, "\"happened_on\":\"2026-03-05\",\"evidence_kind\":\"record\",\"amount_fen\":5");
        expect_field(a, "/instead/amount_fen", "not_taken");
        expect_field(a, "/instead/remark", "required");
        expect(amend(LEAD, id, event, "\"happened_on\":\"2026-03-06\",\"evidence_kind\":\"witness\",\"remark\":\"证言\""), 201);
        expect_problem(amend(LEAD, id, event, NULL), 409, "rule"); /* corrected already */
        /* A correction is corrected in its turn, once, whatever is retried. */
        event = event_of(id, "evidence_registered");
        a = request(LEAD, "POST", text(CASES "/events/%s/correction", id, event), "{\"reason\":\"误录\"}", key);
        expect(a, 201);
        expect(request(LEAD, "POST", text(CASES "/events/%s/correction", id, event), "{\"reason\":\"误录\"}", key), 201);
        ck_assert_str_eq(at(a, "kind"), "corrected");
        ck_assert_str_eq(at(a, "data/withdrawn"), "evidence_registered");
        ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s'", id), "4");
        expect_problem(amend(LEAD, id, event_of(id, "corrected"), NULL), 409, "rule");
        expect_problem(amend(LEAD, id, event_of(id, "filed"), NULL), 409, "rule");
        expect(amend(LEAD, id, event_of(id, "filed"), "\"happened_on\":\"2026-03-01\""), 201);
        ck_assert_str_eq(at(get(HUANGPU, CASES, id), "filed_on"), "2026-03-01");
        ck_assert_str_eq(sql("select due_on from case_deadline where case_id = '%s' and code = 'decision'", id), "2026-05-30");
        expect(record(LEAD, id, "officers_changed", "2026-03-21", "\"officers\":[" OFFICER("2") "," OFFICER("1") "],\"remark\":\"调整\""), 201);
        expect_problem(amend(LEAD, id, event_of(id, "officers_changed"), NULL), 409, "rule");
        all_agrees();
}
END_TEST

START_TEST(a_row_that_was_changed_behind_its_events_is_found)
{
        const char *id = (it_is("2026-11-20 10:00+08"), case_filed_by(HUANGPU, "2026-03-02", ""));

        sql("update case_file set state = 'closed', closed_on = '2026-03-09', fine_fen = 7 where case_id = '%s'", id);
        ck_assert_int_eq(run(verify_command, "cases", NULL), 1);
        sql("update case_file set state = 'filed', closed_on = null, fine_fen = 0 where case_id = '%s'", id);
        all_agrees();
}
END_TEST

/* ---- any history ---- */

static unsigned int dice;

static unsigned int roll(unsigned int n)
{
        dice = dice * 1103515245u + 12345u;
        return (dice >> 16) % n;
}

static const struct {
        const char *who, *kind, *fields;
} acts[] = {
        {HUANGPU, "evidence_registered", "\"evidence_kind\":\"record\",\"remark\":\"笔录\""},
        {HUANGPU, "investigated", "\"outcome\":\"penalty\""},
        {HUANGPU, "notice_served", "\"until\":\"2026-10-30\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1500000}]"},
        {HUANGPU, "defence_waived", "\"remark\":\"放弃\""},
        {LEAD, "decided", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":1500000}]"},
        {HUANGPU, "served", "\"mode\":\"direct\""},
        {HUANGPU, "paid", "\"amount_fen\":500000"},
        {HUANGPU, "paid", "\"amount_fen\":1500000"},
        {LEAD, "refunded", "\"amount_fen\":500000,\"remark\":\"多收\""},
        {LEAD, "closed", ""},
        {LEAD, "reopened", "\"basis\":\"要求\",\"remark\":\"核查\""},
        {LEAD, "suspended", "\"basis\":\"《某行政处罚程序规定》第四十六条\",\"remark\":\"鉴定\""},
        {LEAD, "resumed", ""},
        {LEAD, "terminated", "\"basis\":\"注销\",\"remark\":\"注销\""},
        {LEAD, "transferred", "\"receiver\":\"建设委\",\"transfer_kind\":\"other\""},
        {HUANGPU, "transfer_returned", "\"remark\":\"退回\""},
        {HUANGPU, "reconsideration_accepted", ""},
        {HUANGPU, "reconsideration_ended", "\"outcome\":\"revoked\""},
        {HUANGPU, "reconsideration_ended", "\"outcome\":\"changed\",\"amount_fen\":800000"},
};
enum { ACTS = sizeof acts / sizeof acts[0] };

static bool act_somehow(const char *id, const char *day)
{
        size_t k = roll(ACTS);

        return record(acts[k].who, id, acts[k].kind, day, acts[k].fields)->status == 201;
}

static const char *fields_of_kind(const char *kind)
{
        for (size_t k = 0; k < ACTS; k++)
                if (!strcmp(acts[k].kind, kind))
                        return acts[k].fields;
        return "";
}

static bool amend_somehow(const char *id, const char *day)
{
        const char *event = sql("select event_id from case_event where case_id = '%s' order by md5(event_id::text || '%u') limit 1", id, roll(9999));
        const char *kind = sql("select kind from case_event where case_id = '%s' and event_id = '%s'", id, event), *fields = fields_of_kind(kind);

        if (roll(3))
                return amend(LEAD, id, event, NULL)->status == 201;
        return amend(LEAD, id, event, text("\"happened_on\":\"%s\"%s%s", day, *fields ? "," : "", fields))->status == 201;
}

static bool live_somehow(const char *id, const char *day)
{
        static const struct step patches[] = {{HUANGPU, NULL, NULL, "\"parties\":[{\"kind\":\"person\",\"name\":\"甲\"}]"},
                                              {HUANGPU, NULL, NULL, "\"officers\":[" OFFICER("2") "]"},
                                              {HUANGPU, NULL, NULL, "\"officers\":[" OFFICER("1") "," OFFICER("2") "]"}};
        unsigned int what = roll(10);

        if (what == 0) {
                const struct step *s = &patches[roll(3)];

                return correct(s->who, id, s->fields)->status == 200;
        }
        return what < 4 ? amend_somehow(id, day) : act_somehow(id, day);
}

/* The acts in their usual order, now and then, so that histories come far. */
static void lead_on(const char *id, const char *day)
{
        unsigned int far = roll(10);

        for (size_t k = 0; k < far && k < 9; k++)
                record(acts[k].who, id, acts[k].kind, day, acts[k].fields);
}

enum { HISTORIES = 200, TRIES = 5 };

static int one_history(unsigned int seed)
{
        const char *id, *state = NULL;
        long long position = 0;

        dice = seed;
        id = case_filed_by(HUANGPU, "2026-09-01", "");
        lead_on(id, text("2026-09-%02u", 2 + roll(5)));
        for (int i = 0; i < TRIES; i++) {
                if (!live_somehow(id, text("2026-%02u-%02u", 9 + roll(2), 8 + roll(20))) || state)
                        continue;
                position = log_sealed();
                state = get(LEAD, CASES, id)->text;
        }
        if (state)
                ck_assert_str_eq(get(LEAD, CASES "?as_of=%lld", id, position)->text, state);
        return atoi(sql("select count(*) from case_event where case_id = '%s' and corrects is not null", id));
}

START_TEST(two_hundred_histories_stand_where_their_events_leave_them)
{
        int amended = 0;
        const char *before;

        it_is("2026-11-20 10:00+08");
        for (unsigned int i = 1; i <= HISTORIES; i++)
                amended += one_history(i * 7919);
        ck_assert_int_gt(amended, 30); /* the ids that choose them are random */
        all_agrees();
        before = sql("select md5(string_agg(concat_ws(' ', case_id, code, nth, due_on, state, met_on), ',' order by case_id, code, nth)) from case_deadline");
        ck_assert_int_eq(run(deadlines_command, "rebuild", "--all"), 0);
        ck_assert_str_eq(sql("select md5(string_agg(concat_ws(' ', case_id, code, nth, due_on, state, met_on), ',' order by case_id, code, nth)) from case_deadline"), before);
}
END_TEST

HARNESS_MAIN("known", "people", what_was_read_after_each_of_thirty_steps_is_read_for_ever_after, secrets_stay_masked_in_what_was,
             a_date_is_what_was_sealed_when_it_ended, what_has_not_come_or_was_not_kept_is_refused,
             another_district_sees_nothing_of_what_was, a_moved_case_shows_the_unit_of_its_time,
             a_correction_of_the_case_takes_the_ground_from_nothing_that_was_done, officers_are_corrected_until_somebody_acts_and_changed_after,
             a_day_is_corrected_and_what_follows_from_it_moves, a_fine_is_corrected_and_the_figures_take_it_back,
             what_depends_on_it_is_named, who_may_correct_and_what_is_not_corrected, a_row_that_was_changed_behind_its_events_is_found,
             two_hundred_histories_stand_where_their_events_leave_them)

/* Cases between units: moved to another that takes or refuses them, handled jointly for a time, asked about above and
 * supervised. Each story ends with what every side can still read. */
#include "harness.h"
#include "rules/procedure.h"

#include <string.h>

#define HUANGPU "310101"
#define PUDONG "310115"
#define JIADING "310114"

static void act(const char *who, const char *id, const char *kind, const char *on, const char *fields)
{
        expect(record(who, id, kind, on, fields), 201);
}

static struct answer *propose(const char *id, const char *on)
{
        return record("lead.huangpu", id, "unit_transfer_proposed", on,
                      "\"other_unit_id\":\"" PUDONG "\",\"basis\":\"行政处罚法第二十二条、第二十五条\",\"remark\":\"违法行为发生地在浦东新区\"");
}

/* The proposal that waits in this case. */
static const char *waiting(const char *id)
{
        return sql("select transfer_id from case_move where case_id = '%s' and state = 'proposed'", id);
}

static struct answer *answer(const char *who, const char *transfer, const char *how, const char *on)
{
        return change(who, "POST", "\"1\"", text("{\"happened_on\":\"%s\",\"remark\":\"经核查\"}", on), "/api/v1/unit-transfers/%s/%s",
                      transfer, how);
}

static const char *moved_to_pudong(const char *filed_on, const char *on)
{
        const char *id = case_filed_by("officer1.huangpu", filed_on, "\"facts\":\"拆除防护密闭门一樘\",\"place\":\"浦东南路1800号\"");

        expect(propose(id, on), 201);
        expect(answer("lead.pudong", waiting(id), "accept", on), 201);
        return id;
}

/* The unit that took a case over names its officers. */
static void name_officers(const char *unit, const char *id, const char *on)
{
        act(text("lead.%s", unit), id, "officers_changed", on,
            text("\"officers\":%s,\"remark\":\"接收后指定\"", sql("select json_agg(person_id) from person where login like 'officer_.%s'", unit)));
}

static void expect_reader(const char *who, const char *id, int status)
{
        static const char *const parts[] = {"", "/events", "/next", "/deadlines", "/access"};

        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
                struct answer *a = get(who, "/api/v1/cases/%s%s", id, parts[i]);

                ck_assert_msg(a->status == status, "%s reads %s: %d", who, parts[i], a->status);
        }
}

static int listed(const char *who, const char *list, const char *id)
{
        struct answer *a = get(who, "%s", list);
        int n = 0;

        expect(a, 200);
        for (size_t i = 0; i < count_at(a, "items"); i++) {
                const char *of = at(a, text("items/%zu/case_id", i)); /* NULL: a clue's */

                n += of && !strcmp(of, id);
        }
        return n;
}

static const char *found_by_title(const char *who, const char *id)
{
        return listed(who, "/api/v1/cases?q=%E7%A4%BA%E4%BE%8B%E7%89%A9%E4%B8%9A&limit=200", id) ? "found" : "not found";
}

/* ---- moving ---- */

START_TEST(a_case_goes_to_the_unit_that_takes_it)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "\"facts\":\"拆除防护密闭门一樘\",\"place\":\"浦东南路1800号\"");
        const char *number = at(get("officer1.huangpu", "/api/v1/cases/%s", id), "number"), *transfer;
        struct answer *a;

        act("officer1.huangpu", id, "evidence_registered", "2026-03-04", "\"evidence_kind\":\"record\",\"remark\":\"勘验笔录\"");
        expect_problem(record("officer1.huangpu", id, "unit_transfer_proposed", "2026-03-05",
                              "\"other_unit_id\":\"" PUDONG "\",\"basis\":\"第二十五条\",\"remark\":\"管辖\""), 403, "forbidden");
        expect(propose(id, "2026-03-05"), 201);
        transfer = waiting(id);

        /* The lead asked sees what it is about, and the case itself not at all; nobody else there sees anything. */
        ck_assert_int_eq(listed("lead.pudong", "/api/v1/unit-transfers?side=in&state=proposed", id), 1);
        ck_assert_int_eq(listed("officer1.pudong", "/api/v1/unit-transfers", id), 0);
        a = get("lead.pudong", "/api/v1/unit-transfers/%s", transfer);
        ck_assert_str_eq(at(a, "facts"), "拆除防护密闭门一樘");
        ck_assert_str_eq(at(a, "place"), "浦东南路1800号");
        ck_assert_str_eq(at(a, "filed_on"), "2026-03-02");
        ck_assert_uint_eq(count_at(a, "acts"), 0);
        ck_assert_str_eq(a->etag, "\"1\"");
        expect_problem(get("officer1.pudong", "/api/v1/unit-transfers/%s", transfer), 404, "not-found");
        expect_problem(get("lead.jiading", "/api/v1/unit-transfers/%s", transfer), 404, "not-found");
        expect_reader("lead.pudong", id, 404);
        ck_assert_str_eq(found_by_title("lead.pudong", id), "not found");
        ck_assert_int_eq(listed("lead.pudong", "/api/v1/worklist?view=waiting&limit=200", id), 1);
        ck_assert_int_eq(listed("lead.pudong", "/api/v1/worklist?view=overdue&limit=200", id), 1);
        ck_assert_int_eq(listed("lead.pudong", "/api/v1/worklist?mine=true&limit=200", id), 0);
        ck_assert_int_eq(listed("lead.huangpu", "/api/v1/worklist?view=waiting&limit=200", id), 0);
        ck_assert_int_eq(listed("officer1.pudong", "/api/v1/worklist?limit=200", id), 0);
        ck_assert_int_eq(listed("lead.jiading", "/api/v1/worklist?limit=200", id), 0);

        /* Refused, it stays; what was shown is gone. */
        expect_problem(answer("lead.huangpu", transfer, "accept", "2026-03-06"), 403, "forbidden");
        expect_problem(answer("lead.jiading", transfer, "accept", "2026-03-06"), 404, "not-found");
        expect(answer("lead.pudong", transfer, "refuse", "2026-03-06"), 201);
        a = get("lead.pudong", "/api/v1/unit-transfers/%s", transfer);
        ck_assert_str_eq(at(a, "state"), "refused");
        ck_assert_ptr_null(at(a, "title"));
        ck_assert_ptr_null(at(a, "facts"));
        expect_reader("lead.pudong", id, 404);
        ck_assert_int_eq(listed("lead.pudong", "/api/v1/worklist?limit=200", id), 0);
        expect_reader("officer1.huangpu", id, 200);

        /* Proposed again and taken. */
        expect(propose(id, "2026-03-09"), 201);
        transfer = waiting(id);
        a = answer("lead.pudong", transfer, "accept", "2026-03-10");
        expect(a, 201);
        ck_assert_str_eq(at(a, "state"), "accepted");
        a = get("officer1.pudong", "/api/v1/cases/%s", id);
        expect(a, 200);
        ck_assert_str_eq(at(a, "unit_id"), PUDONG);
        ck_assert_str_eq(at(a, "subject_unit_id"), PUDONG);
        ck_assert_str_eq(at(a, "number"), number);
        ck_assert_str_eq(at(a, "officers/0/to_on"), "2026-03-10");
        expect_reader("officer1.huangpu", id, 404);
        ck_assert_str_eq(found_by_title("officer1.huangpu", id), "not found");
        ck_assert_str_eq(found_by_title("officer1.pudong", id), "found");
        ck_assert_str_eq(sql("select string_agg(kind || ' ' || at_unit_id, ', ' order by seq) from case_event where case_id = '%s' and seq >= 6", id),
                         "moved_out " HUANGPU ", unit_transfer_accepted " PUDONG);

        /* The new unit goes on, with officers of its own; the 90 days ran on. */
        expect_problem(record("officer1.pudong", id, "investigated", "2026-03-12", "\"outcome\":\"penalty\""), 409, "rule");
        name_officers("pudong", id, "2026-03-11");
        act("officer1.pudong", id, "investigated", "2026-03-12", "\"outcome\":\"penalty\"");
        ck_assert_str_eq(sql("select due_on from case_deadline where case_id = '%s' and code = 'decision'", id), "2026-05-31");

        /* The old one keeps what it did, and the case as it was. */
        a = get("officer2.huangpu", "/api/v1/unit-transfers/%s", transfer);
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "acts"), 6);
        ck_assert_str_eq(at(a, "acts/1/remark"), "勘验笔录");
        ck_assert_str_eq(at(a, "acts/5/kind"), "moved_out");
        ck_assert_str_eq(at(a, "case_state"), "filed");
        ck_assert_int_eq(listed("officer1.huangpu", "/api/v1/unit-transfers?side=out&state=accepted", id), 1);
        ck_assert_str_eq(sql_as("officer1.huangpu", "select count(*) from case_event where case_id = '%s'", id), "0");
        expect(get("officer1.jiading", "/api/v1/unit-transfers"), 200);
        ck_assert_int_eq(listed("officer1.jiading", "/api/v1/unit-transfers", id), 0);
        ck_assert_str_eq(sql("select count(*) > 5 from audit_event where content like '%%nitTransfer%%' and content::json ->> 'subjects' like '%%%s%%'", id), "t");
}
END_TEST

START_TEST(what_waits_for_an_answer_is_not_decided)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        struct answer *a;

        investigate("huangpu", id, "2026-03-10");
        expect(propose(id, "2026-03-11"), 201);
        a = record("lead.huangpu", id, "terminated", "2026-03-12", "\"basis\":\"x\",\"remark\":\"当事人注销\"");
        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "unit_transfer_answered");
        ck_assert_str_eq(at(a, "unmet/0/article"), "行政处罚法第二十五条第二款");
        a = propose(id, "2026-03-12");
        ck_assert_str_eq(at(a, "unmet/0/code"), "unit_transfer_answered");
        /* The investigation itself goes on. */
        act("officer1.huangpu", id, "evidence_registered", "2026-03-12", "\"evidence_kind\":\"witness\",\"remark\":\"证言\"");
        a = answer("lead.pudong", waiting(id), "accept", "2026-03-11");
        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "date_in_order");
        expect(answer("lead.huangpu", waiting(id), "withdraw", "2026-03-12"), 201);
        act("lead.huangpu", id, "terminated", "2026-03-12", "\"basis\":\"x\",\"remark\":\"当事人注销\"");
        a = record("lead.huangpu", case_filed_by("officer1.huangpu", "2026-03-02", ""), "unit_transfer_proposed", "2026-03-05",
                   "\"other_unit_id\":\"" HUANGPU "\",\"basis\":\"x\",\"remark\":\"x\"");
        expect_problem(a, 422, "invalid");
        expect_field(a, "/other_unit_id", "unit_is_other");
}
END_TEST

START_TEST(of_accepting_and_withdrawing_at_once_one_wins_and_the_other_is_told)
{
        static const char *const if_match[] = {"If-Match: \"1\"", NULL};

        for (int round = 0; round < 6; round++) {
                const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *transfer;
                struct call calls[4];
                struct answer **all;
                int won = 0, told = 0;

                expect(propose(id, "2026-03-05"), 201);
                transfer = waiting(id);
                for (int i = 0; i < 4; i++)
                        calls[i] = (struct call){i % 2 ? "lead.pudong" : "lead.huangpu", "POST",
                                                 text("/api/v1/unit-transfers/%s/%s", transfer, i % 2 ? "accept" : "withdraw"),
                                                 "{\"happened_on\":\"2026-03-06\"}", if_match};
                all = request_all(calls, 4);
                for (int i = 0; i < 4; i++) {
                        won += all[i]->status == 201;
                        told += all[i]->status == 412 && at(all[i], "since/0/kind") &&
                                !strcmp(at(all[i], "since/0/kind"), sql("select 'unit_transfer_' || state from case_move where transfer_id = '%s'", transfer));
                }
                ck_assert_int_eq(won, 1);
                ck_assert_int_eq(told, 3);
                ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s' and kind in ('unit_transfer_accepted', 'unit_transfer_withdrawn')", id), "1");
        }
}
END_TEST

START_TEST(an_answer_sent_twice_with_its_key_happens_once)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        const char *headers[] = {"If-Match: \"1\"", new_key(), NULL}, *target;
        struct answer *first, *again;

        expect(propose(id, "2026-03-05"), 201);
        target = text("/api/v1/unit-transfers/%s/accept", waiting(id));
        first = request("lead.pudong", "POST", target, "{\"happened_on\":\"2026-03-06\"}", headers);
        again = request("lead.pudong", "POST", target, "{\"happened_on\":\"2026-03-06\"}", headers);
        expect(first, 201);
        expect(again, 201);
        ck_assert_str_eq(again->text, first->text);
        ck_assert_str_eq(sql("select count(*) from case_event where case_id = '%s' and kind in ('moved_out', 'unit_transfer_accepted')", id), "2");
}
END_TEST

START_TEST(an_act_recorded_late_counts_for_the_unit_that_held_the_case)
{
        const char *id = moved_to_pudong("2026-04-01", "2026-04-20");
        struct answer *a;

        act("officer1.pudong", id, "evidence_registered", "2026-04-15", "\"evidence_kind\":\"documentary\",\"remark\":\"补录\"");
        act("officer1.pudong", id, "evidence_registered", "2026-04-20", "\"evidence_kind\":\"documentary\",\"remark\":\"当日\"");
        ck_assert_str_eq(sql("select string_agg(at_unit_id, ' ' order by seq) from case_event where case_id = '%s' and kind = 'evidence_registered'", id),
                         HUANGPU " " PUDONG);
        /* The unit it is counted for does not see it: it was recorded afterwards. */
        a = get("officer1.huangpu", "/api/v1/unit-transfers/%s", sql("select transfer_id from case_move where case_id = '%s'", id));
        ck_assert_uint_eq(count_at(a, "acts"), 3);
        /* What ends the case does so where it is. */
        a = record("lead.pudong", id, "terminated", "2026-04-16", "\"basis\":\"x\",\"remark\":\"当事人注销\"");
        expect_problem(a, 409, "rule");
        ck_assert_str_eq(at(a, "unmet/0/code"), "since_move");
        act("lead.pudong", id, "terminated", "2026-04-21", "\"basis\":\"x\",\"remark\":\"当事人注销\"");
}
END_TEST

START_TEST(a_case_that_came_and_went_has_three_holders)
{
        const char *id = moved_to_pudong("2026-04-01", "2026-04-10"), *number = sql("select number from case_file where case_id = '%s'", id);

        name_officers("pudong", id, "2026-04-10");
        expect(record("lead.pudong", id, "unit_transfer_proposed", "2026-04-20",
                      "\"other_unit_id\":\"" HUANGPU "\",\"basis\":\"第二十五条\",\"remark\":\"管辖重新确定\""), 201);
        expect(answer("lead.huangpu", waiting(id), "accept", "2026-04-21"), 201);
        ck_assert_str_eq(sql("select number || number_of from case_file where case_id = '%s'", id), number);
        name_officers("huangpu", id, "2026-04-21");
        act("officer1.huangpu", id, "evidence_registered", "2026-04-05", "\"evidence_kind\":\"documentary\",\"remark\":\"第一段\"");
        act("officer1.huangpu", id, "evidence_registered", "2026-04-15", "\"evidence_kind\":\"documentary\",\"remark\":\"第二段\"");
        act("officer1.huangpu", id, "evidence_registered", "2026-04-22", "\"evidence_kind\":\"documentary\",\"remark\":\"第三段\"");
        ck_assert_str_eq(sql("select string_agg(at_unit_id, ' ' order by seq) from case_event where case_id = '%s' and kind = 'evidence_registered'", id),
                         HUANGPU " " PUDONG " " HUANGPU);
        /* Each stretch is its unit's. */
        ck_assert_uint_eq(count_at(get("officer1.pudong", "/api/v1/unit-transfers/%s", sql("select transfer_id from case_move where case_id = '%s' and from_unit_id = '" PUDONG "'", id)), "acts"), 4);
}
END_TEST

static const char *deadlines_of(const char *id)
{
        return sql("select string_agg(concat_ws(' ', code, nth, due_on, state, met_on, void_on, ended_by, days_left, explanation), '; ' order by code, nth)"
                   " from case_deadline where case_id = '%s'", id);
}

/* The answer is noted in its deadline by the function that moves the case; the next act computes them all anew. */
START_TEST(the_deadlines_kept_are_those_of_the_history)
{
        const char *id = moved_to_pudong("2026-04-01", "2026-04-20"), *kept = deadlines_of(id);

        ck_assert_str_eq(sql("select state || ' ' || ended_by || ' ' || met_on from case_deadline where case_id = '%s' and code = 'unit_transfer_answer'", id),
                         "met unit_transfer_accepted 2026-04-20");
        name_officers("pudong", id, "2026-04-21");
        ck_assert_str_eq(deadlines_of(id), kept);
}
END_TEST

/* With all that hangs on it: clues, those merged into them, documents, what was known earlier. */
START_TEST(what_belongs_to_a_case_goes_with_it)
{
        struct answer *a = post("officer1.huangpu", "{\"source\":\"hotline\",\"received_on\":\"2026-03-01\",\"title\":\"来电\"}", "/api/v1/clues");
        const char *clue = at(a, "clue_id"), *id;

        expect(a, 201);
        id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        sql("update clue set status = 'filed', case_id = '%s', result_on = '2026-03-02' where clue_id = '%s'", id, clue);
        expect(change("officer1.huangpu", "PATCH", "\"1\"", "{\"place\":\"浦东南路1号\",\"parties\":[{\"kind\":\"person\",\"name\":\"李四\"}],"
                      "\"reason\":\"更正\"}", "/api/v1/cases/%s", id), 200);
        expect(propose(id, "2026-03-05"), 201);
        expect(answer("lead.pudong", waiting(id), "accept", sql("select anjuan_today()")), 201);
        expect(get("officer1.pudong", "/api/v1/clues/%s", clue), 200);
        expect_problem(get("officer1.huangpu", "/api/v1/clues/%s", clue), 404, "not-found");
        for (const char *const *t = (const char *const[]){"case_party", "case_officer", "case_event", "case_deadline", "case_was", "case_party_was",
                                                          "clue", NULL}; *t; t++)
                ck_assert_msg(!sql("select unit_id from %s where case_id = '%s' and unit_id <> '" PUDONG "' limit 1", *t, id), "%s stayed", *t);

}
END_TEST

START_TEST(the_figures_of_each_unit_balance)
{
        ck_assert_ptr_null(sql("select string_agg(x::text, '; ') from statistics_check() x"));
        ck_assert_str_eq(sql("select sum(value) from (select * from count_month union all select * from count_delta) m where indicator = 'in_hand'"),
                         sql("select count(*) from case_file where closed_on is null"));
        for (int i = 0; i < 2; i++) {
                const char *unit = i ? HUANGPU : PUDONG;

                ck_assert_str_eq(sql("select sum(value) from (select * from count_month union all select * from count_delta) m"
                                     " where indicator = 'in_hand' and unit_id = '%s'", unit),
                                 sql("select count(*) from case_file where closed_on is null and unit_id = '%s'", unit));
        }
}
END_TEST

/* ---- together ---- */

static void start_joint(const char *id, const char *on, const char *until)
{
        act("lead.huangpu", id, "joint_started", on, text("\"other_unit_id\":\"" PUDONG "\",\"until\":\"%s\",\"remark\":\"跨区案件联合调查\"", until));
}

START_TEST(who_handles_a_case_jointly_reads_it_and_registers_evidence_until_it_ends)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *ended;
        struct answer *a;

        set_now("2026-03-10 10:00+08");
        expect_reader("officer1.pudong", id, 404);
        a = record("lead.huangpu", id, "joint_started", "2026-03-09", "\"other_unit_id\":\"" PUDONG "\",\"until\":\"2027-03-09\",\"remark\":\"x\"");
        ck_assert_str_eq(at(a, "unmet/0/code"), "joint_bounded");
        start_joint(id, "2026-03-09", "2026-03-20");
        a = record("lead.huangpu", id, "joint_started", "2026-03-09", "\"other_unit_id\":\"" PUDONG "\",\"until\":\"2026-03-21\",\"remark\":\"x\"");
        ck_assert_str_eq(at(a, "unmet/0/code"), "joint_once");
        expect_reader("officer1.pudong", id, 200);
        expect_reader("officer1.jiading", id, 404);
        ck_assert_str_eq(found_by_title("officer1.pudong", id), "found");
        ck_assert_int_eq(listed("officer1.pudong", "/api/v1/cases?limit=200", id), 1);
        ck_assert_int_ge(listed("officer1.pudong", "/api/v1/worklist?view=duties&limit=200", id), 1);
        ck_assert_int_eq(listed("officer1.pudong", "/api/v1/worklist?view=waiting&limit=200", id), 0);

        /* Evidence and no more, since it began, by two officers of that unit. */
        a = record("officer1.pudong", id, "evidence_registered", "2026-03-08", "\"evidence_kind\":\"record\",\"remark\":\"x\"");
        ck_assert_str_eq(at(a, "unmet/0/code"), "date_in_order");
        sql("update person set certificate_to = '2026-03-08' where login in ('officer2.pudong', 'lead.pudong')");
        a = record("officer1.pudong", id, "evidence_registered", "2026-03-10", "\"evidence_kind\":\"record\",\"remark\":\"x\"");
        ck_assert_str_eq(at(a, "unmet/0/code"), "officers_certified");
        sql("update person set certificate_to = '2030-12-31' where login in ('officer2.pudong', 'lead.pudong')");
        sql("update person set certificate_to = '2026-03-08' where login in ('officer1.huangpu', 'officer2.huangpu')");
        act("officer1.pudong", id, "evidence_registered", "2026-03-10", "\"evidence_kind\":\"record\",\"remark\":\"浦东一侧的勘验笔录\"");
        sql("update person set certificate_to = '2030-12-31' where login in ('officer1.huangpu', 'officer2.huangpu')");
        ck_assert_str_eq(sql("select at_unit_id || ' ' || (data ->> 'other_unit_id') || ' ' || recorded_by::text from case_event where case_id = '%s' and kind = 'evidence_registered'", id),
                         HUANGPU " " PUDONG " 01920000-0000-7000-8000-000000000004");
        expect_problem(record("officer1.pudong", id, "investigated", "2026-03-10", "\"outcome\":\"penalty\""), 403, "forbidden");
        expect_problem(record("lead.pudong", id, "terminated", "2026-03-10", "\"basis\":\"x\",\"remark\":\"x\""), 403, "forbidden");
        expect_problem(record("lead.pudong", id, "joint_started", "2026-03-10", "\"other_unit_id\":\"" JIADING "\",\"until\":\"2026-03-20\",\"remark\":\"x\""), 403, "forbidden");
        a = change("officer1.pudong", "PATCH", text("\"%s\"", sql("select version from case_file where case_id = '%s'", id)),
                   "{\"place\":\"别处\",\"reason\":\"x\"}", "/api/v1/cases/%s", id);
        expect_problem(a, 403, "forbidden");
        a = get("officer1.pudong", "/api/v1/cases/%s/next", id);
        ck_assert_uint_eq(count_at(a, "open"), 1);
        ck_assert_str_eq(at(a, "open/0/kind"), "evidence_registered");

        /* Its last day passes. */
        set_now("2026-03-20 23:00+08");
        expect_reader("officer1.pudong", id, 200);
        set_now("2026-03-21 00:30+08");
        expect_reader("officer1.pudong", id, 404);
        ck_assert_int_eq(listed("officer1.pudong", "/api/v1/cases?limit=200", id), 0);
        expect_problem(record("officer1.pudong", id, "evidence_registered", "2026-03-20", "\"evidence_kind\":\"record\",\"remark\":\"迟到\""), 404, "not-found");
        expect_reader("officer1.huangpu", id, 200);
        ended = at(get("officer1.huangpu", "/api/v1/cases/%s/access", id), "access/0/open");
        ck_assert_str_eq(ended, "false");
        sql("select sweep()");
        ck_assert_str_eq(sql("select ended_by || ' ' || ended_on from case_access where case_id = '%s'", id), "until 2026-03-20");

        /* Started again, ended by an act of the other unit; and once more, by the end of the case. */
        start_joint(id, "2026-03-21", "2026-04-20");
        expect_reader("officer1.pudong", id, 200);
        expect_problem(record("officer1.pudong", id, "joint_ended", "2026-03-21", "\"other_unit_id\":\"" PUDONG "\""), 403, "forbidden");
        act("lead.pudong", id, "joint_ended", "2026-03-21", "\"other_unit_id\":\"" PUDONG "\"");
        expect_reader("officer1.pudong", id, 404);
        a = record("lead.huangpu", id, "joint_ended", "2026-03-21", "\"other_unit_id\":\"" PUDONG "\"");
        ck_assert_str_eq(at(a, "unmet/0/code"), "joint_started");
        start_joint(id, "2026-03-21", "2026-04-20");
        act("lead.huangpu", id, "terminated", "2026-03-21", "\"basis\":\"x\",\"remark\":\"当事人注销\"");
        expect_reader("officer1.pudong", id, 404);
        set_now(NULL);
}
END_TEST

START_TEST(a_case_under_criminal_transfer_is_its_units_alone)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");

        set_now("2026-03-12 10:00+08");
        start_joint(id, "2026-03-09", "2026-04-20");
        act("officer1.huangpu", id, "transfer_proposed", "2026-03-10", "\"remark\":\"涉嫌犯罪\"");
        act("lead.huangpu", id, "transfer_decided", "2026-03-11", "\"outcome\":\"approved\"");
        act("lead.huangpu", id, "transferred", "2026-03-11", "\"receiver\":\"上海市公安局黄浦分局\",\"transfer_kind\":\"criminal\"");
        expect_reader("officer1.pudong", id, 404);
        expect_reader("officer1.huangpu", id, 200);
        expect_problem(propose(id, "2026-03-12"), 409, "rule");
        act("officer1.huangpu", id, "transfer_returned", "2026-03-12", "\"remark\":\"不构成犯罪，退回\"");
        expect_reader("officer1.pudong", id, 404);
        expect_reader("officer1.huangpu", id, 200);
        expect(propose(id, "2026-03-12"), 201);
        set_now(NULL);
}
END_TEST

START_TEST(a_joint_unit_does_not_review_the_file)
{
        const char *id = case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
        const char *judged = text("select of_unit from reviewer_facts(array['%s'::uuid], array['01920000-0000-7000-8000-00000000000d'::uuid])", id);

        sql("insert into role_assignment values (gen_random_uuid(), '01920000-0000-7000-8000-00000000000d', '" JIADING "', 'reviewer', '2020-01-01')");
        ck_assert_str_eq(sql("%s", judged), "f");
        sql("insert into case_access select gen_random_uuid(), case_id, unit_id, '" JIADING "', 'joint', 'x', '2026-03-05', '2026-03-09', '2026-03-09', 'joint_ended', filed_on"
            " from case_file where case_id = '%s'", id);
        ck_assert_str_eq(sql("%s", judged), "t");
        sql("delete from role_assignment where unit_id = '" JIADING "' and role = 'reviewer'");
}
END_TEST

/* ---- above ---- */

START_TEST(the_city_that_is_asked_reads_until_it_has_answered_and_what_it_supervises_until_that_ends)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        struct answer *a;

        sql("insert into role_assignment values (gen_random_uuid(), '01920000-0000-7000-8000-00000000000c', 'city', 'lead', '2020-01-01')");
        expect_reader("lead.centre", id, 404);
        a = record("officer1.huangpu", id, "consulted", "2026-03-04", "\"other_unit_id\":\"" PUDONG "\",\"remark\":\"如何定性\"");
        expect_problem(a, 422, "invalid");
        expect_field(a, "/other_unit_id", "unit_is_above");
        /* An authority that is no unit here is asked on paper: nothing opens. */
        act("officer1.huangpu", id, "consulted", "2026-03-04", "\"receiver\":\"国家国防动员部门\",\"remark\":\"如何定性\"");
        expect_reader("lead.centre", id, 404);
        act("officer1.huangpu", id, "consulted", "2026-03-04", "\"other_unit_id\":\"city\",\"remark\":\"案情疑难，请示如何定性\"");
        expect_reader("lead.centre", id, 200);
        expect_problem(record("lead.centre", id, "evidence_registered", "2026-03-05", "\"evidence_kind\":\"record\",\"remark\":\"x\""), 403, "forbidden");
        expect_problem(record("lead.centre", id, "supervision_ended", "2026-03-05", ""), 403, "forbidden");
        act("lead.centre", id, "supervised", "2026-03-05", "\"remark\":\"挂牌督办，四月底前办结\"");
        act("lead.centre", id, "consultation_answered", "2026-03-06", "\"remark\":\"按第四十九条定性\"");
        expect_reader("lead.centre", id, 200);
        a = record("lead.centre", id, "consultation_answered", "2026-03-06", "\"remark\":\"再答\"");
        expect_problem(a, 403, "forbidden");
        a = get("lead.centre", "/api/v1/cases/%s/next", id);
        ck_assert_uint_eq(count_at(a, "open"), 1);
        ck_assert_str_eq(at(a, "open/0/kind"), "supervision_ended");
        act("lead.centre", id, "supervision_ended", "2026-03-20", "");
        expect_reader("lead.centre", id, 404);
        /* Begun by what the district was sent, and ended by the end of the case. */
        act("officer1.huangpu", id, "supervised", "2026-03-21", "\"other_unit_id\":\"city\",\"remark\":\"收到督办通知\"");
        expect_reader("lead.centre", id, 200);
        act("lead.huangpu", id, "terminated", "2026-03-23", "\"basis\":\"x\",\"remark\":\"当事人注销\"");
        expect_reader("lead.centre", id, 404);
        sql("delete from role_assignment where unit_id = 'city' and role = 'lead'");
}
END_TEST

/* ---- attacks ---- */

static void denied(const char *who, const char *statement)
{
        const char *result = sql_as(who, "%s", statement);

        ck_assert_msg(!result || !strcmp(result, "0") || !strncmp(result, "ERROR 42501", 11) || !strncmp(result, "ERROR 23", 8), "%s: %s\n%s", who, statement,
                      result);
}

START_TEST(nobody_takes_a_case_or_opens_it_by_his_own_statement)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *joint = case_filed_by("officer1.huangpu", "2026-03-02", ""), *transfer;
        static const char new_event[] = "insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by%s)"
                                        " values (gen_random_uuid(), '%s', '%s', '%s', 90, 90, '%s', '2026-03-05', '%s'%s)";
        const char *w = "01920000-0000-7000-8000-000000000003", *z = "01920000-0000-7000-8000-000000000006";

        expect(propose(id, "2026-03-05"), 201);
        transfer = waiting(id);
        start_joint(joint, "2026-03-05", "2026-05-20");
        sql("update case_access set until_on = anjuan_today() + 9 where case_id = '%s'", joint);
        /* The receiver, before it accepts, and as somebody else's. */
        denied("lead.pudong", text("select count(*) from case_file where case_id = '%s'", id));
        denied("lead.pudong", text("select count(*) from case_party where case_id = '%s'", id));
        denied("lead.pudong", text("select count(*) from case_event where case_id = '%s'", id));
        denied("lead.pudong", text("select count(*) from case_deadline where case_id = '%s'", id));
        denied("lead.pudong", text("select unit_transfer_answer('%s', 'unit_transfer_withdrawn', gen_random_uuid(), '2026-03-06', '', null)", transfer));
        denied("officer1.pudong", text("select unit_transfer_answer('%s', 'unit_transfer_accepted', gen_random_uuid(), '2026-03-06', '', null)", transfer));
        denied("lead.jiading", text("select unit_transfer_answer('%s', 'unit_transfer_accepted', gen_random_uuid(), '2026-03-06', '', null)", transfer));
        denied("lead.huangpu", text("select unit_transfer_answer('%s', 'unit_transfer_accepted', gen_random_uuid(), '2026-03-06', '', null)", transfer));
        denied("lead.pudong", text("select unit_transfer_answer('%s', 'unit_transfer_accepted', gen_random_uuid(), '2026-03-01', '', null)", transfer));
        denied("lead.pudong", text("select unit_transfer_answer('%s', 'unit_transfer_accepted', gen_random_uuid(), '2199-03-01', '', null)", transfer));
        denied("lead.pudong", text("select unit_transfer_answer('%s', 'moved_out', gen_random_uuid(), '2026-03-06', '', null)", transfer));
        denied("lead.jiading", text("select count(*) from unit_transfer_lock('%s')", transfer));
        denied("officer1.pudong", text("select count(*) from unit_transfer_lock('%s')", transfer));
        /* Both tables are nobody's to write. */
        denied("lead.pudong", text("update case_move set state = 'accepted'"));
        denied("lead.huangpu", text("update case_move set to_unit_id = '" JIADING "' where transfer_id = '%s'", transfer));
        denied("lead.huangpu", text("delete from case_move"));
        denied("lead.huangpu", text("insert into case_access (access_id, case_id, unit_id, to_unit_id, why, purpose, from_on, filed_on)"
                                    " values (gen_random_uuid(), '%s', '" HUANGPU "', '" JIADING "', 'supervised', 'x', '2026-03-05', '2026-03-02')", id));
        denied("lead.pudong", text("update case_access set until_on = '2199-01-01'"));
        denied("lead.pudong", text("insert into access_act values ('joint', 'decided', 'case.write')"));
        /* What moves a case is not recorded by hand, nor anything at a unit that did not hold it. */
        denied("lead.huangpu", text(new_event, "", id, HUANGPU, HUANGPU, "moved_out", w, ""));
        denied("lead.huangpu", text(new_event, "", id, HUANGPU, HUANGPU, "unit_transfer_accepted", w, ""));
        denied("lead.huangpu", text(new_event, "", id, HUANGPU, PUDONG, "evidence_registered", w, ""));
        denied("lead.pudong", text(new_event, "", id, PUDONG, PUDONG, "evidence_registered", z, ""));
        /* A joint unit reads, and writes by the one function alone, and there only what is its own. */
        ck_assert_str_eq(sql_as("lead.pudong", "select count(*) from case_file where case_id = '%s'", joint), "1");
        ck_assert_str_eq(sql_as("lead.pudong", "select count(*) from case_party where case_id = '%s'", joint), "1");
        denied("lead.pudong", text("update case_file set title = 'x' where case_id = '%s' returning 1", joint));
        denied("lead.pudong", text("delete from case_party where case_id = '%s' returning 1", joint));
        denied("lead.pudong", text(new_event, "", joint, HUANGPU, HUANGPU, "evidence_registered", z, ""));
        denied("lead.pudong", text(new_event, "", joint, PUDONG, HUANGPU, "evidence_registered", z, ""));
        denied("lead.pudong", text("select outside_event_add(gen_random_uuid(), '%s', 'decided', '2026-03-06', 'x', null, null)", joint));
        denied("lead.pudong", text("select outside_event_add(gen_random_uuid(), '%s', 'evidence_registered', '2026-03-06', 'x', null, 'record')", id));
        denied("lead.jiading", text("select outside_event_add(gen_random_uuid(), '%s', 'evidence_registered', '2026-03-06', 'x', null, 'record')", joint));
        denied("lead.jiading", text("select case_lock('%s')", joint));
        denied("lead.jiading", text("select nullif(handed_over_acts('%s')::text, '[]')", transfer));
        ck_assert_str_eq(sql("select state from case_move where transfer_id = '%s'", transfer), "proposed");
        ck_assert_str_eq(sql("select unit_id from case_file where case_id = '%s'", id), HUANGPU);
}
END_TEST

/* ---- corrections ---- */

static struct answer *withdraw_event(const char *who, const char *id, const char *kind)
{
        return change(who, "POST", text("\"%s\"", sql("select version from case_file where case_id = '%s'", id)), "{\"reason\":\"登记有误\"}",
                      "/api/v1/cases/%s/events/%s/correction", id,
                      sql("select event_id from case_event where case_id = '%s' and kind = '%s' order by seq desc limit 1", id, kind));
}

START_TEST(what_is_taken_back_opens_nothing_and_what_moved_a_case_is_not_taken_back)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", ""), *moved = moved_to_pudong("2026-04-01", "2026-04-20");

        set_now("2026-04-30 10:00+08");
        start_joint(id, "2026-04-09", "2026-05-20");
        expect_reader("officer1.pudong", id, 200);
        expect(withdraw_event("lead.huangpu", id, "joint_started"), 201);
        expect_reader("officer1.pudong", id, 404);
        expect(propose(id, "2026-04-10"), 201);
        expect(withdraw_event("lead.huangpu", id, "unit_transfer_proposed"), 201);
        ck_assert_str_eq(sql("select string_agg(state || ' ' || (facts is null), ',') from case_move where case_id = '%s'", id), "withdrawn true");
        expect_problem(withdraw_event("lead.pudong", moved, "unit_transfer_accepted"), 409, "rule");
        expect_problem(withdraw_event("lead.pudong", moved, "moved_out"), 409, "rule");
        denied("lead.pudong", text("insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, corrects)"
                                   " select gen_random_uuid(), case_id, unit_id, unit_id, 90, 90, 'corrected', anjuan_today(), '01920000-0000-7000-8000-000000000006',"
                                   " event_id from case_event where case_id = '%s' and kind = 'unit_transfer_accepted'", moved));
        set_now(NULL);
}
END_TEST

/* ---- the two that say it are of one mind ---- */

START_TEST(the_database_lets_other_units_do_what_the_table_of_procedure_does)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);
        int found = 0;

        for (size_t i = 0; i < n; i++)
                for (const char *const *o = rows[i].others; o && *o; o++, found++) {
                        ck_assert_pstr_eq(sql("select permission from access_act where why = '%s' and kind = '%s'", *o, rows[i].kind), rows[i].permission);
                        ck_assert_str_eq(rows[i].permission, rows[i].permission_simple);
                        /* Such an act adds an event and touches nothing else. */
                        ck_assert(rows[i].to == CASE_STATE_COUNT && !rows[i].leads && !rows[i].decision);
                        ck_assert(!rows[i].starts && !rows[i].meets && !rows[i].stops && !rows[i].resumes);
                }
        ck_assert_str_eq(sql("select count(*) from access_act"), text("%d", found));
}
END_TEST

HARNESS_MAIN("moves", "people", a_case_goes_to_the_unit_that_takes_it, what_waits_for_an_answer_is_not_decided,
             of_accepting_and_withdrawing_at_once_one_wins_and_the_other_is_told, an_answer_sent_twice_with_its_key_happens_once,
             an_act_recorded_late_counts_for_the_unit_that_held_the_case, a_case_that_came_and_went_has_three_holders,
             the_deadlines_kept_are_those_of_the_history, what_belongs_to_a_case_goes_with_it, the_figures_of_each_unit_balance,
             who_handles_a_case_jointly_reads_it_and_registers_evidence_until_it_ends, a_case_under_criminal_transfer_is_its_units_alone,
             a_joint_unit_does_not_review_the_file,
             the_city_that_is_asked_reads_until_it_has_answered_and_what_it_supervises_until_that_ends,
             nobody_takes_a_case_or_opens_it_by_his_own_statement,
             what_is_taken_back_opens_nothing_and_what_moved_a_case_is_not_taken_back, the_database_lets_other_units_do_what_the_table_of_procedure_does)

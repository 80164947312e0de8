/* Real cases, entered act by act as their officers did. Their days and sums are those published; what was not told
 * (the day of service, how the defence passed) is set so that the told days stand. */
#include "harness.h"

#include "rules/procedure.h"

#include <string.h>

static void act(const char *who, const char *id, const char *kind, const char *on, const char *fields)
{
        expect(record(who, id, kind, on, fields), 201);
}

static void refused_by(const char *who, const char *id, const char *kind, const char *on, const char *fields, const char *code,
                       const char *article)
{
        struct answer *a = record(who, id, kind, on, fields);

        ck_assert_msg(a->status == 409 || a->status == 422, "%s: %d %s", kind, a->status, a->text);
        ck_assert_msg(at(a, "unmet/0/code") && !strcmp(at(a, "unmet/0/code"), code), "%s: %s", kind, a->text);
        ck_assert_pstr_eq(at(a, "unmet/0/article"), article);
}

/* The place of an act in a list of /next; -1: not there. */
static int place_of(const struct answer *a, const char *list, const char *kind)
{
        for (size_t i = 0; i < count_at(a, list); i++)
                if (!strcmp(at(a, text("%s/%zu/kind", list, i)), kind))
                        return (int)i;
        return -1;
}

static const char *decision(long long fen)
{
        return text("\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":%lld}]", fen);
}

/* C2: clue in February 2023, filed 03-14, questioned 03-23, investigation closed 03-31, noticed 04-04, no defence, decided
 * 04-11 (warning and 15,000 yuan), paid 04-14, closed 04-24, put right 04-27. */
START_TEST(jiading_2023_runs_from_the_clue_to_what_was_put_right_after_the_closure)
{
        const char *officer = "officer1.jiading", *lead = "lead.jiading";
        struct answer *a = post(officer, "{\"source\":\"inspection\",\"received_on\":\"2023-02-20\",\"title\":\"检查发现问题\"}", "/api/v1/clues");
        const char *id;

        expect(a, 201);
        clue_approved("jiading", at(a, "clue_id"), "2023-03-01");
        id = case_filed_by(officer, "2023-03-14", text("\"clue_ids\":[\"%s\"]", at(a, "clue_id")));
        refused_by(officer, id, "investigated", "2023-03-31", "\"outcome\":\"penalty\"", "evidence_on_file", "行政处罚法第五十四条第一款");
        act(officer, id, "evidence_registered", "2023-03-23", "\"evidence_kind\":\"statement\",\"remark\":\"询问笔录\"");
        act(officer, id, "investigated", "2023-03-31", "\"outcome\":\"penalty\",\"tier\":\"general\"");
        refused_by(lead, id, "decided", "2023-04-11", decision(1500000), "notice_served", "行政处罚法第六十二条");
        refused_by(officer, id, "notice_served", "2023-04-04", "\"until\":\"2023-04-05\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1500000}]", "defence_time",
                   "行政处罚法第四十五条第一款");
        act(officer, id, "notice_served", "2023-04-04", "\"until\":\"2023-04-10\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1500000}]");
        refused_by(lead, id, "decided", "2023-04-10", decision(1500000), "defence_settled", "行政处罚法第六十二条");
        refused_by(lead, id, "decided", "2023-04-11", decision(1500001), "as_noticed", "行政处罚法第四十四条");
        refused_by(lead, id, "decided", "2023-04-11", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"confiscate_income\",\"amount_fen\":100}]",
                   "kinds_noticed", "行政处罚法第六十二条");
        act(lead, id, "decided", "2023-04-11", decision(1500000));
        act(officer, id, "served", "2023-04-11", "\"mode\":\"direct\"");
        act(officer, id, "paid", "2023-04-14", "\"amount_fen\":1500000");
        act(officer, id, "disclosed", "2023-04-18", "");
        act(lead, id, "closed", "2023-04-24", "\"remark\":\"处罚决定已经执行\"");
        act(officer, id, "reinspected", "2023-04-27", "\"outcome\":\"done\"");
        a = get(officer, "/api/v1/cases/%s", id);
        ck_assert_str_eq(at(a, "state"), "closed");
        ck_assert_str_eq(at(a, "filed_on"), "2023-03-14");
        ck_assert_str_eq(at(a, "decided_on"), "2023-04-11");
        ck_assert_str_eq(at(a, "served_on"), "2023-04-11");
        ck_assert_str_eq(at(a, "closed_on"), "2023-04-24");
        ck_assert_int_eq(number_at(a, "fine_fen"), 1500000);
        ck_assert_int_eq(number_at(a, "paid_fen"), 1500000);
        act(officer, id, "archived", "2023-05-20", "\"retention\":\"years_30\"");
        ck_assert_str_eq(sql("select status from clue where case_id = '%s'", id), "filed");
}
END_TEST

static const char *fined(const char *unit, const char *fields, long long fen)
{
        const char *id = case_filed_by(text("officer1.%s", unit), "2023-09-01", fields);

        investigate(unit, id, "2023-10-10");
        expect(penalise(unit, id, "2023-10-20", fen), 201);
        return id;
}

static void expect_decided(const char *id, long long fen)
{
        struct answer *a = get("auditor.city", "/api/v1/cases/%s", id);

        ck_assert_str_eq(at(a, "state"), "decided");
        ck_assert_int_eq(number_at(a, "fine_fen"), fen);
}

/* C1: the city's case was filed and investigated by the entrusted centre. */
START_TEST(the_centre_investigates_in_the_name_of_the_city)
{
        const char *id = fined("centre", "\"articles\":[\"人民防空法第四十九条\"]", 1000000);

        ck_assert_str_eq(at(get("auditor.city", "/api/v1/cases/%s", id), "subject_unit_id"), "city");
        ck_assert_str_eq(at(get("auditor.city", "/api/v1/cases/%s", id), "unit_id"), "centre");
        expect_decided(id, 1000000);
}
END_TEST

/* C3: found 2023-08-22, to be put right by 2023-11-30, warning and 20,000 yuan. C4 and C5: warning and 10,000 yuan. */
START_TEST(the_other_cases_end_in_the_fines_that_were_published)
{
        const char *id = case_filed_by("officer1.huangpu", "2023-09-01", "\"found_on\":\"2023-08-22\"");

        act("officer1.huangpu", id, "correction_ordered", "2023-09-05", "\"until\":\"2023-11-30\",\"remark\":\"限期改正\"");
        investigate("huangpu", id, "2023-10-10");
        expect(penalise("huangpu", id, "2023-10-20", 2000000), 201);
        expect_decided(id, 2000000);
        expect_decided(fined("pudong", "\"facts\":\"拆除警报设备\"", 1000000), 1000000);
        expect_decided(fined("pudong", "\"facts\":\"拆除防护门两樘\"", 1000000), 1000000);
}
END_TEST

static struct answer *filed_late(const char *fields)
{
        return post("officer1.huangpu", text("{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\","
                                             "\"parties\":[{\"kind\":\"person\",\"name\":\"张三\"}]%s}", fields), "/api/v1/cases");
}

/* 行政处罚法第三十六条: two years from the act, or from the end of one that went on; five where safety was harmed. */
START_TEST(what_was_found_too_late_is_penalised_no_more)
{
        const char *officer = "officer1.huangpu", *id;
        struct answer *a = filed_late(",\"occurred_on\":\"2024-02-19\",\"found_on\":\"2026-02-20\"");

        ck_assert_int_eq(a->status, 409);
        ck_assert_str_eq(at(a, "unmet/0/code"), "limitation");
        ck_assert_str_eq(at(a, "unmet/0/article"), "行政处罚法第三十六条第一款");
        ck_assert_ptr_nonnull(strstr(a->text, "2024-02-19 – 2026-02-19, 2026-02-20"));
        expect(filed_late(",\"occurred_on\":\"2024-02-20\",\"found_on\":\"2026-02-20\""), 201);
        expect(filed_late(",\"occurred_on\":\"2022-02-19\",\"found_on\":\"2026-02-20\",\"harms_safety\":true"), 201);
        expect(filed_late(",\"occurred_on\":\"2022-02-19\",\"continuing\":true,\"ended_on\":\"2025-12-31\""), 201);
        expect(filed_late(",\"occurred_on\":\"2022-02-19\",\"limitation_basis\":\"法律另有规定\""), 201);
        expect(filed_late(",\"occurred_on\":\"2022-02-19\",\"ended_on\":\"2025-12-31\""), 422);
        id = case_filed_by(officer, "2026-03-02", "\"occurred_on\":\"2025-02-19\",\"found_on\":\"2026-02-20\"");
        a = get(officer, "/api/v1/cases/%s", id);
        ck_assert_str_eq(at(a, "continuing"), "false");
        expect(change(officer, "PATCH", "\"1\"", "{\"occurred_on\":\"2025-02-18\",\"reason\":\"查明行为日期\"}", "/api/v1/cases/%s", id), 200);
        /* A correction does not get round it either. */
        expect_problem(change(officer, "PATCH", "\"2\"", "{\"occurred_on\":\"2023-02-19\",\"reason\":\"查明行为日期\"}", "/api/v1/cases/%s", id), 409, "rule");
}
END_TEST

START_TEST(what_may_be_done_next_says_what_is_missing)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        struct answer *a = get("officer1.huangpu", "/api/v1/cases/%s/next", id);
        int at_ = place_of(a, "closed", "investigated");

        expect(a, 200);
        ck_assert_str_eq(at(a, "state"), "filed");
        ck_assert_int_ge(place_of(a, "open", "evidence_registered"), 0);
        ck_assert_int_ge(at_, 0);
        ck_assert_str_eq(at(a, text("closed/%d/unmet/0/code", at_)), "evidence_on_file");
        ck_assert_str_eq(at(a, text("closed/%d/unmet/0/met_by/0", at_)), "evidence_registered");
        ck_assert_str_eq(at(a, text("closed/%d/unmet/0/code", place_of(a, "closed", "suspended"))), "permission");
        ck_assert_int_ge(place_of(get("lead.huangpu", "/api/v1/cases/%s/next", id), "open", "suspended"), 0);
        act("officer1.huangpu", id, "evidence_registered", "2026-03-03", "\"evidence_kind\":\"physical\",\"remark\":\"门扇一樘\"");
        ck_assert_int_ge(place_of(get("officer1.huangpu", "/api/v1/cases/%s/next", id), "open", "investigated"), 0);
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s/next", id), 404, "not-found");
        ck_assert_str_eq(sql("select count(*) from audit_event where content like '%%nextActs%%' and content like '%%%s%%'", id), "4"); /* the one refused, too */
}
END_TEST

START_TEST(a_large_fine_is_heard_reviewed_and_discussed_first)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu";
        const char *id = case_filed_by(officer, "2026-03-02", ""), *chair = sql("select person_id from person where login = 'legal1.city'");

        investigate("huangpu", id, "2026-03-10");
        refused_by(officer, id, "notice_served", "2026-03-12", "\"until\":\"2026-03-20\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":5000001}]",
                   "notice_in_range", "行政处罚法第七十六条第一款第二项");
        act(officer, id, "notice_served", "2026-03-12", "\"until\":\"2026-03-20\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":5000000}]");
        act(officer, id, "hearing_told", "2026-03-12", "\"until\":\"2026-03-20\"");
        act(officer, id, "defence_waived", "2026-03-13", "\"remark\":\"书面\"");
        act(officer, id, "hearing_requested", "2026-03-16", "");
        refused_by(officer, id, "hearing_noticed", "2026-03-17", "\"until\":\"2026-03-24\"", "hearing_notice_time", "行政处罚法第六十四条第二项");
        act(officer, id, "hearing_noticed", "2026-03-17", "\"until\":\"2026-03-27\"");
        refused_by(officer, id, "hearing_held", "2026-03-27",
                   text("\"outcome\":\"held\",\"person_id\":\"%s\"", sql("select person_id from person where login = '%s'", officer)), "chair_apart",
                   "行政处罚法第六十四条第四项");
        refused_by(officer, id, "hearing_held", "2026-03-27",
                   text("\"outcome\":\"held\",\"person_id\":\"%s\"", sql("select person_id from person where login = 'lead.pudong'")), "chair_of_organ",
                   "行政处罚法第六十四条第四项");
        refused_by(officer, id, "hearing_held", "2026-03-27", text("\"outcome\":\"held\",\"person_id\":\"%s\"", chair), "chair_of_organ",
                   "行政处罚法第六十四条第四项");
        sql("insert into role_assignment values (gen_random_uuid(), '%s', '310101', 'auditor', '2020-01-01')", chair);
        refused_by(officer, id, "hearing_held", "2026-03-27", "\"outcome\":\"held\",\"person_id\":\"01920000-0000-7000-8000-00000000ffff\"",
                   "chair_known", "行政处罚法第六十四条第四项");
        act(officer, id, "hearing_held", "2026-03-27", text("\"outcome\":\"held\",\"person_id\":\"%s\"", chair));
        refused_by(lead, id, "decided", "2026-04-02", decision(5000000), "legal_reviewed", "行政处罚法第五十八条第一款");
        expect(opinion("legalreview.city", id, "2026-03-30"), 201);
        refused_by(lead, id, "decided", "2026-04-02", decision(5000000), "discussed", "行政处罚法第五十七条第二款");
        act(lead, id, "discussed", "2026-04-01", "\"remark\":\"集体讨论\"");
        refused_by(lead, id, "decided", "2026-04-02", decision(5000001), "fine_in_range", "行政处罚法第七十六条第一款第二项");
        act(lead, id, "decided", "2026-04-02", decision(5000000));
}
END_TEST

/* Whoever may write nothing else of the case writes the own opinion, and that alone. */
START_TEST(the_legal_reviewer_records_the_own_opinion_and_nothing_else)
{
        const char *officer = "officer1.huangpu", *reviewer = "legalreview.city";
        const char *id = case_filed_by(officer, "2026-03-02", "");
        struct answer *a;

        investigate("huangpu", id, "2026-03-10");
        act(officer, id, "legal_review_requested", "2026-03-11", "");
        a = get(reviewer, "/api/v1/worklist?view=waiting");
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(at(a, "items/0/code"), "legal_review");
        ck_assert_uint_eq(count_at(get("legal1.city", "/api/v1/worklist?view=waiting"), "items"), 0);
        expect_problem(record(reviewer, id, "investigated", "2026-03-12", "\"outcome\":\"penalty\""), 403, "forbidden");
        expect_problem(opinion("officer1.huangpu", id, "2026-03-12"), 403, "forbidden");
        expect_problem(opinion(reviewer, case_filed_by("officer1.pudong", "2026-03-02", ""), "2026-03-12"), 404, "not-found");
        a = opinion(reviewer, id, "2026-03-12");
        expect(a, 201);
        ck_assert_str_eq(at(a, "kind"), "legal_reviewed");
        ck_assert_str_eq(at(a, "data/person_id"), sql("select person_id from person where login = '%s'", reviewer));
        ck_assert_str_eq(sql("select state || ' ' || met_on from case_deadline where case_id = '%s' and code = 'legal_review'", id), "met 2026-03-12");
        ck_assert_uint_eq(count_at(get(reviewer, "/api/v1/worklist?view=waiting"), "items"), 0);
        a = opinion("lead.huangpu", id, "2026-03-12"); /* not qualified, and recorded acts of the case or may */
        ck_assert_str_eq(at(a, "unmet/0/code"), "reviewer_qualified");
}
END_TEST

START_TEST(a_revoked_decision_is_undone_and_the_case_is_reopened_for_another)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu";
        const char *id = case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
        struct answer *a;

        act(officer, id, "disclosed", "2026-04-21", "");
        act(officer, id, "reconsideration_accepted", "2026-05-08", "\"receiver\":\"上海市人民政府\"");
        refused_by(officer, id, "reconsideration_ended", "2026-06-20", "\"outcome\":\"revoked\"", "reopened_first", NULL);
        act(lead, id, "reopened", "2026-06-20", "\"basis\":\"行政复议决定\",\"remark\":\"复议机关撤销原决定\"");
        act(officer, id, "reconsideration_ended", "2026-06-20", "\"outcome\":\"revoked\"");
        ck_assert_str_eq(sql("select string_agg(code || ' ' || state, ',' order by code) from case_deadline where case_id = '%s' "
                             "and code in ('suit', 'suit_after_reconsideration', 'disclosure_withdrawal')", id),
                         "disclosure_withdrawal open,suit void");
        act(officer, id, "disclosure_withdrawn", "2026-06-22", "\"remark\":\"决定已被撤销\"");
        act(lead, id, "refunded", "2026-06-23", "\"amount_fen\":1500000,\"remark\":\"决定撤销，退还罚款\"");
        a = get(officer, "/api/v1/cases/%s", id);
        ck_assert_str_eq(at(a, "state"), "filed");
        ck_assert_ptr_null(at(a, "outcome"));
        ck_assert_ptr_null(at(a, "closed_on"));
        ck_assert_ptr_null(at(a, "decided_on"));
        ck_assert_int_eq(number_at(a, "fine_fen"), 0);
        ck_assert_int_eq(number_at(a, "paid_fen"), 0);
        investigate("huangpu", id, "2026-07-01");
        act(officer, id, "notice_served", "2026-07-02", "\"until\":\"2026-07-09\",\"penalties\":[{\"kind\":\"warning\"},{\"kind\":\"fine\",\"amount_fen\":1200000}]");
        act(officer, id, "defence_waived", "2026-07-02", "\"remark\":\"书面\"");
        refused_by(lead, id, "decided", "2026-07-10", decision(1200000), "redecided_reasons", "行政复议法第六十四条第二款");
        expect(penalise("huangpu", id, "2026-07-10", 1200000), 201);
        expect_decided(id, 1200000);
        a = get("legal1.city", "/api/v1/statistics/quarters/2026Q2");
        ck_assert_str_eq(at(a, "total/balance_holds"), "true");
        ck_assert_int_eq(number_at(a, "total/reopened"), 1);
        ck_assert_int_eq(number_at(a, "total/fines_collected_fen"), 0);
}
END_TEST

START_TEST(a_fine_lowered_by_reconsideration_is_still_to_be_paid)
{
        const char *officer = "officer1.huangpu", *id = case_filed_by(officer, "2026-03-02", "");

        investigate("huangpu", id, "2026-03-10");
        expect(penalise("huangpu", id, "2026-03-20", 1500000), 201);
        act(officer, id, "served", "2026-03-23", "\"mode\":\"direct\"");
        act(officer, id, "reconsideration_accepted", "2026-04-01", "\"receiver\":\"上海市人民政府\"");
        act(officer, id, "reconsideration_ended", "2026-05-20", "\"outcome\":\"changed\",\"amount_fen\":1200000");
        ck_assert_str_eq(sql("select string_agg(code || ' ' || due_on || ' ' || state, ',' order by code) from case_deadline "
                             "where case_id = '%s' and code in ('payment', 'suit', 'suit_after_reconsideration', 'court_application')", id),
                         "court_application 2026-09-04 open,payment 2026-04-07 open,suit 2026-09-23 void,"
                         "suit_after_reconsideration 2026-06-04 open");
        act(officer, id, "paid", "2026-06-01", "\"amount_fen\":1200000");
        ck_assert_str_eq(at(get(officer, "/api/v1/cases/%s", id), "state"), "paid");
}
END_TEST

static const char *money_terms(const char *id)
{
        return sql("select string_agg(code || ' ' || due_on || ' ' || state, ',' order by code, nth) from case_deadline "
                   "where case_id = '%s' and code in ('payment', 'court_application')", id);
}

START_TEST(a_fine_in_instalments_has_a_deadline_for_each)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu", *id = case_filed_by(officer, "2026-03-02", "");
        struct answer *a;

        investigate("huangpu", id, "2026-03-10");
        expect(penalise("huangpu", id, "2026-03-20", 1500000), 201);
        act(officer, id, "served", "2026-03-23", "\"mode\":\"direct\"");
        a = record(lead, id, "deferral_approved", "2026-03-30", "\"until\":\"2026-09-30\",\"instalments\":"
                   "[{\"amount_fen\":500000,\"until\":\"2026-06-30\"},{\"amount_fen\":1000001,\"until\":\"2026-09-30\"}]");
        expect_problem(a, 422, "invalid");
        ck_assert_str_eq(at(a, "errors/0/pointer"), "/instalments/1/amount_fen");
        act(lead, id, "deferral_approved", "2026-03-30", "\"until\":\"2026-09-30\",\"instalments\":"
            "[{\"amount_fen\":500000,\"until\":\"2026-06-30\"},{\"amount_fen\":1000000,\"until\":\"2026-09-30\"}]");
        ck_assert_str_eq(money_terms(id), "court_application 2026-12-30 open,payment 2026-06-30 open,payment 2026-09-30 open");
        refused_by(officer, id, "paid", "2026-06-29", "\"amount_fen\":500000,\"collected\":\"hard_later\",\"document_no\":\"1\"",
                   "collected_on_the_spot", "行政处罚法第六十八条");
        a = record(officer, id, "paid", "2026-06-29", "\"amount_fen\":500000,\"collected\":\"remote\",\"document_no\":\"1\",\"remark\":\"当事人提出\"");
        expect(a, 201);
        ck_assert_str_eq(at(a, "data/collected"), "remote");
        act(officer, id, "collection_handed_in", "2026-07-01", "");
        act(officer, id, "collection_banked", "2026-07-03", "");
        ck_assert_str_eq(sql("select string_agg(code || ' ' || due_on || ' ' || state, ',' order by code) from case_deadline "
                             "where case_id = '%s' and code like 'collection%%'", id),
                         "collection_banking 2026-07-03 met,collection_hand_in 2026-07-01 met");
        ck_assert_str_eq(money_terms(id), "court_application 2026-12-30 open,payment 2026-06-30 met,payment 2026-09-30 open");
        act(officer, id, "paid", "2026-09-30", "\"amount_fen\":1000000");
        ck_assert_str_eq(money_terms(id), "court_application 2026-12-30 open,payment 2026-06-30 met,payment 2026-09-30 met");
        ck_assert_str_eq(at(get(officer, "/api/v1/cases/%s", id), "state"), "paid");
}
END_TEST

/* 行政处罚法第五十一条、第五十二条: on the day itself, by the two officers, without the steps of the ordinary procedure. */
START_TEST(a_penalty_on_the_spot_says_what_was_told_and_answered_and_is_reported)
{
        const char *officer = "officer1.huangpu", *id;
        struct answer *a = post(officer, "{\"procedure\":\"simple\",\"source\":\"inspection\",\"cause_code\":\"11\",\"filed_on\":\"2026-03-02\","
                                "\"occurred_on\":\"2026-02-10\",\"officers\":[\"01920000-0000-7000-8000-000000000001\",\"01920000-0000-7000-8000-000000000002\"],"
                                "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}]}", "/api/v1/cases");

        expect(a, 201);
        id = at(a, "case_id");
        refused_by(officer, id, "spot_decision_reported", "2026-03-02", "", "state", "行政处罚法第五十二条第三款");
        a = record(officer, id, "decided", "2026-03-02", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":100000}]");
        expect_problem(a, 422, "invalid");
        expect_field(a, "/told", "told_on_the_spot");
        expect_field(a, "/party_said", "heard_on_the_spot");
        ck_assert_str_eq(at(a, "unmet/0/article"), "行政处罚法第四十四条");
        a = record(officer, id, "decided", "2026-03-02", "\"outcome\":\"penalty\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":100000}],"
                   "\"tier\":\"general\",\"told\":true,\"party_said\":\"当事人对事实没有异议，请求从轻\"");
        expect(a, 201);
        ck_assert_str_eq(at(a, "data/told"), "true");
        ck_assert_str_eq(at(a, "data/party_said"), "当事人对事实没有异议，请求从轻");
        ck_assert_str_eq(at(a, "data/reconsideration_first"), "true");
        act(officer, id, "served", "2026-03-02", "\"mode\":\"direct\"");
        act(officer, id, "spot_decision_reported", "2026-03-03", "");
        refused_by(officer, id, "spot_decision_reported", "2026-03-04", "", "not_reported", "行政处罚法第五十二条第三款");
}
END_TEST

START_TEST(another_authority_is_named_by_the_catalogue_or_in_words)
{
        const char *lead = "lead.huangpu", *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        struct answer *a = record(lead, id, "transferred", "2026-03-05", "\"transfer_kind\":\"other\",\"remark\":\"不属本机关管辖\",\"receiver_code\":\"sh-nobody\"");

        expect_field(a, "/receiver_code", "unknown_ref");
        a = record(lead, id, "transferred", "2026-03-05", "\"transfer_kind\":\"other\",\"remark\":\"不属本机关管辖\",\"receiver_code\":\"sh-market\"");
        expect(a, 201);
        ck_assert_str_eq(at(a, "receiver"), "上海市市场监督管理局");
        ck_assert_str_eq(at(a, "data/receiver_code"), "sh-market");
}
END_TEST

/* What had run out before the case was closed did not become void by it. */
START_TEST(a_right_that_lapsed_stays_so_when_the_case_is_closed)
{
        const char *officer = "officer1.huangpu", *id = case_filed_by(officer, "2025-03-03", "");
        struct answer *a;

        investigate("huangpu", id, "2025-03-10");
        expect(penalise("huangpu", id, "2025-03-20", 1000000), 201);
        act(officer, id, "served", "2025-03-21", "\"mode\":\"direct\"");
        act(officer, id, "paid", "2025-03-31", "\"amount_fen\":1000000");
        act("lead.huangpu", id, "closed", "2025-06-10", "");
        a = get(officer, "/api/v1/cases/%s/deadlines", id);
        for (size_t i = 0; i < count_at(a, "deadlines"); i++) {
                const char *code = at(a, text("deadlines/%zu/code", i)), *state = at(a, text("deadlines/%zu/state", i));

                ck_assert(strcmp(code, "reconsideration") != 0 || !strcmp(state, "lapsed"));
                ck_assert(strcmp(code, "court_application") != 0 || !strcmp(state, "void"));
        }
}
END_TEST

START_TEST(service_by_public_notice_counts_when_its_days_have_passed)
{
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");

        investigate("huangpu", id, "2026-03-10");
        expect(penalise("huangpu", id, "2026-03-20", 1000000), 201);
        act("officer1.huangpu", id, "served", "2026-03-25", "\"mode\":\"public_notice\"");
        ck_assert_str_eq(at(get("officer1.huangpu", "/api/v1/cases/%s", id), "served_on"), "2026-04-24");
}
END_TEST

START_TEST(an_officer_recused_is_replaced_before_the_decision)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu", *id = case_filed_by(officer, "2026-03-02", "");
        const char *first = sql("select person_id from person where login = '%s'", officer);
        const char *second = sql("select person_id from person where login = 'officer2.huangpu'");
        const char *third = sql("select person_id from person where login = '%s'", lead);

        act(officer, id, "recusal_requested", "2026-03-03", text("\"person_id\":\"%s\",\"remark\":\"与当事人有亲属关系\"", first));
        ck_assert_str_eq(sql("select due_on || ' ' || state from case_deadline where case_id = '%s' and code = 'recusal_decision'", id), "2026-03-06 open");
        ck_assert_ptr_nonnull(strstr(get(lead, "/api/v1/worklist?view=waiting&limit=200")->text, id));
        act(lead, id, "recusal_decided", "2026-03-04", "\"outcome\":\"approved\"");
        ck_assert_str_eq(sql("select state from case_deadline where case_id = '%s' and code = 'recusal_decision'", id), "met");
        refused_by(lead, id, "officers_changed", "2026-03-04", text("\"officers\":[\"%s\",\"%s\"],\"remark\":\"更换\"", first, second),
                   "recused_left_out", "行政处罚法第四十三条第一款");
        act(lead, id, "officers_changed", "2026-03-04", text("\"officers\":[\"%s\",\"%s\"],\"remark\":\"更换\"", second, third));
        ck_assert_str_eq(sql("select to_on from case_officer where case_id = '%s' and person_id = '%s'", id, first), "2026-03-04");
        investigate("huangpu", id, "2026-03-10");
        expect(penalise("huangpu", id, "2026-03-20", 1000000), 201);
}
END_TEST

/* ---- the rest of the table, act by act ---- */

START_TEST(a_fine_that_is_not_paid_is_added_to_demanded_and_enforced)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu", *id = case_filed_by(officer, "2024-03-04", "");

        act(lead, id, "preservation_ordered", "2024-03-05", "\"remark\":\"门扇两樘\"");
        act(lead, id, "preservation_disposed", "2024-03-08", "\"outcome\":\"released\"");
        act(lead, id, "suspended", "2024-03-08", "\"basis\":\"《某行政处罚程序规定》第四十六条\",\"remark\":\"鉴定\"");
        act(lead, id, "resumed", "2024-03-11", "");
        investigate("huangpu", id, "2024-03-11");
        act(lead, id, "extended", "2024-03-11", "\"days\":10,\"basis\":\"《某行政处罚程序规定》第六十四条\"");
        act(officer, id, "notice_served", "2024-03-12", text("\"until\":\"2024-03-20\",%s", intended(1000000)));
        act(officer, id, "defence_heard", "2024-03-14", "\"remark\":\"请求减轻\"");
        act(officer, id, "defence_rechecked", "2024-03-15", "\"outcome\":\"rejected\",\"remark\":\"不成立\"");
        refused_by(lead, id, "decided", "2024-03-21", decision(1000001), "not_heavier", "行政处罚法第四十五条第二款");
        act(lead, id, "decided", "2024-03-21", decision(1000000));
        refused_by(lead, id, "decided", "2024-03-21", decision(1000000), "state", "行政处罚法第五十七条第一款");
        refused_by(officer, id, "served", "2024-03-20", "\"mode\":\"direct\"", "date_in_order", NULL);
        act(officer, id, "served", "2024-03-22", "\"mode\":\"direct\"");
        act(officer, id, "suit_accepted", "2024-05-01", "\"receiver\":\"上海市黄浦区人民法院\"");
        refused_by(lead, id, "court_applied", "2024-07-01", "", "demand_served", "行政强制法第五十四条");
        act(officer, id, "suit_ended", "2024-08-01", "\"outcome\":\"dismissed\"");
        act(officer, id, "demand_served", "2024-10-15", "\"mode\":\"direct\"");
        refused_by(lead, id, "fine_added", "2024-10-15", "\"amount_fen\":1000001", "addition_in_cap", "行政处罚法第七十二条第一款第一项");
        act(lead, id, "fine_added", "2024-10-15", "\"amount_fen\":1000000");
        refused_by(lead, id, "court_applied", "2024-10-29", "", "demand_waited", "行政强制法第五十四条");
        act(lead, id, "court_applied", "2024-11-05", "\"receiver\":\"上海市黄浦区人民法院\"");
        act(officer, id, "court_ended", "2024-12-02", "\"outcome\":\"performed\"");
        act(lead, id, "closed", "2024-12-05", "");
        act(officer, id, "archived", "2024-12-06", "\"retention\":\"years_30\"");
}
END_TEST

START_TEST(who_is_not_penalised_is_educated_and_others_take_part_meanwhile)
{
        const char *officer = "officer1.pudong", *lead = "lead.pudong", *city = "lead.city", *id = case_filed_by(officer, "2024-03-04", "");

        act(officer, id, "consulted", "2024-03-06", "\"other_unit_id\":\"city\",\"remark\":\"如何定性\"");
        act(city, id, "supervised", "2024-03-07", "\"remark\":\"列为督办\"");
        act(city, id, "consultation_answered", "2024-03-07", "\"remark\":\"依法不予处罚\"");
        act(city, id, "supervision_ended", "2024-03-08", "");
        act(officer, id, "correction_ordered", "2024-03-08", "\"days\":10,\"remark\":\"恢复\"");
        investigate("pudong", id, "2024-03-11");
        act(officer, id, "reinspected", "2024-03-15", "\"outcome\":\"done\"");
        act(lead, id, "decided", "2024-03-18", "\"outcome\":\"no_penalty\",\"ground\":\"first_corrected\"");
        act(officer, id, "served", "2024-03-19", "\"mode\":\"direct\"");
        refused_by(lead, id, "closed", "2024-03-20", "", "educated", "行政处罚法第三十三条第三款");
        act(officer, id, "educated", "2024-03-19", "\"remark\":\"当面教育\"");
        act(lead, id, "closed", "2024-03-20", "");
}
END_TEST

static const char *sent_to_the_police(void)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu", *id = case_filed_by(officer, "2024-03-04", "");

        act(officer, id, "evidence_registered", "2024-03-05", "\"evidence_kind\":\"record\",\"remark\":\"笔录\"");
        act(officer, id, "transfer_proposed", "2024-03-06", "\"remark\":\"涉嫌犯罪\"");
        act(lead, id, "transfer_decided", "2024-03-07", "\"outcome\":\"approved\"");
        act(lead, id, "transferred", "2024-03-08", "\"transfer_kind\":\"criminal\",\"receiver_code\":\"sh-police\"");
        act(officer, id, "transfer_receipt", "2024-03-08", "");
        return id;
}

START_TEST(the_police_refuse_and_are_asked_again_or_take_it_up)
{
        const char *officer = "officer1.huangpu", *lead = "lead.huangpu", *id = sent_to_the_police();

        act(officer, id, "transfer_refused", "2024-03-11", "\"remark\":\"不构成犯罪\"");
        act(lead, id, "transfer_review_requested", "2024-03-12", "");
        act(officer, id, "transfer_review_answered", "2024-03-15", "\"outcome\":\"rejected\"");
        act(lead, id, "transfer_supervision_proposed", "2024-03-18", "\"receiver_code\":\"sh-procuratorate\"");
        act(officer, id, "transfer_returned", "2024-03-20", "\"remark\":\"依法给予行政处罚\"");
        act(lead, id, "terminated", "2024-03-21", "\"basis\":\"当事人注销\",\"remark\":\"无承受人\"");
        id = sent_to_the_police();
        act(officer, id, "transfer_received", "2024-03-11", "");
        act(officer, id, "transfer_items_handed", "2024-03-13", "\"remark\":\"涉案物品一批\"");
        id = case_filed_by(officer, "2024-03-04", "");
        investigate("huangpu", id, "2024-03-11");
        expect(penalise("huangpu", id, "2024-03-20", 5000000), 201); /* of hearing level; the hearing is waived */
}
END_TEST

/* Each kind of act was recorded over HTTP by the tests of this file, but for those told in other files. */
START_TEST(every_act_of_the_table_was_recorded_here_or_is_named)
{
        static const char *const elsewhere[] = {"unit_transfer_proposed", "unit_transfer_accepted", "unit_transfer_refused", "unit_transfer_withdrawn",
                                                "moved_out", "joint_started", "joint_ended", /* test_moves.c */
                                                "filing_approved", "filing_refused" /* test_clues.c */};

        for (const char *const *kind = procedure_kinds; *kind; kind++) {
                bool named = false;

                for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
                        named = named || !strcmp(elsewhere[i], *kind);
                ck_assert_msg(named || strcmp(sql("select count(*) from case_event where kind = '%s' and origin <> 'imported'", *kind), "0") != 0,
                              "%s: nobody recorded it", *kind);
        }
}
END_TEST

HARNESS_MAIN("timeline", "people", jiading_2023_runs_from_the_clue_to_what_was_put_right_after_the_closure,
             the_centre_investigates_in_the_name_of_the_city, the_other_cases_end_in_the_fines_that_were_published,
             what_was_found_too_late_is_penalised_no_more, what_may_be_done_next_says_what_is_missing, a_large_fine_is_heard_reviewed_and_discussed_first,
             a_revoked_decision_is_undone_and_the_case_is_reopened_for_another,
             a_fine_lowered_by_reconsideration_is_still_to_be_paid, a_fine_in_instalments_has_a_deadline_for_each, the_legal_reviewer_records_the_own_opinion_and_nothing_else,
             a_penalty_on_the_spot_says_what_was_told_and_answered_and_is_reported,
             another_authority_is_named_by_the_catalogue_or_in_words, a_right_that_lapsed_stays_so_when_the_case_is_closed,
             service_by_public_notice_counts_when_its_days_have_passed, an_officer_recused_is_replaced_before_the_decision,
             a_fine_that_is_not_paid_is_added_to_demanded_and_enforced, who_is_not_penalised_is_educated_and_others_take_part_meanwhile,
             the_police_refuse_and_are_asked_again_or_take_it_up, every_act_of_the_table_was_recorded_here_or_is_named)

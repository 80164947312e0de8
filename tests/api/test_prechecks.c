/* Items of a review that answer themselves. */
#include "harness.h"

#include "main/command.h"
#include "main/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLEAN = 1000, EACH = 5 };

static void load(const char *name)
{
        FILE *file = fopen(text(SOURCE_ROOT "/tests/api/%s", name), "r");
        static char statements[40000];

        ck_assert_ptr_nonnull(file);
        statements[fread(statements, 1, sizeof statements - 1, file)] = '\0';
        fclose(file);
        sql("%s", statements);
}

/* Runs a command as people run it: its words, ended by NULL. */
static int run(int (*command)(const struct settings *s, int argc, char **argv), const char *what, const char *how)
{
        char words[2][32], *argv[] = {words[0], how ? words[1] : NULL, NULL};
        struct settings s = {.jobs_url = database_url("anjuan_jobs"), .log_level = "warn"};

        snprintf(words[0], sizeof words[0], "%s", what);
        snprintf(words[1], sizeof words[1], "%s", how ? how : "");
        return command(&s, how ? 2 : 1, argv);
}

START_TEST(a_thousand_clean_cases_of_every_kind_give_no_more_than_twenty_false_alarms)
{
        const char *alarms;

        load("precheck_world.sql");
        sql("select public.make_closed(1, %d)", CLEAN);
        ck_assert_int_eq(run(deadlines_command, "rebuild", "--all"), 0);
        ck_assert_int_eq(run(prechecks_command, "recompute", NULL), 0);
        ck_assert_str_eq(sql("select count(*) from case_precheck"), text("%d", CLEAN));
        alarms = sql("select string_agg(distinct check_name || ' ' || case_id, ', ') from case_precheck_finding");
        ck_assert_msg(atoi(sql("select count(distinct case_id) from case_precheck_finding")) <= CLEAN / 50, "%.2000s", alarms);
        /* And most items are answered: what cannot be told is the exception. */
        ck_assert_msg(atoi(sql("select count(*) from case_precheck p, jsonb_each(p.answers) a where a.value ->> 'verdict' = 'cannot_tell'")) <= CLEAN * 39 / 10,
                      "%s", sql("select string_agg(n || ' ' || k, ', ' order by n desc) from (select a.key as k, count(*) as n from case_precheck p,"
                                " jsonb_each(p.answers) a where a.value ->> 'verdict' = 'cannot_tell' group by 1) x"));
}
END_TEST

/* ---- faults planted one at a time ---- */

#define DOCUMENT(kind) "case_id = '{case}' and kind = '" kind "'"
#define PAPER "case_id = '{case}' and kind in ('penalty_decision', 'spot_decision')"
#define NOT_THERE(kind) "delete from case_event where case_id = '{case}' and kind = '" kind "'"
#define WITHDRAWN(kind) "update case_document set state = 'withdrawn', reason = '缺' where " DOCUMENT(kind)
#define WITHOUT(element, where) "update case_document set elements = elements - '" element "' where " where
#define LATE(code) "update case_deadline set state = 'met_late', met_on = due_on + 9 where case_id = '{case}' and code = '" code "'"
#define COLLECTED(why, receipt, remark) "update case_event set data = coalesce(data, '{}') || '{\"collected\":\"" why "\"}', document_no = " receipt ", remark = " remark \
        " where case_id = '{case}' and kind = 'paid'"
#define HAS(kind) "exists (select from case_event e where e.case_id = c.case_id and e.kind = '" kind "')"
#define ORDINARY "c.procedure = 'ordinary' and c.outcome = 'penalty'"
#define SIMPLE "c.procedure = 'simple'"
#define ANY "true"
#define OTHER "(select max(o.case_id::text)::uuid from case_file o where o.fine_fen > 0 and o.case_id <> '{case}')"
#define FINED ORDINARY " and c.fine_fen > 0"

static const struct plant {
        const char *what, *pick, *fault, *check;
} plants[] = {
        {"V2 the act was in another district", ANY " and not " HAS("unit_transfer_accepted"), "update case_file set place = '上海市嘉定区博乐路1号' where case_id = '{case}'", "jurisdiction"},
        {"V2 detention is for the police", ORDINARY, "insert into case_penalty (event_id, position, case_id, unit_id, kind) select event_id, 9, case_id, unit_id, 'detention'"
         " from case_event where case_id = '{case}' and kind = 'decided'", "jurisdiction"},
        {"V3 one officer", ANY, "delete from case_officer where case_id = '{case}' and position = 2", "two_certified_officers"},
        {"V3 a certificate had run out", ANY, "update person set certificate_to = '2025-01-31' where login = 'officer2.pudong'", "two_certified_officers"},
        {"V3 an officer had left before the decision", ORDINARY, "update case_officer set to_on = from_on + 25 where case_id = '{case}' and position = 2", "two_certified_officers"},
        {"V6 a version that was not in force", ORDINARY, "insert into cause_of_action select (k).* from (select jsonb_populate_record(k, '{\"version\":99,\"valid_from\":\"2020-01-01\",\"recorded_at\":\"2020-01-01\"}') as k"
         " from cause_of_action k where cause_code = '04' and version = 1) x", "basis_in_force"},
        {"V6 a cause out of use", ORDINARY, "update case_file set cause_code = '13' where case_id = '{case}'", "basis_in_force"},
        {"V7 more than five years", ORDINARY, "update case_file set occurred_on = found_on - 2000 where case_id = '{case}'", "within_limitation"},
        {"V8 never told", ORDINARY, NOT_THERE("notice_served"), "told_and_heard"},
        {"V8 told after the decision", ORDINARY, "update case_event set happened_on = happened_on + 60 where case_id = '{case}' and kind = 'notice_served'", "told_and_heard"},
        {"V8 decided while the party could still speak", ORDINARY " and not " HAS("defence_heard") " and not " HAS("defence_waived"),
         "update case_event set data = data || '{\"until\":\"2026-12-31\"}' where case_id = '{case}' and kind = 'notice_served'", "told_and_heard"},
        {"V8 heavier than told", FINED, "update case_event set amount_fen = 100 where case_id = '{case}' and kind = 'notice_served'", "told_and_heard"},
        {"V9 the hearing was not offered", HAS("hearing_told"), NOT_THERE("hearing_told"), "hearing_offered"},
        {"V9 asked for and not held", HAS("hearing_held"), NOT_THERE("hearing_held"), "hearing_offered"},
        {"V9 decided before the term for asking was over", HAS("hearing_told") " and not " HAS("hearing_requested") " and not " HAS("hearing_waived"),
         "update case_event set data = data || '{\"until\":\"2026-12-31\"}' where case_id = '{case}' and kind = 'hearing_told'", "hearing_offered"},
        {"V10 no legal review", ORDINARY " and " HAS("legal_reviewed"), NOT_THERE("legal_reviewed"), "legal_review_passed"},
        {"V10 sent back", HAS("legal_reviewed"), "update case_event set outcome = 'return' where case_id = '{case}' and kind = 'legal_reviewed'", "legal_review_passed"},
        {"V10 reviewed before the hearing", HAS("hearing_held"), "update case_event set happened_on = happened_on - 10 where case_id = '{case}' and kind = 'legal_reviewed'",
         "legal_review_passed"},
        {"V11 not discussed", ORDINARY " and " HAS("discussed"), NOT_THERE("discussed"), "collectively_discussed"},
        {"V12 above the range", FINED, "update case_event set fine_fen = 900000000 where case_id = '{case}' and kind = 'decided'", "within_statutory_range"},
        {"V12 below the range", FINED " and exists (select from case_party p where p.case_id = c.case_id and p.kind = 'organisation')",
         "update case_event set fine_fen = 100 where case_id = '{case}' and kind = 'decided'", "within_statutory_range"},
        {"V12 above the simple procedure", SIMPLE, "update case_event set fine_fen = 400000 where case_id = '{case}' and kind = 'decided'", "within_statutory_range"},
        {"V12 fined twice", FINED, "update case_file f set occurred_on = c.occurred_on, place = c.place, cause_code = c.cause_code, decided_on = '2020-01-01' from case_file c"
         " where c.case_id = '{case}' and f.case_id = " OTHER ";update case_party q set kind = p.kind, credit_code = p.credit_code, id_number = p.id_number from case_party p"
         " where p.case_id = '{case}' and q.case_id = " OTHER, "within_statutory_range"},
        {"V14 money taken before the decision", ORDINARY " and " HAS("paid"), "update case_event set happened_on = happened_on - 60 where case_id = '{case}' and kind = 'paid'",
         "collected_separately"},
        {"V14 taken by the officers in the ordinary procedure", ORDINARY " and " HAS("paid"), COLLECTED("hard_later", "'票1'", "'依法办理'"), "collected_separately"},
        {"V14 in a remote place and nobody asked for it", ORDINARY " and " HAS("paid"), COLLECTED("remote", "'票1'", "null"), "collected_separately"},
        {"V14 too much for a small fine", SIMPLE, COLLECTED("small_fine", "'票1'", "'依法办理'"), "collected_separately"},
        {"V14 taken without a receipt", SIMPLE, COLLECTED("hard_later", "null", "'依法办理'"), "collected_separately"},
        {"A1 a clue without content", ANY, "update clue set content = '' where case_id = '{case}'", "clue_recorded"},
        {"A1 no clue", ANY, "update clue set case_id = null, status = 'registered' where case_id = '{case}'", "clue_recorded"},
        {"A3 filed late", ORDINARY, "update clue_deadline set state = 'met_late' where clue_id in (select clue_id from clue where case_id = '{case}')", "filed_in_time"},
        {"A4 no approval", ORDINARY, WITHDRAWN("filing_approval"), "filing_approved"},
        {"A4 the head did not sign", ORDINARY, "update case_document set signatures = '[{\"role\":\"officer\",\"signed_on\":\"2026-01-01\"}]' where " DOCUMENT("filing_approval"), "filing_approved"},
        {"A4 the approval bears no date", ORDINARY, "update case_document set signatures = '[{\"role\":\"head\"}]' where " DOCUMENT("filing_approval"), "filing_approved"},
        {"B1 one certificate number", ANY, "update case_document set elements = jsonb_set(elements, '{certificates_shown,people}', '[{\"name\":\"张伟\",\"certificate_no\":\"1\"}]') where "
         DOCUMENT("site_record"), "certificates_recorded"},
        {"B5 nothing shows who the party is", ANY, WITHDRAWN("identity_proof"), "party_identified"},
        {"B9 disposed of late", HAS("preservation_ordered"), LATE("preservation"), "preservation_disposed"},
        {"B9 not approved", HAS("preservation_ordered"), WITHDRAWN("preservation_approval"), "preservation_disposed"},
        {"B9 the list is not signed", HAS("preservation_ordered"), "update case_document set signatures = '[]' where " DOCUMENT("preservation_notice"), "preservation_disposed"},
        {"B10 no term", HAS("correction_ordered"), WITHOUT("term", DOCUMENT("correction_order")), "correction_ordered"},
        {"B11 no report", ORDINARY, WITHDRAWN("investigation_report"), "investigation_reported"},
        {"B11 the report does not say what it is", ORDINARY, WITHOUT("nature", DOCUMENT("investigation_report")), "investigation_reported"},
        {"C3 no proof that the notice was served", ORDINARY, "update case_document set state = case kind when 'service_receipt' then 'withdrawn' else state end,"
         " reason = '缺', receipt = null where case_id = '{case}' and kind in ('service_receipt', 'prior_notice')", "notice_served"},
        {"C5 four days to ask for a hearing", HAS("hearing_held"), "update case_event set data = data || jsonb_build_object('until', happened_on + 3) where case_id = '{case}'"
         " and kind = 'hearing_told'", "hearing_in_order"},
        {"C5 noticed the day before", HAS("hearing_held"), "update case_event set happened_on = happened_on + 19 where case_id = '{case}' and kind = 'hearing_noticed'", "hearing_in_order"},
        {"C5 an investigator in the chair", HAS("hearing_held"), "update case_event set data = data || '{\"person_id\":\"01920000-0000-7000-8000-000000000004\"}' where case_id = '{case}'"
         " and kind = 'hearing_held'", "hearing_in_order"},
        {"D1 an officer of the case reviewed it", HAS("legal_reviewed"), "update case_event set data = data || '{\"person_id\":\"01920000-0000-7000-8000-000000000005\"}'"
         " where case_id = '{case}' and kind = 'legal_reviewed'", "legal_review_in_order"},
        {"D1 an opinion without an opinion", HAS("legal_reviewed"), WITHOUT("opinion", DOCUMENT("legal_opinion")), "legal_review_in_order"},
        {"D2 no result", HAS("discussed"), WITHOUT("result", DOCUMENT("discussion_record")), "discussion_recorded"},
        {"D2 one view", HAS("discussed"), "update case_document set elements = jsonb_set(elements, '{participants,people}', '[{\"name\":\"甲\",\"view\":\"同意\"},{\"name\":\"乙\"}]') where "
         DOCUMENT("discussion_record"), "discussion_recorded"},
        {"D3 no benchmark", ORDINARY, WITHOUT("tier_basis", PAPER), "benchmark_cited"},
        {"D3 no reasons", ORDINARY, WITHOUT("tier_reasons", PAPER), "benchmark_cited"},
        {"D4 another name", ORDINARY, "update case_document set elements = elements || '{\"party\":{\"text\":\"另一家公司\"}}' where " DOCUMENT("prior_notice"), "party_consistent"},
        {"D6 no basis", "c.outcome = 'penalty'", WITHOUT("basis", PAPER), "basis_cited"},
        {"D6 no article", "c.outcome = 'penalty'", "update case_document set elements = jsonb_set(elements, '{basis,citations}', '[{\"law\":\"人民防空法\"}]') where " PAPER, "basis_cited"},
        {"D7 not by when to perform", FINED, WITHOUT("performance_term", PAPER), "penalty_stated"},
        {"D8 not where to apply", "c.outcome = 'penalty'", WITHOUT("remedy_organs", PAPER), "remedies_told"},
        {"D9 no seal", "c.outcome = 'penalty'", "update case_document set seal = null where " PAPER, "decision_in_form"},
        {"D9 no number", "c.outcome = 'penalty'", "update case_document set number = null where " PAPER, "decision_in_form"},
        {"D10 after ninety days", ORDINARY, LATE("decision"), "decided_in_time"},
        {"E1 served late", ORDINARY, LATE("service"), "decision_served_in_time"},
        {"E3 no proof of payment", FINED, WITHDRAWN("payment_slip"), "payment_matches"},
        {"E3 another sum on the paper", FINED, "update case_document set elements = jsonb_set(elements, '{amount,text}', '\"1,234.00元\"') where " DOCUMENT("payment_slip"), "payment_matches"},
        {"E4 more added than the fine", HAS("demand_served"), "insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, amount_fen)"
         " select gen_random_uuid(), case_id, unit_id, unit_id, 900, 900, 'fine_added', happened_on + 1, recorded_by, 999999999 from case_event where case_id = '{case}' and kind = 'demand_served'",
         "late_performance_in_order"},
        {"E4 to the court without a demand", FINED, "insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by)"
         " select gen_random_uuid(), case_id, unit_id, unit_id, 900, 900, 'court_applied', happened_on + 5, recorded_by from case_event where case_id = '{case}' and kind = 'served';"
         NOT_THERE("demand_served"), "late_performance_in_order"},
        {"E5 nobody asked for instalments", HAS("deferral_approved"), WITHDRAWN("deferral_application"), "instalments_approved"},
        {"E6 nobody looked again", HAS("correction_ordered"), NOT_THERE("reinspected") ";update case_deadline set state = 'open', met_on = null where case_id = '{case}' and code = 'correction'",
         "correction_reinspected"},
        {"E7 disclosed late", "c.outcome is not null", "update case_deadline set state = 'met_late', met_on = start_on + 90 where case_id = '{case}' and code in ('disclosure', 'disclosure_other')", "disclosed_in_time"},
        {"F2 closed unpaid", FINED, "update case_file set paid_fen = 0 where case_id = '{case}'", "closed_properly"},
        {"F2 closed with evidence preserved", HAS("preservation_ordered"), NOT_THERE("preservation_disposed"), "closed_properly"},
        {"G2 a document is not there", ANY, WITHDRAWN("remark_sheet"), "contents_match"},
        {"G2 pages that do not fit", ANY, "update case_document set pages = 9 where " DOCUMENT("cover"), "contents_match"},
        {"G5 made after the act", ORDINARY, "update case_document set made_on = made_on + 200 where " DOCUMENT("investigation_report"), "dates_consistent"},
        {"G5 not signed", ORDINARY, "update case_document set signatures = '[]' where " DOCUMENT("investigation_report"), "dates_consistent"},
        {"G6 archived late", ANY, LATE("archive"), "archived_in_time"},
};

START_TEST(every_planted_fault_is_found)
{
        int missed = 0;

        for (size_t i = 0; i < sizeof plants / sizeof plants[0]; i++) {
                const struct plant *p = &plants[i];
                const char *tried = sql("select tried || ' ' || hits || ' ' || coalesce(besides, '') from public.planted($p$%s$p$, $p$%s$p$, '%s', %d)", p->pick, p->fault, p->check, EACH);
                int n = 0, found = 0;

                sscanf(tried, "%d %d", &n, &found);
                if (n && n == found)
                        continue;
                fprintf(stderr, "%s: %s\n", p->what, tried);
                missed++;
        }
        ck_assert_int_eq(missed, 0);
}
END_TEST

/* Of instalments each counts, not the last alone. */
START_TEST(an_earlier_instalment_paid_late_is_seen)
{
        const char *case_id = sql("select min(case_id::text) from case_event where kind = 'deferral_approved'");
        ck_assert_str_eq(sql("update case_deadline set state = 'met_late', met_on = due_on + 3 where case_id = '%s' and code = 'payment' and nth = 1;"
                             "insert into case_deadline select (jsonb_populate_record(d, jsonb_build_object('nth', 2, 'state', 'met', 'met_on', d.start_on, 'due_on', d.due_on + 30))).*"
                             " from case_deadline d where d.case_id = '%s' and d.code = 'payment' and d.nth = 1;"
                             "with a as materialized (select a.verdict || ' ' || (select string_agg(e ->> 'nth', ' ') from unnest(a.evidence) e where e ->> 'name' = 'payment') as told"
                             " from precheck_answers(array['%s'::uuid]) a where a.check_name = 'late_performance_in_order') select told from a", case_id, case_id, case_id), "cannot_tell 1");
}
END_TEST

/* ---- served ---- */

#define CASE "0192cccc-0000-7000-8000-000000000001"
#define ITEM "with a as (select answers -> '%s' as j from case_precheck where case_id = '" CASE "') select j ->> 'verdict' from a"

/* The background comes by once a second. */
static void wait_for(const char *check, const char *verdict)
{
        for (int i = 0; i < 300 && strcmp(sql(ITEM, check), verdict); i++)
                usleep(100000);
        ck_assert_str_eq(sql(ITEM, check), verdict);
}

START_TEST(a_change_in_a_closed_case_is_checked_again)
{
        struct answer *a;

        wait_for("remedies_told", "no_defect");
        sql("update case_document set elements = elements - 'remedy_organs' where case_id = '" CASE "' and kind = 'penalty_decision'");
        wait_for("remedies_told", "deduct");
        a = get("officer1.pudong", "/api/v1/prechecks?item_code=D8&unit_id=310115");
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 1);
        ck_assert_str_eq(at(a, "items/0/case_id"), CASE);
        ck_assert_int_eq(number_at(a, "items/0/deduction"), 100);
        ck_assert_str_eq(at(a, "items/0/evidence/1/name"), "penalty_decision");
        ck_assert_str_eq(at(a, "items/0/evidence/1/id"), sql("select document_id from case_document where case_id = '" CASE "' and kind = 'penalty_decision'"));
        ck_assert_uint_eq(count_at(get("officer1.huangpu", "/api/v1/prechecks"), "items"), 0);
        expect_problem(get("officer1.huangpu", "/api/v1/cases/" CASE "/prechecks"), 404, "not-found");
        expect(record("officer1.pudong", CASE, "reinspected", "2026-01-15", "\"outcome\":\"done\""), 201);
        for (int i = 0; i < 300; i++, usleep(100000)) {
                a = get("legal1.city", "/api/v1/cases/" CASE "/prechecks");
                if (!strcmp(at(a, "current"), "true"))
                        break;
        }
        ck_assert_int_eq(number_at(a, "computed_from"), number_at(a, "case_version"));
        ck_assert_uint_eq(count_at(a, "items"), 39);
}
END_TEST

#define OTHERWISE(check, verdict) "update case_precheck set answers = answers || '{\"" check "\":{\"verdict\":\"" verdict "\",\"evidence\":[]}}' where case_id = '" CASE "'"

/* What the answers rest on besides the case: people, the clue, the law. */
START_TEST(a_change_of_what_lies_outside_the_case_is_checked_again)
{
        wait_for("two_certified_officers", "no_defect");
        sql("update person set certificate_to = '2025-01-31' where login = 'officer2.pudong'");
        wait_for("two_certified_officers", "veto");
        sql("update person set certificate_to = '2030-12-31' where login = 'officer2.pudong'");
        wait_for("two_certified_officers", "no_defect");
        sql("update clue set content = '' where case_id = '" CASE "'");
        wait_for("clue_recorded", "deduct");
        sql("update clue set case_id = null, status = 'registered' where case_id = '" CASE "'");
        wait_for("filed_in_time", "cannot_tell");
        sql("update clue set case_id = '" CASE "', status = 'filed', content = '检查发现' where clue_id = '0192c1c1-0000-7000-8000-000000000001'");
        wait_for("clue_recorded", "no_defect");
        sql("update clue_deadline set state = 'met_late', met_on = due_on + 1 where clue_id = '0192c1c1-0000-7000-8000-000000000001'");
        wait_for("filed_in_time", "deduct");
        sql("insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en)"
            " select name, 2, '2025-01-01', 3, unit_of_measure, basis_zh, verified, name_zh, name_en from parameter where name = 'officers_min'");
        wait_for("two_certified_officers", "veto");
        sql("insert into catalogue_withdrawal (catalogue, code, version, reason, withdrawn_by) select 'parameter', 'officers_min', 2, '误登', person_id from person where login = 'legal1.city'");
        wait_for("two_certified_officers", "no_defect");
        sql(OTHERWISE("benchmark_cited", "deduct"));
        sql("insert into benchmark (cause_code, version, valid_from, title_zh, basis_zh, verified) select '04', 99, '2025-01-01', '基准', '依据', false");
        wait_for("benchmark_cited", "no_defect");
        sql(OTHERWISE("within_limitation", "veto"));
        sql("with v as (insert into law_version (kind, source) values ('term', '修订') returning law_version) insert into term"
            " select (jsonb_populate_record(t, jsonb_build_object('version', 99, 'law_version', v.law_version, 'valid_from', '2025-01-01'))).* from term t, v"
            " where t.code = 'limitation' and t.version = 1");
        wait_for("within_limitation", "no_defect");
}
END_TEST

START_TEST(computing_again_finds_the_same)
{
        const char *sum = "select md5(string_agg(case_id || answers::text || computed_at, '' order by case_id)) from case_precheck";
        const char *before = sql("%s", sum);

        ck_assert_int_eq(run(prechecks_command, "recompute", "--all"), 0);
        ck_assert_str_eq(sql("%s", sum), before);
        ck_assert_int_eq(run(prechecks_command, "rebuild", NULL), 2);
}
END_TEST

/* Data that no check can read: the case is left, and none waits behind it. */
START_TEST(a_case_that_cannot_be_read_keeps_no_other_waiting)
{
        sql("update case_event set data = data || '{\"until\":\"someday\"}' where case_id = '0192cccc-0000-7000-8000-000000000002' and kind = 'notice_served';"
            "insert into case_precheck_due (case_id, unit_id) select case_id, unit_id from case_file where case_id <= '0192cccc-0000-7000-8000-000000000009'");
        ck_assert_int_eq(run(prechecks_command, "recompute", NULL), 0);
        for (int i = 0; i < 300 && strcmp(sql("select count(*) from case_precheck_due"), "0"); i++)
                usleep(100000);
        ck_assert_str_eq(sql("select count(*) from case_precheck_due"), "0");
}
END_TEST

#define ANSWERS                                                                                                               \
        "select string_agg(format('{\"item_code\":\"%%s\",\"answer\":\"no_defect\"%s}', i.item_code), ',')"                    \
        " from checklist_item i join review r using (checklist_id) where r.review_id = '%s'"

START_TEST(who_answers_against_the_check_says_why_and_both_stay)
{
        struct answer *a = post("legal1.city", text("{\"case_id\":\"" CASE "\",\"reviewer_id\":\"%s\"}",
                                sql("select person_id from person where login = 'reviewer1.city'")), "/api/v1/reviews");
        const char *id = at(a, "review_id");

        expect(a, 201);
        ck_assert_uint_eq(count_at(a, "prechecks"), 39);
        a = change("reviewer1.city", "PUT", a->etag, text("{\"answers\":[%s]}", sql(ANSWERS, "", id)), "/api/v1/reviews/%s/answers", id);
        expect(a, 200);
        a = change("reviewer1.city", "POST", a->etag, "{}", "/api/v1/reviews/%s/submit", id);
        expect_field(a, "/answers", "precheck_overruled");
        ck_assert_ptr_nonnull(strstr(a->text, "D8"));
        a = get("reviewer1.city", "/api/v1/reviews/%s", id);
        a = change("reviewer1.city", "PUT", a->etag, text("{\"answers\":[%s]}", sql(ANSWERS, ",\"overrules\":\"原件有\"", id)), "/api/v1/reviews/%s/answers", id);
        expect(a, 200);
        expect(change("reviewer1.city", "POST", a->etag, "{}", "/api/v1/reviews/%s/submit", id), 200);
        ck_assert_str_eq(sql("select concat_ws(' ', answer, overrules, precheck ->> 'verdict', precheck ->> 'deduction') from review_answer"
                             " where review_id = '%s' and item_code = 'D8'", id), "no_defect 原件有 deduct 100");
}
END_TEST

/* What one transaction wrote bears its number. */
START_TEST(the_background_writes_few_cases_at_a_time_and_gives_way_to_people)
{
        enum { CASES = 60, AT_ONCE = 20 };
        const char *those = text("(select c.case_id from case_file c where c.state = 'closed' order by c.case_id limit %d)", CASES);

        sql("delete from case_precheck where case_id in %s", those);
        sql("insert into case_precheck_due (case_id, unit_id) select case_id, unit_id from case_file where case_id in %s", those);
        for (int i = 0; i < 300 && atoi(sql("select count(*) from case_precheck where case_id in %s", those)) < CASES; i++)
                usleep(100000);
        ck_assert_int_eq(atoi(sql("select count(*) from case_precheck where case_id in %s", those)), CASES);
        ck_assert_int_le(atoi(sql("select max(n) from (select count(*) as n from case_precheck where case_id in %s group by xmin::text) x", those)), AT_ONCE);

        ck_assert_int_eq(work_rest_ms(50000, 0), 0);
        ck_assert_int_eq(work_rest_ms(50000, 1), 200);
        ck_assert_int_eq(work_rest_ms(50000, 32), 200);
        ck_assert_int_eq(work_rest_ms(60000000, 1), 10000);
}
END_TEST

HARNESS_MAIN("prechecks", "people", a_thousand_clean_cases_of_every_kind_give_no_more_than_twenty_false_alarms, every_planted_fault_is_found,
             an_earlier_instalment_paid_late_is_seen,
             a_change_in_a_closed_case_is_checked_again, a_change_of_what_lies_outside_the_case_is_checked_again, computing_again_finds_the_same, who_answers_against_the_check_says_why_and_both_stay,
             the_background_writes_few_cases_at_a_time_and_gives_way_to_people, a_case_that_cannot_be_read_keeps_no_other_waiting)

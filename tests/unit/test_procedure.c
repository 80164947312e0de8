#include "rules/procedure.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;

enum { DAY = 20000, FINE = 1500000 }; /* an ordinary day; 15,000 yuan */

static const char *const all_permissions[] = {"case.create", "case.write", "case.approve", "case.reopen", "case.legal_review",
                                              NULL};
static const struct term_rule terms[] = {
    {.code = "defence", .version = 1, .length = 3, .working = true, .rolls = true},
    {.code = "hearing_request", .version = 1, .length = 5, .working = true, .rolls = true},
    {.code = "hearing_notice", .version = 1, .length = 7, .working = true},
    {.code = "public_notice", .version = 1, .length = 30},
    {.code = "payment", .version = 1, .length = 15, .rolls = true},
    {.code = "limitation", .version = 1, .length = 24, .unit = TERM_MONTH},
    {.code = "limitation_safety", .version = 1, .length = 60, .unit = TERM_MONTH},
    {.code = "demand", .version = 1, .length = 10, .working = true, .rolls = true},
    {.code = "reconsideration", .version = 1, .length = 60},
    {.code = "suit", .version = 1, .length = 180},
    {.code = "suit_after_reconsideration", .version = 1, .length = 15}};
static const struct clock_law law = {.terms = terms, .n_terms = sizeof terms / sizeof *terms};
static const struct procedure_limits limits = {.today = DAY + 400,
                                               .officers_min = 2,
                                               .simple_fine_person_max_fen = 20000,
                                               .simple_fine_organisation_max_fen = 300000,
                                               .hearing_fine_person_fen = 500000,
                                               .hearing_fine_organisation_fen = 5000000,
                                               .hearing_confiscation_person_fen = 500000,
                                               .hearing_confiscation_organisation_fen = 5000000,
                                               .hearing_kind = {[PENALTY_DOWNGRADE] = true,
                                                                [PENALTY_REVOKE_LICENSE] = true,
                                                                [PENALTY_STOP_PRODUCTION] = true,
                                                                [PENALTY_CLOSE_DOWN] = true,
                                                                [PENALTY_RESTRICT_EMPLOYMENT] = true},
                                               .law = &law,
                                               .late_fee_rate = 300,
                                               .joint_days_max = 90, .extension_days_max = 90, .spot_collection_fen = 10000,
                                               .discussion_at_hearing_level = 1};
static const struct penalty warning_and_fine[] = {{"warning", 0}, {"fine", FINE}};
static const struct penalty warning[] = {{"warning", 0}};

/* What happened up to each state: evidence, the end of the investigation, the notice, the defence waived. */
static const struct past_event till_filed[] = {{.kind = "filed", .happened_on = DAY, .seq = 1},
                                               {.kind = "evidence_registered", .happened_on = DAY, .seq = 2}};
static const struct past_event till_noticed[] = {
    {.kind = "filed", .happened_on = DAY, .seq = 1},
    {.kind = "evidence_registered", .happened_on = DAY, .seq = 2},
    {.kind = "investigated", .happened_on = DAY + 1, .outcome = "penalty", .seq = 3},
    {.kind = "notice_served", .happened_on = DAY + 1, .amount_fen = FINE, .until = DAY + 8, .seq = 4},
    {.kind = "defence_waived", .happened_on = DAY + 1, .seq = 5}};
static const struct history filed_history = {till_filed, 2}, noticed_history = {till_noticed, 5};

/* A case in each state as the main line leaves it: warning and fine of 15,000 yuan, one step a day. */
static struct case_facts case_in(const char *state)
{
        struct case_facts f = {.state = state,
                               .procedure = "ordinary",
                               .party_kind = "organisation",
                               .filed_on = DAY,
                               .investigated_on = DAY_NONE,
                               .decided_on = DAY_NONE,
                               .served_on = DAY_NONE,
                               .paid_on = DAY_NONE,
                               .history = &filed_history,
                               .certified_officers = 2};
        int at = term_find(case_state_terms, state);

        if (at >= CASE_INVESTIGATED) {
                f.investigated_on = DAY + 1;
                f.history = &noticed_history;
        }
        if (at >= CASE_DECIDED) {
                f.decided_on = DAY + 2;
                f.outcome = "penalty";
                f.fines_fen = FINE;
        }
        if (at >= CASE_SERVED)
                f.served_on = DAY + 3;
        if (at >= CASE_PAID) {
                f.paid_on = DAY + 4;
                f.paid_fen = FINE;
        }
        return f;
}

/* An act with what it needs, and nothing else. */
static struct act act_of(const char *kind)
{
        const struct act_row *row = procedure_row(kind);
        unsigned needs = row ? row->needs : 0;
        static const char *const two[] = {"a", "b", NULL};
        struct act a = {.kind = kind, .happened_on = DAY + 10, .permissions = all_permissions};

        a.receiver = needs & ACT_RECEIVER ? "机关" : NULL;
        a.outcome = needs & ACT_OUTCOME && row->outcomes ? row->outcomes[0] : NULL;
        a.remark = needs & ACT_REMARK ? "说明" : NULL;
        a.basis = needs & ACT_BASIS ? "行政处罚法第六十条" : NULL;
        a.mode = needs & ACT_MODE ? "direct" : NULL;
        a.evidence_kind = needs & ACT_EVIDENCE ? "record" : NULL;
        a.person = needs & ACT_PERSON ? "p" : NULL;
        a.other_unit = needs & ACT_UNIT ? "u" : NULL;
        a.retention = needs & ACT_RETENTION ? "years_30" : NULL;
        a.amount_fen = needs & ACT_AMOUNT ? 100 : 0;
        a.days = needs & ACT_DAYS ? 30 : 0;
        a.until = needs & ACT_UNTIL ? a.happened_on + 30 : 0;
        a.penalties = needs & ACT_PENALTIES ? warning : NULL;
        a.n_penalties = needs & ACT_PENALTIES ? 1 : 0;
        a.officers = needs & ACT_OFFICERS ? two : NULL;
        a.n_officers = needs & ACT_OFFICERS ? 2 : 0;
        if (!strcmp(kind, "notice_served"))
                a.remark = "说明";
        return a;
}

static struct act decision(const char *outcome, const struct penalty *penalties, size_t n)
{
        struct act a = act_of("decided");

        a.outcome = outcome;
        a.penalties = penalties;
        a.n_penalties = n;
        a.basis = outcome && (!strcmp(outcome, "no_penalty") || !strcmp(outcome, "penalty")) ? "第三十三条" : NULL;
        for (size_t i = 0; i < n; i++) /* nothing is known of its range */
                a.range_unchecked |= penalties[i].kind && !strcmp(penalties[i].kind, "fine") && penalties[i].amount_fen > 0;
        a.told = true;
        a.party_said = "无异议";
        return a;
}

static struct act payment(int64_t fen)
{
        struct act a = act_of("paid");

        a.amount_fen = fen;
        return a;
}

static struct act transfer(const char *kind)
{
        struct act a = act_of("transferred");

        a.receiver = "上海市公安局";
        a.transfer_kind = kind;
        return a;
}

/* The case after one more thing happened in it. */
static struct case_facts after(struct case_facts f, struct past_event e)
{
        struct past_event *events = arena_take(&arena, sizeof *events * (f.history->n + 1));
        struct history *h = arena_take(&arena, sizeof *h);

        memcpy(events, f.history->events, sizeof *events * f.history->n);
        e.seq = (int)f.history->n + 1;
        e.happened_on = e.happened_on ? e.happened_on : DAY + 5;
        events[f.history->n] = e;
        *h = (struct history){events, f.history->n + 1};
        f.history = h;
        return f;
}

static struct case_facts approved(struct case_facts f)
{
        f = after(f, (struct past_event){.kind = "transfer_proposed"});
        return after(f, (struct past_event){.kind = "transfer_decided", .outcome = "approved"});
}

static struct case_facts reviewed(struct case_facts f)
{
        return after(f, (struct past_event){.kind = "legal_reviewed", .outcome = "agree"});
}

static struct judgement judged(struct case_facts f, struct act a, err_t expected)
{
        struct judgement j;
        err_t e = procedure_judge(&f, &a, &limits, &arena, &j);

        ck_assert_msg(e == expected, "%s of a case %s: %d, %s", a.kind, f.state ? f.state : "new", e,
                      j.unmet ? j.unmet->code : "allowed");
        ck_assert_int_eq(e == OK, j.unmet == NULL);
        return j;
}

static void leads_to(struct case_facts f, struct act a, const char *state)
{
        ck_assert_str_eq(judged(f, a, OK).state, state);
}

/* Exactly one thing is wrong, and it is this. */
static void refused(struct case_facts f, struct act a, err_t e, const char *code, const char *article,
                    const char *field)
{
        struct judgement j = judged(f, a, e);

        ck_assert_ptr_null(j.state);
        ck_assert_int_eq(j.n_unmet, 1);
        ck_assert_str_eq(j.unmet->code, code);
        ck_assert_int_eq(j.unmet->err, e);
        ck_assert_pstr_eq(j.unmet->article, article);
        ck_assert_pstr_eq(j.unmet->field, field);
        ck_assert_ptr_null(strstr(j.unmet->zh, "{}"));
        ck_assert_ptr_null(strstr(j.unmet->en, "{}"));
}

START_TEST(the_main_line_runs_from_filing_to_closing)
{
        struct case_facts new = case_in("filed");
        struct judgement j;

        new.state = NULL;
        new.filed_on = DAY_NONE;
        leads_to(new, act_of("filed"), "filed");
        leads_to(case_in("filed"), act_of("investigated"), "investigated");
        j = judged(case_in("investigated"), decision("penalty", warning_and_fine, 2), OK);
        ck_assert_str_eq(j.state, "decided");
        ck_assert_int_eq(j.fines_fen, FINE);
        ck_assert_int_eq(j.confiscated_fen, 0);
        leads_to(case_in("decided"), act_of("served"), "served");
        leads_to(case_in("served"), payment(FINE), "paid");
        leads_to(case_in("paid"), act_of("closed"), "closed");
        arena_free(&arena);
}
END_TEST

START_TEST(the_simple_procedure_may_skip_the_investigation)
{
        static const struct penalty small[] = {{"fine", 300000}};
        struct case_facts f = case_in("filed");

        f.procedure = "simple";
        leads_to(f, decision("penalty", small, 1), "decided");
        leads_to(f, act_of("investigated"), "investigated");
        f.state = "investigated";
        leads_to(f, decision("penalty", warning, 1), "decided");
        arena_free(&arena);
}
END_TEST

START_TEST(parts_of_a_fine_leave_the_case_served_until_all_is_paid)
{
        struct case_facts f = case_in("served");

        leads_to(f, payment(500000), "served");
        f.paid_fen = 500000;
        f.paid_on = DAY + 5;
        leads_to(f, payment(999999), "served");
        leads_to(f, payment(1000000), "paid");
        refused(f, payment(1000001), ERR_RULE, "not_overpaid", "行政处罚法第六十七条第三款", "/amount_fen");
        refused(f, act_of("closed"), ERR_RULE, "performed", NULL, NULL);
        arena_free(&arena);
}
END_TEST

START_TEST(a_fine_may_be_paid_between_decision_and_service)
{
        struct case_facts f = case_in("served");
        struct act a = payment(FINE);

        a.happened_on = f.decided_on;
        leads_to(f, a, "paid");
        a.happened_on = f.decided_on - 1;
        refused(f, a, ERR_RULE, "date_in_order", NULL, "/happened_on");
        arena_free(&arena);
}
END_TEST

START_TEST(what_has_no_fine_may_close_after_service)
{
        static const char *const outcomes[] = {"penalty", "no_penalty", "not_established"};
        struct case_facts f = case_in("served");

        f.fines_fen = 0;
        for (size_t i = 0; i < 3; i++) {
                f.outcome = outcomes[i];
                leads_to(after(f, (struct past_event){.kind = "educated"}), act_of("closed"), "closed");
                refused(f, payment(1), ERR_RULE, "fine_to_pay", "行政处罚法第六十七条第三款", NULL);
        }
        arena_free(&arena);
}
END_TEST

START_TEST(a_decision_adds_up_what_it_takes)
{
        static const struct penalty all[] = {
            {"fine", FINE}, {"confiscate_income", 200}, {"confiscate_goods", 0}, {"suspend_license", 0}};
        struct judgement j = judged(case_in("investigated"), decision("penalty", all, 4), OK);

        ck_assert_int_eq(j.fines_fen, FINE);
        ck_assert_int_eq(j.confiscated_fen, 200);
        leads_to(case_in("investigated"), decision("no_penalty", NULL, 0), "decided");
        leads_to(case_in("investigated"), decision("not_established", NULL, 0), "decided");
        leads_to(reviewed(case_in("investigated")), decision("transfer", NULL, 0), "decided");
        arena_free(&arena);
}
END_TEST

START_TEST(no_act_lies_in_the_future_or_before_the_one_it_follows)
{
        static const struct {
                const char *state, *kind;
                day_t earliest;
        } steps[] = {
            {"filed", "investigated", DAY}, {"investigated", "decided", DAY + 1},
            {"decided", "served", DAY + 2}, {"served", "paid", DAY + 2},
            {"paid", "closed", DAY + 4},    {"served", "terminated", DAY + 3},
            {"filed", "corrected", DAY},    {"served", "transferred", DAY + 5}, /* its approval is of that day */
        };

        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
                struct case_facts f = case_in(steps[i].state);
                struct act a = act_of(steps[i].kind);

                f = strcmp(a.kind, "transferred") ? f : approved(f);
                if (!strcmp(a.kind, "transferred"))
                        a = transfer("criminal");
                if (!strcmp(a.kind, "decided"))
                        a = decision("penalty", warning, 1);
                if (!strcmp(a.kind, "paid"))
                        a.amount_fen = FINE;
                a.happened_on = steps[i].earliest;
                judged(f, a, OK);
                a.happened_on--;
                refused(f, a, ERR_RULE, "date_in_order", NULL, "/happened_on");
                a.happened_on = limits.today;
                judged(f, a, OK);
                a.happened_on++;
                refused(f, a, ERR_INVALID, "date_not_in_future", NULL, "/happened_on");
        }
        arena_free(&arena);
}
END_TEST

static bool is_out_of_order(struct case_facts f, struct act a)
{
        struct judgement j;

        if (procedure_judge(&f, &a, &limits, &arena, &j) == OK)
                return false;
        for (const struct unmet *u = j.unmet; u; u = u->next)
                if (!strcmp(u->code, "date_in_order"))
                        return true;
        return false;
}

START_TEST(no_act_comes_before_what_it_answers)
{
        static const struct {
                const char *state, *asked, *outcome, *answer;
        } pairs[] = {
            {"filed", "recusal_requested", NULL, "recusal_decided"},
            {"filed", "preservation_ordered", NULL, "preservation_disposed"},
            {"filed", "correction_ordered", NULL, "reinspected"},
            {"filed", "suspended", NULL, "resumed"},
            {"filed", "transfer_proposed", NULL, "transfer_decided"},
            {"filed", "transfer_decided", "approved", "transferred"},
            {"filed", "joint_started", NULL, "joint_ended"},
            {"filed", "consulted", NULL, "consultation_answered"},
            {"filed", "supervised", NULL, "supervision_ended"},
            {"investigated", "legal_review_requested", NULL, "legal_reviewed"},
            {"investigated", "notice_served", NULL, "defence_heard"},
            {"investigated", "notice_served", NULL, "defence_waived"},
            {"investigated", "defence_heard", NULL, "defence_rechecked"},
            {"investigated", "hearing_told", NULL, "hearing_requested"},
            {"investigated", "hearing_told", NULL, "hearing_waived"},
            {"investigated", "hearing_requested", NULL, "hearing_noticed"},
            {"investigated", "hearing_noticed", NULL, "hearing_held"},
            {"investigated", "hearing_held", "held", "decided"},
            {"investigated", "defence_rechecked", "rejected", "decided"},
            {"investigated", "legal_reviewed", "agree", "decided"},
            {"investigated", "discussed", NULL, "decided"},
            {"served", "reconsideration_accepted", NULL, "reconsideration_ended"},
            {"served", "suit_accepted", NULL, "suit_ended"},
            {"served", "court_applied", NULL, "court_ended"},
            {"paid", "suit_ended", "upheld", "closed"},
            {"closed", "closed", NULL, "archived"},
            {"closed", "closed", NULL, "reopened"},
            {"transferred", "transferred", NULL, "transfer_receipt"},
            {"transferred", "transferred", NULL, "transfer_returned"},
            {"transferred", "transfer_refused", NULL, "transfer_review_requested"},
            {"transferred", "transfer_review_requested", NULL, "transfer_review_answered"},
            {"transferred", "transfer_received", NULL, "transfer_items_handed"},
        };

        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
                struct case_facts f = after(case_in(pairs[i].state), (struct past_event){.kind = pairs[i].asked, .outcome = pairs[i].outcome,
                                                                                         .happened_on = DAY + 8});
                struct act a = act_of(pairs[i].answer);

                if (!strcmp(a.kind, "decided"))
                        a = decision("penalty", warning, 1);
                if (!strcmp(a.kind, "transferred"))
                        a = transfer("criminal");
                a.happened_on = DAY + 7;
                ck_assert_msg(is_out_of_order(f, a), "%s before %s", a.kind, pairs[i].asked);
                a.happened_on = DAY + 8;
                ck_assert_msg(!is_out_of_order(f, a), "%s on the day of %s", a.kind, pairs[i].asked);
        }
        arena_free(&arena);
}
END_TEST

/* What moves nothing has its own day, however late it is recorded; not before the case was filed, or what it answers. */
START_TEST(what_moves_nothing_is_recorded_late_with_its_day)
{
        static const struct {
                const char *state, *kind;
                day_t first;
        } late[] = {{"investigated", "evidence_registered", DAY}, {"paid", "correction_ordered", DAY}, {"paid", "disclosed", DAY + 2},
                    {"paid", "demand_served", DAY + 3}, {"paid", "reconsideration_accepted", DAY + 3}, {"paid", "suit_accepted", DAY + 3},
                    {"paid", "consulted", DAY}, {"investigated", "recusal_requested", DAY}};
        struct case_facts f;
        struct act a;

        for (size_t i = 0; i < sizeof late / sizeof *late; i++) {
                f = case_in(late[i].state);
                a = act_of(late[i].kind);
                a.happened_on = late[i].first;
                ck_assert_msg(!is_out_of_order(f, a), "%s", a.kind);
                a.happened_on--;
                ck_assert_msg(is_out_of_order(f, a), "%s", a.kind);
        }
        /* The latest piece bounds the end of the investigation, whichever was entered last. */
        f = after(case_in("filed"), (struct past_event){.kind = "evidence_registered", .happened_on = DAY + 9});
        f = after(f, (struct past_event){.kind = "evidence_registered", .happened_on = DAY + 3});
        a = act_of("investigated");
        a.happened_on = DAY + 8;
        ck_assert(is_out_of_order(f, a));
        /* A disclosure entered after the remedy that touched the decision is withdrawn all the same. */
        f = after(case_in("paid"), (struct past_event){.kind = "suit_ended", .outcome = "unlawful", .happened_on = DAY + 9});
        f = after(f, (struct past_event){.kind = "disclosed", .happened_on = DAY + 5});
        judged(f, act_of("disclosure_withdrawn"), OK);
        arena_free(&arena);
}
END_TEST

START_TEST(what_waits_longest_may_be_answered_first)
{
        struct case_facts f = case_in("filed");
        struct act a = act_of("reinspected");

        f = after(f, (struct past_event){.kind = "correction_ordered", .happened_on = DAY + 3});
        f = after(f, (struct past_event){.kind = "correction_ordered", .happened_on = DAY + 9});
        a.happened_on = DAY + 5;
        ck_assert(!is_out_of_order(f, a));
        a.happened_on = DAY + 2;
        ck_assert(is_out_of_order(f, a));
        f = after(f, (struct past_event){.kind = "reinspected", .outcome = "done", .happened_on = DAY + 9});
        a.happened_on = DAY + 8;
        ck_assert(is_out_of_order(f, a));
        f = after(case_in("filed"), (struct past_event){.kind = "joint_started", .about = "other", .happened_on = DAY + 9});
        f = after(f, (struct past_event){.kind = "joint_started", .about = "u", .happened_on = DAY + 3});
        a = act_of("joint_ended");
        a.happened_on = DAY + 4;
        ck_assert(!is_out_of_order(f, a));
        arena_free(&arena);
}
END_TEST

START_TEST(a_date_out_of_order_is_told_with_the_day_that_bounds_it)
{
        struct act a = act_of("served");
        struct judgement j;

        a.happened_on = DAY;
        j = judged(case_in("decided"), a, ERR_RULE);
        ck_assert_str_eq(j.unmet->en, "The day may not be earlier than that of the step before (2024-10-06)");
        ck_assert_str_eq(j.unmet->zh, "日期不得早于此前环节的日期（2024-10-06）");
        arena_free(&arena);
}
END_TEST

START_TEST(two_officers_with_valid_certificates_act)
{
        struct case_facts f = case_in("filed");

        f.certified_officers = 1;
        refused(f, act_of("investigated"), ERR_RULE, "officers_certified", "行政处罚法第四十二条第一款", NULL);
        f.procedure = "simple";
        refused(f, decision("penalty", warning, 1), ERR_RULE, "officers_certified", "行政处罚法第四十二条第一款",
                NULL);
        f = case_in("investigated");
        f.certified_officers = 1;
        refused(f, decision("penalty", warning, 1), ERR_RULE, "officers_certified", "行政处罚法第四十二条第一款",
                NULL);
        arena_free(&arena);
}
END_TEST

START_TEST(penalties_are_such_as_the_law_has)
{
        static const struct {
                struct penalty p[2];
                size_t n;
                err_t e;
                const char *code, *article, *field;
        } wrong[] = {
            {{{"flogging", 0}}, 1, ERR_INVALID, "penalty_known", "行政处罚法第九条", "/penalties/0/kind"},
            {{{"warning", 0}, {NULL, 0}},
             2,
             ERR_INVALID,
             "penalty_known",
             "行政处罚法第九条",
             "/penalties/1/kind"},
            {{{"fine", 5}, {"fine", 6}},
             2,
             ERR_INVALID,
             "penalty_once",
             "行政处罚法第二十九条",
             "/penalties/1/kind"},
            {{{"fine", 0}}, 1, ERR_INVALID, "penalty_amount", NULL, "/penalties/0/amount_fen"},
            {{{"fine", -5}}, 1, ERR_INVALID, "penalty_amount", NULL, "/penalties/0/amount_fen"},
            {{{"warning", 5}}, 1, ERR_INVALID, "penalty_amount", NULL, "/penalties/0/amount_fen"},
            {{{"confiscate_goods", -1}}, 1, ERR_INVALID, "penalty_amount", NULL, "/penalties/0/amount_fen"},
            {{{"warning", 0}, {"detention", 0}},
             2,
             ERR_RULE,
             "penalty_ours",
             "行政处罚法第十八条第三款",
             "/penalties/1/kind"},
        };

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                refused(case_in("investigated"), decision("penalty", wrong[i].p, wrong[i].n), wrong[i].e,
                        wrong[i].code, wrong[i].article, wrong[i].field);
        arena_free(&arena);
}
END_TEST

START_TEST(penalties_and_outcome_belong_together)
{
        const char *article = "行政处罚法第五十七条第一款";

        refused(case_in("investigated"), decision("penalty", NULL, 0), ERR_INVALID, "penalty_given",
                "行政处罚法第五十七条第一款第一项", "/penalties");
        refused(case_in("investigated"), decision("no_penalty", warning, 1), ERR_INVALID,
                "penalty_only_when_decided", article, "/penalties");
        refused(case_in("investigated"), decision("mercy", NULL, 0), ERR_INVALID, "outcome_known", article,
                "/outcome");
        arena_free(&arena);
}
END_TEST

START_TEST(the_simple_procedure_keeps_its_limits)
{
        static const struct penalty person_most[] = {{"fine", 20000}}, person_more[] = {{"fine", 20001}};
        static const struct penalty most[] = {{"warning", 0}, {"fine", 300000}};
        static const struct penalty more[] = {{"warning", 0}, {"fine", 300001}};
        static const struct penalty closing[] = {{"close_down", 0}};
        struct case_facts f = case_in("filed");
        const char *article = "行政处罚法第五十一条";

        f.procedure = "simple";
        leads_to(f, decision("penalty", most, 2), "decided");
        refused(f, decision("penalty", more, 2), ERR_RULE, "simple_fine", article, "/penalties");
        refused(f, decision("penalty", closing, 1), ERR_RULE, "simple_penalty", article, "/penalties/0/kind");
        f.party_kind = "person";
        leads_to(f, decision("penalty", person_most, 1), "decided");
        refused(f, decision("penalty", person_more, 1), ERR_RULE, "simple_fine", article, "/penalties");
        f.party_kind = NULL;
        refused(f, decision("penalty", person_more, 1), ERR_RULE, "simple_fine", article, "/penalties");
        arena_free(&arena);
}
END_TEST

START_TEST(a_case_decided_to_be_transferred_is_transferred)
{
        struct case_facts f = case_in("decided");

        f.outcome = "transfer";
        f.fines_fen = 0;
        f = approved(f);
        leads_to(f, transfer("criminal"), "transferred");
        refused(f, act_of("served"), ERR_RULE, "something_to_serve", "行政处罚法第五十七条第一款第四项", NULL);
        refused(f, transfer("other"), ERR_RULE, "transfer_as_decided", "行政处罚法第五十七条第一款第四项",
                "/transfer_kind");
        arena_free(&arena);
}
END_TEST

START_TEST(another_authority_takes_a_case_only_before_it_is_decided)
{
        leads_to(case_in("filed"), transfer("other"), "transferred");
        leads_to(case_in("investigated"), transfer("other"), "transferred");
        refused(case_in("decided"), transfer("other"), ERR_RULE, "transfer_before_decision",
                "行政处罚法第二十五条第一款", "/transfer_kind");
        leads_to(approved(case_in("served")), transfer("criminal"), "transferred");
        refused(case_in("filed"), transfer("gift"), ERR_INVALID, "transfer_kind_known", NULL,
                "/transfer_kind");
        arena_free(&arena);
}
END_TEST

START_TEST(a_payment_is_above_zero)
{
        refused(case_in("served"), payment(-1), ERR_INVALID, "amount_positive", NULL, "/amount_fen");
        refused(case_in("served"), payment(0), ERR_INVALID, "required", NULL, "/amount_fen");
        arena_free(&arena);
}
END_TEST

START_TEST(fields_that_an_act_needs_or_does_not_take_are_named)
{
        struct act a = act_of("investigated");

        a.days = 5;
        refused(case_in("filed"), a, ERR_INVALID, "not_taken", NULL, "/days");
        a = act_of("investigated");
        a.receiver = "上海市公安局";
        refused(case_in("filed"), a, ERR_INVALID, "not_taken", NULL, "/receiver");
        a = act_of("investigated");
        a.happened_on = DAY_NONE;
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/happened_on");
        a = act_of("terminated");
        a.remark = "";
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/remark");
        a = act_of("served");
        a.mode = "pigeon";
        refused(case_in("decided"), a, ERR_INVALID, "choice", NULL, "/mode");
        a = transfer("criminal");
        a.receiver = "";
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/receiver");
        a = transfer(NULL);
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/transfer_kind");
        refused(case_in("investigated"), decision(NULL, NULL, 0), ERR_INVALID, "required", NULL, "/outcome");
        a = act_of("transferred");
        a.receiver = NULL;
        ck_assert_int_eq(judged(case_in("filed"), a, ERR_INVALID).n_unmet, 2);
        arena_free(&arena);
}
END_TEST

START_TEST(every_act_is_refused_in_every_state_its_row_does_not_name)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++)
                for (int s = CASE_NEW; s < CASE_STATE_COUNT; s++)
                        for (int p = 0; p < PROCEDURE_COUNT; p++) {
                                struct case_facts f = case_in(case_state_codes[s ? s - 1 : 0]);

                                f.state = s == CASE_NEW ? NULL : f.state;
                                f.procedure = procedure_codes[p];
                                if (!(rows[i].from[p] & 1u << s))
                                        refused(f, act_of(rows[i].kind), ERR_RULE, "state", rows[i].article,
                                                NULL);
                        }
        arena_free(&arena);
}
END_TEST

START_TEST(every_act_needs_its_permission_and_no_other)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++)
                for (int p = 0; p < PROCEDURE_COUNT; p++) {
                        const char *held[2] = {p == PROCEDURE_SIMPLE ? rows[i].permission_simple
                                                                     : rows[i].permission};
                        const char *others[5] = {0};
                        struct case_facts f = case_in("closed");
                        struct act a = act_of(rows[i].kind);
                        int k = 0;

                        for (const char *const *q = all_permissions; *q; q++)
                                if (strcmp(*q, held[0]))
                                        others[k++] = *q;
                        f.procedure = procedure_codes[p];
                        if (strcmp(a.kind, "filed"))
                                f.state = NULL;
                        a.permissions = others;
                        refused(f, a, ERR_FORBIDDEN, "permission", NULL, NULL);
                        a.permissions = NULL;
                        refused(f, a, ERR_FORBIDDEN, "permission", NULL, NULL);
                        a.permissions = held;
                        refused(f, a, ERR_RULE, "state", rows[i].article, NULL);
                }
        arena_free(&arena);
}
END_TEST

START_TEST(an_unknown_kind_is_the_callers_fault_and_an_unknown_state_is_ours)
{
        struct case_facts f = case_in("filed");
        struct judgement j;
        struct act a = act_of("forgotten");

        refused(f, a, ERR_INVALID, "choice", NULL, "/kind");
        a = act_of("served");
        f.state = "lost";
        ck_assert_int_eq(procedure_judge(&f, &a, &limits, &arena, &j), ERR_INTERNAL);
        f = case_in("filed");
        f.procedure = NULL;
        ck_assert_int_eq(procedure_judge(&f, &a, &limits, &arena, &j), ERR_INTERNAL);
        arena_free(&arena);
}
END_TEST

START_TEST(several_reasons_are_told_together_the_gravest_decides)
{
        static const struct penalty wrong[] = {{"fine", 0}, {"detention", 0}};
        struct case_facts f = case_in("investigated");
        struct act a = decision("penalty", wrong, 2);
        struct fault fault = {.arena = &arena};
        struct judgement j;

        f.certified_officers = 0;
        a.happened_on = DAY - 5;
        j = judged(f, a, ERR_INVALID);
        ck_assert_int_eq(j.n_unmet, 4);
        ck_assert_int_eq(judgement_fault(&j, ERR_INVALID, &fault), ERR_INVALID);
        ck_assert_str_eq(fault.en, j.unmet->en);
        ck_assert_str_eq(fault.fields->where, "/happened_on");
        ck_assert_str_eq(fault.fields->zh, j.unmet->zh);
        ck_assert_str_eq(fault.last->where, "/penalties/1/kind");
        ck_assert_ptr_nonnull(
            strstr(fault.extra, "\"unmet\":[{\"code\":\"date_in_order\",\"article\":null,"));
        ck_assert_ptr_nonnull(
            strstr(fault.extra, "{\"code\":\"officers_certified\",\"article\":\"行政处罚法第四十二条第一款\""));
        arena_free(&arena);
}
END_TEST

START_TEST(amounts_beyond_counting_do_not_wrap)
{
        static const struct penalty vast[] = {{"confiscate_income", INT64_MAX},
                                              {"confiscate_goods", INT64_MAX}};
        struct procedure_limits no_hearing = limits;
        struct case_facts f = case_in("investigated");
        struct act a = decision("penalty", vast, 2);
        struct judgement j;

        no_hearing.hearing_confiscation_organisation_fen = 0;
        ck_assert_int_eq(procedure_judge(&f, &a, &no_hearing, &arena, &j), OK);
        ck_assert_int_eq(j.confiscated_fen, INT64_MAX);
        refused(case_in("served"), payment(INT64_MAX), ERR_RULE, "not_overpaid", "行政处罚法第六十七条第三款",
                "/amount_fen");
        arena_free(&arena);
}
END_TEST

static day_t day_at(const char *text)
{
        day_t d = DAY_NONE;

        ck_assert(day_parse(text, &d));
        return d;
}

/* ---- every guard ---- */

static const struct guard *guard_of(const char *kind, const char *code)
{
        const struct act_row *row = procedure_row(kind);

        for (const struct guard *const *g = row->guards; g && *g; g++)
                if (!strcmp((*g)->code, code))
                        return *g;
        for (const struct guard *const *g = procedure_common_guards(); *g; g++)
                if (!strcmp((*g)->code, code))
                        return *g;
        ck_abort_msg("%s has no guard %s", kind, code);
        return NULL;
}

static const char *broken_codes[400];
static size_t n_broken;

/* That guard and no other refuses the act, with its article. */
static void broken(struct case_facts f, struct act a, const char *code)
{
        const struct guard *g = guard_of(a.kind, code);
        struct judgement j = judged(f, a, g->err);

        ck_assert_msg(j.n_unmet == 1 && !strcmp(j.unmet->code, code), "%s: %s instead of %s (%d)", a.kind,
                      j.unmet->code, code, j.n_unmet);
        ck_assert_pstr_eq(j.unmet->article, g->article);
        broken_codes[n_broken++] = code;
}

/* Not refused by that guard once this is so. */
static void open_then(struct case_facts f, struct act a)
{
        judged(f, a, OK);
}

#define HAPPENED(...) ((struct past_event){__VA_ARGS__})

static struct case_facts noticed_only(void)
{
        struct history *h = arena_take(&arena, sizeof *h);
        struct case_facts f = case_in("investigated");

        *h = (struct history){till_noticed, 4};
        f.history = h;
        return f;
}

static struct case_facts investigated_only(void)
{
        struct history *h = arena_take(&arena, sizeof *h);
        struct case_facts f = case_in("investigated");

        *h = (struct history){till_noticed, 3};
        f.history = h;
        return f;
}

/* Words are no law: its name, and the article. */
static void break_citations(struct case_facts f)
{
        static const char *const none[] = {"领导同意", "忙", "第六十条", "法第六十条", "行政处罚法", "行政处罚法第条", "行政处罚法第九章", "《行政处罚法》有关规定"};
        static const char *const good[] = {"行政处罚法第六十条", "《中华人民共和国行政处罚法》第六十条", "《某规定》 第十二条第一款第（二）项",
                                           "依照《某办法》第12条"};
        struct act a = act_of("suspended");

        for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
                a.basis = none[i];
                broken(f, a, "basis_cited");
        }
        for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
                a.basis = good[i];
                open_then(f, a);
        }
}

static void break_steps(void)
{
        struct case_facts f = case_in("filed");
        struct act a = act_of("investigated");

        a.happened_on = limits.today + 1;
        broken(f, a, "date_not_in_future");
        a.happened_on = DAY - 1;
        broken(f, a, "date_in_order");
        broken(after(f, HAPPENED(.kind = "suspended")), act_of("investigated"), "not_suspended");
        open_then(after(after(f, HAPPENED(.kind = "suspended")), HAPPENED(.kind = "resumed")),
                  act_of("investigated"));
        broken(f, act_of("resumed"), "suspended");
        a = act_of("extended");
        a.days = -1;
        broken(f, a, "days_given");
        a.days = 91;
        broken(f, a, "days_bounded");
        break_citations(f);
        f.certified_officers = 1;
        broken(f, act_of("investigated"), "officers_certified");
        f = case_in("filed");
        f.history = &(struct history){till_filed, 1};
        broken(f, act_of("investigated"), "evidence_on_file");
}

/* Evidence may be secured, and the lead may act; nothing else, until the filing is approved. */
static void break_approval(void)
{
        static const struct past_event asked[] = {{.kind = "filed", .happened_on = DAY, .about = "awaited", .seq = 1},
                                                  {.kind = "evidence_registered", .happened_on = DAY, .seq = 2}};
        struct case_facts f = case_in("filed"), approved = f, refused_filing = case_in("terminated");

        broken(f, act_of("filing_approved"), "filing_awaited");
        broken(f, act_of("filing_refused"), "filing_awaited");
        f.history = &(struct history){asked, 2};
        broken(f, act_of("investigated"), "filing_approved");
        broken(f, act_of("terminated"), "filing_approved");
        broken(f, act_of("suspended"), "filing_approved");
        open_then(f, act_of("evidence_registered"));
        open_then(f, act_of("preservation_ordered"));
        open_then(f, act_of("filing_approved"));
        open_then(f, act_of("filing_refused"));
        broken(after(f, HAPPENED(.kind = "preservation_ordered")), act_of("filing_refused"), "preservation_disposed");
        approved = after(f, HAPPENED(.kind = "filing_approved"));
        open_then(approved, act_of("investigated"));
        broken(approved, act_of("filing_approved"), "filing_awaited");
        refused_filing = after(refused_filing, HAPPENED(.kind = "filing_refused"));
        broken(refused_filing, act_of("reopened"), "filing_not_refused");
}

/* DAY is 2024-10-04. */
static void break_limitation(void)
{
        struct case_facts f = case_in("investigated"), new = case_in("filed");
        day_t two_years = day_at("2022-10-04");

        new.state = NULL;
        new.filed_on = DAY_NONE;
        new.found_on = f.found_on = DAY;
        new.occurred_on = f.occurred_on = two_years;
        open_then(new, act_of("filed"));
        new.occurred_on = f.occurred_on = two_years - 1;
        broken(new, act_of("filed"), "limitation");
        broken(f, decision("penalty", warning, 1), "limitation");
        open_then(f, decision("no_penalty", NULL, 0));
        f.harms_safety = true;
        open_then(f, decision("penalty", warning, 1));
        f.occurred_on = day_at("2019-10-03");
        broken(f, decision("penalty", warning, 1), "limitation");
        f.limitation_basis = "另有规定";
        open_then(f, decision("penalty", warning, 1));
        new.continuing = true; /* and goes on */
        open_then(new, act_of("filed"));
        new.occurred_on = new.found_on = act_of("filed").happened_on + 1;
        broken(new, act_of("filed"), "filed_behind_act");
        new.occurred_on = two_years;
        broken(new, act_of("filed"), "filed_behind_act");
        new.found_on = DAY;
        new.ended_on = two_years - 1;
        broken(new, act_of("filed"), "limitation");
        new.ended_on = two_years;
        open_then(new, act_of("filed"));
        new.found_on = 0; /* by when it is filed */
        broken(new, act_of("filed"), "limitation");
}

static void break_people(void)
{
        static const char *const kept[] = {"p", "q", NULL};
        struct case_facts f = case_in("filed"),
                          asked = after(f, HAPPENED(.kind = "recusal_requested", .about = "p"));
        struct case_facts granted = after(asked, HAPPENED(.kind = "recusal_decided", .outcome = "approved"));
        struct act a = act_of("officers_changed");

        broken(f, act_of("recusal_requested"), "officer_of_case");
        broken(f, act_of("recusal_decided"), "recusal_requested");
        broken(f, a, "officers_fit");
        granted.given_officers_fit = 2;
        open_then(granted, a);
        a.officers = kept;
        broken(granted, a, "recused_left_out");
        f = after(case_in("investigated"), HAPPENED(.kind = "recusal_requested", .about = "p"));
        broken(f, decision("penalty", warning, 1), "recusal_settled");
        f = after(f, HAPPENED(.kind = "recusal_decided", .outcome = "approved"));
        broken(f, decision("penalty", warning, 1), "recusal_settled");
        broken(f, act_of("evidence_registered"), "recused_replaced");
        open_then(after(f, HAPPENED(.kind = "officers_changed")), act_of("evidence_registered"));
        open_then(after(f, HAPPENED(.kind = "officers_changed")), decision("penalty", warning, 1));
        f = case_in("investigated");
        f.person_known = true;
        broken(f, act_of("legal_reviewed"), "reviewer_qualified");
        f.person_qualified = true;
        open_then(f, act_of("legal_reviewed"));
        f.person_took_part = true;
        broken(f, act_of("legal_reviewed"), "reviewer_apart");
}

static void break_corrections(void)
{
        static const char *const officer[] = {"case.read", "case.write", NULL}, *const none[] = {NULL};
        static const struct past_event filing = {.kind = "filed", .happened_on = DAY, .seq = 1};
        static const struct history just_filed = {&filing, 1};
        struct case_facts f = case_in("decided"), new = case_in("filed"), recused;
        struct act a = act_of("corrected");

        open_then(f, a);
        a.permissions = officer;
        broken(f, a, "lead_corrects_decided");
        open_then(case_in("investigated"), a);
        new.history = &just_filed;
        a.officers = none; /* nobody any more is a list, too */
        open_then(new, a);
        a.officers = officer;
        a.n_officers = 2;
        open_then(after(new, HAPPENED(.kind = "corrected")), a);
        broken(after(new, HAPPENED(.kind = "recusal_requested", .about = "p")), a, "officers_changed");
        a.officers = none;
        a.n_officers = 0;
        broken(case_in("investigated"), a, "officers_changed");

        /* The one recused first is not forgotten over the second. */
        recused = after(after(new, HAPPENED(.kind = "recusal_requested", .about = "a")), HAPPENED(.kind = "recusal_decided", .outcome = "approved"));
        recused = after(after(recused, HAPPENED(.kind = "recusal_requested", .about = "q")), HAPPENED(.kind = "recusal_decided", .outcome = "approved"));
        recused.given_officers_fit = 2;
        broken(recused, act_of("officers_changed"), "recused_left_out");
}

static void break_orders(void)
{
        struct case_facts f = case_in("filed"), kept = after(f, HAPPENED(.kind = "preservation_ordered"));
        struct act a = act_of("correction_ordered");

        broken(f, act_of("preservation_disposed"), "preservation_ordered");
        broken(kept, act_of("preservation_ordered"), "preservation_disposed");
        broken(kept, act_of("terminated"), "preservation_disposed");
        broken(f, a, "term_given");
        a.days = 10;
        a.until = a.happened_on + 10;
        broken(f, a, "term_given"); /* which of the two? */
        a.until = DAY_NONE;
        open_then(f, a);
        a.days = 0;
        a.until = a.happened_on + 1;
        open_then(f, a);
        broken(f, act_of("reinspected"), "correction_ordered");
        open_then(case_in("closed"), act_of("reinspected"));
}

static void break_notice(void)
{
        struct case_facts none = investigated_only(), noticed = noticed_only();
        struct act a = act_of("notice_served");

        a.until = a.happened_on + 2;
        broken(none, a, "defence_time");
        broken(none, act_of("defence_heard"), "noticed");
        broken(none, act_of("defence_waived"), "noticed");
        broken(noticed, act_of("defence_rechecked"), "defence_heard");
        broken(none, decision("penalty", warning, 1), "notice_served");
        a = decision("penalty", warning, 1);
        open_then(noticed, a); /* the time for the defence has passed in silence */
        a.happened_on = DAY + 8;
        broken(noticed, a, "defence_settled");
        noticed = after(noticed, HAPPENED(.kind = "defence_heard"));
        broken(noticed, a, "defence_rechecked");
        noticed = after(noticed, HAPPENED(.kind = "defence_rechecked", .outcome = "rejected"));
        open_then(noticed, a);
}

/* Nor does it help to conclude the same investigation again: something new must have come to light since the defence. */
static void break_heavier_later(struct case_facts heard)
{
        static const struct penalty more[] = {{"fine", FINE + 1}};
        struct case_facts new = after(heard, HAPPENED(.kind = "evidence_registered"));
        struct act a = act_of("notice_served");

        a.penalties = more;
        broken(after(heard, HAPPENED(.kind = "investigated", .outcome = "penalty")), a, "renotice_not_heavier");
        broken(new, a, "renotice_not_heavier"); /* found, but the investigation goes on */
        open_then(after(new, HAPPENED(.kind = "investigated", .outcome = "penalty")), a);
        new = after(heard, HAPPENED(.kind = "evidence_registered", .happened_on = DAY + 4)); /* of before, entered late */
        broken(after(new, HAPPENED(.kind = "investigated", .outcome = "penalty")), a, "renotice_not_heavier");
}

static void break_heavier(void)
{
        static const struct penalty more[] = {{"fine", FINE + 1}};
        struct case_facts f = case_in("investigated");
        struct act a = act_of("notice_served");

        broken(f, decision("penalty", more, 1), "as_noticed");
        f = after(f, HAPPENED(.kind = "defence_heard"));
        f = after(f, HAPPENED(.kind = "defence_rechecked", .outcome = "rejected"));
        broken(f, decision("penalty", more, 1), "not_heavier");
        a.penalties = more;
        broken(f, a, "renotice_not_heavier");
        a.penalties = warning_and_fine;
        a.n_penalties = 2;
        open_then(f, a);
        break_heavier_later(f);
        f = after(f, HAPPENED(.kind = "notice_served", .amount_fen = FINE, .until = DAY + 20));
        broken(f, decision("penalty", warning, 1), "defence_settled"); /* what was heard before it */
        a.remark = NULL;
        broken(f, a, "renotice_reasons");
        open_then(investigated_only(), a);
}

/* What is decided in kind and amount was noticed; with more it is noticed anew. */
static void break_kinds_noticed(void)
{
        static const struct penalty income[] = {{"warning", 0}, {"confiscate_income", 100}}, more[] = {{"confiscate_income", 101}};
        struct case_facts f = case_in("investigated");
        struct act a = act_of("notice_served");

        f = after(f, HAPPENED(.kind = "notice_served", .until = DAY + 8, .confiscated_fen = 100,
                              .kinds = 1u << PENALTY_WARNING | 1u << PENALTY_CONFISCATE_INCOME));
        open_then(f, decision("penalty", income, 2));
        broken(f, decision("penalty", more, 1), "as_noticed");
        f = after(f, HAPPENED(.kind = "notice_served", .until = DAY + 8, .kinds = 1u << PENALTY_WARNING));
        broken(f, decision("penalty", income, 2), "kinds_noticed");
        open_then(f, decision("penalty", warning, 1));
        a.penalties = income;
        a.n_penalties = 2;
        ck_assert_uint_eq(judged(f, a, OK).kinds, 1u << PENALTY_WARNING | 1u << PENALTY_CONFISCATE_INCOME);
        f = after(f, HAPPENED(.kind = "defence_heard"));
        broken(f, a, "renotice_not_heavier");
}

static void break_hearing(void)
{
        struct case_facts f = case_in("investigated");
        struct case_facts told = after(f, HAPPENED(.kind = "hearing_told", .until = DAY + 9));
        struct case_facts asked = after(told, HAPPENED(.kind = "hearing_requested"));
        struct case_facts set = after(asked, HAPPENED(.kind = "hearing_noticed", .until = DAY + 10));
        struct act a = act_of("hearing_told");

        a.until = a.happened_on + 4;
        broken(f, a, "hearing_request_time");
        broken(f, act_of("hearing_requested"), "hearing_told");
        broken(told, act_of("hearing_requested"), "request_in_time");
        broken(told, act_of("hearing_noticed"), "hearing_requested");
        a = act_of("hearing_noticed");
        a.until = a.happened_on + 6;
        broken(asked, a, "hearing_notice_time");
        broken(set, act_of("hearing_held"), "chair_known");
        asked.person_known = set.person_known = true;
        broken(set, act_of("hearing_held"), "chair_of_organ");
        asked.person_in_organ = set.person_in_organ = true;
        broken(asked, act_of("hearing_held"), "hearing_noticed");
        a = act_of("hearing_held");
        open_then(set, a);
        a.happened_on--;
        broken(set, a, "hearing_day");
        set.person_is_officer = true;
        broken(set, act_of("hearing_held"), "chair_apart");
}

static struct case_facts discussed(struct case_facts f)
{
        return after(reviewed(f), HAPPENED(.kind = "discussed"));
}

/* The threshold itself is hearing level, for an organisation and for a person. */
static void break_hearing_level(void)
{
        static const struct penalty large[] = {{"fine", 5000000}}, below[] = {{"fine", 4999999}},
                                    closing[] = {{"close_down", 0}};
        struct case_facts f =
            after(case_in("investigated"),
                  HAPPENED(.kind = "notice_served", .amount_fen = 5000000, .until = DAY + 8));
        struct case_facts told = after(f, HAPPENED(.kind = "hearing_told", .until = DAY + 20));
        struct case_facts waived = after(told, HAPPENED(.kind = "hearing_waived"));

        open_then(f, decision("penalty", below, 1));
        broken(discussed(f), decision("penalty", large, 1), "hearing_offered");
        broken(discussed(f), decision("penalty", closing, 1), "hearing_offered");
        broken(discussed(told), decision("penalty", large, 1), "hearing_settled");
        broken(discussed(after(told, HAPPENED(.kind = "hearing_requested"))), decision("penalty", large, 1),
               "hearing_settled");
        broken(reviewed(waived), decision("penalty", large, 1), "discussed");
        broken(after(waived, HAPPENED(.kind = "discussed")), decision("penalty", large, 1), "legal_reviewed");
        broken(after(discussed(waived), HAPPENED(.kind = "legal_reviewed", .outcome = "return")),
               decision("penalty", large, 1), "legal_reviewed");
        open_then(discussed(waived), decision("penalty", large, 1));
        broken(after(discussed(waived), HAPPENED(.kind = "hearing_held", .outcome = "held")), decision("penalty", large, 1),
               "legal_reviewed"); /* before the hearing */
}

static void break_penalties(void)
{
        static const struct penalty unknown[] = {{"flogging", 0}}, twice[] = {{"fine", 5}, {"fine", 6}},
                                    none[] = {{"fine", 0}}, police[] = {{"detention", 0}},
                                    fine[] = {{"fine", 300001}}, stop[] = {{"suspend_license", 0}};
        struct case_facts f = case_in("investigated"), simple = case_in("filed");
        struct act a = decision("no_penalty", NULL, 0);

        broken(f, decision("penalty", NULL, 0), "penalty_given");
        broken(f, decision("not_established", warning, 1), "penalty_only_when_decided");
        broken(f, decision("penalty", unknown, 1), "penalty_known");
        broken(f, decision("penalty", twice, 2), "penalty_once");
        broken(f, decision("penalty", none, 1), "penalty_amount");
        broken(f, decision("penalty", police, 1), "penalty_ours");
        a.basis = NULL;
        broken(f, a, "no_penalty_basis");
        broken(f, decision("transfer", NULL, 0), "legal_reviewed");
        simple.procedure = "simple";
        broken(simple, decision("penalty", stop, 1), "simple_penalty");
        broken(simple, decision("penalty", fine, 1), "simple_fine");
        a = decision("penalty", warning, 1);
        a.told = false;
        broken(simple, a, "told_on_the_spot");
        a = decision("penalty", warning, 1);
        a.party_said = NULL;
        broken(simple, a, "heard_on_the_spot");
        a = decision("no_penalty", NULL, 0);
        a.told = false;
        open_then(simple, a);
        a = decision("no_penalty", NULL, 0);
        a.basis = NULL;
        f.causes = &(const struct cause_law){.code = "04", .version = 1, .fine_min_fen = 400000, .fine_max_fen = 5000000};
        f.n_causes = 1;
        a = decision("penalty", fine, 1);
        a.range_unchecked = false;
        broken(f, a, "fine_in_range");
        a.tier = "mitigated";
        a.basis = NULL;
        a.ground = "harm_removed";
        broken(f, a, "legal_reviewed");
        open_then(reviewed(f), a);
}

static const struct tier_range tiers[] = {
    {.tier = "lighter", .min_fen = 100000, .max_fen = 200000, .rate_fen = -1, .cap_fen = -1, .from = -1, .below = -1},
    {.tier = "general", .min_fen = 200000, .max_fen = 300000, .rate_fen = -1, .cap_fen = -1, .from = -1, .below = 50000},
    {.tier = "general", .min_fen = -1, .max_fen = -1, .rate_fen = 2000, .cap_fen = 900000, .from = 50000, .below = -1}};
static const struct cause_law cause_04 = {.code = "04", .version = 1, .kinds = 1u << PENALTY_WARNING | 1u << PENALTY_FINE,
                                          .fine_min_fen = 100000, .fine_max_fen = 1000000, .tiers = tiers, .n_tiers = 3};

static struct case_facts caused(const struct cause_law *causes, size_t n)
{
        struct case_facts f = case_in("investigated");

        f.causes = causes;
        f.n_causes = n;
        return f;
}

static struct act fine_of(int64_t fen, const char *tier)
{
        struct penalty *p = arena_take(&arena, sizeof *p);
        struct act a = decision("penalty", p, 1);

        *p = (struct penalty){"fine", fen};
        a.tier = tier;
        a.basis = NULL;
        a.range_unchecked = false;
        return a;
}

/* Of what no catalogue has, the decision gives its basis, and that nothing was there to check the fine. */
static void break_without_cause(void)
{
        struct case_facts f = case_in("investigated");
        struct act a = decision("penalty", warning_and_fine, 2);

        open_then(f, a);
        a.basis = NULL;
        broken(f, a, "basis_without_cause");
        a.basis = "行政处罚法第三十八条";
        a.range_unchecked = false;
        broken(f, a, "range_unchecked");
        a = decision("penalty", warning, 1);
        open_then(f, a);
        a.basis = NULL;
        broken(f, a, "basis_without_cause");
}

/* What the decision could not take is not noticed, and a decision that leaves the tier proposed says why. */
static void break_noticed_range(void)
{
        static const struct penalty goods[] = {{"confiscate_goods", 0}}, fine[] = {{"fine", 1000001}};
        struct cause_law bare = cause_04;
        static const struct tier_range named[] = {
            {.tier = "general", .min_fen = -1, .max_fen = -1, .rate_fen = -1, .cap_fen = -1, .from = -1, .below = -1}};
        struct case_facts f = investigated_only();
        struct act a = act_of("notice_served");

        f.causes = &cause_04;
        f.n_causes = 1;
        open_then(f, a);
        a.penalties = goods;
        broken(f, a, "penalty_of_cause");
        a.penalties = fine;
        broken(f, a, "notice_in_range");
        f.causes_unknown = 1;
        a.penalties = warning;
        broken(f, a, "cause_known");
        bare.tiers = named;
        bare.n_tiers = 1;
        f = caused(&bare, 1);
        broken(f, fine_of(100000, NULL), "tier_named"); /* though it has no figures */
        f = after(f, HAPPENED(.kind = "investigated", .about = "general", .happened_on = DAY + 1));
        f = after(f, HAPPENED(.kind = "notice_served", .amount_fen = FINE, .until = DAY + 8));
        ck_assert_str_eq(judged(f, fine_of(100000, NULL), OK).tier, "general");
        a = fine_of(100000, "heavier");
        broken(f, a, "tier_change_reasons");
        a.remark = "从重的情形";
        open_then(f, a);
}

static void break_cause(void)
{
        static const struct penalty goods[] = {{"warning", 0}, {"confiscate_goods", 0}};
        struct case_facts f = caused(&cause_04, 1);
        struct act a = fine_of(250000, NULL);

        broken(f, decision("penalty", goods, 2), "penalty_of_cause");
        broken(f, a, "tier_named");
        open_then(f, decision("penalty", warning, 1));
        f.causes_unknown = 1;
        broken(f, decision("penalty", warning, 1), "cause_known");
        f.causes_unknown = 0;
        a.tier = "general";
        open_then(f, a);
        f.fined_before = true;
        broken(f, a, "fined_once");
        open_then(f, decision("penalty", warning, 1));
        f.fined_before = false;
        f.fined_beside = "沪黄国动立〔2026〕1号";
        broken(f, a, "other_act_said");
        open_then(f, decision("penalty", warning, 1));
        a.other_act = "另一处门扇，行为日期不同";
        open_then(f, a);
}

/* Outside its tier only with reasons and an article; the measure picks the row of the tier. */
static void break_tier(void)
{
        struct case_facts f = caused(&cause_04, 1);
        struct act a = fine_of(300001, "general");

        a.measure = 10000;
        broken(f, a, "fine_in_tier");
        a.measure = 50000;
        open_then(f, a); /* 500 units at 20 yuan: 10,000, capped at 9,000 yuan */
        broken(f, fine_of(900001, "general"), "fine_in_tier");
        a = fine_of(100000, "general");
        a.measure = 10000;
        broken(f, a, "fine_in_tier");
        a.remark = "情节特殊";
        broken(f, a, "fine_in_tier");
        a.basis = "行政处罚法第五条";
        open_then(f, a);
        broken(f, fine_of(100000, "lighter"), "lighter_ground");
        a = fine_of(100000, "lighter");
        a.ground = "harm_removed";
        open_then(f, a);
        a.ground = "no_fault";
        broken(f, a, "ground_fits");
        a = fine_of(250000, "general");
        a.ground = "helped";
        broken(f, a, "ground_fits");
}

/* One act under several causes: that of the higher maximum. */
static void break_concurrent_causes(void)
{
        static const struct cause_law both[] = {{.code = "11", .version = 1, .fine_min_fen = 50000, .fine_max_fen = 500000},
                                                {.code = "10", .version = 1, .fine_min_fen = 1000000, .fine_max_fen = 5000000}};

        broken(caused(both, 1), fine_of(500001, NULL), "fine_in_range");
        broken(caused(both, 2), fine_of(500000, NULL), "fine_in_range");
        open_then(caused(both, 2), fine_of(1000000, NULL));
        open_then(caused(both, 1), fine_of(500000, NULL));
}

/* The law of the day of the act, unless that of the decision is milder. */
static void break_newer_law(void)
{
        static const struct cause_law older = {.code = "04", .version = 1, .fine_min_fen = 100000, .fine_max_fen = 500000},
                                      milder = {.code = "04", .version = 2, .fine_min_fen = 0, .fine_max_fen = 300000};
        struct case_facts f = caused(&older, 1);
        struct act a = fine_of(90000, NULL);

        f.newer = &milder;
        f.n_newer = 1;
        broken(f, a, "fine_in_range");
        a.newer_law = true;
        open_then(f, a);
        f.causes = &milder;
        f.newer = &older;
        broken(f, fine_of(300001, NULL), "fine_in_range");
        a = fine_of(200000, NULL);
        a.newer_law = true;
        broken(f, a, "newer_law");
        f.newer = &milder;
        broken(f, a, "newer_law");
}

static void break_first_time(void)
{
        struct case_facts f = case_in("investigated");
        struct act a = decision("no_penalty", NULL, 0);

        a.basis = NULL;
        a.ground = "first_corrected";
        broken(f, a, "put_right");
        broken(after(f, HAPPENED(.kind = "reinspected", .outcome = "not_done")), a, "put_right");
        f = after(f, HAPPENED(.kind = "reinspected", .outcome = "done"));
        open_then(f, a);
        f.penalised_before = true;
        broken(f, a, "first_time");
        a.ground = "minor_corrected";
        open_then(f, a);
}

START_TEST(whether_a_hearing_is_offered_is_a_row)
{
        static const struct penalty taken[] = {{"confiscate_income", 5000000}}, suspended[] = {{"suspend_license", 0}};
        struct procedure_limits l = limits;
        struct case_facts f = discussed(case_in("investigated"));
        struct act a = decision("penalty", taken, 1);
        struct judgement j;

        refused(f, a, ERR_RULE, "hearing_offered", "行政处罚法第六十三条第一款", NULL);
        procedure_limit_set(&l, "hearing_confiscation_org", 5000001);
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), OK);
        a = decision("penalty", suspended, 1);
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), OK);
        procedure_limit_set(&l, "hearing_kind_suspend_license", 1);
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), ERR_RULE);
        ck_assert_str_eq(j.unmet->code, "hearing_offered");
        arena_free(&arena);
}
END_TEST

/* 2024: days off from 10-01 to 10-07; Sunday 09-29 and Saturday 10-12 are worked. */
START_TEST(guards_count_working_days_by_the_calendar)
{
        struct calendar_row rows[9];
        const int year = 2024;
        struct fault fault = {.arena = &arena};
        struct clock_law by_calendar = law;
        struct procedure_limits l = limits;
        struct case_facts f = noticed_only();
        struct act a = act_of("notice_served");
        struct judgement j;

        rows[0] = (struct calendar_row){day_at("2024-09-29"), true};
        for (int i = 1; i < 8; i++)
                rows[i] = (struct calendar_row){day_at("2024-09-30") + i, false};
        rows[8] = (struct calendar_row){day_at("2024-10-12"), true};
        ck_assert_int_eq(calendar_make(&arena, rows, 9, &year, 1, &by_calendar.calendar, &fault), OK);
        l.law = &by_calendar;
        l.today = day_at("2024-12-31");
        f.filed_on = f.investigated_on = day_at("2024-09-01");
        a.happened_on = day_at("2024-09-27");
        a.until = day_at("2024-10-01"); /* 09-29, 09-30, 10-08 */
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), ERR_INVALID);
        ck_assert_str_eq(j.unmet->code, "defence_time");
        ck_assert_ptr_nonnull(strstr(j.unmet->zh, "2024-10-08"));
        a.until = day_at("2024-10-08");
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), OK);
        f = after(f, HAPPENED(.kind = "hearing_told", .until = l.today, .happened_on = day_at("2024-09-25")));
        f = after(f, HAPPENED(.kind = "hearing_requested", .happened_on = day_at("2024-09-26")));
        a = act_of("hearing_noticed");
        a.happened_on = day_at("2024-09-27");
        a.until = day_at("2024-10-11"); /* seven working days after 09-27 are over on Saturday 10-12 */
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), ERR_INVALID);
        ck_assert_str_eq(j.unmet->code, "hearing_notice_time");
        ck_assert_ptr_nonnull(strstr(j.unmet->zh, "2024-10-12"));
        a.until = day_at("2024-10-12");
        ck_assert_int_eq(procedure_judge(&f, &a, &l, &arena, &j), OK);
        arena_free(&arena);
}
END_TEST

static void break_service(void)
{
        struct case_facts f = case_in("decided");
        struct act a = act_of("served");

        a.mode = "electronic";
        broken(f, a, "electronic_consent");
        a.document_no = "确认书1号";
        open_then(f, a);
        a.mode = "lien";
        broken(f, a, "lien_witness");
        f.outcome = "transfer";
        broken(f, act_of("served"), "something_to_serve");
}

static void break_on_the_spot(void)
{
        struct case_facts f = case_in("decided");
        struct act a = act_of("served");

        f.procedure = "simple";
        broken(f, a, "handed_over_at_once"); /* a week later */
        a.happened_on = f.decided_on;
        open_then(f, a);
        a.mode = "mail";
        broken(f, a, "handed_over_at_once");
        a.mode = "lien";
        a.remark = "拒绝签收，执法记录仪摄录";
        open_then(f, a);
        f.outcome = "no_penalty";
        f.fines_fen = 0;
        a.happened_on++;
        open_then(f, a);
}

static void break_education(void)
{
        struct case_facts f = case_in("served");

        broken(f, act_of("educated"), "not_penalised");
        f.outcome = "no_penalty";
        f.fines_fen = 0;
        broken(f, act_of("closed"), "educated");
        f = after(f, HAPPENED(.kind = "educated"));
        open_then(f, act_of("closed"));
        broken(after(f, HAPPENED(.kind = "decided", .outcome = "no_penalty")), act_of("closed"), "educated"); /* of the one before */
}

static void break_money(void)
{
        struct case_facts f = case_in("served"), paid = case_in("paid");
        struct act a = payment(FINE + 1);

        broken(f, a, "not_overpaid");
        a.amount_fen = -1;
        broken(f, a, "amount_positive");
        broken(f, act_of("closed"), "performed");
        a = act_of("refunded");
        a.amount_fen = FINE + 1;
        broken(paid, a, "refund_in_paid");
        a.amount_fen = 1;
        leads_to(paid, a, "served");
        paid.fines_fen -= 1;
        broken(paid, act_of("closed"), "refunded");
        a = act_of("deferral_approved");
        a.until = a.happened_on;
        broken(f, a, "until_ahead");
        f.fines_fen = 0;
        broken(f, payment(1), "fine_to_pay");
        broken(f, act_of("deferral_approved"), "fine_left");
}

/* Served on DAY + 3: due on DAY + 18, or the first working day from then on. */
static bool offers(struct case_facts f, const char *kind)
{
        struct act a = {.kind = kind, .permissions = all_permissions};
        struct judgement j;

        return procedure_ask(&f, &a, &limits, &arena, &j) == OK;
}

/* What nothing that could be said would make possible is not called open. */
static void break_offers(void)
{
        struct case_facts f = case_in("served"), late = f;

        broken(f, act_of("refunded"), "something_paid");
        f.served_on = limits.today;
        ck_assert(!offers(f, "refunded") && !offers(f, "transferred") && !offers(f, "fine_added"));
        ck_assert(offers(approved(f), "transferred") && offers(case_in("filed"), "transferred") && offers(late, "fine_added"));
        ck_assert(offers(case_in("paid"), "refunded"));
        broken_codes[n_broken++] = "transfer_approval"; /* told by /next alone */
        broken_codes[n_broken++] = "addition_begun";
}

static void break_additions(void)
{
        struct case_facts f = case_in("served");
        struct act a = act_of("fine_added");
        day_t due = DAY + 18;

        while (day_weekday(due) > 5)
                due++;
        a.happened_on = due;
        broken(f, act_of("demand_served"), "duty_overdue");
        f = after(f, HAPPENED(.kind = "reinspected", .outcome = "not_done"));
        open_then(f, act_of("demand_served"));
        f = case_in("served");
        a.happened_on = due;
        a.amount_fen = 1;
        broken(f, a, "addition_as_reckoned");
        a.happened_on = due + 1;
        a.amount_fen = FINE * 3 / 100;
        open_then(f, a);
        a.amount_fen++;
        broken(f, a, "addition_as_reckoned");
        a.happened_on = due + 60;
        a.amount_fen = FINE;
        open_then(f, a);
        a.amount_fen++;
        broken(f, a, "addition_in_cap");
        f = after(f, HAPPENED(.kind = "reconsideration_accepted", .happened_on = due - 1));
        a.amount_fen = 1;
        broken(f, a, "addition_as_reckoned");
}

/* 行政处罚法第六十八条至第七十条. */
static void break_collecting_on_the_spot(void)
{
        struct case_facts f = case_in("served"), simple = f;
        struct act a = payment(1);

        a.document_no = "票据1";
        a.collected = "hard_later";
        broken(f, a, "collected_on_the_spot");
        a.collected = "remote";
        broken(f, a, "collected_asked");
        a.remark = "当事人提出";
        open_then(f, a);
        a.document_no = NULL;
        broken(f, a, "collected_receipt");
        a.document_no = "票据1";
        simple.procedure = "simple";
        simple.fines_fen = 10001;
        a.collected = "small_fine";
        broken(simple, a, "collected_small");
        a.collected = "hard_later";
        open_then(simple, a);
        simple.fines_fen = 10000;
        a.collected = "small_fine";
        open_then(simple, a);
}

/* 行政处罚法第七十一条: each collection is handed in once, and banked once. */
static void break_handing_in(void)
{
        struct case_facts f = case_in("paid");
        struct act in = act_of("collection_handed_in"), bank = act_of("collection_banked");

        in.happened_on = bank.happened_on = DAY + 6;
        broken(after(f, HAPPENED(.kind = "paid", .amount_fen = 1)), in, "collected_in_hand");
        broken(f, bank, "collection_handed_in");
        f = after(f, HAPPENED(.kind = "paid", .amount_fen = 1, .about = "hard_later"));
        open_then(f, in);
        broken(f, bank, "collection_handed_in");
        f = after(f, HAPPENED(.kind = "collection_handed_in"));
        broken(f, in, "collected_in_hand");
        open_then(f, bank);
        broken(after(f, HAPPENED(.kind = "collection_banked")), bank, "collection_handed_in");
}

/* 行政处罚法第五十二条第三款. */
static void break_reporting(void)
{
        struct case_facts f = case_in("served");
        struct act a = act_of("spot_decision_reported");

        broken(f, a, "decided_on_the_spot");
        f.procedure = "simple";
        open_then(f, a);
        f = after(f, HAPPENED(.kind = "decided", .outcome = "penalty"));
        f = after(f, HAPPENED(.kind = "spot_decision_reported"));
        broken(f, a, "not_reported");
        open_then(after(f, HAPPENED(.kind = "decided", .outcome = "penalty")), a); /* a new one is reported anew */
        f.outcome = "no_penalty";
        f.history = case_in("served").history;
        broken(f, a, "decided_on_the_spot");
}

static void faulty(struct case_facts f, struct act a, const char *code, const char *field)
{
        broken(f, a, code);
        ck_assert_str_eq(judged(f, a, ERR_INVALID).unmet->field, field);
}

/* 行政处罚法第六十六条第二款: parts on DAY + 60, 90 and 120, approved on DAY + 5. */
static void break_instalments(void)
{
        struct instalment parts[] = {{FINE / 4, DAY + 60}, {FINE / 4, DAY + 90}, {FINE / 2, DAY + 120}};
        struct case_facts f = case_in("served"), part_paid = f;
        struct act a = act_of("deferral_approved");

        a.happened_on = DAY + 5;
        a.until = DAY + 120;
        a.instalments = parts;
        a.n_instalments = 3;
        open_then(f, a);
        parts[0].until = DAY + 5;
        faulty(f, a, "instalments_in_order", "/instalments/0/until");
        parts[0].until = DAY + 60;
        parts[1].until = DAY + 60;
        faulty(f, a, "instalments_in_order", "/instalments/1/until");
        parts[1].until = DAY + 90;
        a.until = DAY + 121;
        faulty(f, a, "instalments_end", "/instalments/2/until");
        a.until = DAY + 120;
        parts[2].fen--;
        faulty(f, a, "instalments_whole", "/instalments/2/amount_fen");
        parts[2].fen++;
        parts[1].fen = FINE;
        faulty(f, a, "instalments_whole", "/instalments/1/amount_fen");
        parts[1].fen = FINE / 4;
        part_paid.paid_fen = FINE / 4;
        faulty(part_paid, a, "instalments_whole", "/instalments/2/amount_fen");
        parts[2].fen = FINE / 4;
        open_then(part_paid, a);
}

/* What is overdue is the next that is not paid; the court waits for the last. */
static void break_instalments_after(void)
{
        static const struct instalment parts[] = {{FINE / 4, DAY + 60}, {FINE / 4, DAY + 90}, {FINE / 2, DAY + 300}};
        struct case_facts f = after(case_in("served"), HAPPENED(.kind = "deferral_approved", .until = DAY + 300, .instalments = parts,
                                                                .n_instalments = 3));
        struct case_facts paid = after(f, HAPPENED(.kind = "paid", .amount_fen = FINE / 4, .happened_on = DAY + 50));
        struct act demand = act_of("demand_served"), court = act_of("court_applied"), fee = act_of("fine_added");

        paid.paid_fen = FINE / 4;
        demand.happened_on = DAY + 60;
        broken(f, demand, "duty_overdue");
        demand.happened_on++;
        open_then(f, demand);
        broken(paid, demand, "duty_overdue");
        demand.happened_on = DAY + 91;
        open_then(paid, demand);
        paid = after(paid, HAPPENED(.kind = "demand_served", .happened_on = DAY + 91));
        court.happened_on = DAY + 300;
        broken(paid, court, "instalments_over");
        open_then(after(paid, HAPPENED(.kind = "reinspected", .outcome = "not_done")), court);
        court.happened_on++;
        open_then(paid, court);
        fee.happened_on = DAY + 90;
        fee.amount_fen = 1;
        broken(paid, fee, "addition_as_reckoned");
        fee.happened_on++;
        fee.amount_fen = FINE / 4 * 3 / 100;
        open_then(paid, fee);
        fee.amount_fen++;
        broken(paid, fee, "addition_as_reckoned");
}

/* DAY + 64 is a Saturday: paid on the Monday is paid in time, as the clock has it. */
static void break_a_deferral_to_a_day_off(void)
{
        struct case_facts f = after(case_in("served"), HAPPENED(.kind = "deferral_approved", .until = DAY + 64));
        struct act a = act_of("demand_served");

        ck_assert_int_eq(day_weekday(DAY + 64), 6);
        a.happened_on = DAY + 66;
        broken(f, a, "duty_overdue");
        a.happened_on++;
        open_then(f, a);
}

/* Fifteen days after a reconsideration, sixty for an on-the-spot penalty, none once a court has spoken. */
static void break_court_time(struct case_facts f)
{
        struct case_facts upheld = after(f, HAPPENED(.kind = "reconsideration_ended", .outcome = "upheld", .happened_on = DAY + 70));
        struct act a = act_of("court_applied");

        a.happened_on = DAY + 85;
        broken(upheld, a, "remedy_time");
        open_then(after(upheld, HAPPENED(.kind = "suit_ended", .outcome = "dismissed")), a);
        broken(after(f, HAPPENED(.kind = "reconsideration_ended", .outcome = "withdrawn", .happened_on = DAY + 70)), a, "remedy_time");
        a.happened_on++;
        open_then(upheld, a);
        a.happened_on = DAY + 63;
        f.procedure = "simple";
        broken(f, a, "remedy_time");
        a.happened_on++;
        open_then(f, a);
}

/* Nothing of a decision that was undone counts for the next one. */
static void break_second_decision(void)
{
        static const struct penalty fine[] = {{"fine", FINE}};
        struct case_facts f = case_in("served"), again;
        struct act a = decision("penalty", fine, 1);

        f = after(f, HAPPENED(.kind = "decided", .outcome = "penalty"));
        f = after(f, HAPPENED(.kind = "fine_added", .amount_fen = FINE));
        f = after(f, HAPPENED(.kind = "demand_served", .happened_on = DAY + 30));
        f = after(f, HAPPENED(.kind = "deferral_approved", .until = DAY + 399));
        f = after(f, HAPPENED(.kind = "suit_ended", .outcome = "revoked"));
        again = f;
        again.state = "investigated";
        again.history = case_in("investigated").history;
        again = after(again, HAPPENED(.kind = "suit_ended", .outcome = "revoked"));
        broken(again, a, "redecided_reasons");
        a.remark = "原决定违反法定程序被撤销，已重新告知";
        open_then(again, a);
        f = after(f, HAPPENED(.kind = "decided", .outcome = "penalty"));
        leads_to(f, payment(FINE), "paid");
        a = act_of("court_applied");
        a.happened_on = limits.today;
        broken(f, a, "demand_served");
        a = act_of("fine_added");
        a.happened_on = DAY + 100;
        a.amount_fen = FINE;
        open_then(f, a);
}

/* 行政强制法第五十三条: what is not followed though it is no money goes to the court, too. */
static void break_other_duties(void)
{
        struct case_facts f = case_in("paid");
        struct act a = act_of("demand_served");

        a.happened_on = DAY + 30;
        broken(f, a, "duty_left");
        f = after(f, HAPPENED(.kind = "reinspected", .outcome = "done"));
        broken(f, a, "duty_left");
        f = after(f, HAPPENED(.kind = "reinspected", .outcome = "not_done"));
        leads_to(f, a, "paid");
        f = after(f, HAPPENED(.kind = "demand_served", .happened_on = DAY + 30));
        a = act_of("court_applied");
        a.happened_on = DAY + 200;
        leads_to(f, a, "paid");
}

static void break_court(void)
{
        struct case_facts f = case_in("served"), demanded;
        struct act a = act_of("court_applied");

        a.happened_on = DAY + 200;
        broken(f, a, "demand_served");
        demanded = after(f, HAPPENED(.kind = "demand_served", .happened_on = DAY + 30));
        broken(after(f, HAPPENED(.kind = "demand_served", .happened_on = DAY + 195)), a, "demand_waited");
        a.happened_on = DAY + 3 + 180; /* served on DAY + 3 */
        broken(demanded, a, "remedy_time");
        a.happened_on++;
        open_then(demanded, a);
        broken(after(demanded, HAPPENED(.kind = "suit_accepted")), a, "remedies_ended");
        broken(after(demanded, HAPPENED(.kind = "deferral_approved", .until = a.happened_on)), a, "duty_overdue");
        break_court_time(demanded);
        broken(f, act_of("court_ended"), "court_applied");
        demanded = after(demanded, HAPPENED(.kind = "court_applied"));
        leads_to(after(demanded, HAPPENED(.kind = "court_ended", .outcome = "performed")), act_of("closed"),
                 "closed");
}

static void break_remedies(void)
{
        struct case_facts f = case_in("paid"), asked = after(f, HAPPENED(.kind = "reconsideration_accepted"));
        struct case_facts sued = after(f, HAPPENED(.kind = "suit_accepted"));
        struct act a = act_of("reconsideration_ended");

        broken(asked, act_of("reconsideration_accepted"), "reconsideration_free");
        broken(f, act_of("reconsideration_ended"), "reconsideration_accepted");
        broken(sued, act_of("suit_accepted"), "suit_free");
        broken(f, act_of("suit_ended"), "suit_accepted");
        a.amount_fen = 5;
        broken(asked, a, "new_fine");
        a.outcome = "changed";
        ck_assert_int_eq(judged(asked, a, OK).decision, DECISION_REFINED);
        a.amount_fen = FINE + 1;
        broken(asked, a, "not_worse");
        a.kind = "suit_ended";
        broken(sued, a, "not_worse");
        a.kind = "reconsideration_ended";
        a.amount_fen = 0;
        a.outcome = "revoked";
        ck_assert_int_eq(judged(asked, a, OK).decision, DECISION_UNDONE);
        leads_to(asked, a, "filed");
        broken(after(case_in("closed"), HAPPENED(.kind = "reconsideration_accepted")), a, "reopened_first");
        f.procedure = "simple";
        broken(f, act_of("suit_accepted"), "reconsideration_first");
}

static void break_disclosure(void)
{
        struct case_facts f = case_in("paid"), shown = after(f, HAPPENED(.kind = "disclosed"));
        struct case_facts changed = after(shown, HAPPENED(.kind = "suit_ended", .outcome = "unlawful"));

        broken(shown, act_of("disclosed"), "not_disclosed");
        broken(after(f, HAPPENED(.kind = "suit_ended", .outcome = "unlawful")),
               act_of("disclosure_withdrawn"), "disclosed");
        broken(shown, act_of("disclosure_withdrawn"), "decision_touched");
        open_then(changed, act_of("disclosure_withdrawn"));
        f.state = "closed";
        broken(after(f, HAPPENED(.kind = "archived")), act_of("archived"), "not_archived");
}

/* Refused, reviewed, brought to the procuratorate, taken up after all. */
static void break_refusals(struct case_facts f)
{
        f = after(f, HAPPENED(.kind = "transfer_refused"));
        open_then(f, act_of("transfer_supervision_proposed"));
        f = after(f, HAPPENED(.kind = "transfer_review_requested"));
        open_then(f, act_of("transfer_review_answered"));
        open_then(after(f, HAPPENED(.kind = "transfer_review_answered", .outcome = "accepted")), act_of("transfer_items_handed"));
        f = after(f, HAPPENED(.kind = "transfer_review_answered", .outcome = "rejected"));
        broken(f, act_of("transfer_review_answered"), "transfer_review_requested");
        broken(f, act_of("transfer_items_handed"), "taken_up");
        f = after(f, HAPPENED(.kind = "transfer_supervision_proposed"));
        broken(f, act_of("transfer_supervision_proposed"), "refusal_stands");
        open_then(after(f, HAPPENED(.kind = "transfer_receipt")), act_of("transfer_received"));
}

/* Signed for once, also when the police have decided and it is entered late; then of a day before that. */
static void break_receipts(struct case_facts gone)
{
        struct act a = act_of("transfer_received");

        broken(gone, a, "receipt_or_reason");
        a.remark = "公安机关未出具回执";
        open_then(gone, a);
        a.remark = NULL;
        open_then(after(gone, HAPPENED(.kind = "transfer_receipt")), a);
        broken(after(gone, HAPPENED(.kind = "transfer_receipt")), act_of("transfer_receipt"), "receipt_once");
        gone = after(gone, HAPPENED(.kind = "transfer_received", .happened_on = DAY + 9));
        a = act_of("transfer_receipt");
        broken(gone, a, "receipt_before_answer");
        a.happened_on = DAY + 9;
        open_then(gone, a);
        gone = after(gone, HAPPENED(.kind = "transferred", .about = "criminal"));
        gone = after(gone, HAPPENED(.kind = "transfer_refused"));
        broken(gone, act_of("archived"), "refusal_settled");
        open_then(after(gone, HAPPENED(.kind = "transfer_received")), act_of("archived"));
}

/* From the report on, nothing takes the place of the transfer. */
static void break_transfer_first(void)
{
        struct case_facts f = case_in("investigated"), asked = after(f, HAPPENED(.kind = "transfer_proposed"));
        struct case_facts granted = after(asked, HAPPENED(.kind = "transfer_decided", .outcome = "approved"));

        broken(asked, decision("penalty", warning, 1), "transfer_first");
        broken(granted, decision("penalty", warning, 1), "transfer_first");
        broken(granted, act_of("terminated"), "transfer_first");
        broken(after(case_in("paid"), HAPPENED(.kind = "transfer_proposed")), act_of("closed"), "transfer_first");
        open_then(reviewed(granted), decision("transfer", NULL, 0));
        open_then(after(asked, HAPPENED(.kind = "transfer_decided", .outcome = "refused")), decision("penalty", warning, 1));
        open_then(after(granted, HAPPENED(.kind = "transferred", .about = "criminal")), decision("penalty", warning, 1));
        f = investigated_only();
        broken(after(f, HAPPENED(.kind = "transfer_proposed")), act_of("notice_served"), "transfer_first");
}

static void break_transfers(void)
{
        struct case_facts f = case_in("filed"), decided = case_in("decided"), gone = case_in("transferred");
        struct act a = act_of("transfer_decided");

        broken(f, act_of("transfer_decided"), "transfer_proposed");
        a.outcome = "refused";
        broken(after(f, HAPPENED(.kind = "transfer_proposed")), a, "refusal_reasons");
        broken(f, transfer("criminal"), "transfer_approved");
        broken(f, transfer("gift"), "transfer_kind_known");
        broken(decided, transfer("other"), "transfer_before_decision");
        decided.outcome = "transfer";
        broken(decided, transfer("other"), "transfer_as_decided");
        a = act_of("transfer_received");
        a.remark = "无回执";
        broken(after(gone, HAPPENED(.kind = "transferred", .about = "other")), a, "criminal_transfer");
        gone = after(gone, HAPPENED(.kind = "transferred", .about = "criminal"));
        broken(gone, act_of("transfer_review_requested"), "transfer_refused");
        broken(after(gone, HAPPENED(.kind = "transfer_received")), act_of("transfer_refused"),
               "transfer_unanswered");
        break_receipts(gone);
        broken(gone, act_of("transfer_items_handed"), "taken_up");
        broken(gone, act_of("transfer_supervision_proposed"), "refusal_stands");
        broken(gone, act_of("transfer_review_answered"), "transfer_review_requested");
        broken(after(gone, HAPPENED(.kind = "transfer_received")), a, "not_taken_up");
        open_then(after(gone, HAPPENED(.kind = "transfer_received")), act_of("transfer_items_handed"));
        break_refusals(gone);
        leads_to(gone, act_of("transfer_returned"), "paid");
        gone.outcome = "transfer";
        leads_to(gone, act_of("transfer_returned"), "filed");
}

static void break_between_units(void)
{
        struct case_facts f = case_in("filed"), asked, moved;
        struct act a = act_of("unit_transfer_proposed");

        broken(f, a, "unit_is_other");
        f.unit_is_other = true;
        open_then(f, a);
        asked = after(f, HAPPENED(.kind = "unit_transfer_proposed"));
        broken(asked, a, "unit_transfer_answered");
        broken(asked, act_of("terminated"), "unit_transfer_answered");
        open_then(after(asked, HAPPENED(.kind = "unit_transfer_refused")), act_of("terminated"));
        broken(after(case_in("investigated"), HAPPENED(.kind = "unit_transfer_proposed")), decision("penalty", warning, 1),
               "unit_transfer_answered");
        broken(f, act_of("unit_transfer_accepted"), "unit_transfer_proposed");
        open_then(asked, act_of("unit_transfer_accepted"));
        moved = after(asked, HAPPENED(.kind = "unit_transfer_accepted", .happened_on = DAY + 6));
        broken(moved, act_of("unit_transfer_withdrawn"), "unit_transfer_proposed");
        a = act_of("terminated");
        a.happened_on = DAY + 5;
        broken(moved, a, "since_move");
        a.happened_on++;
        open_then(moved, a);
}

static void break_together(void)
{
        static const char *const joint[] = {"joint", NULL};
        struct case_facts f = case_in("filed");
        struct act a = act_of("joint_started");

        f.unit_is_other = true;
        a.until = a.happened_on;
        broken(f, a, "joint_bounded");
        a.until = a.happened_on + 91;
        broken(f, a, "joint_bounded");
        a.until--;
        open_then(f, a);
        broken(f, act_of("joint_ended"), "joint_started");
        f.opened = f.opened_there = joint;
        broken(f, a, "joint_once");
        open_then(f, act_of("joint_ended"));
        a = act_of("consulted");
        open_then(f, a); /* an authority that is no unit of ours */
        a.other_unit = "u";
        broken(f, a, "unit_is_above");
        f.unit_is_above = true;
        open_then(f, a);
        broken(f, act_of("consultation_answered"), "consulted");
        broken(f, act_of("supervision_ended"), "supervised");
}

/* Another unit does what its row names, by what the case is open to it for, and nothing else. */
START_TEST(what_a_case_is_open_for_permits_what_the_rows_name)
{
        static const char *const joint[] = {"case.read", "joint:case.write", "joint:case.read", NULL};
        static const char *const near[] = {"join:case.write", "jointly:case.write", "consulted:case.write", "joint:case", NULL};
        struct case_facts f = case_in("filed");
        struct act a = act_of("evidence_registered");

        a.permissions = joint;
        ck_assert(judged(f, a, OK).from_outside);
        f.open_since = a.happened_on + 1; /* not of a day before the case was open to them */
        refused(f, a, ERR_RULE, "date_in_order", NULL, "/happened_on");
        f.open_since = a.happened_on;
        ck_assert(judged(f, a, OK).from_outside);
        a.permissions = near;
        judged(f, a, ERR_FORBIDDEN);
        a = act_of("investigated");
        ck_assert(!judged(f, a, OK).from_outside);
        a.permissions = joint;
        judged(f, a, ERR_FORBIDDEN);
        arena_free(&arena);
}
END_TEST

static bool was_broken(const char *code)
{
        for (size_t i = 0; i < n_broken; i++)
                if (!strcmp(broken_codes[i], code))
                        return true;
        return false;
}

START_TEST(every_guard_broken_alone_is_told_with_its_article)
{
        static void (*const breakers[])(void) = {
            break_steps,     break_approval, break_limitation, break_people,        break_corrections, break_orders,    break_notice,     break_heavier, break_kinds_noticed,
            break_hearing,   break_hearing_level, break_penalties, break_cause, break_without_cause, break_noticed_range, break_tier, break_concurrent_causes,
            break_newer_law, break_first_time, break_service,    break_on_the_spot, break_education, break_money,
            break_offers, break_additions, break_collecting_on_the_spot, break_handing_in, break_reporting, break_instalments, break_instalments_after, break_a_deferral_to_a_day_off, break_other_duties, break_court, break_second_decision,         break_remedies,  break_disclosure, break_transfers, break_transfer_first,
            break_between_units, break_together};
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < sizeof breakers / sizeof *breakers; i++)
                breakers[i]();
        for (size_t i = 0; i < n; i++)
                for (const struct guard *const *g = rows[i].guards; g && *g; g++)
                        /* An outcome that no list knows is refused before any guard. */
                        ck_assert_msg(was_broken((*g)->code) || !strcmp((*g)->code, "outcome_known"),
                                      "%s: never broken", (*g)->code);
        arena_free(&arena);
}
END_TEST

/* ---- what may be done next ---- */

START_TEST(what_is_open_is_told_with_what_would_open_the_rest)
{
        struct case_facts f = investigated_only();
        const char *next = procedure_next(&f, all_permissions, &limits, &arena);
        static const char *const none[] = {NULL};

        ck_assert_ptr_nonnull(strstr(next, "{\"state\":\"investigated\",\"open\":["));
        ck_assert_ptr_nonnull(strstr(next, "{\"kind\":\"notice_served\""));
        ck_assert_ptr_nonnull(strstr(strstr(next, "\"closed\":["),
                                     "\"code\":\"notice_served\",\"article\":\"行政处罚法第六十二条\""));
        ck_assert_ptr_nonnull(strstr(next, "\"met_by\":[\"notice_served\"]"));
        next = procedure_next(&(struct case_facts){.state = "filed", .procedure = "ordinary", .filed_on = DAY, .history = &filed_history},
                              all_permissions, &limits, &arena);
        next = strstr(next, "{\"kind\":\"closed\""); /* three steps away */
        ck_assert_ptr_nonnull(next);
        ck_assert_ptr_nonnull(strstr(next, "\"code\":\"state\""));
        ck_assert_int_eq(strncmp(strstr(next, "\"met_by\":["), "\"met_by\":[\"investigated\"]", 25), 0);
        next = procedure_next(&f, none, &limits, &arena);
        ck_assert_ptr_nonnull(strstr(next, "\"open\":[]"));
        ck_assert_ptr_nonnull(strstr(next, "\"code\":\"permission\""));
        f.state = "lost";
        ck_assert_ptr_null(procedure_next(&f, none, &limits, &arena));
        arena_free(&arena);
}
END_TEST

/* ---- the walk: every case that can come about, from filing on ---- */

/* What guards see of a history is which of two kinds came last, and how some kinds came out. Two histories that agree in
 * that are one place. What is done while a case is investigated is looked at nowhere else; what belongs to a decision only
 * while there is one. */
enum scope { AT_ANY_TIME, WHILE_INVESTIGATED, WHILE_DECIDED };
static const struct {
        const char *kind, *than;
        enum scope scope;
} compared[] = {
        {"legal_reviewed", "investigated", WHILE_INVESTIGATED}, {"discussed", "investigated", WHILE_INVESTIGATED},
        {"notice_served", "investigated", WHILE_INVESTIGATED}, {"defence_heard", "investigated", WHILE_INVESTIGATED},
        {"hearing_told", "investigated", WHILE_INVESTIGATED}, {"hearing_requested", "investigated", WHILE_INVESTIGATED},
        {"hearing_noticed", "investigated", WHILE_INVESTIGATED}, {"hearing_held", "investigated", WHILE_INVESTIGATED},
        {"hearing_waived", "investigated", WHILE_INVESTIGATED}, {"legal_reviewed", "hearing_held", WHILE_INVESTIGATED},
        {"defence_heard", "notice_served", WHILE_INVESTIGATED}, {"defence_waived", "notice_served", WHILE_INVESTIGATED},
        {"defence_heard", "defence_rechecked", WHILE_INVESTIGATED}, {"hearing_requested", "hearing_held", WHILE_INVESTIGATED},
        {"hearing_requested", "hearing_waived", WHILE_INVESTIGATED}, {"hearing_noticed", "hearing_held", WHILE_INVESTIGATED},
        {"suspended", "resumed", 0}, {"preservation_ordered", "preservation_disposed", 0},
        {"recusal_requested", "recusal_decided", 0}, {"officers_changed", "recusal_decided", 0},
        {"unit_transfer_proposed", "unit_transfer_accepted", 0}, {"unit_transfer_proposed", "unit_transfer_refused", 0},
        {"unit_transfer_proposed", "unit_transfer_withdrawn", 0}, {"joint_started", "joint_ended", 0},
        {"consulted", "consultation_answered", 0}, {"supervised", "supervision_ended", 0},
        {"transfer_proposed", "transfer_decided", 0}, {"transferred", "transfer_decided", 0}, {"transfer_received", "transferred", 0},
        {"transfer_refused", "transferred", 0}, {"transfer_refused", "transfer_review_requested", 0},
        {"transfer_refused", "transfer_supervision_proposed", 0}, {"transfer_review_requested", "transferred", 0},
        {"transfer_review_requested", "transfer_review_answered", 0}, {"transfer_review_answered", "transferred", 0},
        {"reconsideration_accepted", "reconsideration_ended", 0}, {"suit_accepted", "suit_ended", 0},
        {"reconsideration_ended", "decided", 0}, {"suit_ended", "decided", 0}, {"reconsideration_ended", "disclosed", 0},
        {"suit_ended", "disclosed", 0}, {"disclosed", "disclosure_withdrawn", 0}, {"deferral_approved", "decided", WHILE_DECIDED},
        {"educated", "decided", WHILE_DECIDED}, {"demand_served", "decided", WHILE_DECIDED}, {"fine_added", "decided", WHILE_DECIDED},
        {"court_applied", "court_ended", WHILE_DECIDED}, {"court_ended", "decided", WHILE_DECIDED}, {"archived", "reopened", 0},
        {"filing_approved", "filed", 0}, {"filing_refused", "filed", 0},
};
/* How the last of a kind came out, where it came after the last of another. */
static const struct {
        const char *kind, *since;
} recalled[] = {
        {"evidence_registered", NULL}, {"legal_reviewed", "investigated"}, {"recusal_decided", NULL}, {"transferred", "transfer_returned"},
        {"transfer_decided", "transferred"}, {"transfer_review_answered", "transferred"}, {"reconsideration_ended", "decided"},
        {"reconsideration_ended", "disclosed"}, {"suit_ended", "decided"}, {"suit_ended", "disclosed"}, {"court_ended", "decided"},
};
enum { PAIRS = sizeof compared / sizeof compared[0], RECALLED = sizeof recalled / sizeof recalled[0], MAX_KINDS = 40, MAX_ACTS = 80, MAX_PLACES = 1 << 17, MAX_EDGES = 1 << 21 };

/* The acts of a walk, with their kinds numbered. */
static struct act walked[MAX_ACTS];
static size_t n_walked;
static int kind_at[MAX_ACTS];
static const char *kinds[MAX_KINDS];
static int n_kinds;

struct place {
        int state, procedure, outcome; /* outcome -1: none */
        int64_t fine, paid;
        bool served;
        unsigned char n, done[MAX_KINDS]; /* the last act of each kind, in their order */
};
struct key {
        unsigned long long later;
        int state, procedure, outcome, served;
        int64_t fine, paid;
        unsigned char last[RECALLED]; /* 1 + the act, 0: none */
};
static struct place found[MAX_PLACES];
static struct key found_keys[MAX_PLACES];
static size_t n_found;
static int slots[4 * MAX_PLACES]; /* 1 + index of the place that hashes there */
static struct {
        int from, to;
} edges[MAX_EDGES];
static size_t n_edges;
static bool ends[MAX_PLACES];

static int number_of_kind(const char *kind)
{
        for (int k = 0; k < n_kinds; k++)
                if (!strcmp(kinds[k], kind))
                        return k;
        return -1;
}

/* Its place in the order of what was done, from 1; 0: never. */
static int when(const struct place *p, const char *kind)
{
        int number = kind ? number_of_kind(kind) : -1;

        for (int i = p->n; i > 0; i--)
                if (number >= 0 && kind_at[p->done[i - 1]] == number)
                        return i;
        return 0;
}

static bool came_after(const struct place *p, const char *kind, const char *than)
{
        return when(p, kind) > when(p, than);
}

static const char *last_outcome(const struct place *p, const char *kind)
{
        int at = when(p, kind);

        return at ? walked[p->done[at - 1]].outcome : NULL;
}

static bool ended_as(const struct place *p, const char *kind, const char *outcome)
{
        return last_outcome(p, kind) && !strcmp(last_outcome(p, kind), outcome);
}

static bool in_scope(const struct place *p, enum scope scope)
{
        return scope == AT_ANY_TIME || (scope == WHILE_DECIDED ? p->outcome >= 0 : p->state == CASE_INVESTIGATED);
}

/* The kinds of both tables by their numbers; -1: not in this walk. */
static int compared_kinds[PAIRS][2], recalled_kinds[RECALLED][2];

static void number_kinds(void)
{
        for (int i = 0; i < PAIRS; i++) {
                compared_kinds[i][0] = number_of_kind(compared[i].kind);
                compared_kinds[i][1] = number_of_kind(compared[i].than);
        }
        for (int i = 0; i < RECALLED; i++) {
                recalled_kinds[i][0] = number_of_kind(recalled[i].kind);
                recalled_kinds[i][1] = recalled[i].since ? number_of_kind(recalled[i].since) : -1;
        }
}

static bool is_later(const int *at, const int *two)
{
        return two[0] >= 0 && at[two[0]] > (two[1] >= 0 ? at[two[1]] : 0);
}

/* Into zeroed memory: keys are compared as bytes. */
static void make_key(const struct place *p, struct key *k)
{
        int at[MAX_KINDS] = {0};

        for (int i = 0; i < p->n; i++)
                at[kind_at[p->done[i]]] = i + 1;
        k->state = p->state;
        k->procedure = p->procedure;
        k->outcome = p->outcome;
        k->served = p->served;
        k->fine = p->fine;
        k->paid = p->paid;
        for (int i = 0; i < PAIRS; i++)
                if (in_scope(p, compared[i].scope) && is_later(at, compared_kinds[i]))
                        k->later |= 1ull << i;
        for (int i = 0; i < RECALLED; i++)
                if (is_later(at, recalled_kinds[i]))
                        k->last[i] = (unsigned char)(1 + p->done[at[recalled_kinds[i][0]] - 1]);
}

static int note(struct place p)
{
        struct key k;
        const unsigned char *byte = (const unsigned char *)&k;
        unsigned h = 2166136261u;
        size_t at;

        memset(&k, 0, sizeof k);
        make_key(&p, &k);
        for (size_t i = 0; i < sizeof k; i++)
                h = (h ^ byte[i]) * 16777619u;
        for (at = h % (4 * MAX_PLACES); slots[at]; at = (at + 1) % (4 * MAX_PLACES))
                if (!memcmp(&found_keys[slots[at] - 1], &k, sizeof k))
                        return slots[at] - 1;
        ck_assert_uint_lt(n_found, MAX_PLACES);
        found[n_found] = p;
        found_keys[n_found] = k;
        slots[at] = (int)++n_found;
        return (int)n_found - 1;
}

static struct past_event told(const struct act *a)
{
        return (struct past_event){.kind = a->kind, .happened_on = a->happened_on, .outcome = a->outcome,
                                   .amount_fen = a->n_penalties ? 200 : a->amount_fen,
                                   .kinds = !strcmp(a->kind, "notice_served") ? 1u << PENALTY_FINE | 1u << PENALTY_WARNING | 1u << PENALTY_CLOSE_DOWN : 0,
                                   .about = a->transfer_kind ? a->transfer_kind : a->tier,
                                   .until = !strcmp(a->kind, "hearing_noticed") ? a->happened_on : a->until ? a->until : DAY_NONE};
}

static bool approval_awaited; /* of the filings of this walk */

static struct case_facts facts_at(const struct place *p, const struct act *a, struct history *h, struct past_event *events)
{
        static const char *const joint[] = {"joint", NULL};
        struct case_facts f = case_in("filed");

        events[0] = (struct past_event){.kind = "filed", .happened_on = DAY, .seq = 1, .until = DAY_NONE,
                                        .about = approval_awaited && p->procedure == PROCEDURE_ORDINARY ? "awaited" : NULL};
        for (int i = 0; i < p->n; i++) {
                events[i + 1] = told(&walked[p->done[i]]);
                events[i + 1].seq = i + 2;
        }
        *h = (struct history){events, (size_t)p->n + 1};
        f.history = h;
        f.state = case_state_terms[p->state].code;
        f.procedure = procedure_codes[p->procedure];
        f.outcome = p->outcome < 0 ? NULL : outcome_codes[p->outcome];
        f.decided_on = p->outcome < 0 ? DAY_NONE : DAY + 10;
        f.served_on = p->served ? DAY + 10 : DAY_NONE;
        f.fines_fen = p->fine;
        f.paid_fen = p->paid;
        f.person_known = f.person_qualified = f.person_in_organ = true;
        f.person_is_officer = !strcmp(a->kind, "recusal_requested");
        f.given_officers_fit = 2;
        f.unit_is_other = f.unit_is_above = true;
        if (came_after(p, "joint_started", "joint_ended"))
                f.opened = f.opened_there = joint;
        return f;
}

/* The case after the act: it is the last of its kind now. */
static void do_act(struct place *p, int act, const struct judgement *j)
{
        const struct act *a = &walked[act];
        int n = 0;

        for (int i = 0; i < p->n; i++)
                if (kind_at[p->done[i]] != kind_at[act])
                        p->done[n++] = p->done[i];
        p->done[n++] = (unsigned char)act;
        p->n = (unsigned char)n;
        p->state = term_find(case_state_terms, j->state);
        if (j->decision == DECISION_MADE || j->decision == DECISION_UNDONE) {
                p->outcome = j->decision == DECISION_MADE ? term_find(outcome_terms, a->outcome) : -1;
                p->fine = j->decision == DECISION_MADE ? j->fines_fen : 0;
                p->served = false;
        }
        if (j->decision == DECISION_REFINED)
                p->fine = a->amount_fen;
        p->served = p->served || !strcmp(a->kind, "served");
        p->paid += !strcmp(a->kind, "paid") ? a->amount_fen : !strcmp(a->kind, "refunded") ? -a->amount_fen : 0;
}

static bool step(const struct place *p, int act, struct place *to)
{
        const struct act *a = &walked[act];
        struct past_event events[MAX_KINDS + 1];
        struct history h;
        struct judgement j;
        struct case_facts f;

        if (!(procedure_row(a->kind)->from[p->procedure] & 1u << p->state))
                return false;
        f = facts_at(p, a, &h, events);
        if (procedure_judge(&f, a, &limits, &arena, &j))
                return false;
        *to = *p;
        do_act(to, act, &j);
        return true;
}

/* ---- the acts of a walk ---- */

static const struct penalty small_fine[] = {{"fine", 200}}, closing_down[] = {{"close_down", 0}};

/* After what the law makes wait: the demand, the way to court. */
static day_t day_of_kind(const char *kind)
{
        static const struct {
                const char *kind;
                day_t on;
        } days[] = {{"suit_ended", DAY + 70}, {"demand_served", DAY + 100}, {"fine_added", DAY + 200}, {"court_applied", DAY + 300},
                    {"court_ended", DAY + 310}, {"closed", DAY + 320}, {"reopened", DAY + 320}, {"archived", DAY + 320}};

        for (size_t i = 0; i < sizeof days / sizeof *days; i++)
                if (!strcmp(days[i].kind, kind))
                        return days[i].on;
        return DAY + 10;
}

static struct act *walks(struct act a)
{
        if (number_of_kind(a.kind) < 0) {
                ck_assert_int_lt(n_kinds, MAX_KINDS);
                kinds[n_kinds++] = a.kind;
        }
        ck_assert_uint_lt(n_walked, MAX_ACTS);
        a.happened_on = day_of_kind(a.kind);
        kind_at[n_walked] = number_of_kind(a.kind);
        walked[n_walked] = a;
        return &walked[n_walked++];
}

static const char *outcome_named(const struct act_row *row, const char *name)
{
        for (const char *const *o = row->outcomes; *o; o++)
                if (!strcmp(*o, name))
                        return *o;
        ck_abort_msg("%s does not end in %s", row->kind, name);
        return NULL;
}

/* Acts by name, with ":outcome" behind it and "=amount" behind that. */
static void walk_words(const char *words)
{
        static char text[4096];
        char *at = text, *word;

        ck_assert_uint_lt(strlen(words), sizeof text);
        strcpy(text, words);
        while ((word = strsep(&at, " "))) {
                char *kind = strsep(&word, ":"), *outcome = strsep(&word, "=");
                struct act *a = walks(act_of(procedure_row(kind)->kind));

                if (outcome && *outcome)
                        a->outcome = outcome_named(procedure_row(kind), outcome);
                a->amount_fen = word ? atoi(word) : 0;
        }
}

#define TO_A_DECISION "evidence_registered investigated:penalty notice_served defence_waived"
#define TO_AN_END "served paid:=100 paid:=200 closed terminated reopened"

/* Every way to a decision of each sort but the transfer, and to its end. */
static void acts_of_deciding(void)
{
        walk_words(TO_A_DECISION " defence_heard defence_rechecked:rejected hearing_told hearing_requested hearing_noticed hearing_held:held"
                   " hearing_waived legal_reviewed:agree discussed served educated paid:=100 closed");
        walks(decision("penalty", warning, 1));
        walks(decision("penalty", small_fine, 1));
        walks(decision("penalty", closing_down, 1));
        walks(decision("no_penalty", NULL, 0));
        walks(decision("not_established", NULL, 0));
}

/* What goes on beside it: preserved things, recusal, suspension, other units. */
static void acts_beside(void)
{
        walk_words(TO_A_DECISION " " TO_AN_END " preservation_ordered preservation_disposed:released suspended resumed extended"
                   " unit_transfer_proposed unit_transfer_accepted unit_transfer_refused unit_transfer_withdrawn corrected");
        walks(decision("penalty", small_fine, 1));
        walks(transfer("other"));
}

static void acts_together(void)
{
        walk_words(TO_A_DECISION " " TO_AN_END " joint_started joint_ended consulted consultation_answered supervised supervision_ended"
                   " unit_transfer_proposed unit_transfer_accepted suspended resumed");
        walks(decision("penalty", small_fine, 1));
}

static void acts_of_recusal(void)
{
        walk_words(TO_A_DECISION " " TO_AN_END " recusal_requested recusal_decided:approved recusal_decided:refused officers_changed"
                   " suspended resumed unit_transfer_proposed unit_transfer_accepted");
        walks(decision("penalty", small_fine, 1));
}

static void decides_anew(struct act a)
{
        a.remark = "与原决定不同的事实";
        walks(a);
}

/* Money: in parts, deferred, given back, added to, before the court. */
static void acts_of_collecting(void)
{
        walk_words(TO_A_DECISION " served paid:=100 paid:=200 closed reopened refunded:=100 refunded:=200 deferral_approved fine_added:=100 demand_served court_applied"
                   " court_ended:performed court_ended:not_enforced reconsideration_accepted reconsideration_ended:upheld"
                   " reconsideration_ended:changed=100 reconsideration_ended:revoked");
        decides_anew(decision("penalty", small_fine, 1));
}

/* Remedies: one after the other, on a decision shown or not, which stands, is changed or undone. */
static void acts_of_remedies(void)
{
        walk_words(TO_A_DECISION " served paid:=200 closed reopened refunded:=100 refunded:=200 disclosed disclosure_withdrawn"
                   " reconsideration_accepted reconsideration_ended:upheld reconsideration_ended:changed=100 reconsideration_ended:void"
                   " suit_accepted suit_ended:dismissed suit_ended:revoked archived");
        decides_anew(decision("penalty", small_fine, 1));
}

/* To the police, refused, reviewed, supervised, taken up, and back. */
static void acts_of_transfer(void)
{
        walk_words(TO_A_DECISION " served paid:=200 closed reopened legal_reviewed:agree transfer_proposed transfer_decided:approved"
                   " transfer_decided:refused transfer_receipt transfer_received transfer_refused transfer_review_requested"
                   " transfer_review_answered:accepted transfer_review_answered:rejected transfer_supervision_proposed"
                   " transfer_items_handed transfer_returned");
        walks(decision("penalty", small_fine, 1));
        walks(decision("transfer", NULL, 0));
        walks(transfer("criminal"));
        walks(transfer("other"));
}

/* ---- what the law asks for before this step ---- */

static void check_decision(const struct place *p, const struct act *a, const struct place *to)
{
        bool waived = came_after(p, "defence_waived", "notice_served");
        bool heard = came_after(p, "defence_heard", "notice_served") && came_after(p, "defence_rechecked", "defence_heard");

        ck_assert(!came_after(p, "suspended", "resumed") && !came_after(p, "recusal_requested", "recusal_decided"));
        ck_assert(p->procedure == PROCEDURE_SIMPLE || came_after(p, "investigated", "decided"));
        ck_assert(!ended_as(p, "recusal_decided", "approved") || came_after(p, "officers_changed", "recusal_decided"));
        if (p->procedure == PROCEDURE_ORDINARY && to->outcome == OUTCOME_PENALTY)
                ck_assert(came_after(p, "notice_served", "investigated") && (waived || heard));
        if (p->procedure == PROCEDURE_ORDINARY && to->outcome == OUTCOME_TRANSFER)
                ck_assert(came_after(p, "legal_reviewed", "investigated") && ended_as(p, "legal_reviewed", "agree"));
        if (p->procedure == PROCEDURE_ORDINARY && a->penalties == closing_down)
                ck_assert(came_after(p, "hearing_told", "investigated") &&
                          (came_after(p, "hearing_waived", "investigated") || came_after(p, "hearing_held", "hearing_requested")) &&
                          came_after(p, "legal_reviewed", "investigated") && came_after(p, "legal_reviewed", "hearing_held") &&
                          ended_as(p, "legal_reviewed", "agree") && came_after(p, "discussed", "investigated"));
}

static bool remedy_open(const struct place *p)
{
        return came_after(p, "reconsideration_accepted", "reconsideration_ended") || came_after(p, "suit_accepted", "suit_ended");
}

static bool court_done(const struct place *p)
{
        return came_after(p, "court_ended", "decided") && came_after(p, "court_ended", "court_applied") && ended_as(p, "court_ended", "performed");
}

static int64_t owed(const struct place *p)
{
        return p->fine + (came_after(p, "fine_added", "decided") ? 100 : 0) - p->paid;
}

static bool move_pending(const struct place *p)
{
        return came_after(p, "unit_transfer_proposed", "unit_transfer_accepted") && came_after(p, "unit_transfer_proposed", "unit_transfer_refused") &&
               came_after(p, "unit_transfer_proposed", "unit_transfer_withdrawn");
}

static void check_end(const struct place *p, const struct place *to)
{
        ck_assert(!move_pending(p) && !came_after(p, "preservation_ordered", "preservation_disposed"));
        if (to->state == CASE_CLOSED && p->outcome == OUTCOME_NO_PENALTY)
                ck_assert(came_after(p, "educated", "decided"));
        if (to->state == CASE_CLOSED)
                ck_assert(p->served && p->outcome >= 0 && p->outcome != OUTCOME_TRANSFER && !remedy_open(p) &&
                          (owed(p) == 0 || (owed(p) > 0 && court_done(p))));
        if (to->state == CASE_TRANSFERRED && !strcmp(walked[to->done[to->n - 1]].transfer_kind, "criminal"))
                ck_assert(came_after(p, "transfer_decided", "transferred") && ended_as(p, "transfer_decided", "approved"));
}

/* By kind: what must have come, and after what. */
static const struct {
        const char *kind, *needs, *since;
} asked[] = {
        {"investigated", "evidence_registered", "filed"}, {"demand_served", "served", "filed"}, {"court_applied", "demand_served", "decided"},
        {"court_ended", "court_applied", "court_ended"}, {"disclosed", "decided", "filed"},
        {"disclosure_withdrawn", "disclosed", "disclosure_withdrawn"},
        {"reconsideration_ended", "reconsideration_accepted", "reconsideration_ended"}, {"suit_ended", "suit_accepted", "suit_ended"},
        {"reconsideration_accepted", "served", "filed"}, {"suit_accepted", "served", "filed"},
        {"resumed", "suspended", "resumed"}, {"preservation_disposed", "preservation_ordered", "preservation_disposed"},
        {"transfer_decided", "transfer_proposed", "transfer_decided"}, {"transfer_review_requested", "transfer_refused", "transferred"},
        {"transfer_review_answered", "transfer_review_requested", "transfer_review_answered"},
        {"transfer_supervision_proposed", "transfer_refused", "transferred"}, {"transfer_returned", "transferred", "filed"},
        {"unit_transfer_accepted", "unit_transfer_proposed", "unit_transfer_accepted"}, {"joint_ended", "joint_started", "joint_ended"},
        {"consultation_answered", "consulted", "consultation_answered"}, {"supervision_ended", "supervised", "supervision_ended"},
        {"hearing_held", "hearing_noticed", "hearing_held"}, {"hearing_noticed", "hearing_requested", "investigated"},
        {"hearing_requested", "hearing_told", "investigated"}, {"defence_rechecked", "defence_heard", "defence_rechecked"},
};

/* Nothing is an end that only gives up. What the lead did not let be filed never was a case. */
static bool is_end(const struct place *p)
{
        return p->state == CASE_CLOSED || p->state == CASE_TRANSFERRED || came_after(p, "filing_refused", "filed");
}

static void check_step(const struct place *p, const struct act *a, const struct place *to)
{
        const struct act_row *row = procedure_row(a->kind);

        ck_assert(!came_after(p, "suspended", "resumed") || row->while_suspended);
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
                if (!strcmp(a->kind, asked[i].kind))
                        ck_assert_msg(came_after(p, asked[i].needs, asked[i].since), "%s without %s", a->kind, asked[i].needs);
        if (approval_awaited && p->procedure == PROCEDURE_ORDINARY && !row->before_approval)
                ck_assert_msg(came_after(p, "filing_approved", "filed") || came_after(p, "filing_refused", "filed"), "%s without approval", a->kind);
        if (!strcmp(a->kind, "decided"))
                check_decision(p, a, to);
        if (case_state_is_final(to->state) && to->state != p->state)
                check_end(p, to);
        if (!strcmp(a->kind, "court_applied"))
                ck_assert(!remedy_open(p) && owed(p) > 0);
        if (to->state == CASE_PAID && p->state != CASE_PAID)
                ck_assert(to->fine > 0 && owed(to) <= 0);
        ck_assert(to->state != CASE_SERVED || to->served);
        ck_assert_int_ge(to->paid, 0);
}

static void walk_on(size_t from)
{
        for (int act = 0; act < (int)n_walked; act++) {
                struct place to;

                if (!step(&found[from], act, &to))
                        continue;
                check_step(&found[from], &walked[act], &to);
                ck_assert_uint_lt(n_edges, MAX_EDGES);
                edges[n_edges].from = (int)from;
                edges[n_edges++].to = note(to);
        }
        arena_free(&arena);
}

static bool spread_ends(void)
{
        bool more = false;

        for (size_t i = n_edges; i > 0; i--)
                if (ends[edges[i - 1].to] && !ends[edges[i - 1].from])
                        more = ends[edges[i - 1].from] = true;
        return more;
}

static void walk_with(void (*acts)(void), size_t least)
{
        n_walked = n_found = n_edges = 0;
        n_kinds = 0;
        memset(slots, 0, sizeof slots);
        memset(ends, 0, sizeof ends);
        acts();
        number_kinds();
        for (int p = 0; p < PROCEDURE_COUNT; p++)
                note((struct place){.state = CASE_FILED, .procedure = p, .outcome = -1});
        for (size_t i = 0; i < n_found; i++)
                walk_on(i);
        if (getenv("ANJUAN_TEST_LOG"))
                fprintf(stderr, "%zu acts: %zu places, %zu steps\n", n_walked, n_found, n_edges);
        ck_assert_uint_gt(n_found, least);
        for (size_t i = 0; i < n_found; i++)
                ends[i] = is_end(&found[i]);
        while (spread_ends())
                ;
        for (size_t i = 0; i < n_found; i++)
                ck_assert_msg(ends[i], "stuck: %s, last %s", case_state_terms[found[i].state].code,
                              found[i].n ? walked[found[i].done[found[i].n - 1]].kind : "filed");
}

START_TEST(no_case_is_ever_stuck_and_no_step_of_the_law_is_skipped)
{
        walk_with(acts_of_deciding, 1000);
}
END_TEST

START_TEST(nothing_beside_the_procedure_gets_it_stuck)
{
        walk_with(acts_beside, 400);
        walk_with(acts_together, 400);
        walk_with(acts_of_recusal, 200);
}
END_TEST

static void acts_awaiting_approval(void)
{
        walk_words(TO_A_DECISION " " TO_AN_END " filing_approved filing_refused preservation_ordered preservation_disposed:released consulted"
                   " suspended resumed archived");
        walks(decision("penalty", small_fine, 1));
}

START_TEST(nothing_goes_on_before_its_filing_is_approved)
{
        approval_awaited = true;
        walk_with(acts_awaiting_approval, 200);
        approval_awaited = false;
}
END_TEST

START_TEST(a_fine_is_collected_or_enforced_in_the_end)
{
        walk_with(acts_of_collecting, 500);
}
END_TEST

START_TEST(a_decision_undone_leads_to_another_and_no_remedy_is_lost)
{
        walk_with(acts_of_remedies, 500);
}
END_TEST

START_TEST(a_case_comes_back_from_the_police_or_ends_there)
{
        walk_with(acts_of_transfer, 200);
}
END_TEST

/* ---- the table itself ---- */

START_TEST(the_lists_of_kinds_are_those_of_the_table)
{
        size_t n, posted = 0;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++) {
                ck_assert_str_eq(procedure_kinds[i], rows[i].kind);
                ck_assert_ptr_eq(procedure_row(rows[i].kind), &rows[i]);
                if (rows[i].maker == ACT_POSTED)
                        ck_assert_str_eq(procedure_posted_kinds[posted++], rows[i].kind);
        }
        ck_assert_ptr_null(procedure_kinds[n]);
        ck_assert_ptr_null(procedure_posted_kinds[posted]);
        ck_assert_ptr_null(procedure_row(NULL));
}
END_TEST

static bool speaks_both(const struct guard *g)
{
        return g->code && g->zh && *g->zh && g->en && *g->en && !strstr(g->zh, "{}") == !strstr(g->en, "{}");
}

START_TEST(every_row_is_whole_and_speaks_both_languages)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++) {
                ck_assert(rows[i].zh && rows[i].en);
                ck_assert(rows[i].permission && rows[i].permission_simple);
                ck_assert_uint_eq(rows[i].needs & rows[i].may_have, 0);
                for (const struct guard *const *g = rows[i].guards; g && *g; g++)
                        ck_assert_msg(speaks_both(*g), "%s", (*g)->code);
        }
        for (const struct guard *const *g = procedure_common_guards(); *g; g++)
                ck_assert(speaks_both(*g));
}
END_TEST

START_TEST(the_page_of_the_procedure_is_that_of_the_table)
{
        static char page[256 * 1024];
        FILE *file = fopen(SOURCE_ROOT "/docs/procedure.md", "r");

        ck_assert_ptr_nonnull(file);
        page[fread(page, 1, sizeof page - 1, file)] = '\0';
        fclose(file);
        ck_assert_msg(!strcmp(page, procedure_page(&arena)),
                      "make it anew: anjuan procedure >docs/procedure.md");
        arena_free(&arena);
}
END_TEST

START_TEST(words_are_found_in_their_lists)
{
        ck_assert_int_eq(term_find(penalty_terms, "detention"), PENALTY_DETENTION);
        ck_assert_int_eq(term_find(source_terms, "police_return"), SOURCE_POLICE_RETURN);
        ck_assert_int_eq(term_find(source_terms, "Hotline"), -1);
        ck_assert_int_eq(term_find(source_terms, NULL), -1);
        ck_assert_str_eq(outcome_codes[OUTCOME_NOT_ESTABLISHED], "not_established");
        ck_assert_ptr_null(transfer_codes[TRANSFER_COUNT]);
        ck_assert_str_eq(case_state_codes[0], "filed");
        ck_assert_ptr_null(case_state_codes[CASE_STATE_COUNT - 1]);
}
END_TEST

UNIT_MAIN("procedure", the_main_line_runs_from_filing_to_closing,
          the_simple_procedure_may_skip_the_investigation,
          parts_of_a_fine_leave_the_case_served_until_all_is_paid,
          a_fine_may_be_paid_between_decision_and_service, what_has_no_fine_may_close_after_service,
          a_decision_adds_up_what_it_takes, no_act_lies_in_the_future_or_before_the_one_it_follows,
          no_act_comes_before_what_it_answers, what_moves_nothing_is_recorded_late_with_its_day, what_waits_longest_may_be_answered_first,
          a_date_out_of_order_is_told_with_the_day_that_bounds_it, two_officers_with_valid_certificates_act,
          penalties_are_such_as_the_law_has, penalties_and_outcome_belong_together,
          whether_a_hearing_is_offered_is_a_row, guards_count_working_days_by_the_calendar,
          the_simple_procedure_keeps_its_limits, a_case_decided_to_be_transferred_is_transferred,
          another_authority_takes_a_case_only_before_it_is_decided, a_payment_is_above_zero,
          fields_that_an_act_needs_or_does_not_take_are_named,
          every_act_is_refused_in_every_state_its_row_does_not_name,
          every_act_needs_its_permission_and_no_other,
          an_unknown_kind_is_the_callers_fault_and_an_unknown_state_is_ours,
          several_reasons_are_told_together_the_gravest_decides, amounts_beyond_counting_do_not_wrap,
          every_guard_broken_alone_is_told_with_its_article, what_a_case_is_open_for_permits_what_the_rows_name,
          what_is_open_is_told_with_what_would_open_the_rest,
          no_case_is_ever_stuck_and_no_step_of_the_law_is_skipped, nothing_beside_the_procedure_gets_it_stuck, nothing_goes_on_before_its_filing_is_approved,
          a_fine_is_collected_or_enforced_in_the_end, a_decision_undone_leads_to_another_and_no_remedy_is_lost,
          a_case_comes_back_from_the_police_or_ends_there, the_lists_of_kinds_are_those_of_the_table,
          every_row_is_whole_and_speaks_both_languages, the_page_of_the_procedure_is_that_of_the_table,
          words_are_found_in_their_lists)

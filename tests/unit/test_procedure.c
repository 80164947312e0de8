#include "rules/procedure.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct arena arena;

enum { DAY = 20000, FINE = 1500000 }; /* an ordinary day; 15,000 yuan */

static const char *const all_permissions[] = {"case.create", "case.write", "case.approve", NULL};
static const struct procedure_limits limits = {.today = DAY + 100,
                                               .officers_min = 2,
                                               .simple_fine_person_max_fen = 20000,
                                               .simple_fine_organisation_max_fen = 300000};
static const struct penalty warning_and_fine[] = {{"warning", 0}, {"fine", FINE}};
static const struct penalty warning[] = {{"warning", 0}};

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
                               .certified_officers = 2};
        int at = term_find(case_state_terms, state);

        if (at >= CASE_INVESTIGATED)
                f.investigated_on = DAY + 1;
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

static struct act act_of(const char *kind)
{
        return (struct act){.kind = kind, .happened_on = DAY + 10, .permissions = all_permissions};
}

static struct act decision(const char *outcome, const struct penalty *penalties, size_t n)
{
        struct act a = act_of("decided");

        a.outcome = outcome;
        a.penalties = penalties;
        a.n_penalties = n;
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
        refused(f, payment(1000001), ERR_RULE, "not_overpaid", "行政处罚法第六十七条", "/amount_fen");
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
                leads_to(f, act_of("closed"), "closed");
                refused(f, payment(1), ERR_RULE, "fine_to_pay", "行政处罚法第六十七条", NULL);
        }
        arena_free(&arena);
}
END_TEST

START_TEST(a_decision_adds_up_what_it_takes)
{
        static const struct penalty all[] = {
            {"fine", FINE}, {"confiscate_income", 200}, {"confiscate_goods", 0}, {"revoke_license", 0}};
        struct judgement j = judged(case_in("investigated"), decision("penalty", all, 4), OK);

        ck_assert_int_eq(j.fines_fen, FINE);
        ck_assert_int_eq(j.confiscated_fen, 200);
        leads_to(case_in("investigated"), decision("no_penalty", NULL, 0), "decided");
        leads_to(case_in("investigated"), decision("not_established", NULL, 0), "decided");
        leads_to(case_in("investigated"), decision("transfer", NULL, 0), "decided");
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
            {"filed", "corrected", DAY},    {"served", "transferred", DAY + 3},
        };

        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
                struct case_facts f = case_in(steps[i].state);
                struct act a = transfer("criminal");

                a.kind = steps[i].kind;
                if (strcmp(a.kind, "transferred"))
                        a.receiver = a.transfer_kind = NULL;
                if (!strcmp(a.kind, "decided"))
                        a = decision("penalty", warning, 1);
                if (!strcmp(a.kind, "paid"))
                        a.amount_fen = FINE;
                if (!strcmp(a.kind, "terminated"))
                        a.remark = "当事人注销";
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
        refused(f, act_of("investigated"), ERR_RULE, "officers_certified", "行政处罚法第四十二条", NULL);
        f.procedure = "simple";
        refused(f, decision("penalty", warning, 1), ERR_RULE, "officers_certified", "行政处罚法第四十二条",
                NULL);
        f.procedure = "ordinary";
        f.state = "investigated";
        refused(f, decision("penalty", warning, 1), ERR_RULE, "officers_certified", "行政处罚法第四十二条",
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
             "行政处罚法第十八条",
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
        const char *article = "行政处罚法第五十七条";

        refused(case_in("investigated"), decision("penalty", NULL, 0), ERR_INVALID, "penalty_given", article,
                "/penalties");
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
        leads_to(f, transfer("criminal"), "transferred");
        refused(f, act_of("served"), ERR_RULE, "something_to_serve", "行政处罚法第五十七条", NULL);
        refused(f, transfer("other"), ERR_RULE, "transfer_as_decided", "行政处罚法第五十七条",
                "/transfer_kind");
        arena_free(&arena);
}
END_TEST

START_TEST(another_authority_takes_a_case_only_before_it_is_decided)
{
        leads_to(case_in("filed"), transfer("other"), "transferred");
        leads_to(case_in("investigated"), transfer("other"), "transferred");
        refused(case_in("decided"), transfer("other"), ERR_RULE, "transfer_before_decision",
                "行政处罚法第二十五条", "/transfer_kind");
        leads_to(case_in("served"), transfer("criminal"), "transferred");
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

        a.amount_fen = 5;
        refused(case_in("filed"), a, ERR_INVALID, "not_taken", NULL, "/amount_fen");
        a = act_of("investigated");
        a.happened_on = DAY_NONE;
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/happened_on");
        refused(case_in("filed"), act_of("terminated"), ERR_INVALID, "required", NULL, "/remark");
        a = transfer("criminal");
        a.receiver = "";
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/receiver");
        a = transfer(NULL);
        refused(case_in("filed"), a, ERR_INVALID, "required", NULL, "/transfer_kind");
        refused(case_in("investigated"), decision(NULL, NULL, 0), ERR_INVALID, "required", NULL, "/outcome");
        ck_assert_int_eq(judged(case_in("filed"), act_of("transferred"), ERR_INVALID).n_unmet, 2);
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
                        const char *others[4] = {0};
                        struct case_facts f = case_in("closed");
                        struct act a = act_of(rows[i].kind);
                        int k = 0;

                        for (const char *const *q = all_permissions; *q; q++)
                                if (strcmp(*q, held[0]))
                                        others[k++] = *q;
                        f.procedure = procedure_codes[p];
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
            strstr(fault.extra, "{\"code\":\"officers_certified\",\"article\":\"行政处罚法第四十二条\""));
        arena_free(&arena);
}
END_TEST

START_TEST(amounts_beyond_counting_do_not_wrap)
{
        static const struct penalty vast[] = {{"confiscate_income", INT64_MAX},
                                              {"confiscate_goods", INT64_MAX}};
        struct judgement j = judged(case_in("investigated"), decision("penalty", vast, 2), OK);

        ck_assert_int_eq(j.confiscated_fen, INT64_MAX);
        refused(case_in("served"), payment(INT64_MAX), ERR_RULE, "not_overpaid", "行政处罚法第六十七条",
                "/amount_fen");
        arena_free(&arena);
}
END_TEST

/* ---- the walk: every case that can come about, from filing on ---- */

/* What of a case decides what can be done with it. */
struct place {
        int state, procedure, outcome, fine,
            paid; /* outcome -1: none; fine and paid in halves of a small fine */
};
enum { OUTCOMES = OUTCOME_COUNT + 1, HALVES = 3, MAX_PLACES = 4096 };
static const int64_t half = 100;

static int index_of(struct place p)
{
        return (((p.state * PROCEDURE_COUNT + p.procedure) * OUTCOMES + p.outcome + 1) * HALVES + p.fine) *
                   HALVES +
               p.paid;
}

static struct case_facts facts_at(struct place p)
{
        struct case_facts f = case_in("filed");

        f.state = case_state_terms[p.state].code;
        f.procedure = procedure_codes[p.procedure];
        f.outcome = p.outcome < 0 ? NULL : outcome_codes[p.outcome];
        f.decided_on = p.outcome < 0 ? DAY_NONE : DAY + 2;
        f.fines_fen = p.fine * half;
        f.paid_fen = p.paid * half;
        return f;
}

static const struct penalty small_fine[] = {{"fine", 200}};

/* Every sort of act there is, as far as the table tells them apart. */
static size_t acts_of_all_sorts(struct act *acts)
{
        size_t n = 0;

        acts[n++] = act_of("investigated");
        acts[n++] = decision("penalty", warning, 1);
        acts[n++] = decision("penalty", small_fine, 1);
        acts[n++] = decision("no_penalty", NULL, 0);
        acts[n++] = decision("not_established", NULL, 0);
        acts[n++] = decision("transfer", NULL, 0);
        acts[n++] = act_of("served");
        acts[n++] = payment(half);
        acts[n++] = payment(2 * half);
        acts[n++] = act_of("closed");
        acts[n] = act_of("terminated");
        acts[n++].remark = "当事人死亡";
        acts[n++] = transfer("criminal");
        acts[n++] = transfer("other");
        acts[n++] = act_of("corrected");
        return n;
}

static bool step(struct place p, const struct act *a, struct place *to)
{
        struct case_facts f = facts_at(p);
        struct judgement j;

        if (procedure_judge(&f, a, &limits, &arena, &j))
                return false;
        *to = p;
        to->state = term_find(case_state_terms, j.state);
        if (!strcmp(a->kind, "decided")) {
                to->outcome = term_find(outcome_terms, a->outcome);
                to->fine = (int)(j.fines_fen / half);
        }
        if (!strcmp(a->kind, "paid"))
                to->paid += (int)(a->amount_fen / half);
        return true;
}

static bool seen[MAX_PLACES], ends[MAX_PLACES];
static struct place found[MAX_PLACES];
static size_t n_found;

static void note(struct place p)
{
        if (seen[index_of(p)])
                return;
        seen[index_of(p)] = true;
        found[n_found++] = p;
}

static void walk_all(const struct act *acts, size_t n)
{
        for (int p = 0; p < PROCEDURE_COUNT; p++)
                note((struct place){.state = CASE_FILED, .procedure = p, .outcome = -1});
        for (size_t i = 0; i < n_found; i++)
                for (size_t k = 0; k < n; k++) {
                        struct place to;

                        if (step(found[i], &acts[k], &to))
                                note(to);
                }
}

static bool spread_ends(const struct act *acts, size_t n)
{
        bool more = false;

        for (size_t i = 0; i < n_found; i++)
                for (size_t k = 0; k < n && !ends[index_of(found[i])]; k++) {
                        struct place to;

                        if (case_state_is_final((enum case_state)found[i].state) ||
                            (step(found[i], &acts[k], &to) && ends[index_of(to)]))
                                more = ends[index_of(found[i])] = true;
                }
        return more;
}

START_TEST(no_case_is_ever_stuck_and_none_closes_undecided_unserved_or_unpaid)
{
        struct act acts[20];
        size_t n = acts_of_all_sorts(acts);

        ck_assert_int_lt(index_of((struct place){CASE_STATE_COUNT - 1, PROCEDURE_COUNT - 1, OUTCOME_COUNT - 1,
                                                 HALVES - 1, HALVES - 1}),
                         MAX_PLACES);
        walk_all(acts, n);
        ck_assert_uint_gt(n_found, 40);
        while (spread_ends(acts, n))
                ;
        for (size_t i = 0; i < n_found; i++) {
                struct place p = found[i], to;

                ck_assert_msg(ends[index_of(p)], "stuck: %s", case_state_terms[p.state].code);
                if (p.state == CASE_CLOSED)
                        ck_assert(p.outcome >= 0 && p.outcome != OUTCOME_TRANSFER && p.paid == p.fine);
                if (p.state == CASE_PAID)
                        ck_assert(p.fine > 0 && p.paid == p.fine);
                ck_assert_int_le(p.paid, p.fine);
                for (size_t k = 0; k < n && case_state_is_final((enum case_state)p.state); k++)
                        ck_assert(!step(p, &acts[k], &to));
        }
        arena_free(&arena);
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
          a_date_out_of_order_is_told_with_the_day_that_bounds_it, two_officers_with_valid_certificates_act,
          penalties_are_such_as_the_law_has, penalties_and_outcome_belong_together,
          the_simple_procedure_keeps_its_limits, a_case_decided_to_be_transferred_is_transferred,
          another_authority_takes_a_case_only_before_it_is_decided, a_payment_is_above_zero,
          fields_that_an_act_needs_or_does_not_take_are_named,
          every_act_is_refused_in_every_state_its_row_does_not_name,
          every_act_needs_its_permission_and_no_other,
          an_unknown_kind_is_the_callers_fault_and_an_unknown_state_is_ours,
          several_reasons_are_told_together_the_gravest_decides, amounts_beyond_counting_do_not_wrap,
          no_case_is_ever_stuck_and_none_closes_undecided_unserved_or_unpaid,
          the_lists_of_kinds_are_those_of_the_table, every_row_is_whole_and_speaks_both_languages,
          words_are_found_in_their_lists)

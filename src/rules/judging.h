/* Between the table of procedure, its guards and their judge; nobody else includes it. */
#pragma once

#include "rules/procedure.h"

/* One judgement under way: the facts with their codes looked up, and what the guard at work found. */
struct judging {
        const struct case_facts *facts;
        const struct act *act;
        const struct procedure_limits *limits;
        const struct act_row *row;
        const struct history *history; /* never NULL */
        struct arena *arena;
        bool asking; /* what the act would say is not known */
        bool from_outside; /* permitted by what the case is open for, not in the unit that holds it */
        enum case_state state;
        enum procedure procedure;
        int decided;                /* outcome of the case, -1: none */
        int deciding;               /* outcome of the act as one of a decision, -1: none or unknown */
        int ended;                  /* outcome of the act as one of result_terms, -1: none or unknown */
        const char *found;          /* set by a guard that is not met: what "{}" in its text stands for */
        size_t penalty;             /* set likewise: the penalty or instalment at fault */
        int64_t fines, confiscated; /* sums of the penalties of the act */
};

/* Every guard there is, by name; each is defined in one of the files procedure_guards_*.c. */
#define GUARD_LIST(X)                                                                                        \
        X(not_in_future) X(filing_approved) X(filing_awaited) X(filing_not_refused) X(filed_behind_act) X(told_on_the_spot) X(heard_on_the_spot) X(other_act_said) \
        X(in_order) X(not_suspended) X(officers_certified) X(officer_of_case) X(recusal_open) X(             \
            recusal_settled) X(officers_given_fit) X(recused_left_out) X(lead_corrects_decided) X(officers_unused) X(evidence_on_file)                   \
            X(preservation_settled) X(preservation_open) X(term_given) X(order_given) X(                     \
                reviewer_qualified) X(reviewer_apart) X(suspended_open) X(days_given) X(in_limitation) X(noticed)             \
                X(defence_time) X(defence_open) X(told) X(told_time) X(request_in_time) X(                   \
                    hearing_requested) X(hearing_notice_time) X(hearing_day_set) X(hearing_day)              \
                    X(chair_apart) X(outcome_known) X(penalty_given) X(penalty_only_when_decided) X(         \
                        penalties_known) X(penalties_once) X(penalties_amounts) X(penalties_ours)            \
                        X(penalties_simple) X(simple_fine_in_limit) X(fine_in_range) X(causes_known) X(newer_milder) X(penalties_of_cause) X(tier_named) X(fine_in_tier) \
                        X(lighter_ground) X(ground_fits) X(first_time) X(put_right) X(fined_once) X(no_penalty_basis) X(  \
                            legally_reviewed) X(collectively_discussed) X(notice_given) X(defence_settled)   \
                            X(defence_considered) X(kinds_noticed) X(as_noticed) X(not_heavier) X(hearing_offered) X(         \
                                hearing_settled) X(handed_over_at_once) X(not_penalised) X(educated) X(something_to_serve) X(consent_given) X(lien_witnessed)    \
                                X(fine_to_pay) X(amount_positive) X(not_overpaid) X(collected_on_the_spot) X(collected_small) X(collected_asked) X(collected_receipt) X(decided_on_the_spot) X(not_reported) X(collected_in_hand) X(collected_handed_in) X(performed) X(            \
                                    paid_enough) X(fine_left) X(until_ahead) X(instalments_in_order) X(instalments_end) X(instalments_whole) X(instalments_over) X(duty_left) X(duty_overdue)                 \
                                    X(addition_in_cap) X(addition_as_reckoned) X(demanded) X(demand_waited)  \
                                        X(remedies_ended) X(court_open)                     \
                                            X(reconsideration_free) X(reconsideration_open)                  \
                                                X(reconsideration_first) X(suit_free) X(suit_open)           \
                                                    X(new_fine_given) X(reopened_first) X(not_disclosed) X(disclosed_open)     \
                                                        X(decision_touched) X(not_archived)                  \
                                                            X(transfer_proposed) X(transfer_kind_known) X(   \
                                                                other_transfer_before_decision)              \
                                                                X(transfer_as_decided) X(transfer_approved)  \
                                                                    X(criminal_case) X(transfer_unanswered)  \
                                                                        X(refusal_open) X(refusal_reasons)  \
        X(remedy_time_over) X(reconsidered_no_worse) X(judged_no_worse) X(refunded_first) X(renotice_no_heavier) X(redecided_with_reasons) \
        X(something_paid) X(transfer_open) X(addition_begun) X(basis_cited) X(days_bounded) \
        X(recused_replaced) X(chair_known) X(chair_of_organ) X(receipt_once) X(receipt_before_answer) X(receipt_or_reason) \
        X(refusal_settled) X(transfer_first) X(notice_in_range) X(renotice_reasoned) X(basis_without_cause) X(range_unchecked) X(tier_change_reasoned) \
        X(taken_up) X(not_taken_up) X(refusal_stands) X(review_open)  \
        X(unit_is_other) X(unit_is_above) X(move_settled) X(move_proposed) X(since_move) X(joint_once)       \
            X(joint_bounded) X(joint_open) X(consultation_open) X(supervision_open)

#define GUARD_EXTERN(name) extern const struct guard guard_##name;
GUARD_LIST(GUARD_EXTERN)
#undef GUARD_EXTERN

/* One guard: its name, code, article, the field to mend, what kind of fault it is, why, in both languages
 * (amounts in yuan), and the acts that would meet it. GUARD_OF_ACT: it looks at what the act says. */
#define GUARD_ROW(name, code, article, field, err, of_act, zh, en, ...)                                      \
        const struct guard guard_##name = {code,  article,                                                   \
                                           field, err,                                                       \
                                           zh,    en,                                                        \
                                           name,  (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL},    \
                                           of_act}
#define GUARD(name, code, article, err, zh, en, ...)                                                         \
        GUARD_ROW(name, code, article, NULL, err, false, zh, en __VA_OPT__(, ) __VA_ARGS__)
#define GUARD_OF_ACT(name, code, article, field, err, zh, en, ...)                                           \
        GUARD_ROW(name, code, article, field, err, true, zh, en __VA_OPT__(, ) __VA_ARGS__)

/* Takes up an act: its row and the codes of the facts. False: a code that no list knows. */
bool judging_begin(struct judging *j, struct judgement *out);
enum case_state judging_next_state(const struct judging *j);
/* State and guards alone, of an act that was recorded: permission and fields were judged then. */
err_t judging_again(const struct case_facts *facts, const struct act *act, const struct procedure_limits *limits, struct arena *a,
                    struct judgement *out) MUST_USE;
extern const struct guard *const judging_common_guards[]; /* of every act; ended by NULL */
const char *judging_tier(const struct judging *j); /* of the decision, or else that proposed; NULL: none */
unsigned judging_kinds(const struct judging *j); /* of the penalties of the act */
int64_t judging_sum(int64_t a, int64_t b); /* stops at the largest amount instead of wrapping */
void judging_add_up_penalties(struct judging *j);
const char *judging_money(const struct judging *j, int64_t fen);
const char *judging_day(const struct judging *j, day_t d);
const struct calendar *judging_calendar(const struct judging *j);
/* The last day of a term that starts on a day, by the law of that day; the day itself: there is no such term. */
day_t judging_term_end(const struct judging *j, const char *code, day_t from);
/* The day before which the act may not be, for what it answers or concludes (procedure_order.c); DAY_NONE: none. */
day_t judging_answers_since(const struct judging *j);
bool judging_noticed_since(const struct judging *j,
                           const char *kind);  /* since the investigation was concluded */
int64_t judging_owed(const struct judging *j); /* fines and additions not yet paid */

/* Where acts lead, and what they do to the decision: for the rows of the table. */
bool act_not_paid_up(const struct judging *j);
bool act_decision_stands(const struct judging *j);
enum case_state act_reopened_state(const struct judging *j);
enum case_state act_returned_state(const struct judging *j);
enum case_state act_refunded_state(const struct judging *j);
enum decision_effect act_decides(const struct judging *j);
enum decision_effect act_remedy_effect(const struct judging *j);
enum decision_effect act_return_effect(const struct judging *j);

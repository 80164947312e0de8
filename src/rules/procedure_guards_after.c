/* Guards of what follows a decision: service, money, remedies, disclosure, transfer, the archive. */
#include "judging.h"
#include "rules/late_fee.h"

#include <string.h>

static bool ended_in(const struct past_event *e, const char *outcome)
{
        return e && e->outcome && !strcmp(e->outcome, outcome);
}

/* Of the decision that stands; what belonged to one undone before counts no more. */
static bool since_decided(const struct judging *j, const char *kind)
{
        return history_later(j->history, kind, "decided");
}

static int64_t added_so_far(const struct judging *j)
{
        return history_sum_since(j->history, "fine_added", "decided");
}

/* ---- service ---- */

static bool something_to_serve(struct judging *j)
{
        return j->decided != OUTCOME_TRANSFER;
}

/* On the spot the decision is handed over on the spot; where it is not taken, that is noted on it. */
static bool handed_over_at_once(struct judging *j)
{
        int mode = term_find(service_terms, j->act->mode);

        if (j->procedure != PROCEDURE_SIMPLE || j->decided != OUTCOME_PENALTY)
                return true;
        j->found = judging_day(j, j->facts->decided_on);
        return (mode == SERVICE_DIRECT || mode == SERVICE_LIEN) && j->act->happened_on == j->facts->decided_on;
}

static bool not_penalised(struct judging *j)
{
        return j->decided == OUTCOME_NO_PENALTY;
}

static bool educated(struct judging *j)
{
        return j->decided != OUTCOME_NO_PENALTY || since_decided(j, "educated");
}

static bool decided_on_the_spot(struct judging *j)
{
        return j->procedure == PROCEDURE_SIMPLE && j->decided == OUTCOME_PENALTY;
}

static bool not_reported(struct judging *j)
{
        return !since_decided(j, "spot_decision_reported");
}

static bool consent_given(struct judging *j)
{
        return term_find(service_terms, j->act->mode) != SERVICE_ELECTRONIC ||
               (j->act->document_no && *j->act->document_no);
}

static bool lien_witnessed(struct judging *j)
{
        return term_find(service_terms, j->act->mode) != SERVICE_LIEN || (j->act->remark && *j->act->remark);
}

/* ---- money ---- */

int64_t judging_owed(const struct judging *j)
{
        return judging_sum(j->facts->fines_fen, added_so_far(j)) - j->facts->paid_fen;
}

static int64_t left_to_pay(const struct judging *j)
{
        int64_t owed = judging_owed(j);

        return owed > 0 ? owed : 0;
}

static bool fine_to_pay(struct judging *j)
{
        return j->facts->fines_fen > 0;
}

static bool amount_positive(struct judging *j)
{
        return j->act->amount_fen > 0;
}

static bool not_overpaid(struct judging *j)
{
        j->found = judging_money(j, left_to_pay(j));
        return j->facts->fines_fen <= 0 || j->act->amount_fen <= left_to_pay(j);
}

static int collection(const struct judging *j)
{
        return term_find(collection_terms, j->act->collected);
}

/* Elsewhere than in remote places only what the simple procedure imposed. */
static bool collected_on_the_spot(struct judging *j)
{
        int ground = collection(j);

        return ground < 0 || ground == COLLECTION_REMOTE || j->procedure == PROCEDURE_SIMPLE;
}

static bool collected_small(struct judging *j)
{
        j->found = judging_money(j, j->limits->spot_collection_fen);
        return collection(j) != COLLECTION_SMALL_FINE || j->facts->fines_fen <= j->limits->spot_collection_fen;
}

static bool collected_asked(struct judging *j)
{
        return collection(j) != COLLECTION_REMOTE || (j->act->remark && *j->act->remark);
}

static bool collected_receipt(struct judging *j)
{
        return collection(j) < 0 || (j->act->document_no && *j->act->document_no);
}

static size_t times_collected(const struct judging *j)
{
        size_t n = 0;

        for (size_t i = 0; i < j->history->n; i++) {
                const struct past_event *e = &j->history->events[i];

                n += !e->corrected_away && !strcmp(e->kind, "paid") && term_find(collection_terms, e->about) >= 0;
        }
        return n;
}

/* Each time money was collected it goes from the officers to the organ, and from there to the bank. */
static bool collected_in_hand(struct judging *j)
{
        return times_collected(j) > history_count(j->history, "collection_handed_in");
}

static bool collected_handed_in(struct judging *j)
{
        return history_count(j->history, "collection_handed_in") > history_count(j->history, "collection_banked");
}

static bool court_is_done(const struct judging *j)
{
        return history_later(j->history, "court_ended", "court_applied") && since_decided(j, "court_ended") &&
               !ended_in(history_last(j->history, "court_ended"), "not_enforced");
}

static bool performed(struct judging *j)
{
        j->found = judging_money(j, left_to_pay(j));
        return left_to_pay(j) == 0 || court_is_done(j);
}

static bool something_paid(struct judging *j)
{
        return j->facts->paid_fen > 0;
}

static bool paid_enough(struct judging *j)
{
        j->found = judging_money(j, j->facts->paid_fen);
        return j->facts->paid_fen <= 0 || j->act->amount_fen <= j->facts->paid_fen;
}

static bool refunded_first(struct judging *j)
{
        int64_t owed = judging_owed(j);

        j->found = judging_money(j, owed < 0 ? -owed : 0);
        return owed >= 0;
}

static bool fine_left(struct judging *j)
{
        return left_to_pay(j) > 0;
}

static bool until_ahead(struct judging *j)
{
        return j->act->until > j->act->happened_on;
}

/* Each falls after the one before, the first after the approval. */
static bool instalments_in_order(struct judging *j)
{
        day_t before = j->act->happened_on;

        for (j->penalty = 0; j->penalty < j->act->n_instalments; j->penalty++) {
                j->found = judging_day(j, before);
                if (j->act->instalments[j->penalty].until <= before)
                        return false;
                before = j->act->instalments[j->penalty].until;
        }
        return true;
}

static bool instalments_end(struct judging *j)
{
        size_t n = j->act->n_instalments;

        j->penalty = n - 1;
        j->found = judging_day(j, j->act->until);
        return n == 0 || j->act->instalments[n - 1].until == j->act->until;
}

/* The first that goes beyond what is left of the fine is at fault, or the last where they fall short of it. */
static bool instalments_whole(struct judging *j)
{
        int64_t left = j->facts->fines_fen - j->facts->paid_fen, sum = 0;
        size_t n = j->act->n_instalments;

        j->found = judging_money(j, left > 0 ? left : 0);
        for (j->penalty = 0; j->penalty < n; j->penalty++) {
                sum = judging_sum(sum, j->act->instalments[j->penalty].fen);
                if (sum > left || (j->penalty == n - 1 && sum < left))
                        return false;
        }
        return true;
}

/* The deferral that holds for the decision that stands; NULL: none. */
static const struct past_event *deferral_of(const struct judging *j)
{
        const struct past_event *deferral = history_last(j->history, "deferral_approved");

        return deferral && deferral->until != DAY_NONE && since_decided(j, "deferral_approved") ? deferral : NULL;
}

/* A day approved for paying that is a day off moves as the term of payment would (the clock reckons it so, too). */
static day_t day_to_pay(const struct judging *j, day_t until)
{
        const struct clock_law *law = j->limits->law;
        const struct term_rule *r = law ? term_at(law, "payment", j->facts->served_on) : NULL;

        return r && r->rolls ? calendar_add_days(judging_calendar(j), until - 1, 1).day : until;
}

/* What was paid of the fine that stands up to an event, less what was given back. */
static int64_t paid_before(const struct judging *j, const struct past_event *until)
{
        int64_t fen = 0;

        for (const struct past_event *e = history_last(j->history, "decided"), *at = e ? e : j->history->events; at < until; at++)
                if (!at->corrected_away)
                        fen += !strcmp(at->kind, "paid") ? at->amount_fen : !strcmp(at->kind, "refunded") ? -at->amount_fen : 0;
        return fen;
}

/* By when how much is to have been paid, where it is divided; n 0: it is not. */
static struct late_part *parts_of(const struct judging *j, const struct past_event *deferral, size_t *n)
{
        struct late_part *parts;
        int64_t upto = deferral ? paid_before(j, deferral) : 0;

        *n = deferral ? deferral->n_instalments : 0;
        parts = arena_take(j->arena, sizeof *parts * (*n + 1));
        for (size_t i = 0; i < *n; i++) {
                upto = judging_sum(upto, deferral->instalments[i].fen);
                parts[i] = (struct late_part){day_to_pay(j, deferral->instalments[i].until), upto};
        }
        return parts;
}

/* The last day for paying what is to be paid next. */
static day_t payment_due(const struct judging *j)
{
        const struct past_event *deferral = deferral_of(j);
        size_t n;
        const struct late_part *parts = parts_of(j, deferral, &n);

        for (size_t i = 0; i < n; i++)
                if (parts[i].upto_fen > j->facts->paid_fen)
                        return parts[i].due;
        if (deferral)
                return day_to_pay(j, deferral->until);
        if (j->facts->served_on == DAY_NONE)
                return DAY_NONE;
        return judging_term_end(j, "payment", j->facts->served_on);
}

static bool is_overdue(struct judging *j)
{
        day_t due = payment_due(j);

        j->found = judging_day(j, due);
        return due != DAY_NONE && j->act->happened_on > due;
}

/* An order that a re-inspection found not followed. */
static bool is_order_ignored(const struct judging *j)
{
        return since_decided(j, "reinspected") && ended_in(history_last(j->history, "reinspected"), "not_done");
}

/* Money, or something else that was ordered (行政强制法第五十三条 speaks of the decision, not of fines alone). */
static bool duty_left(struct judging *j)
{
        return left_to_pay(j) > 0 || is_order_ignored(j);
}

static bool duty_overdue(struct judging *j)
{
        return is_order_ignored(j) || is_overdue(j);
}

/* An order not followed goes to the court whatever is still to be paid. */
static bool instalments_over(struct judging *j)
{
        const struct past_event *deferral = deferral_of(j);
        day_t last = deferral ? day_to_pay(j, deferral->until) : DAY_NONE;

        j->found = judging_day(j, last);
        return !deferral || !deferral->n_instalments || is_order_ignored(j) || j->act->happened_on > last;
}

/* When a remedy was under way: from its acceptance to its end. */
static size_t note_pauses(const struct judging *j, const char *begun, const char *ended,
                          struct late_pause *out)
{
        size_t n = 0;

        for (size_t i = 0; i < j->history->n; i++) {
                const struct past_event *e = &j->history->events[i];

                if (e->corrected_away)
                        continue;
                if (!strcmp(e->kind, begun))
                        out[n++] = (struct late_pause){e->happened_on, DAY_NONE};
                if (!strcmp(e->kind, ended) && n > 0)
                        out[n - 1].last = e->happened_on;
        }
        return n;
}

/* Payments of the fine that stands; what was given back is not paid. */
static size_t note_payments(const struct judging *j, struct late_payment *out)
{
        const struct past_event *e = history_last(j->history, "decided"), *end = j->history->events + j->history->n;
        size_t n = 0;

        for (e = e ? e : j->history->events; e < end; e++) {
                bool back = !strcmp(e->kind, "refunded");

                if (!e->corrected_away && (back || !strcmp(e->kind, "paid")))
                        out[n++] = (struct late_payment){e->happened_on, back ? -e->amount_fen : e->amount_fen};
        }
        return n;
}

/* What the delay has come to by the day of the act. */
static int64_t addition_due(const struct judging *j)
{
        struct late_pause *pauses = arena_take(j->arena, sizeof *pauses * (j->history->n + 1));
        struct late_payment *payments = arena_take(j->arena, sizeof *payments * (j->history->n + 1));
        struct late_fine f = {.fine_fen = j->facts->fines_fen,
                              .due = payment_due(j),
                              .rate = j->limits->late_fee_rate,
                              .pauses = pauses,
                              .payments = payments};

        f.parts = parts_of(j, deferral_of(j), &f.n_parts);
        if (f.n_parts)
                f.due = f.parts[0].due;
        f.n_pauses = note_pauses(j, "reconsideration_accepted", "reconsideration_ended", pauses);
        f.n_pauses += note_pauses(j, "suit_accepted", "suit_ended", pauses + f.n_pauses);
        f.n_payments = note_payments(j, payments);
        return late_fee(&f, j->act->happened_on);
}

/* The cap has its own guard, and what was added already. */
static bool addition_begun(struct judging *j)
{
        /* Of an act that says how much, the sum reckoned tells it. */
        return is_overdue(j) || !j->asking || addition_due(j) > 0;
}

static bool addition_in_cap(struct judging *j)
{
        int64_t left = j->facts->fines_fen - added_so_far(j);

        j->found = judging_money(j, left > 0 ? left : 0);
        return j->act->amount_fen <= left;
}

static bool addition_as_reckoned(struct judging *j)
{
        int64_t due = addition_due(j), left = due - added_so_far(j);

        j->found = judging_money(j, left > 0 ? left : 0);
        /* Beyond the cap, and before the first day, the other guards speak. */
        return due >= j->facts->fines_fen || j->act->amount_fen <= left;
}

/* ---- enforcement ---- */

static bool demanded(struct judging *j)
{
        return since_decided(j, "demand_served");
}

static bool demand_waited(struct judging *j)
{
        const struct past_event *demand = history_last(j->history, "demand_served");
        day_t until;

        if (!demand)
                return true;
        until = judging_term_end(j, "demand", demand->happened_on);
        j->found = judging_day(j, until);
        return j->act->happened_on > until;
}

static bool remedies_ended(struct judging *j)
{
        return !history_later(j->history, "reconsideration_accepted", "reconsideration_ended") &&
               !history_later(j->history, "suit_accepted", "suit_ended");
}

/* The last day on which the party may still go to court; DAY_NONE: a court has spoken. */
static day_t remedy_until(const struct judging *j)
{
        const struct past_event *ended = history_last(j->history, "reconsideration_ended");

        if (since_decided(j, "suit_ended") || j->facts->served_on == DAY_NONE)
                return DAY_NONE;
        if (since_decided(j, "reconsideration_ended") && !ended_in(ended, "withdrawn"))
                return judging_term_end(j, "suit_after_reconsideration", ended->happened_on);
        return judging_term_end(j, j->procedure == PROCEDURE_SIMPLE ? "reconsideration" : "suit", j->facts->served_on);
}

static bool remedy_time_over(struct judging *j)
{
        day_t until = remedy_until(j);

        j->found = judging_day(j, until);
        return until == DAY_NONE || j->act->happened_on > until;
}

static bool court_open(struct judging *j)
{
        return history_later(j->history, "court_applied", "court_ended");
}

/* ---- remedies and disclosure ---- */

static bool reconsideration_open(struct judging *j)
{
        return history_later(j->history, "reconsideration_accepted", "reconsideration_ended");
}

static bool reconsideration_free(struct judging *j)
{
        return !reconsideration_open(j);
}

static bool suit_open(struct judging *j)
{
        return history_later(j->history, "suit_accepted", "suit_ended");
}

static bool suit_free(struct judging *j)
{
        return !suit_open(j);
}

static bool reconsideration_first(struct judging *j)
{
        return j->procedure != PROCEDURE_SIMPLE || since_decided(j, "reconsideration_ended");
}

/* What is changed in money says into what. */
/* A decision undone opens the case anew; what is closed is first opened as an act of its own, which is counted. */
static bool reopened_first(struct judging *j)
{
        return j->state != CASE_CLOSED || act_remedy_effect(j) != DECISION_UNDONE;
}

/* Neither a reconsideration nor a court makes it worse for who asked. */
static bool no_worse(struct judging *j)
{
        j->found = judging_money(j, j->facts->fines_fen);
        return j->act->amount_fen <= j->facts->fines_fen;
}

static bool reconsidered_no_worse(struct judging *j)
{
        return no_worse(j);
}

static bool judged_no_worse(struct judging *j)
{
        return no_worse(j);
}

static bool new_fine_given(struct judging *j)
{
        return j->act->amount_fen == 0 || j->ended == RESULT_CHANGED || j->ended == RESULT_PARTLY_REVOKED ||
               j->ended == RESULT_MEDIATED;
}

static bool disclosed_open(struct judging *j)
{
        return history_later(j->history, "disclosed", "disclosure_withdrawn");
}

static bool not_disclosed(struct judging *j)
{
        return !disclosed_open(j);
}

static bool touches(const struct past_event *e)
{
        static const char *const outcomes[] = {"changed",  "revoked", "partly_revoked",
                                               "unlawful", "void",    NULL};

        for (const char *const *o = outcomes; *o; o++)
                if (ended_in(e, *o))
                        return true;
        return false;
}

/* By a remedy that ended after the decision was disclosed. */
static bool touched_by(const struct judging *j, const char *remedy)
{
        const struct past_event *ended = history_last(j->history, remedy), *shown = history_last(j->history, "disclosed");

        /* Also when the disclosure was entered late. */
        return touches(ended) && (history_later(j->history, remedy, "disclosed") || ended->happened_on > shown->happened_on);
}

static bool decision_touched(struct judging *j)
{
        return touched_by(j, "reconsideration_ended") || touched_by(j, "suit_ended");
}

static bool not_archived(struct judging *j)
{
        return !history_later(j->history, "archived", "reopened");
}

/* ---- transfer ---- */

static bool transfer_proposed(struct judging *j)
{
        return history_later(j->history, "transfer_proposed", "transfer_decided");
}

static bool transfer_kind_known(struct judging *j)
{
        return term_find(transfer_terms, j->act->transfer_kind) >= 0;
}

static bool is_criminal(const struct judging *j)
{
        return term_find(transfer_terms, j->act->transfer_kind) != TRANSFER_OTHER;
}

static bool other_transfer_before_decision(struct judging *j)
{
        return j->facts->decided_on == DAY_NONE || j->decided == OUTCOME_TRANSFER || is_criminal(j);
}

static bool transfer_as_decided(struct judging *j)
{
        return j->decided != OUTCOME_TRANSFER || is_criminal(j);
}

static bool transfer_approved(struct judging *j)
{
        const struct past_event *decided = history_last(j->history, "transfer_decided");

        return term_find(transfer_terms, j->act->transfer_kind) != TRANSFER_CRIMINAL ||
               (ended_in(decided, "approved") &&
                !history_later(j->history, "transferred", "transfer_decided"));
}

/* What kind of transfer is not asked yet: after the decision only that of a crime remains, which the head approves. */
static bool transfer_open(struct judging *j)
{
        return !j->asking || j->facts->decided_on == DAY_NONE ||
               (ended_in(history_last(j->history, "transfer_decided"), "approved") && !history_later(j->history, "transferred", "transfer_decided"));
}

static bool criminal_case(struct judging *j)
{
        const struct past_event *handed = history_last(j->history, "transferred");

        return handed && handed->about && !strcmp(handed->about, "criminal");
}

static bool transfer_unanswered(struct judging *j)
{
        return !history_later(j->history, "transfer_received", "transferred") &&
               !history_later(j->history, "transfer_refused", "transferred");
}

static bool receipt_once(struct judging *j)
{
        return !history_later(j->history, "transfer_receipt", "transferred");
}

/* What the police decided of this transfer, DAY_NONE: nothing yet. */
static day_t answered_on(const struct judging *j)
{
        static const char *const answers[] = {"transfer_received", "transfer_refused", NULL};
        day_t first = DAY_NONE;

        for (const char *const *a = answers; *a; a++) {
                const struct past_event *e = history_last(j->history, *a);

                if (history_later(j->history, *a, "transferred") && (first == DAY_NONE || e->happened_on < first))
                        first = e->happened_on;
        }
        return first;
}

static bool receipt_before_answer(struct judging *j)
{
        day_t answered = answered_on(j);

        j->found = judging_day(j, answered);
        return answered == DAY_NONE || j->act->happened_on <= answered;
}

static bool receipt_or_reason(struct judging *j)
{
        return history_later(j->history, "transfer_receipt", "transferred") || (j->act->remark && *j->act->remark);
}

/* From the report until the head has refused it or the case has gone: nothing takes the place of the transfer. */
static bool transfer_under_way(const struct judging *j)
{
        return transfer_proposed((struct judging *)j) ||
               (ended_in(history_last(j->history, "transfer_decided"), "approved") && !history_later(j->history, "transferred", "transfer_decided"));
}

static bool transfer_first(struct judging *j)
{
        return !transfer_under_way(j) || (!strcmp(j->row->kind, "decided") && j->deciding == OUTCOME_TRANSFER);
}

static bool refusal_open(struct judging *j)
{
        return history_later(j->history, "transfer_refused", "transferred") &&
               history_later(j->history, "transfer_refused", "transfer_review_requested");
}

/* Taken up at once, after a review, or because the procuratorate saw to it. */
static bool taken_up(struct judging *j)
{
        const struct past_event *answer = history_last(j->history, "transfer_review_answered");

        return history_later(j->history, "transfer_received", "transferred") ||
               (history_later(j->history, "transfer_review_answered", "transferred") && ended_in(answer, "accepted"));
}

static bool not_taken_up(struct judging *j)
{
        return !taken_up(j);
}

static bool refusal_stands(struct judging *j)
{
        return history_later(j->history, "transfer_refused", "transferred") && !taken_up(j) &&
               history_later(j->history, "transfer_refused", "transfer_supervision_proposed");
}

/* What the police do not take up comes back and is dealt with here. */
static bool refusal_settled(struct judging *j)
{
        return !history_later(j->history, "transfer_refused", "transferred") || taken_up(j);
}

static bool review_open(struct judging *j)
{
        return history_later(j->history, "transfer_review_requested", "transferred") &&
               history_later(j->history, "transfer_review_requested", "transfer_review_answered");
}

static bool refusal_reasons(struct judging *j)
{
        return j->ended != RESULT_REFUSED || (j->act->remark && *j->act->remark);
}

/* ---- where acts lead ---- */

bool act_not_paid_up(const struct judging *j)
{
        return j->act->amount_fen < judging_owed(j);
}

enum decision_effect act_decides(const struct judging *j)
{
        (void)j;
        return DECISION_MADE;
}

enum decision_effect act_remedy_effect(const struct judging *j)
{
        if (j->ended == RESULT_REVOKED || j->ended == RESULT_VOID)
                return DECISION_UNDONE;
        return j->act->amount_fen > 0 ? DECISION_REFINED : DECISION_KEPT;
}

bool act_decision_stands(const struct judging *j)
{
        return act_remedy_effect(j) != DECISION_UNDONE;
}

enum decision_effect act_return_effect(const struct judging *j)
{
        return j->decided == OUTCOME_TRANSFER ? DECISION_UNDONE : DECISION_KEPT;
}

enum case_state act_refunded_state(const struct judging *j)
{
        bool owes = j->facts->paid_fen - j->act->amount_fen < j->facts->fines_fen;

        return j->state == CASE_PAID && owes ? CASE_SERVED : j->state;
}

/* The last step that still stands. */
enum case_state act_reopened_state(const struct judging *j)
{
        if (j->decided < 0)
                return CASE_FILED;
        if (j->facts->served_on == DAY_NONE)
                return CASE_DECIDED;
        return j->facts->fines_fen > 0 && judging_owed(j) <= 0 ? CASE_PAID : CASE_SERVED;
}

enum case_state act_returned_state(const struct judging *j)
{
        return act_return_effect(j) == DECISION_UNDONE ? CASE_FILED : act_reopened_state(j);
}

GUARD(something_to_serve, "something_to_serve", "行政处罚法第五十七条第一款第四项", ERR_RULE,
      "决定移送司法机关的案件应当移送，没有决定书可以送达",
      "The case was decided to be transferred; there is no decision to serve");
GUARD_OF_ACT(handed_over_at_once, "handed_over_at_once", "行政处罚法第五十二条第一款", "/happened_on", ERR_RULE,
             "当场作出的处罚决定书应当当场（{}）直接交付；拒绝签收的留置并注明",
             "A decision made on the spot is handed over on the spot ({}); where it is not taken, it is left and that is noted");
GUARD(decided_on_the_spot, "decided_on_the_spot", "行政处罚法第五十二条第三款", ERR_RULE, "本案没有当场作出的处罚决定",
      "No penalty was imposed on the spot in this case");
GUARD(not_reported, "not_reported", "行政处罚法第五十二条第三款", ERR_RULE, "当场作出的决定已经报所属行政机关备案",
      "The decision made on the spot was reported to the organ already");
GUARD(not_penalised, "not_penalised", "行政处罚法第三十三条第三款", ERR_RULE, "没有作出不予行政处罚的决定",
      "Nobody was decided not to be penalised");
GUARD(educated, "educated", "行政处罚法第三十三条第三款", ERR_RULE, "不予行政处罚的，应当对当事人进行教育",
      "Whoever is not penalised is to be educated", "educated");
GUARD_OF_ACT(consent_given, "electronic_consent", "行政处罚法第六十一条第二款", "/document_no", ERR_INVALID,
             "电子送达应当有当事人签订的确认书，请填写其文书号",
             "Electronic service needs the party's signed consent: give its number");
GUARD_OF_ACT(lien_witnessed, "lien_witness", "民事诉讼法第八十九条", "/remark", ERR_INVALID,
             "留置送达应当说明见证人或者拍照、录像的情况",
             "Service by leaving it behind names the witnesses, or the photographs or film taken");
GUARD(fine_to_pay, "fine_to_pay", "行政处罚法第六十七条第三款", ERR_RULE, "本案没有需要缴纳的罚款",
      "No fine was imposed in this case");
GUARD_OF_ACT(amount_positive, "amount_positive", NULL, "/amount_fen", ERR_INVALID, "金额应当大于零",
             "The amount is above zero");
GUARD_OF_ACT(not_overpaid, "not_overpaid", "行政处罚法第六十七条第三款", "/amount_fen", ERR_RULE,
             "缴款金额超过尚未缴纳的罚款{}元", "The payment is more than the {} yuan still to be paid");
GUARD_OF_ACT(collected_on_the_spot, "collected_on_the_spot", "行政处罚法第六十八条", "/collected", ERR_RULE,
             "只有当场作出的罚款决定才能以此情形当场收缴", "Only a fine imposed on the spot may be collected for this reason");
GUARD_OF_ACT(collected_small, "collected_small", "行政处罚法第六十八条第一项", "/collected", ERR_RULE,
             "罚款超过{}元的，不属于可以当场收缴的小额罚款", "A fine of more than {} yuan is not small enough to be collected on the spot");
GUARD_OF_ACT(collected_asked, "collected_asked", "行政处罚法第六十九条", "/remark", ERR_INVALID,
             "应当说明当事人缴纳确有困难并提出当场收缴的情况",
             "State that paying elsewhere is hard for the party and that they asked for it");
GUARD_OF_ACT(collected_receipt, "collected_receipt", "行政处罚法第七十条", "/document_no", ERR_INVALID,
             "当场收缴罚款应当出具财政部门统一制发的专用票据，请填写票据号",
             "A receipt issued by the financial department is handed over: give its number");
GUARD(collected_in_hand, "collected_in_hand", "行政处罚法第七十一条", ERR_RULE, "没有当场收缴而尚未交至行政机关的罚款",
      "No fine collected on the spot is still with the officers", "paid");
GUARD(collected_handed_in, "collection_handed_in", "行政处罚法第七十一条", ERR_RULE, "没有已交至行政机关而尚未缴付银行的罚款",
      "No fine handed in is still to be paid into the bank", "collection_handed_in");
GUARD(performed, "performed", NULL, ERR_RULE, "罚款尚有{}元未缴纳", "{} yuan of the fines are not paid yet",
      "paid", "court_ended");
GUARD(refunded_first, "refunded", NULL, ERR_RULE, "多缴的{}元尚未退还", "{} yuan were paid too much and not given back yet",
      "refunded");
GUARD(something_paid, "something_paid", NULL, ERR_RULE, "没有已缴纳的罚款可以退还", "Nothing was paid that could be given back", "paid");
GUARD_OF_ACT(paid_enough, "refund_in_paid", NULL, "/amount_fen", ERR_RULE, "退还金额超过已缴纳的{}元",
             "The refund is more than the {} yuan paid");
GUARD(fine_left, "fine_left", "行政处罚法第六十六条第一款", ERR_RULE, "罚款已经缴清", "Nothing is left to be paid");
GUARD_OF_ACT(until_ahead, "until_ahead", "行政处罚法第六十六条第二款", "/until", ERR_INVALID,
             "批准的缴纳日期应当晚于批准之日",
             "The day approved for paying comes after that of the approval");
GUARD_OF_ACT(instalments_in_order, "instalments_in_order", "行政处罚法第六十六条第二款", "/instalments/{}/until", ERR_INVALID,
             "各期缴纳日期应当依次晚于批准之日和前一期（{}）",
             "Instalments come one after the other, the first after the approval: after {}");
GUARD_OF_ACT(instalments_end, "instalments_end", "行政处罚法第六十六条第二款", "/instalments/{}/until", ERR_INVALID,
             "最后一期的缴纳日期应当是批准的截止日期{}", "The last instalment is due on the last day approved, {}");
GUARD_OF_ACT(instalments_whole, "instalments_whole", "行政处罚法第六十六条第二款", "/instalments/{}/amount_fen", ERR_INVALID,
             "各期金额之和应当等于尚未缴纳的罚款{}元", "The instalments add up to the {} yuan of the fine not yet paid");
GUARD(instalments_over, "instalments_over", "行政处罚法第七十二条第二款", ERR_RULE,
      "申请强制执行的期限自分期缴纳期限{}结束之日起计算，此前不能申请",
      "The time for applying to the court begins when that of the instalments ends, on {}: no application before");
GUARD(duty_left, "duty_left", "行政强制法第五十三条", ERR_RULE, "罚款已经缴清，复查也没有发现未改正的",
      "Nothing is left to be paid, and no re-inspection found an order not followed", "reinspected");
GUARD(duty_overdue, "duty_overdue", "行政强制法第五十三条", ERR_RULE, "缴纳期限{}尚未届满",
      "The fine may still be paid until {}");
GUARD(addition_begun, "addition_begun", "行政处罚法第七十二条第一款第一项", ERR_RULE, "缴纳期限（{}）届满前没有可以加处的罚款",
      "Nothing is added while the fine may still be paid, until {}");
GUARD_OF_ACT(addition_in_cap, "addition_in_cap", "行政处罚法第七十二条第一款第一项", "/amount_fen", ERR_RULE,
             "加处罚款不得超出罚款的数额，尚可加处{}元",
             "Additions may not exceed the fine itself; {} yuan may still be added");
GUARD_OF_ACT(addition_as_reckoned, "addition_as_reckoned", "行政处罚法第七十二条第一款第一项、第七十三条第三款", "/amount_fen", ERR_RULE,
             "加处罚款超过按日计算的数额，至今为{}元（复议、诉讼期间不计算）",
             "More than what the days come to: {} yuan so far (none during reconsideration or suit)");
GUARD(demanded, "demand_served", "行政强制法第五十四条", ERR_RULE, "申请强制执行前应当催告",
      "A demand comes before the application to the court", "demand_served");
GUARD(demand_waited, "demand_waited", "行政强制法第五十四条", ERR_RULE,
      "催告书送达后的法定期限至{}届满，此前不能申请",
      "The term after the demand, until {}, must have passed");
GUARD(remedies_ended, "remedies_ended", "行政强制法第五十三条", ERR_RULE, "行政复议或者行政诉讼尚未结束",
      "A reconsideration or a suit is still under way", "reconsideration_ended", "suit_ended");
GUARD(remedy_time_over, "remedy_time", "行政强制法第五十三条", ERR_RULE,
      "当事人申请行政复议或者提起行政诉讼的期限至{}届满，此前不能申请强制执行",
      "The party may still go to reconsideration or to court until {}: no application before");
GUARD(court_open, "court_applied", "行政强制法第五十三条", ERR_RULE, "没有待办结的强制执行申请",
      "No application to the court is under way", "court_applied");
GUARD(reconsideration_free, "reconsideration_free", NULL, ERR_RULE, "行政复议正在进行",
      "A reconsideration is under way", "reconsideration_ended");
GUARD(reconsideration_open, "reconsideration_accepted", "行政复议法第三十条第一款", ERR_RULE,
      "没有正在进行的行政复议", "No reconsideration is under way", "reconsideration_accepted");
GUARD(reconsideration_first, "reconsideration_first", "行政复议法第二十三条第一款第一项", ERR_RULE,
      "对当场作出的处罚决定不服，应当先申请行政复议",
      "An on-the-spot penalty goes to reconsideration before it may go to court", "reconsideration_ended");
GUARD(suit_free, "suit_free", NULL, ERR_RULE, "行政诉讼正在进行", "A suit is under way", "suit_ended");
GUARD(suit_open, "suit_accepted", "行政诉讼法第五十一条第一款", ERR_RULE, "没有正在进行的行政诉讼",
      "No suit is under way", "suit_accepted");
GUARD_OF_ACT(reopened_first, "reopened_first", NULL, "/outcome", ERR_RULE,
             "案件已结案；决定被撤销或者确认无效的，先重新办理", "The case is closed: reopen it before its decision is undone",
             "reopened");
GUARD_OF_ACT(reconsidered_no_worse, "not_worse", "行政复议法第六十三条第二款", "/amount_fen", ERR_RULE,
             "行政复议不得作出对申请人更为不利的变更（原罚款{}元）", "A reconsideration may not raise the fine ({} yuan)");
GUARD_OF_ACT(judged_no_worse, "not_worse", "行政诉讼法第七十七条第二款", "/amount_fen", ERR_RULE,
             "判决变更不得加重原告的义务（原罚款{}元）", "A judgment may not raise the fine ({} yuan)");
GUARD_OF_ACT(new_fine_given, "new_fine", NULL, "/amount_fen", ERR_INVALID,
             "只有变更、部分撤销或者调解才能给出新的罚款金额",
             "Only a change, a revocation in part or a mediation gives a new amount of the fine");
GUARD(not_disclosed, "not_disclosed", "行政处罚法第四十八条第一款", ERR_RULE, "决定已经公示",
      "The decision is disclosed already", "disclosure_withdrawn");
GUARD(disclosed_open, "disclosed", "行政处罚法第四十八条第二款", ERR_RULE, "决定没有公示",
      "The decision is not disclosed", "disclosed");
GUARD(decision_touched, "decision_touched", "行政处罚法第四十八条第二款", ERR_RULE,
      "决定没有被变更、撤销、确认违法或者确认无效，不应撤回公示",
      "The decision was not changed, revoked or found unlawful or void", "reconsideration_ended",
      "suit_ended");
GUARD(not_archived, "not_archived", NULL, ERR_RULE, "案卷已经归档", "The file is archived already",
      "reopened");
GUARD(transfer_proposed, "transfer_proposed", "行政执法机关移送涉嫌犯罪案件的规定第五条第一款", ERR_RULE,
      "没有待决定的移送报告", "No report on a transfer waits for a decision", "transfer_proposed");
GUARD(transfer_open, "transfer_approval", "行政执法机关移送涉嫌犯罪案件的规定第五条第二款", ERR_RULE,
      "作出决定后只能因涉嫌犯罪移送，应当先经正职负责人批准", "After the decision only a suspected crime is transferred, and the head approves it first",
      "transfer_proposed", "transfer_decided");
GUARD_OF_ACT(transfer_kind_known, "transfer_kind_known", NULL, "/transfer_kind", ERR_INVALID, "没有这种移送",
             "There is no such kind of transfer");
GUARD_OF_ACT(other_transfer_before_decision, "transfer_before_decision", "行政处罚法第二十五条第一款",
             "/transfer_kind", ERR_RULE, "作出决定后只能因涉嫌犯罪移送",
             "After the decision only a suspected crime is transferred");
GUARD_OF_ACT(transfer_as_decided, "transfer_as_decided", "行政处罚法第五十七条第一款第四项", "/transfer_kind", ERR_RULE,
             "决定移送司法机关的案件应当按涉嫌犯罪移送",
             "A case decided to go to the judicial authorities is transferred as a suspected crime");
GUARD_OF_ACT(transfer_approved, "transfer_approved", "行政执法机关移送涉嫌犯罪案件的规定第五条第二款",
             "/transfer_kind", ERR_RULE, "移送涉嫌犯罪案件应当由两名以上执法人员提出报告并经正职负责人批准",
             "A suspected crime is transferred after a report by two officers and the approval of the head",
             "transfer_decided");
GUARD(criminal_case, "criminal_transfer", "行政执法机关移送涉嫌犯罪案件的规定第八条", ERR_RULE,
      "本案不是涉嫌犯罪移送", "The case was not transferred as a suspected crime");
GUARD(transfer_unanswered, "transfer_unanswered", "行政执法机关移送涉嫌犯罪案件的规定第八条", ERR_RULE,
      "公安机关已经答复", "The police have answered already");
GUARD(receipt_once, "receipt_once", "行政执法机关移送涉嫌犯罪案件的规定第七条", ERR_RULE, "公安机关已经签收",
      "The police have signed the receipt already");
GUARD_OF_ACT(receipt_before_answer, "receipt_before_answer", "行政执法机关移送涉嫌犯罪案件的规定第七条", "/happened_on", ERR_RULE,
             "签收不得晚于公安机关作出决定之日（{}）", "The receipt is not signed after the police decided ({})");
GUARD_OF_ACT(receipt_or_reason, "receipt_or_reason", "行政执法机关移送涉嫌犯罪案件的规定第七条", "/remark", ERR_INVALID,
             "公安机关尚未签收的，先登记签收，或者说明没有签收回执的原因",
             "Without the receipt of the police, record that first or say why there is none", "transfer_receipt");
GUARD(refusal_settled, "refusal_settled", "行政执法机关移送涉嫌犯罪案件的规定第十条", ERR_RULE,
      "公安机关不予立案的案件，应当退回依法处理或者经复议、监督立案后才能归档",
      "A case that the police refused comes back or is taken up after a review before its file is archived",
      "transfer_returned", "transfer_review_requested", "transfer_received");
GUARD(transfer_first, "transfer_first", "行政执法机关移送涉嫌犯罪案件的规定第十一条第一款", ERR_RULE,
      "涉嫌犯罪移送已报请或者已批准，移送前（或者决定不移送前）不得以行政处罚、结案或者终止代替移送",
      "A criminal transfer is proposed or approved: until the case has gone, or the transfer is refused, no penalty and no end takes its place",
      "transferred", "transfer_decided");
GUARD(refusal_open, "transfer_refused", "行政执法机关移送涉嫌犯罪案件的规定第九条第一款", ERR_RULE,
      "没有可以提请复议的不予立案决定", "There is no refusal that could be asked to be reviewed",
      "transfer_refused");
GUARD(taken_up, "taken_up", "行政执法机关移送涉嫌犯罪案件的规定第十二条", ERR_RULE, "公安机关尚未决定立案",
      "The police have not taken the case up", "transfer_received", "transfer_review_answered");
GUARD(not_taken_up, "not_taken_up", "行政执法机关移送涉嫌犯罪案件的规定第八条", ERR_RULE, "公安机关已经立案",
      "The police have taken the case up already");
GUARD(refusal_stands, "refusal_stands", "行政执法机关移送涉嫌犯罪案件的规定第九条第一款", ERR_RULE,
      "没有不予立案的决定，或者已经建议立案监督", "Nothing was refused, or supervision was proposed already", "transfer_refused");
GUARD(review_open, "transfer_review_requested", "行政执法机关移送涉嫌犯罪案件的规定第九条第二款", ERR_RULE,
      "没有待答复的复议", "No review waits for its answer", "transfer_review_requested");
GUARD_OF_ACT(refusal_reasons, "refusal_reasons", "行政执法机关移送涉嫌犯罪案件的规定第五条第二款", "/remark",
             ERR_INVALID, "决定不批准移送的，应当将理由记录在案", "A refusal to transfer states its reasons");

#include "rules/standing.h"
#include "judging.h"

#include <string.h>

static const struct standing nowhere = {.filed_on = DAY_NONE, .decided_on = DAY_NONE, .served_on = DAY_NONE, .closed_on = DAY_NONE,
                                        .investigated_on = DAY_NONE, .paid_on = DAY_NONE};

void standing_as_facts(const struct standing *s, struct case_facts *f)
{
        f->state = s->state;
        f->outcome = s->outcome;
        f->filed_on = s->filed_on;
        f->investigated_on = s->investigated_on;
        f->decided_on = s->decided_on;
        f->served_on = s->served_on;
        f->paid_on = s->paid_on;
        f->fines_fen = s->fine_fen;
        f->paid_fen = s->paid_fen;
}

static bool is(const struct past_event *e, const char *kind)
{
        return !strcmp(e->kind, kind);
}

static void note_latest(day_t *latest, day_t on)
{
        if (*latest == DAY_NONE || on > *latest)
                *latest = on;
}

/* Days by which later acts are held in order. */
static void note_days(struct standing *s, const struct past_event *e)
{
        if (is(e, "investigated"))
                note_latest(&s->investigated_on, e->happened_on);
        if (is(e, "paid"))
                note_latest(&s->paid_on, e->happened_on);
        if (is(e, "filed"))
                s->filed_on = e->happened_on;
}

/* ---- events in order ---- */

static void decide(struct standing *s, const struct past_event *e, enum decision_effect effect)
{
        if (effect == DECISION_KEPT)
                return;
        if (effect == DECISION_REFINED) {
                s->fine_fen = e->amount_fen;
                return;
        }
        s->outcome = effect == DECISION_MADE ? e->outcome : NULL;
        s->decided_on = effect == DECISION_MADE ? e->happened_on : DAY_NONE;
        s->served_on = DAY_NONE;
        s->fine_fen = effect == DECISION_MADE ? e->fine_fen : 0;
        s->confiscated_fen = effect == DECISION_MADE ? e->confiscated_fen : 0;
}

/* What the row of the act says of the case as it stands. */
static void go_on(struct standing *s, const struct past_event *e, struct judging *j)
{
        enum case_state to = judging_next_state(j);
        enum decision_effect effect = j->row->decision ? j->row->decision(j) : DECISION_KEPT;

        s->state = case_state_terms[to].code;
        decide(s, e, effect);
        if (is(e, "served"))
                s->served_on = e->until != DAY_NONE ? e->until : e->happened_on;
        if (is(e, "paid"))
                s->paid_fen = judging_sum(s->paid_fen, e->amount_fen);
        if (is(e, "refunded"))
                s->paid_fen -= e->amount_fen;
        if (!case_state_is_final(to))
                s->closed_on = DAY_NONE;
        else if (to == j->row->to)
                s->closed_on = e->happened_on;
        note_days(s, e);
}

static void add_event(struct standing *s, const struct history *h, size_t i, const char *procedure, struct arena *a)
{
        const struct past_event *e = &h->events[i];
        const struct history before = {h->events, i};
        struct case_facts facts = {.procedure = procedure, .history = &before};
        struct act act = {.kind = e->kind, .happened_on = e->happened_on, .outcome = e->outcome, .amount_fen = e->amount_fen,
                          .until = e->until, .days = e->days};
        struct judging j = {.facts = &facts, .act = &act, .arena = a};
        struct judgement out;

        standing_as_facts(s, &facts);
        if (judging_begin(&j, &out) && j.row)
                go_on(s, e, &j);
}

/* ---- imported events ---- */

/* Its place among the acts that lead somewhere by themselves, 0: none. What a remedy does no other system tells. */
static size_t rank_of(const struct past_event *e, const struct act_row **row)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        *row = procedure_row(e->kind);
        if (!*row || (*row)->to == CASE_STATE_COUNT || ((*row)->stays && (*row)->decision))
                return 0;
        return (size_t)(*row - rows) + 1;
}

static void add_sums(struct standing *s, const struct past_event *e)
{
        s->fine_fen = judging_sum(s->fine_fen, e->fine_fen);
        s->confiscated_fen = judging_sum(s->confiscated_fen, e->confiscated_fen);
        if (is(e, "paid"))
                s->paid_fen = judging_sum(s->paid_fen, e->amount_fen);
        if (is(e, "served"))
                note_latest(&s->served_on, e->happened_on);
        note_days(s, e);
}

struct furthest {
        size_t rank;
        const struct act_row *row;
        const struct past_event *event;
        const struct past_event *decision;
};

static bool goes_before(const struct past_event *e, size_t rank, bool final, const struct furthest *f)
{
        bool was_final = f->row && case_state_is_final(f->row->to);

        if (final != was_final)
                return final;
        if (final && e->happened_on != f->event->happened_on)
                return e->happened_on > f->event->happened_on;
        return rank > f->rank;
}

static void look_further(struct furthest *f, const struct past_event *e, const struct standing *s)
{
        const struct act_row *row;
        size_t rank = rank_of(e, &row);

        if (is(e, "decided") && (!f->decision || e->happened_on > f->decision->happened_on ||
                                 (e->happened_on == f->decision->happened_on && e->fine_fen > f->decision->fine_fen)))
                f->decision = e;
        if (!rank || (row->stays && s->paid_fen < s->fine_fen) || !goes_before(e, rank, case_state_is_final(row->to), f))
                return;
        f->rank = rank;
        f->row = row;
        f->event = e;
}

static void stand_imported(const struct history *h, size_t n, struct standing *s)
{
        struct furthest f = {0};

        for (size_t i = 0; i < n; i++)
                if (!h->events[i].corrected_away)
                        add_sums(s, &h->events[i]);
        for (size_t i = 0; i < n; i++)
                if (!h->events[i].corrected_away)
                        look_further(&f, &h->events[i], s);
        s->state = f.row ? case_state_terms[f.row->to].code : NULL;
        s->closed_on = f.row && case_state_is_final(f.row->to) ? f.event->happened_on : DAY_NONE;
        s->outcome = f.decision ? f.decision->outcome : NULL;
        s->decided_on = f.decision ? f.decision->happened_on : DAY_NONE;
}

static size_t count_imported(const struct history *h)
{
        size_t n = h->n;

        while (n && !h->events[n - 1].imported)
                n--;
        return n;
}

void standing_of(const struct history *h, const char *procedure, struct arena *a, struct standing *out)
{
        size_t i = count_imported(h);

        *out = nowhere;
        stand_imported(h, i, out);
        for (; i < h->n; i++)
                if (!h->events[i].corrected_away)
                        add_event(out, h, i, procedure, a);
}

/* ---- changed histories ---- */

struct history history_without(const struct history *h, size_t at, const struct past_event *instead, struct arena *a)
{
        struct past_event *events = arena_take(a, sizeof *events * (h->n + 1));
        size_t n = 0;

        for (size_t i = 0; i < h->n; i++) {
                events[n++] = h->events[i];
                if (i != at)
                        continue;
                events[n - 1].corrected_away = true;
                if (instead) {
                        events[n] = *instead;
                        events[n++].seq = h->events[i].seq;
                }
        }
        return (struct history){events, n};
}

/* What this act finds unmet at its place in an account; NULL: nothing. */
static const struct unmet *judge_at(const struct account *of, size_t at, const struct act *act, const struct procedure_limits *limits,
                                    struct arena *a)
{
        const struct history before = {of->history->events, at};
        struct case_facts there = *of->facts;
        struct standing s;
        struct judgement out;

        standing_of(&before, there.procedure, a, &s);
        standing_as_facts(&s, &there);
        there.history = &before;
        return judging_again(&there, act, limits, a, &out) ? out.unmet : NULL;
}

static bool has_code(const struct unmet *list, const char *code)
{
        for (; list; list = list->next)
                if (!strcmp(list->code, code))
                        return true;
        return false;
}

static const struct unmet *first_new(const struct unmet *now, const struct unmet *was)
{
        while (now && has_code(was, now->code))
                now = now->next;
        return now;
}

struct fallen *standing_fallen(const struct account *was, const struct account *now, const struct act *acts, size_t from,
                               const struct procedure_limits *limits, struct arena *a)
{
        struct fallen *first = NULL, **last = &first;
        const struct history *h = was->history;
        size_t shift = now->history->n - h->n;

        for (size_t i = from; i < h->n; i++) {
                const struct unmet *why;
                struct fallen *f;

                if (h->events[i].corrected_away || h->events[i].imported)
                        continue;
                why = judge_at(now, i + shift, &acts[i], limits, a);
                if (why)
                        why = first_new(why, judge_at(was, i, &acts[i], limits, a));
                if (!why)
                        continue;
                f = arena_take(a, sizeof *f);
                *f = (struct fallen){&h->events[i], why, NULL};
                *last = f;
                last = &f->next;
        }
        return first;
}

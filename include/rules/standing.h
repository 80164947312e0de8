/* Where a case stands after its events: the one place that says what a history makes of the row of a case, and whether the
 * acts of a changed history still hold. Pure. */
#pragma once

#include "rules/history.h"
#include "rules/procedure.h"

struct standing {
        const char *state, *outcome; /* NULL: not yet */
        day_t filed_on, decided_on, served_on, closed_on; /* DAY_NONE: not yet */
        int64_t fine_fen, confiscated_fen, paid_fen;
        day_t investigated_on, paid_on; /* of the latest that counts; not kept in the row */
};

/* Events in their order; those corrected away count no more. Up to the last imported event the rule of imports holds, whose
 * events come in no order: the latest act that ends a case, else the furthest one. Behind it each act leads on from the one
 * before. Texts are those of the history. */
void standing_of(const struct history *h, const char *procedure, struct arena *a, struct standing *out);

/* The facts of a case as they were before an act: from where it stood and what had happened. */
void standing_as_facts(const struct standing *s, struct case_facts *facts);

/* A history with one event taken away, or replaced by another in its place (NULL: taken away). Events live in a. */
struct history history_without(const struct history *h, size_t at, const struct past_event *instead, struct arena *a);

/* An act that would no longer hold. */
struct fallen {
        const struct past_event *event;
        const struct unmet *why;
        struct fallen *next;
};
/* What a case is thought to be: what no event changes, and what has happened. */
struct account {
        const struct case_facts *facts;
        const struct history *history;
};
/* The acts from the place `from` on that held in `was` and do not in `now`, each judged again by its guards at its own place;
 * imported ones are not. acts: what each event of `was` said, in the same order. NULL: none. */
struct fallen *standing_fallen(const struct account *was, const struct account *now, const struct act *acts, size_t from,
                               const struct procedure_limits *limits, struct arena *a);

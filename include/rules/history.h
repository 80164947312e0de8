/* What has happened in a case, in the order it was recorded, and questions to it. Pure.
 *
 * A history is handed in by who reads the case; all texts belong to them. An event that a later correction
 * withdrew stays in its place and is marked: no question here sees it. */
#pragma once

#include "rules/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A part of a fine and the last day for paying it. */
struct instalment {
        int64_t fen;
        day_t until;
};

struct past_event {
        const char *kind; /* of the act in the table of procedure */
        day_t happened_on;
        const char *outcome; /* of the act, where its kind has outcomes; NULL: none */
        int64_t amount_fen;  /* 0: none */
        int64_t fine_fen, confiscated_fen; /* of a decision: its sums; of a notice: what was to be confiscated */
        unsigned kinds; /* of a notice: kinds of penalties intended, 1u << PENALTY_…; 0: not on record */
        int days;    /* a length the act itself gave (of an order to correct, an extension); 0: none */
        day_t until; /* a day the act itself gave: of a deferral, a hearing; of a service when it is deemed
                        done; DAY_NONE */
        const char
            *about;   /* whom or what it is about, as its kind has it: person, tier, kind of transfer; NULL */
        bool on_the_spot; /* of a decision: a penalty of the simple procedure, which goes to reconsideration first */
        bool complex; /* of the end of an investigation: complex or major */
        const struct instalment *instalments; /* of a deferral that divides what is to be paid; by day */
        size_t n_instalments;
        const char *data;    /* further content as JSON; NULL: none */
        int seq;             /* its place in the case, from 1; what corrects an event takes its place */
        int number;          /* as it was recorded: the same, but for what corrects another */
        bool corrected_away; /* withdrawn or replaced by a later correction: counts no more */
        bool imported;       /* of another system: not held to the guards */
};

struct history {
        const struct past_event *events; /* ordered by seq */
        size_t n;
};

/* The kind to look for is an exact code; NULL finds nothing. */
const struct past_event *history_last(const struct history *h, const char *kind);  /* NULL: none */
const struct past_event *history_first(const struct history *h, const char *kind); /* NULL: none */
bool history_has(const struct history *h, const char *kind);
size_t history_count(const struct history *h, const char *kind);
/* Whether the last of a kind was recorded after the last of another; a kind that never came is before all. */
bool history_later(const struct history *h, const char *kind, const char *than);
/* Sum of the amounts of a kind; stops at the largest amount instead of wrapping. */
int64_t history_sum(const struct history *h, const char *kind);
/* The same of those recorded after the last of another kind. */
int64_t history_sum_since(const struct history *h, const char *kind, const char *since);

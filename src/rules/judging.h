/* Between the table of procedure and its judge; nobody else includes it. */
#pragma once

#include "rules/procedure.h"

/* One judgement under way: the facts with their codes looked up, and what the guard at work found. */
struct judging {
        const struct case_facts *facts;
        const struct act *act;
        const struct procedure_limits *limits;
        const struct act_row *row;
        struct arena *arena;
        enum case_state state;
        enum procedure procedure;
        int decided;                /* outcome of the case, -1: none */
        int deciding;               /* outcome of the act, -1: none or unknown */
        const char *found;          /* set by a guard that is not met: what "{}" in its text stands for */
        size_t penalty;             /* set likewise: the penalty at fault */
        int64_t fines, confiscated; /* sums of the penalties of the act */
};

extern const struct guard *const judging_common_guards[]; /* of every act; ended by NULL */
int64_t judging_sum(int64_t a, int64_t b); /* stops at the largest amount instead of wrapping */
void judging_add_up_penalties(struct judging *j);

/* The life of a clue as one table of acts: registered, verified, its filing asked for and approved, then filed into a case, not
 * filed, merged into another or referred out. Pure: what is known and the act are handed in, what is unmet is handed back. */
#pragma once

#include "rules/deadline.h"
#include "rules/procedure.h"

/* What a verification comes to. */
#define VERIFICATION_LIST(X)                                                                                 \
        X(FOUNDED, "founded", "属实", "founded")                                                             \
        X(UNFOUNDED, "unfounded", "不属实", "unfounded")                                                     \
        X(NOT_OURS, "not_ours", "不属本机关管辖", "not ours to deal with")
/* What is proposed to the head. */
#define CLUE_PROPOSAL_LIST(X)                                                                                \
        X(FILE, "file", "立案", "to file a case")                                                            \
        X(NOT_FILE, "not_file", "不予立案", "not to file")                                                   \
        X(REFER, "refer", "移送", "to refer it out")

extern const struct term verification_terms[], clue_proposal_terms[]; /* ended by code NULL */
extern const char *const clue_outcome_codes[]; /* of all acts that are posted, ended by NULL */

struct clue_act_row {
        const char *kind, *zh, *en;
        const char *article;               /* NULL: none */
        const char *permission;            /* needed in the unit of the clue */
        bool posted;                       /* recorded as an act of its own; the others by registering, disposing of it, filing */
        const char *const *outcomes;       /* ended by NULL; NULL: none */
        bool reasoned;                     /* needs a reason or what was found */
        bool ends;                         /* the clue has been dealt with */
        const char *const *starts, *const *meets; /* terms by code, ended by NULL; NULL: none */
};

const struct clue_act_row *clue_acts(size_t *n);
const struct clue_act_row *clue_act_row(const char *kind); /* NULL: none */
extern const char *const clue_posted_kinds[], *const clue_act_kinds[]; /* ended by NULL */
const struct term_effects *clue_effects(size_t *n);

struct clue_facts {
        const char *status;
        day_t received_on, last_on, today; /* last_on: of its latest act */
        const char *verification, *approval, *proposal; /* NULL: not yet */
        const char *const *permissions; /* held in its unit, ended by NULL */
};
struct clue_act {
        const char *kind; /* one that is posted */
        day_t happened_on;
        const char *outcome, *reason;
};

/* Everything that speaks against the act, in the order of the guards. OK, or ERR_FORBIDDEN, ERR_RULE; out: for judgement_fault. */
err_t clue_judge(const struct clue_facts *facts, const struct clue_act *act, struct arena *a, struct judgement *out) MUST_USE;

/* The life of a case as one table of acts, and the judge who reads it. Pure: the facts, the act, the limits
 * and the day are handed in; what is allowed, and everything that is not, with its article, is handed back.
 *
 * An act is what becomes one event of the case: its kind says which row of the table governs it. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/fault.h"
#include "rules/date.h"
#include "rules/terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* States of a case. NEW is before the case exists and never stored; the last three are final. */
#define CASE_STATE_LIST(X) X(NEW, "new", "未立案", "not yet filed") CASE_STORED_STATE_LIST(X)
#define CASE_STORED_STATE_LIST(X)                                                                            \
        X(FILED, "filed", "已立案", "filed")                                                                 \
        X(INVESTIGATED, "investigated", "调查终结", "investigated")                                          \
        X(DECIDED, "decided", "已决定", "decided")                                                           \
        X(SERVED, "served", "已送达", "served")                                                              \
        X(PAID, "paid", "已缴款", "paid")                                                                    \
        X(CLOSED, "closed", "已结案", "closed")                                                              \
        X(TERMINATED, "terminated", "已终止", "terminated")                                                  \
        X(TRANSFERRED, "transferred", "已移送", "transferred")

#define CASE_STATE_ENUM(name, code, zh, en) CASE_##name,
enum case_state { CASE_STATE_LIST(CASE_STATE_ENUM) CASE_STATE_COUNT };
#undef CASE_STATE_ENUM

extern const struct term case_state_terms[]; /* in the order of the enum, ended by code NULL */
extern const char *const case_state_codes[]; /* without "new", ended by NULL: choices of a field */
bool case_state_is_final(enum case_state s);

/* What is known of the case, as stored. Codes are those of terms.h; NULL and DAY_NONE mean "not yet". */
struct case_facts {
        const char *state; /* NULL: no case yet, the act is its filing */
        const char *procedure;
        const char *party_kind; /* of the party; NULL: unknown, taken as a person, whose limits are lower */
        const char *outcome;    /* of the decision */
        day_t filed_on, investigated_on, decided_on, served_on;
        day_t paid_on;          /* of the latest payment */
        int64_t fines_fen;      /* fines decided, all together */
        int64_t paid_fen;       /* of them paid so far */
        int certified_officers; /* officers of the case whose certificate is valid on the day of the act */
};

struct penalty {
        const char *kind;
        int64_t amount_fen; /* 0: none given */
};

/* What somebody wants to record. What the kind does not take must be left out: NULL or 0. */
struct act {
        const char *kind;
        day_t happened_on;
        const char *outcome;
        const struct penalty *penalties;
        size_t n_penalties;
        int64_t amount_fen; /* of a payment */
        const char *receiver, *transfer_kind;
        const char *remark;
        const char *const *permissions; /* held in the handling unit, ended by NULL; NULL: holds none */
};

/* Numbers that the law or the house may change: rows of the database, handed in. */
struct procedure_limits {
        day_t today;
        int officers_min;                   /* 行政处罚法第四十二条 */
        int64_t simple_fine_person_max_fen; /* 行政处罚法第五十一条 */
        int64_t simple_fine_organisation_max_fen;
};

/* Why an act is not open: one for each rule broken. Texts are ready for a person. */
struct unmet {
        const char *code;    /* stable */
        const char *article; /* NULL: a rule of the house */
        const char *zh, *en;
        const char *field; /* JSON Pointer into the act ("/penalties/1/amount_fen"); NULL: lies in the case */
        err_t err; /* ERR_FORBIDDEN permission, ERR_INVALID wrong in itself, ERR_RULE wrong for this case */
        struct unmet *next;
};

struct act_row;
struct judgement {
        const struct act_row *row; /* NULL: no such kind */
        const char *state;         /* allowed: the state it leads to; else NULL */
        int64_t fines_fen;         /* decided: sum of the fines */
        int64_t confiscated_fen;   /* decided: sum of the amounts confiscated */
        struct unmet *unmet;       /* in the order of the row; NULL: allowed */
        int n_unmet;
};

/* Judges one act on one case. OK: allowed. Otherwise the gravest err of what is unmet (permission, then what
 * is wrong in itself, then what the case forbids); ERR_INTERNAL when the facts hold a code that no list
 * knows. A wrong state, a missing permission or a missing field is told alone: the guards behind it would
 * only be guesses. Texts live in a. */
err_t procedure_judge(const struct case_facts *facts, const struct act *act,
                      const struct procedure_limits *limits, struct arena *a, struct judgement *out) MUST_USE;
/* The judgement as a fault: the first reason becomes its text and article, reasons that lie in a field become
 * field faults, and all of them stand in the member "unmet" of the problem. Returns e. */
err_t judgement_fault(const struct judgement *j, err_t e, struct fault *f);

/* ---- the table, for the API's choices, OpenAPI and docs ---- */

/* What an act can carry besides its kind and day. */
enum act_field {
        ACT_OUTCOME = 1,
        ACT_PENALTIES = 2,
        ACT_AMOUNT = 4,
        ACT_RECEIVER = 8,
        ACT_TRANSFER_KIND = 16,
        ACT_REMARK = 32
};
struct act_field_row {
        enum act_field bit;
        const char *name, *zh, *en; /* name as in the API */
};
extern const struct act_field_row act_fields[]; /* ended by name NULL */

enum act_maker {
        ACT_POSTED,    /* recorded by POST on the events of the case */
        ACT_BY_CREATE, /* made when the case is created */
        ACT_BY_PATCH   /* made when facts are changed */
};

/* The days of the case that an act may not come before. */
enum act_after {
        AFTER_FILED = 1,
        AFTER_INVESTIGATED = 2,
        AFTER_DECIDED = 4,
        AFTER_SERVED = 8,
        AFTER_PAID = 16,
        AFTER_ALL = 31
};

struct judging;
struct guard {
        const char *code, *article;
        const char *field; /* "{}" in it: the number of the penalty at fault */
        err_t err;
        const char *zh, *en; /* "{}" in them: what the guard found (a day, an amount, a number) */
        bool (*met)(struct judging *j);
};

struct act_row {
        const char *kind, *zh, *en;
        const char *article;
        enum act_maker maker;
        unsigned after;                 /* enum act_after */
        unsigned from[PROCEDURE_COUNT]; /* 1u << CASE_… for each state it is open in, by procedure */
        enum case_state to;             /* CASE_STATE_COUNT: the state stays */
        bool (*stays)(const struct judging *j); /* true: not there yet, the state stays; NULL: never */
        const char *permission;                 /* needed in the handling unit under the ordinary procedure */
        const char *permission_simple;          /* … under the simple one */
        unsigned needs, may_have;               /* enum act_field */
        const struct guard *const *guards;      /* besides those of every act; ended by NULL */
        /* Terms by code, each list ended by NULL; NULL: none. */
        const char *const *starts, *const *meets, *const *stops, *const *resumes;
};

const struct act_row *procedure_table(size_t *n);
const struct act_row *procedure_row(const char *kind);    /* NULL: none */
const struct guard *const *procedure_common_guards(void); /* of every act; ended by NULL */
extern const char *const procedure_kinds[];               /* every kind, ended by NULL */
extern const char *const procedure_posted_kinds[]; /* those recorded by POST on the events, ended by NULL */

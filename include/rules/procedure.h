/* The life of a case as one table of acts, and the judge who reads it. Pure: the facts, the act, the limits
 * and the day are handed in; what is allowed, and everything that is not, with its article, is handed back.
 *
 * An act is what becomes one event of the case: its kind says which row of the table governs it. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/fault.h"
#include "rules/calendar.h"
#include "rules/date.h"
#include "rules/deadline.h"
#include "rules/history.h"
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

/* One row of a benchmark for this kind of party. Amounts: -1: none is set. */
struct tier_range {
        const char *tier; /* of tier_terms, or "none": not penalised */
        int64_t min_fen, max_fen;
        int64_t rate_fen, cap_fen; /* fine for each unit measured, and what it may come to */
        int64_t from, below;       /* measures it applies to, in hundredths of the unit */
};

/* A cause as one version of the catalogue has it for this kind of party. */
struct cause_law {
        const char *code;
        int version, benchmark; /* benchmark: its version, 0: none */
        unsigned kinds;         /* 1u << PENALTY_…; 0: not known, any */
        int64_t fine_min_fen, fine_max_fen; /* a maximum of 0: the catalogue has none */
        const struct tier_range *tiers;
        size_t n_tiers;
};

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
        const struct history *history; /* NULL: nothing is known to have happened */
        /* The cause of the case and those that the decision names, by the law of the day of the act, and by that of
         * the day of the decision. */
        const struct cause_law *causes, *newer;
        size_t n_causes, n_newer;
        int causes_unknown; /* of those named */
        day_t occurred_on, ended_on, found_on; /* of the act; 0, DAY_NONE: not known */
        bool continuing, harms_safety;         /* the act went on; it harmed life, health or financial safety */
        const char *limitation_basis;          /* what another law says of its limitation; NULL: nothing */
        bool fined_before;  /* the party was fined in another case for the same act */
        const char *fined_beside; /* other cases in which it was fined, perhaps for the same act; NULL: none */
        bool penalised_before; /* … penalised in an earlier case of the same cause */
        /* Of the person whom the act names. */
        bool person_known, person_qualified; /* of this system; passed the legal-profession examination */
        bool person_is_officer,
            person_took_part;   /* in charge of the case now; ever, or recorded an act of it */
        bool person_in_organ; /* serves in the unit or its enforcement subject */
        int given_officers_fit; /* of the officers whom the act names: in the unit, certified on the day of
                                   the act */
        /* Of the unit that the act names. */
        bool unit_is_other, unit_is_above; /* at work and not the one that holds the case; the city's office */
        /* For what the case is open to other units now (terms.h has none: joint, consulted, supervised), and to
         * the unit named; each ended by NULL, NULL: for nothing. */
        const char *const *opened, *const *opened_there;
        day_t open_since; /* to a unit of the actor's; no act of theirs is of a day before */
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
        const char *basis; /* the legal basis, in words */
        const char *mode, *evidence_kind, *tier, *retention, *ground;
        const char *collected; /* why the officers took a payment themselves; NULL: it went to the bank */
        int64_t measure; /* what the benchmark measures, in hundredths of its unit; 0: not given */
        bool newer_law;  /* by the law in force at the decision, because it is milder */
        const char *other_act; /* why it is another act than that fined in other cases */
        bool range_unchecked; /* says that the catalogue has no range for the fine */
        bool told;       /* on the spot: the party was told of facts, grounds, penalty and rights */
        const char *party_said; /* on the spot: in their statement and defence */
        size_t n_causes; /* causes that the decision names; what they say stands in the facts */
        const char *person;          /* the person that it is about */
        const char *other_unit;      /* the unit that it is about */
        const char *document_no;     /* any act may have one */
        const char *const *officers; /* ended by NULL; NULL: none given */
        size_t n_officers;
        int days;
        day_t until; /* 0 and DAY_NONE: not given */
        const struct instalment *instalments;
        size_t n_instalments;
        bool complex;
        /* Held in the handling unit, and as "joint:case.write" in one to which the case is open; ended by NULL;
         * NULL: holds none. */
        const char *const *permissions;
};

/* Numbers that the law or the house may change: rows of the table parameter, which gives their articles. Lengths
 * are terms of the law. */
#define PROCEDURE_LIMIT_LIST(X)                                                                              \
        X(officers_min, "officers_min")                                                                      \
        X(simple_fine_person_max_fen, "simple_fine_max_person")                                              \
        X(simple_fine_organisation_max_fen, "simple_fine_max_org")                                           \
        X(hearing_fine_person_fen, "hearing_fine_person")                                                    \
        X(hearing_fine_organisation_fen, "hearing_fine_org")                                                 \
        X(hearing_confiscation_person_fen, "hearing_confiscation_person")                                     \
        X(hearing_confiscation_organisation_fen, "hearing_confiscation_org")                                  \
        X(late_fee_rate, "late_fee_rate") /* of 10,000 a day */                                              \
        X(spot_collection_fen, "spot_collection_max")                                                         \
        X(extension_days_max, "extension_days_max")                                                          \
        X(joint_days_max, "joint_days_max")                                                                  \
        X(discussion_at_hearing_level, "discussion_at_hearing_level") /* 1: also then, not only if complex   \
                                                                       */

struct procedure_limits {
        day_t today;
        const struct clock_law *law; /* NULL: no term has a length, and weekends alone are off */
        bool hearing_kind[PENALTY_COUNT]; /* kinds of penalty that may be heard; rows "hearing_kind_<code>" */
#define PROCEDURE_LIMIT_MEMBER(member, name) int64_t member;
        PROCEDURE_LIMIT_LIST(PROCEDURE_LIMIT_MEMBER)
#undef PROCEDURE_LIMIT_MEMBER
};
/* Takes a row of the table parameter; names that are no limit of the procedure are passed over. */
void procedure_limit_set(struct procedure_limits *l, const char *name, int64_t value);

/* Why an act is not open: one for each rule broken. Texts are ready for a person. */
struct unmet {
        const char *code;    /* stable */
        const char *article; /* NULL: a rule of the house */
        const char *zh, *en;
        const char *field; /* JSON Pointer into the act ("/penalties/1/amount_fen"); NULL: lies in the case */
        err_t err; /* ERR_FORBIDDEN permission, ERR_INVALID wrong in itself, ERR_RULE wrong for this case */
        const char *const *by; /* acts that would meet it, ended by NULL; NULL: none would */
        struct unmet *next;
};

/* What an act does to the decision of the case. */
enum decision_effect {
        DECISION_KEPT,
        DECISION_MADE,
        DECISION_REFINED, /* the fine is now the amount of the act */
        DECISION_UNDONE   /* revoked, void, or handed back: the case is to be decided anew */
};

struct act_row;
struct judgement {
        const struct act_row *row; /* NULL: no such kind */
        const char *state;         /* allowed: the state it leads to; else NULL */
        enum decision_effect decision;
        bool from_outside;       /* allowed to the unit that the case is open to, not as one that holds it */
        day_t deemed_on;         /* served: the day on which it counts as served */
        int64_t fines_fen;       /* decided: sum of the fines */
        int64_t confiscated_fen; /* decided: sum of the amounts confiscated */
        const char *tier;        /* decided: of the penalty, as the act or the end of the investigation says; NULL: none */
        bool on_the_spot;        /* decided: a penalty of the simple procedure */
        unsigned kinds;          /* of its penalties: 1u << PENALTY_… */
        struct unmet *unmet;     /* in the order of the row; NULL: allowed */
        int n_unmet;
};

/* Judges one act on one case. OK: allowed. Otherwise the gravest err of what is unmet (permission, then what
 * is wrong in itself, then what the case forbids); ERR_INTERNAL when the facts hold a code that no list
 * knows. A wrong state, a missing permission or a missing field is told alone: the guards behind it would
 * only be guesses. Texts live in a. */
err_t procedure_judge(const struct case_facts *facts, const struct act *act,
                      const struct procedure_limits *limits, struct arena *a, struct judgement *out) MUST_USE;
/* Whether an act of this kind is open today, whatever it would say: its fields, and guards that look at them,
 * are left out; a decision is taken as the penalty that was noticed. act has kind and permissions only. */
err_t procedure_ask(const struct case_facts *facts, const struct act *act,
                    const struct procedure_limits *limits, struct arena *a, struct judgement *out) MUST_USE;
/* {"open":[…],"closed":[…]}: every act that is posted, as procedure_ask tells it. NULL: the facts hold a code
 * that no list knows. */
const char *procedure_next(const struct case_facts *facts, const char *const *permissions,
                           const struct procedure_limits *limits, struct arena *a);
/* The table as a page of Markdown, with a diagram of the states. */
const char *procedure_page(struct arena *a);
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
        ACT_REMARK = 32,
        ACT_DAYS = 64,
        ACT_UNTIL = 128,
        ACT_MODE = 256,
        ACT_BASIS = 512,
        ACT_EVIDENCE = 1024,
        ACT_PERSON = 2048,
        ACT_OFFICERS = 4096,
        ACT_TIER = 8192,
        ACT_RETENTION = 16384,
        ACT_COMPLEX = 32768,
        ACT_CAUSES = 65536,
        ACT_GROUND = 131072,
        ACT_MEASURE = 262144,
        ACT_NEWER_LAW = 524288,
        ACT_UNIT = 1048576,
        ACT_INSTALMENTS = 2097152,
        ACT_COLLECTED = 4194304,
        ACT_TOLD = 8388608,
        ACT_PARTY_SAID = 16777216,
        ACT_OTHER_ACT = 33554432,
        ACT_RANGE_UNCHECKED = 67108864
};
struct act_field_row {
        enum act_field bit;
        const char *name, *zh, *en; /* name as in the API */
        size_t text;                /* where it lies in struct act; 0: it is no text */
        const struct term *terms;   /* its codes; NULL: any text */
};
extern const struct act_field_row act_fields[]; /* ended by name NULL */

enum act_maker {
        ACT_POSTED,    /* recorded by POST on the events of the case */
        ACT_BY_CREATE, /* made when the case is created */
        ACT_BY_PATCH,  /* made when facts are changed */
        ACT_BY_ANSWER  /* made when the proposal to move the case to another unit is answered */
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
        const char *field; /* "{}" in it: the number of the penalty or instalment at fault */
        err_t err;
        const char *zh, *en; /* "{}" in them: what the guard found (a day, an amount, a number) */
        bool (*met)(struct judging *j);
        const char *const *by; /* acts that would meet it, ended by NULL; NULL: none would */
        bool of_act;           /* looks at what the act says, not only at the case */
};

struct act_row {
        const char *kind, *zh, *en;
        const char *article;
        enum act_maker maker;
        unsigned after;                 /* enum act_after */
        unsigned from[PROCEDURE_COUNT]; /* 1u << CASE_… for each state it is open in, by procedure */
        enum case_state to;             /* CASE_STATE_COUNT: the state stays */
        bool (*stays)(const struct judging *j); /* true: not there yet, the state stays; NULL: never */
        enum case_state (*leads)(
            const struct judging *j); /* instead of to, where the case decides; NULL: to */
        enum decision_effect (*decision)(const struct judging *j); /* NULL: the decision is kept */
        const char *permission;            /* needed in the handling unit under the ordinary procedure */
        const char *permission_simple;     /* … under the simple one */
        /* Recorded by other units too, to which the case is open for this; such a row changes nothing else. */
        const char *const *others;
        unsigned needs, may_have;          /* enum act_field */
        const char *const *outcomes;       /* codes it may end in, ended by NULL */
        bool while_suspended;              /* open though the case is suspended */
        bool before_approval;              /* open though its filing is not approved yet */
        const struct guard *const *guards; /* besides those of every act; ended by NULL */
        /* Terms by code, each list ended by NULL; NULL: none. */
        const char *const *starts, *const *meets, *const *stops, *const *resumes;
};

const struct act_row *procedure_table(size_t *n);
const struct act_row *procedure_row(const char *kind);    /* NULL: none */
/* Kinds of acts before which one of this kind may not be dated; each list ended by NULL, NULL: none. */
const char *const *procedure_answers(const char *kind);   /* one by one */
const char *const *procedure_concludes(const char *kind); /* all there are */
const struct guard *const *procedure_common_guards(void); /* of every act; ended by NULL */
extern const char *const procedure_kinds[];               /* every kind, ended by NULL */
extern const char *const procedure_posted_kinds[]; /* those recorded by POST on the events, ended by NULL */

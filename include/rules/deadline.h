/* The statutory clock: which terms run in a case, when each ends, and why. Pure: the acts of the case, what
 * acts do to terms, the terms as the law has them, the calendar and the day are handed in.
 *
 * A term counts the days after its start day. Days on which it stands still (from the day it was stopped up to
 * the day before it was resumed) are not counted, nor are days off where the term is of working days; a term
 * that rolls and would end on a day off ends on the first working day after it. */
#pragma once

#include "base/arena.h"
#include "rules/calendar.h"
#include "rules/date.h"
#include "rules/history.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TERM_UNIT_LIST(X)                                                                                    \
        X(DAY, "day", "日", "day")                                                                           \
        X(MONTH, "month", "月", "month")                                                                     \
        X(HOUR, "hour", "小时", "hour")
#define TERM_UNIT_ENUM(name, code, zh, en) TERM_##name,
enum term_unit { TERM_UNIT_LIST(TERM_UNIT_ENUM) TERM_UNIT_COUNT };
#undef TERM_UNIT_ENUM
extern const char *const term_unit_codes[]; /* ended by NULL */

/* A term as one version of it stands in the law. Hours are counted as begun days: a case has no hours. */
struct term_rule {
        const char *code;
        int version;
        day_t valid_from; /* for what starts on or after it, until a later version does */
        int length;       /* 0: only the act that starts it says (days or until); what it says goes before the length */
        enum term_unit unit;
        bool working, rolls;
        const char *article;
        const char *after;   /* begins where the term of this code ends; NULL: at the act */
        bool right;          /* of a party: it lapses; else a duty: it becomes overdue */
        bool each;           /* each act that starts it starts one more; else the newer one replaces the older */
        bool ends_with_case; /* void when the case ends before it is met */
        bool of_fine;        /* runs only where a fine is owed */
};

/* An act touches these terms only when it says so: its outcome is one of these, it is about this, it gives a day
 * itself, the last of `while_` came after the last of `until`, and the last of `ordinary` was not on the spot. NULL, false: whatever it says. Of two
 * conditions for one term either will do. */
struct term_condition {
        const char *const *codes;
        const char *const *outcomes, *about, *while_, *until, *ordinary;
        bool given;
};

/* What an act of one kind does to terms: their codes, ended by NULL; NULL: nothing. `lengthens` adds the days
 * of the act (or sets its day `until`) to a running term; `replaces` puts the day `until` of the act in place of
 * the day computed, or where the term begins after another, in place of its beginning;
 * of instalments each has a deadline of its own. `voids` ends terms that
 * matter no more. `renews` names pairs: a term, and the one that what follows it follows from now on. `instead` is such a
 * pair for what the act starts, where it does not touch the first of them. */
struct term_effects {
        const char *kind;
        const char *const *starts, *const *meets, *const *stops, *const *resumes;
        const char *const *lengthens, *const *replaces;
        const char *const *voids, *const *renews, *const *instead;
        const struct term_condition *only; /* when it starts, meets and voids, for the terms named; ended by codes NULL */
        int pays; /* 1: its amount is paid towards the fine; -1: given back */
        bool ends_case;
        bool deemed; /* its day `until` is when it takes effect; else it is the end of what the act starts */
};

/* What the acts of the table of procedure do to terms. */
const struct term_effects *term_effects_table(size_t *n);

/* A named day of a notice, for explanations; sorted by day. */
struct notice_day {
        day_t day;
        bool works;
        const char *name;
};

struct clock_law {
        const struct term_rule *terms;
        size_t n_terms;
        const struct calendar *calendar;
        const struct notice_day *notices;
        size_t n_notices;
        int version; /* of all of it; kept with what was computed */
};

#define DEADLINE_STATE_LIST(X)                                                                               \
        X(OPEN, "open", "进行中", "open")                                                                    \
        X(MET, "met", "如期完成", "met in time")                                                             \
        X(MET_LATE, "met_late", "逾期完成", "met late")                                                      \
        X(OVERDUE, "overdue", "已逾期", "overdue")                                                           \
        X(LAPSED, "lapsed", "期满未行使", "lapsed unused")                                                   \
        X(STOPPED, "stopped", "中止计算", "stopped")                                                         \
        X(VOID, "void", "不再适用", "void")
#define DEADLINE_STATE_ENUM(name, code, zh, en) DEADLINE_##name,
enum deadline_state { DEADLINE_STATE_LIST(DEADLINE_STATE_ENUM) DEADLINE_STATE_COUNT };
#undef DEADLINE_STATE_ENUM
extern const char *const deadline_state_codes[]; /* ended by NULL */

/* Steps of an explanation. Each moves the date by `shift` days from where the one before left it; the last one's
 * `on` is the day due. */
#define DEADLINE_STEP_LIST(X)                                                                                \
        X(START, "start", "起算之日不计入期间", "the start day is not counted")                              \
        X(BEGIN, "begin", "自另一日起算", "counted from another day")                                        \
        X(COUNT, "count", "法定期间", "the length of the term")                                              \
        X(EXTEND, "extend", "依法延长", "lengthened by law")                                                 \
        X(PAUSE, "pause", "中止期间不计算", "days on which the clock stood still")                           \
        X(DAYS_OFF, "days_off", "休息日、节假日不计入", "days off are not counted")                          \
        X(ROLL, "roll", "期满日为休息日，顺延至其后第一个工作日", "ends on a day off: the next working day") \
        X(STAND_STILL, "stand_still", "中止计算，恢复前没有期满日", "stands still: no end until resumed")    \
        X(NO_LENGTH, "no_length", "未载明期限", "the act does not say how long")
#define DEADLINE_STEP_ENUM(name, code, zh, en) STEP_##name,
enum deadline_step_kind { DEADLINE_STEP_LIST(DEADLINE_STEP_ENUM) DEADLINE_STEP_COUNT };
#undef DEADLINE_STEP_ENUM
extern const char *const deadline_step_codes[]; /* ended by NULL */

struct deadline_step {
        enum deadline_step_kind kind;
        const char *article; /* NULL: none of its own */
        const char *act;     /* kind of the act it comes from, or NULL */
        int days;            /* the step's own number: length, extension, days of pause, days off */
        enum term_unit unit;
        bool working;
        int shift;
        day_t on;       /* where the date stands after this step; DAY_NONE: nowhere */
        day_t from, to; /* the stretch it speaks of; DAY_NONE: none */
};

struct pause {
        day_t from, to; /* to: the first day counted again; DAY_NONE: still stopped */
};

/* What a date is computed from; enough to compute it anew when the calendar or the term changes. */
struct deadline_inputs {
        const struct term_rule *rule;
        const char *started_by, *begun_by; /* kinds of acts, or for begun_by the code of the term it follows */
        day_t start_on;
        day_t count_from; /* start_on unless it begins elsewhere; DAY_NONE: not known yet */
        const char *later_by; /* kind of act that gave a day before which it does not begin; NULL: none did */
        day_t later_from;
        bool given;       /* length and kind of day come from an act, not from the rule */
        int length;       /* when given: calendar days */
        int extra;        /* days by which it was lengthened, of the term's kind of day */
        struct pause *pauses;
        size_t n_pauses;
};

enum { DEADLINE_STEPS_MAX = 48, DEADLINE_PAUSES_MAX = 32 };
struct deadline_date {
        day_t due_on;   /* DAY_NONE: none (stopped, or length unknown) */
        bool stopped;   /* stands still on and after the last day that could be counted */
        int days_left;  /* when stopped */
        bool provisional; /* a day that decides it lies in a year without a notice */
        struct deadline_step steps[DEADLINE_STEPS_MAX];
        size_t n_steps;
};

/* The date of one deadline. `until`: day on which a pause that is still open is taken as over (met, void), or
 * DAY_NONE. More than DEADLINE_PAUSES_MAX pauses: the later ones are not taken; deadlines_find makes no more. */
void deadline_compute(const struct deadline_inputs *in, const struct clock_law *law, day_t until,
                      struct deadline_date *out);

struct deadline {
        const char *code;
        int nth; /* from 1, of this code in this case */
        struct deadline_inputs inputs;
        struct deadline_date date;
        int64_t upto_fen; /* of an instalment: what is to have been paid by it; 0: all that is owed */
        day_t met_on, void_on; /* DAY_NONE: not */
        const char *ended_by;  /* kind of the act that met it or made it void; NULL: none */
        enum deadline_state state;
};

/* The version of a term for what starts on a day; NULL: none. */
const struct term_rule *term_at(const struct clock_law *law, const char *code, day_t on);

/* Every deadline of a case, in the order they were started. Acts count by the day they happened, those of one
 * day as recorded. owed_fen: the fines decided; a payment meets a term only when all paid, less what was given back,
 * reaches it. A code that the law lacks starts nothing. Lives in a. */
struct deadline *deadlines_find(const struct history *h, const struct term_effects *effects, size_t n_effects,
                                int64_t owed_fen, const struct clock_law *law, day_t today, struct arena *a,
                                size_t *n_out);

/* The steps as a JSON array. */
const char *deadline_steps_json(const struct deadline_date *d, const struct clock_law *law, struct arena *a);

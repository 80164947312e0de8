/* The world of the access matrix: two districts, a dozen cases in each, told apart by how far their review by R1 is, or by
 * what there is between the district and the other one: proposed to it, refused by it, come from it, handled jointly with it
 * (now, until it was ended, until its last day passed), supervised by it, transferred to the police. */
#pragma once

#include <stdbool.h>

enum review {
        UNREVIEWED, ASSIGNED, SUBMITTED, WITHDRAWN,
        PROPOSED, REFUSED, MOVED, JOINT, JOINT_ENDED, JOINT_OVER, SUPERVISED, TO_POLICE,
        SHEET_DRAWN, SHEET_BLIND, SHEET_OPEN, SHEET_OBJECTED, N_REVIEWS /* files of campaigns, each of one of its own */
};
enum unit { HUANGPU, PUDONG, N_UNITS };

struct slot {
        enum unit unit;
        enum review review;
};

struct role {
        const char *role; /* NULL: none */
        enum unit unit;
};

struct person {
        const char *name;
        struct role at[2];
        const char *change; /* SQL of the superuser before what is tried, completed by his id */
        const char *job;    /* on a connection of the jobs role; "": without begin_job */
        bool no_session;    /* nobody, as far as the database can tell */
        bool no_role;       /* signed in, with no role in force */
        bool is_r1;         /* the reviewer to whom the reviews are assigned */
};
extern const struct person people[]; /* ended by name NULL */

void world_build(void);
/* Replaces {case} {campaign} {sheet} {transfer} {unit} {clue} {party} {event} {review} {assignment} (with a + the same of the other district), {freeze},
 * {me} {r1} {r2}. */
const char *fill(const char *statement, const struct slot *s, const struct person *p);
const char *slot_name(const struct slot *s);

/* What is attempted from here to act_end is done as this person. */
void act_begin(const struct person *p);
void act_end(void);

struct outcome {
        int rows;             /* affected, or the number in the first cell of a select */
        const char *sqlstate; /* "" : no error */
        const char *constraint, *message, *cell;
};
struct outcome attempt(const char *statement); /* in a transaction of its own, undone at once */
bool refused(const struct outcome *o);         /* by want of a right: no row, or SQLSTATE 42501 */

/* The oracle: op 'r' read, 'i' insert, 'u' update, 'd' delete; a table, or "table:what is meant"; s NULL: belongs to no
 * case. */
bool may(const struct person *p, char op, const char *table, const struct slot *s);

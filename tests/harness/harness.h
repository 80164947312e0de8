/* A world to test in: a database of its own, copied from a template with the people of the demonstration world, and the
 * real server in this process, spoken to over HTTP. Every successful reply is checked against its row's schema, and every
 * request for its one line in the log. */
#pragma once

#include <check.h>
#include <jansson.h>
#include <stdbool.h>

/* main of a test file: HARNESS_MAIN("cases", "people", a_test, another_test). The world is "people" (units, people and
 * causes; no cases), "demo" (the whole demonstration world), or a file of tests/data/earlier, which is migrated. The tests of a file share one database, in this order. */
int harness_main(const char *name, const char *world, const TTest *const *tests);
#define HARNESS_MAIN(name, world, ...)                                                                      \
        int main(void)                                                                                      \
        {                                                                                                   \
                const TTest *const tests[] = {__VA_ARGS__, NULL};                                           \
                return harness_main(name, world, tests);                                                    \
        }

/* ---- requests; memory lives until the test ends ---- */

struct answer {
        int status;
        json_t *json;     /* NULL: not JSON */
        const char *text; /* the body */
        size_t len;
        const char *etag, *location, *retry_after; /* "" when absent */
        const char *link;                          /* target of the next page, or "" */
        const char *headers;                       /* all, as received */
};

/* who: a login name of the demonstration world, or NULL for nobody. Extra headers: "Name: value", ended by NULL; or NULL. */
struct answer *request(const char *who, const char *method, const char *target, const char *body, const char *const *headers);
struct answer *get(const char *who, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct answer *post(const char *who, const char *body, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* With If-Match: etag as the answer gave it ("\"3\""). */
struct answer *change(const char *who, const char *method, const char *etag, const char *body, const char *fmt, ...)
        __attribute__((format(printf, 5, 6)));
/* Many at once, on a connection each: none waits for another. */
struct call {
        const char *who, *method, *target, *body;
        const char *const *headers;
};
struct answer **request_all(const struct call *calls, size_t n);
/* These bytes and no others, on a connection of their own; the first reply. Status 0: none within 10 seconds. */
struct answer *raw(const char *bytes, size_t len);
const char *header(const struct answer *a, const char *name); /* "" when absent */
const char *token_of(const char *who); /* signs in once */
const char *base_url(void);            /* "http://127.0.0.1:PORT" */
int port_of_server(void);

void expect(const struct answer *a, int status);                          /* shows the body when it differs */
void expect_problem(const struct answer *a, int status, const char *code);
void expect_field(const struct answer *a, const char *where, const char *code); /* among the problem's errors */

/* "state", "parties/0/name", "items/2/number": a member as text (numbers and booleans too); NULL: not there or null. */
const char *at(const struct answer *a, const char *path);
long long number_at(const struct answer *a, const char *path);
size_t count_at(const struct answer *a, const char *path); /* of a list */

/* ---- the database ---- */

/* As the superuser, row-level security switched off: first cell as text, NULL when none. The test fails on an error. */
/* Waits until all lines of the log are numbered: that takes as long as transactions of this database run that began before. The last
 * number. */
long long log_sealed(void);
const char *sql(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* As the server's login role with a session of this person begun (NULL: none): first cell, or "ERROR sqlstate". */
const char *sql_as(const char *who, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *database_url(const char *role); /* of this world, for "anjuan_login", "anjuan_jobs", "postgres" */
const char *database_url_of(const char *dbname, const char *role); /* of another database of the cluster */
void set_now(const char *timestamptz); /* the product's clock; NULL: the real one again */

const char *text(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* lives until the test ends */
json_t *json_of(const char *json);                                            /* parsed; NULL: not JSON; likewise */
const char *new_key(void);                                                   /* a fresh Idempotency-Key */

/* ---- stories ---- */

/* Files a case on that day: ordinary, cause 04, an organisation, the two officers of the unit. An officer's waits for the lead's
 * approval. fields: further members of the body as JSON without braces, or "". */
struct answer *file_case(const char *who, const char *filed_on, const char *fields);
/* The id of one filed for this officer by the lead of the unit; on approved clues: by the officer. */
const char *case_filed_by(const char *officer, const char *filed_on, const char *fields);
/* A registered clue verified by the unit's officer ("huangpu") on a day, its filing asked for and approved by the lead. */
void clue_approved(const char *unit, const char *clue_id, const char *day);
/* Records an event with the case's present version; returns the answer. fields as above, or "". */
struct answer *record(const char *who, const char *case_id, const char *kind, const char *happened_on, const char *fields);
/* Evidence registered and the investigation concluded, by the unit's officer ("huangpu"). */
const char *intended(long long fine_fen); /* penalties of a notice: a warning and this fine */
/* That the legal reviewer agrees. */
struct answer *opinion(const char *who, const char *case_id, const char *day);
void investigate(const char *unit, const char *case_id, const char *day);
/* Warning and fine noticed, defence (and from the hearing's threshold on the hearing) waived, then decided by the unit's
 * lead, all on one day; the answer to the decision. */
struct answer *penalise(const char *unit, const char *case_id, const char *day, long long fine_fen);
/* A case led through to its closure by the unit's officer and lead ("huangpu"): fined amount_fen, paid in full. */
const char *case_closed_in(const char *unit, const char *filed_on, const char *decided_on, const char *closed_on, long long fine_fen);
/* The file of an export, asked for with this body and made. */
struct answer *exported(const char *who, const char *body);

/* The one table of routes: what is true of an endpoint stands in its row. */
#pragma once

#include "base/err.h"
#include "http/exchange.h"
#include "http/field.h"

#include <libpq-fe.h>

struct req;

enum route_flag {
        ROUTE_LIST = 1,      /* reply {"items":[…],"next":…}; takes limit and cursor; the SQL yields limit + 1 rows */
        ROUTE_CREATES = 2,   /* takes Idempotency-Key; 201 with Location */
        ROUTE_IF_MATCH = 4,  /* If-Match is required: 428 / 412 */
        ROUTE_REPORT = 8,    /* the lane of reports, exports, imports */
        ROUTE_HASH = 16,     /* the lane of password hashing */
        ROUTE_PLAIN = 32,    /* answered by `answer` on the event thread: no database, no session */
        ROUTE_NO_SESSION = 64, /* worker and database, but nobody needs to be signed in */
        ROUTE_NO_KEY = 128,  /* creates, but Idempotency-Key is refused (sessions, credentials) */
        ROUTE_LATER = 256    /* with ROUTE_CREATES: what is asked for is made later; 202 */
};

enum reply_kind { REPLY_NONE, REPLY_ONE, REPLY_LIST, REPLY_FREE };

struct schema {
        const char *name; /* component name in OpenAPI */
        const struct field *fields;
};

struct route {
        const char *method, *path, *id, *tag; /* path as "/api/v1/cases/{case_id}"; a {name} is a row of path_fields */
        const char *zh, *en;                  /* summary */
        const char *permission;               /* needed permission, e.g. "case.read"; NULL: only signed in, or see flags */
        unsigned flags;
        const struct field *query, *body;
        const struct schema *reply;           /* NULL: 204, or free content_type below */
        const char *content_type;             /* replies that are not JSON of `reply`: "text/csv; charset=utf-8" … */
        /* How it is answered. A read is `sql` alone: one round trip. A change takes two: `sql_lock` locks what is there
         * (its first column is the version; no row: not found), `judge` decides on it, then `sql_write` and `sql`,
         * which gives the reply. Each of the three but sql may be missing. */
        int sql_lock;
        int sql_facts;                        /* what the judge gets instead, where more than the lock's row is needed: read
                                               * behind the lock, in a snapshot of its own; first column: the version */
        const char *facts_for;                /* a read that needs sql_facts and judge only when this argument is given */
        err_t (*judge)(struct req *rq, PGresult *locked);
        int sql_write;
        int (*choose_write)(struct req *rq);  /* instead of sql_write, where the judgement decides between statements */
        int sql_after;                        /* a further write behind sql_write, in the same trip; most have none */
        int sql;
        int (*choose)(struct req *rq);        /* a reply from one of several queries: which (a SQL_…). A read's is called
                                               * before the actor is known, a change's after `judge` */
        err_t (*handle)(struct req *rq);      /* instead of all that; see http/req.h */
        void (*answer)(struct exchange *x);   /* or, with ROUTE_PLAIN */
        int sql_since;                        /* 412: one row, one column: JSON of what happened since :if_match */
        const char *subject;                  /* audit: argument that names the case, clue or person, or NULL; a list
                                               * below one (in its path) that is empty at its start is answered 404 */
        const char *location;                 /* 201: "/api/v1/cases/{new_id}" */
        size_t body_max;                      /* bytes; 0: 256 KiB */

        /* A request that works as it stands in the demonstration world. */
        const char *example_login;            /* who may send it */
        const char *example_path;             /* target with query; NULL: path itself */
        const char *example_body;             /* JSON text, or NULL */
        const char *example_if_match;         /* e.g. "\"1\"" */
};

/* All rows, group by group (each api file exports one group); ended by NULL. Defined in src/api/routes.c. */
struct route_group {
        const struct route *rows; /* ended by a row with method NULL */
        const char *zh, *en;      /* what the group is about, for the documents; NULL: its tag */
};
extern const struct route_group route_groups[];
extern const struct field path_fields[]; /* {case_id} and its like: type and meaning of each path argument */

enum {
        ROUTE_ARGS_MAX = 4,
        LIST_LIMIT_MAX = 200,
        LIST_LIMIT_DEFAULT = 50,
        CURSOR_MAX = 600,
        IDEMPOTENCY_KEY_MIN = 8, /* visible ASCII characters */
        IDEMPOTENCY_KEY_MAX = 64
};
extern const struct field list_query[]; /* limit and cursor: what ROUTE_LIST adds to the query */

/* Finds the row for a raw path (no query); HEAD finds GET rows, a literal segment goes before an argument. Path
 * arguments are still encoded and never empty. Without a row for the method, allow has those that this path
 * offers ("GET, HEAD, POST"). */
struct route_match {
        const struct route *route;
        const char *allow; /* arena text; NULL: no row has this path, or route is found */
        struct {
                const char *name; /* in the row, not NUL-terminated */
                size_t name_len;
                const char *value;
                size_t value_len;
        } args[ROUTE_ARGS_MAX];
        int n_args;
};
void route_find(const char *method, const char *path, size_t path_len, struct arena *a, struct route_match *out);
void route_find_in(const struct route_group *groups, const char *method, const char *path, size_t path_len,
                   struct arena *a, struct route_match *out);
/* The query of a request against the row's fields, and limit and cursor with ROUTE_LIST; as fields_read_query. */
err_t route_read_query(const struct route *r, const char *query, struct args *out, struct fault *f) MUST_USE;

/* OpenAPI 3.1 from the table. Summaries in Chinese unless english. Caller frees the returned text with free(). */
char *openapi_text(bool english);
char *openapi_make(const struct route_group *groups, const struct field *paths, bool english);
/* The API page: plain HTML made from the table, no script; with the style sheet served as DOCS_STYLE_PATH it works
 * under "default-src 'none'; style-src 'self'". Links to itself with ?lang=zh and ?lang=en. Arena. */
const char *docs_page(struct arena *a, bool english);
const char *docs_make(const struct route_group *groups, const struct field *paths, struct arena *a, bool english);
const char *docs_style(void); /* text/css; static */
#define DOCS_STYLE_PATH "/docs/style.css"

/* For tests: whether a reply's JSON is what the row says (also the shape of lists); NULL, or the difference. */
const char *route_reply_differs(const struct route *r, const json_t *reply, struct arena *a);
/* For tests: what is wrong with a table itself, a line each; NULL when sound: every row whole and reachable, flags
 * that go together, names that do not clash, texts in both languages, examples that find and pass their own row. */
const char *routes_differ(const struct route_group *groups, const struct field *paths, struct arena *a);

/* A request on its way through the gates, as judges and handlers see it. */
#pragma once

#include "db/db.h"
#include "http/exchange.h"
#include "http/route.h"

struct gate_settings {
        const char *database_url;
        int idle_s, absolute_s;                  /* sessions */
        int pair_max, login_max, source_max;     /* failed sign-ins: per account and source, per account, per source */
        int short_timeout_ms, report_timeout_ms; /* statement time-outs of the lanes */
        long long hash_ops, hash_mem;            /* Argon2id for new passwords */
        int password_min;                        /* characters */
        const char *folder;                      /* for files on their way out */
};

struct req {
        struct exchange *x;
        const struct route *route;
        const struct gate_settings *settings;
        struct db *db;
        struct arena *arena;
        struct fault fault;
        struct args args;         /* path, query and body by name, validated; and what judges add for the SQL */
        json_t *body;             /* the body as parsed, or NULL */
        char token_hash[65];      /* of the bearer token; "" without one */
        char person_id[37];       /* who acts; "" before auth_begin said so */
        char new_id[37];          /* for what this request creates */
        const char *reply_type;   /* set by `choose` for a reply that is not JSON: its media type … */
        const char *reply_file;   /* … and the name under which it is saved */
        bool in_transaction;
        bool retry;               /* it failed without any effect and may succeed: the whole request may run again */
        bool again;               /* this is not its first run */
};

/* An argument by name: what the client gave, or what the gates know (new_id, request_id, route_id, token_hash, fetch,
 * cursor_1, cursor_2, body, has_<name> …). NULL: absent or null. */
const char *req_arg(struct req *rq, const char *name);
bool req_has(const struct req *rq, const char *name); /* given, if only as null */
void req_set(struct req *rq, const char *name, const char *value);

/* Whether Accept asks for this type rather than for JSON. */
bool req_prefers(const struct req *rq, const char *type);

/* Sets the fault and returns it, as fault_set does; by name of the field in a body. */
err_t req_field_fault(struct req *rq, const char *field, const char *code, const char *zh, const char *en);

/* Statements in one round trip, parameters by name from the request's arguments. */
void req_add(struct req *rq, struct trip *t, int sql);
/* Runs it; a failure becomes the request's fault (SQLSTATE and constraint by table). */
err_t req_run(struct req *rq, struct trip *t) MUST_USE;
/* One query within the request's transaction. The caller owns *out. */
err_t req_query(struct req *rq, int sql, PGresult **out) MUST_USE;

/* For handlers (the gates do this for rows): begins as the actor and checks the route's permission; then later
 * req_finish: statements already added to t, then commit; the reply is made from the last one's row. */
err_t req_begin(struct req *rq) MUST_USE;
err_t req_finish(struct req *rq, int sql_write, int sql) MUST_USE;
/* Reply of status with the text of column 0 of row 0 of r, which the reply takes over. */
void req_reply_result(struct req *rq, int status, const char *content_type, PGresult *r);
void req_reply_json(struct req *rq, int status, const char *text);

/* SQLSTATE class or constraint → what to tell. Defined in src/api/constraints.c, ended by constraint NULL. */
struct constraint_fault {
        const char *constraint;
        err_t err;
        const char *field, *code;
        const char *zh, *en;
};
extern const struct constraint_fault constraint_faults[];

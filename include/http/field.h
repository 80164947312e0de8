/* Fields of bodies, queries and replies, as rows: from them come validation, SQL parameters and OpenAPI. */
#pragma once

#include "base/fault.h"

#include <jansson.h>
#include <stdbool.h>

enum field_type {
        F_TEXT, /* see below; min/max in characters */
        F_INT,  /* a JSON integer; min/max by value */
        F_BOOL,
        F_DATE,   /* YYYY-MM-DD, a real day from 1900-01-01 to 2199-12-31 */
        F_TIME,   /* RFC 3339 with offset, at most microseconds; handed on in UTC: 2024-03-14T01:00:00.5Z */
        F_UUID,   /* handed on in lower case */
        F_OBJECT, /* see fields */
        F_ANY     /* any JSON; replies only, refused in input */
};
/* Text is brought to NFC and then counted. No control characters, line separators or noncharacters. Up to a
 * max of 300 it is one line without white space at its ends; above that, line feeds and tabs are allowed.
 * Where min > 0, text that shows nothing is refused. */

enum field_flag {
        FIELD_REQUIRED = 1,
        FIELD_NULL = 2, /* null is allowed (in a PATCH: clears it); in a reply: may be null */
        FIELD_LIST = 4, /* an array of such, at most list_max, at least 1 when FIELD_REQUIRED */
        FIELD_SECRET = 8, /* never echoed into a problem or a log */
        FIELD_VERBATIM = 16, /* F_TEXT: handed on as it came; only UTF-8 and length are checked */
        FIELD_PASSWORD = FIELD_SECRET | FIELD_VERBATIM
};

enum { FIELD_TEXT_MAX = 300, FIELD_LIST_MAX = 100, FIELD_FAULTS_MAX = 100, BODY_DEPTH_MAX = 32 };

struct field {
        const char *name; /* NULL ends a list of fields */
        enum field_type type;
        unsigned flags;
        long long min, max; /* max 0 for F_TEXT: FIELD_TEXT_MAX; F_INT with min = max = 0: any int64 */
        int list_max;       /* FIELD_LIST: 0 means FIELD_LIST_MAX */
        const char *const *choices;   /* F_TEXT: allowed values, ended by NULL */
        bool (*check)(const char *s); /* F_TEXT: further check, e.g. check digit; NULL: none */
        const struct field *fields;   /* F_OBJECT */
        const char *example;          /* JSON text, for OpenAPI; NULL: none */
        const char *zh, *en;          /* what it is, one line each */
};

/* Values by name, as text; objects and lists as compact JSON text. */
struct arg {
        const char *name, *value; /* value NULL: given as null */
        struct arg *next;
};
struct args {
        struct arena *arena;
        struct arg *first;
};
void args_set(struct args *a, const char *name, const char *value); /* replaces; copies both */
const struct arg *args_find(const struct args *a, const char *name);
const char *args_get(const struct args *a, const char *name); /* NULL: absent or null */

/* Every fault in the input is noted at once, up to FIELD_FAULTS_MAX and then one with the code "more". The
 * codes: required, unknown, duplicate, type, null, length, range, format, choice, check, items. */

/* A JSON body against its rows (ERR_INVALID). Unknown members are refused by name; lists and objects are
 * checked inside too; `where` is an RFC 6901 pointer. On OK each member given is in out; members not given
 * are absent. */
err_t fields_read_body(const struct field *fields, const json_t *body, struct args *out,
                       struct fault *f) MUST_USE;
/* A raw query string (without '?', still percent-encoded; NULL: none) against its rows (ERR_BAD_REQUEST).
 * Unknown and repeated names, empty values, malformed percent escapes and UTF-8 are refused. A FIELD_LIST is
 * given as values separated by commas and handed on as a JSON array. */
err_t fields_read_query(const struct field *fields, const char *query, struct args *out,
                        struct fault *f) MUST_USE;
/* One value as text, already decoded, against one row (path arguments, headers): its faults are `as`, at
 * `where`. */
err_t field_read_text(const struct field *fd, const char *where, const char *raw, err_t as, struct args *out,
                      struct fault *f) MUST_USE;
/* Parses a body strictly: duplicates refused, depth at most BODY_DEPTH_MAX, the top an object.
 * ERR_BAD_REQUEST with line and column; never a piece of the body but the name of a duplicate member. The
 * caller owns *out (json_auto_t). */
err_t body_parse(const char *body, size_t len, json_t **out, struct fault *f) MUST_USE;
/* Decodes percent escapes of one path segment or query part into the arena; NULL if malformed, not UTF-8 or
 * with a control character. plus: '+' means a space. */
char *percent_decode(struct arena *a, const char *s, size_t len, bool plus);

/* A reply against its rows: exactly these members (required ones present), types right, and the choices,
 * limits and list_max that the rows state. Returns NULL, or where and what differs (arena text). For tests.
 */
const char *fields_differ(const struct field *fields, const json_t *value, struct arena *a);

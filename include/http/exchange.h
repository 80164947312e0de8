/* One HTTP exchange as the floors above see it: the request complete, the reply still to be made. */
#pragma once

#include "base/arena.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/uio.h>

enum lane { LANE_SHORT, LANE_REPORT, LANE_HASH, LANE_COUNT };
enum { REPLY_HEADERS_MAX = 24 };

struct reply {
        int status;               /* 0: none made yet */
        const char *content_type; /* NULL: no body */
        struct {
                const char *name, *value;
        } headers[REPLY_HEADERS_MAX];
        int n_headers;
        struct iovec *parts; /* the body, in pieces; arena memory, or memory kept alive by `owned` */
        int n_parts;
        void *owned;         /* freed by free_owned after the last byte is on the wire; may be NULL */
        void (*free_owned)(void *);
        int file;            /* the body is what this descriptor holds, closed afterwards; 0: it is in `parts` */
        size_t file_len;
        bool close;          /* end the connection after it */
};

struct exchange {
        struct arena arena; /* lives until the reply is sent */
        const char *method, *target; /* target: raw request target with its query, as sent */
        const char *body;            /* NUL-terminated for convenience; body_len counts */
        size_t body_len;
        const char *peer;            /* numeric address of the client */
        char request_id[37];         /* UUIDv7 text */
        char trace_id[33];           /* of the client's traceparent, or made at random */
        uint64_t started_us;         /* monotonic */
        struct reply reply;

        /* Set by admit: */
        size_t body_max; /* bytes; 0: no body is taken */
        enum lane lane;
        const void *route;    /* opaque here; for logs and metrics see route_id */
        const char *route_id; /* "" when no row was found */
        void *app_data;       /* whatever admit wants to hand to work; arena memory */

        struct http_conn *conn; /* the server's own */
};

/* Case-blind; NULL: absent. Without white space around it; lives as long as the exchange. */
const char *exchange_header(const struct exchange *x, const char *name);
int exchange_header_count(const struct exchange *x, const char *name);

/* Name and value are kept, not copied; the value must be sound in a header. */
void reply_header(struct exchange *x, const char *name, const char *value);
/* The text must live as long as the exchange (arena or static). Keeps the headers set so far. */
void reply_text(struct exchange *x, int status, const char *content_type, const char *text, size_t len);
/* The body is `len` bytes of a file, from its beginning; it goes out without being read into memory. The descriptor (never 0) is
 * closed when the reply is sent or dropped. */
void reply_file(struct exchange *x, const char *content_type, int file, size_t len);
/* application/problem+json in the language asked for (Accept-Language; Chinese by default). A reply made before is
 * dropped with its headers; headers set while there was none (Allow, ETag of a 412) stay. 401 carries
 * WWW-Authenticate: Bearer. */
void reply_problem(struct exchange *x, const struct fault *f);
bool exchange_wants_english(const struct exchange *x);

/* Each reply gets, unless it sets its own: X-Content-Type-Options, Cache-Control: no-store, Referrer-Policy,
 * X-Frame-Options, Content-Security-Policy (nothing allowed); and X-Request-Id always. */

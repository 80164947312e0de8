/* What follows from a row: for the documents, the page and the tests of the table. */
#pragma once

#include "http/route.h"

enum { ROUTE_ERRORS_MAX = 16 };

bool route_matches(const struct route *r, const char *path, size_t path_len, struct route_match *out);

bool route_needs_session(const struct route *r);
bool route_takes_key(const struct route *r);                        /* Idempotency-Key */
bool route_has_etag(const struct route *r);                         /* its reply may carry one */
int route_status(const struct route *r);                            /* when all goes well */
int route_errors(const struct route *r, int out[ROUTE_ERRORS_MAX]); /* statuses of its refusals; how many */

const struct field *route_path_field(const struct field *paths, const char *name,
                                     size_t name_len); /* NULL: none */
const char *route_example_target(const struct route *r);
/* The arguments that the example's target gives; what does not fit its row is left out. */
void route_example_args(const struct route *r, const struct field *paths, struct args *out);

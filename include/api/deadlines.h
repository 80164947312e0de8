/* Deadlines of a case, kept in step with its acts. */
#pragma once

#include "http/req.h"
#include "rules/history.h"

/* At the end of a judge: what the act about to be written makes of the deadlines of :case_id, as arguments of
 * deadline_store, which the route names as sql_after. facts: the row that was locked (events, fine_fen, today,
 * law_version; a case that is only made now has no events). */
err_t deadlines_args(struct req *rq, const PGresult *facts, const char *kind, const char *happened_on) MUST_USE;
/* The same when the history is known that will be there: after a correction. owed: fines decided; cause: kind of the act that
 * moves dates. */
err_t deadlines_of(struct req *rq, const PGresult *facts, const struct history *h, int64_t owed, const char *cause) MUST_USE;

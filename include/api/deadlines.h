/* Deadlines of a case, kept in step with its acts. */
#pragma once

#include "http/req.h"
#include "rules/history.h"

extern const struct field deadline_step_fields[]; /* the steps of an explanation, in replies */

/* At the end of a judge: what the act about to be written makes of the deadlines of :case_id, as arguments of deadline_store,
 * which the route names as sql_after. h: the history as it will be; owed: fines decided; facts: today and law_version; cause: kind
 * of the act that moves dates. */
err_t deadlines_of(struct req *rq, const PGresult *facts, const struct history *h, int64_t owed, const char *cause) MUST_USE;
/* What registering the clue :clue_id on a day starts, as the argument deadlines; facts: law_version and today. What later acts
 * meet is written by clue_acted. */
err_t clue_deadlines_args(struct req *rq, const PGresult *facts, const char *received_on) MUST_USE;

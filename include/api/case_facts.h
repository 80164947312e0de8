/* What the judge of acts and the deadlines need of a case, read from the rows of case_facts and its like. */
#pragma once

#include "http/req.h"
#include "rules/procedure.h"

/* A history from lines as case_history gives them; texts live in a. NULL: empty. What corrects an event stands in its place.
 * `more` comes behind it as the next one, unless NULL. */
struct history history_read(const char *lines, const struct past_event *more, struct arena *a);
/* What each event of a history said, in its order, from what case_said gives. */
struct act *acts_read(const char *json, const struct history *h, struct arena *a);
/* A list of instalments as an act has it. */
const struct instalment *instalments_in(const json_t *list, struct arena *a);
/* Facts and limits from the first row; what the row lacks is not known. Texts die with r, the history with a. */
struct case_facts case_facts_of(const PGresult *r, struct arena *a);
struct procedure_limits procedure_limits_of(const PGresult *r, const struct clock_law *law);
/* "{a,b}" as a list ended by NULL: names of permissions and codes, which need no quotes. */
const char *const *words_of(const PGresult *r, const char *column, struct arena *a);

/* Acts on a case and what corrects them: from the request to what is written. */
#pragma once

#include "http/req.h"
#include "rules/standing.h"

extern const struct field act_body[]; /* kind first, then what acts say */
extern const struct schema event_schema;

/* The act that this body asks for; its texts are arguments of the request or live in the arena. */
struct act act_of(struct req *rq, const PGresult *facts, const char *kind, const json_t *body);
/* A receiver by its code among the outside organisations gets its name; prefix: of its field. */
err_t check_receiver(struct req *rq, const PGresult *facts, const char *prefix) MUST_USE;
/* What the act becomes in the history of the case, once it is judged. */
struct past_event event_of_act(const struct act *act, const struct judgement *j);
/* Under which versions of the catalogues a decision was noticed or made, and by which tier. */
void decision_args(struct req *rq, const struct case_facts *facts, const struct act *act, const struct judgement *j);
/* Where the case stands after this history, and the sums of what was judged, as arguments of case_event_add; and its deadlines. */
err_t standing_args(struct req *rq, const PGresult *facts, const struct history *h, const struct past_event *act) MUST_USE;
/* Refuses when acts would fall, naming each. */
err_t refuse_fallen(struct req *rq, const struct fallen *f) MUST_USE;
/* Whether all that was done still holds when the case itself is corrected as the request says. facts: of the case as it stands. */
err_t judge_case_corrected(struct req *rq, const PGresult *facts) MUST_USE;

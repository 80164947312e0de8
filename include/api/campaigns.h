/* What the parts of campaigns share. */
#pragma once

#include "http/req.h"

extern const struct schema campaign_schema;

/* Whether the step is open to the campaign locked in r (state, files, findings); names the act for its note. */
err_t campaign_take_step(struct req *rq, const PGresult *r, const char *act) MUST_USE;
/* From campaign_figures: the arguments unit_results and summary. */
void campaign_figures(struct req *rq, const PGresult *r);

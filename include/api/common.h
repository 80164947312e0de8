/* Fields and schemas that several resources share, and each resource's group of rows. */
#pragma once

#include "http/route.h"

extern const struct route system_routes[], session_routes[], unit_routes[], person_routes[], clue_routes[], case_routes[],
        correction_routes[], review_routes[], precheck_routes[], campaign_routes[], campaign_assign_routes[], campaign_result_routes[], checklist_routes[], deadline_routes[], move_routes[], document_routes[], catalogue_routes[],
        statistics_routes[], export_routes[], audit_routes[];
extern const struct route inspection_routes[], comparison_routes[], assessment_routes[];

extern const struct route campaign_loop_routes[], campaign_report_routes[];

/* For example, in rows: the demonstration world's fixed ids (src/main/demo.c makes them). */
#define DEMO_UUID(n) "01920000-0000-7000-8000-0000000" n

extern const struct schema campaign_schema, campaign_file_schema; /* replies of each step */
extern const struct field as_of_query[]; /* of reads of a case as it was known at an earlier time */

/* The terms that an act of a clue meets, as a list of codes in this argument. */
struct req;
void clue_set_meets(struct req *rq, const char *argument, const char *kind);
bool quarter_is(const char *s); /* 2000Q1 to 2199Q4 */
bool year_is(const char *s);    /* 2000 to 2199 */

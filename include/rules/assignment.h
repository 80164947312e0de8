/* Who may review a case file: nobody of the units behind it, nobody with a part in the case. Pure. */
#pragma once

#include "rules/procedure.h"

/* What is known of a case and of a person who is to review it. "Of a unit" is who holds any role there today
 * or held one on a day when the case was in hand. */
struct assignment_facts {
        const char *case_state;
        bool may_review; /* holds the role of reviewer today */
        bool of_unit;    /* of a unit that handled the case */
        bool of_subject; /* of another unit, in whose name it was decided */
        bool is_officer; /* is, or was, an officer of the case */
        bool took_part;  /* recorded an event of the case */
};

/* Judges one assignment, when it is made and again when the review is submitted. OK, or ERR_RULE with every
 * reason in out->unmet (judgement_fault tells them); the fields they name are those of an assignment, case_id
 * and reviewer_id. The other members of out say nothing. */
err_t assignment_judge(const struct assignment_facts *facts, struct arena *a, struct judgement *out) MUST_USE;

/* What the checks found, in replies. */
#pragma once

#include "http/field.h"

/* Of one item: its code, verdict, deduction, faults and evidence. Ended by name NULL. */
extern const struct field precheck_answer_fields[];

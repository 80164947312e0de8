#include "rules/terms.h"

#include <string.h>

#define TERM_ROW(name, code, zh, en) {code, zh, en},
#define TERM_CODE(name, code, zh, en) code,
#define TERMS(which, LIST)                                                                                   \
        const struct term which##_terms[] = {LIST(TERM_ROW){NULL}};                                          \
        const char *const which##_codes[] = {LIST(TERM_CODE) NULL};

TERMS(source, SOURCE_LIST)
TERMS(procedure, PROCEDURE_LIST)
TERMS(party, PARTY_LIST)
TERMS(outcome, OUTCOME_LIST)
TERMS(penalty, PENALTY_LIST)
TERMS(transfer, TRANSFER_LIST)
TERMS(service, SERVICE_LIST)
TERMS(evidence, EVIDENCE_LIST)
TERMS(tier, TIER_LIST)
TERMS(retention, RETENTION_LIST)
TERMS(collection, COLLECTION_LIST)

#define GROUND_TERM(name, code, zh, en, leads, article) {code, zh, en},
#define GROUND_CODE(name, code, zh, en, leads, article) code,
#define GROUND_ROW(name, code, zh, en, leads, article) {GROUND_TO_##leads, article},
const struct term ground_terms[] = {GROUND_LIST(GROUND_TERM){NULL}};
const char *const ground_codes[] = {GROUND_LIST(GROUND_CODE) NULL};
const struct ground_row ground_rows[] = {GROUND_LIST(GROUND_ROW)};

const struct term result_terms[] = {RESULT_LIST(TERM_ROW){NULL}};
const char *const act_outcome_codes[] = {OUTCOME_LIST(TERM_CODE) RESULT_LIST(TERM_CODE) NULL};

bool code_among(const char *const *codes, const char *code)
{
        for (; codes && code && *codes; codes++)
                if (!strcmp(*codes, code))
                        return true;
        return false;
}

int term_find(const struct term *terms, const char *code)
{
        if (!code)
                return -1;
        for (int i = 0; terms[i].code; i++)
                if (!strcmp(terms[i].code, code))
                        return i;
        return -1;
}

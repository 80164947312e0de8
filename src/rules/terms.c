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

int term_find(const struct term *terms, const char *code)
{
        if (!code)
                return -1;
        for (int i = 0; terms[i].code; i++)
                if (!strcmp(terms[i].code, code))
                        return i;
        return -1;
}

#include "rules/deadline.h"
#include "rules/procedure.h"

#include <string.h>

#define CODES(...) (const char *const[]){__VA_ARGS__, NULL}

/* Acts whose rows in the table of procedure name terms are read there; this table has the others, and what those
 * rows do not tell: which acts lengthen a term or put another day in its place. */
static const struct term_effects own[] = {
        {"filed", .starts = CODES("decision"), .meets = CODES("clue_verify", "filing_decision")},
        {"preservation_ordered", .starts = CODES("preservation")},
        {"preservation_disposed", .meets = CODES("preservation")},
        {"correction_ordered", .starts = CODES("correction")},
        {"reinspected", .meets = CODES("correction")},
        {"legal_review_requested", .starts = CODES("legal_review")},
        {"legal_reviewed", .meets = CODES("legal_review")},
        {"notice_served", .starts = CODES("defence")},
        {"defence_heard", .meets = CODES("defence")},
        {"hearing_told", .starts = CODES("hearing_request")},
        {"hearing_requested", .meets = CODES("hearing_request")},
        {"waived", .meets = CODES("defence", "hearing_request")},
        {"decided", .starts = CODES("service", "disclosure"), .meets = CODES("decision")},
        {"served", .starts = CODES("payment", "reconsideration", "suit", "court_application"), .meets = CODES("service")},
        {"paid", .meets = CODES("payment", "court_application")},
        {"deferral_approved", .replaces = CODES("payment", "court_application")},
        {"demand_served", .starts = CODES("demand")},
        {"court_applied", .meets = CODES("demand", "court_application")},
        {"reconsideration_accepted", .meets = CODES("reconsideration")},
        {"suit_accepted", .meets = CODES("suit")},
        {"disclosed", .meets = CODES("disclosure")},
        {"disclosure_withdrawn", .meets = CODES("disclosure_withdrawal")},
        {"suspended", .stops = CODES("decision")},
        {"resumed", .resumes = CODES("decision")},
        {"extended", .lengthens = CODES("decision")},
        {"transfer_proposed", .starts = CODES("transfer_decision")},
        {"transfer_decided", .starts = CODES("transfer_handover"), .meets = CODES("transfer_decision")},
        {"transfer_received", .starts = CODES("police_decision"), .meets = CODES("transfer_handover")},
        {"transfer_refused", .starts = CODES("transfer_refusal_review"), .meets = CODES("police_decision")},
        {"closed", .starts = CODES("archive")},
        {"terminated", .starts = CODES("archive")},
        {"transferred", .starts = CODES("archive")},
        {"archived", .meets = CODES("archive")},
};
enum { OWN = sizeof own / sizeof own[0], ALL_MAX = 160 };

static const struct term_effects *own_of(const char *kind)
{
        for (size_t i = 0; i < OWN; i++)
                if (!strcmp(own[i].kind, kind))
                        return &own[i];
        return NULL;
}

static struct term_effects of_row(const struct act_row *r)
{
        const struct term_effects *had = own_of(r->kind);
        struct term_effects x = had ? *had : (struct term_effects){0};

        x.kind = r->kind;
        x.ends_case = r->to != CASE_STATE_COUNT && case_state_is_final(r->to);
        if (r->starts || r->meets || r->stops || r->resumes) {
                x.starts = r->starts;
                x.meets = r->meets;
                x.stops = r->stops;
                x.resumes = r->resumes;
        }
        return x;
}

static struct term_effects all[ALL_MAX];
static size_t n_all;

__attribute__((constructor)) static void make_table(void)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n && n_all < ALL_MAX; i++)
                all[n_all++] = of_row(&rows[i]);
        for (size_t i = 0; i < OWN && n_all < ALL_MAX; i++)
                if (!procedure_row(own[i].kind))
                        all[n_all++] = own[i];
}

const struct term_effects *term_effects_table(size_t *n)
{
        *n = n_all;
        return all;
}

#include "rules/deadline.h"
#include "rules/procedure.h"

#include <string.h>

#define CODES(...) (const char *const[]){__VA_ARGS__, NULL}

#define ONLY(...) (const struct term_condition[]){__VA_ARGS__, {0}}

/* Outcomes of a remedy after which nothing of the decision stands, and after which it does not stand as it was disclosed. */
#define UNDOING CODES("revoked", "void")
#define TOUCHING CODES("changed", "revoked", "partly_revoked", "unlawful", "void")
/* The party may go to court against what a reconsideration decided, but not against their own withdrawal. */
#define APPEALABLE CODES("upheld", "changed", "partly_revoked", "unlawful", "ordered", "dismissed")
#define OF_THE_DECISION CODES("service", "payment", "disclosure", "disclosure_other", "reconsideration", "suit", \
                              "court_application", "court_application_order", "demand")
#define WITHDRAWN_WHERE_SHOWN {CODES("disclosure_withdrawal"), TOUCHING, .while_ = "disclosed", .until = "disclosure_withdrawn"}
#define DECIDED_ANEW {CODES("redecision"), CODES("revoked", "partly_revoked", "unlawful", "void", "ordered"), .given = true}

/* What the rows of the table of procedure do not tell: which acts lengthen a term or put another day in
 * its place, whose day `until` is when they take effect (service is deemed done then), and what depends on how
 * an act came out. */
static const struct term_effects own[] = {
        {"decided", .only = ONLY({CODES("service"), CODES("penalty", "no_penalty", "not_established")},
                                 {CODES("disclosure"), CODES("penalty")},
                                 {CODES("disclosure_other"), CODES("no_penalty", "not_established")})},
        {"deferral_approved", .replaces = CODES("payment", "court_application")},
        {"filed", .only = ONLY({CODES("filing_approval"), .about = "awaited"})},
        {"extended", .lengthens = CODES("decision")},
        {"paid", .pays = 1, .only = ONLY({CODES("collection_hand_in"), .about = "small_fine"}, {CODES("collection_hand_in"), .about = "hard_later"},
                                         {CODES("collection_hand_in"), .about = "remote"})},
        {"reconsideration_ended", .voids = OF_THE_DECISION, .renews = CODES("suit", "suit_after_reconsideration", "reconsideration", "suit_after_reconsideration"),
         .only = ONLY({OF_THE_DECISION, UNDOING}, {CODES("suit", "suit_after_reconsideration"), APPEALABLE},
                      WITHDRAWN_WHERE_SHOWN, DECIDED_ANEW)},
        {"refunded", .pays = -1},
        /* An order of the decision that is not followed goes to the court as a fine does (行政强制法第五十三条): from the end of the way to
         * court that is left. */
        {"reinspected", .instead = CODES("suit", "suit_after_reconsideration", "suit", "reconsideration"),
         .only = ONLY({CODES("correction"), CODES("done")}, {CODES("court_application_order"), CODES("not_done"), .while_ = "served"},
                      {CODES("suit"), .ordinary = "decided", .while_ = "served", .until = "reconsideration_ended"})},
        /* Against a penalty on the spot there is no way to court but behind a reconsideration (行政复议法第二十三条). */
        {"served", .deemed = true, .instead = CODES("suit", "reconsideration"), .only = ONLY({CODES("suit"), .ordinary = "decided"})},
        {"suit_ended", .voids = OF_THE_DECISION, .only = ONLY({OF_THE_DECISION, UNDOING}, WITHDRAWN_WHERE_SHOWN, DECIDED_ANEW)},
        {"transfer_decided", .only = ONLY({CODES("transfer_handover"), CODES("approved")})},
        {"transfer_review_answered", .only = ONLY({CODES("transfer_supervision"), CODES("rejected")},
                                                  {CODES("transfer_items"), CODES("accepted")})},
        {"transferred", .only = ONLY({CODES("police_decision"), .about = "criminal"})},
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
        x.starts = r->starts;
        x.meets = r->meets;
        x.stops = r->stops;
        x.resumes = r->resumes;
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
}

const struct term_effects *term_effects_table(size_t *n)
{
        *n = n_all;
        return all;
}

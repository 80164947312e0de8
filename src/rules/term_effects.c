#include "rules/deadline.h"
#include "rules/procedure.h"

#include <string.h>

#define CODES(...) (const char *const[]){__VA_ARGS__, NULL}

/* What the rows of the table of procedure do not tell: which acts lengthen a term or put another day in
 * its place, and whose day `until` is when they take effect (service is deemed done then). */
static const struct term_effects own[] = {
        {"deferral_approved", .replaces = CODES("payment", "court_application")},
        {"extended", .lengthens = CODES("decision")},
        {"served", .deemed = true},
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

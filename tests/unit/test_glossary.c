#include "rules/campaign.h"
#include "rules/objection.h"
#include "rules/clue.h"
#include "rules/procedure.h"
#include "rules/review.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static char page[64 * 1024];

static void load(void)
{
        FILE *file = fopen(SOURCE_ROOT "/docs/glossary.md", "r");
        size_t n;

        ck_assert_ptr_nonnull(file);
        n = fread(page, 1, sizeof page - 1, file);
        ck_assert_uint_lt(n, sizeof page - 1);
        page[n] = '\0';
        fclose(file);
}

/* A row "| `code` | 中文 | English…" of some table. */
static bool has_row(const char *code, const char *zh, const char *en)
{
        char row[300];

        snprintf(row, sizeof row, "\n| `%s` | %s | %s", code, zh, en);
        return strstr(page, row) != NULL;
}

static void check(const struct term *terms)
{
        for (; terms->code; terms++)
                ck_assert_msg(has_row(terms->code, terms->zh, terms->en), "%s %s %s", terms->code, terms->zh,
                              terms->en);
}

START_TEST(every_code_stands_in_the_glossary_with_its_names)
{
        load();
        check(source_terms);
        check(procedure_terms);
        check(party_terms);
        check(outcome_terms);
        check(penalty_terms);
        check(transfer_terms);
        check(service_terms);
        check(evidence_terms);
        check(tier_terms);
        check(ground_terms);
        check(retention_terms);
        check(result_terms);
        check(verification_terms);
        check(clue_proposal_terms);
        check(case_state_terms + 1); /* "new" is never seen outside */
        check(review_stage_terms);
        check(review_kind_terms);
        check(review_answer_terms);
        check(review_grade_terms);
        check(campaign_state_terms);
        check(campaign_file_terms);
        check(campaign_finding_terms);
        check(objection_outcome_terms);
}
END_TEST

START_TEST(every_act_stands_in_the_glossary)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        load();
        for (size_t i = 0; i < n; i++)
                ck_assert_msg(has_row(rows[i].kind, rows[i].zh, ""), "%s", rows[i].kind);
}
END_TEST

START_TEST(every_act_of_a_clue_stands_in_the_glossary)
{
        size_t n;
        const struct clue_act_row *rows = clue_acts(&n);

        load();
        for (size_t i = 0; i < n; i++)
                ck_assert_msg(has_row(rows[i].kind, rows[i].zh, rows[i].en), "%s", rows[i].kind);
}
END_TEST

UNIT_MAIN("glossary", every_code_stands_in_the_glossary_with_its_names, every_act_stands_in_the_glossary,
          every_act_of_a_clue_stands_in_the_glossary)

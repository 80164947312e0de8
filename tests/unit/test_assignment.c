#include "rules/assignment.h"
#include "unit.h"

#include <string.h>

static struct arena arena;

/* A stranger to a closed case: may review it. */
static const struct assignment_facts stranger = {.case_state = "closed", .may_review = true};

static void refused(const struct assignment_facts *facts, const char *code, const char *field)
{
        struct judgement j;

        ck_assert_int_eq(assignment_judge(facts, &arena, &j), ERR_RULE);
        ck_assert_int_eq(j.n_unmet, 1);
        ck_assert_str_eq(j.unmet->code, code);
        ck_assert_str_eq(j.unmet->field, field);
        ck_assert_ptr_null(j.unmet->next);
        arena_free(&arena);
}

START_TEST(a_reviewer_who_is_a_stranger_to_the_case_may_review_it)
{
        struct judgement j;

        ck_assert_int_eq(assignment_judge(&stranger, &arena, &j), OK);
        ck_assert_ptr_null(j.unmet);
}
END_TEST

START_TEST(only_a_closed_case_is_reviewed)
{
        for (const char *const *state = case_state_codes; *state; state++) {
                struct assignment_facts facts = stranger;

                facts.case_state = *state;
                if (strcmp(*state, "closed") != 0)
                        refused(&facts, "case_closed", "/case_id");
        }
}
END_TEST

START_TEST(whoever_is_near_the_case_may_not)
{
        struct assignment_facts facts = stranger;

        facts.may_review = false;
        refused(&facts, "reviewer_role", "/reviewer_id");
        facts = stranger;
        facts.of_unit = true;
        refused(&facts, "reviewer_not_of_unit", "/reviewer_id");
        facts = stranger;
        facts.of_subject = true;
        refused(&facts, "reviewer_not_of_subject", "/reviewer_id");
        facts = stranger;
        facts.is_officer = true;
        refused(&facts, "reviewer_not_officer", "/reviewer_id");
        facts = stranger;
        facts.took_part = true;
        refused(&facts, "reviewer_took_no_part", "/reviewer_id");
}
END_TEST

START_TEST(all_reasons_are_told_at_once)
{
        struct assignment_facts facts = {.case_state = "served",
                                         .of_unit = true,
                                         .of_subject = true,
                                         .is_officer = true,
                                         .took_part = true};
        struct fault f = {.arena = &arena};
        struct judgement j;
        err_t e = assignment_judge(&facts, &arena, &j);

        ck_assert_int_eq(e, ERR_RULE);
        ck_assert_int_eq(j.n_unmet, 6);
        ck_assert_int_eq(judgement_fault(&j, e, &f), ERR_RULE);
        ck_assert_ptr_nonnull(strstr(f.extra, "reviewer_took_no_part"));
        arena_free(&arena);
}
END_TEST

UNIT_MAIN("assignment", a_reviewer_who_is_a_stranger_to_the_case_may_review_it,
          only_a_closed_case_is_reviewed, whoever_is_near_the_case_may_not, all_reasons_are_told_at_once)

#include "rules/objection.h"
#include "unit.h"

#include <string.h>

static struct arena arena;
static struct fault fault;

/* A file of 100 points with four findings; the unit objects to the veto V and to A. */
static const struct objection_finding findings[] = {{"A", false, 300, true}, {"B", false, 150, false}, {"V", true, 0, true}, {"W", true, 0, false}};

static struct objection_file file_with(int score, size_t n)
{
        return (struct objection_file){.score = score, .vetoed = n > 2, .points = 10000, .excellent_min = 9000, .pass_min = 6000, .findings = findings, .n = n};
}

static err_t decide(const char *outcome, struct objection_file f, const struct objection_change *is, size_t n, struct objection_result *out)
{
        fault = (struct fault){.arena = &arena};
        return objection_decide(outcome, &f, is, n, out, &fault);
}

static bool faults_at(const char *where, const char *code)
{
        for (const struct field_fault *x = fault.fields; x; x = x->next)
                if (!strcmp(x->where, where) && !strcmp(x->code, code))
                        return true;
        return false;
}

START_TEST(rejected_changes_nothing)
{
        struct objection_result r;

        ck_assert_int_eq(decide("rejected", file_with(9550, 2), NULL, 0, &r), OK);
        ck_assert_int_eq(r.score, 9550);
        ck_assert_uint_eq(r.n, 0);
        ck_assert_int_eq(decide("rejected", file_with(0, 3), NULL, 0, &r), OK);
        ck_assert(r.score == 0 && r.vetoed && r.grade == REVIEW_GRADE_FAIL);
}
END_TEST

START_TEST(upheld_gives_back_what_was_objected_to_and_nothing_else)
{
        struct objection_result r;

        ck_assert_int_eq(decide("upheld", file_with(8900, 2), NULL, 0, &r), OK);
        ck_assert_int_eq(r.score, 9200);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_EXCELLENT);
        ck_assert_uint_eq(r.n, 1);
        ck_assert(!strcmp(r.changed[0].item, "A") && r.changed[0].was == 300 && r.changed[0].is == 0);
        /* What two reviewers agreed on may lie off the sum; more than all points there is not. */
        ck_assert_int_eq(decide("upheld", file_with(9900, 2), NULL, 0, &r), OK);
        ck_assert_int_eq(r.score, 10000);
}
END_TEST

START_TEST(a_lifted_veto_gives_what_the_deductions_leave_unless_another_stands)
{
        struct objection_result r;
        const struct objection_change lifted[] = {{"V", 0}}, reduced[] = {{"V", 0}, {"A", 100}};

        ck_assert_int_eq(decide("upheld", file_with(0, 3), NULL, 0, &r), OK);
        ck_assert(r.score == 9850 && !r.vetoed && r.n == 2);
        ck_assert_int_eq(decide("partly", file_with(0, 3), lifted, 1, &r), OK);
        ck_assert(r.score == 9550 && !r.vetoed && r.n == 1 && r.changed[0].veto);
        ck_assert_int_eq(decide("partly", file_with(0, 3), reduced, 2, &r), OK);
        ck_assert_int_eq(r.score, 9750);
        ck_assert_int_eq(decide("upheld", file_with(0, 4), NULL, 0, &r), OK);
        ck_assert(r.score == 0 && r.vetoed && r.grade == REVIEW_GRADE_FAIL);
}
END_TEST

START_TEST(every_fault_of_a_decision_is_told)
{
        struct objection_result r;
        const struct objection_change wrong[] = {{"A", 300}, {"B", 0}, {"V", 50}, {"A", 0}, {"X", 0}}, all[] = {{"A", 0}};

        ck_assert_int_eq(decide("partly", file_with(0, 3), wrong, 5, &r), ERR_INVALID);
        ck_assert(faults_at("/items/0/deduction", "range"));
        ck_assert(faults_at("/items/1/item_code", "not_objected"));
        ck_assert(faults_at("/items/2/deduction", "range"));
        ck_assert(faults_at("/items/3/item_code", "duplicate"));
        ck_assert(faults_at("/items/4/item_code", "not_objected"));
        ck_assert_int_eq(decide("partly", file_with(9550, 2), NULL, 0, &r), ERR_INVALID);
        ck_assert(faults_at("/items", "required"));
        ck_assert_int_eq(decide("partly", file_with(9550, 2), all, 1, &r), ERR_INVALID);
        ck_assert(faults_at("/items", "mismatch"));
        ck_assert_int_eq(decide("rejected", file_with(9550, 2), all, 1, &r), ERR_INVALID);
        ck_assert(faults_at("/items", "unknown"));
}
END_TEST

UNIT_MAIN("objection", rejected_changes_nothing, upheld_gives_back_what_was_objected_to_and_nothing_else,
          a_lifted_veto_gives_what_the_deductions_leave_unless_another_stands, every_fault_of_a_decision_is_told)

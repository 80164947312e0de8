#include "rules/review.h"
#include "unit.h"

#include <string.h>

enum { MANY = 8 };

static struct arena arena;

/* A small sheet of 100 points: two veto items, five scored ones. */
static const struct review_item items[] = {
    {"V1", "veto", 0, 0},       {"V2", "veto", 0, 0},        {"A1", "scored", 200, 50},
    {"A3", "scored", 800, 100}, {"C4", "scored", 3000, 150}, {"D3", "scored", 4000, 200},
    {"G3", "scored", 2000, 50},
};
enum { N_ITEMS = sizeof items / sizeof *items };
static const struct review_sheet sheet = {items, N_ITEMS, 9000, 6000};

/* All clean; tests change what matters to them. */
static void fill(struct review_answer *a)
{
        for (size_t i = 0; i < N_ITEMS; i++)
                a[i] = (struct review_answer){.item = items[i].code, .answer = "no_defect"};
}

static struct review_result scored(const struct review_answer *a)
{
        struct fault f = {.arena = &arena};
        struct review_result r;

        ck_assert_int_eq(review_score(&sheet, a, N_ITEMS, &r, &f), OK);
        ck_assert_ptr_null(f.fields);
        return r;
}

static void refused(const struct review_answer *a, size_t n, const char *where, const char *code)
{
        struct fault f = {.arena = &arena};
        struct review_result r;

        ck_assert_int_eq(review_score(&sheet, a, n, &r, &f), ERR_INVALID);
        ck_assert_ptr_nonnull(f.fields);
        ck_assert_str_eq(f.fields->where, where);
        ck_assert_str_eq(f.fields->code, code);
        ck_assert_ptr_null(f.fields->next);
}

static void deduct(struct review_answer *a, int by)
{
        a->answer = "deduct";
        a->deduction = by;
        a->remark = "缺少日期";
}

START_TEST(a_clean_sheet_scores_all_its_points)
{
        struct review_answer a[N_ITEMS];
        struct review_result r;

        fill(a);
        r = scored(a);
        ck_assert_int_eq(r.total, 10000);
        ck_assert_int_eq(r.earned, 10000);
        ck_assert_int_eq(r.vetoes, 0);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_EXCELLENT);
        arena_free(&arena);
}
END_TEST

START_TEST(deductions_are_taken_from_their_items)
{
        struct review_answer a[N_ITEMS];
        struct review_result r;

        fill(a);
        deduct(&a[2], 150); /* 2.00 - 1.50 */
        deduct(&a[3], 800); /* 8.00 - 8.00: all of it */
        deduct(&a[4], 450); /* 30.00 - 4.50 */
        r = scored(a);
        ck_assert_int_eq(r.items[2].score, 50);
        ck_assert_int_eq(r.items[3].score, 0);
        ck_assert_int_eq(r.items[4].score, 2550);
        ck_assert_int_eq(r.total, 8600);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_PASS);
        arena_free(&arena);
}
END_TEST

START_TEST(what_does_not_apply_costs_nothing)
{
        struct review_answer a[N_ITEMS];
        struct review_result r;

        fill(a);
        a[1].answer = a[4].answer = "not_applicable";
        r = scored(a);
        ck_assert_int_eq(r.items[4].score, 3000);
        ck_assert_int_eq(r.total, 10000);
        arena_free(&arena);
}
END_TEST

START_TEST(a_veto_fails_the_file_with_zero)
{
        struct review_answer a[N_ITEMS];
        struct review_result r;

        fill(a);
        a[1].answer = "veto";
        a[1].remark = "只有一名执法人员";
        r = scored(a);
        ck_assert_int_eq(r.total, 0);
        ck_assert_int_eq(r.earned, 10000);
        ck_assert_int_eq(r.vetoes, 1);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_FAIL);
        arena_free(&arena);
}
END_TEST

START_TEST(grades_begin_at_their_thresholds)
{
        static const struct {
                int off_d3, off_g3, total;
                enum review_grade grade;
        } cases[] = {
            {1000, 0, 9000, REVIEW_GRADE_EXCELLENT},
            {1000, 50, 8950, REVIEW_GRADE_PASS},
            {4000, 0, 6000, REVIEW_GRADE_PASS},
            {4000, 50, 5950, REVIEW_GRADE_FAIL},
        };

        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                struct review_answer a[N_ITEMS];
                struct review_result r;

                fill(a);
                deduct(&a[5], cases[i].off_d3);
                if (cases[i].off_g3)
                        deduct(&a[6], cases[i].off_g3);
                r = scored(a);
                ck_assert_int_eq(r.total, cases[i].total);
                ck_assert_int_eq(r.grade, cases[i].grade);
        }
        arena_free(&arena);
}
END_TEST

START_TEST(thresholds_are_those_handed_in)
{
        struct review_sheet strict = sheet;
        struct review_answer a[N_ITEMS];
        struct fault f = {.arena = &arena};
        struct review_result r;

        strict.excellent_min = 9951;
        strict.pass_min = 9950;
        fill(a);
        deduct(&a[6], 50);
        ck_assert_int_eq(review_score(&strict, a, N_ITEMS, &r, &f), OK);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_PASS);
        strict.pass_min = 9951;
        ck_assert_int_eq(review_score(&strict, a, N_ITEMS, &r, &f), OK);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_FAIL);
        arena_free(&arena);
}
END_TEST

START_TEST(each_mistake_is_named_alone)
{
        struct review_answer a[MANY];

        fill(a);
        a[3].item = "A3";
        a[7] = (struct review_answer){.item = "Z9", .answer = "no_defect"};
        refused(a, N_ITEMS + 1, "/answers/7/item_code", "unknown");
        a[7].item = NULL;
        refused(a, N_ITEMS + 1, "/answers/7/item_code", "unknown");
        a[7].item = "A3";
        refused(a, N_ITEMS + 1, "/answers/7/item_code", "repeated");
        refused(a, N_ITEMS - 1, "/answers", "missing");

        fill(a);
        a[2].answer = "perfect";
        refused(a, N_ITEMS, "/answers/2/answer", "choice");
        fill(a);
        a[2].answer = NULL;
        refused(a, N_ITEMS, "/answers/2/answer", "choice");
        fill(a);
        a[2].answer = "veto";
        a[2].remark = "?";
        refused(a, N_ITEMS, "/answers/2/answer", "choice");
        fill(a);
        deduct(&a[0], 100);
        refused(a, N_ITEMS, "/answers/0/answer", "choice");

        fill(a);
        deduct(&a[2], 0);
        refused(a, N_ITEMS, "/answers/2/deduction", "range");
        deduct(&a[2], -50);
        refused(a, N_ITEMS, "/answers/2/deduction", "range");
        deduct(&a[2], 250);
        refused(a, N_ITEMS, "/answers/2/deduction", "range");
        deduct(&a[2], 75);
        refused(a, N_ITEMS, "/answers/2/deduction", "step");
        deduct(&a[2], 100);
        a[2].remark = "";
        refused(a, N_ITEMS, "/answers/2/remark", "required");
        fill(a);
        a[0].answer = "veto";
        refused(a, N_ITEMS, "/answers/0/remark", "required");
        fill(a);
        a[2].deduction = 50;
        refused(a, N_ITEMS, "/answers/2/deduction", "not_taken");
        arena_free(&arena);
}
END_TEST

START_TEST(all_mistakes_are_told_at_once)
{
        struct review_answer a[N_ITEMS];
        struct fault f = {.arena = &arena};
        struct review_result r;
        int n = 0;

        fill(a);
        deduct(&a[2], 75);
        a[2].remark = NULL;
        a[3].answer = "perfect";
        ck_assert_int_eq(review_score(&sheet, a, 4, &r, &f), ERR_INVALID);
        for (struct field_fault *ff = f.fields; ff; ff = ff->next)
                n++;
        ck_assert_int_eq(n, 4);
        ck_assert_str_eq(f.last->code, "missing");
        ck_assert_ptr_nonnull(strstr(f.last->en, "C4, D3, G3"));
        arena_free(&arena);
}
END_TEST

START_TEST(a_draft_may_be_a_part_and_take_answers_back)
{
        struct review_answer a[] = {
            {.item = "V2", .answer = "no_defect"}, {.item = "G3"}, {.item = "A1", .answer = "no_defect"}};
        struct fault f = {.arena = &arena};

        ck_assert_int_eq(review_check(&sheet, a, 3, &f), OK);
        ck_assert_ptr_null(f.fields);
        a[1].item = "A1";
        ck_assert_int_eq(review_check(&sheet, a, 3, &f), ERR_INVALID);
        ck_assert_str_eq(f.fields->where, "/answers/2/item_code");
        ck_assert_str_eq(f.fields->code, "repeated");
        ck_assert_ptr_null(f.fields->next);
        arena_free(&arena);
}
END_TEST

START_TEST(a_broken_sheet_is_a_fault_of_ours)
{
        static const struct review_item odd[] = {{"X1", "bonus", 100, 50}};
        struct review_sheet broken = {odd, 1, 9000, 6000};
        struct fault f = {.arena = &arena};
        struct review_result r;

        ck_assert_int_eq(review_score(&broken, NULL, 0, &r, &f), ERR_INTERNAL);
        arena_free(&arena);
}
END_TEST

UNIT_MAIN("review", a_clean_sheet_scores_all_its_points, deductions_are_taken_from_their_items,
          what_does_not_apply_costs_nothing, a_veto_fails_the_file_with_zero,
          grades_begin_at_their_thresholds, thresholds_are_those_handed_in, each_mistake_is_named_alone,
          all_mistakes_are_told_at_once, a_draft_may_be_a_part_and_take_answers_back,
          a_broken_sheet_is_a_fault_of_ours)

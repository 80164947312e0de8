#include "rules/review.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

enum { MAX_ITEMS = 100, LINE = 2000 };

struct seeded {
        char code[8], stage[16], kind[8];
        int position, points, step;
        bool precheck;
};

static struct seeded items[MAX_ITEMS];
static size_t n_items;

/* The first line of each item carries its figures, the last one ends with the precheck. */
static void load(void)
{
        FILE *file = fopen(SOURCE_ROOT "/migrations/0102_seed_checklist.sql", "r");
        char line[LINE];

        ck_assert_ptr_nonnull(file);
        for (n_items = 0; fgets(line, sizeof line, file);) {
                struct seeded s = {0};

                if (sscanf(line, "  ('%7[^']', %d, '%15[^']', '%7[^']', %d, %d,", s.code, &s.position,
                           s.stage, s.kind, &s.points, &s.step) == 6) {
                        ck_assert_uint_lt(n_items, MAX_ITEMS);
                        items[n_items++] = s;
                } else if (n_items && strstr(line, ", true)")) {
                        items[n_items - 1].precheck = true;
                }
        }
        fclose(file);
}

static bool is_veto(const struct seeded *s)
{
        return !strcmp(s->kind, "veto");
}

START_TEST(the_default_checklist_has_14_vetoes_and_47_items_of_100_points)
{
        int vetoes = 0, points = 0;

        load();
        for (size_t i = 0; i < n_items; i++) {
                vetoes += is_veto(&items[i]);
                points += items[i].points;
        }
        ck_assert_int_eq(vetoes, 14);
        ck_assert_uint_eq(n_items, 14 + 47);
        ck_assert_int_eq(points, 10000);
}
END_TEST

START_TEST(each_stage_has_its_points)
{
        static const int expected[REVIEW_STAGE_COUNT] = {
            [REVIEW_STAGE_LEGALITY] = 0,  [REVIEW_STAGE_FILING] = 800,    [REVIEW_STAGE_INVESTIGATION] = 2600,
            [REVIEW_STAGE_NOTICE] = 1400, [REVIEW_STAGE_DECISION] = 2400, [REVIEW_STAGE_SERVICE] = 1400,
            [REVIEW_STAGE_CLOSURE] = 400, [REVIEW_STAGE_ARCHIVE] = 1000,
        };
        int points[REVIEW_STAGE_COUNT] = {0};

        load();
        for (size_t i = 0; i < n_items; i++) {
                int stage = term_find(review_stage_terms, items[i].stage);

                ck_assert_int_ge(stage, 0);
                points[stage] += items[i].points;
        }
        for (int i = 0; i < REVIEW_STAGE_COUNT; i++)
                ck_assert_int_eq(points[i], expected[i]);
}
END_TEST

START_TEST(items_stand_in_order_once_each)
{
        load();
        for (size_t i = 0; i < n_items; i++) {
                ck_assert_int_eq(items[i].position, (int)i + 1);
                for (size_t k = 0; k < i; k++)
                        ck_assert_str_ne(items[i].code, items[k].code);
                if (i)
                        ck_assert_int_ge(term_find(review_stage_terms, items[i].stage),
                                         term_find(review_stage_terms, items[i - 1].stage));
        }
}
END_TEST

START_TEST(steps_divide_the_points_and_vetoes_have_none)
{
        load();
        for (size_t i = 0; i < n_items; i++) {
                ck_assert_int_ge(term_find(review_kind_terms, items[i].kind), 0);
                if (is_veto(&items[i]))
                        ck_assert(items[i].points == 0 && items[i].step == 0 && items[i].code[0] == 'V');
                else
                        ck_assert(items[i].step > 0 && items[i].points % items[i].step == 0);
        }
}
END_TEST

START_TEST(enough_items_can_be_told_from_data)
{
        int vetoes = 0, scored = 0;

        load();
        for (size_t i = 0; i < n_items; i++) {
                vetoes += items[i].precheck && is_veto(&items[i]);
                scored += items[i].precheck && !is_veto(&items[i]);
        }
        ck_assert_int_eq(vetoes, 10);
        ck_assert_int_eq(scored, 29);
}
END_TEST

START_TEST(the_sheet_scores_100_when_clean_and_0_when_everything_is_wrong)
{
        struct review_item sheet_items[MAX_ITEMS];
        struct review_answer answers[MAX_ITEMS];
        struct arena arena = {0};
        struct fault f = {.arena = &arena};
        struct review_result r;

        load();
        for (size_t i = 0; i < n_items; i++) {
                sheet_items[i] =
                    (struct review_item){items[i].code, items[i].kind, items[i].points, items[i].step};
                answers[i] = (struct review_answer){.item = items[i].code, .answer = "no_defect"};
        }
        ck_assert_int_eq(
            review_score(&(struct review_sheet){sheet_items, n_items, 9000, 6000}, answers, n_items, &r, &f),
            OK);
        ck_assert_int_eq(r.total, 10000);
        for (size_t i = 0; i < n_items; i++)
                if (!is_veto(&items[i])) {
                        answers[i].answer = "deduct";
                        answers[i].deduction = items[i].points;
                        answers[i].remark = "缺";
                }
        ck_assert_int_eq(
            review_score(&(struct review_sheet){sheet_items, n_items, 9000, 6000}, answers, n_items, &r, &f),
            OK);
        ck_assert_int_eq(r.total, 0);
        ck_assert_int_eq(r.grade, REVIEW_GRADE_FAIL);
        arena_free(&arena);
}
END_TEST

UNIT_MAIN("seeds", the_default_checklist_has_14_vetoes_and_47_items_of_100_points, each_stage_has_its_points,
          items_stand_in_order_once_each, steps_divide_the_points_and_vetoes_have_none,
          enough_items_can_be_told_from_data, the_sheet_scores_100_when_clean_and_0_when_everything_is_wrong)

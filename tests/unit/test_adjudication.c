#include "rules/adjudication.h"
#include "unit.h"

#include <string.h>

static struct arena arena;

/* The items of the table of sheets below: 100 points. */
static const struct review_rule b_rules[] = {{"none", 1000, false, 0}, {"gap", 250, true, 0}},
                                c_rules[] = {{"gap", 150, true, 450}, {"late", 500, false, 0}},
                                d_rules[] = {{"record", 1000, true, 2000}, {"reasons", 1000, true, 1500}},
                                e_rules[] = {{"defect", 50, true, 0}};
static const struct review_item items[] = {
    {.code = "V1", .kind = "veto"},
    {.code = "V2", .kind = "veto", .always = true},
    {.code = "A", .kind = "scored", .points = 1500, .step = 100},
    {.code = "B", .kind = "scored", .points = 1000, .rules = b_rules, .n_rules = 2},
    {.code = "C", .kind = "scored", .points = 1500, .rules = c_rules, .n_rules = 2},
    {.code = "D", .kind = "scored", .points = 3000, .rules = d_rules, .n_rules = 2},
    {.code = "E", .kind = "scored", .points = 3000, .rules = e_rules, .n_rules = 1, .always = true},
};
enum { N_ITEMS = sizeof items / sizeof *items };
static const struct review_sheet sheet = {items, N_ITEMS, 9000, 6000};

/* "A-300 B=gap*2,none D=record*3 C=na V1!": what a reviewer found; all else is clean. */
static void fill(const char *found, struct review_answer *a, struct review_found *rules)
{
        char *text = arena_text(&arena, found), *rest = NULL;

        for (size_t i = 0; i < N_ITEMS; i++)
                a[i] = (struct review_answer){.item = items[i].code, .answer = "no_defect"};
        for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
                size_t n = strcspn(word, "-=!"), i = 0;
                char mark = word[n], *what = word + n + 1, *more = NULL;

                word[n] = '\0';
                while (strcmp(items[i].code, word))
                        i++;
                if (mark == '=' && !strcmp(what, "na")) {
                        a[i].answer = "not_applicable";
                        continue;
                }
                a[i].answer = mark == '!' ? "veto" : "deduct";
                a[i].remark = "见评查记录";
                a[i].deduction = mark == '-' ? atoi(what) : 0;
                a[i].found = rules;
                for (char *r = mark == '=' ? strtok_r(what, ",", &more) : NULL; r; r = strtok_r(NULL, ",", &more)) {
                        char *times = strchr(r, '*');

                        *rules++ = (struct review_found){r, times ? atoi(times + 1) : 1};
                        if (times)
                                *times = '\0';
                        a[i].n_found++;
                }
        }
}

static struct review_result scored(const char *found)
{
        struct review_answer a[N_ITEMS];
        struct review_found rules[20];
        struct review_result r;
        struct fault f = {.arena = &arena};

        fill(found, a, rules);
        ck_assert_msg(review_score(&sheet, a, N_ITEMS, &r, &f) == OK, "%s: %s", found, f.fields ? f.fields->en : "");
        return r;
}

/* Worked by hand. Caps: C's gaps take 4.5 at most; D's records 20, its reasons 15, both 30; E stops at 30. The limit is 10
 * points; a total agreed on stands in `agreed` where the campaign lets the reviewers agree. */
static const struct {
        const char *first, *second, *third; /* NULL: none */
        int agreed;                         /* 0: the average */
        int one, two;                       /* totals of the first two sheets */
        enum adjudication_next next;
        int total;
        enum review_grade grade;
        const char *by;
} files[] = {
    /* one reviewer */
    {"", NULL, NULL, 0, 10000, 0, ADJUDICATION_DONE, 10000, REVIEW_GRADE_EXCELLENT, "single"},
    {"A-300", NULL, NULL, 0, 9700, 0, ADJUDICATION_DONE, 9700, REVIEW_GRADE_EXCELLENT, "single"},
    {"A-1000", NULL, NULL, 0, 9000, 0, ADJUDICATION_DONE, 9000, REVIEW_GRADE_EXCELLENT, "single"},
    {"B=gap E=defect*16", NULL, NULL, 0, 8950, 0, ADJUDICATION_DONE, 8950, REVIEW_GRADE_PASS, "single"},
    {"B=gap*5", NULL, NULL, 0, 9000, 0, ADJUDICATION_DONE, 9000, REVIEW_GRADE_EXCELLENT, "single"},
    {"B=none,gap*2", NULL, NULL, 0, 9000, 0, ADJUDICATION_DONE, 9000, REVIEW_GRADE_EXCELLENT, "single"},
    {"C=gap*2", NULL, NULL, 0, 9700, 0, ADJUDICATION_DONE, 9700, REVIEW_GRADE_EXCELLENT, "single"},
    {"C=gap*7", NULL, NULL, 0, 9550, 0, ADJUDICATION_DONE, 9550, REVIEW_GRADE_EXCELLENT, "single"},
    {"C=gap*7,late", NULL, NULL, 0, 9050, 0, ADJUDICATION_DONE, 9050, REVIEW_GRADE_EXCELLENT, "single"},
    {"D=record*3,reasons*2", NULL, NULL, 0, 7000, 0, ADJUDICATION_DONE, 7000, REVIEW_GRADE_PASS, "single"},
    {"D=record*3 E=defect*40", NULL, NULL, 0, 6000, 0, ADJUDICATION_DONE, 6000, REVIEW_GRADE_PASS, "single"},
    {"D=record*3 E=defect*41", NULL, NULL, 0, 5950, 0, ADJUDICATION_DONE, 5950, REVIEW_GRADE_FAIL, "single"},
    {"A=na B=na C=na D=na V1=na", NULL, NULL, 0, 10000, 0, ADJUDICATION_DONE, 10000, REVIEW_GRADE_EXCELLENT, "single"},
    {"A-100 V1!", NULL, NULL, 0, 0, 0, ADJUDICATION_DONE, 0, REVIEW_GRADE_FAIL, "single"},
    /* two */
    {"A-300", "A-600 E=defect", NULL, 0, 9700, 9350, ADJUDICATION_DONE, 9525, REVIEW_GRADE_EXCELLENT, "average"},
    {"A-500", "A-1500", NULL, 0, 9500, 8500, ADJUDICATION_DONE, 9000, REVIEW_GRADE_EXCELLENT, "average"},
    {"A-500", "A-1500 E=defect", NULL, 0, 9500, 8450, ADJUDICATION_THIRD, 0, 0, NULL},
    {"A-500", "A-1500 E=defect", "A-1100 C=na", 0, 9500, 8450, ADJUDICATION_DONE, 8900, REVIEW_GRADE_PASS, "third"},
    {"A-100 V2!", "D=record", "D=record V2!", 0, 0, 9000, ADJUDICATION_DONE, 0, REVIEW_GRADE_FAIL, "third"},
    {"V1!", "V2! A-100", NULL, 0, 0, 0, ADJUDICATION_DONE, 0, REVIEW_GRADE_FAIL, "average"},
    {"A-300", "A-1000", NULL, 9200, 9700, 9000, ADJUDICATION_DONE, 9200, REVIEW_GRADE_EXCELLENT, "agreed"},
    {"A-300", "A-1000", "A-600", 0, 9700, 9000, ADJUDICATION_DONE, 9400, REVIEW_GRADE_EXCELLENT, "third"},
    {"A-500 E=defect", "A-500", NULL, 0, 9450, 9500, ADJUDICATION_DONE, 9475, REVIEW_GRADE_EXCELLENT, "average"},
};

static const struct adjudication_terms terms = {.limit = 1000, .by_average = true, .excellent_min = 9000, .pass_min = 6000};

START_TEST(sheets_come_to_what_was_worked_out_by_hand)
{
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
                const char *found[] = {files[i].first, files[i].second, files[i].third};
                struct adjudication_sheet s[3] = {0};
                struct adjudication_terms t = terms;
                struct adjudication out;
                struct fault f = {.arena = &arena};

                for (int k = 0; k < 3 && found[k]; k++) {
                        struct review_result r = scored(found[k]);

                        s[k] = (struct adjudication_sheet){r.total, r.vetoes > 0};
                }
                ck_assert_msg(s[0].total == files[i].one, "file %zu: %d", i, s[0].total);
                ck_assert_msg(s[1].total == files[i].two, "file %zu: %d", i, s[1].total);
                t.by_average = !files[i].agreed;
                ck_assert_int_eq(adjudicate(&t, &s[0], found[1] ? &s[1] : NULL, found[2] ? &s[2] : NULL,
                                            files[i].agreed ? &files[i].agreed : NULL, &out, &f), OK);
                ck_assert_int_eq(out.next, files[i].next);
                if (out.next == ADJUDICATION_DONE) {
                        ck_assert_msg(out.total == files[i].total, "file %zu: %d", i, out.total);
                        ck_assert_int_eq(out.grade, files[i].grade);
                        ck_assert_str_eq(out.by, files[i].by);
                }
        }
        arena_free(&arena);
}
END_TEST

START_TEST(two_who_shall_agree_name_a_total_between_theirs)
{
        struct adjudication_terms t = {.limit = 1000, .excellent_min = 9000, .pass_min = 6000};
        struct adjudication_sheet a = {9700, false}, b = {9000, false};
        struct adjudication out;
        struct fault f = {.arena = &arena};
        int above = 9701, at = 9000;

        ck_assert_int_eq(adjudicate(&t, &a, &b, NULL, NULL, &out, &f), OK);
        ck_assert_int_eq(out.next, ADJUDICATION_AGREE);
        ck_assert_int_eq(adjudicate(&t, &a, &b, NULL, &above, &out, &f), ERR_INVALID);
        ck_assert_str_eq(f.fields->where, "/total");
        ck_assert_int_eq(adjudicate(&t, &a, &b, NULL, &at, &out, &f), OK);
        ck_assert_int_eq(out.total, 9000);
        arena_free(&arena);
}
END_TEST

START_TEST(an_average_is_rounded_half_up_once)
{
        struct adjudication_sheet a = {8950, false}, b = {9049, false};
        struct adjudication out;
        struct fault f = {.arena = &arena};

        ck_assert_int_eq(adjudicate(&terms, &a, &b, NULL, NULL, &out, &f), OK);
        ck_assert_int_eq(out.total, 9000);
        ck_assert_int_eq(out.grade, REVIEW_GRADE_EXCELLENT);
}
END_TEST

static void refused(size_t item, struct review_answer answer, const char *where, const char *code)
{
        struct review_answer a[N_ITEMS];
        struct review_result r;
        struct fault f = {.arena = &arena};

        fill("", a, NULL);
        answer.item = items[item].code;
        answer.remark = "见评查记录";
        a[item] = answer;
        ck_assert_int_eq(review_score(&sheet, a, N_ITEMS, &r, &f), ERR_INVALID);
        ck_assert_str_eq(f.fields->where, where);
        ck_assert_str_eq(f.fields->code, code);
        arena_free(&arena);
}

START_TEST(what_was_found_must_be_what_the_item_knows)
{
        static const struct review_found unknown = {"other", 1}, twice[] = {{"gap", 1}, {"gap", 2}}, never = {"gap", 0},
                                         once = {"none", 2}, many = {"gap", 1001};

        refused(3, (struct review_answer){.answer = "deduct", .found = &unknown, .n_found = 1}, "/answers/3/found/0/rule", "unknown");
        refused(3, (struct review_answer){.answer = "deduct", .found = twice, .n_found = 2}, "/answers/3/found/1/times", "repeated");
        refused(3, (struct review_answer){.answer = "deduct", .found = &never, .n_found = 1}, "/answers/3/found/0/times", "range");
        refused(3, (struct review_answer){.answer = "deduct", .found = &many, .n_found = 1}, "/answers/3/found/0/times", "range");
        refused(3, (struct review_answer){.answer = "deduct", .found = &once, .n_found = 1}, "/answers/3/found/0/times", "range");
        refused(3, (struct review_answer){.answer = "no_defect", .found = &once, .n_found = 1}, "/answers/3/deduction", "not_taken");
        refused(3, (struct review_answer){.answer = "deduct", .deduction = 50, .found = twice, .n_found = 1}, "/answers/3/deduction",
                "not_taken");
        refused(6, (struct review_answer){.answer = "not_applicable"}, "/answers/6/answer", "applies");
        refused(1, (struct review_answer){.answer = "not_applicable"}, "/answers/1/answer", "applies");
}
END_TEST

UNIT_MAIN("adjudication", sheets_come_to_what_was_worked_out_by_hand, two_who_shall_agree_name_a_total_between_theirs,
          an_average_is_rounded_half_up_once, what_was_found_must_be_what_the_item_knows)

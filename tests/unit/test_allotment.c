#include "rules/allotment.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

enum { MAX_FILES = 60, MAX_REVIEWERS = 14 };

static struct arena arena;
static char file_names[MAX_FILES][32], reviewer_names[MAX_REVIEWERS][32];
static const char *files[MAX_FILES], *reviewers[MAX_REVIEWERS];
static unsigned char bars[MAX_FILES * MAX_REVIEWERS], given[MAX_FILES * MAX_REVIEWERS], wants[MAX_FILES];
static unsigned long long state = 88172645463325252ULL;

static unsigned below(unsigned n)
{
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (unsigned)(state >> 33) % n;
}

static struct allotment world(size_t n_files, size_t n_reviewers)
{
        struct allotment m = {.n_files = n_files, .n_reviewers = n_reviewers, .files = files, .reviewers = reviewers,
                              .bars = bars, .wants = wants, .given = given};

        memset(bars, 0, sizeof bars);
        memset(given, 0, sizeof given);
        for (size_t f = 0; f < n_files; f++) {
                snprintf(file_names[f], sizeof file_names[f], "file-%zu", f);
                files[f] = file_names[f];
                wants[f] = 1;
        }
        for (size_t r = 0; r < n_reviewers; r++) {
                snprintf(reviewer_names[r], sizeof reviewer_names[r], "person-%zu", r);
                reviewers[r] = reviewer_names[r];
        }
        for (size_t i = 0; i < SHA256_LEN; i++)
                m.seed[i] = (unsigned char)below(256);
        return m;
}

static int load_of(const struct allotment *m, size_t r)
{
        int n = 0;

        for (size_t f = 0; f < m->n_files; f++)
                n += m->given[f * m->n_reviewers + r];
        return n;
}

static int reviewers_of(const struct allotment *m, size_t f)
{
        int n = 0;

        for (size_t r = 0; r < m->n_reviewers; r++)
                n += m->given[f * m->n_reviewers + r];
        return n;
}

static int free_for(const struct allotment *m, size_t f)
{
        int n = 0;

        for (size_t r = 0; r < m->n_reviewers; r++)
                n += !m->bars[f * m->n_reviewers + r];
        return n;
}

/* Each reviewer is of one of six units and barred from its files, and from some others for their part in them. */
START_TEST(ten_thousand_draws_bar_nobody_wrongly_and_assign_all_that_can_be)
{
        for (int round = 0; round < 10000; round++) {
                struct allotment m = world(1 + below(24), 1 + below(10));
                struct allotment_gap *gap;
                unsigned units[MAX_REVIEWERS], part = below(25);

                for (size_t r = 0; r < m.n_reviewers; r++)
                        units[r] = below(6);
                for (size_t f = 0; f < m.n_files; f++) {
                        unsigned unit = below(6);

                        for (size_t r = 0; r < m.n_reviewers; r++)
                                bars[f * m.n_reviewers + r] = (unsigned char)((units[r] == unit ? 1u << BAR_UNIT : 0) |
                                                                              (below(100) < part ? 1u << BAR_PART : 0));
                }
                allotment_doubles(m.seed, files, m.n_files, 3000, wants, &arena);
                gap = allotment_make(&m, &arena);
                for (size_t f = 0; f < m.n_files; f++) {
                        int missing = gap && gap->file == f ? gap->missing : 0;

                        for (size_t r = 0; r < m.n_reviewers; r++)
                                ck_assert(!(given[f * m.n_reviewers + r] && bars[f * m.n_reviewers + r]));
                        ck_assert_int_eq(reviewers_of(&m, f) + missing, wants[f]);
                        if (missing)
                                ck_assert_int_eq(reviewers_of(&m, f), free_for(&m, f));
                        if (gap && gap->file == f)
                                gap = gap->next;
                }
                arena_free(&arena);
        }
}
END_TEST

START_TEST(without_bars_loads_differ_by_one_at_most)
{
        struct allotment m = world(47, 6);
        int low = 1000, high = 0;

        ck_assert_ptr_null(allotment_make(&m, &arena));
        for (size_t r = 0; r < 6; r++) {
                low = load_of(&m, r) < low ? load_of(&m, r) : low;
                high = load_of(&m, r) > high ? load_of(&m, r) : high;
        }
        ck_assert_int_le(high - low, 1);
        arena_free(&arena);
}
END_TEST

/* The first ten files are open to the first reviewer alone; so the other twenty go to the other two. */
START_TEST(who_alone_may_review_some_gets_fewer_of_the_others)
{
        struct allotment m = world(30, 3);

        for (size_t f = 20; f < 30; f++)
                bars[f * 3 + 1] = bars[f * 3 + 2] = 1u << BAR_UNIT;
        ck_assert_ptr_null(allotment_make(&m, &arena));
        for (size_t r = 0; r < 3; r++)
                ck_assert_int_eq(load_of(&m, r), 10);
        arena_free(&arena);
}
END_TEST

START_TEST(a_file_that_nobody_may_review_is_named_with_the_reasons)
{
        struct allotment m = world(3, 4);
        struct allotment_gap *gap;

        wants[1] = 2;
        bars[4] = bars[5] = 1u << BAR_UNIT;
        bars[6] = 1u << BAR_UNIT | 1u << BAR_OFFICER;
        gap = allotment_make(&m, &arena);
        ck_assert_ptr_nonnull(gap);
        ck_assert_uint_eq(gap->file, 1);
        ck_assert_int_eq(gap->missing, 1);
        ck_assert_uint_eq(gap->barred[BAR_UNIT], 3);
        ck_assert_uint_eq(gap->barred[BAR_OFFICER], 1);
        ck_assert_uint_eq(gap->barred[BAR_PART], 0);
        ck_assert_ptr_null(gap->next);
        arena_free(&arena);
}
END_TEST

START_TEST(after_a_refusal_another_takes_the_file_and_all_else_stays)
{
        struct allotment m = world(20, 4);
        unsigned char before[20 * 4];
        size_t who = 0;

        ck_assert_ptr_null(allotment_make(&m, &arena));
        while (!given[7 * 4 + who])
                who++;
        given[7 * 4 + who] = 0;
        bars[7 * 4 + who] = 1u << BAR_DECLINED;
        memcpy(before, given, sizeof before);
        ck_assert_ptr_null(allotment_make(&m, &arena));
        for (size_t i = 0; i < sizeof before; i++)
                ck_assert(i / 4 == 7 || before[i] == given[i]);
        ck_assert(!given[7 * 4 + who]);
        ck_assert_int_eq(reviewers_of(&m, 7), 1);
        arena_free(&arena);
}
END_TEST

START_TEST(the_share_reviewed_twice_is_exact_and_follows_from_the_seed)
{
        struct allotment m = world(41, 1);
        unsigned char again[41];
        int twice = 0;

        allotment_doubles(m.seed, files, 41, 2500, wants, &arena);
        for (size_t f = 0; f < 41; f++)
                twice += wants[f] == 2;
        ck_assert_int_eq(twice, 11);
        allotment_doubles(m.seed, files, 41, 2500, again, &arena);
        ck_assert(!memcmp(again, wants, 41));
        m.seed[0] ^= 1;
        allotment_doubles(m.seed, files, 41, 2500, again, &arena);
        ck_assert(memcmp(again, wants, 41) != 0);
        arena_free(&arena);
}
END_TEST

UNIT_MAIN("allotment", ten_thousand_draws_bar_nobody_wrongly_and_assign_all_that_can_be, without_bars_loads_differ_by_one_at_most,
          who_alone_may_review_some_gets_fewer_of_the_others, a_file_that_nobody_may_review_is_named_with_the_reasons,
          after_a_refusal_another_takes_the_file_and_all_else_stays, the_share_reviewed_twice_is_exact_and_follows_from_the_seed)

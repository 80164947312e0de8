/* Ten thousand quarters are made up, drawn and estimated: what the draw promises, it must keep. The numbers come from a
 * fixed generator, so that the test gives the same every time. */
#include "rules/draw.h"
#include "rules/estimate.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { UNITS = 18, FILES_MAX = 150, QUARTERS = 10000, DRAWS = 20000, THIRDS = 3 };

static unsigned long long state;

static unsigned long long next(void)
{
        unsigned long long z = state += 0x9e3779b97f4a7c15ULL;

        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
        return z ^ z >> 31;
}

static double uniform(void)
{
        return (double)(next() >> 11) / 9007199254740992.0;
}

static double normal(void)
{
        return sqrt(-2 * log(1 - uniform())) * cos(6.283185307179586 * uniform());
}

static char ids[UNITS][FILES_MAX][37], unit_names[UNITS][16];

static void name_all(void)
{
        for (int u = 0; u < UNITS; u++) {
                snprintf(unit_names[u], sizeof unit_names[u], "u%02d", u);
                for (int i = 0; i < FILES_MAX; i++)
                        snprintf(ids[u][i], 37, "0192%04x-0000-7000-8000-%012x", u, i);
        }
}

static void draw(const unsigned char seed[SHA256_LEN], struct draw_stratum *s, int u, struct draw_file *files)
{
        for (int i = 0; i < s->closed; i++)
                files[i].case_id = ids[u][i];
        draw_order(seed, files, (size_t)s->closed);
}

static int place_of(const struct draw_file *f, int u)
{
        return (int)((f->case_id - ids[u][0]) / 37);
}

static void make_seed(unsigned char seed[SHA256_LEN])
{
        unsigned long long secret[4] = {next(), next(), next(), next()};

        draw_seed((unsigned char *)secret, "population", 10, seed);
}

/* One population; how often each file is drawn. Files stand in the order of their closing days, so the thirds of the
 * quarter are thirds of the list. */
START_TEST(each_file_is_drawn_as_often_as_declared_whenever_in_the_quarter_it_was_closed)
{
        static const int sizes[UNITS] = {0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 21, 27, 36, 66};
        static int hits[UNITS][FILES_MAX];
        struct draw_stratum s[UNITS];
        struct draw_file files[FILES_MAX];
        unsigned char seed[SHA256_LEN];
        double worst = 0, worst_third = 0;

        name_all();
        state = 1;
        memset(hits, 0, sizeof hits);
        for (int u = 0; u < UNITS; u++)
                s[u] = (struct draw_stratum){.unit = unit_names[u], .key = "", .closed = sizes[u]};
        draw_allot(s, UNITS, &(struct draw_terms){2, 500});
        for (int q = 0; q < DRAWS; q++) {
                make_seed(seed);
                for (int u = 0; u < UNITS; u++) {
                        draw(seed, &s[u], u, files);
                        ck_assert(!s[u].closed || s[u].drawn);
                        for (int k = 0; k < s[u].drawn; k++)
                                hits[u][place_of(&files[k], u)]++;
                }
        }
        for (int u = 0; u < UNITS; u++) {
                double thirds[THIRDS] = {0}, n[THIRDS] = {0}, p = s[u].closed ? (double)s[u].drawn / (double)s[u].closed : 0;
                double se = sqrt(p * (1 - p) / DRAWS);

                for (int i = 0; i < s[u].closed; i++) {
                        double off = fabs(hits[u][i] / (double)DRAWS - p);

                        ck_assert_msg(off <= 4 * se + 1e-12, "unit %d file %d: off by %.4f", u, i, off);
                        worst = fmax(worst, off);
                        thirds[i * THIRDS / s[u].closed] += hits[u][i] / (double)DRAWS;
                        n[i * THIRDS / s[u].closed]++;
                }
                for (int k = 0; k < THIRDS; k++)
                        worst_third = fmax(worst_third, n[k] > 0 ? fabs(thirds[k] / n[k] - p) : 0);
        }
        ck_assert_msg(worst <= 0.01, "%.4f", worst);
        ck_assert_msg(worst_third <= 0.01, "%.4f", worst_third);
        printf("inclusion: a file is off by at most %.4f, a third of the quarter by %.4f\n", worst, worst_third);
}
END_TEST

struct design {
        const char *name;
        struct draw_terms terms;
        double veto, spread; /* most of a unit's share of vetoed files; most of the spread of the others */
        int largest;
        int quarters;
};

static double score_of(double mean, double spread, double veto)
{
        if (uniform() < veto)
                return 0;
        return fmin(100, fmax(0.5, mean + spread * normal()));
}

/* A unit with fewer than two drawn files gets no interval; where all were drawn it is the truth itself. */
static void check_unit(const struct draw_stratum *s, const struct estimate_stratum *e, const double *scores)
{
        struct estimate unit = estimate_unit(e, 1, 100);
        double sum = 0;

        ck_assert(unit.has_interval == (s->drawn >= 2));
        if (!unit.has_interval || s->drawn < s->closed)
                return;
        for (int i = 0; i < s->closed; i++)
                sum += scores[i];
        ck_assert(unit.high - unit.low < 1e-9 && fabs(unit.mean - sum / (double)s->closed) < 1e-9);
}

/* Units of very different size and kind; the truth is the mean over all files, drawn or not. */
static bool holds(const struct design *d, double *width)
{
        static double scores[UNITS][FILES_MAX], drawn[UNITS][FILES_MAX];
        struct draw_stratum s[UNITS];
        struct estimate_stratum e[UNITS];
        struct draw_file files[FILES_MAX];
        unsigned char seed[SHA256_LEN];
        struct estimate city;
        double sum = 0, closed = 0;

        for (int u = 0; u < UNITS; u++) {
                double mean = 70 + 25 * uniform(), spread = 1 + d->spread * uniform(), veto = d->veto * uniform();

                s[u] = (struct draw_stratum){.unit = unit_names[u], .key = "", .closed = (int64_t)(pow(uniform(), 2) * d->largest)};
                for (int i = 0; i < s[u].closed; i++)
                        sum += scores[u][i] = score_of(mean, spread, veto);
                closed += (double)s[u].closed;
        }
        make_seed(seed);
        draw_allot(s, UNITS, &d->terms);
        for (int u = 0; u < UNITS; u++) {
                draw(seed, &s[u], u, files);
                ck_assert(!s[u].closed || s[u].drawn);
                for (int k = 0; k < s[u].drawn; k++)
                        drawn[u][k] = scores[u][place_of(&files[k], u)];
                e[u] = (struct estimate_stratum){s[u].closed, drawn[u], (size_t)s[u].drawn};
                check_unit(&s[u], &e[u], scores[u]);
        }
        city = estimate_city(e, UNITS, 100);
        *width += city.high - city.low;
        return city.has_interval && city.low - 1e-9 <= sum / closed && sum / closed <= city.high + 1e-9;
}

START_TEST(the_interval_of_the_city_holds_the_truth_in_94_of_100_quarters)
{
        static const struct design designs[] = {
            {"3 files and 5 %, some vetoes", {3, 500}, 0.10, 9, 60, QUARTERS},
            {"2 files and 10 %, few vetoes", {2, 1000}, 0.03, 9, 90, 1000},
            {"5 files, many vetoes", {5, 0}, 0.30, 12, 140, 1000},
            {"1 file and 10 %, no vetoes", {1, 1000}, 0, 6, 60, 1000},
            {"1 file each", {1, 0}, 0.05, 9, 60, 1000},
        };

        name_all();
        for (size_t i = 0; i < sizeof designs / sizeof *designs; i++) {
                double width = 0, share;
                int held = 0;

                state = 7 + i;
                for (int q = 0; q < designs[i].quarters; q++)
                        held += holds(&designs[i], &width);
                share = held / (double)designs[i].quarters;
                printf("%s: held in %.2f %%, width %.2f\n", designs[i].name, 100 * share, width / designs[i].quarters);
                ck_assert_msg(share >= 0.94, "%s: held in %.4f", designs[i].name, share);
        }
}
END_TEST

UNIT_MAIN("quarters", each_file_is_drawn_as_often_as_declared_whenever_in_the_quarter_it_was_closed,
          the_interval_of_the_city_holds_the_truth_in_94_of_100_quarters)

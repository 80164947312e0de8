#include "rules/estimate.h"

#include "rules/quantile.h"

#include <math.h>

static const double two_sided_95 = 0.975;

/* What is averaged over the files: their scores, or something made of them. */
typedef double measure(double score, double by);

static double itself(double score, double by)
{
        (void)by;
        return score;
}

static double is_zero(double score, double by)
{
        (void)by;
        return score <= 0;
}

/* How far a file that is not zero is from the mean of such files. */
static double above_others(double score, double by)
{
        return score > 0 ? score - by : 0;
}

struct moments {
        double mean, squares; /* sum of the squared distances from the mean */
};

static struct moments moments_of(const struct estimate_stratum *s, measure *of, double by)
{
        struct moments m = {0};

        for (size_t i = 0; i < s->n; i++)
                m.mean += of(s->scores[i], by) / (double)s->n;
        for (size_t i = 0; i < s->n; i++)
                m.squares += pow(of(s->scores[i], by) - m.mean, 2);
        return m;
}

static bool tells_nothing_of_spread(const struct estimate_stratum *s)
{
        return s->n == 1 && s->closed > 1;
}

/* Variance for strata of which one file was drawn: that of the other strata, or that between such files, whichever is
 * more. */
static double borrowed_variance(const struct estimate_stratum *s, size_t n, measure *of, double by, double *df)
{
        double squares = 0, sum = 0, sum2 = 0, within, between;
        size_t inside = 0, alone = 0;

        for (size_t i = 0; i < n; i++) {
                if (s[i].n > 1) {
                        squares += moments_of(&s[i], of, by).squares;
                        inside += s[i].n - 1;
                } else if (tells_nothing_of_spread(&s[i])) {
                        double y = of(s[i].scores[0], by);

                        sum += y;
                        sum2 += y * y;
                        alone++;
                }
        }
        within = inside ? squares / (double)inside : 0;
        between = alone > 1 ? fmax(0, (sum2 - sum * sum / (double)alone) / (double)(alone - 1)) : 0;
        *df = fmax(1, within > between ? (double)inside : (double)alone - 1);
        return fmax(within, between);
}

struct spread {
        double mean, variance, df, weights2; /* weights2: the variance where that of a file is 1 */
};

static double closed_in(const struct estimate_stratum *s, size_t n)
{
        double all = 0;

        for (size_t i = 0; i < n; i++)
                all += (double)s[i].closed;
        return all;
}

static struct spread spread_of(const struct estimate_stratum *s, size_t n, measure *of, double by)
{
        struct spread out = {0};
        double all = closed_in(s, n), borrowed_df, borrowed = borrowed_variance(s, n, of, by, &borrowed_df);
        double chance = 0, lent = 0;

        for (size_t i = 0; i < n; i++) {
                double share = (double)s[i].closed / all, drawn = (double)s[i].n, weight;
                struct moments m;

                if (!s[i].n)
                        continue;
                m = moments_of(&s[i], of, by);
                weight = share * share * (1 - drawn / (double)s[i].closed) / drawn;
                out.mean += share * m.mean;
                out.weights2 += weight;
                if (tells_nothing_of_spread(&s[i])) {
                        lent += weight * borrowed;
                } else if (s[i].n > 1) {
                        double v = weight * m.squares / (drawn - 1);

                        out.variance += v;
                        chance += v * v / (drawn - 1);
                }
        }
        out.variance += lent;
        chance += lent * lent / borrowed_df;
        out.df = chance > 0 ? out.variance * out.variance / chance : 0;
        return out;
}

static struct estimate begin(const struct estimate_stratum *s, size_t n)
{
        struct estimate e = {.has_mean = true};

        for (size_t i = 0; i < n; i++) {
                e.closed += s[i].closed;
                e.drawn += s[i].n;
                e.has_mean = e.has_mean && (s[i].n || !s[i].closed);
        }
        e.has_mean = e.has_mean && e.closed;
        e.has_interval = e.has_mean && e.drawn > 1;
        return e;
}

static double reach(double variance, double df)
{
        return variance > 0 ? student_quantile(two_sided_95, fmax(df, 1)) * sqrt(variance) : 0;
}

struct estimate estimate_unit(const struct estimate_stratum *strata, size_t n, double best)
{
        struct estimate e = begin(strata, n);
        struct spread all;

        if (!e.has_mean)
                return e;
        all = spread_of(strata, n, itself, 0);
        e.mean = all.mean;
        e.df = all.df;
        e.se = sqrt(all.variance);
        e.low = fmax(0, e.mean - reach(all.variance, all.df));
        e.high = fmin(best, e.mean + reach(all.variance, all.df));
        return e;
}

struct share {
        double low, high;
};

/* Wilson's interval for a share of which the sample is worth n files. */
static struct share wilson(double p, double n)
{
        double z = normal_quantile(two_sided_95), z2 = z * z;
        double mid = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);

        return (struct share){fmin(p, fmax(0, mid - half)), fmax(p, fmin(1, mid + half))};
}

struct estimate estimate_city(const struct estimate_stratum *strata, size_t n, double best)
{
        struct estimate e = estimate_unit(strata, n, best);
        struct spread zeros, rest;
        struct share z;
        double others, half;

        if (!e.has_mean)
                return e;
        zeros = spread_of(strata, n, is_zero, 0);
        if (zeros.weights2 <= 0)
                return e;
        others = zeros.mean < 1 ? e.mean / (1 - zeros.mean) : best;
        rest = spread_of(strata, n, above_others, others);
        half = reach(rest.variance, rest.df);
        z = wilson(zeros.mean, 1 / zeros.weights2);
        e.low = fmax(0, e.mean - hypot(half, others * (z.high - zeros.mean)));
        e.high = fmin(best, e.mean + hypot(half, others * (zeros.mean - z.low)));
        return e;
}

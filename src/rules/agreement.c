#include "rules/agreement.h"

#include "rules/quantile.h"

#include <math.h>

/* The table as shares; the kinds of figure differ in what they take for agreement by chance. */
struct table {
        const long *counts;
        size_t q;
        double n, observed;
};

static double part(const struct table *t, size_t i, size_t j)
{
        return (double)t->counts[i * t->q + j] / t->n;
}

static double row(const struct table *t, size_t i)
{
        double sum = 0;

        for (size_t j = 0; j < t->q; j++)
                sum += part(t, i, j);
        return sum;
}

static double column(const struct table *t, size_t j)
{
        double sum = 0;

        for (size_t i = 0; i < t->q; i++)
                sum += part(t, i, j);
        return sum;
}

static double either(const struct table *t, size_t k)
{
        return (row(t, k) + column(t, k)) / 2;
}

/* How much an answer pair (i, j) adds to agreement by chance; its mean is the chance itself. */
typedef double pull(const struct table *t, size_t i, size_t j);

static double kappa_pull(const struct table *t, size_t i, size_t j)
{
        return (column(t, i) + row(t, j)) / 2;
}

static double ac1_pull(const struct table *t, size_t i, size_t j)
{
        return (1 - (either(t, i) + either(t, j)) / 2) / (double)(t->q - 1);
}

static double kappa_chance(const struct table *t)
{
        double sum = 0;

        for (size_t k = 0; k < t->q; k++)
                sum += row(t, k) * column(t, k);
        return sum;
}

static double ac1_chance(const struct table *t)
{
        double sum = 0;

        for (size_t k = 0; k < t->q; k++)
                sum += either(t, k) * (1 - either(t, k));
        return sum / (double)(t->q - 1);
}

/* Fleiss, Cohen and Everitt (1969) for kappa, Gwet (2008) for AC1: the same form. */
static struct agreement_figure figure(const struct table *t, double chance, pull *by)
{
        struct agreement_figure f = {.known = 1 - chance > 1e-12};
        double diagonal = 0, all = 0, v, reach;

        if (!f.known)
                return f;
        f.value = (t->observed - chance) / (1 - chance);
        for (size_t i = 0; i < t->q; i++) {
                diagonal += part(t, i, i) * by(t, i, i);
                for (size_t j = 0; j < t->q; j++)
                        all += part(t, i, j) * pow(by(t, i, j), 2);
        }
        v = t->observed * (1 - t->observed) - 4 * (1 - f.value) * (diagonal - t->observed * chance) +
            4 * pow(1 - f.value, 2) * (all - chance * chance);
        f.se = sqrt(fmax(0, v) / t->n) / (1 - chance);
        reach = t->n > 1 ? student_quantile(0.975, t->n - 1) * f.se : 2;
        f.low = fmax(-1, f.value - reach);
        f.high = fmin(1, f.value + reach);
        return f;
}

struct agreement agreement_of(const long *counts, size_t q)
{
        struct table t = {.counts = counts, .q = q};
        struct agreement out = {0};

        for (size_t i = 0; i < q * q; i++)
                out.n += (size_t)counts[i];
        t.n = (double)out.n;
        if (!out.n)
                return out;
        for (size_t k = 0; k < q; k++)
                t.observed += part(&t, k, k);
        out.observed = t.observed;
        out.kappa = figure(&t, kappa_chance(&t), kappa_pull);
        out.ac1 = figure(&t, ac1_chance(&t), ac1_pull);
        return out;
}

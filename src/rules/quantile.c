#include "rules/quantile.h"

#include <math.h>

enum { FRACTION_STEPS = 3000, HALVINGS = 60 };

static double away_from_zero(double x)
{
        return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* The regularised incomplete beta function by its continued fraction (Lentz); x below (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
        double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), h = d;

        for (int m = 1; m < FRACTION_STEPS; m++) {
                double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
                double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), step;

                d = 1 / away_from_zero(1 + even * d);
                c = away_from_zero(1 + even / c);
                h *= d * c;
                d = 1 / away_from_zero(1 + odd * d);
                c = away_from_zero(1 + odd / c);
                h *= step = d * c;
                if (fabs(step - 1) < 1e-14)
                        break;
        }
        return exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) * h / a;
}

double beta_below(double a, double b, double x)
{
        if (x <= 0 || x >= 1)
                return x > 0;
        return x < (a + 1) / (a + b + 2) ? beta_fraction(a, b, x) : 1 - beta_fraction(b, a, 1 - x);
}

/* Probability that t is above x, for x >= 0. */
static double student_above(double x, double df)
{
        return df >= ALMOST_NORMAL ? erfc(x / sqrt(2)) / 2 : beta_below(df / 2, 0.5, df / (df + x * x)) / 2;
}

double student_quantile(double p, double df)
{
        double low = 0, high = 1;

        while (student_above(high, df) > 1 - p && high < 1e12)
                high *= 2;
        for (int i = 0; i < HALVINGS; i++) {
                double mid = (low + high) / 2;

                *(student_above(mid, df) > 1 - p ? &low : &high) = mid;
        }
        return (low + high) / 2;
}

double normal_quantile(double p)
{
        return student_quantile(p, ALMOST_NORMAL);
}

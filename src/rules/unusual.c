#include "rules/unusual.h"

#include "rules/quantile.h"

#include <math.h>

/* P(X <= a) for X binomial with n and share. */
static double lower_tail(double a, double n, double share)
{
        if (a < 0)
                return 0;
        return a >= n ? 1 : beta_below(n - a, a + 1, 1 - share);
}

/* P(X >= a), of itself and not as what the other tail leaves, which would be 0 far out. */
static double upper_tail(double a, double n, double share)
{
        if (a > n)
                return 0;
        return a <= 0 ? 1 : beta_below(a, n - a + 1, share);
}

double unusual_p(long long a, int a_days, long long b, int b_days)
{
        double n = (double)a + (double)b, share = (double)a_days / (a_days + b_days);

        if (a < 0 || b < 0 || n == 0)
                return 1;
        return fmin(1, 2 * fmin(lower_tail((double)a, n, share), upper_tail((double)a, n, share)));
}

bool unusual_is(long long a, long long b, double p, long long least, long long level_ppm)
{
        return a >= 0 && b >= 0 && a + b >= least && p * 1e6 < (double)level_ppm;
}

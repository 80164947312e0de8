/* Quantiles of Student's t, for intervals, and the distribution behind them. Pure. */
#pragma once

#define ALMOST_NORMAL 1e6 /* degrees of freedom from which on it is the normal distribution */

/* The value that a t variable with df degrees of freedom (any number above 0) stays below with probability p,
 * for 0.5 <= p < 1. */
double student_quantile(double p, double df);
double normal_quantile(double p);

/* The regularised incomplete beta function I_x(a, b): the probability that a beta variable stays below x. */
double beta_below(double a, double b, double x);

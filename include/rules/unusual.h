/* Whether a count changed more than chance explains. The rule ("exact-two-quarters"): acts that come at a steady rate fall into two
 * periods in proportion to their days, so of a + b acts the number in the first is binomial; p is twice the smaller tail, at most 1.
 * A change is unusual when there are enough acts and p is below the level. Pure. */
#pragma once

#include <stdbool.h>

#define UNUSUAL_RULE "exact-two-quarters"

/* a acts in a_days, b in b_days (days from 1; counts from 0); 1 where nothing happened. */
double unusual_p(long long a, int a_days, long long b, int b_days);
bool unusual_is(long long a, long long b, double p, long long least, long long level_ppm);

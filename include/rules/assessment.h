/* Points of the year's assessment (考核): what an item gives for a value, and what a unit gets in all. Whole numbers throughout: points
 * and shares in hundredths, rounded half up. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* `full` gives all points and `zero` none, what lies between in proportion; beyond either nothing more is given or taken. Full may
 * lie below zero (the less, the better). Both alike: all at or beyond it in the direction `less` says, else none. */
struct assessment_item {
        long long weight; /* 1/100 point, above 0 */
        long long full, zero;
        bool less; /* matters only where full and zero are the same */
};

struct assessment_value {
        bool known; /* false: there was nothing to measure; the item is taken out and the others stand for it */
        long long value;
};

long long assessment_points(const struct assessment_item *i, long long value);

struct assessment_total {
        long long points;         /* 1/100, of all weights */
        long long counted, given; /* weights of the items that were measured, and what these gave */
        bool known;               /* false: nothing was measured */
};
struct assessment_total assessment_sum(const struct assessment_item *items, const struct assessment_value *values, size_t n);

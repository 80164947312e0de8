#include "rules/assessment.h"

__extension__ typedef __int128 wide;

/* Beyond 64 bits: amounts in fen times weights. */
static long long divided(wide up, wide down)
{
        return (long long)((2 * up + down) / (2 * down));
}

long long assessment_points(const struct assessment_item *i, long long value)
{
        wide way = (wide)i->full - i->zero, gone = (wide)value - i->zero;

        if (way == 0)
                return (i->less ? value <= i->full : value >= i->full) ? i->weight : 0;
        if (way < 0) {
                way = -way;
                gone = -gone;
        }
        if (gone <= 0)
                return 0;
        return gone >= way ? i->weight : divided(i->weight * gone, way);
}

struct assessment_total assessment_sum(const struct assessment_item *items, const struct assessment_value *values, size_t n)
{
        struct assessment_total t = {0};
        long long all = 0;

        for (size_t i = 0; i < n; i++) {
                all += items[i].weight;
                if (!values[i].known)
                        continue;
                t.counted += items[i].weight;
                t.given += assessment_points(&items[i], values[i].value);
        }
        t.known = t.counted > 0;
        if (t.known)
                t.points = divided((wide)t.given * all, t.counted);
        return t;
}

#include "rules/adjudication.h"

#include <stdlib.h>

static struct adjudication done(const struct adjudication_terms *t, int total, bool vetoed, const char *by)
{
        int value = vetoed ? 0 : total;

        return (struct adjudication){.next = ADJUDICATION_DONE,
                                     .total = value,
                                     .vetoed = vetoed,
                                     .grade = review_grade_of(value, vetoed, t->excellent_min, t->pass_min),
                                     .by = by};
}

static bool is_between(int value, int a, int b)
{
        return (value - a) * (long)(value - b) <= 0;
}

err_t adjudicate(const struct adjudication_terms *t, const struct adjudication_sheet *first,
                 const struct adjudication_sheet *second, const struct adjudication_sheet *third, const int *agreed,
                 struct adjudication *out, struct fault *f)
{
        *out = (struct adjudication){0};
        if (third)
                *out = done(t, third->total, third->vetoed, "third");
        else if (!second)
                *out = done(t, first->total, first->vetoed, "single");
        else if (first->vetoed != second->vetoed || abs(first->total - second->total) > t->limit)
                out->next = ADJUDICATION_THIRD;
        else if (first->vetoed || t->by_average)
                *out = done(t, (first->total + second->total + 1) / 2, first->vetoed, "average");
        else if (!agreed)
                out->next = ADJUDICATION_AGREE;
        else if (is_between(*agreed, first->total, second->total))
                *out = done(t, *agreed, false, "agreed");
        else
                return fault_field(f, ERR_INVALID, "/total", "range", "商定的得分应当在 %d 和 %d 之间",
                                   "A total agreed on lies between %d and %d", first->total, second->total);
        return OK;
}

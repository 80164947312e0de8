#include "rules/late_fee.h"

#include <stdbool.h>

static bool is_paused(const struct late_fine *f, day_t day)
{
        for (size_t i = 0; i < f->n_pauses; i++)
                if (day >= f->pauses[i].first && (f->pauses[i].last == DAY_NONE || day <= f->pauses[i].last))
                        return true;
        return false;
}

/* Of the fine, what was to be paid before a day. */
static int64_t asked(const struct late_fine *f, day_t day)
{
        int64_t fen = f->n_parts ? 0 : f->fine_fen;

        for (size_t i = 0; i < f->n_parts && f->parts[i].due < day; i++)
                fen = f->parts[i].upto_fen;
        return fen < f->fine_fen ? fen : f->fine_fen;
}

static int64_t unpaid(const struct late_fine *f, day_t day)
{
        int64_t most = asked(f, day), left = most;

        for (size_t i = 0; i < f->n_payments; i++)
                if (f->payments[i].on <= day)
                        left -= f->payments[i].fen;
        if (left > most)
                return most;
        return left > 0 ? left : 0;
}

int64_t late_fee(const struct late_fine *f, day_t on)
{
        int64_t parts = 0, most = 0; /* of 10,000 fen */

        if (f->due == DAY_NONE || f->rate <= 0 || __builtin_mul_overflow(f->fine_fen, 10000, &most))
                return 0;
        for (day_t day = f->due + 1; day <= on && parts < most; day++)
                if (!is_paused(f, day) && __builtin_add_overflow(parts, unpaid(f, day) * f->rate, &parts))
                        return f->fine_fen;
        return (parts < most ? parts : most) / 10000;
}

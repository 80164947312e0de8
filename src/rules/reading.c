#include "rules/reading.h"

#include "base/fold.h"

#include <string.h>

/* ---- characters ---- */

/* A text read from the left; what fails leaves it where it was. */
struct cursor {
        const char *at;
};

static uint32_t peek(const struct cursor *c)
{
        uint32_t u;

        text_narrow(c->at, &u);
        return u;
}

static bool is_digit(uint32_t u)
{
        return u >= '0' && u <= '9';
}

static bool take(struct cursor *c, uint32_t wanted)
{
        uint32_t u;
        size_t n = text_narrow(c->at, &u);

        if (!n || u != wanted)
                return false;
        c->at += n;
        return true;
}

/* At least min and at most max digits, and no more behind them. */
static bool take_number(struct cursor *c, int min, int max, int *out)
{
        struct cursor k = *c;
        int n = 0, value = 0;

        for (; n < max && is_digit(peek(&k)); n++) {
                value = value * 10 + (int)(peek(&k) - '0');
                take(&k, peek(&k));
        }
        if (n < min || is_digit(peek(&k)))
                return false;
        *c = k;
        *out = value;
        return true;
}

/* Exactly n digits, whatever follows: YYYYMMDD has no separators. */
static bool take_digits(struct cursor *c, int n, int *out)
{
        struct cursor k = *c;

        for (*out = 0; n && is_digit(peek(&k)); n--) {
                *out = *out * 10 + (int)(peek(&k) - '0');
                take(&k, peek(&k));
        }
        if (n)
                return false;
        *c = k;
        return true;
}

static uint32_t lower(uint32_t u)
{
        return u >= 'A' && u <= 'Z' ? u + 32 : u;
}

/* A word, its ASCII letters in either case. */
static bool take_word(struct cursor *c, const char *word)
{
        struct cursor k = *c, w = {word};

        while (*w.at) {
                if (lower(peek(&k)) != lower(peek(&w)))
                        return false;
                take(&k, peek(&k));
                take(&w, peek(&w));
        }
        *c = k;
        return true;
}

/* ---- dates ---- */

struct era {
        const char *name, *letter;
        int first_year;
        struct {
                int y, m, d;
        } from, to; /* to.y 0: it goes on */
};
static const struct era eras[] = {
        {"昭和", "S", 1926, {1926, 12, 25}, {1989, 1, 7}},
        {"平成", "H", 1989, {1989, 1, 8}, {2019, 4, 30}},
        {"令和", "R", 2019, {2019, 5, 1}, {0, 0, 0}},
};
enum { ERAS = sizeof eras / sizeof *eras };

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct moment {
        int year, month, day, hour, minute, second, offset; /* offset: minutes east of UTC */
        bool in_shanghai;                                   /* the day wanted is the one there */
        const struct era *era;
};

static bool take_year(struct cursor *c, struct moment *m) { return take_digits(c, 4, &m->year); }
static bool take_month2(struct cursor *c, struct moment *m) { return take_digits(c, 2, &m->month); }
static bool take_month(struct cursor *c, struct moment *m) { return take_number(c, 1, 2, &m->month); }
static bool take_day2(struct cursor *c, struct moment *m) { return take_digits(c, 2, &m->day); }
static bool take_day(struct cursor *c, struct moment *m) { return take_number(c, 1, 2, &m->day); }
static bool take_hour(struct cursor *c, struct moment *m) { return take_digits(c, 2, &m->hour); }
static bool take_minute(struct cursor *c, struct moment *m) { return take_digits(c, 2, &m->minute); }
static bool take_second(struct cursor *c, struct moment *m) { return take_digits(c, 2, &m->second); }

static bool take_month_name(struct cursor *c, struct moment *m)
{
        for (m->month = 1; m->month <= 12; m->month++)
                if (take_word(c, months[m->month - 1]))
                        return true;
        return false;
}

static bool take_fraction(struct cursor *c, struct moment *m)
{
        int digit, n = 0;

        (void)m;
        while (take_digits(c, 1, &digit))
                n++;
        return n > 0;
}

static bool take_era(struct cursor *c, struct moment *m)
{
        for (m->era = eras; m->era < eras + ERAS; m->era++)
                if (take_word(c, m->era->name) || take_word(c, m->era->letter))
                        return true;
        m->era = NULL;
        return false;
}

static bool take_era_year(struct cursor *c, struct moment *m)
{
        int y = 1;

        if (!take_word(c, "元") && (!take_number(c, 1, 2, &y) || y == 0))
                return false;
        m->year = m->era ? m->era->first_year + y - 1 : 0;
        return m->era != NULL;
}

static bool take_offset(struct cursor *c, struct moment *m)
{
        int sign, hours, minutes = 0;

        m->offset = 0;
        if (take(c, 'Z'))
                return true;
        sign = take(c, '+') ? 1 : take(c, '-') ? -1 : 0;
        if (!sign || !take_digits(c, 2, &hours))
                return false;
        if ((take(c, ':') || is_digit(peek(c))) && !take_digits(c, 2, &minutes))
                return false;
        m->offset = sign * (hours * 60 + minutes);
        return hours < 24 && minutes < 60;
}

static bool take_moment_offset(struct cursor *c, struct moment *m)
{
        m->in_shanghai = true;
        return take_offset(c, m);
}

/* What a part of a form says; two parts of one form must not say the same. */
enum says { YEAR = 1, MONTH = 2, DAY = 4, ERA = 8, HOUR = 16, MINUTE = 32, SECOND = 64, FRACTION = 128, OFFSET = 256 };

static const struct part {
        const char *sign;
        unsigned says;
        bool (*take)(struct cursor *, struct moment *);
} parts[] = {
        /* Longer signs first. */
        {"YYYY", YEAR, take_year},     {"MON", MONTH, take_month_name}, {"ERA", ERA, take_era},
        {"MM", MONTH, take_month2},    {"DD", DAY, take_day2},          {"hh", HOUR, take_hour},
        {"mm", MINUTE, take_minute},   {"ss", SECOND, take_second},     {"M", MONTH, take_month},
        {"D", DAY, take_day},          {"y", YEAR, take_era_year},      {"f", FRACTION, take_fraction},
        {"Z", OFFSET, take_moment_offset}, {"z", OFFSET, take_offset},
};
enum { PARTS = sizeof parts / sizeof *parts };

static const struct part *part_at(const char *form)
{
        for (const struct part *p = parts; p < parts + PARTS; p++)
                if (!strncmp(form, p->sign, strlen(p->sign)))
                        return p;
        return NULL;
}

/* Letters that are no part are slips of the pen ("yyyy"); T stands between date and time. */
static bool may_stand_for_itself(char c)
{
        return c == 'T' || !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
}

static bool says_a_day(unsigned said, bool era_year)
{
        if ((said & (YEAR | MONTH | DAY)) != (YEAR | MONTH | DAY) || era_year != ((said & ERA) != 0))
                return false;
        return !(said & OFFSET) || (said & (HOUR | MINUTE)) == (HOUR | MINUTE);
}

bool date_form_is(const char *form)
{
        unsigned said = 0;
        bool era_year = false;

        if (strlen(form) > DATE_FORM_MAX)
                return false;
        while (*form) {
                const struct part *p = part_at(form);

                if (!p && !may_stand_for_itself(*form))
                        return false;
                if (!p) {
                        form++;
                        continue;
                }
                /* The year of an era can only be counted from an era already read. */
                if (said & p->says || (p->take == take_era_year && !(said & ERA)))
                        return false;
                era_year |= p->take == take_era_year;
                said |= p->says;
                form += strlen(p->sign);
        }
        return says_a_day(said, era_year);
}

static bool fits(struct cursor *c, const char *form, struct moment *m)
{
        while (*form) {
                const struct part *p = part_at(form);
                struct cursor own = {form};

                if (p) {
                        if (!p->take(c, m))
                                return false;
                        form += strlen(p->sign);
                        continue;
                }
                if (!take(c, peek(&own)))
                        return false;
                take(&own, peek(&own));
                form = own.at;
        }
        return !is_digit(peek(c));
}

static day_t day_of(int y, int m, int d)
{
        return day_is_civil(y, m, d) ? day_from_civil(y, m, d) : DAY_NONE;
}

static bool in_era(const struct era *e, day_t day)
{
        return day >= day_of(e->from.y, e->from.m, e->from.d) &&
               (!e->to.y || day <= day_of(e->to.y, e->to.m, e->to.d));
}

static day_t shanghai_day(const struct moment *m, day_t day)
{
        int minutes = m->hour * 60 + m->minute - m->offset + 8 * 60;

        return minutes < 0 ? day - 1 : minutes >= 24 * 60 ? day + minutes / (24 * 60) : day;
}

static enum date_reading day_of_moment(const struct moment *m, bool lenient, day_t *day)
{
        *day = day_of(m->year, m->month, m->day);
        if (*day == DAY_NONE || m->hour > 23 || m->minute > 59 || m->second > 59)
                return DATE_NO_DAY;
        if (m->era && !lenient && !in_era(m->era, *day))
                return DATE_NOT_IN_ERA;
        if (m->in_shanghai)
                *day = shanghai_day(m, *day);
        return DATE_READ;
}

static enum date_reading read_by(const char *text, const char *form, bool whole, bool lenient, day_t *day, size_t *used)
{
        struct cursor c = {text};
        struct moment m = {0};

        if (!fits(&c, form, &m) || (whole && *c.at))
                return DATE_FORM;
        *used = (size_t)(c.at - text);
        return day_of_moment(&m, lenient, day);
}

enum date_reading date_read(const char *text, const char *const *forms, bool whole, bool lenient, day_t *day,
                            size_t *used)
{
        enum date_reading best = DATE_FORM;
        day_t found = DAY_NONE, d;
        size_t n, longest = 0;

        for (; *forms; forms++) {
                enum date_reading got = read_by(text, *forms, whole, lenient, &d, &n);

                if (got == DATE_READ && found != DAY_NONE && d != found)
                        return DATE_AMBIGUOUS;
                if (got == DATE_READ) {
                        found = d;
                        longest = n > longest ? n : longest;
                } else if (got != DATE_FORM) {
                        best = got;
                }
        }
        if (found == DAY_NONE)
                return best;
        *day = found;
        *used = longest;
        return DATE_READ;
}

/* ---- money ---- */

static const int64_t MONEY_MAX = INT64_C(1000000000000000);

struct amount {
        int64_t whole;
        int decimals; /* digits behind the decimal mark */
        int64_t fraction;
        bool too_large, too_fine;
};

static bool take_whole(struct cursor *c, uint32_t thousands, struct amount *a)
{
        int group = 0, groups = 0;

        for (; is_digit(peek(c)) || (group && peek(c) == thousands); ) {
                if (take(c, thousands)) {
                        /* 1,234,567: up to three digits, then always three. */
                        if (group > 3 || (groups && group != 3))
                                return false;
                        groups++;
                        group = 0;
                        continue;
                }
                a->whole = a->whole * 10 + (int64_t)(peek(c) - '0');
                a->too_large |= a->whole > MONEY_MAX;
                a->whole = a->too_large ? MONEY_MAX : a->whole;
                group++;
                take(c, peek(c));
        }
        return group && (!groups || group == 3);
}

static bool take_fraction_of(struct cursor *c, uint32_t mark, struct amount *a)
{
        if (!take(c, mark))
                return true;
        while (is_digit(peek(c))) {
                a->decimals++;
                a->too_fine |= a->decimals > 8;
                if (!a->too_fine)
                        a->fraction = a->fraction * 10 + (int64_t)(peek(c) - '0');
                take(c, peek(c));
        }
        return a->decimals > 0;
}

static const struct {
        const char *word;
        enum money_unit unit;
} money_words[] = {{"万元", MONEY_WAN_YUAN}, {"万", MONEY_WAN_YUAN}, {"元", MONEY_YUAN}, {"分", MONEY_FEN}};

static enum money_unit take_unit(struct cursor *c, enum money_unit otherwise)
{
        for (size_t i = 0; i < sizeof money_words / sizeof *money_words; i++)
                if (take_word(c, money_words[i].word))
                        return money_words[i].unit;
        return otherwise;
}

static const int fen_decimals[] = {[MONEY_YUAN] = 2, [MONEY_WAN_YUAN] = 6, [MONEY_FEN] = 0};

static int64_t power_of_ten(int n)
{
        int64_t p = 1;

        while (n-- > 0)
                p *= 10;
        return p;
}

static enum money_reading in_fen(const struct amount *a, enum money_unit unit, int64_t *fen)
{
        int decimals = fen_decimals[unit];
        int64_t scale = power_of_ten(decimals);

        if (a->too_fine || a->decimals > decimals)
                return MONEY_TOO_FINE;
        if (a->too_large || a->whole > MONEY_MAX / scale)
                return MONEY_TOO_LARGE;
        *fen = a->whole * scale + a->fraction * power_of_ten(decimals - a->decimals);
        return *fen > MONEY_MAX ? MONEY_TOO_LARGE : MONEY_READ;
}

static void skip_spaces(struct cursor *c)
{
        while (take(c, ' ') || take(c, 0xa0))
                ;
}

static void skip_prefix(struct cursor *c, const struct money_form *form)
{
        skip_spaces(c);
        if (!take(c, 0xa5) && !take(c, 0xffe5) && form->prefix)
                take_word(c, form->prefix);
        skip_spaces(c);
}

enum money_reading money_read(const char *text, const struct money_form *form, int64_t *fen)
{
        struct cursor c = {text};
        struct amount a = {0};
        enum money_unit unit;
        bool negative = take(&c, '-') || take(&c, 0x2212);

        skip_prefix(&c, form);
        negative = negative || take(&c, '-');
        if (!take_whole(&c, form->comma ? '.' : ',', &a) || !take_fraction_of(&c, form->comma ? ',' : '.', &a))
                return MONEY_NOT_NUMBER;
        skip_spaces(&c);
        unit = take_unit(&c, form->unit);
        skip_spaces(&c);
        if (*c.at)
                return MONEY_NOT_NUMBER;
        return negative ? MONEY_NEGATIVE : in_fen(&a, unit, fen);
}

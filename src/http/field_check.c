#include "field_check.h"

#include "base/fold.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2199, NAME_SHOWN = 120 };

const char *complain(struct complaint *c, const char *code, const char *zh, const char *en, ...)
{
        va_list ap, again;

        va_start(ap, en);
        va_copy(again, ap);
        c->code = code;
        c->zh = arena_vprintf(c->arena, zh, ap);
        c->en = arena_vprintf(c->arena, en, again);
        va_end(again);
        va_end(ap);
        return NULL;
}

void reading_refuse(struct reading *r, const char *where, const struct complaint *c)
{
        r->faults++;
        if (r->faults <= FIELD_FAULTS_MAX)
                fault_field_text(r->fault, r->as, where, c->code, c->zh, c->en);
        if (r->faults == FIELD_FAULTS_MAX + 1)
                fault_field_text(r->fault, r->as, "", "more", "还有其他问题，未逐一列出",
                                 "there are more faults, not listed");
}

const char *name_shown(struct arena *a, const char *name)
{
        size_t len = strlen(name), shown = NAME_SHOWN;

        if (len <= NAME_SHOWN)
                return name;
        while (shown && (name[shown] & 0xc0) == 0x80)
                shown--;
        return arena_printf(a, "%.*s…", (int)shown, name);
}

void pointer_add(struct text *t, const char *name)
{
        text_add(t, "/");
        for (const char *s = name_shown(t->arena, name); *s; s++)
                if (*s == '~' || *s == '/')
                        text_add(t, *s == '~' ? "~0" : "~1");
                else
                        text_add_n(t, s, 1);
}

const char *field_type_wrong(const struct field *fd, struct complaint *c)
{
        static const struct {
                const char *zh, *en;
        } says[] = {
            [F_TEXT] = {"应为文本", "must be text"},
            [F_INT] = {"应为整数（不带小数点和指数）",
                       "must be a whole number, without decimal point or exponent"},
            [F_BOOL] = {"应为 true 或 false", "must be true or false"},
            [F_DATE] = {"应为日期文本 YYYY-MM-DD", "must be a date as text, YYYY-MM-DD"},
            [F_TIME] = {"应为 RFC 3339 时间文本", "must be a time as text, RFC 3339"},
            [F_UUID] = {"应为 UUID 文本", "must be a UUID as text"},
            [F_OBJECT] = {"应为对象", "must be an object"},
            [F_ANY] = {"不能由客户端给出", "is not for clients to give"},
        };

        c->code = "type";
        c->zh = says[fd->type].zh;
        c->en = says[fd->type].en;
        return NULL;
}

bool field_list_fits(const struct field *fd, size_t n, struct complaint *c)
{
        int max = fd->list_max ? fd->list_max : FIELD_LIST_MAX;
        int min = fd->flags & FIELD_REQUIRED ? 1 : 0;

        if (n >= (size_t)min && n <= (size_t)max)
                return true;
        complain(c, "items", "应有 %d 至 %d 项", "must have %d to %d items", min, max);
        return false;
}

long long field_text_max(const struct field *fd)
{
        return fd->max ? fd->max : FIELD_TEXT_MAX;
}

/* --- text --- */

static bool is_one_line(const struct field *fd)
{
        return field_text_max(fd) <= FIELD_TEXT_MAX;
}

static ucs4_t first_character(const char *s, const char **rest)
{
        ucs4_t c = 0;

        *rest = (const char *)u8_next(&c, (const uint8_t *)s);
        return c;
}

static bool is_allowed(ucs4_t c, bool one_line)
{
        if (c == '\n' || c == '\t')
                return !one_line;
        return !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Zl |
                                                        UC_CATEGORY_MASK_Zp) &&
               !uc_is_property_not_a_character(c) && !text_is_hidden(c);
}

static bool has_only_allowed(const struct field *fd, const char *s, struct complaint *c)
{
        bool one_line = is_one_line(fd);
        size_t nth = 1;

        for (; *s; nth++) {
                ucs4_t character = first_character(s, &s);

                if (is_allowed(character, one_line))
                        continue;
                complain(c, "format", "含有不允许的字符 U+%04X（第 %zu 个字符）",
                         "has a character that is not allowed, U+%04X (character %zu)", (unsigned)character,
                         nth);
                return false;
        }
        return true;
}

static bool length_fits(const struct field *fd, const char *s, struct complaint *c)
{
        long long n = (long long)u8_mbsnlen((const uint8_t *)s, strlen(s));
        long long max = field_text_max(fd);

        if (n >= fd->min && n <= max)
                return true;
        if (fd->min == max)
                complain(c, "length", "应有 %lld 个字符", "must have %lld characters", max);
        else
                complain(c, "length", "应有 %lld 至 %lld 个字符", "must have %lld to %lld characters",
                         fd->min, max);
        return false;
}

static bool is_space(ucs4_t c)
{
        return uc_is_property_white_space(c) || c == 0xfeff;
}

static bool shows_something(const struct field *fd, const char *s, struct complaint *c)
{
        if (fd->min <= 0)
                return true;
        while (*s) {
                ucs4_t character = first_character(s, &s);

                if (!is_space(character) && !uc_is_property_default_ignorable_code_point(character))
                        return true;
        }
        complain(c, "format", "不能为空白", "must not be blank");
        return false;
}

static bool ends_are_clean(const struct field *fd, const char *s, struct complaint *c)
{
        ucs4_t character = 0;
        bool clean = true;

        if (!is_one_line(fd) || !*s)
                return true;
        clean = !is_space(first_character(s, &s));
        while (*s)
                character = first_character(s, &s);
        if (clean && !is_space(character))
                return true;
        complain(c, "format", "首尾不能有空白", "must not begin or end with white space");
        return false;
}

static bool is_a_choice(const struct field *fd, const char *s, struct complaint *c)
{
        struct text list = {.arena = c->arena};

        if (!fd->choices)
                return true;
        for (const char *const *choice = fd->choices; *choice; choice++) {
                if (strcmp(*choice, s) == 0)
                        return true;
                text_addf(&list, "%s%s", list.len ? ", " : "", *choice);
        }
        complain(c, "choice", "应为其中之一：%s", "must be one of: %s", text_str(&list));
        return false;
}

static bool passes_check(const struct field *fd, const char *s, struct complaint *c)
{
        if (!fd->check || fd->check(s))
                return true;
        c->code = "check";
        c->zh = fd->zh ? arena_printf(c->arena, "校验未通过：%s", fd->zh) : "校验未通过";
        c->en = fd->en ? arena_printf(c->arena, "does not pass its check: %s", fd->en) : "does not pass its check";
        return false;
}

/* In this order, so that the first complaint is the one that explains the others. */
static bool (*const text_checks[])(const struct field *fd, const char *s, struct complaint *c) = {
    has_only_allowed, length_fits, shows_something, ends_are_clean, is_a_choice, passes_check,
};

static const char *nfc(struct arena *a, const char *s)
{
        size_t len;
        uint8_t *made = u8_normalize(UNINORM_NFC, (const uint8_t *)s, strlen(s), NULL, &len);
        const char *kept;

        if (!made)
                abort(); /* valid UTF-8 fails only for want of memory */
        kept = arena_text_n(a, (const char *)made, len);
        free(made);
        return kept;
}

static const char *check_text(const struct field *fd, const char *s, struct complaint *c)
{
        if (u8_check((const uint8_t *)s, strlen(s)))
                return complain(c, "format", "不是有效的 UTF-8", "is not valid UTF-8");
        if (fd->flags & FIELD_VERBATIM)
                return length_fits(fd, s, c) ? s : NULL;
        s = *s ? nfc(c->arena, s) : s;
        for (size_t i = 0; i < sizeof text_checks / sizeof *text_checks; i++)
                if (!text_checks[i](fd, s, c))
                        return NULL;
        return s;
}

/* --- numbers --- */

static bool digits_span(const char *s, size_t n)
{
        return strspn(s, "0123456789") >= n;
}

static bool is_whole_number(const char *s)
{
        const char *digits = *s == '-' ? s + 1 : s;
        size_t n = strspn(digits, "0123456789");

        if (n == 0 || digits[n])
                return false;
        return *digits == '0' ? n == 1 && digits == s : true;
}

static const char *check_int(const struct field *fd, const char *s, struct complaint *c)
{
        bool any = fd->min == 0 && fd->max == 0;
        long long min = any ? LLONG_MIN : fd->min, max = any ? LLONG_MAX : fd->max, n;

        if (!is_whole_number(s))
                return field_type_wrong(fd, c);
        n = strtoll(s, NULL, 10);
        /* strtoll stops at the ends of its range, so a number beyond them does not print as it was. */
        if (n < min || n > max || strcmp(arena_printf(c->arena, "%lld", n), s) != 0)
                return complain(c, "range", "应在 %lld 至 %lld 之间", "must be from %lld to %lld", min, max);
        return s;
}

static const char *check_bool(const struct field *fd, const char *s, struct complaint *c)
{
        if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0)
                return s;
        return field_type_wrong(fd, c);
}

/* --- days and times --- */

static int number_of(const char *s, size_t digits)
{
        int n = 0;

        while (digits--)
                n = n * 10 + (*s++ - '0');
        return n;
}

/* As strlen(pattern) characters of s: '0' stands for a digit, all else for itself. */
static bool looks_like(const char *s, const char *pattern)
{
        for (; *pattern; pattern++, s++)
                if (*pattern == '0' ? !digits_span(s, 1) : *s != *pattern)
                        return false;
        return true;
}

static int days_of_month(int year, int month)
{
        static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        return month == 2 && leap ? 29 : days[month - 1];
}

static bool is_real_day(const char *s)
{
        int year, month, day;

        if (!looks_like(s, "0000-00-00"))
                return false;
        year = number_of(s, 4);
        month = number_of(s + 5, 2);
        day = number_of(s + 8, 2);
        return month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

static bool year_fits(int year, struct complaint *c)
{
        if (year >= YEAR_MIN && year <= YEAR_MAX)
                return true;
        complain(c, "range", "应在 %d 年至 %d 年之间", "must be from the year %d to %d", YEAR_MIN, YEAR_MAX);
        return false;
}

static const char *check_date(const struct field *fd, const char *s, struct complaint *c)
{
        (void)fd;
        if (!is_real_day(s) || s[10])
                return complain(c, "format", "应为真实存在的日期，形如 2024-03-14",
                                "must be a real day such as 2024-03-14");
        return year_fits(number_of(s, 4), c) ? s : NULL;
}

static const char *time_malformed(struct complaint *c)
{
        return complain(c, "format", "应为带时区的 RFC 3339 时间，形如 2024-03-14T09:30:00+08:00",
                        "must be an RFC 3339 time with its offset such as 2024-03-14T09:30:00+08:00");
}

/* "Z" or "+08:00", in seconds; false if malformed. */
static bool read_offset(const char *s, int *seconds)
{
        if (*s == 'Z' || *s == 'z') {
                *seconds = 0;
                return s[1] == '\0';
        }
        if ((*s != '+' && *s != '-') || !looks_like(s + 1, "00:00") || s[6])
                return false;
        *seconds = (number_of(s + 1, 2) * 60 + number_of(s + 4, 2)) * (*s == '-' ? -60 : 60);
        return number_of(s + 1, 2) <= 23 && number_of(s + 4, 2) <= 59;
}

static bool clock_is_real(const char *s)
{
        return looks_like(s, "00:00:00") && number_of(s, 2) <= 23 && number_of(s + 3, 2) <= 59 &&
               number_of(s + 6, 2) <= 59;
}

static const char *utc_text(struct arena *a, const char *s, int offset, const char *fraction,
                            size_t fraction_len, struct complaint *c)
{
        struct tm tm = {
            .tm_year = number_of(s, 4) - 1900,
            .tm_mon = number_of(s + 5, 2) - 1,
            .tm_mday = number_of(s + 8, 2),
            .tm_hour = number_of(s + 11, 2),
            .tm_min = number_of(s + 14, 2),
            .tm_sec = number_of(s + 17, 2),
        };
        time_t t = timegm(&tm) - offset;

        gmtime_r(&t, &tm);
        if (!year_fits(tm.tm_year + 1900, c))
                return NULL;
        return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%.*sZ", tm.tm_year + 1900, tm.tm_mon + 1,
                            tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, (int)fraction_len, fraction);
}

static const char *check_time(const struct field *fd, const char *s, struct complaint *c)
{
        const char *fraction;
        size_t fraction_len = 0;
        int offset;

        (void)fd;
        if (!is_real_day(s) || (s[10] != 'T' && s[10] != 't') || !clock_is_real(s + 11))
                return time_malformed(c);
        fraction = s + strlen("0000-00-00T00:00:00");
        if (*fraction == '.')
                fraction_len = 1 + strspn(fraction + 1, "0123456789");
        if (fraction_len == 1 || fraction_len > 7 || !read_offset(fraction + fraction_len, &offset))
                return time_malformed(c);
        return utc_text(c->arena, s, offset, fraction, fraction_len, c);
}

static const char *check_uuid(const struct field *fd, const char *s, struct complaint *c)
{
        static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
        char *lower;

        (void)fd;
        if (strlen(s) != strlen(pattern))
                return complain(c, "format", "不是有效的 UUID", "is not a UUID");
        lower = arena_text(c->arena, s);
        for (size_t i = 0; pattern[i]; i++) {
                if (lower[i] >= 'A' && lower[i] <= 'F')
                        lower[i] = (char)(lower[i] - 'A' + 'a');
                if (!strchr(pattern[i] == 'x' ? "0123456789abcdef" : "-", lower[i]))
                        return complain(c, "format", "不是有效的 UUID", "is not a UUID");
        }
        return lower;
}

const char *field_check(const struct field *fd, const char *s, struct complaint *c)
{
        static const char *(*const checks[])(const struct field *, const char *, struct complaint *) = {
            [F_TEXT] = check_text, [F_INT] = check_int,   [F_BOOL] = check_bool, [F_DATE] = check_date,
            [F_TIME] = check_time, [F_UUID] = check_uuid, [F_OBJECT] = NULL,     [F_ANY] = NULL,
        };

        return checks[fd->type] ? checks[fd->type](fd, s, c) : field_type_wrong(fd, c);
}

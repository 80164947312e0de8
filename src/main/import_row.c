#include "main/import_row.h"

#include "base/digest.h"
#include "base/fold.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

enum { ONE_LINE = 300, KEY_TEXT_MAX = 100 };

/* ---- refusing ---- */

void row_refuse(struct import_row *row, int column, const char *code, const char *zh, const char *en, ...)
{
        struct row_fault *f = arena_take(row->arena, sizeof *f);
        va_list ap, again;

        va_start(ap, en);
        va_copy(again, ap);
        f->column = column < 0 ? 0 : row->at[column] + 1;
        f->code = code;
        f->zh = arena_vprintf(row->arena, zh, ap);
        f->en = arena_vprintf(row->arena, en, again);
        va_end(again);
        va_end(ap);
        *(row->last ? &row->last->next : &row->faults) = f;
        row->last = f;
}

/* What a reason shows of a text: its beginning. Rejects are read by people. */
static const char *shown(struct import_row *row, const char *s)
{
        size_t n = 0;
        uint32_t c;

        for (int chars = 0; chars < 40 && s[n]; chars++)
                n += text_narrow(s + n, &c);
        return s[n] ? arena_printf(row->arena, "%.*s…", (int)n, s) : s;
}

/* ---- cells ---- */

static const char *cell_text(struct import_row *row, int column, bool nfkc)
{
        const struct table_cell *c = &row->cells[row->at[column]];
        size_t len = c->len;
        const char *s = text_trim(c->text, &len);

        if (!nfkc)
                return arena_text_n(row->arena, s, len);
        s = text_nfkc(row->arena, s, len);
        len = strlen(s);
        s = text_trim(s, &len);
        return arena_text_n(row->arena, s, len);
}

static const char *joined(struct import_row *row, const struct map_value *v)
{
        struct text t = {.arena = row->arena};

        if (v->n_columns == 1)
                return cell_text(row, v->columns[0], v->nfkc);
        for (size_t i = 0; i < v->n_columns; i++) {
                const char *s = cell_text(row, v->columns[i], v->nfkc);

                if (*s && t.len)
                        text_add(&t, v->join);
                text_add(&t, s);
        }
        return text_str(&t);
}

static bool is_one_of(const char *s, const char *const *texts)
{
        for (; texts && *texts; texts++)
                if (!strcmp(s, *texts))
                        return true;
        return false;
}

static int column_of(const struct map_value *v)
{
        return v->n_columns ? v->columns[0] : -1;
}

/* ---- dates ---- */

static const char *refuse_date(struct import_row *row, const struct map_value *v, enum date_reading why,
                               const char *s)
{
        static const struct {
                const char *code, *zh, *en;
        } reasons[] = {
            [DATE_FORM] = {"date", "不是所要求格式的日期", "not a date in any of the forms"},
            [DATE_NO_DAY] = {"no-day", "没有这一天", "there is no such day"},
            [DATE_NOT_IN_ERA] = {"era", "不在该年号的起止日期之内", "outside the days of its era"},
            [DATE_AMBIGUOUS] = {"ambiguous", "按不同格式是不同的日期", "different days by different forms"},
        };

        row_refuse(row, column_of(v), reasons[why].code, "%s：“%s”%.0s%.0s", "%.0s%.0s%s: “%s”",
                   reasons[why].zh, shown(row, s), reasons[why].en, shown(row, s));
        return NULL;
}

static const char *day_text(struct import_row *row, const struct map_value *v, const char *s)
{
        day_t day = DAY_NONE;
        size_t used;
        enum date_reading got = date_read(s, v->dates, v->part == MAP_WHOLE, v->lenient_era, &day, &used);

        if (got == DATE_READ && (day_year(day) < 1900 || day_year(day) > 2199))
                got = DATE_NO_DAY;
        if (got != DATE_READ)
                return refuse_date(row, v, got, s);
        return day_format(day, arena_take(row->arena, DAY_TEXT_SIZE));
}

/* What stands behind the date a text begins with. */
static const char *behind_date(struct import_row *row, const struct map_value *v, const char *s)
{
        day_t day;
        size_t used, len;
        enum date_reading got = date_read(s, v->dates, false, v->lenient_era, &day, &used);

        if (got != DATE_READ)
                return refuse_date(row, v, got, s);
        s += used;
        len = strlen(s);
        s = text_trim(s, &len);
        return arena_text_n(row->arena, s, len);
}

/* ---- money ---- */

static const char *money_text(struct import_row *row, const struct map_value *v, const char *s)
{
        static const struct {
                const char *code, *zh, *en;
        } reasons[] = {
            [MONEY_NOT_NUMBER] = {"money", "不是金额", "not a sum of money"},
            [MONEY_TOO_FINE] = {"money-fraction", "小数位过多，不足一分", "more decimals than a fen has"},
            [MONEY_NEGATIVE] = {"money-negative", "金额不得为负", "a sum may not be negative"},
            [MONEY_TOO_LARGE] = {"money-large", "金额过大", "the sum is too large"},
        };
        int64_t fen;
        enum money_reading got = money_read(s, &v->money, &fen);

        if (got == MONEY_READ)
                return arena_printf(row->arena, "%lld", (long long)fen);
        row_refuse(row, column_of(v), reasons[got].code, "%s：“%s”%.0s%.0s", "%.0s%.0s%s: “%s”",
                   reasons[got].zh, shown(row, s), reasons[got].en, shown(row, s));
        return NULL;
}

/* ---- text ---- */

static bool is_line_end(uint32_t c)
{
        return c == '\n' || c == 0x2028 || c == 0x2029;
}

static bool is_noncharacter(uint32_t c)
{
        return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

/* Line ends become LF, or in one line, as tabs do, a space. NULL: a character that no text has. */
static char *tidy(struct arena *a, const char *s, bool one_line)
{
        struct text t = {.arena = a};
        size_t n;
        ucs4_t c;

        for (; *s; s += n) {
                n = (size_t)u8_strmbtouc(&c, (const uint8_t *)s);
                if (is_noncharacter(c))
                        return NULL;
                if (!is_line_end(c) && !(one_line && c == '\t'))
                        text_add_n(&t, s, n);
                else if (!one_line || (t.len && t.s[t.len - 1] != ' '))
                        text_add(&t, one_line ? " " : "\n");
        }
        return text_nfc(a, text_str(&t), t.len);
}

static const char *plain_text(struct import_row *row, const struct map_value *v,
                              const struct value_target *target, const char *s)
{
        char *text = tidy(row->arena, s, target->max <= ONE_LINE);
        size_t chars;

        if (!text) {
                row_refuse(row, column_of(v), "character", "含有不是字符的码位",
                           "holds a code point that is no character");
                return NULL;
        }
        chars = u8_mbsnlen((const uint8_t *)text, strlen(text));
        if (chars <= target->max)
                return text;
        row_refuse(row, column_of(v), "length", "%s有 %zu 个字符，最多 %zu 个",
                   "%s has %zu characters, at most %zu", target->name, chars, target->max);
        return NULL;
}

static void add_element(struct text *list, const char *s)
{
        text_add(list, list->len > 1 ? ",\"" : "\"");
        for (; *s; s++) {
                if (*s == '"' || *s == '\\')
                        text_add(list, "\\");
                text_add_n(list, s, 1);
        }
        text_add(list, "\"");
}

/* How far the next separator is; *skip becomes its length, 0 at the end. */
static size_t to_separator(const char *s, const char *const *separators, size_t *skip)
{
        for (size_t i = 0; s[i]; i++)
                for (const char *const *sep = separators; *sep; sep++)
                        if (**sep && !strncmp(s + i, *sep, strlen(*sep))) {
                                *skip = strlen(*sep);
                                return i;
                        }
        *skip = 0;
        return strlen(s);
}

static const char *list_text(struct import_row *row, const struct map_value *v,
                             const struct value_target *target, const char *s)
{
        static const char *const none[] = {NULL};
        struct text list = {.arena = row->arena};
        size_t skip;

        text_add(&list, "{");
        do {
                size_t far = to_separator(s, v->split ? v->split : none, &skip), len = far;
                const char *one = text_trim(s, &len);

                one = len ? plain_text(row, v, target, arena_text_n(row->arena, one, len)) : NULL;
                if (one)
                        add_element(&list, one);
                s += far + skip;
        } while (skip);
        text_add(&list, "}");
        return text_str(&list);
}

static const char *code_text(struct import_row *row, const struct map_value *v,
                             const struct value_target *target, const char *s)
{
        if (is_one_of(s, target->codes))
                return s;
        row_refuse(row, column_of(v), "choice", "“%s”不是%s的代码", "“%s” is not a code of %s", shown(row, s),
                   target->name);
        return NULL;
}

/* ---- values ---- */

/* The value that the map gives to a text; *found is false where it gives none. */
static const char *mapped(const struct map_value *v, const char *s, bool *found)
{
        const struct map_pair *pair = map_pair_of(v->pairs, v->n_pairs, s);

        *found = pair || v->has_default;
        return pair ? pair->to : v->fallback;
}

static const char *typed(struct import_row *row, const struct map_value *v, const struct value_target *target,
                         const char *s)
{
        switch (target->type) {
        case VALUE_DAY:
                return day_text(row, v, s);
        case VALUE_MONEY:
                return money_text(row, v, s);
        case VALUE_LIST:
                return list_text(row, v, target, s);
        case VALUE_CODE:
                return code_text(row, v, target, s);
        case VALUE_TEXT:
                break;
        }
        return plain_text(row, v, target, s);
}

/* Texts of the map are days and sums in our own form already. */
static const char *typed_by_map(struct import_row *row, const struct map_value *v,
                                const struct value_target *target, const char *s)
{
        bool ready = target->type == VALUE_DAY || target->type == VALUE_MONEY;

        return ready ? s : typed(row, v, target, s);
}

static const char *of_text(struct import_row *row, const struct map_value *v,
                           const struct value_target *target, const char *s)
{
        bool found;
        const char *to;

        if (v->part == MAP_BEHIND_DATE && !(s = behind_date(row, v, s)))
                return NULL;
        if (!v->mapped)
                return *s ? typed(row, v, target, s) : NULL;
        to = mapped(v, s, &found);
        if (!found && *s)
                row_refuse(row, column_of(v), "value", "映射未规定“%s”对应的 %s", "“%s” has no %s in the map",
                           shown(row, s), target->name);
        return to && *to ? typed_by_map(row, v, target, to) : NULL;
}

const char *row_value(struct import_row *row, const struct map_value *v, const struct value_target *target)
{
        struct row_fault *before = row->last;
        const char *s, *value;

        if (!v->given)
                return NULL;
        if (v->constant)
                return typed_by_map(row, v, target, v->constant);
        s = joined(row, v);
        if (is_one_of(s, v->empty_as))
                s = "";
        value = *s || v->mapped ? of_text(row, v, target, s) : NULL;
        if (!value && (v->required || target->required) && row->last == before)
                row_refuse(row, column_of(v), "required", "%s不得为空", "%s may not be empty", target->name);
        return value;
}

/* ---- keys and conditions ---- */

static const char *key_part(struct import_row *row, const struct map_key *key, size_t i)
{
        const struct table_cell *c = &row->cells[row->at[key->columns[i]]];

        return key->exact ? c->text : cell_text(row, key->columns[i], key->nfkc);
}

/* Parts are divided by " / "; a slash or backslash within one is marked, so that different parts never look
 * alike. */
static void add_part(struct text *t, const char *part)
{
        for (; *part; part++) {
                if (*part == '/' || *part == '\\')
                        text_add(t, "\\");
                text_add_n(t, part, 1);
        }
}

static bool is_plain_key(const char *s)
{
        return u8_mbsnlen((const uint8_t *)s, strlen(s)) <= KEY_TEXT_MAX && !strpbrk(s, "\n\t");
}

const char *row_key(struct import_row *row, const struct map_key *key)
{
        struct text t = {.arena = row->arena};
        char hex[SHA256_HEX_LEN + 1];
        bool any = false;

        for (size_t i = 0; i < key->n; i++) {
                const char *part = key_part(row, key, i);

                text_add(&t, i ? " / " : "");
                any |= *part != '\0';
                if (key->n > 1)
                        add_part(&t, part);
                else
                        text_add(&t, part);
        }
        if (!any) {
                row_refuse(row, key->columns[0], "key", "主键各列均为空", "all columns of the key are empty");
                return NULL;
        }
        if (is_plain_key(text_str(&t)))
                return text_str(&t);
        sha256_hex(text_str(&t), t.len, hex);
        return arena_printf(row->arena, "sha256:%s", hex);
}

static bool contains_one_of(const char *s, const char *const *texts)
{
        for (; *texts; texts++)
                if (strstr(s, *texts))
                        return true;
        return false;
}

static bool holds(struct import_row *row, const struct map_condition *c)
{
        const char *s = cell_text(row, c->column, c->nfkc);
        bool passes = c->test == MAP_EMPTY    ? !*s
                      : c->test == MAP_EQUALS ? is_one_of(s, c->texts)
                                              : contains_one_of(s, c->texts);

        return passes != c->not ;
}

bool row_when(struct import_row *row, const struct map_when *when)
{
        for (size_t i = 0; i < when->n; i++)
                if (!holds(row, &when->all[i]))
                        return false;
        return true;
}

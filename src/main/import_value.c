#include "import_reader.h"

#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

static bool is_code(const char *s, const char *const *codes)
{
        for (; *codes; codes++)
                if (!strcmp(*codes, s))
                        return true;
        return false;
}

/* A text of the map that stands for a value must be one. */
static void check_constant(struct reader *r, const char *s, const char *at, const struct value_target *target)
{
        struct text known = {.arena = r->arena};
        day_t day;

        if (!s || target->type == VALUE_TEXT || target->type == VALUE_LIST)
                return;
        for (int i = 0; target->codes && target->codes[i]; i++)
                text_addf(&known, "%s%s", i ? ", " : "", target->codes[i]);
        if (target->type == VALUE_CODE && !is_code(s, target->codes))
                fault_field(r->f, ERR_INVALID, at, "choice", "应为以下之一：%s", "must be one of: %s",
                            text_str(&known));
        if (target->type == VALUE_DAY && !day_parse(s, &day))
                fault_field(r->f, ERR_INVALID, at, "format", "应为 YYYY-MM-DD 形式的日期",
                            "must be a date YYYY-MM-DD");
        if (target->type == VALUE_MONEY && (strspn(s, "0123456789") != strlen(s) || !*s || strlen(s) > 15))
                fault_field(r->f, ERR_INVALID, at, "format", "应为以分为单位的整数",
                            "must be an integer number of fen");
}

static void read_forms(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        const char *const *forms = reader_texts_of(r, v, at);

        (void)rule;
        *(const char *const **)into = forms;
        for (size_t i = 0; forms[i]; i++)
                if (!date_form_is(forms[i]))
                        fault_field(r->f, ERR_INVALID, json_is_array(v) ? reader_element(r, at, i) : at,
                                    "format", "“%s”不是日期格式", "“%s” is not a form of a date", forms[i]);
}

/* What a value object says, before it is known to fit its target. */
struct raw_value {
        struct map_value v;
        bool has_column, has_columns;
        const char *const *whole, *const *leading, *const *behind;
        json_t *pairs, *fallback;
};

static void read_columns(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_value *raw = into;

        (void)rule;
        raw->has_columns = true;
        raw->v.n_columns = reader_columns_of(r, v, at, raw->v.columns);
}

static void read_value_column(struct reader *r, json_t *v, const char *at, void *into,
                              const struct rule *rule)
{
        struct raw_value *raw = into;

        (void)rule;
        raw->has_column = true;
        raw->v.columns[0] = reader_column_of(r, v, at);
        raw->v.n_columns = 1;
}

static const char *const money_choices[] = {"yuan", "wan_yuan", "fen", NULL};
static const char *const decimal_choices[] = {".", ",", NULL};

#define RAW(member) offsetof(struct raw_value, member)
static const struct rule value_rules[] = {
    {"column", read_value_column},
    {"columns", read_columns},
    {"join", reader_any_text, RAW(v.join)},
    {"const", reader_text, RAW(v.constant)},
    {"fold", reader_either, RAW(v.nfkc), .more = reader_fold_choices},
    {"empty_as", reader_texts, RAW(v.empty_as)},
    {"date", read_forms, RAW(whole)},
    {"leading_date", read_forms, RAW(leading)},
    {"behind_date", read_forms, RAW(behind)},
    {"lenient_era", reader_bool, RAW(v.lenient_era)},
    {"values", reader_json, RAW(pairs)},
    {"default", reader_json, RAW(fallback)},
    {"split", reader_texts, RAW(v.split)},
    {"money", reader_enum, RAW(v.money.unit), .more = money_choices},
    {"decimal", reader_either, RAW(v.money.comma), .more = decimal_choices},
    {"prefix", reader_text, RAW(v.money.prefix)},
    {"required", reader_bool, RAW(v.required)},
    {NULL},
};

/* Which members make no sense for which targets. */
static const struct {
        const char *name;
        unsigned types; /* 1 << value_type that may have it */
} members_by_type[] = {
    {"date", 1u << VALUE_DAY},
    {"leading_date", 1u << VALUE_DAY},
    {"behind_date", 1u << VALUE_TEXT | 1u << VALUE_CODE | 1u << VALUE_LIST},
    {"lenient_era", 1u << VALUE_DAY | 1u << VALUE_TEXT | 1u << VALUE_CODE | 1u << VALUE_LIST},
    {"split", 1u << VALUE_LIST},
    {"money", 1u << VALUE_MONEY},
    {"decimal", 1u << VALUE_MONEY},
    {"prefix", 1u << VALUE_MONEY},
};

static void check_members(struct reader *r, json_t *o, const char *at, const struct value_target *target)
{
        for (size_t i = 0; i < sizeof members_by_type / sizeof *members_by_type; i++)
                if (json_object_get(o, members_by_type[i].name) &&
                    !(members_by_type[i].types & 1u << target->type))
                        fault_field(r->f, ERR_INVALID, reader_below(r, at, members_by_type[i].name),
                                    "foreign", "“%s”不接受此成员", "“%s” does not take this member",
                                    target->name);
}

static void check_origin(struct reader *r, const struct raw_value *raw, const char *at)
{
        int origins = (raw->v.constant != NULL) + raw->has_column + raw->has_columns;

        if (origins != 1)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当恰有 column、columns、const 之一",
                            "must have exactly one of column, columns, const");
        if (raw->v.join && !raw->has_columns)
                fault_field(r->f, ERR_INVALID, reader_below(r, at, "join"), "foreign", "join 需要 columns",
                            "join goes with columns");
}

static const char *pair_target(struct reader *r, json_t *v, const char *at, const struct value_target *target)
{
        const char *to = json_is_null(v) ? NULL : reader_text_of(r, v, at);

        check_constant(r, to, at, target);
        return to;
}

static int by_from(const void *a, const void *b)
{
        return strcmp(((const struct map_pair *)a)->from, ((const struct map_pair *)b)->from);
}

const struct map_pair *map_pair_of(const struct map_pair *pairs, size_t n, const char *from)
{
        const struct map_pair key = {from, NULL};

        return n ? bsearch(&key, pairs, n, sizeof *pairs, by_from) : NULL;
}

static void take_pairs(struct reader *r, json_t *o, const char *at, const struct value_target *target,
                       struct map_value *v)
{
        struct map_pair *pairs = arena_take(r->arena, (json_object_size(o) + 1) * sizeof *pairs);
        const char *from;
        json_t *to;

        if (!json_is_object(o)) {
                reader_wrong_type(r, at, "对象", "an object");
                return;
        }
        json_object_foreach(o, from, to) pairs[v->n_pairs++] = (struct map_pair){
            arena_text(r->arena, from), pair_target(r, to, reader_below(r, at, from), target)};
        qsort(pairs, v->n_pairs, sizeof *pairs, by_from);
        v->pairs = pairs;
        v->mapped = true;
}

static void take_dates(struct reader *r, const struct raw_value *raw, const char *at,
                       const struct value_target *target, struct map_value *v)
{
        static const char *const iso[] = {"YYYY-MM-DD", NULL};

        if (raw->whole && raw->leading)
                fault_field(r->f, ERR_INVALID, at, "origin", "date 与 leading_date 不能同时使用",
                            "either date or leading_date");
        v->part = raw->leading ? MAP_LEADING_DATE : raw->behind ? MAP_BEHIND_DATE : MAP_WHOLE;
        v->dates = raw->leading ? raw->leading : raw->behind ? raw->behind : raw->whole;
        if (!v->dates && target->type == VALUE_DAY)
                v->dates = iso;
}

static void take_value(struct reader *r, json_t *o, const char *at, const struct value_target *target,
                       struct map_value *out)
{
        struct raw_value raw = {0};

        reader_object(r, o, at, &raw, value_rules);
        check_members(r, o, at, target);
        check_origin(r, &raw, at);
        check_constant(r, raw.v.constant, reader_below(r, at, "const"), target);
        *out = raw.v;
        out->given = true;
        take_dates(r, &raw, at, target, out);
        if (raw.pairs)
                take_pairs(r, raw.pairs, reader_below(r, at, "values"), target, out);
        if (raw.fallback) {
                out->has_default = true;
                out->fallback = pair_target(r, raw.fallback, reader_below(r, at, "default"), target);
        }
        if (out->has_default && !out->mapped)
                fault_field(r->f, ERR_INVALID, reader_below(r, at, "default"), "foreign",
                            "default 需要 values", "default goes with values");
        if (!out->join)
                out->join = " ";
}

/* A text is the name of a column; all else is said in an object. */
void reader_value(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        const struct value_target *target = rule->more;
        struct map_value *out = into;
        json_t *object = NULL;

        if (!json_is_string(v)) {
                take_value(r, v, at, target, out);
                return;
        }
        object = json_pack("{sO}", "column", v);
        take_value(r, object, at, target, out);
        json_decref(object);
}

/* ---- conditions ---- */

struct raw_condition {
        struct map_condition c;
        int tests;
};

struct test {
        enum map_test test;
        bool not ;
};

static void read_test(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_condition *raw = into;
        const struct test *t = rule->more;

        raw->tests++;
        raw->c.test = t->test;
        raw->c.not = t->not ;
        raw->c.texts = reader_texts_of(r, v, at);
}

/* {"empty": false} is what most conditions say. */
static void read_empty(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_condition *raw = into;
        bool empty = false;

        reader_bool(r, v, at, &empty, rule);
        raw->tests++;
        raw->c.test = MAP_EMPTY;
        raw->c.not = !empty;
}

#define COND(member) offsetof(struct raw_condition, member)
static const struct rule condition_rules[] = {
    {"column", reader_column, COND(c.column), .required = true},
    {"fold", reader_either, COND(c.nfkc), .more = reader_fold_choices},
    {"empty", read_empty},
    {"equals", read_test, .more = &(const struct test){MAP_EQUALS, false}},
    {"not_equals", read_test, .more = &(const struct test){MAP_EQUALS, true}},
    {"contains", read_test, .more = &(const struct test){MAP_CONTAINS, false}},
    {"not_contains", read_test, .more = &(const struct test){MAP_CONTAINS, true}},
    {NULL},
};

static void take_condition(struct reader *r, json_t *o, const char *at, struct map_condition *out)
{
        struct raw_condition raw = {0};

        reader_object(r, o, at, &raw, condition_rules);
        *out = raw.c;
        if (json_is_object(o) && raw.tests != 1)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当恰有一个条件（empty、equals、contains 等）",
                            "must have exactly one test (empty, equals, contains …)");
}

/* One condition, or a list of which all must hold. */
void reader_when(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_when *when = into;
        size_t n = json_is_array(v) ? json_array_size(v) : 1;
        struct map_condition *all = arena_take(r->arena, (n + 1) * sizeof *all);

        (void)rule;
        for (size_t i = 0; i < n && json_is_array(v); i++)
                take_condition(r, json_array_get(v, i), reader_element(r, at, i), &all[i]);
        if (!json_is_array(v))
                take_condition(r, v, at, all);
        *when = (struct map_when){all, n};
}

/* ---- keys and units ---- */

static void read_key_columns(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_key *key = into;

        (void)rule;
        key->n = reader_columns_of(r, v, at, key->columns);
}

static const struct rule key_rules[] = {
    {"columns", read_key_columns, .required = true},
    {"exact", reader_bool, offsetof(struct map_key, exact)},
    {"fold", reader_either, offsetof(struct map_key, nfkc), .more = reader_fold_choices},
    {NULL},
};

void reader_key(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_key *key = into;

        (void)rule;
        reader_object(r, v, at, key, key_rules);
        if (key->exact && key->nfkc)
                fault_field(r->f, ERR_INVALID, reader_below(r, at, "fold"), "foreign",
                            "exact 与 fold 不能同时使用", "either exact or fold");
}

struct raw_unit {
        struct map_value name, code;
        bool create_missing;
        json_t *codes;
};

static const struct rule unit_rules[] = {
    {"name", reader_value, offsetof(struct raw_unit, name), .more = &unit_target},
    {"code", reader_value, offsetof(struct raw_unit, code), .more = &unit_target},
    {"create_missing", reader_bool, offsetof(struct raw_unit, create_missing)},
    {"codes", reader_json, offsetof(struct raw_unit, codes)},
    {NULL},
};

bool map_unit_code_is(const char *s)
{
        static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

        return *s && strlen(s) <= 32 && strspn(s, signs) == strlen(s);
}

static bool is_taken(const struct map_pair *pairs, size_t n, const char *code)
{
        for (size_t i = 0; i < n; i++)
                if (!strcmp(pairs[i].to, code))
                        return true;
        return false;
}

static void take_codes(struct reader *r, json_t *o, const char *at, struct map_unit *unit)
{
        struct map_pair *pairs = arena_take(r->arena, (json_object_size(o) + 1) * sizeof *pairs);
        const char *name;
        json_t *v;

        if (!json_is_object(o))
                reader_wrong_type(r, at, "对象", "an object");
        json_object_foreach(o, name, v)
        {
                const char *here = reader_below(r, at, name), *code = reader_text_of(r, v, here);

                if (code && !map_unit_code_is(code))
                        fault_field(r->f, ERR_INVALID, here, "format",
                                    "单位代码只能用字母、数字、- 和 _，最长 32 个字符",
                                    "a unit's code has letters, digits, - and _, at most 32");
                if (code && is_taken(pairs, unit->n_codes, code))
                        fault_field(r->f, ERR_INVALID, here, "duplicate", "两个单位的代码相同",
                                    "two units with one code");
                pairs[unit->n_codes++] = (struct map_pair){arena_text(r->arena, name), code ? code : ""};
        }
        qsort(pairs, unit->n_codes, sizeof *pairs, by_from);
        unit->codes = pairs;
}

void reader_unit(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_unit *unit = into;
        struct raw_unit raw = {0};

        (void)rule;
        reader_object(r, v, at, &raw, unit_rules);
        unit->given = true;
        unit->name = raw.name;
        unit->code = raw.code;
        unit->create_missing = raw.create_missing;
        if (json_is_object(v) && !raw.name.given && !raw.code.given)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当有 name 或 code",
                            "must have name, code or both");
        if (raw.create_missing && !raw.name.given)
                fault_field(r->f, ERR_INVALID, reader_below(r, at, "create_missing"), "foreign",
                            "新建单位需要 name", "a unit to be created needs its name");
        if (raw.codes)
                take_codes(r, raw.codes, reader_below(r, at, "codes"), unit);
        if (raw.codes && (!raw.create_missing || raw.code.given))
                fault_field(r->f, ERR_INVALID, reader_below(r, at, "codes"), "foreign",
                            "codes 需要 create_missing，且没有 code",
                            "codes go with create_missing and without code");
}

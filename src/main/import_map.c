#include "main/import_map.h"

#include "base/digest.h"
#include "base/fold.h"
#include "rules/procedure.h"
#include "rules/terms.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what can be filled ---- */

const struct value_target case_targets[] = {
        [CASE_FIELD_NUMBER] = {"number", VALUE_TEXT, 100},
        [CASE_FIELD_TITLE] = {"title", VALUE_TEXT, 200, .required = true},
        [CASE_FIELD_PROCEDURE] = {"procedure", VALUE_CODE, .codes = procedure_codes},
        [CASE_FIELD_SOURCE] = {"source", VALUE_CODE, .codes = source_codes},
        [CASE_FIELD_CAUSE] = {"cause", VALUE_TEXT, 20},
        [CASE_FIELD_CAUSE_TEXT] = {"cause_text", VALUE_TEXT, 300},
        [CASE_FIELD_ARTICLES] = {"articles", VALUE_LIST, 200},
        [CASE_FIELD_FACTS] = {"facts", VALUE_TEXT, 4000},
        [CASE_FIELD_PLACE] = {"place", VALUE_TEXT, 300},
        [CASE_FIELD_OCCURRED_ON] = {"occurred_on", VALUE_DAY},
        [CASE_FIELD_FOUND_ON] = {"found_on", VALUE_DAY},
        [CASE_FIELD_FILED_ON] = {"filed_on", VALUE_DAY, .required = true},
};
const struct value_target party_targets[] = {
        [PARTY_FIELD_KIND] = {"kind", VALUE_CODE, .codes = party_codes},
        [PARTY_FIELD_NAME] = {"name", VALUE_TEXT, 200, .required = true},
        [PARTY_FIELD_CREDIT_CODE] = {"credit_code", VALUE_TEXT, 40},
        [PARTY_FIELD_ID_NUMBER] = {"id_number", VALUE_TEXT, 40},
        [PARTY_FIELD_PHONE] = {"phone", VALUE_TEXT, 40},
        [PARTY_FIELD_ADDRESS] = {"address", VALUE_TEXT, 300},
        [PARTY_FIELD_REPRESENTATIVE] = {"representative", VALUE_TEXT, 100},
};
/* The filing itself is made from filed_on of the case. */
static const char *const event_codes[] = {"filed", "investigated", "decided",     "served", "paid",
                                          "closed", "terminated",  "transferred", NULL};
const struct value_target event_targets[] = {
        [EVENT_FIELD_KIND] = {"kind", VALUE_CODE, .codes = event_codes, .required = true},
        [EVENT_FIELD_HAPPENED_ON] = {"happened_on", VALUE_DAY, .required = true},
        [EVENT_FIELD_OUTCOME] = {"outcome", VALUE_CODE, .codes = outcome_codes},
        [EVENT_FIELD_AMOUNT] = {"amount", VALUE_MONEY},
        [EVENT_FIELD_RECEIVER] = {"receiver", VALUE_TEXT, 200},
        [EVENT_FIELD_TRANSFER_KIND] = {"transfer_kind", VALUE_CODE, .codes = transfer_codes},
        [EVENT_FIELD_DOCUMENT_NO] = {"document_no", VALUE_TEXT, 100},
        [EVENT_FIELD_REMARK] = {"remark", VALUE_TEXT, 1000},
};
const struct value_target penalty_targets[] = {
        [PENALTY_FIELD_KIND] = {"kind", VALUE_CODE, .codes = penalty_codes, .required = true},
        [PENALTY_FIELD_AMOUNT] = {"amount", VALUE_MONEY},
        [PENALTY_FIELD_CONTENT] = {"content", VALUE_TEXT, 500},
};
const struct value_target updated_on_target = {"updated_on", VALUE_DAY};
const struct value_target unit_target = {"unit", VALUE_TEXT, 100, .required = true};
const struct value_target case_number_target = {"number", VALUE_TEXT, 100, .required = true};

/* ---- objects by rows ---- */

struct reader {
        struct arena *arena;
        struct fault *f;
        struct import_map *map;
};

struct rule;
typedef void (*read_member)(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule);

/* One member of an object: its name, and who reads it into what. */
struct rule {
        const char *name;
        read_member read;
        size_t offset;
        bool required;
        const void *more; /* for the reader: choices, a target */
};

static const char *below(struct reader *r, const char *at, const char *name)
{
        struct text t = {.arena = r->arena};

        text_addf(&t, "%s/", at);
        for (; *name; name++) {
                if (*name == '~' || *name == '/')
                        text_add(&t, *name == '~' ? "~0" : "~1");
                else
                        text_add_n(&t, name, 1);
        }
        return text_str(&t);
}

static const char *element(struct reader *r, const char *at, size_t i)
{
        return arena_printf(r->arena, "%s/%zu", at, i);
}

static void wrong_type(struct reader *r, const char *at, const char *zh, const char *en)
{
        fault_field(r->f, ERR_INVALID, at, "type", "应为%s%.0s", "%.0smust be %s", zh, en);
}

static const struct rule *rule_of(const struct rule *rules, const char *name)
{
        for (; rules->name; rules++)
                if (!strcmp(rules->name, name))
                        return rules;
        return NULL;
}

static const char *known_names(struct reader *r, const struct rule *rules)
{
        struct text t = {.arena = r->arena};

        for (; rules->name; rules++)
                text_addf(&t, "%s%s", t.len ? ", " : "", rules->name);
        return text_str(&t);
}

/* A member "note" may stand in every object, for people. */
static void read_object(struct reader *r, json_t *o, const char *at, void *into, const struct rule *rules)
{
        const char *name;
        json_t *v;

        if (!json_is_object(o)) {
                wrong_type(r, at, "对象", "an object");
                return;
        }
        json_object_foreach(o, name, v) {
                const struct rule *rule = rule_of(rules, name);

                if (rule)
                        rule->read(r, v, below(r, at, name), (char *)into + rule->offset, rule);
                else if (strcmp(name, "note"))
                        fault_field(r->f, ERR_INVALID, below(r, at, name), "unknown", "未知成员；可用：%s",
                                    "unknown member; there are: %s", known_names(r, rules));
        }
        for (; rules->name; rules++)
                if (rules->required && !json_object_get(o, rules->name))
                        fault_field(r->f, ERR_INVALID, below(r, at, rules->name), "required", "缺少必需的成员",
                                    "this member is required");
}

/* ---- plain members ---- */

static const char *text_of(struct reader *r, json_t *v, const char *at)
{
        if (!json_is_string(v)) {
                wrong_type(r, at, "文本", "a text");
                return NULL;
        }
        if (strlen(json_string_value(v)) != json_string_length(v)) {
                fault_field(r->f, ERR_INVALID, at, "character", "不得含有 NUL 字符", "may not hold NUL");
                return NULL;
        }
        return arena_text(r->arena, json_string_value(v));
}

static const char *filled_text_of(struct reader *r, json_t *v, const char *at)
{
        const char *s = text_of(r, v, at);

        if (s && !*s)
                fault_field(r->f, ERR_INVALID, at, "length", "不得为空", "may not be empty");
        return s;
}

static void read_text(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(const char **)into = filled_text_of(r, v, at);
}

static void read_any_text(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(const char **)into = text_of(r, v, at);
}

static void read_bool(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        if (!json_is_boolean(v))
                wrong_type(r, at, "true 或 false", "true or false");
        *(bool *)into = json_is_true(v);
}

static void read_one(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)into, (void)rule;
        if (!json_is_integer(v) || json_integer_value(v) != 1)
                fault_field(r->f, ERR_INVALID, at, "choice", "本程序只认识版本 1", "this program knows version 1");
}

/* Choices in the order of an enum, or of a bool. */
static int choice_of(struct reader *r, json_t *v, const char *at, const char *const *choices)
{
        const char *s = text_of(r, v, at);
        struct text known = {.arena = r->arena};

        for (int i = 0; s && choices[i]; i++)
                if (!strcmp(choices[i], s))
                        return i;
        for (int i = 0; choices[i]; i++)
                text_addf(&known, "%s%s", i ? ", " : "", choices[i]);
        if (s)
                fault_field(r->f, ERR_INVALID, at, "choice", "应为以下之一：%s", "must be one of: %s", text_str(&known));
        return -1;
}

static void read_enum(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        int i = choice_of(r, v, at, rule->more);

        *(int *)into = i < 0 ? 0 : i;
}

/* The second choice is true. */
static void read_either(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        *(bool *)into = choice_of(r, v, at, rule->more) == 1;
}

static const char *const fold_choices[] = {"none", "nfkc", NULL};

/* A text, or a list of texts. */
static const char *const *texts_of(struct reader *r, json_t *v, const char *at)
{
        size_t n = json_is_array(v) ? json_array_size(v) : 1;
        const char **texts = arena_take(r->arena, (n + 1) * sizeof *texts);

        if (json_is_array(v) && !n)
                fault_field(r->f, ERR_INVALID, at, "items", "不得为空列表", "may not be an empty list");
        for (size_t i = 0; i < n; i++) {
                const char *s = json_is_array(v) ? text_of(r, json_array_get(v, i), element(r, at, i))
                                                 : text_of(r, v, at);
                texts[i] = s ? s : "";
        }
        return texts;
}

static void read_texts(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(const char *const **)into = texts_of(r, v, at);
}

static void read_system(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        const char *s = filled_text_of(r, v, at);

        (void)rule;
        *(const char **)into = s;
        if (s && (strlen(s) > 40 || strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen(s)))
                fault_field(r->f, ERR_INVALID, at, "format", "只能用小写字母、数字和 - _ . ，最长 40 个字符",
                            "only lower-case letters, digits and - _ . , at most 40");
}

/* ---- columns ---- */

static int column_index(struct reader *r, const char *name, const char *at)
{
        struct import_map *m = r->map;

        for (size_t i = 0; i < m->n_columns; i++)
                if (!strcmp(m->columns[i], name))
                        return (int)i;
        if (m->n_columns == MAP_COLUMNS_MAX) {
                fault_field(r->f, ERR_INVALID, at, "items", "列数超过 %d", "more than %d columns", MAP_COLUMNS_MAX);
                return 0;
        }
        m->columns[m->n_columns] = name;
        return (int)m->n_columns++;
}

/* Names of columns are compared without white space at their ends, as in the header. */
static int column_of(struct reader *r, json_t *v, const char *at)
{
        const char *s = filled_text_of(r, v, at);
        size_t len = s ? strlen(s) : 0;

        if (!s)
                return 0;
        s = text_trim(s, &len);
        return column_index(r, arena_text_n(r->arena, s, len), at);
}

static void read_column(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(int *)into = column_of(r, v, at);
}

static size_t columns_of(struct reader *r, json_t *v, const char *at, int columns[MAP_JOIN_MAX])
{
        size_t n = json_array_size(v);

        if (!json_is_array(v)) {
                wrong_type(r, at, "列名的列表", "a list of columns");
                return 0;
        }
        if (n < 1 || n > MAP_JOIN_MAX) {
                fault_field(r->f, ERR_INVALID, at, "items", "应有 1 至 %d 列", "must name 1 to %d columns", MAP_JOIN_MAX);
                return 0;
        }
        for (size_t i = 0; i < n; i++)
                columns[i] = column_of(r, json_array_get(v, i), element(r, at, i));
        return n;
}

static void read_ignored(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)into, (void)rule;
        if (!json_is_array(v))
                wrong_type(r, at, "列名的列表", "a list of columns");
        for (size_t i = 0; i < json_array_size(v); i++)
                column_of(r, json_array_get(v, i), element(r, at, i));
}

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
                fault_field(r->f, ERR_INVALID, at, "choice", "应为以下之一：%s", "must be one of: %s", text_str(&known));
        if (target->type == VALUE_DAY && !day_parse(s, &day))
                fault_field(r->f, ERR_INVALID, at, "format", "应为 YYYY-MM-DD 形式的日期", "must be a date YYYY-MM-DD");
        if (target->type == VALUE_MONEY && (strspn(s, "0123456789") != strlen(s) || !*s || strlen(s) > 15))
                fault_field(r->f, ERR_INVALID, at, "format", "应为以分为单位的整数", "must be an integer number of fen");
}

static void read_forms(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        const char *const *forms = texts_of(r, v, at);

        (void)rule;
        *(const char *const **)into = forms;
        for (size_t i = 0; forms[i]; i++)
                if (!date_form_is(forms[i]))
                        fault_field(r->f, ERR_INVALID, json_is_array(v) ? element(r, at, i) : at, "format",
                                    "“%s”不是日期格式", "“%s” is not a form of a date", forms[i]);
}

/* What a value object says, before it is known to fit its target. */
struct raw_value {
        struct map_value v;
        bool has_column, has_columns, has_join;
        int column;
        const char *const *whole, *const *leading, *const *behind;
        json_t *pairs, *fallback;
        const char *money, *decimal;
};

static void read_columns(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_value *raw = into;

        (void)rule;
        raw->has_columns = true;
        raw->v.n_columns = columns_of(r, v, at, raw->v.columns);
}

static void read_value_column(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_value *raw = into;

        (void)rule;
        raw->has_column = true;
        raw->v.columns[0] = column_of(r, v, at);
        raw->v.n_columns = 1;
}

static void keep_json(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)r, (void)at, (void)rule;
        *(json_t **)into = v;
}

static const char *const money_choices[] = {"yuan", "wan_yuan", "fen", NULL};
static const char *const decimal_choices[] = {".", ",", NULL};

#define RAW(member) offsetof(struct raw_value, member)
static const struct rule value_rules[] = {
        {"column", read_value_column},
        {"columns", read_columns},
        {"join", read_any_text, RAW(v.join)},
        {"const", read_text, RAW(v.constant)},
        {"fold", read_either, RAW(v.nfkc), .more = fold_choices},
        {"empty_as", read_texts, RAW(v.empty_as)},
        {"date", read_forms, RAW(whole)},
        {"leading_date", read_forms, RAW(leading)},
        {"behind_date", read_forms, RAW(behind)},
        {"lenient_era", read_bool, RAW(v.lenient_era)},
        {"values", keep_json, RAW(pairs)},
        {"default", keep_json, RAW(fallback)},
        {"split", read_texts, RAW(v.split)},
        {"money", read_enum, RAW(v.money.unit), .more = money_choices},
        {"decimal", read_either, RAW(v.money.comma), .more = decimal_choices},
        {"prefix", read_text, RAW(v.money.prefix)},
        {"required", read_bool, RAW(v.required)},
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
                if (json_object_get(o, members_by_type[i].name) && !(members_by_type[i].types & 1u << target->type))
                        fault_field(r->f, ERR_INVALID, below(r, at, members_by_type[i].name), "foreign",
                                    "“%s”不接受此成员", "“%s” does not take this member", target->name);
}

static void check_origin(struct reader *r, const struct raw_value *raw, const char *at)
{
        int origins = (raw->v.constant != NULL) + raw->has_column + raw->has_columns;

        if (origins != 1)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当恰有 column、columns、const 之一",
                            "must have exactly one of column, columns, const");
        if (raw->v.join && !raw->has_columns)
                fault_field(r->f, ERR_INVALID, below(r, at, "join"), "foreign", "join 需要 columns",
                            "join goes with columns");
}

static const char *pair_target(struct reader *r, json_t *v, const char *at, const struct value_target *target)
{
        const char *to = json_is_null(v) ? NULL : text_of(r, v, at);

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
                wrong_type(r, at, "对象", "an object");
                return;
        }
        json_object_foreach(o, from, to)
                pairs[v->n_pairs++] = (struct map_pair){arena_text(r->arena, from),
                                                        pair_target(r, to, below(r, at, from), target)};
        qsort(pairs, v->n_pairs, sizeof *pairs, by_from);
        v->pairs = pairs;
        v->mapped = true;
}

static void take_dates(struct reader *r, const struct raw_value *raw, const char *at, const struct value_target *target,
                       struct map_value *v)
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

        read_object(r, o, at, &raw, value_rules);
        check_members(r, o, at, target);
        check_origin(r, &raw, at);
        check_constant(r, raw.v.constant, below(r, at, "const"), target);
        *out = raw.v;
        out->given = true;
        take_dates(r, &raw, at, target, out);
        if (raw.pairs)
                take_pairs(r, raw.pairs, below(r, at, "values"), target, out);
        if (raw.fallback) {
                out->has_default = true;
                out->fallback = pair_target(r, raw.fallback, below(r, at, "default"), target);
        }
        if (out->has_default && !out->mapped)
                fault_field(r->f, ERR_INVALID, below(r, at, "default"), "foreign", "default 需要 values",
                            "default goes with values");
        if (!out->join)
                out->join = " ";
}

/* A text is the name of a column; all else is said in an object. */
static void read_value(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
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
        bool not;
};

static void read_test(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_condition *raw = into;
        const struct test *t = rule->more;

        raw->tests++;
        raw->c.test = t->test;
        raw->c.not = t->not;
        raw->c.texts = texts_of(r, v, at);
}

/* {"empty": false} is what most conditions say. */
static void read_empty(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct raw_condition *raw = into;
        bool empty = false;

        read_bool(r, v, at, &empty, rule);
        raw->tests++;
        raw->c.test = MAP_EMPTY;
        raw->c.not = !empty;
}

#define COND(member) offsetof(struct raw_condition, member)
static const struct rule condition_rules[] = {
        {"column", read_column, COND(c.column), .required = true},
        {"fold", read_either, COND(c.nfkc), .more = fold_choices},
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

        read_object(r, o, at, &raw, condition_rules);
        *out = raw.c;
        if (json_is_object(o) && raw.tests != 1)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当恰有一个条件（empty、equals、contains 等）",
                            "must have exactly one test (empty, equals, contains …)");
}

/* One condition, or a list of which all must hold. */
static void read_when(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_when *when = into;
        size_t n = json_is_array(v) ? json_array_size(v) : 1;
        struct map_condition *all = arena_take(r->arena, (n + 1) * sizeof *all);

        (void)rule;
        for (size_t i = 0; i < n && json_is_array(v); i++)
                take_condition(r, json_array_get(v, i), element(r, at, i), &all[i]);
        if (!json_is_array(v))
                take_condition(r, v, at, all);
        *when = (struct map_when){all, n};
}

/* ---- keys and units ---- */

static void read_key_columns(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_key *key = into;

        (void)rule;
        key->n = columns_of(r, v, at, key->columns);
}

static const struct rule key_rules[] = {
        {"columns", read_key_columns, .required = true},
        {"exact", read_bool, offsetof(struct map_key, exact)},
        {"fold", read_either, offsetof(struct map_key, nfkc), .more = fold_choices},
        {NULL},
};

static void read_key(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_key *key = into;

        (void)rule;
        read_object(r, v, at, key, key_rules);
        if (key->exact && key->nfkc)
                fault_field(r->f, ERR_INVALID, below(r, at, "fold"), "foreign", "exact 与 fold 不能同时使用",
                            "either exact or fold");
}

struct raw_unit {
        struct map_value name, code;
        bool create_missing;
        json_t *codes;
};

static const struct rule unit_rules[] = {
        {"name", read_value, offsetof(struct raw_unit, name), .more = &unit_target},
        {"code", read_value, offsetof(struct raw_unit, code), .more = &unit_target},
        {"create_missing", read_bool, offsetof(struct raw_unit, create_missing)},
        {"codes", keep_json, offsetof(struct raw_unit, codes)},
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
                wrong_type(r, at, "对象", "an object");
        json_object_foreach(o, name, v) {
                const char *here = below(r, at, name), *code = text_of(r, v, here);

                if (code && !map_unit_code_is(code))
                        fault_field(r->f, ERR_INVALID, here, "format", "单位代码只能用字母、数字、- 和 _，最长 32 个字符",
                                    "a unit's code has letters, digits, - and _, at most 32");
                if (code && is_taken(pairs, unit->n_codes, code))
                        fault_field(r->f, ERR_INVALID, here, "duplicate", "两个单位的代码相同", "two units with one code");
                pairs[unit->n_codes++] = (struct map_pair){arena_text(r->arena, name), code ? code : ""};
        }
        qsort(pairs, unit->n_codes, sizeof *pairs, by_from);
        unit->codes = pairs;
}

static void read_unit(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct map_unit *unit = into;
        struct raw_unit raw = {0};

        (void)rule;
        read_object(r, v, at, &raw, unit_rules);
        unit->given = true;
        unit->name = raw.name;
        unit->code = raw.code;
        unit->create_missing = raw.create_missing;
        if (json_is_object(v) && !raw.name.given && !raw.code.given)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当有 name 或 code", "must have name, code or both");
        if (raw.create_missing && !raw.name.given)
                fault_field(r->f, ERR_INVALID, below(r, at, "create_missing"), "foreign", "新建单位需要 name",
                            "a unit to be created needs its name");
        if (raw.codes)
                take_codes(r, raw.codes, below(r, at, "codes"), unit);
        if (raw.codes && (!raw.create_missing || raw.code.given))
                fault_field(r->f, ERR_INVALID, below(r, at, "codes"), "foreign", "codes 需要 create_missing，且没有 code",
                            "codes go with create_missing and without code");
}

/* ---- cases, parties, events, penalties ---- */

/* Rows for the targets, each read into its place of an array of values, and further rows. */
static const struct rule *rules_of(struct reader *r, const struct value_target *targets, size_t n, size_t offset,
                                   const struct rule *further)
{
        size_t more = 0;
        struct rule *rules;

        while (further && further[more].name)
                more++;
        rules = arena_take(r->arena, (n + more + 1) * sizeof *rules);
        for (size_t i = 0; i < n; i++)
                rules[i] = (struct rule){targets[i].name, read_value, offset + i * sizeof(struct map_value),
                                         targets[i].required, &targets[i]};
        if (more)
                memcpy(rules + n, further, more * sizeof *rules);
        return rules;
}

static size_t elements_of(struct reader *r, json_t *v, const char *at, size_t max)
{
        size_t n = json_array_size(v);

        if (!json_is_array(v))
                wrong_type(r, at, "列表", "a list");
        if (n > max)
                fault_field(r->f, ERR_INVALID, at, "items", "至多 %zu 项", "at most %zu", max);
        return n > max ? max : n;
}

static void read_case(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        read_object(r, v, at, into, rules_of(r, case_targets, CASE_FIELDS, 0, NULL));
}

static void read_parties(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        static const struct rule further[] = {{"when", read_when, offsetof(struct map_party, when)}, {NULL}};
        struct import_map *m = into;

        (void)rule;
        m->n_parties = elements_of(r, v, at, MAP_PARTIES_MAX);
        for (size_t i = 0; i < m->n_parties; i++)
                read_object(r, json_array_get(v, i), element(r, at, i), &m->parties[i],
                            rules_of(r, party_targets, PARTY_FIELDS, offsetof(struct map_party, values), further));
}

static void read_penalties(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        static const struct rule further[] = {{"when", read_when, offsetof(struct map_penalty, when)}, {NULL}};
        struct map_event *e = into;

        (void)rule;
        e->n_penalties = elements_of(r, v, at, MAP_PENALTIES_MAX);
        for (size_t i = 0; i < e->n_penalties; i++)
                read_object(r, json_array_get(v, i), element(r, at, i), &e->penalties[i],
                            rules_of(r, penalty_targets, PENALTY_FIELDS, offsetof(struct map_penalty, values), further));
}

static void read_event(struct reader *r, json_t *v, const char *at, struct map_event *e)
{
        static const struct rule further[] = {
                {"when", read_when, offsetof(struct map_event, when)},
                {"penalties", read_penalties},
                {NULL},
        };
        const char *kind;

        read_object(r, v, at, e, rules_of(r, event_targets, EVENT_FIELDS, offsetof(struct map_event, values), further));
        kind = e->values[EVENT_FIELD_KIND].constant;
        if (r->map->kind == MAP_CASES && kind && !strcmp(kind, "filed"))
                fault_field(r->f, ERR_INVALID, below(r, at, "kind"), "choice", "立案由 /case/filed_on 产生，不必列出",
                            "the filing is made from /case/filed_on and not listed");
}

static void read_events(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct import_map *m = into;

        (void)rule;
        m->n_events = elements_of(r, v, at, MAP_EVENTS_MAX);
        for (size_t i = 0; i < m->n_events; i++)
                read_event(r, json_array_get(v, i), element(r, at, i), &m->events[i]);
        if (m->kind == MAP_EVENTS && json_is_array(v) && !m->n_events)
                fault_field(r->f, ERR_INVALID, at, "items", "至少一项", "at least one");
}

#define MAP(member) offsetof(struct import_map, member)
static const struct rule case_reference_rules[] = {
        {"key", read_key, MAP(case_key)},
        {"system", read_system, MAP(case_system)},
        {"number", read_value, MAP(case_number), .more = &case_number_target},
        {NULL},
};

static void read_case_reference(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct import_map *m = into;

        (void)rule;
        read_object(r, v, at, m, case_reference_rules);
        if (json_is_object(v) && (m->case_key.n > 0) == m->case_number.given)
                fault_field(r->f, ERR_INVALID, at, "origin", "应当恰有 key、number 之一",
                            "must have exactly one of key, number");
}

/* ---- the document ---- */

static const char *const format_choices[] = {"csv", "tsv", NULL};
static const char *const encoding_choices[] = {"auto", "utf-8", "gb18030", NULL};
static const char *const kind_choices[] = {"cases", "events", NULL};

static void read_quotes(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        bool quotes = true;

        read_bool(r, v, at, &quotes, rule);
        *(bool *)into = !quotes;
}

static const struct rule file_rules[] = {
        {"format", read_enum, MAP(file.format), .required = true, .more = format_choices},
        {"encoding", read_enum, MAP(file.encoding), .more = encoding_choices},
        {"quotes", read_quotes, MAP(file.no_quotes)},
        {"ignore", read_ignored},
        {"other_columns", read_bool, MAP(other_columns)},
        {NULL},
};

static void read_file(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        read_object(r, v, at, into, file_rules);
}

static void read_kind(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        /* Read before all else: it says which other members there are. */
        (void)r, (void)v, (void)at, (void)into, (void)rule;
}

#define COMMON_RULES                                                                                         \
        {"anjuan_map", read_one, .required = true}, {"kind", read_kind, .required = true},                   \
        {"system", read_system, MAP(system), .required = true},                                              \
        {"file", read_file, .required = true}, {"only", read_when, MAP(only)},                               \
        {"updated_on", read_value, MAP(updated_on), .more = &updated_on_target}

static const struct rule cases_rules[] = {
        COMMON_RULES,
        {"key", read_key, MAP(key), .required = true},
        {"unit", read_unit, MAP(unit), .required = true},
        {"subject", read_unit, MAP(subject)},
        {"case", read_case, MAP(fields), .required = true},
        {"parties", read_parties},
        {"events", read_events},
        {NULL},
};

static const struct rule events_rules[] = {
        COMMON_RULES,
        {"key", read_key, MAP(key)},
        {"case", read_case_reference, .required = true},
        {"events", read_events, .required = true},
        {NULL},
};

static err_t read_document(struct reader *r, json_t *root)
{
        struct import_map *m = r->map;
        json_t *kind = json_object_get(root, "kind");
        int is = kind ? choice_of(r, kind, "/kind", kind_choices) : 0;

        m->kind = is == 1 ? MAP_EVENTS : MAP_CASES;
        read_object(r, root, "", m, m->kind == MAP_CASES ? cases_rules : events_rules);
        if (!m->case_system)
                m->case_system = m->system;
        if (r->f->fields)
                fault_set(r->f, ERR_INVALID, "映射文件有误", "the map is not acceptable");
        return r->f->err;
}

err_t import_map_parse(const char *text, size_t len, struct import_map *map, struct fault *f)
{
        struct reader r = {f->arena, f, map};
        json_error_t error;
        json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
        err_t e;

        *map = (struct import_map){0};
        if (!root)
                return fault_set(f, ERR_BAD_REQUEST, "映射文件不是有效的 JSON：第 %d 行第 %d 列：%s",
                                 "the map is not valid JSON: line %d, column %d: %s", error.line, error.column,
                                 error.text);
        sha256(text, len, map->sha256);
        e = read_document(&r, root);
        json_decref(root);
        return e;
}

err_t import_map_read(const char *path, struct import_map *map, struct fault *f)
{
        FILE *file = fopen(path, "rbe");
        char *text = arena_take(f->arena, MAP_BYTES_MAX + 1);
        size_t len;
        bool failed;

        if (!file)
                return fault_set(f, ERR_BAD_REQUEST, "无法读取 %s：%s", "cannot read %s: %s", path, strerror(errno));
        len = fread(text, 1, MAP_BYTES_MAX + 1, file);
        failed = ferror(file);
        fclose(file);
        if (failed)
                return fault_set(f, ERR_BAD_REQUEST, "无法读取 %s", "cannot read %s", path);
        if (len > MAP_BYTES_MAX)
                return fault_set(f, ERR_BAD_REQUEST, "映射文件超过 1 MiB", "the map is larger than 1 MiB");
        return import_map_parse(text, len, map, f);
}

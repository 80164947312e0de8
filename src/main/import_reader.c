#include "import_reader.h"

#include "base/fold.h"

#include <string.h>

/* ---- objects by rows ---- */

const char *reader_below(struct reader *r, const char *at, const char *name)
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

const char *reader_element(struct reader *r, const char *at, size_t i)
{
        return arena_printf(r->arena, "%s/%zu", at, i);
}

void reader_wrong_type(struct reader *r, const char *at, const char *zh, const char *en)
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
void reader_object(struct reader *r, json_t *o, const char *at, void *into, const struct rule *rules)
{
        const char *name;
        json_t *v;

        if (!json_is_object(o)) {
                reader_wrong_type(r, at, "对象", "an object");
                return;
        }
        json_object_foreach(o, name, v)
        {
                const struct rule *rule = rule_of(rules, name);

                if (rule)
                        rule->read(r, v, reader_below(r, at, name), (char *)into + rule->offset, rule);
                else if (strcmp(name, "note"))
                        fault_field(r->f, ERR_INVALID, reader_below(r, at, name), "unknown",
                                    "未知成员；可用：%s", "unknown member; there are: %s",
                                    known_names(r, rules));
        }
        for (; rules->name; rules++)
                if (rules->required && !json_object_get(o, rules->name))
                        fault_field(r->f, ERR_INVALID, reader_below(r, at, rules->name), "required",
                                    "缺少必需的成员", "this member is required");
}

/* ---- plain members ---- */

const char *reader_text_of(struct reader *r, json_t *v, const char *at)
{
        if (!json_is_string(v)) {
                reader_wrong_type(r, at, "文本", "a text");
                return NULL;
        }
        if (strlen(json_string_value(v)) != json_string_length(v)) {
                fault_field(r->f, ERR_INVALID, at, "character", "不得含有 NUL 字符", "may not hold NUL");
                return NULL;
        }
        return arena_text(r->arena, json_string_value(v));
}

const char *reader_filled_text_of(struct reader *r, json_t *v, const char *at)
{
        const char *s = reader_text_of(r, v, at);

        if (s && !*s)
                fault_field(r->f, ERR_INVALID, at, "length", "不得为空", "may not be empty");
        return s;
}

void reader_text(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(const char **)into = reader_filled_text_of(r, v, at);
}

void reader_any_text(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(const char **)into = reader_text_of(r, v, at);
}

void reader_bool(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        if (!json_is_boolean(v))
                reader_wrong_type(r, at, "true 或 false", "true or false");
        *(bool *)into = json_is_true(v);
}

/* Choices in the order of an enum, or of a bool. */
int reader_choice_of(struct reader *r, json_t *v, const char *at, const char *const *choices)
{
        const char *s = reader_text_of(r, v, at);
        struct text known = {.arena = r->arena};

        for (int i = 0; s && choices[i]; i++)
                if (!strcmp(choices[i], s))
                        return i;
        for (int i = 0; choices[i]; i++)
                text_addf(&known, "%s%s", i ? ", " : "", choices[i]);
        if (s)
                fault_field(r->f, ERR_INVALID, at, "choice", "应为以下之一：%s", "must be one of: %s",
                            text_str(&known));
        return -1;
}

void reader_enum(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        int i = reader_choice_of(r, v, at, rule->more);

        *(int *)into = i < 0 ? 0 : i;
}

/* The second choice is true. */
void reader_either(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        *(bool *)into = reader_choice_of(r, v, at, rule->more) == 1;
}

const char *const reader_fold_choices[] = {"none", "nfkc", NULL};

/* A text, or a list of texts. */
const char *const *reader_texts_of(struct reader *r, json_t *v, const char *at)
{
        size_t n = json_is_array(v) ? json_array_size(v) : 1;
        const char **texts = arena_take(r->arena, (n + 1) * sizeof *texts);

        if (json_is_array(v) && !n)
                fault_field(r->f, ERR_INVALID, at, "items", "不得为空列表", "may not be an empty list");
        for (size_t i = 0; i < n; i++) {
                const char *s = json_is_array(v)
                                    ? reader_text_of(r, json_array_get(v, i), reader_element(r, at, i))
                                    : reader_text_of(r, v, at);
                texts[i] = s ? s : "";
        }
        return texts;
}

void reader_texts(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(const char *const **)into = reader_texts_of(r, v, at);
}

void reader_json(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)r, (void)at, (void)rule;
        *(json_t **)into = v;
}

/* ---- columns ---- */

static int column_index(struct reader *r, const char *name, const char *at)
{
        struct import_map *m = r->map;

        for (size_t i = 0; i < m->n_columns; i++)
                if (!strcmp(m->columns[i], name))
                        return (int)i;
        if (m->n_columns == MAP_COLUMNS_MAX) {
                fault_field(r->f, ERR_INVALID, at, "items", "列数超过 %d", "more than %d columns",
                            MAP_COLUMNS_MAX);
                return 0;
        }
        m->columns[m->n_columns] = name;
        return (int)m->n_columns++;
}

/* Names of columns are compared without white space at their ends, as in the header. */
int reader_column_of(struct reader *r, json_t *v, const char *at)
{
        const char *s = reader_filled_text_of(r, v, at);
        size_t len = s ? strlen(s) : 0;

        if (!s)
                return 0;
        s = text_trim(s, &len);
        return column_index(r, arena_text_n(r->arena, s, len), at);
}

void reader_column(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        *(int *)into = reader_column_of(r, v, at);
}

size_t reader_columns_of(struct reader *r, json_t *v, const char *at, int columns[MAP_JOIN_MAX])
{
        size_t n = json_array_size(v);

        if (!json_is_array(v)) {
                reader_wrong_type(r, at, "列名的列表", "a list of columns");
                return 0;
        }
        if (n < 1 || n > MAP_JOIN_MAX) {
                fault_field(r->f, ERR_INVALID, at, "items", "应有 1 至 %d 列", "must name 1 to %d columns",
                            MAP_JOIN_MAX);
                return 0;
        }
        for (size_t i = 0; i < n; i++)
                columns[i] = reader_column_of(r, json_array_get(v, i), reader_element(r, at, i));
        return n;
}

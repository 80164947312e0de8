#include "import_reader.h"

#include "base/digest.h"
#include "rules/procedure.h"
#include "rules/terms.h"

#include <errno.h>
#include <stdio.h>
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
static const char *const event_codes[] = {"filed",  "investigated", "decided",     "served", "paid",
                                          "closed", "terminated",   "transferred", NULL};
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

/* ---- cases, parties, events, penalties ---- */

/* Rows for the targets, each read into its place of an array of values, and further rows. */
static const struct rule *rules_of(struct reader *r, const struct value_target *targets, size_t n,
                                   size_t offset, const struct rule *further)
{
        size_t more = 0;
        struct rule *rules;

        while (further && further[more].name)
                more++;
        rules = arena_take(r->arena, (n + more + 1) * sizeof *rules);
        for (size_t i = 0; i < n; i++)
                rules[i] = (struct rule){targets[i].name, reader_value, offset + i * sizeof(struct map_value),
                                         targets[i].required, &targets[i]};
        if (more)
                memcpy(rules + n, further, more * sizeof *rules);
        return rules;
}

static size_t elements_of(struct reader *r, json_t *v, const char *at, size_t max)
{
        size_t n = json_array_size(v);

        if (!json_is_array(v))
                reader_wrong_type(r, at, "列表", "a list");
        if (n > max)
                fault_field(r->f, ERR_INVALID, at, "items", "至多 %zu 项", "at most %zu", max);
        return n > max ? max : n;
}

static void read_case(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        reader_object(r, v, at, into, rules_of(r, case_targets, CASE_FIELDS, 0, NULL));
}

static void read_parties(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        static const struct rule further[] = {{"when", reader_when, offsetof(struct map_party, when)},
                                              {NULL}};
        struct import_map *m = into;

        (void)rule;
        m->n_parties = elements_of(r, v, at, MAP_PARTIES_MAX);
        for (size_t i = 0; i < m->n_parties; i++)
                reader_object(
                    r, json_array_get(v, i), reader_element(r, at, i), &m->parties[i],
                    rules_of(r, party_targets, PARTY_FIELDS, offsetof(struct map_party, values), further));
}

static void read_penalties(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        static const struct rule further[] = {{"when", reader_when, offsetof(struct map_penalty, when)},
                                              {NULL}};
        struct map_event *e = into;

        (void)rule;
        e->n_penalties = elements_of(r, v, at, MAP_PENALTIES_MAX);
        for (size_t i = 0; i < e->n_penalties; i++)
                reader_object(r, json_array_get(v, i), reader_element(r, at, i), &e->penalties[i],
                              rules_of(r, penalty_targets, PENALTY_FIELDS,
                                       offsetof(struct map_penalty, values), further));
}

static void read_event(struct reader *r, json_t *v, const char *at, struct map_event *e)
{
        static const struct rule further[] = {
            {"when", reader_when, offsetof(struct map_event, when)},
            {"penalties", read_penalties},
            {NULL},
        };
        const char *kind;

        reader_object(r, v, at, e,
                      rules_of(r, event_targets, EVENT_FIELDS, offsetof(struct map_event, values), further));
        kind = e->values[EVENT_FIELD_KIND].constant;
        if (r->map->kind == MAP_CASES && kind && !strcmp(kind, "filed"))
                fault_field(r->f, ERR_INVALID, reader_below(r, at, "kind"), "choice",
                            "立案由 /case/filed_on 产生，不必列出",
                            "the filing is made from /case/filed_on and not listed");
}

static void read_events(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        struct import_map *m = into;

        (void)rule;
        m->n_events = elements_of(r, v, at, MAP_EVENTS_MAX);
        for (size_t i = 0; i < m->n_events; i++)
                read_event(r, json_array_get(v, i), reader_element(r, at, i), &m->events[i]);
        if (m->kind == MAP_EVENTS && json_is_array(v) && !m->n_events)
                fault_field(r->f, ERR_INVALID, at, "items", "至少一项", "at least one");
}

static void read_one(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)into, (void)rule;
        if (!json_is_integer(v) || json_integer_value(v) != 1)
                fault_field(r->f, ERR_INVALID, at, "choice", "本程序只认识版本 1",
                            "this program knows version 1");
}

static void read_system(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        const char *s = reader_filled_text_of(r, v, at);

        (void)rule;
        *(const char **)into = s;
        if (s && (strlen(s) > 40 || strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen(s)))
                fault_field(r->f, ERR_INVALID, at, "format", "只能用小写字母、数字和 - _ . ，最长 40 个字符",
                            "only lower-case letters, digits and - _ . , at most 40");
}

static void read_ignored(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)into, (void)rule;
        if (!json_is_array(v))
                reader_wrong_type(r, at, "列名的列表", "a list of columns");
        for (size_t i = 0; i < json_array_size(v); i++)
                reader_column_of(r, json_array_get(v, i), reader_element(r, at, i));
}

#define MAP(member) offsetof(struct import_map, member)
static const struct rule case_reference_rules[] = {
    {"key", reader_key, MAP(case_key)},
    {"system", read_system, MAP(case_system)},
    {"number", reader_value, MAP(case_number), .more = &case_number_target},
    {NULL},
};

static void read_case_reference(struct reader *r, json_t *v, const char *at, void *into,
                                const struct rule *rule)
{
        struct import_map *m = into;

        (void)rule;
        reader_object(r, v, at, m, case_reference_rules);
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

        reader_bool(r, v, at, &quotes, rule);
        *(bool *)into = !quotes;
}

static const struct rule file_rules[] = {
    {"format", reader_enum, MAP(file.format), .required = true, .more = format_choices},
    {"encoding", reader_enum, MAP(file.encoding), .more = encoding_choices},
    {"quotes", read_quotes, MAP(file.no_quotes)},
    {"ignore", read_ignored},
    {"other_columns", reader_bool, MAP(other_columns)},
    {NULL},
};

static void read_file(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        (void)rule;
        reader_object(r, v, at, into, file_rules);
}

static void read_kind(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
{
        /* Read before all else: it says which other members there are. */
        (void)r, (void)v, (void)at, (void)into, (void)rule;
}

#define COMMON_RULES                                                                                         \
        {"anjuan_map", read_one, .required = true}, {"kind", read_kind, .required = true},                   \
            {"system", read_system, MAP(system), .required = true}, {"file", read_file, .required = true},   \
            {"only", reader_when, MAP(only)},                                                                \
        {                                                                                                    \
                "updated_on", reader_value, MAP(updated_on), .more = &updated_on_target                      \
        }

static const struct rule cases_rules[] = {
    COMMON_RULES,
    {"key", reader_key, MAP(key), .required = true},
    {"unit", reader_unit, MAP(unit), .required = true},
    {"subject", reader_unit, MAP(subject)},
    {"case", read_case, MAP(fields), .required = true},
    {"parties", read_parties},
    {"events", read_events},
    {NULL},
};

static const struct rule events_rules[] = {
    COMMON_RULES,
    {"key", reader_key, MAP(key)},
    {"case", read_case_reference, .required = true},
    {"events", read_events, .required = true},
    {NULL},
};

static err_t read_document(struct reader *r, json_t *root)
{
        struct import_map *m = r->map;
        json_t *kind = json_object_get(root, "kind");
        int is = kind ? reader_choice_of(r, kind, "/kind", kind_choices) : 0;

        m->kind = is == 1 ? MAP_EVENTS : MAP_CASES;
        reader_object(r, root, "", m, m->kind == MAP_CASES ? cases_rules : events_rules);
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
                                 "the map is not valid JSON: line %d, column %d: %s", error.line,
                                 error.column, error.text);
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
                return fault_set(f, ERR_BAD_REQUEST, "无法读取 %s：%s", "cannot read %s: %s", path,
                                 strerror(errno));
        len = fread(text, 1, MAP_BYTES_MAX + 1, file);
        failed = ferror(file);
        fclose(file);
        if (failed)
                return fault_set(f, ERR_BAD_REQUEST, "无法读取 %s", "cannot read %s", path);
        if (len > MAP_BYTES_MAX)
                return fault_set(f, ERR_BAD_REQUEST, "映射文件超过 1 MiB", "the map is larger than 1 MiB");
        return import_map_parse(text, len, map, f);
}

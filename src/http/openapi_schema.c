#include "field_check.h"
#include "openapi_parts.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- small pieces --- */

const char *say(const struct document *d, const char *zh, const char *en)
{
        return d->english ? en : zh;
}

/* A row without its texts, or with text that is not UTF-8, ends here too: the tests of the table meet it
 * first. */
static void demand(bool done)
{
        if (done)
                return;
        fprintf(stderr,
                "{\"level\":\"fatal\",\"msg\":\"openapi: no memory, or a row without sound texts\"}\n");
        abort();
}

void put(json_t *object, const char *name, json_t *value)
{
        demand(json_object_set_new(object, name, value) == 0);
}

void append(json_t *array, json_t *value)
{
        demand(json_array_append_new(array, value) == 0);
}

void member_text(json_t *object, const char *name, const char *value)
{
        put(object, name, json_string(value));
}

json_t *reference(const char *kind, const char *name)
{
        return json_pack("{s:o}", "$ref", json_sprintf("#/components/%s/%s", kind, name));
}

/* --- one field --- */

static const struct {
        const char *type, *format;
} kinds[] = {
    [F_TEXT] = {"string", NULL},        [F_INT] = {"integer", "int64"},
    [F_BOOL] = {"boolean", NULL},       [F_DATE] = {"string", "date"},
    [F_TIME] = {"string", "date-time"}, [F_UUID] = {"string", "uuid"},
    [F_OBJECT] = {"object", NULL},      [F_ANY] = {NULL, NULL},
};

static void put_type(json_t *schema, const char *type, bool or_null)
{
        put(schema, "type", or_null ? json_pack("[s,s]", type, "null") : json_string(type));
}

static void put_choices(json_t *schema, const struct field *fd, bool or_null)
{
        json_t *list = json_array();

        for (const char *const *choice = fd->choices; *choice; choice++)
                append(list, json_string(*choice));
        if (or_null)
                append(list, json_null());
        put(schema, "enum", list);
}

/* What input is held to; of a reply only what its row states. */
static void put_text_limits(json_t *schema, const struct field *fd, bool input)
{
        bool one_line = field_text_max(fd) <= FIELD_TEXT_MAX && !(fd->flags & FIELD_VERBATIM);

        if (fd->flags & FIELD_SECRET)
                member_text(schema, "format", "password");
        if (fd->flags & FIELD_SECRET && input)
                put(schema, "writeOnly", json_true());
        if (fd->choices)
                return;
        if (fd->min > 0)
                put(schema, "minLength", json_integer(fd->min));
        if (input || fd->max)
                put(schema, "maxLength", json_integer(field_text_max(fd)));
        if (input && one_line)
                member_text(schema, "pattern", fd->min > 0 ? "^\\S(.*\\S)?$" : "^(\\S(.*\\S)?)?$");
}

static void put_int_limits(json_t *schema, const struct field *fd)
{
        if (fd->min == 0 && fd->max == 0)
                return;
        put(schema, "minimum", json_integer(fd->min));
        if (fd->max != LLONG_MAX)
                put(schema, "maximum", json_integer(fd->max));
}

static json_t *one_schema(const struct document *d, const struct field *fd, bool input, bool or_null)
{
        json_t *schema = fd->type == F_OBJECT ? object_schema(d, fd->fields, input) : json_object();

        if (kinds[fd->type].type)
                put_type(schema, kinds[fd->type].type, or_null);
        if (kinds[fd->type].format)
                member_text(schema, "format", kinds[fd->type].format);
        if (fd->choices)
                put_choices(schema, fd, or_null);
        if (fd->type == F_TEXT)
                put_text_limits(schema, fd, input);
        if (fd->type == F_INT)
                put_int_limits(schema, fd);
        return schema;
}

static json_t *list_schema(const struct document *d, const struct field *fd, bool input)
{
        json_t *schema = json_object();

        put_type(schema, "array", fd->flags & FIELD_NULL);
        put(schema, "items", one_schema(d, fd, input, false));
        if (input && fd->flags & FIELD_REQUIRED)
                put(schema, "minItems", json_integer(1));
        if (input || fd->list_max)
                put(schema, "maxItems", json_integer(fd->list_max ? fd->list_max : FIELD_LIST_MAX));
        return schema;
}

json_t *field_schema(const struct document *d, const struct field *fd, bool input)
{
        json_t *schema = fd->flags & FIELD_LIST ? list_schema(d, fd, input)
                                                : one_schema(d, fd, input, fd->flags & FIELD_NULL);
        const char *about = say(d, fd->zh, fd->en);

        if (about)
                member_text(schema, "description", about);
        if (fd->example)
                put(schema, "examples", json_pack("[o]", json_loads(fd->example, JSON_DECODE_ANY, NULL)));
        return schema;
}

json_t *object_schema(const struct document *d, const struct field *fields, bool input)
{
        json_t *schema = json_object(), *required = json_array(), *members = json_object();

        for (const struct field *fd = fields; fd && fd->name; fd++) {
                put(members, fd->name, field_schema(d, fd, input));
                if (fd->flags & FIELD_REQUIRED)
                        append(required, json_string(fd->name));
        }
        put_type(schema, "object", false);
        if (json_array_size(required))
                put(schema, "required", required);
        else
                json_decref(required);
        put(schema, "properties", members);
        if (input)
                put(schema, "additionalProperties", json_false());
        return schema;
}

json_t *field_value(const struct field *fd, const char *value)
{
        bool is_json = fd->flags & FIELD_LIST || fd->type == F_INT || fd->type == F_BOOL;

        return is_json ? json_loads(value, JSON_DECODE_ANY, NULL) : json_string(value);
}

#include "field_check.h"

#include <string.h>

/* One comparison: stops at the first difference. */
struct differ {
        struct arena *arena;
        const char *found;
};

static bool members_fit(struct differ *d, const char *at, const struct field *fields, const json_t *v);

static bool differs(struct differ *d, const char *at, const char *what)
{
        d->found = arena_printf(d->arena, "%s: %s", *at ? at : "/", what);
        return false;
}

static const char *below(struct differ *d, const char *at, const char *name)
{
        struct text t = {.arena = d->arena};

        text_add(&t, at);
        pointer_add(&t, name);
        return text_str(&t);
}

/* A row as a reply means it: text need not be fit for input, and only limits that are written down count. */
static bool text_fits(struct differ *d, const char *at, const struct field *fd, const char *s)
{
        struct complaint c = {.arena = d->arena};
        struct field judged = {.type = fd->type, .flags = FIELD_VERBATIM, .min = fd->min, .max = fd->max};

        judged.max = fd->type == F_TEXT && !fd->max ? (long long)strlen(s) : fd->max;
        if (!field_check(&judged, s, &c))
                return differs(d, at, c.en);
        for (const char *const *choice = fd->choices; choice; choice++) {
                if (!*choice)
                        return differs(d, at, arena_printf(d->arena, "\"%s\" is not among the choices", s));
                if (strcmp(*choice, s) == 0)
                        break;
        }
        return true;
}

static bool int_fits(struct differ *d, const char *at, const struct field *fd, json_int_t n)
{
        struct complaint c = {.arena = d->arena};

        return field_check(fd, arena_printf(d->arena, "%" JSON_INTEGER_FORMAT, n), &c) ? true
                                                                                       : differs(d, at, c.en);
}

static bool one_fits(struct differ *d, const char *at, const struct field *fd, const json_t *v)
{
        struct complaint c = {.arena = d->arena};

        if (fd->type == F_ANY)
                return true;
        if (fd->type == F_OBJECT && json_is_object(v))
                return members_fit(d, at, fd->fields, v);
        if (fd->type == F_INT && json_is_integer(v))
                return int_fits(d, at, fd, json_integer_value(v));
        if (fd->type == F_BOOL && json_is_boolean(v))
                return true;
        if (fd->type != F_OBJECT && fd->type != F_INT && fd->type != F_BOOL && json_is_string(v))
                return text_fits(d, at, fd, json_string_value(v));
        field_type_wrong(fd, &c);
        return differs(d, at, c.en);
}

static bool list_fits(struct differ *d, const char *at, const struct field *fd, const json_t *v)
{
        if (!json_is_array(v))
                return differs(d, at, "must be an array");
        if (fd->list_max && json_array_size(v) > (size_t)fd->list_max)
                return differs(d, at, "has more elements than the row states");
        for (size_t i = 0; i < json_array_size(v); i++)
                if (!one_fits(d, arena_printf(d->arena, "%s/%zu", at, i), fd, json_array_get(v, i)))
                        return false;
        return true;
}

static bool member_fits(struct differ *d, const char *at, const struct field *fd, const json_t *object)
{
        const json_t *v = json_object_get(object, fd->name);

        at = below(d, at, fd->name);
        if (!v)
                return fd->flags & FIELD_REQUIRED ? differs(d, at, "is missing") : true;
        if (json_is_null(v) && fd->type != F_ANY)
                return fd->flags & FIELD_NULL ? true : differs(d, at, "must not be null");
        return fd->flags & FIELD_LIST ? list_fits(d, at, fd, v) : one_fits(d, at, fd, v);
}

static bool members_fit(struct differ *d, const char *at, const struct field *fields, const json_t *v)
{
        const char *name;
        json_t *member;

        for (const struct field *fd = fields; fd->name; fd++)
                if (!member_fits(d, at, fd, v))
                        return false;
        json_object_foreach((json_t *)v, name, member)
        {
                const struct field *fd = fields;

                while (fd->name && strcmp(fd->name, name) != 0)
                        fd++;
                if (!fd->name)
                        return differs(d, below(d, at, name), "is not in the rows");
        }
        return true;
}

const char *fields_differ(const struct field *fields, const json_t *value, struct arena *a)
{
        struct differ d = {.arena = a};

        if (!json_is_object(value))
                return "/: must be an object";
        members_fit(&d, "", fields, value);
        return d.found;
}

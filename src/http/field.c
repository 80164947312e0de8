#include "http/field.h"

#include "field_check.h"

#include <string.h>

/* --- args --- */

static struct arg *find(const struct args *a, const char *name)
{
        struct arg *arg = a->first;

        while (arg && strcmp(arg->name, name) != 0)
                arg = arg->next;
        return arg;
}

void args_set(struct args *a, const char *name, const char *value)
{
        struct arg *arg = find(a, name), **end = &a->first;

        if (!arg) {
                while (*end)
                        end = &(*end)->next;
                *end = arg = arena_take(a->arena, sizeof *arg);
                arg->name = arena_text(a->arena, name);
        }
        arg->value = arena_text(a->arena, value);
}

const struct arg *args_find(const struct args *a, const char *name)
{
        return find(a, name);
}

const char *args_get(const struct args *a, const char *name)
{
        const struct arg *arg = find(a, name);

        return arg ? arg->value : NULL;
}

/* --- bodies --- */

/* The way from the top of the body to a value; made into a pointer only when there is a fault to tell. */
struct place {
        const struct place *above;
        const char *name; /* NULL: an index */
        size_t index;
};

static void add_place(struct text *t, const struct place *at)
{
        if (!at)
                return;
        add_place(t, at->above);
        if (!at->name)
                text_addf(t, "/%zu", at->index);
        else
                pointer_add(t, at->name);
}

static bool refuse(struct reading *r, const struct place *at, const struct complaint *c)
{
        struct text where = {.arena = r->fault->arena};

        if (r->faults < FIELD_FAULTS_MAX)
                add_place(&where, at);
        reading_refuse(r, text_str(&where), c);
        return false;
}

static bool read_members(struct reading *r, const struct field *fields, const struct place *at,
                         const json_t *object, struct args *out);

/* The text form that field_check judges; NULL when the JSON type is not the row's. */
static const char *scalar_text(struct arena *a, const struct field *fd, const json_t *v)
{
        switch (fd->type) {
        case F_INT:
                return json_is_integer(v) ? arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v))
                                          : NULL;
        case F_BOOL:
                return json_is_boolean(v) ? (json_is_true(v) ? "true" : "false") : NULL;
        case F_TEXT:
        case F_DATE:
        case F_TIME:
        case F_UUID:
                return json_string_value(v);
        case F_OBJECT:
        case F_ANY:
                break;
        }
        return NULL;
}

static bool read_scalar(struct reading *r, const struct field *fd, const struct place *at, const json_t *v,
                        const char **out)
{
        struct complaint c = {.arena = r->fault->arena};
        const char *s = scalar_text(c.arena, fd, v);

        *out = s ? field_check(fd, s, &c) : field_type_wrong(fd, &c);
        return *out ? true : refuse(r, at, &c);
}

static bool is_quoted(const struct field *fd)
{
        return !(fd->flags & FIELD_LIST) && fd->type != F_INT && fd->type != F_BOOL && fd->type != F_OBJECT;
}

void field_add_json(struct text *t, const struct field *fd, const char *value)
{
        if (!value || is_quoted(fd))
                text_add_json(t, value);
        else
                text_add(t, value);
}

static const char *members_json(struct arena *a, const struct field *fields, const struct args *members)
{
        struct text t = {.arena = a};

        text_add(&t, "{");
        for (const struct field *fd = fields; fd->name; fd++) {
                const struct arg *arg = args_find(members, fd->name);

                if (!arg)
                        continue;
                text_add(&t, t.len > 1 ? "," : "");
                text_add_json(&t, fd->name);
                text_add(&t, ":");
                field_add_json(&t, fd, arg->value);
        }
        text_add(&t, "}");
        return text_str(&t);
}

static bool read_object(struct reading *r, const struct field *fd, const struct place *at, const json_t *v,
                        const char **out)
{
        struct args members = {.arena = r->fault->arena};
        struct complaint c = {.arena = r->fault->arena};

        if (!json_is_object(v)) {
                field_type_wrong(fd, &c);
                return refuse(r, at, &c);
        }
        if (!read_members(r, fd->fields, at, v, &members))
                return false;
        *out = members_json(r->fault->arena, fd->fields, &members);
        return true;
}

static bool read_null(struct reading *r, const struct place *at, bool allowed, const char **out)
{
        struct complaint c = {.arena = r->fault->arena};

        *out = NULL;
        if (allowed)
                return true;
        complain(&c, "null", "不能为 null", "must not be null");
        return refuse(r, at, &c);
}

/* One value that is no list, or one element of a list. */
static bool read_one(struct reading *r, const struct field *fd, const struct place *at, const json_t *v,
                     const char **out)
{
        if (json_is_null(v))
                return read_null(r, at, false, out);
        return fd->type == F_OBJECT ? read_object(r, fd, at, v, out) : read_scalar(r, fd, at, v, out);
}

static bool list_is_sound(struct reading *r, const struct field *fd, const struct place *at, const json_t *v)
{
        struct complaint c = {.arena = r->fault->arena};

        if (!json_is_array(v))
                complain(&c, "type", "应为数组", "must be an array");
        else if (field_list_fits(fd, json_array_size(v), &c))
                return true;
        return refuse(r, at, &c);
}

static bool read_list(struct reading *r, const struct field *fd, const struct place *at, const json_t *v,
                      const char **out)
{
        struct field element = *fd;
        struct text t = {.arena = r->fault->arena};
        bool good = list_is_sound(r, fd, at, v);
        size_t n = good ? json_array_size(v) : 0;

        element.flags &= ~(unsigned)FIELD_LIST;
        text_add(&t, "[");
        for (size_t i = 0; i < n; i++) {
                struct place here = {.above = at, .index = i};
                const char *value;

                if (!read_one(r, &element, &here, json_array_get(v, i), &value)) {
                        good = false;
                        continue;
                }
                text_add(&t, i ? "," : "");
                field_add_json(&t, &element, value);
        }
        text_add(&t, "]");
        *out = text_str(&t);
        return good;
}

static bool read_field(struct reading *r, const struct field *fd, const struct place *at, const json_t *v,
                       const char **out)
{
        if (json_is_null(v))
                return read_null(r, at, fd->flags & FIELD_NULL, out);
        return fd->flags & FIELD_LIST ? read_list(r, fd, at, v, out) : read_one(r, fd, at, v, out);
}

static bool is_known(const struct field *fields, const char *name)
{
        while (fields->name && strcmp(fields->name, name) != 0)
                fields++;
        return fields->name;
}

static bool refuse_unknown(struct reading *r, const struct field *fields, const struct place *at,
                           const json_t *object)
{
        struct complaint c = {.arena = r->fault->arena};
        bool good = true;
        const char *name;
        json_t *value;

        complain(&c, "unknown", "没有这一项", "there is no such member");
        json_object_foreach((json_t *)object, name, value) if (!is_known(fields, name)) good =
            refuse(r, &(struct place){.above = at, .name = name}, &c);
        return good;
}

static bool read_member(struct reading *r, const struct field *fd, const struct place *at,
                        const json_t *object, struct args *out)
{
        struct place here = {.above = at, .name = fd->name};
        struct complaint c = {.arena = r->fault->arena};
        const json_t *v = json_object_get(object, fd->name);
        const char *value;

        if (!v && !(fd->flags & FIELD_REQUIRED))
                return true;
        if (!v) {
                complain(&c, "required", "缺少必填项", "is required");
                return refuse(r, &here, &c);
        }
        if (!read_field(r, fd, &here, v, &value))
                return false;
        args_set(out, fd->name, value);
        return true;
}

static bool read_members(struct reading *r, const struct field *fields, const struct place *at,
                         const json_t *object, struct args *out)
{
        bool good = true;

        for (const struct field *fd = fields; fd->name; fd++)
                good = read_member(r, fd, at, object, out) && good;
        return refuse_unknown(r, fields, at, object) && good;
}

err_t fields_read_body(const struct field *fields, const json_t *body, struct args *out, struct fault *f)
{
        struct reading r = {.fault = f, .as = ERR_INVALID};
        struct field top = {.type = F_OBJECT};
        struct complaint c = {.arena = f->arena};

        if (json_is_object(body))
                return read_members(&r, fields, NULL, body, out) ? OK : f->err;
        field_type_wrong(&top, &c);
        refuse(&r, NULL, &c);
        return f->err;
}

#include "field_check.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

static int hex_value(char c)
{
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *at = c ? strchr(digits, c) : NULL;

        return at ? (int)(at - digits) % 16 : -1;
}

static bool is_clean(const char *s)
{
        ucs4_t c;

        if (u8_check((const uint8_t *)s, strlen(s)))
                return false;
        for (const uint8_t *at = (const uint8_t *)s; (at = u8_next(&c, at));)
                if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Cc))
                        return false;
        return true;
}

char *percent_decode(struct arena *a, const char *s, size_t len, bool plus)
{
        char *made = arena_take(a, len + 1), *to = made;

        for (size_t i = 0; i < len; i++) {
                int high = s[i] == '%' && i + 2 < len ? hex_value(s[i + 1]) : -1;
                int low = high >= 0 ? hex_value(s[i + 2]) : -1;

                if (s[i] == '\0' || (s[i] == '%' && low < 0) || (high == 0 && low == 0))
                        return NULL;
                *to++ = s[i] == '%' ? (char)(high * 16 + low) : s[i] == '+' && plus ? ' ' : s[i];
                i += s[i] == '%' ? 2 : 0;
        }
        return is_clean(made) ? made : NULL;
}

/* --- one value --- */

/* The values between commas as a JSON array; NULL with the complaint. */
static const char *check_list(const struct field *fd, char *s, struct complaint *c)
{
        struct field element = *fd;
        struct text t = {.arena = c->arena};
        size_t n = 0;

        element.flags &= ~(unsigned)FIELD_LIST;
        text_add(&t, "[");
        for (char *next = s; next; n++) {
                const char *value = field_check(&element, strsep(&next, ","), c);

                if (!value)
                        return NULL;
                text_add(&t, n ? "," : "");
                field_add_json(&t, &element, value);
        }
        text_add(&t, "]");
        return field_list_fits(fd, n, c) ? text_str(&t) : NULL;
}

static const char *check_value(const struct field *fd, const char *raw, struct complaint *c)
{
        if (fd->flags & FIELD_LIST)
                return check_list(fd, arena_text(c->arena, raw), c);
        return field_check(fd, raw, c);
}

err_t field_read_text(const struct field *fd, const char *where, const char *raw, err_t as, struct args *out,
                      struct fault *f)
{
        struct reading r = {.fault = f, .as = as};
        struct complaint c = {.arena = f->arena};
        const char *value = check_value(fd, raw, &c);

        if (!value) {
                reading_refuse(&r, where, &c);
                return f->err;
        }
        args_set(out, fd->name, value);
        return OK;
}

/* --- queries --- */

struct query {
        const struct field *fields, *more;
        struct reading reading;
        struct args seen; /* names, whether good or not */
        struct args *out;
};

static void *refuse(struct query *q, const char *where, const char *code, const char *zh, const char *en)
{
        struct complaint c = {.arena = q->reading.fault->arena, .code = code, .zh = zh, .en = en};

        reading_refuse(&q->reading, where, &c);
        return NULL;
}

static const struct field *row_of(const struct field *fields, const char *name)
{
        while (fields && fields->name && strcmp(fields->name, name) != 0)
                fields++;
        return fields && fields->name ? fields : NULL;
}

/* The row of a decoded name that may still be given; a name that cannot be read is a fault of the "query". */
static const struct field *row_for(struct query *q, const char *name)
{
        struct arena *a = q->reading.fault->arena;
        const struct field *fd = NULL;

        if (!name || !*name)
                return refuse(q, "query", "format", "查询参数的名称无法识别",
                              "the name of a parameter cannot be read");
        fd = row_of(q->fields, name);
        if (!fd)
                fd = row_of(q->more, name);
        if (!fd)
                return refuse(q, name_shown(a, name), "unknown", "没有这个查询参数",
                              "there is no such parameter");
        if (args_find(&q->seen, name))
                return refuse(q, name, "duplicate", "重复出现", "is given twice");
        args_set(&q->seen, name, NULL);
        return fd;
}

static bool take_value(struct query *q, const struct field *fd, const char *value)
{
        struct complaint c = {.arena = q->reading.fault->arena};

        if (!value)
                return refuse(q, fd->name, "format", "百分号编码或 UTF-8 有误，或含控制字符",
                              "has a malformed percent escape or UTF-8, or a control character");
        if (!*value)
                return refuse(q, fd->name, "format", "不能为空；不需要时请省略该参数",
                              "must not be empty; leave it out instead");
        value = check_value(fd, value, &c);
        if (!value)
                return refuse(q, fd->name, c.code, c.zh, c.en);
        args_set(q->out, fd->name, value);
        return true;
}

static bool read_pair(struct query *q, const char *s, size_t len)
{
        struct arena *a = q->reading.fault->arena;
        const char *equals = memchr(s, '=', len);
        size_t name_len = equals ? (size_t)(equals - s) : len;
        const struct field *fd = row_for(q, percent_decode(a, s, name_len, true));

        return fd && take_value(q, fd, equals ? percent_decode(a, equals + 1, len - name_len - 1, true) : "");
}

static bool has_required(struct query *q, const struct field *fields)
{
        bool good = true;

        for (const struct field *fd = fields; fd && fd->name; fd++)
                if (fd->flags & FIELD_REQUIRED && !args_find(&q->seen, fd->name))
                        good = refuse(q, fd->name, "required", "缺少必填的查询参数", "is required");
        return good;
}

err_t query_read(const struct field *fields, const struct field *more, const char *query, struct args *out,
                 struct fault *f)
{
        struct query q = {
            .fields = fields,
            .more = more,
            .reading = {.fault = f, .as = ERR_BAD_REQUEST},
            .seen = {.arena = f->arena},
            .out = out,
        };
        bool good = true;

        for (const char *s = query && *query ? query : NULL; s;) {
                size_t len = strcspn(s, "&");

                good = read_pair(&q, s, len) && good;
                s = s[len] ? s + len + 1 : NULL;
        }
        good = has_required(&q, fields) && good;
        good = has_required(&q, more) && good;
        return good ? OK : f->err;
}

err_t fields_read_query(const struct field *fields, const char *query, struct args *out, struct fault *f)
{
        return query_read(fields, NULL, query, out, f);
}

#include "rules/number.h"

#include <string.h>

enum part { PART_PREFIX, PART_YEAR, PART_SERIAL, PART_COUNT, PART_UNKNOWN = PART_COUNT };

static const char *const part_names[] = {"prefix", "year", "serial"};

/* One piece of a template: literal text, or a placeholder with its width (0: as long as it is). */
struct piece {
        const char *text;
        size_t len;
        enum part part; /* of a placeholder */
        int width;
};

static bool is_width(const char *s, size_t len)
{
        return len == 1 && *s >= '1' && *s <= '9';
}

/* What stands between the braces. */
static void read_placeholder(struct piece *p)
{
        const char *colon = memchr(p->text, ':', p->len);
        size_t name_len = colon ? (size_t)(colon - p->text) : p->len;

        p->part = PART_UNKNOWN;
        for (int i = 0; i < PART_COUNT; i++)
                if (strlen(part_names[i]) == name_len && !memcmp(p->text, part_names[i], name_len))
                        p->part = (enum part)i;
        if (!colon)
                return;
        if (p->part == PART_SERIAL && is_width(colon + 1, p->len - name_len - 1))
                p->width = colon[1] - '0';
        else
                p->part = PART_UNKNOWN;
}

enum step { STEP_END, STEP_LITERAL, STEP_PLACEHOLDER, STEP_BAD_BRACE };

/* The next piece; *at moves behind it. */
static enum step next_piece(const char **at, struct piece *p)
{
        const char *s = *at, *end;

        *p = (struct piece){0};
        if (!*s)
                return STEP_END;
        p->text = s;
        p->len = strcspn(s, "{}");
        *at = s + p->len;
        if (p->len)
                return STEP_LITERAL;
        end = s + 1 + strcspn(s + 1, "{}");
        if (*s != '{' || *end != '}')
                return STEP_BAD_BRACE;
        p->text = s + 1;
        p->len = (size_t)(end - p->text);
        *at = end + 1;
        read_placeholder(p);
        return STEP_PLACEHOLDER;
}

static bool has_control(const char *s)
{
        for (; *s; s++)
                if ((unsigned char)*s < 0x20 || *s == 0x7f)
                        return true;
        return false;
}

static err_t check_whole(const char *template, const char *where, struct fault *f)
{
        if (!template || !*template || strlen(template) > NUMBER_TEMPLATE_MAX)
                return fault_field(f, ERR_INVALID, where, "length", "编号模板应为1至%d字节",
                                   "A number template has 1 to %d bytes", NUMBER_TEMPLATE_MAX);
        if (has_control(template))
                return fault_field(f, ERR_INVALID, where, "character", "编号模板不得含控制字符",
                                   "A number template holds no control characters");
        return OK;
}

static err_t check_placeholder(const struct piece *p, int seen[PART_COUNT], const char *where,
                               struct fault *f)
{
        if (p->part == PART_UNKNOWN)
                return fault_field(
                    f, ERR_INVALID, where, "placeholder",
                    "编号模板不认识占位符{%.*s}；可用{prefix}、{year}、{serial}、{serial:4}",
                    "Unknown placeholder {%.*s}; there are {prefix}, {year}, {serial}, {serial:4}",
                    (int)p->len, p->text);
        if (seen[p->part]++)
                return fault_field(f, ERR_INVALID, where, "repeated", "编号模板中{%s}只能出现一次",
                                   "{%s} may stand in a number template once", part_names[p->part]);
        return OK;
}

static err_t check_needed(const int seen[PART_COUNT], const char *where, struct fault *f)
{
        for (int i = PART_YEAR; i <= PART_SERIAL; i++)
                if (!seen[i])
                        return fault_field(f, ERR_INVALID, where, "missing", "编号模板缺少{%s}",
                                           "A number template needs {%s}", part_names[i]);
        return OK;
}

err_t number_template_check(const char *template, const char *where, struct fault *f)
{
        int seen[PART_COUNT] = {0};
        struct piece p;
        enum step step;
        err_t e = check_whole(template, where, f);

        while (!e && (step = next_piece(&template, &p)) != STEP_END) {
                if (step == STEP_BAD_BRACE)
                        return fault_field(f, ERR_INVALID, where, "brace", "编号模板的花括号不成对",
                                           "A brace in the number template has no partner");
                if (step == STEP_PLACEHOLDER)
                        e = check_placeholder(&p, seen, where, f);
        }
        return e ? e : check_needed(seen, where, f);
}

static void add_part(struct text *t, const struct piece *p, const struct number_parts *parts)
{
        if (p->part == PART_PREFIX)
                text_add(t, parts->prefix);
        if (p->part == PART_YEAR)
                text_addf(t, "%04d", parts->year);
        if (p->part == PART_SERIAL)
                text_addf(t, "%0*lld", p->width, (long long)parts->serial);
}

static err_t check_parts(const char *template, const struct number_parts *parts, struct fault *f)
{
        if (parts->year < 1 || parts->year > 9999 || parts->serial < 1)
                return fault_set(f, ERR_INVALID, "编号的年份或者顺序号超出范围",
                                 "The year or the serial of the number is out of range");
        if (strstr(template, "{prefix}") && (!parts->prefix || !*parts->prefix))
                return fault_set(f, ERR_INVALID, "没有设置编号所需的机关代字",
                                 "The prefix that the number needs is not set");
        return OK;
}

err_t number_render(const char *template, const struct number_parts *parts, const char **out, struct fault *f)
{
        struct text t = {.arena = f->arena};
        struct piece p;
        enum step step;
        err_t e = number_template_check(template, "/template", f);

        if (e || (e = check_parts(template, parts, f)))
                return e;
        while ((step = next_piece(&template, &p)) != STEP_END) {
                if (step == STEP_LITERAL)
                        text_add_n(&t, p.text, p.len);
                else
                        add_part(&t, &p, parts);
        }
        if (t.len > NUMBER_MAX)
                return fault_set(f, ERR_INVALID, "编号长度超过%d字节", "The number is longer than %d bytes",
                                 NUMBER_MAX);
        *out = text_str(&t);
        return OK;
}

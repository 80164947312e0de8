#include "field_check.h"

#include <string.h>

/* Where in a body a fault lies: the objects and arrays open at that point, with the member or element each is
 * at. jansson tells line and column but not this; it is walked again only when there is something to tell. */
struct level {
        bool is_array;
        size_t index;
        const char *key; /* in the body, with its quotes; NULL: none yet */
        size_t key_len;
};
struct walk {
        const char *s, *end;
        int line, column; /* of s, in characters */
        int depth;
        struct level levels[BODY_DEPTH_MAX];
};

static void step(struct walk *w)
{
        if (*w->s == '\n') {
                w->line++;
                w->column = 0;
        } else if ((*w->s & 0xc0) != 0x80) {
                w->column++;
        }
        w->s++;
}

/* From the opening quote to just behind the closing one, or to the end. */
static void step_over_string(struct walk *w)
{
        const char *start = w->s;

        for (step(w); w->s < w->end && *w->s != '"'; step(w))
                if (*w->s == '\\' && w->s + 1 < w->end)
                        step(w);
        if (w->s < w->end)
                step(w);
        if (w->depth && !w->levels[w->depth - 1].is_array && !w->levels[w->depth - 1].key) {
                w->levels[w->depth - 1].key = start;
                w->levels[w->depth - 1].key_len = (size_t)(w->s - start);
        }
}

static bool opens(struct walk *w)
{
        if (w->depth == BODY_DEPTH_MAX)
                return false;
        w->levels[w->depth++] = (struct level){.is_array = *w->s == '['};
        return true;
}

static void next_member(struct walk *w)
{
        if (!w->depth)
                return;
        w->levels[w->depth - 1].index++;
        w->levels[w->depth - 1].key = NULL;
}

/* Walks to the end; stops with false at the bracket that opens too deep a level. */
static bool walk(struct walk *w)
{
        while (w->s < w->end) {
                char c = *w->s;

                if (c == '"') {
                        step_over_string(w);
                        continue;
                }
                if ((c == '{' || c == '[') && !opens(w))
                        return false;
                if ((c == '}' || c == ']') && w->depth)
                        w->depth--;
                if (c == ',')
                        next_member(w);
                step(w);
        }
        return true;
}

static const char *key_text(struct arena *a, const struct level *l)
{
        json_auto_t *key = json_loadb(l->key, l->key_len, JSON_DECODE_ANY, NULL);

        return arena_text(a, json_is_string(key) ? json_string_value(key) : "");
}

static const char *pointer_of(struct arena *a, const struct walk *w)
{
        struct text t = {.arena = a};

        for (int i = 0; i < w->depth; i++)
                if (w->levels[i].is_array)
                        text_addf(&t, "/%zu", w->levels[i].index);
                else if (w->levels[i].key)
                        pointer_add(&t, key_text(a, &w->levels[i]));
        return text_str(&t);
}

static err_t refuse_at(struct fault *f, int line, int column, const char *zh, const char *en)
{
        f->err = ERR_BAD_REQUEST;
        f->zh = arena_printf(f->arena, "%s（第 %d 行第 %d 列）", zh, line, column);
        f->en = arena_printf(f->arena, "%s (line %d, column %d)", en, line, column);
        return f->err;
}

static err_t refuse_depth(const char *body, size_t len, struct fault *f)
{
        struct walk w = {.s = body, .end = body + len, .line = 1};

        if (walk(&w))
                return OK;
        return refuse_at(f, w.line, w.column + 1,
                         arena_printf(f->arena, "JSON 嵌套超过 %d 层", BODY_DEPTH_MAX),
                         arena_printf(f->arena, "the JSON is nested deeper than %d levels", BODY_DEPTH_MAX));
}

/* The parser's position is just behind the name that came a second time. */
static err_t refuse_duplicate(const char *body, const json_error_t *je, struct fault *f)
{
        struct walk w = {.s = body, .end = body + je->position, .line = 1};

        refuse_at(f, je->line, je->column, "JSON 对象中有重复的成员",
                  "a member occurs twice in a JSON object");
        walk(&w);
        return fault_field_text(f, f->err, pointer_of(f->arena, &w), "duplicate", "重复出现",
                                "is given twice");
}

static err_t refuse_syntax(const json_error_t *je, struct fault *f)
{
        static const struct {
                enum json_error_code code;
                const char *zh, *en;
        } reasons[] = {
            {json_error_premature_end_of_input, "JSON 不完整", "the JSON ends too early"},
            {json_error_end_of_input_expected, "JSON 之后还有多余内容",
             "something follows the end of the JSON"},
            {json_error_invalid_utf8, "不是有效的 UTF-8", "the body is not valid UTF-8"},
            {json_error_null_character, "不允许 NUL 字符", "a NUL character is not allowed"},
            {json_error_null_byte_in_key, "不允许 NUL 字符", "a NUL character is not allowed"},
            {json_error_numeric_overflow, "数字超出范围", "a number is out of range"},
            {json_error_stack_overflow, "JSON 嵌套过深", "the JSON is nested too deep"},
            {json_error_unknown, "JSON 语法错误", "the JSON is malformed"},
        };
        size_t i = 0;

        while (reasons[i].code != json_error_unknown && reasons[i].code != json_error_code(je))
                i++;
        return refuse_at(f, je->line, je->column, reasons[i].zh, reasons[i].en);
}

static bool is_empty(const char *body, size_t len)
{
        while (len && strchr(" \t\r\n", body[len - 1]) && body[len - 1])
                len--;
        return len == 0;
}

err_t body_parse(const char *body, size_t len, json_t **out, struct fault *f)
{
        json_auto_t *made = NULL;
        json_error_t je;
        err_t e;

        *out = NULL;
        if (is_empty(body, len))
                return fault_set(f, ERR_BAD_REQUEST, "请求体为空，应为 JSON 对象",
                                 "the body is empty; it must be a JSON object");
        e = refuse_depth(body, len, f);
        if (e)
                return e;
        made = json_loadb(body, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &je);
        if (!made && json_error_code(&je) == json_error_duplicate_key)
                return refuse_duplicate(body, &je, f);
        if (!made)
                return refuse_syntax(&je, f);
        if (!json_is_object(made))
                return fault_set(f, ERR_BAD_REQUEST, "请求体应为 JSON 对象",
                                 "the body must be a JSON object");
        *out = json_incref(made);
        return OK;
}

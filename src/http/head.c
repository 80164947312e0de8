#include "inside.h"

#include <string.h>

/* The library parses a request in place: it writes NUL over what ends a word (a space, a colon, CR and LF)
 * and hands out pointers into the text. So in a sound head each word begins where the word before it and its
 * end let expect. (libmicrohttpd 0.9.75; tests/unit/test_server.c shows that sound heads pass and which
 * others do not.) */
struct reading {
        struct http_conn *c;
        const char *end; /* of the word before */
        bool unsound, too_many;
};

enum { WORD_END = 1, LINE_END = 2 /* CR LF */, HEAD_END = 4 /* and the empty line */ };

static bool follows(const char *end, const char *next, size_t gap)
{
        return (uintptr_t)next == (uintptr_t)end + gap;
}

/* Between name and value: the colon, now NUL, and white space. */
static bool is_joined(const char *name_end, const char *value)
{
        uintptr_t gap = (uintptr_t)value - (uintptr_t)name_end;

        return gap >= 1 && gap <= 1024 && !name_end[0] && strspn(name_end + 1, " \t") >= gap - 1;
}

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len,
                                   const char *value, size_t value_len)
{
        struct reading *r = cls;
        struct http_conn *c = r->c;
        size_t trimmed = value_len;

        (void)kind;
        if (!value || !follows(r->end, name, LINE_END) || !is_joined(name + name_len, value)) {
                r->unsound = true;
                return MHD_NO;
        }
        if (c->n_headers == HEADERS_MAX) {
                r->too_many = true;
                return MHD_NO;
        }
        r->end = value + value_len;
        while (trimmed && (value[trimmed - 1] == ' ' || value[trimmed - 1] == '\t'))
                trimmed--;
        if (trimmed < value_len)
                value = arena_text_n(&c->x.arena, value, trimmed);
        c->headers[c->n_headers++] = (struct header){name, value, name_len};
        return MHD_YES;
}

/* Nothing lies between the last word and the body but the end of its line and the empty line. */
static bool is_whole(struct http_conn *c, const char *method, const char *end)
{
        const union MHD_ConnectionInfo *i =
            MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

        return i && i->header_size == (size_t)((uintptr_t)end - (uintptr_t)method) + HEAD_END;
}

err_t head_read(struct http_conn *c, const char *method, const char *version, struct fault *f)
{
        struct reading r = {.c = c, .end = version + strlen(version)};

        if (!c->target_end)
                return fault_set(f, ERR_BAD_REQUEST, "没有请求地址", "There is no request target");
        r.unsound = !follows(method + strlen(method), c->target_end - strlen(c->x.target), WORD_END) ||
                    !follows(c->target_end, version, WORD_END);
        if (!r.unsound)
                MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, take_header, &r);
        if (r.too_many)
                return fault_set(f, ERR_HEADERS_TOO_LARGE, "请求头最多 %d 个",
                                 "A request may have %d headers", HEADERS_MAX);
        if (r.unsound || !is_whole(c, method, r.end))
                return fault_set(
                    f, ERR_BAD_REQUEST, "请求头格式有误（NUL、折行、空名称或不完整的行尾）",
                    "The head is malformed: a NUL, a folded line, an empty name or a bare line feed");
        return OK;
}

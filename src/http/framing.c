#include "inside.h"

#include <string.h>
#include <strings.h>

/* RFC 9110 token. */
static bool is_token(const char *s)
{
        const char *start = s;

        for (; *s; s++) {
                char lower = (char)(*s | 0x20);

                if (!(lower >= 'a' && lower <= 'z') && !(*s >= '0' && *s <= '9') &&
                    !strchr("-!#$%&'*+.^_`|~", *s))
                        return false;
        }
        return s > start;
}

static bool is_clean_value(const char *s)
{
        for (; *s; s++)
                if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
                        return false;
        return true;
}

static int hex_value(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        c = (char)(c | 0x20);
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "%41" but not "%4", "%zz", "%00", "%0a", "%7f". */
static bool is_clean_escape(const char *s)
{
        int hi = hex_value(s[1]), lo = hi < 0 ? -1 : hex_value(s[2]);

        return lo >= 0 && hi >= 2 && !(hi == 7 && lo == 15);
}

static err_t check_target(const char *s, struct fault *f)
{
        if (*s != '/')
                return fault_set(f, ERR_BAD_REQUEST, "请求地址须以“/”开头",
                                 "The request target must begin with \"/\"");
        if (strnlen(s, TARGET_MAX + 1) > TARGET_MAX)
                return fault_set(f, ERR_URI_TOO_LONG, "请求地址最长 %d 字节",
                                 "A request target may have %d bytes", TARGET_MAX);
        for (; *s; s++) {
                if (*s <= 0x20 || *s >= 0x7f || *s == '#')
                        return fault_set(f, ERR_BAD_REQUEST, "请求地址含有不允许的字符",
                                         "The request target has a character that must be percent-encoded");
                if (*s == '%' && !is_clean_escape(s))
                        return fault_set(
                            f, ERR_BAD_REQUEST, "请求地址的百分号编码有误",
                            "The request target has a malformed percent escape or a control character");
        }
        return OK;
}

/* Methods are case-sensitive; TRACE would echo credentials, CONNECT is for proxies. */
static err_t check_method(const char *s, struct fault *f)
{
        size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

        if (n && !s[n] && strcmp(s, "TRACE") != 0 && strcmp(s, "CONNECT") != 0)
                return OK;
        return fault_set(f, ERR_METHOD, "不支持此请求方法", "This method is not supported");
}

/* Headers that may come once: two of them are read differently by different programs. */
enum once { ONCE_LENGTH, ONCE_CODING, ONCE_HOST, ONCE_EXPECT, ONCE_COUNT = 8 };
static const struct {
        const char *name;
        size_t len;
} once[ONCE_COUNT] = {
    [ONCE_LENGTH] = {"Content-Length", 14},
    [ONCE_CODING] = {"Transfer-Encoding", 17},
    [ONCE_HOST] = {"Host", 4},
    [ONCE_EXPECT] = {"Expect", 6},
    {"Authorization", 13},
    {"If-Match", 8},
    {"Idempotency-Key", 15},
    {"Content-Type", 12},
};

static err_t note_once(const struct header *h, const char **values, struct fault *f)
{
        for (int i = 0; i < ONCE_COUNT; i++) {
                if (h->name_len != once[i].len || strcasecmp(h->name, once[i].name) != 0)
                        continue;
                if (values[i])
                        return fault_set(f, ERR_BAD_REQUEST, "请求头 %s 只能出现一次",
                                         "The header %s may be given only once", once[i].name);
                values[i] = h->value;
        }
        return OK;
}

static err_t check_headers(const struct head *h, const char **values, struct fault *f)
{
        for (int i = 0; i < h->n_headers; i++) {
                if (!is_token(h->headers[i].name))
                        return fault_set(f, ERR_BAD_REQUEST, "请求头名称有误",
                                         "A header has a malformed name");
                if (!is_clean_value(h->headers[i].value))
                        return fault_set(f, ERR_BAD_REQUEST, "请求头的值含有控制字符",
                                         "A header value has a control character");
                if (note_once(&h->headers[i], values, f))
                        return f->err;
        }
        return OK;
}

/* Digits only, and few enough that no reader overflows. */
static bool read_length(const char *s, uint64_t *out)
{
        size_t n = strspn(s, "0123456789");

        if (!n || n > 18 || s[n])
                return false;
        for (*out = 0; *s; s++)
                *out = *out * 10 + (uint64_t)(*s - '0');
        return true;
}

static err_t check_body(const char *length, const char *coding, bool is_1_1, struct framing *out,
                        struct fault *f)
{
        *out = (struct framing){.chunked = coding};
        if (length && coding)
                return fault_set(f, ERR_BAD_REQUEST, "Content-Length 与 Transfer-Encoding 不能并用",
                                 "Content-Length and Transfer-Encoding exclude each other");
        if (coding && (!is_1_1 || strcasecmp(coding, "chunked") != 0))
                return fault_set(f, ERR_BAD_REQUEST, "Transfer-Encoding 只支持 chunked",
                                 "The only transfer coding taken is chunked");
        if (length && !read_length(length, &out->length))
                return fault_set(f, ERR_BAD_REQUEST, "Content-Length 有误", "Content-Length is malformed");
        return OK;
}

err_t framing_check(const struct head *h, struct framing *out, struct fault *f)
{
        const char *values[ONCE_COUNT] = {0};
        bool is_1_1 = strcmp(h->version, "HTTP/1.1") == 0;

        if (!is_1_1 && strcmp(h->version, "HTTP/1.0") != 0)
                return fault_set(f, ERR_BAD_REQUEST, "只支持 HTTP/1.1 与 HTTP/1.0",
                                 "Only HTTP/1.1 and HTTP/1.0 are spoken here");
        if (check_method(h->method, f) || check_target(h->target, f) || check_headers(h, values, f) ||
            check_body(values[ONCE_LENGTH], values[ONCE_CODING], is_1_1, out, f))
                return f->err;
        if (is_1_1 && !values[ONCE_HOST])
                return fault_set(f, ERR_BAD_REQUEST, "缺少 Host 请求头", "The header Host is missing");
        if (values[ONCE_EXPECT] && strcasecmp(values[ONCE_EXPECT], "100-continue") != 0)
                return fault_set(f, ERR_EXPECTATION, "Expect 只支持 100-continue",
                                 "The only expectation met is 100-continue");
        return OK;
}

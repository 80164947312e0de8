#include "inside.h"

#include "base/id.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *exchange_header(const struct exchange *x, const char *name)
{
        size_t len = strlen(name);

        for (int i = 0; x->conn && i < x->conn->n_headers; i++)
                if (x->conn->headers[i].name_len == len && strcasecmp(x->conn->headers[i].name, name) == 0)
                        return x->conn->headers[i].value;
        return NULL;
}

int exchange_header_count(const struct exchange *x, const char *name)
{
        int n = 0;

        for (int i = 0; x->conn && i < x->conn->n_headers; i++)
                n += strcasecmp(x->conn->headers[i].name, name) == 0;
        return n;
}

/* The weight in thousandths of one element of Accept-Language ("en-GB;q=0.8"); malformed: 0. */
static int weight(const char *s, size_t len)
{
        const char *q = memchr(s, ';', len);
        double w;

        if (!q)
                return 1000;
        for (q++; *q == ' ' || *q == '\t'; q++)
                ;
        if (strncasecmp(q, "q=", 2) != 0)
                return 0;
        w = strtod(q + 2, NULL);
        return w >= 0 && w <= 1 ? (int)(w * 1000) : 0;
}

static bool is_language(const char *s, size_t len, const char *two_letters)
{
        return len >= 2 && strncasecmp(s, two_letters, 2) == 0 && (len == 2 || strchr("-; \t", s[2]));
}

bool exchange_wants_english(const struct exchange *x)
{
        const char *s = exchange_header(x, "Accept-Language");
        bool english = false;
        int best = 0;

        for (; s && *s; s += strcspn(s, ",")) {
                size_t len;
                bool is_english;

                s += strspn(s, ", \t");
                len = strcspn(s, ",");
                is_english = is_language(s, len, "en");
                if ((is_english || is_language(s, len, "zh")) && weight(s, len) > best) {
                        best = weight(s, len);
                        english = is_english;
                }
        }
        return english;
}

/* W3C Trace Context: "00-<32 hex>-<16 hex>-<2 hex>", lower case, ids not zero; later versions may add "-…".
 */
static bool is_traceparent(const char *s)
{
        static const struct {
                size_t at, len;
        } parts[] = {{0, 2}, {3, 32}, {36, 16}, {53, 2}};

        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
                const char *part = s + parts[i].at;
                char end = part[strspn(part, "0123456789abcdef")];

                if (strspn(part, "0123456789abcdef") != parts[i].len || (i < 3 && end != '-'))
                        return false;
        }
        if (strspn(s + 3, "0") >= 32 || strspn(s + 36, "0") >= 16 || strncmp(s, "ff", 2) == 0)
                return false;
        return !s[55] || (s[55] == '-' && strncmp(s, "00", 2) != 0);
}

void exchange_take_trace(struct exchange *x)
{
        const char *s = exchange_header(x, "traceparent");

        if (s && exchange_header_count(x, "traceparent") == 1 && is_traceparent(s))
                memcpy(x->trace_id, s + 3, 32);
        else
                random_hex(x->trace_id, 32);
}

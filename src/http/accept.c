#include "gate_parts.h"

#include <string.h>
#include <strings.h>

/* How closely a media range of Accept names a type: 3 itself, 2 its major type, 1 any type; 0: not at all. */
static int range_covers(const char *range, size_t n, const char *type)
{
        size_t major = strcspn(type, "/");

        while (n && (*range == ' ' || *range == '\t'))
                range++, n--;
        n = strcspn(range, "; \t,") < n ? strcspn(range, "; \t,") : n;
        if (n == 3 && !strncmp(range, "*/*", 3))
                return 1;
        if (n == major + 2 && !strncasecmp(range, type, major + 1) && range[n - 1] == '*')
                return 2;
        return n == strcspn(type, ";") && !strncasecmp(range, type, n) ? 3 : 0;
}

/* The weight of a media range in thousandths; 1000 where it states none. */
static int range_weight(const char *range, size_t n)
{
        const char *q = memmem(range, n, ";q=", 3);
        int weight = 0;

        q = q ? q : memmem(range, n, "; q=", 4);
        if (!q)
                return 1000;
        q = strchr(q, '=') + 1;
        if (*q != '0' || q[1] != '.')
                return *q == '0' ? 0 : 1000;
        for (int i = 0, unit = 100; i < 3 && q[2 + i] >= '0' && q[2 + i] <= '9'; i++, unit /= 10)
                weight += (q[2 + i] - '0') * unit;
        return weight;
}

/* How much the client wants a type, by the range that names it most closely: thousandths; 0: not at all. */
static int wants(const char *accept, const char *type)
{
        int closest = 0, weight = 0;

        if (!accept || !*accept)
                return 1000;
        while (*accept) {
                size_t n = strcspn(accept, ",");
                int close = range_covers(accept, n, type);

                if (close > closest) {
                        closest = close;
                        weight = range_weight(accept, n);
                }
                accept += n + (accept[n] == ',');
        }
        return weight;
}

bool req_prefers(const struct req *rq, const char *type)
{
        const char *accept = exchange_header(rq->x, "Accept");

        return wants(accept, type) > wants(accept, "application/json");
}

err_t read_accept(struct req *rq)
{
        const char *accept = exchange_header(rq->x, "Accept"), *other = rq->route->content_type;

        if (wants(accept, "application/json") || (other && wants(accept, other)))
                return OK;
        if (other)
                return fault_set(&rq->fault, ERR_NOT_ACCEPTABLE, "只提供 application/json 和 %.*s", "Only application/json and %.*s are offered",
                                 (int)strcspn(other, ";"), other);
        return fault_set(&rq->fault, ERR_NOT_ACCEPTABLE, "只提供 application/json", "Only application/json is offered");
}

#include "gate_parts.h"

#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static err_t read_path(struct req *rq)
{
        const struct route_match *m = rq->x->app_data;
        err_t e = OK;

        for (int i = 0; i < m->n_args; i++) {
                const char *name = arena_text_n(rq->arena, m->args[i].name, m->args[i].name_len);
                const char *value = percent_decode(rq->arena, m->args[i].value, m->args[i].value_len, false);
                const struct field *fd = path_fields;
                err_t bad;

                while (fd->name && strcmp(fd->name, name))
                        fd++;
                bad = field_read_text(fd, name, value ? value : "", ERR_BAD_REQUEST, &rq->args, &rq->fault);
                e = e ? e : bad;
        }
        return e;
}

static err_t read_query(struct req *rq)
{
        const char *query = strchr(rq->x->target, '?');

        return route_read_query(rq->route, query ? query + 1 : "", &rq->args, &rq->fault);
}

/* JSON is UTF-8: another charset is another content type. */
static bool is_json(const char *type)
{
        size_t n = strlen("application/json");
        const char *charset;

        if (!type || strncasecmp(type, "application/json", n) || !strchr("; \t", type[n]))
                return false;
        charset = strcasestr(type + n, "charset=");
        return !charset || !strncasecmp(charset + 8 + (charset[8] == '"'), "utf-8", 5);
}

static err_t read_body(struct req *rq)
{
        err_t e;

        if (!rq->route->body)
                return OK;
        if (rq->x->body_len && !is_json(exchange_header(rq->x, "Content-Type")))
                return fault_set(&rq->fault, ERR_MEDIA_TYPE, "请求体须为 application/json", "The body must be application/json");
        e = body_parse(rq->x->body ? rq->x->body : "", rq->x->body_len, &rq->body, &rq->fault);
        return e ? e : fields_read_body(rq->route->body, rq->body, &rq->args, &rq->fault);
}

/* A cursor is the last row's keys, bound to its route; the short sum only catches slips of the pen, rights do the rest. */
static void cursor_sum(const char *text, char out[9])
{
        char hex[SHA256_HEX_LEN + 1];

        sha256_hex(text, strlen(text), hex);
        memcpy(out, hex, 8);
        out[8] = '\0';
}

const char *cursor_make(struct req *rq, const char *key_1, const char *key_2)
{
        const char *text = arena_printf(rq->arena, "%s\n%s\n%s", rq->route->id, key_1, key_2);
        char sum[9];
        const char *whole;
        char *out;

        cursor_sum(text, sum);
        whole = arena_printf(rq->arena, "%s%s", sum, text);
        out = arena_take(rq->arena, base64url_len(strlen(whole)) + 1);
        base64url_encode(whole, strlen(whole), out);
        return out;
}

static bool cursor_open(struct req *rq, const char *cursor)
{
        char *plain = arena_take(rq->arena, 601);
        char *route, *key_1, *key_2, *at;
        char sum[9];
        size_t n = 0;

        if (!base64url_decode(cursor, strlen(cursor), plain, 600, &n) || n < 9 || strlen(plain) != n)
                return false;
        cursor_sum(plain + 8, sum);
        if (strncmp(sum, plain, 8))
                return false;
        at = plain + 8;
        route = strsep(&at, "\n");
        key_1 = strsep(&at, "\n");
        key_2 = at;
        if (!key_2 || strcmp(route, rq->route->id))
                return false;
        req_set(rq, "cursor_1", key_1);
        req_set(rq, "cursor_2", key_2);
        return true;
}

static err_t read_paging(struct req *rq)
{
        const char *limit = args_get(&rq->args, "limit"), *cursor = args_get(&rq->args, "cursor");

        if (!(rq->route->flags & ROUTE_LIST))
                return OK;
        req_set(rq, "fetch", arena_printf(rq->arena, "%d", (limit ? atoi(limit) : LIST_LIMIT_DEFAULT) + 1));
        if (cursor && !cursor_open(rq, cursor))
                return fault_field(&rq->fault, ERR_BAD_REQUEST, "cursor", "format", "游标无效：请使用上一页返回的 next",
                                   "This cursor is not valid: use `next` of the page before");
        return OK;
}

static bool key_is_sound(const char *key)
{
        size_t n = strlen(key);

        if (n < IDEMPOTENCY_KEY_MIN || n > IDEMPOTENCY_KEY_MAX)
                return false;
        for (; *key; key++)
                if (*key <= 0x20 || *key >= 0x7f)
                        return false;
        return true;
}

/* The key stands for this actor, route and request: another body or address with it is another request. */
static err_t read_key(struct req *rq)
{
        const char *key = exchange_header(rq->x, "Idempotency-Key");
        bool offered = (rq->route->flags & ROUTE_CREATES) && !(rq->route->flags & ROUTE_NO_KEY);
        char hash[SHA256_HEX_LEN + 1];
        const char *whole;

        if (!key)
                return OK;
        if (!offered)
                return fault_field(&rq->fault, ERR_BAD_REQUEST, "Idempotency-Key", "unknown", "此操作不接受 Idempotency-Key",
                                   "Idempotency-Key is not taken here");
        if (!key_is_sound(key))
                return fault_field(&rq->fault, ERR_BAD_REQUEST, "Idempotency-Key", "format",
                                   "须为 %d 至 %d 个可见 ASCII 字符", "It must be %d to %d visible ASCII characters", IDEMPOTENCY_KEY_MIN,
                                   IDEMPOTENCY_KEY_MAX);
        whole = arena_printf(rq->arena, "%s\n%s", rq->x->target, rq->x->body_len ? rq->x->body : "");
        sha256_hex(whole, strlen(whole), hash);
        req_set(rq, "idempotency_key", key);
        req_set(rq, "request_hash", hash);
        return OK;
}

static err_t read_if_match(struct req *rq)
{
        const char *tag = exchange_header(rq->x, "If-Match");
        size_t n = tag ? strlen(tag) : 0;

        if (!(rq->route->flags & ROUTE_IF_MATCH))
                return OK;
        if (!tag)
                return fault_set(&rq->fault, ERR_PRECONDITION_REQUIRED, "请在 If-Match 中给出读取时的 ETag",
                                 "Give the ETag you read in If-Match");
        if (n < 3 || n > 20 || tag[0] != '"' || tag[n - 1] != '"' || strspn(tag + 1, "0123456789") != n - 2)
                return fault_field(&rq->fault, ERR_BAD_REQUEST, "If-Match", "format", "须为读取时得到的 ETag，例如 \"3\"",
                                   "It must be an ETag as read, such as \"3\"");
        req_set(rq, "if_match", arena_text_n(rq->arena, tag + 1, n - 2));
        return OK;
}

err_t read_input(struct req *rq)
{
        err_t (*const steps[])(struct req *) = {read_path, read_query, read_paging, read_key, read_if_match, read_body,
                                                read_accept};
        err_t first = OK;

        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
                err_t e = steps[i](rq);

                first = first ? first : e;
        }
        return first;
}

void read_token(struct req *rq)
{
        const char *h = exchange_header(rq->x, "Authorization");

        rq->token_hash[0] = '\0';
        if (h && !strncasecmp(h, "Bearer ", 7) && h[7])
                sha256_hex(h + 7, strlen(h + 7), rq->token_hash);
}

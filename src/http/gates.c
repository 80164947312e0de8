#include "http/gates.h"

#include "base/digest.h"
#include "base/id.h"
#include "base/log.h"
#include "sql_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS_MAX = 4, BODY_DEFAULT = 256 * 1024 };

struct worker {
        struct db *db;
        const struct gate_settings *settings;
};

/* ---- admit: on the event thread ---- */

static enum lane lane_of(const struct route *r)
{
        if (r->flags & ROUTE_HASH)
                return LANE_HASH;
        return r->flags & ROUTE_REPORT ? LANE_REPORT : LANE_SHORT;
}

static void no_row(struct exchange *x, const struct route_match *m)
{
        struct fault f = {.arena = &x->arena};

        if (!m->allow) {
                fault_set(&f, ERR_NOT_FOUND, "没有这个地址", "There is no such address");
        } else {
                fault_set(&f, ERR_METHOD, "此地址支持：%s", "This address offers: %s", m->allow);
                reply_header(x, "Allow", m->allow);
        }
        reply_problem(x, &f);
}

void gates_admit(void *app, struct exchange *x)
{
        struct route_match *m = arena_take(&x->arena, sizeof *m);
        const char *query = strchr(x->target, '?');

        (void)app;
        x->route_id = "";
        route_find(x->method, x->target, query ? (size_t)(query - x->target) : strlen(x->target), &x->arena, m);
        if (!m->route) {
                no_row(x, m);
                return;
        }
        x->route = m->route;
        x->route_id = m->route->id;
        x->app_data = m;
        x->lane = lane_of(m->route);
        x->body_max = !m->route->body ? 0 : m->route->body_max ? m->route->body_max : BODY_DEFAULT;
        if (m->route->answer)
                m->route->answer(x);
}

/* ---- input ---- */

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

static const char *cursor_make(struct req *rq, const char *key_1, const char *key_2)
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

static err_t read_accept(struct req *rq)
{
        const char *accept = exchange_header(rq->x, "Accept"), *other = rq->route->content_type;

        if (wants(accept, "application/json") || (other && wants(accept, other)))
                return OK;
        if (other)
                return fault_set(&rq->fault, ERR_NOT_ACCEPTABLE, "只提供 application/json 和 %.*s", "Only application/json and %.*s are offered",
                                 (int)strcspn(other, ";"), other);
        return fault_set(&rq->fault, ERR_NOT_ACCEPTABLE, "只提供 application/json", "Only application/json is offered");
}

static err_t read_input(struct req *rq)
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

static void read_token(struct req *rq)
{
        const char *h = exchange_header(rq->x, "Authorization");

        rq->token_hash[0] = '\0';
        if (h && !strncasecmp(h, "Bearer ", 7) && h[7])
                sha256_hex(h + 7, strlen(h + 7), rq->token_hash);
}

/* ---- verdicts ---- */

static void forget_fault(struct req *rq)
{
        rq->fault = (struct fault){.arena = rq->arena};
}

static err_t verdict_fault(struct req *rq, const PGresult *r)
{
        const char *verdict = PQgetvalue(r, 0, 0);

        snprintf(rq->person_id, sizeof rq->person_id, "%s", PQgetvalue(r, 0, 1));
        if (!strcmp(verdict, "ok"))
                return OK;
        if (!strcmp(verdict, "forbidden"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "此操作需要权限 %s", "This needs the permission %s",
                                 rq->route->permission);
        reply_header(rq->x, "WWW-Authenticate", "Bearer");
        return fault_set(&rq->fault, ERR_UNAUTHENTICATED, "请先登录：POST /api/v1/sessions", "Sign in first: POST /api/v1/sessions");
}

static err_t idem_fault(struct req *rq, const PGresult *r, bool *replayed)
{
        const char *verdict = PQgetvalue(r, 0, 0);

        *replayed = false;
        if (!strcmp(verdict, "new"))
                return OK;
        if (!strcmp(verdict, "running")) {
                rq->fault.retry_after_s = 1;
                return fault_set(&rq->fault, ERR_STILL_RUNNING, "使用同一 Idempotency-Key 的请求正在处理",
                                 "A request with this Idempotency-Key is still running");
        }
        if (!strcmp(verdict, "reused"))
                return fault_set(&rq->fault, ERR_KEY_REUSED, "该 Idempotency-Key 已用于内容不同的请求",
                                 "This Idempotency-Key was used with another content");
        *replayed = true;
        return OK;
}

/* A refusal by the statement `at` stands, even when one behind it failed: what is wrong with the input, or who holds a
 * lock, is not for those who may not do this. */
static bool is_known(const struct req *rq, const struct trip *t, int at, err_t ran)
{
        return !ran || (db_alive(rq->db) && t->failed > at);
}

static err_t verdict_of(struct req *rq, const struct trip *t, int at, err_t ran)
{
        err_t e = is_known(rq, t, at, ran) ? verdict_fault(rq, t->result[at]) : ran;

        rq->retry = rq->retry && (!e || e == ran);
        return e ? e : ran;
}

static err_t idem_of(struct req *rq, const struct trip *t, int at, err_t ran, bool *replayed)
{
        err_t e = is_known(rq, t, at, ran) ? idem_fault(rq, t->result[at], replayed) : ran;

        rq->retry = rq->retry && (!e || e == ran);
        return e ? e : ran;
}

static const char *etag_text(struct req *rq, const char *version)
{
        return arena_printf(rq->arena, "\"%s\"", version);
}

static void reply_replay(struct req *rq, PGresult *r)
{
        const char *body = arena_text(rq->arena, PQgetvalue(r, 0, 2));

        req_reply_json(rq, atoi(PQgetvalue(r, 0, 1)), body);
        if (!PQgetisnull(r, 0, 3))
                reply_header(rq->x, "ETag", etag_text(rq, PQgetvalue(r, 0, 3)));
        if (!PQgetisnull(r, 0, 4))
                reply_header(rq->x, "Location", arena_text(rq->arena, PQgetvalue(r, 0, 4)));
        reply_header(rq->x, "Idempotency-Replayed", "true");
}

/* ---- replies ---- */

static err_t missing(struct req *rq)
{
        return fault_set(&rq->fault, ERR_NOT_FOUND, "不存在，或您无权查看", "It does not exist, or not for you");
}

static void add_part(struct reply *p, const char *s, size_t n)
{
        p->parts[p->n_parts++] = (struct iovec){.iov_base = (void *)(uintptr_t)s, .iov_len = n};
}

static const char *next_target(struct req *rq, const char *cursor)
{
        const char *target = rq->x->target, *query = strchr(target, '?');
        struct text t = {.arena = rq->arena};
        char sep = '?';

        text_add_n(&t, target, query ? (size_t)(query - target) : strlen(target));
        for (const char *p = query ? query + 1 : NULL; p && *p;) {
                size_t n = strcspn(p, "&");

                if (strncmp(p, "cursor=", 7)) {
                        text_addf(&t, "%c%.*s", sep, (int)n, p);
                        sep = '&';
                }
                p += n + (p[n] == '&');
        }
        text_addf(&t, "%ccursor=%s", sep, cursor);
        return text_str(&t);
}

static void clear_rows(void *r)
{
        PQclear(r);
}

/* The rows' own memory goes to the wire, with commas between. */
static void reply_list(struct req *rq, PGresult *r)
{
        struct reply *p = &rq->x->reply;
        int fetch = atoi(req_arg(rq, "fetch"));
        int found = PQntuples(r) == 1 && PQgetisnull(r, 0, 0) ? 0 : PQntuples(r);
        int shown = found < fetch ? found : fetch - 1;
        const char *cursor = NULL, *tail = "],\"next\":null}";

        p->status = 200;
        p->content_type = "application/json";
        p->parts = arena_take(rq->arena, sizeof *p->parts * (size_t)(2 * shown + 2));
        add_part(p, "{\"items\":[", 10);
        for (int i = 0; i < shown; i++) {
                if (i)
                        add_part(p, ",", 1);
                add_part(p, PQgetvalue(r, i, 0), (size_t)PQgetlength(r, i, 0));
        }
        if (found == fetch) {
                cursor = cursor_make(rq, PQgetvalue(r, shown - 1, 1), PQgetvalue(r, shown - 1, 2));
                tail = arena_printf(rq->arena, "],\"next\":\"%s\"}", cursor);
                reply_header(rq->x, "Link", arena_printf(rq->arena, "<%s>; rel=\"next\"", next_target(rq, cursor)));
        }
        add_part(p, tail, strlen(tail));
        p->owned = r;
        p->free_owned = clear_rows;
}

/* RFC 9110 13.1.2: any of a list of tags, compared weakly. */
static bool lists_tag(const char *list, const char *etag)
{
        size_t n = strlen(etag);

        while (*list) {
                list += strspn(list, ", \t");
                list += strncmp(list, "W/", 2) ? 0 : 2;
                if (!strncmp(list, etag, n) && strspn(list + n, " \t") == strcspn(list + n, ","))
                        return true;
                list += strcspn(list, ",");
        }
        return false;
}

static bool is_unchanged(struct req *rq, const char *etag)
{
        const char *had = exchange_header(rq->x, "If-None-Match");

        return had && !strcmp(rq->route->method, "GET") && (!strcmp(had, "*") || lists_tag(had, etag));
}

/* One row: body, etag. Takes r over. */
static err_t reply_one(struct req *rq, PGresult *r)
{
        int status = rq->route->flags & ROUTE_CREATES ? 201 : 200;
        const char *location = req_arg(rq, "reply_location");

        if (PQntuples(r) == 0 || PQgetisnull(r, 0, 0)) {
                PQclear(r);
                return missing(rq);
        }
        if (!PQgetisnull(r, 0, 1)) {
                const char *etag = etag_text(rq, PQgetvalue(r, 0, 1));

                reply_header(rq->x, "ETag", etag);
                if (is_unchanged(rq, etag)) {
                        rq->x->reply.status = 304;
                        PQclear(r);
                        return OK;
                }
        }
        if (status == 201 && location)
                reply_header(rq->x, "Location", location);
        if (!rq->route->reply && !rq->route->content_type) {
                rq->x->reply.status = 204;
                PQclear(r);
                return OK;
        }
        if (rq->reply_file)
                reply_header(rq->x, "Content-Disposition", arena_printf(rq->arena, "attachment; filename=\"%s\"", rq->reply_file));
        req_reply_result(rq, status, rq->reply_type ? rq->reply_type : "application/json", r);
        return OK;
}

static err_t reply_from(struct req *rq, PGresult *r)
{
        if (!(rq->route->flags & ROUTE_LIST))
                return reply_one(rq, r);
        /* What belongs to something is never wholly empty: then that something is not there, or not for this reader. */
        if (rq->route->subject && strchr(rq->route->path, '{') && !req_arg(rq, "cursor") && PQgetisnull(r, 0, 0)) {
                PQclear(r);
                return missing(rq);
        }
        reply_list(rq, r);
        return OK;
}

/* ---- the two ways to answer ---- */

/* What a refusal is called in the log. */
static const char *outcome_of(err_t e)
{
        return e == ERR_NOT_FOUND ? "missing" : err_info(e)->code;
}

/* The log line of a request whose own transaction failed. */
static void note_refusal(struct req *rq, err_t e)
{
        struct trip t;

        req_set(rq, "outcome", outcome_of(e));
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_AUDIT_REFUSAL);
        trip_run(&t);
        trip_end(&t);
}

static int sql_of(struct req *rq)
{
        return rq->route->choose ? rq->route->choose(rq) : rq->route->sql;
}

/* A read: authentication, query and log line are one transaction in one round trip. */
static err_t serve_read(struct req *rq)
{
        int sql = sql_of(rq); /* first: it may make a trip of its own */
        struct trip t;
        err_t ran, e;

        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        req_add(rq, &t, sql);
        ran = req_run(rq, &t);
        e = verdict_of(rq, &t, 0, ran);
        if (!e)
                e = reply_from(rq, trip_take(&t, 1));
        trip_end(&t);
        if (ran && !rq->retry && db_alive(rq->db))
                note_refusal(rq, e);
        return e;
}

/* Input that is not acceptable: whoever may not do this at all is told that first, and nothing of the input. */
static err_t serve_unsound(struct req *rq, err_t unsound)
{
        struct fault had = rq->fault;
        struct trip t;
        err_t ran, e;

        forget_fault(rq);
        req_set(rq, "outcome", "invalid");
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        req_add(rq, &t, SQL_AUDIT_NOTE);
        ran = req_run(rq, &t);
        e = verdict_of(rq, &t, 0, ran);
        if (!e) {
                rq->fault = had;
                e = unsound;
        }
        trip_end(&t);
        if (ran && !rq->retry && db_alive(rq->db))
                note_refusal(rq, e);
        return e;
}

err_t req_begin(struct req *rq)
{
        struct trip t;
        err_t e;

        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_BEGIN);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        rq->in_transaction = true;
        e = verdict_of(rq, &t, 1, req_run(rq, &t));
        trip_end(&t);
        return e;
}

static void set_reply_args(struct req *rq)
{
        const char *pattern = rq->route->location;
        struct text t = {.arena = rq->arena};

        req_set(rq, "reply_status", rq->route->flags & ROUTE_CREATES ? "201" : "200");
        if (!pattern || req_has(rq, "reply_location"))
                return;
        while (*pattern) {
                size_t n = strcspn(pattern, "{");
                const char *end = strchr(pattern + n, '}');

                text_add_n(&t, pattern, n);
                if (!end)
                        break;
                text_add(&t, req_arg(rq, arena_text_n(rq->arena, pattern + n + 1, (size_t)(end - pattern) - n - 1)));
                pattern = end + 1;
        }
        req_set(rq, "reply_location", text_str(&t));
}

err_t req_finish(struct req *rq, int sql_write, int sql)
{
        struct trip t;
        err_t e;

        set_reply_args(rq);
        trip_start(&t, rq->db);
        if (sql_write)
                req_add(rq, &t, sql_write);
        req_add(rq, &t, sql);
        req_add(rq, &t, SQL_COMMIT);
        e = req_run(rq, &t);
        if (!e) {
                rq->in_transaction = false;
                e = reply_from(rq, trip_take(&t, t.n - 2));
        }
        trip_end(&t);
        return e;
}

static err_t stale(struct req *rq, const char *now)
{
        AUTO_RESULT since = NULL;
        err_t e = rq->route->sql_since ? req_query(rq, rq->route->sql_since, &since) : OK;

        if (e)
                return e;
        reply_header(rq->x, "ETag", etag_text(rq, now));
        if (since && PQntuples(since) && !PQgetisnull(since, 0, 0))
                rq->fault.extra = arena_printf(rq->arena, "\"since\":%s", PQgetvalue(since, 0, 0));
        return fault_set(&rq->fault, ERR_STALE, "您读取的是版本 %s，现在是版本 %s", "You read version %s, now it is version %s",
                         req_arg(rq, "if_match"), now);
}

/* Begins, claims the key, locks what is there: one round trip. */
static err_t lock_and_read(struct req *rq, PGresult **locked, bool *replayed)
{
        bool keyed = req_has(rq, "idempotency_key");
        int lock_at = keyed ? 3 : 2;
        struct trip t;
        err_t ran, e;

        *locked = NULL;
        *replayed = false;
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_BEGIN);
        req_add(rq, &t, SQL_AUTH_BEGIN);
        if (keyed)
                req_add(rq, &t, SQL_IDEM_BEGIN);
        if (rq->route->sql_lock)
                req_add(rq, &t, rq->route->sql_lock);
        rq->in_transaction = true;
        ran = req_run(rq, &t);
        e = verdict_of(rq, &t, 1, ran);
        if (keyed && e == ran)
                e = idem_of(rq, &t, 2, ran, replayed);
        if (!e && *replayed)
                reply_replay(rq, t.result[2]);
        if (!e && !*replayed && rq->route->sql_lock)
                *locked = trip_take(&t, lock_at);
        trip_end(&t);
        return e;
}

static err_t judge_locked(struct req *rq, PGresult *locked)
{
        const char *if_match = req_arg(rq, "if_match");

        if (locked && PQntuples(locked) == 0)
                return missing(rq);
        if (locked && if_match && strcmp(if_match, PQgetvalue(locked, 0, 0)))
                return stale(rq, PQgetvalue(locked, 0, 0));
        return rq->route->judge ? rq->route->judge(rq, locked) : OK;
}

static err_t serve_change(struct req *rq)
{
        AUTO_RESULT locked = NULL;
        bool replayed;
        err_t e = lock_and_read(rq, &locked, &replayed);

        if (!e && !replayed)
                e = judge_locked(rq, locked);
        if (e || replayed)
                return e;
        return req_finish(rq, rq->route->sql_write, sql_of(rq));
}

/* Ends a transaction that did not commit by itself. Nothing was written in it before the judgement, so a refusal's log
 * line is committed with it; after a failed statement it needs a transaction of its own. */
static void end_transaction(struct req *rq, err_t e)
{
        struct trip t;
        bool sound = PQtransactionStatus(db_peek(rq->db)) == PQTRANS_INTRANS;

        req_set(rq, "outcome", e ? outcome_of(e) : "replayed");
        trip_start(&t, rq->db);
        if (sound) {
                req_add(rq, &t, SQL_AUDIT_NOTE);
                req_add(rq, &t, SQL_COMMIT);
        } else {
                req_add(rq, &t, SQL_ROLLBACK);
        }
        trip_run(&t);
        trip_end(&t);
        rq->in_transaction = false;
        if (!sound && !rq->retry && db_alive(rq->db))
                note_refusal(rq, e);
}

static err_t serve(struct req *rq)
{
        err_t unsound = read_input(rq);
        err_t e;

        if (!db_ensure(rq->db)) {
                forget_fault(rq);
                rq->fault.retry_after_s = 1;
                return fault_set(&rq->fault, ERR_UNAVAILABLE, "数据库不可用", "The database is not available");
        }
        if (rq->route->flags & ROUTE_NO_SESSION)
                return unsound ? unsound : rq->route->handle(rq);
        if (unsound)
                return serve_unsound(rq, unsound);
        if (rq->route->handle)
                e = rq->route->handle(rq);
        else if (!rq->route->sql_write && !rq->route->sql_lock && !rq->route->judge)
                e = serve_read(rq);
        else
                e = serve_change(rq);
        if (rq->in_transaction && db_alive(rq->db))
                end_transaction(rq, e);
        return e;
}

static void start_request(struct req *rq, struct worker *w, struct exchange *x)
{
        *rq = (struct req){.x = x, .route = x->route, .settings = w->settings, .db = w->db, .arena = &x->arena};
        rq->fault.arena = &x->arena;
        rq->args.arena = &x->arena;
        x->reply.n_headers = 0;
        uuid_make(rq->new_id);
        read_token(rq);
}

void gates_work(void *worker, struct exchange *x)
{
        struct worker *w = worker;
        struct req rq;
        err_t e = OK;

        for (int run = 0; run < RUNS_MAX; run++) {
                start_request(&rq, w, x);
                rq.again = run > 0;
                e = serve(&rq);
                json_decref(rq.body);
                if (!e || !rq.retry)
                        break;
        }
        if (e)
                reply_problem(x, &rq.fault);
}

void *gates_open(void *app, enum lane lane)
{
        static const char *const names[] = {"anjuan short", "anjuan report", "anjuan hash"};
        const struct gate_settings *s = app;
        struct worker *w = calloc(1, sizeof *w);

        if (!w)
                return NULL;
        w->settings = s;
        w->db = db_open(&(struct db_config){
                .url = s->database_url,
                .name = names[lane],
                .statement_timeout_ms = lane == LANE_REPORT ? s->report_timeout_ms : s->short_timeout_ms});
        if (w->db)
                return w;
        free(w);
        return NULL;
}

void gates_close(void *worker)
{
        struct worker *w = worker;

        db_close(w->db);
        free(w);
}

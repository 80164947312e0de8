#include "inside.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

/* Smaller bodies in pieces are joined: one piece leaves with the head in one system call. */
enum { JOIN_MAX = 16 << 10 };

static const struct {
        const char *name, *value;
} standing[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Cache-Control", "no-store"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
};

static bool has_header(const struct reply *r, const char *name)
{
        for (int i = 0; i < r->n_headers; i++)
                if (strcasecmp(r->headers[i].name, name) == 0)
                        return true;
        return false;
}

void reply_header(struct exchange *x, const char *name, const char *value)
{
        struct reply *r = &x->reply;

        if (r->n_headers == REPLY_HEADERS_MAX) {
                log_say(LOG_ERROR, "too many headers in a reply", "route", x->route_id, "header", name, NULL);
                return;
        }
        r->headers[r->n_headers].name = name;
        r->headers[r->n_headers++].value = value;
}

static void free_owned(struct reply *r)
{
        if (r->free_owned)
                r->free_owned(r->owned);
        r->free_owned = NULL;
        r->owned = NULL;
}

void reply_drop(struct exchange *x)
{
        free_owned(&x->reply);
        if (x->reply.file)
                close(x->reply.file);
        x->reply = (struct reply){0};
}

void reply_file(struct exchange *x, const char *content_type, int file, size_t len)
{
        free_owned(&x->reply);
        x->reply.status = 200;
        x->reply.content_type = content_type;
        x->reply.n_parts = 0;
        x->reply.file = file;
        x->reply.file_len = len;
}

void reply_text(struct exchange *x, int status, const char *content_type, const char *text, size_t len)
{
        struct iovec *part = arena_take(&x->arena, sizeof *part);

        *part = (struct iovec){(void *)(uintptr_t)text, len};
        free_owned(&x->reply);
        x->reply.status = status;
        x->reply.content_type = content_type;
        x->reply.parts = part;
        x->reply.n_parts = len ? 1 : 0;
}

static void add_member(struct text *t, const char *name, const char *value)
{
        if (!value)
                return;
        text_addf(t, ",\"%s\":", name);
        text_add_json(t, value);
}

static void add_fields(struct text *t, const struct field_fault *ff, bool english)
{
        if (!ff)
                return;
        text_add(t, ",\"errors\":[");
        for (; ff; ff = ff->next) {
                text_add(t, *ff->where && *ff->where != '/' ? "{\"name\":" : "{\"pointer\":");
                text_add_json(t, ff->where);
                add_member(t, "code", ff->code);
                add_member(t, "detail", english ? ff->en : ff->zh);
                text_add(t, ff->next ? "}," : "}");
        }
        text_add(t, "]");
}

/* The path alone: a query may name persons. Nothing of a target that would not be text in JSON. */
static const char *instance(struct exchange *x)
{
        size_t n = strcspn(x->target, "?");

        for (size_t i = 0; i < n; i++)
                if (x->target[i] <= 0x20 || x->target[i] >= 0x7f)
                        return NULL;
        return n && n <= TARGET_MAX ? arena_text_n(&x->arena, x->target, n) : NULL;
}

static void add_problem(struct text *t, struct exchange *x, const struct fault *f, bool english)
{
        const struct err_info *e = err_info(f->err);
        const char *title = english ? e->en : e->zh, *detail = english ? f->en : f->zh;

        text_addf(t, "{\"type\":\"urn:anjuan:problem:%s\",\"title\":", e->code);
        text_add_json(t, title);
        text_addf(t, ",\"status\":%d", e->status);
        add_member(t, "detail", detail);
        add_member(t, "instance", instance(x));
        add_member(t, "code", e->code);
        add_member(t, "request_id", x->request_id);
        add_fields(t, f->fields, english);
        add_member(t, "article", f->article);
        if (f->extra && *f->extra)
                text_addf(t, ",%s", f->extra);
        text_add(t, "}");
}

void reply_problem(struct exchange *x, const struct fault *f)
{
        struct text t = {.arena = &x->arena};
        bool english = exchange_wants_english(x);

        if (x->reply.status)
                reply_drop(x);
        add_problem(&t, x, f, english);
        reply_text(x, err_info(f->err)->status, "application/problem+json", text_str(&t), t.len);
        reply_header(x, "Content-Language", english ? "en" : "zh-CN");
        reply_header(x, "Vary", "Accept-Language");
        if (f->retry_after_s > 0)
                reply_header(x, "Retry-After", arena_printf(&x->arena, "%d", f->retry_after_s));
        if (x->reply.status == 401 && !has_header(&x->reply, "WWW-Authenticate"))
                reply_header(x, "WWW-Authenticate", "Bearer realm=\"anjuan\"");
}

void reply_unavailable(struct exchange *x, const char *zh, const char *en)
{
        struct fault f = {.arena = &x->arena, .err = ERR_UNAVAILABLE, .zh = zh, .en = en};

        f.retry_after_s = RETRY_AFTER_S;
        reply_problem(x, &f);
}

typedef void add_header(void *to, const struct exchange *x, const char *name, const char *value);

static void each_header(const struct exchange *x, bool close, add_header *add, void *to)
{
        const struct reply *r = &x->reply;

        if (r->content_type)
                add(to, x, "Content-Type", r->content_type);
        for (int i = 0; i < r->n_headers; i++)
                add(to, x, r->headers[i].name, r->headers[i].value);
        for (size_t i = 0; i < sizeof standing / sizeof *standing; i++)
                if (!has_header(r, standing[i].name))
                        add(to, x, standing[i].name, standing[i].value);
        add(to, x, "X-Request-Id", x->request_id);
        if (close)
                add(to, x, "Connection", "close");
}

size_t reply_len(const struct exchange *x)
{
        size_t n = x->reply.file_len; /* 0 without a file */

        for (int i = 0; i < x->reply.n_parts; i++)
                n += x->reply.parts[i].iov_len;
        return n;
}

static void join_parts(struct exchange *x, size_t len)
{
        struct reply *r = &x->reply;
        char *all = arena_take(&x->arena, len), *to = all;

        for (int i = 0; i < r->n_parts; i++) {
                if (r->parts[i].iov_len)
                        memcpy(to, r->parts[i].iov_base, r->parts[i].iov_len);
                to += r->parts[i].iov_len;
        }
        r->parts[0] = (struct iovec){all, len};
        r->n_parts = 1;
}

static void add_to_response(void *to, const struct exchange *x, const char *name, const char *value)
{
        if (MHD_add_response_header(to, name, value) != MHD_YES)
                log_say(LOG_ERROR, "a reply header is not sound", "route", x->route_id, "header", name, NULL);
}

struct MHD_Response *reply_response(struct exchange *x, bool close)
{
        _Static_assert(sizeof(struct MHD_IoVec) == sizeof(struct iovec) &&
                           offsetof(struct MHD_IoVec, iov_len) == offsetof(struct iovec, iov_len),
                       "the library's vector is the system's");
        struct reply *r = &x->reply;
        struct MHD_Response *m;
        size_t len = reply_len(x);

        if (r->n_parts > 1 && len <= JOIN_MAX)
                join_parts(x, len);
        if (r->file)
                m = MHD_create_response_from_fd64(r->file_len, r->file);
        else if (r->n_parts > 1)
                m = MHD_create_response_from_iovec((const struct MHD_IoVec *)r->parts, (unsigned)r->n_parts,
                                                   r->free_owned, r->owned);
        else
                m = MHD_create_response_from_buffer_with_free_callback_cls(
                    len, len ? r->parts[0].iov_base : "", r->free_owned, r->owned);
        if (!m) {
                free_owned(r);
                return NULL;
        }
        r->free_owned = NULL;
        r->file = 0; /* the library's now */
        each_header(x, close, add_to_response, m);
        return m;
}

static void add_to_text(void *to, const struct exchange *x, const char *name, const char *value)
{
        (void)x;
        text_addf(to, "%s: %s\r\n", name, value);
}

const char *reply_wire(struct exchange *x, size_t *len)
{
        struct text t = {.arena = &x->arena};
        time_t now = time(NULL);
        struct tm tm;
        char date[40];

        gmtime_r(&now, &tm);
        strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        text_addf(&t, "HTTP/1.1 %d %s\r\nDate: %s\r\n", x->reply.status,
                  MHD_get_reason_phrase_for((unsigned)x->reply.status), date);
        each_header(x, true, add_to_text, &t);
        text_addf(&t, "Content-Length: %zu\r\n\r\n", reply_len(x));
        for (int i = 0; i < x->reply.n_parts; i++)
                text_add_n(&t, x->reply.parts[i].iov_base, x->reply.parts[i].iov_len);
        *len = t.len;
        return text_str(&t);
}

#include "gate_parts.h"
#include "route_facts.h"

#include <stdlib.h>
#include <string.h>

const char *etag_text(struct req *rq, const char *version)
{
        return arena_printf(rq->arena, "\"%s\"", version);
}

void reply_replay(struct req *rq, PGresult *r)
{
        const char *body = arena_text(rq->arena, PQgetvalue(r, 0, 2));

        req_reply_json(rq, atoi(PQgetvalue(r, 0, 1)), body);
        if (!PQgetisnull(r, 0, 3))
                reply_header(rq->x, "ETag", etag_text(rq, PQgetvalue(r, 0, 3)));
        if (!PQgetisnull(r, 0, 4))
                reply_header(rq->x, "Location", arena_text(rq->arena, PQgetvalue(r, 0, 4)));
        reply_header(rq->x, "Idempotency-Replayed", "true");
}

err_t missing(struct req *rq)
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
        int status = rq->route->flags & ROUTE_CREATES ? route_status(rq->route) : 200;
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
        if (status != 200 && location)
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

err_t reply_from(struct req *rq, PGresult *r)
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

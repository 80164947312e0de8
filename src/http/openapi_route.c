#include "openapi_parts.h"

#include <string.h>

/* --- what is sent --- */

static json_t *parameter(const struct document *d, const struct field *fd, const char *in,
                         const struct args *examples)
{
        const char *example = args_get(examples, fd->name);
        bool required = fd->flags & FIELD_REQUIRED || strcmp(in, "path") == 0;
        json_t *p = json_pack("{s:s,s:s,s:b}", "name", fd->name, "in", in, "required", required);
        json_t *schema = field_schema(d, fd, true);

        json_object_del(schema, "description");
        member_text(p, "description", say(d, fd->zh, fd->en));
        if (fd->flags & FIELD_LIST) {
                member_text(p, "style", "form");
                put(p, "explode", json_false());
        }
        if (strcmp(fd->name, "limit") == 0)
                put(schema, "default", json_integer(LIST_LIMIT_DEFAULT));
        put(p, "schema", schema);
        if (example)
                put(p, "example", field_value(fd, example));
        return p;
}

static void add_path_parameters(const struct document *d, const struct route *r, const struct args *examples,
                                json_t *list)
{
        for (const char *open = strchr(r->path, '{'); open; open = strchr(open + 1, '{')) {
                const struct field *fd = route_path_field(d->paths, open + 1, strcspn(open + 1, "}"));

                if (fd)
                        append(list, parameter(d, fd, "path", examples));
        }
}

static void add_query_parameters(const struct document *d, const struct field *fields,
                                 const struct args *examples, json_t *list)
{
        for (const struct field *fd = fields; fd && fd->name; fd++)
                append(list, parameter(d, fd, "query", examples));
}

static json_t *if_match(const struct document *d, const struct route *r)
{
        json_t *p = json_pack("{s:s,s:s,s:b,s:{s:s,s:s}}", "name", "If-Match", "in", "header", "required", 1,
                              "schema", "type", "string", "pattern", "^\"[0-9]+\"$");

        member_text(p, "description",
                 say(d, "读取时得到的 ETag；缺少时返回 428，数据已变时返回 412",
                     "The ETag as read; 428 without it, 412 when it has changed since"));
        if (r->example_if_match)
                member_text(p, "example", r->example_if_match);
        return p;
}

json_t *route_parameters(const struct document *d, const struct route *r)
{
        json_t *list = json_array();
        struct args examples = {.arena = d->arena};

        route_example_args(r, d->paths, &examples);
        add_path_parameters(d, r, &examples, list);
        add_query_parameters(d, r->query, &examples, list);
        if (r->flags & ROUTE_LIST)
                add_query_parameters(d, list_query, &examples, list);
        if (r->flags & ROUTE_IF_MATCH)
                append(list, if_match(d, r));
        if (route_takes_key(r))
                append(list, reference("parameters", "IdempotencyKey"));
        if (strcmp(r->method, "GET") == 0 && route_has_etag(r))
                append(list, reference("parameters", "IfNoneMatch"));
        append(list, reference("parameters", "AcceptLanguage"));
        return list;
}

json_t *route_request_body(const struct document *d, const struct route *r)
{
        json_t *media = json_pack("{s:o}", "schema", object_schema(d, r->body, true));
        json_t *example = r->example_body ? json_loads(r->example_body, 0, NULL) : NULL;

        if (example)
                put(media, "example", example);
        return json_pack("{s:b,s:{s:o}}", "required", 1, "content", "application/json", media);
}

/* --- what comes back --- */

static json_t *reply_schema(const struct document *d, const struct route *r)
{
        json_t *one = reference("schemas", r->reply->name);

        if (!json_object_get(d->schemas, r->reply->name))
                put(d->schemas, r->reply->name, object_schema(d, r->reply->fields, false));
        if (!(r->flags & ROUTE_LIST))
                return one;
        return json_pack("{s:s,s:[s,s],s:{s:{s:s,s:o,s:i},s:{s:[s,s],s:s}}}", "type", "object", "required",
                         "items", "next", "properties", "items", "type", "array", "items", one, "maxItems",
                         LIST_LIMIT_MAX, "next", "type", "string", "null", "description",
                         say(d, "下一页的 cursor；null 表示没有下一页",
                             "The cursor of the next page; null: there is none"));
}

static json_t *reply_content(const struct document *d, const struct route *r)
{
        json_t *content = json_object();

        if (r->reply)
                put(content, "application/json", json_pack("{s:o}", "schema", reply_schema(d, r)));
        if (r->content_type)
                put(content, arena_text_n(d->arena, r->content_type, strcspn(r->content_type, "; ")),
                    json_pack("{s:{s:s}}", "schema", "type", "string"));
        return content;
}

static json_t *reply_headers(const struct route *r)
{
        json_t *headers = json_pack("{s:o}", "X-Request-Id", reference("headers", "RequestId"));

        if (route_has_etag(r))
                put(headers, "ETag", reference("headers", "ETag"));
        if (r->flags & ROUTE_LIST)
                put(headers, "Link", reference("headers", "Link"));
        if (r->location)
                put(headers, "Location", reference("headers", "Location"));
        if (route_takes_key(r))
                put(headers, "Idempotency-Replayed", reference("headers", "IdempotencyReplayed"));
        return headers;
}

static json_t *success(const struct document *d, const struct route *r)
{
        static const struct {
                int status;
                const char *zh, *en;
        } says[] = {{200, "成功", "Done"},
                    {201, "已创建", "Created"},
                    {202, "已受理，稍后完成", "Taken on, done later"},
                    {204, "成功，无内容", "Done, with nothing to say"}};
        json_t *reply = json_object(), *content = reply_content(d, r);

        for (size_t i = 0; i < sizeof says / sizeof *says; i++)
                if (says[i].status == route_status(r))
                        member_text(reply, "description", say(d, says[i].zh, says[i].en));
        put(reply, "headers", reply_headers(r));
        if (json_object_size(content))
                put(reply, "content", content);
        else
                json_decref(content);
        return reply;
}

static const char *status_text(const struct document *d, int status)
{
        return arena_printf(d->arena, "%d", status);
}

json_t *route_responses(const struct document *d, const struct route *r)
{
        json_t *responses = json_object();
        int errors[ROUTE_ERRORS_MAX], n = route_errors(r, errors);

        put(responses, status_text(d, route_status(r)), success(d, r));
        if (strcmp(r->method, "GET") == 0 && route_has_etag(r))
                put(responses, "304", reference("responses", "NotModified"));
        for (int i = 0; i < n; i++)
                put(responses, status_text(d, errors[i]),
                    reference("responses", arena_printf(d->arena, "Problem%d", errors[i])));
        put(responses, "default", reference("responses", "Problem"));
        return responses;
}

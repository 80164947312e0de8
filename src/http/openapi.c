#include "openapi_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- components that every operation shares --- */

static json_t *string_header(const char *about)
{
        return json_pack("{s:s,s:{s:s}}", "description", about, "schema", "type", "string");
}

static json_t *headers(const struct document *d)
{
        static const struct {
                const char *name, *zh, *en;
        } all[] = {
            {"RequestId", "请求编号（UUID），问题与日志中同样记录",
             "Id of the request (a UUID), also in problems and logs"},
            {"ETag", "所读内容的版本，用于 If-Match 与 If-None-Match；没有版本的内容不给出",
             "Version of what was read, for If-Match and If-None-Match; not given where there is no version"},
            {"Link", "RFC 8288：有下一页时给出 rel=\"next\"",
             "RFC 8288: rel=\"next\" when there is a next page"},
            {"Location", "新建资源的地址", "Address of what was created"},
            {"IdempotencyReplayed", "true 表示这是同一 Idempotency-Key 的先前答复",
             "true: this is the earlier reply to the same Idempotency-Key"},
            {"RetryAfter", "多少秒后可以重试", "Seconds after which to try again"},
        };
        json_t *list = json_object();

        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
                put(list, all[i].name, string_header(say(d, all[i].zh, all[i].en)));
        return list;
}

static json_t *header_parameter(const char *name, const char *about, json_t *schema)
{
        return json_pack("{s:s,s:s,s:b,s:s,s:o}", "name", name, "in", "header", "required", 0, "description",
                         about, "schema", schema);
}

static json_t *parameters(const struct document *d)
{
        json_t *list = json_object();

        put(list, "IdempotencyKey",
            header_parameter(
                "Idempotency-Key",
                say(d, "同一键重复发送时只执行一次，24 小时内返回先前的答复",
                    "Sent again with the same key it is done once; the earlier reply is kept for 24 hours"),
                json_pack("{s:s,s:s,s:i,s:i}", "type", "string", "pattern", "^[!-~]+$", "minLength",
                          IDEMPOTENCY_KEY_MIN, "maxLength", IDEMPOTENCY_KEY_MAX)));
        put(list, "IfNoneMatch",
            header_parameter(
                "If-None-Match",
                say(d, "已有版本的 ETag；未变时返回 304", "The ETag you have; 304 when it is unchanged"),
                json_pack("{s:s}", "type", "string")));
        put(list, "AcceptLanguage",
            header_parameter(
                "Accept-Language",
                say(d, "问题说明的语言：zh（默认）或 en", "Language of problems: zh (default) or en"),
                json_pack("{s:s,s:[s,s]}", "type", "string", "examples", "zh", "en")));
        return list;
}

static json_t *problem_schema(const struct document *d)
{
        json_t *error =
            json_pack("{s:s,s:[s,s],s:{s:{s:s,s:s},s:{s:s,s:s},s:{s:s,s:s},s:{s:s}}}", "type", "object",
                      "required", "code", "detail", "properties", "pointer", "type", "string", "description",
                      say(d, "请求体中的位置（RFC 6901）", "Place in the body (RFC 6901)"), "name", "type",
                      "string", "description",
                      say(d, "查询参数、路径参数或请求头的名称",
                          "Name of the query parameter, path argument or header"),
                      "code", "type", "string", "description",
                      say(d,
                          "稳定的代码：required、unknown、duplicate、type、null、length、range、format、choic"
                          "e、check、items，"
                          "或业务规则的代码",
                          "Stable: required, unknown, duplicate, type, null, length, range, format, choice, "
                          "check, items, or that of "
                          "a rule"),
                      "detail", "type", "string");
        json_t *p = json_object();

        put(p, "type", json_pack("{s:s,s:s}", "type", "string", "format", "uri"));
        put(p, "title", json_pack("{s:s}", "type", "string"));
        put(p, "status", json_pack("{s:s}", "type", "integer"));
        put(p, "detail", json_pack("{s:s}", "type", "string"));
        put(p, "instance", json_pack("{s:s}", "type", "string"));
        put(p, "code",
            json_pack("{s:s,s:s}", "type", "string", "description",
                      say(d, "稳定的错误代码", "Stable code of the problem")));
        put(p, "request_id", json_pack("{s:s,s:s}", "type", "string", "format", "uuid"));
        put(p, "errors", json_pack("{s:s,s:o}", "type", "array", "items", error));
        put(p, "article",
            json_pack("{s:s,s:s}", "type", "string", "description",
                      say(d, "所依据的法律条款", "The article of law behind a refusal")));
        return json_pack("{s:s,s:s,s:[s,s,s,s],s:o}", "type", "object", "description", "RFC 9457", "required",
                         "type", "title", "status", "code", "properties", p);
}

/* "`conflict` 与现有数据冲突；`rule` …": every code that has this status. */
static const char *codes_of(const struct document *d, int status)
{
        struct text t = {.arena = d->arena};

        for (err_t e = OK + 1; e < ERR_COUNT; e++)
                if (err_info(e)->status == status)
                        text_addf(&t, "%s`%s` %s", t.len ? "; " : "", err_info(e)->code,
                                  say(d, err_info(e)->zh, err_info(e)->en));
        return text_str(&t);
}

static json_t *problem(const char *about, bool retry)
{
        json_t *reply = json_pack("{s:s,s:{s:o}}", "description", about, "headers", "X-Request-Id",
                                  reference("headers", "RequestId"));

        if (retry)
                put(json_object_get(reply, "headers"), "Retry-After", reference("headers", "RetryAfter"));
        put(reply, "content",
            json_pack("{s:{s:o}}", "application/problem+json", "schema", reference("schemas", "Problem")));
        return reply;
}

static void note_problems(const struct document *d, const struct route *r, json_t *list)
{
        int errors[ROUTE_ERRORS_MAX], n = route_errors(r, errors);

        for (int i = 0; i < n; i++) {
                const char *name = arena_printf(d->arena, "Problem%d", errors[i]);

                if (!json_object_get(list, name))
                        put(list, name,
                            problem(codes_of(d, errors[i]),
                                    errors[i] == 503 || errors[i] == 429 || errors[i] == 409));
        }
}

static json_t *responses(const struct document *d)
{
        json_t *list = json_object();

        put(list, "NotModified",
            json_pack("{s:s,s:{s:o}}", "description", say(d, "未改变", "Not modified"), "headers", "ETag",
                      reference("headers", "ETag")));
        for (const struct route_group *g = d->groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        note_problems(d, r, list);
        put(list, "Problem", problem(say(d, "其他拒绝或故障", "Any other refusal or failure"), false));
        return list;
}

static json_t *components(const struct document *d)
{
        put(d->schemas, "Problem", problem_schema(d));
        return json_pack("{s:O,s:o,s:o,s:o,s:{s:{s:s,s:s,s:s}}}", "schemas", d->schemas, "parameters",
                         parameters(d), "headers", headers(d), "responses", responses(d), "securitySchemes",
                         "bearer", "type", "http", "scheme", "bearer", "description",
                         say(d, "POST /api/v1/sessions 返回的 token",
                             "The token that POST /api/v1/sessions answers with"));
}

/* --- operations --- */

static const char *operation_text(const struct document *d, const struct route *r)
{
        struct text t = {.arena = d->arena};

        if (r->permission && d->english)
                text_addf(&t, "Needs the permission `%s`.", r->permission);
        else if (r->permission)
                text_addf(&t, "需要权限 `%s`。", r->permission);
        else
                text_add(&t, route_needs_session(r) ? say(d, "登录即可。", "For anyone signed in.")
                                                    : say(d, "无须登录。", "No session is needed."));
        if (r->example_login)
                text_addf(&t, "%s`%s`", say(d, "演示账号：", " In the demonstration world: "),
                          r->example_login);
        return text_str(&t);
}

static json_t *operation(const struct document *d, const struct route *r)
{
        json_t *op = json_pack("{s:s,s:[s],s:s,s:s}", "operationId", r->id, "tags", r->tag, "summary",
                               say(d, r->zh, r->en), "description", operation_text(d, r));

        if (!route_needs_session(r))
                put(op, "security", json_array());
        put(op, "parameters", route_parameters(d, r));
        if (r->body)
                put(op, "requestBody", route_request_body(d, r));
        put(op, "responses", route_responses(d, r));
        member_text(op, "x-example-target", route_example_target(r));
        if (r->permission)
                member_text(op, "x-permission", r->permission);
        if (r->example_login)
                member_text(op, "x-example-login", r->example_login);
        if (r->example_if_match)
                member_text(op, "x-example-if-match", r->example_if_match);
        return op;
}

static const char *lower(struct arena *a, const char *s)
{
        char *made = arena_text(a, s);

        for (char *at = made; *at; at++)
                if (*at >= 'A' && *at <= 'Z')
                        *at = (char)(*at - 'A' + 'a');
        return made;
}

static json_t *paths(const struct document *d)
{
        json_t *all = json_object();

        for (const struct route_group *g = d->groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        if (!json_object_get(all, r->path))
                                put(all, r->path, json_object());
                        put(json_object_get(all, r->path), lower(d->arena, r->method), operation(d, r));
                }
        return all;
}

static bool has_tag(const json_t *tags, const char *name)
{
        size_t i;
        const json_t *tag;

        json_array_foreach(tags, i, tag) if (strcmp(json_string_value(json_object_get(tag, "name")), name) ==
                                             0) return true;
        return false;
}

/* A tag is described by the group it first occurs in. */
static json_t *tags(const struct document *d)
{
        json_t *list = json_array();

        for (const struct route_group *g = d->groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        const char *about = say(d, g->zh, g->en);

                        if (!has_tag(list, r->tag))
                                append(list, json_pack("{s:s,s:s}", "name", r->tag, "description",
                                                       about ? about : r->tag));
                }
        return list;
}

static json_t *info(const struct document *d)
{
        return json_pack("{s:s,s:s,s:s,s:{s:s,s:s}}", "title", "Anjuan 案卷", "version", ANJUAN_VERSION,
                         "description",
                         say(d,
                             "行政执法案件管理。日期为 YYYY-MM-DD，时间为 RFC 3339，金额为整数分。文本为 "
                             "NFC，不含控制字符。",
                             "Case management of administrative enforcement. Dates are YYYY-MM-DD, times RFC "
                             "3339, money whole fen. "
                             "Text is NFC without control characters and such that nobody sees."),
                         "license", "name", "MIT", "identifier", "MIT");
}

char *openapi_make(const struct route_group *groups, const struct field *paths_, bool english)
{
        struct arena arena = {0};
        json_auto_t *schemas = json_object();
        struct document d = {
            .groups = groups, .paths = paths_, .english = english, .arena = &arena, .schemas = schemas};
        json_auto_t *doc = json_object();
        char *text;

        member_text(doc, "openapi", "3.1.0");
        put(doc, "info", info(&d));
        put(doc, "servers", json_pack("[{s:s}]", "url", "/"));
        put(doc, "security", json_pack("[{s:[]}]", "bearer"));
        put(doc, "tags", tags(&d));
        put(doc, "paths", paths(&d));
        put(doc, "components", components(&d));
        text = json_dumps(doc, JSON_INDENT(1));
        arena_free(&arena);
        if (!text)
                abort();
        return text;
}

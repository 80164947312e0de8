/* The document says what the rows say, in both languages, and hangs together. */
#include "sample_routes.h"
#include "unit.h"

#include <string.h>

static struct arena memory;

static json_t *document(bool english)
{
        char *text = openapi_make(sample_groups, sample_paths, english);
        json_t *doc = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

        free(text);
        ck_assert_ptr_nonnull(doc);
        return doc;
}

/* Follows an RFC 6901 pointer. */
static json_t *at(json_t *v, const char *pointer)
{
        char *rest = arena_text(&memory, *pointer == '/' ? pointer + 1 : pointer);

        for (char *step; v && rest && *rest;) {
                struct text name = {.arena = &memory};

                step = strsep(&rest, "/");
                for (; *step; step++) {
                        bool escaped = step[0] == '~' && (step[1] == '0' || step[1] == '1');

                        text_add_n(&name, escaped ? (step[1] == '1' ? "/" : "~") : step, 1);
                        step += escaped;
                }
                v = json_is_array(v) ? json_array_get(v, strtoul(text_str(&name), NULL, 10))
                                     : json_object_get(v, text_str(&name));
        }
        return v;
}

static const char *text_at(json_t *v, const char *pointer)
{
        const char *s = json_string_value(at(v, pointer));

        ck_assert_msg(s, "nothing at %s", pointer);
        return s;
}

static void expect_json(json_t *doc, const char *pointer, const char *expected)
{
        json_auto_t *wanted = json_loads(expected, JSON_DECODE_ANY, NULL);
        json_t *found = at(doc, pointer);
        char *shown = json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT);

        ck_assert_ptr_nonnull(wanted);
        ck_assert_msg(json_equal(found, wanted), "%s: %s", pointer, shown);
        free(shown);
}

static void check_references(json_t *doc, json_t *v, int *n)
{
        const char *name;
        size_t i;
        json_t *member;

        if (json_is_array(v))
                json_array_foreach(v, i, member) check_references(doc, member, n);
        if (!json_is_object(v))
                return;
        json_object_foreach(v, name, member)
        {
                if (strcmp(name, "$ref") == 0) {
                        ck_assert_msg(at(doc, json_string_value(member) + 1), "%s leads nowhere",
                                      json_string_value(member));
                        ++*n;
                }
                check_references(doc, member, n);
        }
}

START_TEST(every_reference_leads_somewhere)
{
        json_auto_t *doc = document(false);
        int n = 0;

        check_references(doc, doc, &n);
        ck_assert_int_gt(n, 50);
}
END_TEST

START_TEST(every_row_is_an_operation)
{
        json_auto_t *doc = document(true);
        size_t rows = 0, operations = 0;
        const char *path, *method;
        json_t *methods, *operation;

        for (const struct route_group *g = sample_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        rows++;
        json_object_foreach(at(doc, "/paths"), path, methods) json_object_foreach(methods, method, operation)
        {
                operations++;
                ck_assert(*text_at(operation, "operationId") && *text_at(operation, "summary"));
                ck_assert_ptr_nonnull(at(operation, "responses/default"));
                ck_assert_ptr_nonnull(at(operation, "x-example-target"));
        }
        ck_assert_uint_eq(operations, rows);
        expect_json(doc, "/openapi", "\"3.1.0\"");
}
END_TEST

START_TEST(a_body_is_described_as_it_is_judged)
{
        json_auto_t *doc = document(false);
        json_t *schema = at(doc, "/paths/~1api~1v1~1cases/post/requestBody/content/application~1json/schema");

        expect_json(schema, "required", "[\"title\",\"filed_on\",\"parties\"]");
        expect_json(schema, "additionalProperties", "false");
        expect_json(
            schema, "properties/title",
            "{\"type\":\"string\",\"minLength\":1,\"maxLength\":120,\"pattern\":\"^\\\\S(.*\\\\S)?$\","
            "\"description\":\"案件名称\",\"examples\":[\"擅自拆除人防门\"]}");
        expect_json(schema, "properties/facts",
                    "{\"type\":[\"string\",\"null\"],\"minLength\":1,\"maxLength\":20000,\"description\":"
                    "\"事实 <经过>\"}");
        expect_json(schema, "properties/source",
                    "{\"type\":[\"string\",\"null\"],\"enum\":[\"organisation\",\"person\",null],"
                    "\"description\":\"来源\"}");
        expect_json(schema, "properties/fine",
                    "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":5000000,"
                    "\"description\":\"罚款（分）\"}");
        expect_json(schema, "properties/filed_on",
                    "{\"type\":\"string\",\"format\":\"date\",\"description\":\"立案日期\"}");
        expect_json(schema, "properties/parties/minItems", "1");
        expect_json(schema, "properties/parties/maxItems", "10");
        expect_json(schema, "properties/parties/items/additionalProperties", "false");
        expect_json(schema, "properties/parties/items/properties/born/type", "[\"string\",\"null\"]");
        expect_json(schema, "properties/tags/type", "[\"array\",\"null\"]");
        expect_json(doc,
                    "/paths/~1api~1v1~1sessions/post/requestBody/content/application~1json/schema/properties/"
                    "password",
                    "{\"type\":\"string\",\"format\":\"password\",\"writeOnly\":true,\"minLength\":1,"
                    "\"maxLength\":200,"
                    "\"description\":\"密码\"}");
}
END_TEST

START_TEST(a_reply_states_only_what_its_row_states)
{
        json_auto_t *doc = document(true);
        json_t *schema = at(doc, "/components/schemas/Case");

        expect_json(schema, "required", "[\"case_id\",\"title\",\"closed_at\",\"version\"]");
        expect_json(schema, "properties/title", "{\"type\":\"string\",\"description\":\"Title\"}");
        expect_json(
            schema, "properties/closed_at",
            "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\",\"description\":\"Closed at\"}");
        expect_json(schema, "properties/extra", "{\"description\":\"Anything else\"}");
        ck_assert_ptr_null(at(schema, "additionalProperties"));
        expect_json(doc,
                    "/paths/~1api~1v1~1cases/get/responses/200/content/application~1json/schema/properties/"
                    "items/items",
                    "{\"$ref\":\"#/components/schemas/Case\"}");
        expect_json(doc, "/paths/~1api~1v1~1cases~1export/get/responses/200/content",
                    "{\"text/csv\":{\"schema\":{\"type\":\"string\"}}}");
}
END_TEST

static json_t *parameter(json_t *operation, const char *name)
{
        size_t i;
        json_t *p;

        json_array_foreach(json_object_get(operation, "parameters"), i,
                           p) if (json_is_string(json_object_get(p, "name")) &&
                                  strcmp(text_at(p, "name"), name) == 0) return p;
        return NULL;
}

static bool refers(json_t *operation, const char *component)
{
        size_t i;
        json_t *p;

        json_array_foreach(json_object_get(operation, "parameters"), i, p)
        {
                const char *to = json_string_value(json_object_get(p, "$ref"));

                if (to && strcmp(strrchr(to, '/') + 1, component) == 0)
                        return true;
        }
        return false;
}

START_TEST(parameters_carry_the_example_that_works)
{
        json_auto_t *doc = document(true);
        json_t *list = at(doc, "/paths/~1api~1v1~1cases/get");
        json_t *change = at(doc, "/paths/~1api~1v1~1cases~1{case_id}/patch");

        expect_json(parameter(list, "state"), "example", "[\"person\",\"organisation\"]");
        expect_json(parameter(list, "state"), "explode", "false");
        expect_json(parameter(list, "q"), "example", "\"人防\"");
        expect_json(parameter(list, "limit"), "example", "20");
        expect_json(
            parameter(list, "limit"), "schema",
            "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1,\"maximum\":200,\"default\":50}");
        ck_assert_ptr_nonnull(parameter(list, "cursor"));
        ck_assert_ptr_null(parameter(list, "If-Match"));
        expect_json(parameter(change, "case_id"), "example", "\"" SAMPLE_ID "\"");
        expect_json(parameter(change, "case_id"), "required", "true");
        expect_json(parameter(change, "If-Match"), "example", "\"\\\"1\\\"\"");
        expect_json(change, "x-example-if-match", "\"\\\"1\\\"\"");
        expect_json(change, "x-example-target", "\"/api/v1/cases/" SAMPLE_ID "\"");
        expect_json(change, "x-example-login", "\"officer1.huangpu\"");
        expect_json(change, "x-permission", "\"case.write\"");
        expect_json(change, "requestBody/content/application~1json/example/title", "\"T\"");
}
END_TEST

static void expect_statuses(json_t *doc, const char *operation, const char *expected)
{
        struct text t = {.arena = &memory};
        const char *status;
        json_t *reply;

        json_object_foreach(at(at(doc, operation), "responses"), status, reply)
            text_addf(&t, "%s%s", t.len ? " " : "", status);
        ck_assert_str_eq(text_str(&t), expected);
}

START_TEST(each_operation_lists_the_refusals_that_can_occur)
{
        json_auto_t *doc = document(true);

        expect_statuses(doc, "/paths/~1livez/get", "200 400 default");
        expect_statuses(doc, "/paths/~1api~1v1~1sessions/post",
                        "201 400 401 406 409 413 415 422 429 503 default");
        expect_statuses(doc, "/paths/~1api~1v1~1sessions~1current/delete",
                        "204 400 401 403 406 409 503 default");
        expect_statuses(doc, "/paths/~1api~1v1~1cases/get", "200 400 401 403 406 503 default");
        expect_statuses(doc, "/paths/~1api~1v1~1cases~1{case_id}/get",
                        "200 304 400 401 403 404 406 503 default");
        expect_statuses(doc, "/paths/~1api~1v1~1cases~1{case_id}/patch",
                        "200 400 401 403 404 406 409 412 413 415 422 428 503 default");
        ck_assert_ptr_nonnull(strstr(text_at(doc, "/components/responses/Problem409/description"), "`rule`"));
        ck_assert_ptr_nonnull(at(doc, "/components/responses/Problem503/headers/Retry-After"));
}
END_TEST

START_TEST(headers_and_keys_stand_where_they_apply)
{
        json_auto_t *doc = document(true);
        json_t *list = at(doc, "/paths/~1api~1v1~1cases/get"),
               *create = at(doc, "/paths/~1api~1v1~1cases/post");

        ck_assert_ptr_nonnull(at(list, "responses/200/headers/Link"));
        ck_assert_ptr_null(at(list, "responses/200/headers/ETag"));
        ck_assert_ptr_nonnull(at(create, "responses/201/headers/Location"));
        ck_assert_ptr_nonnull(at(create, "responses/201/headers/ETag"));
        ck_assert(refers(create, "IdempotencyKey") && !refers(list, "IdempotencyKey"));
        ck_assert(!refers(at(doc, "/paths/~1api~1v1~1sessions/post"), "IdempotencyKey"));
        ck_assert(refers(at(doc, "/paths/~1api~1v1~1cases~1{case_id}/get"), "IfNoneMatch"));
        expect_json(doc, "/paths/~1api~1v1~1sessions/post/security", "[]");
        ck_assert_ptr_null(at(create, "security"));
        expect_json(doc, "/security", "[{\"bearer\":[]}]");
}
END_TEST

START_TEST(both_languages_say_the_same_things)
{
        json_auto_t *zh = document(false), *en = document(true);
        const char *pointers[] = {"/tags/1/description", "/paths/~1api~1v1~1cases/post/summary",
                                  "/paths/~1api~1v1~1cases/post/description",
                                  "/components/responses/Problem404/description"};
        const char *says[][2] = {
            {"案件", "Cases"},
            {"立案", "File a case"},
            {"需要权限 `case.write`。演示账号：`officer1.huangpu`",
             "Needs the permission `case.write`. In the demonstration world: `officer1.huangpu`"},
            {"`not-found` 未找到", "`not-found` Nothing here that you may see"}};

        for (size_t i = 0; i < 4; i++) {
                ck_assert_str_eq(text_at(zh, pointers[i]), says[i][0]);
                ck_assert_str_eq(text_at(en, pointers[i]), says[i][1]);
        }
        ck_assert_uint_eq(json_object_size(at(zh, "/components/schemas")),
                          json_object_size(at(en, "/components/schemas")));
}
END_TEST

UNIT_MAIN("openapi", every_reference_leads_somewhere, every_row_is_an_operation,
          a_body_is_described_as_it_is_judged, a_reply_states_only_what_its_row_states,
          parameters_carry_the_example_that_works, each_operation_lists_the_refusals_that_can_occur,
          headers_and_keys_stand_where_they_apply, both_languages_say_the_same_things)

/* The examples of the OpenAPI document are what a newcomer tries first: each works in the demonstration world as it
 * stands, in the order of the document. */
#include "harness.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD "demo-password-1"

/* A session of its own, for signing out and changing the password are among the examples. */
static const char *authorization(const char *login)
{
        const char *body = text("{\"login\":\"%s\",\"password\":\"" PASSWORD "\"}", login);
        struct answer *a = request(NULL, "POST", "/api/v1/sessions", body, NULL);

        expect(a, 201);
        return text("Authorization: Bearer %s", at(a, "token"));
}

/* The document names the password as the shell would. */
static const char *with_password(const char *body)
{
        static const char name[] = "$ANJUAN_DEMO_PASSWORD";
        const char *out = "", *hole;

        while ((hole = strstr(body, name))) {
                out = text("%s%.*s%s", out, (int)(hole - body), body, PASSWORD);
                body = hole + strlen(name);
        }
        return text("%s%s", out, body);
}

static const char *body_of(const json_t *operation)
{
        json_t *example = NULL;
        char *dump;
        const char *out;

        json_unpack((json_t *)operation, "{s:{s:{s:{s:o}}}}", "requestBody", "content", "application/json", "example", &example);
        if (!example)
                return NULL;
        dump = json_dumps(example, 0);
        out = with_password(dump);
        free(dump);
        return out;
}

static const char *upper(const char *s)
{
        char *out = (char *)text("%s", s);

        for (char *p = out; *p; p++)
                *p = (char)toupper((unsigned char)*p);
        return out;
}

static const char *member(const json_t *operation, const char *name)
{
        return json_string_value(json_object_get(operation, name));
}

static void try_example(const char *method, const json_t *operation)
{
        const char *login = member(operation, "x-example-login"), *if_match = member(operation, "x-example-if-match");
        const char *target = member(operation, "x-example-target"), *id = member(operation, "operationId");
        const char *headers[3] = {NULL};
        struct answer *a;
        int n = 0;

        ck_assert_msg(target != NULL, "%s has no example", id);
        if (login)
                headers[n++] = authorization(login);
        if (if_match)
                headers[n++] = text("If-Match: %s", if_match);
        if (!strcmp(id, "freezeCampaign"))
                log_sealed();
        a = request(NULL, upper(method), target, body_of(operation), headers);
        ck_assert_msg(a->status >= 200 && a->status <= 299, "%s: %s %s answered %d: %s", id, method, target, a->status, a->text);
}

START_TEST(every_example_works_as_it_stands)
{
        struct answer *document = get(NULL, "/api/v1/openapi.json");
        const char *path, *method;
        json_t *item, *operation;
        int n = 0;

        expect(document, 200);
        json_object_foreach(json_object_get(document->json, "paths"), path, item)
                json_object_foreach(item, method, operation) {
                        try_example(method, operation);
                        n++;
                }
        ck_assert_int_gt(n, 25);
}
END_TEST

/* What only those may do who are not among the examples. */
START_TEST(what_the_examples_read_is_really_there)
{
        struct answer *a = get("officer1.huangpu", "/api/v1/cases?q=%%E8%%A7%%92%%E6%%9C%%A8");

        expect(a, 200);
        ck_assert_str_eq(at(a, "items/0/case_id"), "01920000-0000-7000-8000-000000000101");
        a = get("auditor.city", "/api/v1/audit?case_id=01920000-0000-7000-8000-000000000101");
        expect(a, 200);
        ck_assert_uint_gt(count_at(a, "items"), 0);
        a = get("officer1.huangpu", "/api/v1/clues?status=registered");
        expect(a, 200);
        ck_assert_uint_gt(count_at(a, "items"), 0);
}
END_TEST

HARNESS_MAIN("examples", "demo", every_example_works_as_it_stands, what_the_examples_read_is_really_there)

/* What is not acceptable is told precisely, in the language asked for, and leaves nothing behind. First every row of the
 * table of routes is given its own bad inputs; then come those chosen by hand; then bytes that are no request. */
#include "harness.h"

#include "base/arena.h"
#include "http/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena own; /* longer than a test */
static int tried;
static const char *a_case, *a_clue, *a_clue_elsewhere; /* ids of what is there: @CASE, @CLUE, @ELSEWHERE below */

/* ---- nothing changes ---- */

static const char *database_state;

/* A line per table: its name and a sum of its content. The log grows, failed passwords are counted, and the background notes what
 * it computed anew. */
static const char *state_of_database(void)
{
        /* The server's own background work comes and goes. */
        return arena_text(&own, sql("select string_agg(c.relname || ' ' || md5(query_to_xml(format("
                                    "'select to_jsonb(t) - ''last_seen_at'' from anjuan.%%I t %%s order by 1', c.relname,"
                                    " case c.relname when 'session' then 'where person_id in (select person_id from anjuan.person"
                                    " where kind <> ''system'')' else '' end), true, true, '')::text),"
                                    " E'\\n' order by c.relname) from pg_class c where c.relnamespace = 'anjuan'::regnamespace"
                                    " and c.relkind = 'r' and c.relname !~ '^(audit_|count_(delta|month|change)$|quarter_kept|signin_attempt$|law_recomputed$)'"));
}

static void sign_everybody_in(void)
{
        static const char *const people[] = {"officer1.huangpu", "officer2.huangpu", "lead.huangpu", "officer1.pudong", "legal1.city",
                                             "auditor.city", "admin.city", "service.hotline", "reviewer1.city"};

        for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
                token_of(people[i]);
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        if (r->example_login)
                                token_of(r->example_login);
}

static const char *created(const char *who, const char *path, const char *body, const char *id)
{
        struct answer *a = post(who, body, "%s", path);

        expect(a, 201);
        return arena_text(&own, at(a, id));
}

static void make_what_is_there(void)
{
        a_case = arena_text(&own, case_filed_by("officer1.huangpu", "2026-03-02", "\"found_on\":\"2026-03-01\",\"system\":\"old\",\"external_id\":\"1\""));
        a_clue = created("officer1.huangpu", "/api/v1/clues", "{\"source\":\"grid\",\"received_on\":\"2026-03-02\",\"title\":\"线索\","
                         "\"system\":\"hotline\",\"external_id\":\"1\"}", "clue_id");
        a_clue_elsewhere = created("officer1.pudong", "/api/v1/clues", "{\"source\":\"grid\",\"received_on\":\"2026-03-02\",\"title\":\"线索\"}",
                                   "clue_id");
}

/* The tables are many: one that changed is named alone. */
static void expect_same_state(void)
{
        const char *now = state_of_database(), *line = now, *was = database_state;

        if (!strcmp(now, was))
                return;
        for (size_t i = 0; now[i] && now[i] == was[i]; i++)
                if (now[i] == '\n')
                        line = now + i + 1;
        ck_abort_msg("changed: %.*s", (int)strcspn(line, "\n"), line);
}

/* ---- one bad input ---- */

static bool is_ascii(const char *s)
{
        for (; *s; s++)
                if ((unsigned char)*s > 0x7e)
                        return false;
        return true;
}

/* Every reply carries these, a refusal too. */
static void expect_manners(const struct answer *a)
{
        ck_assert_str_eq(header(a, "X-Content-Type-Options"), "nosniff");
        ck_assert_str_eq(header(a, "Cache-Control"), "no-store");
        ck_assert_str_eq(header(a, "Referrer-Policy"), "no-referrer");
        ck_assert_str_eq(header(a, "X-Frame-Options"), "DENY");
        ck_assert(strstr(header(a, "Content-Security-Policy"), "default-src 'none'"));
        ck_assert_uint_eq(strlen(header(a, "X-Request-Id")), 36);
}

static void expect_language(const struct answer *a, bool english)
{
        ck_assert_str_eq(header(a, "Content-Language"), english ? "en" : "zh-CN");
        ck_assert(strstr(header(a, "Vary"), "Accept-Language"));
        ck_assert_msg(is_ascii(at(a, "title")) == english, "the title is in the other language: %s", a->text);
        ck_assert_msg(!at(a, "detail") || is_ascii(at(a, "detail")) == english, "the detail is in the other language: %s", a->text);
        for (size_t i = 0; i < count_at(a, "errors"); i++)
                ck_assert_msg(at(a, text("errors/%zu/detail", i)), "an error without detail: %s", a->text);
}

static void expect_refusal(const struct answer *a, const char *what, int status, const char *code, const char *where,
                           const char *field_code, bool english)
{
        ck_assert_msg(a->status == status && at(a, "code") && !strcmp(at(a, "code"), code), "%s: expected %d %s, got %d: %s%s", what,
                      status, code, a->status, a->headers, a->text);
        expect_problem(a, status, code);
        ck_assert_int_eq(number_at(a, "status"), status);
        ck_assert_str_eq(at(a, "request_id"), header(a, "X-Request-Id"));
        ck_assert_str_eq(at(a, "type"), text("urn:anjuan:problem:%s", code));
        expect_manners(a);
        expect_language(a, english);
        if (field_code)
                expect_field(a, where, field_code);
        else
                ck_assert_msg(!count_at(a, "errors"), "%s: an error of a field where none was looked for: %s", what, a->text);
        tried++;
}

struct bad {
        const char *who, *method, *target, *body;
        int status;
        const char *code, *where, *field; /* field NULL: no errors are expected */
        const char *header;               /* one further header, or NULL */
};

static void try_in(const struct bad *b, bool english)
{
        const char *const headers[] = {english ? "Accept-Language: en-GB, zh;q=0.5" : "Accept-Language: zh-CN", b->header, NULL};
        struct answer *a = request(b->who, b->method, b->target, b->body, headers);

        expect_refusal(a, text("%s %.200s %.300s %s", b->method, b->target, b->body ? b->body : "", b->header ? b->header : ""), b->status,
                       b->code, b->where, b->field, english);
}

static void try_both(const struct bad *b)
{
        try_in(b, false);
        try_in(b, true);
}

/* There are thousands of these: every other one in English. */
static void try_one(const struct bad *b)
{
        static bool english;

        english = !english;
        try_in(b, english);
}

/* ---- what each row of the table must refuse ---- */

static const char *target_of(const struct route *r)
{
        return r->example_path ? r->example_path : r->path;
}

static const char *path_of(const struct route *r)
{
        const char *target = target_of(r);

        return text("%.*s", (int)strcspn(target, "?"), target);
}

static const char *if_match_of(const struct route *r)
{
        return r->flags & ROUTE_IF_MATCH ? "If-Match: \"1\"" : NULL;
}

static void try_body(const struct route *r, const char *body, int status, const char *code, const char *where, const char *field)
{
        try_one(&(struct bad){r->example_login, r->method, target_of(r), body, status, code, where, field, if_match_of(r)});
}

static const char *times(size_t n, const char *piece)
{
        struct text t = {.arena = &own};

        while (n--)
                text_add(&t, piece);
        return text_str(&t);
}

/* A bad value of a field, as JSON, and how it is to be refused. NULL value: none such for this field. */
struct bad_value {
        const char *json, *code;
};

static const char *other_type(const struct field *fd)
{
        if (fd->flags & FIELD_LIST)
                return "{\"0\":\"x\"}";
        return fd->type == F_TEXT || fd->type == F_DATE || fd->type == F_TIME || fd->type == F_UUID ? "7" : "\"seven\"";
}

static const char *list_of(size_t n, const char *element)
{
        return text("[%s%s]", times(n - 1, text("%s,", element)), element);
}

static size_t bad_texts(const struct field *fd, struct bad_value *out)
{
        long long max = fd->max ? fd->max : FIELD_TEXT_MAX;
        size_t n = 0;

        out[n++] = (struct bad_value){text("\"%s\"", times((size_t)max + 1, "汉")), "length"};
        if (fd->flags & FIELD_VERBATIM)
                return n;
        out[n++] = (struct bad_value){"\"a\\u0007b\"", "format"};
        out[n++] = (struct bad_value){"\"a\\u2028b\"", "format"};
        if (fd->choices)
                out[n++] = (struct bad_value){"\"nonsense\"", "choice"};
        if (fd->min > 0)
                out[n++] = (struct bad_value){"\"\"", "length"};
        return n;
}

static size_t bad_numbers(const struct field *fd, struct bad_value *out)
{
        size_t n = 0;

        out[n++] = (struct bad_value){"1.5", "type"};
        out[n++] = (struct bad_value){"1e3", "type"};
        out[n++] = (struct bad_value){"true", "type"};
        if (fd->max) {
                out[n++] = (struct bad_value){text("%lld", fd->max + 1), "range"};
                out[n++] = (struct bad_value){text("%lld", fd->min - 1), "range"};
                out[n++] = (struct bad_value){"9223372036854775807", "range"};
        }
        return n;
}

static size_t bad_scalars(const struct field *fd, struct bad_value *out)
{
        static const struct bad_value days[] = {{"\"2026-02-30\"", "format"}, {"\"0000-01-01\"", "range"}, {"\"9999-12-31\"", "range"},
                                                {"\"2026-3-2\"", "format"}, {"\"2026-03-02T00:00:00Z\"", "format"}, {"\"\"", "format"}};

        switch (fd->type) {
        case F_TEXT:
                return bad_texts(fd, out);
        case F_INT:
                return bad_numbers(fd, out);
        case F_DATE:
                memcpy(out, days, sizeof days);
                return sizeof days / sizeof days[0];
        case F_UUID:
                out[0] = (struct bad_value){"\"01920000-0000-7000-8000-00000000000g\"", "format"};
                return 1;
        case F_TIME:
                out[0] = (struct bad_value){"\"2026-03-02 10:00\"", "format"};
                return 1;
        case F_BOOL:
                out[0] = (struct bad_value){"1", "type"};
                return 1;
        case F_OBJECT:
        case F_ANY:
                break;
        }
        return 0;
}

/* before and after: what stands around the object of these fields in the body; above: its pointer. */
static void try_fields(const struct route *r, const struct field *fields, const char *before, const char *after, const char *above);

static void try_value(const struct route *r, const struct field *fd, const char *before, const char *after, const char *where,
                      const char *json, const char *code)
{
        try_body(r, text("%s\"%s\":%s%s", before, fd->name, json, after), 422, "invalid", where, code);
}

static void try_field(const struct route *r, const struct field *fd, const char *before, const char *after, const char *above)
{
        bool list = fd->flags & FIELD_LIST;
        int most = fd->list_max ? fd->list_max : FIELD_LIST_MAX;
        const char *where = text("%s/%s", above, fd->name), *inner = list ? text("%s/0", where) : where;
        struct bad_value bad[8];
        size_t n = bad_scalars(fd, bad);

        try_value(r, fd, before, after, where, other_type(fd), "type");
        if (!(fd->flags & FIELD_NULL))
                try_value(r, fd, before, after, where, "null", "null");
        if (list) {
                try_value(r, fd, before, after, where, list_of((size_t)most + 1, "null"), "items");
                try_value(r, fd, before, after, inner, "[null]", "null");
        }
        if (list && fd->flags & FIELD_REQUIRED)
                try_value(r, fd, before, after, where, "[]", "items");
        for (size_t i = 0; i < n; i++)
                try_value(r, fd, before, after, inner, list ? text("[%s]", bad[i].json) : bad[i].json, bad[i].code);
        if (fd->type == F_OBJECT)
                try_fields(r, fd->fields, text("%s\"%s\":%s{", before, fd->name, list ? "[" : ""), text("}%s%s", list ? "]" : "", after),
                           inner);
}

static void try_fields(const struct route *r, const struct field *fields, const char *before, const char *after, const char *above)
{
        try_body(r, text("%s\"no_such\":1%s", before, after), 422, "invalid", text("%s/no_such", above), "unknown");
        for (const struct field *fd = fields; fd->name; fd++) {
                try_field(r, fd, before, after, above);
                if (fd->flags & FIELD_REQUIRED)
                        try_body(r, text("%s%s", before, after), 422, "invalid", text("%s/%s", above, fd->name), "required");
        }
}

/* What can be read but not written is refused by name like anything else that the body does not have. */
static void try_read_only(const struct route *r)
{
        for (const struct field *fd = r->reply ? r->reply->fields : NULL; fd && fd->name; fd++) {
                const struct field *in = r->body;

                while (in->name && strcmp(in->name, fd->name))
                        in++;
                if (!in->name)
                        try_body(r, text("{\"%s\":\"x\"}", fd->name), 422, "invalid", text("/%s", fd->name), "unknown");
        }
}

static void try_bodies(const struct route *r)
{
        static const char *const malformed[] = {"", "   ", "{", "[]", "\"text\"", "7", "null", "{\"a\":1,}", "{'a':1}", "{\"a\":01}", "{\"a\":+1}",
                                                "{\"a\":NaN}", "{\"a\":1}{", "{\"a\":\"\xff\xfe\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\\ud800\"}",
                                                "{\"a\":\"\\u0000\"}", "{\"\\u0000\":1}", "{\"a\":\"\t\"}", "{\"a\":92233720368547758089}",
                                                "{\"a\":1e999}", "\xef\xbb\xbf{}", "a=1&b=2", "<a/>"};

        for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
                try_body(r, malformed[i], 400, "bad-request", NULL, NULL);
        try_body(r, "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", 400, "bad-request", "/b/c", "duplicate");
        try_body(r, text("{\"a\":%s%s}", times(32, "["), times(32, "]")), 400, "bad-request", NULL, NULL);
        try_body(r, text("{\"a\":%s", times(20000, "[")), 400, "bad-request", NULL, NULL);
        try_body(r, text("%s1%s", times(5000, "{\"a\":"), times(5000, "}")), 400, "bad-request", NULL, NULL);
        try_fields(r, r->body, "{", "}", "");
        try_read_only(r);
}

START_TEST(every_field_of_every_body_refuses_what_it_cannot_be)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        if (r->body)
                                try_bodies(r);
        expect_same_state();
}
END_TEST

static void try_query(const struct route *r, const char *query, const char *where, const char *code)
{
        try_one(&(struct bad){r->example_login, r->method, text("%s?%s", path_of(r), query), NULL, 400, "bad-request", where, code, NULL});
}

static void try_parameter(const struct route *r, const struct field *fd)
{
        long long max = fd->type == F_TEXT && fd->max ? fd->max : FIELD_TEXT_MAX;
        const char *bad = fd->type == F_TEXT ? times((size_t)max + 1, "x") : "2026-02-30";

        try_query(r, text("%s=", fd->name), fd->name, "format");
        try_query(r, text("%s=%%ff", fd->name), fd->name, "format");
        try_query(r, text("%s=%%c0%%80", fd->name), fd->name, "format");
        try_query(r, text("%s=1&%s=1", fd->name, fd->name), fd->name, "duplicate");
        try_query(r, text("%s=%s", fd->name, bad),
                  fd->name, fd->type == F_TEXT ? "length" : fd->type == F_INT || fd->type == F_BOOL ? "type" : "format");
        if (fd->choices)
                try_query(r, text("%s=nonsense", fd->name), fd->name, "choice");
}

static void try_list(const struct route *r)
{
        static const char *const limits[] = {"0", "-1", "201", "9223372036854775808"};
        static const char *const cursors[] = {"x", "AAAA", "%E6%B1%89", "YWJjZGVmZ2hpamtsbW5vcA", "a.b", "a=="};

        for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
                try_query(r, text("limit=%s", limits[i]), "limit", "range");
        try_query(r, "limit=5.0", "limit", "type");
        try_query(r, "limit=+5", "limit", "type");
        try_query(r, "limit=0x10", "limit", "type");
        for (size_t i = 0; i < sizeof cursors / sizeof cursors[0]; i++)
                try_query(r, text("cursor=%s", cursors[i]), "cursor", "format");
        try_query(r, text("cursor=%s", times(CURSOR_MAX + 1, "A")), "cursor", "length");
        for (const struct field *fd = list_query; fd->name; fd++)
                try_query(r, text("%s=1&%s=2", fd->name, fd->name), fd->name, "duplicate");
}

START_TEST(every_query_refuses_what_it_does_not_know)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        if (r->flags & ROUTE_PLAIN || strcmp(r->method, "GET"))
                                continue;
                        try_query(r, "no_such=1", "no_such", "unknown");
                        try_query(r, "=1", "query", "format");
                        try_query(r, "%ff=1", "query", "format");
                        for (const struct field *fd = r->query; fd && fd->name; fd++)
                                try_parameter(r, fd);
                        if (r->flags & ROUTE_LIST)
                                try_list(r);
                }
        expect_same_state();
}
END_TEST

/* The row's path with this in the place of its first argument. */
static const char *with_argument(const struct route *r, const char *value)
{
        size_t open = strcspn(r->path, "{"), close = strcspn(r->path, "}");

        return text("%.*s%s%s", (int)open, r->path, value, r->path + close + 1);
}

static void try_argument(const struct route *r)
{
        static const char *const bad[] = {"abc", "01920000-0000-7000-8000-00000000010", "01920000-0000-7000-8000-0000000001011", "%ff",
                                          "%E6%B1%89", "01920000-0000-7000-8000-000000000101%20", "null", "'%20or%20'1'='1", "%c0%ae%c0%ae"};
        size_t open = strcspn(r->path, "{"), close = strcspn(r->path, "}");
        const char *name = text("%.*s", (int)(close - open - 1), r->path + open + 1);
        const struct field *fd = path_fields;

        while (strcmp(fd->name, name))
                fd++;
        for (size_t i = 0; fd->type == F_UUID && i < sizeof bad / sizeof bad[0]; i++)
                try_both(&(struct bad){r->example_login, r->method, with_argument(r, bad[i]), r->body ? "{}" : NULL, 400, "bad-request", name,
                                       "format", if_match_of(r)});
        if (fd->type == F_TEXT)
                try_both(&(struct bad){r->example_login, r->method, with_argument(r, times((size_t)fd->max + 1, "7")), r->body ? "{}" : NULL, 400,
                                       "bad-request", name, "length", if_match_of(r)});
        try_both(&(struct bad){r->example_login, r->method, with_argument(r, "%00"), NULL, 400, "bad-request", NULL, NULL, NULL});
        try_both(&(struct bad){r->example_login, r->method, with_argument(r, ""), NULL, 404, "not-found", NULL, NULL, NULL});
}

START_TEST(every_address_refuses_what_is_no_id)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        if (strchr(r->path, '{') && !strchr(r->path, ' ') && r->method)
                                try_argument(r);
        expect_same_state();
}
END_TEST

static void try_method(const struct route *r, const char *method)
{
        const char *path = path_of(r);
        struct arena a = {0};
        struct route_match m;
        struct answer *got;

        route_find(method, path, strlen(path), &a, &m);
        if (!m.route) {
                got = request(r->example_login, method, path, strcmp(method, "GET") && strcmp(method, "HEAD") ? "{}" : NULL, NULL);
                ck_assert_int_eq(got->status, 405);
                if (strcmp(method, "HEAD"))
                        expect_refusal(got, text("%s %s", method, path), 405, "method-not-allowed", NULL, NULL, false);
                ck_assert_str_eq(header(got, "Allow"), m.allow);
        }
        arena_free(&a);
}

START_TEST(every_address_names_the_methods_it_offers)
{
        static const char *const methods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "BREW"};

        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
                                try_method(r, methods[i]);
        expect_same_state();
}
END_TEST

static void try_header(const struct route *r, const char *line, int status, const char *code, const char *where, const char *field)
{
        try_both(&(struct bad){r->example_login, r->method, target_of(r), r->body ? "{}" : NULL, status, code, where, field, line});
}

static void try_headers(const struct route *r)
{
        static const char *const tags[] = {"If-Match: 1", "If-Match: *", "If-Match: W/\"1\"", "If-Match: \"x\"", "If-Match: \"1\", \"2\"",
                                           "If-Match: \"-1\"", "If-Match: \"\"", "If-Match: \"1234567890123456789\""};
        bool keyed = (r->flags & ROUTE_CREATES) && !(r->flags & ROUTE_NO_KEY);

        for (size_t i = 0; r->flags & ROUTE_IF_MATCH && i < sizeof tags / sizeof tags[0]; i++)
                try_header(r, tags[i], 400, "bad-request", "If-Match", "format");
        if (r->flags & ROUTE_IF_MATCH)
                return;
        if (keyed) {
                try_header(r, "Idempotency-Key: short", 400, "bad-request", "Idempotency-Key", "format");
                try_header(r, text("Idempotency-Key: %s", times(65, "k")), 400, "bad-request", "Idempotency-Key", "format");
                try_header(r, "Idempotency-Key: with a space", 400, "bad-request", "Idempotency-Key", "format");
                try_header(r, "Idempotency-Key: 汉汉汉汉汉汉", 400, "bad-request", "Idempotency-Key", "format");
        } else {
                try_header(r, "Idempotency-Key: 0123456789", 400, "bad-request", "Idempotency-Key", "unknown");
        }
}

static const char *body_of(const struct route *r)
{
        return r->example_body ? r->example_body : NULL;
}

static void try_media(const struct route *r)
{
        static const char *const types[] = {"Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded",
                                            "Content-Type: application/jsonx", "Content-Type: application/json; charset=gbk",
                                            "Content-Type: multipart/form-data; boundary=x", "Content-Type:"};

        for (size_t i = 0; r->body && i < sizeof types / sizeof types[0]; i++) {
                const char *const headers[] = {types[i], if_match_of(r), NULL};

                expect_refusal(request(r->example_login, r->method, target_of(r), body_of(r), headers), types[i], 415,
                               "unsupported-media-type", NULL, NULL, false);
        }
}

static void try_accept(const struct route *r)
{
        static const char *const wanted[] = {"Accept: image/png", "Accept: application/xml;q=0.9, text/*", "Accept: application/json;q=0"};

        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
                const char *const headers[] = {wanted[i], if_match_of(r), NULL};

                expect_refusal(request(r->example_login, r->method, target_of(r), body_of(r), headers), wanted[i], 406, "not-acceptable", NULL,
                               NULL, false);
        }
}

START_TEST(headers_are_read_as_strictly_as_bodies)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        if (r->flags & ROUTE_PLAIN)
                                continue;
                        try_headers(r);
                        try_media(r);
                        if (!r->content_type && r->reply)
                                try_accept(r);
                        if (r->flags & ROUTE_IF_MATCH)
                                try_both(&(struct bad){r->example_login, r->method, target_of(r), body_of(r), 428, "precondition-required", NULL,
                                                       NULL, NULL});
                }
        expect_same_state();
}
END_TEST

/* Whoever is not signed in learns nothing of what is wrong with the input. */
START_TEST(signing_in_comes_before_the_faults_of_the_input)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        if (r->flags & (ROUTE_PLAIN | ROUTE_NO_SESSION))
                                continue;
                        try_both(&(struct bad){NULL, r->method, target_of(r), r->body ? "{\"no_such\":1}" : NULL, 401, "unauthenticated", NULL,
                                               NULL, NULL});
                        if (!strcmp(r->method, "GET"))
                                try_both(&(struct bad){NULL, "GET", text("%s?limit=x&no_such=%%ff", path_of(r)), NULL, 401, "unauthenticated",
                                                       NULL, NULL, "Accept: image/png"});
                        if (r->permission && strncmp(r->permission, "clue.create", 11))
                                try_both(&(struct bad){"service.hotline", r->method, target_of(r), r->body ? "{\"no_such\":1}" : NULL, 403,
                                                       "forbidden", NULL, NULL, NULL});
                }
        expect_same_state();
}
END_TEST

/* ---- chosen by hand ---- */

#define CASE(more) "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\"," more "}"
#define PARTY "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}]"
#define CLUE(more) "{\"source\":\"grid\",\"received_on\":\"2026-03-02\",\"title\":\"线索\"" more "}"
#define OFFICER "officer1.huangpu", "POST", "/api/v1/cases"
#define CLUES "officer1.huangpu", "POST", "/api/v1/clues"
#define CORRECT "officer1.huangpu", "PATCH", "/api/v1/cases/@CASE"
#define EVENT "officer1.huangpu", "POST", "/api/v1/cases/@CASE/events"
#define DISPOSE "officer1.huangpu", "POST", "/api/v1/clues/@CLUE/disposition"
#define VERSION_1 "If-Match: \"1\""
#define ADMIN "admin.city", "POST"
#define PERSON_1 "/api/v1/people/01920000-0000-7000-8000-000000000001"
#define INVALID 422, "invalid"
#define BAD 400, "bad-request"

static const struct bad chosen[] = {
        /* cases */
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\",\"credit_code\":\"91310115MA1H8R7C68\"}]"), INVALID, "/parties/0/credit_code", "check", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\",\"credit_code\":\"91310115ma1h8r7c6i\"}]"), INVALID, "/parties/0/credit_code", "check", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"person\",\"name\":\"甲\",\"id_number\":\"110105194912310022\"}]"), INVALID, "/parties/0/id_number", "check", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"person\",\"name\":\"甲\",\"credit_code\":\"91310115MA1H8R7C67\"}]"), INVALID, "/parties/0/credit_code", "check", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\",\"id_number\":\"11010519491231002X\"}]"), INVALID, "/parties/0/id_number", "check", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\" 甲\"}]"), INVALID, "/parties/0/name", "format", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\xe3\x80\x80\"}]"), INVALID, "/parties/0/name", "format", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"\xe2\x80\x8b\"}]"), INVALID, "/parties/0/name", "format", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\\u001b[2J\"}]"), INVALID, "/parties/0/name", "format", NULL},
        {OFFICER, CASE("\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲\"},{\"kind\":\"person\"}]"), INVALID, "/parties/1/name", "required", NULL},
        {OFFICER, CASE("\"parties\":[[]]"), INVALID, "/parties/0", "type", NULL},
        {OFFICER, CASE(PARTY ",\"title\":\"两行\\n标题\""), INVALID, "/title", "format", NULL},
        {OFFICER, CASE(PARTY ",\"found_on\":\"2026-03-03\""), INVALID, "/found_on", "range", NULL},
        {OFFICER, CASE(PARTY ",\"occurred_on\":\"2199-12-31\""), INVALID, "/occurred_on", "range", NULL},
        {OFFICER, CASE(PARTY ",\"officers\":[\"01920000-0000-7000-8000-000000000999\"]"), INVALID, "/officers", "unfit", NULL},
        {OFFICER, CASE(PARTY ",\"officers\":[\"01920000-0000-7000-8000-000000000001\",\"01920000-0000-7000-8000-000000000001\"]"), INVALID, "/officers", "duplicate", NULL},
        {OFFICER, CASE(PARTY ",\"clue_ids\":[\"01920000-0000-7000-8000-000000000401\"]"), INVALID, "/clue_ids", "unfit", NULL},
        {OFFICER, CASE(PARTY ",\"system\":\"hotline\""), INVALID, "/external_id", "required", NULL},
        {OFFICER, CASE(PARTY ",\"external_id\":\"7\""), INVALID, "/external_id", "required", NULL},
        {OFFICER, CASE(PARTY ",\"subject_unit_id\":\"nowhere\""), INVALID, "/subject_unit_id", "unknown_ref", NULL},
        {OFFICER, CASE(PARTY ",\"unit_id\":\"nowhere\""), 403, "forbidden", NULL, NULL, NULL},
        {OFFICER, CASE(PARTY ",\"unit_id\":\"310115\""), 403, "forbidden", NULL, NULL, NULL},
        {OFFICER, "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"filed_on\":\"2026-03-02\"," PARTY "}", INVALID, "/cause_code", "required", NULL},
        {OFFICER, "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"cause_code\":\"99\",\"filed_on\":\"2026-03-02\"," PARTY "}", INVALID, "/cause_code", "unknown_ref", NULL},
        {OFFICER, "{\"procedure\":\"ordinary\",\"source\":\"grid\",\"cause_code\":\"04\",\"filed_on\":\"2199-12-31\"," PARTY "}", INVALID, "/filed_on", "date_not_in_future", NULL},
        {OFFICER, CASE(PARTY ",\"number\":\"沪1号\",\"state\":\"closed\",\"version\":7"), INVALID, "/state", "unknown", NULL},
        {OFFICER, CASE(PARTY ",\"a~b/c\":1"), INVALID, "/a~0b~1c", "unknown", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?q=x", NULL, BAD, "q", "length", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?q=a+b", NULL, BAD, "q", "check", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?q=%E4%BA%BA%E9%98%B2+x", NULL, BAD, "q", "check", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?filed_from=2026-02-30", NULL, BAD, "filed_from", "format", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?state=filed&state=closed", NULL, BAD, "state", "duplicate", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?state=Filed", NULL, BAD, "state", "choice", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?limit=-0", NULL, BAD, "limit", "type", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?offset=10", NULL, BAD, "offset", "unknown", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases?%73tate=filed&state=filed", NULL, BAD, "state", "duplicate", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "PATCH", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff", "{\"reason\":\"更正\"}", 404, "not-found", NULL, NULL, "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"investigated\",\"happened_on\":\"2026-03-02\"}", 404, "not-found", NULL, NULL, "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"corrected\",\"happened_on\":\"2026-03-02\"}", INVALID, "/kind", "choice", "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"filed\",\"happened_on\":\"2026-03-02\"}", INVALID, "/kind", "choice", "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"paid\",\"happened_on\":\"2026-03-02\",\"amount_fen\":0}", INVALID, "/amount_fen", "range", "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"paid\",\"happened_on\":\"2026-03-02\",\"amount_fen\":-0}", INVALID, "/amount_fen", "range", "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"decided\",\"happened_on\":\"2026-03-02\",\"penalties\":[{\"kind\":\"fine\",\"amount_fen\":100.0}]}", INVALID, "/penalties/0/amount_fen", "type", "If-Match: \"1\""},
        {"officer1.huangpu", "POST", "/api/v1/cases/01920000-0000-7000-8000-00000000ffff/events", "{\"kind\":\"paid\",\"happened_on\":\"2026-03-02\",\"amount_fen\":18446744073709551616}", BAD, NULL, NULL, "If-Match: \"1\""},
        {OFFICER, CASE(PARTY ",\"system\":\"old\",\"external_id\":\"1\""), 409, "conflict", "/external_id", "taken", NULL},
        {OFFICER, CASE(PARTY ",\"clue_ids\":[\"@ELSEWHERE\"]"), INVALID, "/clue_ids", "unfit", NULL},
        {OFFICER, CASE(PARTY ",\"clue_ids\":[\"@CLUE\",\"@CLUE\"]"), INVALID, "/clue_ids", "unfit", NULL},
        {CORRECT, "{\"place\":\"某路1号\"}", INVALID, "/reason", "required", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"state\":\"closed\"}", INVALID, "/state", "unknown", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"parties\":[]}", INVALID, "/parties", "items", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"officers\":[\"01920000-0000-7000-8000-000000000001\",\"01920000-0000-7000-8000-000000000001\"]}", INVALID, "/officers", "duplicate", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"officers\":[\"01920000-0000-7000-8000-00000000ffff\"]}", INVALID, "/officers", "unfit", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"officers\":[\"01920000-0000-7000-8000-000000000004\"]}", INVALID, "/officers", "unfit", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"cause_code\":null}", INVALID, "/cause_code", "required", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"cause_code\":\"99\"}", INVALID, "/cause_code", "unknown_ref", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\",\"found_on\":\"2026-03-03\"}", INVALID, "/found_on", "range", VERSION_1},
        {CORRECT, "{\"reason\":\"更正\"}", 412, "precondition-failed", NULL, NULL, "If-Match: \"2\""},
        {CORRECT, "{\"reason\":\"更正\"}", 412, "precondition-failed", NULL, NULL, "If-Match: \"123456789012345678\""},
        {EVENT, "{\"kind\":\"served\",\"happened_on\":\"2026-03-02\"}", 409, "rule", NULL, NULL, VERSION_1},
        {EVENT, "{\"kind\":\"evidence_registered\",\"happened_on\":\"2026-03-01\",\"evidence_kind\":\"record\",\"remark\":\"笔录\"}", 409, "rule", "/happened_on", "date_in_order", VERSION_1},
        {EVENT, "{\"kind\":\"evidence_registered\",\"happened_on\":\"2026-03-02\",\"evidence_kind\":\"record\",\"remark\":\"笔录\",\"outcome\":\"penalty\"}", INVALID, "/outcome", "not_taken", VERSION_1},
        {EVENT, "{\"kind\":\"decided\",\"happened_on\":\"2026-03-02\",\"outcome\":\"no_penalty\"}", 403, "forbidden", NULL, NULL, VERSION_1},
        {"legal1.city", "POST", "/api/v1/cases/@CASE/events", "{\"kind\":\"investigated\",\"happened_on\":\"2026-03-02\"}", 403, "forbidden", NULL, NULL, VERSION_1},
        {"officer1.pudong", "PATCH", "/api/v1/cases/@CASE", "{\"reason\":\"更正\"}", 404, "not-found", NULL, NULL, VERSION_1},
        /* clues */
        {CLUES, CLUE(",\"system\":\"hotline\",\"external_id\":\"1\""), 409, "conflict", "/external_id", "taken", NULL},
        {DISPOSE, "{\"result\":\"filed\",\"result_on\":\"2026-03-02\"}", INVALID, "/result", "choice", VERSION_1},
        {DISPOSE, "{\"result\":\"not_filed\",\"result_on\":\"2026-03-02\"}", INVALID, "/reason", "required", VERSION_1},
        {DISPOSE, "{\"result\":\"merged\",\"result_on\":\"2026-03-02\"}", INVALID, "/merged_into", "required", VERSION_1},
        {DISPOSE, "{\"result\":\"merged\",\"result_on\":\"2026-03-02\",\"merged_into\":\"@CLUE\"}", INVALID, "/merged_into", "self", VERSION_1},
        {DISPOSE, "{\"result\":\"merged\",\"result_on\":\"2026-03-02\",\"merged_into\":\"@ELSEWHERE\"}", INVALID, "/merged_into", "unknown_ref", VERSION_1},
        {DISPOSE, "{\"result\":\"referred\",\"result_on\":\"2026-03-02\",\"merged_into\":\"@ELSEWHERE\"}", INVALID, "/merged_into", "unknown", VERSION_1},
        {DISPOSE, "{\"result\":\"referred\",\"result_on\":\"2026-03-01\",\"referred_to\":\"城管\"}", INVALID, "/result_on", "range", VERSION_1},
        {DISPOSE, "{\"result\":\"referred\",\"result_on\":\"2199-03-01\",\"referred_to\":\"城管\"}", INVALID, "/result_on", "range", VERSION_1},
        {DISPOSE, "{\"result\":\"referred\",\"result_on\":\"2026-03-02\",\"referred_to\":\"城管\"}", 412, "precondition-failed", NULL, NULL, "If-Match: \"2\""},
        {"officer1.pudong", "POST", "/api/v1/clues/@CLUE/disposition", "{\"result\":\"referred\",\"result_on\":\"2026-03-02\",\"referred_to\":\"城管\"}", 404, "not-found", NULL, NULL, VERSION_1},
        {"officer1.pudong", "GET", "/api/v1/clues/@CLUE", NULL, 404, "not-found", NULL, NULL, NULL},
        {CLUES, CLUE(",\"status\":\"filed\""), INVALID, "/status", "unknown", NULL},
        {CLUES, "{\"source\":\"grid\",\"received_on\":\"2199-01-01\",\"title\":\"线索\"}", INVALID, "/received_on", "range", NULL},
        {CLUES, CLUE(",\"external_id\":\"1\""), INVALID, "/external_id", "required", NULL},
        {CLUES, CLUE(",\"unit_id\":\"310115\""), 403, "forbidden", NULL, NULL, NULL},
        {"service.hotline", "POST", "/api/v1/clues", CLUE(""), INVALID, "/unit_id", "required", NULL},
        {"service.hotline", "POST", "/api/v1/clues", CLUE(",\"unit_id\":\"nowhere\""), 403, "forbidden", NULL, NULL, NULL},
        {"service.hotline", "GET", "/api/v1/clues", NULL, 403, "forbidden", NULL, NULL, NULL},
        {"auditor.city", "POST", "/api/v1/clues", CLUE(",\"unit_id\":\"310101\""), 403, "forbidden", NULL, NULL, NULL},
        {"officer1.huangpu", "POST", "/api/v1/clues/01920000-0000-7000-8000-00000000ffff/disposition", "{\"result\":\"referred\",\"result_on\":\"2026-03-02\",\"referred_to\":\"城管\"}", 404, "not-found", NULL, NULL, "If-Match: \"1\""},
        /* units and people */
        {ADMIN, "/api/v1/units", "{\"unit_id\":\"310101\",\"kind\":\"other\",\"name_zh\":\"新\",\"number_prefix\":\"新\"}", 409, "conflict", "/unit_id", "taken", NULL},
        {ADMIN, "/api/v1/units", "{\"unit_id\":\"new\",\"kind\":\"other\",\"name_zh\":\"黄浦区国防动员办公室\",\"number_prefix\":\"新\"}", 409, "conflict", "/name_zh", "taken", NULL},
        {"admin.city", "PATCH", "/api/v1/units/310115", "{\"name_zh\":\"黄浦区国防动员办公室\"}", 409, "conflict", "/name_zh", "taken", VERSION_1},
        {"admin.city", "PATCH", "/api/v1/units/nowhere", "{}", 404, "not-found", NULL, NULL, VERSION_1},
        {"admin.city", "PATCH", PERSON_1, "{\"certificate_from\":\"2199-01-01\"}", INVALID, "/certificate_to", "range", VERSION_1},
        {"admin.city", "POST", "/api/v1/role-assignments/01920000-0000-7000-8000-000000000502/end", "{\"valid_to\":\"1900-01-01\"}", INVALID, "/valid_to", "range", NULL},
        {ADMIN, "/api/v1/units", "{\"unit_id\":\"a b\",\"kind\":\"other\",\"name_zh\":\"新\",\"number_prefix\":\"新\"}", INVALID, "/unit_id", "check", NULL},
        {ADMIN, "/api/v1/units", "{\"unit_id\":\"../x\",\"kind\":\"other\",\"name_zh\":\"新\",\"number_prefix\":\"新\"}", INVALID, "/unit_id", "check", NULL},
        {ADMIN, "/api/v1/people", "{\"login\":\"officer1.huangpu\",\"name\":\"甲\",\"password\":\"long-enough-123\"}", 409, "conflict", "/login", "taken", NULL},
        {ADMIN, "/api/v1/people", "{\"login\":\"Upper\",\"name\":\"甲\",\"password\":\"long-enough-123\"}", INVALID, "/login", "check", NULL},
        {ADMIN, "/api/v1/people", "{\"login\":\"x\",\"name\":\"甲\",\"password\":\"long-enough-123\"}", INVALID, "/login", "length", NULL},
        {ADMIN, "/api/v1/people", "{\"login\":\"new.one\",\"name\":\"甲\",\"password\":\"elevenchars\"}", INVALID, "/password", "length", NULL},
        {ADMIN, "/api/v1/people", "{\"login\":\"new.one\",\"name\":\"甲\",\"password\":\"long-enough-123\",\"kind\":\"system\"}", INVALID, "/kind", "choice", NULL},
        {ADMIN, "/api/v1/people", "{\"login\":\"new.one\",\"name\":\"甲\",\"password\":\"long-enough-123\",\"certificate_from\":\"2026-02-01\",\"certificate_to\":\"2026-01-01\"}", INVALID, "/certificate_to", "range", NULL},
        {ADMIN, PERSON_1 "/roles", "{\"unit_id\":\"nowhere\",\"role\":\"lead\",\"valid_from\":\"2026-01-01\"}", INVALID, "/unit_id", "unknown_ref", NULL},
        {ADMIN, PERSON_1 "/roles", "{\"unit_id\":\"310101\",\"role\":\"job_import\",\"valid_from\":\"2026-01-01\"}", INVALID, "/role", "choice", NULL},
        {ADMIN, PERSON_1 "/roles", "{\"unit_id\":\"310101\",\"role\":\"lead\",\"valid_from\":\"2026-01-02\",\"valid_to\":\"2026-01-01\"}", INVALID, "/valid_to", "range", NULL},
        {ADMIN, "/api/v1/people/01900000-0000-7000-8000-0000000000a1/roles", "{\"unit_id\":\"310101\",\"role\":\"lead\",\"valid_from\":\"2026-01-01\"}", 404, "not-found", NULL, NULL, NULL},
        {"admin.city", "PUT", "/api/v1/people/01900000-0000-7000-8000-0000000000a1/password", "{\"password\":\"long-enough-123\"}", 404, "not-found", NULL, NULL, NULL},
        {"admin.city", "PATCH", PERSON_1, "{\"disabled\":null}", INVALID, "/disabled", "null", "If-Match: \"1\""},
        {"admin.city", "PATCH", PERSON_1, "{\"login\":\"other\"}", INVALID, "/login", "unknown", "If-Match: \"1\""},
        {"admin.city", "PATCH", PERSON_1, "{\"name\":\"甲\"}", 412, "precondition-failed", NULL, NULL, "If-Match: \"99\""},
        {"admin.city", "PATCH", PERSON_1, "{\"name\":\"甲\"}", 412, "precondition-failed", NULL, NULL, "If-Match: \"9999999999\""},
        {"admin.city", "PATCH", PERSON_1, "{\"name\":\"甲\"}", 412, "precondition-failed", NULL, NULL, "If-Match: \"01\""},
        {"admin.city", "POST", "/api/v1/role-assignments/01920000-0000-7000-8000-00000000ffff/end", "{\"valid_to\":\"2026-12-31\"}", 404, "not-found", NULL, NULL, NULL},
        {"admin.city", "GET", "/api/v1/cases", NULL, 403, "forbidden", NULL, NULL, NULL},
        {"officer1.huangpu", "POST", "/api/v1/units", "{}", 403, "forbidden", NULL, NULL, NULL},
        {"officer1.huangpu", "PUT", "/api/v1/me/password", "{\"password\":\"not-the-password\",\"new_password\":\"long-enough-123\"}", INVALID, "/password", "wrong", NULL},
        {"officer1.huangpu", "PUT", "/api/v1/me/password", "{\"password\":\"demo-password-1\",\"new_password\":\"elevenchars\"}", INVALID, "/new_password", "length", NULL},
        /* signing in */
        {NULL, "POST", "/api/v1/sessions", "{\"login\":\"officer1.huangpu\"}", INVALID, "/password", "required", NULL},
        {NULL, "POST", "/api/v1/sessions", "{\"login\":[\"officer1.huangpu\"],\"password\":\"x\"}", INVALID, "/login", "type", NULL},
        {NULL, "POST", "/api/v1/sessions", "{\"login\":{\"$ne\":\"\"},\"password\":{\"$ne\":\"\"}}", INVALID, "/password", "type", NULL},
        {NULL, "GET", "/api/v1/me", NULL, 401, "unauthenticated", NULL, NULL, "Authorization: Basic b2ZmaWNlcjE6eA=="},
        {NULL, "GET", "/api/v1/me", NULL, 401, "unauthenticated", NULL, NULL, "Authorization: Bearer "},
        {NULL, "GET", "/api/v1/me", NULL, 401, "unauthenticated", NULL, NULL, "Authorization: Bearer x' or '1'='1"},
        {NULL, "GET", "/api/v1/me", NULL, 401, "unauthenticated", NULL, NULL, "Authorization: Bearer \xe6\xb1\x89"},
        {NULL, "GET", "/api/v1/me", NULL, 401, "unauthenticated", NULL, NULL, "Cookie: token=abc"},
        /* the log */
        {"auditor.city", "GET", "/api/v1/audit?from=2026-03-02", NULL, BAD, "from", "format", NULL},
        {"auditor.city", "GET", "/api/v1/audit?from=2026-03-02T10:00:00", NULL, BAD, "from", "format", NULL},
        {"auditor.city", "GET", "/api/v1/audit?from=2026-03-02T24:00:00Z", NULL, BAD, "from", "format", NULL},
        {"auditor.city", "GET", "/api/v1/audit?to=2026-03-02T10:00:00%2B24:00", NULL, BAD, "to", "format", NULL},
        {"auditor.city", "GET", "/api/v1/audit?person_id=1", NULL, BAD, "person_id", "format", NULL},
        {"officer1.huangpu", "GET", "/api/v1/audit", NULL, 403, "forbidden", NULL, NULL, NULL},
        /* addresses */
        {"officer1.huangpu", "GET", "/api/v1", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "//api/v1/me", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me/", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/ME", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases/..", NULL, BAD, "case_id", "format", NULL},
        {"officer1.huangpu", "GET", "/api/v1/cases/%2e%2e/units", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/../../etc/passwd", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/docs/..%2f..%2fetc%2fpasswd", NULL, 404, "not-found", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me%zz", NULL, BAD, NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me?x=%4", NULL, BAD, NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me?x=%00", NULL, BAD, NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me?x=%0d%0aSet-Cookie:%20a=b", NULL, BAD, NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me", NULL, 417, "expectation-failed", NULL, NULL, "Expect: the-unexpected"},
        {"officer1.huangpu", "TRACE", "/api/v1/me", NULL, 405, "method-not-allowed", NULL, NULL, NULL},
        {"officer1.huangpu", "CONNECT", "/api/v1/me", NULL, 405, "method-not-allowed", NULL, NULL, NULL},
        {"officer1.huangpu", "get", "/api/v1/me", NULL, 405, "method-not-allowed", NULL, NULL, NULL},
        {"officer1.huangpu", "GET", "/api/v1/me", "{}", 413, "too-large", NULL, NULL, NULL},
        {"officer1.huangpu", "DELETE", "/api/v1/sessions/current", "{}", 413, "too-large", NULL, NULL, NULL},
};

static const char *filled_in(const char *s)
{
        const char *at_sign = s ? strchr(s, '@') : NULL;
        const char *const names[] = {"@CASE", "@CLUE", "@ELSEWHERE"}, *const ids[] = {a_case, a_clue, a_clue_elsewhere};

        for (size_t i = 0; at_sign && i < 3; i++)
                if (!strncmp(at_sign, names[i], strlen(names[i])))
                        return text("%.*s%s%s", (int)(at_sign - s), s, ids[i], filled_in(at_sign + strlen(names[i])));
        return s;
}

START_TEST(bad_inputs_chosen_by_hand_are_told_precisely)
{
        for (size_t i = 0; i < sizeof chosen / sizeof chosen[0]; i++) {
                struct bad b = chosen[i];

                b.target = filled_in(b.target);
                b.body = filled_in(b.body);
                try_both(&b);
        }
        ck_assert_uint_ge(sizeof chosen / sizeof chosen[0], 100);
        expect_same_state();
}
END_TEST

/* ---- bytes ---- */

#define HEAD(line) line " HTTP/1.1\r\nHost: x\r\n"
#define GET_ME HEAD("GET /api/v1/me")
#define POST_SESSION HEAD("POST /api/v1/sessions") "Content-Type: application/json\r\n"

/* Each in one piece, NUL included; status 0: the connection may just end. */
static const struct {
        const char *bytes;
        size_t len;
        int status;
} malformed[] = {
#define BYTES(s, status) {s, sizeof s - 1, status}
        BYTES("GET http://127.0.0.1/api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        BYTES("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        BYTES("GET /api/v1/me\0/x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        BYTES("GET /api/v1/\xe6\xb1\x89 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        BYTES("GET /api/v1/me#x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        BYTES("GET /api/v1/me HTTP/1.1\r\n\r\n", 400),
        BYTES("GET /api/v1/me HTTP/1.2\r\nHost: x\r\n\r\n", 400),
        BYTES(GET_ME "Host: y\r\n\r\n", 400),
        BYTES(GET_ME "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400),
        BYTES(GET_ME "If-Match: \"1\"\r\nIf-Match: \"2\"\r\n\r\n", 400),
        BYTES(GET_ME "X: a\0b\r\n\r\n", 400),
        BYTES(GET_ME "X: a\x1b[2Jb\r\n\r\n", 400),
        BYTES(GET_ME "X: a\r\n folded\r\n\r\n", 400),
        BYTES(GET_ME "X : a\r\n\r\n", 400),
        BYTES(GET_ME "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        BYTES(GET_ME "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        BYTES(GET_ME "Content-Length: 18446744073709551615\r\n\r\n", 400),
        BYTES(GET_ME "Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
        BYTES(GET_ME "Transfer-Encoding: xchunked\r\n\r\n", 400),
        BYTES(POST_SESSION "Content-Length: 10485760\r\n\r\n{\"login\":", 413),
        BYTES(POST_SESSION "Content-Length: 262145\r\n\r\n", 413),
        BYTES(POST_SESSION "Content-Length: 19\r\n\r\n{\"login\":\"a\0b\"}\0\0\0\0", 400),
        BYTES(POST_SESSION "Content-Length: 9\r\n\r\n\xff\xfe{\0}\0\0\0\0", 400),
        BYTES(POST_SESSION "Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n1\r\n]\r\n0\r\n\r\n", 400),
        BYTES(POST_SESSION "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 0),
        BYTES(HEAD("GET /api/v1/cases") "Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n0\r\n\r\n", 413),
        BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 0),
        BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0),
        BYTES("\r\n\r\n\r\n\r\nGET\r\n\r\n", 0),
#undef BYTES
};

START_TEST(bytes_that_are_no_request_are_refused_and_no_more)
{
        for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
                struct answer *a = raw(malformed[i].bytes, malformed[i].len);

                ck_assert_msg(a->status < 500 || a->status == 505, "%zu: %d %s", i, a->status, a->text);
                if (!malformed[i].status)
                        continue;
                ck_assert_msg(a->status == malformed[i].status, "%zu: expected %d, got %d: %s", i, malformed[i].status, a->status, a->text);
                ck_assert_str_eq(header(a, "Content-Type"), "application/problem+json");
                expect_manners(a);
                tried++;
        }
        expect_same_state();
}
END_TEST

static const char *chunked(const struct route *r, size_t mib)
{
        const char *chunk = text("100000\r\n%s\r\n", times(1 << 20, " "));

        return text("%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                    "Transfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n",
                    r->method, target_of(r), r->example_login ? token_of(r->example_login) : "x", times(mib, chunk));
}

START_TEST(ten_megabytes_are_too_much_everywhere)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        const char *head = text("%s %s HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n", r->method, path_of(r));
                        const char *body = chunked(r, r == g->rows + 1 ? 10 : 1);

                        ck_assert_uint_lt(r->body_max, 10 << 20);
                        if (r->flags & ROUTE_PLAIN)
                                continue;
                        expect_refusal(raw(head, strlen(head)), text("10 MB to %s", r->id), 413, "too-large", NULL, NULL, false);
                        expect_refusal(raw(body, strlen(body)), text("chunks to %s", r->id), 413, "too-large", NULL, NULL, false);
                }
        expect_same_state();
}
END_TEST

/* ---- all in all ---- */

START_TEST(people_and_a_few_records_are_there)
{
        sign_everybody_in();
        make_what_is_there();
        database_state = state_of_database();
}
END_TEST

START_TEST(nothing_was_half_written)
{
        expect_same_state();
        ck_assert_int_gt(tried, 1000);
        printf("%d bad inputs\n", tried);
        arena_free(&own);
}
END_TEST

HARNESS_MAIN("bad_input", "people", people_and_a_few_records_are_there, every_field_of_every_body_refuses_what_it_cannot_be,
             every_query_refuses_what_it_does_not_know, every_address_refuses_what_is_no_id, every_address_names_the_methods_it_offers,
             headers_are_read_as_strictly_as_bodies, signing_in_comes_before_the_faults_of_the_input,
             bad_inputs_chosen_by_hand_are_told_precisely, bytes_that_are_no_request_are_refused_and_no_more,
             ten_megabytes_are_too_much_everywhere, nothing_was_half_written)

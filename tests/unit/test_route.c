/* A path finds its row, or what it offers; and a table that is not sound is told apart from one that is. */
#include "sample_routes.h"
#include "unit.h"

#include <string.h>

static struct arena memory;
static struct route_match m;

static const char *find(const char *method, const char *path)
{
        route_find_in(sample_groups, method, path, strlen(path), &memory, &m);
        return m.route ? m.route->id : "";
}

START_TEST(a_path_and_a_method_find_their_row)
{
        ck_assert_str_eq(find("GET", "/api/v1/cases"), "listCases");
        ck_assert_str_eq(find("POST", "/api/v1/cases"), "createCase");
        ck_assert_str_eq(find("HEAD", "/api/v1/cases"), "listCases");
        ck_assert_str_eq(find("DELETE", "/api/v1/sessions/current"), "deleteCurrentSession");
        ck_assert_ptr_null(m.allow);
}
END_TEST

START_TEST(a_path_argument_is_handed_on_as_it_came)
{
        ck_assert_str_eq(find("PATCH", "/api/v1/cases/%41b"), "changeCase");
        ck_assert_int_eq(m.n_args, 1);
        ck_assert_uint_eq(m.args[0].name_len, strlen("case_id"));
        ck_assert_int_eq(strncmp(m.args[0].name, "case_id", 7), 0);
        ck_assert_uint_eq(m.args[0].value_len, 4);
        ck_assert_int_eq(strncmp(m.args[0].value, "%41b", 4), 0);
}
END_TEST

START_TEST(a_literal_segment_goes_before_an_argument)
{
        ck_assert_str_eq(find("GET", "/api/v1/cases/export"), "exportCases");
        ck_assert_str_eq(find("GET", "/api/v1/cases/exports"), "getCase");
        ck_assert_str_eq(find("PATCH", "/api/v1/cases/export"), "");
        ck_assert_str_eq(m.allow, "GET, HEAD");
}
END_TEST

START_TEST(a_method_that_is_not_offered_is_told_those_that_are)
{
        ck_assert_str_eq(find("PUT", "/api/v1/cases"), "");
        ck_assert_str_eq(m.allow, "GET, HEAD, POST");
        ck_assert_str_eq(find("get", "/api/v1/cases"), "");
        ck_assert_str_eq(m.allow, "GET, HEAD, POST");
        ck_assert_str_eq(find("GET", "/api/v1/sessions/current"), "");
        ck_assert_str_eq(m.allow, "DELETE");
}
END_TEST

START_TEST(what_is_nearly_a_path_is_none)
{
        static const char *const none[] = {"",
                                           "/",
                                           "*",
                                           "/api/v1/cases/",
                                           "/api/v1/case",
                                           "/api/v1/casesx",
                                           "//api/v1/cases",
                                           "/api/v1/cases//",
                                           "/api/v1/cases/a/b",
                                           "/api/v1/cases/a/",
                                           "/API/v1/cases",
                                           "/api/v1/%63ases"};

        for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
                ck_assert_str_eq(find("GET", none[i]), "");
                ck_assert_ptr_null(m.allow);
        }
}
END_TEST

START_TEST(a_list_takes_limit_and_cursor_beside_its_own_query)
{
        struct fault f = {.arena = &memory};
        struct args args = {.arena = &memory};

        find("GET", "/api/v1/cases");
        ck_assert_int_eq(route_read_query(m.route, "q=%E4%BA%BA%E9%98%B2&limit=200&cursor=abc", &args, &f),
                         OK);
        ck_assert_str_eq(args_get(&args, "q"), "人防");
        ck_assert_str_eq(args_get(&args, "limit"), "200");
        ck_assert_int_eq(route_read_query(m.route, "limit=201", &args, &f), ERR_BAD_REQUEST);
        f = (struct fault){.arena = &memory};
        find("GET", "/api/v1/cases/export");
        ck_assert_int_eq(route_read_query(m.route, "limit=20", &args, &f), ERR_BAD_REQUEST);
        ck_assert_str_eq(f.fields->code, "unknown");
        ck_assert_int_eq(route_read_query(m.route, NULL, &args, &f), OK);
}
END_TEST

START_TEST(the_sample_table_is_sound)
{
        const char *found = routes_differ(sample_groups, sample_paths, &memory);

        ck_assert_msg(!found, "%s", found);
}
END_TEST

static const char *faults_of(struct route row)
{
        const struct route rows[] = {row, {0}};
        const struct route_group groups[] = {{rows}, {sample_case_rows}, {0}};
        const char *found = routes_differ(groups, sample_paths, &memory);

        return found ? found : "";
}

#define SOUND                                                                                                \
        .tag = "cases", .zh = "一", .en = "One", .handle = sample_handle, .example_login = "officer1.huangpu"

START_TEST(a_table_that_is_not_sound_is_told_why)
{
        static const struct {
                struct route row;
                const char *found;
        } cases[] = {
            {{"GET", "/x", "x", SOUND}, ""},
            {{"GET", "/x", NULL, SOUND}, "GET /x: needs an id\n"},
            {{"GET", "/x/{y}", "x", SOUND, .example_path = "/x/1"}, "GET /x/{y}: no row of path_fields: y\n"},
            {{"GET", "/x/{case_id}", "x", SOUND, .example_path = "/x/1"},
             "GET /x/{case_id}: example_path: case_id is not a UUID\n"},
            {{"GET", "/x", "x", SOUND, .example_path = "/y"},
             "GET /x: the example does not find this row: /y\n"},
            {{"GET", "/x", "x", SOUND, .example_path = "/x?a=1"},
             "GET /x: example_path: a there is no such parameter\n"},
            {{"POST", "/x", "x", SOUND, .body = sample_session_body, .example_body = "{\"login\":\"a\"}"},
             "POST /x: example_body: /password is required\n"},
            {{"POST", "/x", "x", SOUND, .body = sample_session_body},
             "POST /x: body and example_body go together\n"},
            {{"GET", "/x", "x", SOUND, .flags = ROUTE_PLAIN}, "GET /x: ROUTE_PLAIN and answer go together\n"},
            {{"GET", "/x", "x", SOUND, .permission = "p", .flags = ROUTE_NO_SESSION},
             "GET /x: a permission needs a session\n"},
            {{"GET", "/x", "x", SOUND, .flags = ROUTE_LIST}, "GET /x: a list is a GET with a reply schema\n"},
            {{"POST", "/x", "x", SOUND, .flags = ROUTE_IF_MATCH},
             "POST /x: ROUTE_IF_MATCH and example_if_match go together\n"},
            {{"GET", "/api/v1/cases", "x", SOUND}, "method and path are taken\n"},
            {{"GET", "/x", "getCase", SOUND}, "the id is taken\n"},
        };

        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                const char *found = faults_of(cases[i].row);

                ck_assert_msg(!*cases[i].found == !*found && strstr(found, cases[i].found), "%s", found);
        }
}
END_TEST

START_TEST(a_reply_is_held_against_the_row)
{
        json_auto_t *list = json_pack("{s:[{s:s,s:s,s:n,s:i}],s:n}", "items", "case_id", SAMPLE_ID, "title",
                                      "T", "closed_at", "version", 3, "next");

        find("GET", "/api/v1/cases");
        ck_assert_ptr_null(route_reply_differs(m.route, list, &memory));
        json_object_del(json_array_get(json_object_get(list, "items"), 0), "title");
        ck_assert_str_eq(route_reply_differs(m.route, list, &memory), "/items/0/title: is missing");
        find("DELETE", "/api/v1/sessions/current");
        ck_assert_ptr_null(route_reply_differs(m.route, NULL, &memory));
        ck_assert_ptr_nonnull(route_reply_differs(m.route, list, &memory));
}
END_TEST

UNIT_MAIN("route", a_path_and_a_method_find_their_row, a_path_argument_is_handed_on_as_it_came,
          a_literal_segment_goes_before_an_argument, a_method_that_is_not_offered_is_told_those_that_are,
          what_is_nearly_a_path_is_none, a_list_takes_limit_and_cursor_beside_its_own_query,
          the_sample_table_is_sound, a_table_that_is_not_sound_is_told_why, a_reply_is_held_against_the_row)

/* What comes in from outside is judged by the rows of fields, all of it at once, and never echoed. */
#include "http/field.h"
#include "unit.h"

#include <string.h>

static const char *const sources[] = {"inspection", "hotline", "举报", NULL};

static bool is_even(const char *s)
{
        return (s[strlen(s) - 1] - '0') % 2 == 0;
}

static const struct field party[] = {
    {"name", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 20},
    {"born", F_DATE, FIELD_NULL},
    {0},
};
static const struct field rows[] = {
    {"title", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 20},
    {"source", F_TEXT, .choices = sources},
    {"facts", F_TEXT, FIELD_NULL, .min = 1, .max = 2000},
    {"fine", F_INT, .min = 0, .max = 5000},
    {"any", F_INT},
    {"public", F_BOOL},
    {"on", F_DATE},
    {"at", F_TIME},
    {"unit", F_UUID},
    {"code", F_TEXT, .check = is_even},
    {"password", F_TEXT, FIELD_PASSWORD, .min = 8, .max = 64},
    {"parties", F_OBJECT, FIELD_LIST, .list_max = 3, .fields = party},
    {"place", F_OBJECT, FIELD_NULL, .fields = party},
    {"tags", F_TEXT, FIELD_LIST, .min = 1, .max = 5},
    {0},
};

static struct arena texts, memory; /* what the test makes; what one reading makes */
static struct fault fault = {.arena = &memory};
static struct args args = {.arena = &memory};

static void forget(void)
{
        arena_free(&memory);
        fault = (struct fault){.arena = &memory};
        args = (struct args){.arena = &memory};
}

static err_t read_body_n(const char *body, size_t len)
{
        json_auto_t *json = NULL;
        err_t e;

        forget();
        e = body_parse(body, len, &json, &fault);
        return e ? e : fields_read_body(rows, json, &args, &fault);
}

static err_t read_body(const char *body)
{
        return read_body_n(body, strlen(body));
}

static err_t read_query(const char *query)
{
        forget();
        return fields_read_query(rows, query, &args, &fault);
}

/* "/title required, /fine range" */
static const char *faults(void)
{
        struct text t = {.arena = &memory};

        for (const struct field_fault *ff = fault.fields; ff; ff = ff->next) {
                ck_assert(ff->zh && *ff->zh && ff->en && *ff->en);
                text_addf(&t, "%s%s %s", t.len ? ", " : "", ff->where, ff->code);
        }
        return text_str(&t);
}

static void expect_faults(const char *body, const char *expected)
{
        ck_assert_int_eq(read_body(body), ERR_INVALID);
        ck_assert_str_eq(faults(), expected);
}

static void expect_value(const char *body, const char *name, const char *expected)
{
        ck_assert_msg(read_body(body) == OK, "%s: %s", body, faults());
        ck_assert_ptr_nonnull(args_get(&args, name));
        ck_assert_str_eq(args_get(&args, name), expected);
}

START_TEST(every_fault_is_told_at_once_with_its_place)
{
        expect_faults("{\"source\":\"x\",\"fine\":5001,\"parties\":[{\"name\":\"a\"},{\"nmae\":\"b\","
                      "\"born\":\"2023-02-29\"}],"
                      "\"place\":7,\"a/b~c\":1}",
                      "/title required, /source choice, /fine range, /parties/1/name required, "
                      "/parties/1/born format, /parties/1/nmae unknown, /place type, /a~1b~0c unknown");
}
END_TEST

START_TEST(what_is_given_comes_out_as_text_and_what_is_not_stays_absent)
{
        ck_assert_int_eq(
            read_body("{\"title\":\"T\",\"fine\":12,\"public\":false,\"facts\":null,"
                      "\"parties\":[{\"born\":null,\"name\":\"\\\"e\\u0301\\\"\"}],\"tags\":[\"x\",\"y\"]}"),
            OK);
        ck_assert_str_eq(args_get(&args, "title"), "T");
        ck_assert_str_eq(args_get(&args, "fine"), "12");
        ck_assert_str_eq(args_get(&args, "public"), "false");
        ck_assert_str_eq(args_get(&args, "parties"), "[{\"name\":\"\\\"é\\\"\",\"born\":null}]");
        ck_assert_str_eq(args_get(&args, "tags"), "[\"x\",\"y\"]");
        ck_assert_ptr_nonnull(args_find(&args, "facts"));
        ck_assert_ptr_null(args_get(&args, "facts"));
        ck_assert_ptr_null(args_find(&args, "on"));
}
END_TEST

START_TEST(text_is_brought_to_nfc_and_then_counted_in_characters)
{
        /* Twenty letters, each written as two code points. */
        struct text t = {.arena = &texts};

        text_add(&t, "{\"title\":\"");
        for (int i = 0; i < 20; i++)
                text_add(&t, "e\xcc\x81");
        text_add(&t, "\"}");
        ck_assert_int_eq(read_body(text_str(&t)), OK);
        ck_assert_uint_eq(strlen(args_get(&args, "title")), 40);
        expect_value("{\"title\":\"\\u4eba\\u9632\\u5de5\\u7a0b\"}", "title", "人防工程");
        expect_value("{\"title\":\"𠮷野家\"}", "title", "𠮷野家");
        expect_faults("{\"title\":\"123456789012345678901\"}", "/title length");
        expect_faults("{\"title\":\"\"}", "/title length");
}
END_TEST

START_TEST(characters_that_nobody_can_see_are_refused)
{
        static const char *const bad[] = {
            "a\\u0007",  "a\\u000ab", "a\\tb",          "a\\u007f",       "a\\u0085b", "a\\u2028b",
            "a\\u2029b", "a\\ufffe",  "a\\ufdd0",       "\\ud83f\\udfff", " a",        "a ",
            "a\\u3000",  "\\u00a0a",  "\\u200b\\u200b", "\\u3000",        "\\ufeffa",
            /* between others: what hides, and what turns the direction of what follows */
            "a\\u200bb", "a\\u200db", "a\\u00adb", "a\\u200fb", "a\\u061cb", "a\\u202eb", "a\\u2066b", "a\\u2060b", "a\\ufeffb", "a\\u3164b",
            "a\\udb40\\udc41b",
        };

        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                char body[64];

                snprintf(body, sizeof body, "{\"title\":\"%s\"}", bad[i]);
                expect_faults(body, "/title format");
        }
}
END_TEST

/* Uyghur, Tibetan, Mongolian, a rare ideograph by its selector; the middle dot between the parts of a name. */
START_TEST(names_of_every_people_are_taken)
{
        static const char *const good[] = {"阿迪力·吾守尔", "ئادىل ئوبۇل", "བསྟན་འཛིན།", "ᠮᠣᠩ᠋ᠭᠣᠯ", "葛\xf3\xa0\x84\x80城", "A\xef\xb8\x8e", "𠮷·a"};

        for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
                char body[128];

                snprintf(body, sizeof body, "{\"title\":\"%s\"}", good[i]);
                expect_value(body, "title", good[i]);
        }
        expect_faults("{\"title\":\"T\",\"facts\":\"a\\u202eb\"}", "/facts format");
        ck_assert_ptr_nonnull(strstr(fault.fields->en, "U+202E"));
}
END_TEST

START_TEST(long_text_may_have_lines_but_must_show_something)
{
        expect_value("{\"title\":\"T\",\"facts\":\" one\\n\\ttwo \\n\"}", "facts", " one\n\ttwo \n");
        expect_faults("{\"title\":\"T\",\"facts\":\" \\n \"}", "/facts format");
        expect_faults("{\"title\":\"T\",\"facts\":\"a\\r\\nb\"}", "/facts format");
        ck_assert_ptr_nonnull(strstr(fault.fields->en, "U+000D"));
        ck_assert_ptr_nonnull(strstr(fault.fields->zh, "U+000D"));
}
END_TEST

START_TEST(types_are_never_guessed)
{
        expect_faults(
            "{\"title\":1,\"fine\":\"1\",\"any\":1.0,\"public\":0,\"on\":20240314,\"unit\":true,\"parties\":{"
            "},"
            "\"place\":[],\"tags\":\"x\"}",
            "/title type, /fine type, /any type, /public type, /on type, /unit type, /parties type, "
            "/place type, /tags type");
        expect_faults("{\"title\":null,\"fine\":null,\"parties\":null}",
                      "/title null, /fine null, /parties null");
        expect_faults("{\"title\":\"T\",\"any\":1e3}", "/any type");
}
END_TEST

START_TEST(whole_numbers_reach_to_the_ends_of_64_bits)
{
        expect_value("{\"title\":\"T\",\"any\":9223372036854775807}", "any", "9223372036854775807");
        expect_value("{\"title\":\"T\",\"any\":-9223372036854775808}", "any", "-9223372036854775808");
        ck_assert_int_eq(read_body("{\"title\":\"T\",\"any\":9223372036854775808}"), ERR_BAD_REQUEST);
        ck_assert_ptr_nonnull(strstr(fault.en, "out of range (line 1"));
        expect_value("{\"title\":\"T\",\"fine\":0}", "fine", "0");
        expect_faults("{\"title\":\"T\",\"fine\":-1}", "/fine range");
}
END_TEST

START_TEST(a_date_is_a_real_day)
{
        static const char *const bad[] = {"2023-02-29", "1900-02-29", "2024-13-01",  "2024-00-10",
                                          "2024-04-31", "2024-4-1",   "20240401",    "2024-04-01T",
                                          "2024-04-0",  "",           "２０24-01-01"};

        expect_value("{\"title\":\"T\",\"on\":\"2024-02-29\"}", "on", "2024-02-29");
        expect_value("{\"title\":\"T\",\"on\":\"1900-01-01\"}", "on", "1900-01-01");
        expect_value("{\"title\":\"T\",\"on\":\"2199-12-31\"}", "on", "2199-12-31");
        expect_faults("{\"title\":\"T\",\"on\":\"1899-12-31\"}", "/on range");
        expect_faults("{\"title\":\"T\",\"on\":\"2200-01-01\"}", "/on range");
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                char body[64];

                snprintf(body, sizeof body, "{\"title\":\"T\",\"on\":\"%s\"}", bad[i]);
                expect_faults(body, "/on format");
        }
}
END_TEST

START_TEST(one_moment_has_one_text)
{
        static const char *const bad[] = {"2024-03-14T09:30:00",
                                          "2024-03-14 09:30:00Z",
                                          "2024-03-14T24:00:00Z",
                                          "2024-03-14T09:30:60Z",
                                          "2024-03-14T09:30Z",
                                          "2024-03-14T09:30:00.Z",
                                          "2024-03-14T09:30:00.1234567Z",
                                          "2024-03-14T09:30:00+8",
                                          "2024-03-14T09:30:00+24:00",
                                          "2024-03-14T09:30:00+08:60",
                                          "2024-03-14T09:30:00ZZ",
                                          "2024-03-14",
                                          "",
                                          "2024-03-14T",
                                          "2024-03-14T09:30:00+08:000"};

        expect_value("{\"title\":\"T\",\"at\":\"2024-03-01T07:30:00+08:00\"}", "at", "2024-02-29T23:30:00Z");
        expect_value("{\"title\":\"T\",\"at\":\"2023-12-31t23:30:00.125-00:45\"}", "at",
                     "2024-01-01T00:15:00.125Z");
        expect_value("{\"title\":\"T\",\"at\":\"2024-03-14T09:30:00.123456z\"}", "at",
                     "2024-03-14T09:30:00.123456Z");
        expect_faults("{\"title\":\"T\",\"at\":\"1900-01-01T00:00:00+08:00\"}", "/at range");
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                char body[80];

                snprintf(body, sizeof body, "{\"title\":\"T\",\"at\":\"%s\"}", bad[i]);
                expect_faults(body, "/at format");
        }
}
END_TEST

START_TEST(a_uuid_is_handed_on_in_lower_case)
{
        expect_value("{\"title\":\"T\",\"unit\":\"018F3C9A-7B2D-7ABC-8DEF-0123456789AB\"}", "unit",
                     "018f3c9a-7b2d-7abc-8def-0123456789ab");
        expect_faults("{\"title\":\"T\",\"unit\":\"018F3C9A-7B2D-7ABC-8DEF-0123456789A\"}", "/unit format");
        expect_faults("{\"title\":\"T\",\"unit\":\"018F3C9A07B2D-7ABC-8DEF-0123456789AB\"}", "/unit format");
        expect_faults("{\"title\":\"T\",\"unit\":\"{18F3C9A-7B2D-7ABC-8DEF-0123456789A}\"}", "/unit format");
}
END_TEST

START_TEST(choices_and_checks_name_what_is_expected)
{
        expect_value("{\"title\":\"T\",\"source\":\"举报\",\"code\":\"12\"}", "source", "举报");
        expect_faults("{\"title\":\"T\",\"source\":\"Hotline\",\"code\":\"13\"}",
                      "/source choice, /code check");
        ck_assert_str_eq(fault.fields->en, "must be one of: inspection, hotline, 举报");
}
END_TEST

START_TEST(lists_have_bounds_and_each_element_is_judged)
{
        expect_value("{\"title\":\"T\",\"tags\":[]}", "tags", "[]");
        expect_faults("{\"title\":\"T\",\"parties\":[{},{},{},{}]}", "/parties items");
        expect_faults("{\"title\":\"T\",\"parties\":[null,{\"name\":\"a\"},3]}",
                      "/parties/0 null, /parties/2 type");
        expect_faults("{\"title\":\"T\",\"tags\":[\"a\",\"abcdef\",\"\"]}", "/tags/1 length, /tags/2 length");
}
END_TEST

START_TEST(a_password_is_neither_changed_nor_echoed)
{
        expect_value("{\"title\":\"T\",\"password\":\" e\\u0301\\ttwelve \"}", "password",
                     " e\xcc\x81\ttwelve ");
        expect_faults("{\"title\":\"T\",\"password\":\"hunter2\"}", "/password length");
        ck_assert_ptr_null(strstr(fault.fields->en, "hunter2"));
        ck_assert_int_eq(read_body("{\"title\":\"T\",\"password\":\"hunter22\",,}"), ERR_BAD_REQUEST);
        ck_assert_ptr_null(strstr(fault.en, "hunter22"));
}
END_TEST

START_TEST(a_flood_of_faults_is_cut_off_and_says_so)
{
        struct text t = {.arena = &texts};
        int n = 0;

        text_add(&t, "{\"title\":\"T\"");
        for (int i = 0; i < 5000; i++)
                text_addf(&t, ",\"x%d\":0", i);
        text_add(&t, "}");
        ck_assert_int_eq(read_body(text_str(&t)), ERR_INVALID);
        for (const struct field_fault *ff = fault.fields; ff; ff = ff->next)
                n++;
        ck_assert_int_eq(n, FIELD_FAULTS_MAX + 1);
        ck_assert_str_eq(fault.last->code, "more");
}
END_TEST

START_TEST(a_long_unknown_name_is_not_repeated_in_full)
{
        struct text t = {.arena = &texts};

        text_add(&t, "{\"title\":\"T\",\"");
        for (int i = 0; i < 1000; i++)
                text_add(&t, "人");
        text_add(&t, "\":1}");
        ck_assert_int_eq(read_body(text_str(&t)), ERR_INVALID);
        ck_assert_uint_lt(strlen(fault.fields->where), 140);
        ck_assert_ptr_nonnull(strstr(fault.fields->where, "人…"));
}
END_TEST

START_TEST(a_body_that_is_no_json_is_refused_with_its_place)
{
        static const struct {
                const char *body, *zh, *en;
        } bad[] = {
            {"", "请求体为空", "is empty"},
            {" \n", "请求体为空", "is empty"},
            {"{\n \"title\": tru}", "（第 2 行第 ", "malformed (line 2, column "},
            {"{\"title\":\"T\"", "不完整", "too early"},
            {"{} {}", "多余", "follows the end"},
            {"[1]", "应为 JSON 对象", "must be a JSON object"},
            {"\"text\"", "应为 JSON 对象", "must be a JSON object"},
            {"null", "应为 JSON 对象", "must be a JSON object"},
            {"{\"title\":\"\xff\"}", "UTF-8", "UTF-8"},
            {"{\"title\":\"\xc0\x80\"}", "UTF-8", "UTF-8"},
            {"{\"title\":\"\\u0000\"}", "NUL", "NUL"},
            {"{\"a\\u0000b\":1}", "NUL", "NUL"},
            {"{\"title\":\"\\ud800\"}", "语法", "malformed"},
            {"\xef\xbb\xbf{}", "语法", "malformed"},
            {"{'title':1}", "语法", "malformed"},
            {"{\"any\":NaN}", "语法", "malformed"},
            {"{\"any\":1e999}", "超出范围", "out of range"},
            {"{\"any\":01}", "语法", "malformed"},
        };

        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                ck_assert_int_eq(read_body(bad[i].body), ERR_BAD_REQUEST);
                ck_assert_msg(strstr(fault.zh, bad[i].zh), "%s: %s", bad[i].body, fault.zh);
                ck_assert_msg(strstr(fault.en, bad[i].en), "%s: %s", bad[i].body, fault.en);
        }
        ck_assert_int_eq(read_body_n("{\"title\":\"a\0b\"}", 15), ERR_BAD_REQUEST);
        ck_assert_int_eq(read_body_n("{}\0", 3), ERR_BAD_REQUEST);
}
END_TEST

START_TEST(a_member_given_twice_is_named)
{
        ck_assert_int_eq(
            read_body("{\"title\":\"first\",\n \"parties\":[{},{\"na\\\"me\":\"{[,\\\\\",\"b\":[1,2],"
                      "\"na\\u0022me\":\"x\"}]}"),
            ERR_BAD_REQUEST);
        ck_assert_str_eq(faults(), "/parties/1/na\"me duplicate");
        ck_assert_ptr_nonnull(strstr(fault.en, "line 2"));
        ck_assert_int_eq(read_body("{\"title\":\"first\",\"title\":\"second\"}"), ERR_BAD_REQUEST);
        ck_assert_str_eq(faults(), "/title duplicate");
        ck_assert_ptr_null(strstr(fault.en, "first"));
}
END_TEST

START_TEST(nesting_ends_at_32_levels)
{
        static const char open[] = "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";
        char body[200];

        /* 31 arrays in the object are well formed and merely unknown; one more is too deep. */
        snprintf(body, sizeof body, "%.*s%.*s}", 5 + 31, open, 31, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
        expect_faults(body, "/title required, /a unknown");
        snprintf(body, sizeof body, "%.*s%.*s}", 5 + 32, open, 32, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
        ck_assert_int_eq(read_body(body), ERR_BAD_REQUEST);
        ck_assert_str_eq(fault.en, "the JSON is nested deeper than 32 levels (line 1, column 37)");
        expect_faults("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"}",
                      "/title required, /a unknown");
}
END_TEST

START_TEST(a_query_is_read_by_the_same_rows)
{
        ck_assert_int_eq(
            read_query("title=%E4%BA%BA%E9%98%B2+a%2Bb&fine=12&public=true&on=2024-02-29&tags=a,b%2Cc&"
                       "unit=018F3C9A-7B2D-7ABC-8DEF-0123456789AB"),
            OK);
        ck_assert_str_eq(args_get(&args, "title"), "人防 a+b");
        ck_assert_str_eq(args_get(&args, "fine"), "12");
        ck_assert_str_eq(args_get(&args, "public"), "true");
        ck_assert_str_eq(args_get(&args, "tags"), "[\"a\",\"b\",\"c\"]");
        ck_assert_str_eq(args_get(&args, "unit"), "018f3c9a-7b2d-7abc-8def-0123456789ab");
}
END_TEST

START_TEST(every_fault_of_a_query_is_told_at_once)
{
        ck_assert_int_eq(
            read_query("fine=x&fine=2&any=99999999999999999999&public=yes&source=&on=2023-02-29&nix=1&"
                       "at=%zz&code=%00&facts&tags=a,,b&place=x&%FF=1&"),
            ERR_BAD_REQUEST);
        ck_assert_str_eq(faults(),
                         "fine type, fine duplicate, any range, public type, source format, on format, "
                         "nix unknown, at format, code format, facts format, tags length, place type, "
                         "query format, query format, title required");
        ck_assert_int_eq(read_query(""), ERR_BAD_REQUEST);
        ck_assert_str_eq(faults(), "title required");
        ck_assert_int_eq(read_query(NULL), ERR_BAD_REQUEST);
}
END_TEST

START_TEST(numbers_in_queries_have_one_spelling)
{
        static const char *const bad[] = {"+1", "01", "-0", "1.0", "1e1", "0x1", "%201", "--1", "-", "١"};

        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
                char query[40];

                snprintf(query, sizeof query, "title=T&any=%s", bad[i]);
                ck_assert_int_eq(read_query(query), ERR_BAD_REQUEST);
                ck_assert_str_eq(faults(), "any type");
        }
        ck_assert_int_eq(read_query("title=T&any=-9223372036854775808"), OK);
}
END_TEST

START_TEST(percent_escapes_are_decoded_strictly)
{
        static const char *const bad[] = {"%",   "%4",  "%4g",    "%g4",    "a%",        "%00",
                                          "%0A", "%7F", "%C2%85", "%C0%AF", "%ED%A0%80", "%E4%BA"};

        ck_assert_str_eq(percent_decode(&memory, "%e4%BA%ba%2F+", 13, false), "人/+");
        ck_assert_str_eq(percent_decode(&memory, "a+b", 3, true), "a b");
        ck_assert_str_eq(percent_decode(&memory, "", 0, true), "");
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ck_assert_ptr_null(percent_decode(&memory, bad[i], strlen(bad[i]), false));
}
END_TEST

START_TEST(a_path_argument_is_judged_as_the_caller_says)
{
        static const struct field id = {"case_id", F_UUID};

        ck_assert_int_eq(field_read_text(&id, "case_id", "nonsense", ERR_NOT_FOUND, &args, &fault),
                         ERR_NOT_FOUND);
        ck_assert_str_eq(faults(), "case_id format");
        ck_assert_int_eq(field_read_text(&id, "case_id", "018F3C9A-7B2D-7ABC-8DEF-0123456789AB",
                                         ERR_NOT_FOUND, &args, &fault),
                         OK);
        ck_assert_str_eq(args_get(&args, "case_id"), "018f3c9a-7b2d-7abc-8def-0123456789ab");
}
END_TEST

static const char *differ(const char *reply)
{
        json_auto_t *json = json_loads(reply, 0, NULL);

        ck_assert_ptr_nonnull(json);
        return fields_differ(rows, json, &memory);
}

START_TEST(a_reply_that_parts_from_its_rows_is_noticed)
{
        static const struct {
                const char *reply, *difference;
        } cases[] = {
            {"{\"title\":\"T\"}", NULL},
            {"{\"title\":\"T\",\"facts\":null,\"at\":\"2024-03-14T09:30:00.5+08:00\",\"parties\":[{\"name\":"
             "\"a\"}]}",
             NULL},
            {"{}", "/title: is missing"},
            {"{\"title\":null}", "/title: must not be null"},
            {"{\"title\":\"T\",\"x\":1}", "/x: is not in the rows"},
            {"{\"title\":\"T\",\"fine\":\"1\"}",
             "/fine: must be a whole number, without decimal point or exponent"},
            {"{\"title\":\"T\",\"fine\":5001}", "/fine: must be from 0 to 5000"},
            {"{\"title\":\"T\",\"on\":\"2023-02-29\"}", "/on: must be a real day such as 2024-03-14"},
            {"{\"title\":\"T\",\"source\":\"x\"}", "/source: \"x\" is not among the choices"},
            {"{\"title\":\"T\",\"parties\":[{\"name\":\"a\"},{\"name\":\"a\",\"y\":1}]}",
             "/parties/1/y: is not in the rows"},
            {"{\"title\":\"T\",\"parties\":{}}", "/parties: must be an array"},
        };

        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
                const char *difference = differ(cases[i].reply);

                ck_assert_msg(!difference == !cases[i].difference, "%s: %s", cases[i].reply, difference);
                if (difference)
                        ck_assert_str_eq(difference, cases[i].difference);
        }
}
END_TEST

UNIT_MAIN("fields", every_fault_is_told_at_once_with_its_place,
          what_is_given_comes_out_as_text_and_what_is_not_stays_absent,
          text_is_brought_to_nfc_and_then_counted_in_characters, characters_that_nobody_can_see_are_refused, names_of_every_people_are_taken,
          long_text_may_have_lines_but_must_show_something, types_are_never_guessed,
          whole_numbers_reach_to_the_ends_of_64_bits, a_date_is_a_real_day, one_moment_has_one_text,
          a_uuid_is_handed_on_in_lower_case, choices_and_checks_name_what_is_expected,
          lists_have_bounds_and_each_element_is_judged, a_password_is_neither_changed_nor_echoed,
          a_flood_of_faults_is_cut_off_and_says_so, a_long_unknown_name_is_not_repeated_in_full,
          a_body_that_is_no_json_is_refused_with_its_place, a_member_given_twice_is_named,
          nesting_ends_at_32_levels, a_query_is_read_by_the_same_rows, every_fault_of_a_query_is_told_at_once,
          numbers_in_queries_have_one_spelling, percent_escapes_are_decoded_strictly,
          a_path_argument_is_judged_as_the_caller_says, a_reply_that_parts_from_its_rows_is_noticed)

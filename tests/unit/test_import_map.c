#include "main/import_map.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static struct arena a;
static struct fault f;
static struct import_map map;

static err_t parse(const char *text)
{
        f = (struct fault){.arena = &a};
        return import_map_parse(text, strlen(text), &map, &f);
}

/* Every fault as "pointer code", in the order told; "" when there is none. */
static const char *wrong_with(const char *text)
{
        struct text t = {.arena = &a};

        if (!parse(text))
                return "";
        for (const struct field_fault *ff = f.fields; ff; ff = ff->next) {
                ck_assert(*ff->zh && *ff->en);
                text_addf(&t, "%s%s %s", t.len ? ", " : "", ff->where, ff->code);
        }
        return t.len ? text_str(&t) : f.en;
}

#define HEAD "\"anjuan_map\": 1, \"system\": \"s\", \"file\": {\"format\": \"csv\"}"
#define CASES(case_members, further)                                                                         \
        "{" HEAD ", \"kind\": \"cases\", \"key\": {\"columns\": [\"id\"]}, \"unit\": {\"code\": \"unit\"},"  \
        " \"case\": {\"title\": \"title\", \"filed_on\": \"filed\"" case_members "}" further "}"
#define EVENTS(further) "{" HEAD ", \"kind\": \"events\", \"case\": {\"key\": {\"columns\": [\"id\"]}}" further "}"

START_TEST(a_short_map_is_enough)
{
        ck_assert_str_eq(wrong_with(CASES("", "")), "");
        ck_assert_int_eq(map.kind, MAP_CASES);
        ck_assert_uint_eq(map.n_columns, 4);
        ck_assert_str_eq(map.columns[map.key.columns[0]], "id");
        ck_assert_str_eq(map.fields[CASE_FIELD_FILED_ON].dates[0], "YYYY-MM-DD");
        ck_assert_int_eq(map.file.encoding, TABLE_AUTO);
        ck_assert_str_eq(wrong_with(EVENTS(", \"events\": [{\"kind\": {\"const\": \"paid\"}, \"happened_on\": \"on\","
                                           " \"amount\": \"sum\"}]")), "");
        ck_assert_str_eq(map.case_system, "s");
}
END_TEST

START_TEST(all_mistakes_are_told_at_once_each_at_its_place)
{
        ck_assert_str_eq(wrong_with("{\"kind\": \"cases\", \"system\": \"S 1\", \"file\": {\"format\": \"xls\", \"colour\": 1},"
                                    " \"key\": {\"columns\": []}, \"case\": {\"title\": 5, \"titel\": \"x\"}}"),
                         "/system format, /file/format choice, /file/colour unknown, /key/columns items, /case/title type, "
                         "/case/title origin, /case/titel unknown, /case/filed_on required, /anjuan_map required, "
                         "/unit required");
}
END_TEST

START_TEST(a_document_that_is_no_json_is_refused_with_its_line)
{
        ck_assert_ptr_nonnull(strstr(wrong_with("{\n\"a\": 1,\n\"a\": 2}"), "line 3"));
        ck_assert_ptr_nonnull(strstr(wrong_with(""), "line 1"));
        ck_assert_str_eq(wrong_with("[]"), " type");
}
END_TEST

START_TEST(a_value_comes_from_exactly_one_place)
{
        ck_assert_str_eq(wrong_with(CASES(", \"place\": {}", "")), "/case/place origin");
        ck_assert_str_eq(wrong_with(CASES(", \"place\": {\"column\": \"a\", \"const\": \"b\"}", "")), "/case/place origin");
        ck_assert_str_eq(wrong_with(CASES(", \"place\": {\"column\": \"a\", \"join\": \"b\"}", "")), "/case/place/join foreign");
        ck_assert_str_eq(wrong_with(CASES(", \"place\": {\"columns\": [\"a\", \"b\"], \"join\": \"\"}", "")), "");
}
END_TEST

START_TEST(what_a_target_does_not_take_is_refused)
{
        ck_assert_str_eq(wrong_with(CASES(", \"place\": {\"column\": \"a\", \"date\": \"YYYY-MM-DD\", \"money\": \"yuan\"}", "")),
                         "/case/place/date foreign, /case/place/money foreign");
        ck_assert_str_eq(wrong_with(CASES(", \"found_on\": {\"column\": \"a\", \"date\": [\"yyyy-mm-dd\", \"M/D/YYYY\"]}", "")),
                         "/case/found_on/date/0 format");
        ck_assert_str_eq(wrong_with(CASES(", \"found_on\": {\"column\": \"a\", \"date\": \"M/D/YYYY\", \"leading_date\": \"M/D/YYYY\"}", "")),
                         "/case/found_on origin");
        ck_assert_str_eq(wrong_with(CASES(", \"place\": {\"column\": \"a\", \"default\": \"x\"}", "")),
                         "/case/place/default foreign");
}
END_TEST

START_TEST(texts_of_the_map_that_stand_for_values_must_be_values)
{
        ck_assert_str_eq(wrong_with(CASES(", \"procedure\": {\"const\": \"quick\"}", "")), "/case/procedure/const choice");
        ck_assert_str_eq(wrong_with(CASES(", \"procedure\": {\"column\": \"p\", \"values\": {\"J\": \"simple\", \"P/1\": \"plain\"},"
                                          " \"default\": \"none\"}", "")),
                         "/case/procedure/values/P~11 choice, /case/procedure/default choice");
        ck_assert_str_eq(wrong_with(CASES(", \"found_on\": {\"const\": \"2024-02-30\"}", "")), "/case/found_on/const format");
        ck_assert_str_eq(wrong_with(EVENTS(", \"events\": [{\"kind\": {\"const\": \"paid\"}, \"happened_on\": \"on\","
                                           " \"amount\": {\"const\": \"1.50\"}}]")), "/events/0/amount/const format");
        ck_assert_str_eq(wrong_with(EVENTS(", \"events\": [{\"kind\": {\"column\": \"k\", \"values\": {\"x\": null, \"y\": \"paid\"}},"
                                           " \"happened_on\": \"on\"}]")), "");
}
END_TEST

START_TEST(conditions_have_one_test_each)
{
        ck_assert_str_eq(wrong_with(CASES("", ", \"only\": {\"column\": \"a\"}")), "/only origin");
        ck_assert_str_eq(wrong_with(CASES("", ", \"only\": [{\"column\": \"a\", \"empty\": false}, {\"equals\": \"x\"}]")),
                         "/only/1/column required");
        ck_assert_str_eq(wrong_with(CASES("", ", \"only\": {\"column\": \"a\", \"equals\": \"x\", \"contains\": \"y\"}")),
                         "/only origin");
}
END_TEST

START_TEST(units_are_created_by_name_and_only_when_asked_for)
{
        static const char with[] = "{" HEAD ", \"kind\": \"cases\", \"key\": {\"columns\": [\"id\"]}, \"case\":"
                                   " {\"title\": \"t\", \"filed_on\": \"f\"}, \"unit\": %s}";
        static const struct {
                const char *unit, *wrong;
        } rows[] = {
                {"{\"name\": \"u\", \"create_missing\": true, \"codes\": {\"甲\": \"A-1\", \"乙\": \"A-2\"}}", ""},
                {"{\"name\": \"u\", \"code\": \"c\", \"create_missing\": true}", ""},
                {"{\"name\": \"u\", \"code\": \"c\", \"create_missing\": true, \"codes\": {}}", "/unit/codes foreign"},
                {"{}", "/unit origin"},
                {"{\"code\": \"c\", \"create_missing\": true}", "/unit/create_missing foreign"},
                {"{\"name\": \"u\", \"codes\": {\"甲\": \"A-1\"}}", "/unit/codes foreign"},
                {"{\"name\": \"u\", \"create_missing\": true, \"codes\": {\"甲\": \"A 1\", \"乙\": \"B\", \"丙\": \"B\"}}",
                 "/unit/codes/甲 format, /unit/codes/丙 duplicate"},
        };
        char text[1024];

        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                snprintf(text, sizeof text, with, rows[i].unit);
                ck_assert_str_eq(wrong_with(text), rows[i].wrong);
        }
}
END_TEST

START_TEST(the_filing_is_not_an_event_of_a_map_of_cases)
{
        ck_assert_str_eq(wrong_with(CASES("", ", \"events\": [{\"kind\": {\"const\": \"filed\"}, \"happened_on\": \"f\"}]")),
                         "/events/0/kind choice");
        ck_assert_str_eq(wrong_with(EVENTS(", \"events\": []")), "/events items");
        ck_assert_str_eq(wrong_with(EVENTS(", \"events\": [], \"unit\": {\"code\": \"c\"}")), "/events items, /unit unknown");
}
END_TEST

START_TEST(the_example_in_the_docs_is_a_map)
{
        f = (struct fault){.arena = &a};
        ck_assert_int_eq(import_map_read(SOURCE_ROOT "/docs/examples/jp_labour_enforcement.map.json", &map, &f), OK);
        ck_assert_uint_eq(map.unit.n_codes, 47);
        ck_assert_int_eq(map.key.exact, true);
        f = (struct fault){.arena = &a};
        ck_assert_int_eq(import_map_read("no-such-map.json", &map, &f), ERR_BAD_REQUEST);
}
END_TEST

START_TEST(every_map_in_the_manual_is_a_map)
{
        static char page[1 << 16];
        FILE *file = fopen(SOURCE_ROOT "/docs/import.md", "r");
        char *block = page, *end;
        int n = 0;

        ck_assert_ptr_nonnull(file);
        page[fread(page, 1, sizeof page - 1, file)] = '\0';
        fclose(file);
        while ((block = strstr(block, "```json\n")) && (end = strstr(block + 8, "```"))) {
                *end = '\0';
                ck_assert_str_eq(wrong_with(block + 8), "");
                block = end + 1;
                n++;
        }
        ck_assert_int_eq(n, 3);
}
END_TEST

UNIT_MAIN("import_map", a_short_map_is_enough, all_mistakes_are_told_at_once_each_at_its_place,
          a_document_that_is_no_json_is_refused_with_its_line, a_value_comes_from_exactly_one_place,
          what_a_target_does_not_take_is_refused, texts_of_the_map_that_stand_for_values_must_be_values,
          conditions_have_one_test_each, units_are_created_by_name_and_only_when_asked_for,
          the_filing_is_not_an_event_of_a_map_of_cases, the_example_in_the_docs_is_a_map, every_map_in_the_manual_is_a_map)

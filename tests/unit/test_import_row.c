#include "main/import_row.h"
#include "unit.h"

#include <string.h>

/* A row whose only column is `text`, read by a value of a map with these members for the target of a case. */
static struct arena a;

static struct import_map map;
static struct import_row row;
static struct table_cell cells[4];
static const int at[] = {0, 1, 2, 3};

static const struct map_value *value_of(const char *member)
{
        const char *text = arena_printf(&a, "{\"anjuan_map\": 1, \"system\": \"s\", \"file\": {\"format\": \"csv\"}, \"kind\": \"cases\","
                                            " \"key\": {\"columns\": [\"a\"]}, \"unit\": {\"code\": \"a\"},"
                                            " \"case\": {\"title\": \"a\", \"filed_on\": \"a\", %s}}", member);
        struct fault f = {.arena = &a};
        err_t e = import_map_parse(text, strlen(text), &map, &f);

        ck_assert_msg(e == OK, "%s: %s", f.fields ? f.fields->where : "", f.fields ? f.fields->en : f.en);
        for (int i = CASE_FIELDS - 1; i >= 0; i--)
                if (map.fields[i].given && i != CASE_FIELD_TITLE && i != CASE_FIELD_FILED_ON)
                        return &map.fields[i];
        ck_abort_msg("no value in %s", member);
}

static void set_cells(const char *first, const char *second)
{
        const char *const texts[] = {first, second, "", ""};

        for (int i = 0; i < 4; i++)
                cells[i] = (struct table_cell){texts[i], strlen(texts[i]), 2};
        row = (struct import_row){&a, cells, at, NULL, NULL};
}

/* The value, "-" for none, or the code of the fault. */
static const char *read2(const char *member, const char *first, const char *second)
{
        const struct map_value *v = value_of(member);
        const char *s;

        set_cells(first, second);
        s = row_value(&row, v, &case_targets[v - map.fields]);
        if (row.faults) {
                ck_assert(*row.faults->zh && *row.faults->en);
                return row.faults->code;
        }
        return s ? s : "-";
}

static const char *read_(const char *member, const char *text)
{
        return read2(member, text, "");
}

START_TEST(text_is_trimmed_and_folded_only_when_asked)
{
        ck_assert_str_eq(read_("\"place\": \"a\"", "  Ｔ＆Ｍ　４階\u3000"), "Ｔ＆Ｍ　４階");
        ck_assert_str_eq(read_("\"place\": {\"column\": \"a\", \"fold\": \"nfkc\"}", "Ｔ＆Ｍ　４階（㈱）"), "T&M 4階((株))");
        ck_assert_str_eq(read_("\"place\": \"a\"", " \t"), "-");
        ck_assert_str_eq(read_("\"place\": \"a\"", "第一行\n\n第二行\t尾"), "第一行 第二行 尾");
        ck_assert_str_eq(read_("\"facts\": \"a\"", "第一行\n第二行\t尾"), "第一行\n第二行\t尾");
        ck_assert_str_eq(read_("\"place\": \"a\"", "か\u3099"), "が");
        ck_assert_str_eq(read_("\"place\": \"a\"", "x\uFFFE"), "character");
}
END_TEST

START_TEST(text_beyond_its_length_is_refused_not_cut)
{
        char long_text[2000] = "";

        for (int i = 0; i < 300; i++)
                strcat(long_text, "案");
        ck_assert_str_eq(read_("\"place\": \"a\"", long_text), long_text);
        strcat(long_text, "案");
        ck_assert_str_eq(read_("\"place\": \"a\"", long_text), "length");
        ck_assert_int_eq(row.faults->column, 1);
}
END_TEST

START_TEST(several_columns_become_one_text)
{
        ck_assert_str_eq(read2("\"place\": {\"columns\": [\"a\", \"b\"], \"join\": \"、\"}", "甲", "乙"), "甲、乙");
        ck_assert_str_eq(read2("\"place\": {\"columns\": [\"a\", \"b\"]}", "", "乙"), "乙");
        ck_assert_str_eq(read2("\"place\": {\"const\": \"上海\"}", "", ""), "上海");
}
END_TEST

START_TEST(texts_are_replaced_by_the_map)
{
        static const char with[] = "\"procedure\": {\"column\": \"a\", \"values\": {\"简易\": \"simple\", \"普通\": \"ordinary\", \"无\": null}}";
        static const char otherwise[] = "\"procedure\": {\"column\": \"a\", \"values\": {\"简易\": \"simple\"}, \"default\": \"ordinary\"}";

        ck_assert_str_eq(read_(with, " 简易"), "simple");
        ck_assert_str_eq(read_(with, "无"), "-");
        ck_assert_str_eq(read_(with, ""), "-");
        ck_assert_str_eq(read_(with, "其他"), "value");
        ck_assert_str_eq(read_(otherwise, "其他"), "ordinary");
        ck_assert_str_eq(read_(otherwise, ""), "ordinary");
        ck_assert_str_eq(read_("\"procedure\": \"a\"", "simple"), "simple");
        ck_assert_str_eq(read_("\"procedure\": \"a\"", "Simple"), "choice");
}
END_TEST

START_TEST(days_are_read_in_their_forms)
{
        ck_assert_str_eq(read_("\"found_on\": \"a\"", "2024-02-29"), "2024-02-29");
        ck_assert_str_eq(read_("\"found_on\": \"a\"", "2023-02-29"), "no-day");
        ck_assert_str_eq(read_("\"found_on\": \"a\"", "1899-12-31"), "no-day");
        ck_assert_str_eq(read_("\"found_on\": {\"column\": \"a\", \"date\": [\"M/D/YYYY\", \"D/M/YYYY\"]}", "3/4/2024"), "ambiguous");
        ck_assert_str_eq(read_("\"found_on\": {\"column\": \"a\", \"date\": \"ERAy年M月D日\"}", "平成31年5月1日"), "era");
        ck_assert_str_eq(read_("\"found_on\": {\"column\": \"a\", \"date\": \"ERAy年M月D日\", \"lenient_era\": true}", "平成31年5月1日"),
                         "2019-05-01");
        ck_assert_str_eq(read_("\"found_on\": {\"column\": \"a\", \"empty_as\": [\"-\", \"不明\"]}", "不明"), "-");
        ck_assert_str_eq(read_("\"found_on\": {\"column\": \"a\", \"required\": true}", ""), "required");
}
END_TEST

START_TEST(a_text_that_begins_with_a_date_is_taken_apart)
{
        static const char text[] = "Ｈ29.9.20 送検,H29.10.25不起訴";

        ck_assert_str_eq(read_("\"found_on\": {\"column\": \"a\", \"leading_date\": \"ERAy.M.D\"}", text), "2017-09-20");
        ck_assert_str_eq(read_("\"facts\": {\"column\": \"a\", \"behind_date\": \"ERAy.M.D\"}", text), "送検,H29.10.25不起訴");
        ck_assert_str_eq(read_("\"facts\": {\"column\": \"a\", \"behind_date\": \"ERAy.M.D\"}", "送検"), "date");
}
END_TEST

START_TEST(a_text_of_several_values_is_split)
{
        ck_assert_str_eq(read_("\"articles\": {\"column\": \"a\", \"split\": [\",\", \"、\"]}", "第4条,\u3000第5条、,第\"6\"条"),
                         "{\"第4条\",\"第5条\",\"第\\\"6\\\"条\"}");
        ck_assert_str_eq(read_("\"articles\": \"a\"", "第4条,第5条"), "{\"第4条,第5条\"}");
        ck_assert_str_eq(read_("\"articles\": {\"column\": \"a\", \"split\": \",\"}", ""), "-");
}
END_TEST

static const char *key_of(struct map_key key, const char *first, const char *second)
{
        set_cells(first, second);
        return row_key(&row, &key);
}

START_TEST(a_key_never_takes_two_records_for_one)
{
        const struct map_key one = {.columns = {0}, .n = 1}, two = {.columns = {0, 1}, .n = 2}, exact = {.columns = {0}, .n = 1, .exact = true};
        char long_text[400];

        ck_assert_str_eq(key_of(one, " 2024/1 ", ""), "2024/1");
        ck_assert_str_eq(key_of(exact, " 2024/1 ", ""), " 2024/1 ");
        ck_assert_str_eq(key_of(two, "a", "b / c"), "a / b \\/ c");
        ck_assert_str_ne(key_of(two, "a / b", "c"), key_of(two, "a", "b / c"));
        ck_assert_str_ne(key_of(two, "a", ""), key_of(two, "", "a"));
        ck_assert_ptr_null(key_of(two, "", " "));
        ck_assert_str_eq(row.faults->code, "key");
        memset(long_text, 'x', sizeof long_text - 1);
        long_text[sizeof long_text - 1] = '\0';
        ck_assert_int_eq(strncmp(key_of(one, long_text, ""), "sha256:", 7), 0);
        ck_assert_uint_eq(strlen(key_of(one, long_text, "")), 71);
}
END_TEST

START_TEST(conditions_look_at_the_trimmed_text)
{
        const struct map_condition filled = {0, MAP_EMPTY, true, false, NULL};
        const struct map_condition sent = {0, MAP_CONTAINS, false, false, (const char *const[]){"送検", "送致", NULL}};
        const struct map_condition not_x = {1, MAP_EQUALS, true, true, (const char *const[]){"x", NULL}};
        const struct map_condition all[] = {filled, sent, not_x};

        set_cells(" R1.5.10送致", "y");
        ck_assert(row_when(&row, &(const struct map_when){all, 3}));
        set_cells(" R1.5.10送致", "ｘ");
        ck_assert(!row_when(&row, &(const struct map_when){all, 3}));
        set_cells(" \u3000", "y");
        ck_assert(!row_when(&row, &(const struct map_when){all, 1}));
        ck_assert(row_when(&row, &(const struct map_when){NULL, 0}));
}
END_TEST

UNIT_MAIN("import_row", text_is_trimmed_and_folded_only_when_asked, text_beyond_its_length_is_refused_not_cut,
          several_columns_become_one_text, texts_are_replaced_by_the_map, days_are_read_in_their_forms,
          a_text_that_begins_with_a_date_is_taken_apart, a_text_of_several_values_is_split,
          a_key_never_takes_two_records_for_one, conditions_look_at_the_trimmed_text)

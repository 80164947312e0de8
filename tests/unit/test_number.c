#include "rules/number.h"
#include "unit.h"

#include <string.h>

static struct arena arena;

static const char *rendered(const char *template, const char *prefix, int year, int64_t serial)
{
        struct fault f = {.arena = &arena};
        const char *out = NULL;
        struct number_parts parts = {.prefix = prefix, .year = year, .serial = serial};

        ck_assert_msg(!number_render(template, &parts, &out, &f), "%s", template);
        return out;
}

static void refused(const char *template, const char *code)
{
        struct fault f = {.arena = &arena};

        ck_assert_int_eq(number_template_check(template, "/number_template", &f), ERR_INVALID);
        ck_assert_int_eq(f.err, ERR_INVALID);
        ck_assert_str_eq(f.fields->code, code);
        ck_assert_str_eq(f.fields->where, "/number_template");
        ck_assert_ptr_null(f.fields->next);
}

START_TEST(a_number_is_written_as_the_template_says)
{
        ck_assert_str_eq(rendered("{prefix}〔{year}〕{serial}号", "沪国动罚", 2024, 33),
                         "沪国动罚〔2024〕33号");
        ck_assert_str_eq(rendered("{year}-{serial:4}", NULL, 2024, 33), "2024-0033");
        ck_assert_str_eq(rendered("{serial:9}/{year}{prefix}", "P", 987, 1), "000000001/0987P");
        ck_assert_str_eq(rendered("{serial:2}.{year}", NULL, 2024, 12345), "12345.2024");
        ck_assert_str_eq(rendered("{serial}{year}", NULL, 1, INT64_MAX), "92233720368547758070001");
        arena_free(&arena);
}
END_TEST

START_TEST(a_template_that_cannot_number_is_refused_with_the_reason)
{
        char many[200];

        refused(NULL, "length");
        refused("", "length");
        memset(many, 'x', sizeof many);
        memcpy(many, "{year}{serial}", 14);
        many[NUMBER_TEMPLATE_MAX + 1] = '\0';
        refused(many, "length");
        refused("{year}\n{serial}", "character");
        refused("{year{serial}", "brace");
        refused("{year}{serial", "brace");
        refused("{year}{serial}}", "brace");
        refused("}{year}{serial}", "brace");
        refused("{year}{serial}{", "brace");
        refused("{year}{serial}{unit}", "placeholder");
        refused("{year}{Serial}", "placeholder");
        refused("{year}{}{serial}", "placeholder");
        refused("{year:4}{serial}", "placeholder");
        refused("{year}{serial:}", "placeholder");
        refused("{year}{serial:0}", "placeholder");
        refused("{year}{serial:10}", "placeholder");
        refused("{year}{serial:x}", "placeholder");
        refused("{year}{serial}{serial:4}", "repeated");
        refused("{year}{year}{serial}", "repeated");
        refused("{prefix}{year}{serial}{prefix}", "repeated");
        refused("{prefix}{serial}", "missing");
        refused("{prefix}{year}", "missing");
        arena_free(&arena);
}
END_TEST

START_TEST(the_fault_names_the_placeholder)
{
        struct fault f = {.arena = &arena};

        ck_assert_int_eq(number_template_check("{year}{district}{serial}", "", &f), ERR_INVALID);
        ck_assert_ptr_nonnull(strstr(f.fields->en, "{district}"));
        ck_assert_ptr_nonnull(strstr(f.fields->zh, "{district}"));
        arena_free(&arena);
}
END_TEST

START_TEST(the_longest_template_is_taken)
{
        struct fault f = {.arena = &arena};
        char many[NUMBER_TEMPLATE_MAX + 1];

        memset(many, 'x', sizeof many);
        memcpy(many, "{year}{serial}", 14);
        many[NUMBER_TEMPLATE_MAX] = '\0';
        ck_assert_int_eq(number_template_check(many, "", &f), OK);
        arena_free(&arena);
}
END_TEST

START_TEST(parts_that_do_not_fit_are_refused)
{
        static const struct number_parts wrong[] = {
            {NULL, 2024, 1}, {"", 2024, 1}, {"沪", 0, 1}, {"沪", 10000, 1}, {"沪", 2024, 0}, {"沪", 2024, -1},
        };
        char prefix[NUMBER_MAX + 1];
        struct number_parts wide = {prefix, 2024, 1};
        struct fault f = {.arena = &arena};
        const char *out;

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                ck_assert_int_eq(number_render("{prefix}{year}{serial}", &wrong[i], &out, &f), ERR_INVALID);
        memset(prefix, 'p', NUMBER_MAX);
        prefix[NUMBER_MAX] = '\0';
        ck_assert_int_eq(number_render("{prefix}{year}{serial}", &wide, &out, &f), ERR_INVALID);
        prefix[NUMBER_MAX - 5] = '\0';
        ck_assert_int_eq(number_render("{prefix}{year}{serial}", &wide, &out, &f), OK);
        arena_free(&arena);
}
END_TEST

UNIT_MAIN("number", a_number_is_written_as_the_template_says,
          a_template_that_cannot_number_is_refused_with_the_reason, the_fault_names_the_placeholder,
          the_longest_template_is_taken, parts_that_do_not_fit_are_refused)

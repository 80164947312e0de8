#include "base/arena.h"
#include "unit.h"

#include <string.h>

START_TEST(text_of_any_length_survives)
{
        struct arena a = {0};
        struct text t = {.arena = &a};

        for (int i = 0; i < 10000; i++)
                text_addf(&t, "%d,", i);
        ck_assert(strstr(text_str(&t), ",9998,9999,"));
        ck_assert_uint_eq(strlen(text_str(&t)), t.len);
        arena_free(&a);
        ck_assert_ptr_null(a.top);
}
END_TEST

START_TEST(json_text_escapes_what_would_end_the_string_or_the_line)
{
        struct arena a = {0};
        struct text t = {.arena = &a};

        text_add_json(&t, "a\"b\\c\n\x7f案卷");
        ck_assert_str_eq(text_str(&t), "\"a\\\"b\\\\c\\u000a\\u007f案卷\"");
        arena_free(&a);
}
END_TEST

UNIT_MAIN("arena", text_of_any_length_survives, json_text_escapes_what_would_end_the_string_or_the_line)

/* The program's own table of routes is whole, and each example finds and passes its own row. */
#include "http/route.h"
#include "unit.h"

static struct arena memory;

START_TEST(the_table_of_routes_is_sound)
{
        const char *found = routes_differ(route_groups, path_fields, &memory);

        ck_assert_msg(!found, "\n%s", found);
}
END_TEST

START_TEST(every_row_says_in_both_languages_what_its_group_is_about)
{
        for (const struct route_group *g = route_groups; g->rows; g++)
                ck_assert_msg(g->zh && g->en, "the group of %s %s has no title", g->rows->method, g->rows->path);
}
END_TEST

START_TEST(the_documents_of_the_table_can_be_made)
{
        char *zh = openapi_text(false), *en = openapi_text(true);

        ck_assert(zh && en);
        ck_assert_ptr_nonnull(docs_page(&memory, false));
        free(zh);
        free(en);
}
END_TEST

UNIT_MAIN("routes", the_table_of_routes_is_sound, every_row_says_in_both_languages_what_its_group_is_about,
          the_documents_of_the_table_can_be_made)

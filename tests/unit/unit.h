/* Runs the tests of one file: UNIT_MAIN("arena", a_test, another_test). */
#pragma once

#include <check.h>
#include <stdlib.h>

static inline int unit_run(const char *name, const TTest *const *tests)
{
        Suite *s = suite_create(name);
        TCase *c = tcase_create(name);
        SRunner *r;
        int failed;

        for (; *tests; tests++)
                tcase_add_test(c, *tests);
        suite_add_tcase(s, c);
        r = srunner_create(s);
        srunner_run_all(r, CK_NORMAL);
        failed = srunner_ntests_failed(r);
        srunner_free(r);
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define UNIT_MAIN(name, ...)                                                                                \
        int main(void)                                                                                      \
        {                                                                                                   \
                const TTest *const tests[] = {__VA_ARGS__, NULL};                                           \
                return unit_run(name, tests);                                                               \
        }

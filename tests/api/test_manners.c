/* How the API behaves whatever it is about: versions, retries, pages, languages, headers, traces. */
#include "harness.h"

#include <string.h>
#include <unistd.h>

/* A line is numbered when no transaction older than it is under way, in whatever database of the cluster. */
static struct answer *log_with(const char *query)
{
        struct answer *a = NULL;

        for (int i = 0; i < 100 && !(a && count_at(a, "items")); i++) {
                if (a)
                        usleep(50000);
                a = get("auditor.city", "/api/v1/audit?%s", query);
                expect(a, 200);
        }
        return a;
}

START_TEST(the_log_shows_what_happened_a_moment_ago)
{
        struct answer *me = get("officer1.huangpu", "/api/v1/me");
        struct answer *a = log_with("action=getMe&limit=1");

        ck_assert_str_eq(at(a, "items/0/request_id"), header(me, "X-Request-Id"));
        ck_assert_str_eq(at(a, "items/0/actor_login"), "officer1.huangpu");
        expect_problem(get("officer1.huangpu", "/api/v1/audit"), 403, "forbidden");
}
END_TEST

HARNESS_MAIN("manners", "people", the_log_shows_what_happened_a_moment_ago)

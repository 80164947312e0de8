/* How the API behaves whatever it is about: versions, retries, pages, languages, headers, traces. */
#include "harness.h"

#include <string.h>

START_TEST(the_log_shows_what_happened_a_moment_ago)
{
        struct answer *me = get("officer1.huangpu", "/api/v1/me");
        struct answer *a = get("auditor.city", "/api/v1/audit?action=getMe&limit=1");

        expect(a, 200);
        ck_assert_str_eq(at(a, "items/0/request_id"), header(me, "X-Request-Id"));
        ck_assert_str_eq(at(a, "items/0/actor_login"), "officer1.huangpu");
        expect_problem(get("officer1.huangpu", "/api/v1/audit"), 403, "forbidden");
}
END_TEST

HARNESS_MAIN("manners", "people", the_log_shows_what_happened_a_moment_ago)

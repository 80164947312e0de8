#include "base/clock.h"
#include "base/id.h"
#include "unit.h"

#include <string.h>
#include <time.h>

START_TEST(a_made_id_is_a_uuid_of_version_7_of_now)
{
        char id[UUID_LEN + 1], head[14] = "";
        long long ms;

        uuid_make(id);
        ck_assert(uuid_is(id));
        ck_assert_int_eq(id[14], '7');
        ck_assert_ptr_nonnull(strchr("89ab", id[19]));
        memcpy(head, id, 8);
        memcpy(head + 8, id + 9, 4);
        ms = strtoll(head, NULL, 16);
        ck_assert_int_le(llabs(ms / 1000 - (long long)time(NULL)), 2);
}
END_TEST

START_TEST(ids_sort_in_the_order_they_were_made_and_differ)
{
        char last[UUID_LEN + 1] = "", id[UUID_LEN + 1];

        for (int i = 0; i < 100000; i++) {
                uuid_make(id);
                ck_assert_int_lt(strcmp(last, id), 0);
                memcpy(last, id, sizeof id);
        }
}
END_TEST

START_TEST(what_is_not_a_uuid_is_seen)
{
        static const char *const bad[] = {
            "",
            "0190b3b2-7c1e-7000-8000-00000000000",
            "0190b3b2-7c1e-7000-8000-0000000000000",
            "0190b3b2x7c1e-7000-8000-000000000000",
            "0190b3b2-7c1e-7000-8000-00000000000g",
            "{190b3b2-7c1e-7000-8000-00000000000}",
            "0190b3b27c1e70008000000000000000----",
        };

        ck_assert(!uuid_is(NULL));
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ck_assert_msg(!uuid_is(bad[i]), "%s", bad[i]);
        ck_assert(uuid_is("0190B3B2-7c1e-7000-8000-00000000000F"));
}
END_TEST

START_TEST(random_text_has_the_length_asked_for)
{
        char a[65], b[65];

        random_hex(a, 64);
        random_hex(b, 64);
        ck_assert_uint_eq(strspn(a, "0123456789abcdef"), 64);
        ck_assert_uint_eq(strlen(a), 64);
        ck_assert_str_ne(a, b);
        random_hex(a, 0);
        ck_assert_str_eq(a, "");
}
END_TEST

START_TEST(the_monotonic_clock_goes_forward)
{
        uint64_t then = clock_us();
        struct timespec a_moment = {.tv_nsec = 2000000};

        nanosleep(&a_moment, NULL);
        ck_assert_uint_ge(clock_us(), then + 2000);
}
END_TEST

UNIT_MAIN("id", a_made_id_is_a_uuid_of_version_7_of_now, ids_sort_in_the_order_they_were_made_and_differ,
          what_is_not_a_uuid_is_seen, random_text_has_the_length_asked_for, the_monotonic_clock_goes_forward)

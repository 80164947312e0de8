#include "rules/identity.h"
#include "unit.h"

#include <string.h>

START_TEST(real_credit_codes_pass)
{
        ck_assert(credit_code_ok("91350100M000100Y43"));
        ck_assert(credit_code_ok("11320000MB151840XJ"));
        ck_assert(credit_code_ok("91310115MA1H8R7C67"));
}
END_TEST

START_TEST(a_credit_code_with_a_slip_is_refused)
{
        static const char *const wrong[] = {
            "91310115MA1H8R7C6D", /* found on the web with this check digit */
            "91350100M000100Y44", /* last digit */
            "91350100M000010Y43", /* two digits swapped */
            "91350100M000100Y4",  "91350100M000100Y430", "",
            "91350100m000100Y43", "91350100I000100Y43",  "91350100O000100Y43",
            "91350100M0001 0Y43", "９1350100M000100Y4",
        };

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                ck_assert_msg(!credit_code_ok(wrong[i]), "%s", wrong[i]);
        ck_assert(!credit_code_ok(NULL));
}
END_TEST

START_TEST(every_single_slip_in_a_credit_code_shows)
{
        static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY", right[] = "11320000MB151840XJ";
        char s[sizeof right];

        for (size_t i = 0; right[i]; i++)
                for (const char *c = alphabet; *c; c++) {
                        memcpy(s, right, sizeof s);
                        s[i] = *c;
                        if (credit_code_ok(s) != (*c == right[i]))
                                ck_abort_msg("%s", s);
                }
}
END_TEST

START_TEST(a_resident_number_passes_with_its_check_character)
{
        char s[] = "110105194912310020";
        int passed = 0;

        ck_assert(resident_id_ok("11010519491231002X"));
        for (const char *c = "0123456789X"; *c; c++) {
                s[17] = *c;
                passed += resident_id_ok(s);
        }
        ck_assert_int_eq(passed, 1);
}
END_TEST

/* The number with the check character that it should have. */
static const char *checked(char *s)
{
        for (const char *c = "0123456789X"; *c; c++) {
                s[17] = *c;
                if (resident_id_ok(s))
                        return s;
        }
        return NULL;
}

START_TEST(a_resident_number_has_a_real_day_of_birth)
{
        char leap[] = "310101200002290010", no_leap[] = "310101190002290010", month[] = "310101200013010010";
        char day[] = "310101200004310010", early[] = "310101184912310010", late[] = "310101210001010010";

        ck_assert_ptr_nonnull(checked(leap));
        ck_assert_ptr_null(checked(no_leap));
        ck_assert_ptr_null(checked(month));
        ck_assert_ptr_null(checked(day));
        ck_assert_ptr_null(checked(early));
        ck_assert_ptr_null(checked(late));
}
END_TEST

START_TEST(what_is_not_a_resident_number_is_refused)
{
        static const char *const wrong[] = {"",
                                            "11010519491231002",
                                            "11010519491231002x",
                                            "11010519491231002XX",
                                            "110105491231002",
                                            "1101051949123100X2",
                                            "01010519491231002X",
                                            "1101051949123 002X"};

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                ck_assert_msg(!resident_id_ok(wrong[i]), "%s", wrong[i]);
        ck_assert(!resident_id_ok(NULL));
}
END_TEST

UNIT_MAIN("identity", real_credit_codes_pass, a_credit_code_with_a_slip_is_refused,
          every_single_slip_in_a_credit_code_shows, a_resident_number_passes_with_its_check_character,
          a_resident_number_has_a_real_day_of_birth, what_is_not_a_resident_number_is_refused)

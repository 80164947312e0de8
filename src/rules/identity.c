#include "rules/identity.h"

#include "rules/date.h"

#include <string.h>

enum { LENGTH = 18, BIRTH_AT = 6, EARLIEST_BIRTH = 1850, LATEST_BIRTH = 2099 };

bool credit_code_ok(const char *s)
{
        static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        static const int weights[LENGTH] = {
            1,  3,  9,  27, 19, 26, 16, 17, 20,
            29, 25, 13, 8,  24, 10, 30, 28, 1}; /* 3^i mod 31; the check digit once */
        int sum = 0;

        if (!s || strlen(s) != LENGTH)
                return false;
        for (int i = 0; i < LENGTH; i++) {
                const char *at = strchr(alphabet, s[i]);

                if (!at)
                        return false;
                sum += (int)(at - alphabet) * weights[i];
        }
        return sum % 31 == 0;
}

static bool is_birth(const char *s)
{
        char text[DAY_TEXT_SIZE] = "0000-00-00";
        day_t d;

        memcpy(text, s, 4);
        memcpy(text + 5, s + 4, 2);
        memcpy(text + 8, s + 6, 2);
        return day_parse(text, &d) && day_year(d) >= EARLIEST_BIRTH && day_year(d) <= LATEST_BIRTH;
}

bool resident_id_ok(const char *s)
{
        static const int weights[LENGTH - 1] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;

        if (!s || strlen(s) != LENGTH || s[0] == '0')
                return false;
        for (int i = 0; i < LENGTH - 1; i++) {
                if (s[i] < '0' || s[i] > '9')
                        return false;
                sum += (s[i] - '0') * weights[i];
        }
        return s[LENGTH - 1] == "10X98765432"[sum % 11] && is_birth(s + BIRTH_AT);
}

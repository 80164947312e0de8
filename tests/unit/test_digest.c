#include "base/digest.h"
#include "unit.h"

#include <string.h>

static const char abc_hex[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

START_TEST(sha_256_gives_the_published_values)
{
        char hex[SHA256_HEX_LEN + 1];

        sha256_hex("abc", 3, hex);
        ck_assert_str_eq(hex, abc_hex);
        sha256_hex("", 0, hex);
        ck_assert_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
END_TEST

START_TEST(pieces_give_the_same_as_the_whole)
{
        struct sha256_run *r = sha256_begin();
        unsigned char bytes[SHA256_LEN];
        char hex[SHA256_HEX_LEN + 1];

        sha256_add(r, "a", 1);
        sha256_add(r, "", 0);
        sha256_add(r, "bc", 2);
        sha256_end(r, bytes);
        hex_encode(bytes, sizeof bytes, hex);
        ck_assert_str_eq(hex, abc_hex);
        sha256_end(sha256_begin(), NULL);
        sha256_end(NULL, NULL);
}
END_TEST

/* RFC 4648 section 10, without padding, and the two characters of the url form. */
static const struct {
        const char *plain, *coded;
} pairs[] = {
    {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
    {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"},
};

START_TEST(base64url_goes_both_ways)
{
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
                size_t n = strlen(pairs[i].plain), back_len;
                char coded[16], back[16];

                base64url_encode(pairs[i].plain, n, coded);
                ck_assert_str_eq(coded, pairs[i].coded);
                ck_assert_uint_eq(base64url_len(n), strlen(coded));
                ck_assert(base64url_decode(coded, strlen(coded), back, n, &back_len));
                ck_assert_uint_eq(back_len, n);
                ck_assert_mem_eq(back, pairs[i].plain, n);
        }
        ck_assert_uint_eq(base64url_len(32), BASE64URL_32_LEN);
}
END_TEST

START_TEST(malformed_base64url_is_refused)
{
        static const char *const bad[] = {"Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm9v\n", " Zm9"};
        char out[16];
        size_t n;

        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
                ck_assert_msg(!base64url_decode(bad[i], strlen(bad[i]), out, sizeof out, &n), "%s", bad[i]);
        ck_assert_msg(!base64url_decode("Zm9v", 4, out, 2, &n), "more than there is room for");
}
END_TEST

UNIT_MAIN("digest", sha_256_gives_the_published_values, pieces_give_the_same_as_the_whole,
          base64url_goes_both_ways, malformed_base64url_is_refused)

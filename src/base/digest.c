#include "base/digest.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void check(int ok)
{
        if (ok == 1)
                return;
        fputs("{\"level\":\"fatal\",\"msg\":\"SHA-256 failed\"}\n", stderr);
        abort();
}

/* Looking the algorithm up takes a lock and allocates, so it is done once for the process. */
static const EVP_MD *md(void)
{
        static EVP_MD *fetched;
        EVP_MD *mine, *none = NULL;

        if ((mine = __atomic_load_n(&fetched, __ATOMIC_ACQUIRE)))
                return mine;
        mine = EVP_MD_fetch(NULL, "SHA256", NULL);
        check(mine != NULL);
        if (__atomic_compare_exchange_n(&fetched, &none, mine, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
                return mine;
        EVP_MD_free(mine);
        return none;
}

void sha256(const void *data, size_t len, unsigned char out[SHA256_LEN])
{
        check(EVP_Digest(data, len, out, NULL, md(), NULL));
}

void sha256_hex(const void *data, size_t len, char out[SHA256_HEX_LEN + 1])
{
        unsigned char bytes[SHA256_LEN];

        sha256(data, len, bytes);
        hex_encode(bytes, sizeof bytes, out);
}

/* struct sha256_run is OpenSSL's context under a name of ours. */
struct sha256_run *sha256_begin(void)
{
        EVP_MD_CTX *c = EVP_MD_CTX_new();

        check(c && EVP_DigestInit_ex(c, md(), NULL) == 1);
        return (struct sha256_run *)c;
}

void sha256_add(struct sha256_run *r, const void *data, size_t len)
{
        check(EVP_DigestUpdate((EVP_MD_CTX *)r, data, len));
}

void sha256_end(struct sha256_run *r, unsigned char out[SHA256_LEN])
{
        if (r && out)
                check(EVP_DigestFinal_ex((EVP_MD_CTX *)r, out, NULL));
        EVP_MD_CTX_free((EVP_MD_CTX *)r);
}

void hex_encode(const void *data, size_t len, char *out)
{
        static const char digits[] = "0123456789abcdef";
        const unsigned char *p = data;

        for (; len; len--, p++) {
                *out++ = digits[*p >> 4];
                *out++ = digits[*p & 15];
        }
        *out = '\0';
}

size_t base64url_len(size_t len)
{
        return len / 3 * 4 + (len % 3 ? len % 3 + 1 : 0);
}

void base64url_encode(const void *data, size_t len, char *out)
{
        static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        const unsigned char *p = data;
        uint32_t bits = 0;
        int have = 0;

        for (; len; len--) {
                bits = bits << 8 | *p++;
                for (have += 8; have >= 6; have -= 6)
                        *out++ = digits[bits >> (have - 6) & 63];
        }
        if (have)
                *out++ = digits[bits << (6 - have) & 63];
        *out = '\0';
}

static int digit_value(char c)
{
        if (c >= 'A' && c <= 'Z')
                return c - 'A';
        if (c >= 'a' && c <= 'z')
                return c - 'a' + 26;
        if (c >= '0' && c <= '9')
                return c - '0' + 52;
        if (c == '-')
                return 62;
        return c == '_' ? 63 : -1;
}

bool base64url_decode(const char *s, size_t s_len, void *out, size_t max, size_t *out_len)
{
        unsigned char *p = out;
        uint32_t bits = 0;
        int have = 0;

        if (s_len % 4 == 1 || s_len / 4 * 3 + s_len % 4 * 3 / 4 > max)
                return false;
        for (; s_len; s_len--) {
                int v = digit_value(*s++);

                if (v < 0)
                        return false;
                bits = bits << 6 | (uint32_t)v;
                if ((have += 6) >= 8) {
                        have -= 8;
                        *p++ = (unsigned char)(bits >> have);
                }
        }
        *out_len = (size_t)(p - (unsigned char *)out);
        return (bits & ((1u << have) - 1)) == 0;
}

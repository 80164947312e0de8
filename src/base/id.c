#include "base/id.h"

#include <ctype.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char hex_digits[] = "0123456789abcdef";

/* Asking the generator costs far more than the bytes it gives, so each thread keeps some in stock. Ids only:
 * secrets are asked for as they are needed and never lie in the stock. */
enum { STOCK = 1024 };
static _Thread_local struct {
        unsigned char bytes[STOCK];
        size_t left;
} stock;

void random_bytes(void *out, size_t n)
{
        unsigned char *p = out;

        while (n) {
                int part = n > 1 << 20 ? 1 << 20 : (int)n;

                if (RAND_bytes(p, part) != 1) {
                        fputs("{\"level\":\"fatal\",\"msg\":\"no random bytes\"}\n", stderr);
                        abort();
                }
                p += part;
                n -= (size_t)part;
        }
}

static void from_stock(unsigned char *out, size_t n)
{
        if (stock.left < n) {
                random_bytes(stock.bytes, STOCK);
                stock.left = STOCK;
        }
        stock.left -= n;
        memcpy(out, stock.bytes + stock.left, n);
}

static char *put_hex(char *out, const unsigned char *bytes, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                *out++ = hex_digits[bytes[i] >> 4];
                *out++ = hex_digits[bytes[i] & 15];
        }
        *out = '\0';
        return out;
}

void random_hex(char *out, size_t digits)
{
        unsigned char bytes[32];

        for (*out = '\0'; digits >= 2;) {
                size_t n = digits / 2 < sizeof bytes ? digits / 2 : sizeof bytes;

                from_stock(bytes, n);
                out = put_hex(out, bytes, n);
                digits -= 2 * n;
        }
}

/* Milliseconds since 1970 in the upper 48 bits and their 4096ths below, RFC 9562 6.2 method 3; never the same
 * twice in a thread. */
static uint64_t next_tick(void)
{
        static _Thread_local uint64_t last;
        struct timespec now;
        uint64_t tick;

        clock_gettime(CLOCK_REALTIME, &now);
        tick = ((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000) << 12;
        tick |= (uint64_t)(now.tv_nsec % 1000000) * 4096 / 1000000;
        last = tick > last ? tick : last + 1;
        return last;
}

void uuid_make(char out[UUID_LEN + 1])
{
        static const struct {
                unsigned char from, n;
        } groups[] = {{0, 4}, {4, 2}, {6, 2}, {8, 2}, {10, 6}};
        unsigned char b[16];
        uint64_t tick = next_tick();

        for (int i = 0; i < 6; i++)
                b[i] = (unsigned char)(tick >> (52 - 8 * i));
        b[6] = (unsigned char)(0x70 | (tick >> 8 & 0x0f));
        b[7] = (unsigned char)tick;
        from_stock(b + 8, 8);
        b[8] = (unsigned char)(0x80 | (b[8] & 0x3f));
        for (size_t i = 0; i < 5; i++) {
                if (i)
                        *out++ = '-';
                out = put_hex(out, b + groups[i].from, groups[i].n);
        }
}

bool uuid_is(const char *s)
{
        if (!s || strlen(s) != UUID_LEN)
                return false;
        for (int i = 0; i < UUID_LEN; i++) {
                bool dash = i == 8 || i == 13 || i == 18 || i == 23;

                if (dash ? s[i] != '-' : !isxdigit((unsigned char)s[i]))
                        return false;
        }
        return true;
}

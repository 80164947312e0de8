#include "base/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

static const struct {
        const char *bytes;
        size_t len;
} spaces[] = {
        {" ", 1}, {"\t", 1}, {"\n", 1}, {"\r", 1}, {"\xc2\xa0", 2}, {"\xe3\x80\x80", 3}, {"\xef\xbb\xbf", 3},
};
enum { SPACES = sizeof spaces / sizeof spaces[0] };

static size_t space_before(const char *s, size_t len)
{
        for (size_t i = 0; i < SPACES; i++)
                if (len >= spaces[i].len && !memcmp(s, spaces[i].bytes, spaces[i].len))
                        return spaces[i].len;
        return 0;
}

static size_t space_behind(const char *s, size_t len)
{
        for (size_t i = 0; i < SPACES; i++)
                if (len >= spaces[i].len && !memcmp(s + len - spaces[i].len, spaces[i].bytes, spaces[i].len))
                        return spaces[i].len;
        return 0;
}

const char *text_trim(const char *s, size_t *len)
{
        size_t n;

        while ((n = space_before(s, *len))) {
                s += n;
                *len -= n;
        }
        while ((n = space_behind(s, *len)))
                *len -= n;
        return s;
}

static char *normalized(struct arena *a, uninorm_t form, const char *s, size_t len)
{
        size_t n = 0;
        uint8_t *text = len ? u8_normalize(form, (const uint8_t *)s, len, NULL, &n) : NULL;
        char *copy;

        if (len && !text)
                abort(); /* out of memory: the text is valid */
        copy = arena_text_n(a, (const char *)text, n);
        free(text);
        return copy;
}

char *text_nfkc(struct arena *a, const char *s, size_t len)
{
        return normalized(a, UNINORM_NFKC, s, len);
}

char *text_nfc(struct arena *a, const char *s, size_t len)
{
        return normalized(a, UNINORM_NFC, s, len);
}

size_t text_narrow(const char *s, uint32_t *c)
{
        ucs4_t u;
        int n = u8_strmbtouc(&u, (const uint8_t *)s);

        *c = 0;
        if (n <= 0)
                return 0;
        *c = u >= 0xff01 && u <= 0xff5e ? u - 0xff01 + '!' : u == 0x3000 ? ' ' : u;
        return (size_t)n;
}

bool text_is_hidden(uint32_t c)
{
        return uc_is_property_default_ignorable_code_point(c) && !uc_is_property_variation_selector(c) && c != 0x180e;
}

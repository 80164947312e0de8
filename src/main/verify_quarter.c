#include "main/verify.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/sign.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DOCUMENT_MAX = 256 * 1024 * 1024 };

static char *whole_file(const char *path, size_t *len)
{
        FILE *file = fopen(path, "re");
        char *text = NULL;
        long size = -1;

        if (file && !fseek(file, 0, SEEK_END))
                size = ftell(file);
        if (size >= 0 && size <= DOCUMENT_MAX)
                text = malloc((size_t)size + 1);
        if (text) {
                rewind(file);
                *len = fread(text, 1, (size_t)size, file);
                text[*len] = '\0';
        }
        if (file)
                fclose(file);
        return text;
}

/* What a line adds to the sum: its hash in hex, or the one that stands for it ("#" and the hash). */
static bool line_hash(const char *line, size_t len, char out[SHA256_HEX_LEN + 1])
{
        if (len && line[0] == '#') {
                if (len != SHA256_HEX_LEN + 1 || strspn(line + 1, "0123456789abcdef") < SHA256_HEX_LEN)
                        return false;
                memcpy(out, line + 1, SHA256_HEX_LEN);
                out[SHA256_HEX_LEN] = '\0';
                return true;
        }
        sha256_hex(line, len, out);
        return true;
}

/* The sum over all lines but the last, which is left in *last; false: the file is no document. */
static bool sum_lines(const char *text, size_t len, char sum[SHA256_HEX_LEN + 1], const char **last)
{
        struct sha256_run *run = sha256_begin();
        unsigned char bytes[SHA256_LEN];
        char hash[SHA256_HEX_LEN + 1];
        bool sound = len && strlen(text) == len && text[len - 1] == '\n';
        const char *line = text, *end;

        sum[0] = '\0';
        while (sound && (end = strchr(line, '\n'))[1]) {
                sound = line_hash(line, (size_t)(end - line), hash);
                sha256_add(run, hash, SHA256_HEX_LEN);
                sha256_add(run, "\n", 1);
                line = end + 1;
        }
        sha256_end(run, bytes);
        hex_encode(bytes, sizeof bytes, sum);
        *last = line;
        return sound && line != text;
}

static const char *head_text(const char *text, struct arena *a, const char **quarter)
{
        json_t *head = json_loadb(text, strcspn(text, "\n"), 0, NULL);
        const char *q = json_string_value(json_object_get(head, "quarter")), *out = NULL;
        const char *format = json_string_value(json_object_get(head, "format"));

        if (q && format && !strcmp(format, "anjuan-quarter-2")) {
                *quarter = arena_text(a, q);
                out = arena_printf(a, "%s %s %lld", format, q, (long long)json_integer_value(json_object_get(head, "version")));
        }
        json_decref(head);
        return out;
}

/* The last line byte for byte as it is written, so that not one of them can be another. */
static const char *signature_of(const char *last, const char *sum, const struct sign_public *key, struct arena *a)
{
        const char *begin = arena_printf(a, "{\"sha256\":\"%s\",\"key\":\"%s\",\"signature\":\"", sum, key->key_id);
        size_t n = strlen(begin);

        if (strncmp(last, begin, n) || strlen(last) != n + SIGN_LEN + 3 || strcmp(last + n + SIGN_LEN, "\"}\n"))
                return NULL;
        return arena_text_n(a, last + n, SIGN_LEN);
}

bool quarter_is_signed(const char *text, size_t len, const char *public_key, struct arena *a, const char **what)
{
        struct sign_public key;
        char sum[SHA256_HEX_LEN + 1];
        const char *last = NULL, *head = NULL, *signature = NULL, *quarter = "";

        if (sign_public_read(public_key, &key) && sum_lines(text, len, sum, &last))
                signature = signature_of(last, sum, &key, a);
        if (signature)
                head = head_text(text, a, &quarter);
        *what = arena_printf(a, "%s %s", quarter, sum);
        return head && sign_verify(&key, arena_printf(a, "%s %s", head, sum), signature);
}

int verify_quarter(const char *path, const char *public_key)
{
        struct arena a = {0};
        const char *what;
        size_t len = 0;
        char *text = whole_file(path, &len);
        bool valid = text && quarter_is_signed(text, len, public_key, &a, &what);

        if (valid)
                printf("签名有效 / the signature is valid: %s\n", what);
        else
                puts("签名无效，或者文件、公钥有误 / the signature is not valid, or the file or the key is not what it should be");
        free(text);
        arena_free(&a);
        return !valid;
}

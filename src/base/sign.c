#include "base/sign.h"

#include "base/digest.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PUBLIC_BYTES = 32, SIGNATURE_BYTES = 64 };

static void name_key(const unsigned char bytes[PUBLIC_BYTES], struct sign_public *out)
{
        base64url_encode(bytes, PUBLIC_BYTES, out->text);
        sha256_hex(bytes, PUBLIC_BYTES, out->key_id);
}

static bool public_of(EVP_PKEY *key, struct sign_public *out)
{
        unsigned char bytes[PUBLIC_BYTES];
        size_t n = sizeof bytes;

        if (EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519 || EVP_PKEY_get_raw_public_key(key, bytes, &n) != 1 || n != sizeof bytes)
                return false;
        name_key(bytes, out);
        return true;
}

bool sign_key_make(const char *path, struct sign_public *out)
{
        EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
        int fd = key ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
        FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
        bool done = file && PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1 && public_of(key, out);

        if (file && (fflush(file) || fsync(fd) || fclose(file)))
                done = false;
        EVP_PKEY_free(key);
        return done;
}

static EVP_PKEY *private_read(const char *path)
{
        FILE *file = fopen(path, "re");
        EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;

        if (file)
                fclose(file);
        return key;
}

bool sign_text(const char *path, const char *text, struct sign_public *key, char out[SIGN_LEN + 1])
{
        EVP_PKEY *with = private_read(path);
        EVP_MD_CTX *ctx = EVP_MD_CTX_new();
        unsigned char bytes[SIGNATURE_BYTES];
        size_t n = sizeof bytes;
        bool done = with && ctx && public_of(with, key) && EVP_DigestSignInit(ctx, NULL, NULL, NULL, with) == 1 &&
                    EVP_DigestSign(ctx, bytes, &n, (const unsigned char *)text, strlen(text)) == 1 && n == sizeof bytes;

        if (done)
                base64url_encode(bytes, sizeof bytes, out);
        EVP_MD_CTX_free(ctx);
        EVP_PKEY_free(with);
        return done;
}

bool sign_public_read(const char *text, struct sign_public *out)
{
        unsigned char bytes[PUBLIC_BYTES];
        size_t n;

        if (!base64url_decode(text, strlen(text), bytes, sizeof bytes, &n) || n != sizeof bytes)
                return false;
        name_key(bytes, out);
        return true;
}

bool sign_verify(const struct sign_public *key, const char *text, const char *signature)
{
        unsigned char of_key[PUBLIC_BYTES], bytes[SIGNATURE_BYTES];
        size_t key_len, len;
        EVP_PKEY *with;
        EVP_MD_CTX *ctx;
        bool done;

        if (!base64url_decode(key->text, strlen(key->text), of_key, sizeof of_key, &key_len) ||
            !base64url_decode(signature, strlen(signature), bytes, sizeof bytes, &len) || len != sizeof bytes)
                return false;
        with = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, of_key, key_len);
        ctx = EVP_MD_CTX_new();
        done = with && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, with) == 1 &&
               EVP_DigestVerify(ctx, bytes, len, (const unsigned char *)text, strlen(text)) == 1;
        EVP_MD_CTX_free(ctx);
        EVP_PKEY_free(with);
        return done;
}

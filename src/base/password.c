#include "base/password.h"

#include "base/digest.h"
#include "base/id.h"

#include <sodium.h>
#include <string.h>

static bool hex_decode(const char *hex, unsigned char *out, size_t n)
{
        size_t got = 0;

        return !sodium_hex2bin(out, n, hex, strlen(hex), NULL, &got, NULL) && got == n;
}

bool password_proof(const char *password, const char *salt_hex, long long ops, long long mem, char proof[PASSWORD_PROOF_HEX + 1])
{
        unsigned char salt[crypto_pwhash_SALTBYTES], hash[32];
        bool good;

        if (sodium_init() < 0 || !hex_decode(salt_hex, salt, sizeof salt) || ops < 1 || mem < 8192)
                return false;
        good = !crypto_pwhash(hash, sizeof hash, password, strlen(password), salt, (unsigned long long)ops, (size_t)mem,
                              crypto_pwhash_ALG_ARGON2ID13);
        hex_encode(hash, sizeof hash, proof);
        sodium_memzero(hash, sizeof hash);
        return good;
}

bool password_new(const char *password, long long ops, long long mem, struct password_record *out)
{
        char proof[PASSWORD_PROOF_HEX + 1];
        unsigned char bytes[32];

        out->ops = ops;
        out->mem = mem;
        random_hex(out->salt, PASSWORD_SALT_HEX);
        if (!password_proof(password, out->salt, ops, mem, proof) || !hex_decode(proof, bytes, sizeof bytes))
                return false;
        sha256_hex(bytes, sizeof bytes, out->verifier);
        sodium_memzero(proof, sizeof proof);
        sodium_memzero(bytes, sizeof bytes);
        return true;
}

void password_wipe(void *p, size_t n)
{
        sodium_memzero(p, n);
}

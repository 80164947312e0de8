/* Argon2id through libsodium. What is stored proves a password without being usable as one. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { PASSWORD_SALT_HEX = 32, PASSWORD_PROOF_HEX = 64, PASSWORD_BYTES_MAX = 256 };

struct password_record {
        char salt[PASSWORD_SALT_HEX + 1];
        char verifier[PASSWORD_PROOF_HEX + 1]; /* SHA-256 of the proof */
        long long ops, mem;                    /* passes, bytes */
};

/* Takes tens of milliseconds and `mem` bytes. False: not enough memory, or a malformed salt. */
bool password_proof(const char *password, const char *salt_hex, long long ops, long long mem,
                    char proof[PASSWORD_PROOF_HEX + 1]) MUST_USE;
bool password_new(const char *password, long long ops, long long mem, struct password_record *out) MUST_USE;
void password_wipe(void *p, size_t n); /* not optimised away */

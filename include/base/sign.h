/* Ed25519 signatures. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { SIGN_PUBLIC_LEN = 43, SIGN_KEY_ID_LEN = 64, SIGN_LEN = 86 }; /* characters: base64url, hex, base64url */

struct sign_public {
        char text[SIGN_PUBLIC_LEN + 1]; /* the 32 bytes, base64url */
        char key_id[SIGN_KEY_ID_LEN + 1]; /* their SHA-256, hex */
};

/* Makes a private key in a new PEM file that its owner alone may read; false: errno says why. */
bool sign_key_make(const char *path, struct sign_public *out);
/* Signs; false: there is no such key, or the text cannot be signed with it. */
bool sign_text(const char *path, const char *text, struct sign_public *key, char out[SIGN_LEN + 1]);
/* The public key from its 43 characters; false: it is none. */
bool sign_public_read(const char *text, struct sign_public *out);
bool sign_verify(const struct sign_public *key, const char *text, const char *signature);

/* SHA-256, hexadecimal and base64url (RFC 4648, without padding). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { SHA256_LEN = 32, SHA256_HEX_LEN = 64 };

void sha256(const void *data, size_t len, unsigned char out[SHA256_LEN]);
void sha256_hex(const void *data, size_t len, char out[SHA256_HEX_LEN + 1]); /* lower case */

/* Data piece by piece: sha256_begin, any number of sha256_add, sha256_end (which frees it). */
struct sha256_run;
struct sha256_run *sha256_begin(void);
void sha256_add(struct sha256_run *r, const void *data, size_t len);
void sha256_end(struct sha256_run *r,
                unsigned char out[SHA256_LEN]); /* out may be NULL: only frees; so may r */

void hex_encode(const void *data, size_t len, char *out); /* room for 2 * len + 1 */

enum { BASE64URL_32_LEN = 43 };                                 /* characters for 32 bytes */
size_t base64url_len(size_t len);                               /* characters for len bytes, without NUL */
void base64url_encode(const void *data, size_t len, char *out); /* room for base64url_len(len) + 1 */
/* Strict: no padding, no other characters, unused bits zero. False: malformed, or more than max bytes. */
bool base64url_decode(const char *s, size_t s_len, void *out, size_t max, size_t *out_len);

/* Checks of what was published. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* A document of a frozen quarter against the public key (43 characters, base64url); 0: valid. */
int verify_quarter(const char *path, const char *public_key);
/* The same of its bytes, behind which a NUL stands; what: the quarter and the sum, for people. */
bool quarter_is_signed(const char *text, size_t len, const char *public_key, struct arena *a, const char **what);

/* Checks of what was published. */
#pragma once

/* A document of a frozen quarter against the public key (43 characters, base64url); 0: valid. */
int verify_quarter(const char *path, const char *public_key);

/* Passwords that the API sets. */
#pragma once

#include "http/req.h"

/* Checks the rules for the password in this field and hashes it (slow: use the hash lane); sets the arguments salt, ops,
 * mem and verifier for credential_set. */
err_t password_args(struct req *rq, const char *field) MUST_USE;

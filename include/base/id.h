/* Identifiers made here: UUID version 7 (RFC 9562) and random hexadecimal text, from OpenSSL's generator. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { UUID_LEN = 36 };

/* Lower-case text with its NUL. Ids of one thread sort in the order they were made. */
void uuid_make(char out[UUID_LEN + 1]);
/* 8-4-4-4-12 hexadecimal digits in either case, any version, nothing around it. NULL is not one. */
bool uuid_is(const char *s);

void random_bytes(void *out, size_t n);    /* for secrets too; without randomness the process ends */
void random_hex(char *out, size_t digits); /* lower case; out has room for digits + 1; digits is even */

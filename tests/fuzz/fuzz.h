/* Bounded, repeatable random input. ANJUAN_FUZZ_SEED and ANJUAN_FUZZ_ROUNDS change what is tried. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static uint64_t fuzz_state;

static inline uint64_t fuzz_env(const char *name, uint64_t otherwise)
{
        const char *s = getenv(name);

        return s && *s ? strtoull(s, NULL, 10) : otherwise;
}

static inline void fuzz_begin(void)
{
        fuzz_state = fuzz_env("ANJUAN_FUZZ_SEED", 20240229) * 2 + 1;
}

/* xorshift64*: good enough to reach every branch, the same everywhere. */
static inline uint64_t fuzz_next(void)
{
        fuzz_state ^= fuzz_state >> 12;
        fuzz_state ^= fuzz_state << 25;
        fuzz_state ^= fuzz_state >> 27;
        return fuzz_state * UINT64_C(2685821657736338717);
}

static inline size_t fuzz_below(size_t n) { return (size_t)((fuzz_next() >> 33) % n); }

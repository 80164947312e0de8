/* The draw of a campaign's files: how many of each stratum, and which. Anybody who holds the frozen population and the
 * revealed secret comes to the same sample; docs/review.md has it in a few lines of Python. Pure. */
#pragma once

#include "base/arena.h"
#include "base/digest.h"
#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DRAW_SHARE_ALL = 10000 }; /* shares are in ten-thousandths */

/* What is asked of each unit. */
struct draw_terms {
        int64_t least; /* files, at least 1; all where there are fewer */
        int share;     /* of its files, rounded up */
};

struct draw_stratum {
        const char *unit;
        const char *key;   /* what divides the unit further; "": nothing */
        int64_t closed;    /* files in the population */
        int64_t drawn;     /* the answer: how many are drawn, so that each is drawn with probability drawn / closed */
};

/* Sets drawn of each stratum; those of a unit stand together. A unit of N files gives min(N, max(least, share of N
 * rounded up)). Of each of its strata it gives min(2, least, its files), more in all where that asks for it; what is left
 * goes to the strata in proportion to the files left, rounded down, then one each to the largest remainders, the
 * earlier stratum first. */
void draw_allot(struct draw_stratum *strata, size_t n, const struct draw_terms *terms);

/* SHA-256 of the secret followed by the frozen population. */
void draw_seed(const unsigned char secret[SHA256_LEN], const void *population, size_t len,
               unsigned char seed[SHA256_LEN]);

struct draw_file {
        const char *case_id; /* as its 36 characters */
        unsigned char rank[SHA256_LEN];
};
/* Ranks the files of a stratum by the SHA-256 of the seed followed by the case id, and puts them in that order: the
 * first `drawn` are the sample. */
void draw_order(const unsigned char seed[SHA256_LEN], struct draw_file *files, size_t n);

/* A frozen population, read from its canonical text: a first line of JSON, then for each stratum "=", unit, key and
 * number of files, separated by tabs, and the ids of its files, a line each. */
struct draw_population {
        const char *head; /* the first line */
        size_t head_len;
        struct draw_stratum *strata;
        size_t n_strata;
        struct draw_file *files; /* of all strata, in order */
        size_t n_files;
};
/* ERR_INVALID: says the line. What it points to lives in the text and the arena. */
err_t draw_population_read(const char *text, size_t len, struct draw_population *out, struct arena *a,
                           struct fault *f) MUST_USE;

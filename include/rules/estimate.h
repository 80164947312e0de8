/* What the drawn files of a campaign tell of all of them: means with intervals that respect how the files were drawn
 * (stratified, without replacement). Pure.
 *
 * The interval of a unit is Student's t with the degrees of freedom of Welch and Satterthwaite. That of the whole city
 * adds what t does not know: a file with a veto scores zero, and a sample with few of them or none says little about
 * how many there are. So the share of zeros gets Wilson's interval, the mean of the other files gets t, and the two are
 * put together as Zou and Donner do (2008, MOVER). Both have width zero where every file was drawn. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct estimate_stratum {
        int64_t closed;       /* files in the population */
        const double *scores; /* of the files drawn in it, special files left out */
        size_t n;
};

struct estimate {
        bool has_mean;     /* every stratum with files gave at least one */
        bool has_interval; /* and at least two were drawn in all */
        double mean, low, high, se, df; /* in the unit of the scores; df 0 where all were drawn */
        int64_t closed;
        size_t drawn;
};

/* best: the best score there is; no interval goes beyond it, or below none. */
struct estimate estimate_unit(const struct estimate_stratum *strata, size_t n, double best);
/* For a mean over many units. */
struct estimate estimate_city(const struct estimate_stratum *strata, size_t n, double best);

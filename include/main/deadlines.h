/* The deadlines of many cases at once: where they were never computed, and after a change of the law. */
#pragma once

#include "db/db.h"
#include "main/settings.h"

#include <stdbool.h>
#include <stdint.h>

/* Within a transaction begun as a job: computes the deadlines of cases that have none (all: of every case) from their
 * histories. Adds how many cases to *n. */
bool deadlines_rebuild(struct db *db, bool all, long *n);

/* Recomputes every running deadline that a change of the law since may touch, each from its own inputs, on two connections, in
 * batches that are committed one by one; it may be broken off and run again. Adds how many were computed anew to *n. */
bool deadlines_recompute(const struct settings *s, struct db *db, long *n);

/* The same by the server, when a change of the law waits for it; else nothing. False also when it was told to stop. It is told after
 * each batch how long that took, may let others go first, and says whether to stop. */
struct recompute_stop {
        bool (*is_due)(void *of, uint64_t worked_us);
        void *of;
};
bool deadlines_recompute_due(struct db *db, const struct recompute_stop *stop, long *n);

/* What commands share: a connection of the jobs role, acting as a named system actor. */
#pragma once

#include "db/db.h"
#include "main/settings.h"

#include <stdbool.h>
#include <stdint.h>

/* NULL: no ANJUAN_JOBS_URL, or no connection; said why. */
struct db *work_open(const struct settings *s);
/* One statement in a transaction of its own or within begin … commit; NULL: failed, said in the log. */
PGresult *work_ask(struct db *db, int sql, const char *const *values);
bool work_do(struct db *db, int sql, const char *const *values);
/* Begins a transaction as the job of this kind ("setup", "import"). */
bool work_begin(struct db *db, const char *kind);
bool work_commit(struct db *db);
/* Milliseconds that background work rests after a batch: a fifth of the time is its own while anybody waits for the server, all of
 * it while nobody does. */
long long work_rest_ms(uint64_t worked_us, int waiting);

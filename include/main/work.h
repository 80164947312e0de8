/* What commands share: a connection of the jobs role, acting as a named system actor. */
#pragma once

#include "db/db.h"
#include "main/settings.h"

#include <stdbool.h>

/* NULL: no ANJUAN_JOBS_URL, or no connection; said why. */
struct db *work_open(const struct settings *s);
/* One statement in a transaction of its own or within begin … commit; NULL: failed, said in the log. */
PGresult *work_ask(struct db *db, int sql, const char *const *values);
bool work_do(struct db *db, int sql, const char *const *values);
/* Begins a transaction as the job of this kind ("setup", "import"). */
bool work_begin(struct db *db, const char *kind);
bool work_commit(struct db *db);

/* Migrations: forward only, each in a transaction of its own, recorded with the SHA-256 of its text. */
#pragma once

#include "base/arena.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

struct migration {
        const char *name, *text;
        size_t len;
        bool again; /* applied again when its text changed: functions, views, policies */
};
extern const struct migration migrations[]; /* ended by name NULL */

/* Brings the database to this program's schema under an advisory lock. admin_url: a superuser (makes the roles) or the
 * migrator. Refuses a changed or unknown history. 0, or 1 having said why in the log. */
int migrate_run(const char *admin_url, bool dry_run);

/* What keeps a database from being used by this program, for a person; NULL: nothing. */
const char *migrate_missing(PGconn *c, struct arena *a);

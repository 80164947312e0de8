/* The checks of closed cases (functions/prechecks.sql) over all that is due, batch by batch; each batch is committed by itself. */
#pragma once

#include "main/deadlines.h"

/* By the server: until nothing is due, or it is told to stop. What another server has in hand is left to it. */
void prechecks_due(struct db *db, const struct recompute_stop *stop);
/* Within a transaction begun: all that is due in it. */
bool prechecks_now(struct db *db);

/* The demonstration world: invented people and cases with fixed ids, so that the examples of the API work in it. */
#pragma once

#include "db/db.h"
#include "main/settings.h"

#include <stdbool.h>

/* Within a transaction begun as the job `setup`. */
bool demo_people(struct db *db, const struct settings *s);
bool demo_world(struct db *db); /* clues, cases, reviews, a frozen quarter */

/* Inside the import: a record as read, on its way into the temporary tables. */
#pragma once

#include "main/import_record.h"

#include "base/digest.h"
#include "base/id.h"

struct penalty_record {
        const char *values[PENALTY_FIELDS];
};

struct event_record {
        char id[UUID_LEN + 1];
        const char *external_id; /* NULL: made in the database from kind, day and order */
        const char *values[EVENT_FIELDS];
        struct penalty_record penalties[MAP_PENALTIES_MAX];
        size_t n_penalties;
        long long fine_fen, confiscated_fen;
        unsigned char sha256[SHA256_LEN];
};

struct party_record {
        const char *values[PARTY_FIELDS];
};

/* Large, so one serves all rows: events are cleared as they are taken, all before them with each row. */
struct record {
        const char *key, *updated_on;
        const char *unit, *subject;
        const char *values[CASE_FIELDS];
        unsigned char sha256[SHA256_LEN];
        size_t n_parties, n_events;
        struct party_record parties[MAP_PARTIES_MAX];
        struct event_record events[MAP_EVENTS_MAX + 1];
};

/* ---- import_record_stage.c ---- */

/* All rows that a record becomes. False: the database refused. */
bool record_stage(struct importer *im, const struct record *r, const struct table *t);
void record_stage_reject(struct importer *im, const struct table *t, long line, int column, const char *code,
                         const char *zh, const char *en);

/* Inside the reading of maps: a JSON document taken apart by tables of members. */
#pragma once

#include "main/import_map.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct reader {
        struct arena *arena;
        struct fault *f;
        struct import_map *map;
};

struct rule;
typedef void (*read_member)(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule);

/* One member of an object: its name, and who reads it into what. */
struct rule {
        const char *name;
        read_member read;
        size_t offset;
        bool required;
        const void *more; /* for the reader: choices, a target */
};

/* ---- import_reader.c ---- */

/* All members of the object by their rows; unknown, missing and ill-typed ones become faults. A member "note"
 * may stand in every object, for people. */
void reader_object(struct reader *r, json_t *o, const char *at, void *into, const struct rule *rules);
/* Pointers to a member and to an element below this one. */
const char *reader_below(struct reader *r, const char *at, const char *name);
const char *reader_element(struct reader *r, const char *at, size_t i);
void reader_wrong_type(struct reader *r, const char *at, const char *zh, const char *en);

/* What is not what it should be becomes a fault: NULL, -1, "". */
const char *reader_text_of(struct reader *r, json_t *v, const char *at);
const char *reader_filled_text_of(struct reader *r, json_t *v, const char *at);
int reader_choice_of(struct reader *r, json_t *v, const char *at, const char *const *choices);
const char *const *reader_texts_of(struct reader *r, json_t *v,
                                   const char *at);                /* a text, or a list of texts */
int reader_column_of(struct reader *r, json_t *v, const char *at); /* its place among the map's columns */
size_t reader_columns_of(struct reader *r, json_t *v, const char *at, int columns[MAP_JOIN_MAX]);

/* Readers for rows. `more` of the row: choices for enum and either (whose second choice is true). */
#define READER(name)                                                                                         \
        void name(struct reader *r, json_t *v, const char *at, void *into, const struct rule *rule)
READER(reader_text);     /* const char *, not empty */
READER(reader_any_text); /* const char * */
READER(reader_bool);
READER(reader_enum);   /* int */
READER(reader_either); /* bool */
READER(reader_texts);  /* const char *const * */
READER(reader_column); /* int */
READER(reader_json);   /* json_t *, borrowed */
extern const char *const reader_fold_choices[];

/* ---- import_value.c: struct map_value (more: its target), struct map_when, struct map_key, struct map_unit
 * ---- */
READER(reader_value);
READER(reader_when);
READER(reader_key);
READER(reader_unit);
#undef READER

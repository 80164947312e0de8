/* The map of an import: which columns of somebody else's file make which fields of our cases and events. A
 * JSON document, strictly checked; docs/import.md is its manual. Read once, then only looked at. */
#pragma once

#include "base/fault.h"
#include "base/table.h"
#include "rules/reading.h"

#include <stdbool.h>
#include <stddef.h>

enum {
        MAP_BYTES_MAX = 1 << 20,
        MAP_COLUMNS_MAX = TABLE_MAX_COLUMNS,
        MAP_JOIN_MAX = 16, /* columns of one value or key */
        MAP_PARTIES_MAX = 20,
        MAP_EVENTS_MAX = 40,
        MAP_PENALTIES_MAX = 10 /* of one event */
};

/* What a value must become. */
enum value_type { VALUE_TEXT, VALUE_CODE, VALUE_DAY, VALUE_MONEY, VALUE_LIST };

struct value_target {
        const char *name;
        enum value_type type;
        size_t max;               /* VALUE_TEXT: characters; up to 300 it is one line */
        const char *const *codes; /* VALUE_CODE: ended by NULL */
        bool required;
};

struct map_pair {
        const char *from, *to; /* to NULL: counts as empty */
};

enum map_part { MAP_WHOLE, MAP_LEADING_DATE, MAP_BEHIND_DATE };

/* Where a value comes from, and what is done to it, in this order. */
struct map_value {
        bool given;
        const char *constant;      /* or the columns, joined */
        int columns[MAP_JOIN_MAX]; /* places in import_map.columns */
        size_t n_columns;
        const char *join;
        bool nfkc;
        const char *const *empty_as; /* texts that count as empty; ended by NULL, or NULL */
        enum map_part part;
        const char *const *dates; /* forms, ended by NULL */
        bool lenient_era;
        bool mapped;
        const struct map_pair *pairs; /* sorted, for map_pair_of */
        size_t n_pairs;
        bool has_default; /* for texts without a pair */
        const char *fallback;
        const char *const *split; /* separators of a list, ended by NULL */
        struct money_form money;
        bool required;
};

enum map_test { MAP_EMPTY, MAP_EQUALS, MAP_CONTAINS };

/* Holds when the column's text passes; any of the texts will do. */
struct map_condition {
        int column;
        enum map_test test;
        bool not ;
        bool nfkc;
        const char *const *texts; /* ended by NULL */
};

/* All must hold; none: always. */
struct map_when {
        const struct map_condition *all;
        size_t n;
};

/* Columns that together name a record for good. */
struct map_key {
        int columns[MAP_JOIN_MAX];
        size_t n;
        bool exact; /* the text as it stands, not even trimmed */
        bool nfkc;
};

/* By code when there is one, else by name. */
struct map_unit {
        bool given, create_missing;
        struct map_value code, name;
        const struct map_pair *codes; /* of units to be created, by name; sorted */
        size_t n_codes;
};

#define CASE_TARGETS(X)                                                                                      \
        X(NUMBER)                                                                                            \
        X(TITLE) X(PROCEDURE) X(SOURCE) X(CAUSE) X(CAUSE_TEXT) X(ARTICLES) X(FACTS) X(PLACE) X(OCCURRED_ON)  \
            X(FOUND_ON) X(FILED_ON)
#define PARTY_TARGETS(X) X(KIND) X(NAME) X(CREDIT_CODE) X(ID_NUMBER) X(PHONE) X(ADDRESS) X(REPRESENTATIVE)
#define EVENT_TARGETS(X)                                                                                     \
        X(KIND) X(HAPPENED_ON) X(OUTCOME) X(AMOUNT) X(RECEIVER) X(TRANSFER_KIND) X(DOCUMENT_NO) X(REMARK)
#define PENALTY_TARGETS(X) X(KIND) X(AMOUNT) X(CONTENT)

#define TARGET_ENUM(name) CASE_FIELD_##name,
enum case_target { CASE_TARGETS(TARGET_ENUM) CASE_FIELDS };
#undef TARGET_ENUM
#define TARGET_ENUM(name) PARTY_FIELD_##name,
enum party_target { PARTY_TARGETS(TARGET_ENUM) PARTY_FIELDS };
#undef TARGET_ENUM
#define TARGET_ENUM(name) EVENT_FIELD_##name,
enum event_target { EVENT_TARGETS(TARGET_ENUM) EVENT_FIELDS };
#undef TARGET_ENUM
#define TARGET_ENUM(name) PENALTY_FIELD_##name,
enum penalty_target { PENALTY_TARGETS(TARGET_ENUM) PENALTY_FIELDS };
#undef TARGET_ENUM

/* In the order of the enums. */
extern const struct value_target case_targets[], party_targets[], event_targets[], penalty_targets[];
extern const struct value_target updated_on_target, unit_target, case_number_target;

struct map_party {
        struct map_when when;
        struct map_value values[PARTY_FIELDS];
};

struct map_penalty {
        struct map_when when;
        struct map_value values[PENALTY_FIELDS];
};

struct map_event {
        struct map_when when;
        struct map_value values[EVENT_FIELDS];
        struct map_penalty penalties[MAP_PENALTIES_MAX];
        size_t n_penalties;
};

enum map_kind { MAP_CASES, MAP_EVENTS };

struct import_map {
        enum map_kind kind;
        const char *system;
        struct table_options file;
        bool other_columns;
        const char *columns[MAP_COLUMNS_MAX]; /* every column the map speaks of, once */
        size_t n_columns;
        struct map_when only; /* rows it does not hold for are skipped */
        struct map_value updated_on;
        struct map_key key; /* of the case; of the event when the kind is MAP_EVENTS (n 0: none) */
        /* MAP_CASES */
        struct map_unit unit, subject;
        struct map_value fields[CASE_FIELDS];
        struct map_party parties[MAP_PARTIES_MAX];
        size_t n_parties;
        /* MAP_EVENTS: how the case is found */
        const char *case_system;
        struct map_key case_key;
        struct map_value case_number;
        /* both */
        struct map_event events[MAP_EVENTS_MAX];
        size_t n_events;
        unsigned char sha256[32]; /* of the document */
};

/* Reads and checks the map; the texts live in the fault's arena. All that is wrong is told at once, each with
 * a JSON pointer into the document. */
err_t import_map_read(const char *path, struct import_map *map, struct fault *f) MUST_USE;
err_t import_map_parse(const char *text, size_t len, struct import_map *map, struct fault *f) MUST_USE;

const struct map_pair *map_pair_of(const struct map_pair *pairs, size_t n, const char *from); /* NULL: none */
bool map_unit_code_is(const char *s); /* letters, digits, - and _, 1 to 32 */

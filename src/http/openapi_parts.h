/* Pieces of the OpenAPI document. All return new references; running out of memory ends the process. */
#pragma once

#include "route_facts.h"

struct document {
        const struct route_group *groups;
        const struct field *paths;
        bool english;
        struct arena *arena;
        json_t *schemas; /* components that replies refer to */
};

const char *say(const struct document *d, const char *zh, const char *en);

void put(json_t *object, const char *name, json_t *value); /* takes value over */
void append(json_t *array, json_t *value);
void member_text(json_t *object, const char *name, const char *value);
json_t *reference(const char *kind, const char *name); /* {"$ref":"#/components/<kind>/<name>"} */

/* The schema of an object; input: what clients send, so limits are stated and unknown members refused. */
json_t *object_schema(const struct document *d, const struct field *fields, bool input);
json_t *field_schema(const struct document *d, const struct field *fd, bool input);
/* A value as arguments hold it, as JSON. */
json_t *field_value(const struct field *fd, const char *value);

json_t *route_parameters(const struct document *d, const struct route *r);
json_t *route_request_body(const struct document *d, const struct route *r);
json_t *route_responses(const struct document *d, const struct route *r);

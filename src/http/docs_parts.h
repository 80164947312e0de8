/* Pieces of the API page. */
#pragma once

#include "route_facts.h"

struct page {
        const struct route_group *groups;
        const struct field *paths;
        bool english;
        struct text out;
};

void page_tag(struct page *p, const char *html);                 /* markup of ours, as it is */
void page_text(struct page *p, const char *text);                /* escaped */
void page_words(struct page *p, const char *zh, const char *en); /* escaped, in the page's language */
void page_code(struct page *p, const char *text);                /* <code>, escaped */

/* A table of fields, objects opened up; input: with the limits that hold where the rows state none. */
void page_fields(struct page *p, const struct field *fields, bool input);
void page_query_fields(struct page *p, const struct route *r);
void page_path_fields(struct page *p, const struct route *r);
/* The example as a command for a shell that has $ANJUAN and $TOKEN. */
void page_command(struct page *p, const struct route *r);

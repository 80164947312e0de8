/* The table of this program handed to what works on any table. */
#include "http/route.h"

void route_find(const char *method, const char *path, size_t path_len, struct arena *a,
                struct route_match *out)
{
        route_find_in(route_groups, method, path, path_len, a, out);
}

char *openapi_text(bool english)
{
        return openapi_make(route_groups, path_fields, english);
}

const char *docs_page(struct arena *a, bool english)
{
        return docs_make(route_groups, path_fields, a, english);
}

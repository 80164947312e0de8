#include "main/import_record.h"

#include <stdlib.h>
#include <string.h>

/* Where `from` stands or would stand. */
static size_t place_of(const struct lookup *l, const char *from, bool *found)
{
        size_t low = 0, high = l->n;

        while (low < high) {
                size_t middle = low + (high - low) / 2;
                int c = strcmp(l->pairs[middle].from, from);

                if (c == 0) {
                        *found = true;
                        return middle;
                }
                if (c < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        *found = false;
        return low;
}

static void *need(void *p)
{
        if (!p)
                abort();
        return p;
}

void lookup_add(struct lookup *l, const char *from, const char *to)
{
        bool found;
        size_t at = place_of(l, from, &found);

        if (found)
                return;
        if (l->n == l->room) {
                l->room = l->room ? l->room * 2 : 64;
                l->pairs = need(reallocarray(l->pairs, l->room, sizeof *l->pairs));
        }
        memmove(l->pairs + at + 1, l->pairs + at, (l->n - at) * sizeof *l->pairs);
        l->pairs[at] = (struct map_pair){need(strdup(from)), need(strdup(to))};
        l->n++;
}

const char *lookup_find(const struct lookup *l, const char *from)
{
        bool found;
        size_t at = place_of(l, from, &found);

        return found ? l->pairs[at].to : NULL;
}

void lookup_free(struct lookup *l)
{
        for (size_t i = 0; i < l->n; i++) {
                free((char *)l->pairs[i].from);
                free((char *)l->pairs[i].to);
        }
        free(l->pairs);
        *l = (struct lookup){0};
}

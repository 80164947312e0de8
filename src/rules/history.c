#include "rules/history.h"

#include <string.h>

static bool is(const struct past_event *e, const char *kind)
{
        return kind && !e->corrected_away && *e->kind == *kind && !strcmp(e->kind, kind);
}

const struct past_event *history_last(const struct history *h, const char *kind)
{
        for (size_t i = h->n; i > 0; i--)
                if (is(&h->events[i - 1], kind))
                        return &h->events[i - 1];
        return NULL;
}

const struct past_event *history_first(const struct history *h, const char *kind)
{
        for (size_t i = 0; i < h->n; i++)
                if (is(&h->events[i], kind))
                        return &h->events[i];
        return NULL;
}

bool history_has(const struct history *h, const char *kind)
{
        return history_last(h, kind) != NULL;
}

size_t history_count(const struct history *h, const char *kind)
{
        size_t count = 0;

        for (size_t i = 0; i < h->n; i++)
                count += is(&h->events[i], kind);
        return count;
}

bool history_later(const struct history *h, const char *kind, const char *than)
{
        const struct past_event *a = history_last(h, kind), *b = history_last(h, than);

        return a && (!b || a > b);
}

int64_t history_sum(const struct history *h, const char *kind)
{
        return history_sum_since(h, kind, NULL);
}

int64_t history_sum_since(const struct history *h, const char *kind, const char *since)
{
        const struct past_event *from = history_last(h, since);
        int64_t sum = 0;

        for (size_t i = from ? (size_t)(from - h->events) : 0; i < h->n; i++)
                if (is(&h->events[i], kind) && __builtin_add_overflow(sum, h->events[i].amount_fen, &sum))
                        return INT64_MAX;
        return sum;
}

#include "api/case_facts.h"
#include "api/cells.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *text_in(const json_t *o, const char *name, struct arena *a)
{
        return arena_text(a, json_string_value(json_object_get(o, name)));
}

/* The one code or person that says what an event was about, by whichever name its kind has for it. */
static const char *about(const json_t *data, struct arena *a)
{
        static const char *const names[] = {"person_id", "tier", "transfer_kind", "mode", "evidence_kind", "retention", NULL};

        for (const char *const *n = names; *n; n++)
                if (json_is_string(json_object_get(data, *n)))
                        return text_in(data, *n, a);
        return NULL;
}

static struct past_event event_of(const json_t *e, struct arena *a)
{
        const json_t *data = json_object_get(e, "data");
        char *dump = json_dumps(data, JSON_COMPACT);
        struct past_event out = {
                .kind = text_in(e, "kind", a),
                .happened_on = day_of(json_string_value(json_object_get(e, "on"))),
                .outcome = text_in(e, "outcome", a),
                .amount_fen = json_integer_value(json_object_get(e, "amount")),
                .days = (int)json_integer_value(json_object_get(data, "days")),
                .until = day_of(json_string_value(json_object_get(data, "until"))),
                .about = about(data, a),
                .complex = json_is_true(json_object_get(data, "complex")),
                .data = arena_text(a, dump),
                .seq = (int)json_integer_value(json_object_get(e, "seq")),
                .corrected_away = json_is_true(json_object_get(e, "gone")),
        };

        free(dump);
        return out;
}

struct history history_read(const char *json, const struct past_event *more, struct arena *a)
{
        json_t *list = json ? json_loads(json, 0, NULL) : NULL, *e;
        struct past_event *events = arena_take(a, sizeof *events * (json_array_size(list) + 1));
        struct history h = {events, json_array_size(list)};
        size_t i;

        json_array_foreach(list, i, e)
                events[i] = event_of(e, a);
        json_decref(list);
        if (more) {
                events[h.n] = *more;
                events[h.n].seq = h.n ? events[h.n - 1].seq + 1 : 1;
                h.n++;
        }
        return h;
}

struct case_facts case_facts_of(const PGresult *r, struct arena *a)
{
        struct history *h = arena_take(a, sizeof *h);

        *h = history_read(cell(r, "events"), NULL, a);
        return (struct case_facts){
                .state = cell(r, "state"),
                .procedure = cell(r, "procedure"),
                .party_kind = cell(r, "party_kind"),
                .outcome = cell(r, "outcome"),
                .filed_on = day_of(cell(r, "filed_on")),
                .investigated_on = day_of(cell(r, "investigated_on")),
                .decided_on = day_of(cell(r, "decided_on")),
                .served_on = day_of(cell(r, "served_on")),
                .paid_on = day_of(cell(r, "paid_on")),
                .fines_fen = number_of(cell(r, "fine_fen")),
                .paid_fen = number_of(cell(r, "paid_fen")),
                .certified_officers = (int)number_of(cell(r, "officers")),
                .history = h,
                .cause_fine_min_fen = number_of(cell(r, "cause_fine_min")),
                .cause_fine_max_fen = number_of(cell(r, "cause_fine_max")),
                .person_known = cell(r, "person_known") != NULL,
                .person_qualified = cell_is_true(r, "person_known"),
                .person_is_officer = cell_is_true(r, "person_is_officer"),
                .person_took_part = cell_is_true(r, "person_took_part"),
                .given_officers_fit = (int)number_of(cell(r, "given_officers_fit")),
        };
}

struct procedure_limits procedure_limits_of(const PGresult *r)
{
        struct procedure_limits l = {.today = day_of(cell(r, "today"))};
        const char *text = cell(r, "parameters"), *name;
        json_t *all = text ? json_loads(text, 0, NULL) : NULL, *value;

        json_object_foreach(all, name, value)
                procedure_limit_set(&l, name, json_integer_value(value));
        json_decref(all);
        return l;
}

/* "{a,b}" as a list ended by NULL. Permission names need no quotes. */
const char *const *permissions_of(const PGresult *r, struct arena *a)
{
        const char *text = cell(r, "permissions");
        char *s = arena_text(a, text ? text + 1 : ""), *word;
        const char **out = arena_take(a, sizeof *out * (strlen(s) / 2 + 2));
        int n = 0;

        while ((word = strsep(&s, ",}")))
                if (*word)
                        out[n++] = word;
        return out;
}

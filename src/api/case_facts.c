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
        static const char *const names[] = {"person_id", "tier", "transfer_kind", "mode", "evidence_kind", "retention", "collected",
                                            "other_unit_id", "approval", NULL};

        for (const char *const *n = names; *n; n++)
                if (json_is_string(json_object_get(data, *n)))
                        return text_in(data, *n, a);
        return NULL;
}

/* What a notice said was intended. */
static void note_intended(const json_t *data, struct past_event *e)
{
        const json_t *p;
        size_t i;

        json_array_foreach(json_object_get(data, "penalties"), i, p) {
                int kind = term_find(penalty_terms, json_string_value(json_object_get(p, "kind")));

                e->kinds |= kind < 0 ? 0 : 1u << kind;
                if (kind == PENALTY_CONFISCATE_INCOME || kind == PENALTY_CONFISCATE_GOODS)
                        e->confiscated_fen += json_integer_value(json_object_get(p, "amount_fen"));
        }
}

const struct instalment *instalments_in(const json_t *list, struct arena *a)
{
        struct instalment *out = arena_take(a, sizeof *out * (json_array_size(list) + 1));

        for (size_t i = 0; i < json_array_size(list); i++) {
                const json_t *p = json_array_get(list, i);

                out[i].fen = json_integer_value(json_object_get(p, "amount_fen"));
                out[i].until = day_of(json_string_value(json_object_get(p, "until")));
        }
        return out;
}

static void take_data(struct past_event *e, const char *text, struct arena *a)
{
        json_t *data = json_loads(text, 0, NULL);

        e->data = text;
        e->days = (int)json_integer_value(json_object_get(data, "days"));
        e->until = day_of(json_string_value(json_object_get(data, "until")));
        e->about = about(data, a);
        e->complex = json_is_true(json_object_get(data, "complex"));
        e->on_the_spot = json_is_true(json_object_get(data, "reconsideration_first"));
        e->n_instalments = json_array_size(json_object_get(data, "instalments"));
        if (e->n_instalments)
                e->instalments = instalments_in(json_object_get(data, "instalments"), a);
        note_intended(data, e);
        json_decref(data);
}

/* Cuts the next field off; "" behind the last. */
static const char *next_field(char **line)
{
        const char *field = strsep(line, "\t");

        return field ? field : "";
}

/* In the order of case_history. */
static struct past_event event_of(char *line, int *corrects, struct arena *a)
{
        struct past_event e = {.until = DAY_NONE};
        const char *data;

        e.seq = e.number = (int)number_of(next_field(&line));
        e.kind = next_field(&line);
        e.happened_on = day_of(next_field(&line));
        e.outcome = next_field(&line);
        e.amount_fen = number_of(next_field(&line));
        e.fine_fen = number_of(next_field(&line));
        e.confiscated_fen = number_of(next_field(&line));
        e.imported = *next_field(&line) == '1';
        *corrects = (int)number_of(next_field(&line));
        data = next_field(&line);
        if (*data)
                take_data(&e, data, a);
        if (!*e.outcome)
                e.outcome = NULL;
        return e;
}

/* Puts the event at i in the place of the one it corrects: behind it. A withdrawal is no act and stays where it is. */
static void take_place(struct past_event *events, size_t i, int corrects)
{
        struct past_event e = events[i];
        size_t at = i;

        while (at && events[at - 1].number != corrects)
                at--;
        if (!at)
                return;
        events[at - 1].corrected_away = true;
        if (!strcmp(e.kind, "corrected"))
                return;
        e.seq = events[at - 1].seq;
        memmove(events + at + 1, events + at, (i - at) * sizeof *events);
        events[at] = e;
}

static size_t count_lines(const char *text)
{
        size_t n = *text != '\0';

        for (; *text; text++)
                n += *text == '\n';
        return n;
}

struct history history_read(const char *lines, const struct past_event *more, struct arena *a)
{
        char *rest = arena_text(a, lines ? lines : ""), *line;
        struct past_event *events = arena_take(a, sizeof *events * (count_lines(rest) + 1));
        struct history h = {events, 0};
        int last = 0, corrects;

        while (rest && *rest) {
                line = strsep(&rest, "\n");
                events[h.n] = event_of(line, &corrects, a);
                last = events[h.n].seq;
                if (corrects)
                        take_place(events, h.n, corrects);
                h.n++;
        }
        if (more) {
                events[h.n] = *more;
                events[h.n].seq = events[h.n].number = last + 1;
                h.n++;
        }
        return h;
}

/* -1: none is set. */
static int64_t amount_in(const json_t *o, const char *name)
{
        const json_t *v = json_object_get(o, name);

        return json_is_integer(v) ? json_integer_value(v) : -1;
}

static unsigned kinds_in(const json_t *list)
{
        unsigned kinds = 0;
        size_t i;
        json_t *kind;

        json_array_foreach(list, i, kind) {
                int at = term_find(penalty_terms, json_string_value(kind));

                kinds |= at < 0 ? 0 : 1u << at;
        }
        return kinds;
}

static struct tier_range *tiers_in(const json_t *list, struct arena *a)
{
        struct tier_range *out = arena_take(a, sizeof *out * (json_array_size(list) + 1));
        size_t i;
        json_t *t;

        json_array_foreach(list, i, t)
                out[i] = (struct tier_range){.tier = text_in(t, "tier", a),
                                             .min_fen = amount_in(t, "min"),
                                             .max_fen = amount_in(t, "max"),
                                             .rate_fen = amount_in(t, "rate"),
                                             .cap_fen = amount_in(t, "cap"),
                                             .from = amount_in(t, "from"),
                                             .below = amount_in(t, "below")};
        return out;
}

/* A list of cause_law. */
static const struct cause_law *causes_in(const char *text, struct arena *a, size_t *n)
{
        json_auto_t *list = text ? json_loads(text, 0, NULL) : NULL;
        struct cause_law *out = arena_take(a, sizeof *out * (json_array_size(list) + 1));
        size_t i;
        json_t *k;

        *n = json_array_size(list);
        json_array_foreach(list, i, k)
                out[i] = (struct cause_law){.code = text_in(k, "code", a),
                                            .version = (int)json_integer_value(json_object_get(k, "version")),
                                            .benchmark = (int)json_integer_value(json_object_get(k, "benchmark")),
                                            .kinds = kinds_in(json_object_get(k, "kinds")),
                                            .fine_min_fen = json_integer_value(json_object_get(k, "min")),
                                            .fine_max_fen = json_integer_value(json_object_get(k, "max")),
                                            .tiers = tiers_in(json_object_get(k, "tiers"), a),
                                            .n_tiers = json_array_size(json_object_get(k, "tiers"))};
        return out;
}

/* ---- what events said ---- */

static const char **texts_of(const json_t *list, size_t *n, struct arena *a)
{
        const char **out = list ? arena_take(a, sizeof *out * (json_array_size(list) + 1)) : NULL;

        for (*n = 0; *n < json_array_size(list); ++*n)
                out[*n] = arena_text(a, json_string_value(json_array_get(list, *n)));
        return out;
}

static struct penalty *penalties_in(const json_t *list, size_t *n, struct arena *a)
{
        struct penalty *out = arena_take(a, sizeof *out * (json_array_size(list) + 1));

        for (*n = 0; *n < json_array_size(list); ++*n) {
                const json_t *p = json_array_get(list, *n);

                out[*n].kind = text_in(p, "kind", a);
                out[*n].amount_fen = json_integer_value(json_object_get(p, "amount_fen"));
        }
        return out;
}

static struct act act_said(const json_t *e, const struct past_event *event, struct arena *a)
{
        const json_t *data = json_object_get(e, "data");
        struct act out = {
                .kind = event->kind, .happened_on = event->happened_on, .outcome = event->outcome, .amount_fen = event->amount_fen,
                .days = event->days, .until = event->until, .instalments = event->instalments,
                .n_instalments = event->n_instalments, .complex = event->complex, .receiver = text_in(e, "receiver", a),
                .document_no = text_in(e, "document_no", a), .remark = text_in(e, "remark", a),
                .transfer_kind = text_in(data, "transfer_kind", a), .basis = text_in(data, "basis", a), .mode = text_in(data, "mode", a),
                .evidence_kind = text_in(data, "evidence_kind", a), .tier = text_in(data, "tier", a),
                .retention = text_in(data, "retention", a), .collected = text_in(data, "collected", a), .person = text_in(data, "person_id", a),
                .other_unit = text_in(data, "other_unit_id", a), .ground = text_in(data, "ground", a),
                .measure = json_integer_value(json_object_get(data, "measure")), .newer_law = json_is_true(json_object_get(data, "newer_law")),
                .range_unchecked = json_is_true(json_object_get(data, "range_unchecked")),
                .told = json_is_true(json_object_get(data, "told")), .other_act = text_in(data, "other_act", a), .party_said = text_in(data, "party_said", a),
        };

        out.penalties = penalties_in(json_object_get(event->kinds ? data : e, "penalties"), &out.n_penalties, a);
        if (event->kinds)
                out.amount_fen = 0; /* the sum of the fines intended */
        out.officers = texts_of(json_object_get(data, "officers"), &out.n_officers, a);
        return out;
}

struct act *acts_read(const char *json, const struct history *h, struct arena *a)
{
        json_t *list = json_loads(json, 0, NULL), *e;
        struct act *acts = arena_take(a, sizeof *acts * (h->n + 1));
        size_t i, k;

        json_array_foreach(list, i, e)
                for (k = 0; k < h->n; k++)
                        if (h->events[k].number == json_integer_value(json_object_get(e, "seq")))
                                acts[k] = act_said(e, &h->events[k], a);
        json_decref(list);
        return acts;
}

static day_t latest_of(const struct history *h, const char *kind)
{
        day_t latest = DAY_NONE;

        for (size_t i = 0; i < h->n; i++)
                if (!h->events[i].corrected_away && !strcmp(h->events[i].kind, kind) && h->events[i].happened_on > latest)
                        latest = h->events[i].happened_on;
        return latest;
}

const char *const *words_of(const PGresult *r, const char *column, struct arena *a)
{
        const char *text = cell(r, column);
        char *s = arena_text(a, text ? text + 1 : ""), *word;
        const char **out = arena_take(a, sizeof *out * (strlen(s) / 2 + 2));
        int n = 0;

        while ((word = strsep(&s, ",}")))
                if (*word)
                        out[n++] = word;
        return out;
}

struct case_facts case_facts_of(const PGresult *r, struct arena *a)
{
        struct history *h = arena_take(a, sizeof *h);
        size_t n_causes, n_newer;
        const struct cause_law *causes = causes_in(cell(r, "causes"), a, &n_causes), *newer = causes_in(cell(r, "newer"), a, &n_newer);

        *h = history_read(cell(r, "events"), NULL, a);
        return (struct case_facts){
                .state = cell(r, "state"),
                .procedure = cell(r, "procedure"),
                .party_kind = cell(r, "party_kind"),
                .outcome = cell(r, "outcome"),
                .filed_on = day_of(cell(r, "filed_on")),
                .investigated_on = latest_of(h, "investigated"),
                .decided_on = day_of(cell(r, "decided_on")),
                .served_on = day_of(cell(r, "served_on")),
                .paid_on = latest_of(h, "paid"),
                .fines_fen = number_of(cell(r, "fine_fen")),
                .paid_fen = number_of(cell(r, "paid_fen")),
                .certified_officers = (int)number_of(cell(r, "officers")),
                .history = h,
                .causes = causes,
                .n_causes = n_causes,
                .newer = newer,
                .n_newer = n_newer,
                .causes_unknown = (int)number_of(cell(r, "causes_unknown")),
                .occurred_on = day_of(cell(r, "act_occurred_on")),
                .ended_on = day_of(cell(r, "act_ended_on")),
                .found_on = day_of(cell(r, "act_found_on")),
                .continuing = cell_is_true(r, "act_continuing"),
                .harms_safety = cell_is_true(r, "act_harms_safety"),
                .limitation_basis = cell(r, "act_limitation_basis"),
                .fined_before = cell_is_true(r, "fined"),
                .fined_beside = cell(r, "fined_beside"),
                .penalised_before = cell_is_true(r, "penalised"),
                .person_known = cell(r, "person_known") != NULL,
                .person_qualified = cell_is_true(r, "person_known"),
                .person_is_officer = cell_is_true(r, "person_is_officer"),
                .person_took_part = cell_is_true(r, "person_took_part"),
                .person_in_organ = cell_is_true(r, "person_in_organ"),
                .given_officers_fit = (int)number_of(cell(r, "given_officers_fit")),
                .unit_is_other = cell_is_true(r, "unit_is_other"),
                .unit_is_above = cell_is_true(r, "unit_is_above"),
                .open_since = day_of(cell(r, "open_since")),
                .opened = words_of(r, "opened", a),
                .opened_there = words_of(r, "opened_there", a),
        };
}

struct procedure_limits procedure_limits_of(const PGresult *r, const struct clock_law *law)
{
        struct procedure_limits l = {.today = day_of(cell(r, "today")), .law = law};
        const char *text = cell(r, "parameters"), *name;
        json_t *all = text ? json_loads(text, 0, NULL) : NULL, *value;

        json_object_foreach(all, name, value)
                procedure_limit_set(&l, name, json_integer_value(value));
        json_decref(all);
        return l;
}

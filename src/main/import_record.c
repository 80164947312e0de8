#include "import_inside.h"

#include "base/digest.h"
#include "base/id.h"
#include "rules/procedure.h"
#include "rules/terms.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static struct record *fresh_record(struct importer *im)
{
        if (!im->record && !(im->record = malloc(sizeof *im->record)))
                abort();
        memset(im->record, 0, offsetof(struct record, events));
        return im->record;
}

/* ---- digests ---- */

/* Only what is there is digested, by name: a field that a later version adds changes no digest of rows
 * without it. */
static void digest_add(struct text *t, const char *name, const char *value)
{
        if (value)
                text_addf(t, "%s %zu %s\n", name, strlen(value), value);
}

static void digest_values(struct text *t, const struct value_target *targets, const char *const *values,
                          size_t n)
{
        for (size_t i = 0; i < n; i++)
                digest_add(t, targets[i].name, values[i]);
}

static void digest_event(struct text *t, const struct event_record *e)
{
        text_add(t, "event\n");
        digest_values(t, event_targets, e->values, EVENT_FIELDS);
        for (size_t i = 0; i < e->n_penalties; i++) {
                text_add(t, "penalty\n");
                digest_values(t, penalty_targets, e->penalties[i].values, PENALTY_FIELDS);
        }
}

static void digest_case(struct importer *im, struct record *r)
{
        struct text t = {.arena = &im->stage.arena};

        digest_add(&t, "unit", r->unit);
        digest_add(&t, "subject", r->subject);
        digest_values(&t, case_targets, r->values, CASE_FIELDS);
        for (size_t i = 0; i < r->n_parties; i++) {
                text_add(&t, "party\n");
                digest_values(&t, party_targets, r->parties[i].values, PARTY_FIELDS);
        }
        for (size_t i = 0; i < r->n_events; i++)
                digest_event(&t, &r->events[i]);
        sha256(text_str(&t), t.len, r->sha256);
}

static void digest_one_event(struct importer *im, struct event_record *e)
{
        struct text t = {.arena = &im->stage.arena};

        digest_event(&t, e);
        sha256(text_str(&t), t.len, e->sha256);
}

/* ---- units and causes ---- */

/* A code that the same name always gets: itself, if it can be one. */
static const char *code_from_name(struct importer *im, const struct map_unit *u, const char *name)
{
        const struct map_pair *pair = map_pair_of(u->codes, u->n_codes, name);
        char hex[SHA256_HEX_LEN + 1];

        if (pair || map_unit_code_is(name))
                return pair ? pair->to : name;
        sha256_hex(name, strlen(name), hex);
        return arena_printf(&im->stage.arena, "unit-%.12s", hex);
}

static int column_of(const struct map_value *v)
{
        return v->given && v->n_columns ? v->columns[0] : -1;
}

static const char *refuse_unit(struct import_row *row, const struct map_unit *u, const char *name)
{
        row_refuse(row, column_of(u->code.given ? &u->code : &u->name), "unit", "没有单位“%s”",
                   "there is no unit “%s”", name);
        return NULL;
}

static const char *create_unit(struct importer *im, struct import_row *row, const struct map_unit *u,
                               const char *code, const char *name)
{
        struct known *k = im->known;
        const char *holder = lookup_find(&k->unit_codes, code);
        const char *other = lookup_find(&k->unit_names, name);

        if (holder || other || !map_unit_code_is(code)) {
                row_refuse(row, column_of(u->code.given ? &u->code : &u->name), "unit",
                           "不能新建单位“%s”，代码 %s：代码不合格，或者代码、名称已被占用（%s）",
                           "the unit “%s”, code %s, cannot be made: the code is not one, or code or name is "
                           "taken (%s)",
                           name, code,
                           holder  ? holder
                           : other ? other
                                   : "");
                return NULL;
        }
        lookup_add(&k->new_units, name, code);
        lookup_add(&k->unit_names, name, code);
        lookup_add(&k->unit_codes, code, name);
        return lookup_find(&k->unit_names, name);
}

static const char *unit_by_code(struct importer *im, struct import_row *row, const struct map_unit *u)
{
        const char *code = row_value(row, &u->code, &unit_target), *name;

        if (!code || lookup_find(&im->known->unit_codes, code))
                return code;
        if (!u->create_missing)
                return refuse_unit(row, u, code);
        name = row_value(row, &u->name, &unit_target);
        return name ? create_unit(im, row, u, code, name) : NULL;
}

static const char *unit_by_name(struct importer *im, struct import_row *row, const struct map_unit *u)
{
        const char *name = row_value(row, &u->name, &unit_target), *code;

        if (!name)
                return NULL;
        if ((code = lookup_find(&im->known->unit_names, name)))
                return code;
        if (!u->create_missing)
                return refuse_unit(row, u, name);
        return create_unit(im, row, u, code_from_name(im, u, name), name);
}

static const char *read_unit(struct importer *im, struct import_row *row, const struct map_unit *u)
{
        return u->code.given ? unit_by_code(im, row, u) : unit_by_name(im, row, u);
}

static void check_cause(struct importer *im, struct import_row *row, const char *code)
{
        const struct map_value *v = &im->map->fields[CASE_FIELD_CAUSE];

        if (code && !lookup_find(&im->known->causes, code))
                row_refuse(row, column_of(v), "cause", "案由目录中没有“%s”",
                           "there is no cause “%s” in the catalogue", code);
}

/* ---- values by their rows ---- */

static void read_values(struct import_row *row, const struct map_value *from,
                        const struct value_target *targets, const char **to, size_t n)
{
        for (size_t i = 0; i < n; i++)
                to[i] = row_value(row, &from[i], &targets[i]);
}

static bool is(const char *value, const char *code)
{
        return value && !strcmp(value, code);
}

/* ---- parties ---- */

static void check_party(struct import_row *row, const struct map_party *m, const struct party_record *p)
{
        bool person = is(p->values[PARTY_FIELD_KIND], "person");

        if (person && p->values[PARTY_FIELD_CREDIT_CODE])
                row_refuse(row, column_of(&m->values[PARTY_FIELD_CREDIT_CODE]), "foreign",
                           "自然人没有统一社会信用代码", "a person has no unified social credit code");
        if (!person && p->values[PARTY_FIELD_ID_NUMBER])
                row_refuse(row, column_of(&m->values[PARTY_FIELD_ID_NUMBER]), "foreign", "组织没有身份证号码",
                           "an organisation has no identity number");
}

static void read_parties(struct importer *im, struct import_row *row, struct record *r)
{
        for (size_t i = 0; i < im->map->n_parties; i++) {
                const struct map_party *m = &im->map->parties[i];
                struct party_record *p = &r->parties[r->n_parties];

                if (!row_when(row, &m->when))
                        continue;
                read_values(row, m->values, party_targets, p->values, PARTY_FIELDS);
                if (!p->values[PARTY_FIELD_KIND])
                        p->values[PARTY_FIELD_KIND] = "organisation";
                check_party(row, m, p);
                r->n_parties++;
        }
}

/* ---- events ---- */

static bool has_fault_since(const struct import_row *row, const struct row_fault *before)
{
        return row->last != before;
}

static long long fen_of(const char *text)
{
        return text ? strtoll(text, NULL, 10) : 0;
}

static void add_amount(struct event_record *e, const struct penalty_record *p)
{
        const char *kind = p->values[PENALTY_FIELD_KIND];
        long long fen = fen_of(p->values[PENALTY_FIELD_AMOUNT]);

        if (is(kind, "fine"))
                e->fine_fen += fen;
        if (is(kind, "confiscate_income") || is(kind, "confiscate_goods"))
                e->confiscated_fen += fen;
}

static void read_penalties(struct import_row *row, const struct map_event *m, struct event_record *e)
{
        for (size_t i = 0; i < m->n_penalties; i++) {
                const struct map_penalty *mp = &m->penalties[i];
                struct penalty_record *p = &e->penalties[e->n_penalties];
                const struct row_fault *before = row->last;

                if (!row_when(row, &mp->when))
                        continue;
                read_values(row, mp->values, penalty_targets, p->values, PENALTY_FIELDS);
                if (!has_fault_since(row, before) && is(p->values[PENALTY_FIELD_KIND], "fine") &&
                    !p->values[PENALTY_FIELD_AMOUNT])
                        row_refuse(row, column_of(&mp->values[PENALTY_FIELD_AMOUNT]), "required", "罚款没有金额",
                                   "a fine has no amount");
                add_amount(e, p);
                e->n_penalties++;
        }
}

/* What statistics count may stand only where they count it. */
static void check_event(struct import_row *row, const struct map_event *m, struct event_record *e)
{
        const char *kind = e->values[EVENT_FIELD_KIND];
        bool decided = is(kind, "decided"), paid = is(kind, "paid");

        if (decided && !e->values[EVENT_FIELD_OUTCOME])
                row_refuse(row, column_of(&m->values[EVENT_FIELD_OUTCOME]), "required",
                           "决定没有结果（outcome）", "a decision has no outcome");
        if (!decided && (e->values[EVENT_FIELD_OUTCOME] || e->n_penalties))
                row_refuse(row, column_of(&m->values[EVENT_FIELD_OUTCOME]), "foreign",
                           "只有决定才有结果和处罚", "only a decision has an outcome and penalties");
        if (paid && !e->values[EVENT_FIELD_AMOUNT])
                row_refuse(row, column_of(&m->values[EVENT_FIELD_AMOUNT]), "required", "缴款没有金额",
                           "a payment has no amount");
        if (!paid && e->values[EVENT_FIELD_AMOUNT])
                row_refuse(row, column_of(&m->values[EVENT_FIELD_AMOUNT]), "foreign", "只有缴款才有 amount",
                           "only a payment has an amount");
}

/* A decision that carries penalties is one to penalise unless the row says otherwise. */
static void default_outcome(struct event_record *e)
{
        if (is(e->values[EVENT_FIELD_KIND], "decided") && !e->values[EVENT_FIELD_OUTCOME] && e->n_penalties)
                e->values[EVENT_FIELD_OUTCOME] = "penalty";
}

/* False: the row has no such event: its condition does not hold, or the map gives null for its kind. */
static bool read_event(struct import_row *row, const struct map_event *m, struct event_record *e)
{
        const struct row_fault *before = row->last;
        const struct value_target kind_target = {"kind", VALUE_CODE, 0, event_targets[EVENT_FIELD_KIND].codes,
                                                 false};
        const struct map_value *kind = &m->values[EVENT_FIELD_KIND];

        if (!row_when(row, &m->when))
                return false;
        e->values[EVENT_FIELD_KIND] = row_value(row, kind, &kind_target);
        if (!e->values[EVENT_FIELD_KIND] && !has_fault_since(row, before)) {
                if (!kind->mapped)
                        row_refuse(row, column_of(kind), "required", "事件没有种类", "the event has no kind");
                return false;
        }
        read_values(row, m->values + 1, event_targets + 1, e->values + 1, EVENT_FIELDS - 1);
        read_penalties(row, m, e);
        default_outcome(e);
        if (!has_fault_since(row, before))
                check_event(row, m, e);
        return true;
}

static int nth_of_kind(const struct record *r, const struct event_record *e)
{
        int n = 1;

        for (const struct event_record *o = r->events; o < e; o++)
                n += o->values[EVENT_FIELD_KIND] && e->values[EVENT_FIELD_KIND] &&
                     !strcmp(o->values[EVENT_FIELD_KIND], e->values[EVENT_FIELD_KIND]);
        return n;
}

/* Events of a case's own row are told apart by kind and order: a changed day corrects the event, and makes no
 * other. */
static void name_event_of_case(struct importer *im, const struct record *r, struct event_record *e)
{
        const char *kind = e->values[EVENT_FIELD_KIND];

        e->external_id =
            arena_printf(&im->stage.arena, "%s@%s/%d", im->map->system, kind ? kind : "", nth_of_kind(r, e));
}

static void name_event_of_row(struct importer *im, const struct record *r, struct event_record *e,
                              const char *key)
{
        size_t nth = (size_t)(e - r->events);

        if (key)
                e->external_id = arena_printf(&im->stage.arena, nth ? "%s:%s#%zu" : "%s:%s", im->map->system,
                                              key, nth + 1);
}

static void read_events(struct importer *im, struct import_row *row, struct record *r, const char *event_key)
{
        for (size_t i = 0; i < im->map->n_events; i++) {
                struct event_record *e = &r->events[r->n_events];

                memset(e, 0, sizeof *e);
                if (!read_event(row, &im->map->events[i], e))
                        continue;
                uuid_make(e->id);
                if (im->map->kind == MAP_CASES)
                        name_event_of_case(im, r, e);
                else
                        name_event_of_row(im, r, e, event_key);
                digest_one_event(im, e);
                r->n_events++;
        }
}

static void add_filing(struct importer *im, struct record *r)
{
        struct event_record *e = &r->events[r->n_events++];

        memset(e, 0, sizeof *e);
        e->values[EVENT_FIELD_KIND] = "filed";
        e->values[EVENT_FIELD_HAPPENED_ON] = r->values[CASE_FIELD_FILED_ON];
        uuid_make(e->id);
        name_event_of_case(im, r, e);
        digest_one_event(im, e);
}

/* ---- the two kinds of rows ---- */

/* A case without a number of its own is called after its system and its id there, always the same. */
static const char *number_from_key(struct importer *im, const char *key)
{
        char hex[SHA256_HEX_LEN + 1];

        if (!key)
                return NULL;
        if (strlen(key) <= 50 && strncmp(key, "sha256:", 7))
                return arena_printf(&im->stage.arena, "%s/%s", im->map->system, key);
        sha256_hex(key, strlen(key), hex);
        return arena_printf(&im->stage.arena, "%s/%.16s", im->map->system, hex);
}

static void fill_defaults(struct importer *im, struct record *r)
{
        const char **v = r->values;

        v[CASE_FIELD_NUMBER] = v[CASE_FIELD_NUMBER] ? v[CASE_FIELD_NUMBER] : number_from_key(im, r->key);
        v[CASE_FIELD_PROCEDURE] = v[CASE_FIELD_PROCEDURE] ? v[CASE_FIELD_PROCEDURE] : "ordinary";
        v[CASE_FIELD_SOURCE] = v[CASE_FIELD_SOURCE] ? v[CASE_FIELD_SOURCE] : "other";
        v[CASE_FIELD_ARTICLES] = v[CASE_FIELD_ARTICLES] ? v[CASE_FIELD_ARTICLES] : "{}";
        r->subject = r->subject ? r->subject : r->unit;
}

/* A case ends once and not before it was filed, or what is in hand would not add up. */
static void check_ending(struct import_row *row, const struct record *r)
{
        const char *filed_on = r->values[CASE_FIELD_FILED_ON];
        int endings = 0;

        for (const struct event_record *e = r->events; e < r->events + r->n_events; e++) {
                const struct act_row *act = procedure_row(e->values[EVENT_FIELD_KIND]);
                const char *on = e->values[EVENT_FIELD_HAPPENED_ON];

                if (!act || !case_state_is_final(act->to))
                        continue;
                endings++;
                if (on && filed_on && strcmp(on, filed_on) < 0)
                        row_refuse(row, -1, "before-filing", "结束日期 %s 早于立案日期 %s",
                                   "the case would end on %s, before it was filed on %s", on, filed_on);
        }
        if (endings > 1)
                row_refuse(row, -1, "ended", "一个案件只结束一次，这里有 %d 次",
                           "a case ends once; here are %d endings", endings);
}

static void read_case_row(struct importer *im, struct import_row *row, struct record *r)
{
        const struct import_map *m = im->map;

        r->key = row_key(row, &m->key);
        r->unit = read_unit(im, row, &m->unit);
        r->subject = m->subject.given ? read_unit(im, row, &m->subject) : NULL;
        read_values(row, m->fields, case_targets, r->values, CASE_FIELDS);
        check_cause(im, row, r->values[CASE_FIELD_CAUSE]);
        fill_defaults(im, r);
        read_parties(im, row, r);
        add_filing(im, r);
        read_events(im, row, r, NULL);
        check_ending(row, r);
        digest_case(im, r);
}

static void read_event_row(struct importer *im, struct import_row *row, struct record *r)
{
        const struct import_map *m = im->map;

        r->key = m->case_number.given ? row_value(row, &m->case_number, &case_number_target)
                                      : row_key(row, &m->case_key);
        read_events(im, row, r, m->key.n ? row_key(row, &m->key) : NULL);
}

/* ---- rows ---- */

static bool reject_row(struct importer *im, const struct import_row *row, const struct table *t)
{
        for (const struct row_fault *f = row->faults; f; f = f->next)
                record_stage_reject(im, t, f->column ? table_cells(t)[f->column - 1].line : table_line(t),
                                    f->column, f->code, f->zh, f->en);
        im->counts.rejected++;
        return stage_send(&im->stage, false);
}

bool importer_take_row(struct importer *im, const struct table *t, const int *at)
{
        struct import_row row = {&im->stage.arena, table_cells(t), at, NULL, NULL};
        struct record *r;

        im->counts.rows++;
        if (!row_when(&row, &im->map->only)) {
                im->counts.skipped++;
                return stage_send(&im->stage, false);
        }
        r = fresh_record(im);
        r->updated_on = row_value(&row, &im->map->updated_on, &updated_on_target);
        if (im->map->kind == MAP_CASES)
                read_case_row(im, &row, r);
        else
                read_event_row(im, &row, r);
        if (row.faults)
                return reject_row(im, &row, t);
        if (im->map->kind == MAP_EVENTS && !r->n_events) {
                im->counts.skipped++;
                return stage_send(&im->stage, false);
        }
        return record_stage(im, r, t);
}

bool importer_take_fault(struct importer *im, const struct table *t)
{
        const struct table_fault *f = table_why(t);

        im->counts.rows++;
        im->counts.rejected++;
        record_stage_reject(im, t, f->line, f->column, f->code, f->zh, f->en);
        return stage_send(&im->stage, false);
}

void importer_end(struct importer *im)
{
        free(im->record);
        stage_end(&im->stage);
}

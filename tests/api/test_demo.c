/* The demonstration world keeps the law of the house on whatever day it is loaded: each act was allowed when it
 * happened, each case is the projection of its acts, and nobody in it is real. */
#include "harness.h"

#include "api/law.h"
#include "base/arena.h"
#include "db/handle.h"
#include "main/command.h"
#include "main/demo.h"
#include "main/settings.h"
#include "main/work.h"
#include "rules/assignment.h"
#include "rules/identity.h"
#include "rules/procedure.h"
#include "rules/review.h"
#include "sql_table.h"

#include <string.h>

/* Ordinary days, and the ends of months, years, holidays and February. */
static const char *const days[] = {"2026-11-24", "2026-12-31", "2027-01-01", "2027-03-07", "2027-10-05", "2028-02-29", "2030-06-30"};

/* Even what never changes: with the triggers off that hold it. */
static void empty(void)
{
        sql("set client_min_messages = warning; set session_replication_role = replica");
        /* The background may be reading the figures. */
        sql("do $$ begin for i in 1..50 loop begin execute (select 'truncate ' || string_agg(oid::regclass::text, ', ') || ' cascade' from pg_class"
            " where relnamespace = 'anjuan'::regnamespace and relkind = 'r'"
            " and relname in ('campaign', 'case_file', 'clue', 'inspection', 'quarter_freeze', 'quarter_member', 'export', 'quarter_period', 'count_act',"
            " 'count_delta', 'count_month', 'document_number', 'number_counter', 'assessment')); return; exception when deadlock_detected then"
            " perform pg_sleep(0.1); end; end loop; raise exception 'nothing was emptied'; end $$");
        sql("do $$ declare s regclass; begin for s in select c.oid from pg_class c where c.relkind = 'S'"
            " and c.relname like 'number_case_%%' loop execute 'drop sequence ' || s; end loop; end $$");
        sql("set session_replication_role = origin");
}

static void load(void)
{
        struct settings s = {.jobs_url = database_url("anjuan_jobs")};
        struct db *db;

        empty();
        db = work_open(&s);
        ck_assert(db && work_begin(db, "setup") && demo_world(db) && work_commit(db));
        db_close(db);
}

static void load_on(const char *day)
{
        set_now(text("%s 00:20+08", day));
        load();
}

/* ---- rows as JSON ---- */

static json_t *rows_of(const char *query)
{
        const char *s = sql("select json_agg(x) from (%s) x", query);
        json_t *rows = s ? json_loads(s, 0, NULL) : NULL;

        ck_assert_msg(rows != NULL, "no rows: %s", query);
        return rows;
}

static const char *string_of(const json_t *row, const char *name)
{
        return json_string_value(json_object_get(row, name));
}

static long long integer_of(const json_t *row, const char *name)
{
        return json_integer_value(json_object_get(row, name));
}

static bool truth_of(const json_t *row, const char *name)
{
        return json_is_true(json_object_get(row, name));
}

static day_t day_in(const json_t *row, const char *name)
{
        day_t d = DAY_NONE;

        ck_assert(!string_of(row, name) || day_parse(string_of(row, name), &d));
        return d;
}

/* ---- the acts, judged one after the other ---- */

/* What the acts of a case so far have made of it. */
struct story {
        struct case_facts facts;
        struct past_event events[50];
        struct history history;
        day_t closed_on;
        int64_t confiscated_fen;
        long long acts;
        const char *began_at, *went_on_at;
};

static const struct story untold = {
        .facts = {.filed_on = DAY_NONE, .investigated_on = DAY_NONE, .decided_on = DAY_NONE, .served_on = DAY_NONE, .paid_on = DAY_NONE},
        .closed_on = DAY_NONE,
};

static const char *const *permissions_of(const json_t *row, struct arena *a)
{
        const json_t *list = json_object_get(row, json_is_array(json_object_get(row, "beside")) ? "beside" : "permissions");
        const char **out = arena_take(a, sizeof *out * (json_array_size(list) + 1));

        for (size_t i = 0; i < json_array_size(list); i++)
                out[i] = json_string_value(json_array_get(list, i));
        return out;
}

static struct penalty *penalties_of(const json_t *row, struct arena *a)
{
        const json_t *list = json_object_get(row, "penalties");
        struct penalty *out = arena_take(a, sizeof *out * (json_array_size(list) + 1));

        for (size_t i = 0; i < json_array_size(list); i++)
                out[i] = (struct penalty){string_of(json_array_get(list, i), "kind"), integer_of(json_array_get(list, i), "amount_fen")};
        return out;
}

static struct act act_of(const json_t *row, struct arena *a)
{
        return (struct act){
                .kind = string_of(row, "kind"),
                .happened_on = day_in(row, "happened_on"),
                .outcome = string_of(row, "outcome"),
                .penalties = penalties_of(row, a),
                .n_penalties = json_array_size(json_object_get(row, "penalties")),
                .amount_fen = strcmp(string_of(row, "kind"), "notice_served") ? integer_of(row, "amount_fen") : 0,
                .receiver = string_of(row, "receiver"),
                .transfer_kind = string_of(row, "transfer_kind"),
                .remark = string_of(row, "remark"),
                .basis = string_of(row, "basis"), .range_unchecked = truth_of(row, "range_unchecked"),
                .mode = string_of(row, "mode"),
                .evidence_kind = string_of(row, "evidence_kind"),
                .person = string_of(row, "person"),
                /* The answer says by itself whose it is. */
                .other_unit = strcmp(string_of(row, "kind"), "consultation_answered") ? string_of(row, "other_unit") : NULL,
                .told = truth_of(row, "told"),
                .party_said = string_of(row, "party_said"),
                .until = strcmp(string_of(row, "kind"), "served") ? day_in(row, "until") : DAY_NONE,
                .permissions = permissions_of(row, a),
        };
}

static struct law *law_today(void)
{
        AUTO_CONN c = PQconnectdb(database_url("postgres"));
        AUTO_RESULT path = PQexec(c, "set search_path = anjuan");
        AUTO_RESULT r = PQexecParams(c, sql_table[SQL_LAW_ALL].text, 1, NULL, (const char *const[]){NULL}, NULL, NULL, 0);
        struct arena arena = {0};
        struct fault f = {.arena = &arena};
        struct law *l;

        ck_assert_msg(PQresultStatus(r) == PGRES_TUPLES_OK, "%s", PQerrorMessage(c));
        l = law_read(r, &f);
        ck_assert_ptr_nonnull(l);
        arena_free(&arena);
        return l;
}

static struct procedure_limits limits_today(const struct clock_law *law)
{
        json_auto_t *rows = rows_of("select anjuan_today() as today, parameters_on(anjuan_today()) as p");
        const json_t *row = json_array_get(rows, 0), *p = json_object_get(row, "p");

        struct procedure_limits l = {.today = day_in(row, "today"), .law = law};
        const char *name;
        json_t *value;

        json_object_foreach((json_t *)p, name, value)
                procedure_limit_set(&l, name, json_integer_value(value));
        return l;
}

/* The days and sums that an act of this kind leaves in the case. */
static void note_days(struct story *s, const struct act *act)
{
        const struct {
                const char *kind;
                day_t *day;
        } kept[] = {
                {"filed", &s->facts.filed_on},   {"investigated", &s->facts.investigated_on}, {"decided", &s->facts.decided_on},
                {"served", &s->facts.served_on}, {"paid", &s->facts.paid_on},                 {"closed", &s->closed_on},
                {"terminated", &s->closed_on},   {"transferred", &s->closed_on},
        };

        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
                if (!strcmp(kept[i].kind, act->kind))
                        *kept[i].day = act->happened_on;
}

static void tell(struct story *s, const struct act *act, const struct judgement *j)
{
        ck_assert_uint_lt(s->history.n, sizeof s->events / sizeof *s->events);
        s->events[s->history.n++] = (struct past_event){.kind = act->kind, .happened_on = act->happened_on, .outcome = act->outcome,
                                                        .amount_fen = act->amount_fen, .until = act->until};
        if (!strcmp(act->kind, "notice_served")) {
                s->events[s->history.n - 1].amount_fen = j->fines_fen;
                s->events[s->history.n - 1].confiscated_fen = j->confiscated_fen;
                s->events[s->history.n - 1].kinds = j->kinds;
        }
        s->events[s->history.n - 1].on_the_spot = j->on_the_spot;
        note_days(s, act);
        s->facts.state = j->state;
        if (!strcmp(act->kind, "decided")) {
                s->facts.outcome = act->outcome;
                s->facts.fines_fen = j->fines_fen;
                s->confiscated_fen = j->confiscated_fen;
        }
        if (!strcmp(act->kind, "paid"))
                s->facts.paid_fen += act->amount_fen;
        s->acts++;
}

static void judge(struct story *s, const json_t *row, const struct procedure_limits *limits, struct arena *a)
{
        const char *n = string_of(row, "case_id");
        struct act act = act_of(row, a);
        struct judgement j;

        /* Kinds and ranges are asked of the catalogue elsewhere. */
        static const struct cause_law any = {.code = "any", .fine_max_fen = INT64_MAX};

        s->facts.causes = &any;
        s->facts.n_causes = string_of(row, "cause") != NULL;
        s->facts.person_in_organ = s->facts.person_known;
        s->facts.procedure = string_of(row, "procedure");
        s->facts.party_kind = string_of(row, "party_kind");
        s->facts.certified_officers = (int)integer_of(row, "officers");
        s->facts.person_known = string_of(row, "person") != NULL;
        s->facts.person_qualified = truth_of(row, "person_qualified");
        s->facts.unit_is_other = string_of(row, "other_unit") != NULL;
        s->facts.unit_is_above = truth_of(row, "above");
        s->history.events = s->events;
        s->facts.history = &s->history;
        ck_assert_msg(procedure_judge(&s->facts, &act, limits, a, &j) == OK, "case %s: %s on %s: %s", n, act.kind,
                      string_of(row, "happened_on"), j.unmet ? j.unmet->en : "a code that no list knows");
        tell(s, &act, &j);
        ck_assert_int_eq(integer_of(row, "seq"), s->acts);
        ck_assert_int_eq(integer_of(row, "case_version"), s->acts);
        if (!strcmp(act.kind, "filed"))
                s->began_at = string_of(row, "recorded_at");
        s->went_on_at = string_of(row, "recorded_at");
        if (!strcmp(act.kind, "notice_served")) { /* what it intends is its amount */
                ck_assert_int_eq(integer_of(row, "amount_fen"), j.fines_fen);
                return;
        }
        ck_assert_int_eq(integer_of(row, "fine_fen"), j.fines_fen);
        ck_assert_int_eq(integer_of(row, "confiscated_fen"), j.confiscated_fen);
}

static bool same(const char *a, const char *b)
{
        return a && b ? !strcmp(a, b) : a == b;
}

static void compare(const struct story *s, const json_t *row)
{
        const char *n = string_of(row, "case_id");
        const struct case_facts *f = &s->facts;

        ck_assert_msg(same(string_of(row, "state"), f->state), "case %s: state", n);
        ck_assert_msg(same(string_of(row, "outcome"), f->outcome), "case %s: outcome", n);
        ck_assert_msg(same(string_of(row, "procedure"), f->procedure), "case %s: procedure", n);
        ck_assert_msg(same(string_of(row, "created_at"), s->began_at), "case %s: created_at", n);
        ck_assert_msg(same(string_of(row, "updated_at"), s->went_on_at), "case %s: updated_at", n);
        ck_assert_msg(day_in(row, "filed_on") == f->filed_on, "case %s: filed_on", n);
        ck_assert_msg(day_in(row, "decided_on") == f->decided_on, "case %s: decided_on", n);
        ck_assert_msg(day_in(row, "served_on") == f->served_on, "case %s: served_on", n);
        ck_assert_msg(day_in(row, "closed_on") == s->closed_on, "case %s: closed_on", n);
        ck_assert_msg(integer_of(row, "fine_fen") == f->fines_fen, "case %s: fine_fen", n);
        ck_assert_msg(integer_of(row, "confiscated_fen") == s->confiscated_fen, "case %s: confiscated_fen", n);
        ck_assert_msg(integer_of(row, "paid_fen") == f->paid_fen, "case %s: paid_fen", n);
        ck_assert_msg(integer_of(row, "event_count") == s->acts, "case %s: event_count", n);
        ck_assert_msg(integer_of(row, "version") == s->acts, "case %s: version", n);
}

static const char acts_query[] =
        "select e.case_id, e.seq, e.case_version, e.kind, e.happened_on, e.recorded_at, e.outcome, e.procedure, e.fine_fen,"
        " e.confiscated_fen, e.amount_fen, e.receiver, e.remark, e.data ->> 'transfer_kind' as transfer_kind,"
        " e.data ->> 'basis' as basis, e.data -> 'range_unchecked' as range_unchecked, (select c.cause_code from case_file c where c.case_id = e.case_id) as cause, e.data ->> 'mode' as mode, e.data ->> 'evidence_kind' as evidence_kind,"
        " e.data ->> 'person_id' as person, (e.data ->> 'until')::date as until, e.data ->> 'other_unit_id' as other_unit,"
        " (select n.legal_qualified from person n where n.person_id = (e.data ->> 'person_id')::uuid) as person_qualified,"
        " coalesce((select json_agg(json_build_object('kind', p.kind, 'amount_fen', p.amount_fen) order by p.position)"
        "    from case_penalty p where p.event_id = e.event_id), (e.data -> 'penalties')::json) as penalties,"
        " (select json_agg(rp.permission) from role_assignment a join role_permission rp using (role)"
        "   where a.person_id = e.recorded_by and a.unit_id = e.at_unit_id and a.valid_from <= e.happened_on) as permissions,"
        " (select json_agg('consulted:' || rp.permission) from role_assignment a join role_permission rp using (role)"
        "   where a.person_id = e.recorded_by and a.unit_id = e.data ->> 'other_unit_id' and e.kind in ('supervised', 'consultation_answered')) as beside,"
        " e.data ->> 'other_unit_id' = 'city' as above, (e.data ->> 'told')::boolean as told, e.data ->> 'party_said' as party_said,"
        " (select count(*) from case_officer o join person n using (person_id) where o.case_id = e.case_id"
        "     and e.happened_on between greatest(o.from_on, n.certificate_from) and n.certificate_to) as officers,"
        " (select p.kind from case_party p where p.case_id = e.case_id order by p.position limit 1) as party_kind"
        " from case_event e order by e.case_id, e.seq";

static void judge_every_case(void)
{
        json_auto_t *acts = rows_of(acts_query), *cases = rows_of("select * from case_file order by case_id");
        struct law *law = law_today();
        struct procedure_limits limits = limits_today(law_clock(law));
        struct arena arena = {0};
        size_t at_ = 0, i;
        json_t *row;

        json_array_foreach(cases, i, row) {
                struct story s = untold;

                for (; same(string_of(json_array_get(acts, at_), "case_id"), string_of(row, "case_id")); at_++)
                        judge(&s, json_array_get(acts, at_), &limits, &arena);
                compare(&s, row);
        }
        ck_assert_uint_eq(at_, json_array_size(acts));
        arena_free(&arena);
        law_give(law);
}

START_TEST(every_act_was_allowed_and_every_case_is_the_sum_of_its_acts)
{
        for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
                load_on(days[i]);
                judge_every_case();
        }
}
END_TEST

/* ---- what the rules do not say, but the product does when it writes ---- */

#define DAY_OF(time) "(" time " at time zone 'Asia/Shanghai')::date"

/* Each with a query that yields what breaks it. */
static const struct {
        const char *what, *breakers;
} holds[] = {
        {"an act is recorded on its day, after those before it, and not in the future",
         "select e.event_id from case_event e where e.recorded_at > anjuan_now() or " DAY_OF("e.recorded_at") " <> e.happened_on"
         " or exists (select from case_event b where b.case_id = e.case_id and b.seq < e.seq and b.recorded_at > e.recorded_at)"},
        {"no act of an office falls on a weekend",
         "select event_id from case_event where extract(isodow from happened_on) > 5"},
        {"found before it was filed, and done before it was found",
         "select case_id from case_file where not (occurred_on < found_on and found_on < filed_on and filed_on <= anjuan_today())"},
        {"cases are of the last five quarters, but those whose days examples name",
         "select case_id from case_file where filed_on < date_trunc('quarter', anjuan_today() - interval '12 months') - interval '3 months'"
         " and right(case_id::text, 5) not in ('00103', '00117', '00174', '00175', '00176')"},
        {"that one was filed on its day",
         "select filed_on from case_file where right(case_id::text, 5) = '00103' and filed_on <> '2026-10-12'"},
        {"what the examples name is there",
         "select n from unnest(array['00101', '00102', '00103', '00201']) n"
         " where not exists (select from case_file where case_id = ('01920000-0000-7000-8000-0000000' || n)::uuid) union all"
         " select n from unnest(array['00401', '00402']) n"
         " where not exists (select from clue where clue_id = ('01920000-0000-7000-8000-0000000' || n)::uuid) union all"
         " select n from unnest(array['00301', '00302', '00303', '00304']) n"
         " where not exists (select from review where review_id = ('01920000-0000-7000-8000-0000000' || n)::uuid)"},
        {"parties stand in the row and in the title",
         "select c.case_id from case_file c left join cause_of_action a using (cause_code)"
         " where c.party_names is distinct from (select string_agg(p.name, '、' order by p.position) from case_party p"
         " where p.case_id = c.case_id) or c.title <> c.party_names || '涉嫌' || coalesce(a.name_zh, c.cause_text) || '案'"},
        {"the cause is in use", "select c.case_id from case_file c join cause_of_action a using (cause_code) where not a.active"},
        {"a cause in the catalogue or in words", "select case_id from case_file where num_nonnulls(cause_code, cause_text) <> 1"},
        {"facts and place are told", "select case_id from case_file where length(facts) < 20 or length(place) < 8"},
        {"a fine lies in the range of its cause",
         "select c.case_id from case_file c join cause_of_action a using (cause_code) join case_party p on p.case_id = c.case_id"
         " and p.position = 1 where c.fine_fen > 0 and case p.kind"
         " when 'person' then c.fine_fen not between coalesce(a.fine_min_person_fen, 0) and a.fine_max_person_fen"
         " else c.fine_fen not between coalesce(a.fine_min_org_fen, 0) and a.fine_max_org_fen end"},
        {"two certified officers of the unit from the day of filing",
         "select c.case_id from case_file c where 2 <> (select count(*) from case_officer o join person p using (person_id)"
         " join role_assignment r using (person_id) where o.case_id = c.case_id and r.unit_id = c.unit_id and r.role = 'officer'"
         " and o.from_on = c.filed_on and o.to_on is null and c.filed_on between p.certificate_from and p.certificate_to)"},
        {"whoever filed it recorded it",
         "select c.case_id from case_file c join case_event e on e.case_id = c.case_id and e.seq = 1 where e.recorded_by <> c.recorded_by"},
        {"the centre acts in the name of the city office",
         "select case_id from case_file where subject_unit_id <> case unit_id when 'centre' then 'city' else unit_id end"},
        {"numbers follow the filing without a gap",
         "select case_id from (select c.case_id, c.number, u.number_prefix || '立〔' || extract(year from c.filed_on) || '〕' ||"
         " row_number() over (partition by c.unit_id, extract(year from c.filed_on)"
         " order by c.filed_on, right(c.case_id::text, 5)) || '号' as due"
         " from case_file c join unit u using (unit_id)) x where number <> due"},
        {"a decision's number is one decision's",
         "select document_no from case_event where document_no is not null group by 1 having count(*) > 1"},
        {"what has a unit has that of its case",
         "select case_id from (select case_id, unit_id from case_party union all select case_id, unit_id from case_officer"
         " union all select case_id, unit_id from case_event union all select case_id, unit_id from case_penalty"
         " union all select case_id, unit_id from review union all select case_id, unit_id from clue where case_id is not null) x"
         " join case_file c using (case_id) where x.unit_id <> c.unit_id"},
        {"a clue came before its result, and both before tomorrow",
         "select clue_id from clue where received_on > coalesce(result_on, received_on) or coalesce(result_on, received_on) > anjuan_today()"
         " or (result_on is null) <> (status = 'registered') or created_at > updated_at or updated_at > anjuan_now()"},
        {"a clue filed into a case has its source and the day of its filing",
         "select l.clue_id from clue l join case_file c using (case_id) where l.result_on <> c.filed_on or l.source <> c.source"},
        {"clues merge into one of the unit that did not merge itself",
         "select l.clue_id from clue l join clue m on m.clue_id = l.merged_into where m.unit_id <> l.unit_id or m.status = 'merged'"
         " or m.received_on > l.result_on"},
        {"a clue has the versions of what was done with it",
         "select clue_id from clue where version <> case status when 'registered' then 1 else 2 end"},
        {"each act has the documents it calls for",
         "select e.event_id from case_event e join case_file c using (case_id) join document_due u on u.act = e.kind and u.mandatory"
         " and u.outcome in ('*', e.outcome) and u.procedure in ('*', c.procedure) where not exists (select from case_document d"
         " where d.case_id = e.case_id and d.event_id = e.event_id and d.kind = u.kind)"},
        {"documents show what they should, but for the reasons of a tier now and then",
         "select d.document_id from case_document d where exists (select from jsonb_array_elements(document_lacks(d)) l"
         " where l ->> 'element' is distinct from 'tier_reasons' and (l ->> 'code' <> 'service' or exists (select from case_event e"
         " where e.case_id = d.case_id and e.kind = 'served')))"},
        {"numbers of documents rise with their days",
         "select b.number from document_number a join document_number b using (unit_id, kind, year) join case_document x on x.document_id = a.document_id"
         " join case_document y on y.document_id = b.document_id where a.serial < b.serial and x.made_on > y.made_on"},
        {"a clue is the sum of its acts",
         "select l.clue_id from clue l where (select string_agg(a.kind, ' ' order by a.seq) from clue_act a where a.clue_id = l.clue_id)"
         " is distinct from 'registered' || case status when 'registered' then '' else ' ' || status end"},
        {"a clue has its deadlines, which run while it does",
         "select l.clue_id from clue l left join clue_deadline d using (clue_id) where d.code is null or (d.state = 'open') <> (l.status = 'registered')"},
        {"a review is assigned after the closing, and ends before now",
         "select r.review_id from review r join case_file c using (case_id) where c.state <> 'closed'"
         " or " DAY_OF("r.assigned_at") " < c.closed_on or coalesce(r.submitted_at, r.withdrawn_at, r.assigned_at) > anjuan_now()"
         " or r.assigned_at >= coalesce(r.submitted_at, r.withdrawn_at, 'infinity')"},
        {"every case and clue stands in the log",
         "select s from (select case_id as s from case_file union all select clue_id from clue) x"
         " where not exists (select from audit_event e where e.content::json ->> 'subjects' like '%' || s || '%')"},
};

START_TEST(everything_is_as_the_product_would_have_written_it)
{
        for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
                load_on(days[d]);
                for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) {
                        const char *breakers = sql("select string_agg(x::text, ', ') from (%s) q(x)", holds[i].breakers);

                        ck_assert_msg(!breakers, "%s: %s, but: %s", days[d], holds[i].what, breakers);
                }
        }
}
END_TEST

/* ---- reviews ---- */

static struct review_item *items_of(const json_t *list, struct arena *a)
{
        struct review_item *out = arena_take(a, sizeof *out * json_array_size(list));

        for (size_t i = 0; i < json_array_size(list); i++) {
                const json_t *j = json_array_get(list, i);

                out[i] = (struct review_item){string_of(j, "item_code"), string_of(j, "kind"), (int)integer_of(j, "points"),
                                              (int)integer_of(j, "step")};
        }
        return out;
}

static struct review_answer *answers_of(const json_t *list, struct arena *a)
{
        struct review_answer *out = arena_take(a, sizeof *out * (json_array_size(list) + 1));

        for (size_t i = 0; i < json_array_size(list); i++) {
                const json_t *j = json_array_get(list, i);

                out[i] = (struct review_answer){string_of(j, "item_code"), string_of(j, "answer"), (int)integer_of(j, "deduction"),
                                                string_of(j, "remark")};
        }
        return out;
}

static void score(const json_t *row, struct arena *a)
{
        const json_t *items = json_object_get(row, "items"), *answers = json_object_get(row, "answers");
        struct review_sheet sheet = {items_of(items, a), json_array_size(items), (int)integer_of(row, "excellent_min"),
                                     (int)integer_of(row, "pass_min")};
        struct fault f = {.arena = a};
        struct review_result r;

        ck_assert_msg(review_score(&sheet, answers_of(answers, a), json_array_size(answers), &r, &f) == OK, "%s: %s",
                      string_of(row, "review_id"), f.fields ? f.fields->where : "");
        if (!string_of(row, "grade"))
                return;
        ck_assert_int_eq(integer_of(row, "score"), r.total);
        ck_assert_int_eq(truth_of(row, "vetoed"), r.vetoes > 0);
        ck_assert_str_eq(string_of(row, "grade"), review_grade_codes[r.grade]);
}

START_TEST(reviews_are_scored_as_the_rules_score_them)
{
        json_auto_t *rows = NULL;
        struct arena arena = {0};
        size_t i;
        json_t *row;

        load_on(days[0]);
        rows = rows_of("select r.review_id, r.score, r.vetoed, r.grade, k.excellent_min, k.pass_min,"
                       " (select json_agg(i order by i.position) from checklist_item i where i.checklist_id = r.checklist_id) as items,"
                       " (select json_agg(a) from review_answer a where a.review_id = r.review_id) as answers"
                       " from review r join checklist k using (checklist_id)"
                       " where r.state = 'submitted' or exists (select from review_answer a where a.review_id = r.review_id)");
        ck_assert_uint_ge(json_array_size(rows), 6);
        json_array_foreach(rows, i, row)
                score(row, &arena);
        arena_free(&arena);
}
END_TEST

START_TEST(reviewers_have_no_part_in_what_they_review)
{
        json_auto_t *rows = NULL;
        struct arena arena = {0};
        size_t i;
        json_t *row;

        load_on(days[0]);
        rows = rows_of("select r.review_id, f.* from review r, reviewer_facts(array[r.case_id], array[r.reviewer_id]) f");
        ck_assert_uint_ge(json_array_size(rows), 8);
        json_array_foreach(rows, i, row) {
                struct assignment_facts f = {string_of(row, "case_state"), truth_of(row, "may_review"), truth_of(row, "of_unit"),
                                             truth_of(row, "of_subject"), truth_of(row, "is_officer"), truth_of(row, "took_part")};
                struct judgement j;

                ck_assert_msg(assignment_judge(&f, &arena, &j) == OK, "%s: %s", string_of(row, "review_id"), j.unmet->en);
        }
        arena_free(&arena);
}
END_TEST

/* ---- people and places ---- */

START_TEST(parties_have_valid_numbers_that_are_nobodys)
{
        json_auto_t *rows = NULL;
        size_t i;
        json_t *row;

        load_on(days[0]);
        rows = rows_of("select * from case_party");
        json_array_foreach(rows, i, row) {
                bool person = !strcmp(string_of(row, "kind"), "person");
                const char *number = string_of(row, person ? "id_number" : "credit_code");

                ck_assert_msg(number && (person ? resident_id_ok(number) : credit_code_ok(number)), "%s: %s", string_of(row, "name"),
                              number);
                ck_assert(person ? !strncmp(number, "310100", 6) : strstr(number, "DEM") == number + 8);
                ck_assert_uint_eq(strlen(string_of(row, "phone")), 11);
        }
        ck_assert_str_eq(sql("select count(*) - count(distinct coalesce(credit_code, id_number)) from case_party"), "0");
        ck_assert_str_eq(sql("select count(*) from case_party where kind = 'person' and id_number_masked = id_number"), "0");
}
END_TEST

/* Each with a query whose one number must be what is due. */
static const struct {
        const char *what, *query, *due;
} shown[] = {
        {"states of a case", "select count(distinct state) from case_file", "8"},
        {"outcomes", "select count(distinct outcome) from case_file", "4"},
        {"procedures", "select count(distinct procedure) from case_file", "2"},
        {"units", "select string_agg(distinct unit_id, ' ') from case_file", "310101 310114 310115 centre"},
        {"sources of cases", "select count(distinct source) from case_file", "10"},
        {"sources of clues", "select count(distinct source) from clue", "10"},
        {"what becomes of clues", "select count(distinct status) from clue", "5"},
        {"causes in use", "select count(*) from cause_of_action a where active and not exists (select from case_file c where c.cause_code = a.cause_code)", "0"},
        {"quarters", "select count(distinct date_trunc('quarter', filed_on)) >= 5 from case_file", "t"},
        {"fines paid in part", "select count(*) >= 2 from case_file where paid_fen > 0 and paid_fen < fine_fen", "t"},
        {"about sixty cases", "select count(*) between 55 and 75 from case_file", "t"},
        {"states of a review", "select count(distinct state) from review", "3"},
        {"grades", "select count(distinct grade) from review", "3"},
};

START_TEST(the_world_shows_everything_there_is)
{
        load_on(days[0]);
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
                const char *found = sql("%s", shown[i].query);

                ck_assert_msg(same(found, shown[i].due), "%s: %s", shown[i].what, found ? found : "none");
        }
}
END_TEST

START_TEST(numbers_go_on_after_it)
{
        const char *today, *id, *due;

        set_now(NULL);
        load();
        today = sql("select anjuan_today()");
        due = sql("select u.number_prefix || '立〔%.4s〕' || (select count(*) + 1 from case_file c where c.unit_id = u.unit_id"
                  " and extract(year from c.filed_on) = %.4s) || '号' from unit u where u.unit_id = '310101'", today, today);
        id = case_filed_by("officer1.huangpu", today, "");
        ck_assert_str_eq(at(get("officer1.huangpu", "/api/v1/cases/%s", id), "number"), due);
}
END_TEST

START_TEST(every_case_stands_where_its_events_leave_it)
{
        struct settings s;
        char cases[] = "cases", *argv[] = {cases, NULL};

        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        ck_assert_int_eq(verify_command(&s, 1, argv), 0);
}
END_TEST

HARNESS_MAIN("demo", "people", every_act_was_allowed_and_every_case_is_the_sum_of_its_acts,
             everything_is_as_the_product_would_have_written_it, reviews_are_scored_as_the_rules_score_them,
             reviewers_have_no_part_in_what_they_review, parties_have_valid_numbers_that_are_nobodys,
             the_world_shows_everything_there_is, numbers_go_on_after_it,
             every_case_stands_where_its_events_leave_it)

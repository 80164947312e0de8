/* A database that an earlier version made and filled, brought to the head: the same as a new one, its rows whole, and served. Which one
 * it is says ANJUAN_EARLIER (tests/data/earlier). */
#include "harness.h"

#include "db/handle.h"
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the same as a new one ---- */

/* Everything that a migration makes, one text each. What the tests themselves put there, and what goes by the calendar, is left out. */
static const char described[] =
        "with c as (select * from pg_class where relnamespace = 'anjuan'::regnamespace and relname !~ '^(audit_event_(2|test|rest_sub)|number_.*_[0-9]+$)')"
        " select concat_ws(' ', 'table', relname, relkind, relowner::regrole, relrowsecurity, relforcerowsecurity, reloptions, pg_temp.sorted(relacl)) from c where relkind in ('r', 'p', 'S', 'v')"
        " union all select concat_ws(' ', 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod),"
        "                           a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), l.collname, pg_temp.sorted(a.attacl))"
        "   from c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum"
        "   left join pg_collation l on l.oid = a.attcollation where c.relkind in ('r', 'p', 'v', 'c')"
        " union all select concat_ws(' ', 'constraint', c.relname, conname, pg_get_constraintdef(k.oid), k.convalidated) from c join pg_constraint k on k.conrelid = c.oid"
        " union all select concat_ws(' ', 'index', pg_get_indexdef(c.oid)) from c where relkind in ('i', 'I')"
        " union all select concat_ws(' ', 'trigger', translate(pg_get_triggerdef(t.oid), '()', ''), tgenabled) from c join pg_trigger t on t.tgrelid = c.oid where not tgisinternal"
        " union all select concat_ws(' ', 'policy', c.relname, polname, polcmd, polpermissive, array(select r::regrole::text from unnest(polroles) r order by 1),"
        "                           pg_get_expr(polqual, polrelid), '/', pg_get_expr(polwithcheck, polrelid)) from c join pg_policy on polrelid = c.oid"
        " union all select concat_ws(' ', 'function', p.oid::regprocedure, proowner::regrole, pg_temp.sorted(proacl),"
        "                           case when proname not in ('anjuan_now', 'anjuan_is_test', 'known_number', 'anjuan_snapshot') then pg_get_functiondef(p.oid) end)"
        "   from pg_proc p where pronamespace = 'anjuan'::regnamespace"
        " union all select concat_ws(' ', 'comment', pg_describe_object(classoid, objoid, objsubid), description) from pg_description"
        "   where (classoid = 'pg_class'::regclass and objoid in (select oid from c)) or (classoid = 'pg_proc'::regclass"
        "     and objoid in (select oid from pg_proc where pronamespace = 'anjuan'::regnamespace))"
        " union all select concat_ws(' ', 'migration', name, sha256) from migration";

static void enter(PGconn *c)
{
        PQclear(PQexec(c, "set search_path = anjuan, pg_temp; create function pg_temp.sorted(aclitem[]) returns text language sql"
                          " return (select string_agg(x::text, ' ' order by x::text) from unnest($1) x)"));
        ck_assert_str_eq(PQerrorMessage(c), "");
}

static PGconn *here(void)
{
        PGconn *c = PQconnectdb(database_url("postgres"));

        enter(c);
        return c;
}

static const char *new_name(void)
{
        return text("test_upgrade_new_%d", (int)getpid());
}

static PGconn *new_database(void)
{
        const char *url = database_url_of(new_name(), "postgres");
        PGconn *c;

        sql("create database %s", new_name());
        ck_assert_int_eq(migrate_run(url, false), 0);
        c = PQconnectdb(url);
        enter(c);
        return c;
}

/* As one JSON list; sorted, without double ones. */
static const char *list_in(PGconn *c, const char *query)
{
        AUTO_RESULT r = PQexec(c, text("select coalesce(json_agg(t), '[]') from (select distinct t collate \"C\" from (%s) x(t) order by 1) y", query));

        ck_assert_msg(PQresultStatus(r) == PGRES_TUPLES_OK, "%s", PQerrorMessage(c));
        return text("%s", PQgetvalue(r, 0, 0));
}

static bool is_in(const char *item, const json_t *list)
{
        size_t from = 0, to = json_array_size(list);

        while (from < to) {
                size_t middle = from + (to - from) / 2;
                int order = strcmp(item, json_string_value(json_array_get(list, middle)));

                if (!order)
                        return true;
                if (order < 0)
                        to = middle;
                else
                        from = middle + 1;
        }
        return false;
}

static const char *not_in(const char *told, const json_t *these, const json_t *those, const char *mark)
{
        const json_t *item;
        size_t i;

        json_array_foreach(these, i, item)
                if (!is_in(json_string_value(item), those))
                        told = text("%s%s %s\n", told, mark, json_string_value(item));
        return told;
}

START_TEST(it_is_made_as_a_new_one_is)
{
        AUTO_CONN fresh = new_database();
        AUTO_CONN old = here();
        const json_t *new, *now;
        const char *told;

        new = json_of(list_in(fresh, described));
        now = json_of(list_in(old, described));
        ck_assert_uint_gt(json_array_size(new), 1000);
        told = not_in(not_in("", new, now, "only new:"), now, new, "only here:");
        sql("drop database %s with (force)", new_name());
        ck_assert_msg(!*told, "%.3000s", told);
}
END_TEST

/* Rows that migrations bring, without what is told by clock, counter or chance; of what people may have changed since, that it is there. */
static const char seeded[] =
        "select string_agg(format('select concat_ws('' '', ''%1$s'', to_jsonb(t) - %2$L::text[]) from %1$I t', c.relname,"
        "                         array(select attname from pg_attribute a where a.attrelid = c.oid and attnum > 0"
        "                                and (atttypid in ('xid8'::regtype, 'timestamptz'::regtype) or attname in ('assignment_id', 'law_version')"
        "                                     or c.relname in ('unit', 'checklist', 'outside_organisation', 'cause_of_action')"
        "                                        and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey))))), ' union all ')"
        "  from pg_class c where relnamespace = 'anjuan'::regnamespace and relkind = 'r' and relname !~ '^(audit_|migration$|secret$|number_counter$|law_|cluster_of$|count_change$|quarter_kept)'";

START_TEST(it_has_the_rows_that_a_new_one_has)
{
        AUTO_CONN fresh = new_database();
        AUTO_CONN old = here();
        AUTO_RESULT r = PQexec(fresh, seeded);
        const char *query, *told;
        const json_t *new;

        query = text("%s", PQgetvalue(r, 0, 0));
        new = json_of(list_in(fresh, query));
        ck_assert_uint_gt(json_array_size(new), 500);
        told = not_in("", new, json_of(list_in(old, query)), "only new:");
        sql("drop database %s with (force)", new_name());
        ck_assert_msg(!*told, "%.3000s", told);
}
END_TEST

/* ---- whole ---- */

static void program(const char *arguments)
{
        int status = system(text("ANJUAN_JOBS_URL=\"%s\" '%s' %s", database_url("anjuan_jobs"), getenv("ANJUAN_PROGRAM"), arguments));

        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "anjuan %s ended with %d", arguments, WEXITSTATUS(status));
}

START_TEST(its_figures_and_cases_agree_with_their_events)
{
        program("verify statistics");
        program("verify cases");
        program("deadlines recompute");
        program("prechecks recompute --all");
        program("verify statistics");
}
END_TEST

/* ---- served ---- */

static void all_read(const char *who, const char *table, const char *id, const char *path)
{
        const char *ids = sql("select string_agg(%s::text, ' ') from %s", id, table), *one, *rest;

        ck_assert_msg(ids || atoi(sql("select count(*) from %s", table)) == 0, "%s", table);
        for (rest = ids; rest && *rest; rest += strspn(rest, " ")) {
                one = text("%.*s", (int)strcspn(rest, " "), rest);
                rest += strlen(one);
                expect(get(who, "/api/v1/%s/%s%s", text("%.*s", (int)strcspn(path, ":"), path), one, strchr(path, ':') + 1), 200);
        }
}

START_TEST(everything_in_it_is_read)
{
        static const char *const of[][4] = {
                {"legal1.city", "case_file", "case_id", "cases:"},
                {"legal1.city", "case_file", "case_id", "cases:/events?limit=200"},
                {"legal1.city", "case_file", "case_id", "cases:/deadlines"},
                {"legal1.city", "(select distinct case_id from case_document) x", "case_id", "cases:/documents"},
                {"legal1.city", "case_file", "case_id", "cases:/directory"},
                {"legal1.city", "clue", "clue_id", "clues:"},
                {"legal1.city", "clue", "clue_id", "clues:/acts"},
                {"legal1.city", "clue", "clue_id", "clues:/deadlines"},
                {"legal1.city", "review", "review_id", "reviews:"},
                {"legal1.city", "checklist", "checklist_id", "checklists:"},
                {"legal1.city", "campaign", "campaign_id", "campaigns:"},
                {"legal1.city", "(select distinct campaign_id from campaign_file) x", "campaign_id", "campaigns:/files"},
                {"legal1.city", "inspection", "inspection_id", "inspections:"},
                {"legal1.city", "quarters_counted() q(quarter)", "quarter", "statistics/quarters:"},
                {"legal1.city", "quarter_freeze", "quarter", "statistics/quarters:"},
                {"legal1.city", "quarter_freeze", "quarter", "statistics/quarters:/state"},
        };

        for (size_t i = 0; i < sizeof of / sizeof of[0]; i++)
                all_read(of[i][0], of[i][1], of[i][2], of[i][3]);
        expect(get("officer1.huangpu", "/api/v1/worklist"), 200);
        expect(get("auditor.city", "/api/v1/audit?limit=200"), 200);
}
END_TEST

/* A case of then goes on; what it was is still told, and by a position of then too where versions were kept. */
START_TEST(its_cases_go_on)
{
        const char *id = sql("select case_id from case_file c where state = 'filed' and unit_id = 'centre' and procedure = 'ordinary'"
                             " and (select count(*) from case_officer o where o.case_id = c.case_id) > 1 order by filed_on limit 1");
        const char *then = text("%lld", log_sealed());
        struct answer *before = get("officer1.centre", "/api/v1/cases/%s", id), *a;

        expect(before, 200);
        expect(change("officer1.centre", "PATCH", before->etag, "{\"place\":\"改后的地点\",\"reason\":\"登记有误\"}", "/api/v1/cases/%s", id), 200);
        expect(record("officer1.centre", id, "evidence_registered", sql("select anjuan_today()"), "\"evidence_kind\":\"record\",\"remark\":\"现场笔录\""), 201);
        ck_assert_str_eq(at(get("officer1.centre", "/api/v1/cases/%s", id), "place"), "改后的地点");
        a = get("officer1.centre", "/api/v1/cases/%s?as_of=%s", id, then);
        expect(a, 200);
        ck_assert_str_eq(at(a, "place"), at(before, "place"));
        case_closed_in("huangpu", "2026-03-02", "2026-04-07", "2026-04-20", 1500000);
        program("verify cases");
        program("verify statistics");
}
END_TEST

/* The log goes on after its last line, and what is recorded now is late for what was frozen then. */
START_TEST(its_log_and_its_frozen_quarters_go_on)
{
        const char *last = text("%lld", log_sealed()), *before = get("legal1.city", "/api/v1/statistics/quarters/2025Q4?version=1")->text;
        struct answer *a;

        case_closed_in("centre", "2025-10-13", "2025-11-17", "2025-12-01", 1500000);
        ck_assert_int_gt(log_sealed(), atoll(last));
        ck_assert_str_eq(sql("select count(*) from (select seq - lag(seq) over (order by seq) as step from audit_entry) x where step <> 1"), "0");
        ck_assert_str_eq(get("legal1.city", "/api/v1/statistics/quarters/2025Q4?version=1")->text, before);
        sql("insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from) select gen_random_uuid(), p.person_id, 'city', 'legal_department', '2020-01-01' from person p where p.login = 'auditor.city'");
        expect(post("auditor.city", "{\"reason\":\"补记\"}", "/api/v1/statistics/quarters/2025Q4/close"), 201);
        expect(a = post("legal1.city", NULL, "/api/v1/statistics/quarters/2025Q4/freeze"), 201);
        ck_assert_str_eq(get("legal1.city", "/api/v1/statistics/quarters/2025Q4?version=1")->text, before);
        program("verify statistics");
}
END_TEST

HARNESS_MAIN("upgrade", getenv("ANJUAN_EARLIER"), it_is_made_as_a_new_one_is, it_has_the_rows_that_a_new_one_has,
             its_figures_and_cases_agree_with_their_events, everything_in_it_is_read, its_cases_go_on, its_log_and_its_frozen_quarters_go_on)

/* A database restored into another cluster: what was known, late and frozen stays so, whichever way that cluster counts. */
#include "harness.h"

#include "base/arena.h"
#include "db/handle.h"
#include "db/migrate.h"
#include "main/command.h"
#include "main/serve.h"
#include "main/settings.h"

#include <stdlib.h>
#include <string.h>

#define HUANGPU "officer1.huangpu"
#define QUARTER "/api/v1/statistics/quarters/2025Q1"

/* As pg_restore leaves it: the rows are those of a cluster that was `ahead` numbers further, or of one that was behind. */
static void as_from_elsewhere(long long ahead)
{
        sql("begin; select pg_advisory_xact_lock(4215601); set local session_replication_role = replica;"
            "do $$ declare c record; begin"
            "  for c in select a.attrelid::regclass as tab, a.attname as col from pg_attribute a join pg_class t on t.oid = a.attrelid"
            "            where t.relnamespace = 'anjuan'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition and a.atttypid = 'xid8'::regtype loop"
            "    execute format('update %%s set %%I = ((%%I::text::numeric + %lld)::text)::xid8 where %%I <> ''0''', c.tab, c.col, c.col, c.col);"
            "  end loop; end $$;"
            "update quarter_freeze f set snapshot = (select (pg_snapshot_xmin(s)::text::numeric + %lld) || ':' || (pg_snapshot_xmax(s)::text::numeric + %lld) || ':'"
            "    || coalesce((select string_agg((x::text::numeric + %lld)::text, ',' order by x) from pg_snapshot_xip(s) x), '') from (select f.snapshot::pg_snapshot) y(s))"
            "  where snapshot <> '';"
            "update cluster_of set system_identifier = 1; commit", ahead, ahead, ahead, ahead);
}

static const char *unfit(void)
{
        AUTO_CONN c = PQconnectdb(database_url("anjuan_login"));
        struct arena a = {0};
        const char *why = serve_unfit(c, &a), *kept = text("%s", why ? why : "");

        arena_free(&a);
        return kept;
}

static int verify(void)
{
        struct settings s;
        char *argv[] = {(char *)(uintptr_t)"statistics"};

        ck_assert(settings_read(&s));
        s.jobs_url = database_url("anjuan_jobs");
        return verify_command(&s, 1, argv);
}

static void freeze(const char *reason)
{
        expect(post("legal2.city", text("{\"reason\":\"%s\"}", reason), QUARTER "/close"), 201);
        expect(post("legal1.city", NULL, QUARTER "/freeze"), 201);
}

static struct answer *as_of(const char *id, const char *position)
{
        struct answer *a = get(HUANGPU, "/api/v1/cases/%s?as_of=%s", id, position);

        expect(a, 200);
        return a;
}

static void correct(const char *id, const char *place)
{
        struct answer *a = get(HUANGPU, "/api/v1/cases/%s", id);

        expect(change(HUANGPU, "PATCH", a->etag, text("{\"place\":\"%s\",\"reason\":\"登记有误\"}", place), "/api/v1/cases/%s", id), 200);
}

static const char *sealed(void)
{
        return text("%lld", log_sealed());
}

/* From what was before the move to what comes after it. */
static void moved(long long ahead)
{
        const char *id = case_filed_by(HUANGPU, "2025-01-06", "\"place\":\"甲\""), *first = sealed(), *second, *third, *was, *version, *frozen;

        correct(id, "乙");
        second = sealed();
        was = as_of(id, second)->text;
        freeze("第一次");
        version = at(get("legal1.city", QUARTER "/state"), "version");
        frozen = get("legal1.city", QUARTER "/document?version=%s", version)->text;

        as_from_elsewhere(ahead);
        ck_assert_ptr_nonnull(strstr(unfit(), "another cluster"));
        ck_assert_int_eq(migrate_run(database_url("postgres"), false), 0);
        ck_assert_str_eq(unfit(), "");
        ck_assert_str_eq(sql("select system_identifier > 1 from cluster_of"), "t");
        ck_assert_int_eq(verify(), 0);

        third = sealed();
        correct(id, "丙");
        case_filed_by(HUANGPU, "2025-02-10", "");
        ck_assert_int_gt(log_sealed(), atoll(third));
        ck_assert_str_eq(at(as_of(id, first), "place"), "甲");
        ck_assert_str_eq(as_of(id, second)->text, was);
        ck_assert_str_eq(at(as_of(id, third), "place"), "乙");
        ck_assert_str_eq(at(as_of(id, sealed()), "place"), "丙");
        ck_assert_str_eq(sql("select count(*) from (select seq - lag(seq) over (order by seq) as step from audit_entry) x where step <> 1"), "0");

        ck_assert_str_eq(get("legal1.city", QUARTER "/document?version=%s", version)->text, frozen);
        ck_assert_int_eq(verify(), 0);
        freeze("补记");
        ck_assert_str_eq(sql("select string_agg(distinct l.why, ' ') from quarter_ledger l join quarter_freeze f using (freeze_id)"
                             " where f.quarter = '2025Q1' and f.version = %d and l.indicator = 'filed' and l.of_what = 'case'", atoi(version) + 1), "late");
        ck_assert_int_eq(verify(), 0);
}

START_TEST(into_a_cluster_that_counts_lower)
{
        moved(1000000000);
        ck_assert_str_eq(sql("select ahead > 900000000 from cluster_of"), "t");
}
END_TEST

START_TEST(a_second_run_adds_nothing)
{
        const char *before = sql("select concat_ws(' ', system_identifier, ahead) from cluster_of");

        ck_assert_int_eq(migrate_run(database_url("postgres"), false), 0);
        ck_assert_str_eq(sql("select concat_ws(' ', system_identifier, ahead) from cluster_of"), before);
}
END_TEST

START_TEST(and_on_into_one_that_counts_lower_still)
{
        moved(7000000000);
}
END_TEST

/* The rows' numbers are far below what this one gives with what it adds. */
START_TEST(into_a_cluster_that_counts_higher)
{
        const char *before = sql("select ahead from cluster_of");

        moved(-1000);
        ck_assert_str_eq(sql("select ahead from cluster_of"), before);
}
END_TEST

/* A number taken from the cluster itself would not follow. */
START_TEST(nothing_asks_the_cluster_for_numbers_but_the_functions_made_for_it)
{
        ck_assert_ptr_null(sql("select string_agg(p.proname, ' ') from pg_proc p where p.pronamespace = 'anjuan'::regnamespace"
                               " and pg_get_functiondef(p.oid) ~ 'pg_current_(xact_id|snapshot)'"
                               " and p.proname <> all (array['anjuan_xid', 'anjuan_snapshot', 'cluster_enter', 'audit_sequence'])"));
        ck_assert_ptr_null(sql("select string_agg(adrelid::regclass::text, ' ') from pg_attrdef where pg_get_expr(adbin, adrelid) ~ 'pg_current_'"));
        ck_assert_ptr_null(sql("select string_agg(polname, ' ') from pg_policy where concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) ~ 'pg_current_'"));
}
END_TEST

HARNESS_MAIN("restore", "demo", into_a_cluster_that_counts_lower, a_second_run_adds_nothing, and_on_into_one_that_counts_lower_still,
             into_a_cluster_that_counts_higher, nothing_asks_the_cluster_for_numbers_but_the_functions_made_for_it)

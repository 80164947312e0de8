/* Random worlds: what the product counts, live, frozen and restated, against plain SQL over the events (statistics_world.sql). Few
 * by default; the long form takes ANJUAN_WORLDS and ANJUAN_SCENARIOS (1000, or 251-500 for a part of them), ANJUAN_EDITS (10000), and meson's -t 0. */
#include "harness.h"

#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUARTER "/api/v1/statistics/quarters/"
enum { OPENED_IN_TURN = 60, FORGOTTEN_AFTER = 8 };

static void load(const char *name)
{
        FILE *file = fopen(text(SOURCE_ROOT "/tests/api/%s", name), "r");
        static char statements[100000];

        ck_assert_ptr_nonnull(file);
        statements[fread(statements, 1, sizeof statements - 1, file)] = '\0';
        ck_assert(feof(file));
        fclose(file);
        sql("%s", statements);
}

/* Which worlds. The seed of each is its own, whichever are run with it. */
static void worlds(const char *setting, int otherwise, int *first, int *last)
{
        const char *wanted = getenv(setting), *dash = wanted ? strchr(wanted, '-') : NULL;

        *first = dash ? atoi(wanted) : 1;
        *last = dash ? atoi(dash + 1) : wanted ? atoi(wanted) : otherwise;
        ck_assert_int_ge(*last, *first);
}

static double seed(int world)
{
        return world / 100003.0;
}

static void act_as(const char *login)
{
        char hash[SHA256_HEX_LEN + 1] = "";

        if (login)
                sha256_hex(token_of(login), strlen(token_of(login)), hash);
        /* Nobody signs in again meanwhile, however long it takes. */
        sql("update session set last_seen_at = anjuan_now(), expires_at = anjuan_now() + interval '12 hours'; select set_config('anjuan.token', '%s', false)", hash);
}

static void expect_none(int world, const char *differs)
{
        ck_assert_msg(!differs, "world %d: %.900s", world, differs);
}

START_TEST(figures_equal_a_plain_count_and_open_into_what_they_are_made_of_in_random_worlds)
{
        int first, last;

        load("statistics_world.sql");
        worlds("ANJUAN_WORLDS", 10, &first, &last);
        for (int i = first; i <= last; i++) {
                act_as(NULL);
                sql("begin");
                sql("select public.make_world(%f, %d); select public.go_on(5, 9); select public.standing()", seed(i), 3 + i % 12);
                expect_none(i, sql("select left(public.world_differs(%d, public.all_quarters()), 900)", i));
                act_as("legal1.city");
                expect_none(i, sql("select left(public.cells_differ('%dQ%d', null, %d, %d), 900)", 2024 + i / 4 % 3, 1 + i % 4, i, OPENED_IN_TURN));
                sql("rollback");
        }
        act_as(NULL);
}
END_TEST

static void freeze(const char *quarter)
{
        act_as("legal1.city");
        sql("select close_quarter('%s', '补报')", quarter);
        act_as("legal2.city");
        sql("select freeze_quarter('%s', gen_random_uuid())", quarter);
}

static const char *rows_of(const char *quarter, int version)
{
        return sql("select string_agg(r.figures, ',' order by r.position) || ',' || max(total) from quarter_freeze join quarter_freeze_row r using (freeze_id)"
                   " where quarter = '%s' and version = %d", quarter, version);
}

static const char *document_of(const char *quarter, int version)
{
        return sql("select quarter_document('%s', %d)", quarter, version);
}

/* Of rows as they are kept: those that are not as plainly counted now. */
static void expect_counted(int world, const char *q, const char *rows)
{
        sql("select public.standing()");
        expect_none(world, sql("select left(public.rows_differ('%s', ('[' || $x$%s$x$ || ']')::jsonb, quarter_first('%s'), quarter_last('%s'), false), 900)", q, rows, q, q));
}

/* A frozen version, then late entries, corrections and all else; what the ledger says is missing is what a new count has more. */
static void one_scenario(int i)
{
        const char *q = text("2024Q%d", 1 + i % 4), *rows, *document;
        int version;

        act_as(NULL);
        sql("select public.make_world(%f, 6 + %d)", -seed(i), i % 7);
        version = 1 + atoi(sql("select coalesce(max(version), 0) from quarter_freeze where quarter = '%s'", q));
        freeze(q);
        rows = rows_of(q, version);
        document = document_of(q, version);
        expect_counted(i, q, rows);
        act_as(NULL); /* what goes on is nobody's act */
        sql("select public.go_on(5, 9)");
        act_as("legal2.city");
        ck_assert_str_eq(document_of(q, version), document);
        expect_none(i, sql("select string_agg(concat_ws(' ', indicator, unit_id, sub), ',') from (select unit_id, indicator, sub, sum(value) as v from ("
                           " select m.unit_id, m.indicator, m.sub, value from quarter_member m join quarter_freeze using (freeze_id) where quarter = '%s' and version = %d"
                           " union all select unit_id, indicator, sub, delta from quarter_pending('%s')"
                           " union all select unit_id, indicator, sub, -value from period_members(quarter_first('%s'), quarter_last('%s'))) x"
                           " group by 1, 2, 3 having sum(value) <> 0) y", q, version, q, q, q));
        freeze(q);
        ck_assert_str_eq(document_of(q, version), document);
        ck_assert_str_eq(rows_of(q, version), rows);
        expect_counted(i, q, rows_of(q, version + 1));
        /* Cell by cell, as they are shown: old + delta = new. */
        expect_none(i, sql("select left(string_agg(concat_ws(' ', unit_id, indicator, sub, o.value, l.delta, n.value), ','), 900) from"
                           " (select c.* from quarter_freeze f, cells_of(base_of(f.freeze_id)) c where f.quarter = '%s' and f.version = %d) o"
                           " full join (select c.* from quarter_freeze f, cells_of(base_of(f.freeze_id)) c where f.quarter = '%s' and f.version = %d) n using (unit_id, indicator, sub)"
                           " full join (select l.* from quarter_freeze f join quarter_ledger l using (freeze_id) where f.quarter = '%s' and f.version = %d and of_what = 'cell') l"
                           " using (unit_id, indicator, sub) where coalesce(o.value, 0) + coalesce(l.delta, 0) <> coalesce(n.value, 0)", q, version, q, version + 1, q, version + 1));
        for (int v = version; v <= version + 1; v++)
                expect_none(i, sql("select left(public.cells_differ('%s', %d, %d, %d), 900)", q, v, i, OPENED_IN_TURN));
        expect_none(i, sql("select left(string_agg(c::text, E'\\n'), 900) from statistics_check() c where what <> 'cases'"));
}

START_TEST(old_and_differences_are_new_and_frozen_figures_stay_in_random_worlds)
{
        int first, last;

        worlds("ANJUAN_SCENARIOS", 4, &first, &last);
        sql("rollback"); /* where a world before failed */
        for (int i = first; i <= last; i++) {
                one_scenario(i);
                if (i % FORGOTTEN_AFTER == 0)
                        sql("select public.forget_worlds()");
        }
        act_as(NULL);
        sql("select public.forget_worlds()");
}
END_TEST

START_TEST(a_frozen_quarter_is_the_same_bytes_after_all_later_edits)
{
        static const char *const paths[] = {"", "/document", "?format=csv", "?version=1"};
        const char *wanted = getenv("ANJUAN_EDITS"), *readers[] = {"legal1.city", "lead.huangpu"};
        const char *was[2][4][4], *zero;
        int edits = wanted ? atoi(wanted) : 400;

        act_as(NULL);
        sql("select public.make_world(0.271828, 60); select public.go_on(5, 9)");
        for (int q = 0; q < 4; q++)
                freeze(text("2024Q%d", q + 1));
        for (int r = 0; r < 2; r++)
                for (int q = 0; q < 4; q++)
                        for (int p = 0; p < 4; p++)
                                was[r][q][p] = get(readers[r], QUARTER "2024Q%d%s", q + 1, paths[p])->text;
        zero = at(get("legal1.city", QUARTER "2024Q4"), "total/zero_cases");
        act_as(NULL);
        for (int done = 0; done < edits; done += 200)
                sql("select public.edit(200)");
        ck_assert_str_ne(sql("select count(*) from quarter_freeze f, ledger_pending(f.freeze_id)"), "0");
        for (int r = 0; r < 2; r++)
                for (int q = 0; q < 4; q++)
                        for (int p = 0; p < 4; p++)
                                ck_assert_msg(!strcmp(was[r][q][p], get(readers[r], QUARTER "2024Q%d%s", q + 1, paths[p])->text), "%s 2024Q%d%s", readers[r], q + 1, paths[p]);
        ck_assert_str_eq(sql("select zero_shown('2024Q4', false, '*')"), zero);
        act_as("legal1.city");
        expect_none(0, sql("select left(string_agg(c::text, E'\\n'), 900) from statistics_check() c where what <> 'cases'"));
        act_as(NULL);
        sql("select public.standing()");
        expect_none(0, sql("select left(public.world_differs(0, public.all_quarters()), 900)"));
}
END_TEST

HARNESS_MAIN("worlds", "people", figures_equal_a_plain_count_and_open_into_what_they_are_made_of_in_random_worlds,
             old_and_differences_are_new_and_frozen_figures_stay_in_random_worlds, a_frozen_quarter_is_the_same_bytes_after_all_later_edits)

/* What must be so of every table, policy, function and role, also of those that come later. */
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HERE "relnamespace = 'anjuan'::regnamespace"

/* The query lists what is amiss, one text a row. */
static void none(const char *query)
{
        const char *found = sql("select string_agg(f, E'\\n') from (%s) t(f)", query);

        ck_assert_msg(!found, "%s", found);
}

/* ---- tables ---- */

START_TEST(every_table_forces_row_level_security)
{
        none("select relname::text from pg_class where " HERE " and relkind in ('r', 'p') and relname <> 'migration'"
             " and not (relrowsecurity and relforcerowsecurity)");
}
END_TEST

/* The privileges on the table or any of its columns; without a policy the privilege shows nothing, but is an oversight. */
#define PRIVILEGES                                                                                                            \
        "select c.oid, c.relname, r.rolname, r.oid as role, cmd from pg_class c, pg_roles r, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) cmd" \
        " where c." HERE " and c.relkind in ('r', 'p') and c.relname <> 'migration' and r.rolname in ('anjuan_login', 'anjuan_jobs')" \
        " and case cmd when 'DELETE' then has_table_privilege(r.oid, c.oid, cmd) else has_any_column_privilege(r.oid, c.oid, cmd) end"

START_TEST(whatever_may_be_done_to_a_table_has_its_policy)
{
        none("select concat_ws(' ', p.relname, p.rolname, p.cmd) from (" PRIVILEGES ") p where not exists (select from pg_policy y"
             " where y.polrelid = p.oid and y.polpermissive and p.role = any (y.polroles)"
             " and y.polcmd = case p.cmd when 'SELECT' then 'r' when 'INSERT' then 'a' when 'UPDATE' then 'w' else 'd' end)");
        ck_assert_int_gt(atoi(sql("select count(*) from (" PRIVILEGES ") p")), 50);
}
END_TEST

START_TEST(a_policy_is_for_one_command_and_the_two_login_roles)
{
        none("select concat_ws(' ', polrelid::regclass, polname) from pg_policy where polcmd = '*' or not polroles <@"
             " array(select oid from pg_roles where rolname in ('anjuan_login', 'anjuan_jobs'))");
}
END_TEST

START_TEST(nobody_is_given_more_than_reading_and_writing)
{
        none("select concat_ws(' ', c.relname, g.grantee::regrole, g.privilege_type) from pg_class c, aclexplode(c.relacl) g where c." HERE
             " and not (g.grantee::regrole::text in ('anjuan_owner', 'anjuan_definer')"
             " or g.grantee::regrole::text in ('anjuan_login', 'anjuan_jobs') and g.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))");
        none("select concat_ws(' ', r, what) from unnest(array['anjuan_login', 'anjuan_jobs', 'public']) r, unnest(array['CREATE']) what"
             " where has_schema_privilege(r, 'anjuan', what) or has_schema_privilege(r, 'public', what)");
        ck_assert_str_eq(sql("select has_schema_privilege('public', 'anjuan', 'USAGE')"), "f");
}
END_TEST

START_TEST(every_table_and_column_says_what_it_holds)
{
        none("select c.relname || coalesce('.' || a.attname, '') from pg_class c cross join lateral (select null::name as attname, 0 as attnum"
             " union all select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) a"
             " where c." HERE " and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition"
             " and case a.attnum when 0 then obj_description(c.oid, 'pg_class') else col_description(c.oid, a.attnum) end is null");
}
END_TEST

/* Comparing enums and numerics is not leakproof and would be kept from indexes; times carry their zone. */
START_TEST(columns_are_of_plain_types)
{
        none("select concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) from pg_class c join pg_attribute a on a.attrelid = c.oid"
             " join pg_type t on t.oid = a.atttypid where c." HERE " and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped"
             " and (t.typtype = 'e' or t.typname in ('numeric', 'money', 'float4', 'float8', 'timestamp', 'time', 'bpchar', 'json')"
             "      or (a.attname like '%\\_fen' and t.typname <> 'int8'))");
}
END_TEST

/* ---- what points at what ---- */

/* A foreign key is checked without asking row-level security, so it must not be able to name what is another unit's.
 * import_record is the imports' own, of all units. */
START_TEST(what_belongs_to_a_case_points_only_within_the_case)
{
        none("select concat_ws(' ', k.conrelid::regclass, k.conname) from pg_constraint k where k.contype = 'f' and k.connamespace = 'anjuan'::regnamespace"
             " and k.conrelid <> 'import_record'::regclass"
             " and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'case_id')"
             " and not exists (select from unnest(k.conkey, k.confkey) as t(here, there) join pg_attribute h on h.attrelid = k.conrelid and h.attnum = here"
             "   join pg_attribute o on o.attrelid = k.confrelid and o.attnum = there where h.attname = o.attname"
             "    and h.attname = case k.confrelid when 'case_file'::regclass then 'unit_id' when 'clue'::regclass then 'unit_id' else 'case_id' end)");
}
END_TEST

START_TEST(the_unit_of_what_belongs_to_a_case_is_the_cases)
{
        none("select c.relname::text from pg_class c where c." HERE " and c.relkind = 'r' and c.relname not in ('case_file', 'import_record')"
             " and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped)"
             " and not exists (select from pg_constraint k where k.conrelid = c.oid and k.confrelid = 'case_file'::regclass and k.contype = 'f'"
             "   and k.confupdtype = 'c' and array_length(k.conkey, 1) = 2)");
}
END_TEST

/* A broken unique key tells that there is such a row, whoever may see it. Ids are random; numbers are a unit's. The two
 * exceptions are meant: a record of an outside system is taken in once, and who knows its id there learns that it is here. */
START_TEST(a_unique_key_tells_nothing_of_other_units)
{
        none("select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid where c." HERE " and c.relkind = 'r' and i.indisunique"
             " and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('case_id', 'clue_id'))"
             " and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey)"
             "   and (a.attname = 'unit_id' or a.atttypid = 'uuid'::regtype))"
             " and i.indexrelid::regclass::text not in ('case_external', 'clue_external')");
}
END_TEST

/* ---- policies ---- */

/* From `at`, a call in a policy's text: the start of the innermost parenthesis that opens a sub-select; NULL: none. */
static const char *select_around(const char *from, const char *at)
{
        int depth = 0;

        while (at-- > from) {
                if (*at == ')')
                        depth++;
                else if (*at == '(' && depth)
                        depth--;
                else if (*at == '(' && !strncmp(at, "( SELECT", 8))
                        return at;
        }
        return NULL;
}

static size_t length_of_group(const char *open)
{
        int depth = 0;
        size_t n = 0;

        do
                depth += (open[n] == '(') - (open[n] == ')');
        while (open[n++] && depth);
        return n;
}

static bool is_part_of_name(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* A function is asked once a statement when it stands in a sub-select without a FROM; else once a row. */
static void check_calls(const char *policy, const char *condition)
{
        for (const char *at = strchr(condition, '('); at; at = strchr(at + 1, '(')) {
                const char *open;

                if (at == condition || !is_part_of_name(at[-1]))
                        continue;
                open = select_around(condition, at);
                ck_assert_msg(open && !strstr(text("%.*s", (int)length_of_group(open), open), " FROM "),
                              "%s asks a function for each row: %s", policy, condition);
        }
}

START_TEST(policies_ask_functions_once_a_statement)
{
        int n = atoi(sql("select 2 * count(*) from pg_policy"));

        ck_assert_int_gt(n, 100);
        for (int i = 0; i < n; i++) {
                const char *where = "from pg_policy, unnest(array[pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)]) e order by oid, e";
                const char *condition = sql("select e %s offset %d limit 1", where, i);

                if (condition)
                        check_calls(sql("select concat_ws(' ', polrelid::regclass, polname) %s offset %d limit 1", where, i), condition);
        }
}
END_TEST

/* Or an index could not be used before the policy has been asked of each row. */
START_TEST(policies_compare_with_leakproof_operators)
{
        static const char operators[] =
                "from pg_policy, regexp_matches(polqual::text, ':opno (\\d+)', 'g') m join pg_operator o on o.oid = m[1]::oid join pg_proc f on f.oid = o.oprcode";

        ck_assert_int_gt(atoi(sql("select count(*) %s", operators)), 20);
        none(text("select concat_ws(' ', polrelid::regclass, polname, o.oid::regoperator) %s where not f.proleakproof", operators));
}
END_TEST

/* ---- views and functions ---- */

START_TEST(views_see_with_the_eyes_of_who_asks)
{
        none("select relname::text from pg_class where " HERE " and (relkind = 'm' or (relkind = 'v'"
             " and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)))");
}
END_TEST

#define DEFINERS "from pg_proc p where p.pronamespace = 'anjuan'::regnamespace and p.prosecdef"

/* audit_partitions makes tables, which only the owner of the log may; it reads no row, and the owner would see none. */
START_TEST(definer_functions_are_pinned_and_given_by_name)
{
        none("select 'search_path: ' || p.proname " DEFINERS " and not coalesce('search_path=anjuan, pg_temp' = any (p.proconfig), false)");
        none("select 'owner: ' || p.proname " DEFINERS " and p.proowner::regrole::text <>"
             " case p.proname when 'audit_partitions' then 'anjuan_owner' else 'anjuan_definer' end");
        none("select 'public: ' || p.proname from pg_proc p where p.pronamespace = 'anjuan'::regnamespace"
             " and (p.prosecdef or p.proowner = 'anjuan_definer'::regrole)"
             " and (p.proacl is null or exists (select from aclexplode(p.proacl) g where g.grantee = 0))");
        none("select 'elsewhere: ' || p.oid::regprocedure from pg_proc p join pg_roles r on r.oid = p.proowner"
             " where p.prosecdef and r.rolname like 'anjuan%' and p.pronamespace <> 'anjuan'::regnamespace");
}
END_TEST

static const char *page(void)
{
        static char buffer[64 * 1024];
        FILE *file = fopen(SOURCE_ROOT "/docs/architecture.md", "r");
        size_t n;

        ck_assert_ptr_nonnull(file);
        n = fread(buffer, 1, sizeof buffer - 1, file);
        ck_assert_uint_lt(n, sizeof buffer - 1);
        buffer[n] = '\0';
        fclose(file);
        return buffer;
}

START_TEST(definer_functions_are_the_ones_that_were_reviewed)
{
        const char *section = strstr(page(), "\n## Definer functions\n");
        int n = atoi(sql("select count(*) " DEFINERS)), listed = 0;
        const char *end;

        ck_assert_ptr_nonnull(section);
        end = strstr(section + 4, "\n## ");
        section = end ? text("%.*s", (int)(end - section), section) : section;
        for (int i = 0; i < n; i++) {
                const char *name = sql("select replace(p.oid::regprocedure::text, ',', ', ') " DEFINERS " order by p.proname, p.oid offset %d limit 1", i);

                ck_assert_msg(strstr(section, text("\n| `%s` | ", name)), "docs/architecture.md does not list %s", name);
        }
        for (const char *row = strstr(section, "\n| `"); row; row = strstr(row + 1, "\n| `"))
                listed++;
        ck_assert_msg(listed == n, "docs/architecture.md lists %d functions, there are %d", listed, n);
}
END_TEST

/* ---- roles ---- */

START_TEST(the_login_roles_are_powerless)
{
        none("select rolname::text from pg_roles where rolname in ('anjuan_login', 'anjuan_jobs')"
             " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or rolinherit or not rolcanlogin)");
        none("select concat_ws(' ', member::regrole, roleid::regrole) from pg_auth_members where member::regrole::text in ('anjuan_login', 'anjuan_jobs')"
             " or roleid::regrole::text in ('anjuan_login', 'anjuan_jobs')");
        /* Here alone: in the databases of other tests an import may have its temporary tables. */
        none("select concat_ws(' ', refobjid::regrole, classid::regclass, objid) from pg_shdepend where deptype = 'o'"
             " and dbid in (0, (select oid from pg_database where datname = current_database()))"
             " and refclassid = 'pg_authid'::regclass and refobjid::regrole::text in ('anjuan_login', 'anjuan_jobs')");
}
END_TEST

START_TEST(nobody_signs_in_as_the_owner_or_the_definer)
{
        none("select rolname::text from pg_roles where rolname in ('anjuan_owner', 'anjuan_definer') and (rolcanlogin or rolsuper or rolcreaterole)");
        none("select rolname::text from pg_roles where rolname = 'anjuan_owner' and rolbypassrls");
        none("select member::regrole::text from pg_auth_members where roleid::regrole::text in ('anjuan_owner', 'anjuan_definer')"
             " and member::regrole::text <> 'anjuan_migrator'");
}
END_TEST

/* Besides its functions it owns the sequences of numbers, which number_next makes. */
START_TEST(the_definer_owns_functions_and_no_rows)
{
        none("select c.relname::text from pg_class c where c.relowner = 'anjuan_definer'::regrole and not (c.relkind = 'S' and c.relname like 'number\\_%')");
        none("select c.relname::text from pg_class c where c." HERE " and c.relowner not in ('anjuan_owner'::regrole, 'anjuan_definer'::regrole)");
}
END_TEST

HARNESS_MAIN("catalogue", getenv("ANJUAN_EARLIER") ? getenv("ANJUAN_EARLIER") : "people", every_table_forces_row_level_security, whatever_may_be_done_to_a_table_has_its_policy,
             a_policy_is_for_one_command_and_the_two_login_roles, nobody_is_given_more_than_reading_and_writing,
             every_table_and_column_says_what_it_holds, columns_are_of_plain_types, what_belongs_to_a_case_points_only_within_the_case,
             the_unit_of_what_belongs_to_a_case_is_the_cases, a_unique_key_tells_nothing_of_other_units,
             policies_ask_functions_once_a_statement, policies_compare_with_leakproof_operators, views_see_with_the_eyes_of_who_asks,
             definer_functions_are_pinned_and_given_by_name, definer_functions_are_the_ones_that_were_reviewed,
             the_login_roles_are_powerless, nobody_signs_in_as_the_owner_or_the_definer, the_definer_owns_functions_and_no_rows)

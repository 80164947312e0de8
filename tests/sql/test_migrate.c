/* The schema's way from nothing to what this program knows, and what keeps a database from being served. */
#include "harness.h"

#include "base/arena.h"
#include "db/handle.h"
#include "db/migrate.h"
#include "main/serve.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MIGRATE_LOCK = 4215600 };

/* ---- databases of one's own, and what is in them ---- */

static const char *name_of(const char *what)
{
        return text("test_migrate_%s_%d", what, (int)getpid());
}

static const char *url_of(const char *what)
{
        return database_url_of(name_of(what), "postgres");
}

static void database_make(const char *what)
{
        sql("create database %s", name_of(what));
}

static void database_drop(const char *what)
{
        sql("drop database %s with (force)", name_of(what));
}

/* First cell in that database, "" when there is none, or "ERROR sqlstate". */
static const char *in(const char *what, const char *statement)
{
        AUTO_CONN c = PQconnectdb(url_of(what));
        AUTO_RESULT r = PQexec(c, text("set search_path = anjuan; %s", statement));
        ExecStatusType s = PQresultStatus(r);

        ck_assert_int_eq(PQstatus(c), CONNECTION_OK);
        if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK)
                return text("ERROR %s", PQresultErrorField(r, PG_DIAG_SQLSTATE));
        return text("%s", PQntuples(r) && PQnfields(r) ? PQgetvalue(r, 0, 0) : PQcmdTuples(r));
}

static const char *missing(const char *what)
{
        AUTO_CONN c = PQconnectdb(url_of(what));
        struct arena a = {0};
        const char *why = migrate_missing(c, &a), *kept = why ? text("%s", why) : NULL;

        arena_free(&a);
        return kept;
}

static size_t count_known(void)
{
        size_t n = 0;

        while (migrations[n].name)
                n++;
        return n;
}

static const char history[] = "select string_agg(concat_ws(' ', name, sha256, applied_at), E'\\n' order by name) from migration";

/* ---- running ---- */

START_TEST(a_fresh_database_comes_to_the_head)
{
        database_make("a");
        ck_assert_ptr_nonnull(strstr(missing("a"), "run `anjuan migrate`"));
        ck_assert_int_eq(migrate_run(url_of("a"), true), 0);
        ck_assert_str_eq(in("a", "select to_regclass('anjuan.migration') is null"), "t");
        ck_assert_int_eq(migrate_run(url_of("a"), false), 0);
        ck_assert_ptr_null(missing("a"));
        ck_assert_str_eq(in("a", "select count(*) from migration"), text("%zu", count_known()));
}
END_TEST

START_TEST(a_second_run_changes_nothing)
{
        const char *before = in("a", history);

        ck_assert_int_eq(migrate_run(url_of("a"), false), 0);
        ck_assert_str_eq(in("a", history), before);
}
END_TEST

START_TEST(an_applied_file_that_was_changed_is_refused)
{
        const char *before;

        in("a", "update migration set sha256 = repeat('0', 64) where name = '0003_cases.sql'");
        before = in("a", history);
        ck_assert_int_eq(migrate_run(url_of("a"), false), 1);
        ck_assert_int_eq(migrate_run(url_of("a"), true), 1);
        ck_assert_ptr_nonnull(strstr(missing("a"), "another version"));
        ck_assert_str_eq(in("a", history), before);
        database_drop("a");
}
END_TEST

START_TEST(a_history_that_is_not_known_is_refused)
{
        database_make("b");
        ck_assert_int_eq(migrate_run(url_of("b"), false), 0);
        in("b", "insert into migration values ('9999_of_the_future.sql', repeat('0', 64), now(), 1, '9.9')");
        ck_assert_int_eq(migrate_run(url_of("b"), false), 1);
        ck_assert_ptr_nonnull(strstr(missing("b"), "another version"));
        in("b", "delete from migration where name like '9999%'");
        ck_assert_int_eq(migrate_run(url_of("b"), false), 0);
}
END_TEST

START_TEST(functions_and_policies_are_applied_again_when_their_text_changed)
{
        in("b", "update migration set sha256 = repeat('0', 64) where name = 'functions/access.sql'; drop policy may_select on clue");
        ck_assert_ptr_nonnull(strstr(missing("b"), "functions/access.sql is not applied"));
        ck_assert_int_eq(migrate_run(url_of("b"), false), 0);
        ck_assert_ptr_null(missing("b"));
        ck_assert_str_eq(in("b", "select count(*) from pg_policy where polrelid = 'clue'::regclass and polname = 'may_select'"), "1");
}
END_TEST

/* What was done before the statement that failed is undone with it, and the history does not name it. */
START_TEST(a_step_that_fails_leaves_nothing)
{
        const char *before;

        in("b", "delete from migration where name = '0100_seed_units.sql'; delete from unit where unit_id in ('310120', '310151')");
        before = in("b", history);
        ck_assert_int_eq(migrate_run(url_of("b"), false), 1);
        ck_assert_str_eq(in("b", history), before);
        ck_assert_str_eq(in("b", "select count(*) from unit where unit_id in ('310120', '310151')"), "0");
        ck_assert_ptr_nonnull(missing("b"));
        in("b", "delete from role_assignment; delete from unit");
        ck_assert_int_eq(migrate_run(url_of("b"), false), 0);
}
END_TEST

/* Roles are made by a superuser once; later versions come by the migrator alone. */
START_TEST(the_migrator_brings_a_later_version)
{
        const char *url = database_url_of(name_of("b"), "anjuan_migrator");

        in("b", "delete from migration where name = '0050_comments.sql'");
        ck_assert_int_eq(migrate_run(url, false), 0);
        ck_assert_ptr_null(missing("b"));
}
END_TEST

static void *run_migrate(void *url)
{
        return (void *)(intptr_t)migrate_run(url, false);
}

START_TEST(of_two_at_once_one_waits_and_both_come_to_the_head)
{
        pthread_t both[2];
        void *failed[2];

        database_make("c");
        for (int i = 0; i < 2; i++)
                pthread_create(&both[i], NULL, run_migrate, (void *)(uintptr_t)text("%s", url_of("c")));
        for (int i = 0; i < 2; i++)
                pthread_join(both[i], &failed[i]);
        ck_assert(!failed[0] && !failed[1]);
        ck_assert_ptr_null(missing("c"));
        ck_assert_str_eq(in("c", "select count(*) from migration"), text("%zu", count_known()));
        database_drop("c");
}
END_TEST

static bool one_waits(void)
{
        return !strcmp(in("b", text("select exists (select from pg_locks where locktype = 'advisory' and not granted and objid = %d"
                                    " and database = (select oid from pg_database where datname = current_database()))", MIGRATE_LOCK)), "t");
}

START_TEST(it_waits_for_whoever_is_at_it)
{
        AUTO_CONN other = PQconnectdb(url_of("b"));
        AUTO_RESULT locked = PQexec(other, text("select pg_advisory_lock(%d)", MIGRATE_LOCK));
        pthread_t runner;
        void *failed;
        int i = 0;

        ck_assert_int_eq(PQresultStatus(locked), PGRES_TUPLES_OK);
        pthread_create(&runner, NULL, run_migrate, (void *)(uintptr_t)text("%s", url_of("b")));
        while (!one_waits() && i++ < 200)
                usleep(20000);
        ck_assert(one_waits());
        PQclear(PQexec(other, "select pg_advisory_unlock_all()"));
        pthread_join(runner, &failed);
        ck_assert_ptr_null(failed);
}
END_TEST

static bool one_waits_for_a_table(void)
{
        return !strcmp(in("b", "select exists (select from pg_locks where locktype = 'relation' and not granted"
                               " and database = (select oid from pg_database where datname = current_database()))"), "t");
}

/* A server that is just connecting reads tables in an order of its own. */
START_TEST(a_deadlock_with_a_reader_is_tried_again)
{
        AUTO_CONN reader = PQconnectdb(url_of("b"));
        pthread_t runner;
        void *failed;
        int i = 0;

        in("b", "update migration set sha256 = repeat('0', 64) where name = 'functions/policies.sql'");
        PQclear(PQexec(reader, "set search_path = anjuan; set deadlock_timeout = '1min'; begin; lock table clue in access share mode"));
        pthread_create(&runner, NULL, run_migrate, (void *)(uintptr_t)text("%s", url_of("b")));
        while (!one_waits_for_a_table() && i++ < 200)
                usleep(20000);
        ck_assert(one_waits_for_a_table());
        PQclear(PQexec(reader, "do $$ declare t text; begin for t in select relname from pg_class where relnamespace ="
                               " 'anjuan'::regnamespace and relkind in ('r', 'p') loop execute format('lock table %I in access"
                               " share mode', t); end loop; end $$"));
        ck_assert_str_eq(PQerrorMessage(reader), "");
        PQclear(PQexec(reader, "commit"));
        pthread_join(runner, &failed);
        ck_assert_ptr_null(failed);
        ck_assert_ptr_null(missing("b"));
}
END_TEST

/* ---- rows that are there ---- */

static const char orphan[] =
        "insert into person (person_id, login, name) values ('00000000-0000-7000-8000-000000000001', 'somebody', '某人');"
        "insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, filed_on, state, recorded_by)"
        " values ('00000000-0000-7000-8000-0000000000c1', '310101', '310101', 'x', 'x', 'simple', 'grid', '2026-01-05', 'filed',"
        "         '00000000-0000-7000-8000-000000000001');"
        "alter table case_party drop constraint case_party_case_id_unit_id_fkey;"
        "insert into case_party (party_id, case_id, unit_id, position, kind, name)"
        " values (gen_random_uuid(), gen_random_uuid(), '310101', 1, 'person', '无案之人')";
#define ADD_KEY "alter table case_party add foreign key (case_id, unit_id) references case_file (case_id, unit_id)"

/* This is why changes of what is there are made as the migrator: the owner, held to row-level security and without a
 * policy, sees no row, so that it finds no orphan and fills in nothing, and all seems well. */
START_TEST(the_migrator_finds_what_the_owner_would_not)
{
        ck_assert_str_eq(in("b", orphan), "1");
        ck_assert_str_eq(in("b", "begin; set local role anjuan_owner; " ADD_KEY "; rollback; select 'taken'"), "taken");
        ck_assert_str_eq(in("b", "begin; set local role anjuan_migrator; " ADD_KEY), "ERROR 23503");
        ck_assert_str_eq(in("b", "begin; set local role anjuan_owner; update case_file set place = 'x'"), "0");
        ck_assert_str_eq(in("b", "begin; set local role anjuan_migrator; update case_file set place = 'x'"), "1");
        database_drop("b");
}
END_TEST

/* ---- the texts ---- */

static bool starts(const char *s, const char *with)
{
        return !strncasecmp(s, with, strlen(with));
}

/* A statement without the comments before it. */
static const char *bare(const char *s)
{
        for (;;) {
                s += strspn(s, " \n\t");
                if (!starts(s, "--"))
                        return s;
                s += strcspn(s, "\n");
        }
}

static const char *word_after(const char *s, const char *lead)
{
        const char *at = s + strlen(lead);

        at += strspn(at, " ");
        return text("%.*s", (int)strcspn(at, " \n(;,"), at);
}

/* The table whose rows the statement changes or has looked at; NULL: none. */
static const char *table_touched(const char *s)
{
        static const char *const leads[] = {"insert into", "update", "delete from"};

        for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
                if (starts(s, leads[i]) && s[strlen(leads[i])] == ' ')
                        return word_after(s, leads[i]);
        if (starts(s, "alter table ") && strcasestr(s, "foreign key"))
                return word_after(s, "alter table");
        return NULL;
}

/* The end of a statement: its semicolon outside of quotes and $$. */
static size_t length_of(const char *s)
{
        size_t n = 0;

        while (s[n] && s[n] != ';') {
                const char *close = NULL;

                if (starts(s + n, "--"))
                        n += strcspn(s + n, "\n");
                else if (s[n] == '\'')
                        close = strchr(s + n + 1, '\'');
                else if (starts(s + n, "$$"))
                        close = strstr(s + n + 2, "$$") + 1;
                n = close ? (size_t)(close - s) + 1 : n + (s[n] != '\0');
        }
        return n;
}

static void check_statement(const struct migration *m, const char *s, const char **role, const char **made)
{
        const char *table = table_touched(s);

        if (starts(s, "set local role"))
                *role = word_after(s, "set local role");
        if (starts(s, "create table"))
                *made = text("%s %s ", *made, word_after(s, "create table"));
        ck_assert_msg(!table || strcmp(*role, "anjuan_owner") || strstr(*made, text(" %s ", table)),
                      "%s touches rows of %s as the owner, who sees none where row-level security is on: `set local role anjuan_migrator;`"
                      " before it", m->name, table);
}

/* Up to 0007 there were no policies yet in any database. */
START_TEST(later_migrations_touch_rows_as_the_migrator)
{
        for (const struct migration *m = migrations; m->name; m++) {
                const char *role = "", *made = " ";

                if (m->again || strcmp(m->name, "0008") < 0)
                        continue;
                for (const char *s = bare(m->text); *s; s = bare(s)) {
                        size_t n = length_of(s);

                        check_statement(m, text("%.*s", (int)n, s), &role, &made);
                        s += n + (s[n] == ';');
                }
        }
}
END_TEST

/* ---- what is not served ---- */

/* Why the server would not work there as this role; "": it would. */
static const char *unfit(const char *dbname, const char *role)
{
        AUTO_CONN c = PQconnectdb(dbname ? database_url_of(dbname, role) : database_url(role));
        struct arena a = {0};
        const char *why, *kept;

        ck_assert_msg(PQstatus(c) == CONNECTION_OK, "%s", PQerrorMessage(c));
        why = serve_unfit(c, &a);
        kept = text("%s", why ? why : "");
        arena_free(&a);
        return kept;
}

static void expect_refused(const char *make, const char *role)
{
        sql("create role %s login; grant usage on schema anjuan to %s; grant select on migration to %s;"
            " grant execute on function cluster_is_known() to %s", role, role, role, role);
        ck_assert_str_eq(unfit(NULL, role), "");
        sql("%s", make);
        ck_assert_msg(strstr(unfit(NULL, role), "use anjuan_login") != NULL, "accepted after: %s", make);
        sql("drop owned by %s; drop role %s", role, role);
}

START_TEST(a_login_with_powers_is_refused)
{
        static const char *const powers[] = {
                "alter role %s superuser", "alter role %s bypassrls", "alter role %s createrole", "grant anjuan_owner to %s",
                "grant anjuan_definer to %s", "grant pg_read_all_data to %s", "create table anjuan.his (); alter table anjuan.his owner to %s",
                "create schema his; alter schema his owner to %s",
        };
        const char *role = name_of("role");

        ck_assert_str_eq(unfit(NULL, "anjuan_login"), "");
        ck_assert_ptr_nonnull(strstr(unfit(NULL, "postgres"), "use anjuan_login"));
        ck_assert_ptr_nonnull(strstr(unfit(NULL, "anjuan_migrator"), "use anjuan_login"));
        for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
                const char *at = strstr(powers[i], "%s");

                expect_refused(text("%.*s%s%s", (int)(at - powers[i]), powers[i], role, at + 2), role);
        }
}
END_TEST

START_TEST(a_database_without_the_schema_is_not_served)
{
        database_make("d");
        ck_assert_ptr_nonnull(strstr(unfit(name_of("d"), "anjuan_login"), "run `anjuan migrate`"));
        ck_assert_int_eq(migrate_run(url_of("d"), false), 0);
        ck_assert_str_eq(unfit(name_of("d"), "anjuan_login"), "");
        in("d", "delete from migration where name = 'functions/policies.sql'");
        ck_assert_ptr_nonnull(strstr(unfit(name_of("d"), "anjuan_login"), "functions/policies.sql is not applied"));
        database_drop("d");
}
END_TEST

START_TEST(a_database_whose_clock_can_be_set_is_not_served)
{
        unsetenv("ANJUAN_TEST");
        ck_assert_ptr_nonnull(strstr(unfit(NULL, "anjuan_login"), "test database"));
        setenv("ANJUAN_TEST", "1", 1);
}
END_TEST

HARNESS_MAIN("migrate", "people", a_fresh_database_comes_to_the_head, a_second_run_changes_nothing,
             an_applied_file_that_was_changed_is_refused, a_history_that_is_not_known_is_refused,
             functions_and_policies_are_applied_again_when_their_text_changed, a_step_that_fails_leaves_nothing,
             the_migrator_brings_a_later_version, of_two_at_once_one_waits_and_both_come_to_the_head, it_waits_for_whoever_is_at_it,
             a_deadlock_with_a_reader_is_tried_again,             the_migrator_finds_what_the_owner_would_not, later_migrations_touch_rows_as_the_migrator, a_login_with_powers_is_refused,
             a_database_without_the_schema_is_not_served, a_database_whose_clock_can_be_set_is_not_served)

/* The sequencer of the log: which lines it numbers, in which order, and that it never passes one by. */
#include "harness.h"

#include "db/handle.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WRITERS = 6, STRESS_MS = 4000 };

static PGresult *run(PGconn *c, const char *statement)
{
        PGresult *r = PQexec(c, statement);

        ck_assert_msg(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK, "%s: %s", statement, PQerrorMessage(c));
        return r;
}

static void say(PGconn *c, const char *statement)
{
        PQclear(run(c, statement));
}

static PGconn *here(void)
{
        PGconn *c = PQconnectdb(database_url("postgres"));

        say(c, "set search_path = anjuan");
        return c;
}

/* A line that names itself, in the transaction of that connection. */
#define LINE(name) "select set_config('anjuan.action', '" name "', false), audit_add('ok')"

static const char *number_of(const char *name)
{
        return sql("select seq from audit_entry where action = '%s' order by seq desc limit 1", name);
}

/* Once it is numbered, or after ten seconds. */
static const char *number_in_time(const char *name)
{
        for (int i = 0; i < 200 && !number_of(name); i++) {
                sql("select audit_sequence()");
                usleep(50000);
        }
        return number_of(name);
}

static const char *number_for_now(const char *name)
{
        for (int i = 0; i < 10; i++) {
                sql("select audit_sequence()");
                usleep(20000);
        }
        return number_of(name);
}

START_TEST(a_long_transaction_of_another_database_holds_nothing_back)
{
        AUTO_CONN other = PQconnectdb(database_url_of("postgres", "postgres"));

        say(other, "begin; select pg_current_xact_id()");
        sql(LINE("beside"));
        ck_assert_ptr_nonnull(number_in_time("beside"));
        say(other, "rollback");
}
END_TEST

START_TEST(one_of_this_database_holds_back_what_came_after_it)
{
        AUTO_CONN c = here();

        say(c, "begin; " LINE("older"));
        sql(LINE("younger"));
        ck_assert_ptr_null(number_for_now("younger"));
        say(c, "commit");
        ck_assert_ptr_nonnull(number_in_time("younger"));
        ck_assert_int_lt(atoi(number_of("older")), atoi(number_of("younger")));
}
END_TEST

/* Freezing a population numbers lines in its own transaction, before its own line. */
START_TEST(who_numbers_lines_does_not_pass_his_own_by)
{
        AUTO_CONN c = here();

        say(c, "begin; " LINE("own_first"));
        sql(LINE("in_between"));
        say(c, "select audit_sequence(); select audit_sequence(); " LINE("own_last") "; commit");
        ck_assert_ptr_nonnull(number_in_time("own_first"));
        ck_assert_ptr_nonnull(number_in_time("own_last"));
        ck_assert_ptr_nonnull(number_in_time("in_between"));
}
END_TEST

/* Where the cluster takes such transactions at all (scripts/test starts one that does). */
START_TEST(a_prepared_transaction_holds_back_its_own_database_alone)
{
        AUTO_CONN other = PQconnectdb(database_url_of("postgres", "postgres"));
        AUTO_CONN c = here();

        if (!strcmp(sql("show max_prepared_transactions"), "0"))
                return;
        say(other, text("begin; select pg_current_xact_id(); prepare transaction 'other %d'", (int)getpid()));
        sql(LINE("beside_prepared"));
        ck_assert_ptr_nonnull(number_in_time("beside_prepared"));
        say(other, text("rollback prepared 'other %d'", (int)getpid()));
        say(c, text("begin; " LINE("prepared") "; prepare transaction 'own %d'", (int)getpid()));
        sql(LINE("after_prepared"));
        ck_assert_ptr_null(number_for_now("after_prepared"));
        say(c, text("commit prepared 'own %d'", (int)getpid()));
        ck_assert_ptr_nonnull(number_in_time("after_prepared"));
        ck_assert_int_lt(atoi(number_of("prepared")), atoi(number_of("after_prepared")));
}
END_TEST

/* ---- many at once ---- */

static atomic_bool stop;
static char url_here[512];

/* Transactions of all lengths; some are undone, some have parts that are, some begin long before their line. */
static const char *const shapes[] = {
        "begin; " LINE("many") "; commit",
        "begin; select pg_current_xact_id(), pg_sleep(random() * 0.03); " LINE("many") "; commit",
        "begin; " LINE("many") "; select pg_sleep(random() * 0.05); " LINE("many") "; commit",
        "begin; savepoint s; " LINE("many") "; rollback to s; savepoint s; " LINE("many") "; release s; commit",
        "begin; " LINE("many") "; select pg_sleep(random() * 0.02); rollback",
};

static void *write_lines(void *arg)
{
        PGconn *c = PQconnectdb(url_here);
        size_t n = sizeof shapes / sizeof shapes[0];

        PQclear(PQexec(c, "set search_path = anjuan"));
        for (size_t i = (size_t)(intptr_t)arg; !stop; i++)
                PQclear(PQexec(c, shapes[i * 7919 % 31 % n]));
        PQfinish(c);
        return NULL;
}

/* Long transactions elsewhere that end and begin anew, so that numbers of theirs lie between ours. */
static void *be_long_elsewhere(void *url)
{
        PGconn *c = PQconnectdb(url);

        while (!stop)
                PQclear(PQexec(c, "begin; select pg_current_xact_id(), pg_sleep(random() * 0.3); commit"));
        PQfinish(c);
        return NULL;
}

static void *number_lines(void *url)
{
        PGconn *c = PQconnectdb(url);

        while (!stop)
                PQclear(PQexec(c, "select anjuan.audit_sequence(50)"));
        PQfinish(c);
        return NULL;
}

static void all_at_once(void)
{
        char elsewhere[512];
        pthread_t t[WRITERS + 3];

        snprintf(url_here, sizeof url_here, "%s", database_url("postgres"));
        snprintf(elsewhere, sizeof elsewhere, "%s", database_url_of("postgres", "postgres"));
        stop = false;
        for (int i = 0; i < WRITERS; i++)
                pthread_create(&t[i], NULL, write_lines, (void *)(intptr_t)i);
        pthread_create(&t[WRITERS], NULL, be_long_elsewhere, elsewhere);
        pthread_create(&t[WRITERS + 1], NULL, be_long_elsewhere, elsewhere);
        pthread_create(&t[WRITERS + 2], NULL, number_lines, url_here);
        usleep(STRESS_MS * 1000);
        stop = true;
        for (int i = 0; i < WRITERS + 3; i++)
                pthread_join(t[i], NULL);
}

START_TEST(of_many_writers_no_line_is_lost_or_out_of_order)
{
        const char *numbered;

        all_at_once();
        numbered = sql("select count(*) from audit_entry where action = 'many'");
        ck_assert_msg(atoi(numbered) > 100, "only %s lines were numbered meanwhile", numbered);
        ck_assert_ptr_nonnull((sql(LINE("last")), number_in_time("last")));
        ck_assert_str_eq(sql("select count(*) from audit_event v where not exists (select from audit_entry e where e.event_id = v.event_id)"), "0");
        ck_assert_str_eq(sql("select count(*) from (select v.xid < lag(v.xid) over (order by e.seq) as back, e.seq - lag(e.seq) over (order by e.seq) as step"
                             " from audit_entry e join audit_event v using (event_id, at)) x where back or step <> 1"), "0");
}
END_TEST

HARNESS_MAIN("log", "people", a_long_transaction_of_another_database_holds_nothing_back,
             one_of_this_database_holds_back_what_came_after_it, who_numbers_lines_does_not_pass_his_own_by,
             a_prepared_transaction_holds_back_its_own_database_alone, of_many_writers_no_line_is_lost_or_out_of_order)

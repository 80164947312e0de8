/* The database ends connections in the middle of everything: clients are told to come again, nothing that was
 * acknowledged is lost, and what is sent again with its key happens once. */
#include "harness.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MANY = 8, ROUNDS = 12, ROUNDS_MAX = 100, KILLED_MIN = 20 };

#define NEW_CASE                                                                                                              \
        "{\"procedure\":\"ordinary\",\"source\":\"inspection\",\"cause_code\":\"04\",\"filed_on\":\"2026-03-02\","           \
        "\"parties\":[{\"kind\":\"organisation\",\"name\":\"甲公司\"}]}"

/* ---- the one who ends them: mostly such as have come to work ---- */

static atomic_bool killing;
static atomic_int killed;
static char superuser[512];

static void *kill_backends(void *every_us)
{
        PGconn *c = PQconnectdb(superuser);

        while (killing) {
                PGresult *r = PQexec(c, "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity"
                                        " where datname = current_database() and usename = 'anjuan_login'"
                                        " and (backend_start < clock_timestamp() - interval '0.3 s' or random() < 0.05)"
                                        " order by random() limit 3) x");

                if (PQresultStatus(r) == PGRES_TUPLES_OK)
                        killed += atoi(PQgetvalue(r, 0, 0));
                PQclear(r);
                usleep(*(useconds_t *)every_us);
        }
        PQfinish(c);
        return NULL;
}

static pthread_t start_killing(useconds_t *every_us)
{
        pthread_t t;

        strcpy(superuser, database_url("postgres"));
        killing = true;
        pthread_create(&t, NULL, kill_backends, every_us);
        return t;
}

static void stop_killing(pthread_t t)
{
        killing = false;
        pthread_join(t, NULL);
        usleep(200000); /* what it was told last, a backend does a moment later */
}

static double now_s(void)
{
        struct timespec t;

        clock_gettime(CLOCK_MONOTONIC, &t);
        return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the clients ---- */

static void expect_only_503(const struct answer *a, int good)
{
        if (a->status == good)
                return;
        ck_assert_msg(a->status == 503 || (a->status == 409 && !strcmp(at(a, "code"), "still-running")), "%d %s", a->status, a->text);
        expect_problem(a, a->status, a->status == 503 ? "unavailable" : "still-running");
        ck_assert_int_ge(atoi(a->retry_after), 1);
}

/* Sends each until it is acknowledged, with the same key; returns how many had to be sent again. */
static int file_all(const struct call *calls, const char **ids)
{
        bool done[MANY] = {false};
        int left = MANY, again = 0;
        const char *last = "";

        for (int tries = 0; left; tries++) {
                struct call now[MANY];
                size_t which[MANY], n = 0;
                struct answer **a;

                ck_assert_msg(tries < 100, "still %d after 100 tries: %s", left, last);
                for (size_t i = 0; i < MANY; i++)
                        if (!done[i]) {
                                which[n] = i;
                                now[n++] = calls[i];
                        }
                usleep(tries ? 30000 : 0);
                a = request_all(now, n);
                again += tries ? (int)n : 0;
                for (size_t i = 0; i < n; i++) {
                        expect_only_503(a[i], 201);
                        last = a[i]->status == 201 ? last : a[i]->text;
                        if (a[i]->status != 201)
                                continue;
                        ids[which[i]] = at(a[i], "case_id");
                        done[which[i]] = true;
                        left--;
                }
        }
        return again;
}

START_TEST(nothing_acknowledged_is_lost_and_nothing_happens_twice)
{
        const char *before = sql("select count(*) from case_file"), *ids[ROUNDS_MAX * MANY];
        useconds_t every = 30000;
        pthread_t killer = start_killing((token_of("officer1.huangpu"), token_of("officer2.huangpu"), token_of("lead.huangpu"), &every));
        int again = 0, rounds = 0;

        /* A quick machine is through its rounds before enough was ended, and goes on. */
        for (; rounds < ROUNDS || (killed <= KILLED_MIN && rounds < ROUNDS_MAX); rounds++) {
                const char *keys[MANY][2] = {{0}};
                struct call calls[MANY];

                for (size_t i = 0; i < MANY; i++) {
                        keys[i][0] = new_key();
                        calls[i] = (struct call){i % 2 ? "officer1.huangpu" : "officer2.huangpu", "POST", "/api/v1/cases", NEW_CASE, keys[i]};
                }
                again += file_all(calls, ids + rounds * MANY);
        }
        stop_killing(killer);
        ck_assert_int_gt(killed, KILLED_MIN);
        printf("%d connections ended, %d requests sent again\n", killed, again);
        ck_assert_str_eq(sql("select count(*) - %s from case_file", before), text("%d", rounds * MANY));
        for (int i = 0; i < rounds * MANY; i++)
                ck_assert_str_eq(sql("select count(*) from case_file c join case_event e using (case_id) join case_party p using (case_id)"
                                     " where c.case_id = '%s'", ids[i]), "1");
        ck_assert_str_eq(sql("select count(*) - count(distinct number) from case_file where unit_id = '310101'"), "0");
        ck_assert_str_eq(sql("select count(*) - %s from audit_event where content like '%%\"action\" : \"createCase\"%%' and content like '%%\"ok\"%%'", before),
                         text("%d", rounds * MANY));
}
END_TEST

START_TEST(readers_are_told_to_come_again_and_no_more)
{
        useconds_t every = 20000;
        const char *id = case_filed_by("officer1.huangpu", "2026-03-02", "");
        pthread_t killer = start_killing(&every);
        int good = 0;

        for (int round = 0; round < 20; round++) {
                struct call calls[MANY];
                struct answer **a;

                for (size_t i = 0; i < MANY; i++)
                        calls[i] = (struct call){"officer1.huangpu", "GET", i % 2 ? text("/api/v1/cases/%s", id) : "/api/v1/cases?limit=5", NULL, NULL};
                a = request_all(calls, MANY);
                for (size_t i = 0; i < MANY; i++) {
                        expect_only_503(a[i], 200);
                        good += a[i]->status == 200;
                }
                expect(get(NULL, "/livez"), 200);
        }
        stop_killing(killer);
        ck_assert_int_gt(good, 0);
}
END_TEST

START_TEST(a_connection_that_was_closed_while_idle_is_not_noticed)
{
        for (int i = 0; i < 10; i++) {
                sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'anjuan_login'");
                usleep(20000);
                expect(get("officer1.huangpu", "/api/v1/cases?limit=1"), 200);
                sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'anjuan_login'");
                usleep(20000);
                expect(post("officer1.huangpu", NEW_CASE, "/api/v1/cases"), 201);
        }
}
END_TEST

START_TEST(all_is_well_within_a_second)
{
        useconds_t every = 20000;
        pthread_t killer = start_killing(&every);
        double since;

        usleep(300000);
        stop_killing(killer);
        since = now_s();
        while (get(NULL, "/readyz")->status != 200)
                ck_assert(now_s() - since < 1);
        while (post("officer1.huangpu", NEW_CASE, "/api/v1/cases")->status != 201)
                ck_assert(now_s() - since < 1);
        for (int i = 0; i < 20; i++)
                expect(get("officer1.huangpu", "/api/v1/cases?limit=1"), 200);
}
END_TEST

static void let_connect(bool yes)
{
        PGconn *c = PQconnectdb(text("%s dbname='postgres'", database_url("postgres")));
        const char *name = sql("select current_database()");
        PGresult *r = PQexec(c, text("alter database %s allow_connections %s", name, yes ? "true" : "false"));

        ck_assert_msg(PQresultStatus(r) == PGRES_COMMAND_OK, "%s", PQresultErrorMessage(r));
        PQclear(r);
        PQfinish(c);
        sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'anjuan_login'");
}

START_TEST(while_the_database_is_gone_everybody_is_told_so_at_once)
{
        enum { ASKING = 40 };
        struct call calls[ASKING];
        struct answer **a;
        double since;

        for (size_t i = 0; i < ASKING; i++)
                calls[i] = i % 2 ? (struct call){"officer1.huangpu", "GET", "/api/v1/cases?limit=1", NULL, NULL}
                                 : (struct call){"officer1.huangpu", "POST", "/api/v1/cases", "{}", NULL};
        let_connect(false);
        for (int round = 0; round < 3; round++) {
                since = now_s();
                a = request_all(calls, ASKING);
                ck_assert_msg(now_s() - since < 2, "%d refusals took %.2f s", ASKING, now_s() - since);
                for (size_t i = 0; i < ASKING; i++) {
                        expect_problem(a[i], 503, "unavailable");
                        ck_assert_uint_eq(count_at(a[i], "errors"), 0);
                        ck_assert_int_ge(atoi(a[i]->retry_after), 1);
                }
        }
        expect(get(NULL, "/livez"), 200);
        expect(get(NULL, "/readyz"), 503);
        expect(post(NULL, "{\"login\":\"officer1.huangpu\",\"password\":\"demo-password-1\"}", "/api/v1/sessions"), 503);
        let_connect(true);
        since = now_s();
        while (get("officer1.huangpu", "/api/v1/cases?limit=1")->status != 200)
                ck_assert_msg(now_s() - since < 1, "not back after a second");
}
END_TEST

/* The lines of what was committed while connections ended are numbered too. */
START_TEST(the_log_goes_on)
{
        const char *last = sql("select event_id from audit_event order by at desc limit 1");

        for (int i = 0; i < 100 && strcmp(sql("select count(*) from audit_entry where event_id = '%s'", last), "1"); i++)
                usleep(50000);
        ck_assert_str_eq(sql("select count(*) from audit_entry where event_id = '%s'", last), "1");
}
END_TEST

HARNESS_MAIN("outage", "people", nothing_acknowledged_is_lost_and_nothing_happens_twice, readers_are_told_to_come_again_and_no_more,
             a_connection_that_was_closed_while_idle_is_not_noticed, all_is_well_within_a_second,
             while_the_database_is_gone_everybody_is_told_so_at_once, the_log_goes_on)

#include "main/prechecks.h"
#include "main/command.h"
#include "main/work.h"

#include "base/clock.h"
#include "base/log.h"
#include "sql_table.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PARTS = 2, SERVER_CASES = 20, COMMAND_CASES = 1000, BUSY = -1, FAILED = -2 };

/* The server's batches are short: an act on a closed case may wait for the one that is at it. */

/* How many cases one batch of a part had; BUSY: somebody else is at the part. */
static int pass(struct db *db, int part, int cases)
{
        char which[12], most[12];
        AUTO_RESULT r = NULL;

        snprintf(which, sizeof which, "%d", part);
        snprintf(most, sizeof most, "%d", cases);
        r = work_ask(db, SQL_PRECHECK_PASS, (const char *const[]){which, most});
        return r ? atoi(PQgetvalue(r, 0, 0)) : FAILED;
}

void prechecks_due(struct db *db, const struct recompute_stop *stop)
{
        uint64_t took_us = 0;
        long n = 0;
        char count[24];

        for (int part = 0; part < PARTS; part++)
                for (int found = 1; found > 0 && !stop->is_due(stop->of, took_us);) {
                        uint64_t began_us = clock_us();

                        found = pass(db, part, SERVER_CASES);
                        took_us = clock_us() - began_us;
                        n += found > 0 ? found : 0;
                }
        snprintf(count, sizeof count, "%ld", n);
        if (n)
                log_say(LOG_INFO, "cases checked", "count", count, NULL);
}

bool prechecks_now(struct db *db)
{
        int found = 0;

        for (int part = 0; part < PARTS && found >= BUSY; part++)
                do
                        found = pass(db, part, COMMAND_CASES);
                while (found > 0);
        return found >= BUSY;
}

/* ---- the command ---- */

struct share {
        const struct settings *settings;
        int part;
        long n;
        bool good;
};

/* All of one part; a server may have it in hand for a batch. */
static void *work_off(void *share)
{
        struct share *s = share;
        struct db *db = work_open(s->settings);
        int found = db ? 1 : FAILED;

        while (found > 0 || found == BUSY) {
                found = pass(db, s->part, COMMAND_CASES);
                s->n += found > 0 ? found : 0;
                if (found == BUSY)
                        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        }
        s->good = found == 0;
        db_close(db);
        return NULL;
}

/* On two connections; where there is no thread, one after the other. */
static bool work_off_all(const struct settings *settings, long *n)
{
        struct share shares[PARTS];
        pthread_t threads[PARTS];
        bool begun[PARTS], good = true;

        for (int i = 0; i < PARTS; i++) {
                shares[i] = (struct share){.settings = settings, .part = i};
                begun[i] = !pthread_create(&threads[i], NULL, work_off, &shares[i]);
        }
        for (int i = 0; i < PARTS; i++) {
                if (begun[i])
                        pthread_join(threads[i], NULL);
                else
                        work_off(&shares[i]);
                good = good && shares[i].good;
                *n += shares[i].n;
        }
        return good;
}

static bool make_all_due(const struct settings *s)
{
        struct db *db = work_open(s);
        bool good = db && work_begin(db, "background") && work_do(db, SQL_PRECHECK_ALL, NULL) && work_do(db, SQL_JOB_NOTE, NULL) && work_commit(db);

        db_close(db);
        return good;
}

int prechecks_command(const struct settings *s, int argc, char **argv)
{
        bool all = argc == 2 && !strcmp(argv[1], "--all");
        long n = 0;

        if (argc < 1 || strcmp(argv[0], "recompute") != 0 || (argc > 1 && !all)) {
                fputs("用法 / usage: anjuan prechecks recompute [--all]\n"
                      "  recompute   预检有变化的已结案件（--all：全部已结案件） / closed cases in which something changed (--all: every one)\n",
                      stderr);
                return 2;
        }
        if ((!all || make_all_due(s)) && work_off_all(s, &n)) {
                printf("已预检案件 %ld 件 / %ld cases checked\n", n, n);
                return 0;
        }
        fputs("未能完成（详见日志），可再次运行 / not finished (see the log); it may be run again\n", stderr);
        return 1;
}

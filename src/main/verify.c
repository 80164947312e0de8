#include "main/command.h"
#include "main/verify.h"
#include "main/work.h"

#include "api/case_facts.h"
#include "rules/standing.h"
#include "sql_table.h"

#include <stdio.h>
#include <string.h>

static const struct {
        const char *code, *zh, *en;
} checks[] = {
        {"events", "保存的数字与事件不符", "kept figure and events differ"},
        {"cases", "在办数与案件不符", "cases in hand by events and by cases differ"},
        {"frozen", "冻结的成员与当时的事件不符", "what is in a frozen cell and events of its snapshot differ"},
        {"cells", "冻结的数字与其成员不符", "frozen figures and what is in them differ"},
        {"sum", "冻结季度的规范行或者 SHA-256 不符", "lines or SHA-256 of a frozen quarter differ"},
        {"ledger", "前一版本加台账与新版本不符", "version before, ledger and new version do not add up"},
};

static void print_difference(PGresult *r, int i)
{
        const char *code = PQgetvalue(r, i, 0);

        for (size_t k = 0; k < sizeof checks / sizeof checks[0]; k++)
                if (!strcmp(checks[k].code, code))
                        printf("%s / %s: %s %s %s %s ≠ %s\n", checks[k].zh, checks[k].en, PQgetvalue(r, i, 1), PQgetvalue(r, i, 2),
                               PQgetvalue(r, i, 3), PQgetvalue(r, i, 4), PQgetvalue(r, i, 5));
}

static int verify_statistics(const struct settings *s)
{
        struct db *db = work_open(s);
        PGresult *r = NULL;
        int n = -1;

        if (db && work_begin(db, "background"))
                r = work_ask(db, SQL_STATISTICS_CHECK, NULL);
        if (r && work_do(db, SQL_JOB_NOTE, NULL) && work_commit(db))
                n = PQntuples(r);
        for (int i = 0; i < n; i++)
                print_difference(r, i);
        if (n >= 0)
                printf("差异 %d 处 / %d differences\n", n, n);
        PQclear(r);
        db_close(db);
        return n != 0;
}

/* ---- cases ---- */

enum { BATCH_CASES = 500 };

static const char *day_cell(struct arena *a, day_t d)
{
        return d == DAY_NONE ? NULL : day_format(d, arena_take(a, DAY_TEXT_SIZE));
}

static const char *number_cell(struct arena *a, int64_t n)
{
        return arena_printf(a, "%lld", (long long)n);
}

static int differs(const char *number, const char *column, const char *kept, const char *counted)
{
        if (kept == counted || (kept && counted && !strcmp(kept, counted)))
                return 0;
        printf("案件与事件不符 / case and events differ: %s %s %s ≠ %s\n", number, column, kept ? kept : "–", counted ? counted : "–");
        return 1;
}

/* Columns of verify_cases. */
enum { CASE_ID, NUMBER, PROCEDURE, EVENTS, KEPT };

/* The row of a case against where its events leave it; how many columns differ. */
static int check_case(const PGresult *r, int i, struct arena *a)
{
        struct history h = history_read(PQgetisnull(r, i, EVENTS) ? NULL : PQgetvalue(r, i, EVENTS), NULL, a);
        struct standing s;
        int n = 0;

        standing_of(&h, PQgetvalue(r, i, PROCEDURE), a, &s);
        {
                /* In the order of the query. */
                const char *const stands[] = {s.state, s.outcome, day_cell(a, s.filed_on), day_cell(a, s.decided_on), day_cell(a, s.served_on),
                                              day_cell(a, s.closed_on), number_cell(a, s.fine_fen), number_cell(a, s.confiscated_fen),
                                              number_cell(a, s.paid_fen)};

                for (int k = 0; k < (int)(sizeof stands / sizeof stands[0]); k++)
                        n += differs(PQgetvalue(r, i, NUMBER), PQfname(r, KEPT + k),
                                     PQgetisnull(r, i, KEPT + k) ? NULL : PQgetvalue(r, i, KEPT + k), stands[k]);
        }
        return n;
}

static int check_batch(const PGresult *r)
{
        struct arena a = {0};
        int n = 0;

        for (int i = 0; i < PQntuples(r); i++)
                n += check_case(r, i, &a);
        arena_free(&a);
        return n;
}

/* -1: broken off. */
static long check_cases(struct db *db, long *cases)
{
        char after[37] = "00000000-0000-0000-0000-000000000000", fetch[12];
        int found = 1;
        long n = 0;

        snprintf(fetch, sizeof fetch, "%d", BATCH_CASES);
        while (found) {
                AUTO_RESULT r = work_ask(db, SQL_VERIFY_CASES, (const char *const[]){after, fetch});

                if (!r)
                        return -1;
                n += check_batch(r);
                found = PQntuples(r);
                *cases += found;
                if (found)
                        snprintf(after, sizeof after, "%s", PQgetvalue(r, found - 1, CASE_ID));
        }
        return n;
}

static int verify_cases(const struct settings *s)
{
        struct db *db = work_open(s);
        long n = -1, cases = 0;

        if (db && work_begin(db, "setup"))
                n = check_cases(db, &cases);
        if (n >= 0 && !(work_do(db, SQL_JOB_NOTE, NULL) && work_commit(db)))
                n = -1;
        if (n >= 0)
                printf("案件 %ld 件，差异 %ld 处 / %ld cases, %ld differences\n", cases, n, cases, n);
        db_close(db);
        return n != 0;
}

int verify_command(const struct settings *s, int argc, char **argv)
{
        if (argc == 1 && !strcmp(argv[0], "statistics"))
                return verify_statistics(s);
        if (argc == 1 && !strcmp(argv[0], "cases"))
                return verify_cases(s);
        if (argc == 3 && !strcmp(argv[0], "draw"))
                return verify_draw(argv[1], argv[2]);
        if (argc == 3 && !strcmp(argv[0], "quarter"))
                return verify_quarter(argv[1], argv[2]);
        fputs("用法 / usage: anjuan verify statistics\n"
              "              anjuan verify quarter FILE PUBLIC-KEY\n"
              "              anjuan verify cases\n"
              "              anjuan verify draw POPULATION DRAW\n"
              "  statistics  保存的数字与事件 / kept figures against the events\n"
              "  quarter     冻结季度的文件与公钥（43 个字符） / the document of a frozen quarter and the public key (43 characters)\n"
              "  cases       案件与事件 / cases against their events\n"
              "  draw        评查活动的冻结范围和抽取结果两个文件 / the two files of a review campaign\n",
              stderr);
        return 2;
}

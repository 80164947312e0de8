#include "main/command.h"
#include "main/work.h"

#include "sql_table.h"

#include <stdio.h>
#include <string.h>

static const struct {
        const char *code, *zh, *en;
} checks[] = {
        {"events", "保存的数字与事件不符", "kept figure and events differ"},
        {"cases", "在办数与案件不符", "cases in hand by events and by cases differ"},
        {"frozen", "冻结的数字与当时的事件不符", "frozen figure and events of its snapshot differ"},
        {"sum", "冻结季度的 SHA-256 不符", "SHA-256 of a frozen quarter differs"},
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

int verify_command(const struct settings *s, int argc, char **argv)
{
        if (argc == 1 && !strcmp(argv[0], "statistics"))
                return verify_statistics(s);
        fputs("用法 / usage: anjuan verify statistics\n", stderr);
        return 2;
}

#include "main/command.h"

#include "base/log.h"
#include "db/migrate.h"
#include "db/sql.h"
#include "http/route.h"
#include "rules/procedure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has(int argc, char **argv, const char *flag)
{
        for (int i = 0; i < argc; i++)
                if (!strcmp(argv[i], flag))
                        return true;
        return false;
}

static int migrate_command(const struct settings *s, int argc, char **argv)
{
        if (!*s->admin_url) {
                fputs("migrate: 请设置 ANJUAN_ADMIN_URL / set ANJUAN_ADMIN_URL\n", stderr);
                return 2;
        }
        return migrate_run(s->admin_url, has(argc, argv, "--dry-run"));
}

static int settings_command(const struct settings *s, int argc, char **argv)
{
        (void)s;
        settings_print(has(argc, argv, "--english"));
        return 0;
}

static int openapi_command(const struct settings *s, int argc, char **argv)
{
        char *text = openapi_text(has(argc, argv, "--english"));

        (void)s;
        if (!text)
                return 1;
        puts(text);
        free(text);
        return 0;
}

static int procedure_command(const struct settings *s, int argc, char **argv)
{
        struct arena a = {0};

        (void)s, (void)argc, (void)argv;
        fputs(procedure_page(&a), stdout);
        arena_free(&a);
        return 0;
}

/* A query of the program with its parameters by name, for tools that run the same SQL. */
static void print_query(const struct sql *q)
{
        for (const char *p = q->text; *p; p++) {
                char *end;
                long n = *p == '$' ? strtol(p + 1, &end, 10) : 0;

                if (n < 1 || n > q->n_params) {
                        putchar(*p);
                        continue;
                }
                printf(":%s", q->params[n - 1]);
                p = end - 1;
        }
        puts(";");
}

static int sql_command(const struct settings *s, int argc, char **argv)
{
        int found = 0;

        (void)s;
        for (int a = 0; a < argc; a++)
                for (int i = 1; i < sql_count; i++)
                        if (!strcmp(sql_table[i].name, argv[a])) {
                                print_query(&sql_table[i]);
                                found++;
                        }
        return argc && found == argc ? 0 : 2;
}

static int version_command(const struct settings *s, int argc, char **argv)
{
        (void)s, (void)argc, (void)argv;
        puts(ANJUAN_SANITIZED ? "anjuan " ANJUAN_VERSION " (sanitized)" : "anjuan " ANJUAN_VERSION);
        return 0;
}

static const struct {
        const char *name;
        int (*run)(const struct settings *s, int argc, char **argv);
        const char *zh, *en;
} commands[] = {
        {"serve", serve_command, "提供服务", "serve requests"},
        {"migrate", migrate_command, "建立或升级数据库结构（--dry-run 只列出）", "make or upgrade the schema (--dry-run lists only)"},
        {"demo", demo_command, "载入演示数据", "load the demonstration world"},
        {"import", import_command, "导入其他系统的案件（docs/import.md）", "import cases of other systems (docs/import.md)"},
        {"user", user_command, "新增人员：user add LOGIN NAME", "add a person: user add LOGIN NAME"},
        {"verify", verify_command, "核对统计数字、冻结的季度、案件或抽取结果：verify statistics|quarter|cases|draw",
         "check figures, a frozen quarter, cases or a draw: verify statistics|quarter|cases|draw"},
        {"key", key_command, "生成签名密钥：key new FILE", "make a signing key: key new FILE"},
        {"calendar", calendar_command, "载入放假安排：calendar load FILE", "load a notice on days off: calendar load FILE"},
        {"deadlines", deadlines_command, "重算期限：deadlines recompute|rebuild", "compute deadlines anew: deadlines recompute|rebuild"},
        {"prechecks", prechecks_command, "重新预检已结案件：prechecks recompute [--all]", "check closed cases anew: prechecks recompute [--all]"},
        {"settings", settings_command, "列出全部设置（--english）", "list all settings (--english)"},
        {"openapi", openapi_command, "输出接口说明（--english）", "print the OpenAPI document (--english)"},
        {"procedure", procedure_command, "输出办案程序（docs/procedure.md）", "print the procedure (docs/procedure.md)"},
        {"sql", sql_command, "输出程序所用的查询：sql NAME…", "print queries of the program: sql NAME…"},
        {"version", version_command, "版本", "print the version"},
};

static int usage(void)
{
        fputs("用法 / usage: anjuan COMMAND …\n", stderr);
        for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
                fprintf(stderr, "  %-10s %s / %s\n", commands[i].name, commands[i].zh, commands[i].en);
        return 2;
}

static bool set_log_level(const char *name)
{
        static const char *const names[] = {"debug", "info", "warn", "error"};

        for (int i = 0; i < 4; i++)
                if (!strcmp(names[i], name)) {
                        log_set_level((enum log_level)i);
                        return true;
                }
        fputs("ANJUAN_LOG_LEVEL: debug, info, warn, error\n", stderr);
        return false;
}

int command_main(int argc, char **argv)
{
        struct settings s;

        for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof commands[0]; i++) {
                if (strcmp(commands[i].name, argv[1]))
                        continue;
                if (!settings_read(&s) || !set_log_level(s.log_level))
                        return 2;
                return commands[i].run(&s, argc - 2, argv + 2);
        }
        return usage();
}

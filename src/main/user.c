#include "main/command.h"
#include "main/work.h"

#include "base/id.h"
#include "base/password.h"
#include "sql_table.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int usage(void)
{
        fputs("用法 / usage: anjuan user add LOGIN NAME [--unit UNIT] [--role ROLE]   (默认 / default: city administrator)\n"
              "密码从标准输入读取一行 / the password is read from standard input, one line\n",
              stderr);
        return 2;
}

static bool read_password(char *out, size_t size, long long min)
{
        if (isatty(STDIN_FILENO))
                fputs("密码 / password: ", stderr);
        if (!fgets(out, (int)size, stdin))
                return false;
        out[strcspn(out, "\r\n")] = '\0';
        if (strlen(out) >= (size_t)min)
                return true;
        fprintf(stderr, "密码至少 %lld 个字符 / a password has at least %lld characters\n", min, min);
        return false;
}

static bool create(struct db *db, const char *const person[], const struct password_record *p)
{
        char ops[24], mem[24];
        const char *const credential[] = {person[0], p->salt, ops, mem, p->verifier};

        snprintf(ops, sizeof ops, "%lld", p->ops);
        snprintf(mem, sizeof mem, "%lld", p->mem);
        return work_begin(db, "setup") && work_do(db, SQL_USER_CREATE, person) && work_do(db, SQL_DEMO_CREDENTIAL, credential) &&
               work_do(db, SQL_JOB_AUDIT, person) && work_commit(db);
}

static int add(const struct settings *s, const char *login, const char *name, const char *unit, const char *role)
{
        char id[UUID_LEN + 1], password[PASSWORD_BYTES_MAX];
        const char *const person[] = {id, login, name, unit, role};
        struct password_record record;
        struct db *db;
        bool good;

        if (!read_password(password, sizeof password, s->password_min))
                return 1;
        good = password_new(password, s->hash_ops, s->hash_mem_mib * 1024 * 1024, &record);
        password_wipe(password, sizeof password);
        db = good ? work_open(s) : NULL;
        if (!db)
                return 1;
        uuid_make(id);
        good = create(db, person, &record);
        db_close(db);
        if (good)
                printf("%s %s\n", login, id);
        else
                fprintf(stderr, "未能新增 %s（详见日志）/ could not add %s (see the log)\n", login, login);
        return good ? 0 : 1;
}

int user_command(const struct settings *s, int argc, char **argv)
{
        const char *unit = "city", *role = "administrator";

        if (argc < 3 || strcmp(argv[0], "add"))
                return usage();
        for (int i = 3; i + 1 < argc; i += 2) {
                if (!strcmp(argv[i], "--unit"))
                        unit = argv[i + 1];
                else if (!strcmp(argv[i], "--role"))
                        role = argv[i + 1];
                else
                        return usage();
        }
        return argc % 2 ? add(s, argv[1], argv[2], unit, role) : usage();
}

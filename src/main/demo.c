#include "main/command.h"
#include "main/demo.h"
#include "main/work.h"

#include "base/log.h"
#include "base/password.h"
#include "sql_table.h"

#include <stdio.h>
#include <string.h>

/* Everybody gets the one password, each with a salt of their own. */
static bool set_passwords(struct db *db, const struct settings *s)
{
        AUTO_RESULT people = work_ask(db, SQL_DEMO_PEOPLE_LIST, NULL);
        bool good = people != NULL;

        for (int i = 0; good && i < PQntuples(people); i++) {
                struct password_record r;
                char ops[24], mem[24];
                const char *const values[] = {PQgetvalue(people, i, 0), r.salt, ops, mem, r.verifier};

                good = password_new(s->demo_password, s->hash_ops, s->hash_mem_mib * 1024 * 1024, &r);
                snprintf(ops, sizeof ops, "%lld", r.ops);
                snprintf(mem, sizeof mem, "%lld", r.mem);
                good = good && work_do(db, SQL_DEMO_CREDENTIAL, values);
        }
        return good;
}

bool demo_people(struct db *db, const struct settings *s)
{
        return work_do(db, SQL_DEMO_PEOPLE, NULL) && set_passwords(db, s);
}

static bool is_there(struct db *db)
{
        AUTO_RESULT r = work_ask(db, SQL_DEMO_IS_THERE, NULL);

        return r && PQgetvalue(r, 0, 0)[0] == 't';
}

/* All of it in one transaction: it is there or it is not. */
static bool load(struct db *db, const struct settings *s)
{
        if (!work_begin(db, "setup"))
                return false;
        if (is_there(db))
                return work_commit(db);
        return demo_people(db, s) && demo_world(db) && work_commit(db);
}

int demo_command(const struct settings *s, int argc, char **argv)
{
        struct db *db;
        bool good;

        (void)argc, (void)argv;
        if (strlen(s->demo_password) < (size_t)s->password_min) {
                fprintf(stderr, "ANJUAN_DEMO_PASSWORD: 至少 %lld 个字符 / at least %lld characters\n", s->password_min,
                        s->password_min);
                return 2;
        }
        db = work_open(s);
        good = db && load(db, s);
        db_close(db);
        if (!good)
                log_say(LOG_ERROR, "the demonstration world could not be loaded", NULL);
        return good ? 0 : 1;
}

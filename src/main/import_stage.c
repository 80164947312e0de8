#include "main/import_stage.h"

#include "base/digest.h"
#include "base/log.h"
#include "db/handle.h"

#include <string.h>

enum { ENOUGH_ROWS = 2000, ENOUGH_BYTES = 8 << 20 };

/* The columns stand in src/sql/import.sql, in the same order. */
static const char *const copies[STAGE_TABLES] = {
    [STAGE_ROW] = "copy pg_temp.in_row from stdin",
    [STAGE_PARTY] = "copy pg_temp.in_party from stdin",
    [STAGE_EVENT] = "copy pg_temp.in_event from stdin",
    [STAGE_PENALTY] = "copy pg_temp.in_penalty from stdin",
    [STAGE_REJECT] = "copy pg_temp.in_reject from stdin",
};

static void empty(struct stage *s)
{
        arena_free(&s->arena);
        for (int i = 0; i < STAGE_TABLES; i++)
                s->rows[i] = (struct text){.arena = &s->arena};
        s->gathered = 0;
}

void stage_start(struct stage *s, PGconn *conn)
{
        *s = (struct stage){.conn = conn};
        empty(s);
}

static void separate(struct text *t)
{
        if (t->len && t->s[t->len - 1] != '\n')
                text_add_n(t, "\t", 1);
}

static const char *escape_of(char c)
{
        switch (c) {
        case '\\':
                return "\\\\";
        case '\n':
                return "\\n";
        case '\r':
                return "\\r";
        case '\t':
                return "\\t";
        default:
                return NULL;
        }
}

static void add_escaped(struct text *t, const char *s)
{
        for (;;) {
                size_t n = strcspn(s, "\\\n\r\t");

                text_add_n(t, s, n);
                s += n;
                if (!*s)
                        return;
                text_add(t, escape_of(*s++));
        }
}

void stage_text(struct stage *s, enum stage_table table, const char *value)
{
        struct text *t = &s->rows[table];

        separate(t);
        if (value)
                add_escaped(t, value);
        else
                text_add(t, "\\N");
}

void stage_number(struct stage *s, enum stage_table table, long long value)
{
        separate(&s->rows[table]);
        text_addf(&s->rows[table], "%lld", value);
}

void stage_bytes(struct stage *s, enum stage_table table, const unsigned char *bytes, size_t n)
{
        char *hex = arena_take(&s->arena, 2 * n + 1);

        hex_encode(bytes, n, hex);
        separate(&s->rows[table]);
        text_add(&s->rows[table], "\\\\x");
        text_add(&s->rows[table], hex);
}

void stage_row_end(struct stage *s, enum stage_table table)
{
        text_add_n(&s->rows[table], "\n", 1);
}

static bool copy(struct stage *s, enum stage_table table)
{
        const struct text *t = &s->rows[table];
        AUTO_RESULT began = NULL;
        AUTO_RESULT ended = NULL;

        if (!t->len)
                return true;
        began = PQexec(s->conn, copies[table]);
        if (PQresultStatus(began) == PGRES_COPY_IN && PQputCopyData(s->conn, t->s, (int)t->len) == 1 &&
            PQputCopyEnd(s->conn, NULL) == 1) {
                ended = PQgetResult(s->conn);
                PQclear(PQgetResult(s->conn));
                if (PQresultStatus(ended) == PGRES_COMMAND_OK)
                        return true;
        }
        log_say(LOG_ERROR, "the database did not take a COPY", "copy", copies[table], "database_says",
                PQerrorMessage(s->conn), NULL);
        return false;
}

bool stage_send(struct stage *s, bool all)
{
        s->gathered++;
        if (!all && s->gathered < ENOUGH_ROWS && s->arena.used < ENOUGH_BYTES)
                return !s->failed;
        for (int i = 0; i < STAGE_TABLES && !s->failed; i++)
                s->failed = !copy(s, (enum stage_table)i);
        empty(s);
        return !s->failed;
}

void stage_end(struct stage *s)
{
        arena_free(&s->arena);
}

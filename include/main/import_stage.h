/* What an import has read, on its way into the temporary tables of its connection: rows are gathered here and
 * sent by COPY, a few thousand at a time. */
#pragma once

#include "base/arena.h"

#include <libpq-fe.h>
#include <stdbool.h>

enum stage_table { STAGE_ROW, STAGE_PARTY, STAGE_EVENT, STAGE_PENALTY, STAGE_REJECT, STAGE_TABLES };

struct stage {
        PGconn *conn;
        struct arena arena; /* of the rows gathered and of what they were made from */
        struct text rows[STAGE_TABLES];
        int gathered;
        bool failed; /* the database refused; said in the log */
};

void stage_start(struct stage *s, PGconn *conn);
/* One column after the other, in the order of the table's COPY; NULL is null. */
void stage_text(struct stage *s, enum stage_table table, const char *value);
void stage_number(struct stage *s, enum stage_table table, long long value);
void stage_bytes(struct stage *s, enum stage_table table, const unsigned char *bytes, size_t n);
void stage_row_end(struct stage *s, enum stage_table table);
/* After each row of the file: sends what is gathered when it is enough, or all of it. False: the database
 * refused. */
bool stage_send(struct stage *s, bool all);
void stage_end(struct stage *s); /* frees; sends nothing */

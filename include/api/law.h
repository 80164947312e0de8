/* The law as the database has it (calendar and terms), and deadlines as rows for it. */
#pragma once

#include "base/arena.h"
#include "base/fault.h"
#include "http/req.h"
#include "rules/deadline.h"

#include <libpq-fe.h>

struct law;
/* From the row of law_all. NULL: rows that contradict each other, said in f. Taken once by the caller. */
struct law *law_read(const PGresult *r, struct fault *f);
const struct clock_law *law_clock(const struct law *l);
void law_give(struct law *l); /* NULL does nothing */

#define AUTO_LAW __attribute__((cleanup(auto_law))) struct law *
static inline void auto_law(struct law **l)
{
        law_give(*l);
}

/* The process keeps the newest law it has seen. NULL: it is not this version. */
struct law *law_kept(int version);
void law_keep(struct law *l);

/* The law of this version, the one kept or read within the request's transaction; given back by the caller. once: what was
 * the law at one time, which is not kept. */
err_t law_take(struct req *rq, int version, bool once, struct law **out) MUST_USE;

/* Appends the deadlines of a case as rows of deadline_store, separated by commas. */
void deadline_rows_json(struct text *t, const char *case_id, const struct deadline *d, size_t n,
                        const struct clock_law *law, struct arena *a);
/* What only a date decides: members count_from to explanation, without braces. */
void deadline_date_json(struct text *t, const struct deadline_inputs *in, const struct deadline_date *date,
                        const struct clock_law *law, struct arena *a);

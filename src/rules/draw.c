#include "rules/draw.h"

#include "base/id.h"

#include <stdlib.h>
#include <string.h>

enum { EACH_STRATUM = 2 }; /* two files tell how much the files of a stratum differ */

/* ---- how many ---- */

static int64_t at_most(int64_t a, int64_t b)
{
        return a < b ? a : b;
}

static int64_t at_least(int64_t a, int64_t b)
{
        return a > b ? a : b;
}

static int64_t first_of(const struct draw_stratum *s, const struct draw_terms *t)
{
        return at_most(at_most(EACH_STRATUM, t->least), s->closed);
}

/* The stratum with the largest remainder that has not had its extra file; a file is owed to it. */
static size_t largest(const int64_t *remainders, size_t n)
{
        size_t best = 0;

        for (size_t i = 1; i < n; i++)
                if (remainders[i] > remainders[best])
                        best = i;
        return best;
}

static void share_out(struct draw_stratum *s, size_t n, int64_t rest, int64_t room)
{
        int64_t *remainders = calloc(n, sizeof *remainders), left = rest;

        if (!remainders)
                abort();
        for (size_t i = 0; i < n; i++) {
                int64_t due = rest * (s[i].closed - s[i].drawn); /* both below a thousand million */

                s[i].drawn += due / room;
                remainders[i] = due % room;
                left -= due / room;
        }
        for (; left > 0; left--) {
                size_t i = largest(remainders, n);

                s[i].drawn++;
                remainders[i] = -1;
        }
        free(remainders);
}

static void allot_unit(struct draw_stratum *s, size_t n, const struct draw_terms *t)
{
        int64_t closed = 0, first = 0, wanted;

        for (size_t i = 0; i < n; i++) {
                s[i].drawn = first_of(&s[i], t);
                closed += s[i].closed;
                first += s[i].drawn;
        }
        wanted = (closed * t->share + DRAW_SHARE_ALL - 1) / DRAW_SHARE_ALL;
        wanted = at_most(closed, at_least(at_least(t->least, wanted), first));
        if (wanted > first)
                share_out(s, n, wanted - first, closed - first);
}

void draw_allot(struct draw_stratum *strata, size_t n, const struct draw_terms *terms)
{
        for (size_t from = 0, to; from < n; from = to) {
                for (to = from + 1; to < n && !strcmp(strata[to].unit, strata[from].unit); to++)
                        ;
                allot_unit(strata + from, to - from, terms);
        }
}

/* ---- which ---- */

void draw_seed(const unsigned char secret[SHA256_LEN], const void *population, size_t len,
               unsigned char seed[SHA256_LEN])
{
        struct sha256_run *r = sha256_begin();

        sha256_add(r, secret, SHA256_LEN);
        sha256_add(r, population, len);
        sha256_end(r, seed);
}

static int by_rank(const void *a, const void *b)
{
        const struct draw_file *x = a, *y = b;

        return memcmp(x->rank, y->rank, SHA256_LEN);
}

void draw_order(const unsigned char seed[SHA256_LEN], struct draw_file *files, size_t n)
{
        unsigned char text[SHA256_LEN + UUID_LEN];

        memcpy(text, seed, SHA256_LEN);
        for (size_t i = 0; i < n; i++) {
                memcpy(text + SHA256_LEN, files[i].case_id, UUID_LEN);
                sha256(text, sizeof text, files[i].rank);
        }
        qsort(files, n, sizeof *files, by_rank);
}

/* ---- a frozen population ---- */

struct reading {
        const char *at, *end;
        size_t line;
        struct draw_population *out;
        struct arena *arena;
        struct fault *fault;
        int64_t missing; /* files that the present stratum still owes */
};

static err_t amiss(struct reading *r, const char *zh, const char *en)
{
        return fault_said(r->fault, ERR_INVALID, arena_printf(r->arena, "第 %zu 行：%s", r->line, zh),
                          arena_printf(r->arena, "Line %zu: %s", r->line, en));
}

/* The next line without its line feed; every line ends with one. */
static err_t next_line(struct reading *r, const char **line, size_t *len)
{
        const char *lf = memchr(r->at, '\n', (size_t)(r->end - r->at));

        r->line++;
        if (!lf)
                return amiss(r, "没有以换行结束", "it does not end with a line feed");
        *line = r->at;
        *len = (size_t)(lf - r->at);
        r->at = lf + 1;
        return OK;
}

static bool is_after(const struct draw_stratum *a, const struct draw_stratum *b)
{
        int unit = strcmp(a->unit, b->unit);

        return unit > 0 || (unit == 0 && strcmp(a->key, b->key) > 0);
}

static err_t read_stratum(struct reading *r, const char *line, size_t len)
{
        struct draw_population *p = r->out;
        struct draw_stratum *s = &p->strata[p->n_strata];
        char *rest = arena_text_n(r->arena, line, len), *unit, *key, *count;

        if (r->missing)
                return amiss(r, "上一层的案件少于所述", "the stratum before has fewer files than it says");
        strsep(&rest, "\t");
        unit = strsep(&rest, "\t");
        key = strsep(&rest, "\t");
        count = strsep(&rest, "\t");
        if (!count || rest || !*unit || strspn(count, "0123456789") != strlen(count) || !*count || strlen(count) > 12)
                return amiss(r, "层应当是：=、单位、分层、件数", "a stratum is: =, unit, key, number of files");
        *s = (struct draw_stratum){.unit = unit, .key = key, .closed = strtoll(count, NULL, 10)};
        if (p->n_strata && !is_after(s, s - 1))
                return amiss(r, "各层没有按顺序排列", "the strata are out of order");
        r->missing = s->closed;
        p->n_strata++;
        return OK;
}

static err_t read_file(struct reading *r, const char *line, size_t len)
{
        struct draw_population *p = r->out;
        char id[UUID_LEN + 1] = "";

        if (len == UUID_LEN)
                memcpy(id, line, len);
        if (!uuid_is(id))
                return amiss(r, "不是案件标识", "it is no id of a case");
        if (!r->missing)
                return amiss(r, "该层的案件多于所述", "the stratum has more files than it says");
        if (r->missing < p->strata[p->n_strata - 1].closed && memcmp(p->files[p->n_files - 1].case_id, id, UUID_LEN) >= 0)
                return amiss(r, "案件没有按顺序排列，或者有重复", "the files are out of order or repeated");
        p->files[p->n_files++] = (struct draw_file){.case_id = line};
        r->missing--;
        return OK;
}

static void count_lines(const char *text, const char *end, size_t *lines, size_t *strata)
{
        *lines = *strata = 0;
        for (const char *lf; text < end; text = lf + 1) {
                *strata += *text == '=';
                ++*lines;
                if (!(lf = memchr(text, '\n', (size_t)(end - text))))
                        return;
        }
}

err_t draw_population_read(const char *text, size_t len, struct draw_population *out, struct arena *a,
                           struct fault *f)
{
        struct reading r = {.at = text, .end = text + len, .out = out, .arena = a, .fault = f};
        size_t lines, strata, n = 0;
        const char *line = NULL;
        err_t e;

        count_lines(text, r.end, &lines, &strata);
        *out = (struct draw_population){.files = arena_take(a, (lines + 1) * sizeof *out->files),
                                        .strata = arena_take(a, (strata + 1) * sizeof *out->strata)};
        if ((e = next_line(&r, &out->head, &out->head_len)))
                return e;
        while (r.at < r.end) {
                if ((e = next_line(&r, &line, &n)))
                        return e;
                if ((e = n && *line == '=' ? read_stratum(&r, line, n) : read_file(&r, line, n)))
                        return e;
        }
        return r.missing ? amiss(&r, "最后一层的案件少于所述", "the last stratum has fewer files than it says") : OK;
}

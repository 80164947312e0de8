#include "rules/allotment.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BAR_NAME(name, code, zh, en) {code, zh, en},
const struct allotment_bar_name allotment_bar_names[BAR_COUNT] = {ALLOTMENT_BAR_LIST(BAR_NAME)};

enum { ALL = 10000 };

/* What settles a choice between equals: a number that nobody can choose. */
static uint64_t lot(const unsigned char seed[SHA256_LEN], const char *what, const char *id)
{
        struct sha256_run *r = sha256_begin();
        unsigned char out[SHA256_LEN];
        uint64_t n = 0;

        sha256_add(r, seed, SHA256_LEN);
        sha256_add(r, what, strlen(what) + 1);
        sha256_add(r, id, strlen(id));
        sha256_end(r, out);
        for (size_t i = 0; i < sizeof n; i++)
                n = n << 8 | out[i];
        return n;
}

/* Two lots make one (the finish of splitmix64), so that each pair need not be hashed. */
static uint64_t lot_of_pair(uint64_t a, uint64_t b)
{
        uint64_t z = a ^ b;

        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
        return z ^ z >> 31;
}

struct work {
        struct allotment *m;
        unsigned char *mine; /* given by this run, so that it may still be moved */
        int *load;
        uint64_t *file_lots, *reviewer_lots;
        size_t *from, *via, *queue; /* a search for a better place: reviewer before, file moved */
};

static size_t at(const struct work *w, size_t file, size_t reviewer)
{
        return file * w->m->n_reviewers + reviewer;
}

static bool may_take(const struct work *w, size_t file, size_t reviewer)
{
        return !w->m->bars[at(w, file, reviewer)] && !w->m->given[at(w, file, reviewer)];
}

static void give(struct work *w, size_t file, size_t reviewer, int n)
{
        w->m->given[at(w, file, reviewer)] = n > 0;
        w->mine[at(w, file, reviewer)] = n > 0;
        w->load[reviewer] += n;
}

static bool goes_first(const struct work *w, size_t file, size_t r, size_t other)
{
        if (w->load[r] != w->load[other])
                return w->load[r] < w->load[other];
        return lot_of_pair(w->file_lots[file], w->reviewer_lots[r]) <
               lot_of_pair(w->file_lots[file], w->reviewer_lots[other]);
}

/* The least busy of those who may take the file; n_reviewers: nobody. */
static size_t least_busy(const struct work *w, size_t file)
{
        size_t best = w->m->n_reviewers;

        for (size_t r = 0; r < w->m->n_reviewers; r++)
                if (may_take(w, file, r) && (best == w->m->n_reviewers || goes_first(w, file, r, best)))
                        best = r;
        return best;
}

static void move_back(struct work *w, size_t to, size_t start)
{
        for (size_t r = to; r != start; r = w->from[r]) {
                size_t file = w->via[r];

                give(w, file, w->from[r], -1);
                give(w, file, r, 1);
        }
}

static bool somebody_has_less(const struct work *w, size_t than)
{
        for (size_t r = 0; r < w->m->n_reviewers; r++)
                if (w->load[r] + 2 <= w->load[than])
                        return true;
        return false;
}

/* Whether somebody reached from `start`, file by file, has at least two files less: then each file on the way moves on. */
static bool relieve(struct work *w, size_t start)
{
        size_t n = w->m->n_reviewers, head = 0, tail = 0;

        if (!somebody_has_less(w, start))
                return false;
        for (size_t r = 0; r < n; r++)
                w->from[r] = n;
        w->from[start] = start;
        w->queue[tail++] = start;
        while (head < tail) {
                size_t r = w->queue[head++];

                for (size_t file = 0; file < w->m->n_files; file++) {
                        if (!w->mine[at(w, file, r)])
                                continue;
                        for (size_t to = 0; to < n; to++) {
                                if (w->from[to] != n || !may_take(w, file, to))
                                        continue;
                                w->from[to] = r;
                                w->via[to] = file;
                                w->queue[tail++] = to;
                                if (w->load[to] + 2 <= w->load[start]) {
                                        move_back(w, to, start);
                                        return true;
                                }
                        }
                }
        }
        return false;
}

static bool even_out(struct work *w)
{
        bool moved = false;

        for (size_t r = 0; r < w->m->n_reviewers; r++)
                while (relieve(w, r))
                        moved = true;
        return moved;
}

static int reviewers_of(const struct work *w, size_t file)
{
        int n = 0;

        for (size_t r = 0; r < w->m->n_reviewers; r++)
                n += w->m->given[at(w, file, r)];
        return n;
}

static struct allotment_gap *gap_of(const struct work *w, size_t file, int missing, struct arena *a)
{
        struct allotment_gap *g = arena_take(a, sizeof *g);

        *g = (struct allotment_gap){.file = file, .missing = missing};
        for (size_t r = 0; r < w->m->n_reviewers; r++)
                for (int b = 0; b < BAR_COUNT; b++)
                        g->barred[b] += (w->m->bars[at(w, file, r)] >> b) & 1;
        return g;
}

static struct work begin(struct allotment *m, struct arena *a)
{
        size_t cells = m->n_files * m->n_reviewers, n = m->n_reviewers + 1;
        struct work w = {.m = m,
                         .mine = arena_take(a, cells + 1),
                         .load = arena_take(a, n * sizeof *w.load),
                         .file_lots = arena_take(a, (m->n_files + 1) * sizeof *w.file_lots),
                         .reviewer_lots = arena_take(a, n * sizeof *w.reviewer_lots),
                         .from = arena_take(a, n * sizeof *w.from),
                         .via = arena_take(a, n * sizeof *w.via),
                         .queue = arena_take(a, n * sizeof *w.queue)};

        for (size_t r = 0; m->loads && r < m->n_reviewers; r++)
                w.load[r] = m->loads[r];
        for (size_t r = 0; r < m->n_reviewers; r++)
                w.reviewer_lots[r] = lot(m->seed, "reviewer", m->reviewers[r]);
        for (size_t f = 0; f < m->n_files; f++)
                w.file_lots[f] = lot(m->seed, "file", m->files[f]);
        return w;
}

struct allotment_gap *allotment_make(struct allotment *m, struct arena *a)
{
        struct work w = begin(m, a);
        struct allotment_gap *first = NULL, **last = &first;

        for (size_t f = 0; f < m->n_files; f++) {
                int missing = m->wants[f] - reviewers_of(&w, f);

                for (size_t r; missing > 0 && (r = least_busy(&w, f)) < m->n_reviewers; missing--)
                        give(&w, f, r, 1);
                if (missing > 0) {
                        *last = gap_of(&w, f, missing, a);
                        last = &(*last)->next;
                }
        }
        while (even_out(&w))
                ;
        return first;
}

struct chosen {
        size_t file;
        uint64_t lot;
};

static int by_lot(const void *a, const void *b)
{
        const struct chosen *x = a, *y = b;

        return (x->lot > y->lot) - (x->lot < y->lot);
}

void allotment_doubles(const unsigned char seed[SHA256_LEN], const char *const *files, size_t n, int share,
                       unsigned char *wants, struct arena *a)
{
        struct chosen *order = arena_take(a, (n + 1) * sizeof *order);
        size_t twice = (n * (size_t)share + ALL - 1) / ALL;

        for (size_t i = 0; i < n; i++)
                order[i] = (struct chosen){i, lot(seed, "double", files[i])};
        qsort(order, n, sizeof *order, by_lot);
        for (size_t i = 0; i < n; i++)
                wants[order[i].file] = i < twice ? 2 : 1;
}

#include "rules/draw.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TEXT = 256 * 1024 };

static struct arena arena;

static void allots(const struct draw_terms *t, size_t n, struct draw_stratum *s, const int64_t *expected)
{
        draw_allot(s, n, t);
        for (size_t i = 0; i < n; i++)
                ck_assert_msg(s[i].drawn == expected[i], "%s %s: %ld, expected %ld", s[i].unit, s[i].key, (long)s[i].drawn,
                              (long)expected[i]);
}

START_TEST(each_unit_gives_n_or_its_share_and_all_where_it_has_fewer)
{
        struct draw_stratum s[] = {{.unit = "a", .key = "", .closed = 0}, {.unit = "b", .key = "", .closed = 1},
                                   {.unit = "c", .key = "", .closed = 3}, {.unit = "d", .key = "", .closed = 60},
                                   {.unit = "e", .key = "", .closed = 61}, {.unit = "f", .key = "", .closed = 1000}};

        allots(&(struct draw_terms){3, 500}, 6, s, (const int64_t[]){0, 1, 3, 3, 4, 50});
        allots(&(struct draw_terms){1, DRAW_SHARE_ALL}, 6, s, (const int64_t[]){0, 1, 3, 60, 61, 1000});
        allots(&(struct draw_terms){1, 0}, 6, s, (const int64_t[]){0, 1, 1, 1, 1, 1});
}
END_TEST

/* By hand: unit a has 100, gives 10; first 2 each (the last stratum: its one), 5 left for 93 files: 5 × 58/95 = 3 rest 5,
 * 5 × 37/95 = 1 rest 90, 0; the one left goes to the second. */
START_TEST(within_a_unit_the_strata_share_in_proportion)
{
        struct draw_stratum s[] = {{.unit = "a", .key = "1", .closed = 60}, {.unit = "a", .key = "2", .closed = 39},
                                   {.unit = "a", .key = "3", .closed = 1},  {.unit = "b", .key = "1", .closed = 1},
                                   {.unit = "b", .key = "2", .closed = 9},  {.unit = "b", .key = "3", .closed = 9},
                                   {.unit = "c", .key = "1", .closed = 4},  {.unit = "c", .key = "2", .closed = 4}};

        allots(&(struct draw_terms){3, 1000}, 8, s, (const int64_t[]){5, 4, 1, 1, 2, 2, 2, 2});
        allots(&(struct draw_terms){5, 1000}, 8, s, (const int64_t[]){5, 4, 1, 1, 2, 2, 3, 2});
        allots(&(struct draw_terms){1, 0}, 8, s, (const int64_t[]){1, 1, 1, 1, 1, 1, 1, 1});
}
END_TEST

static void make_id(char *out, int stratum, int file)
{
        snprintf(out, 37, "0192%04x-0000-7000-8000-%012x", (unsigned)stratum, (unsigned)file * 7919u);
}

static const struct {
        const char *unit, *key;
        int n;
} world[] = {{"310101", "ordinary", 40}, {"310101", "simple", 3}, {"310104", "", 0}, {"city", "ordinary", 117}, {"city", "simple", 58}, {"other", "ordinary", 1}};

static size_t population(char *text, int least, int share)
{
        size_t len = (size_t)snprintf(text, TEXT, "{\"format\":\"anjuan-population-1\",\"least\":%d,\"share\":%d}\n", least, share);

        for (int s = 0; s < (int)(sizeof world / sizeof *world); s++) {
                len += (size_t)snprintf(text + len, TEXT - len, "=\t%s\t%s\t%d\n", world[s].unit, world[s].key, world[s].n);
                for (int f = 0; f < world[s].n; f++) {
                        make_id(text + len, s, f);
                        len += 37;
                        text[len - 1] = '\n';
                }
        }
        return len;
}

static struct draw_population read_whole(const char *text, size_t len)
{
        struct draw_population p;
        struct fault f = {.arena = &arena};

        ck_assert_msg(draw_population_read(text, len, &p, &arena, &f) == OK, "%s", f.en);
        return p;
}

static const unsigned char secret[SHA256_LEN] = "a secret that is 32 bytes long..";

/* The sample, an id a line. */
static void sample(const char *text, size_t len, const struct draw_terms *terms, char *out)
{
        struct draw_population p = read_whole(text, len);
        struct draw_file *files = p.files;
        unsigned char seed[SHA256_LEN];

        draw_seed(secret, text, len, seed);
        draw_allot(p.strata, p.n_strata, terms);
        for (size_t s = 0; s < p.n_strata; files += p.strata[s++].closed) {
                draw_order(seed, files, (size_t)p.strata[s].closed);
                for (int64_t k = 0; k < p.strata[s].drawn; k++)
                        out += sprintf(out, "%.36s\n", files[k].case_id);
        }
}

/* The lines of the first Python block of docs/review.md, as a program. */
static void write_program(const char *path)
{
        FILE *page = fopen(SOURCE_ROOT "/docs/review.md", "r"), *program = fopen(path, "w");
        char line[400];
        bool in = false;

        ck_assert(page && program);
        while (fgets(line, sizeof line, page)) {
                if (in && !strcmp(line, "```\n"))
                        break;
                if (in)
                        fputs(line, program);
                in = in || !strcmp(line, "```python\n");
        }
        ck_assert(in);
        fclose(page);
        fclose(program);
}

START_TEST(the_few_lines_of_python_in_the_manual_draw_the_same_sample)
{
        static char text[TEXT], ours[TEXT], theirs[TEXT];
        static const struct draw_terms terms[] = {{3, 500}, {10, 1000}, {1, 0}, {2, 3333}, {5, DRAW_SHARE_ALL}};
        char folder[] = "/tmp/anjuan-draw-XXXXXX", name[60], program[60], command[400], hex[SHA256_HEX_LEN + 1];

        ck_assert_ptr_nonnull(mkdtemp(folder));
        snprintf(name, sizeof name, "%s/population.txt", folder);
        snprintf(program, sizeof program, "%s/draw.py", folder);
        write_program(program);
        hex_encode(secret, SHA256_LEN, hex);
        snprintf(command, sizeof command, "python3 %s %s %s", program, name, hex);
        for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
                size_t len = population(text, (int)terms[i].least, terms[i].share), n;
                FILE *f = fopen(name, "w");

                ck_assert_uint_eq(fwrite(text, 1, len, f), len);
                fclose(f);
                sample(text, len, &terms[i], ours);
                f = popen(command, "r");
                n = fread(theirs, 1, sizeof theirs - 1, f);
                theirs[n] = '\0';
                ck_assert_int_eq(pclose(f), 0);
                ck_assert_str_eq(ours, theirs);
                ck_assert_uint_gt(n, 36u * 5);
        }
        unlink(name);
        unlink(program);
        rmdir(folder);
        arena_free(&arena);
}
END_TEST

START_TEST(another_secret_or_another_population_gives_another_sample)
{
        static char text[TEXT], first[TEXT], second[TEXT];
        struct draw_terms terms = {10, 1000};
        size_t len = population(text, 10, 1000);

        sample(text, len, &terms, first);
        sample(text, len, &terms, second);
        ck_assert_str_eq(first, second);
        strstr(text, "7000-8000-000000000000")[21] = '1';
        sample(text, len, &terms, second);
        ck_assert_str_ne(first, second);
        arena_free(&arena);
}
END_TEST

static void refused(const char *text, const char *en)
{
        struct draw_population p;
        struct fault f = {.arena = &arena};

        ck_assert_int_eq(draw_population_read(text, strlen(text), &p, &arena, &f), ERR_INVALID);
        ck_assert_str_eq(f.en, en);
        arena_free(&arena);
}

#define ID1 "01920000-0000-7000-8000-000000000001"
#define ID2 "01920000-0000-7000-8000-000000000002"

START_TEST(a_population_that_is_not_whole_or_not_in_order_is_refused_by_line)
{
        refused("", "Line 1: it does not end with a line feed");
        refused("{}\n=\ta\t\t1\n" ID1, "Line 3: it does not end with a line feed");
        refused("{}\n=\ta\t1\n", "Line 2: a stratum is: =, unit, key, number of files");
        refused("{}\n=\ta\t\t-1\n", "Line 2: a stratum is: =, unit, key, number of files");
        refused("{}\n=\ta\t\t2\n" ID1 "\n", "Line 3: the last stratum has fewer files than it says");
        refused("{}\n=\ta\t\t1\n" ID1 "\n" ID2 "\n", "Line 4: the stratum has more files than it says");
        refused("{}\n=\ta\t\t2\n" ID1 "\n=\tb\t\t0\n", "Line 4: the stratum before has fewer files than it says");
        refused("{}\n=\ta\t\t2\n" ID2 "\n" ID1 "\n", "Line 4: the files are out of order or repeated");
        refused("{}\n=\ta\t\t2\n" ID2 "\n" ID2 "\n", "Line 4: the files are out of order or repeated");
        refused("{}\n=\tb\t\t0\n=\ta\t\t0\n", "Line 3: the strata are out of order");
        refused("{}\n" ID1 "\n", "Line 2: the stratum has more files than it says");
        refused("{}\n=\ta\t\t1\nsomething\n", "Line 3: it is no id of a case");
        refused("{}\n\n", "Line 2: it is no id of a case");
}
END_TEST

UNIT_MAIN("draw", each_unit_gives_n_or_its_share_and_all_where_it_has_fewer, within_a_unit_the_strata_share_in_proportion,
          the_few_lines_of_python_in_the_manual_draw_the_same_sample, another_secret_or_another_population_gives_another_sample,
          a_population_that_is_not_whole_or_not_in_order_is_refused_by_line)

/* Repeats the draw of a campaign from the two files that the API gives, without a database: whether the secret is the one
 * committed to, whether the population is the one frozen, and whether the sample follows from both. */
#include "main/command.h"

#include "rules/draw.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct check {
        struct arena arena;
        struct fault fault;
        char *population, *draw; /* the files; malloc */
        size_t population_len, draw_len;
        const char *sample; /* lines of draw behind its first */
        json_t *head, *told; /* first lines of both */
        struct draw_population p;
        int wrong;
};

static char *read_whole(const char *path, size_t *len)
{
        FILE *f = fopen(path, "rb");
        struct stat st;
        char *text = NULL;

        if (f && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && (text = malloc((size_t)st.st_size + 1))) {
                *len = fread(text, 1, (size_t)st.st_size, f);
                text[*len] = '\0';
        }
        if (!text)
                fprintf(stderr, "%s：无法读取 / cannot be read\n", path);
        if (f)
                fclose(f);
        return text;
}

static void tell(struct check *c, bool right, const char *zh, const char *en)
{
        printf("%s %s / %s\n", right ? "✓" : "✗", zh, en);
        c->wrong += !right;
}

static const char *told(const json_t *head, const char *name)
{
        const char *s = json_string_value(json_object_get(head, name));

        return s ? s : "";
}

static bool unhex(const char *hex, unsigned char out[SHA256_LEN])
{
        char again[SHA256_HEX_LEN + 1];

        if (strlen(hex) != SHA256_HEX_LEN)
                return false;
        for (size_t i = 0; i < SHA256_LEN; i++) {
                unsigned byte = 0;

                if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
                        return false;
                out[i] = (unsigned char)byte;
        }
        hex_encode(out, SHA256_LEN, again);
        return !strcmp(again, hex);
}

/* The sample as lines, as the file should have them. */
static const char *sample_of(struct check *c, const unsigned char seed[SHA256_LEN])
{
        struct text out = {.arena = &c->arena};
        struct draw_file *files = c->p.files;
        struct draw_terms t = {json_integer_value(json_object_get(c->head, "least")), (int)json_integer_value(json_object_get(c->head, "share"))};

        draw_allot(c->p.strata, c->p.n_strata, &t);
        for (size_t i = 0; i < c->p.n_strata; files += c->p.strata[i++].closed) {
                struct draw_stratum *s = &c->p.strata[i];

                draw_order(seed, files, (size_t)s->closed);
                for (int64_t k = 0; k < s->drawn; k++)
                        text_addf(&out, "%s\t%s\t%.36s\n", s->unit, s->key, files[k].case_id);
        }
        return text_str(&out);
}

static void check_draw(struct check *c)
{
        unsigned char secret[SHA256_LEN], seed[SHA256_LEN];
        char commitment[SHA256_HEX_LEN + 1], sum[SHA256_HEX_LEN + 1], hex[SHA256_HEX_LEN + 1];

        sha256_hex(c->population, c->population_len, sum);
        tell(c, !strcmp(told(c->told, "population_sha256"), sum), "冻结范围与其 SHA-256 相符", "the population has the SHA-256 told");
        if (!unhex(told(c->told, "secret"), secret)) {
                tell(c, false, "秘密应当是 64 位十六进制", "the secret is 64 hexadecimal digits");
                return;
        }
        sha256_hex(secret, SHA256_LEN, commitment);
        tell(c, !strcmp(told(c->told, "commitment"), commitment) && !strcmp(told(c->head, "commitment"), commitment), "秘密与冻结前的承诺相符",
             "the secret is the one committed to before the freeze");
        draw_seed(secret, c->population, c->population_len, seed);
        hex_encode(seed, SHA256_LEN, hex);
        tell(c, !strcmp(told(c->told, "seed"), hex), "种子由秘密和冻结范围得出", "the seed follows from secret and population");
        tell(c, !strcmp(c->sample, sample_of(c, seed)), "抽取结果由种子得出", "the sample follows from the seed");
}

static bool is_format(const json_t *head, const char *format)
{
        return !strcmp(told(head, "format"), format);
}

static bool read_both(struct check *c, const char *population, const char *draw)
{
        char *lf;

        if (!(c->population = read_whole(population, &c->population_len)) || !(c->draw = read_whole(draw, &c->draw_len)))
                return false;
        if (draw_population_read(c->population, c->population_len, &c->p, &c->arena, &c->fault)) {
                fprintf(stderr, "%s：%s / %s\n", population, c->fault.zh, c->fault.en);
                return false;
        }
        c->head = json_loadb(c->p.head, c->p.head_len, 0, NULL);
        lf = strchr(c->draw, '\n');
        c->told = lf ? json_loadb(c->draw, (size_t)(lf - c->draw), 0, NULL) : NULL;
        c->sample = lf ? lf + 1 : "";
        if (is_format(c->head, "anjuan-population-1") && is_format(c->told, "anjuan-draw-1"))
                return true;
        fputs("不是评查活动的冻结范围和抽取结果 / these are not the population and the draw of a campaign\n", stderr);
        return false;
}

int verify_draw(const char *population, const char *draw)
{
        struct check c = {0};
        bool read;

        c.fault.arena = &c.arena;
        if ((read = read_both(&c, population, draw)))
                check_draw(&c);
        json_decref(c.head);
        json_decref(c.told);
        free(c.population);
        free(c.draw);
        arena_free(&c.arena);
        return !read || c.wrong;
}

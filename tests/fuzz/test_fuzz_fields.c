/* Bodies and queries bent out of shape at random: taken or refused with a reason; what is taken is sound. */
#include "fuzz.h"
#include "http/field.h"

#include <stdio.h>
#include <string.h>
#include <unistr.h>

enum { ROUNDS = 150000, INPUT_MAX = 4096, MUTATIONS_MAX = 8 };

static const char *const kinds[] = {"organisation", "person", NULL};
static const struct field party[] = {
    {"kind", F_TEXT, FIELD_REQUIRED, .choices = kinds},
    {"name", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 20},
    {"born", F_DATE, FIELD_NULL},
    {0},
};
static const struct field rows[] = {
    {"title", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 40},
    {"facts", F_TEXT, FIELD_NULL, .min = 1, .max = 2000},
    {"fine", F_INT, .min = 0, .max = 5000},
    {"any", F_INT},
    {"public", F_BOOL},
    {"on", F_DATE},
    {"at", F_TIME},
    {"unit", F_UUID},
    {"password", F_TEXT, FIELD_PASSWORD, .min = 8, .max = 64},
    {"parties", F_OBJECT, FIELD_LIST, .list_max = 3, .fields = party},
    {"place", F_OBJECT, FIELD_NULL, .fields = party},
    {"tags", F_TEXT, FIELD_LIST, .max = 5},
    {0},
};

static const char *const bodies[] = {
    "{\"title\":\"人防工程\",\"facts\":\"一\\n二\",\"fine\":12,\"any\":-9223372036854775808,\"public\":true}",
    "{\"title\":\"e\\u0301\",\"on\":\"2024-02-29\",\"at\":\"2024-02-29T23:59:59.5+08:00\",\"tags\":[\"a\","
    "\"b\"]}",
    "{\"title\":\"T\",\"unit\":\"018F3C9A-7B2D-7ABC-8DEF-0123456789AB\",\"password\":\"correct horse\"}",
    "{\"title\":\"T\",\"parties\":[{\"kind\":\"person\",\"name\":\"\xf0\xa0\xae\xb7\",\"born\":null},{"
    "\"kind\":\"x\"}]}",
    "{\"title\":\"T\",\"place\":{\"kind\":\"person\",\"name\":\"\\ud83d\\ude00\"},\"title\":\"U\"}",
};
static const char *const queries[] = {
    "title=%E4%BA%BA%E9%98%B2+a&fine=12&public=true&on=2024-02-29&tags=a,b%2Cc",
    "title=T&at=2024-02-29T23:59:59.5%2B08:00&unit=018F3C9A-7B2D-7ABC-8DEF-0123456789AB&any=-1",
    "title=T&password=correct+horse&facts=x&title=U",
};
/* Pieces that matter to a reader of such input. */
static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\u0000",
    "null",
    "1e9",
    "-",
    "0",
    "\xcc\x81",
    "\xff",
    "\xed\xa0\x80",
    "\xef\xbf\xbe",
    "\xe2\x80\xa8",
    "%",
    "%00",
    "%C3",
    "%2C",
    "+",
    "&",
    "=",
    "\n",
    "[[[[[[[[[[[[[[[[[[[[",
    "{\"a\":{\"a\":{\"a\":{\"a\":",
    "\"title\":\"T\",",
    "\"title\":null,",
    "2023-02-29",
    "99999999999999999999",
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct input {
        char s[INPUT_MAX];
        size_t len;
};

static void splice(struct input *in, size_t at, size_t cut, const char *put, size_t put_len)
{
        if (cut > in->len - at)
                cut = in->len - at;
        if (in->len - cut + put_len >= INPUT_MAX)
                return;
        memmove(in->s + at + put_len, in->s + at + cut, in->len - at - cut);
        memcpy(in->s + at, put, put_len);
        in->len += put_len - cut;
        in->s[in->len] = '\0';
}

static void mutate(struct input *in)
{
        size_t at = fuzz_below(in->len + 1);
        const char *piece = pieces[fuzz_below(COUNT(pieces))];
        char copy[64], byte = (char)fuzz_below(256);
        size_t copy_len = fuzz_below(sizeof copy);

        switch (fuzz_below(4)) {
        case 0:
                splice(in, at, 1, &byte, 1);
                break;
        case 1:
                splice(in, at, fuzz_below(8), "", 0);
                break;
        case 2:
                splice(in, at, fuzz_below(3), piece, strlen(piece));
                break;
        default: /* a stretch of itself somewhere else */
                copy_len = copy_len > in->len - at ? in->len - at : copy_len;
                memcpy(copy, in->s + at, copy_len);
                splice(in, fuzz_below(in->len + 1), 0, copy, copy_len);
        }
}

static void make(struct input *in, const char *const *corpus, size_t n)
{
        const char *start = corpus[fuzz_below(n)];

        in->len = strlen(start);
        memcpy(in->s, start, in->len + 1);
        for (size_t i = fuzz_below(MUTATIONS_MAX); i > 0; i--)
                mutate(in);
}

static void demand(bool truth, const char *what, const struct input *in)
{
        if (truth)
                return;
        fprintf(stderr, "%s: %zu bytes: %.*s\n", what, in->len, (int)in->len, in->s);
        abort();
}

static void demand_reasons(const struct fault *f, err_t e, const struct input *in)
{
        demand(f->err == e, "the error is not the fault's", in);
        demand(f->zh || f->fields, "refused without a reason", in);
        for (const struct field_fault *ff = f->fields; ff; ff = ff->next)
                demand(ff->where && ff->code && ff->zh && ff->en &&
                           !u8_check((const uint8_t *)ff->where, strlen(ff->where)),
                       "a fault is not whole", in);
}

static bool is_quoted(const struct field *fd)
{
        return !(fd->flags & FIELD_LIST) && fd->type != F_INT && fd->type != F_BOOL && fd->type != F_OBJECT;
}

static const char *as_body(struct arena *a, const struct args *args)
{
        struct text t = {.arena = a};

        for (const struct field *fd = rows; fd->name; fd++) {
                const struct arg *arg = args_find(args, fd->name);

                if (!arg)
                        continue;
                text_addf(&t, "%s\"%s\":", t.len ? "," : "{", fd->name);
                if (!arg->value || is_quoted(fd))
                        text_add_json(&t, arg->value);
                else
                        text_add(&t, arg->value);
        }
        text_add(&t, "}");
        return text_str(&t);
}

/* What was taken is taken again, and comes out the same. */
static void demand_sound(const struct args *args, const struct input *in)
{
        struct fault f = {.arena = args->arena};
        struct args again = {.arena = args->arena};
        const char *body = as_body(args->arena, args);
        json_auto_t *json = NULL;
        err_t e = body_parse(body, strlen(body), &json, &f);

        demand(!e && fields_read_body(rows, json, &again, &f) == OK, "taken once, not twice", in);
        demand(strcmp(as_body(args->arena, &again), body) == 0, "not the same the second time", in);
}

static bool try_body(const struct input *in)
{
        struct arena a = {0};
        struct fault f = {.arena = &a};
        struct args args = {.arena = &a};
        json_auto_t *json = NULL;
        /* An exact copy, so that reading one byte too far is seen. */
        char *exact = memcpy(malloc(in->len + 1), in->s, in->len + 1);
        err_t e = body_parse(exact, in->len, &json, &f);

        demand(e ? !json : json_is_object(json), "parsed and refused at once", in);
        if (json)
                e = fields_read_body(rows, json, &args, &f);
        if (json)
                fields_differ(rows, json, &a);
        if (e)
                demand_reasons(&f, e, in);
        else
                demand_sound(&args, in);
        free(exact);
        arena_free(&a);
        return !e;
}

static bool try_query(const struct input *in)
{
        struct arena a = {0};
        struct fault f = {.arena = &a};
        struct args args = {.arena = &a};
        char *exact = memcpy(malloc(in->len + 1), in->s, in->len + 1);
        err_t e = fields_read_query(rows, exact, &args, &f);

        percent_decode(&a, exact, in->len, fuzz_below(2));
        if (e)
                demand_reasons(&f, e, in);
        else
                demand_sound(&args, in);
        free(exact);
        arena_free(&a);
        return !e;
}

int main(void)
{
        uint64_t rounds = fuzz_env("ANJUAN_FUZZ_ROUNDS", ROUNDS), taken = 0;
        static struct input in;

        fuzz_begin();
        for (uint64_t i = 0; i < rounds; i++) {
                make(&in, bodies, COUNT(bodies));
                taken += try_body(&in);
                make(&in, queries, COUNT(queries));
                taken += try_query(&in);
        }
        printf("%ju inputs, %ju taken\n", (uintmax_t)(2 * rounds), (uintmax_t)taken);
        return 0;
}

#include "judging.h"

#include <string.h>

static void add_name(struct text *t, const char *name)
{
        text_add(t, ",\"");
        text_add(t, name);
        text_add(t, "\":");
}

static void add_words(struct text *t, const char *name, const char *const *words)
{
        add_name(t, name);
        text_add(t, "[");
        for (size_t i = 0; words && words[i]; i++) {
                text_add(t, i ? "," : "");
                text_add_json(t, words[i]);
        }
        text_add(t, "]");
}

static void add_member(struct text *t, const char *name, const char *value)
{
        add_name(t, name);
        text_add_json(t, value);
}

static const char *const *fields_of(unsigned bits, struct arena *a)
{
        const char **out = arena_take(a, sizeof *out * (8 * sizeof bits + 1));
        size_t n = 0;

        for (const struct act_field_row *f = act_fields; f->name; f++)
                if (bits & f->bit)
                        out[n++] = f->name;
        return out;
}

static void add_act(struct text *t, const struct act_row *row)
{
        text_add(t, "{\"kind\":");
        text_add_json(t, row->kind);
        add_member(t, "zh", row->zh);
        add_member(t, "en", row->en);
        add_member(t, "article", row->article);
        add_words(t, "needs", fields_of(row->needs, t->arena));
        add_words(t, "may_have", fields_of(row->may_have, t->arena));
        add_words(t, "outcomes", row->outcomes);
}

static void add_unmet(struct text *t, const struct judgement *j)
{
        text_add(t, ",\"unmet\":[");
        for (const struct unmet *u = j->unmet; u; u = u->next) {
                text_add(t, u == j->unmet ? "{\"code\":" : ",{\"code\":");
                text_add_json(t, u->code);
                add_member(t, "article", u->article);
                add_member(t, "zh", u->zh);
                add_member(t, "en", u->en);
                add_words(t, "met_by", u->by);
                text_add(t, "}");
        }
        text_add(t, "]");
}

const char *procedure_next(const struct case_facts *facts, const char *const *permissions,
                           const struct procedure_limits *limits, struct arena *a)
{
        struct text open = {.arena = a}, closed = {.arena = a};
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++) {
                struct act act = {.kind = rows[i].kind, .permissions = permissions};
                struct judgement j;
                err_t e;
                struct text *t;

                if (rows[i].maker != ACT_POSTED)
                        continue;
                if ((e = procedure_ask(facts, &act, limits, a, &j)) == ERR_INTERNAL)
                        return NULL;
                t = e ? &closed : &open;
                text_add(t, t->len ? "," : "");
                add_act(t, &rows[i]);
                if (e)
                        add_unmet(t, &j);
                text_add(t, "}");
        }
        return arena_printf(a, "{\"state\":\"%s\",\"open\":[%s],\"closed\":[%s]}", facts->state,
                            text_str(&open), text_str(&closed));
}

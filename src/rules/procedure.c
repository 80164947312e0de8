#include "judging.h"

#include <string.h>

#define STATE_ROW(name, code, zh, en) {code, zh, en},
#define STATE_CODE(name, code, zh, en) code,
const struct term case_state_terms[] = {CASE_STATE_LIST(STATE_ROW){NULL}};
const char *const case_state_codes[] = {CASE_STORED_STATE_LIST(STATE_CODE) NULL};

/* text with "{}" replaced, once. */
static const char *filled(struct arena *a, const char *text, const char *with)
{
        const char *hole = text ? strstr(text, "{}") : NULL;

        if (!hole)
                return text;
        return arena_printf(a, "%.*s%s%s", (int)(hole - text), text, with ? with : "", hole + 2);
}

static void add_unmet(struct judgement *out, struct unmet *u)
{
        struct unmet **last = &out->unmet;

        while (*last)
                last = &(*last)->next;
        *last = u;
        out->n_unmet++;
}

static err_t refuse(struct judging *j, struct judgement *out, const struct unmet *why, const char *found)
{
        struct unmet *u = arena_take(j->arena, sizeof *u);

        *u = *why;
        u->zh = filled(j->arena, why->zh, found);
        u->en = filled(j->arena, why->en, found);
        add_unmet(out, u);
        return why->err;
}

/* Graver first: what is wrong in itself before what only this case forbids. */
static err_t graver(err_t a, err_t b)
{
        if (!a || !b)
                return a ? a : b;
        return a == ERR_INVALID ? a : b;
}

static err_t check_guard(struct judging *j, const struct guard *g, struct judgement *out)
{
        struct unmet why = {g->code, g->article, g->zh, g->en, g->field, g->err, NULL};

        j->found = NULL;
        if (g->met(j))
                return OK;
        why.field = filled(j->arena, g->field, arena_printf(j->arena, "%zu", j->penalty));
        return refuse(j, out, &why, j->found);
}

static err_t check_guards(struct judging *j, const struct guard *const *guards, struct judgement *out)
{
        err_t e = OK;

        for (; guards && *guards; guards++)
                e = graver(e, check_guard(j, *guards, out));
        return e;
}

static unsigned fields_given(const struct act *act)
{
        return (act->outcome ? ACT_OUTCOME : 0u) | (act->n_penalties ? ACT_PENALTIES : 0u) |
               (act->amount_fen ? ACT_AMOUNT : 0u) | (act->receiver && *act->receiver ? ACT_RECEIVER : 0u) |
               (act->transfer_kind ? ACT_TRANSFER_KIND : 0u) |
               (act->remark && *act->remark ? ACT_REMARK : 0u);
}

static err_t refuse_field(struct judging *j, struct judgement *out, const struct act_field_row *f,
                          bool missing)
{
        struct unmet why = {.err = ERR_INVALID, .field = arena_printf(j->arena, "/%s", f->name)};

        why.code = missing ? "required" : "not_taken";
        why.zh = arena_printf(j->arena, missing ? "必须填写%s" : "此事项不接受%s", f->zh);
        why.en = arena_printf(j->arena, missing ? "Required: %s" : "Not taken by this act: %s", f->en);
        return refuse(j, out, &why, NULL);
}

static err_t check_fields(struct judging *j, struct judgement *out)
{
        static const struct act_field_row day = {0, "happened_on", "发生日期", "the day it happened"};
        unsigned given = fields_given(j->act), needs = j->row->needs, takes = needs | j->row->may_have;
        err_t e = j->act->happened_on == DAY_NONE ? refuse_field(j, out, &day, true) : OK;

        for (const struct act_field_row *f = act_fields; f->name; f++) {
                if (needs & ~given & f->bit)
                        e = refuse_field(j, out, f, true);
                if (given & ~takes & f->bit)
                        e = refuse_field(j, out, f, false);
        }
        return e;
}

static err_t check_state(struct judging *j, struct judgement *out)
{
        const struct term *now = &case_state_terms[j->state];
        struct unmet why = {.code = "state", .article = j->row->article, .err = ERR_RULE};

        if (j->row->from[j->procedure] & 1u << j->state)
                return OK;
        why.zh = arena_printf(j->arena, "案件“%s”，此时不能办理该事项", now->zh);
        why.en = arena_printf(j->arena, "The case is %s; this act is not open then", now->en);
        return refuse(j, out, &why, NULL);
}

static err_t check_permission(struct judging *j, struct judgement *out)
{
        static const struct unmet why = {.code = "permission",
                                         .zh = "办理该事项需要权限{}",
                                         .en = "This act needs the permission {}",
                                         .err = ERR_FORBIDDEN};
        bool simple = j->procedure == PROCEDURE_SIMPLE;
        const char *needed = simple ? j->row->permission_simple : j->row->permission;

        for (const char *const *p = j->act->permissions; p && *p; p++)
                if (!strcmp(*p, needed))
                        return OK;
        return refuse(j, out, &why, needed);
}

/* The codes of the facts as places in their lists; false: one that no list knows. */
static bool look_up(struct judging *j)
{
        const struct case_facts *f = j->facts;
        int state = f->state ? term_find(case_state_terms, f->state) : CASE_NEW;
        int procedure = term_find(procedure_terms, f->procedure);

        if (state < 0 || procedure < 0 || (f->outcome && term_find(outcome_terms, f->outcome) < 0))
                return false;
        j->state = (enum case_state)state;
        j->procedure = (enum procedure)procedure;
        j->decided = term_find(outcome_terms, f->outcome);
        j->deciding = term_find(outcome_terms, j->act->outcome);
        return true;
}

static err_t judge_guards(struct judging *j, struct judgement *out)
{
        err_t e = check_guards(j, judging_common_guards, out);

        return graver(e, check_guards(j, j->row->guards, out));
}

static err_t no_such_kind(struct judging *j, struct judgement *out)
{
        static const struct unmet why = {.code = "choice",
                                         .zh = "没有这种事项",
                                         .en = "There is no such act",
                                         .field = "/kind",
                                         .err = ERR_INVALID};

        return refuse(j, out, &why, NULL);
}

static enum case_state next_state(const struct judging *j)
{
        bool stays = j->row->to == CASE_STATE_COUNT || (j->row->stays && j->row->stays(j));

        return stays ? j->state : j->row->to;
}

err_t procedure_judge(const struct case_facts *facts, const struct act *act,
                      const struct procedure_limits *limits, struct arena *a, struct judgement *out)
{
        struct judging j = {.facts = facts, .act = act, .limits = limits, .arena = a};
        err_t e;

        *out = (struct judgement){.row = procedure_row(act->kind)};
        j.row = out->row;
        if (!look_up(&j))
                return ERR_INTERNAL;
        if (!j.row)
                return no_such_kind(&j, out);
        judging_add_up_penalties(&j);
        if ((e = check_permission(&j, out)) || (e = check_state(&j, out)) || (e = check_fields(&j, out)) ||
            (e = judge_guards(&j, out)))
                return e;
        out->state = case_state_terms[next_state(&j)].code;
        out->fines_fen = j.fines;
        out->confiscated_fen = j.confiscated;
        return OK;
}

static void unmet_as_json(struct text *t, const struct unmet *u)
{
        text_add(t, "{\"code\":");
        text_add_json(t, u->code);
        text_add(t, ",\"article\":");
        text_add_json(t, u->article);
        text_add(t, ",\"field\":");
        text_add_json(t, u->field);
        text_add(t, ",\"zh\":");
        text_add_json(t, u->zh);
        text_add(t, ",\"en\":");
        text_add_json(t, u->en);
        text_add(t, "}");
}

err_t judgement_fault(const struct judgement *j, err_t e, struct fault *f)
{
        struct text t = {.arena = f->arena};

        f->err = e;
        if (!j->unmet)
                return e;
        f->zh = j->unmet->zh;
        f->en = j->unmet->en;
        f->article = j->unmet->article;
        text_add(&t, "\"unmet\":[");
        for (const struct unmet *u = j->unmet; u; u = u->next) {
                text_add(&t, u == j->unmet ? "" : ",");
                unmet_as_json(&t, u);
                if (u->field)
                        fault_field_text(f, e, u->field, u->code, u->zh, u->en);
        }
        text_add(&t, "]");
        f->extra = text_str(&t);
        return e;
}

#include "judging.h"

#include <stddef.h>
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
        struct unmet why = {
            .code = g->code, .article = g->article, .zh = g->zh, .en = g->en, .err = g->err, .by = g->by};

        j->found = NULL;
        if ((j->asking && g->of_act) || g->met(j))
                return OK;
        if (g->field)
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

static const char *text_of(const struct act *act, const struct act_field_row *f)
{
        const char *text;

        memcpy(&text, (const char *)act + f->text, sizeof text);
        return text;
}

static bool is_given(const struct act *act, const struct act_field_row *f)
{
        const char *text = f->text ? text_of(act, f) : NULL;

        if (f->text)
                return text && *text;
        switch (f->bit) {
        case ACT_PENALTIES:
                return act->n_penalties > 0;
        case ACT_AMOUNT:
                return act->amount_fen != 0;
        case ACT_DAYS:
                return act->days != 0;
        case ACT_UNTIL:
                return act->until != 0 && act->until != DAY_NONE;
        case ACT_INSTALMENTS:
                return act->n_instalments > 0;
        case ACT_OFFICERS:
                return act->n_officers > 0;
        case ACT_CAUSES:
                return act->n_causes > 0;
        case ACT_MEASURE:
                return act->measure != 0;
        case ACT_NEWER_LAW:
                return act->newer_law;
        case ACT_TOLD:
                return act->told;
        case ACT_RANGE_UNCHECKED:
                return act->range_unchecked;
        default:
                return act->complex;
        }
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

/* A code that the field, or for the outcome the row, does not have. */
static err_t check_code(struct judging *j, struct judgement *out, const struct act_field_row *f)
{
        const char *code = f->text ? text_of(j->act, f) : NULL;
        struct unmet why = {.err = ERR_INVALID, .field = arena_printf(j->arena, "/%s", f->name)};
        bool outcome = f->bit == ACT_OUTCOME && j->row->outcomes;

        if (!code ||
            (outcome ? code_among(j->row->outcomes, code) : !f->terms || term_find(f->terms, code) >= 0))
                return OK;
        why.code = outcome ? "outcome_known" : "choice";
        why.article = outcome ? j->row->article : NULL;
        why.zh = arena_printf(j->arena, "此事项的%s没有这一选项", f->zh);
        why.en = arena_printf(j->arena, "Not one of the choices of this act: %s", f->en);
        return refuse(j, out, &why, NULL);
}

static err_t check_field(struct judging *j, struct judgement *out, const struct act_field_row *f)
{
        bool given = is_given(j->act, f);

        if (!given)
                return j->row->needs & f->bit ? refuse_field(j, out, f, true) : OK;
        if (!((j->row->needs | j->row->may_have) & f->bit))
                return refuse_field(j, out, f, false);
        return check_code(j, out, f);
}

static err_t check_fields(struct judging *j, struct judgement *out)
{
        static const struct act_field_row day = {0, "happened_on", "发生日期", "the day it happened",
                                                 0, NULL};
        err_t e = j->act->happened_on == DAY_NONE ? refuse_field(j, out, &day, true) : OK;

        for (const struct act_field_row *f = act_fields; f->name; f++)
                e = graver(e, check_field(j, out, f));
        return e;
}

static bool steps_from(const struct act_row *row, enum procedure p, int state)
{
        return row->maker == ACT_POSTED && row->to != CASE_STATE_COUNT && row->from[p] & 1u << state;
}

/* How many steps each state is from one in which the act is open; -1: no way leads there. */
static void count_steps(const struct judging *j, int steps[CASE_STATE_COUNT])
{
        int far = 0;
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (int s = 0; s < CASE_STATE_COUNT; s++)
                steps[s] = j->row->from[j->procedure] & 1u << s ? 0 : -1;
        for (bool found = true; found; far++) {
                found = false;
                for (size_t i = 0; i < n; i++)
                        for (int s = 0; s < CASE_STATE_COUNT; s++)
                                if (steps[s] < 0 && steps_from(&rows[i], j->procedure, s) && steps[rows[i].to] == far) {
                                        steps[s] = far + 1;
                                        found = true;
                                }
        }
}

/* The acts that are open now and lead to a state in which this one is, or nearer to it. */
static const char *const *ways_to(struct judging *j)
{
        size_t n, found = 0;
        const struct act_row *rows = procedure_table(&n);
        const char **ways = arena_take(j->arena, (n + 1) * sizeof *ways);
        int steps[CASE_STATE_COUNT];

        count_steps(j, steps);
        for (size_t i = 0; i < n; i++)
                if (steps_from(&rows[i], j->procedure, j->state) && steps[rows[i].to] == steps[j->state] - 1)
                        ways[found++] = rows[i].kind;
        return ways;
}

static err_t check_state(struct judging *j, struct judgement *out)
{
        const struct term *now = &case_state_terms[j->state];
        struct unmet why = {.code = "state", .article = j->row->article, .err = ERR_RULE};

        if (j->row->from[j->procedure] & 1u << j->state)
                return OK;
        why.by = ways_to(j);
        why.zh = arena_printf(j->arena, "案件“%s”，此时不能办理该事项", now->zh);
        why.en = arena_printf(j->arena, "The case is %s; this act is not open then", now->en);
        return refuse(j, out, &why, NULL);
}

/* "joint:case.write" for one of the ways by which units that do not hold the case may do this. */
static bool is_permitted_outside(const struct act_row *row, const char *held, const char *needed)
{
        const char *colon = strchr(held, ':');

        if (!colon || strcmp(colon + 1, needed) != 0)
                return false;
        for (const char *const *o = row->others; o && *o; o++)
                if (!strncmp(*o, held, (size_t)(colon - held)) && !(*o)[colon - held])
                        return true;
        return false;
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
        j->from_outside = true;
        for (const char *const *p = j->act->permissions; p && *p; p++)
                if (is_permitted_outside(j->row, *p, needed))
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
        j->ended = term_find(result_terms, j->act->outcome);
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

enum case_state judging_next_state(const struct judging *j)
{
        if (j->row->leads)
                return j->row->leads(j);
        return j->row->to == CASE_STATE_COUNT || (j->row->stays && j->row->stays(j)) ? j->state : j->row->to;
}

/* What is served by public notice counts as served when its term has run out. */
static day_t deemed_day(const struct judging *j)
{
        bool public = term_find(service_terms, j->act->mode) == SERVICE_PUBLIC_NOTICE;

        return public ? judging_term_end(j, "public_notice", j->act->happened_on) : j->act->happened_on;
}

static void tell_effect(const struct judging *j, struct judgement *out)
{
        out->state = case_state_terms[judging_next_state(j)].code;
        out->decision = j->row->decision ? j->row->decision(j) : DECISION_KEPT;
        out->from_outside = j->from_outside;
        out->deemed_on = deemed_day(j);
        out->fines_fen = j->fines;
        out->confiscated_fen = j->confiscated;
        out->on_the_spot = out->decision == DECISION_MADE && j->procedure == PROCEDURE_SIMPLE && j->deciding == OUTCOME_PENALTY;
        out->tier = out->decision == DECISION_MADE && j->deciding == OUTCOME_PENALTY ? judging_tier(j) : NULL;
        out->kinds = judging_kinds(j);
}

static const struct history no_history;

bool judging_begin(struct judging *j, struct judgement *out)
{
        *out = (struct judgement){.row = procedure_row(j->act->kind)};
        j->row = out->row;
        j->history = j->facts->history ? j->facts->history : &no_history;
        return look_up(j);
}

err_t procedure_judge(const struct case_facts *facts, const struct act *act,
                      const struct procedure_limits *limits, struct arena *a, struct judgement *out)
{
        struct judging j = {.facts = facts, .act = act, .limits = limits, .arena = a};
        err_t e;

        if (!judging_begin(&j, out))
                return ERR_INTERNAL;
        if (!j.row)
                return no_such_kind(&j, out);
        judging_add_up_penalties(&j);
        if ((e = check_permission(&j, out)) || (e = check_state(&j, out)) || (e = check_fields(&j, out)) ||
            (e = judge_guards(&j, out)))
                return e;
        tell_effect(&j, out);
        return OK;
}

err_t judging_again(const struct case_facts *facts, const struct act *act, const struct procedure_limits *limits, struct arena *a,
                    struct judgement *out)
{
        struct judging j = {.facts = facts, .act = act, .limits = limits, .arena = a};
        err_t e;

        if (!judging_begin(&j, out) || !j.row)
                return OK;
        judging_add_up_penalties(&j);
        e = check_state(&j, out);
        return e ? e : judge_guards(&j, out);
}

/* A decision not taken yet is thought of as the penalty that the notice spoke of. */
static void suppose(struct judging *j)
{
        const struct past_event *notice = history_last(j->history, "notice_served");

        j->deciding = OUTCOME_PENALTY;
        j->fines = notice ? notice->amount_fen : 0;
}

err_t procedure_ask(const struct case_facts *facts, const struct act *act,
                    const struct procedure_limits *limits, struct arena *a, struct judgement *out)
{
        struct act today = *act;
        struct judging j = {.facts = facts, .act = &today, .limits = limits, .arena = a, .asking = true};
        err_t permitted, e;

        today.happened_on = limits->today;
        if (!judging_begin(&j, out))
                return ERR_INTERNAL;
        if (!j.row)
                return no_such_kind(&j, out);
        suppose(&j);
        permitted = check_permission(&j, out);
        if (!(e = check_state(&j, out)))
                e = judge_guards(&j, out);
        return permitted ? permitted : e;
}

static const char hearing_kind[] = "hearing_kind_";

void procedure_limit_set(struct procedure_limits *l, const char *name, int64_t value)
{
        int kind = strncmp(name, hearing_kind, sizeof hearing_kind - 1)
                       ? -1
                       : term_find(penalty_terms, name + sizeof hearing_kind - 1);

#define LIMIT_NAME(member, name) {name, offsetof(struct procedure_limits, member)},
        static const struct {
                const char *name;
                size_t at;
        } limits[] = {PROCEDURE_LIMIT_LIST(LIMIT_NAME)};

        if (kind >= 0)
                l->hearing_kind[kind] = value != 0;
        for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
                if (!strcmp(limits[i].name, name))
                        memcpy((char *)l + limits[i].at, &value, sizeof value);
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

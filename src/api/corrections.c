#include "api/acts.h"
#include "api/case_facts.h"
#include "api/cells.h"
#include "api/common.h"
#include "api/law.h"

#include "sql_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct field correction_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "更正或者撤回的理由",
         .en = "Reason of the correction or withdrawal"},
        {.name = "instead", .type = F_OBJECT, .fields = act_body + 1, .zh = "更正后的完整内容；省略则为撤回",
         .en = "The whole content as corrected; left out, the event is withdrawn"},
        {0},
};

/* The event under correction. */
struct target {
        const char *kind;
        int number;
        size_t at; /* in the history */
        bool recorded_by_actor, own, imported, corrected;
};

static err_t read_target(struct req *rq, struct target *t)
{
        AUTO_RESULT r = NULL;
        err_t e = req_query(rq, SQL_CASE_EVENT_TARGET, &r);

        if (e)
                return e;
        if (!PQntuples(r))
                return fault_set(&rq->fault, ERR_NOT_FOUND, "案件没有这个事件", "The case has no such event");
        *t = (struct target){.kind = arena_text(rq->arena, cell(r, "kind")), .number = (int)number_of(cell(r, "seq")),
                             .recorded_by_actor = !strcmp(cell(r, "recorded_by"), rq->person_id), .own = cell_is_true(r, "own"),
                             .imported = cell_is_true(r, "imported"), .corrected = cell_is_true(r, "corrected")};
        return OK;
}

static bool find_target(struct target *t, const struct history *h)
{
        while (t->at < h->n && h->events[t->at].number != t->number)
                t->at++;
        return t->at < h->n;
}

/* Who recorded it, or the lead; what only the lead may do, only the lead. */
static err_t check_right(struct req *rq, const struct act *act, const struct target *t, const char *procedure)
{
        const struct act_row *row = procedure_row(t->kind);
        const char *needed = !strcmp(procedure, "simple") ? row->permission_simple : row->permission;

        if (!code_among(act->permissions, needed))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "更正或者撤回该事件需要权限 %s", "This needs the permission %s", needed);
        if (!t->recorded_by_actor && !code_among(act->permissions, "case.approve"))
                return fault_set(&rq->fault, ERR_FORBIDDEN, "只有登记人和单位负责人可以更正或者撤回该事件",
                                 "Only who recorded it, and the lead, may correct or withdraw it");
        return OK;
}

static err_t refuse(struct req *rq, const char *zh, const char *en)
{
        return fault_said(&rq->fault, ERR_RULE, zh, en);
}

static err_t check_target(struct req *rq, const struct target *t, bool withdraws)
{
        const struct act_row *row = procedure_row(t->kind);

        if (t->corrected)
                return refuse(rq, "该事件已被更正或者撤回", "This event is corrected or withdrawn already");
        if (t->imported)
                return refuse(rq, "导入的事件由来源系统更正", "What was imported is corrected where it comes from");
        if (!t->own)
                return refuse(rq, "该事件由其他承办单位登记", "Another unit recorded this event");
        if (!strcmp(t->kind, "filed"))
                return withdraws ? refuse(rq, "立案不能撤回；可以终止案件", "A filing is not withdrawn; the case may be terminated") : OK;
        if (!strcmp(t->kind, "officers_changed"))
                return refuse(rq, "请再次更换承办人员", "Change the officers again instead");
        if (!row || row->maker != ACT_POSTED)
                return refuse(rq, "该事件不能更正或者撤回", "This event is not corrected or withdrawn");
        return OK;
}

/* ---- what it says instead ---- */

static const char *value_text(struct req *rq, const json_t *v)
{
        char *s;
        const char *out;

        if (json_is_string(v))
                return arena_text(rq->arena, json_string_value(v));
        s = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
        out = arena_text(rq->arena, s);
        free(s);
        return out;
}

static void set_said(struct req *rq, const json_t *instead)
{
        const char *name;
        json_t *v;

        json_object_foreach((json_t *)instead, name, v)
                if (!json_is_null(v))
                        req_set(rq, name, value_text(rq, v));
}

static err_t judge_instead(struct req *rq, const struct case_facts *facts, const struct act *act, const struct history *h, size_t at,
                           const struct procedure_limits *limits, struct judgement *j)
{
        struct history before = {h->events, at};
        struct case_facts there = *facts;
        struct standing s;
        err_t e;

        standing_of(&before, facts->procedure, rq->arena, &s);
        standing_as_facts(&s, &there);
        there.history = &before;
        if (!(e = procedure_judge(&there, act, limits, rq->arena, j)))
                return OK;
        for (struct unmet *u = j->unmet; u; u = u->next)
                if (u->field)
                        u->field = arena_printf(rq->arena, "/instead%s", u->field);
        return judgement_fault(j, e, &rq->fault);
}

/* ---- what would fall with it ---- */

static struct unmet *named(struct req *rq, const struct fallen *f)
{
        struct unmet *u = arena_take(rq->arena, sizeof *u);
        const struct act_row *row = procedure_row(f->event->kind);
        char day[DAY_TEXT_SIZE];

        *u = *f->why;
        u->next = NULL;
        u->field = NULL;
        day_format(f->event->happened_on, day);
        u->zh = arena_printf(rq->arena, "第%d号事件“%s”（%s）将不能成立：%s", f->event->number, row->zh, day, f->why->zh);
        u->en = arena_printf(rq->arena, "Event %d, %s (%s), would not hold: %s", f->event->number, row->en, day, f->why->en);
        return u;
}

err_t refuse_fallen(struct req *rq, const struct fallen *f)
{
        struct judgement j = {0};
        struct unmet **last = &j.unmet;

        for (; f; f = f->next, last = &(*last)->next, j.n_unmet++)
                *last = named(rq, f);
        return j.unmet ? judgement_fault(&j, ERR_RULE, &rq->fault) : OK;
}

/* ---- the judge ---- */

static void withdraw_args(struct req *rq, const PGresult *r, const struct target *t, struct past_event *event)
{
        *event = (struct past_event){.kind = "corrected", .happened_on = day_of(cell(r, "today")), .until = DAY_NONE};
        req_set(rq, "kind", "corrected");
        req_set(rq, "happened_on", arena_text(rq->arena, cell(r, "today")));
        req_set(rq, "withdrawn", t->kind);
        req_set(rq, "remark", req_arg(rq, "reason"));
        req_set(rq, "reason", NULL);
}

/* Who approved a filing stays as it is. */
static void keep_approval(struct req *rq, const struct past_event *was, struct past_event *is)
{
        if (strcmp(was->kind, "filed") != 0)
                return;
        is->about = was->about;
        req_set(rq, "filing_approval", was->about);
}

/* With what the event says instead known, so that the facts are those of its day and of whom it names. */
static err_t judge_with(struct req *rq, struct target *t, const PGresult *r, const json_t *instead)
{
        struct case_facts facts = case_facts_of(r, rq->arena);
        struct history was = history_read(cell(r, "events"), NULL, rq->arena), now;
        struct act act;
        AUTO_LAW law = NULL;
        struct procedure_limits limits;
        struct judgement j = {0};
        struct past_event event;
        err_t e = law_take(rq, atoi(cell(r, "law_version")), false, &law);

        if (e || (e = check_receiver(rq, r, "instead/")))
                return e;
        act = act_of(rq, r, t->kind, instead);
        if ((e = check_right(rq, &act, t, facts.procedure)))
                return e;
        limits = procedure_limits_of(r, law_clock(law));
        if (!find_target(t, &was))
                return fault_set(&rq->fault, ERR_INTERNAL, "案件历史不完整", "The history of the case is not whole");
        if (instead && (e = judge_instead(rq, &facts, &act, &was, t->at, &limits, &j)))
                return e;
        event = event_of_act(&act, &j);
        keep_approval(rq, &was.events[t->at], &event);
        now = history_without(&was, t->at, instead ? &event : NULL, rq->arena);
        e = refuse_fallen(rq, standing_fallen(&(struct account){&facts, &was}, &(struct account){&facts, &now},
                                              acts_read(cell(r, "said"), &was, rq->arena), t->at + 1, &limits, rq->arena));
        if (e)
                return e;
        if (!instead)
                withdraw_args(rq, r, t, &event);
        else
                decision_args(rq, &facts, &act, &j);
        return standing_args(rq, r, &now, &event);
}

static err_t judge_correction(struct req *rq, PGresult *locked)
{
        const json_t *instead = json_object_get(rq->body, "instead");
        AUTO_RESULT facts = NULL;
        struct target t = {0};
        err_t e;

        (void)locked;
        if ((e = read_target(rq, &t)) || (e = check_target(rq, &t, !instead)))
                return e;
        set_said(rq, instead);
        req_set(rq, "kind", t.kind);
        req_set(rq, "corrects", req_arg(rq, "event_id"));
        if ((e = req_query(rq, SQL_CASE_FACTS, &facts)))
                return e;
        return judge_with(rq, &t, facts, instead);
}

/* ---- when the case itself is corrected ---- */

/* What guards look at, of what a correction of the case may say. */
static const char *const weighed[] = {"cause_code", "cause_text", "parties", "occurred_on", "found_on", "ended_on", "continuing", "harms_safety",
                                      "limitation_basis", NULL};

static bool says_any(struct req *rq, const char *const *names)
{
        for (; *names; names++)
                if (req_has(rq, *names))
                        return true;
        return false;
}

static void set_day(struct req *rq, const char *name, day_t *day)
{
        if (req_has(rq, name))
                *day = day_of(req_arg(rq, name));
}

static void set_flag(struct req *rq, const char *name, bool *flag)
{
        const char *value = req_arg(rq, name);

        if (req_has(rq, name))
                *flag = value && *value == 't';
}

static void as_corrected(struct req *rq, struct case_facts *f)
{
        set_day(rq, "occurred_on", &f->occurred_on);
        set_day(rq, "found_on", &f->found_on);
        set_day(rq, "ended_on", &f->ended_on);
        set_flag(rq, "continuing", &f->continuing);
        set_flag(rq, "harms_safety", &f->harms_safety);
        if (req_has(rq, "limitation_basis"))
                f->limitation_basis = req_arg(rq, "limitation_basis");
        if (req_has(rq, "cause_code") && !req_arg(rq, "cause_code"))
                f->n_causes = f->n_newer = 0;
}

static err_t facts_by(struct req *rq, const char *kind, PGresult **out)
{
        req_set(rq, "kind", kind);
        return req_query(rq, SQL_CASE_FACTS, out);
}

err_t judge_case_corrected(struct req *rq, const PGresult *facts)
{
        AUTO_RESULT stands = NULL;
        AUTO_RESULT corrected = NULL;
        AUTO_LAW law = NULL;
        struct case_facts was, now;
        struct procedure_limits limits;
        err_t e;

        if (!says_any(rq, weighed))
                return OK;
        req_set(rq, "happened_on", arena_text(rq->arena, cell(facts, "decided_on"))); /* none: today */
        e = facts_by(rq, "decided", &stands);
        e = e ? e : facts_by(rq, "corrected", &corrected);
        req_set(rq, "kind", NULL);
        if (e || (e = law_take(rq, atoi(cell(facts, "law_version")), false, &law)))
                return e;
        was = case_facts_of(stands, rq->arena);
        now = case_facts_of(corrected, rq->arena);
        as_corrected(rq, &now);
        limits = procedure_limits_of(stands, law_clock(law));
        return refuse_fallen(rq, standing_fallen(&(struct account){&was, was.history}, &(struct account){&now, now.history},
                                                 acts_read(cell(corrected, "said"), was.history, rq->arena), 0, &limits, rq->arena));
}

const struct route correction_routes[] = {
        {"POST", "/api/v1/cases/{case_id}/events/{event_id}/correction", "correctCaseEvent", "案件", .zh = "更正或者撤回已登记的事件",
         .en = "Correct or withdraw a recorded event; the correction is an event that names it", .permission = "case.write",
         .flags = ROUTE_CREATES | ROUTE_IF_MATCH, .body = correction_body, .reply = &event_schema, .sql_lock = SQL_CASE_LOCK,
         .judge = judge_correction, .sql_write = SQL_CASE_EVENT_ADD, .sql_after = SQL_DEADLINE_STORE,
         .sql = SQL_CASE_EVENT_GET, .sql_since = SQL_CASE_SINCE, .subject = "case_id", .location = "/api/v1/cases/{case_id}/events",
         .example_login = "officer1.huangpu",
         .example_path = "/api/v1/cases/" DEMO_UUID("00115") "/events/01920000-0000-7000-8000-e00115000003/correction",
         .example_if_match = "\"3\"", .example_body = "{\"reason\":\"尚需补充取证，调查终结登记有误\"}"},
        {0},
};

#include "rules/assignment.h"

#include <string.h>

static bool is_closed(const struct assignment_facts *f)
{
        return f->case_state && !strcmp(f->case_state, case_state_terms[CASE_CLOSED].code);
}

static bool is_reviewer(const struct assignment_facts *f)
{
        return f->may_review;
}

static bool is_of_another_unit(const struct assignment_facts *f)
{
        return !f->of_unit;
}

static bool is_of_another_subject(const struct assignment_facts *f)
{
        return !f->of_subject;
}

static bool is_no_officer(const struct assignment_facts *f)
{
        return !f->is_officer;
}

static bool took_no_part(const struct assignment_facts *f)
{
        return !f->took_part;
}

static const struct {
        bool (*met)(const struct assignment_facts *f);
        const char *code, *field, *zh, *en;
} guards[] = {
    {is_closed, "case_closed", "/case_id", "只评查已结案的案件", "Only a closed case is reviewed"},
    {is_reviewer, "reviewer_role", "/reviewer_id", "此人今天没有评查员角色",
     "This person is no reviewer today"},
    {is_of_another_unit, "reviewer_not_of_unit", "/reviewer_id",
     "评查员今天或者在案件办理期间在承办单位任职，应当回避",
     "The reviewer serves in the unit that handled the case, or did while it was in hand"},
    {is_of_another_subject, "reviewer_not_of_subject", "/reviewer_id",
     "评查员今天或者在案件办理期间在本案执法主体任职，应当回避",
     "The reviewer serves in the unit in whose name the case was decided, or did while it was in hand"},
    {is_no_officer, "reviewer_not_officer", "/reviewer_id", "评查员是本案办案人员，应当回避",
     "The reviewer is or was an officer of the case"},
    {took_no_part, "reviewer_took_no_part", "/reviewer_id", "评查员登记过本案的办案事件，应当回避",
     "The reviewer recorded an event of the case"},
};

err_t assignment_judge(const struct assignment_facts *facts, struct arena *a, struct judgement *out)
{
        struct unmet **last = &out->unmet;

        *out = (struct judgement){0};
        for (size_t i = 0; i < sizeof guards / sizeof *guards; i++) {
                if (guards[i].met(facts))
                        continue;
                *last = arena_take(a, sizeof **last);
                **last = (struct unmet){.code = guards[i].code,
                                        .field = guards[i].field,
                                        .zh = guards[i].zh,
                                        .en = guards[i].en,
                                        .err = ERR_RULE};
                last = &(*last)->next;
                out->n_unmet++;
        }
        return out->unmet ? ERR_RULE : OK;
}

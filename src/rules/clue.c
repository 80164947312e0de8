#include "rules/clue.h"

#include "rules/terms.h"

#include <string.h>

#define TERM_ROW(name, code, zh, en) {code, zh, en},
#define TERM_CODE(name, code, zh, en) code,

const struct term verification_terms[] = {VERIFICATION_LIST(TERM_ROW){NULL}};
const struct term clue_proposal_terms[] = {CLUE_PROPOSAL_LIST(TERM_ROW){NULL}};
static const char *const verification_codes[] = {VERIFICATION_LIST(TERM_CODE) NULL};
static const char *const proposal_codes[] = {CLUE_PROPOSAL_LIST(TERM_CODE) NULL};
const char *const clue_outcome_codes[] = {VERIFICATION_LIST(TERM_CODE) CLUE_PROPOSAL_LIST(TERM_CODE) "approved", "refused", NULL};

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define FILING "行政处罚法第五十四条第二款"

static const struct clue_act_row rows[] = {
        {"registered", "登记线索", "clue registered", NULL, "clue.create", false, NULL, false, false, WORDS("clue_verify", "filing_decision"), NULL},
        {"verified", "线索核查", "clue verified", "行政处罚法第五十四条第一款", "clue.write", true, verification_codes, true, false, NULL,
         WORDS("clue_verify")},
        {"approval_requested", "报请立案审批", "approval asked for", FILING, "clue.write", true, proposal_codes, true, false, NULL, NULL},
        {"approval_decided", "立案审批", "approval decided", FILING, "case.approve", true, WORDS("approved", "refused"), false, false, NULL, NULL},
        {"filed", "立案", "filed into a case", FILING, "case.create", false, NULL, false, true, NULL, WORDS("clue_verify", "filing_decision")},
        {"not_filed", "不予立案", "not filed", FILING, "clue.write", false, NULL, true, true, NULL, WORDS("clue_verify", "filing_decision")},
        {"referred", "移送其他机关", "referred out", "行政处罚法第二十二条、第二十七条第一款", "clue.write", false, NULL, false, true, NULL,
         WORDS("clue_verify", "filing_decision")},
        {"merged", "并入其他线索", "merged into another clue", NULL, "clue.write", false, NULL, false, true, NULL, NULL},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

const char *const clue_act_kinds[] = {"registered", "verified", "approval_requested", "approval_decided", "filed", "not_filed", "referred",
                                      "merged", NULL};
const char *const clue_posted_kinds[] = {"verified", "approval_requested", "approval_decided", NULL};

const struct clue_act_row *clue_acts(size_t *n)
{
        *n = ROWS;
        return rows;
}

const struct clue_act_row *clue_act_row(const char *kind)
{
        for (size_t i = 0; i < ROWS; i++)
                if (!strcmp(rows[i].kind, kind))
                        return &rows[i];
        return NULL;
}

static struct term_effects effects[ROWS];

__attribute__((constructor)) static void make_effects(void)
{
        for (size_t i = 0; i < ROWS; i++)
                effects[i] = (struct term_effects){.kind = rows[i].kind, .starts = rows[i].starts, .meets = rows[i].meets, .ends_case = rows[i].ends};
}

const struct term_effects *clue_effects(size_t *n)
{
        *n = ROWS;
        return effects;
}

/* ---- guards ---- */

struct asking {
        const struct clue_facts *facts;
        const struct clue_act *act;
        const struct clue_act_row *row;
};

static bool is(const char *a, const char *b)
{
        return a && !strcmp(a, b);
}

static bool may(const struct asking *q)
{
        return code_among(q->facts->permissions, q->row->permission);
}

static bool not_dealt_with(const struct asking *q)
{
        return is(q->facts->status, "registered");
}

static bool outcome_known(const struct asking *q)
{
        return code_among(q->row->outcomes, q->act->outcome);
}

static bool reason_given(const struct asking *q)
{
        return q->act->reason || !(q->row->reasoned || is(q->act->outcome, "refused"));
}

static bool not_in_future(const struct asking *q)
{
        return q->act->happened_on <= q->facts->today;
}

static bool in_order(const struct asking *q)
{
        return q->act->happened_on >= q->facts->received_on && q->act->happened_on >= q->facts->last_on;
}

static bool verified(const struct asking *q)
{
        return !is(q->row->kind, "approval_requested") || q->facts->verification;
}

static bool none_pending(const struct asking *q)
{
        return is(q->row->kind, "approval_decided") || !is(q->facts->approval, "requested");
}

static bool asked_for(const struct asking *q)
{
        return !is(q->row->kind, "approval_decided") || is(q->facts->approval, "requested");
}

/* Each with what it says; `alone`: those behind it would only be guesses. */
static const struct {
        bool (*holds)(const struct asking *q);
        bool alone;
        struct unmet why;
} guards[] = {
        {may, true, {.code = "permission", .err = ERR_FORBIDDEN, .zh = "您没有办理该事项的权限", .en = "You may not do this"}},
        {not_dealt_with, true, {.code = "state", .err = ERR_RULE, .zh = "该线索已处理", .en = "This clue has been dealt with"}},
        {outcome_known, false, {.code = "choice", .field = "/outcome", .err = ERR_INVALID, .zh = "该事项没有这种结果", .en = "This act cannot end so"}},
        {reason_given, false, {.code = "required", .field = "/reason", .err = ERR_INVALID, .zh = "请写明情况或者理由", .en = "Say what was found, or why"}},
        {not_in_future, false, {.code = "range", .field = "/happened_on", .err = ERR_INVALID, .zh = "不得晚于今天", .en = "It may not lie in the future"}},
        {in_order, false, {.code = "in_order", .field = "/happened_on", .err = ERR_RULE, .zh = "不得早于收到线索或者上一事项之日",
                           .en = "It may not come before the clue was received or its last act"}},
        {verified, false, {.code = "clue_verified", .article = FILING, .err = ERR_RULE, .zh = "线索须先经核查", .en = "The clue is to be verified first",
                           .by = WORDS("verified")}},
        {none_pending, false, {.code = "approval_pending", .article = FILING, .err = ERR_RULE, .zh = "已报请审批，尚未作出决定",
                               .en = "Approval was asked for and is not decided yet", .by = WORDS("approval_decided")}},
        {asked_for, false, {.code = "approval_asked", .article = FILING, .err = ERR_RULE, .zh = "没有待审批的报请", .en = "No approval was asked for",
                            .by = WORDS("approval_requested")}},
};

static int gravity(err_t e)
{
        return e == ERR_FORBIDDEN ? 3 : e == ERR_INVALID ? 2 : e ? 1 : 0;
}

err_t clue_judge(const struct clue_facts *facts, const struct clue_act *act, struct arena *a, struct judgement *out)
{
        struct asking q = {facts, act, clue_act_row(act->kind)};
        struct unmet **last = &out->unmet;
        err_t e = OK;

        *out = (struct judgement){0};
        if (!q.row || !q.row->posted)
                return ERR_INTERNAL;
        for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
                if (guards[i].holds(&q))
                        continue;
                *last = arena_take(a, sizeof **last);
                **last = guards[i].why;
                last = &(*last)->next;
                out->n_unmet++;
                e = gravity(guards[i].why.err) > gravity(e) ? guards[i].why.err : e;
                if (guards[i].alone)
                        break;
        }
        return e;
}

#include "judging.h"

#include <string.h>

/* ---- guards ---- */

static const char *money(struct judging *j, int64_t fen)
{
        return arena_printf(j->arena, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
}

int64_t judging_sum(int64_t a, int64_t b)
{
        int64_t sum;

        return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static bool not_in_future(struct judging *j)
{
        j->found = day_format(j->limits->today, arena_take(j->arena, DAY_TEXT_SIZE));
        return j->act->happened_on <= j->limits->today;
}

static day_t latest_before(const struct judging *j)
{
        const struct case_facts *f = j->facts;
        const day_t days[] = {f->filed_on, f->investigated_on, f->decided_on, f->served_on, f->paid_on};
        day_t latest = DAY_NONE;

        for (size_t i = 0; i < sizeof days / sizeof *days; i++)
                if (j->row->after & 1u << i && days[i] > latest)
                        latest = days[i];
        return latest;
}

static bool in_order(struct judging *j)
{
        day_t latest = latest_before(j);

        j->found = day_format(latest, arena_take(j->arena, DAY_TEXT_SIZE));
        return j->act->happened_on >= latest;
}

static bool officers_certified(struct judging *j)
{
        j->found = arena_printf(j->arena, "%d", j->facts->certified_officers);
        return j->facts->certified_officers >= j->limits->officers_min;
}

static bool outcome_known(struct judging *j)
{
        return j->deciding >= 0;
}

static bool penalty_given(struct judging *j)
{
        return j->deciding != OUTCOME_PENALTY || j->act->n_penalties > 0;
}

static bool penalty_only_when_decided(struct judging *j)
{
        return j->deciding == OUTCOME_PENALTY || j->act->n_penalties == 0;
}

/* Whether every penalty passes; notes the first that does not. */
static bool each_penalty(struct judging *j, bool (*passes)(const struct judging *j, size_t i))
{
        for (j->penalty = 0; j->penalty < j->act->n_penalties; j->penalty++)
                if (!passes(j, j->penalty))
                        return false;
        return true;
}

static int kind_of(const struct judging *j, size_t i)
{
        return term_find(penalty_terms, j->act->penalties[i].kind);
}

static bool is_confiscation(int kind)
{
        return kind == PENALTY_CONFISCATE_INCOME || kind == PENALTY_CONFISCATE_GOODS;
}

void judging_add_up_penalties(struct judging *j)
{
        for (size_t i = 0; i < j->act->n_penalties; i++) {
                int kind = kind_of(j, i);
                int64_t amount = j->act->penalties[i].amount_fen;

                if (kind == PENALTY_FINE)
                        j->fines = judging_sum(j->fines, amount);
                if (is_confiscation(kind))
                        j->confiscated = judging_sum(j->confiscated, amount);
        }
}

static bool kind_known(const struct judging *j, size_t i)
{
        return kind_of(j, i) >= 0;
}

static bool kind_first_here(const struct judging *j, size_t i)
{
        int kind = kind_of(j, i);

        for (size_t k = 0; k < i; k++)
                if (kind >= 0 && kind != PENALTY_OTHER && kind_of(j, k) == kind)
                        return false;
        return true;
}

/* An amount where money is taken, and only there; a confiscation may be uncertain in its amount. */
static bool amount_fits(const struct judging *j, size_t i)
{
        int64_t amount = j->act->penalties[i].amount_fen;
        int kind = kind_of(j, i);

        if (kind == PENALTY_FINE)
                return amount > 0;
        return kind < 0 || (is_confiscation(kind) ? amount >= 0 : amount == 0);
}

static bool kind_is_ours(const struct judging *j, size_t i)
{
        return kind_of(j, i) != PENALTY_DETENTION;
}

static bool kind_is_simple(const struct judging *j, size_t i)
{
        int kind = kind_of(j, i);

        return j->procedure != PROCEDURE_SIMPLE || kind < 0 || kind == PENALTY_WARNING ||
               kind == PENALTY_FINE;
}

static bool penalties_known(struct judging *j)
{
        return each_penalty(j, kind_known);
}

static bool penalties_once(struct judging *j)
{
        return each_penalty(j, kind_first_here);
}

static bool penalties_amounts(struct judging *j)
{
        return each_penalty(j, amount_fits);
}

static bool penalties_ours(struct judging *j)
{
        return each_penalty(j, kind_is_ours);
}

static bool penalties_simple(struct judging *j)
{
        return each_penalty(j, kind_is_simple);
}

static bool simple_fine_in_limit(struct judging *j)
{
        int64_t most = term_find(party_terms, j->facts->party_kind) == PARTY_ORGANISATION
                           ? j->limits->simple_fine_organisation_max_fen
                           : j->limits->simple_fine_person_max_fen;

        j->found = money(j, most);
        return j->procedure != PROCEDURE_SIMPLE || j->fines <= most;
}

static bool something_to_serve(struct judging *j)
{
        return j->decided != OUTCOME_TRANSFER;
}

static bool fine_to_pay(struct judging *j)
{
        return j->facts->fines_fen > 0;
}

static bool amount_positive(struct judging *j)
{
        return j->act->amount_fen > 0;
}

static bool not_overpaid(struct judging *j)
{
        int64_t left = j->facts->fines_fen - j->facts->paid_fen;

        j->found = money(j, left > 0 ? left : 0);
        return j->facts->fines_fen <= 0 || j->act->amount_fen <= left;
}

static bool performed(struct judging *j)
{
        int64_t left = j->facts->fines_fen - j->facts->paid_fen;

        j->found = money(j, left > 0 ? left : 0);
        return left <= 0;
}

static bool transfer_kind_known(struct judging *j)
{
        return term_find(transfer_terms, j->act->transfer_kind) >= 0;
}

static bool is_criminal(const struct judging *j)
{
        return term_find(transfer_terms, j->act->transfer_kind) != TRANSFER_OTHER;
}

static bool other_transfer_before_decision(struct judging *j)
{
        return j->facts->decided_on == DAY_NONE || j->decided == OUTCOME_TRANSFER || is_criminal(j);
}

static bool transfer_as_decided(struct judging *j)
{
        return j->decided != OUTCOME_TRANSFER || is_criminal(j);
}

static bool not_paid_up(const struct judging *j)
{
        return judging_sum(j->facts->paid_fen, j->act->amount_fen) < j->facts->fines_fen;
}

/* One guard: its name here, its code, article, the field to mend, what kind of fault it is, and why, in both
 * languages. Amounts are in yuan. */
#define GUARD(name, code, article, field, err, zh, en)                                                       \
        static const struct guard guard_##name = {code, article, field, err, zh, en, name}

GUARD(not_in_future, "date_not_in_future", NULL, "/happened_on", ERR_INVALID, "日期不得晚于今天（{}）",
      "The day may not be later than today ({})");
GUARD(in_order, "date_in_order", NULL, "/happened_on", ERR_RULE, "日期不得早于此前环节的日期（{}）",
      "The day may not be earlier than that of the step before ({})");
GUARD(officers_certified, "officers_certified", "行政处罚法第四十二条", NULL, ERR_RULE,
      "当日持有效执法证件的承办人员只有{}名，少于法定人数",
      "Only {} officers of the case hold a certificate valid on that day; the law asks for more");
GUARD(outcome_known, "outcome_known", "行政处罚法第五十七条", "/outcome", ERR_INVALID, "没有这种决定结果",
      "There is no such outcome");
GUARD(penalty_given, "penalty_given", "行政处罚法第五十七条", "/penalties", ERR_INVALID,
      "给予行政处罚的决定应当列明处罚种类", "A decision to penalise names at least one penalty");
GUARD(penalty_only_when_decided, "penalty_only_when_decided", "行政处罚法第五十七条", "/penalties",
      ERR_INVALID, "只有给予行政处罚的决定才能列明处罚", "Only a decision to penalise carries penalties");
GUARD(penalties_known, "penalty_known", "行政处罚法第九条", "/penalties/{}/kind", ERR_INVALID,
      "没有这种行政处罚", "There is no such penalty");
GUARD(penalties_once, "penalty_once", "行政处罚法第二十九条", "/penalties/{}/kind", ERR_INVALID,
      "同一决定中同一种处罚只能列一次；同一违法行为不得两次罚款",
      "A decision names each kind once; one act is not fined twice");
GUARD(penalties_amounts, "penalty_amount", NULL, "/penalties/{}/amount_fen", ERR_INVALID,
      "罚款应当有大于零的金额；没收可以有金额；其他处罚没有金额",
      "A fine has an amount above zero, a confiscation may have one, other penalties have none");
GUARD(penalties_ours, "penalty_ours", "行政处罚法第十八条", "/penalties/{}/kind", ERR_RULE,
      "行政拘留只能由公安机关和法律规定的其他机关决定",
      "Detention is for the police and the organs that a law names alone");
GUARD(penalties_simple, "simple_penalty", "行政处罚法第五十一条", "/penalties/{}/kind", ERR_RULE,
      "简易程序只能当场给予警告或者罚款", "The simple procedure allows a warning or a fine only");
GUARD(simple_fine_in_limit, "simple_fine", "行政处罚法第五十一条", "/penalties", ERR_RULE,
      "简易程序的罚款不得超过{}元", "Under the simple procedure a fine may be at most {} yuan");
GUARD(something_to_serve, "something_to_serve", "行政处罚法第五十七条", NULL, ERR_RULE,
      "决定移送司法机关的案件应当移送，没有决定书可以送达",
      "The case was decided to be transferred; there is no decision to serve");
GUARD(fine_to_pay, "fine_to_pay", "行政处罚法第六十七条", NULL, ERR_RULE, "本案没有需要缴纳的罚款",
      "No fine was imposed in this case");
GUARD(amount_positive, "amount_positive", NULL, "/amount_fen", ERR_INVALID, "缴款金额应当大于零",
      "A payment is above zero");
GUARD(not_overpaid, "not_overpaid", "行政处罚法第六十七条", "/amount_fen", ERR_RULE,
      "缴款金额超过尚未缴纳的罚款{}元", "The payment is more than the {} yuan still to be paid");
GUARD(performed, "performed", NULL, NULL, ERR_RULE, "罚款尚有{}元未缴纳",
      "{} yuan of the fines are not paid yet");
GUARD(transfer_kind_known, "transfer_kind_known", NULL, "/transfer_kind", ERR_INVALID, "没有这种移送",
      "There is no such kind of transfer");
GUARD(other_transfer_before_decision, "transfer_before_decision", "行政处罚法第二十五条", "/transfer_kind",
      ERR_RULE, "作出决定后只能因涉嫌犯罪移送", "After the decision only a suspected crime is transferred");
GUARD(transfer_as_decided, "transfer_as_decided", "行政处罚法第五十七条", "/transfer_kind", ERR_RULE,
      "决定移送司法机关的案件应当按涉嫌犯罪移送",
      "A case decided to go to the judicial authorities is transferred as a suspected crime");

#define GUARDS(...) ((const struct guard *const[]){__VA_ARGS__, NULL})

const struct guard *const judging_common_guards[] = {&guard_not_in_future, &guard_in_order, NULL};

/* ---- the table ---- */

/* clang-format off */
#define IN(state) (1u << CASE_##state)
enum { IN_HAND = IN(FILED) | IN(INVESTIGATED) | IN(DECIDED) | IN(SERVED) }; /* not yet performed */
#define FROM(states) {[PROCEDURE_ORDINARY] = (states), [PROCEDURE_SIMPLE] = (states)}

static const struct act_row rows[] = {
        {
                .kind = "filed", .zh = "立案", .en = "Case filed",
                .article = "行政处罚法第五十四条",
                .maker = ACT_BY_CREATE,
                .from = FROM(IN(NEW)), .to = CASE_FILED,
                .permission = "case.create", .permission_simple = "case.create",
                .may_have = ACT_REMARK,
        },
        {
                .kind = "investigated", .zh = "调查终结", .en = "Investigation concluded",
                .article = "行政处罚法第五十四条",
                .after = AFTER_ALL,
                .from = FROM(IN(FILED)), .to = CASE_INVESTIGATED,
                .permission = "case.write", .permission_simple = "case.write",
                .may_have = ACT_REMARK,
                .guards = GUARDS(&guard_officers_certified),
        },
        {
                .kind = "decided", .zh = "作出决定", .en = "Decision made",
                .article = "行政处罚法第五十七条",
                .after = AFTER_ALL,
                .from = {[PROCEDURE_ORDINARY] = IN(INVESTIGATED),
                         [PROCEDURE_SIMPLE] = IN(FILED) | IN(INVESTIGATED)},
                .to = CASE_DECIDED,
                /* On the spot the officers decide themselves (行政处罚法第五十一条). */
                .permission = "case.approve", .permission_simple = "case.write",
                .needs = ACT_OUTCOME, .may_have = ACT_PENALTIES | ACT_REMARK,
                .guards = GUARDS(&guard_officers_certified, &guard_outcome_known, &guard_penalty_given,
                                 &guard_penalty_only_when_decided, &guard_penalties_known,
                                 &guard_penalties_once, &guard_penalties_amounts, &guard_penalties_ours,
                                 &guard_penalties_simple, &guard_simple_fine_in_limit),
        },
        {
                .kind = "served", .zh = "送达", .en = "Decision served",
                .article = "行政处罚法第六十一条",
                .after = AFTER_ALL,
                .from = FROM(IN(DECIDED)), .to = CASE_SERVED,
                .permission = "case.write", .permission_simple = "case.write",
                .may_have = ACT_REMARK,
                .guards = GUARDS(&guard_something_to_serve),
        },
        {
                .kind = "paid", .zh = "缴纳罚款", .en = "Fine paid",
                .article = "行政处罚法第六十七条",
                /* The party may pay before the decision has reached them by service. */
                .after = AFTER_FILED | AFTER_INVESTIGATED | AFTER_DECIDED,
                .from = FROM(IN(SERVED)), .to = CASE_PAID, .stays = not_paid_up,
                .permission = "case.write", .permission_simple = "case.write",
                .needs = ACT_AMOUNT, .may_have = ACT_REMARK,
                .guards = GUARDS(&guard_fine_to_pay, &guard_amount_positive, &guard_not_overpaid),
        },
        {
                .kind = "closed", .zh = "结案", .en = "Case closed",
                .after = AFTER_ALL,
                /* Rectification may still go on: it is no condition of closing. */
                .from = FROM(IN(SERVED) | IN(PAID)), .to = CASE_CLOSED,
                .permission = "case.approve", .permission_simple = "case.approve",
                .may_have = ACT_REMARK,
                .guards = GUARDS(&guard_performed),
        },
        {
                .kind = "terminated", .zh = "终止", .en = "Case terminated",
                .after = AFTER_ALL,
                .from = FROM(IN_HAND), .to = CASE_TERMINATED,
                .permission = "case.approve", .permission_simple = "case.approve",
                .needs = ACT_REMARK,
        },
        {
                .kind = "transferred", .zh = "移送", .en = "Case transferred out",
                .article = "行政处罚法第二十七条",
                .after = AFTER_ALL,
                .from = FROM(IN_HAND), .to = CASE_TRANSFERRED,
                .permission = "case.approve", .permission_simple = "case.approve",
                .needs = ACT_RECEIVER | ACT_TRANSFER_KIND, .may_have = ACT_REMARK,
                .guards = GUARDS(&guard_transfer_kind_known, &guard_other_transfer_before_decision,
                                 &guard_transfer_as_decided),
        },
        {
                .kind = "corrected", .zh = "更正", .en = "Facts corrected",
                .maker = ACT_BY_PATCH,
                .after = AFTER_FILED,
                .from = FROM(IN_HAND | IN(PAID)), .to = CASE_STATE_COUNT,
                .permission = "case.write", .permission_simple = "case.write",
                .may_have = ACT_REMARK,
        },
};
/* clang-format on */
enum { N_ROWS = sizeof rows / sizeof *rows };

const char *const procedure_kinds[] = {"filed",  "investigated", "decided",     "served",    "paid",
                                       "closed", "terminated",   "transferred", "corrected", NULL};
const char *const procedure_posted_kinds[] = {"investigated", "decided",    "served",      "paid",
                                              "closed",       "terminated", "transferred", NULL};

const struct act_field_row act_fields[] = {
    {ACT_OUTCOME, "outcome", "决定结果", "outcome of the decision"},
    {ACT_PENALTIES, "penalties", "处罚种类和金额", "penalties with their amounts"},
    {ACT_AMOUNT, "amount_fen", "缴款金额（分）", "amount paid, in fen"},
    {ACT_RECEIVER, "receiver", "接收机关", "authority that receives the case"},
    {ACT_TRANSFER_KIND, "transfer_kind", "移送种类", "kind of transfer"},
    {ACT_REMARK, "remark", "说明（理由）", "remark or reason"},
    {0, NULL, NULL, NULL},
};

bool case_state_is_final(enum case_state s)
{
        return s == CASE_CLOSED || s == CASE_TERMINATED || s == CASE_TRANSFERRED;
}

const struct act_row *procedure_table(size_t *n)
{
        *n = N_ROWS;
        return rows;
}

const struct act_row *procedure_row(const char *kind)
{
        for (size_t i = 0; kind && i < N_ROWS; i++)
                if (!strcmp(rows[i].kind, kind))
                        return &rows[i];
        return NULL;
}

const struct guard *const *procedure_common_guards(void)
{
        return judging_common_guards;
}

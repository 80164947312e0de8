/* Guards of the notice, the defence, the hearing and the decision. */
#include "judging.h"

#include <string.h>

int64_t judging_sum(int64_t a, int64_t b)
{
        int64_t sum;

        return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static const struct past_event *last(const struct judging *j, const char *kind)
{
        return judging_noticed_since(j, kind) ? history_last(j->history, kind) : NULL;
}

/* At least n working days lie between the act and the day it names. */
static bool leaves_days(struct judging *j, int64_t n)
{
        struct reckoned r = calendar_add_working(judging_calendar(j), j->act->happened_on, (int)n);

        j->found = judging_day(j, r.day);
        return j->act->until >= r.day;
}

/* ---- notice and defence ---- */

static bool noticed(struct judging *j)
{
        return last(j, "notice_served") != NULL;
}

static bool defence_time(struct judging *j)
{
        return leaves_days(j, j->limits->defence_days);
}

static bool defence_open(struct judging *j)
{
        return last(j, "defence_heard") && history_later(j->history, "defence_heard", "defence_rechecked");
}

/* ---- hearing ---- */

static bool told(struct judging *j)
{
        return last(j, "hearing_told") != NULL;
}

static bool told_time(struct judging *j)
{
        return leaves_days(j, j->limits->hearing_request_days);
}

static bool request_in_time(struct judging *j)
{
        const struct past_event *told_ = last(j, "hearing_told");

        j->found = judging_day(j, told_ ? told_->until : DAY_NONE);
        return !told_ || told_->until == DAY_NONE || j->act->happened_on <= told_->until;
}

static bool hearing_requested(struct judging *j)
{
        return last(j, "hearing_requested") &&
               history_later(j->history, "hearing_requested", "hearing_held") &&
               history_later(j->history, "hearing_requested", "hearing_waived");
}

static bool hearing_notice_time(struct judging *j)
{
        return leaves_days(j, j->limits->hearing_notice_days);
}

static bool hearing_day_set(struct judging *j)
{
        return last(j, "hearing_noticed") && history_later(j->history, "hearing_noticed", "hearing_held");
}

static bool hearing_day(struct judging *j)
{
        const struct past_event *set = last(j, "hearing_noticed");

        j->found = judging_day(j, set ? set->until : DAY_NONE);
        return !set || j->act->happened_on >= set->until;
}

static bool chair_apart(struct judging *j)
{
        return j->facts->person_known && !j->facts->person_is_officer && !j->facts->person_took_part;
}

/* ---- penalties ---- */

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

static bool is_organisation(const struct judging *j)
{
        return term_find(party_terms, j->facts->party_kind) == PARTY_ORGANISATION;
}

static bool simple_fine_in_limit(struct judging *j)
{
        int64_t most = is_organisation(j) ? j->limits->simple_fine_organisation_max_fen
                                          : j->limits->simple_fine_person_max_fen;

        j->found = judging_money(j, most);
        return j->procedure != PROCEDURE_SIMPLE || j->fines <= most;
}

/* The tier of the decision, or else that proposed at the end of the investigation. */
static bool is_mitigated(const struct judging *j)
{
        const struct past_event *proposed = history_last(j->history, "investigated");
        const char *tier = j->act->tier ? j->act->tier : proposed ? proposed->about : NULL;

        return term_find(tier_terms, tier) == TIER_MITIGATED;
}

static bool fine_in_range(struct judging *j)
{
        int64_t least = j->facts->cause_fine_min_fen, most = j->facts->cause_fine_max_fen;

        j->found = arena_printf(j->arena, "%s–%s", judging_money(j, least), judging_money(j, most));
        if (j->fines == 0 || most == 0)
                return true;
        return j->fines <= most && (j->fines >= least || is_mitigated(j));
}

static bool no_penalty_basis(struct judging *j)
{
        return j->deciding != OUTCOME_NO_PENALTY || (j->act->basis && *j->act->basis);
}

/* ---- what the law asks for before a decision of the ordinary procedure ---- */

static bool penalises(const struct judging *j)
{
        return j->procedure == PROCEDURE_ORDINARY && j->deciding == OUTCOME_PENALTY;
}

static bool reaches(int64_t amount, int64_t threshold)
{
        return threshold > 0 && amount >= threshold;
}

static bool has_hearing_kind(const struct judging *j)
{
        static const int kinds[] = {PENALTY_DOWNGRADE, PENALTY_REVOKE_LICENSE, PENALTY_STOP_PRODUCTION,
                                    PENALTY_CLOSE_DOWN, PENALTY_RESTRICT_EMPLOYMENT};

        for (size_t i = 0; i < j->act->n_penalties; i++)
                for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
                        if (kind_of(j, i) == kinds[k])
                                return true;
        return false;
}

/* What a party may have heard in a hearing (行政处罚法第六十三条); "larger" includes the threshold itself. */
static bool is_hearing_level(const struct judging *j)
{
        int64_t threshold = is_organisation(j) ? j->limits->hearing_fine_organisation_fen
                                               : j->limits->hearing_fine_person_fen;

        return penalises(j) &&
               (reaches(j->fines, threshold) || reaches(j->confiscated, threshold) || has_hearing_kind(j));
}

static bool is_complex(const struct judging *j)
{
        const struct past_event *end = history_last(j->history, "investigated");

        return j->procedure == PROCEDURE_ORDINARY && end && end->complex;
}

static bool needs_review(const struct judging *j)
{
        return is_complex(j) || is_hearing_level(j) || (penalises(j) && is_mitigated(j)) ||
               (j->procedure == PROCEDURE_ORDINARY && j->deciding == OUTCOME_TRANSFER);
}

static bool legally_reviewed(struct judging *j)
{
        const struct past_event *opinion = last(j, "legal_reviewed");

        return !needs_review(j) || (opinion && opinion->outcome && strcmp(opinion->outcome, "return") != 0);
}

static bool collectively_discussed(struct judging *j)
{
        bool needed = is_complex(j) || (j->limits->discussion_at_hearing_level && is_hearing_level(j));

        return !needed || last(j, "discussed");
}

static bool notice_given(struct judging *j)
{
        return !penalises(j) || last(j, "notice_served");
}

/* Heard, expressly waived, or the time for it has passed in silence. */
static bool defence_settled(struct judging *j)
{
        const struct past_event *notice = last(j, "notice_served");

        if (!penalises(j) || !notice)
                return true;
        return last(j, "defence_heard") || last(j, "defence_waived") || j->act->happened_on > notice->until;
}

static bool defence_considered(struct judging *j)
{
        return j->procedure != PROCEDURE_ORDINARY || !defence_open(j);
}

static bool heavier_than_noticed(struct judging *j)
{
        const struct past_event *notice = last(j, "notice_served");

        if (!penalises(j) || !notice)
                return false;
        j->found = judging_money(j, notice->amount_fen);
        return j->fines > notice->amount_fen;
}

static bool was_defended(const struct judging *j)
{
        return last(j, "defence_heard") || last(j, "hearing_held");
}

static bool as_noticed(struct judging *j)
{
        return was_defended(j) || !heavier_than_noticed(j);
}

static bool not_heavier(struct judging *j)
{
        return !was_defended(j) || !heavier_than_noticed(j);
}

static bool hearing_offered(struct judging *j)
{
        return !is_hearing_level(j) || told(j);
}

/* Told, and then: held, waived, or not asked for in time. */
static bool hearing_settled(struct judging *j)
{
        const struct past_event *told_ = last(j, "hearing_told");

        if (!penalises(j) || !told_ || last(j, "hearing_waived"))
                return true;
        if (last(j, "hearing_requested"))
                return history_later(j->history, "hearing_held", "hearing_requested");
        return j->act->happened_on > told_->until;
}

GUARD(noticed, "noticed", "行政处罚法第四十四条", ERR_RULE, "尚未送达行政处罚事先告知书",
      "The prior notice has not been served yet", "notice_served");
GUARD_OF_ACT(defence_time, "defence_time", "行政处罚法第四十五条第一款", "/until", ERR_INVALID,
             "陈述申辩的截止日期不得早于{}", "The party must have until {} at least for their defence");
GUARD(defence_open, "defence_heard", "行政处罚法第四十五条第一款", ERR_RULE, "没有待复核的陈述申辩",
      "No defence waits for being re-checked", "defence_heard");
GUARD(told, "hearing_told", "行政处罚法第六十三条第一款", ERR_RULE, "尚未告知当事人有要求听证的权利",
      "The party has not been told yet that they may ask for a hearing", "hearing_told");
GUARD_OF_ACT(told_time, "hearing_request_time", "行政处罚法第六十四条第一项", "/until", ERR_INVALID,
             "要求听证的截止日期不得早于{}",
             "The party must have until {} at least for asking for a hearing");
GUARD_OF_ACT(request_in_time, "request_in_time", "行政处罚法第六十四条第一项", "/happened_on", ERR_RULE,
             "要求听证的期限已于{}届满", "A hearing could be asked for until {}");
GUARD(hearing_requested, "hearing_requested", "行政处罚法第六十三条第一款", ERR_RULE,
      "当事人没有要求听证，或者听证已经结束", "No hearing was asked for, or it is over", "hearing_requested");
GUARD_OF_ACT(hearing_notice_time, "hearing_notice_time", "行政处罚法第六十四条第二项", "/until", ERR_INVALID,
             "应当在举行听证的七个工作日前通知；自通知之日起最早为{}",
             "The hearing is noticed seven working days ahead: on {} at the earliest");
GUARD(hearing_day_set, "hearing_noticed", "行政处罚法第六十四条第二项", ERR_RULE, "尚未通知举行听证的时间、地点",
      "The party has not been told when and where the hearing is", "hearing_noticed");
GUARD_OF_ACT(hearing_day, "hearing_day", "行政处罚法第六十四条第二项", "/happened_on", ERR_RULE,
             "听证不得早于通知的日期{}", "The hearing may not be before the day noticed, {}");
GUARD_OF_ACT(chair_apart, "chair_apart", "行政处罚法第六十四条第四项", "/person_id", ERR_RULE,
             "听证由非本案调查人员主持", "The chair of the hearing may not be one of the investigators");
GUARD_OF_ACT(outcome_known, "outcome_known", "行政处罚法第五十七条第一款", "/outcome", ERR_INVALID,
             "没有这种决定结果", "There is no such outcome");
GUARD_OF_ACT(penalty_given, "penalty_given", "行政处罚法第五十七条第一款第一项", "/penalties", ERR_INVALID,
             "给予行政处罚的决定应当列明处罚种类", "A decision to penalise names at least one penalty");
GUARD_OF_ACT(penalty_only_when_decided, "penalty_only_when_decided", "行政处罚法第五十七条第一款", "/penalties",
             ERR_INVALID, "只有给予行政处罚的决定才能列明处罚",
             "Only a decision to penalise carries penalties");
GUARD_OF_ACT(penalties_known, "penalty_known", "行政处罚法第九条", "/penalties/{}/kind", ERR_INVALID,
             "没有这种行政处罚", "There is no such penalty");
GUARD_OF_ACT(penalties_once, "penalty_once", "行政处罚法第二十九条", "/penalties/{}/kind", ERR_INVALID,
             "同一决定中同一种处罚只能列一次；同一违法行为不得两次罚款",
             "A decision names each kind once; one act is not fined twice");
GUARD_OF_ACT(penalties_amounts, "penalty_amount", NULL, "/penalties/{}/amount_fen", ERR_INVALID,
             "罚款应当有大于零的金额；没收可以有金额；其他处罚没有金额",
             "A fine has an amount above zero, a confiscation may have one, other penalties have none");
GUARD_OF_ACT(penalties_ours, "penalty_ours", "行政处罚法第十八条第三款", "/penalties/{}/kind", ERR_RULE,
             "行政拘留只能由公安机关和法律规定的其他机关决定",
             "Detention is for the police and the organs that a law names alone");
GUARD_OF_ACT(penalties_simple, "simple_penalty", "行政处罚法第五十一条", "/penalties/{}/kind", ERR_RULE,
             "简易程序只能当场给予警告或者罚款", "The simple procedure allows a warning or a fine only");
GUARD_OF_ACT(simple_fine_in_limit, "simple_fine", "行政处罚法第五十一条", "/penalties", ERR_RULE,
             "简易程序的罚款不得超过{}元", "Under the simple procedure a fine may be at most {} yuan");
GUARD_OF_ACT(fine_in_range, "fine_in_range", "行政处罚法第七十六条第一款第二项", "/penalties", ERR_RULE,
             "该案由对此类当事人的罚款幅度为{}元；低于下限的应当是减轻处罚",
             "The cause allows fines of {} yuan for such a party; only a mitigated one may be lower");
GUARD_OF_ACT(no_penalty_basis, "no_penalty_basis", "行政处罚法第五十七条第一款第二项", "/basis", ERR_INVALID,
             "不予行政处罚的决定应当写明依据（第三十条、第三十一条或者第三十三条）",
             "A decision not to penalise names its basis (Articles 30, 31 or 33)");
GUARD(legally_reviewed, "legal_reviewed", "行政处罚法第五十八条第一款", ERR_RULE,
      "应当经法制审核并通过（听证范围、减轻、疑难复杂或者移送的案件）",
      "A legal review must have passed it (hearing level, mitigated, complex, or a transfer)",
      "legal_reviewed");
GUARD(collectively_discussed, "discussed", "行政处罚法第五十七条第二款", ERR_RULE,
      "情节复杂或者重大违法行为，应当由负责人集体讨论决定",
      "A complex or major case is discussed by the heads of the organ together", "discussed");
GUARD(notice_given, "notice_served", "行政处罚法第六十二条", ERR_RULE,
      "未告知拟处罚的内容、事实、理由、依据，不得作出处罚决定",
      "No penalty without a prior notice of its content, facts, reasons and basis", "notice_served");
GUARD(defence_settled, "defence_settled", "行政处罚法第六十二条", ERR_RULE,
      "当事人的陈述申辩期未满，且未听取陈述申辩，也未明确放弃",
      "The party was not heard, has not waived it, and still has time for their defence", "defence_heard",
      "defence_waived");
GUARD(defence_considered, "defence_rechecked", "行政处罚法第四十五条第一款", ERR_RULE, "陈述申辩尚未复核",
      "The defence has not been re-checked yet", "defence_rechecked");
GUARD_OF_ACT(as_noticed, "as_noticed", "行政处罚法第四十四条", "/penalties", ERR_RULE,
             "罚款重于告知的{}元，应当重新告知",
             "The fine is heavier than the {} yuan noticed: notice it anew");
GUARD_OF_ACT(not_heavier, "not_heavier", "行政处罚法第四十五条第二款", "/penalties", ERR_RULE,
             "不得因当事人陈述、申辩而给予更重的处罚（告知的罚款为{}元）",
             "Nobody is penalised more heavily for their defence (the notice said {} yuan)");
GUARD(hearing_offered, "hearing_offered", "行政处罚法第六十三条第一款", ERR_RULE,
      "拟作出的处罚属于听证范围，应当告知当事人有要求听证的权利",
      "The penalty is such that the party must be told of their right to a hearing", "hearing_told");
GUARD(hearing_settled, "hearing_settled", "行政处罚法第六十五条", ERR_RULE,
      "听证尚未结束，或者要求听证的期限未满且当事人未明确放弃",
      "The hearing is not over, or may still be asked for and was not waived", "hearing_held",
      "hearing_waived");

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

/* The day that the act names lies no nearer than a term of the law. */
static bool leaves_term(struct judging *j, const char *code)
{
        day_t least = judging_term_end(j, code, j->act->happened_on);

        j->found = judging_day(j, least);
        return j->act->until >= least;
}

/* ---- notice and defence ---- */

static bool is_said(const char *text)
{
        return text && *text;
}

static bool noticed(struct judging *j)
{
        return last(j, "notice_served") != NULL;
}

static bool defence_time(struct judging *j)
{
        return leaves_term(j, "defence");
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
        return leaves_term(j, "hearing_request");
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
        return leaves_term(j, "hearing_notice");
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

static bool chair_known(struct judging *j)
{
        return j->facts->person_known;
}

/* Appointed by the organ among its own: of the unit that handles the case, or of that in whose name it does. */
static bool chair_of_organ(struct judging *j)
{
        return !j->facts->person_known || j->facts->person_in_organ;
}

static bool chair_apart(struct judging *j)
{
        return !j->facts->person_is_officer && !j->facts->person_took_part;
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

unsigned judging_kinds(const struct judging *j)
{
        unsigned kinds = 0;

        for (size_t i = 0; i < j->act->n_penalties; i++)
                kinds |= kind_of(j, i) < 0 ? 0 : 1u << kind_of(j, i);
        return kinds;
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

/* What the ordinary procedure notices and hears step by step is said and heard on the spot, and on record with the decision. */
static bool penalised_on_the_spot(const struct judging *j)
{
        return j->procedure == PROCEDURE_SIMPLE && j->deciding == OUTCOME_PENALTY;
}

static bool told_on_the_spot(struct judging *j)
{
        return !penalised_on_the_spot(j) || j->act->told;
}

static bool heard_on_the_spot(struct judging *j)
{
        return !penalised_on_the_spot(j) || (j->act->party_said && *j->act->party_said);
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

/* ---- the cause and its benchmark ---- */

/* Of several causes for one act, that of the higher fine. */
static const struct cause_law *gravest(const struct cause_law *causes, size_t n)
{
        const struct cause_law *most = n ? causes : NULL;

        for (size_t i = 1; i < n; i++)
                if (causes[i].fine_max_fen > most->fine_max_fen ||
                    (causes[i].fine_max_fen == most->fine_max_fen && causes[i].fine_min_fen > most->fine_min_fen))
                        most = &causes[i];
        return most;
}

static const struct cause_law *older_law(const struct judging *j)
{
        return gravest(j->facts->causes, j->facts->n_causes);
}

static const struct cause_law *newer_law(const struct judging *j)
{
        return gravest(j->facts->newer, j->facts->n_newer);
}

/* The law of the day of the act; by choice the milder one of the decision. */
static const struct cause_law *law_applied(const struct judging *j)
{
        return j->act->newer_law ? newer_law(j) : older_law(j);
}

static bool causes_known(struct judging *j)
{
        return j->facts->causes_unknown == 0;
}

static bool newer_milder(struct judging *j)
{
        const struct cause_law *older = older_law(j), *newer = newer_law(j);

        if (!j->act->newer_law)
                return true;
        return older && newer && newer->fine_max_fen <= older->fine_max_fen && newer->fine_min_fen <= older->fine_min_fen &&
               (newer->fine_max_fen < older->fine_max_fen || newer->fine_min_fen < older->fine_min_fen);
}

/* One act under several causes: each lends its kinds, only the fine goes by the gravest. */
static unsigned kinds_allowed(const struct judging *j)
{
        const struct cause_law *list = j->act->newer_law ? j->facts->newer : j->facts->causes;
        size_t n = j->act->newer_law ? j->facts->n_newer : j->facts->n_causes;
        unsigned kinds = 0;

        for (size_t i = 0; i < n; i++)
                kinds |= list[i].kinds ? list[i].kinds : ~0u;
        return n ? kinds : ~0u;
}

static bool kind_of_cause(const struct judging *j, size_t i)
{
        int kind = kind_of(j, i);

        return kind < 0 || kinds_allowed(j) & 1u << kind;
}

static bool penalties_of_cause(struct judging *j)
{
        return each_penalty(j, kind_of_cause);
}

static const char *tier_proposed(const struct judging *j)
{
        const struct past_event *end = history_last(j->history, "investigated");

        return end && term_find(tier_terms, end->about) >= 0 ? end->about : NULL;
}

/* The tier of the decision, or else that proposed at the end of the investigation. */
const char *judging_tier(const struct judging *j)
{
        return j->act->tier ? j->act->tier : tier_proposed(j);
}

static bool is_mitigated(const struct judging *j)
{
        return term_find(tier_terms, judging_tier(j)) == TIER_MITIGATED;
}

static bool fine_in_range(struct judging *j)
{
        const struct cause_law *law = law_applied(j);
        int64_t least = law ? law->fine_min_fen : 0, most = law ? law->fine_max_fen : 0;

        j->found = arena_printf(j->arena, "%s–%s", judging_money(j, least), judging_money(j, most));
        if (j->fines == 0 || most == 0)
                return true;
        return j->fines <= most && (j->fines >= least || is_mitigated(j));
}

/* Kinds and sums beyond any range are noticed to nobody; whether less is mitigated, the decision says. */
static bool notice_in_range(struct judging *j)
{
        const struct cause_law *law = older_law(j);

        j->found = law ? judging_money(j, law->fine_max_fen) : NULL;
        return !law || law->fine_max_fen == 0 || j->fines <= law->fine_max_fen;
}

static bool basis_without_cause(struct judging *j)
{
        return j->deciding != OUTCOME_PENALTY || law_applied(j) || is_said(j->act->basis);
}

/* A fine that nothing is checked against says so. */
static bool range_unchecked(struct judging *j)
{
        const struct cause_law *law = law_applied(j);

        return j->fines <= 0 || (law && law->fine_max_fen > 0) || j->act->range_unchecked;
}

static bool has_figures(const struct tier_range *t)
{
        return t->max_fen >= 0 || t->min_fen >= 0 || t->rate_fen >= 0;
}

/* Also where the benchmark sets no figures, only conditions. */
static bool tier_named(struct judging *j)
{
        const struct cause_law *law = law_applied(j);

        return j->fines == 0 || !law || law->n_tiers == 0 || judging_tier(j);
}

static bool tier_change_reasoned(struct judging *j)
{
        const char *proposed = tier_proposed(j);

        j->found = proposed ? tier_terms[term_find(tier_terms, proposed)].zh : NULL;
        return j->deciding != OUTCOME_PENALTY || !proposed || !j->act->tier || !strcmp(proposed, j->act->tier) || is_said(j->act->remark);
}

/* What one row of the benchmark allows for the measure. */
static void tier_bounds(const struct tier_range *t, int64_t measure, int64_t *least, int64_t *most)
{
        int64_t product;

        *least = t->min_fen >= 0 ? t->min_fen : 0;
        *most = t->max_fen >= 0 ? t->max_fen : INT64_MAX;
        if (t->rate_fen < 0)
                return;
        if (!measure || __builtin_mul_overflow(t->rate_fen, measure, &product))
                product = INT64_MAX;
        else
                product /= 100;
        if (t->cap_fen >= 0 && product > t->cap_fen)
                product = t->cap_fen;
        *most = product < *most ? product : *most;
}

static bool tier_measures(const struct tier_range *t, int64_t measure)
{
        return !measure || ((t->from < 0 || measure >= t->from) && (t->below < 0 || measure < t->below));
}

/* The range of all rows of the tier that fit the measure; false: the benchmark sets none. */
static bool tier_range_of(const struct cause_law *law, const char *tier, int64_t measure, int64_t *least, int64_t *most)
{
        bool found = false;

        for (size_t i = 0; law && tier && i < law->n_tiers; i++) {
                const struct tier_range *t = &law->tiers[i];
                int64_t a, b;

                if (strcmp(t->tier, tier) != 0 || !has_figures(t) || !tier_measures(t, measure))
                        continue;
                tier_bounds(t, measure, &a, &b);
                *least = found && *least < a ? *least : a;
                *most = found && *most > b ? *most : b;
                found = true;
        }
        return found;
}

/* Outside its tier with reasons and an article only. */
static bool fine_in_tier(struct judging *j)
{
        int64_t least, most;
        bool reasoned = is_said(j->act->remark) && (is_said(j->act->basis) || j->act->ground);

        if (j->fines == 0 || !tier_range_of(law_applied(j), judging_tier(j), j->act->measure, &least, &most))
                return true;
        j->found = most == INT64_MAX ? arena_printf(j->arena, "%s–", judging_money(j, least))
                                     : arena_printf(j->arena, "%s–%s", judging_money(j, least), judging_money(j, most));
        return (j->fines >= least && j->fines <= most) || reasoned;
}

/* ---- why lighter, or not at all ---- */

static bool is_lessened(const struct judging *j)
{
        int tier = term_find(tier_terms, judging_tier(j));

        return j->deciding == OUTCOME_PENALTY && (tier == TIER_LIGHTER || tier == TIER_MITIGATED);
}

static bool lighter_ground(struct judging *j)
{
        return !is_lessened(j) || j->act->ground || is_said(j->act->basis);
}

static bool ground_fits(struct judging *j)
{
        int ground = term_find(ground_terms, j->act->ground);

        if (ground < 0)
                return true;
        j->found = ground_rows[ground].article;
        return ground_rows[ground].leads == GROUND_TO_NONE ? j->deciding == OUTCOME_NO_PENALTY : is_lessened(j);
}

static bool first_time(struct judging *j)
{
        return term_find(ground_terms, j->act->ground) != GROUND_FIRST_CORRECTED || !j->facts->penalised_before;
}

static bool put_right(struct judging *j)
{
        const struct past_event *seen = history_last(j->history, "reinspected");
        int ground = term_find(ground_terms, j->act->ground);

        if (ground != GROUND_FIRST_CORRECTED && ground != GROUND_MINOR_CORRECTED)
                return true;
        return seen && seen->outcome && !strcmp(seen->outcome, "done");
}

static bool fined_once(struct judging *j)
{
        return j->fines == 0 || !j->facts->fined_before;
}

/* Where days and places do not tell the acts apart, whoever fines says why they are two. */
static bool other_act_said(struct judging *j)
{
        j->found = j->facts->fined_beside;
        return j->fines == 0 || j->facts->fined_before || !j->facts->fined_beside || (j->act->other_act && *j->act->other_act);
}

static bool no_penalty_basis(struct judging *j)
{
        return j->deciding != OUTCOME_NO_PENALTY || is_said(j->act->basis) || j->act->ground;
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

/* Of a decision that is only thought of: as it was noticed. */
static bool has_hearing_kind(const struct judging *j)
{
        const struct past_event *notice = last(j, "notice_served");
        unsigned kinds = !j->asking ? judging_kinds(j) : notice ? notice->kinds : 0;

        for (int kind = 0; kind < PENALTY_COUNT; kind++)
                if (kinds & 1u << kind && j->limits->hearing_kind[kind])
                        return true;
        return false;
}

/* What a party may have heard in a hearing (行政处罚法第六十三条); "larger" includes the threshold itself. */
static bool is_hearing_level(const struct judging *j)
{
        const struct procedure_limits *l = j->limits;
        bool organisation = is_organisation(j);

        return penalises(j) &&
               (reaches(j->fines, organisation ? l->hearing_fine_organisation_fen : l->hearing_fine_person_fen) ||
                reaches(j->confiscated,
                        organisation ? l->hearing_confiscation_organisation_fen : l->hearing_confiscation_person_fen) ||
                has_hearing_kind(j));
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

        /* What came out of a hearing is reviewed, too. */
        return !needs_review(j) || (opinion && opinion->outcome && strcmp(opinion->outcome, "return") != 0 &&
                                    history_later(j->history, "legal_reviewed", "hearing_held"));
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

/* Heard on the last notice, expressly waived, or the time for it has passed in silence. */
static bool defence_settled(struct judging *j)
{
        const struct past_event *notice = last(j, "notice_served");

        if (!penalises(j) || !notice)
                return true;
        return history_later(j->history, "defence_heard", "notice_served") ||
               history_later(j->history, "defence_waived", "notice_served") || j->act->happened_on > notice->until;
}

static bool defence_considered(struct judging *j)
{
        return j->procedure != PROCEDURE_ORDINARY || !defence_open(j);
}

/* Nobody could answer to a kind that was not noticed. */
static bool kind_noticed(const struct judging *j, size_t i)
{
        const struct past_event *notice = last(j, "notice_served");
        int kind = kind_of(j, i);

        return !penalises(j) || !notice || !notice->kinds || kind < 0 || notice->kinds & 1u << kind;
}

static bool kinds_noticed(struct judging *j)
{
        return each_penalty(j, kind_noticed);
}

static bool heavier_than_noticed(struct judging *j)
{
        const struct past_event *notice = last(j, "notice_served");

        if (!penalises(j) || !notice)
                return false;
        j->found = judging_money(j, judging_sum(notice->amount_fen, notice->confiscated_fen));
        return j->fines > notice->amount_fen || (notice->confiscated_fen && j->confiscated > notice->confiscated_fen);
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

/* The event of a kind before another; NULL: none. */
static const struct past_event *last_before(const struct judging *j, const char *kind, const struct past_event *end)
{
        for (const struct past_event *e = end; e && e > j->history->events; e--)
                if (!e[-1].corrected_away && !strcmp(e[-1].kind, kind))
                        return e - 1;
        return NULL;
}

static const struct past_event *later_of(const struct past_event *a, const struct past_event *b)
{
        return a > b ? a : b;
}

/* What came to light after the defence, and was investigated to its end. */
static bool has_new_evidence(const struct judging *j, const struct past_event *defence)
{
        const struct past_event *end = history_last(j->history, "investigated");

        for (const struct past_event *e = defence + 1; end && e < end; e++)
                if (!e->corrected_away && !strcmp(e->kind, "evidence_registered") && e->happened_on >= defence->happened_on)
                        return true;
        return false;
}

/* No other notice is a way round it, nor another end of the same investigation. */
static bool renotice_no_heavier(struct judging *j)
{
        const struct past_event *defence = later_of(history_last(j->history, "defence_heard"), history_last(j->history, "hearing_held"));
        const struct past_event *notice = last_before(j, "notice_served", defence);

        j->found = judging_money(j, notice ? judging_sum(notice->amount_fen, notice->confiscated_fen) : 0);
        return !notice || has_new_evidence(j, defence) ||
               (j->fines <= notice->amount_fen && (!notice->confiscated_fen || j->confiscated <= notice->confiscated_fen) &&
                (!notice->kinds || !(judging_kinds(j) & ~notice->kinds)));
}

static bool renotice_reasoned(struct judging *j)
{
        return !last(j, "notice_served") || is_said(j->act->remark);
}

static bool is_undone(const struct judging *j, const char *remedy)
{
        const struct past_event *e = history_last(j->history, remedy);

        return e && e->outcome && history_later(j->history, remedy, "decided") &&
               (!strcmp(e->outcome, "revoked") || !strcmp(e->outcome, "void"));
}

/* On the same facts and grounds not the same again: what is different, or that only the procedure was at fault, is told. */
static bool redecided_with_reasons(struct judging *j)
{
        return (!is_undone(j, "reconsideration_ended") && !is_undone(j, "suit_ended")) || (j->act->remark && *j->act->remark);
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
             "应当在法定期限之前通知举行听证；自通知之日起最早为{}",
             "The hearing is noticed the term of the law ahead: on {} at the earliest");
GUARD(hearing_day_set, "hearing_noticed", "行政处罚法第六十四条第二项", ERR_RULE, "尚未通知举行听证的时间、地点",
      "The party has not been told when and where the hearing is", "hearing_noticed");
GUARD_OF_ACT(hearing_day, "hearing_day", "行政处罚法第六十四条第二项", "/happened_on", ERR_RULE,
             "听证不得早于通知的日期{}", "The hearing may not be before the day noticed, {}");
GUARD_OF_ACT(chair_known, "chair_known", "行政处罚法第六十四条第四项", "/person_id", ERR_INVALID, "系统中没有该人员",
             "There is no such person");
GUARD_OF_ACT(chair_of_organ, "chair_of_organ", "行政处罚法第六十四条第四项", "/person_id", ERR_RULE,
             "听证由行政机关指定本机关人员主持：主持人应当当日在承办单位或者执法主体任职",
             "The organ appoints the chair of a hearing among its own: who serves that day in the handling unit or the enforcement subject");
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
GUARD_OF_ACT(told_on_the_spot, "told_on_the_spot", "行政处罚法第四十四条", "/told", ERR_INVALID,
             "当场处罚前应当告知当事人拟处罚的内容、事实、理由、依据和依法享有的权利，并予记录",
             "Before a penalty on the spot the party is told of it, its facts, reasons, basis, and their rights; the record says so");
GUARD_OF_ACT(heard_on_the_spot, "heard_on_the_spot", "行政处罚法第四十五条第一款", "/party_said", ERR_INVALID,
             "应当记录当事人当场的陈述、申辩；没有意见的如实写明", "The record says what the party stated in their defence, or that they said nothing");
GUARD_OF_ACT(penalties_simple, "simple_penalty", "行政处罚法第五十一条", "/penalties/{}/kind", ERR_RULE,
             "简易程序只能当场给予警告或者罚款", "The simple procedure allows a warning or a fine only");
GUARD_OF_ACT(simple_fine_in_limit, "simple_fine", "行政处罚法第五十一条", "/penalties", ERR_RULE,
             "简易程序的罚款不得超过{}元", "Under the simple procedure a fine may be at most {} yuan");
GUARD_OF_ACT(fine_in_range, "fine_in_range", "行政处罚法第七十六条第一款第二项", "/penalties", ERR_RULE,
             "该案由对此类当事人的罚款幅度为{}元；低于下限的应当是减轻处罚",
             "The cause allows fines of {} yuan for such a party; only a mitigated one may be lower");
GUARD_OF_ACT(notice_in_range, "notice_in_range", "行政处罚法第七十六条第一款第二项", "/penalties", ERR_RULE,
             "该案由对此类当事人的罚款上限为{}元，不得告知更高的罚款", "The cause allows fines up to {} yuan for such a party: no more is noticed");
GUARD_OF_ACT(basis_without_cause, "basis_without_cause", "行政处罚法第三十八条第一款", "/basis", ERR_INVALID,
             "案由不在目录中的，应当写明处罚依据", "Where the cause is in no catalogue, the decision names the basis of its penalty");
GUARD_OF_ACT(range_unchecked, "range_unchecked", "行政处罚法第七十六条第一款第二项", "/range_unchecked", ERR_INVALID,
             "目录没有规定罚款幅度可以核对的，应当注明未经核对",
             "A fine for which the catalogue has no range says that it was not checked");
GUARD_OF_ACT(causes_known, "cause_known", "行政处罚法第三十八条第一款", "/causes", ERR_INVALID, "没有这个案由，或者未启用",
             "There is no such cause of action, or it is not in use");
GUARD_OF_ACT(newer_milder, "newer_law", "行政处罚法第三十七条", "/newer_law", ERR_RULE,
             "适用违法行为发生时的规定；作出决定时的规定没有更轻",
             "The law of the day of the act applies: that of the decision is not milder");
GUARD_OF_ACT(penalties_of_cause, "penalty_of_cause", "行政处罚法第三十八条第一款", "/penalties/{}/kind", ERR_RULE,
             "该案由没有规定这种处罚", "The cause of action does not provide for this penalty");
GUARD_OF_ACT(tier_named, "tier_named", "行政处罚法第三十四条", "/tier", ERR_RULE, "应当写明适用的裁量档次",
             "The decision names the tier of the benchmark it applies");
GUARD_OF_ACT(tier_change_reasoned, "tier_change_reasons", "行政处罚法第三十四条", "/remark", ERR_INVALID,
             "决定的裁量档次与调查终结时提出的（{}）不同，应当说明理由",
             "The tier of the decision is not the one proposed at the end of the investigation ({}): say why");
GUARD_OF_ACT(fine_in_tier, "fine_in_tier", "行政处罚法第三十四条", "/penalties", ERR_RULE,
             "该裁量档次的罚款幅度为{}元；超出的应当说明理由并写明依据",
             "The tier allows fines of {} yuan; outside it the decision gives its reasons and the article");
GUARD_OF_ACT(lighter_ground, "lighter_ground", "行政处罚法第三十二条", "/ground", ERR_INVALID,
             "从轻、减轻处罚应当写明情形或者依据（第三十条、第三十一条、第三十二条）",
             "A lighter or mitigated penalty names its ground or its basis (Articles 30, 31, 32)");
GUARD_OF_ACT(ground_fits, "ground_fits", "行政处罚法第三十二条", "/ground", ERR_INVALID,
             "该情形（{}）不适用于此种处理", "This ground ({}) does not lead to such a decision");
GUARD_OF_ACT(first_time, "first_time", "行政处罚法第三十三条第一款", "/ground", ERR_RULE, "当事人曾因同一案由受过处罚，不是初次违法",
             "The party was penalised under this cause before: it is not the first time");
GUARD(put_right, "put_right", "行政处罚法第三十三条第一款", ERR_RULE, "尚未复查确认已经改正",
      "No re-inspection has found that it was put right", "reinspected");
GUARD_OF_ACT(fined_once, "fined_once", "行政处罚法第二十九条", "/penalties", ERR_RULE,
             "该当事人的同一违法行为已在另一案件中被罚款，不得再次罚款",
             "The party was fined for the same act in another case: no second fine");
GUARD_OF_ACT(other_act_said, "other_act_said", "行政处罚法第二十九条", "/other_act", ERR_RULE,
             "该当事人在其他案件（{}）中已被罚款，案由或者地点相同，日期不能区分；应当说明不是同一违法行为",
             "The party was fined in other cases ({}), under the same cause or at the same place, and the days do not tell the acts apart: say why it is another act");
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
GUARD_OF_ACT(kinds_noticed, "kinds_noticed", "行政处罚法第六十二条", "/penalties/{}/kind", ERR_RULE,
             "事先告知中没有这种处罚，应当重新告知", "This kind of penalty was not noticed: notice it first");
GUARD_OF_ACT(as_noticed, "as_noticed", "行政处罚法第四十四条", "/penalties", ERR_RULE,
             "罚款、没收重于告知的{}元，应当重新告知",
             "Heavier than the {} yuan noticed: notice it anew");
GUARD_OF_ACT(not_heavier, "not_heavier", "行政处罚法第四十五条第二款", "/penalties", ERR_RULE,
             "不得因当事人陈述、申辩而给予更重的处罚（告知的罚款为{}元）",
             "Nobody is penalised more heavily for their defence (the notice said {} yuan)");
GUARD_OF_ACT(renotice_no_heavier, "renotice_not_heavier", "行政处罚法第四十五条第二款", "/penalties", ERR_RULE,
             "当事人陈述、申辩或者听证后，不得改为告知更重的处罚（原告知{}元），此后登记了新的证据并据以终结调查的除外",
             "After the defence or the hearing no heavier penalty is noticed ({} yuan before), but on evidence registered since "
             "then, on which the investigation was concluded",
             "evidence_registered");
GUARD_OF_ACT(renotice_reasoned, "renotice_reasons", "行政处罚法第四十四条", "/remark", ERR_INVALID, "再次告知的，应当说明理由",
             "Another notice says why");
GUARD_OF_ACT(redecided_with_reasons, "redecided_reasons", "行政复议法第六十四条第二款", "/remark", ERR_INVALID,
             "原决定被撤销后重新作出决定，应当说明与原决定不同的事实、理由，或者原决定仅因违反法定程序被撤销",
             "A decision made anew says in what facts or reasons it differs, or that the procedure alone was at fault");
GUARD(hearing_offered, "hearing_offered", "行政处罚法第六十三条第一款", ERR_RULE,
      "拟作出的处罚属于听证范围，应当告知当事人有要求听证的权利",
      "The penalty is such that the party must be told of their right to a hearing", "hearing_told");
GUARD(hearing_settled, "hearing_settled", "行政处罚法第六十五条", ERR_RULE,
      "听证尚未结束，或者要求听证的期限未满且当事人未明确放弃",
      "The hearing is not over, or may still be asked for and was not waived", "hearing_held",
      "hearing_waived");

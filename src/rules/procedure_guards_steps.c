/* Guards of the days, the people and the steps up to the end of an investigation. */
#include "judging.h"

#include <string.h>

const char *judging_money(const struct judging *j, int64_t fen)
{
        return arena_printf(j->arena, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
}

const char *judging_day(const struct judging *j, day_t d)
{
        return day_format(d, arena_take(j->arena, DAY_TEXT_SIZE));
}

/* Without a calendar only weekends are off. */
const struct calendar *judging_calendar(const struct judging *j)
{
        const struct calendar *weekdays = NULL;
        struct fault f = {.arena = j->arena};

        if (j->limits->law && j->limits->law->calendar)
                return j->limits->law->calendar;
        return calendar_make(j->arena, NULL, 0, NULL, 0, &weekdays, &f) ? NULL : weekdays;
}

day_t judging_term_end(const struct judging *j, const char *code, day_t from)
{
        struct deadline_inputs in = {.rule = j->limits->law ? term_at(j->limits->law, code, from) : NULL,
                                     .start_on = from,
                                     .count_from = from};
        struct clock_law law;
        struct deadline_date date;

        if (!in.rule)
                return from;
        law = *j->limits->law;
        law.calendar = judging_calendar(j);
        deadline_compute(&in, &law, DAY_NONE, &date);
        return date.due_on == DAY_NONE ? from : date.due_on;
}

bool judging_noticed_since(const struct judging *j, const char *kind)
{
        return history_later(j->history, kind, "investigated");
}

/* ---- days ---- */

static bool not_in_future(struct judging *j)
{
        j->found = judging_day(j, j->limits->today);
        return j->act->happened_on <= j->limits->today;
}

static day_t latest_before(const struct judging *j)
{
        const struct case_facts *f = j->facts;
        const day_t days[] = {f->filed_on, f->investigated_on, f->decided_on, f->served_on, f->paid_on};
        day_t latest = judging_answers_since(j);

        if (j->from_outside && f->open_since > latest)
                latest = f->open_since;
        for (size_t i = 0; i < sizeof days / sizeof *days; i++)
                if (j->row->after & 1u << i && days[i] > latest)
                        latest = days[i];
        return latest;
}

static bool in_order(struct judging *j)
{
        day_t latest = latest_before(j);

        j->found = judging_day(j, latest);
        return j->act->happened_on >= latest;
}

static bool not_suspended(struct judging *j)
{
        return j->row->while_suspended || !history_later(j->history, "suspended", "resumed");
}

/* Nobody filed it who may approve it, nor on a clue whose filing was approved. */
static bool filing_awaited(struct judging *j)
{
        const struct past_event *filed = history_last(j->history, "filed");

        return filed && filed->about && !strcmp(filed->about, "awaited") && !history_has(j->history, "filing_approved") &&
               !history_has(j->history, "filing_refused");
}

static bool filing_approved(struct judging *j)
{
        return j->row->before_approval || !filing_awaited(j);
}

static bool filing_not_refused(struct judging *j)
{
        return !history_has(j->history, "filing_refused");
}

static bool suspended_open(struct judging *j)
{
        return history_later(j->history, "suspended", "resumed");
}

static bool days_given(struct judging *j)
{
        return j->act->days > 0;
}

/* By its full title, 《…》, or as it is called: 行政处罚法. */
static bool names_a_rule(const char *before, size_t n)
{
        static const char *const ends[] = {"》", "法", "条例", "规定", "办法", "规则", "细则", "规程", NULL};

        while (n && before[n - 1] == ' ')
                n--;
        for (const char *const *e = ends; *e; e++)
                /* More than the last word of a name. */
                if (n > strlen(*e) + 2 && !memcmp(before + n - strlen(*e), *e, strlen(*e)))
                        return true;
        return false;
}

/* The words say which article: "第" with a number before "条". */
static bool names_an_article(const char *at)
{
        static const char *const digits[] = {"零", "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", NULL};
        size_t n = 0;

        for (at += strlen("第"); strncmp(at, "条", strlen("条")) != 0; n++) {
                const char *const *d = digits;

                if (*at >= '0' && *at <= '9') {
                        at++;
                        continue;
                }
                while (*d && strncmp(at, *d, strlen(*d)) != 0)
                        d++;
                if (!*d)
                        return false;
                at += strlen(*d);
        }
        return n > 0;
}

/* The term is the law's: only a law, regulation or rule moves it, named with its article. Whether it says so, the lead answers for. */
static bool basis_cited(struct judging *j)
{
        const char *basis = j->act->basis ? j->act->basis : "";

        for (const char *at = basis; (at = strstr(at, "第")); at++)
                if (names_a_rule(basis, (size_t)(at - basis)) && names_an_article(at))
                        return true;
        return false;
}

static bool days_bounded(struct judging *j)
{
        j->found = arena_printf(j->arena, "%lld", (long long)j->limits->extension_days_max);
        return j->limits->extension_days_max <= 0 || j->act->days <= j->limits->extension_days_max;
}

/* ---- limitation ---- */

static bool is_known(day_t d)
{
        return d && d != DAY_NONE;
}

/* What was done or found later is not what it was filed for. */
static bool filed_behind_act(struct judging *j)
{
        const struct case_facts *f = j->facts;
        day_t from = is_known(f->found_on) && f->found_on > f->occurred_on ? f->found_on : f->occurred_on;

        j->found = is_known(from) ? judging_day(j, from) : NULL;
        return !is_known(from) || j->act->happened_on >= from;
}

static bool has_term(const struct judging *j, const char *code, day_t on)
{
        return j->limits->law && term_at(j->limits->law, code, on);
}

/* From the act, or from the end of one that went on. What is not known cannot be told to be too late. */
static bool in_limitation(struct judging *j)
{
        const struct case_facts *f = j->facts;
        const char *code = f->harms_safety ? "limitation_safety" : "limitation";
        day_t from = f->continuing ? f->ended_on : f->occurred_on, found = is_known(f->found_on) ? f->found_on : f->filed_on, until;

        if (!is_known(found))
                found = j->act->happened_on;
        if (!is_known(from) || !has_term(j, code, from) || (j->deciding >= 0 && j->deciding != OUTCOME_PENALTY))
                return true;
        until = judging_term_end(j, code, from);
        j->found = arena_printf(j->arena, "%s – %s, %s", judging_day(j, from), judging_day(j, until), judging_day(j, found));
        return found <= until || (f->limitation_basis && *f->limitation_basis);
}

/* ---- people ---- */

static bool officers_certified(struct judging *j)
{
        j->found = arena_printf(j->arena, "%d", j->facts->certified_officers);
        return j->facts->certified_officers >= j->limits->officers_min;
}

static bool officer_of_case(struct judging *j)
{
        return j->facts->person_is_officer;
}

static bool recusal_open(struct judging *j)
{
        return history_later(j->history, "recusal_requested", "recusal_decided");
}

static const struct past_event *recusal_granted(const struct judging *j)
{
        const struct past_event *decided = history_last(j->history, "recusal_decided");

        return decided && decided->outcome && !strcmp(decided->outcome, "approved") ? decided : NULL;
}

static bool recused_is_replaced(const struct judging *j)
{
        return !recusal_granted(j) || history_later(j->history, "officers_changed", "recusal_decided");
}

/* The investigation goes on while a recusal is decided; the decision of the case does not. */
static bool recusal_settled(struct judging *j)
{
        return !recusal_open(j) && recused_is_replaced(j);
}

/* Who was recused does nothing more in the case. */
static bool recused_replaced(struct judging *j)
{
        return j->from_outside || recused_is_replaced(j);
}

static bool officers_given_fit(struct judging *j)
{
        size_t given = j->act->n_officers;

        j->found = arena_printf(j->arena, "%d", j->facts->given_officers_fit);
        return j->facts->given_officers_fit >= j->limits->officers_min &&
               (size_t)j->facts->given_officers_fit == given;
}

/* Whoever was recused at any time, not by the latest decision alone. */
static bool recused_left_out(struct judging *j)
{
        const struct past_event *asked = NULL;

        for (size_t i = 0; i < j->history->n; i++) {
                const struct past_event *e = &j->history->events[i];

                if (e->corrected_away)
                        continue;
                if (!strcmp(e->kind, "recusal_requested"))
                        asked = e;
                if (!strcmp(e->kind, "recusal_decided") && e->outcome && !strcmp(e->outcome, "approved") && asked && asked->about &&
                    code_among(j->act->officers, asked->about))
                        return false;
        }
        return true;
}

/* ---- corrections of the case itself ---- */

/* What an act was recorded with stays so; who judges again does not ask who it was. */
static bool lead_corrects_decided(struct judging *j)
{
        return j->facts->decided_on == DAY_NONE || !j->act->permissions || code_among(j->act->permissions, "case.approve");
}

/* The list of officers as it was entered may be wrong until somebody acts on the case. */
static bool officers_unused(struct judging *j)
{
        static const char *const beginning[] = {"filed", "filing_approved", "corrected", NULL};

        if (!j->act->officers)
                return true;
        for (size_t i = 0; i < j->history->n; i++)
                if (!code_among(beginning, j->history->events[i].kind))
                        return false;
        return true;
}

static bool reviewer_qualified(struct judging *j)
{
        return j->facts->person_known && j->facts->person_qualified;
}

static bool reviewer_apart(struct judging *j)
{
        return !j->facts->person_is_officer && !j->facts->person_took_part;
}

/* ---- evidence, orders ---- */

static bool evidence_on_file(struct judging *j)
{
        return history_has(j->history, "evidence_registered");
}

static bool preservation_open(struct judging *j)
{
        return history_later(j->history, "preservation_ordered", "preservation_disposed");
}

static bool preservation_settled(struct judging *j)
{
        return !preservation_open(j);
}

static bool term_given(struct judging *j)
{
        bool until = j->act->until && j->act->until != DAY_NONE;

        return until ? !j->act->days && j->act->until > j->act->happened_on : j->act->days > 0;
}

/* A decision to penalise orders to correct, too (行政处罚法第二十八条). */
static bool order_given(struct judging *j)
{
        return history_has(j->history, "correction_ordered") || j->decided == OUTCOME_PENALTY;
}

GUARD_OF_ACT(not_in_future, "date_not_in_future", NULL, "/happened_on", ERR_INVALID, "日期不得晚于今天（{}）",
             "The day may not be later than today ({})");
GUARD_OF_ACT(in_order, "date_in_order", NULL, "/happened_on", ERR_RULE, "日期不得早于此前环节的日期（{}）",
             "The day may not be earlier than that of the step before ({})");
GUARD(not_suspended, "not_suspended", NULL, ERR_RULE, "案件已中止，恢复后方可办理该事项",
      "The case is suspended; it must be resumed first", "resumed");
GUARD(filing_approved, "filing_approved", "行政处罚法第五十四条第二款", ERR_RULE, "立案尚未经负责人批准；批准前只能先行调查取证",
      "The lead has not approved the filing yet; until then evidence alone may be secured", "filing_approved");
GUARD(filing_awaited, "filing_awaited", "行政处罚法第五十四条第二款", ERR_RULE, "没有待审批的立案", "No filing waits for approval");
GUARD(filing_not_refused, "filing_not_refused", "行政处罚法第五十四条第二款", ERR_RULE, "未获批准的立案不能重新办理，应当另行报请立案",
      "A filing that was not approved is not taken up again: file anew");
GUARD(suspended_open, "suspended", NULL, ERR_RULE, "案件没有中止，无需恢复", "The case is not suspended",
      "suspended");
GUARD(in_limitation, "limitation", "行政处罚法第三十六条第一款", ERR_RULE, "违法行为在时效内未被发现，不再给予行政处罚（时效起止、发现日期：{}）",
      "The act was not found within its limitation: no penalty any more (from – until, found: {})");
GUARD_OF_ACT(filed_behind_act, "filed_behind_act", "行政处罚法第五十四条第二款", "/happened_on", ERR_RULE, "立案不得早于违法行为发生、发现之日（{}）",
             "A case is not filed before the act was done and found ({})");
GUARD_OF_ACT(days_given, "days_given", "行政处罚法第六十条", "/days", ERR_INVALID, "延长的天数应当大于零",
             "The extension must be longer than zero days");
GUARD_OF_ACT(basis_cited, "basis_cited", "行政处罚法第六十条", "/basis", ERR_INVALID,
             "延长、中止应当有法律、法规或者规章的规定：写明名称和条款，如《行政处罚法》第六十条",
             "Only a law, regulation or rule lengthens or suspends the term: name it with its article, such as 《行政处罚法》第六十条");
GUARD_OF_ACT(days_bounded, "days_bounded", "行政处罚法第六十条", "/days", ERR_RULE, "一次延长不得超过{}天",
             "One extension is {} days at the most");
GUARD(officers_certified, "officers_certified", "行政处罚法第四十二条第一款", ERR_RULE,
      "当日持有效执法证件的承办人员只有{}名，少于法定人数",
      "Only {} officers of the case hold a certificate valid on that day; the law asks for more",
      "officers_changed");
GUARD_OF_ACT(officer_of_case, "officer_of_case", "行政处罚法第四十三条第二款", "/person_id", ERR_RULE,
             "申请回避的对象应当是本案承办人员", "Recusal is asked of an officer of the case");
GUARD(recusal_open, "recusal_requested", "行政处罚法第四十三条第三款", ERR_RULE, "没有待决定的回避申请",
      "No request for recusal waits for a decision", "recusal_requested");
GUARD(recusal_settled, "recusal_settled", "行政处罚法第四十三条第三款", ERR_RULE,
      "回避申请尚未决定，或者应当回避的人员尚未更换",
      "A recusal is not decided yet, or the officer recused is not replaced yet", "recusal_decided",
      "officers_changed");
GUARD_OF_ACT(
    officers_given_fit, "officers_fit", "行政处罚法第四十二条第一款", "/officers", ERR_RULE,
    "所列人员中只有{}名是承办单位当日持有效执法证件的人员，应当全部具备资格且不少于法定人数",
    "Only {} of those named serve in the handling unit with a certificate valid on that day; all must, "
    "and as many as the law asks for");
GUARD_OF_ACT(recused_left_out, "recused_left_out", "行政处罚法第四十三条第一款", "/officers", ERR_RULE,
             "已决定回避的人员不得继续承办本案", "An officer who was recused may not stay on the case");
GUARD(lead_corrects_decided, "lead_corrects_decided", "行政处罚法第五十七条第一款", ERR_FORBIDDEN,
      "处罚决定已经作出，案件信息由负责人更正", "A decision was made on it: the lead corrects the case");
GUARD_OF_ACT(officers_unused, "officers_changed", "行政处罚法第四十三条第三款", "/officers", ERR_RULE,
             "案件已经办理，不能以更正改动承办人员；应当办理更换承办人员", "The case is being handled: its officers are changed, not corrected",
             "officers_changed");
GUARD(recused_replaced, "recused_replaced", "行政处罚法第四十三条第一款", ERR_RULE, "应当回避的人员尚未更换，更换前不得继续调查",
      "The officer recused is not replaced yet; until then the investigation rests", "officers_changed");
GUARD_OF_ACT(reviewer_qualified, "reviewer_qualified", "行政处罚法第五十八条第二款", "/person_id", ERR_RULE,
             "该人员未登记法制审核资格；初次从事法制审核的，应当取得法律职业资格",
             "The reviewer is not entered as qualified; whoever reviews for the first time needs the legal-profession qualification");
GUARD_OF_ACT(reviewer_apart, "reviewer_apart", "行政处罚法第五十八条第一款", "/person_id", ERR_RULE,
             "承办过本案的人员不得进行法制审核", "Whoever handled the case may not review it");
GUARD(evidence_on_file, "evidence_on_file", "行政处罚法第五十四条第一款", ERR_RULE, "尚未登记证据，不能终结调查",
      "No evidence is registered; the investigation cannot be concluded", "evidence_registered");
GUARD(preservation_open, "preservation_ordered", "行政处罚法第五十六条", ERR_RULE, "没有待处理的先行登记保存",
      "No registered preservation waits for its disposal", "preservation_ordered");
GUARD(preservation_settled, "preservation_disposed", "行政处罚法第五十六条", ERR_RULE,
      "先行登记保存的证据尚未作出处理决定", "What was preserved as evidence is not disposed of yet",
      "preservation_disposed");
GUARD_OF_ACT(term_given, "term_given", "行政处罚法第二十八条第一款", "/until", ERR_INVALID,
             "责令改正应当给出一个期限（天数，或者晚于责令之日的日期）",
             "An order to correct gives one term: days, or a day after that of the order");
GUARD(order_given, "correction_ordered", "行政处罚法第二十八条第一款", ERR_RULE, "尚未责令改正，没有可复查的事项",
      "Nothing was ordered to be put right yet", "correction_ordered", "decided");

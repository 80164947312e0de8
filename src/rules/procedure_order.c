/* Which acts answer which: an answer is not dated before what it answers. The steps of a case have their order by its
 * state and the days in the row (procedure_table.c); this is what comes about beside them. */
#include "judging.h"

#include <string.h>

#define WORDS(...) (const char *const[]){__VA_ARGS__, NULL}

/* What is answered may be there several times and is answered one by one; what is concluded is all of it over. */
static const struct {
        const char *kind;
        const char *const *answers, *const *concludes;
} orders[] = {
        {"filing_refused", NULL, WORDS("preservation_disposed")},
        {"recusal_decided", WORDS("recusal_requested"), NULL},
        {"preservation_disposed", NULL, WORDS("preservation_ordered")},
        {"preservation_ordered", NULL, WORDS("preservation_disposed")},
        {"reinspected", WORDS("correction_ordered"), WORDS("reinspected")}, /* what counts is the last */
        {"investigated", NULL, WORDS("evidence_registered")},
        {"legal_reviewed", WORDS("legal_review_requested"), NULL},
        {"defence_heard", NULL, WORDS("notice_served")},
        {"defence_rechecked", NULL, WORDS("defence_heard")},
        {"defence_waived", NULL, WORDS("notice_served")},
        {"hearing_requested", NULL, WORDS("hearing_told")},
        {"hearing_waived", NULL, WORDS("hearing_told")},
        {"hearing_noticed", NULL, WORDS("hearing_requested")},
        {"hearing_held", NULL, WORDS("hearing_noticed")},
        {"decided", NULL,
         WORDS("notice_served", "defence_heard", "defence_rechecked", "defence_waived", "hearing_told", "hearing_held", "hearing_waived",
               "legal_reviewed", "discussed")},
        {"collection_handed_in", WORDS("paid"), NULL},
        {"collection_banked", WORDS("collection_handed_in"), NULL},
        {"court_ended", NULL, WORDS("court_applied")},
        {"reconsideration_ended", NULL, WORDS("reconsideration_accepted")},
        {"suit_accepted", NULL, WORDS("reconsideration_ended")},
        {"suit_ended", NULL, WORDS("suit_accepted")},
        {"disclosed", NULL, WORDS("disclosure_withdrawn")},
        {"disclosure_withdrawn", NULL, WORDS("disclosed")},
        {"reconsideration_accepted", NULL, WORDS("reconsideration_ended")},
        {"suspended", NULL, WORDS("resumed")},
        {"resumed", NULL, WORDS("suspended")},
        {"terminated", NULL, WORDS("preservation_disposed", "suspended")},
        {"transfer_decided", WORDS("transfer_proposed"), NULL},
        {"transferred", NULL, WORDS("transfer_decided", "preservation_disposed")},
        {"transfer_receipt", NULL, WORDS("transferred")},
        {"transfer_received", NULL, WORDS("transferred")},
        {"transfer_refused", NULL, WORDS("transferred")},
        {"transfer_review_requested", NULL, WORDS("transfer_refused")},
        {"transfer_review_answered", NULL, WORDS("transfer_review_requested")},
        {"transfer_supervision_proposed", NULL, WORDS("transfer_refused")},
        {"transfer_items_handed", NULL, WORDS("transferred", "transfer_received")},
        {"transfer_returned", NULL, WORDS("transferred")},
        {"joint_ended", WORDS("joint_started"), NULL},
        {"consultation_answered", WORDS("consulted"), NULL},
        {"supervision_ended", WORDS("supervised"), NULL},
        {"closed", NULL, WORDS("preservation_disposed", "court_ended", "reconsideration_ended", "suit_ended")},
        {"archived", NULL, WORDS("closed", "terminated", "transferred", "filing_refused")},
        {"reopened", NULL, WORDS("closed", "terminated")},
};

static bool is_of(const struct past_event *e, const char *kind, const struct act *act)
{
        return !e->corrected_away && !strcmp(e->kind, kind) && !(act->other_unit && e->about && strcmp(e->about, act->other_unit) != 0);
}

/* The first that no act of this kind has answered yet; all are answered: the last. */
static day_t waiting_since(const struct judging *j, const char *kind)
{
        const struct past_event *answered = history_last(j->history, j->row->kind);
        size_t from = answered ? (size_t)(answered - j->history->events) : 0;
        day_t last = DAY_NONE;

        for (size_t i = 0; i < j->history->n; i++)
                if (is_of(&j->history->events[i], kind, j->act)) {
                        last = j->history->events[i].happened_on;
                        if (i >= from)
                                break;
                }
        return last;
}

/* The latest of them, which is not the last one recorded where some are entered late. */
static day_t over_since(const struct judging *j, const char *kind)
{
        day_t latest = DAY_NONE;

        for (size_t i = 0; i < j->history->n; i++) {
                const struct past_event *e = &j->history->events[i];

                if (!e->corrected_away && !strcmp(e->kind, kind) && e->happened_on > latest)
                        latest = e->happened_on;
        }
        return latest;
}

static day_t latest_of(const struct judging *j, const char *const *kinds, day_t (*since)(const struct judging *, const char *))
{
        day_t latest = DAY_NONE;

        for (; kinds && *kinds; kinds++) {
                day_t d = since(j, *kinds);

                latest = d > latest ? d : latest;
        }
        return latest;
}

day_t judging_answers_since(const struct judging *j)
{
        for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
                if (!strcmp(orders[i].kind, j->row->kind)) {
                        day_t answers = latest_of(j, orders[i].answers, waiting_since);
                        day_t concludes = latest_of(j, orders[i].concludes, over_since);

                        return answers > concludes ? answers : concludes;
                }
        return DAY_NONE;
}

static const char *const *of_kind(const char *kind, bool answers)
{
        for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
                if (!strcmp(orders[i].kind, kind))
                        return answers ? orders[i].answers : orders[i].concludes;
        return NULL;
}

const char *const *procedure_answers(const char *kind)
{
        return of_kind(kind, true);
}

const char *const *procedure_concludes(const char *kind)
{
        return of_kind(kind, false);
}

/* Guards of what happens between units: moving a case, handling it jointly, asking above and being supervised. */
#include "judging.h"

#include <string.h>

static bool unit_is_other(struct judging *j)
{
        return j->facts->unit_is_other;
}

/* What is asked of an authority that is no unit of ours names none. */
static bool unit_is_above(struct judging *j)
{
        return !j->act->other_unit || (j->facts->unit_is_other && j->facts->unit_is_above);
}

/* ---- moving ---- */

static bool move_proposed(struct judging *j)
{
        const struct history *h = j->history;

        return history_later(h, "unit_transfer_proposed", "unit_transfer_accepted") &&
               history_later(h, "unit_transfer_proposed", "unit_transfer_refused") &&
               history_later(h, "unit_transfer_proposed", "unit_transfer_withdrawn");
}

static bool move_settled(struct judging *j)
{
        return !move_proposed(j);
}

/* What takes a case out of hand or into it again counts for the unit that has it: never before it came there. */
static bool since_move(struct judging *j)
{
        const struct past_event *moved = history_last(j->history, "unit_transfer_accepted");

        j->found = moved ? judging_day(j, moved->happened_on) : NULL;
        return !moved || j->act->happened_on >= moved->happened_on;
}

/* ---- together ---- */

static bool joint_once(struct judging *j)
{
        return !code_among(j->facts->opened_there, "joint");
}

static bool joint_bounded(struct judging *j)
{
        day_t last = j->act->happened_on + (day_t)j->limits->joint_days_max;

        j->found = judging_day(j, last);
        return j->act->until > j->act->happened_on && j->act->until <= last;
}

static bool joint_open(struct judging *j)
{
        return code_among(j->asking ? j->facts->opened : j->facts->opened_there, "joint");
}

/* ---- above ---- */

static bool consultation_open(struct judging *j)
{
        return history_later(j->history, "consulted", "consultation_answered");
}

static bool supervision_open(struct judging *j)
{
        return history_later(j->history, "supervised", "supervision_ended");
}

GUARD_OF_ACT(unit_is_other, "unit_is_other", NULL, "/other_unit_id", ERR_INVALID,
             "相关单位应当是本系统内在用的其他单位", "The other unit is one at work here, and not the one that holds the case");
GUARD_OF_ACT(unit_is_above, "unit_is_above", NULL, "/other_unit_id", ERR_INVALID,
             "请示、督办的单位应当是市级单位", "The unit asked, or supervising, is the city's office");
GUARD(move_settled, "unit_transfer_answered", "行政处罚法第二十五条第二款", ERR_RULE,
      "移送其他单位的提请尚未答复，应当先接收、不予接收或者撤回",
      "A proposal to transfer the case to another unit is not answered; it is accepted, refused or withdrawn first",
      "unit_transfer_accepted", "unit_transfer_refused", "unit_transfer_withdrawn");
GUARD(move_proposed, "unit_transfer_proposed", "行政处罚法第二十五条第二款", ERR_RULE, "没有待答复的移送提请",
      "No proposal to transfer the case waits for an answer", "unit_transfer_proposed");
GUARD_OF_ACT(since_move, "since_move", NULL, "/happened_on", ERR_RULE, "日期不得早于本单位接收案件之日（{}）",
             "The day may not be earlier than the one on which this unit took the case over ({})");
GUARD_OF_ACT(joint_once, "joint_once", "行政处罚法第二十六条", "/other_unit_id", ERR_RULE, "该单位已经在联合办理本案",
             "This unit handles the case jointly already");
GUARD_OF_ACT(joint_bounded, "joint_bounded", "行政处罚法第二十六条", "/until", ERR_RULE,
             "联合办理应当有期限：晚于开始之日，最迟至{}",
             "Joint handling ends on a day after it started, and by {} at the latest");
GUARD(joint_open, "joint_started", "行政处罚法第二十六条", ERR_RULE, "没有正在进行的联合办理",
      "Nothing is handled jointly with that unit now", "joint_started");
GUARD(consultation_open, "consulted", NULL, ERR_RULE, "没有待答复的请示", "Nothing that was asked waits for an answer",
      "consulted");
GUARD(supervision_open, "supervised", NULL, ERR_RULE, "本案没有被督办", "The case is not supervised", "supervised");

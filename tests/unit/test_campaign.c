#include "rules/campaign.h"
#include "unit.h"

#include <string.h>

/* A campaign with one file and one finding; what holds of one holds of each, for nothing that is done to one moves another. */
struct world {
        int campaign, file, finding;
};
enum { WORLDS = CAMPAIGN_STATE_COUNT * FILE_STATE_COUNT * FINDING_STATE_COUNT };

static int number_of(struct world w)
{
        return (w.campaign * FILE_STATE_COUNT + w.file) * FINDING_STATE_COUNT + w.finding;
}

static struct world world_of(int n)
{
        return (struct world){n / FINDING_STATE_COUNT / FILE_STATE_COUNT, n / FINDING_STATE_COUNT % FILE_STATE_COUNT,
                              n % FINDING_STATE_COUNT};
}

static bool is_end(struct world w)
{
        return w.campaign == CAMPAIGN_CLOSED || w.campaign == CAMPAIGN_CANCELLED;
}

/* Calls back with every world one step away; `unaided`: without steps that only time takes. */
static int next_worlds(struct world w, struct world *out)
{
        int n = 0;

        for (const struct campaign_step *s = campaign_steps; s->act; s++)
                if (s->from & STATE_BIT(w.campaign) && s->files & STATE_BIT(w.file) && s->findings & STATE_BIT(w.finding))
                        out[n++] = (struct world){s->to, w.file, w.finding};
        for (const struct campaign_step *s = file_steps; s->act; s++)
                if (s->from & STATE_BIT(w.file) && s->campaign & STATE_BIT(w.campaign))
                        out[n++] = (struct world){w.campaign, s->to, w.finding};
        for (const struct campaign_step *s = finding_steps; s->act; s++)
                if (s->from & STATE_BIT(w.finding) && s->campaign & STATE_BIT(w.campaign))
                        out[n++] = (struct world){w.campaign, w.file, s->to};
        return n;
}

static void reach(struct world from, bool *seen)
{
        struct world next[64];
        int n = next_worlds(from, next);

        seen[number_of(from)] = true;
        for (int i = 0; i < n; i++)
                if (!seen[number_of(next[i])])
                        reach(next[i], seen);
}

static bool ends(const bool *seen)
{
        for (int i = 0; i < WORLDS; i++)
                if (seen[i] && is_end(world_of(i)))
                        return true;
        return false;
}

START_TEST(from_wherever_a_campaign_can_come_there_is_a_way_to_its_end)
{
        bool seen[WORLDS] = {0};
        int n = 0;

        reach((struct world){CAMPAIGN_DRAFT, FILE_DRAWN, FINDING_FOUND}, seen);
        for (int i = 0; i < WORLDS; i++) {
                bool further[WORLDS] = {0};

                if (!seen[i])
                        continue;
                reach(world_of(i), further);
                ck_assert_msg(ends(further), "%d %d %d", world_of(i).campaign, world_of(i).file, world_of(i).finding);
                n++;
        }
        ck_assert_int_gt(n, 40);
}
END_TEST

static void all_reached(bool (*in)(struct world, int), int count)
{
        bool seen[WORLDS] = {0};

        reach((struct world){CAMPAIGN_DRAFT, FILE_DRAWN, FINDING_FOUND}, seen);
        for (int state = 0; state < count; state++) {
                bool found = false;

                for (int i = 0; i < WORLDS; i++)
                        found = found || (seen[i] && in(world_of(i), state));
                ck_assert_msg(found, "%d", state);
        }
}

static bool campaign_is(struct world w, int state)
{
        return w.campaign == state;
}
static bool file_is(struct world w, int state)
{
        return w.file == state;
}
static bool finding_is(struct world w, int state)
{
        return w.finding == state;
}

START_TEST(every_state_can_be_reached)
{
        all_reached(campaign_is, CAMPAIGN_STATE_COUNT);
        all_reached(file_is, FILE_STATE_COUNT);
        all_reached(finding_is, FINDING_STATE_COUNT);
}
END_TEST

START_TEST(a_report_leaves_no_finding_open_and_no_result_unsettled)
{
        bool seen[WORLDS] = {0};

        reach((struct world){CAMPAIGN_DRAFT, FILE_DRAWN, FINDING_FOUND}, seen);
        for (int i = 0; i < WORLDS; i++) {
                struct world w = world_of(i);

                if (!seen[i] || (w.campaign != CAMPAIGN_REPORTED && w.campaign != CAMPAIGN_CLOSED))
                        continue;
                ck_assert(w.file == FILE_FINAL || w.file == FILE_EXCUSED);
                ck_assert(w.finding == FINDING_DONE || w.finding == FINDING_EXPLAINED || w.finding == FINDING_DROPPED);
        }
}
END_TEST

START_TEST(nothing_leads_back_before_the_draw_or_out_of_an_end)
{
        for (const struct campaign_step *s = campaign_steps; s->act; s++) {
                ck_assert(!(s->from & (STATE_BIT(CAMPAIGN_CLOSED) | STATE_BIT(CAMPAIGN_CANCELLED))));
                for (int state = 0; state < CAMPAIGN_STATE_COUNT; state++)
                        if (s->from & STATE_BIT(state) && strcmp(s->act, "edit"))
                                ck_assert_int_gt(s->to, state);
        }
}
END_TEST

START_TEST(every_act_of_a_person_has_its_right_and_every_guard_its_reason)
{
        for (const struct campaign_step *s = campaign_steps; s->act; s++) {
                ck_assert_ptr_nonnull(s->permission);
                ck_assert(s->why_zh || (s->files == STATE_ANY && s->findings == STATE_ANY));
        }
        for (const struct campaign_step *s = file_steps; s->act; s++)
                ck_assert(s->permission || !strcmp(s->act, "lapse"));
        for (const struct campaign_step *s = finding_steps; s->act; s++)
                ck_assert(s->permission || !strcmp(s->act, "lapse") || !strcmp(s->act, "escalate"));
}
END_TEST

/* Each act in each state: open where the table says so, else refused with the state's name. */
START_TEST(an_act_is_judged_in_every_state_by_the_table)
{
        struct arena arena = {0};
        struct campaign_counts none = {0};

        for (const struct campaign_step *s = campaign_steps; s->act; s++)
                for (int state = 0; state < CAMPAIGN_STATE_COUNT; state++) {
                        struct fault f = {.arena = &arena};
                        const struct campaign_step *step;
                        err_t e = campaign_judge(s->act, campaign_state_codes[state], &none, &step, &f);

                        if (s->from & STATE_BIT(state))
                                ck_assert(e == OK && step == s);
                        else
                                ck_assert(e == ERR_RULE && f.zh && strstr(f.zh, campaign_state_terms[state].zh));
                }
        arena_free(&arena);
}
END_TEST

START_TEST(a_guard_tells_how_many_stand_in_the_way)
{
        struct arena arena = {0};
        struct fault f = {.arena = &arena};
        const struct campaign_step *step;
        struct campaign_counts counts = {.files = {[FILE_DRAWN] = 3, [FILE_ASSIGNED] = 40, [FILE_EXCUSED] = 1}};

        ck_assert_int_eq(campaign_judge("start", "drawn", &counts, &step, &f), ERR_RULE);
        ck_assert_str_eq(f.en, "Some files are not assigned yet (3)");
        counts.files[FILE_DRAWN] = 0;
        ck_assert_int_eq(campaign_judge("start", "drawn", &counts, &step, &f), OK);
        arena_free(&arena);
}
END_TEST

UNIT_MAIN("campaign", from_wherever_a_campaign_can_come_there_is_a_way_to_its_end, every_state_can_be_reached,
          a_report_leaves_no_finding_open_and_no_result_unsettled, nothing_leads_back_before_the_draw_or_out_of_an_end,
          every_act_of_a_person_has_its_right_and_every_guard_its_reason, an_act_is_judged_in_every_state_by_the_table,
          a_guard_tells_how_many_stand_in_the_way)

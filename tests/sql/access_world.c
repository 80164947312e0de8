#include "access_world.h"

#include "base/digest.h"
#include "db/handle.h"
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROLE_FROM_TO "update role_assignment set (valid_from, valid_to) = "

const struct person people[] = {
        {"officer of Huangpu", {{"officer", HUANGPU}}},
        {"lead of Huangpu", {{"lead", HUANGPU}}},
        {"legal reviewer of Huangpu", {{"legal_reviewer", HUANGPU}}},
        {"officer of Pudong", {{"officer", PUDONG}}},
        {"officer of both", {{"officer", HUANGPU}, {"officer", PUDONG}}},
        {"officer of Huangpu, legal reviewer of Pudong", {{"officer", HUANGPU}, {"legal_reviewer", PUDONG}}},
        {"legal department", {{"legal_department", HUANGPU}}},
        {"reviewer R1", {{"reviewer", HUANGPU}}, .is_r1 = true},
        {"reviewer R2", {{"reviewer", PUDONG}}},
        {"decider of objections", {{"decider", PUDONG}}},
        {"reviewer R1, who decides objections, too", {{"reviewer", HUANGPU}, {"decider", HUANGPU}}, .is_r1 = true},
        {"auditor", {{"auditor", HUANGPU}}},
        {"administrator", {{"administrator", HUANGPU}}},
        {"service account", {{"service", HUANGPU}}},
        {"person without a role", {{0}}, .no_role = true},
        {"officer whose role ended yesterday", {{"officer", HUANGPU}}, ROLE_FROM_TO "(anjuan_today() - 9, anjuan_today() - 1)",
         .no_role = true},
        {"officer whose role ends today", {{"officer", HUANGPU}}, ROLE_FROM_TO "(anjuan_today() - 9, anjuan_today())"},
        {"officer whose role begins today", {{"officer", HUANGPU}}, ROLE_FROM_TO "(anjuan_today(), null)"},
        {"officer whose role begins tomorrow", {{"officer", HUANGPU}}, ROLE_FROM_TO "(anjuan_today() + 1, null)", .no_role = true},
        {"reviewer R1 whose role ended", {{"reviewer", HUANGPU}}, ROLE_FROM_TO "(anjuan_today() - 9, anjuan_today() - 1)",
         .no_role = true, .is_r1 = true},
        {"officer who is disabled", {{"officer", HUANGPU}}, "update person set disabled_at = now()", .no_session = true},
        {"auditor who is disabled", {{"auditor", HUANGPU}}, "update person set disabled_at = now()", .no_session = true},
        {"officer whose session ran out", {{"officer", HUANGPU}}, "update session set expires_at = now()", .no_session = true},
        {"officer who was idle too long", {{"officer", HUANGPU}},
         "update session set last_seen_at = now() - make_interval(secs => idle_seconds)", .no_session = true},
        {"auditor who signed out", {{"auditor", HUANGPU}}, "delete from session", .no_session = true},
        {"nobody", {{0}}, .no_session = true},
        {"jobs role before begin_job", {{0}}, .job = "", .no_session = true},
        {"import job", {{"job_import", HUANGPU}}, .job = "import"},
        {"set-up job", {{"job_setup", HUANGPU}}, .job = "setup"},
        {"background job", {{"job_background", HUANGPU}}, .job = "background"},
        {0},
};

static const char *const unit_code[] = {"310101", "310115"};
static const char *const unit_name[] = {"Huangpu", "Pudong"};
static const char *const review_name[] = {"not under review", "under review", "reviewed", "whose review was withdrawn",
                                          "proposed to the other", "refused by the other", "come from the other", "handled jointly",
                                          "no longer handled jointly", "whose joint handling is over", "supervised by the other",
                                          "with the police", "drawn in a blind campaign", "reviewed blind by R1", "reviewed by R1 in an open campaign",
                                          "reviewed blind by R1, and objected to"};

#define R1 "00000009-0000-7000-8000-0000000000f1"
#define R2 "00000009-0000-7000-8000-0000000000f2"

const char *slot_name(const struct slot *s)
{
        return s ? text("a case of %s %s", unit_name[s->unit], review_name[s->review]) : "any";
}

/* Ids say what they are: the first digits the kind, the last two the slot. */
static const char *id(unsigned int kind, const struct slot *s)
{
        return text("%08x-0000-7000-8000-0000000000%d%x", kind, (int)s->unit, (unsigned int)s->review);
}

static const char *id_of(const struct person *p)
{
        if (p->job)
                return *p->job ? text("01900000-0000-7000-8000-0000000000a%d", *p->job == 'i' ? 1 : *p->job == 's' ? 2 : 3) : R2;
        return p->is_r1 ? R1 : text("00000009-0000-7000-8000-0000000000%02x", (unsigned int)(p - people));
}

static const char *value_of(const char *name, size_t n, const struct slot *s, const struct person *p)
{
        static const struct slot none = {HUANGPU, UNREVIEWED};
        struct slot here = s ? *s : none, there = here;
        bool other = n && name[n - 1] == '+';
        static const struct {
                const char *name;
                unsigned int kind;
        } kinds[] = {{"case", 0xca5e}, {"clue", 0xc1}, {"party", 0xba}, {"event", 0xe}, {"review", 0x4e}, {"assignment", 0xa}, {"document", 0xd0}, {"transfer", 0x7f}, {"inspection", 0x15},
                     {"campaign", 0xca3}, {"sheet", 0x5e}};

        there.unit = here.unit == HUANGPU ? PUDONG : HUANGPU;
        n -= other;
        if (!strncmp(name, "unit", n) && n == 4)
                return unit_code[other ? there.unit : here.unit];
        if (!strncmp(name, "me", n) && n == 2)
                return id_of(p);
        if (!strncmp(name, "freeze", n))
                return "0000000f-0000-7000-8000-000000000000";
        if (!strncmp(name, "r1", n) || !strncmp(name, "r2", n))
                return name[1] == '1' ? R1 : R2;
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
                if (!strncmp(kinds[i].name, name, n) && strlen(kinds[i].name) == n)
                        return id(kinds[i].kind, other ? &there : &here);
        ck_abort_msg("no such placeholder: %s", name);
        return NULL;
}

/* Other braces are JSON. */
const char *fill(const char *statement, const struct slot *s, const struct person *p)
{
        const char *out = "", *open;

        while ((open = strchr(statement, '{'))) {
                size_t n = strspn(open + 1, "abcdefghijklmnopqrstuvwxyz0123456789_+");
                bool is_one = n && open[n + 1] == '}';

                out = text("%s%.*s%s", out, (int)(open - statement), statement, is_one ? value_of(open + 1, n, s, p) : "{");
                statement = open + (is_one ? n + 2 : 1);
        }
        return text("%s%s", out, statement);
}

/* ---- rows ---- */

static const char case_rows[] =
        "insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, filed_on, state, recorded_by, facts,"
        " cause_code, occurred_on, place, outcome, decided_on, fine_fen, event_count)"
        " values ('{case}', '{unit}', '{unit}', '{case}', '甲公司涉嫌违法案', 'ordinary', 'inspection', '2026-01-05', 'closed', '{r2}', '竖井堆物，另见{case+}',"
        " '04', '2026-01-02', '甲路1号', 'penalty', '2026-01-09', 100, 1);"
        "insert into clue (clue_id, unit_id, source, received_on, title, recorded_by)"
        " values ('{clue}', '{unit}', 'hotline', '2026-01-04', '来电', '{r2}');"
        "insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by) values ('{clue}', 1, '{unit}', '{unit}', 'registered', '2026-01-04', '{r2}');"
        "insert into clue_deadline (clue_id, code, nth, unit_id, term_version, law_version, started_by, start_on, due_on, state, party_right, provisional, explanation)"
        " values ('{clue}', 'clue_verify', 1, '{unit}', 1, 1, 'registered', '2026-01-04', '2026-01-19', 'open', false, false, '[]');"
        "insert into inspection (inspection_id, unit_id, kind, trigger, object_name, inspected_on, problem_found, recorded_by)"
        " values ('{inspection}', '{unit}', 'maintenance', 'planned', '甲公司', '2026-01-04', true, '{r2}');"
        "update clue set inspection_id = '{inspection}', system = 'x', external_id = '{clue}' where clue_id = '{clue}';"
        "insert into case_party (party_id, case_id, unit_id, position, kind, name, credit_code)"
        " values ('{party}', '{case}', '{unit}', 1, 'organisation', '甲公司', '91310115MA1H8R7C67');"
        "insert into case_officer (case_id, unit_id, person_id, from_on) values ('{case}', '{unit}', '{r1}', '2026-01-05');"
        "insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by)"
        " values ('{event}', '{case}', '{unit}', '{unit}', 1, 1, 'filed', '2026-01-05', '{r2}');"
        "insert into case_penalty (event_id, position, case_id, unit_id, kind) values ('{event}', 1, '{case}', '{unit}', 'warning');"
        "insert into case_deadline (case_id, unit_id, code, nth, term_version, law_version, started_by, start_on, count_from, due_on, state, party_right,"
        " provisional, explanation) values ('{case}', '{unit}', 'decision', 1, 1, 1, 'filed', '2026-01-05', '2026-01-05', '2026-04-05', 'open', false, false, '[]');"
        "insert into deadline_change (case_id, unit_id, code, nth, cause) values ('{case}', '{unit}', 'decision', 1, 'act');"
        "insert into case_was (case_id, version, unit_id, xid, was) values ('{case}', 1, '{unit}', anjuan_xid(), '{}');"
        "insert into case_party_was (case_id, position, until_version, unit_id, kind, name) values ('{case}', 1, 2, '{unit}', 'person', '乙');"
        "insert into case_officer_was (case_id, person_id, until_version, unit_id) values ('{case}', '{r1}', 2, '{unit}');"
        "insert into document_number (unit_id, kind, number, year, document_id, recorded_by) values ('{unit}', 'penalty', '{case}', 2026, '{document}', '{r2}');"
        "insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, number_unit_id, number_kind, number, title, made_on, recorded_by)"
        " values ('{case}', '{document}', '{unit}', '{unit}', 'penalty_decision', '{unit}', 'penalty', '{case}', '决定书', '2026-01-05', '{r2}');"
        "insert into case_document_change (case_id, document_id, version, unit_id, changed, reason, changed_by)"
        " values ('{case}', '{document}', 2, '{unit}', '{}', '错', '{r2}');"
        "insert into import_record (case_id, sha256, run_id) select '{case}', '', run_id from import_run;"
        "insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)"
        " values ('{assignment}', '01920000-0000-7000-8000-000000000001', '{unit}', 'officer', '2020-01-01');"
        "insert into campaign_stratum (campaign_id, unit_id, key, closed, drawn, files)"
        " select campaign_id, '{unit}', '', 0, 0, '{}' from campaign where title = 'whole' on conflict do nothing;"
        "insert into campaign_unit_result (campaign_id, unit_id, closed, drawn, reviewed, excellent, pass, fail, special)"
        " select campaign_id, '{unit}', 0, 0, 0, 0, 0, 0, 0 from campaign where title = 'whole' on conflict do nothing;"
        "insert into campaign_file (campaign_id, case_id, unit_id, at_unit_id, key, kind, rank, added_by)"
        " select campaign_id, '{case}', '{unit}', '{unit}', '', 'drawn', 1, '{r2}' from campaign where title = 'whole';"
        "insert into review_bar (campaign_id, case_id, unit_id, person_id, kind, reason, recorded_by)"
        " select campaign_id, '{case}', '{unit}', '{r2}', 'declared', 'x', '{r2}' from campaign where title = 'whole';"
        "insert into campaign_finding (campaign_id, case_id, unit_id, item_code, at_unit_id, veto, deduction, remark)"
        " select campaign_id, '{case}', '{unit}', 'A', '{unit}', false, 100, '' from campaign where title = 'whole';"
        "insert into campaign_finding_act (campaign_id, case_id, unit_id, item_code, seq, at_unit_id, act, recorded_by)"
        " select campaign_id, '{case}', '{unit}', 'A', 1, '{unit}', 'notify', '{r2}' from campaign where title = 'whole';"
        "insert into campaign_objection (campaign_id, case_id, unit_id, at_unit_id, items, reason, raised_by, was_score, was_vetoed, was_grade)"
        " select campaign_id, '{case}', '{unit}', '{unit}', array['A'], '', '{r2}', 9000, false, 'excellent' from campaign where title = 'whole';"
        "insert into campaign_deadline (campaign_id, case_id, unit_id, code, nth, at_unit_id, start_on, length, working, law_version, due_on, provisional, explanation)"
        " select campaign_id, '{case}', '{unit}', 'objection', 1, '{unit}', '2026-01-05', 1, true, 1, '2026-01-06', false, '[]' from campaign where title = 'whole';"
        "insert into quarter_freeze_row (freeze_id, unit_id, position, figures)"
        " select freeze_id, '{unit}', 1, '{}' from quarter_freeze on conflict do nothing;"
        "insert into quarter_line (freeze_id, position, unit_id, line, sha256) select freeze_id, 1 + ascii(right('{unit}', 1)), '{unit}', '', '' from quarter_freeze"
        " on conflict do nothing;"
        "insert into quarter_ledger (freeze_id, line, unit_id, indicator, sub, of_what, why) select freeze_id, ascii(right('{unit}', 1)), '{unit}', 'x', '', 'cell', 'made'"
        " from quarter_freeze on conflict do nothing;"
        "insert into quarter_note (quarter, unit_id, indicator, version, note, written_by) values ('2020Q1', '{unit}', 'filed', 1, 'x', '{r2}') on conflict do nothing;"
        "insert into quarter_member (freeze_id, indicator, unit_id, sub, of_what, object_id, n, value)"
        " select freeze_id, 'x', '{unit}', '', 'clue', '{clue}', 1, 1 from quarter_freeze on conflict do nothing;"
        "insert into case_subject_was values ('{case}', '{unit}', 1, '{unit}');"
        "insert into quarter_confirmation (confirmation_id, quarter, unit_id, result, sha256, said_by)"
        " values (gen_random_uuid(), '2020Q1', '{unit}', 'confirmed', '', '{r2}')";

static const char review_rows[] =
        "insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by)"
        " select '{review}', '{case}', '{unit}', checklist_id, '{r1}', '{r2}' from checklist where code = 'default' limit 1;"
        "insert into review_answer (review_id, item_code, case_id, unit_id, answer)"
        " select '{review}', 'V01', '{case}', '{unit}', 'no_defect'";

#define A_MOVE(from, to, state, answered, first, last)                                                                         \
        "insert into case_move (transfer_id, case_id, unit_id, from_unit_id, to_unit_id, state, proposed_on, answered_on, basis, reason, number," \
        " procedure, filed_on, case_state, first_seq, last_seq) values ('{transfer}', '{case}', '{unit}', '" from "', '" to "', '" state \
        "', '2026-01-06', " answered ", '', '', '', 'ordinary', '2026-01-05', 'filed', " first ", " last ");"
#define AN_ACCESS(why, until, ended)                                                                                          \
        "insert into case_access (access_id, case_id, unit_id, to_unit_id, why, purpose, from_on, until_on, ended_on, ended_by, filed_on)" \
        " select '{transfer}', '{case}', '{unit}', '{unit+}', '" why "', '', '2026-01-06', " until ", " ended ", case when " ended           \
        " is not null then 'joint_ended' end, '2026-01-05'"

/* What there is between the two districts. */
static const char *const between[N_REVIEWS] = {
        [PROPOSED] = A_MOVE("{unit}", "{unit+}", "proposed", "null", "null", "null"),
        [REFUSED] = A_MOVE("{unit}", "{unit+}", "refused", "date '2026-01-08'", "null", "null"),
        [MOVED] = A_MOVE("{unit+}", "{unit}", "accepted", "date '2026-01-08'", "1", "1"),
        [JOINT] = AN_ACCESS("joint", "anjuan_today()", "null::date"),
        [JOINT_ENDED] = AN_ACCESS("joint", "anjuan_today() + 9", "date '2026-01-08'"),
        [JOINT_OVER] = AN_ACCESS("joint", "anjuan_today() - 1", "null::date"),
        [SUPERVISED] = AN_ACCESS("supervised", "null::date", "null::date"),
        [TO_POLICE] = "update case_file set state = 'transferred' where case_id = '{case}'",
};

/* A file of a campaign of its own: drawn; under review by R1; reviewed by R1 and objected to. */
#define A_CAMPAIGN(state, blind, file, more, values)                                                                          \
        "insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit," \
        " by_average, objection_days, recheck_days, rectification_days, created_by, commitment, committed_at, frozen_at, head, population_sha256, drawn_at)" \
        " select '{campaign}', '{unit}', '" state "', checklist_id, '2025-01-01', '2025-12-31', 1, 0, 0, " blind ", 0, true, 5, 10, 30, '{r2}', 'x', now(), now()," \
        " '{}', 'x', now() from checklist where code = 'default' and version = 2;"                                                     \
        "insert into campaign_file (campaign_id, case_id, unit_id, at_unit_id, key, kind, rank, added_by, state" more ")"           \
        " values ('{campaign}', '{case}', '{unit}', '{unit}', '', 'drawn', 1, '{r2}', '" file "'" values ");"
#define A_SHEET                                                                                                               \
        "insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, campaign_id)"                     \
        " select '{sheet}', '{case}', '{unit}', checklist_id, '{r1}', '{r2}', campaign_id from campaign where campaign_id = '{campaign}';" \
        "insert into review_answer (review_id, item_code, case_id, answer) values ('{sheet}', 'V01', '{case}', 'no_defect');"
static const char *const campaigns[N_REVIEWS] = {
        [SHEET_DRAWN] = A_CAMPAIGN("drawn", "true", "drawn", "", ""),
        [SHEET_BLIND] = A_CAMPAIGN("reviewing", "true", "assigned", ", wants", ", 1") A_SHEET,
        [SHEET_OPEN] = A_CAMPAIGN("reviewing", "false", "assigned", ", wants", ", 1") A_SHEET,
        [SHEET_OBJECTED] = A_CAMPAIGN("reviewing", "true", "assigned", ", wants", ", 1") A_SHEET
        "update review set state = 'submitted', submitted_at = now(), score = 9000, vetoed = false, grade = 'excellent' where review_id = '{sheet}';"
        "update campaign_file set state = 'scored', score = 9000, vetoed = false, grade = 'excellent', settled_by = 'single', scored_at = now(), trace = '{}'"
        " where campaign_id = '{campaign}'; update campaign set state = 'feedback' where campaign_id = '{campaign}';"
        "update campaign_file set state = 'objected' where campaign_id = '{campaign}';"
        "insert into campaign_finding (campaign_id, case_id, unit_id, item_code, at_unit_id, veto, deduction, remark)"
        " values ('{campaign}', '{case}', '{unit}', 'A', '{unit}', false, 100, '');"
        "insert into campaign_finding_act (campaign_id, case_id, unit_id, item_code, seq, at_unit_id, act, recorded_by)"
        " values ('{campaign}', '{case}', '{unit}', 'A', 1, '{unit}', 'reduce', '{r2}');"
        "insert into campaign_objection (campaign_id, case_id, unit_id, at_unit_id, items, reason, raised_by, was_score, was_vetoed, was_grade)"
        " values ('{campaign}', '{case}', '{unit}', '{unit}', array['A'], '', '{r2}', 9000, false, 'excellent');"
        "insert into campaign_deadline (campaign_id, case_id, unit_id, code, nth, at_unit_id, start_on, length, working, law_version, due_on, provisional, explanation)"
        " values ('{campaign}', '{case}', '{unit}', 'objection_decision', 1, '{unit}', '2026-01-05', 1, true, 1, '2026-01-06', false, '[]')",
};

static const char *const review_ends[] = {
        [ASSIGNED] = "select 1",
        [SUBMITTED] = "update review set state = 'submitted', submitted_at = now(), score = 9500, vetoed = false, grade = 'excellent'"
                      " where review_id = '{review}'",
        [WITHDRAWN] = "update review set state = 'withdrawn', withdrawn_at = now(), withdrawn_by = '{r2}', withdrawn_reason = '改派'"
                      " where review_id = '{review}'",
};

static const char house_rows[] =
        "insert into person (person_id, login, name) values ('{r1}', 'r1', '评查员一'), ('{r2}', 'r2', '评查员二'),"
        " ('00000009-0000-7000-8000-0000000000f3', 'r3', '评查员三');"
        "insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)"
        " values (gen_random_uuid(), '00000009-0000-7000-8000-0000000000f3', 'city', 'reviewer', '2020-01-01');"
        "insert into checklist (checklist_id, code, version, title_zh, title_en, state, excellent_min, pass_min)"
        " values (gen_random_uuid(), 'draft', 1, '草案', 'draft', 'draft', 90, 60);"
        "insert into checklist_item (checklist_id, item_code, position, stage, kind, points, step, text_zh, text_en)"
        " select checklist_id, 'D', 1, 'filing', 'scored', 100, 50, '项', 'item' from checklist where code = 'draft';"
        "insert into checklist_rule (checklist_id, item_code, rule_code, position, points, each, text_zh, text_en)"
        " select checklist_id, 'D', 'gap', 1, 50, true, '缺', 'a gap' from checklist where code = 'draft';"
        "insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit,"
        " by_average, objection_days, recheck_days, rectification_days, created_by, commitment, committed_at, frozen_at, head, population_sha256,"
        " drawn_at) select gen_random_uuid(), t, case when t in ('whole', 'empty') then 'reported' else t end, checklist_id, '2025-01-01', '2025-12-31', 1, 0, 0, true, 0, true, 5, 10, 30, '{r2}', 'x',"
        " now(), now(), '{}', 'x', now() from checklist, unnest(array['whole', 'empty', 'reviewing', 'feedback']) t where code = 'default' and version = 2;"
        "insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit,"
        " by_average, objection_days, recheck_days, rectification_days, created_by, commitment, committed_at, frozen_at, head, population_sha256)"
        " select gen_random_uuid(), t, t, checklist_id, '2025-01-01', '2025-12-31', 1, 0, 0, true, 0, true, 5, 10, 30, '{r2}', c, a, f, h, h"
        " from checklist, (values ('draft', null, null, null, null), ('committed', 'c0ffee', now(), null, null), ('frozen', 'c', now(), now(), '{}'))"
        " v(t, c, a, f, h) where code = 'default' and version = 2;"
        "insert into campaign_secret select campaign_id, sha256('x') from campaign where state <> 'draft';"
        "select set_config('anjuan.noted', 'c0ffee', true), audit_add('ok', array(select campaign_id from campaign where state = 'committed'));"
        "select set_config('anjuan.noted', '', true);"
        "insert into campaign_reveal select campaign_id, 'x', 'x', '{r2}' from campaign where state = 'reported';"
        "insert into campaign_summary (campaign_id, closed, drawn, reviewed, agreement) select campaign_id, 0, 0, 0, '{}' from campaign where title = 'whole';"
        "insert into campaign_event (campaign_id, seq, act, recorded_by) select campaign_id, 1, 'draft', '{r2}' from campaign;"
        "insert into import_run (run_id, system, kind, map_sha256, files) values (gen_random_uuid(), 'x', 'cases', '', '[]');"
        "insert into quarter_freeze (freeze_id, quarter, version, frozen_by, snapshot, position, definitions, head, total, sha256)"
        " values ('{freeze}', '2020Q1', 1, '{r1}', '1:1:', 0, 1, '{}', '{}', '');"
        "insert into count_delta values ('310101', '2020-01-01', 'closed', 1);"
        "insert into quarter_line (freeze_id, position, line, sha256) values ('{freeze}', 1, '', '');"
        "insert into signing_key values (repeat('1', 64), '');"
        "insert into assessment (assessment_id, year, edition, title, task, publishes, created_by) select gen_random_uuid(), 2020, n, 'x', 'x', 'own', '{r2}' from generate_series(1, 3) n;"
        "insert into assessment_item (assessment_id, code, position, name_zh, name_en, source, figure, weight, full_at, zero_at)"
        " select assessment_id, code, 1, 'x', 'x', 'indicator', 'filed', 1, 1, 0 from assessment, unnest(array['A', 'C']) code;"
        "insert into assessment_target select assessment_id, 'A', u, 1, 0 from assessment, unnest(array['310101', '310115']) u where edition in (1, 2);"
        "update assessment set state = 'published', published_at = now(), published_by = '{r2}' where edition = 1;"
        "insert into assessment_run (run_id, assessment_id, quarter, made_by, published_at) select gen_random_uuid(), assessment_id, '2020Q4', '{r2}', p"
        " from assessment, unnest(array[now(), null]) p where edition = 1;"
        "insert into assessment_unit select run_id, u, 1, 1, 1 from assessment_run, unnest(array['310101', '310115']) u where published_at is not null;"
        "insert into assessment_point select run_id, unit_id, 'A', 1, 1, 1, 0, 1, '', '{}' from assessment_unit;"
        "insert into quarter_note (quarter, indicator, version, note, written_by) values ('2020Q1', 'filed', 1, 'x', '{r2}');"
        "insert into quarter_period (quarter, state, made_by) values ('2020Q1', 'frozen', '{r1}'), ('2020Q2', 'closing', '{r2}'), ('2020Q3', 'closing', '{r2}');"
        "insert into number_counter values ('310101', 'case', 2020, 1); insert into signin_attempt (login_hash, source) values ('', '');"
        "insert into idempotency values ('{r1}', 'createCase', 'the-key-of-r1', '', 201, '{\"case_id\":1}');"
        "insert into credential values ('{r2}', '\\x00112233445566778899aabbccddeeff', 1, 1, sha256('\\xaa'));"
        "insert into session (token_hash, person_id, expires_at, idle_seconds, source)"
        " values (decode(repeat('ee', 32), 'hex'), '{r2}', now() + interval '1 hour', 3600, 'test');"
        "insert into export (export_id, person_id, kind, format, english, permission, units, state, bytes, sha256, file_name, kept_until)"
        " values ('01920000-0000-7000-8000-0000000e0001', '{r2}', 'cases', 'csv', false, 'case.read', array['310101'], 'done', 1, 'x', 'x', now() + interval '1 day');"
        "insert into export_chunk values ('01920000-0000-7000-8000-0000000e0001', 0, 'x');"
        "insert into law_recomputed values (1, now());"
        "insert into catalogue_withdrawal values ('cause', '01', 8, '误录', now(), '{r2}');"
        "insert into audit_salt values (gen_random_uuid(), ''); select audit_add('ok', array['{r1}'::uuid])";

/* The background checks closed cases by itself; of those that are closed no more it forgets what was found. */
static void add_prechecks(void)
{
        while (strcmp(sql("select count(*) from case_precheck_due"), "0") != 0)
                usleep(50000);
        sql("insert into case_precheck (case_id, unit_id, case_version, law_version, check_version, answers)"
            " select case_id, unit_id, 1, 1, 1, '{}' from case_file on conflict do nothing;"
            "insert into case_precheck_finding (case_id, check_name, unit_id, closed_on, verdict)"
            " select case_id, 'jurisdiction', unit_id, '2026-01-09', 'veto' from case_file on conflict do nothing");
}

void world_build(void)
{
        sql("%s", fill(house_rows, NULL, NULL));
        sql("select audit_sequence(20000)");
        for (int u = 0; u < N_UNITS; u++)
                for (int r = 0; r < N_REVIEWS; r++) {
                        struct slot s = {(enum unit)u, (enum review)r};

                        sql("%s", fill(case_rows, &s, NULL));
                        if (between[r])
                                sql("%s", fill(between[r], &s, NULL));
                        if (campaigns[r])
                                sql("%s", fill(campaigns[r], &s, NULL));
                        if (r == UNREVIEWED || r > WITHDRAWN)
                                continue;
                        sql("%s", fill(review_rows, &s, NULL));
                        sql("%s", fill(review_ends[r], &s, NULL));
                }
        for (const struct person *p = people; p->name; p++)
                if (!p->job && !p->is_r1)
                        sql("insert into person (person_id, login, name) values ('%s', 'someone%d', '某人')", id_of(p), (int)(p - people));
        add_prechecks();
}

/* ---- acting ---- */

static PGconn *conn;
static const struct person *actor;
static const char *opening; /* of each transaction, by which it acts as him */

static void run(const char *statement)
{
        AUTO_RESULT r = PQexec(conn, statement);

        ck_assert_msg(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK, "%s\n%s", statement,
                      PQresultErrorMessage(r));
}

static void make_session(const struct person *p, const char *hash)
{
        sql("insert into session (token_hash, person_id, expires_at, idle_seconds, source)"
            " values (decode('%s', 'hex'), '%s', now() + interval '1 hour', 600, 'test')", hash, id_of(p));
        for (int i = 0; i < 2 && p->at[i].role; i++)
                sql("insert into role_assignment values (gen_random_uuid(), '%s', '%s', '%s', '2020-01-01')", id_of(p),
                    unit_code[p->at[i].unit], p->at[i].role);
}

void act_begin(const struct person *p)
{
        char hash[SHA256_HEX_LEN + 1];

        actor = p;
        sha256_hex(p->name, strlen(p->name), hash);
        if (!p->job && strcmp(p->name, "nobody"))
                make_session(p, hash);
        if (p->change)
                sql("%s where person_id = '%s'", p->change, id_of(p));
        conn = PQconnectdb(database_url(p->job ? "anjuan_jobs" : "anjuan_login"));
        run("set search_path = anjuan");
        opening = text(p->job && *p->job ? "begin; select begin_job('%s')" : "begin; select set_config('anjuan.token', '%s', true)",
                       p->job ? p->job : hash);
}

void act_end(void)
{
        PQfinish(conn);
        if (actor->job)
                return;
        sql("delete from session where person_id = '%s'; delete from role_assignment where person_id = '%s'", id_of(actor), id_of(actor));
        sql("update person set disabled_at = null where person_id = '%s'", id_of(actor));
}

struct outcome attempt(const char *statement)
{
        AUTO_RESULT r = PQexec(conn, text("%s; %s", opening, statement));
        ExecStatusType status = PQresultStatus(r);
        struct outcome o = {.sqlstate = "", .constraint = "", .message = "", .cell = ""};

        if (status == PGRES_TUPLES_OK) {
                o.cell = text("%s", PQntuples(r) && PQnfields(r) ? PQgetvalue(r, 0, 0) : "");
                o.rows = atoi(o.cell);
        } else if (status == PGRES_COMMAND_OK) {
                o.rows = atoi(PQcmdTuples(r));
        } else {
                const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);

                o.sqlstate = text("%s", PQresultErrorField(r, PG_DIAG_SQLSTATE));
                o.constraint = text("%s", constraint ? constraint : "");
                o.message = text("%s", PQresultErrorMessage(r));
        }
        run("rollback");
        return o;
}

bool refused(const struct outcome *o)
{
        return *o->sqlstate ? !strcmp(o->sqlstate, "42501") : o->rows == 0;
}

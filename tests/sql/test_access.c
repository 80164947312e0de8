/* Who may do what with whose rows, at the database itself: plain statements as the server's login role, as everybody of
 * the house and in every state of a session, held against what the house's rules say in words. Nothing here is taken from
 * role_permission or the policies: the two must come to the same by themselves. */
#include "access_world.h"
#include "harness.h"

#include <stdio.h>
#include <string.h>

/* ---- every table, and how it is tried ---- */

/* One row for every case ("slot"), or one for all. NULL: that is not tried. */
static const struct table {
        const char *name; /* the table; after ':' what is meant */
        const char *where, *set, *insert;
} by_case[] = {
        {"clue", "clue_id = '{clue}'", "version = version + 1",
         "(clue_id, unit_id, source, received_on, title, recorded_by) values (gen_random_uuid(), '{unit}', 'grid', '2026-01-05', '新', '{me}')"},
        {"clue_act", "clue_id = '{clue}'", "reason = '改'",
         "(clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by) values ('{clue}', 9, '{unit}', '{unit}', 'verified', '2026-01-05', '{me}')"},
        {"clue_act:approve", "clue_id = '{clue}'", NULL,
         "(clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by) values ('{clue}', 9, '{unit}', '{unit}', 'approval_decided', '2026-01-05', '{me}')"},
        {"clue_act:register", "clue_id = '{clue}'", NULL,
         "(clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by) values ('{clue}', 9, '{unit}', '{unit}', 'registered', '2026-01-05', '{me}')"},
        {"clue_deadline", "clue_id = '{clue}'", "updated_at = now()",
         "(clue_id, code, nth, unit_id, term_version, law_version, started_by, start_on, state, party_right, provisional, explanation)"
         " values ('{clue}', 'clue_verify', 9, '{unit}', 1, 1, 'registered', '2026-01-04', 'open', false, false, '[]')"},
        {"inspection", "inspection_id = '{inspection}'", "version = version + 1",
         "(inspection_id, unit_id, kind, trigger, object_name, inspected_on, problem_found, recorded_by)"
         " values (gen_random_uuid(), '{unit}', 'maintenance', 'planned', '乙', '2026-01-05', false, '{me}')"},
        {"case_file", "case_id = '{case}'", "version = version + 1",
         "(case_id, unit_id, subject_unit_id, number, title, procedure, source, filed_on, state, recorded_by)"
         " values (gen_random_uuid(), '{unit}', '{unit}', gen_random_uuid(), '新', 'ordinary', 'grid', '2026-01-05', 'filed', '{me}')"},
        {"case_party", "party_id = '{party}'", "address = address || '号'",
         "(party_id, case_id, unit_id, position, kind, name) values (gen_random_uuid(), '{case}', '{unit}', 9, 'person', '乙')"},
        {"case_officer", "case_id = '{case}'", "to_on = '2026-12-31'",
         "(case_id, unit_id, person_id, from_on) values ('{case}', '{unit}', '{r2}', '2026-01-05')"},
        {"case_event", "event_id = '{event}'", "remark = '改'",
         "(event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by)"
         " values (gen_random_uuid(), '{case}', '{unit}', '{unit}', 9, 2, 'investigated', '2026-01-09', '{me}')"},
        {"case_penalty", "event_id = '{event}'", "content = '改'",
         "(event_id, position, case_id, unit_id, kind) values ('{event}', 9, '{case}', '{unit}', 'warning')"},
        {"case_deadline", "case_id = '{case}'", "provisional = true",
         "(case_id, unit_id, code, nth, term_version, law_version, started_by, start_on, state, party_right, provisional, explanation)"
         " values ('{case}', '{unit}', 'decision', 9, 1, 1, 'filed', '2026-01-05', 'open', false, false, '[]')"},
        {"deadline_change", "case_id = '{case}'", "was_on = '2026-01-05'",
         "(case_id, unit_id, code, nth, cause) values ('{case}', '{unit}', 'decision', 9, 'act')"},
        {"case_was", "case_id = '{case}'", "was = '{}'",
         "(case_id, version, unit_id, xid, was) values ('{case}', 9, '{unit}', '1', '{}')"},
        {"case_party_was", "case_id = '{case}'", "name = '丙'",
         "(case_id, position, until_version, unit_id) values ('{case}', 9, 9, '{unit}')"},
        {"case_officer_was", "case_id = '{case}'", "to_on = null",
         "(case_id, person_id, until_version, unit_id) values ('{case}', '{r2}', 9, '{unit}')"},
        {"case_document", "document_id = '{document}'", "title = title || '改', reason = '错'",
         "(case_id, document_id, unit_id, at_unit_id, kind, title, made_on, recorded_by)"
         " values ('{case}', gen_random_uuid(), '{unit}', '{unit}', 'waiver', '新', '2026-01-05', '{me}')"},
        {"case_document_change", "document_id = '{document}'", "reason = '改'",
         "(case_id, document_id, version, unit_id, changed, reason, changed_by) values ('{case}', '{document}', 9, '{unit}', '{}', '错', '{me}')"},
        {"case_precheck", "case_id = '{case}'", "again_on = '2199-01-01'",
         "(case_id, unit_id, case_version, law_version, check_version, answers) values ('{case}', '{unit}', 9, 1, 1, '{}')"},
        {"case_precheck_finding", "case_id = '{case}'", "verdict = 'deduct'",
         "(case_id, check_name, unit_id, closed_on, verdict) values ('{case}', 'told_and_heard', '{unit}', '2026-01-09', 'veto')"},
        {"case_precheck_due", "case_id = '{case}'", "unit_id = unit_id", "(case_id, unit_id) values ('{case}', '{unit}')"},
        {"document_number", "document_id = '{document}'", "reason = '改'",
         "(unit_id, kind, number, year, reason, recorded_by) values ('{unit}', 'penalty', 'x', 2026, '空', '{me}')"},
        {"case_move", "transfer_id = '{transfer}'", "version = version + 1",
         "(transfer_id, case_id, unit_id, from_unit_id, to_unit_id, proposed_on, basis, reason, number, procedure, filed_on, case_state)"
         " values (gen_random_uuid(), '{case}', '{unit}', '{unit}', '{unit+}', '2026-01-06', '', '', '', 'ordinary', '2026-01-05', 'filed')"},
        {"case_access", "access_id = '{transfer}'", "until_on = '2199-01-01'",
         "(access_id, case_id, unit_id, to_unit_id, why, purpose, from_on, filed_on)"
         " values (gen_random_uuid(), '{case}', '{unit}', '{unit+}', 'supervised', '', '2026-01-06', '2026-01-05')"},
        {"review", "review_id = '{review}'", "opinion = opinion || '改'",
         "(review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by)"
         " select gen_random_uuid(), '{case}', '{unit}', checklist_id, '00000009-0000-7000-8000-0000000000f3', '{me}' from checklist where code = 'default' limit 1"},
        {"review:submit", "review_id = '{review}'",
         "state = 'submitted', submitted_at = now(), score = 9000, vetoed = false, grade = 'excellent'", NULL},
        {"review:withdraw", "review_id = '{review}'",
         "state = 'withdrawn', withdrawn_at = now(), withdrawn_by = '{me}', withdrawn_reason = '误派'", NULL},
        {"campaign_stratum", "unit_id = '{unit}'", "drawn = 1",
         "(campaign_id, unit_id, key, closed, files) select campaign_id, '{unit}', 'x', 0, '{}' from campaign limit 1"},
        {"campaign_finding", "case_id = '{case}'", "deduction = 1",
         "(campaign_id, case_id, unit_id, item_code, at_unit_id, veto, deduction, remark)"
         " select campaign_id, '{case}', '{unit}', 'X', '{unit}', false, 1, '' from campaign where title = 'whole'"},
        {"campaign_finding_act", "case_id = '{case}'", "reason = 'x'",
         "(campaign_id, case_id, unit_id, item_code, seq, at_unit_id, act, recorded_by)"
         " select campaign_id, '{case}', '{unit}', 'A', 2, '{unit}', 'prove', '{me}' from campaign where title = 'whole'"},
        {"campaign_deadline", "case_id = '{case}'", "due_on = due_on + 1",
         "(campaign_id, case_id, unit_id, code, nth, at_unit_id, start_on, length, working, law_version, due_on, provisional, explanation)"
         " select campaign_id, '{case}', '{unit}', 'objection', 2, '{unit}', '2026-01-05', 1, true, 1, '2026-01-06', false, '[]' from campaign where title = 'whole'"},
        {"campaign_objection", "case_id = '{case}'", "reason = 'x'", NULL},
        {"campaign_unit_result", "unit_id = '{unit}'", "mean = 1",
         "(campaign_id, unit_id, closed, drawn, reviewed, excellent, pass, fail, special)"
         " select campaign_id, '{unit}', 0, 0, 0, 0, 0, 0, 0 from campaign where title = 'empty'"},
        {"campaign_file", "case_id = '{case}' and state = 'drawn'", "reason = 'x'",
         "(campaign_id, case_id, unit_id, at_unit_id, key, kind, reason, added_by)"
         " select campaign_id, '{case}', '{unit}', '{unit}', '', 'special', 'x', '{me}' from campaign where title = 'empty'"},
        {"review_bar", "case_id = '{case}'", "reason = 'x'",
         "(campaign_id, case_id, unit_id, person_id, kind, reason, recorded_by)"
         " select campaign_id, '{case}', '{unit}', '{r1}', 'declared', 'x', '{me}' from campaign where title = 'whole'"},
        {"review_answer", "review_id = '{review}'", "remark = remark || '改'",
         "(review_id, item_code, case_id, answer) values ('{review}', 'V02', '{case}', 'no_defect')"},
        /* Files of campaigns before, during and after the assignment, told apart from those above by what stands behind the '@'. */
        {"campaign@sheet", "campaign_id = '{campaign}'", "version = version + 1", NULL},
        {"campaign_file@sheet", "campaign_id = '{campaign}'", "reason = 'x'", NULL},
        {"review@sheet", "campaign_id = '{campaign}'", "opinion = opinion || '改'", NULL},
        {"review_answer@sheet", "review_id = '{sheet}'", "remark = remark || '改'",
         "(review_id, item_code, case_id, answer) values ('{sheet}', 'V02', '{case}', 'no_defect')"},
        {"campaign_finding@sheet", "campaign_id = '{campaign}'", "deduction = 1", NULL},
        {"campaign_finding_act@sheet", "campaign_id = '{campaign}'", "reason = 'x'", NULL},
        {"campaign_objection@sheet", "campaign_id = '{campaign}'", "reason = 'x'", NULL},
        {"campaign_deadline@sheet", "campaign_id = '{campaign}'", "due_on = due_on + 1", NULL},
        {"import_record", "case_id = '{case}'", "updated_on = '2026-01-05'",
         "(case_id, event, sha256, run_id) select '{case}', 'x', '', run_id from import_run"},
        {"role_assignment", "assignment_id = '{assignment}'", "valid_to = '2030-12-31'",
         "(assignment_id, person_id, unit_id, role, valid_from, granted_by)"
         " values (gen_random_uuid(), '{r2}', '{unit}', 'officer', '2026-01-05', '{me}')"},
        {"quarter_freeze_row", "unit_id = '{unit}'", "figures = figures",
         "(freeze_id, unit_id, position, figures) values ('{freeze}', '310104', 9, '')"},
        {"quarter_confirmation", "unit_id = '{unit}'", "comment = 'x'",
         "(confirmation_id, quarter, unit_id, result, sha256, said_by) values (gen_random_uuid(), '2020Q1', '{unit}', 'confirmed', '', '{me}')"},
        {"quarter_line", "unit_id = '{unit}'", "line = line", "(freeze_id, position, unit_id, line, sha256) values ('{freeze}', 99, '{unit}', '', '')"},
        {"quarter_ledger", "unit_id = '{unit}'", "delta = delta",
         "(freeze_id, line, unit_id, indicator, sub, of_what, why) values ('{freeze}', 99, '{unit}', 'x', '', 'cell', 'made')"},
        {"assessment_target", "unit_id = '{unit}'", "full_at = 1",
         "(assessment_id, code, unit_id, full_at, zero_at) select assessment_id, 'A', '{unit}', 1, 0 from assessment where state = 'draft' and edition > 2"},
        {"assessment_unit", "unit_id = '{unit}'", "points = 1", "(run_id, unit_id, given, counted) select run_id, '{unit}', 0, 0 from assessment_run where published_at is null"},
        {"assessment_point", "unit_id = '{unit}'", "points = 1",
         "(run_id, unit_id, code, weight, full_at, zero_at, formula, made_from) select run_id, '{unit}', 'B', 1, 1, 0, '', '{}' from assessment_run where published_at is not null"},
        {"quarter_note", "unit_id = '{unit}'", "note = note", "(quarter, unit_id, indicator, version, note, written_by) values ('2020Q1', '{unit}', 'decided', 1, 'x', '{me}')"},
        {"quarter_member", "unit_id = '{unit}'", "value = value",
         "(freeze_id, indicator, unit_id, sub, of_what, object_id, n, value) values ('{freeze}', 'x', '{unit}', '', 'case', '{case}', 1, 1)"},
        {"count_act", "unit_id = '{unit}'", "outcome = 'x'",
         "(of_what, object_id, unit_id, kind, happened_on) values ('clue', '{clue}', '{unit}', 'clue_received', '2026-01-05')"},
        {"case_subject_was", "case_id = '{case}'", "until_seq = 9", "values ('{case}', '{unit}', 9, '{unit}')"},
        {0},
}, by_itself[] = {
        {"unit", "unit_id = '310115'", "version = version + 1",
         "(unit_id, name_zh, name_en, kind, number_prefix) values ('x', 'x', 'x', 'other', 'x')"},
        {"person", "login = 'r2'", "version = version + 1", "(person_id, login, name) values (gen_random_uuid(), 'someone.new', '新')"},
        {"access_act", "true", "permission = 'case.read'", "values ('joint', 'x', 'case.read')"},
        {"role", "true", "name_en = name_en", "values ('x', 'x', 'x')"},
        {"role_permission", "true", "scope = 'all'", "values ('officer', 'audit.read', 'all')"},
        {"cause_of_action", "true", "active = active",
         "(cause_code, version, valid_from, name_zh, name_en, basis_zh, active, penalty_kinds, verified, recorded_by)"
         " values ('x', 1, '2030-01-01', 'x', 'x', 'x', false, '{}', false, '{me}')"},
        {"benchmark", "true", "title_zh = 'x'",
         "(cause_code, version, valid_from, title_zh, basis_zh, verified, recorded_by) values ('x', 1, '2030-01-01', 'x', 'x', false, '{me}')"},
        {"benchmark_tier", "true", "max_fen = 1", NULL},
        {"catalogue_withdrawal", "true", "reason = 'x'", "(catalogue, code, version, reason, withdrawn_by) values ('cause', '01', 9, 'x', '{me}')"},
        {"law_recomputed", "true", "done_at = now()", "values (2)"},
        {"parameter", "true", "value = 1",
         "(name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en, recorded_by)"
         " values ('x', 1, '2030-01-01', 1, 'x', 'x', false, 'x', 'x', '{me}')"},
        {"law_version", "true", "source = 'x'", "(kind, source, recorded_by) values ('term', 'x', '{me}')"},
        {"calendar_day", "true", "name = 'x'", "values ('2030-01-01', 1, 'holiday', 'x', 2030)"},
        {"term", "true", "length = 1",
         "(code, version, law_version, valid_from, length, unit, working, rolls, article, verified, name_zh, name_en)"
         " values ('x_x', 1, 1, '2026-01-05', 1, 'day', false, false, 'x', false, 'x', 'x')"},
        {"deadline_step", "true", "zh = 'x'", "values ('x', 'x', 'x')"},
        {"number_template", "true", "gapless = true",
         "(unit_id, kind, version, valid_from, template, gapless, basis_zh, verified, recorded_by)"
         " values ('310101', 'case', 1, '2030-01-01', 'x', false, 'x', false, '{me}')"},
        {"outside_organisation", "code = 'sh-fire'", "active = false", "values ('xx', 'x', 'x', 'other')"},
        {"inspection_kind", "true", "counts = true", "values ('x', 99, 'x', 'x', true, 'x')"},
        {"document_kind", "true", "name_en = name_en", "(kind, position, stage, name_zh, name_en) values ('x_x', 9999, 'clue', 'x', 'x')"},
        {"document_element", "true", "name_en = name_en", "values ('waiver', 'x_x', 9, 'mark', 'x', 'x', 'x')"},
        {"precheck", "true", "version = 2", "values ('xx', 1, 'veto', 'x', 'x', 'x')"},
        {"document_due", "true", "mandatory = false", "values ('x', 'waiver')"},
        {"number_counter", "true", "last = 0", "values ('310115', 'case', 2020, 1)"},
        {"checklist", "code = 'draft'", "title_en = 'x'",
         "(checklist_id, code, version, title_zh, title_en, state, excellent_min, pass_min, recorded_by)"
         " values (gen_random_uuid(), 'x', 1, 'x', 'x', 'draft', 9000, 6000, '{me}')"},
        {"checklist_item", "item_code = 'D'", "points = 1",
         "(checklist_id, item_code, position, stage, kind, points, step, text_zh, text_en)"
         " select checklist_id, 'x', 999, 'filing', 'veto', 0, 0, 'x', 'x' from checklist where code = 'draft'"},
        {"checklist_rule", "item_code = 'D'", "points = 1",
         "(checklist_id, item_code, rule_code, position, points, each, text_zh, text_en)"
         " select checklist_id, 'D', 'x', 2, 1, false, 'x', 'x' from checklist where code = 'draft'"},
        {"campaign", "title = 'whole'", "version = version + 1",
         "(campaign_id, title, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit, by_average, objection_days,"
         " recheck_days, rectification_days, created_by) select gen_random_uuid(), 'x', checklist_id, '2025-01-01', '2025-12-31', 1, 0, 0, true, 0,"
         " true, 5, 10, 30, '{me}' from checklist where code = 'default' limit 1"},
        {"campaign_summary", "true", "mean = 1",
         "(campaign_id, closed, drawn, reviewed, agreement) select campaign_id, 0, 0, 0, '{}' from campaign where title = 'empty'"},
        {"campaign_secret", "true", "secret = secret", "select campaign_id, sha256('y') from campaign"},
        {"campaign_reveal", "true", "seed = 'x'", "select campaign_id, 'x', 'x', '{me}' from campaign where title = 'draft'"},
        {"campaign_event", "true", "act = 'x'", "(campaign_id, seq, act, recorded_by) select campaign_id, 9, 'x', '{me}' from campaign"},
        {"indicator", "true", "name_en = name_en", "values ('x', null, 'flow', 'cases', 'x', 'x', 'x', 'x', 1, '2026-01-01', 'Q01')"},
        {"indicator_rule", "true", "value = 'one'", "(indicator, kind) values ('filed', 'x')"},
        {"indicator_group", "true", "name_en = name_en", "values ('X', 99, 'x', 'x', 'x', 'x', 'x', 'x', 'holder', 1, '2026-01-01')"},
        {"indicator_sub", "true", "name_en = name_en", "values ('x', 'x', 1, 'x', 'x')"},
        {"indicator_term", "true", "sign = sign", "values ('ended', 'down', 1, 'filed', '')"},
        {"penalty_order", "true", "weight = weight", "values ('C', 'fine', 1)"},
        {"penalty_order_use", "true", "version = 'A'", "values ('2030-01-01', 'A')"},
        {"statistics_setting", "true", "value = 1", "values ('x', '2026-01-01', 1, 'x', 'x')"},
        {"inspection_outdone_by", "true", "basis_zh = ''", "values ('x', 'x')"},
        {"signing_key", "true", "public_key = ''", "values (repeat('0', 64), '')"},
        {"quarter_period", "quarter = '2020Q1'", "reason = 'x'", "(quarter, state, made_by) values ('2020Q4', 'closing', '{me}')"},
        {"assessment", "state = 'published'", "version = version + 1",
         "(assessment_id, year, edition, title, task, publishes, created_by) values (gen_random_uuid(), 2021, 1, 'x', 'x', 'own', '{me}')"},
        {"assessment_item", "code = 'C'", "weight = 1",
         "(assessment_id, code, position, name_zh, name_en, source, figure, weight, full_at, zero_at) select assessment_id, 'B', 2, 'x', 'x', 'indicator', 'filed', 1, 1, 0"
         " from assessment where state = 'draft'"},
        {"assessment_run", "published_at is not null", "version = version + 1",
         "(run_id, assessment_id, quarter, made_by) select gen_random_uuid(), assessment_id, '2020Q4', '{me}' from assessment where state = 'published'"},
        {"quarter_note:published", "unit_id is null", "note = note", "(quarter, indicator, version, note, written_by) values ('2020Q1', 'decided', 1, 'x', '{me}')"},
        {"quarter_line:published", "unit_id is null", "line = line", "(freeze_id, position, line, sha256) values ('{freeze}', 98, '', '')"},
        {"count_change", "true", "object_id = null", "values (default, null)"},
        {"quarter_kept", "true", "known = ''", "values ('2026Q1', '2026-03-31', '1:1:', '{}')"},
        {"quarter_kept_row", "true", "figures = ''", "values ('2026Q1', 1, '310101', '{}')"},
        {"quarter_kept_entry", "true", "value = 1", "values ('2026Q1', gen_random_uuid(), '310101', 'idle', 1)"},
        {"quarter_cell", "true", "value = value", "values (gen_random_uuid(), '310101', 'filed', '', 1)"},
        {"count_delta", "true", "value = 1", "values ('310101', '2026-01-01', 'filed', 1)"},
        {"count_month", "true", "value = 1", "values ('310101', '2020-01-01', 'filed', 1)"},
        {"quarter_freeze", "freeze_id = '{freeze}'", "total = total",
         "(freeze_id, quarter, version, frozen_by, snapshot, position, definitions, head, total, sha256)"
         " values (gen_random_uuid(), '2020Q2', 1, '{me}', '1:1:', 0, 1, '', '', '')"},
        {"export", "true", "state = 'done'",
         "(export_id, person_id, kind, format, english, permission) values (gen_random_uuid(), '{r2}', 'cases', 'csv', false, 'case.read')"},
        {"export_chunk", "true", "data = ''", "select export_id, 9, '' from (values ('01920000-0000-7000-8000-0000000e0001'::uuid)) e(export_id)"},
        {"import_run", "true", "files = '[]'",
         "(run_id, system, kind, map_sha256, files) values (gen_random_uuid(), 'x', 'cases', '', '[]')"},
        {"audit_event", "true", "content = content", "values (gen_random_uuid(), now(), '1', '')"},
        {"audit_entry", "true", "outcome = 'ok'", "values (-1, gen_random_uuid(), now(), null, 'x', 'ok', '')"},
        {"audit_subject", "true", "seq = seq", "values (gen_random_uuid(), 0)"},
        {"audit_sealed", "true", "seq = 0", "values (true, 0, '0')"},
        {"audit_day", "true", "seq = 0", "values ('2020-01-01', 0, '0')"},
        {"audit_salt", "true", "salt = ''", "values (gen_random_uuid(), '')"},
        {"credential", "true", "ops = 1", "values ('{r2}', '', 1, 1, '')"},
        {"session", "true", "expires_at = now()", "values ('', '{r2}', now(), now(), now(), 1, '')"},
        {"secret", "true", "value = ''", "values ('x', '')"},
        {"cluster_of", "true", "ahead = 0", "values (true, 0, 0)"},
        {"signin_attempt", "true", "failed = false", "(login_hash, source) values ('', '')"},
        {"idempotency", "true", "body = ''", "values ('{r2}', 'x', 'x', '', 200)"},
        {0},
};

static const char *table_of(const char *name)
{
        return text("%.*s", (int)strcspn(name, ":@"), name);
}

static const char *statement_of(char op, const struct table *t)
{
        const char *table = table_of(t->name);

        switch (op) {
        case 'r':
                return text("select count(*) from %s where %s", table, t->where);
        case 'i':
                return t->insert ? text("insert into %s %s", table, t->insert) : NULL;
        case 'u':
                return text("update %s set %s where %s", table, t->set, t->where);
        default:
                return text("delete from %s where %s", table, t->where);
        }
}

/* What is not refused for want of a right must really work, or the matrix would be green for the wrong reason. */
static bool was_done(const struct outcome *o, const char *statement, const char *who)
{
        if (refused(o) || !strcmp(o->constraint, "review_ended") || !strcmp(o->constraint, "quarter_frozen"))
                return false;
        ck_assert_msg(!*o->sqlstate, "%s\n%s\n%s", who, statement, o->message);
        return true;
}

static int differences, cells;

static void try_cell(const struct person *p, const struct table *t, char op, const struct slot *s)
{
        bool is_meant = strchr(t->name, ':') != NULL; /* tried by the one operation that it has */
        const char *statement = is_meant && op != (t->set ? 'u' : 'i') ? NULL : statement_of(op, t);
        struct outcome o;
        bool should = may(p, op, strchr("rd", op) && !strchr(t->name, '@') ? table_of(t->name) : t->name, s), did;

        if (!statement)
                return;
        statement = fill(statement, s, p);
        o = attempt(statement);
        did = was_done(&o, statement, p->name);
        cells++;
        if (did == should)
                return;
        differences++;
        fprintf(stderr, "%s, %s: %s, and should %s\n    %s\n", p->name, slot_name(s), did ? "did" : "could not", should ? "have" : "not have",
                statement);
}

static bool has_row(const struct table *t, const struct slot *s)
{
        if (strchr(t->name, '@'))
                return !strncmp(t->name, "review", 6)             ? s->review >= SHEET_BLIND
                       : strlen(t->name) > strlen("campaign_file@sheet") ? s->review == SHEET_OBJECTED
                                                                       : s->review >= SHEET_DRAWN;
        if (!strncmp(t->name, "review", 6))
                return s->review != UNREVIEWED && s->review <= WITHDRAWN;
        if (!strcmp(t->name, "case_move"))
                return s->review >= PROPOSED && s->review <= MOVED;
        return strcmp(t->name, "case_access") || (s->review >= JOINT && s->review <= SUPERVISED);
}

static void try_everything(const struct person *p)
{
        for (const char *op = "riud"; *op; op++) {
                for (const struct table *t = by_itself; t->name; t++)
                        try_cell(p, t, *op, NULL);
                for (const struct table *t = by_case; t->name; t++)
                        for (int i = 0; i < N_UNITS * N_REVIEWS; i++) {
                                struct slot s = {(enum unit)(i / N_REVIEWS), (enum review)(i % N_REVIEWS)};

                                /* What time does to a role it does to all cases alike. */
                                if (s.review > WITHDRAWN && p->change)
                                        continue;
                                if (has_row(t, &s) || (*op == 'i' && strncmp(t->name, "review_answer", 13)))
                                        try_cell(p, t, *op, &s);
                        }
        }
}

START_TEST(everybody_may_do_what_the_house_says_and_nothing_else)
{
        differences = cells = 0;
        for (const struct person *p = people; p->name; p++) {
                act_begin(p);
                try_everything(p);
                act_end();
        }
        ck_assert_msg(!differences, "%d of %d cells differ", differences, cells);
        ck_assert_int_gt(cells, 10000);
}
END_TEST

/* The history of the schema is no secret, and partitions are reached through the log alone. */
START_TEST(no_table_is_left_out)
{
        const char *known = "migration";

        for (const struct table *t = by_itself; t->name; t++)
                known = text("%s %s", known, t->name);
        for (const struct table *t = by_case; t->name; t++)
                known = text("%s %s", known, t->name);
        ck_assert_ptr_null(sql("select string_agg(relname, ' ') from pg_class where relnamespace = 'anjuan'::regnamespace"
                               " and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition"
                               " and not relname = any (string_to_array('%s', ' '))", known));
}
END_TEST

/* ---- what nobody may do at all through the server ---- */

#define NEW_EVENT(columns, values)                                                                                            \
        "insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by" columns \
        ") values (gen_random_uuid(), '{case}', '{unit}', " values ")"
#define NEW_CASE(columns, values)                                                                                             \
        "insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, filed_on, state, recorded_by" \
        columns ") values (gen_random_uuid(), '{unit}', '{unit}', 'x', 'x', 'ordinary', 'grid', '2026-01-05', 'filed', " values ")"

static const char *const never[] = {
        /* A row moved to another unit, also by who serves in both. */
        "update case_file set unit_id = '{unit+}' where case_id = '{case}'",
        "update clue set unit_id = '{unit+}' where clue_id = '{clue}'",
        "update case_party set unit_id = '{unit+}' where case_id = '{case}'",
        "update case_officer set unit_id = '{unit+}' where case_id = '{case}'",
        "update case_event set unit_id = '{unit+}' where case_id = '{case}'",
        "update case_event set at_unit_id = '{unit+}' where case_id = '{case}'",
        "update case_penalty set unit_id = '{unit+}' where case_id = '{case}'",
        "update review set unit_id = '{unit+}' where review_id = '{review}'",
        "update review_answer set unit_id = '{unit+}' where review_id = '{review}'",
        /* A row hung on what is another unit's. */
        "insert into case_party (party_id, case_id, unit_id, position, kind, name) values (gen_random_uuid(), '{case+}', '{unit}', 9, 'person', '乙')",
        "insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, title, made_on, recorded_by)"
        " values ('{case+}', gen_random_uuid(), '{unit}', '{unit}', 'waiver', 'x', '2026-01-05', '{me}')",
        "insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, title, made_on, recorded_by, event_id)"
        " values ('{case}', gen_random_uuid(), '{unit}', '{unit}', 'waiver', 'x', '2026-01-05', '{me}', '{event+}')",
        "insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, title, made_on, recorded_by, number_unit_id, number_kind, number)"
        " values ('{case}', gen_random_uuid(), '{unit}', '{unit}', 'waiver', 'x', '2026-01-05', '{me}', '{unit}', 'penalty', '{case}')",
        "insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, title, made_on, recorded_by)"
        " values ('{case}', gen_random_uuid(), '{unit}', '{unit}', 'waiver', 'x', '2026-01-05', '{r2}')",
        "update case_document set number = 'x' where document_id = '{document}'",
        "insert into document_number (unit_id, kind, number, year, document_id, recorded_by) values ('{unit}', 'penalty', 'x', 2026, '{document}', '{me}')",
        "insert into case_officer (case_id, unit_id, person_id, from_on) values ('{case+}', '{unit}', '{r2}', '2026-01-05')",
        "insert into case_penalty (event_id, position, case_id, unit_id, kind) values ('{event+}', 9, '{case}', '{unit}', 'warning')",
        NEW_EVENT(", corrects", "'{unit}', 9, 2, 'corrected', '2026-01-09', '{me}', '{event+}'"),
        NEW_EVENT("", "'{unit+}', 9, 2, 'filed', '2026-01-09', '{me}'"),
        "update clue set status = 'filed', case_id = '{case+}' where clue_id = '{clue}'",
        "update clue set status = 'merged', merged_into = '{clue+}' where clue_id = '{clue}'",
        "update review set case_id = '{case+}', unit_id = '{unit+}' where review_id = '{review}'",
        "insert into review_answer (review_id, item_code, case_id, unit_id, answer) values ('{review}', 'V02', '{case}', '{unit}', 'no_defect')",
        "insert into review_answer (review_id, item_code, case_id, answer) values ('{review}', 'V02', '{case+}', 'no_defect')",
        "update review_answer set case_id = '{case+}', unit_id = '{unit+}' where review_id = '{review}'",
        "insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by)"
        " values ('{clue+}', 9, '{unit}', '{unit}', 'verified', '2026-01-05', '{me}')",
        "insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by)"
        " values ('{clue}', 9, '{unit}', '{unit+}', 'verified', '2026-01-05', '{me}')",
        "insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by)"
        " values ('{clue}', 9, '{unit}', '{unit}', 'verified', '2026-01-05', '{r2}')",
        "insert into clue (clue_id, unit_id, source, received_on, title, recorded_by, inspection_id)"
        " values (gen_random_uuid(), '{unit}', 'inspection', '2026-01-05', '新', '{me}', '{inspection+}')",
        "update inspection set unit_id = '{unit+}' where inspection_id = '{inspection}'",
        "update inspection set history = '[]' where inspection_id = '{inspection}'",
        "insert into inspection (inspection_id, unit_id, kind, trigger, object_name, inspected_on, problem_found, recorded_by)"
        " values (gen_random_uuid(), '{unit}', 'maintenance', 'planned', '乙', '2026-01-05', false, '{r2}')",
        /* In somebody else's name, or as if it came from elsewhere or had been known before. */
        NEW_EVENT("", "'{unit}', 9, 2, 'investigated', '2026-01-09', '{r2}'"),
        NEW_EVENT(", origin", "'{unit}', 9, 2, 'investigated', '2026-01-09', '{me}', 'imported'"),
        NEW_EVENT(", xid", "'{unit}', 9, 2, 'investigated', '2026-01-09', '{me}', '1'"),
        NEW_EVENT(", recorded_at", "'{unit}', 9, 2, 'investigated', '2026-01-09', '{me}', '2020-01-01'"),
        NEW_CASE("", "'{r2}'"),
        NEW_CASE(", origin", "'{me}', 'imported'"),
        "update case_file set recorded_by = '{me}', number = 'x' where case_id = '{case}'",
        "update case_file set origin = 'imported' where case_id = '{case}'",
        "insert into clue (clue_id, unit_id, source, received_on, title, recorded_by)"
        " values (gen_random_uuid(), '{unit}', 'grid', '2026-01-05', '新', '{r2}')",
        "update review set reviewer_id = '{me}' where review_id = '{review}'",
        "update review set assigned_by = '{me}' where review_id = '{review}'",
        "update review set state = 'withdrawn', withdrawn_at = now(), withdrawn_by = '{r2}', withdrawn_reason = 'x' where review_id = '{review}'",
        "insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by)"
        " select gen_random_uuid(), '{case}', '{unit}', checklist_id, '{r2}', '{r2}' from checklist where code = 'default' limit 1",
        "insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, state, submitted_at, score, vetoed, grade)"
        " select gen_random_uuid(), '{case}', '{unit}', checklist_id, '{r2}', '{me}', 'submitted', now(), 0, false, 'fail' from checklist where code = 'default' limit 1",
        "insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from, granted_by)"
        " values (gen_random_uuid(), '{r2}', '{unit}', 'auditor', '2026-01-05', '{r1}')",
        "update role_assignment set role = 'auditor' where assignment_id = '{assignment}'",
        "update role_assignment set person_id = '{me}' where assignment_id = '{assignment}'",
        "update person set login = 'x' where person_id = '{r2}'",
        "update person set kind = 'system' where person_id = '{r2}'",
        /* A version of a catalogue edited in place, or in another's name. */
        "insert into benchmark_tier (cause_code, version, position, tier, condition_zh) values ('04', 1, 9, 'general', 'x')",
        "insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en, recorded_by)"
        " values ('officers_min', 2, '2030-01-01', 1, 'x', 'x', true, 'x', 'x', '{r2}')",
        "insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en, recorded_by, recorded_at)"
        " values ('officers_min', 2, '2030-01-01', 1, 'x', 'x', true, 'x', 'x', '{me}', '2020-01-01')",
        "insert into law_version (kind, source, recorded_by) values ('calendar', 'x', '{me}')",
        "update case_file set cause_version = 1 where case_id = '{case}'",
        /* What is read by nobody. Whose file it is and who reviewed it: through review_who(), which keeps what is blind. */
        "select count(unit_id) + 1 from review",
        "select count(reviewer_id) + 1 from review",
        "select count(unit_id) + 1 from review_answer",
        "select count(id_number) + 1 from case_party",
        "select count(phone) + 1 from case_party",
        "select count(*) from pg_stats where schemaname = 'anjuan' and tablename in ('case_file', 'case_party', 'clue')",
        /* The walls themselves. */
        "set local row_security = off; select count(*) from case_file",
        "alter table case_file no force row level security; select 1",
        "drop policy may_select on case_file; select 1",
        "set local role anjuan_owner; select 1",
        "set local role anjuan_definer; select 1",
        "set local role anjuan_migrator; select 1",
        "set local role anjuan_jobs; select 1",
        "set local session authorization postgres; select 1",
        "create table anjuan.mine (); select 1",
        "create table public.mine (); select 1",
        "create function anjuan.mine() returns integer language sql return 1; select 1",
        "lock table case_file in access exclusive mode; select 1",
        "lock table audit_event in share mode; select 1",
};

static bool was_stopped(const struct outcome *o)
{
        return refused(o) || !strcmp(o->sqlstate, "23503");
}

static void try_never(const struct person *p, const char *template, const struct slot *s)
{
        const char *statement = fill(template, s, p);
        struct outcome o = attempt(statement);

        if (was_stopped(&o))
                return;
        differences++;
        fprintf(stderr, "%s: not refused: %s\n    %s", p->name, statement, *o.sqlstate ? o.message : "done\n");
}

START_TEST(nobody_moves_a_row_or_acts_in_anothers_name)
{
        static const struct slot both[] = {{HUANGPU, ASSIGNED}, {PUDONG, ASSIGNED}};

        differences = 0;
        for (const struct person *p = people; p->name; p++) {
                if (p->job)
                        continue;
                act_begin(p);
                for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
                        for (int k = 0; k < 2; k++)
                                try_never(p, never[i], &both[k]);
                act_end();
        }
        ck_assert_int_eq(differences, 0);
}
END_TEST

static void try_emptying(const struct person *p, const struct table *t)
{
        for (; t->name; t++)
                try_never(p, text("truncate %s cascade; select 1", table_of(t->name)), NULL);
}

START_TEST(no_table_can_be_emptied)
{
        differences = 0;
        for (const struct person *p = people; p->name; p++) {
                act_begin(p);
                try_emptying(p, by_itself);
                try_emptying(p, by_case);
                act_end();
        }
        ck_assert_int_eq(differences, 0);
}
END_TEST

/* A function of one's own in the condition sees only rows one may see: policies come first. */
START_TEST(a_condition_of_ones_own_does_not_see_hidden_rows)
{
        struct outcome o;

        act_begin(&people[0]);
        o = attempt("create function pg_temp.peek(t text) returns boolean cost 0.0000001 language plpgsql as $$ begin"
                    " if t = '0000ca5e-0000-7000-8000-000000000010' then raise exception 'seen' using errcode = 'P0001'; end if; return true; end $$;"
                    "select count(*) from case_file where pg_temp.peek(case_id::text)");
        ck_assert_str_eq(o.sqlstate, "");
        ck_assert_int_gt(o.rows, 0);
        act_end();
}
END_TEST

START_TEST(there_are_two_districts_with_cases)
{
        world_build();
}
END_TEST

HARNESS_MAIN("access", "people", there_are_two_districts_with_cases, no_table_is_left_out,
             everybody_may_do_what_the_house_says_and_nothing_else, nobody_moves_a_row_or_acts_in_anothers_name,
             no_table_can_be_emptied, a_condition_of_ones_own_does_not_see_hidden_rows)

/* Functions that see more than their caller: none shows a foreign row, and none lets anybody act for somebody else. */
#include "access_world.h"
#include "harness.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool always(const struct person *p, const struct slot *s)
{
        return p && s;
}

static bool nobody_at_all(const struct person *p, const struct slot *s)
{
        return !always(p, s);
}

static bool comes_by_the_server(const struct person *p, const struct slot *s)
{
        return s && !p->job;
}

static bool comes_by_the_jobs_role(const struct person *p, const struct slot *s)
{
        return s && p->job;
}

static bool has_a_session(const struct person *p, const struct slot *s)
{
        return s && !p->no_session;
}

static bool has_a_session_with_the_server(const struct person *p, const struct slot *s)
{
        return s && !p->no_session && !p->job;
}

static bool is_r1(const struct person *p, const struct slot *s)
{
        return s && p->is_r1;
}

static bool reads_the_case(const struct person *p, const struct slot *s)
{
        return may(p, 'r', "case_file", s);
}

static bool reads_the_case_by_the_server(const struct person *p, const struct slot *s)
{
        return !p->job && reads_the_case(p, s);
}

static bool reads_the_case_and_not_the_other(const struct person *p, const struct slot *s)
{
        const struct slot other = {s->unit == HUANGPU ? PUDONG : HUANGPU, s->review};

        return reads_the_case(p, s) && !reads_the_case(p, &other);
}

static bool reads_the_units_cases(const struct person *p, const struct slot *s)
{
        const struct slot plain = {s->unit, UNREVIEWED};

        return may(p, 'r', "case_file", &plain);
}

static bool reviews_the_case(const struct person *p, const struct slot *s)
{
        return p->is_r1 && may(p, 'u', "review", s);
}

static bool reviews_the_case_by_the_server(const struct person *p, const struct slot *s)
{
        return !p->job && s->review == ASSIGNED && reviews_the_case(p, s);
}

static bool sees_the_review(const struct person *p, const struct slot *s)
{
        return s->review >= ASSIGNED && s->review <= WITHDRAWN && may(p, 'r', "review", s);
}

/* By unit and reviewer: of a blind sheet who oversees all is told both. */
static bool finds_the_review_by_the_server(const struct person *p, const struct slot *s)
{
        bool sheet = s->review == SHEET_OPEN ? may(p, 'r', "review@sheet", s) : s->review > SHEET_DRAWN && may(p, 'r', "audit_event", NULL);

        return !p->job && (sheet || sees_the_review(p, s));
}

static bool may_decide_the_objection(const struct person *p, const struct slot *s)
{
        return s->review == SHEET_OBJECTED && (may(p, 'r', "decision@sheet", s));
}

static bool may_decide_the_objection_by_the_server(const struct person *p, const struct slot *s)
{
        return !p->job && may_decide_the_objection(p, s);
}

static bool fills_in_the_sheet(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "review_answer", s);
}

/* Or decides objections. */
static bool is_of_a_reviewed_unit(const struct person *p, const struct slot *s)
{
        const struct slot other = {s->unit == HUANGPU ? PUDONG : HUANGPU, s->review};

        const struct slot objected = {s->unit, SHEET_OBJECTED}, objected_there = {other.unit, SHEET_OBJECTED};

        return may(p, 'r', "campaign_file", s) || may(p, 'r', "campaign_file", &other) || may(p, 'r', "decision@sheet", &objected) ||
               may(p, 'r', "decision@sheet", &objected_there);
}

static bool files_cases_there(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "case_file", s);
}

static bool files_cases_by_the_server(const struct person *p, const struct slot *s)
{
        const struct slot other = {s->unit == HUANGPU ? PUDONG : HUANGPU, s->review};

        return !p->job && (files_cases_there(p, s) || files_cases_there(p, &other));
}

static bool registers_clues_there(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "clue", s);
}

static bool acts_on_cases_there(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "case_event", s);
}

static bool gives_opinions_there(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "case_event:opinion", s);
}

static bool keeps_the_catalogues(const struct person *p, const struct slot *s)
{
        return s && may(p, 'i', "cause_of_action", NULL);
}

static bool reads_the_log(const struct person *p, const struct slot *s)
{
        return s && may(p, 'r', "audit_event", NULL);
}

static bool manages_people(const struct person *p, const struct slot *s)
{
        return s && may(p, 'i', "person", NULL);
}

static bool manages_people_by_the_server(const struct person *p, const struct slot *s)
{
        return !p->job && manages_people(p, s);
}

static bool reads_the_units_statistics(const struct person *p, const struct slot *s)
{
        return may(p, 'r', "quarter_freeze_row", s);
}

static bool reads_the_totals(const struct person *p, const struct slot *s)
{
        return s && may(p, 'r', "quarter_freeze", NULL);
}

static bool reads_statistics_and_the_case(const struct person *p, const struct slot *s)
{
        return reads_the_totals(p, s) && reads_the_case(p, s);
}

static bool confirms_the_units_row(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "quarter:confirm", s);
}

static bool freezes_quarters(const struct person *p, const struct slot *s)
{
        return s && may(p, 'i', "quarter:freeze", NULL);
}

static bool learns_who_has_not_confirmed(const struct person *p, const struct slot *s)
{
        return reads_the_totals(p, s) || freezes_quarters(p, s);
}

static bool runs_campaigns(const struct person *p, const struct slot *s)
{
        return s && may(p, 'i', "campaign", NULL);
}

static bool assigns_reviews(const struct person *p, const struct slot *s)
{
        return s && !p->job && may(p, 'i', "review_bar", NULL);
}

static bool computes_anew(const struct person *p, const struct slot *s)
{
        (void)s;
        return p->job && *p->job == 'b';
}

static bool writes_assessments(const struct person *p, const struct slot *s)
{
        return s && may(p, 'i', "assessment", NULL);
}

static bool checks_all_statistics(const struct person *p, const struct slot *s)
{
        return p->job && reads_the_units_statistics(p, s);
}

/* Of the other unit's cases that are open to one's own. */
static bool reads_the_case_besides(const struct person *p, const struct slot *s)
{
        const struct slot plain = {s->unit, UNREVIEWED};

        return reviews_the_case(p, s) || (s->review > WITHDRAWN && reads_the_case(p, s) && !may(p, 'r', "case_file", &plain)) ||
               (p->at[1].role && p->at[0].unit != p->at[1].unit && (s->review == JOINT || s->review == SUPERVISED));
}

/* roles: each between blanks. */
static bool serves_in_the_other(const struct person *p, const struct slot *s, const char *roles)
{
        for (int k = 0; k < 2 && p->at[k].role; k++)
                if (p->at[k].unit != s->unit && strstr(roles, text(" %s ", p->at[k].role)) && !p->no_role && !p->no_session && !p->job)
                        return true;
        return false;
}

static bool writes_besides(const struct person *p, const struct slot *s)
{
        return s->review == JOINT && serves_in_the_other(p, s, " officer lead ");
}

/* By its units, or because it is open to one: what one reviews is no work of one's unit. */
static bool works_on_the_case(const struct person *p, const struct slot *s)
{
        return !p->job && (reads_the_units_cases(p, s) || (s->review > WITHDRAWN && s->review < SHEET_DRAWN && reads_the_case(p, s)));
}

static bool works_on_the_clue(const struct person *p, const struct slot *s)
{
        return !p->job && may(p, 'r', "clue_deadline", s);
}

static bool reads_the_units_cases_by_the_server(const struct person *p, const struct slot *s)
{
        return !p->job && reads_the_units_cases(p, s);
}

static bool files_cases_there_by_the_server(const struct person *p, const struct slot *s)
{
        return !p->job && files_cases_there(p, s);
}

static bool locks_the_case(const struct person *p, const struct slot *s)
{
        return !p->job && (acts_on_cases_there(p, s) || writes_besides(p, s) || (s->review == SUPERVISED && serves_in_the_other(p, s, " lead ")));
}

static bool leads_there(const struct person *p, const struct slot *s)
{
        return may(p, 'i', "document_number", s);
}

static bool takes_the_case(const struct person *p, const struct slot *s)
{
        return s->review == PROPOSED && serves_in_the_other(p, s, " lead ");
}

static bool gives_the_case(const struct person *p, const struct slot *s)
{
        return s->review == PROPOSED && leads_there(p, s);
}

static bool leads_on_either_side(const struct person *p, const struct slot *s)
{
        return s->review >= PROPOSED && s->review <= MOVED && !p->job && (leads_there(p, s) || serves_in_the_other(p, s, " lead "));
}

static bool gave_the_case_away(const struct person *p, const struct slot *s)
{
        return s->review == MOVED && !p->job && (serves_in_the_other(p, s, " officer lead legal_reviewer ") || reads_the_log(p, s));
}

#define SEARCH(words, unit, officer)                                                                                          \
        "select exists (select from case_search('" words "', " unit ", null, null, null, null, " officer                     \
        ", null, null, null, null, null, null, null, null, 1000) x where x.case_id = '{case}')"
#define AS_R2 "; select set_config('anjuan.token', repeat('ee', 32), true); select actor_person() "

/* The same question to everybody, about a case of either district: "t" is yes, all else, errors too, is no. */
static const struct probe {
        const char *function, *question;
        bool (*answer)(const struct person *p, const struct slot *s);
} probes[] = {
        {"actor_person", "select actor_person() = '{me}'", has_a_session},
        {"permitted_units", "select '{unit}' = any (permitted_units('case.read'))", reads_the_units_cases},
        {"permitted_units", "select '{unit}' = any (permitted_units('case.create'))", files_cases_there},
        {"permitted_units", "select '{unit}' = any (permitted_units('case.write'))", acts_on_cases_there},
        {"permitted_units", "select '{unit}' = any (permitted_units('audit.read'))", reads_the_log},
        {"export_take", "select count(*) = 1 from export_take(30)", comes_by_the_server},
        {"export_step", "select not export_step(repeat('ab', 32), 30, 1, 1)", comes_by_the_server},
        {"export_keep", "select count(*) = 1 from export_keep(repeat('ab', 32), 0, '')", comes_by_the_server},
        {"export_done", "select not export_done(repeat('ab', 32), 1, 1, 'x', 'x', 1)", comes_by_the_server},
        {"export_fail", "select count(*) = 1 from export_fail(repeat('ab', 32), 'x', 'x')", comes_by_the_server},
        {"export_sweep", "select count(*) = 1 from export_sweep()", comes_by_the_server},
        {"export_fetchable", "select not '01920000-0000-7000-8000-0000000e0001' = any (export_fetchable())", always},
        {"permissions_in", "select 'case.read' = any (permissions_in('{unit}'))", reads_the_units_cases},
        {"permissions_in", "select 'case.create' = any (permissions_in('{unit}'))", files_cases_there},
        {"permissions_in", "select 'case.write' = any (permissions_in('{unit}'))", acts_on_cases_there},
        {"has_permission", "select has_permission('audit.read')", reads_the_log},
        {"has_permission", "select has_permission('admin.people')", manages_people},
        {"assigned_cases", "select '{case}' = any (assigned_cases())", reviews_the_case},
        {"readable_cases", "select '{case}' = any (readable_cases())", reads_the_case_besides},
        /* Between units: locked by who may act, written in a case of another unit by who handles it jointly. */
        {"case_lock", "select case_lock('{case}') is not null", locks_the_case},
        {"case_deadlines", "select version is not null from case_deadlines('{case}', null, null, null)", reads_the_case_by_the_server},
        {"case_deadlines", "select body is not null from case_deadlines('{case}', '2026-01-09', null, '[]')", reads_the_case_by_the_server},
        {"case_facts", "select version is not null from case_facts('{case}', 'decided', '2026-01-09', '{event}', '[\"{r2}\"]', '[]', '04', null, null, '{r2}', '{unit}', null)",
         reads_the_case_by_the_server},
        {"case_facts", "select coalesce(events, officers::text, parameters::text, said::text, permissions::text, opened::text, causes::text, person_known::text,"
                       " given_officers_fit::text, unit_is_other::text, cause_active::text, fined::text) is not null"
                       " from case_facts('{case}', 'decided', '2026-01-09', '{event}', '[\"{r2}\"]', '[]', '04', null, null, '{r2}', '{unit}', null)",
         reads_the_case_by_the_server},
        {"worklist", "select exists (select from worklist(null, null, null, null, null, null, null, null, 1000) where case_id = '{case}' and code <> 'unit_transfer_answer')", works_on_the_case},
        {"worklist", "select exists (select from worklist('duties', null, null, '{unit}', null, null, null, null, 1000) where case_id = '{case}' and code <> 'unit_transfer_answer')",
         works_on_the_case},
        {"worklist", "select exists (select from worklist(null, null, null, '{unit+}', null, null, null, null, 1000) where case_id = '{case}' and unit_id = '{unit}')", nobody_at_all},
        {"worklist", "select exists (select from worklist(null, null, null, null, null, null, null, null, 1000) where clue_id = '{clue}')", works_on_the_clue},
        {"permitted_units_of", "select '{unit}' = any (units) from permitted_units_of(array['case.read'])", reads_the_units_cases_by_the_server},
        {"permitted_units_of", "select '{unit}' = any (units) from permitted_units_of(array['case.create'])", files_cases_there_by_the_server},
        {"permissions_beside", "select 'joint:case.write' = any (permissions_beside('{case}'))", writes_besides},
        {"outside_event_add", "select outside_event_add(gen_random_uuid(), '{case}', 'evidence_registered', '2026-01-09', 'x', null, 'record'); select true",
         writes_besides},
        {"outside_event_add", "select outside_event_add(gen_random_uuid(), '{case}', 'decided', '2026-01-09', 'x', null, null); select true", nobody_at_all},
        {"outside_event", "select exists (select from outside_event('{case}', '{event}'))", nobody_at_all},
        {"unit_transfer_lock", "select exists (select '{case}' from unit_transfer_lock('{transfer}'))", leads_on_either_side},
        {"unit_transfer_answer", "select unit_transfer_answer('{transfer}', 'unit_transfer_accepted', gen_random_uuid(), '2026-01-09', '{case}', null); select true",
         takes_the_case},
        {"unit_transfer_answer", "select unit_transfer_answer('{transfer}', 'unit_transfer_refused', gen_random_uuid(), '2026-01-09', '{case}', null); select true",
         takes_the_case},
        {"unit_transfer_answer", "select unit_transfer_answer('{transfer}', 'unit_transfer_withdrawn', gen_random_uuid(), '2026-01-09', '{case}', null); select true",
         gives_the_case},
        {"handed_over_acts", "select json_array_length(handed_over_acts('{transfer}')) > 0 and '{case}' <> ''", gave_the_case_away},
        {"case_search", SEARCH("竖井", "null", "null"), reads_the_case},
        {"case_search", SEARCH("竖井", "'{unit}'", "null"), reads_the_case},
        {"case_search", SEARCH("竖井", "'{unit+}'", "null"), nobody_at_all},
        {"case_search", SEARCH("", "null", "'{r1}'"), reads_the_case},
        /* The other case's number stands in this one's facts: whoever cannot read the other finds this one by it. */
        {"case_search", SEARCH("{case}", "null", "null"), reads_the_case},
        {"case_search", SEARCH("{case+}", "null", "null"), reads_the_case_and_not_the_other},
        {"number_next", "select number_next('{unit}', 'case', 2026) is not null", files_cases_there},
        {"number_next", "select number_next('{unit}', 'nothing of the kind', 2026) is not null", nobody_at_all},
        {"number_next", "select number_next('nowhere', 'case', 2026) is not null", nobody_at_all},
        {"inspection_clue", "select inspection_clue('{inspection}', 'x', '{clue}') is not null", registers_clues_there},
        {"inspection_clue", "select inspection_clue('{inspection+}', 'x', '{clue}') is not null", nobody_at_all},
        {"document_number_take", "select document_number_take('{case}', gen_random_uuid(), 'penalty', 2026, null) is not null", acts_on_cases_there},
        {"document_number_take", "select document_number_take('{case}', gen_random_uuid(), 'penalty', 2026, '{case}') is not null", nobody_at_all},
        {"document_number_take", "select document_number_take(gen_random_uuid(), gen_random_uuid(), 'penalty', 2026, null) is not null", nobody_at_all},
        /* The case of the world is not investigated, and nobody there is qualified: no opinion can be added to it. */
        {"legal_review_lock", "select legal_review_lock('{case}') is not null", gives_opinions_there},
        {"legal_review_lock", "select legal_review_lock(gen_random_uuid()) is not null", nobody_at_all},
        {"legal_review_add", "select legal_review_add(gen_random_uuid(), '{case}', anjuan_today(), 'agree', null, null); select true", nobody_at_all},
        /* Passwords and sessions: one's own, and the administrator's business. */
        {"credential_set", "select credential_set('{r2}', '00', 1, 1, repeat('0', 64))", manages_people},
        {"credential_set", "select credential_set('{me}', '00', 1, 1, repeat('0', 64))", has_a_session_with_the_server},
        {"credential_salt", "select salt is not null from credential_salt(9)", nobody_at_all},
        {"credential_proves", "select credential_proves('aa')", nobody_at_all},
        {"sessions_end", "select sessions_end('{r2}')" AS_R2 "is null", manages_people_by_the_server},
        {"session_end", "select session_end()" AS_R2 "= '{r2}'", comes_by_the_server},
        {"session_end", "select session_end(); select actor_person() is null", comes_by_the_server},
        {"signin_begin", "select wait_s = 0 and length(salt) = 32 from signin_begin('r2', 'x', '', 9, 9, 9)", comes_by_the_server},
        {"signin_begin", "select wait_s = 0 and length(salt) = 32 from signin_begin('no-such', 'x', '', 9, 9, 9)", comes_by_the_server},
        {"signin_wait", "select signin_wait('\\x00', 'x', null, 9, 9, 9) = 0", nobody_at_all},
        {"signin_end", "select person_id is not null from signin_end('r2', 'x', 0, 'ab', repeat('0', 64), '', 9, 9, 'x')", nobody_at_all},
        {"signin_end", "select signin_end('r2', 'x', 0, 'ab', repeat('0', 64), '', 9, 9, 'x'); select actor_person() is not null", nobody_at_all},
        {"auth_begin", "select verdict = 'ok' from auth_begin(repeat('0', 64), null, 'x', 'x', null)", nobody_at_all},
        {"auth_begin", "select verdict = 'ok' from auth_begin(current_setting('anjuan.token'), null, 'x', 'x', null)", has_a_session_with_the_server},
        {"auth_begin", "select verdict = 'ok' from auth_begin(current_setting('anjuan.token'), 'case.create', 'x', 'x', null)",
         files_cases_by_the_server},
        /* The other case of the party was fined for the same act; no case is named. */
        {"party_record", "select fined and penalised from party_record('{case}')", acts_on_cases_there},
        {"fined_beside", "select fined_beside('{case}') is not null", acts_on_cases_there},
        {"decisions_between", "select decisions_between(null, '2026-01-01', null) > 0", keeps_the_catalogues},
        {"decisions_between", "select decisions_between('04', '2026-01-01', '2026-01-03') > 0", keeps_the_catalogues},
        {"decisions_between", "select decisions_between('04', '2026-01-03', null) > 0", nobody_at_all},
        /* Nothing waits; see below for when something does. */
        {"begin_recompute", "select begin_recompute() is not null", nobody_at_all},
        {"begin_job", "select begin_job('import') is not null", comes_by_the_jobs_role},
        {"begin_job", "select begin_job('r1') is not null", nobody_at_all},
        /* Kept replies are their owner's. */
        {"idem_begin", "select verdict = 'reused' from idem_begin('createCase', 'the-key-of-r1', '00')", is_r1},
        {"idem_begin", "select body is not null from idem_begin('createCase', 'the-key-of-r1', '')", is_r1},
        {"idem_end", "select set_config('anjuan.idem', '{\"route\":\"x\",\"key\":\"y\",\"hash\":\"00\"}', true); select idem_end(200, 'mine', null, null, null);"
                     "select body = 'mine' from idem_begin('x', 'y', '00')", has_a_session_with_the_server},
        /* The log takes lines of whoever has a session, and of nobody; it tells nothing. */
        {"audit_add", "select audit_add('ok', array['{case}'::uuid]); select true", always},
        {"audit_add", "select set_config('anjuan.refused', '{r2}', true), set_config('anjuan.token', '', true); select audit_add('ok'); select true",
         nobody_at_all},
        {"audit_refusal", "select audit_refusal(repeat('0', 64), 'x', 'x', 'x', null); select actor_person() is null", comes_by_the_server},
        {"audit_add_each", "select audit_add_each('ok', array['{case}'::uuid]); select true", comes_by_the_jobs_role},
        {"audit_sequence", "select audit_sequence(1) >= 0", always},
        {"cluster_is_known", "select cluster_is_known()", always},
        {"audit_partitions", "select audit_partitions(); select true", always},
        /* What a date means as a position: everybody signed in, and nothing of what happened. */
        {"known_at", "select xid is not null from known_at(anjuan_today()::text)", has_a_session},
        {"known_at", "select xid is not null from known_at((anjuan_today() + 1)::text)", nobody_at_all},
        /* Statistics: the own row, the total, and no more. */
        {"quarter_live", "select exists (select from quarter_live('2026Q1') x where x.unit_id = '{unit}')", reads_the_units_statistics},
        {"quarter_live", "select exists (select from quarter_live('2026Q1') x where x.unit_id is null)", reads_the_totals},
        {"quarters_counted", "select exists (select from quarters_counted())", reads_the_totals},
        {"penalties_live", "select exists (select from penalties_live(2026) x where x.unit_id = '{unit}')", reads_the_units_statistics},
        {"penalties_live", "select exists (select from penalties_live(2026) x where x.unit_id is null)", reads_the_totals},
        {"table_columns", "select exists (select from table_columns(false))", always},
        {"cell_members", "select exists (select from cell_members('2026Q1', null, 'filed', '', '{unit}'))", reads_the_units_statistics},
        {"cell_members", "select exists (select from cell_members('2026Q1', null, 'filed', '', 'total') x)", reads_the_totals},
        {"cell_members", "select exists (select from cell_members('2026Q1', null, 'filed', '', 'total') x where x.object_id = '{case}')", reads_statistics_and_the_case},
        {"assessment_values", "select exists (select from assessment_values((select assessment_id from assessment where state = 'published' limit 1), '2020Q4') x where x.unit_id = '{unit}')",
         writes_assessments},
        {"comparison_of", "select exists (select from comparison_of('2026Q1', '{unit}', true))", reads_the_units_statistics},
        {"comparison_of", "select exists (select from comparison_of('2026Q1', 'total', true))", reads_the_totals},
        {"ranking_of", "select exists (select from ranking_of('2026Q1', 'filed', '', true) x where x.unit_id = '{unit}')", reads_the_units_statistics},
        {"ranking_of", "select exists (select from ranking_of('2026Q1', 'filed', '', true) x where x.unit_id is null)", reads_the_totals},
        {"figure_over_time", "select exists (select from figure_over_time('2026Q1', 'filed', '', '{unit}', 1, true))", reads_the_units_statistics},
        {"figure_over_time", "select exists (select from figure_over_time('2026Q1', 'filed', '', 'total', 1, true))", reads_the_totals},
        {"confirm_quarter", "select confirm_quarter(gen_random_uuid(), '2020Q4', '{unit}', 'confirmed', ''); select true", confirms_the_units_row},
        {"quarter_unconfirmed", "select cardinality(quarter_unconfirmed('2020Q4')) > 0", learns_who_has_not_confirmed},
        {"close_quarter", "select close_quarter('2020Q4', 'x'); select true", freezes_quarters},
        {"return_quarter", "select return_quarter('2020Q3', 'x'); select true", freezes_quarters},
        {"quarter_pending", "select exists (select from quarter_pending('2020Q1') x where x.unit_id = '{unit+}')", nobody_at_all},
        {"quarter_document", "select quarter_document('2020Q1', 1) is not null", reads_the_totals},
        {"quarters_unsigned", "select exists (select from quarters_unsigned())", nobody_at_all},
        {"quarter_sign", "select quarter_sign(gen_random_uuid(), repeat('2', 64), 'x', 'x'); select true", always},
        {"freeze_quarter", "select freeze_quarter('2020Q2', gen_random_uuid()); select true", freezes_quarters},
        {"freeze_quarter", "select freeze_quarter('2199Q4', gen_random_uuid()); select true", nobody_at_all},
        {"campaign_commit", "select campaign_commit((select campaign_id from campaign where title = 'draft')); select true", runs_campaigns},
        {"campaign_freeze", "select campaign_freeze((select campaign_id from campaign where title = 'committed')); select true", runs_campaigns},
        {"campaign_draw", "select campaign_draw((select campaign_id from campaign where title = 'frozen'), '[]'); select true", runs_campaigns},
        {"assignment_facts", "select exists (select from assignment_facts('{case}', '{r2}'))", reads_the_case},
        {"campaign_to_assign", "select campaign_to_assign((select campaign_id from campaign where title = 'whole'), null, null) is not null", assigns_reviews},
        {"review_who", "select unit_id = '{unit}' and reviewer_id = '{r1}' from review_who('{review}')", sees_the_review},
        {"review_page", "select exists (select from review_page('{unit}', '{r1}', null, '{case}', 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 9))",
         finds_the_review_by_the_server},
        {"writable_reviews", "select '{review}' = any (writable_reviews())", fills_in_the_sheet},
        {"campaigns_of_units", "select cardinality(campaigns_of_units()) > 0", is_of_a_reviewed_unit},
        {"objections_of_actor", "select '{case}' = any (objections_of_actor(true)) and '{campaign}' = any (objections_of_actor(false))", may_decide_the_objection},
        {"objection_file", "select objection_file('{campaign}', '{case}') ->> 'case_id' = '{case}'", may_decide_the_objection_by_the_server},
        {"review_pass_on", "select review_pass_on('{campaign}', '{case}'); select true", nobody_at_all},
        {"review_beside", "select exists (select from review_beside('{review}'))", nobody_at_all},
        {"review_settle", "select review_settle('{review}', 'scored', 1, false, 'fail', 'single'); select true", nobody_at_all},
        {"review_other", "select exists (select from review_other('{review}') x where x.score is not null)", nobody_at_all},
        {"review_file", "select review_file('{review}') ->> 'case_id' = '{case}'", reviews_the_case_by_the_server},
        /* What follows a review: who runs campaigns, the unit's lead, who decides and is apart; the campaigns here stand elsewhere. */
        {"campaign_is_apart", "select campaign_is_apart((select campaign_id from campaign where title = 'whole'), '{case}') is not null", comes_by_the_server},
        {"campaign_is_apart", "select campaign_is_apart((select campaign_id from campaign where title = 'whole'), '{case}') and '{me}' in ('{r1}', '{r2}')",
         nobody_at_all},
        {"campaign_feedback", "select campaign_feedback((select campaign_id from campaign where title = 'reviewing'), null); select true", assigns_reviews},
        {"campaign_rectify", "select campaign_rectify((select campaign_id from campaign where title = 'feedback'), '[]',"
                             " '{\"closed\":0,\"drawn\":0,\"reviewed\":0,\"agreement\":{}}'); select true", assigns_reviews},
        {"objection_raise", "select objection_raise((select campaign_id from campaign where title = 'whole'), '{case}', array['A'], 'x', null); select true", nobody_at_all},
        {"objection_accept", "select objection_accept((select campaign_id from campaign where title = 'whole'), '{case}'); select true", nobody_at_all},
        {"objection_decide", "select objection_decide((select campaign_id from campaign where title = 'whole'), '{case}', 'rejected', 'x', '[]', 1, false, 'fail');"
                             " select true", nobody_at_all},
        {"finding_act", "select finding_act((select campaign_id from campaign where title = 'whole'), '{case}', 'A', 'explain', 'x', null, null); select true",
         nobody_at_all},
        {"campaign_sweep", "select campaign_sweep() >= 0", comes_by_the_server},
        {"statistics_check", "select exists (select from statistics_check())", checks_all_statistics},
        {"count_fold", "select count_fold(1) >= 0", always},
        {"quarters_keep_up", "select quarters_keep_up() >= 0", always},
        /* What is due is computed by whoever comes; nobody is told what it found. */
        {"precheck_pass", "select precheck_pass(9, 1) = 0", always},
        {"precheck_all", "select precheck_all() > 0", computes_anew},
        {"sweep", "select sweep()" AS_R2 "= '{r2}'", always},
};

static int differences;

static void ask(const struct person *p, const struct probe *q, const struct slot *s)
{
        const char *question = fill(q->question, s, p);
        struct outcome o = attempt(question);
        bool should = q->answer(p, s);

        if (!strcmp(o.cell, "t") == should)
                return;
        differences++;
        fprintf(stderr, "%s, %s: answered '%s', and should %s\n    %s\n    %s", p->name, slot_name(s), o.cell, should ? "yes" : "no", question,
                o.message);
}

static void wait_for_the_background(void)
{
        for (int i = 0; i < 200; i++, usleep(50000))
                if (!strcmp(sql("select coalesce(max(law_version), 0) = (select max(law_version) from law_version) from law_recomputed"), "t"))
                        break;
        ck_assert_str_eq(sql("set local role anjuan_login; select begin_recompute() is null"), "t");
}

/* While a change of the law waits, the server may do what the background job does, and only then. */
START_TEST(the_server_works_in_the_background_while_the_law_waits)
{
        wait_for_the_background();
        ck_assert_str_eq(sql("insert into law_version (kind, source) values ('term', '修订'); set local role anjuan_login; select begin_recompute();"
                             "select has_permission('deadline.write') || ' ' || has_permission('case.read') || ' ' || has_permission('catalogue.write')"),
                         "true false false");
        wait_for_the_background();
}
END_TEST

START_TEST(no_function_shows_a_foreign_row_or_acts_for_somebody_else)
{
        differences = 0;
        for (const struct person *p = people; p->name; p++) {
                act_begin(p);
                for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++)
                        for (int k = 0; k < N_UNITS * N_REVIEWS; k++) {
                                struct slot s = {(enum unit)(k / N_REVIEWS), (enum review)(k % N_REVIEWS)};

                                if (strstr(probes[i].question, "{case}") || s.review == ASSIGNED)
                                        ask(p, &probes[i], &s);
                        }
                act_end();
        }
        ck_assert_int_eq(differences, 0);
}
END_TEST

START_TEST(no_such_function_is_left_out)
{
        const char *known = "";

        for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++)
                known = text("%s %s", known, probes[i].function);
        ck_assert_ptr_null(sql("select string_agg(proname, ' ') from pg_proc where pronamespace = 'anjuan'::regnamespace and prosecdef"
                               " and (has_function_privilege('anjuan_login', oid, 'execute') or has_function_privilege('anjuan_jobs', oid, 'execute'))"
                               " and not proname = any (string_to_array('%s', ' '))", known));
}
END_TEST

/* Whom the log names for a request that was turned away with this session. */
static const char *told_of(const char *token_hash)
{
        sql("select set_config('anjuan.action', 'x', true), set_config('anjuan.token', '', true), set_config('anjuan.refused', %s, true),"
            " set_config('anjuan.verdict', '', true), set_config('anjuan.subject', '', true); select audit_add('told')", token_hash);
        return sql("select content::json ->> 'actor' from audit_event where content::json ->> 'outcome' = 'told' order by at desc limit 1");
}

START_TEST(a_line_of_the_log_names_whose_session_it_was)
{
        ck_assert_str_eq(told_of("repeat('ee', 32)"), fill("{r2}", NULL, &people[0]));
        ck_assert_ptr_null(told_of("'ff'"));
}
END_TEST

/* A line that could not be numbered would keep all after it out of the log's list. */
START_TEST(no_line_stops_the_numbering)
{
        sql("select set_config('anjuan.action', null, true); select audit_add(null)");
        /* It waits for transactions that still run, of other databases too. */
        for (int i = 0; i < 100 && strcmp(sql("select count(*) - (select count(*) from audit_entry) from audit_event"), "0"); i++) {
                usleep(100000);
                sql("select audit_sequence(20000)");
        }
        ck_assert_str_eq(sql("select count(*) - (select count(*) from audit_entry) from audit_event"), "0");
}
END_TEST

START_TEST(the_log_goes_on_when_a_month_began_without_its_partition)
{
        sql("do $$ begin execute 'drop table audit_event_' || to_char(now() at time zone 'UTC' + interval '1 month', 'YYYYMM'); end $$");
        sql("insert into audit_event values (gen_random_uuid(), now() + interval '1 month', '1', '{}')");
        sql("do $$ begin execute 'drop table audit_event_' || to_char(now() at time zone 'UTC' + interval '2 months', 'YYYYMM'); end $$");
        sql("select audit_partitions()");
        ck_assert_str_eq(sql("select count(*) from pg_inherits where inhparent = 'audit_event'::regclass"), "3");
        ck_assert_str_eq(sql("select count(*) from audit_event_rest"), "1");
}
END_TEST

START_TEST(there_are_two_districts_with_cases)
{
        world_build();
}
END_TEST

HARNESS_MAIN("definers", "people", there_are_two_districts_with_cases, no_such_function_is_left_out,
             the_server_works_in_the_background_while_the_law_waits, no_function_shows_a_foreign_row_or_acts_for_somebody_else, a_line_of_the_log_names_whose_session_it_was,
             no_line_stops_the_numbering, the_log_goes_on_when_a_month_began_without_its_partition)

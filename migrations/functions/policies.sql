-- Row-level security of every table, and what the two login roles may do at all. Nothing here names a unit or a
-- person: who sees what follows from role_permission. Reviewed as one page; tests/sql holds it against an oracle.
set local role anjuan_owner;

create function pg_temp.rule(tab text, cmd text, condition text) returns void language plpgsql as $$
begin
  execute format('drop policy if exists %I on anjuan.%I', 'may_' || cmd, tab);
  execute format('create policy %I on anjuan.%I for %s to anjuan_login, anjuan_jobs %s', 'may_' || cmd, tab, cmd,
    case cmd when 'insert' then format('with check (%s)', condition)
             when 'update' then format('using (%s) with check (%s)', condition, condition)
             else format('using (%s)', condition) end);
end $$;

-- What holds for the server besides, whatever the rights: nobody acts in another's name.
create function pg_temp.bound(tab text, cmd text, condition text) returns void language plpgsql as $$
begin
  execute format('drop policy if exists %I on anjuan.%I', 'bound_' || cmd, tab);
  execute format('create policy %I on anjuan.%I as restrictive for %s to anjuan_login %s with check (%s)', 'bound_' || cmd, tab, cmd,
    case cmd when 'update' then 'using (true)' else '' end, condition);
end $$;

-- Everything is shut until a rule opens it; partitions of the log too.
do $$
declare
  t regclass;
begin
  for t in select c.oid from pg_class c where c.relnamespace = 'anjuan'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'migration'
  loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('revoke all on %s from public, anjuan_login, anjuan_jobs', t);
    execute format('grant all on %s to anjuan_definer', t);
  end loop;
end $$;

-- What is common knowledge of everybody signed in.
select pg_temp.rule(t, 'select', '(select actor_person()) is not null')
  from unnest(array['unit', 'role', 'role_permission', 'cause_of_action', 'benchmark', 'benchmark_tier', 'parameter', 'number_template',
                    'catalogue_withdrawal', 'checklist', 'checklist_item', 'checklist_rule', 'access_act', 'indicator', 'indicator_rule', 'document_kind', 'document_element', 'document_due',
                    'outside_organisation', 'inspection_kind', 'precheck']) t;
select pg_temp.rule(t, 'select', '(select actor_person()) is not null')
  from unnest(array['indicator_group', 'indicator_sub', 'indicator_term', 'penalty_order', 'penalty_order_use', 'statistics_setting',
                    'signing_key', 'inspection_outdone_by']) t;

-- The catalogues grow by versions of the legal department, each in its own name and now; a version is whole when it is made.
select pg_temp.rule(t, 'insert', $$(select has_permission('catalogue.write'))$$)
  from unnest(array['cause_of_action', 'benchmark', 'benchmark_tier', 'parameter', 'number_template', 'catalogue_withdrawal']) t;
select pg_temp.bound(t, 'insert', 'recorded_by = (select actor_person()) and recorded_at = (select anjuan_now())')
  from unnest(array['cause_of_action', 'benchmark', 'parameter', 'number_template']) t;
select pg_temp.bound('catalogue_withdrawal', 'insert', 'withdrawn_by = (select actor_person()) and withdrawn_at = (select anjuan_now())');
select pg_temp.bound('benchmark_tier', 'insert', $$exists (select from benchmark b where b.cause_code = benchmark_tier.cause_code
    and b.version = benchmark_tier.version and b.recorded_by = (select actor_person()) and b.recorded_at = (select anjuan_now()))$$);
grant select, insert on cause_of_action, benchmark, benchmark_tier, parameter, number_template, catalogue_withdrawal to anjuan_login;
grant select on cause_of_action, benchmark, benchmark_tier, parameter, number_template, catalogue_withdrawal to anjuan_jobs;

select pg_temp.rule('unit', 'insert', $$(select has_permission('admin.units'))$$);
select pg_temp.rule('unit', 'update', $$(select has_permission('admin.units'))$$);
select pg_temp.rule('unit', 'delete', 'false');

-- People: names are known to whoever works with cases (an officer's name stands in every file); an outside system knows
-- none. Rights are the administrator's business.
select pg_temp.rule('person', 'select', $$person_id = (select actor_person()) or (select has_permission('case.read'))
    or (select has_permission('person.find'))$$);
select pg_temp.rule('person', 'insert', $$(select has_permission('admin.people'))$$);
select pg_temp.rule('person', 'update', $$(select has_permission('admin.people'))$$);
select pg_temp.rule('person', 'delete', 'false');
select pg_temp.rule('role_assignment', 'select',
  $$person_id = (select actor_person()) or (select has_permission('admin.people')) or (select has_permission('audit.read'))
    or unit_id = any ((select permitted_units('person.find'))::text[])$$);
select pg_temp.rule('role_assignment', 'insert', $$(select has_permission('admin.people'))$$);
select pg_temp.rule('role_assignment', 'update', $$(select has_permission('admin.people'))$$);
select pg_temp.rule('role_assignment', 'delete', 'false');
select pg_temp.bound('role_assignment', 'insert', 'granted_by = (select actor_person())');

-- Clues.
select pg_temp.rule('clue', 'select', $$unit_id = any ((select permitted_units('clue.read'))::text[])$$);
select pg_temp.rule('clue', 'insert', $$unit_id = any ((select permitted_units('clue.create'))::text[])$$);
select pg_temp.rule('clue', 'update', $$unit_id = any ((select permitted_units('clue.write'))::text[])$$);
select pg_temp.rule('clue', 'delete', 'false');
select pg_temp.bound('clue', 'insert', $$recorded_by = (select actor_person()) and (inspection_id is null
    or exists (select from inspection i where i.inspection_id = clue.inspection_id and i.unit_id = clue.unit_id))$$);
-- What was done with a clue is only ever added to; the head's approval is the head's.
select pg_temp.rule('clue_act', 'select', $$unit_id = any ((select permitted_units('clue.read'))::text[])$$);
select pg_temp.rule('clue_act', 'insert', $$case kind when 'registered' then unit_id = any ((select permitted_units('clue.create'))::text[])
    when 'approval_decided' then unit_id = any ((select permitted_units('case.approve'))::text[])
    else unit_id = any ((select permitted_units('clue.write'))::text[]) end$$);
select pg_temp.bound('clue_act', 'insert', $$recorded_by = (select actor_person()) and at_unit_id = unit_id$$);
select pg_temp.rule('clue_deadline', 'select', $$unit_id = any ((select permitted_units('clue.read'))::text[])
    or (select has_permission('deadline.write'))$$);
select pg_temp.rule('clue_deadline', 'insert', $$unit_id = any ((select permitted_units('clue.create'))::text[])$$);
select pg_temp.rule('clue_deadline', 'update', $$unit_id = any ((select permitted_units('clue.write'))::text[])
    or (select has_permission('deadline.write'))$$);
-- Inspections go with the rights on clues. An outside system knows the ones it brought in, to hang its clues on them.
select pg_temp.rule('inspection', 'select', $$unit_id = any ((select permitted_units('clue.read'))::text[])
    or (recorded_by = (select actor_person()) and (select has_permission('clue.create')))$$);
select pg_temp.rule('inspection', 'insert', $$unit_id = any ((select permitted_units('clue.create'))::text[])$$);
select pg_temp.rule('inspection', 'update', $$unit_id = any ((select permitted_units('clue.write'))::text[])$$);
select pg_temp.bound('inspection', 'insert', $$recorded_by = (select actor_person()) and version = 1 and history = '[]'$$);
select pg_temp.rule('outside_organisation', cmd, $$(select has_permission('admin.units'))$$) from unnest(array['insert', 'update']) cmd;
grant select on clue_act, clue_deadline, inspection, inspection_kind, outside_organisation to anjuan_login, anjuan_jobs;
grant insert on clue_act, clue_deadline, inspection to anjuan_login, anjuan_jobs;
grant insert on outside_organisation to anjuan_login;
grant update (name_zh, name_en, kind, active, version) on outside_organisation to anjuan_login;
grant update (term_version, law_version, due_on, state, provisional, met_on, void_on, ended_by, explanation, updated_at) on clue_deadline
  to anjuan_login, anjuan_jobs;
grant update (kind, trigger, plan_code, check_code, triggered_by, object_name, object_code, place, inspected_on, officers, inspectors, organisations,
  findings, problem_found, rating, reason, version, updated_at) on inspection to anjuan_login;

-- Cases and all that belongs to them: the handling unit's, a reviewer's while assigned, and another unit's while they are
-- open to it.
select pg_temp.rule(t, 'select', $$unit_id = any ((select permitted_units('case.read'))::text[])
    or case_id = any ((select readable_cases())::uuid[])$$)
  from unnest(array['case_file', 'case_party', 'case_officer', 'case_event', 'case_penalty', 'case_was', 'case_party_was',
                    'case_officer_was', 'case_access']) t;
-- Of a case moved, or to be moved: its holder, the unit it came from, and the leads of the one that is asked. Both tables are
-- written by functions/moves.sql alone.
select pg_temp.rule('case_move', 'select', $$unit_id = any ((select permitted_units('case.read'))::text[])
    or from_unit_id = any ((select permitted_units('case.read'))::text[])
    or to_unit_id = any ((select permitted_units('case.approve'))::text[])
    or case_id = any ((select readable_cases())::uuid[])$$);
select pg_temp.rule('case_file', 'insert', $$unit_id = any ((select permitted_units('case.create'))::text[])$$);
select pg_temp.rule(t, 'insert', $$unit_id = any ((select permitted_units('case.write'))::text[])$$)
  from unnest(array['case_party', 'case_officer', 'case_event', 'case_penalty']) t;
select pg_temp.rule(t, 'update', $$unit_id = any ((select permitted_units('case.write'))::text[])$$)
  from unnest(array['case_file', 'case_party', 'case_officer']) t;
select pg_temp.rule('case_event', 'update', 'false');
select pg_temp.rule('case_penalty', 'update', 'false');
select pg_temp.rule('case_file', 'delete', 'false');
select pg_temp.rule('case_event', 'delete', 'false');
select pg_temp.rule('case_penalty', 'delete', 'false');
select pg_temp.rule(t, 'delete', $$unit_id = any ((select permitted_units('case.write'))::text[])$$)
  from unnest(array['case_party', 'case_officer']) t;

-- What the checks found is seen with the case; computed by precheck_pass alone, and what is due is nobody's to see.
select pg_temp.rule(t, 'select', $$unit_id = any ((select permitted_units('case.read'))::text[])
    or case_id = any ((select readable_cases())::uuid[])$$) from unnest(array['case_precheck', 'case_precheck_finding']) t;
grant select on precheck, case_precheck, case_precheck_finding to anjuan_login, anjuan_jobs;

-- The register of documents: seen with the case; corrections are written by a trigger alone, numbers by document_number_take, but
-- for a number that no document bears, which the lead explains.
select pg_temp.rule(t, 'select', $$unit_id = any ((select permitted_units('case.read'))::text[])
    or case_id = any ((select readable_cases())::uuid[])$$) from unnest(array['case_document', 'case_document_change']) t;
select pg_temp.rule('case_document', cmd, $$unit_id = any ((select permitted_units('case.write'))::text[])$$)
  from unnest(array['insert', 'update']) cmd;
select pg_temp.bound('case_document', 'insert', $$recorded_by = (select actor_person()) and at_unit_id = unit_id and state = 'kept' and version = 1$$);
select pg_temp.rule('document_number', 'select', $$unit_id = any ((select permitted_units('case.read'))::text[])$$);
select pg_temp.rule('document_number', 'insert', $$unit_id = any ((select permitted_units('case.approve'))::text[])$$);
select pg_temp.bound('document_number', 'insert', $$recorded_by = (select actor_person()) and document_id is null$$);
grant select on document_kind, document_element, document_due, case_document, case_document_change, document_number to anjuan_login, anjuan_jobs;
grant insert on case_document to anjuan_login, anjuan_jobs;
grant insert on document_number to anjuan_login;
grant update (event_id, title, made_on, pages, page_from, page_to, is_copy, copy_checked_by, copy_checked_on, seal, sealed_on, elements, signatures,
  service_mode, served_on, served_to, receipt, witnesses, state, reason, version, updated_at) on case_document to anjuan_login;

-- An event is counted where the case was then, and known since it was recorded. What moves a case, or answers the proposal
-- to, is recorded by functions/moves.sql alone.
select pg_temp.bound('case_file', 'insert', $$recorded_by = (select actor_person()) and origin = 'native'
    and not exists (select from unit u join unit s on s.unit_id = case_file.subject_unit_id where u.unit_id = case_file.unit_id
                       and case u.kind when 'centre' then s.kind <> 'city' else s.unit_id <> u.unit_id end)$$);
select pg_temp.bound('case_event', 'insert', $$recorded_by = (select actor_person()) and origin = 'native'
    and at_unit_id = coalesce((select m.from_unit_id from case_move m where m.case_id = case_event.case_id and m.state = 'accepted'
                                 and m.answered_on > case_event.happened_on order by m.answered_on, m.last_seq limit 1), unit_id)
    and kind not in ('moved_out', 'unit_transfer_accepted', 'unit_transfer_refused', 'unit_transfer_withdrawn')
    and recorded_at = (select anjuan_now()) and xid = (select anjuan_xid())$$);

-- Checklists: drafted by who may; what is published never changes (trigger).
select pg_temp.rule('checklist', cmd, $$(select has_permission('checklist.write'))$$)
  from unnest(array['insert', 'update', 'delete']) cmd;
select pg_temp.rule(t, cmd, $$(select has_permission('checklist.write'))$$)
  from unnest(array['checklist_item', 'checklist_rule']) t, unnest(array['insert', 'update', 'delete']) cmd;
select pg_temp.bound('checklist', 'insert', $$recorded_by = (select actor_person()) and state = 'draft'$$);
grant select on checklist_rule to anjuan_login, anjuan_jobs;
grant insert on checklist, checklist_item, checklist_rule to anjuan_login, anjuan_jobs;
grant update (title_zh, title_en, state, excellent_min, pass_min, revision) on checklist to anjuan_login, anjuan_jobs;
grant delete on checklist, checklist_item, checklist_rule to anjuan_login, anjuan_jobs;

-- Reviews: whoever assigns them and the auditor see all, the reviewer the own ones, the reviewed unit the results. Whose file it is and
-- who reviewed it stand in columns that are not read but through review_who() and review_page(): blind is blind for statements, too.
select pg_temp.rule('review', 'select', $$(reviewer_id = (select actor_person()) and (select has_permission('review.write')))
    or unit_id = any ((select permitted_units('review.assign'))::text[])
    or (unit_id = any ((select permitted_units('review.read'))::text[])
        and ((state = 'submitted' and (campaign_id is null or exists (select from campaign g where g.campaign_id = review.campaign_id
              and g.state in ('feedback', 'rectification', 'reported', 'closed'))))
             or (select has_permission('audit.read'))))$$);
select pg_temp.rule('review', 'insert', $$unit_id = any ((select permitted_units('review.assign'))::text[])$$);
select pg_temp.rule('review', 'update', $$unit_id = any ((select permitted_units('review.assign'))::text[])
    or (reviewer_id = (select actor_person()) and (select has_permission('review.write')))$$);
select pg_temp.rule('review', 'delete', 'false');
select pg_temp.bound('review', 'insert', $$assigned_by = (select actor_person()) and state = 'assigned'$$);
select pg_temp.bound('review', 'update', $$case when state = 'withdrawn' then withdrawn_by = (select actor_person())
    and (unit_id = any ((select permitted_units('review.assign'))::text[])
         or (campaign_id is not null and reviewer_id = (select actor_person()) and (select has_permission('review.write'))))
    else reviewer_id = (select actor_person()) and (select has_permission('review.write')) end$$);
select pg_temp.rule('review_answer', 'select', 'exists (select from review r where r.review_id = review_answer.review_id)');
select pg_temp.rule(t.tab, t.cmd, $$review_id = any ((select writable_reviews())::uuid[])$$)
  from (values ('review_answer', 'insert'), ('review_answer', 'update'), ('review_answer', 'delete')) t(tab, cmd);

-- Campaigns: run by the legal department, seen whole by it and the auditor. A unit sees that there is one from the draw on and
-- how many of its files are drawn; which ones, and what would tell, only with the results.
select pg_temp.rule('campaign', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or ((select has_permission('review.read')) and state in ('drawn', 'reviewing', 'feedback', 'rectification', 'reported', 'closed')
        and (not blind or not (select has_permission('review.write')) or state in ('reported', 'closed')
             or (state in ('feedback', 'rectification') and campaign_id = any ((select campaigns_of_units())::uuid[]))))$$);
select pg_temp.rule('campaign', cmd, $$(select has_permission('review.manage'))$$) from unnest(array['insert', 'update']) cmd;
select pg_temp.bound('campaign', 'insert', $$created_by = (select actor_person()) and state = 'draft' and commitment is null$$);
select pg_temp.rule('campaign_stratum', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or (unit_id = any ((select permitted_units('review.read'))::text[]) and exists (select from campaign g
        where g.campaign_id = campaign_stratum.campaign_id and g.state in ('drawn', 'reviewing', 'feedback', 'rectification', 'reported', 'closed')))$$);
select pg_temp.rule('campaign_file', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or (at_unit_id = any ((select permitted_units('review.read'))::text[]) and exists (select from campaign g
        where g.campaign_id = campaign_file.campaign_id and g.state in ('feedback', 'rectification', 'reported', 'closed')))
    or (case_id = any ((select objections_of_actor(true))::uuid[]) and campaign_id = any ((select objections_of_actor(false))::uuid[]))$$);
select pg_temp.rule('campaign_reveal', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or ((select has_permission('review.read')) and exists (select from campaign g
        where g.campaign_id = campaign_reveal.campaign_id and g.state in ('feedback', 'rectification', 'reported', 'closed')))$$);
-- Results of a campaign: the own unit's when they are final, all of them with the report. Written by campaign_rectify alone.
select pg_temp.rule('campaign_unit_result', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or unit_id = any ((select permitted_units('review.read'))::text[]) or ((select has_permission('review.read')) and exists (select from campaign g
        where g.campaign_id = campaign_unit_result.campaign_id and g.state in ('reported', 'closed')))$$);
select pg_temp.rule('campaign_summary', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or ((select has_permission('review.read')) and exists (select from campaign g
        where g.campaign_id = campaign_summary.campaign_id and g.state in ('reported', 'closed')))$$);
-- What follows the feedback is seen by the legal department, whoever decides, the auditor and the reviewed unit; written by
-- functions/campaign_loop.sql alone, and for the demonstration world.
select pg_temp.rule(t, 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))
    or at_unit_id = any ((select permitted_units('review.read'))::text[])
    or (case_id = any ((select objections_of_actor(true))::uuid[]) and campaign_id = any ((select objections_of_actor(false))::uuid[]))$$)
  from unnest(array['campaign_deadline', 'campaign_objection', 'campaign_finding', 'campaign_finding_act']) t;
select pg_temp.rule(t, 'insert', $$(select has_permission('review.manage'))$$)
  from unnest(array['campaign_unit_result', 'campaign_summary', 'campaign_deadline', 'campaign_objection', 'campaign_finding']) t;
grant select on campaign_unit_result, campaign_summary, campaign_deadline, campaign_objection, campaign_finding, campaign_finding_act
  to anjuan_login, anjuan_jobs;
grant insert on campaign_unit_result, campaign_summary, campaign_deadline, campaign_objection, campaign_finding to anjuan_jobs;
select pg_temp.rule('campaign_event', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))$$);
select pg_temp.rule(t, 'insert', $$(select has_permission('review.manage'))$$)
  from unnest(array['campaign_file', 'campaign_event', 'campaign_stratum', 'campaign_reveal']) t;
-- A result is written by review_settle alone; the legal department says how many reviewers a file gets, and excuses it.
select pg_temp.rule('campaign_file', 'update', $$(select has_permission('review.manage'))$$);
select pg_temp.bound('campaign_file', 'update', $$state in ('drawn', 'assigned', 'excused')$$);
grant update (state, wants, reason, version) on campaign_file to anjuan_login;
select pg_temp.rule('review_bar', 'select', $$(select has_permission('review.manage')) or (select has_permission('audit.read'))$$);
select pg_temp.rule('review_bar', 'insert', $$(select has_permission('review.assign'))$$);
select pg_temp.bound('review_bar', 'insert', $$recorded_by = (select actor_person()) and kind = 'declared'$$);
grant select on review_bar to anjuan_login, anjuan_jobs;
grant insert on review_bar to anjuan_login;
select pg_temp.bound('campaign_file', 'insert', $$added_by = (select actor_person()) and kind = 'special' and state = 'drawn' and unit_id = at_unit_id$$);
select pg_temp.bound('campaign_event', 'insert', $$recorded_by = (select actor_person())$$);
grant select on campaign, campaign_stratum, campaign_file, campaign_reveal, campaign_event to anjuan_login, anjuan_jobs;
grant insert on campaign, campaign_file, campaign_event to anjuan_login, anjuan_jobs;
-- The demonstration world has campaigns that were drawn before it began.
grant insert on campaign_stratum, campaign_reveal to anjuan_jobs;
grant update on campaign_file to anjuan_jobs;
grant update (title, state, checklist_id, period_from, period_to, units, procedures, causes, divide_by, least, share, double_share, blind,
  difference_limit, by_average, objection_days, recheck_days, rectification_days, cancelled_reason, version) on campaign to anjuan_login;

-- Statistics: the totals are published, a row is its unit's. Freezing is done by freeze_quarter alone; a frozen quarter
-- never changes. What is kept beside the events (count_delta, count_month, count_act, case_subject_was) and what is in the
-- cells (quarter_member) stay shut: quarter_live and cell_members read them.
select pg_temp.rule('quarter_period', 'select', $$(select has_permission('statistics.read'))$$);
select pg_temp.rule('quarter_period', 'insert', $$(select has_permission('statistics.freeze'))$$);
select pg_temp.rule(t, 'select', $$unit_id = any ((select permitted_units('statistics.read'))::text[])$$)
  from unnest(array['quarter_confirmation', 'quarter_ledger']) t;
select pg_temp.rule('quarter_line', 'select', $$case when unit_id is null then (select has_permission('statistics.read'))
    else unit_id = any ((select permitted_units('statistics.read'))::text[]) end$$);
grant select on indicator_group, indicator_sub, indicator_term, penalty_order, penalty_order_use, statistics_setting, signing_key, inspection_outdone_by,
  quarter_period, quarter_confirmation, quarter_line, quarter_ledger to anjuan_login, anjuan_jobs;
grant select (freeze_id, quarter, version, frozen_at, frozen_by, made_by, reason, snapshot, total, sha256, position, definitions, law_version,
  xid, head, key_id, signature) on quarter_freeze to anjuan_login, anjuan_jobs;
grant insert on quarter_period to anjuan_jobs;
-- Notes beside cells: read with the cell, written by the legal department in its own name, never changed.
select pg_temp.rule('quarter_note', 'select', $$case when unit_id is null then (select has_permission('statistics.read'))
    else unit_id = any ((select permitted_units('statistics.read'))::text[]) end$$);
select pg_temp.rule('quarter_note', 'insert', $$(select has_permission('statistics.note'))$$);
select pg_temp.bound('quarter_note', 'insert', $$written_by = (select actor_person())$$);
grant select on quarter_note to anjuan_login, anjuan_jobs;
grant insert (quarter, unit_id, indicator, sub, version, note, written_by) on quarter_note to anjuan_login;
select pg_temp.rule('quarter_freeze', 'select', $$(select has_permission('statistics.read'))$$);
select pg_temp.rule('quarter_freeze_row', 'select', $$unit_id = any ((select permitted_units('statistics.read'))::text[])$$);

-- The law is common knowledge, grows by who may and is never changed. Deadlines are computed from it and from the events of a
-- case, and are seen with the case; what moved a date stays written down.
select pg_temp.rule(t, 'select', '(select actor_person()) is not null')
  from unnest(array['law_version', 'law_recomputed', 'calendar_day', 'term', 'deadline_step']) t;
select pg_temp.rule('calendar_day', 'insert', $$(select has_permission('law.write'))$$);
select pg_temp.rule(t, 'insert', $$(select has_permission('law.write')) or (select has_permission('catalogue.write'))$$)
  from unnest(array['law_version', 'term']) t;
select pg_temp.rule('law_recomputed', 'insert', $$(select has_permission('deadline.write'))$$);
select pg_temp.bound('law_version', 'insert', $$recorded_by = (select actor_person()) and kind = 'term' and recorded_at = (select anjuan_now())$$);
select pg_temp.rule(t, 'select', $$unit_id = any ((select permitted_units('case.read'))::text[])
    or case_id = any ((select readable_cases())::uuid[]) or (select has_permission('deadline.write'))$$)
  from unnest(array['case_deadline', 'deadline_change']) t;
select pg_temp.rule(t.tab, t.cmd, $$unit_id = any ((select permitted_units('case.write'))::text[])
    or (select has_permission('deadline.write'))$$)
  from (values ('case_deadline', 'insert'), ('case_deadline', 'update'), ('deadline_change', 'insert')) t(tab, cmd);
select pg_temp.rule('case_deadline', 'delete', $$unit_id = any ((select permitted_units('case.write'))::text[])$$);
grant select on law_version, law_recomputed, calendar_day, term, deadline_step, case_deadline, deadline_change to anjuan_login, anjuan_jobs;
grant insert on law_version, calendar_day, term to anjuan_jobs;
grant insert on law_version, term to anjuan_login;
grant insert on law_recomputed to anjuan_login, anjuan_jobs;
grant insert, delete on case_deadline to anjuan_login, anjuan_jobs;
grant insert on deadline_change to anjuan_login, anjuan_jobs;
grant update (term_version, law_version, started_by, begun_by, start_on, count_from, given_days, extra_days, pauses, due_on, state,
  party_right, provisional, days_left, met_on, void_on, ended_by, explanation, updated_at) on case_deadline to anjuan_login, anjuan_jobs;

-- What imports remember of outside records: theirs alone.
select pg_temp.rule(t, cmd, $$(select has_permission('case.import'))$$)
  from unnest(array['import_run', 'import_record']) t, unnest(array['select', 'insert', 'update']) cmd;
select pg_temp.rule(t, 'delete', 'false') from unnest(array['import_run', 'import_record']) t;

-- Exports: one's own; the permission is asked when it is made, whatever was noted when it was asked for. The file is read only while one still has the right in every unit that is in it. All that happens to an
-- export after it was asked for is done by the functions that make it; the demonstration world is set up with one.
select pg_temp.rule('export', 'select', $$person_id = (select actor_person())$$);
select pg_temp.rule('export', 'insert', $$person_id = (select actor_person()) or (select has_permission('admin.people'))$$);
select pg_temp.bound('export', 'insert', $$person_id = (select actor_person()) and state = 'queued' and work_hash is null$$);
select pg_temp.rule('export_chunk', 'select', $$export_id = any ((select export_fetchable())::uuid[])$$);
select pg_temp.rule('export_chunk', 'insert', $$(select has_permission('admin.people'))$$);
grant select on export, export_chunk to anjuan_login, anjuan_jobs;
grant insert on export to anjuan_login, anjuan_jobs;
grant insert on export_chunk to anjuan_jobs;

-- Assessment: drafts and points are the legal department's (and the auditor's) until published; then a unit reads the scheme, its own targets
-- and points, and what all got where the scheme says so.
select pg_temp.rule('assessment', 'select', $$(select has_permission('assessment.write')) or (select has_permission('audit.read'))
    or (state <> 'draft' and (select has_permission('statistics.read')))$$);
select pg_temp.rule('assessment_item', 'select', $$(select has_permission('assessment.write')) or (select has_permission('audit.read'))
    or ((select has_permission('statistics.read')) and exists (select from assessment a where a.assessment_id = assessment_item.assessment_id and a.state <> 'draft'))$$);
select pg_temp.rule('assessment_target', 'select', $$(select has_permission('assessment.write')) or (select has_permission('audit.read'))
    or (unit_id = any ((select permitted_units('statistics.read'))::text[])
        and exists (select from assessment a where a.assessment_id = assessment_target.assessment_id and a.state <> 'draft'))$$);
select pg_temp.rule('assessment_run', 'select', $$(select has_permission('assessment.write')) or (select has_permission('audit.read'))
    or (published_at is not null and (select has_permission('statistics.read')))$$);
select pg_temp.rule('assessment_unit', 'select', $$(select has_permission('assessment.write')) or (select has_permission('audit.read'))
    or ((select has_permission('statistics.read')) and exists (select from assessment_run r join assessment a using (assessment_id)
        where r.run_id = assessment_unit.run_id and r.published_at is not null
          and (a.publishes = 'totals' or assessment_unit.unit_id = any ((select permitted_units('statistics.read'))::text[]))))$$);
select pg_temp.rule('assessment_point', 'select', $$(select has_permission('assessment.write')) or (select has_permission('audit.read'))
    or (unit_id = any ((select permitted_units('statistics.read'))::text[])
        and exists (select from assessment_run r where r.run_id = assessment_point.run_id and r.published_at is not null))$$);
select pg_temp.rule(t, 'insert', $$(select has_permission('assessment.write'))$$)
  from unnest(array['assessment', 'assessment_item', 'assessment_target', 'assessment_run', 'assessment_unit', 'assessment_point']) t;
select pg_temp.rule(t, 'update', $$(select has_permission('assessment.write'))$$) from unnest(array['assessment', 'assessment_run']) t;
select pg_temp.bound('assessment', 'insert', $$created_by = (select actor_person()) and state = 'draft'$$);
select pg_temp.bound('assessment_run', 'insert', $$made_by = (select actor_person())$$);
grant select, insert on assessment, assessment_item, assessment_target, assessment_run, assessment_unit, assessment_point to anjuan_login, anjuan_jobs;
select pg_temp.rule(t, 'delete', format($$(select has_permission('assessment.write')) and exists (select from assessment a where a.assessment_id = %I.assessment_id and a.state = 'draft')$$, t))
  from unnest(array['assessment_item', 'assessment_target']) t;
grant delete on assessment_item, assessment_target to anjuan_login, anjuan_jobs;
grant update (title, task, publishes, state, summary, published_by, published_at, version) on assessment to anjuan_login, anjuan_jobs;
grant update (published_by, published_at, version) on assessment_run to anjuan_login;

-- The log: read by auditors, written through audit_add alone, changed by nobody.
select pg_temp.rule(t, 'select', $$(select has_permission('audit.read'))$$)
  from unnest(array['audit_event', 'audit_entry', 'audit_subject', 'audit_sealed']) t;

grant select on case_move, case_access, access_act to anjuan_login, anjuan_jobs;
grant select on unit, person, role, role_permission, role_assignment, clue,
  case_file, case_officer, case_event, case_penalty, checklist, checklist_item, indicator,
  indicator_rule, quarter_freeze_row, audit_event, audit_entry, audit_subject, audit_sealed to anjuan_login, anjuan_jobs;
grant select on review, review_answer to anjuan_jobs;
grant select (review_id, case_id, checklist_id, state, assigned_by, assigned_at, submitted_at, score, vetoed, grade, opinion, version, withdrawn_at,
  withdrawn_by, withdrawn_reason, campaign_id, place, agreed) on review to anjuan_login;
grant select (review_id, item_code, case_id, answer, deduction, remark, found, overrules, precheck) on review_answer to anjuan_login;
grant insert (review_id, item_code, case_id, answer, deduction, remark, found, overrules) on review_answer to anjuan_login;
-- The full identity and telephone numbers stay in the database: only their masked forms can be read.
grant select (party_id, case_id, unit_id, position, kind, name, credit_code, id_number_masked, phone_masked, address,
  representative) on case_party to anjuan_login;
grant select on case_party to anjuan_jobs;
-- What was is written by triggers alone.
grant select on case_was, case_officer_was to anjuan_login, anjuan_jobs;
grant select (case_id, position, until_version, unit_id, party_id, kind, name, credit_code, id_number_masked, phone_masked, address,
  representative) on case_party_was to anjuan_login, anjuan_jobs;
grant insert on unit, person, role_assignment, clue, case_file, case_party, case_officer, case_event, case_penalty, review
  to anjuan_login, anjuan_jobs;
grant insert on review_answer to anjuan_jobs;
-- The server changes what acts change. What says whose a row is, who made it and when, it cannot: a row goes to another
-- unit by a reviewed function or not at all.
grant update (name_zh, name_en, number_prefix, active, version) on unit to anjuan_login;
grant update (name, certificate_no, certificate_from, certificate_to, legal_qualified, disabled_at, version) on person to anjuan_login;
grant update (valid_to) on role_assignment to anjuan_login;
grant update (status, result_on, result_reason, merged_into, case_id, referred_to, referred_to_code, verified_on, verification, proposal, approval,
  approved_by, approved_on, version, updated_at) on clue to anjuan_login;
grant update (title, source, cause_code, cause_text, articles, facts, place, party_names, occurred_on, found_on, continuing, ended_on, harms_safety,
              limitation_basis, filed_on, state, outcome,
  decided_on, served_on, closed_on, fine_fen, confiscated_fen, paid_fen, event_count, version, updated_at) on case_file to anjuan_login;
grant update (position, to_on) on case_officer to anjuan_login;
grant update (state, submitted_at, score, vetoed, grade, opinion, withdrawn_at, withdrawn_by, withdrawn_reason, agreed, version)
  on review to anjuan_login;
grant update (answer, deduction, remark, found, overrules) on review_answer to anjuan_login;
grant update on unit, person, role_assignment, clue, case_file, case_party, case_officer, review, review_answer to anjuan_jobs;
grant delete on case_party, case_officer, review_answer to anjuan_login, anjuan_jobs;
grant select, insert, update on import_run, import_record to anjuan_jobs;

-- What follows a review. These tables are written here alone: who reviewed a file does not decide about it, who may not see
-- whether somebody did is held to it all the same, and a finding goes the steps of rules/campaign.c.
set local role anjuan_definer;

-- Whether the actor is far enough from a file to decide about it: never reviewed the case, had no part in the case, and serves in
-- none of its units. Says nothing of anybody else.
create or replace function campaign_is_apart(p_campaign uuid, p_case uuid) returns boolean
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select not exists (select from review r where r.case_id = p_case and r.reviewer_id = actor_person())
     and not exists (select from campaign_objection o where o.campaign_id = p_campaign and o.case_id = p_case and o.raised_by = actor_person())
     and not exists (select from campaign_file f join role_assignment a on a.unit_id = f.at_unit_id
                      where f.campaign_id = p_campaign and f.case_id = p_case and a.person_id = actor_person()
                        and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today()))
     and exists (select from reviewer_facts(array[p_case], array[actor_person()]) x where not (x.of_unit or x.of_subject or x.is_officer or x.took_part))
$$;

-- The files with an objection that the actor may decide, or decided: their cases, or their campaigns.
create or replace function objections_of_actor(cases boolean) returns uuid[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('review.decide') then
    return '{}';
  end if;
  return array(
    select case when cases then o.case_id else o.campaign_id end
      from campaign_objection o join campaign_file f using (campaign_id, case_id) join campaign g using (campaign_id)
     where o.decided_by = actor_person() or (f.state = 'objected' and g.state = 'feedback' and campaign_is_apart(o.campaign_id, o.case_id)));
end $$;

-- The whole file to whoever decides the objection to its result, until it is decided.
create or replace function objection_file(p_campaign uuid, p_case uuid) returns jsonb
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select jsonb_build_object('campaign_id', g.campaign_id, 'case_id', f.case_id, 'file', file_content(f.case_id, g.checklist_id, false))
    from campaign_file f join campaign g using (campaign_id)
   where f.campaign_id = p_campaign and f.case_id = p_case and f.state = 'objected' and p_case = any (objections_of_actor(true))
     and p_campaign = any (objections_of_actor(false))
$$;

-- The campaigns with files of the actor's units, or with an objection that the actor decides.
create or replace function campaigns_of_units() returns uuid[]
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select array(select g.campaign_id from campaign g
                where exists (select from campaign_file f where f.campaign_id = g.campaign_id and f.at_unit_id = any (permitted_units('review.read')))
               union select unnest(objections_of_actor(false)))
$$;

-- A term as the server computed it.
create or replace function campaign_term(p_campaign uuid, p_case uuid, p_item text, p_unit text, p_term jsonb) returns void
  volatile set search_path = anjuan, pg_temp language sql as $$
  insert into campaign_deadline (campaign_id, case_id, unit_id, item_code, code, nth, at_unit_id, start_on, length, working, law_version, due_on,
                                 provisional, explanation)
  select p_campaign, p_case, (select c.unit_id from case_file c where c.case_id = p_case), p_item, t.code, 1 + (select count(*) from campaign_deadline d
           where d.campaign_id = p_campaign and d.case_id = p_case and d.item_code = p_item and d.code = t.code),
         p_unit, t.start_on, t.length, t.working, t.law_version, t.due_on, t.provisional, t.explanation
    from jsonb_to_record(p_term) t(code text, start_on date, length integer, working boolean, law_version integer, due_on date,
                                   provisional boolean, explanation jsonb)
   where p_term is not null
$$;

-- met: in time or late; or lapsed, void.
create or replace function campaign_term_end(p_campaign uuid, p_case uuid, p_item text, p_how text) returns void
  volatile set search_path = anjuan, pg_temp language sql as $$
  update campaign_deadline d
     set state = case when p_how = 'met' and d.due_on < anjuan_today() then 'met_late' else p_how end,
         ended_on = anjuan_today(), ended_by = actor_person()
   where d.campaign_id = p_campaign and d.case_id = p_case and d.item_code = p_item and d.state = 'open'
$$;

-- A finding for each item with a deduction or a veto in the sheets that count; of two sheets the deduction is the average, half up.
create or replace function campaign_feedback(p_campaign uuid, p_term jsonb) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('review.manage') then
    raise exception 'no right to run a campaign' using errcode = '42501';
  end if;
  update campaign set state = 'feedback', version = version + 1 where campaign_id = p_campaign and state = 'reviewing';
  if not found then
    raise exception 'not under review' using errcode = '23514', constraint = 'campaign_step';
  end if;
  insert into campaign_finding (campaign_id, case_id, unit_id, item_code, at_unit_id, veto, deduction, remark)
  select f.campaign_id, f.case_id, f.unit_id, a.item_code, f.at_unit_id, bool_or(a.answer = 'veto'), (2 * sum(a.deduction) + s.n) / (2 * s.n),
         coalesce(string_agg(distinct nullif(a.remark, ''), '；'), '')
    from campaign_file f
   cross join lateral (
     select count(*) as n, array_agg(r.review_id) as sheets from review r
      where r.campaign_id = f.campaign_id and r.case_id = f.case_id and r.state = 'submitted' and (r.place = 3 or f.settled_by <> 'third')) s
    join review_answer a on a.review_id = any (s.sheets) and a.answer in ('deduct', 'veto')
   where f.campaign_id = p_campaign and f.state = 'scored'
   group by f.campaign_id, f.case_id, f.unit_id, a.item_code, f.at_unit_id, s.n;
  perform campaign_term(p_campaign, f.case_id, '', f.at_unit_id, p_term)
     from campaign_file f where f.campaign_id = p_campaign and f.state = 'scored';
end $$;

-- The file is still open to the unit's objection, and locked.
create or replace function campaign_file_open(p_campaign uuid, p_case uuid, p_state text, p_permission text) returns campaign_file
  volatile set search_path = anjuan, pg_temp language plpgsql as $$
declare
  f campaign_file;
begin
  select * into f from campaign_file x where x.campaign_id = p_campaign and x.case_id = p_case for update;
  if f.case_id is null or not f.at_unit_id = any (permitted_units(p_permission)) then
    raise exception 'no right to do this to the file' using errcode = '42501';
  end if;
  if f.state <> p_state or not exists (select from campaign g where g.campaign_id = p_campaign and g.state = 'feedback') then
    raise exception 'the file is in another state' using errcode = '23514', constraint = 'campaign_file_step';
  end if;
  return f;
end $$;

create or replace function objection_raise(p_campaign uuid, p_case uuid, p_items text[], p_reason text, p_term jsonb) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  f campaign_file := campaign_file_open(p_campaign, p_case, 'scored', 'review.object');
begin
  if not exists (select from campaign_deadline d where d.campaign_id = p_campaign and d.case_id = p_case and d.code = 'objection'
                                                   and d.state = 'open' and d.due_on >= anjuan_today()) then
    raise exception 'the term has ended' using errcode = '23514', constraint = 'campaign_file_step';
  end if;
  insert into campaign_objection (campaign_id, case_id, unit_id, at_unit_id, items, reason, raised_by, was_score, was_vetoed, was_grade)
  select p_campaign, p_case, f.unit_id, f.at_unit_id, array_agg(x.item_code order by x.item_code), p_reason, actor_person(), f.score, f.vetoed, f.grade
    from campaign_finding x where x.campaign_id = p_campaign and x.case_id = p_case and x.item_code = any (p_items);
  update campaign_file set state = 'objected', version = version + 1 where campaign_id = p_campaign and case_id = p_case;
  perform campaign_term_end(p_campaign, p_case, '', 'met'), campaign_term(p_campaign, p_case, '', f.at_unit_id, p_term);
end $$;

create or replace function objection_accept(p_campaign uuid, p_case uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform campaign_file_open(p_campaign, p_case, 'scored', 'review.object');
  update campaign_file set state = 'final', version = version + 1 where campaign_id = p_campaign and case_id = p_case;
  perform campaign_term_end(p_campaign, p_case, '', 'void');
end $$;

-- p_changes: [{"item_code", "veto", "was", "is"}]. What is left at 0 is dropped.
create or replace function objection_decide(p_campaign uuid, p_case uuid, p_outcome text, p_reason text, p_changes jsonb, p_score integer,
                                            p_vetoed boolean, p_grade text) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  f campaign_file := campaign_file_open(p_campaign, p_case, 'objected', 'review.decide');
begin
  if not campaign_is_apart(p_campaign, p_case) then
    raise exception 'reviewed it, or too near to it' using errcode = '23514', constraint = 'campaign_apart';
  end if;
  update campaign_objection set outcome = p_outcome, decision_reason = p_reason, changes = p_changes, score = p_score, vetoed = p_vetoed,
         grade = p_grade, decided_by = actor_person(), decided_at = anjuan_now()
   where campaign_id = p_campaign and case_id = p_case;
  with c as (
    update campaign_finding x set deduction = c.is, veto = false, state = case c.is when 0 then 'dropped' else x.state end, version = x.version + 1
      from jsonb_to_recordset(p_changes) c(item_code text, "is" integer)
     where x.campaign_id = p_campaign and x.case_id = p_case and x.item_code = c.item_code returning x.item_code, c.is
  ) insert into campaign_finding_act (campaign_id, case_id, unit_id, item_code, seq, at_unit_id, act, reason, recorded_by)
  select p_campaign, p_case, f.unit_id, c.item_code, 1, f.at_unit_id, case c.is when 0 then 'drop' else 'reduce' end, p_reason, actor_person() from c;
  update campaign_file x set state = 'final', score = p_score, vetoed = p_vetoed, grade = p_grade, version = version + 1,
         trace = x.trace || jsonb_build_object('objection', jsonb_build_object('outcome', p_outcome, 'was_score', f.score, 'was_grade', f.grade,
           'score', p_score, 'grade', p_grade, 'changes', p_changes, 'decided_by', actor_person()))
   where x.campaign_id = p_campaign and x.case_id = p_case;
  perform campaign_term_end(p_campaign, p_case, '', 'met');
end $$;

-- p_units: as the columns of campaign_unit_result; p_all: of campaign_summary.
create or replace function campaign_rectify(p_campaign uuid, p_units jsonb, p_all jsonb) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('review.manage') then
    raise exception 'no right to run a campaign' using errcode = '42501';
  end if;
  update campaign set state = 'rectification', version = version + 1 where campaign_id = p_campaign and state = 'feedback';
  if not found or exists (select from campaign_file f where f.campaign_id = p_campaign and f.state not in ('final', 'excused')) then
    raise exception 'not all results are final' using errcode = '23514', constraint = 'campaign_step';
  end if;
  insert into campaign_unit_result (campaign_id, unit_id, closed, drawn, reviewed, mean, low, high, excellent, pass, fail, special)
  select p_campaign, u.unit_id, u.closed, u.drawn, u.reviewed, u.mean, u.low, u.high, u.excellent, u.pass, u.fail, u.special
    from jsonb_to_recordset(p_units) u(unit_id text, closed integer, drawn integer, reviewed integer, mean integer, low integer, high integer,
                                       excellent integer, pass integer, fail integer, special integer);
  insert into campaign_summary (campaign_id, closed, drawn, reviewed, mean, low, high, agreement)
  select p_campaign, a.closed, a.drawn, a.reviewed, a.mean, a.low, a.high, a.agreement
    from jsonb_to_record(p_all) a(closed integer, drawn integer, reviewed integer, mean integer, low integer, high integer, agreement jsonb);
end $$;

-- One step of a finding; the steps are those of rules/campaign.c, a test holds them together. p_term: what it starts, or null.
create or replace function finding_act(p_campaign uuid, p_case uuid, p_item text, p_act text, p_reason text, p_documents uuid[], p_term jsonb)
  returns void volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  f campaign_finding;
  s record;
begin
  select * into f from campaign_finding x where x.campaign_id = p_campaign and x.case_id = p_case and x.item_code = p_item for update;
  select * into s from (values
    ('drop', 'found', 'dropped', 'review.decide'), ('notify', 'found', 'notified', 'review.manage'),
    ('prove', 'notified', 'proved', 'review.rectify'), ('prove', 'overdue', 'proved', 'review.rectify'),
    ('prove', 'escalated', 'proved', 'review.rectify'), ('pass', 'proved', 'done', 'review.manage'),
    ('return', 'proved', 'notified', 'review.manage'), ('refuse', 'notified', 'escalated', 'review.rectify'),
    ('refuse', 'overdue', 'escalated', 'review.rectify'), ('explain', 'found', 'explained', 'review.manage'),
    ('explain', 'notified', 'explained', 'review.manage'), ('explain', 'proved', 'explained', 'review.manage'),
    ('explain', 'overdue', 'explained', 'review.manage'), ('explain', 'escalated', 'explained', 'review.manage')
  ) x(act, state, next, permission) where x.act = p_act and x.state = f.state;
  if f.case_id is null or (s.act is not null and not f.at_unit_id = any (permitted_units(s.permission))) then
    raise exception 'no right to do this to the finding' using errcode = '42501';
  end if;
  if s.act is null or not exists (select from campaign g where g.campaign_id = p_campaign and g.state = 'rectification')
     or (p_act in ('notify', 'prove', 'return')) <> (p_term is not null)
     or exists (select from unnest(p_documents) d(id) where not exists (
                  select from case_document c where c.document_id = d.id and c.case_id = p_case)) then
    raise exception 'the finding is in another state' using errcode = '23514', constraint = 'campaign_finding_step';
  end if;
  if p_act = 'drop' and not campaign_is_apart(p_campaign, p_case) then
    raise exception 'reviewed it, or too near to it' using errcode = '23514', constraint = 'campaign_apart';
  end if;
  update campaign_finding x set state = s.next, version = x.version + 1,
         due_on = case when p_act in ('notify', 'return') then (p_term ->> 'due_on')::date else x.due_on end
   where x.campaign_id = p_campaign and x.case_id = p_case and x.item_code = p_item;
  insert into campaign_finding_act (campaign_id, case_id, unit_id, item_code, seq, at_unit_id, act, reason, documents, due_on, recorded_by)
  select p_campaign, p_case, f.unit_id, p_item, 1 + count(*), f.at_unit_id, p_act, p_reason, coalesce(p_documents, '{}'), (p_term ->> 'due_on')::date, actor_person()
    from campaign_finding_act a where a.campaign_id = p_campaign and a.case_id = p_case and a.item_code = p_item;
  -- A refused or explained finding is no longer waited for; a proof or a re-check is.
  perform campaign_term_end(p_campaign, p_case, p_item, case when p_act in ('prove', 'pass', 'return') then 'met' else 'void' end),
          campaign_term(p_campaign, p_case, p_item, f.at_unit_id, p_term);
end $$;

-- What comes with time, done by the background: terms for objections that passed, findings overdue, and escalated some days after.
create or replace function campaign_sweep() returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  today date := anjuan_today();
  patience integer := parameter_on('review_escalation_days', anjuan_today());
  ids uuid[];
  files integer;
  findings integer;
  token text;
begin
  select array_agg(distinct x.campaign_id) into ids from (
    select f.campaign_id from campaign g join campaign_file f using (campaign_id) join campaign_deadline d using (campaign_id, case_id)
     where g.state = 'feedback' and f.state = 'scored' and d.code = 'objection' and d.state = 'open' and d.due_on < today
    union all
    select x.campaign_id from campaign g join campaign_finding x using (campaign_id)
     where g.state = 'rectification' and x.due_on + case x.state when 'overdue' then patience else 0 end < today
       and x.state in ('notified', 'overdue')) x;
  if ids is null then
    return 0;
  end if;
  token := begin_job('background');
  perform set_config('anjuan.action', 'job.campaigns', true);
  with f as (
    update campaign_file f set state = 'final', version = f.version + 1
      from campaign g, campaign_deadline d
     where g.campaign_id = f.campaign_id and g.state = 'feedback' and f.state = 'scored' and d.campaign_id = f.campaign_id
       and d.case_id = f.case_id and d.code = 'objection' and d.state = 'open' and d.due_on < today
    returning f.campaign_id, f.case_id
  ), d as (
    update campaign_deadline d set state = 'lapsed', ended_on = today, ended_by = actor_person()
      from f where d.campaign_id = f.campaign_id and d.case_id = f.case_id and d.code = 'objection' and d.state = 'open' returning 1
  ) select count(*) into files from d;
  with x as (
    update campaign_finding x set version = x.version + 1,
           state = case when x.due_on + patience < today then 'escalated' else 'overdue' end
      from campaign g
     where g.campaign_id = x.campaign_id and g.state = 'rectification'
       and (x.state = 'notified' and x.due_on < today or x.state = 'overdue' and x.due_on + patience < today)
    returning x.*, (select o.state from campaign_finding o where o.campaign_id = x.campaign_id and o.case_id = x.case_id and o.item_code = x.item_code) as was
  ), a as (
    insert into campaign_finding_act (campaign_id, case_id, unit_id, item_code, seq, at_unit_id, act, recorded_by)
    select x.campaign_id, x.case_id, x.unit_id, x.item_code, n.n + s.plus, x.at_unit_id, s.act, actor_person()
      from x cross join lateral (select count(*) as n from campaign_finding_act a where a.campaign_id = x.campaign_id and a.case_id = x.case_id
                                                                                     and a.item_code = x.item_code) n
     cross join lateral (select 1, 'lapse' where x.was = 'notified'
                         union all select case x.was when 'notified' then 2 else 1 end, 'escalate' where x.state = 'escalated') s(plus, act)
    returning 1
  ) select count(*) into findings from x;
  perform audit_add('ok', ids);
  delete from session where token_hash = decode(token, 'hex');
  return files + findings;
end $$;

revoke all on function campaign_is_apart(uuid, uuid), objections_of_actor(boolean), campaigns_of_units(), objection_file(uuid, uuid), campaign_term(uuid, uuid, text, text, jsonb), campaign_term_end(uuid, uuid, text, text),
  campaign_feedback(uuid, jsonb), campaign_file_open(uuid, uuid, text, text), objection_raise(uuid, uuid, text[], text, jsonb),
  objection_accept(uuid, uuid), objection_decide(uuid, uuid, text, text, jsonb, integer, boolean, text), campaign_rectify(uuid, jsonb, jsonb),
  finding_act(uuid, uuid, text, text, text, uuid[], jsonb), campaign_sweep() from public;
grant execute on function objections_of_actor(boolean), campaigns_of_units() to anjuan_login, anjuan_jobs;
grant execute on function objection_file(uuid, uuid), campaign_is_apart(uuid, uuid), campaign_feedback(uuid, jsonb), objection_raise(uuid, uuid, text[], text, jsonb),
  objection_accept(uuid, uuid), objection_decide(uuid, uuid, text, text, jsonb, integer, boolean, text), campaign_rectify(uuid, jsonb, jsonb),
  finding_act(uuid, uuid, text, text, text, uuid[], jsonb), campaign_sweep() to anjuan_login;

set local role anjuan_owner;
create or replace function campaign_terms(p_campaign uuid, p_case uuid, p_item text) returns json
  stable set search_path = anjuan, pg_temp language sql as $$
  select coalesce(json_agg(json_build_object('code', d.code, 'nth', d.nth, 'start_on', d.start_on, 'due_on', d.due_on,
           'state', case when d.state = 'open' and d.due_on < anjuan_today() then 'overdue' else d.state end, 'provisional', d.provisional,
           'length', d.length, 'working', d.working, 'ended_on', d.ended_on, 'law_version', d.law_version, 'steps', s.steps)
           order by d.start_on, d.code, d.nth), '[]')
    from campaign_deadline d cross join lateral deadline_steps(d.explanation, step_words()) s where d.campaign_id = p_campaign and d.case_id = p_case and d.item_code = p_item
$$;
comment on function campaign_terms(uuid, uuid, text) is 'Terms of a file or finding of a campaign, as the API gives them';
revoke all on function campaign_terms(uuid, uuid, text) from public;
grant execute on function campaign_terms(uuid, uuid, text) to anjuan_login, anjuan_jobs;

-- The report of a campaign whose results are final, as far as the caller sees it: a unit gets the ranking and the coverage of all with
-- the report, and problems and files of its own alone (scope).
create or replace function campaign_report(p_campaign uuid) returns json
  stable set search_path = anjuan, pg_temp language sql as $$
  with g as (
    select g.*, k.code as checklist_code, k.version as checklist_version, (has_permission('review.manage') or has_permission('audit.read')) as whole
      from campaign g join checklist k using (checklist_id) where g.campaign_id = p_campaign
  ), u as (
    select r.*, u.name_zh, u.name_en from campaign_unit_result r join unit u using (unit_id) where r.campaign_id = p_campaign
  ), f as (
    select f.case_id, f.at_unit_id as unit_id, t.name_zh, t.name_en, c.number as case_number, f.kind, f.score, f.grade,
           (select count(*) from campaign_finding n where n.campaign_id = f.campaign_id and n.case_id = f.case_id and n.state <> 'dropped') as findings
      from campaign_file f join unit t on t.unit_id = f.at_unit_id left join case_file c using (case_id) where f.campaign_id = p_campaign and f.state = 'final'
  ), n as (
    select n.*, i.stage, i.position, i.text_zh, i.text_en, f.kind from campaign_finding n join f using (case_id) join g on g.campaign_id = n.campaign_id
      left join checklist_item i on i.checklist_id = g.checklist_id and i.item_code = n.item_code
     where n.campaign_id = p_campaign and n.state <> 'dropped'
  ), b as (
    select p.campaign_id, p.title, p.period_from, p.period_to, s.mean, s.low, s.high
      from g join campaign p on p.campaign_id <> g.campaign_id and p.period_to < g.period_from and p.state in ('rectification', 'reported', 'closed')
       and (p.units, p.procedures, p.causes) is not distinct from (g.units, g.procedures, g.causes)
       and (select k.code from checklist k where k.checklist_id = p.checklist_id) = g.checklist_code
      join campaign_summary s on s.campaign_id = p.campaign_id
     order by p.period_to desc, p.campaign_id limit 1
  )
  select json_build_object(
    'campaign_id', g.campaign_id, 'title', g.title, 'state', g.state, 'period_from', g.period_from, 'period_to', g.period_to,
    'checklist_code', g.checklist_code, 'checklist_version', g.checklist_version, 'scope', case when g.whole then 'all' else 'own' end,
    'overview', (select json_build_object('units', count(*), 'units_without_cases', count(*) filter (where u.closed = 0), 'closed', s.closed,
                   'drawn', s.drawn, 'reviewed', s.reviewed, 'mean', s.mean, 'low', s.low, 'high', s.high, 'excellent', coalesce(sum(u.excellent), 0),
                   'pass', coalesce(sum(u.pass), 0), 'fail', coalesce(sum(u.fail), 0), 'special', coalesce(sum(u.special), 0),
                   'findings', (select count(*) from n), 'done', (select count(*) from n where n.state = 'done'),
                   'explained', (select count(*) from n where n.state = 'explained'),
                   'objections', (select count(*) from campaign_objection o where o.campaign_id = g.campaign_id),
                   'objections_upheld', (select count(*) from campaign_objection o where o.campaign_id = g.campaign_id and o.outcome in ('upheld', 'partly')))
                   from u),
    'ranking', (select coalesce(json_agg(json_build_object('rank', x.rank, 'unit_id', x.unit_id, 'name_zh', x.name_zh, 'name_en', x.name_en,
                  'reviewed', x.reviewed, 'mean', x.mean, 'low', x.low, 'high', x.high, 'has_interval', x.low is not null, 'overlaps',
                  (select coalesce(json_agg(o.unit_id order by o.mean desc, o.unit_id), '[]') from u o
                    where o.unit_id <> x.unit_id and o.low <= x.high and o.high >= x.low)) order by x.rank, x.unit_id), '[]')
                  from (select u.*, rank() over (order by u.mean desc) as rank from u where u.mean is not null) x),
    'coverage', (select coalesce(json_agg(json_build_object('unit_id', u.unit_id, 'name_zh', u.name_zh, 'name_en', u.name_en, 'closed', u.closed,
                   'drawn', u.drawn, 'reviewed', u.reviewed, 'excellent', u.excellent, 'pass', u.pass, 'fail', u.fail, 'special', u.special,
                   'nothing_to_review', u.closed = 0) order by u.unit_id), '[]') from u),
    'problems', (select coalesce(json_agg(json_build_object('item_code', x.item_code, 'stage', x.stage, 'text_zh', x.text_zh, 'text_en', x.text_en,
                   'veto', x.veto, 'files', x.files, 'units', x.units, 'deduction', x.deduction, 'done', x.done, 'explained', x.explained)
                   order by x.files desc, x.position), '[]')
                   from (select n.item_code, n.stage, n.text_zh, n.text_en, n.position, bool_or(n.veto) as veto, count(*) as files,
                                count(distinct n.at_unit_id) as units, sum(n.deduction) as deduction, count(*) filter (where n.state = 'done') as done,
                                count(*) filter (where n.state = 'explained') as explained
                           from n where n.kind = 'drawn' group by n.item_code, n.stage, n.text_zh, n.text_en, n.position) x),
    'stages', (select coalesce(json_agg(json_build_object('stage', x.stage, 'findings', x.findings, 'deduction', x.deduction) order by x.position), '[]')
                 from (select n.stage, count(*) as findings, sum(n.deduction) as deduction, min(n.position) as position from n where n.kind = 'drawn'
                        group by n.stage) x),
    'comparison', (select json_build_object('campaign_id', b.campaign_id, 'title', b.title, 'period_from', b.period_from, 'period_to', b.period_to,
                     'mean', b.mean, 'low', b.low, 'high', b.high, 'units', (
                       select coalesce(json_agg(json_build_object('unit_id', u.unit_id, 'name_zh', u.name_zh, 'name_en', u.name_en, 'was', r.mean, 'is', u.mean,
                                'change', u.mean - r.mean) order by u.unit_id), '[]')
                         from u join campaign_unit_result r on r.campaign_id = b.campaign_id and r.unit_id = u.unit_id
                        where r.mean is not null and u.mean is not null)) from b),
    'excellent_files', (select coalesce(json_agg(row_to_json(x)), '[]') from (
       select f.case_id, f.case_number, f.unit_id, f.name_zh, f.name_en, f.score, f.grade, f.findings from f where f.kind = 'drawn' and f.grade = 'excellent'
        order by f.score desc, f.case_id limit 10) x),
    'typical_files', (select coalesce(json_agg(row_to_json(x)), '[]') from (
       select f.case_id, f.case_number, f.unit_id, f.name_zh, f.name_en, f.score, f.grade, f.findings from f where f.kind = 'drawn' and f.findings > 0 and f.grade <> 'excellent'
        order by f.score, f.findings desc, f.case_id limit 10) x),
    'special_files', (select coalesce(json_agg(row_to_json(x)), '[]') from (
       select f.case_id, f.case_number, f.unit_id, f.name_zh, f.name_en, f.score, f.grade, f.findings from f where f.kind = 'special' order by f.case_id) x),
    'agreement', s.agreement)
    from g join campaign_summary s using (campaign_id)
$$;
comment on function campaign_report(uuid) is 'The report of a campaign, as far as the caller sees it';
revoke all on function campaign_report(uuid) from public;
grant execute on function campaign_report(uuid) to anjuan_login, anjuan_jobs;

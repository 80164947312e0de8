-- The opinion of a legal reviewer who may write nothing else in a case: reviewed ways in, for row-level security knows rows and
-- not which columns of them an act changes.
set local role anjuan_definer;

-- Locks a case for an opinion on it; null: not a case of the actor's.
create or replace function legal_review_lock(p_case uuid) returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  now_ integer;
begin
  select c.version into now_ from case_file c
   where c.case_id = p_case and c.unit_id = any (permitted_units('case.legal_review')) for update;
  return now_;
end $$;
comment on function legal_review_lock(uuid) is 'Locks a case for the opinion of a legal reviewer; its version, null: not theirs';

-- Adds the opinion of the actor: qualified, apart from the case, of a case investigated. It raises the version of the case and
-- meets the term of the review, and changes nothing else.
create or replace function legal_review_add(p_event uuid, p_case uuid, p_on date, p_outcome text, p_remark text, p_document_no text)
  returns void volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  c case_file;
begin
  perform from case_file x where x.case_id = p_case for update;
  update case_file x set version = version + 1, event_count = event_count + 1, updated_at = anjuan_now()
   where x.case_id = p_case and x.state = 'investigated' and x.unit_id = any (permitted_units('case.legal_review'))
     and p_on <= anjuan_today() and p_outcome in ('agree', 'change', 'return')
     and exists (select from person p where p.person_id = actor_person() and p.legal_qualified)
     and not exists (select from case_officer o where o.case_id = x.case_id and o.person_id = actor_person())
     and not exists (select from case_event e where e.case_id = x.case_id and e.recorded_by = actor_person() and e.kind <> 'legal_reviewed')
  returning * into c;
  if c.case_id is null then
    raise exception 'not a case for the opinion of this reviewer' using errcode = '42501';
  end if;
  insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                          outcome, procedure, document_no, remark, data)
  values (p_event, c.case_id, c.unit_id, held_on(c.case_id, p_on, c.unit_id), c.event_count, c.version, 'legal_reviewed', p_on, anjuan_now(), actor_person(),
          p_outcome, c.procedure, p_document_no, p_remark, jsonb_build_object('person_id', actor_person()));
  update case_deadline d
     set state = case when d.due_on is null or p_on <= d.due_on then 'met' else 'met_late' end, met_on = p_on, days_left = null,
         ended_by = 'legal_reviewed', updated_at = anjuan_now()
   where d.case_id = c.case_id and d.code = 'legal_review' and d.state = 'open' and d.start_on <= p_on;
end $$;
comment on function legal_review_add(uuid, uuid, date, text, text, text) is 'Adds the own opinion of a legal reviewer to a case, and nothing else';
revoke all on function legal_review_lock(uuid), legal_review_add(uuid, uuid, date, text, text, text) from public;
grant execute on function legal_review_lock(uuid), legal_review_add(uuid, uuid, date, text, text, text) to anjuan_login;

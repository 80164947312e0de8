-- Between units. Nobody writes case_move and case_access: what an act opens and ends follows from the act, and the acts of
-- a unit that does not hold the case come in by the two functions below that look at what it may do.
set local role anjuan_definer;

-- What the cases' acts open to other units, and what they end. An act that is withdrawn opens nothing any more.
create or replace function access_follows() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  other text := new.data ->> 'other_unit_id';
  opens text := case new.kind when 'joint_started' then 'joint' when 'consulted' then 'consulted' when 'supervised' then 'supervised' end;
  ends text[] := case new.kind when 'joint_ended' then array['joint'] when 'consultation_answered' then array['consulted']
                               when 'supervision_ended' then array['supervised']
                               when 'closed' then array['joint', 'consulted', 'supervised']
                               when 'terminated' then array['joint', 'consulted', 'supervised']
                               when 'transferred' then array['joint', 'consulted', 'supervised'] end;
begin
  if new.corrects is not null then
    if exists (select from case_event e where e.case_id = new.case_id and e.event_id = new.corrects and e.kind in
                 ('moved_out', 'unit_transfer_accepted', 'unit_transfer_refused', 'unit_transfer_withdrawn')) then
      raise exception 'what moved a case is not taken back, it is moved again' using errcode = '23514', constraint = 'move_final';
    end if;
    update case_access a set ended_on = new.happened_on, ended_by = new.kind
     where a.case_id = new.case_id and a.access_id = new.corrects and a.ended_on is null;
    update case_move m set state = 'withdrawn', answered_on = new.happened_on, version = m.version + 1, title = null, source = null,
           cause_code = null, cause_text = null, facts = null, place = null, occurred_on = null
     where m.case_id = new.case_id and m.transfer_id = new.corrects and m.state = 'proposed';
  end if;
  if new.kind = 'unit_transfer_proposed' then
    insert into case_move (transfer_id, case_id, unit_id, from_unit_id, to_unit_id, proposed_on, basis, reason, number, title,
                           procedure, source, cause_code, cause_text, facts, place, occurred_on, filed_on, case_state)
    select new.event_id, c.case_id, c.unit_id, c.unit_id, other, new.happened_on, coalesce(new.data ->> 'basis', ''),
           coalesce(new.remark, ''), c.number, c.title, c.procedure, c.source, c.cause_code, c.cause_text, c.facts, c.place,
           c.occurred_on, c.filed_on, c.state
      from case_file c where c.case_id = new.case_id;
  elsif opens is not null and other is not null then
    insert into case_access (access_id, case_id, unit_id, to_unit_id, why, purpose, from_on, until_on, filed_on)
    select new.event_id, c.case_id, c.unit_id, other, opens, coalesce(new.remark, ''), new.happened_on,
           (new.data ->> 'until')::date, c.filed_on
      from case_file c where c.case_id = new.case_id
    on conflict (case_id, to_unit_id, why) where ended_on is null
      do update set access_id = excluded.access_id, purpose = excluded.purpose, from_on = excluded.from_on, until_on = excluded.until_on;
  elsif ends is not null then
    update case_access a set ended_on = new.happened_on, ended_by = new.kind
     where a.case_id = new.case_id and a.why = any (ends) and a.ended_on is null
       and (other is null or a.to_unit_id = other or cardinality(ends) > 1);
  end if;
  return null;
end $$;

-- The order of lists, when an import brings another day of filing.
create or replace function access_filed() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  update case_access set filed_on = new.filed_on where case_id = new.case_id;
  return null;
end $$;

-- What the actor may do in units to which the case is open: "joint:case.write".
create or replace function permissions_beside(p_case uuid) returns text[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  return array(select distinct x.why || ':' || rp.permission
                 from case_access x join access_act k on k.why = x.why
                 join role_assignment a on a.unit_id = x.to_unit_id join role_permission rp on rp.role = a.role and rp.permission = k.permission
                where x.case_id = p_case and x.ended_on is null and (x.until_on is null or x.until_on >= anjuan_today())
                  and a.person_id = actor_person() and rp.scope = 'own'
                  and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today()));
end $$;

-- Locks a case for an act: for who writes cases in the unit that holds it, and for who may record some act of it from
-- another. Null: for nobody else, and for nobody who held it a moment ago.
create or replace function case_lock(p_case uuid) returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units text[] := permitted_units('case.write');
  now_ integer;
begin
  select c.version into now_ from case_file c
   where c.case_id = p_case and (c.unit_id = any (units) or cardinality(permissions_beside(p_case)) > 0) for update;
  return now_;
end $$;

drop function if exists officers_on(uuid, date);

-- An act of a unit that does not hold the case: only such as access_act names for what the case is open to it for. It adds
-- the event and raises the version, nothing else; the event says which unit it came from, and that unit alone is what it
-- opens or ends.
create or replace function outside_event_add(p_event uuid, p_case uuid, p_kind text, p_on date, p_remark text, p_document_no text,
                                             p_evidence_kind text) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  c case_file;
  by_unit text;
begin
  perform from case_file x where x.case_id = p_case for update;
  select a.to_unit_id into by_unit from case_access a join access_act k on k.why = a.why and k.kind = p_kind
   where a.case_id = p_case and a.ended_on is null and (a.until_on is null or a.until_on >= anjuan_today())
     and a.to_unit_id = any (permitted_units(k.permission)) and a.from_on <= p_on
   order by a.from_on limit 1;
  if by_unit is null or p_on > anjuan_today() then
    raise exception 'not an act of a unit to which this case is open' using errcode = '42501';
  end if;
  update case_file x set version = version + 1, event_count = event_count + 1, updated_at = anjuan_now()
   where x.case_id = p_case returning * into c;
  insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                          procedure, document_no, remark, data)
  values (p_event, c.case_id, c.unit_id, held_on(c.case_id, p_on, c.unit_id), c.event_count, c.version, p_kind, p_on, anjuan_now(),
          actor_person(), c.procedure, p_document_no, p_remark,
          jsonb_strip_nulls(jsonb_build_object('other_unit_id', by_unit, 'evidence_kind', p_evidence_kind)));
end $$;

-- The act just recorded by outside_event_add, to who recorded it: it may have ended what the case was open for.
create or replace function outside_event(p_case uuid, p_event uuid) returns table (act text, case_version integer, case_id uuid)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select row_to_json(x)::text, x.case_version, x.case_id
    from (select e.event_id, e.case_id, e.seq, e.kind, e.happened_on, e.recorded_at, e.recorded_by, e.at_unit_id as unit_id, e.origin,
                 e.outcome, e.fine_fen, e.confiscated_fen, e.amount_fen, e.receiver, e.document_no, e.remark, e.data,
                 '[]'::json as penalties, null::uuid as corrects, null::uuid as corrected_by, e.case_version, c.state as case_state
            from case_event e join case_file c using (case_id)
           where e.case_id = p_case and e.event_id = p_event and e.xid = anjuan_xid() and e.recorded_by = actor_person()) x
$$;

-- Locks a proposal to move a case, and tells what its answer is judged on, to the leads of the two units alone. Once it is
-- answered it is told as that.
create or replace function unit_transfer_lock(p_transfer uuid)
  returns table (version integer, case_id uuid, state text, case_state text, procedure text, proposed_on date, latest_on date,
                 permissions_from text[], permissions_to text[], today date)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units text[] := permitted_units('case.approve');
begin
  perform from case_move m join case_file c on c.case_id = m.case_id
    where m.transfer_id = p_transfer and (m.from_unit_id = any (units) or m.to_unit_id = any (units)) for update of c;
  return query select m.version, m.case_id, m.state, c.state, c.procedure, m.proposed_on,
                      (select max(e.happened_on) from case_event e where e.case_id = m.case_id),
                      permissions_in(m.from_unit_id), permissions_in(m.to_unit_id), anjuan_today()
    from case_move m join case_file c on c.case_id = m.case_id
   where m.transfer_id = p_transfer and (m.from_unit_id = any (units) or m.to_unit_id = any (units)) for update of m;
end $$;

-- The answer to a proposal: taken or refused by a lead of the unit asked, withdrawn by one of the unit that holds the case.
-- Taken, the case is the other unit's from that day on: two events, one at each unit, in this transaction. Refused or
-- withdrawn, what was shown of the case is shown no more.
create or replace function unit_transfer_answer(p_transfer uuid, p_kind text, p_event uuid, p_on date, p_remark text, p_document_no text)
  returns void volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  m case_move;
  c case_file;
  who uuid := actor_person();
  answers text := case p_kind when 'unit_transfer_accepted' then 'accepted' when 'unit_transfer_refused' then 'refused'
                              when 'unit_transfer_withdrawn' then 'withdrawn' end;
begin
  perform from case_move x join case_file f on f.case_id = x.case_id where x.transfer_id = p_transfer for update of f;
  select * into m from case_move x where x.transfer_id = p_transfer for update;
  if answers is null or m.state is distinct from 'proposed' or p_on not between m.proposed_on and anjuan_today()
     or not (case answers when 'withdrawn' then m.from_unit_id else m.to_unit_id end) = any (permitted_units('case.approve'))
     or (answers = 'accepted' and exists (select from case_event e where e.case_id = m.case_id and e.happened_on > p_on)) then
    raise exception 'this proposal is not answered so' using errcode = '42501';
  end if;
  if answers = 'accepted' then
    update case_officer o set to_on = greatest(p_on, o.from_on) where o.case_id = m.case_id and o.to_on is null;
    update case_access a set ended_on = p_on, ended_by = p_kind
     where a.case_id = m.case_id and a.ended_on is null and (a.why = 'joint' or a.to_unit_id = m.to_unit_id);
    update case_file f
       set unit_id = m.to_unit_id, version = f.version + 1, event_count = f.event_count + 2, updated_at = anjuan_now(),
           number_of = case when coalesce(nullif(f.number_of, ''), m.from_unit_id) = m.to_unit_id then ''
                            else coalesce(nullif(f.number_of, ''), m.from_unit_id) end,
           subject_unit_id = coalesce((select x.unit_id from unit u join unit x on x.kind = 'city'
                                        where u.unit_id = m.to_unit_id and u.kind = 'centre' order by x.unit_id limit 1), m.to_unit_id)
     where f.case_id = m.case_id returning * into c;
    insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                            procedure, data)
    values (gen_random_uuid(), c.case_id, c.unit_id, m.from_unit_id, c.event_count - 1, c.version, 'moved_out', p_on, anjuan_now(), who,
            c.procedure, jsonb_build_object('other_unit_id', m.to_unit_id));
  else
    update case_file f set version = f.version + 1, event_count = f.event_count + 1, updated_at = anjuan_now()
     where f.case_id = m.case_id returning * into c;
  end if;
  insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                          procedure, document_no, remark, data)
  values (p_event, c.case_id, c.unit_id, c.unit_id, c.event_count, c.version, p_kind, p_on, anjuan_now(), who, c.procedure,
          p_document_no, p_remark,
          jsonb_build_object('other_unit_id', case answers when 'accepted' then m.from_unit_id else m.to_unit_id end));
  if answers = 'accepted' then
    update case_move x
       set state = answers, answered_on = p_on, answer = p_remark, version = x.version + 1, title = c.title, source = c.source,
           cause_code = c.cause_code, cause_text = c.cause_text, facts = c.facts, place = c.place, occurred_on = c.occurred_on,
           filed_on = c.filed_on, case_state = c.state, last_seq = c.event_count - 1,
           first_seq = coalesce((select max(y.last_seq) + 1 from case_move y where y.case_id = c.case_id), 1)
     where x.transfer_id = p_transfer;
  else
    update case_move x
       set state = answers, answered_on = p_on, answer = p_remark, version = x.version + 1, title = null, source = null,
           cause_code = null, cause_text = null, facts = null, place = null, occurred_on = null
     where x.transfer_id = p_transfer;
  end if;
  update case_deadline d
     set state = case when p_on <= d.due_on then 'met' else 'met_late' end, met_on = p_on, ended_by = p_kind, updated_at = anjuan_now()
   where d.case_id = m.case_id and d.code = 'unit_transfer_answer' and d.state = 'open';
end $$;

-- What a unit that gave a case away recorded while it held it, as it was recorded then; nothing that came after.
create or replace function handed_over_acts(p_transfer uuid) returns json
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select coalesce(json_agg(json_build_object('event_id', e.event_id, 'seq', e.seq, 'kind', e.kind, 'happened_on', e.happened_on,
           'recorded_at', e.recorded_at, 'recorded_by', e.recorded_by, 'outcome', e.outcome, 'fine_fen', e.fine_fen,
           'confiscated_fen', e.confiscated_fen, 'amount_fen', e.amount_fen, 'receiver', e.receiver, 'document_no', e.document_no,
           'remark', e.remark, 'data', e.data,
           'penalties', (select coalesce(json_agg(json_build_object('kind', p.kind, 'amount_fen', p.amount_fen, 'content', p.content)
                                                  order by p.position), '[]')
                           from case_penalty p where p.case_id = e.case_id and p.event_id = e.event_id)) order by e.seq), '[]')
    from case_move m join case_event e on e.case_id = m.case_id and e.seq between m.first_seq and m.last_seq
   where m.transfer_id = p_transfer and m.state = 'accepted' and m.from_unit_id = any (permitted_units('case.read'))
$$;

-- Who held a case on a day. For who may ask: it reads case_move under the rights of its caller.
set local role anjuan_owner;
create or replace function held_on(p_case uuid, p_day date, p_holder text) returns text
  stable language plpgsql as $$
begin
  return coalesce((select m.from_unit_id from case_move m
                    where m.case_id = p_case and m.state = 'accepted' and m.answered_on > p_day
                    order by m.answered_on, m.last_seq limit 1), p_holder);
end $$;
comment on function held_on(uuid, date, text) is 'The unit that held a case at the end of a day; its holder now where nothing else is known';

set local role anjuan_definer;
revoke all on function access_follows(), access_filed(), permissions_beside(uuid), case_lock(uuid),
  outside_event_add(uuid, uuid, text, date, text, text, text), outside_event(uuid, uuid), unit_transfer_lock(uuid),
  unit_transfer_answer(uuid, text, uuid, date, text, text), handed_over_acts(uuid) from public;
grant execute on function access_follows(), access_filed() to anjuan_owner;
grant execute on function permissions_beside(uuid), case_lock(uuid), outside_event_add(uuid, uuid, text, date, text, text, text),
  outside_event(uuid, uuid), unit_transfer_lock(uuid), unit_transfer_answer(uuid, text, uuid, date, text, text), handed_over_acts(uuid) to anjuan_login;
set local role anjuan_owner;
revoke all on function held_on(uuid, date, text) from public;
grant execute on function held_on(uuid, date, text) to anjuan_login, anjuan_jobs, anjuan_definer;
create or replace trigger access_follows after insert on case_event for each row
  when (new.corrects is not null or new.kind in ('unit_transfer_proposed', 'joint_started', 'consulted', 'supervised', 'joint_ended', 'consultation_answered',
                     'supervision_ended', 'closed', 'terminated', 'transferred'))
  execute function access_follows();
create or replace trigger access_filed after update of filed_on on case_file for each row
  when (new.filed_on is distinct from old.filed_on) execute function access_filed();

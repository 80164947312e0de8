-- What the judge of an act must know of a case. It asks once whether the actor reads the case, by the rule of its policies, and reads
-- as the definer then: what belongs to a case is seen with it. Only what the act calls for is looked up.
set local role anjuan_definer;

drop function if exists case_facts(uuid, text, date, uuid, jsonb, jsonb, text, date, date, uuid, text);
drop function if exists case_facts(uuid, text, date, uuid, jsonb, jsonb, text, date, date, uuid, text, jsonb);
-- All is null of a case that the actor does not read. p_on: the day of the act, null: today. p_event: the event to be corrected.
-- Kind 'corrected' is the case itself being corrected: the law of its cause, as p_cause, the days and p_parties leave it.
create or replace function case_facts(p_case uuid, p_kind text, p_on date, p_event uuid, p_officers jsonb, p_causes jsonb, p_cause text,
    p_occurred_on date, p_found_on date, p_person uuid, p_other_unit text, p_parties jsonb,
    out version integer, out unit_id text, out state text, out procedure text, out outcome text, out filed_on date, out decided_on date,
    out served_on date, out fine_fen bigint, out paid_fen bigint, out cause_code text, out cause_text text,
    out act_occurred_on date, out act_found_on date, out act_ended_on date, out act_continuing boolean, out act_harms_safety boolean,
    out act_limitation_basis text, out party_kind text, out permissions text[], out today date, out events text, out said json,
    out parameters json, out officers bigint, out opened text[], out opened_there text[], out open_since date,
    out causes jsonb, out newer jsonb, out causes_unknown bigint, out fined boolean, out penalised boolean,
    out unit_is_other boolean, out unit_is_above boolean, out person_known boolean, out person_is_officer boolean,
    out person_took_part boolean, out person_in_organ boolean, out given_officers_fit bigint, out officers_unfit bigint, out officers_twice bigint,
    out cause_active boolean)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  c record;
  day date := coalesce(p_on, anjuan_today());
  may text[];
  joint text[];
  who uuid;
  knows boolean; -- names of people, by the rule of `person`
  finds boolean; -- and who serves where, by that of `role_assignment`
begin
  select f.version, f.unit_id, f.subject_unit_id, f.state, f.procedure, f.outcome, f.filed_on, f.decided_on, f.served_on, f.fine_fen, f.paid_fen, f.cause_code,
         f.cause_text, f.occurred_on, f.found_on, f.ended_on, f.continuing, f.harms_safety, f.limitation_basis,
         (select p.kind from case_party p where p.case_id = f.case_id order by p.position limit 1) as party_kind
    into c from case_file f where f.case_id = p_case;
  may := permissions_in(c.unit_id);
  if c.version is null or not ('case.read' = any (may) or p_case = any (readable_cases())) then
    return;
  end if;
  version := c.version; unit_id := c.unit_id; state := c.state; procedure := c.procedure; outcome := c.outcome; filed_on := c.filed_on;
  decided_on := c.decided_on; served_on := c.served_on; fine_fen := c.fine_fen; paid_fen := c.paid_fen; cause_code := c.cause_code;
  cause_text := c.cause_text; act_occurred_on := c.occurred_on; act_found_on := c.found_on; act_ended_on := c.ended_on;
  act_continuing := c.continuing; act_harms_safety := c.harms_safety; act_limitation_basis := c.limitation_basis;
  party_kind := c.party_kind; today := anjuan_today();
  events := case_history(p_case, null);
  parameters := parameters_on(day);

  select coalesce(array_agg(a.why), '{}'), coalesce(array_agg(a.why) filter (where a.to_unit_id = p_other_unit), '{}'),
         min(a.from_on) filter (where a.to_unit_id = any ((select permitted_units('case.read'))::text[]))
    into opened, opened_there, open_since
    from case_access a where a.case_id = p_case and a.ended_on is null and (a.until_on is null or a.until_on >= anjuan_today());
  permissions := case when opened = '{}' then may else may || permissions_beside(p_case) end;

  -- How many may act on the case on the day (Art. 42): its officers who serve in the unit that held it then (on the day of its moving: in
  -- either), each with a certificate valid on that day. To a unit that handles it jointly: who serves there so.
  if 'joint' = any (opened) and not 'case.write' = any (may) then
    joint := array(select a.to_unit_id from case_access a where a.case_id = p_case and a.why = 'joint' and a.ended_on is null
                      and (a.until_on is null or a.until_on >= anjuan_today()) and a.to_unit_id = any (permitted_units('case.write')));
  end if;
  if cardinality(joint) > 0 then
    officers := (select count(distinct p.person_id) from role_assignment a join person p using (person_id)
                  where a.unit_id = any (joint) and a.role in ('officer', 'lead') and a.valid_from <= day
                    and (a.valid_to is null or a.valid_to >= day) and day between p.certificate_from and p.certificate_to);
  else
    joint := array[held_on(p_case, day, c.unit_id), held_on(p_case, day - 1, c.unit_id)];
    officers := (select count(*) from case_officer o join person p using (person_id)
                  where o.case_id = p_case and o.from_on <= day and (o.to_on is null or o.to_on >= day)
                    and day between p.certificate_from and p.certificate_to
                    and exists (select from role_assignment a where a.person_id = o.person_id and a.role in ('officer', 'lead')
                                   and a.unit_id = any (joint) and a.valid_from <= day and (a.valid_to is null or a.valid_to >= day)));
  end if;

  if p_event is not null or p_kind = 'corrected' then
    said := case_said(p_case);
  end if;
  -- The case's own cause and those that the decision names besides, as the law was on the day of the act, and as it is.
  causes_unknown := 0;
  if p_kind = 'corrected' then
    c.cause_code := coalesce(p_cause, c.cause_code);
    c.occurred_on := coalesce(p_occurred_on, c.occurred_on);
    c.found_on := coalesce(p_found_on, c.found_on);
    c.party_kind := coalesce(p_parties -> 0 ->> 'kind', c.party_kind);
    party_kind := c.party_kind;
  end if;
  if p_kind in ('decided', 'notice_served', 'corrected') then
    select count(*) - count(l.law), jsonb_agg(l.law order by n.at) filter (where l.law is not null),
           jsonb_agg(l.now order by n.at) filter (where l.now is not null)
      into causes_unknown, causes, newer
      from (select u.code, min(u.at) as at from (
              select c.cause_code as code, 0 as at union all
              select j, at from jsonb_array_elements_text(coalesce(p_causes, '[]')) with ordinality j(j, at)) u
             where u.code is not null group by u.code) n
      left join lateral (select law, cause_law(n.code, day, c.party_kind) as now
                           from cause_law(n.code, coalesce(c.occurred_on, c.found_on, c.filed_on), c.party_kind) law
                          where n.at = 0 or (law -> 'active')::boolean) l on true;
  end if;
  if p_kind = 'decided' then
    select r.fined, r.penalised into fined, penalised from party_record(p_case) r;
  end if;
  if p_cause is not null then
    cause_active := (select k.active from cause_on(p_cause, coalesce(p_occurred_on, c.occurred_on, p_found_on, c.found_on, c.filed_on)) k);
  end if;
  if p_other_unit is not null then
    select u.active and u.unit_id <> c.unit_id, u.kind = 'city' into unit_is_other, unit_is_above from unit u where u.unit_id = p_other_unit;
  end if;

  person_is_officer := false;
  person_took_part := false;
  officers_twice := 0;
  if p_person is null and p_officers is null then
    return;
  end if;
  who := actor_person();
  knows := has_permission('case.read') or has_permission('person.find');
  if p_person is not null then
    person_known := (select p.legal_qualified from person p where p.person_id = p_person and (knows or p.person_id = who));
    person_is_officer := exists (select from case_officer o where o.case_id = p_case and o.person_id = p_person and o.to_on is null);
    person_took_part := exists (select from case_officer o where o.case_id = p_case and o.person_id = p_person union all
                                select from case_event e where e.case_id = p_case and e.recorded_by = p_person);
    -- Serves on the day in the unit that handles the case, or in whose name it does; no outside system.
    person_in_organ := exists (select from role_assignment a join person p using (person_id)
                                where a.person_id = p_person and p.kind = 'person' and a.unit_id in (c.unit_id, c.subject_unit_id)
                                  and a.valid_from <= day and (a.valid_to is null or a.valid_to >= day));
  end if;
  if p_officers is not null then
    finds := 'person.find' = any (may) or has_permission('admin.people') or has_permission('audit.read');
    given_officers_fit := (
      select count(distinct p.person_id) from jsonb_array_elements_text(p_officers) i
        join person p on p.person_id = i::uuid and (knows or p.person_id = who) join role_assignment a using (person_id)
       where a.unit_id = c.unit_id and a.role in ('officer', 'lead') and (finds or a.person_id = who)
         and a.valid_from <= day and (a.valid_to is null or a.valid_to >= day) and day between p.certificate_from and p.certificate_to);
    officers_twice := jsonb_array_length(p_officers) - (select count(distinct o) from jsonb_array_elements_text(p_officers) o);
    officers_unfit := (
      select count(*) from jsonb_array_elements_text(p_officers) n
       where not exists (select from case_officer o where o.case_id = p_case and o.person_id = n::uuid)
         and not exists (select from role_assignment a join person p on p.person_id = a.person_id and (knows or p.person_id = who)
                          where a.person_id = n::uuid and a.unit_id = c.unit_id and a.role in ('officer', 'lead') and (finds or a.person_id = who)
                            and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= c.filed_on)
                            and p.certificate_from <= anjuan_today() and p.certificate_to >= c.filed_on));
  end if;
end $$;

-- The deadlines of a case that the actor reads, likewise. p_known: as known then; p_deadlines: computed for that.
create or replace function case_deadlines(p_case uuid, p_today date, p_known xid8, p_deadlines jsonb, out body json, out version integer)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  c record;
  today date := coalesce(p_today, anjuan_today());
  words jsonb;
begin
  select f.version, f.unit_id into c from case_file f where f.case_id = p_case;
  if c.version is null or not (c.unit_id = any (permitted_units('case.read')) or p_case = any (readable_cases())) then
    return;
  end if;
  version := c.version;
  words := step_words();
  body := json_build_object('case_id', p_case, 'today', today, 'deadlines', (
    select coalesce(json_agg(json_build_object(
             'code', d.code, 'nth', d.nth, 'name_zh', t.name_zh, 'name_en', t.name_en, 'article', t.article,
             'verified', t.verified, 'party_right', d.party_right, 'started_by', d.started_by, 'start_on', d.start_on,
             -- A right whose days had passed when something put an end to it was lapsed by then.
             'due_on', d.due_on, 'state', case when d.state = 'void' and d.party_right and d.due_on < d.void_on then 'lapsed'
                                               when d.state <> 'open' or d.due_on is null or d.due_on >= today then d.state
                                               when d.party_right then 'lapsed' else 'overdue' end,
             'provisional', d.provisional, 'days_left', coalesce(d.days_left, d.due_on - today),
             'met_on', d.met_on, 'ended_by', d.ended_by, 'term_version', d.term_version, 'law_version', d.law_version,
             'steps', s.steps, 'changes', coalesce(x.changes, '[]'))
           order by d.start_on, d.code, d.nth), '[]')
      from (select d.code, d.nth, d.term_version, d.law_version, d.party_right, d.started_by, d.start_on, d.due_on, d.state,
                   d.provisional, d.days_left, d.met_on, d.void_on, d.ended_by, d.explanation
              from case_deadline d where p_deadlines is null and d.case_id = p_case
            union all
            select d.* from jsonb_to_recordset(p_deadlines) as d(code text, nth smallint, term_version integer, law_version integer,
                     party_right boolean, started_by text, start_on date, due_on date, state text, provisional boolean,
                     days_left integer, met_on date, void_on date, ended_by text, explanation jsonb)) d
      join term t on t.code = d.code and t.version = d.term_version
      cross join lateral deadline_steps(d.explanation, words) s
      left join (select x.code, x.nth,
                        json_agg(json_build_object('was_on', x.was_on, 'is_on', x.is_on, 'cause', x.cause, 'act', x.act,
                                 'law_version', x.law_version, 'changed_at', x.changed_at) order by x.change_id) as changes
                   from deadline_change x where x.case_id = p_case and (p_known is null or x.xid <= p_known)
                  group by x.code, x.nth) x on x.code = d.code and x.nth = d.nth));
end $$;

revoke all on function case_deadlines(uuid, date, xid8, jsonb), case_facts(uuid, text, date, uuid, jsonb, jsonb, text, date, date, uuid, text, jsonb) from public;
grant execute on function case_deadlines(uuid, date, xid8, jsonb), case_facts(uuid, text, date, uuid, jsonb, jsonb, text, date, date, uuid, text, jsonb) to anjuan_login;

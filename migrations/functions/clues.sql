-- Acts of clues, and the clue that an inspection raised.
set local role anjuan_definer;

-- The clue that was raised from an inspection under this id of an outside system; null: none yet. For whoever may register clues in
-- the unit of the inspection: a service account may not read clues, and is to get the one it brought in before. Whoever asks at
-- the same time waits.
create or replace function inspection_clue(p_inspection uuid, p_system text, p_external text) returns uuid
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not exists (select from inspection i where i.inspection_id = p_inspection and i.unit_id = any (permitted_units('clue.create'))) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(p_inspection || ' ' || p_system || ' ' || p_external, 23));
  return (select c.clue_id from clue c where c.inspection_id = p_inspection and c.system = p_system and c.external_id = p_external);
end $$;
revoke all on function inspection_clue(uuid, text, text) from public;
grant execute on function inspection_clue(uuid, text, text) to anjuan_login, anjuan_jobs;

set local role anjuan_owner;
-- Records an act of a clue whose row has just been changed, and what it does to the deadlines that run.
create or replace function clue_acted(p_clue uuid, p_seq integer, p_unit text, p_kind text, p_on date, p_outcome text, p_reason text,
                                      p_data jsonb, p_by uuid, p_meets jsonb, p_ends boolean) returns integer
  volatile set search_path = anjuan, pg_temp language sql as $$
  insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, outcome, reason, data, recorded_by, recorded_at)
    values (p_clue, p_seq, p_unit, p_unit, p_kind, p_on, p_outcome, p_reason, coalesce(jsonb_strip_nulls(p_data), '{}'), p_by, anjuan_now());
  update clue_deadline d set state = case when p_meets ? d.code then case when d.due_on < p_on then 'met_late' else 'met' end else 'void' end,
         met_on = case when p_meets ? d.code then p_on end, void_on = case when not p_meets ? d.code then p_on end,
         ended_by = p_kind, updated_at = anjuan_now()
   where d.clue_id = p_clue and d.state = 'open' and (p_meets ? d.code or p_ends);
  select 1;
$$;

-- The steps of an explanation with their words.
-- In a query it becomes part of it where words, which are step_words(), is a column or a variable.
drop function if exists deadline_steps(jsonb);
create or replace function deadline_steps(explanation jsonb, words jsonb) returns table (steps jsonb)
  immutable parallel safe language sql as $$
  select coalesce(jsonb_agg('{"article":null,"act":null,"count":null,"unit":null,"working":null,"from":null,"to":null,"on":null,"calendar":[]}'::jsonb
                            || s || coalesce(words -> (s ->> 'rule'), '{"zh":"","en":""}') order by n), '[]')
    from jsonb_array_elements(explanation) with ordinality e(s, n)
$$;
create or replace function step_words() returns jsonb stable set search_path = anjuan, pg_temp language plpgsql as $$
begin
  return (select jsonb_object_agg(w.rule, jsonb_build_object('zh', w.zh, 'en', w.en)) from deadline_step w);
end $$;

-- Of the persons named, those who are officers or leads of the unit with a certificate valid on the day; and the codes named that
-- are no outside organisation in use.
create or replace function inspection_officers_fit(p_unit text, p_officers jsonb, p_on date) returns bigint
  stable set search_path = anjuan, pg_temp language sql as $$
  select count(distinct p.person_id) from jsonb_array_elements_text(coalesce(p_officers, '[]')) o
    join person p on p.person_id = o::uuid join role_assignment a using (person_id)
   where a.unit_id = p_unit and a.role in ('officer', 'lead') and a.valid_from <= p_on and (a.valid_to is null or a.valid_to >= p_on)
     and p.certificate_from <= p_on and p.certificate_to >= p_on
$$;
create or replace function inspection_organisations_unknown(p_codes jsonb) returns text
  stable set search_path = anjuan, pg_temp language sql as $$
  select string_agg(o, ', ') from jsonb_array_elements_text(coalesce(p_codes, '[]')) o
   where not exists (select from outside_organisation x where x.code = o and x.active)
$$;

-- What was known at a position of the log, and the triggers that keep what it is read from. Applied after the policies.
set local role anjuan_definer;

-- A new version of a case leaves behind what the old one held. Two updates that make one version leave the oldest values.
create or replace function keep_case() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  changed jsonb;
begin
  -- Made from the other columns, and long.
  old.bigrams := null;
  new.bigrams := null;
  select jsonb_object_agg(o.key, o.value) into changed
    from jsonb_each(to_jsonb(old)) o join jsonb_each(to_jsonb(new)) n using (key)
   where o.value <> n.value and o.key <> 'party_names';
  if changed is not null then
    insert into case_was (case_id, version, unit_id, xid, was)
    values (new.case_id, old.version, new.unit_id, anjuan_xid(), changed)
    on conflict (case_id, version) do update set was = excluded.was || case_was.was;
  end if;
  return null;
end $$;

-- The two below run at the end of the transaction, when the version is known that it made. Version 1 has nothing before it.
create or replace function keep_party() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  c record;
begin
  select f.version, f.unit_id into c from case_file f where f.case_id = coalesce(new.case_id, old.case_id);
  if coalesce(c.version, 1) = 1 or (tg_op = 'UPDATE'
      and (old.position, old.party_id, old.kind, old.name, old.credit_code, old.id_number, old.phone, old.address, old.representative)
          is not distinct from
          (new.position, new.party_id, new.kind, new.name, new.credit_code, new.id_number, new.phone, new.address, new.representative)) then
    return null;
  end if;
  if tg_op <> 'INSERT' then
    insert into case_party_was (case_id, position, until_version, unit_id, party_id, kind, name, credit_code, id_number, phone, address,
                                representative)
    values (old.case_id, old.position, c.version, c.unit_id, old.party_id, old.kind, old.name, old.credit_code, old.id_number, old.phone,
            old.address, old.representative)
    on conflict do nothing;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.position <> old.position) then
    insert into case_party_was (case_id, position, until_version, unit_id)
    values (new.case_id, new.position, c.version, c.unit_id)
    on conflict do nothing;
  end if;
  return null;
end $$;

create or replace function keep_officer() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  c record;
begin
  select f.version, f.unit_id into c from case_file f where f.case_id = coalesce(new.case_id, old.case_id);
  if coalesce(c.version, 1) = 1
     or (tg_op = 'UPDATE' and (old.position, old.from_on, old.to_on) is not distinct from (new.position, new.from_on, new.to_on)) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    insert into case_officer_was (case_id, person_id, until_version, unit_id)
    values (new.case_id, new.person_id, c.version, c.unit_id)
    on conflict do nothing;
  else
    insert into case_officer_was (case_id, person_id, until_version, unit_id, position, from_on, to_on)
    values (old.case_id, old.person_id, c.version, c.unit_id, old.position, old.from_on, old.to_on)
    on conflict do nothing;
  end if;
  return null;
end $$;

-- What `as_of` names: a position of the log, or a date, which is the last position sealed on that day in Shanghai (today:
-- all there is). Known then is what transactions up to `xid` recorded; `day` is the day it was.
create or replace function known_at(as_of text, out xid xid8, out day date)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  sealed audit_sealed;
begin
  if as_of is null or actor_person() is null then
    return;
  end if;
  select * into sealed from audit_sealed;
  if as_of ~ '^\d{1,18}$' then
    if as_of::bigint > sealed.seq then
      raise exception 'not sealed yet' using errcode = '23514', constraint = 'as_of_ahead';
    end if;
    select v.xid into xid from audit_entry e join audit_event v on v.event_id = e.event_id and v.at = e.at where e.seq = as_of::bigint;
    select d.day into day from audit_day d where d.seq >= as_of::bigint order by d.seq limit 1;
  elsif as_of::date > anjuan_today() then
    raise exception 'not yet' using errcode = '23514', constraint = 'as_of_ahead';
  elsif as_of::date = anjuan_today() then
    xid := '18446744073709551615';
    day := as_of::date;
  else
    xid := coalesce((select d.xid from audit_day d where d.day <= as_of::date order by d.day desc limit 1), '0');
    day := as_of::date;
  end if;
  if xid <> '0' and xid < sealed.kept_since then
    raise exception 'not kept' using errcode = '23514', constraint = 'as_of_kept';
  end if;
end $$;

revoke all on function keep_case(), keep_party(), keep_officer(), known_at(text) from public;
grant execute on function known_at(text) to anjuan_login, anjuan_jobs;
grant execute on function keep_case(), keep_party(), keep_officer() to anjuan_owner;

set local role anjuan_owner;

-- The version of a case that was known; null: none yet. A version is known when all up to it are.
create or replace function case_version_at(p_case_id uuid, p_known xid8) returns integer
  stable set search_path = anjuan, pg_temp language sql as $$
  select coalesce((select min(w.version) from case_was w where w.case_id = c.case_id and w.xid > p_known), c.version)
    from case_file c
   where c.case_id = p_case_id
     and not exists (select from case_event e where e.case_id = c.case_id and e.seq = 1 and e.xid > p_known)
$$;
comment on function case_version_at(uuid, xid8) is 'The version of a case that was known when transactions up to this one were';

-- The row of a case as its version held it; no version, no row.
create or replace function case_at(p_case_id uuid, p_version integer) returns setof case_file
  stable set search_path = anjuan, pg_temp language sql as $$
  select (jsonb_populate_record(c, coalesce((
           select jsonb_object_agg(d.key, d.value)
             from (select distinct on (e.key) e.key, e.value from case_was w, jsonb_each(w.was) e
                    where w.case_id = c.case_id and w.version >= p_version order by e.key, w.version) d), '{}'))).*
    from case_file c where c.case_id = p_case_id and p_version is not null
$$;
comment on function case_at(uuid, integer) is 'A case as this version of it was; the words for search are those of now';

create or replace function case_parties_at(p_case_id uuid, p_version integer)
  returns table ("position" smallint, kind text, name text, credit_code text, id_number_masked text, phone_masked text, address text,
                 representative text)
  stable set search_path = anjuan, pg_temp language sql as $$
  with was as (
    select distinct on (w.position) w.position, w.kind, w.name, w.credit_code, w.id_number_masked, w.phone_masked, w.address, w.representative
      from case_party_was w where w.case_id = p_case_id and w.until_version > p_version order by w.position, w.until_version
  )
  select w.* from was w where w.kind is not null
  union all
  select p.position, p.kind, p.name, p.credit_code, p.id_number_masked, p.phone_masked, p.address, p.representative
    from case_party p where p.case_id = p_case_id and not exists (select from was w where w.position = p.position)
$$;
comment on function case_parties_at(uuid, integer) is 'The parties of a case as this version of it had them';

create or replace function case_officers_at(p_case_id uuid, p_version integer)
  returns table (person_id uuid, "position" smallint, from_on date, to_on date)
  stable set search_path = anjuan, pg_temp language sql as $$
  with was as (
    select distinct on (w.person_id) w.person_id, w.position, w.from_on, w.to_on
      from case_officer_was w where w.case_id = p_case_id and w.until_version > p_version order by w.person_id, w.until_version
  )
  select w.* from was w where w.from_on is not null
  union all
  select o.person_id, o.position, o.from_on, o.to_on
    from case_officer o where o.case_id = p_case_id and not exists (select from was w where w.person_id = o.person_id)
$$;
comment on function case_officers_at(uuid, integer) is 'The officers of a case as this version of it had them';

-- The events of a case up to a version (null: all), as judges and clocks read them: a line each, its fields parted by tabs.
-- None of them can hold a tab or a line feed: they are codes, numbers and days, and JSON escapes both. Numbers that are not there
-- are left empty.
drop function if exists case_history(uuid, integer, boolean);
create or replace function case_history(p_case_id uuid, p_version integer) returns text
  stable set search_path = anjuan, pg_temp language plpgsql as $$
begin
  return (select string_agg(x.line, E'\n') from (
            select concat_ws(E'\t', e.seq, e.kind, e.happened_on, coalesce(e.outcome, ''),
                   case when e.amount_fen is null and e.fine_fen = 0 and e.confiscated_fen = 0 and e.origin <> 'imported' and e.corrects is null then E'\t\t\t\t'
                        else concat_ws(E'\t', coalesce(e.amount_fen, 0), e.fine_fen, e.confiscated_fen, (e.origin = 'imported')::integer,
                               case when e.corrects is null then 0 else
                                 (select o.seq from case_event o where o.case_id = e.case_id and o.event_id = e.corrects) end) end,
                   coalesce(e.data::text, '')) as line
              from case_event e where e.case_id = p_case_id and (p_version is null or e.case_version <= p_version) order by e.seq offset 0) x);
end $$;
comment on function case_history(uuid, integer) is 'The events of a case as judges and clocks read them';

-- All that the events of a case said, for who judges them again.
create or replace function case_said(p_case_id uuid) returns json
  stable set search_path = anjuan, pg_temp language plpgsql as $$
begin
  return (select json_agg(json_build_object('seq', e.seq, 'data', e.data, 'receiver', e.receiver, 'document_no', e.document_no,
                   'remark', e.remark,
                   'penalties', (select json_agg(json_build_object('kind', p.kind, 'amount_fen', p.amount_fen) order by p.position)
                                   from case_penalty p where p.case_id = e.case_id and p.event_id = e.event_id)) order by e.seq)
            from case_event e where e.case_id = p_case_id);
end $$;
comment on function case_said(uuid) is 'All that the events of a case said';

-- Whoever computes deadlines in an act holds the law meanwhile; whoever changes it waits until what was computed under the
-- old one is committed, and can be seen and computed anew. So no date is left behind by a change beside it.
create or replace function law_hold() returns integer
  volatile set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(4215604);
  return (select coalesce(max(v.law_version), 0) from law_version v);
end $$;
comment on function law_hold() is 'The version of the law, held until the transaction ends';

create or replace function law_change() returns trigger
  volatile set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform pg_advisory_xact_lock(4215604);
  return null;
end $$;
comment on function law_change() is 'Waits until nobody holds the law';

do $$
begin
  if not exists (select from pg_trigger t where t.tgrelid = 'law_version'::regclass and t.tgname = 'law_change') then
    create trigger law_change before insert on law_version for each statement execute function law_change();
  end if;
  if not exists (select from pg_trigger t where t.tgrelid = 'case_file'::regclass and t.tgname = 'keep_case') then
    create trigger keep_case after update on case_file for each row execute function keep_case();
    create constraint trigger keep_party after insert or update or delete on case_party deferrable initially deferred
      for each row execute function keep_party();
    create constraint trigger keep_officer after insert or update or delete on case_officer deferrable initially deferred
      for each row execute function keep_officer();
  end if;
end $$;

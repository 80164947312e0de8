-- What is in force on a day. Each catalogue is asked here and nowhere else; withdrawn versions never were.
set local role anjuan_owner;

create or replace function is_withdrawn(p_catalogue text, p_code text, p_version integer) returns boolean
  stable parallel safe language sql
  return exists (select from anjuan.catalogue_withdrawal w where w.catalogue = p_catalogue and w.code = p_code and w.version = p_version);

create or replace function cause_on(code text, day date) returns setof cause_of_action stable parallel safe language sql as $$
  select k.* from cause_of_action k
   where k.cause_code = cause_on.code and k.valid_from <= cause_on.day and not exists (select from catalogue_withdrawal w
                    where w.catalogue = 'cause' and w.code = k.cause_code and w.version = k.version)
   order by k.valid_from desc, k.version desc limit 1
$$;

create or replace function benchmark_on(code text, day date) returns setof benchmark stable parallel safe language sql as $$
  select b.* from benchmark b
   where b.cause_code = benchmark_on.code and b.valid_from <= benchmark_on.day and not exists (select from catalogue_withdrawal w
                    where w.catalogue = 'benchmark' and w.code = b.cause_code and w.version = b.version)
   order by b.valid_from desc, b.version desc limit 1
$$;

create or replace function parameter_on(name text, day date) returns bigint stable parallel safe language sql as $$
  select p.value from parameter p
   where p.name = parameter_on.name and p.valid_from <= parameter_on.day and not exists (select from catalogue_withdrawal w
                    where w.catalogue = 'parameter' and w.code = p.name and w.version = p.version)
   order by p.valid_from desc, p.version desc limit 1
$$;

-- All of them at once, as {"name": value}. Asked with each act: the plan is kept.
create or replace function parameters_on(day date) returns json stable parallel safe language plpgsql as $$
begin
  return (select json_object_agg(p.name, p.value)
            from (select distinct on (p.name) p.name, p.value from parameter p
                   where p.valid_from <= parameters_on.day
                     and not exists (select from catalogue_withdrawal w
                                      where w.catalogue = 'parameter' and w.code = p.name and w.version = p.version)
                   order by p.name, p.valid_from desc, p.version desc) p);
end $$;

-- The template of a unit, or else that of all.
create or replace function number_template_on(unit text, kind text, day date) returns setof number_template
  stable parallel safe language sql as $$
  select t.* from number_template t
   where t.unit_id in (number_template_on.unit, '*') and t.kind = number_template_on.kind and t.valid_from <= number_template_on.day
     and not exists (select from catalogue_withdrawal w
                    where w.catalogue = 'number_template' and w.code = t.unit_id || '.' || t.kind and w.version = t.version)
   order by t.unit_id = '*', t.valid_from desc, t.version desc limit 1
$$;

create or replace function term_on(code text, day date) returns setof term stable parallel safe language sql as $$
  select t.* from term t
   where t.code = term_on.code and t.valid_from <= term_on.day and not exists (select from catalogue_withdrawal w
                    where w.catalogue = 'term' and w.code = t.code and w.version = t.version)
   order by t.valid_from desc, t.version desc limit 1
$$;

-- How a version stands on a day beside the others of its code: in_force is the version that is.
create or replace function version_status(p_version integer, valid_from date, in_force integer, withdrawn boolean, day date) returns text
  immutable parallel safe language sql
  return case when withdrawn then 'withdrawn' when p_version = in_force then 'in_force' when valid_from > day then 'future' else 'past' end;

-- A cause as the judge of a decision sees it on a day: the range for this kind of party, and the tiers of the benchmark.
create or replace function cause_law(code text, day date, party text) returns jsonb stable parallel safe language sql as $$
  select jsonb_build_object('code', k.cause_code, 'version', k.version, 'active', k.active, 'kinds', to_jsonb(k.penalty_kinds),
           'min', case cause_law.party when 'organisation' then k.fine_min_org_fen else k.fine_min_person_fen end,
           'max', case cause_law.party when 'organisation' then k.fine_max_org_fen else k.fine_max_person_fen end,
           'benchmark', b.version,
           'tiers', (select coalesce(jsonb_agg(jsonb_build_object('tier', t.tier, 'min', t.min_fen, 'max', t.max_fen, 'cap', t.cap_fen,
                              'rate', t.rate_fen, 'from', t.measure_from, 'below', t.measure_below) order by t.position), '[]')
                       from benchmark_tier t where t.cause_code = b.cause_code and t.version = b.version
                        and t.party_kind is distinct from case cause_law.party when 'organisation' then 'person' else 'organisation' end))
    from cause_on(cause_law.code, cause_law.day) k left join benchmark_on(cause_law.code, cause_law.day) b on true
$$;

-- The last day on which the act of a case may have been done.
create or replace function act_until(c case_file) returns date stable language sql as $$
  select coalesce(c.ended_on, case when c.continuing then coalesce(c.decided_on, 'infinity') else coalesce(c.occurred_on, c.found_on, c.filed_on) end)
$$;
-- Without spaces, widths and case: for comparing places.
create or replace function same_words(words text) returns text immutable language sql as $$
  select lower(regexp_replace(normalize(words, NFKC), '\s', '', 'g'))
$$;

set local role anjuan_definer;

-- What is known of earlier cases of the same party, in whatever unit: fined for the same act (the same day, place and a cause in
-- common, each known), and penalised before under the same cause. For whoever acts on the case; no case is named. Two decisions about a
-- party wait for each other, so that the second sees the first: therefore it is volatile.
create or replace function party_record(p_case uuid, out fined boolean, out penalised boolean)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  here case_file;
begin
  select * into here from case_file c where c.case_id = p_case
     and (c.unit_id = any (permitted_units('case.write')) or c.unit_id = any (permitted_units('case.approve')));
  perform pg_advisory_xact_lock(k) from (
    select hashtextextended(coalesce(p.credit_code, p.id_number), 29) as k from case_party p
     where p.case_id = here.case_id and coalesce(p.credit_code, p.id_number) is not null order by k) t;
  select coalesce(bool_or(e.fine_fen > 0 and e.occurred_on = here.occurred_on and e.place = here.place and here.place <> ''), false),
         coalesce(bool_or(e.outcome = 'penalty' and e.decided_on <= anjuan_today()), false) into fined, penalised
    from case_party p
    join case_party q on q.case_id <> p.case_id
     and (q.unit_id = any (array(select u.unit_id from unit u)) and q.credit_code = p.credit_code or q.id_number = p.id_number)
    join case_file e on e.case_id = q.case_id
   where p.case_id = here.case_id and e.decided_on is not null and e.cause_code = here.cause_code;
end $$;

-- Numbers of other cases in which the party was fined for what may be the same act: under the same cause or at the same place, and the
-- days do not tell them apart. A case that the actor does not read is there without its number. Null: there is none.
create or replace function fined_beside(p_case uuid) returns text
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  here case_file;
begin
  select * into here from case_file c where c.case_id = p_case
     and (c.unit_id = any (permitted_units('case.write')) or c.unit_id = any (permitted_units('case.approve')));
  return (
    select string_agg(distinct case when e.unit_id = any (permitted_units('case.read')) or e.case_id = any (readable_cases()) then e.number
                                    else '***' end, '、')
      from case_party p
      join case_party q on q.case_id <> p.case_id and (q.credit_code = p.credit_code or q.id_number = p.id_number)
      join case_file e on e.case_id = q.case_id
     where p.case_id = here.case_id and e.decided_on is not null and e.fine_fen > 0
       and (e.cause_code = here.cause_code or (same_words(e.place) = same_words(here.place) and same_words(here.place) <> ''))
       and coalesce(here.occurred_on, '-infinity') <= act_until(e) and coalesce(e.occurred_on, '-infinity') <= act_until(here));
end $$;

-- How many decisions stand that were made on acts of these days: under a cause, or under any (null).
create or replace function decisions_between(p_cause text, p_from date, p_to date) returns bigint
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('catalogue.write') then
    return null;
  end if;
  return (select count(*) from case_file c
           where c.decided_on is not null and (p_cause is null or c.cause_code = p_cause)
             and case when p_cause is null then c.decided_on else coalesce(c.occurred_on, c.found_on, c.filed_on) end >= p_from
             and (p_to is null or case when p_cause is null then c.decided_on else coalesce(c.occurred_on, c.found_on, c.filed_on) end < p_to));
end $$;

-- A session of the background job for the server, while a change of the law waits for the deadlines it touches; else null.
create or replace function begin_recompute() returns text
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if exists (select from law_version v where v.law_version > coalesce((select max(r.law_version) from law_recomputed r), 0)) then
    return begin_job('background');
  end if;
  return null;
end $$;

revoke all on function party_record(uuid), fined_beside(uuid), decisions_between(text, date, date), begin_recompute() from public;
grant execute on function party_record(uuid), fined_beside(uuid), decisions_between(text, date, date), begin_recompute() to anjuan_login, anjuan_jobs;

set local role anjuan_owner;

-- Every version of a catalogue in one form: code, version, day it begins, whether withdrawn, and what it says.
create or replace function catalogue_entries(catalogue text)
  returns table (code text, version integer, valid_from date, withdrawn boolean, body jsonb) stable language sql as $$
  select e.code, e.version, e.valid_from, w.version is not null,
         e.body || jsonb_build_object('withdrawn_at', w.withdrawn_at, 'withdrawn_reason', w.reason)
    from (
      select k.cause_code, k.version, k.valid_from, to_jsonb(k) from cause_of_action k where $1 = 'cause'
      union all
      select b.cause_code, b.version, b.valid_from, to_jsonb(b) || jsonb_build_object('tiers', (
               select coalesce(jsonb_agg(to_jsonb(t) - '{cause_code,version,position}'::text[] order by t.position), '[]')
                 from benchmark_tier t where t.cause_code = b.cause_code and t.version = b.version))
        from benchmark b where $1 = 'benchmark'
      union all
      select p.name, p.version, p.valid_from, to_jsonb(p) from parameter p where $1 = 'parameter'
      union all
      select n.unit_id || '.' || n.kind, n.version, n.valid_from, to_jsonb(n) from number_template n where $1 = 'number_template'
      union all
      select t.code, t.version, t.valid_from, to_jsonb(t) || jsonb_build_object('recorded_at', v.recorded_at, 'recorded_by', v.recorded_by)
        from term t join law_version v using (law_version) where $1 = 'term'
    ) e(code, version, valid_from, body)
    left join catalogue_withdrawal w on w.catalogue = $1 and w.code = e.code and w.version = e.version
$$;

-- Beside each, how it stands on a day, and when the one behind it begins.
create or replace function catalogue_on(catalogue text, day date)
  returns table (code text, version integer, valid_from date, status text, body jsonb) stable language sql as $$
  select e.code, e.version, e.valid_from, s.status, e.body || jsonb_build_object('status', s.status, 'next_from', n.next_from)
    from catalogue_entries($1) e
    left join lateral (select f.version from catalogue_entries($1) f where f.code = e.code and not f.withdrawn and f.valid_from <= $2
                        order by f.valid_from desc, f.version desc limit 1) i on true
    cross join lateral (select version_status(e.version, e.valid_from, i.version, e.withdrawn, $2) as status) s
    left join lateral (select min(f.valid_from) as next_from from catalogue_entries($1) f
                        where f.code = e.code and not f.withdrawn and f.valid_from > e.valid_from) n on true
$$;

-- What the judge of a new version must know: the newest version there is (0: none), whether another stands from that day, and
-- how many decisions stand that were made under what it would replace.
create or replace function catalogue_facts(p_catalogue text, p_code text, p_from date)
  returns table (version integer, catalogue text, code text, today date, taken boolean, decisions bigint) stable language sql as $$
  select coalesce(max(e.version), 0), $1, $2, anjuan_today(), coalesce(bool_or(e.valid_from = $3 and not e.withdrawn), false),
         case when $3 <= anjuan_today() and $1 in ('cause', 'benchmark', 'parameter') then
           decisions_between(case when $1 <> 'parameter' then $2 end, $3, min(e.valid_from) filter (where e.valid_from > $3 and not e.withdrawn)) end
    from catalogue_entries($1) e where e.code = $2
$$;

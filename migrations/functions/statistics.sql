-- Statistics: the figures kept beside the events, what they are counted from, and the cells made of them. The life of a period,
-- its freezing and the check of it all: statistics_freeze.sql. Applied after the policies, whose grants the last statement needs.
set local role anjuan_owner;

create or replace function quarter_first(quarter text) returns date
  immutable strict parallel safe language sql
  return make_date(left(quarter, 4)::integer, right(quarter, 1)::integer * 3 - 2, 1);
comment on function quarter_first(text) is 'First day of a quarter such as 2024Q1';

create or replace function quarter_last(quarter text) returns date
  immutable strict parallel safe language sql
  return (make_date(left(quarter, 4)::integer, right(quarter, 1)::integer * 3 - 2, 1) + interval '3 months' - interval '1 day')::date;
comment on function quarter_last(text) is 'Last day of a quarter such as 2024Q1';

create or replace function month_first(d date) returns date
  immutable strict parallel safe language sql
  return make_date(extract(year from d)::integer, extract(month from d)::integer, 1);
comment on function month_first(date) is 'First day of the month';

-- A cell of CSV: text that a spreadsheet would take for a formula is marked as text.
create or replace function csv_text(t text) returns text
  immutable strict parallel safe language sql
  return case when t ~ '^[=+\-@\t\r]' or t ~ '[",\r\n]'
              then '"' || replace(case when t ~ '^[=+\-@\t\r]' then '''' || t else t end, '"', '""') || '"' else t end;
comment on function csv_text(text) is 'A text as a cell of CSV (RFC 4180), never a formula';

-- The amount in a row of the yearly table, exactly: with 2 places in yuan, with 6 in ten thousand yuan.
create or replace function fen_as(figures text, places integer) returns text
  immutable strict parallel safe language sql
  return round((figures::json ->> 'subject_amount_fen')::numeric / power(10::numeric, places), places)::text;
comment on function fen_as(text, integer) is 'The amount in a row of the yearly table of penalties: 2 places are yuan, 6 are ten thousand yuan';

create or replace function indicator_value(value text, fine_fen bigint, confiscated_fen bigint, amount_fen bigint) returns bigint
  immutable parallel safe language sql
  return case value when 'one' then 1 when 'minus_one' then -1 when 'fine_fen' then fine_fen
                    when 'confiscated_fen' then confiscated_fen when 'both_fen' then fine_fen + confiscated_fen
                    when 'amount_fen' then coalesce(amount_fen, 0) when 'minus_amount_fen' then -coalesce(amount_fen, 0) end;
comment on function indicator_value(text, bigint, bigint, bigint) is 'What an event adds to a kept figure under a rule';

do $$
begin
  if not exists (select from pg_type where typnamespace = 'anjuan'::regnamespace and typname = 'base_cell') then
    create type base_cell as (unit_id text, indicator text, sub text, value bigint);
  end if;
end $$;

set local role anjuan_definer;

-- The heaviest of the kinds of penalty of a decision, by the order that holds on its day; without any on record, by its amounts.
create or replace function heaviest_penalty(p_event uuid, p_on date, p_fine bigint, p_confiscated bigint, p_less text[])
  returns text stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  return coalesce((select p.kind from case_penalty p
                     left join penalty_order o on o.kind = p.kind
                       and o.version = (select u.version from penalty_order_use u where u.valid_from <= p_on order by u.valid_from desc limit 1)
                    where p.event_id = p_event and p.event_id || '/' || p.position <> all (p_less)
                    order by o.weight desc nulls last, p.kind limit 1),
                  case when p_fine > 0 then 'fine' when p_confiscated > 0 then 'confiscate_income' else 'other' end);
end $$;

-- What the events of these cases that stand add to the kept figures, an entry for each; with a snapshot, as it knew them. Events
-- and penalties ("event/position") left out are as if never recorded. With a period, entries of other days are left out where
-- nothing hangs on them. For the functions below: nobody else may call it. PL/pgSQL, so that whoever records does not plan it anew.
drop function if exists case_entries(uuid[], uuid[], text[], pg_snapshot, xid8);
create or replace function case_entries(p_cases uuid[], p_without uuid[] default '{}', p_less text[] default '{}',
                                        p_known pg_snapshot default null, p_own xid8 default null, p_first date default null, p_last date default null)
  returns table (case_id uuid, event_id uuid, unit_id text, day date, indicator text, sub text, value bigint)
  stable security definer set search_path = anjuan, pg_temp set plan_cache_mode = force_generic_plan language plpgsql as $$
#variable_conflict use_column
begin
  return query
  with e as materialized (
    select e.* from case_event e
     where e.case_id = any (p_cases) and e.event_id <> all (p_without)
       and (p_known is null or e.xid = p_own or pg_visible_in_snapshot(e.xid, p_known))
  ), s as (
    select e.*, min(e.happened_on) filter (where e.kind = 'filed') over (partition by e.case_id) as filed_on,
           substr(max(case when e.kind = 'decided' then to_char(e.happened_on, 'YYYYMMDD') || to_char(e.seq, 'FM0000000000') || e.at_unit_id end)
                    over (partition by e.case_id order by e.happened_on, e.seq), 19) as decider
      from e where e.event_id not in (select x.corrects from e x where x.corrects is not null)
  ), m as (
    select s.*, r.indicator, r.value as adds, r.split, r.by_whom, r.once
      from s join indicator_rule r on r.of_what = 'case' and r.kind = s.kind
       and (p_first is null or r.once or r.indicator = 'in_hand' or s.happened_on between p_first and p_last)
       and (r.outcomes is null or s.outcome = any (r.outcomes)) and (r.procedure is null or r.procedure = coalesce(s.procedure, 'ordinary'))
       and (r.data_key is null or s.data ->> r.data_key = any (r.data_values))
       and (not r.reasoned or s.data ->> 'basis' <> '' or s.data ->> 'ground' <> '' or s.remark <> '')
  ), n as (
    select * from m where not once
    union all
    (select distinct on (m.indicator, m.case_id) * from m where once order by m.indicator, m.case_id, m.happened_on, m.seq)
  )
  select n.case_id, n.event_id,
         case n.by_whom when 'decider' then coalesce(n.decider, n.at_unit_id)
              when 'subject' then coalesce((select w.subject_unit_id from case_subject_was w where w.case_id = n.case_id and w.until_seq >= n.seq
                                             order by w.until_seq limit 1),
                                           (select c.subject_unit_id from case_file c where c.case_id = n.case_id))
              else n.at_unit_id end,
         n.happened_on, n.indicator, k.sub, indicator_value(n.adds, n.fine_fen, n.confiscated_fen, n.amount_fen)
    from n cross join lateral (
      select '' as sub where n.split is null
      union all select coalesce(n.outcome, '?') where n.split = 'outcome'
      union all select (n.happened_on - coalesce(n.filed_on, n.happened_on))::text where n.split = 'days'
      union all select heaviest_penalty(n.event_id, n.happened_on, n.fine_fen, n.confiscated_fen, p_less) where n.split = 'heaviest'
      union all select p.kind from case_penalty p
                 where n.split = 'penalty' and p.event_id = n.event_id and p.event_id || '/' || p.position <> all (p_less)) k
   where p_first is null or n.indicator = 'in_hand' or n.happened_on between p_first and p_last;
end $$;

-- The same of acts of clues, reviews and inspections, whether they stand or not.
create or replace function act_entries(p_acts uuid[])
  returns table (act_id uuid, of_what text, object_id uuid, unit_id text, day date, indicator text, sub text, value bigint)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
begin
  return query
  select a.act_id, a.of_what, a.object_id, a.unit_id, a.happened_on, r.indicator,
         case r.split when 'source' then coalesce(a.source, '?') when 'outcome' then coalesce(a.outcome, '?') else '' end,
         indicator_value(r.value, 0, 0, 0)
    from count_act a join indicator_rule r on r.of_what = a.of_what and r.kind = a.kind
     and (r.outcomes is null or a.outcome = any (r.outcomes))
   where a.act_id = any (p_acts);
end $$;

-- Events just recorded add to the kept figures; those they correct are taken back. What is added is the difference between the
-- entries of their cases with and without them, so that the sum of all additions is what a count over all events would give.
create or replace function count_events() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  cases constant uuid[] := array(select distinct n.case_id from new_events n);
  events constant uuid[] := array(select n.event_id from new_events n);
begin
  insert into count_delta (unit_id, month, indicator, sub, value)
  select d.unit_id, month_first(d.day), d.indicator, d.sub, sum(d.value)
    from (select e.unit_id, e.day, e.indicator, e.sub, e.value from case_entries(cases) e
          union all
          select e.unit_id, e.day, e.indicator, e.sub, -e.value from case_entries(cases, events) e
           where exists (select from case_event x where x.case_id = any (cases) and x.event_id <> all (events))) d
   group by 1, 2, 3, 4 having sum(d.value) <> 0;
  insert into count_change (object_id) select unnest(cases);
  if exists (select from new_events n where n.corrects is not null or n.kind in (select b.kind from inspection_outdone_by b)) then
    perform note_inspections_of(cases);
  end if;
  return null;
end $$;

-- Penalties recorded by a statement after that of their event, as imports do; those of the same statement are counted with it.
create or replace function count_penalties() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  cases uuid[];
  later text[];
begin
  select array_agg(distinct p.case_id), array_agg(p.event_id || '/' || p.position) into cases, later
    from new_penalties n join case_penalty p on p.event_id = n.event_id and p.position = n.position
    join case_event e on e.event_id = p.event_id
   where not (e.xmin = p.xmin and e.cmin = p.cmin);
  if cases is null then
    return null;
  end if;
  insert into count_delta (unit_id, month, indicator, sub, value)
  select d.unit_id, month_first(d.day), d.indicator, d.sub, sum(d.value)
    from (select e.unit_id, e.day, e.indicator, e.sub, e.value from case_entries(cases) e
          union all
          select e.unit_id, e.day, e.indicator, e.sub, -e.value from case_entries(cases, '{}', later) e) d
   group by 1, 2, 3, 4 having sum(d.value) <> 0;
  insert into count_change (object_id) select unnest(cases);
  return null;
end $$;

create or replace function count_acts() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into count_delta (unit_id, month, indicator, sub, value)
  select d.unit_id, month_first(d.day), d.indicator, d.sub, sum(d.value)
    from (select e.unit_id, e.day, e.indicator, e.sub, e.value
            from act_entries(array(select n.act_id from new_acts n where n.takes_back is null)) e
          union all
          select e.unit_id, e.day, e.indicator, e.sub, -e.value from act_entries(array(select n.takes_back from new_acts n)) e) d
   group by 1, 2, 3, 4 having sum(d.value) <> 0;
  insert into count_change (object_id) select distinct n.object_id from new_acts n;
  return null;
end $$;

-- Deadlines that figures are made from, cases as their completeness counts, and what is not of a case: names, rules, the calendar.
create or replace function count_deadlines() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into count_change (object_id) select distinct c.case_id from changed c where c.code in ('decision', 'payment', 'disclosure', 'correction');
  return null;
end $$;

create or replace function count_cases() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into count_change (object_id) values (new.case_id);
  return null;
end $$;

create or replace function count_anew() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into count_change (object_id) values (null);
  return null;
end $$;

-- Whether an inspection counts: its kind does, and no case on a clue of it (or on the clue that one was merged into) saw an act
-- after which it does not.
create or replace function inspection_counts(p_inspection uuid) returns boolean
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select k.counts and not exists (
           select from clue c left join clue r on r.clue_id = c.merged_into join case_event e on e.case_id = coalesce(r.case_id, c.case_id)
            where c.inspection_id = i.inspection_id and e.kind = any (array(select b.kind from inspection_outdone_by b))
              and not exists (select from case_event x where x.case_id = e.case_id and x.corrects = e.event_id))
    from inspection i join inspection_kind k using (kind) where i.inspection_id = p_inspection
$$;

drop function if exists clue_acts(clue);
-- What a clue stands for. Received, unless merged into another: with day and source of the first of those merged into it. Verified
-- (clue_checked) on the day it was, or at the latest dealt with (clue_verified). Raised by an inspection that counts.
create or replace function clue_acts(c clue)
  returns table (kind text, happened_on date, started_on date, outcome text, source text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  (select 'clue_received', f.received_on, null::date, null::text, f.source
     from clue f where c.status <> 'merged' and (f.clue_id = c.clue_id or f.merged_into = c.clue_id)
    order by f.received_on, f.created_at, f.clue_id limit 1)
  union all
  select 'clue_checked', coalesce(c.verified_on, c.result_on), c.received_on, null, c.source
   where c.status in ('filed', 'not_filed', 'referred') or c.status = 'registered' and c.verified_on is not null
  union all
  select 'clue_verified', c.result_on, c.received_on, c.status, c.source where c.status in ('filed', 'not_filed', 'referred')
  union all
  select 'clue_raised', i.inspected_on, null, null, null
    from inspection i where c.status <> 'merged' and i.inspection_id = c.inspection_id and inspection_counts(i.inspection_id)
$$;

create or replace function inspection_acts(i inspection)
  returns table (kind text, happened_on date, started_on date, outcome text, source text)
  stable language sql as $$
  select 'inspected', i.inspected_on, null::date, case when i.problem_found then 'problems' else 'none' end, null::text
   where inspection_counts(i.inspection_id)
$$;

create or replace function review_acts(v review)
  returns table (kind text, happened_on date, started_on date, outcome text, source text)
  stable language sql as $$
  select 'review_done', (v.submitted_at at time zone 'Asia/Shanghai')::date, null::date, v.grade, null::text where v.state = 'submitted'
$$;

-- Acts are made from the row of what they are of: those that no longer hold are taken back, new ones added. An act stays with
-- the unit that held it when it was recorded.
create or replace function note_acts(p_of text, p_object uuid, p_unit text, p_acts jsonb) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  with n as (
    select * from jsonb_to_recordset(coalesce(p_acts, '[]')) x(kind text, happened_on date, started_on date, outcome text, source text)
  ), o as (
    select a.* from count_act a where a.object_id = p_object and a.takes_back is null
       and not exists (select from count_act b where b.takes_back = a.act_id)
  )
  insert into count_act (of_what, object_id, unit_id, kind, happened_on, started_on, outcome, source, takes_back)
  select p_of, p_object, o.unit_id, o.kind, o.happened_on, o.started_on, o.outcome, o.source, o.act_id from o
   where not exists (select from n where (n.kind, n.happened_on) = (o.kind, o.happened_on) and n.started_on is not distinct from o.started_on
                                     and n.outcome is not distinct from o.outcome and n.source is not distinct from o.source)
  union all
  select p_of, p_object, p_unit, n.kind, n.happened_on, n.started_on, n.outcome, n.source, null from n
   where not exists (select from o where (n.kind, n.happened_on) = (o.kind, o.happened_on) and n.started_on is not distinct from o.started_on
                                     and n.outcome is not distinct from o.outcome and n.source is not distinct from o.source)
$$;

-- Notes an inspection and its clues again; whoever does the same at the same time waits.
create or replace function note_inspection_again(p_inspection uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform from inspection i where i.inspection_id = p_inspection for no key update;
  perform note_acts('inspection', i.inspection_id, i.unit_id, (select jsonb_agg(to_jsonb(a)) from inspection_acts(i) a))
    from inspection i where i.inspection_id = p_inspection;
  perform note_acts('clue', c.clue_id, c.unit_id, (select jsonb_agg(to_jsonb(a)) from clue_acts(c) a))
    from clue c where c.inspection_id = p_inspection;
end $$;

-- The same of the inspections that these cases came from.
create or replace function note_inspections_of(p_cases uuid[]) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  of_inspection uuid;
begin
  for of_inspection in
    select c.inspection_id from clue c where c.case_id = any (p_cases) and c.inspection_id is not null
    union
    select c.inspection_id from clue r join clue c on c.merged_into = r.clue_id where r.case_id = any (p_cases) and c.inspection_id is not null
    order by 1
  loop
    perform note_inspection_again(of_inspection);
  end loop;
end $$;

create or replace function note_inspection() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform note_inspection_again(new.inspection_id);
  return null;
end $$;

-- A clue, the one it is or was merged into, and the inspections that raised it and those merged into it: whether these count may
-- have changed with its case.
create or replace function note_clue() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  of_inspection uuid;
  roots constant uuid[] := array[new.merged_into, case when tg_op = 'UPDATE' then old.merged_into end];
begin
  perform from clue r where r.clue_id = any (roots) order by r.clue_id for no key update;
  perform note_acts('clue', c.clue_id, c.unit_id, (select jsonb_agg(to_jsonb(a)) from clue_acts(c) a))
    from clue c where c.clue_id = new.clue_id or c.clue_id = any (roots);
  if tg_op = 'UPDATE' then
    for of_inspection in
      select distinct c.inspection_id from clue c where (c.clue_id = new.clue_id or c.merged_into = new.clue_id) and c.inspection_id is not null order by 1
    loop
      perform note_inspection_again(of_inspection);
    end loop;
  end if;
  return null;
end $$;

create or replace function note_review() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform note_acts('review', new.review_id, new.unit_id, (select jsonb_agg(to_jsonb(a)) from review_acts(new) a));
  return null;
end $$;

create or replace function note_subject() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_subject_was values (old.case_id, new.unit_id, old.event_count, old.subject_unit_id) on conflict do nothing;
  return null;
end $$;

-- Folds about `most` additions into the months; returns how many. One at a time: while another is at work this one
-- returns 0. Whoever reads meanwhile sees the sum either folded or not, never half.
create or replace function count_fold(most integer default 5000) returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  n integer;
begin
  if not pg_try_advisory_xact_lock(4215603) then
    return 0;
  end if;
  with gone as (
    delete from count_delta where ctid = any (array(select d.ctid from count_delta d order by d.month limit most))
    returning unit_id, month, indicator, sub, value
  ), folded as (
    insert into count_month as m (unit_id, month, indicator, sub, value)
    select unit_id, month, indicator, sub, sum(value) from gone group by 1, 2, 3, 4
    on conflict (indicator, month, unit_id, sub) do update set value = m.value + excluded.value
  )
  select count(*) into n from gone;
  return n;
end $$;

-- ---- computed figures ----

-- The unit that held a case at the end of a day: that of its last event until then.
create or replace function unit_at(p_case uuid, p_on date) returns text
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select coalesce((select e.at_unit_id from case_event e
                    where e.case_id = p_case and e.happened_on <= p_on
                      and not exists (select from case_event x where x.case_id = p_case and x.corrects = e.event_id)
                    order by e.happened_on desc, e.seq desc limit 1),
                  (select c.unit_id from case_file c where c.case_id = p_case))
$$;

-- Fine, additions for late payment and payments of a case at the end of a day.
create or replace function dues_at(p_case uuid, p_on date, out fine bigint, out added bigint, out paid bigint)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with s as (
    select e.* from case_event e where e.case_id = p_case and e.happened_on <= p_on
       and not exists (select from case_event x where x.case_id = p_case and x.corrects = e.event_id)
  )
  select coalesce((select case when s.kind = 'decided' then s.fine_fen when s.outcome = 'changed' then coalesce(s.amount_fen, 0) else 0 end
                     from s where s.kind = 'decided' or s.kind in ('reconsideration_ended', 'suit_ended')
                                  and (s.outcome = 'changed' and s.amount_fen is not null or s.outcome in ('revoked', 'void'))
                    order by s.happened_on desc, s.seq desc limit 1), 0),
         coalesce((select sum(s.amount_fen) from s where s.kind = 'fine_added'), 0)::bigint,
         coalesce((select sum(case s.kind when 'paid' then s.amount_fen else -s.amount_fen end) from s where s.kind in ('paid', 'refunded')), 0)::bigint
$$;

-- What the latest instalments granted until a day leave to the last `parts` of them.
create or replace function instalments_left(p_case uuid, p_on date, p_parts bigint) returns bigint
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select coalesce(sum((i.part ->> 'amount_fen')::bigint), 0)::bigint
    from (select e.data -> 'instalments' as parts from case_event e
           where e.case_id = p_case and e.kind = 'deferral_approved' and e.happened_on <= p_on
             and not exists (select from case_event x where x.case_id = p_case and x.corrects = e.event_id)
           order by e.happened_on desc, e.seq desc limit 1) g,
         jsonb_array_elements(coalesce(g.parts, '[]')) with ordinality i(part, at)
   where i.at > jsonb_array_length(g.parts) - p_parts
$$;

-- The last day of a term of working days that began on a day.
create or replace function working_day_after(p_on date, p_days integer) returns date
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select max(w.d) from (
    select g.d::date as d from generate_series(p_on + 1, p_on + p_days * 3 + 30, interval '1 day') g(d)
      left join lateral (select c.kind from calendar_day c where c.day = g.d::date order by c.law_version desc limit 1) c on true
     where case coalesce(c.kind, 'plain') when 'holiday' then false when 'workday' then true else extract(isodow from g.d) < 6 end
     order by g.d limit p_days) w
$$;

-- What counts in the computed figures of a period, an entry for each; with objects, of these alone. A running period is looked at
-- as of today. Planned anew each time: whether all are asked for or a few makes all the difference.
drop function if exists computed_entries(date, date);
create or replace function computed_entries(p_first date, p_last date, p_objects uuid[] default null)
  returns table (unit_id text, indicator text, of_what text, object_id uuid, value bigint)
  stable security definer set search_path = anjuan, pg_temp set plan_cache_mode = force_custom_plan language plpgsql as $$
declare
  last constant date := least(p_last, anjuan_today());
  idle_days constant integer := (select s.value from statistics_setting s where s.name = 'idle_days' and s.valid_from <= last order by s.valid_from desc limit 1);
begin
  return query
  -- Nearly all cases were always with one unit; only of the others has to be asked who held them then.
  select case when x.held is not null and exists (select from case_event e where e.case_id = x.object_id and e.at_unit_id <> e.unit_id)
              then unit_at(x.object_id, x.held) else x.unit_id end,
         x.indicator, x.of_what, x.object_id, x.value from (
  -- Q09; what the simple procedure does not end in a decision counts nowhere (Q03).
  select d.unit_id, d.met_on as held, 'decided_late' as indicator, 'case' as of_what, d.case_id as object_id, 1::bigint as value
    from case_deadline d
   where d.code = 'decision' and coalesce(d.met_on, d.void_on, 'infinity'::date) between p_first and p_last and d.state = 'met_late' and d.met_on <= last
     and (p_objects is null or d.case_id = any (p_objects))
  union all
  select d.unit_id, last, 'undecided_late', 'case', d.case_id, 1
    from case_deadline d
   where d.code = 'decision' and coalesce(d.met_on, d.void_on, 'infinity'::date) > last and d.due_on < last + 1 and d.due_on < last
     and not exists (select from case_file c where c.case_id = d.case_id and c.procedure = 'simple')
     and (p_objects is null or d.case_id = any (p_objects))
  union all
  -- Q11: nobody has paid an addition to whom none was made.
  select c.unit_id, last, 'late_fees_collected_fen', 'case', c.case_id,
         greatest(0, least(z.paid - z.fine, z.added)) - greatest(0, least(a.paid - a.fine, a.added))
    from (select distinct e.case_id, e.unit_id from unit u join case_event e on e.at_unit_id = u.unit_id
           where e.kind in ('paid', 'refunded') and e.happened_on between p_first and p_last
             and (p_objects is null or e.case_id = any (p_objects))
             and exists (select from case_event f where f.case_id = e.case_id and f.kind = 'fine_added')) c,
         lateral dues_at(c.case_id, last) z, lateral dues_at(c.case_id, p_first - 1) a
   where greatest(0, least(z.paid - z.fine, z.added)) <> greatest(0, least(a.paid - a.fine, a.added))
  union all
  -- Q12; of instalments those whose day has not come are not overdue.
  select c.unit_id, last, k.indicator, 'case', c.case_id, k.value
    from (select d.case_id, d.unit_id, bool_or(d.due_on < last) as overdue, count(*) filter (where d.due_on >= last) as later from case_deadline d
           where d.code = 'payment' and coalesce(d.met_on, d.void_on, 'infinity'::date) > last and d.start_on <= last
             and (p_objects is null or d.case_id = any (p_objects)) group by 1, 2) c,
         lateral dues_at(c.case_id, last) z,
         lateral (values ('fines_outstanding_fen', z.fine - z.paid),
                         ('fines_overdue_fen', case when not c.overdue then 0 when c.later = 0 then z.fine - z.paid
                                               else z.fine - z.paid - instalments_left(c.case_id, last, c.later) end)) k(indicator, value)
   where z.fine > z.paid and k.value > 0
  union all
  -- Q24
  select c.unit_id, last, 'incomplete', 'case', c.case_id, 1
    from case_file c
   where c.filed_on <= last and coalesce(c.closed_on, 'infinity'::date) >= p_first
     and ((c.cause_code is null and c.cause_text is null) or c.party_names = '' or (c.occurred_on is null and c.found_on is null))
     and (p_objects is null or c.case_id = any (p_objects))
  union all
  -- V01
  select a.unit_id, null, 'clues_in_time', 'clue', a.object_id, 1
    from count_act a
   where a.of_what = 'clue' and a.kind = 'clue_checked' and a.happened_on between p_first and last and a.takes_back is null
     and (p_objects is null or a.object_id = any (p_objects))
     and not exists (select from count_act b where b.takes_back = a.act_id)
     and a.happened_on <= working_day_after(a.started_on, (select t.length from term t where t.code = 'clue_verify' and t.valid_from <= a.started_on
                                                             order by t.valid_from desc, t.version desc limit 1))
  union all
  select c.unit_id, last, 'idle', 'case', c.case_id, 1
    from case_file c
   where c.filed_on <= last - idle_days and coalesce(c.closed_on, 'infinity'::date) > last
     and (p_objects is null or c.case_id = any (p_objects))
     and not exists (select from case_event e where e.case_id = c.case_id and e.happened_on > last - idle_days and e.happened_on <= last)) x
  union all
  -- Q19, Q21: a case counts once a unit.
  select case when exists (select from case_event e where e.case_id = d.case_id and e.at_unit_id <> e.unit_id) then unit_at(d.case_id, d.due_on)
              else d.unit_id end, k.indicator, 'case', d.case_id, count(*)
    from case_deadline d, lateral (values (case d.code when 'disclosure' then 'disclosures_due' else 'corrections_due' end, true),
                                          (case d.code when 'disclosure' then 'disclosures_in_time' else 'corrections_in_time' end,
                                           d.met_on <= d.due_on and d.met_on <= last)) k(indicator, counts)
   where d.code in ('disclosure', 'correction') and d.due_on between p_first and last and not coalesce(d.void_on <= d.due_on, false) and k.counts
     and (p_objects is null or d.case_id = any (p_objects))
   group by 1, 2, 4;
end $$;

-- ---- cells ----

-- What the cells of a period of whole months are made from, out of the kept figures: those that add up,
create or replace function period_flows(p_first date, p_last date) returns setof base_cell
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with k as (
    select m.unit_id, m.month, m.indicator, m.sub, m.value from count_month m where m.indicator = 'in_hand' and m.month <= p_last
    union all
    select m.unit_id, m.month, m.indicator, m.sub, m.value from count_month m
     where m.indicator = any (array(select i.indicator from indicator i where i.kind = 'flow' and i.indicator <> 'in_hand'))
       and m.month between p_first and p_last
    union all
    select d.unit_id, d.month, d.indicator, d.sub, d.value from count_delta d
     where d.month <= p_last and (d.month >= p_first or d.indicator = 'in_hand')
  )
  select k.unit_id, k.indicator, k.sub, sum(k.value)::bigint from k where k.indicator <> 'in_hand' group by 1, 2, 3
  union all
  select k.unit_id, s.indicator, '', sum(k.value)::bigint
    from k, lateral (values ('in_hand_end', true), ('in_hand_start', k.month < p_first)) s(indicator, counts)
   where k.indicator = 'in_hand' and s.counts group by 1, 2
$$;

-- and all.
create or replace function period_base(p_first date, p_last date) returns setof base_cell
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select * from period_flows(p_first, p_last)
  union all
  select c.unit_id, c.indicator, '', sum(c.value)::bigint from computed_entries(p_first, p_last) c group by 1, 2
$$;

-- All cells made from such: wholes of sub-figures, totals of units (unit "*"), and the figures made from others.
create or replace function cells_of(p_base base_cell[]) returns setof base_cell
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with b as materialized (
    select x.unit_id, x.indicator, x.sub, x.value from unnest(p_base) x
    union all
    select x.unit_id, x.indicator, '', x.value from unnest(p_base) x where x.sub <> ''
  ), s as materialized (
    select coalesce(b.unit_id, '*') as unit_id, b.indicator, b.sub, sum(b.value)::bigint as value
      from b group by grouping sets ((b.unit_id, b.indicator, b.sub), (b.indicator, b.sub))
  ), u as (
    select x.unit_id from unit x union select s.unit_id from s union select '*'
  ), g as (
    select u.unit_id, i.indicator, case when (i.kind = 'any') = (coalesce(sum(abs(s.value)), 0) > 0) then 1 else 0 end::bigint as value
      from unit u cross join indicator i join indicator_term t using (indicator)
      left join s on s.unit_id = u.unit_id and s.indicator = t.of_indicator and s.sub = t.of_sub
     where i.kind in ('zero', 'any') and (u.active or i.kind = 'any') group by u.unit_id, i.indicator, i.kind
  ), w as materialized (
    select * from s
    union all select coalesce(g.unit_id, '*'), g.indicator, '', sum(g.value)::bigint from g group by grouping sets ((g.unit_id, g.indicator), (g.indicator))
  ), d as (
    select u.unit_id, i.indicator, i.kind, coalesce(sum(t.sign * w.value) filter (where t.side = 'up'), 0) as up,
           coalesce(sum(t.sign * w.value) filter (where t.side = 'down'), 0) as down
      from u cross join indicator i join indicator_term t using (indicator)
      left join w on w.unit_id = u.unit_id and w.indicator = t.of_indicator and w.sub = t.of_sub
     where i.kind in ('sum', 'share', 'check') group by 1, 2, 3
  ), h as (
    select s.unit_id, i.indicator, i.kind, s.sub::bigint as n, s.value,
           sum(s.value) over (partition by s.unit_id, i.indicator order by s.sub::bigint) as upto,
           sum(s.value) over (partition by s.unit_id, i.indicator) as of_all
      from indicator i join indicator_term t using (indicator) join s on s.indicator = t.of_indicator and s.sub <> ''
     where i.kind in ('mean', 'median') and s.value > 0
  )
  select w.unit_id, w.indicator, w.sub, w.value from w
  union all
  select d.unit_id, d.indicator, '', case d.kind when 'sum' then d.up when 'check' then (d.up = d.down)::integer
                                                 else round(10000 * d.up / nullif(d.down, 0)) end::bigint from d
  union all
  select h.unit_id, h.indicator, '', case h.kind when 'mean' then round(100 * sum(h.n * h.value) / sum(h.value))
    else 50 * (min(h.n) filter (where 2 * h.upto >= h.of_all) + min(h.n) filter (where 2 * h.upto > h.of_all)) end::bigint
    from h group by h.unit_id, h.indicator, h.kind
$$;

-- What stands in a table, in its order: figures and their sub-figures.
create or replace function table_columns(p_yearly boolean)
  returns table ("position" bigint, indicator text, sub text, key text, code text, kind text, unit_of_measure text, name_zh text, name_en text,
                 definition_zh text, definition_en text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select row_number() over (order by i."position", s."position" nulls first), i.indicator, coalesce(s.sub, ''),
         i.indicator || coalesce('.' || s.sub, ''), i.code, i.kind, i.unit_of_measure, i.name_zh || coalesce('：' || s.name_zh, ''),
         i.name_en || coalesce(': ' || s.name_en, ''), i.definition_zh, i.definition_en
    from indicator i
    left join lateral (select null::text as sub, null::smallint as "position", null::text as name_zh, null::text as name_en
                       union all
                       select z.sub, z."position", z.name_zh, z.name_en from indicator_sub z where z.split = i.split) s on true
   where i."position" is not null and (i.code like 'P%') = p_yearly
$$;

-- The rows of a table and the total (unit_id null, last), each as the JSON that is served.
create or replace function table_rows(p_base base_cell[], p_yearly boolean) returns table ("position" integer, unit_id text, figures text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with c as materialized (
    select * from cells_of(p_base)
  ), k as materialized (
    select * from table_columns(p_yearly)
  ), u as (
    select u.unit_id, u.name_zh, u.name_en, array_position(array['city', 'centre', 'district'], u.kind) as of_kind
      from unit u
     where u.active or exists (select from c join k on k.indicator = c.indicator and k.sub = c.sub
                                where c.unit_id = u.unit_id and c.value <> 0 and k.kind in ('flow', 'stock', 'computed'))
    union all
    select '*', '合计', 'Total', null
  ), f as (
    select u.unit_id, string_agg(to_json(k.key) || ':' || case when k.kind = 'check' then (c.value = 1)::text
                        else coalesce(c.value::text, case when k.kind in ('share', 'mean', 'median') then 'null' else '0' end) end, ',' order by k."position") as figures
      from u cross join k left join c on c.unit_id = u.unit_id and c.indicator = k.indicator and c.sub = k.sub group by 1
  )
  select (row_number() over (order by u.unit_id = '*', u.of_kind, u.unit_id))::integer, nullif(u.unit_id, '*'),
         '{"unit_id":' || coalesce(to_json(nullif(u.unit_id, '*'))::text, 'null') || ',"name_zh":' || to_json(u.name_zh) || ',"name_en":' || to_json(u.name_en)
           || ',' || f.figures || '}'
    from u join f using (unit_id)
$$;

-- ---- the live table as it is kept ----

-- Brings the kept table of a quarter to what is recorded now. What was recorded since it was made is what the rows of count_change say
-- that the snapshot of then did not know: none, and it stands; a few objects, and only their entries are made anew. One does it at a
-- time, in one statement and so out of one snapshot; whoever comes meanwhile waits a little. False: it could not be kept.
create or replace function quarter_keep(p_quarter text) returns boolean
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  first constant date := quarter_first(p_quarter);
  last constant date := quarter_last(p_quarter);
  seen constant date := least(last, anjuan_today());
  storing boolean := false;
begin
  for i in 1..60 loop
    if exists (select from quarter_kept k where k.quarter = p_quarter and k.until_on = seen
                  and not exists (select from count_change c where c.xid >= pg_snapshot_xmin(k.known::pg_snapshot)
                                     and not pg_visible_in_snapshot(c.xid, k.known::pg_snapshot))) then
      return true;
    end if;
    exit when storing;
    if current_setting('transaction_isolation') <> 'read committed' or current_setting('transaction_read_only')::boolean then
      return false;
    end if;
    storing := pg_try_advisory_xact_lock(4215604, hashtext(p_quarter));
    if not storing then
      perform pg_sleep(0.005);
    end if;
  end loop;
  if not storing then
    return false;
  end if;
  perform pg_advisory_xact_lock_shared(4215605);
  with k as materialized (
    select z.known, z.computed from quarter_kept z where z.quarter = p_quarter and z.until_on = seen
  ), c as materialized (
    select distinct c.object_id from k, count_change c where c.xid >= pg_snapshot_xmin(k.known::pg_snapshot) and not pg_visible_in_snapshot(c.xid, k.known::pg_snapshot)
  ), a as materialized (
    select not exists (select from k) or bool_or(c.object_id is null) or count(*) > 2000 as anew, array_agg(c.object_id) as objects from c
  ), e as materialized (
    select e.object_id, e.unit_id, e.indicator, e.value
      from a, computed_entries(first, last, case when a.anew then null else coalesce(a.objects, '{}') end) e
  ), o as materialized (
    select z.object_id, z.unit_id, z.indicator, z.value from a, quarter_kept_entry z where not a.anew and z.quarter = p_quarter and z.object_id = any (a.objects)
  ), m as materialized (
    select x.unit_id, x.indicator, '' as sub, sum(x.value)::bigint as value
      from (select b.unit_id, b.indicator, b.value from a, k, unnest(k.computed) b where not a.anew
            union all select e.unit_id, e.indicator, e.value from e
            union all select o.unit_id, o.indicator, -o.value from o) x
     group by 1, 2 having sum(x.value) <> 0
  ), r as materialized (
    select * from table_rows(array(select f from period_flows(first, last) f union all select (m.unit_id, m.indicator, m.sub, m.value)::base_cell from m), false)
  ), gone as (
    delete from quarter_kept_entry z using a where z.quarter = p_quarter and (a.anew or z.object_id = any (a.objects))
  ), come as (
    insert into quarter_kept_entry (quarter, object_id, unit_id, indicator, value) select p_quarter, e.object_id, e.unit_id, e.indicator, e.value from e
  ), less as (
    delete from quarter_kept_row z where z.quarter = p_quarter and not exists (select from r where r."position" = z."position")
  ), more as (
    insert into quarter_kept_row as z (quarter, position, unit_id, figures) select p_quarter, r."position", r.unit_id, r.figures from r
    on conflict (quarter, position) do update set unit_id = excluded.unit_id, figures = excluded.figures
     where (z.unit_id, z.figures) is distinct from (excluded.unit_id, excluded.figures)
  )
  insert into quarter_kept as z (quarter, until_on, known, computed)
  select p_quarter, seen, anjuan_snapshot()::text, array(select (m.unit_id, m.indicator, m.sub, m.value)::base_cell from m)
  on conflict (quarter) do update set until_on = excluded.until_on, known = excluded.known, computed = excluded.computed;
  return true;
end $$;

-- Keeps up what is kept, a quarter at a time (1; 0: all are): that of today and the one before always, so that nobody waits for these.
-- And forgets what none of them waits for; not while somebody makes one, who may be looking at an older snapshot.
create or replace function quarters_keep_up(p_behind integer default 1000) returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  q text;
begin
  select d.quarter into q
    from (select extract(year from x.d)::integer || 'Q' || extract(quarter from x.d) as quarter
            from unnest(array[anjuan_today(), (anjuan_today() - interval '3 months')::date]) x(d)) d
   where not exists (select from quarter_kept k where k.quarter = d.quarter and k.until_on = least(quarter_last(d.quarter), anjuan_today())) limit 1;
  if found then
    return quarter_keep(q)::integer;
  end if;
  select k.quarter into q from quarter_kept k
   where (select count(*) from (select from count_change c where c.xid >= pg_snapshot_xmin(k.known::pg_snapshot) limit p_behind + 1) x) > p_behind
   order by pg_snapshot_xmin(k.known::pg_snapshot) limit 1;
  if found then
    return quarter_keep(q)::integer;
  end if;
  if pg_try_advisory_xact_lock(4215605) then
    delete from count_change c
     where c.xid < coalesce((select min(pg_snapshot_xmin(k.known::pg_snapshot)) from quarter_kept k), pg_snapshot_xmin(anjuan_snapshot()));
  end if;
  return 0;
end $$;

-- All rows of a quarter and the total. For the functions below: nobody else may call it.
create or replace function quarter_rows(p_quarter text) returns table ("position" integer, unit_id text, figures text)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if quarter_keep(p_quarter) then
    return query select k."position", k.unit_id, k.figures from quarter_kept_row k where k.quarter = p_quarter;
  else
    return query select * from table_rows(array(select b from period_base(quarter_first(p_quarter), quarter_last(p_quarter)) b), false);
  end if;
end $$;

-- The base cells of a quarter as it stands.
create or replace function quarter_cells(p_quarter text) returns base_cell[]
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if quarter_keep(p_quarter) then
    return array(select f from period_flows(quarter_first(p_quarter), quarter_last(p_quarter)) f
                 union all select (c.unit_id, c.indicator, c.sub, c.value)::base_cell from quarter_kept k, unnest(k.computed) c where k.quarter = p_quarter);
  end if;
  return array(select b from period_base(quarter_first(p_quarter), quarter_last(p_quarter)) b);
end $$;

-- The quarter as it stands: the rows of the units whose statistics the actor reads, and the total, which is published
-- to whoever reads any. Row-level security hides the events of other units from a unit, so the total is made here.
create or replace function quarter_live(p_quarter text) returns table ("position" integer, unit_id text, figures text)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units text[] := permitted_units('statistics.read');
begin
  if cardinality(units) = 0 then
    return;
  end if;
  return query select r."position", r.unit_id, r.figures from quarter_rows(p_quarter) r
    where r.unit_id is null or r.unit_id = any (units);
end $$;

-- The yearly table of penalties, a row for each enforcement subject; published whole each January, read by whom the rows are.
create or replace function penalties_live(p_year integer) returns table ("position" integer, unit_id text, figures text)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units text[] := permitted_units('statistics.read');
begin
  if cardinality(units) = 0 then
    return;
  end if;
  return query select r."position", r.unit_id, r.figures
    from table_rows(array(select b from period_flows(make_date(p_year, 1, 1), make_date(p_year, 12, 31)) b), true) r
   where r.unit_id is null or r.unit_id = any (units);
end $$;

-- The quarters for which figures are kept.
create or replace function quarters_counted() returns setof text
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select distinct extract(year from m.month)::integer || 'Q' || extract(quarter from m.month)
    from (select month, value from count_month union all select month, value from count_delta) m
   where m.value <> 0 and m.month between '2000-01-01' and '2199-12-31' and has_permission('statistics.read')
$$;

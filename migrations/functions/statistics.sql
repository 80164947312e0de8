-- Statistics: the figures kept beside the events, the live quarter, the frozen one, and the check of it all.
-- Applied after the policies, whose grants the last statement needs.
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

create or replace function indicator_value(value text, fine_fen bigint, confiscated_fen bigint, amount_fen bigint) returns bigint
  immutable parallel safe language sql
  return case value when 'one' then 1 when 'minus_one' then -1 when 'fine_fen' then fine_fen
                    when 'confiscated_fen' then confiscated_fen when 'amount_fen' then coalesce(amount_fen, 0)
                    when 'minus_amount_fen' then -coalesce(amount_fen, 0) end;
comment on function indicator_value(text, bigint, bigint, bigint) is 'What an event adds to a kept figure under a rule';

set local role anjuan_definer;

-- Events just recorded add to the kept figures; those they correct are taken back. Events never change and each is
-- corrected at most once, so that the sum of all additions is what a count over the events that stand would give.
create or replace function count_events() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into count_delta (unit_id, month, indicator, value)
  select e.at_unit_id, month_first(e.happened_on), r.indicator,
         sum(e.sign * indicator_value(r.value, e.fine_fen, e.confiscated_fen, e.amount_fen))
    from (select n.at_unit_id, n.happened_on, n.kind, n.outcome, n.procedure, n.fine_fen, n.confiscated_fen, n.amount_fen, 1 as sign
            from new_events n
          union all
          select o.at_unit_id, o.happened_on, o.kind, o.outcome, o.procedure, o.fine_fen, o.confiscated_fen, o.amount_fen, -1
            from case_event o
           where o.case_id = any (array(select n.case_id from new_events n where n.corrects is not null))
             and (o.case_id, o.event_id) in (select n.case_id, n.corrects from new_events n where n.corrects is not null)) e
    join indicator_rule r on r.kind = e.kind and (r.outcome is null or r.outcome = e.outcome)
                         and (r.procedure is null or r.procedure = e.procedure)
   group by 1, 2, 3
  having sum(e.sign * indicator_value(r.value, e.fine_fen, e.confiscated_fen, e.amount_fen)) <> 0;
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
    returning unit_id, month, indicator, value
  ), folded as (
    insert into count_month as m (unit_id, month, indicator, value)
    select unit_id, month, indicator, sum(value) from gone group by 1, 2, 3
    on conflict (indicator, month, unit_id) do update set value = m.value + excluded.value
  )
  select count(*) into n from gone;
  return n;
end $$;

-- All rows of a quarter and the total (unit_id null, last), each as the JSON that is served. For the functions below:
-- nobody else may call it.
create or replace function quarter_rows(p_quarter text) returns table ("position" integer, unit_id text, figures text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with q as (
    select quarter_first(p_quarter) as first, quarter_last(p_quarter) as last
  ), k as (
    select m.unit_id, m.month, m.indicator, m.value from q, count_month m where m.indicator = 'in_hand' and m.month <= q.last
    union all
    select m.unit_id, m.month, m.indicator, m.value from q, count_month m
     where m.indicator = any (array(select i.indicator from indicator i where i.kind = 'flow')) and m.month between q.first and q.last
    union all
    select d.unit_id, d.month, d.indicator, d.value from q, count_delta d
     where d.month <= q.last and (d.month >= q.first or d.indicator = 'in_hand')
  ), g as (
    select k.unit_id, grouping(k.unit_id) = 1 as is_total,
           coalesce(sum(value) filter (where indicator = 'filed'), 0)::bigint as filed,
           coalesce(sum(value) filter (where indicator = 'decided'), 0)::bigint as decided,
           coalesce(sum(value) filter (where indicator = 'decided_penalty'), 0)::bigint as decided_penalty,
           coalesce(sum(value) filter (where indicator = 'decided_no_penalty'), 0)::bigint as decided_no_penalty,
           coalesce(sum(value) filter (where indicator = 'decided_not_established'), 0)::bigint as decided_not_established,
           coalesce(sum(value) filter (where indicator = 'decided_transfer'), 0)::bigint as decided_transfer,
           coalesce(sum(value) filter (where indicator = 'closed'), 0)::bigint as closed,
           coalesce(sum(value) filter (where indicator = 'terminated'), 0)::bigint as terminated,
           coalesce(sum(value) filter (where indicator = 'transferred'), 0)::bigint as transferred,
           coalesce(sum(value) filter (where indicator = 'reopened'), 0)::bigint as reopened,
           coalesce(sum(value) filter (where indicator = 'in_hand' and month < q.first), 0)::bigint as in_hand_start,
           coalesce(sum(value) filter (where indicator = 'in_hand'), 0)::bigint as in_hand_end,
           coalesce(sum(value) filter (where indicator = 'fines_decided_fen'), 0)::bigint as fines_decided_fen,
           coalesce(sum(value) filter (where indicator = 'confiscated_fen'), 0)::bigint as confiscated_fen,
           coalesce(sum(value) filter (where indicator = 'fines_collected_fen'), 0)::bigint as fines_collected_fen,
           coalesce(sum(value) filter (where indicator = 'penalties_simple'), 0)::bigint as penalties_simple,
           coalesce(sum(value) filter (where indicator = 'penalties_ordinary'), 0)::bigint as penalties_ordinary
      from q left join k on true group by grouping sets ((k.unit_id), ())
  ), u as (
    select u.unit_id, u.name_zh, u.name_en, u.active, array_position(array['city', 'centre', 'district'], u.kind) as of_kind
      from unit u
    union all
    select null, '合计', 'Total', true, null
  )
  select (row_number() over (order by u.unit_id is null, u.of_kind, u.unit_id))::integer, u.unit_id,
         (select row_to_json(x)::text from (select
            u.unit_id, u.name_zh, u.name_en, coalesce(g.filed, 0) as filed, coalesce(g.decided, 0) as decided,
            coalesce(g.decided_penalty, 0) as decided_penalty, coalesce(g.decided_no_penalty, 0) as decided_no_penalty,
            coalesce(g.decided_not_established, 0) as decided_not_established, coalesce(g.decided_transfer, 0) as decided_transfer,
            coalesce(g.decided - g.decided_penalty - g.decided_no_penalty - g.decided_not_established - g.decided_transfer, 0)
              as decided_unstated,
            coalesce(g.closed + g.terminated + g.transferred, 0) as ended, coalesce(g.closed, 0) as closed,
            coalesce(g.terminated, 0) as terminated, coalesce(g.transferred, 0) as transferred, coalesce(g.reopened, 0) as reopened,
            coalesce(g.in_hand_start, 0) as in_hand_start, coalesce(g.in_hand_end, 0) as in_hand_end,
            coalesce(g.in_hand_start + g.filed + g.reopened - g.closed - g.terminated - g.transferred = g.in_hand_end, true) as balance_holds,
            coalesce(g.fines_decided_fen, 0) as fines_decided_fen, coalesce(g.confiscated_fen, 0) as confiscated_fen,
            coalesce(g.fines_collected_fen, 0) as fines_collected_fen, coalesce(g.penalties_simple, 0) as penalties_simple,
            coalesce(g.penalties_ordinary, 0) as penalties_ordinary,
            case when g.penalties_simple + g.penalties_ordinary > 0
                 then (g.penalties_ordinary * 20000 + g.penalties_simple + g.penalties_ordinary)
                      / (2 * (g.penalties_simple + g.penalties_ordinary)) end as ordinary_share_bp) x)
    from u left join g on g.unit_id is not distinct from u.unit_id and g.is_total = (u.unit_id is null)
   where u.active or g.filed <> 0 or g.decided <> 0 or g.closed <> 0 or g.terminated <> 0 or g.transferred <> 0 or g.reopened <> 0
      or g.in_hand_start <> 0 or g.in_hand_end <> 0 or g.fines_decided_fen <> 0 or g.confiscated_fen <> 0
      or g.fines_collected_fen <> 0
$$;

-- The quarter as it stands: the rows of the units whose statistics the actor reads, and the total, which is published
-- to whoever reads any. Row-level security hides the events of other units from a unit, so the total is made here.
create or replace function quarter_live(p_quarter text) returns table ("position" integer, unit_id text, figures text)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units text[] := permitted_units('statistics.read');
begin
  if cardinality(units) = 0 then
    return;
  end if;
  return query select r."position", r.unit_id, r.figures from quarter_rows(p_quarter) r
    where r.unit_id is null or r.unit_id = any (units);
end $$;

-- The quarters for which figures are kept.
create or replace function quarters_counted() returns setof text
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select distinct extract(year from m.month)::integer || 'Q' || extract(quarter from m.month)
    from (select month, value from count_month union all select month, value from count_delta) m
   where m.value <> 0 and m.month between '2000-01-01' and '2199-12-31' and has_permission('statistics.read')
$$;

-- Freezes a quarter that has ended: all rows and the total, out of one snapshot. What is written before and committed
-- after it is late, as what comes later is.
create or replace function freeze_quarter(p_quarter text, p_freeze uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('statistics.freeze') then
    raise exception 'no right to freeze a quarter' using errcode = '42501';
  end if;
  if anjuan_today() <= quarter_last(p_quarter) then
    raise exception 'quarter % has not ended', p_quarter using errcode = '23514', constraint = 'quarter_not_ended';
  end if;
  with r as materialized (
    select * from quarter_rows(p_quarter)
  ), h as (
    select anjuan_now() as at, actor_person() as who, pg_current_snapshot()::text as snapshot, s.seq as position,
           (select max(i.version) from indicator i) as definitions
      from audit_sealed s
  ), t as (
    select h.*, row_to_json(x)::text as head, (select r.figures from r where r.unit_id is null) as total
      from h, lateral (select 'anjuan-quarter-1' as format, p_quarter as quarter, quarter_first(p_quarter) as "from",
                              quarter_last(p_quarter) as "to", 1 as version,
                              to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as frozen_at,
                              h.who as frozen_by, h.snapshot, pg_current_xact_id() as xid, h.position, h.definitions) x
  ), f as (
    insert into quarter_freeze (freeze_id, quarter, version, frozen_at, frozen_by, snapshot, position, definitions, head, total, sha256)
    select p_freeze, p_quarter, 1, t.at, t.who, t.snapshot, t.position, t.definitions, t.head, t.total,
           frozen_sum(t.head, array(select r.figures from r where r.unit_id is not null order by r."position"), t.total)
      from t
  )
  insert into quarter_freeze_row (freeze_id, unit_id, position, figures)
  select p_freeze, r.unit_id, r."position", r.figures from r where r.unit_id is not null;
end $$;

-- SHA-256 over the canonical lines.
create or replace function frozen_sum(head text, figures text[], total text) returns text
  immutable set search_path = anjuan, pg_temp language sql as $$
  select encode(sha256(convert_to(head || E'\n' || array_to_string(figures || total, E'\n') || E'\n', 'UTF8')), 'hex')
$$;

-- The kept figures counted again from the events that stand; with a snapshot, from those it knows of and those of the
-- transaction that took it.
create or replace function count_again(p_known pg_snapshot default null, p_own xid8 default null)
  returns table (unit_id text, month date, indicator text, value bigint)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select e.at_unit_id, month_first(e.happened_on), r.indicator,
         sum(indicator_value(r.value, e.fine_fen, e.confiscated_fen, e.amount_fen))::bigint
    from case_event e
    join indicator_rule r on r.kind = e.kind and (r.outcome is null or r.outcome = e.outcome)
                         and (r.procedure is null or r.procedure = e.procedure)
   where (p_known is null or e.xid = p_own or pg_visible_in_snapshot(e.xid, p_known))
     and not exists (select from case_event c where c.case_id = e.case_id and c.corrects = e.event_id
                                                and (p_known is null or c.xid = p_own or pg_visible_in_snapshot(c.xid, p_known)))
   group by 1, 2, 3
  having sum(indicator_value(r.value, e.fine_fen, e.confiscated_fen, e.amount_fen)) <> 0
$$;

-- Where the kept figures differ from a count over the events.
create or replace function count_differences()
  returns table (unit_id text, month date, indicator text, kept bigint, counted bigint)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select unit_id, month, indicator, coalesce(k.value, 0)::bigint, coalesce(c.value, 0)
    from (select m.unit_id, m.month, m.indicator, sum(m.value)::bigint as value
            from (select * from count_month union all select * from count_delta) m group by 1, 2, 3) k
    full join (select * from count_again()) c using (unit_id, month, indicator)
   where coalesce(k.value, 0) <> coalesce(c.value, 0)
$$;

-- Brings the kept figures to what the events say; returns how many were wrong. For migrations: additions of
-- transactions still under way come with them.
create or replace function count_mend() returns bigint
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  with d as (
    insert into count_delta (unit_id, month, indicator, value)
    select d.unit_id, d.month, d.indicator, d.counted - d.kept from count_differences() d returning 1
  )
  select count(*) from d
$$;

-- Everything that does not agree with everything else: kept figures with the events, cases in hand by events with the
-- cases themselves, frozen quarters with their sum and with the events that their snapshot knows of.
create or replace function statistics_check()
  returns table (what text, unit_id text, period text, indicator text, kept text, counted text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with may as materialized (
    select from permitted_units('statistics.read') u where not exists (select from unit x where not x.unit_id = any (u))
  ), hand as (
    select unit_id, coalesce(e.n, 0) as by_events, coalesce(c.n, 0) as by_cases
      from (select m.unit_id, sum(m.value) as n
              from (select * from count_month union all select * from count_delta) m where m.indicator = 'in_hand' group by 1) e
      full join (select c.unit_id, count(*) as n from case_file c where c.closed_on is null group by 1) c using (unit_id)
  ), known as (
    select f.freeze_id, a.* from quarter_freeze f cross join lateral count_again(f.snapshot::pg_snapshot, f.xid) a
     where a.month <= quarter_last(f.quarter)
  ), again as (
    select f.freeze_id, k.unit_id, s.indicator, sum(k.value) as value
      from quarter_freeze f join known k using (freeze_id)
      cross join lateral (values (case when k.indicator <> 'in_hand' and k.month >= quarter_first(f.quarter) then k.indicator end),
                                 (case when k.indicator = 'in_hand' then 'in_hand_end' end),
                                 (case when k.indicator = 'in_hand' and k.month < quarter_first(f.quarter) then 'in_hand_start' end)
                         ) s(indicator)
     where s.indicator is not null group by 1, 2, 3
  ), frozen as (
    select r.freeze_id, r.unit_id, i.indicator, (r.figures::json ->> i.indicator)::numeric as value
      from quarter_freeze_row r, indicator i where i.kind in ('flow', 'stock') and i.position is not null
  )
  select 'events', d.unit_id, to_char(d.month, 'YYYY-MM'), d.indicator, d.kept::text, d.counted::text from may, count_differences() d
  union all
  select 'cases', h.unit_id, '', 'in_hand', h.by_events::text, h.by_cases::text from may, hand h where h.by_events <> h.by_cases
  union all
  select 'frozen', unit_id, f.quarter, indicator, coalesce(z.value, 0)::text, coalesce(a.value, 0)::text
    from may, frozen z full join again a using (freeze_id, unit_id, indicator) join quarter_freeze f using (freeze_id)
   where coalesce(z.value, 0) <> coalesce(a.value, 0)
  union all
  select 'sum', '', f.quarter, '', f.sha256,
         frozen_sum(f.head, array(select r.figures from quarter_freeze_row r where r.freeze_id = f.freeze_id order by r.position), f.total)
    from may, quarter_freeze f
   where f.sha256 <> frozen_sum(f.head, array(select r.figures from quarter_freeze_row r where r.freeze_id = f.freeze_id
                                               order by r.position), f.total)
$$;

revoke all on function count_events(), count_fold(integer), quarter_rows(text), quarter_live(text), quarters_counted(),
  freeze_quarter(text, uuid), frozen_sum(text, text[], text), count_again(pg_snapshot, xid8), count_differences(), count_mend(),
  statistics_check() from public;
grant execute on function count_fold(integer), quarter_live(text), quarters_counted(), freeze_quarter(text, uuid)
  to anjuan_login, anjuan_jobs;
grant execute on function statistics_check() to anjuan_jobs;
grant execute on function count_events() to anjuan_owner;

-- No writer can forget to count. Making the trigger waits for writers under way, so that what they commit is among the
-- events from which the figures kept are made the first time.
set local role anjuan_owner;
do $$
begin
  if not exists (select from pg_trigger t where t.tgrelid = 'case_event'::regclass and t.tgname = 'count_events') then
    create trigger count_events after insert on case_event referencing new table as new_events
      for each statement execute function count_events();
  end if;
end $$;
set local role anjuan_definer;
select count_mend() where not exists (select from count_month) and not exists (select from count_delta);

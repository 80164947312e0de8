-- Comparison of quarters: the same cells of other periods, and the notes beside them. Applied after statistics_freeze.sql.
set local role anjuan_owner;

create or replace function quarter_before(quarter text, quarters integer) returns text
  immutable strict parallel safe language sql
  return (left(quarter, 4)::integer * 4 + right(quarter, 1)::integer - 1 - quarters) / 4 || 'Q'
         || (left(quarter, 4)::integer * 4 + right(quarter, 1)::integer - 1 - quarters) % 4 + 1;

comment on function quarter_before(text, integer) is 'The quarter so many quarters earlier';

set local role anjuan_definer;
-- The last frozen version of a quarter, which is what is shown unless the live figures are asked for; null: there is none.
create or replace function quarter_shown(p_quarter text, p_live boolean) returns uuid
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select f.freeze_id from quarter_freeze f where f.quarter = p_quarter and f.salt is not null and not p_live order by f.version desc limit 1
$$;

create or replace function quarter_base(p_quarter text, p_live boolean) returns base_cell[]
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  shown constant uuid := quarter_shown(p_quarter, p_live);
begin
  return case when shown is not null then base_of(shown)
              else quarter_cells(p_quarter) end;
end $$;

-- Whether a unit (of the total "*": how many) had nothing in a frozen quarter, by the units that were in use then; null: not frozen.
create or replace function zero_shown(p_quarter text, p_live boolean, p_unit text) returns bigint
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select (case p_unit when '*' then f.total else (select r.figures from quarter_freeze_row r where r.freeze_id = f.freeze_id and r.unit_id = p_unit) end::json
            ->> 'zero_cases')::bigint
    from quarter_freeze f where f.freeze_id = quarter_shown(p_quarter, p_live)
$$;

-- All cells of a quarter, of the one before, of the same one last year, and of both years to date. Those of several quarters are
-- made from what each of these shows, so that what is frozen does not change by being added up.
create or replace function cells_compared(p_quarter text, p_live boolean)
  returns table (period text, unit_id text, indicator text, sub text, value bigint)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with n as (
    select right(p_quarter, 1)::integer as n
  ), q as (
    select quarter_before(p_quarter, k) as quarter, k,
           array_remove(array[case k when 0 then 'this' end, case k when 1 then 'previous' end, case k when 4 then 'last_year' end,
                              case when k < n.n then 'to_date' end, case when k >= 4 and k < 4 + n.n then 'last_to_date' end], null) as periods
      from n, generate_series(0, 7) k
  ), b as materialized (
    select q.periods, q.k, x.unit_id, x.indicator, x.sub, x.value, i.over_time
      from q cross join lateral unnest(quarter_base(q.quarter, p_live)) x join indicator i on i.indicator = x.indicator where q.periods <> '{}'
  ), g as (
    select p.period, b.unit_id, b.indicator, b.sub, sum(b.value)::bigint as value
      from b, unnest(b.periods) p(period), n
     where case when p.period not in ('to_date', 'last_to_date') or b.over_time = 'sum' then true
                when b.over_time = 'last' then b.k % 4 = 0 else b.k % 4 = n.n - 1 end
     group by 1, 2, 3, 4
  )
  select p.period, c.unit_id, c.indicator, c.sub,
         case when c.indicator = 'zero_cases'
              then coalesce((select zero_shown(q.quarter, p_live, c.unit_id) from q where q.k = array_position(array['this', 'previous', null, null, 'last_year'], p.period) - 1), c.value)
              else c.value end
    from unnest(array['this', 'previous', 'last_year', 'to_date', 'last_to_date']) p(period),
         lateral cells_of(array(select (g.unit_id, g.indicator, g.sub, g.value)::base_cell from g where g.period = p.period)) c
$$;

-- Every figure of a unit whose statistics the actor reads, or of the total ("total"), beside those of the other periods. Its rank is
-- among the units in use, the greatest first, and told to whoever reads all of them.
create or replace function comparison_of(p_quarter text, p_unit text, p_live boolean)
  returns table ("position" bigint, key text, indicator text, sub text, code text, kind text, unit_of_measure text, name_zh text, name_en text,
                 value bigint, previous bigint, last_year bigint, to_date bigint, last_to_date bigint, of_all bigint, rank bigint)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units constant text[] := permitted_units('statistics.read');
  reads_all constant boolean := not exists (select from unit u where u.active and not u.unit_id = any (units));
begin
  if cardinality(units) = 0 or (p_unit <> 'total' and not p_unit = any (units)) then
    return;
  end if;
  return query
  with c as materialized (
    select * from cells_compared(p_quarter, p_live)
  ), k as (
    select * from table_columns(false) t where t.kind <> 'check'
  ), r as (
    select k.key, u.unit_id, rank() over (partition by k.key order by coalesce(c.value, 0) desc) as rank
      from k cross join unit u left join c on c.period = 'this' and c.unit_id = u.unit_id and c.indicator = k.indicator and c.sub = k.sub
     where reads_all and u.active and (c.value is not null or k.kind not in ('share', 'mean', 'median'))
  ), v as (
    select k.*, (select jsonb_object_agg(x.period, coalesce(c.value, case when k.kind in ('share', 'mean', 'median') then null else 0 end))
                   from unnest(array['this', 'previous', 'last_year', 'to_date', 'last_to_date']) x(period)
                   left join c on c.period = x.period and c.unit_id = case p_unit when 'total' then '*' else p_unit end and c.indicator = k.indicator and c.sub = k.sub) as j,
           (select c.value from c where c.period = 'this' and c.unit_id = '*' and c.indicator = k.indicator and c.sub = k.sub
               and k.kind in ('flow', 'stock', 'computed', 'sum')) as of_all
      from k
  )
  select v."position", v.key, v.indicator, v.sub, v.code, v.kind, v.unit_of_measure, v.name_zh, v.name_en, (v.j ->> 'this')::bigint,
         (v.j ->> 'previous')::bigint, (v.j ->> 'last_year')::bigint, (v.j ->> 'to_date')::bigint, (v.j ->> 'last_to_date')::bigint, v.of_all, r.rank
    from v left join r on r.key = v.key and r.unit_id = p_unit order by v."position";
end $$;

-- One figure of all units whose statistics the actor reads, and of the total (unit_id null).
create or replace function ranking_of(p_quarter text, p_indicator text, p_sub text, p_live boolean)
  returns table (unit_id text, name_zh text, name_en text, value bigint, previous bigint, last_year bigint, of_all bigint, rank bigint, nothing boolean)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units constant text[] := permitted_units('statistics.read');
  reads_all constant boolean := not exists (select from unit u where u.active and not u.unit_id = any (units));
begin
  if cardinality(units) = 0 then
    return;
  end if;
  return query
  with c as materialized (
    select x.period, x.unit_id, x.indicator, x.sub, x.value from cells_compared(p_quarter, p_live) x
     where x.period in ('this', 'previous', 'last_year') and (x.indicator = p_indicator and x.sub = p_sub or x.indicator = 'zero_cases')
  ), i as (
    select z.kind from indicator z where z.indicator = p_indicator
  ), u as (
    select z.unit_id as id, z.name_zh, z.name_en from unit z where z.active or exists (select from c where c.unit_id = z.unit_id and c.value <> 0)
    union all select '*', '合计', 'Total'
  ), v as (
    select u.*, x.period, coalesce(c.value, case when i.kind in ('share', 'mean', 'median') then null else 0 end) as value
      from i, u cross join unnest(array['this', 'previous', 'last_year']) x(period)
      left join c on c.unit_id = u.id and c.period = x.period and c.indicator = p_indicator
  ), w as (
    select v.id, v.name_zh, v.name_en, max(v.value) filter (where v.period = 'this') as now, max(v.value) filter (where v.period = 'previous') as previous,
           max(v.value) filter (where v.period = 'last_year') as last_year from v group by 1, 2, 3
  )
  select nullif(w.id, '*'), w.name_zh, w.name_en, w.now, w.previous, w.last_year,
         case when i.kind in ('flow', 'stock', 'computed', 'sum') then (select z.now from w z where z.id = '*') end,
         case when reads_all and w.id <> '*' and w.now is not null then rank() over (partition by w.id = '*' order by w.now desc nulls last) end,
         coalesce((select c.value = 1 from c where c.indicator = 'zero_cases' and c.period = 'this' and c.unit_id = w.id and w.id <> '*'), false)
    from w, i where w.id = '*' or w.id = any (units)
   order by w.id = '*', w.now desc nulls last, w.id;
end $$;

-- One figure of a unit or the total over the last quarters, the oldest first.
create or replace function figure_over_time(p_quarter text, p_indicator text, p_sub text, p_unit text, p_quarters integer, p_live boolean)
  returns table (quarter text, value bigint)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if p_unit <> 'total' and not p_unit = any (permitted_units('statistics.read')) or not has_permission('statistics.read') then
    return;
  end if;
  return query
  select quarter_before(p_quarter, k),
         coalesce(case when p_indicator = 'zero_cases' then zero_shown(quarter_before(p_quarter, k), p_live, case p_unit when 'total' then '*' else p_unit end) end,
                  (select c.value from cells_of(quarter_base(quarter_before(p_quarter, k), p_live)) c
                    where c.unit_id = case p_unit when 'total' then '*' else p_unit end and c.indicator = p_indicator and c.sub = p_sub),
                  (select case when i.kind in ('share', 'mean', 'median') then null else 0 end::bigint from indicator i where i.indicator = p_indicator))
    from generate_series(p_quarters - 1, 0, -1) k;
end $$;

do $$
declare
  f record;
begin
  for f in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'anjuan'::regnamespace and p.proname = any (array[
    'quarter_shown', 'quarter_base', 'zero_shown', 'cells_compared', 'comparison_of', 'ranking_of', 'figure_over_time'])
  loop
    execute format('revoke all on function %s from public', f.name);
  end loop;
end $$;
grant execute on function comparison_of(text, text, boolean), ranking_of(text, text, text, boolean),
  figure_over_time(text, text, text, text, integer, boolean) to anjuan_login, anjuan_jobs;

-- Statistics: what is in a cell, the life of a quarter, its freezing, restatement and signature, and the check of it all.
-- Applied after statistics.sql.
set local role anjuan_definer;

drop function if exists frozen_sum(text, text[], text), count_again(pg_snapshot, xid8), count_differences();

-- What is in the cells of a period, one row for each case, clue … of a figure: from the events and acts themselves, not from the
-- kept figures. Cases that neither stand open nor had a part in the period or after it cannot be in hand; p_all asks them too.
create or replace function period_members(p_first date, p_last date, p_units text[] default null, p_indicators text[] default null,
                                          p_all boolean default false, p_known pg_snapshot default null, p_own xid8 default null)
  returns table (unit_id text, indicator text, sub text, of_what text, object_id uuid, n bigint, value bigint)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hand constant boolean := p_indicators is null or p_indicators && array['in_hand_start', 'in_hand_end'];
  kinds constant text[] := array(select distinct r.kind from indicator_rule r where r.of_what = 'case'
                                   and (p_indicators is null or r.indicator = any (p_indicators)));
  hand_kinds constant text[] := array(select distinct r.kind from indicator_rule r where r.of_what = 'case' and r.indicator = 'in_hand');
  local constant boolean := p_units is not null and not exists (select from indicator_rule r where r.indicator = any (p_indicators) and r.by_whom <> 'holder');
  units constant text[] := case when local then p_units else array(select u.unit_id from unit u) end;
  cases uuid[];
begin
  if p_all then
    cases := array(select c.case_id from case_file c);
  else
    cases := array(
      select e.case_id from case_event e where e.at_unit_id = any (units) and e.kind = any (kinds) and e.happened_on between p_first and p_last
      union
      select e.case_id from case_event e where hand and e.at_unit_id = any (units) and e.kind = any (hand_kinds) and e.happened_on >= p_first
      union
      select c.case_id from case_file c where hand and c.closed_on is null
         and (not local or c.unit_id = any (units) or exists (select from case_event e where e.case_id = c.case_id and e.at_unit_id = any (units))));
  end if;
  return query
  with e as materialized (
    select x.case_id, x.unit_id, x.day, x.indicator, x.sub, x.value from case_entries(cases, '{}', '{}', p_known, p_own, p_first, p_last) x
     where x.day <= p_last and (p_units is null or x.unit_id = any (p_units))
  )
  select e.unit_id, e.indicator, e.sub, 'case', e.case_id, count(*), sum(e.value)::bigint
    from e where e.day >= p_first and e.indicator <> 'in_hand' and (p_indicators is null or e.indicator = any (p_indicators))
   group by 1, 2, 3, 5
  union all
  select e.unit_id, s.indicator, '', 'case', e.case_id, sum(e.value)::bigint, sum(e.value)::bigint
    from e, lateral (values ('in_hand_end', true), ('in_hand_start', e.day < p_first)) s(indicator, counts)
   where e.indicator = 'in_hand' and s.counts and (p_indicators is null or s.indicator = any (p_indicators))
   group by 1, 2, 5 having sum(e.value) <> 0
  union all
  select a.unit_id, a.indicator, a.sub, a.of_what, a.object_id, count(*), sum(a.value)::bigint
    from act_entries(array(select a.act_id from count_act a
                            where a.happened_on between p_first and p_last and a.takes_back is null
                              and (p_known is null or a.xid = p_own or pg_visible_in_snapshot(a.xid, p_known))
                              and not exists (select from count_act b where b.takes_back = a.act_id
                                                and (p_known is null or b.xid = p_own or pg_visible_in_snapshot(b.xid, p_known))))) a
   where (p_units is null or a.unit_id = any (p_units)) and (p_indicators is null or a.indicator = any (p_indicators))
   group by 1, 2, 3, 4, 5
  union all
  select c.unit_id, c.indicator, '', c.of_what, c.object_id, count(*), sum(c.value)::bigint
    from computed_entries(p_first, p_last) c
   where p_known is null and (p_units is null or c.unit_id = any (p_units)) and (p_indicators is null or c.indicator = any (p_indicators))
     and exists (select from indicator i where i.kind = 'computed' and (p_indicators is null or i.indicator = any (p_indicators)))
   group by 1, 2, 4, 5;
end $$;

-- A cell opened: what is in it, what the actor may not see only as a number (object_id null, last). A figure made from others
-- opens into what those are made of; side says in which part. p_version null: as it stands now.
create or replace function cell_members(p_quarter text, p_version integer, p_indicator text, p_sub text, p_unit text)
  returns table (side text, indicator text, sub text, of_what text, object_id uuid, n bigint, value bigint)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units constant text[] := permitted_units('statistics.read');
  cases constant text[] := permitted_units('case.read');
  clues constant text[] := permitted_units('clue.read');
begin
  if cardinality(units) = 0 or (p_unit <> 'total' and not p_unit = any (units)) then
    return;
  end if;
  return query
  with recursive t as (
    select 'up' collate "C" as side, 1 as sign, p_indicator collate "C" as indicator, p_sub collate "C" as sub, 0 as depth
    union all
    select case when t.depth = 0 then x.side else t.side end, t.sign * x.sign, x.of_indicator, x.of_sub, t.depth + 1
      from t join indicator_term x on x.indicator = t.indicator
  ), b as materialized (
    select distinct t.side, t.sign, t.indicator, t.sub from t join indicator i on i.indicator = t.indicator and i.kind in ('flow', 'stock', 'computed')
  ), m as materialized (
    select x.unit_id, x.indicator, x.sub, x.of_what, x.object_id, x.n, x.value
      from period_members(quarter_first(p_quarter), quarter_last(p_quarter), case when p_unit <> 'total' then array[p_unit] end,
                          array(select b.indicator from b)) x
     where p_version is null
    union all
    select x.unit_id, x.indicator, x.sub, x.of_what, x.object_id, x.n, x.value
      from quarter_freeze f join quarter_member x using (freeze_id)
     where f.quarter = p_quarter and f.version = p_version and (p_unit = 'total' or x.unit_id = p_unit) and x.indicator = any (array(select b.indicator from b))
  ), s as (
    select b.side, m.indicator, m.sub, m.of_what, m.object_id, m.n, b.sign * m.value as value,
           case m.of_what when 'case' then exists (select from case_file c where c.case_id = m.object_id
                                                      and (c.unit_id = any (cases) or c.case_id = any (readable_cases())))
                          when 'clue' then exists (select from clue c where c.clue_id = m.object_id and c.unit_id = any (clues))
                          when 'review' then exists (select from review r where r.review_id = m.object_id and r.unit_id = any (permitted_units('review.read')))
                          else m.unit_id = any (units) end as seen
      from b join m on m.indicator = b.indicator and (b.sub = '' or m.sub = b.sub)
  )
  select s.side, s.indicator, s.sub, s.of_what, s.object_id, s.n, s.value from s where s.seen
  union all
  select s.side, '', '', 'hidden', null, sum(s.n)::bigint, sum(s.value)::bigint from s where not s.seen group by s.side;
end $$;

-- ---- the life of a quarter ----

-- The lead of a unit says what is to be said of its row.
create or replace function confirm_quarter(p_id uuid, p_quarter text, p_unit text, p_result text, p_comment text) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not p_unit = any (permitted_units('statistics.confirm')) then
    raise exception 'no right to confirm the row of %', p_unit using errcode = '42501';
  end if;
  perform from quarter_period p where p.quarter = p_quarter for share;
  if exists (select from quarter_period p where p.quarter = p_quarter and p.state <> 'open') then
    raise exception 'quarter % is closed', p_quarter using errcode = '23514', constraint = 'quarter_closed';
  end if;
  insert into quarter_confirmation (confirmation_id, quarter, unit_id, result, comment, sha256, said_by)
  select p_id, p_quarter, p_unit, p_result, coalesce(p_comment, ''), encode(sha256(convert_to(r.figures, 'UTF8')), 'hex'), actor_person()
    from quarter_rows(p_quarter) r where r.unit_id = p_unit;
end $$;

-- Units whose last word on their row is not that it is right: none yet, or a dispute. Whoever reads the own unit's figures alone is told of it alone.
create or replace function quarter_unconfirmed(p_quarter text) returns text[]
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select array(select u.unit_id from unit u
                where u.active and (u.unit_id = any (permitted_units('statistics.read')) or has_permission('statistics.freeze'))
                  and coalesce((select c.result from quarter_confirmation c where c.quarter = p_quarter and c.unit_id = u.unit_id
                                 order by c.said_at desc, c.confirmation_id desc limit 1), '') <> 'confirmed' order by u.unit_id)
$$;

-- The maker proposes to freeze a quarter that has ended, or to restate one; the checker, another person, freezes it.
create or replace function close_quarter(p_quarter text, p_reason text) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('statistics.freeze') then
    raise exception 'no right to close a quarter' using errcode = '42501';
  end if;
  if anjuan_today() <= quarter_last(p_quarter) then
    raise exception 'quarter % has not ended', p_quarter using errcode = '23514', constraint = 'quarter_not_ended';
  end if;
  if coalesce(p_reason, '') = '' and (cardinality(quarter_unconfirmed(p_quarter)) > 0
      or exists (select from quarter_period p where p.quarter = p_quarter and p.version > 0)) then
    raise exception 'quarter % needs a reason', p_quarter using errcode = '23514', constraint = 'quarter_reason';
  end if;
  insert into quarter_period as p (quarter, state, made_by, made_at, reason) values (p_quarter, 'closing', actor_person(), anjuan_now(), coalesce(p_reason, ''))
  on conflict (quarter) do update set state = 'closing', made_by = excluded.made_by, made_at = excluded.made_at, reason = excluded.reason
   where p.state <> 'closing';
  if not found then
    raise exception 'quarter % is being closed', p_quarter using errcode = '23514', constraint = 'quarter_closing';
  end if;
end $$;

-- The checker sends it back, and says why.
drop function if exists return_quarter(text);
create or replace function return_quarter(p_quarter text, p_reason text) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('statistics.freeze') then
    raise exception 'no right to send a quarter back' using errcode = '42501';
  end if;
  update quarter_period p set state = case p.version when 0 then 'open' else 'frozen' end, returned_by = actor_person(), returned_at = anjuan_now(),
         returned_reason = p_reason where p.quarter = p_quarter and p.state = 'closing';
  if not found then
    raise exception 'quarter % is not being closed', p_quarter using errcode = '23514', constraint = 'quarter_not_closing';
  end if;
end $$;

create or replace function salted(p_salt bytea, p_position bigint) returns text
  immutable parallel safe language sql
  return left(encode(sha256(p_salt || convert_to(p_position::text, 'UTF8')), 'hex'), 32);

-- The canonical lines of a frozen version made anew from what it keeps. In this order: head, definitions, rows, what is in the
-- cells of each unit, total, the notes that were there.
create or replace function quarter_lines(p_freeze uuid) returns table ("position" integer, unit_id text, line text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with f as (
    select * from quarter_freeze z where z.freeze_id = p_freeze
  ), d as (
    select l."position", l.line from quarter_line l where l.freeze_id = p_freeze and l.unit_id is null and l.line like '{"column":%'
  ), m as (
    select m.unit_id, m.indicator, m.sub, sum(m.n) as n, sum(m.value) as value,
           encode(sha256(convert_to(string_agg(m.of_what || ' ' || m.object_id || ' ' || m.n || ' ' || m.value || E'\n', '' order by m.object_id), 'UTF8')), 'hex') as sha256
      from quarter_member m where m.freeze_id = p_freeze group by 1, 2, 3
  ), g as (
    select m.unit_id, string_agg('{"indicator":' || to_json(m.indicator) || ',"sub":' || to_json(m.sub) || ',"count":' || m.n || ',"sum":' || m.value
                                   || ',"sha256":"' || m.sha256 || '"}', ',' order by m.indicator, m.sub) as cells
      from m group by 1
  )
  select 1, null, f.head from f
  union all
  select d."position", null, d.line from d
  union all
  select 1000 + r."position", r.unit_id, '{"row":' || r.figures || ',"salt":"' || salted(f.salt, 1000 + r."position") || '"}'
    from f, quarter_freeze_row r where r.freeze_id = p_freeze
  union all
  select 2000 + r."position", r.unit_id,
         '{"members":' || to_json(r.unit_id) || ',"cells":[' || coalesce(g.cells, '') || '],"salt":"' || salted(f.salt, 2000 + r."position") || '"}'
    from f, quarter_freeze_row r left join g using (unit_id) where r.freeze_id = p_freeze
  union all
  select 3000, null, '{"total":' || f.total || '}' from f
  union all
  select 4000 + row_number() over (order by n.indicator, n.sub, n.unit_id nulls first)::integer, n.unit_id,
         '{"note":' || to_json(n.note) || ',"indicator":' || to_json(n.indicator) || ',"sub":' || to_json(n.sub) || ',"unit":' || coalesce(to_json(n.unit_id)::text, 'null')
           || ',"version":' || n.version || ',"written_by":"' || n.written_by || '","written_at":"' || to_char(n.written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
           || '","salt":"' || salted(n.salt, 4000 + row_number() over (order by n.indicator, n.sub, n.unit_id nulls first)) || '"}'
    from (select distinct on (n.indicator, n.sub, n.unit_id) n.*, f.salt from f join quarter_note n on n.quarter = f.quarter and pg_visible_in_snapshot(n.xid, f.snapshot::pg_snapshot)
           where f.snapshot <> '' order by n.indicator, n.sub, n.unit_id, n.version desc) n
$$;

create or replace function lines_sum(p_freeze uuid) returns text
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select encode(sha256(convert_to(string_agg(l.sha256 || E'\n', '' order by l."position"), 'UTF8')), 'hex') from quarter_line l where l.freeze_id = p_freeze
$$;

-- Why a case, clue … counts otherwise than in a frozen version.
create or replace function why_differs(p_of text, p_object uuid, p_known pg_snapshot, p_own xid8) returns text
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select coalesce(
    (select case when bool_or(x.back) then 'corrected' else 'late' end
       from (select e.corrects is not null as back from case_event e
              where p_of = 'case' and e.case_id = p_object and e.xid <> p_own and not pg_visible_in_snapshot(e.xid, p_known)
             union all
             select a.takes_back is not null from count_act a
              where p_of <> 'case' and a.object_id = p_object and a.xid <> p_own and not pg_visible_in_snapshot(a.xid, p_known)) x
     having count(*) > 0), 'other')
$$;

-- Where a frozen version differs from what is known now, case by case: the ledger of what has not been restated yet.
create or replace function ledger_pending(p_freeze uuid)
  returns table (unit_id text, indicator text, sub text, of_what text, object_id uuid, delta bigint, why text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select x.unit_id, x.indicator, x.sub, x.of_what, x.object_id, x.delta, why_differs(x.of_what, x.object_id, f.snapshot::pg_snapshot, f.xid)
    from quarter_freeze f cross join lateral (
      select unit_id, indicator, sub, of_what, object_id, coalesce(a.value, 0) - coalesce(z.value, 0) as delta
        from (select m.unit_id, m.indicator, m.sub, m.of_what, m.object_id, m.value from period_members(quarter_first(f.quarter), quarter_last(f.quarter)) m) a
        full join (select m.unit_id, m.indicator, m.sub, m.of_what, m.object_id, m.value from quarter_member m where m.freeze_id = f.freeze_id) z
          using (unit_id, indicator, sub, of_what, object_id)
       where coalesce(a.value, 0) <> coalesce(z.value, 0)) x
   where f.freeze_id = p_freeze
$$;

-- The pending ledger of the last version of a quarter, for the units whose statistics the actor reads.
create or replace function quarter_pending(p_quarter text)
  returns table (unit_id text, indicator text, sub text, of_what text, object_id uuid, delta bigint, why text)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  units constant text[] := permitted_units('statistics.read');
  last uuid;
begin
  select f.freeze_id into last from quarter_freeze f where f.quarter = p_quarter and f.salt is not null order by f.version desc limit 1;
  if cardinality(units) > 0 and last is not null then
    return query select * from ledger_pending(last) p where p.unit_id = any (units);
  end if;
end $$;

create or replace function base_of(p_freeze uuid) returns base_cell[]
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select array(select (c.unit_id, c.indicator, c.sub, c.value)::base_cell from quarter_cell c where c.freeze_id = p_freeze)
$$;

-- Freezes a quarter that a maker has closed, or its next version. One statement reads what is counted, and so out of one
-- snapshot; all else is made from what that statement kept. What is written before and committed after it is late, as what
-- comes later is. Nobody who records waits for it.
create or replace function freeze_quarter(p_quarter text, p_freeze uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  p quarter_period;
  before uuid;
  who constant uuid := actor_person();
begin
  if not has_permission('statistics.freeze') then
    raise exception 'no right to freeze a quarter' using errcode = '42501';
  end if;
  if anjuan_today() <= quarter_last(p_quarter) then
    raise exception 'quarter % has not ended', p_quarter using errcode = '23514', constraint = 'quarter_not_ended';
  end if;
  select * into p from quarter_period z where z.quarter = p_quarter for update;
  if p.state is distinct from 'closing' then
    raise exception 'quarter % is not being closed', p_quarter using errcode = '23514', constraint = 'quarter_not_closing';
  end if;
  if p.made_by = who then
    raise exception 'the maker does not check' using errcode = '23514', constraint = 'quarter_two_people';
  end if;
  select f.freeze_id into before from quarter_freeze f where f.quarter = p_quarter order by f.version desc limit 1;

  insert into quarter_freeze (freeze_id, quarter, version, frozen_at, frozen_by, made_by, reason, snapshot, position, definitions, law_version, salt, head, total, sha256)
  select p_freeze, p_quarter, p.version + 1, anjuan_now(), who, p.made_by, p.reason, '', s.seq, (select max(i.version) from indicator i),
         (select coalesce(max(l.law_version), 0) from law_version l), sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), '', '', ''
    from audit_sealed s;
  with m as (
    insert into quarter_member (freeze_id, unit_id, indicator, sub, of_what, object_id, n, value)
    select p_freeze, m.unit_id, m.indicator, m.sub, m.of_what, m.object_id, m.n, m.value
      from period_members(quarter_first(p_quarter), quarter_last(p_quarter)) m
     order by m.indicator, m.unit_id, m.sub, m.object_id
  )
  update quarter_freeze f set snapshot = anjuan_snapshot()::text where f.freeze_id = p_freeze;
  insert into quarter_cell (freeze_id, unit_id, indicator, sub, value)
  select p_freeze, m.unit_id, m.indicator, m.sub, sum(m.value) from quarter_member m where m.freeze_id = p_freeze group by 2, 3, 4;

  with r as materialized (
    select * from table_rows(base_of(p_freeze), false)
  ), w as (
    insert into quarter_freeze_row (freeze_id, unit_id, position, figures)
    select p_freeze, r.unit_id, r."position", r.figures from r where r.unit_id is not null
  )
  update quarter_freeze f set total = (select r.figures from r where r.unit_id is null), head = (
    select row_to_json(x)::text from (select 'anjuan-quarter-2' as format, f.quarter, quarter_first(f.quarter) as "from", quarter_last(f.quarter) as "to",
      f.version, to_char(f.frozen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as frozen_at, f.made_by, f.frozen_by, f.reason, f.snapshot, f.xid,
      f.position, f.definitions, f.law_version, (select b.sha256 from quarter_freeze b where b.freeze_id = before) as before) x)
   where f.freeze_id = p_freeze;

  insert into quarter_line (freeze_id, position, line, sha256)
  select p_freeze, 1 + c."position", x.line, encode(sha256(convert_to(x.line, 'UTF8')), 'hex')
    from table_columns(false) c, lateral (select '{"column":' || to_json(c.key) || ',"code":' || to_json(c.code) || ',"unit":' || to_json(c.unit_of_measure)
      || ',"name_zh":' || to_json(c.name_zh) || ',"name_en":' || to_json(c.name_en) || ',"definition_zh":' || to_json(c.definition_zh)
      || ',"definition_en":' || to_json(c.definition_en) || '}' as line) x;
  insert into quarter_line (freeze_id, position, unit_id, line, sha256)
  select p_freeze, l."position", l.unit_id, l.line, encode(sha256(convert_to(l.line, 'UTF8')), 'hex')
    from quarter_lines(p_freeze) l where l.unit_id is not null or l.line not like '{"column":%';
  update quarter_freeze f set sha256 = lines_sum(p_freeze) where f.freeze_id = p_freeze;
  if before is not null then
    perform ledger_book(before, p_freeze);
  end if;
  update quarter_period z set state = 'frozen', version = z.version + 1 where z.quarter = p_quarter;
end $$;

-- The differences between two versions: what made each of them, and every cell as a whole.
create or replace function ledger_book(p_before uuid, p_after uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  with z as materialized (
    select * from quarter_freeze f where f.freeze_id = p_before
  ), m as (
    select unit_id, indicator, sub, of_what, object_id, coalesce(a.value, 0) - coalesce(b.value, 0) as delta
      from (select m.unit_id, m.indicator, m.sub, m.of_what, m.object_id, m.value from quarter_member m where m.freeze_id = p_after) a
      full join (select m.unit_id, m.indicator, m.sub, m.of_what, m.object_id, m.value from quarter_member m where m.freeze_id = p_before) b
        using (unit_id, indicator, sub, of_what, object_id)
     where coalesce(a.value, 0) <> coalesce(b.value, 0) and exists (select from z where z.salt is not null)
  ), c as (
    select unit_id, indicator, sub, b.value as was, a.value as is_now
      from (select x.unit_id, x.indicator, x.sub, x.value from cells_of(base_of(p_after)) x) a
      full join (select x.unit_id, x.indicator, x.sub, x.value from cells_of(base_of(p_before)) x) b using (unit_id, indicator, sub)
     where a.value is distinct from b.value and exists (select from z where z.salt is not null)
  ), l as (
    select m.unit_id, m.indicator, m.sub, m.of_what, m.object_id, m.delta, null::bigint as was, null::bigint as is_now,
           why_differs(m.of_what, m.object_id, z.snapshot::pg_snapshot, z.xid) as why from m, z
    union all
    select c.unit_id, c.indicator, c.sub, 'cell', null, coalesce(c.is_now, 0) - coalesce(c.was, 0), c.was, c.is_now, 'made' from c
  )
  insert into quarter_ledger (freeze_id, line, unit_id, indicator, sub, of_what, object_id, delta, was, is_now, why)
  select p_after, row_number() over (order by l.of_what = 'cell', l.indicator, l.sub, l.unit_id, l.object_id), l.* from l
$$;

-- The lines of a version for the actor: those of units whose statistics are not theirs come as "#" and the hash.
create or replace function quarter_document(p_quarter text, p_version integer) returns text
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select string_agg(case when l.unit_id is null or l.unit_id = any (u.units) then l.line else '#' || l.sha256 end || E'\n', '' order by l."position")
         || coalesce('{"sha256":"' || f.sha256 || '","key":"' || f.key_id || '","signature":"' || f.signature || E'"}\n', '')
    from (select permitted_units('statistics.read') as units) u, quarter_freeze f join quarter_line l using (freeze_id)
   where f.quarter = p_quarter and f.version = p_version and cardinality(u.units) > 0
   group by f.freeze_id, f.sha256, f.key_id, f.signature
$$;

-- What waits for its signature, and its signature. Whoever signs holds the private key; that is for verification to find out.
create or replace function quarters_unsigned() returns table (freeze_id uuid, signed text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select f.freeze_id, 'anjuan-quarter-2 ' || f.quarter || ' ' || f.version || ' ' || f.sha256 from quarter_freeze f where f.signature is null and f.salt is not null
$$;
create or replace function quarter_sign(p_freeze uuid, p_key_id text, p_public text, p_signature text) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  insert into signing_key (key_id, public_key) values (p_key_id, p_public) on conflict do nothing;
  update quarter_freeze f set key_id = p_key_id, signature = p_signature where f.freeze_id = p_freeze and f.signature is null;
$$;

-- ---- the check ----

-- The kept figures counted again from the events and acts that stand.
create or replace function count_again() returns table (unit_id text, month date, indicator text, sub text, value bigint)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select x.unit_id, month_first(x.day), x.indicator, x.sub, sum(x.value)::bigint
    from (select e.unit_id, e.day, e.indicator, e.sub, e.value from case_entries(array(select c.case_id from case_file c)) e
          union all
          select a.unit_id, a.day, a.indicator, a.sub, a.value
            from act_entries(array(select a.act_id from count_act a where a.takes_back is null
                                      and not exists (select from count_act b where b.takes_back = a.act_id))) a) x
   group by 1, 2, 3, 4 having sum(x.value) <> 0
$$;

-- Where the kept figures differ from a count over the events.
create or replace function count_differences()
  returns table (unit_id text, month date, indicator text, sub text, kept bigint, counted bigint)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select unit_id, month, indicator, sub, coalesce(k.value, 0)::bigint, coalesce(c.value, 0)
    from (select m.unit_id, m.month, m.indicator, m.sub, sum(m.value)::bigint as value
            from (select * from count_month union all select * from count_delta) m group by 1, 2, 3, 4) k
    full join (select * from count_again()) c using (unit_id, month, indicator, sub)
   where coalesce(k.value, 0) <> coalesce(c.value, 0)
$$;

-- Brings the kept figures to what the events say; returns how many were wrong. For migrations: additions of
-- transactions still under way come with them.
create or replace function count_mend() returns bigint
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  with d as (
    insert into count_delta (unit_id, month, indicator, sub, value)
    select d.unit_id, d.month, d.indicator, d.sub, d.counted - d.kept from count_differences() d returning 1
  ), c as (
    insert into count_change (object_id) values (null)
  )
  select count(*) from d
$$;

-- Everything that does not agree with everything else: kept figures with the events, cases in hand by events with the cases
-- themselves; frozen versions with their hash, with what is in their cells, with the events their snapshot knows of, and each
-- new version with the one before and the ledger between.
create or replace function statistics_check()
  returns table (what text, unit_id text, period text, indicator text, kept text, counted text)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with may as materialized (
    select from permitted_units('statistics.read') u where not exists (select from unit x where not x.unit_id = any (u))
  ), hand as (
    select unit_id, coalesce(e.n, 0) as by_events, coalesce(c.n, 0) as by_cases
      from (select m.unit_id, sum(m.value) as n
              from (select * from count_month union all select * from count_delta) m where m.indicator = 'in_hand' group by 1) e
      full join (select c.unit_id, count(*) as n from case_file c
                  where c.closed_on is null and (c.procedure = 'ordinary' or c.decided_on is not null
                        or exists (select from case_event e where e.case_id = c.case_id and e.kind in ('decided', 'unit_transfer_accepted'))) group by 1) c using (unit_id)
  ), f as (
    select z.freeze_id, z.quarter, z.version, z.snapshot, z.xid, z.sha256, z.total, z.definitions, z.quarter || ' v' || z.version as period from quarter_freeze z where z.salt is not null
  ), known as (
    select f.freeze_id, a.* from f cross join lateral period_members(quarter_first(f.quarter), quarter_last(f.quarter), null, null, true,
                                                                     f.snapshot::pg_snapshot, f.xid) a
  ), member as (
    select m.* from quarter_member m join indicator i using (indicator) where i.kind in ('flow', 'stock')
  ), again as (
    select l.freeze_id, l."position", l.line from f cross join lateral (select f.freeze_id, x."position", x.line from quarter_lines(f.freeze_id) x) l
  ), made as (
    select f.freeze_id, r.unit_id, r.figures from f cross join lateral table_rows(base_of(f.freeze_id), false) r
  ), live as (
    select k.quarter from quarter_kept k where k.until_on = least(quarter_last(k.quarter), anjuan_today())
       and not exists (select from count_change c where c.xid >= pg_snapshot_xmin(k.known::pg_snapshot) and not pg_visible_in_snapshot(c.xid, k.known::pg_snapshot))
  ), led as (
    select n.freeze_id, x.unit_id, x.indicator, x.sub, x.value
      from f n join f o on o.quarter = n.quarter and o.version = n.version - 1
      cross join lateral (select y.unit_id, y.indicator, y.sub, sum(y.value) as value
        from (select m.unit_id, m.indicator, m.sub, m.value from quarter_member m where m.freeze_id = o.freeze_id
              union all select l.unit_id, l.indicator, l.sub, l.delta from quarter_ledger l where l.freeze_id = n.freeze_id and l.of_what <> 'cell'
              union all select m.unit_id, m.indicator, m.sub, -m.value from quarter_member m where m.freeze_id = n.freeze_id) y
       group by 1, 2, 3 having sum(y.value) <> 0) x
  )
  select 'events', d.unit_id, to_char(d.month, 'YYYY-MM'), d.indicator || coalesce('.' || nullif(d.sub, ''), ''), d.kept::text, d.counted::text
    from may, count_differences() d
  union all
  select 'acts', coalesce(a.unit_id, e.unit_id), to_char(coalesce(a.happened_on, e.happened_on), 'YYYY-MM'), coalesce(a.kind, e.kind) || ' ' || coalesce(a.object_id, e.object_id),
         (a.kind is not null)::integer::text, (e.kind is not null)::integer::text
    from may cross join (
           (select a.unit_id, a.object_id, a.kind, a.happened_on from count_act a
             where a.of_what in ('clue', 'inspection') and a.takes_back is null and not exists (select from count_act b where b.takes_back = a.act_id)) a
           full join
           (select c.unit_id, c.clue_id as object_id, x.kind, x.happened_on from clue c, clue_acts(c) x
            union all
            select i.unit_id, i.inspection_id, x.kind, x.happened_on from inspection i, inspection_acts(i) x) e
             on a.object_id = e.object_id and a.kind = e.kind and a.happened_on = e.happened_on)
   where a.kind is null or e.kind is null
  union all
  select 'cases', h.unit_id, '', 'in_hand', h.by_events::text, h.by_cases::text from may, hand h where h.by_events <> h.by_cases
  union all
  select 'frozen', unit_id, f.period, indicator || coalesce('.' || nullif(sub, ''), ''), coalesce(z.value, 0)::text, coalesce(a.value, 0)::text
    from may, (select m.freeze_id, m.unit_id, m.indicator, m.sub, m.object_id, m.value from member m) z
    full join (select k.freeze_id, k.unit_id, k.indicator, k.sub, k.object_id, k.value from known k) a using (freeze_id, unit_id, indicator, sub, object_id)
    join f using (freeze_id)
   where coalesce(z.value, 0) <> coalesce(a.value, 0)
  union all
  select 'kept', coalesce(unit_id, ''), quarter, '', coalesce(z.figures, ''), coalesce(a.figures, '')
    from may, (select k.quarter, coalesce(k.unit_id, '') as unit_id, k.figures from live join quarter_kept_row k using (quarter)) z
    full join (select live.quarter, coalesce(r.unit_id, '') as unit_id, r.figures from live cross join lateral
                 table_rows(array(select b from period_base(quarter_first(live.quarter), quarter_last(live.quarter)) b), false) r) a using (quarter, unit_id)
   where z.figures is distinct from a.figures
  union all
  select 'cells', unit_id, f.period, indicator || coalesce('.' || nullif(sub, ''), ''), coalesce(c.value, 0)::text, coalesce(m.value, 0)::text
    from may, (select c.freeze_id, c.unit_id, c.indicator, c.sub, c.value from quarter_cell c) c
    full join (select m.freeze_id, m.unit_id, m.indicator, m.sub, sum(m.value) as value from quarter_member m group by 1, 2, 3, 4) m
      using (freeze_id, unit_id, indicator, sub)
    join f using (freeze_id)
   where coalesce(c.value, 0) <> coalesce(m.value, 0)
  union all
  -- Units are renamed, set up and closed down; the frozen rows keep the names and the units of their day.
  select 'cells', coalesce(m.unit_id, ''), f.period, '', coalesce(r.figures, f.total), m.figures
    from may, f join made m using (freeze_id) left join quarter_freeze_row r on r.freeze_id = m.freeze_id and r.unit_id = m.unit_id
   where f.definitions = (select max(i.version) from indicator i) and (r.unit_id is not null or m.unit_id is null)
     and m.figures::jsonb - array['name_zh', 'name_en', 'zero_cases'] <> coalesce(r.figures, f.total)::jsonb - array['name_zh', 'name_en', 'zero_cases']
  union all
  select 'cells', '', f.period, 'zero_cases', f.total::json ->> 'zero_cases', (select sum((r.figures::json ->> 'zero_cases')::bigint)::text from quarter_freeze_row r where r.freeze_id = f.freeze_id)
    from may, f where (f.total::json ->> 'zero_cases')::bigint <> (select sum((r.figures::json ->> 'zero_cases')::bigint) from quarter_freeze_row r where r.freeze_id = f.freeze_id)
  union all
  select 'sum', coalesce(l.unit_id, ''), f.period, '', l.line, coalesce(a.line, '')
    from may, f join quarter_line l using (freeze_id) left join again a using (freeze_id, "position")
   where l.line is distinct from a.line or l.sha256 <> encode(sha256(convert_to(l.line, 'UTF8')), 'hex')
  union all
  select 'sum', '', f.period, '', f.sha256, lines_sum(f.freeze_id) from may, f where f.sha256 is distinct from lines_sum(f.freeze_id)
  union all
  select 'ledger', l.unit_id, f.period, l.indicator || coalesce('.' || nullif(l.sub, ''), ''), '0', l.value::text from may, led l join f using (freeze_id)
$$;

-- Rights: what the server and the jobs may call, and what nobody may.

do $$
declare
  f record;
begin
  for f in select p.oid::regprocedure as name, p.proname from pg_proc p where p.pronamespace = 'anjuan'::regnamespace and p.proname = any (array[
    'heaviest_penalty', 'case_entries', 'act_entries', 'count_events', 'count_penalties', 'count_acts', 'count_deadlines', 'count_cases', 'count_anew', 'note_acts', 'note_clue', 'note_review',
    'note_subject', 'clue_acts', 'review_acts', 'inspection_counts', 'inspection_acts', 'note_inspection', 'note_inspection_again', 'note_inspections_of', 'salted', 'count_fold', 'unit_at', 'dues_at', 'instalments_left', 'working_day_after', 'computed_entries', 'period_flows', 'period_base', 'quarter_keep', 'quarters_keep_up', 'quarter_cells', 'cells_of', 'table_columns',
    'table_rows', 'quarter_rows', 'quarter_live', 'penalties_live', 'quarters_counted', 'period_members', 'cell_members', 'confirm_quarter',
    'quarter_unconfirmed', 'close_quarter', 'return_quarter', 'quarter_lines', 'lines_sum', 'why_differs', 'ledger_pending', 'quarter_pending',
    'base_of', 'freeze_quarter', 'ledger_book', 'quarter_document', 'quarters_unsigned', 'quarter_sign', 'count_again', 'count_differences',
    'count_mend', 'statistics_check'])
  loop
    execute format('revoke all on function %s from public', f.name);
  end loop;
end $$;
grant execute on function count_fold(integer), quarters_keep_up(integer), quarter_live(text), penalties_live(integer), quarters_counted(),
  cell_members(text, integer, text, text, text), confirm_quarter(uuid, text, text, text, text), quarter_unconfirmed(text), close_quarter(text, text),
  return_quarter(text, text), quarter_pending(text), freeze_quarter(text, uuid), quarter_document(text, integer), quarters_unsigned(),
  quarter_sign(uuid, text, text, text), table_columns(boolean) to anjuan_login, anjuan_jobs;
grant execute on function statistics_check() to anjuan_jobs;
grant execute on function count_events(), count_penalties(), count_acts(), note_clue(), note_review(), note_inspection(), note_subject(), count_deadlines(), count_cases(),
  count_anew() to anjuan_owner;

-- No writer can forget to count. Making the triggers waits for writers under way, so that what they commit is among the events
-- from which the figures kept are made the first time.
set local role anjuan_owner;
create function pg_temp.trigger_once(tab text, name text, what text, does text default null) returns void language plpgsql as $$
begin
  if not exists (select from pg_trigger t where t.tgrelid = ('anjuan.' || tab)::regclass and t.tgname = name) then
    execute format('create trigger %I %s execute function anjuan.%I()', name, replace(what, '@', 'on anjuan.' || tab), coalesce(does, name));
  end if;
end $$;
select pg_temp.trigger_once('case_event', 'count_events', 'after insert @ referencing new table as new_events for each statement'),
       pg_temp.trigger_once('case_penalty', 'count_penalties', 'after insert @ referencing new table as new_penalties for each statement'),
       pg_temp.trigger_once('count_act', 'count_acts', 'after insert @ referencing new table as new_acts for each statement'),
       pg_temp.trigger_once('clue', 'note_clue', 'after insert or update @ for each row'),
       pg_temp.trigger_once('inspection', 'note_inspection', 'after insert or update @ for each row'),
       pg_temp.trigger_once('review', 'note_review', 'after insert or update @ for each row'),
       pg_temp.trigger_once('case_file', 'note_subject', 'after update of subject_unit_id @ for each row when (old.subject_unit_id <> new.subject_unit_id)'),
       pg_temp.trigger_once('case_deadline', 'count_deadlines', 'after insert @ referencing new table as changed for each statement'),
       pg_temp.trigger_once('case_deadline', 'count_deadlines_moved', 'after update @ referencing new table as changed for each statement', 'count_deadlines'),
       pg_temp.trigger_once('case_deadline', 'count_deadlines_gone', 'after delete @ referencing old table as changed for each statement', 'count_deadlines'),
       pg_temp.trigger_once('case_file', 'count_cases', 'after insert @ for each row'),
       pg_temp.trigger_once('case_file', 'count_cases_changed', $t$after update of filed_on, closed_on, cause_code, cause_text, party_names, occurred_on, found_on, unit_id @
         for each row when ((old.filed_on, old.closed_on, old.cause_code, old.cause_text, old.party_names, old.occurred_on, old.found_on, old.unit_id)
           is distinct from (new.filed_on, new.closed_on, new.cause_code, new.cause_text, new.party_names, new.occurred_on, new.found_on, new.unit_id))$t$, 'count_cases');
select pg_temp.trigger_once(t, 'count_anew', 'after insert or update or delete or truncate @ for each statement')
  from unnest(array['unit', 'indicator', 'indicator_group', 'indicator_sub', 'indicator_rule', 'indicator_term', 'statistics_setting', 'penalty_order',
                    'penalty_order_use', 'term', 'calendar_day']) t;
set local role anjuan_definer;
select note_acts('clue', c.clue_id, c.unit_id, (select jsonb_agg(to_jsonb(a)) from clue_acts(c) a)) from clue c
 where not exists (select from count_act a where a.kind = 'clue_checked');
select note_inspection_again(i.inspection_id) from inspection i where not exists (select from count_act a where a.of_what = 'inspection');
select note_acts('review', r.review_id, r.unit_id, (select jsonb_agg(to_jsonb(a)) from review_acts(r) a)) from review r
 where not exists (select from count_act a where a.of_what = 'review');
select count_mend() where not exists (select from count_month m where m.indicator = 'in_hand') and not exists (select from count_delta d where d.indicator = 'in_hand');
-- What is kept was made by these functions as they were.
delete from quarter_kept;

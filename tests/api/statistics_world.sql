-- For test_statistics.c: random worlds, and their figures counted in the plainest way, without the tables of indicators.

-- Every other day is the first or the last of a quarter.
create function public.some_day() returns date language sql as $$
  select case when random() < 0.5
              then (date '2024-01-01' + make_interval(months => 3 * floor(random() * 12)::integer)
                                      - make_interval(days => floor(random() * 2)::integer))::date
              else date '2023-12-20' + floor(random() * 1120)::integer end
$$;

create function public.some_unit() returns text language sql as $$
  select (array['310101', '310115', '310114', 'centre', 'city', 'gone'])[1 + floor(random() * 6)::integer]
$$;

-- Cases with late records, cases that move between units, second decisions and endings, decisions without outcome,
-- refunds, corrections, corrections of corrections and withdrawals, recorded in statements of all sizes with folding
-- between them.
create function public.make_world(seed double precision, cases integer) returns void language plpgsql as $$
declare
  recorder constant uuid := '01900000-0000-7000-8000-0000000000a1';
begin
  perform setseed(seed);
  insert into unit values ('gone', '已撤销单位', 'Closed unit', 'other', 'x', false);
  create temp table c on commit drop as
    select gen_random_uuid() as case_id, public.some_unit() as unit_id, i from generate_series(1, cases) i;
  insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, filed_on, state, recorded_by)
    select case_id, unit_id, unit_id, 'w' || i, 't', 'ordinary', 'grid', public.some_day(), 'filed', recorder from c;

  create temp table e on commit drop as
    select gen_random_uuid() as event_id, c.case_id, c.unit_id,
           case when random() < 0.2 then public.some_unit() else c.unit_id end as at_unit_id, k.kind, public.some_day() as day,
           (array['penalty', 'penalty', 'no_penalty', 'not_established', 'transfer', null])[1 + floor(random() * 6)::integer] as outcome,
           (array['simple', 'ordinary'])[1 + floor(random() * 2)::integer] as procedure,
           floor(random() * 1e6)::bigint * (random() < 0.7)::integer as fine,
           floor(random() * 1e5)::bigint * (random() < 0.3)::integer as taken,
           floor(random() * 2e5)::bigint - 50000 as amount, null::uuid as corrects, floor(random() * 5)::integer as batch
      from c, (values ('filed', 1.0), ('investigated', 0.8), ('decided', 0.8), ('decided', 0.1), ('paid', 0.6), ('paid', 0.3),
                      ('closed', 0.5), ('terminated', 0.1), ('transferred', 0.1), ('corrected', 0.2),
                      ('refunded', 0.1), ('reopened', 0.1), ('transfer_returned', 0.05)) k(kind, chance)
     where random() < k.chance;
  for i in 1..3 loop
    insert into e
      select gen_random_uuid(), e.case_id, e.unit_id, case when random() < 0.3 then public.some_unit() else e.at_unit_id end,
             case when random() < 0.3 then 'corrected' else e.kind end, case when random() < 0.5 then public.some_day() else e.day end,
             case when random() < 0.5 then 'penalty' else e.outcome end, e.procedure, e.fine + 1, e.taken, e.amount + 1,
             e.event_id, e.batch + floor(random() * 2)::integer
        from e where random() < 0.3 and not exists (select from e x where x.corrects = e.event_id);
  end loop;

  for b in 0..10 loop
    insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, outcome,
                            procedure, fine_fen, confiscated_fen, amount_fen, corrects)
      select event_id, case_id, unit_id, at_unit_id, 100 * b + row_number() over (partition by case_id), 1, kind, day, recorder,
             case kind when 'decided' then outcome end, procedure, case kind when 'decided' then fine else 0 end,
             case kind when 'decided' then taken else 0 end, case when kind in ('paid', 'refunded') then amount end, corrects
        from e where batch = b;
    perform count_fold(floor(random() * 40)::integer);
  end loop;
end $$;

-- The events that stand: what another one corrects does not.
create function public.standing() returns void language sql as $$
  create temp table standing on commit drop as
    select * from case_event e where not exists (select from case_event x where x.corrects = e.event_id)
$$;

-- One row of a quarter (u null: the total).
create function public.plain_count(q text, u text) returns jsonb language plpgsql as $$
begin return (
  select jsonb_build_object('unit_id', u,
    'filed', count(*) filter (where kind = 'filed' and inside),
    'decided', count(*) filter (where kind = 'decided' and inside),
    'decided_penalty', count(*) filter (where kind = 'decided' and outcome = 'penalty' and inside),
    'decided_no_penalty', count(*) filter (where kind = 'decided' and outcome = 'no_penalty' and inside),
    'decided_not_established', count(*) filter (where kind = 'decided' and outcome = 'not_established' and inside),
    'decided_transfer', count(*) filter (where kind = 'decided' and outcome = 'transfer' and inside),
    'decided_unstated', count(*) filter (where kind = 'decided' and outcome is null and inside),
    'ended', count(*) filter (where kind in ('closed', 'terminated', 'transferred') and inside),
    'closed', count(*) filter (where kind = 'closed' and inside),
    'terminated', count(*) filter (where kind = 'terminated' and inside),
    'transferred', count(*) filter (where kind = 'transferred' and inside),
    'reopened', count(*) filter (where kind in ('reopened', 'transfer_returned') and inside),
    'in_hand_start', count(*) filter (where kind in ('filed', 'reopened', 'transfer_returned') and happened_on < a)
                     - count(*) filter (where kind in ('closed', 'terminated', 'transferred') and happened_on < a),
    'in_hand_end', count(*) filter (where kind in ('filed', 'reopened', 'transfer_returned') and happened_on <= z)
                   - count(*) filter (where kind in ('closed', 'terminated', 'transferred') and happened_on <= z),
    'balance_holds', true,
    'fines_decided_fen', coalesce(sum(fine_fen) filter (where kind = 'decided' and inside), 0),
    'confiscated_fen', coalesce(sum(confiscated_fen) filter (where kind = 'decided' and inside), 0),
    'fines_collected_fen', coalesce(sum(amount_fen) filter (where kind = 'paid' and inside), 0)
                           - coalesce(sum(amount_fen) filter (where kind = 'refunded' and inside), 0),
    'penalties_simple', count(*) filter (where kind = 'decided' and outcome = 'penalty' and procedure = 'simple' and inside),
    'penalties_ordinary', count(*) filter (where kind = 'decided' and outcome = 'penalty' and procedure = 'ordinary' and inside),
    'ordinary_share_bp', round(10000.0 * count(*) filter (where kind = 'decided' and outcome = 'penalty' and procedure = 'ordinary' and inside)
                               / nullif(count(*) filter (where kind = 'decided' and outcome = 'penalty' and inside), 0)))
  from (select e.*, a, z, happened_on between a and z as inside
          from standing e,
               (select a, (a + interval '3 months')::date - 1 as z
                  from (select (left(q, 4) || '-' || ((right(q, 1)::integer - 1) * 3 + 1) || '-01')::date as a) x) p
         where u is null or at_unit_id = u) e);
end $$;

-- Every row that is not as plainly counted, of every third of 16 quarters, by turns; a unit that is closed down may be left out when it has nothing.
create function public.world_differs(turn integer) returns text language sql as $$
  with q as (
    select y || 'Q' || n as q from generate_series(2023, 2026) y, generate_series(1, 4) n
     where (y * 4 + n + turn) % 3 = 0
  ), plain as (
    select q, u, active, public.plain_count(q, u) as j from q, (select unit_id, active from unit union all select null, true) x(u, active)
  ), kept as (
    select q, unit_id as u, figures::jsonb - 'name_zh' - 'name_en' as j from q, quarter_rows(q)
  ), nothing as (
    select public.plain_count('2023Q1', 'nobody') - 'unit_id' as j
  )
  select string_agg(coalesce(p.q, k.q) || ' ' || coalesce(p.u, k.u, 'total') || ': ' || coalesce(p.j::text, '-') || ' / ' || coalesce(k.j::text, '-'), E'\n')
    from plain p full join kept k on k.q = p.q and k.u is not distinct from p.u cross join nothing
   where p.j is distinct from k.j and not (k.j is null and not p.active and p.j - 'unit_id' = nothing.j)
$$;

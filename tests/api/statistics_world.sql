-- For test_statistics.c and tests/worlds: random worlds, and their figures counted in the plainest way, from the definitions and
-- without the tables of indicators.

-- Every other day is the first or the last of a quarter.
create function public.some_day() returns date language sql as $$
  select case when random() < 0.5
              then (date '2024-01-01' + make_interval(months => 3 * floor(random() * 12)::integer)
                                      - make_interval(days => floor(random() * 2)::integer))::date
              else date '2023-12-20' + floor(random() * 1120)::integer end
$$;

create function public.one_of(variadic text[]) returns text language sql as $$
  select nullif($1[1 + floor(random() * cardinality($1))::integer], '')
$$;

create function public.some_unit() returns text language sql as $$
  select public.one_of('310101', '310115', '310114', 'centre', 'city', 'gone')
$$;

-- What the world was when it was made: which enforcement subject an event's case had.
create table public.subject_then (event_id uuid primary key, subject text not null);

-- Cases with late records, cases that move between units and subjects, second decisions and endings, decisions without outcome
-- and with several penalties, refunds, corrections, corrections of corrections and withdrawals, recorded in statements of all
-- sizes with folding between them; clues, reviews and deadlines. Made in two halves, so that there can be a freeze between.
create function public.make_world(seed double precision, cases integer) returns void language plpgsql as $$
declare
  recorder constant uuid := '01900000-0000-7000-8000-0000000000a1';
begin
  perform setseed(seed);
  insert into unit values ('gone', '已撤销单位', 'Closed unit', 'other', 'x', false) on conflict do nothing;
  drop table if exists c, e;
  create temp table c as
    select gen_random_uuid() as case_id, public.some_unit() as unit_id, public.some_unit() as subject, public.one_of('simple', 'ordinary', 'ordinary') as procedure,
           public.some_day() as filed_on, i from generate_series(1, cases) i;
  insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, filed_on, state, recorded_by, party_names, cause_text, found_on)
    select case_id, unit_id, subject, 'w' || case_id, 't', procedure, 'grid', filed_on, 'filed', recorder, coalesce(public.one_of('甲', '甲', ''), ''),
           public.one_of('某', '某', '某', ''), case when random() < 0.9 then filed_on end from c;

  create temp table e as
    select gen_random_uuid() as event_id, c.case_id, c.unit_id, case when random() < 0.2 then public.some_unit() else c.unit_id end as at_unit_id,
           k.kind, case k.kind when 'filed' then c.filed_on else public.some_day() end as day,
           case k.kind when 'decided' then public.one_of('penalty', 'penalty', 'penalty', 'no_penalty', 'not_established', 'transfer', '')
                when 'legal_reviewed' then public.one_of('agree', 'change', 'return') when 'hearing_held' then public.one_of('held', 'absent')
                when 'defence_rechecked' then public.one_of('accepted', 'partly_accepted', 'rejected')
                when 'reconsideration_ended' then public.one_of('upheld', 'changed', 'revoked', 'void', 'unlawful', 'partly_revoked', 'withdrawn')
                when 'suit_ended' then public.one_of('upheld', 'changed', 'revoked', 'dismissed') end as outcome,
           c.procedure, floor(random() * 1e6)::bigint * (random() < 0.7)::integer as fine,
           floor(random() * 1e5)::bigint * (random() < 0.3)::integer as taken, floor(random() * 2e5)::bigint as amount,
           case k.kind when 'decided' then jsonb_strip_nulls(jsonb_build_object('tier', public.one_of('mitigated', 'lighter', 'general', ''), 'basis', public.one_of('第三十二条', '')))
                       when 'transferred' then jsonb_build_object('transfer_kind', public.one_of('criminal', 'other')) end as data,
           null::uuid as corrects, floor(random() * 5)::integer as batch
      from c, (values ('filed', 1.0), ('investigated', 0.8), ('decided', 0.8), ('decided', 0.2), ('paid', 0.6), ('paid', 0.3), ('fine_added', 0.2),
                      ('closed', 0.5), ('terminated', 0.1), ('transferred', 0.2), ('corrected', 0.2), ('legal_reviewed', 0.4), ('discussed', 0.3),
                      ('refunded', 0.2), ('reopened', 0.1), ('transfer_returned', 0.05), ('transfer_received', 0.1), ('transfer_refused', 0.1),
                      ('moved_out', 0.2), ('unit_transfer_accepted', 0.2), ('hearing_told', 0.3), ('hearing_requested', 0.2), ('hearing_held', 0.2),
                      ('defence_heard', 0.3), ('defence_rechecked', 0.3), ('reconsideration_accepted', 0.2), ('reconsideration_ended', 0.2),
                      ('suit_accepted', 0.1), ('suit_ended', 0.1), ('court_applied', 0.1), ('measure_decided', 0.1), ('correction_ordered', 0.3)) k(kind, chance)
     where random() < k.chance;
  for i in 1..3 loop
    insert into e
      select gen_random_uuid(), e.case_id, e.unit_id, case when random() < 0.3 then public.some_unit() else e.at_unit_id end,
             case when random() < 0.3 then 'corrected' else e.kind end, case when random() < 0.5 then public.some_day() else e.day end,
             case when random() < 0.5 and e.kind = 'decided' then 'penalty' else e.outcome end, e.procedure, e.fine + 1, e.taken, e.amount + 1,
             e.data, e.event_id, e.batch + floor(random() * 3)::integer
        from e where random() < 0.3 and e.kind not in ('moved_out', 'unit_transfer_accepted') and not exists (select from e x where x.corrects = e.event_id);
  end loop;

  drop table if exists ins;
  create temp table ins as
    select gen_random_uuid() as inspection_id, public.some_unit() as unit_id from generate_series(1, cases) i;
  insert into inspection (inspection_id, unit_id, kind, trigger, object_name, inspected_on, problem_found, recorded_by)
    select inspection_id, unit_id, public.one_of('building_site', 'maintenance', 'grid_patrol'), 'planned', '某', public.some_day(), random() < 0.5, recorder from ins;
  insert into clue (clue_id, unit_id, source, received_on, title, recorded_by, inspection_id)
    select gen_random_uuid(), coalesce(n.unit_id, public.some_unit()), public.one_of('hotline', 'grid', 'report', 'sensor'), public.some_day(), '线索' || i, recorder, n.inspection_id
      from generate_series(1, cases) i left join lateral (select * from ins where random() < 0.5 and i > 0 order by random() limit 1) n on true;
  insert into case_deadline (case_id, unit_id, code, nth, term_version, law_version, started_by, start_on, due_on, met_on, void_on, state, party_right, provisional, explanation)
    select c.case_id, c.unit_id, d.code, d.nth, 1, 1, 'x', d.start_on, d.due_on, case when d.how < 0.4 then d.end_on end, case when d.how > 0.9 then d.end_on end,
           case when d.how > 0.9 then 'void' when d.how >= 0.4 then 'open' when d.end_on > d.due_on then 'met_late' else 'met' end, false, false, '[]'
      from c, lateral (select code, nth, public.some_day() as start_on, public.some_day() as due_on, public.some_day() as end_on, random() as how
                         from (values ('decision', 1), ('disclosure', 1), ('disclosure', 2), ('correction', 1), ('payment', 1), ('payment', 2)) x(code, nth)
                        where c.i >= 0) d where random() < 0.4;
  perform public.go_on(0, 4);
end $$;

create function public.go_on(first integer, last integer) returns void language plpgsql as $$
declare
  recorder constant uuid := '01900000-0000-7000-8000-0000000000a1';
  clue_of record;
begin
  for b in first..last loop
    insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, outcome,
                            procedure, fine_fen, confiscated_fen, amount_fen, corrects, data)
      select e.event_id, e.case_id, c.unit_id, at_unit_id, 100 * b + row_number() over (partition by e.case_id order by e.event_id), 1, kind, day, recorder,
             e.outcome, e.procedure, case kind when 'decided' then fine else 0 end, case kind when 'decided' then taken else 0 end,
             case when kind in ('paid', 'refunded', 'fine_added') or kind = 'reconsideration_ended' and e.outcome = 'changed' then amount end, corrects, data
        from e join case_file c using (case_id) where batch = b;
    insert into case_penalty (event_id, position, case_id, unit_id, kind)
      select e.event_id, n, e.case_id, c.unit_id, public.one_of('warning', 'criticism', 'fine', 'confiscate_goods', 'suspend_license', 'revoke_license',
               'restrict_employment', 'stop_production', 'other')
        from e join case_file c using (case_id), generate_series(1, 3) n where batch = b and e.kind = 'decided' and e.outcome = 'penalty' and random() < 0.4
          and not exists (select from case_penalty p where p.event_id = e.event_id);
    insert into public.subject_then select e.event_id, c.subject_unit_id from e join case_file c using (case_id) where batch = b;
    perform count_fold(floor(random() * 40)::integer);
    update case_file f set event_count = 100 * b + 99 where f.case_id in (select c.case_id from c);
    update case_file f set subject_unit_id = public.some_unit() where f.case_id in (select c.case_id from c where random() < 0.05);
    for clue_of in select l.clue_id from clue l where random() < 0.15 and l.status <> 'merged' loop
      begin
        case floor(random() * 6)::integer
          when 4 then update clue set status = 'filed', result_on = received_on + floor(random() * 20)::integer, referred_to = null, merged_into = null,
                                      case_id = (select x.case_id from case_file x where x.case_id in (select c.case_id from c) and x.unit_id = clue.unit_id order by random() limit 1)
                       where clue_id = clue_of.clue_id;
          when 5 then update clue set verified_on = received_on + floor(random() * 20)::integer, verification = 'founded' where clue_id = clue_of.clue_id;
          when 0 then update clue set status = 'not_filed', result_on = received_on + floor(random() * 20)::integer, result_reason = 'x', merged_into = null, case_id = null, referred_to = null
                       where clue_id = clue_of.clue_id;
          when 1 then update clue set status = 'referred', result_on = received_on + floor(random() * 20)::integer, referred_to = 'x', merged_into = null, case_id = null where clue_id = clue_of.clue_id;
          when 2 then update clue set source = public.one_of('hotline', 'grid') where clue_id = clue_of.clue_id;
          else update clue set status = 'merged', merged_into = (select x.clue_id from clue x where x.clue_id <> clue_of.clue_id and x.unit_id = clue.unit_id and x.status = 'registered'
                                                                     and not exists (select from clue y where y.merged_into = clue_of.clue_id) order by x.clue_id limit 1),
                               result_on = null, referred_to = null, case_id = null where clue_id = clue_of.clue_id;
        end case;
      exception when check_violation then null;
      end;
    end loop;
    update inspection set kind = public.one_of('building_site', 'grid_patrol'), inspected_on = public.some_day(), problem_found = random() < 0.5
     where inspection_id in (select i.inspection_id from ins i where random() < 0.1);
    insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by)
      select gen_random_uuid(), f.case_id, f.unit_id, (select checklist_id from checklist limit 1), r.person_id, recorder
        from case_file f, lateral (
          select x.person_id from reviewer_facts(array[f.case_id], array(select a.person_id from role_assignment a where a.role = 'reviewer')) x
           where x.may_review and not x.of_unit and not x.of_subject and not x.is_officer and not x.took_part order by random() limit 1) r
       where f.case_id in (select c.case_id from c where random() < 0.1) on conflict do nothing;
    update review set state = 'submitted', submitted_at = public.some_day() + interval '20 hours', score = 9000, vetoed = false, grade = public.one_of('excellent', 'pass', 'fail')
     where state = 'assigned' and random() < 0.5;
  end loop;
end $$;

-- The events that stand: what another one corrects does not.
create table public.standing as select e.*, ''::text as subject from case_event e limit 0;
create index on public.standing (case_id);
create function public.standing() returns void language sql as $$
  delete from public.standing;
  insert into public.standing
    select e.*, coalesce(s.subject, c.subject_unit_id) from case_event e left join public.subject_then s using (event_id) join case_file c using (case_id)
     where not exists (select from case_event x where x.corrects = e.event_id);
  analyze case_event, case_file, case_penalty, clue, inspection, review, case_deadline, count_act, count_delta, count_month, public.standing, public.subject_then;
$$;

create function public.heaviest(event uuid, fine bigint, taken bigint) returns text language sql as $$
  select coalesce((select p.kind from case_penalty p where p.event_id = event
                    order by array_position(array['detention', 'revoke_license', 'restrict_employment', 'close_down', 'stop_production', 'restrict_business', 'downgrade',
                      'suspend_license', 'confiscate_goods', 'confiscate_income', 'fine', 'criticism', 'warning', 'other'], p.kind) limit 1),
                  case when fine > 0 then 'fine' when taken > 0 then 'confiscate_income' else 'other' end)
$$;

-- Fine less payments of a case at the end of a day, and what was paid beyond the fine up to what was added.
create function public.owed(c uuid, d date, out owed numeric, out late numeric) language plpgsql as $$
declare
  r record;
  fine numeric := 0;
  added numeric := 0;
  paid numeric := 0;
begin
  for r in select * from public.standing s where s.case_id = c and s.happened_on <= d order by s.happened_on, s.seq loop
    if r.kind = 'decided' then fine := r.fine_fen; end if;
    if r.kind in ('reconsideration_ended', 'suit_ended') and r.outcome in ('revoked', 'void') then fine := 0; end if;
    if r.kind in ('reconsideration_ended', 'suit_ended') and r.outcome = 'changed' and r.amount_fen is not null then fine := r.amount_fen; end if;
    if r.kind = 'fine_added' then added := added + r.amount_fen; end if;
    if r.kind = 'paid' then paid := paid + r.amount_fen; end if;
    if r.kind = 'refunded' then paid := paid - r.amount_fen; end if;
  end loop;
  owed := fine - paid;
  late := greatest(0, least(paid - fine, added));
end $$;

create function public.holder(c uuid, d date) returns text language sql as $$
  select coalesce((select s.at_unit_id from public.standing s where s.case_id = c and s.happened_on <= d order by s.happened_on desc, s.seq desc limit 1),
                  (select f.unit_id from case_file f where f.case_id = c))
$$;

-- One row for each thing that counts between two days: for whom, in which figure, how much.
create function public.plain_facts(a date, z date) returns table (u text, key text, v numeric) language sql as $$
  with t as (select least(z, anjuan_today()) as z),
  s as (select * from public.standing where happened_on between a and z),
  entry as (select distinct on (case_id) * from public.standing
             where kind = 'filed' and procedure = 'ordinary' or kind in ('decided', 'closed', 'terminated', 'transferred', 'moved_out')
             order by case_id, happened_on, seq),
  hand as (select at_unit_id, happened_on, 1 as v from entry
           union all select at_unit_id, happened_on, 1 from public.standing where kind in ('reopened', 'transfer_returned', 'unit_transfer_accepted')
           union all select at_unit_id, happened_on, -1 from public.standing where kind in ('closed', 'terminated', 'transferred', 'moved_out'))
  select at_unit_id, 'in_hand_start', v from hand where happened_on < a
  union all select at_unit_id, 'in_hand_end', v from hand where happened_on <= z
  union all select at_unit_id, 'filed', 1 from entry where happened_on between a and z
  union all select at_unit_id, 'decided', 1 from s where kind = 'decided'
  union all select at_unit_id, 'decided_' || outcome, 1 from s where kind = 'decided' and outcome is not null
  union all select at_unit_id, 'decided_unstated', 1 from s where kind = 'decided' and outcome is null
  union all select at_unit_id, 'penalties_' || procedure, 1 from s where kind = 'decided' and outcome = 'penalty'
  union all select at_unit_id, kind, 1 from s where kind in ('closed', 'terminated', 'transferred', 'moved_out')
  union all select at_unit_id, 'ended', 1 from s where kind in ('closed', 'terminated', 'transferred')
  union all select at_unit_id, 'moved_in', 1 from s where kind = 'unit_transfer_accepted'
  union all select at_unit_id, 'reopened', 1 from s where kind in ('reopened', 'transfer_returned')
  union all select at_unit_id, 'fines_decided_fen', fine_fen from s where kind = 'decided'
  union all select at_unit_id, 'confiscated_fen', confiscated_fen from s where kind = 'decided'
  union all select at_unit_id, 'fines_collected_fen', case kind when 'paid' then amount_fen else -amount_fen end from s where kind in ('paid', 'refunded')
  union all select at_unit_id, 'penalty_heaviest.' || public.heaviest(event_id, fine_fen, confiscated_fen), 1 from s where kind = 'decided' and outcome = 'penalty'
  union all select at_unit_id, 'penalty_heaviest', 1 from s where kind = 'decided' and outcome = 'penalty'
  union all select s.at_unit_id, k, 1 from s join case_penalty p using (event_id), lateral (values ('penalty_each'), ('penalty_each.' || p.kind)) x(k)
             where s.kind = 'decided' and s.outcome = 'penalty'
  union all select at_unit_id, m.key, 1 from s join (values ('hearing_told', 'hearings_told'), ('hearing_requested', 'hearings_requested'), ('defence_heard', 'defences_heard'),
               ('legal_reviewed', 'legal_reviews'), ('discussed', 'discussions'), ('transfer_received', 'police_accepted'), ('transfer_returned', 'police_returned'),
               ('transfer_refused', 'police_returned'), ('measure_decided', 'compulsory_measures'), ('court_applied', 'court_applications'),
               ('correction_ordered', 'corrections_ordered')) m(kind, key) using (kind)
  union all select at_unit_id, 'hearings_held', 1 from s where kind = 'hearing_held' and outcome = 'held'
  union all select at_unit_id, 'defences_accepted', 1 from s where kind = 'defence_rechecked' and outcome <> 'rejected'
  union all select at_unit_id, 'legal_reviews_changed', 1 from s where kind = 'legal_reviewed' and outcome <> 'agree'
  union all select at_unit_id, 'police_transfers', 1 from s where kind = 'transferred' and data ->> 'transfer_kind' = 'criminal'
  union all select coalesce((select d.at_unit_id from public.standing d where d.case_id = s.case_id and d.kind = 'decided' and (d.happened_on, d.seq) <= (s.happened_on, s.seq)
                              order by d.happened_on desc, d.seq desc limit 1), s.at_unit_id), k, 1
              from s join (values ('reconsideration_accepted', 'reconsiderations_received'), ('reconsideration_ended', 'reconsiderations_ended'), ('suit_accepted', 'suits_received'),
                                  ('suit_ended', 'suits_ended')) m(kind, key) using (kind), lateral (values (m.key), (m.key || '.' || s.outcome)) x(k) where k is not null
  union all select at_unit_id, k, 1 from s, lateral (values (case data ->> 'tier' when 'mitigated' then 'mitigated' when 'lighter' then 'lighter' end),
               (case when data ->> 'tier' in ('mitigated', 'lighter') and coalesce(data ->> 'basis', data ->> 'ground') <> '' then 'mitigated_reasoned' end)) x(k)
             where kind = 'decided' and outcome = 'penalty' and k is not null
  union all select public.holder(case_id, met_on), 'decided_late', 1 from case_deadline, t where code = 'decision' and state = 'met_late' and met_on between a and t.z
  union all select public.holder(case_id, t.z), 'undecided_late', 1 from case_deadline, t
             where code = 'decision' and due_on < t.z and (met_on is null or met_on > t.z) and (void_on is null or void_on > t.z)
               and (select procedure from case_file f where f.case_id = case_deadline.case_id) = 'ordinary'
  union all select public.holder(case_id, t.z), 'late_fees_collected_fen', (public.owed(case_id, t.z)).late - (public.owed(case_id, a - 1)).late
              from t, (select distinct case_id from case_event where kind in ('paid', 'refunded') and happened_on between a and z) x
  union all select public.holder(x.case_id, t.z), k, o.owed
              from t, (select case_id, bool_or(due_on < t.z) as overdue from case_deadline, t where code = 'payment' and start_on <= t.z and (met_on is null or met_on > t.z)
                          and (void_on is null or void_on > t.z) group by 1) x, lateral public.owed(x.case_id, t.z) o,
                   lateral (values ('fines_outstanding_fen'), (case when x.overdue then 'fines_overdue_fen' end)) y(k) where o.owed > 0 and k is not null
  union all select public.holder(case_id, due_on), case code when 'disclosure' then 'disclosures_' else 'corrections_' end || x.k, 1
              from t, case_deadline, lateral (values ('due'), (case when met_on <= due_on and met_on <= t.z then 'in_time' end)) x(k)
             where code in ('disclosure', 'correction') and due_on between a and t.z and (void_on is null or void_on > due_on) and x.k is not null
  union all select public.holder(case_id, t.z), 'incomplete', 1 from t, case_file
             where filed_on <= t.z and (closed_on is null or closed_on >= a) and (coalesce(cause_code, cause_text) is null or party_names = '' or coalesce(occurred_on, found_on) is null)
  union all select public.holder(f.case_id, t.z), 'idle', 1 from t, case_file f
             where filed_on <= t.z - 60 and (closed_on is null or closed_on > t.z)
               and not exists (select from case_event x where x.case_id = f.case_id and x.happened_on between t.z - 59 and t.z)
  union all select r.unit_id, k, 1 from review r, lateral (values ('reviews_done'), ('reviews_done.' || r.grade)) x(k)
             where state = 'submitted' and (submitted_at at time zone 'Asia/Shanghai')::date between a and z
  union all select c.unit_id, k, 1
              from (select distinct on (coalesce(x.merged_into, x.clue_id)) y.unit_id, x.source, x.received_on
                      from clue x join clue y on y.clue_id = coalesce(x.merged_into, x.clue_id) order by coalesce(x.merged_into, x.clue_id), x.received_on, x.created_at, x.clue_id) c,
                   lateral (values ('clues_received'), ('clues_received.' || c.source)) x(k) where received_on between a and z
  union all select c.unit_id, 'clues_checked', 1 from clue c
             where c.status <> 'merged' and coalesce(c.verified_on, c.result_on) between a and z
  union all select x.unit_id, x.k, 1
              from (select i.unit_id, 'inspections' as k, i.inspection_id from inspection i
                    union all select i.unit_id, 'inspections_problems', i.inspection_id from inspection i where i.problem_found
                    union all select c.unit_id, 'inspection_clues', c.inspection_id from clue c where c.status <> 'merged') x join inspection i using (inspection_id)
             where i.kind <> 'grid_patrol' and i.inspected_on between a and z
               and not exists (select from clue c join public.standing e on e.case_id = coalesce(c.case_id, (select r.case_id from clue r where r.clue_id = c.merged_into))
                                where c.inspection_id = i.inspection_id and e.kind in ('decided', 'correction_ordered', 'measure_decided', 'transferred'))
  union all select c.unit_id, k, 1 from clue c, lateral (values ('clues_verified'), ('clues_' || c.status)) x(k)
             where status in ('filed', 'not_filed', 'referred') and result_on between a and z
  union all select c.unit_id, 'clues_in_time', 1 from (select c.*, coalesce(verified_on, c.result_on) as done_on from clue c where status <> 'merged') c, t where done_on between a and t.z
               and (select count(*) from generate_series(received_on + 1, done_on, interval '1 day') g(d)
                      left join lateral (select k.kind from calendar_day k where k.day = g.d::date order by law_version desc limit 1) k on true
                     where case k.kind when 'holiday' then false when 'workday' then true else extract(dow from g.d) between 1 and 5 end)
                   + case when done_on > received_on and (select case coalesce((select k.kind from calendar_day k where k.day = done_on order by law_version desc limit 1), '')
                        when 'holiday' then false when 'workday' then true else extract(dow from done_on) between 1 and 5 end) then 0
                        else case when done_on > received_on then 1 else 0 end end <= 7
  union all select subject, k, v from s, lateral (values ('subject_penalties', 1::numeric), ('subject_penalties.' || public.heaviest(event_id, fine_fen, confiscated_fen), 1),
                ('subject_' || procedure, 1), ('subject_amount_fen', fine_fen + confiscated_fen)) x(k, v) where kind = 'decided' and outcome = 'penalty'
$$;

create function public.share(up numeric, down numeric) returns numeric language sql as $$ select round(10000 * up / nullif(down, 0)) $$;

-- The rows of a quarter, or of a year (yearly), as {"figure": value}; u null: the total.
create function public.plain_rows(a date, z date, yearly boolean) returns table (u text, active boolean, j jsonb, nothing boolean) language sql as $$
  with f as materialized (
    select * from public.plain_facts(a, z)
  ), days as (
    select d.at_unit_id, d.happened_on - coalesce((select min(x.happened_on) from public.standing x where x.case_id = d.case_id and x.kind = 'filed'), d.happened_on) as n
      from public.standing d where d.kind = 'decided' and d.procedure = 'ordinary' and d.happened_on between a and z
  ), units as (
    select unit_id as u, active from unit union all select null, true
  ), r as materialized (
    select units.u, units.active, coalesce((select jsonb_object_agg(k, v) from (select f.key as k, sum(f.v) as v from f where units.u is null or f.u = units.u group by 1) x), '{}') as j,
           (select round(100 * avg(n)) from days where units.u is null or at_unit_id = units.u) as mean,
           (select 100 * percentile_cont(0.5) within group (order by n) from days where units.u is null or at_unit_id = units.u) as median,
           (select count(*) from unit x where (units.u is null or x.unit_id = units.u) and x.active
               and not exists (select from f where f.u = x.unit_id and f.key in ('filed', 'decided', 'ended'))) as zero,
           (select count(distinct f.u) from f where f.key = 'reviews_done' and (units.u is null or f.u = units.u)) as reviewed,
           (select count(distinct f.u) from f where f.key = 'closed' and (units.u is null or f.u = units.u)) as with_closed
      from units
  ), k as materialized (
    select key from table_columns(yearly)
  ), n as materialized (
    select r.*, (select jsonb_object_agg(k.key, coalesce((r.j -> k.key), '0')) from k) as base from r
  )
  select n.u, n.active, case when yearly then n.base else n.base || jsonb_build_object(
      'filing_rate_bp', public.share((base ->> 'clues_filed')::numeric, (base ->> 'clues_filed')::numeric + (base ->> 'clues_not_filed')::numeric),
      'ordinary_share_bp', public.share((base ->> 'penalties_ordinary')::numeric, (base ->> 'penalties_ordinary')::numeric + (base ->> 'penalties_simple')::numeric),
      'balance_holds', (base ->> 'in_hand_start')::numeric + (base ->> 'filed')::numeric + (base ->> 'reopened')::numeric + (base ->> 'moved_in')::numeric
                       - (base ->> 'ended')::numeric - (base ->> 'moved_out')::numeric = (base ->> 'in_hand_end')::numeric,
      'days_mean', n.mean, 'days_median', n.median::bigint, 'zero_cases', n.zero, 'units_reviewed', n.reviewed, 'units_with_closed', n.with_closed,
      'coverage_bp', public.share(n.reviewed, n.with_closed),
      'corrected_share_bp', public.share((select sum((base ->> (k || o))::numeric) from unnest(array['reconsiderations_ended.', 'suits_ended.']) k,
                                            unnest(array['changed', 'revoked', 'partly_revoked', 'unlawful', 'void']) o),
                                         (base ->> 'reconsiderations_ended')::numeric + (base ->> 'suits_ended')::numeric),
      'disclosure_rate_bp', public.share((base ->> 'disclosures_in_time')::numeric, (base ->> 'disclosures_due')::numeric),
      'excellent_share_bp', public.share((base ->> 'reviews_done.excellent')::numeric, (base ->> 'reviews_done')::numeric),
      'pass_share_bp', public.share((base ->> 'reviews_done.pass')::numeric, (base ->> 'reviews_done')::numeric),
      'fail_share_bp', public.share((base ->> 'reviews_done.fail')::numeric, (base ->> 'reviews_done')::numeric),
      'clues_in_time_bp', public.share((base ->> 'clues_in_time')::numeric, (base ->> 'clues_checked')::numeric)) end,
    not exists (select from jsonb_each(n.base) x where x.value <> '0')
    from n
$$;

create function public.rows_differ(plain_of text, rows jsonb, a date, z date, yearly boolean) returns text language sql as $$
  select string_agg(plain_of || ' ' || coalesce(p.u, r ->> 'unit_id', 'total') || ': '
                    || coalesce((select string_agg(key || ' plain ' || coalesce(p.j ->> key, '-') || ' kept ' || coalesce(r ->> key, '-'), ', ')
                                   from jsonb_object_keys(coalesce(p.j, r)) key where p.j -> key is distinct from r -> key), 'no row'), E'\n')
    from public.plain_rows(a, z, yearly) p full join jsonb_array_elements(rows) r on coalesce(r ->> 'unit_id', '*') = coalesce(p.u, '*')
   where p.j is distinct from r - 'unit_id' - 'name_zh' - 'name_en' and not (r is null and not p.active and p.nothing)
$$;

-- Every row of these quarters and of one year that is not as plainly counted; balances that do not hold, in a quarter or from one to
-- the next; and every cell that is not the sum of what is in it. A unit that is closed down may be left out when it has nothing.
create function public.world_differs(turn integer, quarters text[]) returns text language sql as $$
  with q as materialized (
    select q, (select jsonb_agg(r.figures::jsonb) from quarter_rows(q) r) as rows from unnest(quarters) q
  ), b as materialized (
    select q, b.unit_id, b.indicator, b.sub, b.value from q, period_base(quarter_first(q), quarter_last(q)) b
  )
  select string_agg(d, E'\n') from (
    select public.rows_differ(q, rows, quarter_first(q), quarter_last(q), false) as d from q
    union all
    select public.rows_differ(y::text, (select jsonb_agg(r.figures::jsonb) from table_rows(array(select b from period_base(make_date(y, 1, 1), make_date(y, 12, 31)) b), true) r),
                              make_date(y, 1, 1), make_date(y, 12, 31), true) from (values (2024 + turn % 3)) x(y)
    union all
    select concat_ws(' ', q, r ->> 'unit_id', 'out of balance') from q, jsonb_array_elements(rows) r where (r -> 'balance_holds')::boolean is not true
    union all
    select concat_ws(' ', q, unit_id, 'in hand at its end is not that at the start of the next')
      from q, lateral (select unit_id, sum(case when quarter = q.q and indicator = 'in_hand_end' then value when quarter <> q.q and indicator = 'in_hand_start' then -value end) as over
                         from (select b.q as quarter, b.* from b) b
                        where b.quarter = q.q or quarter_first(b.quarter) = quarter_last(q.q) + 1 group by 1) x
     where x.over <> 0 and exists (select from q n where quarter_first(n.q) = quarter_last(q.q) + 1)
    union all
    select concat_ws(' ', q, unit_id, indicator, sub, 'cell', b.value, 'members', m.value)
      from (select * from b where b.value <> 0) b
      full join (select q, unit_id, indicator, sub, sum(value) as value from q, period_members(quarter_first(q), quarter_last(q)) group by 1, 2, 3, 4 having sum(value) <> 0) m
        using (q, unit_id, indicator, sub)
     where b.value is distinct from m.value
  ) x
$$;

-- Cells of a quarter that do not open into what they are made of: sums, counts of acts, both sides of a share; of every cell, the totals too,
-- whose turn it is among so many. p_version null: as it stands. For somebody who reads all units.
create function public.cells_differ(p_quarter text, p_version integer, turn integer, among integer) returns text language sql as $$
  with r as materialized (
    select coalesce(r.unit_id, 'total') as unit, r.figures::jsonb as j
      from (select l.unit_id, l.figures from quarter_rows(p_quarter) l where p_version is null
            union all select z.unit_id, z.figures from quarter_freeze f join quarter_freeze_row z using (freeze_id) where f.quarter = p_quarter and f.version = p_version
            union all select null, f.total from quarter_freeze f where f.quarter = p_quarter and f.version = p_version) r
  ), k as materialized (
    select * from table_columns(false) k where k.kind in ('flow', 'stock', 'computed', 'sum', 'share', 'check')
  ), c as materialized (
    select r.unit, k.key, k.kind, k.indicator, k.sub, k.unit_of_measure, r.j -> k.key as value from r, k where (hashtext(r.unit || k.key) & 65535) % among = turn % among
  ), o as (
    select c.*, coalesce(sum(m.value) filter (where m.side = 'up'), 0) as up, coalesce(sum(m.value) filter (where m.side = 'down'), 0) as down,
           coalesce(sum(m.n), 0) as n, bool_or(m.value <> m.n) as uneven
      from c left join lateral cell_members(p_quarter, p_version, c.indicator, c.sub, c.unit) m on true group by 1, 2, 3, 4, 5, 6, 7
  )
  select string_agg(concat_ws(' ', p_quarter, p_version, unit, key, value, 'opens into', up, down, n), E'\n') from o
   where case kind when 'share' then value <> coalesce(to_jsonb(round(10000 * up / nullif(down, 0))), 'null')
                   when 'check' then value <> to_jsonb(up = down)
                   else value <> to_jsonb(up) or unit_of_measure <> 'fen' and kind = 'flow' and n <> up end
$$;

-- So many edits, each a statement of its own: late records, corrections, withdrawals, and whatever else may change later of cases,
-- clues, inspections, deadlines and units.
create function public.edit(edits integer) returns void language plpgsql as $$
declare
  one case_event;
  ctids tid;
begin
  for i in 1..edits loop
    select * into one from case_event e
     where e.case_id = (select f.case_id from case_file f order by random() limit 1) and not exists (select from case_event x where x.case_id = e.case_id and x.corrects = e.event_id)
     order by random() limit 1;
    case floor(random() * 8)::integer
      when 0, 1, 2 then
        one.corrects := case when random() < 0.5 and one.kind not in ('filed', 'moved_out', 'unit_transfer_accepted') then one.event_id end;
        one.kind := case when one.corrects is not null then case when random() < 0.5 then 'corrected' else one.kind end
                         else public.one_of('paid', 'refunded', 'discussed', 'fine_added', 'hearing_told', 'closed') end;
        one.outcome := case when one.corrects is not null then one.outcome end;
        insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, outcome, procedure, fine_fen, confiscated_fen, amount_fen, corrects, data)
          select gen_random_uuid(), c.case_id, c.unit_id, one.at_unit_id, (select greatest(c.event_count, max(e.seq)) + 1 from case_event e where e.case_id = c.case_id), 1, one.kind, public.some_day(), one.recorded_by,
                 one.outcome, one.procedure, one.fine_fen, one.confiscated_fen, case when one.kind in ('paid', 'refunded', 'fine_added') then 1 + floor(random() * 1e6)::bigint end, one.corrects, one.data
            from case_file c where c.case_id = one.case_id;
        insert into public.subject_then select e.event_id, c.subject_unit_id from case_file c join case_event e using (case_id)
         where c.case_id = one.case_id and not exists (select from public.subject_then t where t.event_id = e.event_id);
        update case_file set event_count = (select max(e.seq) from case_event e where e.case_id = one.case_id) where case_id = one.case_id;
      when 3 then
        update case_file set title = title || '.', cause_text = public.one_of('某', ''), party_names = coalesce(public.one_of('甲', ''), ''), found_on = public.some_day(),
               subject_unit_id = public.some_unit() where case_id = one.case_id;
      when 4 then
        update case_deadline set due_on = public.some_day() where case_id = one.case_id;
      when 5 then
        select l.ctid into ctids from clue l where l.status <> 'merged' order by random() limit 1;
        update clue set source = public.one_of('hotline', 'grid'), title = title || '.' where ctid = ctids;
      when 6 then
        select n.ctid into ctids from inspection n order by random() limit 1;
        update inspection set kind = public.one_of('building_site', 'grid_patrol'), inspected_on = public.some_day(), problem_found = random() < 0.5 where ctid = ctids;
      else
        update unit set name_zh = left(name_zh, 20) || i, name_en = left(name_en, 20) || i, active = random() < 0.5 where unit_id in ('gone', '310151');
    end case;
  end loop;
  perform count_fold(edits);
end $$;

-- Everything of these worlds is gone, the frozen as well.
create function public.forget_worlds() returns void language plpgsql as $$
begin
  set local session_replication_role = replica;
  set local client_min_messages = warning;
  truncate case_file, clue, inspection, quarter_freeze, quarter_period, count_act, count_delta, count_month, public.subject_then cascade;
  set local session_replication_role = origin;
end $$;

create function public.all_quarters() returns text[] language sql as $$
  select array_agg(y || 'Q' || n order by y, n) from generate_series(2023, 2026) y, generate_series(1, 4) n
$$;

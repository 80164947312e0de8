-- One quarter of the statistics' bench: the cases numbered :slice * :size + 1 to (:slice + 1) * :size, filed in the :slice-th quarter
-- before that of bench.base (0: that one, until its today). :step more than 1 makes the first case of each life and day alone:
-- what the program computes for these (deadlines, entries of the statistics) holds for all that live like them.
begin;
set local search_path = anjuan, bench, pg_temp;
set local synchronous_commit = off;
set local work_mem = '256MB';
-- What triggers and foreign keys would do is done below, or has been checked in the short form.
set local session_replication_role = replica;
insert into bench.slice values (:slice);

create temp table days on commit drop as
select d::date as filed_on, row_number() over (order by d) - 1 as day, count(*) over () as of_days
  from bench.base b, lateral (select (b.first - make_interval(months => 3 * :slice))::date as first) q,
       generate_series(q.first::timestamp, least(q.first + interval '3 months' - interval '1 day', b.today), interval '1 day') d;
create temp table event on commit drop as
select d.day, d.filed_on, l.life, l.seq, l.kind, d.filed_on + l.after as happened_on, l.outcome, l.fine_fen, l.amount_fen,
       case when l.data ? 'until' then jsonb_build_object('until', d.filed_on + l.after + 5) else l.data end as data
  from days d cross join bench.life l, bench.base b where d.filed_on + l.after <= b.today;
create temp table stand on commit drop as
select e.day, e.filed_on, e.life, count(*)::integer as events,
       (array_agg(e.kind order by e.seq desc) filter (where e.kind in ('filed', 'investigated', 'decided', 'served', 'paid', 'closed', 'terminated', 'transferred')))[1] as state,
       max(e.outcome) filter (where e.kind = 'decided') as outcome, max(e.happened_on) filter (where e.kind = 'decided') as decided_on,
       max(e.happened_on) filter (where e.kind = 'served') as served_on,
       max(e.happened_on) filter (where e.kind in ('closed', 'terminated', 'transferred')) as closed_on,
       coalesce(max(e.fine_fen), 0) as fine_fen,
       coalesce(sum(case e.kind when 'paid' then e.amount_fen when 'refunded' then -e.amount_fen else 0 end), 0) as paid_fen
  from event e group by 1, 2, 3;
create temp table made on commit drop as
select n, ('0192eeee-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as case_id,
       ('0192eeee-0000-7000-8000-' || lpad(to_hex(:slice::bigint * :size + (x.life - 1) * x.of_days + x.day + 1), 12, '0'))::uuid as first_id, u.unit_id, s.*, j % 97 as a,
       ('01920000-0000-7000-8000-' || lpad(to_hex(1048576 + 2 * (u.i - 1) + j % 2), 12, '0'))::uuid as officer
  from (select g as j, :slice::bigint * :size + g + 1 as n, g % d.of_days as day, (g / d.of_days) % 25 + 1 as life, d.of_days
          from generate_series(0, :size - 1) g, (select of_days from days limit 1) d) x
  join stand s on s.day = x.day and s.life = x.life
  cross join lateral (select (x.j * 7919 / 97 % 16)::integer + 1 as i) k
  cross join lateral (select k.i, (array['310101','310104','310105','310106','310107','310109','310110','310112','310113','310114','310115','310116',
                                         '310117','310118','310120','310151'])[k.i] as unit_id) u
 where :step = 1 or x.j < x.of_days * 25 order by n;

insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, cause_version, facts, place, party_names,
  occurred_on, found_on, filed_on, state, outcome, decided_on, served_on, closed_on, fine_fen, paid_fen, event_count, version, recorded_by)
select case_id, unit_id, unit_id, 'S〔' || extract(year from filed_on) || '〕' || n || '号', '第' || a || '公司涉嫌危害人防工程案',
       case when life between 9 and 14 then 'simple' else 'ordinary' end, (array['inspection','hotline','report','grid'])[1 + a % 4], '04',
       (select max(k.version) from cause_of_action k where k.cause_code = '04'), '防护密闭门缺失' || a, a || '号', '第' || a || '公司',
       case when life <> 14 then filed_on - 9 end, case when life <> 14 then filed_on - 5 end, filed_on, state, outcome, decided_on, served_on, closed_on,
       fine_fen, paid_fen, events, events, officer
  from made order by n;
insert into case_party (party_id, case_id, unit_id, position, kind, name)
select ('0192eef1-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, case_id, unit_id, 1, 'organisation', '第' || a || '公司' from made order by n;
insert into case_officer (case_id, unit_id, person_id, position, from_on) select case_id, unit_id, officer, 1, filed_on from made order by n;
create temp table told on commit drop as
select m.n, ('0192eef0-' || lpad(to_hex(e.seq), 4, '0') || '-7000-8000-' || lpad(to_hex(m.n), 12, '0'))::uuid as event_id, m.case_id, m.unit_id, m.officer,
       e.life, e.seq, e.kind, e.happened_on, e.outcome, e.fine_fen, e.amount_fen, e.data
  from made m join event e on e.day = m.day and e.life = m.life order by m.n, e.seq;
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, outcome, procedure, fine_fen, amount_fen, data)
select event_id, case_id, unit_id, unit_id, seq, seq, kind, happened_on, officer, outcome, case when life between 9 and 14 then 'simple' else 'ordinary' end,
       fine_fen, amount_fen, data from told;
insert into case_penalty (event_id, position, case_id, unit_id, kind, amount_fen)
select t.event_id, p."position", t.case_id, t.unit_id, p.kind, p.amount_fen from told t join bench.life_penalty p on p.life = t.life
 where t.kind = 'decided' order by t.n, p."position";
-- Case by case, so that nothing is sorted: rows of deadlines are wide.
set local enable_hashjoin = off;
set local enable_mergejoin = off;
insert into bench.first_case select case_id, :slice from made where :step <> 1;
insert into case_deadline (case_id, unit_id, code, nth, term_version, law_version, started_by, begun_by, start_on, count_from, given_days, extra_days, pauses, due_on,
  state, party_right, provisional, days_left, met_on, void_on, ended_by, explanation)
select m.case_id, m.unit_id, d.code, d.nth, d.term_version, d.law_version, d.started_by, d.begun_by, d.start_on, d.count_from, d.given_days, d.extra_days, d.pauses,
       d.due_on, d.state, d.party_right, d.provisional, d.days_left, d.met_on, d.void_on, d.ended_by, d.explanation
  from made m join bench.life_deadline d on d.case_id = m.first_id where :step = 1;
set local enable_hashjoin = on;
insert into count_delta (unit_id, month, indicator, sub, value)
select m.unit_id, month_first(e.day), e.indicator, e.sub, sum(e.value * m.n)
  from (select first_id, unit_id, count(*) as n from made where :step = 1 group by 1, 2) m join bench.life_entry e on e.case_id = m.first_id
 group by 1, 2, 3, 4 having sum(e.value * m.n) <> 0;
commit;

-- One slice of the bench's cases: numbers :from to :to of :total, made from their number alone, so that a broken run goes on
-- where it stopped. By the superuser, in the shape that src/sql/cases.sql gives.
begin;
set local search_path = anjuan, pg_temp;
set local synchronous_commit = off;
create temp table slice on commit drop as
select i, ('0192bbbb-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as case_id,
       (array['310101','310104','310105','310106','310107','310109','310110','310112','310113','310114','310115','310116',
              '310117','310118','310120','310151'])[1 + i % 16] as unit_id,
       date '2020-10-01' + ((i::bigint * 2190) / :total)::integer as filed_on,
       lpad(to_hex((i % 11) + 1), 2, '0') as cause, 1 + (i::bigint * 7919 % 97)::integer as a, 1 + (i::bigint * 104729 % 89)::integer as b,
       (i * 31) % 100 as luck,
       ('01920000-0000-7000-8000-' || lpad(to_hex(1048576 + 2 * (i % 16)), 12, '0'))::uuid as officer
  from generate_series(:from::integer, :to::integer) i;
create temp table life on commit drop as
select s.*, case when luck < 4 then 'filed' when luck < 7 then 'investigated' when luck < 9 then 'decided' when luck < 12 then 'served'
                 when luck < 15 then 'paid' when luck < 17 then 'terminated' when luck < 18 then 'transferred' else 'closed' end as state,
       filed_on + 10 + a % 20 as investigated_on, filed_on + 35 + a % 40 as decided_on, filed_on + 80 + b % 7 as served_on,
       filed_on + 88 + b % 10 as paid_on, filed_on + 100 + b % 15 as closed_on, (1 + luck % 10) * 100000::bigint as fine
  from slice s;
insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, facts, place, party_names,
  found_on, filed_on, state, outcome, decided_on, served_on, closed_on, fine_fen, paid_fen, event_count, version, recorded_by)
select case_id, unit_id, unit_id, 'B〔' || extract(year from filed_on) || '〕' || i || '号',
       '第' || a || '物业管理有限公司涉嫌危害人防工程案', case when luck % 20 = 0 then 'simple' else 'ordinary' end,
       (array['inspection','hotline','report','grid'])[1 + i % 4], case when i % 3 = 0 then '11' else '04' end,
       '检查发现第' || b || '号防护密闭门缺失，存放杂物' || a, '人民路' || b || '弄' || a || '号', '第' || a || '物业管理有限公司',
       filed_on - 5, filed_on, state,
       case when state in ('decided','served','paid','closed') then 'penalty' end,
       case when state in ('decided','served','paid','closed') then decided_on end,
       case when state in ('served','paid','closed') then served_on end,
       case when state in ('closed','terminated','transferred') then closed_on end,
       case when state in ('decided','served','paid','closed') then fine else 0 end,
       case when state in ('paid','closed') then fine else 0 end,
       case state when 'filed' then 1 when 'investigated' then 2 when 'decided' then 3 when 'served' then 4 when 'paid' then 5
                  when 'closed' then 6 else 2 end,
       case state when 'filed' then 1 when 'investigated' then 2 when 'decided' then 3 when 'served' then 4 when 'paid' then 5
                  when 'closed' then 6 else 2 end, officer
  from life;
insert into case_party (party_id, case_id, unit_id, position, kind, name)
select gen_random_uuid(), case_id, unit_id, 1, 'organisation', '第' || a || '物业管理有限公司' from life;
insert into case_officer (case_id, unit_id, person_id, position, from_on) select case_id, unit_id, officer, 1, filed_on from life;
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, outcome, procedure,
  fine_fen, amount_fen)
select gen_random_uuid(), case_id, unit_id, unit_id, e.seq, e.seq, e.kind, e.day, officer,
       case e.kind when 'decided' then 'penalty' end, case when luck % 20 = 0 then 'simple' else 'ordinary' end,
       case e.kind when 'decided' then fine else 0 end, case e.kind when 'paid' then fine end
  from life l cross join lateral (values
    (1, 'filed', filed_on, true),
    (2, 'investigated', investigated_on, state in ('investigated','decided','served','paid','closed')),
    (3, 'decided', decided_on, state in ('decided','served','paid','closed')),
    (4, 'served', served_on, state in ('served','paid','closed')),
    (5, 'paid', paid_on, state in ('paid','closed')),
    (6, 'closed', closed_on, state = 'closed'),
    (2, state, closed_on, state in ('terminated','transferred'))) e(seq, kind, day, happened)
 where e.happened;
commit;

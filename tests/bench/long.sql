-- A case of 200 events for each of the 32 officers, with its deadlines: what makes `next` and `deadlines` slow. Made anew
-- each time; nothing else looks at it.
begin;
set local search_path = anjuan, pg_temp;
create temp table long on commit drop as
select n, ('0192cccc-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as case_id, p.person_id as officer, a.unit_id
  from generate_series(0, 31) n join person p on p.login = 'bench' || n join role_assignment a on a.person_id = p.person_id;
insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, filed_on, state, event_count, version,
  recorded_by)
select case_id, unit_id, unit_id, 'L' || n, '长案', 'ordinary', 'inspection', '04', '2026-03-02', 'filed', 200, 200, officer from long
on conflict do nothing;
insert into case_party (party_id, case_id, unit_id, position, kind, name)
select gen_random_uuid(), case_id, unit_id, 1, 'organisation', '某公司' from long on conflict do nothing;
insert into case_officer (case_id, unit_id, person_id, position, from_on) select case_id, unit_id, officer, 1, '2026-03-02' from long
on conflict do nothing;
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, procedure, remark, data)
select gen_random_uuid(), case_id, unit_id, unit_id, s, s,
       case when s = 1 then 'filed' when s % 20 = 0 then 'correction_ordered' when s % 20 = 10 then 'reinspected' else 'evidence_registered' end,
       date '2026-03-02' + s / 4, officer, 'ordinary', '记录' || s,
       case when s = 1 then null when s % 20 = 0 then '{"days":15}'::jsonb else '{"evidence_kind":"record"}' end
  from long, generate_series(1, 200) s
on conflict do nothing;
commit;

-- :per cases for each of 32 officers on two sides, filed and with two officers of theirs, to record an act on: each is acted on
-- once. Numbered on from :from.
begin;
set local search_path = anjuan, pg_temp;
set local synchronous_commit = off;
create temp table fresh on commit drop as
select n, ('0192dddd-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as case_id, p.person_id as officer, a.unit_id
  from generate_series(:from::bigint, :from::bigint + 64 * :per::bigint - 1) n
  join person p on p.login = 'bench' || ((n - :from::bigint) / :per::bigint) % 32
  join role_assignment a on a.person_id = p.person_id;
insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, filed_on, state, event_count, version,
  recorded_by)
select case_id, unit_id, unit_id, 'A' || n, '新案', 'ordinary', 'inspection', '04', '2026-03-02', 'filed', 1, 1, officer from fresh;
insert into case_party (party_id, case_id, unit_id, position, kind, name)
select gen_random_uuid(), case_id, unit_id, 1, 'organisation', '某公司' from fresh;
insert into case_officer (case_id, unit_id, person_id, position, from_on)
select f.case_id, f.unit_id, a.person_id, 1, '2026-03-02' from fresh f join role_assignment a on a.unit_id = f.unit_id
  join person p on p.person_id = a.person_id and p.login like 'bench%';
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, procedure)
select gen_random_uuid(), case_id, unit_id, unit_id, 1, 1, 'filed', '2026-03-02', officer, 'ordinary' from fresh;
commit;

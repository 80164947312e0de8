-- Who the closed cases of the pre-checks' bench need: the officers, chair and jurist of tests/api/precheck_world.sql, whose functions
-- make the cases.
set search_path = anjuan, pg_temp;
insert into person (person_id, login, name, certificate_no, certificate_from, certificate_to)
select ('01920000-0000-7000-8000-0000000000' || n)::uuid, 'closed' || n, '办案员' || n, '090101000' || n, '2020-01-01', '2035-12-31'
  from unnest(array['04', '05', '0c', '10']) n on conflict do nothing;

-- 32 officers, two a district, with a session each whose token is bench-01 … bench-32, and a legal department person.
set search_path = anjuan, pg_temp;
insert into person (person_id, login, name, certificate_no, certificate_from, certificate_to)
select ('01920000-0000-7000-8000-' || lpad(to_hex(1048576 + n), 12, '0'))::uuid, 'bench' || n, '测试员' || n, 'B' || n, '2020-01-01', '2035-12-31'
  from generate_series(0, 32) n on conflict do nothing;
insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)
select gen_random_uuid(), p.person_id,
       case when n = 32 then 'city' else (array['310101','310104','310105','310106','310107','310109','310110','310112','310113',
         '310114','310115','310116','310117','310118','310120','310151'])[1 + n / 2] end,
       case when n = 32 then 'legal_department' else 'officer' end, '2020-01-01'
  from generate_series(0, 32) n join person p on p.login = 'bench' || n
 where not exists (select from role_assignment r where r.person_id = p.person_id);
delete from session where source = 'bench';
insert into session (token_hash, person_id, expires_at, idle_seconds, source)
select sha256(convert_to('bench-' || lpad((n + 1)::text, 2, '0'), 'UTF8')), p.person_id, now() + interval '10 days', 864000, 'bench'
  from generate_series(0, 32) n join person p on p.login = 'bench' || n;

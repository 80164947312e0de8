-- A second person of the legal department, who checks what the first one made; token bench-34. And what acts are numbered by.
set client_min_messages = warning;
set search_path = anjuan, pg_temp;
insert into person (person_id, login, name) values ('01920000-0000-7000-8000-000000100021', 'bench33', '复核员') on conflict do nothing;
insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)
select gen_random_uuid(), '01920000-0000-7000-8000-000000100021', 'city', 'legal_department', '2020-01-01'
 where not exists (select from role_assignment r where r.person_id = '01920000-0000-7000-8000-000000100021');
insert into session (token_hash, person_id, expires_at, idle_seconds, source)
select sha256(convert_to('bench-34', 'UTF8')), '01920000-0000-7000-8000-000000100021', now() + interval '10 days', 864000, 'bench' on conflict do nothing;
create table if not exists bench.act (upto bigint);

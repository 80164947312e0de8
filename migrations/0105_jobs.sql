-- The system actors' rights are roles like anybody's; they need a unit to stand in, and their scope is all units.
set local role anjuan_migrator;
insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)
select gen_random_uuid(), p.person_id, 'city', replace(p.login, '.', '_'), date '1900-01-01'
  from person p where p.kind = 'system';

-- What the rule of assignment must know of a case and a person, with the caller's own rights: who may not see the case
-- gets no row. Judged by rules/assignment.c.
set local role anjuan_owner;

create or replace function assignment_facts(p_case uuid, p_person uuid,
                                            out case_state text, out case_unit text, out may_review boolean, out of_unit boolean,
                                            out of_subject boolean, out is_officer boolean, out took_part boolean)
  returns setof record stable set search_path = anjuan, pg_temp language sql as $$
  select c.state, c.unit_id, w.may_review, w.of_unit, w.of_subject,
         exists (select from case_officer o where o.case_id = c.case_id and o.person_id = p_person),
         exists (select from case_event e where e.case_id = c.case_id and e.recorded_by = p_person)
    from case_file c
   cross join lateral (
     select coalesce(bool_or(a.role = 'reviewer' and a.today and p.disabled_at is null and p.kind = 'person'), false) as may_review,
            coalesce(bool_or(a.near and (a.unit_id = c.unit_id or a.unit_id in (
              select e.at_unit_id from case_event e where e.case_id = c.case_id))), false) as of_unit,
            coalesce(bool_or(a.near and a.unit_id = c.subject_unit_id) and c.subject_unit_id <> c.unit_id, false) as of_subject
       from person p
      cross join lateral (
        select r.role, r.unit_id, d.days @> anjuan_today() as today,
               d.days @> anjuan_today() or d.days && daterange(c.filed_on, greatest(c.closed_on, c.filed_on), '[]') as near
          from role_assignment r cross join lateral (select daterange(r.valid_from, r.valid_to, '[]') as days) d
         where r.person_id = p.person_id) a
      where p.person_id = p_person) w
   where c.case_id = p_case
$$;
comment on function assignment_facts(uuid, uuid) is 'What tells whether a person may review a case; only of cases the caller sees';
revoke all on function assignment_facts(uuid, uuid) from public;
grant execute on function assignment_facts(uuid, uuid) to anjuan_login, anjuan_jobs;

-- name: unit_list
-- audit: list
select row_to_json(x)::text as body, x.unit_id as key_1, x.unit_id as key_2, null::uuid as subject_id
from (select unit_id, name_zh, name_en, kind, number_prefix, active, version from unit
      where unit_id > coalesce(:cursor_1::text, '') order by unit_id limit :fetch::integer) x
order by x.unit_id

-- name: unit_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, null::uuid as subject_id
from (select unit_id, name_zh, name_en, kind, number_prefix, active, version from unit where unit_id = :unit_id::text) x

-- name: unit_create
insert into unit (unit_id, name_zh, name_en, kind, number_prefix)
values (:unit_id::text, :name_zh::text, coalesce(:name_en::text, :name_zh), :kind::text, :number_prefix::text)

-- name: unit_lock
select version from unit where unit_id = :unit_id::text for update

-- name: unit_change
update unit set name_zh = coalesce(:name_zh::text, name_zh), name_en = coalesce(:name_en::text, name_en),
  number_prefix = coalesce(:number_prefix::text, number_prefix), active = coalesce(:active::boolean, active), version = version + 1
where unit_id = :unit_id::text

-- name: person_list
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.login as key_1, x.person_id as key_2, x.person_id as subject_id
from (
  select p.person_id, p.login, p.name, p.kind, p.certificate_no, p.certificate_from, p.certificate_to, p.legal_qualified,
         p.disabled_at is not null as disabled, p.version
    from person p
   where p.kind <> 'system' and p.login > coalesce(:cursor_1::text, '')
     and (:login::text is null or p.login = :login)
     and (has_permission('admin.people') or exists (select from role_assignment a where a.person_id = p.person_id
            and a.unit_id = any ((select permitted_units('person.find'))::text[])))
     and (:unit_id::text is null or exists (select from role_assignment a where a.person_id = p.person_id and a.unit_id = :unit_id
            and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today())))
     and (:role::text is null or exists (select from role_assignment a where a.person_id = p.person_id and a.role = :role
            and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today())))
   order by p.login limit :fetch::integer
) x
order by x.login

-- name: person_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.person_id as subject_id
from (
  select p.person_id, p.login, p.name, p.kind, p.certificate_no, p.certificate_from, p.certificate_to, p.legal_qualified,
         p.disabled_at is not null as disabled, p.version,
         (select coalesce(json_agg(json_build_object('assignment_id', a.assignment_id, 'unit_id', a.unit_id, 'role', a.role,
                            'valid_from', a.valid_from, 'valid_to', a.valid_to) order by a.valid_from, a.assignment_id), '[]')
            from role_assignment a where a.person_id = p.person_id) as roles
    from person p where p.person_id = :person_id::uuid and p.kind <> 'system'
) x

-- name: person_create
insert into person (person_id, login, name, kind, certificate_no, certificate_from, certificate_to, legal_qualified)
values (:person_id::uuid, :login::text, :name::text, coalesce(:kind::text, 'person'), :certificate_no::text,
        :certificate_from::date, :certificate_to::date, coalesce(:legal_qualified::boolean, false))

-- name: person_lock
select version from person where person_id = :person_id::uuid and kind <> 'system' for update

-- name: person_change
with p as (
  update person p set name = coalesce(:name::text, name),
    certificate_no = case when :has_certificate_no::boolean then :certificate_no::text else certificate_no end,
    certificate_from = case when :has_certificate_from::boolean then :certificate_from::date else certificate_from end,
    certificate_to = case when :has_certificate_to::boolean then :certificate_to::date else certificate_to end,
    legal_qualified = coalesce(:legal_qualified::boolean, legal_qualified),
    disabled_at = case when :disabled::boolean then coalesce(disabled_at, anjuan_now())
                       when not :disabled then null else disabled_at end,
    version = version + 1
  where person_id = :person_id::uuid returning p.*
)
select case when p.disabled_at is not null then sessions_end(p.person_id) end from p

-- name: role_add
insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from, valid_to, granted_by)
values (:new_id::uuid, :person_id::uuid, :unit_id::text, :role::text, :valid_from::date, :valid_to::date, :actor_id::uuid)

-- name: role_get
-- audit: one
select row_to_json(x)::text as body, null::text as etag, x.person_id as subject_id
from (select a.assignment_id, a.person_id, a.unit_id, a.role, a.valid_from, a.valid_to from role_assignment a
      where a.assignment_id = coalesce(:assignment_id::uuid, :new_id::uuid)) x

-- name: role_lock
select 1 as version, a.valid_from from role_assignment a where a.assignment_id = :assignment_id::uuid for update

-- name: role_end
update role_assignment set valid_to = :valid_to::date where assignment_id = :assignment_id::uuid

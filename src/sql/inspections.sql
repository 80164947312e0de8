-- name: organisation_list
-- audit: list
select row_to_json(x)::text as body, x.code as key_1, x.code as key_2, null::uuid as subject_id
from (
  select o.code, o.name_zh, o.name_en, o.kind, o.active, o.version from outside_organisation o
   where o.code > coalesce(:cursor_1::text, '') order by o.code limit :fetch::integer
) x
order by x.code

-- name: organisation_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, null::uuid as subject_id
from (select o.code, o.name_zh, o.name_en, o.kind, o.active, o.version from outside_organisation o where o.code = :code::text) x

-- name: organisation_create
insert into outside_organisation (code, name_zh, name_en, kind) values (:code::text, :name_zh::text, :name_en::text, :kind::text)

-- name: organisation_lock
select o.version from outside_organisation o where o.code = :code::text for update

-- name: organisation_update
update outside_organisation set name_zh = coalesce(:name_zh::text, name_zh), name_en = coalesce(:name_en::text, name_en),
       kind = coalesce(:kind::text, kind), active = coalesce(:active::boolean, active), version = version + 1
 where code = :code::text

-- name: inspection_kind_list
-- audit: list
select row_to_json(x)::text as body, x.position as key_1, x.kind as key_2, null::uuid as subject_id
from (
  select k.kind, k.position, k.name_zh, k.name_en, k.counts, k.basis_zh from inspection_kind k
   where k.position > coalesce(:cursor_1::integer, 0) order by k.position limit :fetch::integer
) x
order by x.position

-- name: inspection_list
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.inspected_on as key_1, x.inspection_id as key_2, x.inspection_id as subject_id
from (
  select i.* from unnest((select permitted_units('clue.read'))) u cross join lateral (
    select i.inspection_id, i.unit_id, i.kind, i.trigger, i.plan_code, i.check_code, i.object_name, i.object_code, i.place, i.inspected_on,
           i.organisations, i.problem_found, i.rating, i.version, (select count(*) from clue c where c.inspection_id = i.inspection_id) as clues
      from inspection i
     where i.unit_id = u and (:kind::text is null or i.kind = :kind) and (:problem_found::boolean is null or i.problem_found = :problem_found)
       and (:organisation::text is null or :organisation = any (i.organisations))
       and (:from::date is null or i.inspected_on >= :from) and (:to::date is null or i.inspected_on <= :to)
       and (i.inspected_on, i.inspection_id) < (coalesce(:cursor_1::date, 'infinity'), coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by i.inspected_on desc, i.inspection_id desc limit :fetch::integer) i
   where :unit_id::text is null or u = :unit_id
) x
order by x.inspected_on desc, x.inspection_id desc limit :fetch

-- name: inspection_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.inspection_id as subject_id
from (
  select i.inspection_id, i.unit_id, i.kind, k.counts, i.trigger, i.plan_code, i.check_code, i.triggered_by, i.object_name, i.object_code, i.place,
         i.inspected_on, i.inspectors, i.findings, i.problem_found, i.rating, i.system, i.external_id, i.reason, i.history, i.version, i.recorded_by,
         i.created_at, i.updated_at, i.organisations,
         (select count(*) from clue c where c.inspection_id = i.inspection_id) as clues,
         (select coalesce(json_agg(json_build_object('person_id', p.person_id, 'name', p.name, 'certificate_no', p.certificate_no) order by n), '[]')
            from unnest(i.officers) with ordinality o(person_id, n) join person p using (person_id)) as officers
    from inspection i join inspection_kind k using (kind) where i.inspection_id = :inspection_id::uuid
) x

-- name: inspection_receipt
-- What a service account is told of an inspection it brought in; it may not read inspections.
-- audit: one
select json_build_object('inspection_id', :inspection_id::uuid, 'unit_id', :inspection_unit::text)::text as body, null::text as etag,
       :inspection_id::uuid as subject_id

-- name: inspection_create_facts
with w as (
  select coalesce(:unit_id::text, case when cardinality(u) = 1 then u[1] end) as unit_id, u from permitted_units('clue.create') u
)
select 1 as version, w.unit_id, w.unit_id = any (w.u) as may_write, anjuan_today() as today, k.counts,
       parameter_on('officers_min', :inspected_on::date) as officers_min,
       inspection_officers_fit(w.unit_id, :officers::jsonb, :inspected_on::date) as officers_fit,
       inspection_organisations_unknown(:organisations::jsonb) as unknown
from w left join inspection_kind k on k.kind = :kind::text

-- name: inspection_create
insert into inspection (inspection_id, unit_id, kind, trigger, plan_code, check_code, triggered_by, object_name, object_code, place, inspected_on,
                        officers, inspectors, organisations, findings, problem_found, rating, system, external_id, recorded_by, created_at, updated_at)
values (:inspection_id::uuid, :inspection_unit::text, :kind::text, :trigger::text, :plan_code::text, :check_code::text, :triggered_by::text,
        :object_name::text, :object_code::text, coalesce(:place::text, ''), :inspected_on::date,
        array(select i::uuid from jsonb_array_elements_text(coalesce(:officers::jsonb, '[]')) i), :inspectors::text,
        array(select jsonb_array_elements_text(coalesce(:organisations::jsonb, '[]'))), coalesce(:findings::text, ''), :problem_found::boolean,
        :rating::smallint, :system::text, :external_id::text, :actor_id::uuid, anjuan_now(), anjuan_now())

-- name: inspection_lock
select i.version from inspection i where i.inspection_id = :inspection_id::uuid for update

-- name: inspection_facts
select i.version, i.unit_id, true as may_write, anjuan_today() as today, k.counts, i.trigger, i.plan_code, i.triggered_by, i.kind, i.system, i.inspected_on,
       parameter_on('officers_min', coalesce(:inspected_on::date, i.inspected_on)) as officers_min,
       inspection_officers_fit(i.unit_id, coalesce(:officers::jsonb, to_jsonb(i.officers)), coalesce(:inspected_on::date, i.inspected_on)) as officers_fit,
       inspection_organisations_unknown(:organisations::jsonb) as unknown
  from inspection i left join inspection_kind k on k.kind = coalesce(:kind::text, i.kind)
 where i.inspection_id = :inspection_id::uuid

-- name: inspection_correct
update inspection i set
  kind = coalesce(:kind::text, i.kind), trigger = coalesce(:trigger::text, i.trigger),
  plan_code = case when :has_plan_code::boolean then :plan_code::text else i.plan_code end,
  check_code = case when :has_check_code::boolean then :check_code::text else i.check_code end,
  triggered_by = case when :has_triggered_by::boolean then :triggered_by::text else i.triggered_by end,
  object_name = coalesce(:object_name::text, i.object_name),
  object_code = case when :has_object_code::boolean then :object_code::text else i.object_code end,
  place = case when :has_place::boolean then coalesce(:place::text, '') else i.place end,
  inspected_on = coalesce(:inspected_on::date, i.inspected_on),
  officers = case when :has_officers::boolean then array(select o::uuid from jsonb_array_elements_text(:officers::jsonb) o) else i.officers end,
  inspectors = case when :has_inspectors::boolean then :inspectors::text else i.inspectors end,
  organisations = case when :has_organisations::boolean then array(select jsonb_array_elements_text(:organisations::jsonb)) else i.organisations end,
  findings = case when :has_findings::boolean then coalesce(:findings::text, '') else i.findings end,
  problem_found = coalesce(:problem_found::boolean, i.problem_found),
  rating = case when :has_rating::boolean then :rating::smallint else i.rating end,
  reason = :reason::text, version = i.version + 1, updated_at = anjuan_now()
where i.inspection_id = :inspection_id::uuid

-- name: clue_list
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.received_on as key_1, x.clue_id as key_2, x.clue_id as subject_id
from (
  select c.* from unnest((select permitted_units('clue.read'))) u cross join lateral (
    select c.clue_id, c.unit_id, c.source, c.source_ref, c.received_on, c.title, c.place, c.status, c.result_on, c.case_id, c.version
      from clue c
     where c.unit_id = u and (:status::text is null or c.status = :status) and (:source::text is null or c.source = :source)
       and (:received_from::date is null or c.received_on >= :received_from)
       and (:received_to::date is null or c.received_on <= :received_to)
       and (c.received_on, c.clue_id) < (coalesce(:cursor_1::date, 'infinity'), coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by c.received_on desc, c.clue_id desc limit :fetch::integer) c
   where :unit_id::text is null or u = :unit_id
) x
order by x.received_on desc, x.clue_id desc limit :fetch

-- name: clue_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.clue_id as subject_id
from (
  select c.clue_id, c.unit_id, c.source, c.source_ref, c.received_on, c.title, c.content, c.place, c.status, c.result_on,
         c.result_reason, c.merged_into, c.case_id, c.referred_to, c.system, c.external_id, c.recorded_by, c.version,
         c.created_at, c.updated_at
    from clue c where c.clue_id = :clue_id::uuid
) x

-- name: clue_receipt
-- What a service account is told of a clue it brought in; it may not read clues.
-- audit: one
select json_build_object('clue_id', :clue_id::uuid, 'unit_id', :clue_unit::text, 'status', 'registered')::text as body,
       null::text as etag, :clue_id::uuid as subject_id

-- name: clue_create_facts
with w as (
  select coalesce(:unit_id::text, case when cardinality(u) = 1 then u[1] end) as unit_id, u
    from permitted_units('clue.create') u
)
select 1 as version, w.unit_id, w.unit_id = any (w.u) as may_create, anjuan_today() as today
from w

-- name: clue_create
insert into clue (clue_id, unit_id, source, source_ref, received_on, title, content, place, reporter, system, external_id, recorded_by)
values (:clue_id::uuid, :clue_unit::text, :source::text, :source_ref::text, :received_on::date, :title::text,
        coalesce(:content::text, ''), coalesce(:place::text, ''), :reporter::text, :system::text, :external_id::text, :actor_id::uuid)

-- name: clue_lock
-- The clue, and the one it is to be merged into, locked in the order of their ids.
with l as (
  select c.clue_id, c.version, c.status, c.unit_id, c.received_on
    from clue c where c.clue_id in (:clue_id::uuid, :merged_into::uuid) order by c.clue_id for update
)
select l.version, l.status, l.unit_id, l.received_on, anjuan_today() as today,
       (select m.status from l m where m.clue_id = :merged_into) as target_status,
       exists (select from clue c where c.merged_into = l.clue_id) as is_head
from l where l.clue_id = :clue_id

-- name: clue_dispose
update clue set status = :result::text, result_on = :result_on::date, result_reason = :reason::text,
                merged_into = :merged_into::uuid, referred_to = :referred_to::text, version = version + 1, updated_at = anjuan_now()
where clue_id = :clue_id::uuid

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
         c.result_reason, c.merged_into, c.case_id, c.referred_to, c.referred_to_code, c.inspection_id, c.verified_on, c.verification,
         c.proposal, c.approval, c.approved_by, c.approved_on, c.system, c.external_id, c.recorded_by, c.version,
         c.created_at, c.updated_at
    from clue c where c.clue_id = :clue_id::uuid
) x

-- name: clue_receipt
-- What a service account is told of a clue it brought in; it may not read clues.
-- audit: one
select json_build_object('clue_id', :clue_id::uuid, 'unit_id', :clue_unit::text, 'status', 'registered')::text as body,
       null::text as etag, :clue_id::uuid as subject_id

-- name: clue_create_facts
with i as (
  select i.unit_id, i.inspected_on from inspection i where i.inspection_id = :inspection_id::uuid
), w as (
  select coalesce(:unit_id::text, (select i.unit_id from i), case when cardinality(u) = 1 then u[1] end) as unit_id, u
    from permitted_units('clue.create') u
)
select 1 as version, w.unit_id, w.unit_id = any (w.u) as may_create, anjuan_today() as today,
       (select coalesce(max(law_version), 0) from law_version) as law_version,
       (select i.unit_id from i) as inspection_unit, (select i.inspected_on from i) as inspected_on,
       inspection_clue(:inspection_id, :system::text, :external_id::text) as existing
from w

-- name: clue_create
-- Not again where an inspection's clue of this external id is there. The actor may not be one who reads clues: nothing is returned.
with c as (
  insert into clue (clue_id, unit_id, source, source_ref, received_on, title, content, place, reporter, system, external_id, inspection_id,
                    recorded_by)
  select :clue_id::uuid, :clue_unit::text, :source::text, :source_ref::text, :received_on::date, :title::text, coalesce(:content::text, ''),
         coalesce(:place::text, ''), :reporter::text, :system::text, :external_id::text, :inspection_id::uuid, :actor_id::uuid
   where :is_new::boolean
), a as (
  insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by, recorded_at)
  select :clue_id, 1, :clue_unit, :clue_unit, 'registered', :received_on, :actor_id, anjuan_now() where :is_new
)
insert into clue_deadline (clue_id, code, nth, unit_id, term_version, law_version, started_by, start_on, due_on, state, party_right, provisional,
                           explanation, updated_at)
select :clue_id, d.code, d.nth, :clue_unit, d.term_version, d.law_version, d.started_by, d.start_on, d.due_on, d.state, d.party_right, d.provisional,
       d.explanation, anjuan_now()
  from jsonb_to_recordset(:deadlines::jsonb) as d(code text, nth smallint, term_version integer, law_version integer, started_by text, start_on date,
         due_on date, state text, party_right boolean, provisional boolean, explanation jsonb)
 where :is_new

-- name: clue_lock
-- The clue, and the one it is to be merged into, locked in the order of their ids.
with l as (
  select c.clue_id, c.version, c.status, c.unit_id, c.received_on, c.approval, c.proposal
    from clue c where c.clue_id in (:clue_id::uuid, :merged_into::uuid) order by c.clue_id for update
)
select l.version, l.status, l.unit_id, l.received_on, anjuan_today() as today,
       (select m.status from l m where m.clue_id = :merged_into) as target_status,
       exists (select from clue c where c.merged_into = l.clue_id) as is_head,
       (select o.name_zh from outside_organisation o where o.code = :referred_to_code::text and o.active) as referred_name,
       l.approval, l.proposal, (select max(a.happened_on) from clue_act a where a.clue_id = l.clue_id) as last_on
from l where l.clue_id = :clue_id

-- name: clue_dispose
with c as (
  update clue set status = :result::text, result_on = :result_on::date, result_reason = :reason::text, merged_into = :merged_into::uuid,
                  referred_to = :receiver::text, referred_to_code = :referred_to_code::text, version = version + 1, updated_at = anjuan_now()
   where clue_id = :clue_id::uuid returning *
)
select clue_acted(c.clue_id, c.version, c.unit_id, c.status, c.result_on, null, c.result_reason,
                  jsonb_build_object('merged_into', c.merged_into, 'referred_to', c.referred_to, 'referred_to_code', c.referred_to_code),
                  :actor_id::uuid, :meets::jsonb, true) from c

-- name: clue_act_lock
select c.version from clue c where c.clue_id = :clue_id::uuid for update

-- name: clue_act_facts
select c.version, c.status, c.received_on, c.verification, c.approval, c.proposal, permissions_in(c.unit_id) as permissions, anjuan_today() as today,
       (select max(a.happened_on) from clue_act a where a.clue_id = c.clue_id) as last_on
  from clue c where c.clue_id = :clue_id::uuid

-- name: clue_act_add
with c as (
  update clue set
    verified_on = case when :kind::text = 'verified' then :happened_on::date else verified_on end,
    verification = case when :kind = 'verified' then :outcome::text else verification end,
    proposal = case when :kind = 'approval_requested' then :outcome else proposal end,
    approval = case :kind when 'approval_requested' then 'requested' when 'approval_decided' then :outcome else approval end,
    approved_by = case :kind when 'approval_requested' then null when 'approval_decided' then :actor_id::uuid else approved_by end,
    approved_on = case :kind when 'approval_requested' then null when 'approval_decided' then :happened_on else approved_on end,
    version = version + 1, updated_at = anjuan_now()
  where clue_id = :clue_id::uuid returning *
)
select clue_acted(c.clue_id, c.version, c.unit_id, :kind, :happened_on, :outcome, :reason::text, '{}', :actor_id, :meets::jsonb, false) from c

-- name: clue_act_get
-- audit: one
select jsonb_build_object('clue_id', a.clue_id, 'seq', a.seq, 'unit_id', a.at_unit_id, 'kind', a.kind, 'happened_on', a.happened_on, 'outcome', a.outcome,
         'reason', a.reason, 'data', a.data, 'recorded_by', a.recorded_by, 'recorded_at', a.recorded_at)::text as body,
       c.version as etag, c.clue_id as subject_id
  from clue c join clue_act a on a.clue_id = c.clue_id and a.seq = c.version where c.clue_id = :clue_id::uuid

-- name: clue_act_list
-- audit: list
select jsonb_build_object('clue_id', a.clue_id, 'seq', a.seq, 'unit_id', a.at_unit_id, 'kind', a.kind, 'happened_on', a.happened_on, 'outcome', a.outcome,
         'reason', a.reason, 'data', a.data, 'recorded_by', a.recorded_by, 'recorded_at', a.recorded_at)::text as body,
       a.seq as key_1, a.clue_id as key_2, a.clue_id as subject_id
  from clue_act a where a.clue_id = :clue_id::uuid and a.seq > coalesce(:cursor_1::integer, 0)
 order by a.seq limit :fetch::integer

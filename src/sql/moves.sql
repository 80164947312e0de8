-- name: unit_transfer_list
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.proposed_on as key_1, x.transfer_id as key_2, x.case_id as subject_id
from (
  select m.transfer_id, m.case_id, m.from_unit_id, m.to_unit_id, m.state, m.proposed_on, m.basis, m.reason, m.answered_on, m.answer,
         m.number, m.title, m.procedure, m.source, m.cause_code, m.cause_text, m.facts, m.place, m.occurred_on, m.filed_on,
         m.case_state, m.version
    from (
      select m.* from unnest((select permitted_units('case.approve'))) u cross join lateral (
        select m.* from case_move m
         where m.to_unit_id = u and (:state::text is null or m.state = :state)
           and (m.proposed_on, m.transfer_id) < (coalesce(:cursor_1::date, 'infinity'),
                                                 coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
         order by m.proposed_on desc, m.transfer_id desc limit :fetch::integer) m
       where :side::text is distinct from 'out'
      union
      select m.* from unnest((select permitted_units('case.read'))) u cross join lateral (
        select m.* from case_move m
         where m.from_unit_id = u and (:state is null or m.state = :state)
           and (m.proposed_on, m.transfer_id) < (coalesce(:cursor_1, 'infinity'),
                                                 coalesce(:cursor_2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
         order by m.proposed_on desc, m.transfer_id desc limit :fetch) m
       where :side is distinct from 'in') m
   order by m.proposed_on desc, m.transfer_id desc limit :fetch
) x
order by x.proposed_on desc, x.transfer_id desc

-- name: unit_transfer_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select m.transfer_id, m.case_id, m.from_unit_id, m.to_unit_id, m.state, m.proposed_on, m.basis, m.reason, m.answered_on, m.answer,
         m.number, m.title, m.procedure, m.source, m.cause_code, m.cause_text, m.facts, m.place, m.occurred_on, m.filed_on,
         m.case_state, m.version,
         handed_over_acts(m.transfer_id) as acts
    from case_move m where m.transfer_id = :transfer_id::uuid
) x

-- name: unit_transfer_lock
select version, case_id, state, case_state, procedure, proposed_on, latest_on, permissions_from, permissions_to, today
from unit_transfer_lock(:transfer_id::uuid)

-- name: unit_transfer_answer
select unit_transfer_answer(:transfer_id::uuid, :kind::text, :new_id::uuid, :happened_on::date, :remark::text, :document_no::text)

-- name: unit_transfer_since
select json_agg(json_build_object('version', m.version, 'kind', 'unit_transfer_' || m.state, 'happened_on', m.answered_on))::text
from case_move m where m.transfer_id = :transfer_id::uuid and m.version > :if_match::bigint

-- name: case_access_list
-- audit: one
select json_build_object('case_id', c.case_id, 'handling_unit_id', c.unit_id, 'access', (
         select coalesce(json_agg(json_build_object('access_id', a.access_id, 'unit_id', a.to_unit_id, 'why', a.why,
                  'purpose', a.purpose, 'from_on', a.from_on, 'until_on', a.until_on, 'ended_on', a.ended_on, 'ended_by', a.ended_by,
                  'open', a.ended_on is null and (a.until_on is null or a.until_on >= anjuan_today()))
                  order by a.from_on, a.access_id), '[]')
           from case_access a where a.case_id = c.case_id)) as body,
       c.version as etag, c.case_id as subject_id
  from case_file c where c.case_id = :case_id::uuid

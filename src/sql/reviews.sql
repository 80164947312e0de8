-- name: review_list
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.assigned_at as key_1, x.review_id as key_2, x.case_id as subject_id
from (
  select r.review_id, r.case_id, c.number as case_number, w.unit_id, r.campaign_id, r.place, r.checklist_id, k.code as checklist_code,
         k.version as checklist_version, w.reviewer_id, w.reviewer_name, r.state, r.assigned_at, r.submitted_at,
         r.score, r.vetoed, r.grade, r.version
    from review_page(:unit_id::text, :reviewer_id::uuid, :state::text, :case_id::uuid, coalesce(:cursor_1::timestamptz, 'infinity'),
                     coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), :fetch::integer) w
    join review r using (review_id) join checklist k using (checklist_id)
    left join case_file c on c.case_id = r.case_id
) x
order by x.assigned_at desc, x.review_id desc

-- name: review_get
-- audit: one
-- The number is the case's: who may no longer read the case, as the reviewer after submitting, does not get it.
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select r.review_id, r.case_id, c.number as case_number, w.unit_id, r.campaign_id, r.place, r.checklist_id, k.code as checklist_code,
         k.version as checklist_version, w.reviewer_id, w.reviewer_name, r.state, r.assigned_by, r.assigned_at,
         r.submitted_at, r.score, r.vetoed, r.grade, r.opinion, r.withdrawn_at, r.withdrawn_by, r.withdrawn_reason,
         (select count(*) from checklist_item i where i.checklist_id = r.checklist_id) as item_count,
         coalesce(cardinality(a.answers), 0) as answer_count, coalesce(array_to_json(a.answers), '[]') as answers,
         case r.state when 'assigned' then precheck_list(precheck_items(r.case_id, r.checklist_id), r.checklist_id) else precheck_list(
           (select jsonb_object_agg(x.item_code, x.precheck) from review_answer x where x.review_id = r.review_id and x.precheck is not null), r.checklist_id)
           end as prechecks, r.agreed,
         o.score as other_score, o.agreed as other_agreed, r.version
    from review r join checklist k using (checklist_id) left join case_file c on c.case_id = r.case_id
   cross join lateral review_who(r.review_id) w
   cross join lateral review_other(r.review_id) o
   cross join lateral (
     select array_agg(json_build_object('item_code', a.item_code, 'stage', i.stage, 'kind', i.kind, 'points', i.points,
                                        'answer', a.answer, 'deduction', a.deduction, 'found', a.found, 'remark', a.remark,
                                        'overrules', a.overrules) order by i.position) as answers
       from review_answer a join checklist_item i on i.checklist_id = r.checklist_id and i.item_code = a.item_code
      where a.review_id = r.review_id) a
   where r.review_id = :review_id::uuid
) x

-- name: review_create_facts
-- What the judge of a new assignment must know: always one row, null where there is nothing.
select 1 as version, f.*, p.person_id as reviewer_id, k.checklist_id, k.state as checklist_state
from (select) one
left join assignment_facts(:case_id::uuid, :reviewer_id::uuid) f on true
left join person p on p.person_id = :reviewer_id
left join checklist k on k.checklist_id = coalesce(:checklist_id::uuid,
  (select l.checklist_id from checklist l where l.state = 'published' and l.code = 'default' order by l.version desc limit 1))

-- name: review_create
insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, assigned_at)
values (:new_id::uuid, :case_id::uuid, :case_unit::text, :checklist_used::uuid, :reviewer_id::uuid, :actor_id::uuid, anjuan_now())

-- name: review_lock
-- The review locked, with its sheet, the answers so far, and what may have changed since it was assigned.
select r.version, r.state, w.reviewer_id = actor_person() as is_own, r.campaign_id, w.campaign_state, k.excellent_min, k.pass_min, f.*,
       (select c.items from checklist_content(r.checklist_id) c) as items,
       (select json_agg(json_build_object('item_code', a.item_code, 'answer', a.answer, 'found', a.found,
                           'deduction', case when a.found = '[]' then a.deduction else 0 end, 'remark', a.remark) order by a.item_code)
          from review_answer a where a.review_id = r.review_id) as answers
  from review r join checklist k using (checklist_id) cross join lateral review_who(r.review_id) w left join assignment_facts(r.case_id, w.reviewer_id) f on true
 where r.review_id = :review_id::uuid
   for update of r

-- name: review_submit_lock
-- The same with what the other sheets of the file came to: the review locked, with its sheet, the answers so far, and what may have changed since it was assigned.
select r.version, r.state, w.reviewer_id = actor_person() as is_own, r.campaign_id, w.campaign_state, k.excellent_min, k.pass_min, f.*,
       b.file_state, b.place, b.difference_limit, b.by_average, b.sheets,
       coalesce(b.unexplained, nullif(array_to_string(precheck_unexplained(r.review_id), ', '), '')) as unexplained,
       (select c.items from checklist_content(r.checklist_id) c) as items,
       (select json_agg(json_build_object('item_code', a.item_code, 'answer', a.answer, 'found', a.found,
                           'deduction', case when a.found = '[]' then a.deduction else 0 end, 'remark', a.remark) order by a.item_code)
          from review_answer a where a.review_id = r.review_id) as answers
  from review r join checklist k using (checklist_id) cross join lateral review_who(r.review_id) w left join assignment_facts(r.case_id, w.reviewer_id) f on true left join review_beside(r.review_id) b on true
 where r.review_id = :review_id::uuid
   for update of r

-- name: review_answer
with r as (
  update review set version = version + 1 where review_id = :review_id::uuid returning review_id, case_id
), taken_back as (
  delete from review_answer a
   where a.review_id = :review_id
     and a.item_code in (select j ->> 'item_code' from jsonb_array_elements(:answers::jsonb) j where j ->> 'answer' is null)
)
insert into review_answer (review_id, item_code, case_id, answer, deduction, remark, found, overrules)
select r.review_id, j ->> 'item_code', r.case_id, j ->> 'answer', coalesce((j ->> 'deduction')::integer, 0),
       coalesce(j ->> 'remark', ''), coalesce(j -> 'found', '[]'), j ->> 'overrules'
  from r, jsonb_array_elements(:answers) j
 where j ->> 'answer' is not null
on conflict (review_id, item_code) do update
  set answer = excluded.answer, deduction = excluded.deduction, remark = excluded.remark, found = excluded.found, overrules = excluded.overrules

-- name: review_submit
update review
   set state = 'submitted', submitted_at = anjuan_now(), score = :score::integer, vetoed = :vetoed::boolean, grade = :grade::text,
       opinion = coalesce(:opinion::text, ''), version = version + 1
 where review_id = :review_id::uuid

-- name: review_withdraw
update review
   set state = 'withdrawn', withdrawn_at = anjuan_now(), withdrawn_by = :actor_id::uuid, withdrawn_reason = :reason::text,
       version = version + 1
 where review_id = :review_id::uuid

-- name: review_settle
-- What the sheets of the file come to, where this one settles it.
select review_settle(:review_id::uuid, :settled_state::text, :settled_score::integer, :settled_vetoed::boolean, :settled_grade::text, :settled_by::text)
 where :settled_state is not null

-- name: review_agree
update review set agreed = :total::integer, version = version + 1 where review_id = :review_id::uuid

-- name: review_file
-- audit: one
select x.content::text as body, r.version as etag, r.case_id as subject_id
  from review r cross join lateral (select review_file(r.review_id) as content) x
 where r.review_id = :review_id::uuid and x.content is not null

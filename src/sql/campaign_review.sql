-- Campaigns from the assignment to the results.

-- name: campaign_to_assign
-- Behind the lock: files that lack reviewers, and who may review what.
select g.version, g.state, campaign_to_assign(g.campaign_id, json_texts(:reviewers::json)::uuid[], :case_id::uuid)::text as facts
  from campaign g where g.campaign_id = :campaign_id::uuid

-- name: campaign_assign
with w as (
  update campaign_file f set wants = j.wants, version = f.version + 1
    from jsonb_to_recordset(:wants::jsonb) j(case_id uuid, wants smallint)
   where f.campaign_id = :campaign_id::uuid and f.case_id = j.case_id and f.wants is distinct from j.wants
), g as (
  update campaign set version = version + 1 where campaign_id = :campaign_id returning campaign_id, checklist_id
)
insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, assigned_at, campaign_id, place)
select gen_random_uuid(), f.case_id, f.unit_id, g.checklist_id, j.reviewer_id, :actor_id::uuid, anjuan_now(), g.campaign_id, j.place
  from g join campaign_file f using (campaign_id) join jsonb_to_recordset(:given::jsonb) j(case_id uuid, reviewer_id uuid, place smallint) using (case_id)

-- name: campaign_advance
update campaign set state = :to_state::text, version = version + 1 where campaign_id = :campaign_id::uuid

-- name: campaign_file_lock
select f.version, f.state, g.state as campaign_state from campaign_file f join campaign g using (campaign_id)
 where f.campaign_id = :campaign_id::uuid and f.case_id = :case_id::uuid for update of f

-- name: campaign_file_disagree
-- Whether two are to agree about the file, and have both handed in.
select f.version, f.state, g.state as campaign_state, not g.by_average and (
         select count(*) from review r where r.campaign_id = g.campaign_id and r.case_id = f.case_id and r.state = 'submitted' and r.place < 3) = 2 as to_agree
  from campaign_file f join campaign g using (campaign_id)
 where f.campaign_id = :campaign_id::uuid and f.case_id = :case_id::uuid for update of f

-- name: review_pass_on
select review_pass_on(:campaign_id::uuid, :case_id::uuid)

-- name: campaign_file_excuse
with r as (
  update review set state = 'withdrawn', withdrawn_at = anjuan_now(), withdrawn_by = :actor_id::uuid, withdrawn_reason = :reason::text, version = version + 1
   where campaign_id = :campaign_id::uuid and case_id = :case_id::uuid and state = 'assigned'
)
update campaign_file set state = 'excused', reason = coalesce(reason || E'\n', '') || :reason, version = version + 1
 where campaign_id = :campaign_id and case_id = :case_id

-- name: review_bar_facts
select g.version, g.state, f.unit_id, p.person_id,
       exists (select from review_bar b where b.campaign_id = g.campaign_id and b.case_id = f.case_id and b.person_id = p.person_id) as there,
       exists (select from review r cross join lateral review_who(r.review_id) w where r.campaign_id = g.campaign_id and r.case_id = f.case_id
                  and w.reviewer_id = p.person_id and r.state <> 'withdrawn') as reviews
  from campaign g left join campaign_file f on f.campaign_id = g.campaign_id and f.case_id = :case_id::uuid
  left join person p on p.person_id = :person_id::uuid
 where g.campaign_id = :campaign_id::uuid for update of g

-- name: review_bar_add
insert into review_bar (campaign_id, case_id, unit_id, person_id, kind, reason, recorded_by)
values (:campaign_id::uuid, :case_id::uuid, :case_unit::text, :person_id::uuid, 'declared', :reason::text, :actor_id::uuid)

-- name: review_bar_get
-- audit: one
select row_to_json(x)::text as body, 1 as etag, x.case_id as subject_id
from (
  select b.case_id, b.person_id, b.kind, b.reason, b.recorded_by, b.recorded_at
    from review_bar b where b.campaign_id = :campaign_id::uuid and b.case_id = :case_id::uuid and b.person_id = :person_id::uuid
) x

-- name: review_bars
-- audit: list
select row_to_json(x)::text as body, x.case_id as key_1, x.person_id as key_2, x.case_id as subject_id
from (
  select b.case_id, b.person_id, b.kind, b.reason, b.recorded_by, b.recorded_at
    from review_bar b
   where b.campaign_id = :campaign_id::uuid
     and (b.case_id, b.person_id) > (coalesce(:cursor_1::uuid, '00000000-0000-0000-0000-000000000000'),
                                     coalesce(:cursor_2::uuid, '00000000-0000-0000-0000-000000000000'))
   order by b.case_id, b.person_id limit :fetch::integer
) x
order by x.case_id, x.person_id

-- name: campaign_result_facts
-- flag: custom_plan
-- What the results are made from, as far as the actor sees it; no row: nothing yet. Sheets stand that the result of their file rests on.
with g as (
  select g.*, w.whole from campaign g cross join (select has_permission('review.manage') or has_permission('audit.read') as whole) w
   where g.campaign_id = :campaign_id::uuid
     and (w.whole or (g.state in ('feedback', 'rectification', 'reported', 'closed') and cardinality(permitted_units('review.read')) > 0))
     and g.state in ('drawn', 'reviewing', 'feedback', 'rectification', 'reported', 'closed')
), f as materialized (
  select f.* from campaign_file f join g using (campaign_id) where f.score is not null
), sheet as materialized (
  select r.review_id, r.case_id, r.place, r.grade, f.settled_by <> 'third' or r.place = 3 as stands
    from review r join g using (campaign_id) left join f using (case_id) where r.state = 'submitted'
), answer as materialized (
  select s.case_id, s.place, s.stands, a.item_code, a.answer,
         case a.answer when 'no_defect' then 0 when 'not_applicable' then 2 else 1 end as category
    from sheet s join review_answer a using (review_id)
), pair as (
  select x.item_code, x.category * 3 + y.category as at, count(*) as n
    from answer x join answer y using (case_id, item_code) where x.place = 1 and y.place = 2 group by 1, 2
), grade as (
  select array_position(array['excellent', 'pass', 'fail'], x.grade) * 3 + array_position(array['excellent', 'pass', 'fail'], y.grade) - 4 as at, count(*) as n
    from sheet x join sheet y using (case_id) where x.place = 1 and y.place = 2 group by 1
)
select g.version, g.state, g.whole,
       (select sum(i.points) from checklist_item i where i.checklist_id = g.checklist_id) as best,
       (select coalesce(json_agg(json_build_object('unit_id', s.unit_id, 'unit_name_zh', u.name_zh, 'unit_name_en', u.name_en, 'closed', s.closed,
                 'drawn', coalesce(s.drawn, 0), 'excellent', c.excellent, 'pass', c.pass, 'fail', c.fail, 'scores', (
                   select coalesce(json_agg(f.score order by f.rank), '[]') from f where f.at_unit_id = s.unit_id and f.key = s.key and f.kind = 'drawn'))
                 order by s.unit_id, s.key), '[]')
          from campaign_stratum s join unit u using (unit_id)
         cross join lateral (select count(*) filter (where f.grade = 'excellent') as excellent, count(*) filter (where f.grade = 'pass') as pass,
                                    count(*) filter (where f.grade = 'fail') as fail from f where f.at_unit_id = s.unit_id and f.kind = 'drawn') c
         where s.campaign_id = g.campaign_id) as strata,
       (select coalesce(json_agg(json_build_object('item_code', i.item_code, 'stage', i.stage, 'kind', i.kind, 'points', i.points, 'text_zh', i.text_zh,
                 'text_en', i.text_en, 'reviewed', coalesce(c.n, 0), 'not_applicable', coalesce(c.na, 0), 'deducted', coalesce(c.deducted, 0),
                 'vetoed', coalesce(c.vetoed, 0), 'matrix', case when g.whole then (
                    select json_agg(coalesce(p.n, 0) order by k) from generate_series(0, 8) k left join pair p on p.item_code = i.item_code and p.at = k) end)
                 order by coalesce(c.deducted, 0) + coalesce(c.vetoed, 0) desc, i.position), '[]')
          from checklist_item i left join (
            select a.item_code, count(*) as n, count(*) filter (where a.answer = 'not_applicable') as na,
                   count(*) filter (where a.answer = 'deduct') as deducted, count(*) filter (where a.answer = 'veto') as vetoed
              from answer a where a.stands group by 1) c using (item_code)
         where i.checklist_id = g.checklist_id) as items,
       case when g.whole then (select json_agg(coalesce(x.n, 0) order by k) from generate_series(0, 8) k left join grade x on x.at = k) end as grades
  from g

-- name: campaign_results
-- audit: one
select :results::json::text as body, g.version as etag, g.campaign_id as subject_id from campaign g where g.campaign_id = :campaign_id::uuid

-- What follows a review: feedback, objections, findings and what is done about them, the report.

-- name: campaign_loop_lock
select g.version, g.state, g.objection_days, anjuan_today() as today, law_hold() as law_version,
       (select coalesce(json_object_agg(f.state, f.n), '{}') from (
         select f.state, count(*) as n from campaign_file f where f.campaign_id = g.campaign_id group by f.state) f) as files,
       (select coalesce(json_object_agg(x.state, x.n), '{}') from (
         select x.state, count(*) as n from campaign_finding x where x.campaign_id = g.campaign_id group by x.state) x) as findings
  from campaign g where g.campaign_id = :campaign_id::uuid for update

-- name: campaign_figures
-- Behind the lock: what the final figures are made of. Special files count by themselves.
with f as (
  select f.case_id, f.at_unit_id, f.key, f.kind, f.score, f.grade from campaign_file f where f.campaign_id = :campaign_id::uuid and f.state = 'final'
), d as (
  select a.case_id, a.review_id as first, b.review_id as second, a.grade as grade_1, b.grade as grade_2
    from review a join review b on b.campaign_id = a.campaign_id and b.case_id = a.case_id and b.place = 2 and b.state = 'submitted'
   where a.campaign_id = :campaign_id and a.place = 1 and a.state = 'submitted'
), w as (
  select x.item_code, x.category as one, y.category as two
    from d cross join lateral (
      select a.item_code, case a.answer when 'veto' then 'deduct' else a.answer end as category from review_answer a where a.review_id = d.first) x
    join lateral (
      select a.item_code, case a.answer when 'veto' then 'deduct' else a.answer end as category from review_answer a where a.review_id = d.second) y
      using (item_code)
)
select g.version, g.state, (select sum(i.points) from checklist_item i where i.checklist_id = g.checklist_id) as points,
       (select coalesce(json_object_agg(s.state, s.n), '{}') from (
         select s.state, count(*) as n from campaign_file s where s.campaign_id = g.campaign_id group by s.state) s) as files, '{}' as findings,
       (select coalesce(json_agg(json_build_object('unit', s.unit_id, 'closed', s.closed, 'drawn', coalesce(s.drawn, 0),
                 'scores', (select coalesce(json_agg(f.score), '[]') from f where f.kind = 'drawn' and f.at_unit_id = s.unit_id and f.key = s.key),
                 'grades', (select coalesce(json_object_agg(c.grade, c.n), '{}') from (
                   select f.grade, count(*) as n from f where f.kind = 'drawn' and f.at_unit_id = s.unit_id and f.key = s.key group by f.grade) c))
               order by s.unit_id, s.key), '[]') from campaign_stratum s where s.campaign_id = g.campaign_id) as strata,
       (select coalesce(json_object_agg(c.at_unit_id, c.n), '{}') from (
         select f.at_unit_id, count(*) as n from f where f.kind = 'special' group by f.at_unit_id) c) as special,
       (select coalesce(json_agg(json_build_array(c.grade_1, c.grade_2, c.n)), '[]') from (
         select d.grade_1, d.grade_2, count(*) as n from d group by d.grade_1, d.grade_2) c) as grades,
       (select coalesce(json_agg(json_build_object('item_code', i.item_code, 'cells', (
                 select json_agg(json_build_array(c.one, c.two, c.n)) from (
                   select w.one, w.two, count(*) as n from w where w.item_code = i.item_code group by w.one, w.two) c)) order by i.position), '[]')
          from checklist_item i where i.checklist_id = g.checklist_id and exists (select from w where w.item_code = i.item_code)) as items
  from campaign g where g.campaign_id = :campaign_id

-- name: campaign_feedback
select campaign_feedback(:campaign_id::uuid, :term::jsonb)

-- name: campaign_rectify
select campaign_rectify(:campaign_id::uuid, :unit_results::jsonb, :summary::jsonb)

-- name: campaign_report_step
update campaign set state = 'reported', version = version + 1 where campaign_id = :campaign_id::uuid

-- name: campaign_close
update campaign set state = 'closed', version = version + 1 where campaign_id = :campaign_id::uuid

-- name: campaign_result
-- audit: one
-- A file from the feedback on: its result, what was found, the objection, the terms. Who reviewed it is not in it.
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select f.campaign_id, f.case_id, c.number as case_number, f.at_unit_id as unit_id, f.kind, f.state, f.score, f.vetoed, f.grade, f.settled_by,
         f.version,
         (select coalesce(json_agg(json_build_object('item_code', n.item_code, 'stage', i.stage, 'text_zh', i.text_zh, 'text_en', i.text_en,
                   'veto', n.veto, 'deduction', n.deduction, 'remark', n.remark, 'state', n.state, 'due_on', n.due_on, 'version', n.version)
                   order by i.position), '[]')
            from campaign_finding n left join checklist_item i on i.checklist_id = g.checklist_id and i.item_code = n.item_code
           where n.campaign_id = f.campaign_id and n.case_id = f.case_id) as findings,
         (select json_build_object('items', o.items, 'reason', o.reason, 'raised_by', o.raised_by, 'raised_at', o.raised_at, 'outcome', o.outcome,
                   'decision_reason', o.decision_reason, 'decided_by', o.decided_by, 'decided_at', o.decided_at, 'was_score', o.was_score,
                   'was_grade', o.was_grade, 'score', o.score, 'grade', o.grade, 'changes', coalesce(o.changes, '[]'))
            from campaign_objection o where o.campaign_id = f.campaign_id and o.case_id = f.case_id) as objection,
         campaign_terms(f.campaign_id, f.case_id, '') as terms
    from campaign_file f join campaign g using (campaign_id) left join case_file c using (case_id)
   where f.campaign_id = :campaign_id::uuid and f.case_id = :case_id::uuid and g.state in ('feedback', 'rectification', 'reported', 'closed')
) x

-- name: campaign_result_lock
-- What is decided on a file with; the functions that write lock it and look again.
select f.version, f.state, g.state as campaign_state, f.score, f.vetoed, k.excellent_min, k.pass_min, g.recheck_days, anjuan_today() as today,
       law_hold() as law_version, f.at_unit_id, campaign_is_apart(f.campaign_id, f.case_id) as apart,
       f.at_unit_id = any (permitted_units('review.object')) as may_object,
       (select sum(i.points) from checklist_item i where i.checklist_id = g.checklist_id) as points,
       (select max(d.due_on) from campaign_deadline d where d.campaign_id = f.campaign_id and d.case_id = f.case_id and d.code = 'objection') as due_on,
       (select coalesce(json_agg(json_build_object('item_code', n.item_code, 'veto', n.veto, 'deduction', n.deduction,
                 'objected', coalesce(n.item_code = any (o.items), false)) order by n.item_code), '[]')
          from campaign_finding n where n.campaign_id = f.campaign_id and n.case_id = f.case_id) as findings
  from campaign_file f join campaign g using (campaign_id) join checklist k using (checklist_id)
  left join campaign_objection o using (campaign_id, case_id)
 where f.campaign_id = :campaign_id::uuid and f.case_id = :case_id::uuid and g.state in ('feedback', 'rectification', 'reported', 'closed')

-- name: objection_file
-- audit: one
select x.content::text as body, null::text as etag, :case_id::uuid as subject_id
  from (select objection_file(:campaign_id::uuid, :case_id::uuid) as content) x where x.content is not null

-- name: objection_raise
select objection_raise(:campaign_id::uuid, :case_id::uuid, json_texts(:items::json), :reason::text, :term::jsonb)

-- name: objection_accept
select objection_accept(:campaign_id::uuid, :case_id::uuid)

-- name: objection_decide
select objection_decide(:campaign_id::uuid, :case_id::uuid, :outcome::text, :reason::text, :changes::jsonb, :score::integer, :vetoed::boolean,
                        :grade::text)

-- name: finding_list
-- audit: list
select row_to_json(x)::text as body, x.unit_id || '|' || x.item_code as key_1, x.case_id as key_2, x.case_id as subject_id
from (
  select n.campaign_id, n.case_id, c.number as case_number, n.at_unit_id as unit_id, n.item_code, i.stage, i.text_zh, i.text_en, n.veto, n.deduction,
         n.remark, n.state, n.due_on, n.version
    from campaign_finding n join campaign g using (campaign_id)
    left join checklist_item i on i.checklist_id = g.checklist_id and i.item_code = n.item_code
    left join case_file c using (case_id)
   where n.campaign_id = :campaign_id::uuid and (:unit_id::text is null or n.at_unit_id = :unit_id) and (:state::text is null or n.state = :state)
     and (n.at_unit_id || '|' || n.item_code, n.case_id)
       > (coalesce(:cursor_1::text, ''), coalesce(:cursor_2::uuid, '00000000-0000-0000-0000-000000000000'))
   order by n.at_unit_id || '|' || n.item_code, n.case_id limit :fetch::integer
) x
order by x.unit_id || '|' || x.item_code, x.case_id

-- name: finding_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select n.campaign_id, n.case_id, c.number as case_number, n.at_unit_id as unit_id, n.item_code, i.stage, i.text_zh, i.text_en, n.veto, n.deduction,
         n.remark, n.state, n.due_on, n.version,
         (select coalesce(json_agg(json_build_object('act', a.act, 'reason', a.reason, 'documents', a.documents, 'due_on', a.due_on,
                   'recorded_by', a.recorded_by, 'recorded_at', a.recorded_at) order by a.seq), '[]')
            from campaign_finding_act a where a.campaign_id = n.campaign_id and a.case_id = n.case_id and a.item_code = n.item_code) as acts,
         campaign_terms(n.campaign_id, n.case_id, n.item_code) as terms
    from campaign_finding n join campaign g using (campaign_id)
    left join checklist_item i on i.checklist_id = g.checklist_id and i.item_code = n.item_code
    left join case_file c using (case_id)
   where n.campaign_id = :campaign_id::uuid and n.case_id = :case_id::uuid and n.item_code = :item_code::text
) x

-- name: finding_lock
select n.version, n.state, g.state as campaign_state, g.rectification_days, g.recheck_days, t.today, law_hold() as law_version,
       campaign_is_apart(n.campaign_id, n.case_id) as apart, n.at_unit_id = any (permitted_units('review.rectify')) as may_rectify,
       parameter_on('review_rectification_least', t.today) as least, parameter_on('review_rectification_most', t.today) as most,
       (select string_agg(i, ', ') from json_array_elements_text(:documents::json) i
         where not exists (select from case_document d where d.document_id::text = i and d.case_id = n.case_id)) as no_documents
  from campaign_finding n join campaign g using (campaign_id) cross join (select anjuan_today() as today) t
 where n.campaign_id = :campaign_id::uuid and n.case_id = :case_id::uuid and n.item_code = :item_code::text

-- name: finding_act
select finding_act(:campaign_id::uuid, :case_id::uuid, :item_code::text, :act::text, :reason::text,
                   (select array_agg(i::uuid) from json_array_elements_text(:documents::json) i), :term::jsonb)

-- name: notice_lock
-- Of one unit: everything found in it that was not asked for yet.
select g.version, g.state as campaign_state, g.rectification_days, t.today, law_hold() as law_version, 'found' as state,
       parameter_on('review_rectification_least', t.today) as least, parameter_on('review_rectification_most', t.today) as most,
       (select count(*) from campaign_finding n where n.campaign_id = g.campaign_id and n.at_unit_id = :unit_id::text and n.state = 'found') as open,
       set_config('anjuan.also', coalesce((select array_agg(distinct n.case_id)::text from campaign_finding n
         where n.campaign_id = g.campaign_id and n.at_unit_id = :unit_id and n.state = 'found'), ''), true) as also
  from campaign g cross join (select anjuan_today() as today) t where g.campaign_id = :campaign_id::uuid

-- name: notice_send
select count(finding_act(n.campaign_id, n.case_id, n.item_code, 'notify', :reason::text, null, :term::jsonb))
  from campaign_finding n where n.campaign_id = :campaign_id::uuid and n.at_unit_id = :unit_id::text and n.state = 'found'

-- name: notice_reply
-- audit: one
select json_build_object('campaign_id', :campaign_id::uuid, 'unit_id', :unit_id::text, 'findings', :open::integer,
                         'due_on', :term::jsonb ->> 'due_on')::text as body, null::text as etag, :campaign_id as subject_id

-- name: review_worklist
-- flag: custom_plan
-- audit: list
-- Running terms; and what was escalated, for the reviewing side to see to until it is proved or explained.
select row_to_json(x)::text as body, x.due_on as key_1, x.campaign_id || ' ' || x.case_id || ' ' || x.code || ' ' || x.item_code as key_2,
       x.case_id as subject_id
from (
  select d.campaign_id, g.title as campaign_title, d.case_id, c.number as case_number, d.at_unit_id as unit_id, d.code, d.item_code,
         d.side, d.start_on, d.due_on, d.due_on - t.today as days_left, case when d.due_on < t.today then 'overdue' else 'open' end as state,
         d.provisional, coalesce(n.state, f.state) as stands
    from (
      select d.campaign_id, d.case_id, d.item_code, d.at_unit_id, d.code, case when d.code in ('objection', 'rectification') then 'unit' else 'review' end as side,
             d.start_on, d.due_on, d.provisional
        from campaign_deadline d where d.state = 'open'
      union all
      select e.campaign_id, e.case_id, e.item_code, e.at_unit_id, 'escalation', 'review', a.day, a.day, false
        from campaign_finding e cross join lateral (
          select coalesce(max((a.recorded_at at time zone 'Asia/Shanghai')::date), e.due_on) as day from campaign_finding_act a
           where a.campaign_id = e.campaign_id and a.case_id = e.case_id and a.item_code = e.item_code) a
       where e.state = 'escalated') d
    join campaign g using (campaign_id) join campaign_file f using (campaign_id, case_id) cross join (select anjuan_today() as today) t
    left join campaign_finding n using (campaign_id, case_id, item_code) left join case_file c using (case_id)
   where (:unit_id::text is null or d.at_unit_id = :unit_id) and (:campaign_id::uuid is null or d.campaign_id = :campaign_id)
     and (:side::text is null or d.side = :side)
     and (:view::text is distinct from 'overdue' or d.due_on < t.today)
     and (:view is distinct from 'due_soon' or d.due_on between t.today and t.today + parameter_on('due_soon_days', t.today)::integer)
     and (d.due_on, d.campaign_id || ' ' || d.case_id || ' ' || d.code || ' ' || d.item_code)
       > (coalesce(:cursor_1::date, '-infinity'), coalesce(:cursor_2::text, ''))
   order by d.due_on, d.campaign_id || ' ' || d.case_id || ' ' || d.code || ' ' || d.item_code limit :fetch::integer
) x
order by x.due_on, x.campaign_id || ' ' || x.case_id || ' ' || x.code || ' ' || x.item_code

-- name: campaign_report
-- audit: one
select campaign_report(s.campaign_id)::text as body, null::text as etag, s.campaign_id as subject_id
  from campaign_summary s where s.campaign_id = :campaign_id::uuid

-- name: export_campaign
-- flag: custom_plan
select campaign_report(s.campaign_id)::text as report from campaign_summary s where s.campaign_id = :campaign_id::uuid

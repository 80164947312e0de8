-- name: precheck_pass
-- Computes the next due cases of a part; how many, -1: somebody else is at it.
select precheck_pass(:part::integer, :most::integer)

-- name: precheck_all
-- flag: job
select precheck_all()

-- name: precheck_get
-- audit: one
-- The items of a checklist (the one published last unless named) with what their checks found.
select json_build_object('case_id', c.case_id, 'case_version', c.version, 'checklist_id', k.checklist_id, 'checklist_code', k.code,
         'checklist_version', k.version, 'computed_at', p.computed_at, 'computed_from', p.case_version, 'law_version', p.law_version,
         'current', coalesce(p.case_version = c.version, false), 'again_on', p.again_on,
         'items', (select coalesce(json_agg(json_build_object('item_code', i.item_code, 'stage', i.stage, 'kind', i.kind, 'points', i.points, 'check_name', i.check_name,
                            'text_zh', i.text_zh, 'text_en', i.text_en, 'verdict', a.j ->> 'verdict',
                            'deduction', precheck_points(i.checklist_id, i.item_code, a.j -> 'faults'), 'faults', coalesce(a.j -> 'faults', '[]'),
                            'evidence', precheck_evidence(a.j -> 'evidence')) order by i.position), '[]')
                     from checklist_item i cross join lateral (select p.answers -> i.check_name as j) a
                    where i.checklist_id = k.checklist_id and a.j is not null))::text as body,
       c.version as etag, c.case_id as subject_id
  from case_file c
  left join case_precheck p using (case_id)
  left join lateral (select l.* from checklist l where case when :checklist_id::uuid is null then l.state = 'published' else l.checklist_id = :checklist_id end
                      order by l.published_at desc nulls last, l.version desc limit 1) k on true
 where c.case_id = :case_id::uuid and (:checklist_id is null or k.checklist_id is not null)

-- name: precheck_list
-- flag: custom_plan
-- audit: list
-- Closed cases with what was found against them, those closed last first.
select row_to_json(x)::text as body, x.closed_on as key_1, x.case_id || ' ' || x.check_name as key_2, x.case_id as subject_id
from (
  select d.case_id, c.number as case_number, c.title, d.unit_id, c.procedure, c.cause_code, d.closed_on, d.check_name, i.item_code, k.name_zh, k.name_en, d.verdict,
         precheck_points(i.checklist_id, i.item_code, p.answers -> d.check_name -> 'faults') as deduction,
         coalesce(p.answers -> d.check_name -> 'faults', '[]') as faults, precheck_evidence(p.answers -> d.check_name -> 'evidence') as evidence,
         p.computed_at, p.case_version = c.version as current
    from (
      select x.* from unnest((select permitted_units('case.read'))) u cross join lateral (
        select f.* from case_precheck_finding f
         where f.unit_id = u and (:check_name::text is null or f.check_name = :check_name) and (:verdict::text is null or f.verdict = :verdict)
           and (:closed_from::date is null or f.closed_on >= :closed_from) and (:closed_to::date is null or f.closed_on <= :closed_to)
           and (:case_id::uuid is null or f.case_id = :case_id)
           and (:item_code::text is null or f.check_name in (select i.check_name from checklist_item i join checklist l using (checklist_id)
                 where l.state = 'published' and i.item_code = :item_code))
           and (f.closed_on, f.case_id, f.check_name) < (coalesce(:cursor_1::date, 'infinity'),
                coalesce(split_part(:cursor_2::text, ' ', 1)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), coalesce(split_part(:cursor_2, ' ', 2), '~'))
         order by f.closed_on desc, f.case_id desc, f.check_name desc limit :fetch::integer) x
       where :unit_id::text is null or u = :unit_id
       order by x.closed_on desc, x.case_id desc, x.check_name desc limit :fetch) d
    join case_file c using (case_id) join precheck k using (check_name) join case_precheck p using (case_id)
    left join lateral (select i.* from checklist_item i join checklist l using (checklist_id) where l.state = 'published' and i.check_name = d.check_name
                        order by l.published_at desc, l.version desc limit 1) i on true
) x
order by x.closed_on desc, x.case_id desc, x.check_name desc

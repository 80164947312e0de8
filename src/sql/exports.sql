-- name: export_list
-- audit: list
select row_to_json(x)::text as body, x.requested_at as key_1, x.export_id as key_2, null::uuid as subject_id
from (
  select e.export_id, e.kind, e.format, case when e.english then 'en' else 'zh' end as language, e.parameters, e.state,
         e.rows_done, e.rows_total, e.bytes, e.file_name, e.requested_at, e.kept_until
    from export e
   where e.person_id = actor_person()
     and (e.requested_at, e.export_id) < (coalesce(:cursor_1::timestamptz, 'infinity'), coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
   order by e.requested_at desc, e.export_id desc limit :fetch::integer
) x

-- name: export_get
-- audit: one
select row_to_json(x)::text as body, null::text as etag, x.export_id as subject_id
from (
  select e.export_id, e.kind, e.format, case when e.english then 'en' else 'zh' end as language, e.parameters, e.state,
         e.rows_done, e.rows_total, e.reason_zh, e.reason_en, e.bytes, e.sha256, e.file_name, e.requested_at, e.started_at,
         e.ended_at, e.kept_until
    from export e where e.export_id = :export_id::uuid and e.person_id = actor_person()
) x

-- name: export_facts
-- What the judge of a new export must know: the actor's permissions today, and how many exports still wait.
select 1 as version,
       array(select distinct rp.permission from role_assignment a join role_permission rp using (role)
              where a.person_id = actor_person() and a.valid_from <= anjuan_today()
                and (a.valid_to is null or a.valid_to >= anjuan_today()))::text as permissions,
       (select count(*) from export e where e.person_id = actor_person() and e.state in ('queued', 'running')) as waiting

-- name: export_create
insert into export (export_id, person_id, kind, format, english, parameters, permission)
values (:export_id::uuid, :actor_id::uuid, :kind::text, :format::text, :export_english::boolean, coalesce(:parameters::jsonb, '{}'),
        :export_permission::text)

-- name: export_file
-- What is said of a file before its pieces: they are read under the same snapshot of rights.
select e.state, e.format, e.file_name, e.sha256, e.bytes, e.export_id = any ((select export_fetchable())::uuid[]) as may
  from export e where e.export_id = :export_id::uuid and e.person_id = actor_person()

-- name: export_piece
select c.data from export_chunk c where c.export_id = :export_id::uuid and c.position = :piece::integer

-- name: export_fetched
-- audit: one
select '' as body, e.sha256 as etag, e.export_id as subject_id from export e where e.export_id = :export_id::uuid and e.person_id = actor_person()

-- name: export_take
select export_id, work_token, kind, format, english, parameters from export_take(:lease_s::integer)

-- name: export_step
select export_step(:work_token::text, :lease_s::integer, :rows_total::bigint, :rows_done::bigint)

-- name: export_begin
begin isolation level repeatable read

-- name: export_act
-- From here to the end of the transaction what is read is what the person may read.
select set_config('anjuan.token', :work_token::text, true), set_config('anjuan.action', 'makeExport', true), set_config('anjuan.request', '', true),
       set_config('anjuan.subject', :export_id::text, true), set_config('anjuan.verdict', '', true), set_config('anjuan.refused', '', true),
       set_config('anjuan.idem', '', true), set_config('anjuan.also', '', true)

-- name: export_audit
select audit_add('ok', :subjects::uuid[])

-- name: export_keep
select export_keep(:work_token::text, :piece::integer, :data::bytea)

-- name: export_done
select export_done(:work_token::text, :rows_done::bigint, :bytes::bigint, :sha256::text, :file_name::text, :days::integer)

-- name: export_fail
select export_fail(:work_token::text, :reason_zh::text, :reason_en::text)

-- name: export_sweep
select export_sweep()

-- name: export_cases
-- flag: custom_plan
-- The case list of the units whose cases the actor reads; first the case, which the log names, then the columns.
select c.case_id, c.number, c.title, u.name_zh, c.procedure, coalesce(k.name_zh, c.cause_text), c.party_names, c.state, c.outcome, c.filed_on,
       c.decided_on, c.closed_on, c.fine_fen, c.confiscated_fen, c.paid_fen, c.fine_fen
  from case_file c join unit u using (unit_id)
  left join cause_of_action k on k.cause_code = c.cause_code and k.version = c.cause_version
 where c.unit_id = any ((select permitted_units('case.read'))::text[])
   and (:unit_id::text is null or c.unit_id = :unit_id) and (:state::text is null or c.state = :state)
   and (:procedure::text is null or c.procedure = :procedure)
   and (:filed_from::date is null or c.filed_on >= :filed_from) and (:filed_to::date is null or c.filed_on <= :filed_to)
 order by c.filed_on desc, c.case_id desc

-- name: export_cases_count
-- flag: custom_plan
select count(*)
  from case_file c
 where c.unit_id = any ((select permitted_units('case.read'))::text[])
   and (:unit_id::text is null or c.unit_id = :unit_id) and (:state::text is null or c.state = :state)
   and (:procedure::text is null or c.procedure = :procedure)
   and (:filed_from::date is null or c.filed_on >= :filed_from) and (:filed_to::date is null or c.filed_on <= :filed_to)

-- name: export_quarter
-- The table of a quarter as it is shown: frozen where it is, else as of now; total null: none for the actor.
with f as (
  select z.freeze_id, z.version, z.frozen_at, z.sha256, z.total from quarter_freeze z where z.quarter = :quarter::text order by z.version desc limit 1
), r as (
  select l.position, l.unit_id, l.figures from quarter_live(:quarter) l where not exists (select from f)
  union all
  select z.position, z.unit_id, z.figures from f join quarter_freeze_row z using (freeze_id)
  union all
  select null, null, f.total from f
)
select (select json_agg(json_build_object('key', k.key, 'code', k.code, 'unit', k.unit_of_measure, 'name_zh', k.name_zh, 'name_en', k.name_en,
                                          'group_zh', g.name_zh, 'group_en', g.name_en) order by k.position)
          from table_columns(false) k join indicator_group g using (code))::text as columns,
       (select coalesce(json_agg(r.figures::json order by r.position), '[]') from r where r.unit_id is not null)::text as rows,
       (select r.figures from r where r.unit_id is null) as total,
       coalesce((select '冻结版本 ' || f.version || '，冻结于 ' || to_char(f.frozen_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') || '，SHA-256 ' || f.sha256 from f),
                '即时数字，截至 ' || anjuan_today()) as said_zh,
       coalesce((select 'Frozen version ' || f.version || ', ' || to_char(f.frozen_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') || ', SHA-256 ' || f.sha256 from f),
                'Live figures as of ' || anjuan_today()) as said_en

-- name: export_penalties
with r as (
  select * from penalties_live(:year::integer)
)
select (select json_agg(json_build_object('key', k.key, 'code', k.code, 'unit', k.unit_of_measure, 'name_zh', k.name_zh, 'name_en', k.name_en) order by k.position)
          from table_columns(true) k)::text as columns,
       (select coalesce(json_agg(r.figures::json order by r.position), '[]') from r where r.unit_id is not null)::text as rows,
       (select r.figures from r where r.unit_id is null) as total

-- name: export_assessment
-- Points that the actor may see, with what each was made from in words.
select a.title, r.quarter, a.task, a.summary,
       (select coalesce(json_agg(json_build_object('code', i.code, 'name_zh', i.name_zh, 'name_en', i.name_en) order by i.position), '[]')
          from assessment_item i where i.assessment_id = a.assessment_id)::text as items,
       (select coalesce(json_agg(json_build_object('unit_id', u.unit_id, 'name_zh', n.name_zh, 'name_en', n.name_en, 'points', u.points, 'given', u.given, 'counted', u.counted,
                 'items', (select coalesce(json_agg(json_build_object('code', p.code, 'name_zh', i.name_zh, 'name_en', i.name_en, 'value', p.value, 'full_at', p.full_at,
                                             'zero_at', p.zero_at, 'points', p.points, 'formula', p.formula, 'from_zh', f.zh, 'from_en', f.en) order by i.position), '[]')
                             from assessment_point p join assessment_item i on i.assessment_id = a.assessment_id and i.code = p.code
                             cross join lateral (
                               select case i.source
                                        when 'indicator' then (select '指标 ' || i.figure || coalesce('.' || nullif(i.sub, ''), '') || '：' || coalesce(string_agg(x.q ->> 'quarter'
                                                || coalesce(' 第' || (x.q ->> 'version') || '版', ' 即时'), '、' order by x.q ->> 'quarter'), '') from jsonb_array_elements(p.made_from -> 'quarters') x(q))
                                        when 'review' then '评查活动 ' || coalesce(jsonb_array_length(p.made_from -> 'campaigns'), 0) || ' 个，评查案卷 '
                                                || (select coalesce(sum((x.c ->> 'reviewed')::bigint), 0) from jsonb_array_elements(p.made_from -> 'campaigns') x(c)) || ' 份'
                                        else '期限 ' || i.figure || '：到期 ' || (p.made_from ->> 'due') || '，按期 ' || (p.made_from ->> 'in_time') end as zh,
                                      case i.source
                                        when 'indicator' then (select 'figure ' || i.figure || coalesce('.' || nullif(i.sub, ''), '') || ': ' || coalesce(string_agg(x.q ->> 'quarter'
                                                || coalesce(' version ' || (x.q ->> 'version'), ' live'), ', ' order by x.q ->> 'quarter'), '') from jsonb_array_elements(p.made_from -> 'quarters') x(q))
                                        when 'review' then 'campaigns: ' || coalesce(jsonb_array_length(p.made_from -> 'campaigns'), 0) || ', files reviewed: '
                                                || (select coalesce(sum((x.c ->> 'reviewed')::bigint), 0) from jsonb_array_elements(p.made_from -> 'campaigns') x(c))
                                        else 'term ' || i.figure || ': due ' || (p.made_from ->> 'due') || ', in time ' || (p.made_from ->> 'in_time') end as en) f
                            where p.run_id = r.run_id and p.unit_id = u.unit_id)) order by u.points desc nulls last, u.unit_id), '[]')
          from assessment_unit u join unit n using (unit_id) where u.run_id = r.run_id)::text as units
  from assessment_run r join assessment a using (assessment_id) where r.run_id = :run_id::uuid

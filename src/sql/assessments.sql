-- name: assessment_list
-- audit: list
select row_to_json(x)::text as body, x.year as key_1, x.edition as key_2, null::uuid as subject_id
from (
  select a.assessment_id, a.year, a.edition, a.title, a.state, a.publishes, a.published_at, a.version
    from assessment a where (a.year, a.edition) < (coalesce(:cursor_1::integer, 9999), coalesce(:cursor_2::integer, 9999))
   order by a.year desc, a.edition desc limit :fetch::integer
) x
order by x.year desc, x.edition desc

-- name: assessment_get
-- audit: one
-- Targets of other units stay hidden: row-level security.
select row_to_json(x)::text as body, x.version::text as etag, null::uuid as subject_id
from (
  select a.assessment_id, a.year, a.edition, a.title, a.task, a.state, a.publishes, a.summary, a.created_by, a.created_at, a.published_by, a.published_at, a.version,
         (select coalesce(json_agg(json_build_object('code', i.code, 'name_zh', i.name_zh, 'name_en', i.name_en, 'source', i.source, 'figure', i.figure, 'sub', i.sub,
                                                     'weight', i.weight, 'full_at', i.full_at, 'zero_at', i.zero_at, 'less', i.less,
                                                     'targets', (select coalesce(json_agg(json_build_object('unit_id', t.unit_id, 'full_at', t.full_at, 'zero_at', t.zero_at) order by t.unit_id), '[]')
                                                                   from assessment_target t where t.assessment_id = i.assessment_id and t.code = i.code)) order by i.position), '[]')
            from assessment_item i where i.assessment_id = a.assessment_id) as items,
         (select coalesce(json_agg(json_build_object('run_id', r.run_id, 'quarter', r.quarter, 'made_at', r.made_at, 'published_at', r.published_at, 'version', r.version) order by r.made_at), '[]')
            from assessment_run r where r.assessment_id = a.assessment_id) as results
    from assessment a where a.assessment_id = :assessment_id::uuid
) x

-- name: assessment_create_facts
-- What does not fit: figures that are not there, codes and targets told twice, units that are not there; by place in the list.
select 1 as version,
       (select string_agg((n - 1)::text, ',') from jsonb_array_elements(:items::jsonb) with ordinality x(i, n)
         where not case i ->> 'source'
                     when 'indicator' then exists (select from table_columns(false) k where k.indicator = i ->> 'figure' and k.sub = coalesce(i ->> 'sub', '') and k.kind <> 'check')
                     when 'review' then i ->> 'figure' in ('mean', 'excellent_bp', 'pass_bp', 'fail_bp')
                     else i ->> 'figure' = 'all' or exists (select from term t where t.code = i ->> 'figure') end) as bad_figures,
       (select string_agg((n - 1)::text, ',') from jsonb_array_elements(:items) with ordinality x(i, n)
         where exists (select from jsonb_array_elements(:items) with ordinality y(j, m) where m < n and j ->> 'code' = i ->> 'code')) as twice,
       (select string_agg((n - 1)::text, ',') from jsonb_array_elements(:items) with ordinality x(i, n)
         where exists (select from jsonb_array_elements(i -> 'targets') t where not exists (select from unit u where u.unit_id = t ->> 'unit_id'))
            or (select count(*) <> count(distinct t ->> 'unit_id') from jsonb_array_elements(i -> 'targets') t)) as bad_targets

-- name: assessment_replace_facts
-- The same of a scheme that is there.
select a.version, a.state, a.year,
       (select string_agg((n - 1)::text, ',') from jsonb_array_elements(:items::jsonb) with ordinality x(i, n)
         where not case i ->> 'source'
                     when 'indicator' then exists (select from table_columns(false) k where k.indicator = i ->> 'figure' and k.sub = coalesce(i ->> 'sub', '') and k.kind <> 'check')
                     when 'review' then i ->> 'figure' in ('mean', 'excellent_bp', 'pass_bp', 'fail_bp')
                     else i ->> 'figure' = 'all' or exists (select from term t where t.code = i ->> 'figure') end) as bad_figures,
       (select string_agg((n - 1)::text, ',') from jsonb_array_elements(:items) with ordinality x(i, n)
         where exists (select from jsonb_array_elements(:items) with ordinality y(j, m) where m < n and j ->> 'code' = i ->> 'code')) as twice,
       (select string_agg((n - 1)::text, ',') from jsonb_array_elements(:items) with ordinality x(i, n)
         where exists (select from jsonb_array_elements(i -> 'targets') t where not exists (select from unit u where u.unit_id = t ->> 'unit_id'))
            or (select count(*) <> count(distinct t ->> 'unit_id') from jsonb_array_elements(i -> 'targets') t)) as bad_targets
  from assessment a where a.assessment_id = :assessment_id::uuid for update

-- name: assessment_replace
with t as (
  delete from assessment_target t where t.assessment_id = :assessment_id::uuid
), i as (
  delete from assessment_item i where i.assessment_id = :assessment_id
)
update assessment set title = :title::text, task = :task::text, publishes = coalesce(:publishes::text, 'own'), version = version + 1 where assessment_id = :assessment_id

-- name: assessment_create
with a as (
  insert into assessment (assessment_id, year, edition, title, task, publishes, created_by)
  select :assessment_id::uuid, :year::integer, 1 + coalesce((select max(z.edition) from assessment z where z.year = :year), 0), :title::text, :task::text,
         coalesce(:publishes::text, 'own'), :actor_id::uuid
  returning assessment_id
)
select assessment_id from a

-- name: assessment_create_items
with i as (
  insert into assessment_item (assessment_id, code, position, name_zh, name_en, source, figure, sub, weight, full_at, zero_at, less)
  select :assessment_id::uuid, i ->> 'code', n, i ->> 'name_zh', i ->> 'name_en', i ->> 'source', i ->> 'figure', coalesce(i ->> 'sub', ''), (i ->> 'weight')::integer,
         (i ->> 'full_at')::bigint, (i ->> 'zero_at')::bigint, coalesce((i ->> 'less')::boolean, false)
    from jsonb_array_elements(:items::jsonb) with ordinality x(i, n)
  returning code
)
insert into assessment_target (assessment_id, code, unit_id, full_at, zero_at)
select :assessment_id, i ->> 'code', t ->> 'unit_id', (t ->> 'full_at')::bigint, (t ->> 'zero_at')::bigint
  from jsonb_array_elements(:items) i, jsonb_array_elements(i -> 'targets') t

-- name: assessment_lock
select a.version, a.state, a.year, a.year || 'Q1' as first,
       exists (select from assessment z where z.year = a.year and z.state = 'published') as other,
       anjuan_today() as today
  from assessment a where a.assessment_id = :assessment_id::uuid for update

-- name: assessment_move
update assessment set state = :to_state::text, version = version + 1,
       published_by = case when :to_state = 'published' then :actor_id::uuid else published_by end,
       published_at = case when :to_state = 'published' then anjuan_now() else published_at end
 where assessment_id = :assessment_id::uuid

-- name: assessment_summarise
update assessment set summary = :summary::text, version = version + 1 where assessment_id = :assessment_id::uuid

-- name: assessment_run_facts
-- The values of every item and unit; behind that what the judge asks of the scheme.
select a.version, a.state, a.year, quarter_first(:quarter::text) > anjuan_today() as future,
       (select json_agg(json_build_object('unit_id', v.unit_id, 'code', v.code, 'weight', v.weight, 'full_at', v.full_at, 'zero_at', v.zero_at, 'less', v.less,
                                          'value', v.value, 'made_from', v.made_from)) from assessment_values(a.assessment_id, :quarter) v)::text as measured
  from assessment a where a.assessment_id = :assessment_id::uuid

-- name: assessment_run_add
with r as (
  insert into assessment_run (run_id, assessment_id, quarter, made_by) values (:run_id::uuid, :assessment_id::uuid, :quarter::text, :actor_id::uuid) returning run_id
), u as (
  insert into assessment_unit (run_id, unit_id, points, given, counted)
  select r.run_id, x.unit_id, x.points, x.given, x.counted from r, jsonb_to_recordset(:totals::jsonb) x(unit_id text, points bigint, given bigint, counted bigint)
)
insert into assessment_point (run_id, unit_id, code, value, weight, full_at, zero_at, points, formula, made_from)
select r.run_id, x.unit_id, x.code, x.value, x.weight, x.full_at, x.zero_at, x.points, x.formula, x.made_from
  from r, jsonb_to_recordset(:points::jsonb) x(unit_id text, code text, value bigint, weight integer, full_at bigint, zero_at bigint, points bigint, formula text, made_from jsonb)

-- name: assessment_run_get
-- audit: one
select row_to_json(x)::text as body, x.version::text as etag, null::uuid as subject_id
from (
  select r.run_id, r.assessment_id, r.quarter, r.made_by, r.made_at, r.published_by, r.published_at, r.version,
         (select coalesce(json_agg(json_build_object('unit_id', u.unit_id, 'name_zh', n.name_zh, 'name_en', n.name_en, 'points', u.points, 'given', u.given, 'counted', u.counted,
                   'items', (select coalesce(json_agg(json_build_object('code', p.code, 'name_zh', i.name_zh, 'name_en', i.name_en, 'value', p.value, 'weight', p.weight,
                                                 'full_at', p.full_at, 'zero_at', p.zero_at, 'points', p.points, 'formula', p.formula, 'made_from', p.made_from) order by i.position), '[]')
                               from assessment_point p join assessment_item i on i.assessment_id = r.assessment_id and i.code = p.code
                              where p.run_id = r.run_id and p.unit_id = u.unit_id)) order by u.points desc nulls last, u.unit_id), '[]')
            from assessment_unit u join unit n using (unit_id) where u.run_id = r.run_id) as units
    from assessment_run r where r.run_id = :run_id::uuid and r.assessment_id = :assessment_id::uuid
) x

-- name: assessment_run_lock
select r.version, r.published_at is not null as published from assessment_run r where r.run_id = :run_id::uuid and r.assessment_id = :assessment_id::uuid for update

-- name: assessment_run_publish
update assessment_run set published_by = :actor_id::uuid, published_at = anjuan_now(), version = version + 1 where run_id = :run_id::uuid

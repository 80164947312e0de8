-- name: quarter_facts
-- What must be known before a quarter is read or frozen.
select coalesce(max(f.version), 0) as version, quarter_first(:quarter::text) > anjuan_today() as future,
       quarter_last(:quarter) >= anjuan_today() as running, quarter_last(:quarter) as last
  from quarter_freeze f where f.quarter = :quarter

-- name: quarter_get
-- audit: one
-- :frozen_version null: the live figures.
with f as (
  select * from quarter_freeze z where z.quarter = :quarter::text and z.version = :frozen_version::integer
), r as (
  select l.position, l.unit_id, l.figures from quarter_live(:quarter) l where :frozen_version is null
  union all
  select z.position, z.unit_id, z.figures from f join quarter_freeze_row z using (freeze_id)
  union all
  select null, null, f.total from f
), x as (
  select row_to_json(y)::text as body from (
    select :quarter as quarter, quarter_first(:quarter) as "from", quarter_last(:quarter) as "to",
           anjuan_today() > quarter_last(:quarter) as ended, case when :frozen_version is null then 'live' else 'frozen' end as view,
           (select row_to_json(z) from (select f.version, f.frozen_at, f.frozen_by, p.name as frozen_by_name, f.sha256, f.position,
                                               f.snapshot, f.definitions
                                          from f left join person p on p.person_id = f.frozen_by) z) as frozen,
           (select coalesce(json_agg(r.figures::json order by r.position), '[]') from r where r.unit_id is not null) as units,
           (select r.figures::json from r where r.unit_id is null) as total) y
)
select x.body, left(encode(sha256(convert_to(x.body, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id from x

-- name: quarter_csv
-- audit: one
-- The same rows as CSV; byte-order mark and CR LF, so that spreadsheets read it as UTF-8.
with r as (
  select l.position, l.unit_id, l.figures::json as j from quarter_live(:quarter::text) l where :frozen_version::integer is null
  union all
  select z.position, z.unit_id, z.figures::json from quarter_freeze f join quarter_freeze_row z using (freeze_id)
   where f.quarter = :quarter and f.version = :frozen_version
  union all
  select null, null, f.total::json from quarter_freeze f where f.quarter = :quarter and f.version = :frozen_version
), line as (
  select 0 as part, null::integer as position,
         case when :english::boolean then 'unit,unit name,' else '单位代码,单位,' end
           || string_agg(csv_text(case when :english then i.name_en else i.name_zh end), ',' order by i.position) as text
    from indicator i where i.position is not null
  union all
  select case when r.unit_id is null then 2 else 1 end, r.position,
         csv_text(coalesce(r.unit_id, '')) || ',' || csv_text(r.j ->> case when :english then 'name_en' else 'name_zh' end) || ',' ||
         (select string_agg(case i.kind when 'check' then case (r.j ->> i.indicator)::boolean
                                                            when true then case when :english then 'yes' else '是' end
                                                            else case when :english then 'no' else '否' end end
                                        else coalesce(r.j ->> i.indicator, '—') end, ',' order by i.position)
            from indicator i where i.position is not null)
    from r
), x as (
  select U&'\FEFF' || string_agg(line.text || U&'\000D\000A', '' order by part, position) as body from line
)
select x.body, left(encode(sha256(convert_to(x.body, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id from x

-- name: quarter_freeze
select freeze_quarter(:quarter::text, :new_id::uuid)

-- name: quarter_list
-- audit: list
select row_to_json(x)::text as body, x.quarter as key_1, x.quarter as key_2, null::uuid as subject_id
from (
  select quarter, quarter_first(quarter) as "from", quarter_last(quarter) as "to", anjuan_today() > quarter_last(quarter) as ended,
         f.version as frozen_version, f.frozen_at
    from (select q collate "C" from quarters_counted() q union select z.quarter from quarter_freeze z) q(quarter)
    left join lateral (select z.version, z.frozen_at from quarter_freeze z where z.quarter = q.quarter
                        order by z.version desc limit 1) f on true
   where quarter < coalesce(:cursor_1::text, 'Z')
   order by quarter desc limit :fetch::integer
) x
order by x.quarter desc

-- name: background_fold
select count_fold(:most::integer)

-- name: statistics_check
-- flag: job
select what, unit_id, period, indicator, kept, counted from statistics_check() order by 1, 3, 2, 4

-- name: job_note
-- flag: job
select audit_add('ok')

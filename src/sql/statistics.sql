-- name: quarter_facts
-- What must be known before a quarter is read or frozen.
select coalesce(max(f.version), 0) as version, quarter_first(:quarter::text) > anjuan_today() as future,
       quarter_last(:quarter) >= anjuan_today() as running, quarter_last(:quarter) as last,
       coalesce((select p.state from quarter_period p where p.quarter = :quarter), 'open') as state,
       (select p.made_by from quarter_period p where p.quarter = :quarter) = actor_person() as mine
  from quarter_freeze f where f.quarter = :quarter

-- name: close_facts
-- The same before it is closed, and how many units have not confirmed.
select coalesce(max(f.version), 0) as version, quarter_last(:quarter::text) >= anjuan_today() as running, quarter_last(:quarter) as last,
       coalesce((select p.state from quarter_period p where p.quarter = :quarter), 'open') as state,
       cardinality(quarter_unconfirmed(:quarter)) > 0 as unconfirmed
  from quarter_freeze f where f.quarter = :quarter

-- name: cell_facts
-- The same, and whether there is such a cell for the actor.
select coalesce(max(f.version), 0) as version, quarter_first(:quarter::text) > anjuan_today() as future,
       exists (select from indicator i where i.indicator = :indicator::text) as known,
       (:unit::text = 'total' or :unit = any (permitted_units('statistics.read'))) as may
  from quarter_freeze f where f.quarter = :quarter

-- name: confirm_facts
select 1 as version, quarter_first(:quarter::text) > anjuan_today() as future,
       coalesce((select p.state from quarter_period p where p.quarter = :quarter), 'open') as state,
       coalesce(:unit_id::text, case when cardinality(u) = 1 then u[1] end) as unit,
       coalesce(:unit_id, case when cardinality(u) = 1 then u[1] end) = any (u) as may
  from permitted_units('statistics.confirm') u

-- name: quarter_get
-- audit: one
-- :frozen_version null: the live figures. Rows are kept as the JSON that is served, and so are not taken apart here.
with f as (
  select z.freeze_id, z.version, z.frozen_at, z.frozen_by, z.made_by, z.reason, z.sha256, z.position, z.snapshot, z.definitions, z.law_version,
         z.key_id, z.signature, z.total
    from quarter_freeze z where z.quarter = :quarter::text and z.version = :frozen_version::integer
), r as (
  select l.position, l.unit_id, l.figures from quarter_live(:quarter) l where :frozen_version is null
  union all
  select z.position, z.unit_id, z.figures from f join quarter_freeze_row z using (freeze_id)
  union all
  select null, null, f.total from f
), x as (
  select left(row_to_json(y)::text, -1) || ',"units":[' || coalesce((select string_agg(r.figures, ',' order by r.position) from r where r.unit_id is not null), '')
           || '],"total":' || coalesce((select r.figures from r where r.unit_id is null), 'null') || '}' as body from (
    select :quarter as quarter, quarter_first(:quarter) as "from", quarter_last(:quarter) as "to",
           anjuan_today() > quarter_last(:quarter) as ended,
           coalesce((select p.state from quarter_period p where p.quarter = :quarter), 'open') as state, case when :frozen_version is null then 'live' else 'frozen' end as view,
           (select row_to_json(z) from (select f.version, f.frozen_at, f.frozen_by, p.name as frozen_by_name, f.sha256, f.position,
                                               f.snapshot, f.definitions, f.law_version, f.made_by, m.name as made_by_name, f.reason,
                                               f.key_id, f.signature
                                          from f left join person p on p.person_id = f.frozen_by
                                               left join person m on m.person_id = f.made_by) z) as frozen) y
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
), k as materialized (
  select * from table_columns(false)
), line as (
  select 0 as part, null::integer as position,
         case when :english::boolean then 'unit,unit name,' else '单位代码,单位,' end
           || string_agg(csv_text(case when :english then k.name_en else k.name_zh end), ',' order by k.position) as text
    from k
  union all
  select case when r.unit_id is null then 2 else 1 end, r.position,
         csv_text(coalesce(r.unit_id, '')) || ',' || csv_text(r.j ->> case when :english then 'name_en' else 'name_zh' end) || ',' ||
         (select string_agg(case k.kind when 'check' then case (r.j ->> k.key)::boolean
                                                            when true then case when :english then 'yes' else '是' end
                                                            else case when :english then 'no' else '否' end end
                                        else coalesce(r.j ->> k.key, '—') end, ',' order by k.position)
            from k)
    from r
), x as (
  select U&'\FEFF' || string_agg(line.text || U&'\000D\000A', '' order by part, position) as body from line
)
select x.body, left(encode(sha256(convert_to(x.body, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id from x

-- name: quarter_freeze
select freeze_quarter(:quarter::text, :new_id::uuid)

-- name: quarter_close
select close_quarter(:quarter::text, :reason::text)

-- name: quarter_return
select return_quarter(:quarter::text, :reason::text)

-- name: quarter_confirm
select confirm_quarter(:new_id::uuid, :quarter::text, :confirm_unit::text, :result::text, :comment::text)

-- name: quarter_state
-- audit: one
-- How far a quarter is, and what each unit that the actor reads said of its row.
select row_to_json(x)::text as body, null::text as etag, null::uuid as subject_id
from (
  select :quarter::text as quarter, coalesce(p.state, 'open') as state, coalesce(p.version, 0) as version, p.made_by, m.name as made_by_name,
         p.made_at, coalesce(p.reason, '') as reason, p.returned_by, b.name as returned_by_name, p.returned_at,
         coalesce(p.returned_reason, '') as returned_reason, quarter_unconfirmed(:quarter) as unconfirmed,
         (select coalesce(json_agg(json_build_object('unit_id', c.unit_id, 'result', c.result, 'comment', c.comment, 'said_by', c.said_by,
                                                     'said_by_name', n.name, 'said_at', c.said_at, 'sha256', c.sha256) order by c.said_at, c.confirmation_id), '[]')
            from quarter_confirmation c join person n on n.person_id = c.said_by where c.quarter = :quarter) as said
    from (select 1) one left join quarter_period p on p.quarter = :quarter left join person m on m.person_id = p.made_by
      left join person b on b.person_id = p.returned_by
) x

-- name: quarter_document
-- audit: one
select d as body, left(encode(sha256(convert_to(d, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id
from quarter_document(:quarter::text, :frozen_version::integer) d where d is not null

-- name: quarter_ledger
-- audit: list
-- Booked with each new version, and what is not booked yet (version null), which comes first.
select row_to_json(x)::text as body, x.k1 as key_1, x.k2 as key_2, x.case_id as subject_id
from (
  select l.*, case when l.of_what = 'case' then l.object_id end as case_id
    from (select lpad((100000 - f.version)::text, 6, '0') as k1, lpad(z.line::text, 12, '0') as k2, f.version, z.unit_id, z.indicator, z.sub,
                 z.of_what, z.object_id, z.delta, z.was, z.is_now, z.why, f.reason, f.frozen_by as approved_by, f.frozen_at as approved_at
            from quarter_freeze f join quarter_ledger z using (freeze_id) where f.quarter = :quarter::text
          union all
          select '', p.indicator || ' ' || p.sub || ' ' || p.unit_id || ' ' || p.object_id, null, p.unit_id, p.indicator, p.sub,
                 p.of_what, p.object_id, p.delta, null, null, p.why, null, null, null
            from quarter_pending(:quarter) p) l
   where (l.k1, l.k2) > (coalesce(:cursor_1::text, ''), coalesce(:cursor_2::text, ''))
   order by l.k1, l.k2 limit :fetch::integer
) x
order by x.k1, x.k2

-- name: cell_cases
-- audit: list
select row_to_json(x)::text as body, x.k1 as key_1, x.k2 as key_2, x.case_id as subject_id
from (
  select m.side, m.indicator, m.sub, m.of_what, m.object_id, c.number, coalesce(c.title, l.title) as title, m.n as count, m.value,
         case when m.of_what = 'case' then m.object_id end as case_id,
         case when m.object_id is null then '2' else '1' end || m.side as k1, m.indicator || ' ' || m.sub || ' ' || coalesce(m.object_id::text, '') as k2
    from cell_members(:quarter::text, :frozen_version::integer, :indicator::text, coalesce(:sub::text, ''), :unit::text) m
    left join case_file c on m.of_what = 'case' and c.case_id = m.object_id
    left join clue l on m.of_what = 'clue' and l.clue_id = m.object_id
   where (case when m.object_id is null then '2' else '1' end || m.side, m.indicator || ' ' || m.sub || ' ' || coalesce(m.object_id::text, ''))
         > (coalesce(:cursor_1::text, ''), coalesce(:cursor_2::text, ''))
   order by k1, k2 limit :fetch::integer
) x
order by x.k1, x.k2

-- name: indicators_get
-- audit: one
-- The definitions as they hold, group by group.
select x.body, left(encode(sha256(convert_to(x.body, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id
from (
  select json_build_object('groups', json_agg(json_build_object(
           'code', g.code, 'name_zh', g.name_zh, 'name_en', g.name_en, 'definition_zh', g.definition_zh, 'definition_en', g.definition_en,
           'dated_zh', g.dated_zh, 'dated_en', g.dated_en, 'attribution', g.attribution, 'version', g.version, 'valid_from', g.valid_from,
           'figures', (select coalesce(json_agg(json_build_object(
                         'indicator', i.indicator, 'kind', i.kind,
                         'keeping', case when i.kind in ('flow', 'stock') then 'additive' when i.kind = 'computed' then 'computed' else 'made' end,
                         'unit', i.unit_of_measure, 'name_zh', i.name_zh, 'name_en', i.name_en, 'definition_zh', i.definition_zh,
                         'definition_en', i.definition_en, 'version', i.version, 'valid_from', i.valid_from,
                         'subs', (select coalesce(json_agg(json_build_object('sub', s.sub, 'name_zh', s.name_zh, 'name_en', s.name_en) order by s.position), '[]')
                                    from indicator_sub s where s.split = i.split),
                         'terms', (select coalesce(json_agg(json_build_object('side', t.side, 'sign', t.sign, 'indicator', t.of_indicator, 'sub', t.of_sub)
                                             order by t.side desc, t.of_indicator, t.of_sub), '[]') from indicator_term t where t.indicator = i.indicator))
                         order by i.position nulls last), '[]') from indicator i where i.code = g.code)) order by g.position))::text as body
    from indicator_group g
) x

-- name: penalties_get
-- audit: one
-- Amounts also in yuan and in ten thousand yuan, as exact texts.
with r as (
  select p.position, p.unit_id, (rtrim(p.figures, '}') || ',"amount_yuan":"' || fen_as(p.figures, 2) || '","amount_wan":"' || fen_as(p.figures, 6) || '"}')::json as figures
    from penalties_live(:year::integer) p
), x as (
  select row_to_json(y)::text as body from (
    select :year as year,
           (select coalesce(json_agg(r.figures order by r.position), '[]') from r where r.unit_id is not null) as subjects,
           (select r.figures from r where r.unit_id is null) as total) y
)
select x.body, left(encode(sha256(convert_to(x.body, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id from x

-- name: penalties_csv
-- audit: one
-- The table as it is published each January: kinds, total, amount in yuan and in ten thousand, procedures.
with r as (
  select p.position, p.unit_id, p.figures, p.figures::json as j from penalties_live(:year::integer) p
), k as (
  select key, indicator, row_number() over (order by array_position(array['subject_penalties', 'subject_amount_fen', 'subject_simple', 'subject_ordinary'], indicator),
                                            key = 'subject_penalties', position) as n,
         case when sub = '' then case when :english::boolean then name_en else name_zh end
              else case when :english then split_part(name_en, ': ', 2) else split_part(name_zh, '：', 2) end end as name
    from table_columns(true)
), line as (
  select 0 as part, null::integer as position,
         case when :english then 'subject,name,' else '执法主体代码,执法主体,' end
           || string_agg(case k.indicator when 'subject_amount_fen' then case when :english then 'amount (yuan),amount (10000 yuan)' else '罚没金额（元）,罚没金额（万元）' end
                                          else csv_text(k.name) end, ',' order by k.n) as text from k
  union all
  select case when r.unit_id is null then 2 else 1 end, r.position,
         csv_text(coalesce(r.unit_id, '')) || ',' || csv_text(r.j ->> case when :english then 'name_en' else 'name_zh' end) || ',' ||
         (select string_agg(case k.indicator when 'subject_amount_fen' then fen_as(r.figures, 2) || ',' || fen_as(r.figures, 6) else r.j ->> k.key end, ',' order by k.n) from k)
    from r
), x as (
  select U&'\FEFF' || string_agg(line.text || U&'\000D\000A', '' order by part, position) as body from line
)
select x.body, left(encode(sha256(convert_to(x.body, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id from x

-- name: signing_keys
-- audit: one
select json_build_object('keys', coalesce(json_agg(json_build_object('key_id', k.key_id, 'public_key', k.public_key, 'since', k.since) order by k.since), '[]'))::text as body,
       null::text as etag, null::uuid as subject_id from signing_key k

-- name: background_unsigned
select freeze_id, signed from quarters_unsigned() limit 10

-- name: background_sign
select quarter_sign(:freeze_id::uuid, :key_id::text, :public_key::text, :signature::text)

-- name: quarter_list
-- audit: list
select row_to_json(x)::text as body, x.quarter as key_1, x.quarter as key_2, null::uuid as subject_id
from (
  select quarter, quarter_first(quarter) as "from", quarter_last(quarter) as "to", anjuan_today() > quarter_last(quarter) as ended,
         f.version as frozen_version, f.frozen_at, coalesce(p.state, 'open') as state
    from (select q collate "C" from quarters_counted() q union select z.quarter from quarter_freeze z) q(quarter)
    left join quarter_period p using (quarter)
    left join lateral (select z.version, z.frozen_at from quarter_freeze z where z.quarter = q.quarter
                        order by z.version desc limit 1) f on true
   where quarter < coalesce(:cursor_1::text, 'Z')
   order by quarter desc limit :fetch::integer
) x
order by x.quarter desc

-- name: background_fold
select count_fold(:most::integer)

-- name: background_keep
select quarters_keep_up()

-- name: statistics_check
-- flag: job
select what, unit_id, period, indicator, kept, counted from statistics_check() order by 1, 3, 2, 4

-- name: job_note
-- flag: job
select audit_add('ok')

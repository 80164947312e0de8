-- name: comparison_facts
-- The cells of a unit or the total beside those of the other periods, with the last note on each; what is frozen shows the notes in it.
with s as (
  select f.version, f.snapshot from quarter_freeze f
   where f.quarter = :quarter::text and coalesce(:view::text, '') <> 'live' order by f.version desc limit 1
), c as (
  select * from comparison_of(:quarter, :unit::text, coalesce(:view, '') = 'live')
), n as (
  select distinct on (n.indicator, n.sub) n.indicator, n.sub, n.version, n.note, p.name as written_by_name, n.written_at
    from quarter_note n join person p on p.person_id = n.written_by
   where n.quarter = :quarter and n.unit_id is not distinct from nullif(:unit, 'total')
     and (not exists (select from s) or exists (select from s where pg_visible_in_snapshot(n.xid, s.snapshot::pg_snapshot)))
   order by n.indicator, n.sub, n.version desc
)
select coalesce((select s.version from s), 0) as version, quarter_first(:quarter) > anjuan_today() as future,
       :unit = 'total' or :unit = any (permitted_units('statistics.read')) as may,
       d.days[1] as days, d.days[2] as days_previous, d.days[3] as days_last_year,
       (select t.value from statistics_setting t where t.name = 'unusual_level_ppm' and t.valid_from <= quarter_last(:quarter) order by t.valid_from desc limit 1) as level_ppm,
       (select t.value from statistics_setting t where t.name = 'unusual_min' and t.valid_from <= quarter_last(:quarter) order by t.valid_from desc limit 1) as least,
       coalesce((select c.value > 0 from c where c.indicator = 'zero_cases') and :unit <> 'total', false) as nothing_done,
       (select json_agg(json_build_object(
                 'key', c.key, 'indicator', c.indicator, 'sub', c.sub, 'code', c.code, 'kind', c.kind, 'unit', c.unit_of_measure, 'name_zh', c.name_zh, 'name_en', c.name_en, 'value', c.value,
                 'share_bp', round(10000.0 * c.value / nullif(c.of_all, 0)), 'rank', c.rank,
                 'previous', json_build_object('value', c.previous, 'difference', c.value - c.previous, 'change_bp', round(10000.0 * (c.value - c.previous) / nullif(c.previous, 0))),
                 'last_year', json_build_object('value', c.last_year, 'difference', c.value - c.last_year, 'change_bp', round(10000.0 * (c.value - c.last_year) / nullif(c.last_year, 0))),
                 'to_date', json_build_object('value', c.to_date, 'last_year', c.last_to_date, 'difference', c.to_date - c.last_to_date,
                                              'change_bp', round(10000.0 * (c.to_date - c.last_to_date) / nullif(c.last_to_date, 0))),
                 'note', (select json_build_object('version', n.version, 'note', n.note, 'written_by_name', n.written_by_name, 'written_at', n.written_at)
                            from n where n.indicator = c.indicator and n.sub = c.sub)) order by c.position) from c)::text as cells
  from (select array(select least(quarter_last(q), anjuan_today()) - quarter_first(q) + 1
                       from unnest(array[:quarter, quarter_before(:quarter, 1), quarter_before(:quarter, 4)]) with ordinality x(q, k) order by k) as days) d

-- name: comparison_get
-- audit: one
select row_to_json(x)::text as body, left(encode(sha256(convert_to(row_to_json(x)::text, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id
from (select :quarter::text as quarter, nullif(:unit::text, 'total') as unit_id, case when :frozen_version::integer is null then 'live' else 'frozen' end as view,
             :frozen_version as frozen_version, quarter_before(:quarter, 1) as previous_quarter, quarter_before(:quarter, 4) as last_year_quarter,
             :nothing_done::boolean as nothing_done, :rule::json as rule, :cells::json as cells) x

-- name: ranking_get
-- audit: one
select row_to_json(y)::text as body, left(encode(sha256(convert_to(row_to_json(y)::text, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id
from (
  select :quarter::text as quarter, :indicator::text as indicator, coalesce(:sub::text, '') as sub, case when :frozen_version::integer is null then 'live' else 'frozen' end as view,
         (select json_agg(json_build_object(
                   'unit_id', r.unit_id, 'name_zh', r.name_zh, 'name_en', r.name_en, 'value', r.value, 'share_bp', round(10000.0 * r.value / nullif(r.of_all, 0)),
                   'rank', r.rank, 'nothing_done', r.nothing, 'previous', r.previous, 'previous_change_bp', round(10000.0 * (r.value - r.previous) / nullif(r.previous, 0)),
                   'last_year', r.last_year, 'last_year_change_bp', round(10000.0 * (r.value - r.last_year) / nullif(r.last_year, 0))))
            from ranking_of(:quarter, :indicator, coalesce(:sub, ''), :frozen_version is null) r) as rows) y

-- name: chart_facts
-- The figure over the last quarters, and its names; behind that the same questions as of any cell.
select coalesce(max(f.version), 0) as version, quarter_first(:quarter::text) > anjuan_today() as future,
       exists (select from indicator i where i.indicator = :indicator::text) as known,
       (:unit::text = 'total' or :unit = any (permitted_units('statistics.read'))) as may,
       (select json_agg(json_build_array(t.quarter, t.value)) from figure_over_time(:quarter, :indicator, coalesce(:sub::text, ''), :unit,
               coalesce(:quarters::integer, 8), coalesce(:view::text, '') = 'live') t)::text as points,
       (select json_build_array(i.name_zh || coalesce('：' || s.name_zh, ''), i.name_en || coalesce(': ' || s.name_en, ''), i.unit_of_measure)
          from indicator i left join indicator_sub s on s.split = i.split and s.sub = :sub where i.indicator = :indicator)::text as figure_names,
       coalesce((select json_build_array(u.name_zh, u.name_en) from unit u where u.unit_id = :unit), '["全部单位","all units"]')::text as unit_names
  from quarter_freeze f where f.quarter = :quarter

-- name: chart_get
-- audit: one
select :svg::text as body, left(encode(sha256(convert_to(:svg, 'UTF8')), 'hex'), 16) as etag, null::uuid as subject_id

-- name: note_facts
select coalesce(max(n.version), 0) as version, quarter_first(:quarter::text) > anjuan_today() as future,
       exists (select from table_columns(false) k where k.indicator = :indicator::text and k.sub = coalesce(:sub::text, '')) as known,
       (:unit::text = 'total' or exists (select from unit u where u.unit_id = :unit)) as may
  from quarter_note n where n.quarter = :quarter and n.unit_id is not distinct from nullif(:unit, 'total') and n.indicator = :indicator and n.sub = coalesce(:sub, '')

-- name: note_add
insert into quarter_note (quarter, unit_id, indicator, sub, version, note, written_by)
values (:quarter::text, nullif(:unit::text, 'total'), :indicator::text, coalesce(:sub::text, ''), :note_version::integer, :note::text, :actor_id::uuid)

-- name: note_get
-- audit: one
select row_to_json(x)::text as body, null::text as etag, null::uuid as subject_id
from (select n.quarter, n.unit_id, n.indicator, n.sub, n.version, n.note, n.written_by, p.name as written_by_name, n.written_at, null::integer as frozen_in
        from quarter_note n join person p on p.person_id = n.written_by
       where n.quarter = :quarter::text and n.unit_id is not distinct from nullif(:unit::text, 'total') and n.indicator = :indicator::text
         and n.sub = coalesce(:sub::text, '') and n.version = :note_version::integer) x

-- name: note_list
-- audit: list
-- All versions of all notes of a quarter; frozen_in: the first frozen version that has it.
select row_to_json(x)::text as body, x.k1 as key_1, x.k2 as key_2, null::uuid as subject_id
from (
  select n.quarter, n.unit_id, n.indicator, n.sub, n.version, n.note, n.written_by, p.name as written_by_name, n.written_at,
         (select min(f.version) from quarter_freeze f where f.quarter = n.quarter and pg_visible_in_snapshot(n.xid, f.snapshot::pg_snapshot)) as frozen_in,
         n.indicator || '.' || n.sub as k1, coalesce(n.unit_id, '') || ' ' || lpad((10000 - n.version)::text, 5, '0') as k2
    from quarter_note n join person p on p.person_id = n.written_by
   where n.quarter = :quarter::text
     and (n.indicator || '.' || n.sub, coalesce(n.unit_id, '') || ' ' || lpad((10000 - n.version)::text, 5, '0')) > (coalesce(:cursor_1::text, ''), coalesce(:cursor_2::text, ''))
   order by k1, k2 limit :fetch::integer
) x
order by x.k1, x.k2

-- name: ranking_facts
select coalesce(max(f.version), 0) as version, quarter_first(:quarter::text) > anjuan_today() as future,
       exists (select from table_columns(false) k where k.indicator = :indicator::text and k.sub = coalesce(:sub::text, '') and k.kind <> 'check') as known, true as may
  from quarter_freeze f where f.quarter = :quarter

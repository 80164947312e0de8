-- Review campaigns: settings, steps, draw and files.

-- name: campaign_list
-- audit: list
select row_to_json(x)::text as body, x.created_at as key_1, x.campaign_id as key_2, x.campaign_id as subject_id
from (
  select g.campaign_id, g.title, g.state, g.period_from, g.period_to, g.created_at, g.version
    from campaign g
   where (:state::text is null or g.state = :state)
     and (g.created_at, g.campaign_id) < (coalesce(:cursor_1::timestamptz, 'infinity'),
                                          coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
   order by g.created_at desc, g.campaign_id desc limit :fetch::integer
) x
order by x.created_at desc, x.campaign_id desc

-- name: campaign_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.campaign_id as subject_id
from (
  select g.campaign_id, g.title, g.state, g.checklist_id, k.code as checklist_code, k.version as checklist_version, g.period_from, g.period_to,
         case when w.open then g.units end as units, g.procedures, g.causes, g.divide_by, g.least, g.share, g.double_share, g.blind, g.difference_limit, g.by_average,
         g.objection_days, g.recheck_days, g.rectification_days, g.created_by, g.created_at, g.commitment, g.committed_at, g.frozen_at,
         g.population_sha256, g.drawn_at, v.secret, v.seed, g.cancelled_reason, s.units as unit_count, s.without as units_without_cases,
         s.closed, s.drawn, (select count(*) from campaign_file f where f.campaign_id = g.campaign_id and f.kind = 'special') as special,
         (select coalesce(json_agg(json_build_object('act', e.act, 'recorded_at', e.recorded_at, 'recorded_by', e.recorded_by,
                  'reason', e.reason) order by e.seq), '[]') from campaign_event e where e.campaign_id = g.campaign_id) as events, g.version
    from campaign g join checklist k using (checklist_id) left join campaign_reveal v using (campaign_id)
    -- The units of a blind campaign could tell a reviewer whose file it is.
   cross join (select has_permission('review.manage') or has_permission('audit.read') or cardinality(permitted_units('review.read')) > 0 as open) p
   cross join lateral (select p.open or not g.blind as open) w
   cross join lateral (
     select count(distinct s.unit_id) as units, count(*) filter (where s.closed = 0) as without, coalesce(sum(s.closed), 0) as closed,
            coalesce(sum(s.drawn), 0) as drawn from campaign_stratum s where s.campaign_id = g.campaign_id) s
   where g.campaign_id = :campaign_id::uuid
) x

-- name: campaign_facts
-- What the judge of a new campaign must know: the checklist, and what is named and is not there.
select 1 as version, k.checklist_id, k.state as checklist_state,
       (select string_agg(u, ', ') from json_array_elements_text(:units::json) u where not exists (select from unit t where t.unit_id = u)) as no_units,
       (select string_agg(c, ', ') from json_array_elements_text(:causes::json) c
         where not exists (select from cause_of_action t where t.cause_code = c)) as no_causes
  from (select) one
  left join checklist k on k.checklist_id = coalesce(:checklist_id::uuid,
    (select l.checklist_id from checklist l where l.state = 'published' and l.code = 'default' order by l.version desc limit 1))

-- name: campaign_create
insert into campaign (campaign_id, title, checklist_id, period_from, period_to, units, procedures, causes, divide_by, least, share,
  double_share, blind, difference_limit, by_average, objection_days, recheck_days, rectification_days, created_by)
select :campaign_id::uuid, :title::text, :checklist_used::uuid, :period_from::date, :period_to::date, json_texts(:units::json),
       json_texts(:procedures::json), json_texts(:causes::json), coalesce(json_texts(:divide_by::json), '{}'),
       coalesce(:least::integer, parameter_on('review_least', t.day)), coalesce(:share::integer, parameter_on('review_share', t.day)),
       coalesce(:double_share::integer, parameter_on('review_double_share', t.day)), coalesce(:blind::boolean, true),
       coalesce(:difference_limit::integer, parameter_on('review_difference_limit', t.day)), coalesce(:by_average::boolean, true),
       coalesce(:objection_days::integer, parameter_on('review_objection_days', t.day)),
       coalesce(:recheck_days::integer, parameter_on('review_recheck_days', t.day)),
       coalesce(:rectification_days::integer, parameter_on('review_rectification_days', t.day)), :actor_id::uuid
  from (select anjuan_today() as day) t

-- name: campaign_lock
select g.version, g.state, (select coalesce(json_object_agg(f.state, f.n), '{}') from (
         select f.state, count(*) as n from campaign_file f where f.campaign_id = g.campaign_id group by f.state) f) as files
  from campaign g where g.campaign_id = :campaign_id::uuid for update

-- name: campaign_strata
-- Behind the lock: what is to be allotted.
select g.version, g.state, g.least, g.share, '{}' as files,
       (select coalesce(json_agg(json_build_object('unit', s.unit_id, 'key', s.key, 'closed', s.closed) order by s.unit_id, s.key), '[]')
          from campaign_stratum s where s.campaign_id = g.campaign_id) as strata
  from campaign g where g.campaign_id = :campaign_id::uuid

-- name: campaign_change
update campaign set
    title = coalesce(:title::text, title), checklist_id = coalesce(:checklist_id::uuid, checklist_id),
    period_from = coalesce(:period_from::date, period_from), period_to = coalesce(:period_to::date, period_to),
    units = case when :has_units::boolean then json_texts(:units::json) else units end,
    procedures = case when :has_procedures::boolean then json_texts(:procedures::json) else procedures end,
    causes = case when :has_causes::boolean then json_texts(:causes::json) else causes end,
    divide_by = case when :has_divide_by::boolean then coalesce(json_texts(:divide_by::json), '{}') else divide_by end,
    least = coalesce(:least::integer, least), share = coalesce(:share::integer, share),
    double_share = coalesce(:double_share::integer, double_share), blind = coalesce(:blind::boolean, blind),
    difference_limit = coalesce(:difference_limit::integer, difference_limit), by_average = coalesce(:by_average::boolean, by_average),
    objection_days = coalesce(:objection_days::integer, objection_days), recheck_days = coalesce(:recheck_days::integer, recheck_days),
    rectification_days = coalesce(:rectification_days::integer, rectification_days), version = version + 1
 where campaign_id = :campaign_id::uuid

-- name: campaign_commit
select campaign_commit(:campaign_id::uuid)

-- name: campaign_freeze
select campaign_freeze(:campaign_id::uuid)

-- name: campaign_draw
select campaign_draw(:campaign_id::uuid, :allotment::jsonb)

-- name: campaign_cancel
update campaign set state = 'cancelled', cancelled_reason = :reason::text, version = version + 1 where campaign_id = :campaign_id::uuid

-- name: campaign_note
insert into campaign_event (campaign_id, seq, act, recorded_by, reason)
select :campaign_id::uuid, coalesce(max(e.seq), 0) + 1, :act::text, :actor_id::uuid, :reason::text
  from campaign_event e where e.campaign_id = :campaign_id

-- name: campaign_units
-- audit: list
select row_to_json(x)::text as body, x.unit_id as key_1, x.key as key_2, :campaign_id::uuid as subject_id
from (
  select s.unit_id, u.name_zh as unit_name_zh, u.name_en as unit_name_en, s.key, s.closed, s.drawn,
         case when s.closed = 0 then null else s.drawn || '/' || s.closed end as inclusion, s.closed = 0 as nothing_to_review
    from campaign_stratum s join unit u using (unit_id)
   where s.campaign_id = :campaign_id and (s.unit_id, s.key) > (coalesce(:cursor_1::text, ''), coalesce(:cursor_2::text, ''))
   order by s.unit_id, s.key limit :fetch::integer
) x
order by x.unit_id, x.key

-- name: campaign_files
-- audit: list
select row_to_json(x)::text as body, x.unit_id || '|' || x.key as key_1, x.case_id as key_2, x.case_id as subject_id
from (
  select f.case_id, c.number as case_number, f.at_unit_id as unit_id, f.key, f.kind, f.rank, f.state, f.reason, f.added_by, f.added_at, f.wants, f.score, f.vetoed, f.grade,
         f.settled_by, f.scored_at, f.trace, f.version, (
           select coalesce(json_agg(json_build_object('review_id', r.review_id, 'reviewer_id', w.reviewer_id, 'place', r.place,
                             'state', r.state, 'score', r.score) order by r.place, r.assigned_at), '[]')
             from review r cross join lateral review_who(r.review_id) w
            where r.campaign_id = f.campaign_id and r.case_id = f.case_id) as reviews,
         case when f.kind = 'drawn' then s.drawn || '/' || s.closed end as inclusion
    from campaign_file f left join case_file c using (case_id)
    left join campaign_stratum s on s.campaign_id = f.campaign_id and s.unit_id = f.at_unit_id and s.key = f.key
   where f.campaign_id = :campaign_id::uuid and (:unit_id::text is null or f.at_unit_id = :unit_id) and (:kind::text is null or f.kind = :kind)
     and (f.at_unit_id || '|' || f.key, f.case_id) > (coalesce(:cursor_1::text, ''), coalesce(:cursor_2::uuid, '00000000-0000-0000-0000-000000000000'))
   order by f.at_unit_id || '|' || f.key, f.case_id limit :fetch::integer
) x
order by x.unit_id || '|' || x.key, x.case_id

-- name: campaign_file_facts
select g.version, g.state, c.unit_id as case_unit, c.state as case_state,
       exists (select from campaign_file f where f.campaign_id = g.campaign_id and f.case_id = :case_id::uuid) as there
  from campaign g left join case_file c on c.case_id = :case_id where g.campaign_id = :campaign_id::uuid for update of g

-- name: campaign_file_add
insert into campaign_file (campaign_id, case_id, unit_id, at_unit_id, key, kind, reason, added_by)
values (:campaign_id::uuid, :case_id::uuid, :case_unit::text, :case_unit, '', 'special', :reason::text, :actor_id::uuid)

-- name: campaign_file_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select f.case_id, c.number as case_number, f.at_unit_id as unit_id, f.key, f.kind, f.rank, f.state, f.reason, f.added_by, f.added_at, f.wants, f.score, f.vetoed, f.grade,
         f.settled_by, f.scored_at, f.trace, f.version, (
           select coalesce(json_agg(json_build_object('review_id', r.review_id, 'reviewer_id', w.reviewer_id, 'place', r.place,
                             'state', r.state, 'score', r.score) order by r.place, r.assigned_at), '[]')
             from review r cross join lateral review_who(r.review_id) w
            where r.campaign_id = f.campaign_id and r.case_id = f.case_id) as reviews,
         case when f.kind = 'drawn' then s.drawn || '/' || s.closed end as inclusion
    from campaign_file f left join case_file c using (case_id)
    left join campaign_stratum s on s.campaign_id = f.campaign_id and s.unit_id = f.at_unit_id and s.key = f.key
   where f.campaign_id = :campaign_id::uuid and f.case_id = :case_id::uuid
) x

-- name: campaign_population
-- audit: one
select campaign_text(g.campaign_id, g.head) as body, g.population_sha256 as etag, g.campaign_id as subject_id
  from campaign g where g.campaign_id = :campaign_id::uuid and g.head is not null
                        and (has_permission('review.manage') or has_permission('audit.read'))

-- name: campaign_draw_text
-- audit: one
-- What `anjuan verify draw` checks against the population.
select row_to_json(x)::text || E'\n' || coalesce((
         select string_agg(f.at_unit_id || E'\t' || f.key || E'\t' || f.case_id || E'\n', '' order by f.at_unit_id, f.key, f.rank)
           from campaign_file f where f.campaign_id = x.campaign_id and f.kind = 'drawn'), '') as body,
       x.seed as etag, x.campaign_id as subject_id
from (
  select 'anjuan-draw-1' as format, g.campaign_id, g.commitment, v.secret, g.population_sha256, v.seed
    from campaign g join campaign_reveal v using (campaign_id) where g.campaign_id = :campaign_id::uuid
) x

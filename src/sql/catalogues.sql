-- name: catalogue_list
-- audit: list
-- What is in force on a day.
select (x.body || jsonb_build_object('code', x.code))::text as body, x.code as key_1, x.code as key_2, null::uuid as subject_id
  from catalogue_on(:catalogue::text, coalesce(:on::date, anjuan_today())) x
 where x.status = 'in_force' and x.code > coalesce(:cursor_1::text, '')
 order by x.code limit :fetch::integer

-- name: catalogue_get
-- audit: one
select jsonb_build_object('code', x.code, 'version', max(x.version),
                          'versions', jsonb_agg(x.body || jsonb_build_object('code', x.code) order by x.valid_from desc, x.version desc))::text as body,
       max(x.version) as etag, null::uuid as subject_id
  from catalogue_on(:catalogue::text, anjuan_today()) x where x.code = :code::text group by x.code

-- name: catalogue_lock
-- Whoever adds a version or withdraws one is alone, so that nobody counts on a version that is just being made.
select 1 as version, pg_advisory_xact_lock(4215605)

-- name: cause_facts
select f.* from catalogue_facts('cause', :cause_code::text, :valid_from::date) f

-- name: benchmark_facts
select f.*, exists (select from cause_of_action k where k.cause_code = :cause_code) as cause_known
  from catalogue_facts('benchmark', :cause_code::text, :valid_from::date) f

-- name: parameter_facts
select f.*, (select p.unit_of_measure from parameter p where p.name = :parameter_name order by p.version desc limit 1) as unit_of_measure
  from catalogue_facts('parameter', :parameter_name::text, :valid_from::date) f

-- name: number_template_facts
select f.*, :unit_id = '*' or exists (select from unit u where u.unit_id = :unit_id) as unit_known,
       exists (select from number_template t where t.kind = :number_kind) as kind_known
  from catalogue_facts('number_template', :unit_id::text || '.' || :number_kind::text, :valid_from::date) f

-- name: term_facts
select f.* from catalogue_facts('term', :term_code::text, :valid_from::date) f

-- name: cause_add
insert into cause_of_action (cause_code, version, valid_from, name_zh, name_en, basis_zh, active, penalty_kinds, fine_min_person_fen,
                             fine_max_person_fen, fine_min_org_fen, fine_max_org_fen, verified, reason, recorded_by)
values (:code::text, :new_version::integer, :valid_from::date, :name_zh::text, :name_en::text, :basis_zh::text, :active::boolean,
        array(select jsonb_array_elements_text(coalesce(:penalty_kinds::jsonb, '[]'))), :fine_min_person_fen::bigint,
        :fine_max_person_fen::bigint, :fine_min_org_fen::bigint, :fine_max_org_fen::bigint, :verified::boolean, :reason::text, :actor_id::uuid)

-- name: benchmark_add
insert into benchmark (cause_code, version, valid_from, title_zh, basis_zh, verified, reason, recorded_by)
values (:code::text, :new_version::integer, :valid_from::date, :title_zh::text, :basis_zh::text, :verified::boolean, :reason::text, :actor_id::uuid)

-- name: benchmark_tiers_add
insert into benchmark_tier (cause_code, version, position, tier, party_kind, condition_zh, measure_zh, measure_unit, measure_from,
                            measure_below, min_fen, max_fen, cap_fen, rate_fen)
select :code::text, :new_version::integer, n, j ->> 'tier', j ->> 'party_kind', j ->> 'condition_zh', j ->> 'measure_zh', j ->> 'measure_unit',
       (j ->> 'measure_from')::bigint, (j ->> 'measure_below')::bigint, (j ->> 'min_fen')::bigint, (j ->> 'max_fen')::bigint,
       (j ->> 'cap_fen')::bigint, (j ->> 'rate_fen')::bigint
  from jsonb_array_elements(:tiers::jsonb) with ordinality t(j, n)

-- name: parameter_add
-- What it is and what it counts stay as they were.
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en, reason, recorded_by)
select p.name, :new_version::integer, :valid_from::date, :value::bigint, p.unit_of_measure, :basis_zh::text, :verified::boolean, p.name_zh,
       p.name_en, :reason::text, :actor_id::uuid
  from parameter p where p.name = :code::text order by p.version desc limit 1

-- name: number_template_add
insert into number_template (unit_id, kind, version, valid_from, template, gapless, basis_zh, verified, reason, recorded_by)
values (:unit_id::text, :number_kind::text, :new_version::integer, :valid_from::date, :template::text, :gapless::boolean, :basis_zh::text,
        :verified::boolean, :reason::text, :actor_id::uuid)

-- name: term_add
-- What starts, meets and stops it stands in the table of procedure and stays. The new law is waited for by the background.
with v as (
  insert into law_version (kind, source, recorded_by) values ('term', :article::text, :actor_id::uuid) returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each, ends_with_case,
                  of_fine, verified, name_zh, name_en, reason)
select t.code, :new_version::integer, v.law_version, :valid_from::date, :length::integer, :unit::text, :working::boolean, :rolls::boolean,
       :article, t.after, t.party_right, t.each, t.ends_with_case, t.of_fine, :verified::boolean, t.name_zh, t.name_en, :reason::text
  from v, lateral (select * from term t where t.code = :code::text order by t.version desc limit 1) t

-- name: withdrawal_facts
select 1 as version, e.valid_from > anjuan_today() as future, e.withdrawn
  from catalogue_entries(:catalogue::text) e where e.code = :code::text and e.version = :version::integer

-- name: withdrawal_add
-- A term that is withdrawn is a change of the law too, so that no server keeps it.
with v as (
  insert into law_version (kind, source, recorded_by) select 'term', :reason::text, :actor_id::uuid where :catalogue::text = 'term'
)
insert into catalogue_withdrawal (catalogue, code, version, reason, withdrawn_by)
values (:catalogue, :code::text, :version::integer, :reason, :actor_id)

-- name: withdrawal_get
-- audit: one
select row_to_json(w)::text as body, null::text as etag, null::uuid as subject_id
  from catalogue_withdrawal w where w.catalogue = :catalogue::text and w.code = :code::text and w.version = :version::integer

-- name: withdrawal_list
-- audit: list
select row_to_json(w)::text as body, w.withdrawn_at as key_1, w.catalogue || ' ' || w.code || ' ' || w.version as key_2, null::uuid as subject_id
  from catalogue_withdrawal w
 where (w.withdrawn_at, w.catalogue || ' ' || w.code || ' ' || w.version)
       < (coalesce(:cursor_1::timestamptz, 'infinity'), coalesce(:cursor_2::text, ''))
 order by w.withdrawn_at desc, w.catalogue || ' ' || w.code || ' ' || w.version desc limit :fetch::integer

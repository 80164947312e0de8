-- name: document_kind_list
-- audit: list
select jsonb_build_object('kind', k.kind, 'name_zh', k.name_zh, 'name_en', k.name_en, 'stage', k.stage, 'position', k.position,
         'number_kind', k.number_kind, 'seal', k.seal, 'approval', k.approval, 'service', k.service, 'signers', k.signers,
         'basis_zh', k.basis_zh, 'active', k.active,
         'elements', (select coalesce(jsonb_agg(jsonb_build_object('code', e.element, 'form', e.form, 'name_zh', e.name_zh,
                        'name_en', e.name_en, 'article', e.article) order by e.position), '[]') from document_element e where e.kind = k.kind),
         'acts', (select coalesce(jsonb_agg(jsonb_build_object('act', d.act, 'outcome', nullif(d.outcome, '*'), 'procedure',
                        nullif(d.procedure, '*'), 'mandatory', d.mandatory) order by d.act, d.outcome, d.procedure), '[]')
                    from document_due d where d.kind = k.kind))::text as body,
       k.position as key_1, k.kind as key_2, null::uuid as subject_id
  from document_kind k
 where k.position > coalesce(:cursor_1::integer, 0)
 order by k.position limit :fetch::integer

-- name: document_list
-- audit: list
select document_json(d)::text as body, d.recorded_at as key_1, d.document_id as key_2, d.case_id as subject_id
  from case_document d
 where d.case_id = :case_id::uuid
   and (d.recorded_at, d.document_id) > (coalesce(:cursor_1::timestamptz, '-infinity'),
                                         coalesce(:cursor_2::uuid, '00000000-0000-0000-0000-000000000000'))
 order by d.recorded_at, d.document_id limit :fetch::integer

-- name: document_get
-- audit: one
select document_json(d)::text as body, d.version as etag, d.case_id as subject_id
  from case_document d where d.case_id = :case_id::uuid and d.document_id = :document_id::uuid

-- name: document_history
-- audit: list
select jsonb_build_object('version', x.version, 'changed_at', x.changed_at, 'changed_by', x.changed_by, 'reason', x.reason,
                          'changed', x.changed)::text as body,
       x.version as key_1, x.document_id as key_2, x.case_id as subject_id
  from case_document_change x
 where x.case_id = :case_id::uuid and x.document_id = :document_id::uuid and x.version > coalesce(:cursor_1::integer, 0)
 order by x.version limit :fetch::integer

-- name: document_create_facts
-- What the judge of a new document must know, of a case on which the actor may act.
select c.version, anjuan_today() as today, k.active as kind_active, k.number_kind,
       (select jsonb_object_agg(e.element, e.form) from document_element e where e.kind = k.kind) as forms,
       (select jsonb_agg(d.act) from document_due d where d.kind = k.kind) as acts,
       e.kind as event_kind, exists (select from case_event x where x.case_id = c.case_id and x.corrects = e.event_id) as event_gone,
       (select jsonb_agg(s -> 'person_id') from jsonb_array_elements(coalesce(:signatures::jsonb, '[]')) s
         where s ? 'person_id' and not exists (select from person p where p.person_id = (s ->> 'person_id')::uuid)) as unknown_people
  from case_file c
  left join document_kind k on k.kind = :kind::text
  left join case_event e on e.case_id = c.case_id and e.event_id = :event_id::uuid
 where c.case_id = :case_id::uuid and c.unit_id = any (permitted_units('case.write'))

-- name: document_create
insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, event_id, number_unit_id, number_kind, number, title,
                           made_on, pages, page_from, page_to, is_copy, copy_checked_by, copy_checked_on, seal, sealed_on, elements,
                           signatures, service_mode, served_on, served_to, receipt, witnesses, recorded_by, recorded_at, updated_at)
select c.case_id, :new_id::uuid, c.unit_id, c.unit_id, k.kind, :event_id::uuid,
       case when :numbered::boolean then c.subject_unit_id end, case when :numbered then k.number_kind end,
       case when :numbered then document_number_take(c.case_id, :new_id, k.number_kind, extract(year from :made_on::date)::integer,
                                                     :number::text) else :number end,
       coalesce(:title::text, k.name_zh), :made_on, :pages::integer, :page_from::integer, :page_to::integer,
       coalesce(:is_copy::boolean, false), :copy_checked_by::text, :copy_checked_on::date, :seal::text, :sealed_on::date,
       document_elements(:elements::jsonb), document_signatures(:signatures::jsonb), :service_mode::text, :served_on::date,
       :served_to::text, :receipt::text, array(select jsonb_array_elements_text(coalesce(:witnesses::jsonb, '[]'))),
       :actor_id::uuid, anjuan_now(), anjuan_now()
  from case_file c, document_kind k
 where c.case_id = :case_id::uuid and k.kind = :kind::text

-- name: document_lock
select d.version from case_document d where d.case_id = :case_id::uuid and d.document_id = :document_id::uuid for update

-- name: document_facts
-- The document as it is, and what the judge of its correction must know.
select d.version, d.state, d.made_on, d.pages, d.page_from, d.page_to, d.service_mode, d.served_on, d.seal, d.sealed_on,
       d.copy_checked_by, d.copy_checked_on, anjuan_today() as today,
       true as kind_active,
       (select jsonb_object_agg(e.element, e.form) from document_element e where e.kind = d.kind) as forms,
       (select jsonb_agg(u.act) from document_due u where u.kind = d.kind) as acts,
       e.kind as event_kind, exists (select from case_event x where x.case_id = d.case_id and x.corrects = e.event_id) as event_gone,
       (select jsonb_agg(s -> 'person_id') from jsonb_array_elements(coalesce(:signatures::jsonb, '[]')) s
         where s ? 'person_id' and not exists (select from person p where p.person_id = (s ->> 'person_id')::uuid)) as unknown_people
  from case_document d
  left join case_event e on e.case_id = d.case_id and e.event_id = :event_id::uuid
 where d.case_id = :case_id::uuid and d.document_id = :document_id::uuid

-- name: document_correct
update case_document d set
  event_id = case when :has_event_id::boolean then :event_id::uuid else d.event_id end,
  title = coalesce(:title::text, d.title), made_on = coalesce(:made_on::date, d.made_on),
  pages = case when :has_pages::boolean then :pages::integer else d.pages end,
  page_from = case when :has_page_from::boolean then :page_from::integer else d.page_from end,
  page_to = case when :has_page_to::boolean then :page_to::integer else d.page_to end,
  is_copy = coalesce(:is_copy::boolean, d.is_copy),
  copy_checked_by = case when :has_copy_checked_by::boolean then :copy_checked_by::text else d.copy_checked_by end,
  copy_checked_on = case when :has_copy_checked_on::boolean then :copy_checked_on::date else d.copy_checked_on end,
  seal = case when :has_seal::boolean then :seal::text else d.seal end,
  sealed_on = case when :has_sealed_on::boolean then :sealed_on::date else d.sealed_on end,
  elements = case when :has_elements::boolean then document_elements(:elements::jsonb) else d.elements end,
  signatures = case when :has_signatures::boolean then document_signatures(:signatures::jsonb) else d.signatures end,
  service_mode = case when :has_service_mode::boolean then :service_mode::text else d.service_mode end,
  served_on = case when :has_served_on::boolean then :served_on::date else d.served_on end,
  served_to = case when :has_served_to::boolean then :served_to::text else d.served_to end,
  receipt = case when :has_receipt::boolean then :receipt::text else d.receipt end,
  witnesses = case when :has_witnesses::boolean then array(select jsonb_array_elements_text(:witnesses::jsonb)) else d.witnesses end,
  reason = :reason::text, version = d.version + 1, updated_at = anjuan_now()
where d.case_id = :case_id::uuid and d.document_id = :document_id::uuid

-- name: document_withdraw
update case_document set state = 'withdrawn', reason = :reason::text, version = version + 1, updated_at = anjuan_now()
where case_id = :case_id::uuid and document_id = :document_id::uuid

-- name: case_directory
-- The directory of the file: documents in order, and what is amiss with them as a whole. An event that was corrected away calls
-- for nothing.
-- audit: one
with c as (
  select c.* from case_file c where c.case_id = :case_id::uuid
), d as (
  select d.*, k.position, k.name_zh, k.name_en, e.seq, e.happened_on, e.kind as act, coalesce(u.by_act, false) as by_act,
         row_number() over (order by d.page_from, k.position, d.made_on, d.document_id) as place,
         max(d.page_to) over (order by d.page_from, d.page_to, d.document_id rows between unbounded preceding and 1 preceding) as pages_before,
         lag(k.position) over (order by d.page_from, d.document_id) as position_before
    from c join case_document d using (case_id) join document_kind k on k.kind = d.kind
    left join case_event e on e.case_id = d.case_id and e.event_id = d.event_id
    left join lateral (select bool_or(u.by_act) as by_act from document_due u where u.act = e.kind and u.kind = d.kind) u on true
   where d.state = 'kept'
), inversions as (
  select d.place, d.document_id, 'made_after_act' as code, d.made_on, d.happened_on as than from d where d.by_act and d.made_on > d.happened_on
  union all select d.place, d.document_id, 'signed_before_made', (s ->> 'signed_on')::date, d.made_on
    from d, jsonb_array_elements(d.signatures) s where (s ->> 'signed_on')::date < d.made_on
  union all select d.place, d.document_id, 'approved_after_act', (s ->> 'signed_on')::date, d.happened_on
    from d, jsonb_array_elements(d.signatures) s where d.by_act and s ->> 'role' = 'head' and (s ->> 'signed_on')::date > d.happened_on
  union all select d.place, d.document_id, 'sealed_before_made', d.sealed_on, d.made_on from d where d.sealed_on < d.made_on
  union all select d.place, d.document_id, 'served_before_made', d.served_on, d.made_on from d where d.served_on < d.made_on
  union all select d.place, d.document_id, 'made_before_earlier_act', d.made_on, max(o.made_on) from d join d o on o.seq < d.seq and o.made_on > d.made_on
    where d.by_act and o.by_act group by d.place, d.document_id, d.made_on
)
select jsonb_build_object('case_id', c.case_id, 'number', c.number, 'state', c.state,
  'documents', (select coalesce(jsonb_agg(jsonb_build_object('place', d.place, 'document_id', d.document_id, 'kind', d.kind, 'name_zh', d.name_zh,
      'name_en', d.name_en, 'title', d.title, 'number', d.number, 'made_on', d.made_on, 'pages', d.pages, 'page_from', d.page_from,
      'page_to', d.page_to, 'event_id', d.event_id, 'act', d.act,
      'lacks', (select document_lacks(x) from case_document x where x.case_id = d.case_id and x.document_id = d.document_id)) order by d.place), '[]') from d),
  'missing', (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'name_zh', k.name_zh, 'name_en', k.name_en, 'basis_zh', k.basis_zh,
      'act', e.kind, 'event_id', e.event_id, 'happened_on', e.happened_on) order by e.seq, k.position), '[]')
      from case_event e join document_due u on u.act = e.kind and u.mandatory and u.outcome in ('*', e.outcome) and u.procedure in ('*', c.procedure)
      join document_kind k on k.kind = u.kind and k.active
     where e.case_id = c.case_id and not exists (select from case_event x where x.case_id = e.case_id and x.corrects = e.event_id)
       and not exists (select from d where d.event_id = e.event_id and d.kind = u.kind)),
  'unbound', (select coalesce(jsonb_agg(d.document_id order by d.place), '[]') from d where d.page_from is null),
  'page_gaps', (select coalesce(jsonb_agg(jsonb_build_object('from', coalesce(d.pages_before, 0) + 1, 'to', d.page_from - 1) order by d.place), '[]')
      from d where d.page_from > coalesce(d.pages_before, 0) + 1),
  'page_overlaps', (select coalesce(jsonb_agg(jsonb_build_object('document_id', d.document_id, 'from', d.page_from, 'to', least(d.page_to, d.pages_before))
      order by d.place), '[]') from d where d.page_from <= d.pages_before),
  'out_of_order', (select coalesce(jsonb_agg(d.document_id order by d.place), '[]') from d where d.page_from is not null and d.position < d.position_before),
  'inversions', (select coalesce(jsonb_agg(jsonb_build_object('document_id', i.document_id, 'code', i.code, 'on', i.made_on, 'than', i.than)
      order by i.place, i.code), '[]') from inversions i))::text as body,
  c.version as etag, c.case_id as subject_id
from c

-- name: document_number_list
-- The book of a unit's numbers of one kind in a year, and serials that stand for nothing.
-- audit: list
select jsonb_build_object('unit_id', :unit_id, 'kind', :number_kind, 'year', :year, 'serial', x.serial, 'number', x.number,
         'state', x.state, 'case_id', x.case_id, 'document_id', x.document_id, 'reason', x.reason)::text as body,
       x.place as key_1, coalesce(x.number, '') as key_2, null::uuid as subject_id
from (
  select coalesce(n.serial, 0) as place, n.serial, n.number, n.document_id, d.case_id, coalesce(n.reason, case d.state when 'withdrawn' then d.reason end) as reason,
         case when n.document_id is null then 'explained' when d.state = 'withdrawn' then 'withdrawn' else 'used' end as state
    from document_number n left join case_document d on d.document_id = n.document_id and d.number_kind = n.kind
   where n.unit_id = :unit_id::text and n.kind = :number_kind::text and n.year = :year::integer
  union all
  select s, s, null, null, null, null, 'gap'
    from generate_series(1, (select max(n.serial) from document_number n where n.unit_id = :unit_id and n.kind = :number_kind and n.year = :year)) s
   where not exists (select from document_number n where n.unit_id = :unit_id and n.kind = :number_kind and n.year = :year and n.serial = s)
) x
where (x.place, coalesce(x.number, '')) > (coalesce(:cursor_1::bigint, -1), coalesce(:cursor_2::text, ''))
order by x.place, coalesce(x.number, '') limit :fetch::integer

-- name: document_gap_facts
select 1 as version, anjuan_today() as today, :unit_id::text = any (permitted_units('case.approve')) as may_explain,
       (select number_render(t.template, u.number_prefix, :year::integer, :serial::bigint)
          from unit u, number_template_on(u.unit_id, :number_kind::text, anjuan_today()) t where u.unit_id = :unit_id) as number,
       exists (select from document_number n where n.unit_id = :unit_id and n.kind = :number_kind and n.year = :year and n.serial = :serial) as taken

-- name: document_gap_explain
insert into document_number (unit_id, kind, number, year, serial, reason, recorded_by, recorded_at)
values (:unit_id::text, :number_kind::text, :gap_number::text, :year::integer, :serial::bigint, :reason::text, :actor_id::uuid, anjuan_now())

-- name: document_number_get
-- audit: one
select jsonb_build_object('unit_id', n.unit_id, 'kind', n.kind, 'year', n.year, 'serial', n.serial, 'number', n.number, 'state', 'explained',
         'case_id', null, 'document_id', n.document_id, 'reason', n.reason)::text as body, null::text as etag, null::uuid as subject_id
  from document_number n where n.unit_id = :unit_id::text and n.kind = :number_kind::text and n.number = :gap_number::text

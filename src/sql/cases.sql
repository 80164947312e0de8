-- name: case_list
-- audit: list
select row_to_json(x)::text as body, x.filed_on as key_1, x.case_id as key_2, x.case_id as subject_id
from (
  select c.* from unnest((select permitted_units('case.read'))) u cross join lateral (
    select c.case_id, c.number, c.title, c.unit_id, c.procedure, c.source, c.cause_code, c.party_names, c.state, c.outcome,
           c.filed_on, c.decided_on, c.closed_on, c.fine_fen, c.paid_fen, c.version
      from case_file c
     where c.unit_id = u
       and (c.filed_on, c.case_id) < (coalesce(:cursor_1::date, 'infinity'), coalesce(:cursor_2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
     order by c.filed_on desc, c.case_id desc limit :fetch::integer) c
   where :unit_id::text is null or u = :unit_id
  union
  select c.case_id, c.number, c.title, c.unit_id, c.procedure, c.source, c.cause_code, c.party_names, c.state, c.outcome,
         c.filed_on, c.decided_on, c.closed_on, c.fine_fen, c.paid_fen, c.version
    from case_file c
   where c.case_id = any ((select assigned_cases())::uuid[]) and (:unit_id is null or c.unit_id = :unit_id)
     and (c.filed_on, c.case_id) < (coalesce(:cursor_1, 'infinity'), coalesce(:cursor_2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  union
  -- Open to one of the actor's units, for one reason or several, by the index in the list's order.
  select c.case_id, c.number, c.title, c.unit_id, c.procedure, c.source, c.cause_code, c.party_names, c.state, c.outcome,
         c.filed_on, c.decided_on, c.closed_on, c.fine_fen, c.paid_fen, c.version
    from unnest((select permitted_units('case.read'))) u cross join lateral (
      select a.case_id from case_access a
       where a.to_unit_id = u and a.ended_on is null and (a.until_on is null or a.until_on >= anjuan_today())
         and (:unit_id is null or a.unit_id = :unit_id)
         and (a.filed_on, a.case_id) < (coalesce(:cursor_1, 'infinity'), coalesce(:cursor_2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       group by a.filed_on, a.case_id order by a.filed_on desc, a.case_id desc limit :fetch) a
    join case_file c on c.case_id = a.case_id
) x
order by x.filed_on desc, x.case_id desc limit :fetch

-- name: case_find
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.filed_on as key_1, x.case_id as key_2, x.case_id as subject_id
from (
  select c.case_id, c.number, c.title, c.unit_id, c.procedure, c.source, c.cause_code, c.party_names, c.state, c.outcome,
         c.filed_on, c.decided_on, c.closed_on, c.fine_fen, c.paid_fen, c.version
    from case_search(coalesce(:q::text, ''), :unit_id::text, :state::text, :cause_code::text, :procedure::text, :source::text,
                     :officer_id::uuid, :filed_from::date, :filed_to::date, :decided_from::date, :decided_to::date,
                     :closed_from::date, :closed_to::date, :cursor_1::date, :cursor_2::uuid, :fetch::integer) s
    join case_file c using (case_id)
) x
order by x.filed_on desc, x.case_id desc

-- name: case_get
-- audit: one
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select c.case_id, c.number, c.title, c.unit_id, c.subject_unit_id, c.procedure, c.source, c.cause_code, c.cause_version,
         coalesce(k.name_zh, c.cause_text) as cause, c.cause_text, c.articles, c.facts, c.place,
         c.occurred_on, c.found_on, c.continuing, c.ended_on, c.harms_safety, c.limitation_basis, c.filed_on, c.state, c.outcome,
         c.decided_on, c.served_on, c.closed_on, c.fine_fen,
         c.confiscated_fen, c.paid_fen,
         (select coalesce(json_agg(json_build_object('kind', p.kind, 'name', p.name, 'credit_code', p.credit_code,
                            'id_number_masked', p.id_number_masked, 'phone_masked', p.phone_masked, 'address', p.address,
                            'representative', p.representative) order by p.position), '[]')
            from case_party p where p.case_id = c.case_id) as parties,
         (select coalesce(json_agg(json_build_object('person_id', o.person_id, 'name', n.name, 'certificate_no', n.certificate_no,
                            'from_on', o.from_on, 'to_on', o.to_on) order by o.position, o.person_id), '[]')
            from case_officer o join person n using (person_id) where o.case_id = c.case_id) as officers,
         c.origin, c.system, c.external_id, c.master, c.version, c.created_at, c.updated_at
    from case_file c left join cause_of_action k on k.cause_code = c.cause_code and k.version = c.cause_version
   where c.case_id = :case_id::uuid
) x

-- name: case_as_of
-- audit: one
-- The same of the version that was known then: the row in force, with what later versions changed put back.
select row_to_json(x)::text as body, x.version as etag, x.case_id as subject_id
from (
  select c.case_id, c.number, c.title, c.unit_id, c.subject_unit_id, c.procedure, c.source, c.cause_code, c.cause_version,
         coalesce(k.name_zh, c.cause_text) as cause, c.cause_text, c.articles, c.facts, c.place,
         c.occurred_on, c.found_on, c.continuing, c.ended_on, c.harms_safety, c.limitation_basis, c.filed_on, c.state, c.outcome,
         c.decided_on, c.served_on, c.closed_on, c.fine_fen,
         c.confiscated_fen, c.paid_fen,
         (select coalesce(json_agg(json_build_object('kind', p.kind, 'name', p.name, 'credit_code', p.credit_code,
                            'id_number_masked', p.id_number_masked, 'phone_masked', p.phone_masked, 'address', p.address,
                            'representative', p.representative) order by p.position), '[]')
            from case_parties_at(c.case_id, c.version) p) as parties,
         (select coalesce(json_agg(json_build_object('person_id', o.person_id, 'name', n.name, 'certificate_no', n.certificate_no,
                            'from_on', o.from_on, 'to_on', o.to_on) order by o.position, o.person_id), '[]')
            from case_officers_at(c.case_id, c.version) o join person n using (person_id)) as officers,
         c.origin, c.system, c.external_id, c.master, c.version, c.created_at, c.updated_at
    from known_at(:as_of::text) t cross join lateral case_at(:case_id::uuid, case_version_at(:case_id, t.xid)) c
    left join cause_of_action k on k.cause_code = c.cause_code and k.version = c.cause_version
) x

-- name: case_create_facts
-- What the judge of a new case must know; the clues are locked, and told in the log.
with w as (
  select coalesce(:unit_id::text, case when cardinality(u) = 1 then u[1] end) as unit_id, u
    from permitted_units('case.create') u
), l as (
  select l.clue_id, l.unit_id, l.status, l.received_on, l.approval = 'approved' and l.proposal = 'file' and l.approved_on <= :filed_on::date as approved,
         exists (select from clue_act a where a.clue_id = l.clue_id and a.happened_on > :filed_on) as acted_later from clue l
   where l.clue_id in (select i::uuid from jsonb_array_elements_text(coalesce(:clue_ids::jsonb, '[]')) i)
   order by l.clue_id for update
)
select 1 as version, w.unit_id, w.unit_id = any (w.u) as may_file, anjuan_today() as today,
       law_hold() as law_version,
       k.active as cause_active, k.name_zh as cause_name,
       -- An organ acts in its own name, one that was entrusted in that of the city's office (Art. 20).
       exists (select from unit s join unit u on u.unit_id = w.unit_id where s.unit_id = :subject_unit_id::text
                  and case u.kind when 'centre' then s.kind <> 'city' else s.unit_id <> u.unit_id end) as subject_unfit,
       permissions_in(w.unit_id) as permissions,
       (select count(*) from jsonb_array_elements_text(coalesce(:officers::jsonb, '[]')) o
         where not exists (select from role_assignment a join person p using (person_id)
                            where a.person_id = o::uuid and a.unit_id = w.unit_id and a.role in ('officer', 'lead')
                              and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= :filed_on::date)
                              and p.certificate_from <= :filed_on and p.certificate_to >= :filed_on)) as officers_unfit,
       jsonb_array_length(coalesce(:clue_ids, '[]'))
         - (select count(*) from l where l.unit_id = w.unit_id and l.status = 'registered' and l.received_on <= :filed_on
              and not l.acted_later) as clues_unfit,
       parameter_on('clue_filing_approval', :filed_on) = 1 as approval_asked,
       (select count(*) from l where l.approved) as clues_approved,
       (select count(*) from l where l.approved is not true and parameter_on('clue_filing_approval', :filed_on) = 1) as clues_unapproved,
       set_config('anjuan.also', coalesce((select array_agg(l.clue_id)::text from l), ''), true) as also
from w left join cause_on(:cause_code::text, coalesce(:occurred_on::date, :found_on::date, :filed_on)) k on true

-- name: case_create
with c as (
  insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, cause_text, articles,
                         facts, place, party_names, occurred_on, found_on, continuing, ended_on, harms_safety, limitation_basis, filed_on, state, event_count, system, external_id,
                         master, recorded_by)
  values (:new_id::uuid, :filing_unit::text,
          coalesce(:subject_unit_id::text, (select case u.kind when 'centre' then
                     (select c.unit_id from unit c where c.kind = 'city' order by c.unit_id limit 1) end
                     from unit u where u.unit_id = :filing_unit), :filing_unit),
          number_next(:filing_unit, 'case', extract(year from :filed_on::date)::integer), :case_title::text, :procedure::text,
          :source::text, :cause_code::text, :cause_text::text,
          array(select jsonb_array_elements_text(coalesce(:articles::jsonb, '[]'))), coalesce(:facts::text, ''),
          coalesce(:place::text, ''), :party_names::text, :occurred_on::date, :found_on::date, coalesce(:continuing::boolean, false),
          :ended_on::date, coalesce(:harms_safety::boolean, false), :limitation_basis::text, :filed_on, 'filed', 1,
          :system::text, :external_id::text, coalesce(:master::text, 'here'), :actor_id::uuid)
  returning *
), p as (
  insert into case_party (party_id, case_id, unit_id, position, kind, name, credit_code, id_number, phone, address, representative)
  select gen_random_uuid(), c.case_id, c.unit_id, n, j ->> 'kind', j ->> 'name', j ->> 'credit_code', upper(j ->> 'id_number'),
         j ->> 'phone', coalesce(j ->> 'address', ''), j ->> 'representative'
    from c, jsonb_array_elements(:parties::jsonb) with ordinality t(j, n)
), o as (
  insert into case_officer (case_id, unit_id, person_id, position, from_on)
  select c.case_id, c.unit_id, i::uuid, n, c.filed_on
    from c, jsonb_array_elements_text(coalesce(:officers::jsonb, '[]')) with ordinality t(i, n)
), l as (
  update clue set status = 'filed', case_id = c.case_id, result_on = c.filed_on, version = clue.version + 1,
                  updated_at = anjuan_now()
    from c where clue.clue_id in (select i::uuid from jsonb_array_elements_text(coalesce(:clue_ids::jsonb, '[]')) i)
  returning clue.*
), a as (
  select count(clue_acted(l.clue_id, l.version, l.unit_id, 'filed', l.result_on, null, null, jsonb_build_object('case_id', l.case_id), :actor_id,
                          :clue_meets::jsonb, true)) from l
)
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                        procedure, data)
select gen_random_uuid(), c.case_id, c.unit_id, c.unit_id, 1, 1, 'filed', c.filed_on, anjuan_now(), c.recorded_by, c.procedure,
       case when :filing_approval::text is not null then jsonb_build_object('approval', :filing_approval) end
from c, a

-- name: case_lock
select v as version from case_lock(:case_id::uuid) v where v is not null

-- name: case_event_target
-- The event that is to be corrected.
select e.seq, e.kind, e.recorded_by, e.at_unit_id = c.unit_id as own, e.origin = 'imported' as imported, e.case_version,
       exists (select from case_event r where r.case_id = e.case_id and r.corrects = e.event_id) as corrected
  from case_file c join case_event e using (case_id) where c.case_id = :case_id::uuid and e.event_id = :event_id::uuid

-- name: case_facts
-- What the judge of an act on :happened_on (null: today) must know. Read behind case_lock by acts, so that a history that
-- somebody else was just adding to is whole; the lock itself would still see it as it was before it waited. :event_id: the
-- event that is to be corrected.
select f.*, law_hold() as law_version, case when :kind = 'decided' then fined_beside(:case_id::uuid) end as fined_beside,
       (select o.name_zh from outside_organisation o where o.code = :receiver_code::text and o.active) as receiver_name
  from case_facts(:case_id::uuid, :kind::text, :happened_on::date, :event_id::uuid, :officers::jsonb, :causes::jsonb, :cause_code::text,
                  :occurred_on::date, :found_on::date, :person_id::uuid, :other_unit_id::text, :parties::jsonb) f
 where f.version is not null

-- name: legal_review_lock
select v as version from legal_review_lock(:case_id::uuid) v where v is not null

-- name: legal_review_facts
-- What the judge of an opinion must know; the reviewer is the actor.
select c.version, c.unit_id, c.state, c.procedure, c.outcome, c.filed_on, c.decided_on, c.served_on, c.fine_fen, c.paid_fen,
       case_history(c.case_id, null) as events,
       (select max(e.happened_on) from case_event e where e.case_id = c.case_id and e.kind = 'investigated') as investigated_on,
       permissions_in(c.unit_id) as permissions, anjuan_today() as today,
       (select p.legal_qualified from person p where p.person_id = (select actor_person())) as person_known,
       exists (select from case_officer o where o.case_id = c.case_id and o.person_id = (select actor_person())) as person_is_officer,
       exists (select from case_event e where e.case_id = c.case_id and e.recorded_by = (select actor_person()) and e.kind <> 'legal_reviewed')
         as person_took_part
from case_file c where c.case_id = :case_id::uuid

-- name: legal_review_add
select legal_review_add(:new_id::uuid, :case_id::uuid, :happened_on::date, :outcome::text, :remark::text, :document_no::text)

-- name: case_next
-- audit: one
-- Told from what case_facts gave in the same transaction, which it gives to whoever reads the case.
select :next::text as body, :version::integer as etag, :case_id::uuid as subject_id

-- name: case_event_add
-- An act, or with :corrects what corrects or withdraws one. The row of the case is where it stands after all its events.
with c as (
  update case_file set
    version = version + 1, event_count = event_count + 1, updated_at = anjuan_now(), state = :state::text, outcome = :standing_outcome::text,
    filed_on = :filed_on::date, decided_on = :decided_on::date, served_on = :served_on::date, closed_on = :closed_on::date,
    fine_fen = :standing_fine_fen::bigint, confiscated_fen = :standing_confiscated_fen::bigint, paid_fen = :paid_fen::bigint
  where case_id = :case_id::uuid
  returning *
), p as (
  insert into case_penalty (event_id, position, case_id, unit_id, kind, amount_fen, content)
  select :new_id::uuid, n, c.case_id, c.unit_id, j ->> 'kind', (j ->> 'amount_fen')::bigint, j ->> 'content'
    from c, jsonb_array_elements(coalesce(:penalties::jsonb, '[]')) with ordinality t(j, n)
   where :kind::text = 'decided'
), gone as (
  update case_officer o set to_on = :happened_on::date
    from c where o.case_id = c.case_id and :kind = 'officers_changed' and o.to_on is null
     and not o.person_id in (select i::uuid from jsonb_array_elements_text(coalesce(:officers::jsonb, '[]')) i)
), come as (
  insert into case_officer (case_id, unit_id, person_id, position, from_on)
  select c.case_id, c.unit_id, i::uuid, n, :happened_on
    from c, jsonb_array_elements_text(coalesce(:officers::jsonb, '[]')) with ordinality t(i, n)
   where :kind = 'officers_changed'
  on conflict (case_id, person_id) do update set to_on = null, position = excluded.position
)
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                        outcome, procedure, fine_fen, confiscated_fen, amount_fen, receiver, document_no, remark, data,
                        corrects)
select :new_id, c.case_id, c.unit_id, held_on(c.case_id, :happened_on, c.unit_id), c.event_count, c.version, :kind, :happened_on, anjuan_now(), :actor_id::uuid,
       :outcome::text, c.procedure, case :kind when 'decided' then :fine_fen::bigint else 0 end,
       case :kind when 'decided' then :confiscated_fen::bigint else 0 end, :amount_fen::bigint, :receiver::text, :document_no::text,
       :remark::text, nullif(jsonb_strip_nulls(jsonb_build_object(
         'transfer_kind', :transfer_kind::text, 'mode', :mode::text, 'evidence_kind', :evidence_kind::text, 'tier', :tier::text,
         'retention', :retention::text, 'collected', :collected::text, 'basis', :basis::text, 'person_id', :person_id::uuid, 'days', :days::integer,
         'until', :until::date, 'complex', :complex::boolean, 'officers', :officers,
         'instalments', :instalments::jsonb, 'ground', :ground::text,
         'measure', :measure::bigint, 'newer_law', :newer_law::boolean, 'receiver_code', :receiver_code::text, 'other_act', :other_act::text, 'fined_beside', :fined_beside::text, 'range_unchecked', :range_unchecked::boolean, 'told', :told::boolean, 'party_said', :party_said::text, 'applied', :applied::jsonb,
         -- What a notice says is intended is no penalty yet.
         'penalties', case :kind when 'notice_served' then :penalties end,
         -- What a decision made on the spot has to say (行政复议法第二十三条第二款).
         'reconsideration_first', case when :kind = 'decided' and c.procedure = 'simple' and :outcome = 'penalty' then true end,
         'withdrawn', :withdrawn::text, 'reason', :reason::text, 'approval', :filing_approval::text,
         'other_unit_id', :other_unit_id::text)), '{}'), :corrects::uuid
from c

-- name: case_event_add_outside
-- The same of a unit that does not hold the case: it adds the event and nothing else.
select outside_event_add(:new_id::uuid, :case_id::uuid, :kind::text, :happened_on::date, :remark::text, :document_no::text,
                         :evidence_kind::text)

-- name: case_event_outside
-- audit: one
select act as body, case_version as etag, case_id as subject_id from outside_event(:case_id::uuid, :new_id::uuid)

-- name: case_event_get
-- audit: one
select row_to_json(x)::text as body, x.case_version as etag, x.case_id as subject_id
from (
  select e.event_id, e.case_id, e.seq, e.kind, e.happened_on, e.recorded_at, e.recorded_by, e.at_unit_id as unit_id, e.origin,
         e.outcome, e.fine_fen, e.confiscated_fen, e.amount_fen, e.receiver, e.document_no, e.remark, e.data,
         (select coalesce(json_agg(json_build_object('kind', p.kind, 'amount_fen', p.amount_fen, 'content', p.content)
                                   order by p.position), '[]') from case_penalty p where p.event_id = e.event_id and p.case_id = e.case_id) as penalties,
         e.corrects, (select r.event_id from case_event r where r.case_id = e.case_id and r.corrects = e.event_id) as corrected_by,
         e.case_version, c.state as case_state
    from case_event e join case_file c using (case_id)
   where e.case_id = :case_id::uuid and e.event_id = :new_id::uuid
) x

-- name: case_event_list
-- audit: list
-- With :as_of, the events that were known then.
select row_to_json(x)::text as body, x.seq as key_1, x.event_id as key_2, x.case_id as subject_id
from (
  select e.event_id, e.case_id, e.seq, e.kind, e.happened_on, e.recorded_at, e.recorded_by, e.at_unit_id as unit_id, e.origin,
         e.outcome, e.fine_fen, e.confiscated_fen, e.amount_fen, e.receiver, e.document_no, e.remark, e.data,
         (select coalesce(json_agg(json_build_object('kind', p.kind, 'amount_fen', p.amount_fen, 'content', p.content)
                                   order by p.position), '[]') from case_penalty p where p.event_id = e.event_id and p.case_id = e.case_id) as penalties,
         e.corrects, (select r.event_id from case_event r where r.case_id = e.case_id and r.corrects = e.event_id
                                                            and r.case_version <= coalesce(v.version, c.version)) as corrected_by,
         e.case_version, case when v.version is null then c.state else coalesce((select w.was ->> 'state' from case_was w
           where w.case_id = c.case_id and w.version >= v.version and w.was ? 'state' order by w.version limit 1), c.state) end as case_state
    from case_file c
    cross join lateral (select case when :as_of::text is not null then case_version_at(c.case_id, (select xid from known_at(:as_of))) end as version) v
    join case_event e using (case_id)
   where c.case_id = :case_id::uuid and e.seq > coalesce(:cursor_1::integer, 0)
     and (:as_of is null or e.case_version <= v.version)
   order by e.seq limit :fetch::integer
) x
order by x.seq

-- name: case_since
select json_agg(json_build_object('version', e.case_version, 'kind', e.kind, 'happened_on', e.happened_on,
                                  'recorded_at', e.recorded_at, 'recorded_by', e.recorded_by) order by e.case_version)::text
from case_event e where e.case_id = :case_id::uuid and e.case_version > :if_match::bigint

-- name: case_correct
-- What changed goes into the event, but for parties, officers and facts: of those only that they changed.
with was as (
  select * from case_file where case_id = :case_id::uuid
), c as (
  update case_file f set
    title = case when :has_title::boolean then :title::text else f.title end,
    source = case when :has_source::boolean then :source::text else f.source end,
    cause_code = case when :has_cause_code::boolean then :cause_code::text else f.cause_code end,
    cause_text = case when :has_cause_text::boolean then :cause_text::text else f.cause_text end,
    articles = case when :has_articles::boolean then array(select jsonb_array_elements_text(:articles::jsonb)) else f.articles end,
    facts = case when :has_facts::boolean then coalesce(:facts::text, '') else f.facts end,
    place = case when :has_place::boolean then coalesce(:place::text, '') else f.place end,
    occurred_on = case when :has_occurred_on::boolean then :occurred_on::date else f.occurred_on end,
    found_on = case when :has_found_on::boolean then :found_on::date else f.found_on end,
    continuing = case when :has_continuing::boolean then coalesce(:continuing::boolean, false) else f.continuing end,
    ended_on = case when :has_ended_on::boolean then :ended_on::date else f.ended_on end,
    harms_safety = case when :has_harms_safety::boolean then coalesce(:harms_safety::boolean, false) else f.harms_safety end,
    limitation_basis = case when :has_limitation_basis::boolean then :limitation_basis::text else f.limitation_basis end,
    party_names = coalesce(:party_names::text, f.party_names),
    version = f.version + 1, event_count = f.event_count + 1, updated_at = anjuan_now()
  where f.case_id = :case_id returning f.*
), gone_parties as (
  delete from case_party p where p.case_id = :case_id and :has_parties::boolean returning 1
), parties as (
  insert into case_party (party_id, case_id, unit_id, position, kind, name, credit_code, id_number, phone, address, representative)
  select gen_random_uuid(), c.case_id, c.unit_id, n, j ->> 'kind', j ->> 'name', j ->> 'credit_code', upper(j ->> 'id_number'),
         j ->> 'phone', coalesce(j ->> 'address', ''), j ->> 'representative'
    from c, (select count(*) from gone_parties) first, jsonb_array_elements(coalesce(:parties::jsonb, '[]')) with ordinality t(j, n)
), gone_officers as (
  update case_officer o set to_on = anjuan_today()
   where o.case_id = :case_id and :has_officers::boolean and o.to_on is null
     and not o.person_id in (select i::uuid from jsonb_array_elements_text(:officers::jsonb) i)
), o as (
  insert into case_officer (case_id, unit_id, person_id, position, from_on)
  select c.case_id, c.unit_id, i::uuid, n, anjuan_today()
    from c, jsonb_array_elements_text(coalesce(:officers::jsonb, '[]')) with ordinality t(i, n)
  on conflict (case_id, person_id) do update set to_on = null, position = excluded.position
)
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                        procedure, remark, data)
select :new_id::uuid, c.case_id, c.unit_id, c.unit_id, c.event_count, c.version, 'corrected', anjuan_today(), anjuan_now(),
       :actor_id::uuid, c.procedure, :reason::text,
       jsonb_build_object('changed',
         (select jsonb_object_agg(k, jsonb_build_object('was', to_jsonb(was) -> k, 'is', to_jsonb(c) -> k))
            from unnest(array['title', 'source', 'cause_code', 'cause_text', 'articles', 'place', 'occurred_on', 'found_on', 'continuing', 'ended_on', 'harms_safety',
                            'limitation_basis']) k
           where to_jsonb(was) -> k is distinct from to_jsonb(c) -> k),
         'replaced', array_remove(array[case when :has_parties then 'parties' end, case when :has_officers then 'officers' end,
                                        case when was.facts <> c.facts then 'facts' end], null))
from c, was

-- name: verify_cases
-- flag: job
-- Cases by id with their events, and what of the row follows from them: columns from state on.
select c.case_id, c.number, c.procedure, case_history(c.case_id, null) as events, c.state, c.outcome, c.filed_on, c.decided_on,
       c.served_on, c.closed_on, c.fine_fen, c.confiscated_fen, c.paid_fen
  from case_file c where c.case_id > :after::uuid order by c.case_id limit :fetch::integer

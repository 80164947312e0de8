-- The checks of closed cases. precheck_answers is one statement over a batch: it reads the facts of each case once (events that
-- stand, documents kept, deadlines, law in force on the days of the acts) and answers every check by one row of its list. Numbers of
-- the law are parameters and terms. What is not on record accuses nobody: an act is missing only in a case that was handled here, a
-- document only in a file whose cover, directory or remarks are registered, so that the register is known to be whole.
set local role anjuan_owner;

-- The same code as often as something was found.
create or replace function precheck_times(code text, n bigint) returns text[] immutable parallel safe language sql
  return case when n > 0 then array_fill(code, array[n::integer]) else '{}' end;

-- The place of an event that corrects another is that of the first one corrected.
create or replace function precheck_place(p_case uuid, p_event uuid) returns integer stable parallel safe
  set search_path = anjuan, pg_temp language sql as $$
  with recursive r(event_id, seq, corrects) as (
    select e.event_id, e.seq, e.corrects from case_event e where e.case_id = p_case and e.event_id = p_event
    union all select e.event_id, e.seq, e.corrects from r join case_event e on e.case_id = p_case and e.event_id = r.corrects)
  select min(seq) from r
$$;
comment on function precheck_place(uuid, uuid) is 'Where in the history of a case an event stands';

-- A sum of money as it is written on a paper, in fen; null: no number.
create or replace function precheck_money(t text) returns bigint immutable parallel safe language sql
  return case when t ~ '^[¥￥]?[0-9][0-9,]{0,14}([.][0-9]{1,2})?元?$'
              then (replace(substring(t from '[0-9][0-9,.]*'), ',', '')::numeric * 100)::bigint end;

-- Working days behind one day up to another.
create or replace function precheck_working_days(p_from date, p_to date) returns bigint stable parallel safe
  set search_path = anjuan, pg_temp language sql as $$
  select count(*) from generate_series(p_from + 1, p_to, interval '1 day') g(day)
    left join lateral (select y.kind from calendar_day y where y.day = g.day::date order by y.law_version desc limit 1) y on true
   where case y.kind when 'holiday' then false when 'workday' then true else extract(isodow from g.day) < 6 end
$$;
comment on function precheck_working_days(date, date) is 'Working days behind one day up to another';

drop function if exists precheck_fined_before(uuid);

-- Links to what an answer rests on.
create or replace function precheck_act(kind text, id uuid, day date) returns jsonb stable parallel safe language sql
  return jsonb_build_object('kind', 'event', 'name', kind, 'id', id, 'on', day);
create or replace function precheck_paper(kind text, id uuid) returns jsonb stable parallel safe language sql
  return jsonb_build_object('kind', 'document', 'name', kind, 'id', id);
create or replace function precheck_term(code text, nth integer, due_on date) returns jsonb stable parallel safe language sql
  return jsonb_build_object('kind', 'deadline', 'name', code, 'nth', nth, 'on', due_on);

create or replace function precheck_answers(p_cases uuid[])
  returns table (case_id uuid, check_name text, verdict text, faults text[], evidence jsonb[]) stable language plpgsql
  set search_path = anjuan, pg_temp set jit = off set enable_nestloop = off set work_mem = '96MB' set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
return query
-- Every table is asked for the ids of the batch and read once by its index; what is of more than one row a case is made one by the last
-- of its kind. Links are made of those alone: h, g and t have them by act, paper and term.
with c as materialized (
  select f.case_id, f.procedure, f.cause_code, f.cause_version, f.place, f.occurred_on, f.found_on, f.filed_on, f.decided_on, f.outcome, f.fine_fen, f.paid_fen,
         f.origin = 'native' and f.master = 'here' as ours, u.unit_id, u.kind as unit_kind, substring(u.name_zh from '^(.+?区)') as district
    from case_file f join unit u using (unit_id)
   where f.case_id = any (p_cases) and f.state = 'closed'
), districts as materialized (
  select u.unit_id, substring(u.name_zh from '^(.+?区)') as name from unit u where u.kind = 'district'
),
-- Events that stand, each with its place in the history; asks: an act that two officers do.
e as materialized (
  select v.case_id, v.event_id, v.kind, v.happened_on as day, v.outcome, v.amount_fen, v.fine_fen, v.confiscated_fen, v.data,
         case when v.kind = 'paid' then v.data ->> 'collected' end as collected, coalesce(v.document_no, '') <> '' as receipted, coalesce(v.remark, '') <> '' as remarked,
         row_number() over (partition by v.case_id order by v.happened_on,
           case when v.corrects is null then v.seq else precheck_place(v.case_id, v.event_id) end)::integer as n,
         v.kind in ('evidence_registered', 'preservation_ordered', 'correction_ordered', 'reinspected', 'investigated', 'notice_served',
                    'defence_heard', 'decided') as asks
    from case_event v
   where v.case_id = any (p_cases) and v.kind <> 'corrected'
     and v.event_id not in (select w.corrects from case_event w where w.case_id = any (p_cases) and w.corrects is not null)
), last as materialized (
  select distinct on (e.case_id, e.kind) e.case_id, e.event_id, e.kind, e.day, e.outcome, e.amount_fen, e.fine_fen, e.confiscated_fen, e.data, e.n,
         precheck_act(e.kind, e.event_id, e.day) as l
    from e order by e.case_id, e.kind, e.n desc
), first as materialized (
  select distinct on (e.case_id, e.kind) e.case_id, e.kind, e.day, precheck_act(e.kind, e.event_id, e.day) as l
    from e where e.kind in ('filed', 'paid') order by e.case_id, e.kind, e.n
), history as (
  select x.case_id, jsonb_object_agg(x.kind, x.l) as h from last x group by x.case_id
), sums as (
  select e.case_id, count(*) filter (where e.kind = 'decided') as decisions, count(*) filter (where e.kind = 'preservation_ordered') as preserved,
         count(*) filter (where e.kind = 'preservation_disposed') as disposed, coalesce(sum(e.amount_fen) filter (where e.kind = 'paid'), 0) as paid,
         sum(e.amount_fen) filter (where e.kind = 'fine_added') as added,
         array_agg(e.collected) filter (where e.collected is not null) as collected, coalesce(bool_and(e.receipted) filter (where e.collected is not null), true) as receipted,
         coalesce(bool_and(e.remarked) filter (where e.collected = 'remote'), true) as asked_for
    from e where e.kind in ('decided', 'preservation_ordered', 'preservation_disposed', 'paid', 'fine_added') group by e.case_id
),
parties as materialized (
  select p.case_id, array_agg(p.name order by p.position) as names, (array_agg(p.kind order by p.position))[1] as kind
    from case_party p where p.case_id = any (p_cases) group by p.case_id
),
-- The register. gaps: elements missing; act: the standing event it belongs to; inside: what is wrong inside, by kind.
kinds as materialized (
  select k.*, array(select x.element from document_element x where x.kind = k.kind order by x.position) as wanted,
         array(select x.act from document_due x where x.kind = k.kind and x.by_act) as no_later_than,
         k.kind not in ('outside_document', 'other_document', 'recording') as in_order
    from document_kind k
), d as materialized (
  select p.case_id, p.document_id, p.kind, p.made_on, p.pages, p.page_from, p.page_to, p.receipt is not null as receipt, k.position as place, k.stage, k.in_order,
         e.kind as act, case when p.elements ?& k.wanted then '{}' else array(select w from unnest(k.wanted) w where not p.elements ? w) end as gaps,
         (coalesce(s.signed, 0) < cardinality(k.signers) or not k.signers <@ coalesce(s.roles, '{}'))::integer as unsigned,
         p.number is not null or k.number_kind is null as numbered, p.seal is not null or not k.seal as sealed,
         case when k.approval then case when not 'head' = any (coalesce(s.roles, '{}')) then 'none' when s.head_dated then 'dated' else 'undated' end end as head,
         coalesce(p.made_on > e.day and e.kind = any (k.no_later_than), false)
           or coalesce(p.sealed_on < p.made_on, false) or coalesce(p.served_on < p.made_on, false)
           or coalesce(s.wrong, false) as inverted,
         -- Records without the certificates of two, views that are missing, citations without law or article.
         case when p.kind in ('interview_record', 'site_record') then
                (select count(*) from jsonb_array_elements(p.elements -> 'certificates_shown' -> 'people') v where v ->> 'certificate_no' is not null)
              when p.kind = 'discussion_record' then
                (select count(*) from jsonb_array_elements(p.elements -> 'participants' -> 'people') v where v ->> 'view' is not null)
              when p.kind in ('penalty_decision', 'spot_decision', 'no_penalty_decision') then
                (select case when count(*) = 0 then 1 else count(*) filter (where coalesce(v ->> 'law', '') = '' or coalesce(v ->> 'article', '') = '') end
                   from jsonb_array_elements(p.elements -> 'basis' -> 'citations') v) end as inside,
         case when p.kind = 'payment_slip' then precheck_money(p.elements -> 'amount' ->> 'text') end as amount,
         case when p.elements -> 'party' ? 'text' then not exists (select from unnest(y.names) m where strpos(p.elements -> 'party' ->> 'text', m) > 0) end as party_off
    from case_document p join kinds k on k.kind = p.kind left join e on e.case_id = p.case_id and e.event_id = p.event_id
    left join parties y on y.case_id = p.case_id
   cross join lateral (
     select count(*) filter (where v ->> 'role' = any (k.signers)) as signed, array_agg(v ->> 'role') as roles,
            bool_or(v ->> 'role' = 'head' and v ->> 'signed_on' is not null) as head_dated,
            bool_or(v ->> 'signed_on' is null or (v ->> 'signed_on')::date < p.made_on) as wrong
       from jsonb_array_elements(p.signatures) v) s
   where p.case_id = any (p_cases) and p.state = 'kept'
), bound as (
  -- Pages follow the order of the kinds; papers of others lie wherever they came in.
  select x.case_id, x.document_id, x.kind, coalesce(x.page_to - x.page_from + 1 <> x.pages, false) as miscounted,
         coalesce(x.page_from <= max(x.page_to) over before, false)
           or (x.in_order and coalesce(x.place < max(x.place) filter (where x.in_order) over before, false)) as misplaced
    from d x where x.page_from is not null
  window before as (partition by x.case_id order by x.page_from, x.place rows between unbounded preceding and 1 preceding)
), binding as (
  select b.case_id, count(*) as misbound, array_agg(precheck_paper(b.kind, b.document_id) order by b.document_id) as misbound_l
    from bound b where b.miscounted or b.misplaced group by b.case_id
), paper as materialized (
  select distinct on (d.case_id, d.kind) d.case_id, d.kind, d.gaps, d.unsigned, d.numbered, d.sealed, d.receipt, d.head, d.inside,
         precheck_paper(d.kind, d.document_id) as l
    from d where d.kind in ('assignment_of_jurisdiction', 'payment_slip', 'clue_register', 'filing_approval', 'identity_proof', 'mandate', 'preservation_approval',
                            'preservation_notice', 'correction_order', 'investigation_report', 'prior_notice', 'hearing_record', 'legal_opinion',
                            'discussion_record', 'penalty_decision', 'spot_decision', 'no_penalty_decision', 'directory', 'deferral_application',
                            'deferral_approval')
   order by d.case_id, d.kind, d.made_on desc, d.document_id desc
), first_paper as materialized (
  select distinct on (d.case_id, d.kind) d.case_id, d.kind, precheck_paper(d.kind, d.document_id) as l
    from d where d.kind in ('payment_slip', 'identity_proof', 'mandate') order by d.case_id, d.kind, d.made_on, d.document_id
), register as (
  select x.case_id, jsonb_object_agg(x.kind, x.l) as g from paper x group by x.case_id
), papers as (
  select d.case_id, count(*) as papers, bool_or(d.stage = 'archive' and d.kind <> 'other_document') as whole,
         count(*) filter (where d.inverted or d.unsigned > 0) as wrong,
         array_agg(precheck_paper(d.kind, d.document_id) order by d.document_id) filter (where d.inverted or d.unsigned > 0) as wrong_l,
         count(*) filter (where d.kind in ('interview_record', 'site_record')) as records,
         array_agg(d.inside order by d.document_id) filter (where d.kind in ('interview_record', 'site_record')) as records_shown,
         array_agg(precheck_paper(d.kind, d.document_id) order by d.document_id) filter (where d.kind in ('interview_record', 'site_record')) as records_l,
         count(*) filter (where d.party_off is not null) as named, count(*) filter (where d.party_off) as misnamed,
         array_agg(precheck_paper(d.kind, d.document_id) order by d.party_off desc, d.document_id) filter (where d.party_off is not null) as named_l,
         count(*) filter (where d.kind = 'payment_slip') as slips,
         case when bool_and(d.amount is not null) filter (where d.kind = 'payment_slip') then sum(d.amount) end as slip_sum,
         min(d.document_id::text) filter (where d.kind = 'service_receipt' and (d.act = 'notice_served' or d.act is null))::uuid as notice_receipt,
         coalesce(bool_or(d.kind = 'preservation_notice' and d.unsigned > 0), false) as list_unsigned,
         coalesce(bool_or(d.kind = 'correction_order' and 'term' = any (d.gaps)), false) as no_term
    from d group by d.case_id
), wanted as (
  -- Kinds of documents that the acts call for and the register has none of.
  select w.case_id, count(*) as absent, array_agg(jsonb_build_object('kind', 'missing', 'name', w.kind) order by w.kind) as absent_l
    from (select distinct e.case_id, x.kind
            from e join c on c.case_id = e.case_id
            join document_due x on x.act = e.kind and x.mandatory and x.outcome in ('*', e.outcome) and x.procedure in ('*', c.procedure)
           where c.ours and not exists (select from d where d.case_id = e.case_id and d.kind = x.kind)) w
   group by w.case_id
),
-- Terms; of those by instalments and the like the last.
clocks as (
  select x.case_id, jsonb_object_agg(x.code, precheck_term(x.code, x.nth, x.due_on)) as t,
         jsonb_object_agg(x.code, x.state) as state,
         array_agg(x.code) filter (where x.state in ('met_late', 'overdue')) as late,
         (array_agg(precheck_term(x.code, x.nth, x.due_on)) filter (where x.code = 'payment' and x.state in ('met_late', 'overdue')))[1] as late_payment_l,
         coalesce(bool_or(x.code in ('disclosure', 'disclosure_other') and x.state in ('met', 'met_late', 'void')), false) as disclosed
    from (select y.case_id, y.code, y.nth, y.due_on, case when y.state = 'open' and y.due_on < anjuan_today() then 'overdue' else y.state end as state
            from case_deadline y where y.case_id = any (p_cases) order by y.case_id, y.code, y.nth) x
   group by x.case_id
),
-- The law changes on few days: what holds on a day is what held since the change before it.
changes as materialized (
  select p.valid_from as day from parameter p union select t.valid_from from term t where t.code in ('limitation', 'limitation_safety')
), days as materialized (
  select x.day, (select max(g.day) from changes g where g.day <= x.day) as since
    from (select c.decided_on as day from c union select e.day from e where e.asks) x
), law as materialized (
  select x.since, parameters_on(x.since)::jsonb || jsonb_build_object('limitation_months', (select t.length from term_on('limitation', x.since) t),
         'limitation_safety_months', (select t.length from term_on('limitation_safety', x.since) t)) as p
    from (select distinct y.since from days y where y.since is not null) x
), shifts as materialized (
  select y.day, coalesce((l.p ->> 'officers_min')::bigint, 0) as least from days y left join law l using (since)
), officers as materialized (
  -- On each day of an act that asks for them: certified then, and such as may have been.
  select o.case_id, array_agg(o.day) filter (where o.fit + o.unsure < o.least) as short_on,
         bool_or(o.fit + o.unsure < o.least) as short, bool_or(o.fit < o.least) as doubtful, max(o.known) as known
    from (select y.case_id, y.day, t.least, count(p.person_id) filter (where p.certificate_from <= y.day and p.certificate_to >= y.day) as fit,
                 count(p.person_id) filter (where p.certificate_from is null or p.certificate_to is null or p.certificate_from > y.day) as unsure,
                 count(p.person_id) as known
            from (select distinct e.case_id, e.day from e where e.asks) y join shifts t on t.day = y.day
            left join (select o.* from case_officer o where o.case_id = any (p_cases)) o
              on o.case_id = y.case_id and o.from_on <= y.day and (o.to_on is null or o.to_on >= y.day)
            left join person p on p.person_id = o.person_id
           group by y.case_id, y.day, t.least) o
   group by o.case_id
), short as (
  select s.case_id, array_agg(s.l order by s.day) as l
    from (select distinct on (e.case_id, e.day) e.case_id, e.day, precheck_act(e.kind, e.event_id, e.day) as l
            from e join officers o on o.case_id = e.case_id and e.day = any (o.short_on) where e.asks order by e.case_id, e.day, e.event_id) s
   group by s.case_id
), staff as (
  select o.case_id, array_agg(o.person_id::text) as ids from case_officer o where o.case_id = any (p_cases) group by o.case_id
), penalties as (
  select p.case_id, p.event_id, array_agg(p.kind) as kinds from case_penalty p where p.case_id = any (p_cases) group by p.case_id, p.event_id
), clues as materialized (
  select distinct on (l.case_id) l.case_id, l.clue_id, l.received_on, (l.content = '')::integer + (l.place = '')::integer as gaps,
         jsonb_build_object('kind', 'clue', 'name', l.source, 'id', l.clue_id, 'on', l.received_on) as l
    from clue l where l.case_id = any (p_cases) order by l.case_id, l.received_on, l.clue_id
), clue_clocks as (
  select l.case_id, bool_or(x.state = 'met_late') as late,
         bool_or(x.state = 'met_late' and x.met_on - x.start_on > coalesce(parameter_on('very_late_factor', x.met_on), 2) * (x.due_on - x.start_on)) as very_late,
         array_agg(jsonb_build_object('kind', 'clue_deadline', 'name', x.code, 'nth', x.nth, 'on', x.due_on, 'id', x.clue_id) order by x.code, x.nth) as l
    from clues l join (select x.* from clue_deadline x where x.clue_id = any (array(select l.clue_id from clues l))) x using (clue_id) group by l.case_id
),
-- Fined before for the same act, in whatever unit: the same party, day, place and cause, all known.
codes as materialized (
  select p.case_id, p.kind, coalesce(p.credit_code, p.id_number) as code
    from case_party p join c on c.case_id = p.case_id
   where p.case_id = any (p_cases) and coalesce(p.credit_code, p.id_number) is not null
     and c.cause_code is not null and c.occurred_on is not null and c.place <> ''
), others as materialized (
  select p.case_id, p.kind, p.credit_code as code from case_party p where p.credit_code = any (array(select k.code from codes k where k.kind = 'organisation'))
   union all
  select p.case_id, p.kind, p.id_number from case_party p where p.id_number = any (array(select k.code from codes k where k.kind = 'person'))
), again as (
  select distinct c.case_id
    from codes k join c on c.case_id = k.case_id join others b on b.kind = k.kind and b.code = k.code and b.case_id <> k.case_id
    join (select f.case_id, f.cause_code, f.occurred_on, f.place, f.decided_on from case_file f
           where f.case_id = any (array(select b.case_id from others b)) and f.fine_fen > 0) o
      on o.case_id = b.case_id and o.cause_code = c.cause_code and o.occurred_on = c.occurred_on and o.place = c.place
     and (o.decided_on, o.case_id) < (c.decided_on, c.case_id)
),
f as materialized (
  select c.*, coalesce(h.h, '{}') as h, coalesce(r.g, '{}') as g, coalesce(t.t, '{}') as t, coalesce(t.state, '{}') as state, coalesce(t.late, '{}') as late,
         t.late_payment_l, coalesce(t.disclosed, false) as disclosed, coalesce(y.p, '{}') as p, c.ours and coalesce(z.whole, false) as whole,
         z.papers, coalesce(z.wrong, 0) as wrong, z.wrong_l, coalesce(z.records, 0) as records, z.records_shown, z.records_l, coalesce(z.named, 0) as named,
         coalesce(z.misnamed, 0) as misnamed, z.named_l, coalesce(z.slips, 0) as slips, z.slip_sum, coalesce(z.list_unsigned, false) as list_unsigned,
         coalesce(z.no_term, false) as no_term, case when z.notice_receipt is not null then precheck_paper('service_receipt', z.notice_receipt) end as notice_receipt,
         coalesce(b.misbound, 0) as misbound, b.misbound_l, coalesce(w.absent, 0) as absent, w.absent_l, q.names, q.kind as party_kind, q.kind = 'organisation' as organised,
         o.short, sh.l as short_l, o.doubtful, o.known as officers_known, s.ids as staff, l.clue_id, l.received_on, l.gaps as clue_gaps, l.l as clue_l,
         cc.late as clue_late, cc.very_late as clue_very_late, cc.l as clue_clock_l,
         dec.n as dec_n, dec.day as dec_on, coalesce(dec.fine_fen, 0) as fine, coalesce(dec.confiscated_fen, 0) as taken, coalesce(dec.outcome, c.outcome) as result,
         dec.data as dec_says, dec.data ->> 'tier' as tier, coalesce(e.kinds, '{}') as kinds, c.procedure = 'ordinary' as ordinary,
         (report.data ->> 'complex')::boolean is true as complex, notice.n as notice_n, notice.amount_fen as notice_fen, notice.data ->> 'until' as notice_until,
         told.n as told_n, told.day as told_on, told.data ->> 'until' as told_until, called.day as called_on, held.n as held_n, held.day as held_on, held.outcome as held_how,
         held.data ->> 'person_id' as chair, opinion.n as opinion_n, opinion.outcome as opinion, opinion.data ->> 'person_id' as jurist, talk.n as talk_n,
         amend.n as amend_n, amend.data as amend_says, looked.n as looked_n, court.day as court_on,
         -- What came after the last notice, and before the decision.
         coalesce(heard.n > notice.n, false) as heard, coalesce(waived.n > notice.n, false) as waived,
         coalesce(u.decisions, 0) as decisions, coalesce(u.preserved, 0) as preserved, coalesce(u.disposed, 0) as disposed, coalesce(u.paid, 0) as paid, u.added,
         coalesce(u.collected, '{}') as collected, coalesce(u.receipted, true) as receipted, coalesce(u.asked_for, true) as asked_for,
         filed.l as filed_l, paid.day as first_paid_on, paid.l as first_paid_l, slip.l as first_slip_l, identity.l as first_identity_l, mandate.l as first_mandate_l,
         register.gaps as register_gaps, approval.head as approval_head, proof.gaps as proof_gaps, keeping.head as keeping_head, findings.gaps as findings_gaps,
         prior.receipt as prior_receipt, legal.gaps as legal_gaps, legal.unsigned as legal_unsigned, talks.gaps as talks_gaps, talks.unsigned as talks_unsigned,
         talks.inside as talks_inside, deferral.head as deferral_head,
         k.active as cause_active, k.penalty_kinds as cause_kinds, jsonb_build_object('kind', 'cause', 'name', c.cause_code, 'nth', c.cause_version) as cause_l,
         case when q.kind = 'organisation' then k.fine_min_org_fen else k.fine_min_person_fen end as fine_least,
         case when q.kind = 'organisation' then k.fine_max_org_fen else k.fine_max_person_fen end as fine_most,
         jsonb_array_length(coalesce(dec.data -> 'applied', '[]')) > 1 as many_causes, a.case_id is not null as again,
         -- Of the versions known when it was decided; what came in later accuses nobody.
         (select v.version from cause_of_action v
           where v.cause_code = c.cause_code and v.valid_from <= coalesce(c.occurred_on, c.found_on, c.filed_on) and v.recorded_at < c.decided_on + 1
             and not is_withdrawn('cause', v.cause_code, v.version)
           order by v.valid_from desc, v.version desc limit 1) as cause_due, k.valid_from > coalesce(c.occurred_on, c.found_on, c.filed_on) as cause_ahead
    from c left join history h using (case_id) left join sums u using (case_id) left join register r using (case_id) left join papers z using (case_id)
    left join binding b using (case_id) left join wanted w using (case_id) left join clocks t using (case_id) left join parties q using (case_id)
    left join officers o using (case_id) left join short sh using (case_id) left join staff s using (case_id) left join clues l using (case_id)
    left join clue_clocks cc using (case_id) left join again a using (case_id)
    left join days dy on dy.day = c.decided_on left join law y on y.since = dy.since
    left join last dec on dec.case_id = c.case_id and dec.kind = 'decided'
    left join last report on report.case_id = c.case_id and report.kind = 'investigated'
    left join last notice on notice.case_id = c.case_id and notice.kind = 'notice_served'
    left join last heard on heard.case_id = c.case_id and heard.kind = 'defence_heard'
    left join last waived on waived.case_id = c.case_id and waived.kind = 'defence_waived'
    left join last told on told.case_id = c.case_id and told.kind = 'hearing_told'
    left join last called on called.case_id = c.case_id and called.kind = 'hearing_noticed'
    left join last held on held.case_id = c.case_id and held.kind = 'hearing_held'
    left join last opinion on opinion.case_id = c.case_id and opinion.kind = 'legal_reviewed'
    left join last talk on talk.case_id = c.case_id and talk.kind = 'discussed'
    left join last amend on amend.case_id = c.case_id and amend.kind = 'correction_ordered'
    left join last looked on looked.case_id = c.case_id and looked.kind = 'reinspected'
    left join last court on court.case_id = c.case_id and court.kind = 'court_applied'
    left join first filed on filed.case_id = c.case_id and filed.kind = 'filed'
    left join first paid on paid.case_id = c.case_id and paid.kind = 'paid'
    left join first_paper slip on slip.case_id = c.case_id and slip.kind = 'payment_slip'
    left join first_paper identity on identity.case_id = c.case_id and identity.kind = 'identity_proof'
    left join first_paper mandate on mandate.case_id = c.case_id and mandate.kind = 'mandate'
    left join paper register on register.case_id = c.case_id and register.kind = 'clue_register'
    left join paper approval on approval.case_id = c.case_id and approval.kind = 'filing_approval'
    left join paper proof on proof.case_id = c.case_id and proof.kind = 'identity_proof'
    left join paper keeping on keeping.case_id = c.case_id and keeping.kind = 'preservation_approval'
    left join paper findings on findings.case_id = c.case_id and findings.kind = 'investigation_report'
    left join paper prior on prior.case_id = c.case_id and prior.kind = 'prior_notice'
    left join paper legal on legal.case_id = c.case_id and legal.kind = 'legal_opinion'
    left join paper talks on talks.case_id = c.case_id and talks.kind = 'discussion_record'
    left join paper deferral on deferral.case_id = c.case_id and deferral.kind = 'deferral_approval'
    left join penalties e on e.case_id = c.case_id and e.event_id = dec.event_id
    left join cause_of_action k on k.cause_code = c.cause_code and k.version = c.cause_version
), j as materialized (
  select f.*, f.result = 'penalty' as penal, x.l as paper_l, x.gaps as paper_gaps, x.numbered as paper_numbered, x.sealed as paper_sealed, x.inside as paper_inside,
         f.ordinary and f.result = 'penalty' and coalesce(
           f.fine >= case when f.organised then (f.p ->> 'hearing_fine_org')::bigint else (f.p ->> 'hearing_fine_person')::bigint end
           or f.taken >= case when f.organised then (f.p ->> 'hearing_confiscation_org')::bigint else (f.p ->> 'hearing_confiscation_person')::bigint end
           or exists (select from unnest(f.kinds) k where f.p ->> ('hearing_kind_' || k) = '1'), false) as level,
         f.again and f.result = 'penalty' and f.fine > 0 as twice
    from f left join paper x on x.case_id = f.case_id
     and x.kind = case when f.g ? 'penalty_decision' then 'penalty_decision' when f.g ? 'spot_decision' then 'spot_decision' else 'no_penalty_decision' end
), a(case_id, check_name, na, told, faults, evidence) as (
-- check, does not apply, there is enough to tell, what was found against it, what the answer rests on
  select j.case_id, 'jurisdiction', false,
  j.unit_kind <> 'district' or j.h ? 'unit_transfer_accepted' or j.place ~ ('^(上海市)?' || j.district),
  array_remove(array[
    case when j.ours and j.unit_kind = 'district' and not j.h ? 'unit_transfer_accepted' and not j.g ? 'assignment_of_jurisdiction'
          and exists (select from districts x where x.unit_id <> j.unit_id and (starts_with(j.place, x.name) or starts_with(j.place, '上海市' || x.name))) then 'other_district' end,
    case when 'detention' = any (j.kinds) then 'beyond_powers' end], null),
  array[jsonb_build_object('kind', 'case', 'name', 'place', 'id', j.case_id), j.h -> 'unit_transfer_accepted',
        j.g -> 'assignment_of_jurisdiction', case when 'detention' = any (j.kinds) then j.h -> 'decided' end] from j
  union all
  select j.case_id, 'two_certified_officers', false, j.officers_known > 0 and not j.doubtful,
  array_remove(array[case when j.short and j.ours and j.officers_known > 0 then 'officers' end], null),
  case when j.short then j.short_l[1:5] else array[j.h -> 'decided', jsonb_build_object('kind', 'officers', 'name', 'case_officer', 'id', j.case_id)] end from j
  union all
  select j.case_id, 'basis_in_force', j.dec_n is null, j.cause_code is not null,
  array_remove(array[
    case when (j.cause_version <> j.cause_due or j.cause_ahead) and (j.dec_says ->> 'newer_law')::boolean is not true then 'not_in_force' end,
    case when j.cause_active is false then 'inactive' end,
    case when j.penal and j.cause_kinds <> '{}' and not j.many_causes and not j.kinds <@ j.cause_kinds then 'kind_not_provided' end], null),
  array[j.h -> 'decided', case when j.cause_code is not null then j.cause_l end] from j
  union all
  select j.case_id, 'within_limitation', not j.penal, j.occurred_on is not null and least(j.found_on, j.received_on, j.filed_on)
    <= j.occurred_on + make_interval(months => (j.p ->> 'limitation_months')::integer),
  array_remove(array[case when least(j.found_on, j.received_on, j.filed_on)
    > j.occurred_on + make_interval(months => (j.p ->> 'limitation_safety_months')::integer) then 'expired' end], null),
  array[jsonb_build_object('kind', 'case', 'name', 'occurred_on', 'id', j.case_id, 'on', j.occurred_on), j.clue_l, j.filed_l] from j
  union all
  select j.case_id, 'told_and_heard', not j.penal, j.ordinary and j.notice_n is not null and (j.heard or j.waived or j.notice_until is not null),
  case when j.ordinary and j.ours then array_remove(array[
    case when j.notice_n is null or j.notice_n > j.dec_n then 'not_told' end,
    case when not j.heard and not j.waived and j.dec_on <= j.notice_until::date then 'not_heard' end,
    case when j.notice_n < j.dec_n and j.fine > j.notice_fen then 'heavier' end], null) else '{}' end,
  array[j.h -> 'notice_served', case when j.heard then j.h -> 'defence_heard' end, case when j.waived then j.h -> 'defence_waived' end,
        j.h -> 'decided'] from j
  union all
  select j.case_id, 'hearing_offered', not j.level and j.told_n is null, j.told_n is not null,
  case when j.level and j.ours then array_remove(array[
    case when j.told_n is null or j.told_n > j.dec_n then 'not_told' end,
    case when j.h ? 'hearing_requested' and not j.h ? 'hearing_waived' and j.held_n is null then 'not_held' end,
    case when not j.h ? 'hearing_requested' and not j.h ? 'hearing_waived' and j.dec_on <= j.told_until::date then 'too_early' end], null)
    else '{}' end,
  array[j.h -> 'hearing_told', j.h -> 'hearing_requested', j.h -> 'hearing_waived', j.h -> 'hearing_held', j.h -> 'decided'] from j
  union all
  select j.case_id, 'legal_review_passed', j.opinion_n is null and not (j.complex or j.level or j.penal and j.tier = 'mitigated' or j.ordinary and j.result = 'transfer'),
  j.opinion is not null,
  case when j.ours and (j.complex or j.level or j.penal and j.tier = 'mitigated') then array_remove(array[
    case when j.opinion_n is null then 'not_reviewed' end,
    case when j.opinion = 'return' then 'returned' end,
    case when j.opinion_n > j.dec_n then 'after_decision' end,
    case when j.held_n > j.opinion_n and j.held_n < j.dec_n then 'before_hearing' end], null) else '{}' end,
  array[j.h -> 'legal_reviewed', j.h -> 'hearing_held', j.h -> 'decided'] from j
  union all
  select j.case_id, 'collectively_discussed', j.talk_n is null and not (j.complex or j.level and j.p ->> 'discussion_at_hearing_level' = '1'), j.talk_n is not null,
  case when j.ours and (j.complex or j.level and j.p ->> 'discussion_at_hearing_level' = '1') then array_remove(array[
    case when j.talk_n is null then 'not_discussed' end, case when j.talk_n > j.dec_n then 'after_decision' end], null) else '{}' end,
  array[j.h -> 'investigated', j.h -> 'discussed', j.h -> 'decided'] from j
  union all
  select j.case_id, 'within_statutory_range', not j.penal, j.fine = 0 or (j.fine_most is not null and not j.many_causes and j.party_kind is not null),
  array_remove(array[
    case when not j.many_causes and j.fine > j.fine_most then 'over' end,
    case when not j.many_causes and j.fine > 0 and j.fine < j.fine_least and j.tier is distinct from 'mitigated' then 'under' end,
    case when not j.ordinary and j.fine > case when j.organised then (j.p ->> 'simple_fine_max_org')::bigint else (j.p ->> 'simple_fine_max_person')::bigint end
         then 'over_simple' end,
    case when j.twice then 'twice' end], null),
  array[j.h -> 'decided', case when j.cause_code is not null then j.cause_l end] from j
  union all
  select j.case_id, 'collected_separately', not j.penal or j.fine = 0,
  j.h ? 'paid' and j.h ? 'served' and (j.slips > 0 or j.ordinary or j.collected <> '{}' or j.fine <= (j.p ->> 'spot_collection_max')::bigint),
  array_remove(array[
    case when j.ours and j.first_paid_on < j.decided_on and j.decisions = 1 then 'before_decision' end,
    case when j.ordinary and j.collected && array['small_fine', 'hard_later'] then 'not_on_the_spot' end,
    case when 'small_fine' = any (j.collected) and j.fine > (j.p ->> 'spot_collection_max')::bigint then 'not_small' end,
    case when not j.asked_for then 'not_asked_for' end, case when not j.receipted then 'no_receipt' end], null),
  array[j.first_paid_l, j.h -> 'decided', j.first_slip_l] from j
  union all
  select j.case_id, 'clue_recorded', false, j.clue_id is not null or j.g ? 'clue_register',
  case when j.clue_id is not null then precheck_times('gap', j.clue_gaps)
       when j.whole and not j.g ? 'clue_register' then array['none']
       else precheck_times('gap', cardinality(j.register_gaps)) end,
  array[j.clue_l, j.g -> 'clue_register'] from j
  union all
  select j.case_id, 'filed_in_time', not j.ordinary, j.clue_late is not null,
  case when j.clue_very_late then array['very_late'] when j.clue_late then array['late'] else '{}' end,
  array[j.clue_l, j.filed_l] || j.clue_clock_l from j
  union all
  select j.case_id, 'filing_approved', not j.ordinary, j.g ? 'filing_approval',
  case when not j.g ? 'filing_approval' then case when j.whole then array['none'] else '{}' end
       else case j.approval_head when 'none' then array['none'] when 'undated' then array['undated'] else '{}' end end,
  array[j.filed_l, j.g -> 'filing_approval'] from j
  union all
  select j.case_id, 'certificates_recorded', j.whole and j.records = 0, j.records > 0,
  precheck_times('record', (select count(*) from unnest(j.records_shown) v where v < coalesce((j.p ->> 'officers_min')::integer, 0))),
  j.records_l[1:6] from j
  union all
  select j.case_id, 'party_identified', false, j.g ? 'identity_proof',
  case when j.g ? 'identity_proof' then precheck_times('missing', cardinality(j.proof_gaps))
       when j.whole then array['missing'] else '{}' end,
  array[j.first_identity_l, j.first_mandate_l, jsonb_build_object('kind', 'case', 'name', 'parties', 'id', j.case_id)] from j
  union all
  select j.case_id, 'preservation_disposed', not j.h ? 'preservation_ordered', j.t ? 'preservation' and j.g ? 'preservation_approval',
  array_remove(array[
    case when j.whole and not j.g ? 'preservation_approval'
           or j.keeping_head = 'none' then 'unapproved' end,
    case when 'preservation' = any (j.late) then 'late' end,
    case when j.list_unsigned then 'list_unsigned' end], null),
  array[j.h -> 'preservation_ordered', j.h -> 'preservation_disposed', j.t -> 'preservation',
        j.g -> 'preservation_approval', j.g -> 'preservation_notice'] from j
  union all
  select j.case_id, 'correction_ordered', j.amend_n is null and j.result is distinct from 'penalty', j.amend_n is not null,
  case when j.no_term
         or j.amend_n is not null and j.ours and not j.g ? 'correction_order' and j.amend_says ->> 'until' is null and j.amend_says ->> 'days' is null
       then array['no_term'] else '{}' end,
  array[j.h -> 'correction_ordered', j.g -> 'correction_order'] from j
  union all
  select j.case_id, 'investigation_reported', not j.ordinary or not j.h ? 'investigated', j.g ? 'investigation_report',
  case when j.g ? 'investigation_report' then precheck_times('gap', cardinality(j.findings_gaps))
       when j.whole then array['none'] else '{}' end,
  array[j.h -> 'investigated', j.g -> 'investigation_report'] from j
  union all
  select j.case_id, 'notice_served', not j.penal or not j.ordinary, j.notice_n is not null and (j.notice_receipt is not null or j.prior_receipt),
  case when j.whole and j.notice_n is not null and j.notice_receipt is null and j.prior_receipt is not true
       then array['none'] else '{}' end,
  array[j.h -> 'notice_served', j.g -> 'prior_notice', j.notice_receipt] from j
  union all
  select j.case_id, 'hearing_in_order', j.held_n is null, j.told_n is not null and j.h ? 'hearing_noticed' and j.chair is not null,
  case when j.held_n is null then '{}' else array_remove(array[
    case when precheck_working_days(j.told_on, j.told_until::date)
              < (select v.length from term_on('hearing_request', j.told_on) v) then 'defect' end,
    case when precheck_working_days(j.called_on, j.held_on)
              < (select v.length from term_on('hearing_notice', j.called_on) v) then 'defect' end,
    case when j.chair = any (j.staff) then 'defect' end,
    case when j.whole and j.held_how = 'held' and not j.g ? 'hearing_record' then 'defect' end], null) end,
  array[j.h -> 'hearing_told', j.t -> 'hearing_request', j.h -> 'hearing_noticed', j.h -> 'hearing_held', j.g -> 'hearing_record'] from j
  union all
  select j.case_id, 'legal_review_in_order', j.opinion_n is null and not (j.complex or j.level or j.penal and j.tier = 'mitigated'), j.opinion_n is not null and j.g ? 'legal_opinion',
  array_remove(array[
    case when j.jurist = any (j.staff) then 'defect' end,
    case when j.whole and j.opinion_n is not null and not j.g ? 'legal_opinion' then 'defect' end], null)
    || precheck_times('defect', cardinality(j.legal_gaps) + j.legal_unsigned),
  array[j.h -> 'legal_reviewed', j.g -> 'legal_opinion'] from j
  union all
  select j.case_id, 'discussion_recorded', j.talk_n is null, j.g ? 'discussion_record',
  case when not j.g ? 'discussion_record' then case when j.whole then array['defect', 'defect', 'defect'] else '{}' end
       else precheck_times('defect', cardinality(j.talks_gaps)
              + (j.talks_unsigned > 0)::integer
              + ('participants' <> all (j.talks_gaps) and j.talks_inside < 2)::integer) end,
  array[j.h -> 'discussed', j.g -> 'discussion_record'] from j
  union all
  select j.case_id, 'benchmark_cited', not j.penal, j.ordinary and j.g ? 'penalty_decision',
  case when j.ordinary and j.g ? 'penalty_decision' then array_remove(array[
    case when 'tier_basis' = any (j.paper_gaps) then 'no_benchmark' end, case when 'tier_reasons' = any (j.paper_gaps) then 'no_reasons' end], null) else '{}' end,
  array[j.h -> 'decided', j.paper_l] from j
  union all
  select j.case_id, 'party_consistent', false, j.named > 0, precheck_times('mismatch', j.misnamed),
  jsonb_build_object('kind', 'case', 'name', 'parties', 'id', j.case_id) || j.named_l[1:6] from j
  union all
  select j.case_id, 'basis_cited', false, j.paper_l is not null, precheck_times('gap', j.paper_inside), array[j.h -> 'decided', j.paper_l] from j
  union all
  select j.case_id, 'penalty_stated', not j.penal, j.paper_l is not null,
  precheck_times('gap', (select count(*) from unnest(j.paper_gaps) v
    where v = 'penalty' or j.fine > 0 and v in ('performance_way', 'performance_term', 'amount'))),
  array[j.h -> 'decided', j.paper_l] from j
  union all
  select j.case_id, 'remedies_told', not j.penal, j.paper_l is not null,
  precheck_times('gap', (select count(*) from unnest(j.paper_gaps) v where v in ('remedy_ways', 'remedy_terms', 'remedy_organs'))),
  array[j.h -> 'decided', j.paper_l] from j
  union all
  select j.case_id, 'decision_in_form', false, j.paper_l is not null,
  case when j.paper_l is null then '{}' else precheck_times('gap', (not j.paper_numbered)::integer + (not j.paper_sealed)::integer
    + ('decision_date' = any (j.paper_gaps))::integer) end,
  array[j.h -> 'decided', j.paper_l] from j
  union all
  select j.case_id, 'decided_in_time', not j.ordinary or j.dec_n is null, j.state ->> 'decision' in ('met', 'met_late'),
  case when j.state ->> 'decision' = 'met_late' then array['late'] else '{}' end,
  array[j.filed_l, j.t -> 'decision', j.h -> 'extended', j.h -> 'suspended', j.h -> 'decided'] from j
  union all
  select j.case_id, 'decision_served_in_time', j.dec_n is null or j.result = 'transfer', j.state ->> 'service' in ('met', 'met_late'),
  case when j.state ->> 'service' in ('met_late', 'overdue') and (j.ours or j.h ? 'served') then array['late'] else '{}' end,
  array[j.h -> 'decided', j.t -> 'service', j.h -> 'served'] from j
  union all
  select j.case_id, 'payment_matches', not j.penal or j.fine = 0, j.paid > 0 and j.slips > 0 and j.fine_fen = j.paid_fen,
  case when j.whole and j.slips = 0 and j.h ? 'paid' then array['missing']
       when j.h ? 'court_ended' or j.h ? 'refunded' then '{}'
       when j.slip_sum <> j.paid or j.ours and j.h ? 'paid' and j.paid_fen <> j.fine_fen then array['differs'] else '{}' end,
  array[j.h -> 'decided', j.h -> 'paid', j.g -> 'payment_slip'] from j
  union all
  select j.case_id, 'late_performance_in_order', not j.penal or j.fine = 0 or not (j.h ?| array['fine_added', 'demand_served', 'court_applied'])
    and j.late_payment_l is null,
  j.h ?| array['fine_added', 'demand_served', 'court_applied'],
  array_remove(array[
    case when j.added > j.fine then 'defect' end,
    case when j.ours and j.h ? 'court_applied' and not j.h ? 'demand_served' then 'defect' end,
    case when j.court_on <= (j.t -> 'demand' ->> 'on')::date and j.h ? 'demand_served' then 'defect' end,
    case when j.state ->> 'court_application' = 'met_late' and j.h ? 'court_applied' then 'defect' end], null),
  array[coalesce(j.late_payment_l, j.t -> 'payment'), j.h -> 'fine_added', j.h -> 'demand_served', j.t -> 'demand',
        j.h -> 'court_applied'] from j
  union all
  select j.case_id, 'instalments_approved', not j.h ? 'deferral_approved', j.g ? 'deferral_application' and j.g ? 'deferral_approval',
  case when j.whole and not (j.g ? 'deferral_application' and j.g ? 'deferral_approval')
         or j.deferral_head = 'none' then array['none'] else '{}' end,
  array[j.h -> 'deferral_approved', j.g -> 'deferral_application', j.g -> 'deferral_approval'] from j
  union all
  select j.case_id, 'correction_reinspected', j.amend_n is null and j.result is distinct from 'penalty', j.looked_n > j.amend_n,
  case when j.ours and j.amend_n is not null and (j.looked_n is null or j.looked_n < j.amend_n)
        and j.state ->> 'correction' = 'overdue' then array['none'] else '{}' end,
  array[j.h -> 'correction_ordered', j.t -> 'correction', j.h -> 'reinspected'] from j
  union all
  select j.case_id, 'disclosed_in_time', j.dec_n is null, j.disclosed,
  case when j.late && array['disclosure', 'disclosure_other', 'disclosure_withdrawal']
       then case when j.ours or j.h ? 'disclosed' then array['late'] else '{}' end else '{}' end,
  array[j.t -> 'disclosure', j.t -> 'disclosure_other', j.h -> 'disclosed', j.t -> 'disclosure_withdrawal'] from j
  union all
  select j.case_id, 'closed_properly', false, j.dec_n is not null and j.h ? 'served',
  case when j.ours and (j.paid_fen < j.fine_fen and not j.h ? 'court_ended'
         or j.preserved > j.disposed
         or j.dec_n is not null and not j.h ? 'served') then array['defect'] else '{}' end,
  array[j.h -> 'decided', j.h -> 'served', j.h -> 'paid', j.h -> 'closed'] from j
  union all
  select j.case_id, 'contents_match', false, j.whole, case when j.whole then precheck_times('defect', j.absent + j.misbound) else precheck_times('defect', j.misbound) end,
  (array[j.g -> 'directory'] || case when j.whole then j.absent_l[1:10] end) || j.misbound_l[1:10] from j
  union all
  select j.case_id, 'dates_consistent', false, j.papers > 0, precheck_times('defect', j.wrong),
  j.wrong_l[1:10] from j
  union all
  select j.case_id, 'archived_in_time', false, j.state ->> 'archive' in ('met', 'met_late'),
  case when j.state ->> 'archive' in ('met_late', 'overdue') and (j.ours or j.h ? 'archived') then array['late'] else '{}' end,
  array[j.h -> 'closed', j.t -> 'archive', j.h -> 'archived'] from j
)
select a.case_id, a.check_name, case when a.na is true then 'not_applicable' when a.faults <> '{}' then k.verdict
                                     when a.told is true then 'no_defect' else 'cannot_tell' end,
       case when a.na is true then '{}' else coalesce(a.faults, '{}') end, coalesce(array_remove(a.evidence, null), '{}')
  from a join (select p.check_name, case p.kind when 'veto' then 'veto' else 'deduct' end as verdict from precheck p) k on k.check_name = a.check_name;
end $$;
comment on function precheck_answers(uuid[]) is 'What every check says of closed cases, one row each';

-- What the rules of an item take for what a check found, in 1/100 point: as rules/review.c does.
create or replace function precheck_points(p_checklist uuid, p_item text, p_faults jsonb) returns integer stable
  set search_path = anjuan, pg_temp language sql as $$
  select least(i.points, coalesce((
           select sum(case when r.cap > 0 then least(r.cap, r.points * n.times) else r.points * n.times end)
             from (select f ->> 'rule' as rule, (f ->> 'times')::integer as times from jsonb_array_elements(p_faults) f) n
             join checklist_rule r on r.checklist_id = i.checklist_id and r.item_code = i.item_code and r.rule_code = n.rule), 0))::integer
    from checklist_item i where i.checklist_id = p_checklist and i.item_code = p_item
$$;
comment on function precheck_points(uuid, text, jsonb) is 'The points that what a check found costs by the rules of an item';

-- What the checks say of the items of a checklist in a case, by item: for sheets. Nothing of items without a check.
create or replace function precheck_items(p_case uuid, p_checklist uuid) returns jsonb stable
  set search_path = anjuan, pg_temp language sql as $$
  select coalesce(jsonb_object_agg(i.item_code, j.j || jsonb_build_object('deduction', case when j.j ? 'faults' then precheck_points(i.checklist_id, i.item_code, j.j -> 'faults') else 0 end,
           'computed_from', p.case_version, 'computed_at', p.computed_at)), '{}')
    from case_precheck p join checklist_item i on i.checklist_id = p_checklist cross join lateral (select p.answers -> i.check_name as j) j
   where p.case_id = p_case and j.j is not null
$$;
comment on function precheck_items(uuid, uuid) is 'What the checks say of the items of a checklist in a case';

-- Items of a sheet that are answered against what their check found, without a reason: another verdict, or a smaller deduction. Where
-- the check cannot tell there is nothing to go against.
create or replace function precheck_unexplained(p_review uuid) returns text[] stable
  set search_path = anjuan, pg_temp language sql as $$
  -- Made once a sheet, not once an answer.
  with p as materialized (
    select r.review_id, precheck_items(r.case_id, r.checklist_id) as items from review r where r.review_id = p_review)
  select array(
    select a.item_code
      from p join review_answer a on a.review_id = p.review_id
     where p.items -> a.item_code ->> 'verdict' <> 'cannot_tell' and coalesce(a.overrules, '') = ''
       and (p.items -> a.item_code ->> 'verdict' <> a.answer or a.deduction < (p.items -> a.item_code ->> 'deduction')::integer)
     order by a.item_code)
$$;
comment on function precheck_unexplained(uuid) is 'Items of a sheet answered against their check without saying why';

set local role anjuan_definer;

-- A sheet that is handed in keeps what the checks said then, beside its answers.
create or replace function precheck_kept() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  with p as materialized (
    select precheck_items(new.case_id, new.checklist_id) as items)
  update review_answer a set precheck = p.items -> a.item_code
    from p
   where a.review_id = new.review_id and p.items ? a.item_code;
  return null;
end $$;

-- Writes down what the checks say of these cases now.
create or replace function precheck_store(cases uuid[]) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  law integer := (select coalesce(max(v.law_version), 0) from law_version v);
  checks integer := (select max(p.version) from precheck p);
begin
  with a as materialized (
    select * from precheck_answers(cases)
  ), whole as (
    select a.case_id, jsonb_object_agg(a.check_name, jsonb_build_object('verdict', a.verdict, 'evidence', a.evidence)
             || case when a.faults = '{}' then '{}' else jsonb_build_object('faults', (
                  select jsonb_agg(jsonb_build_object('rule', f.rule, 'times', f.times) order by f.rule)
                    from (select u as rule, count(*) as times from unnest(a.faults) u group by u) f)) end) as answers
      from a group by a.case_id
  ), put as (
    insert into case_precheck as p (case_id, unit_id, case_version, law_version, check_version, answers, again_on, computed_at)
    select w.case_id, c.unit_id, c.version, law, checks, w.answers,
           (select min(t.due_on) + 1 from case_deadline t
             where t.case_id = w.case_id and t.state = 'open' and not t.party_right and t.due_on >= anjuan_today()), anjuan_now()
      from whole w join case_file c using (case_id)
    on conflict (case_id) do update set case_version = excluded.case_version, law_version = excluded.law_version, check_version = excluded.check_version,
      answers = excluded.answers, again_on = excluded.again_on, computed_at = excluded.computed_at
    where (p.case_version, p.law_version, p.check_version, p.answers, p.again_on)
          is distinct from (excluded.case_version, excluded.law_version, excluded.check_version, excluded.answers, excluded.again_on)
  ), gone as (
    delete from case_precheck_finding x
     where x.case_id = any (cases) and not exists (select from a where a.case_id = x.case_id and a.check_name = x.check_name and a.verdict in ('deduct', 'veto'))
  )
  insert into case_precheck_finding as x (case_id, check_name, unit_id, closed_on, verdict)
  select a.case_id, a.check_name, c.unit_id, coalesce(c.closed_on, c.filed_on), a.verdict
    from a join case_file c using (case_id) where a.verdict in ('deduct', 'veto')
  on conflict on constraint case_precheck_finding_pkey do update set closed_on = excluded.closed_on, verdict = excluded.verdict
    where (x.closed_on, x.verdict) is distinct from (excluded.closed_on, excluded.verdict);
  -- Taken up again: there is nothing to check until it is closed.
  delete from case_precheck p using case_file c where p.case_id = any (cases) and c.case_id = p.case_id and c.state <> 'closed';
end $$;

-- Computes the next due cases of one part; how many, -1: somebody else has the part just now. What is not committed when the facts are
-- read comes with a due row of its own. A case that cannot be read does not keep the others waiting: it is told in the database's log.
create or replace function precheck_pass(p_part integer, p_most integer) returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  cases uuid[];
  taken bigint[];
  one uuid;
begin
  if not pg_try_advisory_xact_lock(4215605, p_part) then
    return -1;
  end if;
  select array_agg(distinct d.case_id), array_agg(d.due_id) into cases, taken
    from (select x.case_id, x.due_id from case_precheck_due x where x.part = p_part order by x.due_id limit p_most) d;
  if cases is null then
    select array_agg(p.case_id) into cases
      from (select q.case_id from case_precheck q where q.again_on <= anjuan_today() and uuid_hash(q.case_id) & 1 = p_part
             order by q.again_on limit p_most) p;
  end if;
  if cases is null then
    return 0;
  end if;
  -- Nothing is written until all is computed: a transaction that has written keeps the log from being numbered.
  begin
    perform precheck_store(cases);
  exception when others then
    foreach one in array cases loop
      begin
        perform precheck_store(array[one]);
      exception when others then
        raise warning 'case % cannot be checked: %', one, sqlerrm;
      end;
    end loop;
  end;
  delete from case_precheck_due d where d.part = p_part and d.due_id = any (taken);
  update case_precheck p set again_on = null where p.case_id = any (cases) and p.again_on <= anjuan_today();
  return cardinality(cases);
end $$;

-- Every closed case is due; how many. For the command.
create or replace function precheck_all() returns bigint
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  n bigint;
begin
  if not has_permission('deadline.write') then
    raise exception 'no right to compute anew' using errcode = '42501';
  end if;
  insert into case_precheck_due (case_id, unit_id) select c.case_id, c.unit_id from case_file c where c.state = 'closed';
  get diagnostics n = row_count;
  return n;
end $$;

-- What makes a closed case due: itself (every act and correction makes a new version), its documents, its deadlines.
create or replace function precheck_case() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_precheck_due (case_id, unit_id) values (new.case_id, new.unit_id);
  return null;
end $$;
create or replace function precheck_document() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_precheck_due (case_id, unit_id) select c.case_id, c.unit_id from case_file c where c.case_id = new.case_id and c.state = 'closed';
  return null;
end $$;
create or replace function precheck_deadlines() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_precheck_due (case_id, unit_id)
  select c.case_id, c.unit_id from (select distinct n.case_id from changed n) n join case_file c using (case_id) where c.state = 'closed';
  return null;
end $$;
-- An officer's certificate, the clue a case came from, and the clue's terms.
create or replace function precheck_officer() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_precheck_due (case_id, unit_id)
  select c.case_id, c.unit_id from (select distinct o.case_id from case_officer o where o.person_id = new.person_id) o join case_file c using (case_id)
   where c.state = 'closed';
  return null;
end $$;
create or replace function precheck_clue() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_precheck_due (case_id, unit_id)
  select c.case_id, c.unit_id from case_file c
   where c.case_id in (new.case_id, case when tg_op = 'UPDATE' then old.case_id end) and c.state = 'closed';
  return null;
end $$;
create or replace function precheck_clue_deadlines() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_precheck_due (case_id, unit_id)
  select c.case_id, c.unit_id from (select distinct l.case_id from changed n join clue l using (clue_id)) l join case_file c using (case_id) where c.state = 'closed';
  return null;
end $$;
-- A version of a catalogue that begins in the past, and one that is withdrawn, touches the cases decided since.
create or replace function precheck_since(since date, cause text) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  insert into case_precheck_due (case_id, unit_id)
  select c.case_id, c.unit_id from case_file c
   where since <= anjuan_today() and c.state = 'closed' and coalesce(c.decided_on, c.closed_on) >= since and (cause is null or c.cause_code = cause)
$$;
create or replace function precheck_catalogue() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform precheck_since(new.valid_from, case tg_argv[0] when 'cause' then to_jsonb(new) ->> 'cause_code' end);
  return null;
end $$;
create or replace function precheck_withdrawal() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform precheck_since(v.valid_from, v.cause)
     from (select p.valid_from, null as cause from parameter p where new.catalogue = 'parameter' and (p.name, p.version) = (new.code, new.version)
            union all select t.valid_from, null from term t where new.catalogue = 'term' and (t.code, t.version) = (new.code, new.version)
            union all select k.valid_from, k.cause_code from cause_of_action k where new.catalogue = 'cause' and (k.cause_code, k.version) = (new.code, new.version)
            union all select b.valid_from, b.cause_code from benchmark b where new.catalogue = 'benchmark' and (b.cause_code, b.version) = (new.code, new.version)) v;
  return null;
end $$;

revoke all on function precheck_kept(), precheck_store(uuid[]), precheck_pass(integer, integer), precheck_all(), precheck_case(), precheck_document(), precheck_deadlines(), precheck_officer(), precheck_clue(),
  precheck_clue_deadlines(), precheck_since(date, text), precheck_catalogue(), precheck_withdrawal() from public;
grant execute on function precheck_pass(integer, integer) to anjuan_login, anjuan_jobs;
grant execute on function precheck_all() to anjuan_jobs;

-- As anjuan_migrator, who is a member of the owner of the tables and of the owner of the functions.
set local role anjuan_migrator;
create or replace trigger precheck_closed after insert on case_file for each row when (new.state = 'closed') execute function precheck_case();
create or replace trigger precheck_changed after update on case_file
  for each row when (new.state = 'closed' or old.state = 'closed') execute function precheck_case();
create or replace trigger precheck_document after insert or update on case_document for each row execute function precheck_document();
create or replace trigger precheck_deadlines_new after insert on case_deadline referencing new table as changed
  for each statement execute function precheck_deadlines();
create or replace trigger precheck_deadlines_moved after update on case_deadline referencing new table as changed
  for each statement execute function precheck_deadlines();
create or replace trigger precheck_kept after update on review for each row when (old.state <> 'submitted' and new.state = 'submitted')
  execute function precheck_kept();
create or replace trigger precheck_catalogue after insert on parameter for each row execute function precheck_catalogue('parameter');
create or replace trigger precheck_catalogue after insert on cause_of_action for each row execute function precheck_catalogue('cause');
create or replace trigger precheck_catalogue after insert on benchmark for each row execute function precheck_catalogue('cause');
-- Of terms those that no deadline of a case carries.
create or replace trigger precheck_catalogue after insert on term
  for each row when (new.code in ('limitation', 'limitation_safety', 'hearing_request', 'hearing_notice')) execute function precheck_catalogue('term');
create or replace trigger precheck_withdrawal after insert on catalogue_withdrawal for each row execute function precheck_withdrawal();
create or replace trigger precheck_officer after update on person for each row
  when ((old.certificate_from, old.certificate_to) is distinct from (new.certificate_from, new.certificate_to)) execute function precheck_officer();
create or replace trigger precheck_clue after insert on clue for each row when (new.case_id is not null) execute function precheck_clue();
create or replace trigger precheck_clue_changed after update on clue for each row
  when ((old.source, old.received_on, old.content, old.place, old.case_id) is distinct from (new.source, new.received_on, new.content, new.place, new.case_id))
  execute function precheck_clue();
create or replace trigger precheck_clue_deadlines_new after insert on clue_deadline referencing new table as changed
  for each statement execute function precheck_clue_deadlines();
create or replace trigger precheck_clue_deadlines_moved after update on clue_deadline referencing new table as changed
  for each statement execute function precheck_clue_deadlines();

set local role anjuan_owner;
revoke all on function precheck_answers(uuid[]), precheck_points(uuid, text, jsonb), precheck_items(uuid, uuid), precheck_unexplained(uuid), precheck_place(uuid, uuid), precheck_working_days(date, date) from public;
grant execute on function precheck_points(uuid, text, jsonb), precheck_items(uuid, uuid), precheck_unexplained(uuid) to anjuan_login, anjuan_jobs;
grant execute on function precheck_points(uuid, text, jsonb), precheck_items(uuid, uuid), precheck_unexplained(uuid), precheck_answers(uuid[]), precheck_place(uuid, uuid), precheck_working_days(date, date)
  to anjuan_definer;

-- The links of an answer, each with the same members.
create or replace function precheck_evidence(links jsonb) returns jsonb immutable parallel safe language sql as $$
  select coalesce(jsonb_agg('{"kind":null,"name":null,"id":null,"nth":null,"on":null}'::jsonb || v order by n), '[]')
    from jsonb_array_elements(links) with ordinality t(v, n)
$$;

-- The items of a checklist with what the checks say of them, as a sheet shows them.
create or replace function precheck_list(items jsonb, p_checklist uuid) returns jsonb stable set search_path = anjuan, pg_temp language sql as $$
  select coalesce(jsonb_agg(jsonb_build_object('item_code', i.item_code, 'verdict', j.j -> 'verdict', 'deduction', j.j -> 'deduction',
           'faults', coalesce(j.j -> 'faults', '[]'), 'evidence', precheck_evidence(j.j -> 'evidence')) order by i.position), '[]')
    from checklist_item i cross join lateral (select items -> i.item_code as j) j
   where i.checklist_id = p_checklist and j.j is not null
$$;
comment on function precheck_list(jsonb, uuid) is 'What the checks say of the items of a checklist, in its order';
revoke all on function precheck_list(jsonb, uuid) from public;
grant execute on function precheck_list(jsonb, uuid) to anjuan_login, anjuan_jobs;

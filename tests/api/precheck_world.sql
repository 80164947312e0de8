-- For test_prechecks.c and the bench: closed cases without a fault, of every kind, made by the dozen; and a way to plant one fault.

-- Offset in days from the filing, act, result, money in fen, and what else it says. Every number below picks a kind of case.
create function public.life(i integer) returns table (at integer, kind text, outcome text, amount bigint, data jsonb) language sql as $$
  with x as (
    select i % 8 = 7 as simple, case when i % 10 = 3 then 'no_penalty' when i % 10 = 6 then 'not_established' else 'penalty' end as outcome,
           i % 4 = 1 as level, i % 6 = 0 as complex, i % 5 = 2 as person
  ), y as (
    select x.*, x.simple or x.outcome = 'penalty' as penal,
           case when x.simple then case when x.person then 20000 else 200000 end when x.level then case when x.person then 500000 else 5000000 end
                when x.person then 100000 else 2000000 end::bigint as fine,
           (array['direct', 'lien', 'entrusted', 'mail', 'electronic', 'public_notice'])[1 + i % 6] as mode from x
  )
  select v.at, v.kind, v.outcome, v.amount, v.data from y cross join lateral (values
    (0, 'filed', null, null, null, true),
    (1, 'evidence_registered', null, null, jsonb_build_object('evidence_kind', 'record'), not simple),
    (0, 'evidence_registered', null, null, jsonb_build_object('evidence_kind', 'record'), simple),
    (2, 'preservation_ordered', null, null, null, not simple and i % 5 = 0),
    (4, 'preservation_disposed', 'released', null, null, not simple and i % 5 = 0),
    (0, 'correction_ordered', null, null, jsonb_build_object('days', 15), simple),
    (3, 'correction_ordered', null, null, jsonb_build_object('days', 15), not simple and outcome = 'penalty'),
    (5, 'suspended', null, null, jsonb_build_object('basis', '行政处罚法第四十六条'), not simple and i % 7 = 0),
    (15, 'resumed', null, null, null, not simple and i % 7 = 0),
    (4, 'joint_started', null, null, jsonb_build_object('other_unit_id', '310114', 'until', '2026-01-31'), not simple and i % 11 = 0),
    (10, 'joint_ended', null, null, jsonb_build_object('other_unit_id', '310114'), not simple and i % 11 = 0),
    (2, 'unit_transfer_proposed', null, null, jsonb_build_object('other_unit_id', '310115', 'basis', '行政处罚法第二十二条'), i % 13 = 0),
    (3, 'moved_out', null, null, null, i % 13 = 0),
    (3, 'unit_transfer_accepted', null, null, null, i % 13 = 0),
    (16, 'reinspected', 'done', null, null, penal and i % 8 <> 0),
    (20, 'investigated', y.outcome, fine, jsonb_build_object('complex', complex), not simple),
    (21, 'notice_served', null, fine, jsonb_build_object('until', 28, 'mode', 'direct'), not simple and penal),
    (21, 'hearing_told', null, null, jsonb_build_object('until', 45), not simple and penal and level),
    (23, 'hearing_requested', null, null, null, not simple and penal and level and i % 3 = 0),
    (25, 'hearing_noticed', null, null, jsonb_build_object('until', 45), not simple and penal and level and i % 3 = 0),
    (45, 'hearing_held', 'held', null, jsonb_build_object('person_id', '01920000-0000-7000-8000-00000000000c'), not simple and penal and level and i % 3 = 0),
    (24, 'hearing_waived', null, null, null, not simple and penal and level and i % 3 = 1),
    (23, 'defence_heard', null, null, null, not simple and penal and i % 3 = 0),
    (24, 'defence_rechecked', 'accepted', null, null, not simple and penal and i % 3 = 0),
    (24, 'defence_waived', null, null, null, not simple and penal and i % 3 = 1),
    (47, 'legal_review_requested', null, null, null, not simple and (complex or level and penal)),
    (48, 'legal_reviewed', 'agree', null, jsonb_build_object('person_id', '01920000-0000-7000-8000-000000000010'), not simple and (complex or level and penal)),
    (49, 'discussed', null, null, null, not simple and (complex or level and penal)),
    (50, 'decided', y.outcome, fine, jsonb_build_object('tier', 'general', 'basis', case when y.outcome = 'no_penalty' then '行政处罚法第三十三条' end), not simple),
    (0, 'decided', 'penalty', fine, '{}', simple),
    (0, 'served', null, null, jsonb_build_object('mode', 'direct'), simple),
    (52, 'served', null, null, jsonb_build_object('mode', mode), not simple),
    (2, 'disclosed', null, null, null, simple),
    (53, 'disclosed', null, null, null, not simple),
    (60, 'reinspected', 'done', null, null, not simple and penal and i % 8 = 0),
    (3, 'paid', null, fine, case when i % 16 = 7 then jsonb_build_object('collected', 'hard_later') end, simple),
    (4, 'collection_handed_in', null, null, null, simple and i % 16 = 7),
    (5, 'collection_banked', null, null, null, simple and i % 16 = 7),
    (55, 'deferral_approved', null, null, jsonb_build_object('until', 110), not simple and penal and i % 9 = 0),
    (58, 'paid', null, fine / 2, null, not simple and penal and i % 9 = 0),
    (95, 'paid', null, fine - fine / 2, null, not simple and penal and i % 9 = 0),
    (90, 'demand_served', null, null, null, not simple and penal and i % 17 = 1 and i % 9 <> 0),
    (100, 'paid', null, fine, null, not simple and penal and i % 17 = 1 and i % 9 <> 0),
    (58, 'paid', null, fine, null, not simple and penal and i % 17 <> 1 and i % 9 <> 0),
    (6, 'closed', null, null, null, simple),
    (112, 'closed', null, null, null, not simple),
    (9, 'archived', null, null, jsonb_build_object('retention', '10_years'), simple),
    (118, 'archived', null, null, jsonb_build_object('retention', '10_years'), not simple)
  ) v(at, kind, outcome, amount, data, happens) where v.happens
$$;

create function public.make_closed(p_from integer, p_to integer, p_papers boolean default true) returns void language plpgsql as $$
declare
  officer constant uuid := '01920000-0000-7000-8000-000000000004';
begin
  -- The cases stand where they came to: nothing is opened to others, counted or moved on the way.
  perform set_config('session_replication_role', 'replica', true);
  create temp table w on commit drop as
    select i, ('0192cccc-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid as case_id, date '2025-02-10' + (i * 7) % 200 as filed_on, i % 5 = 2 as person,
           '上海第' || i || '号物业管理有限公司' as name from generate_series(p_from, p_to) i;
  -- The acts of one day follow each other.
  create temp table a on commit drop as
    select w.*, l.at, l.kind, l.outcome, l.amount,
           nullif(jsonb_strip_nulls(case when l.data ->> 'until' ~ '^\d{1,3}$' then l.data || jsonb_build_object('until', w.filed_on + (l.data ->> 'until')::integer)
             else l.data end), '{}') as data, gen_random_uuid() as event_id, row_number() over (partition by w.i order by l.at, l.n)::integer as seq
      from w cross join lateral public.life(w.i) with ordinality l(at, kind, outcome, amount, data, n);
  insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, cause_version, facts, place, party_names, occurred_on, found_on, filed_on,
    state, outcome, decided_on, served_on, closed_on, fine_fen, paid_fen, event_count, version, recorded_by)
  select w.case_id, '310115', '310115', '净' || i, w.name || '案', case when i % 8 = 7 then 'simple' else 'ordinary' end, 'inspection',
         case when i % 8 = 7 then '11' else '04' end,
         (select k.version from cause_on(case when i % 8 = 7 then '11' else '04' end, filed_on - 30) k), '检查发现', '浦东新区世纪大道' || i || '号', w.name, filed_on - 30, filed_on - 5, filed_on, 'closed', s.outcome,
         s.decided_on, s.served_on, s.closed_on, case s.outcome when 'penalty' then s.fine else 0 end, coalesce(s.paid, 0), s.events, s.events, officer
    from w join (select a.case_id, max(a.outcome) filter (where a.kind = 'decided') as outcome, max(filed_on + at) filter (where a.kind = 'decided') as decided_on,
                        max(filed_on + at) filter (where a.kind = 'served') as served_on, max(filed_on + at) filter (where a.kind = 'closed') as closed_on,
                        max(amount) filter (where a.kind = 'decided') as fine, sum(amount) filter (where a.kind = 'paid') as paid, max(seq) as events
                   from a group by a.case_id) s using (case_id);
  insert into case_party (party_id, case_id, unit_id, position, kind, name, credit_code, id_number, address)
  select gen_random_uuid(), case_id, '310115', 1, case when person then 'person' else 'organisation' end, name, case when not person then 'T' || i end,
         case when person then 'P' || i end, '浦东新区' from w;
  insert into case_officer (case_id, unit_id, person_id, position, from_on)
  select w.case_id, '310115', p, n, w.filed_on from w,
    unnest(array['01920000-0000-7000-8000-000000000004', '01920000-0000-7000-8000-000000000005']::uuid[]) with ordinality o(p, n);
  insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_by, outcome, procedure, fine_fen, amount_fen, document_no, remark, data)
  select event_id, case_id, '310115', '310115', seq, seq, kind, filed_on + at, officer, outcome, case when i % 8 = 7 then 'simple' else 'ordinary' end,
         case when kind = 'decided' and outcome = 'penalty' then amount else 0 end, case when kind <> 'decided' then amount end,
         case when data ? 'collected' then '票' || i end, '依法办理', data from a;
  insert into case_penalty (event_id, position, case_id, unit_id, kind, amount_fen)
  select event_id, v.n, case_id, '310115', v.kind, v.amount from a, lateral (values (1, 'warning', null), (2, 'fine', a.amount)) v(n, kind, amount)
   where a.kind = 'decided' and a.outcome = 'penalty';
  insert into clue (clue_id, unit_id, source, received_on, title, content, place, status, result_on, case_id, recorded_by)
  select ('0192c1c1' || substr(case_id::text, 9))::uuid, '310115', 'inspection', filed_on - 5, '线索', '检查发现', '世纪大道', 'filed', filed_on, case_id, officer from w;
  insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by)
  select ('0192c1c1' || substr(case_id::text, 9))::uuid, v.n, '310115', '310115', v.kind, filed_on + v.at, officer
    from w, (values (1, 'registered', -5), (2, 'verified', -3), (3, 'filed', 0)) v(n, kind, at);
  insert into case_precheck_due (case_id, unit_id) select case_id, '310115' from w;
  analyze w;
  analyze a;
  if not p_papers then
    return;
  end if;
  insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, event_id, number, title, made_on, pages, page_from, page_to, seal, sealed_on,
                             elements, signatures, service_mode, served_on, served_to, receipt, recorded_by)
  select d.case_id, gen_random_uuid(), '310115', '310115', d.kind, d.event_id, case when d.number_kind is not null then '沪浦字' || d.i || '-' || d.place end, d.name_zh, d.day,
         2, 2 * d.place - 1, 2 * d.place, case when d.seal then '浦东新区国防动员办公室' end, case when d.seal then d.day end,
         (select coalesce(jsonb_object_agg(e.element, case e.form
            when 'text' then jsonb_build_object('text', case when e.element = 'amount' and d.amount is not null then (d.amount / 100)::text || '.00' else '详见原件' end)
            when 'day' then jsonb_build_object('day', d.day)
            when 'citations' then '{"citations":[{"law":"中华人民共和国人民防空法","article":"第四十九条","paragraph":"第一款","item":"第三项"}]}'::jsonb
            when 'people' then '{"people":[{"name":"张伟","certificate_no":"09010100004","view":"同意"},{"name":"刘洋","certificate_no":"09010100005","view":"同意"}]}'::jsonb
            else case when e.element = 'party' then jsonb_build_object('text', d.name || '，住所地浦东新区') else '{}' end end), '{}')
            from document_element e where e.kind = d.kind),
         (select coalesce(jsonb_agg(jsonb_build_object('role', r, 'name', '某人', 'signed_on', d.day) order by n), '[]') from unnest(d.signers) with ordinality s(r, n)),
         case when d.service then 'direct' end, case when d.service then d.day end, case when d.service then d.name end, case when d.service then '回证已签收' end, officer
    from (select a.case_id, a.event_id, a.i, a.filed_on + a.at as day, a.name, a.amount, k.kind, k.number_kind, k.name_zh, k.seal, k.service, k.signers,
                 row_number() over (partition by a.case_id order by k.position, a.seq) as place
            from a join document_due x on x.act = a.kind and x.outcome in ('*', a.outcome) and x.procedure in ('*', case when a.i % 8 = 7 then 'simple' else 'ordinary' end)
             and (x.mandatory or x.kind in ('site_record', 'interview_record', 'identity_proof'))
            join document_kind k on k.kind = x.kind) d;
end $$;

-- Plants one fault in up to `most` clean cases that `pick` finds, each by itself and undone again: in how many it could be planted, in how
-- many the check found it, and what else was found.
create function public.planted(pick text, fault text, looked_for text, most integer, out tried integer, out hits integer, out besides text) language plpgsql as $$
declare
  one uuid;
  told text;
begin
  perform set_config('session_replication_role', 'replica', true);
  tried := 0;
  hits := 0;
  for one in execute format('select c.case_id from case_file c where %s order by c.case_id limit %s', pick, most) loop
    begin
      execute replace(fault, '{case}', one::text);
      raise exception using errcode = 'P9999', message = coalesce((select string_agg(x.check_name, ' ' order by x.check_name) from precheck_answers(array[one]) x
                                                                   where x.verdict in ('deduct', 'veto')), '-');
    exception when sqlstate 'P9999' then
      told := sqlerrm;
    end;
    tried := tried + 1;
    hits := hits + case when looked_for = any (string_to_array(told, ' ')) then 1 else 0 end;
    besides := nullif(array_to_string(array(select distinct u from unnest(string_to_array(concat_ws(' ', besides, told), ' ')) u where u <> looked_for), ' '), '');
  end loop;
end $$;

-- The register of documents: numbers out of a unit's book, the history that no writer can forget, and what a document lacks.
set local role anjuan_definer;

-- The number of a document that is being recorded in a case on which the actor may act: the one given, or the next of its
-- kind in the book of the enforcement subject. Numbers given by hand are skipped. Null kind: the number is not ours.
create or replace function document_number_take(p_case uuid, p_document uuid, p_kind text, p_year integer, p_given text) returns text
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  subject text := (select c.subject_unit_id from case_file c where c.case_id = p_case and c.unit_id = any (permitted_units('case.write')));
  n record;
begin
  if subject is null then
    raise exception 'no right to take a number for case %', p_case using errcode = '42501';
  end if;
  loop
    if p_given is not null then
      select null::bigint as serial, p_given as number into n;
    else
      select * into n from number_take(subject, p_kind, p_year);
    end if;
    exit when p_given is not null
      or not exists (select from document_number d where d.unit_id = subject and d.kind = p_kind and d.number = n.number);
  end loop;
  insert into document_number (unit_id, kind, number, year, serial, document_id, recorded_by, recorded_at)
    values (subject, p_kind, n.number, p_year, n.serial, p_document, actor_person(), anjuan_now());
  return n.number;
end $$;

-- What a correction or withdrawal changed, column by column.
create or replace function document_keeps_history() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into case_document_change (case_id, document_id, version, unit_id, changed, reason, changed_by, changed_at)
  select new.case_id, new.document_id, new.version, new.unit_id,
         coalesce(jsonb_object_agg(w.key, jsonb_build_object('was', w.value, 'is', i.value)), '{}'),
         new.reason, actor_person(), anjuan_now()
    from jsonb_each(to_jsonb(old)) w join jsonb_each(to_jsonb(new)) i on i.key = w.key
   where w.value is distinct from i.value and w.key not in ('version', 'updated_at', 'reason', 'unit_id');
  return null;
end $$;
revoke all on function document_number_take(uuid, uuid, text, integer, text), document_keeps_history() from public;
grant execute on function document_number_take(uuid, uuid, text, integer, text) to anjuan_login, anjuan_jobs;

-- As anjuan_migrator, who is a member of the owner of the table and of the owner of the function.
set local role anjuan_migrator;
create or replace trigger document_keeps_history after update on case_document
  for each row when (old.version is distinct from new.version) execute function document_keeps_history();

set local role anjuan_owner;

-- How many of the roles that must sign have not.
create or replace function document_signers_missing(needed text[], signatures jsonb) returns text[]
  immutable parallel safe language sql return array(
  select r from unnest(needed) with ordinality n(r, i)
   where (select count(*) from unnest(needed) with ordinality m(r, i) where m.r = n.r and m.i <= n.i)
       > (select count(*) from jsonb_array_elements(signatures) s where s ->> 'role' = n.r)
   order by i);

-- What the kind of the document asks for and the document does not show, each with its article.
create or replace function document_lacks(d case_document) returns jsonb
  stable set search_path = anjuan, pg_temp language sql as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', l.code, 'element', l.element, 'zh', l.zh, 'en', l.en, 'article', l.article)
                            order by l.place), '[]')
    from document_kind k cross join lateral (
      select 'element' as code, e.element, e.name_zh as zh, e.name_en as en, e.article, 100 + e.position as place
        from document_element e where e.kind = k.kind and not d.elements ? e.element
      union all select 'number', null, '文号', 'number', k.basis_zh, 1 where k.number_kind is not null and d.number is null
      union all select 'seal', null, '印章', 'seal', k.basis_zh, 2 where k.seal and d.seal is null
      union all select 'approval', null, '负责人签批及日期', 'dated approval of the head', k.basis_zh, 3
       where k.approval and not exists (select from jsonb_array_elements(d.signatures) s where s ->> 'role' = 'head' and s ? 'signed_on')
      union all select 'signature', r, '签名', 'signature', k.basis_zh, 4 from unnest(document_signers_missing(k.signers, d.signatures)) r
      union all select 'service', null, '送达', 'service', k.basis_zh, 5 where k.service and d.served_on is null
      union all select 'receipt', null, '送达回证', 'proof of service', k.basis_zh, 6 where k.service and d.served_on is not null and d.receipt is null
      union all select 'copy_check', null, '复制件核对', 'copy compared with the original', k.basis_zh, 7
       where d.is_copy and d.copy_checked_by is null) l
   where k.kind = d.kind
$$;

create or replace function document_json(d case_document) returns jsonb
  stable set search_path = anjuan, pg_temp language sql as $$
  select to_jsonb(d) - '{unit_id,at_unit_id,number_unit_id,number_kind}'::text[] || jsonb_build_object(
           'unit_id', d.at_unit_id, 'name_zh', k.name_zh, 'name_en', k.name_en, 'stage', k.stage, 'lacks', document_lacks(d),
           'elements', (select coalesce(jsonb_agg(jsonb_build_object('code', e.element, 'name_zh', e.name_zh, 'name_en', e.name_en,
                                'article', e.article, 'text', v -> 'text', 'day', v -> 'day',
                                'citations', coalesce(v -> 'citations', '[]'), 'people', coalesce(v -> 'people', '[]')) order by e.position), '[]')
                          from document_element e cross join lateral (select d.elements -> e.element) x(v)
                         where e.kind = d.kind and v is not null),
           'signatures', (select coalesce(jsonb_agg(jsonb_build_object('role', null, 'person_id', null, 'name', null, 'certificate_no', null,
                                  'signed_on', null, 'opinion', null) || s order by n), '[]')
                            from jsonb_array_elements(d.signatures) with ordinality t(s, n)))
    from document_kind k where k.kind = d.kind
$$;

-- What a request says of a document, as it is kept: elements by their code, signatures with the name and certificate of
-- a person known here as they are now.
create or replace function document_elements(given jsonb) returns jsonb
  immutable parallel safe language sql as $$
  select coalesce(jsonb_object_agg(e ->> 'code', e - 'code'), '{}') from jsonb_array_elements(given) e
$$;

create or replace function document_signatures(given jsonb) returns jsonb
  stable set search_path = anjuan, pg_temp language sql as $$
  select coalesce(jsonb_agg(s || jsonb_strip_nulls(jsonb_build_object('name', coalesce(p.name, s ->> 'name'),
                              'certificate_no', coalesce(s ->> 'certificate_no', p.certificate_no))) order by n), '[]')
    from jsonb_array_elements(given) with ordinality t(s, n) left join person p on p.person_id = (s ->> 'person_id')::uuid
$$;

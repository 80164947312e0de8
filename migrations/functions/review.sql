-- What reviews and checklists share.
set local role anjuan_owner;

-- The items of a checklist with their rules, as the API gives and takes them.
create or replace function checklist_content(p_checklist uuid, out item_count bigint, out points bigint, out items json)
  returns record stable set search_path = anjuan, pg_temp language sql as $$
  select count(*), coalesce(sum(i.points), 0),
         coalesce(json_agg(json_build_object('item_code', i.item_code, 'stage', i.stage, 'kind', i.kind, 'points', i.points,
           'step', i.step, 'always', i.always, 'text_zh', i.text_zh, 'text_en', i.text_en, 'deduction_zh', i.deduction_zh,
           'deduction_en', i.deduction_en, 'basis_zh', i.basis_zh, 'na_zh', i.na_zh, 'na_en', i.na_en, 'guidance_zh', i.guidance_zh,
           'guidance_en', i.guidance_en, 'check_name', i.check_name, 'rules', coalesce(
             (select json_agg(json_build_object('rule_code', r.rule_code, 'points', r.points, 'each', r.each, 'cap', r.cap,
                       'text_zh', r.text_zh, 'text_en', r.text_en) order by r.position)
                from checklist_rule r where r.checklist_id = i.checklist_id and r.item_code = i.item_code), '[]'))
           order by i.position), '[]')
    from checklist_item i where i.checklist_id = p_checklist
$$;
comment on function checklist_content(uuid) is 'The items of a checklist with their rules as JSON, and what they add up to';

create or replace function checklist_columns() returns text[] immutable set search_path = anjuan, pg_temp language sql as $$
  select array['item_code', 'kind', 'stage', 'rule_code', 'points', 'step', 'each', 'cap', 'always', 'text_zh', 'text_en', 'deduction_zh',
               'deduction_en', 'basis_zh', 'na_zh', 'na_en', 'guidance_zh', 'guidance_en', 'check_name']
$$;
comment on function checklist_columns() is 'The columns of a checklist as CSV, in order';

-- Members in which two objects differ: [{"field", "from", "to"}].
create or replace function differing(o jsonb, n jsonb) returns json immutable set search_path = anjuan, pg_temp language sql as $$
  select coalesce(json_agg(json_build_object('field', k, 'from', o -> k, 'to', n -> k) order by k), '[]')
    from jsonb_object_keys(coalesce(o, '{}') || coalesce(n, '{}')) k where o -> k is distinct from n -> k
$$;
comment on function differing(jsonb, jsonb) is 'Members in which two objects differ';
revoke all on function checklist_content(uuid), checklist_columns(), differing(jsonb, jsonb) from public;
grant execute on function checklist_content(uuid), checklist_columns(), differing(jsonb, jsonb) to anjuan_login, anjuan_jobs;

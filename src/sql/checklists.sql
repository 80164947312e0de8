-- Checklists: standards for the review of files, in versions.

-- name: checklist_list
-- audit: list
select row_to_json(x)::text as body, x.code as key_1, x.version as key_2, null::uuid as subject_id
from (
  select k.checklist_id, k.code, k.version, k.title_zh, k.title_en, k.state, k.excellent_min, k.pass_min, k.published_at, k.retired_at,
         i.item_count, i.points, k.revision
    from checklist k
   cross join lateral (select count(*) as item_count, coalesce(sum(i.points), 0) as points
                         from checklist_item i where i.checklist_id = k.checklist_id) i
   where k.code > coalesce(:cursor_1::text, '')
      or (k.code = :cursor_1 and k.version < :cursor_2::integer)
   order by k.code, k.version desc limit :fetch::integer
) x
order by x.code, x.version desc

-- name: checklist_get
-- audit: one
select row_to_json(x)::text as body, x.revision as etag, null::uuid as subject_id
from (
  select k.checklist_id, k.code, k.version, k.title_zh, k.title_en, k.state, k.excellent_min, k.pass_min, k.published_at,
         k.retired_at, c.item_count, c.points, c.items, k.revision
    from checklist k cross join lateral checklist_content(k.checklist_id) c
   where k.checklist_id = :checklist_id::uuid
) x

-- name: checklist_export
-- audit: one
-- As JSON that POST and PUT take.
select row_to_json(x)::text as body, k.revision as etag, null::uuid as subject_id
  from checklist k cross join lateral (
    select k.code, k.title_zh, k.title_en, k.excellent_min, k.pass_min, c.items from checklist_content(k.checklist_id) c) x
 where k.checklist_id = :checklist_id::uuid

-- name: checklist_csv
-- audit: one
-- A row for each item and, below it, for each of its rules; byte-order mark and CR LF, so that spreadsheets read it as UTF-8.
with line as (
  select i.position, 0 as rule, array[i.item_code, i.kind, i.stage, '', i.points::text, i.step::text, '', '',
           i.always::text, i.text_zh, i.text_en, i.deduction_zh, i.deduction_en, i.basis_zh, i.na_zh, i.na_en, i.guidance_zh,
           i.guidance_en, coalesce(i.check_name, '')] as cells
    from checklist_item i where i.checklist_id = :checklist_id::uuid
  union all
  select i.position, r.position, array[i.item_code, 'rule', '', r.rule_code, r.points::text, '', r.each::text, r.cap::text,
           '', r.text_zh, r.text_en, '', '', '', '', '', '', '', '']
    from checklist_item i join checklist_rule r using (checklist_id, item_code) where i.checklist_id = :checklist_id
), x as (
  select U&'\FEFF' || array_to_string(checklist_columns(), ',') || U&'\000D\000A'
         || coalesce(string_agg((select string_agg(csv_text(c.cell), ',' order by c.n) from unnest(l.cells) with ordinality c(cell, n))
                                || U&'\000D\000A', '' order by l.position, l.rule), '') as body, k.revision as etag
    from checklist k left join line l on true
   where k.checklist_id = :checklist_id group by k.revision
)
select x.body, x.etag, null::uuid as subject_id from x

-- name: checklist_next
-- What the judge of a new checklist must know.
select coalesce(max(k.version), 0) + 1 as version from checklist k where k.code = :code::text

-- name: checklist_create
insert into checklist (checklist_id, code, version, title_zh, title_en, state, excellent_min, pass_min, recorded_by)
values (:checklist_id::uuid, :code::text, :checklist_version::integer, :title_zh::text, :title_en::text, 'draft',
        :excellent_min::integer, :pass_min::integer, :actor_id::uuid)

-- name: checklist_lock
select k.revision as version, k.state, k.code, k.excellent_min, k.pass_min, c.items
  from checklist k cross join lateral checklist_content(k.checklist_id) c
 where k.checklist_id = :checklist_id::uuid for update of k

-- name: checklist_replace
with gone as (
  delete from checklist_item i where i.checklist_id = :checklist_id::uuid
)
update checklist set title_zh = :title_zh::text, title_en = :title_en::text, excellent_min = :excellent_min::integer,
       pass_min = :pass_min::integer, revision = revision + 1
 where checklist_id = :checklist_id

-- name: checklist_items
with j as (
  select j.item, j.n from jsonb_array_elements(:items::jsonb) with ordinality j(item, n)
), i as (
  insert into checklist_item (checklist_id, item_code, position, stage, kind, points, step, text_zh, text_en, deduction_zh,
                              deduction_en, basis_zh, precheck, always, na_zh, na_en, guidance_zh, guidance_en, check_name)
  select :checklist_id::uuid, r.item_code, j.n, r.stage, r.kind, r.points, coalesce(r.step, 0), r.text_zh, r.text_en,
         coalesce(r.deduction_zh, ''), coalesce(r.deduction_en, ''), coalesce(r.basis_zh, ''), r.check_name is not null,
         coalesce(r.always, false), coalesce(r.na_zh, ''), coalesce(r.na_en, ''), coalesce(r.guidance_zh, ''),
         coalesce(r.guidance_en, ''), r.check_name
    from j cross join lateral jsonb_to_record(j.item) r(item_code text, stage text, kind text, points integer, step integer,
           text_zh text, text_en text, deduction_zh text, deduction_en text, basis_zh text, always boolean, na_zh text, na_en text,
           guidance_zh text, guidance_en text, check_name text)
)
insert into checklist_rule (checklist_id, item_code, rule_code, position, points, each, cap, text_zh, text_en)
select :checklist_id, j.item ->> 'item_code', r.rule ->> 'rule_code', r.n, (r.rule ->> 'points')::integer,
       (r.rule ->> 'each')::boolean, coalesce((r.rule ->> 'cap')::integer, 0), r.rule ->> 'text_zh', r.rule ->> 'text_en'
  from j cross join lateral jsonb_array_elements(coalesce(j.item -> 'rules', '[]')) with ordinality r(rule, n)

-- name: checklist_publish
update checklist set state = 'published', revision = revision + 1 where checklist_id = :checklist_id::uuid

-- name: checklist_retire
update checklist set state = 'retired', revision = revision + 1 where checklist_id = :checklist_id::uuid

-- name: checklist_compare
-- audit: one
with head as (
  select a.checklist_id as from_id, b.checklist_id as to_id, to_jsonb(a) as o, to_jsonb(b) as n
    from checklist a, checklist b where a.checklist_id = :checklist_id::uuid and b.checklist_id = :other_id::uuid
), item as (
  select i.checklist_id, i.item_code, i.position, to_jsonb(i) - array['checklist_id', 'item_code', 'precheck'] || jsonb_build_object('rules',
           (select coalesce(jsonb_agg(to_jsonb(r) - array['checklist_id', 'item_code', 'position'] order by r.position), '[]')
              from checklist_rule r where r.checklist_id = i.checklist_id and r.item_code = i.item_code)) as j
    from checklist_item i, head h where i.checklist_id in (h.from_id, h.to_id)
), pair as (
  select item_code, o.j as o, n.j as n, coalesce(n.position, o.position) as position
    from (select i.* from item i, head h where i.checklist_id = h.from_id) o
    full join (select i.* from item i, head h where i.checklist_id = h.to_id) n using (item_code)
   where o.j is distinct from n.j
)
select row_to_json(x)::text as body, 1 as etag, null::uuid as subject_id
from (
  select h.from_id, h.to_id, d.fields as head, i.items
    from head h
   cross join lateral (select differing(h.o - t.own, h.n - t.own) as fields
                         from (select array['checklist_id', 'version', 'state', 'published_at', 'retired_at', 'recorded_by', 'created_at',
                                            'revision']) t(own)) d
   cross join lateral (
     select coalesce(json_agg(json_build_object('item_code', p.item_code, 'change',
              case when p.o is null then 'added' when p.n is null then 'removed' else 'changed' end,
              'fields', differing(p.o, p.n)) order by p.position, p.item_code), '[]') as items from pair p) i
) x

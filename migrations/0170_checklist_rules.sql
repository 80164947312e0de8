-- Checklists as the legal department keeps them: rules of deduction, when an item does not apply, where to look, and which
-- check answers it beforehand; drafts that may change, versions that never do.
set local role anjuan_owner;

alter table checklist
  alter column published_at drop default,
  add column retired_at timestamptz,
  add column recorded_by uuid references person,
  add column created_at timestamptz not null default anjuan_now(),
  add column revision integer not null default 1;
comment on column checklist.retired_at is 'When it was retired';
comment on column checklist.recorded_by is 'Who drafted it; null: it came with the product';
comment on column checklist.created_at is 'When it was drafted';
comment on column checklist.revision is 'Raised with each change; the ETag';
create index checklist_recorded_by on checklist (recorded_by) where recorded_by is not null;

alter table checklist_item
  add column always boolean not null default false,
  add column na_zh text not null default '',
  add column na_en text not null default '',
  add column guidance_zh text not null default '',
  add column guidance_en text not null default '',
  add column check_name text collate "C" check (check_name ~ '^[a-z][a-z0-9_]{1,39}$'),
  drop constraint checklist_item_checklist_id_fkey;
set local role anjuan_migrator;
alter table checklist_item
  add check (not always or (na_zh = '' and na_en = '')),
  add check (check_name is null or precheck),
  add foreign key (checklist_id) references checklist on delete cascade;
set local role anjuan_owner;
comment on column checklist_item.always is 'It applies to every file: "not applicable" is refused';
comment on column checklist_item.na_zh is 'When it does not apply, in Chinese';
comment on column checklist_item.na_en is 'When it does not apply, in English';
comment on column checklist_item.guidance_zh is 'Where to look and what to mind, in Chinese';
comment on column checklist_item.guidance_en is 'Where to look and what to mind, in English';
comment on column checklist_item.check_name is 'The check that answers it beforehand from data; null: none';

create table checklist_rule (
  checklist_id uuid not null,
  item_code text collate "C" not null,
  rule_code text collate "C" not null check (rule_code ~ '^[a-z][a-z0-9_]{0,39}$'),
  position integer not null,
  points integer not null check (points > 0),
  each boolean not null,
  cap integer not null default 0 check (cap = 0 or cap >= points),
  text_zh text not null,
  text_en text not null,
  primary key (checklist_id, item_code, rule_code),
  foreign key (checklist_id, item_code) references checklist_item on delete cascade
);
comment on table checklist_rule is 'Rules of deduction of an item; without any, deductions are free by the step of the item';
comment on column checklist_rule.checklist_id is 'The checklist';
comment on column checklist_rule.item_code is 'The item';
comment on column checklist_rule.rule_code is 'Its code';
comment on column checklist_rule.position is 'Its place';
comment on column checklist_rule.points is 'Deducted once or for each occurrence, 1/100 point';
comment on column checklist_rule.each is 'For each occurrence; else once';
comment on column checklist_rule.cap is 'Most that this rule takes, 1/100 point; 0: the points of the item';
comment on column checklist_rule.text_zh is 'What is deducted for, in Chinese';
comment on column checklist_rule.text_en is 'What is deducted for, in English';
create trigger published_is_final before insert or update or delete on checklist_rule
  for each row execute function published_is_final();

-- A draft changes and is deleted; it is published only with items; what is published is only ever retired.
create or replace function checklist_moves_on() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
declare
  free text[] := array['state', 'published_at', 'retired_at', 'revision'];
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'a published checklist never changes' using errcode = '23514', constraint = 'checklist_published';
    end if;
    return old;
  end if;
  if new.state = old.state and old.state = 'draft' then
    return new;
  end if;
  if (old.state, new.state) not in (('draft', 'published'), ('published', 'retired')) or to_jsonb(new) - free <> to_jsonb(old) - free then
    raise exception 'a published checklist never changes' using errcode = '23514', constraint = 'checklist_published';
  end if;
  if new.state = 'published' then
    if not exists (select from checklist_item i where i.checklist_id = new.checklist_id) then
      raise exception 'a checklist without items' using errcode = '23514', constraint = 'checklist_empty';
    end if;
    new.published_at := coalesce(new.published_at, anjuan_now());
  else
    new.published_at := old.published_at;
    new.retired_at := anjuan_now();
  end if;
  return new;
end $$;

set local role anjuan_migrator;
insert into role_permission values ('legal_department', 'checklist.write', 'all'), ('job_setup', 'checklist.write', 'all');

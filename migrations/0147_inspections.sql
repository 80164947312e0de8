-- Inspections, from which clues come, and the outside organisations that take part in them (综合查一次) or receive what is
-- transferred. What is no inspection by the plan of 2025 (patrols, secret works, checks after filing, re-checks) is a kind that
-- does not count.
set local role anjuan_owner;

create table outside_organisation (
  code text collate "C" primary key check (code ~ '^[a-z0-9][a-z0-9_.-]{1,39}$'),
  name_zh text not null unique,
  name_en text not null,
  kind text collate "C" not null check (kind in ('police', 'procuratorate', 'court', 'government', 'authority', 'street', 'other')),
  active boolean not null default true,
  version integer not null default 1
);
comment on table outside_organisation is 'Organisations that are no units: they inspect jointly, receive transfers, and see nothing here';
comment on column outside_organisation.code is 'Its code';
comment on column outside_organisation.name_zh is 'Name in Chinese';
comment on column outside_organisation.name_en is 'Name in English';
comment on column outside_organisation.kind is 'police, procuratorate, court, government, authority, street or other';
comment on column outside_organisation.active is 'May be named anew';
comment on column outside_organisation.version is 'ETag';

create table inspection_kind (
  kind text collate "C" primary key,
  position smallint not null unique,
  name_zh text not null,
  name_en text not null,
  counts boolean not null,
  basis_zh text not null
);
comment on table inspection_kind is 'Kinds of inspections';
comment on column inspection_kind.kind is 'Its code';
comment on column inspection_kind.position is 'Its place in lists';
comment on column inspection_kind.name_zh is 'Name in Chinese';
comment on column inspection_kind.name_en is 'Name in English';
comment on column inspection_kind.counts is 'Counts as an inspection in the statistics';
comment on column inspection_kind.basis_zh is 'What it rests on';

create table inspection (
  inspection_id uuid primary key,
  unit_id text collate "C" not null references unit,
  kind text collate "C" not null references inspection_kind,
  trigger text collate "C" not null check (trigger in ('planned', 'triggered')),
  plan_code text,
  check_code text,
  triggered_by text,
  object_name text not null,
  object_code text,
  place text not null default '',
  inspected_on date not null,
  officers uuid[] not null default '{}',
  inspectors text,
  organisations text[] not null default '{}',
  findings text not null default '',
  problem_found boolean not null,
  rating smallint check (rating between 1 and 5),
  system text collate "C",
  external_id text collate "C",
  reason text,
  history jsonb not null default '[]',
  version integer not null default 1,
  recorded_by uuid not null references person,
  created_at timestamptz not null default anjuan_now(),
  updated_at timestamptz not null default anjuan_now(),
  check ((system is null) = (external_id is null))
);
create index inspection_list on inspection (unit_id, inspected_on desc, inspection_id desc);
create unique index inspection_external on inspection (unit_id, system, external_id);
comment on table inspection is 'Inspections of one given object each';
comment on column inspection.inspection_id is 'The inspection';
comment on column inspection.unit_id is 'Unit that inspected, which access follows';
comment on column inspection.kind is 'Its kind';
comment on column inspection.trigger is 'planned, or triggered by a complaint or clue';
comment on column inspection.plan_code is 'Code of the plan that was filed';
comment on column inspection.check_code is 'The check code (检查码) that was shown';
comment on column inspection.triggered_by is 'What triggered it: the complaint or clue';
comment on column inspection.object_name is 'Whom or what was inspected';
comment on column inspection.object_code is 'Its code: unified social credit code, or number of the works';
comment on column inspection.place is 'Where';
comment on column inspection.inspected_on is 'When';
comment on column inspection.officers is 'Officers of the unit who inspected';
comment on column inspection.inspectors is 'Who inspected, as an outside system told';
comment on column inspection.organisations is 'Codes of the outside organisations that took part; empty: not joint';
comment on column inspection.findings is 'What was found';
comment on column inspection.problem_found is 'Whether a problem was found';
comment on column inspection.rating is 'Rating by the one inspected, 1 to 5';
comment on column inspection.system is 'Outside system it came from';
comment on column inspection.external_id is 'Its id there';
comment on column inspection.reason is 'Why it was corrected last';
comment on column inspection.history is 'Each correction: version, at, by, reason, changed; written by a trigger';
comment on column inspection.version is 'ETag';
comment on column inspection.recorded_by is 'Who recorded it';
comment on column inspection.created_at is 'When';
comment on column inspection.updated_at is 'Changed last at';

-- Whatever the writer says of the history, it grows by what changed.
create function inspection_keeps_history() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  new.history := old.history || jsonb_build_object('version', new.version, 'at', anjuan_now(), 'by', actor_person(),
    'reason', new.reason,
    'changed', (select coalesce(jsonb_object_agg(w.key, jsonb_build_object('was', w.value, 'is', i.value)), '{}')
                  from jsonb_each(to_jsonb(old)) w join jsonb_each(to_jsonb(new)) i on i.key = w.key
                 where w.value is distinct from i.value and w.key not in ('version', 'updated_at', 'reason', 'history')));
  return new;
end $$;
comment on function inspection_keeps_history() is 'Keeps what a correction changed';
create trigger inspection_keeps_history before update on inspection for each row execute function inspection_keeps_history();

alter table clue add column inspection_id uuid references inspection;
create index clue_inspection on clue (inspection_id) where inspection_id is not null;
comment on column clue.inspection_id is 'The inspection it was raised from, of the unit that held it then';
alter table clue add column referred_to_code text collate "C" references outside_organisation;
comment on column clue.referred_to_code is 'Outside organisation it was referred to, where the catalogue knows it';

set local role anjuan_migrator;
insert into inspection_kind (kind, position, name_zh, name_en, counts, basis_zh) values
  ('equipment_maker', 1, '防护设备生产企业检查', 'makers of protective equipment', true, '沪国动〔2025〕20号'),
  ('building_site', 2, '民防工程建设工地检查', 'building sites of civil-defence works', true, '沪国动〔2025〕20号'),
  ('maintenance', 3, '民防工程维护使用检查', 'maintenance and use of civil-defence works', true, '沪国动〔2025〕20号'),
  ('communication', 4, '通信警报设施检查', 'communication and alarm devices', true, '沪国动〔2025〕20号'),
  ('grid_patrol', 11, '网格巡查', 'grid patrol', false, '沪国动〔2025〕20号：不属于涉企检查'),
  ('secret_works', 12, '涉密工程检查', 'secret works', false, '沪国动〔2025〕20号：不属于涉企检查'),
  ('after_filing', 13, '立案后的检查', 'check after a case was filed', false, '沪国动〔2025〕20号：不属于涉企检查'),
  ('recheck', 14, '整改复查', 're-check of a rectification', false, '沪国动〔2025〕20号：不属于涉企检查');
insert into outside_organisation (code, name_zh, name_en, kind) values
  ('sh-police', '上海市公安局', 'Shanghai Public Security Bureau', 'police'),
  ('sh-procuratorate', '上海市人民检察院', 'Shanghai People''s Procuratorate', 'procuratorate'),
  ('sh-market', '上海市市场监督管理局', 'Shanghai Administration for Market Regulation', 'authority'),
  ('sh-housing', '上海市住房和城乡建设管理委员会', 'Shanghai Housing and Urban-Rural Development Commission', 'authority'),
  ('sh-planning', '上海市规划和自然资源局', 'Shanghai Planning and Natural Resources Bureau', 'authority'),
  ('sh-fire', '上海市消防救援总队', 'Shanghai Fire and Rescue Brigade', 'authority'),
  ('sh-urban', '上海市城市管理行政执法局', 'Shanghai Urban Management and Law Enforcement Bureau', 'authority');

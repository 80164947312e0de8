-- The year's assessment (考核): what each unit is to reach (部署), how far it is each quarter (检查), what came of it (总结). Every point
-- keeps what it was made from.
set local role anjuan_owner;

create table assessment (
  assessment_id uuid primary key,
  year integer not null check (year between 2000 and 2199),
  edition integer not null,
  title text not null,
  task text not null,
  publishes text collate "C" not null check (publishes in ('own', 'totals')),
  state text collate "C" not null default 'draft' check (state in ('draft', 'published', 'retired')),
  summary text not null default '',
  created_by uuid not null references person,
  created_at timestamptz not null default anjuan_now(),
  published_by uuid references person,
  published_at timestamptz,
  version integer not null default 1,
  constraint assessment_year_edition unique (year, edition),
  check ((state = 'draft') = (published_at is null))
);
create unique index assessment_in_force on assessment (year) where state = 'published';
comment on table assessment is 'Schemes of assessment of a year; a published one never changes but by its summary and its retirement';
comment on column assessment.assessment_id is 'The scheme';
comment on column assessment.year is 'The year it is of';
comment on column assessment.edition is 'The first, second … of the year';
comment on column assessment.title is 'Title';
comment on column assessment.task is 'What is to be done in the year (部署)';
comment on column assessment.publishes is 'own: a unit sees its own points; totals: it sees what every unit got in all, too';
comment on column assessment.state is 'draft, published (one a year) or retired';
comment on column assessment.summary is 'What came of the year (总结)';
comment on column assessment.created_by is 'Who drafted it';
comment on column assessment.created_at is 'When';
comment on column assessment.published_by is 'Who published it';
comment on column assessment.published_at is 'When';
comment on column assessment.version is 'ETag';

create table assessment_item (
  assessment_id uuid not null references assessment,
  code text collate "C" not null,
  position smallint not null,
  name_zh text not null,
  name_en text not null,
  source text collate "C" not null check (source in ('indicator', 'review', 'deadline')),
  figure text collate "C" not null,
  sub text collate "C" not null default '',
  weight integer not null check (weight between 1 and 100000),
  full_at bigint not null,
  zero_at bigint not null,
  less boolean not null default false,
  primary key (assessment_id, code)
);
comment on table assessment_item is 'Items of a scheme';
comment on column assessment_item.assessment_id is 'The scheme';
comment on column assessment_item.code is 'Its code';
comment on column assessment_item.position is 'Its place';
comment on column assessment_item.name_zh is 'Name in Chinese';
comment on column assessment_item.name_en is 'Name in English';
comment on column assessment_item.source is 'indicator: a figure of the year to date; review: results of the year''s campaigns; deadline: terms met in time';
comment on column assessment_item.figure is 'The indicator; mean, excellent_bp, pass_bp, fail_bp; the code of the term, or all';
comment on column assessment_item.sub is 'The sub-figure of an indicator';
comment on column assessment_item.weight is 'Points, 1/100';
comment on column assessment_item.full_at is 'The value from which all points are given';
comment on column assessment_item.zero_at is 'The value from which none are';
comment on column assessment_item.less is 'Where both are the same: the less, the better';

create table assessment_target (
  assessment_id uuid not null,
  code text collate "C" not null,
  unit_id text collate "C" not null references unit,
  full_at bigint not null,
  zero_at bigint not null,
  primary key (assessment_id, code, unit_id),
  foreign key (assessment_id, code) references assessment_item
);
comment on table assessment_target is 'What a unit is to reach where it is not what all are';
comment on column assessment_target.assessment_id is 'The scheme';
comment on column assessment_target.code is 'The item';
comment on column assessment_target.unit_id is 'The unit';
comment on column assessment_target.full_at is 'As of the item';
comment on column assessment_target.zero_at is 'As of the item';

create table assessment_run (
  run_id uuid primary key,
  assessment_id uuid not null references assessment,
  quarter text collate "C" not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  made_by uuid not null references person,
  made_at timestamptz not null default anjuan_now(),
  published_by uuid references person,
  published_at timestamptz,
  version integer not null default 1
);
create index assessment_run_of on assessment_run (assessment_id);
comment on table assessment_run is 'Points computed under a scheme, from the start of the year to the end of a quarter; the fourth is the year';
comment on column assessment_run.run_id is 'The computation';
comment on column assessment_run.assessment_id is 'The scheme';
comment on column assessment_run.quarter is 'Up to which quarter';
comment on column assessment_run.made_by is 'Who had it computed';
comment on column assessment_run.made_at is 'When';
comment on column assessment_run.published_by is 'Who published it to the units';
comment on column assessment_run.published_at is 'When; null: the legal department alone sees it';
comment on column assessment_run.version is 'ETag';

create table assessment_unit (
  run_id uuid not null references assessment_run,
  unit_id text collate "C" not null references unit,
  points bigint,
  given bigint not null,
  counted bigint not null,
  primary key (run_id, unit_id)
);
comment on table assessment_unit is 'What a unit got in all';
comment on column assessment_unit.run_id is 'The computation';
comment on column assessment_unit.unit_id is 'The unit';
comment on column assessment_unit.points is 'Points, 1/100: given / counted of all weights; null: nothing could be measured';
comment on column assessment_unit.given is 'Points of the items that were measured, 1/100';
comment on column assessment_unit.counted is 'Weights of these, 1/100';

create table assessment_point (
  run_id uuid not null,
  unit_id text collate "C" not null,
  code text collate "C" not null,
  value bigint,
  weight integer not null,
  full_at bigint not null,
  zero_at bigint not null,
  points bigint,
  formula text not null,
  made_from jsonb not null,
  primary key (run_id, unit_id, code),
  foreign key (run_id, unit_id) references assessment_unit
);
comment on table assessment_point is 'Each point, with its formula and what it was made from';
comment on column assessment_point.run_id is 'The computation';
comment on column assessment_point.unit_id is 'The unit';
comment on column assessment_point.code is 'The item';
comment on column assessment_point.value is 'What was measured; null: there was nothing to measure';
comment on column assessment_point.weight is 'As of the scheme';
comment on column assessment_point.full_at is 'As of the target';
comment on column assessment_point.zero_at is 'As of the target';
comment on column assessment_point.points is 'Points, 1/100; null: taken out';
comment on column assessment_point.formula is 'How they were computed';
comment on column assessment_point.made_from is 'The cells with their quarters and versions, the campaigns, or the numbers of terms';
create trigger final before update or delete or truncate on assessment_unit for each statement execute function frozen_is_final();
create trigger final before update or delete or truncate on assessment_point for each statement execute function frozen_is_final();

-- What was published stays.
create function assessment_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if tg_table_name = 'assessment' and (to_jsonb(new) - array['state', 'summary', 'published_by', 'published_at', 'version'])
       <> (to_jsonb(old) - array['state', 'summary', 'published_by', 'published_at', 'version'])
     or tg_table_name = 'assessment' and (old.state, new.state) not in (('draft', 'draft'), ('draft', 'published'), ('published', 'published'), ('published', 'retired'), ('retired', 'retired'))
  then
    raise exception 'a scheme does not change so' using errcode = '23514', constraint = 'assessment_stays';
  end if;
  return new;
end $$;
comment on function assessment_stays() is 'Holds schemes of assessment to their life';
create trigger assessment_stays before update on assessment for each row execute function assessment_stays();
create function assessment_item_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if exists (select from assessment a where a.assessment_id = new.assessment_id and a.state <> 'draft') then
    raise exception 'a published scheme keeps its items' using errcode = '23514', constraint = 'assessment_stays';
  end if;
  return new;
end $$;
comment on function assessment_item_stays() is 'A published scheme gets no further items and targets';
create trigger assessment_stays before insert on assessment_item for each row execute function assessment_item_stays();
create trigger assessment_stays before insert on assessment_target for each row execute function assessment_item_stays();
create trigger final before update or delete or truncate on assessment_item for each statement execute function frozen_is_final();
create trigger final before update or delete or truncate on assessment_target for each statement execute function frozen_is_final();

set local role anjuan_migrator;
insert into role_permission values ('legal_department', 'assessment.write', 'all'), ('job_setup', 'assessment.write', 'all');

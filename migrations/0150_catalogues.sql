-- The catalogues by version: causes of action, benchmarks of discretion, parameters, number templates and terms. A version is
-- added and never changed; of those that have begun by a day, the one that began last is in force. One that has not begun yet
-- may be withdrawn, which is a row too.
set local role anjuan_owner;

create table catalogue_withdrawal (
  catalogue text collate "C" not null check (catalogue in ('cause', 'benchmark', 'parameter', 'number_template', 'term')),
  code text collate "C" not null,
  version integer not null,
  reason text not null,
  withdrawn_at timestamptz not null default anjuan_now(),
  withdrawn_by uuid not null references person,
  primary key (catalogue, code, version)
);
comment on table catalogue_withdrawal is 'Versions that were withdrawn before they came into force';
comment on column catalogue_withdrawal.catalogue is 'Of which catalogue';
comment on column catalogue_withdrawal.code is 'Code of the entry; of a number template unit and kind with a point between';
comment on column catalogue_withdrawal.version is 'Its version';
comment on column catalogue_withdrawal.reason is 'Why';
comment on column catalogue_withdrawal.withdrawn_at is 'When';
comment on column catalogue_withdrawal.withdrawn_by is 'Who withdrew it';

-- What every version says of itself.
create function pg_temp.versioned(tab text, code text) returns void language plpgsql as $$
begin
  execute format('alter table anjuan.%I add version integer not null default 1 check (version > 0),
    add verified boolean not null default true, add reason text, add recorded_at timestamptz not null default anjuan.anjuan_now(),
    add recorded_by uuid references anjuan.person', tab);
  execute format('alter table anjuan.%I alter version drop default, alter verified drop default', tab);
  execute format('alter table anjuan.%1$I add constraint %1$s_pkey primary key (%2$s, version)', tab, code);
  execute format('comment on column anjuan.%I.version is %L', tab, 'Rising by code');
  execute format('comment on column anjuan.%I.verified is %L', tab, 'False: local practice, or not checked against the text of the law');
  execute format('comment on column anjuan.%I.reason is %L', tab, 'Why it begins in the past; null: it did not when it was recorded');
  execute format('comment on column anjuan.%I.recorded_at is %L', tab, 'When it came in');
  execute format('comment on column anjuan.%I.recorded_by is %L', tab, 'Who brought it in; null: came with the program');
end $$;

set local role anjuan_migrator;
alter table case_file drop constraint case_file_cause_code_fkey;
set local role anjuan_owner;
alter table cause_of_action drop constraint cause_of_action_pkey;
alter table parameter drop constraint parameter_pkey;
alter table number_template drop constraint number_template_pkey;
select pg_temp.versioned('cause_of_action', 'cause_code'), pg_temp.versioned('parameter', 'name'),
       pg_temp.versioned('number_template', 'unit_id, kind');

alter table cause_of_action add valid_from date not null default '1900-01-01', add penalty_kinds text[] not null default '{}',
  add check (fine_min_person_fen <= fine_max_person_fen), add check (fine_min_org_fen <= fine_max_org_fen);
alter table cause_of_action alter valid_from drop default, alter active drop default, alter penalty_kinds drop default;
comment on column cause_of_action.valid_from is 'For acts of or after this day, until a later version begins';
comment on column cause_of_action.penalty_kinds is 'Kinds of penalties it allows; empty: not known, any';
comment on column cause_of_action.active is 'False: new cases cannot take it. Taken out of use is a version too';

alter table parameter add name_zh text not null default '', add name_en text not null default '';
alter table parameter alter valid_from drop default, alter name_zh drop default, alter name_en drop default;
comment on column parameter.valid_from is 'For acts of or after this day, until a later version begins';
comment on column parameter.name_zh is 'What it is, in Chinese';
comment on column parameter.name_en is 'What it is, in English';

alter table number_template add valid_from date not null default '1900-01-01', add basis_zh text not null default '文号格式（可配置）';
alter table number_template alter valid_from drop default, alter basis_zh drop default;
comment on column number_template.valid_from is 'For numbers given on or after this day, until a later version begins';
comment on column number_template.basis_zh is 'Rule or practice it stands on';

alter table term add reason text;
comment on column term.reason is 'Why it begins in the past; null: it did not when it was recorded';

create table benchmark (
  cause_code text collate "C" not null,
  version integer not null check (version > 0),
  valid_from date not null,
  title_zh text not null,
  basis_zh text not null,
  verified boolean not null,
  reason text,
  recorded_at timestamptz not null default anjuan_now(),
  recorded_by uuid references person,
  primary key (cause_code, version)
);
comment on table benchmark is 'Benchmarks of discretion by cause: all tiers of a cause are one version';
comment on column benchmark.cause_code is 'The cause of action';
comment on column benchmark.version is 'Rising by cause';
comment on column benchmark.valid_from is 'For acts of or after this day, until a later version begins';
comment on column benchmark.title_zh is 'Its name';
comment on column benchmark.basis_zh is 'The document it stands in';
comment on column benchmark.verified is 'False: local practice, or not checked against the text';
comment on column benchmark.reason is 'Why it begins in the past; null: it did not when it was recorded';
comment on column benchmark.recorded_at is 'When it came in';
comment on column benchmark.recorded_by is 'Who brought it in; null: came with the program';

create table benchmark_tier (
  cause_code text collate "C" not null,
  version integer not null,
  position smallint not null,
  tier text collate "C" not null check (tier in ('none', 'mitigated', 'lighter', 'general', 'heavier')),
  party_kind text collate "C" check (party_kind in ('person', 'organisation')),
  condition_zh text not null,
  measure_zh text,
  measure_unit text,
  measure_from bigint,
  measure_below bigint,
  min_fen bigint check (min_fen >= 0),
  max_fen bigint check (max_fen >= 0),
  cap_fen bigint check (cap_fen >= 0),
  rate_fen bigint check (rate_fen > 0),
  primary key (cause_code, version, position),
  foreign key (cause_code, version) references benchmark,
  check (min_fen <= max_fen),
  check (measure_from < measure_below),
  check (measure_zh is not null or (measure_unit is null and measure_from is null and measure_below is null and rate_fen is null)),
  check (tier <> 'none' or (min_fen is null and max_fen is null and cap_fen is null and rate_fen is null))
);
comment on table benchmark_tier is 'Tiers of a benchmark; one tier may have several rows, by measure or kind of party';
comment on column benchmark_tier.cause_code is 'The cause of action';
comment on column benchmark_tier.version is 'Version of the benchmark';
comment on column benchmark_tier.position is 'Place in the benchmark';
comment on column benchmark_tier.tier is 'none: not penalised; mitigated: below the range of the cause; lighter, general, heavier';
comment on column benchmark_tier.party_kind is 'For persons or organisations only; null: both';
comment on column benchmark_tier.condition_zh is 'When it applies, in words';
comment on column benchmark_tier.measure_zh is 'What is measured, such as the area missing; null: nothing';
comment on column benchmark_tier.measure_unit is 'Its unit';
comment on column benchmark_tier.measure_from is 'Applies from this measure on, in hundredths of the unit; null: from none';
comment on column benchmark_tier.measure_below is 'Applies below this measure, in hundredths of the unit; null: no bound';
comment on column benchmark_tier.min_fen is 'Least fine, fen; null: none is set';
comment on column benchmark_tier.max_fen is 'Highest fine, fen; null: none is set';
comment on column benchmark_tier.cap_fen is 'Most that the rate may come to, fen; null: no cap';
comment on column benchmark_tier.rate_fen is 'Fine for each unit measured, fen; null: it does not depend on the measure';

create table law_recomputed (
  law_version integer primary key references law_version,
  done_at timestamptz not null default anjuan_now()
);
comment on table law_recomputed is 'Changes of the law up to which the running deadlines were computed anew';
comment on column law_recomputed.law_version is 'The change of the law';
comment on column law_recomputed.done_at is 'When the last of them was computed';

-- The version that a case keeps. Every case there is stands under the first one.
alter table case_file add cause_version integer default 1;
alter table case_file alter cause_version drop default;
comment on column case_file.cause_version is 'Version of the cause in force on the day of the act (or when it was found, or filed); kept once decided';

-- No act: what keeps the versions of a case has nothing to keep.
alter table case_file disable trigger user;
set local role anjuan_migrator;
update case_file set cause_version = null where cause_code is null;
set local role anjuan_owner;
alter table case_file enable trigger user;
set local role anjuan_migrator;
alter table case_file add constraint case_file_cause_known check ((cause_code is null) = (cause_version is null));
alter table case_file add constraint case_file_cause_code_fkey foreign key (cause_code, cause_version) references cause_of_action (cause_code, version);
create index case_party_id_number on case_party (id_number) where id_number is not null;
set local role anjuan_owner;

create function case_cause_version() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  new.cause_version := case when new.cause_code is not null then coalesce(
    (select k.version from cause_on(new.cause_code, coalesce(new.occurred_on, new.found_on, new.filed_on)) k),
    (select min(k.version) from cause_of_action k where k.cause_code = new.cause_code)) end;
  return new;
end $$;
create trigger cause_version_new before insert on case_file for each row execute function case_cause_version();
create trigger cause_version_kept before update on case_file for each row
  when (old.decided_on is null or (old.cause_code, old.occurred_on, old.found_on) is distinct from (new.cause_code, new.occurred_on, new.found_on))
  execute function case_cause_version();

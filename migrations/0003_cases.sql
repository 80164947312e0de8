-- Clues, cases, their parties, officers, events and penalties. Child rows carry the case's unit for access
-- (it follows the case); at_unit_id is the unit that held the case when the event happened (it does not).
set local role anjuan_owner;

-- Every pair of neighbouring characters of each word, lower case: what a search for two characters needs.
create function bigrams(t text) returns text[]
  immutable strict parallel safe language plpgsql as $$
declare
  c text[] := string_to_array(lower(normalize(t, nfkc)), null);
begin
  return array(select distinct c[i] || c[i + 1]
                 from generate_series(1, cardinality(c) - 1) i
                where c[i] !~ '\s' and c[i + 1] !~ '\s');
end $$;

create function mask_id_number(t text) returns text
  immutable parallel safe language sql
  return left(t, 6) || repeat('*', greatest(length(t) - 10, 0)) || right(t, 4);

create function mask_phone(t text) returns text
  immutable parallel safe language sql
  return left(t, 3) || repeat('*', greatest(length(t) - 7, 0)) || right(t, 4);

create table cause_of_action (
  cause_code text collate "C" primary key,
  name_zh text not null,
  name_en text not null,
  basis_zh text not null,
  active boolean not null default true,
  fine_min_person_fen bigint,
  fine_max_person_fen bigint,
  fine_min_org_fen bigint,
  fine_max_org_fen bigint
);

-- What may change without a change of the program (facts that are not verified, local practice).
create table parameter (
  name text collate "C" primary key,
  value bigint not null,
  unit_of_measure text not null,
  basis_zh text not null,
  valid_from date not null default '1900-01-01'
);
insert into parameter (name, value, unit_of_measure, basis_zh) values
  ('simple_fine_max_person', 20000, 'fen', '行政处罚法第五十一条'),
  ('simple_fine_max_org', 300000, 'fen', '行政处罚法第五十一条'),
  ('officers_min', 2, 'persons', '行政处罚法第四十二条'),
  ('review_excellent_min', 9000, '1/100 point', '评查标准（可配置）'),
  ('review_pass_min', 6000, '1/100 point', '评查标准（可配置）');

create table number_template (
  unit_id text collate "C" not null default '*',
  kind text collate "C" not null,
  template text not null,
  gapless boolean not null default false,
  primary key (unit_id, kind)
);
insert into number_template values ('*', 'case', '{prefix}立〔{year}〕{serial}号', false);

create table number_counter (
  unit_id text collate "C" not null,
  kind text collate "C" not null,
  year integer not null,
  last bigint not null,
  primary key (unit_id, kind, year)
);

create table clue (
  clue_id uuid primary key,
  unit_id text collate "C" not null references unit,
  source text collate "C" not null,
  source_ref text,
  received_on date not null,
  title text not null,
  content text not null default '',
  place text not null default '',
  reporter text,
  status text collate "C" not null default 'registered'
    check (status in ('registered', 'merged', 'filed', 'not_filed', 'referred')),
  result_on date,
  result_reason text,
  merged_into uuid references clue,
  case_id uuid,
  referred_to text,
  system text,
  external_id text,
  version integer not null default 1,
  recorded_by uuid not null references person,
  created_at timestamptz not null default anjuan_now(),
  updated_at timestamptz not null default anjuan_now(),
  check ((status = 'merged') = (merged_into is not null)),
  check ((status = 'filed') = (case_id is not null)),
  check (status <> 'not_filed' or result_reason is not null),
  check ((status = 'referred') = (referred_to is not null)),
  check (merged_into is distinct from clue_id)
);
create index clue_list on clue (unit_id, received_on desc, clue_id desc);
create unique index clue_external on clue (system, external_id);
create index clue_case on clue (case_id) where case_id is not null;

create table case_file (
  case_id uuid primary key,
  unit_id text collate "C" not null references unit,
  subject_unit_id text collate "C" not null references unit,
  number text not null,
  title text not null,
  procedure text collate "C" not null check (procedure in ('simple', 'ordinary')),
  source text collate "C" not null,
  cause_code text collate "C" references cause_of_action,
  cause_text text,
  articles text[] not null default '{}',
  facts text not null default '',
  place text not null default '',
  party_names text not null default '',
  occurred_on date,
  found_on date,
  filed_on date not null,
  state text collate "C" not null,
  outcome text collate "C",
  decided_on date,
  served_on date,
  closed_on date,
  fine_fen bigint not null default 0,
  confiscated_fen bigint not null default 0,
  paid_fen bigint not null default 0,
  event_count integer not null default 0,
  version integer not null default 1,
  origin text collate "C" not null default 'native' check (origin in ('native', 'imported')),
  system text collate "C",
  external_id text collate "C",
  master text collate "C" not null default 'here' check (master in ('here', 'there')),
  recorded_by uuid not null references person,
  created_at timestamptz not null default anjuan_now(),
  updated_at timestamptz not null default anjuan_now(),
  bigrams text[] generated always as (bigrams(
    number || ' ' || title || ' ' || party_names || ' ' || place || ' ' || coalesce(cause_text, '') || ' ' || facts)) stored,
  unique (case_id, unit_id),
  unique (unit_id, number)
);
create index case_list on case_file (unit_id, filed_on desc, case_id desc);
create index case_bigrams on case_file using gin (bigrams);
create unique index case_external on case_file (system, external_id) where system is not null;
create index case_open on case_file (unit_id, state, filed_on desc, case_id desc) where closed_on is null;

create table case_party (
  party_id uuid primary key,
  case_id uuid not null,
  unit_id text collate "C" not null,
  position smallint not null,
  kind text collate "C" not null check (kind in ('organisation', 'person')),
  name text not null,
  credit_code text collate "C",
  id_number text collate "C",
  id_number_masked text generated always as (mask_id_number(id_number)) stored,
  phone text collate "C",
  phone_masked text generated always as (mask_phone(phone)) stored,
  address text not null default '',
  representative text,
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  unique (case_id, position),
  check (kind = 'person' or id_number is null),
  check (kind = 'organisation' or credit_code is null)
);
create index case_party_credit_code on case_party (unit_id, credit_code) where credit_code is not null;

create table case_officer (
  case_id uuid not null,
  unit_id text collate "C" not null,
  person_id uuid not null references person,
  position smallint not null default 1,
  from_on date not null,
  to_on date,
  primary key (case_id, person_id),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index case_officer_person on case_officer (person_id, case_id);

create table case_event (
  event_id uuid primary key,
  case_id uuid not null,
  unit_id text collate "C" not null,
  at_unit_id text collate "C" not null references unit,
  seq integer not null,
  case_version integer not null,
  kind text collate "C" not null,
  happened_on date not null,
  recorded_at timestamptz not null default anjuan_now(),
  recorded_by uuid not null references person,
  origin text collate "C" not null default 'native' check (origin in ('native', 'imported')),
  external_id text collate "C",
  outcome text collate "C",
  procedure text collate "C",
  fine_fen bigint not null default 0,
  confiscated_fen bigint not null default 0,
  amount_fen bigint,
  receiver text,
  document_no text,
  remark text,
  data jsonb,
  corrects uuid references case_event,
  xid xid8 not null default pg_current_xact_id(),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  unique (case_id, seq)
);
create index case_event_count on case_event (kind, at_unit_id, happened_on)
  include (outcome, procedure, fine_fen, confiscated_fen, amount_fen);
create unique index case_event_external on case_event (case_id, external_id) where external_id is not null;

create table case_penalty (
  event_id uuid not null references case_event,
  position smallint not null,
  case_id uuid not null,
  unit_id text collate "C" not null,
  kind text collate "C" not null,
  amount_fen bigint,
  content text,
  primary key (event_id, position),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index case_penalty_case on case_penalty (case_id);

alter table clue add foreign key (case_id) references case_file;

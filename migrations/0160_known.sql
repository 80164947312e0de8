-- What was known of a case at an earlier position of the log. The rows in force stay where they are; what an act changes is
-- kept beside them by triggers (functions/known.sql), so that no writer can forget it.
set local role anjuan_owner;

create table case_was (
  case_id uuid not null,
  version integer not null,
  unit_id text collate "C" not null,
  xid xid8 not null,
  was jsonb not null,
  primary key (case_id, version),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
comment on table case_was is 'What each version of a case held that the next one changed; with it earlier versions are read back';
comment on column case_was.case_id is 'The case';
comment on column case_was.version is 'The version that held it';
comment on column case_was.unit_id is 'Handling unit of the case, which access follows';
comment on column case_was.xid is 'The transaction that made the next version';
comment on column case_was.was is 'Columns of case_file as they were, by name; names of parties are in case_party_was alone';

create table case_party_was (
  case_id uuid not null,
  position smallint not null,
  until_version integer not null,
  unit_id text collate "C" not null,
  party_id uuid,
  kind text collate "C",
  name text,
  credit_code text collate "C",
  id_number text collate "C",
  id_number_masked text generated always as (mask_id_number(id_number)) stored,
  phone text collate "C",
  phone_masked text generated always as (mask_phone(phone)) stored,
  address text,
  representative text,
  primary key (case_id, position, until_version),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
comment on table case_party_was is 'Parties of a case as they were; of earlier versions of a case all personal data is here';
comment on column case_party_was.case_id is 'The case';
comment on column case_party_was.position is 'Its place in the list';
comment on column case_party_was.until_version is 'The version of the case with which this ended';
comment on column case_party_was.unit_id is 'Handling unit of the case, which access follows';
comment on column case_party_was.party_id is 'The party';
comment on column case_party_was.kind is 'organisation or person; null: there was none in this place';
comment on column case_party_was.name is 'Name';
comment on column case_party_was.credit_code is 'Unified social credit code of an organisation';
comment on column case_party_was.id_number is 'Identity number of a person; not readable by the server';
comment on column case_party_was.id_number_masked is 'The same with its middle hidden';
comment on column case_party_was.phone is 'Telephone; not readable by the server';
comment on column case_party_was.phone_masked is 'The same with its middle hidden';
comment on column case_party_was.address is 'Address';
comment on column case_party_was.representative is 'Legal representative';

create table case_officer_was (
  case_id uuid not null,
  person_id uuid not null references person,
  until_version integer not null,
  unit_id text collate "C" not null,
  position smallint,
  from_on date,
  to_on date,
  primary key (case_id, person_id, until_version),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
comment on table case_officer_was is 'Officers of a case as they were entered';
comment on column case_officer_was.case_id is 'The case';
comment on column case_officer_was.person_id is 'The officer';
comment on column case_officer_was.until_version is 'The version of the case with which this ended';
comment on column case_officer_was.unit_id is 'Handling unit of the case, which access follows';
comment on column case_officer_was.position is 'Place in the list';
comment on column case_officer_was.from_on is 'From; null: was not an officer of the case';
comment on column case_officer_was.to_on is 'To';

create table audit_day (
  day date primary key,
  seq bigint not null,
  xid xid8 not null
);
comment on table audit_day is 'How far the log was sealed when a day in Shanghai ended: what a date is as a position of the log';
comment on column audit_day.day is 'The day';
comment on column audit_day.seq is 'Number of the last line sealed on it';
comment on column audit_day.xid is 'All transactions up to this one are in those lines';

-- Before this no earlier versions were kept.
alter table audit_sealed add column kept_since xid8 not null default pg_current_xact_id();
comment on column audit_sealed.kept_since is 'From this transaction on earlier versions of cases are kept';
alter table audit_sealed alter column kept_since drop default;

alter table law_version add column xid xid8 not null default '0';
alter table law_version alter column xid set default pg_current_xact_id();
comment on column law_version.xid is 'The transaction that brought it in';
alter table deadline_change add column xid xid8 not null default '0';
alter table deadline_change alter column xid set default pg_current_xact_id();
comment on column deadline_change.xid is 'The transaction that changed it';

-- An event is corrected once; a correction may be corrected in its turn.
create unique index case_event_corrected on case_event (case_id, corrects) where corrects is not null;

set local role anjuan_migrator;
insert into audit_day (day, seq, xid)
select d.day, d.seq, v.xid
  from (select (e.at at time zone 'Asia/Shanghai')::date as day, max(e.seq) as seq from audit_entry e group by 1) d
  join audit_entry e using (seq) join audit_event v on v.event_id = e.event_id and v.at = e.at;

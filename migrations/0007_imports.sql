-- Records of other systems: which runs brought them, and what was last taken from each.
set local role anjuan_owner;

create table import_run (
  run_id uuid primary key,
  system text collate "C" not null,
  kind text collate "C" not null check (kind in ('cases', 'events')),
  map_sha256 bytea not null,
  files jsonb not null,
  started_at timestamptz not null default anjuan_now(),
  ended_at timestamptz,
  counts jsonb,
  check ((ended_at is null) = (counts is null))
);
comment on table import_run is 'Runs of `anjuan import` that wrote; one without an end was broken off and may be run again';
comment on column import_run.system is 'Name of the outside system, as in the map';
comment on column import_run.kind is 'Whether the files held cases or events of cases';
comment on column import_run.map_sha256 is 'SHA-256 of the map as read';
comment on column import_run.files is 'Name and SHA-256 of each file';
comment on column import_run.counts is 'Rows new, updated, unchanged, skipped and rejected';

create table import_record (
  case_id uuid not null references case_file,
  event text collate "C" not null default '',
  sha256 bytea not null,
  updated_on date,
  run_id uuid not null references import_run,
  primary key (case_id, event)
);
comment on table import_record is 'What was last taken from each record of an outside system, so that an unchanged one touches nothing';
comment on column import_record.event is 'Empty: the record of the case itself; else external_id of the event';
comment on column import_record.sha256 is 'SHA-256 of the record as the map reads it';
comment on column import_record.updated_on is 'The day the outside system gives for this state of the record; an older one does not replace it';

-- An event that another one names in `corrects` no longer counts: not for statistics, not for the case's row. Each is
-- corrected at most once, so that versions of an event form a chain whose last link counts; a link of kind 'corrected'
-- at the end of a chain means that the event was withdrawn.
drop index case_event_external;
create unique index case_event_external on case_event (case_id, external_id)
  where external_id is not null and corrects is null;
create unique index case_event_corrects on case_event (corrects) where corrects is not null;
comment on column case_event.corrects is 'The event that this one replaces (kind ''corrected'': withdraws); the replaced one no longer counts';
comment on column case_event.external_id is 'Identity of the event in the system it was imported from; all versions of it carry it';

insert into role_permission values ('job_import', 'case.import', 'all');

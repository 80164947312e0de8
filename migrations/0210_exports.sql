-- Exports: what is asked for now, made in the background with the rights of whoever asked, and fetched later.
set local role anjuan_owner;

create table export (
  export_id uuid primary key,
  person_id uuid not null references person,
  kind text collate "C" not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
  format text collate "C" not null check (format in ('csv', 'xlsx', 'pdf')),
  english boolean not null,
  parameters jsonb not null default '{}',
  permission text collate "C" not null,
  units text[] not null default '{}',
  state text collate "C" not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'expired')),
  reason_zh text,
  reason_en text,
  rows_total bigint,
  rows_done bigint not null default 0,
  attempts smallint not null default 0,
  work_hash bytea,
  lease_until timestamptz,
  bytes bigint,
  sha256 text collate "C",
  file_name text collate "C",
  requested_at timestamptz not null default anjuan_now(),
  started_at timestamptz,
  ended_at timestamptz,
  kept_until timestamptz,
  constraint export_whole check (state <> 'done' or (bytes is not null and sha256 is not null and file_name is not null and kept_until is not null)),
  constraint export_told check (state <> 'failed' or (reason_zh is not null and reason_en is not null))
);
create index export_waiting on export (requested_at) where state in ('queued', 'running');
create index export_own on export (person_id, requested_at desc, export_id desc);
create index export_kept on export (kept_until) where state = 'done';
comment on table export is 'A file that somebody asked for: made in the background with that person''s rights, kept for some days';
comment on column export.export_id is 'Id';
comment on column export.person_id is 'Who asked for it, and alone may fetch it';
comment on column export.kind is 'What is in it: a row of export_kinds in src/api/exports.c';
comment on column export.format is 'csv, xlsx or pdf';
comment on column export.english is 'In English; else in Chinese';
comment on column export.parameters is 'Filters, by name';
comment on column export.permission is 'Permission that making and fetching it need';
comment on column export.units is 'Units in which the person had that permission when it was made; it is fetched only while it has it in all of them';
comment on column export.state is 'queued, running, done, failed, or expired: its file is no longer kept';
comment on column export.reason_zh is 'Why it failed';
comment on column export.reason_en is 'The same in English';
comment on column export.rows_total is 'Rows it will have; null: not known';
comment on column export.rows_done is 'Rows that are in it so far';
comment on column export.attempts is 'How often it was begun';
comment on column export.work_hash is 'Session under which it is made; whoever holds another one no longer makes it';
comment on column export.lease_until is 'Whoever makes it says again and again that this goes on; after this time it is begun anew';
comment on column export.bytes is 'Size of the file';
comment on column export.sha256 is 'SHA-256 of the file, hexadecimal';
comment on column export.file_name is 'Name under which it is saved';
comment on column export.requested_at is 'When it was asked for';
comment on column export.started_at is 'When it was begun last';
comment on column export.ended_at is 'When it was done or failed';
comment on column export.kept_until is 'When its file is forgotten';

create table export_chunk (
  export_id uuid not null references export on delete cascade,
  position integer not null check (position >= 0),
  data bytea not null,
  primary key (export_id, position)
);
alter table export_chunk alter column data set storage external;
comment on table export_chunk is 'The file of an export, piece by piece';
comment on column export_chunk.export_id is 'The export';
comment on column export_chunk.position is 'From 0';
comment on column export_chunk.data is 'Bytes; compressed already where the format compresses';

-- Frozen quarters. Live figures are counted from case_event.
set local role anjuan_owner;

create table quarter_freeze (
  freeze_id uuid primary key,
  quarter text collate "C" not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  version integer not null,
  frozen_at timestamptz not null default anjuan_now(),
  frozen_by uuid not null references person,
  snapshot text not null,
  total text not null,
  sha256 text not null,
  unique (quarter, version)
);

create table quarter_freeze_row (
  freeze_id uuid not null references quarter_freeze,
  unit_id text collate "C" not null references unit,
  position integer not null,
  figures text not null,
  primary key (freeze_id, unit_id)
);

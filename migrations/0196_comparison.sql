-- Comparison of quarters (Q25): how a figure goes over several periods, when a change is unusual, and what the legal department
-- notes beside a cell.
set local role anjuan_owner;

alter table indicator add column over_time text collate "C" check (over_time in ('sum', 'first', 'last'));
comment on column indicator.over_time is 'Of several quarters together: the sum, or that of the first or the last; null: made anew from others';

create table quarter_note (
  quarter text collate "C" not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  unit_id text collate "C" references unit,
  indicator text collate "C" not null references indicator,
  sub text collate "C" not null default '',
  version integer not null check (version > 0),
  note text not null check (note <> ''),
  written_by uuid not null references person,
  written_at timestamptz not null default anjuan_now(),
  xid xid8 not null default pg_current_xact_id(),
  constraint quarter_note_version unique nulls not distinct (quarter, unit_id, indicator, sub, version)
);
comment on table quarter_note is 'Notes of the legal department beside cells, by version; those there when a quarter is frozen are part of it';
comment on column quarter_note.quarter is 'The quarter';
comment on column quarter_note.unit_id is 'The unit; null: the total';
comment on column quarter_note.indicator is 'The figure';
comment on column quarter_note.sub is 'The sub-figure; empty: the whole';
comment on column quarter_note.version is 'The last one holds';
comment on column quarter_note.note is 'What is noted';
comment on column quarter_note.written_by is 'Who';
comment on column quarter_note.written_at is 'When';
comment on column quarter_note.xid is 'The transaction that wrote it';
create trigger final before update or delete or truncate on quarter_note for each statement execute function frozen_is_final();

set local role anjuan_migrator;
update indicator set over_time = case when indicator = 'in_hand_start' then 'first'
    when kind = 'stock' or indicator in ('undecided_late', 'fines_outstanding_fen', 'fines_overdue_fen', 'incomplete', 'idle') then 'last'
    when kind in ('flow', 'computed') then 'sum' end;
insert into role_permission values ('legal_department', 'statistics.note', 'all');
insert into statistics_setting values
  ('unusual_level_ppm', '1900-01-01', 1000, '1/1000000', '异常变动：双侧精确检验的显著性水平（可配置）'),
  ('unusual_min', '1900-01-01', 10, 'acts', '异常变动：两季合计至少若干件才检验（可配置）');

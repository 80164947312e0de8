-- The live table of a quarter is kept as it is served, with the snapshot it was made from; whoever records leaves a row that says
-- what it touched, in the same transaction. So a reader knows whether anything was recorded since, and what, and makes anew no more
-- than that. The base cells of a frozen version are kept beside what is in them.
set local role anjuan_owner;

create table count_change (
  xid xid8 not null default anjuan_xid(),
  object_id uuid
);
create index count_change_xid on count_change (xid);
comment on table count_change is 'What was recorded that live figures are made from; the background forgets what no kept table waits for';
comment on column count_change.xid is 'The transaction that recorded it';
comment on column count_change.object_id is 'The case, clue … it was about; null: anything';

do $$
begin
  if not exists (select from pg_type where typnamespace = 'anjuan'::regnamespace and typname = 'base_cell') then
    create type base_cell as (unit_id text, indicator text, sub text, value bigint);
  end if;
end $$;

create table quarter_kept (
  quarter text collate "C" primary key,
  until_on date not null,
  known text not null,
  computed base_cell[] not null
);
comment on table quarter_kept is 'Quarters whose live table is kept';
comment on column quarter_kept.quarter is 'The quarter';
comment on column quarter_kept.until_on is 'The day as of which its time-dependent figures are: its last day, of a running one the day it was made';
comment on column quarter_kept.known is 'The snapshot of the statement that made it';
comment on column quarter_kept.computed is 'The cells of its computed figures';

create table quarter_kept_row (
  quarter text collate "C" not null,
  position integer not null,
  unit_id text collate "C",
  figures text not null,
  primary key (quarter, position)
) with (fillfactor = 40);
comment on table quarter_kept_row is 'Its rows, as they are served';
comment on column quarter_kept_row.quarter is 'The quarter';
comment on column quarter_kept_row.position is 'The place of the row';
comment on column quarter_kept_row.unit_id is 'The unit; null: the total';
comment on column quarter_kept_row.figures is 'The row as JSON';

create table quarter_kept_entry (
  quarter text collate "C" not null,
  object_id uuid not null,
  unit_id text collate "C" not null,
  indicator text collate "C" not null,
  value bigint not null
);
create index quarter_kept_entry_of on quarter_kept_entry (quarter, object_id);
comment on table quarter_kept_entry is 'What counts in its computed figures';
comment on column quarter_kept_entry.quarter is 'The quarter';
comment on column quarter_kept_entry.object_id is 'The case, clue …';
comment on column quarter_kept_entry.unit_id is 'The unit it counts for';
comment on column quarter_kept_entry.indicator is 'The figure';
comment on column quarter_kept_entry.value is 'What it adds';

create table quarter_cell (
  freeze_id uuid not null references quarter_freeze,
  unit_id text collate "C" not null references unit,
  indicator text collate "C" not null references indicator,
  sub text collate "C" not null,
  value bigint not null,
  primary key (freeze_id, unit_id, indicator, sub)
);
comment on table quarter_cell is 'The base cells of a frozen version: the sums of what is in them';
comment on column quarter_cell.freeze_id is 'The version';
comment on column quarter_cell.unit_id is 'The unit';
comment on column quarter_cell.indicator is 'The figure';
comment on column quarter_cell.sub is 'The sub-figure; empty: it has none';
comment on column quarter_cell.value is 'The sum';

set local role anjuan_migrator;
insert into quarter_cell select m.freeze_id, m.unit_id, m.indicator, m.sub, sum(m.value) from quarter_member m group by 1, 2, 3, 4;
set local role anjuan_owner;
create trigger final before update or delete or truncate on quarter_cell for each statement execute function frozen_is_final();

-- Cases by when they ended, so that those in hand at the end of a quarter are found without looking at all the older ones.
create index case_ended on case_file ((coalesce(closed_on, 'infinity'::date)), filed_on);
drop index case_incomplete;
create index case_incomplete on case_file ((coalesce(closed_on, 'infinity'::date)), filed_on)
  where (cause_code is null and cause_text is null) or party_names = '' or (occurred_on is null and found_on is null);

-- A freeze writes a million of these in its one transaction, behind the row they belong to, and nobody else writes any.
alter table quarter_member drop constraint quarter_member_freeze_id_fkey;

-- The few cases that were with more than one unit.
create index case_event_elsewhere on case_event (case_id) where at_unit_id <> unit_id;

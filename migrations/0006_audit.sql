-- The log of everything. Requests only insert into audit_event; the sequencer numbers what is committed.
set local role anjuan_owner;

create table audit_event (
  event_id uuid not null,
  at timestamptz not null,
  xid xid8 not null,
  content text not null
) partition by range (at);
create index audit_event_xid on audit_event (xid);
create index audit_event_id on audit_event (event_id);
create table audit_event_rest partition of audit_event default;

create table audit_salt (
  event_id uuid primary key,
  salt bytea not null
);

create table audit_entry (
  seq bigint primary key,
  event_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  action text collate "C" not null,
  outcome text collate "C" not null,
  leaf_hash bytea not null
);
create index audit_entry_actor on audit_entry (actor_id, seq desc);
create index audit_entry_at on audit_entry using brin (at);

create table audit_subject (
  subject_id uuid not null,
  seq bigint not null references audit_entry,
  primary key (subject_id, seq)
);

-- One row: how far the sequencer came. Transactions below `xid` are all in.
create table audit_sealed (
  one boolean primary key default true check (one),
  seq bigint not null,
  xid xid8 not null
);
insert into audit_sealed values (true, -1, '0');

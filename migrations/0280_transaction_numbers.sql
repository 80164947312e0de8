-- What is known, late or frozen is told by the numbers of transactions, which stand in rows and are the cluster's own. Restored into
-- another cluster a database would find new transactions numbered below old ones. So rows hold the cluster's number and what is added to it
-- here: nothing, until a database comes into a cluster that counts lower (functions/transaction_numbers.sql).
set local role anjuan_owner;

create table cluster_of (
  one boolean primary key default true check (one),
  system_identifier bigint not null,
  ahead bigint not null check (ahead >= 0)
);
comment on table cluster_of is 'The cluster that this database is in, as `anjuan migrate` saw it last: one row';
comment on column cluster_of.one is 'True: there is one row';
comment on column cluster_of.system_identifier is 'Which cluster; 0: not seen yet';
comment on column cluster_of.ahead is 'What rows hold more than the number that this cluster gave their transaction';
insert into cluster_of values (true, 0, 0);

create function known_number(xid8) returns xid8 immutable parallel safe language sql return $1;
comment on function known_number(xid8) is 'A transaction number of this cluster as rows hold it; made by cluster_enter()';
create function anjuan_xid() returns xid8 stable language sql return known_number(pg_current_xact_id());
comment on function anjuan_xid() is 'The number of this transaction, as rows hold it';
create function anjuan_snapshot() returns pg_snapshot stable language sql return pg_current_snapshot();
comment on function anjuan_snapshot() is 'Which transactions are seen, in numbers as rows hold them; made by cluster_enter()';

alter table case_event alter column xid set default anjuan_xid();
alter table count_act alter column xid set default anjuan_xid();
alter table law_version alter column xid set default anjuan_xid();
alter table deadline_change alter column xid set default anjuan_xid();
alter table quarter_freeze alter column xid set default anjuan_xid();
alter table quarter_note alter column xid set default anjuan_xid();

create or replace function frozen_but_signature() returns trigger language plpgsql as $$
begin
  if old.xid = anjuan_xid() then
    return new;
  end if;
  if old.signature is not null or (to_jsonb(new) - array['signature', 'key_id']) <> (to_jsonb(old) - array['signature', 'key_id']) then
    raise exception 'a frozen quarter never changes' using errcode = '23514', constraint = 'quarter_frozen';
  end if;
  return new;
end $$;

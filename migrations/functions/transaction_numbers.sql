-- Which cluster a database is in, and what its rows count more than that cluster does.
set local role anjuan_owner;

-- Called at the end of each `anjuan migrate`; says how much is added now, null: as much as before. Nothing is served between a
-- restore and this (cluster_is_known), so nobody writes meanwhile. The largest number is looked for in all rows: that takes minutes
-- in a large database, and happens once a restore.
create or replace function cluster_enter() returns bigint
  volatile set search_path = anjuan, pg_temp language plpgsql as $$
declare
  here constant bigint := (select s.system_identifier from pg_control_system() s);
  largest numeric := 0;
  n numeric;
  c record;
  before constant bigint := (select o.ahead from cluster_of o);
  more bigint;
begin
  if exists (select from cluster_of o, audit_sealed s where o.system_identifier = here and s.xid < anjuan_xid()) then
    return null;
  end if;
  for c in select a.attrelid::regclass as tab, a.attname as col from pg_attribute a join pg_class t on t.oid = a.attrelid
            where t.relnamespace = 'anjuan'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition and a.atttypid = 'xid8'::regtype and not a.attisdropped loop
    execute format('select max(%I)::text from %s', c.col, c.tab) into n;
    largest := greatest(largest, n);
  end loop;
  select greatest(largest, max(pg_snapshot_xmax(f.snapshot::pg_snapshot)::text::numeric)) into largest from quarter_freeze f where f.snapshot <> '';
  more := greatest(before, largest + 1 - pg_current_xact_id()::text::numeric);
  if more > before then
    execute format('create or replace function known_number(xid8) returns xid8 immutable parallel safe language sql'
                   ' return (($1::text::numeric + %s)::text)::xid8', more);
    create or replace function anjuan_snapshot() returns pg_snapshot stable language sql
      return (select (known_number(pg_snapshot_xmin(s)) || ':' || known_number(pg_snapshot_xmax(s)) || ':'
                      || coalesce((select string_agg(known_number(x)::text, ',' order by x) from pg_snapshot_xip(s) x), ''))::pg_snapshot
                from pg_current_snapshot() s);
  end if;
  update cluster_of set system_identifier = here, ahead = more;
  return nullif(more, before);
end $$;
comment on function cluster_enter() is 'Notes the cluster the database is in, and makes its numbers follow those that rows hold';
revoke all on function cluster_enter() from public;

-- Whether the database is in the cluster that it was migrated in; what is restored elsewhere is not served before it is migrated.
set local role anjuan_definer;
create or replace function cluster_is_known() returns boolean
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select exists (select from cluster_of o, pg_control_system() s where o.system_identifier = s.system_identifier)
$$;
revoke all on function cluster_is_known() from public;
grant execute on function cluster_is_known() to anjuan_login, anjuan_jobs;

-- Run by the first `anjuan migrate` on a database, by a superuser: roles are the cluster's, so they may be there.
do $$
declare
  r record;
begin
  for r in select * from (values
    ('anjuan_owner', 'nologin'),                 -- owns every table; nobody signs in as it
    ('anjuan_definer', 'nologin bypassrls'),     -- owns the reviewed security definer functions and nothing else
    ('anjuan_migrator', 'login bypassrls'),      -- used by `anjuan migrate` alone
    ('anjuan_login', 'login noinherit'),         -- the server; owns nothing, may do nothing without a session
    ('anjuan_jobs', 'login noinherit')           -- commands and background work; acts through begin_job
  ) as t(name, attributes)
  loop
    if not exists (select from pg_roles where rolname = r.name) then
      execute format('create role %I %s', r.name, r.attributes);
    end if;
  end loop;
end
$$;
grant anjuan_owner, anjuan_definer to anjuan_migrator;
create schema if not exists anjuan authorization anjuan_owner;
revoke all on schema anjuan from public;
grant usage on schema anjuan to anjuan_login, anjuan_jobs, anjuan_definer, anjuan_migrator;
grant create on schema anjuan to anjuan_definer;
revoke create on schema public from public;
set local role anjuan_owner;
create table migration (
  name text collate "C" primary key,
  sha256 text not null,
  applied_at timestamptz not null default now(),
  duration_ms bigint not null,
  program_version text not null
);
comment on table migration is 'Which migrations this database has, and the text they had';
comment on column migration.name is 'File name below migrations/';
comment on column migration.sha256 is 'SHA-256 of the text as applied';
comment on column migration.applied_at is 'When it was applied last';
comment on column migration.duration_ms is 'How long it took, milliseconds';
comment on column migration.program_version is 'Version of the program that applied it';
grant select on migration to anjuan_login, anjuan_jobs, anjuan_definer;

-- Who is acting, and where they may do what. Every policy asks these functions, once a statement.
-- All are owned by anjuan_definer (BYPASSRLS, no login) and listed in docs/architecture.md.
set local role anjuan_definer;

-- The person of the live session whose token hash the transaction holds; null: nobody.
create or replace function actor_person() returns uuid
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
  who uuid;
begin
  if hash is null then
    return null;
  end if;
  select s.person_id into who
    from session s join person p using (person_id)
   where s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
     and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null;
  return who;
end $$;

-- The units in which the actor has a permission today; scope `all` is every unit. These two and assigned_cases look the
-- session up in their own query instead of calling actor_person: each policy of each table asks them once a statement.
create or replace function permitted_units(permission text) returns text[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
  units text[];
  everywhere boolean;
begin
  if hash is null then
    return '{}';
  end if;
  select array_agg(distinct a.unit_id), bool_or(rp.scope = 'all') into units, everywhere
    from session s join person p using (person_id) join role_assignment a using (person_id) join role_permission rp using (role)
   where s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
     and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null
     and rp.permission = permitted_units.permission and rp.scope in ('own', 'all')
     and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today());
  if everywhere then
    return array(select u.unit_id from unit u order by u.unit_id);
  end if;
  return coalesce(units, '{}');
end $$;

-- Whether the actor has a permission at all, in whatever scope.
create or replace function has_permission(permission text) returns boolean
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
begin
  return hash is not null and exists (
    select from session s join person p using (person_id) join role_assignment a using (person_id) join role_permission rp using (role)
     where s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
       and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null
       and rp.permission = has_permission.permission
       and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today()));
end $$;

-- The cases assigned to the actor for review: readable while the assignment stands and the role lasts; in a campaign only while it is
-- under review. Of a blind campaign none: there review_file() gives the file, masked, and nothing else does.
create or replace function assigned_cases() returns uuid[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
  cases uuid[];
begin
  if hash is null then
    return '{}';
  end if;
  select array_agg(r.case_id) into cases
    from session s join person p using (person_id) join review r on r.reviewer_id = p.person_id and r.state = 'assigned'
      left join campaign g using (campaign_id)
   where (g.campaign_id is null or (g.state = 'reviewing' and not g.blind)) and s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
     and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null;
  if cases is null or not has_permission('review.write') then
    return '{}';
  end if;
  return cases;
end $$;

-- The cases that the actor reads besides those of his units: under review by him, and open to one of his units for the
-- time being (functions/moves.sql).
create or replace function readable_cases() returns uuid[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
begin
  if hash is null then
    return '{}';
  end if;
  return assigned_cases() || array(
    select x.case_id
      from session s join person p using (person_id) join role_assignment a using (person_id) join role_permission rp using (role)
      join case_access x on x.to_unit_id = a.unit_id
     where s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
       and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null
       and rp.permission = 'case.read' and rp.scope = 'own'
       and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today())
       and x.ended_on is null and (x.until_on is null or x.until_on >= anjuan_today()));
end $$;

-- Begins a request: takes the session of this token hash, if it is live and has the permission. Everything after it
-- in the transaction acts as that person; otherwise as nobody, and the log records the verdict.
create or replace function auth_begin(token_hash text, permission text, action text, request_id text, subject text,
                                      out verdict text, out person_id text)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  who uuid;
  seen timestamptz;
  may boolean;
begin
  perform set_config('anjuan.action', auth_begin.action, true), set_config('anjuan.request', request_id, true),
          set_config('anjuan.subject', coalesce(auth_begin.subject, ''), true), set_config('anjuan.idem', '', true),
          set_config('anjuan.refused', '', true), set_config('anjuan.verdict', '', true), set_config('anjuan.also', '', true),
          set_config('anjuan.token', coalesce(auth_begin.token_hash, ''), true);
  select s.person_id, s.last_seen_at,
         auth_begin.permission is null or exists (
           select from role_assignment a join role_permission rp using (role)
            where a.person_id = s.person_id and rp.permission = auth_begin.permission
              and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today()))
    into who, seen, may
    from session s join person p on p.person_id = s.person_id
   where s.token_hash = decode(nullif(auth_begin.token_hash, ''), 'hex') and s.expires_at > anjuan_now()
     and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null;
  if who is null then
    perform set_config('anjuan.token', '', true), set_config('anjuan.verdict', 'unauthenticated', true);
    verdict := 'unauthenticated';
    return;
  end if;
  person_id := who;
  -- At most once a minute; whoever is a moment later leaves it to the one who has the row.
  if seen < anjuan_now() - interval '1 minute' then
    update session s set last_seen_at = anjuan_now()
     where s.token_hash = (select x.token_hash from session x where x.token_hash = decode(auth_begin.token_hash, 'hex')
                              and x.last_seen_at = seen for update skip locked);
  end if;
  if not may then
    perform set_config('anjuan.refused', auth_begin.token_hash, true), set_config('anjuan.token', '', true),
            set_config('anjuan.verdict', 'forbidden', true);
    verdict := 'forbidden';
    return;
  end if;
  verdict := 'ok';
end $$;

-- A system actor for commands and background work: a session of its own. Returns its token hash, which later
-- transactions of the same work take up with set_config('anjuan.token', …, true).
create or replace function begin_job(kind text) returns text
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  who uuid;
  hash bytea := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
begin
  select p.person_id into who from person p where p.login = 'job.' || begin_job.kind and p.kind = 'system';
  if who is null then
    raise exception 'no job of kind %', begin_job.kind;
  end if;
  insert into session (token_hash, person_id, expires_at, idle_seconds, source)
    values (hash, who, anjuan_now() + interval '12 hours', 43200, 'job');
  perform set_config('anjuan.token', encode(hash, 'hex'), true), set_config('anjuan.refused', '', true),
          set_config('anjuan.action', 'job.' || begin_job.kind, true), set_config('anjuan.request', '', true),
          set_config('anjuan.subject', '', true), set_config('anjuan.verdict', '', true), set_config('anjuan.idem', '', true),
          set_config('anjuan.also', '', true);
  return encode(hash, 'hex');
end $$;

revoke all on function actor_person(), permitted_units(text), has_permission(text), assigned_cases(), readable_cases(),
  auth_begin(text, text, text, text, text), begin_job(text) from public;
grant execute on function actor_person(), permitted_units(text), has_permission(text), assigned_cases(), readable_cases()
  to anjuan_login, anjuan_jobs, anjuan_owner, anjuan_migrator;
grant execute on function auth_begin(text, text, text, text, text) to anjuan_login;
grant execute on function begin_job(text) to anjuan_jobs;

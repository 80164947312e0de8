-- Making exports. The server has no way to write a finished export but through these, and each asks for the session under which
-- it is made: whoever lost it to another (after its lease ran out) changes nothing any more.
set local role anjuan_definer;

-- Takes the next export that waits, or whose maker fell silent, and makes a session of the person who asked for it: what is read
-- under it is what that person may read now. Its token is known to nobody (only its hash exists), so that it cannot come in over HTTP.
create or replace function export_take(lease_s integer, out export_id uuid, out work_token text, out kind text, out format text,
                                       out english boolean, out parameters text)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  e export;
  hash bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
begin
  select * into e from export x
   where x.state = 'queued' or (x.state = 'running' and x.lease_until < anjuan_now())
   order by x.requested_at limit 1 for update skip locked;
  if e.export_id is null then
    return;
  end if;
  delete from session s where s.token_hash = e.work_hash;
  if e.attempts >= 3 then
    update export x set state = 'failed', reason_zh = '三次生成均中断', reason_en = 'It broke off three times', ended_at = anjuan_now(),
                        work_hash = null, lease_until = null where x.export_id = e.export_id;
    return;
  end if;
  insert into session (token_hash, person_id, expires_at, idle_seconds, source)
    values (hash, e.person_id, anjuan_now() + interval '2 hours', 7200, 'export');
  update export x set state = 'running', attempts = attempts + 1, started_at = anjuan_now(), rows_done = 0, rows_total = null,
                      work_hash = hash, lease_until = anjuan_now() + make_interval(secs => lease_s) where x.export_id = e.export_id;
  export_id := e.export_id; work_token := encode(hash, 'hex'); kind := e.kind; format := e.format; english := e.english;
  parameters := e.parameters::text;
end $$;

-- It goes on: how far it is. False: it is another's now.
create or replace function export_step(work_token text, lease_s integer, total bigint, done bigint) returns boolean
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  with u as (
    update export set rows_total = total, rows_done = done, lease_until = anjuan_now() + make_interval(secs => lease_s)
     where work_hash = decode(work_token, 'hex') and state = 'running' returning 1
  ) select exists (select from u)
$$;

-- One piece of the file.
create or replace function export_keep(work_token text, p_position integer, data bytea) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  insert into export_chunk select export_id, p_position, data from export where work_hash = decode(work_token, 'hex') and state = 'running'
$$;

-- It is whole. The session goes with it. False: nothing was kept, for it is another's now, or the person may no longer do this.
create or replace function export_done(work_token text, p_rows bigint, p_bytes bigint, p_sha256 text, p_file_name text, days integer)
  returns boolean volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  n integer;
begin
  update export set state = 'done', units = permitted_units(permission), rows_total = p_rows, rows_done = p_rows, bytes = p_bytes,
                    sha256 = p_sha256, file_name = p_file_name, ended_at = anjuan_now(),
                    kept_until = anjuan_now() + make_interval(days => days), work_hash = null, lease_until = null
   where work_hash = decode(work_token, 'hex') and state = 'running' and person_id = actor_person() and has_permission(permission);
  get diagnostics n = row_count;
  delete from session where token_hash = decode(work_token, 'hex') and n = 1;
  return n = 1;
end $$;

-- It cannot be made, and why.
create or replace function export_fail(work_token text, zh text, en text) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  update export set state = 'failed', reason_zh = zh, reason_en = en, ended_at = anjuan_now(), work_hash = null, lease_until = null
   where work_hash = decode(work_token, 'hex') and state = 'running';
  delete from session where token_hash = decode(work_token, 'hex') and source = 'export';
$$;

-- The actor's exports whose files may be fetched: while the permission is held in every unit that is in them.
create or replace function export_fetchable() returns uuid[]
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select coalesce(array_agg(e.export_id), '{}') from export e
   where e.person_id = actor_person() and e.state = 'done' and has_permission(e.permission) and e.units <@ permitted_units(e.permission)
$$;

-- Forgets the files that are past their time; that they were is kept.
create or replace function export_sweep() returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  with gone as (
    update export set state = 'expired' where state = 'done' and kept_until < anjuan_now() returning export_id
  ) delete from export_chunk c using gone where c.export_id = gone.export_id
$$;

revoke all on function export_take(integer), export_step(text, integer, bigint, bigint), export_keep(text, integer, bytea),
  export_done(text, bigint, bigint, text, text, integer), export_fail(text, text, text), export_sweep(), export_fetchable() from public;
grant execute on function export_fetchable() to anjuan_login, anjuan_jobs;
grant execute on function export_take(integer), export_step(text, integer, bigint, bigint), export_keep(text, integer, bytea),
  export_done(text, bigint, bigint, text, text, integer), export_fail(text, text, text), export_sweep() to anjuan_login;

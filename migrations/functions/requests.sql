-- Retries, numbers, sign-in.
set local role anjuan_definer;

-- Claims an Idempotency-Key for the actor and this route. new: go on; replay: give the kept reply again; reused: the
-- key was used for another request; running: the first one is still at work.
create or replace function idem_begin(route text, key text, request_hash text,
                                      out verdict text, out status integer, out body text, out etag text, out location text)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  who uuid := actor_person();
  kept idempotency;
begin
  verdict := 'new';
  if who is null or idem_begin.key is null then
    return;
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended(who::text || ' ' || idem_begin.route || ' ' || idem_begin.key, 20)) then
    verdict := 'running';
    return;
  end if;
  select * into kept from idempotency i where i.person_id = who and i.route = idem_begin.route and i.key = idem_begin.key;
  if kept.created_at <= anjuan_now() - interval '24 hours' then
    delete from idempotency i where i.person_id = who and i.route = idem_begin.route and i.key = idem_begin.key;
    kept := null;
  end if;
  if kept.key is null then
    perform set_config('anjuan.idem', json_build_object('route', idem_begin.route, 'key', idem_begin.key,
                                                        'hash', idem_begin.request_hash)::text, true);
  elsif kept.request_hash <> decode(idem_begin.request_hash, 'hex') then
    verdict := 'reused';
  else
    verdict := 'replay';
    perform set_config('anjuan.subject', coalesce(kept.subject_id::text, ''), true);
    status := kept.status; body := kept.body; etag := kept.etag; location := kept.location;
  end if;
end $$;

-- Keeps the reply under the key that idem_begin claimed in this transaction; without one, nothing.
drop function if exists idem_end(integer, text, text, text);
create or replace function idem_end(status integer, body text, etag text, location text, subject uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  claim text := nullif(current_setting('anjuan.idem', true), '');
begin
  if claim is not null and body is not null then
    insert into idempotency values (actor_person(), claim::json ->> 'route', claim::json ->> 'key',
      decode(claim::json ->> 'hash', 'hex'), status, body, etag, location, anjuan_now(), subject);
  end if;
end $$;

create or replace function number_render(template text, prefix text, year integer, serial bigint) returns text
  immutable set search_path = anjuan, pg_temp language plpgsql as $$
declare
  width text := substring(template from '\{serial:(\d)\}');
  s text := serial::text;
begin
  if width is not null then
    s := lpad(s, greatest(length(s), width::integer), '0');
  end if;
  return regexp_replace(replace(replace(template, '{prefix}', prefix), '{year}', year::text), '\{serial(:\d)?\}', s);
end $$;

-- The next number of a kind in a unit and year. A gapless one is counted in the caller's transaction, so that a failed
-- one leaves no hole and callers of one unit wait for each other; others take a sequence and never wait. It asks nobody's
-- right: number_next and document_number_take do, before they call it. A template may change from one to the other within
-- a year: each goes on behind the numbers that the other gave.
create or replace function number_take(p_unit text, p_kind text, p_year integer, out serial bigint, out number text)
  volatile set search_path = anjuan, pg_temp language plpgsql as $$
declare
  t number_template;
  prefix text;
  name text := format('number_%s_%s_%s', p_kind, p_unit, p_year);
  taken bigint := 0;
begin
  select * into t from number_template_on(p_unit, p_kind, anjuan_today());
  if t.template is null then
    raise exception 'no template for numbers of kind %', p_kind using errcode = '42501';
  end if;
  select u.number_prefix into prefix from unit u where u.unit_id = p_unit;
  if t.gapless then
    if to_regclass(format('anjuan.%I', name)) is not null then
      execute format('select last_value - case when is_called then 0 else 1 end from anjuan.%I', name) into taken;
    end if;
    insert into number_counter values (p_unit, p_kind, p_year, taken + 1)
      on conflict (unit_id, kind, year) do update set last = greatest(number_counter.last, taken) + 1 returning last into serial;
  else
    if to_regclass(format('anjuan.%I', name)) is null then
      perform pg_advisory_xact_lock(hashtextextended(name, 21));
      execute format('create sequence if not exists anjuan.%I', name);
    end if;
    serial := nextval(format('anjuan.%I', name));
    select c.last into taken from number_counter c where c.unit_id = p_unit and c.kind = p_kind and c.year = p_year;
    if serial <= taken then
      perform pg_advisory_xact_lock(hashtextextended(name, 21));
      perform setval(format('anjuan.%I', name), greatest(taken, nextval(format('anjuan.%I', name))));
      serial := nextval(format('anjuan.%I', name));
    end if;
  end if;
  number := number_render(t.template, prefix, p_year, serial);
end $$;

create or replace function number_next(p_unit text, p_kind text, p_year integer) returns text
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not p_unit = any (permitted_units('case.create')) then
    raise exception 'no right to take a number in unit %', p_unit using errcode = '42501';
  end if;
  return (select t.number from number_take(p_unit, p_kind, p_year) t);
end $$;

-- Seconds until a password of this login may be tried again; 0: now. A device with a live session of the person is never
-- kept out by what others do to the name, and others not by it: it has its own failures.
create or replace function signin_wait(p_login_hash bytea, p_source text, p_device bytea, p_pair_max integer, p_login_max integer,
                                       p_source_max integer) returns integer
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  select coalesce(max(extract(epoch from t.at + t.length - clock_timestamp())::integer + 1), 0) from (
    (select a.at, interval '15 minutes' as length from signin_attempt a
      where a.login_hash = p_login_hash and a.failed and a.device is not distinct from p_device
        and (p_device is not null or a.source = p_source) and a.at > clock_timestamp() - interval '15 minutes'
      order by a.at desc offset p_pair_max - 1 limit 1)
    union all
    (select a.at, interval '15 minutes' from signin_attempt a
      where p_device is null and a.login_hash = p_login_hash and a.failed and a.device is null
        and a.at > clock_timestamp() - interval '15 minutes' order by a.at desc offset p_login_max - 1 limit 1)
    union all
    (select a.at, interval '1 hour' from signin_attempt a
      where p_device is null and a.source = p_source and a.failed and a.device is null
        and a.at > clock_timestamp() - interval '1 hour' order by a.at desc offset p_source_max - 1 limit 1)) t
$$;

-- Sign-in, first half: how to hash the password given. Counts the attempt as failed until signin_end says otherwise,
-- so that many at once count too. wait_s > 0: too many failures; nothing is to be hashed. An unknown login gets a salt
-- that is always the same for it, and the cost of somebody's password, so that it looks like a known one.
create or replace function signin_begin(p_login text, p_source text, p_token_hash text, p_pair_max integer,
                                        p_login_max integer, p_source_max integer,
                                        out wait_s integer, out salt text, out ops bigint, out mem bigint, out attempt bigint)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  h bytea := sha256(convert_to(p_login, 'UTF8'));
  c credential;
  device bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended(encode(h, 'hex'), 22));
  select s.token_hash into device from session s join person p using (person_id)
   where s.token_hash = decode(nullif(p_token_hash, ''), 'hex') and p.login = p_login and s.expires_at > anjuan_now();
  wait_s := signin_wait(h, p_source, device, p_pair_max, p_login_max, p_source_max);
  if wait_s > 0 then
    return;
  end if;
  insert into signin_attempt (login_hash, source, at, device) values (h, p_source, clock_timestamp(), device)
    returning attempt_id into attempt;
  select cr.* into c from credential cr join person p using (person_id) where p.login = p_login;
  if c.person_id is null then
    select coalesce(cr.ops, 2), coalesce(cr.mem, 67108864) into c.ops, c.mem
      from (select) one left join credential cr on true order by sha256(h || uuid_send(cr.person_id)) limit 1;
    select substr(sha256(s.value || h), 1, 16) into c.salt from secret s where s.name = 'unknown_login';
  end if;
  salt := encode(c.salt, 'hex');
  ops := c.ops;
  mem := c.mem;
end $$;

-- Second half: proof is the password's Argon2id hash; only its SHA-256 is stored, so that reading the table signs
-- nobody in. Makes the session of the new token. person_id null: wrong.
create or replace function signin_end(p_login text, p_source text, p_attempt bigint, p_proof text, p_token_hash text,
                                      p_agent text, p_idle_s integer, p_absolute_s integer, p_request text,
                                      out person_id uuid, out name text, out expires_at timestamptz)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  who uuid;
begin
  select p.person_id into who from person p join credential c on c.person_id = p.person_id
   where p.login = p_login and p.disabled_at is null and c.verifier = sha256(decode(p_proof, 'hex'));
  perform set_config('anjuan.action', 'signIn', true), set_config('anjuan.request', p_request, true),
          set_config('anjuan.token', '', true), set_config('anjuan.refused', '', true),
          set_config('anjuan.verdict', '', true), set_config('anjuan.subject', '', true);
  if who is null then
    perform audit_add('wrong_credentials', array(select p.person_id from person p where p.login = p_login));
    return;
  end if;
  update signin_attempt a set failed = false
   where a.login_hash = sha256(convert_to(p_login, 'UTF8')) and (a.attempt_id = p_attempt or a.source = p_source)
     and a.device is not distinct from (select x.device from signin_attempt x where x.attempt_id = p_attempt);
  insert into session (token_hash, person_id, created_at, last_seen_at, expires_at, idle_seconds, source, agent)
    values (decode(p_token_hash, 'hex'), who, anjuan_now(), anjuan_now(),
            anjuan_now() + make_interval(secs => p_absolute_s), p_idle_s, p_source, left(p_agent, 200));
  perform set_config('anjuan.token', p_token_hash, true);
  perform audit_add('ok', array[who]);
  person_id := who;
  name := (select p.name from person p where p.person_id = who);
  expires_at := anjuan_now() + make_interval(secs => p_absolute_s);
end $$;

-- Ends the session that the request came with.
create or replace function session_end() returns boolean
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform audit_add('ok', array[actor_person()]);
  delete from session where token_hash = decode(nullif(current_setting('anjuan.token', true), ''), 'hex');
  return found;
end $$;

-- Sets a password: one's own, or anybody's with admin.people. All sessions of that person end but the one at work.
create or replace function credential_set(p_person uuid, p_salt text, p_ops bigint, p_mem bigint, p_verifier text)
  returns boolean volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if (p_person is distinct from actor_person() and not has_permission('admin.people')) or length(p_verifier) <> 64
     or not exists (select from person p where p.person_id = p_person and p.kind <> 'system') then
    return false;
  end if;
  insert into credential (person_id, salt, ops, mem, verifier, changed_at)
    values (p_person, decode(p_salt, 'hex'), p_ops, p_mem, decode(p_verifier, 'hex'), anjuan_now())
    on conflict (person_id) do update set salt = excluded.salt, ops = excluded.ops, mem = excluded.mem,
      verifier = excluded.verifier, changed_at = excluded.changed_at;
  delete from session s where s.person_id = p_person
    and s.token_hash is distinct from decode(nullif(current_setting('anjuan.token', true), ''), 'hex');
  return true;
end $$;

-- How to hash one's own present password, to prove it before changing it; salt null: no password. Guesses are counted as
-- at sign-in: wait_s > 0: too many.
drop function if exists credential_salt();
create or replace function credential_salt(p_max integer, out wait_s integer, out salt text, out ops bigint, out mem bigint)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  device bytea := decode(nullif(current_setting('anjuan.token', true), ''), 'hex');
  who uuid := actor_person();
  h bytea;
begin
  select sha256(convert_to(p.login, 'UTF8')) into h from person p join credential c using (person_id) where p.person_id = who;
  if h is null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(encode(h, 'hex'), 22));
  wait_s := signin_wait(h, '', device, p_max, p_max, p_max);
  if wait_s > 0 then
    return;
  end if;
  insert into signin_attempt (login_hash, source, at, device)
  select h, s.source, clock_timestamp(), device from session s where s.token_hash = device;
  select encode(c.salt, 'hex'), c.ops, c.mem into salt, ops, mem from credential c where c.person_id = who;
end $$;

-- Whether it is the password; then this device's failures are forgotten.
create or replace function credential_proves(p_proof text) returns boolean
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not exists (select from credential c where c.person_id = actor_person() and c.verifier = sha256(decode(p_proof, 'hex'))) then
    return false;
  end if;
  update signin_attempt a set failed = false where a.device = decode(nullif(current_setting('anjuan.token', true), ''), 'hex');
  return true;
end $$;

-- Ends every session of a person; with admin.people only.
create or replace function sessions_end(p_person uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as
$$ delete from session where person_id = p_person and has_permission('admin.people') $$;

-- Forgets what is past its time: sessions, attempts, kept replies. Called by the background work.
create or replace function sweep() returns void
  volatile security definer set search_path = anjuan, pg_temp language sql as $$
  delete from session where expires_at < now() - interval '1 hour'
    or last_seen_at < now() - make_interval(secs => idle_seconds) - interval '1 hour';
  delete from signin_attempt where at < now() - interval '1 day';
  delete from idempotency where created_at < now() - interval '24 hours';
  -- Closed since its last day passed; noted, so that lists need not pass over it.
  update case_access set ended_on = until_on, ended_by = 'until' where ended_on is null and until_on < anjuan_today();
$$;

revoke all on function idem_begin(text, text, text), idem_end(integer, text, text, text, uuid),
  number_next(text, text, integer), number_take(text, text, integer), number_render(text, text, integer, bigint),
  signin_begin(text, text, text, integer, integer, integer),
  signin_end(text, text, bigint, text, text, text, integer, integer, text), session_end(),
  credential_set(uuid, text, bigint, bigint, text), credential_salt(integer), credential_proves(text), sessions_end(uuid), sweep(),
  signin_wait(bytea, text, bytea, integer, integer, integer)
  from public;
grant execute on function number_render(text, text, integer, bigint) to anjuan_login;
grant execute on function idem_begin(text, text, text), idem_end(integer, text, text, text, uuid),
  signin_begin(text, text, text, integer, integer, integer),
  signin_end(text, text, bigint, text, text, text, integer, integer, text), session_end(), credential_salt(integer),
  credential_proves(text), sessions_end(uuid) to anjuan_login;
grant execute on function number_next(text, text, integer), credential_set(uuid, text, bigint, bigint, text), sweep()
  to anjuan_login, anjuan_jobs;

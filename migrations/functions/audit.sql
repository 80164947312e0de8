-- The log. audit_add is the only way in; the sequencer numbers what is committed, in batches.
set local role anjuan_definer;

-- What a request asked for, as the log names it: a review, or the moving of a case, is told as the case, so that refusals
-- stand with it.
create or replace function audit_subject(asked uuid) returns uuid
  stable security definer set search_path = anjuan, pg_temp language sql as
$$ select coalesce((select r.case_id from review r where r.review_id = asked),
                   (select m.case_id from case_move m where m.transfer_id = asked), asked) $$;

-- One line about this request. What a reviewed function has put into the setting anjuan.noted stands in it in the open. subjects: the cases, clues and people it disclosed or changed, to which come those that
-- the request has in the setting anjuan.also. body: what the client
-- sent, committed to by a salted hash, so that lawful erasure of the salt leaves the line valid and says nothing.
create or replace function audit_add(outcome text, subjects uuid[] default null, body text default null) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  id uuid := gen_random_uuid();
  now_ timestamptz := clock_timestamp();
  who uuid := actor_person();
  noted text := nullif(current_setting('anjuan.noted', true), '');
  salt bytea;
begin
  -- Whoever was turned away is told by the session he came with: a setting that held the name could name anybody.
  if who is null then
    select s.person_id into who from session s
     where s.token_hash = decode(nullif(current_setting('anjuan.refused', true), ''), 'hex');
  end if;
  -- A request that was turned away is told as that, and with what it asked for, whatever the query after it found.
  outcome := coalesce(nullif(current_setting('anjuan.verdict', true), ''), outcome);
  if coalesce(cardinality(subjects), 0) = 0 then
    subjects := array[audit_subject(nullif(current_setting('anjuan.subject', true), '')::uuid)];
  end if;
  subjects := subjects || nullif(current_setting('anjuan.also', true), '')::uuid[];
  if body is not null then
    salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    insert into audit_salt values (id, salt);
  end if;
  insert into audit_event (event_id, at, xid, content) values (id, now_, anjuan_xid(),
    left(json_build_object('id', id, 'at', to_char(now_ at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'request', current_setting('anjuan.request', true), 'actor', who,
      'action', coalesce(current_setting('anjuan.action', true), ''), 'outcome', coalesce(outcome, ''),
      'subjects', array_remove(subjects, null),
      'commitment', case when body is not null then encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') end)::text, -1)
      || case when noted is not null then ', "noted" : ' || to_json(noted)::text else '' end || '}');
end $$;

-- Notes a refusal for which no transaction is left to hold it.
create or replace function audit_refusal(token_hash text, action text, request_id text, outcome text, subject text)
  returns void volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  perform set_config('anjuan.action', audit_refusal.action, true), set_config('anjuan.request', request_id, true),
          set_config('anjuan.token', coalesce(token_hash, ''), true), set_config('anjuan.refused', '', true),
          set_config('anjuan.verdict', '', true), set_config('anjuan.subject', coalesce(subject, ''), true),
          set_config('anjuan.also', '', true);
  perform audit_add(audit_refusal.outcome);
end $$;

-- Numbers committed lines by transaction: all below the oldest transaction still running are in. About `most` lines
-- a call; returns how many. One at a time: while another is at work this one returns 0.
--
-- A transaction of another database of the cluster writes no line here and holds nothing back. Only what is certainly such a one is passed
-- over: the snapshot is taken first, so a transaction of its list is seen with its database afterwards, or it is not seen (it has ended, or is
-- being prepared) and waited for until the next call. The list leaves out the caller's own transaction, which may still write lines.
create or replace function audit_sequence(most integer default 5000) returns integer
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  sealed audit_sealed;
  running pg_snapshot;
  horizon xid8;
  n integer;
  last_xid xid8;
begin
  if not pg_try_advisory_xact_lock(4215601) then
    return 0;
  end if;
  select * into sealed from audit_sealed;
  running := pg_current_snapshot();
  perform pg_stat_clear_snapshot();
  select known_number(least(coalesce(min(x.xid), pg_snapshot_xmax(running)), pg_current_xact_id_if_assigned())) into horizon
    from pg_snapshot_xip(running) x(xid)
   where not exists (select from pg_stat_activity a where a.backend_xid = x.xid::xid
                        and a.datid <> (select d.oid from pg_database d where d.datname = current_database()))
     and not exists (select from pg_prepared_xacts p where p.transaction = x.xid::xid and p.database <> current_database());
  -- Whole transactions only, so that the mark can be a transaction number.
  select max(x.xid) into last_xid
    from (select e.xid from audit_event e where e.xid > sealed.xid and e.xid < horizon order by e.xid limit most) x;
  if last_xid is null then
    return 0;
  end if;
  with fresh as (
    select sealed.seq + row_number() over (order by e.xid, e.at, e.event_id) as seq, e.event_id, e.at, e.content,
           e.content::json as j
      from audit_event e where e.xid > sealed.xid and e.xid <= last_xid
  ), entries as (
    insert into audit_entry (seq, event_id, at, actor_id, action, outcome, leaf_hash)
    select seq, event_id, at, (j ->> 'actor')::uuid, j ->> 'action', j ->> 'outcome',
           sha256('\x00'::bytea || convert_to(content, 'UTF8')) from fresh
    returning 1
  ), subjects as (
    insert into audit_subject (subject_id, seq)
    select distinct s::uuid, seq from fresh, json_array_elements_text(j -> 'subjects') s where s is not null
    returning 1
  )
  select count(*) into n from entries;
  update audit_sealed set seq = sealed.seq + n, xid = last_xid;
  insert into audit_day (day, seq, xid) values (anjuan_today(), sealed.seq + n, last_xid)
  on conflict (day) do update set seq = excluded.seq, xid = excluded.xid;
  return n;
end $$;

revoke all on function audit_subject(uuid), audit_add(text, uuid[], text), audit_refusal(text, text, text, text, text),
  audit_sequence(integer) from public;
grant execute on function audit_add(text, uuid[], text), audit_sequence(integer) to anjuan_login, anjuan_jobs;
grant execute on function audit_refusal(text, text, text, text, text) to anjuan_login;

-- Makes the partitions of this month and the next two; they belong to the owner of the log. A month whose first lines
-- came before its partition was made (no server ran for months) stays in audit_event_rest.
set local role anjuan_owner;
create or replace function audit_partitions() returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  month timestamp := date_trunc('month', now() at time zone 'UTC');
  name text;
begin
  perform pg_advisory_xact_lock(4215602);
  for i in 0..2 loop
    name := 'audit_event_' || to_char(month, 'YYYYMM');
    if to_regclass('anjuan.' || name) is null then
      begin
        execute format('create table anjuan.%I partition of anjuan.audit_event for values from (%L) to (%L)', name,
                       month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
        execute format('alter table anjuan.%I enable row level security', name);
        execute format('alter table anjuan.%I force row level security', name);
        execute format('comment on table anjuan.%I is %L', name, 'Lines of the log of ' || to_char(month, 'YYYY-MM'));
      exception when check_violation then
        null;
      end;
    end if;
    month := month + interval '1 month';
  end loop;
end $$;
comment on function audit_partitions() is 'Makes the log''s partitions of this month and the next two';
revoke all on function audit_partitions() from public;
grant execute on function audit_partitions() to anjuan_login, anjuan_jobs;
select audit_partitions();

-- The steps of a campaign that need more rights than whoever takes them has: the secret is read by nobody before it is
-- revealed, and the population is whatever was closed, whoever may see it.
set local role anjuan_definer;

-- 32 random bytes; their hash is told, and noted in the line of the log.
create or replace function campaign_commit(p_campaign uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  random bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  hash text := encode(sha256(sha256(random)), 'hex');
begin
  if not has_permission('review.manage') then
    raise exception 'no right to run a campaign' using errcode = '42501';
  end if;
  insert into campaign_secret values (p_campaign, sha256(random));
  update campaign set state = 'committed', commitment = hash, committed_at = anjuan_now(), version = version + 1 where campaign_id = p_campaign;
  perform set_config('anjuan.noted', hash, true);
end $$;

-- The canonical population: its first line of JSON, then for each stratum a line and the ids of its files. Its SHA-256 and,
-- behind the secret, the seed are made of exactly this text.
create or replace function campaign_text(p_campaign uuid, head text) returns text
  stable set search_path = anjuan, pg_temp language sql as $$
  select campaign_text.head || E'\n' || coalesce(string_agg(
           E'=\t' || s.unit_id || E'\t' || s.key || E'\t' || s.closed || E'\n'
           || case when s.closed > 0 then array_to_string(s.files, E'\n') || E'\n' else '' end, '' order by s.unit_id, s.key), '')
    from campaign_stratum s where s.campaign_id = p_campaign
$$;

-- Whether the line of the log that holds the commitment is numbered, so that nobody can put it there later.
create or replace function campaign_is_sealed(p_campaign uuid) returns boolean
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select exists (
    select from campaign g join audit_subject s on s.subject_id = g.campaign_id join audit_entry e using (seq)
      join audit_event v on v.event_id = e.event_id and v.at = e.at
     where g.campaign_id = p_campaign and v.content::json ->> 'noted' = g.commitment)
$$;

create or replace function campaign_freeze(p_campaign uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  g campaign;
  first text;
  hash text;
begin
  if not has_permission('review.manage') then
    raise exception 'no right to run a campaign' using errcode = '42501';
  end if;
  -- The background numbers it within a moment; who is faster does it here, and waits for transactions begun before it.
  for i in 1..20 loop
    exit when campaign_is_sealed(p_campaign);
    perform pg_advisory_xact_lock(4215601);
    perform audit_sequence();
    exit when campaign_is_sealed(p_campaign);
    perform pg_sleep(0.1);
  end loop;
  if not campaign_is_sealed(p_campaign) then
    raise exception 'the commitment is not sealed' using errcode = '23514', constraint = 'campaign_sealed';
  end if;
  select * into strict g from campaign c where c.campaign_id = p_campaign;
  if anjuan_today() <= g.period_to then
    raise exception 'the period has not ended' using errcode = '23514', constraint = 'campaign_period';
  end if;
  insert into campaign_stratum (campaign_id, unit_id, key, closed, files)
  select p_campaign, c.unit_id, c.key, count(*), array_agg(c.case_id order by c.case_id)
    from (select f.case_id, f.unit_id, concat_ws('/', case when 'procedure' = any (g.divide_by) then f.procedure end,
                                                 case when 'cause' = any (g.divide_by) then coalesce(f.cause_code, '-') end) as key
            from case_file f
           where f.state = 'closed' and f.closed_on between g.period_from and g.period_to and (g.units is null or f.unit_id = any (g.units))
             and (g.procedures is null or f.procedure = any (g.procedures)) and (g.causes is null or f.cause_code = any (g.causes))) c
   group by c.unit_id, c.key;
  insert into campaign_stratum (campaign_id, unit_id, key, closed, files)
  select p_campaign, u.unit_id, '', 0, '{}' from unit u
   where case when g.units is null then u.active else u.unit_id = any (g.units) end
     and not exists (select from campaign_stratum s where s.campaign_id = p_campaign and s.unit_id = u.unit_id);
  select row_to_json(x)::text into strict first from (
    select 'anjuan-population-1' as format, g.campaign_id, g.period_from as "from", g.period_to as "to", g.units, g.procedures, g.causes,
           g.divide_by, g.least, g.share, g.double_share, g.checklist_id, g.commitment,
           to_char(anjuan_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as frozen_at, s.seq as position
      from audit_sealed s) x;
  hash := encode(sha256(convert_to(campaign_text(p_campaign, first), 'UTF8')), 'hex');
  update campaign set state = 'frozen', frozen_at = anjuan_now(), head = first, population_sha256 = hash, version = version + 1
   where campaign_id = p_campaign;
  perform set_config('anjuan.noted', hash, true);
end $$;

-- Reveals the secret and draws: of each stratum as many as rules/draw.c allots, those whose SHA-256 of seed and id is least.
create or replace function campaign_draw(p_campaign uuid, p_allotment jsonb) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  key_ bytea;
  seed_ bytea;
begin
  if not has_permission('review.manage') then
    raise exception 'no right to run a campaign' using errcode = '42501';
  end if;
  select c.secret into strict key_ from campaign_secret c where c.campaign_id = p_campaign;
  select sha256(key_ || convert_to(campaign_text(p_campaign, g.head), 'UTF8')) into strict seed_
    from campaign g where g.campaign_id = p_campaign and g.state = 'frozen';
  update campaign_stratum s set drawn = a.drawn
    from jsonb_to_recordset(p_allotment) a(unit text, key text, drawn integer)
   where s.campaign_id = p_campaign and s.unit_id = a.unit and s.key = a.key;
  insert into campaign_file (campaign_id, case_id, unit_id, at_unit_id, key, kind, rank, added_by)
  select p_campaign, d.case_id, f.unit_id, s.unit_id, s.key, 'drawn', d.rank, actor_person()
    from campaign_stratum s
   cross join lateral (
     select x.case_id, row_number() over (order by x.hash) as rank
       from (select i.id as case_id, sha256(seed_ || convert_to(i.id::text, 'UTF8')) as hash from unnest(s.files) i(id)
              order by 2 limit s.drawn) x) d
    join case_file f on f.case_id = d.case_id
   where s.campaign_id = p_campaign and s.drawn > 0;
  insert into campaign_reveal values (p_campaign, encode(key_, 'hex'), encode(seed_, 'hex'), actor_person());
  update campaign set state = 'drawn', drawn_at = anjuan_now(), version = version + 1 where campaign_id = p_campaign;
  perform set_config('anjuan.noted', encode(key_, 'hex'), true);
end $$;

revoke all on function campaign_commit(uuid), campaign_text(uuid, text), campaign_is_sealed(uuid), campaign_freeze(uuid),
  campaign_draw(uuid, jsonb) from public;
grant execute on function campaign_commit(uuid), campaign_text(uuid, text), campaign_freeze(uuid), campaign_draw(uuid, jsonb)
  to anjuan_login, anjuan_jobs;

set local role anjuan_owner;
create or replace function json_texts(j json) returns text[] immutable set search_path = anjuan, pg_temp language sql as
$$ select array_agg(t order by n) from json_array_elements_text(j) with ordinality x(t, n) $$;
comment on function json_texts(json) is 'A JSON array of texts as an array; null where it is empty or null';
revoke all on function json_texts(json) from public;
grant execute on function json_texts(json) to anjuan_login, anjuan_jobs;

-- Search under row-level security cannot use a GIN index, so it runs in this one reviewed function, with the units the
-- actor may read, and the cases read besides, inside. It gives ids in the list's order; rows are read under the policies.
set local role anjuan_definer;

create or replace function case_search(p_words text, p_unit text, p_state text, p_cause text, p_procedure text, p_source text,
                                       p_officer uuid, p_filed_from date, p_filed_to date, p_decided_from date, p_decided_to date,
                                       p_closed_from date, p_closed_to date, p_before_on date, p_before_id uuid, p_fetch integer)
  returns table (case_id uuid, filed_on date)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  words text[] := array(select w from regexp_split_to_table(lower(normalize(p_words, nfkc)), '\s+') w where w <> '');
  grams text[] := array(select distinct g from unnest(words) w, unnest(bigrams(w)) g);
  units text[] := array(select u from unnest(permitted_units('case.read')) u where p_unit is null or u = p_unit);
  besides uuid[] := readable_cases();
  numbered uuid[];
  filters constant text := $f$
    c.bigrams @> $2 and ($20 is null or c.case_id = any ($20))
    and not exists (select from unnest($3) w where position(w in case_search_text(c)) = 0)
    and ($5 is null or c.state = $5) and ($6 is null or c.cause_code = $6)
    and ($7 is null or c.procedure = $7) and ($8 is null or c.source = $8)
    and ($9 is null or exists (select from case_officer o where o.case_id = c.case_id and o.person_id = $9))
    and ($10 is null or c.filed_on >= $10) and ($11 is null or c.filed_on <= $11)
    and ($12 is null or c.decided_on >= $12) and ($13 is null or c.decided_on <= $13)
    and ($14 is null or c.closed_on >= $14) and ($15 is null or c.closed_on <= $15)
    and ($16 is null or (c.filed_on, c.case_id) < ($16, $17)) $f$;
begin
  -- A whole case number is looked up as that: its pairs of characters stand in nearly every case. Only among the cases
  -- one may read, or what is found by a number of another unit's would tell that it is given.
  select array_agg(x.case_id) into numbered from (
    select c.case_id from case_file c where c.number = btrim(p_words) and c.unit_id = any (units)
    union
    select c.case_id from case_file c where c.case_id = any (besides) and c.number = btrim(p_words)) x;
  if numbered is not null then
    words := '{}';
    grams := '{}';
  end if;
  return query execute replace($q$
    select x.case_id, x.filed_on from (
      select c.case_id, c.filed_on from unnest($1) u cross join lateral (
        select c.case_id, c.filed_on from case_file c
         where c.unit_id = u and @filters@
         order by c.filed_on desc, c.case_id desc limit $18) c
      union
      select c.case_id, c.filed_on from case_file c
       where c.case_id = any ($19) and ($4 is null or c.unit_id = $4) and @filters@
    ) x order by x.filed_on desc, x.case_id desc limit $18 $q$, '@filters@', filters)
    using units, grams, words, p_unit,
      p_state, p_cause, p_procedure, p_source, p_officer, p_filed_from, p_filed_to, p_decided_from, p_decided_to,
      p_closed_from, p_closed_to, p_before_on, p_before_id, p_fetch, besides, numbered;
end $$;

-- The text behind the stored bigrams, for the check of longer words.
create or replace function case_search_text(c case_file) returns text
  immutable set search_path = anjuan, pg_temp language sql as
$$ select lower(normalize(c.number || ' ' || c.title || ' ' || c.party_names || ' ' || c.place || ' ' || coalesce(c.cause_text, '')
                          || ' ' || c.facts, nfkc)) $$;

-- The actor's permissions in one unit, as judges want them.
create or replace function permissions_in(p_unit text) returns text[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
begin
  if hash is null then
    return '{}';
  end if;
  return array(
    select distinct rp.permission
      from session s join person p using (person_id) join role_assignment a using (person_id) join role_permission rp using (role)
     where s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
       and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null
       and (rp.scope = 'all' or (rp.scope = 'own' and a.unit_id = p_unit))
       and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today()));
end $$;

revoke all on function case_search(text, text, text, text, text, text, uuid, date, date, date, date, date, date, date, uuid, integer),
  case_search_text(case_file), permissions_in(text) from public;
grant execute on function case_search(text, text, text, text, text, text, uuid, date, date, date, date, date, date, date, uuid, integer),
  permissions_in(text) to anjuan_login, anjuan_jobs;

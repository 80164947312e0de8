-- The worklist: running deadlines of cases and clues, the first to end first. One function that asks for the actor's rights once and
-- then reads in the order of two indexes; its plans are kept, where a statement with all these filters was planned anew each time.
set local role anjuan_definer;

-- Of these permissions, the units in which the actor has them today, by the rule of permitted_units.
create or replace function permitted_units_of(p_permissions text[]) returns table (permission text, units text[])
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  hash text := nullif(current_setting('anjuan.token', true), '');
begin
  if hash is null then
    return;
  end if;
  return query
    select rp.permission, array_agg(distinct u.unit_id)
      from session s join person p using (person_id) join role_assignment a using (person_id) join role_permission rp using (role)
      join unit u on rp.scope = 'all' or (rp.scope = 'own' and u.unit_id = a.unit_id)
     where s.token_hash = decode(hash, 'hex') and s.expires_at > anjuan_now()
       and s.last_seen_at > anjuan_now() - make_interval(secs => s.idle_seconds) and p.disabled_at is null
       and rp.permission = any (p_permissions)
       and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today())
     group by rp.permission;
end $$;

-- What comes behind (p_due, p_id, p_code, p_nth) in the order of the list. Deadlines of cases that the actor reads: of the units, and of
-- cases open to them, in which there is nothing to approve; what another unit proposes to move to a unit whose lead the actor is, who
-- does not see the case yet; and of clues that the actor reads.
drop function if exists moves_waiting();
create or replace function worklist(p_view text, p_mine boolean, p_within integer, p_unit text, p_due date, p_id uuid, p_code text, p_nth integer, p_fetch integer)
  returns table (case_id uuid, clue_id uuid, number text, title text, unit_id text, case_state text, code text, nth smallint, name_zh text, name_en text,
                 article text, party_right boolean, due_on date, days_left integer, state text, provisional boolean)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  waiting boolean := p_view is not distinct from 'waiting';
  mine boolean := coalesce(p_mine, false);
  today date := anjuan_today();
  first_on date := greatest(case when p_view = 'due_soon' then today end, p_due, '-infinity');
  last_on date := case p_view when 'overdue' then today - 1
                              when 'due_soon' then today + coalesce(p_within, parameter_on('due_soon_days', today)::integer) else 'infinity' end;
  behind_id uuid := coalesce(p_id, '00000000-0000-0000-0000-000000000000');
  rights boolean[] := case when p_view is null then array[false, true] else array[false] end;
  who uuid := actor_person();
  reads text[];
  approves text[];
  reviews text[];
  clues text[];
begin
  p_due := coalesce(p_due, '-infinity');
  p_code := coalesce(p_code, '');
  p_nth := coalesce(p_nth, 0);
  select coalesce(max(u.units) filter (where u.permission = 'case.read'), '{}'), coalesce(max(u.units) filter (where u.permission = 'case.approve'), '{}'),
         coalesce(max(u.units) filter (where u.permission = 'case.legal_review'), '{}'), coalesce(max(u.units) filter (where u.permission = 'clue.read'), '{}')
    into reads, approves, reviews, clues
    from permitted_units_of(array['case.read', 'case.approve', 'case.legal_review', 'clue.read']) u;

  if waiting then
    if not coalesce((select p.legal_qualified from person p where p.person_id = who), false) then
      reviews := '{}';
    end if;
    return query
      select d.case_id, null::uuid, c.number, c.title, c.unit_id, c.state, d.code, d.nth, t.name_zh, t.name_en, t.article, d.party_right, d.due_on,
             d.due_on - today, case when d.due_on >= today then 'open' when d.party_right then 'lapsed' else 'overdue' end, d.provisional
        from (select l.*
                from unnest(reads) u
                cross join unnest(array['decision', 'filing_approval', 'legal_review', 'preservation', 'recusal_decision', 'transfer_decision',
                                        'transfer_handover']) k(code) cross join lateral (
                  select d.* from case_deadline d
                   where d.unit_id = u and d.code = k.code and d.state = 'open' and d.due_on is not null
                     and (d.due_on, d.case_id, d.code, d.nth) > (p_due, behind_id, p_code, p_nth)
                     and case k.code
                         when 'decision' then u = any (approves) and exists (select from case_file w where w.case_id = d.case_id and w.state = 'investigated')
                         when 'legal_review' then u = any (reviews)
                              and not exists (select from case_officer o where o.case_id = d.case_id and o.person_id = who)
                         else u = any (approves) end
                     and (not mine or exists (select from case_officer o where o.case_id = d.case_id and o.person_id = who and (o.to_on is null or o.to_on >= today)))
                   order by d.due_on, d.case_id, d.nth limit p_fetch) l
               where (p_unit is null or u = p_unit) and (u = any (approves) or u = any (reviews))
               order by l.due_on, l.case_id, l.code, l.nth limit p_fetch) d
        join case_file c on c.case_id = d.case_id join term t on t.code = d.code and t.version = d.term_version;
  else
    return query
      select d.case_id, null::uuid, c.number, c.title, c.unit_id, c.state, d.code, d.nth, t.name_zh, t.name_en, t.article, d.party_right, d.due_on,
             d.due_on - today, case when d.due_on >= today then 'open' when d.party_right then 'lapsed' else 'overdue' end, d.provisional
        from (select l.*
                from unnest(reads) u cross join unnest(rights) r cross join lateral (
                  select d.* from case_deadline d
                   where d.unit_id = u and d.party_right = r and d.state = 'open' and d.due_on is not null and d.due_on >= first_on and d.due_on <= last_on
                     and (d.due_on, d.case_id, d.code, d.nth) > (p_due, behind_id, p_code, p_nth)
                     and (not mine or exists (select from case_officer o where o.case_id = d.case_id and o.person_id = who and (o.to_on is null or o.to_on >= today)))
                   order by d.due_on, d.case_id, d.code, d.nth limit p_fetch) l
               where p_unit is null or u = p_unit
               order by l.due_on, l.case_id, l.code, l.nth limit p_fetch) d
        join case_file c on c.case_id = d.case_id join term t on t.code = d.code and t.version = d.term_version;
    if not mine then
      return query
        select d.case_id, null::uuid, c.number, c.title, c.unit_id, c.state, d.code, d.nth, t.name_zh, t.name_en, t.article, d.party_right, d.due_on,
               d.due_on - today, case when d.due_on >= today then 'open' when d.party_right then 'lapsed' else 'overdue' end, d.provisional
          from (select distinct a.case_id from case_access a
                 where a.to_unit_id = any (reads) and a.ended_on is null and (a.until_on is null or a.until_on >= today)
                   and not a.unit_id = any (reads) and (p_unit is null or a.unit_id = p_unit)) a
          join case_deadline d on d.case_id = a.case_id join case_file c on c.case_id = d.case_id join term t on t.code = d.code and t.version = d.term_version
         where d.party_right = any (rights) and d.state = 'open' and d.due_on is not null and d.due_on >= first_on and d.due_on <= last_on
           and (d.due_on, d.case_id, d.code, d.nth) > (p_due, behind_id, p_code, p_nth)
         order by d.due_on, d.case_id, d.code, d.nth limit p_fetch;
    end if;
  end if;

  if not mine and approves <> '{}' then
    return query
      select d.case_id, null::uuid, m.number, m.title, m.from_unit_id, m.case_state, d.code, d.nth, t.name_zh, t.name_en, t.article, d.party_right, d.due_on,
             d.due_on - today, case when d.due_on >= today then 'open' else 'overdue' end, d.provisional
        from case_move m join case_deadline d on d.case_id = m.case_id and d.code = 'unit_transfer_answer' and d.state = 'open' and d.due_on is not null
        join term t on t.code = d.code and t.version = d.term_version
       where m.state = 'proposed' and m.to_unit_id = any (approves) and not m.from_unit_id = any (reads)
         and (p_unit is null or m.to_unit_id = p_unit) and d.due_on >= first_on and d.due_on <= last_on
         and (d.due_on, d.case_id, d.code, d.nth) > (p_due, behind_id, p_code, p_nth)
       order by d.due_on, d.case_id, d.code, d.nth limit p_fetch;
  end if;

  return query
    select null::uuid, d.clue_id, null::text, c.title, c.unit_id, null::text, d.code, d.nth, t.name_zh, t.name_en, t.article, d.party_right, d.due_on,
           d.due_on - today, case when d.due_on >= today then 'open' else 'overdue' end, d.provisional
      from (select l.*
              from unnest(clues) u cross join lateral (
                select d.* from clue_deadline d
                 where d.unit_id = u and d.state = 'open' and d.due_on is not null and d.due_on >= first_on and d.due_on <= last_on
                   and (d.due_on, d.clue_id, d.code, d.nth) > (p_due, behind_id, p_code, p_nth)
                   and (not waiting or (d.code = 'filing_decision' and exists (select from clue w where w.clue_id = d.clue_id and w.approval = 'requested')))
                   and (not mine or exists (select from clue_act a where a.clue_id = d.clue_id and a.recorded_by = who))
                 order by d.due_on, d.clue_id, d.code, d.nth limit p_fetch) l
             where (p_unit is null or u = p_unit) and (not waiting or u = any (approves))
             order by l.due_on, l.clue_id, l.code, l.nth limit p_fetch) d
      join clue c on c.clue_id = d.clue_id join term t on t.code = d.code and t.version = d.term_version;
end $$;

revoke all on function permitted_units_of(text[]), worklist(text, boolean, integer, text, date, uuid, text, integer, integer) from public;
grant execute on function permitted_units_of(text[]), worklist(text, boolean, integer, text, date, uuid, text, integer, integer) to anjuan_login;

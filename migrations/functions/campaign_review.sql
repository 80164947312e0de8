-- Who may review what, what a reviewer sees of a file, and what sheets come to: what needs more rights than a reviewer has.
-- What an earlier version made as the owner comes again as a reviewed function.
set local role anjuan_owner;
do $$
begin
  if exists (select from pg_proc p where p.pronamespace = 'anjuan'::regnamespace and p.proname = 'assignment_facts'
                and p.proowner = 'anjuan_owner'::regrole) then
    drop function assignment_facts(uuid, uuid);
  end if;
end $$;
set local role anjuan_definer;

-- What the rule of assignment must know, for each of these cases and each of these people. Judged by rules/assignment.c. A part in the
-- case: an officer, ever; who recorded an act or a document; whom an act names (legal reviewer, decider, chair of a hearing).
create or replace function reviewer_facts(p_cases uuid[], p_people uuid[])
  returns table (case_id uuid, person_id uuid, case_state text, case_unit text, may_review boolean, of_unit boolean, of_subject boolean,
                 is_officer boolean, took_part boolean, sees_all boolean)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with a as materialized (
    select r.person_id, r.role, r.unit_id, d.days, d.days @> anjuan_today() as today
      from role_assignment r cross join lateral (select daterange(r.valid_from, r.valid_to, '[]') as days) d where r.person_id = any (p_people)
  ), w as materialized (
    select p.person_id, p.person_id::text as name,
           p.kind = 'person' and p.disabled_at is null and exists (
             select from a where a.person_id = p.person_id and a.today and a.role = 'reviewer') as may_review,
           exists (select from a join role_permission rp using (role) where a.person_id = p.person_id and a.today and rp.scope = 'all'
                      and rp.permission in ('case.read', 'review.read', 'review.assign', 'review.manage', 'audit.read')) as sees_all
      from person p where p.person_id = any (p_people)
  ), c as materialized (
    select f.case_id, f.state, f.unit_id, f.subject_unit_id, daterange(f.filed_on, greatest(f.closed_on, f.filed_on), '[]') as in_hand,
           array(select e.at_unit_id from case_event e where e.case_id = f.case_id
                 union select o.to_unit_id from case_access o where o.case_id = f.case_id
                 union select m.from_unit_id from case_move m where m.case_id = f.case_id and m.state = 'accepted'
                 union select f.unit_id) as units,
           array(select o.person_id from case_officer o where o.case_id = f.case_id
                 union select o.person_id from case_officer_was o where o.case_id = f.case_id) as officers,
           array(select e.recorded_by from case_event e where e.case_id = f.case_id
                 union select d.recorded_by from case_document d where d.case_id = f.case_id
                 union select f.recorded_by) as recorders,
           (select string_agg(e.data::text, ' ') from case_event e where e.case_id = f.case_id and e.data is not null) as named
      from case_file f where f.case_id = any (p_cases)
  )
  select c.case_id, w.person_id, c.state, c.unit_id, w.may_review,
         exists (select from a where a.person_id = w.person_id and (a.today or a.days && c.in_hand) and a.unit_id = any (c.units)),
         c.subject_unit_id <> c.unit_id and exists (
           select from a where a.person_id = w.person_id and (a.today or a.days && c.in_hand) and a.unit_id = c.subject_unit_id),
         w.person_id = any (c.officers), w.person_id = any (c.recorders) or coalesce(strpos(c.named, w.name) > 0, false),
         w.sees_all or exists (select from review r left join campaign g using (campaign_id)
                                where r.case_id = c.case_id and r.reviewer_id = w.person_id and coalesce(not g.blind, true))
    from c cross join w
$$;

-- The same of one case and one person: of a case that the actor reads, or is to review; whose case it is only where the actor reads it.
create or replace function assignment_facts(p_case uuid, p_person uuid)
  returns table (case_state text, case_unit text, may_review boolean, of_unit boolean, of_subject boolean, is_officer boolean, took_part boolean)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select f.case_state, case when w.reads then f.case_unit end, f.may_review, f.of_unit, f.of_subject, f.is_officer, f.took_part
    from reviewer_facts(array[p_case], array[p_person]) f
   cross join lateral (select f.case_unit = any (permitted_units('case.read')) or p_case = any (readable_cases()) as reads) w
   where w.reads or exists (select from review r where r.case_id = p_case and r.reviewer_id = p_person and r.state = 'assigned'
                    and r.reviewer_id = actor_person() and has_permission('review.write'))
$$;

-- Whatever assigns a review: nobody of a unit behind the case, nobody with a part in it, nobody who is barred from the file; in a blind
-- campaign nobody who sees the file unmasked, or saw it; and who reviews it blind does not get it by itself meanwhile.
create or replace function review_apart() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if actor_person() is not null and (not exists (
       select from reviewer_facts(array[new.case_id], array[new.reviewer_id]) f
        where f.may_review and not f.of_unit and not f.of_subject and not f.is_officer and not f.took_part
          and not (f.sees_all and exists (select from campaign g where g.campaign_id = new.campaign_id and g.blind)))
     or (new.campaign_id is null and exists (
           select from review r join campaign g using (campaign_id)
            where r.case_id = new.case_id and r.reviewer_id = new.reviewer_id and r.state <> 'withdrawn' and g.blind and g.state in ('drawn', 'reviewing')))
     or exists (select from review_bar b where b.campaign_id = new.campaign_id and b.case_id = new.case_id and b.person_id = new.reviewer_id)) then
    raise exception 'this reviewer is not apart from the case' using errcode = '23514', constraint = 'review_apart';
  end if;
  if new.campaign_id is not null and new.state = 'assigned' and not exists (
       select from campaign g join campaign_file f using (campaign_id)
        where g.campaign_id = new.campaign_id and f.case_id = new.case_id and g.checklist_id = new.checklist_id
          and ((g.state in ('drawn', 'reviewing') and new.place < 3 and f.state in ('drawn', 'assigned'))
               or (g.state = 'reviewing' and new.place = 3 and f.state = 'disputed'))) then
    raise exception 'this file takes no reviewer' using errcode = '23514', constraint = 'review_open';
  end if;
  return null;
end $$;

-- A file is assigned while it has all the reviewers it wants; a third person who is gone leaves it in dispute.
create or replace function review_moves_file() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  update campaign_file f set state = x.state, version = f.version + 1
    from (select g.campaign_id, g.case_id, case when count(r.review_id) >= g.wants then 'assigned' else 'drawn' end as state
            from campaign_file g left join review r on r.campaign_id = g.campaign_id and r.case_id = g.case_id and r.state <> 'withdrawn' and r.place < 3
           where g.campaign_id = new.campaign_id and g.case_id = new.case_id and g.state in ('drawn', 'assigned')
           group by g.campaign_id, g.case_id) x
   where f.campaign_id = x.campaign_id and f.case_id = x.case_id and f.state <> x.state;
  return null;
end $$;

-- What allots reviewers: the files that lack some, the people asked for (null: all reviewers of today), what keeps each away, how
-- busy they are in this campaign, who has which file. As JSON; for who assigns.
create or replace function campaign_to_assign(p_campaign uuid, p_people uuid[], p_case uuid)
  returns json stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  people uuid[] := coalesce(p_people, array(
    select distinct a.person_id from role_assignment a join person p using (person_id)
     where a.role = 'reviewer' and a.valid_from <= anjuan_today() and coalesce(a.valid_to >= anjuan_today(), true) and p.disabled_at is null));
  cases uuid[] := array(select f.case_id from campaign_file f where f.campaign_id = p_campaign and f.state in ('drawn', 'assigned', 'disputed')
                           and (p_case is null or f.case_id = p_case));
begin
  if not has_permission('review.assign') then
    raise exception 'no right to assign reviews' using errcode = '42501';
  end if;
  return json_build_object(
    'seed', (select v.seed from campaign_reveal v where v.campaign_id = p_campaign),
    'blind', (select g.blind from campaign g where g.campaign_id = p_campaign),
    'double_share', (select g.double_share from campaign g where g.campaign_id = p_campaign),
    'unknown', (select json_agg(i) from unnest(people) i where not exists (select from person p where p.person_id = i)),
    'all_drawn', (select coalesce(json_agg(f.case_id order by f.case_id), '[]') from campaign_file f where f.campaign_id = p_campaign and f.kind = 'drawn'),
    'files', (select coalesce(json_agg(json_build_object('case_id', f.case_id, 'number', c.number, 'state', f.state, 'kind', f.kind,
                'places', (select coalesce(json_agg(r.place), '[]') from review r
                            where r.campaign_id = p_campaign and r.case_id = f.case_id and r.state <> 'withdrawn'),
                'given', (select coalesce(json_agg(r.reviewer_id), '[]') from review r
                           where r.campaign_id = p_campaign and r.case_id = f.case_id and r.state <> 'withdrawn')) order by f.case_id), '[]')
                from campaign_file f join case_file c using (case_id) where f.campaign_id = p_campaign and f.case_id = any (cases)),
    'reviewers', (select coalesce(json_agg(json_build_object('person_id', i, 'load', (
                    select count(*) from review r where r.campaign_id = p_campaign and r.reviewer_id = i and r.state <> 'withdrawn')) order by i), '[]')
                    from unnest(people) i),
    'bars', (select coalesce(json_agg(json_build_array(f.case_id, f.person_id, f.may_review, f.of_unit, f.of_subject, f.is_officer, f.took_part,
                       exists (select from review_bar b where b.campaign_id = p_campaign and b.case_id = f.case_id and b.person_id = f.person_id),
                       f.sees_all)), '[]')
               from reviewer_facts(cases, people) f));
end $$;

-- What the sheet now handed in is judged with: the file locked, so that of two who hand in at once the second sees the first. Only
-- of the actor's own review in a campaign.
drop function if exists review_beside(uuid);
create or replace function review_beside(p_review uuid)
  returns table (campaign_state text, file_state text, place smallint, difference_limit integer, by_average boolean, excellent_min integer,
                 pass_min integer, sheets json, unexplained text)
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  v review;
begin
  select * into v from review r where r.review_id = p_review and r.reviewer_id = actor_person() and r.campaign_id is not null;
  if not found or not has_permission('review.write') then
    return;
  end if;
  perform from campaign_file f where f.campaign_id = v.campaign_id and f.case_id = v.case_id for update;
  return query
  select g.state, f.state, v.place, g.difference_limit, g.by_average, k.excellent_min, k.pass_min,
         (select coalesce(json_agg(json_build_object('review_id', r.review_id, 'place', r.place, 'state', r.state, 'total', r.score,
                   'vetoed', r.vetoed, 'agreed', r.agreed, 'own', r.review_id = p_review) order by r.place), '[]')
            from review r where r.campaign_id = v.campaign_id and r.case_id = v.case_id and r.state <> 'withdrawn'),
         nullif(array_to_string(precheck_unexplained(p_review), ', '), '')
    from campaign g join campaign_file f using (campaign_id) join checklist k using (checklist_id)
   where g.campaign_id = v.campaign_id and f.case_id = v.case_id;
end $$;

-- Writes down what the sheets of a file come to (p_score null: they are too far apart, or more is to come). For the reviewer whose
-- sheet, handed in, settles it.
create or replace function review_settle(p_review uuid, p_state text, p_score integer, p_vetoed boolean, p_grade text, p_by text)
  returns void volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  v review;
begin
  select * into v from review r where r.review_id = p_review and r.reviewer_id = actor_person() and r.state = 'submitted' and r.campaign_id is not null;
  if not found or not has_permission('review.write') or p_state not in ('scored', 'disputed') or (p_state = 'scored') <> (p_score is not null) then
    raise exception 'not a sheet that settles a file' using errcode = '42501';
  end if;
  update campaign_file f
     set state = p_state, score = p_score, vetoed = p_vetoed, grade = p_grade, settled_by = p_by, version = f.version + 1,
         scored_at = case when p_score is not null then anjuan_now() end,
         trace = case when p_score is not null then jsonb_build_object('settled_by', p_by, 'limit', g.difference_limit, 'sheets', (
           select jsonb_agg(jsonb_build_object('review_id', r.review_id, 'place', r.place, 'score', r.score, 'vetoed', r.vetoed, 'grade', r.grade,
                             'agreed', r.agreed) order by r.place)
             from review r where r.campaign_id = v.campaign_id and r.case_id = v.case_id and r.state = 'submitted')) end
    from campaign g
   where g.campaign_id = v.campaign_id and g.state = 'reviewing' and f.campaign_id = v.campaign_id and f.case_id = v.case_id
     and f.state in ('assigned', 'disputed');
  if not found then
    raise exception 'the file is not under review' using errcode = '23514', constraint = 'campaign_file_step';
  end if;
end $$;

-- Nobody reviews a file again who declined it or was withdrawn from it.
create or replace function review_keeps_bar() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  insert into review_bar (campaign_id, case_id, unit_id, person_id, kind, reason, recorded_by)
  values (new.campaign_id, new.case_id, new.unit_id, new.reviewer_id, case when new.withdrawn_by = new.reviewer_id then 'declined' else 'withdrawn' end,
          new.withdrawn_reason, new.withdrawn_by)
  on conflict do nothing;
  return null;
end $$;

-- ---- whose a sheet is ----

-- The columns unit_id and reviewer_id of a review are read by nobody who signs in. These say them: in a blind campaign the unit not to
-- its reviewer, the reviewer not to the unit. Of reviews that the actor sees, as the policy of review has it.
create or replace function review_who(p_review uuid, out unit_id text, out reviewer_id uuid, out reviewer_name text, out campaign_state text)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
#variable_conflict use_column
declare
  me uuid := actor_person();
  assigns text[] := permitted_units('review.assign');
  audits boolean := has_permission('audit.read');
begin
  select case when h.open or r.reviewer_id is distinct from me then r.unit_id end, case when h.open or r.reviewer_id = me then r.reviewer_id end,
         case when h.open or r.reviewer_id = me then p.name end, g.state
    into unit_id, reviewer_id, reviewer_name, campaign_state
    from review r join person p on p.person_id = r.reviewer_id left join campaign g using (campaign_id)
   cross join lateral (select not coalesce(g.blind, false) or r.unit_id = any (assigns) or audits as open) h
   where r.review_id = p_review
     and (r.unit_id = any (assigns) or (r.reviewer_id = me and has_permission('review.write'))
          or (r.unit_id = any (permitted_units('review.read')) and (audits or (r.state = 'submitted' and (
                g.campaign_id is null or g.state in ('feedback', 'rectification', 'reported', 'closed'))))));
end $$;

-- A page of the reviews that the actor sees, the newest first. Who asks for a unit or a reviewer gets what would be said of it.
create or replace function review_page(p_unit text, p_reviewer uuid, p_state text, p_case uuid, p_before timestamptz, p_before_id uuid, p_fetch integer)
  returns table (review_id uuid, assigned_at timestamptz, unit_id text, reviewer_id uuid, reviewer_name text)
  stable security definer set search_path = anjuan, pg_temp set plan_cache_mode = force_custom_plan language plpgsql as $$
#variable_conflict use_column
declare
  me uuid := actor_person();
  assigns text[] := permitted_units('review.assign');
  reads text[] := permitted_units('review.read');
  audits boolean := has_permission('audit.read');
  writes boolean := has_permission('review.write');
begin
  return query
  select r.review_id, r.assigned_at, case when h.open or r.reviewer_id is distinct from me then r.unit_id end,
         case when h.open or r.reviewer_id = me then r.reviewer_id end, case when h.open or r.reviewer_id = me then p.name end
    from (
      select r.* from unnest(array(select unnest(assigns) union select unnest(reads))) u
       cross join lateral (
        select r.* from review r left join campaign g using (campaign_id)
         where r.unit_id = u and (p_state is null or r.state = p_state) and (p_case is null or r.case_id = p_case)
           and (u = any (assigns) or audits or (r.state = 'submitted' and (
                  g.campaign_id is null or g.state in ('feedback', 'rectification', 'reported', 'closed'))))
           and (p_reviewer is null or (r.reviewer_id = p_reviewer and (not coalesce(g.blind, false) or u = any (assigns) or audits or p_reviewer = me)))
           and (r.assigned_at, r.review_id) < (p_before, p_before_id)
         order by r.assigned_at desc, r.review_id desc limit p_fetch) r
       where p_unit is null or u = p_unit
      union
      (select r.* from review r left join campaign g using (campaign_id)
       where writes and r.reviewer_id = me and (p_unit is null or (r.unit_id = p_unit and (not coalesce(g.blind, false) or p_unit = any (assigns) or audits)))
         and (p_state is null or r.state = p_state) and (p_case is null or r.case_id = p_case) and (p_reviewer is null or r.reviewer_id = p_reviewer)
         and (r.assigned_at, r.review_id) < (p_before, p_before_id)
       order by r.assigned_at desc, r.review_id desc limit p_fetch)
       order by assigned_at desc, review_id desc limit p_fetch
    ) r
    join person p on p.person_id = r.reviewer_id left join campaign g using (campaign_id)
   cross join lateral (select not coalesce(g.blind, false) or r.unit_id = any (assigns) or audits as open) h
   order by r.assigned_at desc, r.review_id desc;
end $$;

-- The sheets that the actor fills in.
create or replace function writable_reviews() returns uuid[]
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  me uuid := actor_person();
  everywhere text[] := permitted_units('review.write');
begin
  return array(select r.review_id from review r where r.reviewer_id = me and r.state = 'assigned' and has_permission('review.write')
               union all
               select r.review_id from review r where r.unit_id = any (everywhere) and r.state = 'assigned');
end $$;

-- An answer is of its sheet's unit; whoever fills it in need not know.
create or replace function review_answer_unit() returns trigger
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  new.unit_id := coalesce(new.unit_id, (select r.unit_id from review r where r.review_id = new.review_id));
  return new;
end $$;

-- ---- what a reviewer sees of a file ----

-- Each text in a JSON value with the words replaced, longest first; names of members stay. A code is replaced where it stands by itself: as
-- a part of another word, such as a credit code, it names nobody.
create or replace function json_masked(j jsonb, words text[], instead text[]) returns jsonb
  immutable set search_path = anjuan, pg_temp language plpgsql as $$
declare
  t text;
begin
  case jsonb_typeof(j)
  when 'string' then
    t := j #>> '{}';
    for i in 1 .. coalesce(cardinality(words), 0) loop
      if strpos(t, words[i]) > 0 then
        t := case when words[i] ~ '^[A-Za-z0-9_.-]+$'
                  then regexp_replace(t, '(?<![A-Za-z0-9_])' || regexp_replace(words[i], '([.-])', '\\\1', 'g') || '(?![A-Za-z0-9_])', instead[i], 'g')
                  else replace(t, words[i], instead[i]) end;
      end if;
    end loop;
    return to_jsonb(t);
  when 'object' then
    return (select coalesce(jsonb_object_agg(k, json_masked(v, words, instead)), '{}') from jsonb_each(j) x(k, v));
  when 'array' then
    return (select coalesce(jsonb_agg(json_masked(v, words, instead) order by n), '[]') from jsonb_array_elements(j) with ordinality x(v, n));
  else
    return j;
  end case;
end $$;

-- What tells the units and the people of a case: all units by code, names and prefix; numbers; the officers, whoever recorded or is
-- named, and whoever serves or served in its units, by name, login, certificate and id.
create or replace function case_words(p_case uuid, out words text[], out instead text[])
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  with u as (
    select array(select e.at_unit_id from case_event e where e.case_id = p_case union select o.to_unit_id from case_access o where o.case_id = p_case
                 union select c.unit_id from case_file c where c.case_id = p_case union select c.subject_unit_id from case_file c where c.case_id = p_case) as units,
           (select string_agg(x.said, ' ') from (
              select e.data::text as said from case_event e where e.case_id = p_case
              union all
              select concat_ws(' ', d.elements, d.signatures, d.copy_checked_by) from case_document d where d.case_id = p_case) x) as named
  ), p as (
    select p.* from person p, u
     where p.person_id in (select o.person_id from case_officer o where o.case_id = p_case union select o.person_id from case_officer_was o where o.case_id = p_case
                           union select e.recorded_by from case_event e where e.case_id = p_case
                           union select d.recorded_by from case_document d where d.case_id = p_case
                           union select c.recorded_by from case_file c where c.case_id = p_case
                           union select a.person_id from role_assignment a where a.unit_id = any (u.units))
        or strpos(u.named, p.person_id::text) > 0 or (length(p.login) > 3 and strpos(u.named, p.login) > 0)
  ), w(word, instead) as (
    select x.word, '［单位］' from unit u cross join lateral unnest(array[u.name_zh, u.name_en, u.number_prefix, u.unit_id]) x(word)
    union
    select x.word, '［人员］' from p cross join lateral unnest(array[p.name, p.login, p.certificate_no, p.person_id::text]) x(word)
    union
    select x.word, '［号］' from (
      select c.number as word from case_file c where c.case_id = p_case
      union select e.document_no from case_event e where e.case_id = p_case
      union select d.number from case_document d where d.case_id = p_case
      union select l.number from case_move l where l.case_id = p_case
      union select c.external_id from case_file c where c.case_id = p_case) x
  )
  select array_agg(w.word order by length(w.word) desc, w.word, w.instead), array_agg(w.instead order by length(w.word) desc, w.word, w.instead)
    from w where length(w.word) > 1
$$;

-- A whole file. Where hidden, what names the unit or its people is left out, and their names and numbers are replaced in all texts.
create or replace function file_content(p_case uuid, p_checklist uuid, hidden boolean) returns jsonb
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  content jsonb;
  w record;
begin
  select jsonb_build_object(
    'title', c.title, 'procedure', c.procedure, 'source', c.source, 'cause_code', c.cause_code, 'cause_text', c.cause_text, 'articles', c.articles,
    'facts', c.facts, 'place', c.place, 'occurred_on', c.occurred_on, 'found_on', c.found_on, 'filed_on', c.filed_on, 'outcome', c.outcome,
    'decided_on', c.decided_on, 'served_on', c.served_on, 'closed_on', c.closed_on, 'fine_fen', c.fine_fen, 'confiscated_fen', c.confiscated_fen,
    'paid_fen', c.paid_fen, 'number', case when not hidden then c.number end, 'unit_id', case when not hidden then c.unit_id end,
    'subject_unit_id', case when not hidden then c.subject_unit_id end,
    'parties', (select coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'name', p.name, 'credit_code', p.credit_code, 'id_number', p.id_number_masked,
                  'phone', p.phone_masked, 'address', p.address, 'representative', p.representative) order by p.position), '[]')
                  from case_party p where p.case_id = c.case_id),
    'officers', (select coalesce(jsonb_agg(jsonb_build_object('position', o.position, 'from_on', o.from_on, 'to_on', o.to_on,
                   'certified', p.certificate_no is not null and coalesce(p.certificate_from <= o.from_on, true) and coalesce(p.certificate_to >= o.from_on, true),
                   'name', case when not hidden then p.name end, 'certificate_no', case when not hidden then p.certificate_no end)
                   order by o.position, o.from_on, case when not hidden then p.name end), '[]')
                   from case_officer o join person p using (person_id) where o.case_id = c.case_id),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('event_id', e.event_id, 'seq', e.seq, 'kind', e.kind, 'happened_on', e.happened_on, 'recorded_at', e.recorded_at,
                 'outcome', e.outcome, 'procedure', e.procedure, 'fine_fen', e.fine_fen, 'confiscated_fen', e.confiscated_fen, 'amount_fen', e.amount_fen,
                 'receiver', e.receiver, 'document_no', e.document_no, 'remark', e.remark, 'data', e.data,
                 'recorded_by', case when not hidden then e.recorded_by end,
                 'corrects', (select x.seq from case_event x where x.event_id = e.corrects),
                 'penalties', (select coalesce(jsonb_agg(jsonb_build_object('kind', n.kind, 'amount_fen', n.amount_fen, 'content', n.content) order by n.position), '[]')
                                 from case_penalty n where n.event_id = e.event_id)) order by e.seq), '[]')
                 from case_event e where e.case_id = c.case_id),
    'documents', (select coalesce(jsonb_agg(jsonb_build_object('document_id', d.document_id, 'kind', d.kind, 'number', d.number, 'title', d.title, 'made_on', d.made_on, 'pages', d.pages,
                    'page_from', d.page_from, 'page_to', d.page_to, 'is_copy', d.is_copy, 'copy_checked_by', d.copy_checked_by,
                    'copy_checked_on', d.copy_checked_on, 'seal', d.seal, 'sealed_on', d.sealed_on, 'elements', d.elements, 'signatures', d.signatures,
                    'service_mode', d.service_mode, 'served_on', d.served_on, 'served_to', d.served_to, 'receipt', d.receipt, 'witnesses', d.witnesses,
                    'event', (select e.seq from case_event e where e.event_id = d.event_id)) order by d.page_from, d.made_on, d.recorded_at), '[]')
                    from case_document d where d.case_id = c.case_id and d.state = 'kept'),
    'prechecks', precheck_items(p_case, p_checklist),
    'deadlines', (select coalesce(jsonb_agg(jsonb_build_object('code', d.code, 'nth', d.nth, 'start_on', d.start_on, 'due_on', d.due_on, 'state', d.state,
                    'met_on', d.met_on, 'explanation', d.explanation) order by d.start_on, d.code, d.nth), '[]')
                    from case_deadline d where d.case_id = c.case_id)) into content
    from case_file c where c.case_id = p_case;
  if hidden then
    select * into w from case_words(p_case);
    content := json_masked(content, w.words, w.instead);
  end if;
  return content;
end $$;

-- The file as its reviewer gets it, in this one place: while the campaign is under review and the sheet is not handed in.
create or replace function review_file(p_review uuid) returns jsonb
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  v review;
  hidden boolean;
begin
  select r.* into v from review r left join campaign g using (campaign_id)
   where r.review_id = p_review and r.reviewer_id = actor_person() and r.state = 'assigned' and (g.campaign_id is null or g.state = 'reviewing');
  if not found or not has_permission('review.write') then
    return null;
  end if;
  hidden := coalesce((select g.blind from campaign g where g.campaign_id = v.campaign_id), false);
  return jsonb_build_object('review_id', v.review_id, 'case_id', v.case_id, 'masked', hidden,
    'masking_zh', case when hidden then '已隐去：承办单位、执法主体、办案人员和登记人；案号、文号；各单位的名称、代码和字号前缀以及有关人员的姓名、登录名、证号在所有文字中已替换。'
      || '不能隐去：地点和地址、简称和别称、写错的名称、更长编码中的代码、当事人及其叙述中的其他线索、纸质材料的扫描件。' end,
    'masking_en', case when hidden then 'Masked: handling unit, enforcement subject, officers and who recorded; numbers of case and documents; names, codes and prefixes of all '
      || 'units and names, logins and certificates of the people concerned, replaced in all texts. Cannot be masked: places and addresses, short forms and nicknames, '
      || 'misspelt names, codes within longer ones, other hints in what parties say, scans of paper.' end,
    'file', file_content(v.case_id, v.checklist_id, hidden));
end $$;

-- Where no average is taken and the two do not come to the same total: the file goes to a third person after all.
create or replace function review_pass_on(p_campaign uuid, p_case uuid) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('review.assign') then
    raise exception 'no right to assign reviews' using errcode = '42501';
  end if;
  update campaign_file f set state = 'disputed', version = f.version + 1
    from campaign g
   where f.campaign_id = p_campaign and f.case_id = p_case and f.state = 'assigned' and g.campaign_id = p_campaign and g.state = 'reviewing' and not g.by_average
     and (select count(*) from review r where r.campaign_id = p_campaign and r.case_id = p_case and r.state = 'submitted' and r.place < 3) = 2;
  if not found then
    raise exception 'nobody is to agree about the file' using errcode = '23514', constraint = 'campaign_file_step';
  end if;
end $$;

-- Where two sheets are close and the two are to agree on a total: what the other one says, once both are handed in.
create or replace function review_other(p_review uuid, out score integer, out agreed integer)
  stable security definer set search_path = anjuan, pg_temp language sql as $$
  select o.score, o.agreed
    from review r join campaign g on g.campaign_id = r.campaign_id and not g.by_average
    join campaign_file f on f.campaign_id = r.campaign_id and f.case_id = r.case_id and f.state = 'assigned'
    join review o on o.campaign_id = r.campaign_id and o.case_id = r.case_id and o.review_id <> r.review_id and o.state = 'submitted'
   where r.review_id = p_review and r.reviewer_id = actor_person() and r.state = 'submitted' and has_permission('review.write')
   limit 1
$$;

revoke all on function reviewer_facts(uuid[], uuid[]), assignment_facts(uuid, uuid), review_apart(), review_moves_file(), review_keeps_bar(),
  campaign_to_assign(uuid, uuid[], uuid), review_beside(uuid), review_settle(uuid, text, integer, boolean, text, text),
  json_masked(jsonb, text[], text[]), case_words(uuid), file_content(uuid, uuid, boolean), review_file(uuid), review_other(uuid), review_pass_on(uuid, uuid), review_who(uuid),
  review_page(text, uuid, text, uuid, timestamptz, uuid, integer), writable_reviews(), review_answer_unit() from public;
grant execute on function assignment_facts(uuid, uuid), review_who(uuid), writable_reviews() to anjuan_login, anjuan_jobs;
grant execute on function campaign_to_assign(uuid, uuid[], uuid), review_beside(uuid), review_settle(uuid, text, integer, boolean, text, text),
  review_file(uuid), review_other(uuid), review_pass_on(uuid, uuid), review_page(text, uuid, text, uuid, timestamptz, uuid, integer) to anjuan_login;
grant execute on function review_apart(), review_moves_file(), review_keeps_bar(), review_answer_unit() to anjuan_owner;

set local role anjuan_owner;
drop function if exists review_hides(uuid, uuid);
drop trigger if exists review_apart on review;
create trigger review_apart after insert on review for each row execute function review_apart();
drop trigger if exists review_moves_file on review;
create trigger review_moves_file after insert or update of state on review for each row when (new.campaign_id is not null)
  execute function review_moves_file();
drop trigger if exists review_keeps_bar on review;
create trigger review_keeps_bar after update of state on review for each row
  when (new.campaign_id is not null and new.state = 'withdrawn' and old.state <> 'withdrawn') execute function review_keeps_bar();
drop trigger if exists review_answer_unit on review_answer;
create trigger review_answer_unit before insert on review_answer for each row execute function review_answer_unit();

-- name: law_version
-- The newest change of the calendar or a term: whoever holds this one need not read it all again.
select coalesce(max(law_version), 0) as law_version from law_version

-- name: law_all
-- The whole law in one row, as lists of objects: days, terms, known years; as it was under :law_version, null: now.
with v as (
  select * from law_version where :law_version::integer is null or law_version <= :law_version
)
select (select coalesce(max(law_version), 0) from v) as law_version,
       (select coalesce(jsonb_agg(jsonb_build_object('day', day, 'works', kind = 'workday', 'name', name) order by day), '[]')
          from (select distinct on (day) day, kind, name from calendar_day where :law_version is null or law_version <= :law_version
                 order by day, law_version desc) d
         where kind <> 'plain')::text as days,
       (select coalesce(jsonb_agg(distinct y), '[]') from v, unnest(v.years) y)::text as years,
       (select coalesce(jsonb_agg(to_jsonb(t) order by code, version), '[]') from term t
         where (:law_version is null or t.law_version <= :law_version) and not is_withdrawn('term', t.code, t.version))::text as terms

-- name: deadline_store
-- Puts the deadlines of :cases as computed in place of those stored; a date that moved is noted with its cause.
with d as (
  select * from jsonb_to_recordset(:deadlines::jsonb) as d(case_id uuid, code text, nth smallint, term_version integer,
    law_version integer, started_by text, begun_by text, start_on date, count_from date, given_days integer, extra_days integer,
    pauses date[], due_on date, state text, party_right boolean, provisional boolean, days_left integer, met_on date, void_on date,
    ended_by text, explanation jsonb)
), was as (
  select x.case_id, x.unit_id, x.code, x.nth, x.due_on from case_deadline x
   where x.case_id = any (array(select i::uuid from jsonb_array_elements_text(:cases::jsonb) i))
), gone as (
  delete from case_deadline x using was
   where x.case_id = was.case_id and x.code = was.code and x.nth = was.nth
     and not exists (select from d where d.case_id = x.case_id and d.code = x.code and d.nth = x.nth)
), put as (
  insert into case_deadline (case_id, unit_id, code, nth, term_version, law_version, started_by, begun_by, start_on, count_from,
                             given_days, extra_days, pauses, due_on, state, party_right, provisional, days_left, met_on, void_on,
                             ended_by, explanation, updated_at)
  select d.case_id, c.unit_id, d.code, d.nth, d.term_version, d.law_version, d.started_by, d.begun_by, d.start_on, d.count_from,
         d.given_days, d.extra_days, d.pauses, d.due_on, d.state, d.party_right, d.provisional, d.days_left, d.met_on, d.void_on,
         d.ended_by, d.explanation, anjuan_now()
    from d join case_file c using (case_id)
  on conflict (case_id, code, nth) do update set
    term_version = excluded.term_version, law_version = excluded.law_version, started_by = excluded.started_by,
    begun_by = excluded.begun_by, start_on = excluded.start_on, count_from = excluded.count_from, given_days = excluded.given_days,
    extra_days = excluded.extra_days, pauses = excluded.pauses, due_on = excluded.due_on, state = excluded.state,
    party_right = excluded.party_right, provisional = excluded.provisional, days_left = excluded.days_left, met_on = excluded.met_on,
    void_on = excluded.void_on, ended_by = excluded.ended_by, explanation = excluded.explanation, updated_at = excluded.updated_at
  where (case_deadline.due_on, case_deadline.state, case_deadline.term_version, case_deadline.start_on, case_deadline.met_on,
         case_deadline.void_on, case_deadline.explanation)
     is distinct from (excluded.due_on, excluded.state, excluded.term_version, excluded.start_on, excluded.met_on,
         excluded.void_on, excluded.explanation)
)
insert into deadline_change (case_id, unit_id, code, nth, was_on, is_on, cause, act)
select was.case_id, was.unit_id, was.code, was.nth, was.due_on, d.due_on, 'act', :cause_act::text
  from was left join d on d.case_id = was.case_id and d.code = was.code and d.nth = was.nth
 where was.due_on is distinct from d.due_on

-- name: deadline_as_of
-- What deadlines as known at :as_of are computed from.
select c.version, c.fine_fen, l.law_version, t.day as today, t.xid as known,
       case_history(c.case_id, c.version) as events
  from known_at(:as_of::text) t
  cross join lateral (select coalesce(max(v.law_version), 0) as law_version from law_version v where v.xid <= t.xid) l
  cross join lateral case_at(:case_id::uuid, case_version_at(:case_id, t.xid)) c

-- name: deadline_list
-- audit: one
-- With :as_of, :deadlines are those computed for it, and what moved them later is left out.
select d.body, coalesce(:known_version::integer, d.version) as etag, :case_id::uuid as subject_id
  from case_deadlines(:case_id, :today::date, :known::xid8, :deadlines::jsonb) d where d.version is not null

-- name: worklist_unit
-- audit: list
select row_to_json(x)::text as body, x.due_on as key_1, coalesce(x.case_id, x.clue_id) || ' ' || x.code || ' ' || x.nth as key_2,
       coalesce(x.case_id, x.clue_id) as subject_id
  from worklist(:view::text, :mine::boolean, :within_days::integer, :unit_id::text, :cursor_1::date, split_part(:cursor_2::text, ' ', 1)::uuid,
                split_part(:cursor_2, ' ', 2), split_part(:cursor_2, ' ', 3)::integer, :fetch::integer) x
 order by x.due_on, coalesce(x.case_id, x.clue_id), x.code, x.nth limit :fetch

-- name: deadline_cases
-- flag: job
-- Cases with their history, by id: for those whose deadlines were never computed (imported, or older than the clock).
select c.case_id, c.fine_fen,
       case_history(c.case_id, null) as events
  from case_file c
 where c.case_id > :after::uuid and (:all::boolean or not exists (select from case_deadline d where d.case_id = c.case_id))
 order by c.case_id limit :fetch::integer

-- name: deadline_outdated
-- Running deadlines that a change of the law since they were computed may touch, locked: those that were provisional, those with
-- a changed day among theirs, those whose term has another version. p: the term that one follows, where it follows one.
select d.case_id, d.code, d.nth, d.term_version, d.started_by, d.begun_by, d.start_on, d.count_from, d.given_days, d.extra_days,
       d.pauses, d.due_on, p.code as p_code, p.term_version as p_term_version, p.start_on as p_start_on, p.count_from as p_count_from,
       p.given_days as p_given_days, p.extra_days as p_extra_days, p.pauses as p_pauses, p.due_on as p_due_on, p.state as p_state
  from case_deadline d
  left join lateral (select p.* from case_deadline p where p.case_id = d.case_id and p.code = d.begun_by order by p.nth desc limit 1) p on true
 where d.state in ('open', 'stopped') and d.law_version < :law_version::integer
   and (d.case_id, d.code, d.nth) > (:case_id::uuid, :code::text, :nth::smallint) and d.case_id <= :until::uuid
   and (d.provisional
        or exists (select from calendar_day y where y.law_version > d.law_version and y.day > d.start_on and y.day <= coalesce(d.due_on, 'infinity'))
        or exists (select from term t where t.law_version > d.law_version and t.code in (d.code, p.code) and t.valid_from <= d.start_on))
 order by d.case_id, d.code, d.nth limit :fetch::integer for update of d

-- name: deadline_middle
-- flag: job
-- The case in the middle of those with running deadlines, for two who share the work.
select d.case_id from case_deadline d where d.state in ('open', 'stopped')
 order by d.case_id offset (select count(*) / 2 from case_deadline where state in ('open', 'stopped')) limit 1

-- name: deadline_recomputed
-- The rows are those that were locked, with their dates before.
with d as (
  select * from jsonb_to_recordset(:deadlines::jsonb) as d(case_id uuid, code text, nth smallint, term_version integer,
    count_from date, due_on date, state text, party_right boolean, provisional boolean, days_left integer, explanation jsonb, was_on date)
), put as (
  update case_deadline x set term_version = d.term_version, law_version = :law_version::integer, count_from = d.count_from,
         due_on = d.due_on, state = d.state, party_right = d.party_right, provisional = d.provisional, days_left = d.days_left,
         explanation = d.explanation, updated_at = anjuan_now()
    from d
   where x.case_id = d.case_id and x.code = d.code and x.nth = d.nth
  returning x.case_id, x.unit_id, x.code, x.nth, d.was_on, x.due_on as is_on
)
insert into deadline_change (case_id, unit_id, code, nth, was_on, is_on, cause, law_version)
select case_id, unit_id, code, nth, was_on, is_on, 'law', :law_version from put where was_on is distinct from is_on

-- name: calendar_load
-- flag: job
-- :days is the file; days of a whole notice that stand in it no more are as their weekday again.
with v as (
  insert into law_version (kind, source, years, sha256, recorded_by)
  values ('calendar', :source::text, (select coalesce(array_agg(y::integer), '{}') from jsonb_array_elements_text(:years::jsonb) y),
          decode(:sha256::text, 'hex'), actor_person())
  returning law_version
), f as (
  select * from jsonb_to_recordset(:days::jsonb) as f(day date, kind text, name text, notice_year integer)
), had as (
  select distinct on (day) day, kind, name, notice_year from calendar_day order by day, law_version desc
), gone as (
  select h.day, 'plain' as kind, h.name, h.notice_year from had h
   where h.kind <> 'plain' and h.notice_year in (select y::integer from jsonb_array_elements_text(:years) y)
     and not exists (select from f where f.day = h.day)
), new as (
  select f.* from f left join had h using (day) where (h.kind, h.name, h.notice_year) is distinct from (f.kind, f.name, f.notice_year)
  union all select * from gone
), put as (
  insert into calendar_day (day, law_version, kind, name, notice_year) select new.day, v.law_version, new.kind, new.name, new.notice_year from new, v
  returning 1
)
select (select law_version from v) as law_version, (select count(*) from put) as changed

-- name: deadline_go_on
-- Takes up the work of a job in a transaction of its own.
select set_config('anjuan.token', :token::text, true), set_config('anjuan.action', 'job.deadlines', true), set_config('anjuan.request', '', true),
       set_config('anjuan.subject', '', true), set_config('anjuan.verdict', '', true), set_config('anjuan.refused', '', true),
       set_config('anjuan.idem', '', true)

-- name: deadline_done
-- One line in the log for the batch; what became of each case stands in deadline_change.
select audit_add('ok')

-- name: deadline_begin
-- The session of the background while a change of the law waits, or null.
select begin_recompute() as token

-- name: law_recomputed
insert into law_recomputed (law_version) values (:law_version::integer) on conflict do nothing

-- name: clue_deadline_list
-- audit: one
select jsonb_build_object('clue_id', c.clue_id, 'today', anjuan_today(), 'deadlines', (
         select coalesce(jsonb_agg(jsonb_build_object(
                  'code', d.code, 'nth', d.nth, 'name_zh', t.name_zh, 'name_en', t.name_en, 'article', t.article, 'verified', t.verified,
                  'party_right', d.party_right, 'started_by', d.started_by, 'start_on', d.start_on, 'due_on', d.due_on,
                  'state', case when d.state <> 'open' or d.due_on is null or d.due_on >= anjuan_today() then d.state else 'overdue' end,
                  'provisional', d.provisional, 'days_left', d.due_on - anjuan_today(), 'met_on', d.met_on, 'ended_by', d.ended_by,
                  'term_version', d.term_version, 'law_version', d.law_version, 'steps', s.steps, 'changes', d.changes)
                order by d.start_on, d.code, d.nth), '[]')
           from (select x.*, step_words() as words from clue_deadline x where x.clue_id = c.clue_id offset 0) d
           join term t on t.code = d.code and t.version = d.term_version cross join lateral deadline_steps(d.explanation, d.words) s))::text as body,
       c.version as etag, c.clue_id as subject_id
  from clue c where c.clue_id = :clue_id::uuid

-- name: clue_deadline_store
-- flag: job
-- Deadlines of clues that had none, computed from their acts.
insert into clue_deadline (clue_id, code, nth, unit_id, term_version, law_version, started_by, start_on, due_on, state, party_right, provisional,
                           met_on, void_on, ended_by, explanation, updated_at)
select d.case_id, d.code, d.nth, c.unit_id, d.term_version, d.law_version, d.started_by, d.start_on, d.due_on, d.state, d.party_right, d.provisional,
       d.met_on, d.void_on, d.ended_by, d.explanation, anjuan_now()
  from jsonb_to_recordset(:deadlines::jsonb) as d(case_id uuid, code text, nth smallint, term_version integer, law_version integer, started_by text,
         start_on date, due_on date, state text, party_right boolean, provisional boolean, met_on date, void_on date, ended_by text, explanation jsonb)
  join clue c on c.clue_id = d.case_id
on conflict (clue_id, code, nth) do update set term_version = excluded.term_version, law_version = excluded.law_version, due_on = excluded.due_on,
  state = excluded.state, provisional = excluded.provisional, met_on = excluded.met_on, void_on = excluded.void_on, ended_by = excluded.ended_by,
  explanation = excluded.explanation, updated_at = excluded.updated_at

-- name: clue_deadline_clues
-- flag: job
-- As deadline_cases, of clues.
select c.clue_id, 0::bigint as fine_fen,
       (select string_agg(concat_ws(E'\t', a.seq, a.kind, a.happened_on), E'\n' order by a.seq) from clue_act a where a.clue_id = c.clue_id) as events
  from clue c
 where c.clue_id > :after::uuid and (:all::boolean or not exists (select from clue_deadline d where d.clue_id = c.clue_id))
 order by c.clue_id limit :fetch::integer

-- name: clue_deadline_outdated
-- As deadline_outdated, of clues: their terms neither stand still nor follow another.
select d.clue_id, d.code, d.nth, d.term_version, d.started_by, null as begun_by, d.start_on, d.start_on as count_from, null as given_days,
       0 as extra_days, '{}'::date[] as pauses, d.due_on, null as p_code, null as p_term_version, null as p_start_on, null as p_count_from,
       null as p_given_days, null as p_extra_days, null as p_pauses, null as p_due_on, null as p_state
  from clue_deadline d
 where d.state = 'open' and d.law_version < :law_version::integer and (d.clue_id, d.code, d.nth) > (:clue_id::uuid, :code::text, :nth::smallint)
   and d.clue_id <= :until::uuid
   and (d.provisional
        or exists (select from calendar_day y where y.law_version > d.law_version and y.day > d.start_on and y.day <= coalesce(d.due_on, 'infinity'))
        or exists (select from term t where t.law_version > d.law_version and t.code = d.code and t.valid_from <= d.start_on))
 order by d.clue_id, d.code, d.nth limit :fetch::integer for update of d

-- name: clue_deadline_recomputed
with d as (
  select * from jsonb_to_recordset(:deadlines::jsonb) as d(case_id uuid, code text, nth smallint, term_version integer, due_on date, provisional boolean,
    explanation jsonb)
)
update clue_deadline x set term_version = d.term_version, law_version = :law_version::integer, due_on = d.due_on, provisional = d.provisional,
       explanation = d.explanation, updated_at = anjuan_now()
  from d where x.clue_id = d.case_id and x.code = d.code and x.nth = d.nth

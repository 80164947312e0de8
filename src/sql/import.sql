-- `anjuan import`: what was read lies in temporary tables, is compared with what is there, and is then written batch
-- by batch. None of this can be prepared when a connection opens: the tables are not there yet.

-- name: import_tables
-- flag: staged
-- in_*: as read, in the order of the COPY of src/main/import_record.c.
create temp table in_row (
  seq bigint, file integer, line bigint, last_line bigint, case_key text, updated_on date, sha256 bytea, case_id uuid,
  unit_id text, subject_unit_id text, number text, title text, procedure text, source text, cause_code text, cause_text text,
  articles text[], facts text, place text, party_names text, occurred_on date, found_on date, filed_on date
);
create temp table in_party (
  seq bigint, party_id uuid, position smallint, kind text, name text, credit_code text, id_number text, phone text,
  address text, representative text
);
create temp table in_event (
  seq bigint, position integer, event_id uuid, external_id text, sha256 bytea, kind text, happened_on date, outcome text,
  fine_fen bigint, confiscated_fen bigint, amount_fen bigint, receiver text, document_no text, remark text, data jsonb
);
create temp table in_penalty (event_id uuid, position smallint, kind text, amount_fen bigint, content text);
create temp table in_reject (
  file integer, line bigint, first_line bigint, last_line bigint, column_no integer, column_name text, code text, zh text,
  en text
);
-- The acts of rules/, as far as a case's row follows from them.
create temp table act (kind text primary key, state text, rank bigint, final boolean, when_paid_up boolean);
-- Cases that are there, by the key the rows know them by; n > 1: not just one.
create temp table found (
  case_key text, case_id uuid, unit_id text, filed_on date, native boolean, sha256 bytea, updated_on date, n bigint
);
create temp table refused (seq bigint primary key, code text);
-- What is to be done: one line a case (event null), or one line an event.
create temp table pick (
  seq bigint, case_id uuid, event uuid, external_id text, action text, batch bigint
);
-- Of the batch at work: events to be written, all events that will then count, and what the case's row becomes.
create temp table todo_event (
  event_id uuid, case_id uuid, unit_id text, seq integer, case_version integer, kind text, happened_on date, external_id text,
  outcome text, procedure text, fine_fen bigint, confiscated_fen bigint, amount_fen bigint, receiver text, document_no text,
  remark text, data jsonb, corrects uuid
);
create temp table living (case_id uuid, kind text, happened_on date, outcome text, fine_fen bigint, confiscated_fen bigint,
  amount_fen bigint);
create temp table standing (case_id uuid primary key, state text, outcome text, decided_on date, served_on date, closed_on date,
  fine_fen bigint, confiscated_fen bigint, paid_fen bigint)

-- name: import_act
-- flag: staged
insert into pg_temp.act
select kind, state, rank, final, when_paid_up
  from unnest(:kinds::text[], :states::text[], :finals::boolean[], :when_paid_up::boolean[])
       with ordinality a(kind, state, final, when_paid_up, rank)

-- name: import_indexes
-- flag: staged
create index on pg_temp.in_row (seq);
create index on pg_temp.in_party (seq);
create index on pg_temp.in_event (seq);
create index on pg_temp.in_event (event_id);
create index on pg_temp.in_penalty (event_id);
analyze pg_temp.in_row, pg_temp.in_party, pg_temp.in_event, pg_temp.in_penalty

-- name: import_begin
-- flag: staged
-- Starts as the import job; the token is taken up again by each batch.
select begin_job('import') as token

-- name: import_resume
-- flag: staged
select set_config('anjuan.token', :token::text, true), set_config('anjuan.action', 'job.import', true),
       set_config('anjuan.request', :run_id::text, true), set_config('anjuan.refused', '', true),
       set_config('anjuan.idem', '', true)

-- name: import_lock
-- flag: staged
select pg_try_advisory_lock(hashtextextended('import ' || :system::text, 23))::integer

-- name: import_known_units
-- flag: staged
select unit_id, name_zh from unit

-- name: import_known_causes
-- flag: staged
select distinct on (cause_code) cause_code, name_zh from cause_of_action order by cause_code, valid_from desc, version desc

-- name: import_run_add
-- flag: staged
insert into import_run (run_id, system, kind, map_sha256, files)
values (:run_id::uuid, :system::text, :kind::text, decode(:map_sha256::text, 'hex'), :files::jsonb)

-- name: import_run_audit
-- flag: staged
select audit_add(:outcome::text, array[:run_id::uuid], :body::text)

-- name: import_run_end
-- flag: staged
update import_run set ended_at = anjuan_now(), counts = :counts::jsonb where run_id = :run_id::uuid

-- name: import_units_add
-- flag: staged
insert into unit (unit_id, name_zh, name_en, kind, number_prefix)
select code, name, name, 'other', left(name, 20) from unnest(:codes::text[], :names::text[]) u(code, name)

-- name: import_find_cases
-- flag: staged
insert into pg_temp.found (case_key, case_id, unit_id, filed_on, native, sha256, updated_on, n)
select k.case_key, c.case_id, c.unit_id, c.filed_on, c.origin = 'native', r.sha256, r.updated_on, 1
  from (select distinct case_key from pg_temp.in_row) k
  join case_file c on c.system = :system::text and c.external_id = k.case_key
  left join import_record r on r.case_id = c.case_id and r.event = ''

-- name: import_find_cases_by_number
-- flag: staged
insert into pg_temp.found (case_key, case_id, unit_id, filed_on, native, n)
select distinct on (k.case_key) k.case_key, c.case_id, c.unit_id, c.filed_on, c.origin = 'native',
       count(*) over (partition by k.case_key)
  from (select distinct case_key from pg_temp.in_row) k join case_file c on c.number = k.case_key
 order by k.case_key, c.case_id

-- name: import_refuse_cases
-- flag: staged
insert into pg_temp.refused
select r.seq, case when f.native then 'native' else 'moved' end
  from pg_temp.in_row r join pg_temp.found f using (case_key)
 where f.native or f.unit_id <> r.unit_id

-- name: import_refuse_taken_numbers
-- flag: staged
insert into pg_temp.refused
select r.seq, 'number-taken'
  from pg_temp.in_row r join case_file c on c.unit_id = r.unit_id and c.number = r.number
 where (c.system, c.external_id) is distinct from (:system::text, r.case_key)
on conflict do nothing

-- name: import_refuse_double_numbers
-- flag: staged
-- Of several records with one number the first one keeps it.
with first as (
  select distinct on (r.unit_id, r.number) r.unit_id, r.number, r.case_key
    from pg_temp.in_row r left join pg_temp.refused x using (seq) where x.seq is null
   order by r.unit_id, r.number, r.seq
)
insert into pg_temp.refused
select r.seq, 'number-double'
  from pg_temp.in_row r join first f on f.unit_id = r.unit_id and f.number = r.number and f.case_key <> r.case_key
on conflict do nothing

-- name: import_refuse_events
-- flag: staged
insert into pg_temp.refused
select r.seq, case when f.case_id is null then 'no-case' when f.n > 1 then 'ambiguous' else 'native' end
  from pg_temp.in_row r left join pg_temp.found f using (case_key)
 where f.case_id is null or f.n > 1 or f.native

-- name: import_refuse_filings
-- flag: staged
-- A filing stands in the case's own record; here it can only say the same.
insert into pg_temp.refused
select distinct r.seq, 'filed'
  from pg_temp.in_row r join pg_temp.found f using (case_key) join pg_temp.in_event e using (seq)
 where e.kind = 'filed' and e.happened_on <> f.filed_on
on conflict do nothing

-- name: import_refuse_endings_of_cases
-- flag: staged
-- A case ends once, or what is in hand would not add up: here beside an ending that the row did not bring.
insert into pg_temp.refused
select distinct r.seq, 'ended'
  from pg_temp.in_row r join pg_temp.found f using (case_key) join pg_temp.in_event e using (seq) join pg_temp.act a using (kind)
 where a.final and exists (
       select from case_event o join pg_temp.act b on b.kind = o.kind and b.final
        where o.case_id = f.case_id and not coalesce(starts_with(o.external_id, :mark::text), false)
          and not exists (select from case_event x where x.case_id = o.case_id and x.corrects = o.event_id))
on conflict do nothing

-- name: import_refuse_endings_of_events
-- flag: staged
-- The ending that is there stays, else the earliest one is taken.
with endings as (
  select r.seq, f.case_id, f.filed_on, e.external_id, e.happened_on
    from pg_temp.in_event e join pg_temp.act a using (kind) join pg_temp.in_row r using (seq)
    join pg_temp.found f using (case_key) left join pg_temp.refused x using (seq)
   where a.final and x.seq is null
), first as (
  select distinct on (case_id) case_id, external_id from endings where happened_on >= filed_on
   order by case_id, happened_on, seq
), there as (
  select o.case_id, min(o.external_id) as external_id
    from (select distinct case_id from endings) n join case_event o using (case_id) join pg_temp.act b on b.kind = o.kind and b.final
   where not exists (select from case_event x where x.case_id = o.case_id and x.corrects = o.event_id)
   group by o.case_id
)
insert into pg_temp.refused
select e.seq, case when bool_or(e.happened_on < e.filed_on) then 'before-filing' else 'ended' end
  from endings e left join first f using (case_id) left join there t on t.case_id = e.case_id
 where e.happened_on < e.filed_on
    or e.external_id is distinct from case when t.case_id is not null then t.external_id else f.external_id end
 group by e.seq

-- name: import_rejects_add
-- flag: staged
insert into pg_temp.in_reject
select r.file, r.line, r.line, r.last_line, 0, '', x.code, t.zh, t.en
  from pg_temp.refused x join pg_temp.in_row r using (seq)
  join (values
    ('native', '该案件在本系统办理，不能由导入改写', 'the case is handled here and cannot be changed by an import'),
    ('moved', '该案件已归其他单位承办，导入不能移转案件', 'the case is with another unit; an import does not move cases'),
    ('number-taken', '该单位已有此案号的其他案件', 'the unit has another case with this number'),
    ('number-double', '文件中已有该单位同一案号的其他案件', 'another record of these files has this number in the unit'),
    ('no-case', '没有对应的案件', 'there is no such case'),
    ('ambiguous', '该案号对应多个案件', 'several cases have this number'),
    ('ended', '该案件已结束；一个案件只结束一次', 'the case has ended already; a case ends once'),
    ('before-filing', '结束日期早于立案日期', 'the case would end before it was filed'),
    ('filed', '立案日期与案件记录不一致；立案只在案件文件中更正',
     'the day of filing differs from the case''s own record, where alone it is corrected')) t(code, zh, en) using (code)

-- name: import_name_events
-- flag: staged
-- Events without a key of their own are told apart by kind, day and their order within the file.
update pg_temp.in_event e set external_id = n.name
  from (select e.event_id, :event_system::text || ':' || e.kind || '/' || e.happened_on || '/' ||
               row_number() over (partition by r.file, r.case_key, e.kind, e.happened_on order by r.seq, e.position) as name
          from pg_temp.in_event e join pg_temp.in_row r using (seq)) n
 where n.event_id = e.event_id and e.external_id is null

-- name: import_pick_cases
-- flag: staged
-- The state of a record that counts is the latest by its own date, then by order. An older one changes nothing.
with latest as (
  select distinct on (r.case_key) r.seq, r.case_key, r.case_id, r.sha256, r.updated_on
    from pg_temp.in_row r left join pg_temp.refused x using (seq) where x.seq is null
   order by r.case_key, r.updated_on desc nulls last, r.seq desc
), judged as (
  select l.seq, coalesce(f.case_id, l.case_id) as case_id,
         case when f.case_id is null then 'new'
              when l.updated_on < f.updated_on then 'older'
              when l.sha256 is distinct from f.sha256 then 'changed'
              when l.updated_on > f.updated_on or (f.updated_on is null and l.updated_on is not null) then 'touch'
              else 'same' end as action
    from latest l left join pg_temp.found f using (case_key)
)
insert into pg_temp.pick (seq, case_id, action, batch)
select seq, case_id, action,
       case when action in ('new', 'changed', 'touch')
            then (row_number() over (partition by action in ('new', 'changed', 'touch') order by seq) - 1) / :size::bigint end
  from judged

-- name: import_pick_events
-- flag: staged
with latest as (
  select distinct on (f.case_id, e.external_id) r.seq, f.case_id, e.event_id, e.external_id, e.sha256, r.updated_on
    from pg_temp.in_event e join pg_temp.in_row r using (seq) join pg_temp.found f using (case_key)
    left join pg_temp.refused x using (seq)
   where x.seq is null and e.kind <> 'filed'
   order by f.case_id, e.external_id, r.updated_on desc nulls last, r.seq desc, e.position desc
), judged as (
  select l.*, case when m.case_id is null then 'new'
                   when l.updated_on < m.updated_on then 'older'
                   when l.sha256 <> m.sha256 then 'changed'
                   when l.updated_on > m.updated_on or (m.updated_on is null and l.updated_on is not null) then 'touch'
                   else 'same' end as action
    from latest l left join import_record m on m.case_id = l.case_id and m.event = l.external_id
)
insert into pg_temp.pick (seq, case_id, event, external_id, action, batch)
select seq, case_id, event_id, external_id, action,
       case when action in ('new', 'changed', 'touch')
            then (dense_rank() over (partition by action in ('new', 'changed', 'touch') order by case_id) - 1) / :size::bigint end
  from judged

-- name: import_picked
-- flag: staged
create index on pg_temp.pick (batch);
create index on pg_temp.pick (case_id);
analyze pg_temp.pick, pg_temp.found, pg_temp.refused

-- name: import_count_cases
-- flag: staged
-- Each row against the state before it: the row of its record before it in these files, or what is there.
with chain as (
  select r.seq, r.file, r.sha256, r.updated_on, f.sha256 as known, f.updated_on as known_on, p.action,
         lag(r.sha256) over w as before, row_number() over w as nth
    from pg_temp.in_row r left join pg_temp.refused x using (seq) left join pg_temp.found f using (case_key)
    join (select i.case_key, p.action from pg_temp.pick p join pg_temp.in_row i using (seq)) p using (case_key)
   where x.seq is null
  window w as (partition by r.case_key order by r.updated_on nulls first, r.seq)
)
select file, status, count(*)
  from (select file, case when action = 'new' and nth = 1 then 'new'
                          when action in ('new', 'changed') and not coalesce(updated_on < known_on, false)
                               and sha256 is distinct from coalesce(before, known) then 'updated'
                          else 'unchanged' end as status
          from chain
        union all
        select r.file, 'rejected' from pg_temp.refused join pg_temp.in_row r using (seq)) s
 group by file, status

-- name: import_count_events
-- flag: staged
with chain as (
  select r.seq, r.file, e.sha256, r.updated_on, m.sha256 as known, m.updated_on as known_on, p.action,
         lag(e.sha256) over w as before, row_number() over w as nth
    from pg_temp.in_row r join pg_temp.in_event e using (seq) join pg_temp.found f using (case_key)
    left join pg_temp.refused x using (seq)
    left join pg_temp.pick p on p.case_id = f.case_id and p.external_id = e.external_id
    left join import_record m on m.case_id = f.case_id and m.event = e.external_id
   where x.seq is null
  window w as (partition by f.case_id, e.external_id order by r.updated_on nulls first, r.seq, e.position)
), judged as (
  select seq, file, case when action = 'new' and nth = 1 then 1
                         when action in ('new', 'changed') and not coalesce(updated_on < known_on, false)
                              and sha256 is distinct from coalesce(before, known) then 2
                         else 3 end as status
    from chain
), rows as (
  select seq, file, min(status) as status from judged group by seq, file
)
select file, status, count(*)
  from (select file, case status when 1 then 'new' when 2 then 'updated' else 'unchanged' end as status from rows
        union all
        select r.file, 'rejected' from pg_temp.refused join pg_temp.in_row r using (seq)) s
 group by file, status

-- name: import_batches
-- flag: staged
select coalesce(max(batch) + 1, 0), count(distinct case_id) filter (where batch is not null) from pg_temp.pick

-- name: import_rejects
-- flag: staged
declare reject no scroll cursor for
select file, line, first_line, column_no, column_name, code, zh, en from pg_temp.in_reject
 order by file, first_line, line, column_no, code

-- name: import_clear
-- flag: staged
truncate pg_temp.todo_event, pg_temp.living, pg_temp.standing

-- name: import_events_of_new_cases
-- flag: staged
insert into pg_temp.todo_event
select e.event_id, p.case_id, r.unit_id,
       row_number() over (partition by p.case_id order by e.happened_on, a.rank, e.position), 1, e.kind, e.happened_on,
       e.external_id, e.outcome, r.procedure, e.fine_fen, e.confiscated_fen, e.amount_fen, e.receiver, e.document_no,
       e.remark, e.data, null
  from pg_temp.pick p join pg_temp.in_row r using (seq) join pg_temp.in_event e using (seq) join pg_temp.act a using (kind)
 where p.batch = :batch::bigint and p.action = 'new'

-- name: import_events_of_changed_cases
-- flag: staged
-- What differs from the events that count now: new ones, other versions, and those that are no longer told.
with b as (
  select p.case_id, p.seq, r.unit_id, r.procedure, c.version, c.event_count
    from pg_temp.pick p join pg_temp.in_row r using (seq) join case_file c on c.case_id = p.case_id
   where p.batch = :batch::bigint and p.action = 'changed'
), now_there as (
  select e.*, (select jsonb_agg(jsonb_build_array(q.kind, q.amount_fen, q.content) order by q.position)
                 from case_penalty q where q.event_id = e.event_id) as penalties
    from b join case_event e using (case_id)
   where starts_with(e.external_id, :mark::text)
     and not exists (select from case_event x where x.case_id = e.case_id and x.corrects = e.event_id)
), told as (
  select b.case_id, b.procedure, e.*,
         (select jsonb_agg(jsonb_build_array(q.kind, q.amount_fen, q.content) order by q.position)
            from pg_temp.in_penalty q where q.event_id = e.event_id) as penalties
    from b join pg_temp.in_event e using (seq)
), differing as (
  select case_id, external_id, coalesce(t.event_id, gen_random_uuid()) as event_id, coalesce(t.kind, 'corrected') as kind,
         coalesce(t.happened_on, anjuan_today()) as happened_on, t.outcome, t.fine_fen, t.confiscated_fen, t.amount_fen,
         t.receiver, t.document_no, t.remark,
         case when t.event_id is null then jsonb_build_object('withdrawn', n.kind) else t.data end as data,
         n.event_id as corrects, t.position
    from told t full join now_there n using (case_id, external_id)
   where case when t.event_id is null then n.kind <> 'corrected'
              else n.event_id is null
                or (n.kind, n.happened_on, n.outcome, n.procedure, n.fine_fen, n.confiscated_fen, n.amount_fen, n.receiver,
                    n.document_no, n.remark, n.data, n.penalties)
                   is distinct from (t.kind, t.happened_on, t.outcome, t.procedure, t.fine_fen, t.confiscated_fen, t.amount_fen,
                                     t.receiver, t.document_no, t.remark, t.data, t.penalties) end
)
insert into pg_temp.todo_event
select d.event_id, d.case_id, b.unit_id,
       b.event_count + row_number() over (partition by d.case_id order by d.happened_on, a.rank, d.position, d.external_id),
       b.version + 1, d.kind, d.happened_on, d.external_id, d.outcome, b.procedure, coalesce(d.fine_fen, 0),
       coalesce(d.confiscated_fen, 0), d.amount_fen, d.receiver, d.document_no, d.remark, d.data, d.corrects
  from differing d join b using (case_id) left join pg_temp.act a using (kind)

-- name: import_corrections_of_changed_cases
-- flag: staged
-- One event that says which facts of the case changed; of parties and facts only that they did.
with b as (
  select p.case_id, p.seq, c.version, c.event_count, c.unit_id, r.procedure, r.facts <> c.facts as facts_differ,
         jsonb_build_object('number', c.number, 'title', c.title, 'procedure', c.procedure, 'source', c.source,
           'subject_unit_id', c.subject_unit_id, 'cause_code', c.cause_code, 'cause_text', c.cause_text, 'articles', c.articles,
           'place', c.place, 'occurred_on', c.occurred_on, 'found_on', c.found_on, 'filed_on', c.filed_on) as was,
         jsonb_build_object('number', r.number, 'title', r.title, 'procedure', r.procedure, 'source', r.source,
           'subject_unit_id', r.subject_unit_id, 'cause_code', r.cause_code, 'cause_text', r.cause_text, 'articles', r.articles,
           'place', r.place, 'occurred_on', r.occurred_on, 'found_on', r.found_on, 'filed_on', r.filed_on) as is_now,
         (select jsonb_agg(jsonb_build_array(q.kind, q.name, q.credit_code, q.id_number, q.phone, q.address, q.representative)
                           order by q.position) from case_party q where q.case_id = p.case_id)
         is distinct from
         (select jsonb_agg(jsonb_build_array(q.kind, q.name, q.credit_code, q.id_number, q.phone, q.address, q.representative)
                           order by q.position) from pg_temp.in_party q where q.seq = p.seq) as parties_differ
    from pg_temp.pick p join pg_temp.in_row r using (seq) join case_file c on c.case_id = p.case_id
   where p.batch = :batch::bigint and p.action = 'changed'
)
insert into pg_temp.todo_event
select gen_random_uuid(), b.case_id, b.unit_id,
       b.event_count + 1 + (select count(*) from pg_temp.todo_event t where t.case_id = b.case_id), b.version + 1, 'corrected',
       anjuan_today(), null, null, b.procedure, 0, 0, null, null, null, null,
       jsonb_build_object('changed',
         (select jsonb_object_agg(k, jsonb_build_object('was', b.was -> k, 'is', b.is_now -> k))
            from jsonb_object_keys(b.was) k where b.was -> k is distinct from b.is_now -> k),
         'replaced', array_remove(array[case when b.parties_differ then 'parties' end,
                                        case when b.facts_differ then 'facts' end], null)), null
  from b where b.parties_differ or b.facts_differ or b.was <> b.is_now

-- name: import_events_of_events
-- flag: staged
insert into pg_temp.todo_event
select e.event_id, p.case_id, c.unit_id,
       c.event_count + row_number() over (partition by p.case_id order by e.happened_on, a.rank, r.seq, e.position),
       c.version + 1, e.kind, e.happened_on, e.external_id, e.outcome, c.procedure, e.fine_fen, e.confiscated_fen, e.amount_fen,
       e.receiver, e.document_no, e.remark, e.data,
       case when p.action = 'changed' then
         (select o.event_id from case_event o
           where o.case_id = p.case_id and o.external_id = p.external_id
             and not exists (select from case_event x where x.case_id = o.case_id and x.corrects = o.event_id)) end
  from pg_temp.pick p join pg_temp.in_row r using (seq) join pg_temp.in_event e on e.event_id = p.event
  join pg_temp.act a using (kind) join case_file c on c.case_id = p.case_id
 where p.batch = :batch::bigint and p.action in ('new', 'changed')

-- name: import_living
-- flag: staged
insert into pg_temp.living
select case_id, kind, happened_on, outcome, fine_fen, confiscated_fen, amount_fen
  from pg_temp.todo_event where kind <> 'corrected'
union all
select e.case_id, e.kind, e.happened_on, e.outcome, e.fine_fen, e.confiscated_fen, e.amount_fen
  from (select distinct case_id from pg_temp.todo_event where case_version > 1) t join case_event e using (case_id)
 where e.kind <> 'corrected' and not exists (select from case_event x where x.case_id = e.case_id and x.corrects = e.event_id)
   and not exists (select from pg_temp.todo_event x where x.corrects = e.event_id)

-- name: import_standing
-- flag: staged
-- The case's row as the projection of its events: the latest act that ends a case, else the furthest one it reached.
with sums as (
  select case_id, sum(fine_fen) as fine_fen, sum(confiscated_fen) as confiscated_fen,
         coalesce(sum(amount_fen) filter (where kind = 'paid'), 0) as paid_fen,
         max(happened_on) filter (where kind = 'served') as served_on
    from pg_temp.living group by case_id
), states as (
  select distinct on (l.case_id) l.case_id, a.state, case when a.final then l.happened_on end as closed_on
    from pg_temp.living l join pg_temp.act a using (kind) join sums s using (case_id)
   where not a.when_paid_up or s.paid_fen >= s.fine_fen
   order by l.case_id, a.final desc, case when a.final then l.happened_on end desc nulls last, a.rank desc
), decisions as (
  select distinct on (case_id) case_id, outcome, happened_on as decided_on
    from pg_temp.living where kind = 'decided' order by case_id, happened_on desc, fine_fen desc
)
insert into pg_temp.standing
select s.case_id, t.state, d.outcome, d.decided_on, s.served_on, t.closed_on, s.fine_fen, s.confiscated_fen, s.paid_fen
  from sums s join states t using (case_id) left join decisions d using (case_id)

-- name: import_add_cases
-- flag: staged
insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, cause_text, articles,
  facts, place, party_names, occurred_on, found_on, filed_on, state, outcome, decided_on, served_on, closed_on, fine_fen,
  confiscated_fen, paid_fen, event_count, origin, system, external_id, master, recorded_by)
select p.case_id, r.unit_id, r.subject_unit_id, r.number, r.title, r.procedure, r.source, r.cause_code, r.cause_text, r.articles,
       r.facts, r.place, r.party_names, r.occurred_on, r.found_on, r.filed_on, s.state, s.outcome, s.decided_on, s.served_on,
       s.closed_on, s.fine_fen, s.confiscated_fen, s.paid_fen, n.events, 'imported', :system::text, r.case_key, 'there',
       actor_person()
  from pg_temp.pick p join pg_temp.in_row r using (seq) join pg_temp.standing s on s.case_id = p.case_id
  join (select case_id, count(*) as events from pg_temp.todo_event group by case_id) n on n.case_id = p.case_id
 where p.batch = :batch::bigint and p.action = 'new'
 order by p.seq

-- name: import_change_cases
-- flag: staged
update case_file c set subject_unit_id = r.subject_unit_id, number = r.number, title = r.title, procedure = r.procedure,
  source = r.source, cause_code = r.cause_code, cause_text = r.cause_text, articles = r.articles, facts = r.facts,
  place = r.place, party_names = r.party_names, occurred_on = r.occurred_on, found_on = r.found_on, filed_on = r.filed_on
  from pg_temp.pick p join pg_temp.in_row r using (seq)
 where p.batch = :batch::bigint and p.action = 'changed' and c.case_id = p.case_id
   and exists (select from pg_temp.todo_event t where t.case_id = c.case_id)

-- name: import_stand_cases
-- flag: staged
update case_file c set state = s.state, outcome = s.outcome, decided_on = s.decided_on, served_on = s.served_on,
  closed_on = s.closed_on, fine_fen = s.fine_fen, confiscated_fen = s.confiscated_fen, paid_fen = s.paid_fen,
  version = c.version + 1, event_count = c.event_count + n.events, updated_at = anjuan_now()
  from pg_temp.standing s join (select case_id, count(*) as events from pg_temp.todo_event where case_version > 1 group by case_id) n
       using (case_id)
 where c.case_id = s.case_id

-- name: import_drop_parties
-- flag: staged
delete from case_party q using pg_temp.pick p
 where p.batch = :batch::bigint and p.action = 'changed' and q.case_id = p.case_id
   and q.position > (select count(*) from pg_temp.in_party i where i.seq = p.seq)

-- name: import_put_parties
-- flag: staged
insert into case_party (party_id, case_id, unit_id, position, kind, name, credit_code, id_number, phone, address, representative)
select i.party_id, p.case_id, r.unit_id, row_number() over (partition by p.case_id order by i.position), i.kind, i.name, i.credit_code,
       i.id_number, i.phone, i.address, i.representative
  from pg_temp.pick p join pg_temp.in_row r using (seq) join pg_temp.in_party i using (seq)
 where p.batch = :batch::bigint and p.action in ('new', 'changed')
on conflict (case_id, position) do update set party_id = excluded.party_id, kind = excluded.kind, name = excluded.name,
  credit_code = excluded.credit_code, id_number = excluded.id_number, phone = excluded.phone, address = excluded.address,
  representative = excluded.representative
  where (case_party.kind, case_party.name, case_party.credit_code, case_party.id_number, case_party.phone, case_party.address,
         case_party.representative)
        is distinct from (excluded.kind, excluded.name, excluded.credit_code, excluded.id_number, excluded.phone,
                          excluded.address, excluded.representative)

-- name: import_add_events
-- flag: staged
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
  origin, external_id, outcome, procedure, fine_fen, confiscated_fen, amount_fen, receiver, document_no, remark, data, corrects)
select event_id, case_id, unit_id, unit_id, seq, case_version, kind, happened_on, anjuan_now(), actor_person(), 'imported',
       external_id, outcome, procedure, fine_fen, confiscated_fen, amount_fen, receiver, document_no, remark, data, corrects
  from pg_temp.todo_event order by case_id, seq

-- name: import_add_penalties
-- flag: staged
insert into case_penalty (event_id, position, case_id, unit_id, kind, amount_fen, content)
select q.event_id, q.position, t.case_id, t.unit_id, q.kind, q.amount_fen, q.content
  from pg_temp.todo_event t join pg_temp.in_penalty q using (event_id)

-- name: import_remember_cases
-- flag: staged
insert into import_record (case_id, event, sha256, updated_on, run_id)
select p.case_id, '', r.sha256, r.updated_on, :run_id::uuid
  from pg_temp.pick p join pg_temp.in_row r using (seq) where p.batch = :batch::bigint
on conflict (case_id, event) do update set sha256 = excluded.sha256, updated_on = excluded.updated_on, run_id = excluded.run_id

-- name: import_remember_events
-- flag: staged
insert into import_record (case_id, event, sha256, updated_on, run_id)
select p.case_id, p.external_id, e.sha256, r.updated_on, :run_id::uuid
  from pg_temp.pick p join pg_temp.in_row r using (seq) join pg_temp.in_event e on e.event_id = p.event
 where p.batch = :batch::bigint
on conflict (case_id, event) do update set sha256 = excluded.sha256, updated_on = excluded.updated_on, run_id = excluded.run_id

-- name: import_audit_cases
-- flag: staged
select audit_add_each('ok', array(select distinct case_id from pg_temp.todo_event))

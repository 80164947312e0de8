-- What was done with a clue, act by act, and its deadlines. The clue is the projection of its acts, as a case is of its events.
set local role anjuan_owner;

create table clue_act (
  clue_id uuid not null,
  seq integer not null,
  unit_id text collate "C" not null,
  at_unit_id text collate "C" not null references unit,
  kind text collate "C" not null,
  happened_on date not null,
  outcome text collate "C",
  reason text,
  data jsonb not null default '{}',
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default anjuan_now(),
  primary key (clue_id, seq),
  foreign key (clue_id, unit_id) references clue (clue_id, unit_id) on update cascade
);
comment on table clue_act is 'The acts of a clue; recorded once, never changed';
comment on column clue_act.clue_id is 'The clue';
comment on column clue_act.seq is 'Its place, and the version of the clue after it';
comment on column clue_act.unit_id is 'Unit of the clue, which access follows';
comment on column clue_act.at_unit_id is 'Unit that held the clue then';
comment on column clue_act.kind is 'Kind of the act';
comment on column clue_act.happened_on is 'Day it happened';
comment on column clue_act.outcome is 'What it ended in';
comment on column clue_act.reason is 'Why, or what was found';
comment on column clue_act.data is 'Where it went: case_id, merged_into, referred_to';
comment on column clue_act.recorded_by is 'Who recorded it';
comment on column clue_act.recorded_at is 'When';

alter table clue add column verified_on date, add column verification text collate "C", add column approval text collate "C",
  add column proposal text collate "C", add column approved_by uuid references person, add column approved_on date,
  add check ((verified_on is null) = (verification is null)), add check ((approval is null) = (proposal is null));
comment on column clue.verified_on is 'Day it was verified';
comment on column clue.verification is 'What the verification came to';
comment on column clue.approval is 'requested, approved or refused';
comment on column clue.proposal is 'What approval was asked for';
comment on column clue.approved_by is 'Head who approved or refused';
comment on column clue.approved_on is 'When';

create table clue_deadline (
  clue_id uuid not null,
  code text collate "C" not null,
  nth smallint not null,
  unit_id text collate "C" not null,
  term_version integer not null,
  law_version integer not null,
  started_by text collate "C" not null,
  start_on date not null,
  due_on date,
  state text collate "C" not null check (state in ('open', 'met', 'met_late', 'void')),
  party_right boolean not null,
  provisional boolean not null,
  met_on date,
  void_on date,
  ended_by text collate "C",
  explanation jsonb not null,
  changes jsonb not null default '[]',
  updated_at timestamptz not null default anjuan_now(),
  primary key (clue_id, code, nth),
  foreign key (clue_id, unit_id) references clue (clue_id, unit_id) on update cascade,
  foreign key (code, term_version) references term (code, version),
  check ((state in ('met', 'met_late')) = (met_on is not null)),
  check ((state = 'void') = (void_on is not null))
);
create index clue_deadline_open on clue_deadline (unit_id, due_on, clue_id, code, nth) where state = 'open' and due_on is not null;
comment on table clue_deadline is 'Terms that run or ran for a clue: the date, how it was computed and how it moved';
comment on column clue_deadline.clue_id is 'The clue';
comment on column clue_deadline.code is 'The term';
comment on column clue_deadline.nth is 'The first, second … of this term for this clue';
comment on column clue_deadline.unit_id is 'Unit of the clue, which access follows';
comment on column clue_deadline.term_version is 'The version of the term that applied';
comment on column clue_deadline.law_version is 'Calendar and terms as of this change';
comment on column clue_deadline.started_by is 'Kind of the act that started it';
comment on column clue_deadline.start_on is 'Day of that act';
comment on column clue_deadline.due_on is 'The last day';
comment on column clue_deadline.state is 'open (overdue once due_on is past), met, met_late or void';
comment on column clue_deadline.party_right is 'As of the term';
comment on column clue_deadline.provisional is 'The date depends on a year whose notice is not known yet';
comment on column clue_deadline.met_on is 'Day it was met';
comment on column clue_deadline.void_on is 'Day it ceased to matter';
comment on column clue_deadline.ended_by is 'Kind of the act that met it or made it void';
comment on column clue_deadline.explanation is 'The steps that add up to due_on';
comment on column clue_deadline.changes is 'Each change of the date after it was first computed: was_on, is_on, cause, act, law_version, changed_at';
comment on column clue_deadline.updated_at is 'Computed last at';

-- A date moves by a change of the law alone: nothing lengthens a term of a clue.
create function clue_deadline_keeps_changes() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  new.changes := old.changes || case when new.due_on is distinct from old.due_on then jsonb_build_object('was_on', old.due_on, 'is_on', new.due_on,
    'cause', 'law', 'act', null, 'law_version', new.law_version, 'changed_at', anjuan_now()) else '[]' end;
  return new;
end $$;
comment on function clue_deadline_keeps_changes() is 'Keeps how the date of a term moved';
create trigger clue_deadline_keeps_changes before update on clue_deadline for each row execute function clue_deadline_keeps_changes();

set local role anjuan_migrator;
insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, recorded_by, recorded_at)
select clue_id, 1, unit_id, unit_id, 'registered', received_on, recorded_by, created_at from clue;
insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, reason, data, recorded_by, recorded_at)
select clue_id, 2, unit_id, unit_id, status, result_on, result_reason,
       jsonb_strip_nulls(jsonb_build_object('case_id', case_id, 'merged_into', merged_into, 'referred_to', referred_to)), recorded_by, updated_at
  from clue where status <> 'registered';

-- Cases between units: moving one to another unit, which takes it or refuses it; handling one jointly for a time; asking
-- above and being supervised. What may be seen through it is data here; functions/moves.sql keeps it in step with the acts.
set local role anjuan_owner;

-- A case keeps its number wherever it goes: '' where the handling unit gave it, else who did.
alter table case_file add column number_of text collate "C" not null default '';
comment on column case_file.number_of is 'The unit that gave the number; empty: the handling unit itself';
alter table case_file drop constraint case_file_unit_id_number_key;
alter table case_file add constraint case_file_unit_id_number_key unique (unit_id, number, number_of);

create table case_move (
  transfer_id uuid primary key,
  case_id uuid not null,
  unit_id text collate "C" not null,
  from_unit_id text collate "C" not null references unit,
  to_unit_id text collate "C" not null references unit,
  state text collate "C" not null default 'proposed' check (state in ('proposed', 'accepted', 'refused', 'withdrawn')),
  proposed_on date not null,
  basis text not null,
  reason text not null,
  answered_on date,
  answer text,
  number text not null,
  title text,
  procedure text collate "C" not null,
  source text collate "C",
  cause_code text collate "C",
  cause_text text,
  facts text,
  place text,
  occurred_on date,
  filed_on date not null,
  case_state text collate "C" not null,
  first_seq integer,
  last_seq integer,
  version integer not null default 1,
  created_at timestamptz not null default anjuan_now(),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  check ((state = 'proposed') = (answered_on is null)),
  check ((state = 'accepted') = (last_seq is not null)),
  check (from_unit_id <> to_unit_id)
);
create unique index case_move_open on case_move (case_id) where state = 'proposed';
create index case_move_held on case_move (case_id, answered_on) where state = 'accepted';
create index case_move_in on case_move (to_unit_id, proposed_on desc, transfer_id desc);
create index case_move_out on case_move (from_unit_id, proposed_on desc, transfer_id desc);
comment on table case_move is 'Each proposal to move a case to another unit, with what that unit is shown of it, and what became of it; those accepted are the history of who held the case';
comment on column case_move.transfer_id is 'The event that proposed it';
comment on column case_move.case_id is 'The case';
comment on column case_move.unit_id is 'Its handling unit now, which access follows';
comment on column case_move.from_unit_id is 'The unit that held the case then';
comment on column case_move.to_unit_id is 'The unit asked to take it';
comment on column case_move.state is 'proposed, accepted, refused or withdrawn';
comment on column case_move.proposed_on is 'Day of the proposal';
comment on column case_move.basis is 'The legal basis as proposed';
comment on column case_move.reason is 'Why, as proposed';
comment on column case_move.answered_on is 'Day it was accepted, refused or withdrawn; accepted: the case is the other unit''s from this day on';
comment on column case_move.answer is 'What was said to it';
comment on column case_move.number is 'Number of the case';
comment on column case_move.title is 'Title of the case when proposed, and again when accepted; emptied when refused or withdrawn, as the rest of what was shown';
comment on column case_move.procedure is 'Procedure of the case then';
comment on column case_move.source is 'Source of the case then';
comment on column case_move.cause_code is 'Cause of action then';
comment on column case_move.cause_text is 'Cause in no catalogue, then';
comment on column case_move.facts is 'Facts then';
comment on column case_move.place is 'Place of the act then, which decides on jurisdiction';
comment on column case_move.occurred_on is 'Day of the act then';
comment on column case_move.filed_on is 'Day of filing, from which the terms run on';
comment on column case_move.case_state is 'State of the case then';
comment on column case_move.first_seq is 'Accepted: the first event recorded while that unit held the case';
comment on column case_move.last_seq is 'Accepted: the last one, which is moved_out';
comment on column case_move.version is 'Rises with its answer';
comment on column case_move.created_at is 'Recorded at';

create table case_access (
  access_id uuid primary key,
  case_id uuid not null,
  unit_id text collate "C" not null,
  to_unit_id text collate "C" not null references unit,
  why text collate "C" not null check (why in ('joint', 'consulted', 'supervised')),
  purpose text not null,
  from_on date not null,
  until_on date,
  ended_on date,
  ended_by text collate "C",
  filed_on date not null,
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  check (why <> 'joint' or until_on is not null),
  check ((ended_on is null) = (ended_by is null)),
  check (unit_id <> to_unit_id or ended_on is not null)
);
create unique index case_access_once on case_access (case_id, to_unit_id, why) where ended_on is null;
create index case_access_list on case_access (to_unit_id, filed_on desc, case_id desc) where ended_on is null;
create index case_access_case on case_access (case_id);
comment on table case_access is 'To which other units a case is open, for what, from when until when';
comment on column case_access.access_id is 'The event that opened it';
comment on column case_access.case_id is 'The case';
comment on column case_access.unit_id is 'Its handling unit, which access follows';
comment on column case_access.to_unit_id is 'The unit that reads the case besides';
comment on column case_access.why is 'joint: handles it jointly; consulted: was asked; supervised: supervises it';
comment on column case_access.purpose is 'What for, as recorded';
comment on column case_access.from_on is 'First day, as the act says';
comment on column case_access.until_on is 'Last day; null: none set';
comment on column case_access.ended_on is 'The day it was ended; null: not yet, though its last day may be past';
comment on column case_access.ended_by is 'Kind of the act that ended it; until: its last day passed';
comment on column case_access.filed_on is 'Day of filing of the case: the order of lists';

create table access_act (
  why text collate "C" not null check (why in ('joint', 'consulted', 'supervised')),
  kind text collate "C" not null,
  permission text collate "C" not null,
  primary key (why, kind)
);
comment on table access_act is 'Which acts a unit may record in a case that is open to it and not its own';
comment on column access_act.why is 'What the case is open to it for';
comment on column access_act.kind is 'Kind of the act';
comment on column access_act.permission is 'The permission needed in that unit';

set local role anjuan_migrator;
insert into access_act values
  ('joint', 'evidence_registered', 'case.write'), ('joint', 'joint_ended', 'case.approve'),
  ('consulted', 'consultation_answered', 'case.write'), ('consulted', 'supervised', 'case.write'),
  ('supervised', 'supervision_ended', 'case.approve');

insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en) values
  ('joint_days_max', 1, '1900-01-01', 90, 'calendar days', '联合办理的最长期限，法律未定（可配置）', false, '联合办理最长天数',
   'longest joint handling, days');

with v as (
  insert into law_version (kind, source) values ('term', '单位间移送的答复期限（本机关规定，待核）') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select 'unit_transfer_answer', 1, v.law_version, date '1900-01-01', 7, 'day', true, true, '行政处罚法第二十五条第二款；期限为本机关规定',
       false, true, true, false, false, '答复移送提请', 'answer to a proposal to transfer'
  from v;

-- In hand at one unit no more, and at the other from then on.
insert into indicator_rule (indicator, kind, outcome, procedure, value)
select r.* from (values ('in_hand', 'moved_out', null, null, 'minus_one'),
                        ('in_hand', 'unit_transfer_accepted', null, null, 'one')) r (indicator, kind, outcome, procedure, value)
 where not exists (select from indicator_rule i where i.indicator = r.indicator and i.kind = r.kind);

-- What follows a review: terms, objections and their decisions, findings and what is done about them, what it all comes to.
-- docs/review.md.
set local role anjuan_owner;

create table campaign_deadline (
  campaign_id uuid not null,
  case_id uuid not null,
  unit_id text collate "C" not null,
  item_code text collate "C" not null default '',
  code text collate "C" not null check (code in ('objection', 'objection_decision', 'rectification', 'recheck')),
  nth smallint not null,
  at_unit_id text collate "C" not null references unit,
  start_on date not null,
  length integer not null,
  working boolean not null,
  law_version integer not null references law_version,
  due_on date not null,
  provisional boolean not null,
  explanation jsonb not null,
  state text collate "C" not null default 'open' check (state in ('open', 'met', 'met_late', 'lapsed', 'void')),
  ended_on date,
  ended_by uuid references person,
  primary key (campaign_id, case_id, item_code, code, nth),
  foreign key (campaign_id, case_id) references campaign_file,
  check ((state = 'open') = (ended_on is null) and (ended_on is null) = (ended_by is null)),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index campaign_deadline_open on campaign_deadline (due_on, campaign_id, case_id, item_code, code) where state = 'open';
create index campaign_deadline_unit on campaign_deadline (at_unit_id);
create index campaign_deadline_case on campaign_deadline (case_id);
create index campaign_deadline_law on campaign_deadline (law_version);
create index campaign_deadline_ended_by on campaign_deadline (ended_by);
comment on table campaign_deadline is 'Terms of a campaign: the date, and the steps that add up to it';
comment on column campaign_deadline.campaign_id is 'The campaign';
comment on column campaign_deadline.case_id is 'The file';
comment on column campaign_deadline.item_code is 'The item of the finding; empty: of the file as a whole';
comment on column campaign_deadline.code is 'What is to be done: object, decide the objection, rectify, re-check';
comment on column campaign_deadline.nth is 'The first, second … of these';
comment on column campaign_deadline.unit_id is 'Handling unit of the case now';
comment on column campaign_deadline.at_unit_id is 'The reviewed unit';
comment on column campaign_deadline.start_on is 'The day after which days are counted';
comment on column campaign_deadline.length is 'How many days';
comment on column campaign_deadline.working is 'Working days; else calendar days, to the next working day where it would end on a day off';
comment on column campaign_deadline.law_version is 'The calendar as of this change';
comment on column campaign_deadline.due_on is 'The last day';
comment on column campaign_deadline.provisional is 'The date depends on a year whose notice is not known yet';
comment on column campaign_deadline.explanation is 'The steps that add up to due_on';
comment on column campaign_deadline.state is 'open (overdue once due_on is past), met, met_late, lapsed unused, or void';
comment on column campaign_deadline.ended_on is 'When it was met, lapsed or ceased to matter';
comment on column campaign_deadline.ended_by is 'Who did that; the background for what lapsed';

create table campaign_objection (
  campaign_id uuid not null,
  case_id uuid not null,
  unit_id text collate "C" not null,
  at_unit_id text collate "C" not null references unit,
  items text[] not null check (cardinality(items) > 0),
  reason text not null,
  raised_by uuid not null references person,
  raised_at timestamptz not null default anjuan_now(),
  was_score integer not null,
  was_vetoed boolean not null,
  was_grade text collate "C" not null,
  outcome text collate "C" check (outcome in ('upheld', 'partly', 'rejected')),
  decision_reason text,
  changes jsonb,
  score integer,
  vetoed boolean,
  grade text collate "C",
  decided_by uuid references person,
  decided_at timestamptz,
  primary key (campaign_id, case_id),
  foreign key (campaign_id, case_id) references campaign_file,
  check (num_nonnulls(outcome, decision_reason, changes, score, vetoed, grade, decided_by, decided_at) in (0, 8)),
  check (decided_by <> raised_by),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index campaign_objection_unit on campaign_objection (at_unit_id);
create index campaign_objection_case on campaign_objection (case_id);
create index campaign_objection_raised_by on campaign_objection (raised_by);
create index campaign_objection_decided_by on campaign_objection (decided_by);
comment on table campaign_objection is 'Objections of reviewed units, and how they were decided: the trace of a changed score';
comment on column campaign_objection.campaign_id is 'The campaign';
comment on column campaign_objection.case_id is 'The file; one objection each';
comment on column campaign_objection.unit_id is 'Handling unit of the case now';
comment on column campaign_objection.at_unit_id is 'The reviewed unit';
comment on column campaign_objection.items is 'The items it objects to';
comment on column campaign_objection.reason is 'Why';
comment on column campaign_objection.raised_by is 'Who objected for the unit';
comment on column campaign_objection.raised_at is 'When';
comment on column campaign_objection.was_score is 'Score before, 1/100 point';
comment on column campaign_objection.was_vetoed is 'Whether a veto item was hit before';
comment on column campaign_objection.was_grade is 'Grade before';
comment on column campaign_objection.outcome is 'upheld, partly or rejected; null: not decided yet';
comment on column campaign_objection.decision_reason is 'Reasons of the decision';
comment on column campaign_objection.changes is 'Items changed: item_code, veto, was, is (deductions, 1/100 point)';
comment on column campaign_objection.score is 'Score after';
comment on column campaign_objection.vetoed is 'Whether a veto item is hit after';
comment on column campaign_objection.grade is 'Grade after';
comment on column campaign_objection.decided_by is 'Who decided: nobody who reviewed the file, and nobody of the unit';
comment on column campaign_objection.decided_at is 'When';

create table campaign_finding (
  campaign_id uuid not null,
  case_id uuid not null,
  unit_id text collate "C" not null,
  item_code text collate "C" not null,
  at_unit_id text collate "C" not null references unit,
  veto boolean not null,
  deduction integer not null check (deduction >= 0),
  remark text not null,
  state text collate "C" not null default 'found' check (state in ('found', 'notified', 'proved', 'overdue', 'escalated', 'done', 'explained',
    'dropped')),
  due_on date,
  found_at timestamptz not null default anjuan_now(),
  version integer not null default 1,
  primary key (campaign_id, case_id, item_code),
  foreign key (campaign_id, case_id) references campaign_file,
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index campaign_finding_unit on campaign_finding (at_unit_id);
create index campaign_finding_case on campaign_finding (case_id);
create index campaign_finding_running on campaign_finding (due_on) where state in ('notified', 'overdue');
comment on table campaign_finding is 'What was found in a file, one for each item with a deduction or a veto';
comment on column campaign_finding.campaign_id is 'The campaign';
comment on column campaign_finding.case_id is 'The file';
comment on column campaign_finding.item_code is 'The item of the checklist';
comment on column campaign_finding.unit_id is 'Handling unit of the case now';
comment on column campaign_finding.at_unit_id is 'The reviewed unit, which rectifies';
comment on column campaign_finding.veto is 'A veto item was hit';
comment on column campaign_finding.deduction is 'Points deducted, 1/100 point; of two sheets their average; 0 once dropped after an objection';
comment on column campaign_finding.remark is 'What the reviewers wrote';
comment on column campaign_finding.state is 'How far it is';
comment on column campaign_finding.due_on is 'Until when it is to be rectified; null: not asked for yet';
comment on column campaign_finding.found_at is 'When the unit was told';
comment on column campaign_finding.version is 'Raised with each act; the ETag';

create table campaign_finding_act (
  campaign_id uuid not null,
  case_id uuid not null,
  unit_id text collate "C" not null,
  item_code text collate "C" not null,
  seq integer not null,
  at_unit_id text collate "C" not null references unit,
  act text collate "C" not null,
  reason text,
  documents uuid[] not null default '{}',
  due_on date,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default anjuan_now(),
  primary key (campaign_id, case_id, item_code, seq),
  foreign key (campaign_id, case_id, item_code) references campaign_finding,
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index campaign_finding_act_unit on campaign_finding_act (at_unit_id);
create index campaign_finding_act_case on campaign_finding_act (case_id);
create index campaign_finding_act_recorded_by on campaign_finding_act (recorded_by);
comment on table campaign_finding_act is 'What was done about a finding; recorded once, never changed';
comment on column campaign_finding_act.campaign_id is 'The campaign';
comment on column campaign_finding_act.case_id is 'The file';
comment on column campaign_finding_act.item_code is 'The item';
comment on column campaign_finding_act.seq is 'Its place';
comment on column campaign_finding_act.unit_id is 'Handling unit of the case now';
comment on column campaign_finding_act.at_unit_id is 'The reviewed unit';
comment on column campaign_finding_act.act is 'The act, as in rules/campaign.c';
comment on column campaign_finding_act.reason is 'What was written: the notice, the proof, why';
comment on column campaign_finding_act.documents is 'Documents of the register handed in as proof';
comment on column campaign_finding_act.due_on is 'The term that it set';
comment on column campaign_finding_act.recorded_by is 'Who did it; the background for what came with time';
comment on column campaign_finding_act.recorded_at is 'When';
create function finding_act_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'unit_id' = to_jsonb(old) - 'unit_id' then
    return new;
  end if;
  raise exception 'what was done stays' using errcode = '23514', constraint = 'campaign_fixed';
end $$;
comment on function finding_act_stays() is 'Refuses any change of an act but that its case goes to another unit';
create trigger finding_act_stays before update or delete on campaign_finding_act for each row execute function finding_act_stays();

create table campaign_summary (
  campaign_id uuid primary key references campaign,
  closed integer not null,
  drawn integer not null,
  reviewed integer not null,
  mean integer,
  low integer,
  high integer,
  agreement jsonb not null,
  recorded_at timestamptz not null default anjuan_now()
);
comment on table campaign_summary is 'Final figures of a whole campaign, beside those of its units';
comment on column campaign_summary.campaign_id is 'The campaign';
comment on column campaign_summary.closed is 'Files in the frozen population';
comment on column campaign_summary.drawn is 'Files drawn';
comment on column campaign_summary.reviewed is 'Of them with a final result';
comment on column campaign_summary.mean is 'Mean of all files as estimated, 1/100 point; null: some stratum has no reviewed file';
comment on column campaign_summary.low is 'Lower end of the 95 % interval';
comment on column campaign_summary.high is 'Upper end of the 95 % interval';
comment on column campaign_summary.agreement is 'How far two reviewers of the same files agree: over grades, and by item';
comment on column campaign_summary.recorded_at is 'When all results were final';
create trigger campaign_stays before update or delete on campaign_summary for each row execute function campaign_stays();

set local role anjuan_migrator;
insert into role_permission values ('lead', 'review.object', 'own'), ('lead', 'review.rectify', 'own'), ('officer', 'review.rectify', 'own'),
  ('legal_department', 'review.decide', 'all');
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en) values
  ('review_rectification_least', 1, '1900-01-01', 15, 'days', '案卷评查办法（可配置）', false, '整改期限最短', 'shortest term for rectification'),
  ('review_rectification_most', 1, '1900-01-01', 30, 'days', '案卷评查办法（可配置）', false, '整改期限最长', 'longest term for rectification'),
  ('review_escalation_days', 1, '1900-01-01', 5, 'days', '案卷评查办法（可配置）', false, '整改逾期几日后上报督办', 'days overdue after which a finding is escalated');

-- The working calendar and the terms of the law as data, and the deadlines computed from them. Nothing of the law is
-- overwritten: what changes comes in under a new number of law_version, and the newest row wins.
set local role anjuan_owner;

create table law_version (
  law_version integer primary key generated always as identity,
  kind text collate "C" not null check (kind in ('calendar', 'term')),
  source text not null,
  years integer[] not null default '{}',
  sha256 bytea,
  recorded_at timestamptz not null default anjuan_now(),
  recorded_by uuid references person
);
comment on table law_version is 'Each change of the calendar or of a term; deadlines say under which they were computed';
comment on column law_version.law_version is 'Its number, rising';
comment on column law_version.kind is 'calendar: days; term: terms';
comment on column law_version.source is 'Where it comes from: the notice, the law';
comment on column law_version.years is 'Years whose notice it brings whole; these are known from then on';
comment on column law_version.sha256 is 'SHA-256 of the days as loaded';
comment on column law_version.recorded_at is 'When it came in';
comment on column law_version.recorded_by is 'Who brought it in; null: came with the program';

create table calendar_day (
  day date not null,
  law_version integer not null references law_version,
  kind text collate "C" not null check (kind in ('holiday', 'workday', 'plain')),
  name text not null,
  notice_year integer not null,
  primary key (day, law_version),
  check (kind <> 'workday' or extract(isodow from day) > 5)
);
create index calendar_day_version on calendar_day (law_version);
comment on table calendar_day is 'Days that the yearly notices of the State Council set apart from their weekday; the newest row of a day counts';
comment on column calendar_day.day is 'The day';
comment on column calendar_day.law_version is 'The change that brought this row';
comment on column calendar_day.kind is 'holiday: a day off; workday: a make-up day; plain: as its weekday again';
comment on column calendar_day.name is 'The festival';
comment on column calendar_day.notice_year is 'Year of the notice; the last days of a December may stand in that of the next year';

create table term (
  code text collate "C" not null check (code ~ '^[a-z][a-z_]{1,39}$'),
  version integer not null check (version > 0),
  law_version integer not null references law_version,
  valid_from date not null,
  length integer not null check (length between 0 and 10000),
  unit text collate "C" not null check (unit in ('day', 'month', 'hour')),
  working boolean not null,
  rolls boolean not null,
  article text not null,
  after text collate "C",
  party_right boolean not null default false,
  each boolean not null default false,
  ends_with_case boolean not null default true,
  of_fine boolean not null default false,
  verified boolean not null,
  name_zh text not null,
  name_en text not null,
  primary key (code, version),
  check (unit = 'day' or not working)
);
comment on table term is 'Terms of the law by version; which acts start and meet them stands in the table of procedure';
comment on column term.code is 'Its code in the table of procedure';
comment on column term.version is 'Rising by code';
comment on column term.law_version is 'The change that brought this row';
comment on column term.valid_from is 'For what starts on or after this day, until a later version does; of two of one day the higher version counts';
comment on column term.length is 'How long, unless the act itself says; 0: only the act says';
comment on column term.unit is 'day, month or hour (begun days count)';
comment on column term.working is 'Counts working days only';
comment on column term.rolls is 'Ends on the next working day where it would end on a day off';
comment on column term.article is 'The article it rests on';
comment on column term.after is 'Begins where the term of this code ends; null: at the act';
comment on column term.party_right is 'A right of a party, which lapses; else a duty, which becomes overdue';
comment on column term.each is 'Each act that starts it starts one more; else the newer one replaces the older';
comment on column term.ends_with_case is 'Void when the case ends before it is met';
comment on column term.of_fine is 'Runs only where a fine is owed';
comment on column term.verified is 'False: local practice or not checked against the text of the law; to be confirmed by the legal department';
comment on column term.name_zh is 'Name in Chinese';
comment on column term.name_en is 'Name in English';

create table case_deadline (
  case_id uuid not null,
  unit_id text collate "C" not null,
  code text collate "C" not null,
  nth smallint not null,
  term_version integer not null,
  law_version integer not null,
  started_by text collate "C" not null,
  begun_by text collate "C",
  start_on date not null,
  count_from date,
  given_days integer,
  extra_days integer not null default 0,
  pauses date[] not null default '{}',
  due_on date,
  state text collate "C" not null check (state in ('open', 'met', 'met_late', 'stopped', 'void')),
  party_right boolean not null,
  provisional boolean not null,
  days_left integer,
  met_on date,
  void_on date,
  ended_by text collate "C",
  explanation jsonb not null,
  updated_at timestamptz not null default anjuan_now(),
  primary key (case_id, code, nth),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  foreign key (code, term_version) references term (code, version),
  check ((state in ('met', 'met_late')) = (met_on is not null)),
  check ((state = 'void') = (void_on is not null)),
  check ((state = 'stopped') = (days_left is not null))
);
create index case_deadline_open on case_deadline (unit_id, due_on, case_id, code, nth) where state = 'open' and due_on is not null;
create index case_deadline_running on case_deadline (case_id, code, nth) include (law_version) where state in ('open', 'stopped');
comment on table case_deadline is 'Terms that run or ran in a case: the date, and what it was computed from';
comment on column case_deadline.case_id is 'The case';
comment on column case_deadline.unit_id is 'Its handling unit, which access follows';
comment on column case_deadline.code is 'The term';
comment on column case_deadline.nth is 'The first, second … of this term in this case';
comment on column case_deadline.term_version is 'The version of the term that applied';
comment on column case_deadline.law_version is 'Calendar and terms as of this change';
comment on column case_deadline.started_by is 'Kind of the act that started it';
comment on column case_deadline.begun_by is 'The term or the kind of act that says where counting begins; null: started_by';
comment on column case_deadline.start_on is 'Day of the act that started it';
comment on column case_deadline.count_from is 'The day after which days are counted; null: not known yet';
comment on column case_deadline.given_days is 'Calendar days that an act itself gave; null: as the term says';
comment on column case_deadline.extra_days is 'Days by which it was lengthened';
comment on column case_deadline.pauses is 'From and to of each stretch in which the clock stood still; without the last to it still does';
comment on column case_deadline.due_on is 'The last day; null: none while it stands still or its length is not known';
comment on column case_deadline.state is 'open (overdue or lapsed once due_on is past), met, met_late, stopped or void';
comment on column case_deadline.party_right is 'As of the term';
comment on column case_deadline.provisional is 'The date depends on a year whose notice is not known yet';
comment on column case_deadline.days_left is 'While stopped: days still to count';
comment on column case_deadline.met_on is 'Day it was met';
comment on column case_deadline.void_on is 'Day it ceased to matter';
comment on column case_deadline.ended_by is 'Kind of the act that met it or made it void';
comment on column case_deadline.explanation is 'The steps that add up to due_on';
comment on column case_deadline.updated_at is 'Computed last at';

create table deadline_change (
  case_id uuid not null,
  change_id bigint generated always as identity,
  unit_id text collate "C" not null,
  code text collate "C" not null,
  nth smallint not null,
  was_on date,
  is_on date,
  cause text collate "C" not null check (cause in ('act', 'law')),
  act text collate "C",
  law_version integer references law_version,
  changed_at timestamptz not null default anjuan_now(),
  primary key (case_id, change_id),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  check ((cause = 'law') = (law_version is not null))
);
comment on table deadline_change is 'Each change of a date after it was first computed';
comment on column deadline_change.case_id is 'The case';
comment on column deadline_change.change_id is 'The change, rising';
comment on column deadline_change.unit_id is 'Handling unit of the case, which access follows';
comment on column deadline_change.code is 'The term';
comment on column deadline_change.nth is 'The first, second … of this term in this case';
comment on column deadline_change.was_on is 'The date before; null: none';
comment on column deadline_change.is_on is 'The date since; null: none';
comment on column deadline_change.cause is 'act: something happened in the case; law: the calendar or the term changed';
comment on column deadline_change.act is 'Kind of that act';
comment on column deadline_change.law_version is 'That change of the law';
comment on column deadline_change.changed_at is 'When it was recomputed';

create table deadline_step (
  rule text collate "C" primary key,
  zh text not null,
  en text not null
);
comment on table deadline_step is 'What the steps of an explanation mean';
comment on column deadline_step.rule is 'The step, as it stands in explanations';
comment on column deadline_step.zh is 'In Chinese';
comment on column deadline_step.en is 'In English';

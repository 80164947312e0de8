-- Items of a review that answer themselves: what each check found in each closed case, kept by the background. One row a case
-- holds all answers (a million cases are a million rows); what was found against a case has rows of its own, for lists.
set local role anjuan_owner;

create table precheck (
  check_name text collate "C" primary key check (check_name ~ '^[a-z][a-z0-9_]{1,39}$'),
  version integer not null check (version > 0),
  kind text collate "C" not null check (kind in ('veto', 'scored')),
  name_zh text not null,
  name_en text not null,
  basis_zh text not null
);
comment on table precheck is 'The checks that answer items of checklists beforehand; precheck_answers (SQL) has the body of each';
comment on column precheck.check_name is 'Its name, which items of checklists give';
comment on column precheck.version is 'Raised when the check asks for something else';
comment on column precheck.kind is 'Whether what it finds is a veto or a deduction';
comment on column precheck.name_zh is 'What it asks for, in Chinese';
comment on column precheck.name_en is 'The same in English';
comment on column precheck.basis_zh is 'Legal basis';

create table case_precheck (
  case_id uuid primary key,
  unit_id text collate "C" not null,
  case_version integer not null,
  law_version integer not null,
  check_version integer not null,
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  again_on date,
  computed_at timestamptz not null default anjuan_now(),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade on delete cascade
);
create index case_precheck_again on case_precheck (again_on) where again_on is not null;
comment on table case_precheck is 'What the checks found in each closed case; computed, and computed anew when something of the case changes';
comment on column case_precheck.case_id is 'The case';
comment on column case_precheck.unit_id is 'Handling unit of the case, which access follows';
comment on column case_precheck.case_version is 'The version of the case it was computed from';
comment on column case_precheck.law_version is 'The newest change of law and calendar then';
comment on column case_precheck.check_version is 'The newest version of the checks then';
comment on column case_precheck.answers is 'By check: version, verdict, faults by code, evidence as links to events, documents, deadlines and the like';
comment on column case_precheck.again_on is 'Day on which a term that is running now is over, and the answers may be others';
comment on column case_precheck.computed_at is 'When it was computed with another result, or from another version, last';

create table case_precheck_finding (
  case_id uuid not null,
  check_name text collate "C" not null references precheck,
  unit_id text collate "C" not null,
  closed_on date not null,
  verdict text collate "C" not null check (verdict in ('deduct', 'veto')),
  primary key (case_id, check_name),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade on delete cascade
);
create index case_precheck_finding_list on case_precheck_finding (unit_id, closed_on desc, case_id desc, check_name);
create index case_precheck_finding_check on case_precheck_finding (check_name, unit_id, closed_on desc, case_id desc);
comment on table case_precheck_finding is 'What was found against closed cases, for lists';
comment on column case_precheck_finding.case_id is 'The case';
comment on column case_precheck_finding.check_name is 'The check';
comment on column case_precheck_finding.unit_id is 'Handling unit of the case, which access follows';
comment on column case_precheck_finding.closed_on is 'Day the case was closed';
comment on column case_precheck_finding.verdict is 'deduct or veto';

-- Acts only ever add here, so that none waits for another; whoever computes takes the rows away. Two parts, so that two may share the work.
create table case_precheck_due (
  case_id uuid not null,
  due_id bigint generated always as identity,
  unit_id text collate "C" not null,
  part smallint not null generated always as (uuid_hash(case_id) & 1) stored,
  primary key (case_id, due_id),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade on delete cascade
);
create index case_precheck_due_next on case_precheck_due (part, due_id);
comment on table case_precheck_due is 'Closed cases in which something changed since they were checked; shut to everybody';
comment on column case_precheck_due.case_id is 'The case';
comment on column case_precheck_due.due_id is 'In the order of the changes';
comment on column case_precheck_due.unit_id is 'Handling unit of the case';
comment on column case_precheck_due.part is 'Which of two workers takes it';

-- Other cases of a party, in whatever unit: asked by functions that row-level security does not hold for.
create index case_party_code on case_party (credit_code) where credit_code is not null;

alter table review_answer add column precheck jsonb;
comment on column review_answer.precheck is 'What the check of this item said when the review was submitted: verdict, points, faults, evidence, and what it was computed from; null: nothing';

set local role anjuan_migrator;
insert into precheck (check_name, version, kind, name_zh, name_en, basis_zh)
select i.check_name, 1, i.kind, i.text_zh, i.text_en, i.basis_zh
  from checklist_item i
 where i.checklist_id = '01900000-0000-7000-8000-00000000c002' and i.check_name is not null;

insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en) values
  ('limitation_years', 1, '1900-01-01', 2, 'years', '行政处罚法第三十六条第一款', true, '处罚时效（年）', 'limitation of penalties, years'),
  ('limitation_years_long', 1, '1900-01-01', 5, 'years', '行政处罚法第三十六条第一款（涉及公民生命健康安全、金融安全且有危害后果）', true,
   '处罚时效（涉及安全且有危害后果，年）', 'limitation where safety was harmed, years'),
  ('spot_collection_max', 1, '1900-01-01', 10000, 'fen', '行政处罚法第六十八条第一项', true, '可以当场收缴的罚款上限', 'highest fine collected on the spot'),
  ('very_late_factor', 1, '1900-01-01', 2, 'times the term', '评查标准（可配置）', false, '严重逾期倍数', 'how many times the term is very late');

-- What is closed already is checked, too; by the background, in its batches.
insert into case_precheck_due (case_id, unit_id) select c.case_id, c.unit_id from case_file c where c.state = 'closed';

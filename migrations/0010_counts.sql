-- What the statistics count. Figures are kept beside the events they come from: each event adds to the month it
-- happened in, at the unit that held the case then, in the transaction that records it (functions/statistics.sql).
set local role anjuan_owner;

create table indicator (
  indicator text collate "C" primary key,
  position smallint unique,
  kind text collate "C" not null check (kind in ('flow', 'stock', 'sum', 'share', 'check')),
  unit_of_measure text collate "C" not null check (unit_of_measure in ('cases', 'decisions', 'fen', 'basis points', 'yes or no')),
  name_zh text not null,
  name_en text not null,
  definition_zh text not null,
  definition_en text not null,
  version integer not null,
  valid_from date not null
);
comment on table indicator is 'The figures of a quarter: names and definitions';
comment on column indicator.indicator is 'Its code, and the name of its member in the API';
comment on column indicator.position is 'Its place in a row; null: kept to make others from, not shown';
comment on column indicator.kind is 'flow: counted in the period; stock: at its start or end; the others are made from these';
comment on column indicator.unit_of_measure is 'What it is counted in';
comment on column indicator.name_zh is 'Its name in Chinese';
comment on column indicator.name_en is 'Its name in English';
comment on column indicator.definition_zh is 'What it counts, in Chinese';
comment on column indicator.definition_en is 'What it counts, in English';
comment on column indicator.valid_from is 'From when on this definition holds';
comment on column indicator.version is 'Raised when its definition changes; frozen figures name the highest';

create table indicator_rule (
  indicator text collate "C" not null references indicator,
  kind text collate "C" not null,
  outcome text collate "C",
  procedure text collate "C",
  value text collate "C" not null check (value in ('one', 'minus_one', 'fine_fen', 'confiscated_fen', 'amount_fen')),
  unique (indicator, kind)
);
comment on table indicator_rule is 'Which events add what to which kept figure';
comment on column indicator_rule.indicator is 'The kept figure';
comment on column indicator_rule.kind is 'Kind of the event';
comment on column indicator_rule.outcome is 'Only events of this outcome; null: any';
comment on column indicator_rule.procedure is 'Only events of this procedure; null: any';
comment on column indicator_rule.value is 'What is added: one, minus one, or the amount in this column of the event';

insert into indicator values
  ('in_hand', null, 'stock', 'cases', '在办变动', 'change of cases in hand', '立案加一，结案、终止、移送减一',
   'one at filing, minus one at closing, termination and transfer', 1, '1900-01-01'),
  ('filed', 1, 'flow', 'cases', '立案', 'filed', '本期立案的案件，简易程序同样按立案日期',
   'cases filed in the period, simple procedure too by its day of filing', 1, '1900-01-01'),
  ('decided', 2, 'flow', 'decisions', '作出决定', 'decided', '本期作出的决定，含以后变更、撤销的',
   'decisions made in the period, those changed or revoked later included', 1, '1900-01-01'),
  ('decided_penalty', 3, 'flow', 'decisions', '给予处罚', 'penalty', '本期给予行政处罚的决定', 'decisions to penalise', 1, '1900-01-01'),
  ('decided_no_penalty', 4, 'flow', 'decisions', '不予处罚', 'not penalised', '本期不予行政处罚的决定', 'decisions not to penalise', 1,
   '1900-01-01'),
  ('decided_not_established', 5, 'flow', 'decisions', '事实不成立', 'facts not established', '本期认定违法事实不能成立的决定',
   'decisions that the facts are not established', 1, '1900-01-01'),
  ('decided_transfer', 6, 'flow', 'decisions', '决定移送', 'to be transferred', '本期决定移送司法机关的',
   'decisions to transfer to the judicial authorities', 1, '1900-01-01'),
  ('decided_unstated', 7, 'sum', 'decisions', '结果未注明', 'outcome not stated', '导入记录中未注明结果的决定',
   'decisions of imported records without one of these outcomes', 1, '1900-01-01'),
  ('ended', 8, 'sum', 'cases', '办结', 'ended', '结案、终止、移送之和', 'closed, terminated and transferred', 1, '1900-01-01'),
  ('closed', 9, 'flow', 'cases', '结案', 'closed', '本期结案的案件', 'cases closed in the period', 1, '1900-01-01'),
  ('terminated', 10, 'flow', 'cases', '终止', 'terminated', '本期终止的案件', 'cases terminated in the period', 1, '1900-01-01'),
  ('transferred', 11, 'flow', 'cases', '移送', 'transferred', '本期移送的案件', 'cases transferred in the period', 1, '1900-01-01'),
  ('in_hand_start', 12, 'stock', 'cases', '期初在办', 'in hand at start', '期初日前已立案而未办结的案件',
   'cases filed and not ended before the first day', 1, '1900-01-01'),
  ('in_hand_end', 13, 'stock', 'cases', '期末在办', 'in hand at end', '期末日终了时已立案而未办结的案件',
   'cases filed and not ended by the last day', 1, '1900-01-01'),
  ('balance_holds', 14, 'check', 'yes or no', '平衡', 'balance holds', '期初在办＋立案－办结＝期末在办',
   'in hand at start + filed - ended = in hand at end', 1, '1900-01-01'),
  ('fines_decided_fen', 15, 'flow', 'fen', '决定罚款（分）', 'fines decided (fen)', '本期决定书载明的罚款', 'fines as the decisions state them', 1,
   '1900-01-01'),
  ('confiscated_fen', 16, 'flow', 'fen', '决定没收（分）', 'confiscated (fen)', '本期决定书载明金额的没收',
   'confiscations whose amount the decisions state', 1, '1900-01-01'),
  ('fines_collected_fen', 17, 'flow', 'fen', '收缴罚款（分）', 'fines collected (fen)', '本期缴纳的罚款，按缴款日期', 'fines paid, by the day of payment', 1,
   '1900-01-01'),
  ('penalties_simple', 18, 'flow', 'decisions', '简易程序处罚', 'penalties, simple procedure', '本期按简易程序给予处罚的决定',
   'decisions to penalise under the simple procedure', 1, '1900-01-01'),
  ('penalties_ordinary', 19, 'flow', 'decisions', '普通程序处罚', 'penalties, ordinary procedure', '本期按普通程序给予处罚的决定',
   'decisions to penalise under the ordinary procedure', 1, '1900-01-01'),
  ('ordinary_share_bp', 20, 'share', 'basis points', '普通程序占比（万分之一）', 'ordinary share (1/100 %)',
   '普通程序处罚÷（简易程序处罚＋普通程序处罚），四舍五入；没有处罚则无', 'ordinary / (simple + ordinary) penalties, rounded; none without penalties', 1,
   '1900-01-01');

insert into indicator_rule (indicator, kind, outcome, procedure, value) values
  ('in_hand', 'filed', null, null, 'one'),
  ('in_hand', 'closed', null, null, 'minus_one'),
  ('in_hand', 'terminated', null, null, 'minus_one'),
  ('in_hand', 'transferred', null, null, 'minus_one'),
  ('filed', 'filed', null, null, 'one'),
  ('decided', 'decided', null, null, 'one'),
  ('decided_penalty', 'decided', 'penalty', null, 'one'),
  ('decided_no_penalty', 'decided', 'no_penalty', null, 'one'),
  ('decided_not_established', 'decided', 'not_established', null, 'one'),
  ('decided_transfer', 'decided', 'transfer', null, 'one'),
  ('closed', 'closed', null, null, 'one'),
  ('terminated', 'terminated', null, null, 'one'),
  ('transferred', 'transferred', null, null, 'one'),
  ('fines_decided_fen', 'decided', null, null, 'fine_fen'),
  ('confiscated_fen', 'decided', null, null, 'confiscated_fen'),
  ('fines_collected_fen', 'paid', null, null, 'amount_fen'),
  ('penalties_simple', 'decided', 'penalty', 'simple', 'one'),
  ('penalties_ordinary', 'decided', 'penalty', 'ordinary', 'one');

-- Recorders only ever add rows here, so that none waits for another; the background folds them into count_month.
create table count_delta (
  unit_id text collate "C" not null,
  month date not null,
  indicator text collate "C" not null,
  value bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0,
        autovacuum_analyze_threshold = 2000);
comment on table count_delta is 'Changes of the kept figures that are not folded into count_month yet';
comment on column count_delta.unit_id is 'The unit that held the case when the event happened';
comment on column count_delta.month is 'First day of the month the event happened in';
comment on column count_delta.indicator is 'The kept figure';
comment on column count_delta.value is 'What the events of one statement add to it; negative where they take back';

create table count_month (
  unit_id text collate "C" not null,
  month date not null,
  indicator text collate "C" not null,
  value bigint not null,
  primary key (indicator, month, unit_id)
) with (fillfactor = 60);
comment on table count_month is 'The kept figures by month; with the rows of count_delta added they are exact at any moment';
comment on column count_month.unit_id is 'The unit that held the case when the event happened';
comment on column count_month.month is 'First day of the month';
comment on column count_month.indicator is 'The kept figure';
comment on column count_month.value is 'Its sum';

-- What a frozen quarter rests on.
alter table quarter_freeze
  add column position bigint not null,
  add column definitions integer not null,
  add column xid xid8 not null default pg_current_xact_id(),
  add column head text not null;
comment on table quarter_freeze is 'Quarters as frozen: they never change, whatever is recorded later';
comment on column quarter_freeze.snapshot is 'Which transactions the figures know of (pg_current_snapshot of the one statement that made them)';
comment on column quarter_freeze.position is 'Number of the last line of the log that was sealed then';
comment on column quarter_freeze.definitions is 'Highest version of the indicators'' definitions then';
comment on column quarter_freeze.xid is 'The transaction that froze it; what it recorded itself before is in the figures too';
comment on column quarter_freeze.head is 'What the figures are of, as JSON: the first of the canonical lines';
comment on column quarter_freeze.total is 'The row of totals, as JSON: the last of the canonical lines';
comment on column quarter_freeze.sha256 is 'SHA-256 in hex over head, the rows by position and total, each followed by a line feed';
comment on table quarter_freeze_row is 'The rows of a frozen quarter; each is read by its unit and by whoever reads all';
comment on column quarter_freeze_row.figures is 'The row as JSON, as it is served';

create function frozen_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'a frozen quarter never changes' using errcode = '23514', constraint = 'quarter_frozen';
end $$;
comment on function frozen_is_final() is 'Refuses any change of a frozen quarter';
create trigger final before update or delete or truncate on quarter_freeze for each statement execute function frozen_is_final();
create trigger final before update or delete or truncate on quarter_freeze_row for each statement execute function frozen_is_final();

set local role anjuan_migrator;
-- The command that checks the kept figures reads them all; set-up freezes a quarter of the demonstration world.
insert into role_permission values ('job_background', 'statistics.read', 'all'), ('job_setup', 'statistics.freeze', 'all');

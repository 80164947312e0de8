-- Inspections count by what became of them; clues are verified on a day of their own, apart from the day they are dealt with.
set local role anjuan_owner;

create table inspection_outdone_by (
  kind text collate "C" primary key,
  basis_zh text not null
);
comment on table inspection_outdone_by is 'Acts of a case after which the inspection it came from no longer counts as one';
comment on column inspection_outdone_by.kind is 'Kind of the act';
comment on column inspection_outdone_by.basis_zh is 'What it rests on';

comment on column count_act.kind is 'What happened to it: clue_received, clue_checked (verified), clue_verified (dealt with), clue_raised (by an inspection), review_done, inspected';
comment on column count_act.source is 'Source of the clue; of several merged into one, of the first';

set local role anjuan_migrator;
insert into inspection_outdone_by values
  ('decided', '行政检查统计口径：已作出处罚的检查不计'),
  ('correction_ordered', '行政检查统计口径：已作其他处理的检查不计'),
  ('measure_decided', '行政检查统计口径：已作其他处理的检查不计'),
  ('transferred', '行政检查统计口径：已作其他处理的检查不计');

update indicator_group set version = 2,
       definition_zh = '对一个对象并有完整记录的一次检查计一次；检查种类注明不计的（无特定对象的巡查等）、由其立案的案件已作处罚或者其他处理的检查不计；问题和线索只计所计的检查',
       definition_en = 'one inspected object with a full record is one inspection; kinds that do not count (patrols without an object …) and inspections whose case saw a penalty or another act do not; problems and clues are those of the inspections that count'
 where code = 'Q20';
update indicator_group set version = 2, definition_zh = '按期核查的线索（核查时限内）；久拖未办的在办案件', dated_zh = '核查日期（未单独核查的为处理日期）；期末',
       dated_en = 'day of the verification (of the result, where there was none apart); end of the period'
 where code = 'V01';
update indicator_group set version = 2, definition_zh = '按来源；重复线索并入一条后只计一次，来源和日期按最先的一条',
       definition_en = 'by source; duplicates merged into one clue count once, with the source and the day of the first'
 where code = 'Q01';

update indicator set position = position + 1000 where position >= 75;
update indicator set position = position - 999 where position >= 1075;
insert into indicator (indicator, position, kind, unit_of_measure, name_zh, name_en, definition_zh, definition_en, version, valid_from, code, split) values
  ('clues_checked', 75, 'flow', 'clues', '核查线索', 'clues verified, by day of verification', '本期核查的线索', 'clues verified in the period', 4, '1900-01-01', 'V01', null);
update indicator set version = 4, definition_zh = '在核查时限内核查的线索', definition_en = 'clues verified in the time for it' where indicator = 'clues_in_time';
update indicator set version = 4, definition_zh = '按期核查÷核查', definition_en = 'verified in time / verified' where indicator = 'clues_in_time_bp';
update indicator set version = 4, unit_of_measure = 'clues', name_zh = '检查发现线索', name_en = 'clues raised by inspections',
       definition_zh = '所计的检查发现的线索', definition_en = 'clues raised by inspections that count' where indicator = 'inspection_clues';
update indicator_term set of_indicator = 'clues_checked' where indicator = 'clues_in_time_bp' and side = 'down';
update indicator_rule set of_what = 'clue' where indicator = 'inspection_clues';
insert into indicator_rule (indicator, of_what, kind, once, by_whom, value) values ('clues_checked', 'clue', 'clue_checked', false, 'holder', 'one');

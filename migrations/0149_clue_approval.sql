-- Whether a case of the ordinary procedure may be filed on clues only when the lead approved their filing.
set local role anjuan_migrator;
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en) values
  ('clue_filing_approval', 1, '1900-01-01', 1, 'yes or no', '行政处罚法第五十四条第二款；立案审批为通行做法（可配置）', false,
   '依线索立案须经负责人批准', 'the lead approves the filing of a clue');

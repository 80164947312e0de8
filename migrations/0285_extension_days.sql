-- One extension of the time for deciding is no longer than this (行政处罚法第六十条: only a law, regulation or rule lengthens it).
set local role anjuan_migrator;
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en) values
  ('extension_days_max', 1, '1900-01-01', 90, 'calendar days', '一次延长办案期限的最长天数；法律、法规、规章未见统一规定（可配置，0 为不限）', false,
   '一次延长期限最长天数', 'longest single extension, days');

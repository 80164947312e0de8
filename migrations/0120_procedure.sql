-- What the whole procedure asks for beyond the first acts: its numbers, each with its article, and the right to open a
-- closed case again.
set local role anjuan_migrator;

insert into parameter (name, value, unit_of_measure, basis_zh) values
  ('hearing_fine_person', 500000, 'fen', '行政处罚法第六十三条；上海市行政处罚听证程序规定（待核）'),
  ('hearing_fine_org', 5000000, 'fen', '行政处罚法第六十三条；上海市行政处罚听证程序规定（待核）'),
  ('defence_days', 3, 'working days', '行政处罚法第四十五条未定期限；惯例三日或者五日（可配置）'),
  ('hearing_request_days', 5, 'working days', '行政处罚法第六十四条第一项'),
  ('hearing_notice_days', 7, 'working days', '行政处罚法第六十四条第二项'),
  ('public_notice_days', 30, 'calendar days', '民事诉讼法第九十五条'),
  ('payment_days', 15, 'calendar days', '行政处罚法第六十七条'),
  ('late_fee_rate', 300, '1/10000 a day', '行政处罚法第七十二条第一款第一项'),
  ('demand_days', 10, 'working days', '行政强制法第五十四条、第六十九条'),
  ('discussion_at_hearing_level', 1, 'yes or no', '行政处罚法第五十七条第二款（何为重大可配置）');

insert into role_permission (role, permission, scope) values ('lead', 'case.reopen', 'own'), ('job_setup', 'case.reopen', 'all');

-- A case that is taken up again is in hand again.
insert into indicator_rule (indicator, kind, outcome, procedure, value) values
  ('in_hand', 'reopened', null, null, 'one'),
  ('in_hand', 'transfer_returned', null, null, 'one');

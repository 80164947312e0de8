-- The terms of an administrative-penalty case. `verified` is false where no text of law sets the number, or its text was not
-- checked: local practice that the legal department is to confirm.
set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source) values ('term', '行政处罚法、行政强制法、行政复议法、行政诉讼法、民事诉讼法、国务院令第310号')
  returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select t.code, 1, v.law_version, date '1900-01-01', t.length, t.unit, t.working, t.rolls, t.article, t.after, t.party_right, t.each,
       t.ends_with_case, t.of_fine, t.verified, t.name_zh, t.name_en
  from v, (values
  ('clue_verify', 7, 'day', true, true, '线索核查时限（可配置）', null, false, false, true, false, false, '线索核查', 'verification of a clue'),
  ('filing_decision', 15, 'day', true, true, '行政处罚法第五十四条；十五个工作日为通行做法', null, false, false, true, false, false,
   '立案决定', 'decision on filing'),
  ('decision', 90, 'day', false, false, '行政处罚法第六十条', null, false, false, true, false, true, '作出处罚决定', 'decision of the case'),
  ('preservation', 7, 'day', true, true, '行政处罚法第五十六条', null, false, true, true, false, true, '先行登记保存处理',
   'disposal of registered evidence'),
  ('correction', 0, 'day', false, true, '行政处罚法第二十八条', null, false, true, false, false, true, '责令改正', 'order to correct'),
  ('hearing_request', 5, 'day', true, true, '行政处罚法第六十四条第一项', null, true, false, true, false, true, '申请听证',
   'request for a hearing'),
  ('defence', 3, 'day', true, true, '行政处罚法第四十四条、第四十五条；期限为通行做法', null, true, false, true, false, false,
   '陈述申辩', 'statement and defence'),
  ('service', 7, 'day', true, true, '行政处罚法第六十一条', null, false, false, false, false, true, '送达决定书', 'service of the decision'),
  ('payment', 15, 'day', false, true, '行政处罚法第六十七条', null, false, false, true, true, true, '缴纳罚款', 'payment of the fine'),
  ('disclosure', 7, 'day', true, true, '行政处罚法第四十八条；国办发〔2018〕118号', null, false, false, false, false, true, '决定公开',
   'disclosure of the decision'),
  ('disclosure_withdrawal', 3, 'day', true, true, '行政处罚法第四十八条第二款', null, false, false, false, false, true, '撤回公开',
   'withdrawal of the disclosure'),
  ('reconsideration', 60, 'day', false, true, '行政复议法第二十条', null, true, false, false, false, true, '申请行政复议',
   'application for reconsideration'),
  ('suit', 6, 'month', false, true, '行政诉讼法第四十六条', null, true, false, false, false, true, '提起行政诉讼', 'administrative suit'),
  ('court_application', 3, 'month', false, true, '行政强制法第五十三条', 'suit', false, false, true, true, true, '申请法院强制执行',
   'application to the court for enforcement'),
  ('demand', 10, 'day', true, true, '行政强制法第五十四条、第六十九条', null, true, false, true, false, true, '催告期', 'demand before enforcement'),
  ('transfer_decision', 3, 'day', false, true, '国务院令第310号第五条', null, false, false, true, false, true, '决定移送', 'decision on a criminal transfer'),
  ('transfer_handover', 24, 'hour', false, false, '国务院令第310号第五条', null, false, false, false, false, true, '移送公安机关',
   'handing over to the police'),
  ('transfer_refusal_review', 3, 'day', false, true, '国务院令第310号第九条', null, false, false, false, false, true, '提请复议不立案',
   'review of the police''s refusal'),
  ('police_decision', 3, 'day', false, true, '国务院令第310号第八条', null, false, false, false, false, true, '公安机关决定', 'decision of the police'),
  ('legal_review', 10, 'day', true, true, '行政处罚法第五十八条；期限为本机关规定', null, false, false, true, false, false, '法制审核', 'legal review'),
  ('archive', 30, 'day', false, true, '案卷归档期限（可配置）', null, false, false, false, false, false, '归档', 'archiving')
  ) t(code, length, unit, working, rolls, article, after, party_right, each, ends_with_case, of_fine, verified, name_zh, name_en);

insert into parameter (name, value, unit_of_measure, basis_zh) values
  ('due_soon_days', 7, 'days', '临期提醒（可配置）');

insert into role_permission values
  ('job_setup', 'law.write', 'all'), ('job_background', 'deadline.write', 'all');

insert into deadline_step values
  ('start', '起算之日不计入期间', 'the start day is not counted'),
  ('begin', '自另一日起算', 'counted from another day'),
  ('count', '法定期间', 'the length of the term'),
  ('extend', '依法延长', 'lengthened by law'),
  ('pause', '中止期间不计算', 'days on which the clock stood still'),
  ('days_off', '休息日、节假日不计入', 'days off are not counted'),
  ('roll', '期满日为休息日，顺延至其后第一个工作日', 'ends on a day off: the next working day'),
  ('stand_still', '中止计算，恢复前没有期满日', 'stands still: no end until resumed'),
  ('no_length', '未载明期限', 'the act does not say how long');

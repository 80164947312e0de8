-- What the catalogues hold from the start. Lengths of terms live with the terms alone.
set local role anjuan_migrator;

-- 行政处罚法第二十八条: illegal income is confiscated whatever the cause.
update cause_of_action set penalty_kinds = '{warning,fine,confiscate_income}' where active;
update cause_of_action set verified = false where cause_code in ('13', '14', '15', '16', '17');

delete from parameter where name in ('defence_days', 'hearing_request_days', 'hearing_notice_days', 'public_notice_days', 'payment_days', 'demand_days');
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en)
select v.name, 1, date '1900-01-01', v.value, v.unit_of_measure, v.basis_zh, v.verified, '', '' from (values
  ('hearing_confiscation_person', 500000, 'fen', '行政处罚法第六十三条第一款第二项；上海市行政处罚听证程序规定（待核）', false),
  ('hearing_confiscation_org', 5000000, 'fen', '行政处罚法第六十三条第一款第二项；上海市行政处罚听证程序规定（待核）', false),
  ('hearing_kind_downgrade', 1, 'yes or no', '行政处罚法第六十三条第一款第三项', true),
  ('hearing_kind_revoke_license', 1, 'yes or no', '行政处罚法第六十三条第一款第三项', true),
  ('hearing_kind_stop_production', 1, 'yes or no', '行政处罚法第六十三条第一款第四项', true),
  ('hearing_kind_close_down', 1, 'yes or no', '行政处罚法第六十三条第一款第四项', true),
  ('hearing_kind_restrict_employment', 1, 'yes or no', '行政处罚法第六十三条第一款第四项', true),
  ('hearing_kind_suspend_license', 0, 'yes or no', '行政处罚法第六十三条第一款第五项（是否属于其他较重的行政处罚，可配置）', false),
  ('hearing_kind_restrict_business', 0, 'yes or no', '行政处罚法第六十三条第一款第五项（是否属于其他较重的行政处罚，可配置）', false),
  ('hearing_kind_other', 0, 'yes or no', '行政处罚法第六十三条第一款第五项（是否属于其他较重的行政处罚，可配置）', false)
  ) v(name, value, unit_of_measure, basis_zh, verified);
update parameter set verified = false
 where basis_zh ~ '待核|可配置' or name in ('review_excellent_min', 'review_pass_min', 'due_soon_days');
update parameter p set name_zh = n.zh, name_en = n.en from (values
  ('officers_min', '执法人员最少人数', 'fewest officers'),
  ('simple_fine_max_person', '简易程序罚款上限（公民）', 'highest fine of the simple procedure, persons'),
  ('simple_fine_max_org', '简易程序罚款上限（法人或者其他组织）', 'highest fine of the simple procedure, organisations'),
  ('hearing_fine_person', '听证：较大数额罚款（公民）', 'hearing: larger fine, persons'),
  ('hearing_fine_org', '听证：较大数额罚款（法人或者其他组织）', 'hearing: larger fine, organisations'),
  ('hearing_confiscation_person', '听证：没收较大数额（公民）', 'hearing: larger confiscation, persons'),
  ('hearing_confiscation_org', '听证：没收较大数额（法人或者其他组织）', 'hearing: larger confiscation, organisations'),
  ('hearing_kind_downgrade', '听证：降低资质等级', 'hearing: qualification downgraded'),
  ('hearing_kind_revoke_license', '听证：吊销许可证件', 'hearing: licence revoked'),
  ('hearing_kind_stop_production', '听证：责令停产停业', 'hearing: production stopped'),
  ('hearing_kind_close_down', '听证：责令关闭', 'hearing: closed down'),
  ('hearing_kind_restrict_employment', '听证：限制从业', 'hearing: employment restricted'),
  ('hearing_kind_suspend_license', '听证：暂扣许可证件', 'hearing: licence suspended'),
  ('hearing_kind_restrict_business', '听证：限制开展生产经营活动', 'hearing: business restricted'),
  ('hearing_kind_other', '听证：其他行政处罚', 'hearing: other penalty'),
  ('late_fee_rate', '加处罚款日比例（万分比）', 'additional fine a day, of 10,000'),
  ('discussion_at_hearing_level', '听证范围的案件集体讨论', 'collective discussion also at hearing level'),
  ('review_excellent_min', '评查优秀最低分', 'least score of grade excellent'),
  ('review_pass_min', '评查合格最低分', 'least score of grade pass'),
  ('due_soon_days', '临期提醒天数', 'days ahead of a deadline that count as soon')
  ) n(name, zh, en) where p.name = n.name;

with v as (
  insert into law_version (kind, source) values ('term', '行政处罚法第六十四条；民事诉讼法第九十五条') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, party_right, ends_with_case, verified,
                  name_zh, name_en)
select t.code, 1, v.law_version, date '1900-01-01', t.length, 'day', t.working, false, t.article, false, true, true, t.name_zh, t.name_en
  from v, (values
  ('hearing_notice', 7, true, '行政处罚法第六十四条第二项', '通知听证（举行前）', 'notice before a hearing'),
  ('public_notice', 30, false, '民事诉讼法第九十五条', '公告送达期满', 'service by public notice')
  ) t(code, length, working, article, name_zh, name_en);

-- Three tiers by frequency, quantity and consequence; the figures of the document were not found, so none are set.
insert into benchmark (cause_code, version, valid_from, title_zh, basis_zh, verified)
select cause_code, 1, date '2020-11-10', '行政处罚裁量基准（2020版）', '上海市民防办公室行政处罚裁量基准实施办法（2020版）', false
  from cause_of_action where active;
insert into benchmark_tier (cause_code, version, position, tier, condition_zh)
select b.cause_code, 1, t.position, t.tier, t.condition_zh
  from benchmark b, (values
  (1, 'lighter', '次数少、损坏数量小、后果轻微（待核）'),
  (2, 'general', '一般情形（待核）'),
  (3, 'heavier', '多次违法、损坏数量大或者后果严重（待核）')
  ) t(position, tier, condition_zh);

insert into role_permission (role, permission, scope) values
  ('legal_department', 'catalogue.write', 'all');

-- Fixed from here on, for whoever may write.
set local role anjuan_owner;
create function catalogue_fixed() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a catalogue never changes' using errcode = '23514', constraint = 'catalogue_fixed';
end $$;
do $$
declare
  t text;
begin
  foreach t in array array['cause_of_action', 'benchmark', 'benchmark_tier', 'parameter', 'number_template', 'term', 'law_version',
                           'calendar_day', 'catalogue_withdrawal', 'law_recomputed'] loop
    execute format('create trigger catalogue_fixed before update or delete on anjuan.%I for each statement execute function catalogue_fixed()', t);
  end loop;
end $$;

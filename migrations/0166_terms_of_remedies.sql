-- Terms that were missing: the way to court after a reconsideration, a decision ordered to be made anew, the disclosure of
-- decisions that are no penalty, what a criminal transfer asks for after the answer of the police.
set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source)
  values ('term', '行政诉讼法、行政复议法、国办发〔2018〕118号、行政执法机关移送涉嫌犯罪案件的规定') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select t.code, 1, v.law_version, date '1900-01-01', t.length, 'day', t.working, true, t.article, null, t.party_right, false,
       false, false, t.verified, t.name_zh, t.name_en
  from v, (values
  ('suit_after_reconsideration', 15, false, '行政诉讼法第四十五条', true, true, '复议后提起诉讼', 'suit after a reconsideration'),
  ('redecision', 0, false, '行政复议法第六十四条第一款；行政诉讼法第七十条', false, true, '重新作出决定', 'decision to be made anew'),
  ('disclosure_other', 20, true, '国办发〔2018〕118号', false, false, '其他决定公开', 'disclosure of a decision other than a penalty'),
  ('transfer_items', 3, false, '行政执法机关移送涉嫌犯罪案件的规定第十二条', false, true, '移交涉案物品', 'handing over the items of the case'),
  ('transfer_supervision', 3, false, '行政执法机关移送涉嫌犯罪案件的规定第九条第二款', false, true, '建议立案监督',
   'proposal of supervision by the procuratorate')
  ) t(code, length, working, article, party_right, verified, name_zh, name_en);

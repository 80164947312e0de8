-- The terms as before, each with the paragraph and item of its article: a new version of each, counting from the same day.
set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source) values ('term', '条、款、项核对：行政处罚法、行政强制法、行政复议法、行政诉讼法、行政执法机关移送涉嫌犯罪案件的规定')
  returning law_version
), cited (code, article) as (values
  ('filing_decision', '行政处罚法第五十四条第二款；十五个工作日为通行做法'),
  ('correction', '行政处罚法第二十八条第一款'),
  ('defence', '行政处罚法第四十四条、第四十五条第一款；期限为通行做法'),
  ('service', '行政处罚法第六十一条第一款'),
  ('payment', '行政处罚法第六十七条第三款'),
  ('disclosure', '行政处罚法第四十八条第一款；国办发〔2018〕118号'),
  ('reconsideration', '行政复议法第二十条第一款'),
  ('suit', '行政诉讼法第四十六条第一款'),
  ('court_application', '行政强制法第五十三条；行政处罚法第七十二条第二款'),
  ('transfer_decision', '行政执法机关移送涉嫌犯罪案件的规定第五条第二款'),
  ('transfer_handover', '行政执法机关移送涉嫌犯罪案件的规定第五条第二款'),
  ('transfer_refusal_review', '行政执法机关移送涉嫌犯罪案件的规定第九条第一款'),
  ('police_decision', '行政执法机关移送涉嫌犯罪案件的规定第八条'),
  ('legal_review', '行政处罚法第五十八条第一款；期限为本机关规定')
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select t.code, t.version + 1, v.law_version, t.valid_from, t.length, t.unit, t.working, t.rolls, c.article, t.after, t.party_right,
       t.each, t.ends_with_case, t.of_fine, t.verified, t.name_zh, t.name_en
  from v, cited c join lateral (select * from term t where t.code = c.code order by t.version desc limit 1) t on true;

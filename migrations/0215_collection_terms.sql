-- What officers collected on the spot goes to their organ within two days, and from there to the bank within two more; days of two
-- are working days (行政处罚法第八十五条).
set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source) values ('term', '行政处罚法第七十一条、第八十五条') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select t.code, 1, v.law_version, date '1900-01-01', 2, 'day', true, true, '行政处罚法第七十一条、第八十五条', null, false, true, false,
       false, true, t.name_zh, t.name_en
  from v, (values
  ('collection_hand_in', '当场收缴罚款交至行政机关', 'handing in a fine collected on the spot'),
  ('collection_banking', '当场收缴罚款缴付银行', 'paying a fine collected on the spot into the bank')
  ) t(code, name_zh, name_en);

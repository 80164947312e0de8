-- A request for recusal is decided within a term, so that it does not hold up the decision of the case. The law gives no number.
set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source) values ('term', '行政处罚法第四十三条第三款；期限为本机关规定') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select 'recusal_decision', 1, v.law_version, date '1900-01-01', 3, 'day', true, true, '行政处罚法第四十三条第三款；期限为本机关规定（可配置）', null,
       false, true, true, false, false, '回避决定', 'decision on a recusal'
  from v;

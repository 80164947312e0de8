-- What a decision orders besides money, and a re-inspection found not done, goes to the court within the same term as a fine.
set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source) values ('term', '行政强制法第五十三条') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select 'court_application_order', 1, v.law_version, date '1900-01-01', 3, 'month', false, true, '行政强制法第五十三条', 'suit',
       false, false, true, false, true, '申请法院强制执行（罚款以外的义务）', 'application to the court for orders other than fines'
  from v;

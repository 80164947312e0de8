-- A case that nobody approved before it was filed, neither the lead who filed it nor the lead on its clues, has its filing approved
-- afterwards, within a term. A filing that is refused counts as not filed.
set local role anjuan_migrator;
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en)
select p.name, p.version + 1, p.valid_from, p.value, p.unit_of_measure, p.basis_zh, p.verified, '立案须经负责人批准', 'the lead approves the filing of a case'
  from parameter p
 where p.name = 'clue_filing_approval' and p.version = (select max(q.version) from parameter q where q.name = p.name);
with v as (
  insert into law_version (kind, source) values ('term', '行政处罚法第五十四条第二款；补办立案审批为通行做法') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, after, party_right, each,
                  ends_with_case, of_fine, verified, name_zh, name_en)
select 'filing_approval', 1, v.law_version, date '1900-01-01', 7, 'day', true, true,
       '行政处罚法第五十四条第二款；先行调查取证的在七个工作日内补办立案审批为通行做法（可配置）', null, false, false, true, false, false,
       '补办立案审批', 'approval of a filing'
  from v;
insert into indicator_rule (indicator, of_what, kind, once, by_whom, value) values
  ('filed', 'case', 'filing_refused', false, 'holder', 'minus_one'),
  ('in_hand', 'case', 'filing_refused', false, 'holder', 'minus_one');

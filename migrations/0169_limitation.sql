-- Limitation (行政处罚法第三十六条): from when it counts and for how long is told by facts of the case; the lengths are terms.
set local role anjuan_owner;
alter table case_file
  add continuing boolean not null default false, add ended_on date, add harms_safety boolean not null default false,
  add limitation_basis text, add check (ended_on is null or continuing), add check (ended_on >= occurred_on);
comment on column case_file.continuing is 'Whether the act continued or went on: limitation counts from its end';
comment on column case_file.ended_on is 'Day on which such an act ended; null: not yet, or it is none';
comment on column case_file.harms_safety is 'Whether it touches life, health or financial safety and did harm: five years instead of two';
comment on column case_file.limitation_basis is 'What another law says of its limitation; null: nothing';

set local role anjuan_migrator;
with v as (
  insert into law_version (kind, source) values ('term', '行政处罚法第三十六条') returning law_version
)
insert into term (code, version, law_version, valid_from, length, unit, working, rolls, article, party_right, ends_with_case, verified,
                  name_zh, name_en)
select t.code, 1, v.law_version, date '1900-01-01', t.length, 'month', false, false, '行政处罚法第三十六条第一款', false, true, true,
       t.name_zh, t.name_en
  from v, (values
  ('limitation', 24, '处罚时效', 'limitation'),
  ('limitation_safety', 60, '处罚时效（涉及生命健康安全、金融安全且有危害后果）', 'limitation where life, health or financial safety was harmed')
  ) t(code, length, name_zh, name_en);

-- A case that is taken up again is in hand again: counted as such, or the balance of a quarter would not hold. Money given
-- back is taken off what was collected.
set local role anjuan_owner;
alter table indicator_rule drop constraint indicator_rule_value_check;
alter table indicator_rule add constraint indicator_rule_value_check
  check (value in ('one', 'minus_one', 'fine_fen', 'confiscated_fen', 'amount_fen', 'minus_amount_fen'));

set local role anjuan_migrator;
update indicator set position = position + 101 where position >= 12;
update indicator set position = position - 100 where position > 100;
insert into indicator (indicator, position, kind, unit_of_measure, name_zh, name_en, definition_zh, definition_en, version, valid_from)
values ('reopened', 12, 'flow', 'cases', '重新办理', 'reopened', '本期重新办理和移送退回的案件', 'cases reopened, and returned after a transfer, in the period',
        2, '1900-01-01');
update indicator set version = 2, definition_zh = '期初在办＋立案＋重新办理－办结＝期末在办',
       definition_en = 'in hand at start + filed + reopened - ended = in hand at end' where indicator = 'balance_holds';
update indicator set version = 2, definition_zh = '本期缴纳的罚款减去退还的罚款，按缴款、退款日期',
       definition_en = 'fines paid less fines given back, by the day of either' where indicator = 'fines_collected_fen';
insert into indicator_rule (indicator, kind, outcome, procedure, value) values
  ('reopened', 'reopened', null, null, 'one'),
  ('reopened', 'transfer_returned', null, null, 'one'),
  ('fines_collected_fen', 'refunded', null, null, 'minus_amount_fen');

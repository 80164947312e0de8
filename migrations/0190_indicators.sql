-- The indicators as data: groups with their definitions, figures, what adds to them, what they are made from, and the orders of
-- heaviness. What is counted is kept by sub-figure (source, kind of penalty, days …) besides; clues, reviews and inspections
-- leave acts of their own, so that they are counted, opened and frozen as cases are.
set local role anjuan_owner;

create table indicator_group (
  code text collate "C" primary key,
  position smallint not null unique,
  name_zh text not null,
  name_en text not null,
  definition_zh text not null,
  definition_en text not null,
  dated_zh text not null,
  dated_en text not null,
  attribution text collate "C" not null check (attribution in ('holder', 'decider', 'subject')),
  version integer not null,
  valid_from date not null
);
comment on table indicator_group is 'The indicators: what they say, by which date and for whom; each has one or more figures';
comment on column indicator_group.code is 'Q01 to Q25; V01, V02: every lead is followed, every case is held to the law; P01: the yearly penalty table';
comment on column indicator_group.position is 'Its place';
comment on column indicator_group.name_zh is 'Its name in Chinese';
comment on column indicator_group.name_en is 'Its name in English';
comment on column indicator_group.definition_zh is 'What it counts, in Chinese';
comment on column indicator_group.definition_en is 'What it counts, in English';
comment on column indicator_group.dated_zh is 'The date that decides the period, in Chinese';
comment on column indicator_group.dated_en is 'The date that decides the period, in English';
comment on column indicator_group.attribution is 'holder: the unit that held the case on that date; decider: the unit of the decision; subject: the enforcement subject';
comment on column indicator_group.version is 'Raised when its definition changes';
comment on column indicator_group.valid_from is 'From when on this definition holds';

insert into indicator_group values
  ('Q01', 1, '收到线索', 'clues received', '按来源；重复线索并入一条后只计一次，来源按最先的一条', 'by source; duplicates merged into one clue count once, with the source of the first', '收到日期', 'day received', 'holder', 1, '1900-01-01'),
  ('Q02', 2, '线索核查', 'clues verified', '核查完毕的线索：立案、不予立案、移送；有案必立率＝立案÷（立案＋不予立案）', 'clues dealt with: filed, not filed, referred out; share filed = filed / (filed + not filed)', '处理日期', 'day of the result', 'holder', 1, '1900-01-01'),
  ('Q03', 3, '立案', 'cases filed', '新立案的案件；简易程序案件在作出决定之日计入，未作决定即办结或移交的在该日计入', 'cases newly filed; under the simple procedure on the day of the decision, or of the end or the move where none came before', '立案批准日期；简易程序为决定日期', 'day of approval; simple procedure: of the decision', 'holder', 1, '1900-01-01'),
  ('Q04', 4, '作出决定', 'decisions made', '本期作出的决定，含以后变更、撤销的，按结果分列', 'decisions made in the period, those changed or revoked later included, by outcome', '决定日期', 'day of the decision', 'holder', 1, '1900-01-01'),
  ('Q05', 5, '适用程序', 'procedure', '给予处罚的决定按适用程序分列；普通程序占比＝普通÷（简易＋普通）', 'penalties by procedure; ordinary share = ordinary / (simple + ordinary)', '决定日期', 'day of the decision', 'holder', 1, '1900-01-01'),
  ('Q06', 6, '办结', 'cases ended', '结案、终止、移送', 'closed, terminated, transferred', '批准日期', 'day of approval', 'holder', 1, '1900-01-01'),
  ('Q07', 7, '在办案件', 'cases in hand', '期初、期末已立案而未办结的案件；期初＋立案＋重新办理＋移入－办结－移出＝期末', 'filed and not ended at the start and the end; start + filed + reopened + moved in - ended - moved out = end', '期末', 'end of the period', 'holder', 1, '1900-01-01'),
  ('Q08', 8, '立案至决定天数', 'days from filing to decision', '本期普通程序决定的平均天数和中位天数', 'mean and median days of the ordinary-procedure decisions of the period', '决定日期', 'day of the decision', 'holder', 1, '1900-01-01'),
  ('Q09', 9, '超过办案期限', 'beyond the time for deciding', '本期超期作出的决定；期末超期未决定的案件（九十日及依法延长、中止后的期限）', 'decided late in the period; undecided and late at its end (90 days, with what lengthened or stopped them)', '决定日期；期末', 'day of the decision; end of the period', 'holder', 1, '1900-01-01'),
  ('Q10', 10, '罚没决定', 'fines and confiscations decided', '决定书载明的金额', 'amounts as the decisions state them', '决定日期', 'day of the decision', 'holder', 1, '1900-01-01'),
  ('Q11', 11, '罚款收缴', 'fines collected', '缴纳减去退还；其中加处罚款为超出罚款本额、不超过加处额的部分', 'payments less refunds; of them late fees: what exceeds the fine, up to the addition', '缴款、退款日期', 'day of payment or refund', 'holder', 1, '1900-01-01'),
  ('Q12', 12, '未收罚款', 'fines outstanding', '期末已送达而未缴清的罚款；其中已过缴款期限（含批准的延期、分期）的', 'fines served and not paid at the end; of them past the day of payment, approved deferrals and instalments considered', '期末', 'end of the period', 'holder', 1, '1900-01-01'),
  ('Q13', 13, '处罚种类', 'kinds of penalty', '一件决定按最重的种类计一次；另表按每一种类计', 'a decision counts once in its heaviest kind; a second table counts every kind', '决定日期', 'day of the decision', 'holder', 1, '1900-01-01'),
  ('Q14', 14, '听证和陈述申辩', 'hearings and defences', '告知听证权、申请、举行听证；听取、采纳（含部分采纳）陈述申辩', 'told of the right, asked for, held; defences heard, accepted (in part too)', '各事项日期', 'day of each act', 'holder', 1, '1900-01-01'),
  ('Q15', 15, '法制审核和集体讨论', 'legal review and discussion', '法制审核、改变原拟处理意见的审核（修改、退回）、集体讨论', 'reviews done, reviews that changed the draft (change, return), collective discussions', '意见日期', 'day of the opinion', 'holder', 1, '1900-01-01'),
  ('Q16', 16, '移送公安机关', 'transfers to the police', '涉嫌犯罪移送、公安机关立案、退回或者不予立案', 'suspected crimes handed over, taken up, returned or refused', '各事项日期', 'day of each act', 'holder', 1, '1900-01-01'),
  ('Q17', 17, '复议和诉讼', 'reconsideration and suits', '受理、办结，按结果；纠错率＝（变更＋撤销＋部分撤销＋确认违法＋确认无效）÷办结；计入原决定的单位', 'received and ended, by outcome; share corrected = (changed + revoked + partly revoked + unlawful + void) / ended; for the unit of the decision', '受理、结果日期', 'day of acceptance, of the outcome', 'decider', 1, '1900-01-01'),
  ('Q18', 18, '强制', 'compulsion', '行政强制措施决定；申请法院强制执行', 'compulsory measures decided; applications to the court', '决定、申请日期', 'day of the decision or the application', 'holder', 1, '1900-01-01'),
  ('Q19', 19, '决定公示', 'disclosure', '公示期限在本期届满的决定，其中按期公示的；按期率＝按期÷应公示', 'decisions whose disclosure fell due in the period; of them in time; share = in time / due', '公示期限届满日', 'day due', 'holder', 1, '1900-01-01'),
  ('Q20', 20, '检查', 'inspections', '对一个对象并有完整记录的一次检查计一次；无特定对象的巡查、已作处罚或者其他处理的检查不计', 'one inspected object with a full record is one inspection; patrols without an object and inspections after which a penalty or other act was made do not count', '检查日期', 'day of the inspection', 'holder', 1, '1900-01-01'),
  ('Q21', 21, '责令改正', 'orders to correct', '本期发出；期限在本期届满的，其中按期改正的', 'issued in the period; due in the period, of them done in time', '发出日期；期限届满日', 'day issued; day due', 'holder', 1, '1900-01-01'),
  ('Q22', 22, '零案件单位', 'units without cases', '每个在用单位都列出；没有立案、决定、办结的单位', 'every active unit is listed; units with nothing filed, decided or ended', '本期', 'the period', 'holder', 1, '1900-01-01'),
  ('Q23', 23, '案卷评查', 'review of case files', '评查的案卷、等级、覆盖面（有评查的单位÷有结案的单位）', 'files reviewed, grades, coverage (units reviewed / units with closed cases)', '评查完成日期', 'day the review was finished', 'holder', 1, '1900-01-01'),
  ('Q24', 24, '数据质量', 'quality of data', '期末缺少必填信息（案由、当事人、案发或者发现日期）的在办和本期办结案件', 'cases in hand or ended in the period whose record lacks a cause, a party, or the day it happened or was found', '期末', 'end of the period', 'holder', 1, '1900-01-01'),
  ('Q25', 25, '同比、环比', 'comparison', '与上年同季、上一季度相比的差额和百分比，基数为零记“—”；本年累计', 'difference and percentage to the same quarter last year and the quarter before, a dash where the base is zero; year to date', '本期', 'the period', 'holder', 1, '1900-01-01'),
  ('V01', 26, '有案必查', 'every lead is followed', '按期核查的线索（核查时限内）；久拖未办的在办案件', 'clues verified in time; cases in hand without any act for long', '处理日期；期末', 'day of the result; end of the period', 'holder', 1, '1900-01-01'),
  ('V02', 27, '查案必严', 'every case is held to the law', '减轻、从轻处罚的决定，其中载明依据或者理由的', 'decisions mitigated or lighter, of them with basis or reasons', '决定日期', 'day of the decision', 'holder', 1, '1900-01-01'),
  ('P01', 28, '行政处罚实施情况', 'administrative penalties imposed', '按执法主体、决定日期；一件决定计一宗，归入最重的种类；金额为决定书载明的罚没金额', 'per enforcement subject by day of decision; a decision is one, in its heaviest kind; the amount is that of the decision', '决定日期', 'day of the decision', 'subject', 1, '1900-01-01');

set local role anjuan_migrator;
delete from indicator_rule;
delete from indicator;
set local role anjuan_owner;
alter table indicator drop constraint indicator_kind_check, drop constraint indicator_unit_of_measure_check,
  add check (kind in ('flow', 'stock', 'computed', 'sum', 'share', 'check', 'mean', 'median', 'zero', 'any')),
  add check (unit_of_measure in ('cases', 'clues', 'decisions', 'penalties', 'acts', 'orders', 'inspections', 'reviews', 'units',
                                 'fen', 'basis points', '1/100 day', 'yes or no')),
  add column code text collate "C" not null references indicator_group,
  add column split text collate "C";
comment on column indicator.kind is 'flow: added up from acts of the period (additive); stock: in hand at its start or end (additive); computed: from narrow indexes when asked; the others are made from these by indicator_term: sum, share (rounded 1/10000), check (both sides equal), mean and median (of the sub-figures), zero and any (units with none, with some)';
comment on column indicator.code is 'The indicator it is a figure of';
comment on column indicator.split is 'Its sub-figures: those of indicator_sub, or days; null: none';

set local role anjuan_migrator;
insert into indicator (indicator, position, kind, unit_of_measure, name_zh, name_en, definition_zh, definition_en, version, valid_from,
                       code, split) values
  ('clues_received', 1, 'flow', 'clues', '收到线索', 'clues received', '本期收到的线索，并入其他线索的不计', 'clues received, without those merged into others', 3, '1900-01-01', 'Q01', 'source'),
  ('clues_verified', 2, 'flow', 'clues', '核查完毕线索', 'clues verified', '本期处理的线索', 'clues dealt with', 3, '1900-01-01', 'Q02', null),
  ('clues_filed', 3, 'flow', 'clues', '线索立案', 'clues filed', '立案的线索', 'clues that became a case', 3, '1900-01-01', 'Q02', null),
  ('clues_not_filed', 4, 'flow', 'clues', '线索不予立案', 'clues not filed', '不予立案的线索', 'clues not filed', 3, '1900-01-01', 'Q02', null),
  ('clues_referred', 5, 'flow', 'clues', '线索移送', 'clues referred out', '移送其他机关的线索', 'clues referred to another authority', 3, '1900-01-01', 'Q02', null),
  ('filing_rate_bp', 6, 'share', 'basis points', '有案必立率（万分之一）', 'share filed (1/100 %)', '立案÷（立案＋不予立案）', 'filed / (filed + not filed)', 3, '1900-01-01', 'Q02', null),
  ('in_hand', null, 'flow', 'cases', '在办变动', 'change of cases in hand', '进入在办加一，办结、移出减一', 'one on entering, minus one on ending or moving out', 3, '1900-01-01', 'Q07', null),
  ('filed', 7, 'flow', 'cases', '立案', 'filed', '本期立案的案件；简易程序按决定日期', 'cases filed in the period; simple procedure by the day of decision', 3, '1900-01-01', 'Q03', null),
  ('decided', 8, 'flow', 'decisions', '作出决定', 'decided', '本期作出的决定，含以后变更、撤销的', 'decisions made in the period, those changed or revoked later included', 3, '1900-01-01', 'Q04', null),
  ('decided_penalty', 9, 'flow', 'decisions', '给予处罚', 'penalty', '本期给予行政处罚的决定', 'decisions to penalise', 3, '1900-01-01', 'Q04', null),
  ('decided_no_penalty', 10, 'flow', 'decisions', '不予处罚', 'not penalised', '本期不予行政处罚的决定', 'decisions not to penalise', 3, '1900-01-01', 'Q04', null),
  ('decided_not_established', 11, 'flow', 'decisions', '事实不成立', 'facts not established', '本期认定违法事实不能成立的决定', 'decisions that the facts are not established', 3, '1900-01-01', 'Q04', null),
  ('decided_transfer', 12, 'flow', 'decisions', '决定移送', 'to be transferred', '本期决定移送司法机关的', 'decisions to transfer to the judicial authorities', 3, '1900-01-01', 'Q04', null),
  ('decided_unstated', 13, 'sum', 'decisions', '结果未注明', 'outcome not stated', '导入记录中未注明结果的决定', 'decisions of imported records without one of these outcomes', 3, '1900-01-01', 'Q04', null),
  ('penalties_simple', 14, 'flow', 'decisions', '简易程序处罚', 'penalties, simple procedure', '本期按简易程序给予处罚的决定', 'decisions to penalise under the simple procedure', 3, '1900-01-01', 'Q05', null),
  ('penalties_ordinary', 15, 'flow', 'decisions', '普通程序处罚', 'penalties, ordinary procedure', '本期按普通程序给予处罚的决定', 'decisions to penalise under the ordinary procedure', 3, '1900-01-01', 'Q05', null),
  ('ordinary_share_bp', 16, 'share', 'basis points', '普通程序占比（万分之一）', 'ordinary share (1/100 %)', '普通程序处罚÷（简易程序处罚＋普通程序处罚），四舍五入；没有处罚则无', 'ordinary / (simple + ordinary) penalties, rounded; none without penalties', 3, '1900-01-01', 'Q05', null),
  ('ended', 17, 'sum', 'cases', '办结', 'ended', '结案、终止、移送之和', 'closed, terminated and transferred', 3, '1900-01-01', 'Q06', null),
  ('closed', 18, 'flow', 'cases', '结案', 'closed', '本期结案的案件', 'cases closed in the period', 3, '1900-01-01', 'Q06', null),
  ('terminated', 19, 'flow', 'cases', '终止', 'terminated', '本期终止的案件', 'cases terminated in the period', 3, '1900-01-01', 'Q06', null),
  ('transferred', 20, 'flow', 'cases', '移送', 'transferred', '本期移送的案件', 'cases transferred in the period', 3, '1900-01-01', 'Q06', null),
  ('in_hand_start', 21, 'stock', 'cases', '期初在办', 'in hand at start', '期初日前已立案而未办结的案件', 'cases filed and not ended before the first day', 3, '1900-01-01', 'Q07', null),
  ('reopened', 22, 'flow', 'cases', '重新办理', 'reopened', '本期重新办理和移送退回的案件', 'cases reopened, and returned after a transfer, in the period', 3, '1900-01-01', 'Q07', null),
  ('moved_in', 23, 'flow', 'cases', '移入', 'moved in', '本期自其他单位移入的案件', 'cases taken over from another unit', 3, '1900-01-01', 'Q07', null),
  ('moved_out', 24, 'flow', 'cases', '移出', 'moved out', '本期移交其他单位的案件', 'cases handed to another unit', 3, '1900-01-01', 'Q07', null),
  ('in_hand_end', 25, 'stock', 'cases', '期末在办', 'in hand at end', '期末日终了时已立案而未办结的案件', 'cases filed and not ended by the last day', 3, '1900-01-01', 'Q07', null),
  ('balance_holds', 26, 'check', 'yes or no', '平衡', 'balance holds', '期初在办＋立案＋重新办理＋移入－办结－移出＝期末在办', 'in hand at start + filed + reopened + moved in - ended - moved out = in hand at end', 3, '1900-01-01', 'Q07', null),
  ('decision_days', null, 'flow', 'decisions', '普通程序决定，按天数', 'ordinary decisions by days', '立案至决定的天数', 'days from filing to decision', 3, '1900-01-01', 'Q08', 'days'),
  ('days_mean', 27, 'mean', '1/100 day', '平均天数（百分之一天）', 'mean days (1/100)', '立案至决定天数的平均数，四舍五入；没有则无', 'mean of the days, rounded; none without decisions', 3, '1900-01-01', 'Q08', null),
  ('days_median', 28, 'median', '1/100 day', '中位天数（百分之一天）', 'median days (1/100)', '立案至决定天数的中位数；偶数件取中间两数的平均；没有则无', 'median of the days; of an even number the mean of the middle two; none without decisions', 3, '1900-01-01', 'Q08', null),
  ('decided_late', 29, 'computed', 'cases', '超期决定', 'decided late', '本期在期限之后作出决定的案件', 'cases decided in the period after the time for it', 3, '1900-01-01', 'Q09', null),
  ('undecided_late', 30, 'computed', 'cases', '超期未决定', 'undecided and late', '期末已过期限而未决定的案件', 'cases undecided at the end and past the time for it', 3, '1900-01-01', 'Q09', null),
  ('fines_decided_fen', 31, 'flow', 'fen', '决定罚款（分）', 'fines decided (fen)', '本期决定书载明的罚款', 'fines as the decisions state them', 3, '1900-01-01', 'Q10', null),
  ('confiscated_fen', 32, 'flow', 'fen', '决定没收（分）', 'confiscated (fen)', '本期决定书载明金额的没收', 'confiscations whose amount the decisions state', 3, '1900-01-01', 'Q10', null),
  ('fines_collected_fen', 33, 'flow', 'fen', '收缴罚款（分）', 'fines collected (fen)', '本期缴纳的减去退还的，按缴款、退款日期，含加处罚款', 'payments less refunds by the day of either, late fees included', 3, '1900-01-01', 'Q11', null),
  ('late_fees_collected_fen', 34, 'computed', 'fen', '其中加处罚款（分）', 'of them late fees (fen)', '超出罚款本额、不超过加处额的部分', 'what exceeds the fine, up to the addition', 3, '1900-01-01', 'Q11', null),
  ('fines_outstanding_fen', 35, 'computed', 'fen', '未收罚款（分）', 'fines outstanding (fen)', '期末已送达而未缴清的罚款', 'fines served and not paid at the end', 3, '1900-01-01', 'Q12', null),
  ('fines_overdue_fen', 36, 'computed', 'fen', '其中逾期（分）', 'of them overdue (fen)', '其中已过缴款期限的', 'of them past the day of payment', 3, '1900-01-01', 'Q12', null),
  ('penalty_heaviest', 37, 'flow', 'decisions', '处罚种类（最重）', 'kind of penalty (heaviest)', '给予处罚的决定，各计入最重的种类', 'decisions to penalise, each in its heaviest kind', 3, '1900-01-01', 'Q13', 'penalty'),
  ('penalty_each', 38, 'flow', 'penalties', '处罚种类（每一种）', 'kinds of penalty (each)', '决定中的每一种处罚', 'every kind of penalty in the decisions', 3, '1900-01-01', 'Q13', 'penalty'),
  ('hearings_told', 39, 'flow', 'acts', '告知听证权', 'told of a hearing', '告知听证权的次数', 'told of the right to a hearing', 3, '1900-01-01', 'Q14', null),
  ('hearings_requested', 40, 'flow', 'acts', '申请听证', 'hearings requested', '申请听证的次数', 'requests for a hearing', 3, '1900-01-01', 'Q14', null),
  ('hearings_held', 41, 'flow', 'acts', '举行听证', 'hearings held', '如期举行的听证', 'hearings held', 3, '1900-01-01', 'Q14', null),
  ('defences_heard', 42, 'flow', 'acts', '听取陈述申辩', 'defences received', '听取陈述申辩的次数', 'statements and defences received', 3, '1900-01-01', 'Q14', null),
  ('defences_accepted', 43, 'flow', 'acts', '采纳陈述申辩', 'defences accepted', '采纳、部分采纳的陈述申辩', 'defences accepted, in part too', 3, '1900-01-01', 'Q14', null),
  ('legal_reviews', 44, 'flow', 'acts', '法制审核', 'legal reviews', '法制审核的次数', 'legal reviews done', 3, '1900-01-01', 'Q15', null),
  ('legal_reviews_changed', 45, 'flow', 'acts', '审核改变原意见', 'reviews that changed the draft', '建议修改或者退回的审核', 'reviews that ended in a change or a return', 3, '1900-01-01', 'Q15', null),
  ('discussions', 46, 'flow', 'acts', '集体讨论', 'collective discussions', '集体讨论的次数', 'collective discussions', 3, '1900-01-01', 'Q15', null),
  ('police_transfers', 47, 'flow', 'cases', '移送公安机关', 'transfers to the police', '涉嫌犯罪移送的案件', 'suspected crimes handed over', 3, '1900-01-01', 'Q16', null),
  ('police_accepted', 48, 'flow', 'cases', '公安机关立案', 'taken up by the police', '公安机关立案的案件', 'taken up by the police', 3, '1900-01-01', 'Q16', null),
  ('police_returned', 49, 'flow', 'cases', '公安机关退回、不予立案', 'returned or refused by the police', '移送退回、不予立案的案件', 'returned or refused', 3, '1900-01-01', 'Q16', null),
  ('reconsiderations_received', 50, 'flow', 'acts', '复议受理', 'reconsiderations received', '受理的行政复议', 'reconsiderations accepted', 3, '1900-01-01', 'Q17', null),
  ('reconsiderations_ended', 51, 'flow', 'acts', '复议办结', 'reconsiderations ended', '办结的行政复议，按结果', 'reconsiderations ended, by outcome', 3, '1900-01-01', 'Q17', 'remedy'),
  ('suits_received', 52, 'flow', 'acts', '诉讼受理', 'suits received', '受理的行政诉讼', 'suits accepted', 3, '1900-01-01', 'Q17', null),
  ('suits_ended', 53, 'flow', 'acts', '诉讼办结', 'suits ended', '办结的行政诉讼，按结果', 'suits ended, by outcome', 3, '1900-01-01', 'Q17', 'remedy'),
  ('corrected_share_bp', 54, 'share', 'basis points', '纠错率（万分之一）', 'share corrected (1/100 %)', '（变更＋撤销＋部分撤销＋确认违法＋确认无效）÷办结', '(changed + revoked + partly revoked + unlawful + void) / ended', 3, '1900-01-01', 'Q17', null),
  ('compulsory_measures', 55, 'flow', 'acts', '行政强制措施', 'compulsory measures', '行政强制措施决定', 'compulsory measures decided', 3, '1900-01-01', 'Q18', null),
  ('court_applications', 56, 'flow', 'acts', '申请强制执行', 'applications to court', '申请法院强制执行', 'applications to the court for enforcement', 3, '1900-01-01', 'Q18', null),
  ('disclosures_due', 57, 'computed', 'decisions', '应公示决定', 'disclosures due', '公示期限在本期届满的决定', 'decisions whose disclosure fell due in the period', 3, '1900-01-01', 'Q19', null),
  ('disclosures_in_time', 58, 'computed', 'decisions', '按期公示决定', 'disclosed in time', '其中按期公示的', 'of them disclosed in time', 3, '1900-01-01', 'Q19', null),
  ('disclosure_rate_bp', 59, 'share', 'basis points', '按期公示率（万分之一）', 'share disclosed in time (1/100 %)', '按期÷应公示', 'in time / due', 3, '1900-01-01', 'Q19', null),
  ('inspections', 60, 'flow', 'inspections', '检查', 'inspections', '计数的检查', 'inspections that count', 3, '1900-01-01', 'Q20', null),
  ('inspections_problems', 61, 'flow', 'inspections', '发现问题的检查', 'inspections with problems', '发现问题的检查', 'inspections that found problems', 3, '1900-01-01', 'Q20', null),
  ('inspection_clues', 62, 'flow', 'inspections', '检查产生线索', 'inspections that raised a clue', '产生线索的检查', 'inspections that raised a clue', 3, '1900-01-01', 'Q20', null),
  ('corrections_ordered', 63, 'flow', 'orders', '责令改正', 'orders to correct', '本期发出的责令改正', 'orders issued in the period', 3, '1900-01-01', 'Q21', null),
  ('corrections_due', 64, 'computed', 'orders', '到期责令改正', 'orders due', '期限在本期届满的责令改正', 'orders whose time ended in the period', 3, '1900-01-01', 'Q21', null),
  ('corrections_in_time', 65, 'computed', 'orders', '按期改正', 'put right in time', '其中按期改正的', 'of them put right in time', 3, '1900-01-01', 'Q21', null),
  ('zero_cases', 66, 'zero', 'units', '零案件', 'without cases', '没有立案、决定、办结', 'nothing filed, decided or ended', 3, '1900-01-01', 'Q22', null),
  ('reviews_done', 67, 'flow', 'reviews', '评查案卷', 'files reviewed', '本期完成的评查，按等级', 'reviews finished, by grade', 3, '1900-01-01', 'Q23', 'grade'),
  ('excellent_share_bp', 68, 'share', 'basis points', '优秀率（万分之一）', 'share excellent (1/100 %)', '优秀÷评查案卷', 'excellent / reviewed', 3, '1900-01-01', 'Q23', null),
  ('pass_share_bp', 69, 'share', 'basis points', '合格率（万分之一）', 'share pass (1/100 %)', '合格÷评查案卷', 'pass / reviewed', 3, '1900-01-01', 'Q23', null),
  ('fail_share_bp', 70, 'share', 'basis points', '不合格率（万分之一）', 'share fail (1/100 %)', '不合格÷评查案卷', 'fail / reviewed', 3, '1900-01-01', 'Q23', null),
  ('units_reviewed', 71, 'any', 'units', '有评查的单位', 'units reviewed', '有评查且有结案的单位', 'units with a review', 3, '1900-01-01', 'Q23', null),
  ('units_with_closed', 72, 'any', 'units', '有结案的单位', 'units with closed cases', '本期有结案的单位', 'units that closed a case in the period', 3, '1900-01-01', 'Q23', null),
  ('coverage_bp', 73, 'share', 'basis points', '评查覆盖面（万分之一）', 'coverage (1/100 %)', '有评查的单位÷有结案的单位', 'units reviewed / units with closed cases', 3, '1900-01-01', 'Q23', null),
  ('incomplete', 74, 'computed', 'cases', '信息不全', 'record incomplete', '缺少必填信息的案件', 'cases whose record lacks something required', 3, '1900-01-01', 'Q24', null),
  ('clues_in_time', 75, 'computed', 'clues', '按期核查线索', 'clues verified in time', '在核查时限内处理的线索', 'clues dealt with in the time for it', 3, '1900-01-01', 'V01', null),
  ('clues_in_time_bp', 76, 'share', 'basis points', '按期核查率（万分之一）', 'share verified in time (1/100 %)', '按期÷核查完毕', 'in time / verified', 3, '1900-01-01', 'V01', null),
  ('idle', 77, 'computed', 'cases', '久拖未办', 'idle cases', '期末在办、多日（可配置）没有任何办理事项的案件', 'cases in hand at the end without any act for long (configurable)', 3, '1900-01-01', 'V01', null),
  ('mitigated', 78, 'flow', 'decisions', '减轻处罚', 'mitigated', '减轻处罚的决定', 'decisions below the range', 3, '1900-01-01', 'V02', null),
  ('lighter', 79, 'flow', 'decisions', '从轻处罚', 'lighter', '从轻处罚的决定', 'decisions under the tier', 3, '1900-01-01', 'V02', null),
  ('mitigated_reasoned', 80, 'flow', 'decisions', '其中载明依据', 'of them with a basis', '减轻、从轻处罚的决定中载明依据的', 'of both, those with a basis or reasons', 3, '1900-01-01', 'V02', null),
  ('subject_penalties', 81, 'flow', 'decisions', '合计（宗）', 'total', '给予处罚的决定，各计入最重的种类', 'decisions to penalise, each in its heaviest kind', 3, '1900-01-01', 'P01', 'penalty'),
  ('subject_amount_fen', 82, 'flow', 'fen', '罚没金额（分）', 'amount (fen)', '决定书载明的罚款和没收', 'fines and confiscations as the decisions state them', 3, '1900-01-01', 'P01', null),
  ('subject_simple', 83, 'flow', 'decisions', '简易程序', 'simple procedure', '简易程序处罚', 'penalties under the simple procedure', 3, '1900-01-01', 'P01', null),
  ('subject_ordinary', 84, 'flow', 'decisions', '普通程序', 'ordinary procedure', '普通程序处罚', 'penalties under the ordinary procedure', 3, '1900-01-01', 'P01', null);

set local role anjuan_owner;
create table indicator_sub (
  split text collate "C" not null,
  sub text collate "C" not null,
  position smallint not null,
  name_zh text not null,
  name_en text not null,
  primary key (split, sub)
);
comment on table indicator_sub is 'Sub-figures that stand in tables in a fixed order';
comment on column indicator_sub.split is 'What is told apart: source, penalty, remedy, grade';
comment on column indicator_sub.sub is 'The code';
comment on column indicator_sub.position is 'Its place';
comment on column indicator_sub.name_zh is 'Its name in Chinese';
comment on column indicator_sub.name_en is 'Its name in English';
insert into indicator_sub values
  ('source', 'inspection', 1, '监督检查', 'inspection'),
  ('source', 'sensor', 2, '物联感知', 'sensor'),
  ('source', 'hotline', 3, '12345热线', '12345 hotline'),
  ('source', 'report', 4, '投诉举报', 'public report'),
  ('source', 'street', 5, '街镇上报', 'street or town'),
  ('source', 'grid', 6, '网格平台', 'grid platform'),
  ('source', 'assigned', 7, '上级交办', 'assigned from above'),
  ('source', 'transferred_in', 8, '其他机关移送', 'transferred in by another authority'),
  ('source', 'police_return', 9, '公安机关退回', 'returned by the police'),
  ('source', 'other', 10, '其他', 'other'),
  ('penalty', 'warning', 1, '警告', 'warning'),
  ('penalty', 'criticism', 2, '通报批评', 'circulated criticism'),
  ('penalty', 'fine', 3, '罚款', 'fine'),
  ('penalty', 'confiscate_income', 4, '没收违法所得', 'confiscation of illegal income'),
  ('penalty', 'confiscate_goods', 5, '没收非法财物', 'confiscation of illegal goods'),
  ('penalty', 'suspend_license', 6, '暂扣许可证件', 'licence suspended'),
  ('penalty', 'downgrade', 7, '降低资质等级', 'qualification downgraded'),
  ('penalty', 'revoke_license', 8, '吊销许可证件', 'licence revoked'),
  ('penalty', 'restrict_business', 9, '限制开展生产经营活动', 'business restricted'),
  ('penalty', 'stop_production', 10, '责令停产停业', 'production or business stopped'),
  ('penalty', 'close_down', 11, '责令关闭', 'closed down'),
  ('penalty', 'restrict_employment', 12, '限制从业', 'employment restricted'),
  ('penalty', 'detention', 13, '行政拘留', 'administrative detention'),
  ('penalty', 'other', 14, '其他行政处罚', 'other penalty'),
  ('remedy', 'upheld', 1, '维持', 'upheld'),
  ('remedy', 'changed', 2, '变更', 'changed'),
  ('remedy', 'revoked', 3, '撤销', 'revoked'),
  ('remedy', 'partly_revoked', 4, '部分撤销', 'revoked in part'),
  ('remedy', 'unlawful', 5, '确认违法', 'found unlawful'),
  ('remedy', 'void', 6, '确认无效', 'found void'),
  ('remedy', 'ordered', 7, '责令履行', 'ordered to perform'),
  ('remedy', 'dismissed', 8, '驳回', 'dismissed'),
  ('remedy', 'mediated', 9, '调解', 'mediated'),
  ('remedy', 'withdrawn', 10, '撤回', 'withdrawn'),
  ('grade', 'excellent', 1, '优秀', 'excellent'),
  ('grade', 'pass', 2, '合格', 'pass'),
  ('grade', 'fail', 3, '不合格', 'fail');

create table indicator_term (
  indicator text collate "C" not null references indicator,
  side text collate "C" not null check (side in ('up', 'down')),
  sign smallint not null check (sign in (1, -1)),
  of_indicator text collate "C" not null references indicator,
  of_sub text collate "C" not null default '',
  primary key (indicator, side, of_indicator, of_sub)
);
comment on table indicator_term is 'What a figure is made from; balance checks are such figures too';
comment on column indicator_term.indicator is 'The figure';
comment on column indicator_term.side is 'up: the sum, the numerator, the left side; down: the denominator, the right side';
comment on column indicator_term.sign is 'Added or taken away';
comment on column indicator_term.of_indicator is 'The figure it takes';
comment on column indicator_term.of_sub is 'The sub-figure of it; empty: the whole';
insert into indicator_term values
  ('filing_rate_bp', 'up', 1, 'clues_filed', ''),
  ('filing_rate_bp', 'down', 1, 'clues_filed', ''),
  ('filing_rate_bp', 'down', 1, 'clues_not_filed', ''),
  ('decided_unstated', 'up', 1, 'decided', ''),
  ('decided_unstated', 'up', -1, 'decided_penalty', ''),
  ('decided_unstated', 'up', -1, 'decided_no_penalty', ''),
  ('decided_unstated', 'up', -1, 'decided_not_established', ''),
  ('decided_unstated', 'up', -1, 'decided_transfer', ''),
  ('ordinary_share_bp', 'up', 1, 'penalties_ordinary', ''),
  ('ordinary_share_bp', 'down', 1, 'penalties_simple', ''),
  ('ordinary_share_bp', 'down', 1, 'penalties_ordinary', ''),
  ('ended', 'up', 1, 'closed', ''),
  ('ended', 'up', 1, 'terminated', ''),
  ('ended', 'up', 1, 'transferred', ''),
  ('balance_holds', 'up', 1, 'in_hand_start', ''),
  ('balance_holds', 'up', 1, 'filed', ''),
  ('balance_holds', 'up', 1, 'reopened', ''),
  ('balance_holds', 'up', 1, 'moved_in', ''),
  ('balance_holds', 'up', -1, 'closed', ''),
  ('balance_holds', 'up', -1, 'terminated', ''),
  ('balance_holds', 'up', -1, 'transferred', ''),
  ('balance_holds', 'up', -1, 'moved_out', ''),
  ('balance_holds', 'down', 1, 'in_hand_end', ''),
  ('days_mean', 'up', 1, 'decision_days', ''),
  ('days_median', 'up', 1, 'decision_days', ''),
  ('corrected_share_bp', 'up', 1, 'reconsiderations_ended', 'changed'),
  ('corrected_share_bp', 'up', 1, 'reconsiderations_ended', 'revoked'),
  ('corrected_share_bp', 'up', 1, 'reconsiderations_ended', 'partly_revoked'),
  ('corrected_share_bp', 'up', 1, 'reconsiderations_ended', 'unlawful'),
  ('corrected_share_bp', 'up', 1, 'reconsiderations_ended', 'void'),
  ('corrected_share_bp', 'up', 1, 'suits_ended', 'changed'),
  ('corrected_share_bp', 'up', 1, 'suits_ended', 'revoked'),
  ('corrected_share_bp', 'up', 1, 'suits_ended', 'partly_revoked'),
  ('corrected_share_bp', 'up', 1, 'suits_ended', 'unlawful'),
  ('corrected_share_bp', 'up', 1, 'suits_ended', 'void'),
  ('corrected_share_bp', 'down', 1, 'reconsiderations_ended', ''),
  ('corrected_share_bp', 'down', 1, 'suits_ended', ''),
  ('disclosure_rate_bp', 'up', 1, 'disclosures_in_time', ''),
  ('disclosure_rate_bp', 'down', 1, 'disclosures_due', ''),
  ('zero_cases', 'up', 1, 'filed', ''),
  ('zero_cases', 'up', 1, 'decided', ''),
  ('zero_cases', 'up', 1, 'closed', ''),
  ('zero_cases', 'up', 1, 'terminated', ''),
  ('zero_cases', 'up', 1, 'transferred', ''),
  ('excellent_share_bp', 'up', 1, 'reviews_done', 'excellent'),
  ('excellent_share_bp', 'down', 1, 'reviews_done', ''),
  ('pass_share_bp', 'up', 1, 'reviews_done', 'pass'),
  ('pass_share_bp', 'down', 1, 'reviews_done', ''),
  ('fail_share_bp', 'up', 1, 'reviews_done', 'fail'),
  ('fail_share_bp', 'down', 1, 'reviews_done', ''),
  ('units_reviewed', 'up', 1, 'reviews_done', ''),
  ('units_with_closed', 'up', 1, 'closed', ''),
  ('coverage_bp', 'up', 1, 'units_reviewed', ''),
  ('coverage_bp', 'down', 1, 'units_with_closed', ''),
  ('clues_in_time_bp', 'up', 1, 'clues_in_time', ''),
  ('clues_in_time_bp', 'down', 1, 'clues_verified', '');

alter table indicator_rule drop constraint indicator_rule_indicator_kind_key, drop constraint indicator_rule_value_check;
alter table indicator_rule drop column outcome,
  add column of_what text collate "C" not null default 'case' check (of_what in ('case', 'clue', 'review', 'inspection')),
  add column outcomes text[],
  add column data_key text collate "C",
  add column data_values text[],
  add column reasoned boolean not null default false,
  add column split text collate "C" check (split in ('source', 'outcome', 'days', 'penalty', 'heaviest')),
  add column once boolean not null default false,
  add column by_whom text collate "C" not null default 'holder' check (by_whom in ('holder', 'decider', 'subject')),
  add check (value in ('one', 'minus_one', 'fine_fen', 'confiscated_fen', 'both_fen', 'amount_fen', 'minus_amount_fen')),
  alter column value set default 'one';
create unique index indicator_rule_one on indicator_rule (indicator, of_what, kind, once, coalesce(procedure, ''));
comment on table indicator_rule is 'Which acts add what to which kept figure. A rule for an act that nothing records yet begins to count when one is';
comment on column indicator_rule.kind is 'Kind of the act';
comment on column indicator_rule.of_what is 'An event of a case, or an act of a clue, a review, an inspection (count_act)';
comment on column indicator_rule.outcomes is 'Only acts of these outcomes; null: any';
comment on column indicator_rule.procedure is 'Only acts of this procedure; null: any';
comment on column indicator_rule.data_key is 'Only acts whose data have one of data_values here';
comment on column indicator_rule.data_values is 'See data_key';
comment on column indicator_rule.reasoned is 'Only acts that state a basis or a reason';
comment on column indicator_rule.split is 'What its sub-figure is told by; heaviest: the heaviest kind of penalty';
comment on column indicator_rule.once is 'Of all acts of a case that such rules of this figure take, only the first counts';
comment on column indicator_rule.by_whom is 'Counted for the unit that held the case then, the one that made the decision, or the enforcement subject';
comment on column indicator_rule.value is 'What is added: one, minus one, or the amount in these columns of the event';
set local role anjuan_migrator;
insert into indicator_rule (indicator, of_what, kind, outcomes, procedure, data_key, data_values, split, once, by_whom, value) values
  ('in_hand', 'case', 'filed', null, 'ordinary', null, null, null, true, 'holder', 'one'),
  ('in_hand', 'case', 'decided', null, null, null, null, null, true, 'holder', 'one'),
  ('in_hand', 'case', 'closed', null, null, null, null, null, true, 'holder', 'one'),
  ('in_hand', 'case', 'terminated', null, null, null, null, null, true, 'holder', 'one'),
  ('in_hand', 'case', 'transferred', null, null, null, null, null, true, 'holder', 'one'),
  ('in_hand', 'case', 'moved_out', null, null, null, null, null, true, 'holder', 'one'),
  ('filed', 'case', 'filed', null, 'ordinary', null, null, null, true, 'holder', 'one'),
  ('filed', 'case', 'decided', null, null, null, null, null, true, 'holder', 'one'),
  ('filed', 'case', 'closed', null, null, null, null, null, true, 'holder', 'one'),
  ('filed', 'case', 'terminated', null, null, null, null, null, true, 'holder', 'one'),
  ('filed', 'case', 'transferred', null, null, null, null, null, true, 'holder', 'one'),
  ('filed', 'case', 'moved_out', null, null, null, null, null, true, 'holder', 'one'),
  ('in_hand', 'case', 'closed', null, null, null, null, null, false, 'holder', 'minus_one'),
  ('in_hand', 'case', 'terminated', null, null, null, null, null, false, 'holder', 'minus_one'),
  ('in_hand', 'case', 'transferred', null, null, null, null, null, false, 'holder', 'minus_one'),
  ('in_hand', 'case', 'moved_out', null, null, null, null, null, false, 'holder', 'minus_one'),
  ('in_hand', 'case', 'reopened', null, null, null, null, null, false, 'holder', 'one'),
  ('in_hand', 'case', 'transfer_returned', null, null, null, null, null, false, 'holder', 'one'),
  ('in_hand', 'case', 'unit_transfer_accepted', null, null, null, null, null, false, 'holder', 'one'),
  ('moved_in', 'case', 'unit_transfer_accepted', null, null, null, null, null, false, 'holder', 'one'),
  ('moved_out', 'case', 'moved_out', null, null, null, null, null, false, 'holder', 'one'),
  ('reopened', 'case', 'reopened', null, null, null, null, null, false, 'holder', 'one'),
  ('reopened', 'case', 'transfer_returned', null, null, null, null, null, false, 'holder', 'one'),
  ('decided', 'case', 'decided', null, null, null, null, null, false, 'holder', 'one'),
  ('decided_penalty', 'case', 'decided', '{penalty}', null, null, null, null, false, 'holder', 'one'),
  ('decided_no_penalty', 'case', 'decided', '{no_penalty}', null, null, null, null, false, 'holder', 'one'),
  ('decided_not_established', 'case', 'decided', '{not_established}', null, null, null, null, false, 'holder', 'one'),
  ('decided_transfer', 'case', 'decided', '{transfer}', null, null, null, null, false, 'holder', 'one'),
  ('penalties_simple', 'case', 'decided', '{penalty}', 'simple', null, null, null, false, 'holder', 'one'),
  ('penalties_ordinary', 'case', 'decided', '{penalty}', 'ordinary', null, null, null, false, 'holder', 'one'),
  ('closed', 'case', 'closed', null, null, null, null, null, false, 'holder', 'one'),
  ('terminated', 'case', 'terminated', null, null, null, null, null, false, 'holder', 'one'),
  ('transferred', 'case', 'transferred', null, null, null, null, null, false, 'holder', 'one'),
  ('decision_days', 'case', 'decided', null, 'ordinary', null, null, 'days', false, 'holder', 'one'),
  ('fines_decided_fen', 'case', 'decided', null, null, null, null, null, false, 'holder', 'fine_fen'),
  ('confiscated_fen', 'case', 'decided', null, null, null, null, null, false, 'holder', 'confiscated_fen'),
  ('fines_collected_fen', 'case', 'paid', null, null, null, null, null, false, 'holder', 'amount_fen'),
  ('fines_collected_fen', 'case', 'refunded', null, null, null, null, null, false, 'holder', 'minus_amount_fen'),
  ('penalty_heaviest', 'case', 'decided', '{penalty}', null, null, null, 'heaviest', false, 'holder', 'one'),
  ('penalty_each', 'case', 'decided', '{penalty}', null, null, null, 'penalty', false, 'holder', 'one'),
  ('hearings_told', 'case', 'hearing_told', null, null, null, null, null, false, 'holder', 'one'),
  ('hearings_requested', 'case', 'hearing_requested', null, null, null, null, null, false, 'holder', 'one'),
  ('hearings_held', 'case', 'hearing_held', '{held}', null, null, null, null, false, 'holder', 'one'),
  ('defences_heard', 'case', 'defence_heard', null, null, null, null, null, false, 'holder', 'one'),
  ('defences_accepted', 'case', 'defence_rechecked', '{accepted,partly_accepted}', null, null, null, null, false, 'holder', 'one'),
  ('legal_reviews', 'case', 'legal_reviewed', null, null, null, null, null, false, 'holder', 'one'),
  ('legal_reviews_changed', 'case', 'legal_reviewed', '{change,return}', null, null, null, null, false, 'holder', 'one'),
  ('discussions', 'case', 'discussed', null, null, null, null, null, false, 'holder', 'one'),
  ('police_transfers', 'case', 'transferred', null, null, 'transfer_kind', '{criminal}', null, false, 'holder', 'one'),
  ('police_accepted', 'case', 'transfer_received', null, null, null, null, null, false, 'holder', 'one'),
  ('police_returned', 'case', 'transfer_returned', null, null, null, null, null, false, 'holder', 'one'),
  ('police_returned', 'case', 'transfer_refused', null, null, null, null, null, false, 'holder', 'one'),
  ('reconsiderations_received', 'case', 'reconsideration_accepted', null, null, null, null, null, false, 'decider', 'one'),
  ('reconsiderations_ended', 'case', 'reconsideration_ended', null, null, null, null, 'outcome', false, 'decider', 'one'),
  ('suits_received', 'case', 'suit_accepted', null, null, null, null, null, false, 'decider', 'one'),
  ('suits_ended', 'case', 'suit_ended', null, null, null, null, 'outcome', false, 'decider', 'one'),
  ('compulsory_measures', 'case', 'measure_decided', null, null, null, null, null, false, 'holder', 'one'),
  ('court_applications', 'case', 'court_applied', null, null, null, null, null, false, 'holder', 'one'),
  ('corrections_ordered', 'case', 'correction_ordered', null, null, null, null, null, false, 'holder', 'one'),
  ('mitigated', 'case', 'decided', '{penalty}', null, 'tier', '{mitigated}', null, false, 'holder', 'one'),
  ('lighter', 'case', 'decided', '{penalty}', null, 'tier', '{lighter}', null, false, 'holder', 'one'),
  ('mitigated_reasoned', 'case', 'decided', '{penalty}', null, 'tier', '{mitigated,lighter}', null, false, 'holder', 'one'),
  ('subject_penalties', 'case', 'decided', '{penalty}', null, null, null, 'heaviest', false, 'subject', 'one'),
  ('subject_amount_fen', 'case', 'decided', '{penalty}', null, null, null, null, false, 'subject', 'both_fen'),
  ('subject_simple', 'case', 'decided', '{penalty}', 'simple', null, null, null, false, 'subject', 'one'),
  ('subject_ordinary', 'case', 'decided', '{penalty}', 'ordinary', null, null, null, false, 'subject', 'one'),
  ('clues_received', 'clue', 'clue_received', null, null, null, null, 'source', false, 'holder', 'one'),
  ('clues_verified', 'clue', 'clue_verified', null, null, null, null, null, false, 'holder', 'one'),
  ('clues_filed', 'clue', 'clue_verified', '{filed}', null, null, null, null, false, 'holder', 'one'),
  ('clues_not_filed', 'clue', 'clue_verified', '{not_filed}', null, null, null, null, false, 'holder', 'one'),
  ('clues_referred', 'clue', 'clue_verified', '{referred}', null, null, null, null, false, 'holder', 'one'),
  ('reviews_done', 'review', 'review_done', null, null, null, null, 'outcome', false, 'holder', 'one'),
  ('inspections', 'inspection', 'inspected', null, null, null, null, null, false, 'holder', 'one'),
  ('inspections_problems', 'inspection', 'inspected', '{problems}', null, null, null, null, false, 'holder', 'one'),
  ('inspection_clues', 'inspection', 'clue_raised', null, null, null, null, null, false, 'holder', 'one');

update indicator_rule set reasoned = true where indicator = 'mitigated_reasoned';
set local role anjuan_owner;

create table penalty_order (
  version text collate "C" not null,
  kind text collate "C" not null,
  weight smallint not null,
  primary key (version, kind),
  unique (version, weight)
);
comment on table penalty_order is 'Orders of heaviness, as published: A, B';
comment on column penalty_order.version is 'A: licences revoked before business restricted; B: after employment restricted';
comment on column penalty_order.kind is 'Kind of penalty';
comment on column penalty_order.weight is 'The higher, the heavier; a clear kind is heavier than other';
insert into penalty_order values
  ('A', 'other', 0),
  ('A', 'warning', 1),
  ('A', 'criticism', 2),
  ('A', 'fine', 3),
  ('A', 'confiscate_income', 4),
  ('A', 'confiscate_goods', 5),
  ('A', 'suspend_license', 6),
  ('A', 'downgrade', 7),
  ('A', 'revoke_license', 8),
  ('A', 'restrict_business', 9),
  ('A', 'stop_production', 10),
  ('A', 'close_down', 11),
  ('A', 'restrict_employment', 12),
  ('A', 'detention', 13),
  ('B', 'other', 0),
  ('B', 'warning', 1),
  ('B', 'criticism', 2),
  ('B', 'fine', 3),
  ('B', 'confiscate_income', 4),
  ('B', 'confiscate_goods', 5),
  ('B', 'suspend_license', 6),
  ('B', 'downgrade', 7),
  ('B', 'restrict_business', 8),
  ('B', 'stop_production', 9),
  ('B', 'close_down', 10),
  ('B', 'restrict_employment', 11),
  ('B', 'revoke_license', 12),
  ('B', 'detention', 13);

create table penalty_order_use (
  valid_from date primary key,
  version text collate "C" not null
);
comment on table penalty_order_use is 'Which order holds for decisions from a day on; after a change for past days figures are counted anew (count_mend)';
comment on column penalty_order_use.valid_from is 'First day';
comment on column penalty_order_use.version is 'The order';
insert into penalty_order_use values ('1900-01-01', 'B');

create table statistics_setting (
  name text collate "C" not null,
  valid_from date not null,
  value bigint not null,
  unit_of_measure text not null,
  basis_zh text not null,
  primary key (name, valid_from)
);
comment on table statistics_setting is 'What the counting rules leave to the legal department';
comment on column statistics_setting.name is 'idle_days: from how many days without an act on a case in hand is idle';
comment on column statistics_setting.valid_from is 'For periods that end on or after this day';
comment on column statistics_setting.value is 'The number';
comment on column statistics_setting.unit_of_measure is 'What it is counted in';
comment on column statistics_setting.basis_zh is 'What it rests on';
insert into statistics_setting values ('idle_days', '1900-01-01', 60, 'days', '有案必查（可配置，待核）');

alter table count_delta add column sub text collate "C" not null default '';
alter table count_month add column sub text collate "C" not null default '', drop constraint count_month_pkey,
  add primary key (indicator, month, unit_id, sub);
comment on column count_delta.sub is 'The sub-figure; empty: it has none';
comment on column count_month.sub is 'The sub-figure; empty: it has none';
truncate count_delta, count_month;

create table count_act (
  act_id uuid primary key default gen_random_uuid(),
  of_what text collate "C" not null check (of_what in ('clue', 'review', 'inspection')),
  object_id uuid not null,
  unit_id text collate "C" not null references unit,
  kind text collate "C" not null,
  happened_on date not null,
  started_on date,
  outcome text collate "C",
  source text collate "C",
  takes_back uuid unique references count_act,
  recorded_at timestamptz not null default anjuan_now(),
  xid xid8 not null default pg_current_xact_id()
);
create index count_act_object on count_act (object_id);
create index count_act_count on count_act (of_what, kind, happened_on, unit_id);
comment on table count_act is 'What happened to clues, reviews and inspections, as it counts; rows are only added, what no longer holds is taken back by a row of its own';
comment on column count_act.act_id is 'The act';
comment on column count_act.of_what is 'clue, review or inspection';
comment on column count_act.object_id is 'Which one';
comment on column count_act.unit_id is 'The unit that held it then';
comment on column count_act.kind is 'What happened: clue_received, clue_verified, review_done, inspected, clue_raised';
comment on column count_act.happened_on is 'Its day';
comment on column count_act.started_on is 'Where a time ran to this act: the day it began';
comment on column count_act.outcome is 'Outcome: of a clue, the grade of a review, problems of an inspection';
comment on column count_act.source is 'Source of the clue';
comment on column count_act.takes_back is 'The act that no longer holds';
comment on column count_act.recorded_at is 'When it was recorded';
comment on column count_act.xid is 'The transaction that recorded it';

create table case_subject_was (
  case_id uuid not null,
  unit_id text collate "C" not null,
  until_seq integer not null,
  subject_unit_id text collate "C" not null,
  primary key (case_id, until_seq),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
comment on table case_subject_was is 'The enforcement subject that a case had before it got another one: decisions stay with theirs';
comment on column case_subject_was.case_id is 'The case';
comment on column case_subject_was.unit_id is 'Its handling unit';
comment on column case_subject_was.until_seq is 'It was this one''s up to this event';
comment on column case_subject_was.subject_unit_id is 'That subject';

create index case_deadline_due on case_deadline (code, due_on);
create index case_deadline_ended on case_deadline (code, (coalesce(met_on, void_on, 'infinity'::date)), due_on);
create index case_incomplete on case_file (unit_id, filed_on)
  where (cause_code is null and cause_text is null) or party_names = '' or (occurred_on is null and found_on is null);

-- The figures kept so far are of other rules: functions/statistics.sql counts them anew from the events.
drop trigger if exists count_events on case_event;

-- The units: the city office, the centre it entrusts, and the 16 districts by their codes of GB/T 2260. The prefixes
-- of numbers are a starting point; administrators change them.
insert into unit (unit_id, name_zh, name_en, kind, number_prefix) values
  ('city', '上海市国防动员办公室', 'Shanghai National Defence Mobilisation Office', 'city', '沪国动'),
  ('centre', '上海市民防监督管理事务中心', 'Shanghai Civil Defence Supervision Centre', 'centre', '沪监管'),
  ('310101', '黄浦区国防动员办公室', 'Huangpu District National Defence Mobilisation Office', 'district', '沪黄国动'),
  ('310104', '徐汇区国防动员办公室', 'Xuhui District National Defence Mobilisation Office', 'district', '沪徐国动'),
  ('310105', '长宁区国防动员办公室', 'Changning District National Defence Mobilisation Office', 'district', '沪长国动'),
  ('310106', '静安区国防动员办公室', 'Jing''an District National Defence Mobilisation Office', 'district', '沪静国动'),
  ('310107', '普陀区国防动员办公室', 'Putuo District National Defence Mobilisation Office', 'district', '沪普国动'),
  ('310109', '虹口区国防动员办公室', 'Hongkou District National Defence Mobilisation Office', 'district', '沪虹国动'),
  ('310110', '杨浦区国防动员办公室', 'Yangpu District National Defence Mobilisation Office', 'district', '沪杨国动'),
  ('310112', '闵行区国防动员办公室', 'Minhang District National Defence Mobilisation Office', 'district', '沪闵国动'),
  ('310113', '宝山区国防动员办公室', 'Baoshan District National Defence Mobilisation Office', 'district', '沪宝国动'),
  ('310114', '嘉定区国防动员办公室', 'Jiading District National Defence Mobilisation Office', 'district', '沪嘉国动'),
  ('310115', '浦东新区国防动员办公室', 'Pudong New Area National Defence Mobilisation Office', 'district', '沪浦国动'),
  ('310116', '金山区国防动员办公室', 'Jinshan District National Defence Mobilisation Office', 'district', '沪金国动'),
  ('310117', '松江区国防动员办公室', 'Songjiang District National Defence Mobilisation Office', 'district', '沪松国动'),
  ('310118', '青浦区国防动员办公室', 'Qingpu District National Defence Mobilisation Office', 'district', '沪青国动'),
  ('310120', '奉贤区国防动员办公室', 'Fengxian District National Defence Mobilisation Office', 'district', '沪奉国动'),
  ('310151', '崇明区国防动员办公室', 'Chongming District National Defence Mobilisation Office', 'district', '沪崇国动');

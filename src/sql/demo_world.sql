-- The demonstration world: invented clues, cases and reviews. Everything is dated back from today, so that it is always
-- fresh; acts of a case fall on working days. Rows are projections of their events, as src/sql/cases.sql makes them;
-- tests/api/test_demo.c holds them against the rules.
--
-- The names are invented (companies after the lunar mansions). Credit codes carry the letters DEM and identity numbers
-- the region 310100, which is given to nobody, so that they are valid and yet nobody's.

-- name: demo_cases
-- flag: job
-- n: end of the id. age: days since the case was filed. cause: its code, or what is in no catalogue. life: its acts, each
-- with the days since filing; decided has the outcome and the fine in yuan, paid the amount, transferred the kind,
-- corrected the place as it was wrongly recorded.
with k(n, unit_id, age, procedure, source, cause, place, facts, life) as (values
  ('00101', '310101', 75, 'ordinary', 'inspection', '04', '黄浦区人民路168号角木大厦地下二层',
   '当事人在地下二层人防工程内增设停车位时，拆除防护密闭门一樘，并在临空墙上开凿管线孔洞三处，影响工程防护密闭性能。',
   'investigated 21, decided 38 penalty 20000, served 41, paid 50 8000'),
  ('00102', '310101', 9, 'ordinary', 'hotline', '08', '黄浦区中山南路1000号地下一层',
   '经现场核实，当事人将后厨油污水接入民防工程集水井排放，井内积存油污，排水泵已停用。',
   ''),
  ('00103', '310101', greatest(43, anjuan_today() - date '2026-10-12'), 'ordinary', 'inspection', '11', '黄浦区西藏南路560号地下一层',
   '当事人租用民防工程作为健身场所，开始使用后超过十日未办理使用备案手续。',
   ''),
  ('00104', '310101', 402, 'ordinary', 'inspection', '04', '黄浦区河南南路331号房日广场地下三层',
   '当事人为加装充电设施，擅自拆除战时通风管道约十二米，并封堵滤毒室检修口。',
   'investigated 18, decided 37 penalty 15000, served 40, paid 49 15000, closed 57'),
  ('00105', '310101', 371, 'simple', 'inspection', '11', '黄浦区瞿溪路715号地下一层',
   '当事人将民防工程用作员工自行车库，未按规定办理平时使用备案，现场承认违法事实。',
   'decided 0 penalty 1000, served 0, paid 6 1000, closed 9'),
  ('00106', '310101', 350, 'ordinary', 'street', '02', '黄浦区陆家浜路1088号尾火苑地下车库',
   '当事人以围挡封闭人防工程口部通道约六十平方米，长期堆放装修材料，经街道劝阻未清理。',
   'investigated 24, decided 52 penalty 20000, served 55, paid 66 20000, closed 75'),
  ('00107', '310101', 318, 'ordinary', 'report', '08', '黄浦区局门路427号地下二层',
   '举报人反映民防工程内有刺激性气体排入。经两次采样检测和调取通风系统运行记录，未发现向工程内排入废气的事实。',
   'investigated 24, decided 35 not_established, served 38, closed 43'),
  ('00108', '310101', 290, 'ordinary', 'hotline', '10', '黄浦区蒙自路169号地下一层',
   '当事人将尚未通过竣工验收的民防工程出租给他人经营仓储，收取租金三个月。',
   'investigated 26, decided 54 penalty 30000, served 58, paid 68 30000, closed 79'),
  ('00109', '310101', 262, 'ordinary', 'grid', '06', '黄浦区丽园路501号楼顶',
   '当事人维修屋面防水层时，未经批准自行拆下楼顶防空警报器并断开电源，致该警报点停用九日。',
   'investigated 17, decided 40 penalty 2000, served 43, paid 45 2000, closed 54'),
  ('00110', '310101', 231, 'simple', 'street', '11', '黄浦区建国东路143号地下一层',
   '当事人租用民防工程存放货架，使用二十日后仍未办理备案，现场承认违法事实。',
   'decided 0 penalty 200, served 0, paid 0 200, closed 4'),
  ('00111', '310101', 205, 'ordinary', 'assigned', '01', '黄浦区制造局路787号牛金广场',
   '新建商业楼建筑面积一万八千余平方米，未按规划许可修建防空地下室，亦未办理易地建设审批。',
   'investigated 33, decided 74 penalty 80000, served 78, paid 88 40000, paid 118 40000, closed 126'),
  ('00112', '310101', 176, 'ordinary', 'inspection', '04', '黄浦区复兴中路369号地下一层',
   '当事人装修时拆除人防工程应急照明灯具六盏，检查次日即恢复原状，系首次违法且未造成危害后果。',
   'investigated 15, decided 27 no_penalty, served 30, educated 30, closed 36'),
  ('00113', '310101', 140, 'ordinary', 'transferred_in', '09', '黄浦区斜土东路200号',
   '规划部门移送：项目实际修建的防空地下室面积较核定面积少四百余平方米。调查期间当事人办理注销登记。',
   'investigated 30, terminated 75'),
  ('00114', '310101', 118, 'ordinary', 'police_return', '04', '黄浦区中华路1600号地下二层',
   '公安机关认为不构成犯罪予以退回。经查，当事人施工中破坏人防工程顶板，钢筋外露约两平方米。',
   'investigated 35, decided 70 penalty 25000, served 74, paid 86 25000'),
  ('00115', '310101', 96, 'ordinary', 'sensor', '06', '黄浦区打浦路15号楼顶',
   '物联监测显示警报终端离线。现场发现终端供电线路被截断，控制箱被移至楼道杂物间。',
   'investigated 40'),
  ('00116', '310101', 58, 'ordinary', 'report', '02', '黄浦区大兴街388号奎木苑地下车库',
   '当事人在人防工程防毒通道内搭建隔间三处供保洁人员存物，占用面积约二十八平方米。',
   'investigated 25, decided 52 penalty 18000'),
  ('00117', '310101', greatest(33, anjuan_today() - date '2026-10-12'), 'ordinary', 'other', '10', '黄浦区永嘉路35号地下一层',
   '媒体报道称地下培训场所使用的民防工程未经验收。经查，工程竣工后未申请验收即投入使用。',
   'investigated 22'),
  ('00118', '310101', 20, 'simple', 'inspection', '11', '黄浦区淮海东路99号地下一层',
   '当事人变更民防工程平时用途后未办理备案变更，现场承认并当日补办，情节轻微。',
   'decided 0 penalty, served 0, closed 5'),
  ('00201', '310101', 160, 'ordinary', 'inspection', '03', '黄浦区外马路888号昴日中心',
   '抽查发现，当事人安装的防护密闭门门扇厚度和闭锁间隙不符合设计文件，共涉及四樘。',
   'investigated 23, decided 51 penalty 20000, served 54, paid 63 20000, closed 72'),
  ('00121', '310115', 409, 'ordinary', 'inspection', '04', '浦东新区张杨路838号毕月广场地下三层',
   '当事人将人防工程战时排风机房改为商户库房，拆除风机两台。',
   'investigated 19, decided 41 penalty 12000, served 44, paid 53 12000, closed 62'),
  ('00122', '310115', 385, 'ordinary', 'hotline', '08', '浦东新区成山路1993弄地下车库',
   '当事人将洗车废水排入人防工程排水沟，沟内积存淤泥，并漫流至防护单元隔墙处。',
   'investigated 16, decided 35 penalty 10000, served 38, paid 47 10000, closed 55'),
  ('00123', '310115', 360, 'ordinary', 'report', '10', '浦东新区东方路1365号地下一层',
   '当事人租用的民防工程验收资料不全。接到通知后立即停止使用并补办手续，未造成危害后果。',
   'investigated 20, decided 36 no_penalty, served 39, educated 39, closed 47'),
  ('00124', '310115', 334, 'ordinary', 'inspection', '09', '浦东新区杨高中路2800号',
   '住宅项目竣工测量显示防空地下室少建六百一十平方米，当事人逾期未补缴民防工程建设费。',
   'investigated 36, decided 77 penalty 60000, served 81, paid 93 60000, closed 104'),
  ('00125', '310115', 305, 'ordinary', 'street', '02', '浦东新区上钢三村地下车库',
   '当事人在人防工程内搭建铁皮房居住并堆放废旧物品，占用约十五平方米，经居委会多次劝告仍未搬离。',
   'investigated 18, decided 43 penalty 3000, served 46, paid 58 3000, closed 65'),
  ('00126', '310115', 277, 'simple', 'grid', '11', '浦东新区云台路455号地下一层',
   '当事人将民防工程出租给商户存放杂物，未按规定办理平时使用备案，现场承认违法事实。',
   'decided 0 penalty 2000, served 0, paid 8 2000, closed 12'),
  ('00127', '310115', 249, 'ordinary', 'sensor', '06', '浦东新区川沙路5000号楼顶',
   '物联监测显示警报器断电。经查系当事人搭建鸽棚时剪断供电电缆。调查期间当事人死亡。',
   'investigated 20, terminated 44'),
  ('00128', '310115', 222, 'ordinary', 'transferred_in', '03', '浦东新区金科路2889号柳土科技园',
   '建设部门移送：当事人未按人防专项设计施工，人防区域混凝土强度低于设计等级。',
   'investigated 34, decided 72 penalty 30000, served 76, paid 87 30000, closed 98'),
  ('00129', '310115', 190, 'ordinary', 'inspection', '05', '浦东新区浦东南路1101号',
   '当事人经批准拆除原有人防工程后，逾补建期限十四个月仍未补建，经两次书面催告拒不履行。',
   'investigated 28, decided 66 penalty 45000, served 70, paid 80 25000, paid 110 20000, closed 121'),
  ('00130', '310115', 166, 'ordinary', 'assigned', '07', '浦东新区世纪大道1500号楼顶',
   '当事人以影响楼宇外观为由，两次拒绝警报设施安装人员进场。收到通知后已配合完成安装。',
   'investigated 14, decided 33 penalty, served 36, closed 45'),
  ('00131', '310115', 134, 'ordinary', 'inspection', '04', '浦东新区沪南路2575号地下二层',
   '当事人在人防工程内以破碎锤拆毁防爆波活门及口部墙体，直接经济损失经评估超过五十万元，涉嫌犯罪。',
   'investigated 28, decided 45 transfer, transferred 47 criminal'),
  ('00132', '310115', 111, 'ordinary', 'report', '08', '浦东新区锦绣路888号地下车库',
   '举报人反映民防工程内倾倒建筑垃圾。经核实，堆放地点位于工程边界以外的普通车库。',
   'investigated 21, decided 33 not_established, served 37, closed 42'),
  ('00133', '310115', 82, 'ordinary', 'hotline', '02', '浦东新区灵岩路600弄地下车库',
   '当事人在人防工程密闭通道内设置快递分拣点，占用面积约四十五平方米，妨碍防护门启闭。',
   'investigated 30, decided 55 penalty 15000, served 59'),
  ('00134', '310115', 63, 'ordinary', 'inspection', '10', '浦东新区祖冲之路1077号地下一层',
   '民防工程验收结论为不合格，当事人未整改即作为员工食堂使用。',
   'investigated 22, decided 58 penalty 20000'),
  ('00135', '310115', 41, 'ordinary', 'police_return', '04', '浦东新区南码头路385号地下一层',
   '公安机关退回。经查，当事人为安装货梯切割人防工程底板，切口长约一点六米。',
   'corrected 5 浦东新区南码头路358号地下一层, investigated 30'),
  ('00136', '310115', 17, 'ordinary', 'street', '11', '浦东新区德州路380号地下一层',
   '当事人租用民防工程经营台球室，开业一个月未办理平时使用备案。',
   'consulted 6, supervised 10, consultation_answered 10'),
  ('00137', '310115', 4, 'ordinary', 'inspection', '03', '浦东新区高科西路1700号尾火中心',
   '检查发现人防区域穿墙管线未作防护密闭处理，涉及三个防护单元。',
   ''),
  ('00141', '310114', 398, 'ordinary', 'inspection', '04', '嘉定区博乐路111号箕水广场地下二层',
   '当事人改造通风系统时拆除战时进风口密闭阀门四个，未恢复原状。',
   'corrected 6 嘉定区博乐路11号箕水广场地下二层, investigated 20, decided 42 penalty 15000, served 45, paid 54 15000, closed 64'),
  ('00142', '310114', 366, 'simple', 'inspection', '11', '嘉定区城中路138号地下一层',
   '当事人将民防工程用作物业用品仓库，未办理平时使用备案，现场承认违法事实。',
   'decided 0 penalty 500, served 0, paid 3 500, closed 6'),
  ('00143', '310114', 327, 'ordinary', 'hotline', '08', '嘉定区曹安公路4800号地下一层',
   '当事人将切削液废水经软管排入民防工程集水坑，经检测石油类指标超标。',
   'investigated 27, decided 58 penalty 20000, served 62, paid 73 20000, closed 84'),
  ('00144', '310114', 294, 'ordinary', 'report', '02', '嘉定区清河路300弄地下车库',
   '当事人在人防工程通道堆放家具约十平方米，接到通知当日清空，系首次违法且未造成危害后果。',
   'investigated 12, decided 25 no_penalty, served 28, educated 28, closed 34'),
  ('00145', '310114', 266, 'ordinary', 'grid', '10', '嘉定区金沙江西路1555弄地下一层',
   '当事人明知民防工程未经验收，仍将其分隔出租给五户商户作库房。',
   'investigated 19, decided 44 penalty 2000, served 47, paid 51 2000, closed 60'),
  ('00146', '310114', 238, 'ordinary', 'street', '04', '嘉定区安亭镇墨玉路185号地下一层',
   '当事人委托他人在人防工程外墙开设车行门洞，宽约三米，改变主体结构，事后未采取加固措施。',
   'investigated 31, decided 69 penalty 30000, served 73, paid 85 30000, closed 95'),
  ('00147', '310114', 201, 'ordinary', 'assigned', '09', '嘉定区沪宜公路1188号',
   '上级交办核查项目防空地下室面积不足。经查，面积差异系规划许可变更引起，依法由建设主管部门处理。',
   'investigated 14, transferred 22 other'),
  ('00148', '310114', 171, 'ordinary', 'inspection', '06', '嘉定区新成路118号楼顶',
   '当事人更换广告牌时，擅自拆除防空警报器支架和控制线缆，致该警报点停用二十二日。',
   'investigated 20, decided 46 penalty 10000, served 49, paid 60 10000, closed 69'),
  ('00149', '310114', 144, 'simple', 'street', '11', '嘉定区塔城路490号地下一层',
   '当事人租用民防工程存放电动自行车配件，未办理平时使用备案，当场改正，情节轻微。',
   'decided 0 penalty, served 0, closed 3'),
  ('00150', '310114', 109, 'ordinary', 'transferred_in', '03', '嘉定区江桥镇翔江公路518号壁水产业园',
   '质量监督部门移送：人防工程防护门框墙钢筋间距不符合设计要求，涉及九处。',
   'investigated 28, decided 62 penalty 40000, served 66, paid 79 40000'),
  ('00151', '310114', 78, 'ordinary', 'sensor', '04', '嘉定区南翔镇银翔路799号地下二层',
   '物联监测显示防护门位移异常。经查，当事人为便于叉车通行，拆除防护密闭门门槛两处。',
   'investigated 26, decided 50 penalty 16000, served 54, paid 63 6000'),
  ('00152', '310114', 47, 'ordinary', 'report', '08', '嘉定区马陆镇宝安公路2999号地下一层',
   '当事人将厨余垃圾暂存于人防工程口部，渗滤液流入工程内部，现场采样检测。',
   'investigated 29'),
  ('00153', '310114', 24, 'ordinary', 'hotline', '02', '嘉定区菊园新区环城路2222弄地下车库',
   '当事人在人防工程防护单元内加建储物间十二间并对外出租。',
   ''),
  ('00154', '310114', 6, 'ordinary', 'other', '未按要求设置民防工程标识牌', '嘉定区外冈镇恒永路328号地下一层',
   '巡查发现民防工程出入口标识牌缺失，平时使用单位未按要求补设。',
   ''),
  ('00161', 'centre', 405, 'ordinary', 'inspection', '04', '静安区江宁路1400号毕月中心地下三层',
   '当事人改造消防管道时，在人防工程防护单元隔墙上开洞五处，未作防护密闭封堵。',
   'investigated 22, decided 48 penalty 25000, served 52, paid 61 25000, closed 72'),
  ('00162', 'centre', 378, 'ordinary', 'assigned', '03', '徐汇区龙漕路200号',
   '人防专项设计文件遗漏防爆波电缆井，且口部计算不符合防护标准，施工图已交付使用。',
   'investigated 38, decided 76 penalty 20000, served 80, paid 91 20000, closed 103'),
  ('00163', 'centre', 341, 'ordinary', 'inspection', '09', '宝山区友谊路1500号',
   '项目分期建设，二期未按核定指标修建防空地下室，当事人少缴民防工程建设费二百余万元。',
   'investigated 41, decided 80 penalty 90000, served 84, paid 96 90000, closed 108'),
  ('00164', 'centre', 312, 'ordinary', 'inspection', '06', '虹口区四平路773号楼顶',
   '当事人加层施工时，擅自将防空警报器移至裙楼，致音响覆盖范围缩小。',
   'investigated 24, decided 53 penalty 20000, served 57, paid 67 20000, closed 78'),
  ('00165', 'centre', 283, 'ordinary', 'report', '10', '普陀区曹杨路1888号地下一层',
   '举报称民防工程未经验收即投入使用。经调取档案，工程已于使用前取得合格的验收文件。',
   'investigated 17, decided 29 not_established, served 33, closed 39'),
  ('00166', 'centre', 254, 'ordinary', 'hotline', '08', '长宁区天山路900号地下二层',
   '当事人将空调冷凝水和清洗废水引入人防工程扩散室，致室内长期积水。',
   'investigated 18, decided 42 penalty 10000, served 45, paid 55 10000, closed 64'),
  ('00167', 'centre', 215, 'ordinary', 'inspection', '04', '杨浦区控江路1500号地下一层',
   '当事人在人防工程顶板上违规吊挂管线，未破坏主体结构，责令改正后已拆除。',
   'investigated 16, decided 38 penalty, served 41, closed 50'),
  ('00168', 'centre', 183, 'ordinary', 'transferred_in', '02', '闵行区七莘路3333号地下车库',
   '区级单位移送：当事人占用公用人防工程设置机械停车设备。调查期间当事人办理注销登记。',
   'investigated 26, terminated 61'),
  ('00169', 'centre', 152, 'ordinary', 'inspection', '05', '静安区共和新路1111号',
   '当事人拆除人防工程后拒不补建，并涉嫌伪造补建验收文件。',
   'investigated 32, transferred 40 criminal'),
  ('00170', 'centre', 123, 'ordinary', 'sensor', '06', '徐汇区宜山路700号楼顶',
   '物联监测显示警报终端信号受扰。经查，当事人架设的对讲基站占用人防专用频率。',
   'investigated 22, decided 49 penalty 12000, served 53, paid 62 12000, closed 73'),
  ('00171', 'centre', 88, 'ordinary', 'inspection', '01', '青浦区盈港路2300号',
   '新建办公楼未按国家规定修建防空地下室，当事人未申请易地建设。',
   'investigated 33, decided 80 penalty 70000, served 83'),
  ('00172', 'centre', 52, 'ordinary', 'grid', '03', '松江区新松江路1288号',
   '网格巡查发现人防工程防倒塌棚架未按图施工，立柱间距和截面均小于设计值。',
   'investigated 36'),
  ('00173', 'centre', 13, 'ordinary', 'inspection', '04', '奉贤区南奉公路8500号地下一层',
   '当事人在人防工程战时水箱间开设门洞并拆除水箱一座，未办理任何手续。',
   ''),
  -- Proposed to go to Pudong, for the examples of answering.
  ('00174', '310101', greatest(43, anjuan_today() - date '2026-10-12'), 'ordinary', 'report', '02', '浦东新区浦东南路1800号地下一层',
   '当事人在地下一层人防工程通道内堆放建材约三十平方米；核查时查明该处位于浦东新区。', 'unit_transfer_proposed 7'),
  ('00175', '310101', greatest(43, anjuan_today() - date '2026-10-12'), 'ordinary', 'hotline', '08', '浦东新区张杨路500号地下二层',
   '来电反映向民防工程排入废水；当事人注册地在黄浦区，排水口所在地为浦东新区。', 'unit_transfer_proposed 7'),
  ('00176', '310101', greatest(43, anjuan_today() - date '2026-10-12'), 'ordinary', 'grid', '11', '黄浦区中华路999号地下一层',
   '当事人租用民防工程未按期备案；其在浦东新区另有同类行为，拟一并处理。', 'unit_transfer_proposed 7')
), p(n, position, name, number, address, representative) as (values
  ('00101', 1, '上海角木物业管理有限公司', '91310101DEM000014F', '黄浦区人民路168号', '沈立群'),
  ('00102', 1, '上海亢金餐饮管理有限公司', '91310101DEM000022A', '黄浦区中山南路1000号一层', '顾小梅'),
  ('00103', 1, '上海氐土健身服务有限公司', '91310101DEM0000305', '黄浦区西藏南路560号', '俞斌'),
  ('00104', 1, '上海房日商业管理有限公司', '91310101DEM0000492', '黄浦区河南南路331号', '邵婷'),
  ('00105', 1, '上海心月酒店管理有限公司', '91310101DEM000057W', '黄浦区瞿溪路715号', '范国平'),
  ('00106', 1, '上海尾火建筑装饰工程有限公司', '91310101DEM000065P', '黄浦区陆家浜路1088号', '葛卫东'),
  ('00107', 1, '上海箕水洗涤服务有限公司', '91310101DEM000073J', '黄浦区局门路427号', '严明'),
  ('00108', 1, '上海斗木置业有限公司', '91310101DEM000081D', '黄浦区蒙自路169号', '蒋海波'),
  ('00109', 1, '陶永康', '310100197103161019', '黄浦区丽园路', null),
  ('00110', 1, '黄桂珍', '310100196409081025', '黄浦区建国东路', null),
  ('00111', 1, '上海牛金房地产开发有限公司', '91310101DEM00009X5', '黄浦区制造局路787号', '姜鹏'),
  ('00111', 2, '上海女土建设工程有限公司', '91310101DEM000102X', '黄浦区蒙自路88号', '石磊'),
  ('00112', 1, '上海虚日超市有限公司', '91310101DEM000110Q', '黄浦区复兴中路369号', '钱慧'),
  ('00113', 1, '上海危月投资有限公司', '91310101DEM000129M', '黄浦区斜土东路200号', '戴勇'),
  ('00114', 1, '上海室火机电安装有限公司', '91310101DEM000137G', '黄浦区中华路1600号', '汤建华'),
  ('00115', 1, '上海壁水通信工程有限公司', '91310101DEM000145B', '黄浦区打浦路15号', '贾伟'),
  ('00116', 1, '上海奎木物业管理有限公司', '91310101DEM0001536', '黄浦区大兴街388号', '曹莉'),
  ('00117', 1, '上海娄金教育科技有限公司', '91310101DEM0001611', '黄浦区永嘉路35号', '彭雪'),
  ('00118', 1, '上海胃土停车管理有限公司', '91310101DEM00017XQ', '黄浦区淮海东路99号', '潘志强'),
  ('00201', 1, '上海昴日防护设备有限公司', '91310101DEM000188Q', '嘉定区沪宜公路3000号', '孔祥瑞'),
  ('00121', 1, '上海毕月商业管理有限公司', '91310115DEM000196W', '浦东新区张杨路838号', '章程'),
  ('00122', 1, '上海觜火汽车服务有限公司', '91310115DEM000209J', '浦东新区成山路1993弄', '云峰'),
  ('00123', 1, '上海参水文化传播有限公司', '91310115DEM000217D', '浦东新区东方路1365号', '苏晴'),
  ('00124', 1, '上海井木房地产开发有限公司', '91310115DEM0002258', '浦东新区杨高中路2800号', '潘伟民'),
  ('00125', 1, '鲁德明', '310100195802211039', '浦东新区上钢三村', null),
  ('00126', 1, '上海鬼金仓储服务有限公司', '91310115DEM0002333', '浦东新区云台路455号', '韦杰'),
  ('00127', 1, '花根发', '310100194707121049', '浦东新区川沙路', null),
  ('00128', 1, '上海柳土建筑工程有限公司', '91310115DEM000241X', '浦东新区金科路2889号', '方国栋'),
  ('00129', 1, '上海星日置业有限公司', '91310115DEM00025XM', '浦东新区浦东南路1101号', '任远'),
  ('00129', 2, '上海张月投资管理有限公司', '91310115DEM000268M', '浦东新区浦东南路1101号', '袁玲'),
  ('00130', 1, '上海翼火物业管理有限公司', '91310115DEM000276G', '浦东新区世纪大道1500号', '柳青'),
  ('00131', 1, '上海轸水拆除工程有限公司', '91310115DEM000284B', '浦东新区沪南路2575号', '鲍志刚'),
  ('00132', 1, '上海角木建筑装饰工程有限公司', '91310115DEM0002926', '浦东新区锦绣路888号', '史建平'),
  ('00133', 1, '上海亢金供应链管理有限公司', '91310115DEM000305U', '浦东新区灵岩路600弄', '唐亮'),
  ('00134', 1, '上海氐土餐饮管理有限公司', '91310115DEM000313N', '浦东新区祖冲之路1077号', '费翔宇'),
  ('00135', 1, '上海房日电梯工程有限公司', '91310115DEM000321H', '浦东新区南码头路385号', '薛峰'),
  ('00136', 1, '上海心月体育文化有限公司', '91310115DEM00033X9', '浦东新区德州路380号', '雷鸣'),
  ('00137', 1, '上海尾火建设工程有限公司', '91310115DEM0003489', '浦东新区高科西路1700号', '倪敏'),
  ('00141', 1, '上海箕水商业管理有限公司', '91310114DEM000356M', '嘉定区博乐路111号', '滕飞'),
  ('00142', 1, '上海斗木物业管理有限公司', '91310114DEM000364G', '嘉定区城中路138号', '殷红'),
  ('00143', 1, '上海牛金精密机械有限公司', '91310114DEM000372B', '嘉定区曹安公路4800号', '罗军'),
  ('00144', 1, '上海女土家居有限公司', '91310114DEM0003806', '嘉定区清河路300弄', '毕胜'),
  ('00145', 1, '郝建新', '310100197605301050', '嘉定区金沙江西路', null),
  ('00146', 1, '上海虚日汽车零部件有限公司', '91310114DEM0003993', '嘉定区安亭镇墨玉路185号', '安然'),
  ('00146', 2, '常志明', '310100198001141062', '嘉定区安亭镇', null),
  ('00147', 1, '上海危月房地产开发有限公司', '91310114DEM000401N', '嘉定区沪宜公路1188号', '齐岳'),
  ('00148', 1, '上海室火广告传媒有限公司', '91310114DEM00041XE', '嘉定区新成路118号', '伍岳峰'),
  ('00149', 1, '余秀兰', '310100196904171079', '嘉定区塔城路', null),
  ('00150', 1, '上海壁水建筑工程有限公司', '91310114DEM000428E', '嘉定区江桥镇翔江公路518号', '康健'),
  ('00151', 1, '上海奎木物流有限公司', '91310114DEM0004369', '嘉定区南翔镇银翔路799号', '宫平'),
  ('00152', 1, '上海娄金农贸市场经营管理有限公司', '91310114DEM0004444', '嘉定区马陆镇宝安公路2999号', '尤佳'),
  ('00153', 1, '上海胃土物业管理有限公司', '91310114DEM000452Y', '嘉定区菊园新区环城路2222弄', '柯达夫'),
  ('00154', 1, '上海昴日工业园区管理有限公司', '91310114DEM000460R', '嘉定区外冈镇恒永路328号', '关山'),
  ('00161', 1, '上海毕月消防工程有限公司', '91310106DEM0004794', '静安区江宁路1400号', '宁静远'),
  ('00162', 1, '上海觜火建筑设计事务所有限公司', '91310106DEM000487Y', '徐汇区龙漕路200号', '祝融'),
  ('00163', 1, '上海参水房地产开发有限公司', '91310106DEM000495R', '宝山区友谊路1500号', '明亮'),
  ('00164', 1, '上海井木建设工程有限公司', '91310106DEM000508F', '虹口区四平路773号', '路遥'),
  ('00165', 1, '上海鬼金停车管理有限公司', '91310106DEM000516A', '普陀区曹杨路1888号', '闻涛'),
  ('00166', 1, '上海柳土酒店管理有限公司', '91310106DEM0005245', '长宁区天山路900号', '池清'),
  ('00167', 1, '上海星日商业管理有限公司', '91310106DEM0005320', '杨浦区控江路1500号', '万里'),
  ('00168', 1, '上海张月停车管理有限公司', '91310106DEM000540T', '闵行区七莘路3333号', '成章'),
  ('00169', 1, '上海翼火置业有限公司', '91310106DEM000559P', '静安区共和新路1111号', '强弓'),
  ('00170', 1, '上海轸水通信技术有限公司', '91310106DEM000567J', '徐汇区宜山路700号', '时光'),
  ('00171', 1, '上海角木置业有限公司', '91310106DEM000575D', '青浦区盈港路2300号', '年丰'),
  ('00172', 1, '上海亢金建筑工程有限公司', '91310106DEM0005838', '松江区新松江路1288号', '夏荷'),
  ('00173', 1, '上海氐土超市有限公司', '91310106DEM0005913', '奉贤区南奉公路8500号', '冬梅'),
  ('00174', 1, '上海翼火建材有限公司', '91310106DEM000610D', '黄浦区徐家汇路300号', '春华'),
  ('00175', 1, '上海亢金餐饮有限公司', '91310106DEM000621H', '黄浦区鲁班路150号', '秋实'),
  ('00176', 1, '上海氐土仓储有限公司', '91310106DEM000632M', '黄浦区局门路88号', '冬青')
), workday as (
  -- Each day with the last working day up to it: no weekends, and not the holidays that are the same every year.
  select d::date as day, max(d) filter (where extract(isodow from d) < 6 and to_char(d, 'MMDD') not in ('0101', '0501', '0502')
                                          and to_char(d, 'MMDD') not between '1001' and '1007') over (order by d)::date as workday
    from generate_series(least(anjuan_today() - 500, date '2026-10-01'), anjuan_today(), interval '1 day') d
), staff(unit_id, officers, lead) as (
  select r.unit_id, array_agg(r.person_id order by p.login) filter (where r.role = 'officer'),
         (array_agg(r.person_id) filter (where r.role = 'lead'))[1]
    from role_assignment r join person p using (person_id)
   where r.role in ('officer', 'lead') and r.person_id::text like '01920000-0000-7000-8000-0000000000%'
   group by r.unit_id
), c as materialized (
  -- In the order of filing, which the numbers follow.
  select x.*, number_next(x.unit_id, 'case', extract(year from x.filed_on)::integer) as number
    from (select ('01920000-0000-7000-8000-0000000' || k.n)::uuid as case_id, k.*, a.cause_code, a.basis_zh, s.lead,
                 case when a.cause_code is null then k.cause end as cause_text, coalesce(a.name_zh, k.cause) as cause_name,
                 case right(k.n, 1)::integer % 2 when 1 then s.officers else array[s.officers[2], s.officers[1]] end as officers,
                 d.workday as filed_on,
                 (select string_agg(p.name, '、' order by p.position) from p where p.n = k.n) as party_names,
                 4 + right(k.n, 2)::integer % 9 as found_before, 12 + right(k.n, 2)::integer * 37 % 200 as occurred_before
            from k join staff s using (unit_id) left join lateral cause_on(k.cause, anjuan_today()) a on true
            join workday d on d.day = anjuan_today() - k.age
           order by filed_on, k.n) x
), told as (
  -- The acts named above with those that the law asks for before them.
  select c.case_id, 'filed 0' || coalesce(', ' || nullif(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(c.life,
         'decided (\d+) transfer', 'legal_reviewed \1 agree, decided \1 transfer'),
         'transferred (\d+) criminal', 'transfer_proposed \1, transfer_decided \1 approved, transferred \1 criminal'),
         'investigated (\d+), decided (\d+) penalty ([5-9]\d{4}|\d{6})',
         'investigated \1, hearing_told \1, hearing_waived \2, legal_reviewed \2 agree, discussed \2, decided \2 penalty \3'),
         'investigated (\d+)(,.*|,) decided (\d+) penalty', 'investigated \1, notice_served \1\2 defence_waived \3, decided \3 penalty'),
         'investigated (\d+)', 'evidence_registered \1, investigated \1'), ''), '') as life
    from c
), act as (
  select c.case_id, c.n, c.unit_id, c.age, t.seq, w[1] as kind, w[2]::integer as days,
         case w[1] when 'decided' then w[3] end as outcome, case w[1] when 'transferred' then w[3] end as transfer_kind,
         case when w[1] in ('legal_reviewed', 'transfer_decided') then w[3]
              when w[1] = 'investigated' then coalesce(substring(told.life from '\mdecided \d+ (\w+)'), 'penalty') end as result,
         case w[1] when 'corrected' then w[3] end as was_place,
         case w[1] when 'decided' then coalesce(w[4]::bigint * 100, 0) end as fine_fen,
         case w[1] when 'paid' then w[3]::bigint * 100
                   when 'notice_served' then nullif(substring(told.life from 'penalty (\d+)'), '')::bigint * 100 end as amount_fen
    from c join told using (case_id) cross join lateral regexp_split_to_table(told.life, ', ')
           with ordinality t(step, seq) cross join lateral string_to_array(t.step, ' ') w
), e as materialized (
  select case act.kind when 'unit_transfer_proposed' then ('01920000-0000-7000-8000-00000000070' || right(act.n, 1)::integer - 3)::uuid
                       else ('01920000-0000-7000-8000-e' || act.n || lpad(act.seq::text, 6, '0'))::uuid end as event_id, act.*, d.workday as happened_on,
         -- The acts of one day follow each other; none is recorded later than now.
         least((d.workday + time '09:00' + make_interval(mins => right(act.n, 2)::integer + 25 * act.seq::integer))
               at time zone 'Asia/Shanghai', anjuan_now()) as recorded_at
    from act join workday d on d.day = anjuan_today() - act.age + act.days
), life as (
  select case_id, count(*) as events, min(recorded_at) as created_at, max(recorded_at) as updated_at,
         max(happened_on) filter (where kind = 'decided') as decided_on, max(outcome) as outcome,
         max(happened_on) filter (where kind = 'served') as served_on,
         max(happened_on) filter (where kind in ('closed', 'terminated', 'transferred')) as closed_on,
         coalesce(sum(fine_fen), 0) as fine_fen, coalesce(sum(amount_fen) filter (where kind = 'paid'), 0) as paid_fen,
         (array_agg(kind order by seq desc) filter (where kind in ('filed', 'investigated', 'decided', 'served', 'paid', 'closed',
                                                              'terminated', 'transferred')))[1] as last_kind
    from e group by case_id
), cases as (
  insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, cause_code, cause_text, articles,
                         facts, place, party_names, occurred_on, found_on, filed_on, state, outcome, decided_on, served_on,
                         closed_on, fine_fen, paid_fen, event_count, version, recorded_by, created_at, updated_at)
  select c.case_id, c.unit_id, case c.unit_id when 'centre' then 'city' else c.unit_id end, c.number,
         c.party_names || '涉嫌' || c.cause_name || '案', c.procedure, c.source, c.cause_code, c.cause_text,
         coalesce(string_to_array(c.basis_zh, '；'), '{}'), c.facts, c.place, c.party_names,
         c.filed_on - c.found_before - c.occurred_before, c.filed_on - c.found_before, c.filed_on,
         case when l.last_kind = 'paid' and l.paid_fen < l.fine_fen then 'served' else l.last_kind end,
         l.outcome, l.decided_on, l.served_on, l.closed_on, l.fine_fen, l.paid_fen, l.events, l.events, c.officers[1],
         l.created_at, l.updated_at
    from c join life l using (case_id)
), parties as (
  insert into case_party (party_id, case_id, unit_id, position, kind, name, credit_code, id_number, phone, address, representative)
  select gen_random_uuid(), c.case_id, c.unit_id, p.position, x.kind, p.name, case x.kind when 'organisation' then p.number end,
         case x.kind when 'person' then p.number end, '1380000' || p.position - 1 || right(p.n, 3), p.address, p.representative
    from p join c using (n)
         cross join lateral (select case when p.representative is null then 'person' else 'organisation' end as kind) x
), officers as (
  insert into case_officer (case_id, unit_id, person_id, position, from_on)
  select c.case_id, c.unit_id, o.person_id, o.n, c.filed_on from c cross join lateral unnest(c.officers) with ordinality o(person_id, n)
), penalties as (
  insert into case_penalty (event_id, position, case_id, unit_id, kind, amount_fen)
  select e.event_id, v.position, e.case_id, e.unit_id, v.kind, v.amount_fen
    from e cross join lateral (values (1, 'warning', null), (2, 'fine', e.fine_fen)) v(position, kind, amount_fen)
   where e.outcome = 'penalty' and (v.kind = 'warning' or e.fine_fen > 0)
)
insert into case_event (event_id, case_id, unit_id, at_unit_id, seq, case_version, kind, happened_on, recorded_at, recorded_by,
                        outcome, procedure, fine_fen, amount_fen, receiver, document_no, remark, data)
select e.event_id, e.case_id, e.unit_id, e.unit_id, e.seq, e.seq, e.kind, e.happened_on, e.recorded_at,
       -- On the spot the officers decide; all else that ends something is the lead's to approve.
       case when e.kind in ('closed', 'terminated', 'transferred', 'legal_reviewed', 'discussed', 'transfer_decided',
                              'unit_transfer_proposed')
                 or (e.kind = 'decided' and c.procedure = 'ordinary')
            then c.lead
            -- What the district asked, the city answers.
            when e.kind in ('supervised', 'consultation_answered') then '01920000-0000-7000-8000-000000000018' else c.officers[1] end,
       coalesce(e.outcome, e.result), c.procedure, coalesce(e.fine_fen, 0), e.amount_fen,
       case e.transfer_kind when 'criminal' then case c.unit_id when '310115' then '上海市公安局浦东分局' else '上海市公安局静安分局' end
                            when 'other' then '嘉定区建设和管理委员会' end,
       -- The penalty is decided in the name of the enforcement subject and numbered like the case.
       case when e.outcome = 'penalty' then u.number_prefix || '罚' || substring(c.number from '〔.*$') end,
       case e.kind
         when 'evidence_registered' then '现场勘验笔录、照片和询问笔录'
         when 'investigated' then '调查终结，提请审查'
         when 'notice_served' then '事先告知书直接送达，当事人签收'
         when 'hearing_told' then '告知有要求听证的权利'
         when 'hearing_waived' then '当事人书面放弃听证'
         when 'defence_waived' then '当事人书面放弃陈述申辩'
         when 'legal_reviewed' then '事实清楚、证据充分、适用依据正确，同意'
         when 'discussed' then '经负责人集体讨论，同意拟处罚意见'
         when 'transfer_proposed' then '专案组两名执法人员核实情况后报请移送'
         when 'transfer_decided' then '批准向公安机关移送'
         when 'decided' then case e.outcome when 'penalty' then '违法事实清楚、证据确凿，依法给予行政处罚，并责令限期改正'
                                            when 'no_penalty' then '首次违法且危害后果轻微并及时改正，依法不予行政处罚'
                                            when 'not_established' then '现有证据不能证明违法事实成立'
                                            else '涉嫌犯罪，决定移送司法机关' end
         when 'served' then '直接送达，当事人签收'
         when 'educated' then '当面宣讲防护设备管理规定，当事人书面保证不再违法'
         when 'paid' then '代收机构缴款'
         when 'closed' then case l.outcome when 'penalty' then '处罚决定已经执行' else '决定书已经送达，予以结案' end
         when 'terminated' then case when exists (select from p where p.n = c.n and p.representative is null)
                                     then '当事人死亡，终止调查' else '当事人注销且无权利义务承受人，终止调查' end
         when 'transferred' then '案卷材料一并移送'
         when 'unit_transfer_proposed' then '违法行为发生地在浦东新区，提请移送管辖'
         when 'consulted' then '当事人称仅供内部职工健身，是否属于平时使用并应当备案，请示'
         when 'supervised' then '同类场所较多，列为市级督办，限期查清'
         when 'consultation_answered' then '供职工使用也是平时使用，应当备案；请依法查处并报结果'
         when 'corrected' then '门牌号登记有误' end,
       case e.kind when 'transferred' then jsonb_build_object('transfer_kind', e.transfer_kind)
                   when 'unit_transfer_proposed' then jsonb_build_object('other_unit_id', '310115', 'basis', '行政处罚法第二十二条、第二十五条')
                   when 'consulted' then jsonb_build_object('other_unit_id', 'city')
                   when 'supervised' then jsonb_build_object('other_unit_id', 'city')
                   when 'consultation_answered' then jsonb_build_object('other_unit_id', 'city')
                   when 'evidence_registered' then jsonb_build_object('evidence_kind', 'record')
                   when 'notice_served' then jsonb_build_object('mode', 'direct', 'until', e.happened_on + 14, 'penalties',
                     '[{"kind": "warning"}]'::jsonb || case when e.amount_fen > 0 then jsonb_build_array(jsonb_build_object('kind', 'fine',
                       'amount_fen', e.amount_fen)) else '[]' end)
                   when 'hearing_told' then jsonb_build_object('mode', 'direct', 'until', e.happened_on + 14)
                   when 'legal_reviewed' then jsonb_build_object('person_id', '01920000-0000-7000-8000-000000000010')
                   when 'served' then jsonb_build_object('mode', 'direct', 'until', e.happened_on)
                   when 'decided' then case e.outcome when 'no_penalty' then jsonb_build_object('basis', '行政处罚法第三十三条第一款')
                                       when 'penalty' then case c.procedure when 'simple' then jsonb_build_object('told', true,
                                         'party_said', '当事人对事实和处罚没有异议', 'reconsideration_first', true) else '{}' end
                                         || case when c.cause_code is null then jsonb_strip_nulls(jsonb_build_object('basis', '《上海市民防条例》第三十二条',
                                              'range_unchecked', case when e.fine_fen > 0 then true end)) else '{}' end end
                   when 'terminated' then jsonb_build_object('basis', '行政处罚法第四条；无承受权利义务的当事人')
                   when 'corrected' then jsonb_build_object('changed', jsonb_build_object('place',
                     jsonb_build_object('was', e.was_place, 'is', c.place)), 'replaced', '[]'::jsonb) end
  from e join c using (case_id) join life l using (case_id)
  join unit u on u.unit_id = case c.unit_id when 'centre' then 'city' else c.unit_id end

-- name: demo_documents
-- flag: job
-- The documents that the acts of each case call for, as a careful officer would record them; those of closed cases are bound. A
-- few decisions do not say why their tier was chosen.
with d as (
  select row_number() over (partition by e.case_id order by e.seq, k.position) as nth, e.case_id, e.event_id, e.unit_id, e.kind as act, e.happened_on,
         e.recorded_by, e.recorded_at, e.document_no, k.*, c.closed_on, c.party_names, c.subject_unit_id, c.articles, u.name_zh as organ,
         (select array_agg(o.person_id order by o.position) from case_officer o where o.case_id = e.case_id) as officers,
         (select a.person_id from role_assignment a where a.unit_id = e.unit_id and a.role = 'lead' limit 1) as head,
         (select min(s.happened_on) from case_event s where s.case_id = e.case_id and s.seq > e.seq and s.kind = 'served') as served_on
    from case_event e join case_file c using (case_id) join unit u on u.unit_id = c.subject_unit_id
    join document_due x on x.act = e.kind and x.outcome in ('*', e.outcome) and x.procedure in ('*', c.procedure) and (x.mandatory or x.kind = 'site_record')
    join document_kind k on k.kind = x.kind
), numbered as (
  select d.*, case when d.case_id = '01920000-0000-7000-8000-000000000101' then ('01920000-0000-7000-8000-0000000007' || lpad(to_hex(d.nth), 2, '0'))::uuid
                   else gen_random_uuid() end as document_id,
         row_number() over (partition by d.case_id order by d.position, d.nth) as place
    from d
)
insert into case_document (case_id, document_id, unit_id, at_unit_id, kind, event_id, number_unit_id, number_kind, number, title, made_on, pages,
                           page_from, page_to, seal, sealed_on, elements, signatures, service_mode, served_on, served_to, receipt, recorded_by,
                           recorded_at, updated_at)
select n.case_id, n.document_id, n.unit_id, n.unit_id, n.kind, n.event_id, case when n.number_kind is not null then n.subject_unit_id end, n.number_kind,
       case when n.number_kind is not null then document_number_take(n.case_id, n.document_id, n.number_kind, extract(year from n.happened_on)::integer,
         case n.act when 'decided' then n.document_no end) end,
       n.name_zh, n.happened_on, 2, case when n.closed_on is not null then 2 * n.place - 1 end, case when n.closed_on is not null then 2 * n.place end,
       case when n.seal then n.organ end, case when n.seal then n.happened_on end,
       (select coalesce(jsonb_object_agg(e.element, case e.form
          when 'text' then jsonb_build_object('text', '详见文书原件')
          when 'day' then jsonb_build_object('day', n.happened_on)
          when 'citations' then jsonb_build_object('citations', jsonb_build_array(jsonb_build_object('law', coalesce(n.articles[1], '中华人民共和国人民防空法'),
                                                   'article', '第四十九条', 'paragraph', '第一款', 'item', '第三项')))
          when 'people' then (select jsonb_build_object('people', jsonb_agg(jsonb_build_object('name', p.name, 'certificate_no', p.certificate_no, 'view', '同意')))
                                from person p where p.person_id = any (n.officers))
          else '{}' end), '{}')
          from document_element e where e.kind = n.kind and not (e.element = 'tier_reasons' and right(n.case_id::text, 1) = '6')),
       document_signatures((select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', s.role, 'signed_on', n.happened_on,
          'person_id', case s.role when 'officer' then n.officers[s.of_role] when 'head' then n.head when 'chair' then n.head when 'recorder' then n.officers[2]
                                   when 'reviewer' then '01920000-0000-7000-8000-000000000010'::uuid end,
          'name', case when s.role in ('party', 'receiver') then left(n.party_names, 100) end, 'opinion', case s.role when 'head' then '同意' end)) order by s.i), '[]')
          from (select role, i, row_number() over (partition by role order by i) as of_role from unnest(n.signers) with ordinality t(role, i)) s)),
       case when n.service then 'direct' end, case when n.service then case n.act when 'decided' then n.served_on else n.happened_on end end,
       case when n.service then left(n.party_names, 100) end, case when n.service then '送达回证已签收' end, n.recorded_by, n.recorded_at, n.recorded_at
  from numbered n
 order by n.happened_on, n.case_id, n.place

-- name: demo_clues
-- flag: job
-- age: days since it was received; days: from then to its result. Of a clue filed into a case (target) its days, source and
-- place are those of the case. Clues of the hotline come from its service account.
with k(n, unit_id, source, source_ref, age, days, place, title, content, status, target, reason) as (values
  ('00401', '310101', 'inspection', null, greatest(12, anjuan_today() - date '2026-11-12'), null, '黄浦区南车站路600号地下一层', '地下车库防护密闭门缺损',
   '例行检查发现一樘防护密闭门闭锁手轮缺失，门扇无法关闭，需核实是否为人为拆除。', 'registered', null, null),
  ('00402', '310101', 'hotline', null, greatest(29, anjuan_today() - date '2026-10-26'), null, '黄浦区巨鹿路200号地下一层',
   '反映地下室有人住宿', '市民来电反映该处民防工程内夜间有人住宿，担心消防安全，要求核查。', 'registered', null, null),
  ('00403', '310101', 'report', null, 14, 3, '黄浦区中山南路1000号', '餐馆污水排入地下室', '来信反映餐馆污水排入地下室，气味很大。',
   'merged', '00404', '与已登记线索反映同一事项'),
  ('00404', '310101', 'hotline', null, null, null, null, '反映餐馆向民防工程排放污水',
   '市民来电反映地下一层集水井油污外溢，怀疑系楼上餐馆排放。', 'filed', '00102', null),
  ('00405', '310101', 'street', 'JZ-0417', null, null, null, '小区地下车库通道被围挡占用', '街道巡查发现通道被围挡，劝阻后未清理。',
   'filed', '00106', null),
  ('00406', '310101', 'report', null, null, null, null, '地下二层有刺激性气体', '匿名来信反映洗涤作业产生的气体排入地下二层。', 'filed', '00107', null),
  ('00407', '310101', 'grid', 'WG310101-77201', 48, 5, '黄浦区福州路300号', '地下室入口堆放自行车', '网格员上报地下室入口堆放共享单车。',
   'not_filed', null, '该地下室不属于民防工程，未发现违反民防管理规定的行为'),
  ('00408', '310101', 'sensor', 'BJ-0115', null, null, null, '警报终端离线告警', '物联平台告警：警报终端离线超过二十四小时。', 'filed', '00115', null),
  ('00409', '310101', 'assigned', '沪国动交办12号', null, null, null, '核查新建商业楼结建情况', '要求核查项目是否依法修建防空地下室。',
   'filed', '00111', null),
  ('00410', '310101', 'transferred_in', '移字37号', null, null, null, '规划部门移送少建线索', '竣工规划核实发现防空地下室面积不足。',
   'filed', '00113', null),
  ('00411', '310101', 'police_return', '退字5号', null, null, null, '公安机关退回案件', '公安机关审查后认为不构成犯罪，退回行政处理。', 'filed', '00114', null),
  ('00412', '310101', 'other', null, 69, 4, '黄浦区老西门街道', '沿街违法搭建', '媒体报道沿街搭建影响通行。',
   'referred', '黄浦区城市管理行政执法局', '不属于本机关职权范围'),
  ('00413', '310101', 'report', null, 97, 1, '黄浦区龙华东路500号地下二层', '举报在地下室储存易燃物品', '举报人提供照片，显示地下二层存放大量油漆和稀释剂。',
   'referred', '上海市公安局黄浦分局', '涉及在人民防空工程内储存危险品，依法由公安机关处理'),
  ('00421', '310115', 'hotline', null, null, null, null, '反映快递占用地下通道', '市民来电反映快递分拣点占用车库通道，防护门无法关闭。',
   'filed', '00133', null),
  ('00422', '310115', 'hotline', null, 88, 1, '浦东新区灵岩路600弄', '再次反映快递占道', '另一居民来电反映同一分拣点。',
   'merged', '00421', '与已登记线索反映同一事项'),
  ('00423', '310115', 'grid', 'WG310115-10562', 8, null, '浦东新区昌里路300号地下车库', '车库人防门前长期停车', '网格员多次发现防护密闭门前停放车辆。',
   'registered', null, null),
  ('00424', '310115', 'sensor', 'YL-2207', 131, 3, '浦东新区花木路1000号地下二层', '门体开启告警', '物联平台告警：防护门处于开启状态。',
   'not_filed', null, '维护保养单位按计划启闭检修，未发现违法行为'),
  ('00425', '310115', 'transferred_in', '建移20号', null, null, null, '建设部门移送质量问题', '质量抽测发现人防区域混凝土强度不足。',
   'filed', '00128', null),
  ('00426', '310115', 'police_return', '退字18号', null, null, null, '公安机关退回底板切割案', '公安机关退回，建议行政机关依法处理。', 'filed', '00135', null),
  ('00427', '310115', 'other', null, 15, null, '浦东新区临沂路50号', '业主委员会来函咨询并反映情况', '来函反映物业拟改造地下人防区域。',
   'registered', null, null),
  ('00431', '310114', 'street', 'JZ-1103', 11, null, '嘉定区真新街道金鼎路200弄地下车库', '地下车库隔间出租', '街道消防检查时发现车库内有隔间出租。',
   'registered', null, null),
  ('00432', '310114', 'report', null, null, null, null, '农贸市场垃圾污染地下工程', '摊主举报厨余垃圾渗滤液流入地下工程。', 'filed', '00152', null),
  ('00433', '310114', 'assigned', '沪国动交办19号', null, null, null, '核查项目防空地下室面积', '要求核查竣工面积与核定面积的差异。', 'filed', '00147', null),
  ('00434', '310114', 'hotline', null, null, null, null, '反映地下车库加建储物间', '市民来电反映物业在人防区域加建储物间出租。', 'filed', '00153', null),
  ('00435', '310114', 'inspection', null, 59, 6, '嘉定区叶城路1288号地下一层', '通风管道锈蚀', '检查发现战时通风管道局部锈蚀。',
   'not_filed', null, '属于正常老化，已通知维护管理单位检修'),
  ('00436', '310114', 'grid', 'WG310114-30418', 86, 2, '嘉定区徐行镇澄浏公路', '河道旁倾倒泥浆', '网格员上报施工泥浆倾倒。',
   'referred', '嘉定区生态环境局', '不涉及民防工程，移送有管辖权的机关'),
  ('00437', '310114', 'other', null, null, null, null, '民防工程标识牌缺失', '日常巡查记录。', 'filed', '00154', null),
  ('00441', 'centre', 'inspection', null, null, null, null, '战时水箱间被改造', '检查发现战时水箱间开设门洞。', 'filed', '00173', null),
  ('00442', 'centre', 'sensor', 'BJ-0931', null, null, null, '警报频率受扰告警', '物联平台告警：警报终端接收信号受扰。', 'filed', '00170', null),
  ('00443', 'centre', 'transferred_in', '移字52号', null, null, null, '区级单位移送占用公用人防工程', '区级单位认为该工程由市级管理，移送处理。',
   'filed', '00168', null),
  ('00444', 'centre', 'hotline', null, 5, null, '静安区北京西路1000号', '反映地下商场人防门被遮挡', '市民来电反映地下商场装修遮挡人防门。',
   'registered', null, null),
  ('00445', 'centre', 'report', null, 4, 1, '静安区北京西路1000号', '来信反映人防门被遮挡', '来信附照片两张。', 'merged', '00444', '与已登记线索反映同一事项')
), x as (
  select k.*, c.case_id, coalesce(c.place, k.place) as found_at, coalesce(c.found_on, r.received_on) as received_on,
         case when k.status <> 'registered' then coalesce(c.filed_on, r.result_on) end as result_on,
         case k.source when 'hotline' then to_char(coalesce(c.found_on, r.received_on), '"GD"YYYYMMDD') || right(k.n, 3) end as order_no,
         case k.source when 'hotline' then (select person_id from person where login = 'service.hotline')
                       else (select (array_agg(a.person_id order by a.person_id))[1] from role_assignment a
                              where a.unit_id = k.unit_id and a.role = 'officer'
                                and a.person_id::text like '01920000-0000-7000-8000-0000000000%') end as recorded_by
    from k left join case_file c on c.case_id = case k.status when 'filed' then ('01920000-0000-7000-8000-0000000' || k.target)::uuid end
   cross join lateral (select anjuan_today() - k.age as received_on, anjuan_today() - k.age + k.days as result_on) r
)
insert into clue (clue_id, unit_id, source, source_ref, received_on, title, content, place, reporter, status, result_on,
                  result_reason, merged_into, case_id, referred_to, system, external_id, version, recorded_by, created_at, updated_at)
select ('01920000-0000-7000-8000-0000000' || n)::uuid, unit_id, source, coalesce(source_ref, order_no), received_on, title, content, found_at,
       case source when 'report' then '不愿透露姓名的市民' end, status, result_on, reason,
       case status when 'merged' then ('01920000-0000-7000-8000-0000000' || target)::uuid end, case_id,
       case status when 'referred' then target end, case source when 'hotline' then 'hotline' end,
       order_no, case status when 'registered' then 1 else 2 end, recorded_by,
       least((received_on + time '10:30') at time zone 'Asia/Shanghai', anjuan_now()),
       least((coalesce(result_on, received_on) + time '10:30') at time zone 'Asia/Shanghai', anjuan_now())
  from x

-- name: demo_checklist
-- flag: job
-- Drafts of the legal department: short lists for the daily check and for night work.
with k(n, code, zh, en) as (values ('0c003', 'daily', '日常自查标准', 'Daily self-check'), ('0c004', 'night', '夜间执法专项标准', 'Night work')
), c as (
  insert into checklist (checklist_id, code, version, title_zh, title_en, state, excellent_min, pass_min, recorded_by)
  select ('01920000-0000-7000-8000-0000000' || k.n)::uuid, k.code, 1, k.zh, k.en, 'draft', 9000, 6000, '01920000-0000-7000-8000-000000000011'
    from k
  on conflict do nothing
)
insert into checklist_item (checklist_id, item_code, position, stage, kind, points, step, text_zh, text_en)
select ('01920000-0000-7000-8000-0000000' || k.n)::uuid, 'A1', 1, 'filing', 'scored', 10000, 500, '立案材料齐全', 'Filing is complete'
  from k
on conflict do nothing

-- name: demo_campaigns
-- flag: job
-- Two campaigns still being drafted; the period of the second ends before the case that an example adds by hand was closed.
insert into campaign (campaign_id, title, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit, by_average,
                      objection_days, recheck_days, rectification_days, created_by)
select ('01920000-0000-7000-8000-0000000' || k.n)::uuid, k.title, '01900000-0000-7000-8000-00000000c002', k.last - 365, k.last, 2, 1000, 2000,
       true, 1000, true, 5, 10, 30, '01920000-0000-7000-8000-000000000011'
  from (select '0d001' as n, '季度案卷评查' as title, anjuan_today() - 1 as last
        union all
        select '0d002', '年度案卷评查', least(c.closed_on, anjuan_today()) - 1
          from case_file c where c.case_id = '01920000-0000-7000-8000-000000000201') k
on conflict do nothing

-- name: demo_loop
-- flag: job
-- Campaigns of earlier quarters, further on: one in feedback, one being rectified, and for each step that ends a stage one that waits
-- for nothing else.
with made as (
  insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, least, share, double_share, blind, difference_limit,
                        by_average, objection_days, recheck_days, rectification_days, created_by, created_at, commitment, committed_at, frozen_at, head,
                        population_sha256, drawn_at)
  select ('01920000-0000-7000-8000-0000000' || k.n)::uuid, k.title, k.state, '01900000-0000-7000-8000-00000000c002', anjuan_today() - k.age - 90,
         anjuan_today() - k.age, 2, 1000, 0, true, 1000, true, 5, 10, 30, '01920000-0000-7000-8000-000000000011', t.at, repeat('0', 64), t.at, t.at, '{}',
         repeat('0', 64), t.at
    from (values ('0d013', '消防设施类案卷专项评查', 'feedback', 40), ('0d014', '上一季度案卷评查', 'rectification', 130),
                 ('0d015', '简易程序案卷抽查', 'feedback', 60), ('0d016', '听证案卷专项评查', 'reviewing', 30), ('0d017', '不予处罚案卷抽查', 'rectification', 220))
         k(n, title, state, age)
   cross join lateral (select anjuan_now() - make_interval(days => k.age - 1) as at) t
  on conflict do nothing
), g as (
  select ('01920000-0000-7000-8000-0000000' || n)::uuid as campaign_id from unnest(array['0d013', '0d014', '0d015', '0d016', '0d017']) n
), f as (
  insert into campaign_file (campaign_id, case_id, unit_id, at_unit_id, key, kind, rank, state, added_by, score, vetoed, grade, settled_by, scored_at, trace)
  select g.campaign_id, c.case_id, c.unit_id, c.unit_id, '', 'drawn', k.rank, k.state, '01920000-0000-7000-8000-000000000011', k.score, k.score = 0,
         case when k.score >= 9000 then 'excellent' when k.score >= 6000 then 'pass' else 'fail' end, 'single', anjuan_now(), '{}'
    from (values ('0d013', '00104', 1, 'objected', 9500), ('0d013', '00106', 2, 'scored', 9650), ('0d013', '00108', 3, 'scored', 9900),
                 ('0d014', '00111', 1, 'final', 8700), ('0d014', '00112', 2, 'final', 9950), ('0d014', '00121', 1, 'final', 9800))
         k(campaign, n, rank, state, score)
    join g on right(g.campaign_id::text, 5) = k.campaign join case_file c on c.case_id = ('01920000-0000-7000-8000-0000000' || k.n)::uuid
  returning campaign_id, case_id, at_unit_id, score, vetoed, grade, state
), n as (
  insert into campaign_finding (campaign_id, case_id, unit_id, item_code, at_unit_id, veto, deduction, remark, state, due_on)
  select f.campaign_id, f.case_id, f.at_unit_id, k.item, f.at_unit_id, false, k.deduction, k.remark, k.state, case when k.state <> 'found' then anjuan_today() + 12 end
    from (values ('0d013', '00104', 'D3', 'found', 200, '未说明裁量理由'), ('0d013', '00104', 'B4', 'found', 300, '勘验笔录要素不全'),
                 ('0d013', '00106', 'D3', 'found', 200, '未引用裁量基准'), ('0d013', '00106', 'C3', 'found', 150, '送达回证缺签名'),
                 ('0d013', '00108', 'G3', 'found', 100, '卷内页码有重号'), ('0d014', '00111', 'A2', 'found', 50, '立案审批表未填联系电话'),
                 ('0d014', '00111', 'B4', 'notified', 300, '两份笔录无见证人'), ('0d014', '00111', 'D3', 'notified', 400, '未引用裁量基准且无理由'),
                 ('0d014', '00111', 'D5', 'proved', 300, '违法面积没有对应证据'), ('0d014', '00111', 'E2', 'proved', 200, '送达回证未填地点'),
                 ('0d014', '00111', 'G3', 'escalated', 50, '卷内页码有重号'), ('0d014', '00112', 'A2', 'done', 50, '立案审批表漏填日期'),
                 ('0d014', '00121', 'C3', 'found', 200, '事先告知书无送达回证'))
         k(campaign, n, item, state, deduction, remark)
    join f on right(f.campaign_id::text, 5) = k.campaign and right(f.case_id::text, 5) = k.n
  returning campaign_id, case_id, item_code, at_unit_id, state, due_on
), o as (
  insert into campaign_objection (campaign_id, case_id, unit_id, at_unit_id, items, reason, raised_by, was_score, was_vetoed, was_grade)
  select f.campaign_id, f.case_id, f.at_unit_id, f.at_unit_id, array['B4', 'D3'], '裁量理由载于集体讨论笔录，请复核', p.person_id, f.score, f.vetoed, f.grade
    from f, person p where f.state = 'objected' and p.login = 'lead.huangpu'
), u as (
  insert into campaign_unit_result (campaign_id, unit_id, closed, drawn, reviewed, mean, low, high, excellent, pass, fail, special)
  select g.campaign_id, k.unit, k.closed, k.drawn, k.drawn, k.mean, k.low, k.high, k.excellent, k.pass, 0, 0
    from g, (values ('310101', 2, 2, 9325, 9325, 9325, 1, 1), ('310115', 4, 1, 9800, null, null, 1, 0), ('310104', 0, 0, null, null, null, 0, 0))
         k(unit, closed, drawn, mean, low, high, excellent, pass)
   where right(g.campaign_id::text, 5) = '0d014' on conflict do nothing
), s as (
  insert into campaign_summary (campaign_id, closed, drawn, reviewed, mean, low, high, agreement)
  select g.campaign_id, 6, 3, 3, 9642, null, null, '{"grades": {"files": 0, "observed": null, "kappa": null, "ac1": null}, "items": []}'
    from g where right(g.campaign_id::text, 5) = '0d014' on conflict do nothing
)
insert into campaign_deadline (campaign_id, case_id, unit_id, item_code, code, nth, at_unit_id, start_on, length, working, law_version, due_on, provisional, explanation)
select d.campaign_id, d.case_id, d.at_unit_id, d.item_code, d.code, 1, d.at_unit_id, d.due_on - d.length, d.length, d.code <> 'rectification',
       (select max(l.law_version) from law_version l), d.due_on, false, '[]'
  from (
    select f.campaign_id, f.case_id, '' as item_code, case f.state when 'objected' then 'objection_decision' else 'objection' end as code, f.at_unit_id,
           case f.state when 'objected' then 10 else 5 end as length, anjuan_today() + 6 as due_on
      from f where f.state in ('scored', 'objected')
    union all
    select n.campaign_id, n.case_id, n.item_code, case n.state when 'proved' then 'recheck' else 'rectification' end, n.at_unit_id,
           case n.state when 'proved' then 10 else 30 end, n.due_on from n where n.state in ('notified', 'proved', 'escalated')) d

-- name: demo_clue_acts
-- flag: job
-- The acts of each clue, an inspection of the own kind for each clue that came from one, and one that was joint.
with i as (
  insert into inspection (inspection_id, unit_id, kind, trigger, plan_code, check_code, object_name, place, inspected_on, officers, organisations, findings,
                          problem_found, rating, recorded_by, created_at, updated_at)
  select '01920000-0000-7000-8000-000000000601', '310101', 'maintenance', 'planned', 'JH' || to_char(l.received_on, 'YYYYMM') || '-017', 'JCM-310101-17',
         '南车站路地下车库管理方', l.place, l.received_on, array['01920000-0000-7000-8000-000000000001', '01920000-0000-7000-8000-000000000002']::uuid[],
         array['sh-housing', 'sh-fire'], l.content, true, 4, l.recorded_by, l.created_at, l.created_at
    from clue l where l.clue_id = '01920000-0000-7000-8000-000000000401'
)
insert into clue_act (clue_id, seq, unit_id, at_unit_id, kind, happened_on, reason, data, recorded_by, recorded_at)
select l.clue_id, 1, l.unit_id, l.unit_id, 'registered', l.received_on, null, '{}', l.recorded_by, l.created_at from clue l
union all
select l.clue_id, 2, l.unit_id, l.unit_id, l.status, l.result_on, l.result_reason,
       jsonb_strip_nulls(jsonb_build_object('case_id', l.case_id, 'merged_into', l.merged_into, 'referred_to', l.referred_to)), l.recorded_by, l.updated_at
  from clue l where l.status <> 'registered'

-- name: demo_reviews
-- flag: job
-- age: days since the assignment.
with k(n, case_n, reviewer, age) as (values
  ('00301', '00124', '0000d', 12), ('00302', '00143', '0000d', 26), ('00303', '00108', '0000e', 6), ('00304', '00121', '0000e', 47),
  ('00305', '00161', '0000f', 61), ('00306', '00106', '0000d', 89), ('00307', '00146', '0000e', 40), ('00308', '00104', '0000f', 103),
  ('00309', '00122', '0000e', 54)
)
insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, assigned_at)
select ('01920000-0000-7000-8000-0000000' || k.n)::uuid, c.case_id, c.unit_id, '01900000-0000-7000-8000-00000000c002',
       ('01920000-0000-7000-8000-0000000' || k.reviewer)::uuid, '01920000-0000-7000-8000-000000000011',
       (anjuan_today() - k.age + time '14:00' + make_interval(mins => right(k.n, 1)::integer)) at time zone 'Asia/Shanghai'
  from k join case_file c on c.case_id = ('01920000-0000-7000-8000-0000000' || k.case_n)::uuid

-- name: demo_answers
-- flag: job
-- Of the reviews that are filled in, what is not simply without defect.
with k(n, item_code, answer, deduction, remark) as (values
  ('00302', 'A2', 'deduct', 50, '立案审批表未填写当事人联系电话'), ('00302', 'B4', 'deduct', 100, '勘验笔录缺现场方位和结束时间'),
  ('00302', 'D3', 'deduct', 200, '未说明裁量理由'), ('00302', 'G3', 'deduct', 50, '卷内页码有重号'),
  ('00304', 'A1', 'deduct', 50, '案件来源登记表缺登记人签名'), ('00304', 'B4', 'deduct', 100, '两份检查笔录未注明见证人'),
  ('00304', 'C3', 'deduct', 200, '事先告知书无送达回证'), ('00304', 'D3', 'deduct', 200, '未引用裁量基准'),
  ('00304', 'D5', 'deduct', 100, '违法面积没有对应证据'), ('00304', 'E2', 'deduct', 100, '送达回证未填写送达地点'),
  ('00304', 'E6', 'deduct', 200, '无整改复查记录'), ('00304', 'G5', 'deduct', 100, '集体讨论笔录日期早于审核意见'),
  ('00305', 'B1', 'deduct', 100, '询问笔录只记录一名执法人员证号'), ('00305', 'D3', 'deduct', 200, '裁量情节未说明理由'),
  ('00305', 'G1', 'deduct', 50, '卷宗封面未填写保管期限'),
  ('00306', 'G2', 'deduct', 50, '卷内目录缺一份附件名称'),
  ('00307', 'V8', 'veto', 0, '卷内没有事先告知书，也没有当事人放弃陈述申辩的记录'), ('00307', 'C1', 'deduct', 300, '无事先告知书'),
  ('00307', 'C2', 'deduct', 200, '未告知陈述申辩权'), ('00307', 'C3', 'deduct', 200, '无送达回证'),
  ('00308', 'B3', 'deduct', 150, '询问笔录三处涂改未捺印'), ('00308', 'B7', 'deduct', 200, '拆除时间与证言不一致'),
  ('00308', 'C1', 'deduct', 200, '告知书未写明事实和理由'), ('00308', 'C3', 'deduct', 200, '无送达回证'),
  ('00308', 'C6', 'deduct', 100, '放弃陈述申辩无书面凭据'), ('00308', 'D1', 'deduct', 200, '法制审核意见不明确'),
  ('00308', 'D3', 'deduct', 400, '未引用裁量基准，未说明理由'), ('00308', 'D5', 'deduct', 100, '决定书未列明检测报告'),
  ('00308', 'E6', 'deduct', 200, '无整改复查记录'), ('00308', 'F1', 'deduct', 100, '结案审批表未写明执行情况'),
  ('00308', 'G1', 'deduct', 100, '封面缺案号和归档日期'), ('00308', 'G4', 'deduct', 100, '使用旧版文书两份')
), na(item_code) as (values ('B9'), ('C5'), ('D2'), ('E4'), ('E5'), ('F3'))
insert into review_answer (review_id, item_code, case_id, unit_id, answer, deduction, remark)
select r.review_id, i.item_code, r.case_id, r.unit_id,
       coalesce(k.answer, case when na.item_code is not null then 'not_applicable' else 'no_defect' end),
       coalesce(k.deduction, 0), coalesce(k.remark, '')
  from review r join checklist_item i using (checklist_id)
  left join na using (item_code)
  left join k on k.n = right(r.review_id::text, 5) and k.item_code = i.item_code
 where r.review_id::text like '01920000-0000-7000-8000-00000000030_' and right(r.review_id::text, 5) not in ('00301', '00303', '00309')

-- name: demo_drawn
-- flag: job
-- Campaigns further on, drawn from what they draw from: one whose files are assigned, one whose files are scored, one whose only file
-- was added by hand and waits for its two reviewers to agree. All files of their units, so that it is known which.
with k as (
  select ('01920000-0000-7000-8000-0000000' || k.n)::uuid as campaign_id, k.title, k.state, array[k.unit] as units, k.first as period_from, k.last as period_to,
         k.by_average, k.state = 'drawn' as blind, sha256(convert_to('demo ' || k.n, 'UTF8')) as secret
    from (values ('0d003', '嘉定案卷专项评查', 'drawn', '310114', anjuan_today() - 400, anjuan_today() - 1, true),
                 ('0d004', '监管中心案卷专项评查', 'reviewing', 'centre', anjuan_today() - 400, anjuan_today() - 1, true),
                 ('0d005', '浦东案卷复评', 'reviewing', '310115', anjuan_today() - 3000, anjuan_today() - 2900, false))
         k(n, title, state, unit, first, last, by_average)
), s as (
  select k.campaign_id, k.units[1] as unit_id, count(c.case_id)::integer as closed, coalesce(array_agg(c.case_id order by c.case_id) filter (where c.case_id is not null), '{}') as files
    from k left join case_file c on c.unit_id = k.units[1] and c.state = 'closed' and c.closed_on between k.period_from and k.period_to
   group by k.campaign_id, k.units
), h as (
  select k.*, encode(sha256(k.secret), 'hex') as commitment, (select row_to_json(x)::text from (
           select 'anjuan-population-1' as format, k.campaign_id, k.period_from as "from", k.period_to as "to", k.units, null as procedures, null as causes,
                  '{}'::text[] as divide_by, 1000 as least, 0 as share, 0 as double_share, '01900000-0000-7000-8000-00000000c002' as checklist_id,
                  encode(sha256(k.secret), 'hex') as commitment, to_char(anjuan_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as frozen_at,
                  0 as position) x) as head
    from k
), t as (
  select h.*, h.head || E'\n=\t' || s.unit_id || E'\t\t' || s.closed || E'\n' || case when s.closed > 0 then array_to_string(s.files, E'\n') || E'\n' else '' end as content
    from h join s using (campaign_id)
), d as (
  select t.*, sha256(t.secret || convert_to(t.content, 'UTF8')) as seed from t
), campaigns as (
  insert into campaign (campaign_id, title, state, checklist_id, period_from, period_to, units, least, share, double_share, blind, difference_limit, by_average,
                        objection_days, recheck_days, rectification_days, created_by, commitment, committed_at, frozen_at, head, population_sha256, drawn_at)
  select d.campaign_id, d.title, d.state, '01900000-0000-7000-8000-00000000c002', d.period_from, d.period_to, d.units, 1000, 0, 0, d.blind, 1000, d.by_average, 5, 10, 30,
         '01920000-0000-7000-8000-000000000011', d.commitment, anjuan_now(), anjuan_now(), d.head, encode(sha256(convert_to(d.content, 'UTF8')), 'hex'), anjuan_now()
    from d
), strata as (
  insert into campaign_stratum (campaign_id, unit_id, key, closed, drawn, files) select s.campaign_id, s.unit_id, '', s.closed, s.closed, s.files from s
), revealed as (
  insert into campaign_reveal (campaign_id, secret, seed, drawn_by)
  select d.campaign_id, encode(d.secret, 'hex'), encode(d.seed, 'hex'), '01920000-0000-7000-8000-000000000011' from d
)
insert into campaign_file (campaign_id, case_id, unit_id, at_unit_id, key, kind, rank, reason, state, wants, added_by)
select d.campaign_id, f.case_id, s.unit_id, s.unit_id, '', 'drawn', row_number() over (partition by d.campaign_id order by sha256(d.seed || convert_to(f.case_id::text, 'UTF8'))), null,
       'assigned', 1, '01920000-0000-7000-8000-000000000011'::uuid
  from d join s using (campaign_id) cross join lateral unnest(s.files) f(case_id)
union all
select '01920000-0000-7000-8000-00000000d005'::uuid, '01920000-0000-7000-8000-000000000121'::uuid, '310115', '310115', '', 'special', null, '群众信访反映', 'assigned', 2,
       '01920000-0000-7000-8000-000000000011'::uuid
union all
select '01920000-0000-7000-8000-00000000d005'::uuid, '01920000-0000-7000-8000-000000000104'::uuid, '310101', '310101', '', 'special', null, '案情复杂', 'assigned', 2,
       '01920000-0000-7000-8000-000000000011'::uuid

-- name: demo_sheets
-- flag: job
insert into review (review_id, case_id, unit_id, checklist_id, reviewer_id, assigned_by, assigned_at, campaign_id, place)
select case when f.case_id = '01920000-0000-7000-8000-000000000146' then '01920000-0000-7000-8000-000000000311'::uuid
            when g.by_average or f.kind = 'special' and f.unit_id = '310101' then gen_random_uuid() else ('01920000-0000-7000-8000-00000000031' || 1 + p.place)::uuid end,
       f.case_id, f.unit_id, g.checklist_id,
       case when g.by_average then '01920000-0000-7000-8000-00000000000f' when p.place = 1 then '01920000-0000-7000-8000-00000000000d'
            else '01920000-0000-7000-8000-00000000000e' end::uuid,
       '01920000-0000-7000-8000-000000000011', anjuan_now() - interval '10 minutes', g.campaign_id, p.place
  from campaign g join campaign_file f using (campaign_id) cross join generate_series(1, f.wants) p(place)
 where g.campaign_id in ('01920000-0000-7000-8000-00000000d003', '01920000-0000-7000-8000-00000000d004', '01920000-0000-7000-8000-00000000d005')

-- name: demo_sheet_answers
-- flag: job
insert into review_answer (review_id, item_code, case_id, unit_id, answer, deduction, remark)
select r.review_id, i.item_code, r.case_id, r.unit_id, case when i.item_code = 'G3' then 'deduct' else 'no_defect' end,
       case when i.item_code = 'G3' then 50 * r.place else 0 end, case when i.item_code = 'G3' then '卷内页码有重号' else '' end
  from review r join checklist_item i using (checklist_id)
 where r.campaign_id in ('01920000-0000-7000-8000-00000000d004', '01920000-0000-7000-8000-00000000d005')

-- name: demo_handed_in
-- flag: job
-- The sheets of the second and third are handed in, and the files of the second scored by them.
with r as (
  update review r set state = 'submitted', submitted_at = anjuan_now() - interval '5 minutes', score = 10000 - 50 * place, vetoed = false, grade = 'excellent', opinion = '案卷质量较好', version = 3
   where r.campaign_id in ('01920000-0000-7000-8000-00000000d004', '01920000-0000-7000-8000-00000000d005')
  returning r.*
)
update campaign_file f
   set state = 'scored', score = r.score, vetoed = false, grade = r.grade, settled_by = 'single', scored_at = anjuan_now() - interval '5 minutes', version = f.version + 1,
       trace = jsonb_build_object('settled_by', 'single', 'limit', 1000, 'sheets', jsonb_build_array(jsonb_build_object('review_id', r.review_id, 'place', 1,
                 'score', r.score, 'vetoed', false, 'grade', r.grade, 'agreed', null)))
  from r where r.campaign_id = '01920000-0000-7000-8000-00000000d004' and f.campaign_id = r.campaign_id and f.case_id = r.case_id

-- name: demo_submit
-- flag: job
-- days: from the assignment to the submission.
with k(n, days, opinion) as (values
  ('00304', 7, '事实清楚、程序基本合法；告知送达和整改复查环节材料不全，请补充并加强审核。'),
  ('00305', 9, '案卷质量较好，请规范执法证号记录和裁量说明。'),
  ('00306', 6, '案卷质量优秀。'),
  ('00307', 8, '未履行事先告知程序，触发否决项，评定为不合格，请承办单位自查并整改。'),
  ('00308', 10, '主要事实成立，但告知、审核和裁量说明多处欠缺，请限期整改。')
), s as (
  select ('01920000-0000-7000-8000-0000000' || k.n)::uuid as review_id, k.days, k.opinion, v.vetoed,
         case when v.vetoed then 0 else v.earned end as score
    from k cross join lateral (
      select bool_or(a.answer = 'veto') as vetoed, sum(i.points - a.deduction) as earned
        from review r join review_answer a using (review_id) join checklist_item i using (checklist_id, item_code)
       where r.review_id = ('01920000-0000-7000-8000-0000000' || k.n)::uuid) v
)
-- Assigned, answered, submitted: three versions.
update review r
   set state = 'submitted', submitted_at = r.assigned_at + make_interval(days => s.days), score = s.score, vetoed = s.vetoed,
       grade = case when s.score < c.pass_min or s.vetoed then 'fail' when s.score < c.excellent_min then 'pass' else 'excellent' end,
       opinion = s.opinion, version = 3
  from s, checklist c
 where r.review_id = s.review_id and c.checklist_id = r.checklist_id

-- name: demo_withdraw
-- flag: job
update review
   set state = 'withdrawn', withdrawn_at = assigned_at + interval '3 days', withdrawn_by = assigned_by,
       withdrawn_reason = '评查员岗位调整，改派他人', version = 2
 where review_id = '01920000-0000-7000-8000-000000000309'

-- name: demo_freeze
-- flag: job
select freeze_quarter('2025Q4', '01920000-0000-7000-8000-000000000701')

-- name: demo_close
-- flag: job
insert into quarter_period (quarter, state, made_by, made_at)
select '2025Q4', 'closing', p.person_id, anjuan_now() from person p where p.login = 'legal1.city'
union all
select q, 'closing', p.person_id, anjuan_now() from person p, unnest(array['2025Q2', '2025Q3']) q where p.login = 'legal2.city'

-- name: demo_assessment
-- flag: job
-- Schemes of four years: one in force, two drafts (one to be changed), one to be retired.
insert into assessment (assessment_id, year, edition, title, task, publishes, created_by)
select ('01920000-0000-7000-8000-0000000' || x.id)::uuid, x.year, 1, x.year || '年度行政执法考核', '案件按期办结，决定按期公示，案卷质量提高', 'totals', actor_person()
  from (values ('00901', 2026), ('00902', 2025), ('00903', 2024), ('00904', 2023)) x(id, year)

-- name: demo_assessment_items
-- flag: job
with i as (
  insert into assessment_item (assessment_id, code, position, name_zh, name_en, source, figure, weight, full_at, zero_at)
  select a.assessment_id, x.* from assessment a, (values
    ('A1', 1, '公示按期率', 'disclosed in time', 'indicator', 'disclosure_rate_bp', 4000, 10000, 6000),
    ('A2', 2, '超期未决定', 'undecided and late', 'indicator', 'undecided_late', 3000, 0, 4),
    ('B1', 3, '案卷评查平均分', 'mean of reviews', 'review', 'mean', 2000, 9500, 6000),
    ('C1', 4, '期限按期办理率', 'terms met in time', 'deadline', 'all', 1000, 10000, 8000)) x
  returning assessment_id, code
)
insert into assessment_target (assessment_id, code, unit_id, full_at, zero_at)
select i.assessment_id, i.code, '310101', 9500, 6000 from i where i.code = 'A1'

-- name: demo_assessment_publish
-- flag: job
update assessment set state = 'published', published_by = actor_person(), published_at = anjuan_now(), version = 2 where year in (2024, 2026)

-- name: demo_assessment_results
-- flag: job
-- Points of the first quarter, published and not: nothing was due yet but the late cases, of which there were none.
with r as (
  insert into assessment_run (run_id, assessment_id, quarter, made_by, published_by, published_at)
  select ('01920000-0000-7000-8000-0000000' || x.id)::uuid, '01920000-0000-7000-8000-000000000901', '2026Q1', actor_person(),
         case when x.published then actor_person() end, case when x.published then anjuan_now() end
    from (values ('00911', true), ('00912', false)) x(id, published)
  returning run_id
), u as (
  insert into assessment_unit (run_id, unit_id, points, given, counted) select r.run_id, u.unit_id, 10000, 3000, 3000 from r, unit u where u.active
)
insert into assessment_point (run_id, unit_id, code, value, weight, full_at, zero_at, points, formula, made_from)
select r.run_id, u.unit_id, 'A2', 0, 3000, 0, 4, 3000, '3000 × (0 − 4) ÷ (0 − 4), 0 … 3000 = 3000', '{"indicator": "undecided_late"}' from r, unit u where u.active

-- name: demo_export
-- flag: job
-- One export that is done, so that its progress and its file can be read.
with f as (
  select convert_to(chr(65279) || '案号,案件名称' || chr(13) || chr(10), 'UTF8') as data
), e as (
  insert into export (export_id, person_id, kind, format, english, permission, state, rows_total, bytes, sha256, file_name, started_at, ended_at, kept_until)
  select '01920000-0000-7000-8000-000000000801', p.person_id, 'cases', 'csv', false, 'case.read', 'done', 0, length(f.data),
         encode(sha256(f.data), 'hex'), 'anjuan-cases.csv', anjuan_now(), anjuan_now(), anjuan_now() + interval '365 days'
    from f, person p where p.login = 'officer1.huangpu'
)
insert into export_chunk select '01920000-0000-7000-8000-000000000801', 0, f.data from f

-- name: demo_audit
-- flag: job
select audit_add_each('ok', array(select case_id from case_file union all select clue_id from clue))

-- name: demo_overrules
-- flag: job
-- Drafts that differ from the checks say why.
with u as materialized (
  select r.review_id, i as item_code from review r, unnest(precheck_unexplained(r.review_id)) i where r.state = 'assigned'
)
update review_answer a set overrules = '已核对纸质案卷原件，以原件为准' from u where u.review_id = a.review_id and u.item_code = a.item_code

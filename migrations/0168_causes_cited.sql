-- Causes as before, each with the paragraph of its article: a new version of each, counting from the same day.
set local role anjuan_migrator;
insert into cause_of_action (cause_code, version, valid_from, name_zh, name_en, basis_zh, active, penalty_kinds, verified,
                             fine_min_person_fen, fine_max_person_fen, fine_min_org_fen, fine_max_org_fen, reason)
select k.cause_code, k.version + 1, k.valid_from, k.name_zh, k.name_en, c.basis_zh, k.active, k.penalty_kinds, k.verified,
       k.fine_min_person_fen, k.fine_max_person_fen, k.fine_min_org_fen, k.fine_max_org_fen, '依据的条、款、项核对'
  from (values
  ('06', '人民防空法第三十五条第二款、第四十九条第五项'),
  ('09', '上海市民防条例第三十六条第一款、第四十三条第一项'),
  ('10', '上海市民防条例第三十八条第四款、第四十三条第二项'),
  ('11', '上海市民防条例第四十一条第二款、第四十三条第三项')
  ) c(code, basis_zh)
  join lateral (select * from cause_of_action k where k.cause_code = c.code order by k.version desc limit 1) k on true;

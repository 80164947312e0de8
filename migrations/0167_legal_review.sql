-- The legal reviewer records the own opinion, and nothing else of a case; who leads a unit enters one that came on paper.
set local role anjuan_migrator;
insert into role_permission (role, permission, scope) values
  ('legal_reviewer', 'case.legal_review', 'own'), ('lead', 'case.legal_review', 'own');

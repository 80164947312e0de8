-- Whoever decides objections need not be of the legal department: a role of its own, without a unit's rights. docs/review.md.
set local role anjuan_migrator;
insert into role values ('decider', '异议复核人员', 'objection decider');
insert into role_permission values ('decider', 'review.decide', 'all'), ('decider', 'review.read', 'assigned');

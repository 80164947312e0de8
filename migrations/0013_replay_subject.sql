-- A kept reply knows what it is about, so that giving it again stands in the log with the case it discloses again.
set local role anjuan_owner;
alter table idempotency add column subject_id uuid;
comment on column idempotency.subject_id is 'The case, clue or person the reply is about';

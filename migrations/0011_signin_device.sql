-- A device with a live session is kept in by its own failures alone, and out by them too: a stolen session must not be a
-- way to guess the password.
set local role anjuan_owner;

alter table signin_attempt add column device bytea;
comment on column signin_attempt.device is 'Hash of the token of the person''s own live session it came with; null: came without';

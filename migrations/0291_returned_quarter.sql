set local role anjuan_owner;
alter table quarter_period add column returned_by uuid references person, add column returned_at timestamptz, add column returned_reason text not null default '';
comment on column quarter_period.returned_by is 'Who sent the last proposal back';
comment on column quarter_period.returned_at is 'When';
comment on column quarter_period.returned_reason is 'Why';

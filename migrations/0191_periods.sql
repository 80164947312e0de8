-- The life of a quarter: open, confirmed or disputed by its units, closed by a maker and frozen by a checker, restated in new
-- versions. A frozen version keeps its cells, what is in each of them, and the lines that are signed.
set local role anjuan_owner;

create table quarter_period (
  quarter text collate "C" primary key check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  state text collate "C" not null check (state in ('open', 'closing', 'frozen')),
  made_by uuid references person,
  made_at timestamptz,
  reason text not null default '',
  version integer not null default 0,
  check ((state = 'closing') <= (made_by is not null))
);
comment on table quarter_period is 'How far a quarter is; without a row it is open';
comment on column quarter_period.quarter is 'The quarter';
comment on column quarter_period.state is 'open; closing: a maker proposed to freeze it; frozen';
comment on column quarter_period.made_by is 'The maker of the present or last proposal';
comment on column quarter_period.made_at is 'When';
comment on column quarter_period.reason is 'Why in spite of units that have not confirmed, or why it is restated';
comment on column quarter_period.version is 'Its last frozen version; 0: none';

create table quarter_confirmation (
  confirmation_id uuid primary key,
  quarter text collate "C" not null check (quarter ~ '^[0-9]{4}Q[1-4]$'),
  unit_id text collate "C" not null references unit,
  result text collate "C" not null check (result in ('confirmed', 'disputed')),
  comment text not null default '',
  sha256 text not null,
  said_by uuid not null references person,
  said_at timestamptz not null default anjuan_now(),
  check (result = 'confirmed' or comment <> '')
);
create index quarter_confirmation_unit on quarter_confirmation (quarter, unit_id, said_at desc);
comment on table quarter_confirmation is 'What the lead of a unit said of its row; the last word counts, all are kept';
comment on column quarter_confirmation.confirmation_id is 'The confirmation';
comment on column quarter_confirmation.quarter is 'The quarter';
comment on column quarter_confirmation.unit_id is 'The unit';
comment on column quarter_confirmation.result is 'confirmed or disputed';
comment on column quarter_confirmation.comment is 'Comment; a dispute has one';
comment on column quarter_confirmation.sha256 is 'SHA-256 of the row as it was then';
comment on column quarter_confirmation.said_by is 'Who';
comment on column quarter_confirmation.said_at is 'When';

alter table quarter_freeze
  add column made_by uuid references person,
  add column law_version integer not null default 0,
  add column reason text not null default '',
  add column salt bytea,
  add column key_id text collate "C",
  add column signature text;
comment on column quarter_freeze.sha256 is 'SHA-256 in hex: of the hashes of quarter_line, each followed by a line feed; of a quarter without such lines (frozen before there were), over head, rows and total';
comment on column quarter_freeze.made_by is 'The maker; frozen_by is the checker';
comment on column quarter_freeze.law_version is 'Calendar and terms as of this change';
comment on column quarter_freeze.reason is 'Reason of a new version';
comment on column quarter_freeze.salt is 'Makes lines unguessable that are shown to others as a hash alone';
comment on column quarter_freeze.key_id is 'SHA-256 of the public key that signed it';
comment on column quarter_freeze.signature is 'Ed25519, base64url';

create table quarter_line (
  freeze_id uuid not null references quarter_freeze,
  position integer not null,
  unit_id text collate "C",
  line text not null,
  sha256 text not null,
  primary key (freeze_id, position)
);
comment on table quarter_line is 'The canonical lines of a frozen version';
comment on column quarter_line.freeze_id is 'The version';
comment on column quarter_line.position is 'Its place';
comment on column quarter_line.unit_id is 'Whose it is; null: published. Others get its hash';
comment on column quarter_line.line is 'JSON on one line';
comment on column quarter_line.sha256 is 'SHA-256 of the line in hex';

create table quarter_member (
  freeze_id uuid not null references quarter_freeze,
  indicator text collate "C" not null,
  unit_id text collate "C" not null,
  sub text collate "C" not null,
  of_what text collate "C" not null,
  object_id uuid not null,
  n integer not null,
  value bigint not null,
  primary key (freeze_id, indicator, unit_id, sub, object_id)
);
comment on table quarter_member is 'What is in each cell of a frozen version';
comment on column quarter_member.freeze_id is 'The version';
comment on column quarter_member.indicator is 'The figure';
comment on column quarter_member.unit_id is 'The unit it counted for';
comment on column quarter_member.sub is 'The sub-figure';
comment on column quarter_member.of_what is 'case, clue, review or inspection';
comment on column quarter_member.object_id is 'Which one';
comment on column quarter_member.n is 'How many acts of it';
comment on column quarter_member.value is 'What they add to the cell';

create table quarter_ledger (
  freeze_id uuid not null references quarter_freeze,
  line bigint not null,
  unit_id text collate "C" not null,
  indicator text collate "C" not null,
  sub text collate "C" not null,
  of_what text collate "C" not null check (of_what in ('case', 'clue', 'review', 'inspection', 'cell')),
  object_id uuid,
  delta bigint,
  was bigint,
  is_now bigint,
  why text collate "C" not null check (why in ('late', 'corrected', 'other', 'made')),
  primary key (freeze_id, line),
  check ((of_what = 'cell') = (object_id is null))
);
comment on table quarter_ledger is 'All differences of a new version to the one before; reason and approver stand with the version';
comment on column quarter_ledger.freeze_id is 'The new version';
comment on column quarter_ledger.line is 'Its place';
comment on column quarter_ledger.unit_id is 'The unit; *: the total';
comment on column quarter_ledger.indicator is 'The figure';
comment on column quarter_ledger.sub is 'The sub-figure';
comment on column quarter_ledger.of_what is 'What made the difference; cell: the cell as a whole';
comment on column quarter_ledger.object_id is 'Which case, clue …';
comment on column quarter_ledger.delta is 'What it adds to the cell; null where either is no number';
comment on column quarter_ledger.was is 'A cell: before';
comment on column quarter_ledger.is_now is 'A cell: now';
comment on column quarter_ledger.why is 'late: recorded after the freeze; corrected: something recorded was corrected; other: time went on, the calendar or what a record says changed; made: a cell made from others';

create table signing_key (
  key_id text collate "C" primary key check (key_id ~ '^[0-9a-f]{64}$'),
  public_key text not null,
  since timestamptz not null default anjuan_now()
);
comment on table signing_key is 'Public keys that signed quarters';
comment on column signing_key.key_id is 'SHA-256 of the 32 bytes in hex';
comment on column signing_key.public_key is 'The 32 bytes of the Ed25519 public key, base64url';
comment on column signing_key.since is 'First used';

create trigger final before update or delete or truncate on quarter_line for each statement execute function frozen_is_final();
create trigger final before update or delete or truncate on quarter_member for each statement execute function frozen_is_final();
create trigger final before update or delete or truncate on quarter_ledger for each statement execute function frozen_is_final();

-- A frozen version is whole when its transaction ends; after that it may get its signature, once.
create function frozen_but_signature() returns trigger language plpgsql as $$
begin
  if old.xid = pg_current_xact_id() then
    return new;
  end if;
  if old.signature is not null or (to_jsonb(new) - array['signature', 'key_id']) <> (to_jsonb(old) - array['signature', 'key_id']) then
    raise exception 'a frozen quarter never changes' using errcode = '23514', constraint = 'quarter_frozen';
  end if;
  return new;
end $$;
comment on function frozen_but_signature() is 'Refuses any change of a frozen quarter but its signature';
drop trigger final on quarter_freeze;
create trigger final before delete or truncate on quarter_freeze for each statement execute function frozen_is_final();
create trigger final_row before update on quarter_freeze for each row execute function frozen_but_signature();

set local role anjuan_migrator;
insert into quarter_period (quarter, state, made_by, made_at, version)
  select f.quarter, 'frozen', f.frozen_by, f.frozen_at, f.version from quarter_freeze f where f.version = (select max(z.version) from quarter_freeze z where z.quarter = f.quarter);
insert into role_permission values ('lead', 'statistics.confirm', 'own');

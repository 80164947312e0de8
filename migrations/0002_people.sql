-- Units, people, roles, sessions. What a role may do is data.
set local role anjuan_owner;

create table unit (
  unit_id text collate "C" primary key check (unit_id ~ '^[A-Za-z0-9_-]{1,32}$'),
  name_zh text not null unique,
  name_en text not null,
  kind text not null check (kind in ('city', 'centre', 'district', 'other')),
  number_prefix text not null check (length(number_prefix) between 1 and 20),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default anjuan_now()
);

create table person (
  person_id uuid primary key,
  login text collate "C" not null unique check (login ~ '^[a-z0-9][a-z0-9._-]{1,62}$'),
  name text not null,
  kind text not null default 'person' check (kind in ('person', 'service', 'system')),
  certificate_no text,
  certificate_from date,
  certificate_to date,
  legal_qualified boolean not null default false,
  disabled_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default anjuan_now(),
  check (certificate_to is null or certificate_from is null or certificate_to >= certificate_from)
);

create table credential (
  person_id uuid primary key references person,
  salt bytea not null,
  ops bigint not null,
  mem bigint not null,
  verifier bytea not null,
  changed_at timestamptz not null default anjuan_now()
);

create table role (
  role text collate "C" primary key,
  name_zh text not null,
  name_en text not null
);

create table role_permission (
  role text collate "C" not null references role,
  permission text collate "C" not null,
  scope text not null check (scope in ('own', 'all', 'assigned')),
  primary key (role, permission)
);

create table role_assignment (
  assignment_id uuid primary key,
  person_id uuid not null references person,
  unit_id text collate "C" not null references unit,
  role text collate "C" not null references role,
  valid_from date not null,
  valid_to date,
  granted_by uuid,
  created_at timestamptz not null default anjuan_now(),
  check (valid_to is null or valid_to >= valid_from)
);
create index role_assignment_person on role_assignment (person_id);
create index role_assignment_unit on role_assignment (unit_id, role);

create table session (
  token_hash bytea primary key,
  person_id uuid not null references person,
  created_at timestamptz not null default anjuan_now(),
  last_seen_at timestamptz not null default anjuan_now(),
  expires_at timestamptz not null,
  idle_seconds integer not null,
  source text not null,
  agent text not null default ''
);
create index session_person on session (person_id);
create index session_expires on session (expires_at);

create table signin_attempt (
  attempt_id bigint generated always as identity primary key,
  login_hash bytea not null,
  source text not null,
  at timestamptz not null default anjuan_now(),
  failed boolean not null default true
);
create index signin_attempt_login on signin_attempt (login_hash, at);
create index signin_attempt_source on signin_attempt (source, at);

create table secret (
  name text primary key,
  value bytea not null
);

create table idempotency (
  person_id uuid not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  status integer not null,
  body text,
  etag text,
  location text,
  created_at timestamptz not null default anjuan_now(),
  primary key (person_id, route, key)
);
create index idempotency_created on idempotency (created_at);

insert into role values
  ('officer', '执法人员', 'enforcement officer'),
  ('lead', '单位负责人', 'unit lead'),
  ('legal_reviewer', '法制审核人员', 'legal reviewer'),
  ('legal_department', '政策法规处', 'legal department'),
  ('reviewer', '评查员', 'reviewer'),
  ('auditor', '审计', 'auditor'),
  ('administrator', '管理员', 'administrator'),
  ('service', '外部系统', 'service account'),
  ('job_import', '导入任务', 'import job'),
  ('job_setup', '安装任务', 'set-up job'),
  ('job_background', '后台任务', 'background job');

insert into role_permission values
  ('officer', 'case.read', 'own'), ('officer', 'case.create', 'own'), ('officer', 'case.write', 'own'),
  ('officer', 'clue.read', 'own'), ('officer', 'clue.create', 'own'), ('officer', 'clue.write', 'own'),
  ('officer', 'review.read', 'own'), ('officer', 'statistics.read', 'own'), ('officer', 'person.find', 'own'),
  ('lead', 'case.read', 'own'), ('lead', 'case.create', 'own'), ('lead', 'case.write', 'own'),
  ('lead', 'case.approve', 'own'),
  ('lead', 'clue.read', 'own'), ('lead', 'clue.create', 'own'), ('lead', 'clue.write', 'own'),
  ('lead', 'review.read', 'own'), ('lead', 'statistics.read', 'own'), ('lead', 'person.find', 'own'),
  ('legal_reviewer', 'case.read', 'own'), ('legal_reviewer', 'clue.read', 'own'),
  ('legal_reviewer', 'review.read', 'own'), ('legal_reviewer', 'statistics.read', 'own'),
  ('legal_department', 'case.read', 'all'), ('legal_department', 'clue.read', 'all'),
  ('legal_department', 'review.read', 'all'), ('legal_department', 'review.assign', 'all'),
  ('legal_department', 'statistics.read', 'all'), ('legal_department', 'statistics.freeze', 'all'),
  ('legal_department', 'audit.read', 'all'), ('legal_department', 'person.find', 'all'),
  ('reviewer', 'case.read', 'assigned'), ('reviewer', 'review.read', 'assigned'),
  ('reviewer', 'review.write', 'assigned'),
  ('auditor', 'case.read', 'all'), ('auditor', 'clue.read', 'all'), ('auditor', 'review.read', 'all'),
  ('auditor', 'statistics.read', 'all'), ('auditor', 'audit.read', 'all'), ('auditor', 'person.find', 'all'),
  ('administrator', 'admin.units', 'all'), ('administrator', 'admin.people', 'all'),
  ('administrator', 'person.find', 'all'),
  ('service', 'clue.create', 'all'),
  ('job_import', 'case.read', 'all'), ('job_import', 'case.create', 'all'), ('job_import', 'case.write', 'all'),
  ('job_import', 'admin.units', 'all'),
  ('job_setup', 'case.read', 'all'), ('job_setup', 'case.create', 'all'), ('job_setup', 'case.write', 'all'),
  ('job_setup', 'clue.read', 'all'), ('job_setup', 'clue.create', 'all'), ('job_setup', 'clue.write', 'all'),
  ('job_setup', 'review.read', 'all'), ('job_setup', 'review.assign', 'all'), ('job_setup', 'review.write', 'all'),
  ('job_setup', 'admin.units', 'all'), ('job_setup', 'admin.people', 'all');

-- The system actors that commands and background work act as; they have no password.
insert into person (person_id, login, name, kind) values
  ('01900000-0000-7000-8000-0000000000a1', 'job.import', '导入任务', 'system'),
  ('01900000-0000-7000-8000-0000000000a2', 'job.setup', '安装任务', 'system'),
  ('01900000-0000-7000-8000-0000000000a3', 'job.background', '后台任务', 'system');
insert into secret values ('unknown_login', sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

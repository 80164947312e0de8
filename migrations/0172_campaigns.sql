-- Review campaigns up to the draw: settings, the secret and its commitment, the frozen population, the sample. docs/review.md.
set local role anjuan_owner;

create table campaign (
  campaign_id uuid primary key,
  title text not null,
  state text collate "C" not null default 'draft' check (state in ('draft', 'committed', 'frozen', 'drawn', 'reviewing', 'feedback',
    'rectification', 'reported', 'closed', 'cancelled')),
  checklist_id uuid not null references checklist,
  period_from date not null,
  period_to date not null,
  units text[],
  procedures text[] check (procedures <@ array['simple', 'ordinary']),
  causes text[],
  divide_by text[] not null default '{}' check (divide_by <@ array['procedure', 'cause']),
  least integer not null check (least between 1 and 100000),
  share integer not null check (share between 0 and 10000),
  double_share integer not null check (double_share between 0 and 10000),
  blind boolean not null,
  difference_limit integer not null check (difference_limit between 0 and 100000),
  by_average boolean not null,
  objection_days integer not null check (objection_days between 1 and 365),
  recheck_days integer not null check (recheck_days between 1 and 365),
  rectification_days integer not null check (rectification_days between 1 and 365),
  created_by uuid not null references person,
  created_at timestamptz not null default anjuan_now(),
  commitment text collate "C",
  committed_at timestamptz,
  frozen_at timestamptz,
  head text,
  population_sha256 text collate "C",
  drawn_at timestamptz,
  cancelled_reason text,
  version integer not null default 1,
  check (period_to >= period_from),
  check ((state = 'cancelled') = (cancelled_reason is not null)),
  check (num_nonnulls(commitment, committed_at) in (0, 2)),
  check (num_nonnulls(frozen_at, head, population_sha256) in (0, 3)),
  check (state not in ('committed', 'frozen', 'drawn', 'reviewing', 'feedback', 'rectification', 'reported', 'closed') or commitment is not null),
  check (state not in ('frozen', 'drawn', 'reviewing', 'feedback', 'rectification', 'reported', 'closed') or head is not null),
  check (state not in ('drawn', 'reviewing', 'feedback', 'rectification', 'reported', 'closed') or drawn_at is not null)
);
create index campaign_list on campaign (created_at desc, campaign_id desc);
create index campaign_checklist on campaign (checklist_id);
create index campaign_created_by on campaign (created_by);
comment on table campaign is 'Review campaigns';
comment on column campaign.campaign_id is 'The campaign';
comment on column campaign.title is 'What it is called';
comment on column campaign.state is 'How far it is';
comment on column campaign.checklist_id is 'By which checklist files are reviewed';
comment on column campaign.period_from is 'Cases closed from this day …';
comment on column campaign.period_to is '… to this day';
comment on column campaign.units is 'Of these handling units; null: of all';
comment on column campaign.procedures is 'Of these procedures; null: of both';
comment on column campaign.causes is 'Of these causes of action; null: of all';
comment on column campaign.divide_by is 'What divides the files of a unit further: procedure, cause';
comment on column campaign.least is 'Files of each unit at least; all where it has fewer';
comment on column campaign.share is 'Share of the files of each unit at least, in ten-thousandths';
comment on column campaign.double_share is 'Share of the drawn files that two review, in ten-thousandths';
comment on column campaign.blind is 'Whether unit and officers are masked for the reviewers';
comment on column campaign.difference_limit is 'Two totals further apart than this need a third person, 1/100 point';
comment on column campaign.by_average is 'Two totals give their average; else the reviewers agree on one';
comment on column campaign.objection_days is 'Working days to object';
comment on column campaign.recheck_days is 'Working days to decide an objection';
comment on column campaign.rectification_days is 'Days to rectify';
comment on column campaign.created_by is 'Who drafted it';
comment on column campaign.created_at is 'When';
comment on column campaign.commitment is 'SHA-256 of the secret, told before the population is frozen';
comment on column campaign.committed_at is 'When';
comment on column campaign.frozen_at is 'When the population was frozen';
comment on column campaign.head is 'First line of the canonical population: settings and commitment';
comment on column campaign.population_sha256 is 'SHA-256 of the canonical population';
comment on column campaign.drawn_at is 'When the files were drawn';
comment on column campaign.cancelled_reason is 'Why it was cancelled';
comment on column campaign.version is 'Raised with each change; the ETag';

create table campaign_secret (
  campaign_id uuid primary key references campaign,
  secret bytea not null check (length(secret) = 32)
);
comment on table campaign_secret is 'Secrets of campaigns; shut to everybody, read by campaign_draw alone';
comment on column campaign_secret.campaign_id is 'The campaign';
comment on column campaign_secret.secret is 'Random bytes';

create table campaign_reveal (
  campaign_id uuid primary key references campaign,
  secret text collate "C" not null,
  seed text collate "C" not null,
  drawn_by uuid not null references person
);
create index campaign_reveal_drawn_by on campaign_reveal (drawn_by);
comment on table campaign_reveal is 'What the draw revealed. A reviewed unit could work out its files by it and so sees it only with its results';
comment on column campaign_reveal.campaign_id is 'The campaign';
comment on column campaign_reveal.secret is 'The secret, hexadecimal';
comment on column campaign_reveal.seed is 'SHA-256 of the secret and the canonical population';
comment on column campaign_reveal.drawn_by is 'Who had the files drawn';

create table campaign_stratum (
  campaign_id uuid not null references campaign,
  unit_id text collate "C" not null references unit,
  key text collate "C" not null,
  closed integer not null,
  drawn integer check (drawn between 0 and closed),
  files uuid[] not null,
  primary key (campaign_id, unit_id, key),
  check (closed = cardinality(files))
);
-- Ids do not compress; a million of them are 16 MB.
alter table campaign_stratum alter files set storage external;
create index campaign_stratum_unit on campaign_stratum (unit_id);
comment on table campaign_stratum is 'The frozen population by unit and whatever divides it further; a unit without closed cases has a row with 0';
comment on column campaign_stratum.campaign_id is 'The campaign';
comment on column campaign_stratum.unit_id is 'The unit that held the cases when the population was frozen';
comment on column campaign_stratum.key is 'What divides the unit further; empty: nothing';
comment on column campaign_stratum.closed is 'Closed cases';
comment on column campaign_stratum.drawn is 'How many of them were drawn; null: not drawn yet';
comment on column campaign_stratum.files is 'Ids of these cases, in order';

create table campaign_file (
  campaign_id uuid not null references campaign,
  case_id uuid not null,
  unit_id text collate "C" not null,
  at_unit_id text collate "C" not null references unit,
  key text collate "C" not null,
  kind text collate "C" not null check (kind in ('drawn', 'special')),
  rank integer,
  state text collate "C" not null default 'drawn' check (state in ('drawn', 'assigned', 'disputed', 'scored', 'objected', 'final', 'excused')),
  reason text,
  added_by uuid not null references person,
  added_at timestamptz not null default anjuan_now(),
  primary key (campaign_id, case_id),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  check ((kind = 'drawn') = (rank is not null)),
  check (kind = 'drawn' or reason is not null)
);
create index campaign_file_case on campaign_file (case_id);
create index campaign_file_list on campaign_file (campaign_id, at_unit_id, key, case_id);
create index campaign_file_added_by on campaign_file (added_by);
comment on table campaign_file is 'Files under review in a campaign';
comment on column campaign_file.campaign_id is 'The campaign';
comment on column campaign_file.case_id is 'The case';
comment on column campaign_file.unit_id is 'Its handling unit now, for access';
comment on column campaign_file.at_unit_id is 'The unit whose file it is in this campaign';
comment on column campaign_file.key is 'Its stratum';
comment on column campaign_file.kind is 'drawn, or special: added by hand and counted apart';
comment on column campaign_file.rank is 'Its place in the order of the draw within its stratum';
comment on column campaign_file.state is 'How far its review is';
comment on column campaign_file.reason is 'Why it was added by hand, or excused';
comment on column campaign_file.added_by is 'Who had it drawn or added it';
comment on column campaign_file.added_at is 'When';

create table campaign_event (
  campaign_id uuid not null references campaign,
  seq integer not null,
  act text collate "C" not null,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default anjuan_now(),
  reason text,
  primary key (campaign_id, seq)
);
create index campaign_event_recorded_by on campaign_event (recorded_by);
comment on table campaign_event is 'Every step of a campaign';
comment on column campaign_event.campaign_id is 'The campaign';
comment on column campaign_event.seq is 'Its place';
comment on column campaign_event.act is 'The act';
comment on column campaign_event.recorded_by is 'Who did it';
comment on column campaign_event.recorded_at is 'When';
comment on column campaign_event.reason is 'Why, where that is asked';

-- Settings change in the draft alone; what was fixed stays fixed; there is no way back. The steps are those of
-- rules/campaign.c; a test holds them together.
create function campaign_moves_on() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
declare
  free text[] := array['state', 'commitment', 'committed_at', 'frozen_at', 'head', 'population_sha256', 'drawn_at', 'cancelled_reason', 'version'];
begin
  if old.state <> 'draft' and to_jsonb(new) - free <> to_jsonb(old) - free then
    raise exception 'the settings are fixed' using errcode = '23514', constraint = 'campaign_fixed';
  end if;
  if (old.commitment is not null and (new.commitment, new.committed_at) is distinct from (old.commitment, old.committed_at))
     or (old.head is not null and (new.frozen_at, new.head, new.population_sha256) is distinct from (old.frozen_at, old.head, old.population_sha256))
     or (old.drawn_at is not null and new.drawn_at is distinct from old.drawn_at)
     or (old.state <> new.state and (old.state, new.state) not in (('draft', 'committed'), ('committed', 'frozen'), ('frozen', 'drawn'),
       ('drawn', 'reviewing'), ('reviewing', 'feedback'), ('feedback', 'rectification'), ('rectification', 'reported'), ('reported', 'closed'),
       ('draft', 'cancelled'), ('committed', 'cancelled'), ('frozen', 'cancelled'), ('drawn', 'cancelled'), ('reviewing', 'cancelled'))) then
    raise exception 'a campaign does not go back' using errcode = '23514', constraint = 'campaign_step';
  end if;
  return new;
end $$;
comment on function campaign_moves_on() is 'Holds a campaign to its steps and its settings to the draft';
create trigger campaign_moves_on before update on campaign for each row execute function campaign_moves_on();

-- A stratum is drawn once, and never changes otherwise; what was revealed never changes.
create function campaign_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'campaign_stratum' then
    if old.drawn is null and to_jsonb(new) - array['drawn', 'files'] = to_jsonb(old) - array['drawn', 'files'] and new.files = old.files then
      return new;
    end if;
  end if;
  raise exception 'what was drawn never changes' using errcode = '23514', constraint = 'campaign_fixed';
end $$;
comment on function campaign_stays() is 'Refuses any change of a frozen population, of a draw and of the steps taken';
create trigger campaign_stays before update or delete on campaign_stratum for each row execute function campaign_stays();
create trigger campaign_stays before update or delete on campaign_reveal for each row execute function campaign_stays();
create trigger campaign_stays before update or delete on campaign_event for each row execute function campaign_stays();

set local role anjuan_migrator;
insert into role_permission values ('legal_department', 'review.manage', 'all'), ('job_setup', 'review.manage', 'all');
insert into parameter (name, version, valid_from, value, unit_of_measure, basis_zh, verified, name_zh, name_en) values
  ('review_least', 1, '1900-01-01', 3, 'files', '案卷评查办法（可配置）', false, '每个单位至少抽取的案卷数', 'files drawn of each unit at least'),
  ('review_share', 1, '1900-01-01', 500, '1/10000', '案卷评查办法（可配置）', false, '每个单位抽取的比例', 'share of files drawn of each unit'),
  ('review_double_share', 1, '1900-01-01', 2000, '1/10000', '案卷评查办法（可配置）', false, '双人评查的比例', 'share of files reviewed twice'),
  ('review_difference_limit', 1, '1900-01-01', 1000, '1/100 point', '案卷评查办法（可配置）', false, '两人评分的限差', 'how far two totals may lie apart'),
  ('review_objection_days', 1, '1900-01-01', 5, 'working days', '案卷评查办法（可配置）', false, '提出异议的期限', 'term for objections'),
  ('review_recheck_days', 1, '1900-01-01', 10, 'working days', '案卷评查办法（可配置）', false, '异议复核的期限', 'term to decide objections'),
  ('review_rectification_days', 1, '1900-01-01', 30, 'days', '案卷评查办法（可配置）', false, '整改期限', 'term for rectification');

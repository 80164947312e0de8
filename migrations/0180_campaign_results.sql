-- What a campaign found of each unit, once every result is final: the report and the assessment of the year read it here.
set local role anjuan_owner;

create table campaign_unit_result (
  campaign_id uuid not null references campaign,
  unit_id text collate "C" not null references unit,
  closed integer not null,
  drawn integer not null,
  reviewed integer not null,
  mean integer,
  low integer,
  high integer,
  excellent integer not null,
  pass integer not null,
  fail integer not null,
  special integer not null,
  recorded_at timestamptz not null default anjuan_now(),
  primary key (campaign_id, unit_id),
  check (reviewed = excellent + pass + fail and reviewed <= drawn and drawn <= closed),
  check (num_nonnulls(low, high) in (0, 2)),
  check (mean is not null or low is null)
);
create index campaign_unit_result_unit on campaign_unit_result (unit_id);
comment on table campaign_unit_result is 'Final results of a campaign by unit; special files are in none of the figures but their own';
comment on column campaign_unit_result.campaign_id is 'The campaign';
comment on column campaign_unit_result.unit_id is 'The reviewed unit; one without closed cases has a row with 0 (无案卷可评)';
comment on column campaign_unit_result.closed is 'Files in the frozen population';
comment on column campaign_unit_result.drawn is 'Files drawn';
comment on column campaign_unit_result.reviewed is 'Of them with a final result; the others were excused';
comment on column campaign_unit_result.mean is 'Mean of all its files as estimated, 1/100 point; null: not every stratum has a reviewed file';
comment on column campaign_unit_result.low is 'Lower end of the 95 % interval, 1/100 point; null: fewer than two reviewed files';
comment on column campaign_unit_result.high is 'Upper end of the 95 % interval, 1/100 point';
comment on column campaign_unit_result.excellent is 'Reviewed files of grade excellent';
comment on column campaign_unit_result.pass is 'Reviewed files of grade pass';
comment on column campaign_unit_result.fail is 'Reviewed files of grade fail';
comment on column campaign_unit_result.special is 'Special files with a final result';
comment on column campaign_unit_result.recorded_at is 'When all results were final';
create trigger campaign_stays before update or delete on campaign_unit_result for each row execute function campaign_stays();

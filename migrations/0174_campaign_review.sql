-- Campaigns from the assignment to the result of each file: sheets that belong to a file, who is kept away from it, what its
-- sheets come to. docs/review.md.
set local role anjuan_owner;

alter table campaign_file
  add column wants smallint check (wants in (1, 2)),
  add column score integer,
  add column vetoed boolean,
  add column grade text collate "C" check (grade in ('excellent', 'pass', 'fail')),
  add column settled_by text collate "C" check (settled_by in ('single', 'average', 'agreed', 'third')),
  add column scored_at timestamptz,
  add column trace jsonb,
  add column version integer not null default 1,
  add constraint campaign_file_scored check (num_nonnulls(score, vetoed, grade, settled_by, scored_at, trace) in (0, 6)),
  add constraint campaign_file_result check (state not in ('scored', 'objected', 'final') or score is not null);
comment on column campaign_file.wants is 'How many reviewers it gets at first; null: not assigned yet';
comment on column campaign_file.score is 'What its sheets come to, 1/100 point; null: not scored yet';
comment on column campaign_file.vetoed is 'Whether a veto item was hit';
comment on column campaign_file.grade is 'Its grade';
comment on column campaign_file.settled_by is 'single sheet, average of two, agreed between two, or by a third person';
comment on column campaign_file.scored_at is 'When it was scored';
comment on column campaign_file.trace is 'The sheets it rests on with what each said, the limit, and what was changed since';
comment on column campaign_file.version is 'Raised with each change; the ETag';

alter table review
  add column campaign_id uuid references campaign,
  add column place smallint not null default 1 check (place between 1 and 3),
  add column agreed integer check (agreed between 0 and 100000);
set local role anjuan_migrator;
alter table review add foreign key (campaign_id, case_id) references campaign_file (campaign_id, case_id);
set local role anjuan_owner;
create index review_campaign on review (campaign_id, case_id) where campaign_id is not null;
comment on column review.campaign_id is 'The campaign it belongs to; null: a single review';
comment on column review.place is '1 and 2: of the first two reviewers; 3: the third person who settles';
comment on column review.agreed is 'The total that this reviewer proposes where two are to agree, 1/100 point';
drop index review_once;
create unique index review_once on review (case_id, reviewer_id, checklist_id, coalesce(campaign_id, '00000000-0000-0000-0000-000000000000'::uuid))
  where state <> 'withdrawn';
create unique index review_place on review (campaign_id, case_id, place) where state <> 'withdrawn' and campaign_id is not null;

alter table review_answer
  add column found jsonb not null default '[]' check (jsonb_typeof(found) = 'array'),
  add column overrules text;
comment on column review_answer.found is 'What was found by rule: how often each was broken; the deduction follows from it';
comment on column review_answer.overrules is 'Why the answer goes against what the system found beforehand; null: it does not';

create table review_bar (
  campaign_id uuid not null references campaign,
  case_id uuid not null,
  unit_id text collate "C" not null,
  person_id uuid not null references person,
  kind text collate "C" not null check (kind in ('declined', 'withdrawn', 'declared')),
  reason text not null,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default anjuan_now(),
  primary key (campaign_id, case_id, person_id),
  foreign key (campaign_id, case_id) references campaign_file,
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);
create index review_bar_person on review_bar (person_id);
create index review_bar_recorded_by on review_bar (recorded_by);
create index review_bar_case on review_bar (case_id);
comment on table review_bar is 'Who does not review a file besides those whom the rule keeps away: declined it, withdrawn from it, or declared to be near to it';
comment on column review_bar.campaign_id is 'The campaign';
comment on column review_bar.case_id is 'The file';
comment on column review_bar.unit_id is 'Handling unit of the case now';
comment on column review_bar.person_id is 'Who does not review it';
comment on column review_bar.kind is 'Declined, withdrawn, or declared beforehand';
comment on column review_bar.reason is 'Why';
comment on column review_bar.recorded_by is 'Who said so';
comment on column review_bar.recorded_at is 'When';

-- A file goes the steps of rules/campaign.c; what it is, stays; a result comes with its state and is changed by a decided objection alone.
create function campaign_file_moves_on() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
declare
  fixed boolean := (new.campaign_id, new.case_id, new.at_unit_id, new.key, new.kind, new.added_by, new.added_at)
    = (old.campaign_id, old.case_id, old.at_unit_id, old.key, old.kind, old.added_by, old.added_at) and new.rank is not distinct from old.rank;
begin
  if not fixed or (old.score is not null and old.state <> 'objected'
     and (new.score, new.vetoed, new.grade, new.settled_by, new.scored_at) is distinct from (old.score, old.vetoed, old.grade, old.settled_by, old.scored_at)) then
    raise exception 'what was drawn, or scored, stays' using errcode = '23514', constraint = 'campaign_file_fixed';
  end if;
  if old.state <> new.state and (old.state, new.state) not in (('drawn', 'assigned'), ('assigned', 'drawn'), ('assigned', 'scored'),
       ('assigned', 'disputed'), ('disputed', 'scored'), ('drawn', 'excused'), ('assigned', 'excused'), ('disputed', 'excused'),
       ('scored', 'objected'), ('scored', 'final'), ('objected', 'final')) then
    raise exception 'a file does not go back' using errcode = '23514', constraint = 'campaign_file_step';
  end if;
  return new;
end $$;
comment on function campaign_file_moves_on() is 'Holds a file of a campaign to its steps, and its result to its state';
create trigger campaign_file_moves_on before update on campaign_file for each row execute function campaign_file_moves_on();

-- What a sheet belongs to stays as it was assigned; once submitted only the total proposed to the other reviewer changes.
create or replace function review_moves_on() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
declare
  free text[] := case old.state when 'submitted' then array['unit_id', 'agreed', 'version'] else array['unit_id'] end;
begin
  if old.state <> 'assigned' and to_jsonb(new) - free <> to_jsonb(old) - free then
    raise exception 'a review that ended never changes' using errcode = '23514', constraint = 'review_ended';
  end if;
  if (new.review_id, new.case_id, new.checklist_id, new.reviewer_id, new.assigned_by, new.assigned_at, new.place)
     is distinct from (old.review_id, old.case_id, old.checklist_id, old.reviewer_id, old.assigned_by, old.assigned_at, old.place)
     or new.campaign_id is distinct from old.campaign_id then
    raise exception 'an assignment never changes' using errcode = '23514', constraint = 'review_assigned';
  end if;
  return new;
end $$;

-- Checklists and the review of case files.
set local role anjuan_owner;

create table checklist (
  checklist_id uuid primary key,
  code text collate "C" not null,
  version integer not null,
  title_zh text not null,
  title_en text not null,
  state text collate "C" not null check (state in ('draft', 'published', 'retired')),
  excellent_min integer not null,
  pass_min integer not null,
  published_at timestamptz default anjuan_now(),
  unique (code, version)
);

create table checklist_item (
  checklist_id uuid not null references checklist,
  item_code text collate "C" not null,
  position integer not null,
  stage text collate "C" not null
    check (stage in ('legality', 'filing', 'investigation', 'notice', 'decision', 'service', 'closure', 'archive')),
  kind text collate "C" not null check (kind in ('veto', 'scored')),
  points integer not null check (points >= 0),
  step integer not null check (step >= 0),
  text_zh text not null,
  text_en text not null,
  deduction_zh text not null default '',
  deduction_en text not null default '',
  basis_zh text not null default '',
  precheck boolean not null default false,
  primary key (checklist_id, item_code),
  unique (checklist_id, position)
);

create function published_is_final() returns trigger language plpgsql as $$
begin
  if exists (select from checklist k where k.checklist_id = coalesce(old.checklist_id, new.checklist_id)
                                      and k.state <> 'draft') then
    raise exception 'a published checklist never changes' using errcode = '23514', constraint = 'checklist_published';
  end if;
  return coalesce(new, old);
end $$;
comment on function published_is_final() is 'Refuses any change of a published checklist and of its items';

-- Items go in while the checklist is a draft; publishing and retiring change the state alone.
create function checklist_moves_on() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - array['state', 'published_at']) <> (to_jsonb(old) - array['state', 'published_at'])
     or (old.state, new.state) not in (('draft', 'published'), ('published', 'retired')) then
    if old.state <> 'draft' then
      raise exception 'a published checklist never changes' using errcode = '23514', constraint = 'checklist_published';
    end if;
  end if;
  return coalesce(new, old);
end $$;
comment on function checklist_moves_on() is 'A checklist goes from draft to published to retired and changes in no other way';

create table review (
  review_id uuid primary key,
  case_id uuid not null,
  unit_id text collate "C" not null,
  checklist_id uuid not null references checklist,
  reviewer_id uuid not null references person,
  state text collate "C" not null default 'assigned' check (state in ('assigned', 'submitted', 'withdrawn')),
  assigned_by uuid not null references person,
  assigned_at timestamptz not null default anjuan_now(),
  submitted_at timestamptz,
  score integer,
  vetoed boolean,
  grade text collate "C" check (grade in ('excellent', 'pass', 'fail')),
  opinion text not null default '',
  version integer not null default 1,
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  check ((state = 'submitted') = (score is not null and grade is not null and submitted_at is not null))
);
create unique index review_once on review (case_id, reviewer_id, checklist_id) where state <> 'withdrawn';
create index review_reviewer on review (reviewer_id, state);
create index review_list on review (unit_id, assigned_at desc, review_id desc);

create table review_answer (
  review_id uuid not null references review,
  item_code text collate "C" not null,
  case_id uuid not null,
  unit_id text collate "C" not null,
  answer text collate "C" not null check (answer in ('no_defect', 'deduct', 'not_applicable', 'veto')),
  deduction integer not null default 0 check (deduction >= 0),
  remark text not null default '',
  primary key (review_id, item_code),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade
);

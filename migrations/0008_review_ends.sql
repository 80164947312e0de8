-- How a review ends: submitted, or withdrawn with a reason; after that it never changes.
set local role anjuan_owner;

alter table review
  add column withdrawn_at timestamptz,
  add column withdrawn_by uuid references person,
  add column withdrawn_reason text,
  add constraint review_withdrawn
    check (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_reason) = case state when 'withdrawn' then 3 else 0 end),
  add constraint review_vetoed check ((vetoed is not null) = (score is not null));
comment on column review.withdrawn_at is 'When the assignment was withdrawn';
comment on column review.withdrawn_by is 'Who withdrew it';
comment on column review.withdrawn_reason is 'Why it was withdrawn';

create index review_own on review (reviewer_id, assigned_at desc, review_id desc);
create index review_case on review (case_id);
create index review_answer_case on review_answer (case_id);

-- The unit follows the case wherever it goes; all else stays as it was assigned.
create function review_moves_on() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if old.state <> 'assigned' and to_jsonb(new) - 'unit_id' <> to_jsonb(old) - 'unit_id' then
    raise exception 'a review that ended never changes' using errcode = '23514', constraint = 'review_ended';
  end if;
  if (new.review_id, new.case_id, new.checklist_id, new.reviewer_id, new.assigned_by, new.assigned_at)
     is distinct from (old.review_id, old.case_id, old.checklist_id, old.reviewer_id, old.assigned_by, old.assigned_at) then
    raise exception 'an assignment never changes' using errcode = '23514', constraint = 'review_assigned';
  end if;
  return new;
end $$;
comment on function review_moves_on() is 'A review goes from assigned to submitted or withdrawn; what it was assigned as stays';
create trigger review_moves_on before update on review for each row execute function review_moves_on();

-- A published checklist never changes: finished reviews were scored by it. Attached after the seeds, which are written
-- as drafts and then published.
set local role anjuan_owner;

-- Neither the checklist an item belongs to nor the one it would move to may be out of the draft.
create or replace function published_is_final() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if exists (select from checklist k where k.checklist_id in (old.checklist_id, new.checklist_id) and k.state <> 'draft') then
    raise exception 'a published checklist never changes' using errcode = '23514', constraint = 'checklist_published';
  end if;
  return coalesce(new, old);
end $$;

create trigger published_is_final before insert or update or delete on checklist_item
  for each row execute function published_is_final();
create trigger checklist_moves_on before update or delete on checklist
  for each row execute function checklist_moves_on();

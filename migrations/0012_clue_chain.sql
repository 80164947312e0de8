-- A clue is merged into one that stands by itself: never into one that was merged, nor one that others were merged into.
-- The judge says so first; this holds when two do it at once, since it looks after the locks are taken.
set local role anjuan_owner;

create function clue_stands_alone() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if exists (select from clue c where c.merged_into = new.clue_id)
     or exists (select from clue c where c.clue_id = new.merged_into and c.status = 'merged') then
    raise exception 'merged clues make no chain' using errcode = '23514', constraint = 'clue_chain';
  end if;
  return new;
end $$;
comment on function clue_stands_alone() is 'Merged clues make no chain and no circle';
create trigger clue_stands_alone before insert or update of merged_into on clue
  for each row when (new.merged_into is not null) execute function clue_stands_alone();

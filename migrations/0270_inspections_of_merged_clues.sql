-- Inspections whose clue was merged into another one are counted anew: what they count for follows that one's case, also where it is no
-- longer filed. A new database has none, and not yet the function.
set local role anjuan_definer;
do $$
begin
  if to_regprocedure('anjuan.note_inspection_again(uuid)') is not null then
    execute 'select anjuan.note_inspection_again(x.inspection_id) from (select distinct c.inspection_id from anjuan.clue c'
            ' where c.merged_into is not null and c.inspection_id is not null order by 1) x';
  end if;
end $$;

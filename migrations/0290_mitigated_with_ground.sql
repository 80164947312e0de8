-- A decision that names the ground for a lighter penalty gave its reasons: it joins the kept figure. A frozen quarter stays as it is.
-- A new database has no such decision, and the definer no rights in it yet.
set local role anjuan_definer;
do $$
begin
  if to_regprocedure('anjuan.count_fold(integer)') is not null then
    insert into anjuan.count_delta (unit_id, month, indicator, sub, value)
    select e.at_unit_id, make_date(extract(year from e.happened_on)::integer, extract(month from e.happened_on)::integer, 1), 'mitigated_reasoned', '', count(*)
      from anjuan.case_event e
     where e.kind = 'decided' and e.outcome = 'penalty' and e.data ->> 'tier' in ('mitigated', 'lighter') and e.data ->> 'ground' <> ''
       and coalesce(e.data ->> 'basis', '') = '' and coalesce(e.remark, '') = ''
       and not exists (select from anjuan.case_event x where x.case_id = e.case_id and x.corrects = e.event_id)
     group by 1, 2;
  end if;
end $$;

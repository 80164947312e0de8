-- Two checks ask for more: money taken by the officers says why (V14), of instalments each counts (E4). Cases that may be answered
-- otherwise now are due.
set local role anjuan_migrator;

update precheck set version = 2 where check_name in ('collected_separately', 'late_performance_in_order');

insert into case_precheck_due (case_id, unit_id)
select c.case_id, c.unit_id
  from (select e.case_id from case_event e where e.kind = 'paid' and e.data ? 'collected'
        union select d.case_id from case_deadline d where d.code = 'payment' and d.nth > 1) x
  join case_file c using (case_id)
 where c.state = 'closed';

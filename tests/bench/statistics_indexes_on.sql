-- Builds the indexes again, one after the other; what is built is not built again.
delete from bench.index_off where definition like '%USING gin%';
select unnest(array[replace(d.definition, ' INDEX ', ' INDEX IF NOT EXISTS '), format('delete from bench.index_off where definition = %L', d.definition)])
  from bench.index_off d \gexec
select definition from bench.function_off \gexec
delete from bench.function_off;

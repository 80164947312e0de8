-- How long the limitation lasts stands in the terms limitation and limitation_safety; the checks read it there, and the parameters
-- that said the same in years go.
set local role anjuan_owner;
alter table parameter disable trigger user;
set local role anjuan_migrator;
delete from parameter where name in ('limitation_years', 'limitation_years_long');
set local role anjuan_owner;
alter table parameter enable trigger user;

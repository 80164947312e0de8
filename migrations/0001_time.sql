-- One clock for everything; tests replace these two functions in their template database (tests/harness).
set local role anjuan_owner;

create function anjuan_now() returns timestamptz
  stable language sql return now();
comment on function anjuan_now() is 'The time of the transaction: the only clock of the product';

create function anjuan_is_test() returns boolean
  immutable language sql return false;
comment on function anjuan_is_test() is 'True in databases made by the test template, which serve refuses';

create function anjuan_today() returns date
  stable language sql return (anjuan_now() at time zone 'Asia/Shanghai')::date;
comment on function anjuan_today() is 'Today in Asia/Shanghai';

-- The worklist reads duties apart from the rights of parties, which stay behind by the thousand when they have lapsed, and what waits
-- for somebody apart from what merely runs.
set local role anjuan_owner;
create index case_deadline_work on case_deadline (unit_id, party_right, due_on, case_id, code, nth) where state = 'open' and due_on is not null;
create index case_deadline_waiting on case_deadline (unit_id, code, due_on, case_id, nth) where state = 'open' and due_on is not null;
drop index case_deadline_open;

-- What belongs to a case points only at what belongs to the same case: a reference carries the case's id, or the unit's,
-- because the checks of foreign keys do not ask row-level security. Without this a penalty could be hung on another
-- unit's decision, and an event could name another unit's event as the one it corrects, which then would not count.
-- As anjuan_migrator, not as the owner: the owner is held to row-level security and would find no row that is amiss.
set local role anjuan_migrator;

alter table case_penalty drop constraint case_penalty_event_id_fkey;
alter table case_event drop constraint case_event_corrects_fkey;
alter table case_event drop constraint case_event_pkey;
alter table case_event add primary key (case_id, event_id);
alter table case_event add foreign key (case_id, corrects) references case_event (case_id, event_id);
alter table case_penalty add foreign key (case_id, event_id) references case_event (case_id, event_id);

alter table review add unique (review_id, case_id);
alter table review_answer drop constraint review_answer_review_id_fkey;
alter table review_answer add foreign key (review_id, case_id) references review (review_id, case_id);

-- A clue goes with its case, and with the clue it was merged into, wherever that goes.
alter table clue add unique (clue_id, unit_id);
alter table clue drop constraint clue_merged_into_fkey;
alter table clue add constraint clue_merged_into_fkey
  foreign key (merged_into, unit_id) references clue (clue_id, unit_id) on update cascade;
alter table clue drop constraint clue_case_id_fkey;
alter table clue add constraint clue_case_id_fkey
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade;
create index clue_merged_into on clue (merged_into) where merged_into is not null;

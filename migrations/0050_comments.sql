-- What every table and column of the migrations before this one holds; later ones say it themselves.
set local role anjuan_owner;

comment on table unit is 'The city office, its supervision centre, the districts and whatever else handles cases; access follows it';
comment on column unit.unit_id is 'Its code, never changed: GB/T 2260 for districts';
comment on column unit.name_zh is 'Name in Chinese';
comment on column unit.name_en is 'Name in English';
comment on column unit.kind is 'city, centre, district or other';
comment on column unit.number_prefix is 'What the numbers of its cases begin with';
comment on column unit.active is 'False: no longer in use, still named in old records';
comment on column unit.version is 'Raised with each change; the ETag';
comment on column unit.created_at is 'When the row was made';

comment on table person is 'People, outside systems and the system''s own actors';
comment on column person.person_id is 'The person';
comment on column person.login is 'Sign-in name, never changed';
comment on column person.name is 'Name as it stands in files';
comment on column person.kind is 'person; service: an outside system; system: commands and background work, without a password';
comment on column person.certificate_no is 'Number of the enforcement certificate';
comment on column person.certificate_from is 'First day of its validity';
comment on column person.certificate_to is 'Last day of its validity';
comment on column person.legal_qualified is 'Holds the state qualification for the legal profession, which legal review asks for';
comment on column person.disabled_at is 'Since when the person may not sign in; null: may';
comment on column person.version is 'Raised with each change; the ETag';
comment on column person.created_at is 'When the row was made';

comment on table credential is 'What proves a password; read by the sign-in functions alone';
comment on column credential.person_id is 'Whose';
comment on column credential.salt is 'Salt of Argon2id';
comment on column credential.ops is 'Its number of passes';
comment on column credential.mem is 'Its memory, bytes';
comment on column credential.verifier is 'SHA-256 of the password''s Argon2id hash, so that reading the table signs nobody in';
comment on column credential.changed_at is 'When the password was set last';

comment on table role is 'Roles that a person can have in a unit';
comment on column role.role is 'Its code';
comment on column role.name_zh is 'Name in Chinese';
comment on column role.name_en is 'Name in English';

comment on table role_permission is 'What a role may do, and where: all access follows from this table';
comment on column role_permission.role is 'The role';
comment on column role_permission.permission is 'What it may do';
comment on column role_permission.scope is 'own: in the units of the assignment; all: in every unit; assigned: in cases under review by oneself';

comment on table role_assignment is 'Which person has which role in which unit, and when';
comment on column role_assignment.assignment_id is 'The assignment';
comment on column role_assignment.person_id is 'Who has the role';
comment on column role_assignment.unit_id is 'In which unit';
comment on column role_assignment.role is 'The role';
comment on column role_assignment.valid_from is 'First day';
comment on column role_assignment.valid_to is 'Last day; null: until further notice';
comment on column role_assignment.granted_by is 'Who gave it; null: a command of the system''s operator';
comment on column role_assignment.created_at is 'When it was given';

comment on table session is 'Live sessions; the token itself is with the client alone';
comment on column session.token_hash is 'SHA-256 of the token';
comment on column session.person_id is 'Who signed in';
comment on column session.created_at is 'When';
comment on column session.last_seen_at is 'Last request, to the minute';
comment on column session.expires_at is 'When it ends whatever happens';
comment on column session.idle_seconds is 'How long it lasts without a request';
comment on column session.source is 'Address it was made from';
comment on column session.agent is 'User-Agent it was made with';

comment on table signin_attempt is 'Attempts to sign in of the last day, for throttling';
comment on column signin_attempt.attempt_id is 'The attempt';
comment on column signin_attempt.login_hash is 'SHA-256 of the name given, which may be anything';
comment on column signin_attempt.source is 'Address it came from';
comment on column signin_attempt.at is 'When';
comment on column signin_attempt.failed is 'True until it succeeded';

comment on table secret is 'Random values made with the database';
comment on column secret.name is 'What it is for';
comment on column secret.value is 'The value';

comment on table idempotency is 'Replies kept for a day under the Idempotency-Key of their request';
comment on column idempotency.person_id is 'Who sent it';
comment on column idempotency.route is 'To which route';
comment on column idempotency.key is 'With which key';
comment on column idempotency.request_hash is 'SHA-256 of address and body: another request with the key is refused';
comment on column idempotency.status is 'HTTP status of the reply';
comment on column idempotency.body is 'Body of the reply';
comment on column idempotency.etag is 'Its version';
comment on column idempotency.location is 'Its Location';
comment on column idempotency.created_at is 'When it was made';

comment on table cause_of_action is 'Catalogue of causes of action, with the range of the fine';
comment on column cause_of_action.cause_code is 'Its code';
comment on column cause_of_action.name_zh is 'Name in Chinese';
comment on column cause_of_action.name_en is 'Name in English';
comment on column cause_of_action.basis_zh is 'Articles broken and articles to punish by';
comment on column cause_of_action.active is 'False: new cases cannot take it';
comment on column cause_of_action.fine_min_person_fen is 'Least fine of a person, fen; null: none is set';
comment on column cause_of_action.fine_max_person_fen is 'Highest fine of a person, fen; null: none is set';
comment on column cause_of_action.fine_min_org_fen is 'Least fine of an organisation, fen; null: none is set';
comment on column cause_of_action.fine_max_org_fen is 'Highest fine of an organisation, fen; null: none is set';

comment on table parameter is 'Numbers of the law and of local practice that change without a change of the program';
comment on column parameter.name is 'What the number is';
comment on column parameter.value is 'The number';
comment on column parameter.unit_of_measure is 'What it counts';
comment on column parameter.basis_zh is 'Article or practice it stands on';
comment on column parameter.valid_from is 'Since when';

comment on table number_template is 'How numbers are made';
comment on column number_template.unit_id is 'For which unit; * for all that have none of their own';
comment on column number_template.kind is 'Of what, such as case';
comment on column number_template.template is 'Text with {prefix}, {year} and {serial} or {serial:3}';
comment on column number_template.gapless is 'True: no number is left out, and callers of one unit wait for each other';

comment on table number_counter is 'Last serial of gapless numbers';
comment on column number_counter.unit_id is 'The unit';
comment on column number_counter.kind is 'Of what';
comment on column number_counter.year is 'In which year';
comment on column number_counter.last is 'The last serial taken';

comment on table clue is 'Clues: what may become a case';
comment on column clue.clue_id is 'The clue';
comment on column clue.unit_id is 'The unit that deals with it; goes with the case it was filed into';
comment on column clue.source is 'Where it came from';
comment on column clue.source_ref is 'Its number there, as given';
comment on column clue.received_on is 'Day it was received';
comment on column clue.title is 'What it is about, in a line';
comment on column clue.content is 'What was told';
comment on column clue.place is 'Where';
comment on column clue.reporter is 'Who told it';
comment on column clue.status is 'registered, merged, filed, not_filed or referred';
comment on column clue.result_on is 'Day it was dealt with';
comment on column clue.result_reason is 'Why it was not filed, merged or referred';
comment on column clue.merged_into is 'The clue it is a duplicate of';
comment on column clue.case_id is 'The case it was filed into';
comment on column clue.referred_to is 'Whom it was referred to';
comment on column clue.system is 'The outside system that knows it';
comment on column clue.external_id is 'Its id there';
comment on column clue.version is 'Raised with each change; the ETag';
comment on column clue.recorded_by is 'Who recorded it';
comment on column clue.created_at is 'When it was recorded';
comment on column clue.updated_at is 'When it changed last';

comment on table case_file is 'Cases: each row is what the case''s events come to';
comment on column case_file.case_id is 'The case';
comment on column case_file.unit_id is 'Handling unit; access follows it';
comment on column case_file.subject_unit_id is 'Enforcement subject, in whose name it is handled';
comment on column case_file.number is 'Case number, unique in its unit and never used again';
comment on column case_file.title is 'Title';
comment on column case_file.procedure is 'simple or ordinary';
comment on column case_file.source is 'Where it came from';
comment on column case_file.cause_code is 'Cause of action, from the catalogue';
comment on column case_file.cause_text is 'Cause of action that is in no catalogue';
comment on column case_file.articles is 'Articles thought to be broken';
comment on column case_file.facts is 'Facts';
comment on column case_file.place is 'Where';
comment on column case_file.party_names is 'Names of the parties, as shown in lists and searched';
comment on column case_file.occurred_on is 'Day of the act';
comment on column case_file.found_on is 'Day it was found';
comment on column case_file.filed_on is 'Day of filing';
comment on column case_file.state is 'Where its events have brought it';
comment on column case_file.outcome is 'Outcome of the decision';
comment on column case_file.decided_on is 'Day of the decision';
comment on column case_file.served_on is 'Day of service';
comment on column case_file.closed_on is 'Day it ended, in whatever way; null: in hand';
comment on column case_file.fine_fen is 'Fines decided, fen';
comment on column case_file.confiscated_fen is 'Confiscated by the decision, fen';
comment on column case_file.paid_fen is 'Paid so far, fen';
comment on column case_file.event_count is 'Number of its events';
comment on column case_file.version is 'Raised with each event; the ETag';
comment on column case_file.origin is 'native: handled here; imported: brought in from another system';
comment on column case_file.system is 'The outside system that knows it';
comment on column case_file.external_id is 'Its id there';
comment on column case_file.master is 'Which side has the last word about it: here or there';
comment on column case_file.recorded_by is 'Who filed it';
comment on column case_file.created_at is 'When the row was made';
comment on column case_file.updated_at is 'When it changed last';
comment on column case_file.bigrams is 'Pairs of neighbouring characters of all that is searched';

comment on table case_party is 'Parties of a case: the only place of their personal data';
comment on column case_party.party_id is 'The party';
comment on column case_party.case_id is 'The case';
comment on column case_party.unit_id is 'Its handling unit, for access';
comment on column case_party.position is 'Place among the parties, from 1';
comment on column case_party.kind is 'organisation or person';
comment on column case_party.name is 'Name';
comment on column case_party.credit_code is 'Unified social credit code of an organisation';
comment on column case_party.id_number is 'Identity number of a person; the server cannot read it';
comment on column case_party.id_number_masked is 'The same as it may be shown';
comment on column case_party.phone is 'Telephone; the server cannot read it';
comment on column case_party.phone_masked is 'The same as it may be shown';
comment on column case_party.address is 'Address';
comment on column case_party.representative is 'Legal representative or who is in charge';

comment on table case_officer is 'Officers in charge of a case';
comment on column case_officer.case_id is 'The case';
comment on column case_officer.unit_id is 'Its handling unit, for access';
comment on column case_officer.person_id is 'The officer';
comment on column case_officer.position is 'Place among the officers, from 1';
comment on column case_officer.from_on is 'First day';
comment on column case_officer.to_on is 'Last day; null: still in charge';

comment on table case_event is 'What happened in a case: rows are added and never change';
comment on column case_event.event_id is 'The event';
comment on column case_event.case_id is 'The case';
comment on column case_event.unit_id is 'The case''s handling unit now, for access';
comment on column case_event.at_unit_id is 'The unit that held the case when it happened, for statistics';
comment on column case_event.seq is 'Its number in the case, in the order recorded';
comment on column case_event.case_version is 'Version of the case that it made';
comment on column case_event.kind is 'The act that was done';
comment on column case_event.happened_on is 'Day it happened';
comment on column case_event.recorded_at is 'When it was recorded';
comment on column case_event.recorded_by is 'Who recorded it';
comment on column case_event.origin is 'native: held to the rules; imported: history as it was told';
comment on column case_event.outcome is 'Outcome, of a decision';
comment on column case_event.procedure is 'Procedure of the case then';
comment on column case_event.fine_fen is 'Fines that it decides, fen';
comment on column case_event.confiscated_fen is 'Confiscations that it decides, fen';
comment on column case_event.amount_fen is 'Amount of a payment, fen';
comment on column case_event.receiver is 'Who received what was served or transferred';
comment on column case_event.document_no is 'Number of the document';
comment on column case_event.remark is 'What there is to say of it';
comment on column case_event.data is 'What only some kinds have';
comment on column case_event.xid is 'The transaction that recorded it, for what was known when';

comment on table case_penalty is 'Penalties of a decision';
comment on column case_penalty.event_id is 'The decision';
comment on column case_penalty.position is 'Place in it, from 1';
comment on column case_penalty.case_id is 'The case';
comment on column case_penalty.unit_id is 'Its handling unit, for access';
comment on column case_penalty.kind is 'Kind of penalty';
comment on column case_penalty.amount_fen is 'Its amount, fen';
comment on column case_penalty.content is 'Its content where it is no amount';

comment on table checklist is 'Checklists for the review of case files; a published one never changes';
comment on column checklist.checklist_id is 'The checklist, of one version';
comment on column checklist.code is 'What it is called through all versions';
comment on column checklist.version is 'Its version';
comment on column checklist.title_zh is 'Title in Chinese';
comment on column checklist.title_en is 'Title in English';
comment on column checklist.state is 'draft, published or retired';
comment on column checklist.excellent_min is 'Least score of an excellent file, 1/100 point';
comment on column checklist.pass_min is 'Least score of a file that passes, 1/100 point';
comment on column checklist.published_at is 'When it was published';

comment on table checklist_item is 'Items of a checklist';
comment on column checklist_item.checklist_id is 'The checklist';
comment on column checklist_item.item_code is 'Its code';
comment on column checklist_item.position is 'Its place';
comment on column checklist_item.stage is 'The part of the procedure it looks at';
comment on column checklist_item.kind is 'veto: one alone fails the file; scored: points are deducted';
comment on column checklist_item.points is 'Most that can be deducted, 1/100 point';
comment on column checklist_item.step is 'Deductions are a multiple of this, 1/100 point';
comment on column checklist_item.text_zh is 'What is asked, in Chinese';
comment on column checklist_item.text_en is 'What is asked, in English';
comment on column checklist_item.deduction_zh is 'How much to deduct for what, in Chinese';
comment on column checklist_item.deduction_en is 'How much to deduct for what, in English';
comment on column checklist_item.basis_zh is 'Article or standard it stands on';
comment on column checklist_item.precheck is 'True: the data can answer it beforehand';

comment on table review is 'Reviews of case files';
comment on column review.review_id is 'The review';
comment on column review.case_id is 'The case reviewed';
comment on column review.unit_id is 'Its handling unit, for access';
comment on column review.checklist_id is 'By which checklist, of which version';
comment on column review.reviewer_id is 'Who reviews it';
comment on column review.state is 'assigned, submitted or withdrawn';
comment on column review.assigned_by is 'Who assigned it';
comment on column review.assigned_at is 'When';
comment on column review.submitted_at is 'When it was submitted';
comment on column review.score is 'Score, 1/100 point';
comment on column review.vetoed is 'Whether a veto item failed it';
comment on column review.grade is 'excellent, pass or fail';
comment on column review.opinion is 'What the reviewer says of the file';
comment on column review.version is 'Raised with each change; the ETag';

comment on table review_answer is 'Answers of a review to the items of its checklist';
comment on column review_answer.review_id is 'The review';
comment on column review_answer.item_code is 'The item';
comment on column review_answer.case_id is 'The case';
comment on column review_answer.unit_id is 'Its handling unit, for access';
comment on column review_answer.answer is 'no_defect, deduct, not_applicable or veto';
comment on column review_answer.deduction is 'Points deducted, 1/100 point';
comment on column review_answer.remark is 'Why';

comment on table quarter_freeze is 'Quarters as frozen: they never change, whatever is recorded later';
comment on column quarter_freeze.freeze_id is 'The frozen quarter';
comment on column quarter_freeze.quarter is 'Such as 2024Q1';
comment on column quarter_freeze.version is 'Which freeze of this quarter';
comment on column quarter_freeze.frozen_at is 'When';
comment on column quarter_freeze.frozen_by is 'By whom';
comment on column quarter_freeze.snapshot is 'Which transactions the figures know of (pg_current_snapshot of the one statement that made them)';
comment on column quarter_freeze.total is 'The row of totals, as JSON: the last of the canonical lines';
comment on column quarter_freeze.sha256 is 'SHA-256 in hex over head, the rows by position and total, each followed by a line feed';

comment on table quarter_freeze_row is 'The rows of a frozen quarter; each is read by its unit and by whoever reads all';
comment on column quarter_freeze_row.freeze_id is 'The frozen quarter';
comment on column quarter_freeze_row.unit_id is 'The unit';
comment on column quarter_freeze_row.position is 'Place of the row';
comment on column quarter_freeze_row.figures is 'The row as JSON, as it is served';

comment on table audit_event is 'The log: a line for each request and each step of a job, as it was written';
comment on column audit_event.event_id is 'The line';
comment on column audit_event.at is 'When it was written; the partitions are months of it';
comment on column audit_event.xid is 'The transaction it was written in';
comment on column audit_event.content is 'The line as JSON, the very bytes that are hashed';

comment on table audit_salt is 'Salts of the commitments in the log''s lines; without its salt a commitment says nothing';
comment on column audit_salt.event_id is 'The line';
comment on column audit_salt.salt is 'The salt';

comment on table audit_entry is 'The log''s lines numbered in the order of their commits';
comment on column audit_entry.seq is 'The number, without gaps, from 0';
comment on column audit_entry.event_id is 'The line';
comment on column audit_entry.at is 'When it was written';
comment on column audit_entry.actor_id is 'Who acted; null: nobody signed in';
comment on column audit_entry.action is 'What was asked';
comment on column audit_entry.outcome is 'What came of it';
comment on column audit_entry.leaf_hash is 'SHA-256 of a zero byte and the line''s content: its leaf in the tree of RFC 9162';

comment on table audit_subject is 'Which lines are about which case, clue or person';
comment on column audit_subject.subject_id is 'The case, clue or person';
comment on column audit_subject.seq is 'Number of the line';

comment on table audit_sealed is 'How far the numbering came: one row';
comment on column audit_sealed.one is 'True: there is one row';
comment on column audit_sealed.seq is 'The last number given; -1: none';
comment on column audit_sealed.xid is 'Lines of transactions up to this one are numbered';

comment on column import_run.run_id is 'The run';
comment on column import_run.started_at is 'When it began';
comment on column import_run.ended_at is 'When it ended; null: it was broken off or is at work';

comment on column import_record.case_id is 'The case';
comment on column import_record.run_id is 'The run that took it last';

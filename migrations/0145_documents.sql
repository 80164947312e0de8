-- The register of a case's documents as data; the files themselves come later. What a kind of document must hold, and which
-- acts call for it, are rows. What the law wants written down about an act (basis to article, paragraph and item, reasons
-- for the tier, remedies, who spoke how in a discussion, who approved and when) is kept with the document that has to say
-- it: `elements` and `signatures`.
set local role anjuan_owner;

create table document_kind (
  kind text collate "C" primary key check (kind ~ '^[a-z][a-z_]{1,39}$'),
  position integer not null unique,
  stage text collate "C" not null
    check (stage in ('clue', 'filing', 'investigation', 'review', 'notice', 'decision', 'execution', 'closing', 'archive')),
  name_zh text not null,
  name_en text not null,
  number_kind text collate "C",
  seal boolean not null default false,
  approval boolean not null default false,
  service boolean not null default false,
  signers text[] not null default '{}',
  basis_zh text not null default '',
  active boolean not null default true
);
comment on table document_kind is 'Kinds of documents of a case file';
comment on column document_kind.kind is 'Its code';
comment on column document_kind.position is 'Its place in the order of the file';
comment on column document_kind.stage is 'Stage of the procedure it belongs to';
comment on column document_kind.name_zh is 'Name in Chinese';
comment on column document_kind.name_en is 'Name in English';
comment on column document_kind.number_kind is 'Kind of number template; null: bears no number of its own';
comment on column document_kind.seal is 'Needs the seal of the organ';
comment on column document_kind.approval is 'Needs the dated signature of the head';
comment on column document_kind.service is 'Is served on the party';
comment on column document_kind.signers is 'Roles that must sign, a role as often as signatures are needed';
comment on column document_kind.basis_zh is 'Legal basis';
comment on column document_kind.active is 'In use';

create table document_element (
  kind text collate "C" not null references document_kind,
  element text collate "C" not null check (element ~ '^[a-z][a-z_]{1,39}$'),
  position smallint not null,
  form text collate "C" not null check (form in ('mark', 'text', 'day', 'citations', 'people')),
  name_zh text not null,
  name_en text not null,
  article text not null,
  primary key (kind, element)
);
comment on table document_element is 'What a kind of document must contain';
comment on column document_element.kind is 'The kind of document';
comment on column document_element.element is 'Code of what it must contain';
comment on column document_element.position is 'Its place in the document';
comment on column document_element.form is 'What is kept of it at least: that it is there, its text, a day, citations of the law, people';
comment on column document_element.name_zh is 'What it is, in Chinese';
comment on column document_element.name_en is 'The same in English';
comment on column document_element.article is 'The article that asks for it, or the published form';

create table document_due (
  act text collate "C" not null,
  kind text collate "C" not null references document_kind,
  outcome text collate "C" not null default '*',
  procedure text collate "C" not null default '*',
  mandatory boolean not null default true,
  by_act boolean not null default false,
  primary key (act, kind, outcome, procedure)
);
comment on table document_due is 'Which act a kind of document belongs to, and whether the act calls for it';
comment on column document_due.act is 'Kind of the event';
comment on column document_due.kind is 'Kind of the document';
comment on column document_due.outcome is 'Only of events that ended so; *: all';
comment on column document_due.procedure is 'Only under this procedure; *: both';
comment on column document_due.mandatory is 'The file lacks something without it';
comment on column document_due.by_act is 'Made no later than the act: a later date is an inversion';

create table document_number (
  unit_id text collate "C" not null references unit,
  kind text collate "C" not null,
  number text not null,
  year integer not null,
  serial bigint,
  document_id uuid,
  reason text,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default anjuan_now(),
  primary key (unit_id, kind, number),
  unique (unit_id, kind, year, serial),
  unique (unit_id, kind, number, document_id),
  check ((document_id is null) = (reason is not null))
);
comment on table document_number is 'The book of document numbers of a unit: each number once, for ever';
comment on column document_number.unit_id is 'Enforcement subject in whose name it was given out; it does not move with a case';
comment on column document_number.kind is 'Kind of number template';
comment on column document_number.number is 'The number as it is written';
comment on column document_number.year is 'Year of the number';
comment on column document_number.serial is 'Its place in the year; null: given by hand';
comment on column document_number.document_id is 'The document that bears it; null: none does, and reason says why';
comment on column document_number.reason is 'Why no document bears it';
comment on column document_number.recorded_by is 'Who took or explained it';
comment on column document_number.recorded_at is 'When';

create table case_document (
  case_id uuid not null,
  document_id uuid not null,
  unit_id text collate "C" not null,
  at_unit_id text collate "C" not null references unit,
  kind text collate "C" not null references document_kind,
  event_id uuid,
  number_unit_id text collate "C",
  number_kind text collate "C",
  number text,
  title text not null,
  made_on date not null,
  pages integer check (pages > 0),
  page_from integer check (page_from > 0),
  page_to integer,
  is_copy boolean not null default false,
  copy_checked_by text,
  copy_checked_on date,
  seal text,
  sealed_on date,
  elements jsonb not null default '{}' check (jsonb_typeof(elements) = 'object'),
  signatures jsonb not null default '[]' check (jsonb_typeof(signatures) = 'array'),
  service_mode text collate "C",
  served_on date,
  served_to text,
  receipt text,
  witnesses text[] not null default '{}',
  state text collate "C" not null default 'kept' check (state in ('kept', 'withdrawn')),
  reason text,
  version integer not null default 1,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default anjuan_now(),
  updated_at timestamptz not null default anjuan_now(),
  primary key (case_id, document_id),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  foreign key (case_id, event_id) references case_event (case_id, event_id),
  constraint case_document_number_fkey foreign key (number_unit_id, number_kind, number, document_id)
    references document_number (unit_id, kind, number, document_id),
  check ((number_unit_id is null) = (number_kind is null)),
  check (number_kind is null or number is not null),
  check ((page_from is null) = (page_to is null) and page_to >= page_from),
  check (state = 'kept' or reason is not null)
);
create index case_document_event on case_document (case_id, event_id);
comment on table case_document is 'The register of the documents of a case file; never deleted';
comment on column case_document.case_id is 'The case';
comment on column case_document.document_id is 'The document';
comment on column case_document.unit_id is 'Handling unit of the case, which access follows';
comment on column case_document.at_unit_id is 'Handling unit when it was recorded; it does not move with the case';
comment on column case_document.kind is 'Its kind';
comment on column case_document.event_id is 'The event it belongs to, of the same case';
comment on column case_document.number_unit_id is 'In whose book its number stands; null: in none';
comment on column case_document.number_kind is 'Kind of number template; null: the number is not ours';
comment on column case_document.number is 'Number as written on it; null: it bears none';
comment on column case_document.title is 'Title as written on it';
comment on column case_document.made_on is 'Date it bears';
comment on column case_document.pages is 'How many pages it has';
comment on column case_document.page_from is 'First page in the file; null: not yet bound in';
comment on column case_document.page_to is 'Last page in the file';
comment on column case_document.is_copy is 'A copy of what is kept elsewhere';
comment on column case_document.copy_checked_by is 'Who compared the copy with the original';
comment on column case_document.copy_checked_on is 'When';
comment on column case_document.seal is 'Whose seal it bears; null: none';
comment on column case_document.sealed_on is 'Day it was sealed';
comment on column case_document.elements is 'What it contains: an object by code of document_element, each with text, day, citations, people where given';
comment on column case_document.signatures is 'Who signed: a list of role, person_id, name, certificate_no, signed_on, opinion; personal data, erased with the party';
comment on column case_document.service_mode is 'How it was served; null: it was not';
comment on column case_document.served_on is 'Day of service';
comment on column case_document.served_to is 'Who took it; personal data';
comment on column case_document.receipt is 'The proof of service, such as its number';
comment on column case_document.witnesses is 'Witnesses of the service; personal data';
comment on column case_document.state is 'kept or withdrawn; a number stays with it either way';
comment on column case_document.reason is 'Why it was corrected last, or withdrawn';
comment on column case_document.version is 'ETag';
comment on column case_document.recorded_by is 'Who recorded it';
comment on column case_document.recorded_at is 'When';
comment on column case_document.updated_at is 'Changed last at';

create table case_document_change (
  case_id uuid not null,
  document_id uuid not null,
  version integer not null,
  unit_id text collate "C" not null,
  changed jsonb not null,
  reason text not null,
  changed_by uuid not null references person,
  changed_at timestamptz not null default anjuan_now(),
  primary key (case_id, document_id, version),
  foreign key (case_id, unit_id) references case_file (case_id, unit_id) on update cascade,
  foreign key (case_id, document_id) references case_document (case_id, document_id)
);
comment on table case_document_change is 'Each correction and withdrawal of a document: what was and what is; written by a trigger alone';
comment on column case_document_change.case_id is 'The case';
comment on column case_document_change.document_id is 'The document';
comment on column case_document_change.version is 'Its version since';
comment on column case_document_change.unit_id is 'Handling unit of the case, which access follows';
comment on column case_document_change.changed is 'What changed: an object by column, each with was and is';
comment on column case_document_change.reason is 'Why';
comment on column case_document_change.changed_by is 'Who changed it';
comment on column case_document_change.changed_at is 'When';

-- The lives that cases of the statistics' bench may have: 25, as many cases of each. Days count from the filing. All end within
-- 430 days, so that as many cases are in hand at the end of each quarter, however many quarters are older.
set client_min_messages = warning;
create schema if not exists bench;
create table if not exists bench.life (
  life integer, seq integer, kind text, after integer, outcome text, fine_fen bigint, amount_fen bigint, data jsonb, primary key (life, seq)
);
create table if not exists bench.life_penalty (life integer, "position" smallint, kind text, amount_fen bigint);
create table if not exists bench.slice (slice integer primary key, made_at timestamptz not null default now());
create table if not exists bench.life_ready (slice integer primary key);
create table if not exists bench.life_deadline (like anjuan.case_deadline);
create index if not exists life_deadline_case on bench.life_deadline (case_id);
create table if not exists bench.life_entry (case_id uuid, day date, indicator text collate "C", sub text collate "C", value bigint);
create index if not exists life_entry_case on bench.life_entry (case_id);
create table if not exists bench.first_case (case_id uuid primary key, slice integer);
create table if not exists bench.index_off (definition text);
create table if not exists bench.function_off (definition text);
create table if not exists bench.base (first date not null, today date not null);
truncate bench.life, bench.life_penalty;

insert into bench.base select date_trunc('quarter', anjuan.anjuan_today())::date, anjuan.anjuan_today() where not exists (select from bench.base);

insert into bench.life
select l, row_number() over (partition by l order by a, n), k, a, o, coalesce(f, 0), m, d::jsonb from (
  -- Ordinary procedure, a fine paid in time; some with an order to correct.
  select l, n, k, a + (l - 1) * case when n > 1 then 3 else 0 end as a, o, f, m, d from generate_series(1, 8) l, lateral (values
    (1, 'filed', 0, null, null, null, null), (2, 'evidence_registered', 2, null, null, null, '{"evidence_kind":"record"}'),
    (3, case when l % 2 = 0 then 'correction_ordered' else 'evidence_registered' end, 3, null, null, null,
        case when l % 2 = 0 then '{"days":15}' else '{"evidence_kind":"photo"}' end),
    (4, 'investigated', 15, 'penalty', null, null, null), (5, 'notice_served', 18, null, null, null, '{"until":"2001-01-01"}'),
    (6, 'decided', 30, 'penalty', 100000 * l, null, '{"tier":"ordinary"}'), (7, 'served', 33, null, null, null, '{"mode":"direct"}'),
    (8, 'disclosed', 38, null, null, null, null), (9, 'paid', 41, null, null, 100000 * l, null), (10, 'closed', 50, null, null, null, null))
    v(n, k, a, o, f, m, d)
  union all
  -- Simple procedure.
  select l, n, k, a + (l - 9) * case when n > 2 then 1 else 0 end, o, f, m, d from generate_series(9, 14) l, lateral (values
    (1, 'filed', 0, null, null, null, null), (2, 'decided', 0, 'penalty', 20000, null, null), (3, 'served', 0, null, null, null, '{"mode":"direct"}'),
    (4, 'paid', 6, null, null, 20000, null), (5, 'closed', 9, null, null, null, null)) v(n, k, a, o, f, m, d)
  union all
  select l, n, k, a, o, f, m, d from (values
    (15, 1, 'filed', 0, null, null, null, null), (15, 2, 'investigated', 20, 'no_penalty', null, null, null), (15, 3, 'decided', 40, 'no_penalty', null, null, null),
    (15, 4, 'served', 44, null, null, null, '{"mode":"direct"}'), (15, 5, 'closed', 60, null, null, null, null),
    (16, 1, 'filed', 0, null, null, null, null), (16, 2, 'investigated', 70, 'no_penalty', null, null, null), (16, 3, 'decided', 85, 'no_penalty', null, null, null),
    (16, 4, 'served', 88, null, null, null, '{"mode":"post"}'), (16, 5, 'closed', 100, null, null, null, null),
    (17, 1, 'filed', 0, null, null, null, null), (17, 2, 'investigated', 25, 'not_established', null, null, null), (17, 3, 'decided', 33, 'not_established', null, null, null),
    (17, 4, 'served', 35, null, null, null, '{"mode":"direct"}'), (17, 5, 'closed', 47, null, null, null, null),
    (18, 1, 'filed', 0, null, null, null, null), (18, 2, 'terminated', 150, null, null, null, '{"basis":"organisation dissolved"}'),
    (19, 1, 'filed', 0, null, null, null, null), (19, 2, 'transferred', 30, null, null, null, '{"transfer_kind":"criminal"}'),
    -- Decided after the time for it.
    (20, 1, 'filed', 0, null, null, null, null), (20, 2, 'investigated', 80, 'penalty', null, null, null), (20, 3, 'decided', 120, 'penalty', 300000, null, '{"tier":"lighter","basis":"first"}'),
    (20, 4, 'served', 124, null, null, null, '{"mode":"post"}'), (20, 5, 'disclosed', 160, null, null, null, null), (20, 6, 'paid', 130, null, null, 300000, null),
    (20, 7, 'closed', 170, null, null, null, null),
    -- Paid late, with additions; enforced by the court.
    (21, 1, 'filed', 0, null, null, null, null), (21, 2, 'investigated', 30, 'penalty', null, null, null), (21, 3, 'decided', 50, 'penalty', 500000, null, '{"tier":"ordinary"}'),
    (21, 4, 'served', 55, null, null, null, '{"mode":"direct"}'), (21, 5, 'disclosed', 60, null, null, null, null), (21, 6, 'fine_added', 200, null, null, 60000, null),
    (21, 7, 'paid', 210, null, null, 560000, null), (21, 8, 'closed', 215, null, null, null, null),
    (25, 1, 'filed', 0, null, null, null, null), (25, 2, 'investigated', 30, 'penalty', null, null, null), (25, 3, 'decided', 60, 'penalty', 800000, null, '{"tier":"heavier"}'),
    (25, 4, 'served', 66, null, null, null, '{"mode":"post"}'), (25, 5, 'disclosed', 70, null, null, null, null), (25, 6, 'demand_served', 270, null, null, null, null),
    (25, 7, 'court_applied', 300, null, null, null, null), (25, 8, 'paid', 415, null, null, 800000, null), (25, 9, 'closed', 425, null, null, null, null),
    -- Reconsideration, a hearing and heavier kinds, a suit.
    (22, 1, 'filed', 0, null, null, null, null), (22, 2, 'investigated', 20, 'penalty', null, null, null), (22, 3, 'decided', 40, 'penalty', 400000, null, '{"tier":"mitigated","basis":"young"}'),
    (22, 4, 'served', 43, null, null, null, '{"mode":"direct"}'), (22, 5, 'disclosed', 47, null, null, null, null), (22, 6, 'paid', 55, null, null, 400000, null),
    (22, 7, 'reconsideration_accepted', 80, null, null, null, null), (22, 8, 'reconsideration_ended', 140, 'upheld', null, null, null), (22, 9, 'closed', 150, null, null, null, null),
    (23, 1, 'filed', 0, null, null, null, null), (23, 2, 'investigated', 30, 'penalty', null, null, null), (23, 3, 'hearing_told', 35, null, null, null, '{"until":"2001-01-01"}'),
    (23, 4, 'hearing_requested', 38, null, null, null, null), (23, 5, 'hearing_held', 50, 'held', null, null, null), (23, 6, 'discussed', 60, null, null, null, null),
    (23, 7, 'decided', 70, 'penalty', 1500000, null, '{"tier":"ordinary"}'), (23, 8, 'served', 73, null, null, null, '{"mode":"direct"}'),
    (23, 9, 'paid', 80, null, null, 1500000, null), (23, 10, 'closed', 95, null, null, null, null),
    (24, 1, 'filed', 0, null, null, null, null), (24, 2, 'investigated', 20, 'penalty', null, null, null), (24, 3, 'decided', 45, 'penalty', 600000, null, '{"tier":"ordinary"}'),
    (24, 4, 'served', 48, null, null, null, '{"mode":"direct"}'), (24, 5, 'paid', 55, null, null, 650000, null), (24, 6, 'refunded', 75, null, null, 50000, null),
    (24, 7, 'suit_accepted', 120, null, null, null, null), (24, 8, 'suit_ended', 250, 'dismissed', null, null, null), (24, 9, 'closed', 260, null, null, null, null)
  ) x(l, n, k, a, o, f, m, d)) y;

insert into bench.life_penalty
select life, 1, 'fine', fine_fen from bench.life where kind = 'decided' and fine_fen > 0
union all values (4, 2, 'warning', null::bigint), (12, 2, 'warning', null), (23, 2, 'stop_production', null);
analyze bench.life;

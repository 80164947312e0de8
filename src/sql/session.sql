-- name: begin
begin

-- name: commit
commit

-- name: rollback
rollback

-- name: auth_begin
select verdict, person_id from auth_begin(:token_hash::text, :permission::text, :route_id::text, :request_id::text, :subject::text)

-- name: plan_once
-- What has many values that may be absent is planned once a connection: the plans for each set of them look better than they
-- are by more than planning costs.
select set_config('plan_cache_mode', 'force_generic_plan', true)

-- name: idem_begin
select verdict, status, body, etag, location from idem_begin(:route_id::text, :idempotency_key::text, :request_hash::text)

-- name: audit_note
select audit_add(:outcome::text, null, :request_body::text)

-- name: audit_refusal
select audit_refusal(:token_hash::text, :route_id::text, :request_id::text, :outcome::text, :subject::text)

-- name: ready
select anjuan_is_test(), (select count(*) from migration)

-- name: signin_begin
select wait_s, salt, ops, mem, attempt
from signin_begin(:login::text, :source::text, :token_hash::text, :pair_max::integer, :login_max::integer, :source_max::integer)

-- name: signin_end
select s.person_id, json_build_object('token', :token::text, 'expires_at', s.expires_at, 'person_id', s.person_id,
                                      'login', :login, 'name', s.name)::text
from signin_end(:login::text, :source::text, :attempt::bigint, :proof::text, :new_token_hash::text, :agent::text,
                :idle_s::integer, :absolute_s::integer, :request_id::text) s

-- name: session_end
select session_end()

-- name: me_get
-- audit: one
with r as (
  select a.role, a.unit_id, a.valid_from, a.valid_to from role_assignment a
  where a.person_id = actor_person() and a.valid_from <= anjuan_today() and (a.valid_to is null or a.valid_to >= anjuan_today())
)
select json_build_object(
         'person_id', p.person_id, 'login', p.login, 'name', p.name, 'kind', p.kind,
         'certificate_no', p.certificate_no, 'certificate_from', p.certificate_from, 'certificate_to', p.certificate_to,
         'units', (select coalesce(json_agg(json_build_object('unit_id', u.unit_id, 'name_zh', u.name_zh, 'name_en', u.name_en)
                                           order by u.unit_id), '[]')
                     from unit u where u.unit_id in (select unit_id from r)),
         'roles', (select coalesce(json_agg(json_build_object('role', role, 'unit_id', unit_id, 'valid_from', valid_from,
                                                             'valid_to', valid_to) order by role, unit_id), '[]') from r),
         'permissions', (select coalesce(json_agg(json_build_object('permission', permission, 'scope', scope)
                                                  order by permission), '[]')
                           from (select rp.permission, min(rp.scope) as scope
                                   from role_permission rp where rp.role in (select role from r) group by rp.permission) x)) as body,
       p.version as etag, p.person_id as subject_id
from person p
where p.person_id = actor_person()

-- name: credential_salt
select wait_s, salt, ops, mem from credential_salt(:pair_max::integer)

-- name: credential_proves
select credential_proves(:proof::text)

-- name: credential_set
select credential_set(:person_id::uuid, :salt::text, :ops::bigint, :mem::bigint, :verifier::text)

-- name: audit_note_plain
select audit_add(:outcome::text, array[:person_id::uuid])

-- name: background_sequence
select audit_sequence(:most::integer)

-- name: background_sweep
select sweep(), audit_partitions(), campaign_sweep()

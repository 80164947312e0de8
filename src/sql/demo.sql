-- The demonstration world. Ids are fixed, so that the examples of the API work in it as they stand.

-- name: demo_job
-- flag: job
select begin_job('setup')

-- name: demo_is_there
-- flag: job
select exists (select from person where login = 'officer1.huangpu')

-- name: demo_people
-- flag: job
with p(n, login, name, role, unit_id, certificate) as (values
  ('01', 'officer1.huangpu', '王建国', 'officer', '310101', true), ('02', 'officer2.huangpu', '李明', 'officer', '310101', true),
  ('03', 'lead.huangpu', '陈志远', 'lead', '310101', true),
  ('04', 'officer1.pudong', '张伟', 'officer', '310115', true), ('05', 'officer2.pudong', '刘洋', 'officer', '310115', true),
  ('06', 'lead.pudong', '赵敏', 'lead', '310115', true),
  ('07', 'officer1.jiading', '周强', 'officer', '310114', true), ('08', 'officer2.jiading', '吴芳', 'officer', '310114', true),
  ('09', 'lead.jiading', '郑海涛', 'lead', '310114', true),
  ('0a', 'officer1.centre', '孙立', 'officer', 'centre', true), ('0b', 'officer2.centre', '马超', 'officer', 'centre', true),
  ('0c', 'lead.centre', '朱红', 'lead', 'centre', true),
  ('0d', 'reviewer1.city', '胡静', 'reviewer', 'city', false), ('0e', 'reviewer2.city', '郭峰', 'reviewer', 'city', false),
  ('0f', 'reviewer3.pudong', '何洁', 'reviewer', '310115', false),
  ('10', 'legalreview.city', '高翔', 'legal_reviewer', 'city', true), ('11', 'legal1.city', '林婷', 'legal_department', 'city', false),
  ('12', 'legal2.city', '罗斌', 'legal_department', 'city', false), ('13', 'auditor.city', '梁宇', 'auditor', 'city', false),
  ('14', 'admin.city', '宋佳', 'administrator', 'city', false), ('15', 'service.hotline', '12345热线', 'service', 'city', false),
  ('16', 'officer1.city', '江涛', 'officer', 'city', true), ('17', 'officer2.city', '苏晴', 'officer', 'city', true),
  ('18', 'lead.city', '方正', 'lead', 'city', true)
), made as (
  insert into person (person_id, login, name, kind, certificate_no, certificate_from, certificate_to, legal_qualified)
  select ('01920000-0000-7000-8000-0000000000' || n)::uuid, login, name, case role when 'service' then 'service' else 'person' end,
         case when certificate then '090101000' || n end, case when certificate then date '2020-01-01' end,
         case when certificate then date '2035-12-31' end, role = 'legal_reviewer'
    from p
  returning 1
)
insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)
select ('01920000-0000-7000-8000-0000000005' || n)::uuid, ('01920000-0000-7000-8000-0000000000' || n)::uuid, unit_id, role,
       date '2020-01-01'
  from p
union all
-- The city's legal reviewer reviews for Huangpu, too.
select '01920000-0000-7000-8000-000000000520', '01920000-0000-7000-8000-000000000010', '310101', 'legal_reviewer', date '2020-01-01'

-- name: demo_people_list
-- flag: job
select person_id, login from person where kind <> 'system' and person_id::text like '01920000-0000-7000-8000-0000000000%' order by login

-- name: demo_credential
-- flag: job
select credential_set(:person_id::uuid, :salt::text, :ops::bigint, :mem::bigint, :verifier::text)

-- name: job_begin
-- flag: job
select begin_job(:kind::text)

-- name: user_create
-- flag: job
with p as (
  insert into person (person_id, login, name) values (:person_id::uuid, :login::text, :name::text) returning person_id
)
insert into role_assignment (assignment_id, person_id, unit_id, role, valid_from)
select gen_random_uuid(), p.person_id, :unit_id::text, :role::text, anjuan_today() from p

-- name: job_audit
-- flag: job
select audit_add('ok', array[:subject_id::uuid])

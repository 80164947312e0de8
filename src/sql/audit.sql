-- name: audit_list
-- flag: custom_plan
-- audit: list
select row_to_json(x)::text as body, x.seq as key_1, x.seq as key_2, null::uuid as subject_id
from (
  select e.seq, e.event_id, e.at, e.actor_id, p.login as actor_login, p.name as actor_name, e.action, e.outcome,
         v.content::json -> 'request' as request_id, v.content::json -> 'subjects' as subjects,
         v.content::json -> 'commitment' as commitment, encode(e.leaf_hash, 'hex') as leaf_hash
    from audit_entry e
    join audit_event v on v.event_id = e.event_id and v.at = e.at
    left join person p on p.person_id = e.actor_id
   where (:subject_id::uuid is null or e.seq in (select s.seq from audit_subject s where s.subject_id = :subject_id))
     and (:actor_id::uuid is null or e.actor_id = :actor_id)
     and (:action::text is null or e.action = :action)
     and (:outcome::text is null or e.outcome = :outcome)
     and (:from::timestamptz is null or e.at >= :from) and (:to::timestamptz is null or e.at < :to)
     and e.seq < coalesce(:cursor_1::bigint, 9223372036854775807)
   order by e.seq desc limit :fetch::integer
) x
order by x.seq desc

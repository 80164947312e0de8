-- A draft of a scheme of assessment may be changed as a whole; what was published stays as before.
set local role anjuan_owner;

create or replace function assessment_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
declare
  may_change constant text[] := array['state', 'summary', 'published_by', 'published_at', 'version']
                                || case when old.state = 'draft' and new.state = 'draft' then array['title', 'task', 'publishes'] else '{}' end;
begin
  if to_jsonb(new) - may_change <> to_jsonb(old) - may_change
     or (old.state, new.state) not in (('draft', 'draft'), ('draft', 'published'), ('published', 'published'), ('published', 'retired'), ('retired', 'retired'))
  then
    raise exception 'a scheme does not change so' using errcode = '23514', constraint = 'assessment_stays';
  end if;
  return new;
end $$;

create or replace function assessment_item_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
declare
  one constant uuid := case tg_op when 'DELETE' then old.assessment_id else new.assessment_id end;
begin
  if tg_op = 'UPDATE' or exists (select from assessment a where a.assessment_id = one and a.state <> 'draft') then
    raise exception 'a published scheme keeps its items' using errcode = '23514', constraint = 'assessment_stays';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
comment on function assessment_item_stays() is 'Items and targets of a published scheme stay; those of a draft are written anew';

drop trigger final on assessment_item;
drop trigger final on assessment_target;
create trigger assessment_kept before update or delete on assessment_item for each row execute function assessment_item_stays();
create trigger assessment_kept before update or delete on assessment_target for each row execute function assessment_item_stays();
create trigger final before truncate on assessment_item for each statement execute function frozen_is_final();
create trigger final before truncate on assessment_target for each statement execute function frozen_is_final();

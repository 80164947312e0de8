-- The same as in 0172 without making JSON of a whole population: that took most of the time of a draw.
set local role anjuan_owner;

create or replace function campaign_stays() returns trigger language plpgsql set search_path = anjuan, pg_temp as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'campaign_stratum' then
    if old.drawn is null and (new.campaign_id, new.unit_id, new.key, new.closed) = (old.campaign_id, old.unit_id, old.key, old.closed)
       and new.files = old.files then
      return new;
    end if;
  end if;
  raise exception 'what was drawn never changes' using errcode = '23514', constraint = 'campaign_fixed';
end $$;

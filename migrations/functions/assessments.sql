-- What schemes of assessment measure. Applied after comparison.sql.
set local role anjuan_definer;

-- The value of every item of a scheme for every unit in use, from the start of its year to the end of a quarter, and what it was made
-- from; null: there was nothing to measure.
create or replace function assessment_values(p_assessment uuid, p_quarter text)
  returns table (unit_id text, code text, weight integer, full_at bigint, zero_at bigint, less boolean, value bigint, made_from jsonb)
  stable security definer set search_path = anjuan, pg_temp language plpgsql as $$
begin
  if not has_permission('assessment.write') then
    return;
  end if;
  return query
  with i as materialized (
    select x.* from assessment_item x where x.assessment_id = p_assessment
  ), p as (
    select quarter_first(left(p_quarter, 4) || 'Q1') as first, quarter_last(p_quarter) as last
  ), c as materialized (
    select z.* from cells_compared(p_quarter, false) z where z.period = 'to_date' and exists (select from i where i.source = 'indicator')
  ), q as (
    select jsonb_agg(jsonb_build_object('quarter', x.quarter, 'version', (select f.version from quarter_freeze f where f.freeze_id = quarter_shown(x.quarter, false))) order by x.quarter) as quarters
      from (select left(p_quarter, 4) || 'Q' || n as quarter from generate_series(1, right(p_quarter, 1)::integer) n) x
  ), r as (
    select z.unit_id, sum(z.mean::numeric * z.reviewed) / nullif(sum(z.reviewed) filter (where z.mean is not null), 0) as mean, sum(z.reviewed) as reviewed,
           sum(z.excellent) as excellent, sum(z.pass) as pass, sum(z.fail) as fail,
           jsonb_agg(jsonb_build_object('campaign_id', z.campaign_id, 'reviewed', z.reviewed, 'mean', z.mean, 'low', z.low, 'high', z.high, 'excellent', z.excellent,
                                        'pass', z.pass, 'fail', z.fail) order by g.period_to, z.campaign_id) as campaigns
      from campaign_unit_result z join campaign g using (campaign_id), p where g.period_to between p.first and p.last group by 1
  ), d as (
    select unit_at(z.case_id, z.due_on) as unit_id, i.code, count(*) as due, count(*) filter (where z.met_on <= z.due_on) as in_time
      from i join case_deadline z on i.source = 'deadline' and (z.code = i.figure or i.figure = 'all' and not z.party_right), p
     where z.due_on between p.first and least(p.last, anjuan_today() - 1) and not coalesce(z.void_on <= z.due_on, false) group by 1, 2
  )
  select u.unit_id, i.code, i.weight, coalesce(t.full_at, i.full_at), coalesce(t.zero_at, i.zero_at), i.less,
         case i.source
           when 'indicator' then coalesce(c.value, case when k.kind in ('share', 'mean', 'median') then null else 0 end)
           when 'review' then case i.figure when 'mean' then round(r.mean) when 'excellent_bp' then round(10000.0 * r.excellent / nullif(r.reviewed, 0))
                                            when 'pass_bp' then round(10000.0 * r.pass / nullif(r.reviewed, 0)) else round(10000.0 * r.fail / nullif(r.reviewed, 0)) end
           else round(10000.0 * d.in_time / nullif(d.due, 0)) end::bigint,
         case i.source
           when 'indicator' then jsonb_build_object('indicator', i.figure, 'sub', i.sub, 'unit_id', u.unit_id, 'quarters', q.quarters)
           when 'review' then jsonb_build_object('figure', i.figure, 'campaigns', coalesce(r.campaigns, '[]'))
           else jsonb_build_object('term', i.figure, 'due', coalesce(d.due, 0), 'in_time', coalesce(d.in_time, 0)) end
    from i cross join unit u cross join q
    left join assessment_target t on t.assessment_id = p_assessment and t.code = i.code and t.unit_id = u.unit_id
    left join indicator k on i.source = 'indicator' and k.indicator = i.figure
    left join c on i.source = 'indicator' and c.unit_id = u.unit_id and c.indicator = i.figure and c.sub = i.sub
    left join r on i.source = 'review' and r.unit_id = u.unit_id
    left join d on d.code = i.code and d.unit_id = u.unit_id
   where u.active order by u.unit_id, i.position;
end $$;
revoke all on function assessment_values(uuid, text) from public;
grant execute on function assessment_values(uuid, text) to anjuan_login, anjuan_jobs;

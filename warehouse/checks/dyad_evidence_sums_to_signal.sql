-- Values of dyads that the shares of their evidence do not add up to; a dyad has none on most days, and those are left out.
with reach as (
  select unnest(range(max(value)::bigint)) as lag_days
  from signal.parameter
  where name = 'window_days'
),
pooled as (
  select
    panel.published_on,
    daily.actor_id,
    daily.recipient_id,
    daily.kind,
    daily.scope,
    sum(daily.intensity_sum * panel.weight) as value
  from signal.dyad_outlet_daily as daily
  cross join reach
  join signal.coverage_window as panel
    on panel.outlet = daily.outlet
    and panel.published_on = daily.published_on + reach.lag_days::integer
  where panel.published_on <= (select max(published_on) from signal.coverage_daily)
  group by all
),
proof as (
  select published_on, actor_id, recipient_id, kind, scope, sum(share) as share_sum
  from signal.dyad_evidence
  group by all
)
select published_on, actor_id, recipient_id, kind, scope, pooled.value, proof.share_sum
from pooled
full join proof using (published_on, actor_id, recipient_id, kind, scope)
where abs(coalesce(pooled.value, 0) - coalesce(proof.share_sum, 0)) > 1e-9;

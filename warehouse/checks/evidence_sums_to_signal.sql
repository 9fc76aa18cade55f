-- Values that the shares of their evidence do not add up to.
with proof as (
  select published_on, actor_id, role, kind, scope, sum(share) as share_sum
  from signal.evidence
  group by all
)
select daily.published_on, daily.actor_id, daily.role, daily.kind, daily.scope, daily.value, proof.share_sum
from signal.actor_daily as daily
left join proof using (published_on, actor_id, role, kind, scope)
where abs(coalesce(daily.value, 0) - coalesce(proof.share_sum, 0)) > 1e-9;

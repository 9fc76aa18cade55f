-- Values of dyads that the shares of their evidence do not add up to.
with proof as (
  select published_on, actor_id, recipient_id, kind, scope, sum(share) as share_sum
  from signal.dyad_evidence
  group by all
),
valued as (
  select published_on, actor_id, recipient_id, kind, scope, value
  from signal.pooled_between(
    date '1900-01-01', date '2999-12-31', (select list(series_id) from signal.series where subject = 'dyad')
  )
  where published_on <= (select max(published_on) from signal.coverage_daily)
)
select published_on, actor_id, recipient_id, kind, scope, valued.value, proof.share_sum
from valued
full join proof using (published_on, actor_id, recipient_id, kind, scope)
where abs(coalesce(valued.value, 0) - coalesce(proof.share_sum, 0)) > 1e-6;

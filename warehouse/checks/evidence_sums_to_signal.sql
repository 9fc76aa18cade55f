-- Values of any series but dyads that the shares of their evidence do not add up to.
with proof as (
  select published_on, subject, party_id as actor_id, role, kind, scope, sum(share) as share_sum
  from signal.series_evidence
  where subject <> 'dyad'
  group by all
),
valued as (
  select pooled.published_on, series.subject, series.actor_id, series.role, series.kind, series.scope, pooled.value
  from signal.series_window as pooled
  join signal.series as series using (series_id)
  where pooled.published_on <= (select max(published_on) from signal.coverage_daily)
)
select published_on, subject, actor_id, role, kind, scope, valued.value, proof.share_sum
from valued
full join proof using (published_on, subject, actor_id, role, kind, scope)
where abs(coalesce(valued.value, 0) - coalesce(proof.share_sum, 0)) > 1e-6;

-- Dyads ranked as of a day: level of each series, and change against one window earlier.
-- $as_of: the day; $scope as in signal.dyad_daily; $party_id: an actor that takes part on either side, or empty for all.
with window_length as (
  select max(value)::integer as window_days
  from signal.parameter
  where name = 'window_days'
),
reach as (
  select unnest(range(window_days))::integer as lag_days
  from window_length
),
recent as (
  select published_on, outlet, actor_id, recipient_id, kind, story_count, intensity_sum
  from signal.dyad_outlet_daily
  where scope = $scope
    and published_on between $as_of::date - 2 * (select window_days from window_length) and $as_of::date
    and ($party_id = '' or actor_id = $party_id or recipient_id = $party_id)
),
pooled as (
  select
    recent.actor_id,
    recent.recipient_id,
    panel.published_on,
    coalesce(sum(recent.intensity_sum * panel.weight) filter (where recent.kind = 'act'), 0) as act,
    coalesce(sum(recent.intensity_sum * panel.weight) filter (where recent.kind = 'threat'), 0) as threat,
    coalesce(sum(recent.intensity_sum * panel.weight) filter (where recent.kind = 'deescalation'), 0) as deescalation,
    count(distinct recent.outlet) as outlet_count
  from recent
  cross join reach
  join signal.coverage_window as panel
    on panel.outlet = recent.outlet
    and panel.published_on = recent.published_on + reach.lag_days
  where panel.published_on in ($as_of::date, $as_of::date - (select window_days from window_length))
  group by recent.actor_id, recent.recipient_id, panel.published_on
),
story as (
  select hit.actor_id, hit.recipient_id, count(distinct hit.article_id) as story_count
  from signal.story_dyad_hit as hit
  join signal.coverage_window as panel
    on panel.outlet = hit.outlet
    and panel.published_on = $as_of::date
  where hit.scope = $scope
    and hit.published_on > $as_of::date - (select window_days from window_length)
    and hit.published_on <= $as_of::date
    and ($party_id = '' or hit.actor_id = $party_id or hit.recipient_id = $party_id)
  group by hit.actor_id, hit.recipient_id
)
select
  coalesce(now.actor_id, before.actor_id) as actor_id,
  coalesce(now.recipient_id, before.recipient_id) as recipient_id,
  coalesce(now.act, 0) + coalesce(now.threat, 0) as tension,
  coalesce(now.act, 0) + coalesce(now.threat, 0) - coalesce(before.act, 0) - coalesce(before.threat, 0) as change,
  coalesce(now.act, 0) as act,
  coalesce(now.threat, 0) as threat,
  coalesce(now.deescalation, 0) as deescalation,
  coalesce(story.story_count, 0)::integer as story_count,
  coalesce(now.outlet_count, 0)::integer as outlet_count
from (select * from pooled where published_on = $as_of::date) as now
full join (select * from pooled where published_on <> $as_of::date) as before
  on before.actor_id = now.actor_id
  and before.recipient_id = now.recipient_id
left join story
  on story.actor_id = coalesce(now.actor_id, before.actor_id)
  and story.recipient_id = coalesce(now.recipient_id, before.recipient_id)
order by tension desc, deescalation desc, actor_id, recipient_id;

-- Actors ranked as of a day: level and change of each series, and the last days for a sparkline.
-- $as_of: the day; $role, $scope: as in signal.actor_daily; $spark_days: length of the sparkline.
with window_length as (
  select max(value)::integer as window_days
  from signal.parameter
  where name = 'window_days'
),
reach as (
  select unnest(range(window_days))::integer as lag_days
  from window_length
),
span as (
  select
    unnest(generate_series(
      $as_of::date - greatest($spark_days::integer - 1, (select window_days from window_length)),
      $as_of::date,
      interval 1 day
    ))::date as published_on
),
recent as (
  select published_on, outlet, actor_id, kind, story_count, intensity_sum
  from signal.actor_outlet_daily
  where role = $role
    and scope = $scope
    and published_on between $as_of::date - ($spark_days::integer + 2 * (select window_days from window_length)) and $as_of::date
),
pooled as (
  select
    recent.actor_id,
    panel.published_on,
    sum(recent.intensity_sum * panel.weight) filter (where recent.kind = 'act') as act,
    sum(recent.intensity_sum * panel.weight) filter (where recent.kind = 'threat') as threat,
    sum(recent.intensity_sum * panel.weight) filter (where recent.kind = 'deescalation') as deescalation,
    count(distinct recent.outlet) filter (where recent.kind <> 'deescalation') as outlet_count
  from recent
  cross join reach
  join signal.coverage_window as panel
    on panel.outlet = recent.outlet
    and panel.published_on = recent.published_on + reach.lag_days
  group by recent.actor_id, panel.published_on
),
known_day as (
  select distinct published_on
  from signal.coverage_window
),
grid as (
  select
    actor.actor_id,
    span.published_on,
    case
      when known_day.published_on is null then null
      else coalesce(pooled.act, 0) + coalesce(pooled.threat, 0)
    end as tension,
    pooled.act,
    pooled.threat,
    pooled.deescalation,
    pooled.outlet_count
  from (select distinct actor_id from pooled) as actor
  cross join span
  left join known_day using (published_on)
  left join pooled
    on pooled.actor_id = actor.actor_id
    and pooled.published_on = span.published_on
),
level as (
  select
    actor_id,
    list(tension order by published_on) filter (where published_on > $as_of::date - $spark_days::integer) as sparkline,
    max(tension) filter (where published_on = $as_of::date) as tension,
    coalesce(max(act) filter (where published_on = $as_of::date), 0) as act,
    coalesce(max(threat) filter (where published_on = $as_of::date), 0) as threat,
    coalesce(max(deescalation) filter (where published_on = $as_of::date), 0) as deescalation,
    coalesce(max(outlet_count) filter (where published_on = $as_of::date), 0) as outlet_count,
    max(tension) filter (
      where published_on = $as_of::date - (select window_days from window_length)
    ) as tension_before
  from grid
  group by actor_id
),
story as (
  select hit.actor_id, count(distinct hit.article_id) as story_count
  from signal.story_hit as hit
  join signal.coverage_window as panel
    on panel.outlet = hit.outlet
    and panel.published_on = $as_of::date
  where role = $role
    and scope = $scope
    and kind in ('act', 'threat')
    and hit.published_on > $as_of::date - (select window_days from window_length)
    and hit.published_on <= $as_of::date
  group by hit.actor_id
)
select
  level.actor_id,
  coalesce(actor.name, level.actor_id) as name,
  coalesce(actor.kind, '') as actor_kind,
  coalesce(actor.region, '') as region,
  level.tension,
  level.tension - level.tension_before as change,
  level.act,
  level.threat,
  level.deescalation,
  coalesce(story.story_count, 0)::integer as story_count,
  level.outlet_count::integer as outlet_count,
  level.sparkline
from level
left join story using (actor_id)
left join coded.actor as actor
  on actor.actor_id = level.actor_id
  and actor.lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
order by level.tension desc nulls last, level.actor_id;

-- The dyads that rose most against one window earlier. $as_of: the day; $scope; $window_days: the window; $rows_max: how many.
with edge as (
  select $as_of::date as published_on, 1 as sign
  union all
  select $as_of::date - $window_days::integer, -1
),
panel as (
  select edge.published_on, edge.sign, coverage.outlet, coverage.weight
  from edge
  join signal.coverage_window as coverage using (published_on)
),
counted as (
  select
    daily.series_id,
    panel.sign,
    daily.intensity_sum * panel.weight as share,
    daily.story_count
  from signal.series_outlet_daily as daily
  join signal.coverage_daily as coverage
    on coverage.published_on = daily.published_on
    and coverage.outlet = daily.outlet
  join panel
    on panel.outlet = daily.outlet
    and daily.published_on between panel.published_on - ($window_days::integer - 1) and panel.published_on
  where not coverage.is_left_out
    -- Both windows, said once more so that no other day is read.
    and daily.published_on between $as_of::date - (2 * $window_days::integer - 1) and $as_of::date
    and coverage.published_on between $as_of::date - (2 * $window_days::integer - 1) and $as_of::date
),
risen as (
  select
    series.actor_id,
    series.recipient_id,
    sum(counted.share) filter (where counted.sign > 0) as tension,
    sum(counted.share * counted.sign) as change,
    sum(counted.story_count) filter (where counted.sign > 0)::integer as story_count
  from counted
  join signal.series as series using (series_id)
  where series.subject = 'dyad'
    and series.kind = 'tension'
    and series.scope = $scope
    -- Without an earlier panel nothing rose: there is nothing to compare with.
    and exists (from panel where sign < 0)
  group by series.actor_id, series.recipient_id
  having sum(counted.share * counted.sign) > 0.005
  order by change desc, series.actor_id, series.recipient_id
  limit $rows_max
),
named as (
  select actor_id, name
  from coded.actor
  where lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1)
)
select
  risen.*,
  coalesce(actor.name, risen.actor_id) as actor,
  coalesce(recipient.name, risen.recipient_id) as recipient
from risen
left join named as actor on actor.actor_id = risen.actor_id
left join named as recipient on recipient.actor_id = risen.recipient_id
order by risen.change desc, risen.actor_id, risen.recipient_id;

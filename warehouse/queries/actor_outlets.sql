-- Each outlet over a span of days: its stories, those of one actor, and what one unit of its intensity is worth.
-- The formula of the signal with the span as its window: weight is 0 for an outlet that takes no part.
-- $first_on, $last_on: the span; $actor_id, $role, $scope: as in signal.actor_daily.
with counted as (
  select
    own.outlet,
    sum(own.intensity_sum) filter (where own.kind = 'act') as act,
    sum(own.intensity_sum) filter (where own.kind = 'threat') as threat,
    sum(own.intensity_sum) filter (where own.kind = 'deescalation') as deescalation,
    sum(own.intensity_square_sum) filter (where own.kind = 'tension') as tension_square_sum
  from signal.actor_outlet_daily as own
  join signal.coverage_daily as coverage
    on coverage.outlet = own.outlet
    and coverage.published_on = own.published_on
  where own.actor_id = $actor_id
    and own.role = $role
    and own.scope = $scope
    and own.published_on between $first_on::date and $last_on::date
    and not coverage.is_left_out
  group by own.outlet
)
select
  panel.outlet,
  panel.story_count::integer as story_count,
  panel.takes_part,
  panel.level,
  panel.weight,
  coalesce(counted.act, 0) as act,
  coalesce(counted.threat, 0) as threat,
  coalesce(counted.deescalation, 0) as deescalation,
  coalesce(counted.tension_square_sum, 0) as tension_square_sum
from signal.panel_between($first_on::date, $last_on::date) as panel
left join counted using (outlet)
order by panel.story_count desc, panel.outlet;

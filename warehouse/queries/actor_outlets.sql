-- Each outlet over a span of days: its stories, those of one actor, and what one unit of its intensity is worth.
-- The formula of the signal with the span as its window: weight is 0 for an outlet with too few stories to take part.
-- $first_on, $last_on: the span; $actor_id, $role, $scope: as in signal.actor_daily.
with parameter as (
  select
    max(value) filter (where name = 'outlet_stories_min') as outlet_stories_min,
    max(value) filter (where name = 'window_days') as window_days
  from signal.parameter
),
covered as (
  select
    outlet,
    sum(story_count) as story_count,
    -- In a span shorter than the window an outlet needs a share of the stories.
    sum(story_count) >= any_value(
      outlet_stories_min * least(1, ($last_on::date - $first_on::date + 1) / window_days)
    ) as takes_part
  from signal.coverage_daily
  cross join parameter
  where published_on between $first_on::date and $last_on::date
  group by outlet
),
counted as (
  select
    outlet,
    sum(intensity_sum) filter (where kind = 'act') as act,
    sum(intensity_sum) filter (where kind = 'threat') as threat,
    sum(intensity_sum) filter (where kind = 'deescalation') as deescalation,
    sum(intensity_square_sum) filter (where kind in ('act', 'threat')) as tension_square_sum
  from signal.actor_outlet_daily
  where actor_id = $actor_id
    and role = $role
    and scope = $scope
    and published_on between $first_on::date and $last_on::date
  group by outlet
)
select
  covered.outlet,
  covered.story_count::integer as story_count,
  covered.takes_part,
  case when covered.takes_part
    then 1000 / covered.story_count / count(*) filter (where covered.takes_part) over ()
    else 0
  end as weight,
  coalesce(counted.act, 0) as act,
  coalesce(counted.threat, 0) as threat,
  coalesce(counted.deescalation, 0) as deescalation,
  coalesce(counted.tension_square_sum, 0) as tension_square_sum
from covered
left join counted using (outlet)
where covered.story_count > 0
order by covered.story_count desc, covered.outlet;

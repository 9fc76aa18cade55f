-- What each outlet tells of the world's tension in a month: intensity per 1,000 of its stories.
with told as (
  select
    date_trunc('month', daily.published_on)::date as month,
    daily.outlet,
    sum(daily.intensity_sum) as intensity_sum
  from signal.series_outlet_daily as daily
  join signal.series as series using (series_id)
  where series.subject = 'global'
    and series.kind = 'tension'
    and series.scope = 'international'
  group by all
),
covered as (
  select
    date_trunc('month', published_on)::date as month,
    outlet,
    sum(story_count) as story_count
  from signal.coverage_daily
  group by all
)
select
  covered.month,
  covered.outlet,
  covered.story_count::integer as story_count,
  1000 * coalesce(told.intensity_sum, 0) / covered.story_count as value
from covered
left join told using (month, outlet)
where covered.story_count >= $stories_min
order by covered.month, covered.outlet;

-- Stories and intensity (all actors, act plus threat) of every outlet on every day that counts.
select
  coverage.outlet,
  coverage.published_on,
  coverage.story_count,
  coalesce(sum(daily.intensity_sum), 0) as intensity_sum
from signal.coverage_daily as coverage
left join (
  select sums.published_on, sums.outlet, sums.intensity_sum
  from signal.series_outlet_daily as sums
  join signal.series as series using (series_id)
  where series.subject = 'global'
    and series.kind = 'tension'
) as daily
  on daily.published_on = coverage.published_on
  and daily.outlet = coverage.outlet
where coverage.story_count > 0
  and not coverage.is_left_out
group by coverage.outlet, coverage.published_on, coverage.story_count
order by coverage.outlet, coverage.published_on;

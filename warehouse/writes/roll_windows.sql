-- The panel and the values of the days whose windows changed. In: touched_window, and why as variable cause.
set variable window_from = (select min(published_on) from touched_window);

set variable window_to = (select max(published_on) from touched_window);

delete from signal.coverage_window
where published_on in (select published_on from touched_window);

insert into signal.coverage_window (published_on, outlet, window_story_count, panel_outlet_count, level, weight)
with pooled as (
  select
    touched_window.published_on,
    coverage.outlet,
    sum(coverage.story_count) as window_story_count
  from touched_window
  cross join (
    select unnest(range(max(value)::bigint))::integer as lag_days
    from signal.parameter
    where name = 'window_days'
  ) as reach
  join signal.coverage_daily as coverage
    on coverage.published_on = touched_window.published_on - reach.lag_days
  where coverage.published_on between getvariable('window_from') - 90 and getvariable('window_to')
    and not coverage.is_left_out
  group by touched_window.published_on, coverage.outlet
),
panel as (
  select
    pooled.published_on,
    pooled.outlet,
    pooled.window_story_count,
    coalesce(known.level, 1) as level,
    count(*) over (partition by pooled.published_on) as panel_outlet_count
  from pooled
  left join signal.outlet_level as known using (outlet)
  where pooled.window_story_count >= (select max(value) from signal.parameter where name = 'outlet_stories_min')
    and (known.joins_on <= pooled.published_on or not exists (from signal.outlet_level))
)
select
  published_on,
  outlet,
  window_story_count,
  panel_outlet_count,
  level,
  1000 * level / (panel_outlet_count * window_story_count)
from panel
order by published_on, outlet;

delete from signal.series_window
where published_on in (select published_on from touched_window);

insert into signal.series_window
  (published_on, series_id, value, variance, day_value, story_count, day_story_count, outlet_count)
select
  published_on, series_id, value, variance, day_value, story_count, day_story_count, outlet_count
from signal.pooled_between(
  getvariable('window_from'),
  getvariable('window_to'),
  (select list(series_id) from signal.series where subject <> 'dyad')
)
where published_on in (select published_on from touched_window)
order by published_on, series_id;

insert into signal.unsettled_day (published_on, cause)
select published_on, getvariable('cause') from touched_window
except
select published_on, cause from signal.unsettled_day;

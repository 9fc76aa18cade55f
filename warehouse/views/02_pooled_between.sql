-- The formula of the signal: values of the listed series on the days of a span, where anything was counted in their windows.
create or replace macro signal.pooled_between(from_on, to_on, of_series) as table
with reach as (
  select unnest(range(max(value)::bigint))::integer as lag_days
  from signal.parameter
  where name = 'window_days'
),
-- The name is made anew: DuckDB 2.0.0 fails where a join keeps a table's own dictionary of names and some of the rows
-- are of the transaction that reads them ("dict-surviving join: ... unexpected dictionary").
daily as (
  select * replace (outlet || '' as outlet)
  from signal.series_outlet_daily
  where published_on between from_on - 90 and to_on
    and series_id in (select unnest(of_series))
)
select
  panel.published_on,
  series.series_id,
  series.subject,
  series.actor_id,
  series.recipient_id,
  series.role,
  series.kind,
  series.scope,
  -- Rounded, so that the order in which rows are added up changes nothing.
  round(sum(daily.intensity_sum * panel.weight), 9) as value,
  round(
    sum(
      panel.weight * panel.weight
      * greatest(0, daily.intensity_square_sum - daily.intensity_sum * daily.intensity_sum / coverage.story_count)
    ),
    9
  ) as variance,
  coalesce(
    round(
      sum(1000 * panel.level * daily.intensity_sum / coverage.story_count / panel.panel_outlet_count)
        filter (where reach.lag_days = 0),
      9
    ),
    0
  ) as day_value,
  sum(daily.story_count)::integer as story_count,
  coalesce(sum(daily.story_count) filter (where reach.lag_days = 0), 0)::integer as day_story_count,
  count(distinct daily.outlet)::integer as outlet_count
from signal.series as series
join daily using (series_id)
join signal.coverage_daily as coverage
  on coverage.published_on = daily.published_on
  and coverage.outlet = daily.outlet
cross join reach
join signal.coverage_window as panel
  on panel.outlet = daily.outlet
  and panel.published_on = daily.published_on + reach.lag_days
where panel.published_on between from_on and to_on
  and coverage.published_on between from_on - 90 and to_on
  and not coverage.is_left_out
-- By the words that name a series, and not its number alone: what is asked of them then reaches the sums below.
group by
  panel.published_on,
  series.series_id,
  series.subject,
  series.actor_id,
  series.recipient_id,
  series.role,
  series.kind,
  series.scope;
comment on macro table signal.pooled_between is 'Values of every series on the days from_on to to_on, where anything was counted in their windows (which are at most 90 days long); of the series whose numbers are listed.';

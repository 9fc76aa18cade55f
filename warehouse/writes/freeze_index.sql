-- The base of the indexes, once there are enough complete days: their mean is 100 from then on.
insert into signal.index_base (series_id, mean_value, based_from, based_to, frozen_at)
with base_day as (
  select published_on
  from signal.day
  where quality = 'complete'
    and not is_provisional
  order by published_on
  limit (select max(value)::bigint from signal.parameter where name = 'index_days_min')
),
span as (
  select min(published_on) as based_from, max(published_on) as based_to, count(*) as day_count
  from base_day
)
select
  pooled.series_id,
  sum(pooled.value) / any_value(span.day_count),
  any_value(span.based_from),
  any_value(span.based_to),
  $now
from signal.series_window as pooled
join base_day using (published_on)
cross join span
where span.day_count >= (select max(value) from signal.parameter where name = 'index_days_min')
group by pooled.series_id
having sum(pooled.value) > 0;

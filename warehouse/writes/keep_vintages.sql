-- What is now said about the unsettled days, where it differs from what was last said.
insert into signal.vintage (published_on, series_id, value, known_at, cause, run_id, lexicon_version)
with kept_series as (
  select series_id, subject
  from signal.series
  where role = 'either'
    and scope = 'international'
    and subject <> 'dyad'
),
open_day as (
  select
    published_on,
    -- A change of the rules explains more than an article that came late.
    coalesce(max(cause) filter (where cause <> 'late article'), 'late article') as cause
  from signal.unsettled_day
  where published_on <= (select max(published_on) from signal.day)
  group by published_on
),
told as (
  select published_on, series_id, max_by(value, known_at) as value, true as is_told
  from signal.vintage
  where published_on in (select published_on from open_day)
  group by published_on, series_id
),
told_day as (
  select distinct published_on from told
),
known as (
  select published_on, series_id, value
  from signal.series_window
  where published_on in (select published_on from open_day)
),
said as (
  select
    open_day.published_on,
    kept_series.series_id,
    case when day.quality <> 'gap' then coalesce(known.value, 0) end as value,
    open_day.cause
  from open_day
  join signal.day as day using (published_on)
  cross join kept_series
  left join known
    on known.published_on = open_day.published_on
    and known.series_id = kept_series.series_id
  left join told
    on told.published_on = open_day.published_on
    and told.series_id = kept_series.series_id
  -- A series that nothing was ever said of on a day was 0 on it; the global one marks that the day was known.
  where known.value is not null
    or told.is_told
    or kept_series.subject = 'global'
)
select
  said.published_on,
  said.series_id,
  said.value,
  $now,
  case when told_day.published_on is null then 'first' else said.cause end,
  $run_id,
  $lexicon
from said
left join told
  on told.published_on = said.published_on
  and told.series_id = said.series_id
left join told_day on told_day.published_on = said.published_on
where told.is_told is null
  or (said.value is null) <> (told.value is null)
  or abs(said.value - told.value) > 1e-6
order by said.published_on, said.series_id;

delete from signal.unsettled_day;

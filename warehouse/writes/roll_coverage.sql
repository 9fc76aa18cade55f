-- Coverage of the touched days, and of the days on which a silence may now be seen or explained; then the days whose
-- window holds one that changed. In: touched_day. Out: touched_window.
create or replace temp table touched_count as
select
  published_on,
  outlet,
  count(*) filter (where counts_as = 'story') as story_count,
  count(*) as article_count
from coded.article
where published_on in (select published_on from touched_day)
  and counts_as in ('story', 'copy')
group by published_on, outlet
having count(*) filter (where counts_as = 'story') > 0;

-- The newest day may not be over, and is judged once a later one has come: so it begins at the day before the touched.
set variable judged_from = (
  select coalesce(
    (select max(published_on) from signal.coverage_daily where published_on < (select min(published_on) from touched_day)),
    min(published_on)
  )
  from touched_day
);

set variable newest_on = (
  select greatest(
    (select max(published_on) from touched_count),
    (select max(published_on) from signal.coverage_daily where published_on not in (select published_on from touched_day))
  )
);

set variable judged_to = (
  select least((select max(published_on) + 28 from touched_day), greatest(getvariable('newest_on'), max(published_on)))
  from touched_day
);

create or replace temp table left_out_before as
select distinct published_on
from signal.coverage_daily
where is_left_out
  and published_on between getvariable('judged_from') and getvariable('judged_to');

create or replace temp table judged_coverage as
with known as (
  select published_on, outlet, story_count, article_count from touched_count
  union all
  select published_on, outlet, story_count, article_count
  from signal.coverage_daily
  where published_on between getvariable('judged_from') - 28 and getvariable('judged_to')
    and published_on not in (select published_on from touched_day)
    and not is_silent
),
outlet_span as (
  select outlet, min(published_on) as first_on
  from known
  group by outlet
),
calendar as (
  select unnest(generate_series(getvariable('judged_from') - 28, getvariable('judged_to'), interval 1 day))::date as published_on
),
grid as (
  select calendar.published_on, outlet_span.outlet, known.story_count, coalesce(known.article_count, 0) as article_count
  from calendar
  join outlet_span on outlet_span.first_on <= calendar.published_on
  left join known
    on known.published_on = calendar.published_on
    and known.outlet = outlet_span.outlet
),
paced as (
  select
    *,
    case when count(*) over same_weekday >= 3 then median(article_count) over same_weekday end as usual_count
  from grid
  window same_weekday as (
    partition by outlet, isodow(published_on)
    order by published_on
    rows between 4 preceding and 1 preceding
  )
),
judged as (
  select
    *,
    published_on < getvariable('newest_on')
      and usual_count >= (select max(value) from signal.parameter where name = 'silent_usual_min') as is_expected
  from paced
  where published_on between getvariable('judged_from') and getvariable('judged_to')
)
select
  published_on,
  outlet,
  coalesce(story_count, 0) as story_count,
  article_count,
  usual_count,
  coalesce(is_expected, false) and article_count = 0 as is_silent,
  coalesce(
    count(*) filter (where is_expected and article_count = 0) over (partition by published_on)
      > count(*) filter (where is_expected) over (partition by published_on)
        * (select max(value) from signal.parameter where name = 'outage_share'),
    false
  ) as is_left_out
from judged
qualify story_count > 0 or is_silent;

delete from signal.coverage_daily
where published_on between getvariable('judged_from') and getvariable('judged_to');

insert into signal.coverage_daily (published_on, outlet, story_count, article_count, usual_count, is_silent, is_left_out)
select published_on, outlet, story_count, article_count, usual_count, is_silent, is_left_out
from judged_coverage
order by published_on, outlet;

create or replace temp table touched_window as
with changed as (
  select published_on from touched_day
  union
  (
    select published_on from judged_coverage where is_left_out
    except
    select published_on from left_out_before
  )
  union
  (
    select published_on from left_out_before
    except
    select published_on from judged_coverage where is_left_out
  )
)
select distinct changed.published_on + reach.lag_days as published_on
from changed
cross join (
  select unnest(range(max(value)::bigint))::integer as lag_days
  from signal.parameter
  where name = 'window_days'
) as reach;

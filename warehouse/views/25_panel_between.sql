-- The panel over a span of days, with the span as the window of the formula: each outlet's stories, and its weight.
create or replace macro signal.panel_between(from_on, to_on) as table
with parameter as (
  select
    max(value) filter (where name = 'outlet_stories_min') as outlet_stories_min,
    max(value) filter (where name = 'window_days') as window_days
  from signal.parameter
),
covered as (
  select outlet, sum(story_count) as story_count
  from signal.coverage_daily
  where published_on between from_on and to_on
    and not is_left_out
  group by outlet
  having sum(story_count) > 0
),
judged as (
  select
    covered.outlet,
    covered.story_count,
    coalesce(known.level, 1) as level,
    -- In a span shorter than the window an outlet needs a share of the stories.
    covered.story_count
    >= parameter.outlet_stories_min * least(1, (to_on - from_on + 1) / parameter.window_days)
    and (known.joins_on <= to_on or not exists (from signal.outlet_level)) as takes_part
  from covered
  cross join parameter
  left join signal.outlet_level as known using (outlet)
)
select
  outlet,
  story_count,
  level,
  coalesce(takes_part, false) as takes_part,
  case
    when takes_part then 1000 * level / (story_count * count(*) filter (where takes_part) over ())
    else 0
  end as weight
from judged;
comment on macro table signal.panel_between is 'The panel over a span of days, with the span as the window of the formula: stories and weight of each outlet.';

-- Every day from the first with a panel to the last with a story, and how far its value can be trusted.
create or replace view signal.day as
with panel as (
  select
    published_on,
    any_value(panel_outlet_count) as panel_outlet_count,
    sum(window_story_count) as window_story_count
  from signal.coverage_window
  group by published_on
),
loaded as (
  select max(finished_at)::date as loaded_on
  from raw.fetch
  where status <> 'failed' and kind = 'feed'
),
calendar as (
  select unnest(generate_series(panel_span.first_on, story_span.last_on, interval 1 day))::date as published_on
  from (select min(published_on) as first_on from panel) as panel_span
  cross join (
    select least(max(published_on), (select loaded_on from loaded)) as last_on
    from signal.coverage_daily
  ) as story_span
),
story as (
  select published_on, sum(story_count) as story_count
  from signal.coverage_daily
  group by published_on
),
repaired as (
  select published_on, count(*) as repaired_count
  from coded.article
  where is_current and stamped_at::date <> published_on
  group by published_on
),
parameter as (
  select
    max(value) filter (where name = 'day_stories_min') as day_stories_min,
    max(value) filter (where name = 'panel_outlets_min') as panel_outlets_min
  from signal.parameter
)
select
  calendar.published_on,
  coalesce(panel.panel_outlet_count, 0)::integer as panel_outlet_count,
  coalesce(panel.window_story_count, 0)::integer as window_story_count,
  coalesce(story.story_count, 0)::integer as story_count,
  coalesce(repaired.repaired_count, 0)::integer as repaired_count,
  case
    when panel.published_on is null then 'gap'
    when calendar.published_on >= loaded.loaded_on then 'partial'
    when panel.window_story_count < parameter.day_stories_min then 'thin'
    when panel.panel_outlet_count < parameter.panel_outlets_min then 'narrow'
    else 'complete'
  end as quality
from calendar
left join panel using (published_on)
left join story using (published_on)
left join repaired using (published_on)
cross join loaded
cross join parameter;
comment on view signal.day is 'Every day, with what its values rest on.';
comment on column signal.day.published_on is 'UTC day of publication.';
comment on column signal.day.panel_outlet_count is 'Outlets that take part.';
comment on column signal.day.window_story_count is 'Stories of those outlets in the window that ends on the day.';
comment on column signal.day.story_count is 'Stories of all outlets on the day itself.';
comment on column signal.day.repaired_count is 'Articles that are counted on the day though their stamp says another: their words tell it (coded.article.published_evidence).';
comment on column signal.day.quality is 'complete; narrow (too few outlets); thin (too few stories); partial (the day is not over); gap (no outlet takes part: nothing is known).';

-- Every day from the first with a panel to the last with a story, and how far its value can be trusted.
create or replace view signal.day as
with parameter as (
  select
    max(value) filter (where name = 'day_stories_min') as day_stories_min,
    max(value) filter (where name = 'panel_outlets_min') as panel_outlets_min,
    max(value) filter (where name = 'silent_usual_min') as silent_usual_min,
    max(value) filter (where name = 'observed_days_min') as observed_days_min,
    max(value) filter (where name = 'band_intensity') as band_intensity,
    max(value) filter (where name = 'window_days')::integer as window_days
  from signal.parameter
),
panel as (
  select
    published_on,
    any_value(panel_outlet_count) as panel_outlet_count,
    sum(window_story_count) as window_story_count,
    sqrt(avg(weight * weight)) as mean_weight
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
  select
    published_on,
    sum(story_count) as story_count,
    count(*) filter (where usual_count >= (select silent_usual_min from parameter)) as expected_outlet_count,
    count(*) filter (where is_silent) as silent_outlet_count,
    bool_or(is_left_out) as is_left_out
  from signal.coverage_daily
  group by published_on
),
seen as (
  select
    calendar.published_on,
    story.story_count,
    story.expected_outlet_count,
    story.silent_outlet_count,
    coalesce(story.is_left_out, false) as is_left_out,
    parameter.window_days - sum(coalesce(story.is_left_out, false)::integer) over (
      order by calendar.published_on
      range between to_days(parameter.window_days - 1) preceding and current row
    ) as observed_day_count
  from calendar
  cross join parameter
  left join story using (published_on)
),
repaired as (
  select published_on, count(*) as repaired_count
  from coded.article
  where is_current and stamped_at::date <> published_on
  group by published_on
)
select
  seen.published_on,
  coalesce(panel.panel_outlet_count, 0)::integer as panel_outlet_count,
  coalesce(panel.window_story_count, 0)::integer as window_story_count,
  coalesce(seen.story_count, 0)::integer as story_count,
  coalesce(repaired.repaired_count, 0)::integer as repaired_count,
  coalesce(seen.expected_outlet_count, 0)::integer as expected_outlet_count,
  coalesce(seen.silent_outlet_count, 0)::integer as silent_outlet_count,
  seen.observed_day_count::integer as observed_day_count,
  panel.mean_weight * parameter.band_intensity as unit_value,
  not exists (from signal.outlet_level) as is_provisional,
  case
    when panel.published_on is null then 'gap'
    when seen.observed_day_count < parameter.observed_days_min * parameter.window_days then 'gap'
    when seen.published_on >= loaded.loaded_on then 'partial'
    when seen.is_left_out then 'outage'
    when panel.window_story_count < parameter.day_stories_min then 'thin'
    when panel.panel_outlet_count < parameter.panel_outlets_min then 'narrow'
    else 'complete'
  end as quality
from seen
left join panel using (published_on)
left join repaired using (published_on)
cross join loaded
cross join parameter;
comment on view signal.day is 'Every day, with what its values rest on.';
comment on column signal.day.published_on is 'UTC day of publication.';
comment on column signal.day.panel_outlet_count is 'Outlets that take part.';
comment on column signal.day.window_story_count is 'Stories of those outlets in the window that ends on the day.';
comment on column signal.day.story_count is 'Stories of all outlets on the day itself.';
comment on column signal.day.repaired_count is 'Articles that are counted on the day though their stamp says another: their words tell it (coded.article.published_evidence).';
comment on column signal.day.expected_outlet_count is 'Outlets that usually publish on this day of the week.';
comment on column signal.day.silent_outlet_count is 'How many of those published nothing.';
comment on column signal.day.observed_day_count is 'Days of the window that are no outage.';
comment on column signal.day.unit_value is 'What one more story of usual intensity would add to a value: the width of the band where little was counted.';
comment on column signal.day.is_provisional is 'Whether no outlet has been brought to the panel''s level yet.';
comment on column signal.day.quality is 'complete; narrow (too few outlets); thin (too few stories); outage (most outlets that should have spoken were silent: the day is left out); partial (the day is not over); gap (no outlet takes part, or too much of the window is an outage: nothing is known).';

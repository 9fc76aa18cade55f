-- Recomputes the sums of the touched days, and the panel of every day whose window holds one of them.
delete from signal.coverage_daily
where published_on in (select published_on from touched_day);

insert into signal.coverage_daily (published_on, outlet, story_count, article_count)
select
  published_on,
  outlet,
  count(*) filter (where counts_as = 'story'),
  count(*)
from coded.article
where published_on in (select published_on from touched_day)
  and counts_as in ('story', 'copy')
group by published_on, outlet
having count(*) filter (where counts_as = 'story') > 0;

-- As constants, the days reach the scans beneath the view: as a subquery they are looked up after the hits of all days
-- were ranked (1,000,000 articles: 7 s for a week, instead of 0.4 s). A rebuild of everything has too many for a list.
set variable touched_days = (select list(published_on) from touched_day);

delete from signal.actor_outlet_daily
where published_on in (select published_on from touched_day);

insert into signal.actor_outlet_daily
  (published_on, outlet, actor_id, role, kind, scope, story_count, intensity_sum, intensity_square_sum)
select
  published_on,
  outlet,
  actor_id,
  role,
  kind,
  scope,
  count(*),
  sum(intensity order by article_id),
  sum(intensity * intensity order by article_id)
from signal.story_hit
where published_on in (select published_on from touched_day)
  and (len(getvariable('touched_days')) > 100 or list_contains(getvariable('touched_days'), published_on))
  and is_strongest
group by published_on, outlet, actor_id, role, kind, scope;

delete from signal.dyad_outlet_daily
where published_on in (select published_on from touched_day);

insert into signal.dyad_outlet_daily
  (published_on, outlet, actor_id, recipient_id, kind, scope, story_count, intensity_sum, intensity_square_sum)
select
  published_on,
  outlet,
  actor_id,
  recipient_id,
  kind,
  scope,
  count(*),
  sum(intensity order by article_id),
  sum(intensity * intensity order by article_id)
from signal.story_dyad_hit
where published_on in (select published_on from touched_day)
  and (len(getvariable('touched_days')) > 100 or list_contains(getvariable('touched_days'), published_on))
  and is_strongest
group by published_on, outlet, actor_id, recipient_id, kind, scope;

create or replace temp table reach as
select unnest(range(max(value)::bigint))::integer as lag_days
from signal.parameter
where name = 'window_days';

create or replace temp table touched_window as
select distinct published_on + lag_days as published_on
from touched_day, reach;

delete from signal.coverage_window
where published_on in (select published_on from touched_window);

insert into signal.coverage_window (published_on, outlet, window_story_count, panel_outlet_count, weight)
with pooled as (
  select
    touched_window.published_on,
    coverage.outlet,
    sum(coverage.story_count) as window_story_count
  from touched_window
  cross join reach
  join signal.coverage_daily as coverage
    on coverage.published_on = touched_window.published_on - reach.lag_days
  group by touched_window.published_on, coverage.outlet
),
panel as (
  select
    published_on,
    outlet,
    window_story_count,
    count(*) over (partition by published_on) as panel_outlet_count
  from pooled
  where window_story_count >= (select max(value) from signal.parameter where name = 'outlet_stories_min')
)
select
  published_on,
  outlet,
  window_story_count,
  panel_outlet_count,
  1000 / (panel_outlet_count * window_story_count)
from panel;

-- Sums of the touched days: what each series had in each outlet. In: touched_day.
-- As constants, the days reach the scans beneath the view: as a subquery they are looked up after the hits of all days
-- were read (1,000,000 articles: 7 s for a week, instead of 0.4 s). A rebuild of everything has too many for a list.
set variable touched_days = (select list(published_on) from touched_day);

create or replace temp table touched_sum as
with strongest as (
  select
    published_on,
    outlet,
    article_id,
    subject,
    party_id,
    other_id,
    role,
    kind,
    scope,
    max(intensity) as intensity
  from signal.series_hit
  where published_on in (select published_on from touched_day)
    and (len(getvariable('touched_days')) > 100 or list_contains(getvariable('touched_days'), published_on))
  group by all
),
story as (
  select * from strongest
  union all
  select published_on, outlet, article_id, subject, party_id, other_id, role, 'tension', scope, sum(intensity)
  from strongest
  where kind in ('act', 'threat')
  group by all
)
select
  published_on,
  outlet,
  subject,
  party_id,
  other_id,
  role,
  kind,
  scope,
  count(*) as story_count,
  round(sum(intensity), 6) as intensity_sum,
  round(sum(intensity * intensity), 8) as intensity_square_sum
from story
group by all;

insert into signal.series (series_id, subject, actor_id, recipient_id, role, kind, scope)
select
  (select coalesce(max(series_id), 0) from signal.series)
    + row_number() over (order by subject, party_id, other_id, role, kind, scope),
  subject, party_id, other_id, role, kind, scope
from (select distinct subject, party_id, other_id, role, kind, scope from touched_sum) as met
where not exists (
  from signal.series as known
  where known.subject = met.subject
    and known.actor_id = met.party_id
    and known.recipient_id = met.other_id
    and known.role = met.role
    and known.kind = met.kind
    and known.scope = met.scope
);

delete from signal.series_outlet_daily
where published_on in (select published_on from touched_day);

insert into signal.series_outlet_daily
  (published_on, outlet, series_id, story_count, intensity_sum, intensity_square_sum)
select
  touched_sum.published_on,
  touched_sum.outlet,
  series.series_id,
  touched_sum.story_count,
  touched_sum.intensity_sum,
  touched_sum.intensity_square_sum
from touched_sum
join signal.series as series
  on series.subject = touched_sum.subject
  and series.actor_id = touched_sum.party_id
  and series.recipient_id = touched_sum.other_id
  and series.role = touched_sum.role
  and series.kind = touched_sum.kind
  and series.scope = touched_sum.scope
order by touched_sum.published_on, series.series_id, touched_sum.outlet;

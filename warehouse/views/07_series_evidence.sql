-- The hits behind every value: for a day and a series, which hit of which story gave how much.
create or replace view signal.series_evidence as
with ranked as (
  select
    *,
    row_number() over (
      partition by published_on, article_id, revision, subject, party_id, other_id, role, kind, scope
      order by intensity desc, hit_index
    ) = 1 as is_strongest
  from signal.series_hit
),
named as (
  select * from ranked
  union all
  select * replace ('tension' as kind) from ranked where kind in ('act', 'threat')
),
reach as (
  select unnest(range(max(value)::bigint))::integer as lag_days
  from signal.parameter
  where name = 'window_days'
)
select
  panel.published_on,
  hit.subject,
  hit.party_id,
  hit.other_id,
  hit.role,
  hit.kind,
  hit.scope,
  hit.published_on as story_on,
  hit.outlet,
  hit.article_id,
  hit.revision,
  hit.hit_index,
  hit.cue_id,
  hit.matched_text,
  hit.intensity,
  hit.is_strongest,
  panel.weight,
  case when hit.is_strongest then hit.intensity * panel.weight else 0 end as share
from named as hit
join signal.coverage_daily as coverage
  on coverage.published_on = hit.published_on
  and coverage.outlet = hit.outlet
cross join reach
join signal.coverage_window as panel
  on panel.outlet = hit.outlet
  and panel.published_on = hit.published_on + reach.lag_days
where not coverage.is_left_out
  and panel.published_on <= (select max(published_on) from signal.coverage_daily);
comment on view signal.series_evidence is 'The hits behind every value of every series; the views of each subject are made of it.';
comment on column signal.series_evidence.published_on is 'UTC day of the value.';
comment on column signal.series_evidence.subject is 'actor, dyad, theatre, group or global.';
comment on column signal.series_evidence.party_id is 'The actor, the dyad''s actor, the theatre or the group; empty for global.';
comment on column signal.series_evidence.other_id is 'The dyad''s recipient; empty otherwise.';
comment on column signal.series_evidence.role is 'actor, recipient or either (the larger of both in each story).';
comment on column signal.series_evidence.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.series_evidence.scope is 'international, or domestic: within one state.';
comment on column signal.series_evidence.story_on is 'UTC day of publication of the story.';
comment on column signal.series_evidence.outlet is 'Publisher.';
comment on column signal.series_evidence.article_id is 'The article (coded.article).';
comment on column signal.series_evidence.revision is 'Its revision.';
comment on column signal.series_evidence.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.series_evidence.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.series_evidence.matched_text is 'The words that matched.';
comment on column signal.series_evidence.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.series_evidence.is_strongest is 'Whether it is the strongest hit of its story here, of acts or of threats: only that one counts.';
comment on column signal.series_evidence.weight is 'What one unit of intensity of the outlet is worth on the day (signal.coverage_window).';
comment on column signal.series_evidence.share is 'What the hit adds to the value: intensity x weight, or 0.';

-- The hits behind every value: for a day, an actor, a role and a kind, which hit of which story gave how much.
create or replace view signal.evidence as
with reach as (
  select unnest(range(max(value)::bigint)) as lag_days
  from signal.parameter
  where name = 'window_days'
)
select
  panel.published_on,
  hit.actor_id,
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
from signal.story_hit as hit
cross join reach
join signal.coverage_window as panel
  on panel.outlet = hit.outlet
  and panel.published_on = hit.published_on + reach.lag_days::integer
where panel.published_on <= (select max(published_on) from signal.coverage_daily);
comment on view signal.evidence is 'The counted hits behind each value of signal.actor_daily; their shares add up to it.';
comment on column signal.evidence.published_on is 'UTC day of the value.';
comment on column signal.evidence.actor_id is 'The actor (coded.actor).';
comment on column signal.evidence.role is 'actor, recipient or either.';
comment on column signal.evidence.kind is 'act, threat or deescalation.';
comment on column signal.evidence.scope is 'international or domestic.';
comment on column signal.evidence.story_on is 'UTC day of publication of the story.';
comment on column signal.evidence.outlet is 'Publisher.';
comment on column signal.evidence.article_id is 'The article (coded.article).';
comment on column signal.evidence.revision is 'Its revision.';
comment on column signal.evidence.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.evidence.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.evidence.matched_text is 'The words that matched.';
comment on column signal.evidence.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.evidence.is_strongest is 'Whether it is the strongest hit of its story here: only that one counts.';
comment on column signal.evidence.weight is 'What one unit of intensity of the outlet is worth on the day (signal.coverage_window).';
comment on column signal.evidence.share is 'What the hit adds to the value: intensity x weight, or 0.';

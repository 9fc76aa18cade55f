-- The counted hits behind each value of signal.group_daily: which hit of which story gave how much; their shares add up to it.
create or replace view signal.group_evidence as
select
  published_on,
  party_id as group_id,
  role,
  kind,
  scope,
  story_on,
  outlet,
  article_id,
  revision,
  hit_index,
  cue_id,
  matched_text,
  intensity,
  is_strongest,
  weight,
  share
from signal.series_evidence
where subject = 'group';
comment on view signal.group_evidence is 'The counted hits behind each value of signal.group_daily: which hit of which story gave how much; their shares add up to it.';
comment on column signal.group_evidence.published_on is 'UTC day of the value.';
comment on column signal.group_evidence.group_id is 'The group (signal.actor_group).';
comment on column signal.group_evidence.role is 'actor, recipient or either (the larger of both in each story).';
comment on column signal.group_evidence.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.group_evidence.scope is 'international, or domestic: within one state.';
comment on column signal.group_evidence.story_on is 'UTC day of publication of the story.';
comment on column signal.group_evidence.outlet is 'Publisher.';
comment on column signal.group_evidence.article_id is 'The article (coded.article).';
comment on column signal.group_evidence.revision is 'Its revision.';
comment on column signal.group_evidence.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.group_evidence.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.group_evidence.matched_text is 'The words that matched.';
comment on column signal.group_evidence.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.group_evidence.is_strongest is 'Whether it is the strongest hit of its story here, of acts or of threats: only that one counts.';
comment on column signal.group_evidence.weight is 'What one unit of intensity of the outlet is worth on the day (signal.coverage_window).';
comment on column signal.group_evidence.share is 'What the hit adds to the value: intensity x weight, or 0.';

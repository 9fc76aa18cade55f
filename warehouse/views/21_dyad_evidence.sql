-- The counted hits behind each value of signal.dyad_daily: which hit of which story gave how much; their shares add up to it.
create or replace view signal.dyad_evidence as
select
  published_on,
  party_id as actor_id,
  other_id as recipient_id,
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
where subject = 'dyad';
comment on view signal.dyad_evidence is 'The counted hits behind each value of signal.dyad_daily: which hit of which story gave how much; their shares add up to it.';
comment on column signal.dyad_evidence.published_on is 'UTC day of the value.';
comment on column signal.dyad_evidence.actor_id is 'Who acts (coded.actor).';
comment on column signal.dyad_evidence.recipient_id is 'Whom it meets (coded.actor).';
comment on column signal.dyad_evidence.kind is 'act, threat, deescalation, or tension: act plus threat of each story.';
comment on column signal.dyad_evidence.scope is 'international, or domestic: within one state.';
comment on column signal.dyad_evidence.story_on is 'UTC day of publication of the story.';
comment on column signal.dyad_evidence.outlet is 'Publisher.';
comment on column signal.dyad_evidence.article_id is 'The article (coded.article).';
comment on column signal.dyad_evidence.revision is 'Its revision.';
comment on column signal.dyad_evidence.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.dyad_evidence.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.dyad_evidence.matched_text is 'The words that matched.';
comment on column signal.dyad_evidence.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.dyad_evidence.is_strongest is 'Whether it is the strongest hit of its story here, of acts or of threats: only that one counts.';
comment on column signal.dyad_evidence.weight is 'What one unit of intensity of the outlet is worth on the day (signal.coverage_window).';
comment on column signal.dyad_evidence.share is 'What the hit adds to the value: intensity x weight, or 0.';

-- Counted hits of the stories that count in which one actor meets another.
create or replace view signal.story_dyad_hit as
select
  published_on,
  outlet,
  article_id,
  revision,
  actor_id,
  recipient_id,
  kind,
  scope,
  hit_index,
  cue_id,
  matched_text,
  intensity,
  row_number() over (
    partition by published_on, article_id, revision, actor_id, recipient_id, kind, scope
    order by intensity desc, hit_index
  ) = 1 as is_strongest
from signal.counted_hit
where actor_id <> ''
  and recipient_id <> ''
  and actor_id <> recipient_id;
comment on view signal.story_dyad_hit is 'Counted hits of the stories that count in which one actor meets another.';
comment on column signal.story_dyad_hit.published_on is 'UTC day of publication.';
comment on column signal.story_dyad_hit.outlet is 'Publisher.';
comment on column signal.story_dyad_hit.article_id is 'The article (coded.article).';
comment on column signal.story_dyad_hit.revision is 'Its revision.';
comment on column signal.story_dyad_hit.actor_id is 'Who acts (coded.actor).';
comment on column signal.story_dyad_hit.recipient_id is 'Whom it meets (coded.actor).';
comment on column signal.story_dyad_hit.kind is 'act, threat or deescalation.';
comment on column signal.story_dyad_hit.scope is 'international or domestic.';
comment on column signal.story_dyad_hit.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.story_dyad_hit.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.story_dyad_hit.matched_text is 'The words that matched.';
comment on column signal.story_dyad_hit.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.story_dyad_hit.is_strongest is 'Whether it is the strongest hit of its article for this dyad, kind and scope: only that one counts.';

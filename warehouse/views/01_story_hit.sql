-- Counted hits of the stories that count, once for every role in which an actor takes part.
create or replace view signal.story_hit as
with party as (
  select *, 'actor' as role, actor_id as party_id from signal.counted_hit where actor_id <> ''
  union all
  select *, 'recipient' as role, recipient_id as party_id from signal.counted_hit where recipient_id <> ''
  union all
  select *, 'either' as role, actor_id as party_id from signal.counted_hit where actor_id <> ''
  union all
  select *, 'either' as role, recipient_id as party_id from signal.counted_hit where recipient_id not in ('', actor_id)
)
select
  published_on,
  outlet,
  article_id,
  revision,
  party_id as actor_id,
  role,
  kind,
  scope,
  hit_index,
  cue_id,
  matched_text,
  intensity,
  row_number() over (
    partition by published_on, article_id, revision, party_id, role, kind, scope
    order by intensity desc, hit_index
  ) = 1 as is_strongest
from party;
comment on view signal.story_hit is 'Counted hits of the stories that count, once for every role in which an actor takes part.';
comment on column signal.story_hit.published_on is 'UTC day of publication.';
comment on column signal.story_hit.outlet is 'Publisher.';
comment on column signal.story_hit.article_id is 'The article (coded.article).';
comment on column signal.story_hit.revision is 'Its revision.';
comment on column signal.story_hit.actor_id is 'The actor (coded.actor).';
comment on column signal.story_hit.role is 'actor, recipient or either.';
comment on column signal.story_hit.kind is 'act, threat or deescalation.';
comment on column signal.story_hit.scope is 'international or domestic.';
comment on column signal.story_hit.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.story_hit.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.story_hit.matched_text is 'The words that matched.';
comment on column signal.story_hit.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.story_hit.is_strongest is 'Whether it is the strongest hit of its article for this actor, role, kind and scope: only that one counts.';

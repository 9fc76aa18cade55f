-- All hits of one revision, the suppressed ones included, with the note of their rule.
select
  hit.*,
  cue.note,
  cue.patterns,
  cue.hits_on,
  cue.misses_on,
  actor.name as actor_name,
  recipient.name as recipient_name,
  possible_actor.name as possible_actor_name,
  possible_recipient.name as possible_recipient_name
from coded.cue_hit as hit
left join coded.cue as cue
  on cue.cue_id = hit.cue_id
  and cue.lexicon_version = hit.lexicon_version
left join coded.actor as actor
  on actor.actor_id = hit.actor_id
  and actor.lexicon_version = hit.lexicon_version
left join coded.actor as recipient
  on recipient.actor_id = hit.recipient_id
  and recipient.lexicon_version = hit.lexicon_version
left join coded.actor as possible_actor
  on possible_actor.actor_id = hit.possible_actor_id
  and possible_actor.lexicon_version = hit.lexicon_version
left join coded.actor as possible_recipient
  on possible_recipient.actor_id = hit.possible_recipient_id
  and possible_recipient.lexicon_version = hit.lexicon_version
where hit.article_id = $article_id
  and hit.revision = $revision
order by hit.hit_index;

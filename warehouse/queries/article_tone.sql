-- Tone towards each actor named in one revision.
select tone.actor_id, coalesce(actor.name, tone.actor_id) as actor_name, tone.tone, tone.sentence_count
from coded.actor_tone as tone
left join coded.article as article
  on article.article_id = tone.article_id
  and article.revision = tone.revision
left join coded.actor as actor
  on actor.actor_id = tone.actor_id
  and actor.lexicon_version = article.lexicon_version
where tone.article_id = $article_id
  and tone.revision = $revision
order by tone.sentence_count desc, tone.actor_id;

-- Names in one revision.
select mention.*, coalesce(actor.name, mention.actor_id) as actor_name, coalesce(actor.kind, '') as actor_kind
from coded.mention as mention
left join coded.article as article
  on article.article_id = mention.article_id
  and article.revision = mention.revision
left join coded.actor as actor
  on actor.actor_id = mention.actor_id
  and actor.lexicon_version = article.lexicon_version
where mention.article_id = $article_id
  and mention.revision = $revision
order by mention.span_start;

-- The actors that most stories name: no theatres, which are places.
select
  mention.actor_id,
  count(distinct article.article_id)::integer as story_count
from coded.mention as mention
join coded.article as article
  on article.article_id = mention.article_id
  and article.revision = mention.revision
where article.is_current
  and article.counts_as = 'story'
  and mention.actor_id in (select actor_id from coded.actor where kind <> 'theatre')
group by mention.actor_id
order by story_count desc, mention.actor_id
limit $actor_count;

-- The stories that lead an actor's value on a day: their titles, the largest share first, copies together.
select
  any_value(article.title) as title,
  any_value(article.outlet) as outlet,
  min(evidence.story_on) as story_on,
  any_value(evidence.kind) as kind,
  sum(evidence.share) as share
from signal.evidence as evidence
join coded.article as article
  on article.article_id = evidence.article_id
  and article.revision = evidence.revision
where evidence.published_on = $published_on
  and evidence.actor_id = $actor_id
  and list_contains($kinds, evidence.kind)
  and evidence.role = 'either'
  and evidence.scope = 'international'
  and evidence.is_strongest
  and evidence.story_on >= $published_on - $days_back::integer
group by article.story_id
order by share desc, title
limit $story_count;

-- The story that adds most to an actor's act and threat on a day.
select evidence.article_id, evidence.hit_index, evidence.outlet, article.title, sum(evidence.share) over (
  partition by evidence.article_id
) as share
from signal.evidence as evidence
join coded.article as article
  on article.article_id = evidence.article_id
  and article.revision = evidence.revision
where evidence.published_on = $published_on
  and evidence.actor_id = $actor_id
  and evidence.role = $role
  and evidence.scope = $scope
  and evidence.kind in ('act', 'threat')
  and evidence.is_strongest
order by share desc, evidence.share desc, evidence.article_id, evidence.hit_index
limit 1;

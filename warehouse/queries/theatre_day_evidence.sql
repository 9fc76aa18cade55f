-- The hits behind a theatre's values on a day, strongest first: the whole window of that day.
select
  evidence.kind,
  evidence.share,
  evidence.intensity,
  evidence.weight,
  evidence.is_strongest,
  evidence.story_on,
  evidence.outlet,
  evidence.article_id,
  evidence.hit_index,
  evidence.cue_id,
  evidence.matched_text,
  article.title,
  article.url,
  article.published_at,
  hit.sentence,
  hit.sentence_start,
  hit.span_start,
  hit.span_end,
  hit.event_class,
  hit.mode,
  hit.weight as cue_weight,
  hit.certainty,
  hit.modality,
  hit.actor_id,
  hit.recipient_id
from signal.theatre_evidence as evidence
join coded.article as article
  on article.article_id = evidence.article_id
  and article.revision = evidence.revision
join coded.cue_hit as hit
  on hit.article_id = evidence.article_id
  and hit.revision = evidence.revision
  and hit.hit_index = evidence.hit_index
where evidence.published_on = $published_on
  -- Said of each table: so that of the articles and hits too only those days are read.
  and article.published_on between $published_on::date - 90 and $published_on::date
  and hit.published_on between $published_on::date - 90 and $published_on::date
  and evidence.story_on between $published_on::date - 90 and $published_on::date
  and evidence.kind <> 'tension'
  and evidence.theatre_id = $theatre_id
  and evidence.scope = $scope
order by evidence.story_on = $published_on desc, evidence.share desc, evidence.article_id, evidence.hit_index;

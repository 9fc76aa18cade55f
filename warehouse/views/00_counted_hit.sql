-- Counted hits of the stories that count: what every series is made of.
create or replace view signal.counted_hit as
select
  hit.published_on,
  article.outlet,
  hit.article_id,
  hit.revision,
  hit.hit_index,
  hit.cue_id,
  hit.kind,
  hit.scope,
  hit.matched_text,
  hit.actor_id,
  hit.recipient_id,
  hit.theatre_id,
  round(abs(hit.weight) / 10 * hit.certainty, 4) as intensity
from coded.article as article
join coded.cue_hit as hit
  on hit.published_on = article.published_on
  and hit.article_id = article.article_id
  and hit.revision = article.revision
where article.is_current
  and article.counts_as = 'story'
  and hit.is_counted;
comment on view signal.counted_hit is 'Counted hits of the stories that count: what every series is made of.';
comment on column signal.counted_hit.published_on is 'UTC day of publication.';
comment on column signal.counted_hit.outlet is 'Publisher.';
comment on column signal.counted_hit.article_id is 'The article (coded.article).';
comment on column signal.counted_hit.revision is 'Its revision.';
comment on column signal.counted_hit.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.counted_hit.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.counted_hit.kind is 'act, threat or deescalation.';
comment on column signal.counted_hit.scope is 'international or domestic.';
comment on column signal.counted_hit.matched_text is 'The words that matched.';
comment on column signal.counted_hit.actor_id is 'Who acts; empty where nobody is named.';
comment on column signal.counted_hit.recipient_id is 'Whom it meets; empty where nobody is named.';
comment on column signal.counted_hit.theatre_id is 'Where it is told to be; empty where no theatre is named.';
comment on column signal.counted_hit.intensity is '|weight| / 10 x certainty of the hit.';

-- Tone towards an actor per week, beside the signal and no part of it: mean over the stories that name the actor.
-- $first_on, $last_on: the period; $actor_id: the actor.
select
  date_trunc('week', article.published_on)::date as week_on,
  avg(tone.tone) as tone,
  stddev_samp(tone.tone) / sqrt(count(*)) as standard_error,
  count(*)::integer as story_count
from coded.actor_tone as tone
join coded.article as article
  on article.article_id = tone.article_id
  and article.revision = tone.revision
where tone.actor_id = $actor_id
  and article.is_current
  and article.counts_as = 'story'
  and article.published_on between $first_on::date and $last_on::date
group by week_on
order by week_on;

-- Stories drawn at random, first in an order that the seed makes, with where they have hits and names; of all of them,
-- how many there are.
with story as (
  select
    article_id,
    revision,
    fold_at,
    lexicon_version
  from coded.article
  where is_current
    and counts_as = 'story'
    and published_on between $since and $until
),
drawn as (
  select *
  from story
  order by md5_number_lower(concat_ws('/', $seed, article_id)), article_id
  limit $articles_max
),
flagged as (
  select
    article_id,
    revision,
    list({
      'low': least(span_start, sentence_start),
      'high': greatest(span_end, sentence_start + length(sentence))
    }) as places
  from coded.cue_hit
  where article_id in (select article_id from drawn)
  group by all
),
named as (
  select
    article_id,
    revision,
    list({'at': span_start, 'actor_id': actor_id}) as places
  from coded.mention
  where article_id in (select article_id from drawn)
  group by all
)
select
  drawn.article_id,
  drawn.revision,
  drawn.fold_at,
  drawn.lexicon_version,
  (select count(*) from story) as story_count,
  article_text.text,
  coalesce(flagged.places, []) as flagged,
  coalesce(named.places, []) as named
from drawn
join coded.article_text as article_text
  using (article_id, revision)
left join flagged
  using (article_id, revision)
left join named
  using (article_id, revision)
order by drawn.article_id;

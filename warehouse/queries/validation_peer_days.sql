-- What monitors without evidence would count in the same stories: by day, of all and of those that name an actor.
with item as materialized (
  select
    article.article_id,
    article.revision,
    article.published_on,
    regexp_matches(told.text, $war_words, 'i') as has_war_word,
    (
      regexp_matches(told.text, $risk_phrases, 'i')
      or (regexp_matches(told.text, $nuclear_phrases, 'i') and regexp_matches(told.text, $threat_words, 'i'))
    ) and not regexp_matches(told.text, $excluded_words, 'i') as has_risk_phrase
  from coded.article as article
  join (
    select article_id, revision, text
    from coded.article_text
  ) as told using (article_id, revision)
  where article.is_current
    and article.counts_as = 'story'
),
named as (
  select distinct article_id, revision, actor_id
  from coded.mention
  where list_contains($actor_ids, actor_id)
)
select
  published_on,
  '' as actor_id,
  count(*)::integer as story_count,
  (count(*) filter (where has_war_word))::integer as war_count,
  (count(*) filter (where has_risk_phrase))::integer as risk_count
from item
group by published_on
union all
select
  item.published_on,
  named.actor_id,
  count(*)::integer,
  (count(*) filter (where item.has_war_word))::integer,
  (count(*) filter (where item.has_risk_phrase))::integer
from item
join named using (article_id, revision)
group by item.published_on, named.actor_id
order by published_on, actor_id;

-- Writes one batch: arriving_* are what the scorer made, arriving_identity says which revision each article is.
create or replace temp table elder as
select article.*
from coded.article as article
join arriving_identity as identity
  on identity.article_id = article.article_id
  and identity.revision = article.revision + 1
where identity.revision > 1;

create or replace temp table arriving_day as
select arriving.article_id, coalesce(arriving.published_at, elder.published_at)::date as published_on
from arriving_article as arriving
left join elder using (article_id);

update coded.article
set is_current = false
where article_id in (select article_id from elder)
  and is_current;

insert into coded.article (
  article_id, revision, is_current, story_id, outlet, feed_id, url, title, language, language_is_supported,
  published_at, published_on, published_method, published_text, first_seen_at, revised_at, text_chars, fold_at,
  counts_as, content_hash, lexicon_version, run_id, stamped_at, published_confidence, published_evidence
)
select
  arriving.article_id, identity.revision, true, arriving.story_id, arriving.outlet,
  -- The feed that first brought it, and its date where an edit tells none.
  coalesce(elder.feed_id, arriving.feed_id), arriving.url, arriving.title, arriving.language,
  arriving.language_is_supported,
  coalesce(arriving.published_at, elder.published_at),
  arriving_day.published_on,
  case when arriving.published_at is null and elder.published_at is not null
    then elder.published_method else arriving.published_method end,
  case when arriving.published_at is null and elder.published_at is not null
    then elder.published_text else arriving.published_text end,
  identity.first_seen_at, identity.revised_at, arriving.text_chars, arriving.fold_at, 'new', arriving.content_hash,
  identity.lexicon_version, identity.run_id,
  coalesce(arriving.stamped_at, elder.stamped_at),
  case when arriving.published_at is null and elder.published_at is not null
    then elder.published_confidence else arriving.published_confidence end,
  case when arriving.published_at is null and elder.published_at is not null
    then elder.published_evidence else arriving.published_evidence end
from arriving_article as arriving
join arriving_identity as identity using (article_id)
join arriving_day using (article_id)
left join elder using (article_id);

insert into coded.sighting (article_id, feed_id, location, first_seen_at)
select distinct on (article_id, feed_id, location) article_id, feed_id, location, seen_at
from arriving_sighting
where not exists (
  from coded.sighting as known
  where known.article_id = arriving_sighting.article_id
    and known.feed_id = arriving_sighting.feed_id
    and known.location = arriving_sighting.location
);

insert into coded.mention (article_id, revision, entity_id, actor_id, span_start, span_end, surface)
select article_id, identity.revision, entity_id, actor_id, span_start, span_end, surface
from arriving_mention
join arriving_identity as identity using (article_id);

insert into coded.cue_hit (
  article_id, revision, hit_index, cue_id, event_class, mode, quad_class, weight, kind, modality, certainty,
  is_counted, suppressed_reason, is_below_fold, scope, actor_id, actor_rule, recipient_id, recipient_rule,
  span_start, span_end, matched_text, sentence_start, sentence, possible_actor_id, possible_recipient_id,
  possible_rule, theatre_id, published_on, lexicon_version
)
select
  article_id, identity.revision, hit_index, cue_id, event_class, mode, quad_class, weight, kind, modality, certainty,
  is_counted, suppressed_reason, is_below_fold, scope, actor_id, actor_rule, recipient_id, recipient_rule,
  span_start, span_end, matched_text, sentence_start, sentence, possible_actor_id, possible_recipient_id,
  possible_rule, theatre_id, arriving_day.published_on, identity.lexicon_version
from arriving_cue_hit
join arriving_identity as identity using (article_id)
join arriving_day using (article_id);

insert into coded.actor_tone (article_id, revision, actor_id, tone, sentence_count)
select article_id, identity.revision, actor_id, tone, sentence_count
from arriving_actor_tone
join arriving_identity as identity using (article_id);

-- The rows of some articles: parts follow one another, so that memory does not grow with the count.
insert into coded.article by name
select
  made.article_id, 1 as revision, true as is_current, made.article_id as story_id, made.outlet,
  'feed-' || made.n % $outlets as feed_id, 'https://outlet' || made.n % $outlets || '.example/' || made.n as url,
  text.title, 'en' as language, true as language_is_supported, made.made_at as published_at,
  made.made_at::date as published_on, 'feed' as published_method, made.made_at::varchar as published_text,
  made.made_at as first_seen_at, made.made_at as revised_at, $body_chars as text_chars, 1062 as fold_at,
  'story' as counts_as, substr(md5('c' || made.n), 1, 16) as content_hash, $lexicon as lexicon_version, 1 as run_id,
  made.made_at as stamped_at, 0.95 as published_confidence, '' as published_evidence
from made_article as made
join made_text as text using (n)
order by made.n;
insert into coded.sighting
select article_id, 'feed-' || n % $outlets, 'https://outlet' || n % $outlets || '.example/feed', made_at
from made_article
where n between $low and $high
order by n;
insert into coded.mention
select article_id, 1, actor_id, actor_id, 200 * lane, 200 * lane + 5, actor_id
from (select n, article_id, lane, drawn(n, lane) as actor_id from made_article, range($mentions) as lanes(lane) where n between $low and $high)
order by n, lane;
insert into coded.cue_hit by name
select
  made.article_id, 1 as revision, lane as hit_index,
  case kind when 'act' then 'assault.airstrike' when 'threat' then 'threaten.attack' else 'agree.ceasefire' end as cue_id,
  case kind when 'act' then 'ASSAULT' when 'threat' then 'THREATEN' else 'AGREE' end as event_class,
  '' as mode,
  case kind when 'act' then 'material conflict' when 'threat' then 'verbal conflict' else 'verbal cooperation' end as quad_class,
  case kind when 'act' then -9.0 when 'threat' then -6.0 else 6.0 end as weight,
  kind, ['asserted'] as modality, if(share(made.n, 90 + lane) < 0.7, 1.0, 0.7) as certainty, true as is_counted,
  '' as suppressed_reason, false as is_below_fold,
  if(made.actor_id = made.recipient_id, 'domestic', 'international') as scope,
  made.actor_id, 'subject' as actor_rule, made.recipient_id, 'object' as recipient_rule,
  20 as span_start, 26 as span_end, 'struck' as matched_text, 200 * lane as sentence_start, text.sentence,
  made.published_on, $lexicon as lexicon_version
from (
  select
    n, article_id, made_at::date as published_on, lane, drawn(n, lane) as actor_id, drawn(n, lane + 1) as recipient_id,
    case when share(n, 50 + lane) < 0.5 then 'act' when share(n, 50 + lane) < 0.8 then 'threat' else 'deescalation' end as kind
  from made_article, range($hits) as lanes(lane)
  where n between $low and $high
) as made
join made_sentence as text using (n, lane)
order by made.n, lane;
insert into coded.actor_tone
select distinct article_id, 1, drawn(n, lane), round(share(n, 70 + lane) * 2 - 1, 4), 1
from made_article, range(2) as lanes(lane)
where n between $low and $high;
insert into coded.story_sketch
select n + 1, article_id, 1, sketch, 8, false
from made_article
join made_text using (n)
order by n;
insert into coded.story_key
select (hash(n, lane) % 4294967296)::uinteger, n + 1
from made_article, range($keys) as lanes(lane)
where n between $low and $high
order by n;
insert into raw.entry
select n + 1, 1, article_id, 0, '', 'https://outlet' || n % $outlets || '.example/' || n, made_at::varchar, 'new', ''
from made_article
where n between $low and $high
order by n;

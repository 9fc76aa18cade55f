-- All hits of these articles, as the audit compares them with what was labelled.
select
  article_id,
  revision,
  span_start,
  span_end,
  matched_text,
  sentence_start,
  sentence,
  cue_id,
  event_class,
  mode,
  kind,
  actor_id,
  recipient_id,
  suppressed_reason,
  lexicon_version,
  is_counted
from coded.cue_hit
where article_id in (select unnest($article_ids::varchar[]));

-- Hits whose span or sentence does not lie in the text it was found in.
select hit.article_id, hit.revision, hit.hit_index
from coded.cue_hit as hit
join coded.article as article
  on article.article_id = hit.article_id
  and article.revision = hit.revision
where hit.span_start < hit.sentence_start
  or hit.span_end > hit.sentence_start + length(hit.sentence)
  or hit.span_end > article.text_chars
  or hit.span_start >= hit.span_end;

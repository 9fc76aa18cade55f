-- What is known of the articles about to be loaded.
select
  article_id,
  max(revision) as revision,
  list(distinct content_hash) as content_hashes,
  min(first_seen_at) as first_seen_at
from coded.article
where article_id in (select article_id from arriving)
group by article_id;

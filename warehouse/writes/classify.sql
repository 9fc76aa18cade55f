-- What is known of the articles about to be loaded.
select
  article_id,
  max(revision) as revision,
  list(distinct content_hash) as content_hashes,
  min(first_seen_at) as first_seen_at
from coded.article
-- A bound list: for the fifty entries of a feed it takes half the time of a registered table, for six thousand a third.
where article_id in (select unnest($ids::varchar[]))
group by article_id;

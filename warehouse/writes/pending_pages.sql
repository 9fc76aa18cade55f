-- Articles whose page is to be asked for: the newest of each host first, the hosts in turn.
with last_attempt as (
  select page.article_id, attempt.started_at, attempt.next_due_at
  from raw.page as page
  join raw.fetch as attempt using (fetch_id)
  where attempt.started_at >= $since
  qualify row_number() over (partition by page.article_id order by page.fetch_id desc) = 1
),
resting_host as (
  -- A host that could not be reached, or asked to be left alone, is left alone with all its pages.
  select distinct regexp_extract(location, '^https?://([^/?#]+)', 1) as host
  from raw.fetch
  where kind = 'page'
    and started_at >= $since
    and error_kind in ('dns', 'connect', 'network_down', 'http_429')
    and next_due_at > $now
),
candidate as (
  select
    article.article_id, article.feed_id, article.outlet, article.url, article.title, article.language,
    case when article.published_method in ('none', 'crawl') then '' else article.published_text end as published_text,
    article.text_chars, article.first_seen_at,
    regexp_extract(article.url, '^https?://([^/?#]+)', 1) as host
  from coded.article as article
  left join last_attempt using (article_id)
  where article.is_current
    and article.url <> ''
    and article.feed_id in (select unnest($feed_ids::varchar[]))
    and article.first_seen_at >= $since
    and not exists (
      from raw.page as page where page.article_id = article.article_id and page.revision = article.revision
    )
    and (
      last_attempt.article_id is null
      or last_attempt.started_at < article.revised_at
      or last_attempt.next_due_at <= $now
    )
)
select article_id, feed_id, outlet, url, title, language, published_text, text_chars
from candidate
where host not in (from resting_host)
order by row_number() over (partition by host order by first_seen_at desc, article_id), host
limit $count;

-- The last attempt at each feed, when it last answered and last held something new, and the articles it first brought.
with answered as (
  -- Of the address it has now: another may have answered under the same id.
  select feed_id, location, max(finished_at) as last_answered_at
  from raw.fetch
  where kind = 'feed' and status <> 'failed'
  group by feed_id, location
),
brought as (
  select
    sighting.feed_id,
    count(distinct article.article_id) filter (where article.feed_id = sighting.feed_id) as article_count,
    max(article.published_at) as newest_at,
    max(sighting.first_seen_at) as last_new_at
  from coded.sighting
  join coded.article using (article_id)
  where article.is_current and sighting.feed_id <> ''
  group by sighting.feed_id
)
select
  attempt.feed_id,
  attempt.outlet,
  attempt.location,
  attempt.status,
  attempt.http_status,
  attempt.error_kind,
  attempt.error_detail,
  attempt.failure_streak,
  attempt.finished_at,
  attempt.next_due_at,
  attempt.interval_minutes,
  attempt.permanent_redirect_url,
  answered.last_answered_at,
  coalesce(brought.article_count, 0)::integer as article_count,
  brought.newest_at,
  brought.last_new_at
from raw.fetch as attempt
left join answered using (feed_id, location)
left join brought using (feed_id)
where attempt.kind = 'feed'
qualify row_number() over (partition by attempt.feed_id order by attempt.fetch_id desc) = 1
order by attempt.outlet, attempt.feed_id;

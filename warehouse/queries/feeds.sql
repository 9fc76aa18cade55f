-- The last attempt at each feed, and the articles it first brought.
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
  coalesce(brought.article_count, 0)::integer as article_count,
  brought.newest_at
from raw.fetch as attempt
left join (
  select feed_id, count(*) as article_count, max(published_at) as newest_at
  from coded.article
  where is_current and feed_id <> ''
  group by feed_id
) as brought using (feed_id)
where attempt.kind = 'feed'
qualify row_number() over (partition by attempt.feed_id order by attempt.fetch_id desc) = 1
order by attempt.outlet, attempt.feed_id;

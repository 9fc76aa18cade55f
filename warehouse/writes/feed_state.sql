-- What the newest attempt at each feed tells the next one; failed attempts carry the validators forward.
select
  feed_id,
  location,
  count(*) over (partition by feed_id) as fetch_count,
  etag,
  last_modified,
  body_hash,
  failure_streak,
  next_due_at,
  interval_minutes,
  max(finished_at) filter (where status = 'read') over (partition by feed_id, location) as changed_at,
  max(finished_at) filter (where status <> 'failed') over (partition by feed_id, location) as answered_at,
  permanent_redirect_url,
  permanent_redirect_count
from raw.fetch
where kind = 'feed'
qualify row_number() over (partition by feed_id order by fetch_id desc) = 1;

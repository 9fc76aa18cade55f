insert into raw.fetch (
  fetch_id, run_id, kind, feed_id, outlet, location, started_at, finished_at, status, http_status, error_kind,
  error_detail, error_is_transient, byte_count, body_hash, etag, last_modified, entry_count, failure_streak, next_due_at,
  permanent_redirect_url, permanent_redirect_count, interval_minutes, oddity
)
values (
  $fetch_id, $run_id, $kind, $feed_id, $outlet, $location, $started_at, $finished_at, $status, $http_status, $error_kind,
  $error_detail, $error_is_transient, $byte_count, $body_hash, $etag, $last_modified, $entry_count, $failure_streak, $next_due_at,
  $permanent_redirect_url, $permanent_redirect_count, $interval_minutes, $oddity
);

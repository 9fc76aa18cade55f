-- Adds a further part of a long file; a part that could not be read says so for the whole.
update raw.fetch
set
  entry_count = entry_count + $count,
  finished_at = $finished_at,
  status = $status,
  error_kind = $error_kind,
  error_detail = $error_detail
where fetch_id = $fetch_id;

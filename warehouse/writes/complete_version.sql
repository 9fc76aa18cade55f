-- A version was scored beside the others and compared.
update coded.version
set
  completed_at = $now,
  compared_at = $now,
  beside_count = $beside_count,
  unread_count = $unread_count,
  compared_with = $compared_with,
  moved_day_count = $moved_day_count,
  moved_hit_count = $moved_hit_count
where lexicon_version = $version;

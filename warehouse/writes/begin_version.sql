-- A version is scored beside the others: from the earliest day that was asked for, and all of it where none was.
merge into coded.version as known
using (select $version as lexicon_version, $now::timestamp as begun_at, $since_on::date as since_on) as begun
on known.lexicon_version = begun.lexicon_version
when matched then update set
  since_on = case when known.since_on is null or begun.since_on is null then null
    else least(known.since_on, begun.since_on) end
when not matched then insert
  (lexicon_version, begun_at, since_on, beside_count, unread_count, completed_at, compared_with, compared_at,
   moved_day_count, moved_hit_count)
  values (begun.lexicon_version, begun.begun_at, begun.since_on, 0, 0, null, '', null, 0, 0);

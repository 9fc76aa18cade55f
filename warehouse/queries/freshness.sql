-- What the published copy is, and how old.
select
  (select profile from raw.run order by run_id desc limit 1) as profile,
  (
    -- Of feeds where there are any: a file says nothing of whether they answer.
    select case when bool_or(kind = 'feed')
      then max(finished_at) filter (where status <> 'failed' and kind = 'feed')
      else max(finished_at) filter (where status <> 'failed') end
    from raw.fetch
  ) as last_success_at,
  (select max(started_at) from raw.run) as last_run_at,
  (select lexicon_version from raw.run order by run_id desc limit 1) as lexicon_version,
  (select count(*) from coded.article where is_current) as article_count,
  (select count(distinct outlet) from signal.coverage_daily) as outlet_count,
  (select min(published_on) from signal.day) as first_day,
  (select max(published_on) from signal.day) as last_day;

-- What the published copy is, and how old.
select
  (select profile from raw.run order by run_id desc limit 1) as profile,
  (select max(finished_at) from raw.fetch where status <> 'failed') as last_success_at,
  (select max(started_at) from raw.run) as last_run_at,
  (select lexicon_version from raw.run order by run_id desc limit 1) as lexicon_version,
  (select count(*) from coded.article where is_current) as article_count,
  (select count(distinct outlet) from signal.coverage_daily) as outlet_count,
  (select min(published_on) from signal.day) as first_day,
  (select max(published_on) from signal.day) as last_day;

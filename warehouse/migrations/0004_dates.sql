-- The date as the feed gave it beside the one an article is counted on, how sure that one is, and what moved it.
alter table coded.article add column stamped_at timestamp;
alter table coded.article add column published_confidence double default 0.0;
alter table coded.article add column published_evidence varchar default '';

update coded.article
set
  stamped_at = published_at,
  published_confidence = case published_method when 'feed' then 0.95 when 'page' then 0.9 when 'crawl' then 0.3 else 0.0 end;

comment on column coded.article.published_at is 'When it was published (UTC); null where no date could be read. Midnight of the day where its own words tell it.';
comment on column coded.article.published_method is 'feed, page, crawl (the time a crawler saw it: not used in signals) or none; where the stamp was wrong, what tells the day: url, byline, dateline, text, "dateline and text" and the like, or story copy.';
comment on column coded.article.stamped_at is 'The date as the feed or page gave it (UTC); published_at is another where the stamp was wrong.';
comment on column coded.article.published_confidence is 'How sure published_at is, 0 to 1: for a date that was moved, the share of the likelihood on the day and those beside it.';
comment on column coded.article.published_evidence is 'The words by which the date was moved, or how an ambiguous one was read; empty where the stamp says it all.';

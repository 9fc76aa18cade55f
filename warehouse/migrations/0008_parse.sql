-- What had to be mended in a feed, and what became of entries that were too long.
alter table raw.fetch add column oddity varchar default '';
comment on column raw.fetch.oddity is 'What was odd in a feed that was read all the same, by names: bare ampersands, not UTF-8 but cp949, SAXParseException; empty where nothing was.';
comment on column raw.outcome.reason is 'Why it was skipped or failed, or what of it was too long and cut; empty otherwise.';
comment on column raw.entry.reason is 'Why it was skipped or failed, or what of it was too long and cut; empty otherwise.';
comment on column raw.entry.guid is 'Identifier given by the feed, as received; of it, of link and date the first 2,048 characters.';

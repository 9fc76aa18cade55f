-- The pace of each feed, as found at its last attempt; what commands and retention have added to what columns mean.
alter table raw.fetch add column interval_minutes integer;
comment on column raw.fetch.interval_minutes is 'Minutes between attempts at the feed''s own pace, as far as known: from the catalogue, what the feed asks for, and the dates of its entries.';
comment on column coded.segment.retired_at is 'When another file took its place, or its texts were kept long enough (UTC); it is deleted after a period of grace.';
comment on column raw.run.command is 'The command that ran: ingest, run, import, demo or feeds check.';

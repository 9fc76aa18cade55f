-- Who is named, and the articles: their ids, outlets and instants.
set variable actors = (
  select list(actor_id order by hash(actor_id))
  from (
    select actor_id
    from coded.actor
    where lexicon_version = $lexicon and kind = 'state'
    order by hash(actor_id)
    limit $actors
  )
);
create or replace temp macro share(n, lane) as (hash(n, lane) % 1000003) / 1000003.0;
create or replace temp macro drawn(n, lane) as
  list_extract(getvariable('actors'), 1 + floor(pow(len(getvariable('actors')), share(n, lane)))::integer % len(getvariable('actors')));
create or replace temp table made_article as
select
  n,
  -- As ids are: sixty bits, of which the first five are spread over the whole alphabet.
  substr('234567abcdefghijklmnopqrstuvwxyz', 1 + (hash(n) % 32)::integer, 1) || substr(md5(n::varchar), 1, 11) as article_id,
  'Outlet ' || n % $outlets as outlet,
  timestamp '2020-01-01' + to_seconds((n * $days * 86400.0 / $count)::bigint) as made_at
from range($count) as made(n);

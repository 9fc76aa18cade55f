-- Stores the sketches of arriving articles, and finds those that share a key with them: arriving_sketch comes in,
-- met_sketch (pairs) and known_sketch (what is stored of the older of them) are left.
delete from coded.story_key
where exists (from arriving_sketch where revision > 1)
  and sketch_id in (
    select sketch.sketch_id
    from coded.story_sketch as sketch
    join arriving_sketch as arriving using (article_id)
    where arriving.revision > 1
  );

delete from coded.story_sketch
where exists (from arriving_sketch where revision > 1)
  and article_id in (select article_id from arriving_sketch where revision > 1);

insert into coded.story_sketch (sketch_id, article_id, revision, words, title_words, is_series)
select sketch_id, article_id, revision, words, title_words, is_series
from arriving_sketch
where len(keys) > 0;

insert into coded.story_key (story_key, sketch_id)
select unnest(keys), sketch_id
from arriving_sketch;

-- Who holds the keys that are asked for, in the order of arrival.
create or replace temp table key_holder as
select story_key, sketch_id, row_number() over (partition by story_key order by sketch_id) as place
from coded.story_key
where story_key in (select unnest(asked) from arriving_sketch);

-- A key that over 40 hold is made of standing words: it finds the twenty that came last before.
create or replace temp table met_key as
with asked as (
  select sketch_id as arriving_id, unnest(asked) as story_key
  from arriving_sketch
),
reached as (
  select asked.arriving_id, asked.story_key, holder.place as last_place
  from asked
  asof join key_holder as holder
    on holder.story_key = asked.story_key
    and holder.sketch_id < asked.arriving_id
),
met as (
  select
    arriving_id,
    story_key,
    last_place > 40 as is_crowded,
    unnest(range(if(last_place > 40, last_place - 19, 1), last_place + 1)) as place
  from reached
)
select met.arriving_id, holder.sketch_id as known_id, met.is_crowded
from met
join key_holder as holder using (story_key, place);

-- Their articles are found by id alone, and then read where they stand: found and read in one, all that is asked of them
-- would be read of every article.
create or replace temp table known_row as
select sketch_id, article_id, revision, words, title_words, is_series
from coded.story_sketch
where sketch_id in (
  select known_id
  from met_key
  where known_id < (select min(sketch_id) from arriving_sketch)
);

create or replace temp table known_place as
select rowid as place
from coded.article
where article_id in (select article_id from known_row);

create or replace temp table known_sketch as
with known_article as materialized (
  select article_id, revision, published_at, outlet, story_id
  from coded.article
  where rowid in (select place from known_place)
)
select
  sketch.sketch_id,
  sketch.words,
  sketch.title_words,
  sketch.is_series,
  article.published_at,
  article.outlet,
  article.story_id
from known_row as sketch
join known_article as article using (article_id, revision);

-- Of what shares a key, the thirty that share most, the latest first; by a crowded key nothing beyond three days.
create or replace temp table met_sketch as
with holder as (
  select sketch_id, published_at from known_sketch
  union all
  select sketch_id, published_at from arriving_sketch
)
select met.arriving_id, met.known_id
from met_key as met
join holder as arriving
  on arriving.sketch_id = met.arriving_id
join holder as known
  on known.sketch_id = met.known_id
where not met.is_crowded
  or abs(date_diff('second', arriving.published_at, known.published_at)) <= 72 * 3600
group by met.arriving_id, met.known_id
qualify row_number() over (partition by met.arriving_id order by count(*) desc, met.known_id desc) <= 30;

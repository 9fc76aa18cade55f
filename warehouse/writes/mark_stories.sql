-- Says for every article of the touched stories how it counts: once per outlet, and never three days late.
update coded.article
set counts_as = ranked.counts_as
from (
  with judged as (
    select
      rowid as place,
      article_id,
      story_id,
      outlet,
      published_at,
      case
        when not is_current then 'superseded'
        when not language_is_supported then 'unsupported'
        when published_at is null or published_method = 'crawl' then 'undated'
        else 'dated'
      end as state
    from coded.article
    where rowid in (select place from touched_place)
  )
  select
    place,
    case
      when state <> 'dated' then state
      when published_at > min(published_at) over (partition by story_id, state) + interval 72 hour then 'republication'
      when row_number() over (partition by story_id, outlet, state order by published_at, article_id) = 1 then 'story'
      else 'copy'
    end as counts_as
  from judged
) as ranked
where article.rowid = ranked.place
  and ranked.counts_as <> article.counts_as;

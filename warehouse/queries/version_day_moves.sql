-- Where a version moves the tension of an actor, the largest differences first.
select published_on, actor_id, scope, value_before, value_after, value_after - value_before as change, article_ids
from coded.version_day_move
where lexicon_version = $version
order by abs(value_after - value_before) desc, published_on desc, actor_id, scope;

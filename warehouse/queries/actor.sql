-- One actor by its id.
select actor_id, name, kind, region
from coded.actor
where actor_id = $actor_id
  and lexicon_version = (select lexicon_version from raw.run order by run_id desc limit 1);

-- The names of all actors of a version of the lexicon.
select actor_id, name
from coded.actor
where lexicon_version = $version;

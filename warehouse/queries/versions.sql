-- The versions of the lexicon, the newest first.
select *
from signal.version
order by first_used_at desc, lexicon_version;

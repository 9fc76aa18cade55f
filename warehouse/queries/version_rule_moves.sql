-- What a version changes, by rule.
select event_class, cue_id, gained_count, lost_count, changed_count, counted_before, counted_after
from coded.version_rule_move
where lexicon_version = $version
order by gained_count + lost_count + changed_count desc, cue_id;

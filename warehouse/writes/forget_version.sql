-- Forgets what a version would move.
delete from coded.version_day_move where lexicon_version = $version;

delete from coded.version_hit_move where lexicon_version = $version;

delete from coded.version_rule_move where lexicon_version = $version;

-- Hits whose rule is not in the lexicon that made them.
select hit.article_id, hit.hit_index, hit.cue_id
from coded.cue_hit as hit
anti join coded.cue as cue
  on cue.cue_id = hit.cue_id
  and cue.lexicon_version = hit.lexicon_version;

-- Counted hits, once for every series they belong to (tension apart: it is the sum of act and threat).
create or replace view signal.series_hit as
select *, 'actor' as subject, actor_id as party_id, '' as other_id, 'actor' as role
from signal.counted_hit
where actor_id <> ''
union all
select *, 'actor', recipient_id, '', 'recipient'
from signal.counted_hit
where recipient_id <> ''
union all
select *, 'actor', actor_id, '', 'either'
from signal.counted_hit
where actor_id <> ''
union all
select *, 'actor', recipient_id, '', 'either'
from signal.counted_hit
where recipient_id not in ('', actor_id)
union all
select *, 'dyad', actor_id, recipient_id, 'actor'
from signal.counted_hit
where actor_id <> ''
  and recipient_id not in ('', actor_id)
union all
select *, 'theatre', theatre_id, '', 'either'
from signal.counted_hit
where theatre_id <> ''
union all
select *, 'global', '', '', 'either'
from signal.counted_hit
union all
select hit.*, 'group', member.group_id, '', 'actor'
from signal.counted_hit as hit
join signal.actor_group as member on member.member_id = hit.actor_id
union all
select hit.*, 'group', member.group_id, '', 'recipient'
from signal.counted_hit as hit
join signal.actor_group as member on member.member_id = hit.recipient_id
union all
select *, ''  as other_id, 'either' as role
from (
  select hit.*, 'group' as subject, member.group_id as party_id
  from signal.counted_hit as hit
  join signal.actor_group as member on member.member_id = hit.actor_id
  union
  select hit.*, 'group', member.group_id
  from signal.counted_hit as hit
  join signal.actor_group as member on member.member_id = hit.recipient_id
  union
  select hit.*, 'group', member.group_id
  from signal.counted_hit as hit
  join signal.actor_group as member on member.member_id = hit.theatre_id
) as member_hit;
comment on view signal.series_hit is 'Counted hits, once for every series they belong to; tension, the sum of act and threat, apart.';
comment on column signal.series_hit.published_on is 'UTC day of publication.';
comment on column signal.series_hit.outlet is 'Publisher.';
comment on column signal.series_hit.article_id is 'The article (coded.article).';
comment on column signal.series_hit.revision is 'Its revision.';
comment on column signal.series_hit.hit_index is 'The hit (coded.cue_hit).';
comment on column signal.series_hit.cue_id is 'The rule that matched (coded.cue).';
comment on column signal.series_hit.kind is 'act, threat or deescalation.';
comment on column signal.series_hit.scope is 'international or domestic.';
comment on column signal.series_hit.matched_text is 'The words that matched.';
comment on column signal.series_hit.actor_id is 'Who acts in the hit.';
comment on column signal.series_hit.recipient_id is 'Whom it meets in the hit.';
comment on column signal.series_hit.theatre_id is 'Where it is told to be.';
comment on column signal.series_hit.intensity is '|weight| / 10 x certainty of the hit.';
comment on column signal.series_hit.subject is 'actor, dyad, theatre, group or global.';
comment on column signal.series_hit.party_id is 'The actor, the dyad''s actor, the theatre or the group; empty for global.';
comment on column signal.series_hit.other_id is 'The dyad''s recipient; empty otherwise.';
comment on column signal.series_hit.role is 'actor, recipient or either.';

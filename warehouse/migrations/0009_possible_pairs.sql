-- The pair that a hit may mean where grammar finds none: it is shown with its rule, and no series counts it.
alter table coded.cue_hit add column possible_actor_id varchar default '';
alter table coded.cue_hit add column possible_recipient_id varchar default '';
alter table coded.cue_hit add column possible_rule varchar default '';

comment on column coded.cue_hit.possible_actor_id is 'Who may act, where grammar finds no pair: suggested by the order of names and counted in no series; empty elsewhere.';
comment on column coded.cue_hit.possible_recipient_id is 'Whom it may meet, where grammar finds no pair: suggested by the order of names and counted in no series; empty elsewhere.';
comment on column coded.cue_hit.possible_rule is 'How the possible pair was chosen; empty where there is none.';

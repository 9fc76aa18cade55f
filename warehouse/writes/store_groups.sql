-- The groups as they are now.
insert into signal.actor_group (group_id, name, note, member_id)
select group_id, name, note, member_id
from arriving_group;

-- Groups of actors, a row per member.
select group_id, name, member_id
from signal.actor_group
order by name, group_id, member_id;

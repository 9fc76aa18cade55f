-- The events of the newest validation, and how each was seen.
select event_id, happened_on, kind, actors, what, source, how, actor_id, series_kind, lit_on, surprise
from signal.validation_event
order by happened_on, event_id;

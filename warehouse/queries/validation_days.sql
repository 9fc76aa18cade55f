-- The days that a validation speaks of.
select
  min(published_on) as first_on,
  max(published_on) as last_on
from signal.day
where quality <> 'gap';

-- The signal of the world by day, for validation: between states.
select published_on, kind, value
from signal.global_daily
where scope = 'international'
  and kind in ('act', 'threat', 'tension')
  and value is not null
order by published_on, kind;

-- Outlets without a level that have enough days for one.
select outlet
from signal.coverage_daily
where story_count > 0
  and not is_left_out
  and outlet not in (select outlet from signal.outlet_level)
group by outlet
having count(*) >= $day_count;

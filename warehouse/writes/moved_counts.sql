select (select count(*) from moved_day) as moved_day_count, (select count(*) from moved_hit) as moved_hit_count;

-- Every day is made anew.
create or replace temp table touched_day as
select distinct published_on
from coded.article
where published_on is not null;

delete from signal.coverage_daily;

delete from signal.coverage_window;

delete from signal.series_outlet_daily;

delete from signal.series_window;

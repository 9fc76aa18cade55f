-- Every window from a day on, or all where none is given.
create or replace temp table touched_window as
select distinct published_on
from signal.coverage_window
where published_on >= coalesce($first_on, date '0001-01-01');

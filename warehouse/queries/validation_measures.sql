-- The figures of the newest validation.
select subject, series, kind, reference, statistic, value, low, high, n, lag_months, floor, goal
from signal.validation_measure
order by subject, series, kind, reference, statistic;

-- What each outlet had on each day, silent days included. $from_on, $to_on: the span of days.
select
  outlet,
  published_on,
  story_count,
  article_count,
  usual_count,
  is_silent,
  is_left_out
from signal.coverage_daily
where published_on between $from_on::date and $to_on::date
order by outlet, published_on;

-- What became of the page of an article: the attempt whose text a revision is, else the newest one.
select
  attempt.status,
  attempt.error_kind,
  attempt.error_detail,
  attempt.finished_at,
  page.revision = $revision as is_its_text
from raw.page as page
join raw.fetch as attempt using (fetch_id)
where page.article_id = $article_id
order by is_its_text desc, page.fetch_id desc
limit 1;

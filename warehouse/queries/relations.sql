-- Every public table and view with what it is.
select schema_name || '.' || table_name as relation, comment as meaning
from duckdb_tables()
where schema_name in ('raw', 'coded', 'signal')
union all
select schema_name || '.' || view_name, comment
from duckdb_views()
where schema_name in ('raw', 'coded', 'signal')
order by relation;

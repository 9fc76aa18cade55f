-- Every column of the three schemas with its comment.
with relation as (
  select schema_name, table_name as relation_name, 'table' as kind, comment
  from duckdb_tables()
  where not internal
  union all
  select schema_name, view_name, 'view', comment
  from duckdb_views()
  where not internal
)
select
  relation.schema_name || '.' || relation.relation_name as relation,
  relation.kind,
  coalesce(relation.comment, '') as relation_comment,
  columns.column_name,
  columns.data_type,
  coalesce(columns.comment, '') as column_comment
from relation
join duckdb_columns() as columns
  on columns.schema_name = relation.schema_name
  and columns.table_name = relation.relation_name
where relation.schema_name in ('raw', 'coded', 'signal')
order by
  list_position(['raw', 'coded', 'signal'], relation.schema_name),
  relation.kind,
  relation.relation_name,
  columns.column_index;

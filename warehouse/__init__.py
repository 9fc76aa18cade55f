"""The only door to DuckDB: rows, schemas, the writer's side and the readers' side."""

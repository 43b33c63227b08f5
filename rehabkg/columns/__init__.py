"""The typed records of a source as columns (Parquet), and what is counted over them (DuckDB)."""

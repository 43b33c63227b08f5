"""Any CSV, TSV, XLSX or Parquet that an archive has, described by a mapping file of two forms."""

from rehabkg.readers.table.load import load_mapping
from rehabkg.readers.table.mapping import TableMapping
from rehabkg.readers.table.read import read_table

__all__ = ["TableMapping", "load_mapping", "read_table"]

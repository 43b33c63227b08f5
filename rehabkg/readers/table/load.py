"""Read a mapping file of either form."""

from __future__ import annotations

from pathlib import Path

from rehabkg.readers.table.csvw import read_csvw
from rehabkg.readers.table.mapping import TableMapping
from rehabkg.readers.table.toml import read_toml


def load_mapping(path: Path, table: Path) -> TableMapping:
    """Return what the mapping file at *path* says of the file *table*: JSON is CSV on the Web metadata, else TOML.

    Raises `SourceError` for the first fault of the mapping.
    """
    return read_csvw(path, table) if path.suffix.lower() in (".json", ".jsonld") else read_toml(path)

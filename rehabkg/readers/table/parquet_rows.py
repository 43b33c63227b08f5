"""Read the rows of a Parquet file in batches, so that memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rehabkg.errors import SourceError, one_line
from rehabkg.readers.table.row import MOST_COLUMNS, Report, Row, bad_cell, is_blank
from rehabkg.readers.workbook import cell_text

_ROWS_A_BATCH = 1_000
# Group by group a file is unpacked; the largest that programs write by default hold some hundred megabytes.
_LARGEST_GROUP_BYTES = 2 << 30
# What the file's own description may take (Thrift, in bytes and members).
_LARGEST_DESCRIPTION = 64 << 20
_MOST_DESCRIBED = 1_000_000


def parquet_rows(path: Path, *, report: Report) -> Iterator[Row]:
    """Yield the names of the columns of *path* as row 0, then its rows; hand a bad row to *report* and go on.

    A list comes with a line for each of its items. Raises `SourceError` where the file cannot be read; one that is
    broken further down is reported with the row, and what stands above is read.
    """
    import pyarrow as pa

    file = _open(path)
    names = [str(name) for name in file.schema_arrow.names]
    yield Row(0, names, "\t".join(names))
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_ROWS_A_BATCH):
            columns = [_column(batch.column(place)) for place in range(len(names))]
            for values in zip(*columns, strict=True):
                number += 1
                row = Row(number, list(values), "\t".join(values))
                wrong = bad_cell(path, row)
                if wrong:
                    report(wrong)
                elif not is_blank(row):
                    yield row
    except (pa.ArrowException, OSError, ValueError, TypeError) as error:
        report(SourceError(path, number + 1, f"the file is broken from this row on: {one_line(error, 120)}"))


def _open(path: Path) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(
            path, thrift_string_size_limit=_LARGEST_DESCRIPTION, thrift_container_size_limit=_MOST_DESCRIBED
        )
        groups = [file.metadata.row_group(place).total_byte_size for place in range(file.metadata.num_row_groups)]
    except (pa.ArrowException, OSError) as error:
        raise SourceError(path, None, f"is no Parquet file that can be read: {one_line(error, 120)}") from error
    if len(file.schema_arrow.names) > MOST_COLUMNS:
        raise SourceError(
            path, None, f"has {len(file.schema_arrow.names):,} columns, at most {MOST_COLUMNS:,} are read"
        )
    if max(groups, default=0) > _LARGEST_GROUP_BYTES:
        found = f"{max(groups):,} bytes, at most {_LARGEST_GROUP_BYTES:,} are wanted"
        raise SourceError(path, None, f"one group of its rows unpacks to {found}; write it in smaller groups")
    return file


def _column(values: Any) -> list[str]:
    """Return the values of one column of a batch as texts, a blank one for what is missing."""
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    kind = values.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        values = values.cast(pa.large_binary())
    elif pa.types.is_timestamp(kind):
        # Finer parts of a second are no part of Python's datetime; a zone moves no day that an archive states.
        values = values.cast(pa.timestamp("us"), safe=False)
    return [_printed(value).strip() for value in values.to_pylist()]


def _printed(value: object) -> str:
    if isinstance(value, bytes):
        # A byte that is not UTF-8 stays as a lone surrogate, for which the row is reported.
        return value.decode("utf-8", "surrogateescape")
    if isinstance(value, list):
        return "\n".join(cell_text(item) for item in value if item is not None)
    return "" if value is None else cell_text(value)

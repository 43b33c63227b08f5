"""Read the rows of a table whose columns are known by their names: a CSV or TSV file that is one part of a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import RowError, SourceError, shorten
from rehabkg.readers.encoding import detect
from rehabkg.readers.table.csv_rows import csv_rows
from rehabkg.readers.table.mapping import Dialect
from rehabkg.readers.table.row import Report, Row, row_error

# A part of a source that is held whole: the largest has 2,472 rows.
MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row: its cells by the names of their columns, blanks left out, and the row as the file has it."""

    path: Path
    row: Row
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of *column*, an empty text for a blank one."""
        return self.cells.get(column, "")

    @property
    def line(self) -> int:
        """The line of the file where the row begins."""
        return self.row.number

    @property
    def text(self) -> str:
        """The row as printed."""
        return self.row.text

    def error(self, column: str, expected: str) -> RowError:
        """Return the error that says that the cell of *column* is not as *expected*."""
        return row_error(self.path, self.row, column, self[column], expected)


def named_rows(path: Path, columns: Sequence[str], dialect: Dialect, *, report: Report) -> Iterator[NamedRow]:
    """Yield each row of the table *path*; hand a bad row to *report* and go on.

    The first row names the columns; *columns* must be among them. Raises `SourceError` where the file cannot be read,
    where a column is missing or doubled, and where it has more rows than any part of a source.
    """
    detect(path)  # names a binary; the stated encoding alone would read it as letters
    rows = csv_rows(path, dialect, report=report)
    header = next(rows, None)
    names = header.cells if header else []
    _check(path, names, columns)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise SourceError(path, row.number, f"has more than {MOST_ROWS:,} rows")
        if len(row.cells) != len(names):
            expected = f"a row of {len(names)} cells: it has {len(row.cells)}"
            report(row_error(path, row, "(row)", row.text, expected))
            continue
        yield NamedRow(path, row, {name: cell for name, cell in zip(names, row.cells, strict=True) if cell})


def _check(path: Path, names: Sequence[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in names]
    if missing:
        found = f"; its columns are {', '.join(map(repr, map(shorten, names[:20])))}" if names else ""
        raise SourceError(path, 1, f"has no column {', '.join(map(repr, missing))}{found}")
    doubled = sorted({shorten(name) for name in names if names.count(name) > 1})
    if doubled:
        raise SourceError(path, 1, f"names {', '.join(map(repr, doubled))} more than once")

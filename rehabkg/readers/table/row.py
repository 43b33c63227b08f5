"""A row of a table as its file gives it, before any column is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rehabkg.errors import RowError, SourceError
from rehabkg.readers.bounds import LONGEST_CELL_CHARACTERS
from rehabkg.readers.encoding import fault

Report = Callable[[SourceError], None]

MOST_COLUMNS = 2_000
# What a report of a row at fault shows of it.
_LONGEST_PRINTED = 2_000


class Row(NamedTuple):
    """One row: `number` is its 1-based row in a sheet, or the line where it begins; `text` is the row as printed."""

    number: int
    cells: list[str]
    text: str


def is_blank(row: Row) -> bool:
    """Tell whether no cell of *row* holds anything; a lone 0x1A is the end of file that DOS wrote."""
    return not row.text.strip("\x1a\t ") or not any(map(str.strip, row.cells))


def row_error(path: Path, row: Row, column: str, value: str, expected: str) -> RowError:
    """Return the error that says that *value*, of *column* in *row*, is not as *expected*."""
    return RowError(path.name, row.number, column, value, expected, printed=row.text[:_LONGEST_PRINTED])


def long_cell(path: Path, row: Row) -> RowError | None:
    """Return what is wrong with the first cell of *row* that is beyond any size, None where none is."""
    for place, cell in enumerate(row.cells, 1):
        if len(cell) > LONGEST_CELL_CHARACTERS:
            expected = f"a cell of at most {LONGEST_CELL_CHARACTERS:,} characters: it has {len(cell):,}"
            return row_error(path, row, f"#{place}", cell, expected)
    return None


def bad_cell(path: Path, row: Row) -> RowError | None:
    """Return what is wrong with the letters or the size of *row* or a cell of it, None where nothing is."""
    if len(row.cells) > MOST_COLUMNS:
        return row_error(path, row, "(row)", row.cells[-1], f"a row of at most {MOST_COLUMNS:,} cells")
    found = fault(row.text)
    return row_error(path, row, "(row)", row.text, f"text: {found}") if found else long_cell(path, row)

"""Read the cells of named columns from a plain CSV (RFC 4180), one of several tables that make up a source."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from rehabkg.errors import SourceError, shorten
from rehabkg.readers.bounds import LONGEST_CELL_CHARACTERS
from rehabkg.readers.encoding import bounded_lines, detect, fault, printable

Report = Callable[[SourceError], None]


def named_cells(
    path: Path, columns: tuple[str, ...], *, report: Report, encoding: str | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line where each row of the table at *path* starts and its cells under *columns*, in that order.

    A row that is no CSV, no text, too long or of another width than the header goes to *report*. Raises `SourceError`
    where the table is unreadable or empty, or where a column is missing or doubled.
    """
    lines = bounded_lines(path, detect(path, called=encoding), report=report)
    reader = csv.reader(lines, strict=True)
    places: list[int] = []
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            report(SourceError(path, line, f"is no CSV row: {error}"))
            continue
        if row is None:
            break
        if not places:
            places, width = _places(path, row, columns), len(row)
        elif row:
            amiss = _amiss(row, width)
            if amiss:
                report(
                    SourceError(path, line, amiss, printed=shorten(printable(",".join(row)), LONGEST_CELL_CHARACTERS))
                )
            else:
                yield line, [row[place] for place in places]
    if not places:
        raise SourceError(path, 1, "the table is empty; a header line is wanted")


def _places(path: Path, header: list[str], wanted: tuple[str, ...]) -> list[int]:
    missing = [name for name in wanted if name not in header]
    doubled = [name for name in wanted if header.count(name) > 1]
    for found, names in (("without", missing), ("with doubled", doubled)):
        if names:
            raise SourceError(path, 1, f"the header is {found} {', '.join(map(repr, names))}")
    return [header.index(name) for name in wanted]


def _amiss(row: list[str], width: int) -> str | None:
    if len(row) != width:
        return f"the row has {len(row)} cells, {width} are wanted"
    longest = max(map(len, row))
    if longest > LONGEST_CELL_CHARACTERS:
        return f"a cell has {longest:,} letters, at most {LONGEST_CELL_CHARACTERS:,} are wanted"
    return fault("\n".join(row))

"""Find the columns of a mapping in a table's headings."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from rehabkg.errors import SourceError, shorten
from rehabkg.readers.table.mapping import Place, TableMapping
from rehabkg.readers.table.row import MOST_COLUMNS, Row
from rehabkg.readers.table.target import nearest


class Header:
    """The headings over the columns of a table; where it has none, the number of columns alone.

    A heading is compared in Unicode's form NFC, with one blank for any run of blanks and line ends.
    """

    def __init__(self, path: Path, rows: Sequence[Row], mapping: TableMapping, width: int = 0) -> None:
        """Raise `SourceError` where *rows*, those of the headings, do not fit the *mapping*.

        *width* is the least number of columns: that of the first row, where there are no headings.
        """
        self._path = path
        self._skipped = mapping.dialect.skip_columns
        self.line = rows[0].number if rows and rows[0].number else None
        self.names: list[tuple[str, ...]] = _merged(rows, max(width, _named_width(mapping)))
        if len(self.names) > MOST_COLUMNS:
            raise self._fault(f"has {len(self.names):,} headings, at most {MOST_COLUMNS:,} are read")
        if mapping.by_position and len(self.names) != len(mapping.columns):
            raise self._fault(f"has {len(self.names)} columns, the mapping describes {len(mapping.columns)}")

    def find(self, place: Place) -> int:
        """Return the 0-based position of the column at *place*. Raises `SourceError` where it is not one column."""
        if place.position is not None:
            return self._at(place, place.position - self._skipped - 1)
        wanted = set(map(plain, place.headings))
        found = [position for position, names in enumerate(self.names) if wanted.intersection(names)]
        if len(found) == 1:
            return found[0]
        heading = place.headings[0]
        if found:
            choices = " or ".join(f"'#{position + 1}'" for position in found)
            raise self._fault(f"the heading {shorten(heading)!r} stands over {len(found)} columns; write {choices}")
        known = [name for names in self.names for name in names]
        hint = nearest(plain(heading), known) or f"; the headings are {', '.join(map(repr, map(shorten, known[:20])))}"
        raise self._fault(f"there is no heading {shorten(heading)!r}{hint}")

    def name(self, position: int) -> str:
        """Return the heading of the column at the 0-based *position*, `#4` where it has none."""
        names = self.names[position] if position < len(self.names) else ()
        return names[0] if names else f"#{position + self._skipped + 1}"

    def _at(self, place: Place, position: int) -> int:
        if not 0 <= position < len(self.names):
            raise self._fault(f"has {len(self.names)} columns, so there is no column #{place.position}")
        found = self.names[position]
        if place.headings and found and not set(map(plain, place.headings)).intersection(found):
            wanted = " or ".join(repr(shorten(heading)) for heading in place.headings)
            raise self._fault(f"column {place.position} is headed {shorten(found[0])!r}, {wanted} is wanted there")
        return position

    def _fault(self, message: str) -> SourceError:
        return SourceError(self._path, self.line, message)


def plain(heading: str) -> str:
    """Return *heading* as headings are compared."""
    return " ".join(unicodedata.normalize("NFC", heading).split())


def _named_width(mapping: TableMapping) -> int:
    """Return the last column that a mapping names by its position in a sheet, where a row ends with its last cell."""
    if mapping.kind == "csv":
        return 0
    places = [*(column.place for column in mapping.columns), *mapping.number]
    return max((place.position or 0 for place in places), default=0)


def _merged(rows: Sequence[Row], width: int) -> list[tuple[str, ...]]:
    """Return the headings of each column, from all the rows that the headings take."""
    width = max([width, *(len(row.cells) for row in rows)])
    columns = [[plain(row.cells[position]) for row in rows if position < len(row.cells)] for position in range(width)]
    return [tuple(name for name in column if name) for column in columns]

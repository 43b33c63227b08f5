"""Read the places of Stalin's execution lists: `geogr.csv`, regions of 1937 and 1938 with the one above each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rehabkg.errors import SourceError, shorten
from rehabkg.readers.small_table import NamedRow, named_rows
from rehabkg.readers.table.mapping import Dialect
from rehabkg.readers.table.row import Report
from rehabkg.records.model import RecordedPlace
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord

PLACES = "geogr.csv"
_COLUMNS = ("regionid", "regionrang", "regionparent", "regiontitle")
_KINDS = {"1": "state", "2": "union-republic", "3": "region"}
# The table has three ranks; a chain beyond that goes round in a circle or is no part of it.
_LONGEST_CHAIN = 10


def read_stalin_places(path: Path, *, report: Report) -> Iterator[PlaceRecord]:
    """Yield each region of the table *path* with the regions above it, nearest first.

    The uppermost is its own parent. A bad row goes to *report*: one without an id or a title, a second one of one id,
    one of an unknown rank. A parent that is not there, or that lies below, is reported, and the chain ends before it.
    """
    rows: dict[str, NamedRow] = {}
    for row in named_rows(path, _COLUMNS, Dialect(), report=report):
        wrong = _wrong(row, rows)
        if wrong:
            report(row.error(*wrong))
        else:
            rows[row["regionid"]] = row
    for number, row in rows.items():
        place = RecordedPlace(row["regiontitle"], _KINDS[row["regionrang"]], parents=_parents(row, rows, report))
        yield PlaceRecord(
            PrintedRecord(f"region-{number}", path.name, f"line {row.line}", row.line, row.text, name=place.name), place
        )


def _wrong(row: NamedRow, rows: Mapping[str, NamedRow]) -> tuple[str, str] | None:
    """Return the column that cannot be read and what is wanted there."""
    if not row["regionid"] or row["regionid"] in rows:
        return "regionid", "the id of one region"
    if row["regionrang"] not in _KINDS:
        return "regionrang", f"one of {', '.join(_KINDS)}"
    return None if row["regiontitle"] else ("regiontitle", "filled")


def _parents(row: NamedRow, rows: Mapping[str, NamedRow], report: Report) -> tuple[str, ...]:
    chain: list[str] = []
    below = row
    while below["regionparent"] != below["regionid"]:
        above = rows.get(below["regionparent"])
        if above is None:
            if below is row:
                report(row.error("regionparent", f"the id of a region of {PLACES}"))
            break
        if len(chain) == _LONGEST_CHAIN:
            message = f"{shorten(row['regiontitle'])!r} lies in itself, by the regions above it"
            report(SourceError(row.path.name, row.line, message, printed=row.text))
            return ()
        chain.append(above["regiontitle"])
        below = above
    return tuple(chain)

"""Read the camps of the Gulag, where they stood, and how many prisoners were counted there in each year.

Three tables joined by ids: `camps.tsv` (one camp), `camp_locations.tsv` (where it stood, in its order), and
`camp_statistics.tsv` (prisoners at a location in a year). A record is a location, for a camp may have moved; a camp
without any is a record of its own. A count of 0 is kept: it is what the table prints, whatever it may mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.readers.small_table import NamedRow, named_rows
from rehabkg.readers.table.mapping import Dialect
from rehabkg.readers.table.row import Report
from rehabkg.records.model import RecordedPlace
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord

CAMPS = "camps.tsv"
LOCATIONS = "camp_locations.tsv"
STATISTICS = "camp_statistics.tsv"
_COLUMNS = {
    CAMPS: ("id", "title_ru", "title_en", "title_de", "subtitles_ru", "type", "activity", "region"),
    LOCATIONS: ("id", "camp_id", "order", "lon", "lat", "place_ru", "place_en"),
    STATISTICS: ("id", "location_id", "year", "prisoners"),
}
_TSV = Dialect(delimiter="\t")
# Four camps are of no kind that the table says.
_KIND = "camp"

_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,20})?")
_YEAR = re.compile(r"1[89][0-9]{2}|20[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,9}")
# What the editor of the tables writes into every camp that has no name in that language yet.
_NO_TITLE = frozenset({"New prison", "Neue Gefängnis"})

_Figures = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Counts:
    """The prisoners at one location: (year, number) in the order of the years, and the rows that say so."""

    figures: dict[str, int]
    rows: list[str]


def read_gulag_camps(path: Path, *, report: Report) -> Iterator[PlaceRecord]:
    """Yield the places of the folder *path*, by the rows of its locations, then the camps without a location.

    A bad row goes to *report*: a second camp or location of one id, a location of a camp that is not there, counts
    for a location that is not there, a second count of one year. A bad coordinate or count goes there too, and the
    rest of its row is read. Raises `SourceError` where a table is missing or no such table.
    """
    camps = _camps(path / CAMPS, report)
    counts = _counts(path / STATISTICS, report)
    placed: set[str] = set()
    met: set[str] = set()
    for row in _rows(path / LOCATIONS, report):
        if not row["id"] or row["id"] in met:
            report(row.error("id", "the id of one location"))
            continue
        met.add(row["id"])
        camp = camps.get(row["camp_id"])
        if camp is None:
            report(row.error("camp_id", f"the id of a camp of {CAMPS}"))
        else:
            placed.add(row["camp_id"])
            yield _location(camp, row, counts.get(row["id"], _Counts({}, [])), report)
    for number, camp in camps.items():
        if number not in placed:
            yield _record(f"camp-{number}", camp, [camp.text], _place(camp))
    for location in sorted(counts.keys() - met):
        message = f"prisoners are counted at location {location!r}, which {LOCATIONS} has not"
        report(SourceError(STATISTICS, None, message, printed="\n".join(counts[location].rows)))


def _rows(path: Path, report: Report) -> Iterator[NamedRow]:
    return named_rows(path, _COLUMNS[path.name], _TSV, report=report)


def _camps(path: Path, report: Report) -> dict[str, NamedRow]:
    """Return the camps by their ids. An id of two different camps names none, for no location says which it means."""
    found: dict[str, NamedRow] = {}
    doubled: set[str] = set()
    for row in _rows(path, report):
        number = row["id"]
        first = found.get(number)
        if not number or number in doubled or first is not None:
            report(row.error("id", "the id of one camp"))
            if first is not None and first.cells != row.cells:
                report(found.pop(number).error("id", "the id of one camp"))
                doubled.add(number)
        elif not row["title_ru"]:
            report(row.error("title_ru", "filled"))
        else:
            found[number] = row
    return found


def _counts(path: Path, report: Report) -> dict[str, _Counts]:
    """Return what was counted at each location; a blank count is known of no number and left out."""
    found: dict[str, _Counts] = {}
    for row in _rows(path, report):
        counts = found.setdefault(row["location_id"], _Counts({}, []))
        counts.rows.append(row.text)
        year, prisoners = row["year"], row["prisoners"]
        if not _YEAR.fullmatch(year):
            report(row.error("year", "a year"))
        elif prisoners and not _COUNT.fullmatch(prisoners):
            report(row.error("prisoners", "a whole number of prisoners"))
        elif year in counts.figures:
            report(row.error("year", "a year that is counted once at its location"))
        elif prisoners:
            counts.figures[year] = int(prisoners)
    return found


def _location(camp: NamedRow, row: NamedRow, counts: _Counts, report: Report) -> PlaceRecord:
    longitude, latitude = _degrees(row, "lon", 180, report), _degrees(row, "lat", 90, report)
    known = longitude is not None and latitude is not None
    place = _place(
        camp,
        address=row["place_ru"],
        latitude=latitude if known else None,
        longitude=longitude if known else None,
        figures=tuple(sorted(counts.figures.items())),
    )
    return _record(f"location-{row['id']}", row, [camp.text, row.text, *counts.rows], place)


def _degrees(row: NamedRow, column: str, most: int, report: Report) -> str | None:
    """Return the coordinate as printed; None for one that is no point on the globe, which is reported."""
    value = row[column]
    if _DEGREES.fullmatch(value) and abs(float(value)) <= most:
        return value
    report(row.error(column, f"a number of degrees from -{most} to {most}"))
    return None


def _place(
    camp: NamedRow,
    *,
    address: str = "",
    latitude: str | None = None,
    longitude: str | None = None,
    figures: _Figures = (),
) -> RecordedPlace:
    titles = [camp["title_en"], camp["title_de"], *camp["subtitles_ru"].split(",")]
    others = dict.fromkeys(title.strip() for title in titles if title.strip() and title not in _NO_TITLE)
    others.pop(camp["title_ru"], None)
    return RecordedPlace(
        name=camp["title_ru"],
        kind=camp["type"] or _KIND,
        parents=tuple(filter(None, [address, camp["region"]])),
        other_names=tuple(others),
        latitude=latitude,
        longitude=longitude,
        figures=figures,
        note=camp["activity"] or None,
    )


def _record(number: str, row: NamedRow, texts: list[str], place: RecordedPlace) -> PlaceRecord:
    printed = PrintedRecord(
        number=number,
        file=row.path.name,
        locator=f"line {row.line}",
        line=row.line,
        text="\n".join(texts),
        name=place.name,
    )
    return PlaceRecord(printed, place)

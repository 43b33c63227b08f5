"""Which drawings fit the rows of a query, by the names and values of its columns; and the rows as such a drawing.

wkt, or lat and lon            -> map
earliest and latest, or a date -> timeline
a year and a number            -> columns by year
a name and a number            -> bars
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rehabkg.dates.edtf_text import parse_edtf
from rehabkg.drawing.chart import Chart, Series
from rehabkg.drawing.happenings import Dated, Happening, Timeline
from rehabkg.drawing.map import THE_PLACE, Map, Place, Unplaced
from rehabkg.drawing.printed import printed
from rehabkg.drawing.table import (
    Cell,
    Table,
    as_day,
    as_number,
    as_point,
    is_count,
    is_day,
    is_edtf,
    is_number,
    is_point,
    is_year,
)
from rehabkg.errors import DateError

VIEWS = ("map", "timeline", "years", "bars")

_LATITUDES, _LONGITUDES = ("lat", "latitude"), ("lon", "long", "lng", "longitude")
_LABELS = ("label", "name", "title", "act_title", "label_of_it", "itemLabel")
_KINDS = ("place_kind", "kind", "act_kind", "what", "relation", "status", "category_label", "state_label", "measure")
_DATES = ("edtf", "decided", "adopted", "sentenced", "began", "dated", "date", "published")
_BEGAN, _ENDED = "began", "ended"
_NUMBERS = ("records", "count", "number", "total", "n", "people")
_SOURCES = ("source", "sources")


def fitting(table: Table) -> tuple[str, ...]:
    """Return the views that fit, the one that tells most first; none where only a table does."""
    return tuple(
        view
        for view, fits in (
            ("map", _points(table) is not None),
            ("timeline", _dates(table) is not None and bool(_labels(table))),
            ("years", _by_year(table) is not None),
            ("bars", _by_name(table) is not None),
        )
        if fits
    )


# --- maps


def _points(table: Table) -> tuple[str, ...] | None:
    """Return the column of points in WKT, or those of latitude and longitude."""
    wkt = table.first(is_point)
    if wkt is not None:
        return (wkt,)
    latitude, longitude = table.named(_LATITUDES, is_number), table.named(_LONGITUDES, is_number)
    return (latitude, longitude) if latitude is not None and longitude is not None else None


def as_map(table: Table, *, title: str, language: str, name: str = "map") -> Map:
    """Return the rows as places; those without a point on the earth are named beside it."""
    columns = _points(table) or ()
    kind = table.named([column for column in _KINDS if column not in columns])
    seen: dict[Place, None] = {}
    sources: dict[str, None] = {}
    unplaced: dict[Unplaced, None] = {}
    for row in _rows(table):
        point = _point(row, columns)
        label, link = row.label()
        source, licence = row.text("source"), row.text("licence")
        source = f"{source} ({licence})" if source and licence else source or licence
        if point is None:
            unplaced[Unplaced(label, row.text(kind), link)] = None
            continue
        if source:
            sources[source] = None
        note = row.text("point_of")
        certain = note in THE_PLACE and row.text("certainty") in ("", "certain")
        seen[Place(point[1], point[0], label, row.text(kind), link, certain, note)] = None
    return Map(title, language, tuple(seen), tuple(sources), tuple(unplaced), name=name)


def _point(row: _Row, columns: Sequence[str]) -> tuple[float, float] | None:
    if len(columns) == 1:
        point = as_point(row.text(columns[0]))
    else:
        latitude, longitude = (as_number(row.text(column)) for column in columns)
        point = None if latitude is None or longitude is None else (longitude, latitude)
    if point is None or not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        return None
    return point


# --- timelines


def _dates(table: Table) -> tuple[str | None, ...] | None:
    """Return the columns of a date in EDTF, of its earliest and of its latest day; None where no date is there."""
    earliest, latest = table.named(("earliest",), is_day), table.named(("latest",), is_day)
    written = table.named(_DATES, is_edtf)
    if earliest is None and latest is None and written is None:
        return None
    return written, earliest, latest


def as_timeline(table: Table, *, title: str, language: str, name: str = "timeline") -> tuple[Timeline, tuple[str, ...]]:
    """Return the rows as happenings, and the sources that the numbers of its footnotes stand for.

    Rows about one thing with other dates are one happening with several; those with the same date share it.
    """
    columns = _dates(table) or (None, None, None)
    kind = table.named([column for column in _KINDS if column not in columns])
    sources: dict[str, int] = {}
    things: dict[tuple[str, str, str], dict[str, tuple[Dated, list[int]]]] = {}
    links: dict[tuple[str, str, str], str | None] = {}
    for row in _rows(table):
        label, link = row.label()
        # The labels of the graph end with their date, which stands before them here.
        label = label.removesuffix(f", {row.text(columns[0])}")
        key = (link or label, label, row.text(kind))
        links.setdefault(key, link)
        dating = _dated(row, columns, language)
        dating = _lasting(row, dating, language) if columns[0] == _BEGAN else dating
        dates = things.setdefault(key, {})
        if dating is None:
            continue
        _, notes = dates.setdefault(f"{dating.earliest} {dating.latest} {dating.printed}", (dating, []))
        source = next((row.text(column) for column in _SOURCES if row.text(column)), "")
        if source and (note := sources.setdefault(source, len(sources) + 1)) not in notes:
            notes.append(note)
    happenings = tuple(
        Happening(key[1], key[2], tuple(_noted(dating, notes) for dating, notes in dates.values()), links[key])
        for key, dates in things.items()
    )
    return Timeline(title, language, happenings, name=name), tuple(sources)


def _noted(dating: Dated, notes: Sequence[int]) -> Dated:
    return Dated(
        dating.earliest, dating.latest, dating.printed, dating.approximate, tuple(sorted(notes)), dating.lasted
    )


def _dated(row: _Row, columns: Sequence[str | None], language: str) -> Dated | None:
    written, earliest, latest = (row.text(column) for column in columns)
    first, last = as_day(earliest), as_day(latest)
    if written and first is None and last is None:
        try:
            found = parse_edtf(written)
        except DateError:
            return None
        first, last = found.earliest, found.latest
    if first is None and last is None:
        return None
    if first is not None and last is not None and first > last:
        return None
    text = printed(written, language) if written else " – ".join(dict.fromkeys(filter(None, (earliest, latest))))
    return Dated(first, last, text, any(sign in written for sign in "~?%"))


def _lasting(row: _Row, began: Dated | None, language: str) -> Dated | None:
    """Return the time from a beginning to the end that the row gives; the beginning where it gives none."""
    ended = _dated(row, (_ENDED, None, None), language)
    if began is None or ended is None or began.earliest is None or ended.latest is None:
        return began or ended
    if ended.latest < began.earliest:
        return began
    text = f"{began.printed} – {ended.printed}"
    return Dated(began.earliest, ended.latest, text, began.approximate or ended.approximate, lasted=True)


# --- charts


@dataclass(frozen=True, slots=True)
class _Counted:
    """The columns of a chart: its years or names, its number, and what tells its series apart."""

    by: str
    number: str
    series: tuple[str, ...]


def _number(table: Table, but: Sequence[str | None]) -> str | None:
    others = [name for name in table.variables if name not in (*but, *_LATITUDES, *_LONGITUDES)]
    named = table.named([name for name in _NUMBERS if name in others], is_count)
    numbers = [name for name in others if table.all_are(name, is_count)]
    return named or (numbers[0] if len(numbers) == 1 else None)


def _by_year(table: Table) -> _Counted | None:
    year = table.named([name for name in table.variables if "year" in name.split("_")], is_year)
    if year is None or _points(table):
        return None
    number = _number(table, (year,))
    if number is None:
        return None
    label = table.named(_LABELS)
    return _only_once(table, year, number, [name for name in (label, "source") if name])


def _by_name(table: Table) -> _Counted | None:
    """Return the columns of bars: the rows of a table of counts have one name each, and series where sources differ."""
    if _points(table) or _by_year(table):
        return None
    number = _number(table, ())
    if number is None:
        return None
    by = table.named(_LABELS) or next((name for name in table.variables if name not in (number, *_SOURCES)), None)
    return None if by is None or by == number else _only_once(table, by, number, ["source"])


def _only_once(table: Table, by: str, number: str, series: Sequence[str]) -> _Counted | None:
    """Return the columns where each name or year has one number in a series: what is not told apart is never summed."""
    telling = [name for name in series if name in table.variables and len({_text(c) for c in table.column(name)}) > 1]
    found = _Counted(by, number, tuple(telling))
    keys = [(row.text(by), *(row.text(name) for name in telling)) for row in _rows(table)]
    return found if keys and len(set(keys)) == len(keys) else None


def as_chart(table: Table, *, title: str, language: str, name: str = "chart") -> Chart:
    """Return the rows as series of numbers by year or name; an empty year or name is one that is not known."""
    columns = _by_year(table) or _by_name(table)
    if columns is None:
        return Chart(title, language, (), name=name)
    years = columns == _by_year(table)
    series: dict[str, dict[str | int | None, float]] = {}
    links: dict[str, str] = {}
    for row in _rows(table):
        value = as_number(row.text(columns.number))
        if value is None:
            continue
        text = row.text(columns.by)
        key: str | int | None = None if not text else int(text) if years else text
        label = ", ".join(filter(None, (row.text(column) for column in columns.series)))
        series.setdefault(label, {})[key] = value
        link = row.label()[1]
        if text and link:
            links.setdefault(text, link)
    found = tuple(Series(label, values) for label, values in series.items())
    return Chart(title, language, found, table.heading(columns.number), links, name)


# --- rows


@dataclass(frozen=True, slots=True)
class _Row:
    table: Table
    cells: tuple[Cell | None, ...]

    def cell(self, column: str | None) -> Cell | None:
        if column is None or column not in self.table.variables:
            return None
        return self.cells[self.table.variables.index(column)]

    def text(self, column: str | None) -> str:
        return _text(self.cell(column))

    def label(self) -> tuple[str, str | None]:
        """Return the name of what the row is about, and where it leads: where the first thing of the row does."""
        link = next((cell.link for cell in self.cells if cell is not None and cell.link), None)
        told = [cell for cell in map(self.cell, _labels(self.table)) if cell is not None and cell.text]
        things = [cell for cell in self.cells if cell is not None and cell.link]
        named = next(iter([*told, *things, *(cell for cell in self.cells if cell is not None and cell.text)]), None)
        return (_text(named), (named.link if named else None) or link)


def _labels(table: Table) -> list[str]:
    """Return the columns that name what a row is about, the best first."""
    exact = [name for name in _LABELS if name in table.variables]
    return exact + [name for name in table.variables if name.endswith("_label")]


def _text(cell: Cell | None) -> str:
    return "" if cell is None else cell.text


def _rows(table: Table) -> Iterator[_Row]:
    for cells in table.rows:
        yield _Row(table, cells)

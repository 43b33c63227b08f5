"""The rows of a query as plain cells, and which columns hold points, dates, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from rehabkg.dates.edtf_text import parse_edtf
from rehabkg.errors import DateError

_POINT = re.compile(
    r"(?:<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>\s*)?POINT\s*\(\s*(-?[0-9.]{1,20})\s+(-?[0-9.]{1,20})\s*\)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE][-+]?[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[12][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as people read it: its text, and where it leads where it is the name of a thing."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a query: a cell or None for each variable. `headings` are the columns' names in one language."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    headings: tuple[str, ...] = ()

    def column(self, name: str) -> Iterator[Cell | None]:
        """Yield the cells of a variable."""
        place = self.variables.index(name)
        for row in self.rows:
            yield row[place]

    def all_are(self, name: str, holds: Callable[[str], bool]) -> bool:
        """Whether a column has at least one value, and all its values are of one sort."""
        texts = [cell.text for cell in self.column(name) if cell is not None and cell.text]
        return bool(texts) and all(map(holds, texts))

    def named(self, names: Sequence[str], holds: Callable[[str], bool] | None = None) -> str | None:
        """Return the first variable among names whose values are of a sort."""
        return next(
            (name for name in names if name in self.variables and (holds is None or self.all_are(name, holds))), None
        )

    def first(self, holds: Callable[[str], bool], but: Sequence[str | None] = ()) -> str | None:
        """Return the first variable whose values are of a sort, but for some."""
        return next((name for name in self.variables if name not in but and self.all_are(name, holds)), None)

    def heading(self, name: str) -> str:
        """Return what a column is called."""
        place = self.variables.index(name)
        return self.headings[place] if place < len(self.headings) else name


def as_point(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude of a point in WKT (GeoSPARQL 1.1, section 8.5.1), None for anything else."""
    found = _POINT.fullmatch(text.strip())
    if not found:
        return None
    longitude, latitude = as_number(found[1]), as_number(found[2])
    return None if longitude is None or latitude is None else (longitude, latitude)


def is_point(text: str) -> bool:
    """Whether a text is a point in WKT."""
    return as_point(text) is not None


def as_number(text: str) -> float | None:
    """Return a number, None for what is none."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if isfinite(value) else None


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    return as_number(text) is not None


def is_count(text: str) -> bool:
    """Whether a text is a number that can be drawn as a length."""
    value = as_number(text)
    return value is not None and value >= 0


def is_year(text: str) -> bool:
    """Whether a text is a year from 1000 to 2999."""
    return _YEAR.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day."""
    return as_day(text) is not None


def as_day(text: str) -> date | None:
    """Return a day in ISO 8601, None for anything else."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def is_edtf(text: str) -> bool:
    """Whether a text is a date in EDTF."""
    try:
        parse_edtf(text)
    except DateError:
        return False
    return True

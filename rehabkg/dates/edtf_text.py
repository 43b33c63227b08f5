"""Read EDTF (ISO 8601-2:2019) and bound it: never more narrowly than the text is meant.

Level 0 and 1 between the years 1 and 9999, and of level 2 what sources of this field need: sets
(`[1890,1892]`, `[..1938]`, `{1937,1938}`), all seasons, qualified parts, unspecified digits anywhere. Times
of day and significant digits are left to python-edtf.
"""

from __future__ import annotations

import re
import time
from datetime import date
from functools import lru_cache
from typing import Any

from rehabkg.dates.dating import Dating
from rehabkg.dates.single import EXPECTED, NO_SUCH_DAY, Bounds, single_bounds
from rehabkg.errors import DateError

__all__ = ["EXPECTED", "NO_SUCH_DAY", "parse_edtf"]

# An EDTF text of this field is short; the time that python-edtf's parser takes grows with the text.
_LONGEST = 120
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SET = re.compile(r"\[(?P<one_of>[^\[\]{}/]+)\]|\{(?P<all_of>[^\[\]{}/]+)\}")
_LIBRARY = re.compile(r"[0-9]{4}(?:-[0-9]{2}-[0-9]{2}T[0-9:Z+-]+|S[1-4])")
_OPEN = ("", "..")
_FIRST_YEAR, _LAST_YEAR = 1, 9999


@lru_cache(maxsize=65_536)
def parse_edtf(text: str) -> Dating:
    """Return the date that *text* writes in EDTF.

    Approximate and uncertain dates (`1890~`, `1890?`) are bounded more widely than their digits: by one unit
    of their precision on either side, by two where they are both (`1890%`). Raises `DateError`.

    >>> parse_edtf("1939-05").latest
    datetime.date(1939, 5, 31)
    >>> parse_edtf("[..1938]").earliest is None
    True
    """
    if len(text) > _LONGEST:
        raise DateError(text, EXPECTED)
    exact = _DAY.fullmatch(text)
    if exact:
        day = _day(text, exact)
        return Dating(text, day, day)
    return Dating(text, *_bounds(text))


def _day(text: str, found: re.Match[str]) -> date:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise DateError(text, NO_SUCH_DAY) from None


def _bounds(text: str) -> Bounds:
    if "/" in text:
        return _interval(text)
    found = _SET.fullmatch(text)
    if found:
        return _set(text, (found["one_of"] or found["all_of"]).split(","))
    if _LIBRARY.fullmatch(text):
        return _library_bounds(text)
    return single_bounds(text)


def _interval(text: str) -> Bounds:
    first, _, last = text.partition("/")
    if first in _OPEN and last in _OPEN:
        raise DateError(text, EXPECTED)
    return _from_to(text, first, last, "an interval that ends after it begins")


def _from_to(text: str, first: str, last: str, expected: str) -> Bounds:
    earliest = None if first in _OPEN else single_bounds(first)[0]
    latest = None if last in _OPEN else single_bounds(last)[1]
    if earliest is not None and latest is not None and earliest > latest:
        raise DateError(text, expected)
    return earliest, latest


def _set(text: str, members: list[str]) -> Bounds:
    """Bound a set by its outermost members; only its ends may be open (`[1890,1892..]`)."""
    if len(members) == 1 and ".." not in text:
        raise DateError(text, EXPECTED)
    bounds = [_member(text, member, place, len(members)) for place, member in enumerate(members)]
    firsts = [first for first, _ in bounds if first is not None]
    lasts = [last for _, last in bounds if last is not None]
    return (
        min(firsts) if len(firsts) == len(bounds) else None,
        max(lasts) if len(lasts) == len(bounds) else None,
    )


def _member(text: str, member: str, place: int, count: int) -> Bounds:
    first, dots, last = member.partition("..")
    if not dots:
        return single_bounds(member)
    if (not first and place > 0) or (not last and place < count - 1) or not (first or last):
        raise DateError(text, EXPECTED)
    return _from_to(text, first, last, "a span that ends after it begins")


def _library_bounds(text: str) -> Bounds:
    import edtf

    try:
        parsed: Any = edtf.parse_edtf(text)
        return _as_date(parsed.lower_fuzzy()), _as_date(parsed.upper_fuzzy())
    except (edtf.EDTFParseException, TypeError, ValueError, AttributeError, IndexError) as error:
        raise DateError(text, EXPECTED) from error


def _as_date(moment: time.struct_time) -> date:
    if not _FIRST_YEAR <= moment.tm_year <= _LAST_YEAR:
        raise ValueError("a year outside 1 to 9999")
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)

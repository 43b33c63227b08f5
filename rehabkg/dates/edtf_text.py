"""Read EDTF (ISO 8601-2:2019) and bound it: the grammar is python-edtf's, the open ends are ours.

Level 0 and 1 in full, and of level 2 what sources of this field need: sets (`[1890,1892]`, `[..1938]`), seasons,
qualified parts, unspecified digits anywhere.
"""

from __future__ import annotations

import calendar
import re
import time
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from rehabkg.dates.dating import Dating
from rehabkg.errors import DateError

EXPECTED = "a date in EDTF, such as 1938-08-02, 1939-05, 1954~, [..1938] or 1917/1991"
# An EDTF text of this field is short; python-edtf's parser takes time that grows with the text.
_LONGEST = 120
_LEVEL_0 = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_QUALIFIED = re.compile(r"((?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?)(?P<doubt>[?~%])")
_OPEN_SET = re.compile(r"\[(?:\.\.(?P<until>[^.,\[\]]+)|(?P<since>[^.,\[\]]+)\.\.)\]")
_NO_YEAR = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")
_FIRST_YEAR, _LAST_YEAR = 1, 9999
# A leap year, so that 29 February may stand without a year.
_ANY_YEAR = 2000


@lru_cache(maxsize=65_536)
def parse_edtf(text: str) -> Dating:
    """Return the date that *text* writes in EDTF.

    Approximate and uncertain dates (`1890~`, `1890?`) are bounded more widely than their digits: by one unit of
    their precision on either side, by two where they are both (`1890%`). Raises `DateError`.

    >>> parse_edtf("1939-05").latest
    datetime.date(1939, 5, 31)
    >>> parse_edtf("[..1938]").earliest is None
    True
    """
    if len(text) > _LONGEST:
        raise DateError(text, EXPECTED)
    simple = _LEVEL_0.fullmatch(text)
    if simple:
        return _level_0(text, *(int(part) if part else None for part in simple.groups()))
    qualified = _QUALIFIED.fullmatch(text)
    if qualified:
        return _padded(text, qualified)
    no_year = _NO_YEAR.fullmatch(text)
    if no_year:
        month, day = int(no_year[1]), int(no_year[2] or 1)
        _day(text, _ANY_YEAR, month, day)
        return Dating(text, None, None)
    if "/" in text:
        return _interval(text)
    open_set = _OPEN_SET.fullmatch(text)
    if open_set:
        if open_set["until"]:
            return Dating(text, None, parse_edtf(open_set["until"]).latest)
        return Dating(text, parse_edtf(open_set["since"]).earliest, None)
    return Dating(text, *_library_bounds(text))


def _level_0(text: str, year: int | None, month: int | None, day: int | None) -> Dating:
    if year is None or year < _FIRST_YEAR:
        raise DateError(text, EXPECTED)
    if month is None:
        return Dating(text, date(year, 1, 1), date(year, 12, 31))
    if not 1 <= month <= 12:  # 21 to 41 are seasons and parts of a year
        return Dating(text, *_library_bounds(text))
    if day is None:
        return Dating(text, date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    exact = _day(text, year, month, day)
    return Dating(text, exact, exact)


def _padded(text: str, found: re.Match[str]) -> Dating:
    """Widen a qualified date; python-edtf pads a day by a year, a month and a day, which says too little."""
    plain = parse_edtf(found[1])
    if plain.earliest is None or plain.latest is None:
        raise DateError(text, EXPECTED)
    units = 2 if found["doubt"] == "%" else 1
    try:
        if found["day"]:
            doubt = timedelta(days=units)
            return Dating(text, plain.earliest - doubt, plain.latest + doubt)
        if found["month"]:
            return Dating(text, _months(plain.earliest, -units), _months(plain.latest, units))
        year = int(found["year"])
        return Dating(text, date(year - units, 1, 1), date(year + units, 12, 31))
    except (ValueError, OverflowError):
        raise DateError(text, EXPECTED) from None


def _months(day: date, units: int) -> date:
    """Move the first or the last day of a month to that of another month."""
    count = day.year * 12 + day.month - 1 + units
    year, month = count // 12, count % 12 + 1
    return date(year, month, 1 if day.day == 1 else calendar.monthrange(year, month)[1])


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(text, "a day that exists") from None


def _interval(text: str) -> Dating:
    parts = text.split("/")
    if len(parts) != 2 or not any(part not in ("", "..") for part in parts):
        raise DateError(text, EXPECTED)
    first, last = (None if part in ("", "..") else parse_edtf(part) for part in parts)
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest is not None and latest is not None and earliest > latest:
        raise DateError(text, "an interval that ends after it begins")
    return Dating(text, earliest, latest)


def _library_bounds(text: str) -> tuple[date, date]:
    import edtf

    try:
        parsed: Any = edtf.parse_edtf(text)
        earliest, latest = _as_date(parsed.lower_fuzzy()), _as_date(parsed.upper_fuzzy())
    except (edtf.EDTFParseException, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise DateError(text, EXPECTED) from error
    if earliest > latest:
        raise DateError(text, EXPECTED)
    return earliest, latest


def _as_date(moment: time.struct_time) -> date:
    if not _FIRST_YEAR <= moment.tm_year <= _LAST_YEAR:
        raise ValueError("a year outside 1 to 9999")
    # python-edtf pads by struct_time arithmetic and may give a day past the month's end.
    day = moment.tm_mday
    month_days = calendar.monthrange(moment.tm_year, moment.tm_mon)[1]
    return date(moment.tm_year, moment.tm_mon, min(day, month_days)) + timedelta(days=max(0, day - month_days))

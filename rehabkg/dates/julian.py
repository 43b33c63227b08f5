"""Old-style dates: Soviet Russia left the Julian calendar on 14 February 1918, and sources keep both.

A day has one Gregorian day. A Julian month or year does not coincide with a Gregorian one, so it becomes "one
day of this span" (`[1897-02-13..1897-03-12]`), never a Gregorian month: that would move its ends.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from rehabkg.dates.dating import Dating
from rehabkg.dates.edtf_text import EXPECTED, parse_edtf
from rehabkg.errors import DateError

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_NO_SUCH_DAY = "a day of the Julian calendar"


def parse_julian_edtf(text: str) -> Dating:
    """Return the Gregorian dating of an EDTF text that counts by the Julian calendar.

    The text is a year, month or day, with or without a qualifier. Raises `DateError`.

    >>> parse_julian_edtf("1884-10-16").edtf
    '1884-10-28'
    >>> parse_julian_edtf("1897-02").edtf
    '[1897-02-13..1897-03-12]'
    """
    found = _PLAIN.fullmatch(text)
    if not found:
        raise DateError(text, "a year, month or day in the old style, such as 1884-10-16")
    year, month, day = (int(part) if part else None for part in found.groups()[:3])
    qualifier = found[4]
    if year is None or not 1 <= year <= 9990:
        raise DateError(text, EXPECTED)
    if month is not None and not 1 <= month <= 12:
        raise DateError(text, _NO_SUCH_DAY)
    if month is not None and day is not None:
        gregorian = parse_edtf(to_gregorian(year, month, day).isoformat() + qualifier)
        return Dating(gregorian.edtf, gregorian.earliest, gregorian.latest, text)
    if qualifier:
        return _doubtful(text, year, month, 2 if qualifier == "%" else 1)
    first, last = _span(year, month, 0)
    return Dating(f"[{first.isoformat()}..{last.isoformat()}]", first, last, text)


def _doubtful(text: str, year: int, month: int | None, units: int) -> Dating:
    """Keep "about May 1890" as it is: thirteen days are lost in the doubt that the qualifier states.

    The bounds hold what the text means in either calendar, since a reader of the EDTF alone takes it for
    Gregorian.
    """
    gregorian = parse_edtf(text)
    first, last = _span(year, month, units)
    return Dating(text, min(first, gregorian.earliest or first), max(last, gregorian.latest or last), text)


def _span(year: int, month: int | None, units: int) -> tuple[date, date]:
    """Return the Gregorian ends of a Julian year or month, widened by *units* of the same kind."""
    size = 12 if month is None else 1
    first = year * 12 + (month or 1) - 1
    begin, end = first - units * size, first + (units + 1) * size
    start, following = (to_gregorian(count // 12, count % 12 + 1, 1) for count in (begin, end))
    return start, following - timedelta(days=1)


def to_gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Julian one; raises `DateError` for a day that the calendar lacks.

    >>> to_gregorian(1900, 2, 29)
    datetime.date(1900, 3, 13)
    """
    from convertdate import julian

    written = f"{year:04}-{month:02}-{day:02}"
    try:
        converted = date(*julian.to_gregorian(year, month, day))
    except ValueError as error:
        raise DateError(written, _NO_SUCH_DAY) from error
    if julian.from_gregorian(converted.year, converted.month, converted.day) != (year, month, day):
        raise DateError(written, _NO_SUCH_DAY)
    return converted

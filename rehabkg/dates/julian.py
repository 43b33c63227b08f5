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

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")


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
    if month is not None and day is not None:
        gregorian = to_gregorian(year, month, day)
        padded = parse_edtf(gregorian.isoformat() + qualifier)
        return Dating(padded.edtf, padded.earliest, padded.latest, text)
    first = to_gregorian(year, month or 1, 1)
    next_year, next_month = (year + 1, 1) if month in (None, 12) else (year, (month or 0) + 1)
    last = to_gregorian(next_year, next_month, 1) - timedelta(days=1)
    if qualifier:
        # "About May 1890": thirteen days are lost in the doubt that the qualifier states; only the bounds shift.
        doubt = parse_edtf(text)
        return Dating(text, doubt.earliest, (doubt.latest or last) + timedelta(days=13), text)
    return Dating(f"[{first.isoformat()}..{last.isoformat()}]", first, last, text)


def to_gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Julian one; raises `DateError` for a day that the calendar lacks."""
    from convertdate import julian

    written = f"{year:04}-{month:02}-{day:02}"
    try:
        converted = date(*julian.to_gregorian(year, month, day))
    except ValueError as error:
        raise DateError(written, "a day of the Julian calendar") from error
    if julian.from_gregorian(converted.year, converted.month, converted.day) != (year, month, day):
        raise DateError(written, "a day of the Julian calendar")
    return converted

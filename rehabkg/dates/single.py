"""The days that one EDTF date can mean: blank digits, seasons, qualifiers on the whole or on a part of it.

python-edtf reads these forms as well, but not as widely as they are meant: it lets a winter begin in December
of its year and end with it, moves 29 February into March, and drops the doubt of a date that stands in a set.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from rehabkg.errors import DateError

EXPECTED = "a date in EDTF, such as 1938-08-02, 1939-05, 1954~, [..1938] or 1917/1991"
NO_SUCH_DAY = "a day that exists"
Bounds = tuple[date | None, date | None]

_FORM = re.compile(
    r"(?P<year_left>[?~%]?)(?P<year>[0-9X]{4})(?P<year_right>[?~%]?)"
    r"(?:-(?P<month_left>[?~%]?)(?P<month>[0-9X]{2})(?P<month_right>[?~%]?)"
    r"(?:-(?P<day_left>[?~%]?)(?P<day>[0-9X]{2})(?P<day_right>[?~%]?))?)?"
)
_PARTS = ("year", "month", "day")
_DIGITS = "0123456789"
# A leap year, so that 29 February may stand without a year.
_ANY_YEAR = 2000
# ISO 8601-2, section 4.8: first month, number of months. The plain seasons are those of the north, where all
# that this project tells of happened. Winter and the southern summer lie in two years, and a source does not
# say whether it names the first or the second: month 0 is the December before.
_SEASONS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (0, 15), 25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (0, 15),
    29: (9, 3), 30: (0, 15), 31: (3, 3), 32: (6, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}  # fmt: skip


def single_bounds(text: str) -> Bounds:
    """Return the first and the last day that a date without `/`, `,` and `..` can mean, None without a year.

    A qualifier widens the date by one unit of what it stands on, `%` by two: at the end it stands on the
    finest part that is given, inside on its own part and, where it follows it, on the parts before. Raises
    `DateError`.

    >>> single_bounds("19XX-02-29")
    (datetime.date(1904, 2, 29), datetime.date(1996, 2, 29))
    """
    found = _FORM.fullmatch(text)
    if not found or any(found[f"{part}_left"] and found[f"{part}_right"] for part in _PARTS):
        raise DateError(text, EXPECTED)
    year, month, day = (found[part] for part in _PARTS)
    if year == "XXXX":
        _check_without_year(text, month, day)
        return None, None
    if year.replace("X", "0") == "0000":
        # EDTF's year 0 is 1 BC, before the first day that can be told here.
        raise DateError(text, EXPECTED)
    earliest, latest = _season(text, found) if _is_season(month) else _digits(text, year, month, day)
    try:
        return _widened(found, earliest, latest)
    except (ValueError, OverflowError):
        raise DateError(text, EXPECTED) from None


def _check_without_year(text: str, month: str | None, day: str | None) -> None:
    if month is None or (month == "XX" and day in (None, "XX")) or _is_season(month):
        raise DateError(text, EXPECTED)
    _digits(text, f"{_ANY_YEAR}", month, day)


def _digits(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    """Return the first and the last day that fit the digits that are given."""
    earliest = next(_days(year, month, day, _DIGITS), None)
    latest = next(_days(year, month, day, _DIGITS[::-1]), None)
    if earliest is None or latest is None:
        raise DateError(text, NO_SUCH_DAY)
    return earliest, latest


def _days(year: str, month: str | None, day: str | None, digits: str) -> Iterator[date]:
    """Yield the days that fit, in the order in which *digits* fill the blanks."""
    months = [number for number in _numbers(month or "XX", digits) if 1 <= number <= 12]
    days = [number for number in _numbers(day or "XX", digits) if 1 <= number <= 31]
    for written, in_month, of_month in product(_numbers(year, digits), months, days):
        if of_month <= calendar.monthrange(written, in_month)[1]:
            yield date(written, in_month, of_month)


def _numbers(pattern: str, digits: str) -> Iterator[int]:
    places = (digits if letter == "X" else letter for letter in pattern)
    return (int("".join(number)) for number in product(*places))


def _is_season(month: str | None) -> bool:
    return month is not None and month.isdecimal() and int(month) in _SEASONS


def _season(text: str, found: re.Match[str]) -> tuple[date, date]:
    if found["day"] is not None:
        raise DateError(text, EXPECTED)
    month, length = _SEASONS[int(found["month"])]
    first, last = _digits(text, found["year"], "01", "01")
    try:
        return _moved(first, month - 1, None), _moved(last, month + length - 2, None, end=True)
    except (ValueError, OverflowError):
        raise DateError(text, EXPECTED) from None


def _widened(found: re.Match[str], earliest: date, latest: date) -> Bounds:
    months, days = _doubt(found)
    # A blank day would be kept as the end of the wrong month.
    day = found["day"] if found["day"] and "X" not in found["day"] else None
    if months:
        earliest, latest = _moved(earliest, -months, day), _moved(latest, months, day, end=True)
    return earliest - timedelta(days), latest + timedelta(days)


def _doubt(found: re.Match[str]) -> tuple[int, int]:
    """Return by how many months and days the qualifiers widen the date."""
    given = [part for part in _PARTS if found[part]]
    widths = {"year": 0, "month": 0, "day": 0}
    for position, part in enumerate(given):
        left, right = found[f"{part}_left"], found[f"{part}_right"]
        if left or (right and part == given[-1]):
            _add(widths, found, given[: position + 1], left or right)
        elif right:
            for before in range(position + 1):
                _add(widths, found, given[: before + 1], right)
    return widths["year"] * 12 + widths["month"], widths["day"]


def _add(widths: dict[str, int], found: re.Match[str], parts: list[str], mark: str) -> None:
    """Widen by the unit of the last of *parts* that is not all blank."""
    part = next((part for part in reversed(parts) if found[part] != "XX"), "year")
    written = found[part]
    unit = _SEASONS[int(written)][1] if part == "month" and _is_season(written) else 1
    blanks = len(written) - len(written.rstrip("X"))
    widths[part] = max(widths[part], unit * 10**blanks * (2 if mark == "%" else 1))


def _moved(day: date, months: int, fixed: str | None, *, end: bool = False) -> date:
    """Move *day* by months: to the day *fixed*, or else to the first or the last day of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if fixed is not None:
        return date(year, month, min(int(fixed), length))
    return date(year, month, length if end else 1)

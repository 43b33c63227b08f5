"""Read a date in a stated format: the patterns of CSV on the Web, which are a part of Unicode's (UAX #35).

The symbols are `yyyy`, `MM`, `M`, `dd`, `d`, and `HH`, `mm`, `ss`, `S`, `X`, `x` for a time of day, which no record
of ours has: it is read over. Text in single quotes stands for itself. Years of two digits are refused, for they would
need a century that the cell does not give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from rehabkg.errors import DateError

LONGEST_FORMAT = 60
_ZONE = r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)"
# W3C Model for Tabular Data, section 6.4.4: what each symbol stands for.
_SYMBOLS = {
    "yyyy": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "dd": "(?P<day>[0-9]{2})",
    "d": "(?P<day>[0-9]{1,2})",
    "HH": "[0-9]{2}",
    "mm": "[0-9]{2}",
    "ss": "[0-9]{2}",
    **{"X" * length: _ZONE for length in (1, 2, 3)},
    **{"x" * length: _ZONE for length in (1, 2, 3)},
    **{"S" * length: "[0-9]{1," + str(length) + "}" for length in range(1, 10)},
}
_PART = re.compile(r"([A-Za-z])\1*|'([^']*)'|(.)", re.DOTALL)
_LITERAL_LETTERS = frozenset("T")


@cache
def date_reader(pattern: str) -> Callable[[str], str]:
    """Return a function that reads a date in the format *pattern* as `12.05.1937`, `05.1937` or `1937`.

    It raises `ValueError` for a text that is not in the format, `DateError` for a day that does not exist. A day or
    a month of 00 is one that is not known. Raises `ValueError` for a pattern that is no format of dates.

    >>> date_reader("M/d/yyyy")("5/12/1937"), date_reader("dd.MM.yyyy")("00.05.1937")
    ('12.05.1937', '05.1937')
    """
    form = re.compile(_expression(pattern))

    def read(text: str) -> str:
        found = form.fullmatch(text)
        if not found:
            raise ValueError(f"a date in the form {pattern}")
        parts = found.groupdict()
        return _printed(text, int(parts["year"]), int(parts.get("month") or 0), int(parts.get("day") or 0))

    return read


def _expression(pattern: str) -> str:
    """Return the regular expression of *pattern*; it has no repetition without bound."""
    if len(pattern) > LONGEST_FORMAT:
        raise ValueError(f"a date format has at most {LONGEST_FORMAT} characters")
    pieces, seen = [], []
    for part in _PART.finditer(pattern):
        text, quoted = part[0], part[2]
        if quoted is not None:
            pieces.append(re.escape(quoted or "'"))
        elif text in _SYMBOLS:
            pieces.append(_SYMBOLS[text])
            seen.append(text[0])
        elif text.isalpha() and text.isascii() and text not in _LITERAL_LETTERS:
            raise ValueError(f"{text!r} in {pattern!r} is no part of a date; wanted are yyyy, MM or M, dd or d")
        else:
            pieces.append(re.escape(text))
    if not {"y"} <= set(seen) or len(set(seen)) < len(seen) or ("d" in seen and "M" not in seen):
        raise ValueError(f"{pattern!r} is no date format; wanted is each of yyyy, MM or M, dd or d once, from the year")
    return "".join(pieces)


def _printed(text: str, year: int, month: int, day: int) -> str:
    """Return the date as Russian sources print it, which every grammar of dates here reads."""
    if not year or (day and not month):
        raise DateError(text, "a date with its year, and with a month where it has a day")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise DateError(text, "a day of the calendar") from None
    known = [f"{number:02}" for number in (day, month) if number]
    return ".".join([*known, f"{year:04}"])

"""Say less without saying anything wrong: a name as initials, a date as its year."""

from __future__ import annotations

import re

from rehabkg.dates import parse_edtf
from rehabkg.errors import DateError

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʹʼ][^\W\d_]+)*")
# What stands for a name without a letter.
_NOTHING_LEFT = "…"


def initials(name: str) -> str:
    """Return the first letter of each word of a name.

    >>> initials("Выдумова-Небылова Вера Ивановна"), initials("de Fictum")
    ('В. В. И.', 'D. F.')
    """
    return " ".join(f"{word[0].upper()}." for word in _WORD.findall(name)) or _NOTHING_LEFT


def year_of(edtf: str) -> str | None:
    """Return a date to the year, as EDTF: a year, an interval of years, None where it has no bound.

    >>> year_of("1938-02-17"), year_of("[1937-12-30..1938-01-05]"), year_of("193X")
    ('1938', '1937/1938', '1930/1939')
    """
    try:
        dating = parse_edtf(edtf)
    except DateError:
        return None
    if dating.earliest is None and dating.latest is None:
        return None
    first = ".." if dating.earliest is None else f"{dating.earliest.year:04}"
    last = ".." if dating.latest is None else f"{dating.latest.year:04}"
    return first if first == last else f"{first}/{last}"

"""Read one printed date, or find the dates that stand in a text; as EDTF, no sharper than printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rehabkg import dates as printed_dates
from rehabkg.errors import DateError

_MONTHS = (
    "янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
)  # fmt: skip
_NUMBER_OF_MONTH = {word: number for number, word in enumerate(_MONTHS, 1)}
_MONTH = (
    r"(?:янв(?:ар[ьяе])?|февр?(?:ал[ьяе])?|марта?е?|апр(?:ел[ьяе])?|ма[йяе]|июн[ьяе]?|июл[ьяе]?|авг(?:уст[ае]?)?|"
    r"сент?(?:ябр[ьяе])?|окт(?:ябр[ьяе])?|нояб?(?:р[ьяе])?|дек(?:абр[ьяе])?)(?![а-яё])\.?"
)
_YEAR_WORD = r"(?:\s?(?:года|году|год|гг?\b\.?))?"
# A year of two digits is of the twentieth century here: the sources tell of 1917 to 1991. 00 to 16 may be either's.
_YEAR = r"(?P<year>1[789][0-9]{2}|20[0-4][0-9]|(?<=\.)[1-9][0-9](?!\.?[0-9])|(?<=\. )[2-9][0-9](?![0-9.])(?=\s?г\b))"
# Finds dates in a text in lower case, such as `phrases.folded` makes.
FOUND = re.compile(
    rf"(?P<about>(?<![а-яё])(?:ок\.\s?|около\s))?(?<![0-9.])(?:"
    rf"(?P<day>[0-9]{{1,2}})(?:\s(?P<month>{_MONTH})\s?|\.\s?(?P<number>[0-9]{{1,2}})(?:\.\s?|\s(?=[12][0-9]{{3}}))){_YEAR}"
    rf"|(?P<slash_day>0?[1-9]|[12][0-9]|3[01])/(?P<slash_month>0?[1-9]|1[012])/(?P<year_s>19[0-9]{{2}}|[1-9][0-9])"
    rf"|(?:(?:в\s)?(?P<month_only>{_MONTH})\s|(?P<number_only>0[1-9]|1[012])\.)(?P<year_m>1[789][0-9]{{2}}|20[0-4][0-9])"
    rf"|(?:во?\s)?(?P<year_y>1[789][0-9]{{2}}|20[0-4][0-9])(?=\s?г|[^0-9]|$)"
    rf"){_YEAR_WORD}(?![0-9])"
)
_DATE_LIKE = re.compile(r"[\s0-9_?.]*(?:[0-9]{4}|[0-9]{2})[\s0-9_?.г]*")
# How many printed dates are kept: more than a century of days.
_KEPT = 65_536


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that stands at `start` to `end` of a text; `edtf` is None where no such day exists."""

    start: int
    end: int
    edtf: str | None


@lru_cache(maxsize=_KEPT)
def date_of(text: str | None) -> str | None:
    """Return the one date that *text* prints, in EDTF; None for an empty text and for what is no date.

    A day that does not exist is no date. A year of two digits is one of 1917 to 1999.

    >>> date_of("28 октября 1937 г."), date_of("_.5.1939"), date_of("ок. 1890"), date_of("31.02.1938")
    ('1937-10-28', '1939-05', '1890~', None)
    """
    text = text.strip(" ,;") if text else None
    if not text:
        return None
    found = FOUND.fullmatch(text.lower())
    if found:
        return _edtf(found)
    try:
        return printed_dates.recognise(text).edtf
    except DateError:
        return None


def is_date_text(text: str) -> bool:
    """Tell whether *text* has the form of a date, even of a day that does not exist."""
    return date_of(text) is not None or bool(FOUND.fullmatch(text.strip().lower()) or _DATE_LIKE.fullmatch(text))


def dates_in(text: str) -> Iterator[FoundDate]:
    """Yield the dates of *text* in their order."""
    low = text.lower()
    # A letter that grows in lower case would move all places behind it.
    for found in FOUND.finditer(low if len(low) == len(text) else text):
        yield FoundDate(found.start(), found.end(), _edtf(found))


def _edtf(found: re.Match[str]) -> str | None:
    edtf = _exact(found)
    return f"{edtf}~" if edtf and found["about"] else edtf


def _exact(found: re.Match[str]) -> str | None:
    year = found["year"] or found["year_m"] or found["year_y"] or found["year_s"]
    if len(year) == 2:
        year = f"19{year}"
    month = _month(found)
    if month is None:
        return year
    day = found["day"] or found["slash_day"]
    # A day or month of 00 is left blank by the source.
    if month == 0:
        return year if day is None or int(day) == 0 else None
    if month > 12:
        return None
    if day is None or int(day) == 0:
        return f"{year}-{month:02}"
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _month(found: re.Match[str]) -> int | None:
    number = found["number"] or found["number_only"] or found["slash_month"]
    if number:
        return int(number)
    word = found["month"] or found["month_only"]
    if not word:
        return None
    return _NUMBER_OF_MONTH.get(word[:3]) or _NUMBER_OF_MONTH[word[:2]]

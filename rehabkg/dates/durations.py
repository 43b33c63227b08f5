"""Terms of sentences in words: `P10Y` is ten years (ISO 8601-1:2019, 5.5.2.3)."""

from __future__ import annotations

import re
from functools import lru_cache

_TERM = re.compile(r"P(?=[0-9])(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?")
_UNITS = ("duration-year", "duration-month", "duration-week", "duration-day")


@lru_cache(maxsize=4_096)
def duration_in_words(duration: str, language: str) -> str:
    """Return a duration in years, months, weeks and days in words of *language*; what is none of these as it is.

    >>> duration_in_words("P10Y", "en"), duration_in_words("P1Y6M", "ru"), duration_in_words("PT5M", "en")
    ('10 years', '1 год 6 месяцев', 'PT5M')
    """
    from babel.units import format_unit

    found = _TERM.fullmatch(duration)
    if not found:
        return duration
    told = zip(found.groups(), _UNITS, strict=True)
    return " ".join(format_unit(int(number), unit, locale=language) for number, unit in told if number is not None)

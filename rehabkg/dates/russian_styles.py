"""Dates that a Russian source gives in the old style, or in both: `16 (28) октября 1884`."""

from __future__ import annotations

import re

from rehabkg.dates.dating import Dating
from rehabkg.dates.edtf_text import EXPECTED, parse_edtf
from rehabkg.dates.julian import parse_julian_edtf
from rehabkg.dates.russian_forms import MONTH, YEAR, YEAR_WORD, month_number, plain
from rehabkg.dates.russian_parts import part
from rehabkg.errors import DateError

_OLD = re.compile(r"\s?\(?(?:по\s)?(?:ст(?:\.\s?|\s)|старо(?:му|го)\s)(?:ст\.?|стил[яюьи])\)?$")
_NEW = re.compile(r"\s?\(?(?:по\s)?(?:н(?:ов)?(?:\.\s?|\s)|ново(?:му|го)\s)(?:ст\.?|с\.|стил[яюьи])\)?$")
_TWO_DAYS = re.compile(
    rf"(?P<old>[0-9]{{1,2}})(?:\s{MONTH.replace('month', 'old_month')})?\s?(?:(?P<open>\()|/)\s?"
    rf"(?P<new>[0-9]{{1,2}})(?:\s{MONTH.replace('month', 'new_month')})?(?(open)\s?\))"
    rf"(?:\s?{MONTH}|\.(?P<number>[0-9]{{1,2}})\.)?\s?{YEAR}{YEAR_WORD}"
)
_TWO_DATES = re.compile(rf"(?P<first>[^()]+?)\s?\((?P<second>[^()]+)\){YEAR_WORD}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def both_styles(text: str) -> Dating | None:
    """Return the one day that *text* gives in both calendars, None where it does not give two.

    A pair that does not agree is refused: "20 декабря (1 января) 1890" does not say whose year 1890 is.
    """
    found = _TWO_DAYS.fullmatch(text)
    if not found:
        return _two_dates(text)
    shared = found["number"] or found["month"]
    # In "16/28 октября 1884" the month behind the second day is that of both.
    old_month, new_month = found["old_month"] or shared or found["new_month"], found["new_month"] or shared
    if old_month is None or new_month is None:
        raise DateError(text, EXPECTED)
    old = f"{found['year']}-{_month(old_month):02}-{int(found['old']):02}"
    new = f"{found['year']}-{_month(new_month):02}-{int(found['new']):02}"
    return _agreeing(text, old, new)


def old_style(text: str) -> Dating | None:
    """Return the date that *text* says is of the old style, None where it says no such thing."""
    found = _OLD.search(text)
    if not found:
        return None
    old = part(text[: found.start()])
    if old is None:
        raise DateError(text, EXPECTED)
    return parse_julian_edtf(old.edtf)


def without_new_style(text: str) -> str:
    """Return *text* without the words that it is of the new style, which every other date is too."""
    return _NEW.sub("", text)


def _two_dates(text: str) -> Dating | None:
    """`20 декабря 1899 (1 января 1900)`, or the new style first."""
    found = _TWO_DATES.fullmatch(text)
    if not found:
        return None
    first, second = plain(_NEW.sub("", found["first"])), plain(_NEW.sub("", _OLD.sub("", found["second"])))
    if first is None or second is None or not (_DAY.fullmatch(first.edtf) and _DAY.fullmatch(second.edtf)):
        return None
    old, new = sorted((first.edtf, second.edtf))
    return _agreeing(text, old, new)


def _agreeing(text: str, old: str, new: str) -> Dating:
    julian = parse_julian_edtf(old)
    if julian.earliest != parse_edtf(new).earliest:
        raise DateError(text, "one day in both calendars")
    return julian


def _month(written: str) -> int:
    return int(written) if written.isdecimal() else month_number(written)

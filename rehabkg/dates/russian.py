"""Recognise dates as Russian sources print them, no sharper than they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rehabkg.dates.dating import Dating
from rehabkg.dates.edtf_text import NO_SUCH_DAY, parse_edtf
from rehabkg.dates.russian_forms import Plain
from rehabkg.dates.russian_parts import listed, part, parts
from rehabkg.dates.russian_styles import both_styles, old_style, without_new_style
from rehabkg.errors import DateError

EXPECTED = "a date such as '28 октября 1987 г.', 'в мае 1939 г.', '_.5.1939', 'не позднее 1938' or '1890, 1892'"
_LONGEST = 200
_NOISE = str.maketrans(dict.fromkeys('«»„“”"\u00a0', " "))
# Dates whose ends a calendar sets; the bounds of all others are written out as days.
_CALENDAR_DATE = re.compile(r"[0-9]{3}X|[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_QUALIFIERS = "~?%"


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], str]


def recognise(printed: str) -> Dating:
    """Return the date that a Russian source prints.

    Dates in the old style (`16 (28) октября 1884`, `16.10.1884 ст. ст.`) keep both calendars. Raises
    `DateError` for a text that is no date of these forms; a form that is only like one is refused, never
    completed.

    >>> recognise("в мае 1939 г.").edtf
    '1939-05'
    >>> recognise("16 (28) октября 1884 г.").julian_edtf
    '1884-10-16'
    """
    text = " ".join(printed.translate(_NOISE).split()).lower()
    if not text or len(text) > _LONGEST:
        raise DateError(printed, EXPECTED)
    try:
        return both_styles(text) or old_style(text) or parse_edtf(_edtf(without_new_style(text)))
    except DateError as error:
        expected = NO_SUCH_DAY if error.expected == NO_SUCH_DAY else EXPECTED
        raise DateError(printed, expected) from error


def _edtf(text: str) -> str:
    for form in _FORMS:
        found = form.pattern.fullmatch(text)
        if found:
            return form.build(found)
    edtf = listed(text)
    if edtf is None:
        raise DateError(text, EXPECTED)
    return edtf


def _dated(text: str) -> Plain:
    """Return the one date of *text*, which must have a year to bound anything."""
    found = part(text)
    if found is None or found.edtf.startswith("XXXX"):
        raise DateError(text, EXPECTED)
    return found


def _not_later(found: re.Match[str]) -> str:
    return f"[..{_end(_dated(found['date']).edtf)}]"


def _not_earlier(found: re.Match[str]) -> str:
    return f"[{_begin(_dated(found['date']).edtf)}..]"


def _before(found: re.Match[str]) -> str:
    """`до 1938` ends before 1938 begins; `до конца 1938` and `до ок. 1938` may lie in it."""
    limit = _dated(found["date"])
    if _is_open_ended(limit):
        return f"[..{_end(limit.edtf)}]"
    return f"[..{_neighbour(limit.edtf, parse_edtf(limit.edtf).earliest, -1)}]"


def _after(found: re.Match[str]) -> str:
    limit = _dated(found["date"])
    if _is_open_ended(limit):
        return f"[{_begin(limit.edtf)}..]"
    return f"[{_neighbour(limit.edtf, parse_edtf(limit.edtf).latest, 1)}..]"


def _is_open_ended(limit: Plain) -> bool:
    return limit.vague or not _CALENDAR_DATE.fullmatch(limit.edtf)


def _neighbour(edtf: str, end: date | None, step: int) -> str:
    """Return the year, month or day, as precise as *edtf*, that lies next to its *end*."""
    try:
        day = (end or date.min) + timedelta(days=step)
    except OverflowError:
        raise DateError(edtf, EXPECTED) from None
    return day.isoformat()[: len(edtf)]


def _begin(edtf: str) -> str:
    return edtf if _CALENDAR_DATE.fullmatch(edtf.rstrip(_QUALIFIERS)) else _shown(edtf, parse_edtf(edtf).earliest)


def _end(edtf: str) -> str:
    return edtf if _CALENDAR_DATE.fullmatch(edtf.rstrip(_QUALIFIERS)) else _shown(edtf, parse_edtf(edtf).latest)


def _shown(edtf: str, day: date | None) -> str:
    if day is None:
        raise DateError(edtf, EXPECTED)
    return day.isoformat()


def _two(found: re.Match[str]) -> tuple[str, str]:
    both = parts((found["first"], found["last"]))
    if both is None:
        raise DateError(found[0], EXPECTED)
    return both[0].edtf, both[1].edtf


def _between(found: re.Match[str]) -> str:
    first, last = _two(found)
    if len(first) == len(last) and _CALENDAR_DATE.fullmatch(first) and _CALENDAR_DATE.fullmatch(last):
        return f"[{first}..{last}]"
    return f"[{_shown(first, parse_edtf(first).earliest)}..{_shown(last, parse_edtf(last).latest)}]"


def _from_to(found: re.Match[str]) -> str:
    return "/".join(_two(found))


def _night(found: re.Match[str]) -> str:
    """Return both days of a night: `в ночь на 15 мая 1938` begins on the 14th."""
    morning = parse_edtf(_dated(found["last"]).edtf)
    if morning.earliest is None or morning.earliest != morning.latest:
        raise DateError(found[0], EXPECTED)
    evening = _neighbour(morning.edtf, morning.earliest, -1)
    if found["first"] and _two(found)[0] != evening:
        raise DateError(found[0], "a night from one day to the next")
    return f"[{evening},{morning.edtf}]"


def _form(pattern: str, build: Callable[[re.Match[str]], str]) -> _Form:
    return _Form(re.compile(pattern), build)


_FORMS = (
    _form(r"не\sпоз(?:днее|же)\s(?P<date>.+)", _not_later),
    _form(r"не\sран(?:ее|ьше)\s(?P<date>.+)", _not_earlier),
    _form(r"(?:до|ран(?:ее|ьше))\s(?P<date>.+)", _before),
    _form(r"(?:после|поз(?:днее|же))\s(?P<date>.+)", _after),
    _form(r"между\s(?P<first>.+?)\sи\s(?P<last>.+)", _between),
    _form(r"(?:со?|от)\s(?P<first>.+?)\s(?:по|до)\s(?P<last>.+)", _from_to),
    _form(r"в\sночь\s(?:со?\s(?P<first>.+?)\s)?на\s(?P<last>.+)", _night),
)

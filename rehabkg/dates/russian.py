"""Recognise dates as Russian sources print them, no sharper than they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rehabkg.dates.dating import Dating
from rehabkg.dates.edtf_text import parse_edtf
from rehabkg.dates.julian import parse_julian_edtf
from rehabkg.errors import DateError

EXPECTED = "a date such as '28 октября 1987 г.', 'в мае 1939 г.', '_.5.1939', 'не позднее 1938' or '1890, 1892'"
_LONGEST = 200

_MONTHS = {
    "январ": 1, "феврал": 2, "март": 3, "апрел": 4, "ма": 5, "июн": 6,
    "июл": 7, "август": 8, "сентябр": 9, "октябр": 10, "ноябр": 11, "декабр": 12,
}  # fmt: skip
_MONTH = (
    r"(?P<{0}>январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?"
    r"|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе])"
)
# ISO 8601-2, section 4.8: 21 spring, 22 summer, 23 autumn, 24 winter, without a hemisphere.
_SEASONS = {"весн": 21, "лет": 22, "осен": 23, "зим": 24}
_YEAR = r"(?P<year>\d{4})"
_YEAR_WORD = r"\s*(?:гг?\.?|год[ауы]?|году)?"
_DAY_FORM = rf"(?P<day>\d{{1,2}})\s+{_MONTH.format('month')}(?:\s+{_YEAR}{_YEAR_WORD})?"
_MONTH_FORM = rf"(?:в\s+)?{_MONTH.format('month')}\s+{_YEAR}{_YEAR_WORD}"
_DOTTED_FORM = rf"(?P<day>\d{{1,2}}|_+|\?+|00)\.(?P<month>\d{{1,2}}|_+|\?+|00)\.{_YEAR}{_YEAR_WORD}"
_YEAR_FORM = rf"(?:в\s+)?{_YEAR}{_YEAR_WORD}"
_OLD_STYLE = r"\s*\(?(?:ст\.?\s*ст(?:\.|иля)?|по\s+ст(?:арому|\.)\s+стилю)\)?"


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], str]


def recognise(printed: str) -> Dating:
    """Return the date that a Russian source prints.

    Dates in the old style (`16 (28) октября 1884`, `16.10.1884 ст. ст.`) keep both calendars. Raises `DateError`
    for a text that is no date of these forms; a form that is only like one is refused, never completed.

    >>> recognise("в мае 1939 г.").edtf
    '1939-05'
    >>> recognise("16 (28) октября 1884 г.").julian_edtf
    '1884-10-16'
    """
    text = " ".join(printed.replace("\u00a0", " ").split()).lower()
    if not text or len(text) > _LONGEST:
        raise DateError(printed, EXPECTED)
    try:
        return _both_styles(text) or _old_style(text) or parse_edtf(_edtf(text))
    except DateError as error:
        if error.expected == "a day that exists":
            raise DateError(printed, "a day that exists") from error
        raise DateError(printed, EXPECTED) from error


def _both_styles(text: str) -> Dating | None:
    found = re.fullmatch(
        rf"(?P<old>\d{{1,2}})(?:\s+{_MONTH.format('old_month')})?\s*\((?P<day>\d{{1,2}})"
        rf"(?:\s+{_MONTH.format('new_month')})?\)(?:\s+{_MONTH.format('month')})?\s+{_YEAR}{_YEAR_WORD}",
        text,
    )
    if not found:
        return None
    shared = found["month"]
    old_month, new_month = found["old_month"] or shared, found["new_month"] or shared
    if old_month is None or new_month is None:
        raise DateError(text, EXPECTED)
    year = int(found["year"])
    julian = parse_julian_edtf(f"{year:04}-{_month(old_month):02}-{int(found['old']):02}")
    gregorian = parse_edtf(f"{year:04}-{_month(new_month):02}-{int(found['day']):02}")
    # "20 декабря (1 января) 1900": the year is that of one of the two; a pair that does not agree is refused.
    if julian.earliest != gregorian.earliest:
        raise DateError(text, "one day in both calendars")
    return julian


def _old_style(text: str) -> Dating | None:
    found = re.fullmatch(rf"(?P<date>.+?){_OLD_STYLE}", text)
    return parse_julian_edtf(_edtf(found["date"])) if found else None


def _edtf(text: str) -> str:
    for form in _FORMS:
        found = form.pattern.fullmatch(text)
        if found:
            return form.build(found)
    raise DateError(text, EXPECTED)


def _month(word: str) -> int:
    return next(number for stem, number in _MONTHS.items() if word.startswith(stem) and _is_month(word, stem))


def _is_month(word: str, stem: str) -> bool:
    # "ма" begins both "мая" and "марта".
    return stem != "ма" or not word.startswith("март")


def _day_month(found: re.Match[str]) -> str:
    year = found["year"] or "XXXX"
    return f"{year}-{_month(found['month']):02}-{int(found['day']):02}"


def _dotted(found: re.Match[str]) -> str:
    """`_.5.1939` is May 1939 and `5._.1939` a day 5 of an unknown month: what is blank stays unspecified."""
    day, month = (int(part) if part.isdigit() and int(part) else None for part in (found["day"], found["month"]))
    if month is None:
        return found["year"] if day is None else f"{found['year']}-XX-{day:02}"
    return f"{found['year']}-{month:02}" if day is None else f"{found['year']}-{month:02}-{day:02}"


def _within(prefix: str, suffix: str) -> Callable[[re.Match[str]], str]:
    return lambda found: prefix + _edtf(found["date"]) + suffix


def _before(found: re.Match[str]) -> str:
    """`до 1938` ends before 1938 begins; `не позднее 1938` may lie in it."""
    earliest = parse_edtf(_edtf(found["date"])).earliest
    return _neighbour(earliest.toordinal() - 1 if earliest else None, "[..", "]", found["date"])


def _after(found: re.Match[str]) -> str:
    latest = parse_edtf(_edtf(found["date"])).latest
    return _neighbour(latest.toordinal() + 1 if latest else None, "[", "..]", found["date"])


def _neighbour(ordinal: int | None, prefix: str, suffix: str, text: str) -> str:
    from datetime import date

    if ordinal is None or ordinal < 1:
        raise DateError(text, EXPECTED)
    day = date.fromordinal(ordinal)
    shown = f"{day.year:04}" if re.fullmatch(_YEAR_FORM, text) else day.isoformat()
    return f"{prefix}{shown}{suffix}"


def _season(found: re.Match[str]) -> str:
    number = next(value for stem, value in _SEASONS.items() if found["season"].startswith(stem))
    return f"{found['year']}-{number}"


def _set(found: re.Match[str]) -> str:
    parts = [_edtf(part) for part in re.split(r"\s*,\s*|\s+или\s+", found["set"])]
    return "[" + ",".join(sorted(parts)) + "]"


def _span(found: re.Match[str]) -> str:
    return f"{_edtf(found['first'])}/{_edtf(found['last'])}"


def _between(found: re.Match[str]) -> str:
    return f"[{_edtf(found['first'])}..{_edtf(found['last'])}]"


_SINGLE = r"[^,/]+?"
_FORMS = (
    _Form(re.compile(_YEAR_FORM), lambda found: found["year"]),
    _Form(re.compile(_DAY_FORM), _day_month),
    _Form(re.compile(_MONTH_FORM), lambda found: f"{found['year']}-{_month(found['month']):02}"),
    _Form(re.compile(_DOTTED_FORM), _dotted),
    _Form(re.compile(rf"(?P<date>\d{{4}}-\d\d-\d\d)"), lambda found: found["date"]),
    _Form(re.compile(rf"(?P<decade>\d{{3}})0-[ех](?:\s*гг?\.?|\s*год[ыах]+)?"), lambda found: f"{found['decade']}X"),
    _Form(re.compile(rf"(?P<season>весн[аойы]+|лет[оам]+|осен[ьюи]+|зим[аойы]+)\s+{_YEAR}{_YEAR_WORD}"), _season),
    _Form(re.compile(r"(?:ок\.|около|прибл\.|примерно(?:\s+в)?)\s*(?P<date>.+)"), _within("", "~")),
    _Form(re.compile(r"(?P<date>.+?)\s*\(?\?\)?"), _within("", "?")),
    _Form(re.compile(r"не\s+поз(?:днее|же)\s+(?P<date>.+)"), _within("[..", "]")),
    _Form(re.compile(r"не\s+ран(?:ее|ьше)\s+(?P<date>.+)"), _within("[", "..]")),
    _Form(re.compile(r"(?:до|ранее)\s+(?P<date>.+)"), _before),
    _Form(re.compile(r"(?:после|позднее)\s+(?P<date>.+)"), _after),
    _Form(re.compile(rf"между\s+(?P<first>{_SINGLE})\s+и\s+(?P<last>{_SINGLE})"), _between),
    _Form(re.compile(rf"(?P<set>{_SINGLE}(?:(?:\s*,\s*|\s+или\s+){_SINGLE})+)"), _set),
    _Form(re.compile(rf"(?P<first>{_SINGLE})\s*[-–—]\s*(?P<last>{_SINGLE})"), _span),
)  # fmt: skip

"""Read the length of a term: `10 лет`, `к 1 году 6 мес.`, `ИТЛ-5`, `пяти лет`, `5 ГЛС`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    "од": 1, "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "восе": 8, "восьм": 8, "девят": 9,
    "десят": 10, "полтор": 1.5, "пятнадцат": 15, "двадцат": 20,
}  # fmt: skip
_WORD = (
    r"(?:двадцат[ьи]\sпят[ьи]|од(?:ин|ного|ному|ним)|дв(?:а|ух|умя)|тр(?:и|ех|емя)|четыр(?:е|ех|ьмя)|пятнадцат[ьи]|двадцат[ьи]|пят[ьи]|"
    r"шест(?:ь|и|ью)|сем(?:ь|и|ью)|вос(?:емь|ьми)|девят[ьи]|десят[ьи]|полтора)"
)
_YEARS = r"(?:лет|год(?:а|у|ов|ам|ами|ом|е)?|г{1,2}(?:лс|пп)?|л(?:лс|пп)?|летн[а-я]+)(?![а-я])\.?"
_MONTHS = r"(?:месяц[а-я]*|мес|м)(?![а-я])\.?"
_DAYS = r"(?:дн(?:ей|я|и)?|день|сут(?:ок|ки|кам)?)(?![а-я])\.?"
_NUMBER = rf"(?P<{{0}}>[0-9]{{{{1,2}}}}(?:[.,]5)?|{_WORD})"
# A number that a dot, a stroke, a hyphen or № goes before belongs to a date, an article or a name.
_TERM = re.compile(
    rf"(?<![0-9а-яa-z.,/№-])(?<!№ )(?:"
    rf"{_NUMBER.format('years')}\s?(?:\([0-9а-я]+\)\s?)?-?(?:х|ти|и)?\s?{_YEARS}"
    rf"(?:\s?(?:и\s)?{_NUMBER.format('and_months')}\s?(?:\([0-9а-я]+\)\s?)?-?(?:х|ти|и)?\s?{_MONTHS})?"
    rf"|{_NUMBER.format('months')}\s?(?:\([0-9а-я]+\)\s?)?-?(?:х|ти|и)?\s?{_MONTHS}"
    rf"|{_NUMBER.format('days')}\s?(?:\([0-9а-я]+\)\s?)?-?(?:х|ти|и)?\s?{_DAYS}"
    rf"|(?<=итл)\s?-\s?(?P<camp>[0-9]{{1,2}})(?![0-9])"
    rf")|(?:(?<=итл)|(?<=работы)|(?<=свободы)|(?<=заключение)|(?<=правах)|(?<=срок)|(?<=ссылка)|(?<=л/с))-(?P<camp_years>[0-9]{{1,2}})(?![0-9])"
    rf"|(?<=[а-я][,.;:])(?P<glued>[0-9]{{1,2}})\s?{_YEARS}(?!\s?[0-9])"
    rf"|(?<=[а-я])(?P<glued_on>[0-9]{{1,2}})\s?(?:лет|года?)(?![а-я])"
)
_MONTHS_IN_YEAR = 12
_DAYS_IN_YEAR = 365


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term of `years` that stands at `start` to `end` of a text."""

    start: int
    end: int
    years: float


def terms_in(text: str) -> Iterator[FoundTerm]:
    """Yield the terms of *text*, a text in `phrases.folded` form, in their order.

    >>> [term.years for term in terms_in("к 1 году 6 мес. итл и 3 г. п/п")]
    [1.5, 3.0]
    """
    for found in _TERM.finditer(text):
        years = _years(found)
        if years and not _is_calendar_year(text, found):
            yield FoundTerm(found.start(), found.end(), years)


def _is_calendar_year(text: str, found: re.Match[str]) -> bool:
    """`в 30 г.` is the year 1930, for all that 30 years would be written so."""
    return text.endswith("в ", 0, found.start()) and (found["years"] or "0").isdecimal() and int(found["years"]) > 16


def _years(found: re.Match[str]) -> float:
    if found["days"]:
        return round(_number(found["days"]) / _DAYS_IN_YEAR, 2) or round(_number(found["days"]) / _DAYS_IN_YEAR, 4)
    if found["months"]:
        return round(_number(found["months"]) / _MONTHS_IN_YEAR, 2)
    years = found["years"] or found["camp"] or found["camp_years"] or found["glued"] or found["glued_on"]
    months = _number(found["and_months"]) if found["and_months"] else 0.0
    return round(_number(years) + months / _MONTHS_IN_YEAR, 2)


def _number(printed: str) -> float:
    if printed[0].isdecimal():
        return float(printed.replace(",", "."))
    if " " in printed:
        return 25.0
    return float(next(number for stem, number in reversed(_WORDS.items()) if printed.startswith(stem)))

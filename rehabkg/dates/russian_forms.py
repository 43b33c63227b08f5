"""One date as Russian sources print it: a day, a month, a year or a part of one, without doubt about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_MONTHS = (
    "январ[ьяею]|январем|янв", "феврал[ьяею]|февралем|февр?", "март[аеу]?|мартом|мар",
    "апрел[ьяею]|апрелем|апр", "ма[йяею]|маем", "июн[ьяею]|июнем|июн", "июл[ьяею]|июлем|июл",
    "август[аеу]?|августом|авг", "сентябр[ьяею]|сентябр[её]м|сент?", "октябр[ьяею]|октябр[её]м|окт",
    "ноябр[ьяею]|ноябр[её]м|нояб?", "декабр[ьяею]|декабр[её]м|дек",
)  # fmt: skip
_MONTH_WORDS = tuple(re.compile(rf"(?:{words})\.?") for words in _MONTHS)
# ISO 8601-2, section 4.8: 21 spring, 22 summer, 23 autumn, 24 winter; 33 to 36 quarters, 40 and 41 halves.
_SEASONS = {"вес": 21, "лет": 22, "осе": 23, "зим": 24}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
# Typists had no Latin letters: the Cyrillic ones that look alike stand in Roman numbers.
_LOOK_ALIKE = str.maketrans("хі", "xi")
_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "п": 1, "в": 2, "т": 3, "ч": 4}

MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})\.?)"
YEAR = r"(?P<year>[0-9]{4})"
YEAR_WORD = r"(?:\s?(?:гг?\.?|года?|году|годы|годов|годах|г\.\s?р(?:\.|ожд\.)|года\sрождения))?"
_IN = r"(?:во?\s(?:самом\s)?)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:-?(?:го|ого|е|ое))?"
_BLANK = r"_+|\?+|0{1,2}"
_ROMAN_MONTH = r"(?P<roman>[ivxхі]{1,4})"
_ORDINAL = (
    r"(?P<ordinal>[1-4]|i{1,3}|iv|перв|втор|трет|четв[её]рт)"
    r"(?:-?(?:й|я|ый|ая|ой|ом|ем|ий|ьем|ьего|ого|его|ую|м))?"
)


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Plain:
    """One date in EDTF.

    `vague` says that nobody has set where the date begins or ends: early 1939, summer 1939, about 1939.
    """

    edtf: str
    vague: bool = False


def plain(text: str) -> Plain | None:
    """Return the one date that a text in lower case prints, None where it is no such form.

    A beginning, middle or end stays the whole of what it is part of: nobody says where it ends.

    >>> plain("28.x.1987 г.").edtf, plain("конец 1937").edtf
    ('1987-10-28', '1937')
    """
    edtf = _first(text)
    if edtf is not None:
        return Plain(edtf, vague=bool(_SEASON_CODE.fullmatch(edtf)))
    part = _PART.fullmatch(text)
    whole = _first(part["whole"]) if part else None
    return Plain(whole, vague=True) if whole else None


def _first(text: str) -> str | None:
    for form in _FORMS:
        found = form.pattern.fullmatch(text)
        if found:
            return form.build(found)
    return None


def month_number(word: str) -> int:
    """Return the number of the month that a word names in any case, whole or cut short.

    >>> month_number("мая"), month_number("март"), month_number("нояб.")
    (5, 3, 11)
    """
    return next(number for number, words in enumerate(_MONTH_WORDS, 1) if words.fullmatch(word))


def _day_month(found: re.Match[str]) -> str:
    year = found["year"] or "XXXX"
    return f"{year}-{month_number(found['month']):02}-{int(found['day']):02}"


def _month_year(found: re.Match[str]) -> str:
    return f"{found['year']}-{month_number(found['month']):02}"


def _written(year: str, month: int | None, day: int | None) -> str:
    """`_.5.1939` is May 1939 and `5._.1939` a day 5 of an unknown month: what is blank stays unspecified."""
    if month is None:
        return year if day is None else f"{year}-XX-{day:02}"
    return f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}"


def _dotted(found: re.Match[str]) -> str:
    return _written(found["year"], _number(found["number"]), _number(found["day"]))


def _dotted_month(found: re.Match[str]) -> str:
    return _written(found["year"], _number(found["number"]), None)


def _dotted_roman(found: re.Match[str]) -> str | None:
    month = _roman(found["roman"])
    return _written(found["year"], month, _number(found["day"])) if month else None


def _roman_month(found: re.Match[str]) -> str | None:
    month = _roman(found["roman"])
    return _written(found["year"], month, None) if month else None


def _number(digits: str) -> int | None:
    return int(digits) or None if digits.isdecimal() else None


def _roman(letters: str) -> int | None:
    latin = letters.translate(_LOOK_ALIKE)
    return _ROMAN.index(latin) + 1 if latin in _ROMAN else None


def _season(found: re.Match[str]) -> str:
    return f"{found['year']}-{_SEASONS[found['season'][:3]]}"


def _winter(found: re.Match[str]) -> str | None:
    """`зима 1937/38`: the one winter that lies in both years."""
    first, second = int(found["year"]), int(found["year"][: 4 - len(found["second"])] + found["second"])
    return f"[{first:04}-12..{second:04}-02]" if second == first + 1 else None


def _half(found: re.Match[str]) -> str | None:
    number = _ordinal(found["ordinal"])
    return f"{found['year']}-{39 + number}" if number <= 2 else None


def _quarter(found: re.Match[str]) -> str:
    return f"{found['year']}-{32 + _ordinal(found['ordinal'])}"


def _ordinal(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return _ORDINALS[written] if written in _ORDINALS else _ORDINALS[written[0]]


def _form(pattern: str, build: Callable[[re.Match[str]], str | None]) -> _Form:
    return _Form(re.compile(pattern), build)


_SEASON_CODE = re.compile(r"[0-9]{4}-(?:2[1-9]|3[0-9]|4[01])")
_PART = re.compile(
    rf"{_IN}(?:начал[оеау]|кон(?:ец|ц[еау])|середин[аеыу]|(?:перв|последн)[иы]х\sчислах|{_ORDINAL}\sполовин[аеыу])"
    r"\s(?P<whole>.+)"
)
_SEASON_WORD = r"(?P<season>весн(?:а|ы|е|у|ой|ою)|лет(?:о|а|е|у|ом)|осен(?:ь|и|ью)|зим(?:а|ы|е|у|ой|ою))"
_FORMS = (
    _form(rf"{_IN}{YEAR}{YEAR_WORD}", lambda found: found["year"]),
    _form(rf"{_DAY}\s{MONTH}(?:\s?{YEAR}{YEAR_WORD})?", _day_month),
    _form(rf"{_IN}(?:(?:{_BLANK})\s)?{MONTH}\s?{YEAR}{YEAR_WORD}", _month_year),
    _form(
        rf"(?P<day>[0-9]{{1,2}}|{_BLANK})(?P<sep>[./-])\s?(?P<number>[0-9]{{1,2}}|{_BLANK})(?P=sep)\s?{YEAR}{YEAR_WORD}",
        _dotted,
    ),
    _form(rf"(?P<day>[0-9]{{1,2}}|{_BLANK})[./\s-]\s?{_ROMAN_MONTH}[./\s-]\s?{YEAR}{YEAR_WORD}", _dotted_roman),
    _form(rf"{_IN}(?P<number>[0-9]{{1,2}}|{_BLANK})\.\s?{YEAR}{YEAR_WORD}", _dotted_month),
    _form(rf"{_IN}{_ROMAN_MONTH}[./\s-]\s?{YEAR}{YEAR_WORD}", _roman_month),
    _form(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})", lambda found: found["date"]),
    _form(rf"{_IN}(?P<decade>[0-9]{{3}})0-?(?:ы?е|ы?х){YEAR_WORD}", lambda found: f"{found['decade']}X"),
    _form(rf"{_IN}(?P<decade>[0-9]{{3}})[_?]{YEAR_WORD}", lambda found: f"{found['decade']}X"),
    _form(rf"{_IN}(?P<century>[0-9]{{2}})(?:__|\?\?){YEAR_WORD}", lambda found: f"{found['century']}XX"),
    _form(rf"{_IN}{_SEASON_WORD}\s{YEAR}{YEAR_WORD}", _season),
    _form(rf"{_IN}зим(?:а|ы|е|у|ой|ою)\s{YEAR}\s?[/–—-]\s?(?P<second>[0-9]{{4}}|[0-9]{{2}}){YEAR_WORD}", _winter),
    _form(rf"{_IN}{_ORDINAL}\sполовин[аеуы]\s{YEAR}{YEAR_WORD}", _half),
    _form(rf"{_IN}{_ORDINAL}\s(?:кв\.|квартал[еау]?)\s{YEAR}{YEAR_WORD}", _quarter),
)

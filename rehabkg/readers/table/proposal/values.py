"""Tell by the cells of a column what it may hold: dates and their form, years, a sex, articles, names, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rehabkg.dates import recognise
from rehabkg.errors import DateError
from rehabkg.lexicon import read_lexicon
from rehabkg.readers.table.date_format import date_reader

_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:[оеиь]вич|[мкь]ич|[оеиь]вна|ична)"
# What a field's cells are like, and the least share of them that must be; a sign that other fields share is not sure.
_SIGNS: tuple[tuple[str, str, float, re.Pattern[str]], ...] = (
    ("sex", "words for a sex", 0.9, re.compile(
        r"(?:м|ж|муж|жен|мужской|женский|мужчина|женщина|male|female|m|f)\.?", re.IGNORECASE)),
    ("case.1.articles", "articles such as 58-10", 0.6, re.compile(
        r"(?:стать[яи] |ст\. ?|ст\.ст\. ?)?(?:1[679][.-])?[0-9]{2,3}(?:[-.][0-9]{1,2}[а-я]?)+(?:[ ,;./-].{0,80})?")),
    ("patronymic", "patronymics", 0.8, re.compile(_PATRONYMIC)),
    ("name", "surnames with name and patronymic", 0.7, re.compile(
        rf"[А-ЯЁ][А-ЯЁа-яё-]+,? [А-ЯЁ][а-яё]+ {_PATRONYMIC}(?: .{{0,80}})?")),
)  # fmt: skip
_HINTS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("web addresses (book_address?)", 0.8, re.compile(r"https?://\S+")),
    ("years (birth_date?)", 0.9, re.compile(r"1[789][0-9]{2}(?: ?г\.?)?")),
    ("ages (age?)", 0.9, re.compile(r"[1-9][0-9](?: ?(?:лет|года?))?")),
    ("sentences (case.1.sentence?)", 0.5, re.compile(
        r".{0,200}(?:\bИТЛ\b|\bВМН\b|расстрел|лишени[ея] свободы|\bлет\b|ссылк|высылк|концлагер).{0,200}")),
    ("deciding bodies (case.1.deciding_body?)", 0.5, re.compile(
        r".{0,200}(?:тройк|\bОСО\b|особ\w+ совещани|трибунал|коллеги|\bсуд).{0,200}", re.IGNORECASE)),
    ("grounds (rehabilitation_ground?)", 0.5, re.compile(
        r".{0,200}(?:состава преступлени|событи\w+ преступлени|недоказанн|необоснованн).{0,200}", re.IGNORECASE)),
    ("places (birth_place? residence?)", 0.5, re.compile(
        r".{0,200}(?:\bобл\.|\bгуб\.|\bр-н\b|\bуезд|\bг\. |\bд\. |\bс\. |\bкрай\b).{0,200}")),
)  # fmt: skip
_FORMS = (
    ("dd.MM.yyyy", r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}"),
    ("d.M.yyyy", r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}"),
    ("yyyy-MM-dd", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("yyyy-MM-dd HH:mm:ss", r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}"),
    ("yyyy-MM-ddTHH:mm:ss", r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}"),
    ("dd.MM.yyyy HH:mm:ss", r"[0-9]{2}\.[0-9]{2}\.[0-9]{4} [0-9:]{8}"),
    ("yyyyMMdd", r"(?:1[789]|20)[0-9]{6}"),
    ("yyyy", r"[0-9]{4}"),
    ("MM.yyyy", r"[0-9]{2}\.[0-9]{4}"),
    ("yyyy-MM", r"[0-9]{4}-[0-9]{2}"),
)
_COMPILED_FORMS = tuple((form, re.compile(pattern)) for form, pattern in _FORMS)
# Read as they stand by the grammar of dates, with everything else that a source may print there.
_READ_AS_THEY_STAND = frozenset(("dd.MM.yyyy", "d.M.yyyy", "yyyy", "MM.yyyy", "yyyy-MM-dd", "yyyy-MM"))
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}")
_LEAST_DATES = 0.5
# So many values tell the kind of a column.
_LOOKED_AT = 200
_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a column: the `share` of its values that are some, the `formats` to state, and a word on both.

    `formats` is empty where the values are read as they stand. `odd` is a value that is no date, None where all are.
    """

    share: float
    formats: tuple[str, ...]
    word: str
    odd: str | None


def sure_field(values: Sequence[str]) -> tuple[str, str] | None:
    """Return the field that only such values can be of, with a word on them; None where several could have them."""
    values = values[:_LOOKED_AT]
    for field, word, least, sign in _SIGNS:
        if _share(values, sign) >= least:
            return field, word
    return None


def hint(values: Sequence[str]) -> str | None:
    """Return what the values look like where they do not tell one field, None where they are like nothing known."""
    values = values[:_LOOKED_AT]
    for word, least, sign in _HINTS:
        if _share(values, sign) >= least:
            return word
    dates = dates_of(values)
    return f"{dates.word} (birth_date? case.1.arrest_date?)" if dates.share >= _LEAST_DATES else None


def is_distinct(values: Sequence[str], rows: int) -> bool:
    """Tell whether each of *rows* rows has a value of its own."""
    return len(values) == rows == len(set(values))


def dates_of(values: Sequence[str]) -> Dates:
    """Return what dates *values* hold."""
    values = values[:_LOOKED_AT]
    if not values:
        return Dates(0, (), "no values", None)
    slashed = [found for value in values if (found := _SLASHED.fullmatch(value))]
    if len(slashed) >= len(values) * _LEAST_DATES:
        return _slashed(values, slashed)
    forms = {value: _form(value) for value in values}
    read = [value for value in values if forms[value] or _is_printed_date(value)]
    odd = next((value for value in values if value not in set(read)), None)
    stated = dict.fromkeys(form for form in forms.values() if form)
    if set(stated) <= _READ_AS_THEY_STAND or len(read) < len(values) * _LEAST_DATES:
        return Dates(len(read) / len(values), (), f"dates such as {read[0]!r}" if read else "no dates", odd)
    return Dates(len(read) / len(values), tuple(stated), f"dates such as {read[0]!r}", odd)


def is_like(field: str, values: Sequence[str]) -> bool:
    """Tell whether *values* can be those of *field*; of most fields any can."""
    if not values:
        return True
    if field == "sex":
        return _share(values[:_LOOKED_AT], _SIGNS[0][3]) >= _LEAST_DATES
    if field.endswith("_date"):
        return dates_of(values).share >= _LEAST_DATES
    return True


def blank_words(columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the words of the lexicon for nothing known that stand as values in *columns*, with their counts."""
    known = [row["word"] for row in read_lexicon("blank-words")]
    counts = {word: sum(column.count(word) for column in columns) for word in known}
    return {word: count for word, count in counts.items() if count}


def _share(values: Sequence[str], sign: re.Pattern[str]) -> float:
    return sum(bool(sign.fullmatch(value)) for value in values) / len(values) if values else 0.0


def _form(value: str) -> str | None:
    return next((form for form, pattern in _COMPILED_FORMS if pattern.fullmatch(value) and _reads(form, value)), None)


def _reads(form: str, value: str) -> bool:
    try:
        date_reader(form)(value)
    except (ValueError, DateError):
        return False
    return True


@lru_cache(maxsize=_KEPT)
def _is_printed_date(value: str) -> bool:
    try:
        recognise(value)
    except DateError:
        return False
    return True


def _slashed(values: Sequence[str], slashed: Sequence[re.Match[str]]) -> Dates:
    """Return the dates of values such as 5/12/1937, of which only numbers above 12 tell day from month."""
    odd = next((value for value in values if not _SLASHED.fullmatch(value)), None)
    share, shown = len(slashed) / len(values), slashed[0][0]
    days = [max(int(found[place]) for found in slashed) > 12 for place in (1, 2)]
    if days == [True, False]:
        return Dates(share, ("d/M/yyyy",), f"dates such as {shown!r}, the day before the month", odd)
    if days == [False, True]:
        return Dates(share, ("M/d/yyyy",), f"dates such as {shown!r}, the month before the day", odd)
    return Dates(share, (), f"dates such as {shown!r}: say which is the day, date = 'd/M/yyyy' or 'M/d/yyyy'", odd)

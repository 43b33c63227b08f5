"""Read one cell of a table: a text, a date, a sex, an age, a list. What cannot be read is said, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rehabkg import dates as printed_dates
from rehabkg.errors import DateError
from rehabkg.recognise.dates import date_of
from rehabkg.recognise.texts import trimmed

# Called with the name of the field, the value found there and what is wanted.
ReportCell = Callable[[str, str, str], None]

# How many cells of one kind are kept: cells repeat, and a cell seen before costs nothing.
KEPT = 65_536

_NUMBER_OF_YEARS = re.compile(r"(?P<years>[0-9]{1,3})(?:\s?(?:лет|года?|г\.?|л\.?))?", re.IGNORECASE)
# Nobody in the lists was older; what is beyond is a slip, such as a year in the column of the age.
OLDEST = 120
_LISTED = re.compile(r"\s*[;\n]\s*")
_AFFIRMED = frozenset(("t", "true", "да", "1", "yes", "y"))
# Words for a sex; the Moscow lists show it by the ending of the verb alone, which they misspell.
# Words for a sex; the lists of Moscow show it by the ending of one verb alone, which they misspell.
_SEXES = {
    "male": frozenset(("м", "муж", "мужской", "мужчина", "m", "male", "man", "расстрелян", "рассстрелян")),
    "female": frozenset(("ж", "жен", "женский", "женщина", "f", "female", "w", "woman", "расстреляна", "рассстреляна")),
}
_SEX_OF_WORD = {word: sex for sex, words in _SEXES.items() for word in words}
# A patronymic shows the sex by its ending: Иванович, Ильич, Мамед-оглы; Ивановна, Ильинична, Мамед-кызы.
_MALE_PATRONYMIC = re.compile(r"(?:[а-яё]{2}ич|(?:^|[\s-])(?:оглы|оглу|улы|уулу))$", re.IGNORECASE)
_FEMALE_PATRONYMIC = re.compile(r"(?:вна|ична|инишна|(?:^|[\s-])(?:кызы|гызы|кизи))$", re.IGNORECASE)


class Unread:
    """Gathers the cells of one record that could not be read; `refuse` tells *report* of them, if there is one."""

    __slots__ = ("report", "values")

    def __init__(self, report: ReportCell | None) -> None:
        self.report = report
        self.values: list[str] = []

    def refuse(self, column: str, value: str, expected: str) -> None:
        """Keep *value*, and report that it is not what the cell should hold."""
        self.values.append(value)
        if self.report:
            self.report(column, value, expected)

    def date(self, column: str, value: str) -> str | None:
        """Return the date of the cell *column* in EDTF; a value that is no date stays out of it and is reported."""
        edtf = cell_date(value)
        if edtf is None and value.strip():
            self.refuse(column, value, expected_date(value))
        return edtf


# `trimmed` for cells whose values repeat: nationalities, bodies, books.
kept_trimmed = lru_cache(maxsize=KEPT)(trimmed)


@lru_cache(maxsize=KEPT)
def cell_date(value: str) -> str | None:
    """Return the date that *value* prints, or writes in EDTF; None where it is no date or no such day exists.

    >>> cell_date("_.5.1939"), cell_date("1939-05"), cell_date("31.2.1938")
    ('1939-05', '1939-05', None)
    """
    found = date_of(value)
    if found is None:
        try:
            return printed_dates.parse_edtf(value.strip()).edtf
        except DateError:
            return None
    return found


def expected_date(value: str) -> str:
    """Say what is wanted in place of *value*, which is no date."""
    try:
        printed_dates.recognise(value)
    except DateError as error:
        return error.expected
    return "a date"


@lru_cache(maxsize=KEPT)
def sex_of(value: str) -> str | None:
    """Return male or female as *value* says it, None where it is no word for a sex.

    >>> sex_of("ж"), sex_of("Мужской"), sex_of("?")
    ('female', 'male', None)
    """
    return _SEX_OF_WORD.get(value.strip(" .").lower())


@lru_cache(maxsize=KEPT)
def sex_of_patronymic(patronymic: str) -> str | None:
    """Return the sex that the ending of *patronymic* shows, None where it shows none.

    A patronymic in -вич, -ич, -оглы or -улы is a man's, one in -вна, -ична or -кызы a woman's; no other form tells.

    >>> sex_of_patronymic("Кузьмич"), sex_of_patronymic("Лукинична"), sex_of_patronymic("Ли")
    ('male', 'female', None)
    """
    patronymic = patronymic.strip()
    if _MALE_PATRONYMIC.search(patronymic):
        return "male"
    return "female" if _FEMALE_PATRONYMIC.search(patronymic) else None


def age_of(value: str) -> int | None:
    """Return the age that *value* gives in whole years, None where it gives none; it is never made a year of birth.

    >>> age_of("45"), age_of("45 лет"), age_of("около 40")
    (45, 45, None)
    """
    found = _NUMBER_OF_YEARS.fullmatch(value.strip())
    years = int(found["years"]) if found else OLDEST + 1
    return years if years <= OLDEST else None


def list_of(value: str | None) -> tuple[str, ...]:
    """Return the items of a cell that lists several, one a line or between semicolons, each once.

    >>> list_of("Иванов; Ивановский; Иванов")
    ('Иванов', 'Ивановский')
    """
    return tuple(dict.fromkeys(item for item in _LISTED.split(value) if item)) if value else ()


def is_affirmed(value: str | None) -> bool:
    """Tell whether a cell of T or F says T, in one of the ways to write it."""
    return value is not None and value.strip().lower() in _AFFIRMED
